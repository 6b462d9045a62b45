"""A soak: thousands of reviews in one process, whose memory, files and threads must not grow.

    python -m bench.soak --reviews 3000
    python -m bench.soak --reviews 400 --threads 4
    python -m bench.soak --reviews 1000 --different 50

Short pairs of texts in several languages and sizes, drawn from a seed, no two alike: their words
are made up, so that a cache that never forgets shows. With --different, as many are reviewed over
and over: caches have nothing new to keep then, and what still grows is lost. One in twenty is an
input that has to be refused; every tenth review is written as a report, every fiftieth in all
forms. Memory is sampled after a garbage collection; its slope is that of the samples after the
warm-up, in kB a review.
"""

import argparse
import gc
import os
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from align import Encoder, load_encoder
from bench.fuzzing.reviews import ODD, PIECES
from corpus import FedeleError, File, Term

if TYPE_CHECKING:
    from fedele import Review

WARM_UP = 0.4
"""The share of the reviews before memory is looked at: bounded caches fill up meanwhile."""
SAMPLES = 40
BAD = (b"", b"\0\1\2", b"PK\3\4damaged", b"<p>x", b"solo una riga", b"\xff\xfe\0")


def main() -> None:
    options = _options()
    encoder = load_encoder(options.model)
    step = max(1, options.reviews // SAMPLES)
    print("reviews  RSS MB  open files  threads  s")
    samples = []
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(options.threads) as pool:
        for first in range(0, options.reviews, step):
            numbers = range(first, min(first + step, options.reviews))
            drawn = [number % (options.different or options.reviews) for number in numbers]
            work = partial(_one, encoder=encoder, options=options, folder=Path(folder))
            refused = sum(pool.map(work, drawn))
            samples.append((numbers[-1] + 1, *_held()))
            print(
                f"{samples[-1][0]:>7} {samples[-1][1]:>7.1f} {samples[-1][2]:>11} "
                f"{samples[-1][3]:>8} {time.perf_counter() - start:>6.0f}  ({refused} refused)",
                flush=True,
            )
    kept = np.array([one for one in samples if one[0] >= WARM_UP * options.reviews])
    slope = np.polyfit(kept[:, 0], kept[:, 1] * 1024, 1)[0]
    print(f"slope after {WARM_UP:.0%} of the reviews: {slope:+.2f} kB a review")
    print(f"open files {kept[0, 2]:.0f} to {kept[-1, 2]:.0f}, threads {kept[0, 3]:.0f} to ", end="")
    print(f"{kept[-1, 3]:.0f}")
    for name, size, most in _caches():
        print(f"  {name}: {size:,} entries of at most {most}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reviews", type=int, default=2000)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--different", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--model", default="use")
    parser.add_argument("--effort", default="fast")
    return parser.parse_args()


def _one(number: int, *, encoder: Encoder, options: argparse.Namespace, folder: Path) -> bool:
    """One review; whether it was refused."""
    import fedele

    random = Random(f"{options.seed}:{number}")
    try:
        if random.random() < 0.05:
            fedele.read_bilingual(File("x.docx" if number % 2 else "x.md", random.choice(BAD)))
            return False
        source, target, codes = _texts(random)
        rule = Term((_word(random),), (_word(random),), (), "terms.csv", 2)
        review = fedele.review_texts(
            source,
            target,
            source_language=codes[0],
            target_language=codes[1],
            model=encoder,
            effort=options.effort,
            terms=[rule],
        )
    except FedeleError:
        return True
    if number % 10 == 0:
        _write(review, folder / str(threading.get_ident()), all_forms=number % 50 == 0)
    return False


def _texts(random: Random) -> tuple[str, str, list[str]]:
    """Sentences that answer to each other, with words that nobody has seen."""
    codes = random.sample(list(PIECES), 2)
    sides: list[list[str]] = [[], []]
    for _ in range(random.choice((1, 2, 3, 6))):
        place, name = random.randrange(len(PIECES["it"])), _word(random).title()
        figure = str(random.randrange(10**6))
        for side, code in zip(sides, codes, strict=True):
            if random.random() < 0.9:
                side.append(f"{PIECES[code][place][:-1]} {name} {_word(random)} {figure}.")
            if random.random() < 0.05:
                side.append(random.choice(ODD))
    return "\n\n".join(sides[0]) or "x", "\n\n".join(sides[1]) or "x", codes


def _word(random: Random) -> str:
    syllables = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sta", "tre", "vi")
    return "".join(random.choices(syllables, k=random.choice((2, 3, 4))))


def _write(review: "Review", folder: Path, *, all_forms: bool) -> None:
    folder.mkdir(exist_ok=True)
    review.to_html(folder / "x.html", language="it")
    if all_forms:
        review.to_json(folder / "x.json")
        review.to_csv(folder)
        review.to_xlsx(folder / "x.xlsx")


def _held() -> tuple[float, int, int]:
    """Resident memory in MB, open files, threads."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    files = len(os.listdir("/proc/self/fd"))  # noqa: PTH208  one of them is this listing's
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20, files, threading.active_count()


def _caches() -> list[tuple[str, int, str]]:
    """The caches with the most entries, and how many they may have."""
    found: dict[str, tuple[int, str]] = {}
    for item in gc.get_objects():
        with suppress(Exception):
            if callable(getattr(item, "cache_info", None)):
                info = item.cache_info()
                most = "any number" if info.maxsize is None else f"{info.maxsize:,}"
                name = f"{item.__module__}.{item.__name__}"
                found[name] = max(found.get(name, (0, most)), (info.currsize, most))
    return sorted(((name, *one) for name, one in found.items()), key=lambda one: -one[1])[:14]


if __name__ == "__main__":
    main()
