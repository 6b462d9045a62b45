"""A flag's id: what changes it and what does not."""

import dataclasses

from align import Alignment
from corpus import Paragraph, SentenceId, Span
from fedele.findings.ids import flag_ids, place_of
from metrics import Evidence, Severity


def ids(review, findings=None, source=None, target=None, alignment=None):
    found = review.findings if findings is None else findings
    return flag_ids(
        found, source or review.source, target or review.target, alignment or review.alignment
    )


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
    groups = tuple(
        dataclasses.replace(
            group,
            beads=tuple(
                dataclasses.replace(
                    bead, source=tuple(SentenceId(p + 1, s) for p, s in bead.source)
                )
                for bead in group.beads
            ),
        )
        for group in review.alignment.groups
    )
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
    assert list(ids(review, moved, source=longer, alignment=Alignment(groups))) == kept


def test_an_edit_of_its_sentence_changes_the_id(review):
    text = review.target.paragraphs[4].text.replace("missing", "lacking")
    edited = with_text(review.target, 4, text)
    negation = review.findings[4:5]
    assert ids(review, negation, target=edited) != ids(review, negation)


def test_an_edit_of_what_renders_its_sentence_changes_the_id(review):
    """What was left out on purpose may be said there by now."""
    omission = review.findings[0:1]
    assert omission[0].target is None
    text = review.target.paragraphs[1].text.replace("a train", "a long train")
    edited = with_text(review.target, 1, text)
    assert ids(review, omission, target=edited) != ids(review, omission)


def test_flags_of_the_same_sentences_share_their_place(review):
    named = dict(zip(review.findings, review.flag_ids, strict=True))
    same = [name for flag, name in named.items() if flag.target and flag.target.paragraph == 3]
    assert len(same) == 2
    assert place_of(same[0]) == place_of(same[1])
    assert len({place_of(name) for name in review.flag_ids}) > 5


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
    first = review.findings[8]
    second = dataclasses.replace(
        first, source=dataclasses.replace(first.source, paragraph=first.source.paragraph + 10)
    )
    name = ids(review, [first])[0]
    assert ids(review, [second, first], source=twice) == (f"{name}-2", name)
