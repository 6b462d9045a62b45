"""Judges of others: COMET and MetricX checkpoints that read a passage without a reference."""

from metrics.judges.borrowed.judge import BorrowedJudge
from metrics.judges.borrowed.known import KnownJudge, known_judges
from metrics.judges.borrowed.loading import load_model
from metrics.judges.borrowed.model import PassageModel

__all__ = ["BorrowedJudge", "KnownJudge", "PassageModel", "known_judges", "load_model"]
