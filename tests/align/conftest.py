"""Bitexts that the tests of the aligner share: our own, and NTREX where it lies beside us."""

import pytest
from bitext import ntrex_stories, own_stories

STORIES = {"own": own_stories(), "ntrex": ntrex_stories()}


@pytest.fixture(scope="module", params=[name for name, found in STORIES.items() if found])
def stories(request):
    return STORIES[request.param]


@pytest.fixture(scope="module")
def pairs(stories):
    """Italian and English, sentence by sentence, of one story after the other."""
    return [pair for story in stories for pair in story.pairs][:39]
