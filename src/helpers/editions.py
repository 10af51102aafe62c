"""An edition: the shared tables as one period's report sees them, read as figures, texts and documents."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from . import figures
from .audit import expressions
from .audit.expressions import Call, Expression, ExpressionError, Number, Operation, Select
from .audit.loading import read_table
from .audit.problems import InputError, Problem
from .audit.schemas import check, typed
from .audit.tables import TABLES, Field
from .documents import Document
from .figures import Figure
from .sources import Cells, compress
from .texts import Code, Day, Text

_PLACEHOLDER = re.compile(r"\{(?P<expression>[^{}]*?)(?::(?P<spec>[^{}()':]*))?\}")
_DOCUMENT = re.compile(r"document\('([^']+)'\)")


def default_data() -> Path:
    """The data folder of this checkout, whatever folder the notebook or command runs in."""
    return Path(os.environ.get("BRIEFING_DATA") or Path(__file__).parents[2] / "data")


Where = tuple[tuple[str, tuple[str, ...]], ...]


class Read(NamedTuple):
    """What a section looked at: columns of the rows where dimensions have certain codes."""

    table: str
    where: Where
    columns: tuple[str, ...]


NOT_STATED = "Chưa nêu"
_open: list[Edition] = []


def reads() -> list[Read]:
    """What all editions of this process have read: the pipeline asks a section's kernel for it."""
    return sorted({read for edition in _open for read in edition.reads})


class Edition:
    """The briefing of one period.

    period: key in periods.csv, such as "2024-H1"; empty: the newest.
    data_dir: folder of the CSVs; empty: `data/` of this checkout.
    checked: tables that `load_folder` has read already, so that they are not read twice.

    Tables are read and checked when first asked for. Raises InputError with file, line, column and remedy for
    anything in them that cannot be used, or for an unknown period.
    """

    def __init__(
        self, period: str = "", data_dir: str | Path = "", checked: dict[str, pd.DataFrame] | None = None
    ) -> None:
        self.data = Path(data_dir) if data_dir else default_data()
        self._checked = checked or {}
        self._frames: dict[str, pd.DataFrame] = {}
        self._raw: dict[str, pd.DataFrame] = {}
        self.corrected: dict[tuple[str, int, str], str] = {}
        self.reads: set[Read] = set()
        _open.append(self)
        periods = self._read("periods").sort_values("date_to")["period"].tolist()
        if period and period not in periods:
            raise InputError(
                Problem(
                    "periods.csv",
                    column="period",
                    value=period,
                    expected=f"one of {', '.join(periods)}",
                    remedy="Name a period that periods.csv has, or add its row.",
                )
            )
        self.period = period or periods[-1]

    @cached_property
    def estimated(self) -> bool:
        """True if the period's figures are estimates (ước thực hiện)."""
        return self.text("periods", "estimated", period=self.period) == "true"

    @property
    def label(self) -> Text:
        """The period as the report's title names it: "6 tháng đầu năm 2024"."""
        return self.text("periods", "label", period=self.period)

    # -- tables ----------------------------------------------------------------------------------------------

    def table(self, name: str) -> pd.DataFrame:
        """A table's rows of this period as plain pandas; the index is the line in the CSV."""
        if name not in TABLES:
            raise KeyError(f"table {name!r} is unknown; there are {', '.join(TABLES)}")
        if name not in self._frames:
            self._frames[name] = typed(self.raw(name), TABLES[name])
        self._note_read(name, (), tuple(TABLES[name].columns))
        return self._frames[name]

    def raw(self, name: str) -> pd.DataFrame:
        """The same rows as checked text, exactly as written, with decided corrections applied."""
        self._note_read(name, (), tuple(TABLES[name].columns))
        return self._rows(name)

    def _note_read(self, table: str, where: Where, columns: tuple[str, ...]) -> None:
        """Remember what was asked for, so that a build knows which changes concern the section."""
        self.reads.add(Read(table, where, columns))

    def _rows(self, name: str) -> pd.DataFrame:
        if name not in self._raw:
            frame = self._read(name)
            self._raw[name] = frame[frame["period"] == self.period].copy() if "period" in frame else frame
            if name not in ("codes", "corrections", "periods"):
                self._correct(name)
        return self._raw[name]

    @property
    def records(self) -> dict[str, dict[int, dict[str, str]]]:
        """Every table's rows as the audit reads them: table → line → column → text."""
        return {name: self._rows(name).to_dict("index") for name in TABLES if name != "periods"} | {
            "periods": {
                line: row
                for line, row in self._rows("periods").to_dict("index").items()
                if row["period"] == self.period
            }
        }

    def _read(self, name: str) -> pd.DataFrame:
        if name in self._checked:
            return self._checked[name]
        frame = read_table(self.data / f"{name}.csv")
        problems = check(frame, TABLES[name], {} if name == "codes" else self._codes)
        if problems:
            raise InputError(problems)
        return frame

    @cached_property
    def _codes(self) -> dict[str, list[str]]:
        return {name: list(codes) for name, codes in self._labels.items()}

    @cached_property
    def _labels(self) -> dict[str, dict[str, str]]:
        codes = typed(self._rows("codes"), TABLES["codes"]).sort_values("order", kind="stable")
        return {
            name: dict(zip(rows["code"], rows["label"], strict=True))
            for name, rows in codes.groupby("list", sort=False)
        }

    def _correct(self, name: str) -> None:
        """Apply the corrections of one table; refuse one whose old value no longer stands there."""
        for line, row in self._rows("corrections").iterrows():
            try:
                cell = expressions.parse(row["figure"])
            except ExpressionError as error:
                raise InputError(
                    Problem(
                        "corrections.csv",
                        line,
                        "figure",
                        row["figure"],
                        "one cell such as media_items.items(tone='neutral')",
                        str(error),
                    )
                ) from None
            if not isinstance(cell, Select) or cell.table != name:
                continue
            lines = self._matching(cell, ()).index
            if len(lines) != 1:
                raise InputError(
                    Problem(
                        "corrections.csv",
                        line,
                        "figure",
                        row["figure"],
                        f"one cell, not {len(lines)}",
                        "Name every dimension.",
                    )
                )
            found = self._raw[name].at[lines[0], cell.column]
            if found != row["old"]:
                raise InputError(
                    Problem(
                        "corrections.csv",
                        line,
                        "old",
                        row["old"],
                        f"the value that {name}.csv, line {lines[0]} has: {found}",
                        "Look at the cell again; delete the correction or renew it.",
                    )
                )
            self._raw[name].at[lines[0], cell.column] = row["new"]
            self.corrected[name, lines[0], cell.column] = row["old"]

    # -- figures ---------------------------------------------------------------------------------------------

    def figure(self, table: str, column: str, **where: str | list[str]) -> Figure:
        """The sum of a column's cells where dimensions have the given codes; one cell is read as written.

        Missing where no row matches or a cell is empty. Raises ExpressionError for unknown names and codes.

        >>> Edition("2024-H1").figure("dossiers_received", "dossiers", channel="postal").text("unit")
        '42\\xa0hồ sơ'
        """
        return self._select(expressions.select(table, column, **where))

    def count(self, table: str, **where: str | list[str]) -> Figure:
        """How many rows match."""
        return self._select(expressions.select(table, expressions.ROWS, **where))

    def rows(self, table: str, lines: Iterable[int]) -> Figure:
        """How many rows a notebook has chosen itself, by their lines (the index of `table` and `register`)."""
        found = tuple(int(line) for line in lines)
        chosen = f"{table}.rows()[{compress(found)}]" if found else f"{table}.rows()[none]"
        return Figure(Decimal(len(found)), "", chosen, (Cells(table, found, TABLES[table].key[0]),) if found else ())

    def fact(self, item: str) -> Figure:
        """A single fact of counts.csv, with its qualifier ("hơn", "khoảng")."""
        return self.figure("counts", "value", item=item)

    def growth(self, item: str) -> Figure:
        """The stated change of a single fact on the same period last year, in percent."""
        return replace(self.figure("counts", "growth", item=item), unit="%")

    def change(self, item: str) -> Figure:
        """The stated absolute change of a single fact on the same period last year."""
        return self.figure("counts", "change", item=item)

    def stated(self, control: str) -> Figure:
        """A figure as the source states it (controls.csv): for what cannot be computed, such as growth."""
        return self.figure("controls", "value", control=control)

    def figures(
        self, table: str, column: str, by: str | tuple[str, str], **where: str | list[str]
    ) -> pd.Series | pd.DataFrame:
        """Figures by one dimension (a Series) or by two (a DataFrame: first down, second across).

        Indexes are codes in the order of codes.csv, read as their labels; only codes with rows in this period
        appear, and a combination without a row is missing.
        """
        dimensions = (by,) if isinstance(by, str) else by
        rows = self._matching(expressions.select(table, column, **where), (*dimensions, *self._words_of(table)))
        axes = [self._axis(table, dimension, rows) for dimension in dimensions]
        if len(axes) == 1:
            found = [self.figure(table, column, **where, **{dimensions[0]: code}) for code in axes[0]]
            return pd.Series(found, index=axes[0], name=column, dtype=object)
        cells = [
            [
                self.figure(table, column, **where, **dict(zip(dimensions, (down, across), strict=True)))
                for across in axes[1]
            ]
            for down in axes[0]
        ]
        return pd.DataFrame(cells, index=axes[0], columns=axes[1], dtype=object)

    def evaluate(self, expression: str | Expression) -> Figure:
        """The figure of an expression such as "media_items.items(tone='positive') / media_items.items()"."""
        if isinstance(expression, str):
            expression = expressions.parse(expression)
        match expression:
            case Select():
                return self._select(expression)
            case Number(value):
                return figures._number(value)
            case Operation(left, sign, right):
                return figures.OPERATORS[sign](self.evaluate(left), self.evaluate(right))
            case Call(function, arguments):
                return self._call(function, arguments)
        raise TypeError(f"not an expression: {expression!r}")

    def _call(self, function: str, arguments: tuple[Expression, ...]) -> Figure:
        parts = [
            part
            for argument in arguments
            for part in (self._each(argument) if isinstance(argument, Select) else [self.evaluate(argument)])
        ]
        if not parts or any(part.is_missing for part in parts):
            return Figure(None)
        if function == "weighted":
            return self._weighted(*arguments)
        return figures.mean(parts) if function == "mean" else {"min": min, "max": max}[function](parts)

    def _weighted(self, rates: Select, weights: Select) -> Figure:
        """The average of rates weighted by another table's figures, matched on the dimensions of both."""
        shared = [name for name in TABLES[rates.table].key if name in TABLES[weights.table].key]
        products, bases = [], []
        for line, row in self._matching(rates).iterrows():
            base = self._select(
                Select(weights.table, weights.column, (*weights.where, *((name, (row[name],)) for name in shared)))
            )
            rate = self._of_rows(rates, self._matching(rates).loc[[line]])
            products.append(replace(rate, unit="") * replace(base, unit=""))
            bases.append(replace(base, unit=""))
        average = figures.total(products) / figures.total(bases)
        unit = self._unit(rates, self._matching(rates))
        return replace(average, unit=unit, decimals=2, key=f"weighted({rates}, {weights})")

    def _each(self, select: Select) -> list[Figure]:
        return [self._of_rows(select, self._matching(select).loc[[line]]) for line in self._matching(select).index]

    def _select(self, select: Select) -> Figure:
        return self._of_rows(select, self._matching(select))

    def _of_rows(self, select: Select, rows: pd.DataFrame) -> Figure:
        lines = tuple(int(line) for line in rows.index)
        if select.column == expressions.ROWS:
            key_column = (*TABLES[select.table].key, "period")[0]
            return Figure(
                Decimal(len(rows)), "", str(select), (Cells(select.table, lines, key_column),) if lines else ()
            )
        values = rows[select.column].tolist()
        missing = not values or "" in values
        numbers = [] if missing else [Decimal(value) for value in values]
        return Figure(
            value=None if missing else sum(numbers, Decimal(0)),
            unit=self._unit(select, rows),
            key=str(select),
            cells=(Cells(select.table, lines, select.column),) if lines else (),
            decimals=max((-n.as_tuple().exponent for n in numbers), default=0),
            qualifier=self._qualifier(select, rows),
        )

    def _matching(self, select: Select, columns: tuple[str, ...] | None = None) -> pd.DataFrame:
        """The rows of a selection; `columns` are those that the caller looks at, if not the selection's own."""
        rows = self._rows(select.table)
        own = (
            TABLES[select.table].key
            if select.column == expressions.ROWS
            else tuple(c for c in (select.column, "unit", "qualifier") if c in rows)
        )
        self._note_read(select.table, select.where, own if columns is None else columns)
        for name, values in select.where:
            self._check_codes(TABLES[select.table].columns[name], values)
            rows = rows[rows[name].isin(values)]
        return rows

    def _check_codes(self, field: Field, values: Iterable[str]) -> None:
        unknown = [
            value
            for value in values
            if field.kind == "code" and value and value not in self._codes.get(field.codes, ())
        ]
        if unknown:
            raise ExpressionError(
                f"{field.name} {unknown[0]!r} is unknown; codes.csv has {', '.join(self._codes.get(field.codes, ()))}"
            )

    def _unit(self, select: Select, rows: pd.DataFrame) -> str:
        unit = TABLES[select.table].columns[select.column].unit
        if unit != "@unit":
            return unit
        units = rows["unit"].unique()
        if len(units) > 1:
            raise ExpressionError(f"{select} adds different units: {', '.join(units)}; name the item")
        return units[0] if len(units) else ""

    def _qualifier(self, select: Select, rows: pd.DataFrame) -> str:
        """How the source qualifies the figure ("hơn"): the column belongs to the number declared before it."""
        columns = list(TABLES[select.table].columns)
        qualified = (
            "qualifier" in columns
            and select.column
            == [c for c in columns[: columns.index("qualifier")] if TABLES[select.table].columns[c].kind == "number"][
                -1
            ]
        )
        code = next(filter(None, rows["qualifier"]), "") if qualified else ""
        return self._labels["qualifier"][code] if code else ""

    def _axis(self, table: str, dimension: str, rows: pd.DataFrame) -> pd.Index:
        present = rows[dimension].unique().tolist()
        field = TABLES[table].columns[dimension]
        if field.kind == "code":
            known = [self.code(field.codes, code) for code in self._codes[field.codes] if code in present]
            return pd.Index(known + [Code("", NOT_STATED)] * ("" in present), dtype=object, name=dimension)
        words = next(iter(self._words_of(table)), dimension) if dimension in TABLES[table].key else dimension
        labels = dict(zip(rows[dimension], rows[words], strict=True))
        return pd.Index([Code(code, labels[code]) for code in present], dtype=object, name=dimension)

    @staticmethod
    def _words_of(table: str) -> tuple[str, ...]:
        """The column that names a row for readers, if the table has one."""
        return tuple(name for name in ("label", "name", "title") if name in TABLES[table].columns)[:1]

    def cells_read(self) -> set[tuple[str, int, str]]:
        """The number cells that have been looked at so far."""
        found = set()
        for table, where, columns in self.reads:
            rows = self._rows(table)
            for name, values in where:
                rows = rows[rows[name].isin(values)]
            found |= {
                (table, int(line), column)
                for line in rows.index
                for column in columns
                if TABLES[table].columns[column].kind == "number"
            }
        return found

    # -- words -----------------------------------------------------------------------------------------------

    def codes(self, codes: str) -> list[str]:
        """The codes of a list, in order."""
        return self._codes.get(codes, [])

    def code(self, codes: str, code: str) -> Code:
        """A code of a list with its label."""
        self._note_read("codes", (("list", (codes,)),), tuple(TABLES["codes"].columns))
        return Code(code, self._labels[codes][code])

    def text(self, table: str, column: str, **where: str) -> Text:
        """The text of one cell; empty where no row matches."""
        rows = self._matching(expressions.select(table, expressions.ROWS, **where), (column,))
        if rows.empty:
            return Text("")
        return Text(rows[column].iloc[0], (Cells(table, (int(rows.index[0]),), column),))

    def day(self, table: str, column: str, **where: str) -> Day | None:
        """The date of one cell."""
        return _day(self.text(table, column, **where))

    def register(self, table: str, **where: str | list[str]) -> pd.DataFrame:
        """Rows of a register with each cell as what it is: figure, text, date, code or document; index: CSV line."""
        rows = self._matching(expressions.select(table, expressions.ROWS, **where), tuple(TABLES[table].columns))
        columns = {
            name: [self._cell(table, field, line, rows) for line in rows.index]
            for name, field in TABLES[table].columns.items()
            if name != "period"
        }
        return pd.DataFrame(columns, index=rows.index, dtype=object)

    def row(self, table: str, line: int) -> dict[str, object]:
        """One row by its line, as `register` reads it."""
        rows = self._rows(table).loc[[line]]
        return {
            name: self._cell(table, field, line, rows)
            for name, field in TABLES[table].columns.items()
            if name != "period"
        }

    def _cell(self, table: str, field: Field, line: int, rows: pd.DataFrame) -> object:
        value = rows.at[line, field.name]
        if field.kind == "number":
            return self._of_rows(Select(table, field.name, self._row_key(table, rows.loc[line])), rows.loc[[line]])
        if field.kind == "date":
            return _day(value)
        if field.kind == "code" and value:
            return self.code(field.codes, value)
        if field.kind == "reference" and field.table == "documents" and value:
            return self.document(value)
        return Text(value, (Cells(table, (int(line),), field.name),))

    def _row_key(self, table: str, row: pd.Series) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple((name, (row[name],)) for name in TABLES[table].key)

    # -- documents and statements ------------------------------------------------------------------------------

    @cached_property
    def _documents(self) -> dict[str, Document]:
        kinds = self._labels["document_kind"]
        return {
            row["document"]: Document(
                row["document"],
                kinds[row["kind"]],
                row["number"],
                _day(row["date"]),
                row["issuer"],
                row["title"],
                (Cells("documents", (int(line),), "document"),),
            )
            for line, row in self._rows("documents").iterrows()
        }

    def document(self, key: str) -> Document:
        """A document of the register by its number as printed. Raises KeyError naming near ones."""
        if key not in self._documents:
            near = [known for known in self._documents if known.split("/")[0] == key.split("/")[0]] or list(
                self._documents
            )[:5]
            raise KeyError(f"document {key!r} is not in documents.csv for {self.period}; near: {', '.join(near)}")
        self._note_read("documents", (("document", (key,)),), tuple(TABLES["documents"].columns))
        return self._documents[key]

    def cited(self, section: str, role: str) -> list[Document]:
        """The documents a section cites in a role, in order."""
        rows = self._matching(
            expressions.select("citations", expressions.ROWS, section=section, role=role), ("order", "document")
        )
        return [
            self.document(key) for key in rows.sort_values("order", key=lambda order: order.astype(int))["document"]
        ]

    def statements(self, section: str, kind: str, first: int = 1, last: int | None = None) -> list[str]:
        """A section's statements of a kind, with their figures and documents filled in, ready for `prose`.

        first, last: the `order` of the first and last one wanted; both count.
        """
        rows = self._matching(
            expressions.select("statements", expressions.ROWS, section=section, kind=kind), ("order", "text")
        )
        order = rows["order"].astype(int).sort_values()
        order = order[(order >= first) & (order <= (last or order.max()))]
        return [self._fill(rows.at[line, "text"], line) for line in order.index]

    def verify(self) -> None:
        """Fill every statement and apply every correction; raises InputError for one that cannot be."""
        for name in TABLES:
            self._rows(name)
        for line, row in self._rows("statements").iterrows():
            self._fill(row["text"], line)

    def _fill(self, template: str, line: int) -> str:
        """Text of a cell with its placeholders filled; the words between them keep their source."""
        source = (Cells("statements", (int(line),), "text"),)
        parts, end = [], 0
        for match in _PLACEHOLDER.finditer(template):
            parts += [self._words(template[end : match.start()], source), self._placeholder(match, line)]
            end = match.end()
        return "".join([*parts, self._words(template[end:], source)])

    @staticmethod
    def _words(text: str, source: tuple[Cells, ...]) -> str:
        return f"{Text(text, source)}" if text else ""

    def _placeholder(self, match: re.Match, line: int) -> str:
        expression, spec = match["expression"].strip(), match["spec"] or ""
        document = _DOCUMENT.fullmatch(expression)
        try:
            return format(self.document(document[1]) if document else self.evaluate(expression), spec)
        except (ExpressionError, KeyError, ValueError) as error:
            raise InputError(
                Problem(
                    "statements.csv",
                    line,
                    "text",
                    match[0],
                    "an expression or document('NUMBER')",
                    str(error).strip('"'),
                )
            ) from None


def _day(value: str) -> Day | None:
    return Day.fromisoformat(value) if value else None
