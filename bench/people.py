"""What people said of translations: MQM's marked errors, and which documents are held out.

`mqm-dev` and `mqm-news-dev`: abstracts, talks and news, each document in several systems' versions,
people's among them. Where a version's segment was marked by several people, their marks stand side
by side. SwissGov-RSD's pages, whose every word people labelled, are read by
`bench.labelled_pages.swissgov_marks`. What is held out here, no training may see: fold 0 of the
pages by their number, and the documents of which `is_held` says so.
"""

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from bench.labelled_pages import FOLDS
from bench.planting import DATA
from corpus import Side

FILES = ("mqm-dev.jsonl.gz", "mqm-news-dev.jsonl.gz")
WEIGHTS = {"neutral": 0.0, "minor": 1.0, "major": 5.0, "critical": 25.0}
"""MQM's: what an error costs by its severity (https://themqm.org, the scoring models)."""
GRAVE = ("major", "critical")
LEFT_OUT = ("en", "pt")
"""The pair of languages that no training sees, in either direction."""
LONG = 40
"""Characters of a text that two documents do not share by chance."""
TALK = "talk.1"
"""The talk that is held out where chance holds none."""


class DocumentKey(NamedTuple):
    """Which document, in which direction."""

    collection: str
    source_language: str
    target_language: str
    document: str

    @property
    def is_left_out(self) -> bool:
        """Whether it is in the pair of languages that no training sees."""
        return tuple(sorted((self.source_language, self.target_language))) == LEFT_OUT


@dataclass(frozen=True, slots=True)
class MarkedError:
    """An error as somebody marked it; no place where they could not, or did not, say one.

    Attributes:
        category: MQM's, such as "Accuracy/Omission"; empty in the news, which have none.
    """

    side: Side
    start: int | None
    end: int | None
    category: str
    severity: str

    @property
    def is_accuracy(self) -> bool:
        """Whether it is one of content, and one that counts."""
        return self.category.startswith("Accuracy/") and self.severity != "neutral"

    def touches(self, start: int, end: int) -> bool:
        """Whether it is marked on some of these characters of its side."""
        placed = self.start is not None and self.end is not None
        return placed and self.start < end and start < self.end


@dataclass(frozen=True, slots=True)
class MarkedSegment:
    """A segment and its translation, with the errors that each of its raters marked."""

    source: str
    target: str
    ratings: tuple[tuple[MarkedError, ...], ...]

    @property
    def errors(self) -> list[MarkedError]:
        """All raters'."""
        return list(chain.from_iterable(self.ratings))

    def cost(self, *, accuracy: bool) -> float:
        """What its errors, or its accuracy errors, weigh together: the mean of its raters."""
        counted = [e for e in self.errors if e.is_accuracy or not accuracy]
        return sum(WEIGHTS[e.severity] for e in counted) / len(self.ratings)

    def is_grave(self, *, accuracy: bool) -> bool:
        """Whether it has a grave error, or accuracy error, by anybody."""
        counted = (e for e in self.errors if e.is_accuracy or not accuracy)
        return any(e.severity in GRAVE for e in counted)


@dataclass(frozen=True, slots=True)
class MarkedVersion:
    """One system's translation of a document, or a person's."""

    key: DocumentKey
    system: str
    segments: tuple[MarkedSegment, ...]

    @property
    def is_human(self) -> bool:
        """Whether a person made it."""
        return self.system.startswith("ref")


@cache
def read_versions() -> tuple[MarkedVersion, ...]:
    """Every version of every document, in the files' order."""
    found: dict[tuple[DocumentKey, str], list[dict[str, Any]]] = {}
    for row in chain.from_iterable(map(_rows, FILES)):
        directions = row["source_language"], row["target_language"]
        key = DocumentKey(row["set"], *directions, row["document"])
        found.setdefault((key, row["system"]), []).append(row)
    return tuple(MarkedVersion(*which, _segments(rows)) for which, rows in found.items())


def is_held(key: DocumentKey) -> bool:
    """Whether a document is held out: no training may see it, in any version.

    A quarter by the digest of their names, documents that share texts together; and besides, all
    of the left-out pair of languages, with what shares texts with it.
    """
    return key in _held()


def is_held_page(number: int) -> bool:
    """Whether a page of SwissGov-RSD is, whose number is the same in all languages."""
    return number % FOLDS == 0


@cache
def _held() -> frozenset[DocumentKey]:
    groups = _groups()
    held = {key for key, first in groups.items() if _drawn("/".join(first))}
    left_out = {first for key, first in groups.items() if key.is_left_out}
    held |= {key for key, first in groups.items() if first in left_out}
    talks = {key for key in groups if key.collection == "ted"}
    if not talks & held:
        held |= {key for key in talks if key.document == TALK}
    return frozenset(held)


def _drawn(name: str) -> bool:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) % FOLDS == 0


def _groups() -> Mapping[DocumentKey, DocumentKey]:
    """Every document with the first, by name, of those that share a long text with it."""
    parents: dict[DocumentKey, DocumentKey] = {}
    owner: dict[str, DocumentKey] = {}

    def first_of(key: DocumentKey) -> DocumentKey:
        while parents[key] != key:
            key = parents[key]
        return key

    for version in read_versions():
        parents.setdefault(version.key, version.key)
        for text in _own_texts(version):
            one, other = first_of(version.key), first_of(owner.setdefault(text, version.key))
            parents[max(one, other)] = min(one, other)
    return {key: first_of(key) for key in parents}


def _own_texts(version: MarkedVersion) -> Iterator[str]:
    """The long texts that people wrote: the sources, and the translations of people."""
    for segment in version.segments:
        for text in (segment.source, *([segment.target] if version.is_human else ())):
            if len(plain := " ".join(text.casefold().split())) >= LONG:
                yield plain


def _segments(rows: list[dict[str, Any]]) -> tuple[MarkedSegment, ...]:
    """A version's segments in order, each text once, with all that was said of it."""
    found: dict[tuple[str, str], list[tuple[MarkedError, ...]]] = {}
    for row in sorted(rows, key=lambda row: row["segment"] or 0):
        errors = tuple(_error(e) for e in row["errors"])
        found.setdefault((row["source"], row["target"]), []).append(errors)
    return tuple(MarkedSegment(*texts, tuple(ratings)) for texts, ratings in found.items())


def _error(row: Mapping[str, Any]) -> MarkedError:
    fields = {**row, "side": Side(row["side"]), "category": row["category"] or ""}
    return MarkedError(**fields)


def _rows(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(DATA / name, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)
