"""Names for flags that survive an edit elsewhere in the text.

A reviewer's decision about a flag hangs on its id, so the id follows from what the flag says and
from the beads that it stands in: the sentences that it touches and those that render them. It
never depends on the number of a paragraph, and white space does not count. An edit of the other
version's sentence changes it too: what was left out on purpose may be said there by now. Exact
repeats are told apart by a counter, in the order in which they stand.

The first half of an id stands for the beads, the second for the flag's kind and words. So it can
be told whether a flag that is gone stood in sentences that are as they were (`place_of`).
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from align import Alignment, SentenceBead
from corpus import Document, SentenceId, Side
from metrics import Flag, Passage

HALF = 6
"""Hex digits of each half of an id: 24 bits, so that a hundred flags of the same words, or in the
same sentences, clash once in three thousand texts; then the counter tells them apart."""


def flag_ids(
    flags: Sequence[Flag],
    source: Document,
    target: Document,
    alignment: Alignment,
    *,
    further: Sequence[Flag] = (),
) -> tuple[str, ...]:
    """One id a flag, parallel to ``flags`` and ``further``, all different.

    Args:
        flags: the findings, in any order.
        source: the document whose words `Flag.source` is about.
        target: the one whose words `Flag.target` is about.
        alignment: of the two documents.
        further: flags that change nothing about the ids of the others.
    """
    documents = {Side.SOURCE: source, Side.TARGET: target}
    beads = dict(_by_sentence(alignment))
    everything = (*flags, *further)
    names = [_name(flag, documents, beads) for flag in everything]
    seen: Counter[str] = Counter()
    ids = [""] * len(everything)
    for index in _in_order(flags, further):
        name = names[index]
        seen[name] += 1
        ids[index] = name if seen[name] == 1 else f"{name}-{seen[name]}"
    return tuple(ids)


def _in_order(flags: Sequence[Flag], further: Sequence[Flag]) -> Iterator[int]:
    """The numbers of the flags as they stand in the text, then those of further ones."""
    yield from sorted(range(len(flags)), key=lambda index: _place(flags[index]))
    numbers = sorted(range(len(further)), key=lambda index: _place(further[index]))
    yield from (len(flags) + index for index in numbers)


def place_of(flag_id: str) -> str:
    """What the ids of all flags in the same beads have in common."""
    return flag_id[:HALF]


Beads = Mapping[tuple[Side, SentenceId], SentenceBead]


def _by_sentence(alignment: Alignment) -> Iterator[tuple[tuple[Side, SentenceId], SentenceBead]]:
    for bead in alignment.beads():
        yield from ((place, bead) for place in _sentences(bead))


def _name(flag: Flag, documents: Mapping[Side, Document], beads: Beads) -> str:
    passages = {side: flag.on(side) for side in Side}
    touched = {
        (side, where)
        for side, passage in passages.items()
        if passage is not None
        for where in documents[side].sentences_at(passage.paragraph, passage.span)
    }
    joined = touched | {
        place for where in touched if where in beads for place in _sentences(beads[where])
    }
    around = [
        " ".join(documents[side].sentence(where) for at, where in sorted(joined) if at is side)
        for side in Side
    ]
    words = ["" if passage is None else passage.text for passage in passages.values()]
    return _digest(around) + _digest([flag.kind.value, *words])


def _digest(texts: Iterable[str]) -> str:
    text = "\x1f".join(" ".join(text.split()) for text in texts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:HALF]


def _sentences(bead: SentenceBead) -> Iterator[tuple[Side, SentenceId]]:
    yield from ((side, where) for side in Side for where in bead.on(side))


def _place(flag: Flag) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    return _where(flag.source), _where(flag.target)


def _where(passage: Passage | None) -> tuple[int, int, int]:
    return (-1, 0, 0) if passage is None else (passage.paragraph, passage.start, passage.end)
