"""The translation's Word document with each flag as a comment on its words, otherwise unchanged."""

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from corpus import (
    Document,
    InputError,
    Limits,
    Span,
    UsageError,
    WordFile,
    WordParagraph,
    default_limits,
    open_word,
    read_bytes,
)
from fedele.files.atomic import write_atomically
from fedele.findings.reviewed import Reviewed
from fedele.reports.word.anchors import Anchor, Anchors
from fedele.reports.word.package import packed
from fedele.reports.word.remarks import Remark, remarks
from fedele.wording import Wording, load_wording
from fedele.wording.quoting import legal_xml

if TYPE_CHECKING:
    from docx.document import Document as WordDocument


AUTHOR, INITIALS = "fedele", "f"
"""Whom the comments are by."""
MOST_COMMENTS = 32_767
"""Word opens no document with more ([MS-OI29500], 2.1.315)."""

_RANGE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}commentRangeStart"


def check_docx(target: Document) -> None:
    """Refuse a translation that was not read from a Word document.

    Raises:
        UsageError: it was not.
    """
    if target.path is None or PurePath(target.path).suffix.lower() != ".docx":
        raise UsageError(
            f"{target.path or 'the text'}: is no Word document (.docx), and --docx comments a copy "
            "of the translation's; give that one, or ask for another report"
        )


def write_docx(
    review: Reviewed,
    path: str | os.PathLike[str],
    *,
    language: str = "en",
    limits: Limits | None = None,
) -> Path:
    """Write a copy of the translation's Word document with a comment on each shown flag.

    Text and formatting stay as they are, and so does every other part of the file. Words that the
    translation drops are commented where they would stand in it.

    Args:
        review: of a translation that was read from a .docx, which is read again.
        path: where to.
        language: of the comments, "en" or "it".
        limits: those that the document was read with, else the default limits.

    Raises:
        InputError: the document has changed since, or cannot be read any more.
        UsageError: the translation was not read from a Word document, there is no wording in that
            language, there are more comments than Word opens, or the file cannot be written.
    """
    check_docx(review.target)
    place, wording = str(review.target.path), load_wording(language)
    bounds = limits or default_limits()
    content = read_bytes(place, bounds)
    word = open_word(content, place, bounds)
    homes = _homes(review.target, word, place)
    found = list(remarks(review, wording))
    _check_whole(word.document, place)
    _check_comments(word.document, len(found), place)
    for remark, anchor in _comments(found, homes, Anchors(word, place)):
        _add(word.document, remark, anchor, wording)
    if found:
        content = packed(content, word.document)
        _check_same(word, open_word(content, place, bounds), place)
    return write_atomically(path, content)


def _homes(target: Document, word: WordFile, place: str) -> Sequence[tuple[WordParagraph, int]]:
    """Where each paragraph of the translation stands in the file: which one, how far into it."""
    homes = []
    for paragraph in target.paragraphs:
        block, start = paragraph.origin or (len(word.paragraphs), 0)
        if block >= len(word.paragraphs) or word.paragraphs[block].text[start:] != paragraph.text:
            raise InputError(f"{place}: has changed since it was read; review it again")
        homes.append((word.paragraphs[block], start))
    return homes


def _check_whole(document: "WordDocument", place: str) -> None:
    """Refuse a document with entities of its own: written again, it would lack what they say."""
    if document.element.getroottree().docinfo.doctype:
        raise InputError(
            f"{place}: declares entities, as no Word document does; open it in Word and save it"
        )


def _check_comments(document: "WordDocument", more: int, place: str) -> None:
    """Refuse a document whose comments cannot be read, or would be too many."""
    try:
        there = [comment.comment_id for comment in document.comments]
    except Exception as error:  # the library has no error of its own for damaged documents
        raise InputError(
            f"{place}: its comments are damaged; open it in Word and save it again"
        ) from error
    if max(len(there), sum(1 for _ in document.element.body.iter(_RANGE))) + more > MOST_COMMENTS:
        raise UsageError(
            f"{place}: would get more than {MOST_COMMENTS:,} comments, the most that Word opens; "
            "ask for another report"
        )


def _check_same(before: WordFile, after: WordFile, place: str) -> None:
    """Refuse a document in which runs stand where none may, so that cutting them changed it."""
    texts = [[paragraph.text for paragraph in word.paragraphs] for word in (before, after)]
    if texts[0] != texts[1]:
        raise InputError(
            f"{place}: cannot be commented without changing it; open it in Word and save it again"
        )


def _comments(
    found: Sequence[Remark], homes: Sequence[tuple[WordParagraph, int]], anchors: Anchors
) -> Iterator[tuple[Remark, Anchor]]:
    """Each remark with the runs that it goes to; those of one paragraph from last to first.

    A comment's mark goes right behind its last run, so that of two that end there the one put in
    last stands first.
    """
    by_paragraph: defaultdict[int, list[tuple[Span, Remark]]] = defaultdict(list)
    for remark in found:
        _, start = homes[remark.paragraph]
        span = Span(start + remark.span.start, start + remark.span.end)
        by_paragraph[remark.paragraph].append((span, remark))
    for number, there in by_paragraph.items():
        anchored = anchors.of(homes[number][0], (span for span, _ in there))
        for span, remark in reversed(there):
            yield remark, anchored[span]


def _add(document: "WordDocument", remark: Remark, anchor: Anchor, wording: Wording) -> None:
    from docx.text.run import Run

    comment = document.comments.add_comment(author=AUTHOR, initials=INITIALS)
    comment.paragraphs[0].add_run(legal_xml(remark.title)).bold = True
    if anchor.inside:
        comment.add_paragraph(legal_xml(wording(f"comment.{anchor.inside}", words=remark.words)))
    for line in remark.lines:
        comment.add_paragraph(legal_xml(line))
    last = Run(anchor.last, document)
    Run(anchor.first, document).mark_comment_range(last, comment.comment_id)
    if anchor.end is not anchor.last:
        range_end = anchor.last.getnext()
        anchor.end.addnext(range_end.getnext())
