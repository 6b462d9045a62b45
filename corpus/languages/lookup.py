"""Languages by what people call them: by code, or by name in the languages that have a table."""

from collections.abc import Mapping
from functools import cache

from corpus.languages import known_languages, primary_subtag


def find_language(name: str) -> str | None:
    """The primary subtag of the language that a code or a name stands for.

    Codes may have a region or three letters ("en-GB", "eng"); names are those of the languages
    that have a table ("Inglese").
    """
    plain = name.strip().replace("_", "-").casefold()
    if any(plain == one.code for one in known_languages()):
        return plain  # without the names of all languages, which take a while to load
    return _codes().get(plain) or _codes().get(plain.split("-")[0])


def asked_language(said: str) -> str:
    """The primary subtag of the language that a user asks for, by code or by name.

    Raises:
        UsageError: it is no name, and not shaped like a code.
    """
    return find_language(said) or primary_subtag(said)


@cache
def _codes() -> Mapping[str, str]:
    from babel import Locale
    from babel.core import get_global

    names: dict[str, str] = {}
    for one in known_languages():
        for code, name in Locale(one.code).languages.items():
            names.setdefault(name.casefold(), primary_subtag(code))
            names.setdefault(code.replace("_", "-").casefold(), primary_subtag(code))
    for code, current in get_global("language_aliases").items():
        names.setdefault(code.casefold(), primary_subtag(current))
    return names
