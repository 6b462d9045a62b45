"""What the alignment says about the bead that a word stands in."""

from metrics.judges.ensemble.columns import Columns, constant
from metrics.judges.ensemble.view import View


def surroundings(view: View) -> Columns:
    """Whether the bead stands alone, how alike its sides are, and what stands around it."""
    own, other = view.own, view.other
    chars = len(own.segment.text)
    values = {
        "null": float(view.is_null),
        "moved": float(view.moved),
        "similarity": view.similarity,
        "elsewhere": view.elsewhere,
        "rival": view.rival,
        "gain": view.similarity - view.elsewhere,
        "rival_gain": view.similarity - view.rival,
        "sentences": view.sentences,
        "other_sentences": view.other_sentences,
        "words": len(own),
        "other_words": float("nan") if other is None else len(other),
        "length_ratio": float("nan") if other is None else chars / len(other.segment.text),
        "around_null": view.around_null,
        "paragraph_null": view.paragraph_null,
        "document_null": view.document_null,
        "other_document_null": view.other_document_null,
        "bead_place": view.place,
        "usual": view.usual,
        "unusual": view.similarity - view.usual,
    }
    return {name: constant(view, value) for name, value in values.items()}
