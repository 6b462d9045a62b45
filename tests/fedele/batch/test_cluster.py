"""Batches on a Dask cluster: a real scheduler and real workers, on this machine.

The last test of the first cluster ends its scheduler, so they are in an order.
"""

import os
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import islice
from threading import Thread

import dask
import pytest
from chromium import wait_for
from dask_cluster import Cluster, certificate, children

from corpus import File, UsageError, default_limits
from fedele.batch import Job, Pair, Recipe, do_job, review_archive
from fedele.batch.cluster import cluster_numbers, run_on_cluster

RECIPE = Recipe(effort="fast")
ITALIAN = """Il {n} maggio il sindaco ha aperto il nuovo ponte sul fiume.

Costa {n} milioni di euro, dice la Regione, e i lavori sono durati nove anni.
"""
ENGLISH = """On May {n} the mayor opened the new bridge over the river.

It costs {n} million euros, says the region.
"""


def job(number):
    source = File(f"{number}.it.txt", ITALIAN.format(n=number).encode())
    target = File(f"{number}.en.txt", ENGLISH.format(n=number).encode())
    return Job(Pair(f"pair-{number:02}", source.name, target.name, "it", "en"), source, target)


def jobs(count):
    yield from map(job, range(1, count + 1))


def bad_job():
    return Job(Pair("bad", "bad.txt"), File("bad.txt", b"\x00\x01"))


def ordered(outcomes):
    return sorted(outcomes, key=lambda outcome: outcome.document.pair)


def here(jobs, recipe):
    """Does the jobs in this process."""
    return (do_job(each, recipe) for each in jobs)


def review(archive, out, **how):
    return review_archive(archive, out, source_language="it", effort="fast", **how)


def contents(folder):
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    made = Cluster(tmp_path_factory.mktemp("cluster"), workers=2)
    yield made
    made.close()


def test_outcomes_are_those_of_this_process_with_a_worker_killed_half_way(cluster):
    known = ordered(here((*jobs(9), bad_job()), RECIPE))
    there = []
    for outcome in run_on_cluster(iter([*jobs(9), bad_job()]), RECIPE, address=cluster.address):
        there.append(outcome)
        if len(there) == 3:
            cluster.workers[0].send_signal(signal.SIGKILL)
    assert ordered(there) == known
    assert [outcome.document.status for outcome in known] == ["failed"] + ["reviewed"] * 9


def test_jobs_are_taken_only_as_there_is_room_for_them(cluster):
    taken = []
    outcomes = run_on_cluster(
        (taken.append(number) or job(number) for number in range(1, 50)),
        RECIPE,
        address=cluster.address,
    )
    list(islice(outcomes, 2))
    outcomes.close()
    assert len(taken) <= 4, "one worker with one thread is left: two jobs at a time"


def test_nothing_goes_on_when_the_caller_has_left(cluster):
    wait_for(lambda: children(cluster.workers[1]) == [], seconds=30)


def test_a_pair_that_takes_too_long_is_a_failed_row(cluster):
    recipe = replace(RECIPE, limits=replace(default_limits(), seconds=1))
    long = Job(
        Pair("long", "a.txt", "b.txt", "it", "en"),
        File("a.txt", "".join(ITALIAN.format(n=number) for number in range(2000)).encode()),
        File("b.txt", "".join(ENGLISH.format(n=number) for number in range(2000)).encode()),
    )
    (outcome,) = run_on_cluster(iter([long]), recipe, address=cluster.address)
    assert outcome.document.status == "failed"
    assert "the limit `seconds`" in outcome.document.error


def test_other_weights_in_a_worker_are_an_error_and_no_mixed_results(cluster, monkeypatch):
    signature = {"fedele": "99.0", "weights_sha256": "0"}
    monkeypatch.setattr("fedele.batch.cluster.recipe_signature", lambda model: signature)
    with pytest.raises(UsageError, match=r"^worker tcp://.*: fedele is .*, but 99\.0 where the"):
        list(run_on_cluster(jobs(2), RECIPE, address=cluster.address))


def test_a_worker_that_lacks_our_code_is_an_error(cluster, monkeypatch):
    def foreign(job, recipe, expected):
        raise ModuleNotFoundError("No module named 'fedele'")

    monkeypatch.setattr("fedele.batch.cluster.do_on_worker", foreign)
    with pytest.raises(UsageError, match=r"cannot do the jobs \(ModuleNotFoundError\); install"):
        list(run_on_cluster(jobs(1), RECIPE, address=cluster.address))


def test_a_job_that_kills_one_worker_after_the_other_is_a_failed_row(cluster, monkeypatch):
    def deadly(job, recipe, expected):
        """Ends the worker itself, not only the process in which it does a job."""
        os._exit(1)

    monkeypatch.setattr("fedele.batch.cluster.do_on_worker", deadly)
    cluster.add_worker("--nanny")
    (outcome,) = run_on_cluster(jobs(1), RECIPE, address=cluster.address)
    assert outcome.document.status == "failed"
    assert outcome.document.error.startswith("several workers of the cluster died")


def test_a_run_that_loses_its_scheduler_goes_on_elsewhere_to_the_same_folder(
    cluster, monkeypatch, tmp_path
):
    numbers = replace(cluster_numbers(), connect_seconds=3, poll_seconds=1)
    monkeypatch.setattr("fedele.batch.cluster.cluster_numbers", lambda: numbers)
    archive = tmp_path / "archive"
    archive.mkdir()
    for each in jobs(12):
        for file in (each.source, each.target):
            (archive / file.name).write_bytes(file.content)

    def lose(tally):
        if tally.reviewed == 2:
            cluster.scheduler.kill()

    there = partial(run_on_cluster, address=cluster.address)
    with pytest.raises(UsageError, match="scheduler is lost; what was done is kept, and --resume"):
        review(archive, tmp_path / "out", backend=there, progress=lose)
    assert len(list((tmp_path / "out/parts").iterdir())) >= 2
    review(archive, tmp_path / "out", backend=here, resume=True)
    review(archive, tmp_path / "whole", backend=here)
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


def test_a_cluster_without_workers_is_an_error(tmp_path, monkeypatch):
    """Here one that talks TLS, which takes Dask's own configuration and nothing of ours."""
    numbers = replace(cluster_numbers(), connect_seconds=20, idle_seconds=1, poll_seconds=1)
    monkeypatch.setattr("fedele.batch.cluster.cluster_numbers", lambda: numbers)
    file = certificate(tmp_path)
    ours = dict.fromkeys(("ca-file", "client.cert", "client.key"), str(file))
    made = Cluster(tmp_path, workers=0, certificate=file)
    try:
        assert made.address.startswith("tls://")
        with pytest.raises(UsageError, match=r"no address of a Dask scheduler \(TLS expects"):
            list(run_on_cluster(jobs(1), RECIPE, address=made.address))
        with (
            dask.config.set({f"distributed.comm.tls.{key}": ours[key] for key in ours}),
            pytest.raises(UsageError, match="has no workers; start some"),
        ):
            list(run_on_cluster(jobs(1), RECIPE, address=made.address))
    finally:
        made.close()


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("tcp://127.0.0.1:1", "no Dask scheduler answers there; start one with `dask scheduler`"),
        ("somewhere", "no address of a Dask scheduler"),
        ("http://127.0.0.1:1", "no address of a Dask scheduler"),
        ("", "no address of a Dask scheduler"),
    ],
)
def test_an_address_where_no_scheduler_is_is_one_line(address, message, monkeypatch):
    numbers = replace(cluster_numbers(), connect_seconds=0.5)
    monkeypatch.setattr("fedele.batch.cluster.cluster_numbers", lambda: numbers)
    with pytest.raises(UsageError, match=message) as error:
        list(run_on_cluster(jobs(1), RECIPE, address=address))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("said", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"", b"\0" * 64])
def test_another_service_at_the_address_is_one_line(said, monkeypatch):
    numbers = replace(cluster_numbers(), connect_seconds=2)
    monkeypatch.setattr("fedele.batch.cluster.cluster_numbers", lambda: numbers)

    def answer(server):
        with suppress(OSError):
            while True:
                connection, _ = server.accept()
                with connection:
                    connection.sendall(said)

    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=answer, args=(server,), daemon=True).start()
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(UsageError, match="scheduler") as error:
            list(run_on_cluster(jobs(1), RECIPE, address=address))
    assert "\n" not in str(error.value)


def test_without_dask_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"get it with pip install 'fedele\[dask\]'"):
        list(run_on_cluster(jobs(1), RECIPE, address="127.0.0.1:1"))
