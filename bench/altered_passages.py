"""Faults put into translations that nobody found fault with, in any language.

Professionals' texts hold few of the faults that matter most, none in Italian, and half of the
segments with one have no better translation to compare with. So words of good translations are
changed for others of the same language that mean something near (a mistranslation), and words of
another text are put in on either side (an addition, an omission). Each stands in one group with the
translation that it was made from, which is to come before it.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

import align
from bench.labelled_pages import UNJUDGED
from bench.passages import (
    ALONE,
    FAULT,
    GRAVELY,
    PHRASE_COST,
    PLANTED_WEIGHT,
    Passage,
    unknown,
)
from corpus import Side, Span
from metrics.segment import word_spans

SEED = 7
SHARE = {"bio": 0.35, "ted": 0.5, "news": 0.5, "ntrex": 2.0, "geneval": 2.0}
"""How many faults are put into a good passage of a data set."""
LETTERS, OFTEN = 4, 2
"""A word that is changed, or put in another's place, has so many letters and stands so often."""
NEAR = (0.35, 0.8)
"""How like in meaning two words are, as a cosine, that stand for each other: no synonyms."""
STEM = 4
"""Words that begin alike are forms of one word, mostly."""
CHOICES = 8
"""Of the nearest words one is drawn."""
MOST_CHANGED, MOST_PUT_IN = 3, 6
ROWS = 512
SPACELESS = ("zh",)


def altered_passages(
    passages: Sequence[Passage], encoder: align.AdditiveEncoder
) -> Iterator[Passage]:
    """Good passages with a fault each."""
    draw = random.Random(SEED)
    good = [it for it in passages if it.cost == 0 and it.languages[0] not in SPACELESS]
    nearest = {code: Nearest(texts, encoder) for code, texts in _texts(good).items()}
    donors = defaultdict[str, list[str]](list)
    for passage in good:
        for side, code in zip(Side, passage.languages, strict=True):
            donors[code].append(passage.text(side))
    for passage in good:
        share = SHARE[passage.origin]
        for _ in range(int(share) + (draw.random() < share % 1)):
            if draw.random() < 0.5:
                made = _changed(passage, nearest[passage.languages[1]], draw)
            else:
                side = draw.choice(list(Side))
                code = passage.languages[list(Side).index(side)]
                made = _put_in(passage, side, draw.choice(donors[code]), draw)
            if made:
                yield made


def _texts(passages: Sequence[Passage]) -> Mapping[str, list[str]]:
    """The targets by language, each once."""
    found = defaultdict[str, dict[str, None]](dict)
    for passage in passages:
        found[passage.languages[1]].setdefault(passage.target)
    return {code: list(texts) for code, texts in found.items()}


class Nearest:
    """For each word of some texts, others that mean something near."""

    def __init__(self, texts: Sequence[str], encoder: align.AdditiveEncoder) -> None:
        counts = Counter(word for text in texts for word in _plain_words(text))
        words = sorted(word for word, count in counts.items() if count >= OFTEN)
        vectors = encoder.encode(words)
        self._near: dict[str, list[str]] = {}
        for first in range(0, len(words), ROWS):
            cosines = align.exact.cosines(vectors[first : first + ROWS], vectors)
            for word, row in zip(words[first : first + ROWS], cosines, strict=True):
                self._near[word] = _chosen(word, words, row)

    def of(self, word: str) -> Sequence[str]:
        """The nearest that are neither the same nor a form of it; none of an unknown word."""
        return self._near.get(word, ())


def _chosen(word: str, words: Sequence[str], cosines: NDArray[np.float64]) -> list[str]:
    least, most = NEAR
    likely = [row for row in np.argsort(-cosines)[: 8 * CHOICES].tolist()]
    near = [words[row] for row in likely if least <= cosines[row] <= most]
    return [it for it in near if it[:STEM] != word[:STEM]][:CHOICES]


def _plain_words(text: str) -> Iterator[str]:
    for span in word_spans(text):
        word = span.of(text)
        if len(word) >= LETTERS and word.isalpha() and word.islower():
            yield word


def _changed(passage: Passage, nearest: Nearest, draw: random.Random) -> Passage | None:
    """Some words of the target changed; what they answer to on the source is not known."""
    spans = list(word_spans(passage.target))
    able = [row for row, span in enumerate(spans) if nearest.of(span.of(passage.target))]
    if not able:
        return None
    rows = sorted(draw.sample(able, min(len(able), draw.randint(1, MOST_CHANGED))))
    text, known = passage.target, passage.known[Side.TARGET].copy()
    for row in reversed(rows):
        word = draw.choice(nearest.of(spans[row].of(passage.target)))
        text = text[: spans[row].start] + word + text[spans[row].end :]
    known[rows, ALONE], known[rows, FAULT], known[rows, GRAVELY] = UNJUDGED, 1, 1
    source = unknown(len(passage.known[Side.SOURCE]))
    return _made(passage, {Side.SOURCE: source, Side.TARGET: known}, target=text, faults=len(rows))


def _put_in(passage: Passage, side: Side, donor: str, draw: random.Random) -> Passage | None:
    """Words of another text put in on one side."""
    own, others = list(word_spans(passage.text(side))), list(word_spans(donor))
    if not own or not others or donor == passage.text(side):
        return None
    count = min(len(others), draw.randint(1, MOST_PUT_IN))
    first = draw.randrange(len(others) - count + 1)
    new = donor[others[first].start : others[first + count - 1].end]
    place = draw.randrange(len(own) + 1)
    text, at = passage.text(side), own[place].start if place < len(own) else own[-1].end
    text = f"{text[:at]}{new} {text[at:]}" if place < len(own) else f"{text[:at]} {new}{text[at:]}"
    known = _known_with(passage, side, text, Span(at, at + len(new) + 1), place)
    if known is None:
        return None
    texts = {"source" if side is Side.SOURCE else "target": text}
    return _made(passage, {**passage.known, side: known}, faults=1, **texts)


def _known_with(
    passage: Passage, side: Side, text: str, new: Span, place: int
) -> NDArray[np.float32] | None:
    """What is known of the words with the new ones; None where words ran into each other."""
    words = list(word_spans(text))
    old = passage.known[side]
    count = len(words) - len(old)
    inside = [new.start <= word.start < new.end for word in words]
    if sum(inside) != count or not all(inside[place : place + count]):
        return None
    added = unknown(count)
    added[:, [ALONE, FAULT, GRAVELY]] = 1
    return np.concatenate([old[:place], added, old[place:]])


def _made(
    passage: Passage, known: dict[Side, NDArray[np.float32]], faults: int, **texts: str
) -> Passage:
    return replace(
        passage,
        origin=f"altered {passage.origin}",
        known=known,
        cost=PHRASE_COST * faults,
        grave=1.0,
        weight=PLANTED_WEIGHT,
        **texts,
    )
