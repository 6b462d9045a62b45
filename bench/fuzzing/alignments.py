"""Alignment: with a quick encoder made of words, in great numbers; with the real one, in few."""

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from random import Random

import numpy as np

from align import Alignment, Bead, Encoder, Vectors, align, align_segments, load_encoder
from bench.fuzzing.readers import check_sentences
from bench.fuzzing.target import CaseTarget, Refused, claim
from corpus import Document, Paragraph, Progress, Role, Side, Span

DIMENSION = 24
WORDS = tuple(f"w{number}" for number in range(60))
"""Said on either side alike, so that translations exist."""
REAL = {
    "it": "Il governo ha deciso. Nessuno lo sapeva! La spesa è di 3 milioni? Torino, 2024. Sì. …",
    "en": "The government decided. Nobody knew! The cost is 3 million? Turin, 2024. Yes. …",
}


class WordEncoder:
    """The mean of a vector a word: texts of the same words are alike, whatever their order."""

    name = version = "words"
    digest = "0" * 64

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """One unit vector a text."""
        found = np.zeros((len(texts), DIMENSION), np.float32)
        for row, text in enumerate(texts):
            found[row] = sum((_vector(word) for word in text.split()), start=_vector(""))
        found /= np.linalg.norm(found, axis=1, keepdims=True)
        return found


@cache
def _vector(word: str) -> Vectors:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
    drawn: Vectors = np.random.default_rng(seed).normal(size=DIMENSION).astype(np.float32)
    return drawn if word else drawn / 10


def load_segments() -> Callable[[Random], None]:
    """Segments of words: every segment is in exactly one bead."""
    encoder = WordEncoder()

    def check(random: Random) -> None:
        source = [_segment(random) for _ in range(_size(random))]
        target = _rendered(source, random)
        beads = align_segments(source, target, encoder=encoder)
        check_beads(beads, len(source), len(target))
        again = align_segments(source, target, encoder=encoder)
        claim(beads == again, "the same input gives the same beads")

    return check


def load_mirrored() -> Callable[[Random], None]:
    """One segment a translation, none left out: both directions give the same links."""
    encoder = WordEncoder()

    def check(random: Random) -> None:
        source = [" ".join(random.sample(WORDS, 6)) for _ in range(random.choice((1, 2, 5, 12)))]
        target = list(source)
        there = align_segments(source, target, encoder=encoder)
        back = align_segments(target, source, encoder=encoder)
        mirrored = {(bead.target, bead.source) for bead in back}
        claim({(bead.source, bead.target) for bead in there} == mirrored, "both directions agree")

    return check


def load_documents(encoder_name: str | None) -> Callable[[], Callable[[Random], None]]:
    """What loads the check of documents: with the quick encoder, or with one by its name."""

    def load() -> Callable[[Random], None]:
        encoder: Encoder = load_encoder(encoder_name) if encoder_name else WordEncoder()

        def check(random: Random) -> None:
            source = _document("it", random, real=bool(encoder_name))
            target = _document("en", random, real=bool(encoder_name))
            check_alignment(source, target, align(source, target, encoder))

        return check

    return load


def check_beads(beads: Sequence[Bead], source: int, target: int) -> None:
    """Beads partition the units of both sides."""
    for side, count in ((Side.SOURCE, source), (Side.TARGET, target)):
        numbers = [number for bead in beads for number in getattr(bead, side)]
        claim(sorted(numbers) == list(range(count)), "every unit is in exactly one bead")
    for bead in beads:
        check_values(bead.similarity, bead.confidence, bool(bead.source and bead.target))
        claim(list(bead.source) == sorted(bead.source), "a bead's units are in order")
    firsts = [bead.source[0] for bead in beads if bead.source]
    claim(firsts == sorted(firsts), "beads are in source order")


def check_values(similarity: float | None, confidence: float, linked: bool) -> None:
    """A cosine where both sides are there, and a probability."""
    claim((similarity is not None) == linked, "a similarity where both sides are there only")
    claim(similarity is None or -1.001 <= similarity <= 1.001, "a similarity is a cosine")
    claim(0 <= confidence <= 1, "a confidence is a probability")


def check_alignment(source: Document, target: Document, found: Alignment) -> None:
    """Every paragraph in one group or aside; beads hold a group's sentences, each once."""
    for side, document, aside in (
        (Side.SOURCE, source, found.source_aside),
        (Side.TARGET, target, found.target_aside),
    ):
        grouped = [number for group in found.groups for number in getattr(group, side)]
        numbers = sorted(grouped + [one.paragraph for one in aside])
        claim(numbers == list(range(len(document.paragraphs))), "every paragraph is in one place")
        held = [where for g in found.groups for bead in g.beads for where in getattr(bead, side)]
        wanted = [where for where in document.sentence_ids() if where.paragraph in set(grouped)]
        claim(sorted(held) == wanted, "every sentence of a group is in exactly one bead")
        for group in found.groups:
            inside = {where.paragraph for bead in group.beads for where in getattr(bead, side)}
            claim(inside <= set(getattr(group, side)), "no bead leaves its group")
    for group in found.groups:
        linked = bool(group.source and group.target)
        check_values(group.similarity, 1.0, linked)
        claim((group.kind in ("omitted", "added")) == (not linked), "a kind says what is empty")
        for bead in group.beads:
            check_values(bead.similarity, bead.confidence, bool(bead.source and bead.target))
    firsts = [group.source[0] for group in found.groups if group.source]
    claim(all(a < b for a, b in pairwise(firsts)), "groups are in source order")


def _size(random: Random) -> int:
    return random.choice((0, 1, 2, 3, 5, 8, 20))


def _segment(random: Random) -> str:
    return " ".join(random.choices(WORDS, k=random.choice((1, 1, 3, 8, 20))))


def _rendered(source: Sequence[str], random: Random) -> list[str]:
    """A translation of a sort: with segments dropped, added, merged, split, moved, repeated."""
    target = list(source)
    for _ in range(random.choice((0, 1, 2, 5))):
        place = random.randint(0, max(0, len(target) - 1))
        match random.randrange(6):
            case 0:
                target.insert(place, _segment(random))
            case 1 if target:
                del target[place]
            case 2 if len(target) > 1:
                target[place : place + 2] = [" ".join(target[place : place + 2])]
            case 3 if target:
                words = target[place].split()
                target[place : place + 1] = [" ".join(words[::2]), " ".join(words[1::2]) or "w0"]
            case 4 if target:
                target.insert(random.randint(0, len(target) - 1), target.pop(place))
            case _ if target:
                target.insert(place, random.choice(target))
    return target


def _document(code: str, random: Random, *, real: bool) -> Document:
    paragraphs = [_paragraph(code, random, real=real) for _ in range(_size(random))]
    if not paragraphs:
        raise Refused
    return Document(code, tuple(paragraphs))


def _paragraph(code: str, random: Random, *, real: bool) -> Paragraph:
    known = REAL[code].split(" ")
    sentences = [
        " ".join(random.choices(known, k=random.choice((1, 4, 9)))) if real else _segment(random)
        for _ in range(random.choice((1, 1, 2, 4)))
    ]
    spans, end = [], 0
    for sentence in sentences:
        spans.append(Span(end, end + len(sentence)))
        end += len(sentence) + 1
    text = " ".join(sentences)
    check_sentences(text, spans)
    role = random.choice((Role.BODY,) * 6 + tuple(Role))
    language = random.choice((code, code, code, None, "de"))
    return Paragraph(text, tuple(spans), language, role)


ALIGNMENTS = {
    "align-segments": CaseTarget(load_segments),
    "align-mirrored": CaseTarget(load_mirrored),
    "align-documents": CaseTarget(load_documents(None)),
    "align-documents-use": CaseTarget(load_documents("use")),
}
