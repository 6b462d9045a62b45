"""`fedele batch`: a whole archive."""

import shlex
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fedele.cli.options import (
    FOUND,
    WRONG,
    DecisionsFiles,
    Effort,
    FailOn,
    Judge,
    Learn,
    LimitsFile,
    Model,
    ReportLanguage,
    SourceLanguage,
    TargetLanguage,
    TermsFiles,
    chosen_limits,
    complain,
    console,
    plain_errors,
    reaches,
    report_language,
    say_report,
)

if TYPE_CHECKING:
    from fedele.batch import Backend, DocumentRow, Tally


def batch_command(
    archive: Annotated[
        Path,
        typer.Argument(
            metavar="DIR|MANIFEST",
            help="A folder of x.it.md and x.en.md, it/x and en/x, or files with both versions; "
            "or a CSV file with the columns source and target.",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="OUT", help="Folder for tables, reports and index."),
    ],
    source_language: SourceLanguage = None,
    target_language: TargetLanguage = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Processes; as many as cores if not given."),
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Have a Dask cluster do the work, tcp://host:8786."),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Keep what an earlier run has done in OUT; go on from it."),
    ] = False,
    terms: TermsFiles = None,
    decisions: DecisionsFiles = None,
    learn: Learn = True,
    lang: ReportLanguage = None,
    model: Model = "use",
    effort: Effort = "full",
    judge: Judge = None,
    limits: LimitsFile = None,
    fail_on: Annotated[
        FailOn,
        typer.Option(help="Exit with 1 on flags this severe or worse, or on unrelated texts."),
    ] = FailOn.NEVER,
    min_fidelity: Annotated[
        float, typer.Option(min=0, max=100, help="Exit with 1 where a pair's fidelity is lower.")
    ] = 0.0,
) -> None:
    """Review a whole archive: tables, a report for each pair, an index.

    A pair that cannot be reviewed is a row with its error, and makes the exit code 2 at the end.
    """
    with plain_errors():
        from fedele.batch import review_archive
        from fedele.batch.summary import render_batch
        from fedele.findings.decisions import merge_decisions, read_decisions

        language = report_language(lang)
        bounds = chosen_limits(limits)
        with _progress() as progress:
            batch = review_archive(
                archive,
                out,
                source_language=source_language,
                target_language=target_language,
                model=model,
                effort=effort,
                judge=judge,
                terms=tuple(terms or ()),
                decisions=merge_decisions(
                    read_decisions(path, limits=bounds) for path in decisions or ()
                ),
                learn=learn,
                language=language,
                limits=bounds,
                workers=workers,
                backend=_backend(workers, dask),
                resume=resume,
                progress=progress,
            )
        render_batch(batch, console(), language=language)
        say_report(batch.index)
    if batch.failed:
        if archive.is_dir() and any(row.target_path is None for row in batch.failed):
            command = f"fedele pair {shlex.quote(str(archive))}"
            complain(f"where a file holds one language only, `{command}` finds what answers it")
        complain(
            f"{len(batch.failed):,} of {len(batch.rows):,} pairs could not be reviewed; "
            f"{batch.index} and documents.parquet say why"
        )
        raise typer.Exit(WRONG)
    if any(_reaches(row, fail_on, min_fidelity) for row in batch.rows):
        raise typer.Exit(FOUND)


def _backend(workers: int | None, dask: str | None) -> "Backend | None":
    """What does the work, None for processes here."""
    from corpus import UsageError

    if dask is None:
        return None
    if workers is not None:
        raise UsageError("--workers is for this machine, and --dask for a cluster; leave one out")
    from fedele.batch.cluster import run_on_cluster

    return partial(run_on_cluster, address=dask)


@contextmanager
def _progress() -> "Iterator[Callable[[Tally], None]]":
    """Show how far it is, and say how it goes on after an early end, Ctrl-C or SIGTERM say."""
    from corpus import UsageError
    from fedele.batch import Tally
    from fedele.cli.progress import show_batch_progress

    last = Tally(0)

    def report(tally: Tally) -> None:
        nonlocal last
        if tally.changed and not last.total:
            changed = ", ".join(tally.changed)
            complain(f"every pair is reviewed again, as the recipe has changed: {changed}")
        last = tally
        if show is not None:
            show(tally)

    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with show_batch_progress() as show:
            yield report
    except (KeyboardInterrupt, UsageError):
        if last.done:
            done = last.kept + last.reviewed
            complain(f"{done:,} of {last.total:,} pairs are done; --resume goes on from there")
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


def _reaches(row: "DocumentRow", fail_on: FailOn, min_fidelity: float) -> bool:
    """Whether a pair reaches what the user asked to fail on."""
    from metrics import Severity

    counts = {severity: getattr(row, severity.value) for severity in Severity}
    return reaches(fail_on, min_fidelity, fidelity=row.fidelity, verdict=row.verdict, counts=counts)
