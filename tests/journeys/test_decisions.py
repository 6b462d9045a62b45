"""Decisions from review to review: remembered through edits elsewhere, gone with their passage."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

import fedele
from fedele.findings.decisions import SCHEMA

REPOSITORY = Path(__file__).resolve().parents[2]
FAST = ("--effort", "fast")
DECIDED = {  # by the words that are flagged in the bundled analysis
    "di due file di mezzi pesanti": "intended",
    "60": "fix",
    "dovranno": "false-alarm",
}
ELSEWHERE = [  # in both versions, and in one
    ("i sindaci in notti insonni.", "i sindaci in notti insonni. Nessuno dorme più."),
    ("mayors in sleepless nights.", "mayors in sleepless nights. Nobody sleeps any more."),
    ("the Lueg bridge, 1.8 kilometres long,", "the Lueg bridge, which is 1.8 kilometres long,"),
]
UNRELATED = [
    ("Secondo Roma sono una restrizione illegittima", "Secondo Roma sono un limite illegittimo"),
    ("According to Rome, they are an unlawful restriction", "For Rome, they are an unlawful limit"),
    ("the route to the border", "the route between Rosenheim and the border"),
]
PASSAGE = [("The three governments might come to", "Those three governments might come to")]


def edit(path, changes):
    text = path.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def words(flag):
    return (flag["source"] or flag["target"])["text"]


def row(flag, decision, date="2026-11-23T09:30:00Z", reviewer="Marta"):
    """A flag of the JSON report as a decision about it."""
    sides = {side: flag[side] and flag[side]["text"] for side in ("source", "target")}
    rest = {"decision": decision, "reason": "", "reviewer": reviewer, "date": date}
    return {"id": flag["id"], "kind": flag["kind"], **sides, **rest}


def write(path, rows):
    path.write_text(json.dumps({"schema": SCHEMA, "decisions": list(rows)}), "utf-8")


def decided(record):
    """What was decided, by the words flagged."""
    return {
        words(flag).split(",")[0]: flag["decision"]["decision"]
        for flag in record["flags"]
        if flag["decision"]
    }


@pytest.fixture
def review(run, sample, tmp_path):
    """`fedele review` of the sample as it stands; gives its end and the JSON."""

    def review(*options):
        result = run("review", sample, *FAST, "--lang", "en", "--json", "r.json", *options)
        assert result.returncode in (0, 1), result.stderr
        return result, json.loads((tmp_path / "r.json").read_text("utf-8"))

    return review


@pytest.fixture(scope="module")
def flags(quick_review):
    """The flags of the sample before any edit."""
    return quick_review.to_dict()["flags"]


@pytest.fixture
def marta(flags, tmp_path):
    """Her decisions about three flags, in a file."""
    about = {
        beginning: flag
        for beginning in DECIDED
        for flag in flags
        if words(flag).startswith(beginning)
    }
    assert len(about) == 3, "the sample's flags have changed: choose three others"
    write(tmp_path / "marta.json", (row(about[key], DECIDED[key]) for key in DECIDED))
    return tmp_path / "marta.json"


def test_decisions_survive_edits_elsewhere_and_lapse_with_their_passage(review, sample, marta):
    edit(sample, UNRELATED)
    result, record = review("--decisions", marta)
    assert decided(record) == DECIDED
    assert record["lapsed"] == []
    assert "3 decisions applied: 1 to fix, 1 intended, 1 false alarm" in result.stdout
    assert "2 dismissed" in result.stdout
    assert "di due file di mezzi pesanti" not in table(result), "dismissed"
    assert "[to fix]" in table(result)
    edit(sample, PASSAGE)
    result, record = review("--decisions", marta)
    assert decided(record) == {key: DECIDED[key] for key in ("di due file di mezzi pesanti", "60")}
    assert [(item["source"], item["decision"]) for item in record["lapsed"]] == [
        ("dovranno", "false-alarm")
    ]
    returned = next(flag for flag in record["flags"] if words(flag) == "dovranno")
    assert returned["decision"] is None
    assert "dovranno → might" in table(result)
    assert "1 decision lapsed" in result.stdout


def table(result):
    """The flags that are listed, white space apart."""
    return " ".join(re.split(r"\d+ flags", result.stdout)[0].split("Why")[1].split())


def test_a_sentence_more_in_the_paragraph_of_a_flag_is_an_edit_elsewhere(review, sample, marta):
    edit(sample, ELSEWHERE[:2])
    assert decided(review("--decisions", marta)[1]) == DECIDED
    edit(sample, ELSEWHERE[2:])
    record = review("--decisions", marta)[1]
    assert decided(record) == {key: DECIDED[key] for key in ("60", "dovranno")}


def test_fail_on_ignores_what_is_decided(review, flags, tmp_path):
    major = [flag for flag in flags if flag["severity"] != "minor"]
    write(tmp_path / "all.json", (row(flag, "fix") for flag in major))
    write(tmp_path / "but-one.json", (row(flag, "intended") for flag in major[1:]))
    assert review("--fail-on", "major")[0].returncode == 1
    assert review("--fail-on", "major", "--decisions", "but-one.json")[0].returncode == 1
    assert review("--fail-on", "major", "--decisions", "all.json")[0].returncode == 0


def test_two_reviewers_files_merge(run, review, flags, marta, tmp_path):
    first = json.loads(marta.read_text("utf-8"))["decisions"][0]
    later = {**first, "decision": "fix", "reviewer": "Ivo", "date": "2026-11-24T00:00:00+01:00"}
    other = next(flag for flag in flags if words(flag) == "tra Rosenheim")
    write(tmp_path / "ivo.json", [later, row(other, "intended", reviewer="Ivo")])
    result = run("decisions", marta, "ivo.json", "-o", "both.json")
    assert (result.returncode, result.stdout) == (0, "")
    assert result.stderr == "fedele: 4 decisions; decided differently: 1\n"
    expected = {**DECIDED, "di due file di mezzi pesanti": "fix", "tra Rosenheim": "intended"}
    for options in (
        ["--decisions", "both.json"],
        ["--decisions", "ivo.json", "--decisions", marta],
    ):
        assert decided(review(*options)[1]) == expected
    printed = run("decisions", "ivo.json", marta)
    assert printed.stdout == (tmp_path / "both.json").read_text("utf-8")


def test_decisions_about_another_text_of_the_project_teach_and_say_so(review, tmp_path):
    alarms = [
        {
            "id": f"{number:012x}",
            "decision": "false-alarm",
            "date": "2026-11-23T09:30:00Z",
            "kind": "omission",
            "source": f"parole {number}",
            "target": None,
            "confidence": 0.8,
        }
        for number in range(5)
    ]
    write(tmp_path / "project.json", alarms)
    _, before = review()
    result, record = review("--decisions", "project.json")
    moved = [flag for flag in record["flags"] if flag["learned"]]
    assert moved
    assert {flag["kind"] for flag in moved} == {"omission"}
    assert all(flag["confidence"] < flag["learned"]["confidence_before"] for flag in moved)
    assert record["summary"]["fidelity"] == before["summary"]["fidelity"]
    assert record["signature"]["learned_decisions"] == "5"
    assert "5 decided flags" in result.stdout
    assert review("--decisions", "project.json")[1] == record
    plain = review("--decisions", "project.json", "--no-learn")[1]
    assert (plain["flags"], plain["signature"]) == (before["flags"], before["signature"])


def test_the_library_does_the_same(sample, marta):
    result = fedele.review(sample, effort="fast").decide(fedele.read_decisions(marta))
    assert sum(result.undecided_counts.values()) == len(result.findings) - 3
    assert sum(result.open_counts.values()) == len(result.findings) - 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "marta.json: no such file"),
        (b"", "marta.json: is empty"),
        (b"\x89PNG", "marta.json: Invalid JSON"),
        (b'{"schema": "fedele.review/1", "decisions": []}', "its `schema` is another one"),
    ],
)
def test_what_is_no_decisions_file_is_refused_before_the_work(
    run, sample, tmp_path, content, message
):
    if content is not None:
        (tmp_path / "marta.json").write_bytes(content)
    before = sorted(tmp_path.iterdir())
    for command in (
        ["review", sample, "--model", "no-such-model", "--decisions", "marta.json"],
        ["decisions", "marta.json"],
    ):
        result = run(*command)
        assert (result.returncode, result.stdout) == (2, "")
        assert message in result.stderr
        assert len(result.stderr.splitlines()) == 1
    assert sorted(tmp_path.iterdir()) == before


def test_a_report_does_not_overwrite_the_decisions(run, sample, tmp_path):
    write(tmp_path / "marta.json", [])
    result = run("review", sample, "--decisions", "marta.json", "--json", "marta.json")
    assert result.returncode == 2
    assert "would overwrite" in result.stderr


# ---- At the desk -------------------------------------------------------------------------------


class AtTheDesk:
    """`fedele desk`, and the page in its reader's browser."""

    def __init__(self, *arguments, **options):
        command = [sys.executable, "-m", "fedele", "desk", *map(str, arguments)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", **options
        )
        line = self.process.stdout.readline()
        self.address = line.split()[-1] if "http://" in line else None
        if self.address:
            self.load()

    def load(self):
        with urllib.request.urlopen(self.address, timeout=60) as answer:
            self.page = answer.read().decode()
        self.token = re.search(r'data-token="([^"]+)"', self.page)[1]
        self.version = int(re.search(r'data-version="([^"]+)"', self.page)[1])

    def ask(self, method, path, content=None):
        url = self.address.partition("/?")[0] + path
        headers = {"Authorization": f"Bearer {self.token}"}
        body = None if content is None else json.dumps(content).encode()
        request = urllib.request.Request(url, body, headers, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read())

    def save(self, *rows):
        return self.ask("PUT", "/decisions", {"schema": SCHEMA, "decisions": rows})

    def newer(self):
        """What the desk tells of the next version, once there is one."""
        deadline = time.monotonic() + 120  # a slow machine reviews for long
        while time.monotonic() < deadline:
            state = self.ask("GET", "/state")
            if state["version"] > self.version:
                return state["changes"]
            time.sleep(0.2)
        raise AssertionError("the desk told of no change")

    def end(self):
        self.process.send_signal(signal.SIGINT)
        output, errors = self.process.communicate(timeout=60)
        return self.process.returncode, output, errors


@pytest.fixture
def run_options(tmp_path):
    """Where and with what a process of ours runs."""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"}
    return {"cwd": tmp_path, "env": environment}


@pytest.fixture
def desk(run_options, sample):
    made = AtTheDesk(sample, "--no-browser", *FAST, **run_options)
    yield made
    if made.process.poll() is None:
        made.process.kill()
        made.process.communicate()


def test_the_desk_keeps_decisions_and_follows_the_text(desk, flags, sample, tmp_path):
    three = [flag for flag in flags if any(words(flag).startswith(key) for key in DECIDED)]
    desk.save(*(row(flag, "intended") for flag in three))
    kept = tmp_path / "brenner.decisions.json"
    assert {item.id for item in fedele.read_decisions(kept)} == {flag["id"] for flag in three}
    edit(sample, [*UNRELATED, *PASSAGE])
    news = desk.newer()
    assert "1 decision lapsed" in news["message"]
    assert news["new"] == 1, "the one that was decided about before its passage changed"
    assert news["gone"] == 2, "the same, and the one that was mended"
    desk.load()
    assert "Those three governments" in desk.page
    sample.rename(tmp_path / "elsewhere.txt")
    assert desk.newer()["message"].startswith(f"{sample}: no such file")
    desk.load()
    assert "Those three governments" in desk.page
    assert "no such file" in desk.page
    (tmp_path / "elsewhere.txt").rename(sample)
    desk.newer()
    code, output, errors = desk.end()
    assert (code, errors) == (0, "")
    lines = output.splitlines()
    assert sum("no such file" in line for line in lines) == 1
    assert lines[-1].startswith("The desk is closed.")
    assert str(kept) in lines[-1]
    with pytest.raises(urllib.error.URLError):
        desk.load()


def test_the_desk_takes_up_what_was_decided_before(run_options, flags, marta, sample):
    desk = AtTheDesk(
        sample, "--no-browser", "--decisions", marta, "--lang", "it", *FAST, **run_options
    )
    assert "Marta" in desk.page
    assert 'lang="it"' in desk.page
    assert desk.ask("GET", "/state")["version"] == 1
    assert desk.end()[0] == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-"], "standard input"),
        (["missing.txt"], "missing.txt: no such file"),
        (["brenner.txt", "--decisions", "brenner.txt"], "would overwrite the text itself"),
        (["brenner.txt", "--decisions", "broken.json"], "broken.json: Invalid JSON"),
        (["brenner.txt", "--decisions", "nowhere/d.json"], "there is no such folder"),
        (["brenner.txt", "--lang", "de"], "no reports in `de`"),
    ],
)
def test_a_desk_that_cannot_be_opened_says_why_in_one_line(
    run, sample, tmp_path, arguments, message
):
    (tmp_path / "broken.json").write_text("{", "utf-8")
    before = sorted(tmp_path.iterdir())
    result = run("desk", *arguments, "--no-browser")
    assert (result.returncode, result.stdout) == (2, "")
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert sorted(tmp_path.iterdir()) == before


def test_help_of_the_desk_loads_no_model():
    code = (
        "import sys, runpy; sys.argv = ['fedele', 'desk', '--help']\n"
        "try: runpy.run_module('fedele', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "heavy = {'torch', 'pandas', 'numpy', 'babel'}\n"
        "heavy |= {'fedele.desk', 'fedele.findings.decisions'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
