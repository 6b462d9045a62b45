"""Numbers and dates compare by value, in both languages' conventions."""

import pytest

from metrics import Category, Kind, Severity
from metrics.facts import CHECKS

SAME_NUMBER = [
    ("Erano 10.000 soldati.", "There were 10,000 soldiers."),
    ("Il deficit è al 3,5 %.", "The deficit is at 3.5 per cent."),
    ("È il primo incontro in nove anni.", "It is the first meeting in nine years."),
    ("Era il 75° anniversario.", "It was the 75th anniversary."),
    ("Costa 1,2 miliardi di euro.", "It costs 1.2 billion euros."),
    ("Costa 1,2 miliardi di euro.", "It costs 1,200 million euros."),
    ("Costa due milioni e mezzo.", "It costs 2.5 million."),
    ("Sono 12mila.", "They are twelve thousand."),
    ("Negli anni Novanta cambiò tutto.", "In the 1990s everything changed."),
    ("Negli anni '90 cambiò tutto.", "In the nineties everything changed."),
    ("È un palazzo del XX secolo.", "It is a 20th-century palace."),
    ("C'erano una decina di navi.", "There were about ten ships."),
    ("Due terzi dei voti.", "Two-thirds of the votes."),
    ("Aveva trent’anni.", "He was 30 years old."),
    ("Parla la ventunenne.", "The 21-year-old speaks."),
    ("Tra 5 e 6 milioni di voti.", "Between five million and 6 million votes."),
    ("Entrambi i paesi tacciono.", "The two countries are silent."),
    ("L'incontro è alle 20.30.", "The meeting is at 8:30 pm."),
    ("Nella stagione 2023-24.", "In the 2023/2024 season."),
    ("Uno dei due se ne va.", "One of the two leaves."),
    ("Come una di loro.", "Like them."),
    ("È vero (1).", "It is true."),
    ("Secondo lui, basta un secondo.", "In his view a moment is enough."),
    ("Il COVID-19 è tornato.", "The virus is back."),
    ("Mezz’ora dopo.", "Thirty minutes later."),
    ("Onde alte fino a 6 metri.", "Waves as high as 20 feet."),
    ("Pesava 250 kg.", "It weighed 550 pounds."),
    ("Pesava 3,6kg.", "It weighed 8 pounds."),
    ("Da 5 a 10 cm di pioggia.", "From 2 to 4 inches of rain."),
    ("Sono previsti 26 gradi.", "It will reach 80 degrees."),
    ("Nessuno dei due lo sa.", "Neither knows."),
    ("La collezione 2019 piace.", "The SS19 collection is liked."),
]

DIFFERENT_NUMBER = [
    ("Erano 12.000 soldati.", "There were 10,000 soldiers.", "12.000", "10,000"),
    ("Il deficit è al 3,5 %.", "The deficit is at 35 per cent.", "3,5", "35"),
    ("È il primo incontro in nove anni.", "It is the first meeting in six years.", "nove", "six"),
    ("Costa 1,2 miliardi di euro.", "It costs 1.2 million euros.", "1,2 miliardi", "1.2 million"),
    ("Erano 300 in piazza.", "They were in the square.", "300", None),
    ("Erano in piazza.", "There were 300 in the square.", None, "300"),
    ("Il 98% degli scambi.", "Most of the trade.", "98", None),
    ("Il 75° anniversario.", "The 57th anniversary.", "75°", "57th"),
    ("Tra le 50.000 e le 200.000 persone.", "Some 50,000 people.", "200.000", None),
    ("Le sette navi tornano.", "The ships return.", "sette", None),
    ("Onde alte fino a 6 metri.", "Waves as high as 60 feet.", "6", "60"),
    ("Onde alte fino a 6 metri.", "Waves as high as 7 metres.", "6", "7"),
    ("Erano 40 o 50.", "They were 40 or 60.", "50", "60"),
    ("Sono previsti 26 gradi.", "It will reach 95 degrees.", "26", "95"),
]

SAME_DATE = [
    ("Il 29/11/24 arrivò.", "He arrived on 29 November 2024."),
    ("Il 29 novembre 2024 arrivò.", "He arrived on November 29, 2024."),
    ("Il primo luglio 2000 arrivò.", "He arrived on July 1, 2000."),
    ("Nel giugno 2024 arrivò.", "In June 2024 he arrived."),
    ("Arrivò lunedì.", "He arrived on Monday."),
    ("Chiude a ottobre.", "It closes in October."),
    ("Firmato il 2024-11-29.", "Signed on 29 November 2024."),
    ("Il Sunday Times lo nega.", "The Sunday Times denies it."),
    ("Potrebbe piovere.", "It may rain."),
    ("Nell'ottobre dello stesso anno.", "In October of that year."),
]

DIFFERENT_DATE = [
    ("Il 29 novembre arrivò.", "He arrived on 28 November.", "29", "28"),
    ("Nel giugno 2024 arrivò.", "In July 2024 he arrived.", "giugno", "July"),
    ("Arrivò lunedì.", "He arrived on Tuesday.", "lunedì", "Tuesday"),
    ("Arrivò a ottobre.", "He arrived.", "ottobre", None),
    ("Arrivò.", "He arrived on Friday.", None, "Friday"),
]


@pytest.mark.parametrize(("source", "target"), SAME_NUMBER + SAME_DATE)
def test_the_same_value_is_silent_in_both_directions(compare, source, target):
    there = compare((source, target))
    back = compare((target, source), source="en", target="it")
    for comparison in (there, back):
        assert CHECKS["numbers"](comparison) + CHECKS["dates"](comparison) == []


@pytest.mark.parametrize(("source", "target", "lost", "gained"), DIFFERENT_NUMBER)
def test_a_different_number_is_flagged_in_both_directions(compare, source, target, lost, gained):
    there = CHECKS["numbers"](compare((source, target)))
    back = CHECKS["numbers"](compare((target, source), source="en", target="it"))
    assert [words(flag) for flag in there] == [(lost, gained)]
    assert [words(flag) for flag in back] == [(gained, lost)]


@pytest.mark.parametrize(("source", "target", "lost", "gained"), DIFFERENT_DATE)
def test_a_different_date_is_flagged(compare, source, target, lost, gained):
    flags = CHECKS["dates"](compare((source, target)))
    assert [words(flag) for flag in flags] == [(lost, gained)]
    assert {flag.kind for flag in flags} == {Kind.DATE}


def test_a_number_that_stands_in_the_next_sentence_is_not_lost(compare):
    flags = CHECKS["numbers"](
        compare(
            ("Erano 300 in piazza.", "They were in the square."),
            ("La piazza era piena.", "With 300 of them the square was full."),
        )
    )
    assert flags == []


def test_a_changed_number_is_a_major_mistranslation_with_exact_spans(compare):
    source, target = "Nel 2023 erano 12.000 soldati.", "In 2023 there were 10,000 soldiers."
    [flag] = CHECKS["numbers"](compare((source, target)))
    assert (flag.category, flag.severity) == (Category.MISTRANSLATION, Severity.MAJOR)
    assert source[flag.source.start : flag.source.end] == flag.source.text == "12.000"
    assert target[flag.target.start : flag.target.end] == flag.target.text == "10,000"
    assert "12.000" in flag.message
    assert "10,000" in flag.message


def test_number_words_of_other_languages_are_read(compare):
    german = compare(("Es waren siebenundzwanzig.", "There were 27."), source="de")
    french = compare(("Il y en avait dix-sept.", "There were 18 of them."), source="fr")
    assert CHECKS["numbers"](german) == []
    assert len(CHECKS["numbers"](french)) == 1


@pytest.mark.parametrize(
    ("code", "source", "target"),
    [
        ("de", "Zwischen diesen beiden Teilen.", "Between these two parts."),
        ("de", "Es geschah am Samstagabend.", "It happened on Saturday evening."),
        ("fr", "Il arrive à 12 h 30.", "He arrives at 12:30."),
        ("fr", "Une douzaine de navires.", "Twelve ships."),
        ("es", "Ambos países y una docena de barcos.", "The two countries and twelve ships."),
    ],
)
def test_other_languages_say_numbers_in_other_words(compare, code, source, target):
    comparison = compare((source, target), source=code)
    assert CHECKS["numbers"](comparison) + CHECKS["dates"](comparison) == []


def words(flag):
    return (flag.source and flag.source.text, flag.target and flag.target.text)
