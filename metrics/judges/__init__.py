"""Who says how well words and beads are rendered: what a judge is, and the one that ships."""

from metrics.judges.chosen import (
    DEFAULT_EFFORT,
    EFFORTS,
    Effort,
    KnownJudge,
    judge_signature,
    list_judges,
    load_ahead,
    load_judge,
)
from metrics.judges.judgement import Judgement, all_different, judge
from metrics.judges.protocol import (
    Column,
    Judge,
    JudgedBead,
    JudgedSide,
    Marked,
    Opinion,
    PhraseJudge,
)

__all__ = [
    "DEFAULT_EFFORT",
    "EFFORTS",
    "Column",
    "Effort",
    "Judge",
    "JudgedBead",
    "JudgedSide",
    "Judgement",
    "KnownJudge",
    "Marked",
    "Opinion",
    "PhraseJudge",
    "all_different",
    "judge",
    "judge_signature",
    "list_judges",
    "load_ahead",
    "load_judge",
]
