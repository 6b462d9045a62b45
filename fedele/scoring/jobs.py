"""What `fedele score` is asked for, read from its arguments: a comparison, or a revision."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from corpus import UsageError
from fedele.files.atomic import STANDARD_INPUT
from fedele.scoring.revision import compare_versions
from fedele.scoring.scores import score


@dataclass(frozen=True, slots=True)
class ScoringJob:
    """One run of `fedele score`.

    Attributes:
        inputs: the files that it reads.
        tables: the files that it writes with `--csv`.
        run: does it, given languages, model and progress.
        show: prints what `run` gave, on a console and in a language.
    """

    inputs: tuple[str, ...]
    tables: tuple[str, ...]
    run: Callable[..., Any]
    show: Callable[..., None]


def score_job(
    source: str, target: str | None, systems: Sequence[str], references: Sequence[str]
) -> ScoringJob:
    """Translations side by side; ``source`` alone is the translation.

    Raises:
        UsageError: the arguments do not make sense together.
    """
    from fedele.scoring.tables import render_scores

    named = {target or source: target or source, **_named(systems, target or source)}
    original = source if target else None
    if not original and not references:
        raise UsageError("nothing to score by: give the source before the text, or a --reference")
    inputs = (*filter(None, [original]), *named.values(), *references)
    _check_standard_input(inputs)

    def run(**options: Any) -> Any:  # noqa: ANN401  what `score` takes and gives
        return score(named, references=references, source=original, **options)

    return ScoringJob(inputs, ("systems.csv", "segments.csv"), run, render_scores)


def revision_job(source: str, target: str | None, before: str, unwanted: object) -> ScoringJob:
    """Today's version beside the approved one.

    Raises:
        UsageError: the arguments do not make sense together.
    """
    from fedele.scoring.tables import render_revision

    if target is None:
        raise UsageError("--before compares two versions with the source: give SOURCE and TARGET")
    if unwanted:
        raise UsageError("--before goes with neither --reference nor --system")
    inputs = (source, before, target)
    if STANDARD_INPUT in inputs:
        raise UsageError("--before reads its texts more than once; give files, not -")

    def run(**options: Any) -> Any:  # noqa: ANN401  what `compare_versions` takes and gives
        return compare_versions(source, before, target, **options)

    return ScoringJob(inputs, ("changes.csv",), run, render_revision)


def _named(systems: Sequence[str], taken: str) -> dict[str, str]:
    """Files by name, from NAME=FILE."""
    named: dict[str, str] = {}
    for system in systems:
        name, _, path = system.partition("=")
        if not name or not path:
            raise UsageError(f"--system {system}: NAME=FILE was expected")
        if name in named or name == taken:
            raise UsageError(f"--system {system}: the name is taken; give each its own")
        named[name] = path
    return named


def _check_standard_input(inputs: Sequence[str]) -> None:
    if inputs.count(STANDARD_INPUT) > 1:
        raise UsageError("standard input (-) holds one text; give files for the others")
