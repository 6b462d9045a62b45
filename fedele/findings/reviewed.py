"""What a review holds, without the ways in which it is shown or written."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self

from align import Alignment
from corpus import Document, Note, Side, counted
from fedele.findings.carry_over import carry_over
from fedele.findings.coverage import coverage
from fedele.findings.decisions import Decision, merge_decisions
from fedele.findings.ids import flag_ids
from fedele.findings.issues import Issue
from fedele.findings.learning import Learned, Lesson, lessons_from, sign
from metrics import Fidelity, Flag, Kind, ReadingOrder, Severity, Verdict, Word, is_shown


@dataclass(frozen=True, repr=False)
class Reviewed:
    """Two versions of a text, aligned, scored and flagged.

    Paragraphs and sentences are counted from 0 here, in the tables and in the JSON, and from 1
    in what is made for reading (terminal, HTML, XLSX). Offsets are half-open Python string
    indices into the paragraph's text.

    Attributes:
        source, target: the two documents.
        alignment: their groups and beads.
        findings: every flag, those of kind "shift" (said differently, nothing lost) included; their
            confidences are those that they were found with.
        judged_words: every word of both sides with its difference.
        scores: fidelity of the document, its groups and beads, 0 to 100.
        verdict: translation, partial (large parts unmatched) or unrelated.
        signature: the recipe: versions, encoder, digest of its weights.
        notes: what the reader should know about how the result came about, a sentence each.
        decisions: what reviewers decided; see `decide`, `decided` and `lapsed`.
        unsure: flags that are not sure enough to be among the findings; decisions may raise them.
        lessons: how decisions move the confidence of other flags, by their kind; see `decide`.
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
    unsure: tuple[Flag, ...] = field(default=(), repr=False)
    lessons: Mapping[Kind, Lesson] = field(default_factory=dict)

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
        return self._ids[: len(self.findings)]

    @cached_property
    def _ids(self) -> tuple[str, ...]:
        texts = (self.source, self.target, self.alignment)
        return flag_ids(self.findings, *texts, further=self.unsure)

    def decide(self, *files: Iterable[Decision], learn: bool = True) -> Self:
        """This review with what reviewers decided, and with no earlier decisions.

        A decision stays with its flag through edits elsewhere in the text, and lapses where the
        flag's own sentences change, or those that render them. Flags that nobody decided about are
        the surer the more of their kind reviewers agreed with (`fedele.findings.learning`); what
        is too unsure then is dismissed, what is sure enough is listed. Scores stay as they are.

        Args:
            files: the decisions of each reviewer, merged as `fedele.merge_decisions`
                does; with none, every flag is undecided again.
            learn: whether decisions move the confidence of flags that they are not about.
        """
        merged = merge_decisions(files)
        lessons = lessons_from(merged) if learn else {}
        unsure = self.unsure if lessons else ()
        ids = self._ids[: len(self.findings) + len(unsure)]
        return replace(
            self,
            decisions=carry_over(merged, ids, (*self.findings, *unsure)),
            lessons=lessons,
            signature=sign(self.signature, lessons),
        )

    @cached_property
    def decided(self) -> dict[str, Decision]:
        """The decisions that name a flag, by its id."""
        ids = frozenset(self._ids if self.lessons else self.flag_ids)
        return {decision.id: decision for decision in self.decisions if decision.id in ids}

    @property
    def lapsed(self) -> tuple[Decision, ...]:
        """The decisions that name nothing here: their passage has changed, or its flag is gone."""
        return tuple(item for item in self.decisions if item.id not in self.decided)

    @cached_property
    def issues(self) -> tuple[Issue, ...]:
        """Every flag with its id and its decision, in the order of `findings`.

        Where decisions moved confidences, those are here too that are sure enough by now, and a
        flag that was decided about stays, with the confidence that it was found with.
        """
        found = tuple(map(self._issue, self.flag_ids, self.findings))
        if not self.lessons:
            return found
        unsure = map(self._issue, self._ids[len(found) :], self.unsure)
        raised = [issue for issue in unsure if issue.decision or is_shown(issue.flag)]
        if not raised:
            return found
        order = ReadingOrder(self.source, self.target, self.alignment)
        return tuple(sorted((*found, *raised), key=lambda issue: order(issue.flag)))

    def _issue(self, name: str, flag: Flag) -> Issue:
        decision, lesson = self.decided.get(name), self.lessons.get(flag.kind)
        if decision or not lesson:
            return Issue(name, flag, decision)
        moved = replace(flag, confidence=lesson.moved(flag.confidence))
        listed = is_shown(moved) or moved.confidence >= flag.confidence
        return Issue(name, moved, None, Learned(flag.confidence, lesson.decisions, listed))

    @cached_property
    def severity_counts(self) -> dict[Severity, int]:
        """How many flags there are of each severity, worst first; shifts are not counted."""
        return self._counts(lambda issue: True)

    @cached_property
    def open_counts(self) -> dict[Severity, int]:
        """The same without those that were dismissed, as intended or as false alarms."""
        return self._counts(lambda issue: not issue.is_dismissed)

    @cached_property
    def undecided_counts(self) -> dict[Severity, int]:
        """The same without those that somebody decided about in any way."""
        return self._counts(lambda issue: not (issue.decision or issue.is_unlikely))

    def _counts(self, fits: Callable[[Issue], bool]) -> dict[Severity, int]:
        found = Counter(
            issue.flag.severity for issue in self.issues if not issue.is_shift and fits(issue)
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
        given = (*self._learned_notes(), *self.notes, *self.source.notes, *self.target.notes)
        return tuple(dict.fromkeys(given))

    def _learned_notes(self) -> tuple[Note, ...]:
        """How many decisions moved the confidence of flags that they are not about."""
        moved = {issue.flag.kind for issue in self.issues if issue.learned}
        return counted("fedele", "learning.moved", sum(self.lessons[k].decisions for k in moved))
