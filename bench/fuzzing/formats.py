"""The formats of archives, translators and subtitles."""

import io
import zipfile
from collections.abc import Callable, Iterator

from bench.fuzzing.readers import (
    WORDS,
    XML,
    check_paragraphs,
    html_seeds,
    load_changed,
    reader,
)
from bench.fuzzing.target import CANARY, ByteTarget, CaseTarget, claim
from bench.fuzzing.trees import mutated, repacked
from corpus import Document, File

ODF = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = " ".join(f'xmlns:{name}="{ODF}:{name}:1.0"' for name in ("office", "text", "table"))
SAID = f"Il governo di {CANARY} ha approvato il bilancio."
ODT_BODY = (
    f'<text:h text:outline-level="1">Titolo</text:h><text:p>{SAID}<text:s text:c="3"/>Poi'
    '<text:tab/><text:line-break/>fine.<text:note text:note-class="footnote"><text:note-citation>1'
    "</text:note-citation><text:note-body><text:p>Una nota.</text:p></text:note-body></text:note>"
    "</text:p><text:list><text:list-item><text:p>uno</text:p></text:list-item></text:list>"
    '<table:table><table:table-row table:number-rows-repeated="2"><table:table-cell><text:p>c'
    "</text:p></table:table-cell></table:table-row></table:table>"
)
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
    'full-path="b/c.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
    '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="n" href="n.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    '<item id="i" href="i.png" media-type="image/png"/></manifest><spine>'
    '<itemref idref="n"/><itemref idref="a"/><itemref idref="i" linear="no"/></spine></package>'
)
PAGE = (
    f'<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>Titolo</h1><p>{SAID}</p>'
    "<p>Poi<br/>fine.</p></body></html>"
)
ENGLISH = f"The government of {CANARY} approved the budget."


def archive(parts: dict[str, str]) -> bytes:
    """A compressed document of some parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, part in parts.items():
            packed.writestr(zipfile.ZipInfo(name), part)
    return file.getvalue()


def flat_seeds() -> Iterator[bytes]:
    """OpenDocument in one XML file."""
    yield (
        f'<office:document {NAMESPACES} office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:body><office:text>{ODT_BODY}</office:text></office:body></office:document>"
    ).encode()


def odt_seeds() -> Iterator[bytes]:
    """OpenDocument texts."""
    content = (
        f"<office:document-content {NAMESPACES}><office:body><office:text>{ODT_BODY}</office:text>"
        "</office:body></office:document-content>"
    )
    styles = f"<office:document-styles {NAMESPACES}/>"
    listed = f'<m:manifest xmlns:m="{ODF}:manifest:1.0"/>'
    mime = "application/vnd.oasis.opendocument.text"
    names = ("mimetype", "content.xml", "styles.xml", "META-INF/manifest.xml")
    yield archive(dict(zip(names, (mime, content, styles, listed), strict=True)))


def epub_seeds() -> Iterator[bytes]:
    """Books of a chapter and its contents."""
    names = ("mimetype", "META-INF/container.xml", "b/c.opf", "b/a.xhtml", "b/n.xhtml", "b/i.png")
    parts = ("application/epub+zip", CONTAINER, PACKAGE, PAGE, PAGE, "x")
    yield archive(dict(zip(names, parts, strict=True)))


def pdf_seeds() -> Iterator[bytes]:
    """A page of lines, without a table of references: readers find the objects themselves."""
    lines = " ".join(f"({word}) Tj 0 -14 Td" for word in (SAID, "Poi si vedra-", "mo.", "fine"))
    drawn = f"BT /F1 12 Tf 72 700 Td {lines} ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R"
        ">>>>>>",
        f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body = "\n".join(f"{n} 0 obj{one}endobj" for n, one in enumerate(objects, 1))
    yield f"%PDF-1.4\n{body}\ntrailer<</Root 1 0 R/Size 6>>\n%%EOF".encode()


def subtitle_seeds() -> Iterator[bytes]:
    """SubRip and WebVTT."""
    cues = f"1\n00:00:01,000 --> 00:00:02,500\n<i>{SAID}</i>\n- Poi?\n\n2\n00:00:03,000 --> "
    yield (cues + "00:00:04,000\n{\\an8}fine\n").encode()
    cues = cues.replace(",", ".") + "00:00:04.000 align:start\n<v Anna>fine</v> &amp;\n"
    yield f"WEBVTT - x\n\nNOTE y\n\nSTYLE\n::cue {{}}\n\n{cues}".encode()


def memory_seeds() -> Iterator[bytes]:
    """TMX with two units."""
    units = "".join(
        f'<tu><tuv xml:lang="it"><seg>{one}<ph>x</ph></seg></tuv><tuv xml:lang="en-GB"><seg>{two}'
        "<bpt i='1'/>a<ept i='1'/></seg></tuv></tu>"
        for one, two in ((SAID, ENGLISH), ("Poi.", "Then."))
    )
    yield f'<tmx version="1.4"><header srclang="it"/><body>{units}</body></tmx>'.encode()


def xliff_seeds() -> Iterator[bytes]:
    """XLIFF 1.2 and 2.0."""
    unit = f"<source>{SAID}<x id='1'/></source><target state='final'>{ENGLISH}</target>"
    yield (
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file '
        'source-language="it" target-language="en" original="x" datatype="plaintext"><body><group>'
        f'<trans-unit id="1">{unit}</trans-unit></group></body></file></xliff>'
    ).encode()
    unit = f"<source>{SAID}<ph id='1'/></source><target>{ENGLISH}</target>"
    yield (
        '<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="it" '
        f'trgLang="en"><file id="f"><unit id="1"><segment>{unit}</segment><ignorable><source> '
        "</source></ignorable></unit></file></xliff>"
    ).encode()


def po_seeds() -> Iterator[bytes]:
    """Gettext messages: plural, fuzzy, obsolete, in several lines."""
    yield (
        'msgid ""\nmsgstr "Language: it\\nContent-Type: text/plain; charset=UTF-8\\nPlural-Forms: '
        f'nplurals=2; plural=(n!=1);\\n"\n\n#: a.c:1\nmsgid "{ENGLISH}"\nmsgstr "{SAID}"\n\n'
        '#, fuzzy\nmsgctxt "x"\nmsgid "one"\nmsgid_plural "many"\nmsgstr[0] "uno"\nmsgstr[1] ""\n'
        '"molti\\t\\"x\\""\n\n#~ msgid "old"\n#~ msgstr "vecchio"\n'
    ).encode()


def paired(ending: str) -> Callable[[], Callable[[bytes], None]]:
    """What loads the check of a format that pairs its texts."""

    def load() -> Callable[[bytes], None]:
        from corpus import read_bilingual

        def check(data: bytes) -> None:
            pair = read_bilingual(
                File(f"x{ending}", data), source_language="it", target_language="en"
            )
            for document in pair:
                check_units(document)

        return check

    return load


def check_units(document: Document) -> None:
    """Every paragraph has its unit, in the order of the file."""
    check_paragraphs(document)
    claim(document.units is not None, "a file that pairs its texts says how")
    units = list(document.units or ())
    claim(len(units) == len(document.paragraphs), "every paragraph has its unit")
    claim(units == sorted(units), "units are in order")


PO = (b"msgid", b"msgstr", b'""', b"msgctxt", b"msgid_plural", b"msgstr[1]", b"#, fuzzy", b"#~ ")
CUES = (
    b"-->",
    b"00:00:01,000 --> 00:00:02,000\n",
    b"WEBVTT\n\n",
    b"NOTE",
    b"STYLE",
    b"<v ",
    b"&amp;",
)
PDF = (
    b"obj",
    b"endobj",
    b"stream",
    b"Tj",
    b"Td",
    b"BT",
    b"ET",
    b"/Kids[2 0 R]",
    b"/Length 9999",
    b"Tf",
)

FORMATS = {
    "odt-trees": CaseTarget(load_changed(reader(".odt"), odt_seeds, repacked)),
    "fodt-trees": CaseTarget(load_changed(reader(".fodt"), flat_seeds, mutated)),
    "epub-trees": CaseTarget(load_changed(reader(".epub"), epub_seeds, repacked)),
    "odt": ByteTarget(reader(".odt"), odt_seeds, XML, ("zipfile",), pumped=False),
    "epub": ByteTarget(reader(".epub"), epub_seeds, XML, ("zipfile",), pumped=False),
    "xhtml": ByteTarget(reader(".xhtml"), html_seeds, XML),
    "pdf": ByteTarget(reader(".pdf"), pdf_seeds, PDF),
    "srt": ByteTarget(reader(".srt"), subtitle_seeds, WORDS + CUES, ("pysubs2",)),
    "vtt": ByteTarget(reader(".vtt"), subtitle_seeds, WORDS + CUES, ("pysubs2",)),
    "po": ByteTarget(paired(".po"), po_seeds, WORDS + PO, ("polib",)),
    "tmx": ByteTarget(paired(".tmx"), memory_seeds, XML),
    "tmx-trees": CaseTarget(load_changed(paired(".tmx"), memory_seeds, mutated)),
    "xliff": ByteTarget(paired(".xliff"), xliff_seeds, XML),
    "xliff-trees": CaseTarget(load_changed(paired(".xliff"), xliff_seeds, mutated)),
}
