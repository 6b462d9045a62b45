"""What a project's decisions are worth on its later pages: ``python -m bench.learning``.

SwissGov-RSD dev, English with German and with French, whose labels no judge is fitted to. Ten pages
in a row are a project. Of its first pages every flag is decided about as people labelled its words:
right where at least half of them are labelled at all. Prints by how much the log loss of the flags
on the other pages falls, for each number of pages decided and each weight of doubt
(`fedele/data/learning.toml`): with confidences as they are stated, and with each kind's set right
first by the pages of the other language, as if they had been calibrated on such texts.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import log

import numpy as np

import fedele
from bench.labelled_pages import CODES, LabelledSpan, Lookup, document_of, swissgov_marks
from corpus import Side
from fedele.findings.decisions import Decision, Ruling
from fedele.findings.learning import LearningNumbers, learning_numbers, lessons_from
from metrics import Effort, Flag, Kind
from metrics.segment import word_spans

LANGUAGES = ("de", "fr")
PROJECT = 10
DECIDED = (1, 2, 5)
DOUBTS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
CALIBRATION = LearningNumbers(doubt=4.0, most=3000.0)
LEAST = 0.001
"""Of a probability whose logarithm is taken."""
DATE = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Told:
    """A flag on a page, and whether people's labels agree with it."""

    language: str
    page: int
    flag: Flag
    agreed: bool

    def decision(self, number: int) -> Decision:
        """What a reviewer who labels like these people would decide."""
        words = [
            None if side is None else side.text for side in (self.flag.source, self.flag.target)
        ]
        return Decision(
            id=f"{number:012x}",
            decision=Ruling.FIX if self.agreed else Ruling.FALSE_ALARM,
            date=DATE,
            kind=self.flag.kind,
            source=words[0],
            target=words[1],
            confidence=self.flag.confidence,
        )


def told(pages: int, effort: Effort) -> Iterator[Told]:
    """The flags of the first pages of each language, shifts and those that nobody judged aside."""
    for language in LANGUAGES:
        for number, (page, marks) in zip(range(pages), swissgov_marks(language), strict=False):
            codes = (language, CODES[Side.TARGET])
            documents = [document_of(page[code].split("\n"), code) for code in codes]
            review = fedele.review_documents(*documents, effort=effort)
            for flag in review.findings:
                labels = list(_labels(flag, marks))
                if labels and flag.kind is not Kind.SHIFT:
                    yield Told(language, number, flag, bool(np.mean(labels) >= 0.5))


def _labels(flag: Flag, marks: dict[Side, list[LabelledSpan]]) -> Iterator[bool]:
    """Whether each judged word of a flag is labelled at all."""
    for side in Side:
        passage, lookup = flag.on(side), Lookup(marks[side])
        for word in word_spans(passage.text) if passage else ():
            at = passage.start
            label = lookup.label(passage.paragraph, at + word.start, at + word.end)
            if label >= 0:
                yield label > 0


def calibrated(found: Sequence[Told]) -> Iterator[Told]:
    """The flags with each kind's confidence shifted by what the other language's pages say."""
    for language in LANGUAGES:
        others = (it.decision(number) for number, it in enumerate(found) if it.language != language)
        lessons = lessons_from(others, CALIBRATION)
        for it in found:
            if it.language == language:
                lesson = lessons.get(it.flag.kind)
                moved = lesson.moved(it.flag.confidence) if lesson else it.flag.confidence
                yield replace(it, flag=replace(it.flag, confidence=moved))


def gains(found: Sequence[Told], decided: int, doubt: float) -> tuple[float, float, float]:
    """Decisions a project, and the log loss of its later flags before and after they taught."""
    numbers = replace(learning_numbers(), doubt=doubt)
    before, after, taught = list[float](), list[float](), list[int]()
    for project in _projects(found):
        first = project[0].page // PROJECT * PROJECT + decided
        decisions = [it.decision(n) for n, it in enumerate(project) if it.page < first]
        lessons = lessons_from(decisions, numbers)
        taught.append(len(decisions))
        for it in project:
            if it.page >= first:
                confidence, lesson = it.flag.confidence, lessons.get(it.flag.kind)
                moved = lesson.moved(confidence) if lesson else confidence
                before.append(_loss(confidence, it.agreed))
                after.append(_loss(moved, it.agreed))
    return float(np.mean(taught)), float(np.mean(before)), float(np.mean(after))


def _projects(found: Sequence[Told]) -> Iterator[list[Told]]:
    places = dict.fromkeys((it.language, it.page // PROJECT) for it in found)
    for place in places:
        yield [it for it in found if (it.language, it.page // PROJECT) == place]


def _loss(confidence: float, agreed: bool) -> float:
    return -log(max(LEAST, confidence if agreed else 1 - confidence))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=90, help="of each language")
    parser.add_argument("--effort", choices=("fast", "full"), default="fast")
    options = parser.parse_args()
    found = list(told(options.pages, options.effort))
    for name, flags in (("stated", found), ("calibrated", list(calibrated(found)))):
        agreed = float(np.mean([it.agreed for it in flags]))
        mean = float(np.mean([it.flag.confidence for it in flags]))
        print(f"{name}: {len(flags)} flags, mean confidence {mean:.2f}, agreed {agreed:.2f}")
        print("| pages decided | decisions | log loss | " + " | ".join(map(str, DOUBTS)) + " |")
        for decided in DECIDED:
            rows = [gains(flags, decided, doubt) for doubt in DOUBTS]
            changes = " | ".join(f"{after - before:+.3f}" for _, before, after in rows)
            print(f"| {decided} | {rows[0][0]:.0f} | {rows[0][1]:.3f} | {changes} |")


if __name__ == "__main__":
    main()
