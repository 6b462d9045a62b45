"""A whole archive, from its files to tables, reports and an index."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from align import load_encoder
from corpus import FileLike, InputError, Limits, UsageError, default_limits
from fedele.batch.archive import Archive, load_job, open_archive
from fedele.batch.job import INDEX, Backend, Job, Outcome, Recipe, failed
from fedele.batch.parquet import write_tables
from fedele.batch.rows import FAILED, DocumentRow
from fedele.batch.store import TABLES, Store, open_store, recipe_record
from fedele.batch.terms import load_terms
from fedele.findings.decisions import Decision
from fedele.findings.learning import lessons_from, sign
from fedele.pipeline import DEFAULT_ENCODER, signature
from fedele.workers import run_locally
from metrics import DEFAULT_EFFORT, Effort

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a batch is.

    Attributes:
        total: how many pairs there are.
        kept: how many an earlier run has done.
        reviewed: how many this run has.
        failed: how many could not be reviewed.
        changed: what of the recipe differs from the earlier run's, of which nothing is kept then.
    """

    total: int
    kept: int = 0
    reviewed: int = 0
    failed: int = 0
    changed: tuple[str, ...] = ()

    @property
    def done(self) -> int:
        """How many are behind us."""
        return self.kept + self.reviewed + self.failed


@dataclass(frozen=True)
class Batch:
    """A batch that is done.

    Attributes:
        folder: where it is.
        rows: a row a pair, in the order of their names.
        notes: what was left out or assumed, a sentence each.
    """

    folder: Path
    rows: tuple[DocumentRow, ...] = field(repr=False)
    notes: tuple[str, ...] = ()

    @property
    def index(self) -> Path:
        """The page that leads to every pair's report."""
        return self.folder / INDEX

    @property
    def failed(self) -> tuple[DocumentRow, ...]:
        """The pairs that could not be reviewed; `DocumentRow.error` says why."""
        return tuple(row for row in self.rows if row.status == FAILED)

    @cached_property
    def documents(self) -> "pd.DataFrame":
        """One row a pair; columns in `DOCUMENT_COLUMNS`."""
        return self._table(0)

    @cached_property
    def segments(self) -> "pd.DataFrame":
        """One row a bead of every pair; columns in `BATCH_SEGMENT_COLUMNS`."""
        return self._table(1)

    @cached_property
    def flags(self) -> "pd.DataFrame":
        """One row a finding of every pair; columns in `BATCH_FLAG_COLUMNS`."""
        return self._table(2)

    def _table(self, number: int) -> "pd.DataFrame":
        import pandas as pd

        return pd.read_parquet(self.folder / TABLES[number], dtype_backend="numpy_nullable")


def review_archive(
    archive: str | Path,
    out: str | Path,
    *,
    source_language: str | None = None,
    target_language: str | None = None,
    model: str = DEFAULT_ENCODER,
    effort: Effort = DEFAULT_EFFORT,
    judge: str | None = None,
    terms: FileLike | tuple[FileLike, ...] = (),
    decisions: tuple[Decision, ...] = (),
    learn: bool = True,
    language: str = "en",
    limits: Limits | None = None,
    workers: int | None = None,
    backend: Backend | None = None,
    resume: bool = False,
    progress: Callable[[Tally], None] | None = None,
) -> Batch:
    """Review all pairs of a folder or a manifest, in processes side by side.

    Writes `documents.parquet`, `segments.parquet`, `flags.parquet`, `index.html`, and a report a
    pair in `reports`; the same files give the same bytes, whatever the number of workers, and
    whether or not the work was interrupted. Where workers are not forked (anywhere but on Linux),
    a script calls this under ``if __name__ == "__main__"``, as `multiprocessing` asks.

    Args:
        archive: a folder, whose files' names say what belongs together (`fedele.batch.folder`), or
            a manifest (`fedele.batch.manifest`).
        out: the folder to write into.
        source_language: BCP 47 code; what the files' names do not tell is detected if not given.
        target_language: BCP 47 code.
        model: an encoder's name or folder.
        effort: "fast", or "full" to read every word in its context too.
        judge: another's model that judges too, by name or folder; each process loads it.
        terms: terms files, one or several.
        decisions: what reviewers decided about flags of any pair (`fedele.read_decisions`).
        learn: whether decisions move the confidence of other flags of their kind, of all pairs.
        language: of the reports' own words, "en" or "it".
        limits: bounds on each document and on each review's time and memory.
        workers: how many processes; as many as there are cores if not given.
        backend: what does the jobs, if not processes of this machine.
        resume: build on what an earlier run has left in ``out``: what was reviewed from the same
            files in the same way is kept, pairs that failed are tried again.
        progress: called with the tally, each time that it changes.

    Returns:
        The batch, with its tables. A pair that could not be reviewed is a row with its error.

    Raises:
        InputError: the archive, the manifest or a terms file cannot be used.
        UsageError: an option makes no sense, ``out`` holds an earlier run or cannot be written.
        ModelError: the encoder, the judge, or the transformer of "full", is missing or damaged.
    """
    from fedele.batch.index import write_index
    from fedele.wording import load_wording

    load_wording(language)  # refuses what there is no wording for
    bounds = limits or default_limits()
    folder = Path(out)
    if Path(archive).is_dir() and os.path.realpath(folder) == os.path.realpath(archive):
        raise UsageError(f"{out}: is the archive itself; name a folder of its own to write into")
    found = open_archive(
        archive,
        source_language=source_language,
        target_language=target_language,
        leave_out=folder,
        limits=bounds,
    )
    recipe = Recipe(
        model=model,
        effort=effort,
        terms=load_terms(terms, found.pairs, bounds),
        decisions=decisions,
        learn=learn,
        language=language,
        limits=bounds,
        judge=judge,
    )
    signed = signature(load_encoder(model), judge) | {"effort": effort}
    with open_store(folder, recipe_record(recipe, signed), resume=resume) as store:
        run = _Run(found, store, recipe, resume, progress or (lambda _: None))
        run.work(backend or partial(run_locally, workers=workers))
        names = [pair.name for pair in found.pairs]
        store.forget(names)
        write_tables(folder, store.parts(names))
        batch = Batch(folder, tuple(run.rows[name] for name in names), found.notes)
        signed = sign(signed, lessons_from(decisions) if learn else {})
        write_index(batch.rows, batch.index, language=language, notes=found.notes, signature=signed)
        return batch


class _Run:
    """The work on the pairs, and what has come of it."""

    def __init__(
        self,
        archive: Archive,
        store: Store,
        recipe: Recipe,
        resume: bool,
        progress: Callable[[Tally], None],
    ) -> None:
        self.rows: dict[str, DocumentRow] = {}
        self._archive, self._store, self._recipe = archive, store, recipe
        self._resume, self._progress = resume, progress
        self._keys: dict[str, str] = {}
        self._tally = Tally(len(archive.pairs), changed=store.changed)

    def work(self, backend: Backend) -> None:
        """Have every pair done that is not done yet."""
        self._progress(self._tally)
        with closing(backend(self._jobs(), self._recipe)) as outcomes:
            for outcome in outcomes:
                self._keep(outcome, self._keys.pop(outcome.document.pair))

    def _jobs(self) -> Iterator[Job]:
        """The jobs that are to be done; what needs no worker is settled on the way."""
        for pair in self._archive.pairs:
            try:
                job = load_job(self._archive, pair, self._recipe.limits)
            except InputError as error:
                self._keep(failed(pair, str(error)), None)
                continue
            key = self._store.key(job)
            row = self._store.done(pair.name, key) if self._resume else None
            if row is None:
                self._keys[pair.name] = key
                yield job
            else:
                self.rows[pair.name] = row
                self._count("kept")

    def _keep(self, outcome: Outcome, key: str | None) -> None:
        self._store.write(outcome, key)
        self.rows[outcome.document.pair] = outcome.document
        self._count("failed" if outcome.document.status == FAILED else "reviewed")

    def _count(self, what: str) -> None:
        counts: Mapping[str, Any] = {what: getattr(self._tally, what) + 1}
        self._tally = replace(self._tally, **counts)
        self._progress(self._tally)
