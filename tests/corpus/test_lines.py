"""Which line of its file a paragraph's words stand on."""

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import bilingual_from_text, document_from_text, read

PROSE = (
    "La ferrovia che attraversa la valle fu aperta nel 1907, dopo undici anni di lavori e due "
    "fallimenti. Per mezzo secolo portò merci, poi soltanto turisti, e oggi la linea è chiusa."
)


def place(paragraph, words):
    """Where words stand in the file: line and column."""
    return paragraph.position(paragraph.text.index(words))


def written(tmp_path, name, text):
    path = tmp_path / name
    path.write_bytes(text.encode("utf-8"))
    return read(path, language="it").paragraphs


def test_a_paragraph_knows_its_line_and_where_on_it_it_begins():
    document = document_from_text("Titolo\n\n  Il treno parte.\nIl treno torna.", language="it")
    assert [place(p, "treno" if "treno" in p.text else "Titolo") for p in document.paragraphs] == [
        (1, 1),
        (3, 6),
        (4, 4),
    ]


def test_words_of_a_wrapped_paragraph_stand_on_their_own_lines():
    wrapped = "Titolo\n\n" + textwrap.fill(PROSE, 60)
    paragraph = document_from_text(wrapped, language="it").paragraphs[1]
    assert paragraph.text == PROSE
    lines = wrapped.split("\n")
    for word in ("ferrovia", "1907", "fallimenti", "turisti", "chiusa"):
        number, column = place(paragraph, word)
        assert lines[number - 1][column - 1 :].startswith(word)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("other", ["\f", "\v", "\u2028", "\u2029", "\x85", "\r"])
def test_only_line_ends_that_editors_count_are_counted(tmp_path, end, other):
    text = f"\ufeffPrimo.{other}Secondo.{end}{end}Terzo."
    found = written(tmp_path, "a.txt", text)
    assert [place(p, p.text) for p in found] == [(1, 1), (1, 8), (3, 1)]


def test_a_text_after_its_marker_on_one_line_keeps_its_column():
    text = f"(IT) {PROSE}\n\n(EN) The railway that crosses the valley was opened in 1907."
    source, target = bilingual_from_text(text)
    assert place(source.paragraphs[0], "ferrovia") == (1, 9)
    assert place(target.paragraphs[0], "The") == (3, 6)


def test_markdown_tells_the_line_but_not_the_column(tmp_path):
    text = (
        "---\ntitle: x\n---\n# Il *treno*\n\nUna riga.  \nUn'altra, con `codice`.\n\n"
        "> Una citazione\n\n- primo\n- secondo\n\n| a | b |\n|---|---|\n| cella | altra |\n"
    )
    found = {p.text: p for p in written(tmp_path, "a.md", text)}
    words = {"Il treno": 4, "Una riga": 6, "altra, con": 7, "citazione": 9, "secondo": 12}
    for sought, number in {**words, "cella": 16}.items():
        paragraph = next(p for t, p in found.items() if sought in t)
        assert place(paragraph, sought) == (number, None)


@pytest.mark.parametrize("other", ["\v", "\u2028", "\x85", "\r"])
def test_markdown_counts_only_the_line_ends_that_editors_count(tmp_path, other):
    text = f"Prima riga.{other}Seconda riga.{other}Terza riga.\n\nAltro."
    found = written(tmp_path, "a.md", text)
    assert [place(p, p.text) for p in found] == [(1, None)] * 3 + [(3, None)]


def test_markdown_wrapped_by_hand_tells_every_line(tmp_path):
    (paragraph,) = written(tmp_path, "a.md", textwrap.fill(PROSE, 60))
    lines = textwrap.fill(PROSE, 60).split("\n")
    for word in ("ferrovia", "1907", "fallimenti", "chiusa"):
        assert word in lines[place(paragraph, word)[0] - 1]


def test_code_that_runs_over_a_line_end_leaves_the_lines_untold(tmp_path):
    (paragraph,) = written(tmp_path, "a.md", "Una riga con `codice\nche continua` e altro.")
    assert paragraph.lines == ()
    assert paragraph.position(0) is None


def test_html_has_no_lines_that_are_told(tmp_path):
    found = written(tmp_path, "a.html", "<p>Il treno parte.</p>\n<p>Il treno torna.</p>")
    assert [p.lines for p in found] == [(), ()]


@settings(deadline=None)
@given(st.lists(st.text(alphabet="ab \t-\n\r\f\v\u2028.", max_size=30), min_size=1, max_size=6))
def test_every_character_of_a_text_is_where_it_is_said_to_be(parts):
    text = "\n".join(["Il treno parte.", *parts])
    document = document_from_text(text, language="it")
    lines = text.replace("\r\n", "\n").split("\n")
    for paragraph in document.paragraphs:
        for line in paragraph.lines:
            row = lines[line.number - 1]
            assert row[line.column] == paragraph.text[line.start]
