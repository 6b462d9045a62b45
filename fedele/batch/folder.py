"""Pairs in a folder, by the names of its files.

- ``x.it.md`` and ``x.en.docx``: a language's code before the ending, after a dot; after ``_`` or
  ``-`` too, or with three letters, where another language's file stands beside it.
- ``it/x.md`` and ``en/x.md``: a folder named after a language, at any level, beside another one.
- anything else that a reader is for: one file with both versions.

A file that pairs its texts itself, as translation memories do, is a pair whatever its name. A file
marked as one language's whose other version is missing is a pair with that error. Hidden
files and those that office programs keep beside an open one are left out, and so are links to
folders, and links to files elsewhere.
"""

import os
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from corpus import (
    InputError,
    Limits,
    Note,
    counted,
    find_language,
    is_paired,
    is_readable,
    known_languages,
)
from fedele.batch.job import Pair
from fedele.batch.languages import Asked, assumption, choose
from fedele.batch.names import without_ending
from fedele.batch.store import PARTS, RECIPE
from fedele.files.outputs import REVIEW_ENDING

_REGIONAL = r"[a-z]{2}[-_](?:[A-Z]{2}|[A-Z][a-z]{3})"  # en-GB, pt_BR, zh-Hant
_PLAIN = r"[A-Za-z]{2}"
_LONG = r"[A-Za-z]{3}"  # ita, ENG
_DOUBLE = re.compile(rf"(?s)(.+)\.({_PLAIN}[-_]{_PLAIN})")  # en-us, it-IT, but not it-en
_MARKS = (
    re.compile(rf"(?s)(.+)[._-]({_REGIONAL})"),
    _DOUBLE,
    re.compile(rf"(?s)(.+)[._-]({_PLAIN}|{_LONG})"),
)
_SURE = (re.compile(rf"(?s)(.+)\.({_REGIONAL})"), _DOUBLE, re.compile(rf"(?s)(.+)\.({_PLAIN})"))
"""Marks that are one even where no other version stands beside them."""
_CODE = re.compile(rf"{_REGIONAL}|{_PLAIN}|{_LONG}")
_UNSEEN = (".", "~$")
"""How the names of hidden files begin, and of those that Word writes beside an open document."""
_LONG_CODE = 3
_ENTERED = os.R_OK | os.X_OK
"""What it takes to list a folder and to look at its files."""
_PLAIN_ENDING = re.compile(r"\.[a-z0-9]{1,8}")
_ENDINGS = 5
"""How many endings without a reader a note names, the most frequent ones."""
_ANY = "*"
"""Stands for the language's folder in what the versions' paths have in common; no name is safe
that holds it."""


class Place(NamedTuple):
    """Where a path names a language: before its file's ending, in one of its folders, or both."""

    mark: bool
    folder: int | None


class Reading(NamedTuple):
    """A path as one of several versions.

    Attributes:
        place: where it names the language.
        common: what all versions' paths have in common, without ending.
        language: this one's.
    """

    place: Place
    common: str
    language: str


Versions = Mapping[str, set[str]]
"""The files of one text by language."""


def find_in_folder(
    folder: Path, asked: Asked, leave_out: Path | None, limits: Limits
) -> tuple[list[Pair], tuple[str, ...]]:
    """The pairs of a folder, and notes.

    Raises:
        InputError: there are too many files.
    """
    walk = Walk(folder, leave_out, limits)
    paths = list(walk)
    pairs: list[Pair] = []
    rest = dict.fromkeys(paths)
    others = 0
    for common, versions in _groups(path for path in paths if not is_paired(path)):
        pair = _pair(common, versions, asked)
        pairs.append(pair)
        files = [path for files in versions.values() for path in files]
        others += 0 if pair.error else len(files) - 2
        for path in files:
            del rest[path]
    notes = [*walk.notes(), *_notes(pairs, others, asked)]
    return [*pairs, *_left_over(rest, paths, asked)], tuple(notes)


def _notes(pairs: Iterable[Pair], others: int, asked: Asked) -> Iterator[str]:
    """What is not reviewed of the texts in several languages, and what was assumed."""
    if others:
        yield Note("fedele", "folder.others", count=others)
    directions = {(pair.source_language, pair.target_language) for pair in pairs}
    assumed = {(source, target) for source, target in directions if source and target}
    if asked.is_open and assumed:
        yield assumption(assumed)


@dataclass(slots=True)
class Walk:
    """The files of a folder that a reader is for, and how many others there are."""

    folder: Path
    leave_out: Path | None
    limits: Limits
    unknown: Counter[str] = field(default_factory=Counter)
    links: int = 0
    closed: int = 0
    batches: int = 0

    def __iter__(self) -> Iterator[str]:
        if not os.access(self.folder, _ENTERED):
            raise InputError(f"{self.folder}: no permission to read it")
        count = 0
        for place, folders, files in os.walk(self.folder, onerror=self._refused):
            here = Path(place)
            folders[:] = sorted(name for name in folders if self._is_entered(here / name))
            for name in sorted(files):
                if self._is_read(here / name):
                    count += 1
                    if count > 2 * self.limits.pairs:
                        raise InputError(
                            f"{self.folder}: holds more than {2 * self.limits.pairs:,} files; "
                            "review its folders one by one"
                        )
                    yield (here / name).relative_to(self.folder).as_posix()

    def notes(self) -> Iterator[str]:
        """What was left out, a sentence each."""
        if self.unknown:
            most = [f"{count:,} {ending}" for ending, count in self.unknown.most_common(_ENDINGS)]
            said = ", ".join([*most, "…"] if len(self.unknown) > _ENDINGS else most)
            yield Note("fedele", "folder.unknown", endings=said)
        yield from counted("fedele", "folder.links", self.links)
        yield from counted("fedele", "folder.closed", self.closed)
        yield from counted("fedele", "folder.batches", self.batches)

    def _refused(self, error: OSError) -> None:
        if error.filename == str(self.folder):
            raise InputError(f"{self.folder}: cannot be read ({error.strerror})") from error
        self.closed += 1

    def _is_entered(self, folder: Path) -> bool:
        if folder.name.startswith("."):
            return False
        if folder.is_symlink():
            self.links += 1
            return False
        if self.leave_out is not None and _is_same(folder, self.leave_out):
            return False
        if not os.access(folder, _ENTERED):
            self.closed += 1
            return False
        if (folder / RECIPE).is_file() and (folder / PARTS).is_dir():
            self.batches += 1
            return False
        return True

    def _is_read(self, file: Path) -> bool:
        """Whether it is a document by its name, whatever it turns out to be when it is read."""
        if file.name.startswith(_UNSEEN) or file.name.endswith(f".{REVIEW_ENDING}"):
            return False
        if not is_readable(file.name):
            self.unknown[_ending(file.name)] += 1
            return False
        if file.is_symlink() and not self._leads_inside(file):
            self.links += 1
            return False
        return True

    def _leads_inside(self, link: Path) -> bool:
        root, place = os.path.realpath(self.folder), Path(os.path.realpath(link))
        return place.is_relative_to(root) and os.access(place, os.F_OK) and place.is_file()


def _is_same(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _ending(name: str) -> str:
    """A file's ending as a note can show it."""
    ending = PurePosixPath(name).suffix.lower()
    return ending if _PLAIN_ENDING.fullmatch(ending) else "others"


def _groups(paths: Iterable[str]) -> Iterator[tuple[str, Versions]]:
    """Texts that stand there in two languages or more, with their versions.

    A file's own mark is looked at first, then its mark with a folder's, then folders, the outer
    ones first; each file is a version of one text only.
    """
    found: dict[Place, dict[str, dict[str, set[str]]]] = defaultdict(dict)
    for path in paths:
        for reading in _readings(without_ending(path)):
            versions = found[reading.place].setdefault(reading.common, {})
            versions.setdefault(reading.language, set()).add(path)
    taken: set[str] = set()
    for place in sorted(found, key=_rank):
        for common, versions in found[place].items():
            free = {code: left for code, files in versions.items() if (left := files - taken)}
            if len(free) > 1:
                taken.update(*free.values())
                yield common, free


def _rank(place: Place) -> tuple[int, int]:
    if place.folder is None:
        return 0, 0
    return (1 if place.mark else 2), place.folder


def _readings(name: str) -> Iterator[Reading]:
    """Every way in which a path without its ending names its language.

    Accents are made one with their letters, since some systems write them apart.
    """
    *folders, stem = PurePosixPath(unicodedata.normalize("NFC", name)).parts
    mark = _mark(stem)
    if mark:
        yield Reading(Place(True, None), "/".join((*folders, mark[0])), mark[1])
    for number, folder in enumerate(folders):
        code = _folder_language(folder)
        if code is None:
            continue
        around = [*folders[:number], _ANY, *folders[number + 1 :]]
        yield Reading(Place(False, number), "/".join((*around, stem)), code)
        if mark and mark[1] == code:
            yield Reading(Place(True, number), "/".join((*around, mark[0])), code)


def _mark(stem: str, marks: Iterable[re.Pattern[str]] = _MARKS) -> tuple[str, str] | None:
    """A file's name without its mark, and the language that it stands for."""
    for mark in marks:
        found = mark.fullmatch(stem)
        code = _language(found[2]) if found else None
        if found and code and not _names_two(found[2], code):
            return found[1], code
    return None


def _language(code: str) -> str | None:
    """The language that a code stands for; one of three letters, as words are, only if ours."""
    found = find_language(code)
    return found if len(code) != _LONG_CODE or found in _ours() else None


def _names_two(mark: str, code: str) -> bool:
    """Whether a mark names a second language where a region would stand, as it-en does."""
    second = mark[3:].lower()
    return second != code and second in _ours()


def _folder_language(name: str) -> str | None:
    """The language that a folder is named after, by code or by name."""
    if _CODE.fullmatch(name):
        return _language(name)
    return find_language(name) if len(name) > _LONG_CODE else None


def _ours() -> set[str]:
    """The languages that have a table."""
    return {one.code for one in known_languages()}


def _pair(common: str, versions: Versions, asked: Asked) -> Pair:
    name = "/".join(part for part in common.split("/") if part != _ANY)
    files = sorted(path for paths in versions.values() for path in paths)
    chosen = choose(versions, asked)
    if isinstance(chosen, str):
        return Pair(name, files[0], error=f"{name}: {chosen}")
    for code in chosen:
        if len(versions[code]) > 1:
            both = ", ".join(sorted(versions[code]))
            return Pair(name, files[0], error=f"{both}: are the same text; leave one of them out")
    (source,), (target,) = (versions[code] for code in chosen)
    return Pair(name, source, target, *chosen)


def _left_over(rest: Iterable[str], paths: Iterable[str], asked: Asked) -> Iterator[Pair]:
    """Files without another version: whole in themselves, unless they say that they are half."""
    beside = _languages_beside(paths)
    for path in rest:
        name = without_ending(path)
        if _is_half(path, beside):
            yield Pair(
                name,
                path,
                error=f"{path}: the other language's version is missing; a file of the same name "
                "with another language's mark, or in another language's folder, was expected",
            )
        else:
            yield Pair(name, path, None, asked.source, asked.target)


def _languages_beside(paths: Iterable[str]) -> Mapping[str, set[str]]:
    """The languages that the folders in a folder are named after, where there are any."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        for reading in _readings(without_ending(path)):
            if reading.place.folder is not None:
                found[reading.common.partition(_ANY)[0]].add(reading.language)
    return found


def _is_half(path: str, beside: Mapping[str, set[str]]) -> bool:
    """Whether a file says that it is one language's, and that there are others."""
    if is_paired(path):
        return False
    name = without_ending(path)
    if _mark(PurePosixPath(name).name, _SURE):
        return True
    places = (reading.common.partition(_ANY)[0] for reading in _readings(name))
    return any(len(beside.get(place, ())) > 1 for place in places)
