"""What was added, what was dropped: words and phrases without a counterpart."""

from metrics.omissions.flags import find_coverage_flags, is_shown

__all__ = ["find_coverage_flags", "is_shown"]
