"""The whole job, in order: read, align, judge, flag, score. Prints nothing, writes nothing."""

from importlib.metadata import version
from pathlib import Path

from align import Encoder, align, align_parallel, load_encoder
from corpus import (
    Document,
    Progress,
    bilingual_from_text,
    pair_from_texts,
    read_bilingual,
    read_pair,
)
from fedele.result import Review
from metrics import (
    DEFAULT_EFFORT,
    Comparison,
    Verdict,
    all_different,
    fidelity,
    find_flags,
    verdict,
    word_differences,
)

DEFAULT_ENCODER = "use"


def review(
    source: str | Path,
    target: str | Path | None = None,
    *,
    source_language: str | None = None,
    target_language: str | None = None,
    model: str | Encoder = DEFAULT_ENCODER,
    effort: str = DEFAULT_EFFORT,
    progress: Progress | None = None,
) -> Review:
    """Review the two versions of an analysis.

    Args:
        source: a file with both versions, or the source where ``target`` is given too.
        target: the file with the translation.
        source_language: BCP 47 code; detected where not given. It also says which of the two
            versions is the source.
        target_language: BCP 47 code; detected where not given.
        model: an encoder, or its name or folder.
        effort: "fast", or "full" to read every word in its context too (`metrics.EFFORTS`).
        progress: called as ``progress(stage, done, total)`` while work goes on.

    Returns:
        The review, with its tables, scores and reports.

    Raises:
        InputError: a file cannot be used; the message says which, why and what to do.
        UsageError: a language code or a model makes no sense.
        ModelError: the encoder, or the transformer of "full", is missing or damaged.
    """
    pair = read_versions(source, target, source_language, target_language)
    return review_documents(*pair, model=model, effort=effort, progress=progress)


def read_versions(
    source: str | Path,
    target: str | Path | None = None,
    source_language: str | None = None,
    target_language: str | None = None,
) -> tuple[Document, Document]:
    """Source and target from a file each, or from one with both; arguments as `review`'s."""
    if target is None:
        return read_bilingual(source, source=source_language, target=target_language)
    return read_pair(source, target, source=source_language, target=target_language)


def review_texts(
    source: str,
    target: str | None = None,
    *,
    source_language: str | None = None,
    target_language: str | None = None,
    model: str | Encoder = DEFAULT_ENCODER,
    effort: str = DEFAULT_EFFORT,
    progress: Progress | None = None,
) -> Review:
    """Review two versions given as text; as `review` otherwise.

    Args:
        source: the source's text, or a text with both versions where ``target`` is None.
        target: the translation's text.
        source_language: BCP 47 code; detected where not given.
        target_language: BCP 47 code; detected where not given.
        model: an encoder, or its name or folder.
        effort: "fast", or "full" to read every word in its context too (`metrics.EFFORTS`).
        progress: called as ``progress(stage, done, total)`` while work goes on.
    """
    languages = {"source": source_language, "target": target_language}
    if target is None:
        pair = bilingual_from_text(source, **languages)
    else:
        pair = pair_from_texts(source, target, **languages)
    return review_documents(*pair, model=model, effort=effort, progress=progress)


def review_documents(
    source: Document,
    target: Document,
    *,
    model: str | Encoder = DEFAULT_ENCODER,
    effort: str = DEFAULT_EFFORT,
    progress: Progress | None = None,
) -> Review:
    """Review two documents that have been read; as `review` otherwise."""
    encoder = load_encoder(model) if isinstance(model, str) else model
    alignment = align(source, target, encoder, progress=progress)
    return _judged(Comparison(source, target, alignment, encoder), effort, progress)


def review_parallel(
    source: Document,
    target: Document,
    *,
    model: str | Encoder = DEFAULT_ENCODER,
    effort: str = DEFAULT_EFFORT,
    progress: Progress | None = None,
) -> Review:
    """Review two line-parallel documents: each paragraph renders the one of the same number.

    Raises:
        InputError: one document has more paragraphs than the other.
    """
    encoder = load_encoder(model) if isinstance(model, str) else model
    alignment = align_parallel(source, target, encoder, progress=progress)
    return _judged(Comparison(source, target, alignment, encoder), effort, progress)


def _judged(comparison: Comparison, effort: str, progress: Progress | None) -> Review:
    judgement = verdict(comparison)
    related = judgement is not Verdict.UNRELATED
    if related:
        words = word_differences(comparison, effort=effort, progress=progress)
    else:
        words = all_different(comparison)
    flags = tuple(find_flags(comparison, words, effort=effort)) if related else ()
    return Review(
        source=comparison.source,
        target=comparison.target,
        alignment=comparison.alignment,
        findings=flags,
        judged_words=tuple(words),
        scores=fidelity(comparison, words, flags),
        verdict=judgement,
        signature=signature(comparison.encoder) | {"effort": effort},
    )


def signature(encoder: Encoder) -> dict[str, str]:
    """What a result depends on besides its input, to be printed beside it."""
    return {
        "fedele": version("fedele"),
        "encoder": encoder.name,
        "encoder_version": encoder.version,
        "weights_sha256": encoder.digest,
    }
