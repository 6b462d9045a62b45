"""Comparisons of a few sentences, a paragraph and a bead each."""

from itertools import zip_longest

from encoders import default_encoder

from align import Alignment, Group, GroupKind, SentenceBead
from align import align as aligned_by_meaning
from corpus import Document, Paragraph, SentenceId, Span
from metrics import Comparison


def document(lines, language):
    """A paragraph of one sentence a line."""
    return Document(
        language, tuple(Paragraph(line, (Span(0, len(line)),), language) for line in lines)
    )


def one_to_one(source, target, languages=("it", "en"), similarity=None):
    """Each line beside that with its number; those that one side has more stand alone."""
    groups = []
    for number, (one, two) in enumerate(zip_longest(source, target)):
        sides = [(SentenceId(number, 0),) if line is not None else () for line in (one, two)]
        bead = SentenceBead(*sides, similarity, 1.0)
        numbers = [tuple(where.paragraph for where in side) for side in sides]
        kind = GroupKind.ALIGNED if all(sides) else GroupKind.OMITTED
        groups.append(Group(*numbers, kind if sides[0] else GroupKind.ADDED, None, (bead,)))
    return Comparison(*_documents(source, target, languages), Alignment(tuple(groups)), _encoder())


def aligned(source, target, languages=("it", "en")):
    """The same lines as the aligner finds them to render each other."""
    documents = _documents(source, target, languages)
    return Comparison(*documents, aligned_by_meaning(*documents, _encoder()), _encoder())


def _documents(source, target, languages):
    return [document(*it) for it in zip((source, target), languages, strict=True)]


def _encoder():
    return default_encoder()
