"""The same input gives the same result, down to the last bit: wherever, whenever, in any order."""

import json
import os
import subprocess
import sys

import pytest
from threaded import texts

import fedele

PLAIN = {
    "PYTHONHASHSEED": "0",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
}
OTHER = {
    "PYTHONHASHSEED": "4242",
    "OPENBLAS_NUM_THREADS": "2",
    "OMP_NUM_THREADS": "2",
    "LC_ALL": "tr_TR.UTF-8",
    "TZ": "Asia/Kathmandu",
}


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, text in zip(("x.it.txt", "x.en.txt"), texts(1), strict=True):
        (folder / name).write_text(text, "utf-8")
    return folder / "x.it.txt", folder / "x.en.txt"


def reviewed(files, folder, environment, *options):
    """The JSON and the report of a review in a process of its own, started in some folder."""
    folder.mkdir()
    command = [sys.executable, *options, "-m", "fedele", "review", *map(str, files), "--lang", "en"]
    command += ["--json", "x.json", "--html", "x.html", "--fail-on", "never"]
    environment = {**os.environ, **environment}
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return (folder / "x.json").read_bytes(), (folder / "x.html").read_bytes()


def test_a_review_does_not_depend_on_threads_hashes_locale_time_zone_folder_or_optimising(
    files, tmp_path
):
    plain = reviewed(files, tmp_path / "plain", PLAIN)
    assert json.loads(plain[0])["flags"], "there is something to differ in"
    assert reviewed(files, tmp_path / "other", OTHER, "-O") == plain


def test_a_review_does_not_depend_on_those_before_it():
    encoder = fedele.load_encoder()

    def record(number):
        return fedele.review_texts(*texts(number), model=encoder, effort="fast").to_dict()

    first = {number: record(number) for number in (1, 3, 5)}
    again = {number: record(number) for number in (5, 1, 3)}
    assert first[1] != first[3], "the texts differ"
    assert again == first


def more_words(text):
    longest = max(text.splitlines(), key=len)
    return text.replace(longest, longest.replace(" the ", " the very same ", 1), 1)


def one_more_break(text):
    """The same words, a paragraph ending after its first sentence."""
    longest = max(text.splitlines(), key=len)
    return text.replace(longest, longest.replace(". ", ".\n\n", 1), 1)


@pytest.mark.parametrize("edit", [more_words, one_more_break])
def test_a_review_after_an_edit_is_that_of_the_whole_text_from_a_cold_start(edit, tmp_path):
    """What was worked out before the edit is used again, and changes nothing."""
    source, target = texts(1)
    edited = edit(target)
    assert edited != target
    fedele.review_texts(source, target)
    warm = fedele.review_texts(source, edited).to_dict()
    (tmp_path / "source.txt").write_text(source, "utf-8")
    (tmp_path / "edited.txt").write_text(edited, "utf-8")
    code = (
        "import json, pathlib, fedele; read = lambda name: pathlib.Path(name).read_text('utf-8'); "
        "print(json.dumps(fedele.review_texts(read('source.txt'), read('edited.txt')).to_dict()))"
    )
    cold = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert json.loads(cold.stdout) == json.loads(json.dumps(warm))
