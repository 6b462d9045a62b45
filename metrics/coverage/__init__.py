"""What was added, what was dropped: words and phrases without a counterpart."""

from metrics.coverage.differences import all_different, word_differences
from metrics.coverage.flags import find_coverage_flags, is_shown

__all__ = ["all_different", "find_coverage_flags", "is_shown", "word_differences"]
