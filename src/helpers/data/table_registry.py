"""The schema: the tables that the program and the data folder in use declare.

From it follow the check of a table's text, the types on loading and the data dictionary (`data/README.md`).
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..errors import wrong_input
from ..i18n import _
from ..project import project_of
from .csv_reader import missing, parse_rows, read_file
from .datapackage import FILE, read_tables, tables_of_program
from .datapackage import Declared as Declared
from .datapackage import Field as Field
from .datapackage import Table as Table
from .datapackage import Tasks as Tasks
from .indexed_rows import Row, Rows
from .reporting_period import KEY, Span


class _Tables(Mapping[str, Table]):
    """The tables by name. Raises InputError if the declaration of the data in use has faults."""

    _declared: Declared | None = None

    def use(self, data: Path, checked: bool = True) -> None:
        self._declared = read_tables(package_file(data), checked)

    @property
    def _tables(self) -> Declared:
        if self._declared is None:
            self.use(project_of().data)
        assert self._declared is not None
        return self._declared

    def __getitem__(self, name: str) -> Table:
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


_TABLES = _Tables()
TABLES: Mapping[str, Table] = _TABLES


def declared() -> Declared:
    """The tables in use, as their declaration has them."""
    return _TABLES._tables


def package_file(data: Path) -> Path:
    """The declaration of a data folder's tables: its own, else the project's."""
    own = data / FILE
    return own if own.exists() else project_of(data).data / FILE


def use_tables(data: Path, checked: bool = True) -> None:
    """Make a data folder's tables those of this process. Raises InputError for no folder, and a declaration with faults.

    checked: as of `read_tables`.
    """
    if not data.is_dir():
        remedy = _("Give the folder that holds the CSVs: --data DIR")
        raise wrong_input(str(data), expected=_("a data folder"), remedy=remedy, code="missing_file")
    _TABLES.use(data, checked)


def own_first() -> list[str]:
    """The tables as an error lists them: those of the project before the program's."""
    return sorted(TABLES, key=tables_of_program().__contains__)


def with_role(role: str) -> Table:
    """The table that plays a role. Raises ValueError where the project declares none."""
    if found := next((table for table in TABLES.values() if table.role == role), None):
        return found
    raise ValueError(_('no table has the role {role!r}: declare it in datapackage.json, "role": {role!r}', role=role))


def read_table(data: Path, name: str) -> Rows:
    """The rows of a table in a data folder; none of an optional one that has no file."""
    return read_with_header(data, name)[1]


def read_with_header(data: Path, name: str) -> tuple[list[str], Rows]:
    """The header and the rows of a table, as its file has them."""
    path = data / f"{name}.csv"
    return parsed(name, None if TABLES[name].optional and not os.path.lexists(path) else read_file(path))


def parsed(name: str, content: bytes | None) -> tuple[list[str], Rows]:
    """The header and the rows of a table's bytes, of a period with what its key says; content: None where it has no file."""
    if content is None and not TABLES[name].optional:
        raise missing(f"{name}.csv")
    header, rows = parse_rows(f"{name}.csv", TABLES[name].header if content is None else content)
    if name != "periods":
        return header, rows

    def derived(row: Row) -> Row:
        told = Span.of(row["period"]).told if KEY.fullmatch(row.get("period", "")) else {}
        return dict.fromkeys(TABLES[name].columns, "") | told | {column: cell for column, cell in row.items() if cell}

    return header, Rows((line, derived(row)) for line, row in rows.items())
