"""Deciding about flags in the report, in a real browser: from disk, and served by a desk."""

import dataclasses
import json
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from chromium import (
    NARROW,
    WIDE,
    find,
    find_all,
    focused,
    labels,
    needs_chromium,
    open_page,
    press,
    requests,
    violations,
    wait_for,
    worked,
)

from fedele.findings.decisions import Decision, Ruling, parse_decisions, write_decisions
from fedele.reports import Served, render_html
from metrics import Kind

pytestmark = needs_chromium

ENTER, TAB = "\ue007", "\ue004"
TOKEN = "a-token-that-nobody-guesses"


def decision(review, index, ruling, **more):
    """What somebody decided about the finding of an index."""
    flag = review.findings[index]
    words = {
        side: getattr(flag, side) and getattr(flag, side).text for side in ("source", "target")
    }
    date = more.pop("date", datetime(2026, 11, 20, 9, 30, tzinfo=UTC))
    return Decision(
        id=review.flag_ids[index], decision=ruling, date=date, kind=flag.kind, **words, **more
    )


@pytest.fixture(scope="module")
def decided(review):
    """The review with one flag of each ruling, and a decision that lapsed."""
    intended = decision(
        review, 0, Ruling.INTENDED, reason="<b>said</b> in the caption", reviewer="Ada"
    )
    lapsed = dataclasses.replace(intended, id="0123456789ab", source="tra le due valli")
    return review.decide(
        [
            intended,
            decision(review, 1, Ruling.FIX, reason="340, says the agency"),
            decision(review, 3, Ruling.FALSE_ALARM),
            lapsed,
        ]
    )


def _alarms():
    """False alarms about omissions of another text, enough to put one here in doubt."""
    date, kind = datetime(2026, 11, 20, 9, 30, tzinfo=UTC), Kind.OMISSION
    made = {"date": date, "kind": kind, "target": None, "confidence": 0.8}
    return [
        Decision(id=f"{n:012x}", decision=Ruling.FALSE_ALARM, source=f"parole {n}", **made)
        for n in range(20)
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory, review, decided, long_review):
    folder = tmp_path_factory.mktemp("pages")
    review.to_html(folder / "review.html")
    review.decide(_alarms()).to_html(folder / "taught.html")
    decided.to_html(folder / "decided.html")
    long_review.to_html(folder / "long.html")
    return folder


@pytest.fixture
def page(browser, folder, tmp_path):
    """Opens a page whose downloads land in ``tmp_path``."""
    browser.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)}
    )

    def open_named(name="review", **how):
        return open_page(browser, (folder / f"{name}.html").as_uri(), **how)

    return open_named


def file_text(**changed):
    """A decisions file with one decision, which some values spoil."""
    record = {
        "id": "0123456789ab",
        "decision": "fix",
        "reason": "",
        "reviewer": "",
        "date": "2026-11-22T10:00:00Z",
        "kind": "omission",
        "source": "words",
        "target": None,
    }
    return json.dumps({"schema": "fedele.decisions/1", "decisions": [record | changed]})


def rule(browser, label, ruling):
    """Press a button of the entry with a label."""
    button = browser.execute_script(
        "const item = [...document.querySelectorAll('.flags > li')]"
        ".find(item => item.querySelector('.badge').textContent === arguments[0]);"
        "const button = item.querySelector(`button[value=${arguments[1]}]`);"
        "button.scrollIntoView({block: 'center'});"
        "return button;",
        label,
        ruling,
    )
    button.click()


def folded(browser):
    """The labels of the flags that are folded away."""
    return browser.execute_script(
        "return [...document.querySelectorAll('#dismissed .head .badge')].map(b => b.textContent)"
    )


def saved(browser, folder, name="valbruna.it.decisions.json"):
    """What Save writes, as `fedele review --decisions` reads it."""
    find(browser, "#save").click()
    wait_for((folder / name).exists)
    return parse_decisions((folder / name).read_bytes(), name)


# ---- Deciding ----------------------------------------------------------------------------------


def test_a_flag_to_fix_stays_open_and_says_so(page):
    browser = page()
    rule(browser, "M2", "fix")
    pressed = find_all(browser, "#flags button[aria-pressed=true]")
    assert [button.text for button in pressed] == ["To fix"]
    assert find(browser, "#progress").text == "1 of 11 decided"
    assert folded(browser) == []
    assert len(labels(browser)) == 11


def test_keys_decide_take_the_reason_and_go_on(page):
    browser = page()
    press(browser, "j", "2", *"known", ENTER)
    assert focused(browser) == "M2"
    press(browser, "3", ENTER)
    assert focused(browser) == "A3"
    assert folded(browser) == ["O1", "M2"]
    assert find(browser, "#progress").text == "2 of 11 decided"
    assert find(browser, "#folded").text == "2 dismissed flags"


def test_a_dismissed_flag_stays_in_place_until_its_reason_is_given(page):
    browser = page()
    rule(browser, "O1", "intended")
    assert browser.switch_to.active_element.get_attribute("aria-label") == (
        "Reason for the decision on O1"
    )
    assert folded(browser) == []
    press(browser, TAB)
    wait_for(lambda: folded(browser) == ["O1"])


def test_a_click_that_ends_a_reason_lands_where_it_was_aimed(page):
    browser = page()
    rule(browser, "O1", "false-alarm")
    find(browser, "#flags > li:nth-child(2) button[value=fix]").click()
    wait_for(lambda: folded(browser) == ["O1"])
    assert find(browser, "#flags > li:nth-child(1)").get_attribute("data-decision") == "fix"


def test_what_is_dismissed_leaves_the_text_and_the_walk_and_comes_back_with_the_fold(page):
    browser = page("decided")
    assert folded(browser) == ["O1", "A4"]
    assert not find(browser, ".text .badge.dismissed").is_displayed()
    press(browser, "j")
    assert focused(browser) == "M2"
    find(browser, "#folded").click()
    wait_for(find(browser, ".text .badge.dismissed").is_displayed)
    press(browser, "k")
    assert focused(browser) == "O1"


def test_the_button_that_is_pressed_opens_a_dismissed_flag_again(page):
    browser = page("decided")
    find(browser, "#folded").click()
    rule(browser, "O1", "intended")
    assert folded(browser) == ["A4"]
    assert labels(browser)[0] == "O1"
    assert focused(browser) == "Intended"
    assert find(browser, "#progress").text == "2 of 11 decided"


def test_undo_goes_back_one_decision_at_a_time(page):
    browser = page()
    press(browser, "j", "2", ENTER, "3", ENTER)
    press(browser, "u")
    assert folded(browser) == ["O1"]
    assert focused(browser) == "M2"
    press(browser, "u")
    assert folded(browser) == []
    assert find(browser, "#progress").text == "0 of 11 decided"
    assert not find(browser, "#undo").is_enabled()


def test_decided_flags_can_be_filtered_out(page):
    browser = page("decided")
    find(browser, "#filters input[value=open]").click()
    assert labels(browser) == ["M2"]
    find(browser, "#filters input[value=open]").click()
    find(browser, "#filters input[value=fix]").click()
    assert "M2" not in labels(browser)
    assert len(labels(browser)) == 8


def test_search_finds_reasons_and_a_reason_is_text(page):
    browser = page("decided")
    find(browser, "#folded").click()
    press(browser, "/", *"said")
    assert browser.execute_script(
        "return [...document.querySelectorAll('#dismissed > li:not([hidden]) .said')]"
        ".map(line => line.textContent)"
    ) == ["Intended: <b>said</b> in the caption (Ada)"]
    assert find_all(browser, ".flags b") == []


def test_a_lapsed_decision_is_listed_with_its_words(page):
    browser = page("decided")
    listed = find(browser, ".lapsed li").text
    assert "tra le due valli" in listed
    assert "Intended" in listed


# ---- Keeping -----------------------------------------------------------------------------------


def test_the_file_says_what_was_decided_and_about_what(page, review, tmp_path):
    browser = page()
    find(browser, "#reviewer").send_keys("Ada")
    press(browser, ENTER)
    rule(browser, "O1", "intended")
    press(browser, *"said <above>", ENTER)
    press(browser, "1")
    found = {item.id: item for item in saved(browser, tmp_path)}
    assert set(found) == set(review.flag_ids[:2])
    omission, number = (found[name] for name in review.flag_ids[:2])
    assert omission.decision is Ruling.INTENDED
    assert (omission.reason, omission.reviewer) == ("said <above>", "Ada")
    assert (omission.source, omission.target) == ("sul versante italiano del confine", None)
    assert (number.decision, number.source, number.target) == (Ruling.FIX, "340", "430")
    assert abs((datetime.now(UTC) - number.date).total_seconds()) < 60
    assert find(browser, "#state").text == "Saved to a file."


def test_the_file_applied_to_the_review_makes_the_page_that_was_left(page, review, tmp_path):
    browser = page()
    press(browser, "j", "2", ENTER, "1", ENTER, "3", ENTER)
    again = review.decide(saved(browser, tmp_path))
    again.to_html(tmp_path / "again.html")
    left = folded(browser), find(browser, "#progress").text
    open_page(browser, (tmp_path / "again.html").as_uri())
    assert (folded(browser), find(browser, "#progress").text) == left


def test_an_unsaved_decision_survives_a_reload_and_is_said_to_be_unsaved(page):
    browser = page()
    press(browser, "j", "3", *"quoted", ENTER)
    browser.refresh()
    assert folded(browser) == ["O1"]
    assert find(browser, "#state").text.startswith("In no file yet")
    press(browser, "u")
    assert folded(browser) == ["O1"], "there is nothing to undo yet"


def test_decisions_of_the_file_and_lapsed_ones_are_saved_with_the_new(page, decided, tmp_path):
    browser = page("decided")
    rule(browser, "A3", "fix")
    before = {item.id for item in decided.decisions}
    assert {item.id for item in saved(browser, tmp_path)} == before | {decided.flag_ids[2]}


def test_a_decision_is_saved_with_how_sure_the_flag_was_before_others_taught(page, tmp_path):
    browser = page("taught")
    rule(browser, "O1", "fix")
    own = saved(browser, tmp_path)[-1]
    assert own.source == "sul versante italiano del confine"
    assert own.confidence == 0.93


def test_a_flag_that_others_put_in_doubt_is_folded_away_until_somebody_decides(page):
    browser = page("taught")
    [doubtful] = folded(browser)
    assert find(browser, "#progress").text == "0 of 10 decided"
    find(browser, "#folded").click()
    [said] = find_all(browser, "#dismissed .said")
    assert said.text == "Dismissed by what was decided about others of this kind"
    rule(browser, doubtful, "fix")
    press(browser, ENTER)
    wait_for(lambda: folded(browser) == [])
    assert find(browser, "#progress").text == "1 of 11 decided"
    press(browser, "u")
    wait_for(lambda: folded(browser) == [doubtful])


def test_a_browser_that_remembers_nothing_is_said_to(page):
    script = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})"
    browser = page("decided")
    made = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
    try:
        browser.refresh()
        press(browser, "j", "1", ENTER)
        assert find(browser, "#state").text.startswith("Not saved: this browser forgets")
    finally:
        browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", made)


def test_loading_a_file_merges_it_by_date(page, review, tmp_path):
    browser = page("decided")
    early, late = (datetime(2026, 11, day, tzinfo=UTC) for day in (1, 21))
    records = [
        decision(review, 0, Ruling.FIX, date=early),
        decision(review, 1, Ruling.FALSE_ALARM, date=late),
        dataclasses.replace(decision(review, 2, Ruling.FIX, date=late), id="ba9876543210"),
    ]
    write_decisions(records, tmp_path / "hers.json")
    find(browser, "#file").send_keys(str(tmp_path / "hers.json"))
    wait_for(lambda: folded(browser) == ["O1", "M2", "A4"])
    assert find(browser, "#state").text == (
        "3 decisions loaded. 1 is about a passage that changed or is gone."
    )


@pytest.mark.parametrize(
    "text",
    [
        "not JSON",
        "[]",
        '{"schema": "fedele.review/1", "decisions": []}',
        '{"schema": "fedele.decisions/1", "decisions": [null]}',
        file_text(decision="maybe"),
        file_text(id="<b>"),
        file_text(date="someday"),
        file_text(kind="crime"),
        file_text(more="than expected"),
        file_text(confidence=1.5),
        file_text(confidence="0.5"),
    ],
)
def test_a_file_that_holds_no_decisions_is_refused(page, tmp_path, text):
    browser = page()
    (tmp_path / "odd.json").write_text(text)
    find(browser, "#file").send_keys(str(tmp_path / "odd.json"))
    wait_for(lambda: find(browser, "#state").text.startswith("Not loaded"))
    assert find(browser, "#progress").text == "0 of 11 decided"


def test_a_sound_file_about_another_text_is_taken_in(page, tmp_path):
    """The premise of the refusals above: without the fault, the same file is read."""
    browser = page()
    (tmp_path / "sound.json").write_text(file_text())
    find(browser, "#file").send_keys(str(tmp_path / "sound.json"))
    wait_for(lambda: find(browser, "#state").text.startswith("1 decision loaded. 1 is about"))


def test_deciding_and_saving_from_disk_asks_the_network_for_nothing(page, folder, tmp_path):
    browser = page()
    press(browser, "j", "1", ENTER)
    saved(browser, tmp_path)
    addresses = {address for address in requests(browser) if not address.startswith("blob:")}
    assert addresses == {(folder / "review.html").as_uri()}
    assert browser.get_log("browser") == []


# ---- Long, narrow, paper, accessible -----------------------------------------------------------


def test_deciding_in_a_long_document_is_quick(page):
    browser = page("long")
    before = worked(browser)
    browser.execute_script(
        "document.querySelector('#flags button[value=fix]').click();"
        "document.body.getBoundingClientRect();"
    )
    assert 0 < worked(browser) - before < 300


def test_on_paper_decisions_are_said_and_buttons_are_not(page):
    browser = page("decided")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert find(browser, "#flags .said").text == "To fix: 340, says the agency"
        assert not find(browser, "#flags .decide").is_displayed()
        assert find(browser, "#folded").text == "2 dismissed flags"
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_on_a_narrow_screen_a_key_decides_without_the_list(page):
    browser = page(size=NARROW)
    press(browser, "j", "2")
    assert folded(browser) == ["O1"]
    press(browser, "j")
    assert focused(browser) == "M2"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_no_violation_in_decided_flags(page, axe, size, dark):
    browser = page("decided", size=size, dark=dark)
    if size == NARROW:
        find(browser, "#open-panel").click()
    browser.execute_script("document.getElementById('fold').open = true")
    rule(browser, "A3", "intended")
    assert violations(browser, axe) == []


# ---- Served by a desk ----------------------------------------------------------------------------


class Desk:
    """A stand-in for `fedele desk`: serves a page, takes decisions, tells its state."""

    def __init__(self, page):
        self.page = page
        self.state = {"version": 1, "changes": None}
        self.accepts = True
        self.taken = []
        self.tokens = []
        desk = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                if self.path == "/state":
                    desk.tokens.append(self.headers["Authorization"])
                    self.answer(json.dumps(desk.state), "application/json")
                else:
                    self.answer(desk.page, "text/html; charset=utf-8")

            def do_PUT(self):
                desk.tokens.append(self.headers["Authorization"])
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if desk.accepts:
                    desk.taken.append((self.path, body))
                self.answer("{}", "application/json", 200 if desk.accepts else 503)

            def answer(self, text, kind, status=200):
                data = text.encode()
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def desk(browser, decided):
    desk = Desk(render_html(decided, served=Served(TOKEN, 1)))
    yield desk
    browser.get("about:blank")
    desk.close()


def test_served_the_page_saves_by_itself_and_shows_its_token(browser, desk, decided):
    open_page(browser, desk.address)
    rule(browser, "A3", "fix")
    wait_for(lambda: desk.taken)
    path, body = desk.taken[-1]
    assert path == "/decisions"
    assert {item.id for item in parse_decisions(body, "body")} == {
        *(item.id for item in decided.decisions),
        decided.flag_ids[2],
    }
    wait_for(lambda: find(browser, "#state").text == "Saved.")
    assert set(desk.tokens) == {f"Bearer {TOKEN}"}
    assert {address.rpartition("/")[2] for address in requests(browser)} == {
        "",
        "decisions",
        "state",
    }
    assert browser.get_log("browser") == []


def test_served_the_page_says_when_there_is_a_newer_one_and_shows_it(browser, desk, review):
    open_page(browser, desk.address)
    assert not find(browser, "#banner").is_displayed()
    desk.state = {"version": 2, "changes": {"new": 2, "gone": 1, "message": ""}}
    wait_for(find(browser, "#banner").is_displayed)
    assert find(browser, "#news").text == "The documents changed: 2 new, 1 gone."
    desk.page = render_html(review, served=Served(TOKEN, 2))
    find(browser, "#reload").click()
    wait_for(lambda: folded(browser) == [])
    assert not find(browser, "#banner").is_displayed()


def test_served_what_the_desk_refuses_is_said_to_be_unsaved_and_sent_again(browser, desk):
    open_page(browser, desk.address)
    desk.accepts = False
    rule(browser, "A3", "fix")
    wait_for(lambda: find(browser, "#state").text.startswith("Not saved"))
    desk.accepts = True
    wait_for(lambda: desk.taken)
    wait_for(lambda: find(browser, "#state").text == "Saved.")


def test_served_a_page_without_flags_still_tells_of_news(browser, desk, spotless):
    desk.page = render_html(spotless, served=Served(TOKEN, 1))
    open_page(browser, desk.address)
    desk.state = {"version": 2, "changes": {"new": 1, "gone": 0, "message": "One new flag."}}
    wait_for(find(browser, "#banner").is_displayed)
    assert find(browser, "#news").text == "One new flag."


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_served_axe_finds_no_violation_in_the_banner(browser, desk, axe, dark):
    desk.state = {"version": 2, "changes": {"new": 2, "gone": 1, "message": ""}}
    open_page(browser, desk.address, dark=dark)
    wait_for(find(browser, "#banner").is_displayed)
    assert violations(browser, axe) == []
