"""Documents that answer each other line by line are not aligned anew."""

import pytest

from align import GroupKind, align_parallel, load_encoder
from corpus import InputError, read_lines


@pytest.fixture(scope="module")
def encoder():
    return load_encoder()


def lines(tmp_path, name, text):
    (tmp_path / name).write_text(text, "utf-8")
    return read_lines(tmp_path / name)


def test_each_line_is_a_group_with_the_line_of_the_same_number(tmp_path, encoder):
    source = lines(tmp_path, "it.txt", "Il treno parte alle nove.\nPiove da ieri.\n")
    target = lines(tmp_path, "en.txt", "It has been raining.\nThe train leaves at nine.\n")
    found = align_parallel(source, target, encoder)
    assert [(group.source, group.target) for group in found.groups] == [((0,), (0,)), ((1,), (1,))]
    assert all(group.kind is GroupKind.ALIGNED for group in found.groups)
    assert all(group.beads[0].similarity < 0.5 for group in found.groups)


def test_a_line_too_many_is_refused(tmp_path, encoder):
    source = lines(tmp_path, "it.txt", "Piove.\n")
    target = lines(tmp_path, "en.txt", "It rains.\nIt pours.\n")
    with pytest.raises(InputError, match=r"en.txt: has 2 segments where .*it.txt has 1"):
        align_parallel(source, target, encoder)
