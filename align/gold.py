"""Gold standards as files: Vecalign's ladder, or the JSON that `fedele align` writes."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from align.bead import Bead
from corpus import InputError, Limits, default_limits, read_bytes

LADDER = re.compile(r"\[([\d,\s]*)\]\s*:\s*\[([\d,\s]*)\](?:\s*:.*)?", re.ASCII)
"""A line of Vecalign's: ``[0, 1]:[0]``, and behind it a cost, which is left unread."""


def read_gold(
    path: str | Path, source: int, target: int, *, limits: Limits | None = None
) -> list[Bead]:
    """The beads of a gold standard.

    Args:
        path: a file of lines such as ``[0, 1]:[0]``, numbers counted from 0, or an alignment in
            our JSON.
        source: how many units the source has.
        target: how many the target has.
        limits: how large the file may be, else the default limits.

    Raises:
        InputError: the file cannot be read, is in neither format, or names units that the texts
            do not have.
    """
    try:
        text = read_bytes(path, limits or default_limits()).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8; save the gold standard as UTF-8") from error
    beads = list(_from_json(text, path) if text.lstrip().startswith("{") else _lines(text, path))
    for side, count in (("source", source), ("target", target)):
        most = max((number for bead in beads for number in getattr(bead, side)), default=-1)
        if most >= count:
            raise InputError(
                f"{path}: names {side} unit {most}, but the {side} has {count}, counted from 0; "
                "check `--unit` and the order of the texts"
            )
    return beads


def _lines(text: str, path: str | Path) -> Iterator[Bead]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        match = LADDER.fullmatch(line.strip())
        if match is None:
            raise InputError(f"{path}: line {number}: expected beads such as [0, 1]:[0]")
        try:
            sides = [
                [int(part) for part in side.split(",") if part.strip()] for side in match.groups()
            ]
        except ValueError as error:
            raise InputError(f"{path}: line {number}: expected numbers between commas") from error
        yield _bead(*sides)


def _from_json(text: str, path: str | Path) -> Iterator[Bead]:
    try:
        beads = json.loads(text)["beads"]
        for bead in beads:
            yield _bead(
                *([_number(value) for value in bead[side]] for side in ("source", "target"))
            )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(
            f"{path}: expected an alignment in JSON as `fedele align -o x.json` writes it, with "
            '"beads" that have a "source" and a "target" list of numbers'
        ) from error


def _number(value: object) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("no number of a unit")
    return value


def _bead(source: list[int], target: list[int]) -> Bead:
    return Bead(tuple(sorted(source)), tuple(sorted(target)), None, 1.0)
