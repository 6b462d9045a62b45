"""The flags as a reader meets them: numbered in reading order, so that "O3" is O3 everywhere."""

from dataclasses import dataclass, field

from fedele.findings.issues import Issue
from fedele.findings.reviewed import Reviewed
from fedele.wording import Wording
from metrics import Category, Passage, ReadingOrder

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

    number: int = field(kw_only=True)

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
    order = ReadingOrder(review.source, review.target, review.alignment)
    ordered = sorted(review.issues, key=lambda issue: order(issue.flag))
    return tuple(
        Entry(issue.id, issue.flag, issue.decision, issue.learned, number=number)
        for number, issue in enumerate(ordered, 1)
    )


def _number(passage: Passage | None) -> str:
    return "–" if passage is None else str(passage.paragraph + 1)
