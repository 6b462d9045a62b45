"""The flags of a review, each with its id and what was decided about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus import Side
from fedele.findings.reviewed import Reviewed
from metrics import Flag, Kind, Passage

if TYPE_CHECKING:
    from fedele.findings.decisions import Decision
    from fedele.wording import Wording


@dataclass(frozen=True, slots=True)
class Issue:
    """A flag as it leaves the review.

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
        """Its words on one side, None where it has none there."""
        return self.flag.on(side)

    def message(self, wording: "Wording") -> str:
        """Why it was raised, in a sentence of the report's language."""
        return self.flag.evidence.sentence(wording.language)

    def ruling(self, wording: "Wording") -> str | None:
        """What was decided about it, and why where that was said, such as "intended: a pun"."""
        return None if self.decision is None else ruling_text(self.decision, wording)

    def note(self, wording: "Wording") -> str:
        """The severity, the evidence, and what was decided, for formats that have room for one."""
        ruling = self.ruling(wording)
        text = f"{wording(f'severity.{self.flag.severity.value}')}: {self.message(wording)}"
        return f"{text} ({ruling})" if ruling else text


def issues(review: Reviewed) -> Iterator[Issue]:
    """Every flag of a review, in the order of `Review.findings`."""
    for name, flag in zip(review.flag_ids, review.findings, strict=True):
        yield Issue(name, flag, review.decided.get(name))


def gravest_first(review: Reviewed) -> list[Issue]:
    """The open ones, the gravest and surest first."""
    found = (issue for issue in issues(review) if issue.is_open)
    return sorted(found, key=lambda issue: (-issue.flag.severity.rank, -issue.flag.confidence))


def ruling_text(decision: "Decision", wording: "Wording") -> str:
    """A decision in words, and its reason where it has one."""
    ruling = wording(f"decisions.ruling.{decision.decision.value}")
    return ": ".join(filter(None, (ruling, decision.reason)))
