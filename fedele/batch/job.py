"""One pair of a batch, from plain data to plain data: the same here, in a worker, on a cluster."""

import errno
import math
import os
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from align import Encoder, load_encoder
from corpus import FedeleError, File, Limits, Side, default_limits, read_versions
from fedele.batch.names import printable
from fedele.batch.numbers import batch_numbers
from fedele.batch.rows import FAILED, REVIEWED, DocumentRow
from fedele.findings.decisions import Decision
from fedele.findings.tables import flag_rows, segment_rows
from fedele.pipeline import DEFAULT_ENCODER, review_documents
from fedele.wording.quoting import clean
from fedele.workers import out_of_memory, unforeseen
from metrics import DEFAULT_EFFORT, Effort, Severity

if TYPE_CHECKING:
    from fedele.result import Review

_LACK_OF_MEMORY = (os.strerror(errno.ENOMEM).casefold(), "failed to map segment")

REPORTS, INDEX = "reports", "index.html"
"""The folder of the reports in a batch's folder, and the page that leads to them."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions that belong together, by the names of their files.

    Attributes:
        name: unique in the batch, and safe as a relative path without an ending.
        source: its file, from the batch's folder or the manifest's.
        target: the translation's; None where one file holds both versions.
        source_language: BCP 47 code, None where it is to be detected.
        target_language: BCP 47 code, None where it is to be detected.
        error: why it cannot be reviewed, where that is known before.
    """

    name: str
    source: str
    target: str | None = None
    source_language: str | None = None
    target_language: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A pair with its files' bytes, so that whoever does it needs no other file.

    Attributes:
        pair: the pair.
        source: its source, by the name that the pair has for it.
        target: its translation; None where the source holds both versions.
    """

    pair: Pair
    source: File
    target: File | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a pair.

    Attributes:
        document: its row in the documents table.
        segments: its rows in the segments table, without the pair's name.
        flags: its rows in the flags table, without the pair's name.
        report: the report's HTML, None where the pair failed.
    """

    document: DocumentRow
    segments: tuple[tuple[Any, ...], ...] = ()
    flags: tuple[tuple[Any, ...], ...] = ()
    report: str | None = None


@dataclass(frozen=True, slots=True)
class Recipe:
    """What all pairs of a batch are reviewed with: a `Work`; arguments as `fedele.review`'s.

    Attributes:
        model: the encoder's name or folder.
        effort: "fast" or "full".
        terms: terms files.
        decisions: what reviewers decided about flags of any pair.
        learn: whether decisions move the confidence of other flags; see `Review.decide`.
        language: of the reports' own words.
        limits: bounds on each document, and on each review's time and memory.
        judge: another's model that judges too, by name or folder.
    """

    model: str = DEFAULT_ENCODER
    effort: Effort = DEFAULT_EFFORT
    terms: tuple[File, ...] = ()
    decisions: tuple[Decision, ...] = ()
    learn: bool = True
    language: str = "en"
    limits: Limits = field(default_factory=default_limits)
    judge: str | None = None
    what: ClassVar[str] = "its review"

    def warm_up(self) -> None:
        """Load, by a review of two short texts, what every review needs.

        Raises:
            FedeleError: the recipe makes no sense, or a model is missing.
        """
        texts = batch_numbers().warm_up
        source, target = (File(code, text.encode()) for code, text in texts.items())
        plain = replace(self, terms=(), decisions=())  # which may be for other languages
        _reviewed(Job(Pair("", "", "", *texts), source, target), plain, _encoder(self.model))

    def do(self, job: Job) -> Outcome:
        """Review one pair as `do_job` does, but leave it to the caller what a lack of memory means.

        The models are loaded at the first job and kept.

        Raises:
            MemoryError: there was not enough; the process should not be used any more.
        """
        try:
            encoder = _encoder(self.model)  # before the limits: they hold for what is loaded then
            return _reviewed(job, self, encoder)
        except FedeleError as error:
            return self.failed(job, str(error))
        except Exception as error:  # one bad pair is never the end of the run
            if _lacks_memory(error):
                raise MemoryError from error
            return self.failed(job, unforeseen(error))

    def failed(self, job: Job, error: str) -> Outcome:
        """See `failed`."""
        return failed(job.pair, error)


Backend = Callable[[Iterator[Job], Recipe], Generator[Outcome, None, None]]
"""What does the jobs: takes the next one when it has room for it, and gives each one's outcome
as soon as it is there, in any order. Closed, or interrupted, it leaves nothing running."""


def do_job(job: Job, recipe: Recipe) -> Outcome:
    """Review one pair; whatever is wrong with it is its outcome, never an exception."""
    try:
        return recipe.do(job)
    except MemoryError:
        return recipe.failed(job, out_of_memory(recipe.limits, recipe.what))


def failed(pair: Pair, error: str) -> Outcome:
    """The outcome of a pair that could not be reviewed, with the reason in one line."""
    return Outcome(
        DocumentRow(
            pair=pair.name,
            source_path=printable(pair.source),
            target_path=None if pair.target is None else printable(pair.target),
            status=FAILED,
            error=clean(error),
            source_language=pair.source_language,
            target_language=pair.target_language,
        )
    )


def report_path(name: str) -> str:
    """Where a pair's report is, from the batch's folder."""
    return f"{REPORTS}/{name}.html"


def _index_from(name: str) -> str:
    """Where the batch's index is, from a pair's report."""
    return "../" * report_path(name).count("/") + INDEX


@cache
def _encoder(model: str) -> Encoder:
    return load_encoder(model)


def _reviewed(job: Job, recipe: Recipe, encoder: Encoder) -> Outcome:
    from fedele.reports import render_html

    asked = (job.pair.source_language, job.pair.target_language)
    review = review_documents(
        *read_versions(job.source, job.target, *asked, recipe.limits),
        model=encoder,
        effort=recipe.effort,
        judge=recipe.judge,
        terms=recipe.terms,
    ).decide(recipe.decisions, learn=recipe.learn)
    own = tuple(review.decided.values())  # the others may be about other pairs
    review = replace(review, decisions=own)
    segments = tuple(tuple(map(_plain, row)) for row in segment_rows(review))
    return Outcome(
        _document_row(job.pair, review, len(segments)),
        segments,
        tuple(tuple(map(_plain, row)) for row in flag_rows(review)),
        _whole(render_html(review, language=recipe.language, index=_index_from(job.pair.name))),
    )


def _document_row(pair: Pair, review: "Review", segments: int) -> DocumentRow:
    flags = review.open_counts
    words = Counter(word.side for word in review.judged_words)
    low, high = review.scores.interval or (None, None)
    return DocumentRow(
        pair=pair.name,
        source_path=printable(pair.source),
        target_path=None if pair.target is None else printable(pair.target),
        status=REVIEWED,
        error=None,
        source_language=review.source.language,
        target_language=review.target.language,
        verdict=review.verdict.value,
        fidelity=_plain(review.fidelity),
        fidelity_low=_plain(low),
        fidelity_high=_plain(high),
        critical=flags[Severity.CRITICAL],
        major=flags[Severity.MAJOR],
        minor=flags[Severity.MINOR],
        source_paragraphs=len(review.source.paragraphs),
        target_paragraphs=len(review.target.paragraphs),
        source_words=words[Side.SOURCE],
        target_words=words[Side.TARGET],
        source_coverage=_plain(review.source_coverage),
        target_coverage=_plain(review.target_coverage),
        segments=segments,
        report=report_path(pair.name),
    )


def _plain(cell: Any) -> Any:  # noqa: ANN401  whatever a table's cell holds
    """A cell as plain data that any table holds: no number that is none, no half characters."""
    if isinstance(cell, str):
        return _whole(cell)
    value = cell.item() if isinstance(cell, np.generic) else cell
    return None if isinstance(value, float) and math.isnan(value) else value


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _lacks_memory(error: Exception) -> bool:
    """Whether it is for lack of memory; the system's loader says so in words only."""
    said = str(error).casefold()
    return isinstance(error, MemoryError) or any(words in said for words in _LACK_OF_MEMORY)
