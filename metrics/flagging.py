"""All flags on a comparison: every check's, settled so that no word is flagged twice."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from align import in_turn
from corpus import Term
from metrics.facts import find_fact_flags
from metrics.flag import Flag, Kind, Passage
from metrics.judges import Judgement
from metrics.marked import find_marked
from metrics.omissions import find_omissions, is_shown
from metrics.omissions.numbers import omission_numbers
from metrics.order import ReadingOrder
from metrics.terms import find_term_flags

PHRASE_KINDS = frozenset({Kind.OMISSION, Kind.ADDITION, Kind.MISTRANSLATION})
CELL = 256
"""Characters among which flags are looked for at once; chosen: some sentences."""


def find_flags(judgement: Judgement, *, terms: Sequence[Term] = ()) -> list[Flag]:
    """Every flag on a pair of documents, in reading order (`ReadingOrder`).

    A phrase that would not be flagged for itself is, where a name or figure in it is gone. That a
    term's approved translation is missing is said only where nothing more is said about the term.

    Args:
        judgement: two aligned documents that are translations of each other, judged.
        terms: rules about words, which the translation is to keep.

    Returns:
        Flags; those of kind `Kind.SHIFT` are harmless and not shown unless asked for.
    """
    return find_all_flags(judgement, terms=terms)[0]


@in_turn()
def find_all_flags(
    judgement: Judgement, *, terms: Sequence[Term] = ()
) -> tuple[list[Flag], list[Flag]]:
    """What `find_flags` gives, and the flags on other words that are not sure enough for that."""
    comparison = judgement.comparison
    term_flags = find_term_flags(comparison, terms)
    forbidden = [flag for flag in term_flags if flag.target]
    found = [*find_omissions(judgement), *find_marked(judgement), *find_fact_flags(comparison)]
    settled = settle([*found, *forbidden])
    shown = [flag for flag in settled if _is_shown(flag)]
    telling = _Kept(flag for flag in shown if flag.kind is not Kind.SHIFT)
    shown += [flag for flag in term_flags if not flag.target and not telling.rivals(flag)]
    order = ReadingOrder(comparison.source, comparison.target, comparison.alignment)
    taken = _Kept(shown)
    unsure = [flag for flag in settled if not _is_shown(flag) and not taken.rivals(flag)]
    return sorted(shown, key=order), sorted(unsure, key=order)


def _is_shown(flag: Flag) -> bool:
    return flag.kind not in PHRASE_KINDS or is_shown(flag)


def settle(flags: Iterable[Flag]) -> list[Flag]:
    """Leave one flag where several speak of the same words.

    A phrase that is dropped or added takes in the name or figure dropped with it, and its severity;
    otherwise the more telling kind stays (see `Kind`), and a wider phrase beside it only
    where it says clearly more.
    """
    kept = _Kept()
    for flag in sorted(flags, key=lambda flag: (flag.kind.rank, -_width(flag))):
        rivals = kept.rivals(flag)
        if not rivals:
            kept.add(flag)
        elif flag.kind in PHRASE_KINDS:
            _settle_phrase(flag, rivals, kept)
    return kept.flags()


def _settle_phrase(flag: Flag, rivals: Mapping[int, Flag], kept: "_Kept") -> None:
    """Let a phrase take in the drops or additions inside it; give way where it says little more."""
    if all(_takes_in(flag, other) for other in rivals.values()):
        strongest = max(rivals.values(), key=lambda other: other.severity.rank)
        surest = max(flag.confidence, *(other.confidence for other in rivals.values()))
        severity = max(flag.severity, strongest.severity, key=lambda severity: severity.rank)
        for number in rivals:
            kept.remove(number)
        kept.add(replace(flag, severity=severity, confidence=surest))
    elif all(_says_more(flag, other) for other in rivals.values()):
        kept.add(flag)


class _Kept:
    """Flags by number, found by where they stand: texts may have very many."""

    def __init__(self, flags: Iterable[Flag] = ()) -> None:
        self._flags: dict[int, Flag] = {}
        self._cells: dict[tuple[int, int, int], set[int]] = {}
        self._added = 0
        for flag in flags:
            self.add(flag)

    def flags(self) -> list[Flag]:
        """All of them, in the order in which they were added."""
        return list(self._flags.values())

    def add(self, flag: Flag) -> None:
        """Keep one more."""
        self._flags[self._added] = flag
        for cell in _cells(flag):
            self._cells.setdefault(cell, set()).add(self._added)
        self._added += 1

    def remove(self, number: int) -> None:
        """Keep one no more."""
        for cell in _cells(self._flags.pop(number)):
            self._cells[cell].remove(number)

    def rivals(self, flag: Flag) -> dict[int, Flag]:
        """Those that speak of some of the same words, in order."""
        near = {number for cell in _cells(flag) for number in self._cells.get(cell, ())}
        return {n: self._flags[n] for n in sorted(near) if _meet(flag, self._flags[n])}


def _cells(flag: Flag) -> Iterator[tuple[int, int, int]]:
    """Which squares of some characters each a flag's passages lie in."""
    for side, passage in enumerate((flag.source, flag.target)):
        if passage is not None:
            for cell in range(passage.start // CELL, passage.end // CELL + 1):
                yield side, passage.paragraph, cell


def _takes_in(flag: Flag, other: Flag) -> bool:
    """Whether ``other`` is a part of what ``flag`` says is gone or new; a term never is."""
    alike = flag.category is other.category and other.kind is not Kind.TERMINOLOGY
    return alike and all(
        mine is not None and _covers(mine, its) for mine, its in _shared_sides(flag, other) if its
    )


def _says_more(flag: Flag, other: Flag) -> bool:
    """Whether a phrase reaches clearly beyond the words that another flag is about."""
    beyond = omission_numbers().words_beyond
    return flag.kind is not other.kind and _width(flag) - _width(other) >= beyond


def _meet(flag: Flag, other: Flag) -> bool:
    return any(_overlap(mine, its) for mine, its in _shared_sides(flag, other) if mine and its)


def _shared_sides(flag: Flag, other: Flag) -> Iterator[tuple[Passage | None, Passage | None]]:
    yield flag.source, other.source
    yield flag.target, other.target


def _overlap(one: Passage, other: Passage) -> bool:
    same = one.paragraph == other.paragraph
    return same and one.start < other.end and other.start < one.end


def _covers(outer: Passage, inner: Passage) -> bool:
    same = outer.paragraph == inner.paragraph
    return same and outer.start <= inner.start and inner.end <= outer.end


def _width(flag: Flag) -> int:
    """Words that a flag is about, both sides together."""
    return sum(len(passage.text.split()) for passage in (flag.source, flag.target) if passage)
