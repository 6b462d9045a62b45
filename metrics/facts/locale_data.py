"""What the Unicode CLDR knows about a language, through Babel, in the shape that checks need."""

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from corpus import known_languages, primary_subtag

if TYPE_CHECKING:
    from babel import Locale

_NO_LANGUAGE = "root"


class Separators(NamedTuple):
    """The characters that a language writes inside a number."""

    decimal: str
    group: str


@cache
def separators(language: str) -> Separators:
    """The language's decimal and grouping separators."""
    symbols: Any = _locale(language).number_symbols
    latin = symbols.get("latn", symbols)
    return Separators(latin.get("decimal", "."), latin.get("group", ","))


@cache
def scales(language: str) -> Mapping[str, Fraction]:
    """Words and signs that multiply the number before them: "million", "mila", "Mrd.".

    Words are in lower case; a sign of one letter keeps its case.
    """
    formats: Any = _locale(language).compact_decimal_formats
    found: dict[str, Fraction] = {}
    for style in ("long", "short"):
        for by_size in formats.get(style, {}).values():
            found.update(_scales(by_size))
    return found


def _scales(by_size: Any) -> Iterator[tuple[str, Fraction]]:  # noqa: ANN401  Babel's own mapping
    for size, pattern in by_size.items():
        text = str(pattern.pattern)
        word = re.sub(r"[0'\s]+", " ", text).strip(" .")
        if word and "0" in text:
            scale = Fraction(int(size), 10 ** (text.count("0") - 1))
            yield (word if len(word) == 1 else word.lower()), scale


@cache
def months(language: str) -> Mapping[str, int]:
    """Full month names as the language writes them, 1 to 12."""
    names: Any = _locale(language).months
    return {name: number for form in names.values() for number, name in form["wide"].items()}


@cache
def short_months(language: str) -> Mapping[str, int]:
    """Abbreviated month names without their full stop, 1 to 12."""
    names: Any = _locale(language).months["format"]["abbreviated"]
    return {name.rstrip("."): number for number, name in names.items()}


@cache
def weekdays(language: str) -> Mapping[str, int]:
    """Full weekday names as the language writes them, 0 (Monday) to 6."""
    names: Any = _locale(language).days["format"]["wide"]
    return {name: number for number, name in names.items()}


@cache
def place_names(language: str) -> Mapping[str, str]:
    """Countries, regions and the larger cities: CLDR's key, the same in every language, to name.

    A city that the language does not rename has no entry; its key's last part is its name.
    """
    locale = _locale(language)
    names = {code: str(name) for code, name in locale.territories.items()}
    zones: Any = locale.time_zones
    cities = {key: zone["city"] for key, zone in zones.items() if "city" in zone}
    return names | cities


def place_keys(name: str, language: str) -> Sequence[str]:
    """The keys of the places that a language calls so."""
    return _keys_by_name(language).get(name, ())


@cache
def longest_place(language: str) -> int:
    """How many words the longest name of a place has in a language."""
    return max(len(name.split()) for name in _keys_by_name(language))


@cache
def _keys_by_name(language: str) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for key in _every_place():
        found.setdefault(place_name(key, language), []).append(key)
    return found


@cache
def _every_place() -> tuple[str, ...]:
    """Every place that some language with a table renames."""
    names = (place_names(one.code) for one in known_languages())
    return tuple(dict.fromkeys(key for one in names for key in one))


def is_place(name: str, language: str) -> bool:
    """Whether a language calls some country, region or larger city so."""
    return name in _place_name_set(language)


@cache
def _place_name_set(language: str) -> frozenset[str]:
    return frozenset(place_names(language).values())


def place_name(key: str, language: str) -> str:
    """The name of a place by its key from `place_names`, in a language."""
    return place_names(language).get(key) or key.rsplit("/", 1)[-1].replace("_", " ")


@cache
def unit_names(unit: str, language: str) -> frozenset[str]:
    """How a language writes a unit after a number, by CLDR's key: "miles", "miglia", "mi"."""
    from babel.units import format_unit

    lengths: tuple[Literal["short", "long"], ...] = ("short", "long")
    written = (
        format_unit(number, unit, length, locale=_locale(language))
        for length in lengths
        for number in (1, 2)
    )
    return frozenset(re.sub(r"[\d\s]*\d\s*", "", text).strip() for text in written)


@cache
def _locale(language: str) -> "Locale":
    from babel import Locale, UnknownLocaleError

    try:
        return Locale(primary_subtag(language))
    except UnknownLocaleError:
        return Locale(_NO_LANGUAGE)
