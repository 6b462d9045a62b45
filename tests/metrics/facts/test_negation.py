"""A negation on one side only is found; other ways to deny, and to affirm, are not."""

import pytest

from metrics import Kind, Severity
from metrics.facts import negation

SAME = [
    ("Il governo non ha firmato.", "The government has not signed."),
    ("Il governo non ha firmato.", "The government didn’t sign."),
    ("Non ha visto nessuno.", "He saw nobody."),
    ("Nessuno lo sa.", "Nobody knows."),
    ("Non lo sa nessuno.", "No one knows."),
    ("Non dice mai niente.", "He never says anything."),
    ("Parte senza di lui.", "She leaves without him."),
    ("Non è solo un problema, ma anche un rischio.", "It is a problem and also a risk."),
    ("Le manovre non mirano solo a punire.", "The moves are designed to punish and more."),
    ("Resta finché non torna.", "She stays until he returns."),
    ("Parte a meno che non piova.", "She leaves unless it rains."),
    ("Non c'è né acqua né luce.", "There is neither water nor light."),
    ("Il governo ha firmato.", "The government has signed."),
    ("È il più bel film che abbia mai visto.", "It is the best film I have seen."),
    ("Abita al no. 5.", "She lives at No. 5."),
    ("Non toglierà un solo camion.", "It will not take a single lorry off the road."),
    ("Vuole essere il paese n. 1.", "It wants to be No.1."),
    ("La ragazza non identificata sorride.", "The unidentified girl smiles."),
    ("Il giudice non era in grado di parlare.", "The judge was unable to speak."),
    ("Il suo stile è non convenzionale.", "Her style is unconventional."),
    ("Non c'è alcun dubbio che vinca.", "There is little doubt that she wins."),
]

DIFFERENT = [
    ("Il governo non ha firmato l'accordo.", "The government has signed the agreement.", "non"),
    ("Il ministro non verrà a Roma.", "The minister will come to Rome.", "non"),
    ("Nessuno ha visto la nave.", "Everyone saw the ship.", "Nessuno"),
    ("La nave è partita senza carico.", "The ship left with its cargo.", "senza"),
    ("Le banche non hanno chiuso ieri.", "The banks closed yesterday.", "non"),
    ("Non hanno mai pagato il debito.", "They have paid the debt.", "Non"),
    ("I soldati non possono tornare a casa.", "The soldiers can return home.", "non"),
    ("La legge non permette la vendita.", "The law allows the sale.", "non"),
]


@pytest.mark.parametrize(("source", "target"), SAME)
def test_equal_polarity_is_silent_in_both_directions(compare, source, target):
    assert negation.check(compare((source, target))) == []
    assert negation.check(compare((target, source), source="en", target="it")) == []


@pytest.mark.parametrize(("source", "target", "word"), DIFFERENT)
def test_a_negation_on_one_side_is_flagged_in_both_directions(compare, source, target, word):
    [lost] = negation.check(compare((source, target)))
    [gained] = negation.check(compare((target, source), source="en", target="it"))
    assert (lost.source.text, lost.target) == (word, None)
    assert (gained.source, gained.target.text) == (None, word)
    assert (lost.kind, lost.severity) == (Kind.NEGATION, Severity.MAJOR)


def test_a_negation_that_moved_to_the_next_sentence_is_not_lost(compare):
    flags = negation.check(
        compare(
            ("Il governo non ha firmato.", "The government had a choice."),
            ("Ha aspettato.", "It did not sign, it waited."),
        )
    )
    assert flags == []


def test_languages_without_a_table_raise_nothing(compare):
    assert (
        negation.check(compare(("Hallitus ei tullut.", "The government came."), source="fi")) == []
    )
