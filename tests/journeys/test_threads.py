"""Reviews in threads at once give what each gives alone."""

import json
import os
import stat
import subprocess
import sys
import time
from pathlib import Path
from threading import Barrier, Thread

import pytest

from corpus import once
from fedele.files.atomic import write_atomically

SUPPORT = Path(__file__).parents[1] / "support"


def at_once(count, work):
    """What each of some threads gives that start together, or the error that it raises."""
    barrier, found = Barrier(count), {}

    def run(number):
        barrier.wait()
        try:
            found[number] = work(number)
        except Exception as error:
            found[number] = error

    threads = [Thread(target=run, args=(number,)) for number in range(count)]
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # threads take turns as often as they can
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(usual)
    return [found[number] for number in range(count)]


@pytest.mark.parametrize(("threads", "encoders"), [(2, "own"), (8, "shared")])
def test_reviews_that_start_together_in_a_fresh_process_give_what_each_gives_alone(
    threads, encoders
):
    command = [sys.executable, str(SUPPORT / "threaded.py"), str(threads), encoders]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    found = json.loads(done.stdout)
    assert len(set(found["alone"])) > 1, "the texts differ"
    assert found["together"] == found["alone"]
    assert done.stderr == b""


def test_what_is_made_once_is_made_by_one_thread_and_errors_are_not_kept():
    calls = []

    @once
    def slow(name):
        calls.append(name)
        time.sleep(0.05)
        if len(calls) == 1:
            raise ValueError(name)
        return object()

    with pytest.raises(ValueError, match="model"):
        slow("model")
    found = at_once(8, lambda number: slow("model"))
    assert len(calls) == 2
    assert len(set(map(id, found))) == 1


def test_threads_parse_markdown_alike_from_the_first_text_on():
    from corpus.formats import markdown

    text = "# Titolo\n\n- uno\n- *due*\n\n| a | b |\n|---|---|\n| c | d |\n\nUna riga `x` e altro."
    alone = markdown._parser().render(text)
    for _ in range(150):
        markdown._parser.cache_clear()
        assert at_once(8, lambda number: markdown._parser().render(text)) == [alone] * 8


def test_files_that_threads_write_get_the_usual_permissions(tmp_path):
    mask = os.umask(0o027)
    try:
        for turn in range(20):
            at_once(
                8, lambda number, turn=turn: write_atomically(tmp_path / f"{turn}.{number}", b"x")
            )
        assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o640}
        assert os.umask(0o027) == 0o027, "the process's own mask stays"
    finally:
        os.umask(mask)
