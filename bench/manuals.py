"""Alignment of real manuals: two translations in Debian packages whose pages have like structure.

python -m bench.manuals FOLDER [--peer-python PYTHON]

Packages that are not in FOLDER yet are fetched with apt-get and unpacked there; nothing of them
goes anywhere else. Pages whose paragraphs, headings, cells and items come in the same order on both
sides give pairs; the rest is left out. The Italian manuals served for tuning, the German–French
ones did not; out of the latter's prose, sentence by sentence where both sides have as many, a
yearbook is made as scanners and translators make them: misread letters, sentences merged, split,
cut elsewhere and dropped.
"""

import argparse
import random
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from align import load_encoder
from bench.alignment import report
from bench.bitexts import Bitext, Cell, Pair, assemble, merged, recut, split
from bench.peers import compare
from corpus import split_sentences

MANUALS = {
    "aptitude, it–en": ("aptitude-doc-it", "aptitude-doc-en", "it", "en"),
    "GIMP, it–en": ("gimp-help-it", "gimp-help-en", "it", "en"),
    "guide for maintainers, de–fr": ("maint-guide-de", "maint-guide-fr", "de", "fr"),
    "developers' reference, de–fr": (
        "developers-reference-de",
        "developers-reference-fr",
        "de",
        "fr",
    ),
    "Debian reference, de–fr": ("debian-reference-de", "debian-reference-fr", "de", "fr"),
}
MOST = 6000
"""Paragraphs taken from one manual."""
BLOCKS = ("p", "pre", "dt", "h1", "h2", "h3", "h4", "td", "th", "li")
MISREAD = {"rn": "m", "ii": "n", "l": "1", "c": "e", "f": "s", "h": "b", "ü": "ii", "é": "e"}


def fetch(package: str, folder: Path) -> Path:
    """The folder that a package is unpacked in."""
    unpacked = folder / package
    if not unpacked.exists():
        subprocess.run(["apt-get", "download", package], cwd=folder, check=True)
        (archive,) = folder.glob(f"{package}_*.deb")
        subprocess.run(["dpkg-deb", "-x", archive, unpacked], check=True)
    return unpacked


def pairs(first: Path, second: Path, languages: tuple[str, str]) -> list[tuple[str, Pair]]:
    """Block by block: the element's name, and its text on both sides."""
    found = []
    pages = [_pages(folder, code) for folder, code in zip((first, second), languages, strict=True)]
    for name in sorted(pages[0].keys() & pages[1].keys()):
        left, right = _blocks(pages[0][name]), _blocks(pages[1][name])
        if [tag for tag, _ in left] == [tag for tag, _ in right]:
            found += [
                (tag, (one, other)) for (tag, one), (_, other) in zip(left, right, strict=True)
            ]
    return found[:MOST]


def _pages(folder: Path, language: str) -> dict[str, Path]:
    """HTML pages by their name without the language."""
    return {
        page.name.replace(f".{language}.", "."): page for page in sorted(folder.rglob("*.html"))
    }


def _blocks(page: Path) -> list[tuple[str, str]]:
    from lxml import html

    found = []
    for element in html.parse(page).getroot().iter(*BLOCKS):
        inner = element.tag in ("td", "th", "li", "dt") and element.find(".//p") is not None
        navigation = any("nav" in (above.get("class") or "") for above in element.iterancestors())
        text = " ".join(element.text_content().split())
        if text and not inner and not navigation:
            found.append((element.tag, text))
    return found


def dropped(text: Sequence[Pair], share: float) -> Bitext:
    """A manual with a share of either side's paragraphs left out."""
    draw = random.Random(1)
    cells = []
    for source, target in text:
        chance = draw.random()
        cells.append(
            Cell(
                [] if share <= chance < 2 * share else [source], [] if chance < share else [target]
            )
        )
    return assemble(cells)


def prose(blocks: Iterable[tuple[str, Pair]], languages: tuple[str, str]) -> list[Pair]:
    """The sentences of running paragraphs that have as many on both sides."""
    found: list[Pair] = []
    for tag, texts in blocks:
        sides = [
            [span.of(text) for span in split_sentences(text, code)]
            for text, code in zip(texts, languages, strict=True)
        ]
        if tag == "p" and len(sides[0]) == len(sides[1]) and texts[0] != texts[1]:
            found += zip(*sides, strict=True)
    return found


def yearbook(text: Sequence[Pair], seed: int) -> Bitext:
    """As scanned and translated: letters misread; sentences merged, split, re-cut and dropped."""
    draw = random.Random(seed)
    cells = []
    position = 0
    while position < len(text):
        chance, size = draw.random(), 1
        here = list(text[position : position + draw.randint(2, 3)])
        if chance < 0.03:
            source, target = text[position]
            cells.append(Cell([source], []) if draw.random() < 0.5 else Cell([], [target]))
        elif chance < 0.10:
            size = len(here)
            cells.append(merged(here, draw))
        elif chance < 0.18:
            cells.append(split(*text[position], draw))
        elif chance < 0.21:
            size = len(here)
            sources, targets = ([*side] for side in zip(*here, strict=True))
            cells.append(Cell(sources, recut(" ".join(targets), 2)))
        else:
            cells.append(Cell([text[position][0]], [text[position][1]]))
        position += size
    return assemble(
        [
            Cell(*([_scanned(line, draw) for line in side] for side in (c.source, c.target)))
            for c in cells
        ]
    )


def _scanned(line: str, draw: random.Random) -> str:
    """About one letter in a hundred misread."""
    for right, wrong in MISREAD.items():
        parts = line.split(right)
        line = parts[0] + "".join(
            (wrong if draw.random() < 0.05 else right) + part for part in parts[1:]
        )
    return line


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peer-python")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    encoder = load_encoder()
    sets: dict[str, Bitext] = {}
    running: list[Pair] = []
    for name, (first, second, *codes) in MANUALS.items():
        languages = (codes[0], codes[1])
        folders = [fetch(package, options.folder) for package in (first, second)]
        blocks = pairs(folders[0], folders[1], languages)
        sets[name] = dropped([pair for _, pair in blocks], 0)
        sets[f"{name}, 4 % dropped"] = dropped([pair for _, pair in blocks], 0.04)
        running += prose(blocks, languages) if languages == ("de", "fr") else []
    sets["yearbook, de–fr"] = yearbook(running[:2000], 1)
    for name, bitext in sets.items():
        if options.peer_python and name.startswith("yearbook"):
            compare(name, [bitext], encoder, options.peer_python)
        else:
            print(report(name, [bitext], encoder), flush=True)


if __name__ == "__main__":
    main()
