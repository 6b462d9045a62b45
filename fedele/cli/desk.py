"""`fedele desk`: the report on a local page."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fedele.cli.options import (
    Effort,
    Judge,
    Learn,
    LimitsFile,
    Model,
    ReportLanguage,
    SourceLanguage,
    TargetLanguage,
    TermsFiles,
    chosen_limits,
    plain_errors,
    report_language,
)

if TYPE_CHECKING:
    from corpus import Document
    from fedele.desk import Material
    from fedele.result import Review


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
    learn: Learn = True,
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="N", help="Port; any free one if not given.")
    ] = 0,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Whether to open the browser.")
    ] = True,
    lang: ReportLanguage = None,
    model: Model = "use",
    effort: Effort = "full",
    judge: Judge = None,
    limits: LimitsFile = None,
) -> None:
    """Review on a local page that keeps what you decide, and follows the text as you edit it.

    The page is for this machine alone. Ctrl-C closes the desk.
    """
    with plain_errors():
        from align import load_encoder
        from corpus import read_bytes, read_versions
        from fedele.cli.progress import show_progress
        from fedele.desk import Desk, Watch, desk_at_work, show_page
        from fedele.files.outputs import beside, check_outputs, check_watchable
        from fedele.pipeline import review_documents
        from fedele.wording import load_wording
        from fedele.wording.quoting import clean

        bounds = chosen_limits(limits)
        inputs = [path for path in (source, target) if path is not None]
        check_watchable(inputs)
        kept = decisions or beside(source, "decisions.json")
        check_outputs({"decisions": kept}, [*inputs, *map(str, terms or ())])
        words = load_wording(report_language(lang))
        rules = terms or ()
        watch = Watch([*map(Path, inputs), *map(Path, rules), kept])
        encoder = cache(lambda: load_encoder(model))

        def read() -> "Material":
            pair = read_versions(source, target, source_language, target_language, bounds)
            return *pair, tuple(read_bytes(path, bounds) for path in rules)

        def review(first: "Document", second: "Document") -> "Review":
            with show_progress() as progress:
                return review_documents(
                    first,
                    second,
                    model=encoder(),
                    effort=effort,
                    judge=judge,
                    terms=rules,
                    limits=bounds,
                    progress=progress,
                )

        def opened(address: str) -> None:
            typer.echo(words("desk.open", address=address))
            typer.echo(words("desk.kept", file=clean(str(kept))))
            if browser:
                show_page(address)

        desk = Desk(read, review, kept, words.language, bounds, learn=learn)
        desk_at_work(
            desk, watch, port=port, opened=opened, told=lambda news: typer.echo(clean(news))
        )
        typer.echo(words("desk.closed", file=clean(str(kept))))
