"""Where the command line writes; refused before the work rather than after it."""

import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from corpus import UsageError
from fedele.files.atomic import STANDARD_INPUT

TABLES = ("segments.csv", "flags.csv", "words.csv")
"""What `fedele review --csv` writes into its folder."""
REVIEW_ENDING = "review.html"
"""How the report ends that `fedele review` writes beside a text."""


def beside(source: str, ending: str) -> Path:
    """Where a file goes when nobody says: beside the text, or here for standard input."""
    path = Path("stdin" if source == STANDARD_INPUT else source)
    return path.parent / f"{path.stem}.{ending}"


def check_outputs(
    outputs: Mapping[str, Path | None],
    inputs: Iterable[str | None],
    tables: Sequence[str] = TABLES,
) -> None:
    """Refuse what cannot be written, and what would be lost by writing.

    Args:
        outputs: file by option, None where it is not asked for; that of "csv" is a folder.
        inputs: the documents that are read.
        tables: the files that "csv" is written into.

    Raises:
        UsageError: a place cannot be written, is an input, or is named twice.
    """
    taken = {os.path.realpath(path): "the text itself" for path in inputs if path is not None}
    for option, path in outputs.items():
        if path is None:
            continue
        for file in _files(option, path, tables):
            place = os.path.realpath(file)
            if place in taken and not _is_device(file):
                raise UsageError(
                    f"{file}: --{option} would overwrite {taken[place]}; name another file"
                )
            taken[place] = f"what --{option} writes" if option != "csv" else "a table of --csv"
        _check_writable(option, path)


def check_watchable(inputs: Iterable[str]) -> None:
    """Refuse standard input where a file is needed that can be read again.

    Raises:
        UsageError: one of the inputs is standard input.
    """
    if STANDARD_INPUT in inputs:
        raise UsageError("standard input cannot be read again when it changes; name a file")


def _files(option: str, path: Path, tables: Sequence[str]) -> list[Path]:
    return [path / name for name in tables] if option == "csv" else [path]


def _is_device(path: Path) -> bool:
    """Whether it is something like `/dev/stdout`, which takes what it is given."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _check_writable(option: str, path: Path) -> None:
    if _is_device(path) and option != "csv":
        return
    if option == "csv":
        folder = next(place for place in (path, *path.absolute().parents) if place.exists())
        complaint = None if folder.is_dir() else "is a file; a folder was expected"
    else:
        folder = path.absolute().parent
        complaint = _complaint(path, folder)
    complaint = complaint or _refusal(folder)
    if complaint:
        raise UsageError(f"{path}: {complaint}; name another place with --{option}")


def _complaint(path: Path, folder: Path) -> str | None:
    if not path.name or path.is_dir():
        return "is a folder; a file was expected"
    if not folder.is_dir():
        return "there is no such folder"
    if path.exists() and not os.access(path, os.W_OK):
        return "is a read-only file"
    return None


def _refusal(folder: Path) -> str | None:
    """Why no file can be made in the folder; found by making one, since permissions can mislead."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as error:
        return f"the folder cannot be written ({error.strerror})"
