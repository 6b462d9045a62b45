"""TMX and XLIFF take any text: control characters, directions, emoji, halves of characters."""

import dataclasses
import re

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from translate.storage.tmx import tmxfile
from translate.storage.xliff2 import Xliff2File

from corpus import Span
from fedele.exchange.bitext import Bitext, FlaggedSpan, PairGroup, SegmentPair
from fedele.exchange.tmx import render_tmx
from fedele.exchange.xliff import render_xliff
from fedele.findings.issues import Issue
from metrics import Category, Evidence, Flag, Kind, Passage, Severity

CORE = "{urn:oasis:names:tc:xliff:document:2.0}"
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ODD = "a b\t\n\r\x00\x07\x0b\x1b\x7f\x85\u2028\u202e\u2066\u200d\ufeff\ufffe😀👩‍🚀<&>\"']\udce8"
TEXT = st.text(
    st.one_of(
        st.sampled_from(ODD),
        st.characters(exclude_categories=()),
    ),
    max_size=30,
)
LEGAL = TEXT.map(lambda text: ILLEGAL.sub("", text))


def issue(number, words):
    kind = list(Kind)[number % len(Kind)]
    evidence = Evidence("omission.phrase", {"words": words})
    place = Passage(0, 0, len(words), words)
    flag = Flag(Category.OMISSION, kind, Severity.MAJOR, 0.5, place, None, evidence)
    return Issue(f"{number:012x}", flag, None)


@st.composite
def marked(draw, texts):
    """A text with flags on any of its words, crossing each other as they like."""
    text = draw(texts)
    ends = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(ends, ends).map(sorted), max_size=5))
    marks = (FlaggedSpan(Span(*span), issue(n, text[slice(*span)])) for n, span in enumerate(spans))
    return text, tuple(marks)


@st.composite
def bitexts(draw, texts=TEXT):
    made = []
    for _ in range(draw(st.integers(0, 3))):
        source, source_marks = draw(marked(texts))
        target, target_marks = draw(marked(texts))
        shifted = [
            dataclasses.replace(mark, issue=dataclasses.replace(mark.issue, id=f"t{mark.issue.id}"))
            for mark in target_marks
        ]
        made.append(
            SegmentPair(source, target, source_marks=source_marks, target_marks=tuple(shifted))
        )
    return Bitext("it", "en", "sentence", (PairGroup("aligned", tuple(made)),), path="a\x01\udce8b")


def whole(element):
    """The reader's text of XLIFF content."""
    pieces = [element.text or ""]
    for child in element:
        is_code = child.tag == f"{CORE}cp"
        pieces += [chr(int(child.get("hex"), 16)) if is_code else whole(child), child.tail or ""]
    return "".join(pieces)


@settings(max_examples=60, deadline=None)
@given(bitexts())
def test_tmx_keeps_all_that_xml_can_hold_and_shows_where_it_cannot(bitext):
    root = etree.fromstring(render_tmx(bitext, bitext.pairs))
    read = [tuple(seg.text or "" for seg in unit.iter("seg")) for unit in root.iter("tu")]
    assert read == [
        (ILLEGAL.sub("\ufffd", pair.source), ILLEGAL.sub("\ufffd", pair.target))
        for pair in bitext.pairs
    ]


@settings(max_examples=60, deadline=None)
@given(bitexts())
def test_xliff_keeps_every_character(bitext):
    root = etree.fromstring(render_xliff(bitext))
    read = [tuple(whole(side) for side in segment) for segment in root.iter(f"{CORE}segment")]
    pairs = bitext.groups[0].pairs
    assert read == [(pair.source, pair.target) if pair.target else (pair.source,) for pair in pairs]


@settings(max_examples=60, deadline=None)
@given(bitexts())
def test_xliff_marks_every_flag_s_words_and_no_others(bitext):
    root = etree.fromstring(render_xliff(bitext))
    pairs = bitext.groups[0].pairs
    for pair, segment in zip(pairs, root.iter(f"{CORE}segment"), strict=True):
        sides = [pair.source_marks, pair.target_marks]
        for marks, side in zip(sides, segment, strict=False):
            pieces = {}
            for element in side.iter(f"{CORE}mrk"):
                number = element.get("id").partition(".")[0]
                pieces[number] = pieces.get(number, "") + whole(element)
            numbers = {item.id: f"m{n}" for n, item in enumerate(pair.issues, 1)}
            assert pieces == {numbers[mark.issue.id]: mark.issue.flag.source.text for mark in marks}


@settings(max_examples=50, deadline=None)
@given(bitexts(LEGAL))
def test_a_second_library_reads_the_same_texts(bitext):
    pairs = list(bitext.pairs)
    memory = tmxfile.parsestring(render_tmx(bitext, pairs))
    assert [(unit.source, unit.target) for unit in memory.units] == [
        (pair.source, pair.target) for pair in pairs
    ]
    plain = Bitext("it", "en", "sentence", (PairGroup(None, tuple(pairs)),))
    store = Xliff2File.parsestring(render_xliff(plain))
    assert [(unit.source, unit.target) for unit in store.units] == [
        (pair.source, pair.target) for pair in pairs
    ]
