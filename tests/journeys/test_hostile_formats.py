"""Text made to do something, inside files of every format, through every output."""

import io
import re
from html import escape

import chromium
import docx
import pytest
from chromium import needs_chromium, open_page, requests
from docx_files import comments, parts
from hostile import HOSTILE, assert_inert, assert_no_formulas, assert_only_text, pairs
from lxml import etree
from pages import body, drawn, epub, line, odt

import fedele
from fedele import exchange
from fedele.reports import render_terminal

PAIRS = list(pairs())
SIDES = tuple(zip(*PAIRS, strict=True))
LANGUAGES = ("it", "en")


def two(make):
    """A file for either version."""

    def files(folder):
        named = [(folder / f"{code}.{make.__name__}") for code in LANGUAGES]
        for path, texts in zip(named, SIDES, strict=True):
            make(path, texts)
        return named

    return files


def word(path, texts):
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    document.save(str(path))


def text(path, texts):
    odt(path, body(*texts))


def book(path, texts):
    epub(path, ["".join(f"<p>{escape(text)}</p>" for text in texts)])


def pdf(path, texts):
    plain = [text.encode("cp1252", "ignore").decode("cp1252") for text in texts]
    lines = [line(20, 780 - 30 * n, text, size=5) for n, text in enumerate(plain)]
    drawn(path, "".join(lines))


def srt(path, texts):
    cues = (
        f"{n}\n00:{n:02}:01,000 --> 00:{n:02}:04,000\n{text}\n\n" for n, text in enumerate(texts, 1)
    )
    path.write_text("".join(cues), "utf-8")


def vtt(path, texts):
    cues = (
        f"00:{n:02}:01.000 --> 00:{n:02}:04.000\n{escape(text, quote=False)}\n\n"
        for n, text in enumerate(texts, 1)
    )
    path.write_text(f"WEBVTT\n\n{''.join(cues)}", "utf-8")


def tmx(folder):
    units = "".join(
        f'<tu><tuv xml:lang="it"><seg>{escape(one)}</seg></tuv>'
        f'<tuv xml:lang="en"><seg>{escape(other)}</seg></tuv></tu>'
        for one, other in PAIRS
    )
    path = folder / "x.tmx"
    path.write_text(f'<tmx version="1.4"><header srclang="it"/><body>{units}</body></tmx>', "utf-8")
    return [path]


def xliff(folder):
    units = "".join(
        f'<unit id="{n}"><segment><source>{escape(one)}</source><target>{escape(other)}</target>'
        "</segment></unit>"
        for n, (one, other) in enumerate(PAIRS)
    )
    path = folder / "x.xlf"
    path.write_text(
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="it" '
        f'trgLang="en"><file id="f">{units}</file></xliff>',
        "utf-8",
    )
    return [path]


def po(folder):
    def quoted(text):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    entries = "".join(f"msgid {quoted(one)}\nmsgstr {quoted(other)}\n\n" for one, other in PAIRS)
    path = folder / "x.po"
    path.write_text('msgid ""\nmsgstr "Language: en\\n"\n\n' + entries, "utf-8")
    return [path]


def named(ending, make):
    make.__name__ = ending
    return two(make)


FORMATS = {
    "docx": named("docx", word),
    "odt": named("odt", text),
    "epub": named("epub", book),
    "pdf": two(pdf),
    "srt": two(srt),
    "vtt": two(vtt),
    "tmx": tmx,
    "xliff": xliff,
    "po": po,
}


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    driver = chromium.start(tmp_path_factory.mktemp("chromium"))
    yield driver
    driver.quit()


@pytest.fixture(scope="module", params=FORMATS)
def review(request, tmp_path_factory):
    files = FORMATS[request.param](tmp_path_factory.mktemp(request.param))
    found = fedele.review(*files, source_language="it", target_language="en", effort="fast")
    assert len(found.findings) > 10
    shown = "".join(paragraph.text for paragraph in found.target.paragraphs)
    assert "::set-output" in shown
    assert "javascript:window.taken=1" in shown
    if request.param not in ("srt", "vtt"):  # whose tags are left out
        assert HOSTILE["handler"] in shown
    return found


@needs_chromium
def test_the_report_runs_nothing(browser, review, tmp_path):
    path = review.to_html(tmp_path / "report.html")
    open_page(browser, path.as_uri())
    assert browser.get_log("browser") == []
    assert browser.execute_script("return window.taken") is None
    assert requests(browser) == {path.as_uri()}
    count = "return document.querySelectorAll(arguments[0]).length"
    assert browser.execute_script(count, "img, iframe, base, object, embed, [onerror]") == 0
    assert browser.execute_script(count, "a:not([href^='#']):not([href^='./'])") == 0


def test_tables_hold_no_formulas(review, tmp_path):
    review.to_csv(tmp_path)
    assert_no_formulas([*tmp_path.glob("*.csv"), review.to_xlsx(tmp_path / "x.xlsx")])


def test_what_is_printed_steers_nothing(review, tmp_path):
    from rich.console import Console

    stream = io.StringIO()
    render_terminal(review, Console(file=stream, width=120, color_system=None))
    assert_inert(stream.getvalue())
    printed = exchange.render_github(review)
    assert_inert(printed)
    assert all(re.match(r"::(error|warning|notice) [^:]*::", row) for row in printed.splitlines())
    assert_only_text(exchange.write_markdown(review, tmp_path / "x.md").read_text("utf-8"))


def test_comments_in_word_are_text(review, tmp_path):
    if not review.target.path.endswith(".docx"):
        with pytest.raises(fedele.UsageError, match=r"no Word document"):
            review.to_docx(tmp_path / "x.docx")
        return
    path = review.to_docx(tmp_path / "x.docx")
    shown = [flag for flag in review.findings if flag.kind != "shift"]
    assert len(comments(path)) >= len(shown)
    for name, content in parts(path).items():
        if name.endswith((".xml", ".rels")):
            root = etree.fromstring(content)
            names = {etree.QName(element).localname for element in root.iter(etree.Element)}
            assert names.isdisjoint({"fldSimple", "instrText", "hyperlink", "object", "altChunk"})
            assert b'TargetMode="External"' not in content
