"""A borrowed judge, from the command line and from Python, all the way into the result."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from checkpoints import comet
from typer.testing import CliRunner

import fedele
from fedele.batch.job import Job as BatchJob
from fedele.batch.job import Pair, Recipe, do_job
from fedele.cli import app
from metrics import list_judges, load_judge

ITALIAN = "Il governo ha approvato la legge. Il voto finale è atteso a dicembre."
ENGLISH = "The government has approved the law. A final vote is expected in December."
LANGUAGES = {"source_language": "it", "target_language": "en"}


@pytest.fixture(scope="module")
def judge(tmp_path_factory):
    """A tiny xCOMET."""
    folder = tmp_path_factory.mktemp("judges") / "tiny-xcomet"
    comet(
        folder, seed=3, class_identifier="xcomet_metric", layer_norm=False, word_layer=2, labels=4
    )
    return str(folder)


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "it.txt").write_text(ITALIAN, "utf-8")
    (tmp_path / "en.txt").write_text(ENGLISH, "utf-8")
    return ["it.txt", "en.txt"]


def run(*arguments):
    return CliRunner().invoke(app, [*arguments])


def test_the_signature_names_the_judge_and_its_weights(judge):
    plain = fedele.review_texts(ITALIAN, ENGLISH, **LANGUAGES, effort="fast")
    asked = fedele.review_texts(ITALIAN, ENGLISH, **LANGUAGES, effort="fast", judge=judge)
    extra = dict(asked.signature.items() - plain.signature.items())
    assert extra == {
        "judge": judge,
        "judge_sha256": load_judge("fast", judge).model.digest,
    }
    assert asked.fidelity != plain.fidelity


def test_the_command_line_gives_the_same_review(judge, files):
    result = run("review", *files, "--effort", "fast", "--judge", judge, "--json", "x.json")
    assert result.exit_code == 0, result.output
    written = json.loads(Path("x.json").read_text("utf-8"))
    review = fedele.review(*files, effort="fast", judge=judge)
    assert written["signature"] == review.to_dict()["signature"]
    assert written["summary"] == review.to_dict()["summary"]


def test_scores_and_versions_are_judged_too(judge, files):
    asked = {"source": "it.txt", "effort": "fast", **LANGUAGES}
    plain, borrowed = (
        fedele.score({"a": "en.txt"}, **asked, judge=one).reviews["a"] for one in (None, judge)
    )
    assert "judge" in borrowed.signature
    assert "judge" not in plain.signature
    revision = fedele.compare_versions(
        "it.txt",
        "en.txt",
        fedele.File("b.txt", b"The government has approved it."),
        effort="fast",
        judge=judge,
        **LANGUAGES,
    )
    assert revision.after.signature["judge"] == judge


def test_a_batch_is_judged_too(judge):
    job = BatchJob(
        Pair("x", "it", "en", "it", "en"),
        fedele.File("it", ITALIAN.encode()),
        fedele.File("en", ENGLISH.encode()),
    )
    plain, borrowed = (do_job(job, Recipe(effort="fast", judge=one)) for one in (None, judge))
    assert borrowed.document.fidelity != plain.document.fidelity
    assert "judge_sha256" in borrowed.report
    assert "judge_sha256" not in plain.report


def test_nothing_is_fetched(judge, files, monkeypatch):
    def refuse(*_):
        pytest.fail("something was fetched")

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(f"socket.socket.{name}", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    assert run("review", *files, "--effort", "fast", "--judge", judge).exit_code == 0
    assert run("review", *files, "--effort", "fast", "--judge", "google/none").exit_code == 2
    assert run("models").exit_code == 0


@pytest.mark.parametrize("command", ["review", "score"])
def test_a_judge_that_is_not_here_ends_with_one_line(command, files):
    result = run(command, *files, "--effort", "fast", "--judge", "wmt22-cometkiwi-da")
    assert result.exit_code == 2
    assert result.stderr.startswith("fedele: judge wmt22-cometkiwi-da: no such model")
    assert result.stderr.count("\n") == 1


def test_models_lists_judges_with_size_licence_and_agreement(monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    listed = run("models").output
    for it in list_judges():
        row = next(line for line in listed.splitlines() if it.name in line)
        assert it.licence in row
        assert it.agreement in row
        assert f"{it.billions} billion" in row


@pytest.mark.parametrize("command", [["--help"], ["review", "--help"], ["models"]])
def test_no_help_and_no_list_loads_what_a_judge_needs(command):
    code = (
        "import sys\nfrom fedele.cli import app\n"
        f"try:\n    app({command!r})\nexcept SystemExit:\n    pass\n"
        "assert not {'torch', 'transformers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
