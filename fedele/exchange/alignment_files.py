"""What `fedele align` writes: the beads of two documents as JSON, JSONL, TSV, TMX or XLIFF."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from align import Encoder, Group, align, align_segments
from corpus import Document, Limits, Progress, SentenceId, UsageError, read_lines, read_versions
from fedele.exchange.bitext import Bitext, PairGroup, SegmentPair
from fedele.exchange.jsonl import render_lines
from fedele.exchange.tmx import render_tmx
from fedele.exchange.xliff import render_xliff

Numbers = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Units:
    """Two documents cut into units, and which unit renders which.

    Attributes:
        unit: "line", "sentence" or "paragraph".
        source_language, target_language: BCP 47 codes.
        source, target: the units' texts.
        beads: unit numbers of both sides and the cosine, None where a side is empty.
    """

    unit: str
    source_language: str
    target_language: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    beads: tuple[tuple[Numbers, Numbers, float | None], ...]


def read_units(
    source: str,
    target: str | None,
    unit: str,
    source_language: str | None,
    target_language: str | None,
    limits: Limits,
) -> tuple[Document, Document]:
    """Source and target, to be aligned by `align_units`.

    Args:
        source: the source's file, or one that holds both versions.
        target: the translation's file.
        unit: "line", "sentence" or "paragraph".
        source_language: BCP 47 code; detected where not given.
        target_language: the same of the translation.
        limits: how much a file may ask for.

    Raises:
        InputError: a file cannot be used.
        UsageError: lines are to be aligned, but there is one file only.
    """
    if unit != "line":
        return read_versions(source, target, source_language, target_language, limits)
    if target is None:
        raise UsageError("--unit line aligns the lines of two files: give SOURCE and TARGET")
    return (
        read_lines(source, language=source_language, limits=limits),
        read_lines(target, language=target_language, limits=limits),
    )


def align_units(
    source: Document,
    target: Document,
    unit: str,
    encoder: Encoder,
    *,
    progress: Progress | None = None,
) -> Units:
    """Align two documents unit by unit.

    Args:
        source: a document; for "line" each paragraph is a line.
        target: its translation, likewise.
        unit: "line", "sentence" (counted through the document) or "paragraph" (beads are groups).
            Sentences of documents that know their units are aligned within these.
        encoder: turns text into vectors.
        progress: called as ``progress(stage, done, total)``.
    """
    cut = _sentences if unit == "sentence" else _paragraphs
    texts = [cut(document) for document in (source, target)]
    is_given = source.units is not None and target.units is not None
    if unit == "paragraph" or is_given:
        groups = align(source, target, encoder, progress=progress).groups
        beads = [(group.source, group.target, group.similarity) for group in groups]
        if unit == "sentence":
            beads = _sentence_beads(groups, source, target)
    else:
        found = align_segments(texts[0], texts[1], encoder=encoder, progress=progress)
        beads = [(bead.source, bead.target, bead.similarity) for bead in found]
    return Units(unit, source.language, target.language, texts[0], texts[1], tuple(beads))


def _sentence_beads(
    groups: Sequence[Group], source: Document, target: Document
) -> list[tuple[Numbers, Numbers, float | None]]:
    """The groups' beads, their sentences counted through the documents."""
    places = [
        {where: number for number, where in enumerate(document.sentence_ids())}
        for document in (source, target)
    ]

    def numbers(ids: Sequence[SentenceId], side: int) -> Numbers:
        return tuple(places[side][where] for where in ids)

    return [
        (numbers(bead.source, 0), numbers(bead.target, 1), bead.similarity)
        for group in groups
        for bead in group.beads
    ]


def _paragraphs(document: Document) -> tuple[str, ...]:
    return tuple(paragraph.text for paragraph in document.paragraphs)


def _sentences(document: Document) -> tuple[str, ...]:
    return tuple(document.sentence(where) for where in document.sentence_ids())


def check_ending(ending: str) -> str:
    """The ending, if there is a format for it.

    Raises:
        UsageError: there is none.
    """
    if ending not in FORMATS:
        what = ending or "a file without an ending"
        raise UsageError(f"cannot write {what}; the endings are {' '.join(FORMATS)}")
    return ending


def render_alignment(units: Units, ending: str) -> bytes:
    """An alignment in the format that a file's ending stands for, in UTF-8; see `check_ending`."""
    return FORMATS[check_ending(ending)](units)


def _json(units: Units) -> bytes:
    sides = (units.source_language, units.source), (units.target_language, units.target)
    source, target = ({"language": language, "units": len(texts)} for language, texts in sides)
    head = {
        "schema": "fedele.alignment/1",
        "unit": units.unit,
        "source": source,
        "target": target,
    }
    beads = ",\n  ".join(json.dumps(_bead(bead)) for bead in units.beads)
    return f'{json.dumps(head)[:-1]}, "beads": [\n  {beads}\n]}}\n'.encode()


def _bead(bead: tuple[Sequence[int], Sequence[int], float | None]) -> dict[str, Any]:
    source, target, similarity = bead
    rounded = None if similarity is None else round(similarity, 4)
    return {"source": list(source), "target": list(target), "similarity": rounded}


def _jsonl(units: Units) -> bytes:
    return render_lines(
        {**_bead(bead), "source_text": source, "target_text": target}
        for bead, (source, target) in zip(units.beads, _texts(units), strict=True)
    )


def _tsv(units: Units) -> bytes:
    rows = ["source\ttarget\tsimilarity\tsource_text\ttarget_text\n"]
    for (source, target, similarity), texts in zip(units.beads, _texts(units), strict=True):
        numbers = [",".join(map(str, side)) for side in (source, target)]
        score = "" if similarity is None else f"{similarity:.4f}"
        rows.append(
            "\t".join([*numbers, score, *(" ".join(text.split()) for text in texts)]) + "\n"
        )
    return "".join(rows).encode("utf-8", "replace")


def _tmx(units: Units) -> bytes:
    bitext = _bitext(units)
    return render_tmx(bitext, bitext.pairs)


def _xliff(units: Units) -> bytes:
    return render_xliff(_bitext(units))


def _bitext(units: Units) -> Bitext:
    pairs = (
        SegmentPair(source, target, similarity)
        for (source, target), (_, _, similarity) in zip(_texts(units), units.beads, strict=True)
    )
    languages = units.source_language, units.target_language
    return Bitext(*languages, units.unit, (PairGroup(None, tuple(pairs)),))


def _texts(units: Units) -> Iterator[tuple[str, str]]:
    for source, target, _ in units.beads:
        yield (
            " ".join(units.source[number] for number in source),
            " ".join(units.target[number] for number in target),
        )


FORMATS: Mapping[str, Callable[[Units], bytes]] = {
    ".json": _json,
    ".jsonl": _jsonl,
    ".tsv": _tsv,
    ".tmx": _tmx,
    ".xliff": _xliff,
}
