"""What an alignment is made of: beads of sentences, groups of paragraphs."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from corpus import SentenceId, Side


@dataclass(frozen=True, slots=True)
class Bead:
    """A minimal set of segments that render each other; either side may be empty.

    Attributes:
        source, target: segment numbers, ascending.
        similarity: cosine of the two sides' vectors, None where a side is empty.
        confidence: calibrated probability, 0 to 1, that the bead is right as it stands.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    similarity: float | None
    confidence: float


class GroupKind(StrEnum):
    """How a group of paragraphs stands to the other version."""

    ALIGNED = "aligned"
    MOVED = "moved"
    OMITTED = "omitted"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class SentenceBead:
    """A bead of two documents, its sentences by paragraph; fields as in `Bead`."""

    source: tuple[SentenceId, ...]
    target: tuple[SentenceId, ...]
    similarity: float | None
    confidence: float

    def on(self, side: Side) -> tuple[SentenceId, ...]:
        """Its sentences on one side."""
        return self.source if side is Side.SOURCE else self.target


@dataclass(frozen=True, slots=True)
class Group:
    """The minimal sets of paragraphs of both sides such that no bead leaves them.

    Attributes:
        source, target: paragraph numbers, ascending; one may be empty.
        kind: aligned, moved (aligned, out of order), omitted or added.
        similarity: cosine of the two sides' vectors, None where a side is empty.
        beads: the group's beads, in source order, the added ones where they would stand.
    """

    source: tuple[int, ...]
    target: tuple[int, ...]
    kind: GroupKind
    similarity: float | None
    beads: tuple[SentenceBead, ...]

    def on(self, side: Side) -> tuple[int, ...]:
        """Its paragraphs on one side."""
        return self.source if side is Side.SOURCE else self.target


@dataclass(frozen=True, slots=True)
class Aside:
    """A paragraph that takes no part in the comparison, and why.

    Attributes:
        paragraph: its number in its document.
        reason: what it is, one of the `corpus.Role` values ("caption", "byline", "furniture") or
            "foreign" for a paragraph in another language than its document.
    """

    paragraph: int
    reason: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two documents aligned.

    Attributes:
        groups: in source order, added ones where they would stand. Every paragraph of either
            document is in exactly one group or set aside.
        source_aside, target_aside: the paragraphs set aside.
    """

    groups: tuple[Group, ...]
    source_aside: tuple[Aside, ...] = ()
    target_aside: tuple[Aside, ...] = ()

    def aside(self, side: Side) -> tuple[Aside, ...]:
        """What was set aside of one side."""
        return self.source_aside if side is Side.SOURCE else self.target_aside

    def beads(self) -> Iterator[SentenceBead]:
        """Every bead of every group, in order."""
        for group in self.groups:
            yield from group.beads
