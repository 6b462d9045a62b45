"""Markdown, HTML and Word documents: structure kept, markup not in the text."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import FedeleError, InputError, Role, default_limits, read, read_bilingual

Write = Callable[[str, str | bytes], Path]
SENTENCE = "Il porto lavora di nuovo a pieno ritmo, ma i sindacati temono altri tagli in estate."


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def _write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return _write


def texts(path: Path) -> list[tuple[Role, str]]:
    return [(part.role, part.text) for part in read(path, language="it").paragraphs]


# --- Markdown ---------------------------------------------------------------------------------


def test_markdown_gives_its_text_without_markup(write: Write):
    path = write(
        "a.md",
        f"---\ntitle: x\n---\n# Il *porto*\n\n**{SENTENCE}** Lo dice\n[il sindaco](https://x.it), "
        "non `altri`.  \nA capo. ![una foto](a.png)\n\n* uno\n* due\n\n| a | b |\n|---|---|\n"
        "| 1 | 2 |\n\n<div>in <b>HTML</b><script>no()</script></div>\n",
    )
    assert texts(path) == [
        (Role.HEADING, "Il porto"),
        (Role.BODY, f"{SENTENCE} Lo dice il sindaco, non altri.\nA capo."),
        *((Role.BODY, text) for text in ("uno", "due", "a", "b", "1", "2", "in HTML")),
    ]
    assert read(path, language="it").notes == ("The front matter was left out.",)


def test_markdown_paragraphs_pasted_line_by_line_stay_paragraphs(write: Write):
    first, second = SENTENCE + " " + SENTENCE, "Poi " + SENTENCE + " " + SENTENCE
    assert [text for _, text in texts(write("a.md", f"{first}\n{second}"))] == [first, second]


def test_markdown_headings_tell_the_versions_apart(write: Write, italian: str, english: str):
    path = write("a.md", f"# Un titolo\n\n## Italiano\n\n{italian}\n\n## English\n\n{english}")
    source, target = read_bilingual(path)
    assert (source.language, target.language, source.title) == ("it", "en", "Un titolo")
    assert len(source.paragraphs) == len(target.paragraphs) == 3


# --- HTML -------------------------------------------------------------------------------------


def test_html_gives_what_a_browser_shows(write: Write):
    path = write(
        "a.html",
        "<!doctype html><head><title>t</title><style>p{}</style></head><body><nav>Menù</nav>"
        f"<h1>Il porto &amp; i debiti</h1><p>{SENTENCE}<br>\n  "
        "A&nbsp;capo<sup><a href=#n>1</a></sup>."
        "<script>no()</script><p hidden>no</p><p style='display: none'>no</p>"
        "<figure><img alt=no><figcaption>Una gru</figcaption></figure>"
        "<ul><li>uno<li>due</ul><div>tre<br><br>quat&shy;tro</div><footer>Contatti</footer>",
    )
    assert texts(path) == [
        (Role.HEADING, "Il porto & i debiti"),
        (Role.BODY, f"{SENTENCE}\nA\u00a0capo."),
        (Role.CAPTION, "Una gru"),
        *((Role.BODY, text) for text in ("uno", "due", "tre", "quattro")),
        (Role.FURNITURE, "Contatti"),
    ]


@pytest.mark.parametrize(
    ("announced", "encoding"),
    [
        ("iso-8859-1", "windows-1252"),
        ("us-ascii", "windows-1252"),
        ("iso-8859-1", "utf-8"),
        ("utf-16", "utf-8"),
        ("windows-1252", "utf-16"),
    ],
)
def test_html_is_read_as_browsers_do_where_it_announces_another_encoding(
    write: Write, announced: str, encoding: str
):
    page = f"<meta charset={announced}><p>Perché «no», l’università costa 30 €? {SENTENCE}"
    ((_, text), *_) = texts(write("a.html", page.encode(encoding)))
    assert text.startswith("Perché «no», l’università costa 30 €?")


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
def test_html_is_read_in_the_encoding_that_it_announces(write: Write, encoding: str):
    page = f"<meta charset={encoding}><p>Perché no? {SENTENCE}"
    assert texts(write("a.html", page.encode(encoding)))[0][1].startswith("Perché no?")


def test_html_entities_of_a_document_s_own_are_not_expanded(write: Write):
    bomb = '<!DOCTYPE x [<!ENTITY a "hahaha"><!ENTITY b "&a;&a;&a;">]><p>Testo &b; qui.</p>'
    assert "hahahahaha" not in " ".join(text for _, text in texts(write("a.xhtml", bomb)))


def test_html_nested_beyond_the_limit_is_refused_and_below_it_read(write: Write):
    assert len(texts(write("a.html", "<div>" * 900 + SENTENCE))) == 1
    assert len(texts(write("a.html", "<p>riga" * 5000))) == 5000
    with pytest.raises(InputError, match="deep"):
        read(write("a.html", "<div>" * 100_000 + SENTENCE))


# --- Word -------------------------------------------------------------------------------------


@pytest.fixture
def word(tmp_path: Path) -> Path:
    document = WordDocument()
    document.add_heading("Il porto", 1)
    document.add_paragraph(SENTENCE).add_run("\nA capo.")
    document.add_paragraph("Una gru", style="Caption")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "uno", "due"
    document.add_paragraph().add_run("nascosto").font.hidden = True
    path = tmp_path / "a.docx"
    document.save(str(path))
    return path


def test_word_gives_headings_captions_and_table_cells(word: Path):
    assert texts(word) == [
        (Role.HEADING, "Il porto"),
        (Role.BODY, f"{SENTENCE}\nA capo."),
        (Role.CAPTION, "Una gru"),
        (Role.BODY, "uno"),
        (Role.BODY, "due"),
    ]


def test_word_styles_say_what_they_are_based_on_say(tmp_path: Path):
    document = WordDocument()
    for name, base in (
        ("Capitolo", "Heading 1"),
        ("Sezione", "Capitolo"),
        ("Image Caption", None),
        ("TOC 1", "Normal"),
        ("Corpo", "Normal"),
    ):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles[base] if base else None
        document.add_paragraph(f"Testo {name}", style=name)
    document.styles["Capitolo"].base_style = document.styles["Sezione"]
    document.add_paragraph(SENTENCE)
    document.save(str(tmp_path / "a.docx"))
    roles = [Role.BODY, Role.BODY, Role.CAPTION, Role.FURNITURE, Role.HEADING, Role.BODY]
    assert [role for role, _ in texts(tmp_path / "a.docx")] == roles, "a ring says nothing"


def test_word_footnotes_and_then_endnotes_stand_at_the_end(tmp_path: Path):
    path = tmp_path / "a.docx"
    document = WordDocument()
    document.add_paragraph(SENTENCE)
    for name in ("endnotes", "footnotes"):
        kind = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}"
        space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        note = f"<w:p><w:r><w:t>Una nota: {name}.</w:t></w:r></w:p>"
        xml = f'<w:{name} xmlns:w="{space}"><w:note>{note}</w:note></w:{name}>'
        part = Part(PackURI(f"/word/{name}.xml"), "application/xml", xml.encode())
        document.part.relate_to(part, kind)
    document.save(str(path))
    expected = [SENTENCE, "Una nota: footnotes.", "Una nota: endnotes."]
    assert [text for _, text in texts(path)] == expected


@pytest.mark.parametrize("share", [0.01, 0.3, 0.7, 0.99])
def test_a_truncated_word_document_is_refused(word: Path, share: float):
    content = word.read_bytes()
    word.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(InputError, match=r"a\.docx: damaged"):
        read(word)


def test_a_word_document_of_another_format_is_refused(write: Write):
    with pytest.raises(InputError, match="damaged"):
        read(write("a.docx", SENTENCE))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("hello.txt", SENTENCE)
    with pytest.raises(InputError, match="no Word document"):
        read(write("a.docx", archive.getvalue()))


def test_an_archive_that_unpacks_out_of_proportion_is_not_opened(write: Write):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b"\0" * 50_000_000)
    with pytest.raises(InputError, match="too much"):
        read(write("a.docx", archive.getvalue()))


def test_an_archive_of_too_many_files_is_not_opened(write: Write):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        for number in range(20):
            file.writestr(str(number), b"x")
    limits = replace(default_limits(), archive_members=10)
    with pytest.raises(InputError, match="more than 10 files"):
        read(write("a.docx", archive.getvalue()), limits=limits)


def test_an_archive_that_declares_less_than_it_holds_is_refused(word: Path):
    with zipfile.ZipFile(word) as archive:
        member = archive.getinfo("word/document.xml")
    declared = member.file_size.to_bytes(4, "little")
    word.write_bytes(word.read_bytes().replace(declared, (10).to_bytes(4, "little")))
    with pytest.raises(InputError, match="damaged"):
        read(word)


def rewritten(path: Path, member: str, change: Callable[[bytes], bytes]) -> Path:
    """The same archive with one member changed."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    content[member] = change(content[member])
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def test_word_s_deleted_and_moved_text_is_left_out_and_inserted_text_kept(word: Path):
    tracked = (
        b"<w:ins><w:r><w:t>nuovo </w:t></w:r></w:ins><w:del><w:r><w:delText>vecchio</w:delText>"
        b"</w:r></w:del><w:moveFrom><w:r><w:t>spostato</w:t></w:r></w:moveFrom>"
    )
    change = rewritten(
        word,
        "word/document.xml",
        lambda xml: xml.replace(b"<w:t>Una gru</w:t></w:r>", b"<w:t>Una </w:t></w:r>" + tracked),
    )
    assert (Role.CAPTION, "Una nuovo") in texts(change)


@pytest.mark.parametrize(
    "entity", [b'<!ENTITY e "boom">', b'<!ENTITY e SYSTEM "file:///etc/hostname">']
)
def test_word_s_entities_are_not_expanded(word: Path, entity: bytes):
    change = rewritten(
        word,
        "word/document.xml",
        lambda xml: xml.replace(b"<w:document", b"<!DOCTYPE d [" + entity + b"]><w:document", 1)
        .replace(b"Una gru", b"Una &e;gru"),
    )  # fmt: skip
    caption = next(text for role, text in texts(change) if role is Role.CAPTION)
    assert caption.replace(" ", "") in {"Una", "Unagru"}


def test_an_entity_bomb_in_a_word_document_is_refused_quickly(word: Path):
    levels = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12))
    bomb = b'<!DOCTYPE d [<!ENTITY e0 "haha">' + levels + b"]><w:document"
    change = rewritten(
        word,
        "word/document.xml",
        lambda xml: xml.replace(b"<w:document", bomb, 1)
        .replace(b"<w:body>", b'<w:body x="&e11;">', 1),
    )  # fmt: skip
    with pytest.raises(InputError, match="damaged"):
        read(change)


# --- any format -------------------------------------------------------------------------------


@settings(deadline=None)  # the first example loads the libraries
@given(
    ending=st.sampled_from(
        [".md", ".html", ".docx", ".odt", ".fodt", ".epub", ".pdf", ".txt", ".odd"]
    ),
    content=st.binary(max_size=200)
    | st.text("<>/*#`[]()|-=&; \n\tabdivpscrt!\"'", max_size=200).map(str.encode),
)
def test_any_content_is_read_or_refused_with_our_own_error(
    tmp_path_factory: pytest.TempPathFactory, ending: str, content: bytes
):
    path = tmp_path_factory.getbasetemp() / f"any{ending}"
    path.write_bytes(content)
    try:
        document = read(path, language="it")
    except FedeleError:
        return
    assert all(part.text == part.text.strip() != "" for part in document.paragraphs)
