"""`fedele align`: beads only."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from fedele.cli.options import (
    LimitsFile,
    Model,
    SourceLanguage,
    TargetLanguage,
    chosen_limits,
    complain,
    plain_errors,
)


class Unit(StrEnum):
    """What `fedele align` aligns."""

    PARAGRAPH = "paragraph"
    SENTENCE = "sentence"
    LINE = "line"


def align_command(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE", help="The source, or a file with both versions; - reads stdin."
        ),
    ],
    target: Annotated[
        str | None,
        typer.Argument(metavar="TARGET", help="The translation, where it is a file of its own."),
    ] = None,
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
    limits: LimitsFile = None,
) -> None:
    """Align two texts, unit by unit; what a file pairs itself, such as a TMX, stays paired."""
    with plain_errors():
        from align import load_encoder
        from fedele.cli.deadline import deadline
        from fedele.cli.progress import show_progress
        from fedele.exchange.alignment_files import (
            align_units,
            check_ending,
            read_units,
            render_alignment,
        )
        from fedele.exchange.alignment_scores import render_scores
        from fedele.files.atomic import write_atomically
        from fedele.files.outputs import check_outputs

        ending = check_ending(output.suffix if output else ".tsv")
        check_outputs({"output": output}, (source, target, *([str(gold)] if gold else [])))
        bounds = chosen_limits(limits)
        with deadline(bounds.seconds), show_progress() as progress:
            first, second = read_units(
                source, target, unit.value, source_language, target_language, bounds
            )
            encoder = load_encoder(model)
            units = align_units(first, second, unit.value, encoder, progress=progress)
        for note in dict.fromkeys((*first.notes, *second.notes)):
            complain(note)
        scores = render_scores(units, gold, bounds) if gold else None
        content = render_alignment(units, ending)
        if output:
            write_atomically(output, content)
        elif scores is None:
            typer.echo(content, nl=False)
        if scores:
            typer.echo(scores, nl=False)
