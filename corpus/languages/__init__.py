"""What depends on a language: one table a language, ``<code>.toml`` in this folder.

The engine never names a language. A language without a table works too: its lists are empty.
What is the same in many languages stands in ``mul.toml``, under ISO 639's code for that.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from corpus.errors import UsageError

MANY = "mul"
_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Language:
    """A language and its tables.

    Attributes:
        code: primary subtag of its BCP 47 code, lower case ("it").
        name: English name, or the code where there is no table.
        tables: each concern's table by name, as the file has it.
    """

    code: str
    name: str
    tables: Mapping[str, Mapping[str, Any]] = field(repr=False)

    def table(self, concern: str) -> Mapping[str, Any]:
        """The language's table for one concern, such as "negation"; empty where it has none."""
        return self.tables.get(concern, _NOTHING)

    def words(self, concern: str, key: str) -> tuple[str, ...]:
        """A list of words of one concern's table; empty where it has none."""
        return tuple(self.table(concern).get(key, ()))


def load_language(code: str) -> Language:
    """The language that a BCP 47 code stands for; region and script do not matter ("it-CH").

    Raises:
        UsageError: the code is not shaped like one.
    """
    return _load(primary_subtag(code))


def primary_subtag(code: str) -> str:
    """The language part of a BCP 47 code, in lower case: "it" for "it-CH" or "IT_ch".

    Raises:
        UsageError: the code is not shaped like one.
    """
    first = code.strip().replace("_", "-").split("-")[0].lower()
    if not (2 <= len(first) <= 3 and first.isascii() and first.isalpha()):
        raise UsageError(f"{code[:20]!r} is no language code; expected one such as it or en-GB")
    return first


@cache
def known_languages() -> tuple[Language, ...]:
    """Every language that has a table, by code."""
    names = sorted(file.name for file in resources.files(__name__).iterdir())
    codes = (name[: -len(".toml")] for name in names if name.endswith(".toml"))
    return tuple(_load(code) for code in codes if code != MANY)


@cache
def _load(code: str) -> Language:
    file = resources.files(__name__) / f"{code}.toml"
    if not file.is_file():
        return Language(code, code, _NOTHING)
    content = tomllib.loads(file.read_text("utf-8"))
    tables = {key: MappingProxyType(value) for key, value in content.items() if key != "name"}
    return Language(code, content["name"], MappingProxyType(tables))
