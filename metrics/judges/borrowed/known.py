"""The judges of others that are known to fit, and what is published of them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from metrics.judges.borrowed.hub import cached


@dataclass(frozen=True, slots=True)
class KnownJudge:
    """A judge that can be borrowed.

    Attributes:
        name: on the hub.
        title: what it is.
        billions: of parameters.
        licence: of its weights.
        agreement: what is published of how far it agrees with people.
        source: where.
    """

    name: str
    title: str
    billions: float
    licence: str
    agreement: str
    source: str

    def folder(self) -> Path | None:
        """Where it is on this machine, None where it is not."""
        return cached(self.name)


@cache
def known_judges() -> tuple[KnownJudge, ...]:
    """All of them, as ``data/known.toml`` lists them."""
    file = resources.files("metrics.judges.borrowed") / "data" / "known.toml"
    listed = tomllib.loads(file.read_text("utf-8"))
    return tuple(KnownJudge(name, **rest) for name, rest in listed.items())
