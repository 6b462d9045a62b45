"""How rightly a collection is paired: NTREX dev's 61 with 61 pages of SwissGov-RSD dev.

Usage: python -m bench.pairing [--collections "as they are" ...] [--all-swissgov] [--calibrate]

Each (`bench.pairing_collections`) is written to a folder under names that say nothing and paired by
`fedele.pair_folder`, languages left to be detected. A document is placed rightly if it is listed
with exactly those that render it: in no pair if there are none, in all of its pairs if there are
several. Beside it two baselines from the same vectors without alignment: mutual nearest neighbours
of the documents' vectors (Thompson and Koehn's windows), paired whatever their cosine, and one to
one, the greatest cosine first, above the cosine that is best on those for calibration. Nothing was
fitted to the documents of the test: thresholds come from the other 107 pages, which `--calibrate`
uses to print anew the weights of align/data/pairing.toml.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import fedele
from align import Encoder, load_encoder, sketch_document
from align.pairing.compare import FEATURES, compare_all
from align.pairing.nearest import cosines
from bench.pairing_collections import CASES, Case, Two, bulletins, ntrex, split, swissgov
from corpus import document_from_text

Links = set[tuple[str, str]]
REPORTS = 60
"""Made-up reports of one kind, which differ in figures only."""
WIDE_GAP = 0.15
"""Wider than the product's, so that there are easy ones, too."""
STEPS = np.arange(0.3, 0.95, 0.05)
CALIBRATION_COLLECTIONS = ("as they are", "half of the translations removed")


def rightly(found: Links, case: Case) -> float:
    """Share of the documents of both sides that are listed with exactly their counterparts."""
    right = 0
    for side, names in enumerate((case.sources, case.targets)):
        for name in names:
            links = ({link for link in links if link[side] == name} for links in (found, case.gold))
            right += next(links) == next(links)
    return right / (len(case.sources) + len(case.targets))


def by_fedele(case: Case, encoder: Encoder, seed: int) -> Links:
    """What the product says of a folder of the case's files."""
    names: dict[str, str] = {}
    entries = [*case.sources.items(), *case.targets.items()]
    random.Random(seed).shuffle(entries)
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, text) in enumerate(entries):
            (Path(folder) / f"{number:04}.txt").write_text(text, "utf-8")
            names[f"{number:04}.txt"] = name
        found = fedele.pair_folder(
            folder, source_language="it", target_language="en", model=encoder
        )
    lost = [*found.unreadable, *(one for one in found.unpaired if "neither" in one.reason)]
    if lost:
        listed = (f"{names[one.document]} ({one.language or 'unreadable'})" for one in lost)
        print(f"  in neither language, or unreadable: {', '.join(listed)}")
    return {(names[one.source], names[one.target]) for one in found.pairs if one.target}


def vector_cosines(case: Case, encoder: Encoder) -> NDArray[np.float32]:
    """(sources, targets) cosines of the documents' vectors, names in order."""
    return cosines(*_sketched(case, encoder))


def mutual(case: Case, table: NDArray[np.float32]) -> Links:
    """Documents that are each other's nearest."""
    rows, columns = table.argmax(axis=1), table.argmax(axis=0)
    return _named(case, [(s, int(t)) for s, t in enumerate(rows) if columns[t] == s])


def greedy(case: Case, table: NDArray[np.float32], least: float) -> Links:
    """One to one, the greatest cosine first, none below the least."""
    found: list[tuple[int, int]] = []
    for place in np.argsort(-table, axis=None, kind="stable"):
        source, target = divmod(int(place), table.shape[1])
        if table[source, target] < least:
            break
        if all(source != s and target != t for s, t in found):
            found.append((source, target))
    return _named(case, found)


def _named(case: Case, pairs: Sequence[tuple[int, int]]) -> Links:
    sources, targets = sorted(case.sources), sorted(case.targets)
    return {(sources[s], targets[t]) for s, t in pairs}


def _sketched(case: Case, encoder: Encoder) -> list:
    return [
        [
            sketch_document(document_from_text(texts[n], language=code), encoder)
            for n in sorted(texts)
        ]
        for texts, code in ((case.sources, "it"), (case.targets, "en"))
    ]


def best_cosine(pages: Sequence[Two], encoder: Encoder) -> float:
    """The least cosine that places most of the calibration documents rightly."""
    cases = [CASES[name](pages) for name in CALIBRATION_COLLECTIONS]
    tables = [vector_cosines(case, encoder) for case in cases]
    return float(
        max(
            STEPS,
            key=lambda least: sum(
                rightly(greedy(case, table, least), case)
                for case, table in zip(cases, tables, strict=True)
            ),
        )
    )


def report(
    title: str, documents: Sequence[Two], collections: Sequence[str], encoder: Encoder, least: float
) -> None:
    """A row a collection."""
    print(f"\n{title}\n")
    print(
        "| collection | documents | placed rightly | wrong pairs | missed "
        "| vectors, mutual nearest | vectors, greedy | seconds |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for name in collections:
        case = CASES[name](documents)
        begun = time.monotonic()
        found = by_fedele(case, encoder, seed=1)
        seconds = time.monotonic() - begun
        table = vector_cosines(case, encoder)
        baselines = (mutual(case, table), greedy(case, table, least))
        cells = (
            name,
            f"{len(case.sources)} + {len(case.targets)}",
            f"{rightly(found, case):.2%}",
            f"{len(found - case.gold)}",
            f"{len(case.gold - found)}",
            *(f"{rightly(links, case):.2%}" for links in baselines),
            f"{seconds:.0f}",
        )
        print(f"| {' | '.join(cells)} |", flush=True)


def calibrate(pages: Sequence[Two], encoder: Encoder) -> None:
    """Print the weights of the confidence, fitted to the candidates of every collection of pages.

    So they are of collections of made-up reports, of another kind than those that are tested on.
    """
    from sklearn.linear_model import LogisticRegression

    rows: list[tuple[float, ...]] = []
    right: list[bool] = []
    collections = [make(pages) for make in CASES.values()]
    collections += [CASES[name](bulletins(REPORTS, kind=0)) for name in CALIBRATION_COLLECTIONS]
    for case in collections:
        candidates = compare_all(*_sketched(case, encoder), encoder, gap=WIDE_GAP)
        found = [_named(case, [(one.source, one.target)]) for one in candidates]
        rows += [one.features for one in candidates]
        right += [bool(links & case.gold) for links in found]
    fitted = LogisticRegression(C=10, max_iter=2000).fit(np.array(rows), right)
    print(f"{len(rows):,} candidates, {sum(right):,} right")
    print(f"constant {fitted.intercept_[0]:.3f}")
    for name, weight in zip(FEATURES, fitted.coef_[0], strict=True):
        print(f"{name} {weight:.3f}")


def main() -> None:
    """Run the bench."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--collections", nargs="*", default=list(CASES), choices=list(CASES))
    parser.add_argument("--all-swissgov", action="store_true")
    parser.add_argument("--calibrate", action="store_true")
    given = parser.parse_args()
    encoder = load_encoder()
    tested, pages = split()
    if given.calibrate:
        calibrate(pages, encoder)
        return
    least = best_cosine(pages, encoder)
    print(f"greedy: cosine {least:.2f} at least")
    report(
        "NTREX dev with 61 SwissGov pages", [*ntrex(), *tested], given.collections, encoder, least
    )
    reports = bulletins(REPORTS, kind=1)
    report("Reports that differ in figures only", reports, given.collections[:2], encoder, least)
    if given.all_swissgov:
        report("all 168 SwissGov pages", swissgov(), given.collections[:2], encoder, least)


if __name__ == "__main__":
    main()
