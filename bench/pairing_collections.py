"""Collections of documents with known counterparts, made from NTREX and SwissGov-RSD pages.

A case takes document pairs and says which files the collection holds and which of them belong
together.
"""

import gzip
import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.bitexts import DATA, documents

SWISSGOV = DATA / "swissgov-dev.en-it.jsonl.gz"
SEED = 7
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=\S)")
HEADER = {
    "it": (
        "Portale delle notizie e delle autorità. Servizio di informazione per il pubblico.",
        "Questa pagina è disponibile in più lingue. Vai al contenuto principale.",
        "Utilizziamo i cookie per migliorare la navigazione e per scopi statistici.",
        "Proseguendo nella navigazione si accettano le condizioni generali d'uso del sito.",
    ),
    "en": (
        "News and authorities portal. Information service for the public.",
        "This page is available in several languages. Skip to the main content.",
        "We use cookies to improve navigation and for statistical purposes.",
        "By continuing to browse you accept the general terms and conditions of the site.",
    ),
}
BULLETINS = (
    (
        (
            "Bollettino settimanale della prefettura, numero {0}.",
            "Questa settimana gli incidenti stradali sono stati {1}, di cui {2} con feriti.",
            "La polizia invita gli automobilisti alla prudenza sulle strade bagnate.",
            "Il prossimo bollettino uscirà il {3} del mese.",
        ),
        (
            "Weekly bulletin of the prefecture, number {0}.",
            "This week there were {1} road accidents, {2} of them with injuries.",
            "The police urge motorists to be careful on wet roads.",
            "The next bulletin will appear on the {3}th of the month.",
        ),
    ),
    (
        (
            "Rapporto mensile sui musei cittadini, edizione {0}.",
            "I visitatori paganti sono stati {1}, ai quali si aggiungono {2} scolaresche.",
            "La direzione ringrazia i volontari che hanno accolto il pubblico nelle sale.",
            "Le sale resteranno chiuse per lavori il giorno {3}.",
        ),
        (
            "Monthly report on the city's museums, issue {0}.",
            "There were {1} paying visitors, in addition to {2} school groups.",
            "The management thanks the volunteers who welcomed the public to the rooms.",
            "The rooms will be closed for works on day {3}.",
        ),
    ),
)
Paragraphs = tuple[str, ...]


@dataclass(frozen=True)
class Two:
    """A document and its translation, paragraph by paragraph."""

    name: str
    it: Paragraphs
    en: Paragraphs


@dataclass(frozen=True)
class Case:
    """A collection and what is true of it.

    Attributes:
        sources, targets: texts by name.
        gold: which belong together.
    """

    sources: dict[str, str]
    targets: dict[str, str]
    gold: set[tuple[str, str]]


def ntrex() -> list[Two]:
    """The 61 documents, sentence by sentence."""
    return [
        Two(f"n{number:03}", *(tuple(side) for side in zip(*pairs, strict=True)))
        for number, pairs in enumerate(documents())
    ]


def swissgov() -> list[Two]:
    """The 168 pages, line by line."""
    with gzip.open(SWISSGOV, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Two(f"s{number:03}", _lines(row["it"]), _lines(row["en"]))
        for number, row in enumerate(rows)
    ]


def _lines(text: str) -> Paragraphs:
    return tuple(line for line in text.split("\n") if line.strip())


def bulletins(number: int, kind: int) -> list[Two]:
    """Reports of one kind, which differ in figures only; see `BULLETINS`."""
    draw = random.Random(kind)
    found = []
    for place in range(number):
        values = [draw.randint(2, 30), draw.randint(100, 999), draw.randint(10, 99)]
        values.append(draw.randint(2, 28))
        sides = [tuple(line.format(*values) for line in lines) for lines in BULLETINS[kind]]
        found.append(Two(f"b{place:03}", *sides))
    return found


def split() -> tuple[list[Two], list[Two]]:
    """SwissGov pages: 61 to test on with NTREX, the other 107 for thresholds."""
    pages = swissgov()
    random.Random(SEED).shuffle(pages)
    return pages[:61], pages[61:]


def whole(pairs: Sequence[Two]) -> Case:
    """Every document with its translation."""
    return _case([(one.name, one.it) for one in pairs], [(one.name, one.en) for one in pairs])


def half_removed(pairs: Sequence[Two]) -> Case:
    """Of every second pair one version is gone, now this one, now the other."""
    draw = random.Random(SEED)
    gone = set(draw.sample(range(len(pairs)), len(pairs) // 2))
    lost_source = {number for number in gone if draw.random() < 0.5}
    return _case(
        [(one.name, one.it) for n, one in enumerate(pairs) if n not in lost_source],
        [(one.name, one.en) for n, one in enumerate(pairs) if n not in gone - lost_source],
    )


def halves(pairs: Sequence[Two]) -> Case:
    """Each translation renders only the first or the second half."""
    draw = random.Random(SEED)
    return _case(
        [(one.name, one.it) for one in pairs],
        [(one.name, _half(one.en, draw.random() < 0.5)) for one in pairs],
    )


def in_two(pairs: Sequence[Two]) -> Case:
    """Each translation stands in two files."""
    targets = [(f"{one.name}{part}", _half(one.en, part == "a")) for one in pairs for part in "ab"]
    return _case([(one.name, one.it) for one in pairs], targets)


def copies(pairs: Sequence[Two]) -> Case:
    """Every fifth translation stands there twice, the second time without its last paragraph."""
    targets = [(one.name, one.en) for one in pairs]
    targets += [(f"{one.name}b", one.en[:-1] or one.en) for one in pairs[::5]]
    return _case([(one.name, one.it) for one in pairs], targets)


def first_sentences(pairs: Sequence[Two], most: int) -> Case:
    """Only the first sentences are there."""
    return _case(
        [(one.name, _first(one.it, most)) for one in pairs],
        [(one.name, _first(one.en, most)) for one in pairs],
    )


def revised(pairs: Sequence[Two]) -> Case:
    """Every third document stands there in two versions, the later one with its figures changed.

    A document without figures, and its translation, have a paragraph less instead.
    """
    both = [one for pair in pairs[::3] for one in (pair, _revision(pair))]
    rest = [one for number, one in enumerate(pairs) if number % 3]
    return whole([*both, *rest])


def _revision(pair: Two) -> Two:
    def other(figure: re.Match[str]) -> str:
        return figure[0].translate(str.maketrans("0123456789", "1357924680"))

    sides = [tuple(re.sub(r"\d+", other, one) for one in side) for side in (pair.it, pair.en)]
    if sides == [pair.it, pair.en]:
        sides = [side[:-1] or side for side in sides]
    return Two(f"revised {pair.name}", *sides)


def removed(case: Case) -> Case:
    """The same, but half of the documents have lost one version, now this one, now the other."""
    draw = random.Random(SEED)
    gone = set(draw.sample(sorted(case.sources), len(case.sources) // 2))
    lost = {name for name in sorted(gone) if draw.random() < 0.5}
    orphaned = {target for source, target in case.gold if source in gone - lost}
    return Case(
        {name: text for name, text in case.sources.items() if name not in lost},
        {name: text for name, text in case.targets.items() if name not in orphaned},
        {(s, t) for s, t in case.gold if s not in lost and t not in orphaned},
    )


def headed(pairs: Sequence[Two]) -> Case:
    """All documents of a language open with the same lines."""
    return _case(
        [(one.name, HEADER["it"] + one.it) for one in pairs],
        [(one.name, HEADER["en"] + one.en) for one in pairs],
    )


CASES: dict[str, Callable[[Sequence[Two]], Case]] = {
    "as they are": whole,
    "half of the translations removed": half_removed,
    "translations cut in half": halves,
    "translations in two files": in_two,
    "a fifth twice": copies,
    "first three sentences": lambda pairs: first_sentences(pairs, 3),
    "first two sentences": lambda pairs: first_sentences(pairs, 2),
    "first three sentences, half removed": lambda pairs: removed(first_sentences(pairs, 3)),
    "first two sentences, half removed": lambda pairs: removed(first_sentences(pairs, 2)),
    "in two files, half removed": lambda pairs: removed(in_two(pairs)),
    "a third in two versions": revised,
    "the same header on all": headed,
    "header, half removed": lambda pairs: _headed_case(half_removed(pairs)),
}


def _headed_case(case: Case) -> Case:
    return Case(
        {name: "\n\n".join((*HEADER["it"], text)) for name, text in case.sources.items()},
        {name: "\n\n".join((*HEADER["en"], text)) for name, text in case.targets.items()},
        case.gold,
    )


def _case(
    sources: Sequence[tuple[str, Paragraphs]], targets: Sequence[tuple[str, Paragraphs]]
) -> Case:
    """Names of translations begin with their original's."""
    gold = {(s, t) for s, _ in sources for t, _ in targets if t.startswith(s)}
    return Case(
        {name: "\n\n".join(text) for name, text in sources},
        {name: "\n\n".join(text) for name, text in targets},
        gold,
    )


def _half(paragraphs: Paragraphs, first: bool) -> Paragraphs:
    cut = max(1, len(paragraphs) // 2)
    return paragraphs[:cut] if first else paragraphs[cut:] or paragraphs


def _first(paragraphs: Paragraphs, most: int) -> Paragraphs:
    found: list[str] = []
    for paragraph in paragraphs:
        found += SENTENCE_END.split(paragraph)
    return tuple(found[:most])
