"""Whole archives on the command line: exit codes, kills at any moment, Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from archives import BOTH, ENGLISH, FAILED, FILES, ITALIAN, REVIEWED, WRONG, contents, fill

import fedele

REPOSITORY = Path(__file__).resolve().parents[2]
posix = pytest.mark.skipif(os.name != "posix", reason="needs signals")


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    return fill(tmp_path_factory.mktemp("archive"), FILES)


@pytest.fixture(scope="module")
def whole(archive, tmp_path_factory):
    """What a batch of the archive makes that one worker does without a break."""
    out = tmp_path_factory.mktemp("batch") / "whole"
    fedele.review_archive(archive, out, effort="fast", workers=1)
    return contents(out)


@pytest.fixture
def batch(run):
    def batch(*arguments):
        return run("batch", *arguments, "--effort", "fast")

    return batch


def start(*arguments):
    command = [sys.executable, "-m", "fedele", "batch", *map(str, arguments), "--effort", "fast"]
    return subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        start_new_session=True,
    )


def left_behind(session):
    """The processes of a session, by number."""
    listed = subprocess.run(["ps", "-eo", "sid=,pid="], capture_output=True, text=True, check=True)
    rows = (map(int, line.split()) for line in listed.stdout.splitlines())
    return [pid for sid, pid in rows if sid == session]


def wait_until(holds, seconds=60):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def test_an_archive_becomes_tables_reports_and_an_index(run_alone, batch, archive, tmp_path):
    done = run_alone("batch", archive, "-o", "out", "--lang", "en", "--effort", "fast")
    assert done.returncode == 2, done.stderr
    assert done.stderr.splitlines()[-1].startswith("fedele: 2 of 5 pairs could not be reviewed")
    assert "5 pairs: 3 translations, 2 failed." in done.stdout
    documents = pd.read_parquet(tmp_path / "out" / "documents.parquet").set_index("pair")
    assert list(documents.index[documents["status"] == "reviewed"]) == REVIEWED
    assert list(documents.index[documents["status"] == "failed"]) == FAILED
    flags = pd.read_parquet(tmp_path / "out" / "flags.parquet")
    assert ("2026/valbruna", "430") in set(zip(flags["pair"], flags["target_text"], strict=True))
    before = contents(tmp_path / "out")
    again = batch(archive, "-o", "out")
    assert again.returncode == 2
    assert "--resume" in again.stderr
    assert contents(tmp_path / "out") == before


def test_one_worker_and_two_give_the_same_bytes(batch, archive, whole, tmp_path):
    batch(archive, "-o", "out", "--workers", 2)
    assert contents(tmp_path / "out") == whole


EXIT_CODES = [
    ((), 0),
    (("--fail-on", "major"), 1),
]


@pytest.mark.parametrize(("options", "code"), EXIT_CODES)
def test_the_exit_code_says_what_was_found(batch, tmp_path, options, code):
    files = {"x.it.md": ITALIAN, "x.en.md": WRONG, "y.it.md": ITALIAN, "y.en.md": ENGLISH}
    fill(tmp_path / "in", files)
    (tmp_path / "m.csv").write_text("originale;traduzione\nin/x.it.md;in/x.en.md\n")
    done = batch("m.csv", "-o", "out", "--lang", "it", *options)
    assert done.returncode == code, done.stderr
    assert "1 coppia: 1 traduzione." in done.stdout
    assert not done.stderr


def test_a_manifest_that_makes_no_sense_says_where(batch, tmp_path):
    (tmp_path / "m.csv").write_text("a,b\n1,2\n")
    done = batch("m.csv", "-o", "out")
    assert done.returncode == 2
    assert done.stderr.startswith("fedele: m.csv, line 1: expected a header")
    assert not (tmp_path / "out").exists()


def test_a_line_whose_file_is_missing_is_a_row(batch, tmp_path):
    fill(tmp_path, {"m.csv": "source,target\nx.txt,\nnowhere.txt,\n", "x.txt": BOTH})
    done = batch("m.csv", "-o", "out")
    assert done.returncode == 2
    documents = pd.read_parquet(tmp_path / "out" / "documents.parquet").set_index("pair")
    assert documents.loc["x", "status"] == "reviewed"
    assert documents.loc["nowhere", "error"] == "nowhere.txt: no such file; check the name"


WRONG_USAGE = [
    (("nowhere", "-o", "out"), "no such file"),
    ((".", "-o", "."), "archive itself"),
    ((".", "-o", "out", "--workers", "2", "--dask", "tcp://127.0.0.1:1"), "leave one out"),
    ((".", "-o", "out", "--source", "it", "--target", "it"), "two languages"),
]


@pytest.mark.parametrize(("arguments", "complaint"), WRONG_USAGE)
def test_wrong_usage_is_one_line(batch, tmp_path, arguments, complaint):
    fill(tmp_path, {"x.txt": BOTH})
    done = batch(*arguments)
    assert done.returncode == 2
    assert complaint in done.stderr
    assert len(done.stderr.splitlines()) == 1


@posix
def test_killed_again_and_again_it_ends_as_if_it_had_never_been(batch, archive, whole, tmp_path):
    parts = tmp_path / "out" / "parts"
    for done in range(3):
        process = start(archive, "-o", tmp_path / "out", "--resume", "--workers", "2")
        wait_until(lambda done=done: parts.is_dir() and len([*parts.rglob("[!.]*.json")]) >= done)
        process.kill()
        process.communicate()
        wait_until(lambda pid=process.pid: not left_behind(pid))
    assert batch(archive, "-o", "out", "--resume").returncode == 2
    assert contents(tmp_path / "out") == whole


@posix
@pytest.mark.parametrize(
    "strike",
    [lambda pid: os.killpg(pid, signal.SIGINT), lambda pid: os.kill(pid, signal.SIGTERM)],
    ids=["ctrl-c", "sigterm"],
)
def test_ctrl_c_or_an_end_asked_for_leaves_no_process_and_says_how_to_go_on(tmp_path, strike):
    files = {f"{number}.txt": BOTH.replace("(EN)", f"{ITALIAN * 9}\n(EN)") for number in range(40)}
    fill(tmp_path / "in", files)
    process = start(tmp_path / "in", "-o", tmp_path / "out", "--workers", "2")
    wait_until(lambda: list((tmp_path / "out").glob("parts/*.json")))
    struck = time.monotonic()
    strike(process.pid)
    stderr = process.communicate(timeout=30)[1]
    assert process.returncode == 130
    assert "--resume goes on from there" in stderr
    assert "Traceback" not in stderr
    assert time.monotonic() - struck < 20
    assert left_behind(process.pid) == []
    assert [path for path in contents(tmp_path / "out") if "/." in path] == []
