"""Terms files: how words of the source are to be translated, and how not."""

from corpus.terms.reading import read_terms
from corpus.terms.term import Term, Termbase

__all__ = ["Term", "Termbase", "read_terms"]
