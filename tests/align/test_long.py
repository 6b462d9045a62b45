"""Aligning long texts: thousands of segments, with an encoder that costs nothing."""

import random
import zlib
from functools import cache

import numpy as np
import pytest

from align import align_segments, evaluate
from align.bead import Bead

LENGTH = 5_000


class WordsEncoder:
    """Texts as the sum of their words' vectors, a word and its translation having the same."""

    name, version, digest = "words", "1", ""

    def encode(self, texts, *, progress=None):
        vectors = np.array([self._sum(text) for text in texts], np.float32).reshape(-1, 32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def _sum(self, text):
        return sum(_word(word.partition("_")[2]) for word in text.split())


@cache
def _word(word):
    return np.random.default_rng(zlib.crc32(word.encode())).standard_normal(32)


@pytest.fixture(scope="module")
def long_text():
    """A long text, its translation with every eighth segment dropped or merged, and the beads."""
    draw = random.Random(5)
    words = [[f"s_{draw.randrange(3000)}" for _ in range(4)] for _ in range(LENGTH)]
    source = [" ".join(part) for part in words]
    target, gold = [], []
    number = 0
    while number < LENGTH:
        chance = draw.random()
        taken = 2 if chance < 0.06 and number + 1 < LENGTH else 1
        numbers = tuple(range(number, number + taken))
        number += taken
        if chance > 0.94:
            gold.append(Bead(numbers, (), None, 1.0))
            continue
        gold.append(Bead(numbers, (len(target),), 1.0, 1.0))
        target.append(" ".join(source[n] for n in numbers).replace("s_", "t_"))
    return source, target, gold


def test_a_long_text_is_aligned_as_well_as_a_short_one(long_text):
    source, target, gold = long_text
    calls = []
    beads = align_segments(
        iter(source), target, encoder=WordsEncoder(), progress=lambda *call: calls.append(call)
    )
    assert evaluate(beads, gold).strict.f1 > 0.99
    assert calls[-1] == ("align", LENGTH, LENGTH)
    assert [done for _, done, _ in calls] == sorted(done for _, done, _ in calls)


def test_an_interrupted_alignment_stops(long_text):
    def interrupt(stage, done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        align_segments(*long_text[:2], encoder=WordsEncoder(), progress=interrupt)


def test_a_long_omission_does_not_lose_the_way(long_text):
    source, target, gold = long_text
    kept = target[:1000] + target[2000:]
    renumbered = [
        bead
        if not bead.target or bead.target[0] < 1000
        else Bead(bead.source, tuple(n - 1000 for n in bead.target), 1.0, 1.0)
        for bead in gold
        if not bead.target or bead.target[0] not in range(1000, 2000)
    ]
    beads = align_segments(source, kept, encoder=WordsEncoder())
    assert evaluate(beads, renumbered).strict.recall > 0.98
