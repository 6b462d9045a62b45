"""Which version of a text is the source and which the target: as asked, as found, or an error."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.detection import main_language
from corpus.errors import InputError, UsageError
from corpus.formats import Version
from corpus.languages import load_language
from corpus.languages.lookup import asked_language
from corpus.notes import Note, counted

NAMED = 8
"""How many languages of a file an error names; a file may say that it holds thousands."""


def asked_languages(source: str | None, target: str | None) -> tuple[str | None, str | None]:
    """The languages asked for, None where they are to be detected.

    Raises:
        UsageError: a code makes no sense, or both are one language.
    """
    first, second = (asked_language(said) if said else None for said in (source, target))
    if first is not None and first == second:
        raise UsageError(
            f"source and target are both {listed_names([first])}; two languages are needed"
        )
    return first, second


def chosen_versions(
    versions: Sequence[Version], place: str, source: str | None, target: str | None
) -> tuple[Version, Version]:
    """The source's and the target's version, as asked, else in the order of the text."""
    found = listed_names(version.language for version in versions)
    if len(versions) < 2:
        raise InputError(
            f"{place}: {'only ' + found if found else 'too little'} text was found; the other "
            "version is missing: add it under a heading with its language, or give a second file"
        )
    by_code = {version.language: version for version in versions}
    asked = asked_languages(source, target)
    for code in asked:
        if code and code not in by_code:
            raise InputError(
                f"{place}: no {listed_names([code])} version was found, only {found}; "
                "check the languages asked for"
            )
    if len(versions) > 2 and None in asked:
        raise InputError(f"{place}: holds {found}; say which is the source and which the target")
    first = by_code[asked[0]] if asked[0] else _other(versions, asked[1])
    second = by_code[asked[1]] if asked[1] else _other(versions, first.language)
    return first, second


def named_versions(
    versions: Sequence[Version], asked: tuple[str | None, str | None], place: str
) -> tuple[Version, ...]:
    """The versions; one whose language the file leaves open is in the one asked for, or detected.

    Raises:
        InputError: a language cannot be told, or two versions are in one.
    """
    known = {version.language for version in versions}
    is_only = sum(version.language is None for version in versions) == 1
    named = []
    for number, version in enumerate(versions):
        wanted = asked if is_only else asked[number : number + 1]
        told = version.language or next((c for c in wanted if c and c not in known), None)
        found = told or main_language(block.text for block in version.blocks)
        named.append(replace(version, language=found))
    codes = [version.language for version in named]
    if None in codes:
        raise InputError(f"{place}: its languages cannot be told; say which is the source's")
    if len(set(codes)) < len(codes):
        raise InputError(
            f"{place}: both sides are in {listed_names(codes[:1])}; expected two languages"
        )
    return tuple(named)


def is_swapped(
    first: str | None, second: str | None, source: str | None, target: str | None
) -> bool:
    """Whether what was found fits what was asked for crosswise only."""
    crosswise = (source is not None and source == second) or (
        target is not None and target == first
    )
    straight = (source is not None and source == first) or (target is not None and target == second)
    return crosswise and not straight


def disagreement_notes(found: str | None, asked: str | None) -> tuple[str, ...]:
    """A note where a text looks like another language than the one asked for."""
    if found is None or asked is None or found == asked:
        return ()
    return (Note("corpus", "versions.taken", language=asked, other_language=found),)


def one_sided_notes(source: Version, target: Version) -> tuple[str, ...]:
    """Notes on units that only one of the versions has."""
    left, right = set(source.units or ()), set(target.units or ())
    missing, added = len(left - right), len(right - left)
    untranslated = Note("corpus", "units.untranslated", count=missing, units=len(left))
    return (*([untranslated] if missing else []), *counted("corpus", "units.added", added))


def listed_names(codes: Iterable[str | None]) -> str:
    """The languages' names as a list in a sentence: "Italian, German and English"."""
    known = [code for code in codes if code]
    more = [f"{len(known) - NAMED:,} more"] if len(known) > NAMED else []
    *names, last = [*(load_language(code).name for code in known[:NAMED]), *more] or [""]
    return f"{', '.join(names)} and {last}" if names else last


def _other(versions: Sequence[Version], code: str | None) -> Version:
    return next(version for version in versions if version.language != code)
