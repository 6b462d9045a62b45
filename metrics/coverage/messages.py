"""What a coverage flag says to an editor; the only words of this part that are read by people."""

NOTHING_LIKE_IT = {
    "omission": "Nothing in the translation says “{words}”.",
    "addition": "Nothing in the source says “{words}”.",
}
SENTENCES = {
    "omission": "{many} of the source {has} no counterpart in the translation.",
    "addition": "{many} of the translation {has} no counterpart in the source.",
}
PARAGRAPH = {
    "omission": "The whole paragraph is missing from the translation.",
    "addition": "The whole paragraph has no counterpart in the source.",
}
REPLACED = "The source says “{source}”, the translation “{target}” in its place."
REPHRASED = "“{source}” is put as “{target}”, which seems to say the same."
LOST = {
    "figure": " It holds a figure.",
    "name": " It holds a name.",
    "negation": " It holds a negation.",
    "clause": " It is a whole clause.",
}


def describe_phrase(direction: str, words: str, lost: str | None) -> str:
    """A phrase dropped ("omission") or added ("addition"), and what goes with it."""
    return NOTHING_LIKE_IT[direction].format(words=_short(words)) + LOST.get(lost or "", "")


def describe_sentences(direction: str, count: int) -> str:
    """One sentence or more in a row without a counterpart."""
    many, has = ("One sentence", "has") if count == 1 else (f"{count} sentences", "have")
    return SENTENCES[direction].format(many=many, has=has)


def describe_paragraph(direction: str) -> str:
    """A whole paragraph without a counterpart."""
    return PARAGRAPH[direction]


def describe_replacement(source: str, target: str) -> str:
    """One phrase in another's place."""
    return REPLACED.format(source=_short(source), target=_short(target))


def describe_shift(source: str, target: str) -> str:
    """The same said in another way."""
    return REPHRASED.format(source=_short(source), target=_short(target))


def _short(words: str, most: int = 120) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
