"""Documents that know what renders what are not aligned anew; only long units are looked into."""

import pytest
from encoders import default_encoder
from hypothesis import given, settings
from hypothesis import strategies as st

from align import GroupKind, align
from corpus import Document, Paragraph, Role, Span, read_lines, split_sentences

TRAIN, RAIN = "Il treno parte alle nove di mattina.", "Piove senza sosta da ieri sera."
TRAIN_EN, RAIN_EN = (
    "The train leaves at nine in the morning.",
    "It has been raining since last night.",
)


@pytest.fixture(scope="module")
def encoder():
    return default_encoder()


def document(language, *texts, units=None):
    made = (Paragraph(text, split_sentences(text, language), language) for text in texts)
    return Document(language, tuple(made), units=units)


def shape(alignment):
    return [(group.source, group.target, group.kind.value) for group in alignment.groups]


def beads(group):
    return [
        tuple(tuple(where.sentence for where in side) for side in (bead.source, bead.target))
        for bead in group.beads
    ]


def lines(tmp_path, name, text):
    (tmp_path / name).write_text(text, "utf-8")
    return read_lines(tmp_path / name, numbered=True)


def test_each_line_is_a_group_with_the_line_of_the_same_number(tmp_path, encoder):
    source = lines(tmp_path, "it.txt", "Il treno parte alle nove.\nPiove da ieri.\n")
    target = lines(tmp_path, "en.txt", "It has been raining.\nThe train leaves at nine.\n")
    found = align(source, target, encoder)
    assert [(group.source, group.target) for group in found.groups] == [((0,), (0,)), ((1,), (1,))]
    assert all(group.kind is GroupKind.ALIGNED for group in found.groups)
    assert all(group.beads[0].similarity < 0.5 for group in found.groups)
    assert all(group.beads[0].confidence == 1 for group in found.groups)


def test_a_line_is_one_bead_however_many_sentences_it_holds(tmp_path, encoder):
    source = lines(tmp_path, "it.txt", f"{TRAIN} {RAIN}\n")
    target = lines(tmp_path, "en.txt", f"{TRAIN_EN} {RAIN_EN}\n")
    assert beads(align(source, target, encoder).groups[0]) == [((0,), (0,))]


def test_a_unit_that_one_side_lacks_is_omitted_or_added(encoder):
    source = document("it", TRAIN, RAIN, units=(3, 8))
    target = document("en", TRAIN_EN, RAIN_EN, units=(3, 5))
    assert shape(align(source, target, encoder)) == [
        ((0,), (0,), "aligned"),
        ((), (1,), "added"),
        ((1,), (), "omitted"),
    ]


def test_what_the_file_pairs_stays_paired_however_unlike_it_is(encoder):
    source = document("it", TRAIN, units=(0,))
    target = document("en", "Grandmother's recipe asks for four eggs.", units=(0,))
    group = align(source, target, encoder).groups[0]
    assert (group.kind, beads(group)) == (GroupKind.ALIGNED, [((0,), (0,))])
    assert group.similarity == pytest.approx(group.beads[0].similarity)


def test_a_unit_of_several_sentences_is_aligned_inside(encoder):
    source = document("it", RAIN, f"{TRAIN} {RAIN}", units=(0, 1))
    target = document("en", RAIN_EN, f"{TRAIN_EN} {RAIN_EN}", units=(0, 1))
    groups = align(source, target, encoder).groups
    assert beads(groups[1]) == [((0,), (0,)), ((1,), (1,))]
    assert {where.paragraph for bead in groups[1].beads for where in bead.source} == {1}


def test_a_sentence_that_a_unit_drops_stands_alone_in_it(encoder):
    source = document("it", f"{TRAIN} {RAIN}", units=(0,))
    target = document("en", TRAIN_EN, units=(0,))
    assert beads(align(source, target, encoder).groups[0]) == [((0,), (0,)), ((1,), ())]


def test_a_long_unit_in_which_nothing_is_alike_is_one_bead(encoder):
    source = document("it", f"{TRAIN} {RAIN}", units=(0,))
    target = document("en", "Zwölf Boxkämpfer. Xylophon quer.", units=(0,))
    assert beads(align(source, target, encoder).groups[0]) == [((0, 1), (0, 1))]


def test_several_paragraphs_of_a_unit_are_one_group(encoder):
    source = document("it", TRAIN, RAIN, units=(4, 4))
    target = document("en", f"{TRAIN_EN} {RAIN_EN}", units=(4,))
    found = align(source, target, encoder)
    assert shape(found) == [((0, 1), (0,), "aligned")]
    assert len(found.groups[0].beads) == 2


def test_nothing_is_set_aside_where_the_file_pairs(encoder):
    furniture = Paragraph("Commenti", (Span(0, 8),), "it", Role.FURNITURE)
    foreign = Paragraph(RAIN_EN, (Span(0, len(RAIN_EN)),), "en")
    source = Document("it", (furniture, foreign), units=(0, 1))
    target = document("en", "Comments", RAIN_EN, units=(0, 1))
    found = align(source, target, encoder)
    assert (len(found.groups), found.source_aside, found.target_aside) == (2, (), ())


def test_one_side_s_units_alone_say_nothing(encoder):
    source = document("it", TRAIN, RAIN, units=(0, 1))
    found = align(source, document("en", RAIN_EN, TRAIN_EN), encoder)
    assert {(group.source, group.target) for group in found.groups} == {((0,), (1,)), ((1,), (0,))}


@pytest.mark.parametrize("units", [(0,), (1, 0), (0, 1, 2)])
def test_units_that_make_no_sense_are_refused(units):
    with pytest.raises(ValueError, match="`units`"):
        document("it", TRAIN, RAIN, units=units)


SENTENCES = st.lists(st.sampled_from([TRAIN, RAIN, "Sì.", "Ieri, 1961!"]), min_size=1, max_size=3)
SIDE = st.lists(st.tuples(st.integers(0, 4), SENTENCES.map(" ".join)), max_size=4).map(sorted)


@settings(max_examples=25, deadline=None)
@given(SIDE, SIDE)
def test_every_sentence_is_in_one_bead_of_its_unit_s_group(source, target):
    documents = [
        document(code, *(text for _, text in side), units=tuple(unit for unit, _ in side))
        for code, side in (("it", source), ("en", target))
    ]
    groups = align(*documents, default_encoder()).groups
    for side, name in zip(documents, ("source", "target"), strict=True):
        found = [w for group in groups for bead in group.beads for w in getattr(bead, name)]
        assert sorted(found) == list(side.sentence_ids())
    for group in groups:
        units = {documents[0].units[n] for n in group.source}
        assert len(units | {documents[1].units[n] for n in group.target}) == 1
