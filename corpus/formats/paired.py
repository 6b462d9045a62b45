"""What the readers of files share that say themselves which texts render each other.

They hand on versions whose paragraphs carry the numbers of their units; see
`corpus.Document.units`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.decoding import as_text
from corpus.formats.block import TextBlock, Version
from corpus.languages import primary_subtag
from corpus.languages.lookup import asked_language
from corpus.paragraphs import is_visible
from corpus.text import FileLine, Role

Unit = Mapping[str, Sequence[TextBlock]]
"""What a unit says in each version, by the version's name; a version that says nothing may lack."""

_EMPTY_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")


@dataclass(frozen=True, slots=True)
class PairedReading:
    """What a file holds that pairs its texts.

    Attributes:
        versions: the source first where the file names one, then in the order in which they begin;
            only those that hold some text.
        notes: what the reader of the report should know about how it was read.
        source: the language that the file calls its source, None where it names none.
    """

    versions: tuple[Version, ...]
    notes: tuple[str, ...] = ()
    source: str | None = None


def gather(units: Iterable[Unit], languages: Mapping[str, str | None]) -> tuple[Version, ...]:
    """The versions that some units hold.

    Args:
        units: in the order of the file.
        languages: of each version by its name, None where the file does not say; in the order that
            the versions are to have.
    """
    blocks: dict[str, list[TextBlock]] = {name: [] for name in languages}
    numbers: dict[str, list[int]] = {name: [] for name in languages}
    for number, unit in enumerate(units):
        for name, found in unit.items():
            blocks[name] += found
            numbers[name] += [number] * len(found)
    return tuple(
        Version(code, tuple(blocks[name]), tuple(numbers[name]))
        for name, code in languages.items()
        if blocks[name]
    )


def language_code(tag: str) -> str:
    """The language of a BCP 47 code; of one with three letters, where two are enough, as well.

    Raises:
        UsageError: the code is not shaped like one.
    """
    return asked_language(primary_subtag(tag))


def unit_blocks(text: str, line: int | None = None) -> list[TextBlock]:
    """The paragraphs of a unit's text, which empty lines part; none where nothing is visible.

    No word of a unit is a byline or furniture: whoever made the file wants it translated.

    Args:
        text: what the unit says.
        line: of the file, where it has lines that a reader knows it by.
    """
    lines = () if line is None else (FileLine(line, 0, None),)
    return [
        TextBlock(paragraph.strip(), Role.BODY, lines)
        for paragraph in _EMPTY_LINES.split(as_text(text))
        if is_visible(paragraph)
    ]
