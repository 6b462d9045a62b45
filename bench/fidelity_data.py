"""Pairs with known damage, and what the checks know about each: kept on disk, since that is slow.

The evidence is gathered anew where the weights of the checks, or a text, have changed.
"""

import gzip
import hashlib
import json
import pickle
import random
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from bitexts import DEMETR
from bitexts import documents as ntrex_documents

from align import Encoder, align, align_parallel, load_encoder
from corpus import document_from_text
from metrics import (
    Comparison,
    Verdict,
    all_different,
    find_flags,
    verdict,
    word_differences,
)
from metrics.evidence import BeadEvidence, gather

CODES = {"german": "de", "french": "fr", "spanish": "es"}
SHARES = (0.0, 0.01, 0.02, 0.04, 0.08, 0.16)
SEED = 20261122
CONTENT = re.compile(r"\w{5,}")
CLAUSE = re.compile(r"(?<=[,;:–—])\s+[^,;:–—.?!\n]+(?=[,;:–—.?!])")
SAVE_EVERY = 500

Evidence = list[list[BeadEvidence]]


@dataclass(frozen=True)
class Damaged:
    """An English translation, as it was and damaged, of one sentence of DEMETR."""

    kind: str
    severity: str
    source: str
    code: str
    good: str
    bad: str


def demetr(sources: int | None = None) -> list[Damaged]:
    """Every pair that the damage changed; of so many source sentences a language, or of all."""
    with gzip.open(DEMETR, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    kept = set[str]()
    for language in sorted(CODES):
        found = sorted({row["src_sent"] for row in rows if row["lang_tag"] == language})
        kept.update(found if sources is None else random.Random(SEED).sample(found, sources))
    return [
        Damaged(
            row["pert_name"].partition("_")[2],
            row["severity"],
            row["src_sent"],
            CODES[row["lang_tag"]],
            row["mt_sent"],
            row["pert_sent"],
        )
        for row in rows
        if row["src_sent"] in kept and row["pert_check"] and row["mt_sent"] != row["pert_sent"]
    ]


def graded(count: int, what: re.Pattern[str]) -> Iterator[tuple[str, list[tuple[float, str]]]]:
    """NTREX documents with ever more of their English content words, or clauses, taken out.

    Yields:
        The Italian, and the English by the share of content words' letters that was taken out.
    """
    for number, pairs in enumerate(ntrex_documents()[:count]):
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


def without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with some places taken out, and the space before each."""
    for start, end in sorted(spans, reverse=True):
        text = text[:start].rstrip(" ") + text[end:]
    return text


class Library:
    """Evidence about pairs of texts, gathered when asked for and kept in a file."""

    def __init__(self, folder: Path | None = None) -> None:
        place = folder or Path(tempfile.gettempdir()) / "fedele-bench"
        place.mkdir(parents=True, exist_ok=True)
        self._file = place / f"evidence-{_weights()}.pickle"
        self._known: dict[str, Evidence] = {}
        if self._file.exists():
            self._known = pickle.loads(self._file.read_bytes())
        self._new = 0
        self._encoder: Encoder | None = None

    def evidence(self, source: str, target: str, code: str) -> Evidence:
        """What is known about each bead of a pair of texts, the target in English.

        Texts of one paragraph each are a segment and its translation, as `fedele score` has them.
        """
        key = hashlib.sha256("\0".join((source, target, code)).encode()).hexdigest()
        if key not in self._known:
            self._encoder = self._encoder or load_encoder()
            self._known[key] = _gather(source, target, code, self._encoder)
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


def _gather(source: str, target: str, code: str, encoder: Encoder) -> Evidence:
    first = document_from_text(source, language=code)
    second = document_from_text(target, language="en")
    given = max(len(document.paragraphs) for document in (first, second)) == 1
    found = (align_parallel if given else align)(first, second, encoder)
    comparison = Comparison(first, second, found, encoder)
    related = verdict(comparison) is not Verdict.UNRELATED
    words = word_differences(comparison) if related else all_different(comparison)
    return gather(comparison, words, find_flags(comparison, words) if related else ())


def _weights() -> str:
    """A digest of the weights that the evidence depends on."""
    found = hashlib.sha256()
    for room, skipped in (("metrics", {"fidelity.toml"}), ("align", set())):
        for file in sorted((resources.files(room) / "data").iterdir(), key=lambda it: it.name):
            if file.name not in skipped:
                found.update(file.read_bytes())
    return found.hexdigest()[:12]


def by_kind(pairs: Iterable[Damaged]) -> dict[str, list[Damaged]]:
    """The pairs of each kind of damage."""
    found = defaultdict[str, list[Damaged]](list)
    for pair in pairs:
        found[pair.kind].append(pair)
    return dict(sorted(found.items()))
