"""Strain: how far the two sides of a bead are from finding themselves in each other.

A flag says that something is gone; strain moves with every word, long before anything is sure
enough to be flagged. Each word, each pair and each run of five words as it stands in its sentence
looks for its best counterpart over there; words compete for counterparts, so that one word does
not answer for two; what is left in the other language answers for nothing.
"""

import numpy as np
from numpy.typing import NDArray

from corpus import load_numbers
from metrics.coverage.signals.counterpart import counterpart
from metrics.coverage.view import View
from metrics.facts.lexicon import commonness, is_covered

SIGNALS = {
    "runs_of_five": "span_5",
    "pairs": "phrase",
    "links": "link_sum",
    "contest": "contest",
}
"""What is looked at, and the coverage signal that says how well it is answered, 0 to 1."""
FEATURES = (*SIGNALS, "whole", "question", "leftover")
QUESTION_MARKS = frozenset("?？؟⸮;")


def strain_features(source: View, target: View, languages: tuple[str, str]) -> dict[str, float]:
    """What makes up a bead's strain, by the names in `FEATURES`.

    Args:
        source: the bead, from the source's side.
        target: the same bead, from the target's side.
        languages: BCP 47 codes of source and target.

    Returns:
        Numbers from 0, nothing amiss, to 1 or 2: the mean over a side's words of what is not
        answered, both sides added up; one minus the cosine of both sides; whether only one side
        asks; the share of words left as they are in the other language. Swapping the sides
        changes nothing.
    """
    sides = [counterpart(view) for view in (source, target)]
    found = {
        name: sum(1.0 - _mean(columns[signal]) for columns in sides)
        for name, signal in SIGNALS.items()
    }
    found["whole"] = 1.0 - source.similarity
    found["question"] = float(_asks(source) != _asks(target))
    found["leftover"] = _leftover(source, target, languages)
    return found


def _mean(column: NDArray[np.float64]) -> float:
    """Mean over the words; 1 where no run of that length fits, so that nothing is amiss."""
    return 1.0 if np.isnan(column).any() else float(column.mean())


def _asks(view: View) -> bool:
    return not QUESTION_MARKS.isdisjoint(view.own.strip.text)


def _leftover(source: View, target: View, languages: tuple[str, str]) -> float:
    """Share of words that both sides have letter by letter, and only one language knows."""
    sides = [view.own.strip.words() for view in (source, target)]
    shared = set(map(str.casefold, sides[0])) & set(map(str.casefold, sides[1]))
    shares = [
        sum(_foreign(word, languages) for word in words if word.casefold() in shared) / len(words)
        for words in sides
    ]
    return sum(shares)


def _foreign(word: str, languages: tuple[str, str]) -> float:
    """0 to 1, how much better one of the two languages knows a word; 0 for names and figures."""
    if not word.islower() or not word.isalpha() or not all(map(is_covered, languages)):
        return 0.0
    one, other = (commonness(word, language) for language in languages)
    return min(1.0, abs(one - other) / float(load_numbers("metrics", "fidelity")["foreign"]))
