"""From files to documents: one file or two, one language or both."""

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from analyses import Analysis, analyses
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import (
    Document,
    FedeleError,
    InputError,
    Role,
    UsageError,
    bilingual_from_text,
    default_limits,
    document_from_text,
    read,
    read_bilingual,
    read_lines,
    read_pair,
)


def roles(document: Document, role: Role) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.role is role]


# --- whole analyses: ours, and the real one if it lies beside the checkout ----------------------

whole = pytest.mark.parametrize("analysis", analyses(), ids=lambda it: it.name)


@pytest.fixture
def analysis_file(analysis: Analysis, tmp_path: Path) -> Path:
    path = tmp_path / "analysis.txt"
    path.write_text(analysis.text, "utf-8")
    return path


@whole
def test_an_analysis_falls_into_its_paragraphs_captions_and_furniture(
    analysis: Analysis, analysis_file: Path
):
    italian, english = read_bilingual(analysis_file)
    assert (italian.language, english.language) == ("it", "en")
    bodies = analysis.bodies
    assert (len(roles(italian, Role.BODY)), len(roles(english, Role.BODY))) == bodies
    assert len(roles(italian, Role.CAPTION)) == 2
    count = len(italian.paragraphs)
    assert count == bodies[0] + 2
    assert [n for n in range(count) if italian.is_foreign(n)] == [bodies[0], bodies[0] + 1]
    assert len(roles(english, Role.CAPTION)) == 2
    assert [text.split(",")[1] for text in roles(english, Role.BYLINE)] == [analysis.date]
    assert roles(english, Role.FURNITURE) == ["Comments", "Popular Posts"]
    assert len(english.paragraphs) == bodies[1] + 5


@whole
def test_an_analysis_keeps_its_common_title_apart_and_says_so(
    analysis: Analysis, analysis_file: Path
):
    italian, english = read_bilingual(analysis_file)
    assert italian.title == english.title == analysis.text.splitlines()[0] != ""
    assert any("title" in note for note in italian.notes)


@whole
def test_an_analysis_is_split_by_language_when_its_markers_are_gone(analysis: Analysis):
    bare = analysis.text.replace("(IT)", "").replace("(EN)", "")
    italian, english = bilingual_from_text(bare)
    assert (italian.language, english.language) == ("it", "en")
    assert (len(roles(italian, Role.BODY)), len(roles(english, Role.BODY))) == analysis.bodies


@pytest.mark.parametrize("path", [path for it in analyses() for path in it.others])
def test_an_article_in_one_language_lacks_the_other(path: Path):
    with pytest.raises(InputError, match=r"only English text was found.*missing"):
        read_bilingual(path)


# --- both versions in one text ----------------------------------------------------------------

MARKERS = [
    ("(IT)", "(EN)"),
    ("[it]", "[en]"),
    ("IT", "EN"),
    ("IT:", "EN:"),
    ("Italiano", "English"),
    ("# Versione italiana", "# English version"),
    ("--- ITALIANO ---", "--- INGLESE ---"),
    ("**Italian version**", "**English version**"),
    ("", "English version"),
    ("", ""),
]


@pytest.mark.parametrize(("first", "second"), MARKERS)
def test_markers_headings_and_language_tell_the_versions_apart(
    first: str, second: str, italian: str, english: str
):
    source, target = bilingual_from_text(f"{first}\n\n{italian}\n\n{second}\n\n{english}")
    assert (source.language, target.language) == ("it", "en")
    assert [paragraph.text for paragraph in source.paragraphs] == italian.split("\n\n")
    assert [paragraph.text for paragraph in target.paragraphs] == english.split("\n\n")


@pytest.mark.parametrize("form", ["[{}] {}", "{}: {}", "{1}"])
def test_versions_that_alternate_paragraph_by_paragraph_are_gathered(
    form: str, italian: str, english: str
):
    pairs = zip(italian.split("\n\n"), english.split("\n\n"), strict=True)
    text = "\n\n".join(form.format("IT", a) + "\n\n" + form.format("EN", b) for a, b in pairs)
    source, target = bilingual_from_text(text)
    assert [paragraph.text for paragraph in source.paragraphs] == italian.split("\n\n")
    assert [paragraph.text for paragraph in target.paragraphs] == english.split("\n\n")


def test_the_version_that_stands_first_is_the_source_unless_told(italian: str, english: str):
    text = f"(EN)\n\n{english}\n\n(IT)\n\n{italian}"
    assert [document.language for document in bilingual_from_text(text)] == ["en", "it"]
    for asked in (
        {"source_language": "it"},
        {"target_language": "en"},
        {"source_language": "it-IT", "target_language": "en-GB"},
    ):
        assert [document.language for document in bilingual_from_text(text, **asked)] == [
            "it",
            "en",
        ]


def test_a_menu_of_languages_is_no_marker(italian: str, english: str):
    text = f"Italiano\n\nEnglish\n\n{italian}\n\nEnglish version\n\n{english}"
    source, target = bilingual_from_text(text)
    assert roles(source, Role.FURNITURE) == ["Italiano", "English"]
    assert len(target.paragraphs) == 3


def test_a_language_asked_for_that_is_not_there_is_named(italian: str, english: str):
    with pytest.raises(InputError, match=r"no \w+ version was found, only Italian and English"):
        bilingual_from_text(f"{italian}\n\n{english}", source_language="fr")


def test_three_versions_need_a_choice(italian: str, english: str):
    german = "(DE)\n\nDer Stadtrat hat gestern Abend den neuen Verkehrsplan beschlossen."
    text = f"(IT)\n\n{italian}\n\n(EN)\n\n{english}\n\n{german}"
    with pytest.raises(InputError, match="say which is the source"):
        bilingual_from_text(text)
    source, target = bilingual_from_text(text, source_language="de", target_language="it")
    assert (source.language, target.language) == ("de", "it")


# --- two files --------------------------------------------------------------------------------


@pytest.fixture
def pair(tmp_path: Path, italian: str, english: str) -> tuple[Path, Path]:
    (tmp_path / "a.txt").write_text(italian, "utf-8")
    (tmp_path / "b.txt").write_text(english, "utf-8")
    return tmp_path / "a.txt", tmp_path / "b.txt"


def test_two_files_are_read_in_the_order_given(pair: tuple[Path, Path]):
    source, target = read_pair(*pair)
    assert (source.language, target.language) == ("it", "en")
    assert source.path == str(pair[0])
    assert source.notes == ()


@pytest.mark.parametrize(
    "asked", [{"source_language": "it", "target_language": "en"}, {"source_language": "it"}]
)
def test_files_given_the_other_way_round_are_put_right_and_said(
    pair: tuple[Path, Path], asked: dict[str, str]
):
    source, target = read_pair(pair[1], pair[0], **asked)
    assert (source.language, target.language) == ("it", "en")
    assert "other way round" in source.notes[-1]
    assert source.notes[-1] == target.notes[-1]


def test_a_language_that_is_asked_for_is_believed_and_the_doubt_is_said(pair: tuple[Path, Path]):
    source, target = read_pair(*pair, source_language="it", target_language="sco")
    assert (source.language, target.language) == ("it", "sco")
    assert source.notes == ()
    assert "looks English" in target.notes[0]


def test_a_text_too_short_to_tell_is_taken_as_asked(pair: tuple[Path, Path]):
    pair[1].write_text("Genoa", "utf-8")
    assert read_pair(*pair, target_language="en")[1].language == "en"
    with pytest.raises(InputError, match=r"b\.txt: too little text"):
        read_pair(*pair)


@pytest.mark.parametrize("said", [("ita", "eng"), ("Italian", "inglese"), ("it-CH", "EN_gb")])
def test_languages_are_asked_for_by_any_code_or_name(
    pair: tuple[Path, Path], said: tuple[str, str]
):
    source, target = read_pair(*pair, source_language=said[0], target_language=said[1])
    assert (source.language, target.language) == ("it", "en")
    assert source.notes == target.notes == ()


def test_short_lines_tell_a_language_together(pair: tuple[Path, Path]):
    pair[1].write_text(
        "They left.\n\nNobody followed.\n\nIt was late.\n\nThe rain fell.\n", "utf-8"
    )
    assert read_pair(*pair)[1].language == "en"


def test_the_same_file_twice_lacks_the_other_version(pair: tuple[Path, Path]):
    with pytest.raises(InputError, match=r"same file.*missing"):
        read_pair(pair[0], pair[0].parent / "." / pair[0].name)


def test_the_same_language_twice_lacks_the_other_version(pair: tuple[Path, Path], tmp_path: Path):
    copy = tmp_path / "c.txt"
    copy.write_text(pair[0].read_text("utf-8"), "utf-8")
    with pytest.raises(InputError, match=r"both are in Italian.*missing"):
        read_pair(pair[0], copy)


def test_standard_input_holds_one_document(monkeypatch: pytest.MonkeyPatch, english: str):
    stream = SimpleNamespace(buffer=io.BytesIO(english.encode()))
    monkeypatch.setattr(sys, "stdin", stream)
    assert read("-").language == "en"
    with pytest.raises(InputError, match="standard input"):
        read_pair("-", "-")


# --- encodings --------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_encodings_are_read_alike(tmp_path: Path, italian: str, encoding: str):
    path = tmp_path / "a.txt"
    path.write_bytes(italian.replace("\n", "\r\n").encode(encoding))
    document = read(path)
    assert [paragraph.text for paragraph in document.paragraphs] == italian.split("\n\n")
    assert document.notes == ()


def test_lines_that_are_not_utf_8_are_read_as_windows_1252_and_said(tmp_path: Path, italian: str):
    first, rest = italian.split("\n\n", 1)
    path = tmp_path / "a.txt"
    path.write_bytes(f"{first} Perché?\n\n".encode() + rest.replace("'", "’").encode("cp1252"))
    document = read(path)
    assert document.paragraphs[0].text.endswith("Perché?")
    assert "ridurrà" in document.paragraphs[1].text
    assert "l’assessora" in document.paragraphs[1].text
    assert document.notes == ("2 of 5 lines are not UTF-8 and were read as Windows-1252.",)


def test_typography_is_kept_as_it_stands():
    text = "Disse: «È\u00a0vero… – davvero?»\u202f: così l’assessora,\u00adieri sera a Roma."
    assert document_from_text(text, language="it").paragraphs[0].text == text


# --- input that cannot be used ----------------------------------------------------------------

UNUSABLE = {
    "empty": b"",
    "blank": b" \n\t\n",
    "NUL": b"Una frase italiana abbastanza lunga.\0",
    "UTF-16 without a byte order mark": "Una frase italiana.".encode("utf-16-le"),
    "PDF": b"%PDF-1.7 ...",
    "ZIP archive": b"PK\x03\x04....",
    "picture": b"\x89PNG\r\n\x1a\n....",
    "control codes": b"abc \x01\x02\x03 def",
    "damaged": b"\xff\xfea\x00\x00\xd8",
    "invisible": "\u200b\u200d\ufeff".encode(),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_what_is_no_text_is_refused_in_one_line_that_names_the_file(tmp_path: Path, name: str):
    path = tmp_path / "input.txt"
    path.write_bytes(UNUSABLE[name])
    with pytest.raises(InputError, match=r"input\.txt: ") as caught:
        read(path)
    assert "\n" not in str(caught.value)


def test_a_missing_file_a_folder_and_a_device_are_refused(tmp_path: Path):
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "none.txt")
    with pytest.raises(InputError, match="is a folder"):
        read(tmp_path)
    with pytest.raises(InputError, match="no plain file"):
        read("/dev/zero")
    with pytest.raises(InputError, match="possible file name"):
        read("a\0b")


def test_a_file_without_permission_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The system's answer is played, for root may read everything."""
    path = tmp_path / "a.txt"
    path.write_text("testo", "utf-8")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match=r"a\.txt: no permission"):
        read(path)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)  # sparse: takes no room on the disk
    with pytest.raises(InputError, match="larger than 20,000,000 bytes"):
        read(path)


def test_standard_input_is_read_no_further_than_allowed(monkeypatch: pytest.MonkeyPatch):
    asked: list[int] = []

    class Endless:
        def read(self, size: int) -> bytes:
            asked.append(size)
            return b"a" * size

    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=Endless()))
    with pytest.raises(InputError, match="larger than"):
        read("-")
    assert asked == [default_limits().file_bytes + 1]


@pytest.mark.parametrize(
    ("text", "message"), [("x" * 500_001, "paragraph of more"), ("x\n\n" * 50_001, "paragraphs")]
)
def test_texts_beyond_the_limits_are_refused(text: str, message: str):
    with pytest.raises(InputError, match=message):
        document_from_text(text, language="it")


def test_too_little_text_to_tell_a_language_asks_for_it():
    with pytest.raises(InputError, match="say which"):
        document_from_text("12.500")
    assert document_from_text("12.500", language="it").language == "it"


def test_what_is_no_language_code_is_a_usage_error():
    with pytest.raises(UsageError, match="language code"):
        document_from_text("Una frase.", language="italiano")


@settings(deadline=None)  # the first example loads the libraries
@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_our_own_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
):
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(content)
    try:
        document = read(path, language="it")
    except FedeleError:
        return
    assert document.paragraphs


@settings(deadline=None)  # the first example loads the libraries
@given(text=st.text(max_size=300))
def test_any_text_is_split_in_two_or_refused_with_our_own_error(text: str):
    try:
        source, target = bilingual_from_text(f"(IT) {text}\n\nÈ una bella giornata.\nEN: {text}")
    except FedeleError:
        return
    assert source.language != target.language


@settings(deadline=None)  # the first example loads the libraries
@given(text=st.text(max_size=300))
def test_no_visible_character_is_lost_and_no_paragraph_is_blank(text: str):
    try:
        document = document_from_text(text, language="it")
    except InputError:
        return
    kept = "".join(paragraph.text for paragraph in document.paragraphs)
    assert sorted(filter(str.isalnum, kept)) == sorted(filter(str.isalnum, text))
    assert all(paragraph.sentences for paragraph in document.paragraphs)


def test_a_line_whose_number_counts_may_not_be_empty(tmp_path):
    (tmp_path / "en.txt").write_text("One line.\n  \nA third.\n\n", "utf-8")
    assert len(read_lines(tmp_path / "en.txt").paragraphs) == 2
    with pytest.raises(InputError, match=r"en\.txt, line 2: is empty"):
        read_lines(tmp_path / "en.txt", numbered=True)


def test_empty_lines_after_the_last_one_are_none(tmp_path):
    (tmp_path / "en.txt").write_text("One line.\nAnother.\n\n \n", "utf-8")
    assert len(read_lines(tmp_path / "en.txt", numbered=True).paragraphs) == 2


@pytest.mark.parametrize("ending", ["xlf", "tmx", "po", "srt", "html", "docx"])
def test_marked_up_files_are_no_files_of_lines(tmp_path: Path, ending: str):
    """Their markup would be scored as text."""
    (tmp_path / f"en.{ending}").write_text("<p>\nYes.\n</p>\n")
    with pytest.raises(InputError, match=rf"en\.{ending}: a line for each segment was expected"):
        read_lines(tmp_path / f"en.{ending}")
