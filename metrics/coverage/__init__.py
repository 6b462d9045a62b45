"""What was added, what was dropped: words and phrases without a counterpart."""

from metrics.coverage.differences import all_different, word_differences
from metrics.coverage.flags import find_coverage_flags, is_shown
from metrics.coverage.view import Views, read_views
from metrics.coverage.weights import DEFAULT_EFFORT, EFFORTS, Weights, load_ahead

__all__ = [
    "DEFAULT_EFFORT",
    "EFFORTS",
    "Views",
    "Weights",
    "all_different",
    "find_coverage_flags",
    "is_shown",
    "load_ahead",
    "read_views",
    "word_differences",
]
