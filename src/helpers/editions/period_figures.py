"""The figures of a period: read, counted, computed, and compared with those of other periods."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache, cached_property
from typing import cast

from receipts import Cell
from receipts.sources import Operation as Computed
from receipts.sources import Source, added, computed

from ..data import evaluation, expressions
from ..data.code_validity import ComparedPeriod
from ..data.datapackage import QUALIFIER, Field, Table
from ..data.evaluation import Algebra
from ..data.expressions import Call, Expression, Select, Words
from ..data.indexed_rows import Row, Rows
from ..data.period_rows import refuse_other_months
from ..data.read_record import STANDING
from ..data.wholes import At, double_counted, has_wholes
from ..i18n import _
from ..values import figures
from ..values.figures import Figure, NoSum
from ..values.pandas_figures import KeyFinder
from ..values.sources import Cells, merge, parse
from ..values.vietnamese import decimals, lower_first
from .period_data import PeriodData

RESTATED = "tính lại theo tổ chức mới"


class PeriodFigures(PeriodData):
    """The numbers of a period's tables as figures, by the language of figures."""

    @property
    def year_share(self) -> Figure:
        """How much of the year has passed at the period's end, in percent."""
        return self.figure("periods", "year_share", period=self.period)

    def figure(self, table: str, column: str, **where: str | list[str]) -> Figure:
        """The sum of a column's cells where dimensions have the given codes; one cell is read as written.

        Missing where no row matches or a cell is empty. Raises ExpressionError for unknown names and codes.

        >>> Edition("2024-H1").figure("dossiers_received", "dossiers", channel="postal").text("unit")
        '42\\xa0hồ sơ'
        """
        return self.evaluate(expressions.select(table, column, self.tables, **where))

    def count(self, table: str, **where: str | list[str]) -> Figure:
        """How many rows match; missing where the period has no row yet of the table, unless absences.csv says that there is none."""
        return self.evaluate(expressions.select(table, expressions.ROWS, self.tables, **where))

    def together(self, of: Sequence[Source]) -> Select | None:
        """One selection, with the fewest conditions, of cells of the period that stand in one column; None where there is none."""
        found = merge(cells for each in of if isinstance(each, Cell) for cells in parse(each.name))
        if self.names_period or len(found) != 1 or len(found[0].lines) < len(of):
            return None
        table, wanted, column = self.tables[found[0].table], found[0].lines, found[0].column
        known = self._rows(table.name)
        if table.columns[column].kind != "number" or not known.keys() >= {*wanted}:
            return None
        others = ("period", "source")  # a place in a file is another row's in another file
        names = [
            name for name, field in table.columns.items() if field.kind not in ("number", "date") and name not in others
        ]
        asked = {name: tuple(dict.fromkeys(known[line][name] for line in wanted)) for name in names}
        where = tuple(sorted(asked.items(), key=lambda pair: -len(pair[1])))
        if tuple(known.where(where)) != wanted:
            return None
        for pair in where:
            fewer = tuple(other for other in where if other != pair)
            where = fewer if tuple(known.where(fewer)) == wanted else where
        return Select.of(table, column, where)

    def rows(self, table: str, lines: Iterable[int]) -> Figure:
        """How many rows a notebook has chosen itself, by their lines (the index of `table` and `register`).

        Its key names the rows by the table's key: `indicators.rows(indicator=['1', '2'])`.
        """
        rows = self._rows(table)
        chosen = Rows((line, rows[line]) for line in map(int, lines))
        together = _of_key(self.tables[table], chosen.values())
        if rows.where(together.where).keys() == chosen.keys():
            return self.evaluate(together)
        return figures.total(self.evaluate(_of_key(self.tables[table], [row])) for row in chosen.values())

    def fact(self, item: str) -> Figure:
        """A single fact by its name, with its qualifier ("hơn", "khoảng"); of the table with the role `facts`."""
        table = self.tables.with_role("facts")
        return self.figure(table.name, table.numbers[0], **{table.key[0]: item})

    def growth(self, figure: Figure | str) -> Figure:
        """How much more a figure is than in the same period last year, in percent.

        Computed where both periods have its rows, all of a sum's, else as the source states it (a control of the kind growth,
        or a column `growth` beside the figure's); missing where nothing says it, and where last year's was below 0. A row that
        could not be there last year is declared: in absences.csv (none) of that period, or in validity.csv since when it is.

        >>> edition = Edition("2024-H1")
        >>> edition.growth(edition.figure("edocuments", "documents")).text("trend")
        'tăng 3,07%'
        """
        figure = self.evaluate(figure) if isinstance(figure, str) else figure
        if not isinstance(figure, Figure) or not (figure.expression and any(expressions.selections(figure.expression))):
            raise ValueError(_("{figure!r} is read from no table: it has no growth", figure=figure))
        computed = self.evaluate(Call("growth", (figure.expression, Words(expressions.LAST_YEAR))))
        if computed.is_missing and not self.evaluate(expressions.moved(figure.expression, expressions.LAST_YEAR)) < 0:
            stated = self._stated(figure.expression)
            return computed if stated is None else stated
        return computed

    def _stated(self, expression: Expression) -> Figure | None:
        """The growth of an expression as the source states it."""
        if isinstance(expression, Select):
            table = expression.declared
            if "growth" in table.columns and expression.column == table.numbers[0]:
                return self.evaluate(replace(expression, column="growth"))
        if "growth" not in self.labels.get("control_kind", {}):
            return None
        rows = self._rows_where("controls", ("control", "expression"), kind="growth").values()
        of_it = [row["control"] for row in rows if expressions.parse(row["expression"], self.tables) == expression]
        return self.stated(of_it[0]) if of_it else None

    def stated(self, control: str) -> Figure:
        """A figure as the source states it (controls.csv): for what cannot be computed, such as growth."""
        return self.figure("controls", "value", control=control)

    def evaluate(self, expression: str | Expression) -> Figure:
        """The figure of an expression such as "media_items.items(tone='positive') / media_items.items()".

        Its key is that expression. Raises ExpressionError for what cannot be read or computed.
        """
        if isinstance(expression, str):
            expression = expressions.parse(expression, self.tables)
        expression = self._resolved(expression)
        figure: Figure = evaluation.evaluate(expression, self._algebra)
        match expression:
            case Call(function, (of, Words(since))) if function in expressions.CHANGES:
                told = self._unmatched if figure.is_missing else self._across
                figure = replace(figure, remark=told(of, self._earlier(of, since), since))
        return replace(figure, expression=self._dated(expression), period=self.period)

    def holds(self, condition: Call) -> bool | None:
        """Whether a condition of figures holds; None where one of them is missing."""
        return evaluation.holds(condition.function, map(self._resolved, condition.arguments), self._algebra)

    def _resolved(self, expression: Expression) -> Expression:
        """With the periods that "@last_year" and "@previous" stand for, which are looked up where they are named only."""
        return expressions.resolved(expression, self._compared) if expressions.is_relative(expression) else expression

    @property
    def _algebra(self) -> Algebra:
        of_figures = (figures.number, figures.statistic, self._before, figures.added)
        return Algebra(self._matching, self._of_rows, *of_figures)

    def _earlier(self, of: Expression, since: str) -> Expression:
        """An expression of the period that a change compares with, restated for what has been taken over since."""
        own, then = self._row, self._periods.get(since)
        refuse_other_months(of, since, own)
        moved = expressions.moved(of, since)
        return self._validity.restated(moved, own, then) if then else moved

    def _before(self, of: Expression, since: str) -> tuple[Expression, bool]:
        earlier = self._earlier(of, since)
        return earlier, not self._unmatched(of, earlier, since)

    def _unmatched(self, of: Expression, earlier: Expression, since: str) -> str:
        """A row that one of two periods lacks, so that they are not compared; empty where both have the same."""
        if since not in self._periods:
            return ""
        now, then = (ComparedPeriod(each._row, each._rows_looked_at, each.tables) for each in (self, self.of(since)))
        for there, name, row in self._validity.unmatched(of, earlier, self._matching, now, then):
            table = self.tables[name]
            labels = (self.label_of(name, column, row[column]) for column in table.key)
            named = row[table.naming[0]] if table.naming else ", ".join(filter(None, labels))
            return f"{'kỳ này' if there is now else 'kỳ so sánh'} không có {named}"
        return ""

    def _rows_looked_at(self, table: str) -> Rows:
        self._note_table(table, shown=False)
        return self._rows(table)

    def _across(self, of: Expression, earlier: Expression, since: str) -> str:
        """What a change has to say of the period that it compares with: another province, or restated numbers."""
        province = self.of(since).text("organisation", "province")
        if province and province != self.text("organisation", "province"):
            return f"kỳ so sánh: {province!s}"
        return RESTATED if earlier != expressions.moved(of, since) else ""

    def _of_rows(self, select: Select, rows: Rows) -> Figure:
        is_count = select.column == expressions.ROWS
        is_silent = not rows and (not is_count or evaluation.is_awaited(select, self._matching))
        if is_silent and (none := self._declared_none(select)) is not None:
            return none
        key_column = (*select.declared.key, "period")[0]
        cells = self._cells(select.table, rows, key_column if is_count else select.column)
        unit = evaluation.unit_of(select, rows)
        made = Figure(None, unit, self._dated(select), cells, period=self.period)
        if is_count:
            counted = replace(made, value=Decimal(len(rows)), source=self._selected(cells, self._period_of(select)))
            return made if is_silent else counted
        known = evaluation.complete(
            Decimal(row[select.column]) if row[select.column] else None for row in rows.values()
        )
        return replace(
            made,
            value=sum(known, Decimal(0)) if known else None,
            decimals=max(map(decimals, known or ()), default=0),
            qualifier=self._qualifier(select, rows),
            source=self._added(select, rows),
        )

    @cached_property
    def _replay(self) -> KeyFinder:
        return KeyFinder(self)

    def _selected(self, cells: Iterable[Cells], period: str = "", name: str = "sum") -> Computed:
        """The source of a number that is no sum of a column's cells."""
        of = (Cell(f"{each.table}:{line}:{each.column}", owner=self._replay) for each in cells for line in each.lines)
        return Computed(name, tuple(of), "", "flow", period or self.period, owner=self._replay)

    def _source(self, table: str, line: int, field: Field, row: Row) -> Cell:
        """The source of one cell: what it measures, of when, and which others hold it."""
        home = self if row.get("period", STANDING) in (self.period, STANDING) else self.of(row["period"])
        name, wholes = f"{table}:{line}:{field.name}", home._wholes(table).get((line, field.name), frozenset())
        measure = field.measure_in(row) or "flow"
        return Cell(name, field.unit_in(row), measure, row.get("period") or self.period, wholes, self._replay)

    @cached_property
    def _wholes(self) -> Callable[[str], Mapping[At, frozenset[str]]]:
        """Of each cell of a table those that hold it, as it is declared."""
        return cache(self._held)

    def _held(self, table: str) -> Mapping[At, frozenset[str]]:
        found: dict[At, frozenset[str]] = {}
        known, rows = self.tables[table], self._rows(table)
        cells = {(line, name) for line in rows for name in known.numbers} if has_wholes(known) else set()
        for (line, column), part in double_counted(known, rows, cells):
            found[part] = found.get(part, frozenset()) | {f"{table}:{line}:{column}"}
        return found

    def _added(self, select: Select, rows: Rows) -> Source:
        """The source of a selection. Raises ExpressionError for a whole and its parts."""
        unit = evaluation.unit_of(select, rows)
        of = [self._source(select.table, line, select.field, row) for line, row in rows.items()]
        if len(of) == 1:
            return of[0]
        try:
            whole = cast(Computed, added(of)) if of else self._selected(())
        except NoSum as error:
            if error.code in ("twice", "part"):
                raise
            whole = computed("column", of)  # of a mean
        return replace(whole, unit=unit, owner=self._replay)

    def _declared_none(self, select: Select) -> Figure | None:
        """0 for a selection that absences.csv says did not occur, with that row as its source; None where it says nothing."""
        period = self._period_of(select)
        if period not in ("", self.period):
            return self.of(period)._declared_none(select) if period in self._periods else None
        self._note_read("absences", (), ("rows", "state"))
        line = self.absences.none_of(select)
        if not line:
            return None
        return Figure(
            Decimal(0),
            evaluation.unit_of(select, Rows()),
            self._dated(select),
            self._cells("absences", Rows({line: self._rows("absences")[line]}), "rows"),
            period=self.period,
            remark=lower_first(self.labels["absence"]["none"]),
            source=self._selected((), name="none"),
        )

    def _dated(self, expression: Expression) -> Expression:
        return expressions.dated(expression, self.period) if self.names_period else expression

    def _qualifier(self, select: Select, rows: Rows) -> str:
        """How the source qualifies the figure ("hơn"): the column belongs to the number declared before it."""
        qualified = select.column == select.declared.qualified
        code = next(filter(None, (row[QUALIFIER] for row in rows.values())), "") if qualified else ""
        return self.labels[QUALIFIER][code] if code else ""


def _of_key(table: Table, rows: Collection[Row]) -> Select:
    """The count of the rows that have the keys of some."""
    where = tuple((name, tuple(dict.fromkeys(row[name] for row in rows))) for name in table.key)
    return Select.of(table, where=where)
