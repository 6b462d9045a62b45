"""How much a phrase matters, by what is lost with it."""

from collections.abc import Sequence

from corpus import load_language
from metrics.facts.sound import sounds_alike
from metrics.flag import Severity
from metrics.grammar import load_grammar
from metrics.omissions.candidates import Candidate
from metrics.omissions.numbers import omission_numbers


def grade_phrase(found: Candidate, code: str, across: str) -> tuple[Severity, str | None]:
    """The severity of a phrase without counterpart, and what makes it major, if anything.

    A figure, a name or a negation that the other side does not have, or a clause, is major; what is
    left is minor.

    Args:
        found: the phrase.
        code: its language.
        across: the other side's.
    """
    words = found.segment.words()[found.phrase.first : found.phrase.last]
    others = found.bead.on(found.side.opposite).segment.words()
    if any(_is_lost_figure(word, others) for word in words):
        return Severity.MAJOR, "figure"
    names = words[int(found.phrase.first == 0) :]
    if any(word[0].isupper() and not _is_spelled(word, others) for word in names):
        return Severity.MAJOR, "name"
    if _denies(words, code) and not _denies(others, across):
        return Severity.MAJOR, "negation"
    grammar = load_grammar(code)
    if sum(map(grammar.is_content, words)) >= omission_numbers().clause:
        return Severity.MAJOR, "clause"
    return Severity.MINOR, None


def _is_lost_figure(word: str, others: Sequence[str]) -> bool:
    figures = _figures(word)
    return bool(figures) and all(figures != _figures(other) for other in others)


def _figures(word: str) -> str:
    return "".join(character for character in word if character.isdigit())


def _is_spelled(word: str, others: Sequence[str]) -> bool:
    """Whether the other side has a name, as it spells it."""
    return any(other[0].isupper() and sounds_alike(word, other) for other in others)


def _denies(words: Sequence[str], code: str) -> bool:
    spoken = load_language(code)
    negations = {*spoken.words("negation", "negators"), *spoken.words("negation", "agreeing")}
    return any(word.casefold() in negations for word in words)
