"""The command line: parse, call, render, exit; one module a command."""

from typing import Annotated

import typer

from fedele.cli.align import align_command
from fedele.cli.batch import batch_command
from fedele.cli.decisions import decisions_command
from fedele.cli.desk import desk_command
from fedele.cli.models import models_command
from fedele.cli.pair import pair_command
from fedele.cli.review import review_command
from fedele.cli.score import score_command

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"fedele {version('fedele')}")
        raise typer.Exit


@app.callback()
def program(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Review a translation against its source: what was added or dropped, to the word.

    Exit codes: 0 fine, 1 findings at or above what was asked, 2 input or usage wrong, 130
    interrupted.
    """


app.command("review")(review_command)
app.command("desk")(desk_command)
app.command("decisions")(decisions_command)
app.command("align")(align_command)
app.command("pair")(pair_command)
app.command("batch")(batch_command)
app.command("score")(score_command)
app.command("models")(models_command)
