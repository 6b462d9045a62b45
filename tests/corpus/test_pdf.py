"""PDF documents: paragraphs back from pages, furniture left out, clear words about the rest."""

import threading
from dataclasses import replace

import pypdfium2
import pytest
from office import convert, needs_office
from pages import (
    PARAGRAPHS,
    PICTURE,
    READ,
    SENTENCE,
    WRITTEN,
    body,
    drawn,
    escaped,
    flat_odt,
    heading,
    line,
    note,
)

from corpus import InputError, Role, default_limits, read, read_bilingual

LEFT_OUT = "Running headers, footers and page numbers were left out."
A5 = 'fo:page-width="14.8cm" fo:page-height="21cm" fo:margin="1.8cm"'
SPACED, INDENTED = 'fo:margin-bottom="0.3cm"', 'fo:text-indent="0.5cm"'
JUSTIFIED = ' fo:text-align="justify"'
NUMBER = '<text:page-number text:select-page="current"/>'


@pytest.fixture
def pdf(tmp_path):
    """A PDF that LibreOffice makes of the body of an OpenDocument text."""

    def of(xml, **layout):
        file = tmp_path / "a.fodt"
        file.write_text(flat_odt(xml, **layout), "utf-8")
        (made,) = convert("pdf", tmp_path, file)
        return made

    return of


def texts(path):
    return [(part.role, part.text) for part in read(path, language="it").paragraphs]


def bodies(*found):
    return [(Role.BODY, text) for text in found]


def divided(text):
    """The text with places where a line may divide its words."""
    vowels, pieces = "aeiou", []
    for before, char, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if before in vowels and char in "bcdfglmnprstvz" and after in vowels:
            pieces.append("\u00ad")
        pieces.append(char)
    return "".join(pieces)


@needs_office
@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("paragraph", [SPACED, INDENTED, INDENTED + JUSTIFIED])
def test_paragraphs_come_back_from_columns_and_over_the_ends_of_pages(pdf, columns, paragraph):
    article = PARAGRAPHS * 4
    xml = body(*map(divided, article) if JUSTIFIED in paragraph else article)
    made = pdf(xml, page=A5, columns=columns, paragraph=paragraph, size=10)
    assert len(pypdfium2.PdfDocument(made)) > 1, "the article fills more than a page"
    assert texts(made) == bodies(*article)


@needs_office
def test_headings_are_told_by_their_size_and_furniture_is_left_out(pdf):
    article = [heading("Il piano dei trasporti"), body(*PARAGRAPHS)] * 3
    made = pdf("".join(article), page=A5, header="Rassegna di prova", footer=f"pagina {NUMBER}")
    expected = [(Role.HEADING, "Il piano dei trasporti"), *bodies(*PARAGRAPHS)] * 3
    assert texts(made) == expected
    assert read(made, language="it").notes == (LEFT_OUT,)


@needs_office
def test_numbers_that_are_no_page_s_stay(pdf):
    chapters = [heading(f"Capitolo {n}") + body(PARAGRAPHS[n]) for n in (1, 2, 3)]
    page_break = '<text:p text:style-name="Break"/>'
    style = "</office:automatic-styles>"
    breaking = (
        '<style:style style:name="Break" style:family="paragraph"><style:paragraph-properties '
        f'fo:break-before="page"/></style:style>{style}'
    )
    made = pdf(page_break.join(chapters))
    assert (Role.HEADING, "Capitolo 2") in texts(made)
    flat = flat_odt(page_break.join(chapters)).replace(style, breaking)
    file = made.with_name("b.fodt")
    file.write_text(flat, "utf-8")
    (broken,) = convert("pdf", made.parent, file)
    assert len(pypdfium2.PdfDocument(broken)) == 3
    assert [text for role, text in texts(broken) if role is Role.HEADING] == [
        f"Capitolo {number}" for number in (1, 2, 3)
    ]


@needs_office
def test_words_divided_at_a_line_s_end_are_whole_and_compounds_keep_their_hyphen(pdf):
    text = (
        "Il vertice ita\u00adlo-americano sulla cooperazione internazionale si è chiuso con una "
        "dichiarazione comune."
    )
    narrow = 'fo:page-width="{}cm" fo:page-height="20cm" fo:margin="0.5cm"'
    shown = text.replace("\u00ad", "")
    for width in (4.0, 4.6, 5.2, 5.8):
        made = pdf(body(divided(shown)), page=narrow.format(width), size=10)
        assert texts(made) == bodies(shown)


@needs_office
def test_a_table_s_cells_and_a_list_s_items_are_paragraphs_of_their_own(pdf):
    cells = ["Nord", "dodici milioni e mezzo di viaggiatori all'anno", "Sud", "nove"]
    edge = "</office:automatic-styles>"
    cell = '<table:table-cell table:style-name="C"><text:p>{}</text:p></table:table-cell>'
    row = f"<table:table-row>{cell}{cell}</table:table-row>"
    table = (
        '<table:table><table:table-column table:number-columns-repeated="2"/>'
        + row.format(*map(escaped, cells[:2]))
        + row.format(*cells[2:])
        + "</table:table>"
    )
    items = "".join(f"<text:list-item>{body(text)}</text:list-item>" for text in ("uno", "due"))
    flat = flat_odt(body(SENTENCE) + table + body(SENTENCE) + f"<text:list>{items}</text:list>")
    border = (
        '<style:style style:name="C" style:family="table-cell"><style:table-cell-properties '
        f'fo:border="0.5pt solid #000000" fo:padding="0.1cm"/></style:style>{edge}'
    )
    made = pdf("")
    file = made.with_name("b.fodt")
    file.write_text(flat.replace(edge, border), "utf-8")
    (made,) = convert("pdf", made.parent, file)
    assert [text for _, text in texts(made)] == [SENTENCE, *cells, SENTENCE, "uno", "due"]


@needs_office
def test_footnotes_stand_after_the_text_and_their_marks_are_gone(pdf):
    inside = escaped(PARAGRAPHS[0]) + note(1, "Una nota al piede della pagina, breve.")
    more = f"{escaped(SENTENCE)}{note(2, 'La seconda nota.')} Costa 30 m²."
    xml = "".join(f'<text:p text:style-name="Body">{text}</text:p>' for text in (inside, more))
    found = [text for _, text in texts(pdf(xml + body(*PARAGRAPHS[1:])))]
    assert found[:5] == [PARAGRAPHS[0], f"{SENTENCE} Costa 30 m².", *PARAGRAPHS[1:4]]
    assert found[-2:] == [
        "Una nota al piede della pagina, breve.",
        "La seconda nota.",
    ]


@needs_office
def test_both_versions_stand_in_one_file(pdf, italian, english):
    made = pdf(
        heading("Italiano")
        + body(*italian.split("\n\n"))
        + heading("English version")
        + body(*english.split("\n\n"))
    )
    source, target = read_bilingual(made)
    assert [(d.language, len(d.paragraphs)) for d in (source, target)] == [("it", 3), ("en", 3)]


# --- pages that we draw ourselves --------------------------------------------------------------


def test_a_scanned_document_is_an_error_that_says_so(tmp_path):
    with pytest.raises(InputError, match="scanned"):
        read(drawn(tmp_path / "a.pdf", PICTURE, PICTURE + line(50, 20, "1")))


def test_scanned_pages_among_others_are_named_in_a_note(tmp_path):
    document = read(drawn(tmp_path / "a.pdf", WRITTEN, PICTURE, WRITTEN, PICTURE), language="it")
    assert [part.text for part in document.paragraphs] == [READ, READ]
    expected = "Pages that are pictures without text (scanned) were left out: 2, 4."
    assert expected in document.notes


def test_a_picture_behind_written_text_does_no_harm(tmp_path):
    assert texts(drawn(tmp_path / "a.pdf", PICTURE + WRITTEN)) == bodies(READ)


def test_empty_pages_are_no_scanned_ones_and_a_document_of_them_holds_no_text(tmp_path):
    assert texts(drawn(tmp_path / "a.pdf", WRITTEN, "")) == bodies(READ)
    with pytest.raises(InputError, match="holds no text"):
        read(drawn(tmp_path / "a.pdf", ""))


def test_slanted_text_is_left_out_with_a_note_and_a_turned_page_is_read(tmp_path):
    watermark = "BT /F 60 Tf .7 .7 -.7 .7 100 100 Tm (BOZZA) Tj ET\n"
    document = read(drawn(tmp_path / "a.pdf", WRITTEN + watermark), language="it")
    assert [part.text for part in document.paragraphs] == [READ]
    assert any("upright" in note for note in document.notes)
    turned = f"q 0 1 -1 0 800 0 cm {WRITTEN} Q"
    assert texts(drawn(tmp_path / "b.pdf", turned)) == bodies(READ)


def test_lines_drawn_in_any_order_are_read_from_above(tmp_path):
    lines = WRITTEN.splitlines(keepends=True)
    assert texts(drawn(tmp_path / "a.pdf", "".join(reversed(lines)))) == bodies(READ)


def test_a_page_number_alone_is_left_out_and_a_number_in_the_text_is_not(tmp_path):
    page = WRITTEN + line(50, 672, "1950.") + line(300, 30, "7")
    assert texts(drawn(tmp_path / "a.pdf", page)) == bodies(READ, "1950.")


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (("11/22/26, 10:50 AM", "Notizie"), ("https://example.org/a?b=1", "1/1")),
        (("22.11.2026, 10:50", "Notizie"), ("file:///home/a.html", "1/1")),
        (("Notizie", "https://example.org/a"), ("1 di 1", "22/11/2026, 10:50")),
    ],
)
def test_what_a_browser_prints_around_a_single_page_is_left_out(tmp_path, above, below):
    around = [
        line(left, height, text)
        for height, row in ((780, above), (15, below))
        for left, text in zip((20, 380), row, strict=True)
    ]
    made = drawn(tmp_path / "a.pdf", around[0] + around[1] + WRITTEN + around[2] + around[3])
    assert texts(made) == bodies(READ)
    assert read(made, language="it").notes == (LEFT_OUT,)


def test_an_address_that_ends_an_article_stays(tmp_path):
    page = WRITTEN + line(50, 640, "https://example.org/a")
    assert texts(drawn(tmp_path / "a.pdf", page)) == bodies(READ, "https://example.org/a")


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6])
def test_a_truncated_pdf_is_refused_or_read_and_never_breaks(tmp_path, share):
    path = drawn(tmp_path / "a.pdf", WRITTEN)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(InputError, match=r"a\.pdf"):
        read(path)


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnonsense", SENTENCE.encode(), b"\0" * 99])
def test_what_is_no_pdf_is_refused(tmp_path, content):
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    with pytest.raises(InputError, match="damaged, or no PDF"):
        read(path)


def test_a_protected_pdf_is_refused_with_the_reason(tmp_path):
    key = "".join(f"{byte:02x}" for byte in range(32))
    locked = f"/Encrypt<</Filter/Standard/V 1/R 2/O<{key}>/U<{key}>/P -4>>/ID[<00><00>]"
    with pytest.raises(InputError, match="password"):
        read(drawn(tmp_path / "a.pdf", WRITTEN, encrypt=locked))


def test_pages_and_characters_are_limited(tmp_path):
    path = drawn(tmp_path / "a.pdf", WRITTEN, WRITTEN)
    with pytest.raises(InputError, match="more than 1 pages"):
        read(path, limits=replace(default_limits(), pages=1))
    with pytest.raises(InputError, match="characters"):
        read(path, limits=replace(default_limits(), drawn_chars=200))


def test_scripts_are_not_run_and_nothing_is_opened(tmp_path):
    action = "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"
    assert texts(drawn(tmp_path / "a.pdf", WRITTEN, catalog=action)) == bodies(READ)


def test_threads_read_at_once_what_one_reads(tmp_path):
    paths = [drawn(tmp_path / f"{n}.pdf", *[WRITTEN] * n) for n in range(1, 9)]
    expected = [texts(path) for path in paths]
    found = [[] for _ in paths]

    def work(number):
        found[number] = texts(paths[number])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(paths))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == expected


# --- what typesetters draw apart ----------------------------------------------------------------

LONG = (
    "Il consiglio comunale ha approvato ieri sera il nuovo piano dei trasporti, dopo una",
    "seduta di quasi nove ore, con i voti della sola maggioranza e tra le proteste di chi",
    "chiedeva più tempo per leggere le carte, arrivate soltanto il giorno prima del voto.",
)


def stacked(lines, *, top=700, left=50, size=11):
    return "".join(line(left, top - 14 * n, text, size) for n, text in enumerate(lines))


def test_accents_drawn_over_a_letter_are_one_with_it(tmp_path):
    page = line(50, 700, "Citt") + line(67.7, 700, "`") + line(66.5, 700, "a vuota di sera.")
    capital = line(50, 660, "E vuota la sera.") + line(51.8, 662.5, "`")
    alone = line(50, 620, "Il segno ` sta da solo.")
    expected = bodies("Città vuota di sera.", "È vuota la sera.", "Il segno ` sta da solo.")
    assert texts(drawn(tmp_path / "a.pdf", page + capital + alone)) == expected


def test_running_heads_that_differ_are_told_by_the_number_beside_them(tmp_path):
    pages = [
        line(50, 780, head) + line(540, 780, str(number)) + text
        for number, head, text in (
            (12, "La sera del voto", WRITTEN),
            (13, "I conti del porto", line(50, 700, "Il porto lavora di nuovo.")),
        )
    ]
    made = drawn(tmp_path / "a.pdf", *pages, line(540, 780, "14"))
    assert texts(made) == bodies(READ, "Il porto lavora di nuovo.")


def test_a_paragraph_that_a_figure_interrupts_is_whole_and_the_caption_follows(tmp_path):
    second = line(50, 760, "Figura 3: Le gru del porto vecchio.") + line(50, 700, LONG[2])
    assert texts(drawn(tmp_path / "a.pdf", stacked(LONG[:2]), second)) == bodies(
        " ".join(LONG), "Figura 3: Le gru del porto vecchio."
    )


def test_each_column_s_notes_are_told_and_a_power_of_the_same_number_stays(tmp_path):
    columns = [
        line(left, 700, f"Testo di colonna {mark}")
        + line(left + 90, 704, mark, 6)
        + line(left, 686, "Un campo di 30 m")
        + line(left + 89, 690, "1", 6)
        + line(left, 100, f"{mark} Nota numero {mark}.", 8)
        for left, mark in ((50, "1"), (320, "2"))
    ]
    found = [text for _, text in texts(drawn(tmp_path / "a.pdf", "".join(columns)))]
    assert found[-2:] == ["Nota numero 1.", "Nota numero 2."]
    assert [text for text in found if "30 m" in text][-1].endswith("30 m1")


def test_notes_that_stand_at_the_document_s_end_are_told_by_their_marks(tmp_path):
    marked = WRITTEN + line(339, 690, "ii", 6)
    note = line(50, 400, "ii Una nota in fondo al testo.", 9)
    found = texts(drawn(tmp_path / "a.pdf", marked, stacked(LONG, top=600) + note))
    assert found == bodies(READ, " ".join(LONG), "Una nota in fondo al testo.")


@pytest.mark.parametrize(
    ("initial", "first", "begin"),
    [
        ("I", "l consiglio comunale ha approvato ieri sera il nuovo piano dei", "Il consiglio"),
        ("È", "stato approvato ieri sera il nuovo piano dei trasporti, dopo una", "È stato"),
    ],
)
def test_a_drop_cap_begins_its_paragraph(tmp_path, initial, first, begin):
    lines = (first, "seduta di quasi nove ore, con i voti della sola maggioranza e poi")
    page = line(50, 686, initial, 36) + stacked(lines, left=64)
    page += line(50, 672, "ancora una riga, questa sotto la lettera, e la fine del capoverso.")
    ((_, text),) = texts(drawn(tmp_path / "a.pdf", page))
    assert text.startswith(begin)
    assert text.endswith("la fine del capoverso.")


def test_text_recognised_behind_a_scan_is_whole_whatever_size_is_guessed(tmp_path):
    page = PICTURE + "3 Tr\n"
    page += "".join(
        line(50, 700 - 14 * n, text, size)
        for n, (text, size) in enumerate(zip(LONG, (11, 10, 11.5), strict=True))
    )
    assert texts(drawn(tmp_path / "a.pdf", page)) == bodies(" ".join(LONG))
