"""Whole web pages, written by us after real ones: what stands around the text is set aside.

Of the pages in ``data/pages`` "ministry" and "magazine" were written after the rules and have not
changed them. Beside each stands its text, a paragraph a line.
"""

from pathlib import Path

import pytest

from corpus import Role, read

PAGES = Path(__file__).parent / "data" / "pages"
ITALIAN = ("blog", "ministry", "quotidiano")
UNSEEN = ("magazine", "ministry")
PROSE = (
    "<p>Il porto lavora di nuovo a pieno ritmo, ma i sindacati temono altri tagli in estate.</p>"
)


def page(name):
    """What was read as text, what was set aside, and what is the text."""
    document = read(PAGES / f"{name}.html", language="it" if name in ITALIAN else "en")
    parts = [(part.role, part.text.replace("\n", " ")) for part in document.paragraphs]
    text = [part for role, part in parts if role is not Role.FURNITURE]
    aside = [part for role, part in parts if role is Role.FURNITURE]
    return text, aside, (PAGES / f"{name}.txt").read_text("utf-8").splitlines()


@pytest.fixture
def roles(tmp_path):
    """Paragraphs of a page with their roles."""

    def of(body):
        path = tmp_path / "a.html"
        path.write_text(f"<!doctype html><html><body>{body}</body></html>", "utf-8")
        return {part.text: part.role for part in read(path, language="it").paragraphs}

    return of


@pytest.mark.parametrize("name", sorted(file.stem for file in PAGES.glob("*.html")))
def test_no_paragraph_of_the_text_is_set_aside(name):
    text, _, expected = page(name)
    assert [part for part in expected if part not in text] == []
    assert [part for part in text if part in expected] == expected, "in order"


@pytest.mark.parametrize("name", sorted(file.stem for file in PAGES.glob("*.html")))
def test_nearly_all_around_the_text_is_set_aside(name):
    text, aside, expected = page(name)
    words = sum(len(part.split()) for part in text)
    least = 0.65 if name in UNSEEN else 0.95
    assert sum(len(part.split()) for part in expected) / words >= least
    assert aside, "set aside, not lost"


@pytest.mark.parametrize(
    "around",
    [
        '<div id="cookie-banner"><p>Usiamo i cookie.</p></div>',
        '<div class="ArticleComments comments"><p>Usiamo i cookie.</p></div>',
        '<section class="newsletter"><p>Usiamo i cookie.</p></section>',
        '<div class="box mostRead"><p>Usiamo i cookie.</p></div>',
        '<div role="complementary"><p>Usiamo i cookie.</p></div>',
    ],
)
def test_a_block_that_says_what_it_is_is_set_aside(roles, around):
    assert roles(PROSE * 3 + around)["Usiamo i cookie."] is Role.FURNITURE


@pytest.mark.parametrize(
    "around",
    [
        '<div class="has-sidebar cookie-active"><h1>Il porto</h1>{}</div>',
        '<article class="post tag-newsletter category-social">{}</article>',
        '<div id="comments">{}</div>',
        '<section id="related">{}</section>',
        '<div class="shared research">{}</div>',
    ],
)
def test_what_holds_the_text_is_never_set_aside(roles, around):
    found = roles(around.format(PROSE))
    assert Role.FURNITURE not in found.values()


def test_a_list_of_links_beside_a_text_is_set_aside_and_a_list_with_links_is_not(roles):
    menu = "".join(f"<li><a href=#>Voce {number}</a></li>" for number in range(4))
    items = "".join(f"<li>Un punto con <a href=#>fonte {number}</a></li>" for number in range(4))
    found = roles(f"{PROSE * 3}<ul>{menu}</ul><ul>{items}</ul>")
    assert found["Voce 1"] is Role.FURNITURE
    assert found["Un punto con fonte 1"] is Role.BODY


def test_a_page_that_is_a_list_of_links_stays_as_it_is(roles):
    menu = "".join(f"<li><a href=#>Voce {number}</a></li>" for number in range(4))
    assert Role.FURNITURE not in roles(f"<ul>{menu}</ul>").values()


def test_two_versions_side_by_side_are_both_text(roles):
    italian = f"<article><h2>Italiano</h2>{PROSE * 4}</article>"
    english = "<article><h2>English</h2><p>The port is working at full pace again.</p></article>"
    found = roles(italian + english)
    assert found["The port is working at full pace again."] is Role.BODY


def test_text_outside_the_main_element_is_set_aside_but_for_the_title(roles):
    found = roles(
        "<p>Abbonati oggi al giornale.</p><div><h1>Il porto</h1><p>Un sommario.</p></div>"
        f"<main>{PROSE * 3}</main><p>Altre storie dal mare.</p>"
    )
    assert found["Abbonati oggi al giornale."] is Role.FURNITURE
    assert found["Altre storie dal mare."] is Role.FURNITURE
    assert found["Il porto"] is Role.HEADING
    assert found["Un sommario."] is Role.BODY


def test_an_empty_main_element_says_nothing(roles):
    assert Role.FURNITURE not in roles(f"<main></main>{PROSE}").values()


def test_a_fragment_is_text_as_a_whole(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(f'<div class="newsletter">{PROSE}</div>', "utf-8")
    assert [part.role for part in read(path, language="it").paragraphs] == [Role.BODY]


@pytest.mark.parametrize(
    "mark",
    [
        '<a href="#fn1"><sup>1</sup></a>',
        '<sup><a href="#fn1">1</a></sup>',
        '<a class="footnote-ref" href="#fn1">1</a>',
        '<a class="sdfootnoteanc" href="#sdfootnote1sym"><sup>1</sup></a>',
        '<a epub:type="noteref" href="note.xhtml#n1">*</a>',
    ],
)
def test_the_numbers_of_notes_do_not_grow_onto_words(roles, mark):
    note = '<p><a href="#back1">1</a>Una nota al testo. <a href="#fnref1">\u21a9\ufe0e</a></p>'
    assert set(roles(f"<p>Il porto{mark} lavora.</p>{note}")) == {
        "Il porto lavora.",
        "Una nota al testo.",
    }


def test_links_to_other_parts_of_the_text_keep_their_numbers(roles):
    assert set(roles('<p>Vedi il capitolo <a href="#c3">3</a> e x<sup>2</sup>.</p>')) == {
        "Vedi il capitolo 3 e x2."
    }


@pytest.mark.parametrize(
    "around",
    [
        "<div>{}</div>",
        "<table><tr><td>{}</td></tr></table>",
        "<section>{}</section>",
    ],
)
def test_what_is_nothing_but_links_is_a_menu_whatever_its_element(roles, around):
    links = "".join(f"<div><a href=/{name}>{name}</a></div>" for name in ("Politica", "Economia"))
    found = roles(around.format(f"<a href=/>Notizie</a>{links}") + f"<div>{PROSE * 3}</div>")
    assert {text for text, role in found.items() if role is Role.FURNITURE} == {
        "Notizie",
        "Politica",
        "Economia",
    }


def test_text_behind_a_paywall_s_class_is_text_and_the_paywall_s_message_is_not(roles):
    found = roles(
        f"<div>{PROSE * 3}</div><div class='text paywall-content'><p>Il sindaco ha detto di no.</p>"
        "</div><div class=paywall-message><p>Riservato agli abbonati.</p></div>"
    )
    assert found["Il sindaco ha detto di no."] is not Role.FURNITURE
    assert found["Riservato agli abbonati."] is Role.FURNITURE


def test_custom_elements_say_what_they_are_by_their_name(roles):
    found = roles(f"{PROSE * 3}<amp-ad><div>Offerte</div></amp-ad><glossary-term>Il molo.")
    assert found["Offerte"] is Role.FURNITURE
    assert found["Il molo."] is not Role.FURNITURE


def test_a_paragraph_that_sends_readers_on_is_set_aside(roles):
    found = roles(
        f"{PROSE * 3}<p class=read-also>LEGGI ANCHE <a href=/a>Orari cambiati per lo sciopero</a>"
        "<p class='share-title'>Il sommario dell'articolo, in un paragrafo.</p>"
    )
    assert found["LEGGI ANCHE Orari cambiati per lo sciopero"] is Role.FURNITURE
    assert found["Il sommario dell'articolo, in un paragrafo."] is not Role.FURNITURE


def test_what_is_only_read_out_is_left_out_and_captions_hidden_from_that_are_read(roles):
    found = roles(
        f"{PROSE}<p>Il <a href=/a>piano<span class='sr-only'> (nuova finestra)</span></a> c'è.</p>"
        "<figure><img><figcaption aria-hidden=true>Una gru</figcaption></figure>"
    )
    assert "Il piano c'è." in found
    assert found["Una gru"] is Role.CAPTION


def test_formulas_are_read_without_their_sources(roles):
    formula = (
        "<math><semantics><mi>a</mi><mo>+</mo><mi>b</mi>"
        '<annotation encoding="application/x-tex">a+b</annotation></semantics></math>'
    )
    assert "La somma a+b." in roles(f"<p>La somma {formula}.</p>")


def test_what_libreoffice_prints_on_every_page_is_set_aside(roles):
    assert roles(f"{PROSE}<div title=footer><p>1</p></div>")["1"] is Role.FURNITURE


def test_deletions_are_left_out_and_insertions_are_read(roles):
    assert set(roles("<p>Il <del>vecchio</del><ins>nuovo</ins> piano.</p>")) == {"Il nuovo piano."}
