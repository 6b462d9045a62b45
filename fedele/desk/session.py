"""What lies on the desk: the last good review, the decisions about it, and the pages that show it.

The decisions file is the only memory: whoever else writes it is read again, never overwritten. A
page saves all the decisions that it shows; what it changed since it was served is taken from it,
everything else stays as the file has it. So neither a page that has stood open for long, nor a
second one beside it, undoes what was decided elsewhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock
from typing import Any

from corpus import Document, FedeleError, InputError, load_numbers
from fedele.decisions import Decision, parse_decisions, read_decisions, write_decisions
from fedele.reports import Served, load_wording, render_html
from fedele.result import Review
from metrics import Kind

Pair = tuple[Document, Document]


@dataclass(frozen=True, slots=True)
class _Page:
    """What a page was served with: which version, its flags, and its decisions by id."""

    version: int
    flags: frozenset[str]
    decisions: Mapping[str, Decision]


class Desk:
    """A text under review, its decisions and its pages; may be used from several threads.

    Args:
        read: reads the two versions.
        judge: reviews them.
        file: where decisions are kept; it need not be there.
        language: of the report's own words.

    Raises:
        FedeleError: the text or the decisions file cannot be read.
    """

    def __init__(
        self,
        read: Callable[[], Pair],
        judge: Callable[[Document, Document], Review],
        file: Path,
        language: str,
    ) -> None:
        self._read = read
        self._judge = judge
        self._file = file
        self._wording = load_wording(language)
        self._lock = RLock()
        self._pages: dict[int, _Page] = {}
        self._served = 0
        self._version = 1
        self._error: str | None = None
        stored = self._stored()
        self._pair = read()
        self._review = judge(*self._pair).decide(stored)

    def page(self, secret: str) -> str:
        """The report as HTML, with all that is decided by now.

        Args:
            secret: what the page's token begins with; the page's own number follows after a dot.
        """
        with self._lock:
            self._served += 1
            number = self._served
            self._pages[number] = self._as_page(self._review)
            self._pages.pop(number - load_numbers("fedele", "desk")["pages"], None)
            review, version, error = self._review, self._version, self._error
        if error:
            review = replace(review, notes=(self._failed(error), *review.notes))
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
            new, gone = _differences(page, self._review)
            message = self._failed(self._error) if self._error else self._changes(page)
            changes = {"new": new, "gone": gone, "message": message}
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
        mine = _by_id(parse_decisions(content, "what the page sent"))
        with self._lock:
            page = self._page(number)
            review = self._review.decide(self._stored())
            self._version += review.decisions != self._review.decisions
            kept = _by_id(review.decisions)
            for name in page.decisions.keys() | mine.keys():
                if mine.get(name) == page.decisions.get(name):
                    continue
                if name in mine:
                    kept[name] = mine[name]
                else:
                    kept.pop(name, None)
            review = review.decide(kept.values())
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
            pair = self._read()
            review = self._review if pair == self._pair else self._judge(*pair)
            with self._lock:
                return self._take(pair, review.decide(self._stored()))
        except FedeleError as error:
            return self._fail(str(error))

    def close(self) -> None:
        """Let what is being saved come to its end, and save nothing any more."""
        self._lock.acquire()

    def _take(self, pair: Pair, review: Review) -> str | None:
        before = self._as_page(self._review)
        same = pair == self._pair and review.decisions == self._review.decisions
        if same and not self._error:
            return None
        self._pair, self._review, self._error = pair, review, None
        self._version += 1
        return self._changes(before)

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
        new, gone = _differences(before, self._review)
        lapsed = {decision.id for decision in self._review.lapsed} & before.flags
        counts = {"new": new, "gone": gone, "lapsed": len(lapsed & before.decisions.keys())}
        parts = [
            self._wording.count(f"desk.{key}", count) for key, count in counts.items() if count
        ]
        if not parts and before.decisions != _by_id(self._review.decisions):
            return self._wording("desk.decided")
        what = ", ".join(parts) or self._wording("desk.unchanged")
        return self._wording("desk.changed", what=what)

    def _stored(self) -> tuple[Decision, ...]:
        return read_decisions(self._file) if self._file.exists() else ()

    def _page(self, number: int) -> _Page:
        if number not in self._pages:
            raise InputError("the page is not known any more; load it again")
        return self._pages[number]

    def _as_page(self, review: Review) -> _Page:
        return _Page(self._version, _flags(review), _by_id(review.decisions))


def _differences(before: _Page, review: Review) -> tuple[int, int]:
    """How many flags came that nobody has decided about, and how many went."""
    now = _flags(review)
    return len(now - before.flags - review.decided.keys()), len(before.flags - now)


def _flags(review: Review) -> frozenset[str]:
    """The ids of the flags, without shifts."""
    pairs = zip(review.flag_ids, review.findings, strict=True)
    return frozenset(name for name, flag in pairs if flag.kind is not Kind.SHIFT)


def _by_id(decisions: tuple[Decision, ...]) -> dict[str, Decision]:
    return {decision.id: decision for decision in decisions}
