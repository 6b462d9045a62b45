"""A rule about words, as a terms file gives it."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Term:
    """A term, name or phrase, and how it may and may not be translated.

    Inflected forms count as well as what is written here.

    Attributes:
        source: the ways in which the source may say it; with none, ``forbidden`` may stand nowhere
            in the translation, whatever the source says.
        approved: what the translation is to say, any of them; none where all but the forbidden
            will do.
        forbidden: what it may not say.
        file, line: where the rule stands, from 1.
        note: what else is said about it.
        capitals: whether capitals must be written as here; those of words that are all capitals,
            such as acronyms, must be in any case.
    """

    source: tuple[str, ...]
    approved: tuple[str, ...]
    forbidden: tuple[str, ...]
    file: str
    line: int
    note: str = ""
    capitals: bool = False


class Termbase(NamedTuple):
    """What a terms file holds.

    Attributes:
        terms: its rules, in order.
        notes: what was assumed or left out, a sentence each.
    """

    terms: tuple[Term, ...]
    notes: tuple[str, ...] = ()
