"""The desk without its page: what is kept, what is told, what stays when something goes wrong."""

import dataclasses
import html
import json
import threading

import pytest

from corpus import InputError, UsageError
from fedele.desk import Desk, Watch
from fedele.desk.numbers import desk_numbers
from fedele.findings.decisions import SCHEMA, read_decisions
from metrics import Kind

MINE, THEIRS = "2026-11-23T09:30:00Z", "2026-11-23T12:00:00Z"


class Work:
    """A review on the desk, of a text that a test edits."""

    def __init__(self, review, folder, language="en"):
        self.full = review
        self.file = folder / "valbruna.decisions.json"
        self.findings = review.findings
        self.note = ""
        self.terms = b""
        self.judged = 0
        self.error = None
        self.desk = Desk(self.read, self.judge, self.file, language)

    def read(self):
        if self.error:
            raise self.error
        target = dataclasses.replace(self.full.target, notes=(self.note,))
        return self.full.source, target, (self.terms,)

    def judge(self, source, target):
        self.judged += 1
        return dataclasses.replace(self.full, findings=self.findings, target=target)

    def edit(self, findings):
        """Another text, with these findings."""
        self.findings, self.note = findings, self.note + "!"

    def row(self, number, decision="intended", *, date=MINE, reason=""):
        flag = self.full.findings[number]
        words = [None if side is None else side.text for side in (flag.source, flag.target)]
        return {
            "id": self.full.flag_ids[number],
            "decision": decision,
            "reason": reason,
            "reviewer": "",
            "date": date,
            "kind": flag.kind.value,
            "source": words[0],
            "target": words[1],
        }

    def save(self, page, *rows):
        self.desk.save(page, json.dumps({"schema": SCHEMA, "decisions": rows}).encode())

    def write(self, *rows):
        """What another program does to the file."""
        self.file.write_text(json.dumps({"schema": SCHEMA, "decisions": rows}), "utf-8")

    @property
    def kept(self):
        return {item.id: item.decision.value for item in read_decisions(self.file)}


@pytest.fixture
def work(review, tmp_path):
    return Work(review, tmp_path)


@pytest.fixture
def ids(review):
    return review.flag_ids


def test_what_a_page_saves_is_in_the_file_and_in_the_next_page(work, ids):
    work.desk.page("secret")
    work.save(1, work.row(0, reason="Serve a chi legge."))
    assert work.kept == {ids[0]: "intended"}
    assert "Serve a chi legge." in work.desk.page("secret")


def test_each_page_has_a_token_of_its_own_and_the_version(work):
    assert 'data-token="secret.1" data-version="1"' in work.desk.page("secret")
    assert 'data-token="secret.2" data-version="1"' in work.desk.page("secret")


def test_what_is_taken_back_is_gone(work, ids):
    work.desk.page("s")
    work.save(1, work.row(0), work.row(1))
    work.save(1, work.row(1))
    assert work.kept == {ids[1]: "intended"}


def test_a_second_page_does_not_undo_what_the_first_decided(work, ids):
    work.desk.page("s")
    work.desk.page("s")
    work.save(1, work.row(0))
    work.save(2, work.row(1))
    assert set(work.kept) == {ids[0], ids[1]}
    work.save(1, work.row(0, "fix", date=THEIRS))
    assert work.kept == {ids[0]: "fix", ids[1]: "intended"}


def test_what_another_program_writes_is_kept_and_told(work, ids):
    work.write(work.row(0))
    work.desk.refresh()
    work.desk.page("s")
    work.write(work.row(0, "fix", date=THEIRS), work.row(2, date=THEIRS))
    assert work.desk.refresh() == "The decisions file has changed."
    state = work.desk.state(1)
    assert state["version"] == 3
    assert state["changes"]["message"] == "The decisions file has changed."
    work.save(1, work.row(0), work.row(1))
    assert work.kept == {ids[0]: "fix", ids[1]: "intended", ids[2]: "intended"}


def test_a_change_between_two_looks_is_told_even_when_the_page_saves_first(work):
    work.desk.page("s")
    work.write(work.row(2))
    work.save(1, work.row(0))
    assert work.desk.state(1)["version"] == 2
    assert work.desk.refresh() is None


def test_decisions_that_lapsed_stay_in_the_file_and_come_back(work, review, ids):
    work.write(work.row(0), work.row(1))
    work.desk.refresh()
    work.desk.page("s")
    work.edit(review.findings[1:])
    words = "(“sul versante italiano del confine”)"
    said = f"The documents have changed: 1 flag gone {words}, 1 decision lapsed {words}."
    assert work.desk.refresh() == said
    work.desk.page("s")
    work.save(2, work.row(0), work.row(1), work.row(2))
    assert set(work.kept) == set(ids[:3])
    work.edit(review.findings)
    assert work.desk.refresh() == "The documents have changed: no flag came or went."


def test_it_says_what_changed_since_each_page_was_served(work, review):
    work.edit(review.findings[3:])
    work.desk.refresh()
    work.desk.page("s")
    work.edit(review.findings[1:])
    new = "“340 → 430”, “a mountain that … with suspicion”"
    said = f"The documents have changed: 2 new flags ({new})."
    assert work.desk.refresh() == said
    assert said in html.unescape(work.desk.page("s"))
    work.edit(review.findings[:-1])
    work.desk.refresh()
    changes = work.desk.state(1)["changes"]
    assert (changes["new"], changes["gone"]) == (3, 1)
    assert "3 new flags (“sul versante italiano del confine”, “340 → 430”" in changes["message"]
    assert "1 flag gone (“The station in 1912" in changes["message"]
    assert work.desk.state(2)["changes"]["new"] == 1
    work.desk.page("s")
    assert work.desk.state(3)["changes"] == {"new": 0, "gone": 0, "message": ""}


def test_many_changes_are_counted_and_a_few_are_named(work):
    work.edit(())
    told = work.desk.refresh()
    assert "11 flags gone (“" in told
    assert told.count("“") == 3
    assert told.endswith(", …).")


def test_shifts_are_no_news(work, review):
    work.edit([flag for flag in review.findings if flag.kind is not Kind.SHIFT])
    assert work.desk.refresh() == "The documents have changed: no flag came or went."


def test_what_has_not_changed_is_not_reviewed_again(work):
    assert work.desk.refresh() is None
    assert work.judged == 1


def test_other_terms_are_a_reason_to_review_again(work):
    work.terms = b"it,en"
    assert work.desk.refresh() == "The documents have changed: no flag came or went."
    assert work.judged == 2


def test_a_text_that_cannot_be_read_is_told_once_and_the_last_report_stays(work):
    work.desk.page("s")
    work.error = InputError("valbruna.txt: no such file; check the name")
    said = "valbruna.txt: no such file; check the name. The last good report stays."
    assert work.desk.refresh() == said
    assert work.desk.refresh() is None
    state = work.desk.state(1)
    assert (state["version"], state["changes"]["message"]) == (2, said)
    page = work.desk.page("s")
    assert said in page
    assert "Valbruna" in page
    work.error = None
    assert work.desk.refresh() == "The documents have changed: no flag came or went."
    assert said not in work.desk.page("s")
    assert work.desk.state(1)["version"] == 3


def test_a_text_that_cannot_be_read_at_the_start_is_an_error(review, tmp_path, work):
    work.error = InputError("valbruna.txt: is empty")
    with pytest.raises(InputError, match="is empty"):
        Desk(work.read, work.judge, work.file, "en")


def test_a_damaged_decisions_file_is_told_and_not_overwritten(work):
    work.desk.page("s")
    work.file.write_text("{", "utf-8")
    assert "Invalid JSON" in work.desk.refresh()
    with pytest.raises(InputError, match="Invalid JSON"):
        work.save(1, work.row(0))
    assert work.file.read_text("utf-8") == "{"
    with pytest.raises(InputError, match="Invalid JSON"):
        Desk(work.read, work.judge, work.file, "en")


def test_what_cannot_be_written_is_not_shown_as_decided(review, tmp_path):
    work = Work(review, tmp_path / "missing")
    work.desk.page("s")
    with pytest.raises(UsageError, match="cannot be written"):
        work.save(1, work.row(0, reason="Serve a chi legge."))
    assert "Serve a chi legge." not in work.desk.page("s")


def test_what_is_no_decisions_file_changes_nothing(work):
    work.desk.page("s")
    with pytest.raises(InputError, match="what the page sent"):
        work.desk.save(1, b"[]")
    assert not work.file.exists()


def test_a_page_that_is_not_known_is_refused(work, monkeypatch):
    with pytest.raises(InputError, match="load it again"):
        work.save(1, work.row(0))
    few = dataclasses.replace(desk_numbers(), pages=2)
    monkeypatch.setattr("fedele.desk.session.desk_numbers", lambda: few)
    for _ in range(3):
        work.desk.page("s")
    with pytest.raises(InputError, match="load it again"):
        work.desk.state(1)
    assert work.desk.state(2)["version"] == 1


def test_after_closing_nothing_is_saved(work):
    work.desk.page("s")
    work.desk.close()
    saving = threading.Thread(target=work.save, args=(1, work.row(0)), daemon=True)
    saving.start()
    saving.join(0.2)
    assert not work.file.exists()


def test_it_speaks_italian(review, tmp_path):
    work = Work(review, tmp_path, "it")
    work.edit(review.findings[1:])
    assert work.desk.refresh() == (
        "I documenti sono cambiati: 1 segnalazione sparita («sul versante italiano del confine»)."
    )


# ---- Watching ----------------------------------------------------------------------------------


@pytest.fixture
def looked(monkeypatch):
    """Lets a test do something between the looks of a watch, instead of waiting."""

    def script(*steps):
        acts = iter(steps)
        monkeypatch.setattr("time.sleep", lambda seconds: next(acts)())

    return script


def test_a_file_is_taken_in_once_it_rests(tmp_path, looked):
    path, acts = tmp_path / "a.txt", []

    def write(text):
        def act():
            acts.append(text)
            path.write_text(text, "utf-8")

        return act

    watch = Watch([path])
    looked(write("1"), write("12"), write("123"), lambda: acts.append("rest"))
    watch.wait()
    assert acts == ["1", "12", "123", "rest"]


def test_a_file_that_goes_and_one_that_comes_are_changes(tmp_path, looked):
    path = tmp_path / "a.txt"
    path.write_text("1", "utf-8")
    watch = Watch([path, tmp_path / "b.txt"])
    looked(path.unlink, lambda: None)
    watch.wait()
    looked((tmp_path / "b.txt").touch, lambda: None)
    watch.wait()


def test_a_change_before_the_first_wait_is_seen(tmp_path, looked):
    watch = Watch([tmp_path / "a.txt"])
    (tmp_path / "a.txt").touch()
    looked(lambda: None)
    watch.wait()


# ---- What decisions teach ----------------------------------------------------------------------


def shown(work):
    """How sure the page says that its first flag, an omission, is."""
    page = html.unescape(work.desk.page("secret")).replace("\xa0", " ")
    return page.partition('<span class="sure">')[2].partition("</span>")[0]


def test_what_is_decided_about_a_flag_moves_the_others_on_the_next_page(work):
    assert shown(work) == "93% sure"
    work.desk.page("secret")
    work.save(2, {**work.row(5, "false-alarm"), "confidence": 0.5})
    assert shown(work) == "91% sure (93% before 1 decision on this kind)"
    work.save(3)
    assert shown(work) == "93% sure"


def test_a_desk_that_is_not_to_learn_does_not(work):
    desk = Desk(work.read, work.judge, work.file, "en", learn=False)
    work.write({**work.row(5, "false-alarm"), "confidence": 0.5})
    desk.refresh()
    assert "93% sure</span>" in desk.page("secret").replace("\xa0", " ")
