"""The desk and its page together, in a real browser."""

import dataclasses
from datetime import UTC, datetime

import pytest
from chromium import find, needs_chromium, open_page, press, requests, wait_for

from corpus import InputError
from fedele.desk import Desk
from fedele.desk.server import DeskServer
from fedele.findings.decisions import Decision, Ruling, read_decisions, write_decisions

pytestmark = needs_chromium


class Work:
    """A text on the desk, which a test edits."""

    def __init__(self, review, folder):
        self.review = review
        self.findings = review.findings
        self.file = folder / "valbruna.decisions.json"
        self.desk = Desk(self.read, self.judge, self.file, "en")
        self.complaints = []
        self.server = DeskServer(self.desk, 0, self.complaints.append)
        self.server.start()

    def read(self):
        return self.review.source, self.review.target, (repr(self.findings).encode(),)

    def judge(self, *_):
        return dataclasses.replace(self.review, findings=self.findings)

    @property
    def kept(self):
        found = read_decisions(self.file) if self.file.exists() else ()
        return {decision.id: decision.decision.value for decision in found}


@pytest.fixture
def work(browser, review, tmp_path):
    work = Work(review, tmp_path)
    yield work
    browser.get("about:blank")
    work.server.close()


def test_what_is_decided_in_the_page_is_in_the_file(browser, work, review):
    open_page(browser, work.server.address)
    press(browser, "j", "2")
    wait_for(lambda: work.kept == {review.flag_ids[0]: "intended"})
    wait_for(lambda: find(browser, "#state").text == "Saved.")
    browser.refresh()
    assert find(browser, "#folded").text == "1 dismissed flag"
    host = f"http://127.0.0.1:{work.server.server_port}/"
    assert {address.partition("?")[0] for address in requests(browser)} <= {
        host,
        f"{host}decisions",
        f"{host}state",
    }
    assert browser.get_log("browser") == []
    assert work.complaints == []


def test_the_page_says_what_has_changed_and_shows_it(browser, work, review):
    open_page(browser, work.server.address)
    work.findings = review.findings[1:]
    told = work.desk.refresh()
    wait_for(lambda: find(browser, "#banner").is_displayed())
    assert find(browser, "#news").text == told
    find(browser, "#reload").click()
    wait_for(lambda: not find(browser, "#banner").is_displayed())
    assert told in find(browser, "body").text
    assert len(browser.find_elements("css selector", "[data-id]")) < len(review.findings)


def test_the_page_says_that_the_text_cannot_be_read(browser, work, monkeypatch):
    open_page(browser, work.server.address)

    def read():
        raise InputError("valbruna.txt: no such file; check the name")

    monkeypatch.setattr(work.desk, "_read", read)
    told = work.desk.refresh()
    wait_for(lambda: find(browser, "#banner").is_displayed())
    assert find(browser, "#news").text == told
    assert "no such file" in told


HOSTILE = (
    '</script><script>window.taken = 1</script>"\'><img src=x onerror="window.taken = 1">'
    "<a href='javascript:window.taken=1'>x</a>{{ 7 * 7 }}\u202e"
)


def test_decisions_and_file_names_made_to_run_are_text(browser, work, review, tmp_path):
    rulings = [ruling for ruling in Ruling for _ in range(3)]
    decided = [
        Decision(
            id=name,
            decision=ruling,
            reason=f"reason {HOSTILE}",
            reviewer=f"reviewer {HOSTILE}",
            date=datetime(2026, 11, 22, 10, number, tzinfo=UTC),
            kind=flag.kind,
            source=HOSTILE,
            target=HOSTILE,
        )
        for number, (name, flag, ruling) in enumerate(
            zip(review.flag_ids, review.findings, rulings, strict=False)
        )
    ]
    lapsed = dataclasses.replace(decided[0], id="0123456789ab")
    write_decisions([*decided, lapsed], work.file)
    named = dataclasses.replace(review.source, path=f"/{HOSTILE.replace('/', '')}.txt")
    work.review = dataclasses.replace(review, source=named)
    work.desk.refresh()
    open_page(browser, work.server.address)
    assert f"reason {HOSTILE[:20]}" in browser.execute_script("return document.body.textContent")
    press(browser, "j", "1", "j", "3")
    wait_for(lambda: find(browser, "#state").text == "Saved.")
    reasons = {decision.reason for decision in read_decisions(work.file)}
    assert f"reason {HOSTILE}" in reasons
    work.findings = review.findings[1:]
    work.desk.refresh()
    wait_for(lambda: find(browser, "#banner").is_displayed())
    assert browser.execute_script("return window.taken") is None
    count = "return document.querySelectorAll(arguments[0]).length"
    assert browser.execute_script(count, "img, iframe, [onerror], a[href^=javascript]") == 0
    assert browser.execute_script(count, "script:not([type='application/json'])") == 1
    host = f"http://127.0.0.1:{work.server.server_port}/"
    assert {address.partition("?")[0] for address in requests(browser)} <= {
        host,
        f"{host}decisions",
        f"{host}state",
    }
    assert browser.get_log("browser") == []
    assert work.complaints == []
