"""What runs in the workers of a cluster: each job in a process of its own, as on one's machine.

The pool of such processes, with the models loaded, is kept from one job to the next, so that time,
memory and crashes are held as `run_locally` holds them and the worker itself outlives them.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from threading import Lock

from align import load_encoder
from corpus import FedeleError, UsageError
from fedele.batch.job import Job, Outcome, Recipe
from fedele.pipeline import signature
from fedele.workers import Pool
from metrics import judge_signature


def do_on_worker(job: Job, recipe: Recipe, expected: Mapping[str, str]) -> Outcome:
    """Do a job in a worker of a cluster.

    Args:
        job: the job.
        recipe: what all jobs are reviewed with.
        expected: `recipe_signature` and `judge_signature` where the batch was started.

    Raises:
        UsageError: fedele or the model are others here, or missing, so that no job can be done.
    """
    try:
        found = {**recipe_signature(recipe.model), **judge_signature(recipe.judge)}
        if found != expected:
            raise UsageError(_difference(found, expected))
        with _keeper.pool(recipe) as pool:
            return pool.do(job)
    except FedeleError as error:
        raise UsageError(f"worker {_address()}: {error}") from None


def recipe_signature(model: str) -> Mapping[str, str]:
    """The versions and weights that results depend on, as they are in this process."""
    return _signature(model)


async def dismiss() -> None:
    """End what is kept for the next job: at once where it is idle, or else after its jobs.

    A coroutine only because Dask waits for nothing else in the background.
    """
    _keeper.dismiss()


@dataclass(slots=True)
class _Shared:
    """A pool, and how many jobs are using it."""

    recipe: Recipe
    pool: Pool[Job, Outcome]
    users: int = 0

    def close_if_idle(self) -> None:
        if not self.users:
            self.pool.close()


class _Keeper:
    """Keeps a pool from one job to the next, until it is dismissed or a job needs another.

    One that is not kept any more is closed by the last job that uses it.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: _Shared | None = None

    @contextmanager
    def pool(self, recipe: Recipe) -> Iterator[Pool[Job, Outcome]]:
        """The pool for a recipe, for one job."""
        with self._lock:
            if self._kept is None or self._kept.recipe != recipe:
                self._let_go()
                self._kept = _Shared(recipe, Pool(recipe))
            shared = self._kept
            shared.users += 1
        try:
            yield shared.pool
        finally:
            with self._lock:
                shared.users -= 1
                if shared is not self._kept:
                    shared.close_if_idle()

    def dismiss(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._let_go()

    def _let_go(self) -> None:
        if self._kept is not None:
            self._kept.close_if_idle()
        self._kept = None


_keeper = _Keeper()


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
