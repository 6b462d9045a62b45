"""What the fact checks raise on faithful translations, and what they find in damaged ones.

    python bench/facts.py ../shared/data [--show KIND] [--limit N]

False alarms: NTREX dev, by document, and MT-GenEval dev, by sentence, Italian to English; real
translations, so a flag there is mostly a false alarm. Detection: DEMETR dev; a damaged sentence
counts when it gets a flag that the undamaged translation of the same sentence does not get.
"""

import argparse
import csv
import gzip
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from align import Alignment, Encoder, Group, GroupKind, SentenceBead, load_encoder
from corpus import Document, Paragraph, SentenceId, Span
from metrics import Comparison, Flag
from metrics.facts import find_fact_flags

DEMETR_LANGUAGES = {"german": "de", "french": "fr", "spanish": "es", "italian": "it"}
Pair = tuple[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--show", default="", help="print the flags of this kind on NTREX etc.")
    parser.add_argument("--limit", type=int, default=None, help="sentences of each set")
    parser.add_argument("--only", default="ntrex,geneval,demetr")
    options = parser.parse_args()
    encoder = load_encoder()
    if "ntrex" in options.only:
        false_alarms("NTREX dev", list(ntrex(options.data))[: options.limit], encoder, options.show)
    if "geneval" in options.only:
        pairs = list(mt_geneval(options.data))[: options.limit]
        false_alarms("MT-GenEval dev", [[pair] for pair in pairs], encoder, options.show)
    if "demetr" in options.only:
        detection(options.data, encoder, options.limit, options.show)


def false_alarms(name: str, documents: list[list[Pair]], encoder: Encoder, show: str) -> None:
    begun = time.perf_counter()
    kinds: Counter[str] = Counter()
    for pairs in documents:
        for flag in find_fact_flags(comparison(pairs, "it", "en", encoder)):
            kinds[flag.kind] += 1
            if show in ("all", flag.kind.value):
                print_flag(flag, pairs)
    words = sum(len(target.split()) for pairs in documents for _, target in pairs)
    took = time.perf_counter() - begun
    rates = ", ".join(f"{kind} {n / words * 1000:.2f} ({n})" for kind, n in kinds.most_common())
    print(f"{name}: {words} English words, flags per thousand: {rates}; {took:.1f} s", flush=True)


def detection(data: Path, encoder: Encoder, limit: int | None, show: str) -> None:
    clean: dict[Pair, Counter[str]] = {}
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for item in demetr(data):
        if limit and item["id"] % 100 >= limit:
            continue
        language = DEMETR_LANGUAGES[item["lang_tag"].split("_")[0]]
        original = (item["src_sent"], item["mt_sent"])
        if original not in clean:
            clean[original] = kinds_of(original, language, encoder)
        if item["mt_sent"] == item["pert_sent"]:
            found[item["pert_name"]]["same"] += 1
            continue
        after = kinds_of((item["src_sent"], item["pert_sent"]), language, encoder)
        new = after - clean[original]
        tally = found[item["pert_name"]]
        tally["items"] += 1
        tally["any"] += bool(new)
        for kind in new:
            tally[kind] += 1
        if show == item["pert_name"] and not new:
            print(
                "   SRC",
                item["src_sent"],
                "\n   MT ",
                item["mt_sent"],
                "\n   NOW",
                item["pert_sent"],
            )
    flagged = sum(bool(kinds) for kinds in clean.values())
    every: Counter[str] = Counter()
    for kinds in clean.values():
        every.update(kinds)
    print(f"DEMETR dev, undamaged: {flagged} of {len(clean)} flagged: {dict(every)}")
    for name in sorted(found, key=lambda name: int(name.split("id")[1].split("_")[0])):
        tally = found[name]
        parts = ", ".join(
            f"{kind} {tally[kind] / tally['items']:.2f}"
            for kind in sorted(set(tally) - {"items", "same", "any"})
        )
        if tally["items"]:
            print(
                f"  {name}: {tally['items']} damaged, "
                f"any {tally['any'] / tally['items']:.2f}; {parts}"
            )


def kinds_of(pair: Pair, language: str, encoder: Encoder) -> Counter[str]:
    flags = find_fact_flags(comparison([pair], language, "en", encoder))
    return Counter(flag.kind.value for flag in flags)


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


def print_flag(flag: Flag, pairs: Sequence[Pair]) -> None:
    passage = flag.source or flag.target
    print(f"[{flag.kind} {flag.confidence:.2f}] {flag.message}")
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
