"""What coverage finds, and what it cries wolf about: ``python -m bench.coverage [--cache DIR]``.

- Planted phrases: recall, by what was done and how hard it is to see, beside the flags raised on
  the same human translations left as they are. Weights are fitted without the page's fold.
- DEMETR dev (sources in German, French, Spanish; in no training data): the rank of the inserted
  word; and for each damage, how often the damaged sentence gets a flag that the undamaged one does
  not get, and how often the undamaged one is flagged.
"""

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np

import align
from bench.coverage_data import CODES, pair_page
from bench.planting import DATA, Damaged, Pair, Planter, read_geneval, read_ntrex
from bench.train_coverage import FOLDS, fit_phrases, fit_words, read_phrases, read_tables
from corpus import Side
from metrics import Comparison, Flag, Kind, Word
from metrics.coverage import find_coverage_flags, word_differences
from metrics.coverage.strip import word_spans
from metrics.coverage.trees import parse_trees
from metrics.coverage.weights import Weights, load_weights

PAGE = 10
"""Sentences on one page, where the data has no documents."""
KINDS = {
    "critical_id6_addition": "word added",
    "critical_id25_ne_removed": "name removed",
    "critical_id9_ne_replaced": "name replaced",
    "major_id5_pp_removed": "prepositional phrase removed",
    "critical_id23_noun_removed": "noun removed",
    "critical_id24_subj_removed": "subject removed",
    "critical_id21_adj_adv_removed": "adjective or adverb removed",
    "critical_id22_verb_removed": "verb removed",
    "critical_id10_numbers_replaced": "number replaced",
    "critical_id8_negation": "negation",
    "critical_id7_antonym": "antonym",
    "base_id35_reference": "none: the reference",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A page's words and shown flags."""

    comparison: Comparison
    words: list[Word]
    flags: list[Flag]

    def of_line(self, line: int) -> set[tuple[Side, str]]:
        """What is flagged in one line: a pair of paragraphs that are each other's bead."""
        return {
            (side, passage.text)
            for flag in self.flags
            for side, passage in ((Side.SOURCE, flag.source), (Side.TARGET, flag.target))
            if passage and passage.paragraph == line
        }


def judge(pairs: Sequence[Pair], encoder: align.AdditiveEncoder, weights: Weights) -> Judged:
    """Words and flags of sentence pairs, aligned as given."""
    comparison = pair_page("", pairs, encoder, {}).comparison
    words = word_differences(comparison, weights=weights)
    flags = find_coverage_flags(comparison, words, weights=weights)
    return Judged(comparison, words, [flag for flag in flags if flag.kind is not Kind.SHIFT])


def measure_planted(
    pairs: Sequence[Pair], encoder: align.AdditiveEncoder, folds: Sequence[Weights], every: int
) -> None:
    """Print recall of planted phrases and the flags on untouched pages."""
    planter = Planter(pairs, CODES, seed=77)
    hits: dict[tuple[str, str], list[bool]] = defaultdict(list)
    flags = words = 0
    for number, name in enumerate(dict.fromkeys(pair.document for pair in pairs)):
        if number % every:
            continue
        weights = folds[number % FOLDS]
        own = [pair for pair in pairs if pair.document == name]
        clean = judge(own, encoder, weights)
        flags, words = flags + len(clean.flags), words + len(clean.words)
        for action in ("plant", "remove"):
            for level in ("easy", "hard"):
                done = [planter.damage(pair, action, level) for pair in own]
                hits[action, level] += _found(own, done, clean, encoder, weights)
    print(f"  untouched: {1000 * flags / words:.2f} flags per thousand words of both sides")
    for (action, level), found in hits.items():
        print(f"  {action:7}{level:5} recall {np.mean(found):.3f} of {len(found)}")


def _found(
    pairs: Sequence[Pair],
    done: Sequence[Damaged | None],
    clean: Judged,
    encoder: align.AdditiveEncoder,
    weights: Weights,
) -> Iterator[bool]:
    now = [damaged.pair if damaged else pair for pair, damaged in zip(pairs, done, strict=True)]
    judged = judge(now, encoder, weights)
    for line, damaged in enumerate(done):
        if damaged and damaged.action == "plant":
            yield any(_touches(flag, damaged, line) for flag in judged.flags)
        elif damaged:
            yield bool(judged.of_line(line) - clean.of_line(line))


def _touches(flag: Flag, damaged: Damaged, line: int) -> bool:
    passage = flag.source if damaged.side is Side.SOURCE else flag.target
    return (
        passage is not None
        and passage.paragraph == line
        and passage.start < damaged.span.end
        and damaged.span.start < passage.end
    )


def measure_demetr(encoder: align.AdditiveEncoder, weights: Weights, most: int) -> None:
    """Print what is found of each damage, and the rank of inserted words."""
    for kind, items in read_demetr(most).items():
        found = clean_flagged = 0
        ranks: list[int] = []
        for first in range(0, len(items), PAGE):
            page = items[first : first + PAGE]
            clean = judge(
                [Pair("", it["src_sent"], it["mt_sent"]) for it in page], encoder, weights
            )
            now = judge(
                [Pair("", it["src_sent"], it["pert_sent"]) for it in page], encoder, weights
            )
            for line, item in enumerate(page):
                found += bool(now.of_line(line) - clean.of_line(line))
                clean_flagged += bool(clean.of_line(line))
                if kind == "word added":
                    ranks += _ranks(item, now, line)
        print(
            f"  {kind:30} found {found / len(items):.3f}"
            f"  undamaged flagged {clean_flagged / len(items):.3f}"
        )
        if ranks:
            first_three = np.mean([rank < 3 for rank in ranks])
            print(f"    inserted word first {np.mean([r == 0 for r in ranks]):.3f}", end="")
            print(f", among first three {first_three:.3f}, of {len(ranks)}")


def read_demetr(most: int) -> Mapping[str, list[dict[str, str]]]:
    """The items of each damage kind that is measured, at most so many of each."""
    found: dict[str, list[dict[str, str]]] = {title: [] for title in KINDS.values()}
    with gzip.open(DATA / "demetr-dev.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            item = json.loads(line)
            title = KINDS.get(item["pert_name"])
            if title and item["mt_sent"] != item["pert_sent"] and len(found[title]) < most:
                found[title].append(item)
    return found


def _ranks(item: Mapping[str, str], judged: Judged, line: int) -> Iterable[int]:
    """The rank of the greatest difference among the words that were inserted."""
    before = [span.of(item["mt_sent"]) for span in word_spans(item["mt_sent"])]
    words = [w for w in judged.words if w.side is Side.TARGET and w.paragraph == line]
    matcher = SequenceMatcher(a=before, b=[word.text for word in words], autojunk=False)
    inserted = [
        number
        for action, _, _, first, last in matcher.get_opcodes()
        if action in ("insert", "replace")
        for number in range(first, last)
    ]
    if not inserted:
        return []
    greatest = max(words[number].difference for number in inserted)
    return [sum(word.difference > greatest for word in words)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, help="where bench.train_coverage keeps its tables")
    parser.add_argument("--every", type=int, default=1, help="measure every so manieth document")
    parser.add_argument("--most", type=int, default=300, help="items of each DEMETR damage")
    parser.add_argument("--only", choices=("demetr", "planted"), help="measure only this")
    options = parser.parse_args()
    encoder = align.load_encoder("use")
    if options.only != "planted":
        print("DEMETR dev")
        measure_demetr(encoder, load_weights(), options.most)
    if options.only != "demetr":
        measure_all_planted(options, encoder)


def measure_all_planted(options: argparse.Namespace, encoder: align.AdditiveEncoder) -> None:
    """Fit without each fold and measure on it."""
    tables = read_tables(options.cache, encoder)
    words = [parse_trees(fit_words(tables, fold)) for fold in range(FOLDS)]
    phrases = read_phrases(options.cache, words, encoder)
    folds = [Weights(words[fold], parse_trees(fit_phrases(phrases, fold))) for fold in range(FOLDS)]
    for name, pairs in (("NTREX dev", read_ntrex()), ("MT-GenEval dev", read_geneval())):
        print(f"{name}, planted")
        measure_planted(pairs, encoder, folds, options.every)


if __name__ == "__main__":
    main()
