"""Captions, bylines and page furniture are told apart; body text stays body text."""

import csv
import gzip
import itertools
import json
from pathlib import Path

import pytest

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


def test_nearly_all_lines_of_real_pages_and_news_stay_body(data: Path):
    texts = []
    with gzip.open(data / "swissgov-dev.en-it.jsonl.gz", "rt", encoding="utf-8") as file:
        for page in map(json.loads, file):
            texts += [(code, page[code]) for code in ("en", "it")]
    with (data / "ntrex-dev.en-it.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        for _, group in itertools.groupby(rows, key=lambda row: row["document"]):
            lines = list(group)
            texts += [(code, "\n\n".join(row[code] for row in lines)) for code in ("en", "it")]
    roles = [
        paragraph.role
        for code, text in texts
        for paragraph in document_from_text(text, language=code).paragraphs
    ]
    aside = sum(role not in (Role.BODY, Role.HEADING) for role in roles)
    assert len(roles) > 8000
    assert aside / len(roles) < 0.001
