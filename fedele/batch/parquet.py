"""A batch's tables as Parquet: fixed schemas, rows in order, row groups of bounded size."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fedele.batch.numbers import batch_numbers
from fedele.batch.rows import BATCH_FLAG_COLUMNS, BATCH_SEGMENT_COLUMNS, DOCUMENT_COLUMNS
from fedele.batch.store import TABLES, DonePair
from fedele.files.atomic import atomic_file
from fedele.findings.tables import SEVERITY

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

_ARROW = {
    "string": "string",
    SEVERITY: "string",
    "int64": "int64",
    "Int64": "int64",
    "float64": "float64",
}
"""Arrow's name of each dtype that tables have."""
_FORMAT_VERSION = "1.0.0"
"""Of pandas' metadata; the same whatever pandas is here, so that the bytes are."""


def write_tables(folder: Path, parts: Iterable[DonePair]) -> None:
    """Write `documents.parquet`, `segments.parquet` and `flags.parquet`, each whole or not at all.

    The same parts give the same bytes. Of each table no more than a row group is held at once.

    Args:
        folder: where to.
        parts: in the order of their rows.

    Raises:
        UsageError: a table cannot be written, or the disk is full.
    """
    columns = (DOCUMENT_COLUMNS, BATCH_SEGMENT_COLUMNS, BATCH_FLAG_COLUMNS)
    with ExitStack() as stack:
        documents, segments, flags = (
            stack.enter_context(_table(folder / name, names))
            for name, names in zip(TABLES, columns, strict=True)
        )
        for part in parts:
            name = part.document.pair
            documents.add([part.document])
            segments.add((name, *row) for row in part.segments)
            flags.add((name, *row) for row in part.flags)


class _Rows:
    """Rows on their way into a table."""

    def __init__(self, writer: "ParquetWriter", schema: "pa.Schema", group: int) -> None:
        self._writer, self._schema, self._group = writer, schema, group
        self._rows: list[tuple[Any, ...]] = []

    def add(self, rows: Iterable[tuple[Any, ...]]) -> None:
        for row in rows:
            self._rows.append(row)
            if len(self._rows) == self._group:
                self.flush()

    def flush(self) -> None:
        """Write what is there as a row group."""
        import pyarrow as pa

        if self._rows:
            columns = zip(*self._rows, strict=True)
            arrays = [
                pa.array(column, field.type)
                for column, field in zip(columns, self._schema, strict=True)
            ]
            self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
            self._rows = []


@contextmanager
def _table(path: Path, columns: Mapping[str, str]) -> Iterator[_Rows]:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    fields = [(name, getattr(pa, _ARROW[dtype])()) for name, dtype in columns.items()]
    schema = pa.schema(fields, {"pandas": _pandas_metadata(columns)})
    with (
        atomic_file(path) as file,
        ParquetWriter(file, schema, compression="zstd") as writer,
    ):
        rows = _Rows(writer, schema, batch_numbers().row_group_rows)
        yield rows
        rows.flush()


def _pandas_metadata(columns: Mapping[str, str]) -> str:
    """What has pandas read whole numbers as such where some are missing, not as floats."""
    described = [
        {
            "name": name,
            "field_name": name,
            "pandas_type": "unicode" if _ARROW[dtype] == "string" else _ARROW[dtype],
            "numpy_type": "object" if _ARROW[dtype] == "string" else dtype,
            "metadata": None,
        }
        for name, dtype in columns.items()
    ]
    shape = {"index_columns": [], "column_indexes": [], "columns": described}
    return json.dumps(shape | {"pandas_version": _FORMAT_VERSION})
