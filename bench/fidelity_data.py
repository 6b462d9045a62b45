"""Pairs with known damage, and what the checks know about each: kept on disk, since that is slow.

What is measured here was held out when the words' weights were fitted (`bench.train_judge`), and
is judged with the weights that have not seen it: the evidence is what new texts would give.
"""

import gzip
import hashlib
import json
import pickle
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from align import AdditiveEncoder, align, load_encoder
from bench.bitexts import DEMETR
from bench.bitexts import documents as ntrex_documents
from bench.demetr import LANGUAGES, numbered, read_items
from bench.judge_models import is_held, measured_weights
from bench.planting import CONTENT, without
from corpus import Document, Span, document_from_text
from metrics import (
    DEFAULT_EFFORT,
    Comparison,
    Verdict,
    all_different,
    find_flags,
    judge,
    verdict,
)
from metrics.evidence import BeadEvidence, gather
from metrics.judges.ensemble import EnsembleJudge

SHARES = (0.0, 0.01, 0.02, 0.04, 0.08, 0.16)
SEED = 20261122
CLAUSE = re.compile(r"(?<=[,;:–—])\s+[^,;:–—.?!\n]+(?=[,;:–—.?!])")
SAVE_EVERY = 500

Evidence = list[list[BeadEvidence]]


@dataclass(frozen=True)
class DamagedPair:
    """An English translation, as it was and damaged, of one sentence of DEMETR."""

    kind: str
    severity: str
    source: str
    code: str
    good: str
    bad: str


def demetr() -> list[DamagedPair]:
    """Every pair that the damage changed, of the source sentences that are held out."""
    with gzip.open(DEMETR, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    numbers = numbered(read_items())
    held = {source for (_, source), number in numbers.items() if is_held(number)}
    return [
        DamagedPair(
            row["pert_name"].partition("_")[2],
            row["severity"],
            row["src_sent"],
            LANGUAGES[row["lang_tag"]],
            row["mt_sent"],
            row["pert_sent"],
        )
        for row in rows
        if row["src_sent"] in held and row["pert_check"] and row["mt_sent"] != row["pert_sent"]
    ]


def held_documents() -> list[Any]:
    """The NTREX documents that are held out, sentence by sentence."""
    return [pairs for number, pairs in enumerate(ntrex_documents()) if is_held(number)]


def graded(count: int, what: re.Pattern[str]) -> Iterator[tuple[str, list[tuple[float, str]]]]:
    """NTREX documents with ever more of their English content words, or clauses, taken out.

    Yields:
        The Italian, and the English by the share of content words' letters that was taken out.
    """
    for number, pairs in enumerate(held_documents()[:count]):
        source, target = ("\n\n".join(side) for side in zip(*pairs, strict=True))
        order = [match.span() for match in what.finditer(target)]
        random.Random(SEED + number).shuffle(order)
        total = len(CONTENT.findall(target))
        versions, known = [], -1
        for share in SHARES:
            gone = _first(order, target, round(share * total))
            if len(gone) != known:
                known = len(gone)
                taken = sum(len(CONTENT.findall(target[start:end])) for start, end in gone)
                versions.append((taken / total, without(target, gone)))
        yield source, versions


def _first(order: Sequence[tuple[int, int]], text: str, words: int) -> list[tuple[int, int]]:
    """As many of the places as hold so many content words."""
    gone, found = list[tuple[int, int]](), 0
    for start, end in order:
        if found >= words:
            break
        gone.append((start, end))
        found += len(CONTENT.findall(text[start:end]))
    return gone


class Library:
    """Evidence about pairs of texts, gathered when asked for and kept in a file.

    Args:
        cache: that of `bench.train_judge`.
    """

    def __init__(self, cache: Path) -> None:
        self._encoder = load_encoder("use")
        assert isinstance(self._encoder, AdditiveEncoder)
        self._judge = EnsembleJudge(measured_weights(DEFAULT_EFFORT, self._encoder, cache)[0])
        self._file = cache / "evidence.pickle"
        self._known: dict[str, Evidence] = {}
        if self._file.exists():
            self._known = pickle.loads(self._file.read_bytes())
        self._new = 0

    def evidence(self, source: str, target: str, code: str) -> Evidence:
        """What is known about each bead of a pair of texts, the target in English.

        Texts of one paragraph each are a segment and its translation, as `fedele score` has them.
        """
        key = hashlib.sha256("\0".join((source, target, code)).encode()).hexdigest()
        if key not in self._known:
            self._known[key] = self._gather(source, target, code)
            self._new += 1
            if self._new % SAVE_EVERY == 0:
                self.save()
        return self._known[key]

    def save(self) -> None:
        """Write what is new to the file."""
        if self._new:
            temporary = self._file.with_suffix(".new")
            temporary.write_bytes(pickle.dumps(self._known))
            temporary.replace(self._file)

    def _gather(self, source: str, target: str, code: str) -> Evidence:
        first = document_from_text(source, language=code)
        second = document_from_text(target, language="en")
        if max(len(document.paragraphs) for document in (first, second)) == 1:
            first, second = _as_segment(first), _as_segment(second)
        found = align(first, second, self._encoder)
        comparison = Comparison(first, second, found, self._encoder)
        if verdict(comparison) is Verdict.UNRELATED:
            return gather(all_different(comparison), ())
        judgement = judge(comparison, self._judge)
        return gather(judgement, find_flags(judgement))


def _as_segment(document: Document) -> Document:
    """A text of one paragraph as a segment of one sentence, as `read_lines` gives it."""
    (paragraph,) = document.paragraphs
    whole = replace(paragraph, sentences=(Span(0, len(paragraph.text)),))
    return replace(document, paragraphs=(whole,), units=(0,))


def by_kind(pairs: Iterable[DamagedPair]) -> dict[str, list[DamagedPair]]:
    """The pairs of each kind of damage."""
    found = defaultdict[str, list[DamagedPair]](list)
    for pair in pairs:
        found[pair.kind].append(pair)
    return dict(sorted(found.items()))
