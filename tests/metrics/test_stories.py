"""Our own stories, faithful and damaged: what is flagged, and what fidelity makes of it."""

from functools import cache

import pytest
from bitext import ENGLISH, ITALIAN, damaged, own_damages, own_stories, plain, version
from encoders import default_encoder

import fedele
from metrics import Category, Kind, Verdict

STORIES = {story.name: story for story in own_stories()}
DAMAGES = own_damages()
FACTS = {
    "number": Kind.NUMBER,
    "unit": Kind.NUMBER,
    "date": Kind.DATE,
    "direction": Kind.CONTRADICTION,
    "untranslated": Kind.UNTRANSLATED,
}
"""What a flag of a damage is called; of other kinds it may be called several things."""
MISSES_ALLOWED = 5
FALSE_ALARMS_ALLOWED = 5
"""For a thousand English words."""

POINTS_A_DAMAGE = 1
"""That each costs a story at least, on average."""

names = pytest.mark.parametrize("name", STORIES)


def review(source, target):
    return fedele.review_texts(
        plain(source), plain(target), source_language="it", target_language="en",
        model=default_encoder(), effort="fast",
    )  # fmt: skip


def sides(name, damages=(), part=slice(None)):
    paragraphs = STORIES[name].paragraphs[part]
    return version(paragraphs, ITALIAN), damaged(version(paragraphs, ENGLISH), damages)


def damages_of(name):
    return [damage for damage in DAMAGES if damage.story == name]


@cache
def faithful(name):
    return review(*sides(name))


@cache
def broken(name):
    """With every damage there is, all at once."""
    return review(*sides(name, damages_of(name)))


def marks(review, damage):
    """The flags on a third and more of the words."""
    side = "target" if damage.kind in ("added", "untranslated") else "source"
    (number, start) = next(
        (n, paragraph.text.index(damage.words))
        for n, paragraph in enumerate(getattr(review, side).paragraphs)
        if damage.words in paragraph.text
    )
    end = start + len(damage.words)
    for flag in review.findings:
        passage = getattr(flag, side)
        if flag.kind is not Kind.SHIFT and passage and passage.paragraph == number:
            covered = min(end, passage.end) - max(start, passage.start)
            if covered >= (end - start) / 3:
                yield flag


@names
def test_a_faithful_translation_is_called_one_and_scores_high(name):
    assert faithful(name).verdict is Verdict.TRANSLATION
    assert faithful(name).fidelity > 90


def test_faithful_translations_raise_few_flags():
    flags = sum(len(faithful(name).findings) for name in STORIES)
    words = sum(len(plain(sides(name)[1]).split()) for name in STORIES)
    assert words > 1_200
    assert flags * 1_000 / words <= FALSE_ALARMS_ALLOWED


def test_nearly_everything_that_was_done_is_flagged():
    missed = [it for it in DAMAGES if not any(marks(broken(it.story), it))]
    assert len(DAMAGES) > 30
    assert len(missed) <= MISSES_ALLOWED, missed


@pytest.mark.parametrize("kind", FACTS)
def test_a_changed_fact_is_flagged_as_what_it_is(kind):
    found = [
        {flag.kind for flag in marks(broken(it.story), it)} for it in DAMAGES if it.kind == kind
    ]
    assert any(FACTS[kind] in kinds for kinds in found)
    assert all(FACTS[kind] in kinds for kinds in found if kinds)


@pytest.mark.parametrize(
    ("kind", "category"), [("dropped", Category.OMISSION), ("added", Category.ADDITION)]
)
def test_what_was_dropped_or_added_is_flagged_as_that(kind, category):
    found = [list(marks(broken(it.story), it)) for it in DAMAGES if it.kind == kind]
    assert all(flag.category is category for flags in found for flag in flags)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda it: f"{it.story} {it.words}")
def test_damage_of_every_kind_lowers_the_score_of_its_paragraph(damage):
    number = next(
        n
        for n, pairs in enumerate(STORIES[damage.story].paragraphs)
        if any(damage.old in english for _, english in pairs)
    )
    part = slice(number, number + 1)
    before = review(*sides(damage.story, part=part))
    assert review(*sides(damage.story, [damage], part)).fidelity < before.fidelity


@names
def test_the_more_is_damaged_the_lower_the_score(name):
    damages = damages_of(name)
    half = review(*sides(name, damages[::2]))
    scores = [faithful(name).fidelity, half.fidelity, broken(name).fidelity]
    assert sorted(scores, reverse=True) == scores
    assert scores[0] - scores[2] > len(damages) * POINTS_A_DAMAGE


@names
def test_half_a_translation_is_partial(name):
    source, target = sides(name)
    found = review(source, target[: len(target) // 2])
    assert found.verdict is Verdict.PARTIAL
    assert 20 < found.fidelity < 75


@names
def test_the_english_of_another_story_is_unrelated(name):
    other = next(it for it in STORIES if it != name)
    found = review(sides(name)[0], sides(other)[1])
    assert found.verdict is Verdict.UNRELATED
    assert found.fidelity < 10
    assert found.findings == ()
