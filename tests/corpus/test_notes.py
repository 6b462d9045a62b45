"""Notes: an English sentence each, which can be said in other languages."""

import pickle
import re
import string
from pathlib import Path

import pytest

from corpus import Note, in_language, load_sentences

REPOSITORY = Path(__file__).resolve().parents[2]
ROOMS = ("corpus", "fedele")


def places(sentence):
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("room", ROOMS)
def test_every_language_says_the_same_things_with_the_same_values(room):
    english, italian = (load_sentences(room, "notes", code) for code in ("en", "it"))
    assert english
    assert list(italian) == list(english)
    assert [key for key in english if places(english[key]) != places(italian[key])] == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_sentence_is_said_somewhere_and_no_other_one(room):
    code = "".join(path.read_text("utf-8") for path in (REPOSITORY / room).rglob("*.py"))
    said = re.findall(rf'(?:Note|counted)\(\s*"{room}",\s*"([a-z_.]+)"', code)
    chosen = re.findall(r'"(pdf\.scanned(?:_more)?)"', code) if room == "corpus" else []
    assert {*said, *chosen} == set(load_sentences(room, "notes", "en"))


def test_a_note_is_its_english_sentence_and_speaks_italian():
    note = Note("corpus", "units.untranslated", count=1204, units=3000)
    assert note == "Units without a translation: 1,204 of 3,000."
    assert note.sentence("it") == "Unità senza traduzione: 1.204 su 3.000."


def test_languages_are_called_by_their_names():
    note = Note("corpus", "versions.taken", language="it", other_language="en")
    assert note == "The file was taken for Italian as asked, but looks English."
    assert "italiano" in note.sentence("it")
    assert "inglese" in note.sentence("it")


def test_where_a_language_has_no_sentences_the_english_one_stays():
    assert Note("corpus", "versions.title").sentence("fi") == Note("corpus", "versions.title")


def test_a_note_goes_to_another_process_whole():
    note = Note("corpus", "text.windows", count=2, lines=9)
    sent = pickle.loads(pickle.dumps(note))
    assert sent == note
    assert sent.sentence("it") == note.sentence("it")


def test_a_plain_sentence_stays_as_it_is():
    assert in_language("Nothing else.", "it") == "Nothing else."
