"""The characters that a PDF's page draws, each with its place, turned upright with their page.

What typesetters draw apart is put together here: a letter and the accent over it.
"""

import ctypes
import math
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus.formats.pdf.numbers import pdf_numbers

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

_HYPHENS = str.maketrans("\x02\ufffe", "--")  # PDFium's marks of a hyphen at a line's end
_QUARTER = math.pi / 2
_ACCENTS: Mapping[str, str] = MappingProxyType(
    dict(
        zip(
            "`\u02cb\u00b4\u02ca^\u02c6~\u02dc\u00a8\u00af\u02c9\u02d8\u02d9\u02da\u02dd\u02c7\u00b8\u02db",
            "\u0300\u0300\u0301\u0301\u0302\u0302\u0303\u0303\u0308\u0304\u0304\u0306\u0307\u030a\u030b\u030c\u0327\u0328",
            strict=True,
        )
    )
)
"""Accents that stand alone, each with the one that joins a letter."""
_DOTLESS = str.maketrans("\u0131\u0237", "ij")


class Glyph(NamedTuple):
    """A character on a page.

    Attributes:
        char: what it shows; several characters where it is a letter with its accents.
        left, right, baseline, size: in points, from the lower left corner of the turned page.
        number: PDFium's for it.
        is_apart: whether PDFium saw a space before it.
        is_high: whether it is a digit drawn high above its baseline, as fonts draw small ones.
    """

    char: str
    left: float
    right: float
    baseline: float
    size: float
    number: int
    is_apart: bool
    is_high: bool


class Drawn(NamedTuple):
    """What a page draws.

    Attributes:
        glyphs: the upright characters, in the order of the file.
        slanted: how many characters were left out because they do not stand upright.
        unknown: how many characters nobody can tell, for want of a table in the file.
    """

    glyphs: list[Glyph]
    slanted: int
    unknown: int


def read_glyphs(text: "PdfTextPage") -> Drawn:
    """The characters of a page, turned with the page."""
    from pypdfium2 import raw

    count = text.count_chars()
    drawn = [index for index in range(count) if raw.FPDFText_IsGenerated(text, index) != 1]
    turns = {index: _turn(raw.FPDFText_GetCharAngle(text, index)) for index in drawn}
    main = Counter(turns.values()).most_common(1)[0][0] if turns else 0
    upright = [index for index in drawn if turns[index] == main]
    unknown = sum(raw.FPDFText_HasUnicodeMapError(text, index) == 1 for index in drawn)
    glyphs = _Measure(text, main or 0).glyphs(upright)
    return Drawn(_with_accents(glyphs), len(drawn) - len(upright), unknown)


def _turn(angle: float) -> int | None:
    """How many quarters of a circle a character is turned, None where it slants.

    Args:
        angle: as PDFium has it, clockwise.
    """
    slack = pdf_numbers().slant
    quarters = round(angle / _QUARTER)
    return -quarters % 4 if abs(angle - quarters * _QUARTER) < slack else None


@dataclass(slots=True)
class _Measure:
    """Asks PDFium where the characters of a page stand."""

    text: "PdfTextPage"
    turn: int
    box: Any = field(init=False)
    matrix: Any = field(init=False)

    def __post_init__(self) -> None:
        from pypdfium2 import raw

        self.box, self.matrix = raw.FS_RECTF(), raw.FS_MATRIX()

    def glyphs(self, indices: Sequence[int]) -> list[Glyph]:
        """The characters of these numbers."""
        return [glyph for index in indices if (glyph := self._glyph(index)).char]

    def _glyph(self, index: int) -> Glyph:
        from pypdfium2 import raw

        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(self.text, index, x, y)
        raw.FPDFText_GetLooseCharBox(self.text, index, self.box)
        raw.FPDFText_GetMatrix(self.text, index, self.matrix)
        scale = math.hypot(self.matrix.c, self.matrix.d)
        box = self.box
        corners = [self._turned(box.left, box.bottom), self._turned(box.right, box.top)]
        char = chr(raw.FPDFText_GetUnicode(self.text, index)).translate(_HYPHENS)
        baseline = self._turned(x.value, y.value)[1]
        size = raw.FPDFText_GetFontSize(self.text, index) * scale
        lift = pdf_numbers().lift * size
        return Glyph(
            char,
            min(corner[0] for corner in corners),
            max(corner[0] for corner in corners),
            baseline,
            size,
            index,
            index > 0 and raw.FPDFText_IsGenerated(self.text, index - 1) == 1,
            char.isdigit() and self._foot(index) > baseline + lift,
        )

    def _foot(self, index: int) -> float:
        """The lowest point of a character as it is drawn."""
        from pypdfium2 import raw

        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        raw.FPDFText_GetCharBox(self.text, index, left, right, bottom, top)
        corners = (self._turned(left.value, bottom.value), self._turned(right.value, top.value))
        return min(corner[1] for corner in corners)

    def _turned(self, x: float, y: float) -> tuple[float, float]:
        return ((x, y), (y, -x), (-x, -y), (-y, x))[self.turn]


def _with_accents(glyphs: list[Glyph]) -> list[Glyph]:
    """The characters, accents that are drawn over a letter in one with it, wherever they stand."""
    if not any(glyph.char in _ACCENTS for glyph in glyphs):
        return glyphs
    letters = _Letters.of(glyphs)
    over: dict[int, str] = {}
    alone = []
    for glyph in glyphs:
        letter = letters.under(glyph) if glyph.char in _ACCENTS else None
        if letter is None:
            alone.append(glyph)
        else:
            over[letter.number] = over.get(letter.number, "") + _ACCENTS[glyph.char]
    return [_accented(glyph, over.get(glyph.number, "")) for glyph in alone]


def _accented(glyph: Glyph, accents: str) -> Glyph:
    if not accents:
        return glyph
    char = unicodedata.normalize("NFC", glyph.char.translate(_DOTLESS) + accents)
    return glyph._replace(char=char)


@dataclass(frozen=True, slots=True)
class _Letters:
    """The letters of a page by their height, in points, then from left to right."""

    rows: Mapping[int, list[Glyph]]

    @classmethod
    def of(cls, glyphs: Sequence[Glyph]) -> "_Letters":
        rows = defaultdict(list)
        for glyph in glyphs:
            if glyph.char.isalpha() and glyph.char not in _ACCENTS:
                rows[round(glyph.baseline)].append(glyph)
        for row in rows.values():
            row.sort(key=_middle)
        return cls(rows)

    def under(self, accent: Glyph) -> Glyph | None:
        """The letter whose middle is under the middle of an accent, None where there is none."""
        numbers = pdf_numbers()
        lift = min(numbers.raised * accent.size, numbers.accent_lift)
        highest = round(accent.baseline)
        slack = numbers.accent_slack * accent.size
        for height in range(highest, round(accent.baseline - lift) - 1, -1):
            row = self.rows.get(height, [])
            after = bisect_left(row, _middle(accent), key=_middle)
            for letter in row[max(0, after - 1) : after + 1]:
                if abs(_middle(letter) - _middle(accent)) <= slack:
                    return letter
        return None


def _middle(glyph: Glyph) -> float:
    return (glyph.left + glyph.right) / 2
