"""Passages through a network, some at once."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from align import let_others
from metrics.judges.borrowed.model import Passages, Reading

if TYPE_CHECKING:
    import torch
    from torch import Tensor

BATCH = 8
"""Passages that go through a network at once; chosen: more takes more memory, and little time."""
DIGITS = 4
"""Digits of a score and a probability that are kept, so that those that differ in the last bits
from machine to machine do not."""


def read_in_batches(
    passages: Sequence[Passages], read: Callable[[Sequence[Passages]], Iterable[Reading]]
) -> list[Reading]:
    """Each passage's reading, those of like length read together."""
    import torch

    order = sorted(range(len(passages)), key=lambda number: sum(map(len, passages[number])))
    found: dict[int, Reading] = {}
    for first in range(0, len(order), BATCH):
        some = order[first : first + BATCH]
        with torch.inference_mode():
            readings = list(read([passages[number] for number in some]))
        found |= dict(zip(some, readings, strict=True))
        let_others()
    return [found[number] for number in range(len(passages))]


def padded(rows: Sequence[Sequence[int]], padding: int) -> tuple["Tensor", "Tensor"]:
    """Rows of ids as (rows, longest) int64, and a mask of the same shape, 1 where there is one."""
    import torch

    longest = max(map(len, rows))
    ids = torch.tensor([[*row, *[padding] * (longest - len(row))] for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
    return ids, mask


def device() -> "torch.device":
    """A graphics processor where there is one."""
    import torch

    return torch.device("cuda" if torch.cuda.is_available() else "cpu")
