"""What was found of the words of one side of a bead."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """One number a word each.

    Attributes:
        difference: (words,), how likely it has no counterpart; 0 where there is next to no sign.
        strain: (words,), from 0 up, how far it is from finding itself on the other side.
    """

    difference: NDArray[np.float64]
    strain: NDArray[np.float64]
