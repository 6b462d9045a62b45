"""Plain text to paragraphs as its reader sees them."""

import textwrap

import pytest
from bitext import ITALIAN, own_stories, plain, version
from shared import swissgov_pages

from corpus import document_from_text

PROSE = [
    "La ferrovia che attraversa la valle fu aperta nel 1907, dopo undici anni di lavori e due "
    "fallimenti. Per mezzo secolo portò merci, poi soltanto turisti.",
    "Oggi la linea è chiusa. I comuni discutono da anni se farne una pista ciclabile o rimetterla "
    "in esercizio, e i soldi promessi dalla regione non sono mai arrivati.",
    "Un comitato di cittadini ha raccolto novemila firme, ma nessuno degli otto sindaci della "
    "valle ha finora risposto alla lettera che le accompagnava.",
]


def paragraphs(text: str) -> list[str]:
    return [paragraph.text for paragraph in document_from_text(text, language="it").paragraphs]


@pytest.mark.parametrize("width", [40, 60, 72, 100])
def test_hard_wrapped_lines_are_rejoined(width: int):
    wrapped = "\n\n".join(textwrap.fill(part, width) for part in PROSE)
    document = document_from_text(wrapped, language="it")
    assert [paragraph.text for paragraph in document.paragraphs] == PROSE
    assert "wrapped" in document.notes[0]


def test_long_lines_are_paragraphs_of_their_own():
    assert paragraphs("\n".join(PROSE)) == PROSE


def test_wrapped_and_long_lines_may_stand_in_one_text():
    text = textwrap.fill(PROSE[0], 60) + "\n\n" + PROSE[1] + "\n" + PROSE[2]
    assert paragraphs(text) == PROSE


def test_items_of_a_wrapped_list_stay_apart():
    items = [f"- {part}" for part in PROSE]
    assert paragraphs("\n".join(textwrap.fill(item, 60) for item in items)) == items


def test_lists_of_short_lines_are_not_joined():
    lines = ["Trasporti", "Via Roma 5", "Orari degli uffici", "Lunedì e martedì", "Contatti"]
    assert paragraphs("\n".join(lines)) == lines


def test_a_marker_on_the_line_before_wrapped_text_stays_apart():
    assert paragraphs("(IT)\n" + textwrap.fill(PROSE[0], 60)) == ["(IT)", PROSE[0]]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        (
            "dicono adesso che cosa è una inter-",
            "nazionale dei trasporti e delle merci",
            "internazionale",
        ),
        ("che cosa è il lungo asse Roma-", "Berlino, di cui si parla da anni a", "Roma-Berlino"),
        ("che cosa è il piano socio-", "economico, anzi il socio-economico per", "socio-economico"),
    ],
)
def test_words_divided_at_a_line_end_are_put_together(first: str, second: str, joined: str):
    text = f"{first}\n{second}\nnessuno lo sa più dire con certezza"
    (paragraph,) = paragraphs(text)
    assert joined in paragraph.split("cosa è ")[1]


def pages() -> list[str]:
    """Italian pages, a paragraph a line: our own stories, and real ones that lie beside us."""
    own = [plain(version(story.paragraphs, ITALIAN)) for story in own_stories()]
    lines = ["\n".join(italian for italian, _ in story.pairs) for story in own_stories()]
    real = [page["it"] for page in swissgov_pages()]
    return [*(text.replace("\n\n", "\n") for text in own), *lines, *real]


def test_pages_of_one_paragraph_a_line_are_kept_line_by_line():
    for page in pages():
        assert paragraphs(page) == [line.strip() for line in page.split("\n") if line.strip()]
