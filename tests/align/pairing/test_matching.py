"""Finding which documents render which, with an encoder that costs nothing."""

import random
import zlib
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from align import MatchKind, pair_documents, sketch_document
from corpus import Document, Paragraph, Role, Span

WORDS = 4_000
LETTERS = str.maketrans("0123456789", "abcdefghij")


class WordsEncoder:
    """Texts as the sum of their words' vectors, a word and its translation having the same."""

    name, version, digest = "words", "1", ""

    def encode(self, texts, *, progress=None):
        vectors = np.array([self._sum(text) for text in texts], np.float32).reshape(-1, 48)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def _sum(self, text):
        return sum(_word(word.partition("_")[2]) for word in text.split())


@cache
def _word(word):
    return np.random.default_rng(zlib.crc32(word.encode())).standard_normal(48)


ENCODER = WordsEncoder()


def text(seed, sentences=12):
    """Sentences of a document of its own."""
    draw = random.Random(seed)
    return [" ".join(f"s_{draw.randrange(WORDS)}" for _ in range(8)) for _ in range(sentences)]


def rendered(sentences):
    return [sentence.replace("s_", "t_") for sentence in sentences]


def document(sentences, role=Role.BODY):
    paragraphs = (Paragraph(one, (Span(0, len(one)),), role=role) for one in sentences)
    return Document("xx", tuple(paragraphs))


def sketches(texts):
    return [sketch_document(document(one), ENCODER) for one in texts]


def paired(sources, targets):
    return pair_documents(sketches(sources), sketches(targets), ENCODER)


def links(found):
    return {(match.source, match.target): match.kind for match in found.matches}


def test_each_document_finds_its_translation_wherever_it_lies():
    texts = [text(seed, 3 + seed) for seed in range(12)]
    order = list(range(12))
    random.Random(1).shuffle(order)
    found = paired(texts, [rendered(texts[number]) for number in order])
    assert links(found) == {(number, place): MatchKind.PAIR for place, number in enumerate(order)}
    assert found.sources == found.targets == ()
    assert all(match.confidence > 0.9 for match in found.matches)
    assert all(match.source_coverage > 0.9 < match.target_coverage for match in found.matches)


def test_a_document_without_translation_is_left_with_its_nearest_candidate():
    texts = [text(seed) for seed in range(6)]
    found = paired(texts, [rendered(one) for one in texts[:4]] + [rendered(text(99))])
    assert set(links(found)) == {(n, n) for n in range(4)}
    assert [one.document for one in found.sources] == [4, 5]
    assert [one.document for one in found.targets] == [4]
    for one in (*found.sources, *found.targets):
        assert one.nearest is not None
        assert one.confidence < 0.1
        assert one.coverage < 0.5


def test_a_translation_of_half_the_document_is_its_pair():
    texts = [text(seed, 16) for seed in range(6)]
    found = paired(texts, [rendered(one[8:]) for one in texts])
    assert links(found) == {(n, n): MatchKind.PAIR for n in range(6)}
    assert all(match.source_coverage == pytest.approx(0.5, abs=0.1) for match in found.matches)


def test_two_files_that_render_a_half_each_are_parts():
    texts = [text(seed, 16) for seed in range(5)]
    halves = [rendered(part) for one in texts for part in (one[:8], one[8:])]
    found = paired(texts, halves)
    expected = {(n // 2, n): MatchKind.PART for n in range(10)}
    assert links(found) == expected
    turned = paired(halves, texts)
    assert links(turned) == {(t, s): kind for (s, t), kind in expected.items()}


def test_a_second_copy_of_a_translation_is_listed_as_one():
    texts = [text(seed) for seed in range(5)]
    found = paired(texts, [rendered(one) for one in texts] + [rendered(texts[2][:-2])])
    assert links(found) == {(n, n): MatchKind.PAIR for n in range(5)} | {(2, 5): MatchKind.COPY}


def test_a_short_text_is_found_in_a_collection_that_holds_it():
    texts = [text(seed, 6) for seed in range(20)]
    collection = [sentence for one in texts[:15] for sentence in one]
    found = paired(texts[7:8] + texts[15:], [rendered(collection), *map(rendered, texts[15:])])
    assert links(found)[0, 0] is MatchKind.PAIR
    assert len(found.matches) == 6


def test_what_all_documents_share_pairs_none_of_them():
    header = text(1000, 8)
    texts = [header + text(seed, 4) for seed in range(10)]
    others = [rendered(header) + rendered(text(500 + seed, 4)) for seed in range(10)]
    assert paired(texts, others).matches == ()
    found = paired(texts, [rendered(one) for one in texts])
    assert set(links(found)) == {(n, n) for n in range(10)}


def test_documents_of_one_sentence_are_paired():
    texts = [text(seed, 1) for seed in range(8)]
    assert set(links(paired(texts, [rendered(one) for one in texts]))) == {(n, n) for n in range(8)}


def test_a_side_without_documents_leaves_the_other_unmatched():
    found = paired([text(0), text(1)], [])
    assert found.matches == ()
    assert [(one.document, one.nearest, one.confidence) for one in found.sources] == [
        (0, None, 0.0),
        (1, None, 0.0),
    ]
    assert paired([], []).matches == ()


def test_of_a_book_the_first_sentences_are_looked_at():
    long = text(3, 1_200)
    found = sketch_document(document(long), ENCODER)
    assert len(found) == 1_000
    assert not found.whole
    assert sketch_document(document(text(4)), ENCODER).whole


def test_furniture_is_not_compared_but_a_document_of_nothing_else_is():
    body, menu = document(text(1)), document(text(2), Role.FURNITURE)
    both = Document("xx", (*menu.paragraphs, *body.paragraphs))
    assert len(sketch_document(both, ENCODER)) == 12
    assert len(sketch_document(menu, ENCODER)) == 12


def test_progress_counts_what_is_aligned():
    calls = []
    texts = sketches([text(seed) for seed in range(4)])
    pair_documents(texts, texts, ENCODER, progress=lambda *call: calls.append(call))
    assert calls[-1] == ("compare", len(calls), len(calls))


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(6)), st.sets(st.integers(0, 5)))
def test_the_order_of_files_changes_nothing(order, lost):
    texts = [text(seed, 5) for seed in range(6)]
    kept = [number for number in order if number not in lost]
    found = paired(texts, [rendered(texts[number]) for number in kept])
    assert {(match.source, kept[match.target]) for match in found.matches} == {
        (number, number) for number in kept
    }
    assert {one.document for one in found.sources} == lost


def test_reports_that_differ_in_figures_are_not_taken_for_each_other():
    frame = [one.translate(LETTERS) for one in text(7, 6)]
    reports = [[*frame, f"s_a s_b s_{n}{n + 3} s_c s_{7 * n}9 s_d"] for n in range(1, 11)]
    found = paired(reports, [rendered(one) for one in reports[3:]])
    assert set(links(found)) == {(n + 3, n) for n in range(7)}
    assert [one.document for one in found.sources] == [0, 1, 2]
    assert all(one.is_kin for one in found.sources)


def test_a_part_is_one_though_its_figures_differ_from_those_of_the_whole():
    texts = [[one.translate(LETTERS) for one in text(seed)] for seed in range(6)]
    whole = [*texts[0], "s_a 1987 s_b 5512 s_c"]
    first = [*rendered(texts[0][:6]), "t_x 73 t_y 6634 t_z"]
    second = [*rendered(texts[0][6:]), "t_a 1987 t_b 5512 t_c"]
    found = paired([whole, *texts[1:]], [first, second, *map(rendered, texts[1:])])
    assert links(found) == {
        (0, 0): MatchKind.PART,
        (0, 1): MatchKind.PART,
        **{(n, n + 1): MatchKind.PAIR for n in range(1, 6)},
    }


def test_a_line_or_two_are_paired_where_nothing_else_in_the_collection_is_like_them():
    texts = [text(seed, 2) for seed in range(20)]
    freely = [[rendered(one)[0], *rendered(text(100 + n, 1))] for n, one in enumerate(texts)]
    assert set(links(paired(texts, freely))) == {(n, n) for n in range(20)}
