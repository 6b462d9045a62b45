"""Arrays from the bytes of a NumPy archive (.npz), by any number of threads."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from math import prod
from pathlib import PurePath
from threading import Lock
from typing import Any

import numpy as np
from numpy.lib.format import read_array_header_1_0, read_array_header_2_0, read_magic
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
            PurePath(name).stem: _array(member)
            for name, member in zip(names, pool.map(inflate, names), strict=True)
        }


def _array(member: bytes) -> NDArray[Any]:
    """An array over the bytes of its file, which are not copied."""
    opened = io.BytesIO(member)
    reads = {(1, 0): read_array_header_1_0, (2, 0): read_array_header_2_0}
    shape, by_columns, kind = reads[read_magic(opened)](opened)
    if kind.hasobject:
        raise ValueError("an array of Python objects")
    flat = np.frombuffer(member, kind, prod(shape), opened.tell())
    return flat.reshape(shape, order="F" if by_columns else "C")
