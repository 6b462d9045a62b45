"""Terms files: what they may look like, and what is wrong with those that cannot be read."""

import csv
import dataclasses
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import File, InputError, Term, default_limits, read_terms


@pytest.fixture
def read(tmp_path):
    """Read a terms file given as text or bytes, for Italian and English if nothing else is said."""

    def read(content, name="terms.csv", source="it", target="en", **options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_terms(path, source, target, **options)

    return read


TABLE = "source,target,forbidden,note,case\nlegge,law|statute,act,in force,yes\n"
RULE = Term(("legge",), ("law", "statute"), ("act",), "terms.csv", 2, "in force", True)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_is_read_whatever_its_delimiter_and_encoding(read, delimiter, encoding):
    found = read(TABLE.replace(",", delimiter).encode(encoding))
    assert found.terms == (RULE,)
    assert found.notes == ()


HEADERS = [
    "Source;Target;Forbidden;Note;Case",
    "originale;traduzione;vietato;nota;maiuscole",
    "termine;approvati;da evitare;NOTE;Maiuscole",
    "it;en;vietati;nota;case",
    "Italiano;Inglese;vietati;nota;case",
    "it-IT;en-GB;forbidden;note;case",
    "Italian;English;forbidden;note;case",
]


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("yes", ["yes", "sì", "X", "1", "true", "vero"])
def test_columns_have_names_in_english_and_italian_or_after_languages(read, header, yes):
    assert read(f"{header}\nlegge;law|statute;act;in force;{yes}\n").terms == (RULE,)


def test_columns_named_after_languages_serve_both_directions(read):
    table = "it,fr,en\nlegge,loi,law\n"
    [term] = read(table, source="en", target="it").terms
    assert (term.source, term.approved) == (("law",), ("legge",))
    [term] = read(table, source="fr-CH", target="it").terms
    assert (term.source, term.approved) == (("loi",), ("legge",))


def test_columns_stand_in_any_order_and_may_be_left_out(read):
    [term] = read("note,target,source\n,law,legge\n").terms
    assert (term.source, term.approved, term.forbidden) == (("legge",), ("law",), ())
    assert not term.capitals


def test_a_line_without_a_term_forbids_words_everywhere(read):
    terms = read("source,target,forbidden\n,,illegal alien\n").terms
    assert terms == (Term((), (), ("illegal alien",), "terms.csv", 2),)
    assert read("forbidden\nillegal alien\n").terms == terms
    [term] = read("forbidden,target\nillegal alien,migrant\n").terms
    assert (term.source, term.approved) == ((), ("migrant",))


def test_wordings_lose_stray_white_space_and_repeats(read):
    [term] = read("source,target\n legge   delega | legge delega ||,law | law\n").terms
    assert (term.source, term.approved) == (("legge delega",), ("law",))


def test_lines_are_counted_as_an_editor_shows_them(read):
    table = 'source,target,note\n\nlegge,law,"two\nlines"\n,,\nporto,port,\n'
    assert [term.line for term in read(table).terms] == [3, 6]


def test_columns_that_are_not_read_are_said(read):
    [note] = read("domain,source,target,forbiden\n1,legge,law,act\n").notes
    assert "columns that are not read: 2" in note


WRONG = {
    "no header": ("legge,law\nporto,port\n", "line 1: expected a header"),
    "other languages": ("fr,de,forbidden\nloi,Gesetz,Recht\n", "line 1: expected a header"),
    "half a header": ("source,note\nlegge,act\n", "line 1: expected a header"),
    "one language": ("it,fr,forbidden\nlegge,loi,act\n", "line 1: expected a header"),
    "twice": ("source,target,it\nlegge,law,legge\n", "line 1: two columns for `source`"),
    "no translation": ("source,target\nlegge,law\nporto,\n", "line 3: expected a term and"),
    "too wide": (
        "source,target\nlegge,law,statute\n",
        "line 2: has 3 cells where the header has 2",
    ),
    "quotation": ('source,target\nlegge,"law"s\n', "line 2: cannot be read as a table"),
    "open quotation": ('source,target\nlegge,"law\n\n', "line 2: cannot be read as a table"),
    "both": ("source,target,forbidden\nlegge,law,law\n", "line 2: .* approved and forbidden"),
    "case": ("source,target,case\nlegge,law,perhaps\n", "line 2: expected yes or no"),
    "signs": ("source,target\nlegge,law\n«»,law\n", "line 3: a term without a letter"),
    "long": (f"source,target\nlegge,{'law ' * 100}\n", "line 2: a term of more than 300"),
    "empty": ("source,target\n", "holds no term in it with a rule for en"),
    "binary": (b"PK\x03\x04 a workbook", "a ZIP archive or an office document"),
}


@pytest.mark.parametrize(("content", "complaint"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_one_line_that_says_where(read, content, complaint):
    with pytest.raises(InputError, match=complaint) as caught:
        read(content)
    assert "\n" not in str(caught.value)
    assert "legge" not in str(caught.value)


def test_the_number_of_terms_is_bounded(read):
    limits = dataclasses.replace(default_limits(), terms=2)
    table = "source,target\n" + "legge,law\n" * 3
    with pytest.raises(InputError, match="more than 2 terms"):
        read(table, limits=limits)


wordings = st.lists(
    st.text("abcè '-;,\t\"", min_size=1, max_size=8).filter(lambda text: set(text) & set("abcè")),
    min_size=1,
    max_size=3,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rules=st.lists(st.tuples(wordings, wordings), min_size=1), delimiter=st.sampled_from(",;\t"))
def test_what_a_spreadsheet_writes_is_read_back(read, rules, delimiter):
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(["source", "target"])
    writer.writerows(["|".join(source), "|".join(target)] for source, target in rules)
    found = read(file.getvalue()).terms
    assert [(term.source, term.approved) for term in found] == [
        tuple(tuple(dict.fromkeys(" ".join(one.split()) for one in side)) for side in rule)
        for rule in rules
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(min_size=1), name=st.sampled_from(["t.csv", "t.tbx"]))
def test_any_bytes_are_terms_or_an_error_of_one_line(read, content, name):
    try:
        assert read(b"source,target\n" + content if name == "t.csv" else content, name).terms
    except InputError as error:
        assert "\n" not in str(error)


OLD = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "http://nowhere.example/TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en"><text><body>
<!-- a concept -->
<termEntry id="c1"><note>in force</note>
<langSet xml:lang="it"><tig><term>legge</term></tig></langSet>
<langSet xml:lang="en-GB"><ntig><termGrp><term>law</term></termGrp></ntig>
<tig><term>statute</term>
<termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></tig>
<tig><term>act</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
</langSet><langSet xml:lang="fr"><tig><term>loi</term></tig></langSet></termEntry>
<termEntry id="c2"><langSet xml:lang="it"><tig><term>porto</term></tig></langSet></termEntry>
</body></text></martif>"""
NEW = """<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
<text><body>

<conceptEntry id="c1"><note>in force</note>
<langSec xml:lang="it"><termSec><term>legge</term></termSec></langSec>
<langSec xml:lang="en"><termSec><term>law</term>
<termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termSec>
<termSec><term>statute</term></termSec>
<termSec><term>act</term>
<termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></termSec></langSec>
</conceptEntry></body></text></tbx>"""
TAGGED = """<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
 xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">
<text><body>
<conceptEntry id="c1"><note>in force</note>
<langSec xml:lang="it"><termSec><term>legge</term></termSec></langSec>
<langSec xml:lang="en"><termSec><term>law</term>
<min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus></termSec>
<termSec><term>statute</term></termSec>
<termSec><term>act</term>
<min:administrativeStatus>deprecatedTerm-admn-sts</min:administrativeStatus></termSec></langSec>
</conceptEntry></body></text></tbx>"""


@pytest.mark.parametrize(
    ("content", "line"), [(OLD, 5), (NEW, 4), (TAGGED, 4)], ids=["2008", "dca", "dct"]
)
def test_every_dialect_of_tbx_gives_the_same_rule(read, content, line):
    rule = Term(("legge",), ("law", "statute"), ("act",), "terms.tbx", line, "in force")
    assert read(content, "terms.tbx").terms == (rule,)


def test_a_concept_of_the_targets_language_alone_forbids_words_everywhere(read):
    [term] = read(NEW.replace('"it"', '"en"'), "terms.tbx").terms
    assert (term.source, term.forbidden) == ((), ("act",))


def test_tbx_is_told_by_what_it_holds_too(read):
    assert read(NEW, "export.dat").terms[0].source == ("legge",)


def test_tbx_serves_both_directions(read):
    [term] = read(NEW, "terms.tbx", source="en", target="it").terms
    assert term.source == ("law", "statute", "act")
    assert (term.approved, term.forbidden) == (("legge",), ())


ENTITY = "<!DOCTYPE tbx [<!ENTITY a 'law'>]>"
WRONG_TBX = {
    "entities": (ENTITY + NEW.replace(">law<", ">&a;<"), "declares entities"),
    "file": (
        "<!DOCTYPE tbx [<!ENTITY a SYSTEM 'file:///etc/hostname'>]>" + NEW,
        "declares entities",
    ),
    "cut short": (NEW[:300], r"line \d+: no well-formed XML"),
    "other XML": ("<html><body/></html>", "is XML, but no TBX"),
    "other languages": (NEW.replace('"it"', '"de"'), "holds no term in it"),
    "too deep": ("<tbx>" * 5000, "no well-formed XML"),
}


@pytest.mark.parametrize(("content", "complaint"), WRONG_TBX.values(), ids=WRONG_TBX.keys())
def test_what_is_wrong_with_tbx_is_said_and_nothing_is_expanded(read, content, complaint):
    with pytest.raises(InputError, match=complaint) as caught:
        read(content, "terms.tbx")
    assert "\n" not in str(caught.value)


def test_a_rule_stands_on_the_line_that_editors_count():
    content = "source,target\f\nuno,one\u2028due,two\r\ntre,three\n".encode()
    rules = read_terms(File("x.csv", content), "it", "en").terms
    assert [(rule.source[0], rule.line) for rule in rules] == [("uno", 2), ("due", 2), ("tre", 3)]
