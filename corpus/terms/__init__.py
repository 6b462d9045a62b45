"""Terms files: how words of the source are to be translated, and how not."""

from corpus.terms.term import Term, Termbase
from corpus.terms.terms_file import read_terms

__all__ = ["Term", "Termbase", "read_terms"]
