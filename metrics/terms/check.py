"""Flags for terms that are not translated as was laid down."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from corpus import Term
from metrics.comparison import Comparison
from metrics.facts.rendering import Rendering, Sentence, renderings
from metrics.flag import Category, Flag, Kind, Passage, Severity
from metrics.messages import Evidence
from metrics.terms.numbers import term_numbers
from metrics.terms.wordings import Wordings

_BETWEEN = " / "


def find_term_flags(comparison: Comparison, terms: Sequence[Term]) -> list[Flag]:
    """Flags of kind terminology.

    Major where the translation has forbidden words: those of a term that its source uses, or those
    that may stand nowhere. Minor where the source uses a term and its translation has none of the
    approved wordings; that flag has words in the source alone.

    Args:
        comparison: two aligned documents.
        terms: the rules, in any number.
    """
    if not terms:
        return []
    check = _Check(comparison, terms)
    return [flag for rendering in renderings(comparison) for flag in check.flags(rendering)]


@dataclass(frozen=True, slots=True)
class _Said:
    """Words of the translation that some rules approve or forbid."""

    passage: Passage
    approving: tuple[Term, ...]
    forbidding: tuple[Term, ...]


class _Check:
    """The rules, filed by what they look for."""

    def __init__(self, comparison: Comparison, terms: Sequence[Term]) -> None:
        self._language = comparison.target.language
        self._used = Wordings[Term](comparison.source.language)
        self._banned = Wordings[tuple[Term, bool]](self._language)
        self._wanted: dict[tuple[Term, ...], Wordings[tuple[Term, bool]]] = {}
        for term in terms:
            for wording in term.source:
                self._used.add(wording, term, capitals=term.capitals)
            if not term.source:
                _add_wordings(self._banned, term)

    def flags(self, rendering: Rendering) -> Iterator[Flag]:
        uses = self._uses(rendering.source)
        said = {terms: list(_said(rendering.target, self._wordings(terms))) for terms in uses}
        owed = {one.passage for found in said.values() for one in found if one.approving}
        for terms, passages in uses.items():
            yield from _term_flags(terms, passages, said[terms], owed)
        for one in _said(rendering.target, self._banned):
            if one.forbidding and not one.approving and one.passage not in owed:
                yield _flag("banned", one.forbidding[0], None, one.passage)

    def _uses(self, sentences: Sequence[Sentence]) -> dict[tuple[Term, ...], list[Passage]]:
        """Where the source uses which terms; several where they are written alike."""
        found: dict[tuple[Term, ...], list[Passage]] = {}
        for sentence in sentences:
            for use in self._used.find(sentence.text):
                passage = sentence.passage(use.start, use.end)
                found.setdefault(use.values, []).append(passage)
        return found

    def _wordings(self, terms: tuple[Term, ...]) -> Wordings[tuple[Term, bool]]:
        """What some terms approve and forbid in the translation."""
        if terms not in self._wanted:
            wordings = Wordings[tuple[Term, bool]](self._language)
            for term in terms:
                _add_wordings(wordings, term)
            self._wanted[terms] = wordings
        return self._wanted[terms]


def _add_wordings(wordings: Wordings[tuple[Term, bool]], term: Term) -> None:
    """File what a term approves, and what it forbids."""
    for wording in term.approved:
        wordings.add(wording, (term, True), capitals=term.capitals)
    for wording in term.forbidden:
        wordings.add(wording, (term, False), capitals=term.capitals)


def _said(sentences: Sequence[Sentence], wordings: Wordings[tuple[Term, bool]]) -> Iterator[_Said]:
    for sentence in sentences:
        for use in wordings.find(sentence.text):
            approving = tuple(term for term, approved in use.values if approved)
            forbidding = tuple(term for term, approved in use.values if not approved)
            yield _Said(sentence.passage(use.start, use.end), approving, forbidding)


def _term_flags(
    terms: Sequence[Term],
    used: Sequence[Passage],
    said: Sequence[_Said],
    owed: Collection[Passage],
) -> Iterator[Flag]:
    """The flags about one term in one bead.

    Args:
        terms: the rules for it.
        used: where the source uses it.
        said: what its rules approve or forbid of what the translation says, in order.
        owed: what the translation owes to some term; it is no forbidden rendering of another.
    """
    renderings = [one for one in said if one.approving or one.passage not in owed]
    if not renderings and any(term.approved for term in terms):
        rule = next(term for term in terms if term.approved)
        yield _flag("missing", rule, used[0], None, used[0].text)
    for number, one in enumerate(renderings):
        if not one.approving:
            facing = used[number] if number < len(used) else None
            text = (facing or used[-1]).text
            yield _flag("forbidden", one.forbidding[0], facing, one.passage, text)


def _flag(
    what: str, rule: Term, source: Passage | None, target: Passage | None, text: str = ""
) -> Flag:
    """A flag that a rule asks for.

    Args:
        what: approved words are "missing", or words are "forbidden" here, or "banned" everywhere.
        rule: which says so.
        source: where the source uses the term, None where no use faces the words in question.
        target: the words that are not wanted.
        text: the term as the source has it.
    """
    values: dict[str, str | int] = {
        "source": text,
        "target": target.text if target else "",
        "approved": _BETWEEN.join(rule.approved),
        "file": rule.file,
        "line": rule.line,
        "note": f": {rule.note}" if rule.note else "",
    }
    return Flag(
        Category.MISTRANSLATION,
        Kind.TERMINOLOGY,
        Severity.MAJOR if target else Severity.MINOR,
        term_numbers().confidence[what],
        source,
        target,
        Evidence(f"terminology.{what if rule.approved else f'{what}_only'}", values),
    )
