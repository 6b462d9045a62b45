"""A batch's folder: what is done stays done, whenever the run ends.

For each pair the report is written, then its part, which is what says that the pair is done. Both
appear whole or not at all. The tables and the index are made from the parts at the end.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus import Limits, UsageError
from fedele.batch.job import INDEX, REPORTS, Job, Outcome, Recipe, report_path
from fedele.batch.rows import REVIEWED, DocumentRow
from fedele.files.atomic import make_folder, write_atomically
from fedele.findings.decisions import render_decisions

SCHEMA = "fedele.batch/1"
PART_SCHEMA = "fedele.part/2"
"""Each rises when an earlier version could not read it."""

RECIPE, PARTS = "batch.json", "parts"
TABLES = ("documents.parquet", "segments.parquet", "flags.parquet")
LOCK = ".lock"

RESOURCES = frozenset({"pairs", "seconds", "memory_bytes"})
"""Limits that say whether a review comes about, not what it says."""


@dataclass(frozen=True, slots=True)
class DonePair:
    """What is kept of a pair that is done; its report lies beside it.

    Attributes:
        document, segments, flags: as in `Outcome`.
    """

    document: DocumentRow
    segments: tuple[tuple[Any, ...], ...]
    flags: tuple[tuple[Any, ...], ...]


class Store:
    """A batch's folder, held by one run at a time.

    Attributes:
        folder: where it is.
        changed: what of the recipe differs from the earlier run's, of which nothing is kept then.
    """

    def __init__(
        self, folder: Path, recipe: Mapping[str, Any], changed: tuple[str, ...] = ()
    ) -> None:
        self.folder = folder
        self.changed = changed
        self._recipe = _digest(recipe)

    def key(self, job: Job) -> str:
        """What tells whether a pair's result still holds: a digest of all that it depends on."""
        files = [
            None if file is None else _sha256(file.content) for file in (job.source, job.target)
        ]
        return _digest([PART_SCHEMA, asdict(job.pair), files, self._recipe])

    def write(self, outcome: Outcome, key: str | None) -> None:
        """Keep what became of a pair.

        Args:
            outcome: what became of it.
            key: of its job, None where it did not come to one.

        Raises:
            UsageError: the folder cannot be written, or the disk is full.
        """
        digest = self._write_report(outcome)
        body = [outcome.document, outcome.segments, outcome.flags]
        record = {"schema": PART_SCHEMA, "key": key, "report": digest, "digest": _digest(body)}
        part = self._part_path(outcome.document.pair)
        make_folder(part.parent)
        write_atomically(part, _json(record | {"body": body}).encode())

    def _write_report(self, outcome: Outcome) -> str | None:
        """Write a pair's report, or see to it that there is none; the report's digest."""
        path = self.folder / report_path(outcome.document.pair)
        if outcome.report is None:
            if path.exists():
                _remove(path)
            return None
        content = outcome.report.encode()
        make_folder(path.parent)
        write_atomically(path, content)
        return _sha256(content)

    def done(self, name: str, key: str) -> DocumentRow | None:
        """The row of a pair that was reviewed from the same files in the same way.

        None where it was not, or failed, or its part or its report is not what was written.
        """
        record = self._record(name)
        if record is None or record.get("key") != key:
            return None
        document = _part(record).document
        if document.status != REVIEWED:
            return None
        try:
            report = (self.folder / report_path(name)).read_bytes()
        except OSError:
            return None
        return document if _sha256(report) == record.get("report") else None

    def parts(self, names: Collection[str]) -> Iterator[DonePair]:
        """The parts of pairs that are done, one by one.

        Raises:
            UsageError: one is gone, or not what was written.
        """
        for name in names:
            record = self._record(name)
            if record is None:
                raise UsageError(
                    f"{self._part_path(name)}: has been changed from outside; "
                    "--resume makes it anew"
                )
            yield _part(record)

    def forget(self, names: Collection[str]) -> None:
        """Remove what earlier runs left of pairs that are gone.

        Raises:
            UsageError: a file cannot be removed.
        """
        known = frozenset(names)
        for folder, ending in ((PARTS, ".json"), (REPORTS, ".html")):
            place = self.folder / folder
            for file in sorted(place.rglob(f"*{ending}")):
                name = file.relative_to(place).as_posix().removesuffix(ending)
                if file.is_file() and name not in known:
                    _remove(file)

    def _record(self, name: str) -> dict[str, Any] | None:
        """A part as it was written, None where there is none that is whole."""
        try:
            record = json.loads(self._part_path(name).read_bytes())
        except (OSError, ValueError, RecursionError):
            return None
        if not isinstance(record, dict) or record.get("schema") != PART_SCHEMA:
            return None
        return record if _digest(record.get("body")) == record.get("digest") else None

    def _part_path(self, name: str) -> Path:
        return self.folder / PARTS / f"{name}.json"


@contextmanager
def open_store(folder: Path, recipe: Mapping[str, Any], *, resume: bool) -> Iterator[Store]:
    """The folder of a batch, for this run alone.

    Args:
        folder: made if it is not there.
        recipe: what results depend on besides their files; see `recipe_record`.
        resume: whether what earlier runs left there may be built upon.

    Raises:
        UsageError: another run is writing there; it holds an earlier run and ``resume`` is not
            said; it holds other files by our names; it cannot be written.
    """
    from filelock import FileLock, Timeout

    make_folder(folder)
    lock = FileLock(folder / LOCK, blocking=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise UsageError(f"{folder}: another run is writing there; wait for its end") from error
    except OSError as error:
        raise UsageError(
            f"{folder}: cannot be written ({error.strerror}); choose another place"
        ) from error
    with lock:
        _check_free(folder, resume)
        _sweep(folder)
        earlier = _recipe_in(folder) or recipe
        changed = tuple(key for key in recipe if earlier.get(key) != recipe[key])
        write_atomically(folder / RECIPE, _json({"schema": SCHEMA, **recipe}, indent=1).encode())
        yield Store(folder, recipe, changed)


def recipe_record(recipe: Recipe, signature: Mapping[str, str]) -> dict[str, Any]:
    """What a batch's results depend on besides their files, as its `batch.json` has it."""
    return {
        **signature,
        "effort": recipe.effort,
        "terms": [{"name": file.name, "sha256": _sha256(file.content)} for file in recipe.terms],
        "decisions": _sha256(render_decisions(recipe.decisions).encode()),
        "learn": recipe.learn,
        "language": recipe.language,
        "limits": _contents(recipe.limits),
    }


def _contents(limits: Limits) -> dict[str, int]:
    return {name: value for name, value in asdict(limits).items() if name not in RESOURCES}


def _check_free(folder: Path, resume: bool) -> None:
    ours = [name for name in (RECIPE, PARTS, REPORTS, INDEX, *TABLES) if (folder / name).exists()]
    if not ours or (ours == [RECIPE] and _recipe_in(folder)):  # no pair came to anything
        return
    if RECIPE not in ours:
        raise UsageError(f"{folder}: holds {ours[0]} already, not of a batch; name another folder")
    if not resume:
        raise UsageError(
            f"{folder}: holds an earlier run; --resume builds on it, or name another folder"
        )


def _recipe_in(folder: Path) -> dict[str, Any] | None:
    """The recipe of the run that wrote there last, None where none has."""
    try:
        record = json.loads((folder / RECIPE).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) and record.get("schema") == SCHEMA else None


def _sweep(folder: Path) -> None:
    """Remove the temporary files of runs that were ended by force; no name of ours is hidden."""
    for name in (RECIPE, INDEX, *TABLES):
        for file in folder.glob(f".{name}.*"):
            _remove(file)
    for name in (PARTS, REPORTS):
        for file in (folder / name).rglob(".*"):
            _remove(file)


def _remove(file: Path) -> None:
    try:
        file.unlink()
    except OSError as error:
        raise UsageError(f"{file}: cannot be removed ({error.strerror})") from error


def _part(record: Mapping[str, Any]) -> DonePair:
    document, segments, flags = record["body"]
    return DonePair(DocumentRow(*document), tuple(map(tuple, segments)), tuple(map(tuple, flags)))


def _json(value: object, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)


def _digest(value: object) -> str:
    return _sha256(_json(value).encode("utf-8", "surrogatepass"))


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
