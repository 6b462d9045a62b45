"""`fedele` as editorial tools import it: stable tables, no side effects, the same every time."""

import locale
import logging
import os
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest

import fedele
from align import align_segments
from fedele.findings.tables import FLAG_COLUMNS, SEGMENT_COLUMNS, SEVERITY, WORD_COLUMNS

PAIRS = (
    (
        "Il governo ha approvato ieri la legge di bilancio. Il voto finale è atteso a dicembre.\n\n"
        "I sindacati, riuniti a Milano, hanno annunciato uno sciopero di 24 ore.",
        "The government approved the budget law yesterday. The final vote is expected soon.\n\n"
        "The unions have announced a historic strike of 48 hours.",
    ),
    (
        "La pioggia ha allagato le strade del centro. Il sindaco ha chiuso le scuole per giorni.",
        "Rain flooded the streets of the centre. The mayor did not close the schools.",
    ),
)
TABLES = {"segments": SEGMENT_COLUMNS, "flags": FLAG_COLUMNS, "words": WORD_COLUMNS}


@pytest.fixture(scope="module")
def alone():
    """What each pair gives when it is reviewed by itself."""
    return [fedele.review_texts(*pair).to_dict() for pair in PAIRS]


def dtypes(table):
    return {name: str(dtype) for name, dtype in table.dtypes.items()}


def assert_tables(review):
    """The documented columns, in order, with the documented dtypes."""
    for name, columns in TABLES.items():
        table = getattr(review, name)
        expected = {key: "category" if kind == SEVERITY else kind for key, kind in columns.items()}
        assert list(table.columns) == list(columns)
        assert dtypes(table) == expected
        assert table.index.equals(pd.RangeIndex(len(table)))
    severities = review.flags["severity"].cat
    assert list(severities.categories) == ["minor", "major", "critical"]
    assert severities.ordered


def test_tables_have_the_documented_columns_with_rows_and_without():
    full, empty = fedele.review_texts(*PAIRS[0]), fedele.review_texts("Sì.", "Yes.", **CODES)
    assert len(full.flags)
    assert empty.flags.empty
    assert_tables(full)
    assert_tables(empty)


CODES = {"source_language": "it", "target_language": "en"}


def test_every_word_has_its_place_and_a_difference():
    review = fedele.review_texts(*PAIRS[0])
    words = review.words
    assert words["difference"].between(0, 1).all()
    assert set(words["side"]) == {"source", "target"}
    for word in words.itertuples():
        document = review.source if word.side == "source" else review.target
        assert document.paragraphs[word.paragraph].text[word.start : word.end] == word.text


def test_the_same_texts_give_the_same_review_in_any_order(alone):
    again = [fedele.review_texts(*pair).to_dict() for pair in reversed(PAIRS)]
    assert again[::-1] == alone


def test_reviews_in_threads_give_what_each_gives_alone(alone):
    encoder = fedele.load_encoder("use")
    jobs = PAIRS * 2
    with ThreadPoolExecutor(len(jobs)) as pool:
        results = list(pool.map(lambda pair: fedele.review_texts(*pair, model=encoder), jobs))
    assert [result.to_dict() for result in results] == alone * 2


def test_a_review_prints_nothing_and_leaves_the_process_as_it_was(capfd, tmp_path):
    before = state()
    review = fedele.review_texts(*PAIRS[0])
    review.to_html(tmp_path / "r.html")
    assert len(review.segments)
    assert state() == before
    assert capfd.readouterr() == ("", "")


def state():
    """What a library has no business changing."""
    return (
        dict(os.environ),
        locale.setlocale(locale.LC_ALL),
        list(warnings.filters),
        logging.root.level,
        list(logging.root.handlers),
        threading.active_count(),
        np.geterr(),
        np.random.get_state()[1].tolist(),
        pd.get_option("display.max_rows"),
    )


def test_segments_may_come_from_any_iterable():
    italian, english = ["Il gatto dorme.", "Piove sulla città."], ["The cat sleeps.", "It rains."]
    beads = [(bead.source, bead.target) for bead in align_segments(iter(italian), iter(english))]
    assert beads == [((0,), (0,)), ((1,), (1,))]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ([], [], []),
        (["Uno."], [], [((0,), ())]),
        ([], ["One."], [((), (0,))]),
        (["Il gatto dorme."], ["The cat sleeps."], [((0,), (0,))]),
        (["Piove."] * 3, ["It rains."] * 3, [((0,), (0,)), ((1,), (1,)), ((2,), (2,))]),
    ],
    ids=["nothing", "no target", "no source", "one each", "duplicates"],
)
def test_few_segments_are_aligned_like_many(source, target, expected):
    assert [(bead.source, bead.target) for bead in align_segments(source, target)] == expected


def test_an_empty_segment_is_in_a_bead_too():
    beads = align_segments(["Il gatto dorme.", "", "Piove."], ["The cat sleeps.", "It rains."])
    assert sorted(number for bead in beads for number in bead.source) == [0, 1, 2]
    assert sorted(number for bead in beads for number in bead.target) == [0, 1]
