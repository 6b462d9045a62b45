"""Words that deny, and words that may stand for a denial, from the languages' tables "negation"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus import Language, load_language
from metrics.facts.listed_words import alternatives

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_FIGURE_NEXT = re.compile(r"\.?\s?\d")
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
        hints: words that may answer a denial of the other side without being one, as offsets:
            "lack", "impossibile", "unless".
    """

    denials: tuple[Denial, ...]
    hints: tuple[tuple[int, int], ...]


@lru_cache(maxsize=4096)
def polarity(text: str, language: str) -> Polarity:
    """The denials of a sentence; none where the language has no table."""
    tables = load_language(language)
    masked = _without_phrases(text, tables)
    hints = tuple(match.span() for match in _hints(masked, tables))
    return Polarity(tuple(_denials(masked, tables)), hints)


def _without_phrases(text: str, tables: Language) -> str:
    """The text with phrases that deny nothing ("not only") blanked out, offsets kept."""
    pattern = alternatives(tables.words("negation", "not_denying"))
    after_all = alternatives(tables.words("negation", "denying_after_all"))
    if pattern is None:
        return text
    return pattern.sub(
        lambda match: match[0] if after_all and after_all.search(match[0]) else " " * len(match[0]),
        text,
    )


def _denials(text: str, tables: Language) -> Iterator[Denial]:
    """Negators; a word that only agrees with one before it in its clause adds nothing.

    What numbers the figure after it ("No. 1") denies nothing.
    """
    negators = frozenset(tables.words("negation", "negators"))
    endings = tables.words("negation", "negator_endings")
    agreeing = frozenset(tables.words("negation", "agreeing"))
    numbering = tables.words("sentences", "before_numbers")
    last = -1
    for match in _WORD.finditer(text):
        word = match[0].lower().replace("’", "'")
        if word in numbering and _FIGURE_NEXT.match(text, match.end()):
            continue
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
    prefixes = tables.words("negation", "prefixes")
    endings = tables.words("negation", "hint_endings")
    for match in _WORD.finditer(text):
        word = match[0].lower()
        if word.startswith((*stems, *prefixes)) or word.endswith(endings):
            yield match
