"""The bundled analysis in every form that users have it in: the same groups, the same flags."""

import html
import re

import docx
import pytest
from office import convert, needs_office
from pages import body, epub, flat_odt, heading, odt

import fedele
from corpus.formats import PAIRED_READERS, READERS

PAPER = 'fo:page-width="14.8cm" fo:page-height="21cm" fo:margin="1.5cm"'
TITLE = "The Brenner: a narrow pass under pressure"


@pytest.fixture(scope="session")
def versions(quick_review):
    """The paragraphs of the two versions."""
    return tuple(
        tuple(paragraph.text for paragraph in document.paragraphs)
        for document in (quick_review.source, quick_review.target)
    )


def groups(review):
    """Who answers whom, and what is set aside."""
    alignment = review.alignment
    paired = [(group.source, group.target, group.kind) for group in alignment.groups]
    return [*paired, alignment.source_aside, alignment.target_aside, review.verdict]


def differing(first, second):
    """The findings of either that the other has not, to the character."""
    return set(first.findings) ^ set(second.findings)


def two_texts(folder, versions, *, ending=".txt", encoding="utf-8", newline="\n"):
    paths = (folder / f"italiano{ending}", folder / f"english{ending}")
    for path, paragraphs in zip(paths, versions, strict=True):
        path.write_bytes((newline * 2).join(paragraphs).encode(encoding))
    return paths


def one_text(folder, versions, *, heads, encoding="utf-8", newline="\n", name="both.txt"):
    parts = [TITLE if any(heads) else ""]  # without markers it would belong to the first version
    for head, paragraphs in zip(heads, versions, strict=True):
        parts += [head, *paragraphs]
    path = folder / name
    path.write_bytes((newline * 2).join(filter(None, parts)).encode(encoding))
    return (path,)


def markdown(folder, versions):
    heads = ("## Italiano", "## English version")
    plain = [[re.sub("^-", r"\\-", text) for text in paragraphs] for paragraphs in versions]
    return one_text(folder, plain, heads=heads, name="both.md")


def web_page(folder, versions):
    heads = ("<h2>Italiano</h2>", "<h2>English version</h2>")
    body = [f"<title>{TITLE}</title><style>p {{ color: red }}</style><h1>{TITLE}</h1>"]
    for head, paragraphs in zip(heads, versions, strict=True):
        body += [head, "<script>document.write('<p>Non un paragrafo.</p>')</script>"]
        body += [f"<p>{html.escape(text)}</p>" for text in paragraphs]
    path = folder / "both.html"
    path.write_text("<!doctype html><meta charset=utf-8>" + "\n".join(body), "utf-8")
    return (path,)


def word_document(folder, versions):
    document = docx.Document()
    document.add_heading(TITLE, 0)
    for head, paragraphs in zip(("Italiano", "English version"), versions, strict=True):
        document.add_heading(head, 1)
        for text in paragraphs:
            document.add_paragraph(text)
    path = folder / "both.docx"
    document.save(str(path))
    return (path,)


def two_word_documents(folder, versions):
    paths = (folder / "italiano.docx", folder / "english.docx")
    for path, paragraphs in zip(paths, versions, strict=True):
        document = docx.Document()
        for text in paragraphs:
            document.add_paragraph(text)
        document.save(str(path))
    return paths


def hard_wrapped(folder, versions):
    wrapped = [["\n".join(_lines(text)) for text in paragraphs] for paragraphs in versions]
    return one_text(folder, wrapped, heads=("(IT)", "(EN)"))


def _lines(text, width=72):
    line = ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line


def mixed_encodings(folder, versions):
    italian, english = two_texts(folder, versions, encoding="utf-8")
    english.write_bytes("\r\n\r\n".join(versions[1]).encode("utf-16"))
    return italian, english


def opendocument(folder, versions):
    return (odt(folder / "both.odt", _laid_out(versions)),)


def two_opendocuments(folder, versions):
    names = ("italiano.odt", "english.odt")
    return tuple(
        odt(folder / name, body(*paragraphs))
        for name, paragraphs in zip(names, versions, strict=True)
    )


def book(folder, versions):
    heads = ("Italiano", "English version")
    chapters = [f"<h1>{TITLE}</h1>"]
    for head, paragraphs in zip(heads, versions, strict=True):
        chapters.append(f"<h2>{head}</h2>")
        chapters += [f"<p>{html.escape(text)}</p>" for text in paragraphs]
    return (epub(folder / "both.epub", chapters),)


def pdf(folder, versions, **layout):
    file = folder / "both.fodt"
    layout = {"page": PAPER, "header": "Rassegna", **layout}
    file.write_text(flat_odt(_laid_out(versions), **layout), "utf-8")
    return tuple(convert("pdf", folder, file))


def two_columns(folder, versions):
    return pdf(folder, versions, columns=2, size=8, paragraph='fo:text-indent="0.5cm"')


def _laid_out(versions):
    heads = ("Italiano", "English version")
    parts = [heading(TITLE)]
    for head, paragraphs in zip(heads, versions, strict=True):
        parts += [heading(head), body(*paragraphs)]
    return "".join(parts)


FORMS = {
    "two texts": two_texts,
    "two Word documents": two_word_documents,
    "Markdown": markdown,
    "HTML": web_page,
    "Word": word_document,
    "headings": lambda folder, versions: one_text(
        folder, versions, heads=("Italiano", "English version")
    ),
    "no markers": lambda folder, versions: one_text(folder, versions, heads=("", "")),
    "CRLF": lambda folder, versions: one_text(
        folder, versions, heads=("(IT)", "(EN)"), newline="\r\n"
    ),
    "BOM": lambda folder, versions: two_texts(folder, versions, encoding="utf-8-sig"),
    "Windows-1252": lambda folder, versions: two_texts(folder, versions, encoding="cp1252"),
    "UTF-16": lambda folder, versions: one_text(
        folder, versions, heads=("[IT]", "[EN]"), encoding="utf-16"
    ),
    "mixed encodings": mixed_encodings,
    "OpenDocument": opendocument,
    "two OpenDocuments": two_opendocuments,
    "EPUB": book,
}
PRINTED = {"PDF": pdf, "PDF of two columns": two_columns}


@pytest.mark.parametrize("form", FORMS)
def test_the_same_text_gives_the_same_review_in_every_form(tmp_path, versions, quick_review, form):
    paths = FORMS[form](tmp_path, versions)
    review = fedele.review(*paths, effort="fast")
    assert groups(review) == groups(quick_review)
    assert not differing(review, quick_review)
    assert review.fidelity == quick_review.fidelity


@needs_office
@pytest.mark.parametrize("form", PRINTED)
def test_the_same_text_in_print_gives_the_same_review(tmp_path, versions, quick_review, form):
    review = fedele.review(*PRINTED[form](tmp_path, versions), effort="fast")
    assert groups(review) == groups(quick_review)
    assert not differing(review, quick_review)


def test_the_other_direction_can_be_asked_for(versions, quick_review, tmp_path):
    paths = two_texts(tmp_path, versions)
    review = fedele.review(*paths, source_language="en", target_language="it", effort="fast")
    assert (review.source.language, review.target.language) == ("en", "it")
    mirrored = [(group.target, group.source) for group in review.alignment.groups]
    assert sorted(mirrored) == sorted(
        (group.source, group.target) for group in quick_review.alignment.groups
    )


def test_hard_wrapped_lines_are_rejoined(tmp_path, versions, quick_review):
    review = fedele.review(*hard_wrapped(tmp_path, versions), effort="fast")
    assert groups(review) == groups(quick_review)
    kinds = [(flag.kind, flag.severity) for flag in quick_review.findings]
    assert [(flag.kind, flag.severity) for flag in review.findings] == kinds


def test_a_word_document_with_a_wrong_ending_is_named(tmp_path, versions):
    (path,) = word_document(tmp_path, versions)
    with pytest.raises(fedele.InputError, match=r"both\.txt: this is a Word document.*\.docx"):
        fedele.review(path.rename(tmp_path / "both.txt"))


def test_the_help_names_every_format_that_is_read(run):
    shown = run("review", "--help").stdout.lower()
    others = {".txt", ".md", ".htm", ".xhtml", ".fodt", ".pot"}  # other endings of named formats
    named = {ending.lstrip(".") for ending in {*READERS, *PAIRED_READERS} - others}
    xliff = {ending for ending in named if ending.endswith(("xlf", "xliff"))} - {"xliff"}
    assert {name for name in named - xliff if name not in shown} == set()
