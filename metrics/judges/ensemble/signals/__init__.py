"""The signals: each looks at a view and gives columns, one number a word."""

from metrics.judges.ensemble.columns import Columns
from metrics.judges.ensemble.signals.answering_place import answering_place
from metrics.judges.ensemble.signals.counterpart import counterpart
from metrics.judges.ensemble.signals.leave_out import leave_out
from metrics.judges.ensemble.signals.surface import surface
from metrics.judges.ensemble.signals.surroundings import surroundings
from metrics.judges.ensemble.view import View

SIGNALS = (surroundings, leave_out, counterpart, answering_place, surface)


def measure(view: View) -> Columns:
    """Every signal's columns for one view."""
    if not view.measured:
        for signal in SIGNALS:
            view.measured.update(signal(view))
    return view.measured
