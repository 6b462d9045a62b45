"""How well an alignment matches a gold standard, as `fedele align --gold` prints it."""

from pathlib import Path

from align import Agreement, Bead, evaluate, read_gold
from corpus import Limits
from fedele.exchange.alignment_files import Units

ROWS = {
    "strict": "beads exactly as in the gold standard",
    "lax": "beads that share a link with it",
    "null": "units without a counterpart",
    "groups": "all beads, those with an empty side on both counts",
}


def render_scores(units: Units, gold: str | Path, limits: Limits | None = None) -> str:
    """A table of precision, recall and F1; tab-separated, one row a way of counting.

    Args:
        units: the alignment.
        gold: the gold standard's file; see `align.read_gold`.
        limits: how large that may be, else the default limits.

    Raises:
        InputError: the gold standard cannot be used.
    """
    right = read_gold(gold, len(units.source), len(units.target), limits=limits)
    score = evaluate([Bead(*bead, 1.0) for bead in units.beads], right)
    rows = [_row(name, getattr(score, name), meaning) for name, meaning in ROWS.items()]
    return "counted\tprecision\trecall\tF1\twhat is counted\n" + "".join(rows)


def _row(name: str, agreement: Agreement, meaning: str) -> str:
    figures = (agreement.precision, agreement.recall, agreement.f1)
    return "\t".join([name, *(f"{figure:.4f}" for figure in figures), meaning]) + "\n"
