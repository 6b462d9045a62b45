"""The passages that the reader of both sides learns from, read from every data set."""

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import align
from bench.altered_passages import altered_passages
from bench.demetr import LANGUAGES, REFERENCE, Item, labels_of, numbered, read_items
from bench.judge_models import is_held as is_held_number
from bench.judge_models import pairs_of
from bench.kept import kept
from bench.labelled_pages import (
    UNJUDGED,
    LabelledPage,
    Labels,
    Lookup,
    planted_pages,
    swissgov_marks,
    swissgov_page,
)
from bench.passages import (
    ALONE,
    DIFFERS,
    FAULT,
    GRAVELY,
    PHRASE_COST,
    PLANTED_WEIGHT,
    Passage,
    unknown,
)
from bench.people import GRAVE, MarkedSegment, MarkedVersion, is_held, is_held_page, read_versions
from corpus import Side
from metrics.segment import WordSpan, cut_segments, word_spans

TERMS = ("Terminology/Wrong_term", "Terminology/Inappropriate for context")
HALF, LEAST = 0.5, 0.3
"""A wrong term is half an error of content: people call the same fault either.
From the least label of a damaged word on it is one."""
ONE_SIDED = ("Accuracy/Addition", "Accuracy/Omission")
MOST = 25.0
"""What a segment's errors cost at most: one critical error."""
LANGUAGES_OF_PAGES = ("it", "de", "fr")
PLANTED = {"ntrex": (1, 3, 21, 23), "geneval": (2, 22, 24)}
"""Pages are planted anew with each seed."""
FORM = ("tokenized", "lower", "final_punc_removed", "case")
EMPTY = "base_id33_empty"
DAMAGE = {"base": 10.0, "critical": 5.0, "major": 3.0, "minor": 1.0}
"""What DEMETR's damage costs, by the severity that it goes by."""


def read_passages(encoder: align.AdditiveEncoder, cache: Path) -> list[Passage]:
    """All passages, made now or before."""
    return kept(cache / "passages.joblib", lambda: list(_passages(encoder)))


def _passages(encoder: align.AdditiveEncoder) -> Iterator[Passage]:
    marked = list(chain.from_iterable(map(_marked, read_versions())))
    human = list(_human())
    yield from (*marked, *human)
    yield from altered_passages([*marked, *human], encoder)
    for language in LANGUAGES_OF_PAGES:
        for number, (record, marks) in enumerate(swissgov_marks(language)):
            page = swissgov_page(record, marks, encoder, language)
            yield from _labelled(page, "swissgov", (language, "en"), is_held_page(number))
    yield from _damaged(read_items(), encoder)
    for name, seeds in PLANTED.items():
        for seed in seeds:
            pages = planted_pages(pairs_of(name, Path()), encoder, seed=seed)
            for number, page in enumerate(pages):
                yield from _labelled(page, f"planted {name}", ("it", "en"), is_held_number(number))


def _human() -> Iterator[Passage]:
    """NTREX's and MT-GenEval's sentences as people translated them, in both directions."""
    for name in PLANTED:
        pairs = pairs_of(name, Path())
        documents = list(dict.fromkeys(it.document for it in pairs))
        for pair in pairs:
            held = is_held_number(documents.index(pair.document))
            texts, codes = (pair.source, pair.target), ("it", "en")
            for source, target, languages in ((*texts, codes), (*texts[::-1], codes[::-1])):
                yield Passage(
                    name,
                    languages,
                    "/".join((name, *languages, source)),
                    held,
                    source,
                    target,
                    {Side.SOURCE: _right(source), Side.TARGET: _right(target)},
                    0.0,
                    0.0,
                    PLANTED_WEIGHT,
                )


def _right(text: str) -> NDArray[np.float32]:
    """Of the words of a text that is rendered well: none lacks anything, none is wrong."""
    known = unknown(len(list(word_spans(text))))
    known[:, [ALONE, FAULT, GRAVELY]] = 0
    return known


def _marked(version: MarkedVersion) -> Iterator[Passage]:
    """A version's segments with what professionals marked."""
    key, held = version.key, is_held(version.key)
    for segment in version.segments:
        news = key.collection == "news"
        yield Passage(
            key.collection,
            (key.source_language, key.target_language),
            "/".join((*key, segment.source)),
            held,
            segment.source,
            segment.target,
            {side: _marks(segment, side, key.collection) for side in Side},
            min(segment.cost(accuracy=not news), MOST),
            float(segment.is_grave(accuracy=not news)),
        )


def _marks(segment: MarkedSegment, side: Side, collection: str) -> NDArray[np.float32]:
    """(words, answers), the share of the raters that marked each word.

    Talks and news have no marks on their sources; news do not say what is an addition.
    """
    words = list(word_spans(segment.source if side is Side.SOURCE else segment.target))
    found = unknown(len(words))
    if side is Side.SOURCE and collection != "bio":
        return found
    found[:, [FAULT, GRAVELY]] = 0
    found[:, ALONE] = UNJUDGED if collection == "news" else 0
    nowhere = False
    for errors in segment.ratings:
        marked = np.zeros_like(found)
        for error in errors:
            term = error.category in TERMS
            content = error.is_accuracy or collection == "news"
            if error.side is not side or error.severity == "neutral" or not (term or content):
                continue
            if error.start is None or error.end is None:
                nowhere = True
                continue
            hit = [error.touches(word.start, word.end) for word in words]
            answers = [FAULT, *([GRAVELY] if error.severity in GRAVE else [])]
            answers += [ALONE] if error.category in ONE_SIDED else []
            value = HALF if term else 1.0
            marked[np.ix_(hit, answers)] = np.maximum(marked[np.ix_(hit, answers)], value)
        found = np.where(found < 0, found, found + marked / len(segment.ratings))
    if nowhere:  # the words that it is about are not known
        found = np.where(found > 0, found, UNJUDGED)
    return found.astype(np.float32)


def _labelled(
    page: LabelledPage, origin: str, languages: tuple[str, str], held: bool
) -> Iterator[Passage]:
    """The beads of a labelled page that have words on both sides."""
    people = origin == "swissgov"
    for number, both in enumerate(cut_segments(page.comparison)):
        if not all(segment.places for segment in both.values()):
            continue
        known = {}
        for side, segment in both.items():
            lookup = Lookup(page.marks[side])
            labels = np.array([lookup.label(*_place(it)) for it in segment.places], np.float32)
            known[side] = unknown(len(labels))
            known[side][:, ALONE] = np.where(labels < 0, UNJUDGED, labels == 1)
            if people:
                known[side][:, DIFFERS] = np.where(labels < 0, UNJUDGED, labels > 0)
        planted = any((it[:, ALONE] == 1).any() for it in known.values())
        yield Passage(
            origin,
            languages,
            f"{origin}/{languages[0]}/{page.name}/{number}/{len(known)}",
            held,
            both[Side.SOURCE].text,
            both[Side.TARGET].text,
            known,
            *((UNJUDGED, UNJUDGED) if people else (PHRASE_COST * planted, float(planted))),
            1.0 if people else PLANTED_WEIGHT,
        )


def _place(place: WordSpan) -> tuple[int, int, int]:
    return place.paragraph, place.start, place.end


def _damaged(items: Sequence[Item], encoder: align.AdditiveEncoder) -> Iterator[Passage]:
    """DEMETR's sentences, each undamaged once, then with every damage."""
    numbers, seen = numbered(items), set[tuple[str, str, str]]()
    for item in items:
        key = item.language, item.source
        if key not in numbers or item.kind == EMPTY:
            continue
        if (*key, item.good) not in seen:
            seen.add((*key, item.good))
            yield _item(item, numbers[key], item.good, _whole(item, item.good), 0.0)
        if item.kind == REFERENCE:
            yield _item(item, numbers[key], item.bad, _whole(item, item.bad), 0.0)
        elif any(form in item.kind for form in FORM):
            known = {Side.SOURCE: item.source, Side.TARGET: item.bad}
            blank = {side: unknown(len(list(word_spans(it)))) for side, it in known.items()}
            yield _item(item, numbers[key], item.bad, blank, 0.0)
        else:
            known_of = _of_labels(labels_of(item, encoder))
            yield _item(item, numbers[key], item.bad, known_of, DAMAGE[item.severity])


def _item(
    item: Item, number: int, target: str, known: dict[Side, NDArray[np.float32]], cost: float
) -> Passage:
    return Passage(
        "demetr",
        (LANGUAGES[item.language], "en"),
        f"demetr/{item.language}/{number}",
        is_held_number(number),
        item.source,
        target,
        known,
        cost,
    )


def _whole(item: Item, target: str) -> dict[Side, NDArray[np.float32]]:
    return {Side.SOURCE: _right(item.source), Side.TARGET: _right(target)}


def _of_labels(labels: Labels) -> dict[Side, NDArray[np.float32]]:
    """Damaged words lack a counterpart, or are wrong: new ones that nobody labelled are."""
    known = {}
    for side, values in labels.items():
        some = np.array(values, np.float32)
        unsaid = UNJUDGED if side is Side.SOURCE else 1.0
        known[side] = unknown(len(some))
        known[side][:, ALONE] = np.where(some < 0, UNJUDGED, some == 1)
        known[side][:, FAULT] = np.where(some < 0, unsaid, some >= LEAST)
    return known
