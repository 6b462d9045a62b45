"""One text that holds both language versions, told apart.

By markers, such as "(IT)" or a heading that names a language; without them, by the language that
the paragraphs are in: one version after the other, or paragraph by paragraph in turn. A marker
counts only where the text under it is in its language, so that a menu of languages or an article
about a language misleads nobody.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, groupby, zip_longest
from operator import itemgetter

from corpus.detection import detect_language, main_language
from corpus.formats import TextBlock, Version
from corpus.languages import known_languages
from corpus.notes import Note
from corpus.provenance import load_numbers
from corpus.roles import is_caption
from corpus.text import Role

_BRACKETED = re.compile(r"[(\[{<]\s*([A-Za-z]{2,3})(?:[-_][A-Za-z]{2,4})?\s*[)\]}>]\s*[:.–—-]?\s*")
_BEFORE_COLON = re.compile(r"([A-Z]{2,3})\s*:\s*")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


@dataclass(frozen=True, slots=True)
class VersionNumbers:
    """What ``data/versions.toml`` says, where each number has its origin."""

    least_share: float
    least_characters: int
    misplaced_share: float
    heading_characters: int


@cache
def version_numbers() -> VersionNumbers:
    """The numbers, read once."""
    return load_numbers("corpus", "versions", VersionNumbers)


@dataclass(frozen=True, slots=True)
class Split:
    """What was found in one text.

    Attributes:
        versions: in the order in which they begin; one only where there is no second language.
        title: what stands before the first marker, its paragraphs joined by newlines.
        notes: how they were told apart.
    """

    versions: tuple[Version, ...]
    title: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Marker:
    """A block that announces a language: its number, the language, where it goes on, if it does."""

    number: int
    language: str
    end: int | None = None


def split_versions(blocks: Sequence[TextBlock]) -> Split:
    """The language versions that a text's blocks hold."""
    candidates = list(_markers(blocks))
    markers = [
        marker
        for marker, after in zip_longest(candidates, candidates[1:])
        if _is_confirmed(marker, _section(blocks, marker, after))
    ]
    blocks = _without_menus(blocks, set(candidates) - set(markers))
    if len({marker.language for marker in markers}) > 1:
        return _by_markers(blocks, markers)
    if markers and main_language(_texts(blocks[: markers[0].number])) not in {
        None,
        markers[0].language,
    }:
        return _by_heading(blocks, markers)
    announced = {marker.number for marker in markers if marker.end is None}
    return _by_language([block for n, block in enumerate(blocks) if n not in announced])


def _by_markers(blocks: Sequence[TextBlock], markers: Sequence[_Marker]) -> Split:
    preamble = blocks[: markers[0].number]
    notes = [Note("corpus", "versions.markers")]
    if preamble:
        notes.append(Note("corpus", "versions.title"))
    sections = _marked_sections(blocks, markers)
    return Split(_gathered(sections), "\n".join(_texts(preamble)), tuple(notes))


def _by_heading(blocks: Sequence[TextBlock], markers: Sequence[_Marker]) -> Split:
    unmarked = blocks[: markers[0].number]
    first = (main_language(_texts(unmarked)), unmarked)
    note = Note("corpus", "versions.second")
    return Split(_gathered([first, *_marked_sections(blocks, markers)]), notes=(note,))


def _marked_sections(
    blocks: Sequence[TextBlock], markers: Sequence[_Marker]
) -> list[tuple[str | None, Sequence[TextBlock]]]:
    return [
        (marker.language, _section(blocks, marker, after))
        for marker, after in zip_longest(markers, markers[1:])
    ]


def _gathered(sections: Iterable[tuple[str | None, Sequence[TextBlock]]]) -> tuple[Version, ...]:
    """Each language's sections as one version, in the order in which they begin."""
    versions: dict[str | None, list[TextBlock]] = {}
    for code, blocks in sections:
        versions.setdefault(code, []).extend(blocks)
    return tuple(Version(code, tuple(blocks)) for code, blocks in versions.items())


def _markers(blocks: Sequence[TextBlock]) -> Iterator[_Marker]:
    longest = version_numbers().heading_characters
    for number, block in enumerate(blocks):
        heading = _EDGES.sub("", block.text) if len(block.text) <= longest else ""
        named = _headings().get(heading.casefold())
        announced = _BRACKETED.match(block.text) or _BEFORE_COLON.match(block.text)
        if named is not None and not block.text.islower():
            yield _Marker(number, named)
        elif announced is not None:
            code = announced[1].lower()
            follows = announced.end() if announced.end() < len(block.text) else None
            yield _Marker(number, _headings().get(code, code), follows)


def _section(
    blocks: Sequence[TextBlock], marker: _Marker, after: _Marker | None
) -> list[TextBlock]:
    """What stands under a marker, up to the next one."""
    under = list(blocks[marker.number + 1 : after.number if after else None])
    if marker.end is not None:
        under.insert(0, blocks[marker.number].without_start(marker.end))
    return under


def _is_confirmed(marker: _Marker, section: Sequence[TextBlock]) -> bool:
    if not section:
        return False
    found = main_language(_texts(section))
    return found == marker.language or (found is None and marker.language in _headings().values())


def _without_menus(blocks: Sequence[TextBlock], unconfirmed: Iterable[_Marker]) -> list[TextBlock]:
    """The blocks, with entries of a language menu marked as page furniture."""
    menu = {marker.number for marker in unconfirmed if marker.end is None}
    return [
        replace(block, role=block.role or Role.FURNITURE) if number in menu else block
        for number, block in enumerate(blocks)
    ]


@cache
def _headings() -> Mapping[str, str]:
    """Language codes by what may announce them, in small letters: names and codes."""
    return {
        word: language.code
        for language in known_languages()
        for word in (language.code, language.name.lower(), *language.words("versions", "headings"))
    }


def _by_language(blocks: Sequence[TextBlock]) -> Split:
    codes = [_body_language(block) for block in blocks]
    letters: Counter[str] = Counter()
    for code, block in zip(codes, blocks, strict=True):
        if code is not None:
            letters[code] += len(block.text)
    if not _has_second(letters):
        only = letters.most_common(1)[0][0] if letters else None
        return Split((Version(only, tuple(blocks)),))
    pair = {code for code, _ in letters.most_common(2)}
    assigned = _smoothed(_filled_in([code if code in pair else None for code in codes]), blocks)
    sections = (
        (code, [block for _, block in run])
        for code, run in groupby(zip(assigned, blocks, strict=True), key=itemgetter(0))
    )
    return Split(_gathered(sections), notes=(Note("corpus", "versions.language"),))


def _body_language(block: TextBlock) -> str | None:
    return None if is_caption(block.text) else detect_language(block.text)


def _has_second(letters: Counter[str]) -> bool:
    numbers = version_numbers()
    if len(letters) < 2:
        return False
    second: int = letters.most_common(2)[1][1]
    is_enough = second >= numbers.least_share * letters.total()
    return is_enough and second >= numbers.least_characters


def _filled_in(codes: Sequence[str | None]) -> list[str]:
    """Blocks of no known language go with the block before them, the first with the next."""
    filled: list[str] = []
    current = next(code for code in codes if code is not None)
    for code in codes:
        current = code or current
        filled.append(current)
    return filled


def _smoothed(codes: Sequence[str], blocks: Sequence[TextBlock]) -> Sequence[str]:
    """One version after the other, where that is how nearly all of the text stands."""
    first, second = dict.fromkeys(codes)
    sizes = [len(block.text) for block in blocks]
    cuts = (_cut(codes, sizes, first, second), _cut(codes, sizes, second, first))
    misplaced, cut, before, after = min(cuts)
    if misplaced > version_numbers().misplaced_share * sum(sizes):
        return codes
    return [before] * cut + [after] * (len(codes) - cut)


def _cut(
    codes: Sequence[str], sizes: Sequence[int], before: str, after: str
) -> tuple[int, int, str, str]:
    """Where to begin the version ``after`` so that the fewest characters are misplaced: those."""
    start = sum(size for code, size in zip(codes, sizes, strict=True) if code == before)
    changes = (size if code == after else -size for code, size in zip(codes, sizes, strict=True))
    misplaced = list(accumulate(changes, initial=start))
    cut = min(range(1, len(codes)), key=misplaced.__getitem__)
    return misplaced[cut], cut, before, after


def _texts(blocks: Sequence[TextBlock]) -> list[str]:
    return [block.text for block in blocks]
