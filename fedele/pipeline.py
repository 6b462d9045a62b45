"""The whole job, in order: read, align, judge, flag, score. Prints nothing, writes nothing."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from align import Encoder, align, load_encoder
from corpus import (
    Document,
    File,
    FileLike,
    Limits,
    Progress,
    Term,
    Termbase,
    bilingual_from_text,
    pair_from_texts,
    read_terms,
    read_versions,
)
from fedele.result import Review
from metrics import (
    DEFAULT_EFFORT,
    Comparison,
    Effort,
    Flag,
    Verdict,
    all_different,
    fidelity,
    find_all_flags,
    judge_signature,
    load_ahead,
    load_judge,
    verdict,
)
from metrics import judge as judged

DEFAULT_ENCODER = "use"

Terms = FileLike | Term | Iterable[FileLike | Term]
"""Terms files (`corpus.read_terms`), or rules made in Python; one or any number."""


def review(
    source: FileLike,
    target: FileLike | None = None,
    *,
    source_language: str | None = None,
    target_language: str | None = None,
    model: str | Encoder = DEFAULT_ENCODER,
    effort: Effort = DEFAULT_EFFORT,
    judge: str | None = None,
    terms: Terms = (),
    limits: Limits | None = None,
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
        judge: another's model that judges too, by name or folder (`metrics.list_judges`).
        terms: how words are to be translated, and how not: one terms file or several.
        limits: how much the files may ask for (`corpus.Limits`), else the default limits.
        progress: called as ``progress(stage, done, total)`` while work goes on.

    Returns:
        The review, with its tables, scores and reports.

    Raises:
        InputError: a file cannot be used; the message says which, why and what to do.
        UsageError: a language code or a model makes no sense.
        ModelError: the encoder, the judge, or the transformer of "full", is missing or damaged.
    """
    asked = {"source_language": source_language, "target_language": target_language}
    pair = read_versions(source, target, **asked, limits=limits)
    return review_documents(
        *pair,
        model=model,
        effort=effort,
        judge=judge,
        terms=terms,
        limits=limits,
        progress=progress,
    )


def review_texts(
    source: str,
    target: str | None = None,
    *,
    source_language: str | None = None,
    target_language: str | None = None,
    model: str | Encoder = DEFAULT_ENCODER,
    effort: Effort = DEFAULT_EFFORT,
    judge: str | None = None,
    terms: Terms = (),
    limits: Limits | None = None,
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
        judge: another's model that judges too, by name or folder (`metrics.list_judges`).
        terms: how words are to be translated, and how not: one terms file or several.
        limits: how much the texts may ask for (`corpus.Limits`), else the default limits.
        progress: called as ``progress(stage, done, total)`` while work goes on.
    """
    languages = {"source_language": source_language, "target_language": target_language}
    if target is None:
        pair = bilingual_from_text(source, **languages, limits=limits)
    else:
        pair = pair_from_texts(source, target, **languages, limits=limits)
    return review_documents(
        *pair,
        model=model,
        effort=effort,
        judge=judge,
        terms=terms,
        limits=limits,
        progress=progress,
    )


def review_documents(
    source: Document,
    target: Document,
    *,
    model: str | Encoder = DEFAULT_ENCODER,
    effort: Effort = DEFAULT_EFFORT,
    judge: str | None = None,
    terms: Terms = (),
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Review:
    """Review two documents that have been read; as `review` otherwise."""
    rules, notes = _termbase(terms, source, target, limits)
    judge_signature(judge)  # loads it, or says that it is not here before any work is done
    load_ahead(effort)
    encoder = load_encoder(model) if isinstance(model, str) else model
    alignment = align(source, target, encoder, progress=progress)
    comparison = Comparison(source, target, alignment, encoder)
    return replace(_reviewed(comparison, effort, judge, progress, rules), notes=notes)


def _termbase(terms: Terms, source: Document, target: Document, limits: Limits | None) -> Termbase:
    """The rules of all files together, and those that are given as such."""
    given = [terms] if isinstance(terms, str | Path | File | Term) else terms
    read = [
        Termbase((one,))
        if isinstance(one, Term)
        else read_terms(one, source.language, target.language, limits=limits)
        for one in given
    ]
    rules = tuple(rule for base in read for rule in base.terms)
    return Termbase(rules, tuple(note for base in read for note in base.notes))


def _reviewed(
    comparison: Comparison,
    effort: Effort,
    judge: str | None,
    progress: Progress | None,
    terms: Sequence[Term],
) -> Review:
    said = verdict(comparison)
    flags, unsure = list[Flag](), list[Flag]()
    if said is Verdict.UNRELATED:
        judgement = all_different(comparison)
    else:
        judgement = judged(comparison, load_judge(effort, judge), progress=progress)
        flags, unsure = find_all_flags(judgement, terms=terms)
    return Review(
        source=comparison.source,
        target=comparison.target,
        alignment=comparison.alignment,
        findings=tuple(flags),
        unsure=tuple(unsure),
        judged_words=judgement.words,
        scores=fidelity(judgement, flags),
        verdict=said,
        signature=signature(comparison.encoder, judge) | {"effort": effort} | _recipe(terms),
    )


def signature(encoder: Encoder, judge: str | None = None) -> dict[str, str]:
    """What a result depends on besides its input, to be printed beside it."""
    return {
        "fedele": version("fedele"),
        "encoder": encoder.name,
        "encoder_version": encoder.version,
        "weights_sha256": encoder.digest,
        **judge_signature(judge),
    }


def _recipe(terms: Sequence[Term]) -> dict[str, str]:
    """The terms in a result's signature: how many there were, and a digest of them."""
    if not terms:
        return {}
    digest = hashlib.sha256(repr(terms).encode("utf-8", "surrogatepass")).hexdigest()
    return {"terms": str(len(terms)), "terms_sha256": digest}
