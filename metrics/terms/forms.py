"""Forms of words: whether a word of a text is one of a term's, inflected or not.

A word's lemma is simplemma's. It has one for every form, which for a form of two words is the
wrong one half of the time ("stato": essere), so that regular endings come first, and a lemma that
is not the term itself proves something only where both words look alike.

Source: barbaresi-2021.
"""

from functools import cache, lru_cache
from typing import NamedTuple

from corpus import load_language, primary_subtag
from metrics.terms.numbers import term_numbers


class Form(NamedTuple):
    """A word as it is compared.

    Attributes:
        text: as written.
        folded: the same whatever its case.
        bases: itself, and what it is a regular form of by its ending.
        lemmas: its dictionary forms.
    """

    text: str
    folded: str
    bases: frozenset[str]
    lemmas: frozenset[str]

    @property
    def keys(self) -> frozenset[str]:
        """What it has in common with every word that it is a form of, or that is a form of it."""
        return self.bases | self.lemmas


@lru_cache(maxsize=1 << 14)
def form(word: str, language: str) -> Form:
    """A word of a language; one in capitals has only the forms that its endings give it."""
    folded = word.casefold()
    bases = {folded, *_bases(folded, language)}
    if word.isupper():
        return Form(word, folded, frozenset(bases), frozenset({folded}))
    return Form(word, folded, frozenset(bases), _lemmas(word, primary_subtag(language)))


def is_form_of(word: Form, term: Form, *, capitals: bool = False) -> bool:
    """Whether a word of a text is a form of a term's word.

    Args:
        word: as it stands in the text.
        term: as it stands in the term.
        capitals: whether it must have the term's capitals; it must have those of a term in capitals
            in any case.
    """
    acronym = len(term.text) > 1 and term.text.isupper()
    if (capitals or acronym) and not _has_capitals(word.text, term.text):
        return False
    if word.folded == term.folded:
        return True
    if acronym and word.text.isupper():
        return False
    return _inflects(word, term)


def _inflects(word: Form, term: Form) -> bool:
    if term.folded in word.bases or word.folded in term.bases:
        return True
    shared = word.lemmas & term.lemmas
    return term.folded in shared or (bool(shared) and _look_alike(word.folded, term.folded))


def _look_alike(one: str, two: str) -> bool:
    """Whether two words differ by no more than an ending."""
    most = term_numbers().ending
    same = next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), None)
    shared = min(len(one), len(two)) if same is None else same
    return max(len(one), len(two)) - shared <= most


def _has_capitals(word: str, term: str) -> bool:
    """Whether a word has a capital wherever the term has one."""
    return all(
        word[place : place + 1].isupper() for place, letter in enumerate(term) if letter.isupper()
    )


def _bases(folded: str, language: str) -> frozenset[str]:
    """What a word is a regular form of, by its ending."""
    least = term_numbers().stem
    return frozenset(
        folded[: len(folded) - len(inflected)] + plain
        for plain, inflected in _endings(language)
        if folded.endswith(inflected) and len(folded) - len(inflected) >= least
    )


@cache
def _endings(language: str) -> tuple[tuple[str, str], ...]:
    pairs = load_language(language).table("terms").get("endings", ())
    return tuple((plain, inflected) for plain, inflected in pairs)


def _lemmas(word: str, code: str) -> frozenset[str]:
    if not _is_covered(code):
        return frozenset({word.casefold()})
    return frozenset(_lemma(one, code) for one in (word, word.lower()))


def _lemma(word: str, code: str) -> str:
    from simplemma import lemmatize

    return str(lemmatize(word, lang=code)).casefold()


@cache
def _is_covered(code: str) -> bool:
    """Whether there are lemmas for a language; without them words have only regular forms."""
    from simplemma import lemmatize

    try:
        lemmatize("a", lang=code)
    except ValueError:  # the library's word for a language that it has no data for
        return False
    return True
