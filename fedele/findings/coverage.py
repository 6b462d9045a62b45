"""How much of a document takes part in the alignment."""

from align import Alignment, SentenceBead
from corpus import Document, Side


def coverage(document: Document, alignment: Alignment, side: Side) -> float | None:
    """The share of a document's characters that stand in beads with both sides.

    Paragraphs set aside count neither way.

    Returns:
        0 to 1, or None where nothing was left to align.
    """
    beads = list(alignment.beads())
    total = sum(_length(document, bead, side) for bead in beads)
    matched = sum(_length(document, bead, side) for bead in beads if bead.source and bead.target)
    return matched / total if total else None


def _length(document: Document, bead: SentenceBead, side: Side) -> int:
    return sum(len(document.sentence(where)) for where in bead.on(side))
