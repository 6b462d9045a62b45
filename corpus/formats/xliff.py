"""XLIFF 1.2 and 2.0 to 2.2: their segments, as they pair.

Proposals, notes and modules are no part of the text, nor is what is not to be translated. A
translation that the file marks as unfinished is read all the same.

**Source:** XLIFF 1.2 (OASIS, 2008); XLIFF 2.0 (2014), 2.1 (2018) and 2.2, core.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from corpus.errors import InputError, UsageError
from corpus.formats.block import Block
from corpus.formats.inline import child, inline_texts
from corpus.formats.paired import PairedReading, counted, gather, unit_blocks
from corpus.formats.xml import local_name, parse_xml
from corpus.languages import primary_subtag
from corpus.limits import Limits

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
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
_LONGEST_ORDER = 9  # digits
_FIXED = "Units that are not to be translated and were left out: {}."
_NOT_DONE = "Translations that the file marks as unfinished: {}; they were compared as they are."


class _Unit(NamedTuple):
    """A unit, whether it is to be translated, and whether white space counts in it."""

    element: "_Element"
    is_shown: bool
    is_preserved: bool


class _Pair(NamedTuple):
    """Elements whose texts render each other; in reading order, either side may have none."""

    source: Sequence["_Element"]
    target: Sequence["_Element"]
    is_preserved: bool

    def blocks(self, path: str) -> dict[str, list[Block]]:
        """Both sides' paragraphs."""
        sides = zip(_SIDES, (self.source, self.target), strict=True)
        return {side: _blocks(elements, self.is_preserved, path) for side, elements in sides}


def read_xliff(content: bytes, path: str, limits: Limits) -> PairedReading:
    """The source's and the target's segments; XLIFF may leave the target's language open.

    Raises:
        InputError: it is no XLIFF, not well formed or declares entities, or the files in it are in
            different languages.
    """
    root = parse_xml(content, path)
    if local_name(root) != "xliff":
        raise InputError(f"{path}: is XML, but no XLIFF; expected <xliff> around it")
    is_new = root.get("version", "").startswith("2")
    units = list(_units(root, "unit" if is_new else "trans-unit"))
    shown = [unit for unit in units if unit.is_shown]
    pairs_of = _new_pairs if is_new else _old_pairs
    pairs = [pair for unit in shown for pair in pairs_of(unit, path)]
    unfinished = sum(_state(target) in _UNFINISHED for pair in pairs for target in pair.target)
    return PairedReading(
        gather((pair.blocks(path) for pair in pairs), _languages(root, is_new, path)),
        (*counted(_FIXED, len(units) - len(shown)), *counted(_NOT_DONE, unfinished)),
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
            yield _Unit(element, around[-1][0] != "no", around[-1][1] == "preserve")


def _languages(root: "_Element", is_new: bool, path: str) -> Mapping[str, str | None]:
    """Each side's language, None where the file does not say."""
    if is_new:
        tags = {"source": [root.get("srcLang")], "target": [root.get("trgLang")]}
    else:
        files = list(root.iter("{*}file"))
        tags = {side: [file.get(f"{side}-language") for file in files] for side in _SIDES}
    return {side: _one_language(filter(None, found), path) for side, found in tags.items()}


def _one_language(tags: Iterable[str], path: str) -> str | None:
    try:
        codes = {primary_subtag(tag) for tag in tags}
    except UsageError as error:
        raise InputError(f"{path}: names a language by no code; such as it is expected") from error
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
        sides = _there(ours.get(name)), _there(theirs.get(name))
        yield _Pair(*sides, unit.is_preserved)


def _marked(element: "_Element | None") -> dict[str, "_Element"]:
    """The segments that are marked in an element, by their names."""
    segments = () if element is None else _segments(element)
    return {mark.get("mid", f"#{number}"): mark for number, mark in enumerate(segments)}


def _segments(element: "_Element") -> Iterator["_Element"]:
    for one in element:
        if local_name(one) == "mrk" and one.get("mtype") == "seg":
            yield one
        else:
            yield from _segments(one)


def _new_pairs(unit: _Unit, path: str) -> Iterator[_Pair]:
    """The segments of XLIFF 2; the whole unit where its targets have an order of their own."""
    parts = [one for one in unit.element if local_name(one) in ("segment", "ignorable")]
    segments = [one for one in parts if local_name(one) == "segment"]
    pairs = [
        _Pair(_there(child(one, "source")), _there(child(one, "target")), unit.is_preserved)
        for one in segments
    ]
    places = {
        target: _place(target, number, path)
        for number, part in enumerate(parts, 1)
        for target in _there(child(part, "target"))
    }
    targets = [target for pair in pairs for target in pair.target]
    ordered = sorted(targets, key=places.__getitem__)
    if targets == ordered:
        yield from pairs
    else:
        sources = [source for pair in pairs for source in pair.source]
        yield _Pair(sources, ordered, unit.is_preserved)


def _place(target: "_Element", number: int, path: str) -> int:
    """Where a target stands in its unit, from 1: its own number where it has no other."""
    order = target.get("order", str(number))
    if not order.isdecimal() or len(order) > _LONGEST_ORDER:
        raise InputError(f"{path}, line {target.sourceline}: its order is no number")
    return int(order)


def _there(element: "_Element | None") -> Sequence["_Element"]:
    return () if element is None else (element,)


def _blocks(elements: Iterable["_Element"], preserved: bool, path: str) -> list[Block]:
    """The paragraphs of some elements; white space that does not count is shown as one space."""
    found: list[Block] = []
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
