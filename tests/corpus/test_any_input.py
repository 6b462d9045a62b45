"""Whatever the bytes: a document whose promises hold, or an error of one line, for every format."""

import zipfile
from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus import (
    FedeleError,
    File,
    bilingual_from_text,
    document_from_text,
    read,
    read_bilingual,
    read_lines,
    read_terms,
    split_sentences,
)
from corpus.formats import PAIRED_READERS, READERS

SECRET = "Zyxwvut"
WORDS = (
    f"Il governo di {SECRET} ha approvato il bilancio. ",
    f"The government of {SECRET} approved the budget. ",
    "\n\n",
    "\n",
    "\r\n",
    "\r",
    "\f",
    "\v",
    "\x85",
    "\u2028",
    "\u2029",
    "\u00ad",
    "\u200b",
    "\ufeff",
    "(IT) ",
    "(EN) ",
    "Italiano\n",
    "# ",
    "- ",
    "> ",
    "| a | b |\n|---|---|\n",
    "`",
    "<p>",
    "<div>",
    "</p>",
    "<br>",
    "&amp;",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE x [<!ENTITY a 'b'>]>",
    "<tmx>",
    "<tu>",
    "<seg>",
    "<xliff>",
    'msgid "',
    'msgstr "',
    '"\n',
    "00:00:01,000 --> 00:00:02,000\n",
    "WEBVTT\n\n",
    "source,target\n",
    "a,b\n",
    '"',
    ";",
    "\t",
    "%PDF-1.4\n",
    "1 0 obj",
    "\0",
    "\x1b[2J",
)
MEMBERS = (
    "word/document.xml",
    "_rels/.rels",
    "[Content_Types].xml",
    "content.xml",
    "mimetype",
    "META-INF/container.xml",
    "META-INF/manifest.xml",
    f"a\n{SECRET}",
)
TEXTS = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=8)), max_size=12).map("".join)
BYTES = st.one_of(
    TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")),
    TEXTS.map(lambda text: text.encode("utf-16", "replace")),
    st.binary(max_size=60),
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def archive(parts):
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return file.getvalue()


ARCHIVES = st.dictionaries(
    st.sampled_from(MEMBERS),
    BYTES,
).map(archive)


def result_or_refusal(work):
    """What it gives, or None where it refuses in one line that quotes nothing."""
    try:
        return work()
    except FedeleError as error:
        assert len(str(error).splitlines()) == 1
        assert SECRET not in str(error)
        assert str(error).isprintable()
        return None


def check_sentences(text, sentences):
    edges = [0, *(edge for span in sentences for edge in span), len(text)]
    assert edges == sorted(edges)
    assert all(start < end for start, end in sentences)
    for end, start in zip(edges[::2], edges[1::2], strict=True):
        assert not text[end:start].strip()


def check_document(document):
    for paragraph in document.paragraphs:
        assert paragraph.text and paragraph.text == paragraph.text.strip()
        check_sentences(paragraph.text, paragraph.sentences)
        starts = [line.start for line in paragraph.lines]
        assert starts == sorted(starts) and starts[:1] in ([], [0])
        assert all(len(note.splitlines()) == 1 for note in document.notes)
        assert all(SECRET not in note for note in document.notes)


@pytest.mark.parametrize("ending", sorted(READERS))
@QUICK
@given(content=st.one_of(BYTES, ARCHIVES))
def test_a_reader_gives_a_sound_document_or_one_line(ending, content):
    document = result_or_refusal(lambda: read(File(f"x{ending}", content), language="it"))
    if document is not None:
        check_document(document)


@pytest.mark.parametrize("ending", sorted(PAIRED_READERS))
@QUICK
@given(content=BYTES)
def test_a_reader_of_pairs_gives_sound_documents_or_one_line(ending, content):
    file = File(f"x{ending}", content)
    for document in (
        result_or_refusal(lambda: read_bilingual(file, source_language="it", target_language="en"))
        or ()
    ):
        check_document(document)


@QUICK
@given(content=BYTES)
def test_lines_and_terms_are_sound_or_refused_in_one_line(content):
    lines = result_or_refusal(lambda: read_lines(File("x.txt", content)))
    if lines is not None:
        check_document(lines)
    for ending in (".csv", ".tbx"):
        base = result_or_refusal(lambda e=ending: read_terms(File(f"x{e}", content), "it", "en"))
        for term in base.terms if base else ():
            assert term.forbidden or (term.source and term.approved)


@QUICK
@given(text=TEXTS)
def test_every_block_of_a_text_is_in_one_version_or_in_the_title_or_announces_a_language(text):
    pair = result_or_refusal(lambda: bilingual_from_text(text))
    whole = result_or_refusal(lambda: document_from_text(text, language="it"))
    if pair is None or whole is None:
        return
    held = [paragraph.origin.block for document in pair for paragraph in document.paragraphs]
    assert len(held) == len(set(held))
    for number, paragraph in enumerate(whole.paragraphs):
        if number not in held and paragraph.text not in pair[0].title.split("\n"):
            assert len(paragraph.text) < 40


@QUICK
@given(text=TEXTS)
def test_the_words_of_a_paragraph_stand_where_it_says(text):
    document = result_or_refusal(lambda: document_from_text(text, language="it"))
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    for paragraph in document.paragraphs if document else ():
        ends = [*(line.start for line in paragraph.lines[1:]), len(paragraph.text)]
        for line, end in zip(paragraph.lines, ends, strict=True):
            words = paragraph.text[line.start : end].rstrip()
            number, column = paragraph.position(line.start)
            assert lines[number - 1][column - 1 :].startswith(words)
        found = [paragraph.position(offset) for offset in range(len(paragraph.text))]
        assert all(one <= two for one, two in pairwise(found))


@QUICK
@given(text=TEXTS, code=st.sampled_from(("it", "en", "de", "ja", "xx")))
def test_sentences_cover_a_text_but_for_white_space(text, code):
    check_sentences(text, split_sentences(text, code))
