"""Terms: which flag is raised where, on which words, and that inflected forms count."""

import time

import pytest
from comparisons import one_to_one
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Term
from metrics import (
    Category,
    Flag,
    Kind,
    Passage,
    Severity,
    find_flags,
    judge,
    load_judge,
)
from metrics.terms import find_term_flags


def rule(source, approved="", forbidden="", line=2, **options):
    """A rule from wordings as a table has them."""
    sides = (tuple(filter(None, side.split("|"))) for side in (source, approved, forbidden))
    return Term(*sides, file="terms.csv", line=line, **options)


def compare(*pairs, source="it", target="en"):
    return one_to_one(*zip(*pairs, strict=True), languages=(source, target))


def flags(*pairs, terms, **languages):
    return find_term_flags(compare(*pairs, **languages), terms)


def said(flag):
    """What a flag is about on both sides."""
    return tuple(passage and passage.text for passage in (flag.source, flag.target))


LAW = rule("legge|norma", "law|statute", "act")


def test_an_approved_translation_is_silent():
    assert flags(("La legge è in vigore.", "The law is in force."), terms=[LAW]) == []
    assert flags(("La legge è in vigore.", "The statute is in force."), terms=[LAW]) == []


def test_what_is_no_term_is_silent():
    assert flags(("Il porto è chiuso.", "The act is closed."), terms=[LAW]) == []


def test_a_term_without_its_translation_is_minor_and_on_its_own_words():
    [flag] = flags(("La legge è in vigore.", "The text is in force."), terms=[LAW])
    assert (flag.kind, flag.category) == (Kind.TERMINOLOGY, Category.MISTRANSLATION)
    assert flag.severity is Severity.MINOR
    assert flag.source == Passage(0, 3, 8, "legge")
    assert flag.target is None
    assert flag.message == (
        "The translation has no approved wording for “legge”, such as “law / statute” "
        "(terms.csv, line 2)."
    )


def test_a_forbidden_translation_is_major_and_on_both_sides_words():
    [flag] = flags(("La legge è in vigore.", "The Act is in force."), terms=[LAW])
    assert flag.severity is Severity.MAJOR
    assert (flag.source, flag.target) == (Passage(0, 3, 8, "legge"), Passage(0, 4, 7, "Act"))
    assert flag.evidence.sentence("it") == (
        "La traduzione dice «Act» per «legge», ed è vietato; ammesso: «law / statute» "
        "(terms.csv, riga 2)."
    )


def test_a_forbidden_translation_beside_an_approved_one_is_flagged():
    pair = ("La legge e la norma.", "The law and the act.")
    [flag] = flags(pair, terms=[LAW])
    assert said(flag) == ("norma", "act")


def test_the_rules_note_is_in_the_message():
    term = rule("legge", "law", "act", line=12, note="not in the Commonwealth")
    [flag] = flags(("La legge.", "The act."), terms=[term])
    assert flag.message.endswith("(terms.csv, line 12: not in the Commonwealth).")


def test_a_rule_that_only_forbids_leaves_the_rest_free():
    term = rule("legge", forbidden="act")
    assert flags(("La legge.", "The bill."), terms=[term]) == []
    [flag] = flags(("La legge.", "The act."), terms=[term])
    assert "approved" not in flag.message


def test_words_that_are_banned_everywhere_need_no_term():
    term = rule("", "migrant", "illegal alien")
    [flag] = flags(("I migranti arrivano.", "The illegal aliens arrive."), terms=[term])
    assert said(flag) == (None, "illegal aliens")
    assert flag.severity is Severity.MAJOR
    assert flag.message == (
        "“illegal aliens” is forbidden; approved: “migrant” (terms.csv, line 2)."
    )


def test_what_one_term_forbids_another_may_owe():
    terms = [LAW, rule("atto", "act")]
    pair = ("La legge e l'atto.", "The law and the act.")
    assert flags(pair, terms=terms) == []


def test_rules_for_the_same_term_hold_together():
    terms = [rule("legge", "law", "act"), rule("legge", "statute", line=3)]
    assert flags(("Una legge.", "A statute."), terms=terms) == []
    [flag] = flags(("Una legge.", "An act."), terms=terms)
    assert "line 2" in flag.message


def test_the_longer_term_counts():
    terms = [rule("legge", "law"), rule("legge di bilancio", "Budget Act")]
    assert flags(("La legge di bilancio.", "The Budget Act."), terms=terms) == []
    [flag] = flags(("La legge di bilancio.", "The law."), terms=terms)
    assert said(flag) == ("legge di bilancio", None)


def test_each_bead_is_judged_by_itself():
    pairs = [("La legge passa.", "The text passes."), ("La legge vale.", "The law holds.")]
    [flag] = flags(*pairs, terms=[LAW])
    assert flag.source.paragraph == 0


FORMS = [
    ("it", "decreto legge", "I decreti-legge scadono.", "decreti-legge"),
    ("it", "decreto-legge", "I decreti legge scadono.", "decreti legge"),
    ("it", "Unione europea", "L'uscita dall’Unione Europea costa.", "Unione Europea"),
    ("it", "Stato membro", "Gli Stati membri votano.", "Stati membri"),
    ("it", "Nazioni Unite", "Lo dicono le Nazioni\u00a0Unite.", "Nazioni\u00a0Unite"),
    ("it", "banca centrale", "Le banche centrali tacciono.", "banche centrali"),
    ("it", "approvare", "La camera approverà il testo.", "approverà"),
    ("it", "rigassificatore", "Due rigassificatori nuovi.", "rigassificatori"),
    ("it", "uovo", "Le uova sono care.", "uova"),
    ("it", "lavoratore", "Le lavoratrici scioperano.", "lavoratrici"),
    ("it", "città", "La citta\u0300 dorme.", "citta\u0300"),
    ("it", "legge", "LA LEGGE È UGUALE.", "LEGGE"),
    ("it", "UE", "Lo decide l'UE.", "UE"),
    ("en", "Women's Day", "It was Women’s Day.", "Women’s Day"),
    ("en", "e-mail", "Two emails arrived.", "emails"),
    ("en", "email", "An e-mail arrived.", "e-mail"),
    ("en", "mouse", "The mice are here.", "mice"),
    ("en", "NGO", "The NGOs protest.", "NGOs"),
    ("en", "EU", "The E.U. decides.", "E.U."),
    ("en", "run", "They ran home.", "ran"),
    ("de", "Abkommen", "Des Abkommens wegen.", "Abkommens"),
]
OTHERS = [
    ("it", "Stato membro", "L'Italia è membro."),
    ("it", "porto", "La porta è aperta."),
    ("it", "UE", "Le ue non sono parole."),
    ("it", "partita", "Bisogna partire presto."),
    ("it", "banca centrale", "La banca, centrale per noi, chiude."),
    ("it", "legge", "Il leggio è vuoto."),
    ("en", "US", "He told us."),
    ("en", "leaf", "They leave now."),
    ("en", "art", "The party starts."),
]


@pytest.mark.parametrize(("language", "term", "text", "words"), FORMS)
def test_forms_of_a_term_are_the_term(language, term, text, words):
    [flag] = flags((text, "Nix."), terms=[rule(term, "nought")], source=language)
    assert flag.source.text == words


@pytest.mark.parametrize(("language", "term", "text"), OTHERS)
def test_other_words_are_not(language, term, text):
    assert flags((text, "Nix."), terms=[rule(term, "nought")], source=language) == []


def test_capitals_count_where_the_rule_says_so():
    pair = ("La camera è libera.", "The room is free.")
    assert len(flags(pair, terms=[rule("Camera", "Chamber")])) == 1
    assert flags(pair, terms=[rule("Camera", "Chamber", capitals=True)]) == []
    [flag] = flags(
        ("La Camera vota.", "The room votes."), terms=[rule("Camera", "Chamber", capitals=True)]
    )
    assert said(flag) == ("Camera", None)


def test_a_language_without_lemmas_has_the_words_as_they_are():
    pair = ("Ipsa lex manet.", "Sama kanuni.")
    [flag] = flags(pair, terms=[rule("lex", "sheria")], source="xx", target="yy")
    assert said(flag) == ("lex", None)


LOSS = ("Il ministro Brambilla ha lasciato Pechino ieri.", "The minister left yesterday.")


def found(pair, terms):
    comparison = compare(pair)
    return find_flags(judge(comparison, load_judge("fast")), terms=terms)


def test_a_missing_term_never_hides_a_graver_finding():
    without = found(LOSS, ())
    assert any("Pechino" in flag.source.text for flag in without if flag.source)
    assert found(LOSS, [rule("Pechino", "Beijing")]) == without


def test_terms_are_among_all_findings():
    pair = ("Il governo ha approvato la legge.", "The government approved the statute.")
    assert not any(flag.kind is Kind.TERMINOLOGY for flag in found(pair, ()))
    kinds = [flag.kind for flag in found(pair, [rule("legge", "law", "statute")])]
    assert kinds.count(Kind.TERMINOLOGY) == 1


WORDS = ("legge", "leggi", "porto", "Stato", "Stati", "membro", "membri", "l'", "-", ",", "di")
words = st.lists(st.sampled_from(WORDS))


@settings(deadline=None)
@given(source=words, target=words, wordings=st.lists(words, min_size=1, max_size=3))
def test_a_flag_has_the_words_that_stand_at_its_place(source, target, wordings):
    texts = " ".join(source) or "x", " ".join(target) or "x"
    said = [" ".join(one) for one in wordings]
    terms = [Term((one,), ("y",), tuple(said[1:]), "t", 1) for one in said if one.strip(" -,'")]
    for flag in flags(texts, terms=terms, target="it"):
        assert isinstance(flag, Flag)
        for text, passage in zip(texts, (flag.source, flag.target), strict=True):
            if passage:
                assert text[passage.start : passage.end] == passage.text
                assert passage.text.strip(" -,'") == passage.text


def test_twenty_thousand_terms_and_a_long_text_are_quick():
    """As many terms as a public termbase has; seconds of computing, however busy the machine."""
    syllables = ["ba", "ce", "di", "fo", "gu", "la", "me", "ni", "ro", "su"]
    names = [
        a + b + c + d for a in syllables for b in syllables for c in syllables for d in ("ne", "to")
    ]
    terms = [
        rule(f"ministero {names[n % 2000]} {names[n // 10]}", "ministry") for n in range(20_000)
    ]
    text = " ".join(f"Il ministero {names[n]} {names[n // 5]} tace." for n in range(0, 2000, 5))
    comparison = compare(*[(text, "The ministry is silent.")] * 20)
    start = time.process_time()
    found = find_term_flags(comparison, terms)
    assert time.process_time() - start < 10
    assert found == []
