"""Files that are either whole or not there."""

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from corpus import Document, UsageError

STANDARD_INPUT = "-"
"""What standard input is called where a file is named."""
_USUAL = 0o666
"""Permissions of a new file, before those that the user's umask takes away."""


def write_atomically(path: str | os.PathLike[str], data: bytes) -> Path:
    """Write a file so that no reader, and no interruption, ever meets half of it.

    The bytes go to a temporary file in the same folder, which then takes the name's place. What
    is not a regular file (`/dev/stdout`, a named pipe) is written to as it is.

    Args:
        path: where to; a link is followed, its target replaced.
        data: the whole content.

    Returns:
        The path as given.

    Raises:
        UsageError: the folder is missing or read-only, the path is a folder, the disk is full.
    """
    with atomic_file(path) as file:
        file.write(data)
    return Path(path)


@contextmanager
def atomic_file(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A file to write piece by piece, as `write_atomically` writes one at once.

    Raises:
        UsageError: as `write_atomically`.
    """
    given = Path(path)
    try:
        if given.is_dir():
            raise UsageError(f"{given}: is a folder; name a file in it")
        if given.exists() and not given.is_file():
            with given.open("wb") as file:
                yield file
        else:
            with _replacement(Path(os.path.realpath(given))) as file:
                yield file
    except OSError as error:
        raise UsageError(
            f"{given}: cannot be written ({error.strerror}); choose another place"
        ) from error


def file_of(document: Document) -> str | None:
    """The file that a document was read from, None where it was none."""
    return None if document.path == STANDARD_INPUT else document.path


def make_folder(path: str | os.PathLike[str]) -> Path:
    """Make sure that a folder is there, with those above it.

    Raises:
        UsageError: it cannot be made, or a file has its name.
    """
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"{folder}: cannot be made a folder ({error.strerror}); choose another place"
        ) from error
    return folder


@contextmanager
def _replacement(path: Path) -> Iterator[BinaryIO]:
    mode = _mode(path)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")

    def opener(name: str, flags: int) -> int:  # nobody reads it who may not read the file
        return os.open(name, flags, _USUAL if mode is None else mode)

    try:
        with open(temporary, "xb", opener=opener) as file:
            yield file
            if mode is not None:
                os.fchmod(file.fileno(), mode)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _mode(path: Path) -> int | None:
    """The permissions that the file has, None for a new one, which gets the usual ones."""
    if not path.exists():
        return None
    if not os.access(path, os.W_OK):
        raise PermissionError(13, "Permission denied")
    return stat.S_IMODE(path.stat().st_mode)
