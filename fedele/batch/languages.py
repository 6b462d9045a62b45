"""Which of several languages is the source's, and which the translation's."""

from collections.abc import Collection
from dataclasses import dataclass

from corpus import Note, UsageError, asked_language, find_language, load_language
from fedele.batch.numbers import batch_numbers


@dataclass(frozen=True, slots=True)
class Asked:
    """The languages that the user asks for, as primary subtags; None where he leaves them open.

    Made from codes or names.

    Raises:
        UsageError: one makes no sense, or both are one language.
    """

    source: str | None = None
    target: str | None = None

    def __post_init__(self) -> None:
        for side in ("source", "target"):
            said = getattr(self, side)
            code = asked_language(said) if said else None
            object.__setattr__(self, side, code)
        if self.source is not None and self.source == self.target:
            raise UsageError(f"source and target are both {self.source}; two languages are needed")

    @property
    def is_open(self) -> bool:
        """Whether nothing says which is the source."""
        return self.source is None and self.target is None


def check_known(asked: Asked) -> None:
    """Refuse a code that stands for no language: no file's name could be marked with it.

    Raises:
        UsageError: one does.
    """
    for code in filter(None, (asked.source, asked.target)):
        if find_language(code) is None:
            raise UsageError(f"{code!r} is no language's code; expected one such as it or en-GB")


def choose(found: Collection[str], asked: Asked) -> tuple[str, str] | str:
    """Source and target of two or more languages, or in one line why there is no telling."""
    missing = [code for code in (asked.source, asked.target) if code and code not in found]
    names = ", ".join(load_language(code).name for code in sorted(found))
    if missing:
        return f"no {load_language(missing[0]).name} version was found, only {names}"
    if len(found) > 2 and None in (asked.source, asked.target):
        return f"there are {names}; say which is the source and which the target"
    source = asked.source or next(code for code in _likeliest(found) if code != asked.target)
    target = asked.target or next(code for code in found if code != source)
    return source, target


def assumption(directions: Collection[tuple[str, str]]) -> Note:
    """What is said where nothing told which version is the source: a sentence or two."""
    if len(directions) == 1:
        ((source, target),) = directions
        return Note("fedele", "folder.assumed", language=source, other_language=target)
    taken = ", ".join(" → ".join(pair) for pair in sorted(directions))
    return Note("fedele", "folder.assumed_several", directions=taken)


def _likeliest(found: Collection[str]) -> list[str]:
    """The likeliest source first."""
    rank = {code: number for number, code in enumerate(batch_numbers().source_languages)}
    return sorted(found, key=lambda code: (rank.get(code, len(rank)), code))
