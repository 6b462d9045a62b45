"""What the fact checks raise on faithful translations, and what they find in damaged ones.

    python -m bench.facts [DATA] [--show CHECK] [--limit N] [--only ntrex]

False alarms: NTREX dev, by document, and MT-GenEval dev, by sentence, Italian to English; real
translations, so a flag there is mostly a false alarm. Every second document (sentence, for
MT-GenEval) was read while the checks were written and `--show` prints those only; the others are
held out. Detection: DEMETR dev; a damaged sentence counts when it gets a flag that the undamaged
translation of the same sentence does not get. Sentences with an odd number are held out there.
What DEMETR does not damage is damaged by rule (fact_damage.py) in the held-out documents.
"""

import argparse
import csv
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from align import Alignment, Encoder, Group, GroupKind, SentenceBead, load_encoder
from bench.bitexts import DATA
from bench.fact_damage import DAMAGES
from corpus import Document, Paragraph, SentenceId, Span
from metrics import Comparison, Flag, Kind
from metrics.facts import CHECKS

DEMETR_LANGUAGES = {"german": "de", "french": "fr", "spanish": "es", "italian": "it"}
HALVES = ("read", "held out")
MT_GENEVAL_HALF = 1200
"""Sentences before each is told again in the other gender."""
Pair = tuple[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, nargs="?", default=DATA)
    parser.add_argument("--show", default="", help="print what this check, or all, raises")
    parser.add_argument("--limit", type=int, default=None, help="documents or sentences of a set")
    parser.add_argument("--only", default="ntrex,geneval,planted,demetr")
    options = parser.parse_args()
    encoder = load_encoder()
    if "ntrex" in options.only:
        false_alarms("NTREX dev", list(ntrex(options.data))[: options.limit], encoder, options.show)
    if "geneval" in options.only:
        documents = [[pair] for pair in mt_geneval(options.data)][: options.limit]
        false_alarms("MT-GenEval dev", documents, encoder, options.show)
    if "planted" in options.only:
        pairs = [pair for document in list(ntrex(options.data))[1::2] for pair in document]
        pairs += list(mt_geneval(options.data))[1:MT_GENEVAL_HALF:2]
        planted(pairs[: options.limit], encoder)
    if "demetr" in options.only:
        detection(options.data, encoder, options.limit, options.show)


def false_alarms(name: str, documents: list[list[Pair]], encoder: Encoder, show: str) -> None:
    for half, label in enumerate(HALVES):
        raised: Counter[str] = Counter()
        words = 0
        for pairs in documents[half::2]:
            words += sum(len(target.split()) for _, target in pairs)
            for check, flag in flags_of(comparison(pairs, "it", "en", encoder)):
                raised[check if flag.kind is not Kind.SHIFT else "shift"] += 1
                if half == 0 and show in ("all", check):
                    print_flag(check, flag, pairs)
        shown = sum(raised.values()) - raised["shift"]
        rates = "; ".join(f"{check} {n / words * 1000:.2f} ({n})" for check, n in raised.items())
        print(f"{name}, {label}: {words} English words, {shown / words * 1000:.2f} a thousand")
        print(f"   {rates}", flush=True)


def planted(pairs: list[Pair], encoder: Encoder) -> None:
    for name, damage in DAMAGES.items():
        items = [(source, target, damage(target)) for source, target in pairs]
        found: Counter[str] = Counter()
        for source, target, damaged in items:
            if damaged is not None:
                before = checks_of((source, target), "it", encoder)
                new = checks_of((source, damaged), "it", encoder) - before
                found.update({"items", *new})
                found["any"] += bool(new)
        shares = (f"{key} {n / found['items']:.2f}" for key, n in found.items() if key != "items")
        print(f"{name}, held out: {found['items']} sentences, {', '.join(shares)}", flush=True)


def detection(data: Path, encoder: Encoder, limit: int | None, show: str) -> None:
    clean: dict[Pair, Counter[str]] = {}
    found: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for item in demetr(data):
        if limit and item["id"] % 100 >= limit:
            continue
        language = DEMETR_LANGUAGES[item["lang_tag"].split("_")[0]]
        half = item["id"] % 2
        original = (item["src_sent"], item["mt_sent"])
        if original not in clean:
            clean[original] = checks_of(original, language, encoder)
            found["undamaged", half].update(set(clean[original]) | {"items"})
            found["undamaged", half]["any"] += bool(clean[original])
        if item["mt_sent"] == item["pert_sent"]:
            continue
        after = checks_of((item["src_sent"], item["pert_sent"]), language, encoder)
        new = after - clean[original]
        found[item["pert_name"], half].update({"items", *new})
        found[item["pert_name"], half]["any"] += bool(new)
        if half == 0 and show == item["pert_name"] and not new:
            print("   SRC", *original, item["pert_sent"], sep="\n       ")
    for (name, half), tally in sorted(found.items()):
        shares = (f"{key} {n / tally['items']:.3f}" for key, n in tally.items() if key != "items")
        print(f"DEMETR {name}, {HALVES[half]}: {tally['items']} sentences, {', '.join(shares)}")


def checks_of(pair: Pair, language: str, encoder: Encoder) -> Counter[str]:
    """How often each check flags one pair of sentences, shifts left out."""
    flags = flags_of(comparison([pair], language, "en", encoder))
    return Counter(check for check, flag in flags if flag.kind is not Kind.SHIFT)


def flags_of(compared: Comparison) -> Iterator[tuple[str, Flag]]:
    """Every flag with the name of the check that raises it."""
    for name, check in CHECKS.items():
        yield from ((name, flag) for flag in check(compared))


def comparison(pairs: Sequence[Pair], source: str, target: str, encoder: Encoder) -> Comparison:
    """One sentence a paragraph, the n-th of one side rendering the n-th of the other."""
    groups = [Group((n,), (n,), GroupKind.ALIGNED, None, (_bead(n),)) for n, _ in enumerate(pairs)]
    documents = [
        Document(code, tuple(Paragraph(text, (Span(0, len(text)),)) for text in texts))
        for code, texts in zip((source, target), zip(*pairs, strict=True), strict=True)
    ]
    return Comparison(*documents, Alignment(tuple(groups)), encoder)


def _bead(number: int) -> SentenceBead:
    where = (SentenceId(number, 0),)
    return SentenceBead(where, where, None, 1.0)


def print_flag(check: str, flag: Flag, pairs: Sequence[Pair]) -> None:
    passage = flag.source or flag.target
    print(f"[{check} {flag.confidence:.2f}] {flag.message}")
    for text in pairs[passage.paragraph]:
        print("     ", text)


def ntrex(data: Path) -> Iterator[list[Pair]]:
    documents: dict[str, list[Pair]] = defaultdict(list)
    for row in _rows(data / "ntrex-dev.en-it.tsv"):
        documents[row["document"]].append((row["it"], row["en"]))
    yield from documents.values()


def mt_geneval(data: Path) -> Iterator[Pair]:
    for row in _rows(data / "mt-geneval-dev.en-it.tsv"):
        yield row["it"], row["en"]


def demetr(data: Path) -> Iterator[dict[str, object]]:
    with gzip.open(data / "demetr-dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


if __name__ == "__main__":
    main()
