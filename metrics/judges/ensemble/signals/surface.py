"""What a word looks like, and whether the other side has one that looks the same."""

from collections.abc import Mapping, Sequence

import numpy as np

from metrics.judges.ensemble.columns import Columns
from metrics.judges.ensemble.view import View

_OPENING = '([«“"‘—–'
_CLOSING = ')]»”"’,;:.!?—–'


def surface(view: View) -> Columns:
    """Length, capital, digit, place in the segment, punctuation beside it, likeness over there."""
    segment = view.own.segment
    words = segment.words()
    other = _by_first_letter([] if view.other is None else view.other.segment.words())
    alike = {word: _likeness(word, other) for word in set(map(str.casefold, words))}
    count = len(words)
    place = np.arange(count, dtype=np.float64)
    text = segment.text
    return {
        "letters": np.array([len(word) for word in words], dtype=np.float64),
        "capital": np.array([word[0].isupper() for word in words], dtype=np.float64),
        "digit": np.array([any(c.isdigit() for c in word) for word in words], dtype=np.float64),
        "alike": np.array([alike[word.casefold()] for word in words]),
        "from_start": place,
        "from_end": count - 1 - place,
        "within": (place + 0.5) / max(count, 1),
        "opened": np.array([_beside(text, s.start, -1, _OPENING + ",;:") for s in segment.spans]),
        "closed": np.array([_beside(text, s.end - 1, 1, _CLOSING) for s in segment.spans]),
        "bracketed": np.array(
            [
                float(text.count("(", 0, s.start) > text.count(")", 0, s.start))
                for s in segment.spans
            ]
        ),
    }


def _by_first_letter(words: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in set(map(str.casefold, words)):
        found.setdefault(word[0], []).append(word)
    return found


def _likeness(word: str, others: Mapping[str, Sequence[str]]) -> float:
    """Greatest share of letters that two words have in common from their beginnings."""
    same = others.get(word[0], ())
    return max((_common(word, other) / max(len(word), len(other)) for other in same), default=0.0)


def _common(one: str, two: str) -> int:
    for place, (a, b) in enumerate(zip(one, two, strict=False)):
        if a != b:
            return place
    return min(len(one), len(two))


def _beside(text: str, place: int, step: int, marks: str) -> float:
    place += step
    while 0 <= place < len(text) and text[place].isspace():
        place += step
    return float(0 <= place < len(text) and text[place] in marks)
