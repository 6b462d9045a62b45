"""TMX: valid, confirmed pairs only unless all are asked for, and nothing lost on the way back."""

import dataclasses
import io
from datetime import UTC, datetime, timedelta, timezone

import pytest
from lxml import etree
from translate.storage.tmx import tmxfile

from corpus import UsageError
from fedele.exchange import write_tmx
from fedele.exchange.alignment_files import Units, render_alignment
from fedele.findings.decisions import Decision, Ruling
from metrics import Verdict

XML = "{http://www.w3.org/XML/1998/namespace}"
# What TMX 1.4b's type definition says of the elements that we write, in our own words.
DEFINITION = etree.DTD(
    io.StringIO(
        """
        <!ELEMENT tmx (header, body)>
        <!ATTLIST tmx version CDATA #REQUIRED>
        <!ELEMENT header (note | prop)*>
        <!ATTLIST header
            creationtool CDATA #REQUIRED creationtoolversion CDATA #REQUIRED
            segtype (block | paragraph | sentence | phrase) #REQUIRED
            o-tmf CDATA #REQUIRED adminlang CDATA #REQUIRED srclang CDATA #REQUIRED
            datatype CDATA #REQUIRED creationdate CDATA #IMPLIED>
        <!ELEMENT body (tu)*>
        <!ELEMENT tu ((note | prop)*, tuv+)>
        <!ELEMENT tuv ((note | prop)*, seg)>
        <!ATTLIST tuv xml:lang CDATA #REQUIRED>
        <!ELEMENT seg (#PCDATA)>
        <!ELEMENT note (#PCDATA)>
        <!ELEMENT prop (#PCDATA)>
        <!ATTLIST prop type CDATA #REQUIRED>
        """
    )
)


def texts(path):
    return [tuple(seg.text for seg in unit.iter("seg")) for unit in parsed(path).iter("tu")]


def parsed(path):
    return etree.parse(path).getroot()


def decided(review, ruling):
    """The review with every flag decided about in one way."""
    decisions = [
        Decision(
            id=name,
            decision=ruling,
            date=datetime(2026, 11, 22, tzinfo=UTC),
            kind=flag.kind,
            source=flag.source and flag.source.text,
            target=flag.target and flag.target.text,
        )
        for name, flag in zip(review.flag_ids, review.findings, strict=True)
    ]
    return review.decide(decisions)


@pytest.fixture(scope="module")
def confirmed(review, tmp_path_factory):
    return write_tmx(review, tmp_path_factory.mktemp("tmx") / "review.tmx")


@pytest.fixture(scope="module")
def every(review, tmp_path_factory):
    return write_tmx(review, tmp_path_factory.mktemp("tmx") / "review.tmx", every_pair=True)


@pytest.mark.parametrize("name", ["confirmed", "every"])
def test_it_is_valid_by_the_type_definition(request, name):
    assert DEFINITION.validate(parsed(request.getfixturevalue(name))), DEFINITION.error_log


def test_it_says_who_made_it_when_and_from_which_language(review, tmp_path):
    when = datetime(2026, 11, 22, 11, 30, tzinfo=timezone(timedelta(hours=1)))
    header = parsed(write_tmx(review, tmp_path / "a.tmx", created=when)).find("header")
    assert header.get("creationtool") == "fedele"
    assert header.get("creationtoolversion")[0].isdigit()
    assert header.get("creationdate") == "20261122T103000Z"
    assert (header.get("srclang"), header.get("segtype")) == ("it", "sentence")
    recipe = {prop.get("type"): prop.text for prop in header.iter("prop")}
    assert recipe["x-encoder"] == "use-multilingual"


def test_only_pairs_without_an_open_flag_go_in(confirmed):
    found = texts(confirmed)
    assert ("Il treno torna a Valbruna", "The train returns to Valbruna") in found
    flagged = ("340 persone", "garanzie scritte", "non aveva mai escluso", "versante italiano")
    assert not any(words in source for source, _ in found for words in flagged)


def test_a_shift_keeps_no_pair_out(confirmed):
    assert any("salutata con le campane" in source for source, _ in texts(confirmed))


def test_what_was_dismissed_keeps_no_pair_out_and_what_is_to_be_fixed_does(
    review, confirmed, every, tmp_path
):
    dismissed = write_tmx(decided(review, Ruling.INTENDED), tmp_path / "a.tmx")
    assert texts(dismissed) == texts(every)
    assert texts(write_tmx(decided(review, Ruling.FIX), tmp_path / "b.tmx")) == texts(confirmed)


def test_an_unsure_pair_stays_out(spotless, tmp_path):
    group, *others = spotless.alignment.groups
    unsure = dataclasses.replace(
        group, beads=tuple(dataclasses.replace(bead, confidence=0.5) for bead in group.beads)
    )
    alignment = dataclasses.replace(spotless.alignment, groups=(unsure, *others))
    review = dataclasses.replace(spotless, alignment=alignment)
    whole = texts(write_tmx(spotless, tmp_path / "a.tmx"))
    assert texts(write_tmx(review, tmp_path / "b.tmx")) == whole[len(group.beads) :]


def test_all_pairs_bring_their_flags_as_notes(review, every):
    beads = [b for g in review.alignment.groups for b in g.beads if b.source and b.target]
    assert len(texts(every)) == len(beads)
    unit = next(u for u in parsed(every).iter("tu") if "340 persone" in u.findtext("tuv/seg"))
    (number,) = (flag for flag in review.findings if flag.kind == "number")
    assert [note.text for note in unit.iter("note")] == [f"Number, critical: {number.message}"]
    assert {prop.get("type") for prop in unit.iter("prop")} == {
        "x-similarity",
        "x-confidence",
        "x-fidelity",
    }


def test_the_notes_speak_italian_and_say_what_was_decided(review, tmp_path):
    fixed = decided(review, Ruling.FIX)
    root = parsed(write_tmx(fixed, tmp_path / "a.tmx", every_pair=True, language="it"))
    (number,) = (flag for flag in review.findings if flag.kind == "number")
    wanted = f"Numero, critica: {number.evidence.sentence('it')} (da correggere)"
    assert wanted in [note.text for note in root.iter("note")]
    with pytest.raises(UsageError, match="no reports in `xx`"):
        write_tmx(review, tmp_path / "b.tmx", language="xx")


def test_texts_that_are_no_translations_give_no_pairs(review, tmp_path):
    unrelated = dataclasses.replace(review, verdict=Verdict.UNRELATED)
    path = write_tmx(unrelated, tmp_path / "a.tmx", every_pair=True)
    assert texts(path) == []
    assert DEFINITION.validate(parsed(path))


def test_a_second_library_reads_the_same_pairs(every):
    units = tmxfile.parsestring(every.read_bytes()).units
    assert [(unit.source, unit.target) for unit in units] == texts(every)


def test_markup_in_a_text_stays_text(every):
    assert any("<script>" in source for source, _ in texts(every))


def test_an_alignment_is_written_by_the_same_writer(tmp_path):
    beads = (((0,), (0,), 0.9), ((1,), (), None))
    units = Units("line", "it", "en", ("Uno & due", "Tre"), ("One & two",), beads)
    root = etree.fromstring(render_alignment(units, ".tmx"))
    assert DEFINITION.validate(root), DEFINITION.error_log
    assert root.find("header").get("segtype") == "block"
    assert [seg.text for seg in root.iter("seg")] == ["Uno & due", "One & two"]
    assert [tuv.get(f"{XML}lang") for tuv in root.iter("tuv")] == ["it", "en"]


def test_it_is_written_whole_or_not_at_all(review, tmp_path):
    with pytest.raises(UsageError, match="cannot be written"):
        write_tmx(review, tmp_path / "nowhere" / "a.tmx")
