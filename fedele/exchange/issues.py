"""The flags of a review as other tools get them: each with its id and what was decided about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus import Side
from metrics import Flag, Kind, Passage

if TYPE_CHECKING:
    from fedele.decisions import Decision
    from fedele.result import Review


@dataclass(frozen=True, slots=True)
class Issue:
    """A flag that leaves the house.

    Attributes:
        id: as in `Review.flag_ids`.
        flag: the flag.
        decision: what a reviewer decided about it, None where nobody did.
    """

    id: str
    flag: Flag
    decision: "Decision | None"

    @property
    def is_shift(self) -> bool:
        """Whether it says only that something is put differently."""
        return self.flag.kind is Kind.SHIFT

    @property
    def is_dismissed(self) -> bool:
        """Whether a reviewer called it intended, or a false alarm."""
        return self.decision is not None and self.decision.dismisses

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to do something about it."""
        return not (self.is_shift or self.is_dismissed)

    def passage(self, side: Side) -> Passage | None:
        """Its words on one side."""
        return self.flag.source if side is Side.SOURCE else self.flag.target


def issues(review: "Review") -> Iterator[Issue]:
    """Every flag of a review, in the order of `Review.findings`."""
    for name, flag in zip(review.flag_ids, review.findings, strict=True):
        yield Issue(name, flag, review.decided.get(name))


def gravest_first(review: "Review") -> list[Issue]:
    """The open ones, the gravest and surest first."""
    found = (issue for issue in issues(review) if issue.is_open)
    return sorted(found, key=lambda issue: (-issue.flag.severity.rank, -issue.flag.confidence))
