"""How faithful a translation is: coverage, facts, fidelity, verdict."""

from metrics.comparison import Comparison
from metrics.fidelity import Cause, Fidelity, Part, fidelity
from metrics.findings import find_flags
from metrics.flag import Category, Flag, Kind, Passage, Severity
from metrics.judges.ensemble.judge import all_different, word_differences
from metrics.judges.ensemble.view import Views, read_views
from metrics.judges.ensemble.weights import DEFAULT_EFFORT, EFFORTS, load_ahead
from metrics.messages import Evidence
from metrics.order import ReadingOrder
from metrics.reference import METRICS, ReferenceScore, ReferenceScores, reference_scores
from metrics.verdict import Verdict, verdict
from metrics.word import Word

__all__ = [
    "DEFAULT_EFFORT",
    "EFFORTS",
    "METRICS",
    "Category",
    "Cause",
    "Comparison",
    "Evidence",
    "Fidelity",
    "Flag",
    "Kind",
    "Part",
    "Passage",
    "ReadingOrder",
    "ReferenceScore",
    "ReferenceScores",
    "Severity",
    "Verdict",
    "Views",
    "Word",
    "all_different",
    "fidelity",
    "find_flags",
    "load_ahead",
    "read_views",
    "reference_scores",
    "verdict",
    "word_differences",
]
