"""Finding the translations of our own stories in a collection, by the default encoder."""

import pytest
from bitext import ENGLISH, ITALIAN, document, merged, own_stories, split, version, without
from encoders import default_encoder

from align import MatchKind, pair_documents, sketch_document

STORIES = own_stories()
COUNT = len(STORIES)
PAIRS = {(n, n): MatchKind.PAIR for n in range(COUNT)}


@pytest.fixture(scope="module")
def paired():
    """Pairs versions, Italian with English, as a folder's documents are."""

    def paired(sources, targets):
        encoder = default_encoder()
        italian = [sketch_document(document(text, "it"), encoder) for text in sources]
        english = [sketch_document(document(text, "en"), encoder) for text in targets]
        return pair_documents(italian, english, encoder)

    return paired


@pytest.fixture(scope="module")
def italian():
    return [version(story.paragraphs, ITALIAN) for story in STORIES]


@pytest.fixture(scope="module")
def english():
    return [version(story.paragraphs, ENGLISH) for story in STORIES]


def links(found):
    return {(match.source, match.target): match.kind for match in found.matches}


def test_each_story_finds_its_translation_wherever_it_lies(paired, italian, english):
    found = paired(italian, english[::-1])
    assert links(found) == {(n, COUNT - 1 - n): MatchKind.PAIR for n in range(COUNT)}
    assert found.sources == found.targets == ()
    assert all(match.confidence > 0.9 for match in found.matches)
    assert all(match.source_coverage > 0.9 < match.target_coverage for match in found.matches)


def test_paragraphs_cut_and_reordered_hide_no_translation(paired, italian, english):
    turned = [(text[0], *text[:0:-1]) for text in english]
    cut = [merged(split(text, 1, " "), 3, 4) for text in turned]
    assert links(paired(italian, cut)) == PAIRS


def test_a_story_without_its_translation_stays_alone_with_its_nearest(paired, italian, english):
    found = paired(italian, english[2:])
    assert links(found) == {(n + 2, n): MatchKind.PAIR for n in range(COUNT - 2)}
    assert [one.document for one in found.sources] == [0, 1]
    assert all(one.nearest is not None and one.confidence < 0.1 for one in found.sources)
    nothing = paired(italian[:3], english[3:])
    assert nothing.matches == ()


def test_half_a_translation_is_its_pair(paired, italian, english):
    found = paired(italian, [text[len(text) // 2 :] for text in english])
    assert links(found) == PAIRS
    assert all(0.3 < match.source_coverage < 0.8 for match in found.matches)


def test_a_translation_in_two_files_is_two_parts(paired, italian, english):
    halves = [part for text in english for part in (text[: len(text) // 2], text[len(text) // 2 :])]
    expected = {(n // 2, n): MatchKind.PART for n in range(2 * COUNT)}
    assert links(paired(italian, halves)) == expected


def test_a_second_translation_is_listed_as_a_copy(paired, italian, english):
    found = paired(italian, [*english, without(english[1], 2, 5)])
    assert links(found) == PAIRS | {(1, COUNT): MatchKind.COPY}
