"""What the HTML report holds, read without a browser; test_browser.py uses it in one."""

import base64
import dataclasses
import hashlib
import json
import re
from datetime import UTC, datetime

import pytest
from lxml import html

from corpus import UsageError
from fedele.findings.decisions import Decision, Ruling
from fedele.reports import Served, render_html
from metrics import Category, Fidelity


@pytest.fixture(scope="module")
def text(review):
    return render_html(review)


@pytest.fixture(scope="module")
def tree(text):
    return html.document_fromstring(text)


def words_of(element):
    return " ".join(element.text_content().split())


def test_every_paragraph_of_both_documents_stands_in_it_once(tree, review):
    for side, document in (("source", review.source), ("target", review.target)):
        found = [item.get("id") for item in tree.cssselect(f".para[id^={side}-]")]
        assert sorted(found) == sorted(
            f"{side}-{number}" for number in range(1, len(document.paragraphs) + 1)
        )


def test_every_paragraph_says_its_language(tree, review):
    for side, document in (("source", review.source), ("target", review.target)):
        for number, paragraph in enumerate(document.paragraphs, 1):
            (block,) = tree.cssselect(f"#{side}-{number} > :last-child")
            assert block.get("lang") == paragraph.language


def test_the_policy_allows_the_page_s_own_style_and_script_and_nothing_else(text, tree):
    policy = tree.cssselect("meta[http-equiv]")[0].get("content")
    for tag, name in (("style", "style-src"), ("script", "script-src")):
        (inner,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode()
        assert f"{name} 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy


def test_nothing_in_it_points_outside(tree):
    places = [value for _, _, value, _ in tree.iterlinks()]
    assert {place for place in places if not place.startswith("#")} == {"data:,"}
    assert tree.cssselect("[style], [onerror], [onclick]") == []


def test_each_flag_has_a_mark_on_each_side_where_it_has_words(tree, review):
    for name, flag in zip(review.flag_ids, review.findings, strict=True):
        number = tree.cssselect(f"#flag-{name}")[0].get("data-n")
        for side in ("source", "target"):
            passage = getattr(flag, side)
            marks = tree.cssselect(f".side.{side} mark[data-n='{number}']")
            said = "".join("".join(mark.xpath(".//text()[not(ancestor::a)]")) for mark in marks)
            assert said == ("" if passage is None else passage.text)


def test_overlapping_marks_keep_both_flags_on_the_shared_words(tree):
    (inner,) = [mark for mark in tree.cssselect("mark mark") if words_of(mark) == "mai escluso"]
    assert inner.get("data-n") != inner.getparent().get("data-n")


def test_a_mark_is_told_apart_by_letter_and_by_style(tree, text):
    letters = {badge.text_content()[0] for badge in tree.cssselect(".text .badge")}
    assert letters == {"O", "A", "M", "U", "S"}
    styles = re.findall(r"^\.(\w+) \{ --colour: .*?; --style: (\w+); \}", text, re.MULTILINE)
    assert len({style for _, style in styles}) == len(styles) == 5


def test_a_paragraph_without_counterpart_leaves_a_gap_on_the_other_side(tree):
    (omitted,) = tree.cssselect(".row.omitted")
    gap = words_of(omitted.cssselect(".target")[0])
    assert gap == "O10 Nothing in the translation answers to this."
    (added,) = tree.cssselect(".row.added")
    assert words_of(added.cssselect(".source")[0]) == "A11 Nothing in the original answers to this."


def test_a_sentence_without_counterpart_leaves_a_mark_where_it_would_stand(review):
    """Here the second sentence of Original ¶ 6 stands alone: it would follow Translation ¶ 6's."""
    groups = list(review.alignment.groups)
    first, second = groups[3].beads
    alone = dataclasses.replace(second, target=(), similarity=None)
    groups[3] = dataclasses.replace(groups[3], beads=(first, alone))
    flag = dataclasses.replace(review.findings[7], target=None, category=Category.OMISSION)
    changed = dataclasses.replace(
        review,
        alignment=dataclasses.replace(review.alignment, groups=tuple(groups)),
        findings=(flag,),
        scores=dataclasses.replace(review.scores, parts=()),
    )
    tree = html.document_fromstring(render_html(changed))
    (badge,) = tree.cssselect("#target-6 .badge.missing")
    assert badge.get("href") == f"#flag-{changed.flag_ids[0]}"
    assert badge.get("aria-label").endswith("would stand here")
    before = badge.getprevious()
    assert before.text_content().endswith("weather permitting.")


def test_a_moved_passage_is_labelled_where_it_is_and_where_it_would_be(tree):
    (moved,) = tree.cssselect(".row.moved")
    assert "Moved: ¶ 3 of the translation, out of order" in words_of(moved)
    (note,) = tree.cssselect(".moved-note")
    assert note.cssselect("a")[0].get("href") == "#target-3"
    assert note.getparent().cssselect("#target-2"), "after the paragraph before it"
    assert moved.cssselect(".state a")[0].get("href") == f"#{note.get('id')}"


def test_what_was_set_aside_stands_in_place_and_is_listed_with_its_reason(tree):
    before = tree.cssselect("#source-2")[0].getparent().getparent().getprevious()
    assert before.cssselect("#source-1")
    listed = [words_of(item) for item in tree.cssselect(".asides li")]
    assert len(listed) == 4
    assert listed[1] == "Original ¶ 5: In another language than the rest of its version."


def test_asides_of_both_sides_that_meet_share_a_row(tree):
    row = tree.cssselect("#target-10")[0].getparent().getparent()
    assert row.cssselect("#target-11")


def test_summary_notes_and_signature_are_told(tree, review):
    summary = words_of(tree.cssselect(".summary")[0])
    for expected in (
        "A translation",
        "71.5 of 100",
        "Most of the meaning, with gaps.",
        "2 critical",
        "6 major",
        "3 minor",
        "of the original has a counterpart",
    ):
        assert expected in summary
    assert [words_of(item) for item in tree.cssselect(".notes li")] == list(review.all_notes)
    recipe = words_of(tree.cssselect(".signature")[0])
    assert all(key in recipe and value in recipe for key, value in review.signature.items())


def test_unrelated_texts_stand_side_by_side_without_marks_and_say_why(unrelated):
    tree = html.document_fromstring(render_html(unrelated))
    assert tree.cssselect(".text mark, .gap, #flags") == []
    assert len(tree.cssselect(".row")) == 1
    verdict = words_of(tree.cssselect(".verdict")[0])
    assert verdict.startswith("Not a translation The two texts are not translations of each other")


def test_a_document_without_a_score_says_so(review):
    nan = float("nan")
    scores = Fidelity(nan, (nan,) * len(review.scores.groups), review.scores.beads)
    tree = html.document_fromstring(render_html(dataclasses.replace(review, scores=scores)))
    assert words_of(tree.cssselect(".summary .fidelity")[0]) == "Fidelity not scored"
    assert tree.cssselect(".mark-of") == []


def test_dismissed_flags_are_folded_away_and_say_why_without_script(review):
    flag = review.findings[0]
    intended = Decision(
        id=review.flag_ids[0],
        decision=Ruling.INTENDED,
        reason="</script><b>space</b>",
        reviewer="Ada",
        date=datetime(2026, 11, 20, tzinfo=UTC),
        kind=flag.kind,
        source=flag.source.text,
        target=None,
    )
    tree = html.document_fromstring(render_html(review.decide([intended])))
    (item,) = tree.cssselect("details:not([open]) #dismissed > li")
    assert item.get("id") == f"flag-{review.flag_ids[0]}"
    assert words_of(item.cssselect(".said")[0]) == "Intended: </script><b>space</b> (Ada)"
    assert len(tree.cssselect("#flags > li")) == len(review.findings) - 1
    (mark,) = tree.cssselect("mark.dismissed")
    assert words_of(mark) == flag.source.text
    carried = json.loads(tree.cssselect("#data")[0].text)["decisions"]
    assert [item["reason"] for item in carried] == ["</script><b>space</b>"]


def test_only_a_page_that_is_served_may_make_requests_and_only_to_its_desk(review, spotless):
    for made in (review, spotless):
        alone = html.document_fromstring(render_html(made))
        served = html.document_fromstring(render_html(made, served=Served('to"ken', 4)))
        assert "connect-src" not in alone.cssselect("meta[http-equiv]")[0].get("content")
        assert "connect-src 'self'; " in served.cssselect("meta[http-equiv]")[0].get("content")
        assert alone.get("data-desk") is None
        found = [served.get(f"data-{name}") for name in ("desk", "token", "version")]
        assert found == ["1", 'to"ken', "4"]


def test_in_italian_the_page_speaks_italian_and_the_texts_keep_their_languages(review):
    tree = html.document_fromstring(render_html(review, language="it"))
    assert tree.get("lang") == "it"
    assert "71,5 su 100" in words_of(tree.cssselect(".summary")[0])
    assert tree.cssselect("#target-2 > p")[0].get("lang") == "en"


def test_a_language_without_wording_is_a_usage_error(review):
    with pytest.raises(UsageError, match="choose one of en, it"):
        render_html(review, language="xx")


def test_the_title_falls_back_to_the_file_names(review):
    untitled = dataclasses.replace(review.source, title="")
    tree = html.document_fromstring(render_html(dataclasses.replace(review, source=untitled)))
    assert words_of(tree.cssselect("h1")[0]) == "valbruna.it.txt → valbruna.en.txt"


def test_the_breakdown_leads_to_the_flag_that_cost_the_points(review):
    page = html.fromstring(render_html(review))
    (breakdown,) = page.cssselect("details.points")
    rows = [" ".join(row.text_content().split()) for row in breakdown.cssselect("dl div")]
    assert len(rows) == 4
    assert rows[0].startswith("−14.5")
    (link,) = breakdown.cssselect("a")
    assert page.cssselect(link.get("href"))


def test_a_report_of_a_batch_leads_back_to_its_index_and_others_lead_nowhere(review, tree):
    assert tree.cssselect(".eyebrow a") == []
    page = html.fromstring(render_html(review, index="../../index.html"))
    (link,) = page.cssselect(".eyebrow a")
    assert (link.get("href"), words_of(link)) == ("../../index.html", "All pairs of the batch")
