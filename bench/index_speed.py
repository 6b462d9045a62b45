"""How quick the index of a large batch is in a browser: opening, sorting, filtering, searching.

Usage: python -m bench.index_speed [--pairs 5000] [--runs 5] [-o PICTURE.png]

The rows are made up. Prints, in milliseconds, the median of what a reader waits with the least and
most, and the median of what the page's main thread worked: on a busy machine only the second says
something about the page.
"""

import argparse
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.browser import chromium, set_window
from bench.report_speed import measured, printed, timed
from fedele.batch import DocumentRow
from fedele.batch.index import write_index

TASKS = {
    "sort": "document.querySelector('.sort[data-column=\"3\"]').click()",
    "by name": "document.querySelector('.sort[data-column=\"name\"]').click()",
    "filter": "document.querySelector('.bars li:last-child .bar').click()",
    "failed": "document.querySelector('.only.failed').click()",
    "search": "const box = document.getElementById('search'); box.value = '2014/'; "
    "box.dispatchEvent(new Event('input', {bubbles: true}))",
    "all": "document.getElementById('show-all').click()",
}
FAILED, LOST, FLAGS = 0.02, 8.0, (0.2, 1.2, 3.0)
"""The share of pairs that fail; points that a pair loses, and flags of each severity for every ten
of them, on average."""


def made_up(pairs: int, seed: int = 1) -> Iterator[DocumentRow]:
    """The documents table of an archive of good translations."""
    chance = random.Random(seed)
    for number in range(pairs):
        name = f"{2000 + number % 25}/analysis-{number:05}"
        paths = f"{name}.it.md", f"{name}.en.md"
        if chance.random() < FAILED:
            error = f"{paths[0]}: is empty; a text was expected"
            yield DocumentRow(name, *paths, "failed", error, None, None)
        else:
            yield _reviewed(name, paths, chance)


def _reviewed(name: str, paths: tuple[str, str], chance: random.Random) -> DocumentRow:
    lost = min(100.0, chance.expovariate(1 / LOST))
    flags = (int(chance.expovariate(1 / often) * lost / 10) for often in FLAGS)
    verdict = "translation" if lost < 40 else "partial"
    bounds = max(0.0, 96 - lost), min(100.0, 104 - lost)
    words = chance.randrange(200, 4000)
    covered = 1 - lost / 120
    return DocumentRow(
        name,
        *paths,
        "reviewed",
        None,
        "it",
        "en",
        verdict,
        100 - lost,
        *bounds,
        *flags,
        *(20, 20, words, words, covered, covered, 60),
        f"reports/{name}.html",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("-o", "--output", type=Path, help="a picture of the page as it opens")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index.html"
        written = timed(lambda: write_index(made_up(options.pairs), index))
        print(f"written in {written:.0f} ms, {index.stat().st_size / 1000:.0f} kB")
        with chromium() as browser:
            set_window(browser, 1440, 1000)
            runs = [measured(browser, index.as_uri(), TASKS) for _ in range(options.runs)]
            if options.output:
                browser.get(index.as_uri())
                browser.save_screenshot(options.output)
    printed(runs)


if __name__ == "__main__":
    main()
