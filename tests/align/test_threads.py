"""Work shared out among threads: in order, bounded, and the numeric library's own held to one."""

import threading

import pytest
from threadpoolctl import ThreadpoolController

from align import one_thread, spread
from align.threads import cores


def numeric_threads():
    return {it["num_threads"] for it in ThreadpoolController().select(user_api="blas").info()}


@pytest.mark.parametrize("asked", ["1", "2", "3"])
def test_results_come_in_order_however_many_threads_work(asked, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", asked)
    assert list(spread(lambda n: n * n, range(50))) == [n * n for n in range(50)]


@pytest.mark.parametrize(("asked", "count"), [("1", 1), ("2", 2), ("64", 4)])
def test_the_usual_variable_says_how_many(asked, count, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", asked)
    assert cores() == count


@pytest.mark.parametrize("asked", ["", "0", "two", "-1"])
def test_a_variable_that_makes_no_sense_is_passed_over(asked, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", asked)
    assert 1 <= cores() <= 4


def test_an_error_in_a_thread_is_the_callers(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    done = []

    def work(number):
        if number == 3:
            raise ZeroDivisionError
        done.append(number)

    with pytest.raises(ZeroDivisionError):
        list(spread(work, range(1_000)))
    assert len(done) < 1_000, "the rest is not done first"


def test_work_within_work_takes_no_threads_of_its_own(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "2")

    def inner(_):
        return threading.current_thread().name

    def outer(_):
        return {threading.current_thread().name, *spread(inner, range(5))}

    assert all(len(names) == 1 for names in spread(outer, range(4)))


def test_the_numeric_library_gets_its_threads_back_when_the_last_one_is_done():
    before = numeric_threads()
    inside = threading.Barrier(2)

    @one_thread()
    def work():
        inside.wait()
        assert numeric_threads() == {1}

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert numeric_threads() == before
