"""`fedele` as its users meet it: reports, exit codes, and whatever may be wrong with a file."""

import json
import os
import subprocess
import sys
import time
import zipfile

import pytest

ITALIAN = "Il governo ha approvato ieri la legge di bilancio. Il voto finale è atteso a dicembre."
ENGLISH = (
    "The government approved the budget law yesterday. The final vote is expected in December."
)
FAST = ("--effort", "fast")


@pytest.fixture
def pair(tmp_path):
    (tmp_path / "legge.it.txt").write_text(ITALIAN, "utf-8")
    (tmp_path / "legge.en.txt").write_text(ENGLISH, "utf-8")
    return tmp_path / "legge.it.txt", tmp_path / "legge.en.txt"


def refused(result):
    """Exit code 2, one line on stderr, no traceback; returns the line."""
    assert result.returncode == 2, result.stderr
    assert "Traceback" not in result.stderr
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    return lines[0]


def test_help_imports_nothing_heavy():
    code = (
        "import sys, runpy; sys.argv = ['fedele', '--help']\n"
        "try: runpy.run_module('fedele', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "heavy = {'torch', 'pandas', 'transformers', 'sentence_transformers', 'numpy', 'babel'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_a_review_imports_no_transformer(sample, tmp_path):
    code = (
        "import sys, fedele; fedele.review(sys.argv[1]).to_html(sys.argv[2])\n"
        "assert not {'torch', 'transformers'} & set(sys.modules)\n"
    )
    report = tmp_path / "report.html"
    subprocess.run([sys.executable, "-c", code, sample, report], check=True)


def test_review_prints_a_summary_and_writes_the_report_beside_the_text(run_alone, sample):
    result = run_alone("review", sample)
    assert result.returncode == 0, result.stderr
    assert "translation" in result.stdout.lower()
    report = sample.with_suffix(".review.html")
    assert report.is_file()
    assert str(report.name) in result.stdout.replace("\n", "")


def test_review_of_two_files_writes_what_is_asked_for(run, pair, tmp_path):
    wanted = ["--html", "r.html", "--json", "r.json", "--csv", "tables", "--xlsx", "r.xlsx"]
    result = run("review", *pair, *wanted)
    assert result.returncode == 0, result.stderr
    record = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert record["schema"] == "fedele.review/1"
    assert record["source"]["language"] == "it"
    names = ("r.html", "r.xlsx", "tables/flags.csv", "tables/segments.csv", "tables/words.csv")
    assert all((tmp_path / name).stat().st_size for name in names)


def test_findings_at_the_asked_severity_exit_with_1(run, sample):
    assert run("review", sample, *FAST, "--fail-on", "major").returncode == 1
    assert run("review", sample, *FAST, "--fail-on", "never").returncode == 0


def test_fidelity_below_what_was_asked_exits_with_1(run, sample):
    assert run("review", sample, *FAST, "--min-fidelity", "99.9").returncode == 1
    assert run("review", sample, *FAST, "--min-fidelity", "10").returncode == 0


def test_standard_input_is_read(run, sample, tmp_path):
    result = run("review", "-", *FAST, "--html", "r.html", stdin=sample.read_text("utf-8"))
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "r.html").is_file()


def test_swapped_languages_are_put_right_and_said(run, pair, tmp_path):
    italian, english = pair
    options = ["--source", "it", "--target", "en", "--json", "r.json"]
    result = run("review", english, italian, *options)
    assert result.returncode == 0, result.stderr
    record = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert record["source"]["language"] == "it"
    assert any("swap" in note.lower() for note in record["notes"])


def broken_docx(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w:document>" * 1000)
    path.write_bytes(path.read_bytes()[:-100])


BAD_FILES = {
    "missing.txt": None,
    "empty.txt": lambda path: path.write_bytes(b""),
    "blank.txt": lambda path: path.write_text(" \n\n \t\n"),
    "picture.png": lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9),
    "nul.txt": lambda path: path.write_bytes(ITALIAN.encode() + b"\x00\x00" + ENGLISH.encode()),
    "truncated.docx": broken_docx,
    "folder": lambda path: path.mkdir(),
    "one-language.txt": lambda path: path.write_text(ITALIAN * 5, "utf-8"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_cannot_be_used_is_refused_in_one_line(run, tmp_path, name):
    path = tmp_path / name
    if BAD_FILES[name]:
        BAD_FILES[name](path)
    before = sorted(tmp_path.iterdir())
    assert name in refused(run("review", path))
    assert sorted(tmp_path.iterdir()) == before


def test_a_huge_file_is_refused_at_once(run, tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    started = time.monotonic()
    assert "huge.txt" in refused(run("review", path))
    assert time.monotonic() - started < 10


def test_the_same_file_twice_is_refused(run, pair):
    refused(run("review", pair[0], pair[0]))


def test_two_files_in_one_language_are_refused(run, pair, tmp_path):
    other = tmp_path / "altro.txt"
    other.write_text("La notizia è stata confermata dal ministro in serata a Roma.", "utf-8")
    refused(run("review", pair[0], other))


@pytest.mark.parametrize(
    "options",
    [
        ["--model", "no-such-model"],
        ["--source", "italiano!"],
        ["--source", "it", "--target", "it"],
        ["--lang", "de"],
    ],
)
def test_an_option_that_makes_no_sense_is_refused_in_one_line(run, pair, options):
    refused(run("review", *pair, *options))


@pytest.mark.parametrize("option", ["--fail-on=x", "--htm=r.html", "--min-fidelity=200"])
def test_a_mistyped_option_exits_with_2_and_names_it(run, pair, option):
    result = run("review", *pair, option)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert option.split("=")[0] in result.stderr


def test_the_version_is_told(run):
    assert run("--version").stdout.split()[0] == "fedele"


@pytest.mark.parametrize("command", [["align"], ["review", "--html", "r.html"]])
def test_a_reader_that_leaves_early_is_no_error(run_alone, pair, command):
    read_end, write_end = os.pipe()
    os.close(read_end)
    try:
        result = run_alone(*command, *pair, stdout=write_end)
    finally:
        os.close(write_end)
    assert result.returncode == 141
    assert result.stderr == ""


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_the_terminal_s_encoding_does_not_matter(run_alone, pair, monkeypatch, encoding):
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    result = run_alone("review", *pair, "--lang", "it")
    assert result.returncode == 0, result.stderr
    assert "legge.it.review.html" in result.stdout


def test_a_file_name_that_is_not_utf_8_is_no_obstacle(run_alone, pair, tmp_path):
    name = os.fsdecode(b"caff\xe8.txt")
    pair[0].rename(tmp_path / name)
    result = run_alone("review", name, pair[1], "--json", "r.json", "--html", "r.html")
    assert result.returncode == 0, result.stderr


UNWRITABLE = {
    "a missing folder": ("--html", "nowhere/r.html"),
    "below a file": ("--html", "legge.it.txt/r.html"),
    "a folder": ("--json", "."),
    "a folder that takes no files": ("--html", "/proc/r.html"),
    "tables where no folder can be": ("--csv", "/proc/tables"),
    "tables in a file": ("--csv", "old.txt"),
    "tables below a file": ("--csv", "old.txt/tables"),
    "the source": ("--html", "legge.it.txt"),
    "the translation by another name": ("--xlsx", "./../{folder}/legge.en.txt"),
    "two reports in one file": ("--html", "r.html", "--json", "./r.html"),
    "a report among the tables": ("--csv", ".", "--json", "flags.csv"),
}


@pytest.mark.parametrize("options", UNWRITABLE.values(), ids=UNWRITABLE.keys())
def test_what_cannot_be_written_is_said_before_the_work(run, pair, tmp_path, options):
    (tmp_path / "old.txt").write_text("old", "utf-8")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    options = [option.format(folder=tmp_path.name) for option in options]
    line = refused(run("review", *pair, "--model", "no-such-model", *options))
    assert "no-such-model" not in line, "the model was loaded first"
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_an_alignment_does_not_overwrite_its_text(run, tmp_path):
    (tmp_path / "a.tsv").write_text(ITALIAN, "utf-8")
    (tmp_path / "b.tsv").write_text(ENGLISH, "utf-8")
    assert "a.tsv" in refused(run("align", "a.tsv", "b.tsv", "-o", "a.tsv"))
    assert (tmp_path / "a.tsv").read_text("utf-8") == ITALIAN


def test_an_old_report_survives_a_refused_review(run, pair, tmp_path):
    report = tmp_path / "r.html"
    report.write_text("old")
    refused(run("review", pair[0], pair[0], "--html", report))
    assert report.read_text() == "old"


def test_latin_1_is_read_and_said(run, pair, tmp_path):
    pair[0].write_bytes((ITALIAN + " Così è la città.").encode("latin-1"))
    assert run("review", *pair, "--json", "r.json").returncode == 0
    notes = json.loads((tmp_path / "r.json").read_text("utf-8"))["notes"]
    assert any("UTF-8" in note for note in notes)


@pytest.mark.parametrize("ending", [".json", ".jsonl", ".tsv", ".tmx", ".xliff"])
@pytest.mark.parametrize("unit", ["line", "sentence", "paragraph"])
def test_align_writes_every_format_for_every_unit(run, pair, tmp_path, unit, ending):
    output = tmp_path / f"out{ending}"
    result = run("align", *pair, "--unit", unit, "-o", output)
    assert result.returncode == 0, result.stderr
    assert output.stat().st_size


def test_align_writes_the_documented_json(run, tmp_path):
    (tmp_path / "a.txt").write_text("Il gatto dorme.\n\nLa pioggia cade sulla città.\n", "utf-8")
    (tmp_path / "b.txt").write_text("The cat is asleep.\nRain falls on the city.\n", "utf-8")
    result = run("align", "a.txt", "b.txt", "--unit", "line", "-o", "x.json")
    assert result.returncode == 0, result.stderr
    record = json.loads((tmp_path / "x.json").read_text("utf-8"))
    assert record["schema"] == "fedele.alignment/1"
    assert record["source"] == {"language": "it", "units": 2}
    assert [(bead["source"], bead["target"]) for bead in record["beads"]] == [
        ([0], [0]),
        ([1], [1]),
    ]


def test_align_refuses_an_ending_that_it_does_not_know(run, pair):
    assert ".pdf" in refused(run("align", *pair, "-o", "x.pdf"))


def test_models_lists_the_default(run):
    result = run("models")
    assert result.returncode == 0
    assert "use" in result.stdout
    assert "e5-small" in result.stdout


SOURCE_LINES = """Il ponte sul fiume è stato chiuso ieri sera.
Le autorità temono che la piena possa danneggiare i piloni.
La biblioteca comunale resta aperta fino a mezzanotte.
"""
TARGET_LINES = """The bridge over the river was closed last night.
The authorities fear that the flood may damage the piers.
Two dogs won a prize at the village fair.
"""


def test_align_prints_how_well_it_matches_a_gold_standard(run, tmp_path):
    """By Vecalign's scorer: a bead found that is no gold bead counts against precision."""
    (tmp_path / "a.txt").write_text(SOURCE_LINES, "utf-8")
    (tmp_path / "b.txt").write_text(TARGET_LINES, "utf-8")
    (tmp_path / "gold").write_text("[0]:[0]\n[1]:[1]\n[2]:[]\n[]:[2]\n", "utf-8")
    command = ("align", "a.txt", "b.txt", "--unit", "line", "--gold")
    result = run(*command, "gold")
    assert (result.returncode, result.stderr) == (0, "")
    rows = [line.split("\t")[:4] for line in result.stdout.splitlines()]
    assert rows[1:] == [[name, *["1.0000"] * 3] for name in ("strict", "lax", "null", "groups")]
    (tmp_path / "other").write_text("[0,1]:[0,1]\n[2]:[2]\n", "utf-8")
    rows = [line.split("\t")[:4] for line in run(*command, "other").stdout.splitlines()]
    assert rows[1:] == [
        ["strict", "0.0000", "0.0000", "0.0000"],
        ["lax", "0.5000", "0.5000", "0.5000"],
        ["null", "0.0000", "1.0000", "0.0000"],
        ["groups", "0.0000", "0.0000", "0.0000"],
    ]


@pytest.mark.parametrize(
    ("gold", "message"),
    [
        ("0-0\n", "line 1: expected beads"),
        ("[0]:[7]\n", "names target unit 7, but the target has 3"),
        (None, "gold"),
    ],
)
def test_align_refuses_what_is_no_gold_standard_in_one_line(run, tmp_path, gold, message):
    (tmp_path / "a.txt").write_text(SOURCE_LINES, "utf-8")
    (tmp_path / "b.txt").write_text(TARGET_LINES, "utf-8")
    if gold is not None:
        (tmp_path / "gold").write_text(gold, "utf-8")
    assert message in refused(run("align", "a.txt", "b.txt", "--unit", "line", "--gold", "gold"))
