"""Scores against reference translations: BLEU, chrF2++ and TER, as sacrebleu gives them.

Settings, signatures and the paired bootstrap are sacrebleu's, and so is every figure, to the last
digit.

Source: papineni-2002, BLEU; popovic-2017, chrF2++; snover-2006, TER; koehn-2004, the paired
bootstrap; post-2018, sacrebleu.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus import InputError, UsageError

if TYPE_CHECKING:
    from sacrebleu.metrics.base import Metric
    from sacrebleu.significance import Result

METRICS = ("BLEU", "chrF2++", "TER")
CHRF_WORDS = 2
"""chrF2++ counts runs of one and two words beside those of characters."""


@dataclass(frozen=True, slots=True)
class ReferenceScore:
    """What one metric says of one system.

    Attributes:
        score: of all segments together, 0 to 100; of TER, less is better, and 100 no bound.
        segments: of each segment by itself.
        mean: of the score over 1,000 bootstrap samples.
        interval: half the width of the 95 % interval around that mean.
        p_value: of the difference to the first system; None for that system itself.
    """

    score: float
    segments: tuple[float, ...]
    mean: float
    interval: float
    p_value: float | None


@dataclass(frozen=True, slots=True)
class ReferenceScores:
    """Systems against references.

    Attributes:
        signatures: sacrebleu's, by metric.
        systems: scores by system, in the order given, then by metric, in the order of `METRICS`.
    """

    signatures: Mapping[str, str]
    systems: Mapping[str, Mapping[str, ReferenceScore]]


def reference_scores(
    systems: Mapping[str, Sequence[str]], references: Mapping[str, Sequence[str]]
) -> ReferenceScores:
    """BLEU, chrF2++ and TER of every system, and how sure their differences are.

    Args:
        systems: each one's segments, by its name; the first is what the others are compared to.
        references: one or more reference translations, likewise.

    Raises:
        UsageError: there is no system, or no reference.
        InputError: lengths differ or a segment is empty; the message says which and where.
    """
    if not systems or not references:
        raise UsageError("a system and a reference to compare it with are needed")
    check_parallel({**systems, **references})
    from sacrebleu.significance import PairedTest

    known = list(references.values())
    signatures, results = PairedTest(list(systems.items()), _metrics(known), None, "bs")()
    alone = _metrics(known, segments=True)
    return ReferenceScores(
        {name: signatures[name].format() for name in METRICS},
        {
            system: {
                name: _score(results[name][number], _segment_scores(alone[name], texts, known))
                for name in METRICS
            }
            for number, (system, texts) in enumerate(systems.items())
        },
    )


def check_parallel(texts: Mapping[str, Sequence[str]]) -> None:
    """Make sure that texts answer one another segment by segment.

    Args:
        texts: each one's segments, by the name that a message may call it.

    Raises:
        InputError: there is no segment, lengths differ, or a segment is empty.
    """
    first, expected = next((name, len(segments)) for name, segments in texts.items())
    for name, segments in texts.items():
        if len(segments) != expected:
            raise InputError(
                f"{name}: has {len(segments):,} segments where {first} has {expected:,}, so number "
                f"{min(len(segments), expected) + 1:,} stands alone; a line for each segment was "
                "expected"
            )
        empty = next((n for n, text in enumerate(segments, 1) if not text.strip()), None)
        if empty or not segments:
            raise InputError(f"{name}: segment {empty or 1:,} is empty; text was expected there")


def _score(result: "Result | str", segments: tuple[float, ...]) -> ReferenceScore:
    """A result of sacrebleu's paired bootstrap, which is never a name here, and has intervals."""
    if isinstance(result, str) or result.mean is None or result.ci is None:
        raise TypeError("sacrebleu gave no interval; another version was expected")
    return ReferenceScore(
        result.score, segments, float(result.mean), float(result.ci), result.p_value
    )


def _metrics(references: Sequence[Sequence[str]], *, segments: bool = False) -> dict[str, "Metric"]:
    """The metrics as sacrebleu's command line sets them, for texts or for single segments."""
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF
    from sacrebleu.metrics.ter import TER

    made = (
        BLEU(references=references, effective_order=segments),
        CHRF(references=references, word_order=CHRF_WORDS),
        TER(references=references),
    )
    return dict(zip(METRICS, made, strict=True))


def _segment_scores(
    metric: "Metric", segments: Sequence[str], references: Sequence[Sequence[str]]
) -> tuple[float, ...]:
    answers = zip(segments, *references, strict=True)
    return tuple(metric.sentence_score(text, known).score for text, *known in answers)
