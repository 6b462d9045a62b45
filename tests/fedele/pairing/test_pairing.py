"""Finding pairs in a folder whose names say nothing."""

import csv
import shutil
from dataclasses import replace

import pytest
from analyses import own_analysis
from bitext import ENGLISH, ITALIAN, own_stories, plain, version

import fedele
from corpus import default_limits
from fedele.batch.archive import open_archive
from fedele.batch.languages import Asked
from fedele.pairing.reading import Reader, ToRead

STORIES = {
    "harbour": (
        "Il porto di Trieste ha inaugurato una nuova banchina per le navi da carico. "
        "I lavori sono durati quattro anni e sono costati sessanta milioni di euro.",
        "The port of Trieste has opened a new quay for cargo ships. "
        "The works lasted four years and cost sixty million euros.",
    ),
    "school": (
        "Le scuole elementari della provincia riapriranno una settimana prima del solito. "
        "I genitori chiedono che gli autobus siano pronti per quel giorno.",
        "Primary schools in the province will reopen a week earlier than usual. "
        "Parents ask that buses be ready by that day.",
    ),
    "bees": (
        "Gli apicoltori lamentano un raccolto di miele molto scarso a causa della siccità. "
        "Molte api non hanno trovato fiori durante l'estate.",
        "Beekeepers complain of a very poor honey harvest because of the drought. "
        "Many bees found no flowers during the summer.",
    ),
    "museum": (
        "Il museo di arte moderna espone per la prima volta i disegni giovanili del pittore. "
        "La mostra resterà aperta fino alla fine di maggio.",
        "The museum of modern art is showing the painter's early drawings for the first time. "
        "The exhibition will stay open until the end of May.",
    ),
}
FRENCH = "Le gouvernement a approuvé la nouvelle loi sur les transports publics de la région."


@pytest.fixture
def collection(tmp_path):
    """Three stories in two files each, one of them deeper down, and one in one file."""
    folder = tmp_path / "collection"
    (folder / "deeper").mkdir(parents=True)
    for number, name in enumerate(("harbour", "school", "bees")):
        italian, english = STORIES[name]
        (folder / f"{number}a.txt").write_text(italian, "utf-8")
        (folder / "deeper" / f"z{9 - number}.txt").write_text(english, "utf-8")
    (folder / "both.md").write_text("\n\n".join(STORIES["museum"]), "utf-8")
    return folder


def rows_of(path):
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def files(pairing):
    return {(one.source, one.target): one.kind.value for one in pairing.pairs}


ALL = {
    ("0a.txt", "deeper/z9.txt"): "pair",
    ("1a.txt", "deeper/z8.txt"): "pair",
    ("2a.txt", "deeper/z7.txt"): "pair",
    ("both.md", None): "one-file",
}


def test_every_file_finds_its_other_version(collection):
    found = fedele.pair_folder(collection)
    assert files(found) == ALL
    assert (found.source_language, found.target_language) == ("it", "en")
    assert found.unpaired == found.unreadable == ()
    assert all(one.confidence > 0.5 for one in found.pairs)
    assert "Italian to English" in found.notes[0]


def test_whole_stories_are_paired_and_articles_on_the_same_events_are_not(tmp_path):
    *stories, lost = own_stories()
    for number, story in enumerate((*stories, lost)):
        italian = plain(version(story.paragraphs, ITALIAN))
        (tmp_path / f"{number}.txt").write_text(italian, "utf-8")
    for number, story in enumerate(stories):
        english = plain(version(story.paragraphs, ENGLISH))
        (tmp_path / f"x{9 - number}.txt").write_text(english, "utf-8")
    for article in own_analysis().others:
        shutil.copy(article, tmp_path)
    found = fedele.pair_folder(tmp_path)
    assert files(found) == {(f"{n}.txt", f"x{9 - n}.txt"): "pair" for n in range(len(stories))}
    others = {article.name for article in own_analysis().others}
    assert {one.document for one in found.unpaired} == {f"{len(stories)}.txt", *others}


def test_the_source_is_the_language_asked_for(collection):
    found = fedele.pair_folder(collection, source_language="en")
    assert ("deeper/z9.txt", "0a.txt") in files(found)
    assert {(one.source_language, one.target_language) for one in found.pairs} == {("en", "it")}


def test_the_manifest_is_what_a_batch_reads(collection, tmp_path):
    lists = tmp_path / "lists"
    lists.mkdir()
    place = fedele.pair_folder(collection).to_manifest(lists / "m.csv")
    archive = open_archive(place, limits=default_limits())
    assert {(pair.source, pair.target) for pair in archive.pairs} == {
        (f"../collection/{source}", target and f"../collection/{target}") for source, target in ALL
    }
    assert [pair.error for pair in archive.pairs] == [None] * 4
    assert not archive.notes, "a batch knows the columns that pairing adds for people"
    assert all((archive.root / pair.source).is_file() for pair in archive.pairs)


def test_a_name_that_a_spreadsheet_would_run_is_defused_and_found_again(collection, tmp_path):
    (collection / "0a.txt").rename(collection / "=1+1.txt")
    place = fedele.pair_folder(collection).to_manifest(collection / "m.csv")
    rows = rows_of(place)
    assert not any(cell.startswith("=") for row in rows for cell in row.values())
    archive = open_archive(place, limits=default_limits())
    assert "=1+1.txt" in {pair.source for pair in archive.pairs}


def test_what_cannot_be_read_or_has_no_counterpart_is_listed_with_why(collection, tmp_path):
    (collection / "deeper" / "z9.txt").unlink()
    (collection / "empty.txt").write_text("", "utf-8")
    (collection / "junk.docx").write_bytes(b"no archive at all")
    (collection / "french.txt").write_text(FRENCH, "utf-8")
    found = fedele.pair_folder(collection)
    assert files(found) == {key: kind for key, kind in ALL.items() if key[0] != "0a.txt"}
    reasons = {one.document: one for one in found.unpaired}
    assert sorted(reasons) == ["0a.txt", "french.txt"]
    assert reasons["0a.txt"].nearest.startswith("deeper/")
    assert reasons["0a.txt"].confidence < 0.5
    assert "French" in reasons["french.txt"].reason
    assert [one.document for one in found.unreadable] == ["empty.txt", "junk.docx"]
    rest = found.to_rest(tmp_path / "rest.csv")
    rows = rows_of(rest)
    assert {row["document"] for row in rows} == {*reasons, "empty.txt", "junk.docx"}
    assert all(row["reason"] for row in rows)


def test_a_copy_of_a_document_is_listed_as_one_though_its_translation_s_figures_differ(collection):
    italian, english = STORIES["harbour"]
    for name in ("0a.txt", "copy of 0a.txt"):
        text = f"{italian} Ora: 14.37, 8 settembre 1987, numero 5512."
        (collection / name).write_text(text, "utf-8")
    other = f"{english} Time: 2:37 pm, issue 6634 of the year 1991, page 73."
    (collection / "deeper" / "z9.txt").write_text(other, "utf-8")
    found = fedele.pair_folder(collection)
    assert files(found)["0a.txt", "deeper/z9.txt"] == "pair"
    assert files(found)["copy of 0a.txt", "deeper/z9.txt"] == "copy"


def test_a_collection_in_one_language_pairs_nothing(tmp_path):
    for number, (italian, _) in enumerate(STORIES.values()):
        (tmp_path / f"{number}.txt").write_text(italian, "utf-8")
    found = fedele.pair_folder(tmp_path)
    assert found.pairs == ()
    assert len(found.unpaired) == 4
    assert "Italian" in found.unpaired[0].reason
    asked = fedele.pair_folder(tmp_path, source_language="it", target_language="en")
    assert len(asked.unpaired) == 4
    wanting = fedele.pair_folder(tmp_path, target_language="en")
    assert wanting.pairs == ()


def test_two_texts_in_one_file_that_render_nothing_of_each_other_are_no_pair(tmp_path):
    both = f"{STORIES['harbour'][0]}\n\n{STORIES['bees'][1]}"
    (tmp_path / "magazine.txt").write_text(both, "utf-8")
    (tmp_path / "school.txt").write_text(STORIES["school"][1], "utf-8")
    assert fedele.pair_folder(tmp_path).pairs == ()


def test_a_folder_that_is_missing_or_empty_is_refused(tmp_path):
    with pytest.raises(fedele.InputError, match="no such folder"):
        fedele.pair_folder(tmp_path / "gone")
    with pytest.raises(fedele.InputError, match="holds no documents"):
        fedele.pair_folder(tmp_path)


def test_a_language_that_makes_no_sense_is_refused(tmp_path):
    with pytest.raises(fedele.UsageError):
        fedele.pair_folder(tmp_path, source_language="it", target_language="it")


def test_a_file_that_a_reader_stumbles_over_is_unreadable_and_its_words_stay_secret(
    collection, monkeypatch
):
    def stumble(*_, **__):
        raise RuntimeError("secret words of the document")

    monkeypatch.setattr("fedele.pairing.reading.read_bilingual", stumble)
    found = Reader(collection, Asked(), default_limits()).do(ToRead("0a.txt"))
    assert found.documents == ()
    assert found.error.startswith("0a.txt: an unforeseen RuntimeError")
    assert "secret" not in found.error


def test_a_file_that_takes_too_long_is_unreadable_and_the_others_are_paired(collection):
    words = " ".join(STORIES["museum"])
    (collection / "slow.txt").write_text("\n\n".join([words] * 40_000), "utf-8")
    limits = replace(default_limits(), seconds=3)
    found = fedele.pair_folder(collection, limits=limits)
    assert files(found) == ALL
    (slow,) = found.unreadable
    assert slow.document == "slow.txt"
    assert "more than 3 seconds" in slow.reason


def test_titles_are_in_the_language_that_the_collection_makes_likely(collection):
    (collection / "title.txt").write_text("Safety Office\n\nLegge", "utf-8")
    (collection / "sure.txt").write_text(FRENCH, "utf-8")
    languages = {one.document: one.language for one in fedele.pair_folder(collection).unpaired}
    assert languages["title.txt"] in {"it", "en"}
    assert languages["sure.txt"] == "fr"


def test_a_link_to_another_file_of_the_collection_is_no_copy_of_it(collection):
    (collection / "link.txt").symlink_to("0a.txt")
    found = fedele.pair_folder(collection)
    assert files(found) == ALL
    assert any("Links" in note for note in found.notes)


def test_a_file_without_words_is_unreadable(collection):
    (collection / "figures.txt").write_text("12 34\n\n56", "utf-8")
    (one,) = fedele.pair_folder(collection).unreadable
    assert "no words" in one.reason


def test_a_document_of_short_lines_has_a_language_by_all_of_them(collection):
    for path in ("0a.txt", "deeper/z9.txt"):
        words = (collection / path).read_text("utf-8").split()
        lines = (" ".join(words[n : n + 3]) for n in range(0, len(words), 3))
        (collection / path).write_text("\n\n".join(lines), "utf-8")
    found = fedele.pair_folder(collection)
    assert found.unreadable == ()
    assert {one.language for one in found.unpaired} <= {"it", "en"}


def test_a_file_that_pairs_its_texts_itself_is_a_pair(collection):
    (collection / "memory.po").write_text(
        'msgid ""\nmsgstr ""\n"Language: en\\n"\n"X-Source-Language: it\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Il governo ha approvato la legge sui trasporti pubblici."\n'
        'msgstr "The government has approved the law on public transport."\n\n'
        'msgid "Il voto finale è atteso a dicembre."\n'
        'msgstr "The final vote is expected in December."\n',
        "utf-8",
    )
    found = {one.source: one for one in fedele.pair_folder(collection).pairs}
    assert found["memory.po"].target is None
    assert found["memory.po"].kind == "one-file"
    assert found["memory.po"].confidence == 1.0


def test_files_that_render_a_part_each_all_stand_in_the_manifest(collection, tmp_path):
    whole = "\n\n".join(STORIES[name][0] for name in ("harbour", "school"))
    for name in ("0a.txt", "1a.txt"):
        (collection / name).unlink()
    (collection / "both-stories.txt").write_text(whole, "utf-8")
    found = fedele.pair_folder(collection)
    parts = {key: kind for key, kind in files(found).items() if key[0] == "both-stories.txt"}
    assert parts == {
        ("both-stories.txt", "deeper/z9.txt"): "part",
        ("both-stories.txt", "deeper/z8.txt"): "part",
    }
    rows = rows_of(found.to_manifest(tmp_path / "m.csv"))
    named = [row["name"] for row in rows]
    assert len(set(named)) == len(named) == 4
    assert all("other parts" in row["note"] for row in rows if row["kind"] == "part")
