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


@pytest.mark.parametrize("made", MAKERS)
def test_standard_input_tells_its_format_by_itself(tmp_path, made, monkeypatch):
    content = MAKERS[made](tmp_path / "a").read_bytes()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    assert read("-", language="it").paragraphs[0].text in {SENTENCE, READ}
