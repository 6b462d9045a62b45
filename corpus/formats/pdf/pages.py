"""What stands on the pages of a PDF: lines of characters, each with its place and its size.

PDFium, Chrome's own PDF engine, reads the file. Only its text is asked for: no script runs, no form
is filled, nothing attached is opened, nothing is fetched.
"""

import ctypes
import re
import threading
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from corpus.errors import InputError
from corpus.formats.pdf.glyphs import Glyph, read_glyphs
from corpus.formats.pdf.numbers import pdf_numbers
from corpus.limits import Limits

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

_LOCK = threading.Lock()
"""PDFium keeps what it knows in one place for all: one thread at a time."""
_LIGATURES = str.maketrans(
    {
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
        "\ufb05": "st",
        "\ufb06": "st",
    }
)


_STOP = re.compile(r"[.!?:;…][\"'»”’)\]]*$")
_UNKNOWN_MARK = "\ufffd"
"""For what begins a line and is no character: the bullets of fonts without names."""


class TextLine(NamedTuple):
    """Characters that follow one another on one line; a table's cells are lines of their own.

    Attributes:
        text: without white space at its ends, never empty.
        left, right, baseline: in points from the page's lower left corner, as it is read.
        first_word: width of its first word.
        size: of most of its characters, in points.
        is_bold: whether its first and its last character are.
        raised: spans of ``text`` that are small and high, such as the number of a note.
        page: the number of its page, from 0.
    """

    text: str
    left: float
    right: float
    baseline: float
    first_word: float
    size: float
    is_bold: bool
    raised: tuple[tuple[int, int], ...]
    page: int

    @property
    def runs_on(self) -> bool:
        """Whether it goes on with the sentence before it, by its first letter."""
        return self.text.lstrip("\"'«“‘(-–— ")[:1].islower()

    @property
    def stops(self) -> bool:
        """Whether it ends a sentence, or a part of one, by its last character."""
        return _STOP.search(self.text) is not None


@dataclass(frozen=True, slots=True)
class Page:
    """A page.

    Attributes:
        lines: in the order in which the file draws them.
        pictures: share of the page that is covered with pictures; they may overlap.
        slanted: how many characters were left out because they do not stand upright.
        unknown: how many characters nobody can tell, for want of a table in the file.
        is_recognised: whether its text is not shown, as the one behind a scanned picture (OCR).
    """

    lines: tuple[TextLine, ...]
    pictures: float
    slanted: int
    unknown: int
    is_recognised: bool = False


class _Rule(NamedTuple):
    """A vertical line that is drawn on a page, such as a table's border."""

    x: float
    bottom: float
    top: float


def read_pages(content: bytes, path: str, limits: Limits) -> list[Page]:
    """All pages of a PDF.

    Raises:
        InputError: it is damaged, protected by a password, no PDF, or beyond the limits.
    """
    with _LOCK:
        document = _opened(content, path)
        try:
            if len(document) > limits.pages:
                raise InputError(f"{path}: has more than {limits.pages:,} pages; split it")
            return list(_pages(document, path, limits))
        finally:
            document.close()


def main_size(lines: Iterable[TextLine]) -> float:
    """The size that most characters have, with those near it; 0 where there are none.

    Recognised text (OCR) has sizes that differ a little from line to line.
    """
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    near = 1 + pdf_numbers().same_size
    ordered = sorted(sizes)
    begin = chars = most = 0
    window = (0, 0)
    for end, size in enumerate(ordered, 1):
        chars += sizes[size]
        while size > near * ordered[begin]:
            chars -= sizes[ordered[begin]]
            begin += 1
        if chars > most:
            window, most = (begin, end), chars
    return max(ordered[slice(*window)], key=lambda each: sizes[each], default=0.0)


def _opened(content: bytes, path: str) -> "PdfDocument":
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise InputError(f"{path}: is protected by a password; save it without one") from error
        raise InputError(f"{path}: damaged, or no PDF; save or export it again") from error


def _pages(document: "PdfDocument", path: str, limits: Limits) -> Iterator[Page]:
    import pypdfium2

    left = limits.drawn_chars
    for number in range(len(document)):
        try:
            page = document[number]
            text = page.get_textpage()
        except pypdfium2.PdfiumError as error:
            raise InputError(
                f"{path}, page {number + 1:,}: damaged; save or export it again"
            ) from error
        count = text.count_chars()
        left -= count
        if left < 0 or count > pdf_numbers().page_chars:
            raise InputError(f"{path}: holds too many characters for an article; split it")
        found = _page(page, text, number)
        if len(found.lines) > pdf_numbers().page_lines:
            raise InputError(f"{path}, page {number + 1:,}: holds more lines than any page to read")
        yield found
        text.close()
        page.close()


def _page(page: "PdfPage", text: "PdfTextPage", number: int) -> Page:
    drawn = read_glyphs(text)
    lines = tuple(_lines(drawn.glyphs, _rules(page), text, number))
    return Page(lines, _pictures(page), drawn.slanted, drawn.unknown, _is_recognised(page))


def _is_recognised(page: "PdfPage") -> bool:
    from pypdfium2 import raw

    texts = page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])
    first = next(iter(texts), None)
    unseen = raw.FPDF_TEXTRENDERMODE_INVISIBLE
    return first is not None and raw.FPDFTextObj_GetTextRenderMode(first) == unseen


def _pictures(page: "PdfPage") -> float:
    """The share of a page that pictures cover."""
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    area = 0.0
    for picture in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = picture.get_bounds()
        area += abs((right - left) * (top - bottom))
    width, height = page.get_size()
    return float(area / max(1.0, width * height))


def _rules(page: "PdfPage") -> list[_Rule]:
    """The vertical lines on a page, from left to right; a box has two."""
    from pypdfium2.raw import FPDF_PAGEOBJ_PATH

    found = []
    for path in page.get_objects(filter=[FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = path.get_bounds()
        found += [_Rule(left, bottom, top), _Rule(right, bottom, top)]
    return sorted(found)


def _lines(
    glyphs: Sequence[Glyph], rules: Sequence[_Rule], text: "PdfTextPage", number: int
) -> Iterator[TextLine]:
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not (_goes_on(run, glyph) and not _is_between(rules, run[-1], glyph)):
            yield from _line(run, text, number)
            run = []
        run.append(glyph)
    yield from _line(run, text, number)


def _goes_on(run: Sequence[Glyph], glyph: Glyph) -> bool:
    """Whether a character stands on the line that is being read, close to its end."""
    numbers = pdf_numbers()
    size = max(1.0, run[0].size, run[-1].size, glyph.size)
    if abs(glyph.baseline - run[-1].baseline) > numbers.raised * size:
        return False
    if len(run) == 1 and run[0].size > numbers.initial_size * glyph.size:  # a drop cap
        return False
    if glyph.left < run[-1].left and run[-1].right - glyph.left > numbers.overlap * size:
        return False
    smaller = max(1.0, min(run[-1].size, glyph.size))
    return glyph.left - run[-1].right <= numbers.gap * smaller


def _is_between(rules: Sequence[_Rule], before: Glyph, after: Glyph) -> bool:
    """Whether a table's border is drawn between two characters."""
    slack = pdf_numbers().rule_slack
    begin = bisect_left(rules, before.right - slack, key=lambda rule: rule.x)
    end = bisect_right(rules, after.left + slack, key=lambda rule: rule.x)
    return any(rule.bottom <= after.baseline <= rule.top for rule in rules[begin:end])


def _line(run: Sequence[Glyph], text: "PdfTextPage", number: int) -> Iterator[TextLine]:
    shown = [glyph for glyph in run if not glyph.char.isspace()]
    if not shown:
        return
    size = Counter(round(glyph.size, 1) for glyph in shown).most_common(1)[0][0]
    baseline = Counter(round(glyph.baseline, 1) for glyph in shown).most_common(1)[0][0]
    words, raised = _written(run, size, baseline)
    if words:
        is_bold = all(_is_bold(text, glyph.number) for glyph in (shown[0], shown[-1]))
        left, right = shown[0].left, shown[-1].right
        first = _first_word(shown) - left
        yield TextLine(words, left, right, baseline, first, size, is_bold, tuple(raised), number)


def _first_word(glyphs: Sequence[Glyph]) -> float:
    """Where the first word of a line ends."""
    word = pdf_numbers().word
    for before, glyph in pairwise(glyphs):
        if glyph.left - before.right > word * glyph.size:
            return before.right
    return glyphs[-1].right


def _written(
    run: Sequence[Glyph], size: float, baseline: float
) -> tuple[str, list[tuple[int, int]]]:
    """The text of a line, and which spans of it are raised."""
    pieces: list[str] = []
    raised: list[tuple[int, int]] = []
    length = 0
    for before, glyph in zip([None, *run], run, strict=False):
        if glyph.char.isspace() or (before and _is_apart(before, glyph, size)):
            if pieces and pieces[-1] != " ":
                pieces.append(" ")
                length += 1
            if glyph.char.isspace():
                continue
        char = glyph.char.translate(_LIGATURES)
        if not _is_text(char):
            if pieces:
                continue
            char = _UNKNOWN_MARK
        if _is_raised(glyph, size, baseline):
            begin = raised.pop()[0] if raised and raised[-1][1] == length else length
            raised.append((begin, length + len(char)))
        pieces.append(char)
        length += len(char)
    return "".join(pieces).strip(), raised


def _is_raised(glyph: Glyph, size: float, baseline: float) -> bool:
    """Whether a character is small and high, as the number of a note is."""
    numbers = pdf_numbers()
    is_small = glyph.size < numbers.small * size
    return glyph.is_high or (is_small and glyph.baseline > baseline + numbers.lift * size)


def _is_apart(before: Glyph, glyph: Glyph, size: float) -> bool:
    """Whether there is a space between two characters; less is enough where PDFium sees one."""
    numbers = pdf_numbers()
    least = numbers.told_word if glyph.is_apart else numbers.word
    return glyph.left - before.right > least * size


def _is_text(char: str) -> bool:
    return unicodedata.category(char[0]) not in ("Cc", "Cn", "Cs")


def _is_bold(text: "PdfTextPage", index: int) -> bool:
    from pypdfium2 import raw

    name = ctypes.create_string_buffer(pdf_numbers().font_name)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, index, name, len(name), flags)
    return b"bold" in name.value.lower() or b"black" in name.value.lower()
