"""Annotations on a pull request: the workflow commands that GitHub Actions reads from the output.

Nothing is printed but commands, each on a line of its own, so no word of a document can pass for
one.

Source: github-2026; the escapes are those that its own toolkit writes.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from fedele.exchange.locations import Location, Locations, relative_path, repository_root
from fedele.findings.issues import Issue, gravest_first
from fedele.findings.reviewed import Reviewed
from fedele.reports.phrases import applied_phrase, counts_phrase, fidelity_phrase, lapsed_phrase
from fedele.wording import Wording, load_wording
from fedele.wording.quoting import clean, inert, shorten
from metrics import Severity, Verdict

COMMANDS: Mapping[Severity, str] = {
    Severity.CRITICAL: "error",
    Severity.MAJOR: "warning",
    Severity.MINOR: "notice",
}
QUOTE_LENGTH = 200
"""Characters of the words that a flag is about; chosen: the line stands beside them."""


def render_github(review: Reviewed, *, language: str = "en", root: Path | None = None) -> str:
    """The review as workflow commands: its summary, then a line a flag, the gravest first.

    Flags that reviewers dismissed, and shifts, are left out. A flag whose place in the file is not
    known gets no line, and one in no file no file.

    Args:
        review: the review.
        language: of the messages, "en" or "it".
        root: the repository's root, which file names are relative to; where it is not given, the
            workflow's workspace, else the current folder.

    Raises:
        UsageError: there is no wording in that language.
    """
    wording = load_wording(language)
    return "".join(f"{line}\n" for line in _commands(review, wording, root or repository_root()))


def _commands(review: Reviewed, wording: Wording, root: Path) -> Iterator[str]:
    found = gravest_first(review.issues)
    yield _command(_summary_level(review), _summary(review, wording), {"title": "fedele"})
    locations = Locations(review)
    for issue in found:
        kind, severity = issue.flag.kind.value, issue.flag.severity
        title = f"{wording(f'kind.{kind}')} ({wording(f'severity.{severity.value}')})"
        properties = _position(locations.primary(issue.flag), root) | {"title": f"fedele: {title}"}
        yield _command(COMMANDS[severity], _message(issue, wording), properties)


def _summary_level(review: Reviewed) -> str:
    return "error" if review.verdict is Verdict.UNRELATED else "notice"


def _summary(review: Reviewed, wording: Wording) -> str:
    verdict = wording(f"verdict.{review.verdict.value}.title")
    lines = (
        f"{verdict}. {fidelity_phrase(review, wording)}. {counts_phrase(review, wording)}",
        applied_phrase(review, wording),
        lapsed_phrase(review, wording),
    )
    return "\n".join(filter(None, lines))


def _message(issue: Issue, wording: Wording) -> str:
    sides = (issue.flag.source, issue.flag.target)
    words = dict.fromkeys(passage.text for passage in sides if passage is not None)
    quoted = " → ".join(f"«{shorten(clean(text), QUOTE_LENGTH)}»" for text in words)
    return f"{quoted}\n{clean(issue.message(wording))}"


def _position(place: Location | None, root: Path) -> dict[str, str]:
    if place is None or place.path is None:
        return {}
    properties = {"file": inert(relative_path(place.path, root).as_posix())}
    if place.region is None:
        return properties
    region = place.region
    properties |= {"line": str(region.line), "endLine": str(region.end_line)}
    if region.line == region.end_line and region.column is not None:
        properties |= {"col": str(region.column), "endColumn": str(region.end_column)}
    return properties


def _command(name: str, message: str, properties: Mapping[str, str]) -> str:
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {listed}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
