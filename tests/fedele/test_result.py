"""A review in hand: one line to look at, and a way out for every format."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import fedele
from corpus import UsageError

REPOSITORY = Path(__file__).resolve().parents[2]
TEXTS = ("json", "html", "markdown", "sarif", "jsonl", "tmx", "xliff")


def test_a_review_is_told_in_a_line(long_review):
    assert repr(long_review).startswith("<Review it → en: ")
    assert len(repr(long_review)) < 100


@pytest.mark.parametrize("form", TEXTS)
def test_without_a_path_a_format_is_text_and_with_one_the_same_in_a_file(review, form, tmp_path):
    write = getattr(review, f"to_{form}")
    path = tmp_path / "out"
    assert write(path) == path
    text = path.read_text("utf-8", errors="strict")
    if form != "tmx":  # bears its date
        assert write() == text
    assert len(write()) == len(text) > 100


@pytest.mark.parametrize("ending", ["json", "jsonl", "html", "md", "sarif", "tmx", "xlf", "xliff"])
def test_a_file_s_ending_says_what_is_written(review, ending, tmp_path):
    path = review.to_file(tmp_path / f"report.{ending.upper()}", language="it")
    names = {"md": "markdown", "xlf": "xliff"}
    spoken = {} if ending in ("json", "jsonl") else {"language": "it"}
    expected = getattr(review, f"to_{names.get(ending, ending)}")(**spoken)
    assert len(path.read_text("utf-8")) == len(expected)


def test_a_workbook_is_written_by_its_ending_and_tables_into_a_folder(review, tmp_path):
    assert review.to_file(tmp_path / "a.xlsx").read_bytes()[:2] == b"PK"
    folder = review.to_file(tmp_path / "tables")
    assert sorted(file.name for file in folder.iterdir()) == [
        "flags.csv", "segments.csv", "words.csv",
    ]  # fmt: skip


def test_an_ending_that_says_nothing_is_refused_with_those_that_do(review, tmp_path):
    with pytest.raises(UsageError, match=r"\.docx, \.html, \.json"):
        review.to_file(tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_report_in_italian_has_its_notes_in_italian():
    review = fedele.review(REPOSITORY / "corpus/sample/brenner.txt", effort="fast")
    page = review.to_html(language="it")
    assert "Le versioni sono state distinte in base alle loro etichette di lingua." in page
    assert "The versions were" not in page
    assert "The versions were told apart by their language markers." in review.to_dict()["notes"]


def test_json_as_text_is_the_record(review):
    assert json.loads(review.to_json()) == review.to_dict()


def test_another_package_of_a_room_s_name_is_told_with_its_file(tmp_path):
    (tmp_path / "metrics.py").write_text("x = 1\n")
    (tmp_path / "run.py").write_text("import fedele\n")
    done = subprocess.run(
        [sys.executable, "run.py"], cwd=tmp_path, capture_output=True, text=True,
        env={"PYTHONPATH": str(REPOSITORY)}, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert f"`metrics` is hidden by another of that name: {tmp_path / 'metrics.py'}" in done.stderr
