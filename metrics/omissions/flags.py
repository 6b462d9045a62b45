"""From words to flags: what was dropped, what was added, what stands in another's place."""

from collections.abc import Iterator

from align import let_others
from corpus import Side
from metrics.comparison import Comparison
from metrics.flag import Category, Flag, Kind, Severity
from metrics.grammar import load_grammar
from metrics.judges import JudgedBead, Judgement
from metrics.messages import Evidence
from metrics.omissions.candidates import Candidate, find_candidates
from metrics.omissions.numbers import omission_numbers
from metrics.omissions.passages import passage_of
from metrics.omissions.replaced import pair_up
from metrics.omissions.severity import grade_phrase
from metrics.omissions.whole import KIND, find_whole_flags


def find_omissions(judgement: Judgement) -> list[Flag]:
    """Sentences and phrases dropped, added, or put in another's place.

    Args:
        judgement: two aligned documents that are translations of each other, judged.

    Returns:
        Flags, in the order of the beads, of whole sentences first; those of phrases that are not
        sure enough to be shown (`is_shown`) too. `Kind.SHIFT` marks what is only said in other
        words.
    """
    flags = [*find_whole_flags(judgement)]
    for bead in judgement.beads:
        flags += _phrase_flags(judgement.comparison, bead)
        let_others()
    return flags


def is_shown(flag: Flag) -> bool:
    """Whether a flag is sure enough to be shown; a phrase may be less sure than a single word."""
    numbers = omission_numbers()
    words = max(len(side.text.split()) for side in (flag.source, flag.target) if side)
    least = numbers.shown_phrase if words >= numbers.phrase_words else numbers.shown
    return flag.kind is Kind.SHIFT or flag.confidence >= least


def _phrase_flags(comparison: Comparison, bead: JudgedBead) -> Iterator[Flag]:
    """The flags on phrases of one bead, given from both sides."""
    least = omission_numbers().considered
    dropped, added = (
        find_candidates(bead, side, load_grammar(comparison.on(side).language)) for side in Side
    )
    sure = ([found for found in side if found.confidence >= least] for side in (dropped, added))
    for gone, new in pair_up(*sure):
        if gone and new:
            yield _replacement(comparison, gone, new)
        elif found := gone or new:
            yield _phrase_flag(comparison, found)
    for found in (*dropped, *added):
        if _is_shift(found):
            yield _shift(comparison, found)


def _phrase_flag(comparison: Comparison, found: Candidate) -> Flag:
    kind, document = KIND[found.side], comparison.on(found.side)
    severity, lost = _grade(comparison, found)
    return Flag.one_sided(
        found.side,
        passage_of(document, found.segment, found.phrase),
        kind,
        severity,
        found.confidence,
        Evidence(f"{kind.value}.phrase{f'_with_{lost}' if lost else ''}", {"words": found.text}),
    )


def _grade(comparison: Comparison, found: Candidate) -> tuple[Severity, str | None]:
    own, other = comparison.on(found.side), comparison.on(found.side.opposite)
    return grade_phrase(found, own.language, other.language)


def _replacement(comparison: Comparison, gone: Candidate, new: Candidate) -> Flag:
    grades = [_grade(comparison, found)[0] for found in (gone, new)]
    return Flag(
        Category.MISTRANSLATION,
        Kind.MISTRANSLATION,
        max(grades, key=lambda grade: grade.rank),
        min(gone.confidence, new.confidence),
        passage_of(comparison.source, gone.segment, gone.phrase),
        passage_of(comparison.target, new.segment, new.phrase),
        Evidence("mistranslation.replaced", {"source": gone.text, "target": new.text}),
    )


def _is_shift(found: Candidate) -> bool:
    """Whether a phrase's words find no counterpart while the phrase as a whole does."""
    numbers = omission_numbers()
    return bool(
        found.confidence < numbers.shown
        and found.likeness >= numbers.same
        and found.difference >= numbers.rephrased
    )


def _shift(comparison: Comparison, found: Candidate) -> Flag:
    phrases = {found.side: found.phrase, found.side.opposite: found.answer}
    source, target = (
        passage_of(comparison.on(side), found.bead.on(side).segment, phrases[side]) for side in Side
    )
    return Flag(
        Category.MISTRANSLATION,
        Kind.SHIFT,
        Severity.MINOR,
        found.confidence,
        source,
        target,
        Evidence("shift.rephrased", {"source": source.text, "target": target.text}),
    )
