"""Alignment, measured on bitexts with a known answer, made from NTREX with fixed seeds.

python -m bench.alignment                  the table, on the half that nothing was tuned on
python -m bench.alignment --books 2000 10000   books as well
python -m bench.alignment --calibrate      the weights of the confidence, on the other half, and
                                           how often beads are right on both
"""

import argparse
import resource
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from align import Bead, Encoder, evaluate, load_encoder
from align.documents.groups import connected, out_of_order
from align.search.confidence import FEATURES, features
from align.search.dynamic_programming import Link
from align.search.side import SideVectors, side_vectors
from align.segments import beads_of, complete, find_links
from bench.bitexts import (
    Bitext,
    Gold,
    book,
    clean,
    documents,
    foreign_documents,
    group_gold,
    large,
    noisy,
    paragraphs,
    partial,
    unrelated,
)

TUNED, HELD_OUT = 0, 1
RARE = "large beads"
"""The set that is no measure of how common its beads are, and so of how sure one may be."""
FAR = 1_000_000
"""Added to a document's numbers, times its place in its set, so that sets can be scored whole."""


def sets(half: int) -> dict[str, list[Bitext]]:
    """Every set by name, from one half of the documents."""
    docs, others = documents(half), documents(1 - half)
    long = [document for document in docs if len(document) >= 10]
    flat = [pair for document in docs for pair in document]
    return {
        "clean": [clean(document) for document in docs],
        "noisy": [noisy(document, docs, seed) for seed, document in enumerate(docs * 2)],
        "noisy, one text": [noisy(flat, others, seed) for seed in range(2)],
        "paragraphs": [
            *(paragraphs(document, docs, seed, noise=False) for seed, document in enumerate(long)),
            paragraphs(flat, others, 7, noise=False),
        ],
        "paragraphs, noisy": [
            *(paragraphs(document, docs, seed, noise=True) for seed, document in enumerate(long)),
            paragraphs(flat, others, 8, noise=True),
        ],
        RARE: [large(flat, seed) for seed in range(2)],
        "half translated": [partial(document, docs, seed) for seed, document in enumerate(long)],
    }


def foreign_sets() -> dict[str, list[Bitext]]:
    """Sets of other languages; nothing was tuned on any of them."""
    others = documents(TUNED)
    return {
        f"noisy, {language}": [noisy(text, others, seed) for seed in range(4)]
        for language, text in foreign_documents().items()
    }


def encoded(bitext: Bitext, encoder: Encoder) -> tuple[SideVectors, SideVectors]:
    """Both sides, with their paragraphs' starts."""
    source, target = (
        side_vectors(
            segments,
            encoder,
            starts=[n == 0 or p != numbers[n - 1] for n, p in enumerate(numbers)] or None,
        )
        for segments, numbers in (
            (bitext.source, bitext.source_paragraphs),
            (bitext.target, bitext.target_paragraphs),
        )
    )
    return source, target


def report(name: str, bitexts: list[Bitext], encoder: Encoder) -> str:
    """One row of the table."""
    found: list[list[Bead]] = []
    encoding = searching = 0.0
    for bitext in bitexts:
        began = time.process_time()
        sides = encoded(bitext, encoder)
        middle = time.process_time()
        found.append(beads_of(*sides, encoder))
        encoding += middle - began
        searching += time.process_time() - middle
    segments = sum(len(bitext.source) + len(bitext.target) for bitext in bitexts)
    figures = evaluated(bitexts, found)
    return f"| {name} | {segments} | {figures} | {encoding:.1f} | {searching:.1f} |"


def evaluated(bitexts: Sequence[Bitext], found: Sequence[Sequence[Bead | Gold]]) -> str:
    """The figures of a set, for a row of a table.

    Moved paragraphs are found if their group came out exactly (recall); precision says how many
    of the groups found out of order are groups of the gold standard.
    """
    beads: list[Gold] = []
    gold: list[Gold] = []
    groups: list[Gold] = []
    gold_groups: list[Gold] = []
    moved: list[Gold] = []
    crossing: list[Gold] = []
    for number, (bitext, own) in enumerate(zip(bitexts, found, strict=True)):
        beads += _shifted(own, number)
        gold += _shifted(bitext.gold, number)
        if bitext.source_paragraphs:
            own_groups = _groups(bitext, own)
            groups += _shifted(own_groups, number)
            gold_groups += _shifted(group_gold(bitext), number)
            moved += _shifted(bitext.moved, number)
            crossing += _shifted(_out_of_order(own_groups, bitext), number)
    score = evaluate(beads, gold)
    by_group = f"{evaluate(groups, gold_groups).groups.f1:.4f}" if groups else ""
    right = evaluate(crossing, gold_groups).groups.precision
    met = evaluate(moved, groups).groups.precision
    by_moved = f"{right:.2f} / {met:.2f} of {len(moved)}" if moved else ""
    return (
        f"{score.strict.f1:.4f} | {score.lax.f1:.4f} | {score.null.f1:.4f} "
        f"| {by_group} | {by_moved}"
    )


def _out_of_order(groups: Sequence[Gold], bitext: Bitext) -> list[Gold]:
    """The groups that were moved, told as the product tells them."""
    pairs = [(group.source, group.target) for group in groups]
    weights = [
        sum(
            len(text)
            for lines, numbers, own in (
                (bitext.source, bitext.source_paragraphs, source),
                (bitext.target, bitext.target_paragraphs, target),
            )
            for text, number in zip(lines, numbers, strict=True)
            if number in own
        )
        for source, target in pairs
    ]
    return [groups[index] for index in sorted(out_of_order(pairs, weights))]


def _groups(bitext: Bitext, beads: Sequence[Bead | Gold]) -> list[Gold]:
    links = (
        (
            [bitext.source_paragraphs[n] for n in bead.source],
            [bitext.target_paragraphs[n] for n in bead.target],
        )
        for bead in beads
    )
    return [Gold(*pair) for pair in connected(links)]


def _shifted(beads: Iterable[Bead | Gold], number: int) -> Iterator[Gold]:
    shift = number * FAR
    for bead in beads:
        yield Gold(tuple(n + shift for n in bead.source), tuple(n + shift for n in bead.target))


class Judged(NamedTuple):
    """What was found in every set of one half, and whether it is right."""

    table: NDArray[np.float64]
    right: NDArray[np.bool_]
    alone: NDArray[np.bool_]


def judged(half: int, encoder: Encoder) -> Judged:
    """The features of every link found, and whether it, and what was left alone, is right."""
    docs = documents(half)
    bitexts = [bitext for name, part in sets(half).items() if name != RARE for bitext in part]
    bitexts += [unrelated(a, b) for a in docs[::2] for b in docs[1::6]]
    rows, right, alone = [], [], []
    for bitext in bitexts:
        source, target = encoded(bitext, encoder)
        found = find_links(source, target, encoder)
        gold = {(bead.source, bead.target) for bead in bitext.gold}
        rows.append(features(found, len(source), len(target)))
        right += [_numbers(link) in gold for link in found]
        beads = complete(found, source, target)
        alone += [
            (bead.source, bead.target) in gold
            for bead in beads
            if not (bead.source and bead.target)
        ]
    return Judged(np.concatenate(rows), np.array(right), np.array(alone))


def calibrate(encoder: Encoder) -> None:
    """Print the weights of the confidence, and how often beads of each confidence are right."""
    from sklearn.linear_model import LogisticRegression

    tuned = judged(TUNED, encoder)
    model = LogisticRegression(C=10).fit(tuned.table, tuned.right)
    print(dict(zip(FEATURES, model.coef_[0].round(3), strict=True)), model.intercept_.round(3))
    for name, part in (("tuned on", tuned), ("held out", judged(HELD_OUT, encoder))):
        sure = model.predict_proba(part.table)[:, 1]
        print(f"{name}: {len(sure)} beads, Brier score {np.mean((sure - part.right) ** 2):.4f}")
        print(f"{len(part.alone)} segments left alone, right {np.mean(part.alone):.3f}")
        for low, high in pairwise((0, 0.1, 0.3, 0.6, 0.85, 0.95, 1.01)):
            inside = (sure >= low) & (sure < high)
            share = f"right {part.right[inside].mean():.3f}" if inside.any() else ""
            print(f"from {low}: {inside.sum()} beads {share}")


def _numbers(link: Link) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return tuple(range(*link.source)), tuple(range(*link.target))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--calibrate", action="store_true")
    parser.add_argument("--books", type=int, nargs="*", default=[])
    parser.add_argument("--encoder", default="use")
    options = parser.parse_args()
    encoder = load_encoder(options.encoder)
    if options.calibrate:
        calibrate(encoder)
        return
    print("| set | segments | strict | lax | null | groups | moved | encoding s | search s |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, bitexts in (sets(HELD_OUT) | foreign_sets()).items():
        print(report(name, bitexts, encoder), flush=True)
    for size in options.books:
        text = book(documents(HELD_OUT), size, 1)
        print(report(f"book of {size}", [text], encoder), flush=True)
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
