"""The bundled analysis: every planted difference is found, and next to nothing else."""

from itertools import chain

import pytest

from corpus import Side
from metrics import Category, Kind

PLANTED = {
    "added judgement": (Category.ADDITION, Side.TARGET, "many observers consider short-sighted"),
    "dropped clause": (
        Category.OMISSION,
        Side.SOURCE,
        "la struttura, costruita negli anni Sessanta, non regge più il peso di due file di mezzi",
    ),
    "untranslated caption": (Category.UNTRANSLATED, Side.TARGET, "Camion in coda al casello"),
    "changed number": (Category.MISTRANSLATION, Side.SOURCE, "60"),
    "dropped name": (Category.OMISSION, Side.SOURCE, "Rosenheim"),
    "softened modal": (Category.MISTRANSLATION, Side.SOURCE, "dovranno"),
}
FALSE_ALARMS_ALLOWED = 3


def says(flag, category, side, words):
    passage = flag.source if side is Side.SOURCE else flag.target
    return flag.category is category and passage is not None and words in passage.text


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED.keys())
def test_planted_difference_is_flagged_as_what_it_is(sample_review, planted):
    assert any(says(flag, *planted) for flag in sample_review.findings)


def test_little_else_is_flagged(sample_review):
    shown = [flag for flag in sample_review.findings if flag.kind is not Kind.SHIFT]
    others = [f for f in shown if not any(says(f, *planted) for planted in PLANTED.values())]
    assert len(others) <= FALSE_ALARMS_ALLOWED


def test_the_split_paragraph_is_one_group(sample_review):
    groups = [(group.source, group.target) for group in sample_review.alignment.groups]
    assert ((4,), (4, 5)) in groups


def test_each_paragraph_is_in_one_group_or_set_aside(sample_review):
    alignment = sample_review.alignment
    for document, side, aside in (
        (sample_review.source, "source", alignment.source_aside),
        (sample_review.target, "target", alignment.target_aside),
    ):
        grouped = chain.from_iterable(getattr(group, side) for group in alignment.groups)
        numbers = sorted([*grouped, *(paragraph.paragraph for paragraph in aside)])
        assert numbers == list(range(len(document.paragraphs)))
