"""Markdown for a pull request: a table that shows every word and does nothing else."""

import dataclasses
import re
from datetime import UTC, datetime

import pytest
from filed import decision
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from corpus import UsageError
from fedele.exchange import render_markdown, write_markdown
from fedele.exchange.markdown import escape
from fedele.exchange.numbers import exchange_numbers
from fedele.findings.decisions import Ruling
from fedele.wording.quoting import clean
from metrics import Evidence, Passage

WHEN = datetime(2026, 11, 22, tzinfo=UTC)
NO_WIDTH = "\u200b"


def tokens(text):
    found = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    for token in found:
        yield token
        yield from token.children or ()


def rows(text):
    """The table's cells, as a reader sees them."""
    found, row = [], []
    for token in tokens(text):
        if token.type == "tr_open":
            row = []
        elif token.type in ("td_open", "th_open"):
            row.append("")
        elif token.type == "text" and row:
            row[-1] += token.content
        elif token.type == "tr_close":
            found.append(row)
            row = []
    return found


def test_it_says_the_verdict_the_fidelity_and_the_counts(review):
    text = render_markdown(review)
    assert text.startswith(
        "### A translation\n\nFidelity 71.5 of 100. 11 flags: 2 critical, 6 major"
    )


def test_every_open_flag_is_a_row_in_reading_order(review):
    head, *found = rows(render_markdown(review))
    assert head == ["Flag", "¶", "Severity", "Original words", "Translation words", "Why"]
    assert len(found) == 11
    assert found[1][:5] == ["M2", "3·2", "critical", "340", "430"]
    assert [int(row[0][1:]) for row in found] == list(range(1, 12))


def test_it_speaks_italian(review):
    assert rows(render_markdown(review, language="it"))[0][2] == "Gravità"
    with pytest.raises(UsageError):
        render_markdown(review, language="xx")


def test_dismissed_flags_are_left_out(review):
    decided = review.decide([decision(review, 1, Ruling.INTENDED, WHEN)])
    text = render_markdown(decided)
    assert "10 flags" in text
    assert not any("430" in row[4] for row in rows(text))


def test_without_flags_there_is_no_table(spotless, unrelated):
    for review in (spotless, unrelated):
        text = render_markdown(review)
        assert text.startswith("### ")
        assert rows(text) == []


def test_it_fits_a_comment_and_counts_what_was_cut(long_review):
    limits = exchange_numbers().markdown
    text = render_markdown(long_review)
    shown = len(rows(text)) - 1
    assert shown == limits.rows
    assert f"… and {30 * 11 - shown} more" in text
    assert all(row[2] == "critical" for row in rows(text)[1:])


def test_escapes_do_not_make_it_too_long_for_a_comment(long_review):
    limits = exchange_numbers().markdown
    wild = "@|" * limits.message
    findings = tuple(
        dataclasses.replace(
            flag,
            source=flag.source and Passage(flag.source.paragraph, 0, 9, wild),
            target=flag.target and Passage(flag.target.paragraph, 0, 9, wild),
            evidence=Evidence("omission.phrase", {"words": wild}),
        )
        for flag in long_review.findings
    )
    text = render_markdown(dataclasses.replace(long_review, findings=findings))
    shown = len(rows(text)) - 1
    assert len(text) < 65_536
    assert 0 < shown < limits.rows
    assert f"… and {30 * 11 - shown} more" in text


WILD = st.text(
    st.one_of(
        st.sampled_from("|`*_~<>[]()#@!&:\\/-+.\n\r\t\x00\x1b\u202e\u2066\u200d😀é$^{}"),
        st.characters(exclude_categories=()),
    )
)
KNOWN = [
    "| a | b |",
    "`code`",
    "[x](https://a.b)",
    "<img src=x>",
    "@all",
    "#12",
    "GH-7",
    "www.a.com",
    "https://a.b",
    "a@b.org",
    "![x](y)",
    "<!-- x -->",
    "&amp;",
    "~~x~~",
    "\\|",
    "$x$",
    "- x",
]


@settings(deadline=None)
@given(st.one_of(WILD, st.lists(st.sampled_from(KNOWN)).map(" ".join)))
def test_any_text_is_shown_and_does_nothing(text):
    cell = clean(text)
    found = f"| a | b |\n| --- | --- |\n| {escape(cell)} | x |\n"
    shown = rows(found)[1]
    assert [part.replace(NO_WIDTH, "") for part in shown] == [cell.replace(NO_WIDTH, ""), "x"]
    assert {token.type for token in tokens(found)} <= {
        *(
            f"{name}_{end}"
            for name in ("table", "thead", "tbody", "tr", "th", "td")
            for end in ("open", "close")
        ),
        "inline",
        "text",
        "text_special",
    }


@settings(deadline=None)
@given(st.one_of(WILD, st.lists(st.sampled_from(KNOWN)).map(" ".join)))
def test_nothing_is_left_that_a_code_host_makes_a_link_of(text):
    shown = rows(f"| a |\n| --- |\n| {escape(clean(text))} |\n")[1][0]
    assert not re.search(r"@\w|#\d|GH-\d", shown, re.IGNORECASE)
    raw = escape(clean(text))
    assert "://" not in raw
    assert not re.search(r"www\.", raw, re.IGNORECASE)


def test_it_is_written_whole_or_not_at_all(review, tmp_path):
    path = write_markdown(review, tmp_path / "a.md")
    assert path.read_text("utf-8") == render_markdown(review)
    with pytest.raises(UsageError, match="cannot be written"):
        write_markdown(review, tmp_path / "nowhere" / "a.md")
