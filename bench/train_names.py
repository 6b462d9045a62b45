"""Fits the weights that say how likely a name without counterpart is missed.

    python bench/train_names.py ../shared/data

Names of real translations (NTREX dev, MT-GenEval dev) that the other side does not spell are the
negatives; the same sentences with a name taken out of one side give the positives. Prints the
weights for metrics/data/facts.toml, average precision and a reliability table, both of them on
sentences that were held out.
"""

import argparse
import random
from pathlib import Path

import numpy as np
from facts import Pair, comparison, mt_geneval, ntrex
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from align import Encoder, load_encoder
from metrics.facts.name_phrases import find_name_phrases
from metrics.facts.rendering import renderings
from metrics.facts.unspelled import Unspelled, encode_names, evidence, find_unspelled

LANGUAGES = ("it", "en")
CLEARLY_LOWER = 0.15


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    options = parser.parse_args()
    encoder = load_encoder()
    pairs = [pair for document in ntrex(options.data) for pair in document]
    pairs += list(mt_geneval(options.data))[:1200]
    rows, labels, groups = [], [], []
    for number, pair in enumerate(pairs):
        for row, label in examples(pair, encoder, random.Random(number)):
            rows.append(row)
            labels.append(label)
            groups.append(number)
    keys = list(rows[0])
    features = np.array([[row[key] for key in keys] for row in rows])
    answers = np.array(labels)
    model = LogisticRegression(C=1.0, max_iter=1000)
    held_out = cross_val_predict(
        model, features, answers, groups=groups, cv=GroupKFold(5), method="predict_proba"
    )[:, 1]
    print(f"{len(answers)} names, {answers.sum()} missed")
    print(f"average precision {average_precision_score(answers, held_out):.3f}")
    for low in np.arange(0, 1, 0.1):
        inside = (held_out >= low) & (held_out < low + 0.1)
        if inside.any():
            print(f"  {low:.1f}: {inside.sum()} names, {answers[inside].mean():.2f} missed")
    model.fit(features, answers)
    for key, weight in zip(["intercept", *keys], [*model.intercept_, *model.coef_[0]], strict=True):
        print(f"{key} {weight:.2f}")


def examples(pair: Pair, encoder: Encoder, chance: random.Random) -> list[tuple[dict, int]]:
    before = judged(pair, encoder)
    found = [(row, 0) for row in before.values()]
    for side in (0, 1):
        damaged = without_a_name(pair, side, chance)
        if damaged is None:
            continue
        for key, row in judged(damaged, encoder).items():
            lost = key[0] != side and (
                key not in before or row["likeness"] < before[key]["likeness"] - CLEARLY_LOWER
            )
            if lost:
                found.append((row, 1))
    return found


def judged(pair: Pair, encoder: Encoder) -> dict[tuple[int, tuple[str, ...]], dict[str, float]]:
    rendering = next(iter(renderings(comparison([pair], *LANGUAGES, encoder))))
    names = [name for name in find_unspelled(rendering) if name.whole]
    vectors = encode_names(names, encoder)
    return {(side_of(name), name.phrase.words): evidence(name, vectors) for name in names}


def side_of(name: Unspelled) -> int:
    return 0 if name.side == "source" else 1


def without_a_name(pair: Pair, side: int, chance: random.Random) -> Pair | None:
    text = pair[side]
    phrases = [
        phrase
        for phrase in find_name_phrases(text, LANGUAGES[side], LANGUAGES[1 - side])
        if phrase.start > 0
    ]
    if not phrases:
        return None
    taken = chance.choice(phrases)
    text = text[: taken.start] + text[taken.end :].lstrip()
    return (text, pair[1]) if side == 0 else (pair[0], text)


if __name__ == "__main__":
    main()
