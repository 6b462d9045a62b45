"""What a reader should know about how a result came about, said in the reader's language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from corpus.languages import load_language

ENGLISH = "en"
LANGUAGES = ("language", "other_language")
"""Values that are BCP 47 codes, and that a sentence calls by their names."""

Values = Mapping[str, str | int]


class Note(str):
    """A note: its English sentence, and what it takes to say it in another language.

    Args:
        room: the package whose ``data/notes/<language>.toml`` has the sentence.
        key: which one, by its table and its name there.
        values: what it has places for, by name: numbers, text as it stands, languages by code.
    """

    _room: str
    _key: str
    _values: Values

    def __new__(cls, room: str, key: str, /, **values: str | int) -> "Note":
        """A note in English."""
        note = super().__new__(cls, _sentence(room, key, values, ENGLISH))
        note._room, note._key, note._values = room, key, values
        return note

    def __reduce__(self) -> tuple[object, ...]:
        return _made, (self._room, self._key, dict(self._values))

    def sentence(self, language: str = ENGLISH) -> str:
        """The note in a language; in English where the room has no sentences in that."""
        return _sentence(self._room, self._key, self._values, language)


def in_language(note: str, language: str) -> str:
    """What a note says in a language; one that is nothing but a sentence stays as it is."""
    return note.sentence(language) if isinstance(note, Note) else note


def counted(room: str, key: str, count: int) -> tuple[Note, ...]:
    """A note with how often it holds; none where it never does."""
    return (Note(room, key, count=count),) if count else ()


def _made(room: str, key: str, values: Values) -> Note:
    return Note(room, key, **values)


def _sentence(room: str, key: str, values: Values, language: str) -> str:
    sentences = load_sentences(room, "notes", language) or load_sentences(room, "notes", ENGLISH)
    said = {name: _said(name, value, language) for name, value in values.items()}
    return sentences[key].format(**said)


@cache
def load_sentences(room: str, kind: str, language: str) -> Mapping[str, str]:
    """What a room says, by table and key, with ``{name}`` where a value goes.

    Args:
        room: a package.
        kind: of the sentences: the folder in its data.
        language: of ``<language>.toml`` there; where there is none, nothing is said.
    """
    file = resources.files(room) / "data" / kind / f"{language}.toml"
    if not file.is_file():
        return {}
    tables = tomllib.loads(file.read_text("utf-8"))
    return {f"{name}.{key}": text for name, texts in tables.items() for key, text in texts.items()}


def _said(name: str, value: str | int, language: str) -> str:
    if isinstance(value, int):
        return f"{value:,}" if language == ENGLISH else _number(value, language)
    if name in LANGUAGES:
        return load_language(value).name if language == ENGLISH else _name(value, language)
    return value


def _number(value: int, language: str) -> str:
    from babel.numbers import format_decimal

    return format_decimal(value, locale=language)


def _name(code: str, language: str) -> str:
    from babel import Locale

    return Locale(language).languages.get(code) or load_language(code).name
