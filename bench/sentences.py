"""Sentence boundaries: how well splitters find them again, ours and others that are installed.

    python -m bench.sentences [NTREX [FOLDER OF THE HARD LIST]]

NTREX dev: each document's lines joined by spaces, boundaries found again (lines without closing
punctuation cannot be found, so recall stays below one). The hard list is our own, 66 and 67
passages full of abbreviations, and our tables were written with it in view.
"""

import argparse
import csv
import importlib.util
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.bitexts import NTREX
from corpus import split_sentences

HARD = Path(__file__).resolve().parents[1] / "tests" / "corpus" / "data"
Passage = tuple[str, list[int]]
Splitter = Callable[[str, str], list[int]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("ntrex", type=Path, nargs="?", default=NTREX)
    parser.add_argument("hard", type=Path, nargs="?", default=HARD, help="folder of the hard list")
    options = parser.parse_args()
    print(f"{'splitter':<12} lang  precision  recall  hard passages  Mchar/s")
    for name, splitter in _splitters():
        for code in ("en", "it"):
            documents = list(_documents(options.ntrex, code))
            start = time.perf_counter()
            found = [splitter(text, code) for text, _ in documents]
            seconds = time.perf_counter() - start
            right, proposed, wanted = _counts(found, [gold for _, gold in documents])
            speed = sum(len(text) for text, _ in documents) / seconds / 1e6
            passages = list(_passages(options.hard / f"sentences.{code}.txt"))
            whole = sum(splitter(text, code) == gold for text, gold in passages)
            print(
                f"{name:<12} {code:<4} {right / proposed:>10.3f} {right / wanted:>7.3f}"
                f" {whole:>8} of {len(passages)} {speed:>8.2f}"
            )


def _counts(found: list[list[int]], gold: list[list[int]]) -> tuple[int, int, int]:
    right = sum(len(set(ends) & set(true)) for ends, true in zip(found, gold, strict=True))
    return right, sum(map(len, found)), sum(map(len, gold))


def _documents(path: Path, code: str) -> Iterator[Passage]:
    lines: dict[str, list[str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            lines.setdefault(row["document"], []).append(row[code])
    yield from map(_joined, lines.values())


def _passages(path: Path) -> Iterator[Passage]:
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield _joined(line.split(" | "))


def _joined(parts: list[str]) -> Passage:
    ends, position = [], 0
    for part in parts:
        position += len(part)
        ends.append(position)
        position += 1
    return " ".join(parts), ends


def _splitters() -> Iterator[tuple[str, Splitter]]:
    yield "ours", lambda text, code: [span.end for span in split_sentences(text, code)]
    for name, package, make in (
        ("punkt", "punkt", _punkt),
        ("syntok", "syntok", _syntok),
        ("blingfire", "blingfire", _blingfire),
        ("sentencex", "sentencex", _sentencex),
    ):
        if importlib.util.find_spec(package):
            yield name, make()
        else:
            print(f"{name:<12} not installed, left out")


def _punkt() -> Splitter:
    from punkt import tokenizer_for

    names = {"en": "english", "it": "italian"}
    return lambda text, code: [
        end for _, end in tokenizer_for(names[code], prefixes=True).span_tokenize(text)
    ]


def _syntok() -> Splitter:
    import syntok.segmenter

    return lambda text, _: [
        sentence[-1].offset + len(sentence[-1].value)
        for paragraph in syntok.segmenter.analyze(text)
        for sentence in paragraph
    ]


def _blingfire() -> Splitter:
    import blingfire

    return lambda text, _: [end for _, end in blingfire.text_to_sentences_and_offsets(text)[1]]


def _sentencex() -> Splitter:
    import sentencex

    def split(text: str, code: str) -> list[int]:
        ends, position = [], 0
        for sentence in sentencex.segment(code, text):
            position += len(sentence)
            ends.append(len(text[:position].rstrip()))
        return ends

    return split


if __name__ == "__main__":
    main()
