"""Words that contradict each other across the two sides, told from free wording by repair."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from align import exact
from corpus import Side, load_language
from metrics.comparison import Comparison
from metrics.facts.numbers import fact_numbers
from metrics.facts.polarity import polarity
from metrics.facts.rendering import Rendering, Sentence, renderings
from metrics.facts.unspelled import Vector
from metrics.flag import Category, Flag, Kind, Passage, Severity
from metrics.messages import Evidence

_STEM = "*"
_WORD_REST = r"[^\W\d_]*"


@dataclass(frozen=True, slots=True)
class Opposition:
    """A sentence that says one thing and a rendering that says its opposite.

    Attributes:
        source, target: the words that contradict each other.
        whole_source, whole_target: both sides as they are.
        turned_source, turned_target: both sides with that word replaced by its opposite.
    """

    source: Passage
    target: Passage
    whole_source: str
    whole_target: str
    turned_source: str
    turned_target: str

    @property
    def texts(self) -> tuple[str, str, str, str]:
        """What the encoder compares."""
        return self.whole_source, self.whole_target, self.turned_source, self.turned_target


def opposite_flags(comparison: Comparison, axis: str) -> list[Flag]:
    """Flags of kind contradiction along one axis of the languages' tables "opposites".

    An axis lists, under the same names in every language, groups of words, each two of which
    exclude each other ("up", "down"). A bead is suspected when each side has more words of a group
    than the other side, and both deny equally often. Free wording does that too ("meno frequente",
    "more and more rare"); so each word is replaced by its opposite in turn, and only where that
    does not drive the two sides apart in meaning is the bead flagged.
    """
    beads = [list(_oppositions(rendering, axis)) for rendering in renderings(comparison)]
    texts = list(dict.fromkeys(text for bead in beads for one in bead for text in one.texts))
    vectors = dict(zip(texts, comparison.encoder.encode(texts), strict=True)) if texts else {}
    return [flag for bead in beads if bead for flag in _flags(bead, vectors)]


def _flags(bead: Sequence[Opposition], vectors: Mapping[str, Vector]) -> Iterator[Flag]:
    """A flag for the one opposition of a bead whose repair helps most, if it does no harm."""
    numbers = fact_numbers().opposites
    best = max(bead, key=lambda one: repair(one, vectors))
    if repair(best, vectors) >= numbers.least_repair:
        yield Flag(
            Category.MISTRANSLATION,
            Kind.CONTRADICTION,
            Severity.MAJOR,
            numbers.confidence,
            best.source,
            best.target,
            Evidence(
                "contradiction.opposite", {"source": best.source.text, "target": best.target.text}
            ),
        )


def repair(opposition: Opposition, vectors: Mapping[str, Vector]) -> float:
    """How much closer the sides come with one word replaced, the mean of both ways, as a cosine."""
    source, target, source_turned, target_turned = (vectors[text] for text in opposition.texts)
    turned = exact.cosine(source_turned, target) + exact.cosine(source, target_turned)
    return turned / 2 - exact.cosine(source, target)


def _oppositions(rendering: Rendering, axis: str) -> Iterator[Opposition]:
    """Every word of a group that the source has more of, against one that the target has."""
    if _denials(rendering.source) != _denials(rendering.target):
        return
    source, target = (_found(rendering.on(side), axis) for side in Side)
    for here, there in product(_surplus(source, target), _surplus(target, source)):
        if not _exclude(here, there):
            continue
        yield Opposition(
            here.passage(),
            there.passage(),
            " ".join(one.text for one in rendering.source),
            " ".join(one.text for one in rendering.target),
            _turned(here, there.group, rendering.source),
            _turned(there, here.group, rendering.target),
        )


def _exclude(one: "_Found", two: "_Found") -> bool:
    """Whether two words are of groups that exclude each other: the first and second, and so on."""
    groups = list(_groups(one.sentence.language, one.axis))
    partner = groups.index(one.group) ^ 1
    return groups[partner : partner + 1] == [two.group]


def _surplus(here: Sequence["_Found"], there: Sequence["_Found"]) -> list["_Found"]:
    """The words of the groups that one side has more of than the other; of very many the first."""
    most = fact_numbers().opposites.words
    counts = [Counter(one.group for one in side) for side in (here, there)]
    more = counts[0] - counts[1]
    return [one for one in here if one.group in more][:most]


def _turned(word: "_Found", group: str, sentences: Sequence[Sentence]) -> str:
    return " ".join(word.turned(group) if word.sentence is one else one.text for one in sentences)


@dataclass(frozen=True, slots=True)
class _Found:
    """A word of a group, in its sentence."""

    sentence: Sentence
    start: int
    end: int
    axis: str
    group: str
    number: int

    def passage(self) -> Passage:
        return self.sentence.passage(self.start, self.end)

    def overlaps(self, other: "_Found") -> bool:
        same = self.sentence is other.sentence
        return same and self.start < other.end and other.start < self.end

    def turned(self, group: str) -> str:
        """The sentence with the word replaced by the like one of another group, ending kept."""
        groups = _groups(self.sentence.language, self.axis)
        own, others = groups[self.group][self.number], groups[group]
        other = others[min(self.number, len(others) - 1)]
        text = self.sentence.text
        ending = text[self.start + len(own) - 1 : self.end] if own.endswith(_STEM) else ""
        return text[: self.start] + other.replace(_STEM, ending) + text[self.end :]


def _found(sentences: Sequence[Sentence], axis: str) -> list[_Found]:
    """The words of every group; of two that overlap ("a few", "few") the longer."""
    found = [
        _Found(sentence, match.start(), match.end(), axis, group, index)
        for sentence in sentences
        for group, patterns in _patterns(sentence.language, axis)
        for index, pattern in enumerate(patterns)
        for match in pattern.finditer(sentence.text)
    ]
    taken: list[_Found] = []
    for one in sorted(found, key=lambda one: one.start - one.end):
        if not any(one.overlaps(other) for other in taken):
            taken.append(one)
    return sorted(taken, key=lambda one: (one.sentence.paragraph, one.sentence.start, one.start))


@cache
def _patterns(language: str, axis: str) -> tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]:
    return tuple(
        (group, tuple(map(_pattern, words))) for group, words in _groups(language, axis).items()
    )


def _pattern(entry: str) -> re.Pattern[str]:
    """A word or phrase as a whole, or, with a star, any word that begins so."""
    stem = re.escape(entry.removesuffix(_STEM)).replace(r"\ ", r"\s+").replace("'", "['’]")
    rest = _WORD_REST if entry.endswith(_STEM) else ""
    return re.compile(rf"(?<!\w){stem}{rest}(?!\w)", re.IGNORECASE)


def _groups(language: str, axis: str) -> Mapping[str, Sequence[str]]:
    groups: Mapping[str, Sequence[str]] = load_language(language).table("opposites").get(axis, {})
    return groups


def _denials(sentences: Sequence[Sentence]) -> int:
    return sum(len(polarity(one.text, one.language).denials) for one in sentences)
