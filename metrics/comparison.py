"""What every check and score works on: two documents, aligned, with the encoder that did it."""

from collections.abc import Iterator
from dataclasses import dataclass

from align import Alignment, Encoder, SentenceBead
from corpus import Document, Side


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Two aligned documents, ready to be judged; equal only to itself, as what is kept about it."""

    source: Document
    target: Document
    alignment: Alignment
    encoder: Encoder

    def on(self, side: Side) -> Document:
        """One of the two documents."""
        return self.source if side is Side.SOURCE else self.target

    def beads(self) -> Iterator[SentenceBead]:
        """Every bead of every group, in order."""
        for group in self.alignment.groups:
            yield from group.beads
