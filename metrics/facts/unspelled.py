"""Names that the other side does not spell, and the evidence on whether it holds them anyway."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from align import Encoder, exact
from corpus import Side, commonness
from metrics.facts.locale_data import is_place, longest_place, place_keys, place_name
from metrics.facts.name_phrases import NamePhrase, find_name_phrases
from metrics.facts.numbers import fact_numbers
from metrics.facts.rendering import Rendering, Sentence
from metrics.facts.sound import sounds_alike, words_of
from metrics.flag import Passage

COMMONEST = 8.0
"""The end of the Zipf scale."""

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Unspelled:
    """A name that the other side does not spell, in whole or in part.

    Attributes:
        phrase, sentence: the name and where it stands.
        side: which side that is.
        missing: its words that the other side lacks.
        runs: runs of words of the other side that may mean the same.
        stand_in: an acronym of the other side that this side does not spell in the bead: the name
            may stand for it (Washington and Brussels: the U.S. and the EU).
        facing: the names of the other side that this side does not spell either.
    """

    phrase: NamePhrase
    sentence: Sentence
    side: Side
    missing: tuple[str, ...]
    runs: tuple[str, ...]
    stand_in: Passage | None
    facing: tuple[NamePhrase, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether no word of the name is on the other side."""
        return len(self.missing) == len(self.phrase.words)

    @property
    def queries(self) -> tuple[str, str]:
        """What to look for: the whole name, and the words of it that are missing."""
        return " ".join(self.phrase.words), " ".join(self.missing)

    @property
    def telling(self) -> bool:
        """Whether so much of it is missing that a reader would ask: Donald Trump, Trump is not."""
        least = fact_numbers().name.missing_words
        return self.whole or len(self.missing) >= least

    def passage(self) -> Passage:
        """Where its missing words stand, from the first to the last; as a whole, all of it."""
        start, end = self.phrase.start, self.phrase.end
        if not self.whole:
            start = self.sentence.text.index(self.missing[0], start)
            end = self.sentence.text.rindex(self.missing[-1], start, end) + len(self.missing[-1])
        return self.sentence.passage(start, end)


def find_unspelled(rendering: Rendering) -> list[Unspelled]:
    """The names of a bead that the other side neither spells nor names as a place."""
    found = [
        name
        for across in (_Across(rendering, side) for side in Side)
        for sentence in rendering.on(across.side)
        for phrase in find_name_phrases(sentence.text, sentence.language, across.language)
        if (name := _unspelled(phrase, sentence, across))
    ]
    return [replace(one, facing=tuple(_facing(one, found))) for one in found]


def _facing(name: Unspelled, found: Sequence[Unspelled]) -> Iterator[NamePhrase]:
    return (one.phrase for one in found if one.side is not name.side and one.whole == name.whole)


def encode_names(names: Iterable[Unspelled], encoder: Encoder) -> dict[str, Vector]:
    """A vector for every text that the names ask about, in one call."""
    texts = list(dict.fromkeys(text for name in names for text in (*name.queries, *name.runs)))
    return dict(zip(texts, encoder.encode(texts), strict=True)) if texts else {}


def evidence(name: Unspelled, vectors: Mapping[str, Vector]) -> dict[str, float]:
    """What speaks for and against a name being missed, each between 0 and 1.

    Returns:
        ``likeness`` of the other side's most similar words, also apart where the name ``crosses``
        borders; whether there is a ``place``, an ``acronym`` or a ``short`` word in it, ``several``
        words or a ``doubtful`` capital; its ``rarity`` in its language; whether a name that crosses
        borders faces it (``faced``), or another (``faced_by_words``).
    """
    language = name.sentence.language
    least = fact_numbers().name.long_word
    likeness, crosses = _likeness(name, vectors), float(name.phrase.crosses)
    return {
        "likeness": likeness,
        "crosses": crosses,
        "likeness_of_crossing": likeness * crosses,
        "place": float(any(is_place(word, language) for word in name.missing)),
        "acronym": float(any(map(is_acronym, name.missing))),
        "short": float(any(len(word) < least for word in name.missing)),
        "several": float(len(name.phrase.words) > 1),
        "doubtful": float(name.phrase.doubtful),
        "rarity": 1 - min(commonness(word, language) for word in name.missing) / COMMONEST,
        "faced": float(any(one.crosses for one in name.facing)),
        "faced_by_words": float(any(not one.crosses for one in name.facing)),
    }


def _likeness(name: Unspelled, vectors: Mapping[str, Vector]) -> float:
    """How alike in meaning the most similar words of the other side are.

    The cosine is taken relative to the average over all runs, so that it reads alike for every
    encoder: 0 for any words, 1 for the same ones.
    """
    if not name.runs:
        return 0.0
    runs = np.stack([vectors[run] for run in name.runs])
    cosines = exact.cosines(np.stack([vectors[query] for query in name.queries]), runs)
    base = cosines.mean(axis=1)
    return float(np.max((cosines.max(axis=1) - base) / (1 - base)))


@dataclass(frozen=True)
class _Across:
    """What the names of one side of a bead look through, gathered once for all of them.

    Attributes:
        rendering: the bead.
        side: the names' side.
    """

    rendering: Rendering
    side: Side

    @property
    def language(self) -> str:
        """The other side's."""
        return self.rendering.on(self.side.opposite)[0].language

    @cached_property
    def words(self) -> "_Words":
        """The other side's words and those around it, then the parts of those with hyphens."""
        whole = [word for one in self._sentences for word in words_of(one.text)]
        parts = (part for word in whole if "-" in word for part in word.split("-"))
        return _Words((*whole, *parts))

    @cached_property
    def own(self) -> "_Words":
        """The words of the names' own side."""
        sentences = self.rendering.on(self.side)
        return _Words(tuple(word for one in sentences for word in words_of(one.text)))

    @cached_property
    def runs(self) -> tuple[str, ...]:
        """What may mean the same as a name: anything in the bead, names around it."""
        language = self.rendering.on(self.side)[0].language
        beside = (run for one in self.rendering.on(self.side.opposite) for run in _runs(one))
        names = (run for one in self._sentences for run in _names(one, language))
        return tuple(dict.fromkeys((*beside, *names)))

    @cached_property
    def answered(self) -> dict[str, frozenset[str]]:
        """Words of the runs with a capital, each with those of the own side that sound like it."""
        words = dict.fromkeys(word for run in self.runs for word in run.split())
        return {word: self.own.sounding_like(word) for word in words if word[0].isupper()}

    @cached_property
    def stand_in(self) -> Passage | None:
        """The first acronym of the other side that the bead does not spell on this side."""
        return next(_stand_ins(self), None)

    @cached_property
    def _sentences(self) -> tuple[Sentence, ...]:
        across = self.side.opposite
        return (*self.rendering.on(across), *self.rendering.nearby(across))


@dataclass(frozen=True)
class _Words:
    """Words in order that may spell a name, in their own way."""

    words: tuple[str, ...]

    def sounding_like(self, word: str) -> frozenset[str]:
        """Those that sound like a word."""
        return frozenset(one for one in self.distinct if sounds_alike(word, one))

    def spell(self, word: str) -> bool:
        """Whether some of them hold one that sounds alike, or an acronym's letters in any order.

        They may be another acronym (IA, AI) or the initials of words (UE, European Union). A code
        is spelled by its figures too: SS19, summer 2019.
        """
        if any(sounds_alike(word, one) for one in self.distinct):
            return True
        figures = re.search(r"\d{2,}$", word)
        if figures and any(one.endswith(figures[0]) for one in self.distinct):
            return True
        letters = _letters(word)
        return is_acronym(word) and "".join(sorted(letters)) in self._initials(len(letters))

    @cached_property
    def distinct(self) -> tuple[str, ...]:
        """Each once."""
        return tuple(dict.fromkeys(self.words))

    def _initials(self, length: int) -> frozenset[str]:
        """The letters of every acronym of a length that they spell, in alphabetical order."""
        if length not in self._known:
            least = fact_numbers().name.long_word
            said = (one for one in self.words if len(one) >= least or one[0].isupper())
            initials = "".join(one[0] for one in said).upper()
            windows = (initials[at : at + length] for at in range(len(initials)))
            shortened = map(_letters, self.distinct)
            found = ("".join(sorted(one)) for one in (*windows, *shortened))
            self._known[length] = frozenset(found)
        return self._known[length]

    @cached_property
    def _known(self) -> dict[int, frozenset[str]]:
        return {}


def _unspelled(phrase: NamePhrase, sentence: Sentence, across: _Across) -> Unspelled | None:
    missing = _missing(phrase.words, sentence.language, across)
    if not missing:
        return None
    free = _not_taken(across, missing, sentence.language)
    stand_in = across.stand_in if len(phrase.words) == 1 else None
    return Unspelled(phrase, sentence, across.side, missing, tuple(free), stand_in)


def _missing(words: tuple[str, ...], language: str, across: _Across) -> tuple[str, ...]:
    """The words of a name that the other side neither spells nor names as a place of its own."""
    longest, there = longest_place(language), across.words
    placed = {
        word
        for start, end in combinations(range(len(words) + 1), 2)
        if end - start <= longest
        and _same_place(words[start:end], language, across.language, there.distinct)
        for word in words[start:end]
    }
    return tuple(word for word in words if word not in placed and not there.spell(word))


def _same_place(words: Sequence[str], language: str, across: str, there: Sequence[str]) -> bool:
    """Whether words name a place that the other side names in its own language."""
    return any(
        all(any(sounds_alike(part, word) for word in there) for part in words_of(name))
        for key in place_keys(" ".join(words), language)
        for name in (place_name(key, across),)
    )


def _not_taken(across: _Across, missing: Sequence[str], language: str) -> Iterator[str]:
    """The runs with no name in them that answers another word of this side."""
    own = [word for word in across.own.distinct if word not in missing]
    taken = {
        word
        for word, answers in across.answered.items()
        if not answers.issubset(missing) or _same_place([word], across.language, language, own)
    }
    return (run for run in across.runs if taken.isdisjoint(run.split()))


def _stand_ins(across: _Across) -> Iterator[Passage]:
    """Acronyms of the other side that the bead's own words on this side do not spell."""
    rendering, side = across.rendering, across.side
    language = rendering.on(side)[0].language
    for sentence in rendering.on(side.opposite):
        for phrase in find_name_phrases(sentence.text, sentence.language, language):
            acronyms = all(word.isupper() for word in phrase.words)
            if acronyms and not any(across.own.spell(word) for word in phrase.words):
                yield sentence.passage(phrase.start, phrase.end)


def is_acronym(word: str) -> bool:
    """Whether a word is one of initials, a plural ending aside: U.S., AMs."""
    return _letters(word).isupper()


def _letters(word: str) -> str:
    plain = word.replace(".", "")
    return plain[:-1] if re.fullmatch(r"[A-Z]{2,}s", plain) else plain


def _runs(sentence: Sentence) -> Iterator[str]:
    """What in the bead may mean the same as a name: words and pairs, the small words left out."""
    least = fact_numbers().name.long_word
    words = [w for w in words_of(sentence.text) if len(w) >= least or w[0].isupper()]
    yield from words
    yield from map(" ".join, pairwise(words))


def _names(sentence: Sentence, across: str) -> Iterator[str]:
    """What may mean the same as a name wherever it stands: the names, and each word of them."""
    for phrase in find_name_phrases(sentence.text, sentence.language, across):
        yield " ".join(phrase.words)
        yield from phrase.words
