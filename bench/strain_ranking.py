"""How often a damaged line has more strain than the undamaged one, on held-out lines.

Usage: python -m bench.strain_ranking --cache DIR [--effort full]

The layer that makes strain (`bench/strain_head.py`) is fitted to the other lines first.
"""

import argparse
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import align
from bench.judge_models import is_held, measured_ensemble
from bench.strain_head import Contest, contests, fit_head
from metrics.judges.ensemble.head import parse_head


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True, help="of bench.train_judge")
    parser.add_argument("--effort", default="full")
    options = parser.parse_args()
    encoder = align.load_encoder("use")
    some = contests(
        measured_ensemble(options.effort, encoder, options.cache), encoder, options.cache
    )
    arrays = fit_head([it for it in some if not is_held(it.key[1])])
    found = won(arrays, [it for it in some if is_held(it.key[1])])
    for kind, share in found.items():
        print(f"{kind:36} {share:.3f}")
    for severity in ("critical", "major", "minor", "dropped"):
        shares = [share for kind, share in found.items() if kind.startswith(severity)]
        print(f"{severity}: mean {np.mean(shares):.3f}, least {min(shares):.3f}")


def won(arrays: Mapping[str, NDArray[Any]], some: Sequence[Contest]) -> dict[str, float]:
    """By kind, how often the damaged line has more strain."""
    head = parse_head(arrays)
    found: dict[str, list[bool]] = defaultdict(list)
    for it in some:
        good, bad = (sum(head.of_rows(side).mean() for side in pair) for pair in (it.good, it.bad))
        found[it.kind].append(bool(bad > good))
    return {kind: float(np.mean(each)) for kind, each in found.items()}


if __name__ == "__main__":
    main()
