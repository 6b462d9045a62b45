"""The flags of a review, each with its id and what was decided about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus import Side
from fedele.findings.learning import Learned
from metrics import Flag, Kind, Passage

if TYPE_CHECKING:
    from fedele.findings.decisions import Decision
    from fedele.wording import Wording


@dataclass(frozen=True, slots=True)
class Issue:
    """A flag as it leaves the review.

    Attributes:
        id: as in `Review.flag_ids`.
        flag: the flag, its confidence moved by decisions about others of its kind.
        decision: what a reviewer decided about it, None where nobody did.
        learned: how its confidence was moved, None where it was not.
    """

    id: str
    flag: Flag
    decision: "Decision | None"
    learned: Learned | None = None

    @property
    def is_shift(self) -> bool:
        """Whether it says only that something is put differently."""
        return self.flag.kind is Kind.SHIFT

    @property
    def confidence_found(self) -> float:
        """The flag's confidence before any decision moved it."""
        return self.learned.confidence_before if self.learned else self.flag.confidence

    @property
    def is_unlikely(self) -> bool:
        """Whether what was decided about others of its kind leaves it too unsure to be listed."""
        return self.learned is not None and not self.learned.listed

    @property
    def is_dismissed(self) -> bool:
        """Whether a reviewer called it, or enough others of its kind, no issue."""
        return self.is_unlikely or (self.decision is not None and self.decision.dismisses)

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

    def sure(self, wording: "Wording") -> str:
        """How sure it is, such as "91 % sure", and how sure it was before decisions on others."""
        share = wording.percent(self.flag.confidence)
        if self.learned is None:
            return wording("flags.sure", share=share)
        before = wording.percent(self.learned.confidence_before)
        count = self.learned.decisions
        return wording.count("flags.sure_learned", count, share=share, before=before)

    def ruling(self, wording: "Wording") -> str | None:
        """What was decided about it, and why where that was said, such as "intended: a pun"."""
        if self.is_unlikely:
            return wording("decisions.unlikely")
        return None if self.decision is None else ruling_text(self.decision, wording)

    def note(self, wording: "Wording") -> str:
        """The severity, the evidence, and what was decided, for formats that have room for one."""
        ruling = self.ruling(wording)
        text = f"{wording(f'severity.{self.flag.severity.value}')}: {self.message(wording)}"
        return f"{text} ({ruling})" if ruling else text


def gravest_first(issues: Iterable[Issue]) -> list[Issue]:
    """The open ones, the gravest and surest first."""
    found = (issue for issue in issues if issue.is_open)
    return sorted(found, key=lambda issue: (-issue.flag.severity.rank, -issue.flag.confidence))


def ruling_text(decision: "Decision", wording: "Wording") -> str:
    """A decision in words, and its reason where it has one."""
    ruling = wording(f"decisions.ruling.{decision.decision.value}")
    return ": ".join(filter(None, (ruling, decision.reason)))
