"""Bytes of a file or of standard input, never more than the limits allow."""

import stat
import sys
from pathlib import Path

from corpus.errors import InputError
from corpus.limits import Limits

STANDARD_INPUT = "-"


def read_bytes(path: str | Path, limits: Limits) -> bytes:
    """What the file holds; "-" is standard input.

    Raises:
        InputError: there is no such file, it is no plain file, it may not be read, it is empty, or
            it is larger than the limits allow.
    """
    try:
        content = _read(path, limits.file_bytes)
    except InputError:  # a ValueError itself
        raise
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file; check the name") from error
    except PermissionError as error:
        raise InputError(f"{path}: no permission to read it") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or "not a possible file name"
        raise InputError(f"{str(path)!r}: cannot be read ({reason})") from error
    if len(content) > limits.file_bytes:
        raise InputError(_too_large(path, limits.file_bytes))
    if not content.strip():
        raise InputError(f"{path}: is empty; a text was expected")
    return content


def _read(path: str | Path, most: int) -> bytes:
    if str(path) == STANDARD_INPUT:
        return sys.stdin.buffer.read(most + 1)
    status = Path(path).stat()
    if stat.S_ISDIR(status.st_mode):
        raise InputError(f"{path}: is a folder; a file was expected")
    if not stat.S_ISREG(status.st_mode):
        raise InputError(f"{path}: is no plain file (a device or a pipe); use - to read a pipe")
    if status.st_size > most:
        raise InputError(_too_large(path, most))
    with Path(path).open("rb") as file:
        return file.read(most + 1)


def _too_large(path: str | Path, most: int) -> str:
    return f"{path}: is larger than {most:,} bytes, the most that is read; split it"
