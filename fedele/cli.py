"""The command line: parse, call, render, exit."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from corpus import Document
    from fedele.desk import Material
    from fedele.result import Review

FOUND, WRONG, NOBODY_READS = 1, 2, 141

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class FailOn(StrEnum):
    """The least severe flag that makes a review fail."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"
    NEVER = "never"


class Effort(StrEnum):
    """How closely a review looks at words (`metrics.EFFORTS`)."""

    FAST = "fast"
    FULL = "full"


class Format(StrEnum):
    """What `fedele review` prints."""

    TERMINAL = "terminal"
    GITHUB = "github"


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
ReviewEffort = Annotated[
    Effort,
    typer.Option(help="full also reads each word in its context: surer, some seconds more."),
]
TermsFiles = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE",
        help="Approved and forbidden translations, CSV or TBX; may be given repeatedly.",
    ),
]
ReportLanguage = Annotated[
    str | None,
    typer.Option(metavar="en|it", help="The report's own language; the locale's if not given."),
]


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"fedele {version('fedele')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Review a translation against its source: what was added or dropped, to the word.

    Exit codes: 0 fine, 1 findings at or above what was asked, 2 input or usage wrong, 130
    interrupted.
    """


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
    decisions: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="What a reviewer decided about flags; repeatable, the later decision holds.",
        ),
    ] = None,
    lang: ReportLanguage = None,
    model: Model = "use",
    effort: ReviewEffort = Effort.FULL,
    fail_on: Annotated[
        FailOn,
        typer.Option(
            help="Exit with 1 on undecided flags this severe or worse, or on unrelated texts."
        ),
    ] = FailOn.NEVER,
    min_fidelity: Annotated[
        float, typer.Option(min=0, max=100, help="Exit with 1 where the fidelity is lower.")
    ] = 0.0,
) -> None:
    """Review a translation against its source.

    Prints a summary. Where no report is asked for, NAME.review.html is written beside the text.
    """
    outputs = {"html": html, "json": json, "csv": csv, "xlsx": xlsx, "docx": docx}
    outputs |= {"tmx": tmx, "xliff": xliff, "sarif": sarif, "jsonl": jsonl, "markdown": markdown}
    with _plain_errors():
        from corpus import UsageError
        from fedele.decisions import read_decisions
        from fedele.outputs import beside, check_outputs
        from fedele.pipeline import read_versions, review_documents
        from fedele.progress import show_progress
        from fedele.reports import check_docx

        if every_pair and tmx is None:
            raise UsageError("--all is about the pairs that --tmx writes; say --tmx FILE too")
        language = _report_language(lang)
        pair = read_versions(source, target, source_language, target_language)
        decided = [read_decisions(path) for path in decisions or ()]
        if not any(outputs.values()) and shown is Format.TERMINAL:
            outputs["html"] = beside(source, "review.html")
        check_outputs(outputs, (source, target, *map(str, (*(terms or ()), *(decisions or ())))))
        if docx:
            check_docx(pair[1])
        with show_progress() as progress:
            result = review_documents(
                *pair, model=model, effort=effort, terms=terms or (), progress=progress
            )
        result = result.decide(*decided)
        _write(result, outputs, language, every_pair)
        _show(result, shown, language)
        for path in filter(None, outputs.values()):
            typer.echo(f"Report: {path}")
    if _fails(result, fail_on, min_fidelity):
        raise typer.Exit(FOUND)


@app.command("desk")
def desk_command(
    source: Annotated[
        str, typer.Argument(metavar="ANALYSIS", help="A file with both versions, or the source.")
    ],
    target: Annotated[
        str | None,
        typer.Argument(metavar="TARGET", help="The translation, where it is a file of its own."),
    ] = None,
    source_language: SourceLanguage = None,
    target_language: TargetLanguage = None,
    terms: TermsFiles = None,
    decisions: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Where decisions are kept; NAME.decisions.json beside the text if not given.",
        ),
    ] = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="N", help="Port; any free one if not given.")
    ] = 0,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Whether to open the browser.")
    ] = True,
    lang: ReportLanguage = None,
    model: Model = "use",
    effort: ReviewEffort = Effort.FULL,
) -> None:
    """Review on a local page that keeps what you decide, and follows the text as you edit it.

    The page is for this machine alone. Ctrl-C closes the desk.
    """
    with _plain_errors():
        from align import load_encoder
        from corpus import default_limits, read_bytes
        from fedele.desk import Desk, Watch, desk_at_work, show_page
        from fedele.outputs import beside, check_outputs, check_watchable
        from fedele.pipeline import read_versions, review_documents
        from fedele.progress import show_progress
        from fedele.reports import load_wording

        inputs = [path for path in (source, target) if path is not None]
        check_watchable(inputs)
        kept = decisions or beside(source, "decisions.json")
        check_outputs({"decisions": kept}, [*inputs, *map(str, terms or ())])
        words = load_wording(_report_language(lang))
        rules = terms or ()
        watch = Watch([*map(Path, inputs), *map(Path, rules), kept])
        encoder = cache(lambda: load_encoder(model))

        def read() -> "Material":
            pair = read_versions(source, target, source_language, target_language)
            return *pair, tuple(read_bytes(path, default_limits()) for path in rules)

        def judge(first: "Document", second: "Document") -> "Review":
            with show_progress() as progress:
                return review_documents(
                    first,
                    second,
                    model=encoder(),
                    effort=effort,
                    terms=rules,
                    progress=progress,
                )

        def opened(address: str) -> None:
            typer.echo(words("desk.open", address=address))
            typer.echo(words("desk.kept", file=kept))
            if browser:
                show_page(address)

        desk = Desk(read, judge, kept, words.language)
        desk_at_work(desk, watch, port=port, opened=opened, told=typer.echo)
        typer.echo(words("desk.closed", file=kept))


@app.command("decisions")
def decisions_command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Decisions files.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Where to; the terminal if not given."),
    ] = None,
) -> None:
    """Merge the decisions of several reviewers into one file.

    Where they decided about the same flag, the later decision holds.
    """
    with _plain_errors():
        from fedele.decisions import (
            differing,
            merge_decisions,
            read_decisions,
            render_decisions,
            write_decisions,
        )

        read = [read_decisions(path) for path in files]
        merged = merge_decisions(read)
        if output:
            write_decisions(merged, output)
        else:
            typer.echo(render_decisions(merged).encode(), nl=False)
        count = f"{len(merged)} decision{'s' * (len(merged) != 1)}"
        typer.echo(f"fedele: {count}; decided differently: {len(differing(read))}", err=True)


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
    gold: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Print how well the beads match these: lines such as [0, 1]:[0], or our JSON.",
        ),
    ] = None,
    source_language: SourceLanguage = None,
    target_language: TargetLanguage = None,
    model: Model = "use",
) -> None:
    """Align two texts, unit by unit."""
    with _plain_errors():
        from align import load_encoder
        from corpus import read_lines, read_pair
        from fedele.alignment_files import align_units, check_ending, render_alignment
        from fedele.alignment_scores import render_scores
        from fedele.files import write_atomically
        from fedele.outputs import check_outputs
        from fedele.progress import show_progress

        ending = check_ending(output.suffix if output else ".tsv")
        check_outputs({"output": output}, (source, target, *([str(gold)] if gold else [])))
        if unit is Unit.LINE:
            first = read_lines(source, language=source_language)
            second = read_lines(target, language=target_language)
        else:
            first, second = read_pair(
                source, target, source=source_language, target=target_language
            )
        encoder = load_encoder(model)
        with show_progress() as progress:
            units = align_units(first, second, unit.value, encoder, progress=progress)
        for note in dict.fromkeys((*first.notes, *second.notes)):
            typer.echo(f"fedele: {note}", err=True)
        scores = render_scores(units, gold) if gold else None
        content = render_alignment(units, ending)
        if output:
            write_atomically(output, content)
        elif scores is None:
            typer.echo(content, nl=False)
        if scores:
            typer.echo(scores, nl=False)


@app.command("score")
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
    model: Model = "use",
) -> None:
    """Score translations side by side, or today's version beside the approved one.

    Files answer one another line by line. Fidelity is scored against SOURCE; BLEU, chrF2++ and TER
    against --reference, with 95 % intervals and, where there is a --system too, how likely its
    difference to TARGET is chance.

    With --before, files are texts as `fedele review` reads them: what changed since that version
    is listed, with each segment's fidelity before and after.
    """
    outputs = {"json": json, "csv": csv, "xlsx": xlsx}
    with _plain_errors():
        from fedele.outputs import check_outputs
        from fedele.progress import show_progress
        from fedele.score_jobs import revision_job, score_job

        if before is None:
            job = score_job(source, target, system or (), reference or ())
        else:
            job = revision_job(source, target, before, system or reference)
        check_outputs(outputs, job.inputs, job.tables)
        with show_progress() as progress:
            result = job.run(
                source_language=source_language,
                target_language=target_language,
                model=model,
                progress=progress,
            )
        writers = {"json": result.to_json, "csv": result.to_csv, "xlsx": result.to_xlsx}
        written = [writers[form](path) for form, path in outputs.items() if path]
        job.show(result, _console())
        for path in written:
            typer.echo(f"Report: {path}")


@app.command("models")
def models_command() -> None:
    """List the encoders that are here, and how to get others."""
    with _plain_errors():
        from rich.table import Table

        from align import list_encoders

        table = Table("Name", "What it is", "Size", "Licence", "Here", box=None)
        for encoder in list_encoders():
            here = "yes" if encoder.folder() else f"no: {encoder.install}"
            size = f"{encoder.megabytes} MB"
            table.add_row(encoder.name, encoder.title, size, encoder.licence, here)
        console = _console()
        console.print(table)
        console.print(
            "\nAny sentence-transformers model on this machine works too: name its folder, or its "
            "name in the local cache, with --model. Nothing is downloaded.",
            highlight=False,
        )


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Show the user's mistakes as one line, and end quietly where nobody reads on."""
    from corpus import FedeleError

    try:
        yield
        sys.stdout.flush()
    except FedeleError as error:
        typer.echo(f"fedele: {error}", err=True)
        raise typer.Exit(WRONG) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(NOBODY_READS) from None


def _console() -> "Console":
    """Standard output, for text with colours."""
    from rich.console import Console

    class Screen(Console):
        def on_broken_pipe(self) -> None:
            """Leave it to `_plain_errors`, not to rich, which exits with 1."""
            raise BrokenPipeError

    return Screen()


def _report_language(asked: str | None) -> str:
    """The report's own language: the one asked for, else the locale's, else English."""
    from fedele.reports import LANGUAGES, load_wording

    if asked is not None:
        load_wording(asked)  # refuses what there is no wording for
        return asked
    name = next((v for key in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(key))), "")
    return name[:2] if name[:2] in LANGUAGES else "en"


def _write(
    result: "Review", outputs: dict[str, Path | None], language: str, every_pair: bool
) -> None:
    """Write the reports that were asked for."""
    from fedele import exchange
    from fedele.reports import write_csv, write_docx, write_html, write_json, write_xlsx

    writers: dict[str, Callable[[Path], Path]] = {
        "html": lambda path: write_html(result, path, language=language),
        "json": lambda path: write_json(result, path),
        "csv": lambda path: write_csv(result, path),
        "xlsx": lambda path: write_xlsx(result, path, language=language),
        "docx": lambda path: write_docx(result, path, language=language),
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

        render_terminal(result, _console(), language=language)


def _fails(result: "Review", fail_on: FailOn, min_fidelity: float) -> bool:
    """Whether a review reaches what the user asked to fail on."""
    from metrics import Severity, Verdict

    if result.fidelity < min_fidelity:
        return True
    if fail_on is FailOn.NEVER:
        return False
    least = Severity(fail_on.value).rank
    worst = max((s.rank for s, count in result.undecided_counts.items() if count), default=-1)
    return worst >= least or result.verdict is Verdict.UNRELATED
