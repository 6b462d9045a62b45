"""The judge's models: fitted to every page, or to those outside a fold, to measure with.

Words first: networks and trees that say how likely a word has no counterpart, fitted to planted
pages (NTREX dev, MT-GenEval dev, a game's campaigns from Debian's packages), to damaged machine
translations (DEMETR dev) and, for less, to SwissGov-RSD dev. Then phrases: trees that say how
likely a reviewer agrees, fitted to phrases of pages that other networks and trees, fitted without
them, find. Those, and trees fitted without half of those pages, are kept in the cache, for the
other commands to measure with. `bench/train_judge.py` writes what ships.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import align
from bench.demetr import damaged_pages
from bench.kept import kept
from bench.labelled_pages import (
    FOLDS,
    UNJUDGED,
    LabelledPage,
    Lookup,
    planted_pages,
    swissgov_pages,
)
from bench.packages import read_campaigns
from bench.planting import Pair, read_geneval, read_ntrex
from bench.tree_fit import export_trees
from bench.word_examples import Example, Examples, examples_of
from corpus import Side
from metrics.grammar import load_grammar
from metrics.judges.ensemble.head import Head, parse_head
from metrics.judges.ensemble.network import parse_network
from metrics.judges.ensemble.phrase_signals import measure_phrases
from metrics.judges.ensemble.vectors import word_features
from metrics.judges.ensemble.view import BeadViews, View, read_together, read_views
from metrics.judges.ensemble.weights import NETWORKS, Weights, shares_of
from metrics.judges.ensemble.words import Ensemble
from metrics.omissions.numbers import omission_numbers
from metrics.omissions.spans import find_phrases
from metrics.phrase import Phrase
from metrics.segment import cut_segments
from metrics.trees import parse_trees

SOURCES = {"fast": ("alone", "inner"), "full": ("context", "alone")}
"""The vectors that the network of each effort compares."""
WORD_SEEDS = {
    "ntrex": (1, 3, 21),
    "geneval": (2, 22),
    "campaigns": (11,),
    "demetr": (1, 2, 3, 4, 5, 6),
    "swissgov": (0,),
}
"""Pages are planted or damaged anew with each seed."""
PHRASE_SEEDS = {
    "ntrex": (31, 32, 33),
    "geneval": (41, 42),
    "campaigns": (51,),
    "demetr": (12, 14, 16, 18, 20, 22),
}
"""Phrases are not fitted to government pages: below whole sentences people agree little with one
another about them (F1 0.44 to 0.56), and such phrases tell nothing apart (AUC 0.56)."""
SWISSGOV_WEIGHT = 0.4
"""Government pages have twenty times the differences of articles: at equal weight their base rates
drown the planted phrases."""
CAMPAIGN_PAGES = 380
"""How many pages of the campaigns are fitted to: about half."""
PHRASE_TREES = {"max_iter": 120, "max_leaf_nodes": 8, "min_samples_leaf": 40}
WORD_TREES = {"max_iter": 150, "max_leaf_nodes": 24, "min_samples_leaf": 40}
GRAVE = 0.6
"""From this label on, of five grades 0.2 to 1, a reviewer would raise the difference."""
MOSTLY = 0.6
"""A phrase is right where so much of it is grave, and it holds so much of the grave run."""


def is_held(page: int, fold: int = 0) -> bool:
    """Whether a page of any data set is in a fold."""
    return page % FOLDS == fold


def pages_of(
    name: str, seed: int, encoder: align.AdditiveEncoder, cache: Path
) -> Iterator[LabelledPage]:
    """The pages of one data set."""
    if name == "swissgov":
        return swissgov_pages(encoder)
    if name == "demetr":
        return damaged_pages(encoder, seed=seed)
    return planted_pages(pairs_of(name, cache), encoder, seed=seed)


def pairs_of(name: str, cache: Path) -> list[Pair]:
    """The untouched pairs of one data set."""
    if name == "ntrex":
        return read_ntrex()
    if name == "geneval":
        return read_geneval()
    pairs = read_campaigns(cache / "packages")
    names = list(dict.fromkeys(pair.document for pair in pairs))[::2][:CAMPAIGN_PAGES]
    wanted = set(names)
    return [pair for pair in pairs if pair.document in wanted]


def examples(name: str, seed: int, encoder: align.AdditiveEncoder, cache: Path) -> Examples:
    """One data set's examples."""
    return kept(
        cache / f"examples-{name}-{seed}.joblib",
        lambda: examples_of(pages_of(name, seed, encoder, cache)),
    )


def measured_ensemble(
    effort: str, encoder: align.AdditiveEncoder, cache: Path, fold: int = 0
) -> Ensemble:
    """The ensemble of an effort that has not seen a fold."""
    networks = tuple(
        parse_network(
            kept(
                cache / f"words-{name}-{fold}.joblib",
                partial(fit_words, name, encoder, cache, without=fold),
            )
        )
        for name in NETWORKS[effort]
    )
    make = partial(fit_word_trees, encoder, cache, without=fold)
    trees = parse_trees(kept(cache / f"words-trees-{fold}.joblib", make))
    return Ensemble(networks, trees, shares_of(effort))


def fit_words(
    effort: str, encoder: align.AdditiveEncoder, cache: Path, without: int | None
) -> dict[str, NDArray[Any]]:
    """The arrays of a network for words."""
    from bench.word_network import fit

    names, items, weights = _learnt(encoder, cache, without)
    return fit(items, weights, names, SOURCES[effort])


def fit_word_trees(
    encoder: align.AdditiveEncoder, cache: Path, without: int | None
) -> dict[str, Any]:
    """Trees for words, to the same two answers as the networks, from the signals alone."""
    names, items, weights = _learnt(encoder, cache, without)
    rows = np.concatenate([it.columns for it in items])
    labels = np.concatenate([it.labels for it in items])
    counts = np.repeat(weights, [len(it.labels) for it in items])
    judged = labels != UNJUDGED
    aims = ((labels == 1.0) * 1.0 + (labels > 0)) / 2
    return export_trees(rows[judged], aims[judged], names, WORD_TREES, counts[judged])


def _learnt(
    encoder: align.AdditiveEncoder, cache: Path, without: int | None
) -> tuple[tuple[str, ...], list[Example], list[float]]:
    """The signals' names, every example outside a fold, and how much each counts."""
    names, items, weights = tuple[str, ...](), list[Example](), list[float]()
    for name, seeds in WORD_SEEDS.items():
        for seed in seeds:
            found = examples(name, seed, encoder, cache)
            names = found.names
            kept = [it for it in found.items if without is None or not is_held(it.page, without)]
            items += kept
            weights += [SWISSGOV_WEIGHT if name == "swissgov" else 1.0] * len(kept)
    return names, items, weights


@dataclass(frozen=True, slots=True)
class Phrases:
    """Candidate phrases as a table: signals, whether a reviewer agrees, page."""

    names: tuple[str, ...]
    rows: NDArray[np.float64]
    labels: NDArray[np.bool_]
    pages: NDArray[np.int64]


def read_phrases(effort: str, encoder: align.AdditiveEncoder, cache: Path) -> Phrases:
    """The held-out pages' candidate phrases."""
    numbered = chain.from_iterable(
        enumerate(pages_of(name, seed, encoder, cache))
        for name, seeds in PHRASE_SEEDS.items()
        for seed in seeds
    )
    held = ((number, page) for number, page in numbered if is_held(number))
    ensemble = measured_ensemble(effort, encoder, cache)
    return kept(cache / f"phrases-{effort}.joblib", lambda: phrase_table(held, ensemble))


def phrase_table(pages: Iterator[tuple[int, LabelledPage]], ensemble: Ensemble) -> Phrases:
    """Every candidate phrase of the pages."""
    found = [
        (row, label, number)
        for number, page in pages
        for row, label in _page_phrases(page, ensemble)
    ]
    names = tuple(dict.fromkeys(key for row, _, _ in found for key in row))
    return Phrases(
        names,
        np.array([[row.get(name, np.nan) for name in names] for row, _, _ in found]),
        np.array([label for _, label, _ in found]),
        np.array([number for _, _, number in found]),
    )


def _page_phrases(
    page: LabelledPage, ensemble: Ensemble
) -> Iterator[tuple[dict[str, float], bool]]:
    views = read_views(page.comparison, cut_segments(page.comparison))
    beads = [bead for bead in _likely(views, ensemble) if len(bead[0]) == len(Side)]
    numbers = omission_numbers()
    for side in Side:
        lookup = Lookup(page.marks[side])
        grammar = load_grammar(page.comparison.on(side).language)
        for both, likely in beads:
            view, own, other = both[side], likely[side], likely[side.opposite]
            found = find_phrases(view.own.segment, own, grammar, numbers)
            measured = measure_phrases(view, found, own, other, grammar)
            for phrase, row in zip(found, measured, strict=True):
                label = _agrees(view, phrase, lookup)
                if label is not None:
                    yield row, label


def _likely(
    views: Sequence[BeadViews], ensemble: Ensemble
) -> Iterator[tuple[BeadViews, dict[Side, NDArray[np.float64]]]]:
    """Each bead with how likely the words of its sides have no counterpart."""
    for some in read_together(views):
        flat = [view for bead in some for view in bead.values()]
        outputs = ensemble.outputs(word_features(flat, ensemble.sources)) if flat else None
        each = iter(ensemble.likely(outputs).tolist() if outputs else ())
        for bead in some:
            yield bead, {side: np.array([*islice(each, len(it.own))]) for side, it in bead.items()}


def _agrees(view: View, phrase: Phrase, lookup: Lookup) -> bool | None:
    """Whether a phrase is what a reviewer would mark: mostly grave words, and most of their run.

    None where too little of it is judged.
    """
    places = view.own.segment.places
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


def half_of(page: int) -> int:
    """Which half of the held-out pages one is in."""
    return page // FOLDS % 2


def fit_phrases(phrases: Phrases, without: int | None) -> dict[str, Any]:
    """Trees for phrases, from every held-out page but one half's."""
    kept = np.array([half_of(page) != without for page in phrases.pages.tolist()])
    return export_trees(phrases.rows[kept], phrases.labels[kept] * 1.0, phrases.names, PHRASE_TREES)


def measured_weights(
    effort: str, encoder: align.AdditiveEncoder, cache: Path
) -> dict[int, Weights]:
    """By half of the held-out pages, weights that have not seen it."""
    ensemble, head = (
        measured_ensemble(effort, encoder, cache),
        measured_head(effort, encoder, cache),
    )
    phrases = read_phrases(effort, encoder, cache)
    return {
        half: Weights(ensemble, head, parse_trees(fit_phrases(phrases, half))) for half in (0, 1)
    }


def measured_head(effort: str, encoder: align.AdditiveEncoder, cache: Path) -> Head:
    """What makes strain of what an effort's ensemble reads; neither has seen the first fold."""
    ensemble = measured_ensemble(effort, encoder, cache)
    make = partial(fit_strain, ensemble, encoder, cache, 0)
    return parse_head(kept(cache / f"strain-{effort}-0.joblib", make))


def fit_strain(
    ensemble: Ensemble, encoder: align.AdditiveEncoder, cache: Path, without: int | None
) -> dict[str, NDArray[Any]]:
    """The arrays of strain, from what a ensemble reads in every line outside a fold."""
    from bench.strain_head import contests, fit_head

    some = contests(ensemble, encoder, cache)
    return fit_head([it for it in some if without is None or not is_held(it.key[1], without)])
