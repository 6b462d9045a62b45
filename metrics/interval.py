"""How much a score would differ on another text like this one."""

from collections.abc import Sequence


def bootstrap_interval(
    masses: Sequence[Sequence[float]], *, most: int, draws: int
) -> tuple[float, float] | None:
    """The 95 % interval of a document's fidelity, by drawing its beads anew.

    Percentile bootstrap, the draws always the same.

    Source: efron-1979; koehn-2004.

    Args:
        masses: of each bead, the source's mass and what of it is lost, and the target's.
        most: beads whose interval is of interest.
        draws: how many.

    Returns:
        Its bounds, 0 to 100; None for a single bead, which leaves nothing to draw from, and for
        more beads than ``most``, whose interval is too narrow to matter.
    """
    import numpy as np

    from align import exact

    if not 1 < len(masses) <= most:
        return None
    count = len(masses)
    drawn = np.random.default_rng(0).multinomial(count, [1 / count] * count, draws)
    source, source_lost, target, target_lost = exact.product(drawn, np.array(masses)).T
    kept = np.ones(draws)
    for mass, lost in ((source, source_lost), (target, target_lost)):
        share = np.divide(lost, mass, out=np.zeros(draws), where=mass > 0)
        kept *= np.clip(1 - share, 0, 1)  # sums round
    low, high = np.quantile(100 * kept, (0.025, 0.975))
    return float(low), float(high)
