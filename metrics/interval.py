"""How much a score would differ on another text like this one."""

from collections.abc import Sequence

from corpus import load_numbers


def bootstrap_interval(masses: Sequence[Sequence[float]]) -> tuple[float, float] | None:
    """The 95 % interval of a document's fidelity, by drawing its beads anew.

    Percentile bootstrap (Efron 1979, "Bootstrap Methods"; Koehn 2004, "Statistical Significance
    Tests for Machine Translation Evaluation"), the draws always the same.

    Args:
        masses: of each bead, the source's mass and what of it is lost, and the target's.

    Returns:
        Its bounds, 0 to 100; None for a single bead, which leaves nothing to draw from, and for
        more beads than `interval_beads`, whose interval is too narrow to matter.
    """
    import numpy as np

    from align import exact

    numbers = load_numbers("metrics", "fidelity")
    if not 1 < len(masses) <= numbers["interval_beads"]:
        return None
    count = len(masses)
    draws = np.random.default_rng(0).multinomial(count, [1 / count] * count, numbers["draws"])
    source, source_lost, target, target_lost = exact.product(draws, np.array(masses)).T
    kept = np.ones(len(draws))
    for mass, lost in ((source, source_lost), (target, target_lost)):
        share = np.divide(lost, mass, out=np.zeros(len(draws)), where=mass > 0)
        kept *= np.clip(1 - share, 0, 1)  # sums round
    low, high = np.quantile(100 * kept, (0.025, 0.975))
    return float(low), float(high)
