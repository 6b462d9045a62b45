"""The flags as a reader meets them: numbered in reading order, so that "O3" is O3 everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus import Document, Side
from fedele.reports.wording import Wording
from metrics import Category, Flag, Kind, Passage

if TYPE_CHECKING:
    from fedele.result import Review

CATEGORY_STYLES = {
    Category.OMISSION: "omission",
    Category.ADDITION: "addition",
    Category.MISTRANSLATION: "mistranslation",
    Category.UNTRANSLATED: "untranslated",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A flag with its place in the list.

    Attributes:
        id: as in `Review.flag_ids`.
        number: from 1, in reading order; shifts come after every other flag.
        flag: the flag.
    """

    id: str
    number: int
    flag: Flag

    @property
    def style(self) -> str:
        """The mark that it gets: omission, addition, mistranslation, untranslated or shift."""
        return "shift" if self.is_shift else CATEGORY_STYLES[self.flag.category]

    @property
    def is_shift(self) -> bool:
        """Whether it says only that something is put differently."""
        return self.flag.kind is Kind.SHIFT

    def passage(self, side: Side) -> Passage | None:
        """Its words on one side, None where it has none there."""
        return self.flag.source if side is Side.SOURCE else self.flag.target

    def message(self, wording: Wording) -> str:
        """Why it was raised, in a sentence of the report's language."""
        return self.flag.evidence.sentence(wording.language)

    def label(self, wording: Wording) -> str:
        """The letter of its mark and its number, such as "O3"."""
        return f"{wording(f'letter.{self.style}')}{self.number}"


def entries(review: "Review") -> tuple[Entry, ...]:
    """Every finding, in reading order: real flags first, then shifts."""
    places = _Places(review)
    ordered = sorted(
        zip(review.flag_ids, review.findings, strict=True),
        key=lambda pair: (pair[1].kind is Kind.SHIFT, places.of(pair[1])),
    )
    return tuple(Entry(name, number, flag) for number, (name, flag) in enumerate(ordered, 1))


class _Places:
    """Where a passage stands in the reading order of the page."""

    def __init__(self, review: "Review") -> None:
        groups = review.alignment.groups
        self._source = _Ladder(review.source, [group.source for group in groups])
        self._target = _Ladder(review.target, [group.target for group in groups])

    def of(self, flag: Flag) -> float:
        """The number of its group, and how far down the group it stands as a fraction."""
        if flag.source is not None:
            return self._source.height(flag.source)
        return self._target.height(flag.target) if flag.target is not None else -1.0


class _Ladder:
    """The paragraphs of one side, each at the height where it stands on the page."""

    def __init__(self, document: Document, sides: Sequence[tuple[int, ...]]) -> None:
        steps = {
            paragraph: (number + index / len(side), 1 / len(side))
            for number, side in enumerate(sides)
            for index, paragraph in enumerate(side)
        }
        self._lengths = [len(paragraph.text) for paragraph in document.paragraphs]
        self._steps: list[tuple[float, float]] = []
        end = 0.0
        for number in range(len(self._lengths)):
            base, step = steps.get(number, (end, 0.0))  # one set aside stands after the last
            self._steps.append((base, step))
            end = base + step

    def height(self, passage: Passage) -> float:
        base, step = self._steps[passage.paragraph]
        return base + step * passage.start / max(1, self._lengths[passage.paragraph])
