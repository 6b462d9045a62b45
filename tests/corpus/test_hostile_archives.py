"""XML and archives made to harm: refused in a line, or read with nothing expanded or fetched."""

import io
import zipfile

import pytest
from pages import epub

from corpus import File, InputError, read, read_terms

SECRET = "il segreto della redazione"
TEXT = "Il governo ha approvato ieri la legge di bilancio dopo lunghe trattative."
ENGLISH = "The government approved the budget law yesterday after long negotiations."
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha " * 10}">' for n in range(9))


def doctypes(folder):
    """What stands before the root, and what refers to it from the text."""
    secret = folder / "secret.txt"
    secret.write_text(SECRET, "utf-8")
    (folder / "x.dtd").write_text(f'<!ENTITY e "{SECRET}">', "utf-8")
    return {
        "billion laughs": (f"<!DOCTYPE r [{LAUGHS}]>", "&l8;"),
        "external entity": (f'<!DOCTYPE r [<!ENTITY e SYSTEM "{secret.as_uri()}">]>', "&e;"),
        "external dtd": (f'<!DOCTYPE r SYSTEM "{(folder / "x.dtd").as_uri()}">', ""),
        "parameter entity": (
            f'<!DOCTYPE r [<!ENTITY % p SYSTEM "{(folder / "x.dtd").as_uri()}"> %p;]>',
            "&e;",
        ),
        "xinclude": (
            "",
            '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" '
            f'href="{secret.as_uri()}"/>',
        ),
    }


NAMES = ["billion laughs", "external entity", "external dtd", "parameter entity", "xinclude"]


def word(document, styles=None, relations=None):
    """A Word document, parts of it changed."""
    changes = {
        "word/document.xml": document,
        "word/styles.xml": styles,
        "word/_rels/document.xml.rels": relations,
    }
    from docx import Document

    made = Document()
    made.add_paragraph(TEXT)
    plain = io.BytesIO()
    made.save(plain)
    out = io.BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            change = changes.get(name) or bytes
            new.writestr(name, change(old.read(name)))
    return out.getvalue()


def poisoned(doctype, reference):
    def change(content):
        head, declaration, body = content.partition(b"?>")
        text = TEXT.encode()
        body = body.replace(text, text + reference.encode(), 1)
        return head + declaration + doctype.encode() + body

    return change


def outcome(file):
    """The text that is read, or the one line that refuses it."""
    try:
        return " ".join(p.text for p in read(file, language="it").paragraphs)
    except InputError as error:
        assert "\n" not in str(error)
        return str(error)


@pytest.mark.parametrize("part", ["document", "styles"])
@pytest.mark.parametrize("name", NAMES)
def test_parts_of_word_documents_expand_and_fetch_nothing(name, part, tmp_path):
    change = poisoned(*doctypes(tmp_path)[name])
    content = word(**{"document": None, part: change})
    found = outcome(File("x.docx", content))
    assert SECRET not in found
    assert found.count("ha ") < 5


@pytest.mark.parametrize("name", NAMES)
def test_termbases_expand_and_fetch_nothing(name, tmp_path):
    doctype, reference = doctypes(tmp_path)[name]
    content = (
        f'<?xml version="1.0"?>{doctype}<tbx><text><body><conceptEntry>'
        f'<langSec xml:lang="it"><termSec><term>legge {reference}</term></termSec></langSec>'
        '<langSec xml:lang="en"><termSec><term>law</term></termSec></langSec>'
        "</conceptEntry></body></text></tbx>"
    )
    try:
        found = repr(read_terms(File("x.tbx", content.encode()), "it", "en"))
    except InputError as error:
        found = str(error)
    assert SECRET not in found
    assert found.count("ha ") < 5


def archive(members, **options):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **options) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return out.getvalue()


def overlapping():
    """An archive whose directory lists one packed member a thousand times over."""
    content = archive({"word/document.xml": b"\0" * 100_000})
    end = content.rindex(b"PK\x05\x06")
    start = content.index(b"PK\x01\x02")
    count, entry = 1000, content[start:end]
    tail = bytearray(content[end:])
    tail[8:12] = count.to_bytes(2, "little") * 2
    tail[12:16] = (len(entry) * count).to_bytes(4, "little")
    return content[:start] + entry * count + bytes(tail)


BOMBS = {
    "one large member": lambda: archive({"word/document.xml": b" " * 300_000_000}),
    "many members": lambda: archive({f"{n}": b"" for n in range(6_000)}),
    "members that overlap": overlapping,
    "an archive in an archive": lambda: archive(
        {"word/document.xml": archive({"x": b"\0" * 5_000_000})}
    ),
    "paths that lead out": lambda: archive({"../../evil": b"x", "/etc/evil": b"x"}),
}


@pytest.mark.parametrize("ending", ["docx", "odt", "epub"])
@pytest.mark.parametrize("bomb", BOMBS)
def test_archives_made_to_harm_are_refused_in_a_line(bomb, ending, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as caught:
        read(File(f"x.{ending}", BOMBS[bomb]()), language="it")
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_page_of_unclosed_notes_is_refused_at_once():
    with pytest.raises(InputError, match="nests its elements"):
        read(File("x.html", b"<p>" + TEXT.encode() + b"<sup>" * 100_000), language="it")


MARKUP = {
    "attributes": ("<p " + " ".join(f"a{n}" for n in range(1_500)) + ">", "1,000 attributes"),
    "attributes whose values hold the end of a tag": (
        "<p " + "".join(f'a{n}=">"' for n in range(1_500)) + ">",
        "1,000 attributes",
    ),
    "end tags that end nothing": ("<div></ul>" * 1_500, "nests its elements"),
    "unclosed marks": ("<span>" * 1_500 + "</x>" * 1_500, "nests its elements"),
    "items of two kinds in one another": ("<li><dd>" * 1_500, "nests its elements"),
    "headings in one another": ("<h1><li>" * 1_500, "nests its elements"),
    "annotations that nothing ends": ("<rt>" * 1_500, "nests its elements"),
    "a comment that ends at once": ("<!-->" + "<div>" * 1_500 + "-->", "nests its elements"),
    "the start of a comment in a title": (
        "<title><!--</title>" + "<div>" * 1_500 + "-->",
        "nests its elements",
    ),
    "links in a drawing": ("<svg>" + "<a>" * 1_500, "nests its elements"),
    "marks that end again and again, across others": (
        "".join(f"<b id={n}><div>" for n in range(400)) + "</b>" * 5_000,
        "2,000,000 elements",
    ),
    "marks repeated in every paragraph": (
        "<p>" + "".join(f"<b id={n}>" for n in range(900)) + "<p>x" * 9_000,
        "2,000,000 elements",
    ),
}


@pytest.mark.parametrize(("markup", "complaint"), MARKUP.values(), ids=MARKUP)
@pytest.mark.parametrize("ending", ["html", "md", "epub"])
def test_markup_that_a_parser_would_be_at_for_ever_is_refused(markup, complaint, ending, tmp_path):
    page = f"<div>{TEXT}</div>{markup}"
    path = tmp_path / f"x.{ending}"
    epub(path, [page]) if ending == "epub" else path.write_text(page, "utf-8")
    with pytest.raises(InputError, match=rf"x\.{ending}.*{complaint}"):
        read(path, language="it")


@pytest.mark.parametrize("markup", ["<svg/>" + "<div/>" * 1_500, "<svg><desc>" + "<x/>" * 1_500])
def test_tags_that_only_seem_closed_are_counted(markup):
    with pytest.raises(InputError, match="nests its elements"):
        read(File("x.html", f"<p>{TEXT}{markup}".encode()), language="it")


HARMLESS = {
    "text with many signs": f"<p>{TEXT} {'a = b / c; ' * 3_000}</p>",
    "a script of comparisons": f"<script>{'if (a<b && c = d) e(); ' * 3_000}</script><p>{TEXT}",
    "a comment": f"<!-- {'<div a=b ' * 3_000} --><p>{TEXT}",
    "marks left open alike": f"<p>{TEXT}</p>" + "<p><font size=2>x" * 900,
    "scripts and titles that hold tags": f"<title>{'<b>' * 1_500}</title><p>{TEXT}",
    "marks that end across others": f"<p>{TEXT}</p>" + "<p><b>x<i>y</b></i></p>" * 3_000,
    "items that never end": "<ul><li>a<ul><li>b</ul></ul>" * 1_500
    + "<dl><dt>a<dd>b</dl><select><option>c<option>d</select>" * 1_500
    + f"<p>{TEXT}</p>",
    "readings of characters": f"<p>{TEXT}</p>" + "<ruby>x<rt>y</ruby>" * 3_000,
    "a drawing with a title": f"<svg><title>x</title>{'<path/>' * 3_000}</svg><p>{TEXT}",
    "a drawing": f"<svg>{'<circle r=1 />' * 3_000}</svg><p>{TEXT}",
    "anchors that never end": f"<p>{TEXT}</p>" + "<a name=x>" * 3_000,
    "many links": f"<p>{TEXT}</p>" + "<li><a href='x'><b>y</b></a>" * 3_000,
}


@pytest.mark.parametrize("page", HARMLESS.values(), ids=HARMLESS)
def test_careless_pages_are_read(page):
    assert TEXT in outcome(File("x.html", page.encode()))


def test_a_table_of_many_columns_and_short_rows_is_refused():
    for mark in ("", "> "):
        rows = [f"{mark}|{'a|' * 400}", f"{mark}|{'-|' * 400}", *[f"{mark}|b"] * 400]
        with pytest.raises(InputError, match="tables have more than 50,000 cells"):
            read(File("x.md", "\n".join(rows).encode()), language="it")


def test_long_tables_and_lines_of_dashes_are_read():
    table = "|a|b|\n|-|-|\n" + "|c|d|\n" * 5_000
    dashes = "a | b - c | d\n" * 5_000
    assert TEXT in outcome(File("x.md", f"{table}\n---\n\n{dashes}\n{TEXT}".encode()))


def test_word_paragraphs_in_one_another_are_read_at_once():
    run = b"<w:r><w:t>a</w:t></w:r>"
    nested = b"<w:p>" * 200 + run * 30_000 + b"</w:p>" * 200  # took minutes
    content = word(lambda body: body.replace(b"<w:sectPr", nested + b"<w:sectPr", 1))
    assert outcome(File("x.docx", content)) == f"{TEXT} {'a' * 30_000}"


def test_footnotes_that_are_referred_to_again_and_again_are_read_once():
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    references = "".join(
        f'<Relationship Id="z{n}" Type="{kind}" Target="document.xml"/>' for n in range(50)
    )

    def refer(content):
        return content.replace(b"</Relationships>", references.encode() + b"</Relationships>")

    content = word(None, relations=refer)
    assert outcome(File("x.docx", content)) == f"{TEXT} {TEXT}"


@pytest.mark.parametrize(
    "charset", ["utf-7", "idna", "punycode", "undefined", "unicode_escape", "zlib", "no-such"]
)
def test_what_is_no_files_encoding_is_not_decoded(charset):
    page = f'<meta charset="{charset}"><p>{TEXT} +ADw-b+AD4- \\u003cb\\u003e'
    assert outcome(File("x.html", page.encode())) == f"{TEXT} +ADw-b+AD4- \\u003cb\\u003e"
    header = f'msgid ""\nmsgstr "Content-Type: text/plain; charset={charset}\\n"\n\n'
    catalogue = f'{header}msgid "{ENGLISH}"\nmsgstr "{TEXT}"\n'
    assert outcome(File("x.po", catalogue.encode())) == TEXT
