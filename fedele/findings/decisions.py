"""What reviewers decided about flags: read, checked, merged and written ("fedele.decisions/1").

A decisions file is small JSON that people pass around, so it is checked like any other input.
A decision names its flag by id (`fedele.findings.ids`), and carries the flag's kind and words, so
that it can still be told about when its passage has changed and nothing is left that it names.
"""

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, astuple, dataclass, fields, replace
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import InputError, Limits, default_limits, read_bytes
from fedele.files.atomic import write_atomically
from metrics import Kind

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError

SCHEMA = "fedele.decisions/1"
"""Rises when a consumer would have to change."""

FLAG_ID = re.compile(r"[0-9a-f]{12}(-[0-9]{1,6})?")
"""What `Review.flag_ids` are made of."""


_COMPLAINTS = {
    "dataclass_type": "an object was expected",
    "missing": "is missing",
    "unexpected_keyword_argument": "has a key that is not known here",
}
"""What pydantic says in the words of Python."""


class Ruling(StrEnum):
    """What a reviewer says about a flag."""

    FIX = "fix"
    INTENDED = "intended"
    FALSE_ALARM = "false-alarm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a reviewer decided about one flag, and the flag's words as they stood.

    Attributes:
        id: the flag's, as in `Review.flag_ids`.
        decision: fix it, it is intended, or it is a false alarm.
        reason: why, in the reviewer's words; may be empty.
        reviewer: who; may be empty.
        date: when, with a time zone; of two decisions about a flag the later one holds.
        kind: of the flag.
        source, target: the flag's words on either side, None where it has none.
        confidence: of the flag, 0 to 1, before other decisions moved it
            (`fedele.findings.learning`); None where it is not known.
    """

    id: str
    decision: Ruling
    reason: str = ""
    reviewer: str = ""
    date: datetime
    kind: Kind
    source: str | None
    target: str | None
    confidence: float | None = None

    @property
    def dismisses(self) -> bool:
        """Whether the flag needs no work: it is intended, or a false alarm."""
        return self.decision is not Ruling.FIX


def read_decisions(
    path: str | os.PathLike[str], *, limits: Limits | None = None
) -> tuple[Decision, ...]:
    """The decisions in a file, oldest first.

    Args:
        path: the file.
        limits: how much it may hold, else the default limits.

    Raises:
        InputError: it cannot be read, is larger than the limits allow, or is no decisions file.
    """
    bounds = limits or default_limits()
    return parse_decisions(read_bytes(Path(path), bounds), str(path), limits=bounds)


def parse_decisions(
    content: bytes, place: str, *, limits: Limits | None = None
) -> tuple[Decision, ...]:
    """The decisions in the bytes of a file, oldest first.

    Args:
        content: UTF-8 JSON.
        place: what to call it in an error message.
        limits: how many decisions it may hold, and how long ones, else the default limits.

    Raises:
        InputError: it is no decisions file; the message says where, and what was expected.
    """
    from pydantic import ValidationError

    try:
        file = _adapter().validate_json(content, strict=True, extra="forbid")
    except ValidationError as error:
        raise _refusal(place, _first_complaint(error)) from None
    if file.schema != SCHEMA:
        raise _refusal(place, "its `schema` is another one")
    bounds = limits or default_limits()
    if len(file.decisions) > bounds.decisions:
        raise _refusal(place, f"holds more than {bounds.decisions:,} decisions")
    seen: dict[str, int] = {}
    for number, decision in enumerate(file.decisions, 1):
        complaint = _complaint(decision, bounds)
        if decision.id in seen:
            complaint = f"about the same flag as decision {seen[decision.id]}"
        if complaint:
            raise _refusal(place, f"decision {number}: {complaint}")
        seen[decision.id] = number
    return _sorted(replace(item, date=item.date.astimezone(UTC)) for item in file.decisions)


def merge_decisions(files: Iterable[Iterable[Decision]]) -> tuple[Decision, ...]:
    """The decisions of several files as one, oldest first; the order of the files does not count.

    Where several are about the same flag, the latest holds; of two at the same moment, "fix" does,
    which hides nothing.
    """
    latest: dict[str, Decision] = {}
    for decision in (decision for file in files for decision in file):
        rival = latest.get(decision.id)
        if rival is None or _rank(decision) > _rank(rival):
            latest[decision.id] = decision
    return _sorted(latest.values())


def differing(files: Iterable[Iterable[Decision]]) -> frozenset[str]:
    """The ids of the flags that two files decide about differently."""
    rulings: dict[str, set[Ruling]] = defaultdict(set)
    for decision in (decision for file in files for decision in file):
        rulings[decision.id].add(decision.decision)
    return frozenset(name for name, found in rulings.items() if len(found) > 1)


def write_decisions(decisions: Iterable[Decision], path: str | os.PathLike[str]) -> Path:
    """Write a decisions file, whole or not at all; errors as `write_atomically`."""
    return write_atomically(path, render_decisions(decisions).encode())


def render_decisions(decisions: Iterable[Decision]) -> str:
    """The text of a decisions file."""
    record = {"schema": SCHEMA, "decisions": [decision_record(item) for item in decisions]}
    return f"{json.dumps(record, ensure_ascii=False, allow_nan=False, indent=1)}\n"


def decision_record(decision: Decision) -> dict[str, str | float | None]:
    """A decision as the file has it; without a confidence that is not known."""
    record = asdict(decision) | {
        "decision": decision.decision.value,
        "date": decision.date.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "kind": decision.kind.value,
    }
    if decision.confidence is None:
        del record["confidence"]
    return record


@dataclass(frozen=True, slots=True)
class _File:
    """A decisions file as it stands."""

    schema: str
    decisions: tuple[Decision, ...]


_KEYS = frozenset(field.name for holder in (_File, Decision) for field in fields(holder))


@cache
def _adapter() -> "TypeAdapter[_File]":
    from pydantic import TypeAdapter

    return TypeAdapter(_File)


def _first_complaint(error: "ValidationError") -> str:
    """What is wrong, and where; quotes nothing that the file says."""
    found = error.errors(include_url=False, include_input=False)[0]
    steps = [step for step in found["loc"] if isinstance(step, int) or step in _KEYS]
    names = [f"decision {step + 1}" if isinstance(step, int) else f"`{step}`" for step in steps]
    where = ", ".join(names[1:] or names)
    what = _COMPLAINTS.get(found["type"], found["msg"])
    return f"{where}: {what}" if where else what


def _complaint(decision: Decision, limits: Limits) -> str | None:
    """What the types do not say about one decision."""
    most = limits.decision_chars
    if not FLAG_ID.fullmatch(decision.id):
        return "its `id` is no flag's"
    if decision.date.tzinfo is None or not MINYEAR < decision.date.year < MAXYEAR:
        return "its `date` was expected to read like 2026-11-22T10:00:00Z"
    if max(len(decision.reason), len(decision.reviewer)) > most:
        return f"its `reason` or `reviewer` is longer than {most:,} characters"
    if max(len(decision.source or ""), len(decision.target or "")) > limits.paragraph_chars:
        return f"its `source` or `target` is longer than {limits.paragraph_chars:,} characters"
    if decision.confidence is not None and not 0 <= decision.confidence <= 1:
        return "its `confidence` was expected from 0 to 1"
    return None


def _refusal(place: str, complaint: str) -> InputError:
    return InputError(f"{place}: {complaint}; a decisions file ({SCHEMA}) was expected")


def _rank(decision: Decision) -> tuple[object, ...]:
    return (decision.date, not decision.dismisses, *map(str, astuple(decision)))


def _sorted(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    return tuple(sorted(decisions, key=lambda decision: (decision.date, decision.id)))
