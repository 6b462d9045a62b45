"""What the checks of facts go by, in numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from corpus import load_numbers


@dataclass(frozen=True, slots=True)
class QuantityNumbers:
    """How sure a flag about a number or a date is, by how it is written."""

    figures: float
    spelled: float


@dataclass(frozen=True, slots=True)
class UntranslatedNumbers:
    """When words and paragraphs count as left untranslated."""

    paragraph: float
    word: float
    same_letters: float


@dataclass(frozen=True, slots=True)
class NameNumbers:
    """What a name is, which two are the same, and when one is missed."""

    long_word: int
    headline_words: int
    headline: float
    too_common: float
    rarer_across: float
    short: int
    held: int
    ending: int
    alike: float
    least: int
    least_confidence: float
    missing_words: int
    shortened: int
    stand_in: float


@dataclass(frozen=True, slots=True)
class NegationNumbers:
    """How closely denials are looked at, and when one is missed."""

    denied_words: int
    least_confidence: float
    denials: int


@dataclass(frozen=True, slots=True)
class OppositeNumbers:
    """When words that contradict each other are flagged."""

    least_repair: float
    confidence: float
    words: int


@dataclass(frozen=True, slots=True)
class Fahrenheit:
    """Degrees Fahrenheit from degrees Celsius."""

    degree: float
    freezing: float
    rounding: float


@dataclass(frozen=True, slots=True)
class MeasureNumbers:
    """When a measure is another one converted, and how sure a flag is."""

    confidence: float
    rounding: float


@dataclass(frozen=True, slots=True)
class AddressNumbers:
    """How sure a flag about an address is."""

    confidence: float


@dataclass(frozen=True, slots=True)
class RangeNumbers:
    """How sure a flag about a range is."""

    confidence: float


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is looked at, so that no text takes long."""

    figure_digits: int
    look_characters: int
    nearby_beads: int


@dataclass(frozen=True, slots=True)
class FactNumbers:
    """What ``data/facts.toml`` says, where each number has its origin.

    Attributes:
        units: of each unit that we can convert, how much it is in its dimension's common unit.
        modality: how sure a flag is, by the sort of words.
        name_weights, negation_weights: of logistic models, by evidence, with an ``intercept``.
    """

    number: QuantityNumbers
    date: QuantityNumbers
    untranslated: UntranslatedNumbers
    name: NameNumbers
    negation: NegationNumbers
    modality: Mapping[str, float]
    address: AddressNumbers
    opposites: OppositeNumbers
    units: Mapping[str, float]
    fahrenheit: Fahrenheit
    ranges: RangeNumbers
    measure: MeasureNumbers
    name_weights: Mapping[str, float]
    negation_weights: Mapping[str, float]
    bounds: Bounds


@cache
def fact_numbers() -> FactNumbers:
    """The numbers, loaded once."""
    return load_numbers("metrics", "facts", FactNumbers)
