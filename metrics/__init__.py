"""How faithful a translation is: coverage, facts, fidelity, verdict."""

from metrics.comparison import Comparison
from metrics.coverage import all_different, word_differences
from metrics.fidelity import Fidelity, fidelity
from metrics.findings import find_flags
from metrics.flag import Category, Flag, Kind, Passage, Severity
from metrics.verdict import Verdict, verdict
from metrics.word import Word

__all__ = [
    "Category",
    "Comparison",
    "Fidelity",
    "Flag",
    "Kind",
    "Passage",
    "Severity",
    "Verdict",
    "Word",
    "all_different",
    "fidelity",
    "find_flags",
    "verdict",
    "word_differences",
]
