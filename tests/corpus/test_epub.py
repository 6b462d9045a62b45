"""EPUB books: their pages in order, nothing from outside the book."""

import pytest
from pages import SENTENCE, epub

from corpus import InputError, Role, read, read_bilingual


def texts(path):
    return [(part.role, part.text) for part in read(path, language="it").paragraphs]


def paragraphs(*found):
    return "".join(f"<p>{text}</p>" for text in found)


def test_chapters_are_read_in_the_order_of_the_spine(tmp_path):
    chapters = [paragraphs("Il secondo."), "<h1>Il porto</h1>" + paragraphs(SENTENCE)]
    spine = '<itemref idref="c1"/><itemref idref="c0"/>'
    assert texts(epub(tmp_path / "a.epub", chapters, spine=spine)) == [
        (Role.HEADING, "Il porto"),
        (Role.BODY, SENTENCE),
        (Role.BODY, "Il secondo."),
    ]


def test_what_is_outside_the_linear_order_comes_last_and_nothing_twice(tmp_path):
    chapters = [paragraphs(text) for text in ("Le note.", "Il primo.", "Il secondo.")]
    spine = '<itemref idref="c0" linear="no"/><itemref idref="c1"/><itemref idref="c2"/>' * 3
    found = texts(epub(tmp_path / "a.epub", chapters, spine=spine))
    assert [text for _, text in found] == ["Il primo.", "Il secondo.", "Le note."]


def test_the_table_of_contents_is_left_out(tmp_path):
    item = '<item id="nav" href="n.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    book = epub(
        tmp_path / "a.epub",
        [paragraphs("Indice"), paragraphs(SENTENCE)],
        manifest=item,
        spine='<itemref idref="nav"/><itemref idref="c0"/><itemref idref="c1"/>',
        guide='<guide><reference type="toc" href="text/c0.xhtml#top"/></guide>',
        members=[("OPS/n.xhtml", "<p>Indice</p>")],
    )
    assert texts(book) == [(Role.BODY, SENTENCE)]


def test_xhtml_is_read_as_xml_writes_it(tmp_path):
    page = (
        '<div/><p>Il <i/>porto<a id="x"/> &#8212; <![CDATA[a < b]]>.<br/>A capo.</p><script/>'
        + paragraphs(SENTENCE)
    )
    found = texts(epub(tmp_path / "a.epub", [page]))
    assert [text for _, text in found] == ["Il porto — a < b.\nA capo.", SENTENCE]


def test_notes_are_text_and_the_marks_of_notes_and_pages_are_not(tmp_path):
    page = (
        '<p>Il porto<a epub:type="noteref" href="#n">1</a> la<span epub:type="pagebreak">12</span>'
        'vora.</p><aside epub:type="footnote" id="n"><p>Una nota. <a role="doc-backlink">su</a></p>'
        "</aside><aside>Un riquadro</aside>"
    )
    assert texts(epub(tmp_path / "a.epub", [page, paragraphs(SENTENCE)])) == [
        (Role.BODY, "Il porto lavora."),
        (Role.BODY, "Una nota."),
        (Role.FURNITURE, "Un riquadro"),
        (Role.BODY, SENTENCE),
    ]


def test_pictures_among_the_pages_are_named_in_a_note(tmp_path):
    book = epub(
        tmp_path / "a.epub",
        [paragraphs(SENTENCE)],
        manifest='<item id="p" href="p.svg" media-type="image/svg+xml"/>',
        spine='<itemref idref="p"/><itemref idref="c0"/>',
        members=[("OPS/p.svg", "<svg/>")],
    )
    document = read(book, language="it")
    assert [part.text for part in document.paragraphs] == [SENTENCE]
    assert document.notes == ("1 of the book's 2 parts are pictures and were left out.",)


def test_both_versions_stand_in_one_book(tmp_path, italian, english):
    chapters = [
        f"<h1>{head}</h1>{paragraphs(*text.split(chr(10) * 2))}"
        for head, text in (("Italiano", italian), ("English version", english))
    ]
    source, target = read_bilingual(epub(tmp_path / "a.epub", chapters))
    assert [(d.language, len(d.paragraphs)) for d in (source, target)] == [("it", 3), ("en", 3)]


@pytest.mark.parametrize(
    "href",
    ["../../secret.xhtml", "/etc/passwd", "file:///etc/passwd", "https://x.it/a.xhtml", "//x.it/a",
     "%2e%2e/%2e%2e/secret.xhtml", "..%5Csecret.xhtml"],
)  # fmt: skip
def test_references_never_leave_the_book(tmp_path, href):
    (tmp_path / "secret.xhtml").write_text("<p>segreto</p>")
    folder = tmp_path / "x" / "y"
    folder.mkdir(parents=True)
    book = epub(
        folder / "a.epub",
        [],
        manifest=f'<item id="s" href="{href}" media-type="application/xhtml+xml"/>',
        spine='<itemref idref="s"/>',
    )
    with pytest.raises(InputError, match="outside the book"):
        read(book)


def test_a_protected_book_is_refused_with_the_reason_and_protected_fonts_are_not(tmp_path):
    cipher = (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData '
        'xmlns="http://www.w3.org/2001/04/xmlenc#"><CipherData><CipherReference URI="{}"/>'
        "</CipherData></EncryptedData></encryption>"
    )
    for member, is_refused in (("OPS/text/c0.xhtml", True), ("OPS/fonts/a.ttf", False)):
        members = [("META-INF/encryption.xml", cipher.format(member))]
        book = epub(tmp_path / "a.epub", [paragraphs(SENTENCE)], members=members)
        if is_refused:
            with pytest.raises(InputError, match="DRM"):
                read(book)
        else:
            assert texts(book) == [(Role.BODY, SENTENCE)]


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ([("META-INF/container.xml", None)], "no book"),
        ([("META-INF/container.xml", "<container/>")], "names no book"),
        ([("OPS/book.opf", None)], "damaged"),
        ([("OPS/book.opf", "<package")], "well-formed"),
        ([("OPS/text/c0.xhtml", None)], "part of the book is missing"),
        ([("OPS/book.opf", '<!DOCTYPE p [<!ENTITY e "x">]><package/>')], "entities"),
    ],
)
def test_a_damaged_book_is_refused(tmp_path, members, problem):
    with pytest.raises(InputError, match=problem):
        read(epub(tmp_path / "a.epub", [paragraphs(SENTENCE)], members=members))


def test_a_part_that_the_package_does_not_list_is_an_error(tmp_path):
    with pytest.raises(InputError, match="part of the book is missing"):
        read(epub(tmp_path / "a.epub", [], spine='<itemref idref="x"/>'))


def test_a_book_s_boxes_are_text(tmp_path):
    page = f'<div class="sidebar"><p>Un riquadro.</p></div>{paragraphs(SENTENCE)}'
    found = texts(epub(tmp_path / "a.epub", [page]))
    assert found == [(Role.BODY, "Un riquadro."), (Role.BODY, SENTENCE)]
