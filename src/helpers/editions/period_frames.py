"""Series and frames of a period: its tables as pandas, figures by dimension and through time, registers row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self, SupportsFloat, TypeVar

from ..data import expressions
from ..data.datapackage import Field, Table
from ..data.expressions import Select
from ..data.indexed_rows import Row, Rows
from ..data.read_record import STANDING
from ..errors import code_of_notebook, misused, unknown_kind, unknown_name
from ..i18n import _
from ..values.display_bundle import Look, to_text
from ..values.figures import Figure
from ..values.sourced_text import EMPTY, NOT_STATED, Code, Text
from .period_data import day_of
from .period_figures import PeriodFigures

if TYPE_CHECKING:
    import pandas as pd

    from receipts import FigureArray


Computed = TypeVar("Computed")


class Frames(PeriodFigures):
    """What of a period's tables is looked at together."""

    def frame(self, name: str) -> pd.DataFrame:
        """A table's rows of this period as plain pandas; the index is the line in the CSV.

        Numbers have the dtype `figure`: what pandas computes of them knows its cells. A code is printed as its label, a text as
        it stands in its cell; a document is its key. An empty cell of words is missing (`isna`), and nothing in a sentence.

        >>> visits = Edition("2024-H1").frame("dossiers_received")
        >>> visits.groupby("channel")["dossiers"].sum()["online"].text("unit")
        '86.678\xa0hồ sơ'
        """
        if name not in self.tables:
            raise unknown_name("edition.frame", _("a table"), name, self.tables.own_first())
        fields = self.tables[name].columns.values()
        days = {field.name: "datetime64[us]" for field in fields if field.kind == "date"}
        made = self._columns(name, (replace(field, table="") for field in fields), *self._chosen(name)).astype(days)
        return made.replace("", EMPTY)

    def _columns(self, table: str, fields: Iterable[Field], rows: Rows, index: pd.Index) -> pd.DataFrame:
        """Rows with some of their columns: numbers as figures, and each other cell as what it is."""
        import pandas as pd

        def column(field: Field) -> pd.Series:
            if field.kind == "number":
                return pd.Series(self._numbers(table, field, rows), index)
            return pd.Series([self._cell(table, field, line, row) for line, row in rows.items()], index, object)

        return pd.DataFrame({field.name: column(field) for field in fields}, index=index)

    def _chosen(self, table: str, **where: str | list[str]) -> tuple[Rows, pd.Index]:
        """Rows that are looked at whole, and their lines as an index."""
        import pandas as pd

        asked = expressions.select(table, expressions.ROWS, self.tables, **where)
        rows = self._matching(asked, tuple(asked.declared.columns))
        return rows, pd.Index(list(rows), name="line", dtype=int)

    def computed(self, value: Any, unit: str, name: str, of: pd.Series | pd.DataFrame | Iterable[Any]) -> Any:
        """Any number that was computed of figures, for a sentence, table or chart: by numpy, a model, a function of yours.

        value: a number, or a series or a frame of them. unit: "" for none. name: what readers are told that it is. of: the
        columns or frames that it was computed of, whose cells are its source (numbers, or texts where there are none), beside
        the notebook's code. Each build computes it again; the audit does not, and the annex says so.

        >>> edition = Edition("2024-H1")
        >>> received = edition.frame("dossiers_received")
        >>> spread = edition.computed(received["dossiers"].astype(float).max() / 3, unit="hồ sơ", name="một phần ba", of=received)
        >>> spread.text(".0unit"), str(spread.cells[0])
        ('14.984\xa0hồ sơ', 'dossiers_received:2-11:dossiers')
        """
        from ..values.pandas_figures import cells_of, unproven

        if hasattr(value, "map"):
            return value.astype(object).map(lambda each: self.computed(each, unit, name, of), na_action="ignore")
        if isinstance(value, Figure):
            return replace(value, unit=unit)
        cells = cells_of(of) or cells_of(of, Text)  # how many documents there are
        if not cells:
            expected = _("columns of figures, as edition.frame gives them")
            remedy = _("Name the frame as it was before it lost its source.")
            raise misused("edition.computed, of", type(of).__name__, expected, remedy, code="no_source")
        if not isinstance(value, SupportsFloat):
            raise unknown_kind("edition.computed", value, _("a number, or a series or a frame of numbers"))
        made = unproven(float(value), unit, cells, f"{name}: {code_of_notebook()}")
        return replace(made, source=self._selected(cells, name="computed"))

    def compare(self, function: Callable[[Self], Computed], period: str = "last_year") -> tuple[Computed, Computed]:
        """What a function makes of this edition, and of the one that it is compared with: "last_year" or "previous".

        Raises InputError where that period has no row.
        """
        before = self.before(period)
        if before is None:
            expected = _("a period that periods.csv has a row of, and not {period}", period=self.said_of_period(period))
            remedy = _("Add its row to periods.csv, and its numbers.")
            raise misused("edition.compare", period, expected, remedy, code="no_earlier_period")
        return function(self), function(before)

    def _numbers(self, table: str, field: Field, rows: Rows) -> FigureArray:
        """The numbers of a column, each with its cell."""
        import numpy as np

        from receipts import FigureArray

        cells = np.empty(len(rows), object)
        cells[:] = [self._source(table, line, field, row) for line, row in rows.items()]
        return FigureArray(np.array([float(row[field.name] or "nan") for row in rows.values()]), cells)

    def _of_figures(self, figures: Iterable[Figure], index: pd.Index, name: str | None = None) -> pd.Series:
        """Figures as a column of pandas."""
        import pandas as pd

        from receipts import FigureDtype

        return pd.Series(list(figures), index=index, name=name, dtype=FigureDtype())

    def look(self, table: str, **where: str | list[str]) -> Look:
        """The first rows of a table as the period has them, codes read as their labels; index: CSV line.

        For the analyst, who looks before computing: the document leaves it out, so it counts as no reading.

        >>> print(Edition("2024-H1").look("cutoffs", subject="dossiers"))
                            subject   date_from     date_to
        2  Hồ sơ thủ tục hành chính  2024-01-01  2024-05-28
        """
        import pandas as pd

        asked = expressions.select(table, expressions.ROWS, self.tables, **where)
        rows = self._taken(asked, self._rows(table))
        names = [name for name in asked.declared.columns if name not in ("period", "source")]
        words = {line: [self.label_of(table, name, row[name]) for name in names] for line, row in rows.items()}
        return Look.of(pd.DataFrame.from_dict(words, orient="index", columns=names))

    def figures(
        self,
        table: str,
        column: str,
        by: str | tuple[str, str] | Mapping[str, Iterable[str] | Mapping[str, str]],
        **where: str | list[str],
    ) -> pd.Series | pd.DataFrame:
        """Figures by one dimension (a Series) or by two (a DataFrame: first down, second across).

        Indexes are codes in the order of codes.csv, read as their labels; only codes with rows in this period
        appear, and a combination without a row is missing.

        by: the dimensions; or each with its own codes in their order, `{"due": dues}`, or with codes and the labels
            that stand for them, `{"state": {"reported": "Đã có kết quả", "": "Chưa báo cáo"}}`.
        """
        import pandas as pd

        dimensions = (by,) if isinstance(by, str) else tuple(by)
        asked = expressions.select(table, column, self.tables, **where)
        expressions.columns_named(",".join(dimensions), asked.declared)
        rows = self._matching(asked, (*dimensions, *asked.declared.naming[:1]))
        given = by if isinstance(by, Mapping) else {name: self._axis(asked.declared, name, rows) for name in dimensions}
        down, *across = [list(codes) for codes in given.values()]
        index, *columns = [
            pd.Index(_entries(codes, asked.declared.columns[name].roles), dtype=object, name=name)
            for name, codes in given.items()
        ]

        def read(*codes: str) -> Figure:
            return self.figure(table, column, **where, **dict(zip(dimensions, codes, strict=True)))

        if not across:
            return self._of_figures([read(code) for code in down], index, column)
        made = [self._of_figures([read(code, other) for code in down], index) for other in across[0]]
        return pd.concat(made, axis=1).set_axis(columns[0], axis=1) if made else pd.DataFrame(index=index)

    def _axis(self, table: Table, dimension: str, rows: Rows) -> pd.Index:
        import pandas as pd

        present = dict.fromkeys(row[dimension] for row in rows.values())
        field = table.columns[dimension]
        if field.kind == "code":
            codes = (code for code in self.labels[field.codes] if code in present)
            known = [self.code(field.codes, code, field.roles.get(code, "")) for code in codes]
            return pd.Index(known + [Code("", NOT_STATED)] * ("" in present), dtype=object, name=dimension)
        words = next(iter(table.naming), dimension) if dimension in table.key else dimension
        labels = {row[dimension]: row[words] for row in rows.values()}
        return pd.Index([Code(code, labels[code]) for code in present], dtype=object, name=dimension)

    def register(self, table: str, **where: str | list[str]) -> pd.DataFrame:
        """Rows of a register with each cell as what it is: figure, text, date, code or document; index: CSV line."""
        chosen = self._chosen(table, **where)
        fields = (field for name, field in self.tables[table].columns.items() if name != "period")
        return self._columns(table, fields, *chosen)

    def number(self, table: str, line: int, column: str) -> Figure:
        """A number of a row by its line, of whichever period that is."""
        found = self.row(table, line, (column,))[column]
        assert isinstance(found, Figure)
        return found

    def row(self, table: str, line: int, columns: Iterable[str] = ()) -> dict[str, object]:
        """One row by its line, as `register` reads it; of whichever period it is. columns: only these; default: all."""
        self._note_table(table, shown=False)
        if line not in self._rows(table):
            return self.home(table, line).row(table, line, columns)
        row, declared = self._rows(table)[line], self.tables[table]
        names = columns or [name for name in declared.columns if name != "period" or name in declared.key]
        return {name: self._cell(table, declared.columns[name], line, row) for name in names}

    def row_name(self, table: str, line: int) -> str:
        """Which row of its table it is, for readers: "Cấp huyện, Trễ hạn"; of another period: with the period's label."""
        columns = self.tables[table].columns
        own = tuple(name for name in ("name", "label", "title") if name in columns and not columns[name].title)
        names = own or self.tables[table].key
        row = self.row(table, line, names)
        words = [getattr(row[name], "label", str(row[name])) for name in names if row[name]]
        home = self.home(table, line)
        return ", ".join([*words, *([] if home is self else [str(home.label)])])

    def _cell(self, table: str, field: Field, line: int, row: Row) -> object:
        value = row[field.name]
        if field.kind == "number":
            other = row.get("period", STANDING) not in (self.period, STANDING) and table != "periods"
            where = tuple((name, (row[name],)) for name in (*self.tables[table].key, *["period"] * other))
            return self._of_rows(Select.of(self.tables[table], field.name, where), Rows({line: row}))
        if field.kind == "date":
            return day_of(value)
        if field.kind == "code" and value:
            return self.code(field.codes, value, field.roles.get(value, ""))
        if field.kind == "reference" and field.table == "documents" and value:
            return self.document(value)
        return Text(value, self._cells(table, Rows({line: row}), field.name))


def _entries(codes: Iterable[str] | Mapping[str, str], roles: Mapping[str, str]) -> list[str]:
    """Codes of an axis, with the labels that stand for them where they are given."""
    if not isinstance(codes, Mapping):
        return list(codes)
    return [Code(code, to_text(label), roles.get(code, "")) for code, label in codes.items()]
