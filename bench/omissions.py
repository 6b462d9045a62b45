"""What a review finds, and what it cries wolf about: ``python -m bench.omissions --cache DIR``.

- Planted phrases: recall, by what was done and how hard it is to see, beside the flags raised on
  the same human translations left as they are; and how often a shown phrase is right, by its
  confidence. Measured on the pages that `bench.train_judge` holds out.
- DEMETR dev (German, French and Spanish sources, those held out): the rank of the inserted word;
  and for each damage, how often the damaged sentence gets a flag that the undamaged one does not
  get, and how often the undamaged one is flagged.
- Facts alone: how much of the planted phrases, and how many flags on untouched pages, come from the
  checks of numbers, names and the like without the word engine.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import align
from bench.demetr import (
    LANGUAGES,
    LINES,
    SOURCES,
    Item,
    changes,
    numbered,
    page_sources,
    read_items,
)
from bench.judge_models import Phrases, half_of, is_held, measured_weights, read_phrases
from bench.labelled_pages import CODES, LEVELS, pair_page
from bench.planting import Damaged, Pair, Planter, read_geneval, read_ntrex
from corpus import Side
from metrics import (
    EFFORTS,
    Comparison,
    Fidelity,
    Flag,
    Judge,
    Judgement,
    Kind,
    Word,
    all_different,
    fidelity,
    find_flags,
    judge,
)
from metrics.facts import find_fact_flags
from metrics.judges.ensemble import EnsembleJudge
from metrics.judges.ensemble.weights import Weights
from metrics.segment import word_spans

SETS = {"NTREX dev": read_ntrex, "MT-GenEval dev": read_geneval}
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
class JudgedPage:
    """A page, judged, and its shown flags."""

    judgement: Judgement
    flags: list[Flag]

    @property
    def words(self) -> Sequence[Word]:
        """Those of both sides."""
        return self.judgement.words

    @property
    def scores(self) -> Fidelity:
        """Its fidelity, a group a line."""
        return fidelity(self.judgement, self.flags)

    def of_line(self, line: int) -> set[tuple[Side, str]]:
        """What is flagged in one line: a pair of paragraphs that are each other's bead."""
        return {
            (side, passage.text)
            for flag in self.flags
            for side, passage in ((Side.SOURCE, flag.source), (Side.TARGET, flag.target))
            if passage and passage.paragraph == line
        }


def judged_pairs(
    pairs: Sequence[Pair],
    encoder: align.AdditiveEncoder,
    by: Judge | None,
    codes: Mapping[Side, str] = CODES,
) -> JudgedPage:
    """Words and flags of sentence pairs, aligned as given; of facts alone without a judge."""
    comparison = pair_page("", pairs, encoder, {}, codes).comparison
    if by is None:
        return JudgedPage(all_different(comparison), find_fact_flags(comparison))
    return judged(comparison, by)


def judged(comparison: Comparison, by: Judge) -> JudgedPage:
    """A comparison, judged, with the flags that count."""
    judgement = judge(comparison, by)
    flags = find_flags(judgement)
    return JudgedPage(judgement, [flag for flag in flags if flag.kind is not Kind.SHIFT])


def measure_planted(
    pairs: Sequence[Pair], encoder: align.AdditiveEncoder, halves: Mapping[int, Judge | None]
) -> None:
    """Print recall of planted phrases and the flags on untouched pages."""
    planter = Planter(pairs, CODES, seed=77)
    hits: dict[tuple[str, str], list[bool]] = defaultdict(list)
    kinds: Counter[str] = Counter()
    words = 0
    for number, name in enumerate(dict.fromkeys(pair.document for pair in pairs)):
        if not is_held(number):
            continue
        by = halves[half_of(number)]
        own = [pair for pair in pairs if pair.document == name]
        clean = judged_pairs(own, encoder, by)
        kinds.update(flag.kind.value for flag in clean.flags)
        words += len(clean.words)
        for action in ("plant", "remove"):
            for level in LEVELS:
                done = [planter.damage(pair, action, level) for pair in own]
                hits[action, level] += _found(own, done, clean, encoder, by)
    print(f"  untouched: {1000 * kinds.total() / words:.2f} flags per thousand words of both sides")
    print("   ", *(f"{kind} {1000 * count / words:.2f}" for kind, count in kinds.most_common()))
    for (action, level), found in hits.items():
        print(f"  {action:7}{level:5} recall {np.mean(found):.3f} of {len(found)}")


def measure_reliability(phrases: Phrases, halves: Mapping[int, Weights]) -> None:
    """Print how often held-out phrases are right, by their confidence."""
    likely = np.zeros(len(phrases.labels))
    half_pages = np.array([half_of(page) for page in phrases.pages.tolist()])
    for half, weights in halves.items():
        rows = half_pages == half
        likely[rows] = weights.phrases.probability(phrases.rows[rows])
    for low in np.arange(0.1, 1.0, 0.1):
        inside = (low <= likely) & (likely < low + 0.1)
        if inside.any():
            right = phrases.labels[inside].mean()
            print(f"  {low:.1f} to {low + 0.1:.1f}: right {right:.3f} of {inside.sum()}")


def _found(
    pairs: Sequence[Pair],
    done: Sequence[Damaged | None],
    clean: JudgedPage,
    encoder: align.AdditiveEncoder,
    by: Judge | None,
) -> Iterator[bool]:
    now = [damaged.pair if damaged else pair for pair, damaged in zip(pairs, done, strict=True)]
    page = judged_pairs(now, encoder, by)
    for line, damaged in enumerate(done):
        if damaged and damaged.action == "plant":
            yield any(_touches(flag, damaged, line) for flag in page.flags)
        elif damaged:
            yield bool(page.of_line(line) - clean.of_line(line))


def _touches(flag: Flag, damaged: Damaged, line: int) -> bool:
    passage = flag.on(damaged.side)
    return (
        passage is not None
        and passage.paragraph == line
        and passage.start < damaged.span.end
        and damaged.span.start < passage.end
    )


@dataclass(frozen=True, slots=True)
class Damage:
    """What became of one damaged sentence.

    Attributes:
        found: it gets a flag that the undamaged one does not get.
        flagged: the undamaged one gets one.
        falls: its fidelity is below the undamaged one's.
        ranks: of the word that was inserted; empty where none was.
    """

    found: bool
    flagged: bool
    falls: bool
    ranks: list[int]


def damages(
    name: str, items: Sequence[Item], encoder: align.AdditiveEncoder, halves: Mapping[int, Judge]
) -> Iterator[Damage]:
    """What becomes of each held-out sentence by one kind of damage."""
    for half, codes, page in _held_pages([it for it in items if it.kind == name], items):
        clean, now = (
            judged_pairs([Pair("", *texts) for texts in side], encoder, halves[half], codes)
            for side in zip(
                *(((it.source, it.good), (it.source, it.bad)) for it in page), strict=True
            )
        )
        before, after = clean.scores.groups, now.scores.groups
        for line, item in enumerate(page):
            yield Damage(
                found=bool(now.of_line(line) - clean.of_line(line)),
                flagged=bool(clean.of_line(line)),
                falls=after[line] < before[line],
                ranks=_ranks(item, now, line),
            )


def measure_demetr(encoder: align.AdditiveEncoder, halves: Mapping[int, Judge]) -> None:
    """Print what is found of each damage, and the rank of inserted words."""
    items = read_items()
    for name, title in KINDS.items():
        done = list(damages(name, items, encoder, halves))
        print(
            f"  {title:30} found {np.mean([it.found for it in done]):.3f} of {len(done)}"
            f"  undamaged flagged {np.mean([it.flagged for it in done]):.3f}"
        )
        if name == "critical_id6_addition":
            ranks = [rank for it in done for rank in it.ranks]
            first_three = np.mean([rank < 3 for rank in ranks])
            print(f"    inserted word first {np.mean([r == 0 for r in ranks]):.3f}", end="")
            print(f", among first three {first_three:.3f}, of {len(ranks)}")


def _held_pages(
    some: Sequence[Item], items: Sequence[Item]
) -> Iterator[tuple[int, Mapping[Side, str], list[Item]]]:
    """The held-out sources' items, page by page, with the page's half and both sides' codes."""
    of_source = {(it.language, it.source): it for it in some}
    texts = {(name, number): source for (name, source), number in numbered(items).items()}
    pages = SOURCES // LINES
    for first, (name, code) in zip(range(0, 3 * pages, pages), LANGUAGES.items(), strict=True):
        for page in filter(is_held, range(pages)):
            keys = [(name, texts[name, number]) for number in page_sources(page, LINES)]
            found = [of_source[key] for key in keys if key in of_source]
            if found:
                yield half_of(first + page), {Side.SOURCE: code, Side.TARGET: "en"}, found


def _ranks(item: Item, page: JudgedPage, line: int) -> list[int]:
    """The rank of the greatest difference among the words that were inserted."""
    before = [span.of(item.good) for span in word_spans(item.good)]
    words = [w for w in page.words if w.side is Side.TARGET and w.paragraph == line]
    new = [
        number
        for _, _, _, first, last in changes(before, [word.text for word in words])
        for number in range(first, last)
    ]
    if not new:
        return []
    greatest = max(words[number].difference for number in new)
    return [sum(word.difference > greatest for word in words)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True, help="of bench.train_judge")
    parser.add_argument("--only", choices=("demetr", "planted", "facts"), help="measure only this")
    parser.add_argument("--effort", choices=EFFORTS, action="append", help="only this one")
    options = parser.parse_args()
    encoder = align.load_encoder("use")
    if options.only in (None, "facts"):
        for name, pairs in SETS.items():
            print(f"{name}, planted, facts alone")
            measure_planted(pairs(), encoder, {0: None, 1: None})
    if options.only == "facts":
        return
    for effort in options.effort or EFFORTS:
        halves = measured_weights(effort, encoder, options.cache)
        if options.only != "planted":
            print(f"DEMETR dev, {effort}")
            measure_demetr(encoder, _judges(halves))
        if options.only != "demetr":
            _measure_planted(effort, encoder, halves, options.cache)


def _measure_planted(
    effort: str, encoder: align.AdditiveEncoder, halves: Mapping[int, Weights], cache: Path
) -> None:
    print(f"reliability of phrases, {effort}")
    measure_reliability(read_phrases(effort, encoder, cache), halves)
    for name, pairs in SETS.items():
        print(f"{name}, planted, {effort}")
        measure_planted(pairs(), encoder, _judges(halves))


def _judges(halves: Mapping[int, Weights]) -> dict[int, Judge]:
    return {half: EnsembleJudge(weights) for half, weights in halves.items()}


if __name__ == "__main__":
    main()
