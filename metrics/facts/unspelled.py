"""Names that the other side does not spell, and the evidence on whether it holds them anyway."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from align import Encoder
from corpus import Side, load_numbers
from metrics.facts.lexicon import commonness
from metrics.facts.locale_data import is_place, place_keys, place_name
from metrics.facts.name_phrases import NamePhrase, find_name_phrases
from metrics.facts.rendering import Rendering, Sentence, other
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
    """

    phrase: NamePhrase
    sentence: Sentence
    side: Side
    missing: tuple[str, ...]
    runs: tuple[str, ...]
    stand_in: Passage | None

    @property
    def whole(self) -> bool:
        """Whether no word of the name is on the other side."""
        return len(self.missing) == len(self.phrase.words)

    @property
    def queries(self) -> tuple[str, str]:
        """What to look for: the whole name, and the words of it that are missing."""
        return " ".join(self.phrase.words), " ".join(self.missing)

    def passage(self) -> Passage:
        """Where it stands."""
        return self.sentence.passage(self.phrase.start, self.phrase.end)


def find_unspelled(rendering: Rendering) -> list[Unspelled]:
    """The names of a bead that the other side neither spells nor names as a place."""
    return [
        name
        for side in Side
        for sentence in rendering.side(side)
        for phrase in find_name_phrases(
            sentence.text, sentence.language, rendering.side(other(side))[0].language
        )
        if (name := _unspelled(phrase, sentence, side, rendering))
    ]


def encode_names(names: Iterable[Unspelled], encoder: Encoder) -> dict[str, Vector]:
    """A vector for every text that the names ask about, in one call."""
    texts = list(dict.fromkeys(text for name in names for text in (*name.queries, *name.runs)))
    return dict(zip(texts, encoder.encode(texts), strict=True)) if texts else {}


def evidence(name: Unspelled, vectors: Mapping[str, Vector]) -> dict[str, float]:
    """What speaks for and against a name being missed, each between 0 and 1.

    Returns:
        ``likeness`` of the other side's most similar words, ``crosses`` borders, ``place``,
        ``acronym`` and ``rarity`` in its language.
    """
    language = name.sentence.language
    return {
        "likeness": _likeness(name, vectors),
        "crosses": float(name.phrase.crosses),
        "place": float(any(is_place(word, language) for word in name.missing)),
        "acronym": float(any(word.isupper() for word in name.missing)),
        "rarity": 1 - min(commonness(word, language) for word in name.missing) / COMMONEST,
    }


def _likeness(name: Unspelled, vectors: Mapping[str, Vector]) -> float:
    """How alike in meaning the most similar words of the other side are.

    The cosine is taken relative to the average over all runs, so that it reads alike for every
    encoder: 0 for any words, 1 for the same ones.
    """
    if not name.runs:
        return 0.0
    runs = np.stack([vectors[run] for run in name.runs])
    cosines = np.stack([vectors[query] for query in name.queries]) @ runs.T
    base = cosines.mean(axis=1)
    return float(np.max((cosines.max(axis=1) - base) / (1 - base)))


def _unspelled(
    phrase: NamePhrase, sentence: Sentence, side: Side, rendering: Rendering
) -> Unspelled | None:
    across = (*rendering.side(other(side)), *rendering.nearby(other(side)))
    words = [word for one in across for word in words_of(one.text)]
    missing = tuple(word for word in phrase.words if not _is_spelled(word, words))
    if not missing or _same_place(phrase, sentence.language, across):
        return None
    runs = dict.fromkeys(
        (
            *(run for one in rendering.side(other(side)) for run in _runs(one)),
            *(run for one in across for run in _names(one, sentence.language)),
        )
    )
    stand_in = next(_stand_ins(rendering, side), None) if len(phrase.words) == 1 else None
    return Unspelled(phrase, sentence, side, missing, tuple(runs), stand_in)


def _stand_ins(rendering: Rendering, side: Side) -> Iterator[Passage]:
    """Acronyms of the other side that the bead's own words on this side do not spell."""
    own = [word for one in rendering.side(side) for word in words_of(one.text)]
    language = rendering.side(side)[0].language
    for sentence in rendering.side(other(side)):
        for phrase in find_name_phrases(sentence.text, sentence.language, language):
            acronyms = all(word.isupper() for word in phrase.words)
            if acronyms and not any(_is_spelled(word, own) for word in phrase.words):
                yield sentence.passage(phrase.start, phrase.end)


def _is_spelled(word: str, words: Sequence[str]) -> bool:
    """Whether some words hold one that sounds alike, or an acronym's letters in any order.

    They may be another acronym (IA, AI) or the initials of words (UE, European Union).
    """
    if any(sounds_alike(word, one) for one in words):
        return True
    letters = word.replace(".", "")
    if not letters.isupper():
        return False
    least = load_numbers("metrics", "facts")["name"]["long_word"]
    initials = "".join(one[0] for one in words if len(one) >= least or one[0].isupper()).upper()
    windows = (initials[at : at + len(letters)] for at in range(len(initials)))
    shortened = (one.replace(".", "") for one in words)
    return any(sorted(one) == sorted(letters) for one in (*windows, *shortened))


def _same_place(phrase: NamePhrase, language: str, across: Sequence[Sentence]) -> bool:
    """Whether the name is a place that the other side names in its own language."""
    for key in place_keys(" ".join(phrase.words), language):
        parts = words_of(place_name(key, across[0].language))
        words = [word for sentence in across for word in words_of(sentence.text)]
        if all(any(sounds_alike(part, word) for word in words) for part in parts):
            return True
    return False


def _runs(sentence: Sentence) -> Iterator[str]:
    """What in the bead may mean the same as a name: words and pairs, the small words left out."""
    least = load_numbers("metrics", "facts")["name"]["long_word"]
    words = [w for w in words_of(sentence.text) if len(w) >= least or w[0].isupper()]
    yield from words
    yield from map(" ".join, pairwise(words))


def _names(sentence: Sentence, across: str) -> Iterator[str]:
    """What may mean the same as a name wherever it stands: the names, and each word of them."""
    for phrase in find_name_phrases(sentence.text, sentence.language, across):
        yield " ".join(phrase.words)
        yield from phrase.words
