"""What a review holds, without the ways in which it is shown or written."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from align import Alignment
from corpus import Document, Side
from fedele.findings.carry_over import carry_over
from fedele.findings.coverage import coverage
from fedele.findings.decisions import Decision, merge_decisions
from fedele.findings.ids import flag_ids
from metrics import Fidelity, Flag, Kind, Severity, Verdict, Word


@dataclass(frozen=True, repr=False)
class Reviewed:
    """Two versions of a text, aligned, scored and flagged.

    Paragraphs and sentences are counted from 0 here, in the tables and in the JSON, and from 1
    in what is made for reading (terminal, HTML, XLSX). Offsets are half-open Python string
    indices into the paragraph's text.

    Attributes:
        source, target: the two documents.
        alignment: their groups and beads.
        findings: every flag, those of kind "shift" (said differently, nothing lost) included.
        judged_words: every word of both sides with its difference.
        scores: fidelity of the document, its groups and beads, 0 to 100.
        verdict: translation, partial (large parts unmatched) or unrelated.
        signature: the recipe: versions, encoder, digest of its weights.
        notes: what the reader should know about how the result came about, a sentence each.
        decisions: what reviewers decided; see `decide`, `decided` and `lapsed`.
    """

    source: Document
    target: Document
    alignment: Alignment
    findings: tuple[Flag, ...]
    judged_words: tuple[Word, ...]
    scores: Fidelity
    verdict: Verdict
    signature: Mapping[str, str]
    notes: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()

    def __repr__(self) -> str:
        languages = f"{self.source.language} → {self.target.language}"
        flags = sum(self.severity_counts.values())
        said = f"{self.verdict.value}, fidelity {self.fidelity:.1f}, {flags} flags"
        return f"<{type(self).__name__} {languages}: {said}>"

    @property
    def fidelity(self) -> float:
        """Fidelity of the whole, 0 to 100; see `metrics.fidelity`."""
        return self.scores.document

    def document(self, side: Side) -> Document:
        """One of the two."""
        return self.source if side is Side.SOURCE else self.target

    @cached_property
    def flag_ids(self) -> tuple[str, ...]:
        """One stable id a finding, parallel to `findings`."""
        return flag_ids(self.findings, self.source, self.target, self.alignment)

    def decide(self, *files: Iterable[Decision]) -> Self:
        """This review with what reviewers decided, and with no earlier decisions.

        A decision stays with its flag through edits elsewhere in the text, and lapses where the
        flag's own sentences change, or those that render them.

        Args:
            files: the decisions of each reviewer, merged as `fedele.merge_decisions`
                does; with none, every flag is undecided again.
        """
        merged = merge_decisions(files)
        return replace(self, decisions=carry_over(merged, self.flag_ids, self.findings))

    @cached_property
    def decided(self) -> dict[str, Decision]:
        """The decisions that name a finding, by its id."""
        ids = frozenset(self.flag_ids)
        return {decision.id: decision for decision in self.decisions if decision.id in ids}

    @property
    def lapsed(self) -> tuple[Decision, ...]:
        """The decisions that name nothing here: their passage has changed, or its flag is gone."""
        return tuple(item for item in self.decisions if item.id not in self.decided)

    @cached_property
    def severity_counts(self) -> dict[Severity, int]:
        """How many flags there are of each severity, worst first; shifts are not counted."""
        return self._counts_without(())

    @cached_property
    def open_counts(self) -> dict[Severity, int]:
        """The same without those that were dismissed, as intended or as false alarms."""
        return self._counts_without({name for name, d in self.decided.items() if d.dismisses})

    @cached_property
    def undecided_counts(self) -> dict[Severity, int]:
        """The same without those that somebody decided about in any way."""
        return self._counts_without(self.decided)

    def _counts_without(self, ids: Container[str]) -> dict[Severity, int]:
        found = Counter(
            flag.severity
            for name, flag in zip(self.flag_ids, self.findings, strict=True)
            if flag.kind is not Kind.SHIFT and name not in ids
        )
        return {severity: found[severity] for severity in reversed(Severity)}

    @cached_property
    def source_coverage(self) -> float | None:
        """The share of the source's characters that have a counterpart, 0 to 1."""
        return coverage(self.source, self.alignment, Side.SOURCE)

    @cached_property
    def target_coverage(self) -> float | None:
        """The share of the target's characters that have a counterpart, 0 to 1."""
        return coverage(self.target, self.alignment, Side.TARGET)

    @property
    def all_notes(self) -> tuple[str, ...]:
        """The review's notes and those of the two documents, each said once."""
        return tuple(dict.fromkeys((*self.notes, *self.source.notes, *self.target.notes)))
