"""Which quantities of a bead the other side does not hold."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from corpus import Side
from metrics.facts.measures import Measure, is_converted, measures
from metrics.facts.quantities import find_quantities
from metrics.facts.quantity import Quantity, Value
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


_Keys = Callable[[Placed], Iterable[Hashable]]


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
        _not_near(some, (*rendering.on(side.opposite), *rendering.nearby(side.opposite)))
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
    left = _unanswered(source, target, _claimed_values, _claimed_values)
    left = _unanswered(*left, _values, _values)
    known = dict.fromkeys(two.measure for two in left[1] if two.measure)

    def converted(one: Placed) -> Iterable[Measure]:
        return (measure for measure in known if is_converted(one.measure, measure))

    left = _unanswered(*left, converted, lambda two: (two.measure,))
    return _claims(left[0]), _claims(left[1])


def _unanswered(
    source: Sequence[Placed], target: Sequence[Placed], asks: _Keys, answers: _Keys
) -> tuple[list[Placed], list[Placed]]:
    """What is left of both sides when each asks for the first that answers to a key of its own."""
    places = defaultdict[Hashable, deque[int]](deque)
    for place, two in enumerate(target):
        for key in answers(two):
            places[key].append(place)
    left, taken = list[Placed](), set[int]()
    for one in source:
        free = [queue for key in asks(one) if (queue := _free(places.get(key), taken))]
        if free:
            taken.add(min(queue[0] for queue in free))
        else:
            left.append(one)
    return left, [two for place, two in enumerate(target) if place not in taken]


def _free(queue: deque[int] | None, taken: Set[int]) -> deque[int] | None:
    """A queue without those at its head that are taken."""
    while queue and queue[0] in taken:
        queue.popleft()
    return queue


def _claimed_values(one: Placed) -> Iterable[Value]:
    return one.quantity.values if one.quantity.claims else ()


def _values(one: Placed) -> Iterable[Value]:
    return one.quantity.values


def _claims(placed: Iterable[Placed]) -> list[Placed]:
    return [one for one in placed if one.quantity.claims]


def _not_near(some: Sequence[Placed], across: Sequence[Sentence]) -> list[Placed]:
    """Those that the other side does not hold after all: as the same value, or the very same name.

    The day in "the Sunday Times" is no day.
    """
    if not some:
        return []
    known = frozenset(
        value
        for sentence in across
        for quantity in find_quantities(sentence.text, sentence.language)
        for value in quantity.values
    )
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
