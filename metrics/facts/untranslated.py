"""Text left in the source's language: paragraphs, captions and words inside a sentence."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from corpus import Document, Paragraph, Role, Side
from metrics.comparison import Comparison
from metrics.facts.copied_words import (
    CopiedWord,
    copied_words,
    explained_in,
    likely_marked,
)
from metrics.facts.numbers import fact_numbers
from metrics.facts.rendering import renderings
from metrics.flag import Category, Flag, Kind, Passage, Severity, by_side
from metrics.messages import Evidence


def check(comparison: Comparison) -> list[Flag]:
    """Flags of kind untranslated.

    Paragraphs in the other version's language: minor for a caption, major for text that the reader
    is owed. Words of a target sentence that the source sentence has letter for letter, where
    professionals would mark them (`metrics.facts.copied_words`).
    """
    paragraphs = [flag for side in Side for flag in _paragraphs(comparison, side)]
    return paragraphs + list(_words(comparison))


def _paragraphs(comparison: Comparison, side: Side) -> Iterator[Flag]:
    document, across = comparison.on(side), comparison.on(side.opposite)
    seen: set[str] = set()
    for number, paragraph in enumerate(document.paragraphs):
        if _is_owed(paragraph, across.language) and paragraph.text not in seen:
            seen.add(paragraph.text)
            yield _paragraph_flag(document, number, across, side)


def _is_owed(paragraph: Paragraph, language: str) -> bool:
    """Whether a paragraph in another version's language should have been translated."""
    text = paragraph.role in (Role.BODY, Role.HEADING, Role.CAPTION)
    return text and paragraph.language == language


def _paragraph_flag(document: Document, number: int, across: Document, side: Side) -> Flag:
    numbers = fact_numbers().untranslated
    caption = document.paragraphs[number].role is Role.CAPTION
    here = _whole(document, number)
    there = next((_whole(across, n) for n in _same(document.paragraphs[number], across)), None)
    evidence = Evidence(
        f"untranslated.{'caption' if caption else 'text'}",
        {"number": number + 1, "version": document.language, "language": across.language},
    )
    return Flag(
        Category.UNTRANSLATED,
        Kind.UNTRANSLATED,
        Severity.MINOR if caption else Severity.MAJOR,
        numbers.paragraph,
        *by_side(side, here, there),
        evidence,
    )


def _same(paragraph: Paragraph, document: Document) -> Iterator[int]:
    """Paragraphs of another document that say nearly the same letter for letter."""
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extract_iter

    least = 100 * fact_numbers().untranslated.same_letters
    texts = [candidate.text for candidate in document.paragraphs]
    for _, _, number in extract_iter(paragraph.text, texts, scorer=ratio, score_cutoff=least):
        yield number


def _whole(document: Document, number: int) -> Passage:
    text = document.paragraphs[number].text
    return Passage(number, 0, len(text), text)


def _words(comparison: Comparison) -> Iterator[Flag]:
    """Words that the source has letter for letter, where a reviewer would mark them."""
    explained = explained_in(comparison)
    sentences = [
        words
        for rendering in renderings(comparison)
        for words in copied_words(rendering, explained)
    ]
    likely = iter(likely_marked(chain.from_iterable(sentences)))
    for words in sentences:
        for run in _runs(words, list(islice(likely, len(words)))):
            yield _word_flag(run)


Likely = tuple[CopiedWord, float]


def _runs(words: Sequence[CopiedWord], likely: Sequence[float]) -> Iterator[list[Likely]]:
    """Neighbouring words that are likely left in the source's language."""
    run = list[Likely]()
    for word, share in zip(words, likely, strict=True):
        if run and (share < fact_numbers().untranslated.word or not _follows(run[-1][0], word)):
            yield run
            run = []
        if share >= fact_numbers().untranslated.word:
            run.append((word, share))
    if run:
        yield run


def _follows(before: CopiedWord, word: CopiedWord) -> bool:
    return not word.sentence.text[before.span.end : word.span.start].strip()


def _word_flag(run: Sequence[Likely]) -> Flag:
    first, last = run[0][0], run[-1][0]
    here = first.sentence.passage(first.span.start, last.span.end)
    there = first.there.passage(first.place.start, first.place.end)
    said = "abbreviation" if first.abbreviates_source else "words"
    return Flag(
        Category.UNTRANSLATED,
        Kind.UNTRANSLATED,
        Severity.MINOR if first.abbreviates_source else Severity.MAJOR,
        max(share for _, share in run),
        there,
        here,
        Evidence(f"untranslated.{said}", {"words": here.text, "language": first.there.language}),
    )
