"""Decisions follow a flag that marks a little more or less of sentences that stand as they were.

Where a sentence is added or dropped elsewhere, the bounds of a flag may shift, since what counts
as long or loose depends on the whole text. A reviewer who has judged it is not asked again.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus import load_numbers
from fedele.findings.decisions import Decision
from fedele.findings.ids import place_of
from metrics import Flag


@dataclass(frozen=True, slots=True)
class DecisionNumbers:
    """What ``data/decisions.toml`` says, where each number has its origin."""

    shared_words: float


@cache
def decision_numbers() -> DecisionNumbers:
    """The numbers, loaded once."""
    return load_numbers("fedele", "decisions", DecisionNumbers)


def carry_over(
    decisions: Sequence[Decision], ids: Sequence[str], flags: Sequence[Flag]
) -> tuple[Decision, ...]:
    """The decisions, those about flags that have shifted under their flag's id of today.

    Such a flag has the kind that was decided about, stands in the same beads, word for word, and
    shares at least half of the words. Nobody has decided about it otherwise.

    Args:
        decisions: at most one an id.
        ids: of today's flags.
        flags: today's, parallel to ``ids``.
    """
    decided = {decision.id for decision in decisions}
    free: dict[str, dict[str, Flag]] = {}
    for name, flag in zip(ids, flags, strict=True):
        if name not in decided:
            free.setdefault(place_of(name), {})[name] = flag
    standing = frozenset(ids)
    return tuple(
        item if item.id in standing else _carried(item, free.get(place_of(item.id), {}))
        for item in decisions
    )


def _carried(decision: Decision, free: dict[str, Flag]) -> Decision:
    """The decision under the id of the flag that is most like its own, taken out of ``free``."""
    shares = {
        name: _shared(decision, flag) for name, flag in free.items() if flag.kind is decision.kind
    }
    name = max(shares, key=shares.__getitem__, default=None)
    if name is None or shares[name] < decision_numbers().shared_words:
        return decision
    del free[name]
    return replace(decision, id=name)


def _shared(decision: Decision, flag: Flag) -> float:
    """The share of the words of both that they have in common."""
    before = _words((decision.source, decision.target))
    now = _words(
        None if passage is None else passage.text for passage in (flag.source, flag.target)
    )
    return (before & now).total() / max(1, (before | now).total())


def _words(sides: Iterable[str | None]) -> Counter[tuple[int, str]]:
    return Counter((side, word) for side, text in enumerate(sides) for word in (text or "").split())
