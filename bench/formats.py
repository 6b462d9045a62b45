"""How well documents come back from each format: paragraph by paragraph, and aligned.

python -m bench.formats [--texts ../shared] [--keep FOLDER] [--only WORD]

NTREX's development documents, a few to a file, and the real analyses go into every format that
LibreOffice or we can write: Word, OpenDocument, EPUB, HTML, and PDF pages of several makes (one
column and two, A4 and A5, paragraphs set off by space or by indent, justified and hyphenated, with
running headers, footers and page numbers; LibreOffice's and Chromium's; TeX's, with floating
figures between the lines, where pdflatex is installed). What is read back is
compared with what went in: the share of body paragraphs that are exactly right, the share of
characters that differ over the whole text, and the share of sentence beads that the pair of text
files gives, too. White space is compared as one space.
"""

import argparse
import difflib
import html
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import Indel

from align import align, load_encoder
from bench.bitexts import DATA
from corpus import Document, InputError, Role, read, read_bilingual, read_pair

SENTENCES = 4
"""Sentences of NTREX that make a paragraph."""
DOCUMENTS = 6
"""Documents of NTREX that make a file."""
QUOTES = str.maketrans("’‘“”", "''\"\"")
"""TeX sets straight quotes as typographic ones."""
FOLDED = re.compile(r"\s+")
SYLLABLES = re.compile(
    r"(?<=[a-zà-ù]{2})(?<=[aeiouàèéìòùy])(?=[bcdfglmnprstvz][aeiou][a-zà-ù]{1,9})"
)


class Text(NamedTuple):
    """What goes into a file: headings and paragraphs."""

    language: str
    parts: tuple[tuple[Role, str], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """How pages are laid out."""

    paper: tuple[float, float] = (21.0, 29.7)
    columns: int = 1
    is_indented: bool = False
    is_justified: bool = False
    size: float = 11.0
    has_furniture: bool = True


LOOKS = {
    "PDF, A4, spaced": Look(),
    "PDF, A4, justified, indented": Look(is_indented=True, is_justified=True),
    "PDF, A5, justified, indented": Look(
        (14.8, 21.0), is_indented=True, is_justified=True, size=10
    ),
    "PDF, A4, two columns, spaced": Look(columns=2, is_justified=True, size=10),
    "PDF, A4, two columns, indented": Look(
        columns=2, is_indented=True, is_justified=True, size=9.5
    ),
    "PDF, A4, two columns, ragged": Look(columns=2, size=10, has_furniture=False),
}


def texts(shared: Path) -> dict[str, tuple[Text, Text]]:
    """The pairs that are written, by name."""
    return {**_ntrex(shared / "data/ntrex-dev.en-it.tsv"), **_analyses(shared / "seeds")}


def _ntrex(file: Path) -> dict[str, tuple[Text, Text]]:
    documents: dict[str, list[tuple[str, str]]] = {}
    for line in file.read_text("utf-8").splitlines()[1:]:
        name, english, italian = line.split("\t")
        documents.setdefault(name, []).append((italian, english))
    names = list(documents)
    return {
        f"ntrex{first}": tuple(  # type: ignore[misc]
            Text(
                code,
                tuple(_parts([documents[n] for n in names[first : first + DOCUMENTS]], side=side)),
            )
            for side, code in enumerate(("it", "en"))
        )
        for first in range(0, len(names), DOCUMENTS)
    }


def _parts(documents: Iterable[list[tuple[str, str]]], *, side: int) -> Iterable[tuple[Role, str]]:
    for pairs in documents:
        lines = [pair[side].strip() for pair in pairs]
        yield Role.HEADING, lines[0]
        for begin in range(1, len(lines), SENTENCES):
            yield Role.BODY, " ".join(lines[begin : begin + SENTENCES])


def _analyses(folder: Path) -> dict[str, tuple[Text, Text]]:
    found = {}
    for file in sorted(folder.glob("*.txt")):
        try:
            pair = read_bilingual(file)
        except InputError:  # one language only
            continue
        found[f"analysis{file.stem[:3]}"] = tuple(
            Text(document.language, tuple((p.role, p.text) for p in document.paragraphs))
            for document in pair
        )
    return found  # type: ignore[return-value]


# --- writers ----------------------------------------------------------------------------------


def write_text(text: Text, file: Path) -> None:
    """Plain text, an empty line between paragraphs."""
    file.write_text("\n\n".join(part for _, part in text.parts), "utf-8")


def write_html(text: Text, file: Path, *, head: str = "") -> None:
    """A simple page."""
    body = "\n".join(
        f"<{_tag(role)}>{html.escape(part)}</{_tag(role)}>" for role, part in text.parts
    )
    file.write_text(
        f"<!doctype html><html lang={text.language}><meta charset=utf-8><title>x</title>{head}"
        f"<body>{body}",
        "utf-8",
    )


def _tag(role: Role) -> str:
    return "h2" if role is Role.HEADING else "p"


def write_epub(text: Text, file: Path) -> None:
    """A book with a chapter for each heading."""
    chapters: list[list[str]] = [[]]
    for role, part in text.parts:
        if role is Role.HEADING and chapters[-1]:
            chapters.append([])
        chapters[-1].append(f"<{_tag(role)}>{html.escape(part)}</{_tag(role)}>")
    page = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{}</body></html>'
    numbers = range(len(chapters))
    items = "".join(
        f'<item id="c{n}" href="c{n}.xhtml" media-type="application/xhtml+xml"/>' for n in numbers
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in numbers)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="b.opf" media-type="application/oebps-package+xml"/></rootfiles>'
            "</container>",
        )
        book.writestr(
            "b.opf",
            f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest>'
            f"<spine>{spine}</spine></package>",
        )
        for number, chapter in enumerate(chapters):
            book.writestr(f"c{number}.xhtml", page.format("".join(chapter)))


def write_flat_odt(text: Text, file: Path, look: Look | None = None) -> None:
    """A flat OpenDocument text, laid out as asked."""
    look = look or Look()
    shown = [(role, html.escape(part)) for role, part in text.parts]
    if look.is_justified:
        shown = [(role, SYLLABLES.sub("\u00ad", part)) for role, part in shown]
    body = "".join(
        f'<text:h text:style-name="Heading_20_1" text:outline-level="1">{part}</text:h>'
        if role is Role.HEADING
        else f'<text:p text:style-name="Body">{part}</text:p>'
        for role, part in shown
    )
    file.write_text(_FLAT.format(body=body, **_styles(look)), "utf-8")


def _styles(look: Look) -> dict[str, str]:
    width, height = look.paper
    edge = (
        '<style:{0}-style><style:header-footer-properties fo:min-height="0.6cm" '
        'fo:margin-{1}="0.4cm"/>'
        "</style:{0}-style>"
    )
    furniture = (
        "<style:header><text:p>Rassegna di prova · novembre</text:p></style:header>"
        '<style:footer><text:p><text:page-number text:select-page="current"/></text:p>'
        "</style:footer>"
    )
    return {
        "page": f'fo:page-width="{width}cm" fo:page-height="{height}cm" fo:margin="2cm"',
        "columns": f'<style:columns fo:column-count="{look.columns}" fo:column-gap="0.7cm"/>',
        "edges": edge.format("header", "bottom") + edge.format("footer", "top"),
        "furniture": furniture if look.has_furniture else "",
        "paragraph": (
            ('fo:text-indent="0.5cm"' if look.is_indented else 'fo:margin-bottom="0.2cm"')
            + (' fo:text-align="justify"' if look.is_justified else "")
        ),
        "size": str(look.size),
        "large": str(look.size + 4),
    }


_FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles>
<style:style style:name="Body" style:family="paragraph"><style:paragraph-properties {paragraph}/>
<style:text-properties fo:font-size="{size}pt"/></style:style>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph">
<style:paragraph-properties fo:margin-top="0.4cm" fo:margin-bottom="0.2cm"
 fo:keep-with-next="always"/>
<style:text-properties fo:font-size="{large}pt" fo:font-weight="bold"/></style:style>
</office:styles>
<office:automatic-styles><style:page-layout style:name="L">
<style:page-layout-properties {page}>{columns}</style:page-layout-properties>{edges}
</style:page-layout></office:automatic-styles>
<office:master-styles>
<style:master-page style:name="Standard" style:page-layout-name="L">{furniture}
</style:master-page></office:master-styles>
<office:body><office:text>{body}</office:text></office:body></office:document>"""

TEX = {
    "PDF, TeX, accents apart": r"\documentclass[11pt]{article}",
    "PDF, TeX, two columns": r"\documentclass[10pt,twocolumn]{article}\usepackage[T1]{fontenc}"
    r"\usepackage{lmodern}",
}
"""How TeX's pages are laid out; without T1 it draws accents and their letters apart."""
FLOATS = 5
"""Paragraphs from one figure of TeX's to the next."""


def write_tex(text: Text, file: Path, head: str) -> None:
    """A LaTeX source with floating figures, whose captions are no part of the text."""
    language = {"it": "italian", "en": "english"}[text.language]
    lines = [head, rf"\usepackage[utf8]{{inputenc}}\usepackage[{language}]{{babel}}"]
    lines.append(r"\begin{document}")
    for number, (role, part) in enumerate(text.parts):
        shown = re.sub(r"([&%$#_{}])", r"\\\1", part)
        lines.append(rf"\section*{{{shown}}}" if role is Role.HEADING else f"{shown}\n")
        if number % FLOATS == FLOATS - 1:
            caption = f"Una gru del porto, fotografia numero {number}."
            lines.append(
                rf"\begin{{figure}}[t]\rule{{4cm}}{{3cm}}\caption{{{caption}}}\end{{figure}}"
            )
    file.write_text("\n".join([*lines, r"\end{document}"]), "utf-8")


# --- conversion -------------------------------------------------------------------------------


def convert(form: str, folder: Path, files: Sequence[Path]) -> None:
    """Files to another format, by LibreOffice."""
    command = [
        "soffice",
        "--headless",
        "--norestore",
        "--convert-to",
        form,
        "--outdir",
        str(folder),
    ]
    command.append(f"-env:UserInstallation={(folder / 'settings').as_uri()}")
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True)


def print_page(file: Path, out: Path) -> None:
    """An HTML page to PDF, by Chromium."""
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    subprocess.run(
        [*command, f"--print-to-pdf={out}", file.as_uri()], check=True, capture_output=True
    )


Maker = Callable[[dict[str, Text], Path], dict[str, Path]]


def makers() -> dict[str, Maker]:
    """Everything that makes files of a format, by the format's name."""
    direct = {
        "text": (write_text, ".txt"),
        "HTML": (write_html, ".html"),
        "EPUB": (write_epub, ".epub"),
        "FODT": (write_flat_odt, ".fodt"),
    }
    found: dict[str, Maker] = {name: _direct(*how) for name, how in direct.items()}
    found["ODT"] = _by_office("odt", Look())
    found["Word"] = _by_office("docx", Look())
    for name, look in LOOKS.items():
        found[name] = _by_office("pdf", look)
    found["PDF, Chromium"] = _by_chromium
    if shutil.which("pdflatex"):
        found |= {name: _by_tex(head) for name, head in TEX.items()}
    return found


def _direct(write: Callable[[Text, Path], None], ending: str) -> Maker:
    def make(pieces: dict[str, Text], folder: Path) -> dict[str, Path]:
        files = {name: folder / (name + ending) for name in pieces}
        for name, file in files.items():
            write(pieces[name], file)
        return files

    return make


def _by_office(form: str, look: Look) -> Maker:
    def make(pieces: dict[str, Text], folder: Path) -> dict[str, Path]:
        sources = [folder / f"{name}.fodt" for name in pieces]
        for file, text in zip(sources, pieces.values(), strict=True):
            write_flat_odt(text, file, look)
        convert(form, folder, sources)
        return {name: folder / f"{name}.{form}" for name in pieces}

    return make


def _by_tex(head: str) -> Maker:
    def make(pieces: dict[str, Text], folder: Path) -> dict[str, Path]:
        for name, text in pieces.items():
            write_tex(text, folder / f"{name}.tex", head)
            command = ["pdflatex", "-interaction=nonstopmode", f"{name}.tex"]
            subprocess.run(command, cwd=folder, check=False, capture_output=True)
        return {name: folder / f"{name}.pdf" for name in pieces}

    return make


def _by_chromium(pieces: dict[str, Text], folder: Path) -> dict[str, Path]:
    made = {}
    for name, text in pieces.items():
        page, made[name] = folder / f"{name}.html", folder / f"{name}.pdf"
        write_html(text, page, head="<style>p { text-align: justify; hyphens: manual }</style>")
        print_page(page, made[name])
    return made


# --- measures ---------------------------------------------------------------------------------


class Score(NamedTuple):
    """How well one text came back."""

    right: int
    paragraphs: int
    wrong_chars: int
    chars: int
    headings: int
    all_headings: int


def scored(text: Text, document: Document) -> Score:
    """What was read against what was written; an edit distance over the characters."""
    wanted = [(role, _folded(part)) for role, part in text.parts]
    found = [_folded(p.text) for p in document.paragraphs if p.role is not Role.FURNITURE]
    roles = {_folded(p.text): p.role for p in document.paragraphs}
    kept = set()
    matcher = difflib.SequenceMatcher(None, [part for _, part in wanted], found, autojunk=False)
    for block in matcher.get_matching_blocks():
        kept.update(range(block.a, block.a + block.size))
    body = [n for n, (role, _) in enumerate(wanted) if role is Role.BODY]
    heads = [n for n, (role, _) in enumerate(wanted) if role is Role.HEADING]
    whole = "\n".join(part for _, part in wanted)
    return Score(
        sum(n in kept for n in body),
        len(body),
        Indel.distance(whole, "\n".join(found)),
        2 * len(whole),
        sum(roles.get(wanted[n][1]) is Role.HEADING for n in heads),
        len(heads),
    )


def _folded(text: str) -> str:
    plain = text.replace("\u00ad", "").translate(QUOTES).replace("--", "–")
    return FOLDED.sub(" ", plain).strip()


def beads(source: Path, target: Path, languages: tuple[str, str]) -> set[tuple[str, str]]:
    """The sentence pairs that two files give, as texts."""
    first, second = read_pair(
        source, target, source_language=languages[0], target_language=languages[1]
    )
    found = align(first, second, load_encoder())
    return {
        (
            _folded(" ".join(first.sentence(where) for where in bead.source)),
            _folded(" ".join(second.sentence(where) for where in bead.target)),
        )
        for group in found.groups
        for bead in group.beads
    }


def measure(
    pairs: dict[str, tuple[Text, Text]], maker: Maker, folder: Path
) -> tuple[Score, dict[str, tuple[Path, Path]]]:
    """The sums over all texts, and the files."""
    pieces = {f"{name}.{text.language}": text for name, pair in pairs.items() for text in pair}
    files = maker(pieces, folder)
    scores = [
        scored(text, read(files[name], language=text.language)) for name, text in pieces.items()
    ]
    total = Score(*map(sum, zip(*scores, strict=True)))
    both = {name: (files[f"{name}.it"], files[f"{name}.en"]) for name in pairs}
    return total, both


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, default=DATA.parent)
    parser.add_argument("--keep", type=Path, help="a folder for the files")
    parser.add_argument("--only", default="", help="formats whose name holds this word")
    parser.add_argument("--files", type=int, default=99, help="how many pairs at most")
    parser.add_argument("--beads", action="store_true", help="align, too")
    options = parser.parse_args()
    pairs = dict(list(texts(options.texts).items())[-options.files :])
    with tempfile.TemporaryDirectory() as temporary:
        run(pairs, options.keep or Path(temporary), options.only, with_beads=options.beads)


def run(pairs: dict[str, tuple[Text, Text]], folder: Path, only: str, *, with_beads: bool) -> None:
    """Measures format by format."""
    reference: dict[str, set[tuple[str, str]]] = {}
    print("| format | body paragraphs exactly right | characters | headings | beads as from text |")
    print("|---|---|---|---|---|")
    for name, maker in makers().items():
        if only not in name and name != "text":
            continue
        place = folder / re.sub(r"\W+", "-", name)
        place.mkdir(parents=True, exist_ok=True)
        score, files = measure(pairs, maker, place)
        shared = ""
        if with_beads:
            found = {key: beads(*both, ("it", "en")) for key, both in files.items()}
            reference = reference or found
            alike = sum(len(found[key] & reference[key]) for key in found)
            shared = f"{alike / sum(map(len, reference.values())):.3f}"
        print(
            f"| {name} | {score.right / score.paragraphs:.3f} of {score.paragraphs} "
            f"| {1 - score.wrong_chars / score.chars:.4f} "
            f"| {score.headings / max(1, score.all_headings):.2f} | {shared} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
