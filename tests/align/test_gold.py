"""Gold standards: both formats, what is refused, and what the figures say."""

import json

import pytest

from align import evaluate, read_gold
from corpus import InputError

LADDER = "[0, 1]:[0]:0.42\n[2]:[]\n\n[]:[1]\n[3]:[2,3]\n"
BEADS = [((0, 1), (0,)), ((2,), ()), ((), (1,)), ((3,), (2, 3))]


def written(folder, text):
    path = folder / "gold.txt"
    path.write_text(text, "utf-8")
    return path


def links(beads):
    return [(bead.source, bead.target) for bead in beads]


def test_a_ladder_is_read_with_or_without_costs(tmp_path):
    assert links(read_gold(written(tmp_path, LADDER), 4, 4)) == BEADS


def test_our_json_is_read(tmp_path):
    beads = [{"source": s, "target": t, "similarity": None} for s, t in BEADS]
    text = json.dumps({"schema": "fedele.alignment/1", "beads": beads})
    assert links(read_gold(written(tmp_path, text), 4, 4)) == BEADS


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[0]:[0]\n0-0\n", "line 2: expected beads"),
        ("[0 1]:[0]\n", "line 1: expected numbers"),
        ("[0]:[4]\n", "names target unit 4, but the target has 4"),
        ('{"beads": [{"source": [0]}]}', "expected an alignment in JSON"),
        ('{"beads": [{"source": [true], "target": []}]}', "expected an alignment in JSON"),
        ('{"beads": 3}', "expected an alignment in JSON"),
        ("{", "expected an alignment in JSON"),
        ("", "is empty"),
    ],
)
def test_what_is_no_gold_standard_is_refused_with_the_place(tmp_path, text, message):
    with pytest.raises(InputError, match=message):
        read_gold(written(tmp_path, text), 4, 4)


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "gold"
    path.write_bytes(b"\xff\xfe[")
    with pytest.raises(InputError, match="UTF-8"):
        read_gold(path, 1, 1)


def test_figures_are_those_of_the_published_scorer(tmp_path):
    gold = read_gold(written(tmp_path, LADDER), 4, 4)
    found = read_gold(written(tmp_path, "[0]:[0]\n[1]:[]\n[2]:[]\n[]:[1]\n[3]:[2, 3]\n"), 4, 4)
    score = evaluate(found, gold)
    assert (score.strict.precision, score.strict.recall) == (3 / 5, 1 / 2)
    assert (score.lax.precision, score.lax.recall) == (4 / 5, 1.0)
    assert (score.null.precision, score.null.recall) == (2 / 3, 1.0)
    assert score.groups.recall == 3 / 4
