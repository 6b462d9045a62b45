"""`fedele score`: translations side by side, and today's version beside the approved one."""

import json
import re
import signal
import subprocess
import sys
import time

import openpyxl
import pandas as pd
import pytest
from started import UP

import fedele

ITALIAN = (
    "Il governo ha approvato ieri la legge di bilancio.",
    "Il voto finale è atteso a dicembre.",
    "L'opposizione chiede altri 300 milioni per le scuole.",
    "Nessun ministro ha voluto commentare la richiesta.",
)
REFERENCE = (
    "The government approved the budget law yesterday.",
    "The final vote is expected in December.",
    "The opposition is asking for another 300 million for schools.",
    "No minister wished to comment on the request.",
)
GOOD = (
    "Yesterday the government approved the budget law.",
    "The final vote is expected in December.",
    "The opposition demands another 300 million for the schools.",
    "No minister wanted to comment on the request.",
)
BAD = (
    "The government approved the law.",
    "The final vote is expected in November.",
    "The opposition demands millions for the schools.",
    "A minister wanted to comment.",
)


@pytest.fixture
def files(tmp_path):
    for name, lines in (("it", ITALIAN), ("ref", REFERENCE), ("good", GOOD), ("bad", BAD)):
        (tmp_path / f"{name}.txt").write_text("\n".join(lines) + "\n", "utf-8")
    return tmp_path


def refused(result):
    assert result.returncode == 2, result.stderr
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    return lines[0]


def test_two_translations_are_scored_and_exported(run, files):
    result = run(
        "score", "it.txt", "good.txt", "--system", "B=bad.txt", "--reference", "ref.txt",
        "--json", "s.json", "--csv", "tables", "--xlsx", "s.xlsx",
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    for word in ("fidelity", "BLEU", "chrF2++", "TER", "nrefs:1|", "p:", "Report: s.json"):
        assert word in result.stdout
    record = json.loads((files / "s.json").read_text("utf-8"))
    assert record["schema"] == "fedele.score/1"
    scores = {(it["system"], it["metric"]): it["score"] for it in record["systems"]}
    assert scores["good.txt", "fidelity"] > scores["B", "fidelity"]
    assert scores["good.txt", "BLEU"] > scores["B", "BLEU"]
    assert scores["good.txt", "TER"] < scores["B", "TER"]
    segments = pd.read_csv(files / "tables" / "segments.csv")
    assert list(segments["segment"]) == [0, 0, 1, 1, 2, 2, 3, 3]
    assert len(pd.read_csv(files / "tables" / "systems.csv")) == 8
    book = openpyxl.load_workbook(files / "s.xlsx")
    assert book.sheetnames == ["systems", "segments"]


def test_a_reference_alone_needs_no_source_and_a_source_alone_no_reference(run, files):
    alone = run("score", "good.txt", "--reference", "ref.txt")
    assert alone.returncode == 0, alone.stderr
    assert "BLEU" in alone.stdout
    assert "fidelity" not in alone.stdout
    source = run("score", "it.txt", "good.txt")
    assert source.returncode == 0, source.stderr
    assert "fidelity" in source.stdout
    assert "BLEU" not in source.stdout


def test_help_says_what_each_file_is_for(run):
    shown = run("score", "--help").stdout
    for word in ("SOURCE", "--reference", "--system", "--before", "--csv"):
        assert word in shown


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("good.txt",), "nothing to score by"),
        (("it.txt", "short.txt"), "short.txt: has 3 lines where it.txt has 4, so line 4"),
        (("good.txt", "--reference", "hole.txt"), "hole.txt, line 2: is empty"),
        (("it.txt", "gone.txt"), "gone.txt"),
        (("it.txt", "good.txt", "--system", "bad.txt"), "NAME=FILE was expected"),
        (("it.txt", "good.txt", "--system", "good.txt=bad.txt"), "the name is taken"),
        (("-", "-"), "standard input (-) holds one text"),
        (("it.txt", "good.txt", "--json", "good.txt"), "would overwrite the text itself"),
        (("good.txt", "--before", "bad.txt"), "give SOURCE and TARGET"),
        (("it.txt", "good.txt", "--before", "good.txt"), "the same file was given as both"),
        (("it.txt", "good.txt", "--before", "bad.txt", "--reference", "ref.txt"), "goes with"),
    ],
)
def test_what_cannot_be_scored_is_refused_in_one_line(run, files, arguments, message):
    (files / "short.txt").write_text("\n".join(GOOD[:3]), "utf-8")
    (files / "hole.txt").write_text("\n".join((GOOD[0], "", *GOOD[2:])), "utf-8")
    assert message in refused(run("score", *arguments))


def test_what_changed_since_the_approved_version_is_listed(run, files):
    before, after = list(GOOD), list(GOOD)
    after[1] = "The final vote is expected in November."
    del after[3]
    for name, lines in (("before", before), ("after", after), ("source", ITALIAN)):
        (files / f"{name}.txt").write_text("\n\n".join(lines), "utf-8")
    result = run("score", "source.txt", "after.txt", "--before", "before.txt", "--csv", "changes")
    assert result.returncode == 0, result.stderr
    assert "2 segments changed, 2 as they were" in result.stdout
    table = pd.read_csv(files / "changes" / "changes.csv").set_index("change")
    assert sorted(table.index) == ["removed", "rewritten"]
    rewritten = table.loc["rewritten"]
    assert rewritten["after_fidelity"] < rewritten["before_fidelity"]
    assert rewritten["before_text"] == GOOD[1]
    assert table.loc["removed", "before_paragraph"] == 3


def test_scores_are_told_in_italian(run, files):
    result = run(
        "score", "it.txt", "good.txt", "--system", "B=bad.txt", "--reference", "ref.txt",
        "--lang", "it",
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert result.stdout.split()[:2] == ["sistema", "fedeltà"]
    assert "p: quanto è probabile che una differenza così grande da good.txt" in result.stdout
    assert re.search(r"B .*\d,\d ± \d+,\d +0,\d{3}", result.stdout)


def test_a_revision_is_told_in_italian(run, files):
    after = "\n\n".join([*GOOD[:1], "The final vote is expected in November.", *GOOD[2:]])
    (files / "after.txt").write_text(after, "utf-8")
    for name, lines in (("before", GOOD), ("source", ITALIAN)):
        (files / f"{name}.txt").write_text("\n\n".join(lines), "utf-8")
    asked = ("source.txt", "after.txt", "--before", "before.txt")
    result = run("score", *asked, "--lang", "it")
    assert result.returncode == 0, result.stderr
    assert "1 segmento cambiato, " in result.stdout
    assert "testo prima" in result.stdout
    assert "riscritto" in result.stdout


def test_scores_in_a_language_without_wording_are_refused(run, files):
    message = refused(run("score", "it.txt", "good.txt", "--lang", "de"))
    assert "there are no reports in `de`" in message


def test_the_same_from_python(files):
    scores = fedele.score(
        {"good": files / "good.txt", "bad": files / "bad.txt"},
        references=[files / "ref.txt"],
        source=files / "it.txt",
    )
    table = scores.systems.set_index(["metric", "system"])["score"]
    assert table["fidelity", "good"] > table["fidelity", "bad"]
    assert list(scores.segments.columns)[:3] == ["segment", "system", "fidelity"]
    for name, lines in (("before", GOOD), ("after", BAD), ("source", ITALIAN)):
        (files / f"{name}.txt").write_text("\n\n".join(lines), "utf-8")
    revision = fedele.compare_versions(
        files / "source.txt", files / "before.txt", files / "after.txt"
    )
    assert revision.after.fidelity < revision.before.fidelity
    assert set(revision.changes["change"]) <= {"rewritten", "removed", "inserted", "moved"}
    assert revision.to_dict()["schema"] == "fedele.revision/1"


@pytest.mark.parametrize("seconds", [0.3, 1.5])
def test_an_interrupted_run_leaves_no_file_behind(files, seconds):
    for name, lines in (("long", GOOD), ("longit", ITALIAN)):
        text = "\n".join(f"{line} {number}" for number in range(400) for line in lines)
        (files / f"{name}.txt").write_text(text, "utf-8")
    known = set(files.iterdir())
    process = subprocess.Popen(
        [sys.executable, "-c", UP, "score", "longit.txt", "long.txt", "--csv", "out"],
        cwd=files,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "up\n"
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert errors == "fedele: interrupted; nothing half-written is left behind\n"
    assert set(files.iterdir()) == known
