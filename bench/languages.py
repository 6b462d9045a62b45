"""Language detection: how often it answers, and how often it is wrong.

    python -m bench.languages [DATA] [--lines]

The first words of NTREX dev's English and Italian and of DEMETR dev's German, French and Spanish
sentences; whole lines of NTREX; and the lines of SwissGov-RSD dev whose answer is another language
than their page's (many of those lines are indeed in another language; read them).
"""

import argparse
import csv
import gzip
import json
import time
from collections.abc import Iterator
from pathlib import Path

from bench.bitexts import DATA
from corpus import detect_language

DEMETR = {"german": "de", "french": "fr", "spanish": "es"}
FIRST_WORDS = (2, 3, 4, 5, 6, 8, 12, 1000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, nargs="?", default=DATA)
    parser.add_argument("--lines", action="store_true", help="print lines of pages answered wrong")
    options = parser.parse_args()
    data = options.data
    detect_language("cold start")
    sentences = [*_ntrex(data), *_demetr(data)]
    print("first words  texts  answered  wrong of answered")
    for words in FIRST_WORDS:
        texts = [(code, text.split()[:words]) for code, text in sentences]
        _show(f"{words:>11}", [(code, " ".join(text)) for code, text in texts])
    start = time.perf_counter()
    pages = list(_swissgov(data))
    _show("SwissGov-RSD", pages)
    print(f"{len(pages) / (time.perf_counter() - start):,.0f} lines a second")
    if options.lines:
        for code, text in pages:
            if (found := detect_language(text)) not in (None, code):
                print(f"{code} -> {found}: {text[:100]}")


def _show(name: str, texts: list[tuple[str, str]]) -> None:
    answers = [(code, detect_language(text)) for code, text in texts]
    given = [(code, found) for code, found in answers if found]
    wrong = sum(code != found for code, found in given)
    share, error = len(given) / len(answers), wrong / max(1, len(given))
    print(f"{name} {len(answers):>7} {share:>9.1%} {error:>8.2%} ({wrong})")


def _ntrex(data: Path) -> Iterator[tuple[str, str]]:
    with (data / "ntrex-dev.en-it.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield from ((code, row[code]) for code in ("en", "it"))


def _demetr(data: Path) -> Iterator[tuple[str, str]]:
    with gzip.open(data / "demetr-dev.jsonl.gz", "rt", encoding="utf-8") as file:
        items = (json.loads(line) for line in file)
        yield from sorted({(DEMETR[item["lang_tag"]], item["src_sent"]) for item in items})


def _swissgov(data: Path) -> Iterator[tuple[str, str]]:
    with gzip.open(data / "swissgov-dev.en-it.jsonl.gz", "rt", encoding="utf-8") as file:
        for page in map(json.loads, file):
            for code in ("en", "it"):
                yield from ((code, line) for line in page[code].splitlines() if line.strip())


if __name__ == "__main__":
    main()
