"""Names that are gone, new or exchanged are found; names rendered another way are not."""

import pytest

from metrics import Category, Kind, Severity
from metrics.facts import CHECKS

SAME = [
    ("La Cina tratta con la Corea del Nord.", "China negotiates with North Korea."),
    ("Parla da Mosca il presidente Putin.", "President Putin speaks from Moscow."),
    ("I rapporti tra Pechino e Tokyo migliorano.", "Relations between Beijing and Tokyo improve."),
    ("Lo dice l'ONU.", "The UN says so."),
    ("Lo dice l'Unione europea.", "The EU says so."),
    ("Vive negli Stati Uniti.", "She lives in the United States."),
    ("L'esercito ucraino avanza.", "Ukraine's army advances."),
    ("La scelta di Chruščёv sorprese.", "Khrushchev's choice came as a surprise."),
    ("Il fiume Adige esce a Verona.", "The river Adige floods Verona."),
    ("Il segretario di Stato torna oggi.", "The Secretary of State returns today."),
    ("A Londra piove.", "It is raining in London."),
    ("L'anno scorso Kim Jong-un scrisse a Xi.", "Last year Kim Jong Un wrote to Xi."),
    ("L'ha detto Donald Trump.", "Trump said so."),
    ("Il reverendo Johnson prega.", "The Rev. Johnson prays."),
    ("Oggi la Germania vota.", "Germany votes today."),
    ("Vettio non lo disse a Curio.", "Vettius did not tell Curio."),
    ("Viveva nei Paesi Bassi asburgici.", "She lived in the Habsburg Netherlands."),
]

MISSING = [
    (
        "Hanno superato il fiume Yalu di notte.",
        "They crossed into the country at night.",
        "Yalu",
        None,
    ),
    (
        "La Cina soddisfa le necessità strategiche di Palazzo Mansudae.",
        "China meets its strategic needs.",
        "Palazzo Mansudae",
        None,
    ),
    ("La delegazione torna da Kursk.", "The delegation returns.", "Kursk", None),
    ("La delegazione torna.", "The delegation returns from Kursk.", None, "Kursk"),
    ("Ieri ha parlato Putin.", "Yesterday Zelensky spoke.", "Putin", "Zelensky"),
    ("L'accordo con la Norvegia resta.", "The agreement remains.", "Norvegia", None),
    ("Il treno per Bologna parte.", "The train leaves.", "Bologna", None),
]


@pytest.mark.parametrize(("source", "target"), SAME)
def test_a_name_rendered_another_way_is_silent_in_both_directions(compare, source, target):
    assert CHECKS["names"](compare((source, target))) == []
    assert CHECKS["names"](compare((target, source), source="en", target="it")) == []


@pytest.mark.parametrize(("source", "target", "lost", "gained"), MISSING)
def test_a_missing_name_is_flagged_in_both_directions(compare, source, target, lost, gained):
    [there] = CHECKS["names"](compare((source, target)))
    [back] = CHECKS["names"](compare((target, source), source="en", target="it"))
    assert words(there) == (lost, gained)
    assert words(back) == (gained, lost)
    assert there.kind is Kind.NAME


def test_two_different_names_in_one_place_are_a_mistranslation(compare):
    [flag] = CHECKS["names"](compare(("Ieri ha parlato Putin.", "Yesterday Zelensky spoke.")))
    assert flag.category is Category.MISTRANSLATION


def test_a_name_that_stands_in_the_next_sentence_is_not_lost(compare):
    flags = CHECKS["names"](
        compare(
            ("La delegazione torna da Kursk.", "The delegation returns."),
            ("Sono tutti stanchi.", "Everyone is tired after Kursk."),
        )
    )
    assert flags == []


def test_a_name_that_an_acronym_may_stand_for_is_a_shift(compare):
    [flag] = CHECKS["names"](
        compare(
            (
                "L'invio di soldati potrebbe spingere Bruxelles a rafforzare la difesa.",
                "The deployment of soldiers could prompt the EU to strengthen its defence.",
            ),
            ("Ne discute la UE.", "The EU is discussing it."),
        )
    )
    assert (flag.kind, flag.severity) == (Kind.SHIFT, Severity.MINOR)
    assert words(flag) == ("Bruxelles", "EU")


def test_a_headline_in_capitals_raises_nothing(compare):
    pair = ("Riapre il porto, le navi tornano", "Port Reopens, Ships Return After Long Storm")
    assert CHECKS["names"](compare(pair)) == []


def test_of_a_name_that_is_there_in_part_only_several_missing_words_are_flagged(compare):
    silent = compare(("Arriva Donald Trump.", "Trump is arriving."))
    assert CHECKS["names"](silent) == []
    [flag] = CHECKS["names"](compare(("Arriva Aung San Suu Kyi.", "Aung San is arriving.")))
    assert words(flag) == ("Suu Kyi", None)


def test_german_nouns_are_no_names_but_names_among_them_are(compare):
    lost = "Der Bürgermeister von Nantes sprach mit der Presse über die Zukunft."
    there = "The mayor of Nantes spoke to the press about the future."
    assert CHECKS["names"](compare((lost, there), source="de")) == []
    [flag] = CHECKS["names"](compare((lost, there.replace(" of Nantes", "")), source="de"))
    assert words(flag) == ("Nantes", None)


def words(flag):
    return (flag.source and flag.source.text, flag.target and flag.target.text)
