"""The readers of documents, and what makes documents of what they read."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from random import Random

from bench.fuzzing.target import CANARY, ByteTarget, CaseTarget, claim
from bench.fuzzing.trees import repacked
from corpus import Document, Paragraph, default_limits
from corpus.formats import ParsedFile, TextBlock
from corpus.versions import version_numbers

ITALIAN = (
    f"Il governo di {CANARY} ha approvato il bilancio. Nessuno ha votato contro: il sig. Rossi "
    "era assente.\n\nSecondo gli osservatori, la decisione costerà 3,5 milioni di euro in due anni."
)
ENGLISH = (
    f"The government of {CANARY} approved the budget. Nobody voted against it; Mr. Rossi was "
    "absent.\n\nAccording to observers, the decision will cost 3.5 million euros in two years."
)
WRAPPED = "\n".join(re.findall(r".{1,40}(?: |$)", ITALIAN.replace("\n\n", " ")))
LINE_END = re.compile("\r\n|\n")
WHOLE_PARTS = b"\n<?part?>\n"
"""What separates the parts of a Word document in the input of "docx-parts"."""
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.styles+xml"/>'
    '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.footnotes+xml"/></Types>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
ROOT_RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/styles" '
    f'Target="styles.xml"/><Relationship Id="r2" Type="{OFFICE}/footnotes" '
    'Target="footnotes.xml"/></Relationships>'
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BODY = (
    f'<w:document {W}><w:body><w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Titolo'
    f"</w:t></w:r></w:p><w:p><w:r><w:t>Il governo di {CANARY}</w:t><w:tab/><w:t>ha deciso.</w:t>"
    "</w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>cella</w:t><w:br/></w:r></w:p></w:tc></w:tr>"
    "</w:tbl></w:body></w:document>"
)
STYLES = (
    f'<w:styles {W}><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>'
    "</w:style></w:styles>"
)
FOOTNOTES = (
    f'<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>Una nota.</w:t></w:r></w:p>'
    "</w:footnote></w:footnotes>"
)
PARTS = {
    "word/document.xml": BODY,
    "word/styles.xml": STYLES,
    "word/footnotes.xml": FOOTNOTES,
    "word/_rels/document.xml.rels": RELATIONS,
    "_rels/.rels": ROOT_RELATIONS,
    "[Content_Types].xml": CONTENT_TYPES,
}


def text_seeds() -> Iterator[bytes]:
    """Plain texts: wrapped, in several encodings, with odd line ends."""
    for text in (ITALIAN, ENGLISH, WRAPPED, "- uno\n- due\n1. tre", "Titolo\r\n\r\nTesto.\ffine"):
        yield text.encode()
    yield ITALIAN.encode("utf-16")
    yield ITALIAN.encode("cp1252")
    yield b"\xef\xbb\xbf" + ENGLISH.encode()
    yield "a\u2028b\u2029c\x85d\ve\rf\u00ad\u200b\u202eg".encode()


def markdown_seeds() -> Iterator[bytes]:
    """Markdown with every element that is read."""
    yield from text_seeds()
    yield (
        f"---\ntitle: {CANARY}\n---\n# Titolo *corsivo*\n\nRiga  \nriga `codice`.<br>\n"
        "\n> citazione\n\n1. uno\n   - due\n\n| a | b |\n|---|---|\n| c |\n\n```py\nx = 1\n```\n"
        "\n<div><p>HTML &amp; altro</p></div>\n\n[legame](http://x.y 'z') ![figura](f.png)\n\n***\n"
    ).encode()


def html_seeds() -> Iterator[bytes]:
    """Pages, whole and broken."""
    yield (
        "<!doctype html><html><head><meta charset=utf-8><title>x</title></head><body><nav>menu"
        f"</nav><h1>Titolo</h1><p>Il governo di {CANARY}<br>ha <b>deciso</b><sup><a href=#1>1</a>"
        "</sup>.</p><ul><li>uno<li>due</ul><table><tr><td>a<td>b</table><pre>  x\n y</pre>"
        "<figure><img><figcaption>Foto</figcaption></figure><p hidden>no</p><footer>fine</footer>"
        "<script>if (a<b) {}</script><svg><text>s</text></svg></body></html>"
    ).encode()
    yield b"<p>a<div>b<p>c</div></p><template><p>d</template><!-- e --><![CDATA[f]]>"
    yield "<meta charset=windows-1252><p>perch\u00e9</p>".encode("cp1252")


def word_seeds() -> Iterator[bytes]:
    """The parts of a Word document, apart."""
    yield WHOLE_PARTS.join(part.encode() for part in PARTS.values())


def archive_seeds() -> Iterator[bytes]:
    """Whole Word documents, packed and stored."""
    for packing in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED):
        yield packed([part.encode() for part in PARTS.values()], packing)


def packed(parts: Sequence[bytes], packing: int = zipfile.ZIP_STORED) -> bytes:
    """A Word document of some parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as archive:
        for name, part in zip(PARTS, parts, strict=False):
            archive.writestr(zipfile.ZipInfo(name), part, packing)
    return file.getvalue()


def reader(ending: str) -> Callable[[], Callable[[bytes], None]]:
    """What loads the check of a format's reader."""

    def load() -> Callable[[bytes], None]:
        from corpus.documents import _checked
        from corpus.formats import read_blocks

        limits = default_limits()

        def check(data: bytes) -> None:
            reading = _checked(read_blocks(data, f"x{ending}", limits), "x", limits)
            check_reading(reading)
            if ending not in (".srt", ".vtt"):  # which are read in the order of their times
                check_order(reading.blocks)
            if ending == ".txt":
                check_places(reading.blocks, data)
            else:
                check_numbers(reading.blocks, data)

        return check

    return load


def load_parts() -> Callable[[bytes], None]:
    """The Word reader on a document put together from parts."""
    check = reader(".docx")()
    return lambda data: check(packed(data.split(WHOLE_PARTS)))


def load_changed(
    load: Callable[[], Callable[[bytes], None]],
    seeds: Callable[[], Iterable[bytes]],
    change: Callable[[bytes, Random], bytes],
) -> Callable[[], Callable[[Random], None]]:
    """What loads the check of a reader on seeds that a generator changes."""

    def load_it() -> Callable[[Random], None]:
        check, originals = load(), tuple(seeds())
        return lambda random: check(change(random.choice(originals), random))

    return load_it


def check_reading(reading: ParsedFile) -> None:
    """What holds for the blocks that any reader gives."""
    for block in reading.blocks:
        claim(block.text, "a block has text")
        claim(block.text == block.text.strip(), "a block has no white space at its ends")
        claim("\0" not in block.text, "a block holds no NUL")
        claim(not re.search("[\ud800-\udfff]", block.text), "a block holds no half characters")
        starts = [line.start for line in block.lines]
        claim(starts == sorted(starts) and (not starts or starts[0] == 0), "lines begin in order")
        claim(all(start < len(block.text) for start in starts), "a line begins within its text")
    for note in reading.notes:
        claim(len(note.splitlines()) == 1 and CANARY not in note, "a note is a line of our own")


def check_order(blocks: Sequence[TextBlock]) -> None:
    """A block's lines stand in the order of the file."""
    for block in blocks:
        claim(all(b.number >= a.number for a, b in pairwise(block.lines)), "lines stand in order")


def check_numbers(blocks: Sequence[TextBlock], data: bytes) -> None:
    """Blocks stand on lines that the file has."""
    count = data.count(b"\n") + 1
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):  # line ends are no single bytes there
        return
    for line in (line for block in blocks for line in block.lines):
        claim(1 <= line.number <= count, "a block stands on a line of the file")


def check_places(blocks: Sequence[TextBlock], data: bytes) -> None:
    """The text found at the line and column that a block tells is the block's."""
    try:
        lines = LINE_END.split(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return
    for block in blocks:
        ends = [*(line.start for line in block.lines[1:]), len(block.text)]
        for (number, start, column), end in zip(block.lines, ends, strict=True):
            words = block.text[start:end].rstrip()
            claim(lines[number - 1][column:].startswith(words), "a line's text stands at its place")


def load_document() -> Callable[[bytes], None]:
    """The whole way from bytes to a document in a given language."""
    from corpus import document_from_text

    def check(data: bytes) -> None:
        text = data.decode("utf-8", "surrogateescape")
        document = document_from_text(text, language="it")
        check_paragraphs(document)
        check_places([TextBlock(p.text, None, p.lines) for p in document.paragraphs], text.encode())

    return check


def check_paragraphs(document: Document) -> None:
    """Sentences in range, in order, with only white space between."""
    for paragraph in document.paragraphs:
        check_sentences(paragraph.text, paragraph.sentences)
        check_positions(paragraph)


def check_sentences(text: str, sentences: Iterable[tuple[int, int]]) -> None:
    """Sentences cover the text but for white space."""
    last = 0
    for start, end in sentences:
        claim(last <= start < end <= len(text), "sentences are in order and in range")
        claim(not text[last:start].strip(), "only white space stands between sentences")
        claim(text[start:end] == text[start:end].strip(), "a sentence has no space at its ends")
        last = end
    claim(not text[last:].strip(), "only white space stands behind the last sentence")


def check_positions(paragraph: Paragraph) -> None:
    """Positions rise with the offset."""
    if not paragraph.lines:
        claim(paragraph.position(0) is None, "no position without lines")
        return
    found = [paragraph.position(offset) for offset in range(len(paragraph.text))]
    claim(all(a <= b for a, b in pairwise(found)), "positions rise with the offset")  # type: ignore[operator]


def load_sentences() -> Callable[[bytes], None]:
    """Sentences of any text, the first byte choosing the language."""
    from corpus import split_sentences

    codes = ("it", "en", "de", "fr", "es", "ja", "xx")

    def check(data: bytes) -> None:
        text = data[1:].decode("utf-8", "replace")
        code = codes[data[0] % len(codes)] if data else "it"
        check_sentences(text, split_sentences(text, code))

    return check


def sentence_seeds() -> Iterator[bytes]:
    """Texts with a language's number before them."""
    yield from (bytes([number]) + text for text in text_seeds() for number in range(4))


def load_splitter() -> Callable[[bytes], None]:
    """Both versions from one text: nothing is lost, nothing stands twice."""
    from corpus import bilingual_from_text
    from corpus.decoding import decoded
    from corpus.formats import plain_reading

    def check(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        pair = bilingual_from_text(text)
        whole, _, starts = decoded(text, "x", default_limits())
        check_split(pair, plain_reading(whole, starts, ()).blocks)

    return check


def check_split(pair: tuple[Document, Document], blocks: Sequence[TextBlock]) -> None:
    """Every block is in one version, or in the title, or only announces a language."""
    seen: set[int] = set()
    for document in pair:
        check_paragraphs(document)
        for paragraph in document.paragraphs:
            claim(paragraph.origin, "a paragraph that was read knows its block")
            number, start = paragraph.origin or (0, 0)
            claim(number not in seen, "a block is in one version only")
            claim(paragraph.text == blocks[number].text[start:], "a paragraph is its block's text")
            seen.add(number)
    title = pair[0].title.split("\n")
    for number, block in enumerate(blocks):
        if number not in seen and not set(block.text.split("\n")) <= set(title):
            longest = version_numbers().heading_characters
            claim(len(block.text) <= longest, "what is in no version announces a language")


def bilingual_seeds() -> Iterator[bytes]:
    """Two versions: one after the other, in turn, with and without markers."""
    yield f"{ITALIAN}\n\n{ENGLISH}".encode()
    yield f"Titolo comune\n\n(IT) {ITALIAN}\n\n(EN) {ENGLISH}".encode()
    yield f"# Italiano\n\n{ITALIAN}\n\n# English\n\n{ENGLISH}".encode()
    turns = zip(ITALIAN.split("\n\n"), ENGLISH.split("\n\n"), strict=True)
    yield "\n\n".join("\n\n".join(turn) for turn in turns).encode()
    yield f"IT: {ITALIAN}\n\nEN: {ENGLISH}\n\nDE: Die Regierung hat den Haushalt heute.".encode()


XML = (b"<!DOCTYPE x [", b"<!ENTITY a 'b'>", b"&a;", b"<![CDATA[", b"]]>", b"<?x ?>", b"xml:lang")
WORDS = (
    *(
        mark.encode()
        for mark in ("\r\n", "\f", "\u2028", "\u00ad", "\u200b", "\ufeff", "-\n", "\r")
    ),
    b"\xff\xfe",
)
MARKERS = (b"(IT) ", b"(EN) ", b"\n\nItaliano\n\n", b"\n\nEnglish\n\n", b"IT: ", b"EN: ", b"[it]")
WORD_TAGS = ("p", "r", "t", "tbl", "tc", "txbxContent", "pict", "del", "moveFrom")
WORD_XML = tuple(f"<w:{name}>".encode() for name in WORD_TAGS)
PAGE_TAGS = ("p", "div", "pre", "li", "table", "td", "h2", "/p", "/div", "br", "svg", "template")
PAGE = tuple(f"<{name}>".encode() for name in PAGE_TAGS)

READERS = {
    "text": ByteTarget(reader(".txt"), text_seeds, WORDS),
    "markdown": ByteTarget(reader(".md"), markdown_seeds, WORDS + PAGE, ("markdown_it",)),
    "html": ByteTarget(reader(".html"), html_seeds, WORDS + PAGE),
    "docx": ByteTarget(reader(".docx"), archive_seeds, (), ("zipfile", "docx"), pumped=False),
    "docx-parts": ByteTarget(load_parts, word_seeds, XML + WORD_XML, ("docx",), most_bytes=6000),
    "docx-trees": CaseTarget(load_changed(reader(".docx"), archive_seeds, repacked)),
    "document": ByteTarget(load_document, text_seeds, WORDS),
    "sentences": ByteTarget(load_sentences, sentence_seeds, WORDS, ("punkt",)),
    "splitter": ByteTarget(load_splitter, bilingual_seeds, WORDS + MARKERS),
}
