"""The schema: the project's tables as `data/datapackage.json` declares them.

From it follow the check of a table's text, the types on loading and the data dictionary (`data/README.md`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from ..project import here
from .datapackage import FILE, Field, Table, read_tables

__all__ = ["TABLES", "Field", "Table", "package_file"]


def package_file() -> Path:
    """The declaration of the project's tables."""
    return here().data / FILE


class _Tables(Mapping[str, Table]):
    """The tables by name, read when the first is asked for. Raises InputError then, if the declaration has faults."""

    @cached_property
    def _tables(self) -> dict[str, Table]:
        return read_tables(package_file())

    def __getitem__(self, name: str) -> Table:
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


TABLES: Mapping[str, Table] = _Tables()
