"""Words that deny, and words that may stand for a denial, from the languages' tables "negation"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus import Language, load_numbers
from corpus import language as language_tables
from metrics.facts.lexicon import commonness
from metrics.facts.phrases import alternatives

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CLAUSE_END = re.compile(r"[,;:()–—]")


@dataclass(frozen=True, slots=True)
class Denial:
    """A word, or words that deny together ("non ... nessuno"), in a sentence.

    Attributes:
        start, end: half-open offsets of the first of them.
    """

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Polarity:
    """What a sentence denies.

    Attributes:
        denials: its plain denials, each counted once.
        hints: how many words may answer a denial of the other side without being one: "lack",
            "impossibile", "unless".
    """

    denials: tuple[Denial, ...]
    hints: int


@lru_cache(maxsize=4096)
def polarity(text: str, language: str) -> Polarity:
    """The denials of a sentence; none where the language has no table."""
    tables = language_tables(language)
    masked = _without_phrases(text, tables)
    return Polarity(tuple(_denials(masked, tables)), sum(1 for _ in _hints(masked, tables)))


def _without_phrases(text: str, tables: Language) -> str:
    """The text with phrases that deny nothing ("not only") blanked out, offsets kept."""
    pattern = alternatives(tables.words("negation", "not_denying"))
    return pattern.sub(lambda match: " " * len(match[0]), text) if pattern else text


def _denials(text: str, tables: Language) -> Iterator[Denial]:
    """Negators; a word that only agrees with one before it in its clause adds nothing."""
    negators = frozenset(tables.words("negation", "negators"))
    endings = tables.words("negation", "negator_endings")
    agreeing = frozenset(tables.words("negation", "agreeing"))
    last = -1
    for match in _WORD.finditer(text):
        word = match[0].lower().replace("’", "'")
        if _CLAUSE_END.search(text, max(last, 0), match.start()):
            last = -1
        if word in negators or word.endswith(endings):
            yield Denial(*match.span())
            last = match.end()
        elif word in agreeing:
            if last < 0:
                yield Denial(*match.span())
            last = match.end()


def _hints(text: str, tables: Language) -> Iterator[re.Match[str]]:
    """Words that may carry a denial in their meaning, prefix or ending."""
    stems = tables.words("negation", "hint_stems")
    endings = tables.words("negation", "hint_endings")
    for match in _WORD.finditer(text):
        word = match[0].lower()
        if word.startswith(stems) or word.endswith(endings) or _is_prefixed(word, tables):
            yield match


def _is_prefixed(word: str, tables: Language) -> bool:
    """Whether a word is a known word behind a prefix that denies it: unknown, illegale."""
    known = load_numbers("metrics", "facts")["negation"]["known"]
    return any(
        word.startswith(prefix) and commonness(word.removeprefix(prefix), tables.code) >= known
        for prefix in tables.words("negation", "prefixes")
    )
