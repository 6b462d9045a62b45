"""The same result everywhere? ``python -m bench.kernels [--effort full] [--documents 60]``.

Reviews NTREX dev's documents, pages of SwissGov-RSD dev in three pairs of languages, the real
analysis and the bundled one, in processes of their own: under kernels of OpenBLAS that differ in
width and in the order of their sums, with 1, 2 and 4 threads, without the processor's wide
instructions, and in the opposite order, so that other texts were read before. Prints how many
documents, beads, flags, ids, printed confidences and printed fidelities differ from the first
run's, and the same of all digits of every word. Needs ``../shared``.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.bitexts import documents as ntrex_documents

REPOSITORY = Path(__file__).resolve().parents[1]
SHARED = REPOSITORY.parent / "shared"
KERNELS = ("Haswell", "SkylakeX", "Sandybridge", "Prescott")
THREADS = (1, 2, 4)
PAGES = 60
"""Of each pair of languages."""
NARROW = "X86_V3 X86_V4 AVX512_ICL"
"""What numpy is to leave alone: then it computes as on a processor of 2008."""
ROW = "{:<28} {:>9} {:>6} {:>6} {:>6} {:>11} {:>10} {:>6}"

Found = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Setting:
    """How a process computes.

    Attributes:
        name: in the table.
        variables: of its environment.
        backwards: whether it begins with the last document.
    """

    name: str
    variables: Mapping[str, str]
    backwards: bool = False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--effort", default="full")
    parser.add_argument("--documents", type=int, default=61, help="of each set, at most")
    parser.add_argument("--at-once", type=int, default=2, help="processes side by side")
    parser.add_argument("--worker", choices=("forwards", "backwards"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        work(options)
        return
    print(ROW.format("", "documents", "beads", "flags", "ids", "confidences", "fidelities", "bits"))
    with ThreadPoolExecutor(options.at_once) as pool:
        runs = pool.map(lambda setting: reviewed(setting, options), settings())
        first: Found | None = None
        for setting, found in zip(settings(), runs, strict=True):
            first = first or found
            print(ROW.format(setting.name, len(found), *differences(first, found)), flush=True)


def settings() -> list[Setting]:
    """Every way to compute; the first is what the others are compared with."""
    kernels = [
        Setting(f"{kernel}, {threads} threads", _variables(kernel, threads))
        for kernel in KERNELS
        for threads in THREADS
    ]
    narrow = {"NPY_DISABLE_CPU_FEATURES": NARROW}
    return [
        *kernels,
        Setting("Haswell, numpy narrow", _variables("Haswell", 1) | narrow),
        Setting("Haswell, in opposite order", _variables("Haswell", 2), backwards=True),
    ]


def _variables(kernel: str, threads: int) -> dict[str, str]:
    return {
        "OPENBLAS_CORETYPE": kernel,
        "OPENBLAS_NUM_THREADS": str(threads),
        "OMP_NUM_THREADS": str(threads),
    }


def reviewed(setting: Setting, options: argparse.Namespace) -> Found:
    """What a process of its own finds, by document."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "bench.kernels", "--effort", options.effort),
            *("--documents", str(options.documents)),
            *("--worker", "backwards" if setting.backwards else "forwards"),
        ],
        cwd=REPOSITORY,
        env={**os.environ, **setting.variables},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return {found["name"]: found for found in map(json.loads, done.stdout.splitlines())}


def work(options: argparse.Namespace) -> None:
    """Review all documents; a line of JSON each."""
    import fedele

    texts = list(corpus(options.documents))
    for name, source, target, languages in reversed(texts) if "back" in options.worker else texts:
        try:
            result = fedele.review_texts(source, target, **languages, effort=options.effort)
        except fedele.InputError as error:  # a page that is in one language on both sides
            print(f"{name}: {error}", file=sys.stderr)
            continue
        print(json.dumps({"name": name, **_record(result)}), flush=True)


def _record(result: Any) -> Found:  # noqa: ANN401  a fedele.Review, which is not imported at the start
    flags = result.to_dict()["flags"]
    beads = [
        [[list(where) for where in side] for side in (bead.source, bead.target)]
        for group in result.alignment.groups
        for bead in group.beads
    ]
    return {
        "beads": beads,
        "flags": [{key: it for key, it in flag.items() if key != "confidence"} for flag in flags],
        "ids": [flag["id"] for flag in flags],
        "confidences": [f"{flag['confidence']:.2f}" for flag in flags],
        "fidelities": [f"{value:.1f}" for value in (result.fidelity, *result.scores.groups)],
        "bits": [repr(word.difference) for word in result.judged_words],
    }


def differences(one: Found, other: Found) -> list[int]:
    """How many of each kind of thing are not the same, over all documents."""
    kinds = ("beads", "flags", "ids", "confidences", "fidelities", "bits")
    return [sum(_unlike(one[name][kind], other[name][kind]) for name in one) for kind in kinds]


def _unlike(one: list[Any], other: list[Any]) -> int:
    """Places in which two lists differ, those that only the longer one has included."""
    same = sum(a == b for a, b in zip(one, other, strict=False))
    return max(len(one), len(other)) - same


def corpus(most: int) -> Iterator[tuple[str, str, str | None, dict[str, str]]]:
    """Name, source, target and languages of every document."""
    for number, pairs in enumerate(ntrex_documents()[:most]):
        source, target = ("\n\n".join(side) for side in zip(*pairs, strict=True))
        yield f"ntrex {number}", source, target, _languages("it", "en")
    for code in ("it", "de", "fr"):
        file = SHARED / "data" / f"swissgov-dev.en-{code}.jsonl.gz"
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for number, line in zip(range(min(most, PAGES)), lines, strict=False):
                page = json.loads(line)
                yield f"swissgov {code} {number}", page[code], page["en"], _languages(code, "en")
    seed = min((SHARED / "seeds").glob("000_*.txt"))
    for file in (seed, REPOSITORY / "corpus" / "sample" / "brenner.txt"):
        yield file.stem, file.read_text("utf-8"), None, {}


def _languages(source: str, target: str) -> dict[str, str]:
    return {"source_language": source, "target_language": target}


if __name__ == "__main__":
    main()
