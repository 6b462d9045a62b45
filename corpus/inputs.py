"""Bytes of a file, of one held in memory or of standard input, within the limits."""

import stat
import sys
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import InputError
from corpus.limits import Limits

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class File:
    """A file held in memory, such as an upload; the readers take it wherever they take a path.

    Attributes:
        name: what it is called, in reports and errors too; its ending says how it is read.
        content: its bytes.
    """

    name: str
    content: bytes = field(repr=False)

    def __str__(self) -> str:
        return self.name


FileLike = str | Path | File
"""What the readers read: a path, "-" for standard input, or a file held in memory."""


def read_bytes(path: FileLike, limits: Limits, *, name: str | None = None) -> bytes:
    """What the file holds; "-" is standard input.

    Args:
        path: which file.
        limits: how large it may be.
        name: what errors call it, if not by its path.

    Raises:
        InputError: there is no such file, it is no plain file, it may not be read, it is empty, or
            it is larger than the limits allow.
    """
    place = str(path) if name is None else name
    try:
        content = _read(path, limits.file_bytes, place)
    except InputError:  # a ValueError itself
        raise
    except FileNotFoundError as error:
        raise InputError(f"{place}: no such file; check the name") from error
    except PermissionError as error:
        raise InputError(f"{place}: no permission to read it") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or "not a possible file name"
        raise InputError(f"{place!r}: cannot be read ({reason})") from error
    if len(content) > limits.file_bytes:
        raise InputError(_too_large(place, limits.file_bytes))
    if not content.strip():
        raise InputError(f"{place}: is empty; a text was expected")
    return content


def _read(path: FileLike, most: int, place: str) -> bytes:
    if isinstance(path, File):
        return path.content
    if str(path) == STANDARD_INPUT:
        return sys.stdin.buffer.read(most + 1)
    status = Path(path).stat()
    if stat.S_ISDIR(status.st_mode):
        raise InputError(f"{place}: is a folder; a file was expected")
    if not stat.S_ISREG(status.st_mode):
        raise InputError(f"{place}: is no plain file (a device or a pipe); use - to read a pipe")
    if status.st_size > most:
        raise InputError(_too_large(place, most))
    with Path(path).open("rb") as file:
        return file.read(most + 1)


def _too_large(place: str, most: int) -> str:
    return f"{place}: is larger than {most:,} bytes, the most that is read; split it"
