"""What `fedele review` costs from a cold start: time, processor time and memory, by length.

    python bench/cost.py [--paragraphs 50 200 800]

The bundled analysis, then made-up pairs of so many paragraphs, of which every seventeenth has no
translation. Each runs in a process of its own, with one thread for the matrix products; this one
imports nothing heavy, since the memory of whoever starts a process counts as its own at first.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
SAMPLE = REPOSITORY / "corpus" / "sample" / "brenner.txt"
UNTRANSLATED = 17
ROW = "{:>10}  {:>9}  {:>9}  {:>8}  {:>14}  {:>7}"

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
    lengths: list[int] = parser.parse_args().paragraphs
    print(ROW.format("paragraphs", "words", "wall s", "user s", "user s / 1,000", "peak MB"))
    with tempfile.TemporaryDirectory() as folder:
        show("sample", [SAMPLE], Path(folder))
        for paragraphs in lengths:
            show(str(paragraphs), write_pair(Path(folder), paragraphs), Path(folder))


def show(name: str, files: Sequence[Path], folder: Path) -> None:
    """Print one row of the table; words are those of both versions."""
    words = sum(len(file.read_text("utf-8").split()) for file in files)
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "fedele", "review", *files, "--html", folder / "report.html"],
        env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode > 1:
        sys.exit(f"{name}: exit code {process.returncode}")
    wall, user = time.perf_counter() - begun, usage.ru_utime
    per_word = user / words * 1000
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    peak = f"{kilobytes / 1024:.0f}"
    figures = (f"{words:,}", f"{wall:.1f}", f"{user:.1f}", f"{per_word:.2f}", peak)
    print(ROW.format(name, *figures), flush=True)


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
