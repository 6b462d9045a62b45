"""A review made by hand, as if it had been read from files."""

import dataclasses

from corpus import Document, document_from_text
from fedele.findings.decisions import Decision


def in_files(review, folder):
    """The review with both texts in files, a line and an empty one for each paragraph."""
    written = {
        side: _written(document, folder / f"{side}.txt")
        for side, document in (("source", review.source), ("target", review.target))
    }
    return dataclasses.replace(review, **written)


def _written(document, path):
    text = "\n\n".join(paragraph.text for paragraph in document.paragraphs)
    path.write_text(text, "utf-8")
    read = document_from_text(text, language=document.language)
    paragraphs = tuple(
        dataclasses.replace(paragraph, lines=found.lines)
        for paragraph, found in zip(document.paragraphs, read.paragraphs, strict=True)
    )
    return Document(document.language, paragraphs, str(path), document.notes, document.title)


def decision(review, number, ruling, date, reason=""):
    """A decision about one of the review's flags."""
    flag = review.findings[number]
    return Decision(
        id=review.flag_ids[number],
        decision=ruling,
        reason=reason,
        date=date,
        kind=flag.kind,
        source=flag.source and flag.source.text,
        target=flag.target and flag.target.text,
    )
