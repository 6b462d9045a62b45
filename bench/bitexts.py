"""Bitexts with a known alignment, made from document pairs by editing them as editors do."""

import gzip
import json
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

DATA = Path(__file__).parents[2] / "shared" / "data"
NTREX = DATA / "ntrex-dev.en-it.tsv"
DEMETR = DATA / "demetr-dev.jsonl.gz"
Pair = tuple[str, str]
CLAUSE = re.compile(r"(?<=[,;:]) (?=\S)")


@dataclass
class Cell:
    """Source and target segments that render each other; either may be empty."""

    source: list[str]
    target: list[str]


@dataclass(frozen=True)
class Gold:
    """A gold bead or group."""

    source: tuple[int, ...]
    target: tuple[int, ...]


@dataclass
class Bitext:
    """Two cut texts and how they answer each other.

    Attributes:
        source, target: segments.
        gold: beads.
        source_paragraphs, target_paragraphs: for every segment, the paragraph it stands in.
        moved: gold groups of paragraphs that were moved.
    """

    source: list[str]
    target: list[str]
    gold: list[Gold]
    source_paragraphs: list[int] = field(default_factory=list)
    target_paragraphs: list[int] = field(default_factory=list)
    moved: list[Gold] = field(default_factory=list)


def documents(half: int | None = None, path: Path = NTREX) -> list[list[Pair]]:
    """NTREX documents as lists of (Italian, English) sentences: every second one, or all."""
    found: dict[str, list[Pair]] = {}
    for line in path.read_text("utf-8").splitlines()[1:]:
        name, english, italian = line.split("\t")
        found.setdefault(name, []).append((italian, english))
    names = sorted(found)
    return [found[name] for n, name in enumerate(names) if half is None or n % 2 == half]


def foreign_documents(path: Path = DEMETR) -> dict[str, list[Pair]]:
    """DEMETR's source sentences with their English reference, by language; no running text."""
    found: dict[str, dict[str, str]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            found.setdefault(row["lang_tag"], {})[row["src_sent"]] = row["eng_sent"]
    return {language: list(pairs.items()) for language, pairs in sorted(found.items())}


def clean(document: list[Pair]) -> Bitext:
    """A document as it is."""
    return assemble([Cell([source], [target]) for source, target in document])


def noisy(document: list[Pair], others: list[list[Pair]], seed: int) -> Bitext:
    """Merge, split, drop, add and swap at editorial rates."""
    draw = random.Random(seed)
    return assemble(_noisy_cells(document, others, draw), swap=draw)


def book(docs: list[list[Pair]], sentences: int, seed: int) -> Bitext:
    """Documents again and again in changing order, with noise, up to a number of sentences."""
    draw = random.Random(seed)
    text: list[Pair] = []
    while len(text) < sentences:
        order = list(docs)
        draw.shuffle(order)
        for document in order:
            text += document
    return noisy(text[:sentences], docs, seed)


def large(document: list[Pair], seed: int) -> Bitext:
    """Now and then, five to eight sentences of one side are one or two segments of the other."""
    draw = random.Random(seed)
    cells: list[Cell] = []
    position = 0
    while position < len(document):
        size = draw.randint(5, 8) if draw.random() < 0.06 else 1
        sides = [list(side) for side in zip(*document[position : position + size], strict=True)]
        if size > 1:
            joined = draw.randrange(2)
            sides[joined] = recut(" ".join(sides[joined]), draw.randint(1, 2))
        cells.append(Cell(*sides))
        position += size
    return assemble(cells)


def recut(text: str, parts: int) -> list[str]:
    """A text as one segment, or as two, cut at the comma nearest to its middle."""
    cuts = [match.start() for match in CLAUSE.finditer(text)]
    if parts == 1 or not cuts:
        return [text]
    cut = min(cuts, key=lambda place: abs(place - len(text) / 2))
    return [text[:cut], text[cut + 1 :]]


def _noisy_cells(document: list[Pair], others: list[list[Pair]], draw: random.Random) -> list[Cell]:
    cells: list[Cell] = []
    position = 0
    while position < len(document):
        source, target = document[position]
        chance = draw.random()
        if chance < 0.08:
            cells.append(Cell([source], []) if draw.random() < 0.5 else Cell([], [target]))
        elif chance < 0.16 and position + 1 < len(document):
            cells.append(merged(document[position : position + 2], draw))
            position += 1
        elif chance < 0.24:
            cells.append(split(source, target, draw))
        else:
            cells.append(Cell([source], [target]))
        position += 1
        if draw.random() < 0.05:
            cells.append(_foreign(document, others, draw))
    return cells


def merged(pairs: list[Pair], draw: random.Random) -> Cell:
    """Sentences of one side joined."""
    sources, targets = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    if draw.random() < 0.5:
        return Cell([" ".join(sources)], targets)
    return Cell(sources, [" ".join(targets)])


def split(source: str, target: str, draw: random.Random) -> Cell:
    """One side cut at a comma, where it has one."""
    text = target if draw.random() < 0.5 else source
    cuts = [m.start() for m in CLAUSE.finditer(text) if 20 < m.start() < len(text) - 20]
    if not cuts:
        return Cell([source], [target])
    cut = draw.choice(cuts)
    halves = [text[:cut], text[cut + 1 :]]
    return Cell([source], halves) if text is target else Cell(halves, [target])


def _foreign(document: list[Pair], others: list[list[Pair]], draw: random.Random) -> Cell:
    own = {pair[0] for pair in document} if len(document) < 500 else set()
    while True:
        source, target = draw.choice(draw.choice(others))
        if source not in own:
            return Cell([source], []) if draw.random() < 0.5 else Cell([], [target])


def assemble(cells: list[Cell], swap: random.Random | None = None) -> Bitext:
    """The bitext that cells make up, neighbours on the target side swapped now and then."""
    bitext = Bitext([], [], [])
    order = list(range(len(cells)))
    if swap:
        position = 0
        while position + 1 < len(order):
            if swap.random() < 0.03:
                order[position], order[position + 1] = order[position + 1], order[position]
                position += 1
            position += 1
    places: dict[int, tuple[int, ...]] = {}
    for index in order:
        first = len(bitext.target)
        bitext.target += cells[index].target
        places[index] = tuple(range(first, len(bitext.target)))
    for index, cell in enumerate(cells):
        first = len(bitext.source)
        bitext.source += cell.source
        bitext.gold += _beads(tuple(range(first, len(bitext.source))), places[index])
    return bitext


def _beads(source: tuple[int, ...], target: tuple[int, ...]) -> list[Gold]:
    if source and target:
        return [Gold(source, target)]
    return [Gold((n,), ()) for n in source] + [Gold((), (n,)) for n in target]


def paragraphs(document: list[Pair], others: list[list[Pair]], seed: int, *, noise: bool) -> Bitext:
    """Cut into paragraphs, re-cut on the target side; paragraphs dropped, added and moved."""
    draw = random.Random(seed)
    blocks = []
    position = 0
    while position < len(document):
        size = draw.randint(2, 5)
        part = document[position : position + size]
        cells = _noisy_cells(part, others, draw) if noise else [Cell([s], [t]) for s, t in part]
        blocks.append(cells)
        position += size
    kinds = [draw.choices(["keep", "drop", "add"], [0.87, 0.06, 0.07])[0] for _ in blocks]
    order = list(range(len(blocks)))
    moved = []
    for index in range(len(blocks)):
        if kinds[index] == "keep" and draw.random() < 0.08 and len(blocks) >= 5:
            place = order.index(index)
            goals = [g for g in range(len(blocks)) if 2 <= abs(g - place) <= 6]
            if goals:
                order.remove(index)
                order.insert(draw.choice(goals), index)
                moved.append(index)
    return _paragraph_bitext(blocks, kinds, order, moved, others, draw, document)


def _paragraph_bitext(
    blocks: list[list[Cell]],
    kinds: list[str],
    order: list[int],
    moved: list[int],
    others: list[list[Pair]],
    draw: random.Random,
    document: list[Pair],
) -> Bitext:
    bitext = Bitext([], [], [])
    targets: dict[tuple[int, int], tuple[int, ...]] = {}
    paragraph = 0
    own = {pair[0] for pair in document}
    for index in order:
        if kinds[index] == "add":
            other = draw.choice([o for o in others if o[0][0] not in own])
            start = draw.randrange(max(1, len(other) - 3))
            for _, text in other[start : start + draw.randint(2, 4)]:
                bitext.target.append(text)
                bitext.target_paragraphs.append(paragraph)
            paragraph += 1
        if kinds[index] == "drop":
            continue
        cut = (
            draw.randrange(1, len(blocks[index]))
            if len(blocks[index]) > 3 and draw.random() < 0.25
            else None
        )
        for number, cell in enumerate(blocks[index]):
            if number == cut:
                paragraph += 1
            first = len(bitext.target)
            bitext.target += cell.target
            bitext.target_paragraphs += [paragraph] * len(cell.target)
            targets[index, number] = tuple(range(first, len(bitext.target)))
        if draw.random() < 0.85 or index in moved:
            paragraph += 1
    for index, cells in enumerate(blocks):
        for number, cell in enumerate(cells):
            first = len(bitext.source)
            bitext.source += cell.source
            bitext.source_paragraphs += [index] * len(cell.source)
            bitext.gold += _beads(
                tuple(range(first, len(bitext.source))), targets.get((index, number), ())
            )
    used = {n for bead in bitext.gold for n in bead.target}
    bitext.gold += [Gold((), (n,)) for n in range(len(bitext.target)) if n not in used]
    bitext.target_paragraphs = _renumbered(bitext.target_paragraphs)
    bitext.source_paragraphs = _renumbered(bitext.source_paragraphs)
    groups = group_gold(bitext)
    wanted = {
        bitext.source_paragraphs[n]
        for bead in bitext.gold
        for n in bead.source
        if bead.target and _block_of(n, blocks) in moved
    }
    bitext.moved = [g for g in groups if g.target and wanted & set(g.source)]
    return bitext


def _block_of(segment: int, blocks: list[list[Cell]]) -> int:
    for index, cells in enumerate(blocks):
        segment -= sum(len(cell.source) for cell in cells)
        if segment < 0:
            return index
    raise ValueError("no such segment")


def _renumbered(numbers: list[int]) -> list[int]:
    known = {number: index for index, number in enumerate(dict.fromkeys(numbers))}
    return [known[number] for number in numbers]


def group_gold(bitext: Bitext) -> list[Gold]:
    """The groups of paragraphs that follow from the gold beads."""
    from align.documents.groups import connected

    links = [
        (
            [bitext.source_paragraphs[n] for n in bead.source],
            [bitext.target_paragraphs[n] for n in bead.target],
        )
        for bead in bitext.gold
    ]
    return [Gold(*pair) for pair in connected(links)]


def partial(document: list[Pair], others: list[list[Pair]], seed: int) -> Bitext:
    """Half of a document translated, the other half another text."""
    draw = random.Random(seed)
    half = len(document) // 2
    own = {pair[0] for pair in document}
    other = [pair for text in others if text[0][0] not in own for pair in text]
    start = draw.randrange(max(1, len(other) - half))
    cells = [Cell([source], [target]) for source, target in document[:half]]
    cells += [Cell([source], []) for source, _ in document[half:]]
    cells += [Cell([], [target]) for _, target in other[start : start + half]]
    return assemble(cells)


def unrelated(document: list[Pair], other: list[Pair]) -> Bitext:
    """Two texts that have nothing to do with each other."""
    cells = [Cell([source], []) for source, _ in document]
    return assemble(cells + [Cell([], [target]) for _, target in other])
