"""Archives to review, made from NTREX documents: any number of pairs, some of them bad."""

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

from bench.bitexts import Pair, documents

FOLDERS = ("it", "en")
MISSING = "missing version"
BOMB_BYTES = 60_000_000
DEPTH = 20_000
WORD_PART = "word/document.xml"
DEFLATED = zipfile.ZIP_DEFLATED


def make_archive(
    folder: Path, pairs: int, *, sentences: int, bad_share: float, seed: int
) -> dict[str, str]:
    """Write an archive, `it/NAME` beside `en/NAME`.

    Args:
        folder: where.
        pairs: how many.
        sentences: of each pair, on average.
        bad_share: how many of them cannot be reviewed, in each way in turn.
        seed: of the draw.

    Returns:
        For each bad pair's name what is wrong with it.
    """
    draw = random.Random(seed)
    texts = documents()
    wrong: dict[str, str] = {}
    bad = sorted(draw.sample(range(pairs), round(bad_share * pairs)))
    kinds = {number: list(BAD)[place % len(BAD)] for place, number in enumerate(bad)}
    for side in FOLDERS:
        (folder / side).mkdir(parents=True, exist_ok=True)
    for number in range(pairs):
        name = f"p{number:05}"
        both = _stretch(draw.choice(texts), draw.randint(1, 2 * sentences - 1), draw)
        if number in kinds:
            lone = (
                kinds[number] == MISSING
            )  # a pair of its own, by the name of the file that is there
            wrong[f"{FOLDERS[0]}/{name}" if lone else name] = kinds[number]
            BAD[kinds[number]](folder, name, both)
        else:
            _write(folder, f"{name}.txt", both)
    return wrong


def _stretch(document: list[Pair], sentences: int, draw: random.Random) -> list[Pair]:
    first = draw.randrange(max(1, len(document) - sentences))
    return document[first : first + sentences]


def _write(folder: Path, name: str, both: list[Pair]) -> None:
    for side, lines in zip(FOLDERS, zip(*both, strict=True), strict=True):
        (folder / side / name).write_text("\n\n".join(lines), "utf-8")


def _with_target(folder: Path, name: str, both: list[Pair], content: bytes) -> None:
    """A good source, and a target of such bytes."""
    _write(folder, name, both)
    (folder / FOLDERS[1] / name).write_bytes(content)


def _missing(folder: Path, name: str, both: list[Pair]) -> None:
    _write(folder, f"{name}.txt", both)
    (folder / FOLDERS[1] / f"{name}.txt").unlink()


def _junk(folder: Path, name: str, both: list[Pair]) -> None:
    _with_target(folder, f"{name}.txt", both, random.Random(name).randbytes(5_000))


def _empty(folder: Path, name: str, both: list[Pair]) -> None:
    _with_target(folder, f"{name}.txt", both, b"")


def _bomb(folder: Path, name: str, both: list[Pair]) -> None:
    _with_word(folder, name, both, _repacked(_word(both, 1), b" " * BOMB_BYTES))


def _deep(folder: Path, name: str, both: list[Pair]) -> None:
    page = "<div>" * DEPTH + both[0][1] + "</div>" * DEPTH
    _with_target(folder, f"{name}.html", both, page.encode())


def _encoding(folder: Path, name: str, both: list[Pair]) -> None:
    """UTF-32 that does not say so."""
    _with_target(folder, f"{name}.txt", both, both[0][1].encode("utf-32-be"))


def _same_language(folder: Path, name: str, both: list[Pair]) -> None:
    lines = "\n\n".join(source for source, _ in documents()[3])
    for side in FOLDERS:
        (folder / side / f"{name}.txt").write_text(lines, "utf-8")


def _damaged(folder: Path, name: str, both: list[Pair]) -> None:
    whole = _word(both, 1)
    _with_word(folder, name, both, whole[: len(whole) // 2])


def _no_document(folder: Path, name: str, both: list[Pair]) -> None:
    _with_word(folder, name, both, _repacked(_word(both, 1), b"<w:document>"))


def _with_word(folder: Path, name: str, both: list[Pair], content: bytes) -> None:
    """A good Word document as source, and a target of such bytes."""
    _with_target(folder, f"{name}.docx", both, content)
    (folder / FOLDERS[0] / f"{name}.docx").write_bytes(_word(both, 0))


def _word(both: list[Pair], side: int) -> bytes:
    from docx import Document

    document = Document()
    for pair in both:
        document.add_paragraph(pair[side])
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _repacked(word: bytes, body: bytes) -> bytes:
    """A Word document with other bytes for a body."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word)) as old, zipfile.ZipFile(packed, "w", DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, body if member == WORD_PART else old.read(member))
    return packed.getvalue()


BAD: dict[str, Callable[[Path, str, list[Pair]], None]] = {
    MISSING: _missing,
    "binary junk": _junk,
    "empty": _empty,
    "zip bomb": _bomb,
    "deep nesting": _deep,
    "wrong encoding": _encoding,
    "same language twice": _same_language,
    "damaged docx": _damaged,
    "docx that is no document": _no_document,
}
