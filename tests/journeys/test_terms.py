"""Terms on the command line and in the library: what a desk gives, and what it gets back."""

import json

import pytest

import fedele
from corpus import Term

TABLE = "originale;traduzione;vietato;nota\ncamion;truck;lorry|lorries;stile americano\n"
STYLE = "forbidden,target\nmany observers,critics\n"


@pytest.fixture
def files(tmp_path):
    """A table of terms as an Italian spreadsheet saves it, and a list of words to avoid."""
    (tmp_path / "glossario.csv").write_text(TABLE, "utf-8-sig")
    (tmp_path / "style.csv").write_text(STYLE, "utf-8")
    return [tmp_path / "glossario.csv", tmp_path / "style.csv"]


def terminology(record):
    return [flag for flag in record["flags"] if flag["kind"] == "terminology"]


def test_terms_files_are_kept_to_and_the_report_says_which_line_asks_for_what(run, sample, files):
    options = [option for file in files for option in ("--terms", file)]
    result = run(
        "review", sample, *options, "--effort", "fast", "--lang", "it", "--html", "r.html",
        "--json", "r.json", "--fail-on", "major",
    )  # fmt: skip
    assert result.returncode == 1, result.stderr
    record = json.loads((sample.parent / "r.json").read_text("utf-8"))
    flags = terminology(record)
    assert {flag["target"]["text"] for flag in flags if flag["target"]} >= {
        "lorries", "lorry", "many observers",
    }  # fmt: skip
    assert all(flag["severity"] == "major" for flag in flags if flag["target"])
    assert any("(glossario.csv, line 2: stile americano)" in flag["message"] for flag in flags)
    assert "ed è vietato" in (sample.parent / "r.html").read_text("utf-8")
    assert record["signature"]["terms"] == "2"


def test_the_library_takes_files_and_rules(sample, files):
    rule = Term(("mezzo pesante",), ("HGV",), ("heavy vehicle",), "by hand", 1)
    from_file = fedele.review(sample, effort="fast", terms=str(files[0]))
    both = fedele.review(sample, effort="fast", terms=[*files, rule])
    plain = fedele.review(sample, effort="fast")
    counts = [int((one.flags["kind"] == "terminology").sum()) for one in (plain, from_file, both)]
    assert counts[0] == 0 < counts[1] < counts[2]
    assert "terms" not in plain.signature
    others = both.flags[both.flags["kind"] != "terminology"]
    assert set(others["message"]) <= set(plain.flags["message"])


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("originale;traduzione\ncamion;\n", "glossario.csv, line 2: expected a term"),
        ("camion;lorry\n", "glossario.csv, line 1: expected a header"),
        ("<tbx><text>", "glossario.csv, line 1: no well-formed XML"),
    ],
)
def test_a_wrong_terms_file_is_one_line_and_exit_code_2(run, sample, files, content, complaint):
    files[0].write_text(content, "utf-8")
    result = run("review", sample, "--terms", files[0], "--effort", "fast")
    assert result.returncode == 2
    assert result.stdout == ""
    [line] = result.stderr.splitlines()
    assert complaint in line


def test_a_terms_file_is_never_overwritten(run, sample, files):
    result = run("review", sample, "--terms", files[0], "--json", files[0])
    assert result.returncode == 2
    assert files[0].read_text("utf-8-sig") == TABLE
