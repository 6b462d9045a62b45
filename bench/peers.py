"""Other aligners on the same vectors as ours, in the same run, each at its documented settings.

python -m bench.peers --peer-python PYTHON [--books 2000]

PYTHON is an interpreter (3.12 or later) of an environment of its own, with bertalign 2.0.1,
sentalign 0.3.0 (Vecalign's search) and galechurch 0.1.0; none of them is a dependency of ours. The
peers encode every run of lines afresh; here that is done with our default encoder on their behalf,
and timed. Seconds are processor time of one thread.
"""

import argparse
import json
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from align import Encoder, load_encoder
from align.segments import beads_of
from bench.alignment import HELD_OUT, encoded, evaluated, sets
from bench.bitexts import Bitext, Gold, book, documents

RUNS = {"bertalign": 4, "sentalign": 8, "galechurch": 0}
"""The longest runs that each peer encodes at its own settings."""
SETS = ("clean", "noisy", "noisy, one text", "paragraphs", "paragraphs, noisy")


def compare(name: str, bitexts: Sequence[Bitext], encoder: Encoder, python: str) -> None:
    """Print a row for us and one for each peer."""
    began = time.process_time()
    sides = [encoded(bitext, encoder) for bitext in bitexts]
    middle = time.process_time()
    ours = [beads_of(*pair, encoder) for pair in sides]
    _print(name, "fedele", bitexts, ours, middle - began, time.process_time() - middle)
    with tempfile.TemporaryDirectory() as folder:
        spent = _write(bitexts, encoder, Path(folder))
        for peer, runs in RUNS.items():
            worker = Path(__file__).with_name("peer_worker.py")
            answer = subprocess.run(
                [python, worker, peer, folder], check=True, stdout=subprocess.PIPE, text=True
            )
            found = json.loads(answer.stdout)
            beads = [[Gold(*map(tuple, bead)) for bead in text] for text in found["beads"]]
            _print(name, peer, bitexts, beads, sum(spent[:runs]), found["seconds"])


def _write(bitexts: Sequence[Bitext], encoder: Encoder, folder: Path) -> list[float]:
    """Write the workers' jobs; the seconds that encoding runs of each length took."""
    spent = [0.0] * max(RUNS.values())
    for number, bitext in enumerate(bitexts):
        (folder / f"{number}.json").write_text(json.dumps([bitext.source, bitext.target]))
        for side in ("source", "target"):
            layers = []
            for length in range(1, len(spent) + 1):
                began = time.process_time()
                layers.append(encoder.encode(_ending(getattr(bitext, side), length)))
                spent[length - 1] += time.process_time() - began
            np.save(folder / f"{number}.{side}.npy", np.stack(layers))
    return spent


def _ending(lines: Sequence[str], length: int) -> list[str]:
    """The run of a length that ends at each line; what the peers pad the first lines with."""
    return [
        "PAD" if end < length else " ".join(lines[end - length : end])
        for end in range(1, len(lines) + 1)
    ]


def _print(
    name: str,
    who: str,
    bitexts: Sequence[Bitext],
    beads: Sequence[Sequence[Gold]],
    encoding: float,
    searching: float,
) -> None:
    figures = evaluated(bitexts, beads)
    print(f"| {name} | {who} | {figures} | {encoding:.1f} | {searching:.2f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peer-python", required=True)
    parser.add_argument("--books", type=int, nargs="*", default=[])
    options = parser.parse_args()
    encoder = load_encoder()
    print("| set | aligner | strict | lax | null | groups | moved | encoding s | search s |")
    print("|---|---|---|---|---|---|---|---|---|")
    made = sets(HELD_OUT)
    for name in SETS:
        compare(name, made[name], encoder, options.peer_python)
    for size in options.books:
        text = book(documents(HELD_OUT), size, 1)
        compare(f"book of {size}", [text], encoder, options.peer_python)


if __name__ == "__main__":
    main()
