"""Fit the judge and write what ships: ``python -m bench.train_judge --cache DIR``.

Writes into `metrics/judges/ensemble/data`, part after part: words (networks, one an effort), trees
(for words), phrases and strain, of what is said of words by then. `--only PART` and `--effort
EFFORT` make some of it. What takes long on the way is kept in the cache; see
`bench/judge_models.py`.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import align
from bench.judge_models import (
    fit_phrases,
    fit_strain,
    fit_word_trees,
    fit_words,
    read_phrases,
)
from metrics import EFFORTS
from metrics.judges.ensemble.numbers import PACKAGE
from metrics.judges.ensemble.weights import load_ensemble
from metrics.trees import load_trees

DATA = Path(__file__).resolve().parents[1].joinpath(*PACKAGE.split("."), "data")
PARTS = ("words", "trees", "phrases", "strain")
"""In this order: strain is fitted to what the shipped words say."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True, help="keeps what takes long to make")
    parser.add_argument("--effort", choices=EFFORTS, action="append", help="only this one")
    parser.add_argument("--only", choices=PARTS, action="append", help="only this part")
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    encoder = align.load_encoder("use")
    for part in PARTS:
        if part in (options.only or PARTS):
            make(part, options.effort or EFFORTS, encoder, options.cache)


def make(part: str, efforts: Sequence[str], encoder: align.AdditiveEncoder, cache: Path) -> None:
    """Fit one part to every page and write it; the trees for words serve all efforts."""
    if part == "trees":
        _write_trees("words-trees", fit_word_trees(encoder, cache, None))
        return
    for effort in efforts:
        match part:
            case "words":
                _write_arrays(f"words-{effort}", fit_words(effort, encoder, cache, None))
            case "phrases":
                phrases = read_phrases(effort, encoder, cache)
                _write_trees(f"phrases-{effort}", fit_phrases(phrases, None), len(phrases.labels))
            case "strain":
                arrays = fit_strain(load_ensemble(effort), encoder, cache, None)
                _write_arrays(f"strain-{effort}", arrays)


def _write_arrays(name: str, arrays: Mapping[str, NDArray[Any]]) -> None:
    about = json.loads(str(arrays["about"])) | {"provenance": _provenance()}
    path = DATA / f"{name}.npz"
    np.savez_compressed(path, **{**arrays, "about": np.array(json.dumps(about))})


def _write_trees(name: str, content: dict[str, Any], items: int | None = None) -> None:
    about = {"provenance": _provenance() | ({"items": items} if items else {})}
    text = json.dumps(about | content, separators=(",", ":"))
    path = DATA / f"{name}.json"
    path.write_text(text.replace(',"', ',\n"') + "\n", encoding="utf-8")
    load_trees(PACKAGE, path.stem)


def _provenance() -> dict[str, Any]:
    return {
        "origin": "calibrated",
        "source": (
            "SwissGov-RSD dev (labels CC BY 4.0), DEMETR dev, NTREX dev, MT-GenEval dev and "
            "campaigns of The Battle for Wesnoth (Debian packages), with planted differences"
        ),
        "script": "python -m bench.train_judge",
        "date": datetime.now(UTC).date().isoformat(),
    }


if __name__ == "__main__":
    main()
