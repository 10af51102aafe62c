"""Which numbers are parts of which, as `part_of` in the declaration says: “Nữ” of “Tổng số”, each row below “Chi thường xuyên”.

Whoever adds up a whole and its parts counts the parts twice.
"""

from collections.abc import Collection, Iterator, Mapping

from .datapackage import Table
from .indexed_rows import Rows

At = tuple[int, str]  # line, column


def has_wholes(table: Table) -> bool:
    return any(field.part_of for field in table.columns.values())


def double_counted(table: Table, rows: Rows, cells: Collection[At]) -> Iterator[tuple[At, At]]:
    """Wholes among some cells, each with a part that is among them, too."""
    columns = {name: field.part_of for name, field in table.columns.items() if isinstance(field.part_of, str)}
    keys = {name: field.part_of for name, field in table.columns.items() if isinstance(field.part_of, Mapping)}
    for line, column in sorted(cells):
        yield from (((line, whole), (line, column)) for whole in _above(column, columns) if (line, whole) in cells)
        for key, of in keys.items():
            for whole in _above(rows[line][key], of):
                beside = {**rows[line], key: whole}
                lines = rows.where(tuple((name, (beside[name],)) for name in table.key))
                yield from (((at, column), (line, column)) for at in lines if (at, column) in cells)


def _above(part: str, wholes: Mapping[str, str]) -> Iterator[str]:
    """What holds a part, and what holds that."""
    seen = {part}
    while (part := wholes.get(part, "")) and part not in seen:
        seen.add(part)
        yield part
