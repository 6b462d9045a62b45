"""The desk and its page together, in a real browser."""

import dataclasses

import pytest
from chromium import find, needs_chromium, open_page, press, requests, wait_for

from corpus import InputError
from fedele.decisions import read_decisions
from fedele.desk import Desk
from fedele.desk.server import DeskServer

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
