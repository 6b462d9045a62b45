"""Terms whose translation is laid down: whether the translation keeps to it."""

from metrics.terms.check import find_term_flags

__all__ = ["find_term_flags"]
