"""Which judge is asked, by how closely it is to look."""

from collections.abc import Mapping
from contextlib import suppress
from threading import Thread
from typing import Literal, get_args

from corpus import FedeleError, UsageError, once
from metrics.judges.borrowed import BorrowedJudge, PassageModel, known_judges, load_model
from metrics.judges.borrowed import KnownJudge as KnownJudge
from metrics.judges.ensemble import load_ensemble_judge
from metrics.judges.protocol import Judge

Effort = Literal["fast", "full"]
"""With the default encoder's vectors alone; with a transformer's too."""
EFFORTS: tuple[Effort, ...] = get_args(Effort)
DEFAULT_EFFORT: Effort = "full"


def load_judge(effort: Effort = DEFAULT_EFFORT, borrowed: str | None = None) -> Judge:
    """The judge that ships, or a borrowed one beside it.

    Args:
        effort: how closely the one that ships looks at words.
        borrowed: another's model by name or folder (`list_judges`), which says what it thinks of
            each bead besides (`Opinion`).

    Raises:
        UsageError: no such effort.
        ModelError: the transformer of "full" is not installed, or the borrowed model is missing,
            damaged or of another layout.
    """
    own = _load_own(effort)
    return own if borrowed is None else BorrowedJudge(_load_model(borrowed), own)


def judge_signature(borrowed: str | None) -> Mapping[str, str]:
    """What a result depends on besides where a judge is borrowed: its name and its weights.

    Raises:
        ModelError: as `load_judge`.
    """
    if borrowed is None:
        return {}
    model = _load_model(borrowed)
    return {"judge": model.name, "judge_sha256": model.digest}


def list_judges() -> tuple[KnownJudge, ...]:
    """The judges of others that can be borrowed, here or not (`KnownJudge.folder`)."""
    return known_judges()


@once
def _load_own(effort: Effort) -> Judge:
    if effort not in EFFORTS:
        raise UsageError(f"`effort` is one of {', '.join(EFFORTS)}; got {effort!r}")
    return load_ensemble_judge(effort)


@once
def _load_model(name: str) -> PassageModel:
    return load_model(name)


def load_ahead(effort: Effort) -> None:
    """Load a judge in a thread, which takes a second, beside other work.

    Nothing is started where it is there already: a process with little memory left may fail to
    start a thread. What goes wrong is left to whoever needs it, and is told there.
    """

    def load() -> None:
        with suppress(FedeleError):
            _load_own(effort)

    if not _load_own.has(effort):
        Thread(target=load).start()
