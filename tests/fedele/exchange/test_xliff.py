"""XLIFF: valid, every flag on exactly its words, and nothing lost on the way back."""

import dataclasses
import io
import math
from datetime import UTC, datetime

import pytest
from lxml import etree
from translate.storage.xliff2 import Xliff2File

from corpus import UsageError
from fedele.exchange import write_xliff
from fedele.exchange.alignment_files import Units, render_alignment
from fedele.findings.decisions import Decision, Ruling
from metrics import Evidence, Flag, Kind, Passage, Verdict

NAMES = {
    "x": "urn:oasis:names:tc:xliff:document:2.0",
    "its": "http://www.w3.org/2005/11/its",
    "mda": "urn:oasis:names:tc:xliff:metadata:2.0",
}
ISSUE = f"{{{NAMES['its']}}}locQualityIssue"
# What XLIFF 2.1's core, metadata and ITS modules say of the elements that we write, in our words.
GRAMMAR = etree.RelaxNG(
    etree.parse(
        io.StringIO(
            """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="urn:oasis:names:tc:xliff:document:2.0"
  datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
 <start><element name="xliff">
  <attribute name="version"><value>2.1</value></attribute>
  <attribute name="srcLang"><data type="language"/></attribute>
  <attribute name="trgLang"><data type="language"/></attribute>
  <attribute name="version" ns="http://www.w3.org/2005/11/its"><value>2.0</value></attribute>
  <element name="file">
   <ref name="id"/>
   <attribute name="space" ns="http://www.w3.org/XML/1998/namespace"/>
   <optional><attribute name="original"/></optional>
   <optional><ref name="metadata"/></optional>
   <oneOrMore><choice><ref name="group"/><ref name="unit"/></choice></oneOrMore>
  </element>
 </element></start>
 <define name="id"><attribute name="id"><data type="NMTOKEN"/></attribute></define>
 <define name="group"><element name="group">
  <ref name="id"/>
  <attribute name="type"><data type="string"><param name="pattern">[^:]+:.+</param></data>
  </attribute>
  <optional><attribute name="translate"><choice><value>yes</value><value>no</value></choice>
  </attribute></optional>
  <zeroOrMore><ref name="unit"/></zeroOrMore>
 </element></define>
 <define name="metadata"><element name="metadata" ns="urn:oasis:names:tc:xliff:metadata:2.0">
  <oneOrMore><element name="metaGroup" ns="urn:oasis:names:tc:xliff:metadata:2.0">
   <attribute name="category"/>
   <oneOrMore><element name="meta" ns="urn:oasis:names:tc:xliff:metadata:2.0">
    <attribute name="type"/><text/></element></oneOrMore>
  </element></oneOrMore>
 </element></define>
 <define name="unit"><element name="unit">
  <ref name="id"/>
  <optional><ref name="metadata"/></optional>
  <optional><element name="notes"><oneOrMore><element name="note">
   <ref name="id"/><attribute name="category"/>
   <attribute name="priority"><data type="integer"><param name="minInclusive">1</param>
    <param name="maxInclusive">10</param></data></attribute>
   <attribute name="appliesTo"><choice><value>source</value><value>target</value></choice>
   </attribute><text/>
  </element></oneOrMore></element></optional>
  <oneOrMore><element name="segment">
   <attribute name="state"><choice><value>initial</value><value>translated</value>
    <value>reviewed</value><value>final</value></choice></attribute>
   <optional><attribute name="subState"><data type="string"><param name="pattern">[^:]+:.+</param>
   </data></attribute></optional>
   <element name="source"><ref name="inline"/></element>
   <optional><element name="target"><ref name="inline"/></element></optional>
  </element></oneOrMore>
 </element></define>
 <define name="inline"><zeroOrMore><choice>
  <text/>
  <element name="cp"><attribute name="hex"><data type="hexBinary"/></attribute></element>
  <element name="mrk">
   <ref name="id"/>
   <attribute name="type"><value>its:generic</value></attribute>
   <attribute name="locQualityIssueType" ns="http://www.w3.org/2005/11/its"/>
   <attribute name="locQualityIssueComment" ns="http://www.w3.org/2005/11/its"/>
   <attribute name="locQualityIssueSeverity" ns="http://www.w3.org/2005/11/its">
    <data type="double"><param name="minInclusive">0</param><param name="maxInclusive">100</param>
    </data></attribute>
   <attribute name="locQualityIssueEnabled" ns="http://www.w3.org/2005/11/its">
    <choice><value>yes</value><value>no</value></choice></attribute>
   <ref name="inline"/>
  </element>
 </choice></zeroOrMore></define>
</grammar>
"""
        )
    )
)


def parsed(path):
    return etree.parse(path).getroot()


def text_of(element):
    """The reader's text, with the characters that stand as `cp` elements."""
    if element is None:
        return ""
    pieces = [element.text or ""]
    for child in element:
        pieces.append(
            chr(int(child.get("hex"), 16)) if child.tag.endswith("}cp") else text_of(child)
        )
        pieces.append(child.tail or "")
    return "".join(pieces)


def segments(root):
    return [
        (text_of(s.find("x:source", NAMES)), text_of(s.find("x:target", NAMES)))
        for s in root.iterfind(".//x:segment", NAMES)
    ]


def marks(root):
    """Every marker: its issue type and its words, by side."""
    return {
        side: [
            (mark.get(f"{ISSUE}Type"), text_of(mark))
            for mark in root.iterfind(f".//x:{side}//x:mrk", NAMES)
        ]
        for side in ("source", "target")
    }


@pytest.fixture(scope="module")
def path(review, tmp_path_factory):
    return write_xliff(review, tmp_path_factory.mktemp("xliff") / "review.xliff")


@pytest.mark.parametrize("name", ["review", "unrelated", "spotless", "long_review"])
def test_it_is_valid(request, name, tmp_path):
    found = parsed(write_xliff(request.getfixturevalue(name), tmp_path / "a.xliff"))
    assert GRAMMAR.validate(found), GRAMMAR.error_log


@pytest.mark.parametrize("verdict", Verdict)
def test_it_holds_both_texts_whole_but_for_the_space_between_sentences(review, verdict, tmp_path):
    judged = dataclasses.replace(review, verdict=verdict)
    pairs = segments(parsed(write_xliff(judged, tmp_path / "a.xliff")))
    for side, document in enumerate((review.source, review.target)):
        written = sorted("".join("".join(pair[side] for pair in pairs).split()))
        there = sorted("".join("".join(p.text for p in document.paragraphs).split()))
        assert written == there


def test_a_flag_marks_exactly_its_words_on_either_side(path):
    found = marks(parsed(path))
    assert ("numbers", "340") in found["source"]
    assert ("numbers", "430") in found["target"]
    assert ("omission", "sul versante italiano del confine") in found["source"]
    assert ("untranslated", "garanzie scritte") in found["target"]


def test_every_flag_is_marked_with_the_words_it_is_about(review, path):
    """Those that cross each other are cut; together, the pieces are the words."""
    root = parsed(path)
    for side in ("source", "target"):
        for flag in review.findings:
            passage = getattr(flag, side)
            if passage is None:
                continue
            pieces = {
                (mark.getparent(), mark.get("id")): text_of(mark)
                for mark in root.iterfind(f".//x:{side}//x:mrk", NAMES)
                if mark.get(f"{ISSUE}Comment") == flag.message
                and mark.get(f"{ISSUE}Type") == flag.kind.its_type
            }
            marked = "".join("".join(pieces.values()).split())
            assert "".join(passage.text.split()) in marked


def test_flags_that_cross_are_cut_where_they_cross(review, tmp_path):
    first, second = "c'erano 340 persone", "340 persone, tra cui"

    def flag(words):
        start = review.source.paragraphs[2].text.index(words)
        passage = Passage(2, start, start + len(words), words)
        known = review.findings[0]
        return dataclasses.replace(
            known, source=passage, evidence=Evidence("omission.phrase", {"words": words})
        )

    crossed = dataclasses.replace(review, findings=(flag(first), flag(second)))
    root = parsed(write_xliff(crossed, tmp_path / "a.xliff"))
    assert GRAMMAR.validate(root), GRAMMAR.error_log
    found = [text for _, text in marks(root)["source"]]
    assert found == ["c'erano 340 persone", "340 persone", ", tra cui"]
    assert any("c'erano 340 persone, tra cui" in source for source, _ in segments(root))
    ids = [mark.get("id") for mark in root.iterfind(".//x:source//x:mrk", NAMES)]
    assert len(set(ids)) == 3


def test_ids_are_unique_where_they_have_to_be(path):
    root = parsed(path)
    for kind in ("group", "unit"):
        ids = [element.get("id") for element in root.iterfind(f".//x:{kind}", NAMES)]
        assert len(ids) == len(set(ids))
    for unit in root.iterfind(".//x:unit", NAMES):
        for side in ("source", "target"):
            ids = [mark.get("id") for mark in unit.iterfind(f".//x:{side}//x:mrk", NAMES)]
            assert len(ids) == len(set(ids))


def test_the_graver_the_flag_the_higher_the_severity(path):
    found = {
        mark.get(f"{ISSUE}Type"): float(mark.get(f"{ISSUE}Severity"))
        for mark in parsed(path).iterfind(".//x:mrk", NAMES)
    }
    assert 100 == found["numbers"] > found["addition"] > found["other"] == 0


def test_every_issue_is_repeated_in_a_note(review, path):
    notes = [note.text for note in parsed(path).iterfind(".//x:note", NAMES)]
    for flag in review.findings:
        assert f"{flag.severity.value}: {flag.message}" in notes


def test_the_notes_speak_italian(review, tmp_path):
    root = parsed(write_xliff(review, tmp_path / "a.xliff", language="it"))
    sentence = review.findings[1].evidence.sentence("it")
    assert any(sentence in note.text for note in root.iterfind(".//x:note", NAMES))
    with pytest.raises(UsageError):
        write_xliff(review, tmp_path / "b.xliff", language="xx")


def test_a_dismissed_flag_is_there_but_not_enabled(review, tmp_path):
    decision = Decision(
        id=review.flag_ids[1],
        decision=Ruling.INTENDED,
        reason="corrected in print",
        date=datetime(2026, 11, 22, tzinfo=UTC),
        kind=Kind.NUMBER,
        source="340",
        target="430",
    )
    root = parsed(write_xliff(review.decide([decision]), tmp_path / "a.xliff"))
    enabled = {
        mark.get(f"{ISSUE}Type"): mark.get(f"{ISSUE}Enabled")
        for mark in root.iterfind(".//x:mrk", NAMES)
    }
    assert enabled["numbers"] == "no"
    assert set(enabled.values()) == {"yes", "no"}
    (note,) = (n for n in root.iterfind(".//x:note", NAMES) if n.get("category") == "number")
    assert "(intended: corrected in print)" in note.text


def test_what_is_missing_has_no_target_and_what_is_added_no_source(review, path):
    pairs = segments(parsed(path))
    omitted, added = review.source.paragraphs[7].text, review.target.paragraphs[7].text
    assert (omitted, "") in pairs
    assert ("", added) in pairs


def test_what_has_no_score_says_none(review, tmp_path):
    beads = tuple((math.nan,) * len(scores) for scores in review.scores.beads)
    scores = dataclasses.replace(review.scores, document=math.nan, beads=beads)
    path = write_xliff(dataclasses.replace(review, scores=scores), tmp_path / "a.xliff")
    types = {meta.get("type") for meta in parsed(path).iterfind(".//x:unit//mda:meta", NAMES)}
    assert types == {"similarity", "confidence"}


def test_groups_tell_how_paragraphs_stand(path):
    found = [group.get("type") for group in parsed(path).iterfind(".//x:group", NAMES)]
    assert {"fedele:aligned", "fedele:moved", "fedele:omitted", "fedele:added"} < set(found)
    assert found[-2:] == ["fedele:aside"] * 2


def test_a_second_library_reads_the_same_pairs(path):
    store = Xliff2File.parsestring(path.read_bytes())
    assert (store.sourcelanguage, store.targetlanguage) == ("it", "en")
    read = [("".join(map(str, (unit.source,))), unit.target or "") for unit in store.units]
    assert [(source or "", target) for source, target in read] == segments(parsed(path))


def test_a_flag_with_an_empty_place_is_marked_there(review, tmp_path):
    place = Passage(2, 10, 10, "")
    flag = dataclasses.replace(review.findings[0], source=place)
    assert isinstance(flag, Flag)
    empty = dataclasses.replace(review, findings=(flag,))
    root = parsed(write_xliff(empty, tmp_path / "a.xliff"))
    assert marks(root)["source"] == [("omission", "")]


def test_an_alignment_is_written_by_the_same_writer():
    beads = (((0,), (0,), 0.9), ((1,), (), None), ((), (1,), None))
    units = Units("line", "it", "en", ("Uno & due", "Tre"), ("One & two", "Four"), beads)
    root = etree.fromstring(render_alignment(units, ".xliff"))
    assert GRAMMAR.validate(root), GRAMMAR.error_log
    assert segments(root) == [("Uno & due", "One & two"), ("Tre", ""), ("", "Four")]
