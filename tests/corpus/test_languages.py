"""Language tables and language detection."""

import pytest

from corpus import UsageError, detect_language, known_languages, load_language, primary_subtag


@pytest.mark.parametrize("code", ["it", "IT", "it-CH", "it_IT"])
def test_region_and_case_do_not_matter(code: str):
    assert load_language(code).code == "it"


@pytest.mark.parametrize("code", ["", "i", "italian", "1t", "è"])
def test_what_is_no_code_is_refused(code: str):
    with pytest.raises(UsageError, match="language code"):
        primary_subtag(code)


def test_a_language_without_a_table_has_empty_ones():
    assert load_language("xx").table("sentences") == {}
    assert load_language("xx").words("roles", "furniture") == ()


def test_what_holds_in_many_languages_is_no_language():
    assert {"en", "it"} <= {spoken.code for spoken in known_languages()}
    assert "mul" not in {spoken.code for spoken in known_languages()}


def test_tables_cannot_be_changed():
    with pytest.raises(TypeError):
        load_language("it").tables["sentences"] = {}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Il governo ha deciso di rinviare la riforma a settembre.", "it"),
        ("The government has decided to put off the reform until autumn.", "en"),
        ("Die Regierung hat beschlossen, die Reform zu verschieben.", "de"),
        ("Le gouvernement a décidé de reporter la réforme à l'automne.", "fr"),
    ],
)
def test_a_sentence_tells_its_language(text: str, code: str):
    assert detect_language(text) == code


@pytest.mark.parametrize(
    "text",
    ["", "Roma", "Comments", "12.500 – 13.000", "https://example.org/una/pagina/italiana",
     "- Anna Neri, 29/11/24", "Xi Jinping", "Kim Jong-un, Vladimir Putin"],
)  # fmt: skip
def test_names_figures_and_single_words_tell_nothing(text: str):
    assert detect_language(text) is None
