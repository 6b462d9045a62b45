"""`fedele decisions`: reviewers' files made one."""

from pathlib import Path
from typing import Annotated

import typer

from fedele.cli.options import LimitsFile, chosen_limits, plain_errors


def decisions_command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Decisions files.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Where to; the terminal if not given."),
    ] = None,
    limits: LimitsFile = None,
) -> None:
    """Merge the decisions of several reviewers into one file.

    Where they decided about the same flag, the later decision holds.
    """
    with plain_errors():
        from fedele.findings.decisions import (
            differing,
            merge_decisions,
            read_decisions,
            render_decisions,
            write_decisions,
        )

        bounds = chosen_limits(limits)
        read = [read_decisions(path, limits=bounds) for path in files]
        merged = merge_decisions(read)
        if output:
            write_decisions(merged, output)
        else:
            typer.echo(render_decisions(merged).encode(), nl=False)
        count = f"{len(merged)} decision{'s' * (len(merged) != 1)}"
        typer.echo(f"fedele: {count}; decided differently: {len(differing(read))}", err=True)
