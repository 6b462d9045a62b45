"""Which languages a collection is in, and which of them a document is in that leaves it open."""

from collections import Counter
from collections.abc import Iterator, Mapping
from math import log

from corpus import Document, language_chances
from fedele.batch.languages import Asked, choose
from fedele.pairing.numbers import collection_numbers


def collection_languages(counts: Counter[str], asked: Asked) -> tuple[str, str] | None:
    """Source and target: as asked, else what most documents are in; None where there is one.

    Args:
        counts: documents by language, of those that say it for sure.
        asked: what the user asks for.
    """
    if asked.source and asked.target:
        return asked.source, asked.target
    given = asked.source or asked.target
    ranked = sorted(counts.keys() - {given}, key=lambda code: (-counts[code], code))
    found = ([given] if given else []) + ranked
    if len(found) < 2:
        return None
    chosen = choose(found[:2], asked)
    if isinstance(chosen, str):  # the language asked for is nowhere in the collection
        return None
    return chosen


def likeliest(document: Document, counts: Mapping[str, int]) -> str | None:
    """The language of a document, by all of its words and by how common each is in its collection.

    Titles, lists of names and pages of two languages leave it open what they are in; what the
    documents around them are in settles it (naive Bayes over runs of words, whose prior is the
    collection). A text that is long enough is in whatever language it is in, however rare.

    Args:
        document: of any language.
        counts: documents by language; nothing else counts where the document has words enough.

    Returns:
        BCP 47 code, None where the document has no words.
    """
    floor = collection_numbers().floor
    runs = [chances for run in _runs(document) if (chances := language_chances(run))]
    codes = {max(chances, key=chances.__getitem__) for chances in runs}
    if not codes:
        return None
    codes |= counts.keys()

    def support(code: str) -> tuple[float, str]:
        said = sum(log(max(chances.get(code, 0.0), floor)) for chances in runs)
        return log(counts.get(code, 0) + 1) + said, code

    return max(codes, key=support)


def _runs(document: Document) -> Iterator[str]:
    """The document's beginning, in runs of some words."""
    numbers = collection_numbers()
    size, most = numbers.run, numbers.runs
    words: list[str] = []
    for paragraph in document.paragraphs:
        words += paragraph.text.split()
        if len(words) >= size * most:
            break
    for first in range(0, min(len(words), size * most), size):
        yield " ".join(words[first : first + size])
