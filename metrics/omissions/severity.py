"""How much a phrase matters, by what is lost with it."""

from corpus import load_language
from metrics.flag import Severity
from metrics.grammar import load_grammar
from metrics.omissions.candidates import Candidate
from metrics.omissions.numbers import omission_numbers


def grade_phrase(found: Candidate, code: str) -> tuple[Severity, str | None]:
    """The severity of a phrase without counterpart, and what makes it major, if anything.

    A figure, a name, a negation or a clause is major; what is left is minor.
    """
    words = found.segment.words()[found.phrase.first : found.phrase.last]
    grammar = load_grammar(code)
    spoken = load_language(code)
    negations = {*spoken.words("negation", "negators"), *spoken.words("negation", "agreeing")}
    content = [word for word in words if grammar.is_content(word)]
    if any(character.isdigit() for word in words for character in word):
        return Severity.MAJOR, "figure"
    if any(word[0].isupper() for word in words[int(found.phrase.first == 0) :]):
        return Severity.MAJOR, "name"
    if any(word.casefold() in negations for word in words):
        return Severity.MAJOR, "negation"
    if len(content) >= omission_numbers().clause:
        return Severity.MAJOR, "clause"
    return Severity.MINOR, None
