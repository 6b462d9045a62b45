"""XLIFF 1.2 and 2.0 to 2.2: their segments, as they pair.

Proposals, notes and modules are no part of the text, nor is what is not to be translated. A
translation that the file marks as unfinished is read all the same. Segments whose targets have an
order of their own (`order`) are read in the source's, each beside what renders it.

Source: xliff-2008 and its Representation Guide for Gettext PO; xliff-2014, xliff-2018 and version
2.2, core.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from corpus.errors import InputError, UsageError
from corpus.formats.block import TextBlock
from corpus.formats.inline import child, inline_texts
from corpus.formats.paired import PairedReading, gather, language_code, unit_blocks
from corpus.formats.xml import local_name, parse_exchanged
from corpus.limits import Limits
from corpus.notes import counted

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_WHITE_SPACE = re.compile(r"[ \t\n\r]+")
_SIDES = ("source", "target")
_UNFINISHED = frozenset(
    [
        "initial",
        "new",
        "needs-translation",
        "needs-adaptation",
        "needs-l10n",
        "needs-review-translation",
        "needs-review-adaptation",
        "needs-review-l10n",
    ]
)
"""States that say that a translation is not done, in XLIFF 2 and 1.2."""
_CATALOGUE_HEADER = "x-gettext-domain-header"
"""What `restype` says of the unit that keeps a PO file's header, which is for tools."""


class _Unit(NamedTuple):
    """A unit, whether it is to be translated, and whether white space counts in it."""

    element: "_Element"
    is_shown: bool
    is_preserved: bool


class _Pair(NamedTuple):
    """Elements whose texts render each other; either side may have none."""

    source: Sequence["_Element"]
    target: Sequence["_Element"]
    is_preserved: bool

    def blocks(self, path: str) -> dict[str, list[TextBlock]]:
        """Both sides' paragraphs."""
        sides = zip(_SIDES, (self.source, self.target), strict=True)
        return {side: _blocks(elements, self.is_preserved, path) for side, elements in sides}

    @property
    def is_unfinished(self) -> bool:
        """Whether the file says that the translation is not done."""
        return any(_state(target) in _UNFINISHED for target in self.target)


def read_xliff(content: bytes, path: str, limits: Limits) -> PairedReading:
    """The source's and the target's segments; XLIFF may leave the target's language open.

    Raises:
        InputError: it is no XLIFF, not well formed or declares entities, or the files in it are in
            different languages.
    """
    root, notes = parse_exchanged(content, path)
    if local_name(root) != "xliff":
        raise InputError(f"{path}: is XML, but no XLIFF; expected <xliff> around it")
    is_new = root.get("version", "").startswith("2")
    units = list(_units(root, "unit" if is_new else "trans-unit"))
    shown = [unit for unit in units if unit.is_shown]
    pairs_of = _new_pairs if is_new else _old_pairs
    pairs = [pair for unit in shown for pair in pairs_of(unit, path)]
    blocks = [pair.blocks(path) for pair in pairs]
    unfinished = sum(
        pair.is_unfinished and bool(found["target"])
        for pair, found in zip(pairs, blocks, strict=True)
    )
    languages = _new_languages(root) if is_new else _old_languages(root, units)
    return PairedReading(
        gather(blocks, {side: _one_language(languages[side], path) for side in _SIDES}),
        (
            *notes,
            *counted("corpus", "units.fixed", len(units) - len(shown)),
            *counted("corpus", "units.unfinished", unfinished),
        ),
    )


def _units(root: "_Element", name: str) -> Iterator[_Unit]:
    """The units of a file, with what they inherit from the elements around them."""
    from lxml.etree import iterwalk

    around = [("yes", "default")]
    for event, element in iterwalk(root, events=("start", "end")):
        if event == "end":
            around.pop()
            continue
        translate, space = around[-1]
        around.append((element.get("translate", translate), element.get(_SPACE, space)))
        if local_name(element) == name:
            is_shown = around[-1][0] != "no" and element.get("restype") != _CATALOGUE_HEADER
            yield _Unit(element, is_shown, around[-1][1] == "preserve")


def _new_languages(root: "_Element") -> Mapping[str, Iterable[str | None]]:
    return {"source": [root.get("srcLang")], "target": [root.get("trgLang")]}


def _old_languages(root: "_Element", units: Iterable[_Unit]) -> Mapping[str, Iterable[str | None]]:
    """What the files call each side's language, or else the texts themselves."""
    files = list(root.iter("{*}file"))
    found: dict[str, list[str | None]] = {}
    for side in _SIDES:
        found[side] = [file.get(f"{side}-language") for file in files]
        if not any(found[side]):
            texts = (child(unit.element, side) for unit in units)
            found[side] = [text.get(_LANGUAGE) for text in texts if text is not None]
    return found


def _one_language(tags: Iterable[str | None], path: str) -> str | None:
    """The language that all of some tags name, None where there are none."""
    try:
        codes = {language_code(tag) for tag in set(tags) if tag}
    except UsageError as error:
        raise InputError(
            f'{path}: names a language by no code; one such as "it" or "en-GB" is expected'
        ) from error
    if len(codes) > 1:
        raise InputError(f"{path}: holds files in several languages; make one of each pair")
    return next(iter(codes), None)


def _old_pairs(unit: _Unit, path: str) -> Iterator[_Pair]:
    """The segments of XLIFF 1.2 where its source is segmented, else the whole unit."""
    source, target = (child(unit.element, side) for side in _SIDES)
    ours, theirs = _marked(child(unit.element, "seg-source")), _marked(target)
    if not ours or (not theirs and _blocks(_there(target), True, path)):
        yield _Pair(_there(source), _there(target), unit.is_preserved)
        return
    for name in dict.fromkeys([*ours, *theirs]):
        yield _Pair(ours.get(name, ()), theirs.get(name, ()), unit.is_preserved)


def _marked(element: "_Element | None") -> Mapping[str, Sequence["_Element"]]:
    """The segments that are marked in an element, by their names; one may stand in pieces."""
    found: dict[str, list[_Element]] = {}
    for number, mark in enumerate(() if element is None else _segments(element)):
        found.setdefault(mark.get("mid", f"#{number}"), []).append(mark)
    return found


def _segments(element: "_Element") -> Iterator["_Element"]:
    for one in element:
        if local_name(one) == "mrk" and one.get("mtype") == "seg":
            yield one
        else:
            yield from _segments(one)


def _new_pairs(unit: _Unit, path: str) -> Iterator[_Pair]:
    """The segments of XLIFF 2; what lies between them (`ignorable`) holds no words."""
    for segment in unit.element.iterchildren("{*}segment"):
        source, target = (_there(child(segment, side)) for side in _SIDES)
        yield _Pair(source, target, unit.is_preserved)


def _there(element: "_Element | None") -> Sequence["_Element"]:
    return () if element is None else (element,)


def _blocks(elements: Iterable["_Element"], preserved: bool, path: str) -> list[TextBlock]:
    """The paragraphs of some elements; white space that does not count is shown as one space."""
    found: list[TextBlock] = []
    for element in elements:
        is_preserved = element.get(_SPACE, "preserve" if preserved else "") == "preserve"
        for text in inline_texts(element, path):
            shown = text if is_preserved else _WHITE_SPACE.sub(" ", text)
            found += unit_blocks(shown, element.sourceline)
    return found


def _state(target: "_Element") -> str | None:
    """How far a translation is: XLIFF 1.2 says it of the target, XLIFF 2 of the segment."""
    around = (target, *target.iterancestors("{*}target", "{*}segment"))
    return next((one.get("state") for one in around if one.get("state")), None)
