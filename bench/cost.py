"""What a review costs: ``python -m bench.cost [--paragraphs 50 200 800] [--effort full fast]``.

Cold, `fedele review FILES --html` in a process of its own: time, processor time and memory. Warm,
in one process that has reviewed another text before: the same files, then again after a word was
put into one paragraph, then with two threads at once on different texts. The bundled analysis, the
real one where ``../shared`` is, then made-up pairs of so many paragraphs, of which every
seventeenth has no translation.

Times are also given as multiples of a fixed matrix product (single precision, 1,024 cubed, one
thread, the best of ten), taken before each row: machines differ, and so does one machine from hour
to hour. Threads are what the environment says (`OMP_NUM_THREADS`, otherwise the cores there are).
This process imports nothing heavy, since the memory of whoever starts a process counts as its own
at first.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

REPOSITORY = Path(__file__).resolve().parents[1]
SAMPLE = REPOSITORY / "corpus" / "sample" / "brenner.txt"
SEEDS = REPOSITORY.parent / "shared" / "seeds"
UNTRANSLATED = 17
ROW = "{:>14} {:>6} {:>7} {:>6} {:>6} {:>9} {:>7} {:>6} {:>6} {:>6} {:>9} {:>9}"
HEADINGS = (
    *("pair", "effort", "words", "cold s", "user s", "products", "peak MB"),
    *("warm s", "again", "edit s", "products", "two, each"),
)

WHO = {
    "Il ministro dei trasporti": "The transport minister",
    "La società ferroviaria": "The railway company",
    "Una commissione del parlamento": "A committee of parliament",
    "Il sindaco di Verona": "The mayor of Verona",
    "L'associazione degli autotrasportatori": "The hauliers' association",
    "La corte dei conti": "The court of auditors",
}
DID = {
    "ha annunciato ieri": "announced yesterday",
    "ha negato con forza": "firmly denied",
    "ha confermato ai giornalisti": "confirmed to reporters",
    "non ha voluto spiegare": "was unwilling to explain",
    "ha criticato in una lettera": "criticised in a letter",
}
WHAT = {
    "la chiusura del vecchio ponte": "the closure of the old bridge",
    "un aumento dei pedaggi": "a rise in tolls",
    "il ritardo nei lavori della galleria": "the delay in the tunnel works",
    "l'acquisto di nuovi treni merci": "the purchase of new freight trains",
    "la vendita dei terreni lungo il fiume": "the sale of the land along the river",
    "i controlli alla frontiera": "the checks at the border",
}
WHY = {
    "per proteggere gli abitanti della valle": "to protect the people of the valley",
    "mentre i costi continuano a salire": "while costs keep rising",
    "nonostante le proteste degli agricoltori": "despite the farmers' protests",
    "dopo mesi di trattative segrete": "after months of secret talks",
    "senza aspettare il parere dei tecnici": "without waiting for the engineers' opinion",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--paragraphs", type=int, nargs="*", default=[50, 200, 800])
    parser.add_argument("--effort", nargs="*", default=["full", "fast"])
    parser.add_argument("--times", type=int, default=3, help="of which the median is shown")
    parser.add_argument("--memory", type=int, metavar="PARAGRAPHS", help="print a pair's, in MB")
    parser.add_argument("--warm", nargs="+", help=argparse.SUPPRESS)
    parser.add_argument("--product", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.memory:
        with tempfile.TemporaryDirectory() as folder:
            files = write_pair(Path(folder), options.memory)
            print(cold(files, options.effort[0], Path(folder))[2])
    elif options.product:
        print(product())
    elif options.warm:
        print(json.dumps(warm([Path(file) for file in options.warm], options.effort[0])))
    else:
        print(ROW.format(*HEADINGS))
        with tempfile.TemporaryDirectory() as folder:
            for name, files in pairs(Path(folder), options.paragraphs):
                for effort in options.effort:
                    show(name, files, effort, options.times, Path(folder))


def pairs(folder: Path, lengths: Sequence[int]) -> Iterator[tuple[str, list[Path]]]:
    """What is reviewed."""
    yield "sample", [SAMPLE]
    for seed in sorted(SEEDS.glob("000_*.txt")):
        yield "real analysis", [seed]
    for paragraphs in lengths:
        yield f"{paragraphs} paragraphs", write_pair(folder, paragraphs)


def show(name: str, files: Sequence[Path], effort: str, times: int, folder: Path) -> None:
    """Print one row of the table; words are those of both versions."""
    words = sum(len(file.read_text("utf-8").split()) for file in files)
    unit = float(_told("--product"))
    walls, users, peaks = zip(*(cold(files, effort, folder) for _ in range(times)), strict=True)
    found = [json.loads(_told("--effort", effort, "--warm", *files)) for _ in range(times)]
    first, again, edit, two = (median(it[key] for it in found) for key in found[0])
    figures = (
        *(f"{words:,}", f"{median(walls):.2f}", f"{median(users):.2f}"),
        *(f"{median(walls) / unit:.0f}", f"{max(peaks):.0f}", f"{first:.2f}", f"{again:.2f}"),
        *(f"{edit:.2f}", f"{first / unit:.0f}/{edit / unit:.0f}", f"{two:.2f}"),
    )
    print(ROW.format(name, effort, *figures), flush=True)


def cold(files: Sequence[Path], effort: str, folder: Path) -> tuple[float, float, float]:
    """Seconds, processor seconds and megabytes of a process that reviews."""
    command = [sys.executable, "-m", "fedele", "review", *map(str, files)]
    command += ["--effort", effort, "--html", str(folder / "report.html")]
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=_environment(), stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode > 1:
        sys.exit(f"{files[0]}: exit code {process.returncode}")
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return time.perf_counter() - begun, usage.ru_utime, kilobytes / 1024


def warm(files: Sequence[Path], effort: str) -> dict[str, float]:
    """Seconds of reviews in this process, which has reviewed another text before."""
    import fedele

    other = [" ".join(side) for side in zip(*made_up(30), strict=True)]
    fedele.review_texts(*other, effort=effort)
    texts = [file.read_text("utf-8") for file in files]

    def review(versions: Sequence[str]) -> None:
        fedele.review_texts(*versions, effort=effort)

    seconds = {
        "first": _seconds(lambda: review(texts)),
        "again": _seconds(lambda: review(texts)),
        "edit": _seconds(lambda: review([*texts[:-1], _edited(texts[-1])])),
    }
    fresh = [["\n\n".join(side) for side in zip(*made_up(n), strict=True)] for n in (21, 22)]
    with ThreadPoolExecutor(2) as pool:
        seconds["two"] = _seconds(lambda: list(pool.map(review, fresh)))
    return seconds


def product() -> float:
    """Seconds of the matrix product that times are compared with."""
    import numpy as np

    rows = np.random.default_rng(0).standard_normal((1024, 1024)).astype(np.float32)
    return min(_seconds(lambda: rows @ rows.T.copy()) for _ in range(10))


def _edited(text: str) -> str:
    """The text with a word more in its longest line, before the last one."""
    longest = max(text.splitlines(), key=len)
    words = longest.split(" ")
    return text.replace(longest, " ".join([*words[:-1], words[0].lower(), words[-1]]), 1)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _told(*arguments: str | Path) -> str:
    """What this module prints in a process of its own."""
    environment = _environment()
    if "--product" in arguments:
        environment |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "bench.cost", *map(str, arguments)]
    return subprocess.run(
        command, cwd=REPOSITORY, env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(REPOSITORY)}


def write_pair(folder: Path, paragraphs: int) -> list[Path]:
    """An Italian text of so many paragraphs, and its English translation."""
    pairs = list(made_up(paragraphs))
    source, target = folder / f"{paragraphs}.it.txt", folder / f"{paragraphs}.en.txt"
    source.write_text("\n\n".join(pair[0] for pair in pairs), "utf-8")
    translated = [pair[1] for n, pair in enumerate(pairs) if n % UNTRANSLATED != UNTRANSLATED - 1]
    target.write_text("\n\n".join(translated), "utf-8")
    return [source, target]


def made_up(paragraphs: int) -> Iterator[tuple[str, str]]:
    """Paragraphs of two sentences, no two alike."""
    draw = random.Random(paragraphs)
    for number in range(paragraphs):
        parts = [draw.choice(list(table.items())) for table in (WHO, DID, WHAT, WHY) * 2]
        (it, en) = zip(*parts, strict=True)
        yield (
            f"{' '.join(it[:4])}. Nel documento {number + 1} si legge: {' '.join(it[4:])}.",
            f"{' '.join(en[:4])}. Document {number + 1} reads: {' '.join(en[4:])}.",
        )


if __name__ == "__main__":
    main()
