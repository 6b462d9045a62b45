"""Which judge is asked, by how closely it is to look."""

from contextlib import suppress
from threading import Thread
from typing import Literal, get_args

from corpus import FedeleError, UsageError, once
from metrics.judges.ensemble import load_ensemble_judge
from metrics.judges.protocol import Judge

Effort = Literal["fast", "full"]
"""With the default encoder's vectors alone; with a transformer's too."""
EFFORTS: tuple[Effort, ...] = get_args(Effort)
DEFAULT_EFFORT: Effort = "full"


@once
def load_judge(effort: Effort = DEFAULT_EFFORT) -> Judge:
    """The judge that ships.

    Raises:
        UsageError: no such effort.
        ModelError: the transformer of "full" is not installed.
    """
    if effort not in EFFORTS:
        raise UsageError(f"`effort` is one of {', '.join(EFFORTS)}; got {effort!r}")
    return load_ensemble_judge(effort)


def load_ahead(effort: Effort) -> None:
    """Load a judge in a thread, which takes a second, beside other work.

    Nothing is started where it is there already: a process with little memory left may fail to
    start a thread. What goes wrong is left to whoever needs it, and is told there.
    """

    def load() -> None:
        with suppress(FedeleError):
            load_judge(effort)

    if not load_judge.has(effort):
        Thread(target=load).start()
