"""The product beside people who review translations: ``python -m bench.professionals``.

On documents that no training of a judge of "Professionals" sees (`bench.people`, fold 0 of the
other sets), through what the product shows: flags but for shifts, words' differences, fidelity.
Prints a table with what is to be reached; progress goes to standard error. Rows:

- swissgov: pages aligned by the product. F1 a page between tokens that a shown flag covers and
  tokens that people labelled at all, its mean over pages; the same by the best single cut of the
  words' values; Spearman of these with the labels; average precision for words on one side only.
- bio, left-out: abstracts that professionals marked, of the language pairs that are trained with,
  and of the one that is not. What flags touch, which errors they find, whether
  segments with a major accuracy error score low, and versions of a document are in people's order.
- ranking: news and a talk. Translations of one source in people's order; where people's stand.
- demetr: the inserted word, damage that is flagged anew, and whether it lowers fidelity.
- untouched: flags on people's translations as they are.
"""

import argparse
import hashlib
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import numpy as np

import align
from bench.demetr import read_items
from bench.judge_models import is_held
from bench.judged_versions import (
    JudgedVersion,
    Rated,
    flag_figures,
    found_figures,
    human_place,
    in_order,
    judge_version,
    rated_segments,
    rated_versions,
    segment_auc,
)
from bench.labelled_pages import LabelledSpan, Lookup, swissgov_marks, swissgov_page
from bench.omissions import SETS, Damage, JudgedPage, damages, judged, judged_pairs
from bench.people import LEFT_OUT, MarkedVersion, is_held_page, read_versions
from bench.people import is_held as is_held_document
from bench.swissgov import JudgedTokens, agreement, f1_a_page
from corpus import Side
from metrics import DEFAULT_EFFORT, EFFORTS, Judge, load_judge

T = TypeVar("T")
LANGUAGES = ("it", "de", "fr")
CUTS = np.arange(0.02, 1.0, 0.02)
DAMAGE = {
    "critical_id6_addition": ("additions", "0.80"),
    "critical_id23_noun_removed": ("nouns", "0.70"),
    "critical_id24_subj_removed": ("subjects", "0.75"),
    "critical_id21_adj_adv_removed": ("adjectives and adverbs", "0.65"),
}
BORNE_OUT = {
    "of flags, on a marked accuracy error": "0.35",
    "of flags, in a segment with an accuracy error": "0.75",
}
FOUND = {
    "mistranslations": "0.25",
    "omissions": "0.70",
    "additions": "0.50",
    "untranslated": "0.60",
}
GRAVE = ("critical", "major")
"""Damage whose mean is taken, a kind: minor damage is mostly to form."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of the table: what was measured on what, and what is to be reached."""

    on: str
    what: str
    value: str
    reach: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who judges, and how many documents of a set."""

    encoder: align.AdditiveEncoder
    by: Judge
    limit: int | None

    def some(self, documents: Sequence[T], name: Callable[[T], str] = str) -> list[T]:
        """As many of a set as are wanted: always the same ones, and more for a higher limit."""
        ordered = sorted(documents, key=lambda it: hashlib.sha256(name(it).encode()).digest())
        return ordered[: self.limit]


def measure_swissgov(desk: Desk) -> Iterator[Figure]:
    """Agreement with people's labels of government pages."""
    for language in LANGUAGES:
        pages = [it for it in enumerate(swissgov_marks(language)) if is_held_page(it[0])]
        tables = []
        for number, (record, marks) in desk.some(pages, lambda it: str(it[0])):
            _say(f"swissgov {language} {number}")
            page = swissgov_page(record, marks, desk.encoder, language)
            tables.append(_tokens(judged(page.comparison, desk.by), page.marks, number))
        yield from _swissgov_figures(language, np.concatenate(tables))


def _tokens(
    page: JudgedPage, marks: dict[Side, list[LabelledSpan]], number: int
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """(judged tokens, 5): label, page, side, the word's value, whether a shown flag covers it."""
    rows = []
    for code, side in enumerate(Side):
        words = [word for word in page.words if word.side is side]
        values = Lookup(LabelledSpan(w.paragraph, w.start, w.end, w.difference) for w in words)
        passages = (it for flag in page.flags if (it := flag.on(side)))
        covered = Lookup(LabelledSpan(it.paragraph, it.start, it.end, 1.0) for it in passages)
        for mark in marks[side]:
            if mark.label >= 0:
                place = mark.paragraph, mark.start, mark.end
                value, flagged = (max(0.0, it.label(*place)) for it in (values, covered))
                rows.append((mark.label, number, code, value, flagged))
    return np.array(rows, dtype=np.float64).reshape(-1, 5)


def _swissgov_figures(
    language: str, table: np.ndarray[tuple[int, int], np.dtype[np.float64]]
) -> Iterator[Figure]:
    labels, pages, sides, values, flagged = table.T
    none = np.full(len(labels), -1)
    tokens = JudgedTokens(labels, pages.astype(np.int64), sides.astype(np.int64), none)
    on = f"SwissGov {language}, {len(set(pages))} pages"
    shown = f1_a_page(tokens, flagged > 0)
    cuts = [f1_a_page(tokens, values >= cut) for cut in CUTS]
    best = max(cuts, key=lambda it: sum(it.values()))
    general = agreement(tokens, values, 0.5)
    yield Figure(on, f"F1 a page by shown flags, {language} / en", _both(shown), "0.50 / 0.48")
    yield Figure(on, "the same by the best cut of words' values", _both(best))
    yield Figure(on, "Spearman", f"{general['spearman']:.3f}", "0.58")
    precision = f"{general['average precision']:.3f}"
    yield Figure(on, "average precision, on one side only", precision, "0.78")


def _both(by_side: dict[Side, float]) -> str:
    return " / ".join(f"{by_side[side]:.3f}" for side in Side)


def measure_bio(desk: Desk, *, left_out: bool) -> Iterator[Figure]:
    """Agreement with what professionals marked in abstracts, without or of the left-out pair."""
    versions = list(_judged_versions(desk, "bio", left_out=left_out))
    pairs = f"{' ↔ '.join(reversed(LEFT_OUT))} (left out)" if left_out else "other pairs"
    of = f"{len({it.version.key for it in versions})} documents, {len(versions)} versions"
    yield from _bio_figures(f"bio, {pairs}, {of}", versions, "0.68" if left_out else "0.75")


def _bio_figures(on: str, versions: Sequence[JudgedVersion], auc: str) -> Iterator[Figure]:
    for what, value in flag_figures(versions).items():
        yield Figure(on, what, f"{value:.2f}", BORNE_OUT.get(what, ""))
    for what, (hits, count) in found_figures(versions).items():
        share = f"{hits / count:.2f} ({hits} of {count})" if count else "none"
        yield Figure(on, f"major and critical {what} found", share, FOUND[what])
    yield Figure(
        on, "AUC, segment with a major accuracy error", f"{segment_auc(versions):.3f}", auc
    )
    rated = rated_versions(versions)
    yield Figure(on, "versions of a document in people's order", _counted(*in_order(rated)), "0.60")
    yield _human_figure(on, rated)


def measure_ranking(desk: Desk) -> Iterator[Figure]:
    """Whether translations of one source are in people's order."""
    for collection in ("news", "ted"):
        versions = list(_judged_versions(desk, collection))
        rated = rated_segments(versions)
        documents = len({it.version.key for it in versions})
        on = f"{collection} en–de, {documents} documents, {len(versions)} versions"
        order = _counted(*in_order(rated))
        yield Figure(on, "pairs of one source in people's order", order, "0.58")
        yield _human_figure(on, rated)


def _human_figure(on: str, rated: Sequence[Rated]) -> Figure:
    place = _counted(*human_place(rated))
    return Figure(on, "people's translations, share of systems below", place, "0.50")


def _judged_versions(
    desk: Desk, collection: str, *, left_out: bool = False
) -> Iterator[JudgedVersion]:
    """The held-out versions of a collection, judged; of the news those en–de."""
    by_set = defaultdict[tuple[str, ...], dict[str, list[MarkedVersion]]](dict)
    for version in read_versions():
        key = version.key
        wanted = key.collection == collection and key.is_left_out is left_out
        if wanted and key.source_language != "zh" and is_held_document(key):
            by_set[key[:3]].setdefault(key.document, []).append(version)
    for which, documents in by_set.items():
        for name in desk.some(list(documents)):
            _say(f"{' '.join(which)} {name}, {len(documents[name])} versions")
            for version in documents[name]:
                yield judge_version(version, desk.encoder, desk.by)


def measure_demetr(desk: Desk) -> Iterator[Figure]:
    """What becomes of known damage."""
    items = read_items()
    names = sorted({it.kind for it in items if it.kind.startswith(GRAVE)})
    done = dict[str, list[Damage]]()
    for name in names:
        _say(f"demetr {name}")
        done[name] = list(damages(name, items, desk.encoder, {0: desk.by, 1: desk.by}))
    on = "DEMETR, 72 sources"
    ranks = [rank for it in done["critical_id6_addition"] for rank in it.ranks]
    first = float(np.mean([rank == 0 for rank in ranks]))
    yield Figure(on, "inserted word first", f"{first:.3f}", "0.92")
    for name, (what, reach) in DAMAGE.items():
        share = float(np.mean([it.found for it in done[name]]))
        yield Figure(on, f"flagged anew: {what}", f"{share:.3f}", reach)
    flagged = float(np.mean([it.flagged for it in done["critical_id6_addition"]]))
    yield Figure(on, "undamaged flagged", f"{flagged:.3f}", "at most 0.05")
    falls = float(np.mean([np.mean([it.falls for it in some]) for some in done.values()]))
    what = f"undamaged scores above damaged, mean of {len(done)} major and critical kinds"
    yield Figure(on, what, f"{falls:.3f}", "0.90")


def measure_untouched(desk: Desk) -> Iterator[Figure]:
    """Flags on people's translations as they are."""
    for name, read in SETS.items():
        pairs = read()
        names = list(dict.fromkeys(pair.document for pair in pairs))
        held = desk.some([it for number, it in enumerate(names) if is_held(number)])
        flags = words = 0
        for document in held:
            _say(f"{name} {document}")
            own = [pair for pair in pairs if pair.document == document]
            page = judged_pairs(own, desk.encoder, desk.by)
            flags, words = flags + len(page.flags), words + len(page.words)
        what = "flags per thousand words of both sides"
        on = f"{name}, {len(held)} documents"
        yield Figure(on, what, f"{1000 * flags / words:.2f}", "at most 1.5")


ROWS = {
    "swissgov": measure_swissgov,
    "bio": partial(measure_bio, left_out=False),
    "left-out": partial(measure_bio, left_out=True),
    "ranking": measure_ranking,
    "demetr": measure_demetr,
    "untouched": measure_untouched,
}


def _counted(share: float, count: int) -> str:
    return f"{share:.3f} of {count}"


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", choices=ROWS, action="append", help="measure only this row")
    parser.add_argument("--effort", choices=EFFORTS, default=DEFAULT_EFFORT)
    parser.add_argument("--judge", metavar="NAME|FOLDER", help="a borrowed judge besides")
    parser.add_argument("--limit", type=int, help="documents of a set; of DEMETR always all")
    options = parser.parse_args()
    encoder = align.load_encoder("use")
    desk = Desk(encoder, load_judge(options.effort, options.judge), options.limit)
    show = partial(print, sep=" | ", end=" |\n", flush=True)
    show("| on", "what", "measured", "reach")
    show("|---", "---", "---", "---")
    for name in options.only or ROWS:
        for it in ROWS[name](desk):
            show(f"| {it.on}", it.what, it.value, it.reach)


if __name__ == "__main__":
    main()
