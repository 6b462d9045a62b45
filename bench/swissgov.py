"""Agreement with people on real government pages: ``python -m bench.swissgov --cache DIR``.

SwissGov-RSD dev, 168 English-Italian pages with every differing word labelled by people. No page is
judged by a network that has seen it (four folds by page). Prints, for each value that a system
gives every token:

- Spearman between it and the label, over the judged tokens of both sides, as the authors measure;
- average precision for tokens labelled 1: their content is on one side only;
- F1 per page between tokens marked and tokens labelled at all, its mean over pages, by side;
- how many words in a thousand are marked.

Baselines: greatest cosine of a word's transformer vector on the other side, subtracted from one, as
the data's authors do; leaving a word out; the best single-word match.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import align
from bench.judge_models import examples, measured_ensemble
from bench.labelled_pages import FOLDS, LabelledSpan, Lookup, swissgov_marks
from bench.word_examples import Example, Examples
from bench.word_network import heard
from corpus import Side
from metrics import EFFORTS
from metrics.judges.ensemble.numbers import ensemble_numbers

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class JudgedTokens:
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


def read_tokens(items: Sequence[Example]) -> JudgedTokens:
    """The judged tokens, each with the word that it is in."""
    words: dict[tuple[int, int], list[LabelledSpan]] = defaultdict(list)
    row = 0
    for it in items:
        for paragraph, start, end in it.places.tolist():
            words[it.page, it.side].append(LabelledSpan(paragraph, start, end, float(row)))
            row += 1
    found: list[tuple[float, int, int, int]] = []
    for number, (_, marks) in enumerate(swissgov_marks()):
        for code, side in enumerate(Side):
            lookup = Lookup(words[number, code])
            found += [
                (mark.label, number, code, int(lookup.label(mark.paragraph, mark.start, mark.end)))
                for mark in marks[side]
                if mark.label >= 0
            ]
    labels, pages, sides, rows = zip(*found, strict=True)
    return JudgedTokens(np.array(labels), np.array(pages), np.array(sides), np.array(rows))


def cross_validated(
    items: Sequence[Example], effort: str, encoder: align.AdditiveEncoder, cache: Path
) -> Values:
    """Every word's probability from judges that have not seen its page."""
    ensembles = [measured_ensemble(effort, encoder, cache, fold) for fold in range(FOLDS)]
    values = [
        ensembles[it.page % FOLDS].likely(heard(ensembles[it.page % FOLDS], it)) for it in items
    ]
    return np.concatenate(values)


def baselines(found: Examples) -> Iterator[tuple[str, Values]]:
    """Single signals, the higher the more a word is missed."""
    yield "context, layer 8", np.concatenate([1 - _best_match(it) for it in found.items])
    for name, sign in (("rise_total", 1.0), ("match", -1.0)):
        column = found.names.index(name)
        values = sign * np.concatenate([it.columns[:, column] for it in found.items])
        yield name, np.where(np.isnan(values), np.nanmax(values), values)


def _best_match(item: Example) -> Values:
    """Greatest cosine of each word with one of the other side, in the transformer's layer 8."""
    if item.other is None:
        return np.zeros(len(item.labels))
    own, other = (_unit(side["context"][1].astype(np.float64)) for side in (item.own, item.other))
    return np.asarray((own @ other.T).max(axis=1))


def _unit(rows: Values) -> Values:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9))


def agreement(tokens: JudgedTokens, values: Values, threshold: float) -> dict[str, float]:
    """The figures of the module's docstring, by name."""
    from scipy.stats import spearmanr
    from sklearn.metrics import average_precision_score

    marked = values >= threshold
    scores = {
        "spearman": float(spearmanr(values, tokens.labels)[0]),
        "average precision": float(average_precision_score(tokens.labels == 1, values)),
    }
    scores |= {f"F1 {side}": f1 for side, f1 in f1_a_page(tokens, marked).items()}
    scores["marked per thousand"] = 1000 * float(marked.mean())
    return scores


def f1_a_page(tokens: JudgedTokens, marked: NDArray[np.bool_]) -> dict[Side, float]:
    """F1 between marked tokens and those labelled at all, its mean over pages, by side."""
    gold, found = tokens.labels > 0, dict[Side, float]()
    for code, side in enumerate(Side):
        pages = [(tokens.pages == page) & (tokens.sides == code) for page in set(tokens.pages)]
        found[side] = float(np.mean([_f1(gold[page], marked[page]) for page in pages]))
    return found


def _f1(gold: NDArray[np.bool_], marked: NDArray[np.bool_]) -> float:
    total = int(gold.sum() + marked.sum())
    return 2 * int((gold & marked).sum()) / total if total else 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True, help="of bench.train_judge")
    cache = parser.parse_args().cache
    encoder = align.load_encoder("use")
    found = examples("swissgov", 0, encoder, cache)
    tokens = read_tokens(found.items)
    print(f"tokens judged {len(tokens.labels)}, labelled 1 {np.mean(tokens.labels == 1):.3f}")
    threshold = ensemble_numbers().marked
    for effort in EFFORTS:
        values = tokens.values(cross_validated(found.items, effort, encoder, cache))
        _print(effort, agreement(tokens, values, threshold))
    for name, column in baselines(found):
        best = float(np.quantile(column, 0.85))
        shifted = tokens.values(column - column.min())
        _print(name, agreement(tokens, shifted, best - column.min()))


def _print(name: str, scores: Mapping[str, float]) -> None:
    print(f"{name:12}", *(f"{key} {value:.3f}" for key, value in scores.items()), sep="  ")


if __name__ == "__main__":
    main()
