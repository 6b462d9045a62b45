"""What pipelines run, as they run it: the hooks for pre-commit and the example of a workflow."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from archives import BOTH

REPOSITORY = Path(__file__).resolve().parents[3]
SAMPLE = REPOSITORY / "corpus" / "sample" / "brenner.txt"
WORKFLOW = REPOSITORY / "docs" / "review-workflow.yml"
ITALIAN = "Il governo ha approvato ieri la legge di bilancio. Il voto finale è atteso a dicembre."
ENGLISH = (
    "The government approved the budget law yesterday. The final vote is expected in December."
)


def hooks():
    found = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text("utf-8"))
    return {hook["id"]: hook for hook in found}


def steps():
    (job,) = yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"].values()
    return job["steps"]


@pytest.fixture
def run(tmp_path):
    """Run a command in a folder with a copy of the bundled analysis, `fedele` being in the path."""
    programs = tmp_path / "bin"
    programs.mkdir()
    fedele = programs / "fedele"
    fedele.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m fedele "$@"\n', "utf-8")
    fedele.chmod(0o755)
    folder = tmp_path / "analyses"
    folder.mkdir()
    shutil.copy(SAMPLE, folder)

    def run(command, **environment):
        settings = {**os.environ, "PYTHONPATH": str(REPOSITORY), "LC_ALL": "C.UTF-8", **environment}
        settings["PATH"] = f"{programs}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            command,
            cwd=tmp_path,
            env=settings,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )

    return run


def test_a_hook_says_what_pre_commit_needs_to_know():
    assert set(hooks()) == {"fedele-review", "fedele-review-pair"}
    for hook in hooks().values():
        assert {"id", "name", "description", "entry", "language"} <= set(hook)
        assert hook["language"] == "python"
    assert hooks()["fedele-review-pair"]["pass_filenames"] is False


def test_the_hook_reviews_each_file_and_fails_where_one_has_major_flags(run, tmp_path):
    files = ["analyses/treno.txt", "analyses/legge (due).txt"]
    (tmp_path / files[0]).write_text(BOTH.replace("340 people", "430 people"), "utf-8")
    (tmp_path / files[1]).write_text(f"(IT)\n\n{ITALIAN}\n\n(EN)\n\n{ENGLISH}\n", "utf-8")
    hook = hooks()["fedele-review"]
    result = run([*shlex.split(hook["entry"]), *files])
    assert result.returncode == 1, result.stderr
    for file in files:
        report = f"{file.removesuffix('.txt')}.review.html"
        assert (tmp_path / report).is_file()
        assert re.search(hook["exclude"], report)
    assert run([*shlex.split(hook["entry"]), files[1]]).returncode == 0


def test_the_hook_for_pairs_takes_them_from_its_arguments(run, tmp_path):
    (tmp_path / "a.txt").write_text(ITALIAN, "utf-8")
    (tmp_path / "b.txt").write_text(ENGLISH.replace("yesterday", "in 1999"), "utf-8")
    command = shlex.split(hooks()["fedele-review-pair"]["entry"])
    result = run([*command, "a.txt", "b.txt", "--json", "r.json", "--fail-on", "never"])
    assert result.returncode == 0, result.stderr
    assert json.loads((tmp_path / "r.json").read_text("utf-8"))["flags"]


def test_the_workflow_annotates_and_fails_on_the_bundled_analysis(run, tmp_path):
    step = next(step for step in steps() if step.get("name") == "Review")
    result = run(
        ["bash", "-e", "-c", step["run"].replace("--format", "--effort fast --format")],
        GITHUB_WORKSPACE=str(tmp_path),
        **step["env"],
    )
    assert result.returncode == 1, result.stderr
    commands = [line for line in result.stdout.splitlines() if line.startswith("::")]
    assert commands[0].startswith("::notice title=fedele::A translation.")
    number = next(line for line in commands if "«60» → «80»" in line)
    assert number.startswith("::warning file=analyses/brenner.txt,line=37,")
    lines = SAMPLE.read_text("utf-8").split("\n")
    assert "80 kilometres" in lines[36]
    log = json.loads((tmp_path / "review.sarif").read_text("utf-8"))
    assert log["runs"][0]["artifacts"][0]["location"]["uri"] == "analyses/brenner.txt"
    assert (tmp_path / "review.md").read_text("utf-8").startswith("### A translation")
    assert (tmp_path / "review.html").is_file()
    assert not list(tmp_path.rglob("*.review.html"))


def test_the_workflow_keeps_what_the_review_writes():
    review = next(step["run"] for step in steps() if step.get("name") == "Review")
    written = set(re.findall(r"review\.\w+", review))
    uploaded = [step["with"]["sarif_file"] for step in steps() if "sarif" in str(step.get("uses"))]
    assert uploaded == ["review.sarif"]
    assert {"review.html", "review.sarif", "review.md"} == written
    after = steps()[[step.get("name") for step in steps()].index("Review") + 1 :]
    kept = {
        re.fullmatch(r"\$\{\{ !cancelled\(\) && hashFiles\('(.*)'\) != '' \}\}", s["if"])[1]
        for s in after
    }
    assert kept == written


def test_annotations_alone_write_no_report(run, tmp_path):
    (tmp_path / "a.txt").write_text(ITALIAN, "utf-8")
    (tmp_path / "b.txt").write_text(ENGLISH, "utf-8")
    before = sorted(tmp_path.rglob("*"))
    result = run(["fedele", "review", "a.txt", "b.txt", "--effort", "fast", "--format", "github"])
    assert result.returncode == 0, result.stderr
    assert all(line.startswith("::") for line in result.stdout.splitlines())
    assert sorted(tmp_path.rglob("*")) == before


def test_all_pairs_without_a_memory_to_put_them_in_is_refused(run):
    result = run(["fedele", "review", "analyses/brenner.txt", "--all"])
    assert result.returncode == 2
    assert result.stderr.startswith("fedele: --all is about")
    assert len(result.stderr.splitlines()) == 1


def test_every_exchange_file_is_written_by_its_option(run, tmp_path):
    forms = ("tmx", "xliff", "sarif", "jsonl", "markdown")
    options = [part for form in forms for part in (f"--{form}", f"out.{form}")]
    texts = ["analyses/brenner.txt", "--effort", "fast", "--lang", "it"]
    result = run(["fedele", "review", *texts, *options, "--all"])
    assert result.returncode == 0, result.stderr
    assert all((tmp_path / f"out.{form}").stat().st_size for form in forms)
    assert "### Una traduzione" in (tmp_path / "out.markdown").read_text("utf-8")
    assert "<note>" in (tmp_path / "out.tmx").read_text("utf-8")
