"""What was worked out last is kept, within bounds."""

import threading

from corpus import Recent


def counting(asked):
    def make(keys):
        asked.append(list(keys))
        return [key * 10 for key in keys]

    return make


def test_what_is_kept_is_not_made_again_and_comes_in_the_order_asked_for():
    asked, kept = [], Recent(10)
    assert kept.get([1, 2, 1], counting(asked)) == [10, 20, 10]
    assert kept.get([2, 3], counting(asked)) == [20, 30]
    assert asked == [[1, 2], [3]]


def test_what_was_not_asked_for_in_a_while_makes_room():
    asked, kept = [], Recent(3)
    kept.get([1, 2, 3], counting(asked))
    kept.get([1], counting(asked))
    kept.get([4], counting(asked))
    kept.get([1, 3, 4], counting(asked))
    kept.get([2], counting(asked))
    assert asked == [[1, 2, 3], [4], [2]]


def test_more_than_there_is_room_for_is_given_and_little_of_it_kept():
    asked, kept = [], Recent(3, size=lambda key: key)
    assert kept.get([1, 2, 3, 4], counting(asked)) == [10, 20, 30, 40]
    kept.get([1], counting(asked))
    assert asked == [[1, 2, 3, 4], [1]]


def test_an_error_keeps_nothing():
    kept = Recent(3)

    def fail(keys):
        raise ZeroDivisionError

    for _ in range(2):
        try:
            kept.get([1], fail)
        except ZeroDivisionError:
            continue
    assert kept.get([1], counting([])) == [10]


def test_two_threads_make_different_things_side_by_side():
    kept, both = Recent(10), threading.Barrier(2, timeout=20)

    def make(keys):
        both.wait()
        return [key * 10 for key in keys]

    found = {}
    threads = [
        threading.Thread(target=lambda n=n: found.update({n: kept.get([n], make)})) for n in (1, 2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {1: [10], 2: [20]}
