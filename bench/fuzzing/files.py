"""Files beside the documents: terms, decisions, gold standards, line-parallel texts."""

import json
from collections.abc import Callable, Iterator

from bench.fuzzing.readers import ITALIAN, WORDS, XML, load_changed, text_seeds
from bench.fuzzing.target import CANARY, ByteTarget, CaseTarget, claim
from bench.fuzzing.trees import json_changed, mutated
from corpus import File

SOURCE_UNITS, TARGET_UNITS = 4, 5
"""How many units a gold standard may name."""
ID = "0123456789ab"


def load_terms(ending: str) -> Callable[[], Callable[[bytes], None]]:
    """What loads the check of a kind of terms file."""

    def load() -> Callable[[bytes], None]:
        from corpus import read_terms

        def check(data: bytes) -> None:
            base = read_terms(File(f"x{ending}", data), "it", "en")
            count = data.count(b"\n") + data.count(b"\r") + 1
            for term in base.terms:
                claim(term.forbidden or (term.source and term.approved), "a term is a rule")
                claim(1 <= term.line <= count, "a term stands on a line of the file")
                wordings = (*term.source, *term.approved, *term.forbidden)
                claim(all(text == " ".join(text.split()) for text in wordings), "single spaces")
                claim(all(wordings), "no wording is empty")
            claim(all(len(note.splitlines()) == 1 for note in base.notes), "a note is a line")
            claim(not any(CANARY in note for note in base.notes), "a note quotes nothing")

        return check

    return load


def table_seeds() -> Iterator[bytes]:
    """Terms tables with every column and separator."""
    rules = f"{CANARY},town|city,burg,nota,yes\n,,foo,,no\n"
    yield f"source,target,forbidden,note,case\n{rules}".encode()
    yield f'it;en;{CANARY}\r\n"a;b";c;d\r\n"due\nrighe";e;f\r\n'.encode()
    yield f"Italian\tEnglish\n{CANARY}\tx\n".encode("utf-16")
    yield f"italiano,inglese,vietato\ncittà,town,{CANARY}\n".encode("cp1252")


def termbase_seeds() -> Iterator[bytes]:
    """TBX in both of its styles."""
    status = '<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote>'
    entry = (
        f'<langSec xml:lang="it"><termSec><term>{CANARY}</term></termSec></langSec>'
        f'<langSec xml:lang="en"><termSec><term>town</term></termSec><termSec><term>burg</term>'
        f"{status}</termSec></langSec>"
    )
    yield f"<tbx><text><body><conceptEntry>{entry}</conceptEntry></body></text></tbx>".encode()
    old = entry.replace("langSec", "langSet").replace("termSec", "tig")
    yield (
        f'<?xml version="1.0"?>\n<!DOCTYPE martif SYSTEM "TBX.dtd">\n<martif><termEntry>{old}'
        "<note>nota</note></termEntry></martif>"
    ).encode()


def load_decisions() -> Callable[[bytes], None]:
    """Decisions are read, written and read again, and merged in any order."""
    from fedele.findings.carry_over import carry_over
    from fedele.findings.decisions import (
        differing,
        merge_decisions,
        parse_decisions,
        render_decisions,
    )
    from metrics import Category, Evidence, Flag, Kind, Passage, Severity

    passage = Passage(0, 0, 7, CANARY)
    evidence = Evidence("omission.phrase", {"words": CANARY})
    flag = Flag(Category.OMISSION, Kind.OMISSION, Severity.MAJOR, 0.5, passage, None, evidence)

    def check(data: bytes) -> None:
        read = parse_decisions(data, "x.json")
        again = parse_decisions(render_decisions(read).encode(), "x.json")
        claim(read == again, "what is written is read back")
        claim(merge_decisions([read]) == read, "merging one file changes nothing")
        one, two = read[::2], read[1::2]
        claim(
            merge_decisions([one, two, read]) == merge_decisions([two, read, one]),
            "the order of files does not count",
        )
        claim(not differing([read, read]), "a file does not differ from itself")
        carried = carry_over(read, [ID, f"{ID}-2"], [flag, flag])
        claim(len(carried) == len(read), "no decision is lost")
        claim(len({d.id for d in carried}) == len(carried), "no two decisions are about one flag")

    return check


def decision_seeds() -> Iterator[bytes]:
    """Decisions files, one with every key."""
    one = {
        "id": ID,
        "decision": "intended",
        "reason": CANARY,
        "reviewer": "x",
        "date": "2026-11-22T10:00:00Z",
        "kind": "omission",
        "source": CANARY,
        "target": None,
    }
    two = {**one, "id": f"{ID[::-1]}-2", "decision": "fix", "date": "2026-11-22T11:00:00+02:00"}
    for decisions in ([], [one], [one, two]):
        yield json.dumps({"schema": "fedele.decisions/1", "decisions": decisions}).encode()


def load_gold() -> Callable[[bytes], None]:
    """Gold standards in either format."""
    from align import read_gold

    def check(data: bytes) -> None:
        for bead in read_gold(File("x.json", data), SOURCE_UNITS, TARGET_UNITS):
            claim(list(bead.source) == sorted(bead.source), "units are in order")
            claim(all(0 <= n < SOURCE_UNITS for n in bead.source), "the source has the unit")
            claim(all(0 <= n < TARGET_UNITS for n in bead.target), "the target has the unit")

    return check


def gold_seeds() -> Iterator[bytes]:
    """Ladders and JSON."""
    beads = [{"source": [0, 1], "target": [0]}, {"source": [], "target": [4]}]
    yield json.dumps({"schema": "fedele.alignment/1", "unit": CANARY, "beads": beads}).encode()


def ladder_seeds() -> Iterator[bytes]:
    """Gold standards, the ladder among them."""
    yield b"[0, 1]:[0]:0.5\n[2]:[]\n[]:[1, 2]\n[3]:[3,4]\n"
    yield from gold_seeds()


def load_lines() -> Callable[[bytes], None]:
    """Line-parallel files."""
    from corpus import read_lines

    def check(data: bytes) -> None:
        document = read_lines(File("x.txt", data), numbered=bool(len(data) % 2))
        for paragraph in document.paragraphs:
            text = paragraph.text
            claim(text and text == text.strip(), "a line has text and no space at its ends")
            claim(paragraph.sentences == ((0, len(text)),), "a line is one sentence")
        claim(document.language, "a document has a language")

    return check


def line_seeds() -> Iterator[bytes]:
    """Lines of one language."""
    yield from text_seeds()
    yield ITALIAN.replace(". ", ".\n").encode()


JSON = (b'"source"', b'"target"', b'"beads"', b"null", b"1e400", b"-1", b"[[[[", b"\\ud800", b"NaN")
TABLE = (b'"', b'""', b"|", b";", b"\t", b"source", b"target", b"forbidden", b"yes", b"english")

FILES = {
    "lines": ByteTarget(load_lines, line_seeds, WORDS),
    "terms-table": ByteTarget(load_terms(".csv"), table_seeds, WORDS + TABLE, ("csv",)),
    "terms-tbx": ByteTarget(load_terms(".tbx"), termbase_seeds, XML),
    "terms-tbx-trees": CaseTarget(load_changed(load_terms(".tbx"), termbase_seeds, mutated)),
    "decisions": ByteTarget(load_decisions, decision_seeds, JSON),
    "decisions-trees": CaseTarget(load_changed(load_decisions, decision_seeds, json_changed)),
    "gold-trees": CaseTarget(load_changed(load_gold, gold_seeds, json_changed)),
    "gold": ByteTarget(load_gold, ladder_seeds, JSON, ("json",)),
}
