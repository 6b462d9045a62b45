"""A flag: what was found about a translation, as MQM names it, with its evidence."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from corpus import Side, Span
from metrics.messages import Evidence

T = TypeVar("T")


class Category(StrEnum):
    """MQM's Accuracy branch: https://themqm.org, error types."""

    OMISSION = "accuracy/omission"
    ADDITION = "accuracy/addition"
    MISTRANSLATION = "accuracy/mistranslation"
    UNTRANSLATED = "accuracy/untranslated"


class Kind(StrEnum):
    """The finer kind of a flag; the check that raises it is named after it.

    All that is said about a kind stands here; other places ask. The order is that of precedence:
    where two flags speak of the same words, the kind that says more about them comes first. What
    each is called in a language stands in `fedele/wording`.

    Attributes:
        its_type: of ITS 2.0's issue types (its-2013, section 8.17, "Type Values"), by whose
            definition dates are among the named entities.
    """

    its_type: str

    def __new__(cls, value: str, its_type: str) -> "Kind":
        """The kind of that name."""
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.its_type = its_type
        return kind

    UNTRANSLATED = "untranslated", "untranslated"
    TERMINOLOGY = "terminology", "terminology"
    DATE = "date", "inconsistent-entities"
    NUMBER = "number", "numbers"
    NAME = "name", "inconsistent-entities"
    NEGATION = "negation", "mistranslation"
    MODALITY = "modality", "mistranslation"
    CONTRADICTION = "contradiction", "mistranslation"
    MISTRANSLATION = "mistranslation", "mistranslation"
    OMISSION = "omission", "omission"
    ADDITION = "addition", "addition"
    SHIFT = "shift", "other"

    @property
    def rank(self) -> int:
        """From 0, the lower the more it says about words that others speak of, too."""
        return list(Kind).index(self)


class Severity(StrEnum):
    """MQM's severities; compare them by `rank`."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for minor, 1 for major, 2 for critical."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Passage:
    """Where words stand: a half-open span of one paragraph, and the words themselves."""

    paragraph: int
    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        """Where in the paragraph."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing found about a translation.

    Attributes:
        category, kind, severity: what it is and how much it matters.
        confidence: calibrated probability, 0 to 1, that a careful reviewer agrees.
        source: the words of the source that it is about, None for an addition with no place there.
        target: the words of the target that it is about, None for an omission.
        evidence: why it was raised, to be said in any language that there are messages in.
    """

    category: Category
    kind: Kind
    severity: Severity
    confidence: float
    source: Passage | None
    target: Passage | None
    evidence: Evidence

    def on(self, side: Side) -> Passage | None:
        """Its words on one side, None where it has none there."""
        return self.source if side is Side.SOURCE else self.target

    @property
    def place(self) -> tuple[Side, Passage]:
        """Where a reader comes upon it: at its words in the source, or else in the target.

        Raises:
            ValueError: it has no words at all.
        """
        for side in Side:
            if passage := self.on(side):
                return side, passage
        raise ValueError("a flag needs a passage on at least one side")

    @classmethod
    def one_sided(
        cls,
        side: Side,
        passage: Passage,
        kind: Kind,
        severity: Severity,
        confidence: float,
        evidence: Evidence,
    ) -> "Flag":
        """Words of one side that the other lacks: dropped from the source, added to the target."""
        category = Category.OMISSION if side is Side.SOURCE else Category.ADDITION
        return cls(category, kind, severity, confidence, *by_side(side, passage, None), evidence)

    @property
    def message(self) -> str:
        """The evidence in one English sentence that an editor understands."""
        return self.evidence.sentence()


def by_side(side: Side, here: T, there: T) -> tuple[T, T]:
    """The source's and the target's, from what one side has and what the other has."""
    return (here, there) if side is Side.SOURCE else (there, here)
