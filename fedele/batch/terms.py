"""A batch's terms files: read once, and refused before the work where no pair could use them."""

from collections.abc import Collection, Iterable
from itertools import permutations
from pathlib import PurePath

from corpus import File, FileLike, InputError, Limits, known_languages, read_bytes, read_terms
from fedele.batch.job import Pair


def load_terms(
    terms: FileLike | tuple[FileLike, ...], pairs: Collection[Pair], limits: Limits
) -> tuple[File, ...]:
    """The terms files, with their bytes.

    Args:
        terms: one or several.
        pairs: what they are for.
        limits: bounds on each.

    Raises:
        InputError: one cannot be read, or no pair could be reviewed with it.
    """
    given = terms if isinstance(terms, tuple) else (terms,)
    files = tuple(File(PurePath(str(one)).name, read_bytes(one, limits)) for one in given)
    for file in files:
        _check(file, pairs, limits)
    return files


def _check(file: File, pairs: Iterable[Pair], limits: Limits) -> None:
    """Refuse a file that is wrong for every pair.

    Where some pairs' languages are still to be detected, that is one that is wrong in the same way
    whatever the languages are.
    """
    directions = {(pair.source_language, pair.target_language) for pair in pairs if not pair.error}
    known = {(source, target) for source, target in directions if source and target}
    are_known = bool(known) and known == directions
    complaints = set()
    for source, target in known if are_known else permutations(_codes(), 2):
        try:
            read_terms(file, source, target, limits=limits)
        except InputError as error:
            complaints.add(str(error))
        else:
            return
    if are_known or len(complaints) == 1:
        raise InputError(min(complaints))


def _codes() -> list[str]:
    return [language.code for language in known_languages()]
