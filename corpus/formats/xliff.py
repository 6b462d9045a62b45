"""XLIFF 1.2 and 2.0 to 2.2: their segments, as they pair.

Proposals, notes and modules are no part of the text, nor is what is not to be translated. A
translation that the file marks as unfinished is read all the same.

**Source:** XLIFF 1.2 (OASIS, 2008); XLIFF 2.0 (2014), 2.1 (2018) and 2.2, core.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from corpus.errors import InputError, UsageError
from corpus.formats.block import Block
from corpus.formats.inline import child, inline_texts, local_name
from corpus.formats.paired import PairedReading, counted, gather, unit_blocks
from corpus.formats.xml import parse_xml
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
_FIXED = "Units that are not to be translated and were left out: {}."
_NOT_DONE = "Translations that the file marks as unfinished: {}; they were compared as they are."


@dataclass(frozen=True, slots=True)
class _Pair:
    """Elements whose texts render each other; in reading order, either side may have none."""

    source: tuple["_Element", ...]
    target: tuple["_Element", ...]


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
    units = list(root.iter("{*}unit" if is_new else "{*}trans-unit"))
    shown = [unit for unit in units if _inherited(unit, "translate") != "no"]
    pairs_of = _new_pairs if is_new else _old_pairs
    pairs = [pair for unit in shown for pair in pairs_of(unit, path)]
    unfinished = sum(map(_is_unfinished, chain.from_iterable(pair.target for pair in pairs)))
    return PairedReading(
        gather(
            (
                {"source": _blocks(pair.source, path), "target": _blocks(pair.target, path)}
                for pair in pairs
            ),
            _languages(root, is_new, path),
        ),
        (*counted(_FIXED, len(units) - len(shown)), *counted(_NOT_DONE, unfinished)),
    )


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


def _old_pairs(unit: "_Element", path: str) -> Iterator[_Pair]:
    """The segments of XLIFF 1.2 where its source is segmented, else the whole unit."""
    source, target = child(unit, "source"), child(unit, "target")
    ours, theirs = _marked(child(unit, "seg-source")), _marked(target)
    if not ours or (target is not None and not theirs and _blocks([target], path)):
        yield _Pair(_there(source), _there(target))
        return
    for name in dict.fromkeys([*ours, *theirs]):
        yield _Pair(_there(ours.get(name)), _there(theirs.get(name)))


def _marked(element: "_Element | None") -> dict[str, "_Element"]:
    """The segments that are marked in an element, by their names."""
    marks = () if element is None else element.iter("{*}mrk")
    segments = (mark for mark in marks if mark.get("mtype") == "seg")
    return {mark.get("mid", f"#{number}"): mark for number, mark in enumerate(segments)}


def _new_pairs(unit: "_Element", path: str) -> Iterator[_Pair]:
    """The segments of XLIFF 2; the whole unit where its targets have an order of their own."""
    parts = [one for one in unit if local_name(one) in ("segment", "ignorable")]
    segments = [one for one in parts if local_name(one) == "segment"]
    pairs = [_Pair(*(_there(child(one, side)) for side in _SIDES)) for one in segments]
    places = {
        target: _place(target, number, path)
        for number, part in enumerate(parts, 1)
        for target in _there(child(part, "target"))
    }
    targets = [target for pair in pairs for target in pair.target]
    if targets == sorted(targets, key=places.__getitem__):
        yield from pairs
    else:
        sources = tuple(source for pair in pairs for source in pair.source)
        yield _Pair(sources, tuple(sorted(targets, key=places.__getitem__)))


def _place(target: "_Element", number: int, path: str) -> int:
    """Where a target stands in its unit, from 1: its own number where it has no other."""
    order = target.get("order", str(number))
    if not order.isdecimal():
        raise InputError(f"{path}, line {target.sourceline}: its order is no number")
    return int(order)


def _there(element: "_Element | None") -> tuple["_Element", ...]:
    return () if element is None else (element,)


def _blocks(elements: Iterable["_Element"], path: str) -> list[Block]:
    return [
        block
        for element in elements
        for text in inline_texts(element, path)
        for block in unit_blocks(_spaced(text, element), element.sourceline)
    ]


def _spaced(text: str, element: "_Element") -> str:
    """A text with its white space where that is to be preserved, else each run of it as a space."""
    return text if _inherited(element, _SPACE) == "preserve" else _WHITE_SPACE.sub(" ", text)


def _is_unfinished(target: "_Element") -> bool:
    return _inherited(target, "state") in _UNFINISHED


def _inherited(element: "_Element", attribute: str) -> str | None:
    """An attribute's value, an element's own or that of the nearest around it."""
    values = (one.get(attribute) for one in (element, *element.iterancestors()))
    return next(filter(None, values), None)
