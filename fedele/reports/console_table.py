"""A plain table on a terminal, as all commands print theirs."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table


def console_table(*columns: str, title: str | None = None) -> "Table":
    """A table without rows.

    Args:
        columns: their headings; one that begins with ">" is of figures, which stand to the right.
        title: above it, to the left.
    """
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    table.title, table.title_justify = title, "left"
    for column in columns:
        right = column.startswith(">")
        table.add_column(column.lstrip(">"), justify="right" if right else "left", no_wrap=right)
    return table
