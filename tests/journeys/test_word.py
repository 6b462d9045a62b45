"""From a Word document to its commented copy, on the command line."""

import docx
import pytest
from docx_files import comments, look

import fedele


@pytest.fixture
def both(tmp_path, sample_review):
    """The bundled analysis as one Word document with both versions."""
    document = docx.Document()
    for mark, version in (("(IT)", sample_review.source), ("(EN)", sample_review.target)):
        document.add_paragraph(mark)
        for paragraph in version.paragraphs:
            first, space, rest = paragraph.text.partition(" ")
            document.add_paragraph(first + space).add_run(rest).italic = True
    document.save(str(tmp_path / "both.docx"))
    return tmp_path / "both.docx"


def test_each_flag_of_the_translation_becomes_a_comment_on_its_words(run, both, tmp_path):
    wanted = ["--docx", "out.docx", "--json", "out.json", "--effort", "fast", "--lang", "it"]
    result = run("review", both, *wanted)
    assert result.returncode == 0, result.stderr
    review = fedele.review(both, effort="fast")
    shown = [flag for flag in review.findings if flag.kind != "shift"]
    found = comments(tmp_path / "out.docx")
    assert len(found) == len(shown) > 5
    there = sorted(flag.target.text for flag in shown if flag.target)
    on_words = [words for words, lines in found if not lines[-1].startswith("Manca")]
    assert sorted(on_words) == there
    assert look(tmp_path / "out.docx") == look(both)


def test_a_translation_from_no_word_document_is_refused_before_the_work(run, sample):
    result = run("review", sample, "--docx", "out.docx")
    assert result.returncode == 2
    assert "is no Word document (.docx)" in result.stderr
    assert "\n" not in result.stderr.strip()


def test_the_word_document_itself_is_not_overwritten(run, both):
    before = both.read_bytes()
    assert run("review", both, "--docx", "both.docx").returncode == 2
    assert both.read_bytes() == before
