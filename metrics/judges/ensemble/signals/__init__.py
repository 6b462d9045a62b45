"""The signals: each looks at a view and gives columns, one number a word."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from metrics.judges.ensemble.columns import Columns
from metrics.judges.ensemble.signals.anchors import room
from metrics.judges.ensemble.signals.bead import bead
from metrics.judges.ensemble.signals.counterpart import counterpart
from metrics.judges.ensemble.signals.leave_out import leave_out
from metrics.judges.ensemble.signals.surface import surface
from metrics.judges.ensemble.view import View

SIGNALS = (bead, leave_out, counterpart, room, surface)


def measure(view: View) -> Columns:
    """Every signal's columns for one view."""
    if not view.measured:
        for signal in SIGNALS:
            view.measured.update(signal(view))
    return view.measured


def tabulate(measured: Iterable[Columns], names: Sequence[str]) -> NDArray[np.float64]:
    """Views' columns below one another, in the order of ``names``; NaN where one is left out."""
    blocks = [np.zeros((0, len(names)))]
    for columns in measured:
        nothing = np.full(len(next(iter(columns.values()))), np.nan)
        blocks.append(np.stack([columns.get(name, nothing) for name in names], axis=1))
    return np.concatenate(blocks)
