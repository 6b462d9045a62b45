"""DEMETR dev: machine translations into English, each also damaged in a known way.

Sources are German, French and Spanish. Every fourth one is held out (`bench.train_judge`): the
pages here are put together so that a page's number says which of its sources those are.
"""

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import align
from bench.labelled_pages import (
    FOLDS,
    UNJUDGED,
    LabelledPage,
    Labels,
    marks_of,
    orphans_of,
    pair_page,
)
from bench.planting import DATA, Pair
from corpus import Side
from metrics.segment import word_spans

LANGUAGES = {"german": "de", "french": "fr", "spanish": "es"}
SOURCES = 96
"""Of each language, so that pages of all sizes fall into four folds alike."""
LINES = 8
ADDED = 1.0
REPLACED = {
    "critical_id9_ne_replaced": 1.0,
    "critical_id10_numbers_replaced": 1.0,
    "critical_id7_antonym": 1.0,
    "major_id3_hypernym": 0.4,
}
"""How the words that stand for others are labelled; those of other kinds are unjudged."""
REMOVED = (
    "critical_id21_adj_adv_removed",
    "critical_id22_verb_removed",
    "critical_id23_noun_removed",
    "critical_id24_subj_removed",
    "critical_id25_ne_removed",
    "major_id5_pp_removed",
)
INSERTED = ("critical_id6_addition", "critical_id8_negation")
LEARNT = (*REMOVED, *REMOVED, *INSERTED, *INSERTED, *REPLACED)
REFERENCE = "base_id35_reference"
WHOLE, BY_HAND = 0.3, 0.1
"""Of all sentences, those left as they are, and those that are the human translation."""


@dataclass(frozen=True, slots=True)
class Item:
    """One sentence, its machine translation, and what damage made of that."""

    kind: str
    language: str
    source: str
    good: str
    bad: str
    severity: str


def read_items() -> list[Item]:
    """Every item whose damage changed something."""
    with gzip.open(DATA / "demetr-dev.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [
        Item(
            row["pert_name"],
            row["lang_tag"],
            row["src_sent"],
            row["mt_sent"],
            row["pert_sent"],
            row["severity"],
        )
        for row in rows
        if row["mt_sent"] != row["pert_sent"]
    ]


def numbered(items: Sequence[Item]) -> dict[tuple[str, str], int]:
    """The number of each source of a language, by language and text."""
    sources = {
        name: sorted({it.source for it in items if it.language == name}) for name in LANGUAGES
    }
    return {
        (name, source): number
        for name, some in sources.items()
        for number, source in enumerate(some[:SOURCES])
    }


def damaged_pages(encoder: align.AdditiveEncoder, *, seed: int) -> Iterator[LabelledPage]:
    """Every source once, whole or with a damage drawn for it; pages of one line for odd seeds."""
    items = read_items()
    of_source: dict[tuple[str, int], dict[str, Item]] = defaultdict(dict)
    numbers = numbered(items)
    for item in items:
        if (key := (item.language, item.source)) in numbers:
            of_source[item.language, numbers[key]][item.kind] = item
    draw = random.Random(seed)
    lines = 1 if seed % 2 else LINES
    for name, code in LANGUAGES.items():
        for page in range(SOURCES // lines):
            rows = [of_source[name, number] for number in page_sources(page, lines)]
            done = [_drawn(row, draw, encoder) for row in rows]
            pairs = [pair for pair, _ in done]
            codes = {Side.SOURCE: code, Side.TARGET: "en"}
            yield pair_page(f"{name}.{page}", pairs, encoder, marks_of(done), codes)


def page_sources(page: int, lines: int) -> list[int]:
    """The numbers of a page's sources, all in the page's own fold."""
    block, fold = divmod(page, FOLDS)
    return [FOLDS * (block * lines + line) + fold for line in range(lines)]


def _drawn(
    items: Mapping[str, Item], draw: random.Random, encoder: align.AdditiveEncoder
) -> tuple[Pair, Labels]:
    """A source with its translation, damaged or not, and the labels of its words."""
    kind, lot = draw.choice([it for it in LEARNT if it in items] or [REFERENCE]), draw.random()
    item = items.get(REFERENCE if lot < BY_HAND else kind) or next(iter(items.values()))
    if lot < WHOLE or kind == REFERENCE:
        return Pair("", item.source, item.bad if item.kind == REFERENCE else item.good), {}
    return Pair("", item.source, item.bad), labels_of(item, encoder)


def labels_of(item: Item, encoder: align.AdditiveEncoder) -> Labels:
    """What became of each word: the source's that answer to what is gone, the new ones."""
    good, bad = ([span.of(text) for span in word_spans(text)] for text in (item.good, item.bad))
    removed, labels = [False] * len(good), [0.0] * len(bad)
    replaced = REPLACED.get(item.kind, UNJUDGED)
    for action, first, last, start, end in changes(good, bad):
        removed[first:last] = [True] * (last - first)
        labels[start:end] = [ADDED if action == "insert" else replaced] * (end - start)
    orphans = orphans_of(Pair("", item.source, item.good), Side.TARGET, removed, encoder)
    left = [min(label, abs(replaced)) for label in orphans] if item.kind in REPLACED else orphans
    return {Side.SOURCE: left, Side.TARGET: labels}


def changes(good: Sequence[str], bad: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """What differs between two lists of words but for capitals, as `difflib` gives it."""
    folded = [[word.casefold() for word in words] for words in (good, bad)]
    matcher = SequenceMatcher(a=folded[0], b=folded[1], autojunk=False)
    return [code for code in matcher.get_opcodes() if code[0] != "equal"]
