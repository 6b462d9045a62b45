"""How quick the report of a long article is in a browser: opening, filtering, searching, deciding.

Usage: python -m bench.report_speed [--paragraphs 300] [--flags 360] [--runs 5]

The pair is made up: so many paragraphs a side of made-up words, aligned one to one, with flags on
phrases of either side. Prints, in milliseconds, the median of what a reader waits with the least
and most, and the median of what the page's main thread worked: on a busy machine only the second
says something about the page.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from align import Alignment, Group, GroupKind, SentenceBead
from bench.browser import chromium, set_window
from corpus import Document, Paragraph, SentenceId, Span
from fedele import Review
from metrics import Category, Evidence, Fidelity, Flag, Kind, Passage, Severity, Verdict

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

SENTENCES, WORDS, PHRASE = 4, 15, 4
"""Of a paragraph, of a sentence and of a flag."""
SYLLABLES = ("ca", "do", "le", "mi", "no", "per", "ri", "sta", "to", "va", "ze", "lun")
KINDS = (
    (Category.OMISSION, Kind.OMISSION, "omission.phrase"),
    (Category.ADDITION, Kind.ADDITION, "addition.phrase"),
    (Category.MISTRANSLATION, Kind.MISTRANSLATION, "mistranslation.replaced"),
)
TASKS = {
    "filter": "document.querySelector('#filters input[value=omission]').click()",
    "search": "const box = document.getElementById('search'); box.value = 'rito'; "
    "box.dispatchEvent(new Event('input', {bubbles: true}))",
    "next": "document.getElementById('next').click()",
    "decide": "document.querySelector('#flags button[value=intended]').click()",
    "undo": "document.getElementById('undo').click()",
}
OPENED = """
const [entry] = performance.getEntriesByType('navigation');
return entry.loadEventEnd - entry.startTime
"""
TIMED = """
const begun = performance.now();
{task};
document.body.getBoundingClientRect();
return performance.now() - begun
"""


def made_up(paragraphs: int, flags: int, seed: int = 1) -> Review:
    """A review of a pair of made-up texts."""
    chance = random.Random(seed)
    source, target = (_document(code, paragraphs, chance) for code in ("it", "en"))
    groups = tuple(
        Group((number,), (number,), GroupKind.ALIGNED, 0.8, tuple(_beads(number)))
        for number in range(paragraphs)
    )
    scores = Fidelity(80.0, (80.0,) * paragraphs, ((80.0,) * SENTENCES,) * paragraphs)
    return Review(
        source=source,
        target=target,
        alignment=Alignment(groups),
        findings=tuple(
            _flag(number % paragraphs, source, target, chance) for number in range(flags)
        ),
        judged_words=(),
        scores=scores,
        verdict=Verdict.TRANSLATION,
        signature={"fedele": "made up", "encoder": "none"},
    )


def _document(language: str, paragraphs: int, chance: random.Random) -> Document:
    return Document(language, tuple(_paragraph(language, chance) for _ in range(paragraphs)))


def _paragraph(language: str, chance: random.Random) -> Paragraph:
    spans, text = [], ""
    for _ in range(SENTENCES):
        lengths = chance.choices((1, 2, 2, 3), k=WORDS)
        words = ("".join(chance.choices(SYLLABLES, k=length)) for length in lengths)
        sentence = " ".join(words).capitalize() + "."
        text += " " if text else ""
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence
    return Paragraph(text, tuple(spans), language)


def _beads(paragraph: int) -> Iterator[SentenceBead]:
    for sentence in range(SENTENCES):
        place = (SentenceId(paragraph, sentence),)
        yield SentenceBead(place, place, 0.8, 0.9)


def _flag(paragraph: int, source: Document, target: Document, chance: random.Random) -> Flag:
    category, kind, key = chance.choice(KINDS)
    left = _phrase(source, paragraph, chance) if kind is not Kind.ADDITION else None
    right = _phrase(target, paragraph, chance) if kind is not Kind.OMISSION else None
    words = (left or right).text if left or right else ""
    values = {"words": words, "source": words, "target": right.text if right else ""}
    severity = chance.choice((Severity.MINOR, Severity.MAJOR))
    return Flag(category, kind, severity, chance.random(), left, right, Evidence(key, values))


def _phrase(document: Document, paragraph: int, chance: random.Random) -> Passage:
    text = document.paragraphs[paragraph].text
    words = text.split(" ")
    first = chance.randrange(len(words) - PHRASE)
    start = len(" ".join(words[:first])) + (first > 0)
    phrase = " ".join(words[first : first + PHRASE])
    return Passage(paragraph, start, start + len(phrase), phrase)


def measured(
    browser: "Chrome", address: str, tasks: Mapping[str, str]
) -> dict[str, tuple[float, float]]:
    """What a reader waits for each task, and what the main thread worked, in milliseconds."""
    browser.get("about:blank")
    browser.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})
    browser.get(address)
    took = {"open": (float(browser.execute_script(OPENED)), _worked(browser))}
    for name, task in tasks.items():
        before = _worked(browser)
        waited = float(browser.execute_script(TIMED.replace("{task}", task)))
        took[name] = waited, _worked(browser) - before
    return took


def _worked(browser: "Chrome") -> float:
    """Milliseconds that the page's main thread has worked so far."""
    metrics = browser.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    return next(1000 * item["value"] for item in metrics if item["name"] == "TaskDuration")


def timed(action: Callable[[], object]) -> float:
    """Milliseconds that something takes."""
    begun = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - begun)


def printed(runs: Sequence[Mapping[str, tuple[float, float]]]) -> None:
    """Print a line a task: the median wait with the least and most, and the median work."""
    for name in runs[0]:
        waited = [run[name][0] for run in runs]
        worked = statistics.median(run[name][1] for run in runs)
        spread = f"({min(waited):.0f} to {max(waited):.0f})"
        print(f"{name:8} {statistics.median(waited):5.0f} {spread}, main thread {worked:.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--paragraphs", type=int, default=300)
    parser.add_argument("--flags", type=int, default=360)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    review = made_up(options.paragraphs, options.flags)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.html"
        written = timed(lambda: review.to_html(report))
        print(f"written in {written:.0f} ms, {report.stat().st_size / 1000:.0f} kB")
        with chromium() as browser:
            set_window(browser, 1440, 1000)
            runs = [measured(browser, report.as_uri(), TASKS) for _ in range(options.runs)]
    printed(runs)


if __name__ == "__main__":
    main()
