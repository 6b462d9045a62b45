"""Words of a document where they are quoted: on one line, no longer than there is room for."""

import re
import unicodedata

NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that XML 1.0 has no way to hold."""

_STEERING = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, those that turn the direction of the text, and halves of characters."""


_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
"""Unicode's categories of what shows nothing by itself: controls, zero-width and direction marks,
halves of characters, separators of lines."""
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that show nothing either."""


def clean(text: str) -> str:
    """Text on one line, without characters that would steer what shows it."""
    return inert(" ".join(text.split()))


def inert(text: str) -> str:
    """The same for text whose white space is to stay as it is."""
    return _STEERING.sub("\ufffd", text)


def reveal(text: str) -> str:
    """A name as it stands, with characters that show nothing by their number: "a[U+200B]b".

    So two names that differ look different, and none reads in another order than it is written.
    """
    return "".join(
        f"[U+{ord(character):04X}]"
        if character in _BLANK or unicodedata.category(character) in _UNSEEN
        else character
        for character in text
    )


def shorten(text: str, length: int) -> str:
    """A long text by its beginning and end, whole words where they are not longer than that."""
    if len(text) <= length:
        return text
    half = length // 2
    first, last = text[:half], text[-half:]
    if not text[half].isspace():
        first = first.rpartition(" ")[0] or first
    if not text[-half - 1].isspace():
        last = last.partition(" ")[2] or last
    return f"{first.rstrip()} … {last.lstrip()}"


def legal_xml(text: str) -> str:
    """The text with a replacement character for each that XML has no way to hold."""
    return NOT_XML.sub("\ufffd", text)
