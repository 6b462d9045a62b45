"""Limits of one's own: a file with only those that are to differ from the default ones.

A line each::

    file_bytes = 50_000_000
    seconds = 600
"""

import tomllib
from dataclasses import fields, replace
from typing import Any

from corpus.errors import InputError
from corpus.inputs import FileLike, read_bytes
from corpus.limits import Limits, default_limits

KEY_LENGTH = 40
"""Characters that are shown of a key that is no limit."""


def load_limits(path: FileLike) -> Limits:
    """The default limits with those in their place that a TOML file sets.

    Args:
        path: a file of lines such as ``file_bytes = 50_000_000``; the keys are `Limits`'s.

    Raises:
        InputError: it cannot be read, is no TOML, or sets something that is no limit, or to
            something that is no whole number above zero.
    """
    own = _parsed(read_bytes(path, default_limits()), str(path))
    known = [field.name for field in fields(Limits)]
    for key, value in own.items():
        if key not in known:
            raise InputError(
                f"{path}: {key[:KEY_LENGTH]!r} is no limit; there are {', '.join(known)}"
            )
        if type(value) is not int or value < 1:
            raise InputError(f"{path}: `{key}` must be a whole number above zero")
    return replace(default_limits(), **own)


def _parsed(content: bytes, path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8; save the limits as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: no TOML: {error}") from error
    except (ValueError, RecursionError) as error:  # a number or a nesting beyond what Python reads
        raise InputError(f"{path}: holds something that is no limit") from error
