"""Translation memories: which text renders which, in which language, and nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from translate.storage.tmx import tmxfile

from corpus import File, InputError, UsageError, default_limits, read, read_bilingual, read_pair

Write = Callable[[str, str | bytes], Path]
HEAD = '<header srclang="it" segtype="sentence" datatype="plaintext"/>'
PAIR = [("it", "Piove."), ("en", "It rains.")]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def _write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return _write


def memory(*units, head=HEAD, attribute="xml:lang", before=""):
    """A memory; each unit a list of languages and of what stands in their `seg`."""
    body = "".join(
        "<tu>"
        + "".join(f'<tuv {attribute}="{code}"><seg>{text}</seg></tuv>' for code, text in unit)
        + "</tu>\n"
        for unit in units
    )
    return f'<?xml version="1.0"?>\n{before}<tmx version="1.4">{head}<body>\n{body}</body></tmx>'


def sides(path, **languages):
    return tuple(
        (document.language, [part.text for part in document.paragraphs], document.units)
        for document in read_bilingual(path, **languages)
    )


def test_units_pair_the_languages_of_a_memory(write: Write):
    path = write("m.tmx", memory(PAIR, [("it-CH", "Nevica."), ("EN_gb", "It snows.")]))
    assert sides(path) == (
        ("it", ["Piove.", "Nevica."], (0, 1)),
        ("en", ["It rains.", "It snows."], (0, 1)),
    )


def test_the_source_is_the_language_that_the_header_names(write: Write):
    path = write("m.tmx", memory(PAIR, head='<header srclang="EN-US"/>'))
    assert [code for code, *_ in sides(path)] == ["en", "it"]


def test_any_language_may_be_asked_for_as_the_source(write: Write):
    path = write("m.tmx", memory(PAIR))
    assert [code for code, *_ in sides(path, source_language="en")] == ["en", "it"]
    assert [code for code, *_ in sides(path, target_language="it")] == ["en", "it"]


@pytest.mark.parametrize("head", ['<header srclang="*all*"/>', "<header/>", ""])
def test_a_memory_without_a_source_language_is_read_in_its_order(write: Write, head: str):
    path = write("m.tmx", memory([("en", "It rains."), ("it", "Piove.")], head=head))
    assert [code for code, *_ in sides(path)] == ["en", "it"]


def test_old_memories_say_lang(write: Write):
    assert sides(write("m.tmx", memory(PAIR, attribute="lang")))[0][1] == ["Piove."]


def test_of_several_languages_two_are_chosen(write: Write):
    path = write("m.tmx", memory([*PAIR, ("de", "Es regnet.")], [("it", "Sì."), ("de", "Ja.")]))
    assert sides(path, target_language="de") == (
        ("it", ["Piove.", "Sì."], (0, 1)),
        ("de", ["Es regnet.", "Ja."], (0, 1)),
    )


def test_of_several_languages_those_not_asked_for_are_named(write: Write):
    path = write("m.tmx", memory([*PAIR, ("de", "Es regnet.")]))
    with pytest.raises(InputError, match="Italian, English and German; say which"):
        read_bilingual(path)
    with pytest.raises(InputError, match="no French version"):
        read_bilingual(path, source_language="fr", target_language="it")
    with pytest.raises(UsageError):
        read_bilingual(path, source_language="it", target_language="it-CH")


def test_a_unit_that_a_language_lacks_has_no_counterpart(write: Write):
    path = write("m.tmx", memory([("it", "Sì.")], PAIR, [("en", "No."), ("it", " \n")]))
    source, target = read_bilingual(path)
    assert (source.units, target.units) == ((0, 1), (1, 2))
    assert (
        source.notes
        == target.notes
        == (
            "Units without a translation: 1 of 2.",
            "Units with a translation but no source text: 1.",
        )
    )


@pytest.mark.parametrize(
    ("segment", "texts"),
    [
        ('Un <bpt i="1">&lt;b&gt;</bpt>forte<ept i="1">&lt;/b&gt;</ept> no.', ["Un forte no."]),
        ('Tasto <ph x="1">{0}</ph>: <hi type="bold">subito <it pos="end">}</it></hi>ora.',
         ["Tasto : subito ora."]),
        ("Uno<ut>\\par</ut> due<!-- tre --> quattro.", ["Uno due quattro."]),
        ('Riga<ph type="lb"/>nuova.', ["Riga\nnuova."]),
        ('Vedi <ph>&lt;img alt="<sub>Il <hi>porto</hi> di notte<ph>x</ph></sub>"&gt;</ph>qui.',
         ["Vedi qui.", "Il porto di notte"]),
        ("A &lt;b&gt; &amp; &#x20AC;.", ["A <b> & €."]),
        ("Primo.\n\n Secondo.", ["Primo.", "Secondo."]),
    ],
)  # fmt: skip
def test_codes_are_dropped_and_what_they_mark_is_kept(write: Write, segment: str, texts: list[str]):
    source, _ = read_bilingual(write("m.tmx", memory([("it", segment), ("en", "Yes.")])))
    assert [part.text for part in source.paragraphs] == texts
    assert source.units == (0,) * len(texts)


def test_notes_properties_and_namespaces_do_not_matter(write: Write):
    text = memory(PAIR).replace("<tmx ", '<tmx xmlns="http://www.lisa.org/tmx14" ')
    text = text.replace("<tu>", '<tu tuid="7"><note>Non è testo.</note><prop type="x">no</prop>')
    text = text.replace("<seg>", "<prop type='y'>nemmeno</prop><seg>")
    assert sides(write("m.tmx", text))[0][1] == ["Piove."]


def test_of_several_texts_in_a_language_the_first_is_read(write: Write):
    path = write("m.tmx", memory([*PAIR, ("en-GB", "It is raining.")], PAIR))
    _, target = read_bilingual(path)
    assert [part.text for part in target.paragraphs] == ["It rains."] * 2
    assert target.notes == ("Units with several texts in one language: 1; the first one was read.",)


def test_a_paragraph_stands_on_the_line_of_its_variant(write: Write):
    source, target = read_bilingual(write("m.tmx", memory(PAIR, PAIR)))
    assert [part.position(0) for part in source.paragraphs] == [(3, None), (4, None)]
    assert target.paragraphs[1].position(3) == (4, None)


def test_what_is_in_a_memory_is_never_set_aside_as_furniture(write: Write):
    path = write("m.tmx", memory([("it", "Commenti"), ("en", "Comments")], PAIR))
    assert {part.role.value for part in read_bilingual(path)[0].paragraphs} == {"body"}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-1"])
def test_encodings_are_those_that_xml_announces(write: Write, encoding: str):
    name = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
    text = memory([("it", "Perché è così."), ("en", "Why.")])
    text = text.replace('version="1.0"', f'version="1.0" encoding="{name}"', 1)
    assert sides(write("m.tmx", text.encode(encoding)))[0][1] == ["Perché è così."]


def test_utf_8_that_is_called_utf_16_is_read(write: Write):
    text = memory(PAIR).replace('version="1.0"', 'version="1.0" encoding="utf-16"', 1)
    assert sides(write("m.tmx", text))[0][1] == ["Piove."]


def test_a_few_characters_that_xml_forbids_stop_nothing_and_are_counted(write: Write):
    """Trados writes Word's optional hyphens so."""
    source, _ = read_bilingual(write("m.tmx", memory([("it", "co&#x1F;operare"), ("en", "x\x1e")])))
    assert source.paragraphs[0].text == "co\ufffdoperare"
    assert source.notes == ("Characters that XML forbids: 2; they were left out or replaced.",)
    many = memory([("it", "&#x1F;" * 500), ("en", "x")])
    with pytest.raises(InputError, match=r"m\.tmx, line 3: .* a character that XML forbids"):
        read_bilingual(write("m.tmx", many))
    hidden = memory([("it", "&#x1F;</seg>"), ("en", "x")])
    with pytest.raises(InputError, match=r"m\.tmx, line 3: .* an element is not closed"):
        read_bilingual(write("m.tmx", hidden))


def test_one_language_alone_is_a_text_like_others(write: Write):
    path = write("m.tmx", memory(PAIR))
    document = read(path, language="en")
    assert ([part.text for part in document.paragraphs], document.units) == (["It rains."], None)
    with pytest.raises(InputError, match="Italian and English; say which language"):
        read(path)
    with pytest.raises(InputError, match="no German version"):
        read(path, language="de")


def test_a_memory_beside_another_file_is_refused(write: Write):
    path, other = write("m.tmx", memory(PAIR)), write("b.txt", "It rains.")
    for files in ((path, other), (other, path)):
        with pytest.raises(InputError, match=r"m\.tmx: holds both versions already; give it alone"):
            read_pair(*files)


def test_a_file_in_memory_is_read_too():
    assert sides(File("upload.TMX", memory(PAIR).encode()))[1][1] == ["It rains."]


DOCTYPE = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'
BOMB = '<!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\n'
OUTSIDE = '<!DOCTYPE tmx [<!ENTITY b SYSTEM "file:///etc/passwd">]>\n'
PARAMETER = '<!DOCTYPE tmx [<!ENTITY % p SYSTEM "http://localhost:9/x.dtd"> %p;]>\n'


def test_a_document_type_that_memories_name_is_not_followed(write: Write):
    assert sides(write("m.tmx", memory(PAIR, before=DOCTYPE)))[0][1] == ["Piove."]
    text = memory([("it", "Uno&nbsp;due."), ("en", "One.")], before=DOCTYPE)
    assert sides(write("m.tmx", text))[0][1] == ["Uno\u00a0due."]


@pytest.mark.parametrize("before", [BOMB, OUTSIDE, PARAMETER])
def test_entities_are_refused(write: Write, before: str):
    path = write("m.tmx", memory([("it", "&b;"), ("en", "Yes.")], before=before))
    with pytest.raises(
        InputError, match=r"m\.tmx(, line \d+)?: (declares entities|no well-formed)"
    ):
        read_bilingual(path)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("<tmx><body>", "no well-formed XML; it ends too early"),
        ("Piove.", "no well-formed XML; it begins with something else"),
        ("\n" + memory(PAIR), "no well-formed XML; something stands before <"),
        (memory([("it", "Rossi & C."), ("en", "x")]), "line 3: .* a bare &"),
        (memory([("it", "a&nbsp;b"), ("en", "x")]), "line 3: .* an entity that XML does not know"),
        (memory(PAIR).replace("1.0", '1.0" encoding="klingon', 1), "save it as UTF-8"),
        (memory([("it", "x" * 10_100_000)]), "a text of more than 10,000,000 characters"),
        ("<html/>", "is XML, but no TMX"),
        (memory(), "holds no text"),
        (memory([("it", "Sì.")]), "only Italian text was found"),
        (memory([("", "Sì.")]), r"line 3: .*xml:lang"),
        (memory([("Deutsch", "Ja.")]), r"line 3: .*xml:lang"),
        (memory(PAIR, head='<header srclang="Italian"/>'), r"line 2: srclang is .* no language"),
        ("<tmx>" + "<a>" * 5000 + "</a>" * 5000 + "</tmx>", "no well-formed XML"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(write: Write, content: str, complaint: str):
    with pytest.raises(InputError, match=rf"m\.tmx.*{complaint}") as caught:
        read_bilingual(write("m.tmx", content))
    assert "\n" not in str(caught.value)


def test_too_many_units_are_refused(write: Write):
    from dataclasses import replace

    path = write("m.tmx", memory(*[PAIR] * 30))
    with pytest.raises(InputError, match=r"m\.tmx: has more than 29 paragraphs"):
        read_bilingual(path, limits=replace(default_limits(), paragraphs=29))


LEGAL = st.text(st.characters(exclude_categories=("C",)), max_size=30)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(LEGAL, LEGAL), min_size=1, max_size=4))
def test_what_another_tool_writes_is_read(pairs):
    store = tmxfile()
    for source, target in [("Inizio.", "Start."), *pairs]:
        store.addtranslation(source, "it", target, "en")
    source, target = read_bilingual(File("m.tmx", bytes(store)), source_language="it")
    for document, number in ((source, 0), (target, 1)):
        wanted = [pair[number].split() for pair in [("Inizio.", "Start."), *pairs]]
        found = [[] for _ in wanted]
        for unit, part in zip(document.units, document.paragraphs, strict=True):
            found[unit] += part.text.split()
        assert found == wanted
