"""Fit the weights of coverage: ``python -m bench.train_coverage [--cache DIR]``.

Writes ``metrics/data/coverage-words.json`` and ``metrics/data/coverage-phrases.json`` from
SwissGov-RSD dev, NTREX dev and MT-GenEval dev in ``../shared/data``. Words first: trees that say
how likely a word has no counterpart. Then phrases: trees that say how likely a reviewer agrees,
fitted to phrases found with word models that have not seen their page.
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import align
from bench.coverage_data import (
    UNJUDGED,
    Lookup,
    Page,
    Table,
    load_table,
    planted_pages,
    save_table,
    swissgov_pages,
    tabulate_pages,
)
from bench.planting import read_geneval, read_ntrex
from corpus import Side, load_numbers
from metrics.coverage.grammar import load_grammar
from metrics.coverage.phrase_signals import measure_phrases
from metrics.coverage.signals import measure, tabulate
from metrics.coverage.spans import Phrase, find_phrases
from metrics.coverage.trees import Trees, parse_trees
from metrics.coverage.view import View, read_views

FOLDS = 4
WEIGHT = {"swissgov": 0.2, "ntrex": 1.0, "geneval": 1.0}
"""Government pages have three times the words and twenty times the differences of articles: at
equal weight their base rates drown the planted phrases (average precision 0.62 for 0.68)."""
SEEDS = {"swissgov": (0,), "ntrex": (1, 3), "geneval": (2, 4)}
"""Phrases are planted anew with each seed; words are fitted to the first."""
PLANTED = ("ntrex", "geneval")
"""Phrases are fitted to these alone: below whole sentences people agree little with one another
about pages (F1 0.44 to 0.56), and phrases fitted to them tell nothing apart there (AUC 0.56)."""
WORD_TREES = {"max_iter": 200, "max_leaf_nodes": 16, "min_samples_leaf": 60}
PHRASE_TREES = {"max_iter": 120, "max_leaf_nodes": 8, "min_samples_leaf": 40}
THIN = 3
"""Of the words that nobody marked, every so manieth is fitted to, and counts for as many."""
GRAVE = 0.6
"""From this label on, of five grades 0.2 to 1, a reviewer would raise the difference."""
MOSTLY = 0.6
"""A phrase is right where so much of it is grave, and it holds so much of the grave run."""
DATA = Path(__file__).resolve().parents[1] / "metrics" / "data"


def pages_of(name: str, encoder: align.AdditiveEncoder, seed: int) -> Iterator[Page]:
    """The pages of one data set."""
    if name == "swissgov":
        return swissgov_pages(encoder)
    pairs = read_ntrex() if name == "ntrex" else read_geneval()
    return planted_pages(pairs, encoder, seed=seed, share=0.7)


def read_tables(cache: Path | None, encoder: align.AdditiveEncoder) -> dict[str, Table]:
    """Every data set as a table, from the cache where it has them."""
    tables = {}
    for name in WEIGHT:
        path = cache / f"{name}.npz" if cache else None
        if path and path.exists():
            tables[name] = load_table(path, Table)
            continue
        tables[name] = tabulate_pages(pages_of(name, encoder, SEEDS[name][0]), encoder)
        if path:
            save_table(tables[name], path)
    return tables


def fold_of(pages: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which fold a page is in; all words of a page are in one."""
    return np.asarray(pages % FOLDS)


def fit_words(tables: dict[str, Table], without: int | None) -> dict[str, Any]:
    """Trees for words, from every page but one fold's.

    They aim at the mean of two answers: whether the word's content is on one side only, and
    whether people marked it at all.
    """
    rows, aims, weights = [], [], []
    for name, table in tables.items():
        kept = (table.labels != UNJUDGED) & (fold_of(table.pages) != without)
        kept &= (table.labels > 0.0) | (np.arange(len(kept)) % THIN == 0)
        rows.append(table.rows[kept])
        aims.append(((table.labels[kept] == 1.0) * 1.0 + (table.labels[kept] > 0.0)) / 2)
        weights.append(WEIGHT[name] * np.where(aims[-1] > 0.0, 1.0, THIN))
    names = next(iter(tables.values())).names
    return export_trees(
        np.concatenate(rows), np.concatenate(aims), np.concatenate(weights), names, WORD_TREES
    )


def export_trees(
    rows: NDArray[np.float64],
    aims: NDArray[np.float64],
    weights: NDArray[np.float64],
    names: tuple[str, ...],
    size: dict[str, int],
) -> dict[str, Any]:
    """Fit gradient-boosted trees and write them as `metrics.coverage.trees` reads them."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    model = HistGradientBoostingRegressor(
        learning_rate=0.05,
        l2_regularization=5,
        max_features=0.5,
        early_stopping=False,
        random_state=0,
        **size,
    ).fit(rows, aims, sample_weight=weights)
    content: dict[str, Any] = {
        "names": list(names),
        "base": float(model._baseline_prediction[0, 0]),
    }
    nodes: dict[str, list[Any]] = {
        key: [] for key in ("column", "threshold", "missing_left", "left", "right", "value")
    }
    roots, depth = [], 0
    for (predictor,) in model._predictors:
        first = len(nodes["left"])
        roots.append(first)
        for node in predictor.nodes:
            leaf = bool(node["is_leaf"])
            depth = max(depth, int(node["depth"]))
            nodes["column"].append(0 if leaf else int(node["feature_idx"]))
            nodes["threshold"].append(0 if leaf else _short(node["num_threshold"]))
            nodes["missing_left"].append(int(node["missing_go_to_left"]))
            nodes["left"].append(-1 if leaf else first + int(node["left"]))
            nodes["right"].append(-1 if leaf else first + int(node["right"]))
            nodes["value"].append(_short(node["value"]) if leaf else 0)
    return content | {"depth": depth, "roots": roots} | nodes


def _short(value: float) -> float:
    return float(f"{value:.5g}")


@dataclass(frozen=True, slots=True)
class Phrases:
    """Candidate phrases as a table: signals, whether a reviewer agrees, page, words judged."""

    names: tuple[str, ...]
    rows: NDArray[np.float64]
    labels: NDArray[np.bool_]
    pages: NDArray[np.int64]


def phrase_table(
    pages: Iterable[tuple[int, Page]], models: list[Trees], encoder: align.AdditiveEncoder
) -> Phrases:
    """Every candidate phrase of the pages, found with the model that has not seen its page."""
    measured: list[dict[str, float]] = []
    labels: list[bool] = []
    numbers: list[int] = []
    for number, page in pages:
        for row, label in _page_phrases(page, models[number % FOLDS], encoder):
            measured.append(row)
            labels.append(label)
            numbers.append(number)
    names = tuple(dict.fromkeys(key for row in measured for key in row))
    rows = np.array([[row.get(name, np.nan) for name in names] for row in measured])
    return Phrases(names, rows, np.array(labels), np.array(numbers))


def _page_phrases(
    page: Page, model: Trees, encoder: align.AdditiveEncoder
) -> Iterator[tuple[dict[str, float], bool]]:
    views = read_views(page.comparison, encoder)
    floor = load_numbers("metrics", "coverage")["floor"]
    likely = {
        (side, view.bead): np.where(
            (p := model.probability(tabulate([measure(view)], model.names))) < floor, 0.0, p
        )
        for side in Side
        for view in views[side]
    }
    opposite = {Side.SOURCE: Side.TARGET, Side.TARGET: Side.SOURCE}
    for side in Side:
        lookup = Lookup(page.marks[side])
        grammar = load_grammar(page.comparison.document(side).language)
        for view in views[side]:
            own, other = likely[side, view.bead], likely.get((opposite[side], view.bead))
            if view.is_null or other is None:
                continue
            found = find_phrases(view.own.strip, own, grammar, load_numbers("metrics", "coverage"))
            measured = measure_phrases(view, found, own, other, grammar)
            for phrase, row in zip(found, measured, strict=True):
                label = _agrees(view, phrase, lookup)
                if label is not None:
                    yield row, label


def _agrees(view: View, phrase: Phrase, lookup: Lookup) -> bool | None:
    """Whether a phrase is what a reviewer would mark: mostly grave words, and most of their run.

    None where too little of it is judged.
    """
    places = view.own.strip.places
    labels = np.array([lookup.label(place.paragraph, place.start, place.end) for place in places])
    inside = labels[phrase.first : phrase.last]
    judged = inside[inside != UNJUDGED]
    if 2 * len(judged) < len(inside):
        return None
    grave = labels >= GRAVE
    first, last = phrase.first, phrase.last
    while first > 0 and grave[first] and grave[first - 1]:
        first -= 1
    while last < len(grave) and grave[last - 1] and grave[last]:
        last += 1
    whole = grave[phrase.first : phrase.last].sum() / max(1, grave[first:last].sum())
    return bool((judged >= GRAVE).mean() >= MOSTLY and whole >= MOSTLY)


def read_phrases(
    cache: Path | None, models: list[Trees], encoder: align.AdditiveEncoder
) -> dict[str, Phrases]:
    """Every data set's candidate phrases, from the cache where it has them."""
    tables = {}
    for name in PLANTED:
        path = cache / f"{name}-phrases.npz" if cache else None
        if path and path.exists():
            tables[name] = load_table(path, Phrases)
            continue
        numbered = chain.from_iterable(
            enumerate(pages_of(name, encoder, seed)) for seed in SEEDS[name]
        )
        tables[name] = phrase_table(numbered, models, encoder)
        if path:
            save_table(tables[name], path)
    return tables


def fit_phrases(phrases: dict[str, Phrases], without: int | None) -> dict[str, Any]:
    """Trees for phrases, from every page but one fold's."""
    names = next(iter(phrases.values())).names
    rows, aims = [], []
    for table in phrases.values():
        kept = fold_of(table.pages) != without
        rows.append(table.rows[kept][:, [table.names.index(column) for column in names]])
        aims.append(table.labels[kept] * 1.0)
    together = np.concatenate(aims)
    return export_trees(np.concatenate(rows), together, np.ones_like(together), names, PHRASE_TREES)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, help="where to keep what takes long to read")
    options = parser.parse_args()
    encoder = align.load_encoder("use")
    tables = read_tables(options.cache, encoder)
    models = [parse_trees(fit_words(tables, fold)) for fold in range(FOLDS)]
    phrases = read_phrases(options.cache, models, encoder)
    _write("coverage-words", fit_words(tables, None), _count(tables))
    _write("coverage-phrases", fit_phrases(phrases, None), _count(phrases))


def _count(tables: Mapping[str, Table] | Mapping[str, Phrases]) -> int:
    return sum(int((table.labels != UNJUDGED).sum()) for table in tables.values())


def _write(name: str, content: dict[str, Any], items: int) -> None:
    provenance = {
        "origin": "calibrated",
        "source": "SwissGov-RSD dev (labels CC BY 4.0), NTREX dev, MT-GenEval dev, planted phrases",
        "script": "bench/train_coverage.py",
        "date": datetime.now(UTC).date().isoformat(),
        "items": items,
    }
    text = json.dumps({"provenance": provenance} | content, separators=(",", ":"))
    (DATA / f"{name}.json").write_text(text.replace(',"', ',\n"') + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
