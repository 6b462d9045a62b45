"""GitHub annotations: commands that its runner reads as they were meant, whatever a text says."""

import dataclasses
from datetime import UTC, datetime

import pytest
from filed import decision, in_files
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import UsageError
from fedele.exchange import render_github
from fedele.exchange.github import _command
from fedele.findings.decisions import Ruling
from metrics import Kind

WHEN = datetime(2026, 11, 22, tzinfo=UTC)


def parse(line):
    """A command as the runner reads it: name, properties, message."""
    assert line.startswith("::")
    head, _, message = line[2:].partition("::")
    name, _, listed = head.partition(" ")
    properties = dict(item.split("=", 1) for item in listed.split(",") if item)
    decoded = {
        key: unescape(value, ("%2C", ","), ("%3A", ":")) for key, value in properties.items()
    }
    return name, decoded, unescape(message)


def unescape(text, *more):
    for code, char in (("%0D", "\r"), ("%0A", "\n"), *more, ("%25", "%")):
        text = text.replace(code, char)
    return text


def commands(review, **options):
    return [parse(line) for line in render_github(review, **options).splitlines()]


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return tmp_path_factory.mktemp("repository")


@pytest.fixture(scope="module")
def filed(review, root):
    return in_files(review, root)


def test_it_begins_with_the_verdict_and_the_fidelity(filed, root):
    name, properties, message = commands(filed, root=root)[0]
    assert (name, properties) == ("notice", {"title": "fedele"})
    assert message.startswith("A translation. Fidelity 71.5 of 100. 11 flags: ")


def test_each_open_flag_is_a_line_the_gravest_first(filed, root):
    names = [name for name, _, _ in commands(filed, root=root)[1:]]
    flags = [flag for flag in filed.findings if flag.kind is not Kind.SHIFT]
    assert len(names) == len(flags)
    assert names == sorted(names, key=["error", "warning", "notice"].index)
    assert names.count("error") == sum(flag.severity == "critical" for flag in flags)


def test_a_flag_stands_on_its_line_and_columns(filed, root):
    found = [item for item in commands(filed, root=root) if "430" in item[2]]
    (_, properties, message) = found[0]
    line = (root / "target.txt").read_text("utf-8").split("\n")[int(properties["line"]) - 1]
    assert properties["file"] == "target.txt"
    assert line[int(properties["col"]) - 1 : int(properties["endColumn"]) - 1] == "430"
    assert message.split("\n")[0] == "«340» → «430»"


def test_where_lines_are_not_known_none_is_said(review, root):
    for _, properties, _ in commands(review, root=root)[1:]:
        assert "line" not in properties
        assert properties["file"].endswith(("valbruna.it.txt", "valbruna.en.txt"))


def test_text_without_a_file_is_annotated_without_one(review, root):
    sides = {
        side: dataclasses.replace(getattr(review, side), path="-") for side in ("source", "target")
    }
    for _, properties, _ in commands(dataclasses.replace(review, **sides), root=root):
        assert set(properties) == {"title"}


def test_what_was_dismissed_is_not_annotated_and_what_is_to_be_fixed_is(filed, root):
    before = commands(filed, root=root)
    dismissed = filed.decide([decision(filed, 1, Ruling.FALSE_ALARM, WHEN)])
    after = commands(dismissed, root=root)
    assert len(after) == len(before) - 1
    assert not any("430" in message for _, _, message in after)
    assert len(commands(filed.decide([decision(filed, 1, Ruling.FIX, WHEN)]), root=root)) == len(
        before
    )


def test_it_says_how_many_decisions_were_applied_and_lapsed(filed, root):
    applied = decision(filed, 1, Ruling.FIX, WHEN)
    lapsed = dataclasses.replace(applied, id="0123456789ab", kind=Kind.NEGATION)
    _, _, message = commands(filed.decide([applied, lapsed]), root=root)[0]
    assert message.split("\n")[1:] == [
        "1 decision applied: 1 to fix",
        "1 decision lapsed: its passage has changed, or is not flagged any more.",
    ]
    assert "\n" not in commands(filed, root=root)[0][2]


def test_unrelated_texts_are_an_error(unrelated, root):
    ((name, _, message),) = commands(unrelated, root=root)
    assert name == "error"
    assert message.startswith("Not a translation")


def test_it_speaks_italian(filed, root):
    messages = [message for _, _, message in commands(filed, language="it", root=root)]
    assert any(filed.findings[1].evidence.sentence("it") in message for message in messages)
    with pytest.raises(UsageError):
        render_github(filed, language="xx")


@settings(deadline=None)
@given(st.text(), st.dictionaries(st.sampled_from(["file", "title"]), st.text(), max_size=2))
def test_no_text_breaks_out_of_its_command(message, properties):
    line = _command("error", message, properties)
    assert "\n" not in line and "\r" not in line
    assert parse(line) == ("error", properties, message)
