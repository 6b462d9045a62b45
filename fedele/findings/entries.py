"""The flags as a reader meets them: numbered in reading order, so that "O3" is O3 everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus import Document
from fedele.findings.issues import Issue, issues
from fedele.findings.reviewed import Reviewed
from fedele.wording import Wording
from metrics import Category, Flag, Passage

CATEGORY_STYLES = {
    Category.OMISSION: "omission",
    Category.ADDITION: "addition",
    Category.MISTRANSLATION: "mistranslation",
    Category.UNTRANSLATED: "untranslated",
}


@dataclass(frozen=True, slots=True)
class Entry(Issue):
    """A flag with its place in the list.

    Attributes:
        number: from 1, in reading order; shifts come after every other flag.
    """

    number: int

    @property
    def style(self) -> str:
        """The mark that it gets: omission, addition, mistranslation, untranslated or shift."""
        return "shift" if self.is_shift else CATEGORY_STYLES[self.flag.category]

    @property
    def place(self) -> str:
        """Its paragraphs, the original's and the translation's, such as "3·–"."""
        return "·".join(map(_number, (self.flag.source, self.flag.target)))

    def label(self, wording: Wording) -> str:
        """The letter of its mark and its number, such as "O3"."""
        return f"{wording(f'letter.{self.style}')}{self.number}"


def entries(review: Reviewed) -> tuple[Entry, ...]:
    """Every finding, in reading order: real flags first, then shifts."""
    places = _Places(review)
    ordered = sorted(issues(review), key=lambda issue: (issue.is_shift, places.of(issue.flag)))
    return tuple(
        Entry(issue.id, issue.flag, issue.decision, number)
        for number, issue in enumerate(ordered, 1)
    )


def _number(passage: Passage | None) -> str:
    return "–" if passage is None else str(passage.paragraph + 1)


class _Places:
    """Where a passage stands in the reading order of the page."""

    def __init__(self, review: Reviewed) -> None:
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
