"""What a batch is asked to review: the pairs of a folder, or those that a manifest names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus import File, InputError, Limits, read_bytes
from fedele.batch.folder import find_in_folder
from fedele.batch.job import Job, Pair
from fedele.batch.languages import Asked, check_known
from fedele.batch.manifest import read_manifest
from fedele.batch.names import printable, safe_names


@dataclass(frozen=True, slots=True)
class Archive:
    """The pairs of a batch.

    Attributes:
        root: the folder that their paths start from.
        pairs: in the order of their names.
        notes: what was left out or assumed, a sentence each.
    """

    root: Path
    pairs: tuple[Pair, ...]
    notes: tuple[str, ...] = ()


def open_archive(
    path: str | Path,
    *,
    source_language: str | None = None,
    target_language: str | None = None,
    leave_out: Path | None = None,
    limits: Limits,
) -> Archive:
    """The pairs of a folder or a manifest.

    Args:
        path: a folder (`fedele.batch.folder`) or a manifest (`fedele.batch.manifest`).
        source_language: BCP 47 code, for the pairs that do not say otherwise.
        target_language: BCP 47 code, for the pairs that do not say otherwise.
        leave_out: a folder in it that is not looked into: where the batch is written.
        limits: bounds on the manifest and on the number of pairs.

    Raises:
        InputError: there is no such folder or manifest, it holds no pair, or too many.
        UsageError: a language code makes no sense.
    """
    asked = Asked(source_language, target_language)
    check_known(asked)
    place = Path(path)
    if place.is_dir():
        root, (pairs, notes) = place, find_in_folder(place, asked, leave_out, limits)
    else:
        root, (pairs, notes) = place.parent, read_manifest(place, asked, limits)
    if not pairs:
        raise InputError(
            f"{path}: holds no documents to review; {'; '.join(notes) or 'it is empty'}"
        )
    return Archive(root, _named(pairs), notes)


def load_job(archive: Archive, pair: Pair, limits: Limits) -> Job:
    """The pair with its files' bytes.

    Raises:
        InputError: a file is missing or cannot be read.
    """
    if pair.error is not None:
        raise InputError(pair.error)
    target = None if pair.target is None else _load(archive.root, pair.target, limits)
    return Job(pair, _load(archive.root, pair.source, limits), target)


def _load(root: Path, path: str, limits: Limits) -> File:
    name = printable(path)
    place = (root / path).absolute()  # not "-", which would be standard input
    return File(name, read_bytes(place, limits, name=name))


def _named(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """The pairs under names that are safe, unique and the same on every run."""
    ordered: Sequence[Pair] = sorted(pairs, key=lambda pair: (pair.name, pair.source))
    names = safe_names(pair.name for pair in ordered)
    named = (replace(pair, name=name) for pair, name in zip(ordered, names, strict=True))
    return tuple(sorted(named, key=lambda pair: pair.name))
