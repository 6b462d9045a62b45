"""Numbers come with their origin, or not at all."""

import sys
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, dataclass
from pathlib import Path

import pytest

from corpus import load_numbers

BAD = {
    "no_value": '[a]\norigin = "chosen"\nnote = "x"',
    "no_origin": '[a]\nvalue = 1\nnote = "x"',
    "odd_origin": '[a]\nvalue = 1\norigin = "guessed"\nnote = "x"',
    "no_reason": '[a]\nvalue = 1\norigin = "chosen"',
    "bare": "a = 1",
}


TYPED = """
[penalty]
value = 1
origin = "chosen"
note = "x"

[steps]
value = [[4, 0.5], [6, 1]]
origin = "chosen"
note = "x"

[words]
value = ["a", "b"]
origin = "chosen"
note = "x"

[weights.omission]
value = 2
origin = "chosen"
note = "x"

[units.metre]
value = 1.0
origin = "chosen"
note = "x"

[units.sea-mile]
value = 1852
origin = "chosen"
note = "x"
"""


@dataclass(frozen=True, slots=True)
class Weights:
    omission: int


@dataclass(frozen=True, slots=True)
class Typed:
    penalty: float
    steps: tuple[tuple[int, float], ...]
    words: frozenset[str]
    weights: Weights
    units: Mapping[str, float]


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    data = tmp_path / "provenance_room" / "data"
    data.mkdir(parents=True)
    (data.parent / "__init__.py").touch()
    (data / "typed.toml").write_text(TYPED)
    for name, content in BAD.items():
        (data / f"{name}.toml").write_text(content)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "provenance_room", raising=False)
    return "provenance_room"


@pytest.mark.parametrize("name", BAD)
def test_an_entry_without_value_origin_or_reason_is_refused_with_its_file(room: str, name: str):
    with pytest.raises(ValueError, match=f"{name}.toml: a"):
        load_numbers(room, name, Typed)


def test_a_dataclass_gets_every_number_of_its_file_read_only(room: str):
    numbers = load_numbers(room, "typed", Typed)
    assert numbers == Typed(
        penalty=1,
        steps=((4, 0.5), (6, 1)),
        words=frozenset({"a", "b"}),
        weights=Weights(omission=2),
        units={"metre": 1.0, "sea-mile": 1852},
    )
    with pytest.raises(FrozenInstanceError):
        numbers.penalty = 2
    with pytest.raises(TypeError):
        numbers.units["metre"] = 2


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("[penalty]", "[penality]", "typed.toml: missing: penalty"),
        ("[units.metre]", "[unit.metre]", "typed.toml: no number of Typed: unit"),
        ("[weights.omission]", "[weights.addition]", "typed.toml: weights: missing: omission"),
        ("value = 2", "value = 2.5", "typed.toml: weights: omission: expected int, got 2.5"),
        ("value = 2", "value = true", "weights: omission: expected .* got True"),
        ("1852", '"far"', "units: sea-mile: expected float, got 'far'"),
        ("[4, 0.5]", "[4]", r"steps: expected 2 values, got \[4\]"),
        ('["a", "b"]', '"ab"', "words: expected frozenset, got 'ab'"),
        ("[weights.omission]", "[weights]", "weights: expected a group of omission, got 2"),
    ],
)
def test_a_file_that_does_not_fit_its_dataclass_is_refused_and_says_where(
    room: str, tmp_path: Path, old: str, new: str, complaint: str
):
    assert old in TYPED
    (tmp_path / room / "data" / "typed.toml").write_text(TYPED.replace(old, new))
    with pytest.raises(ValueError, match=complaint):
        load_numbers(room, "typed", Typed)
