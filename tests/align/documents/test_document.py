"""Aligning documents: groups of paragraphs, what is moved, what is set aside."""

from itertools import pairwise

import pytest
from analyses import analyses
from encoders import default_encoder

from align import GroupKind, align, evaluate
from align.bead import Bead
from corpus import Document, Paragraph, Role, Span, bilingual_from_text


@pytest.fixture(scope="module")
def encoder():
    return default_encoder()


def document(language, *paragraphs, role=Role.BODY):
    made = []
    for sentences in paragraphs:
        text, spans = "", []
        for sentence in sentences:
            start = len(text) + bool(text)
            text = f"{text} {sentence}" if text else sentence
            spans.append(Span(start, len(text)))
        made.append(Paragraph(text, tuple(spans), language, role))
    return Document(language, tuple(made))


def both(pairs, cuts):
    edges = [0, *cuts, len(pairs)]
    return ([[pair[side] for pair in pairs[a:b]] for a, b in pairwise(edges)] for side in (0, 1))


def shape(alignment):
    return [(group.source, group.target, group.kind) for group in alignment.groups]


@pytest.mark.parametrize("analysis", analyses(), ids=lambda it: it.name)
def test_an_analysis_comes_out_as_an_editor_sees_it(encoder, analysis):
    alignment = align(*bilingual_from_text(analysis.text), encoder)
    assert shape(alignment) == [(*link, GroupKind.ALIGNED) for link in analysis.groups]
    assert [aside.reason for aside in alignment.source_aside] == analysis.source_aside
    assert [aside.reason for aside in alignment.target_aside] == analysis.target_aside


def test_a_split_paragraph_is_one_group(encoder, pairs):
    source, target = both(pairs[:12], [4, 8])
    target[1:2] = [target[1][:2], target[1][2:]]
    alignment = align(document("it", *source), document("en", *target), encoder)
    assert [(g.source, g.target) for g in alignment.groups] == [
        ((0,), (0,)),
        ((1,), (1, 2)),
        ((2,), (3,)),
    ]


def test_a_moved_paragraph_is_called_moved(encoder, pairs):
    source, target = both(pairs[:24], [6, 9, 15])
    target = [target[0], target[2], target[3], target[1]]
    alignment = align(document("it", *source), document("en", *target), encoder)
    assert ((1,), (3,), GroupKind.MOVED) in shape(alignment)
    assert sum(kind is GroupKind.MOVED for _, _, kind in shape(alignment)) == 1


def test_dropped_and_added_paragraphs_stand_where_they_would(encoder, pairs):
    source, target = both(pairs[:16], [4, 8, 12])
    alignment = align(
        document("it", *source[:2], *source[3:]), document("en", target[0], *target[2:]), encoder
    )
    assert shape(alignment) == [
        ((0,), (0,), GroupKind.ALIGNED),
        ((), (1,), GroupKind.ADDED),
        ((1,), (), GroupKind.OMITTED),
        ((2,), (2,), GroupKind.ALIGNED),
    ]


def test_every_paragraph_is_in_one_group_or_aside_even_when_the_same_document_stands_twice(
    encoder, pairs
):
    source, _ = both(pairs[:10], [3, 7])
    text = document("it", *source)
    alignment = align(text, text, encoder)
    assert shape(alignment) == [((n,), (n,), GroupKind.ALIGNED) for n in range(3)]
    assert alignment.source_aside == alignment.target_aside == ()


def test_a_caption_without_counterpart_is_set_aside(encoder, pairs):
    source, target = both(pairs[:6], [])
    caption = document("en", ["A view of the harbour at dawn."], role=Role.CAPTION)
    body = document("en", *target)
    english = Document("en", body.paragraphs + caption.paragraphs)
    alignment = align(document("it", *source), english, encoder)
    assert [(aside.paragraph, aside.reason) for aside in alignment.target_aside] == [(1, "caption")]


def test_documents_without_a_sentence_align_to_nothing(encoder):
    alignment = align(Document("it", ()), Document("en", ()), encoder)
    assert alignment.groups == ()


def test_agreement_is_vecaligns(encoder):
    def bead(source, target):
        return Bead(source, target, None, 1.0)

    gold = [bead((0,), (0,)), bead((1, 2), (1,)), bead((3,), ()), bead((4,), (2,))]
    found = [bead((0,), (0,)), bead((1,), (1,)), bead((2,), ()), bead((3,), ()), bead((4,), (2,))]
    score = evaluate(found, gold)
    assert score.strict.precision == pytest.approx(3 / 5)
    assert score.strict.recall == pytest.approx(2 / 3)
    assert score.lax.precision == pytest.approx(4 / 5)
    assert score.lax.recall == 1
    assert score.null.precision == 0.5
    assert score.null.recall == 1
