"""Take the README's pictures, with Debian's chromium.

Usage: python -m bench.screenshot [-o docs] [--effort full]

report.png is the report on the bundled analysis as it opens; report-decisions.png, in the dark,
shows a flag in focus that a reviewer has decided about; index.png is the index of a batch: NTREX
documents under made-up names, two of them incomplete.
"""

import argparse
import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import fedele
from bench.bitexts import documents
from bench.browser import chromium, set_window
from fedele.findings.decisions import Decision, Ruling

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = Path("corpus/sample/brenner.txt")  # the report shows the path as it was given
SETTLED = 2
"""Seconds after which the page has gone to the flag in focus."""
DECIDED = {
    0: (Ruling.FALSE_ALARM, "“pianura padana” says it"),
    1: (Ruling.FIX, "ask the author for the source"),
}
"""What a reviewer might say about the first findings."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to be taken.

    Attributes:
        name: of its file.
        height: of the window, which is 1440 wide.
        dark: for readers who like it so.
        focus: the finding that is in focus, in a report with decisions; none if not given.
    """

    name: str
    height: int
    dark: bool = False
    focus: int | None = None


INDEX = Picture("index.png", 1080)
PAIRS = 24
PICTURES = (Picture("report.png", 1560), Picture("report-decisions.png", 900, True, 1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "docs")
    parser.add_argument("--analysis", type=Path, default=SAMPLE)
    parser.add_argument("--effort", default="full")
    options = parser.parse_args()
    os.chdir(ROOT)
    review = fedele.review(options.analysis, effort=options.effort)
    with chromium() as browser:
        for picture in PICTURES:
            take(browser, review, picture, options.output / picture.name)
            print(options.output / picture.name)
        with TemporaryDirectory() as folder:
            page = archive_index(Path(folder), options.effort)
            shoot(browser, page.as_uri(), INDEX, options.output / INDEX.name)
            print(options.output / INDEX.name)


def archive_index(folder: Path, effort: str) -> Path:
    """The index of an archive: two versions each, but for two texts that lack one."""
    for number, document in enumerate(documents()[:PAIRS], 1):
        for side, language in enumerate(("it", "en")):
            name = f"2026/{1 + number % 9:02}/analisi-{number:02}"
            text = "\n\n".join(pair[side] for pair in document)
            place = folder / "archive" / f"{name}.{language}.txt"
            place.parent.mkdir(parents=True, exist_ok=True)
            if number % 11 or language == "it":
                place.write_text(text, "utf-8")
    return fedele.review_archive(folder / "archive", folder / "out", effort=effort).index


def take(browser: "Chrome", review: fedele.Review, picture: Picture, output: Path) -> None:
    """Write the report, open it as a reader would, and take its picture."""
    fragment = ""
    if picture.focus is not None:
        review = decided(review)
        fragment = f"#flag-{review.flag_ids[picture.focus]}"
    with TemporaryDirectory() as folder:
        report = review.to_html(Path(folder) / "report.html")
        shoot(browser, report.as_uri() + fragment, picture, output)


def shoot(browser: "Chrome", address: str, picture: Picture, output: Path) -> None:
    """Open a page and take its picture."""
    set_window(browser, 1440, picture.height, dark=picture.dark)
    browser.get(address)
    time.sleep(SETTLED)
    browser.save_screenshot(output)


def decided(review: fedele.Review) -> fedele.Review:
    """The review with what a reviewer might have decided about it."""
    made = []
    for index, (ruling, reason) in DECIDED.items():
        flag = review.findings[index]
        source, target = (words and words.text for words in (flag.source, flag.target))
        made.append(
            Decision(
                id=review.flag_ids[index],
                decision=ruling,
                reason=reason,
                reviewer="A reader",
                date=datetime.now(UTC),
                kind=flag.kind,
                source=source,
                target=target,
            )
        )
    return review.decide(made)


if __name__ == "__main__":
    main()
