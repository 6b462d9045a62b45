"""The summary on a terminal."""

import dataclasses
import io
import re
from datetime import UTC, datetime

import pytest
from rich.console import Console

from fedele.findings.decisions import Decision, Ruling
from fedele.reports import render_terminal
from metrics import Kind


def printed(review, *, width=80, **options):
    console = Console(file=io.StringIO(), width=width, color_system=None)
    render_terminal(review, console, **options)
    return console.file.getvalue()


@pytest.mark.parametrize("width", [60, 80, 140])
@pytest.mark.parametrize("name", ["review", "unrelated", "spotless"])
def test_it_keeps_to_the_width(request, name, width):
    text = printed(request.getfixturevalue(name), width=width)
    assert max(len(line) for line in text.splitlines()) <= width


def test_it_says_verdict_fidelity_and_how_to_read_it(review):
    text = " ".join(printed(review).split())
    assert text.startswith("A translation. The two texts are versions of each other")
    assert "Fidelity 71.5 of 100. 100: everything is said and nothing else." in text


def test_it_says_where_the_points_went_most_first(review):
    text = printed(review)
    assert "95 % interval: 62 to 80" in text
    lines = [line.strip() for line in text.splitlines() if line.strip().startswith("−")]
    assert [line.split()[0] for line in lines] == ["−14.5", "−6", "−5", "−3"]
    assert lines[0].endswith("Original ¶ 2")
    assert lines[1].endswith("stand alone, Translation ¶ 5")
    assert "Loosely rendered passages" in lines[2]


def test_each_flag_has_a_row_with_both_paragraph_numbers_from_one(review):
    lines = [line.split() for line in printed(review, width=200).splitlines()]
    rows = {line[0]: line for line in lines if line and re.fullmatch(r"[OAMUS]\d+", line[0])}
    assert len(rows) == 11
    assert rows["M2"][:4] == ["M2", "3·2", "critical", "99%"]
    assert rows["O1"][1] == "3·–"
    assert rows["A3"][1] == "–·4"
    assert "340 → 430" in " ".join(rows["M2"])


def test_counts_asides_and_notes_close_it(review):
    text = printed(review)
    assert "11 flags: 2 critical, 6 major, 3 minor; 1 shift" in text
    assert "Set aside, original: ¶ 2 (byline), ¶ 5 (in another language)" in text
    assert "Note: The file was read as Latin-1." in text


def test_unrelated_texts_get_no_table(unrelated):
    text = " ".join(printed(unrelated).split())
    assert text.startswith("Not a translation.")
    assert "No flags: the texts were not compared word by word." in text


def test_nothing_found_is_said(spotless):
    assert "No flags: every word found its counterpart." in printed(spotless)


def test_a_document_cannot_steer_the_terminal_or_its_markup(review):
    passage = dataclasses.replace(
        review.findings[0].source, text="\x1b[2J[bold red]x[/] \x07\u202eabc"
    )
    flag = dataclasses.replace(review.findings[0], source=passage)
    text = printed(dataclasses.replace(review, findings=(flag,)), width=200)
    assert not any(char in text for char in "\x1b\x07\u202e")
    assert "[bold red]x[/]" in text


def test_a_long_passage_is_quoted_by_its_ends(review):
    text = " ".join(printed(review, width=200).split())
    assert "C'è chi teme che i treni" in text
    assert " … " in text


def test_what_was_left_untranslated_is_not_said_to_become_itself(review):
    (flag,) = (flag for flag in review.findings if flag.target and "scritte" in flag.target.text)
    rows = printed(dataclasses.replace(review, findings=(flag,)), width=200)
    assert rows.count("garanzie scritte") == 2, "once as its words, once in the evidence"
    assert "garanzie scritte →" not in rows


def test_a_long_list_is_cut_to_the_gravest_and_the_rest_is_counted(long_review):
    text = printed(long_review, width=120)
    rows = re.findall(r"^ ?([OAMU]\d+) .*?(critical|major|minor)", text, re.MULTILINE)
    assert len(rows) == 25
    assert {severity for _, severity in rows} == {"critical"}
    assert f"… and {30 * 11 - 25} more in the report." in text
    assert "and 54 more" in text


def test_it_speaks_italian(review):
    text = " ".join(printed(review, language="it").split())
    assert text.startswith("Una traduzione.")
    assert "Fedeltà 71,5 su 100." in text
    assert "2 critiche, 6 gravi, 3 lievi; 1 sfumatura" in text


def decision(name, ruling, **values):
    """A decision about a flag of the review, by its id."""
    made = {"source": "il molo \x1b[2J", "target": None, "reason": "Così si dice.", **values}
    date = datetime(2026, 11, 23, tzinfo=UTC)
    return Decision(id=name, decision=ruling, kind=Kind.OMISSION, date=date, **made)


def test_it_says_what_reviewers_decided_and_lists_no_dismissed_flag(review):
    rulings = [Ruling.FALSE_ALARM, Ruling.FIX, Ruling.INTENDED]
    ids = review.flag_ids[:3]
    text = printed(review.decide(map(decision, ids, rulings)), width=200)
    assert "9 flags: 2 critical, 4 major, 3 minor; 1 shift; 2 dismissed" in text
    assert "3 decisions applied: 1 to fix, 1 intended, 1 false alarm" in text
    assert "lapsed" not in text
    rows = [line for line in text.splitlines() if re.match(r" ?[OAMU]\d+ ", line)]
    assert len(rows) == 9
    assert "[to fix: Così si dice.]" in next(row for row in rows if "340 → 430" in row)


def test_it_names_the_decisions_that_lapsed(review):
    gone = [decision(f"{number:012x}", Ruling.INTENDED) for number in range(12)]
    text = printed(review.decide(gone), width=200)
    assert "0 decisions applied" in text
    assert "12 decisions lapsed: their passages have changed" in text
    assert text.count("Omission: il molo �[2J [intended: Così si dice.]") == 10
    assert "… and 2 more." in text
    assert "1 decision lapsed: its passage has changed" in printed(review.decide(gone[:1]))
