"""Names for flags that survive an edit elsewhere in the text.

A reviewer's decision about a flag hangs on its id, so the id follows from what the flag says and
from the sentences that it stands in, never from the number of a paragraph. White space does not
count. Exact repeats are told apart by a counter, in the order in which they stand.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence

from corpus import Document
from metrics import Flag, Passage

ID_LENGTH = 12
"""Hex digits of an id: 48 bits, so that ten thousand flags clash once in five million texts."""


def flag_ids(flags: Sequence[Flag], source: Document, target: Document) -> tuple[str, ...]:
    """One id a flag, parallel to ``flags``, all different.

    Args:
        flags: the findings, in any order.
        source: the document whose words `Flag.source` is about.
        target: the one whose words `Flag.target` is about.
    """
    names = [_digest(flag, source, target) for flag in flags]
    seen: Counter[str] = Counter()
    ids = [""] * len(flags)
    for index in sorted(range(len(flags)), key=lambda index: _place(flags[index])):
        name = names[index]
        seen[name] += 1
        ids[index] = name if seen[name] == 1 else f"{name}-{seen[name]}"
    return tuple(ids)


def _digest(flag: Flag, source: Document, target: Document) -> str:
    parts = [flag.kind.value]
    for document, passage in ((source, flag.source), (target, flag.target)):
        words = "" if passage is None else passage.text
        parts += [_plain(words), _plain(_surroundings(document, passage))]
    text = "\x1f".join(parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]


def _surroundings(document: Document, passage: Passage | None) -> str:
    """The sentences that a passage touches."""
    if passage is None:
        return ""
    paragraph = document.paragraphs[passage.paragraph]
    return " ".join(
        span.of(paragraph.text)
        for span in paragraph.sentences
        if span.start <= passage.end and passage.start <= span.end
    )


def _plain(text: str) -> str:
    return " ".join(text.split())


def _place(flag: Flag) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    return _where(flag.source), _where(flag.target)


def _where(passage: Passage | None) -> tuple[int, int, int]:
    return (-1, 0, 0) if passage is None else (passage.paragraph, passage.start, passage.end)
