"""Comparisons of a few sentences, each rendering the one beside it."""

import pytest
from comparisons import document, one_to_one
from encoders import default_encoder

from align import Alignment, Aside, Group, GroupKind, SentenceBead
from corpus import Document, Paragraph, Role, SentenceId, Span
from metrics import Comparison


@pytest.fixture
def compare():
    """Pairs of sentences to a comparison, one paragraph and one bead a pair."""

    def build(*pairs, source="it", target="en"):
        return one_to_one(*zip(*pairs, strict=True), languages=(source, target))

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
