"""What a batch says on the terminal at its end."""

import io
from pathlib import Path

import pytest
from index_rows import failed, reviewed
from rich.console import Console

from fedele.batch import Batch
from fedele.batch.summary import render_batch

LONG = "2026/una-cartella-dal-nome-piuttosto-lungo/analisi-numero-"
ROWS = (
    *(reviewed(f"{LONG}{number}", 60.0 + number, (0, 1, 2)) for number in range(20)),
    reviewed("altro", 0.0, verdict="unrelated"),
    reviewed("fine", 100.0),
    failed("half.it", "half.it.txt: the other language's version is missing"),
    failed("slow", "its review took more than 60 seconds"),
)


def shown(width, language="en", rows=ROWS):
    console = Console(file=io.StringIO(), width=width)
    render_batch(Batch(Path("out"), rows, ("A note.",)), console, language=language)
    return console.file.getvalue().splitlines()


@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize("width", [80, 120])
def test_each_pair_is_one_line_with_the_end_of_its_name_and_all_its_figures(width, language):
    lines = shown(width, language)
    assert max(map(len, lines)) <= width
    (line,) = [line for line in lines if f"{60.0:.1f}".replace(".", ",") in line.replace(".", ",")]
    assert line.split()[0].endswith("numero-0")
    assert line.split()[-3:] == ["0", "1", "2"]
    assert not any(line.endswith("…") for line in lines)


def test_the_worst_come_first_and_what_is_fine_is_left_out():
    lines = shown(120)
    assert lines[0] == "24 pairs: 21 translations, 1 not a translation, 2 failed."
    first = next(number for number, line in enumerate(lines) if "──" in line) + 1
    assert lines[first].split()[0] == "altro"
    assert lines[first + 1].split()[0].endswith("numero-0")
    assert not any(line.split()[:1] == ["fine"] for line in lines)
    assert "… and 6 more in the index." in lines


def test_what_failed_is_named_once():
    lines = shown(120)
    assert "Failed: half.it.txt: the other language's version is missing" in lines
    assert "Failed: slow: its review took more than 60 seconds" in lines
    assert lines[-1] == "Note: A note."
