"""A flag's id: what changes it and what does not."""

import dataclasses

from corpus import Paragraph, Span
from fedele.flag_ids import flag_ids
from metrics import Evidence, Severity


def ids(review, findings=None, source=None, target=None):
    found = review.findings if findings is None else findings
    return flag_ids(found, source or review.source, target or review.target)


def with_text(document, number, text):
    """The document with one paragraph's text changed, its sentences with it."""
    paragraphs = list(document.paragraphs)
    old = paragraphs[number]
    paragraphs[number] = dataclasses.replace(old, text=text, sentences=(Span(0, len(text)),))
    return dataclasses.replace(document, paragraphs=tuple(paragraphs))


def test_ids_are_different_and_stay(review, long_review):
    assert len(set(review.flag_ids)) == len(review.findings)
    assert len(set(long_review.flag_ids)) == len(long_review.findings)
    assert ids(review) == review.flag_ids


def test_an_edit_elsewhere_keeps_the_id(review):
    edited = with_text(review.source, 6, "Tutt'altro.")
    assert ids(review, review.findings[:3], source=edited) == review.flag_ids[:3]


def test_a_paragraph_before_it_keeps_the_id(review):
    first = Paragraph("Nuovo.", (Span(0, 6),), "it")
    longer = dataclasses.replace(review.source, paragraphs=(first, *review.source.paragraphs))
    moved = [
        dataclasses.replace(
            flag, source=dataclasses.replace(flag.source, paragraph=flag.source.paragraph + 1)
        )
        for flag in review.findings
        if flag.source
    ]
    kept = [
        name for name, flag in zip(review.flag_ids, review.findings, strict=True) if flag.source
    ]
    assert list(ids(review, moved, source=longer)) == kept


def test_an_edit_of_its_sentence_changes_the_id(review):
    text = review.target.paragraphs[4].text.replace("missing", "lacking")
    edited = with_text(review.target, 4, text)
    negation = review.findings[4:5]
    assert ids(review, negation, target=edited) != ids(review, negation)


def test_white_space_severity_and_wording_do_not_count(review):
    flag = review.findings[8]
    text = review.source.paragraphs[7].text
    wrapped = text.replace(" ", "\n ")
    edited = with_text(review.source, 7, wrapped)
    changed = dataclasses.replace(
        flag,
        severity=Severity.MINOR,
        evidence=Evidence("omission.sentence"),
        source=dataclasses.replace(flag.source, end=len(wrapped), text=wrapped),
    )
    assert ids(review, [changed], source=edited) == ids(review, [flag])


def test_exact_repeats_are_counted_in_the_order_of_the_text(review):
    twice = dataclasses.replace(review.source, paragraphs=review.source.paragraphs * 2)
    first = review.findings[0]
    second = dataclasses.replace(
        first, source=dataclasses.replace(first.source, paragraph=first.source.paragraph + 10)
    )
    name = ids(review, [first])[0]
    assert ids(review, [second, first], source=twice) == (f"{name}-2", name)
