"""Text left in the source's language: paragraphs, captions and words inside a sentence."""

import re
from collections.abc import Iterator, Mapping, Sequence

from corpus import (
    Document,
    Paragraph,
    Role,
    Side,
    commonness,
    is_covered,
    load_language,
)
from metrics.comparison import Comparison
from metrics.facts.numbers import fact_numbers
from metrics.facts.rendering import Rendering, Sentence, renderings
from metrics.flag import Category, Flag, Kind, Passage, Severity, by_side
from metrics.messages import Evidence

_WORD = re.compile(r"[^\W\d_]+")
_KEPT = re.compile(
    r"“[^”]*”|«[^»]*»|\"[^\"]*\"|‘[^’]*’(?!\w)|\([^)]*\)|\*[^*]*\*"  # quoted
    r"|<[^<>]*>|\{[^{}]*\}|\[\[[^\[\]]*\]\]|(?<!\w)[%$:@]\w[\w.$]*"  # markup, placeholders
)
"""What stands in the source's letters on purpose, where the source has it too."""


def check(comparison: Comparison) -> list[Flag]:
    """Flags of kind untranslated.

    Paragraphs in the other version's language: minor for a caption, major for text that the reader
    is owed. Words of a target sentence that the source sentence has
    letter for letter, when they are words of the source's language and not of the target's.
    """
    paragraphs = [flag for side in Side for flag in _paragraphs(comparison, side)]
    words = [flag for rendering in renderings(comparison) for flag in _words(rendering)]
    return paragraphs + words


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


def _words(rendering: Rendering) -> Iterator[Flag]:
    source_language = rendering.source[0].language
    if not all(map(is_covered, (source_language, rendering.target[0].language))):
        return
    verbatim = _verbatim_words(rendering.source)
    text = " ".join(sentence.text for sentence in rendering.source)
    for sentence in rendering.target:
        kept = [match.span() for match in _KEPT.finditer(sentence.text) if match[0][1:-1] in text]
        words = [
            match
            for match in _WORD.finditer(sentence.text)
            if not any(start <= match.start() < end for start, end in kept)
        ]
        for run in _runs(words, verbatim, source_language, sentence.language):
            here = sentence.passage(run[0].start(), run[-1].end())
            yield _word_flag(here, verbatim[run[0][0].lower()], source_language)


def _verbatim_words(sentences: Sequence[Sentence]) -> dict[str, Passage]:
    """The source's words in lower case, names left out where the language marks them."""
    found: dict[str, Passage] = {}
    for sentence in sentences:
        capital_nouns = load_language(sentence.language).table("names").get("capital_nouns")
        for index, match in enumerate(_WORD.finditer(sentence.text)):
            if capital_nouns or index == 0 or match[0][0].islower():
                found.setdefault(match[0].lower(), sentence.passage(*match.span()))
    return found


def _runs(
    words: Sequence[re.Match[str]], verbatim: Mapping[str, Passage], source: str, target: str
) -> Iterator[list[re.Match[str]]]:
    """Neighbouring words left in the source's language."""
    run: list[re.Match[str]] = []
    for index, word in enumerate(words):
        around = [words[near][0] for near in (index - 1, index + 1) if 0 <= near < len(words)]
        if word[0].lower() in verbatim and _is_left(word[0], index == 0, around, source, target):
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_left(word: str, starts: bool, around: Sequence[str], source: str, target: str) -> bool:
    """Whether a word belongs to the source's language, not to the target's, and is no name.

    A short word between names, or beside words of neither language, is part of a title.
    """
    numbers = fact_numbers().untranslated
    capital_nouns = load_language(source).table("names").get("capital_nouns", False)
    here, there = commonness(word, source), commonness(word, target)
    if len(word) < numbers.letters or here < there + numbers.commoner:
        return False
    if word[0].isupper() and not capital_nouns:
        return starts and here >= numbers.common
    if len(word) > numbers.short_letters:
        return True
    return not any(near[0].isupper() or _is_unknown(near, source, target) for near in around)


def _is_unknown(word: str, source: str, target: str) -> bool:
    return commonness(word, source) == commonness(word, target) == 0


def _word_flag(here: Passage, there: Passage, language: str) -> Flag:
    return Flag(
        Category.UNTRANSLATED,
        Kind.UNTRANSLATED,
        Severity.MAJOR,
        fact_numbers().untranslated.word,
        there,
        here,
        Evidence("untranslated.words", {"words": here.text, "language": language}),
    )
