"""Work shared out among threads: in order, bounded, and the numeric library's own held to one."""

import threading
import time

import pytest
from threadpoolctl import ThreadpoolController

from align import in_turn, let_others, spread
from align.computing import threads as threads_module
from align.computing.threads import cores


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


def test_the_numeric_library_has_one_thread_in_turn_and_gets_the_others_back():
    before = numeric_threads()
    with in_turn(), in_turn():
        assert numeric_threads() == {1}
    assert numeric_threads() == before


def test_threads_have_their_turns_one_at_a_time_in_the_order_in_which_they_came():
    inside, order, begun = [], [], [threading.Event() for _ in range(4)]

    def work(number):
        begun[number].set()
        with in_turn():
            inside.append(number)
            assert inside == [number]
            assert numeric_threads() == {1}
            order.append(number)
            inside.remove(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    with in_turn():
        for thread, waits in zip(threads, begun, strict=True):
            thread.start()
            waits.wait()
            wait_until_queued(threads.index(thread) + 1)
    for thread in threads:
        thread.join(timeout=20)
    assert order == [0, 1, 2, 3]


def test_long_work_lets_others_have_their_turn_between_its_steps():
    seen = []
    other = threading.Thread(target=in_turn()(lambda: seen.append("other")))
    with in_turn():
        other.start()
        wait_until_queued(1)
        let_others()
        seen.append("long")
        let_others()  # nobody waits
    other.join(timeout=20)
    assert seen == ["other", "long"]


def test_an_error_gives_the_turn_back():
    with pytest.raises(ZeroDivisionError), in_turn():
        raise ZeroDivisionError
    done = threading.Thread(target=in_turn()(lambda: None))
    done.start()
    done.join(timeout=20)
    assert not done.is_alive()


def wait_until_queued(count):
    """Wait until so many threads wait for their turn."""
    give_up = time.monotonic() + 20
    while len(threads_module._TURN._waiting) < count and time.monotonic() < give_up:
        time.sleep(0.001)
