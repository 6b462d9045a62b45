"""Rows of a batch's documents table, made up."""

import math
import random

from fedele.batch import DocumentRow


def reviewed(name, fidelity, flags=(0, 0, 0), verdict="translation", **changes):
    """The row of a pair that was reviewed, with flags from critical to minor."""
    unscored = fidelity is None or math.isnan(fidelity)
    row = DocumentRow(
        pair=name,
        source_path=f"{name}.it.md",
        target_path=f"{name}.en.md",
        status="reviewed",
        error=None,
        source_language="it",
        target_language="en",
        verdict=verdict,
        fidelity=fidelity,
        fidelity_low=None if unscored else max(0.0, fidelity - 4),
        fidelity_high=None if unscored else min(100.0, fidelity + 4),
        critical=flags[0],
        major=flags[1],
        minor=flags[2],
        source_paragraphs=10,
        target_paragraphs=10,
        source_words=1200,
        target_words=1350,
        source_coverage=0.98,
        target_coverage=0.953,
        segments=40,
        report=f"reports/{name}.html",
    )
    return row._replace(**changes)


def failed(name, error="x.it.md: is empty; a text was expected"):
    """The row of a pair that could not be reviewed."""
    return DocumentRow(name, f"{name}.it.md", None, "failed", error, None, None)


def archive(pairs, seed=1):
    """Rows as an archive of good translations has them, one in fifty failed."""
    chance = random.Random(seed)
    for number in range(pairs):
        name = f"{2000 + number % 25}/analysis-{number:05}"
        if chance.random() < 0.02:
            yield failed(name, f"{name}.it.md: is empty; a text was expected")
        else:
            yield _made_up(name, chance)


def _made_up(name, chance):
    verdict = chance.choices(("translation", "partial", "unrelated"), (97, 1.5, 1.5))[0]
    lost = {
        "translation": min(60.0, chance.expovariate(1 / 8)),
        "partial": chance.uniform(40, 90),
        "unrelated": 100.0,
    }[verdict]
    flags = [int(chance.expovariate(1 / often) * lost / 10) for often in (0.2, 1.2, 3)]
    words = chance.randrange(200, 4000)
    return reviewed(
        name,
        100 - lost,
        (0, 0, 0) if verdict == "unrelated" else flags,
        verdict,
        source_words=words,
        target_words=int(words * 1.05),
        source_coverage=1 - lost / 120,
        target_coverage=1 - lost / 150,
    )
