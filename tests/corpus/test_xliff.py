"""XLIFF of both families: segments as they pair, inline codes dropped, what is fixed left out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from translate.storage.xliff import xlifffile
from translate.storage.xliff2 import Xliff2File

from corpus import File, InputError, read_bilingual
from fedele.exchange.bitext import Bitext, PairGroup, SegmentPair
from fedele.exchange.xliff import render_xliff

Write = Callable[[str, str], Path]
OLD = 'xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"'
NEW = 'xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1"'


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def _write(name: str, content: str) -> Path:
        path = tmp_path / name
        path.write_text(content, "utf-8")
        return path

    return _write


def old(*units, head=""):
    """XLIFF 1.2 of some trans-units, which are given by what stands in them."""
    body = "\n".join(f'<trans-unit id="u{n}">{unit}</trans-unit>' for n, unit in enumerate(units))
    return (
        f'<xliff {OLD}><file original="a" source-language="it" target-language="en-GB" '
        f'datatype="plaintext">{head}<body>\n{body}</body></file></xliff>'
    )


def new(*units, languages='srcLang="it" trgLang="en"', attributes=""):
    """XLIFF 2 of some units, which are given by what stands in them."""
    body = "\n".join(f'<unit id="u{n}">{unit}</unit>' for n, unit in enumerate(units))
    return f'<xliff {NEW} {languages}><file id="f" {attributes}>\n{body}</file></xliff>'


def pair(source, target=None):
    return f"<source>{source}</source>" + ("" if target is None else f"<target>{target}</target>")


def segment(source, target=None, **attributes):
    written = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<segment{written}>{pair(source, target)}</segment>"


def sides(path, **languages):
    return tuple(
        (document.language, [part.text for part in document.paragraphs], document.units)
        for document in read_bilingual(path, **languages)
    )


def texts(path, **languages):
    return tuple(found for _, found, _ in sides(path, **languages))


# --- both -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        old(pair("Piove.", "It rains."), pair("Sì."), pair("No.", ""), pair("Nevica.", "Snow.")),
        new(
            segment("Piove.", "It rains.") + segment("Sì."),
            segment("No.", "") + "<ignorable><source> </source></ignorable>",
            segment("Nevica.", "Snow."),
        ),
    ],
)
@pytest.mark.parametrize("ending", [".xlf", ".xliff", ".mqxliff", ".sdlxliff"])
def test_segments_pair_and_missing_targets_are_said(write: Write, content: str, ending: str):
    path = write(f"x{ending}", content)
    assert sides(path) == (
        ("it", ["Piove.", "Sì.", "No.", "Nevica."], (0, 1, 2, 3)),
        ("en", ["It rains.", "Snow."], (0, 3)),
    )
    assert read_bilingual(path)[0].notes == ("Units without a translation: 2 of 4.",)


@pytest.mark.parametrize("make", [lambda s, t: old(pair(s, t)), lambda s, t: new(segment(s, t))])
def test_the_sides_can_be_swapped(write: Write, make):
    path = write("x.xlf", make("Piove.", "It rains."))
    assert texts(path, source_language="en") == (["It rains."], ["Piove."])


@pytest.mark.parametrize("make", [lambda t: old(pair(t, "x")), lambda t: new(segment(t, "x"))])
@pytest.mark.parametrize(
    ("space", "expected"), [("preserve", "Uno\n due."), ("default", "Uno due.")]
)
def test_white_space_is_kept_where_the_file_says_so(write: Write, make, space, expected):
    content = make("\n Uno\n due.\n").replace("<source>", f'<source xml:space="{space}">')
    assert texts(write("x.xlf", content))[0] == [expected]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("<xliff>", "no well-formed XML"),
        ("<tmx/>", "is XML, but no XLIFF"),
        (old(pair("", "")), "holds no text"),
        (old(pair("Il treno è in ritardo, ci scusiamo.")), "nothing in it is translated yet"),
        (
            new(segment("Sì.", "Yes."), languages='srcLang="it" trgLang="it-CH"'),
            "both sides are in Italian",
        ),
        (new(segment("Sì.", "Yes."), languages='srcLang="Italian" trgLang="en"'), "by no code"),
        (new(segment('<cp hex="xyz"/>', "Yes.")), "line 2: <cp> names no character"),
        (
            f'<!DOCTYPE xliff [<!ENTITY a "haha">]><xliff {OLD}><file>&a;</file></xliff>',
            "declares entities",
        ),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(write: Write, content: str, complaint: str):
    with pytest.raises(InputError, match=rf"x\.xlf.*{complaint}") as caught:
        read_bilingual(write("x.xlf", content))
    assert "\n" not in str(caught.value)


# --- 1.2 --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ('Un <g id="1">forte</g> <x id="2"/>no<bx id="3"/>!<ex id="3"/>', ["Un forte no!"]),
        ('Un <bpt id="1">&lt;b></bpt>forte<ept id="1">&lt;/b></ept> no.', ["Un forte no."]),
        ('Riga<x id="1" ctype="lb"/>nuova.', ["Riga\nnuova."]),
        ('Uno <mrk mtype="x-term">due</mrk> tre<it id="1" pos="open">{</it>.', ["Uno due tre."]),
        ('Vedi <ph id="1">alt="<sub>Il porto</sub>"</ph>qui.', ["Vedi qui.", "Il porto"]),
        ('Uno<x id="1"/><x id="2"/>due<x id="3"/>, 3.<x id="4"/>Tre <x id="5"/>4.',
         ["Uno due, 3. Tre 4."]),
        ('Riga<ph id="1">&lt;br/></ph>nuova<x id="2" equiv-text="&lt;br>"/>nuova.',
         ["Riga\nnuova\nnuova."]),
        ('<bpt id="1" ctype="x-html-p">&lt;p></bpt>Uno.<ept id="1">&lt;/p></ept>'
         '<g id="2" ctype="x-p">Due.</g>Tre.', ["Uno.", "Due.\nTre."]),
        ('Uno <mrk mtype="x-sdl-added">due</mrk><mrk mtype="x-sdl-deleted"><g id="1">2</g></mrk> '
         '<mrk mtype="x-sdl-comment">tre</mrk>.', ["Uno due tre."]),
    ],
)  # fmt: skip
def test_codes_of_the_old_family_are_dropped(write: Write, content: str, found: list[str]):
    path = write("x.xlf", old(pair(f'{content}<!-- "no" -->', "Yes.")).replace(
        "<source>", '<source xml:space="preserve">'))  # fmt: skip
    assert texts(path)[0] == found


def test_proposals_notes_and_contexts_are_no_text(write: Write):
    more = (
        "<note>Non è testo.</note><alt-trans><source>Altro.</source><target>Other.</target>"
        '</alt-trans><context-group><context context-type="x">no</context></context-group>'
    )
    head = "<header><note>Nemmeno.</note></header>"
    content = old(pair("Piove.", "It rains.") + more, head=head)
    assert texts(write("x.xlf", content)) == (["Piove."], ["It rains."])


def marked(*segments):
    return " ".join(f'<mrk mtype="seg" mid="{mid}">{text}</mrk>' for mid, text in segments)


def test_marked_segments_pair_by_their_names(write: Write):
    ours = marked((1, "Uno."), (2, "Due."), (3, "Tre."))
    theirs = marked((2, "Two."), (1, '<g id="1">One</g>.'), (4, "More."))
    unit = f"{pair('Uno. Due. Tre.')}<seg-source>{ours}</seg-source><target>{theirs}</target>"
    source, target = sides(write("x.sdlxliff", old(unit)))
    assert source == ("it", ["Uno.", "Due.", "Tre."], (0, 1, 2))
    assert target == ("en", ["One.", "Two.", "More."], (0, 1, 3))


def test_a_segment_in_pieces_is_one(write: Write):
    ours, theirs = (
        marked((1, "Uno,"), (1, "due."), (2, "Tre.")),
        marked((1, "One, two."), (2, "3.")),
    )
    unit = f"{pair('x')}<seg-source>{ours}</seg-source><target>{theirs}</target>"
    assert sides(write("x.xlf", old(unit))) == (
        ("it", ["Uno,", "due.", "Tre."], (0, 0, 1)),
        ("en", ["One, two.", "3."], (0, 1)),
    )


def test_a_target_that_is_not_segmented_answers_to_the_whole_source(write: Write):
    unit = (
        f"{pair('Uno. Due.')}<seg-source>{marked((1, 'Uno.'), (2, 'Due.'))}</seg-source>"
        "<target>One and two.</target>"
    )
    assert sides(write("x.xlf", old(unit))) == (
        ("it", ["Uno. Due."], (0,)),
        ("en", ["One and two."], (0,)),
    )


def test_what_is_not_to_be_translated_is_left_out_and_counted(write: Write):
    content = old(pair("Piove.", "It rains."), pair("X-17", "X-17"), pair("Sì.", "Yes."))
    content = content.replace('id="u1"', 'id="u1" translate="no"')
    content = content.replace("<body>", '<body><group translate="no"><group>', 1)
    content = content.replace('id="u2"', 'id="u2" translate="yes"')
    content = content.replace("</body>", "</group></group></body>")
    path = write("x.xlf", content)
    assert texts(path) == (["Sì."], ["Yes."])
    note = "Units that are not to be translated and were left out: 2."
    assert read_bilingual(path)[1].notes == (note,)


def test_a_catalogue_s_header_is_no_text(write: Write):
    content = old(pair("Language: it", "Language: it"), pair("Sì.", "Yes."))
    content = content.replace('id="u0"', 'id="u0" restype="x-gettext-domain-header"')
    assert texts(write("x.xlf", content)) == (["Sì."], ["Yes."])


def test_unfinished_targets_are_read_and_counted(write: Write):
    content = old(pair("Piove.", "It rains."), pair("Sì.", "Yes."))
    content = content.replace("<target>", '<target state="needs-translation">', 1)
    content = content.replace("<target>Yes", '<target state="final">Yes')
    path = write("x.xlf", content)
    assert texts(path)[1] == ["It rains.", "Yes."]
    assert read_bilingual(path)[0].notes == (
        "Translations that the file marks as unfinished: 1; they were compared as they are.",
    )


def test_a_missing_translation_is_not_called_unfinished(write: Write):
    content = old(pair("Piove.", "It rains."), pair("Sì.", ""))
    content = content.replace("<target></target>", '<target state="new"/>')
    assert read_bilingual(write("x.xlf", content))[0].notes == (
        "Units without a translation: 1 of 2.",
    )


def test_all_files_and_groups_of_a_file_are_read(write: Write):
    first = old(pair("Uno.", "One."))
    second = first[first.index("<file") : first.index("</xliff>")]
    second = second.replace("Uno", "Due").replace("One", "Two")
    second = second.replace("<body>", "<body><group><group>")
    second = second.replace("</body>", "</group></group></body>")
    path = write("x.xlf", first.replace("</xliff>", second + "</xliff>"))
    assert texts(path) == (["Uno.", "Due."], ["One.", "Two."])
    other = second.replace("en-GB", "de")
    with pytest.raises(InputError, match="several languages; make one of each pair"):
        read_bilingual(write("y.xlf", first.replace("</xliff>", other + "</xliff>")))


def test_an_open_target_language_is_told_by_the_text_or_the_user(write: Write):
    long = pair("Il treno è in ritardo, ci scusiamo.", "The train is late, we are sorry for that.")
    content = old(long).replace('target-language="en-GB" ', "")
    assert [code for code, *_ in sides(write("x.xlf", content))] == ["it", "en"]
    short = write("y.xlf", old(pair("Sì.", "Ja.")).replace('target-language="en-GB" ', ""))
    assert [code for code, *_ in sides(short, target_language="de")] == ["it", "de"]
    with pytest.raises(InputError, match="cannot be told"):
        read_bilingual(short)


def test_a_language_that_the_texts_alone_name_is_theirs(write: Write):
    content = old(pair("Sì.", "Ja.")).replace('target-language="en-GB" ', "")
    content = content.replace("<target>", '<target xml:lang="de-AT">')
    assert [code for code, *_ in sides(write("x.xlf", content))] == ["it", "de"]


@pytest.mark.parametrize("tag", ["ENG", "eng-GB", "en_GB", "EN"])
def test_languages_are_known_however_they_are_written(write: Write, tag: str):
    content = old(pair("Sì.", "Yes.")).replace("en-GB", tag)
    assert [code for code, *_ in sides(write("x.xlf", content))] == ["it", "en"]


# --- 2.x --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ('Un <pc id="1">forte</pc> <ph id="2"/>no<sc id="3"/>!<ec startRef="3"/>', "Un forte no!"),
        ('Riga<ph id="1" type="fmt" subType="xlf:lb"/>nuova.', "Riga\nnuova."),
        ('Uno <mrk id="m1" type="term">due</mrk> <sm id="m2"/>tre<em startRef="m2"/>.',
         "Uno due tre."),
        ('Campana: <cp hex="0007"/>, <cp hex="D800"/> e <cp hex="20AC"/>.',
         "Campana: \ufffd, \ufffd e €."),
    ],
)  # fmt: skip
def test_codes_of_the_new_family_are_dropped(write: Write, content: str, found: str):
    path = write("x.xlf", new(segment(content, "Yes."), attributes='xml:space="preserve"'))
    assert texts(path)[0] == [found]


def test_targets_in_an_order_of_their_own_stay_with_their_sources(write: Write):
    first = segment("Uno.", "One.").replace("<target>", '<target order="3">')
    second = segment("Due.", "Two.").replace("<target>", '<target order="1">')
    between = "<ignorable><source> </source></ignorable>"
    content = new(first + between + second, segment("Tre.", "Three."))
    assert sides(write("x.xlf", content)) == (
        ("it", ["Uno.", "Due.", "Tre."], (0, 1, 2)),
        ("en", ["One.", "Two.", "Three."], (0, 1, 2)),
    )


def test_notes_modules_and_original_data_are_no_text(write: Write):
    more = (
        '<notes><note>Non è testo.</note></notes><originalData><data id="d">b</data>'
        '</originalData><mtc:matches xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0"><mtc:match>'
        "<source>Altro.</source><target>Other.</target></mtc:match></mtc:matches>"
    )
    content = new(more + segment("Piove.", "It rains."))
    assert texts(write("x.xlf", content)) == (["Piove."], ["It rains."])


def test_groups_files_and_states_of_the_new_family(write: Write):
    content = new(segment("Piove.", "It rains.", state="initial"), segment("X.", "X."))
    content = content.replace('<unit id="u1">', '<group id="g" translate="no"><unit id="u1">')
    content = content.replace("</file>", "</group></file>")
    content = content.replace(
        "</xliff>", f'<file id="g2"><unit id="v">{segment("Sì.", "Yes.")}</unit></file></xliff>'
    )
    path = write("x.xlf", content)
    assert texts(path) == (["Piove.", "Sì."], ["It rains.", "Yes."])
    assert read_bilingual(path)[0].notes == (
        "Units that are not to be translated and were left out: 1.",
        "Translations that the file marks as unfinished: 1; they were compared as they are.",
    )


def test_a_segment_stands_on_the_line_of_its_text(write: Write):
    path = write("x.xlf", new(segment("Uno.", "One."), segment("Due.", "Two.")))
    source, target = read_bilingual(path)
    assert [part.position(0) for part in source.paragraphs] == [(2, None), (3, None)]
    assert target.paragraphs[1].position(0) == (3, None)


# --- whoever wrote it -------------------------------------------------------------------------

CONTROLS = "\x00\x07\x0b\x1b\x7f\x85\ud800\ufffe\r\u2028\u202e\u200d"
TEXT = st.text(st.one_of(st.sampled_from(CONTROLS + "<&>]\"' \n"), st.characters()), max_size=20)
LEGAL = st.text(st.characters(exclude_categories=("C",)), max_size=30)
START = ("Inizio.", "Start.")


def words(document, count):
    """What each unit says, by words."""
    found = [[] for _ in range(count)]
    for unit, part in zip(document.units, document.paragraphs, strict=True):
        found[unit] += part.text.split()
    return found


NOT_TEXT = [*range(9), *range(0x0E, 0x20), 0x7F, *range(0xD800, 0xE000)]
REPLACED = dict.fromkeys(NOT_TEXT, "\ufffd")


def seen(units):
    """The units' words that an eye sees."""
    return [[word for word in found if any(map(str.isprintable, word))] for found in units]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT), max_size=4))
def test_what_we_write_is_read_back_whatever_it_holds(pairs):
    every = [START, *pairs]
    bitext = Bitext(
        "it", "en", "sentence", (PairGroup(None, tuple(SegmentPair(*p) for p in every)),)
    )
    source, target = read_bilingual(File("x.xliff", render_xliff(bitext)))
    for document, side in ((source, 0), (target, 1)):
        written = [pair[side].translate(REPLACED).split() for pair in every]
        assert seen(words(document, len(every))) == seen(written)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(LEGAL, LEGAL), max_size=4), st.sampled_from([xlifffile, Xliff2File]))
def test_what_another_tool_writes_is_read(pairs, kind):
    store = kind()
    store.setsourcelanguage("it")
    store.settargetlanguage("en")
    for source, target in [START, *pairs]:
        unit = store.addsourceunit(source)
        unit.target = target
    source, target = read_bilingual(
        File("x.xlf", bytes(store)), source_language="it", target_language="en"
    )
    for document, side in ((source, 0), (target, 1)):
        every = [START, *pairs]
        assert words(document, len(every)) == [p[side].split() for p in every]
