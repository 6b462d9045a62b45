"""Fit the weights of strain to damage of every kind; write them to metrics/data/fidelity.toml.

Usage: python -m bench.train_fidelity --cache DIR [--sentences 150]

A pair's score is a sum of logarithms: what flags and words cost, and what strain costs. A logistic
function of the difference between undamaged and damaged (bradley-terry-1952) gives each
feature of strain its worth beside the first; weights are not negative, so that more strain never
pays. Form (casing, tokenisation, punctuation) is left out: it should cost nothing.
"""

import argparse
import datetime
import random
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bench.fidelity_data import SEED, Evidence, Library, demetr, held_documents
from bench.planting import Pair
from bench.strain_data import cut
from corpus import Side
from metrics.fidelity_score import fidelity_numbers, score_evidence
from metrics.judges.ensemble.strain import FEATURES

NUMBERS = Path(__file__).parents[1] / "metrics" / "data" / "fidelity.toml"
FORM = ("case", "punc", "tokenized", "lower", "empty", "shuffle_trans", "reference")
MINOR = 0.1
"""What a minor kind of damage counts beside a major or critical one."""
LEAST = 0.5
"""Points that a score is taken to have at least, since its logarithm is taken."""
RIDGE = 1e-5
SHARPNESS = 10.0
"""How quickly strain begins to cost from `ease` on."""
EASE = 50
"""Percentile of the strain of undamaged sentences from which on strain costs."""

Array = NDArray[np.float64]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=150, help="NTREX sentences")
    parser.add_argument("--cache", type=Path, required=True, help="of bench.train_judge")
    arguments = parser.parse_args()
    library = Library(arguments.cache)
    triples = [*_demetr(library), *_ntrex(library, arguments.sentences)]
    library.save()
    good, bad = (np.array([_row(triple[side]) for triple in triples]) for side in (1, 2))
    kinds = [kind for kind, *_ in triples]
    sources = [_first_words(triple[1]) for triple in triples]
    weights = fit(good - bad, kinds)
    _report(good - bad, kinds, sources)
    strain = -good[:, 1:] @ (weights[1:] / weights[0])
    ease = float(np.percentile(strain, EASE))
    _write(weights[1:] / weights[0], ease, len(triples))


def fit(differences: Array, kinds: Sequence[str]) -> Array:
    """The weight of each column such that undamaged comes before damaged, each kind alike."""
    spread = differences.std(axis=0) + 1e-9
    rows = differences / spread
    counts = {kind: kinds.count(kind) for kind in set(kinds)}
    worth = np.array([(MINOR if "minor" in kind else 1.0) / counts[kind] for kind in kinds])
    worth /= worth.sum()

    def loss(weights: Array) -> tuple[float, Array]:
        margins = rows @ weights
        slope = worth / (1 + np.exp(np.minimum(margins, 50)))
        penalty = RIDGE * float(weights @ weights)
        value = float(worth @ np.logaddexp(0, -margins)) + penalty
        return value, -(rows * slope[:, None]).sum(axis=0) + 2 * RIDGE * weights

    start = np.full(rows.shape[1], 0.3)
    bounds = [(0, None)] * rows.shape[1]
    found: Array = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return found / spread


def _demetr(library: Library) -> list[tuple[str, Evidence, Evidence]]:
    return [
        (
            f"{pair.severity} {pair.kind}",
            library.evidence(pair.source, pair.good, pair.code),
            library.evidence(pair.source, pair.bad, pair.code),
        )
        for pair in demetr()
        if not any(form in pair.kind for form in FORM)
    ]


def _ntrex(library: Library, count: int) -> list[tuple[str, Evidence, Evidence]]:
    """Human translations with a content word dropped, in turn of the target and of the source."""
    draw = random.Random(SEED)
    pairs = [pair for document in held_documents() for pair in document]
    found = []
    for italian, english in draw.sample(pairs, count):
        good = library.evidence(italian, english, "it")
        for side in reversed(Side):
            if pair := cut(Pair("", italian, english), side, draw):
                bad = library.evidence(pair.source, pair.target, "it")
                found.append((f"dropped {side}", good, bad))
    return found


def _row(evidence: Evidence) -> list[float]:
    """What a pair scores without strain, as a logarithm, and its strain, less being more."""
    known = fidelity_numbers()
    numbers = replace(known, strain={**known.strain, "scale": 0.0})
    score = max(LEAST, score_evidence(evidence, numbers).document)
    beads = [bead for group in evidence for bead in group if bead.strain]
    sizes = [len(bead.source.words) + len(bead.target.words) for bead in beads]
    total = sum(sizes) or 1
    strain = [
        sum(size * bead.strain[name] for size, bead in zip(sizes, beads, strict=True)) / total
        for name in FEATURES
    ]
    return [np.log(score / 100), *(-value for value in strain)]


def _first_words(evidence: Evidence) -> str:
    return " ".join(word.text for group in evidence for bead in group for word in bead.source.words)


def _report(differences: Array, kinds: Sequence[str], sources: Sequence[str]) -> None:
    """How often undamaged comes first, each kind, on source sentences that were held out."""
    folds = np.unique(sources, return_inverse=True)[1] % 5
    right = np.zeros(len(kinds))
    for fold in range(5):
        kept = folds != fold
        weights = fit(differences[kept], [k for k, keep in zip(kinds, kept, strict=True) if keep])
        right[~kept] = differences[~kept] @ weights > 0
    for kind in sorted(set(kinds)):
        rows = [n for n, other in enumerate(kinds) if other == kind]
        print(f"{kind}: {right[rows].mean():.3f} of {len(rows)}")


def _write(weights: Array, ease: float, pairs: int) -> None:
    """Put the numbers into their file, with where they come from."""
    day = datetime.datetime.now(datetime.UTC).date()
    source = f"DEMETR and NTREX dev, {pairs:,} pairs; bench/train_fidelity.py; {day}"
    text = NUMBERS.read_text("utf-8")
    for name, value in (*zip(FEATURES, weights, strict=True), ("ease", ease)):
        table = (
            f"[strain.{name}]\nvalue = {SHARPNESS * value:.4f}\n"
            'unit = "strain"\norigin = "calibrated"\n'
            f'source = "{source}"\n'
        )
        text = re.sub(rf"\[strain\.{name}\]\n(?:[^\[\n].*\n)+", table, text)
    NUMBERS.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
