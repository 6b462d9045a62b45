"""Translations as they were and damaged, line by line, to fit strain to.

DEMETR dev has machine translations with 32 kinds of damage; NTREX dev human ones, of which one
content word is taken out on either side. A line's number says which fold it is in, as elsewhere.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import align
from bench.demetr import LANGUAGES, numbered, read_items
from bench.kept import kept
from bench.labelled_pages import CODES, FOLDS, LabelledPage, pair_page
from bench.planting import CONTENT, Pair, read_ntrex, text_of, without
from bench.word_examples import Example, examples_of
from corpus import Side

LEAST_CONTENT = 4
"""Content words of a sentence of which one is taken out."""
SEED = 7

Key = tuple[str, int]
"""A line: its language or data set, and its number."""
Lines = Mapping[Key, Pair]


@dataclass(frozen=True, slots=True)
class LinesRead:
    """One kind of damage, or none.

    Attributes:
        items: both sides of every line.
        keys: the line of each item.
    """

    items: list[Example]
    keys: list[Key]


def damaged_lines(
    encoder: align.AdditiveEncoder, cache: Path
) -> Iterator[tuple[str, str, LinesRead, LinesRead]]:
    """By kind of damage: its name and severity, the damaged lines, the undamaged ones."""
    items = read_items()
    numbers = numbered(items)
    good = {(it.language, numbers[it.language, it.source]): Pair("", it.source, it.good)
            for it in items if (it.language, it.source) in numbers}  # fmt: skip
    whole = _kept(cache, "good", good, encoder)
    for kind in sorted({it.kind for it in items if not it.kind.startswith("base")}):
        bad = {
            (it.language, numbers[it.language, it.source]): Pair("", it.source, it.bad)
            for it in items
            if it.kind == kind and (it.language, it.source) in numbers
        }
        yield kind, kind.partition("_")[0], _kept(cache, kind, bad, encoder), whole
    lines = ntrex_lines()
    whole = _kept(cache, "goodntrex", lines, encoder)
    draw = random.Random(SEED)
    for side in reversed(Side):
        shorter = {key: found for key, pair in lines.items() if (found := cut(pair, side, draw))}
        yield f"dropped_{side}", "dropped", _kept(cache, f"dropped_{side}", shorter, encoder), whole


def ntrex_lines() -> dict[Key, Pair]:
    """The news sentences, numbered such that a document is in one fold."""
    pairs = read_ntrex()
    names = {name: n for n, name in enumerate(dict.fromkeys(pair.document for pair in pairs))}
    return {
        ("ntrex", FOLDS * number + names[pair.document] % FOLDS): pair
        for number, pair in enumerate(pairs)
    }


def cut(pair: Pair, side: Side, draw: random.Random) -> Pair | None:
    """The pair without one content word of one side; None where it has too few."""
    text = text_of(pair, side)
    places = [match.span() for match in CONTENT.finditer(text)]
    if len(places) < LEAST_CONTENT:
        return None
    return replace(pair, **{side.value: without(text, [draw.choice(places)])})


def _kept(cache: Path, name: str, lines: Lines, encoder: align.AdditiveEncoder) -> LinesRead:
    """What a file has of some lines, or what is read of them and kept there now."""
    found: LinesRead = kept(cache / f"strain-{name}.joblib", lambda: _read(lines, encoder))
    return found


def _read(lines: Lines, encoder: align.AdditiveEncoder) -> LinesRead:
    pages = list(_ntrex_pages(lines) if next(iter(lines))[0] == "ntrex" else _demetr_pages(lines))
    found = examples_of(_page(lines, keys, encoder) for keys in pages)
    keys = [pages[it.page][int(it.places[0, 0])] for it in found.items]
    return LinesRead(found.items, keys)


def _demetr_pages(lines: Lines) -> Iterator[list[Key]]:
    """A page a line, as a sentence that is scored by itself."""
    yield from ([key] for key in lines)


def _ntrex_pages(lines: Lines) -> Iterator[list[Key]]:
    documents = dict.fromkeys(pair.document for pair in lines.values())
    for name in documents:
        yield [key for key, pair in lines.items() if pair.document == name]


def _page(lines: Lines, keys: Sequence[Key], encoder: align.AdditiveEncoder) -> LabelledPage:
    codes = {Side.SOURCE: LANGUAGES.get(keys[0][0], CODES[Side.SOURCE]), Side.TARGET: "en"}
    pairs = [lines[key] for key in keys]
    return pair_page("", pairs, encoder, {side: [] for side in Side}, codes)
