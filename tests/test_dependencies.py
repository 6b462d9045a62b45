"""What the product needs to run: every licence known, and permissive or explained."""

import importlib.util
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
LIST = (REPOSITORY / "docs" / "licences.md").read_text("utf-8")
ROWS = {line.split(" | ")[0].strip("| "): line for line in LIST.splitlines() if line[:2] == "| "}


def bench(name):
    spec = importlib.util.spec_from_file_location(name, REPOSITORY / "bench" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their own module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def licences():
    return bench("licences")


def test_every_licence_is_permissive_or_explained(licences):
    rows = licences.rows()
    assert len(rows) > 50
    odd = {row.name for row in rows if not licences.is_permissive(row.licence)}
    assert odd <= set(licences.KNOWN["explained"])
    assert not [row.name for row in rows if row.licence == "unknown"]


def test_no_dependency_is_copyleft_of_the_strong_kind(licences):
    strong = [row.name for row in licences.rows() if "GPL" in row.licence]
    assert strong == []


def test_the_list_names_every_dependency_with_its_licence(licences):
    missing = [row.name for row in licences.rows() if f"| {row.name} | {row.licence} |" not in LIST]
    assert missing == [], "write the list again: python -m bench.licences"


def test_every_explanation_is_of_a_dependency(licences):
    assert set(licences.KNOWN["explained"]) <= {row.name for row in licences.rows()}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("MIT", True),
        ("Apache-2.0 OR GPL-3.0-only", True),
        ("MIT AND GPL-3.0-only", False),
        ("MPL-2.0", False),
        ("unknown", False),
    ],
)
def test_permissive_is_what_all_parts_are(licences, expression, expected):
    assert licences.is_permissive(expression) is expected


SKIPPED = {"name": "a", "skip_reason": "not found"}
FINE = {"name": "b", "version": "1", "vulns": []}
BAD = {"name": "c", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}


@pytest.mark.parametrize(
    ("listed", "code", "said"),
    [
        ([FINE], 0, "1 of 1 dependencies were looked up"),
        ([FINE, BAD], 1, "c 1: CVE-1, fixed in 2"),
        ([SKIPPED, BAD], 1, "CVE-1"),
        ([SKIPPED], 2, "nothing is known of the others"),
        ([FINE, SKIPPED], 2, "cannot be reached here"),
    ],
)
def test_an_audit_without_its_data_is_not_clean(listed, code, said, capsys):
    assert bench("audit").report(listed) == code
    assert said in capsys.readouterr().out
