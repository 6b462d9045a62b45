"""Agreement with people on real government pages: ``python -m bench.swissgov [--cache DIR]``.

SwissGov-RSD dev, 168 English-Italian pages with every differing word labelled by people. Word
models are fitted to the other folds' pages (and to the planted pages), so that no page is judged
by a model that has seen it. Prints, for each value that a system gives every token:

- Spearman between it and the label, over the judged tokens of both sides, as the authors measure;
- average precision for tokens labelled 1: their content is on one side only;
- F1 per page between tokens marked and tokens labelled at all, its mean over pages, by side;
- how many words in a thousand are marked.
"""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import align
from bench.coverage_data import Lookup, Mark, Table, swissgov_marks
from bench.train_coverage import FOLDS, fit_words, fold_of, read_tables
from corpus import Side, load_numbers
from metrics.coverage.trees import parse_trees

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The judged tokens of every page.

    Attributes:
        labels: (tokens,), 0 to 1.
        pages, sides: (tokens,), page number; 0 for the source, 1 for the target.
        words: (tokens,), the row of the word that the token is in, -1 where it is in none.
    """

    labels: Values
    pages: NDArray[np.int64]
    sides: NDArray[np.int64]
    words: NDArray[np.int64]

    def values(self, of_words: Values) -> Values:
        """A value a token from a value a word; 0 outside words."""
        return np.where(self.words < 0, 0.0, of_words[self.words])


def read_tokens(table: Table) -> Tokens:
    """The judged tokens, each with the word that it is in."""
    found: list[tuple[float, int, int, int]] = []
    for number, (_, marks) in enumerate(swissgov_marks()):
        for code, side in enumerate(Side):
            rows = np.flatnonzero((table.pages == number) & (table.sides == code))
            lookup = Lookup(
                Mark(*(int(x) for x in table.places[row, :3]), float(row)) for row in rows
            )
            found += [
                (mark.label, number, code, int(lookup.label(mark.paragraph, mark.start, mark.end)))
                for mark in marks[side]
                if mark.label >= 0
            ]
    labels, pages, sides, words = zip(*found, strict=True)
    return Tokens(np.array(labels), np.array(pages), np.array(sides), np.array(words))


def cross_validated(tables: Mapping[str, Table]) -> Values:
    """Every word's probability from the trees that have not seen its page."""
    table = tables["swissgov"]
    values = np.zeros(len(table.labels))
    for fold in range(FOLDS):
        out = fold_of(table.pages) == fold
        values[out] = parse_trees(fit_words(dict(tables), fold)).probability(table.rows[out])
    floor = load_numbers("metrics", "coverage")["floor"]
    return np.where(values < floor, 0.0, values)


def agreement(tokens: Tokens, values: Values, threshold: float) -> dict[str, float]:
    """The figures of the module's docstring, by name."""
    from scipy.stats import spearmanr
    from sklearn.metrics import average_precision_score

    marked = values >= threshold
    scores = {
        "spearman": float(spearmanr(values, tokens.labels)[0]),
        "average precision": float(average_precision_score(tokens.labels == 1, values)),
    }
    for code, side in enumerate(Side):
        pages = [(tokens.pages == page) & (tokens.sides == code) for page in set(tokens.pages)]
        scores[f"F1 {side}"] = float(
            np.mean([_f1(tokens.labels[page] > 0, marked[page]) for page in pages])
        )
    scores["marked per thousand"] = 1000 * float(marked.mean())
    return scores


def _f1(gold: NDArray[np.bool_], marked: NDArray[np.bool_]) -> float:
    total = int(gold.sum() + marked.sum())
    return 2 * int((gold & marked).sum()) / total if total else 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, help="where bench.train_coverage keeps its tables")
    encoder = align.load_encoder("use")
    tables = read_tables(parser.parse_args().cache, encoder)
    table = tables["swissgov"]
    tokens = read_tokens(table)
    threshold = load_numbers("metrics", "coverage")["marked"]
    values = tokens.values(cross_validated(tables))
    print(f"tokens judged {len(values)}, labelled 1 {np.mean(tokens.labels == 1):.3f}")
    _print("fast", agreement(tokens, values, threshold))
    for name, sign in (("rise_total", 1.0), ("match", -1.0)):
        column = sign * table.rows[:, table.names.index(name)]
        column = np.where(np.isnan(column), np.nanmax(column), column)
        best = float(np.quantile(column, 0.85))
        _print(name, agreement(tokens, tokens.values(column - column.min()), best - column.min()))


def _print(name: str, scores: Mapping[str, float]) -> None:
    print(f"{name:12}", *(f"{key} {value:.3f}" for key, value in scores.items()), sep="  ")


if __name__ == "__main__":
    main()
