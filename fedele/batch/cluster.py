"""Reviews on a Dask cluster, which the user names: the jobs go there with their files' bytes.

The members of a Dask cluster hand each other pickled objects, which can run any code: use only a
cluster whose members are all trusted, and TLS between them (`tls://`, Dask's own configuration)
where the network is not. See https://distributed.dask.org/en/stable/tls.html.
"""

import asyncio
import logging
import time
from collections.abc import Generator, Iterator, Mapping
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from corpus import UsageError, load_numbers
from fedele.batch.cluster_worker import dismiss, do_on_worker, recipe_signature
from fedele.batch.job import Job, Outcome, Pair, Recipe, failed
from metrics import judge_signature

if TYPE_CHECKING:
    from distributed import Client, Future

INSTALL = "pip install 'fedele[dask]'"
UNLIMITED = "1 TiB"
"""Dask warns of jobs larger than this; ours hold whole files on purpose."""


@dataclass(frozen=True, slots=True)
class ClusterNumbers:
    """What ``data/cluster.toml`` says, where each number has its origin."""

    connect_seconds: float
    idle_seconds: float
    poll_seconds: float
    jobs_per_thread: int


@cache
def cluster_numbers() -> ClusterNumbers:
    """The numbers, loaded once."""
    return load_numbers("fedele", "cluster", ClusterNumbers)


def run_on_cluster(
    jobs: Iterator[Job], recipe: Recipe, *, address: str
) -> Generator[Outcome, None, None]:
    """Do jobs on a Dask cluster; a `fedele.batch.Backend` once the address is given.

    Only so many jobs are underway as keep every worker busy, so memory does not grow with the
    archive. A worker that dies costs nothing but time: others do its jobs. Time and memory of each
    pair are limited in the workers, as on one's own machine.

    Args:
        jobs: taken one by one, as the cluster has room for them.
        recipe: what all are reviewed with; a model given by its folder has to be in that folder
            on every worker.
        address: the scheduler's, such as "tcp://host:8786" or "tls://host:8786".

    Yields:
        Each job's outcome, in the order in which they are done.

    Raises:
        UsageError: Dask is not installed; no scheduler answers, or it is gone; there are no
            workers; a worker has another fedele, or other weights.
        ModelError: the model is missing here.
    """
    with _connected(address) as client:
        signature = {**recipe_signature(recipe.model), **judge_signature(recipe.judge)}
        yield from _Run(client, address, recipe, signature).outcomes(jobs)


class _Run:
    """Jobs on their way through a cluster."""

    def __init__(
        self, client: "Client", address: str, recipe: Recipe, signature: Mapping[str, str]
    ) -> None:
        self._client = client
        self._address = address
        self._recipe = recipe
        self._signature = signature
        self._numbers = cluster_numbers()
        self._underway: dict[Future[Outcome], Pair] = {}

    def outcomes(self, jobs: Iterator[Job]) -> Iterator[Outcome]:
        """Each job's outcome. When the caller leaves, nothing more is begun."""
        try:
            while self._filled(jobs):
                for future in self._finished():
                    yield self._outcome(future, self._underway.pop(future))
        finally:
            with suppress(Exception):  # the run is over, whatever became of the cluster
                self._client.cancel(list(self._underway))
                self._client.run(dismiss, wait=False)

    def _filled(self, jobs: Iterator[Job]) -> bool:
        """Send as many jobs as there is room for; whether any are underway."""
        room = self._numbers.jobs_per_thread * max(1, self._threads())
        for job in islice(jobs, max(0, room - len(self._underway))):
            with self._in_touch():
                future = self._client.submit(
                    do_on_worker, job, self._recipe, self._signature, pure=False
                )
            self._underway[future] = job.pair
        return bool(self._underway)

    def _threads(self) -> int:
        with self._in_touch():
            return sum(self._client.nthreads().values())

    def _finished(self) -> "set[Future[Outcome]]":
        """Wait until at least one job is done, for as long as there are workers."""
        from distributed import wait

        last_seen = time.monotonic()
        while True:
            with self._in_touch(), self._client.as_current(), suppress(TimeoutError):
                some = {"timeout": self._numbers.poll_seconds, "return_when": "FIRST_COMPLETED"}
                return set(wait(list(self._underway), **some).done)
            if self._threads():
                last_seen = time.monotonic()
            elif time.monotonic() - last_seen > self._numbers.idle_seconds:
                raise UsageError(
                    f"{self._address}: the Dask cluster has no workers; start some "
                    f"(`dask worker {self._address}`), and --resume goes on from there"
                )

    def _outcome(self, future: "Future[Outcome]", pair: Pair) -> Outcome:
        from distributed import KilledWorker

        with self._in_touch():
            error = future.exception()
            if error is None:
                outcome: Outcome = future.result()
                return outcome
        if isinstance(error, KilledWorker):
            return failed(pair, "several workers of the cluster died, one after the other, at it")
        if isinstance(error, UsageError):
            raise error
        raise UsageError(
            f"{self._address}: the cluster cannot do the jobs ({type(error).__name__}); install "
            "the same fedele there as here, beside the scheduler too"
        )

    @contextmanager
    def _in_touch(self) -> Iterator[None]:
        """Say in one line that the scheduler is gone."""
        try:
            yield
        except (CancelledError, OSError) as error:
            raise UsageError(
                f"{self._address}: the connection to the Dask scheduler is lost; what was done is "
                "kept, and --resume goes on from there"
            ) from error


@contextmanager
def _connected(address: str) -> "Iterator[Client]":
    """A client of the scheduler, which says nothing by itself."""
    try:
        import dask
        import distributed  # noqa: F401
    except ModuleNotFoundError as error:
        raise UsageError(f"Dask is not installed; get it with {INSTALL}") from error
    logger = logging.getLogger("distributed")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        quiet = {"distributed.admin.large-graph-warning-threshold": UNLIMITED}
        with dask.config.set(quiet), _client(address) as client:
            yield client
    finally:
        logger.setLevel(level)


def _client(address: str) -> "Client":
    """A client, once it is known that there is a scheduler: one without would take long to go.

    Raises:
        UsageError: there is none.
    """
    from distributed import Client

    seconds = cluster_numbers().connect_seconds
    try:
        with ThreadPoolExecutor(1) as aside:  # the caller may run an event loop of its own
            aside.submit(asyncio.run, _greet(address, seconds)).result()
        return Client(address, timeout=seconds, set_as_default=False)
    except (ValueError, TypeError, RuntimeError) as error:  # the address, or what TLS needs
        raise UsageError(f"{address}: no address of a Dask scheduler ({error})") from error
    except Exception as error:  # nobody, or whatever Dask makes of what another service says
        raise UsageError(
            f"{address}: no Dask scheduler answers there; start one with `dask scheduler`"
        ) from error


async def _greet(address: str, seconds: float) -> None:
    """Ask who is there."""
    from distributed.core import rpc
    from distributed.security import Security

    arguments = Security().get_connection_args("client")
    async with asyncio.timeout(seconds), rpc(address, connection_args=arguments) as other:
        kind = (await other.identity())["type"]
    if kind != "Scheduler":
        raise ValueError(f"a {kind.lower()} answers there, not a scheduler")
