"""Words that a line's end divides, put together again."""

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cache
from typing import Self

from corpus.provenance import load_numbers
from corpus.word_frequency import commonness, is_covered

_DIVIDED = re.compile(r"(\w{1,60})([-\u2010\u00ad])$")
_HALF = re.compile(r"\w{1,60}")
_LETTERS = re.compile(r"[^\W\d_]{1,60}")
_INSIDE = re.compile(r"(?<![\w-])\w+\b(?![-\u2010\u00ad])")
_COMPOUND = re.compile(r"\b\w+-\w+")
_SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class HyphenNumbers:
    """What ``data/hyphens.toml`` says, where each number has its origin."""

    common: float
    rarer: float


@cache
def hyphen_numbers() -> HyphenNumbers:
    """The numbers, read once."""
    return load_numbers("corpus", "hyphens", HyphenNumbers)


@dataclass(frozen=True, slots=True)
class LineEnds:
    """What tells whether a hyphen at a line's end is the word's own or the typesetter's.

    It is the word's own where a capital letter or a digit stands beside it, where the text has the
    compound elsewhere, and where both halves are common words of the language and the whole is
    none; it is the typesetter's where the whole is a common word, or stands inside a line. Words
    that are not known go by the others of the text. A soft hyphen is always the typesetter's.

    Attributes:
        compounds: words that the text has with a hyphen inside a line.
        language: BCP 47 code, None to do without word counts.
        divides: whether the text's lines divide words, as far as words that are known tell.
        words: those that the text has inside its lines.
    """

    compounds: Set[str]
    language: str | None = None
    divides: bool = True
    words: Set[str] = frozenset()

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]], language: str | None) -> Self:
        """The line ends of a text.

        Args:
            pairs: lines of the text, each with the one that follows it.
            language: what the text is written in, None where there is no telling.
        """
        lines = list(pairs)
        text = "\n".join(line for line, _ in lines)
        compounds, words = compounds_in(text), frozenset(_INSIDE.findall(text))
        if language is None or not is_covered(language):
            return cls(compounds, words=words)
        whole = compound = 0
        for line, after in lines:
            divided, half = _DIVIDED.search(line), _HALF.match(after)
            if divided and half and half[0][0].islower():
                is_whole = commonness(divided[1] + half[0], language) >= hyphen_numbers().common
                whole += is_whole
                compound += not is_whole and _is_compound(divided[1], half[0], language)
        return cls(compounds, language, whole > compound, words)

    def glued(self, line: str, after: str) -> str:
        """A line as it stands before the next: with a space, or bare where a word is divided."""
        divided, half = _DIVIDED.search(line), _HALF.match(after)
        if divided is None or half is None:
            return line + " "
        is_own = divided[2] != _SOFT_HYPHEN and self._is_own(divided[1], half[0])
        return line if is_own else line[:-1]

    def begun(self, initial: str, after: str) -> str:
        """A line with the drop cap before it: a word of its own, or the first letter of one."""
        head, tail = _LETTERS.search(initial), _LETTERS.match(after)
        if self.language is None or head is None or tail is None:
            return initial + after
        whole = commonness(head[0] + tail[0], self.language)
        is_word = whole < min(hyphen_numbers().common, commonness(tail[0], self.language))
        return f"{initial} {after}" if is_word else initial + after

    def _is_own(self, head: str, tail: str) -> bool:
        if not (head[-1].isalpha() and tail[0].islower()) or f"{head}-{tail}" in self.compounds:
            return True
        if head + tail in self.words:
            return False
        if (
            self.language is None
            or commonness(head + tail, self.language) >= hyphen_numbers().common
        ):
            return False
        return not self.divides or _is_compound(head, tail, self.language)


def compounds_in(text: str) -> frozenset[str]:
    """The words with a hyphen inside a line, which are written so at its end, too."""
    return frozenset(_COMPOUND.findall(text))


def _is_compound(head: str, tail: str, language: str) -> bool:
    """Whether both halves are common words, far more so than the whole."""
    least = min(commonness(head, language), commonness(tail, language))
    numbers = hyphen_numbers()
    return least >= numbers.common and least - commonness(head + tail, language) >= numbers.rarer
