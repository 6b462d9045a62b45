"""Pairs' names: safe as paths on any system, and each only once."""

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import PurePosixPath

from fedele.batch.numbers import batch_numbers

OWN_ENDINGS = (".html", ".json")
"""What a batch adds to a name; a folder that ends so could stand where one of its files goes."""


def safe_names(wanted: Iterable[str]) -> Iterator[str]:
    """A name for each wanted one, in their order.

    Names never lead out of the folder that they are put into, hold nothing that a file system
    refuses, and differ from one another even where capitals and accents are not told apart; the
    second of two that are the same gets a number.
    """
    taken: set[str] = set()
    for one in wanted:
        safe = name = safe_name(one)
        number = 1
        while _folded(name) in taken:
            number += 1
            name = f"{safe}~{number}"
        taken.add(_folded(name))
        yield name


def safe_name(path: str) -> str:
    """The path, relative and posix, with whatever is unsafe in it replaced."""
    raw = [part for part in path.replace("\\", "/").split("/") if part.strip(". ")]
    parts = [_safe_part(part) for part in raw] or ["_"]
    folders = [f"{part}_" if part.casefold().endswith(OWN_ENDINGS) else part for part in parts[:-1]]
    name = str(PurePosixPath(*folders, parts[-1]))
    if len(name.encode()) <= batch_numbers().path_bytes:
        return name
    return f"{_digest(name)}~{parts[-1]}"


def printable(path: str) -> str:
    """The path as text that every table and report can hold, whatever bytes its name is made of."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def without_ending(path: str) -> str:
    """The path without what follows the last dot of its file's name."""
    folder, slash, file = path.rpartition("/")
    stem = file.rpartition(".")[0]
    return f"{folder}{slash}{stem or file}"


@lru_cache(maxsize=1024)  # most files stand in few folders
def _safe_part(part: str) -> str:
    """One folder's or file's name; never a hidden one, so that these stay free for ourselves."""
    from pathvalidate import sanitize_filename

    plain = unicodedata.normalize("NFC", printable(part))
    safe = sanitize_filename(plain, platform="universal", replacement_text="_")
    safe = safe.lstrip(".") or "_"
    most = batch_numbers().name_bytes
    if len(plain.encode()) <= most:
        return safe
    return f"{safe.encode()[:most].decode('utf-8', 'ignore').strip()}~{_digest(plain)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name.casefold())
