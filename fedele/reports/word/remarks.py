"""What a Word document's comments say, and which words of the translation they stand on."""

from collections.abc import Iterator
from dataclasses import dataclass

from corpus import Span
from fedele.findings.entries import Entry, entries
from fedele.findings.reviewed import Reviewed
from fedele.reports.word.places import Place, Places, Relation
from fedele.wording import Wording
from metrics import Category, Flag, Passage, Verdict


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment to be.

    Attributes:
        paragraph: number of a paragraph of the translation.
        span: the words of it that the comment stands on, never empty.
        words: these words.
        title: what it is about, to be set in bold.
        lines: what it says.
    """

    paragraph: int
    span: Span
    words: str
    title: str
    lines: tuple[str, ...]


def remarks(review: Reviewed, wording: Wording) -> Iterator[Remark]:
    """A remark for each shown flag, in the report's order; first one on the whole, if it matters.

    Shifts are not shown, nor what a reviewer dismissed.
    """
    if review.verdict is not Verdict.TRANSLATION:
        yield _on_the_whole(review, wording)
    places = Places(review)
    for entry in entries(review):
        if entry.is_open:
            yield _on_a_flag(review, entry, places, wording)


def _on_the_whole(review: Reviewed, wording: Wording) -> Remark:
    """On the first paragraph: without it, a document with few comments would look faithful."""
    verdict = f"verdict.{review.verdict.value}"
    text = review.target.paragraphs[0].text
    title, meaning = wording(f"{verdict}.title"), wording(f"{verdict}.meaning")
    return Remark(0, Span(0, len(text)), text, title, (meaning,))


def _on_a_flag(review: Reviewed, entry: Entry, places: Places, wording: Wording) -> Remark:
    flag, place = entry.flag, places.of(entry.flag)
    title = (
        entry.label(wording),
        wording(f"kind.{flag.kind.value}"),
        wording(f"severity.{flag.severity.value}"),
        wording("flags.sure", share=wording.percent(flag.confidence)),
    )
    lines = [entry.message(wording)]
    if flag.source is not None:
        lines.append(_other_side(flag.source, _relation(flag, place), lines[0], wording))
    if ruling := entry.ruling(wording):
        lines.append(f"{wording('decide.title')}: {ruling}")
    words = place.span.of(review.target.paragraphs[place.paragraph].text)
    return Remark(place.paragraph, place.span, words, " · ".join(title), tuple(lines))


def _relation(flag: Flag, place: Place) -> Relation:
    """What is left out is missing there; anything else is only said there."""
    return place.relation if flag.category is Category.OMISSION else Relation.ON


def _other_side(source: Passage, relation: Relation, message: str, wording: Wording) -> str:
    """Where the source has the words, and the words where the message does not quote them."""
    where = wording("group.to_source", number=source.paragraph + 1)
    if source.text not in message:
        where = wording("comment.quote", where=where, words=source.text)
    return wording(f"comment.{relation.value}", where=where)
