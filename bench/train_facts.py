"""Fits the weights that say how likely a name, or a negation, without counterpart is missed.

    python -m bench.train_facts [DATA] name|negation

Real translations (NTREX dev, MT-GenEval dev) give the negatives; the same sentences with one name,
or one negator, taken out of one side give the positives. Prints the weights for
metrics/data/facts.toml, fitted to every second document, average precision and a reliability table
on the others.
"""

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from align import Encoder, load_encoder
from bench.bitexts import DATA
from bench.facts import MT_GENEVAL_HALF, Pair, comparison, mt_geneval, ntrex
from metrics.facts import negation, unspelled
from metrics.facts.name_phrases import find_name_phrases
from metrics.facts.polarity import polarity
from metrics.facts.rendering import Rendering, renderings

LANGUAGES = ("it", "en")
CLEARLY_LOWER = 0.15
SYLLABLES = ("ka", "lo", "ri", "men", "dov", "sta", "bel", "tu", "ga", "her", "in", "os")
Example = tuple[dict[str, float], int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, nargs="?", default=DATA)
    parser.add_argument("check", choices=["name", "negation"])
    options = parser.parse_args()
    encoder = load_encoder()
    examples = {"name": names, "negation": negations}[options.check]
    sentences = [[pair] for pair in mt_geneval(options.data)][:MT_GENEVAL_HALF]
    pairs = [
        (number % 2, pair)
        for documents in (list(ntrex(options.data)), sentences)
        for number, document in enumerate(documents)
        for pair in document
    ]
    found = [
        (half, *example)
        for number, (half, pair) in enumerate(pairs)
        for example in examples(pair, encoder, random.Random(number))
    ]
    fit(found)


def fit(found: list[tuple[int, dict[str, float], int]]) -> None:
    """Fits to the documents that were read and judges on those held out, as in facts.py."""
    keys = list(found[0][1])
    halves = np.array([half for half, _, _ in found])
    features = np.array([[row[key] for key in keys] for _, row, _ in found])
    answers = np.array([answer for _, _, answer in found])
    model = LogisticRegression(C=10.0, max_iter=2000)
    model.fit(features[halves == 0], answers[halves == 0])
    likely, missed = model.predict_proba(features[halves == 1])[:, 1], answers[halves == 1]
    print(f"{len(answers)} examples, {answers.sum()} missed; {len(missed)} held out")
    print(f"average precision {average_precision_score(missed, likely):.3f}")
    for low in np.arange(0, 1, 0.1):
        inside = (likely >= low) & (likely < low + 0.1)
        if inside.any():
            print(f"  {low:.1f}: {inside.sum()} examples, {missed[inside].mean():.2f} missed")
    for key, weight in zip(["intercept", *keys], [*model.intercept_, *model.coef_[0]], strict=True):
        print(f"{key} {weight:.2f}")


def names(pair: Pair, encoder: Encoder, chance: random.Random) -> Iterator[Example]:
    before = judged_names(pair, encoder)
    yield from ((row, 0) for row in before.values())
    for side in (0, 1):
        spans = [
            (phrase.start, phrase.end)
            for phrase in find_name_phrases(pair[side], LANGUAGES[side], LANGUAGES[1 - side])
            if phrase.start > 0
        ]
        if not spans:
            continue
        span = chance.choice(spans)
        for damaged in (without(pair, side, span), renamed(pair, side, span, chance)):
            for key, row in judged_names(damaged, encoder).items():
                lower = (
                    key not in before or row["likeness"] < before[key]["likeness"] - CLEARLY_LOWER
                )
                if key[0] != side and lower:
                    yield row, 1


def renamed(pair: Pair, side: int, span: tuple[int, int], chance: random.Random) -> Pair:
    """The pair with a name on one side replaced by a made-up one."""
    name = "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 3))).capitalize()
    text = pair[side][: span[0]] + name + pair[side][span[1] :]
    return (text, pair[1]) if side == 0 else (pair[0], text)


def judged_names(
    pair: Pair, encoder: Encoder
) -> dict[tuple[int, tuple[str, ...]], dict[str, float]]:
    found = [name for name in unspelled.find_unspelled(rendering(pair, encoder)) if name.whole]
    vectors = unspelled.encode_names(found, encoder)
    return {
        (0 if name.side == "source" else 1, name.phrase.words): unspelled.evidence(name, vectors)
        for name in found
    }


def negations(pair: Pair, encoder: Encoder, chance: random.Random) -> Iterator[Example]:
    yield from ((row, 0) for row in judged_negation(pair, encoder))
    for side in (0, 1):
        spans = [
            (denial.start, denial.end) for denial in polarity(pair[side], LANGUAGES[side]).denials
        ]
        if spans and not negation.find_excess(rendering(pair, encoder)):
            for row in judged_negation(without(pair, side, chance.choice(spans)), encoder):
                yield row, 1


def judged_negation(pair: Pair, encoder: Encoder) -> Iterator[dict[str, float]]:
    excess = negation.find_excess(rendering(pair, encoder))
    if excess:
        texts = excess.texts()
        vectors = dict(zip(texts, encoder.encode(texts), strict=True))
        yield negation.evidence(excess, vectors)


def rendering(pair: Pair, encoder: Encoder) -> Rendering:
    return next(iter(renderings(comparison([pair], *LANGUAGES, encoder))))


def without(pair: Pair, side: int, span: tuple[int, int]) -> Pair:
    text = pair[side][: span[0]] + pair[side][span[1] :].lstrip()
    return (text, pair[1]) if side == 0 else (pair[0], text)


if __name__ == "__main__":
    main()
