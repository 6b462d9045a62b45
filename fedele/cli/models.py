"""`fedele models`: which encoders are here."""

from fedele.cli.options import console, plain_errors


def models_command() -> None:
    """List the encoders that are here, and how to get others."""
    with plain_errors():
        from rich.table import Table

        from align import list_encoders

        table = Table("Name", "What it is", "Size", "Licence", "Here", box=None)
        for encoder in list_encoders():
            here = "yes" if encoder.folder() else f"no: {encoder.install}"
            size = f"{encoder.megabytes} MB"
            table.add_row(encoder.name, encoder.title, size, encoder.licence, here)
        screen = console()
        screen.print(table)
        screen.print(
            "\nAny sentence-transformers model on this machine works too: name its folder, or its "
            "name in the local cache, with --model. Nothing is downloaded.",
            highlight=False,
        )
