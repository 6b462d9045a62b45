"""Plant phrases into real translations, or take some out, so that what was done is known.

A phrase here is what stands between two places where a phrase can begin or end: punctuation, a
preposition, a conjunction (`corpus/languages`, table "grammar"). Two levels of difficulty: "easy"
phrases come from another document and have three words or more; "hard" ones are one or two words,
or a phrase from the same document.
"""

import csv
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus import Side, Span, load_language
from metrics.segment import word_spans

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
_BREAK = re.compile(r"[,;:()\[\]«»“”\"—–.!?]")
CONTENT = re.compile(r"\w{5,}")
"""A content word, or what passes for one in any language."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and its translation, and where both come from."""

    document: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Damaged:
    """A pair with one thing done to one side.

    Attributes:
        pair: the texts as they are now.
        side: where it was done.
        action: "plant" or "remove".
        level: "easy" or "hard".
        span: the planted words in that side's text, or the removed ones in its former text.
    """

    pair: Pair
    side: Side
    action: str
    level: str
    span: Span
    former: str


def read_ntrex() -> list[Pair]:
    """The news sentences, in document order; Italian is the source."""
    with (DATA / "ntrex-dev.en-it.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Pair(row["document"], row["it"].strip(), row["en"].strip()) for row in rows]


def read_geneval() -> list[Pair]:
    """The Wikipedia sentences, one of each counterfactual pair, ten to a document."""
    with (DATA / "mt-geneval-dev.en-it.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        kept = [row for row in rows if row["gender"] == "feminine"]
    return [
        Pair(f"geneval.{number // 10}", row["it"].strip(), row["en"].strip())
        for number, row in enumerate(kept)
    ]


def text_of(pair: Pair, side: Side) -> str:
    """One side of a pair."""
    return pair.source if side is Side.SOURCE else pair.target


def phrases(text: str, code: str) -> Iterator[Span]:
    """Every phrase of a sentence: from an opening word or punctuation to the next one."""
    words = list(word_spans(text))
    openers = set(load_language(code).words("grammar", "prepositions")) | set(
        load_language(code).words("grammar", "conjunctions")
    )
    first = 0
    for number in range(1, len(words) + 1):
        if number == len(words) or _breaks(text, words, number, openers):
            yield Span(words[first].start, words[number - 1].end)
            first = number


def _breaks(text: str, words: Sequence[Span], number: int, openers: set[str]) -> bool:
    between = text[words[number - 1].end : words[number].start]
    opens = words[number].of(text).casefold().replace("’", "'") in openers
    after_opener = words[number - 1].of(text).casefold().replace("’", "'") in openers
    return bool(_BREAK.search(between)) or (opens and not after_opener)


class Planter:
    """Damages pairs, at random but repeatably."""

    def __init__(self, pairs: Sequence[Pair], codes: dict[Side, str], seed: int) -> None:
        self._pairs, self._codes, self._random = pairs, codes, random.Random(seed)
        self._grammar = {side: _grammar(code) for side, code in codes.items()}

    def damage(
        self, pair: Pair, action: str, level: str, side: Side | None = None
    ) -> Damaged | None:
        """One damage of the kind asked for, None where it finds no place; any side if not told."""
        side = side or self._random.choice(list(Side))
        return (self._plant if action == "plant" else self._remove)(pair, side, level)

    def _plant(self, pair: Pair, side: Side, level: str) -> Damaged | None:
        phrase = self._phrase(pair, side, level)
        text = text_of(pair, side)
        starts = [span.start for span in phrases(text, self._codes[side])][1:]
        if not phrase or not starts or phrase.casefold() in text.casefold():
            return None
        place = self._random.choice(starts)
        if level == "hard" and " " not in phrase:
            place = self._random.choice(self._content(text, side) or starts)
        new = f"{text[:place]}{phrase} {text[place:]}"
        return _changed(pair, side, new, "plant", level, Span(place, place + len(phrase)))

    def _remove(self, pair: Pair, side: Side, level: str) -> Damaged | None:
        text = text_of(pair, side)
        candidates = self._candidates(text, side, level)[1:]
        if not candidates:
            return None
        span = self._random.choice(candidates)
        new = re.sub(
            r"\s+([,.;:])", r"\1", re.sub(r"\s+", " ", text[: span.start] + text[span.end :])
        )
        if len(list(word_spans(new))) < 4:
            return None
        return _changed(pair, side, new.strip(), "remove", level, span)

    def _phrase(self, pair: Pair, side: Side, level: str) -> str:
        same = level == "hard"
        for _ in range(50):
            other = self._random.choice(self._pairs)
            if other is pair or (other.document == pair.document) is not same:
                continue
            text = text_of(other, side)
            candidates = self._candidates(text, side, level)[1:]
            if candidates:
                return self._random.choice(candidates).of(text)
        return ""

    def _candidates(self, text: str, side: Side, level: str) -> list[Span]:
        found = [
            span for span in phrases(text, self._codes[side]) if self._says(span.of(text), side)
        ]
        if level == "easy":
            return [span for span in found if 3 <= len(list(word_spans(span.of(text)))) <= 8]
        short = [span for span in found if len(list(word_spans(span.of(text)))) <= 3]
        single = [span for span in word_spans(text) if self._is_content(span.of(text), side)]
        return short + self._random.sample(single, min(len(single), max(1, len(short))))

    def _says(self, phrase: str, side: Side) -> bool:
        return any(self._is_content(span.of(phrase), side) for span in word_spans(phrase))

    def _content(self, text: str, side: Side) -> list[int]:
        return [s.start for s in word_spans(text) if self._is_content(s.of(text), side)][1:]

    def _is_content(self, word: str, side: Side) -> bool:
        return len(word) >= 4 and word.casefold() not in self._grammar[side]


def _grammar(code: str) -> set[str]:
    table = load_language(code).table("grammar")
    return {word for words in table.values() for word in words}


def _changed(pair: Pair, side: Side, new: str, action: str, level: str, span: Span) -> Damaged:
    changed = replace(pair, **{side.value: new})
    return Damaged(changed, side, action, level, span, text_of(pair, side))


def without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with some places taken out, and the space before each."""
    for start, end in sorted(spans, reverse=True):
        text = text[:start].rstrip(" ") + text[end:]
    return text
