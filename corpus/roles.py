"""What a paragraph is to its reader: body, heading, caption, byline or page furniture.

Words come from the languages' tables; beside them only shape counts: short, without a final stop,
a date, at the edge of the text. When in doubt a paragraph is body, for body is compared and the
rest is set aside.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.formats import TextBlock
from corpus.languages import MANY, known_languages, load_language
from corpus.provenance import load_numbers
from corpus.text import Role

_FINAL_STOP = re.compile(r"[.!?…:;][\"'»”’)\]]*$")
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_DATE_AT_END = re.compile(
    r"(?:^|\s)(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}[º.]? \w{3,12}\.? \d{4}"
    r"|\w{3,12}\.? \d{1,2}, \d{4})$"
)
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]$")
_AFTER_STOP = re.compile(r"(?:^|[.!?…»”\"]\s+)([^.!?…]+)$")
_WORD = re.compile(r"[\w'’&-]+")


@dataclass(frozen=True, slots=True)
class RoleNumbers:
    """What ``data/roles.toml`` says, where each number has its origin."""

    caption_words: int
    credit_words: int
    byline_words: int
    heading_words: int
    sentence_words: int
    running_words: int
    furniture_characters: int


@cache
def role_numbers() -> RoleNumbers:
    """The numbers, read once."""
    return load_numbers("corpus", "roles", RoleNumbers)


def assign_roles(blocks: Sequence[TextBlock]) -> list[Role]:
    """Each block's role among the blocks of one version; what the format says comes first."""
    first, last = _body(blocks)
    return [
        block.role or _role(blocks, number, at_edge=not first <= number <= last)
        for number, block in enumerate(blocks)
    ]


def is_caption(text: str) -> bool:
    """Whether a text is a picture's caption, going by its credit."""
    if len(text.split()) > role_numbers().caption_words or _FINAL_STOP.search(text.rstrip(")]")):
        return False
    if _opens_with(text, _words("picture"), ":/©"):
        return True
    bracketed = _IN_BRACKETS.search(text)
    if bracketed is not None:
        return _is_credit(bracketed[1])
    closing = _AFTER_STOP.search(text)
    if closing is None or not _is_credit(closing[1]):
        return False
    return closing[1] != text or (_names_picture(text) and _names_agency(text))


def _role(blocks: Sequence[TextBlock], number: int, *, at_edge: bool) -> Role:
    text = blocks[number].text
    if is_caption(text):
        return Role.CAPTION
    if at_edge and _is_furniture(text):
        return Role.FURNITURE
    if at_edge and _is_byline(text):
        return Role.BYLINE
    after = blocks[number + 1].text if number + 1 < len(blocks) else ""
    return Role.HEADING if _is_heading(text, after) else Role.BODY


def _body(blocks: Sequence[TextBlock]) -> tuple[int, int]:
    """The numbers of the first and the last paragraph that reads like running text."""
    running = [number for number, block in enumerate(blocks) if _is_running(block.text)]
    return (running[0], running[-1]) if running else (len(blocks), -1)


def _is_running(text: str) -> bool:
    words = len(text.split())
    numbers = role_numbers()
    if is_caption(text) or _claims_rights(text):
        return False
    return words >= numbers.running_words or (
        words >= numbers.sentence_words and _FINAL_STOP.search(text) is not None
    )


def _is_credit(text: str) -> bool:
    """Whether a few words say whose picture it is: agencies, names and particles, no more."""
    words = _WORD.findall(text)
    if not 0 < len(words) <= role_numbers().credit_words:
        return False
    if _opens_with(text, _words("picture"), ":/©"):
        return True
    if not (
        _names_picture(text) or any(agency in f" {' '.join(words)} " for agency in _agencies())
    ):
        return False
    known = {*_words("picture"), *_words("credit_particles")}
    return all(word.lower() in known or not word[0].islower() for word in words)


def _names_picture(text: str) -> bool:
    return not {*_words("picture")}.isdisjoint(_WORD.findall(text.lower()))


def _names_agency(text: str) -> bool:
    spaced = f" {' '.join(_WORD.findall(text))} "
    return any(agency in spaced for agency in _agencies())


def _is_furniture(text: str) -> bool:
    if len(text) > role_numbers().furniture_characters:
        return False
    words = _EDGES.sub("", text).casefold()
    announced, colon, _ = words.partition(":")
    return (
        _claims_rights(text)
        or words in _words("furniture")
        or (bool(colon) and announced.strip() in _words("furniture"))
    )


def _claims_rights(text: str) -> bool:
    if len(text) > role_numbers().furniture_characters:
        return False
    return any(phrase in text.casefold() for phrase in _words("rights"))


def _is_byline(text: str) -> bool:
    """A name behind a byline's word, or names with a date; no sentence."""
    without_date = _DATE_AT_END.sub("", text).strip(" ,;|()–—-")
    if len(text.split()) > role_numbers().byline_words or _FINAL_STOP.search(text):
        return False
    for lead in _words("byline"):
        if _opens_with(without_date, (lead,), ": "):
            return _is_names(without_date[len(lead) :].lstrip(" :"))
    return _DATE_AT_END.search(text) is not None and _is_names(without_date)


def _is_names(text: str) -> bool:
    """Two names at least, each with a capital letter, and nothing else but particles."""
    words = _WORD.findall(text)
    names = [word for word in words if word[0].isupper()]
    small = {word for word in words if not word[0].isupper()}
    return len(names) > 1 and small <= {*_words("credit_particles"), *_words("name_particles")}


def _is_heading(text: str, after: str) -> bool:
    if len(text.split()) > role_numbers().heading_words or _FINAL_STOP.search(text.rstrip("?!")):
        return False
    return any(map(str.isalpha, text)) and not text[0].islower() and _is_running(after)


def _opens_with(text: str, leads: Sequence[str], marks: str) -> bool:
    lowered = text.lower()
    return any(
        lowered.startswith(lead) and lowered[len(lead) : len(lead) + 1].strip(marks) == ""
        for lead in leads
        if len(lowered) > len(lead)
    )


@cache
def _words(key: str) -> tuple[str, ...]:
    """A list of the roles' words, of all languages together, the longest first."""
    return tuple(sorted(_all_words(key), key=len, reverse=True))


def _all_words(key: str) -> Iterator[str]:
    for spoken in (load_language(MANY), *known_languages()):
        yield from spoken.words("roles", key)


@cache
def _agencies() -> tuple[str, ...]:
    """Agencies between spaces, as their own hand writes them and in capitals."""
    names = load_language(MANY).words("roles", "agencies")
    return tuple(f" {spelling} " for name in names for spelling in {name, name.upper()})
