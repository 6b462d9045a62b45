"""Documents, terms, decisions and file names made to do something, through every output."""

import io
import json
import re
import subprocess
import sys
import unicodedata
from datetime import UTC, datetime

import chromium
import pytest
from chromium import needs_chromium, open_page, requests
from hostile import HOSTILE, assert_inert, assert_no_formulas, assert_only_text, pairs
from lxml import etree

import fedele
from fedele import exchange
from fedele.cli.options import complain
from fedele.reports import render_html, render_terminal


@pytest.fixture(scope="module")
def texts():
    italian, english = zip(*pairs(), strict=True)
    return "\n\n".join(italian), "\n\n".join(english)


@pytest.fixture(scope="module")
def review(texts, tmp_path_factory):
    terms = tmp_path_factory.mktemp("terms") / "<img src=x onerror=taken=1>.csv"
    note = '"<script>window.taken = 1</script> =1+1 \u202e"'
    terms.write_text(f"source,target,note\ngoverno,cabinet,{note}\n", "utf-8")
    found = fedele.review_texts(*texts, source_language="it", target_language="en", terms=terms,
                                effort="fast")  # fmt: skip
    assert len(found.findings) > 20
    decided = [
        fedele.Decision(
            id=name,
            decision=list(fedele.Ruling)[n % 3],
            reason=list(HOSTILE.values())[n % len(HOSTILE)],
            reviewer=list(HOSTILE.values())[-n % len(HOSTILE)],
            date=datetime(2026, 11, 22, 10, n % 60, tzinfo=UTC),
            kind=flag.kind,
            source=flag.source.text if flag.source else None,
            target=flag.target.text if flag.target else None,
        )
        for n, (name, flag) in enumerate(zip(found.flag_ids, found.findings, strict=True))
        if n % 2
    ]
    lost = [fedele.Decision(**{**_fields(one), "id": f"{n:012x}"}) for n, one in enumerate(decided)]
    return found.decide(decided, lost)


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    driver = chromium.start(tmp_path_factory.mktemp("chromium"))
    yield driver
    driver.quit()


def _fields(decision):
    return {name: getattr(decision, name) for name in decision.__dataclass_fields__}


# ---- In a browser ------------------------------------------------------------------------------


@needs_chromium
@pytest.mark.parametrize("language", ["en", "it"])
def test_the_report_runs_nothing_and_asks_for_nothing(browser, review, language, tmp_path):
    path = review.to_html(tmp_path / "report.html", language=language)
    open_page(browser, path.as_uri())
    assert browser.get_log("browser") == []
    assert browser.execute_script("return window.taken") is None
    assert requests(browser) == {path.as_uri()}
    count = "return document.querySelectorAll(arguments[0]).length"
    assert browser.execute_script(count, "script:not([type='application/json'])") == 1
    assert browser.execute_script(count, "img, iframe, base, object, embed, [onerror]") == 0
    assert browser.execute_script(count, "a:not([href^='#']):not([href^='./'])") == 0
    assert browser.execute_script(count, "meta[http-equiv=refresh]") == 0
    for number, paragraph in enumerate(review.source.paragraphs, 1):
        shown = browser.execute_script(
            "const copy = document.querySelector(arguments[0]).cloneNode(true);"
            "copy.querySelectorAll('.badge').forEach(badge => badge.remove());"
            "return copy.textContent",
            f"#source-{number} > :last-child",
        )
        assert shown == paragraph.text


@needs_chromium
def test_every_click_in_the_report_stays_there(browser, review, tmp_path):
    path = review.to_html(tmp_path / "report.html")
    open_page(browser, path.as_uri())
    browser.execute_script(
        "for (const e of document.querySelectorAll('a, button, summary, [tabindex], mark'))"
        "    e.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}))"
    )
    assert browser.execute_script("return window.taken") is None
    assert {address.partition("#")[0] for address in requests(browser)} <= {path.as_uri()}
    assert browser.current_url.partition("#")[0] == path.as_uri()


def test_templates_in_a_document_are_text(review):
    page = render_html(review)
    assert "{{ 7 * 7 }}" in page
    assert "{% for x in y %}" in page
    assert "default-src &#39;none&#39;" in page


# ---- On a terminal and in logs -----------------------------------------------------------------


def test_the_summary_steers_no_terminal(review):
    from rich.console import Console

    stream = io.StringIO()
    render_terminal(review, Console(file=stream, width=120, color_system=None))
    assert_inert(stream.getvalue())


def test_annotations_hold_no_commands_of_the_document(review):
    printed = exchange.render_github(review)
    assert printed
    for line in printed.splitlines():
        assert re.match(r"::(error|warning|notice) [^:]*::", line)
        assert not re.search(r"(?i)^::(set-output|add-mask)|##\[", line[:20])
    assert_inert(printed)


@pytest.mark.parametrize(
    "name",
    [
        "a\x1b]0;taken\x07\x1b[2J.txt",
        "a\n::error::taken\nb.txt",
        "a\r\u202etxt.\u2069.txt",
        "<script>taken=1</script>.txt",
        "=1+1.txt",
        "a\u009b31m.txt",
        "[bold]x[/bold].txt",
    ],
)
def test_file_names_are_one_inert_line(name, run, tmp_path, sample):
    missing = run("review", name)
    assert missing.returncode == 2
    assert missing.stderr.count("\n") == 1
    assert_inert(missing.stderr.rstrip("\n"))
    try:
        copied = tmp_path / name.replace("/", "_")
        copied.write_bytes(sample.read_bytes())
    except OSError:
        pytest.skip("this file system has no such names")
    result = run("review", copied.name, "--effort", "fast", "--format", "github")
    assert result.returncode == 0, result.stderr
    assert_inert(result.stdout.replace("\n", ""))
    assert all(line.startswith("::") for line in result.stdout.splitlines())
    assert not re.search("^::error::taken", result.stdout, re.MULTILINE)


def test_a_complaint_is_one_inert_line(capsys):
    complain("x\n\x1b[31m::error::y\u202e\x9b\r\x07z")
    assert_inert(capsys.readouterr().err.rstrip("\n"))


BROKEN = """
import corpus, fedele.__main__
def broken(*arguments):
    raise RuntimeError("il segreto \\x1b[31m")
corpus.read_versions = broken
fedele.__main__.main()
"""


@pytest.mark.parametrize(("options", "is_shown"), [([], False), (["-X", "dev"], True)])
def test_a_mistake_of_ours_says_where_it_happened_and_nothing_of_the_text(options, is_shown):
    command = [sys.executable, *options, "-W", "ignore", "-c", BROKEN, "review", "x.txt"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == (1 if is_shown else 70)
    assert "in broken" in result.stderr
    assert ("il segreto" in result.stderr) is is_shown
    if not is_shown:
        assert_inert(result.stderr.replace("\n", ""))


# ---- In tables ---------------------------------------------------------------------------------


def test_no_cell_is_a_formula_or_a_link(review, tmp_path):
    review.to_csv(tmp_path)
    assert_no_formulas([*tmp_path.glob("*.csv"), review.to_xlsx(tmp_path / "x.xlsx")])


# ---- In files that other programs read ---------------------------------------------------------


def test_json_is_json_and_holds_the_text_as_it_is(review, tmp_path):
    record = json.loads(review.to_json(tmp_path / "x.json").read_text("utf-8"))
    texts = [paragraph["text"] for paragraph in record["source"]["paragraphs"]]
    assert texts == [paragraph.text for paragraph in review.source.paragraphs]


@pytest.mark.parametrize("write", ["write_tmx", "write_xliff"])
def test_xml_stays_well_formed(review, write, tmp_path):
    more = {"every_pair": True} if write == "write_tmx" else {}
    path = getattr(exchange, write)(review, tmp_path / "x.xml", **more)
    content = path.read_bytes()
    root = etree.fromstring(content)
    assert b"<!ENTITY" not in content
    names = {etree.QName(element).localname for element in root.iter(etree.Element)}
    assert names.isdisjoint({"script", "img", "iframe", "svg", "a"})


def test_sarif_and_jsonl_stay_whole(review, tmp_path):
    sarif = json.loads(exchange.write_sarif(review, tmp_path / "x.sarif").read_text("utf-8"))
    for result in sarif["runs"][0]["results"]:
        message = result["message"].get("text", "")
        assert_inert(message.replace("\n", ""))
    content = exchange.write_jsonl(review, tmp_path / "x.jsonl").read_bytes()
    lines = content.decode("utf-8").split("\n")[:-1]
    assert all(isinstance(json.loads(line), dict) for line in lines)
    assert not re.search("[\x85\u2028\u2029]", content.decode("utf-8"))


def test_a_comment_makes_no_link_picture_or_mention(review, tmp_path):
    assert_only_text(exchange.write_markdown(review, tmp_path / "x.md").read_text("utf-8"))


def test_nothing_unseen_is_lost_from_the_text(texts, review):
    shown = "".join(paragraph.text for paragraph in review.source.paragraphs)
    unseen = {c for c in texts[0] if unicodedata.category(c) == "Cf"}
    assert unseen <= set(shown)
