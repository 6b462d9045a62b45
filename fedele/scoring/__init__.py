"""Translations beside each other: systems scored by line, two versions of one translation."""

from fedele.scoring.revision import Revision, compare_versions
from fedele.scoring.scores import Scores, score

__all__ = ["Revision", "Scores", "compare_versions", "score"]
