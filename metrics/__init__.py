"""How faithful a translation is: coverage, facts, fidelity, reference metrics."""

from metrics.comparison import Comparison
from metrics.flag import Category, Flag, Kind, Passage, Severity
from metrics.word import Word

__all__ = ["Category", "Comparison", "Flag", "Kind", "Passage", "Severity", "Word"]
