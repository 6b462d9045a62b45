"""What a reader of a format hands on: blocks of text in reading order."""

from dataclasses import dataclass

from corpus.text import Role


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph before anything is known about it but the format's word.

    Attributes:
        text: the reader's text, without white space at its ends; never empty.
        role: what the format says it is, None where it does not say.
    """

    text: str
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A file's blocks, and what its reader should know about how they were read."""

    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
