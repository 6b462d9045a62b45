"""What a cluster's worker keeps from one job to the next; no cluster and no process is needed."""

import threading
from collections import Counter
from threading import Barrier, Thread

import pytest

from fedele.batch import Recipe, cluster_worker
from fedele.batch.cluster_worker import do_on_worker

FAST, FULL = Recipe(effort="fast"), Recipe(effort="full")


class CountedPool:
    """Stands for a pool of processes, and counts those that are opened and closed."""

    def __init__(self, recipe):
        self.is_open = True
        counts["opened"] += 1

    def do(self, job):
        outcome = job()
        assert self.is_open, "closed under a job"
        return outcome

    def close(self):
        assert self.is_open, "closed twice"
        self.is_open = False
        counts["closed"] += 1


class LateLock:
    """A lock before each of whose releases, by this thread, another thread dismisses."""

    def __init__(self):
        self._lock = threading.Lock()

    def __enter__(self):
        self._lock.acquire()

    def __exit__(self, *_):
        if threading.current_thread() is threading.main_thread():
            thread = Thread(target=dismiss)
            thread.start()
            thread.join(0.1)
        self._lock.release()


counts = Counter()


@pytest.fixture(autouse=True)
def stand_ins(monkeypatch):
    monkeypatch.setattr(cluster_worker, "recipe_signature", lambda model: {})
    monkeypatch.setattr(cluster_worker, "Pool", CountedPool)
    monkeypatch.setattr(cluster_worker, "_keeper", cluster_worker._Keeper())
    counts.clear()


def do(job=lambda: "done", recipe=FAST):
    return do_on_worker(job, recipe, {})


def dismiss():
    with pytest.raises(StopIteration):
        cluster_worker.dismiss().send(None)


def test_a_pool_is_kept_from_one_job_to_the_next_until_it_is_dismissed():
    assert [do(), do()] == ["done", "done"]
    assert counts == {"opened": 1}
    dismiss()
    dismiss()
    assert counts == {"opened": 1, "closed": 1}
    do()
    assert counts == {"opened": 2, "closed": 1}


def test_one_that_is_dismissed_at_work_is_closed_after_its_job():
    assert do(dismiss) is None
    assert counts == {"opened": 1, "closed": 1}


def test_one_that_is_dismissed_between_its_job_and_its_release_is_closed(monkeypatch):
    monkeypatch.setattr(cluster_worker, "Lock", LateLock)
    monkeypatch.setattr(cluster_worker, "_keeper", cluster_worker._Keeper())
    do()
    for thread in threading.enumerate():
        if thread is not threading.main_thread():
            thread.join(10)
    assert counts["opened"] == counts["closed"] > 0


def test_one_that_several_jobs_use_is_closed_by_the_last():
    together = Barrier(3)

    def job():
        together.wait(10)
        together.wait(10)

    threads = [Thread(target=do, args=(job,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    together.wait(10)
    dismiss()
    assert counts == {"opened": 1}
    together.wait(10)
    for thread in threads:
        thread.join()
    assert counts == {"opened": 1, "closed": 1}


def test_a_job_of_another_recipe_takes_its_place():
    do()
    do(recipe=FULL)
    assert counts == {"opened": 2, "closed": 1}
    assert do(lambda: do(recipe=FAST), recipe=FULL) == "done"
    assert counts == {"opened": 3, "closed": 2}


def test_one_is_released_by_a_job_that_fails():
    with pytest.raises(ZeroDivisionError):
        do(lambda: 1 / 0)
    dismiss()
    assert counts == {"opened": 1, "closed": 1}
