"""What makes a review, or a batch, end with exit code 1."""

import math

import pytest

from fedele.cli.options import FailOn, reaches
from metrics import Severity, Verdict

FINE = {"fidelity": 90.0, "verdict": Verdict.TRANSLATION, "counts": dict.fromkeys(Severity, 0)}


@pytest.mark.parametrize(
    ("fail_on", "min_fidelity", "changes", "expected"),
    [
        (FailOn.MINOR, 90.0, {}, False),
        (FailOn.NEVER, 90.1, {}, True),
        (FailOn.NEVER, 90.1, {"fidelity": math.nan}, False),
        (FailOn.NEVER, 90.1, {"fidelity": None}, False),
        (FailOn.MAJOR, 0.0, {"counts": {Severity.MINOR: 3}}, False),
        (FailOn.MAJOR, 0.0, {"counts": {Severity.MAJOR: 1}}, True),
        (FailOn.MAJOR, 0.0, {"counts": {Severity.CRITICAL: 1}}, True),
        (FailOn.NEVER, 0.0, {"counts": {Severity.CRITICAL: 1}}, False),
        (FailOn.CRITICAL, 0.0, {"verdict": "unrelated"}, True),
        (FailOn.NEVER, 0.0, {"verdict": "unrelated"}, False),
        (FailOn.MINOR, 0.0, {"verdict": "partial"}, False),
    ],
)
def test_flags_as_grave_as_asked_a_low_fidelity_or_unrelated_texts_do(
    fail_on, min_fidelity, changes, expected
):
    assert reaches(fail_on, min_fidelity, **FINE | changes) is expected
