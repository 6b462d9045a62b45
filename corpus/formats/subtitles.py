"""Subtitles, SubRip (SRT) and WebVTT: cues joined to the sentences that were cut up for the screen.

A paragraph ends with a sentence, where a pause follows or enough has been said, and wherever
someone else speaks (a dash, a name in capitals, a voice tag) or a sound or a song has a line of
its own. Where lines roll up the screen, each cue repeating what stands there still, they are read
once.

The cues are found here: pysubs2 takes WebVTT's comments and cue names for speech, webvtt-py
refuses what players show, and neither says on which line of the file a cue stands.

Source: webvtt-2019, sections 4 and 6. SubRip as players take it: numbers, hours and
empty lines may be missing, tags and positions are many.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import NamedTuple

from corpus.decoding import Decoded, LineStart, decode
from corpus.errors import InputError
from corpus.formats.block import ParsedFile, TextBlock
from corpus.limits import Limits
from corpus.paragraphs import is_visible
from corpus.provenance import load_numbers
from corpus.text import FileLine, Role

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,:](\d{1,3}))?"
_TIMING = re.compile(rf"\s*{_TIME}\s*[-–—]{{1,2}}>\s*{_TIME}")
_CUE_NUMBER = re.compile(r"\s*\d{1,9}\s*")
_STYLE = r"\{\\[^{}]{0,200}\}|\{[a-zA-Z]:[^{}]{0,100}\}"  # of ASS and MicroDVD, found in SRT
_SRT_CODE = re.compile(rf"</?[a-zA-Z][^<>]{{0,500}}>|{_STYLE}")
_VTT_CODE = re.compile(r"<rt>[^<>]{0,500}|<[^<>]{0,500}>")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,100})?\s+([^<>]{1,200})>")
_INLINE_TIME = re.compile(rf"<{_TIME}>")
_UNSEEN = "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff"
"""Marks of direction at a line's ends, which some services write before each line."""
_TURN = re.compile(r"(?:[-‐–—]|>{2,3})\s*(?=[^\s\d>-])")
_NAME = re.compile(r"[^:]{1,40}:\s")
_SOUND = re.compile(r"\[[^\]]*\]|\([^)]*\)|[♪♫].*|.*[♪♫]|#\s.*|#.*#")
_ROWS = 15  # of a television's captions, by CEA-608
_SENTENCE_END = re.compile(r"[.!?…][\"'»”’)\]]*$")
_CONTINUATION = re.compile(r"[\"'«“‘(]*(?:\.\.|…)")


@dataclass(frozen=True, slots=True)
class SubtitleNumbers:
    """What ``data/subtitles.toml`` says, where each number has its origin."""

    pause: float
    long_pause: float
    paragraph_characters: int
    longest: int
    seamless: float
    least_repeats: int
    repeated_share: float


@cache
def subtitle_numbers() -> SubtitleNumbers:
    """The numbers, read once."""
    return load_numbers("corpus", "subtitles", SubtitleNumbers)


class _Cue(NamedTuple):
    """What is shown at one time: from when to when, in seconds, and the numbers of its lines."""

    start: float
    end: float
    lines: Sequence[int]


class _Piece(NamedTuple):
    """A line of a cue as its reader sees it.

    Attributes:
        text: without codes.
        line: where it stands.
        gap: seconds since what was shown before.
        is_turn: whether someone else begins to speak.
        is_sound: whether it is all a sound's description, or song.
    """

    text: str
    line: FileLine
    gap: float
    is_turn: bool
    is_sound: bool


def read_srt(content: bytes, path: str, limits: Limits) -> ParsedFile:
    """A SubRip file's speech, in paragraphs.

    Raises:
        InputError: there is no cue in it.
    """
    return _reading(content, path, limits, is_web=False)


def read_vtt(content: bytes, path: str, limits: Limits) -> ParsedFile:
    """A WebVTT file's speech, in paragraphs; comments, styles and regions are none.

    Raises:
        InputError: there is no cue in it.
    """
    return _reading(content, path, limits, is_web=True)


def _reading(content: bytes, path: str, limits: Limits, *, is_web: bool) -> ParsedFile:
    decoded = decode(content, path, limits)
    lines = decoded.text.split("\n")
    cues = sorted(_cues(lines, is_web), key=lambda cue: cue.start)
    if not cues:
        raise InputError(
            f"{path}: holds no subtitles; times such as 00:00:01,000 --> 00:00:03,000 are expected"
        )
    pieces = _pieces(cues, decoded, is_web)
    return ParsedFile(tuple(_block(paragraph) for paragraph in _paragraphs(pieces)), decoded.notes)


def _cues(lines: Sequence[str], is_web: bool) -> Iterator[_Cue]:
    timings = [(n, found) for n, line in enumerate(lines) if (found := _TIMING.match(line))]
    ends = [*(n for n, _ in timings), len(lines)][1:]
    for (number, found), end in zip(timings, ends, strict=True):
        times = found.groups()
        shown = _shown_lines(lines, number + 1, end, is_web)
        yield _Cue(_seconds(*times[:4]), _seconds(*times[4:]), shown)


def _seconds(hours: str | None, minutes: str, seconds: str, fraction: str | None) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(f"{seconds}.{fraction or 0}")


def _shown_lines(lines: Sequence[str], first: int, end: int, is_web: bool) -> list[int]:
    """The numbers of a cue's lines, up to where the next one begins with its number or name."""
    if first < end < len(lines) and _CUE_NUMBER.fullmatch(lines[end - 1]):
        end -= 1
    if is_web:
        end = next((n for n in range(first, end) if not lines[n].strip()), end)
    return [n for n in range(first, end) if is_visible(lines[n])]


def _pieces(cues: Sequence[_Cue], decoded: Decoded, is_web: bool) -> Iterator[_Piece]:
    lines = decoded.text.split("\n")
    end, voice = 0.0, ""
    for cue, repeated in zip(cues, _repeated(cues, lines, is_web), strict=True):
        gap = cue.start - end
        end = max(end, cue.end)
        for number in cue.lines[repeated:]:
            named = _VOICE.findall(lines[number]) if is_web else []
            turns = bool(named) and named[0] != voice
            voice = named[-1] if named else voice
            piece = _piece(lines[number], decoded.starts[number], gap, turns, is_web)
            if is_visible(piece.text):
                yield piece
                gap = 0.0


def _repeated(cues: Sequence[_Cue], lines: Sequence[str], is_web: bool) -> Sequence[int]:
    """How many lines at each cue's beginning the one before has shown, where lines roll up."""
    numbers = subtitle_numbers()
    texts = [[_shown(lines[number], is_web) for number in cue.lines] for cue in cues]
    repeated = [0] * len(cues)
    for n in range(1, len(cues)):
        if cues[n].start - cues[n - 1].end < numbers.seamless:
            repeated[n] = _overlap(texts[n - 1], texts[n])
    count = sum(map(bool, repeated))
    is_often = count >= max(numbers.least_repeats, numbers.repeated_share * len(cues))
    is_timed = is_web and any(map(_INLINE_TIME.search, lines))
    return repeated if is_often or is_timed else [0] * len(cues)


def _overlap(before: Sequence[str], now: Sequence[str]) -> int:
    """How many of the last lines before are the first ones now."""
    most = min(len(before), len(now), _ROWS)
    return next((n for n in range(most, 0, -1) if before[-n:] == now[:n]), 0)


def _piece(line: str, start: LineStart, gap: float, turns: bool, is_web: bool) -> _Piece:
    shown = _shown(line, is_web)
    turn = _TURN.match(shown)
    begin = turn.end() if turn else 0
    text = shown[begin:]
    column = line.index(shown) + begin if shown in line else None
    name = _NAME.match(text)
    is_turn = turns or turn is not None or (name is not None and name[0].isupper())
    offset = None if column is None or start.offset is None else start.offset + column
    place = FileLine(start.number, 0, column, offset)
    return _Piece(text, place, gap, is_turn, bool(_SOUND.fullmatch(text)))


def _shown(line: str, is_web: bool) -> str:
    """A line as it is seen, without codes and marks at its ends."""
    if is_web:
        text = unescape(_VTT_CODE.sub("", line))
    else:
        text = _SRT_CODE.sub("", line).replace(r"\h", " ").replace(r"\N", " ")
    return text.strip().strip(_UNSEEN).strip()


def _paragraphs(pieces: Iterable[_Piece]) -> Iterator[list[_Piece]]:
    paragraph: list[_Piece] = []
    length = 0
    for piece in pieces:
        if paragraph and _begins(piece, paragraph[-1], length):
            yield paragraph
            paragraph, length = [], 0
        paragraph.append(piece)
        length += len(piece.text)
    if paragraph:
        yield paragraph


def _begins(piece: _Piece, before: _Piece, length: int) -> bool:
    """Whether a line begins a paragraph, after another line and so many characters."""
    numbers = subtitle_numbers()
    if piece.is_turn or piece.is_sound or before.is_sound:
        return True
    if piece.gap >= numbers.long_pause or length >= numbers.longest:
        return True
    if piece.text[0].islower() or _CONTINUATION.match(piece.text):
        return False
    is_due = piece.gap >= numbers.pause or length >= numbers.paragraph_characters
    return is_due and _SENTENCE_END.search(before.text) is not None


def _block(pieces: Sequence[_Piece]) -> TextBlock:
    """A paragraph's lines, joined by spaces; all that is said is owed to the viewer."""
    lines, start = [], 0
    for piece in pieces:
        lines.append(piece.line._replace(start=start))
        start += len(piece.text) + 1
    return TextBlock(" ".join(piece.text for piece in pieces), Role.BODY, tuple(lines))
