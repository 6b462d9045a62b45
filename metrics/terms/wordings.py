"""Many wordings looked for at once, in any form, the longer ones first.

Wordings that begin alike share a path, word by word, and each step of it is filed under everything
that a form of its word may have in common with it: a text takes time for its own length, not for
how many wordings there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from metrics.terms.forms import form, is_form_of
from metrics.terms.numbers import term_numbers
from metrics.terms.tokens import Token, tokens

T = TypeVar("T")


class Use(NamedTuple, Generic[T]):
    """Where a text uses a wording.

    Attributes:
        start, end: half-open offsets into the text.
        values: what was filed under the wordings that stand there.
    """

    start: int
    end: int
    values: tuple[T, ...]


class _Word(NamedTuple):
    """A word of a wording, and whether its capitals count."""

    text: str
    capitals: bool


class _Path(Generic[T]):
    """What wordings that begin alike go on with.

    Attributes:
        values: of the wordings that end here.
        filed: the words that follow, by every key of theirs.
        following: the paths behind them.
    """

    __slots__ = ("filed", "following", "values")

    def __init__(self) -> None:
        self.values: list[T] = []
        self.filed: dict[str, list[_Word]] = {}
        self.following: dict[_Word, _Path[T]] = {}


class Wordings(Generic[T]):
    """Wordings of one language, each with a value.

    Args:
        language: BCP 47 code.
    """

    def __init__(self, language: str) -> None:
        self._language = language
        self._start = _Path[T]()

    def add(self, text: str, value: T, *, capitals: bool = False) -> None:
        """File a wording; one with hyphens counts as one word as well.

        Args:
            text: the wording.
            value: given back where it is used.
            capitals: whether capitals must be written as in it.
        """
        found = tokens(text)
        for words in {tuple(token.text for token in found), tuple(_joined(found))}:
            path = self._start
            for word in words:
                path = self._step(path, _Word(word, capitals))
            path.values.append(value)

    def find(self, text: str) -> list[Use[T]]:
        """Where a text uses any of the wordings, in order; of those that overlap, the longest."""
        found = tokens(text)
        uses: defaultdict[tuple[int, int], dict[T, None]] = defaultdict(dict)
        for first in range(len(found)):
            for last, values in self._ends(self._start, found, first):
                uses[found[first].start, found[last].end].update(dict.fromkeys(values))
        kept: list[Use[T]] = []
        for start, end in sorted(uses, key=lambda span: (span[0] - span[1], span)):
            if all(end <= other.start or other.end <= start for other in kept):
                kept.append(Use(start, end, tuple(uses[start, end])))
        return sorted(kept, key=lambda use: use.start)

    def _step(self, path: _Path[T], word: _Word) -> _Path[T]:
        """The path behind a word, made if it is the first of its kind."""
        if word not in path.following:
            path.following[word] = _Path()
            for key in form(word.text, self._language).keys:
                path.filed.setdefault(key, []).append(word)
        return path.following[word]

    def _ends(
        self, path: _Path[T], found: Sequence[Token], at: int
    ) -> Iterator[tuple[int, list[T]]]:
        """Where wordings end that go on with a word of the text, and their values."""
        for spoken, last in _steps(found, at):
            for word in self._matching(path, spoken):
                behind = path.following[word]
                if behind.values:
                    yield last, behind.values
                if last + 1 < len(found) and found[last + 1].linked:
                    yield from self._ends(behind, found, last + 1)

    def _matching(self, path: _Path[T], spoken: str) -> Iterator[_Word]:
        """The words of a path that a word of the text is a form of."""
        said = form(spoken, self._language)
        for word in dict.fromkeys(one for key in said.keys for one in path.filed.get(key, ())):
            if is_form_of(said, form(word.text, self._language), capitals=word.capitals):
                yield word


def _steps(found: Sequence[Token], at: int) -> Iterator[tuple[str, int]]:
    """A word of the text, then the same with those that hyphens tie to it; and the last of them."""
    most = term_numbers().parts
    word = found[at].text
    yield word, at
    for last in range(at + 1, min(at + most, len(found))):
        if not found[last].hyphenated:
            return
        word += found[last].text
        yield word, last


def _joined(found: Iterable[Token]) -> list[str]:
    """The words, with those that hyphens tie together as one."""
    words: list[str] = []
    for token in found:
        if token.hyphenated and words:
            words[-1] += token.text
        else:
            words.append(token.text)
    return words
