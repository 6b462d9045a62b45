"""What was dropped, what was added, what stands in another's place: from words to flags."""

from metrics.omissions.flags import find_omissions, is_shown

__all__ = ["find_omissions", "is_shown"]
