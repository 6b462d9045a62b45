"""What `find_omissions` promises: what was dropped or added is raised, and no more."""

import pytest
from comparisons import aligned, document, one_to_one
from encoders import default_encoder

from align import Alignment, align
from corpus import Document, Paragraph, Side, Span
from metrics import Category, Comparison, Kind, Severity, judge
from metrics.omissions import find_omissions, is_shown

PAIRS = [
    (
        "Il ministro ha presentato ieri il nuovo piano per le ferrovie.",
        "Yesterday the minister presented the new plan for the railways.",
    ),
    (
        "I lavori cominceranno in primavera, con l'appoggio delle regioni del Nord.",
        "The works will begin in spring, with the support of the northern regions.",
    ),
    (
        "I sindacati temono la chiusura di tre officine vicino a Torino.",
        "The unions fear the closure of three workshops near Turin.",
    ),
    (
        "Il governo risponde che nessun posto di lavoro andrà perduto.",
        "The government replies that no jobs will be lost.",
    ),
]


def by_pair(pairs):
    return one_to_one(*zip(*pairs, strict=True))


def flags_of(comparison):
    return [
        flag
        for flag in find_omissions(judge(comparison))
        if flag.kind is not Kind.SHIFT and is_shown(flag)
    ]


def changed(line, side, old, new):
    pairs = [list(pair) for pair in PAIRS]
    assert old in pairs[line][side], "the sentence must hold what is replaced"
    pairs[line][side] = pairs[line][side].replace(old, new)
    return by_pair(pairs)


PLANTED = [
    (0, 0, "ferrovie", "ferrovie a nord del fiume Po", "a nord del fiume Po", Kind.OMISSION),
    (1, 0, "in primavera", "in primavera, secondo fonti dell'esercito", "esercito", Kind.OMISSION),
    (2, 1, "near Turin", "near Turin and the old airport of Malpensa", "Malpensa", Kind.ADDITION),
    (1, 1, "in spring", "in spring, despite protests by teachers", "by teachers", Kind.ADDITION),
    (0, 1, "the minister", "the notoriously corrupt minister", "corrupt", Kind.ADDITION),
]  # fmt: skip


@pytest.mark.parametrize(("line", "side", "old", "new", "said", "kind"), PLANTED)
def test_a_planted_phrase_is_raised_on_its_side(line, side, old, new, said, kind):
    comparison = changed(line, side, old, new)
    hits = [
        flag
        for flag in flags_of(comparison)
        if flag.kind is kind and said in (flag.target if side else flag.source).text
    ]
    assert hits
    assert hits[0].category is {0: Category.OMISSION, 1: Category.ADDITION}[side]


def test_sentences_that_say_the_same_in_other_words_are_not_flagged():
    assert flags_of(by_pair(PAIRS)) == []


def test_every_span_equals_its_slice():
    for line, side, old, new, *_ in PLANTED:
        comparison = changed(line, side, old, new)
        for flag in find_omissions(judge(comparison)):
            for one, passage in ((Side.SOURCE, flag.source), (Side.TARGET, flag.target)):
                if passage:
                    text = comparison.on(one).paragraphs[passage.paragraph].text
                    assert text[passage.start : passage.end] == passage.text


def test_a_phrase_neither_begins_nor_ends_with_white_space_or_a_dangling_article():
    for line, side, old, new, *_ in PLANTED:
        for flag in flags_of(changed(line, side, old, new)):
            text = (flag.target or flag.source).text
            assert text == text.strip()
            assert text.split()[-1] not in {"the", "of", "and", "by", "il", "di", "del", "a"}


def test_a_dropped_name_is_major():
    flags = flags_of(changed(*PLANTED[0][:4]))
    assert [flag.severity for flag in flags if "Po" in flag.source.text] == [Severity.MAJOR]


def test_a_paragraph_left_out_is_one_flag_over_the_whole_of_it():
    source, target = zip(*PAIRS, strict=True)
    flags = flags_of(aligned(source, [*target[:2], target[3]]))
    assert [(flag.kind, flag.source.text) for flag in flags] == [(Kind.OMISSION, source[2])]
    assert flags[0].severity is Severity.MAJOR
    assert flags[0].confidence > 0.5


def test_a_paragraph_put_in_is_one_flag_over_the_whole_of_it():
    source, target = zip(*PAIRS, strict=True)
    flags = flags_of(aligned([*source[:2], source[3]], target))
    assert [(flag.kind, flag.target.text) for flag in flags] == [(Kind.ADDITION, target[2])]


def test_sentences_left_out_in_a_row_are_one_flag():
    lines = [pair[0] for pair in PAIRS]
    text = " ".join(lines)
    starts = [text.index(line) for line in lines]
    spans = tuple(Span(at, at + len(line)) for at, line in zip(starts, lines, strict=True))
    source = Document("it", (Paragraph(text, spans, "it"),))
    target = document([PAIRS[0][1], PAIRS[3][1]], "en")
    encoder = default_encoder()
    comparison = Comparison(source, target, align(source, target, encoder), encoder)
    flags = flags_of(comparison)
    assert [flag.source.text for flag in flags] == [f"{lines[1]} {lines[2]}"]


def test_a_message_names_the_words_for_an_editor():
    flags = flags_of(changed(*PLANTED[2][:4]))
    assert any("Malpensa" in flag.message and flag.message.endswith(".") for flag in flags)


def test_no_words_no_flags():
    encoder = default_encoder()
    empty = document([], "it"), document([], "en")
    assert find_omissions(judge(Comparison(*empty, Alignment(()), encoder))) == []
