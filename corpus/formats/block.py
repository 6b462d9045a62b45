"""What a reader of a format hands on: blocks of text in reading order."""

from dataclasses import dataclass, field, replace

from corpus.text import FileLine, Origin, Role


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph before anything is known about it but the format's word.

    Attributes:
        text: the reader's text, without white space at its ends; never empty.
        role: what the format says it is, None where it does not say.
        lines: the lines of the file that it stands on; see `corpus.Paragraph`.
        origin: where it stands among the file's blocks; given once all of them are there.
    """

    text: str
    role: Role | None = None
    lines: tuple[FileLine, ...] = ()
    origin: Origin | None = field(default=None, compare=False)

    def without_start(self, length: int) -> "TextBlock":
        """The block without its first ``length`` characters."""
        ends = [*(line.start for line in self.lines[1:]), len(self.text)]
        lines = (
            FileLine(
                line.number,
                max(0, line.start - length),
                _moved(line.column, length - line.start),
                _moved(line.offset, length - line.start),
            )
            for line, end in zip(self.lines, ends, strict=False)
            if end > length
        )
        origin = self.origin and Origin(self.origin.block, self.origin.start + length)
        return replace(self, text=self.text[length:], lines=tuple(lines), origin=origin)


def _moved(column: int | None, by: int) -> int | None:
    return None if column is None else column + max(0, by)


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """A file's blocks, and what its reader should know about how they were read."""

    blocks: tuple[TextBlock, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """One language version's blocks.

    Attributes:
        language: its code, None where nothing says it yet.
        blocks: in reading order.
        units: a number for each block, where the file pairs them; see `corpus.Document.units`.
    """

    language: str | None
    blocks: tuple[TextBlock, ...]
    units: tuple[int, ...] | None = None
