"""How time grows with length: texts made to be slow, each looked at by everything that reads text.

    python -m bench.growth
    python -m bench.growth --characters 60000 --stage flags --fragment "1 mln "

A fragment is repeated, as one paragraph and as one a line, to a number of characters and to four
times as many. What takes more than `POWER` of the length, or more than a second, is printed with
its fragment, and makes the exit code 1. Alignment is left out here, sentence goes with sentence:
checks have to bear any beads. A busy machine makes everything slower: see for yourself whether what
is printed grows, or only waits.
"""

import argparse
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain, product, zip_longest
from math import log
from pathlib import Path

from align import Alignment, Group, GroupKind, SentenceBead
from bench.fuzzing.alignments import WordEncoder
from corpus import (
    Document,
    FedeleError,
    File,
    Term,
    bilingual_from_text,
    document_from_text,
    read,
    read_terms,
)
from metrics import Comparison
from metrics.facts import CHECKS
from metrics.terms import find_term_flags

LIST = Path(__file__).with_suffix(".toml")
TIMES = 4
POWER = 1.3
"""How fast time may grow: linear but for what is sorted, and for noise."""
LEAST_SECONDS = 0.05
"""Below this, four times the text says nothing."""
MOST_SECONDS = 1.0
TERMS = tuple(
    Term((source,), (target,), (), "terms.csv", line)
    for line, (source, target) in enumerate(
        (("governo", "cabinet"), ("a", "b"), ("bilancio dello Stato", "budget"), ("1", "2")), 2
    )
)
FILES = ("x.txt", "x.md", "x.html", "x.srt", "x.vtt", "x.po", "x.xliff")

Work = Callable[[str, str], object]
"""Takes a text and what faces it."""


def main() -> int:
    options = _options()
    slow = 0
    stages = {name: work for name, work in _stages().items() if options.stage in name}
    known = tomllib.loads(LIST.read_text("utf-8"))
    fragments = options.fragment or list(chain.from_iterable(known["fragments"].values()))
    for fragment in fragments:
        facing = known["facing"].get(fragment, fragment)
        for line in _looked_at(fragment, facing, stages, options.characters):
            slow += 1
            print(line, flush=True)
    print(f"{len(fragments)} fragments, {len(stages)} stages, {slow} too slow")
    return int(slow > 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--characters", type=int, default=4_000, help="of the shorter text")
    parser.add_argument("--stage", default="", help="only those with this in their name")
    parser.add_argument("--fragment", action="append", help="instead of those of growth.toml")
    return parser.parse_args()


def _looked_at(
    fragment: str, across: str, stages: dict[str, Work], characters: int
) -> Iterator[str]:
    for (name, work), between in product(stages.items(), ("", "\n\n")):
        part, facing = fragment + between, across + between
        counts = [times * characters // len(part) for times in (1, TIMES)]
        first, last = (_seconds(work, part * count, facing * count) for count in counts)
        if last < LEAST_SECONDS or (last < MOST_SECONDS and _power(first, last) < POWER):
            continue
        first, last = (
            min(_seconds(work, part * count + "." * n, facing * count) for n in (1, 2, 3))
            for count in counts
        )
        if last > MOST_SECONDS or (last > LEAST_SECONDS and _power(first, last) > POWER):
            power = _power(first, last)
            yield f"{name:<24} {part!r:<32} {first:7.3f} s {last:7.3f} s  ^{power:.2f}"


def _power(first: float, last: float) -> float:
    return log(last / first, TIMES)


def _seconds(work: Work, text: str, facing: str) -> float:
    start = time.process_time()
    with suppress(FedeleError):
        work(text, facing)
    return time.process_time() - start


def _stages() -> dict[str, Work]:
    """What reads text, by name."""
    return {
        **{f"read {name}": _reading(name) for name in FILES},
        "one file": lambda text, facing: bilingual_from_text(text + facing),
        "terms": lambda text, _: read_terms(File("t.csv", text.encode()), "it", "en"),
        **{f"flags {name}": _checking(check) for name, check in CHECKS.items()},
        "flags terms": _checking(lambda it: find_term_flags(it, TERMS)),
    }


def _reading(name: str) -> Work:
    return lambda text, _: read(File(name, text.encode()), language="it")


def _checking(check: Callable[[Comparison], object]) -> Work:
    return lambda text, facing: check(_comparison(text, facing))


def _comparison(text: str, facing: str) -> Comparison:
    """A text and what faces it, less its last words, sentence by sentence, in one group."""
    source = document_from_text(text, language="it")
    target = document_from_text(facing[: len(facing) * 9 // 10], language="en")
    beads = tuple(
        SentenceBead(
            (one,) if one else (), (two,) if two else (), 0.5 if one and two else None, 1.0
        )
        for one, two in zip_longest(source.sentence_ids(), target.sentence_ids())
    )
    group = Group(_all(source), _all(target), GroupKind.ALIGNED, 0.5, beads)
    return Comparison(source, target, Alignment((group,), (), ()), WordEncoder())


def _all(document: Document) -> tuple[int, ...]:
    return tuple(range(len(document.paragraphs)))


if __name__ == "__main__":
    sys.exit(main())
