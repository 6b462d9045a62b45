"""Proper names that were dropped, added or changed, compared by value, sound and meaning."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from align import Encoder
from corpus import Side, load_numbers
from metrics.comparison import Comparison
from metrics.facts.difference_flag import difference_flag
from metrics.facts.lexicon import is_word
from metrics.facts.locale_data import is_place, place_keys, place_name
from metrics.facts.name_phrases import NamePhrase, find_name_phrases
from metrics.facts.rendering import Rendering, Sentence, other, renderings
from metrics.facts.sound import sounds_alike, words_of
from metrics.flag import Flag, Kind, Passage, Severity


@dataclass(frozen=True, slots=True)
class _Name:
    """A name that the other side does not spell, and what it has instead.

    Attributes:
        phrase, sentence: the name and where it stands.
        side: which side that is.
        missing: its words that the other side lacks.
        runs: runs of words of the other side that may mean the same.
    """

    phrase: NamePhrase
    sentence: Sentence
    side: Side
    missing: tuple[str, ...]
    runs: tuple[str, ...]

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


def check(comparison: Comparison) -> list[Flag]:
    """Flags of kind name: one gone, one added, or one in place of another.

    A name is answered by a word that is spelled or sounds alike, by the same place in CLDR, or by
    words that the encoder finds alike in meaning (Pechino, Beijing), in the bead or around it. Of
    a name that is answered in part ("Donald Trump", "Trump") nothing is said, unless another name
    on the other side is answered in part too.
    """
    unspelled = [_unspelled(rendering) for rendering in renderings(comparison)]
    vectors = _encode(chain.from_iterable(unspelled), comparison.encoder)
    return [
        flag
        for names in unspelled
        for flag in _flags(
            [name for name in names if not _is_meant(name, vectors) and _is_certain(name)]
        )
    ]


def _flags(names: Sequence[_Name]) -> Iterator[Flag]:
    """Pairs what one bead's sides lack of each other; what is left over is dropped or added."""
    gained = [name for name in names if name.side is Side.TARGET]
    for source in (name for name in names if name.side is Side.SOURCE):
        instead = next((target for target in gained if target.whole == source.whole), None)
        if instead:
            gained.remove(instead)
        if instead or source.whole:
            yield _flag(source.passage(), instead.passage() if instead else None)
    yield from (_flag(None, target.passage()) for target in gained if target.whole)


def _flag(source: Passage | None, target: Passage | None) -> Flag:
    way = "changed" if source and target else "dropped" if source else "added"
    confidence = load_numbers("metrics", "facts")["name"][way]
    return difference_flag(Kind.NAME, Severity.MAJOR, confidence, source, target)


def _unspelled(rendering: Rendering) -> list[_Name]:
    """The names of a bead that the other side does not spell, nor name as a place."""
    return [
        name
        for side in Side
        for sentence in rendering.side(side)
        for phrase in find_name_phrases(
            sentence.text, sentence.language, rendering.side(other(side))[0].language
        )
        if phrase.claims and (name := _name(phrase, sentence, side, rendering))
    ]


def _name(phrase: NamePhrase, sentence: Sentence, side: Side, rendering: Rendering) -> _Name | None:
    across = (*rendering.side(other(side)), *rendering.nearby(other(side)))
    words = [word for one in across for word in words_of(one.text)]
    missing = tuple(word for word in phrase.words if not _is_spelled(word, words))
    if not missing or _same_place(phrase, sentence.language, across):
        return None
    return _Name(phrase, sentence, side, missing, tuple(_runs(across, sentence.language)))


def _is_spelled(word: str, words: Sequence[str]) -> bool:
    """Whether some words hold one that sounds alike, or the same letters or initials (ONU, UN)."""
    if any(sounds_alike(word, one) for one in words):
        return True
    letters = word.replace(".", "")
    if not letters.isupper():
        return False
    initials = "".join(one[0] for one in words).upper()
    return letters in initials or any(
        sorted(one.replace(".", "")) == sorted(letters) for one in words
    )


def _same_place(phrase: NamePhrase, language: str, across: Sequence[Sentence]) -> bool:
    """Whether the name is a place that the other side names in its own language."""
    for key in place_keys(" ".join(phrase.words), language):
        parts = words_of(place_name(key, across[0].language))
        words = [word for sentence in across for word in words_of(sentence.text)]
        if all(any(sounds_alike(part, word) for word in words) for part in parts):
            return True
    return False


def _runs(sentences: Iterable[Sentence], across: str) -> Iterator[str]:
    """What may mean the same as a name: words, pairs of words, names; the small words left out."""
    least = load_numbers("metrics", "facts")["name"]["long_word"]
    for sentence in sentences:
        words = [w for w in words_of(sentence.text) if len(w) >= least or w[0].isupper()]
        yield from words
        yield from map(" ".join, pairwise(words))
        for phrase in find_name_phrases(sentence.text, sentence.language, across):
            yield " ".join(phrase.words)


def _encode(names: Iterable[_Name], encoder: Encoder) -> dict[str, NDArray[np.float32]]:
    """A vector for every text that the names ask about, in one call."""
    texts = list(dict.fromkeys(text for name in names for text in (*name.queries, *name.runs)))
    return dict(zip(texts, encoder.encode(texts), strict=True)) if texts else {}


def _is_meant(name: _Name, vectors: Mapping[str, NDArray[np.float32]]) -> bool:
    """Whether some words of the other side mean the same, for the encoder.

    The cosine is taken relative to the average over all runs, so that it reads alike for every
    encoder: 0 for any words, 1 for the same ones.
    """
    if not name.runs:
        return False
    runs = np.stack([vectors[run] for run in name.runs])
    cosines = np.stack([vectors[query] for query in name.queries]) @ runs.T
    base = cosines.mean(axis=1)
    likeness = (cosines.max(axis=1) - base) / (1 - base)
    return bool(likeness.max() >= load_numbers("metrics", "facts")["name"]["meaning"])


def _is_certain(name: _Name) -> bool:
    """Whether one of the missing words is a place or an acronym, or no word of its language.

    What is left but stands in the lexicon ("Queen", "Game of Thrones") has mostly been translated.
    """
    language = name.sentence.language
    return any(
        word.isupper() or is_place(word, language) or not is_word(word, language)
        for word in name.missing
    )
