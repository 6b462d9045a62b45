"""What the index of a batch holds, read without a browser; test_index_browser.py uses it in one."""

import base64
import hashlib
import json
import math
import re
import string
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from index_rows import failed, reviewed
from lxml import html

from corpus import UsageError
from fedele.batch.index import render_index, write_index

HOSTILE = [
    "<script>document.title = 'preso'</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "//evil.example/x",
    "a#b?c=d%2e&e;f",
    "\u202egpj.exe",
    "bren\u200bner",
    "</script><!--",
    "{{ 7 * 7 }}",
]


ROWS = [
    reviewed("b", 93.24, (0, 1, 2)),
    failed("z"),
    reviewed("a", 61.04, (2, 3, 4), "partial"),
    reviewed("c", 0.0, verdict="unrelated"),
    reviewed("e", None),
    reviewed("d", 100.0),
    failed("y", "y.en.md: neither UTF-8 nor another encoding that is known"),
]


def tree_of(rows, **options):
    return html.document_fromstring(render_index(rows, **options))


def words_of(element):
    return " ".join(element.text_content().split())


def pairs(tree):
    return [row.cssselect("th bdi")[0].text_content() for row in tree.cssselect("#rows tr")]


@pytest.fixture(scope="module")
def tree():
    return tree_of(ROWS)


def test_the_worst_come_first_failed_then_unscored_then_by_fidelity(tree):
    assert pairs(tree) == ["y", "z", "e", "c", "a", "b", "d"]


def test_rows_in_any_order_give_the_same_page():
    assert render_index(reversed(ROWS)) == render_index(iter(ROWS))


def test_the_head_tells_the_outcomes_the_mean_the_median_and_the_flags(tree):
    assert words_of(tree.cssselect("h1")[0]) == "7 pairs"
    outcomes = [words_of(item) for item in tree.cssselect(".outcomes li")]
    assert outcomes == [
        "2 failed",
        "1 not a translation",
        "1 partial translation",
        "3 translations",
    ]
    assert words_of(tree.cssselect(".fidelity .score")[0]) == "63.6 mean 77.1 median"
    flags = [words_of(item) for item in tree.cssselect(".by-severity li")]
    assert flags == ["2 critical", "4 major", "6 minor"]


def test_the_distribution_counts_every_pair_that_has_a_score_once(tree):
    said = [words_of(bar.cssselect(".vh")[0]) for bar in tree.cssselect(".bar")]
    assert said[0] == "Fidelity 0 to 49.9: 1 pair"
    assert said[-2:] == ["Fidelity 90 to 94.9: 1 pair", "Fidelity 95 to 100: 1 pair"]
    assert sum(int(text.split()[-2]) for text in said) == 4


@given(st.lists(st.floats(0, 100), min_size=1, max_size=30))
def test_each_fidelity_lies_in_exactly_the_bar_that_counts_it(scores):
    rows = [reviewed(f"p{number}", score) for number, score in enumerate(scores)]
    shown = [row[1] for row in data_of(tree_of(rows))["rows"]]
    for bar in tree_of(rows).cssselect(".bar"):
        low, high = float(bar.get("data-low")), float(bar.get("data-high"))
        count = int(words_of(bar.cssselect(".vh")[0]).split()[-2].replace(",", ""))
        assert count == sum(low <= score <= high for score in shown)


def data_of(tree):
    return json.loads(tree.cssselect("#data")[0].text)


def test_a_row_shows_what_the_table_says(tree):
    row = next(row for row in tree.cssselect("#rows tr") if row.cssselect("th bdi")[0].text == "a")
    assert [words_of(cell) for cell in row] == [
        "a it → en",
        "61.0 57–65",
        "2",
        "3",
        "4",
        "98% / 95%",
        "1,200 / 1,350",
        "Partial",
    ]
    assert row.cssselect("a")[0].get("href") == "./reports/a.html"


def test_a_failed_pair_shows_its_error_and_links_to_nothing(tree):
    row = tree.cssselect("#rows tr.failed")[0]
    assert words_of(row).endswith(
        "Failed y.en.md: neither UTF-8 nor another encoding that is known"
    )
    assert row.cssselect("a") == []


def test_a_row_without_a_score_is_no_failure(tree):
    row = tree.cssselect("#rows tr")[2]
    assert words_of(row[1]) == "–"
    assert row.get("class") == "translation"


def test_the_script_has_a_row_s_values_in_the_page_s_order(tree):
    data = data_of(tree)
    assert data["outcomes"] == ["failed", "unrelated", "partial", "translation"]
    assert data["rows"][0] == [0, None, None, None, None, None, None]
    assert data["rows"][4] == [2, 61.0, 2, 3, 4, 0.953, 1200]


def test_nan_and_no_fidelity_are_the_same():
    assert render_index([reviewed("a", math.nan)]) == render_index([reviewed("a", None)])
    page = tree_of([reviewed("a", None)])
    assert words_of(page.cssselect(".fidelity")[0]) == "Fidelity not scored"


def test_nothing_but_failures_and_nothing_at_all_are_pages_too():
    for rows in ([failed("a")], []):
        page = tree_of(rows)
        assert len(page.cssselect("#rows tr")) == len(rows)
        assert page.cssselect(".bar") == []
        assert words_of(page.cssselect(".counts")[0]) == "Flags No pair could be reviewed."


# ---- Untrusted names, paths and errors ---------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_names_languages_and_errors_is_text(text):
    rows = [
        reviewed(text, 80.0, source_language=text),
        failed(f"f {text}", f"{text}: {text}"),
    ]
    page = tree_of(rows, notes=[text], signature={text: text})
    assert len(page.cssselect("script")) == 2
    assert page.cssselect("img, iframe, object, base, [onerror], [style]") == []
    assert [item.tag for item in page.cssselect("#rows bdi *")] == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_link_is_a_relative_path_to_exactly_the_report(text):
    (link,) = tree_of([reviewed(text, 80.0)]).cssselect("#rows a")
    href = link.get("href")
    assert href.startswith("./reports/")
    assert set(href) <= set(string.ascii_letters + string.digits + "./%_-~")
    assert unquote(href) == f"./reports/{text}.html"


def test_a_path_that_would_lead_to_another_host_stays_relative():
    for path in ("//evil.example/x", "javascript:alert(1)", "https://evil.example"):
        (link,) = tree_of([reviewed("a", 80.0, report=path)]).cssselect("#rows a")
        assert re.match(r"\./[^:]*$", link.get("href"))


def test_a_name_that_is_no_unicode_leads_to_its_bytes():
    (link,) = tree_of([reviewed("caff\udce8", 80.0)]).cssselect("#rows a")
    assert link.get("href") == "./reports/caff%E8.html"


def test_characters_that_show_nothing_or_turn_the_text_are_told_by_number():
    rows = [failed("bren\u200bner", "a\u202eb\x00\ufeff"), failed("brenner")]
    page = tree_of(rows)
    assert pairs(page) == ["bren[U+200B]ner", "brenner"]
    assert words_of(page.cssselect(".error")[0]) == "Failed a[U+202E]b[U+0000][U+FEFF]"


@given(st.text(min_size=1, max_size=40))
def test_any_name_and_error_is_written_without_a_character_that_shows_nothing(text):
    page = render_index([failed(text, text), reviewed(text, 5.0, report="reports/1.html")])
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\x00]", page)
    assert html.document_fromstring(page).cssselect("#rows tr")


# ---- The page as a whole -----------------------------------------------------------------------


def test_the_policy_allows_the_page_s_own_style_and_script_and_nothing_else():
    text = render_index(ROWS)
    policy = html.document_fromstring(text).cssselect("meta[http-equiv]")[0].get("content")
    for tag, name in (("style", "style-src"), ("script", "script-src")):
        (inner,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode()
        assert f"{name} 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "connect-src" not in policy


def test_in_italian_the_page_speaks_italian():
    page = tree_of(ROWS, language="it")
    assert page.get("lang") == "it"
    assert words_of(page.cssselect("h1")[0]) == "7 coppie"
    assert words_of(page.cssselect(".fidelity .score")[0]) == "63,6 in media 77,1 mediana"
    assert [words_of(head) for head in page.cssselect("thead th")][:3] == [
        "Coppia",
        "Fedeltà",
        "Critiche",
    ]


def test_a_language_without_wording_is_a_usage_error():
    with pytest.raises(UsageError, match="choose one of en, it"):
        render_index(ROWS, language="xx")


def test_the_recipe_and_the_notes_are_shown(tree):
    page = tree_of(ROWS, signature={"encoder": "use"}, notes=["Two names were left out."])
    assert words_of(page.cssselect(".signature dl")[0]) == "encoderuse"
    assert words_of(page.cssselect(".notes li")[0]) == "Two names were left out."
    assert tree.cssselect(".signature, .notes") == []


def test_it_is_written_as_a_file(tmp_path):
    path = write_index(ROWS, tmp_path / "index.html", language="it")
    assert path.read_text("utf-8") == render_index(ROWS, language="it")
