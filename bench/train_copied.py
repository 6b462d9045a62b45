"""Fit which copied words professionals mark: ``python -m bench.train_copied``.

Every word of a translation that its source has letter for letter (`metrics/facts/copied_words.py`)
is an example: of the abstracts with what was marked as untranslated, of DEMETR's sentences with a
word put back into the source's language, and of human translations as they are (NTREX and
MT-GenEval dev, both directions), of which none is wrong. Documents that `bench/people.py` holds out
are measured on, not learned from. Writes `metrics/data/copied.json`.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import align
from bench.demetr import LANGUAGES, numbered, read_items
from bench.judge_models import is_held as is_held_number
from bench.labelled_pages import CODES, pair_page
from bench.people import MarkedSegment, is_held, read_versions
from bench.planting import Pair, read_geneval, read_ntrex, text_of
from bench.tree_fit import export_trees
from corpus import Side
from metrics.facts.copied_words import CopiedWord, copied_words, explained_in
from metrics.facts.rendering import renderings
from metrics.trees import parse_trees

FILE = Path(__file__).resolve().parents[1] / "metrics/data/copied.json"
TREES = {"max_iter": 300, "max_leaf_nodes": 8, "min_samples_leaf": 60}
CUTS = (0.2, 0.3, 0.35, 0.4)
UNTRANSLATED = "Accuracy/Untranslated"
CODEMIX = "critical_id4_codemix"


@dataclass(frozen=True, slots=True)
class Copied:
    """A copied word, whether it was marked, and where it is from."""

    word: CopiedWord
    marked: bool
    origin: str
    held: bool


def main() -> None:
    encoder = align.load_encoder("use")
    fit(list(chain(abstracts(encoder), mixed(encoder), untouched(encoder))))


def fit(found: Sequence[Copied]) -> None:
    """Fit the trees, measure them on what is held out, and write them."""
    names = tuple(found[0].word.features)
    rows = np.array([[it.word.features[name] for name in names] for it in found])
    marked, held = (np.array([getattr(it, key) for it in found]) for key in ("marked", "held"))
    content = export_trees(rows[~held], marked[~held] * 1.0, names, TREES)
    likely = parse_trees(content).probability(rows)
    for origin in dict.fromkeys(it.origin for it in found):
        here = held & np.array([it.origin == origin for it in found])
        print(origin, *_figures(likely[here], marked[here]), sep="  ")
    about = {
        "provenance": {
            "origin": "calibrated",
            "source": (
                "MQM abstracts of the WMT biomedical tasks (Apache-2.0), DEMETR dev (MIT), NTREX "
                "dev (CC BY-SA 4.0) and MT-GenEval dev (CC BY-SA 3.0), three quarters of each"
            ),
            "script": "python -m bench.train_copied",
            "date": datetime.now(UTC).date().isoformat(),
            "items": int((~held).sum()),
        }
    }
    text = json.dumps(about | content, separators=(",", ":"))
    FILE.write_text(text.replace(',"', ',\n"') + "\n", encoding="utf-8")


def _figures(likely: NDArray[np.float64], marked: NDArray[np.bool_]) -> Iterator[str]:
    yield f"{len(marked)} copied, {marked.sum()} marked"
    for cut in CUTS:
        shown = likely >= cut
        right = int((shown & marked).sum())
        yield f"from {cut}: {shown.sum()} of which {right} marked"


def abstracts(encoder: align.AdditiveEncoder) -> Iterator[Copied]:
    """Of every version of every abstract."""
    for version in read_versions():
        if version.key.collection != "bio":
            continue
        pairs = [Pair("", it.source, it.target) for it in version.segments]
        key = version.key
        codes = {Side.SOURCE: key.source_language, Side.TARGET: key.target_language}
        origin = "abstracts, pt" if "pt" in codes.values() else "abstracts"
        for word in _copied(pairs, encoder, codes):
            marked = _is_marked(version.segments[word.sentence.paragraph], word)
            yield Copied(word, marked, origin, is_held(key))


def _is_marked(segment: MarkedSegment, word: CopiedWord) -> bool:
    return any(
        error.category.startswith(UNTRANSLATED)
        and error.severity != "neutral"
        and error.touches(word.span.start, word.span.end)
        for error in segment.errors
    )


def mixed(encoder: align.AdditiveEncoder) -> Iterator[Copied]:
    """Of DEMETR's sentences with a word of the source's; the undamaged one's own are right."""
    items = read_items()
    numbers = numbered(items)
    for item in items:
        number = numbers.get((item.language, item.source))
        if item.kind != CODEMIX or number is None:
            continue
        codes = {Side.SOURCE: LANGUAGES[item.language], Side.TARGET: "en"}
        for word in _copied([Pair("", item.source, item.bad)], encoder, codes):
            new = word.text.casefold() not in item.good.casefold()
            yield Copied(word, new, "DEMETR", is_held_number(number))


def untouched(encoder: align.AdditiveEncoder) -> Iterator[Copied]:
    """Of human translations, in both directions."""
    for name, pairs in (("NTREX", read_ntrex()), ("MT-GenEval", read_geneval())):
        for number, document in enumerate(dict.fromkeys(it.document for it in pairs)):
            own = [it for it in pairs if it.document == document]
            turned = [Pair("", text_of(it, Side.TARGET), it.source) for it in own]
            back = {side: CODES[side.opposite] for side in Side}
            for some, codes in ((own, CODES), (turned, back)):
                for word in _copied(some, encoder, codes):
                    yield Copied(word, False, name, is_held_number(number))


def _copied(
    pairs: Iterable[Pair], encoder: align.AdditiveEncoder, codes: dict[Side, str]
) -> Iterator[CopiedWord]:
    comparison = pair_page("", list(pairs), encoder, {}, codes).comparison
    explained = explained_in(comparison)
    for rendering in renderings(comparison):
        yield from chain.from_iterable(copied_words(rendering, explained))


if __name__ == "__main__":
    main()
