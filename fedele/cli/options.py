"""What several commands share: options, error lines, the screen, the report's language."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from corpus import Limits
    from metrics import Severity

FOUND, WRONG, NOBODY_READS = 1, 2, 141


class FailOn(StrEnum):
    """The least severe flag that makes a review fail."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"
    NEVER = "never"


SourceLanguage = Annotated[
    str | None,
    typer.Option("--source", metavar="CODE", help="The source's language, such as it."),
]
TargetLanguage = Annotated[
    str | None,
    typer.Option("--target", metavar="CODE", help="The translation's language, such as en."),
]
Model = Annotated[str, typer.Option(metavar="NAME|PATH", help="Encoder; see `fedele models`.")]
Effort = Annotated[
    Literal["fast", "full"],
    typer.Option(help="full also reads each word in its context: surer, some seconds more."),
]
Judge = Annotated[
    str | None,
    typer.Option(
        metavar="NAME|FOLDER",
        help="Another judge besides, COMET or MetricX, that is here; see `fedele models`.",
    ),
]
TermsFiles = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE",
        help="Approved and forbidden translations, CSV or TBX; may be given repeatedly.",
    ),
]
DecisionsFiles = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE",
        help="What a reviewer decided about flags; repeatable, the later decision holds.",
    ),
]
Learn = Annotated[
    bool,
    typer.Option(
        "--learn/--no-learn",
        help="Whether decisions move the confidence of other flags of their kind.",
    ),
]
LimitsFile = Annotated[
    Path | None,
    typer.Option(
        "--limits",
        metavar="FILE",
        help="Limits other than the default ones, such as file_bytes = 50_000_000; TOML.",
    ),
]
ReportLanguage = Annotated[
    str | None,
    typer.Option(metavar="en|it", help="The report's own language; the locale's if not given."),
]


@contextmanager
def plain_errors() -> Iterator[None]:
    """Show the user's mistakes as one line, and end quietly where nobody reads on."""
    from corpus import FedeleError

    try:
        yield
        sys.stdout.flush()
    except FedeleError as error:
        complain(str(error))
        raise typer.Exit(WRONG) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(NOBODY_READS) from None


def complain(message: str) -> None:
    """One line on stderr, whatever a file's name or a library's message holds."""
    from fedele.wording.quoting import clean

    typer.echo(f"fedele: {clean(message)}", err=True)


def say_report(path: Path) -> None:
    """Where a report is, on one line."""
    from fedele.wording.quoting import clean

    typer.echo(f"Report: {clean(str(path))}")


def chosen_limits(path: Path | None) -> "Limits":
    """The limits of a file, else the default ones."""
    from corpus import default_limits, load_limits

    return default_limits() if path is None else load_limits(path)


def reaches(
    fail_on: FailOn,
    min_fidelity: float,
    *,
    fidelity: float | None,
    verdict: str | None,
    counts: "Mapping[Severity, int]",
) -> bool:
    """Whether a review reaches what the user asked to fail on.

    Args:
        fail_on: the least severe flag that does.
        min_fidelity: the fidelity below which it does.
        fidelity: the review's; None or NaN where there is nothing to score.
        verdict: the review's.
        counts: how many of its flags count, by severity.
    """
    from metrics import Severity, Verdict

    if fidelity is not None and fidelity < min_fidelity:
        return True
    if fail_on is FailOn.NEVER:
        return False
    least = Severity(fail_on.value).rank
    grave = any(count and severity.rank >= least for severity, count in counts.items())
    return grave or verdict == Verdict.UNRELATED


def console() -> "Console":
    """Standard output, for text with colours."""
    from rich.console import Console

    class Screen(Console):
        def on_broken_pipe(self) -> None:
            """Leave it to `plain_errors`, not to rich, which exits with 1."""
            raise BrokenPipeError

    return Screen()


def report_language(asked: str | None) -> str:
    """The report's own language: the one asked for, else the locale's, else English."""
    from fedele.wording import LANGUAGES, load_wording

    if asked is not None:
        load_wording(asked)  # refuses what there is no wording for
        return asked
    name = next((v for key in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(key))), "")
    return name[:2] if name[:2] in LANGUAGES else "en"
