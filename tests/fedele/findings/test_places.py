"""Where flags stand: every output shows a flag at the same place, in the same order."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align import Alignment, Group, GroupKind, SentenceBead
from corpus import Document, Paragraph, SentenceId, Side, Span
from fedele.exchange.locations import Locations
from fedele.findings.entries import entries
from fedele.findings.places import Places, Relation
from fedele.reports import render_html, to_record
from fedele.reports.word.remarks import remarks
from fedele.result import Review
from fedele.wording import load_wording
from metrics import (
    Category,
    Evidence,
    Fidelity,
    Flag,
    Kind,
    Passage,
    ReadingOrder,
    Severity,
    Verdict,
)

WORDS = ("lago", "neve", "treno", "ponte", "monte", "fiume")
SENTENCE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
TEXTS = st.lists(st.lists(SENTENCE, min_size=1, max_size=3), min_size=1, max_size=4)


def document(language, paragraphs):
    made = []
    for sentences in paragraphs:
        spans, start = [], 0
        for sentence in sentences:
            spans.append(Span(start, start + len(sentence)))
            start += len(sentence) + 1
        made.append(Paragraph(" ".join(sentences), tuple(spans)))
    return Document(language, tuple(made))


@st.composite
def alignments(draw, source, target):
    """Paragraph by paragraph, sentence by sentence; what is left on one side stands alone."""
    groups = []
    for number in range(max(len(source.paragraphs), len(target.paragraphs))):
        left, right = (
            [SentenceId(number, n) for n in range(len(it.paragraphs[number].sentences))]
            if number < len(it.paragraphs)
            else []
            for it in (source, target)
        )
        together = draw(st.integers(0, min(len(left), len(right))))
        pairs = [([one], [two]) for one, two in zip(left[:together], right[:together], strict=True)]
        pairs += [([one], []) for one in left[together:]]
        pairs += [([], [two]) for two in right[together:]]
        beads = tuple(SentenceBead(tuple(a), tuple(b), None, 0.9) for a, b in pairs)
        sides = [(number,) if side else () for side in (left, right)]
        kind = GroupKind.ALIGNED if left and right else GroupKind.OMITTED
        groups.append(Group(*sides, kind if left else GroupKind.ADDED, None, beads))
    return Alignment(tuple(groups))


@st.composite
def flags(draw, source, target):
    """One about any words of either side, or of both."""
    passages = []
    for it in (source, target):
        number = draw(st.integers(0, len(it.paragraphs) - 1))
        text = it.paragraphs[number].text
        words = [Span(*found.span()) for found in re.finditer(r"\S+", text)]
        first, last = sorted(draw(st.tuples(*[st.integers(0, len(words) - 1)] * 2)))
        start, end = words[first].start, words[last].end
        passages.append(Passage(number, start, end, text[start:end]))
    category = draw(
        st.sampled_from((Category.OMISSION, Category.ADDITION, Category.MISTRANSLATION))
    )
    if category is Category.OMISSION:
        passages[1] = None
    if category is Category.ADDITION:
        passages[0] = None
    kind = {Category.OMISSION: Kind.OMISSION, Category.ADDITION: Kind.ADDITION}.get(
        category, draw(st.sampled_from((Kind.NUMBER, Kind.SHIFT)))
    )
    evidence = Evidence("omission.paragraph")
    return Flag(category, kind, Severity.MAJOR, 0.9, *passages, evidence)


@st.composite
def reviews(draw):
    source, target = (document(code, draw(TEXTS)) for code in ("it", "en"))
    alignment = draw(alignments(source, target))
    found = draw(st.lists(flags(source, target), min_size=1, max_size=5))
    beads = tuple(tuple(100.0 for _ in group.beads) for group in alignment.groups)
    return Review(
        source=source,
        target=target,
        alignment=alignment,
        findings=tuple(sorted(found, key=ReadingOrder(source, target, alignment))),
        judged_words=(),
        scores=Fidelity(100.0, tuple(100.0 for _ in beads), beads, (), None),
        verdict=Verdict.TRANSLATION,
        signature={"fedele": "0", "encoder": "use"},
    )


@settings(max_examples=60)
@given(reviews())
def test_all_outputs_name_the_flags_in_the_order_of_their_numbers(review):
    numbered = [entry.id for entry in entries(review)]
    assert [flag["id"] for flag in to_record(review)["flags"]] == numbered
    assert list(review.flags["id"]) == numbered


@settings(max_examples=100)
@given(reviews())
def test_a_gap_lies_in_the_sentences_that_answer_where_there_are_some(review):
    places = Places(review)
    for flag in review.findings:
        for side in Side:
            gap, answering = places.gap(flag, side), places.answering(flag, side)
            assert (gap is None) == (flag.on(side) is not None)
            if gap and answering:
                assert gap.sentence in answering
                assert gap.relation is Relation.NEAR
            if gap:
                where = review.document(side).paragraphs[gap.sentence.paragraph]
                span = where.sentences[gap.sentence.sentence]
                assert span.start <= gap.offset <= span.end


@settings(max_examples=60)
@given(reviews())
def test_word_and_code_hosts_and_the_page_show_a_flag_at_one_place(review):
    locations, places = Locations(review), Places(review)
    shown = [entry for entry in entries(review) if entry.is_open]
    page = render_html(review)
    for entry, remark in zip(shown, remarks(review, load_wording("en")), strict=True):
        location = locations.primary(entry.flag)
        assert location.side is Side.TARGET
        assert location.paragraph == remark.paragraph
        gap = places.gap(entry.flag, Side.TARGET)
        if gap:
            assert gap.sentence.paragraph == remark.paragraph
            assert location.span.start <= gap.offset <= location.span.end
            assert gap.offset in remark.span
        else:
            assert location.span == remark.span
        assert f'id="t-{entry.id}"' in page


def review_of(source, target, pairs, passage):
    """An omission in hand-made beads, given as pairs of sentence numbers of the only paragraph."""
    documents = document("it", [source]), document("en", [target])
    beads = tuple(
        SentenceBead(
            tuple(SentenceId(0, n) for n in a), tuple(SentenceId(0, n) for n in b), None, 1.0
        )
        for a, b in pairs
    )
    alignment = Alignment((Group((0,), (0,), GroupKind.ALIGNED, None, beads),))
    flag = Flag(
        Category.OMISSION,
        Kind.OMISSION,
        Severity.MAJOR,
        0.9,
        passage,
        None,
        Evidence("omission.paragraph"),
    )
    scores = Fidelity(0.0, (0.0,), (tuple(0.0 for _ in beads),), (), None)
    return Review(*documents, alignment, (flag,), (), scores, Verdict.TRANSLATION, {})


@pytest.mark.parametrize(
    ("words", "offset", "relation"),
    [
        ("uno", 0, Relation.NEAR),
        ("due", 3, Relation.NEAR),
        ("tre", 7, Relation.NEAR),
        ("cinque", 13, Relation.AFTER),
    ],
)
def test_a_gap_stands_as_far_on_as_the_words_or_after_the_sentence_before(words, offset, relation):
    source = ["uno due tre sei", "cinque"]
    text = " ".join(source)
    start = text.index(words)
    passage = Passage(0, start, start + len(words), words)
    review = review_of(source, ["one two three"], [([0], [0]), ([1], [])], passage)
    gap = Places(review).gap(review.findings[0], Side.TARGET)
    assert (gap.offset, gap.relation) == (offset, relation)


def test_what_stands_before_all_that_answers_has_its_gap_before_it():
    passage = Passage(0, 0, 3, "uno")
    review = review_of(["uno", "due"], ["two"], [([0], []), ([1], [0])], passage)
    gap = Places(review).gap(review.findings[0], Side.TARGET)
    assert (gap.offset, gap.relation) == (0, Relation.BEFORE)
