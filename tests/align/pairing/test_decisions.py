"""Who goes with whom, once documents were compared."""

import numpy as np
import pytest

from align import MatchKind
from align.pairing.compare import ComparedDocuments
from align.pairing.matching import _decided

ALL, NONE = [True] * 4, [False] * 4
FIRST, SECOND = [True, True, False, False], [False, False, True, True]
PAIR, PART, COPY = MatchKind.PAIR, MatchKind.PART, MatchKind.COPY


def compared(source, target, odds, source_sure=ALL, target_sure=ALL, agreement=0.5):
    sure = [np.array(each) for each in (source_sure, target_sure)]
    return ComparedDocuments(
        source, target, *sure, *(float(each.mean()) for each in sure), (), agreement, odds
    )


DECIDED = {
    "nothing": ([], {}),
    "one pair": ([compared(0, 0, 2)], {(0, 0): PAIR}),
    "too unsure": ([compared(0, 0, -1)], {}),
    "the surest first": (
        [compared(0, 0, 2), compared(0, 1, 3), compared(1, 0, 1), compared(1, 1, 2)],
        {(0, 1): PAIR, (1, 0): PAIR},
    ),
    "two copies": ([compared(0, 0, 3), compared(0, 1, 2)], {(0, 0): PAIR, (0, 1): COPY}),
    "two parts": (
        [compared(0, 0, 3, source_sure=FIRST), compared(0, 1, 2, source_sure=SECOND)],
        {(0, 0): PART, (0, 1): PART},
    ),
    "two parts of a target": (
        [compared(0, 0, 3, target_sure=FIRST), compared(1, 0, 2, target_sure=SECOND)],
        {(0, 0): PART, (1, 0): PART},
    ),
    "a copy whose figures clash": (
        [compared(0, 0, 3), compared(0, 1, 2, agreement=-0.5)],
        {(0, 0): PAIR},
    ),
    "a part whose figures clash": (
        [
            compared(0, 0, 3, source_sure=FIRST),
            compared(0, 1, 2, source_sure=SECOND, agreement=-0.5),
        ],
        {(0, 0): PART, (0, 1): PART},
    ),
}


@pytest.mark.parametrize(("candidates", "expected"), DECIDED.values(), ids=DECIDED)
def test_documents_are_matched_one_to_one_then_to_whom_they_render_best(candidates, expected):
    found = _decided(candidates, 2, 2)
    assert {(match.source, match.target): match.kind for match in found.matches} == expected
    matched = [{match.source for match in found.matches}, {match.target for match in found.matches}]
    for side, unmatched in zip(matched, (found.sources, found.targets), strict=True):
        assert [one.document for one in unmatched] == [n for n in range(2) if n not in side]


def test_what_is_in_no_match_names_its_likeliest_counterpart():
    found = _decided([compared(0, 1, -1, agreement=-0.1), compared(0, 0, -2)], 2, 2)
    first, second = found.sources
    assert (first.nearest, first.is_kin, first.coverage) == (1, True, 1.0)
    assert first.confidence == pytest.approx(1 / (1 + np.e))
    assert (second.nearest, second.confidence, second.coverage) == (None, 0.0, 0.0)
