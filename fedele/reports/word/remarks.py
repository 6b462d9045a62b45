"""What a Word document's comments say, and which words of the translation they stand on."""

from collections.abc import Iterator
from dataclasses import dataclass

from corpus import Side, Span
from fedele.findings.entries import Entry, entries
from fedele.findings.places import Places, Relation, word_beside
from fedele.findings.reviewed import Reviewed
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
    flag, place = entry.flag, _place(review, entry.flag, places)
    title = (
        entry.label(wording),
        wording(f"kind.{flag.kind.value}"),
        wording(f"severity.{flag.severity.value}"),
        entry.sure(wording),
    )
    lines = [entry.message(wording)]
    if flag.source is not None:
        lines.append(_other_side(flag.source, place.relation, lines[0], wording))
    if ruling := entry.ruling(wording):
        lines.append(f"{wording('decide.title')}: {ruling}")
    words = place.span.of(review.target.paragraphs[place.paragraph].text)
    return Remark(place.paragraph, place.span, words, " · ".join(title), tuple(lines))


@dataclass(frozen=True, slots=True)
class _Place:
    """Words of the translation; the relation is that of words that are missing beside them."""

    paragraph: int
    span: Span
    relation: Relation | None = None


def _place(review: Reviewed, flag: Flag, places: Places) -> _Place:
    """The flag's words, or the word beside their gap; a translation without text has no flags."""
    target, gap = flag.target, places.gap(flag, Side.TARGET)
    if target is not None and target.start < target.end:
        return _Place(target.paragraph, target.span)
    if gap is not None:
        where, offset, relation = gap.sentence, gap.offset, gap.relation
    elif target is not None:
        where, *_ = places.sentences(flag, Side.TARGET)
        offset, relation = target.start, Relation.NEAR
    else:
        raise ValueError("a flag needs a passage on at least one side")
    missing = relation if flag.category is Category.OMISSION else None
    return _Place(where.paragraph, word_beside(review.target, where, offset), missing)


def _other_side(source: Passage, relation: Relation | None, message: str, wording: Wording) -> str:
    """Where the source has the words, and the words where the message does not quote them."""
    where = wording("group.to_source", number=source.paragraph + 1)
    if source.text not in message:
        where = wording("comment.quote", where=where, words=source.text)
    return wording(f"comment.{relation or 'on'}", where=where)
