"""OpenDocument texts: what a reader sees, in order, with what each paragraph is."""

from dataclasses import replace

import pytest
from docx import Document as WordDocument
from office import convert, needs_office
from pages import SENTENCE, flat_odt, heading, note, odt

from corpus import InputError, Role, default_limits, read, read_bilingual


@pytest.fixture
def texts(tmp_path):
    """The paragraphs of an OpenDocument text, with their roles."""

    def of(body, **options):
        document = read(odt(tmp_path / "a.odt", body, **options), language="it")
        return [(part.role, part.text) for part in document.paragraphs]

    return of


def paragraph(inside, style="Body"):
    return f'<text:p text:style-name="{style}">{inside}</text:p>'


def test_headings_lists_tables_and_captions_are_paragraphs_of_their_own(texts):
    item = "<text:list-item>{}</text:list-item>"
    cell = "<table:table-cell>{}</table:table-cell>"
    found = texts(
        paragraph("Il titolo", "Title")
        + heading("Il porto")
        + paragraph(SENTENCE)
        + f"<text:list>{item.format(paragraph('uno'))}{item.format(paragraph('due'))}</text:list>"
        + "<table:table><table:table-row>"
        + "".join(cell.format(paragraph(text)) for text in "ab")
        + "<table:covered-table-cell><text:p>no</text:p></table:covered-table-cell>"
        + "</table:table-row></table:table>"
        + paragraph("Una gru del porto", "Illustration")
    )
    assert found == [
        (Role.HEADING, "Il titolo"),
        (Role.HEADING, "Il porto"),
        *((Role.BODY, text) for text in (SENTENCE, "uno", "due", "a", "b")),
        (Role.CAPTION, "Una gru del porto"),
    ]


def test_a_style_says_what_it_inherits(texts):
    styles = (
        '<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"><office:styles>'
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
        '<style:style style:name="L1" style:family="paragraph" style:parent-style-name="L2"/>'
        '<style:style style:name="L2" style:family="paragraph" style:parent-style-name="L1"/>'
        "</office:styles></office:document-styles>"
    )
    found = texts(
        paragraph("Il titolo", "P1") + paragraph(SENTENCE, "L1"), members=[("styles.xml", styles)]
    )
    assert found == [(Role.HEADING, "Il titolo"), (Role.BODY, SENTENCE)]


def test_styles_of_other_writers_are_known_by_their_names_alone(texts):
    found = texts(
        paragraph("Il titolo", "Title")
        + paragraph("Le merci", "TableCaption")
        + paragraph("Una gru", "Image_20_Caption")
        + paragraph(SENTENCE, "First_20_paragraph"),
        members=[("styles.xml", "<x/>")],
    )
    roles = [Role.HEADING, Role.CAPTION, Role.CAPTION, Role.BODY]
    assert [role for role, _ in found] == roles


def test_spaces_tabs_breaks_and_soft_hyphens_are_as_shown(texts):
    found = texts(
        paragraph(
            '  Il\n  <text:span> porto</text:span> <text:s text:c="2"/>di<text:tab/>Trie\u00adste'
            "<text:line-break/>lavora.<text:soft-page-break/> "
        )
    )
    assert found == [(Role.BODY, "Il porto   di\tTrieste\nlavora.")]


def test_no_element_stands_for_more_than_a_line_of_spaces(texts):
    ((_, text),) = texts(paragraph('a<text:s text:c="999999999"/>b'))
    assert len(text) < 100


def test_notes_stand_at_the_end_without_their_numbers(texts):
    found = texts(
        paragraph(
            f"Il porto{note(1, 'Nota al piede.')} lavora"
            f"{note(2, 'Nota in fondo.', 'endnote')} ancora{note(3, 'Altra nota.')}."
        )
        + paragraph(SENTENCE)
    )
    expected = [
        "Il porto lavora ancora.",
        SENTENCE,
        "Nota al piede.",
        "Altra nota.",
        "Nota in fondo.",
    ]
    assert [text for _, text in found] == expected


def test_text_boxes_follow_the_paragraph_that_they_hang_on(texts):
    box = (
        f"<draw:frame>\n<draw:text-box>\n{paragraph('In un riquadro.')}\n</draw:text-box>"
        "<svg:desc>no</svg:desc></draw:frame>"
    )
    found = texts(paragraph(f"Il porto {box}lavora.") + paragraph("Poi."))
    assert [text for _, text in found] == ["Il porto lavora.", "In un riquadro.", "Poi."]


def test_insertions_are_read_and_deletions_comments_and_hidden_text_are_not(texts):
    found = texts(
        "<text:tracked-changes><text:changed-region><text:deletion>"
        f"{paragraph('cancellato')}</text:deletion></text:changed-region></text:tracked-changes>"
        + paragraph(
            "Il <text:change-start/>nuovo <text:change-end/>porto<text:change/> lavora"
            "<office:annotation><dc:creator>N. N.</dc:creator><text:p>un commento</text:p>"
            '</office:annotation><text:span text:style-name="hidden"> di nascosto</text:span>.'
        )
        + paragraph("nascosto", "Hidden")
        + paragraph('nascosto<text:hidden-paragraph text:is-hidden="true"/>')
        + f'<text:section text:display="none">{paragraph("nascosto")}</text:section>'
        + f"<text:section>{paragraph('Mostrato.')}</text:section>"
    )
    assert [text for _, text in found] == ["Il nuovo porto lavora.", "Mostrato."]


def test_a_table_of_contents_is_furniture_and_page_headers_are_left_out(texts):
    found = texts(
        f"<text:table-of-content><text:index-body>{paragraph('Il porto 3')}</text:index-body>"
        f"</text:table-of-content>{paragraph(SENTENCE)}",
        header="In testa",
        footer="Al piede",
    )
    assert found == [(Role.FURNITURE, "Il porto 3"), (Role.BODY, SENTENCE)]


def test_a_flat_file_reads_as_a_packed_one(tmp_path, texts):
    body = heading("Il porto") + paragraph(f"{SENTENCE}{note(1, 'Nota.')}")
    flat = tmp_path / "a.fodt"
    flat.write_text(flat_odt(body), "utf-8")
    document = read(flat, language="it")
    assert [(part.role, part.text) for part in document.paragraphs] == texts(body)


def test_both_versions_stand_in_one_file(tmp_path, italian, english):
    parts = [heading("Italiano"), *map(paragraph, italian.split("\n\n"))]
    parts += [heading("English version"), *map(paragraph, english.split("\n\n"))]
    source, target = read_bilingual(odt(tmp_path / "a.odt", "".join(parts)))
    assert [(d.language, len(d.paragraphs)) for d in (source, target)] == [("it", 3), ("en", 3)]


def test_deep_nesting_is_read_or_refused_but_never_breaks(tmp_path):
    lists = 400
    body = "<text:list><text:list-item>" * lists + paragraph(SENTENCE)
    body += "</text:list-item></text:list>" * lists
    try:
        document = read(odt(tmp_path / "a.odt", body), language="it")
    except InputError as error:
        assert "well-formed" in str(error)
    else:
        assert [part.text for part in document.paragraphs] == [SENTENCE]


@pytest.mark.parametrize(
    "entity", ['<!ENTITY e "boom">', '<!ENTITY e SYSTEM "file:///etc/hostname">']
)
@pytest.mark.parametrize("member", ["content.xml", "styles.xml", "META-INF/manifest.xml"])
def test_entities_are_refused_in_every_part(tmp_path, entity, member):
    content = flat_odt(paragraph("Il porto &e; lavora."))
    content = content.replace("<office:document ", f"<!DOCTYPE d [{entity}]><office:document ", 1)
    with pytest.raises(InputError, match="entities"):
        read(odt(tmp_path / "a.odt", paragraph(SENTENCE), members=[(member, content)]))


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ([("content.xml", None)], "no OpenDocument text"),
        ([("content.xml", "<office:document")], "well-formed"),
        ([("content.xml", "<x/>")], "no OpenDocument text"),
    ],
)
def test_what_is_no_opendocument_text_is_refused(tmp_path, members, problem):
    with pytest.raises(InputError, match=problem):
        read(odt(tmp_path / "a.odt", "", members=members))


def test_a_spreadsheet_under_the_name_of_a_text_is_refused(tmp_path):
    sheet = flat_odt("").replace("office:text", "office:spreadsheet")
    with pytest.raises(InputError, match="no OpenDocument text"):
        read(odt(tmp_path / "a.odt", "", members=[("content.xml", sheet)]))


def test_a_protected_text_is_refused_with_the_reason(tmp_path):
    name = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    listed = (
        f'<m:manifest xmlns:m="{name}"><m:file-entry m:full-path="content.xml">'
        "<m:encryption-data/></m:file-entry></m:manifest>"
    )
    members = [("META-INF/manifest.xml", listed), ("content.xml", b"\x8a\x17\xff")]
    with pytest.raises(InputError, match="password"):
        read(odt(tmp_path / "a.odt", "", members=members))


def test_the_archive_s_limits_hold(tmp_path):
    path = odt(tmp_path / "a.odt", paragraph(SENTENCE))
    with pytest.raises(InputError, match="more than 2 files"):
        read(path, limits=replace(default_limits(), archive_members=2))


@needs_office
def test_what_libreoffice_writes_reads_as_the_word_document_that_it_opened(tmp_path):
    word = WordDocument()
    word.add_heading("Il titolo", 0)
    word.add_heading("Il porto", 1)
    word.add_paragraph(f"{SENTENCE}  Due\tspazi.").add_run("\nA capo.")
    word.add_paragraph("Una gru", style="Caption")
    word.add_paragraph("uno", style="List Bullet")
    table = word.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "a", "b"
    word.add_paragraph("Visto.").add_run("Nascosto.").font.hidden = True
    word.save(str(tmp_path / "a.docx"))
    expected = read(tmp_path / "a.docx", language="it").paragraphs
    for form in ("odt", "fodt"):
        (made,) = convert(form, tmp_path, tmp_path / "a.docx")
        assert read(made, language="it").paragraphs == expected
