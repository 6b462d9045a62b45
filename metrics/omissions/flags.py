"""From words to flags: what was dropped, what was added, what stands in another's place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from align import let_others
from corpus import Side, load_numbers
from metrics.comparison import Comparison
from metrics.flag import Category, Flag, Kind, Severity
from metrics.grammar import load_grammar
from metrics.judges.ensemble.trees import Trees
from metrics.judges.ensemble.view import View, Views, facing_views, read_views
from metrics.judges.ensemble.weights import DEFAULT_EFFORT, Weights, load_weights
from metrics.messages import Evidence
from metrics.omissions.candidates import Candidate, find_candidates
from metrics.omissions.passages import passage_of
from metrics.omissions.replaced import pair_up
from metrics.omissions.severity import grade_phrase
from metrics.omissions.whole import find_whole_flags
from metrics.segment import Place
from metrics.word import Word

Differences = Mapping[tuple[Side, Place], float]

DIRECTION = {
    Side.SOURCE: (Category.OMISSION, Kind.OMISSION),
    Side.TARGET: (Category.ADDITION, Kind.ADDITION),
}


def find_coverage_flags(
    comparison: Comparison,
    words: Sequence[Word],
    *,
    effort: str = DEFAULT_EFFORT,
    least: float | None = None,
    weights: Weights | None = None,
    views: Views | None = None,
) -> list[Flag]:
    """Sentences and phrases dropped, added, or put in another's place.

    Args:
        comparison: two aligned documents that are translations of each other.
        words: every word of both, with its difference, as `word_differences` gives them.
        effort: with which the words were judged.
        least: the confidence from which on phrases are flagged; those that `is_shown` if not given.
        weights: others than those that ship, to measure with.
        views: the comparison's, where they were read already (`read_views`).

    Returns:
        Flags, in the order of the beads; `Kind.SHIFT` marks what is only said in other words.
    """
    found = {(word.side, Place(word.paragraph, word.start, word.end)): word for word in words}
    likely = {key: word.difference for key, word in found.items()}
    views = views or read_views(comparison)
    considered = load_numbers("metrics", "coverage")["considered"] if least is None else least
    judge = _Judge(comparison, likely, (weights or load_weights(effort)).phrases, considered)
    flags = [*find_whole_flags(comparison, views, likely)]
    for source, target in facing_views(views):
        flags += judge.flags(source, target)
        let_others()
    return [flag for flag in flags if least is not None or is_shown(flag)]


def is_shown(flag: Flag) -> bool:
    """Whether a flag is sure enough to be shown; a phrase may be less sure than a single word."""
    numbers = load_numbers("metrics", "coverage")
    words = max(len(side.text.split()) for side in (flag.source, flag.target) if side)
    phrase = words >= numbers["phrase_words"]
    return (
        flag.kind is Kind.SHIFT or flag.confidence >= numbers["shown_phrase" if phrase else "shown"]
    )


@dataclass(frozen=True, slots=True)
class _Judge:
    """Finds the phrases of a bead and decides which are shown."""

    comparison: Comparison
    likely: Differences
    trees: Trees
    least: float

    def flags(self, source: View, target: View) -> Iterator[Flag]:
        """The flags of one bead, given from both sides."""
        dropped = self._candidates(source, target, Side.SOURCE)
        added = self._candidates(target, source, Side.TARGET)
        for gone, new in pair_up(self._shown(dropped), self._shown(added)):
            if gone and new:
                yield _replacement(self.comparison, gone, new)
            elif gone:
                yield _phrase_flag(self.comparison, gone, Side.SOURCE)
            elif new:
                yield _phrase_flag(self.comparison, new, Side.TARGET)
        yield from _shifts(self.comparison, dropped, Side.SOURCE)
        yield from _shifts(self.comparison, added, Side.TARGET)

    def _shown(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        return [found for found in candidates if found.confidence >= self.least]

    def _candidates(self, view: View, other: View, side: Side) -> list[Candidate]:
        return find_candidates(
            view,
            self._column(view, side),
            self._column(other, side.opposite),
            load_grammar(self.comparison.document(side).language),
            self.trees,
        )

    def _column(self, view: View, side: Side) -> NDArray[np.float64]:
        return np.array([self.likely[side, place] for place in view.own.segment.places])


def _phrase_flag(comparison: Comparison, found: Candidate, side: Side) -> Flag:
    category, kind = DIRECTION[side]
    severity, lost = grade_phrase(found, comparison.document(side).language)
    passage = passage_of(comparison.document(side), found.view.own.segment, found.phrase)
    return Flag(
        category,
        kind,
        severity,
        found.confidence,
        passage if side is Side.SOURCE else None,
        passage if side is Side.TARGET else None,
        Evidence(f"{kind.value}.phrase{f'_with_{lost}' if lost else ''}", {"words": found.text}),
    )


def _replacement(comparison: Comparison, gone: Candidate, new: Candidate) -> Flag:
    grades = [
        grade_phrase(found, comparison.document(side).language)[0]
        for found, side in ((gone, Side.SOURCE), (new, Side.TARGET))
    ]
    return Flag(
        Category.MISTRANSLATION,
        Kind.MISTRANSLATION,
        max(grades, key=lambda grade: grade.rank),
        min(gone.confidence, new.confidence),
        passage_of(comparison.source, gone.view.own.segment, gone.phrase),
        passage_of(comparison.target, new.view.own.segment, new.phrase),
        Evidence("mistranslation.replaced", {"source": gone.text, "target": new.text}),
    )


def _shifts(comparison: Comparison, candidates: Sequence[Candidate], side: Side) -> Iterator[Flag]:
    """Phrases whose words find no counterpart while the phrase as a whole does."""
    for found in candidates:
        other, answer = found.view.other, found.answer
        if other is None or answer is None or not _is_shift(found):
            continue
        passages = {
            side: passage_of(comparison.document(side), found.view.own.segment, found.phrase),
            side.opposite: passage_of(comparison.document(side.opposite), other.segment, answer),
        }
        source, target = passages[Side.SOURCE], passages[Side.TARGET]
        yield Flag(
            Category.MISTRANSLATION,
            Kind.SHIFT,
            Severity.MINOR,
            found.confidence,
            source,
            target,
            Evidence("shift.rephrased", {"source": source.text, "target": target.text}),
        )


def _is_shift(found: Candidate) -> bool:
    numbers = load_numbers("metrics", "coverage")
    return bool(
        found.confidence < numbers["shown"]
        and found.likeness >= numbers["same"]
        and found.difference >= numbers["rephrased"]
    )
