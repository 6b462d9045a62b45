"""Facts that must survive translation: each is compared by value or logic, not by wording."""

from metrics.facts.checks import CHECKS, Check, find_fact_flags

__all__ = ["CHECKS", "Check", "find_fact_flags"]
