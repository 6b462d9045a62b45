"""The index of a batch in a real browser: Debian's chromium, headless, through its driver."""

import base64

import pytest
from chromium import (
    NARROW,
    WIDE,
    find,
    find_all,
    needs_chromium,
    open_page,
    press,
    requests,
    violations,
    worked,
)
from index_rows import archive, failed, reviewed

from fedele.batch.index import write_index

pytestmark = needs_chromium

HOSTILE = (
    "<script>document.title = 'preso'</script>\"'><img src=x onerror=\"document.title='preso'\">"
)
ROWS = [
    reviewed("10", 93.2, (0, 1, 2)),
    reviewed("9", 93.2, (0, 0, 0)),
    failed("zeta"),
    reviewed("alfa", 61.0, (2, 3, 4), "partial", source_words=200),
    reviewed("due parole # 100%", 0.0, verdict="unrelated", source_coverage=0.1),
    reviewed("beta", None),
    reviewed("Émile", 84.94, (1, 0, 0)),
    reviewed("d", 100.0),
    failed(f"y {HOSTILE}", f"{HOSTILE}\u202e: no"),
]
WORST_FIRST = ["y", "zeta", "beta", "due", "alfa", "Émile", "10", "9", "d"]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("indexes")
    write_index(ROWS, folder / "index.html", signature={"encoder": "use"}, notes=[HOSTILE])
    write_index(ROWS, folder / "italian.html", language="it")
    write_index([], folder / "empty.html")
    write_index(archive(5000), folder / "long.html")
    for name in ("due parole # 100%", "d"):
        (folder / "reports").mkdir(exist_ok=True)
        report = folder / "reports" / f"{name}.html"
        report.write_text("<!doctype html><title>The report</title>", "utf-8")
    return folder


@pytest.fixture
def page(browser, pages):
    """Opens a page: ``page("index", size=NARROW, dark=True)``."""

    def open_named(name="index", **how):
        return open_page(browser, (pages / f"{name}.html").as_uri(), **how)

    return open_named


def shown(browser):
    """The first words of the names of the rows that are shown, in order."""
    names = browser.execute_script(
        "return [...document.querySelectorAll('#rows tr:not([hidden]) th bdi:first-of-type')]"
        ".filter(name => !name.closest('.langs')).map(name => name.textContent)"
    )
    return [name.split()[0] for name in names]


def head(browser, text):
    return next(item for item in find_all(browser, "thead th") if item.text.startswith(text))


def sort(browser, text):
    head(browser, text).find_element("css selector", "button").click()
    return shown(browser)


# ---- Opening -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["index", "italian", "empty", "long"])
def test_opens_with_no_console_message_and_no_request(page, pages, name):
    browser = page(name)
    assert browser.get_log("browser") == []
    assert requests(browser) == {(pages / f"{name}.html").as_uri()}


def test_markup_in_names_errors_and_notes_is_text(page):
    browser = page()
    assert browser.title == "9 pairs"
    assert HOSTILE in find(browser, "#rows tr bdi").text
    assert f"{HOSTILE}[U+202E]: no" in find(browser, "#rows .error").text
    assert find_all(browser, "main img, #rows script") == []


def test_a_link_opens_the_report_whatever_its_name_holds(page):
    browser = page()
    find(browser, "#rows a[href*='100']").click()
    assert browser.title == "The report"


def test_without_script_every_row_is_there_the_worst_first(page):
    browser = page()
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.refresh()
        rows = find_all(browser, "#rows tr")
        assert [row.text.split()[0] for row in rows] == WORST_FIRST
        assert not find(browser, "#filters").is_displayed()
        assert all(
            not button.is_enabled() for button in find_all(browser, ".summary button, thead button")
        )
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


# ---- Order -------------------------------------------------------------------------------------


def test_sorts_by_name_as_people_do(page):
    assert sort(page(), "Pair") == ["9", "10", "alfa", "beta", "d", "due", "Émile", "y", "zeta"]


@pytest.mark.parametrize(
    ("column", "first", "last"),
    [
        ("Critical", ["alfa", "Émile", "9"], ["y", "zeta"]),
        ("Major", ["alfa", "10", "9"], ["y", "zeta"]),
        ("Minor", ["alfa", "10", "9"], ["y", "zeta"]),
        ("Coverage", ["due", "9", "10"], ["y", "zeta"]),
        ("Words", ["9", "10", "beta"], ["y", "zeta"]),
        ("Verdict", ["y", "zeta", "due", "alfa"], ["d", "Émile"]),
    ],
)
def test_the_first_click_shows_the_worst_and_rows_without_a_value_come_last(
    page, column, first, last
):
    order = sort(page(), column)
    assert order[: len(first)] == first
    assert order[-2:] == last


def test_the_opposite_order_leaves_rows_without_a_value_last(page):
    browser = page()
    sort(browser, "Critical")
    order = sort(browser, "Critical")
    assert order[-4:] == ["Émile", "alfa", "y", "zeta"]


def test_by_fidelity_the_failed_come_first_and_then_last(page):
    browser = page()
    sort(browser, "Pair")
    assert sort(browser, "Fidelity") == [
        "y",
        "zeta",
        "beta",
        "due",
        "alfa",
        "Émile",
        "9",
        "10",
        "d",
    ]
    assert sort(browser, "Fidelity")[0] == "d"
    assert shown(browser)[-2:] == ["y", "zeta"]


def test_the_heads_say_how_the_rows_are_ordered_and_work_from_the_keyboard(page):
    from selenium.webdriver.common.keys import Keys

    browser = page()
    assert head(browser, "Fidelity").get_attribute("aria-sort") == "ascending"
    head(browser, "Major").find_element("css selector", "button").send_keys(Keys.ENTER)
    assert head(browser, "Fidelity").get_attribute("aria-sort") is None
    assert head(browser, "Major").get_attribute("aria-sort") == "descending"
    press(browser, Keys.SPACE)
    assert head(browser, "Major").get_attribute("aria-sort") == "ascending"


# ---- Filters -----------------------------------------------------------------------------------


def test_search_finds_names_and_errors_and_says_when_nothing_matches(page):
    browser = page()
    search = find(browser, "#search")
    search.send_keys("EMPTY")
    assert shown(browser) == ["zeta"]
    assert find(browser, "#shown").text == "1 of 9 shown"
    search.send_keys("xyz")
    assert shown(browser) == []
    assert find(browser, "#nothing").is_displayed()
    find(browser, "#show-all").click()
    assert shown(browser) == WORST_FIRST


def test_a_bar_of_the_distribution_shows_its_pairs_and_lets_go_of_them(page):
    browser = page()
    bar = find(browser, ".bar[data-low='80']")
    bar.click()
    assert shown(browser) == ["Émile"], "84.94 is shown as 84.9"
    assert bar.get_attribute("aria-pressed") == "true"
    bar.click()
    assert shown(browser) == WORST_FIRST


def test_every_bar_shows_as_many_pairs_as_it_counts(page):
    browser = page("long")
    for bar in find_all(browser, ".bar"):
        said = bar.find_element("css selector", ".vh").get_attribute("textContent")
        bar.click()
        assert len(shown(browser)) == int(said.split()[-2].replace(",", ""))


def test_a_fidelity_range_leaves_out_what_has_no_score(page):
    browser = page()
    find(browser, "#high").send_keys("90")
    assert shown(browser) == ["due", "alfa", "Émile"]
    find(browser, "#low").send_keys("70")
    assert shown(browser) == ["Émile"]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("critical", ["alfa", "Émile"]), ("major", ["alfa", "Émile", "10"])],
)
def test_at_least_so_grave_a_flag(page, choice, expected):
    browser = page()
    find(browser, "#least").send_keys(choice)
    assert shown(browser) == expected


def test_verdicts_are_chosen_one_by_one_or_alone(page):
    browser = page()
    find(browser, "input[value=failed]").click()
    assert shown(browser) == WORST_FIRST[2:]
    only = find(browser, ".only.failed")
    only.click()
    assert shown(browser) == ["y", "zeta"]
    assert only.get_attribute("aria-pressed") == "true"
    only.click()
    assert shown(browser) == WORST_FIRST


def test_filters_combine_and_survive_sorting(page):
    browser = page()
    find(browser, "#low").send_keys("50")
    find(browser, "input[value=partial]").click()
    assert sort(browser, "Pair") == ["9", "10", "d", "Émile"]


# ---- Screens, paper, people --------------------------------------------------------------------


@pytest.mark.parametrize("name", ["index", "long"])
@pytest.mark.parametrize("width", [320, 760, 1024])
def test_nothing_needs_sideways_scrolling(page, name, width):
    browser = page(name, size=(width, 800))
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


def test_on_a_narrow_screen_each_value_says_what_it_is(page):
    browser = page(size=NARROW)
    labels = browser.execute_script(
        "return [...document.querySelectorAll('#rows tr:nth-child(5) td')]"
        ".map(cell => getComputedStyle(cell, '::before').content)"
    )
    said = [label.strip('"').strip() for label in labels[:-1]]
    assert said == ["Fidelity", "Critical", "Major", "Minor", "Coverage", "Words"]


def test_prints_what_the_filters_show(page):
    browser = page()
    find(browser, ".only.failed").click()
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    assert base64.b64decode(printed["data"]).startswith(b"%PDF")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert not find(browser, "#filters").is_displayed()
    assert [row.is_displayed() for row in find_all(browser, "#rows tr")] == [True] * 2 + [False] * 7
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_assistive_technology_meets_a_table(page):
    """The rows are laid out as a grid, which must not cost them their meaning."""
    browser = page()
    nodes = browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    roles = [node["role"]["value"] for node in nodes if not node.get("ignored")]
    assert roles.count("table") == 1
    assert roles.count("row") == 1 + len(ROWS)
    assert roles.count("columnheader") == 8
    assert roles.count("rowheader") == len(ROWS)
    assert roles.count("cell") == 2 + 7 * 7


def test_five_thousand_pairs_open_sort_and_filter_within_a_second(page, pages):
    """Of work; what a reader waits depends on the machine: bench/index_speed.py measures it."""
    assert (pages / "long.html").stat().st_size < 2_500_000
    browser = page("long")
    steps = [worked(browser)]
    for action in (
        "document.querySelector('.sort[data-column=\"3\"]').click()",
        "document.querySelector('.only.failed').click()",
    ):
        browser.execute_script(f"{action}; document.body.getBoundingClientRect();")
        steps.append(worked(browser))
    took = [later - earlier for earlier, later in zip([0, *steps], steps, strict=False)]
    assert all(0 < milliseconds < 1500 for milliseconds in took), took


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", ["index", "italian", "empty"])
def test_axe_finds_no_violation(page, axe, name, size, dark):
    browser = page(name, size=size, dark=dark)
    assert violations(browser, axe) == []
    if name == "index":
        find_all(browser, ".bar")[-1].click()
        assert violations(browser, axe) == []
