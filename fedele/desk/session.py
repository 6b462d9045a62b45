"""What lies on the desk: the last good review, the decisions about it, and the pages that show it.

The decisions file is the only memory: whoever else writes it is read again, never overwritten. A
page saves all the decisions that it shows; what it changed since it was served is taken from it,
everything else stays as the file has it. So neither a page that has stood open for long, nor a
second one beside it, undoes what was decided elsewhere.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock
from typing import Any

from corpus import Document, FedeleError, InputError, Limits, default_limits
from fedele.desk.numbers import desk_numbers
from fedele.findings.decisions import Decision, parse_decisions, read_decisions, write_decisions
from fedele.reports import Served, render_html
from fedele.result import Review
from fedele.wording import load_wording
from fedele.wording.quoting import clean, shorten
from metrics import Flag

Material = tuple[Document, Document, tuple[bytes, ...]]
"""The two versions, and what else a review depends on; what is the same is not reviewed again."""

NAMED = 3
"""Flags that are named where the desk says what has changed; the rest is counted."""
QUOTE_LENGTH = 40
"""Characters of a flag's words that are quoted there, on either side."""


@dataclass(frozen=True, slots=True)
class _Page:
    """What a page was served with: which version, its flags' words, its decisions; both by id."""

    version: int
    flags: Mapping[str, str]
    decisions: Mapping[str, Decision]


class Desk:
    """A text under review, its decisions and its pages; may be used from several threads.

    Args:
        read: reads the two versions, and what else matters.
        judge: reviews the two versions.
        file: where decisions are kept; it need not be there.
        language: of the report's own words.
        limits: bounds on what a page may send, and on the decisions file; the default limits if
            not given.
        learn: whether decisions move the confidence of other flags; see `Review.decide`.

    Raises:
        FedeleError: the text or the decisions file cannot be read.
    """

    def __init__(
        self,
        read: Callable[[], Material],
        judge: Callable[[Document, Document], Review],
        file: Path,
        language: str,
        limits: Limits | None = None,
        *,
        learn: bool = True,
    ) -> None:
        self.limits = limits or default_limits()
        self._read = read
        self._judge = judge
        self._file = file
        self._learn = learn
        self._wording = load_wording(language)
        self._lock = RLock()
        self._pages: dict[int, _Page] = {}
        self._served = 0
        self._version = 1
        self._error: str | None = None
        self._news = ""
        stored = self._stored()
        self._material = read()
        self._review = self._decided(judge(*self._material[:2]), stored)

    def page(self, secret: str) -> str:
        """The report as HTML, with all that is decided by now.

        Args:
            secret: what the page's token begins with; the page's own number follows after a dot.
        """
        with self._lock:
            self._served += 1
            number = self._served
            self._pages[number] = self._as_page(self._review)
            self._pages.pop(number - desk_numbers().pages, None)
            review, version = self._review, self._version
            news = self._failed(self._error) if self._error else self._news
        if news:
            review = replace(review, notes=(news, *review.notes))
        return render_html(
            review, language=self._wording.language, served=Served(f"{secret}.{number}", version)
        )

    def state(self, number: int) -> dict[str, Any]:
        """The version of today's report, and what has changed since a page was served.

        Raises:
            InputError: there is no such page, or it is too old.
        """
        with self._lock:
            page = self._page(number)
            message = self._failed(self._error) if self._error else self._changes(page)
            found = _differences(page, self._as_page(self._review), self._review)
            changes = {"new": len(found["new"]), "gone": len(found["gone"]), "message": message}
            return {"version": self._version, "changes": changes}

    def save(self, number: int, content: bytes) -> None:
        """Take in the decisions of a page and write the file.

        Args:
            number: the page's.
            content: all the decisions that it has, as a decisions file.

        Raises:
            InputError: these are no decisions, there is no such page, or the file is damaged.
            UsageError: the file cannot be written.
        """
        mine = _by_id(parse_decisions(content, "what the page sent", limits=self.limits))
        with self._lock:
            page = self._page(number)
            review = self._decided(self._review, self._stored())
            self._version += review.decisions != self._review.decisions
            kept = _by_id(review.decisions)
            for name in page.decisions.keys() | mine.keys():
                if mine.get(name) == page.decisions.get(name):
                    continue
                if name in mine:
                    kept[name] = mine[name]
                else:
                    kept.pop(name, None)
            review = self._decided(review, kept.values())
            write_decisions(review.decisions, self._file)
            self._review = review
            self._pages[number] = replace(page, decisions=mine)

    def refresh(self) -> str | None:
        """Read everything again, and review it again where the text has changed.

        Where that fails, the last good review stays.

        Returns:
            What has changed, or what is wrong, in a sentence; None where all is as it was.
        """
        try:
            material = self._read()
            same = material == self._material
            review = self._review if same else self._judge(*material[:2])
            with self._lock:
                return self._take(material, self._decided(review, self._stored()))
        except FedeleError as error:
            return self._fail(str(error))

    def close(self) -> None:
        """Let what is being saved come to its end, and save nothing any more."""
        self._lock.acquire()

    def _take(self, material: Material, review: Review) -> str | None:
        before = self._as_page(self._review)
        same = material == self._material and review.decisions == self._review.decisions
        if same and not self._error:
            return None
        self._material, self._review, self._error = material, review, None
        self._version += 1
        self._news = self._changes(before)
        return self._news

    def _fail(self, error: str) -> str | None:
        with self._lock:
            if error == self._error:
                return None
            self._error = error
            self._version += 1
        return self._failed(error)

    def _failed(self, error: str) -> str:
        return self._wording("desk.failed", error=error)

    def _changes(self, before: _Page) -> str:
        """What has changed since then, in a sentence; nothing where it is today's version."""
        if before.version == self._version:
            return ""
        now = self._as_page(self._review)
        found = _differences(before, now, self._review)
        parts = [self._named(key, words) for key, words in found.items() if words]
        if not parts and before.decisions != now.decisions:
            return self._wording("desk.decided")
        what = ", ".join(parts) or self._wording("desk.unchanged")
        return self._wording("desk.changed", what=what)

    def _named(self, key: str, words: Collection[str]) -> str:
        """How many flags came, went or lapsed, and which, such as "1 new flag (“Valley”)"."""
        quoted = [self._wording("desk.quote", words=text) for text in list(words)[:NAMED]]
        more = ["…"] if len(words) > NAMED else []
        return f"{self._wording.count(f'desk.{key}', len(words))} ({', '.join(quoted + more)})"

    def _decided(self, review: Review, decisions: Iterable[Decision]) -> Review:
        return review.decide(decisions, learn=self._learn)

    def _stored(self) -> tuple[Decision, ...]:
        return read_decisions(self._file, limits=self.limits) if self._file.exists() else ()

    def _page(self, number: int) -> _Page:
        if number not in self._pages:
            raise InputError("the page is not known any more; load it again")
        return self._pages[number]

    def _as_page(self, review: Review) -> _Page:
        flags = {it.id: _words(it.flag) for it in review.issues if not it.is_shift}
        return _Page(self._version, flags, _by_id(review.decisions))


def _differences(before: _Page, now: _Page, review: Review) -> dict[str, list[str]]:
    """The words of the flags that came undecided, that went, and whose decision lapsed."""
    lapsed = {decision.id for decision in review.lapsed} & before.decisions.keys()
    known = before.flags.keys() | review.decided.keys()
    return {
        "new": [words for name, words in now.flags.items() if name not in known],
        "gone": [words for name, words in before.flags.items() if name not in now.flags],
        "lapsed": [words for name, words in before.flags.items() if name in lapsed],
    }


def _words(flag: Flag) -> str:
    passages = [passage for passage in (flag.source, flag.target) if passage is not None]
    texts = dict.fromkeys(clean(passage.text) for passage in passages)
    return " → ".join(shorten(text, QUOTE_LENGTH) for text in texts)


def _by_id(decisions: tuple[Decision, ...]) -> dict[str, Decision]:
    return {decision.id: decision for decision in decisions}
