"""`fedele models`: which encoders and judges are here."""

from fedele.cli.options import console, plain_errors


def models_command() -> None:
    """List the encoders and the judges of others that are here, and how to get others."""
    with plain_errors():
        from rich.table import Column, Table

        from align import list_encoders
        from metrics import list_judges

        encoders = Table("Encoder", "What it is", "Size", "Licence", "Here", box=None)
        for encoder in list_encoders():
            here = "yes" if encoder.folder() else f"no: {encoder.install}"
            size = f"{encoder.megabytes} MB"
            encoders.add_row(encoder.name, encoder.title, size, encoder.licence, here)
        known = list_judges()  # names are to be copied, so that none is cut
        columns = ("What it is", "Weights", "Licence", "Agreement", "Here")
        name = Column("Judge", no_wrap=True, min_width=max(len(it.name) for it in known))
        judges = Table(name, *(Column(it, overflow="fold") for it in columns), box=None)
        for judge in known:
            here = "yes" if judge.folder() else "no"
            size = f"{judge.billions} billion"
            judges.add_row(judge.name, judge.title, size, judge.licence, judge.agreement, here)
        screen = console()
        screen.print(encoders)
        screen.print(
            "\nAny sentence-transformers model on this machine works too: name its folder, or its "
            "name in the local cache, with --model. Nothing is downloaded.\n",
            highlight=False,
        )
        screen.print(judges)
        screen.print(
            "\nThese need fedele[judge], and weights: hf download NAME. Name one with --judge, or "
            "a folder of the same layout. Agreement with people follows from what is published; "
            "pairs: of translations of one source, how many are in people's order, where half is "
            "chance. CC-BY-NC-SA-4.0 forbids commercial use.",
            markup=False,
            highlight=False,
        )
