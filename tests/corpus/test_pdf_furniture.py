"""Running headers and footers of PDFs, whatever the type, the leading and the number of pages.

Most pages are drawn here line by line, in fonts that need not be installed, so that no font decides
which lines a page has.
"""

import subprocess
import textwrap

import pytest
from chromium import CHROMIUM, OPTIONS, needs_chromium
from office import convert, needs_office
from pages import PARAGRAPHS, body, drawn, flat_odt, heading, line

from corpus import Role, read

HEAD, TITLE = "Rassegna di prova", "Il piano dei trasporti"
CHAPTERS = ("La sera del voto", "I conti del porto", "La giunta", "Le colline", "La protesta")
TOP, LEFT, RIGHT = 700, 60, 540
WIDTH = 76  # characters of a line
ROOM = 600  # points of a page
ARTICLE = PARAGRAPHS * 9


def texts(path):
    return [(part.role, part.text) for part in read(path, language="it").paragraphs]


def bodies(found):
    return [(Role.BODY, text) for text in found]


def words(found):
    """All words; where a page ends may depend on fonts, and with it a paragraph's end."""
    return " ".join(found).split()


def stacked(lines, *, top=TOP, leading=13, size=10, font="M"):
    return "".join(line(LEFT, top - leading * n, text, size, font) for n, text in enumerate(lines))


def flowing(paragraphs, *, leading=13, size=10):
    """Pages that are filled with an article; first lines are indented."""
    most = ROOM // leading
    rows = [
        row
        for text in paragraphs
        for row in textwrap.wrap(text, WIDTH, initial_indent="   ", break_on_hyphens=False)
    ]
    return [
        "".join(
            line(
                LEFT + 6 * (len(row) - len(row.lstrip())),
                TOP - leading * n,
                row.lstrip(),
                size,
                "M",
            )
            for n, row in enumerate(rows[begin : begin + most])
        )
        for begin in range(0, len(rows), most)
    ]


def with_lines(pages, *each):
    """The pages, each with the lines that functions of its number draw."""
    return ["".join(draw(n) for draw in each) + page for n, page in enumerate(pages)]


def at(x, y, text, size=10, font="F"):
    """A function that draws a line; ``#`` is the page's number, ``@`` its chapter's title."""

    def draw(page):
        shown = text.replace("#", str(page + 12)).replace("@", CHAPTERS[page % len(CHAPTERS)])
        return line(x, y, shown, size, font)

    return draw


def by_turns(*sides):
    return lambda page: sides[page % len(sides)](page)


KINDS = {
    "the same words": [at(LEFT, 750, HEAD)],
    "larger than the text": [at(LEFT, 750, HEAD, 14)],
    "another font": [at(LEFT, 750, HEAD, 12, "T")],
    "bold capitals": [at(LEFT, 750, HEAD.upper(), 12, "B")],
    "small": [at(LEFT, 750, HEAD, 7)],
    "close to the text": [at(LEFT, 714, HEAD, 10)],
    "a number in the words": [at(LEFT, 750, f"{HEAD}, pagina # di 99", 12)],
    "a number in large words": [at(LEFT, 750, f"{HEAD} #", 15)],
    "a date, too": [at(LEFT, 750, f"{HEAD} - 12 novembre 2026 - p. #", 12)],
    "a number apart": [at(LEFT, 750, HEAD, 12), at(RIGHT, 750, "#", 12)],
    "chapters with a number apart": [at(LEFT, 750, "@", 12, "T"), at(RIGHT, 751.5, "#", 14)],
    "chapters with a page apart": [at(LEFT, 750, "@"), at(RIGHT - 40, 750, "pag. #")],
    "chapters over a number": [at(LEFT, 764, "@", 12), at(LEFT, 750, "#", 12)],
    "a number before chapters": [at(LEFT, 750, "# @")],
    "left and right pages": [
        by_turns(at(LEFT, 750, HEAD, 12, "T"), at(RIGHT - 90, 750, "Casa editrice", 12, "T"))
    ],
    "chapters on right pages": [by_turns(at(LEFT, 750, HEAD, 9), at(LEFT, 750, "@", 9))],
    "a letterhead": [
        at(LEFT, 770, "Comune di prova", 14, "B"),
        at(LEFT, 754, "Ufficio stampa", 9),
        at(LEFT, 743, "via del Molo 3", 9),
        at(LEFT, 732, "telefono 040 123456", 9),
    ],
    "heights that differ a little": [by_turns(at(LEFT, 749.9, HEAD), at(LEFT, 750.1, HEAD))],
    "a footer with a number": [at(LEFT, 60, f"{HEAD}, # / 99", 12)],
    "a large footer": [at(LEFT, 60, f"{HEAD} #", 16, "B")],
    "a footer of two lines": [at(LEFT, 60, "Casa editrice del porto"), at(LEFT, 48, "- # -")],
    "nothing": [],
}


@pytest.mark.parametrize("leading", [11, 13, 26])
@pytest.mark.parametrize("kind", KINDS)
def test_furniture_of_every_kind_is_left_out_and_the_article_comes_back(tmp_path, kind, leading):
    pages = flowing(ARTICLE, leading=leading)
    assert len(pages) > 2
    assert texts(drawn(tmp_path / "a.pdf", *with_lines(pages, *KINDS[kind]))) == bodies(ARTICLE)


def test_one_page_of_another_size_has_its_header_left_out_too(tmp_path):
    pages = with_lines(flowing(ARTICLE), at(LEFT, 750, HEAD, 12))
    pages[2] = pages[2].replace(f"{LEFT} 750 Td", f"{LEFT} 735 Td")
    assert texts(drawn(tmp_path / "a.pdf", *pages)) == bodies(ARTICLE)


def test_roman_numbers_count_pages_as_well(tmp_path):
    numbers = ("iii", "iv", "v", "vi", "vii")
    pages = with_lines(flowing(ARTICLE), lambda n: line(300, 60, numbers[n]))
    assert texts(drawn(tmp_path / "a.pdf", *pages)) == bodies(ARTICLE)


def test_an_empty_page_has_no_text_for_its_header_and_footer(tmp_path):
    pages = with_lines([*flowing(ARTICLE), ""], at(LEFT, 750, HEAD, 12), at(LEFT, 60, "- # -"))
    assert texts(drawn(tmp_path / "a.pdf", *pages)) == bodies(ARTICLE)


# --- pages that are alike ------------------------------------------------------------------------

LINES = tuple(textwrap.wrap(PARAGRAPHS[0], WIDTH))


def alike(top=TOP):
    """A page that begins with a title."""
    return line(LEFT, top, TITLE, 15, "B") + stacked(LINES, top=top - 20)


@pytest.mark.parametrize(
    "kind", ["the same words", "small", "a number apart", "a footer with a number"]
)
@pytest.mark.parametrize("first", [TOP, TOP - 14])
def test_furniture_over_the_same_text_is_told_from_it(tmp_path, kind, first):
    """As where a first page's title is lower, or where all pages are the same."""
    pages = with_lines([alike(first), alike(), alike()], *KINDS[kind])
    expected = [(Role.HEADING, TITLE), (Role.BODY, PARAGRAPHS[0])] * 3
    assert texts(drawn(tmp_path / "a.pdf", *pages)) == expected


def test_copies_of_a_page_without_furniture_are_read_whole(tmp_path):
    expected = [(Role.HEADING, TITLE), (Role.BODY, PARAGRAPHS[0])] * 3
    assert texts(drawn(tmp_path / "a.pdf", alike(), alike(), alike())) == expected


@pytest.mark.parametrize("size", [10, 12])
def test_what_a_template_says_on_every_page_is_text(tmp_path, size):
    names = ("Anna Rossi, di Trieste.", "Bruno Bianchi, di Udine.", "Carla Neri, di Gorizia.")
    said = (
        "Il comitato dei commercianti del centro ringrazia per la pazienza dimostrata nei",
        "mesi dei lavori e durante le assemblee pubbliche dello scorso autunno la famiglia di",
    )
    pages = [stacked((*said, name, *LINES), size=10) for name in names]
    pages = with_lines(pages, at(LEFT, 750, HEAD, size))
    found = [text for _, text in texts(drawn(tmp_path / "a.pdf", *pages))]
    assert HEAD not in found
    assert [text for text in found if text.startswith("Il comitato")] == [
        f"{' '.join(said)} {name}" for name in names
    ]


# --- text that looks like furniture --------------------------------------------------------------


def test_large_numbers_of_chapters_are_headings(tmp_path):
    pages = with_lines(
        [stacked(LINES[n:], top=660) for n in range(3)], at(LEFT, TOP, "Capitolo #", 15)
    )
    found = texts(drawn(tmp_path / "a.pdf", *pages))
    assert [text for role, text in found if role is Role.HEADING] == [
        "Capitolo 12",
        "Capitolo 13",
        "Capitolo 14",
    ]


def test_a_heading_that_comes_again_under_a_header_stays(tmp_path):
    pages = [line(LEFT, TOP, "Nota", 15) + stacked(LINES[n:], top=676) for n in (0, 1)]
    pages = with_lines([*pages, stacked(LINES)], at(LEFT, 750, HEAD))
    found = texts(drawn(tmp_path / "a.pdf", *pages))
    assert [text for role, text in found if role is Role.HEADING] == ["Nota", "Nota"]
    assert HEAD not in [text for _, text in found]


def test_the_title_of_a_first_page_may_have_the_header_s_words(tmp_path):
    pages = flowing(ARTICLE)
    made = drawn(tmp_path / "a.pdf", line(LEFT, 730, HEAD), *with_lines(pages, at(LEFT, 770, HEAD)))
    assert [text for _, text in texts(made)] == [HEAD, *ARTICLE]


def test_a_table_s_numbers_count_no_pages(tmp_path):
    def page(n):
        rows = (("Nord", f"{40 + n}"), ("Sud", f"{3 + n}"), ("Isole", f"{8 - n}"))
        table = "".join(
            line(x, 680 - 13 * number, text)
            for number, row in enumerate(rows)
            for x, text in zip((LEFT, 300), row, strict=True)
        )
        return line(LEFT, TOP, CHAPTERS[n], 15) + table + stacked(LINES[n:], top=600)

    found = [text for _, text in texts(drawn(tmp_path / "a.pdf", page(0), page(1)))]
    expected = {CHAPTERS[0]: 1, "Nord": 2, "Sud": 2, "Isole": 2, "41": 1, "4": 1, "7": 1}
    assert {text: found.count(text) for text in expected} == expected


# --- as others make them -------------------------------------------------------------------------

NUMBER = '<text:page-number text:select-page="current"/>'
CHAPTER = '<text:chapter text:display="name" text:outline-level="1"/>'


@needs_office
@pytest.mark.parametrize("size", [9.5, 11])
def test_an_office_suite_s_left_and_right_pages_lose_their_headers(tmp_path, size):
    article = [part for title in CHAPTERS for part in (heading(title), body(*PARAGRAPHS[:4]))]
    flat = flat_odt(
        "".join(article),
        page='fo:page-width="14.8cm" fo:page-height="21cm" fo:margin="1.8cm"',
        size=size,
        header=f"{CHAPTER}<text:tab/>{NUMBER}",
        footer="Casa editrice del porto",
    )
    left = f"<style:header-left><text:p>{NUMBER}<text:tab/>{HEAD}</text:p></style:header-left>"
    file = tmp_path / "a.fodt"
    file.write_text(flat.replace("</style:header>", f"</style:header>{left}"), "utf-8")
    (made,) = convert("pdf", tmp_path, file)
    found = texts(made)
    assert [text for role, text in found if role is Role.HEADING] == list(CHAPTERS)
    assert words(text for role, text in found if role is Role.BODY) == words(PARAGRAPHS[:4] * 5)


BOXES = {
    "at the edges": "@page { @top-left { content: '%s' }"
    " @bottom-center { content: counter(page) } }",
    "with counts": "@page { @top-center { content: '%s ' counter(page) '/' counter(pages);"
    " font: italic 18px sans-serif } }",
    "left and right": "@page { @top-left { content: '%s' } @top-right { content: counter(page) } }"
    "@page :left { @top-left { content: counter(page) } @top-right { content: 'Casa editrice' } }",
}


@needs_chromium
@pytest.mark.parametrize("boxes", BOXES)
def test_a_browser_s_boxes_around_a_page_are_left_out(tmp_path, boxes):
    style = "@page { size: A5; margin: 2.2cm } p { margin: 0 0 1em }" + BOXES[boxes] % HEAD
    article = "".join(f"<p>{text}</p>" for text in ARTICLE[:15])
    page, made = tmp_path / "a.html", tmp_path / "a.pdf"
    page.write_text(f"<!doctype html><meta charset=utf-8><style>{style}</style>{article}", "utf-8")
    how = ["--no-pdf-header-footer", f"--user-data-dir={tmp_path / 'profile'}"]
    command = [CHROMIUM, *OPTIONS, *how, f"--print-to-pdf={made}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    assert words(text for _, text in texts(made)) == words(ARTICLE[:15])
