"""Where a phrase stands in its document, to the character."""

from corpus import Document
from metrics.flag import Passage
from metrics.phrase import Phrase
from metrics.segment import Segment

_PAIRS = {"(": ")", "[": "]", "«": "»", "“": "”", "‘": "’", '"': '"'}


def passage_of(document: Document, segment: Segment, phrase: Phrase) -> Passage:
    """The phrase's passage, with the brackets or quotation marks that hold nothing else."""
    first, last = segment.places[phrase.first], segment.places[phrase.last - 1]
    text = document.paragraphs[first.paragraph].text
    start, end = first.start, last.end
    if start > 0 and end < len(text) and _PAIRS.get(text[start - 1]) == text[end]:
        start, end = start - 1, end + 1
    return Passage(first.paragraph, start, end, text[start:end])
