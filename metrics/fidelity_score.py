"""Fidelity: how much of each version the other one renders, 0 to 100.

Read like ESA (kocmi-2024): 100 says everything and nothing else, 66 most of the meaning with gaps,
33 some of it, 0 none.

Each side has a mass, the weighted count of its words, of which some is lost: words without a
counterpart, flags at least at the price of their severity, and, where the two sides of a bead have
little to do with each other, whatever their similarity says. On top of that both sides of a bead
lose a little by its strain (see `metrics.judges`), or, where a judge is borrowed, at least what
that one expects. The fidelity is the share kept of the source times the share kept of the target,
so a drop and an addition cost alike, and swapping the two versions changes nothing but their names.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from math import exp, log1p

from align import in_turn
from corpus import Side, load_numbers
from metrics.evidence import BeadEvidence, FlagHere, SideEvidence, gather
from metrics.flag import Flag, Kind
from metrics.interval import bootstrap_interval
from metrics.judges import Judgement
from metrics.word import Word


class Cause(StrEnum):
    """Why points are missing."""

    FLAG = "flag"
    WORDS = "words"
    LOOSE = "loose"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Part:
    """Where some of the points went that are missing from 100.

    Attributes:
        points: how many, of the whole document's.
        cause: a flag; words that may lack a counterpart, none of them sure enough to be flagged; a
            loose rendering; sentences that stand alone.
        flag: its number among the flags, None without one.
        group: the group of paragraphs that it happened in.
        source_paragraph, target_paragraph: where, from 0; None where that side has none.
    """

    points: float
    cause: Cause
    flag: int | None
    group: int
    source_paragraph: int | None
    target_paragraph: int | None


@dataclass(frozen=True, slots=True)
class Fidelity:
    """Fidelity at every level, 0 to 100.

    Attributes:
        document: of the whole pair.
        groups: one a group of the alignment, in its order.
        beads: one a bead, group by group.
        parts: where the points went, most first; they add up to 100 less the document's.
        interval: 95 % interval of the document's, over other texts like this one; None where there
            are too few beads to tell, or so many that it is of no interest.
    """

    document: float
    groups: tuple[float, ...]
    beads: tuple[tuple[float, ...], ...]
    parts: tuple[Part, ...] = ()
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class FidelityNumbers:
    """What ``data/fidelity.toml`` says, where each number has its origin.

    Attributes:
        price: the least that a flag costs, by severity.
        strain: what each sign of strain that the judge names weighs, the ``ease`` up to which it
            costs nothing, and the ``scale`` of all.
    """

    background: float
    similarity_none: float
    similarity_full: float
    content_weight: float
    content_letters: int
    price: Mapping[str, float]
    interval_beads: int
    draws: int
    strain: Mapping[str, float]


@cache
def fidelity_numbers() -> FidelityNumbers:
    """The numbers, loaded once."""
    return load_numbers("metrics", "fidelity", FidelityNumbers)


@dataclass(frozen=True, slots=True)
class Mass:
    """How much there is to render on each side of some text, and how much of it is lost."""

    source: float = 0.0
    source_lost: float = 0.0
    target: float = 0.0
    target_lost: float = 0.0

    def __add__(self, other: "Mass") -> "Mass":
        return Mass(
            self.source + other.source,
            self.source_lost + other.source_lost,
            self.target + other.target,
            self.target_lost + other.target_lost,
        )

    @property
    def fidelity(self) -> float:
        """The share kept of the one side times the share kept of the other, times 100."""
        return 100 * self.kept(Side.SOURCE) * self.kept(Side.TARGET)

    def kept(self, side: Side) -> float:
        """The share of one side that is not lost; 1 where there was nothing to lose."""
        mass, lost = (
            (self.source, self.source_lost)
            if side is Side.SOURCE
            else (self.target, self.target_lost)
        )
        return max(0.0, 1.0 - lost / mass) if mass else 1.0


@dataclass(frozen=True, slots=True)
class Loss:
    """Some of a bead's mass that is lost on one side, and why; fields as in `Part`."""

    side: Side
    mass: float
    cause: Cause
    flag: int | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """A bead with its mass, what of it is lost, and to what."""

    mass: Mass
    losses: tuple[Loss, ...]


@in_turn()
def fidelity(judgement: Judgement, flags: Sequence[Flag]) -> Fidelity:
    """The fidelity of a judged comparison.

    Args:
        judgement: what is said of its words and beads.
        flags: what was found in it; shifts, which change no content, cost nothing.

    Returns:
        Scores of the document, its groups and their beads; 100 where there is no word to render.
    """
    return score_evidence(gather(judgement, flags), fidelity_numbers())


def score_evidence(groups: Sequence[Sequence[BeadEvidence]], numbers: FidelityNumbers) -> Fidelity:
    """The fidelity that follows from the evidence about every bead, group by group.

    Args:
        groups: as `metrics.evidence.gather` gives them.
        numbers: weights.
    """
    weighed = [[weigh(bead, numbers) for bead in group] for group in groups]
    masses = [bead.mass for group in weighed for bead in group]
    whole = _total(masses)
    return Fidelity(
        document=whole.fidelity,
        groups=tuple(_total(bead.mass for bead in group).fidelity for group in weighed),
        beads=tuple(tuple(bead.mass.fidelity for bead in group) for group in weighed),
        parts=_parts(groups, weighed, whole),
        interval=bootstrap_interval(
            [(m.source, m.source_lost, m.target, m.target_lost) for m in masses],
            most=numbers.interval_beads,
            draws=numbers.draws,
        ),
    )


def weigh(bead: BeadEvidence, numbers: FidelityNumbers) -> Weighed:
    """What a bead has to render, and what of it is lost to what."""
    sides = {Side.SOURCE: bead.source, Side.TARGET: bead.target}
    weights = {
        side: [word_weight(word, numbers) for word in it.words] for side, it in sides.items()
    }
    mass = {side: sum(found) for side, found in weights.items()}
    losses = [
        loss
        for side, it in sides.items()
        for loss in _capped(_side_losses(side, it, weights[side], numbers), mass[side])
    ]
    if bead.is_alone:
        losses += [_named(loss, sides) for loss in _rest(losses, mass, 1.0, Cause.ALONE)]
    else:
        losses += _rest(losses, mass, 1 - _rendered(bead.similarity, numbers), Cause.LOOSE)
        losses += (
            _strained(losses, mass, strain_share(bead.strain, numbers))
            if bead.points is None
            else _pointed(losses, mass, bead.points)
        )
    lost = {side: _lost(losses, side) for side in Side}
    return Weighed(
        Mass(mass[Side.SOURCE], lost[Side.SOURCE], mass[Side.TARGET], lost[Side.TARGET]),
        tuple(losses),
    )


def strain_share(strain: Mapping[str, float], numbers: FidelityNumbers) -> float:
    """The share of a bead's mass that its strain takes, 0 to 1; more strain always takes more."""
    weights = numbers.strain
    total = sum(weights[name] * value for name, value in strain.items()) - weights["ease"]
    return 1 - exp(-log1p(exp(total)) * weights["scale"])


def word_weight(word: Word, numbers: FidelityNumbers) -> float:
    """A word's share of the meaning: names, figures and longer words weigh more."""
    plain = word.text.islower() and len(word.text) < numbers.content_letters
    return 1.0 if plain else numbers.content_weight


def _side_losses(
    side: Side, it: SideEvidence, weights: Sequence[float], numbers: FidelityNumbers
) -> list[Loss]:
    """What flags and unflagged words cost on one side, before any cap."""
    costs = [
        weight * _excess(word.difference, numbers)
        for word, weight in zip(it.words, weights, strict=True)
    ]
    left = list(costs)
    losses = []
    for here in it.flags:
        paid = sum(costs[index] for index in here.inside)
        new = sum(left[index] for index in here.inside)
        extra = max(0.0, _price(here, weights, numbers) - paid)
        losses.append(Loss(side, new + extra, Cause.FLAG, here.number))
        for index in here.inside:
            left[index] = 0.0
    return [*losses, Loss(side, sum(left), Cause.WORDS)]


def _price(here: FlagHere, weights: Sequence[float], numbers: FidelityNumbers) -> float:
    """What a flag costs at least: by severity, or all its words where none is translated."""
    if here.flag.kind is Kind.UNTRANSLATED:
        return sum(weights[index] for index in here.inside)
    price = numbers.price[here.flag.severity.value] * here.flag.confidence
    return float(price) if here.begins else 0.0


def _capped(losses: Sequence[Loss], mass: float) -> list[Loss]:
    """The losses, scaled down where they are more than there is to lose."""
    total = sum(loss.mass for loss in losses)
    scale = min(1.0, mass / total) if total else 1.0
    return [Loss(it.side, it.mass * scale, it.cause, it.flag) for it in losses]


def _rest(
    losses: Sequence[Loss], mass: Mapping[Side, float], least: float, cause: Cause
) -> list[Loss]:
    """What is missing until each side has lost at least a share of its mass."""
    missing = {side: least * mass[side] - _lost(losses, side) for side in Side}
    return [Loss(side, lack, cause) for side, lack in missing.items() if lack > 0]


def _named(loss: Loss, sides: Mapping[Side, SideEvidence]) -> Loss:
    """The loss of a sentence that stands alone, put down to the flag that says so, if any."""
    flags = sides[loss.side].flags
    return Loss(loss.side, loss.mass, Cause.FLAG, flags[0].number) if flags else loss


def _strained(losses: Sequence[Loss], mass: Mapping[Side, float], share: float) -> list[Loss]:
    """What strain takes of whatever else has left."""
    return [
        Loss(side, share * max(0.0, mass[side] - _lost(losses, side)), Cause.LOOSE) for side in Side
    ]


def _pointed(losses: Sequence[Loss], mass: Mapping[Side, float], points: float) -> list[Loss]:
    """What is missing until each side has lost the points that a borrowed judge expects.

    A point is a word, as it is in the price of flags.
    """
    missing = {side: min(points, mass[side]) - _lost(losses, side) for side in Side}
    return [Loss(side, lack, Cause.LOOSE) for side, lack in missing.items() if lack > 0]


def _lost(losses: Iterable[Loss], side: Side) -> float:
    return sum(loss.mass for loss in losses if loss.side is side)


def _rendered(similarity: float, numbers: FidelityNumbers) -> float:
    """How much of a bead its similarity lets it render at most, 0 to 1."""
    none, full = numbers.similarity_none, numbers.similarity_full
    return min(1.0, max(0.0, float((similarity - none) / (full - none))))


def _excess(difference: float, numbers: FidelityNumbers) -> float:
    background = numbers.background
    return max(0.0, float((difference - background) / (1 - background)))


def _parts(
    groups: Sequence[Sequence[BeadEvidence]], weighed: Sequence[Sequence[Weighed]], whole: Mass
) -> tuple[Part, ...]:
    """Every loss as points of the document's score, those of one flag or group and cause together.

    Both sides' losses multiply; each gets its share as if the other's came half before and half
    after it, so that the parts add up.

    Source: shapley-1953.
    """
    mass = {Side.SOURCE: whole.source, Side.TARGET: whole.target}
    worth = {
        side: 50 * (1 + whole.kept(other)) / mass[side] if mass[side] else 0.0
        for side, other in ((Side.SOURCE, Side.TARGET), (Side.TARGET, Side.SOURCE))
    }
    points: dict[tuple[Cause, int | None, int], float] = {}
    places: dict[tuple[Cause, int | None, int], BeadEvidence] = {}
    for number, (group, beads) in enumerate(zip(groups, weighed, strict=True)):
        for bead, found in zip(group, beads, strict=True):
            for loss in found.losses:
                key = (loss.cause, loss.flag, number)
                points[key] = points.get(key, 0.0) + worth[loss.side] * loss.mass
                places.setdefault(key, bead)
    ordered = sorted(points, key=lambda key: -points[key])
    return tuple(_part(key, points[key], places[key]) for key in ordered if points[key] > 0)


def _part(key: tuple[Cause, int | None, int], points: float, bead: BeadEvidence) -> Part:
    cause, flag, group = key
    return Part(points, cause, flag, group, bead.source.paragraph, bead.target.paragraph)


def _total(masses: Iterable[Mass]) -> Mass:
    return sum(masses, Mass())
