"""Files under a wrong name: the message says what they are and how to name them."""

import io
import sys
from types import SimpleNamespace

import pytest
from docx import Document as WordDocument
from pages import READ, SENTENCE, WRITTEN, body, drawn, epub, odt

from corpus import InputError, read


def word(path):
    document = WordDocument()
    document.add_paragraph(SENTENCE)
    document.save(str(path))
    return path


MAKERS = {
    ".docx": word,
    ".odt": lambda path: odt(path, body(SENTENCE)),
    ".epub": lambda path: epub(path, [f"<p>{SENTENCE}</p>"]),
    ".pdf": lambda path: drawn(path, WRITTEN),
}


@pytest.mark.parametrize("named", [".txt", ".md", ".html", *MAKERS])
@pytest.mark.parametrize("made", MAKERS)
def test_a_file_under_the_name_of_another_format_is_told(tmp_path, made, named):
    path = MAKERS[made](tmp_path / f"a{named}")
    if made == named:
        assert read(path, language="it").paragraphs[0].text in {SENTENCE, READ}
    else:
        with pytest.raises(InputError, match=rf"not \{named}; let its name end in \{made}"):
            read(path, language="it")


MARKED_UP = {
    ".vtt": f"WEBVTT\n\n00:01.000 --> 00:02.000\n{SENTENCE}\n",
    ".srt": f"1\n00:00:01,000 --> 00:00:02,000\n{SENTENCE}\n",
    ".tmx": f'<?xml version="1.0"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx>{SENTENCE}</tmx>',
    ".xlf": f"<!-- x - y -->\n<xliff>{SENTENCE}</xliff>",
    ".po": f'\ufeff# Nota.\n\n#: a.c\nmsgid ""\nmsgstr "{SENTENCE}"',
}


@pytest.mark.parametrize("ending", MARKED_UP)
def test_marked_up_texts_under_no_name_of_theirs_are_told(tmp_path, ending, monkeypatch):
    (tmp_path / "a.txt").write_text(MARKED_UP[ending], "utf-8")
    with pytest.raises(InputError, match=rf"not \.txt; let its name end in \{ending}"):
        read(tmp_path / "a.txt", language="it")
    content = io.BytesIO(MARKED_UP[ending].encode())
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=content))
    if ending in {".vtt", ".srt"}:
        assert read("-", language="it").paragraphs[0].text == SENTENCE
    else:
        with pytest.raises(InputError, match=rf"not text; let its name end in \{ending}"):
            read("-", language="it")


@pytest.mark.parametrize("text", ["1\n2\n3", "# Titolo\n\nmsgid è una parola.", "<p>Piove.</p>"])
def test_what_only_looks_like_a_format_is_text(tmp_path, text):
    (tmp_path / "a.txt").write_text(text, "utf-8")
    assert read(tmp_path / "a.txt", language="it").paragraphs


@pytest.mark.parametrize("content", [b"{\\rtf1 a}", b"\xd0\xcf\x11\xe0\xa1\xb1"])
@pytest.mark.parametrize("ending", [".rtf", ".doc", ".docx", ".txt"])
def test_an_office_format_without_a_reader_is_named_with_those_to_save_it_as(
    tmp_path, content, ending
):
    (tmp_path / f"a{ending}").write_bytes(content)
    with pytest.raises(InputError, match=r"which is not read; save it as \.docx or \.odt"):
        read(tmp_path / f"a{ending}", language="it")


@pytest.mark.parametrize("made", MAKERS)
def test_standard_input_tells_its_format_by_itself(tmp_path, made, monkeypatch):
    content = MAKERS[made](tmp_path / "a").read_bytes()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    assert read("-", language="it").paragraphs[0].text in {SENTENCE, READ}
