"""From the labels of tokens to marked errors, and from those to an MQM score.

Source: guerreiro-2024.
"""

from collections.abc import Iterable, Sequence

from corpus import Span
from metrics.judges.borrowed.model import ErrorSpan

NO_ERROR = "O"
WEIGHTS = {"minor": 1, "major": 5, "critical": 10}
"""What an error costs in xCOMET's own score, which weighs critical ones less than MQM does."""
MOST = 25
"""What a passage costs at most in it."""

Offsets = Sequence[tuple[int, int]]
"""Where each token of the target stands in its text; empty for those that stand for no text."""


def decode(
    probabilities: Sequence[Sequence[float]],
    offsets: Offsets,
    severities: Sequence[str],
    threshold: float | None = None,
) -> list[ErrorSpan]:
    """The errors that tokens' labels spell out.

    Args:
        probabilities: of each of the target's tokens, begin and end included, first that it is no
            error, then of each severity.
        offsets: of the same tokens.
        severities: in the order of the labels.
        threshold: from which probability of any error on a token is one; the likeliest label where
            not given.

    Returns:
        Errors in order: a run of tokens that are in error, with the severity of its first one. One
        that reaches the end token is dropped, as in xCOMET. Those that stand for no text are empty.
    """
    found, run = list[ErrorSpan](), list[tuple[int, float, tuple[int, int]]]()
    for each, place in zip(probabilities, offsets, strict=True):
        label = _label(each, threshold)
        if label:
            run.append((label, each[label], place))
        elif run:
            found.append(_span(run, severities))
            run = []
    return found


def mqm_score(spans: Iterable[ErrorSpan]) -> float:
    """0 to 1, from the errors that were marked: 1 without any."""
    return (MOST - min(MOST, sum(WEIGHTS[it.severity] for it in spans))) / MOST


def _label(probabilities: Sequence[float], threshold: float | None) -> int:
    errors = range(1, len(probabilities))
    if threshold is None:
        return max(range(len(probabilities)), key=lambda label: probabilities[label])
    likely = sum(probabilities[label] for label in errors)
    return max(errors, key=lambda label: probabilities[label]) if likely > threshold else 0


def _span(
    run: Sequence[tuple[int, float, tuple[int, int]]], severities: Sequence[str]
) -> ErrorSpan:
    places = [place for _, _, place in run if place[0] < place[1]]
    start, end = (places[0][0], places[-1][1]) if places else (0, 0)
    probability = sum(likely for _, likely, _ in run) / len(run)
    return ErrorSpan(Span(start, end), severities[run[0][0] - 1], probability)
