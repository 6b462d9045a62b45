"""Comparisons of a few sentences, each rendering the one beside it."""

import pytest
from encoders import default_encoder

from align import Alignment, Aside, Group, GroupKind, SentenceBead
from corpus import Document, Paragraph, Role, SentenceId, Span
from metrics import Comparison


def document(lines, language):
    return Document(
        language, tuple(Paragraph(line, (Span(0, len(line)),), language) for line in lines)
    )


@pytest.fixture
def compare():
    """Pairs of sentences to a comparison, one paragraph and one bead a pair."""

    def build(*pairs, source="it", target="en"):
        where = [(SentenceId(number, 0),) for number in range(len(pairs))]
        groups = tuple(
            Group((n,), (n,), GroupKind.ALIGNED, None, (SentenceBead(one, one, None, 1.0),))
            for n, one in enumerate(where)
        )
        left, right = zip(*pairs, strict=True)
        documents = document(left, source), document(right, target)
        return Comparison(*documents, Alignment(groups), default_encoder())

    return build


@pytest.fixture
def compare_with_caption():
    """One aligned pair, and a caption set aside on each side, in a language of its own."""

    def build(source_caption, source_language, target_caption, target_language, role=Role.CAPTION):
        bead = SentenceBead((SentenceId(0, 0),), (SentenceId(0, 0),), None, 1.0)
        group = Group((0,), (0,), GroupKind.ALIGNED, None, (bead,))
        source = document(["Il porto riapre."], "it")
        target = document(["The port reopens."], "en")
        captions = (
            (source, source_caption, source_language),
            (target, target_caption, target_language),
        )
        documents = [
            Document(
                version.language,
                (*version.paragraphs, Paragraph(text, (Span(0, len(text)),), language, role)),
            )
            for version, text, language in captions
        ]
        aside = (Aside(1, "foreign"),)
        return Comparison(*documents, Alignment((group,), aside, aside), default_encoder())

    return build
