"""The wordings of one cell or element."""

import re
from collections.abc import Iterable

from corpus.errors import InputError
from corpus.limits import Limits

_WORD = re.compile(r"[^\W_]")


def check_variants(variants: Iterable[str], where: str, limits: Limits) -> tuple[str, ...]:
    """Wordings with single spaces, each once.

    Args:
        variants: as they stand in the file; empty ones are left out.
        where: the file and the line, for errors.
        limits: bounds on their length.

    Raises:
        InputError: one is too long, or holds neither a letter nor a figure.
    """
    found = [" ".join(variant.split()) for variant in variants]
    for variant in filter(None, found):
        if len(variant) > limits.term_chars:
            raise InputError(f"{where}: a term of more than {limits.term_chars} characters")
        if not _WORD.search(variant):
            raise InputError(f"{where}: a term without a letter or figure in it")
    return tuple(dict.fromkeys(filter(None, found)))
