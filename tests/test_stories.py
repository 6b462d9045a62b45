"""Our own stories are data under test, too, and so is what is said to be right about them."""

from itertools import chain

import pytest
from bitext import (
    ENGLISH,
    ITALIAN,
    Sentence,
    document,
    merged,
    moved,
    own_damages,
    own_stories,
    paragraph_links,
    plain,
    sentence_links,
    split,
    version,
    without,
)

from corpus import document_from_text

STORIES = own_stories()
PAIRS = ((("Uno.", "One."), ("Due, due.", "Two, two.")), (("Tre.", "Three."), ("Sei.", "Six.")))
ITALIAN_VERSION, ENGLISH_VERSION = version(PAIRS, ITALIAN), version(PAIRS, ENGLISH)


def test_there_are_enough_sentences_and_none_stands_twice():
    for side in (ITALIAN, ENGLISH):
        texts = [pair[side] for story in STORIES for pair in story.pairs]
        assert len(texts) > 90
        assert len(set(texts)) == len(texts)
        assert all(text == text.strip() != "" for text in texts)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
@pytest.mark.parametrize(("side", "code"), [(ITALIAN, "it"), (ENGLISH, "en")])
def test_read_as_plain_text_a_story_has_the_paragraphs_and_sentences_that_it_is_made_of(
    story, side, code
):
    text = version(story.paragraphs[1:], side)
    made, read = document(text, code), document_from_text(plain(text), language=code)
    assert [(it.text, it.sentences) for it in read.paragraphs] == [
        (it.text, it.sentences) for it in made.paragraphs
    ]


@pytest.mark.parametrize("damage", own_damages(), ids=lambda it: f"{it.story} {it.words}")
def test_a_damage_is_done_at_one_place_and_to_words_that_are_there(damage):
    (story,) = (story for story in STORIES if story.name == damage.story)
    ((italian, english),) = (pair for pair in story.pairs if damage.old in pair[ENGLISH])
    damaged = english.replace(damage.old, damage.new)
    assert damaged != english
    whole = plain(version(story.paragraphs, ENGLISH if damage.kind == "added" else ITALIAN))
    if damage.kind == "added":
        assert damage.words in damaged
        assert damage.words not in whole
    else:
        assert damage.words in italian
        assert whole.index(damage.words) >= whole.index(italian), "it stands further up already"


@pytest.mark.parametrize(
    ("edit", "paragraphs", "sentences"),
    [
        (lambda it: it, {((0,), (0,)), ((1,), (1,))}, {((n,), (n,)) for n in range(4)}),
        (
            lambda it: moved(it, 0, 1),
            {((0,), (1,)), ((1,), (0,))},
            {((0,), (2,)), ((1,), (3,)), ((2,), (0,)), ((3,), (1,))},
        ),
        (
            lambda it: merged(without(it, 1), 2, 3),
            {((0,), (0,)), ((1,), (1,))},
            {((0,), (0,)), ((1,), ()), ((2, 3), (1,))},
        ),
        (
            lambda it: (*split(it, 1, ","), (Sentence("Nine."),)),
            {((0,), (0,)), ((1,), (1,)), ((), (2,))},
            {((0,), (0,)), ((1,), (1, 2)), ((2,), (3,)), ((3,), (4,)), ((), (5,))},
        ),
    ],
    ids=["as it is", "moved", "dropped and merged", "split and added"],
)
def test_what_belongs_together_follows_from_what_was_done(edit, paragraphs, sentences):
    target = edit(ENGLISH_VERSION)
    assert paragraph_links(ITALIAN_VERSION, target) == paragraphs
    assert sentence_links(ITALIAN_VERSION, target) == sentences


def test_editing_keeps_every_word():
    words = " ".join(it.text for it in chain.from_iterable(ENGLISH_VERSION)).split()
    for edited in (split(ENGLISH_VERSION, 1, ","), merged(ENGLISH_VERSION, 2, 3)):
        assert " ".join(it.text for it in chain.from_iterable(edited)).split() == words
