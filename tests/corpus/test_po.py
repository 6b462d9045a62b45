"""Message catalogues: what answers to what, which entries count; odd headers stop nothing."""

import time
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import File, InputError, read, read_bilingual

Write = Callable[[str, str | bytes], Path]
ENGLISH = "The package is already installed, so nothing has to be done."
ITALIAN = "Il pacchetto è già installato, quindi non c'è niente da fare."


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def _write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return _write


def head(*fields):
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{field}\\n"\n' for field in fields) + "\n"


HEAD = head("Language: it", "Content-Type: text/plain; charset=UTF-8")


def entry(source, target, before=""):
    return f'{before}msgid "{source}"\nmsgstr "{target}"\n\n'


def sides(path, **languages):
    return tuple(
        (document.language, [part.text for part in document.paragraphs], document.units)
        for document in read_bilingual(path, **languages)
    )


def test_messages_and_their_translations_pair(write: Write):
    path = write("it.po", HEAD + entry(ENGLISH, ITALIAN) + entry("Yes", "Sì"))
    assert sides(path) == (
        ("en", [ENGLISH, "Yes"], (0, 1)),
        ("it", [ITALIAN, "Sì"], (0, 1)),
    )


def test_the_source_s_language_is_the_user_s_word_or_the_text_s(write: Write):
    path = write("it.po", HEAD + entry("Yes", "Sì"))
    assert [code for code, *_ in sides(path, source_language="en")] == ["en", "it"]
    assert [code for code, *_ in sides(path, source_language="it", target_language="en")] == [
        "it",
        "en",
    ]
    with pytest.raises(InputError, match="languages cannot be told"):
        read_bilingual(path)


def test_a_catalogue_without_a_language_is_read_by_its_text_or_as_asked(write: Write):
    path = write("x.po", entry(ENGLISH, ITALIAN))
    assert [code for code, *_ in sides(path)] == ["en", "it"]
    assert [code for code, *_ in sides(path, target_language="it")] == ["en", "it"]
    short = write("y.po", head("Language: ") + entry("Yes", "Sì"))
    assert [code for code, *_ in sides(short, source_language="en", target_language="it")] == [
        "en",
        "it",
    ]


@pytest.mark.parametrize(
    "fields",
    [("Language: Italian",), ("X-Poedit-Language: Italian",), ("Language: ", "X-Language: it_IT")],
)
def test_the_header_of_older_tools_names_languages_too(write: Write, fields: tuple[str, ...]):
    path = write("x.po", head(*fields, "X-Source-Language: en-US") + entry("Yes", "Sì"))
    assert [code for code, *_ in sides(path)] == ["en", "it"]


def test_an_untranslated_entry_has_no_counterpart(write: Write):
    path = write("it.po", HEAD + entry(ENGLISH, ITALIAN) + entry("No", "") + entry("Yes", "Sì"))
    source, target = read_bilingual(path)
    assert (source.units, target.units) == ((0, 1, 2), (0, 2))
    assert source.notes == ("Units without a translation: 1 of 3.",)


def test_fuzzy_entries_are_read_and_counted_and_obsolete_ones_are_not(write: Write):
    fuzzy = '#, fuzzy, c-format\n#| msgid "Before"\n'
    old = '#~ msgid "Old"\n#~ msgstr "Vecchio"\n'
    content = HEAD + entry(ENGLISH, ITALIAN, fuzzy) + entry("No", "", "#, fuzzy\n") + old
    source, target = read_bilingual(write("it.po", content))
    assert [part.text for part in source.paragraphs] == [ENGLISH, "No"]
    assert target.notes[0] == (
        "Translations that are marked as fuzzy: 1; they were compared as they are."
    )


def test_every_plural_form_answers_to_the_plural_but_the_first(write: Write):
    forms = "".join(f'msgstr[{n}] "forma {n}"\n' for n in range(3))
    content = f'{HEAD}msgid "one file"\nmsgid_plural "%d files"\n{forms}\n'
    source, target = sides(write("it.po", content), source_language="en")
    assert source == ("en", ["one file", "%d files", "%d files"], (0, 1, 2))
    assert target == ("it", ["forma 0", "forma 1", "forma 2"], (0, 1, 2))


def test_a_language_without_a_singular_has_the_plural_only(write: Write):
    content = 'msgid "one file"\nmsgid_plural "%d files"\nmsgstr[0] "%d Dateien"\n'
    source, _ = sides(write("ja.po", head("Language: de") + content), source_language="en")
    assert source == ("en", ["%d files"], (0,))


def test_contexts_and_comments_are_no_text(write: Write):
    before = '# Nota.\n#. Hint.\n#: a.c:7 b.c:8\nmsgctxt "Menu"\n'
    assert sides(write("it.po", HEAD + entry(ENGLISH, ITALIAN, before)))[0][1] == [ENGLISH]


def test_one_message_in_several_contexts_stays_several(write: Write):
    content = (
        HEAD + entry("Open", "Apri", 'msgctxt "a"\n') + entry("Open", "Aperto", 'msgctxt "b"\n')
    )
    assert sides(write("it.po", content), source_language="en")[1][1] == ["Apri", "Aperto"]


def test_placeholders_and_markup_are_text(write: Write):
    content = entry(r"Type \"%s\" in <b>%(name)s</b>\t!", r"Scrivi \"%s\" in <b>%(name)s</b>\t!")
    assert sides(write("it.po", HEAD + content), source_language="en")[1][1] == [
        'Scrivi "%s" in <b>%(name)s</b>\t!'
    ]


def test_lines_of_a_long_message_are_paragraphs_of_one_unit(write: Write):
    source = r"Usage: tool [OPTION]...\n\n  -a, --all    Show all.\n  -h, --help   Show this.\n"
    target = r"Uso: tool [OPZIONE]...\n\n  -a, --all    Mostra tutto.\n"
    path = write("it.po", HEAD + entry(source, target) + entry("Yes", "Sì"))
    first, second = sides(path, source_language="en")
    assert first[1][:3] == [
        "Usage: tool [OPTION]...", "-a, --all    Show all.", "-h, --help   Show this."
    ]  # fmt: skip
    assert (first[2], second[2]) == ((0, 0, 0, 1), (0, 0, 1))


def test_paragraphs_stand_on_the_lines_of_their_keywords(write: Write):
    text = f'# Nota.\n#: a.c:7\nmsgctxt "x"\nmsgid ""\n"{ENGLISH}"\nmsgstr ""\n"{ITALIAN}"\n\n'
    plural = 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n'
    source, target = read_bilingual(write("it.po", text + plural), target_language="it")
    assert [part.position(3) for part in source.paragraphs] == [(4, None), (9, None), (10, None)]
    assert [part.position(0) for part in target.paragraphs] == [(6, None), (11, None), (12, None)]


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "utf-8", "windows-1252", "koi8-r", "UTF-16"])
def test_encodings_are_those_that_the_header_announces(write: Write, encoding: str):
    texts = {"koi8-r": "Пакет уже установлен, поэтому ничего делать не нужно."}
    target = texts.get(encoding, ITALIAN)
    announced = head("Language: xx", f"Content-Type: text/plain; charset={encoding}")
    path = write("x.po", (announced + entry(ENGLISH, target)).encode(encoding))
    source, found = read_bilingual(path, source_language="en", target_language="xx")
    assert ([part.text for part in found.paragraphs], source.notes) == ([target], ())


@pytest.mark.parametrize("encoding", ["klingon", "us-ascii", "rot13", "utf-7"])
def test_an_encoding_that_is_wrong_is_said(write: Write, encoding: str):
    announced = head("Language: it", f"Content-Type: text/plain; charset={encoding}")
    source, target = read_bilingual(write("it.po", announced + entry(ENGLISH, ITALIAN)))
    assert target.paragraphs[0].text == ITALIAN
    note = "The catalogue announces an encoding that it is not in."
    assert source.notes == (() if encoding == "us-ascii" else (note,))


@pytest.mark.parametrize(
    "field",
    [
        "POT-Creation-Date: 2010-02-30 25:61:07 +2",
        "PO-Revision-Date: YEAR-MO-DA HO:MI+ZONE",
        "Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;",
        "Language-Team: <x@y.z>",
        "no colon",
    ],
)
def test_odd_headers_stop_nothing(write: Write, field: str):
    path = write("it.po", head("Language: it", field) + entry(ENGLISH, ITALIAN))
    assert sides(path)[1][1] == [ITALIAN]


def test_a_template_has_nothing_to_compare(write: Write):
    path = write("x.pot", HEAD + entry(ENGLISH, ""))
    with pytest.raises(InputError, match=r"x\.pot: only English text .* nothing in it is trans"):
        read_bilingual(path)
    assert read(path).paragraphs[0].text == ENGLISH


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("Piove da ieri.", "no message catalogue"),
        ("msgid \"a\"\nmsgstr \"b\n\nPiove da ieri.\n", "line 4: no well-formed catalogue"),
        ("msgid \"a\"\nmsgstr \"b\"c\"\n", "line 2: no well-formed catalogue"),
        ("msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[x] \"c\"\n", "no well-formed catalogue"),
        ("\0msgid \"a\"\n", "NUL"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_one_line_without_the_text(
    write: Write, content: str, complaint: str
):
    with pytest.raises(InputError, match=rf"it\.po.*{complaint}") as caught:
        read_bilingual(write("it.po", content))
    assert "\n" not in str(caught.value)
    assert "Piove" not in str(caught.value)


def test_a_catalogue_that_holds_a_file_s_name_does_not_open_that_file(write: Write, tmp_path: Path):
    """The parser takes a text for a file's name where there is such a file."""
    named = write("secret.po", HEAD + entry(ENGLISH, ITALIAN))
    with pytest.raises(InputError, match="no message catalogue"):
        read_bilingual(File("x.po", str(named).encode()))


TEXT = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=30)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT), max_size=4, unique_by=lambda pair: pair[0]))
def test_what_another_tool_writes_is_read(pairs):
    catalogue = polib.POFile()
    catalogue.metadata = {"Language": "it", "Content-Type": "text/plain; charset=utf-8"}
    every = [(ENGLISH, ITALIAN), *((f"{n}x{a}", b) for n, (a, b) in enumerate(pairs))]
    for source, target in every:
        catalogue.append(polib.POEntry(msgid=source, msgstr=target))
    documents = read_bilingual(File("it.po", str(catalogue).encode()), source_language="en")
    for side, document in enumerate(documents):
        found = [[] for _ in every]
        for unit, part in zip(document.units, document.paragraphs, strict=True):
            found[unit] += part.text.split()
        assert found == [pair[side].split() for pair in every]


@settings(max_examples=100, deadline=None)
@given(st.text('msgidstr[]0"\\n #~,|fuzzyplurac:\n', max_size=80), st.binary(max_size=40))
def test_any_text_is_read_or_refused(text, more):
    try:
        read_bilingual(File("x.po", b'msgid "a"\n' + text.encode() + more))
    except InputError as error:
        assert "\n" not in str(error)


def test_blank_lines_in_any_number_are_looked_at_once():
    start = time.process_time()
    with pytest.raises(InputError, match="no message catalogue"):
        read(File("x.po", ("\u00a0\n\n" * 80_000).encode()))
    assert time.process_time() - start < 10  # some 0.3 here; minutes, were each to be read on from
