"""Runs one peer aligner over bitexts whose vectors are given; started by `peers.py`.

python peer_worker.py bertalign|sentalign|galechurch FOLDER

FOLDER holds, for each bitext n, n.json (the two sides' lines) and n.source.npy and n.target.npy
(runs of 1, 2, … lines that end at each line, as the peer would have encoded them). Prints JSON: the
beads of every bitext, and the processor seconds that the search took, the first bitext, on which
code is compiled, not counted twice. Where torch is missing, a stand-in gives Bertalign the one
function that it takes from it, the greatest products of a matrix.
"""

import json
import sys
import time
import types
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Sides = tuple[list[str], list[str]]
Layers = list[NDArray[np.float32]]
Beads = list[list[list[int]]]


class Given:
    """An encoder that hands out the vectors it was given, in the order they are asked for."""

    def __init__(self, layers: NDArray[np.float32]) -> None:
        self.rest = layers.reshape(-1, layers.shape[-1])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The next vectors."""
        first, self.rest = self.rest[: len(texts)], self.rest[len(texts) :]
        return first.copy()


def bertalign(sides: Sides, layers: Layers) -> tuple[Beads, float]:
    stand_in("sentence_transformers", SentenceTransformer=Given)
    try:
        import torch  # noqa: F401
    except ImportError:
        stand_in("torch", **TORCH)
    from bertalign import Bertalign, Encoder

    class Both(Encoder):
        def __init__(self) -> None:
            self.model_name = "given"
            self.turn = iter(layers)

        def transform(self, lines: list[str], most: int) -> Layers:
            self.model = Given(next(self.turn)[:most])
            return super().transform(lines, most)

    aligner = Bertalign(*("\n".join(side) for side in sides), is_split=True, model=Both())
    began = time.process_time()
    return [[list(map(int, side)) for side in bead] for bead in aligner.align_sents()], began


def sentalign(sides: Sides, layers: Layers) -> tuple[Beads, float]:
    from sentalign import sentalign as align

    given = Given(np.concatenate([side.reshape(-1, side.shape[-1]) for side in layers]))
    began = time.process_time()
    found = align(*sides, given).alignments
    return [
        [list(map(int, bead.src_indices)), list(map(int, bead.tgt_indices))] for bead in found
    ], began


def galechurch(sides: Sides, layers: Layers) -> tuple[Beads, float]:
    from galechurch import align

    began = time.process_time()
    beads = align(*sides).beads
    return [
        [list(range(b.source_start, b.source_end)), list(range(b.target_start, b.target_end))]
        for b in beads
    ], began


class Tensor(np.ndarray):
    """An array with the few methods of a tensor that Bertalign calls."""

    def to(self, device: str) -> "Tensor":
        """Itself: there is one device."""
        return self

    def cpu(self) -> "Tensor":
        """Itself."""
        return self

    def numpy(self) -> NDArray[np.float32]:
        """Itself as a plain array."""
        return np.asarray(self)


def greatest(matrix: Tensor, count: int, dim: int) -> tuple[Tensor, Tensor]:
    order = np.argsort(-np.asarray(matrix), axis=dim, kind="stable")[:, :count]
    return np.take_along_axis(matrix, order, dim).view(Tensor), order.view(Tensor)


TORCH = {
    "cuda": types.SimpleNamespace(is_available=lambda: False),
    "from_numpy": lambda array: array.view(Tensor),
    "topk": greatest,
}


def stand_in(name: str, **members: object) -> None:
    module = types.ModuleType(name)
    vars(module).update(members)
    sys.modules[name] = module


def work() -> None:
    peer, folder = sys.argv[1:]
    run = {"bertalign": bertalign, "sentalign": sentalign, "galechurch": galechurch}[peer]
    jobs = sorted(Path(folder).glob("*.json"), key=lambda path: int(path.stem))
    found, seconds = [], 0.0
    for number, job in enumerate(jobs):
        sides = json.loads(job.read_text())
        layers = [np.load(job.with_suffix(f".{side}.npy")) for side in ("source", "target")]
        if number == 0:
            run(sides, layers)
        beads, began = run(sides, layers)
        seconds += time.process_time() - began
        found.append(beads)
    print(json.dumps({"beads": found, "seconds": seconds}))


if __name__ == "__main__":
    work()
