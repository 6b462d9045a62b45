"""Two documents that answer each other paragraph by paragraph, as line-parallel files do."""

from align.bead import Alignment, Group, GroupKind, SentenceBead
from align.encoder import Encoder
from corpus import Document, InputError, Progress, SentenceId


def align_parallel(
    source: Document, target: Document, encoder: Encoder, *, progress: Progress | None = None
) -> Alignment:
    """An alignment that is given, not found: each paragraph renders the one of the same number.

    Args:
        source: a document, each of its paragraphs a segment.
        target: its translation, likewise.
        encoder: says how alike the two sides of each bead are.
        progress: called as ``progress(stage, done, total)``.

    Returns:
        One group of one bead a paragraph, each sure to be right.

    Raises:
        InputError: one document has more paragraphs than the other.
    """
    if len(source.paragraphs) != len(target.paragraphs):
        raise InputError(
            f"{target.path or 'the target'}: has {len(target.paragraphs):,} segments where "
            f"{source.path or 'the source'} has {len(source.paragraphs):,}; as many were expected"
        )
    texts = [paragraph.text for document in (source, target) for paragraph in document.paragraphs]
    vectors = encoder.encode(texts, progress=progress)
    half = len(source.paragraphs)
    likeness = (vectors[:half] * vectors[half:]).sum(axis=1).tolist()
    return Alignment(
        tuple(
            Group((n,), (n,), GroupKind.ALIGNED, alike, (_bead(source, target, n, alike),))
            for n, alike in enumerate(likeness)
        )
    )


def _bead(source: Document, target: Document, number: int, alike: float) -> SentenceBead:
    return SentenceBead(_sentences(source, number), _sentences(target, number), alike, 1.0)


def _sentences(document: Document, number: int) -> tuple[SentenceId, ...]:
    sentences = range(len(document.paragraphs[number].sentences))
    return tuple(SentenceId(number, sentence) for sentence in sentences)
