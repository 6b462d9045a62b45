"""Italian and English of one story each, from Debian's packages: a game's campaigns, as told.

The Battle for Wesnoth (GPL-2+) has been translated by volunteers for twenty years. Its texts serve
fitting only; `apt-get` fetches the packages into a folder of the caller's.
"""

import gettext
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bench.planting import Pair

CAMPAIGNS = (
    *("did", "dm", "dw", "ei", "httt", "l", "low", "nr", "sof"),
    *("sotbe", "thot", "trow", "tsg", "ttb", "utbs", "data"),
)
VERSION = "1.16"
SHORTEST, LONGEST = 9, 60
"""Words of an English paragraph that is of use."""
PAGE = 12
"""Pairs that make a page."""


def read_campaigns(folder: Path) -> list[Pair]:
    """Every paragraph with its translation, page by page, from packages in a folder."""
    pairs = dict.fromkeys(pair for file in _catalogues(folder) for pair in _read(file))
    return [
        Pair(f"wesnoth.{number // PAGE}", source, target)
        for number, (source, target) in enumerate(pairs)
    ]


def has_campaigns(folder: Path) -> bool:
    """Whether every package is there, so that none is to be fetched."""
    return not _missing(folder)


def _missing(folder: Path) -> list[str]:
    names = [f"wesnoth-{VERSION}-{campaign}" for campaign in CAMPAIGNS]
    return [name for name in names if not any(folder.glob(f"{name}_*.deb"))]


def _catalogues(folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    if missing := _missing(folder):
        subprocess.run(["apt-get", "download", *missing], cwd=folder, check=True)
    for package in sorted(folder.glob("wesnoth-*.deb")):
        subprocess.run(["dpkg-deb", "-x", package, folder / "files"], check=True)
    return sorted(folder.glob("files/usr/share/games/wesnoth/*/locale/it/LC_MESSAGES/*.mo"))


def _read(file: Path) -> Iterator[tuple[str, str]]:
    with file.open("rb") as opened:
        catalogue = gettext.GNUTranslations(opened)._catalog  # type: ignore[attr-defined]
    for key, value in catalogue.items():
        if isinstance(key, tuple) or any(mark in key for mark in "<$"):
            continue  # plural forms and markup
        english, italian = (text.split("^")[-1].split("\n\n") for text in (key, value))
        if len(english) != len(italian):
            continue
        for one, two in zip(italian, english, strict=True):
            source, target = " ".join(one.split()), " ".join(two.split())
            if source != target and SHORTEST <= len(target.split()) <= LONGEST:
                yield source, target
