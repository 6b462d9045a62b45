"""`fedele review`: the main job."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fedele.cli.options import (
    FOUND,
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
    console,
    plain_errors,
    reaches,
    report_language,
    say_report,
)

if TYPE_CHECKING:
    from corpus import Limits
    from fedele.result import Review


class Format(StrEnum):
    """What `fedele review` prints."""

    TERMINAL = "terminal"
    GITHUB = "github"


def review_command(
    source: Annotated[
        str,
        typer.Argument(
            metavar="ANALYSIS",
            help="A file with both versions, or the source; - is standard input.",
        ),
    ],
    target: Annotated[
        str | None,
        typer.Argument(metavar="TARGET", help="The translation, where it is a file of its own."),
    ] = None,
    source_language: SourceLanguage = None,
    target_language: TargetLanguage = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the report, one HTML file.")
    ] = None,
    json: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write everything as JSON.")
    ] = None,
    csv: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write segments.csv, flags.csv and words.csv."),
    ] = None,
    xlsx: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a workbook.")] = None,
    docx: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the translation's .docx with flags as comments."),
    ] = None,
    tmx: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the unflagged pairs as a translation memory."),
    ] = None,
    every_pair: Annotated[
        bool, typer.Option("--all", help="With --tmx: flagged and unsure pairs too.")
    ] = False,
    xliff: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write XLIFF 2.1, flags on their words.")
    ] = None,
    sarif: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write SARIF, which code hosts show.")
    ] = None,
    jsonl: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write one flag a line as JSON.")
    ] = None,
    markdown: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a comment for a pull request.")
    ] = None,
    shown: Annotated[
        Format,
        typer.Option("--format", help="What is printed; github: annotations for its Actions."),
    ] = Format.TERMINAL,
    terms: TermsFiles = None,
    decisions: DecisionsFiles = None,
    learn: Learn = True,
    lang: ReportLanguage = None,
    model: Model = "use",
    effort: Effort = "full",
    judge: Judge = None,
    fail_on: Annotated[
        FailOn,
        typer.Option(
            help="Exit with 1 on undecided flags this severe or worse, or on unrelated texts."
        ),
    ] = FailOn.NEVER,
    min_fidelity: Annotated[
        float, typer.Option(min=0, max=100, help="Exit with 1 where the fidelity is lower.")
    ] = 0.0,
    limits: LimitsFile = None,
) -> None:
    """Review a translation against its source.

    Prints a summary. Where no report is asked for, NAME.review.html is written beside the text.

    Reads text, Markdown, HTML, DOCX, ODT, EPUB, PDF, SRT and VTT; and PO, XLIFF and TMX, which say
    themselves what renders what.
    """
    outputs = {"html": html, "json": json, "csv": csv, "xlsx": xlsx, "docx": docx}
    outputs |= {"tmx": tmx, "xliff": xliff, "sarif": sarif, "jsonl": jsonl, "markdown": markdown}
    with plain_errors():
        from corpus import UsageError, read_versions
        from fedele.cli.deadline import deadline
        from fedele.cli.progress import show_progress
        from fedele.files.outputs import REVIEW_ENDING, beside, check_outputs
        from fedele.findings.decisions import read_decisions
        from fedele.pipeline import review_documents
        from fedele.reports import check_docx

        if every_pair and tmx is None:
            raise UsageError("--all is about the pairs that --tmx writes; say --tmx FILE too")
        language = report_language(lang)
        bounds = chosen_limits(limits)
        others = (*(terms or ()), *(decisions or ()), *filter(None, [limits]))
        with deadline(bounds.seconds), show_progress() as progress:
            pair = read_versions(source, target, source_language, target_language, bounds)
            decided = [read_decisions(path, limits=bounds) for path in decisions or ()]
            if not any(outputs.values()) and shown is Format.TERMINAL:
                outputs["html"] = beside(source, REVIEW_ENDING)
            check_outputs(outputs, (source, target, *map(str, others)))
            if docx:
                check_docx(pair[1])
            result = review_documents(
                *pair,
                model=model,
                effort=effort,
                judge=judge,
                terms=terms or (),
                limits=bounds,
                progress=progress,
            ).decide(*decided, learn=learn)
        _write(result, outputs, language, every_pair, bounds)
        _show(result, shown, language)
        for path in filter(None, outputs.values()):
            say_report(path)
    if reaches(
        fail_on,
        min_fidelity,
        fidelity=result.fidelity,
        verdict=result.verdict,
        counts=result.undecided_counts,
    ):
        raise typer.Exit(FOUND)


def _write(
    result: "Review",
    outputs: dict[str, Path | None],
    language: str,
    every_pair: bool,
    limits: "Limits",
) -> None:
    """Write the reports that were asked for."""
    from fedele import exchange
    from fedele.reports import write_csv, write_docx, write_html, write_json, write_xlsx

    writers: dict[str, Callable[[Path], Path]] = {
        "html": lambda path: write_html(result, path, language=language),
        "json": lambda path: write_json(result, path),
        "csv": lambda path: write_csv(result, path),
        "xlsx": lambda path: write_xlsx(result, path, language=language),
        "docx": lambda path: write_docx(result, path, language=language, limits=limits),
        "tmx": lambda path: exchange.write_tmx(
            result, path, every_pair=every_pair, language=language
        ),
        "xliff": lambda path: exchange.write_xliff(result, path, language=language),
        "sarif": lambda path: exchange.write_sarif(result, path, language=language),
        "jsonl": lambda path: exchange.write_jsonl(result, path),
        "markdown": lambda path: exchange.write_markdown(result, path, language=language),
    }
    for form, path in outputs.items():
        if path:
            writers[form](path)


def _show(result: "Review", shown: Format, language: str) -> None:
    """Print the summary, or the annotations."""
    if shown is Format.GITHUB:
        from fedele.exchange import render_github

        typer.echo(render_github(result, language=language), nl=False)
    else:
        from fedele.reports import render_terminal

        render_terminal(result, console(), language=language)
