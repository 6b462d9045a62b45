"""Compressed documents, looked at before anything unpacks them."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from corpus.errors import InputError
from corpus.limits import Limits

_PIECE = 1 << 16  # bytes unpacked at a time
_ENCRYPTED = 1  # the flag bit, by the ZIP specification


@contextmanager
def opened_archive(content: bytes, path: str, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """A ZIP archive that `check_archive` lets through; its members are read in memory only."""
    check_archive(content, path, limits)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield archive


def check_archive(content: bytes, path: str, limits: Limits) -> None:
    """Checks that a ZIP archive is whole and unpacks within the limits.

    Sizes are checked as the archive declares them, then as they come out.

    Raises:
        InputError: it is no archive, damaged, encrypted, or too large unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_declared(archive, len(content), path, limits)
            _check_actual(archive, path, limits)
    except InputError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise InputError(f"{path}: damaged or cut short; save or copy it again") from error
    except (NotImplementedError, RuntimeError, ValueError) as error:
        raise InputError(f"{path}: packed in a way that is not read; save it again") from error


def _check_declared(archive: zipfile.ZipFile, packed: int, path: str, limits: Limits) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > limits.archive_members:
        raise InputError(f"{path}: holds more than {limits.archive_members:,} files; not opened")
    if unpacked > limits.archive_bytes or unpacked > packed * limits.archive_ratio:
        raise InputError(f"{path}: unpacks to {unpacked:,} bytes, too much for it; not opened")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise InputError(f"{path}: is protected by a password; save it without one")


def _check_actual(archive: zipfile.ZipFile, path: str, limits: Limits) -> None:
    left = limits.archive_bytes
    for member in archive.infolist():
        with archive.open(member) as file:
            while piece := file.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    raise InputError(f"{path}: unpacks to more than it declares; not opened")
