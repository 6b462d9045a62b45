"""What `fedele align` writes: the beads of two documents as JSON, JSONL, TSV, TMX or XLIFF."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from align import Encoder, align, align_segments
from corpus import Document, Progress, UsageError
from fedele.exchange.bitext import Bitext, Pair, PairGroup
from fedele.exchange.jsonl import render_lines
from fedele.exchange.tmx import render_tmx
from fedele.exchange.xliff import render_xliff


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
    beads: tuple[tuple[tuple[int, ...], tuple[int, ...], float | None], ...]


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
        encoder: turns text into vectors.
        progress: called as ``progress(stage, done, total)``.
    """
    if unit == "paragraph":
        texts = [tuple(p.text for p in document.paragraphs) for document in (source, target)]
        groups = align(source, target, encoder, progress=progress).groups
        beads = [(group.source, group.target, group.similarity) for group in groups]
    else:
        cut = _lines if unit == "line" else _sentences
        texts = [cut(document) for document in (source, target)]
        found = align_segments(texts[0], texts[1], encoder=encoder, progress=progress)
        beads = [(bead.source, bead.target, bead.similarity) for bead in found]
    return Units(unit, source.language, target.language, texts[0], texts[1], tuple(beads))


def _lines(document: Document) -> tuple[str, ...]:
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
        Pair(source, target, similarity)
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
