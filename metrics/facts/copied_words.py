"""Words of a translation that stand in the source letter for letter, and what speaks for each.

Most are right: names, loans, units. What professionals mark among them are words of the source's
language, and abbreviations of the source's words where the translation has words of its own: the
Spanish «ictus hemorrágico (IH)» is a haemorrhagic stroke, but no IH. What is known of each is
measured here, and trees fitted to what they marked say how likely they would.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from corpus import Document, Side, Span, commonness, is_covered
from metrics.comparison import Comparison
from metrics.facts.rendering import Rendering, Sentence
from metrics.segment import word_spans
from metrics.trees import Trees, load_trees

MODEL = "copied"
_ABBREVIATION = re.compile(r"[(\[]\s*((?:[^\W\d_]*[A-Z][^\W\d_]*){2,})\s*[,;:)\]]")
"""In brackets, as one stands where it is explained."""
_LETTERS = re.compile(r"[^\W\d_]+")
BEFORE = 160
"""Characters before an abbreviation that may explain it."""
SPELLED = 0.75
"""From this share of its letters on, words spell an abbreviation."""
TOGETHER = 1_000
"""Words that go through the trees at once, so that memory stays bounded."""
KEPT = re.compile(
    r"“[^”]*”|«[^»]*»|\"[^\"]*\"|‘[^’]*’(?!\w)|\*[^*]*\*"  # quoted
    r"|<[^<>]*>|\{[^{}]*\}|\[\[[^\[\]]*\]\]"  # markup
    r"|(?<!\w)(?:[%$:@]\w[\w.$]*|%\(\w+\)\w)"  # placeholders
    r"|\w+(?:://|\.\w+[/.@]|@)\S*"  # addresses
)
"""What stands in the source's letters on purpose, where the source has it too."""


@dataclass(frozen=True, slots=True)
class CopiedWord:
    """A word that both sides have.

    Attributes:
        sentence, span: where it stands in the translation.
        there, place: where it stands in the source.
        features: what is known of it, by name; NaN for what is not.
    """

    sentence: Sentence
    span: Span
    there: Sentence
    place: Span
    features: Mapping[str, float]

    @property
    def text(self) -> str:
        """The word."""
        return self.span.of(self.sentence.text)

    @property
    def abbreviates_source(self) -> bool:
        """Whether it spells words of the source where that explains it, and none of the target."""
        spelled, across = self.features["spelled_source"], self.features["spelled_target"]
        return spelled >= SPELLED and not across >= SPELLED


class Explained:
    """The abbreviations that a document explains, and how far the words before one spell it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._spelled: dict[str, float] = {}
        for paragraph in document.paragraphs:
            text = paragraph.text
            for match in _ABBREVIATION.finditer(text):
                before = _LETTERS.findall(text[max(0, match.start() - BEFORE) : match.start()])
                self._spelled.setdefault(_stem(match[1]), spelled_share(match[1], before))

    def spelled(self, word: str) -> float:
        """0 to 1, NaN for a word that is not explained."""
        return self._spelled.get(_stem(word), np.nan)

    def times(self, word: str) -> int:
        """How often the document has a word."""
        return self._times[word]

    @cached_property
    def _times(self) -> Counter[str]:
        texts = [paragraph.text for paragraph in self._document.paragraphs]
        return Counter(span.of(text) for text in texts for span in word_spans(text))


def spelled_share(abbreviation: str, words: Sequence[str]) -> float:
    """The share of its letters that are initials of the words before it, in order."""
    letters = _stem(abbreviation).casefold()
    initials = [word[0].casefold() for word in words[-2 * len(letters) - 2 :]]
    found = [0] * (len(initials) + 1)
    for letter in letters:
        above = found.copy()
        for place, initial in enumerate(initials):
            longer = above[place] + (letter == initial)
            found[place + 1] = max(found[place], above[place + 1], longer)
    return found[-1] / len(letters)


def _stem(word: str) -> str:
    return word.removesuffix("s") if word[:-1].isupper() else word


def copied_words(
    rendering: Rendering, explained: Mapping[Side, Explained]
) -> Iterator[list[CopiedWord]]:
    """The copied words of each sentence of the translation, in order."""
    known: dict[str, tuple[Sentence, Span]] = {}
    for sentence in rendering.source:
        for span in word_spans(sentence.text):
            known.setdefault(span.of(sentence.text).casefold(), (sentence, span))
    text = " ".join(sentence.text for sentence in rendering.source)
    for sentence in rendering.target:
        kept = [it.span() for it in KEPT.finditer(sentence.text) if it[0][1:-1] in text]
        spans = list(word_spans(sentence.text))
        copied = [
            span.of(sentence.text).casefold() in known
            and bool(_LETTERS.search(span.of(sentence.text)))
            and not any(start <= span.start < end for start, end in kept)
            for span in spans
        ]
        yield [
            _word(sentence, span, *known[span.of(sentence.text).casefold()], beside, explained)
            for number, span in enumerate(spans)
            if copied[number]
            for beside in (sum(copied[max(0, number - 1) : number + 2]) - 1,)
        ]


def _word(
    sentence: Sentence,
    span: Span,
    there: Sentence,
    place: Span,
    beside: int,
    explained: Mapping[Side, Explained],
) -> CopiedWord:
    word = span.of(sentence.text)
    capitals = sum(map(str.isupper, word))
    features = {
        "letters": len(word),
        "capitals": capitals,
        "capital_share": capitals / len(word),
        "capital_first": word[0].isupper(),
        "digits": any(map(str.isdigit, word)),
        "hyphen": "-" in word,
        "first": span.start == 0,
        "beside": beside,
        "bracketed_source": _is_bracketed(there.text, place),
        "bracketed_target": _is_bracketed(sentence.text, span),
        "common_source": _commonness(word, there.language),
        "common_target": _commonness(word, sentence.language),
        "spelled_source": explained[Side.SOURCE].spelled(word),
        "spelled_target": explained[Side.TARGET].spelled(word),
        "times": explained[Side.SOURCE].times(word),
    }
    return CopiedWord(
        sentence, span, there, place, {key: float(value) for key, value in features.items()}
    )


def _is_bracketed(text: str, span: Span) -> bool:
    return text[span.start - 1 : span.start] in ("(", "[")


def _commonness(word: str, language: str) -> float:
    return commonness(word.casefold(), language) if is_covered(language) else np.nan


def explained_in(comparison: Comparison) -> dict[Side, Explained]:
    """What each version explains."""
    return {side: Explained(comparison.on(side)) for side in Side}


def likely_marked(words: Iterable[CopiedWord]) -> list[float]:
    """How likely a reviewer marks each as left untranslated."""
    trees = _trees()
    rows = np.array([[word.features[name] for name in trees.names] for word in words])
    some = (rows[first : first + TOGETHER] for first in range(0, len(rows), TOGETHER))
    return [float(it) for part in some for it in trees.probability(part)]


@cache
def _trees() -> Trees:
    return load_trees("metrics", MODEL)
