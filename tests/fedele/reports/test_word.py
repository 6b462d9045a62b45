"""The Word report: comments on exactly the flags' words, and not a character else touched."""

import dataclasses
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from docx import Document as WordDocument
from docx.oxml.ns import nsdecls, qn
from docx_files import MARKED, add_paragraph, comments, fill, look, parts, rewrite
from hypothesis import given, settings
from hypothesis import strategies as st
from office import convert, needs_office, needs_poppler, page_text

from corpus import InputError, UsageError, read
from fedele.findings.decisions import Decision, Ruling
from fedele.reports import check_docx
from fedele.reports.word import render
from metrics import Category, Evidence, Flag, Kind, Passage, Severity, Verdict

IN_A_TABLE = 3
FORBIDDEN = "nul \x00, bell \x07, half a pair \ud83d, no character \uffff"
TYPES, RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"


def write_word(path, texts, **how):
    """A Word document of paragraphs, each in runs and containers of all kinds."""
    document = WordDocument()
    for number, text in enumerate(texts):
        table = document.add_table(1, 2) if number == IN_A_TABLE else None
        style = "Heading 1" if number == 0 else "Normal"
        add_paragraph(table.cell(0, 1) if table else document, text, style=style, **how)
    document.save(str(path))
    return path


def read_from(review, path):
    """The review as if its translation had been read from a file."""
    found = read(path, language="en").paragraphs
    assert [item.text for item in found] == [item.text for item in review.target.paragraphs]
    paragraphs = tuple(
        dataclasses.replace(ours, origin=there.origin)
        for ours, there in zip(review.target.paragraphs, found, strict=True)
    )
    target = dataclasses.replace(review.target, path=str(path), paragraphs=paragraphs)
    return dataclasses.replace(review, target=target)


def review_of(review, path, *passages):
    """A review of any English Word document, with additions at (paragraph, words)."""
    document = read(path, language="en")
    flags = []
    for number, words in passages:
        start = document.paragraphs[number].text.index(words)
        place = Passage(number, start, start + len(words), words)
        flags.append(addition(place))
    return dataclasses.replace(review, target=document, findings=tuple(flags))


def addition(place):
    evidence = Evidence("addition.phrase", {"words": place.text})
    return Flag(Category.ADDITION, Kind.ADDITION, Severity.MINOR, 0.5, None, place, evidence)


def by_label(path):
    """Each comment's words and lines by the label that its title begins with."""
    return {lines[0].split(" · ")[0]: (words, lines) for words, lines in comments(path)}


@pytest.fixture(scope="module")
def original(review, tmp_path_factory):
    texts = [paragraph.text for paragraph in review.target.paragraphs]
    return write_word(tmp_path_factory.mktemp("word") / "valbruna.docx", texts)


@pytest.fixture(scope="module")
def from_word(review, original):
    return read_from(review, original)


@pytest.fixture(scope="module")
def commented(from_word, original):
    return from_word.to_docx(original.with_name("commented.docx"))


# ---- What comments stand on and say --------------------------------------------------------------


def test_each_comment_stands_on_exactly_its_flag_s_words(from_word, commented):
    shown = [flag for flag in from_word.findings if flag.kind is not Kind.SHIFT]
    found = comments(commented)
    assert len(found) == len(shown)
    assert {words for words, _ in found} >= {flag.target.text for flag in shown if flag.target}


def test_a_comment_says_what_why_how_sure_and_where_the_other_side_is(commented):
    message = "The number “340” of the source is not in the translation, which says “430”."
    title = "M2 · Number · critical · 99% sure"
    assert by_label(commented)["M2"] == ("430", [title, message, "Original ¶ 3"])


def test_the_title_is_bold_and_the_comment_signed(commented):
    for comment in WordDocument(str(commented)).comments:
        assert (comment.author, comment.initials) == ("fedele", "f")
        assert [run.bold for run in comment.paragraphs[0].runs if run.text] == [True]
        assert not any(run.bold for line in comment.paragraphs[1:] for run in line.runs)


def test_the_comments_speak_the_report_s_language(from_word, tmp_path):
    words, lines = by_label(from_word.to_docx(tmp_path / "it.docx", language="it"))["E2"]
    assert words == "430"
    assert lines[0] == "E2 · Numero · critica · certezza 99%"
    assert lines[2] == "Originale ¶ 3"


def test_comments_that_end_together_stand_in_the_report_s_order(review, tmp_path):
    path = write_word(tmp_path / "a.docx", ["The train stops at a small station every day."])
    made = review_of(review, path, (0, "a small station"), (0, "small station"), (0, "station"))
    found = comments(made.to_docx(tmp_path / "b.docx"))
    assert [words for words, _ in found] == ["a small station", "small station", "station"]
    assert [lines[0][:2] for _, lines in found] == ["A1", "A2", "A3"]


def test_shifts_and_what_a_reviewer_dismissed_get_no_comment(from_word, commented, tmp_path):
    assert not any(label.startswith("S") for label in by_label(commented))
    decided = [
        Decision(
            id=name,
            decision=Ruling.FALSE_ALARM if flag.kind is Kind.NUMBER else Ruling.FIX,
            reason="ask the author",
            date=datetime(2026, 5, 1, tzinfo=UTC),
            kind=flag.kind,
            source=None,
            target=None,
        )
        for name, flag in zip(from_word.flag_ids, from_word.findings, strict=True)
        if flag.kind in (Kind.NUMBER, Kind.NEGATION)
    ]
    left = by_label(from_word.decide(decided).to_docx(tmp_path / "left.docx"))
    assert set(by_label(commented)) - set(left) == {"M2"}
    assert left["M5"][1][-1] == "Decision: to fix: ask the author"


@pytest.mark.parametrize("verdict", [Verdict.PARTIAL, Verdict.UNRELATED])
def test_a_verdict_that_speaks_against_the_whole_is_said_on_the_first_paragraph(
    from_word, tmp_path, verdict
):
    made = dataclasses.replace(from_word, verdict=verdict, findings=())
    ((words, lines),) = comments(made.to_docx(tmp_path / "a.docx"))
    assert words == from_word.target.paragraphs[0].text
    assert lines[0] in ("A partial translation", "Not a translation")


# ---- What is missing -----------------------------------------------------------------------------


def omitted(review, path, words):
    """The comment on words of the Italian text that the translation would drop."""
    number, start = next(
        (number, paragraph.text.index(words))
        for number, paragraph in enumerate(review.source.paragraphs)
        if words in paragraph.text
    )
    flag = dataclasses.replace(
        review.findings[0], source=Passage(number, start, start + len(words), words)
    )
    ((there, lines),) = comments(dataclasses.replace(review, findings=(flag,)).to_docx(path))
    return there, lines[-1].partition(". ")[0]


@pytest.mark.parametrize(
    ("words", "near", "how"),
    [
        ("Dopo nove anni", "After", "Missing about here"),
        ("il 12 aprile", "of silence, on", "Missing about here"),
        ("che avevano guidato l'ultima corsa", "the last service.", "Missing about here"),
        ("riaprirla", "out reopening it,", "Missing about here"),
        ("C'è chi teme", "reopening.", "Missing after this"),
        ("3 maggio 2025", "Valbruna", "Missing after this"),
    ],
)
def test_dropped_words_are_commented_where_they_would_stand(from_word, tmp_path, words, near, how):
    beside, said = omitted(from_word, tmp_path / "a.docx", words)
    assert beside in near.split()
    assert said == how


def test_what_is_dropped_before_everything_else_is_commented_at_the_beginning(from_word, tmp_path):
    first, second, *others = from_word.alignment.groups
    dropped = dataclasses.replace(
        first, target=(), beads=tuple(dataclasses.replace(b, target=()) for b in first.beads)
    )
    alignment = dataclasses.replace(from_word.alignment, groups=(dropped, second, *others))
    made = dataclasses.replace(from_word, alignment=alignment)
    place = omitted(made, tmp_path / "a.docx", "Il treno torna a Valbruna")
    assert place == ("After", "Missing before this")


# ---- What stays as it was ------------------------------------------------------------------------


def test_every_character_keeps_its_containers_and_its_formatting(original, commented):
    assert look(commented) == look(original)
    assert len(WordDocument(str(original)).tables) == 1


def test_every_other_part_keeps_its_bytes(original, commented):
    before, after = parts(original), parts(commented)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {TYPES, RELATIONS, "word/document.xml"}
    assert set(after) - set(before) == {"word/comments.xml"}
    assert after[TYPES].count(b"/word/comments.xml") == 1


def test_parts_that_nothing_refers_to_and_no_styles_are_kept_so(review, tmp_path):
    path = write_word(tmp_path / "a.docx", ["A train stops at the station."])
    for member, piece in ((RELATIONS, b"styles.xml"), (TYPES, b"/word/styles.xml")):
        rewrite(path, member, lambda xml, piece=piece: without_element(xml, piece))
    made = review_of(review, path, (0, "station"))
    before, after = parts(path), parts(made.to_docx(tmp_path / "b.docx"))
    assert before["word/styles.xml"] == after["word/styles.xml"]
    assert b"/styles.xml" not in after[TYPES] + after[RELATIONS].replace(b'"styles', b"/styles")
    assert [words for words, _ in comments(tmp_path / "b.docx")] == ["station"]


def without_element(xml, words):
    """XML without the elements that have an attribute with these words."""
    root = ElementTree.fromstring(xml)
    for element in list(root):
        if any(value.endswith(words.decode()) for value in element.attrib.values()):
            root.remove(element)
    return ElementTree.tostring(root)


def test_comments_that_are_there_stay(review, tmp_path):
    path = write_word(tmp_path / "a.docx", ["A train stops at the station every day."])
    document = WordDocument(str(path))
    runs = [run for run in document.paragraphs[0].runs if run.text]
    document.add_comment(runs[:2], "Which train?", author="Marta", initials="M")
    document.save(str(path))
    made = review_of(review, path, (0, "train stops"))
    found = comments(made.to_docx(tmp_path / "b.docx"))
    assert sorted(lines[0][:12] for _, lines in found) == ["A1 · Additio", "Which train?"]
    assert "train stops" in [words for words, _ in found]
    before, after = parts(path), parts(tmp_path / "b.docx")
    assert {name for name in before if before[name] != after[name]} == {
        "word/comments.xml",
        "word/document.xml",
    }


def test_without_flags_the_copy_is_the_file_itself(from_word, original, tmp_path):
    copy = dataclasses.replace(from_word, findings=()).to_docx(tmp_path / "copy.docx")
    assert copy.read_bytes() == original.read_bytes()


def test_white_space_that_word_does_not_show_stays_unseen(review, tmp_path):
    path = tmp_path / "a.docx"
    document = WordDocument()
    fill(document.add_paragraph(), "<w:r><w:t> A train stops here. </w:t></w:r>")
    document.save(str(path))
    review_of(review, path, (0, "stops")).to_docx(tmp_path / "b.docx")
    texts = WordDocument(str(tmp_path / "b.docx")).element.body.iter(qn("w:t"))
    kept = {t.text: t.get("{http://www.w3.org/XML/1998/namespace}space") for t in texts}
    assert kept == {" A train ": "preserve", "stops": None, " here. ": "preserve"}


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_any_words_in_any_runs_are_commented_exactly_and_nothing_else_changes(
    data, review, tmp_path_factory
):
    texts = data.draw(st.lists(st.text("ab è\t\n\u2011", min_size=1), min_size=1, max_size=3))
    texts[0] = f"x{texts[0]}"
    folder = tmp_path_factory.mktemp("any")
    path = folder / "a.docx"
    document = WordDocument()
    for text in texts:
        add_paragraph(document, text, step=data.draw(st.integers(1, 5)))
    document.save(str(path))
    target = read(path, language="en")
    wanted = []
    for number, paragraph in enumerate(target.paragraphs):
        for _ in range(data.draw(st.integers(0, 4))):
            start = data.draw(st.integers(0, len(paragraph.text) - 1))
            end = data.draw(st.integers(start + 1, len(paragraph.text)))
            wanted.append(Passage(number, start, end, paragraph.text[start:end]))
    made = dataclasses.replace(review, target=target, findings=tuple(map(addition, wanted)))
    made.to_docx(folder / "b.docx")
    assert look(folder / "b.docx") == look(path)
    found = [words for words, _ in comments(folder / "b.docx")]
    assert sorted(found) == sorted(passage.text for passage in wanted)


# ---- Odd documents -------------------------------------------------------------------------------

BOX = (
    '<w:r><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent><w:p><w:r>'
    "<w:t>Tickets cost five euros.</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></w:r>"
)
RUBY = (
    "<w:r><w:ruby><w:rt><w:r><w:t>kan</w:t></w:r></w:rt>"
    "<w:rubyBase><w:r><w:t>station</w:t></w:r></w:rubyBase></w:ruby></w:r>"
)
FOOTNOTES = (
    f"<w:footnotes {nsdecls('w')}><w:footnote w:id='2'><w:p><w:r><w:t>The mayor was aboard."
    "</w:t></w:r></w:p></w:footnote></w:footnotes>"
).encode()


def test_words_in_a_text_box_are_quoted_where_the_box_hangs(review, tmp_path):
    document = WordDocument()
    fill(document.add_paragraph("The train stops here. "), BOX)
    document.save(str(tmp_path / "a.docx"))
    made = review_of(review, tmp_path / "a.docx", (1, "five euros"), (0, "train"))
    found = comments(made.to_docx(tmp_path / "b.docx"))
    assert [words for words, _ in found] == ["train", "Tickets cost five euros."]
    assert found[1][1][1] == "In the text box: “five euros”"
    box = next(WordDocument(str(tmp_path / "b.docx")).element.body.iter(qn("w:txbxContent")))
    assert list(box.iter(qn("w:commentRangeStart"), qn("w:commentReference"))) == []


@pytest.mark.parametrize(("number", "beside"), [("2", ""), ("3", "The train stops here.")])
def test_words_in_a_footnote_are_quoted_at_its_mark_or_the_end(review, tmp_path, number, beside):
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    document = WordDocument()
    paragraph = document.add_paragraph()
    fill(paragraph, f'<w:r><w:footnoteReference w:id="{number}"/></w:r>')
    paragraph.add_run("The train stops here.")
    name = PackURI("/word/footnotes.xml")
    part = Part(name, CONTENT_TYPE.WML_FOOTNOTES, FOOTNOTES, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    document.save(str(tmp_path / "a.docx"))
    made = review_of(review, tmp_path / "a.docx", (1, "mayor"))
    ((words, lines),) = comments(made.to_docx(tmp_path / "b.docx"))
    assert (words, lines[1]) == (beside, "In the footnote: “mayor”")
    assert parts(tmp_path / "b.docx")["word/footnotes.xml"] == FOOTNOTES


def test_a_word_under_its_pronunciation_is_taken_whole(review, tmp_path):
    document = WordDocument()
    fill(document.add_paragraph("The old "), RUBY)
    document.save(str(tmp_path / "a.docx"))
    made = review_of(review, tmp_path / "a.docx", (0, "old kanstat"))
    ((words, _),) = comments(made.to_docx(tmp_path / "b.docx"))
    assert words == "old kanstation"
    assert look(tmp_path / "b.docx") == look(tmp_path / "a.docx")


def test_what_xml_forbids_is_replaced(from_word, tmp_path):
    source = dataclasses.replace(from_word.findings[1].source, text=FORBIDDEN)
    flag = dataclasses.replace(from_word.findings[1], source=source)
    made = dataclasses.replace(from_word, findings=(flag,))
    ((_, lines),) = comments(made.to_docx(tmp_path / "a.docx"))
    assert lines[-1] == "Original ¶ 3: “nul �, bell �, half a pair �, no character �”"


def test_of_a_file_with_both_versions_the_translation_is_commented(review, tmp_path):
    from fedele.reports import write_docx

    path = tmp_path / "both.docx"
    document = WordDocument()
    texts = {side: [p.text for p in side.paragraphs] for side in (review.source, review.target)}
    for mark, side in (("(IT)", review.source), ("(EN)", review.target)):
        document.add_paragraph(mark)
        for text in texts[side]:
            document.add_paragraph(text)
    document.save(str(path))
    blocks = read(path, language="en").paragraphs[len(review.source.paragraphs) + 2 :]
    paragraphs = tuple(
        dataclasses.replace(ours, origin=there.origin)
        for ours, there in zip(review.target.paragraphs, blocks, strict=True)
    )
    target = dataclasses.replace(review.target, path=str(path), paragraphs=paragraphs)
    write_docx(dataclasses.replace(review, target=target), tmp_path / "c.docx")
    words, _ = by_label(tmp_path / "c.docx")["U9"]
    assert words == "garanzie scritte"
    commented = WordDocument(str(tmp_path / "c.docx")).element.body.iter(qn("w:commentReference"))
    numbers = {look_up(reference) for reference in commented}
    assert min(numbers) > len(review.source.paragraphs)


def look_up(element):
    """The number of the paragraph that an element stands in."""
    paragraph = next(element.iterancestors(qn("w:p")))
    return list(element.getroottree().iter(qn("w:p"))).index(paragraph)


# ---- What is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["a.txt", "-", None, "a.docx.html"])
def test_a_translation_from_no_word_document_is_refused(review, path):
    with pytest.raises(UsageError, match="is no Word document"):
        check_docx(dataclasses.replace(review.target, path=path))


def test_a_document_that_changed_since_is_refused(review, tmp_path):
    texts = [paragraph.text for paragraph in review.target.paragraphs]
    made = read_from(review, write_word(tmp_path / "a.docx", texts))
    write_word(tmp_path / "a.docx", [*texts[:4], texts[4] + " Indeed.", *texts[5:]])
    with pytest.raises(InputError, match=r"a\.docx: has changed since it was read"):
        made.to_docx(tmp_path / "b.docx")
    write_word(tmp_path / "a.docx", texts[:4])
    with pytest.raises(InputError, match="has changed"):
        made.to_docx(tmp_path / "b.docx")
    assert not (tmp_path / "b.docx").exists()


def test_a_document_with_entities_of_its_own_is_refused(review, tmp_path):
    path = write_word(tmp_path / "a.docx", ["A train stops at the station."])
    doctype = b'<!DOCTYPE d [<!ENTITY e "boom">]><w:document'
    rewrite(path, "word/document.xml", lambda xml: xml.replace(b"<w:document", doctype, 1))
    with pytest.raises(InputError, match=r"a\.docx: declares entities"):
        review_of(review, path, (0, "train")).to_docx(tmp_path / "b.docx")


def test_a_document_that_cutting_its_runs_would_change_is_refused(review, tmp_path):
    path = tmp_path / "a.docx"
    document = WordDocument()
    nonsense = "<w:r><w:rPr><w:r><w:t>A train </w:t></w:r></w:rPr><w:t>stops here.</w:t></w:r>"
    fill(document.add_paragraph(), nonsense)
    document.save(str(path))
    with pytest.raises(InputError, match="without changing it"):
        review_of(review, path, (0, "here")).to_docx(tmp_path / "b.docx")
    assert not (tmp_path / "b.docx").exists()


def test_damaged_comments_are_refused(review, commented, tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(commented.read_bytes())
    rewrite(path, "word/comments.xml", lambda xml: xml.replace(b'w:id="0"', b'w:id="none"'))
    with pytest.raises(InputError, match="its comments are damaged"):
        read_from(review, path).to_docx(tmp_path / "b.docx")


def test_more_comments_than_word_opens_are_refused(from_word, tmp_path, monkeypatch):
    monkeypatch.setattr(render, "MOST_COMMENTS", 10)
    with pytest.raises(UsageError, match="more than 10 comments"):
        from_word.to_docx(tmp_path / "b.docx")


# ---- Another program's view ----------------------------------------------------------------------

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


@needs_office
def test_libreoffice_shows_every_comment_on_its_words(review, tmp_path_factory):
    folder = tmp_path_factory.mktemp("flat")
    texts = [paragraph.text for paragraph in review.target.paragraphs]
    path = write_word(folder / "a.docx", texts, containers=MARKED)
    commented = read_from(review, path).to_docx(folder / "b.docx")
    (flat,) = convert("fodt", folder, commented)
    wanted = [(words, "".join(lines)) for words, lines in comments(commented)]
    assert sorted(annotations(flat)) == sorted(wanted)


def annotations(path):
    """Each comment of a flat OpenDocument text: its words in the text, and what it says."""
    found, open_ranges = {}, set()

    def walk(element):
        name = element.get(f"{{{OFFICE}}}name")
        if element.tag == f"{{{OFFICE}}}annotation":
            lines = element.iter(f"{{{TEXT}}}p")
            found[name] = ["", "".join("".join(line.itertext()) for line in lines)]
            open_ranges.add(name)
        elif element.tag == f"{{{OFFICE}}}annotation-end":
            open_ranges.remove(name)
        else:
            hear(element.text)
            for child in element:
                walk(child)
                hear(child.tail)

    def hear(text):
        for name in open_ranges:
            found[name][0] += text or ""

    walk(ElementTree.parse(path).getroot())
    assert not open_ranges
    return [tuple(comment) for comment in found.values()]


@needs_office
@needs_poppler
def test_libreoffice_lays_out_both_documents_alike(original, commented, tmp_path_factory):
    bare = 'pdf:writer_pdf_Export:{"ExportNotes":{"type":"boolean","value":"false"}}'
    before, after = convert(bare, tmp_path_factory.mktemp("pages"), original, commented)
    assert b"430 people on board" in page_text(before)
    assert page_text(after) == page_text(before)
