"""`fedele score`: translations side by side."""

from pathlib import Path
from typing import Annotated

import typer

from fedele.cli.options import (
    Effort,
    Judge,
    LimitsFile,
    Model,
    ReportLanguage,
    SourceLanguage,
    TargetLanguage,
    TermsFiles,
    chosen_limits,
    console,
    plain_errors,
    report_language,
    say_report,
)


def score_command(
    source: Annotated[
        str,
        typer.Argument(
            metavar="[SOURCE]", help="The source; with a --reference it may be left out."
        ),
    ],
    target: Annotated[str | None, typer.Argument(metavar="TARGET", help="The translation.")] = None,
    reference: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE", help="A reference translation; may be given repeatedly."),
    ] = None,
    system: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=FILE", help="Another translation beside it; repeatable."),
    ] = None,
    before: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="The version that was approved: list what changed."),
    ] = None,
    source_language: SourceLanguage = None,
    target_language: TargetLanguage = None,
    json: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it as JSON.")] = None,
    csv: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Write systems.csv and segments.csv, or changes.csv with --before."
        ),
    ] = None,
    xlsx: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a workbook.")] = None,
    lang: ReportLanguage = None,
    model: Model = "use",
    effort: Effort = "full",
    judge: Judge = None,
    terms: TermsFiles = None,
    limits: LimitsFile = None,
) -> None:
    """Score translations side by side, or today's version beside the approved one.

    Files answer one another line by line. Fidelity is scored against SOURCE; BLEU, chrF2++ and TER
    against --reference, with 95 % intervals and, where there is a --system too, how likely its
    difference to TARGET is chance.

    With --before, files are texts as `fedele review` reads them: what changed since that version
    is listed, with each segment's fidelity before and after.
    """
    outputs = {"json": json, "csv": csv, "xlsx": xlsx}
    with plain_errors():
        from fedele.cli.deadline import deadline
        from fedele.cli.progress import show_progress
        from fedele.files.outputs import check_outputs
        from fedele.scoring.jobs import revision_job, score_job

        if before is None:
            job = score_job(source, target, system or (), reference or ())
        else:
            job = revision_job(source, target, before, system or reference)
        check_outputs(outputs, (*job.inputs, *map(str, terms or ())), job.tables)
        language = report_language(lang)
        bounds = chosen_limits(limits)
        with deadline(bounds.seconds), show_progress() as progress:
            result = job.run(
                source_language=source_language,
                target_language=target_language,
                model=model,
                effort=effort,
                judge=judge,
                terms=terms or (),
                limits=bounds,
                progress=progress,
            )
        writers = {"json": result.to_json, "csv": result.to_csv, "xlsx": result.to_xlsx}
        written = [writers[form](path) for form, path in outputs.items() if path]
        job.show(result, console(), language=language)
        for path in written:
            say_report(path)
