"""Languages by what people call them: by code, or by name in the languages that have a table."""

from collections.abc import Mapping
from functools import cache

from corpus.languages import known_languages, primary_subtag


def find_language(name: str) -> str | None:
    """The primary subtag of the language that a code ("en-GB") or a name ("Inglese") stands for."""
    plain = name.strip().replace("_", "-").casefold()
    return _codes().get(plain) or _codes().get(plain.split("-")[0])


@cache
def _codes() -> Mapping[str, str]:
    from babel import Locale

    names: dict[str, str] = {}
    for one in known_languages():
        for code, name in Locale(one.code).languages.items():
            names.setdefault(name.casefold(), primary_subtag(code))
            names.setdefault(code.replace("_", "-").casefold(), primary_subtag(code))
    return names
