"""What runs in the workers of a cluster: each job in a process of its own, as on one's machine.

A worker's thread keeps such a process, with the models loaded, from one job to the next, so that
time, memory and crashes are held as `run_locally` holds them and the worker itself outlives them.
"""

from collections.abc import Mapping
from functools import cache
from threading import Lock, get_ident

from align import load_encoder
from corpus import FedeleError, UsageError
from fedele.batch.job import Job, Outcome, Recipe
from fedele.pipeline import signature
from fedele.workers import run_locally


def do_in_station(job: Job, recipe: Recipe, expected: Mapping[str, str]) -> Outcome:
    """Do a job in a worker of a cluster.

    Args:
        job: the job.
        recipe: what all jobs are reviewed with.
        expected: `recipe_signature` where the batch was started.

    Raises:
        UsageError: fedele or the model are others here, or missing, so that no job can be done.
    """
    try:
        found = recipe_signature(recipe.model)
        if found != expected:
            raise UsageError(_difference(found, expected))
        return _station(recipe).do(job)
    except FedeleError as error:
        raise UsageError(f"worker {_address()}: {error}") from None


def recipe_signature(model: str) -> Mapping[str, str]:
    """The versions and weights that results depend on, as they are in this process."""
    return _signature(model)


async def dismiss() -> None:
    """End what is kept for the next job: at once where it is idle, or else after its job.

    A coroutine only because Dask waits for nothing else in the background.
    """
    for station in list(_stations.values()):
        station.dismiss()


class _Station:
    """A process that does jobs one by one, kept by one thread."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        self.is_closed = False
        self._leaving = False
        self._busy = Lock()
        self._job: Job | None = None
        self._outcomes = run_locally(iter(lambda: self._job, None), recipe, workers=1)

    def do(self, job: Job) -> Outcome:
        with self._busy:
            self._job = job
            try:
                return next(self._outcomes)
            except BaseException:
                self._leaving = True
                raise
            finally:
                if self._leaving:
                    self._close()

    def dismiss(self) -> None:
        self._leaving = True
        if self._busy.acquire(blocking=False):
            self._close()
            self._busy.release()

    def _close(self) -> None:
        self.is_closed = True
        self._outcomes.close()


_stations: dict[int, _Station] = {}
"""By their thread."""


def _station(recipe: Recipe) -> _Station:
    kept = _stations.get(get_ident())
    if kept is not None and kept.recipe != recipe:
        kept.dismiss()
    if kept is None or kept.is_closed or kept.recipe != recipe:
        kept = _stations[get_ident()] = _Station(recipe)
    return kept


@cache
def _signature(model: str) -> Mapping[str, str]:
    return signature(load_encoder(model))


def _difference(found: Mapping[str, str], expected: Mapping[str, str]) -> str:
    key = next(key for key in expected if found.get(key) != expected[key])
    return (
        f"{key} is {found.get(key, 'missing')}, but {expected[key]} where the batch was started; "
        "install the same there, so that results do not mix"
    )


def _address() -> str:
    from distributed import get_worker

    return str(get_worker().address)
