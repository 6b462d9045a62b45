"""How faithful a translation is: judged words, flags, fidelity, verdict."""

from metrics.comparison import Comparison
from metrics.fidelity_score import Cause, Fidelity, Part, fidelity
from metrics.flag import Category, Flag, Kind, Passage, Severity
from metrics.flagging import find_all_flags, find_flags
from metrics.judges import (
    DEFAULT_EFFORT,
    EFFORTS,
    Effort,
    Judge,
    Judgement,
    KnownJudge,
    all_different,
    judge,
    judge_signature,
    list_judges,
    load_ahead,
    load_judge,
)
from metrics.messages import Evidence
from metrics.omissions import is_shown
from metrics.order import ReadingOrder
from metrics.reference import METRICS, ReferenceScore, ReferenceScores, reference_scores
from metrics.verdicts import Verdict, verdict
from metrics.word import Word

__all__ = [
    "DEFAULT_EFFORT",
    "EFFORTS",
    "METRICS",
    "Category",
    "Cause",
    "Comparison",
    "Effort",
    "Evidence",
    "Fidelity",
    "Flag",
    "Judge",
    "Judgement",
    "Kind",
    "KnownJudge",
    "Part",
    "Passage",
    "ReadingOrder",
    "ReferenceScore",
    "ReferenceScores",
    "Severity",
    "Verdict",
    "Word",
    "all_different",
    "fidelity",
    "find_all_flags",
    "find_flags",
    "is_shown",
    "judge",
    "judge_signature",
    "list_judges",
    "load_ahead",
    "load_judge",
    "reference_scores",
    "verdict",
]
