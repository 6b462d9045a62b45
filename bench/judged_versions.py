"""Versions that professionals marked, as the product judges them, and how the two agree.

A version is judged as one document, a paragraph a segment, aligned as its segments are given.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

import align
from bench.omissions import judged_pairs
from bench.people import GRAVE, MarkedError, MarkedVersion
from bench.planting import Pair
from corpus import Side
from metrics import Fidelity, Flag, Judge, Passage

KINDS = {
    "mistranslations": ("Accuracy/Mistranslation", Side.TARGET),
    "omissions": ("Accuracy/Omission", Side.SOURCE),
    "additions": ("Accuracy/Addition", Side.TARGET),
    "untranslated": ("Accuracy/Untranslated", Side.TARGET),
}
"""What is looked for, and on which side people mark it; the talks say "Untranslated text"."""


@dataclass(frozen=True, slots=True)
class JudgedVersion:
    """A version, people's marks in it, and what a judge made of it.

    Attributes:
        version: as people marked it.
        flags: those shown.
        words: how many both sides have.
        scores: its fidelity, a group a segment.
    """

    version: MarkedVersion
    flags: Sequence[Flag]
    words: int
    scores: Fidelity

    @property
    def cost(self) -> float:
        """What people's accuracy errors weigh, per word of its source."""
        words = sum(len(segment.source.split()) for segment in self.version.segments)
        return sum(segment.cost(accuracy=True) for segment in self.version.segments) / words

    @property
    def passages(self) -> dict[int, list[tuple[Side, Passage]]]:
        """Where its flags stand, by segment."""
        found = defaultdict[int, list[tuple[Side, Passage]]](list)
        for flag in self.flags:
            for side, passage in _passages(flag):
                found[passage.paragraph].append((side, passage))
        return found


@dataclass(frozen=True, slots=True)
class Rated:
    """One translation of something: what people's errors weigh, our score, and who made it."""

    of: Hashable
    cost: float
    score: float
    is_human: bool


def judge_version(
    version: MarkedVersion, encoder: align.AdditiveEncoder, by: Judge
) -> JudgedVersion:
    """Have a version judged."""
    pairs = [Pair("", segment.source, segment.target) for segment in version.segments]
    codes = {
        Side.SOURCE: version.key.source_language,
        Side.TARGET: version.key.target_language,
    }
    page = judged_pairs(pairs, encoder, by, codes)
    return JudgedVersion(version, page.flags, len(page.words), page.scores)


def flag_figures(versions: Sequence[JudgedVersion]) -> dict[str, float]:
    """Of all shown flags, the shares that people's marks bear out, and how many there are."""
    touched = list[tuple[bool, bool, bool]]()
    words = 0
    for judged in versions:
        words += judged.words
        for flag in judged.flags:
            places = _passages(flag)
            segment = judged.version.segments[places[0][1].paragraph]
            accuracy = [error for error in segment.errors if error.is_accuracy]
            counted = [error for error in segment.errors if error.severity != "neutral"]
            some = (_touches(places, accuracy), _touches(places, counted), bool(accuracy))
            touched.append(some)
    on, on_any, inside = np.mean(touched, axis=0) if touched else (np.nan,) * 3
    return {
        "of flags, on a marked accuracy error": float(on),
        "of flags, on a marked error of any category": float(on_any),
        "of flags, in a segment with an accuracy error": float(inside),
        "flags per thousand words of both sides": 1000 * len(touched) / words,
    }


def found_figures(versions: Sequence[JudgedVersion]) -> dict[str, tuple[int, int]]:
    """Of people's major and critical errors of each kind, how many a shown flag touches."""
    found = {name: list[bool]() for name in KINDS}
    for judged in versions:
        passages = judged.passages
        for number, segment in enumerate(judged.version.segments):
            for error in segment.errors:
                name = _kind(error)
                if name and error.start is not None:
                    found[name].append(_touches(passages.get(number, []), [error]))
    return {name: (sum(hits), len(hits)) for name, hits in found.items()}


def segment_auc(versions: Sequence[JudgedVersion]) -> float:
    """How well low fidelity of a segment tells those with a major or critical accuracy error."""
    from sklearn.metrics import roc_auc_score

    pairs = [
        (segment.is_grave(accuracy=True), -score)
        for judged in versions
        for segment, score in zip(judged.version.segments, judged.scores.groups, strict=True)
    ]
    return float(roc_auc_score(*map(list, zip(*pairs, strict=True))))


def rated_versions(versions: Iterable[JudgedVersion]) -> list[Rated]:
    """Every version of a document, by its accuracy errors per word."""
    return [
        Rated(it.version.key, it.cost, it.scores.document, it.version.is_human) for it in versions
    ]


def rated_segments(versions: Iterable[JudgedVersion]) -> list[Rated]:
    """Every translation of a source segment, by all its errors (news have no categories)."""
    return [
        Rated(
            (it.version.key, segment.source),
            segment.cost(accuracy=False),
            score,
            it.version.is_human,
        )
        for it in versions
        for segment, score in zip(it.version.segments, it.scores.groups, strict=True)
    ]


def in_order(rated: Iterable[Rated]) -> tuple[float, int]:
    """The share of pairs of one original that we order as people do, and how many there are.

    Pairs between which people see no difference are left out; our ties count half.
    """
    agreed = [
        _half((one.score - other.score) * (other.cost - one.cost))
        for some in _by_original(rated)
        for one, other in combinations(some, 2)
        if one.cost != other.cost
    ]
    return (float(np.mean(agreed)) if agreed else np.nan), len(agreed)


def human_place(rated: Iterable[Rated]) -> tuple[float, int]:
    """The mean share of systems that people's translations score above, ties half."""
    places = [
        float(np.mean([_half(person.score - system.score) for system in systems]))
        for some in _by_original(rated)
        if (systems := [it for it in some if not it.is_human])
        for person in some
        if person.is_human
    ]
    return (float(np.mean(places)) if places else np.nan), len(places)


def _by_original(rated: Iterable[Rated]) -> Iterator[list[Rated]]:
    found = defaultdict[Hashable, list[Rated]](list)
    for one in rated:
        found[one.of].append(one)
    yield from found.values()


def _half(difference: float) -> float:
    return float(np.sign(difference)) / 2 + 0.5


def _passages(flag: Flag) -> list[tuple[Side, Passage]]:
    return [(side, passage) for side in Side if (passage := flag.on(side))]


def _touches(places: Sequence[tuple[Side, Passage]], errors: Sequence[MarkedError]) -> bool:
    return any(
        side is error.side and error.touches(passage.start, passage.end)
        for side, passage in places
        for error in errors
    )


def _kind(error: MarkedError) -> str | None:
    """What a grave error is counted as, None where as nothing."""
    for name, (category, side) in KINDS.items():
        if error.category.startswith(category) and error.side is side:
            return name if error.severity in GRAVE else None
    return None
