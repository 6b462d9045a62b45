"""How well fidelity tells damage: DEMETR dev's kinds, graded damage, and unrelated documents.

Usage: python -m bench.fidelity --cache DIR [--only kinds|graded|documents|verdicts] [--documents N]
"""

import argparse
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

import fedele
from align import Encoder, align, load_encoder
from bench.bitexts import documents as ntrex_documents
from bench.fidelity_data import CLAUSE, DamagedPair, Library, by_kind, demetr, graded
from bench.planting import CONTENT
from corpus import Side, document_from_text
from metrics import Comparison, verdict
from metrics.fidelity_score import fidelity_numbers, score_evidence
from metrics.verdicts import matched_share

FORM = ("tokenized", "full_lower", "first_lower", "final_punc_removed")
"""Damage to form, not to content ("case" is that of pronouns)."""
STEPS = (1, 7, 23)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=("kinds", "graded", "documents", "verdicts"))
    parser.add_argument("--documents", type=int, default=61, help="NTREX documents")
    parser.add_argument("--cache", type=Path, required=True, help="of bench.train_judge")
    arguments = parser.parse_args()
    library, encoder = Library(arguments.cache), load_encoder()
    count = arguments.documents
    parts = {
        "kinds": lambda: print_kinds(library, encoder),
        "graded": lambda: print_graded(library, count),
        "documents": lambda: print_documents(encoder, count),
        "verdicts": lambda: print_verdicts(encoder, count),
    }
    for name, part in parts.items():
        if arguments.only in (None, name):
            part()
            library.save()


def print_kinds(library: Library, encoder: Encoder) -> None:
    """For each kind of damage, how often the undamaged translation scores strictly higher."""
    pairs = by_kind(demetr())
    by_severity: dict[str, list[tuple[float, float, float]]] = {}
    drops, good = {}, {}
    print("| kind | severity | pairs | plain similarity | fidelity | mean drop |")
    print("|---|---|---|---|---|---|")
    for kind, some in pairs.items():
        plain = np.mean(_similar(some, encoder))
        scores = np.array(
            [[_score(library, it, it.good), _score(library, it, it.bad)] for it in some]
        )
        good.update({it.good: score for it, score in zip(some, scores[:, 0], strict=True)})
        ours, drop = np.mean(scores[:, 0] > scores[:, 1]), np.mean(scores[:, 0] - scores[:, 1])
        severity, drops[kind] = some[0].severity, drop
        by_severity.setdefault(severity, []).append((plain, ours, drop))
        print(f"| {kind} | {severity} | {len(some)} | {plain:.3f} | {ours:.3f} | {drop:.2f} |")
    for severity, found in by_severity.items():
        plain, ours, drop = np.mean(found, axis=0)
        least = min(share for _, share, _ in found)
        print(
            f"| **{severity}, mean** | | | {plain:.3f} | {ours:.3f} (least {least:.3f}) "
            f"| {drop:.2f} |"
        )
    form = [drop for kind, drop in drops.items() if kind.partition("_")[2] in FORM]
    print(f"form only, mean drop: {statistics.mean(form):.2f} ({len(form)} kinds)")
    print(f"undamaged: {statistics.mean(good.values()):.1f}")


def _similar(pairs: Sequence[DamagedPair], encoder: Encoder) -> list[bool]:
    sides = [
        encoder.encode([getattr(it, name) for it in pairs]) for name in ("source", "good", "bad")
    ]
    source, good, bad = sides
    return list((source * good).sum(axis=1) > (source * bad).sum(axis=1))


def _score(library: Library, pair: DamagedPair, target: str) -> float:
    evidence = library.evidence(pair.source, target, pair.code)
    return score_evidence(evidence, fidelity_numbers()).document


def print_graded(library: Library, count: int) -> None:
    """Take ever more out of real translations: does fidelity fall, and in proportion?"""
    numbers = fidelity_numbers()
    print(
        "| what is taken out | documents | fall at every step | at a step | points a percent, by |"
    )
    print("|---|---|---|---|---|")
    for name, what in (("single content words", CONTENT), ("clauses", CLAUSE)):
        _print_falls(name, [
            [(share, score_evidence(library.evidence(source, text, "it"), numbers).document)
             for share, text in versions]
            for source, versions in graded(count, what)
        ])  # fmt: skip


def _print_falls(name: str, documents: Sequence[Sequence[tuple[float, float]]]) -> None:
    steps = [[after < before for (_, before), (_, after) in pairwise(it)] for it in documents]
    slopes: dict[str, list[float]] = {}
    for (_, whole), *later in documents:
        for share, score in later:
            slopes.setdefault(_grade(share), []).append((whole - score) / (100 * share))
    ordered = sorted(slopes.items(), key=lambda item: float(item[0].rstrip(" %+")))
    means = ", ".join(f"{grade}: {statistics.mean(found):.2f}" for grade, found in ordered)
    every = statistics.mean(all(found) for found in steps if found)
    each = statistics.mean(fell for found in steps for fell in found)
    print(f"| {name} | {len(documents)} | {every:.2f} | {each:.3f} | {means} |")


def _grade(share: float) -> str:
    """The grade that a share of words taken out comes nearest to."""
    return f"{min((1, 2, 4, 8, 16), key=lambda grade: abs(np.log(100 * share / grade)))} %"


def print_documents(encoder: Encoder, count: int) -> None:
    """Each Italian document against every English one: does its own score highest?"""
    pairs = ntrex_documents()[:count]
    italian = ["\n\n".join(it for it, _ in document) for document in pairs]
    english = ["\n\n".join(en for _, en in document) for document in pairs]
    own = [_fidelity(italian[n], english[n], encoder) for n in range(count)]
    best = [
        max(_fidelity(italian[n], english[m], encoder) for m in range(count) if m != n)
        for n in range(count)
    ]
    first = statistics.mean(mine > other for mine, other in zip(own, best, strict=True))
    print(f"its own English above all {count - 1} others: {first:.3f} of {count} documents")
    print(
        f"own: least {min(own):.1f}, mean {statistics.mean(own):.1f}; others': most {max(best):.1f}"
    )


def _fidelity(source: str, target: str, encoder: Encoder) -> float:
    return fedele.review_texts(
        source, target, source_language="it", target_language="en", model=encoder
    ).fidelity


def print_verdicts(encoder: Encoder, count: int) -> None:
    """Each Italian document against its own English, half of it, and other documents' English."""
    pairs = ntrex_documents()[:count]
    italian = [[source for source, _ in document] for document in pairs]
    english = [[target for _, target in document] for document in pairs]
    print("| against | matched share, lowest | highest | fidelity, mean | verdicts |")
    print("|---|---|---|---|---|")
    own = [(number, english[number]) for number in range(count)]
    half = [
        (n, lines[: len(lines) // 2] + other[: len(lines) // 2])
        for n, (lines, other) in enumerate(zip(english, english[5:] + english[:5], strict=True))
    ]
    others = [(n, english[(n + step) % count]) for n in range(count) for step in STEPS]
    for name, cases in (("its own English", own), ("half of it", half), ("others'", others)):
        found = [_judged(italian[number], lines, encoder) for number, lines in cases]
        shares = [share for share, _ in found]
        scores = [_fidelity(_text(italian[n]), _text(lines), encoder) for n, lines in cases]
        verdicts = ", ".join(f"{v} {c}" for v, c in Counter(v for _, v in found).most_common())
        print(
            f"| {name} | {min(shares):.2f} | {max(shares):.2f} | {statistics.mean(scores):.1f} "
            f"| {verdicts} |"
        )


def _judged(italian: list[str], english: list[str], encoder: Encoder) -> tuple[float, str]:
    """How much of the two is matched, the mean of both sides, and the verdict."""
    source = document_from_text(_text(italian), language="it")
    target = document_from_text(_text(english), language="en")
    comparison = Comparison(source, target, align(source, target, encoder), encoder)
    share = statistics.mean(matched_share(comparison, side) for side in Side)
    return share, verdict(comparison).value


def _text(lines: Iterable[str]) -> str:
    return "\n\n".join(lines)


if __name__ == "__main__":
    main()
