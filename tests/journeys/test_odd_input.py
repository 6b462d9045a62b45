"""Texts that nobody would write on purpose: a right result or one line, and every span exact."""

import random

import pytest

import fedele
from corpus import Side
from fedele.reports import render_html

ITALIAN = (
    "Il governo ha approvato ieri la legge di bilancio dopo una lunga notte di trattative.",
    "Il voto finale è atteso a dicembre, quando il Parlamento tornerà a riunirsi.",
    "I sindacati hanno annunciato uno sciopero generale per il 12 novembre.",
)
ENGLISH = (
    "The government approved the budget law yesterday after a long night of negotiations.",
    "The final vote is expected in December, when Parliament meets again.",
    "The unions have announced a general strike for 12 November.",
)
LANGUAGES = {"source_language": "it", "target_language": "en"}


def assert_whole(review):
    """Each paragraph in one group or set aside, each span the text that it says."""
    alignment = review.alignment
    for side, document, aside in (
        (Side.SOURCE, review.source, alignment.source_aside),
        (Side.TARGET, review.target, alignment.target_aside),
    ):
        grouped = [number for group in alignment.groups for number in getattr(group, side.value)]
        numbers = [*grouped, *(item.paragraph for item in aside)]
        assert sorted(numbers) == list(range(len(document.paragraphs)))
        passages = [getattr(flag, side.value) for flag in review.findings]
        words = [word for word in review.judged_words if word.side is side]
        for item in [*filter(None, passages), *words]:
            assert document.paragraphs[item.paragraph].text[item.start : item.end] == item.text
    assert 0 <= review.fidelity <= 100


ODD = {
    "bidirectional controls": ("\u202eIl voto\u202c è atteso\u200f a \u2067dicembre\u2069.", 1),
    "zero width": ("Il\u200b voto fi\u00adna\u200dle è at\ufeffteso a di\u2060cembre.", 1),
    "emoji": ("Il voto 🗳️ finale 👩‍👩‍👧‍👦 è atteso a dicembre 🇮🇹!", 1),
    "combining marks": ("Il voto e\u0300 atteso a dicembre; cosi\u0300 e\u0301.", 1),
    "Arabic": ("الحكومة وافقت على قانون الميزانية أمس بعد مفاوضات طويلة.", 0),
    "no spaces": ("voto" * 3000, 1),
    "no letters": ("… — ¡!? 12.345,67 % ½ №", 1),
    "markup": ("<script>alert(1)</script> [bold]voto[/bold] =1+1 &amp; {{ 7 * 7 }}", 1),
}


@pytest.mark.parametrize("case", ODD.values(), ids=ODD.keys())
def test_odd_characters_keep_every_span_exact(case):
    odd, place = case
    italian = [*ITALIAN[:place], odd, *ITALIAN[place + 1 :]]
    review = fedele.review_texts("\n\n".join(italian), "\n\n".join(ENGLISH), **LANGUAGES)
    assert_whole(review)
    assert "</html>" in render_html(review)


def test_a_sentence_each_is_enough():
    review = fedele.review_texts(ITALIAN[0], ENGLISH[0])
    assert review.verdict is fedele.Verdict.TRANSLATION
    assert_whole(review)


def test_a_word_each_needs_its_languages_said():
    with pytest.raises(fedele.InputError, match="say which it is"):
        fedele.review_texts("Sì", "Yes")
    assert_whole(fedele.review_texts("Sì", "Yes", **LANGUAGES))


def test_figures_alone_need_their_languages_said():
    with pytest.raises(fedele.InputError, match="say which it is"):
        fedele.review_texts("1\n\n2\n\n3", "1\n\n2\n\n4")
    assert_whole(fedele.review_texts("1\n\n2\n\n3", "1\n\n2\n\n4", **LANGUAGES))


@pytest.mark.parametrize("texts", [("", ENGLISH[0]), (ITALIAN[0], " \n\t\n ")])
def test_an_empty_side_is_refused(texts):
    with pytest.raises(fedele.InputError, match="holds no text"):
        fedele.review_texts(*texts)


def test_two_texts_in_one_language_are_refused():
    with pytest.raises(fedele.InputError, match="both are in Italian"):
        fedele.review_texts(ITALIAN[0], " ".join(ITALIAN))


@pytest.mark.parametrize("text", ["Il voto\0è atteso", "Il voto \ud800 è atteso"])
def test_what_is_no_text_is_refused(text):
    with pytest.raises(fedele.InputError):
        fedele.review_texts(text, ENGLISH[0])


def test_one_huge_paragraph_is_read():
    order = random.Random(7).choices(range(3), k=150)
    italian, english = (" ".join(side[n] for n in order) for side in (ITALIAN, ENGLISH))
    review = fedele.review_texts(italian, english, effort="fast")
    assert [(g.source, g.target) for g in review.alignment.groups] == [((0,), (0,))]
    assert_whole(review)


OTHER_PAIRS = {
    ("de", "en"): (
        "Die Regierung hat gestern nach langen Verhandlungen das Haushaltsgesetz verabschiedet. "
        "Die Gewerkschaften haben einen Streik angekündigt.",
        "The government passed the budget law yesterday after long negotiations. "
        "The unions have announced a strike.",
    ),
    ("fr", "it"): (
        "Le gouvernement a adopté hier la loi de finances après de longues négociations. "
        "Les syndicats ont annoncé une grève.",
        "Il governo ha approvato ieri la legge di bilancio dopo lunghe trattative. "
        "I sindacati hanno annunciato uno sciopero.",
    ),
}


@pytest.mark.parametrize("languages", OTHER_PAIRS, ids="-".join)
def test_other_languages_are_reviewed_just_the_same(languages):
    review = fedele.review_texts(*OTHER_PAIRS[languages])
    assert (review.source.language, review.target.language) == languages
    assert review.verdict is fedele.Verdict.TRANSLATION
    beads = [bead for group in review.alignment.groups for bead in group.beads]
    assert all(bead.source and bead.target for bead in beads)
    assert_whole(review)
