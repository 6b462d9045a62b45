"""Translations whose alignment is known: stories of our own, laid out anew as editors do it.

A story is a list of sentence pairs, Italian and English, in paragraphs (`tests/data/stories`). A
version is one side of it. The functions below cut, join, move, drop and add; each sentence keeps
the numbers of the pairs that it renders, and what belongs together follows from those.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain, groupby
from pathlib import Path

from shared import NTREX

from corpus import Document, Paragraph, Span

DATA = Path(__file__).resolve().parents[1] / "data"
ITALIAN, ENGLISH = 0, 1
Pair = tuple[str, str]
Link = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True)
class Story:
    """A text with its translation; the first paragraph of ours is the title."""

    name: str
    paragraphs: tuple[tuple[Pair, ...], ...]

    @property
    def pairs(self) -> list[Pair]:
        return list(chain.from_iterable(self.paragraphs))


@dataclass(frozen=True)
class Damage:
    """Something done to a translation.

    Attributes:
        kind: "dropped", "added", or what kind of fact was changed.
        words: what a reviewer should see marked: Italian, but English if it was added.
        old, new: the English as it was and as it became.
    """

    story: str
    kind: str
    words: str
    old: str
    new: str


@dataclass(frozen=True)
class Sentence:
    """A sentence of a version, and the numbers of the pairs that it renders: none if added."""

    text: str
    of: tuple[int, ...] = ()


Version = tuple[tuple[Sentence, ...], ...]
"""One side of a story, by paragraph."""


# --- what there is ----------------------------------------------------------------------------


def own_stories() -> tuple[Story, ...]:
    """Written for these tests, each on a subject of its own."""
    return tuple(_story(path) for path in sorted((DATA / "stories").glob("*.tsv")))


def ntrex_stories() -> tuple[Story, ...]:
    """NTREX's development documents, a sentence a paragraph; none where they are not here."""
    if not NTREX.exists():
        return ()
    with NTREX.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(
        Story(name, tuple(((row["it"], row["en"]),) for row in group))
        for name, group in groupby(rows, key=lambda row: row["document"])
    )


def own_damages() -> tuple[Damage, ...]:
    lines = (DATA / "damage.tsv").read_text("utf-8").splitlines()
    return tuple(Damage(*line.split("\t")) for line in lines if not line.startswith("#"))


def _story(path: Path) -> Story:
    blocks = path.read_text("utf-8").strip("\n").split("\n\n")
    return Story(
        path.stem, tuple(tuple(_pair(line) for line in block.split("\n")) for block in blocks)
    )


def _pair(line: str) -> Pair:
    italian, english = line.split("\t")
    return italian, english


# --- versions, and what editors do to them ----------------------------------------------------


def version(paragraphs: Iterable[Iterable[Pair]], side: int) -> Version:
    """One side as it is; sentences are numbered through."""
    made, number = [], 0
    for pairs in paragraphs:
        texts = [pair[side] for pair in pairs]
        made.append(tuple(Sentence(text, (number + n,)) for n, text in enumerate(texts)))
        number += len(texts)
    return tuple(made)


def without(text: Version, *numbers: int) -> Version:
    """Sentences dropped, and paragraphs that lose all of theirs."""
    kept = (tuple(it for it in part if not set(it.of) & set(numbers)) for part in text)
    return tuple(part for part in kept if part)


def merged(text: Version, *numbers: int) -> Version:
    """Sentences of one paragraph that follow each other, made one."""
    return tuple(_merged(part, numbers) for part in text)


def split(text: Version, number: int, after: str) -> Version:
    """A sentence cut in two, behind the first place where some text stands."""
    return tuple(
        tuple(chain.from_iterable(_halves(it, after) if number in it.of else [it] for it in part))
        for part in text
    )


def inserted(text: Version, paragraph: int, place: int, *sentences: str) -> Version:
    """Sentences added to a paragraph that render nothing."""
    part = text[paragraph]
    new = tuple(map(Sentence, sentences))
    return (*text[:paragraph], (*part[:place], *new, *part[place:]), *text[paragraph + 1 :])


def joined(text: Version, paragraph: int) -> Version:
    """A paragraph made one with the next."""
    both = text[paragraph] + text[paragraph + 1]
    return (*text[:paragraph], both, *text[paragraph + 2 :])


def parted(text: Version, paragraph: int, place: int) -> Version:
    """A paragraph cut in two before one of its sentences."""
    part = text[paragraph]
    return (*text[:paragraph], part[:place], part[place:], *text[paragraph + 1 :])


def moved(text: Version, paragraph: int, place: int) -> Version:
    """A paragraph put elsewhere, to where it is the one of that number."""
    rest = (*text[:paragraph], *text[paragraph + 1 :])
    return (*rest[:place], text[paragraph], *rest[place:])


def damaged(text: Version, damages: Iterable[Damage]) -> Version:
    """The English with differences made in it; a sentence that loses everything is dropped."""
    for damage in damages:
        assert sum(it.text.count(damage.old) for part in text for it in part) == 1, damage
        text = tuple(
            tuple(replace(it, text=it.text.replace(damage.old, damage.new)) for it in part)
            for part in text
        )
    return without(text, *(n for part in text for it in part if not it.text for n in it.of))


def _merged(part: tuple[Sentence, ...], numbers: tuple[int, ...]) -> tuple[Sentence, ...]:
    inside = [n for n, it in enumerate(part) if set(it.of) & set(numbers)]
    if not inside:
        return part
    first, last = inside[0], inside[-1] + 1
    whole = Sentence(
        " ".join(it.text for it in part[first:last]),
        tuple(chain.from_iterable(it.of for it in part[first:last])),
    )
    return (*part[:first], whole, *part[last:])


def _halves(sentence: Sentence, after: str) -> list[Sentence]:
    end = sentence.text.index(after) + len(after)
    texts = sentence.text[:end], sentence.text[end:]
    return [Sentence(text.strip(), sentence.of) for text in texts]


# --- as the product takes them, and what it should say ----------------------------------------


def document(text: Version, language: str) -> Document:
    """A document whose sentences are where the version says."""
    return Document(language, tuple(_paragraph(part, language) for part in text))


def plain(text: Version) -> str:
    """As a file has it: paragraphs apart by empty lines."""
    return "\n\n".join(" ".join(it.text for it in part) for part in text)


def sentence_links(source: Version, target: Version) -> set[Link]:
    """Which sentences belong together, numbered through each version."""
    sides = [[it.of for it in chain.from_iterable(text)] for text in (source, target)]
    return _connected(*sides)


def paragraph_links(source: Version, target: Version) -> set[Link]:
    """Which paragraphs belong together."""
    sides = [[tuple(chain.from_iterable(it.of for it in part)) for part in text]
             for text in (source, target)]  # fmt: skip
    return _connected(*sides)


def _paragraph(part: tuple[Sentence, ...], language: str) -> Paragraph:
    spans, start = [], 0
    for sentence in part:
        spans.append(Span(start, start + len(sentence.text)))
        start += len(sentence.text) + 1
    return Paragraph(" ".join(it.text for it in part), tuple(spans), language)


def _connected(source: list[tuple[int, ...]], target: list[tuple[int, ...]]) -> set[Link]:
    """The least sets of either side's items that share numbers with nothing outside."""
    parts: list[tuple[set[int], set[tuple[int, int]]]] = []
    for side, items in enumerate((source, target)):
        for place, numbers in enumerate(items):
            known, members = set(numbers), {(side, place)}
            for other in [part for part in parts if part[0] & known]:
                parts.remove(other)
                known, members = known | other[0], members | other[1]
            parts.append((known, members))
    return {(_places(members, ITALIAN), _places(members, ENGLISH)) for _, members in parts}


def _places(members: set[tuple[int, int]], side: int) -> tuple[int, ...]:
    return tuple(sorted(place for which, place in members if which == side))
