"""The HTML report in a real browser: Debian's chromium, headless, through its driver."""

import base64

import pytest
from chromium import (
    NARROW,
    WIDE,
    choose,
    find,
    find_all,
    focused,
    is_on_screen,
    labels,
    needs_chromium,
    open_page,
    press,
    requests,
    violations,
    wait_for,
    worked,
)

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def pages(tmp_path_factory, review, unrelated, spotless, long_review):
    folder = tmp_path_factory.mktemp("pages")
    for name, made in (
        ("review", review),
        ("unrelated", unrelated),
        ("spotless", spotless),
        ("long", long_review),
    ):
        made.to_html(folder / f"{name}.html")
    review.to_html(folder / "italian.html", language="it")
    return folder


@pytest.fixture
def page(browser, pages):
    """Opens a page: ``page("review", size=NARROW, dark=True)``."""

    def open_named(name="review", *, fragment="", **how):
        return open_page(browser, (pages / f"{name}.html").as_uri() + fragment, **how)

    return open_named


# ---- Opening -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["review", "italian", "unrelated", "spotless", "long"])
def test_opens_with_no_console_message_and_no_request(page, pages, name):
    browser = page(name)
    assert browser.get_log("browser") == []
    assert requests(browser) == {(pages / f"{name}.html").as_uri()}


def test_markup_in_the_documents_is_text(page):
    browser = page()
    assert browser.title == "Review: Valbruna & <b>il treno</b>"
    assert "<script>document.title = 'preso'</script>" in find(browser, "#source-9 p").text
    assert find_all(browser, ".text img, .text script, h1 b") == []


def test_marked_text_is_the_reader_s_text(page, review):
    browser = page()
    for side, document in (("source", review.source), ("target", review.target)):
        for number, paragraph in enumerate(document.paragraphs, 1):
            text = browser.execute_script(
                "const copy = document.querySelector(arguments[0]).cloneNode(true);"
                "copy.querySelectorAll('.badge').forEach(badge => badge.remove());"
                "return copy.textContent",
                f"#{side}-{number} > :last-child",
            )
            assert text == paragraph.text


# ---- Filters and search ------------------------------------------------------------------------


def test_shifts_are_hidden_until_asked_for(page):
    browser = page()
    assert len(labels(browser)) == 11
    assert not any(label.startswith("S") for label in labels(browser))
    choose(browser, "kind", "shift")
    assert labels(browser)[-1] == "S12"


def test_a_kind_filtered_out_leaves_the_list_and_the_text(page):
    browser = page()
    choose(browser, "kind", "omission")
    assert not any(label.startswith("O") for label in labels(browser))
    assert find_all(browser, ".text mark.omission:not(.off)") == []
    assert not find(browser, ".text .badge.omission").is_displayed()
    assert "8 of 12" in find(browser, "#shown").text


def test_severity_and_kind_filters_combine(page):
    browser = page()
    choose(browser, "severity", "major")
    choose(browser, "severity", "critical")
    choose(browser, "kind", "untranslated")
    assert labels(browser) == ["A4", "O6"]


def test_search_finds_words_of_either_side_and_says_when_nothing_matches(page):
    browser = page()
    press(browser, "/", *"GARANZIE")
    assert labels(browser) == ["U9"]
    press(browser, *"xyz")
    assert labels(browser) == []
    assert find(browser, "#nothing").is_displayed()
    find(browser, "#reset").click()
    assert len(labels(browser)) == 12


def test_next_keeps_to_what_the_filters_show(page):
    browser = page()
    choose(browser, "severity", "major")
    choose(browser, "severity", "minor")
    press(browser, "j", "j", "j")
    assert focused(browser) == "M2", "two critical flags: the third step is the first again"


# ---- Moving about ------------------------------------------------------------------------------


def test_j_and_k_walk_the_flags_in_reading_order_and_show_them(page):
    browser = page()
    walked = []
    for _ in range(4):
        press(browser, "j")
        walked.append(focused(browser))
        assert is_on_screen(browser, browser.switch_to.active_element)
    assert walked == ["O1", "M2", "A3", "A4"]
    press(browser, "k")
    assert focused(browser) == "A3"
    assert find(browser, "#position").text == "3 of 11"


def test_a_flag_in_focus_shows_its_evidence_and_lights_both_sides(page):
    browser = page()
    press(browser, "j", "j")
    assert (
        "The number “340” of the source is not in the translation, which says “430”."
        in find(browser, "#tip").text
    )
    lit = {mark.text for mark in find_all(browser, ".text mark.current")}
    assert lit == {"340", "430"}
    assert find(browser, "#flags .flag.current .badge").text == "M2"


def test_the_evidence_stands_beside_the_words_and_hides_none(page):
    browser = page()
    badge = find(browser, ".text .row.omitted .source .badge")
    badge.send_keys("")  # takes the focus
    words, tip = find(browser, ".row.omitted mark").rect, find(browser, "#tip").rect
    assert words["height"] > 40, "on more than one line"
    below = words["y"] + words["height"] <= tip["y"]
    assert below or tip["y"] + tip["height"] <= words["y"]


def test_an_omission_lights_the_sentence_that_should_have_said_it(page):
    browser = page()
    press(browser, "j")
    lit = [sentence.text for sentence in find_all(browser, ".target .s.answer")]
    assert lit == [
        "After nine years of silence, on April 12 a train stopped once again at Valbruna station."
    ]


def test_evidence_shows_on_hover_for_every_flag_under_the_pointer(page):
    from selenium.webdriver.common.action_chains import ActionChains

    browser = page()
    nested = find(browser, ".text mark.addition mark.addition")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", nested)
    ActionChains(browser).move_to_element(nested).perform()
    shown = [badge.text for badge in find_all(browser, "#tip .badge")]
    assert shown == ["A4", "A3"]


def test_escape_closes_the_evidence_then_lets_go(page):
    from selenium.webdriver.common.keys import Keys

    browser = page()
    press(browser, "j")
    press(browser, Keys.ESCAPE)
    assert not find(browser, "#tip").is_displayed()
    press(browser, Keys.ESCAPE)
    assert find_all(browser, ".current") == []


def test_an_entry_of_the_list_jumps_to_its_words_on_either_side(page):
    browser = page()
    entry = find_all(browser, "#flags > li")[7]
    for side in ("source", "target"):
        browser.execute_script("arguments[0].scrollIntoView()", entry)
        entry.find_element("css selector", f".quote.{side} a").click()
        assert focused(browser) == "M8"
        words = find(browser, f".side.{side} mark.current")
        assert is_on_screen(browser, words)


def test_a_link_to_a_flag_opens_at_it(page, review):
    index = next(i for i, flag in enumerate(review.findings) if flag.kind.value == "modality")
    browser = page(fragment=f"#flag-{review.flag_ids[index]}")
    wait_for(lambda: focused(browser) == "M8")


def test_the_overview_leads_to_the_passage(page):
    from selenium.webdriver.common.action_chains import ActionChains

    browser = page(size=(1440, 500))
    block = find_all(browser, ".strip .block.moved")[0]
    ActionChains(browser).move_to_element(block).click().perform()
    row = find(browser, ":target")
    link = block.find_element("xpath", "..").get_dom_attribute("href")
    assert link == f"#{row.get_attribute('id')}"
    assert is_on_screen(browser, row.find_element("css selector", ".para"))


def test_a_tick_in_the_overview_leads_to_its_flag(page):
    from selenium.webdriver.common.action_chains import ActionChains

    browser = page()
    ActionChains(browser).move_to_element(find(browser, ".strip .tick.critical")).click().perform()
    wait_for(lambda: focused(browser) == "M2")


def test_a_moved_passage_is_linked_from_where_it_would_stand(page):
    browser = page()
    note = find(browser, ".moved-note a")
    assert note.text == "Moved: ¶ 3 stands beside ¶ 10 of the original"
    note.click()
    assert is_on_screen(browser, find(browser, "#target-3"))


def test_single_key_shortcuts_can_be_turned_off(page):
    browser = page()
    press(browser, "?")
    find(browser, "#keys").click()
    find(browser, "#help form button").click()
    press(browser, "j")
    assert find_all(browser, ".current") == []


def test_typing_in_the_search_is_not_taken_for_shortcuts(page):
    browser = page()
    press(browser, "/", "j")
    assert find_all(browser, ".current") == []
    assert find(browser, "#search").get_attribute("value") == "j"


def test_copying_a_flag_gives_a_citation(page):
    browser = page()
    browser.execute_cdp_cmd(
        "Browser.grantPermissions",
        {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]},
    )
    button = find_all(browser, "#flags .copy")[1]
    button.click()
    wait_for(lambda: button.text == "Copied")
    copied = browser.execute_async_script(
        "navigator.clipboard.readText().then(arguments[arguments.length - 1])"
    )
    assert copied.splitlines() == [
        "M2 Number (critical, 99% sure)",
        "IT ¶ 3 340",
        "EN ¶ 2 430",
        "The number “340” of the source is not in the translation, which says “430”.",
        "Valbruna & <b>il treno</b>, valbruna.it.txt → valbruna.en.txt",
    ]


# ---- Narrow, paper, without script -------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 760, 1024])
def test_nothing_needs_sideways_scrolling(page, width):
    browser = page(size=(width, 800))
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


def test_on_a_narrow_screen_the_texts_stand_under_each_other_and_the_list_opens(page):
    browser = page(size=NARROW)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= NARROW[0]
    source, target = find(browser, "#source-3").rect, find(browser, "#target-2").rect
    assert target["y"] >= source["y"] + source["height"]
    assert not find(browser, "#flags").is_displayed()
    find(browser, "#open-panel").click()
    assert find(browser, "#flags").is_displayed()
    link = find(browser, "#flags > li:nth-child(3) .quote a")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", link)
    link.click()
    assert not find(browser, "#flags").is_displayed()
    assert focused(browser) == "A3"


def test_prints_both_texts_beside_each_other_and_every_flag(page, tmp_path):
    browser = page()
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    data = base64.b64decode(printed["data"])
    assert data.startswith(b"%PDF")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    source, target = find(browser, "#source-3").rect, find(browser, "#target-2").rect
    assert target["x"] > source["x"] + source["width"]
    assert abs(target["y"] - source["y"]) < 5
    assert all(item.is_displayed() for item in find_all(browser, "#flags > li")[:11])
    assert not find(browser, "#filters").is_displayed()
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_marks_link_to_their_evidence_and_back_without_script(page):
    browser = page()
    for badge in find_all(browser, ".text .badge"):
        entry = badge.get_attribute("href").split("#")[1]
        assert len(find_all(browser, f"[id='{entry}']")) == 1
        why = badge.get_attribute("aria-describedby")
        assert len(find_all(browser, f"[id='{why}']")) == 1
    for link in find_all(browser, "#flags .quote a"):
        place = link.get_attribute("href").split("#")[1]
        assert len(find_all(browser, f"[id='{place}']")) == 1


def test_three_hundred_paragraphs_open_and_filter_within_a_second(page, pages):
    """Of work; what a reader waits depends on the machine: bench/report_speed.py measures it."""
    assert (pages / "long.html").stat().st_size < 1_000_000
    browser = page("long")
    opened = worked(browser)
    browser.execute_script(
        "document.querySelector('#filters input[value=omission]').click();"
        "document.body.getBoundingClientRect();"
    )
    assert 0 < opened < 1000
    assert 0 < worked(browser) - opened < 1000


# ---- Accessibility -----------------------------------------------------------------------------


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", ["review", "unrelated", "spotless", "italian"])
def test_axe_finds_no_violation(page, axe, name, size, dark):
    browser = page(name, size=size, dark=dark)
    if name == "review":
        press(browser, "j", "j")
        if size == NARROW:
            find(browser, "#open-panel").click()
    assert violations(browser, axe) == []
