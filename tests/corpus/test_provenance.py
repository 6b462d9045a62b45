"""Numbers come with their origin, or not at all."""

import sys
from pathlib import Path

import pytest

from corpus import load_numbers

GOOD = """
[penalty]
value = 0.2
origin = "chosen"
note = "keeps beads small"

[weights.omission]
value = [1, 2]
origin = "calibrated"
source = "NTREX dev"
"""
BAD = {
    "no_value": '[a]\norigin = "chosen"\nnote = "x"',
    "no_origin": '[a]\nvalue = 1\nnote = "x"',
    "odd_origin": '[a]\nvalue = 1\norigin = "guessed"\nnote = "x"',
    "no_reason": '[a]\nvalue = 1\norigin = "chosen"',
    "bare": "a = 1",
}


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    data = tmp_path / "provenance_room" / "data"
    data.mkdir(parents=True)
    (data.parent / "__init__.py").touch()
    (data / "good.toml").write_text(GOOD)
    for name, content in BAD.items():
        (data / f"{name}.toml").write_text(content)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "provenance_room", raising=False)
    load_numbers.cache_clear()
    return "provenance_room"


def test_values_come_without_their_provenance_groups_nested(room: str):
    numbers = load_numbers(room, "good")
    assert numbers["penalty"] == 0.2
    assert numbers["weights"]["omission"] == [1, 2]


def test_numbers_cannot_be_changed(room: str):
    with pytest.raises(TypeError):
        load_numbers(room, "good")["penalty"] = 1


@pytest.mark.parametrize("name", BAD)
def test_an_entry_without_value_origin_or_reason_is_refused_with_its_file(room: str, name: str):
    with pytest.raises(ValueError, match=f"{name}.toml: a"):
        load_numbers(room, name)
