"""Every page is tested like code: its Python runs, what it names exists, its figures were measured.

Pages are the README, `docs/` and the changelog, which may name what is gone. Examples run in the
repository's root.
"""

import json
import re
import shlex
import subprocess
import sys
import tomllib
from dataclasses import asdict
from decimal import Decimal
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
import yaml

from corpus import default_limits
from corpus.formats import PAIRED_READERS, READERS
from fedele.findings.tables import FLAG_COLUMNS, SEGMENT_COLUMNS, WORD_COLUMNS
from metrics import Kind

REPOSITORY = Path(__file__).resolve().parents[1]
README = REPOSITORY / "README.md"
CHANGELOG = REPOSITORY / "CHANGELOG.md"
PRESENT = [README, *sorted(REPOSITORY.glob("docs/*.md"))]
PAGES = [*PRESENT, CHANGELOG]
OTHERS = [REPOSITORY / "bench" / "README.md", REPOSITORY / "corpus" / "sample" / "README.md"]
"""Pages of folders, for which only what they name is looked up."""
ROOMS = ("corpus", "align", "metrics", "fedele", "bench", "tests", "docs")
PARSERS = {"json": json.loads, "toml": tomllib.loads, "yaml": yaml.safe_load}
MEASURED = ("README.md", "docs/quality.md")
"""Pages whose figures stand in bench/RESULTS.md."""

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)]+)\)")
NAME = re.compile(r"\b(fedele|corpus|align|metrics)\.([A-Za-z_]\w*)(?![\w/.])")
COMMAND = re.compile(r"python -m (bench\.[a-z_]+)")
PATH = re.compile(rf"`((?:{'|'.join(ROOMS)})/[^`\s]*)`")
FIGURE = re.compile(r"\b\d\.\d\d+\b")


def name(page):
    return page.relative_to(REPOSITORY).as_posix()


def text(page):
    return page.read_text("utf-8")


def blocks(language):
    """The blocks of code of all pages in a language, each with its page's name."""
    return [
        pytest.param(code, id=f"{name(page)}: {code.splitlines()[0]}")
        for page in PAGES
        for found, code in BLOCK.findall(text(page))
        if found == language
    ]


def commands(program):
    """Every line of shell in the pages that runs a program."""
    lines = [line for block in blocks("sh") for line in block.values[0].splitlines()]
    return sorted({line for line in lines if line.startswith(f"{program} ")})


def anchors(page):
    """What its headings are called in links, as GitHub does it."""
    headings = re.findall(r"^#+ (.+)", BLOCK.sub("", text(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in headings}


def leads_nowhere(page, link):
    path, _, anchor = link.partition("#")
    target = page.parent / path if path else page
    return not target.exists() or (bool(anchor) and anchor not in anchors(target))


@cache
def help_of(command):
    """The help of a command, as printed."""
    arguments = [sys.executable, "-m", "fedele", command, "--help"]
    result = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert result.returncode == 0, f"there is no `fedele {command}`"
    return result.stdout


def options_in(words):
    return set(re.findall(r"(?<!\S)-{1,2}[a-z][a-z-]*", words))


def is_rounding(figure, measured):
    last = Decimal(1).scaleb(-len(figure.partition(".")[2]))
    return any(abs(Decimal(other) - Decimal(figure)) <= last / 2 for other in measured)


def test_the_readme_is_a_page_for_newcomers():
    assert len(text(README).splitlines()) <= 120
    assert BLOCK.findall(text(README))


def test_the_readme_leads_to_every_page():
    linked = {(REPOSITORY / link).resolve() for link in LINK.findall(text(README))}
    assert [name(page) for page in PAGES if page not in {README, *linked}] == []


@pytest.mark.parametrize("code", blocks("python"))
def test_python_runs(code, monkeypatch):
    monkeypatch.chdir(REPOSITORY)
    exec(compile(code, "page", "exec"), {})


@pytest.mark.parametrize("language", PARSERS)
def test_what_is_no_program_can_be_read(language):
    for block in blocks(language):
        assert PARSERS[language](block.values[0])


@pytest.mark.parametrize("line", commands("fedele"))
def test_a_command_exists_with_its_options(line):
    command, *arguments = shlex.split(line, comments=True)[1:]
    assert options_in(" ".join(arguments)) <= options_in(help_of(command))


def test_what_is_made_can_be_made():
    targets = re.findall(r"^(\w+):", text(REPOSITORY / "Makefile"), re.MULTILINE)
    asked = commands("make")
    assert asked
    assert [line for line in asked if line.split()[1] not in targets] == []


@pytest.mark.parametrize("page", PRESENT, ids=name)
def test_options_named_in_the_text_exist(page):
    known = "".join(
        help_of(command)
        for command in ("review", "desk", "decisions", "align", "score", "batch", "pair", "models")
    )
    named = re.findall(r"`(--[a-z][a-z-]*)", text(page))
    assert [option for option in named if option not in known] == []


@pytest.mark.parametrize("page", PAGES + OTHERS, ids=name)
def test_links_lead_to_files_and_headings_that_exist(page):
    assert [link for link in LINK.findall(text(page)) if leads_nowhere(page, link)] == []


@pytest.mark.parametrize("page", PRESENT + OTHERS, ids=name)
def test_files_in_code_marks_exist(page):
    words = text(page)
    named = PATH.findall(BLOCK.sub("", words))
    named += [f"{command.replace('.', '/')}.py" for command in COMMAND.findall(words)]
    assert [path for path in named if not any(REPOSITORY.glob(path.rstrip("/")))] == []


@pytest.mark.parametrize("page", PRESENT, ids=name)
def test_names_in_code_marks_exist(page):
    marked = " ".join(re.findall(r"`[^`\n]+`", BLOCK.sub("", text(page))))
    modules = {"fedele.exchange"}
    found = {match for match in NAME.findall(marked) if ".".join(match) not in modules}
    assert [it for it in found if not hasattr(import_module(it[0]), it[1])] == []


def test_the_formats_page_names_every_ending():
    named = set(re.findall(r"`(\.[a-z]+)`", text(REPOSITORY / "docs" / "formats.md")))
    assert named == {*READERS, *PAIRED_READERS}


def test_the_limits_page_gives_the_default_of_every_limit():
    rows = re.findall(r"^\| `(\w+)` \| ([\d,]+) \|", text(REPOSITORY / "docs" / "limits.md"), re.M)
    assert {row: int(value.replace(",", "")) for row, value in rows} == asdict(default_limits())


def test_the_library_page_names_every_column_of_the_tables():
    words = text(REPOSITORY / "docs" / "library.md")
    columns = {*SEGMENT_COLUMNS, *WORD_COLUMNS, *FLAG_COLUMNS}
    plain = {column for column in columns if not column.startswith("target_")}
    assert [column for column in sorted(plain) if f"`{column}`" not in words] == []


def test_the_guide_names_every_kind_of_flag():
    words = text(REPOSITORY / "docs" / "guide.md").lower()
    assert [kind for kind in Kind if kind.value not in words] == []


def test_the_changelog_keeps_its_form():
    words = text(CHANGELOG)
    version = tomllib.loads(text(REPOSITORY / "pyproject.toml"))["project"]["version"]
    assert re.findall(r"^## \[([^]]+)\]", words, re.MULTILINE)[:2] == ["Unreleased", version]
    sections = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert set(re.findall(r"^### (.+)", words, re.MULTILINE)) <= sections


@pytest.mark.parametrize("page", MEASURED)
def test_figures_are_those_that_were_measured(page):
    measured = FIGURE.findall(text(REPOSITORY / "bench" / "RESULTS.md"))
    stated = FIGURE.findall(text(REPOSITORY / page))
    assert stated
    assert [figure for figure in stated if not is_rounding(figure, measured)] == []
