"""What was added, what was dropped: words and phrases without a counterpart."""

from metrics.coverage.differences import word_differences
from metrics.coverage.flags import find_coverage_flags

__all__ = ["find_coverage_flags", "word_differences"]
