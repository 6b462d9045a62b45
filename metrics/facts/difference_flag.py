"""The flag for a fact that one side states and the other does not."""

from metrics.flag import Category, Flag, Kind, Passage, Severity
from metrics.messages import Evidence


def difference_flag(
    kind: Kind,
    severity: Severity,
    confidence: float,
    source: Passage | None,
    target: Passage | None,
) -> Flag:
    """A fact dropped (source alone), added (target alone) or changed (both).

    Args:
        kind: number, date or name; the evidence calls it so.
        severity: how much it matters.
        confidence: probability that a reviewer agrees.
        source: its words in the source, None where it has none.
        target: its words in the translation, None where it has none.
    """
    if source and target:
        category, what = Category.MISTRANSLATION, "changed"
    elif source:
        category, what = Category.OMISSION, "omitted"
    elif target:
        category, what = Category.ADDITION, "added"
    else:
        raise ValueError("a difference needs `source`, `target` or both")
    sides = {"source": source, "target": target}
    words = {side: passage.text for side, passage in sides.items() if passage}
    evidence = Evidence(f"{kind.value}.{what}", words)
    return Flag(category, kind, severity, confidence, source, target, evidence)
