"""Which quantities of a bead the other side does not hold."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus import Side
from metrics.facts.measures import Measure, is_converted, measures
from metrics.facts.quantities import find_quantities
from metrics.facts.quantity import Quantity
from metrics.facts.rendering import Rendering, Sentence
from metrics.flag import Kind, Passage


@dataclass(frozen=True, slots=True)
class Placed:
    """A quantity, what it measures and the sentence that states it."""

    quantity: Quantity
    measure: Measure | None
    sentence: Sentence

    def passage(self) -> Passage:
        """Where it stands."""
        return self.sentence.passage(self.quantity.start, self.quantity.end)


@dataclass(frozen=True, slots=True)
class Difference:
    """A quantity without counterpart; with both sides, what stands instead of it."""

    kind: Kind
    spelled: bool
    source: Passage | None
    target: Passage | None


def differences(rendering: Rendering) -> Iterator[Difference]:
    """What one side states and the other does not, nor the sentences around it.

    Quantities are matched one to one within the bead first. What is left on both sides is paired
    in order: one stands instead of the other.
    """
    left = _unmatched(_placed(rendering.source), _placed(rendering.target))
    lost, gained = (
        _not_near(some, (*rendering.side(side.opposite), *rendering.nearby(side.opposite)))
        for some, side in zip(left, Side, strict=True)
    )
    for source in lost:
        instead = _partner(source, gained) or _partner(source, left[1])
        if instead in gained:
            gained.remove(instead)
        if instead in left[1]:
            left[1].remove(instead)
        yield _difference(source, source, instead)
    for target in gained:
        yield _difference(target, None, target)


def _difference(one: Placed, source: Placed | None, target: Placed | None) -> Difference:
    return Difference(
        one.quantity.kind,
        one.quantity.spelled,
        source.passage() if source else None,
        target.passage() if target else None,
    )


def _placed(sentences: Iterable[Sentence]) -> list[Placed]:
    return [
        Placed(quantity, measure, sentence)
        for sentence in sentences
        for found in (find_quantities(sentence.text, sentence.language),)
        for quantity, measure in zip(
            found, measures(found, sentence.text, sentence.language), strict=True
        )
    ]


def _unmatched(
    source: Sequence[Placed], target: Sequence[Placed]
) -> tuple[list[Placed], list[Placed]]:
    """The claims that are left when every quantity has answered at most one of the other side.

    Claims answer claims before they are answered by what claims nothing, and equal values before
    converted ones.
    """
    left_source, left_target = list(source), list(target)
    for answers in (_both_claim, _agree, _converted):
        for one in list(left_source):
            two = next((two for two in left_target if answers(one, two)), None)
            if two:
                left_source.remove(one)
                left_target.remove(two)
    return _claims(left_source), _claims(left_target)


def _both_claim(one: Placed, two: Placed) -> bool:
    return one.quantity.claims and two.quantity.claims and _agree(one, two)


def _agree(one: Placed, two: Placed) -> bool:
    return one.quantity.agrees(two.quantity)


def _converted(one: Placed, two: Placed) -> bool:
    return is_converted(one.measure, two.measure)


def _claims(placed: Iterable[Placed]) -> list[Placed]:
    return [one for one in placed if one.quantity.claims]


def _not_near(some: Sequence[Placed], across: Sequence[Sentence]) -> list[Placed]:
    """Those that the other side does not hold after all: as the same value, or the very same name.

    The day in "the Sunday Times" is no day.
    """
    if not some:
        return []
    known = frozenset(value for two in _placed(across) for value in two.quantity.values)
    return [
        one
        for one in some
        if known.isdisjoint(one.quantity.values) and not _names_the_same(one, across)
    ]


def _names_the_same(one: Placed, across: Sequence[Sentence]) -> bool:
    words = one.passage().text
    in_a_name = one.quantity.kind is Kind.DATE and words[:1].isupper()
    return in_a_name and any(words in sentence.text for sentence in across)


def _partner(one: Placed, candidates: Sequence[Placed]) -> Placed | None:
    """What of the other side stands instead: of the same kind, written the same way if any is."""
    same_kind = [two for two in candidates if two.quantity.kind is one.quantity.kind]
    same_way = [two for two in same_kind if two.quantity.spelled == one.quantity.spelled]
    return next(iter((*same_way, *same_kind)), None)
