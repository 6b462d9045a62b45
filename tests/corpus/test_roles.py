"""Captions, bylines and page furniture are told apart; body text stays body text."""

import pytest
from bitext import ENGLISH, ITALIAN, Story, ntrex_stories, own_stories
from shared import swissgov_pages

from corpus import Role, document_from_text

BODY = (
    "Il porto lavora di nuovo a pieno ritmo, ma i sindacati temono che l'estate porti altri tagli."
)
LAST = "Nessuno dei tre ministri competenti ha voluto commentare la notizia prima della riunione."


def role_of(text: str, *, at: str = "middle") -> Role:
    texts = {"start": [text, BODY, LAST], "middle": [BODY, text, LAST], "end": [BODY, LAST, text]}
    document = document_from_text("\n\n".join(texts[at]), language="it")
    return next(paragraph.role for paragraph in document.paragraphs if paragraph.text == text)


@pytest.mark.parametrize(
    "text",
    [
        "Workers unload a ship in Genoa, Italy, in 2019. (AP pic)",
        "Operai scaricano una nave nel porto di Genova, 3 maggio 2019. (Foto ANSA)",
        "The mayor speaks outside city hall, May 3, 2019. Sputnik/Ann Bell via REUTERS",
        "Una gru del porto vecchio al tramonto. Getty Images",
        "Foto: Anna Neri / LaPresse",
        "The old harbour at dusk. Photo by Ann Bell",
    ],
)
def test_a_line_with_a_picture_credit_is_a_caption_wherever_it_stands(text: str):
    for place in ("start", "middle", "end"):
        assert role_of(text, at=place) is Role.CAPTION


@pytest.mark.parametrize(
    "text",
    [
        "- Anna Neri, 29/11/24",
        "di Anna Neri",
        "By Ann Bell",
        "A cura di Anna Neri, 3 maggio 2024",
        "(Traduzione di Anna Neri)",
    ],
)
def test_an_author_s_line_at_the_edge_is_a_byline(text: str):
    assert role_of(text, at="start") is Role.BYLINE
    assert role_of(text, at="end") is Role.BYLINE


@pytest.mark.parametrize(
    "text",
    ["Leggi anche: Il porto chiude", "© Riproduzione riservata", "The Daily. All rights reserved."],
)
def test_links_and_rights_at_the_end_are_furniture(text: str):
    assert role_of(text, at="end") is Role.FURNITURE


@pytest.mark.parametrize("text", ["Comments", "Popular Posts", "3 commenti", "Condividi", "SHARE"])
def test_menu_words_at_the_edge_are_furniture_and_in_the_text_they_are_not(text: str):
    assert role_of(text, at="end") is Role.FURNITURE
    assert role_of(text, at="middle") in (Role.BODY, Role.HEADING)


@pytest.mark.parametrize(
    "text",
    [
        "Lo ha detto ieri alla Reuters un funzionario del ministero.",
        "A spokesman told Reuters that the talks would go on (AP reported the same).",
        "La foto è stata scattata nel porto di Genova.",
        "Non è vero.",
        "Restano tre domande senza risposta, e nessuna è nuova",
        "Di Anna Neri non si sa più nulla.",
        "Photos of the harbour, taken by the police in the spring, prove the contrary of that.",
    ],
)
def test_sentences_stay_body(text: str):
    for place in ("start", "middle", "end"):
        assert role_of(text, at=place) in (Role.BODY, Role.HEADING)


def test_a_short_line_without_a_stop_before_running_text_is_a_heading():
    assert role_of("Il porto e i suoi debiti") is Role.HEADING
    assert role_of("Il porto e i suoi debiti.") is Role.BODY


def texts_of(stories: tuple[Story, ...]) -> list[tuple[str, str]]:
    """Both versions of each story, a sentence a paragraph, with their languages."""
    return [
        (code, "\n\n".join(pair[side] for pair in story.pairs))
        for story in stories
        for side, code in ((ITALIAN, "it"), (ENGLISH, "en"))
    ]


def share_set_aside(texts: list[tuple[str, str]]) -> tuple[float, int]:
    """Of their paragraphs; and how many these are."""
    roles = [
        paragraph.role
        for code, text in texts
        for paragraph in document_from_text(text, language=code).paragraphs
    ]
    aside = sum(role not in (Role.BODY, Role.HEADING) for role in roles)
    return aside / max(1, len(roles)), len(roles)


def test_every_sentence_of_our_stories_stays_body():
    share, count = share_set_aside(texts_of(own_stories()))
    assert count == 2 * sum(len(story.pairs) for story in own_stories())
    assert share == 0


def test_nearly_all_lines_of_all_pages_and_news_stay_body():
    """Of our stories, and of real ones that lie beside the checkout, 8,000 lines and more."""
    pages = [(code, page[code]) for page in swissgov_pages() for code in ("en", "it")]
    share, count = share_set_aside([*pages, *texts_of((*own_stories(), *ntrex_stories()))])
    assert count > 8_000 or not pages
    assert share < 0.001
