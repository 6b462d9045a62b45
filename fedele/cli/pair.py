"""`fedele pair`: which documents of a collection belong together."""

from pathlib import Path
from typing import Annotated

import typer

from fedele.cli.options import (
    LimitsFile,
    Model,
    ReportLanguage,
    SourceLanguage,
    TargetLanguage,
    chosen_limits,
    console,
    plain_errors,
    report_language,
    say_report,
)


def pair_command(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder of documents, whatever their names.")
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="Write the manifest that `fedele batch` reads."
        ),
    ] = None,
    rest: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write what has no counterpart, and why, as CSV."),
    ] = None,
    source_language: SourceLanguage = None,
    target_language: TargetLanguage = None,
    lang: ReportLanguage = None,
    model: Model = "use",
    limits: LimitsFile = None,
) -> None:
    """Find which documents belong together, for archives without naming rules.

    By what they say, in any two languages. Lists the pairs, what is one to many (parts, copies),
    and what has no counterpart, with the nearest candidate.
    """
    with plain_errors():
        from corpus import UsageError, is_readable
        from fedele.cli.progress import show_progress
        from fedele.files.outputs import check_outputs
        from fedele.pairing import pair_folder
        from fedele.pairing.table import render_pairing

        for path in filter(None, (output, rest)):
            if is_readable(path.name):
                raise UsageError(f"{path}: is the name of a document; end it in .csv")
        check_outputs({"output": output, "rest": rest}, ())
        language = report_language(lang)
        with show_progress() as progress:
            found = pair_folder(
                folder,
                source_language=source_language,
                target_language=target_language,
                model=model,
                limits=chosen_limits(limits),
                progress=progress,
            )
        written = []
        if output:
            written.append(found.to_manifest(output))
        if rest:
            written.append(found.to_rest(rest))
        render_pairing(found, console(), language=language)
        for path in written:
            say_report(path)
