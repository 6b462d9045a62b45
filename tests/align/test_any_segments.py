"""Whatever the segments: each is in exactly one bead, and the same comes out again."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from align import align, align_segments
from corpus import Document, Paragraph, Role, Span

WORDS = ("uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto")
SEGMENT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
SEGMENTS = st.lists(SEGMENT, max_size=12)
ROLES = st.sampled_from((Role.BODY, Role.BODY, *Role))


class Words:
    """An encoder made of words: each has a direction of its own."""

    name = version = "words"
    digest = "0" * 64

    def encode(self, texts, *, progress=None):
        counts = [[1 + text.split().count(word) ** 2 for word in WORDS] for text in texts]
        vectors = np.array(counts, np.float32).reshape(len(texts), len(WORDS))
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@st.composite
def documents(draw, language):
    paragraphs = []
    for sentences in draw(st.lists(st.lists(SEGMENT, min_size=1, max_size=3), max_size=6)):
        ends = np.cumsum([len(sentence) + 1 for sentence in sentences]).tolist()
        spans = [Span(e - len(s) - 1, e - 1) for s, e in zip(sentences, ends, strict=True)]
        code = draw(st.sampled_from((language, language, None, "de")))
        paragraphs.append(Paragraph(" ".join(sentences), tuple(spans), code, draw(ROLES)))
    return Document(language, tuple(paragraphs))


@settings(max_examples=60, deadline=None)
@given(source=SEGMENTS, target=SEGMENTS)
def test_every_segment_is_in_exactly_one_bead_with_a_cosine_and_a_probability(source, target):
    beads = align_segments(source, target, encoder=Words())
    assert sorted(n for bead in beads for n in bead.source) == list(range(len(source)))
    assert sorted(n for bead in beads for n in bead.target) == list(range(len(target)))
    for bead in beads:
        assert 0 <= bead.confidence <= 1
        assert (bead.similarity is not None) == bool(bead.source and bead.target)
        assert bead.similarity is None or -1.001 <= bead.similarity <= 1.001
    assert align_segments(source, target, encoder=Words()) == beads


@settings(max_examples=60, deadline=None)
@given(source=documents("it"), target=documents("en"))
def test_every_paragraph_is_in_exactly_one_group_or_set_aside(source, target):
    found = align(source, target, Words())
    for side, document in (("source", source), ("target", target)):
        grouped = [number for group in found.groups for number in getattr(group, side)]
        aside = [one.paragraph for one in getattr(found, f"{side}_aside")]
        assert sorted(grouped + aside) == list(range(len(document.paragraphs)))
        held = [w for g in found.groups for bead in g.beads for w in getattr(bead, side)]
        assert sorted(held) == [w for w in document.sentence_ids() if w.paragraph in grouped]
