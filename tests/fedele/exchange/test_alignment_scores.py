"""What `fedele align --gold` prints."""

from fedele.exchange.alignment_files import Units
from fedele.exchange.alignment_scores import render_scores


def test_scores_are_a_table_with_a_row_for_each_way_of_counting(tmp_path):
    gold = tmp_path / "gold.txt"
    gold.write_text("[0]:[0]\n[1]:[1]\n", "utf-8")
    beads = (((0,), (0,), 0.9), ((1,), (), None), ((), (1,), None))
    units = Units("line", "it", "en", ("a", "b"), ("c", "d"), beads)
    rows = [line.split("\t")[:4] for line in render_scores(units, gold).splitlines()]
    assert rows[1] == ["strict", "0.3333", "0.5000", "0.4000"]
    assert [row[0] for row in rows] == ["counted", "strict", "lax", "null", "groups"]
