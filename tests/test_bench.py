"""What measures: every module imports, every command is called in one way and written down."""

import ast
import hashlib
import json
import os
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from shared import SHARED

REPOSITORY = Path(__file__).resolve().parents[1]
BENCH = REPOSITORY / "bench"
README = (BENCH / "README.md").read_text("utf-8")
MODULES = sorted(
    path.relative_to(REPOSITORY).with_suffix("").as_posix().replace("/", ".")
    for path in BENCH.rglob("*.py")
)
OPTIONAL = ("atheris", "selenium", "sentencex", "syntok", "blingfire", "bertalign", "pebble")
"""What only some of them need, where they use it."""
IMPORT = """
import importlib, json, sys
sys.modules.update(dict.fromkeys(sys.argv[1].split(","), None))
failed = {}
for name in sys.argv[2:]:
    try:
        importlib.import_module(name)
    except BaseException as error:
        failed[name] = repr(error)
print(json.dumps(failed))
"""


def run(*arguments, cwd=REPOSITORY):
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=environment,
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def first_cells(section):
    """Of each row of a table of the README, what is in code marks in its first cell."""
    text = README.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    rows = [line for line in text.splitlines() if line.startswith("| ") and "`" in line]
    return [re.findall(r"`([^`]+)`", row.split("|")[1]) for row in rows]


def is_fitted(path):
    """Whether a data file of the product holds weights, or numbers that say they were fitted."""
    if path.suffix in (".json", ".toml"):
        return '"calibrated"' in path.read_text("utf-8")
    return path.suffix == ".npz"


@pytest.fixture(scope="module")
def commands():
    """Every command as `python -m bench` lists it, with what it says of it."""
    result = run("-m", "bench")
    assert result.returncode == 0, result.stderr
    lines = (line.split(maxsplit=1) for line in result.stdout.splitlines())
    return dict(lines)


def test_every_module_imports_without_data_and_optional_packages_and_does_nothing(tmp_path):
    assert len(MODULES) > 40
    result = run("-c", IMPORT, ",".join(OPTIONAL), *MODULES, cwd=tmp_path)
    assert json.loads(result.stdout) == {}
    assert list(tmp_path.iterdir()) == []


def test_no_modules_import_each_other():
    """Not inside functions either: such a circle says that a third module is missing."""
    imported = {}
    for name in MODULES:
        source = REPOSITORY.joinpath(*name.split(".")).with_suffix(".py")
        nodes = ast.walk(ast.parse(source.read_text("utf-8")))
        imported[name] = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    assert "bench.bitexts" in imported["bench.alignment"]
    TopologicalSorter(imported).prepare()


def test_every_command_is_listed_with_what_it_is_for(commands):
    runnable = {
        path.stem
        for path in BENCH.glob("*.py")
        if path.stem not in ("__main__", "peer_worker") and "__main__" in path.read_text("utf-8")
    }
    assert set(commands) == runnable
    assert all(len(about) > 20 for about in commands.values())


def test_a_command_is_run_by_its_name_with_its_arguments():
    for how in (("bench", "index_speed"), ("bench.index_speed",)):
        result = run("-m", *how, "--help")
        assert result.returncode == 0, result.stderr
        assert "--pairs" in result.stdout


def test_a_command_that_there_is_not_is_refused_with_those_that_there_are():
    result = run("-m", "bench", "frobnicate")
    assert result.returncode == 1
    assert "no command 'frobnicate'" in result.stderr
    assert "index_speed" in result.stderr


def test_the_readme_names_every_command(commands):
    named = [name for names in first_cells("Commands") for name in names]
    assert sorted(named) == sorted(commands)


def test_the_readme_says_where_all_that_was_fitted_to_data_comes_from():
    files = (
        path
        for room in ("corpus", "align", "metrics", "fedele")
        for path in (REPOSITORY / room).rglob("data/*")
        if is_fitted(path)
    )
    fitted = {path.relative_to(REPOSITORY).as_posix() for path in files}
    assert len(fitted) > 10
    assert fitted == {name for names in first_cells("Weights") for name in names}


def test_the_readme_names_all_data_that_has_a_digest():
    digests = (BENCH / "data.sha256").read_text("utf-8").splitlines()
    named = re.findall(r"`((?:data|seeds)/[^`]+)`", README)
    assert sorted(named) == sorted(line.split("  ")[1] for line in digests)


def test_data_that_is_beside_the_checkout_is_what_was_measured_with():
    """Nothing to compare where there is none."""
    for line in (BENCH / "data.sha256").read_text("utf-8").splitlines():
        digest, name = line.split("  ")
        assert re.fullmatch(r"[0-9a-f]{64}", digest)
        if (file := SHARED / name).exists():
            with file.open("rb") as opened:
                assert hashlib.file_digest(opened, "sha256").hexdigest() == digest, name


def retrain(*arguments, before=""):
    code = ("from pathlib import Path", "import sys", "from bench import retrain", before)
    return run("-c", "\n".join((*code, "retrain.main()")), *map(str, arguments))


def test_the_plan_of_retrain_names_all_that_the_judge_is_made_of():
    result = retrain("--list")
    assert result.returncode == 0, result.stderr
    written = re.findall(r"writes (\S+)", result.stdout)
    judge = REPOSITORY / "metrics" / "judges" / "ensemble" / "data"
    weights = [f"{path.relative_to(REPOSITORY)}" for path in judge.iterdir()]
    assert set(written) >= {name for name in weights if not name.endswith(".toml")}
    assert all((REPOSITORY / name).exists() for name in written)


def test_retrain_without_its_data_makes_nothing_and_says_what_is_missing(tmp_path):
    result = retrain("--cache", tmp_path, before="retrain.SHARED = Path('/nowhere')")
    assert result.returncode == 1
    assert "NTREX: /nowhere/data/ntrex-dev.en-it.tsv" in result.stderr
    assert list(tmp_path.iterdir()) == []


STEPS = """
retrain.missing = lambda *_: []
retrain.ROOT = Path(sys.argv[2])
retrain.STEPS = [retrain.Step(it, (it,), (), it) for it in ("one", "two", "three")]
def run(step, cache):
    if step.name in broken:
        sys.exit(1)
    (retrain.ROOT / step.file).write_text(step.name)
retrain.run = run
"""


def test_retrain_goes_on_where_it_stopped_and_makes_again_what_was_changed(tmp_path):
    def made(broken=()):
        result = retrain("--cache", tmp_path, before=f"broken = {tuple(broken)}\n{STEPS}")
        return re.findall(r"== (\w+)", result.stdout)

    assert made(broken=["two"]) == ["one", "two"]
    assert made() == ["two", "three"]
    assert made() == []
    (tmp_path / "two").write_text("by hand")
    assert made() == ["two", "three"]
