"""The flag for a fact that one side states and the other does not."""

from metrics.flag import Category, Flag, Kind, Passage, Severity


def difference_flag(
    kind: Kind,
    severity: Severity,
    confidence: float,
    source: Passage | None,
    target: Passage | None,
) -> Flag:
    """A fact dropped (source alone), added (target alone) or changed (both).

    Args:
        kind: number, date or name; the message calls it so.
        severity: how much it matters.
        confidence: probability that a reviewer agrees.
        source: its words in the source, None where it has none.
        target: its words in the translation, None where it has none.
    """
    if source and target:
        category = Category.MISTRANSLATION
        message = (
            f"The {kind.value} “{source.text}” of the source is not in the translation, "
            f"which says “{target.text}”."
        )
    elif source:
        category = Category.OMISSION
        message = f"The {kind.value} “{source.text}” of the source is not in the translation."
    elif target:
        category = Category.ADDITION
        message = f"The {kind.value} “{target.text}” of the translation is not in the source."
    else:
        raise ValueError("a difference needs `source`, `target` or both")
    return Flag(category, kind, severity, confidence, source, target, message)
