"""The whole main job on analyses as authors hand them in: ours, and the real one if it is here."""

from functools import cache

import pytest
from analyses import analyses

import fedele
from corpus import Side
from metrics import Kind, Verdict

ANALYSES = {analysis.name: analysis for analysis in analyses()}
REASON = "said half in other words; see RESULTS.md"


def named(words):
    """Every analysis' name with its words; known misses are expected to fail."""
    return [
        pytest.param(
            name,
            it,
            marks=[pytest.mark.xfail(strict=True, reason=REASON)] if it in found.missed else [],
        )
        for name, found in ANALYSES.items()
        for it in words(found)
    ]


each = pytest.mark.parametrize("name", ANALYSES)


@pytest.fixture(scope="module")
def review_of(tmp_path_factory):
    """The review of an analysis, by its name."""
    folder = tmp_path_factory.mktemp("analyses")

    @cache
    def review(name):
        path = folder / f"{name}.txt"
        path.write_text(ANALYSES[name].text, "utf-8")
        return fedele.review(path)

    return review


def shown(review, side):
    passages = [
        flag.source if side is Side.SOURCE else flag.target
        for flag in review.findings
        if flag.kind is not Kind.SHIFT
    ]
    return [passage for passage in passages if passage is not None]


def flagged(review, side, words):
    """Whether a third of the words and more is under a shown flag."""
    document = review.source if side is Side.SOURCE else review.target
    number, paragraph = next((n, p) for n, p in enumerate(document.paragraphs) if words in p.text)
    start = paragraph.text.index(words)
    end = start + len(words)
    covered = sum(
        max(0, min(end, passage.end) - max(start, passage.start))
        for passage in shown(review, side)
        if passage.paragraph == number
    )
    return covered >= len(words) / 3


@each
def test_groups_come_out_as_a_reader_pairs_the_paragraphs(review_of, name):
    groups = [(group.source, group.target) for group in review_of(name).alignment.groups]
    assert groups == ANALYSES[name].groups


@each
def test_captions_byline_and_page_furniture_are_set_aside_with_their_reason(review_of, name):
    alignment = review_of(name).alignment
    assert [aside.reason for aside in alignment.source_aside] == ANALYSES[name].source_aside
    assert [aside.reason for aside in alignment.target_aside] == ANALYSES[name].target_aside


@pytest.mark.parametrize(("name", "words"), named(lambda it: it.drops))
def test_what_the_translation_drops_is_flagged(review_of, name, words):
    assert flagged(review_of(name), Side.SOURCE, words)


@pytest.mark.parametrize(("name", "words"), named(lambda it: it.additions))
def test_what_the_translation_adds_is_flagged(review_of, name, words):
    assert flagged(review_of(name), Side.TARGET, words)


@pytest.mark.parametrize(("name", "words"), named(lambda it: it.same))
def test_what_is_said_in_other_words_is_not_flagged(review_of, name, words):
    assert not flagged(review_of(name), Side.SOURCE, words)


@each
def test_every_span_is_exact(review_of, name):
    review = review_of(name)
    for side in Side:
        document = review.source if side is Side.SOURCE else review.target
        for passage in shown(review, side):
            text = document.paragraphs[passage.paragraph].text
            assert text[passage.start : passage.end] == passage.text


@each
def test_the_verdict_is_a_translation(review_of, name):
    assert review_of(name).verdict is Verdict.TRANSLATION
    assert 50 < review_of(name).fidelity < 98


@pytest.mark.parametrize(("name", "other"), named(lambda it: it.others))
def test_another_article_on_the_same_events_is_unrelated(review_of, name, other):
    review = fedele.review_documents(review_of(name).source, fedele.read(other))
    assert review.verdict is Verdict.UNRELATED
    assert review.findings == ()
    assert review.fidelity < 33


@each
def test_an_article_in_one_language_alone_says_what_is_missing(run, name):
    result = run("review", ANALYSES[name].others[0])
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert "second" in result.stderr or "translation" in result.stderr
