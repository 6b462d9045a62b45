"""How well fidelity tells damage: DEMETR dev's kinds, graded damage, and unrelated documents.

Usage: python bench/fidelity.py [--only kinds|graded|verdicts] [--items 300] [--documents 61]
"""

import argparse
import gzip
import json
import random
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from bitexts import documents as ntrex_documents

import fedele
from align import Encoder, align, load_encoder
from corpus import Side, document_from_text
from metrics import Comparison, verdict
from metrics.verdict import matched_share

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
CODES = {"german": "de", "french": "fr", "spanish": "es"}
SHARES = (0.0, 0.01, 0.02, 0.04, 0.08, 0.16)
SEED = 20261122


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=("kinds", "graded", "verdicts"))
    parser.add_argument("--items", type=int, default=300, help="pairs a kind of damage")
    parser.add_argument("--documents", type=int, default=61, help="NTREX documents")
    arguments = parser.parse_args()
    encoder = load_encoder()
    if arguments.only in (None, "kinds"):
        print_kinds(encoder, arguments.items)
    if arguments.only in (None, "graded"):
        print_graded(encoder, arguments.documents)
    if arguments.only in (None, "verdicts"):
        print_verdicts(encoder, arguments.documents)


def print_kinds(encoder: Encoder, items: int) -> None:
    """For each kind of damage, how often the undamaged translation scores strictly higher."""
    scores = {}
    by_severity = defaultdict(list)
    print("| kind | plain similarity | fidelity | mean drop |\n|---|---|---|---|")
    for kind, rows in sorted(_demetr(items).items()):
        plain, ours, drops = [], [], []
        for row in rows:
            source, code = row["src_sent"], CODES[row["lang_tag"]]
            good, bad = row["mt_sent"], row["pert_sent"]
            if good not in scores:
                scores[good] = _fidelity(source, good, code, encoder)
            damaged = _fidelity(source, bad, code, encoder)
            vectors = encoder.encode([source, good, bad])
            plain.append(float(vectors[0] @ vectors[1]) > float(vectors[0] @ vectors[2]))
            ours.append(scores[good] > damaged)
            drops.append(scores[good] - damaged)
        by_severity[kind.split("_")[0]].append((np.mean(plain), np.mean(ours), np.mean(drops)))
        print(f"| {kind} | {np.mean(plain):.3f} | {np.mean(ours):.3f} | {np.mean(drops):.2f} |")
    for severity, kinds in by_severity.items():
        plain, ours, drops = np.mean(kinds, axis=0)
        print(f"| **{severity}, mean** | {plain:.3f} | {ours:.3f} | {drops:.2f} |")
    print(f"undamaged: mean {statistics.mean(scores.values()):.1f}")


def print_graded(encoder: Encoder, count: int) -> None:
    """Drop content words from real translations: does fidelity fall, and in proportion?"""
    rng = random.Random(SEED)
    table = []
    for pairs in ntrex_documents()[:count]:
        source, target = (_text(side) for side in zip(*pairs, strict=True))
        order = [match.span() for match in re.finditer(r"\w{5,}", target)]
        rng.shuffle(order)
        damaged = (_without(target, order[: round(share * len(order))]) for share in SHARES)
        table.append([_fidelity(source, text, "it", encoder) for text in damaged])
    falls = np.array(table)
    print("| share of content words dropped | mean fidelity |\n|---|---|")
    for share, mean in zip(SHARES, falls.mean(axis=0), strict=True):
        print(f"| {share:.0%} | {mean:.1f} |")
    monotone = np.mean(np.all(np.diff(falls, axis=1) < 0, axis=1))
    print(f"documents on which it falls at every step: {monotone:.2f}")


def print_verdicts(encoder: Encoder, count: int) -> None:
    """Each Italian document against its own English, half of it, and other documents' English."""
    pairs = ntrex_documents()[:count]
    italian = [[source for source, _ in document] for document in pairs]
    english = [[target for _, target in document] for document in pairs]
    print("| against | matched share, lowest | highest | verdicts |\n|---|---|---|---|")
    own = [(number, english[number]) for number in range(count)]
    half = [
        (n, lines[: len(lines) // 2] + other[: len(lines) // 2])
        for n, (lines, other) in enumerate(zip(english, english[5:] + english[:5], strict=True))
    ]
    others = [(n, english[(n + step) % count]) for n in range(count) for step in (1, 7, 23)]
    for name, cases in (("its own English", own), ("half of it", half), ("others'", others)):
        found = [_judged(italian[number], lines, encoder) for number, lines in cases]
        shares = [share for share, _ in found]
        verdicts = ", ".join(f"{v} {c}" for v, c in Counter(v for _, v in found).most_common())
        print(f"| {name} | {min(shares):.2f} | {max(shares):.2f} | {verdicts} |")


def _judged(italian: list[str], english: list[str], encoder: Encoder) -> tuple[float, str]:
    """How much of the two is matched, the mean of both sides, and the verdict."""
    source = document_from_text(_text(italian), language="it")
    target = document_from_text(_text(english), language="en")
    comparison = Comparison(source, target, align(source, target, encoder), encoder)
    share = statistics.mean(matched_share(comparison, side) for side in Side)
    return share, verdict(comparison).value


def _text(lines: Iterable[str]) -> str:
    return "\n\n".join(lines)


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start].rstrip() + text[end:]
    return text


def _fidelity(source: str, target: str, code: str, encoder: Encoder) -> float:
    return fedele.review_texts(
        source, target, source_language=code, target_language="en", model=encoder
    ).fidelity


def _demetr(items: int) -> Mapping[str, list[dict[str, str]]]:
    kinds = defaultdict(list)
    with gzip.open(DATA / "demetr-dev.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            kinds[row["pert_name"]].append(row)
    return {kind: random.Random(SEED).sample(rows, items) for kind, rows in kinds.items()}


if __name__ == "__main__":
    main()
