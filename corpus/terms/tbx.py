"""Terms in TBX, ISO 30042 of 2008 and 2019, its data categories as attributes or as elements.

Terms whose administrative status or normative authorization rates them as deprecated, superseded,
not recommended or obsolete are forbidden in the translation; in the source they are terms like
others. Elements are told by their local names, so that every dialect's namespaces will do.

Source: tbx-2008; tbx-2019, with the dialects TBX-Basic and TBX-Min.
"""

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from corpus.errors import InputError
from corpus.formats.xml import local_name, parse_xml
from corpus.languages import primary_subtag
from corpus.limits import Limits
from corpus.terms.term import Term, Termbase
from corpus.terms.variants import check_variants

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

_ROOTS = frozenset({"tbx", "martif"})
_ENTRIES = frozenset({"conceptEntry", "termEntry"})
_LANGUAGES = frozenset({"langSec", "langSet"})
_GROUPS = frozenset({"termSec", "tig", "ntig"})
_STATUS = frozenset({"administrativeStatus", "normativeAuthorization"})
_FORBIDDEN = frozenset(
    {
        "deprecatedTerm-admn-sts",
        "supersededTerm-admn-sts",
        "deprecatedTerm",
        "supersededTerm",
        "notRecommended",
        "obsolete",
    }
)
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def read_tbx(content: bytes, path: str, languages: tuple[str, str], limits: Limits) -> Termbase:
    """The concepts of a termbase that have a term in the source's language and one in the target's.

    Terms that are forbidden by a concept of the target's language alone are so everywhere; what has
    nothing to say about the two languages is left out.

    Args:
        content: the file.
        path: its name, for errors.
        languages: BCP 47 codes of source and target.
        limits: bounds on terms.

    Raises:
        InputError: it is no TBX, or not well formed, or declares entities.
    """
    root = parse_xml(content, path)
    if local_name(root) not in _ROOTS:
        raise InputError(f"{path}: is XML, but no TBX; expected <tbx> or <martif> around it")
    entries = (entry for entry in root.iter() if local_name(entry) in _ENTRIES)
    found = (_term(entry, path, languages, limits) for entry in entries)
    return Termbase(tuple(term for term in found if term))


def _term(entry: "_Element", path: str, languages: tuple[str, str], limits: Limits) -> Term | None:
    """The rule that a concept makes for the two languages, if it makes one."""
    where = f"{path}, line {entry.sourceline}"
    sections = [one for one in entry if local_name(one) in _LANGUAGES]
    source, target = (list(_terms(sections, primary_subtag(code))) for code in languages)
    said = check_variants((text for text, _ in source), where, limits)
    approved = check_variants((text for text, forbidden in target if not forbidden), where, limits)
    forbidden = check_variants((text for text, forbidden in target if forbidden), where, limits)
    if not (said or _speaks_only(sections, primary_subtag(languages[1]))):
        return None
    if not (forbidden or (said and approved)):
        return None
    note = next((_text(one) for one in entry.iter() if local_name(one) == "note"), "")
    return Term(said, approved, forbidden, PurePath(path).name, int(entry.sourceline), note)


def _terms(sections: Sequence["_Element"], language: str) -> Iterator[tuple[str, bool]]:
    """The terms of a concept in a language, each with whether it is forbidden."""
    spoken = (section for section in sections if _code(section) == language)
    elements = (one for section in spoken for one in section.iter())
    for group in (one for one in elements if local_name(one) in _GROUPS):
        forbidden = any(_status(one) in _FORBIDDEN for one in group.iter())
        yield from ((_text(one), forbidden) for one in group.iter() if local_name(one) == "term")


def _speaks_only(sections: Sequence["_Element"], language: str) -> bool:
    return all(_code(section) == language for section in sections)


def _code(section: "_Element") -> str:
    """The primary subtag of a section's language."""
    return str(section.get(_LANGUAGE, "")).replace("_", "-").split("-")[0].lower()


def _status(note: "_Element") -> str:
    """The status that an element gives; nothing where it gives none."""
    if local_name(note) in _STATUS or note.get("type") in _STATUS:
        return _text(note)
    return ""


def _text(element: "_Element") -> str:
    return " ".join("".join(element.itertext()).split())
