"""The command line: parse, call, render, exit."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from fedele.result import Review

FOUND, WRONG, INTERRUPTED = 1, 2, 130
STDIN = "-"
EXIT_CODES = "Exit codes: 0 fine, 1 findings at or above what was asked, 2 input or usage wrong."

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Review a translation against its source: what was added or dropped, to the word. "
    + EXIT_CODES,
)


class FailOn(StrEnum):
    """The least severe flag that makes a review fail."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"
    NEVER = "never"


class Unit(StrEnum):
    """What `fedele align` aligns."""

    PARAGRAPH = "paragraph"
    SENTENCE = "sentence"
    LINE = "line"


SourceLanguage = Annotated[
    str | None,
    typer.Option("--source", metavar="CODE", help="The source's language, such as it."),
]
TargetLanguage = Annotated[
    str | None,
    typer.Option("--target", metavar="CODE", help="The translation's language, such as en."),
]
Model = Annotated[str, typer.Option(metavar="NAME|PATH", help="Encoder; see `fedele models`.")]


def main() -> None:
    """Run the command line."""
    app()


@app.command("review")
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
        typer.Argument(metavar="[TARGET]", help="The translation, where it is a file of its own."),
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
    lang: Annotated[
        str | None,
        typer.Option(metavar="en|it", help="The report's own language; the locale's if not given."),
    ] = None,
    model: Model = "use",
    fail_on: Annotated[
        FailOn, typer.Option(help="Exit with 1 on a flag this severe, or on unrelated texts.")
    ] = FailOn.NEVER,
    min_fidelity: Annotated[
        float, typer.Option(min=0, max=100, help="Exit with 1 where the fidelity is lower.")
    ] = 0.0,
) -> None:
    """Review a translation against its source.

    Prints a summary. Where no report is asked for, NAME.review.html is written beside the text.
    """
    outputs = {"html": html, "json": json, "csv": csv, "xlsx": xlsx}
    if not any(outputs.values()):
        outputs["html"] = _beside(source)
    with _plain_errors():
        from fedele import review
        from fedele.progress import show_progress

        language = _report_language(lang)
        _check_writable(outputs)
        with show_progress() as progress:
            result = review(
                source,
                target,
                source_language=source_language,
                target_language=target_language,
                model=model,
                progress=progress,
            )
        _write(result, outputs, language)
    if _fails(result, fail_on, min_fidelity):
        raise typer.Exit(FOUND)


@app.command("align")
def align_command(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The source; - reads stdin.")],
    target: Annotated[str, typer.Argument(metavar="TARGET", help="The translation.")],
    unit: Annotated[Unit, typer.Option(help="What to align.")] = Unit.SENTENCE,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Its ending chooses: .json .jsonl .tsv .tmx .xliff; tab-separated on the "
            "terminal if not given.",
        ),
    ] = None,
    source_language: SourceLanguage = None,
    target_language: TargetLanguage = None,
    model: Model = "use",
) -> None:
    """Align two texts, unit by unit."""
    with _plain_errors():
        from align import load_encoder
        from corpus import read, read_lines
        from fedele.alignment_files import align_units, check_ending, render_alignment
        from fedele.files import write_atomically
        from fedele.progress import show_progress

        ending = check_ending(output.suffix if output else ".tsv")
        _check_writable({"output": output})
        reader = read_lines if unit is Unit.LINE else read
        first = reader(source, language=source_language)
        second = reader(target, language=target_language)
        encoder = load_encoder(model)
        with show_progress() as progress:
            units = align_units(first, second, unit.value, encoder, progress=progress)
        text = render_alignment(units, ending)
        if output is None:
            typer.echo(text, nl=False)
        else:
            write_atomically(output, text.encode())


@app.command("models")
def models_command() -> None:
    """List the encoders that are here, and how to get others."""
    with _plain_errors():
        from rich.console import Console
        from rich.table import Table

        from align import list_encoders

        table = Table("Name", "What it is", "Size", "Licence", "Here", box=None)
        for encoder in list_encoders():
            here = "yes" if encoder.folder() else f"no: {encoder.install}"
            size = f"{encoder.megabytes} MB"
            table.add_row(encoder.name, encoder.title, size, encoder.licence, here)
        console = Console()
        console.print(table)
        console.print(
            "\nAny sentence-transformers model on this machine works too: name its folder, or its "
            "name in the local cache, with --model. Nothing is downloaded.",
            highlight=False,
        )


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Show the user's mistakes as one line, without a traceback."""
    from corpus import FedeleError

    try:
        yield
    except FedeleError as error:
        typer.echo(f"fedele: {error}", err=True)
        raise typer.Exit(WRONG) from None
    except KeyboardInterrupt:
        typer.echo("fedele: interrupted; nothing half-written is left behind", err=True)
        raise typer.Exit(INTERRUPTED) from None


def _beside(source: str) -> Path:
    """Where the report goes when nobody says: beside the text, or here for standard input."""
    return (
        Path("stdin.review.html") if source == STDIN else Path(source).with_suffix(".review.html")
    )


def _check_writable(outputs: dict[str, Path | None]) -> None:
    """Refuse before the work what could not be written after it."""
    from corpus import UsageError

    for option, path in outputs.items():
        if path is None:
            continue
        folder = next(parent for parent in path.absolute().parents if parent.exists())
        missing = option != "csv" and folder != path.absolute().parent
        if missing or not os.access(folder, os.W_OK):
            why = "there is no such folder" if missing else "the folder is read-only"
            raise UsageError(f"{path}: {why}; name another place with --{option}")


def _report_language(asked: str | None) -> str:
    """The report's own language: the one asked for, else the locale's, else English."""
    from fedele.reports import LANGUAGES, load_wording

    if asked is not None:
        load_wording(asked)  # refuses what there is no wording for
        return asked
    name = next((v for key in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(key))), "")
    return name[:2] if name[:2] in LANGUAGES else "en"


def _write(result: "Review", outputs: dict[str, Path | None], language: str) -> None:
    """Print the summary and write the reports that were asked for."""
    from rich.console import Console

    from fedele.reports import render_terminal, write_csv, write_html, write_json, write_xlsx

    writers: dict[str, Callable[[Path], Path]] = {
        "html": lambda path: write_html(result, path, language=language),
        "json": lambda path: write_json(result, path),
        "csv": lambda path: write_csv(result, path),
        "xlsx": lambda path: write_xlsx(result, path, language=language),
    }
    written = [writers[form](path) for form, path in outputs.items() if path]
    render_terminal(result, Console(), language=language)
    for path in written:
        typer.echo(f"Report: {path}")


def _fails(result: "Review", fail_on: FailOn, min_fidelity: float) -> bool:
    """Whether a review reaches what the user asked to fail on."""
    from metrics import Severity, Verdict

    if result.fidelity < min_fidelity:
        return True
    if fail_on is FailOn.NEVER:
        return False
    least = Severity(fail_on.value).rank
    worst = max((s.rank for s, count in result.severity_counts.items() if count), default=-1)
    return worst >= least or result.verdict is Verdict.UNRELATED
