"""What takes long to make is kept in a file, whole or not at all."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import joblib


def kept(path: Path, make: Callable[[], Any]) -> Any:  # noqa: ANN401  what was made
    """What a file has, or what is made and kept there now."""
    if not path.exists():
        unfinished = path.with_suffix(".new")
        joblib.dump(make(), unfinished)
        unfinished.replace(path)
    return joblib.load(path)
