"""The judge that ships: networks and trees, fitted to what two encoders make of words."""

from metrics.judges.ensemble.judge import EnsembleJudge, load_ensemble_judge

__all__ = ["EnsembleJudge", "load_ensemble_judge"]
