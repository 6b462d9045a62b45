"""Which words carry structure rather than content, by the language's own table."""

from dataclasses import dataclass
from functools import cache

from corpus import load_language


@dataclass(frozen=True, slots=True, eq=False)
class Grammar:
    """A language's structure words, lower case, with a straight apostrophe.

    Attributes:
        openers: begin a phrase: articles and prepositions.
        joiners: join phrases or clauses: conjunctions.
        structure: all of these, and pronouns, auxiliaries and connectives.
    """

    openers: frozenset[str]
    joiners: frozenset[str]
    structure: frozenset[str]

    def opens(self, word: str) -> bool:
        """Whether a phrase that follows the word is incomplete without it."""
        return _plain(word) in self.openers

    def joins(self, word: str) -> bool:
        """Whether the word joins what follows it to what stands before."""
        return _plain(word) in self.joiners

    def is_content(self, word: str) -> bool:
        """Whether the word says something by itself."""
        return _plain(word) not in self.structure


@cache
def load_grammar(code: str) -> Grammar:
    """The table of a language; empty, so that every word is content, where there is none."""
    table = load_language(code).table("grammar")
    openers = frozenset(table.get("articles", ())) | frozenset(table.get("prepositions", ()))
    return Grammar(
        openers,
        frozenset(table.get("conjunctions", ())),
        frozenset(word for words in table.values() for word in words),
    )


def _plain(word: str) -> str:
    return word.casefold().replace("’", "'")
