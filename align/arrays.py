"""Arrays from the bytes of a NumPy archive (.npz), by any number of threads."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import PurePath
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

_READING = Lock()


def read_arrays(content: bytes) -> dict[str, NDArray[Any]]:
    """Every array of the archive, by name; nothing is unpickled.

    Members are inflated side by side. Their headers are read one at a time, because NumPy does so
    with `ast`, which in Python 3.11 fails in two threads at once.
    """

    def inflate(name: str) -> bytes:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.read(name)

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
    with ThreadPoolExecutor() as pool, _READING:
        return {
            PurePath(name).stem: np.lib.format.read_array(io.BytesIO(member), allow_pickle=False)
            for name, member in zip(names, pool.map(inflate, names), strict=True)
        }
