"""EPUB books: their chapters in reading order, each one a page that the HTML reader reads.

Only what stands in the archive is read, whatever a book's references say.

Source: epub-2023; epub-2010.
"""

import posixpath
from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

from corpus.errors import InputError
from corpus.formats.block import ParsedFile
from corpus.formats.html import read_chapter
from corpus.formats.xml import parse_xml
from corpus.formats.zip_archive import opened_archive
from corpus.limits import Limits
from corpus.notes import Note

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_ROOT_FILE = "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"
_PACKAGE = "{http://www.idpf.org/2007/opf}"
_CIPHER = "{http://www.w3.org/2001/04/xmlenc#}CipherReference"
_PAGES = frozenset(("application/xhtml+xml", "text/html"))


@dataclass(frozen=True, slots=True)
class _Part:
    """A file of the book.

    Attributes:
        name: its member in the archive.
        is_page: whether it is a page of text, not a picture.
        is_contents: whether it is the book's table of contents.
    """

    name: str
    is_page: bool
    is_contents: bool


def read_epub(content: bytes, path: str, limits: Limits) -> ParsedFile:
    """A book's paragraphs, what stands outside its linear order last, its contents left out.

    Raises:
        InputError: the file is damaged, protected (DRM), no EPUB, or beyond the limits.
    """
    with opened_archive(content, path, limits) as archive:
        parts = _spine(archive, path)
        _check_unprotected(archive, path, parts)
        pages = [part for part in parts if part.is_page and not part.is_contents]
        readings = [
            read_chapter(archive.read(page.name), _place(path, page.name), limits) for page in pages
        ]
    blocks = tuple(block for reading in readings for block in reading.blocks)
    notes = dict.fromkeys(note for reading in readings for note in reading.notes)
    return ParsedFile(blocks, (*notes, *_left_out(parts)))


def _left_out(parts: list[_Part]) -> Iterator[str]:
    pictures = sum(not part.is_page for part in parts)
    if pictures:
        yield Note("corpus", "book.pictures", count=pictures, parts=len(parts))


def _spine(archive: ZipFile, path: str) -> list[_Part]:
    """The book's parts in reading order, none twice, those outside the linear order last."""
    package_name = _package_name(archive, path)
    package = _xml(archive, package_name, path)
    items = {item.get("id"): item for item in package.iter(_PACKAGE + "item")}
    contents = _old_contents(package, package_name, path)
    names = frozenset(archive.namelist())
    found: dict[bool, dict[str, _Part]] = {True: {}, False: {}}
    for reference in package.iter(_PACKAGE + "itemref"):
        item = items.get(reference.get("idref"))
        part = None if item is None else _part(item, package_name, path, contents)
        if part is None or part.name not in names:
            raise InputError(f"{path}: damaged, a part of the book is missing; get it again")
        found[reference.get("linear") != "no"].setdefault(part.name, part)
    return [*found[True].values(), *found[False].values()]


def _package_name(archive: ZipFile, path: str) -> str:
    if _CONTAINER not in archive.namelist():
        raise InputError(f"{path}: is no book (.epub); expected {_CONTAINER} in it")
    root_file = next(_xml(archive, _CONTAINER, path).iter(_ROOT_FILE), None)
    if root_file is None:
        raise InputError(f"{path}: damaged, {_CONTAINER} names no book; get it again")
    return _member(root_file.get("full-path", ""), "", path)


def _part(item: "_Element", package_name: str, path: str, contents: Set[str]) -> _Part:
    name = _member(item.get("href", ""), package_name, path)
    is_contents = name in contents or "nav" in item.get("properties", "").split()
    return _Part(name, item.get("media-type") in _PAGES, is_contents)


def _old_contents(package: "_Element", package_name: str, path: str) -> set[str]:
    """Pages that an EPUB 2 book's guide calls its table of contents."""
    return {
        _member(reference.get("href", ""), package_name, path)
        for reference in package.iter(_PACKAGE + "reference")
        if reference.get("type") == "toc"
    }


def _member(href: str, base: str, path: str) -> str:
    """The archive's member that a reference in ``base`` means."""
    parts = urlsplit(href)
    name = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(parts.path)))
    if parts.scheme or parts.netloc or name.startswith(("/", "..")) or "\\" in name:
        raise InputError(f"{path}: refers to a file outside the book; not opened")
    return name


def _check_unprotected(archive: ZipFile, path: str, parts: list[_Part]) -> None:
    """Refuses a book whose text is encrypted; fonts may be."""
    if _ENCRYPTION not in archive.namelist():
        return
    names = {part.name for part in parts}
    for cipher in _xml(archive, _ENCRYPTION, path).iter(_CIPHER):
        if _member(cipher.get("URI", ""), "", path) in names:
            raise InputError(f"{path}: is protected against copying (DRM); get it without")


def _place(path: str, name: str) -> str:
    """What a member is called in an error, where its name can be shown."""
    return f"{path} ({name})" if name.isprintable() else f"{path} (a part of it)"


def _xml(archive: ZipFile, name: str, path: str) -> "_Element":
    if name not in archive.namelist():
        raise InputError(f"{path}: damaged, a part of the book is missing; get it again")
    return parse_xml(archive.read(name), _place(path, name))
