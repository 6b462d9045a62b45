"""What a flag says to an editor, in the language that the editor reads.

Checks give evidence, a key with values; the sentences stand in ``data/messages/<code>.toml`` and
nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from corpus import UsageError, load_sentences, primary_subtag

DEFAULT_LANGUAGE = "en"
"""The language of messages that are not asked for in another, such as those of the JSON."""
LONGEST = 120
"""Characters that are quoted; chosen: the passage itself stands beside the sentence."""
_LANGUAGES = frozenset({"language", "version"})
"""Values that are BCP 47 codes, and that a sentence calls by their names."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a flag was raised.

    Attributes:
        key: which sentence says it, "omission.phrase"; its first part is the flag's kind.
        values: what the sentence has places for, by name.
    """

    key: str
    values: Mapping[str, str | int] = field(default_factory=dict, hash=False)

    def sentence(self, language: str = DEFAULT_LANGUAGE) -> str:
        """The evidence in a sentence.

        Args:
            language: BCP 47 code of a language of `message_languages`.

        Raises:
            UsageError: there are no messages in that language.
        """
        said = {name: _said(name, value, language) for name, value in self.values.items()}
        return load_messages(language)[self.key].format(**said)


@cache
def load_messages(language: str) -> Mapping[str, str]:
    """Every sentence of a language by its key, with ``{name}`` where a value goes.

    Raises:
        UsageError: there are none.
    """
    if language not in message_languages():
        known = ", ".join(message_languages())
        raise UsageError(f"there are no messages in `{language}`; choose one of {known}")
    return load_sentences("metrics", "messages", language)


@cache
def message_languages() -> tuple[str, ...]:
    """The languages that there are messages in."""
    return tuple(sorted(file.name.removesuffix(".toml") for file in _folder().iterdir()))


def _folder() -> Traversable:
    return resources.files("metrics") / "data" / "messages"


def _said(name: str, value: str | int, language: str) -> str:
    if name in _LANGUAGES:
        return _language_name(str(value), language)
    text = str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _language_name(code: str, in_language: str) -> str:
    """A language's name in another language, or its code where CLDR has none."""
    from babel import Locale

    return str(Locale(in_language).languages.get(primary_subtag(code), code))
