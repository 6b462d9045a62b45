"""The reports' own words, looked up by key, with numbers written as the language writes them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal, get_args

from corpus import UsageError, in_language

ReportLanguage = Literal["en", "it"]
LANGUAGES: tuple[ReportLanguage, ...] = get_args(ReportLanguage)
"""Languages that there is wording in."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The wording of one language.

    Attributes:
        language: its BCP 47 code.
        phrases: every phrase by its dotted key, with `{name}` where a value goes.
    """

    language: str
    phrases: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        """A phrase with its values put in.

        Raises:
            KeyError: there is no such phrase.
        """
        return self.phrases[key].format(**values)

    def note(self, note: str) -> str:
        """A note in the language, a sentence that is nothing else as it is."""
        return in_language(note, self.language)

    def count(self, key: str, number: int, /, **values: object) -> str:
        """A phrase with a number in it, in the singular or plural that the number asks for."""
        return self.form(key, number, n=self.number(number), **values)

    def form(self, key: str, number: int, /, **values: object) -> str:
        """A phrase in the singular or plural that a number asks for, the number not in it.

        Forms are named as Unicode's CLDR names them; `other` stands for those left out.
        """
        from babel import Locale

        asked = f"{key}.{Locale.parse(self.language, sep='-').plural_form(number)}"
        return self(asked if asked in self.phrases else f"{key}.other", **values)

    def number(self, value: float) -> str:
        """A number with at most one decimal, as the language writes it."""
        from babel.numbers import format_decimal

        return format_decimal(value, format="#,##0.#", locale=self.language)

    def score(self, value: float) -> str:
        """A number with exactly one decimal, so that a column of them is easy to compare."""
        from babel.numbers import format_decimal

        return format_decimal(value, format="#,##0.0", locale=self.language)

    def change(self, value: float) -> str:
        """The same with its sign."""
        from babel.numbers import format_decimal

        return format_decimal(value, format="+#,##0.0;-#,##0.0", locale=self.language)

    def probability(self, value: float) -> str:
        """A probability with three decimals, as papers give them."""
        from babel.numbers import format_decimal

        return format_decimal(value, format="0.000", locale=self.language)

    def percent(self, share: float) -> str:
        """A share of 1 as a whole percentage."""
        from babel.numbers import format_percent

        return format_percent(share, locale=self.language)

    def language_name(self, code: str) -> str:
        """What the language calls another one; the code itself where it has no name for it."""
        from babel import Locale, UnknownLocaleError

        try:
            name = Locale.parse(code, sep="-").get_display_name(self.language)
        except (UnknownLocaleError, ValueError):
            return code
        return name[:1].upper() + name[1:] if name else code


@cache
def load_wording(language: str) -> Wording:
    """The wording of a language.

    Raises:
        UsageError: there is none.
    """
    if language not in LANGUAGES:
        raise UsageError(
            f"there are no reports in `{language}`; choose one of {', '.join(LANGUAGES)}"
        )
    file = resources.files("fedele.wording") / f"{language}.toml"
    return Wording(language, dict(_flatten(tomllib.loads(file.read_text("utf-8")))))


def _flatten(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        name = f"{prefix}{key}"
        found += _flatten(value, f"{name}.") if isinstance(value, dict) else [(name, value)]
    return found
