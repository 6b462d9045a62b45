"""Translation memories: TMX 1.1 to 1.4b.

Source: tmx-2005.
"""

from typing import TYPE_CHECKING

from corpus.errors import InputError, UsageError
from corpus.formats.block import TextBlock
from corpus.formats.inline import child, inline_texts
from corpus.formats.paired import PairedReading, gather, language_code, unit_blocks
from corpus.formats.xml import local_name, parse_exchanged
from corpus.limits import Limits
from corpus.notes import counted

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_OLD_LANGUAGE = "lang"
_ANY = "*all*"
"""What `srclang` says where every language may be the source."""


def read_tmx(content: bytes, path: str, limits: Limits) -> PairedReading:
    """A memory's languages, each with its units; the one that it calls the source first.

    Of several variants in one language a unit's first is read; notes and properties are not.

    Raises:
        InputError: it is no TMX, not well formed or declares entities, or a text has no language.
    """
    root, notes = parse_exchanged(content, path)
    if local_name(root) != "tmx":
        raise InputError(f"{path}: is XML, but no TMX; expected <tmx> around it")
    source = _source(root, path)
    variants = [
        [(_language(one, path), one) for one in unit if local_name(one) == "tuv"]
        for unit in root.iter("{*}tu")
    ]
    found = dict.fromkeys(code for unit in variants for code, _ in unit)
    order = sorted(found, key=lambda code: code != source)
    firsts = [dict(reversed(unit)) for unit in variants]
    more = sum(len(unit) > len(first) for unit, first in zip(variants, firsts, strict=True))
    return PairedReading(
        gather(
            ({code: _blocks(one, path) for code, one in unit.items()} for unit in firsts),
            {code: code for code in order},
        ),
        (*notes, *counted("corpus", "units.several", more)),
        source,
    )


def _source(root: "_Element", path: str) -> str | None:
    """The language that the header names as the source, None where any may be."""
    header = child(root, "header")
    tag = "" if header is None else header.get("srclang", "")
    if header is None or tag in ("", _ANY):
        return None
    return _code(tag, f"{path}, line {header.sourceline}: srclang")


def _language(variant: "_Element", path: str) -> str:
    """The primary subtag of a variant's language."""
    tag = variant.get(_LANGUAGE) or variant.get(_OLD_LANGUAGE) or ""
    return _code(tag, f"{path}, line {variant.sourceline}: xml:lang")


def _code(tag: str, place: str) -> str:
    try:
        return language_code(tag)
    except UsageError as error:
        raise InputError(
            f'{place} is missing or no language code; one such as "it" or "en-GB" is expected'
        ) from error


def _blocks(variant: "_Element", path: str) -> list[TextBlock]:
    segment = child(variant, "seg")
    if segment is None:
        return []
    texts = inline_texts(segment, path)
    return [block for text in texts for block in unit_blocks(text, variant.sourceline)]
