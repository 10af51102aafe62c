"""An edition: the shared tables as one period's report sees them, read as figures, texts and documents."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from functools import cached_property, partial, reduce
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from weakref import WeakMethod

from .data import evaluation, expressions
from .data.absences import declared_none
from .data.checking import check
from .data.datapackage import QUALIFIER
from .data.evaluation import Algebra
from .data.expressions import Call, Expression, ExpressionError, Select, Words
from .data.periods import STANDING, PeriodRows, Read, choose_period, compared_with
from .data.rows import Records, Row, Rows, Where
from .data.schema import TABLES, Field, Table, read_table, use_tables, with_role
from .data.spans import refuse_other_months
from .data.validity import Validity
from .language import _
from .problems import InputError, Problem, every, nearest, unknown_name
from .project import data_folder, here
from .values import digits, figures
from .values.citations import Document
from .values.figures import Figure
from .values.markup import Look, says_nothing, to_text
from .values.sources import Cells
from .values.texts import Code, Day, Text
from .values.vietnamese import lower_first

if TYPE_CHECKING:
    import pandas as pd

    from .columns import Column, Frame

PLACEHOLDER = re.compile(r"\{(?P<expression>[^{}]*?)(?::(?P<spec>[^{}()':]*))?\}")
SENTENCE = re.compile(r".+?(?:(?<=(?:[^\W_A-Z]|[%)}”]){2}[.!?])\s+|$)", re.DOTALL)  # "TP. Phan Rang" ends none
_BRACE = re.compile(r"[{}].{0,30}")
_DOCUMENT = re.compile(r"document\('([^']+)'\)")


Name = TypeVar("Name")
_BEFORE = ("last_year", "previous")  # columns of periods.csv
BUILD = "BRIEFING_BUILD"  # in the environment of a build's kernels: the data folder that it has checked


class Coverage(NamedTuple):
    """How many of the units that should have something have it."""

    done: Figure
    total: Figure

    @property
    def share(self) -> Figure:
        return self.done / self.total

    @property
    def remaining(self) -> Figure:
        return self.total - self.done


NOT_STATED = "Chưa nêu"
RESTATED = "tính lại theo tổ chức mới"
OF_OLD = "kỳ so sánh theo tổ chức cũ"
HISTORY = 5  # years before an edition's own that the audit looks at: what is usual in a series, and no more
CARRIED = "carried"  # the state of a statement that nobody has looked at since it was carried over
_noted: set[Read] = set()


def reads() -> list[Read]:
    """What all editions of this process have read since this was last asked for: a build asks after each section."""
    read = sorted(_noted)
    _noted.clear()
    return read


class Edition:
    """The briefing of one period.

    period: key in periods.csv, such as "2024-H1"; empty: the newest.
    data_dir: folder of the CSVs; empty: `data/` of the project.
    checked: the tables need no check. Otherwise each is checked when it is first asked for, except in the kernels
        of a build, which has checked them all.
    tables: what editions of the same data have read of it, the rows of all periods; each is read once for all of them.

    Everything that is looked at is noted (see `reads`), before it is looked at: errors are answers, too.

    Raises InputError with file, line, column and remedy for anything in them that cannot be used, or for an unknown
    period.
    """

    def __init__(
        self,
        period: str = "",
        data_dir: str | Path = "",
        checked: bool = False,
        tables: dict[str, Rows] | None = None,
    ) -> None:
        self.data = Path(data_dir) if data_dir else data_folder()
        use_tables(self.data)
        self._tables = {} if tables is None else tables
        self._names_period = False
        self._others: dict[str, Edition] = {}
        folder, of_build = str(self.data.resolve()), os.environ.get(BUILD)
        self._checked = checked or folder == of_build
        self._elsewhere = folder if of_build and folder != of_build else ""
        self._frames: dict[str, pd.DataFrame] = {}
        self._known: dict[str, list[str]] = {}
        self.reads: set[Read] = set()
        self.period = ""
        periods = self._read("periods")
        if period not in [row.get("period") for row in periods.values()]:  # the newest, or an error that names them all
            self._note_read("periods", (), ("period", "date_to"))
        self.period = choose_period(periods, period)
        self._note_read("periods", (), ("period",))
        self._own = PeriodRows(self.period, self._read)
        if tables is None:  # not one that this one is compared with
            digits.declared = WeakMethod(self.phrases)

    @cached_property
    def estimated(self) -> bool:
        """True if the period's figures are estimates (ước thực hiện)."""
        return self.text("periods", "estimated", period=self.period) == "true"

    @property
    def label(self) -> Text:
        """The period as the report's title names it: "6 tháng đầu năm 2024"."""
        return self.text("periods", "label", period=self.period)

    def of(self, period: str) -> Edition:
        """The edition of another period of the same data; the keys of its figures name the period.

        A figure of it is read as `edition.figure(…, period="2023-H1")` too. Raises ExpressionError for a period that
        periods.csv does not have.
        """
        if period not in self._others:
            try:
                other = Edition(period, self.data, self._checked, self._tables)
            except InputError as error:
                raise ExpressionError(str(error)) from None
            other._names_period = True
            self._others[period] = other
        return self._others[period]

    @cached_property
    def followed(self) -> Edition | None:
        """The edition of the period that this one follows (see `compared_with`); None for the first one."""
        self._note_read("periods", (), tuple(TABLES["periods"].columns), shown=False)
        self._note_read("organisation", (), ("period",), shown=False, of_all=True)
        (row,) = self._rows("periods").values()
        period = compared_with(self._read("periods"), row, self._read("organisation"))
        return self.of(period) if period else None

    @cached_property
    def base(self) -> Edition | None:
        """The edition that this one is compared with: the one that it follows, or, while that has no numbers, its base."""
        other = self.followed
        return other.base or other if other and not other.measured else other

    @property
    def measured(self) -> bool:
        """Whether the period has rows that `briefing new` does not write: numbers that somebody has sent."""
        tables = (name for name, table in TABLES.items() if table.next.rows == "measured")
        return any(row["period"] for name in tables for row in self.records[name].values())

    def before(self, name: str) -> Edition | None:
        """The edition that this one is compared with: "last_year" or "previous" (periods.csv); None if it has no rows.

        >>> Edition("2024-H1").before("last_year") is None
        True
        """
        if name not in _BEFORE:
            raise unknown_name("edition.before", _("a period of its row in periods.csv"), name, _BEFORE)
        period = str(self.text("periods", name, period=self.period))
        self._note_read("periods", (("period", (period,)),), ("period",), of_all=True)
        return self.of(period) if period in self._periods else None

    @cached_property
    def _periods(self) -> list[str]:
        return [row["period"] for row in self._read("periods").values()]

    @cached_property
    def _compared(self) -> dict[str, str]:
        """What "@last_year" and "@previous" stand for."""
        return {f"@{name}": str(self.text("periods", name, period=self.period)) for name in ("last_year", "previous")}

    @property
    def date_to(self) -> Day:
        """The period's last day."""
        return self.day("periods", "date_to", period=self.period)

    @property
    def year(self) -> Text:
        """The year in which the period ends."""
        last_day = self.text("periods", "date_to", period=self.period)
        return Text(last_day.partition("-")[0], last_day.cells)

    @property
    def year_share(self) -> Figure:
        """How much of the year has passed at the period's end, in percent."""
        return self.figure("periods", "year_share", period=self.period)

    # -- tables ----------------------------------------------------------------------------------------------

    def table(self, name: str) -> Frame:
        """A table's rows of this period as plain pandas; the index is the line in the CSV.

        Statistics of its columns are figures (see `columns`).
        """
        from .columns import Frame

        if name not in TABLES:
            raise unknown_name("edition.table", _("a table"), name, TABLES)
        self._note_read(name, (), tuple(TABLES[name].columns))
        if name not in self._frames:
            frame = Frame(typed_frame(self._rows(name), TABLES[name]))
            frame.edition, frame.table = self, name
            self._frames[name] = frame
        return self._frames[name]

    def look(self, table: str, **where: str | list[str]) -> Look:
        """The first rows of a table as the period has them, codes read as their labels; index: CSV line.

        For the analyst, who looks before computing: the document leaves it out, so it counts as no reading.

        >>> print(Edition("2024-H1").look("cutoffs", subject="dossiers"))
                            subject   date_from     date_to
        2  Hồ sơ thủ tục hành chính  2024-01-01  2024-05-28
        """
        import pandas as pd

        rows = self._found(expressions.select(table, expressions.ROWS, **where))
        fields = [field for name, field in TABLES[table].columns.items() if name not in ("period", "source")]
        words = {
            line: [
                self._labels[field.codes].get(row[field.name], "") if field.kind == "code" else row[field.name]
                for field in fields
            ]
            for line, row in rows.items()
        }
        return Look.of(pd.DataFrame.from_dict(words, orient="index", columns=[field.name for field in fields]))

    def _note_read(
        self, table: str, where: Where, columns: tuple[str, ...], shown: bool = True, of_all: bool = False
    ) -> None:
        """Remember what was asked for, so that a build knows which changes concern the section.

        shown: the section looked at it itself (see `cells_read`). of_all: among the rows of every period.
        """
        read = Read(table, where, columns, "" if of_all else self.period, self._elsewhere)
        _noted.add(read)
        if shown:
            self.reads.add(read)

    def _rows(self, name: str) -> Rows:
        """The rows of this period as checked text, with decided corrections applied."""
        return self._own.rows(name)

    @cached_property
    def records(self) -> Records:
        """Every table's rows as the audit reads them, and those of the periods that it is compared with."""
        found: dict[str, Records] = {}
        for name, years in zip(expressions.COMPARED, (HISTORY, 1), strict=True):
            if other := self.before(name[1:]):
                found[name] = found[other.period] = other._of_years(years)
        return Records(self._load_all(), found)

    def records_of(self, *tables: str) -> Records:
        """The rows of these tables as the audit reads them; a section that asks for them depends on no others."""
        for name in tables:
            self._note_read(name, (), tuple(TABLES[name].columns), shown=False)
        return Records({name: self._rows(name) for name in tables})

    def _of_years(self, years: int) -> Records:
        """The rows of this period and, as far as there are so many years, of the same period in the years before."""
        other = self.before("last_year") if years > 1 else None
        return Records(self._load_all(), {expressions.LAST_YEAR: other._of_years(years - 1)} if other else {})

    @property
    def corrected(self) -> dict[tuple[str, int, str], str]:
        """The cells that decided corrections have changed: table, line, column → the text as it was reported."""
        self._load_all()
        return dict(self._own.corrected)

    def _load_all(self) -> dict[str, Rows]:
        return self.records_of(*TABLES)

    def _read(self, name: str) -> Rows:
        if name not in self._tables:
            header, rows = read_table(self.data, name)
            if not self._checked:
                problems = check(header, rows, TABLES[name], {} if name == "codes" else self._codes)
                if problems:
                    raise InputError(problems)
            self._tables[name] = rows
        return self._tables[name]

    @cached_property
    def _codes(self) -> dict[str, list[str]]:
        return {name: list(codes) for name, codes in self._labels.items()}

    @cached_property
    def _labels(self) -> dict[str, dict[str, str]]:
        labels: dict[str, dict[str, str]] = {}
        for row in sorted(self._read("codes").values(), key=lambda row: float(row["order"])):
            labels.setdefault(row["list"], {})[row["code"]] = row["label"]
        return labels

    # -- figures ---------------------------------------------------------------------------------------------

    def figure(self, table: str, column: str, **where: str | list[str]) -> Figure:
        """The sum of a column's cells where dimensions have the given codes; one cell is read as written.

        Missing where no row matches or a cell is empty. Raises ExpressionError for unknown names and codes.

        >>> Edition("2024-H1").figure("dossiers_received", "dossiers", channel="postal").text("unit")
        '42\\xa0hồ sơ'
        """
        return self.evaluate(expressions.select(table, column, **where))

    def count(self, table: str, **where: str | list[str]) -> Figure:
        """How many rows match."""
        return self.evaluate(expressions.select(table, expressions.ROWS, **where))

    def statistic(self, function: str, values: Iterable[Figure], *first: Figure) -> Figure:
        """A statistic of figures, named by one selection where that takes their cells and no other.

        >>> values = Edition("2024-H1").figures("alerts", "alerts", by=("monitor", "severity"))["high"]
        >>> Edition("2024-H1").statistic("median", values).key
        "median(alerts.alerts(severity='high'))"
        """
        values = list(values)
        together = self._together([each.expression for each in values], in_order=function == "slope")
        if together:
            return self.evaluate(Call(function, (*(each.expression for each in first), together)))
        return figures.mean(values) if function == "mean" else figures.statistic(function, [*first, *values])

    def _together(self, selects: list[Expression | None], in_order: bool) -> Select | None:
        """One selection of the cells that several name one by one, with the fewest conditions; None where there is none."""
        match selects:
            case [Select(table, column), *_] if all(isinstance(each, Select) for each in selects):
                found = [list(self._found(each)) for each in selects if (each.table, each.column) == (table, column)]
            case _:
                return None
        if not self._names_period and len(found) == len(selects) and all(len(each) == 1 for each in found):
            rows, lines = self._rows(table), [line for (line,) in found]
            names = [name for name, field in TABLES[table].columns.items() if field.kind not in ("number", "date")]
            asked = {name: tuple(dict.fromkeys(rows[line][name] for line in lines)) for name in names}
            asked.pop("period", None)
            where = tuple(sorted(asked.items(), key=lambda pair: -len(pair[1])))
            wanted = lines if in_order else sorted(lines)
            if list(rows.where(where)) == wanted:
                for pair in where:
                    fewer = tuple(other for other in where if other != pair)
                    where = fewer if list(rows.where(fewer)) == wanted else where
                return Select(table, column, where)
        return None

    def rows(self, table: str, lines: Iterable[int]) -> Figure:
        """How many rows a notebook has chosen itself, by their lines (the index of `table` and `register`).

        Its key names the rows by the table's key: `indicators.rows(indicator=['1', '2'])`.
        """
        chosen = Rows((line, self._rows(table)[line]) for line in map(int, lines))
        return self.evaluate(_naming(table, chosen, self._rows(table)))

    def fact(self, item: str) -> Figure:
        """A single fact by its name, with its qualifier ("hơn", "khoảng"); of the table with the role `facts`."""
        table = with_role("facts")
        return self.figure(table.name, table.numbers[0], **{table.key[0]: item})

    def coverage(self, subject: str) -> Coverage:
        """How many have what the subject names, of how many; missing where the period does not say.

        >>> ngsp = Edition("2024-H1").coverage("ngsp")
        >>> f"{ngsp.done!s} of {ngsp.total!s}, {ngsp.share.text('.1%')}; {ngsp.remaining!s} to go"
        '8 of 15, 53,3%; 7 to go'
        """
        table = with_role("coverage")
        done, total = (self.figure(table.name, number, **{table.key[0]: subject}) for number in table.numbers[:2])
        return Coverage(done, total)

    def growth(self, figure: Figure | str) -> Figure:
        """How much more a figure is than in the same period last year, in percent.

        Computed where both periods have its rows, else as the source states it (a control of the kind growth, or a column
        `growth` beside the figure's); missing where nothing says it, and where last year's was below 0.

        >>> edition = Edition("2024-H1")
        >>> edition.growth(edition.figure("edocuments", "documents")).text("trend")
        'tăng 3,07%'
        """
        return self._compared_with_last_year("growth", figure)

    def change(self, figure: Figure | str) -> Figure:
        """The same as a difference, in the figure's unit."""
        return self._compared_with_last_year("change", figure)

    def _compared_with_last_year(self, how: str, figure: Figure | str) -> Figure:
        figure = self.evaluate(figure) if isinstance(figure, str) else figure
        if figure.expression is None or not any(expressions.selections(figure.expression)):
            raise ValueError(_("{figure!r} is read from no table: it has no {how}", figure=figure, how=how))
        computed = self.evaluate(Call(how, (figure.expression, Words(expressions.LAST_YEAR))))
        said = (
            computed.is_missing and not self.evaluate(expressions.moved(figure.expression, expressions.LAST_YEAR)) < 0
        )
        stated = self._stated(how, figure.expression) if said else None
        return computed if stated is None else stated

    def _stated(self, how: str, expression: Expression) -> Figure | None:
        """The growth or change of an expression as the source states it."""
        match expression:
            case Select(table, column, where) if how in TABLES[table].columns and column == TABLES[table].numbers[0]:
                return self.evaluate(Select(table, how, where))
        if how not in self._codes.get("control_kind", ()):
            return None
        controls = self._matching(expressions.select("controls", expressions.ROWS, kind=how), ("control", "expression"))
        of_it = [row["control"] for row in controls.values() if expressions.parse(row["expression"]) == expression]
        return self.stated(of_it[0]) if of_it else None

    def stated(self, control: str) -> Figure:
        """A figure as the source states it (controls.csv): for what cannot be computed, such as growth."""
        return self.figure("controls", "value", control=control)

    def figures(
        self,
        table: str,
        column: str,
        by: str | tuple[str, str] | Mapping[str, Iterable[str] | Mapping[str, str]],
        how: str = "",
        **where: str | list[str],
    ) -> Column | Frame:
        """Figures by one dimension (a Series) or by two (a DataFrame: first down, second across).

        Indexes are codes in the order of codes.csv, read as their labels; only codes with rows in this period
        appear, and a combination without a row is missing.

        by: the dimensions; or each with its own codes in their order, `{"due": dues}`, or with codes and the labels
            that stand for them, `{"state": {"reported": "Đã có kết quả", "": "Chưa báo cáo"}}`.
        how: a statistic of each one's cells instead of their sum: "median", "mean", "stdev", "min", "max", "slope".
        """
        import pandas as pd

        from .columns import Column, Frame

        dimensions = (by,) if isinstance(by, str) else tuple(by)
        for name in dimensions:
            if table in TABLES and name not in TABLES[table].columns:
                raise unknown_name(
                    "edition.figures, by", _("a column of {table}", table=table), name, TABLES[table].key
                )
        rows = self._matching(expressions.select(table, column, **where), (*dimensions, *TABLES[table].naming[:1]))
        given = by if isinstance(by, Mapping) else {name: self._axis(table, name, rows) for name in dimensions}
        down, *across = [list(codes) for codes in given.values()]
        index, *columns = [
            pd.Index(_entries(codes, TABLES[table].columns[name].roles), dtype=object, name=name)
            for name, codes in given.items()
        ]

        def read(*codes: str) -> Figure:
            select = expressions.select(table, column, **where, **dict(zip(dimensions, codes, strict=True)))
            return self.evaluate(Call(how, (select,)) if how else select)

        if across:
            cells = [[read(code, other) for other in across[0]] for code in down]
            found = Frame(cells, index=index, columns=columns[0], dtype=object)
        else:
            found = Column([read(code) for code in down], index=index, name=column, dtype=object)
        found.edition = self
        return found

    def over(self, figure: str | Figure, *periods: str) -> Column:
        """A figure through several periods and this one, for `charts.lines`; restated where the structure has changed.

        figure: an expression, or a figure that has one. periods: earlier ones, in their order; default: all that
        periods.csv has of this one's kind. One without rows is missing.

        >>> Edition("2024-H1").over("media_items.items()").map(str).to_dict()
        {'2024-H1': '119.824'}
        """
        import pandas as pd

        from .columns import Column

        of = expressions.parse(figure if isinstance(figure, str) else figure.key)
        own = self._period_row(self.period) or {}
        earlier = [
            row["period"]
            for row in sorted(self._read("periods").values(), key=lambda row: row["date_to"])
            if row["kind"] == own["kind"] and row["date_to"] < own["date_to"]
        ]
        self._note_read("periods", (), ("period", "kind", "date_to"), of_all=True)
        found = {period: self._then(of, period) for period in periods or earlier} | {self.period: self.evaluate(of)}
        index = [Code(period, to_text(self.of(period).label)) for period in found]
        return Column([*found.values()], index=pd.Index(index, dtype=object, name="period"), dtype=object)

    def _then(self, of: Expression, period: str) -> Figure:
        """An expression in an earlier period, restated with what has been taken over since."""
        own, then = self._period_row(self.period), self._period_row(period)
        if then is None:
            raise ExpressionError(
                _(
                    "period {period!r} is unknown; periods.csv has {nearest}",
                    period=period,
                    nearest=nearest(period, self._periods),
                )
            )
        moved = expressions.moved(of, period)
        restated = self._validity.restated(moved, own, then)
        return replace(self.evaluate(restated), remark=RESTATED if restated != moved else "")

    def evaluate(self, expression: str | Expression) -> Figure:
        """The figure of an expression such as "media_items.items(tone='positive') / media_items.items()".

        Its key is that expression. Raises ExpressionError for what cannot be read or computed.
        """
        if isinstance(expression, str):
            expression = expressions.parse(expression)
        if expressions.is_relative(expression):
            expression = expressions.resolved(expression, self._compared)
        algebra = Algebra(self._matching, self._of_rows, figures.number, figures.statistic, self._earlier, figures.base)
        figure = evaluation.evaluate(expression, algebra)
        if isinstance(expression, Call) and expression.function in expressions.CHANGES and not figure.is_missing:
            figure = replace(figure, remark=self._across(*expression.arguments))
        return replace(figure, expression=self._dated(expression), period=self.period)

    # -- across a change of structure --------------------------------------------------------------------------

    @cached_property
    def _validity(self) -> Validity:
        self._note_read("validity", (), tuple(TABLES["validity"].columns), shown=False)
        return Validity(self._read("validity"))

    def phrases(self) -> dict[str, str]:
        """The words that validity.csv declares and that hold in the period, each with the cell that says so."""
        holds, own = partial(self._validity.holds, "words"), self._period_row(self.period)
        rows = self._read("validity").where((("list", ("words",)),))
        return {row["code"]: f"validity:{line}:code" for line, row in rows.items() if holds(row["code"], own)}

    def _period_row(self, period: str) -> Row | None:
        return next((row for row in self._read("periods").values() if row["period"] == period), None)

    def out_of_time(self, table: Table, row: Row) -> Iterator[str]:
        """The columns of a row, of whichever period, whose value does not hold in this one (validity.csv)."""
        return self._validity.out_of_time(table, row, self._period_row(self.period) or {})

    def _earlier(self, of: Expression, since: str) -> Expression:
        """An expression of the period that a change compares with, restated for what has been taken over since."""
        own, then = self._period_row(self.period), self._period_row(since)
        refuse_other_months(of, since, own)
        moved = expressions.moved(of, since)
        return self._validity.restated(moved, own, then) if then else moved

    def _across(self, of: Expression, since: Words) -> str:
        """What a change has to say of the period that it compares with: another province, other levels, or restated ones."""
        then, earlier = self._period_row(since.text), self._earlier(of, since.text)
        province = self.of(since.text).text("organisation", "province")
        if province and province != self.text("organisation", "province"):
            return f"kỳ so sánh: {province!s}"
        of_old = any(
            self._validity.is_of_old(select, self._matching(select), self._period_row(self.period), then)
            for select in expressions.selections(earlier)
        )
        return OF_OLD if of_old else RESTATED if earlier != expressions.moved(of, since.text) else ""

    def _of_rows(self, select: Select, rows: Rows) -> Figure:
        lines = tuple(rows)
        expression = self._dated(select)
        if select.column == expressions.ROWS:
            key_column = (*TABLES[select.table].key, "period")[0]
            return Figure(
                Decimal(len(rows)), "", expression, (Cells(select.table, lines, key_column),) if lines else ()
            )
        if not rows and (none := self._declared_none(select)) is not None:
            return none
        values = [row[select.column] for row in rows.values()]
        missing = not values or "" in values
        numbers = [] if missing else [Decimal(value) for value in values]
        return Figure(
            value=None if missing else sum(numbers, Decimal(0)),
            unit=evaluation.unit_of(select, rows),
            expression=expression,
            cells=(Cells(select.table, lines, select.column),) if lines else (),
            decimals=max((-n.as_tuple().exponent for n in numbers), default=0),
            qualifier=self._qualifier(select, rows),
            period=self.period,
        )

    def _declared_none(self, select: Select) -> Figure | None:
        """0 for a selection that absences.csv says did not occur, with that row as its source; None where it says nothing."""
        period = self._compared.get(select.period, select.period)
        if period not in ("", self.period):
            return self.of(period)._declared_none(select) if period in self._periods else None
        self._note_read("absences", (), ("rows", "state"))
        where = tuple((name, values) for name, values in select.where if name != "period")
        line = declared_none(self._rows("absences"), replace(select, where=where))
        if not line:
            return None
        column = TABLES[select.table].columns[select.column]
        return Figure(
            Decimal(0),
            "" if column.unit == "@unit" else column.unit,
            self._dated(select),
            (Cells("absences", (line,), "rows"),),
            period=self.period,
            remark=lower_first(self._labels["absence"]["none"]),
        )

    def _dated(self, expression: Expression) -> Expression:
        return expressions.dated(expression, self.period) if self._names_period else expression

    def _matching(self, select: Select, columns: tuple[str, ...] | None = None) -> Rows:
        """The rows of a selection; `columns` are those that the caller looks at, if not the selection's own."""
        if select.period not in ("", self.period):
            return self._matching_of(self._compared.get(select.period, select.period), select, columns)
        own = (
            TABLES[select.table].key
            if select.column == expressions.ROWS
            else tuple(c for c in (select.column, "unit", QUALIFIER) if c in TABLES[select.table].columns)
        )
        self._note_read(select.table, select.where, own if columns is None else columns)
        rows = self._found(select)
        for name, value in self._unmatched(select, rows):
            self._refuse_unknown(select.table, name, value)
        return rows

    def _matching_of(self, period: str, select: Select, columns: tuple[str, ...] | None) -> Rows:
        """The rows of another period: none where it is one to be compared with that has no row yet."""
        name = next((name for name, key in self._compared.items() if key == period), "")
        other = self.before(name[1:]) if name else self.of(period)
        where = tuple((column, (period,) if column == "period" else values) for column, values in select.where)
        select = replace(select, where=where)
        return other._matching(select, columns) if other else self._codes_checked(select, Rows())

    @staticmethod
    def _unmatched(select: Select, rows: Rows) -> list[tuple[str, str]]:
        """The names by which a selection asks for rows, such as the item of a fact, that none of its rows has."""
        table, unmatched = TABLES[select.table], []
        for name, values in select.where:
            if name != "period" and (name,) == table.key and table.columns[name].kind == "text":
                present = {row[name] for row in rows.values()}
                unmatched += [(name, value) for value in values if value not in present]
        return unmatched

    def _refuse_unknown(self, table: str, name: str, value: str) -> None:
        """A name that only this period lacks has no figure yet; one that is nowhere is a mistake of whoever wrote it."""
        known = self._names(table, name)
        if known and value not in known:
            near = nearest(value, known)
            raise ExpressionError(
                _(
                    "{name} {value!r} is unknown: no period of {table}.csv has it; near: {near}",
                    name=name,
                    value=value,
                    table=table,
                    near=near,
                )
            )

    def _names(self, table: str, name: str) -> list[str]:
        """By what a table's rows are asked for, in any period of this folder and of the project's own data.

        Notebooks are the project's: what they ask for is in its data, whatever another folder reports.
        """
        if table not in self._known:
            rows = [*self._read(table).values()]
            with suppress(InputError):  # no project around, or none that can be read
                rows += read_table(here().data, table)[1].values()
            self._known[table] = list(dict.fromkeys(row[name] for row in rows if name in row))
        return self._known[table]

    def _found(self, select: Select) -> Rows:
        return self._codes_checked(select, self._rows(select.table))

    def _codes_checked(self, select: Select, rows: Rows) -> Rows:
        return evaluation.matching(select, rows, lambda codes: self._codes.get(codes, ()))

    def _qualifier(self, select: Select, rows: Rows) -> str:
        """How the source qualifies the figure ("hơn"): the column belongs to the number declared before it."""
        qualified = select.column == TABLES[select.table].qualified
        code = next(filter(None, (row[QUALIFIER] for row in rows.values())), "") if qualified else ""
        return self._labels[QUALIFIER][code] if code else ""

    def _axis(self, table: str, dimension: str, rows: Rows) -> pd.Index:
        import pandas as pd

        present = dict.fromkeys(row[dimension] for row in rows.values())
        field = TABLES[table].columns[dimension]
        if field.kind == "code":
            known = [
                self.code(field.codes, code, field.roles.get(code, ""))
                for code in self._codes[field.codes]
                if code in present
            ]
            return pd.Index(known + [Code("", NOT_STATED)] * ("" in present), dtype=object, name=dimension)
        words = next(iter(TABLES[table].naming), dimension) if dimension in TABLES[table].key else dimension
        labels = {row[dimension]: row[words] for row in rows.values()}
        return pd.Index([Code(code, labels[code]) for code in present], dtype=object, name=dimension)

    def cells_read(self) -> set[tuple[str, int, str]]:
        """The cells that have been looked at so far."""
        return {
            (table, line, column)
            for table, where, columns, *_ in self.reads
            for line in self._rows(table).where(where)
            for column in columns
        }

    # -- words -----------------------------------------------------------------------------------------------

    def codes(self, codes: str) -> list[str]:
        """The codes of a list that hold in the period, in order."""
        self._note_read("codes", (("list", (codes,)),), tuple(TABLES["codes"].columns))
        period = self._period_row(self.period)
        return [code for code in self._codes.get(codes, []) if self._validity.holds(codes, code, period)]

    def code(self, codes: str, code: str, role: str = "") -> Code:
        """A code of a list with its label, and the role that it plays in the column that holds it."""
        self._note_read("codes", (("list", (codes,)),), tuple(TABLES["codes"].columns))
        labels = self._labels.get(codes)
        if labels is None:
            raise unknown_name("edition.code", _("a list of codes.csv"), codes, self._labels)
        if code not in labels:
            raise unknown_name("edition.code", _("a code of {codes}", codes=codes), code, labels)
        return Code(code, labels[code], role)

    def text(self, table: str, column: str, **where: str) -> Text:
        """The text of one cell; empty where no row matches."""
        if table in TABLES and column not in TABLES[table].columns:
            raise unknown_name("edition.text", _("a column of {table}", table=table), column, TABLES[table].columns)
        rows = self._matching(expressions.select(table, expressions.ROWS, **where), (column,))
        for line, row in rows.items():
            return Text(row[column], (Cells(table, (line,), column),))
        return Text("")

    def organisation(self, column: str) -> Text:
        """What organisation.csv says of whoever reports. Raises InputError where the period has no row."""
        if not self._rows("organisation"):
            expected = _("a row for {period}: who reports, to whom and who signs", period=self.period)
            remedy = _("Add it: {columns}.", columns=", ".join(TABLES["organisation"].columns))
            raise InputError(Problem("organisation.csv", expected=expected, remedy=remedy))
        return self.text("organisation", column)

    def day(self, table: str, column: str, **where: str) -> Day | None:
        """The date of one cell."""
        return _day(self.text(table, column, **where))

    def register(self, table: str, **where: str | list[str]) -> Frame:
        """Rows of a register with each cell as what it is: figure, text, date, code or document; index: CSV line."""
        import pandas as pd

        from .columns import Frame

        rows = self._matching(expressions.select(table, expressions.ROWS, **where), tuple(TABLES[table].columns))
        columns = {
            name: [self._cell(table, field, line, row) for line, row in rows.items()]
            for name, field in TABLES[table].columns.items()
            if name != "period"
        }
        frame = Frame(columns, index=pd.Index(list(rows), name="line"), dtype=object)
        frame.edition = self
        return frame

    def row(self, table: str, line: int, columns: Iterable[str] = ()) -> dict[str, object]:
        """One row by its line, as `register` reads it; of whichever period it is. columns: only these; default: all."""
        self._note_read(table, (), tuple(TABLES[table].columns), shown=False)
        if line not in self._rows(table):
            return self._of_line(table, line).row(table, line, columns)
        row = self._rows(table)[line]
        fields = {name: field for name, field in TABLES[table].columns.items() if name != "period"}
        return {name: self._cell(table, fields[name], line, row) for name in columns or fields}

    def lines(self, table: str, **where: str | list[str]) -> list[int]:
        """The CSV lines of the rows that match."""
        return list(self._matching(expressions.select(table, expressions.ROWS, **where)))

    def label_of(self, table: str, column: str, value: str) -> str:
        """What readers call a value of a column: the label of a code, else the value."""
        return self._labels.get(TABLES[table].columns[column].codes, {}).get(value, value)

    def row_name(self, table: str, line: int) -> str:
        """Which row of its table it is, for readers: "Cấp huyện, Trễ hạn"; of another period: with the period's label."""
        columns = TABLES[table].columns
        names = [name for name in ("name", "label", "title") if name in columns and not columns[name].title]
        names = names or TABLES[table].key
        row = self.row(table, line, names)
        words = [getattr(row[name], "label", str(row[name])) for name in names if row[name]]
        home = self._of_line(table, line)
        return ", ".join([*words, *([] if home is self else [str(home.label)])])

    def _of_line(self, table: str, line: int) -> Edition:
        """The edition of the period that a row belongs to."""
        return self if line in self._rows(table) else self.of(self._read(table)[line]["period"])

    def _cell(self, table: str, field: Field, line: int, row: Row) -> object:
        value = row[field.name]
        if field.kind == "number":
            other = (
                ("period",) if row.get("period", STANDING) not in (self.period, STANDING) and table != "periods" else ()
            )
            where = tuple((name, (row[name],)) for name in (*TABLES[table].key, *other))
            return self._of_rows(Select(table, field.name, where), Rows({line: row}))
        if field.kind == "date":
            return _day(value)
        if field.kind == "code" and value:
            return self.code(field.codes, value, field.roles.get(value, ""))
        if field.kind == "reference" and field.table == "documents" and value:
            return self.document(value)
        return Text(value, (Cells(table, (line,), field.name),))

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
                (Cells("documents", (line,), "document"),),
            )
            for line, row in self._rows("documents").items()
        }

    def document(self, key: str) -> Document:
        """A document of the register by its number as printed. Raises KeyError naming near ones."""
        self._note_read("documents", (("document", (key,)),), tuple(TABLES["documents"].columns))
        if key not in self._documents:
            self._note_read("documents", (), ("document",), shown=False)  # the error names near ones
            alike = [known for known in self._documents if known.split("/")[0] == key.split("/")[0]]
            near = ", ".join(alike) or nearest(key, self._documents)
            owner = next((row["period"] for row in self._read("documents").values() if row["document"] == key), "")
            hint = (
                _("; {owner} has it: empty the period of its row if it stands in every one", owner=owner)
                if owner
                else ""
            )
            if not self._validity.holds("documents.document", key, self._period_row(self.period)):
                hint = _("; it holds {told}", told=self._validity.told("documents.document", key))
            raise KeyError(
                _(
                    "document {key!r} is not in documents.csv for {period}; near: {near}{hint}",
                    key=key,
                    period=self.period,
                    near=near,
                    hint=hint,
                )
            )
        return self._documents[key]

    def cited(self, section: str, role: str, by_others: bool = False) -> list[Document]:
        """The documents a section cites in a role, in order; `by_others`: only those that others have issued."""
        rows = self._matching(
            expressions.select("citations", expressions.ROWS, section=section, role=role), ("order", "document")
        )
        documents = [self.document(row["document"]) for row in sorted(rows.values(), key=_order)]
        own = self.organisation("name") if by_others else ""
        return [document for document in documents if not by_others or document.issuer != own]

    def statements(self, section: str, topic: str = "") -> list[str]:
        """A section's statements on a topic, with their figures and documents filled in, ready for `prose`.

        Without a topic all of the section, topics in the order of the table. A build refuses a statement that no
        section prints.

        >>> len(Edition("2024-H1").statements("I.2.7", topic="email"))
        2
        """
        wanted = {"section": section} | ({"topic": topic} if topic else {})
        rows = self._matching(
            expressions.select("statements", expressions.ROWS, **wanted), ("topic", "order", "text", "state")
        )
        topics = list(dict.fromkeys(row["topic"] for row in rows.values()))
        in_order = sorted(rows.items(), key=lambda item: (topics.index(item[1]["topic"]), _order(item[1])))
        return [self._fill(row["text"], line) for line, row in in_order]

    def all_statements(self) -> dict[int, str]:
        """Every statement of the period by its line, filled in. Raises InputError for one that cannot be."""
        return dict(self._filled)

    @cached_property
    def _filled(self) -> dict[int, str]:
        rows = self._rows("statements")
        return dict(zip(rows, every(partial(self._fill, row["text"], line) for line, row in rows.items()), strict=True))

    def unknown_documents(self) -> dict[str, list[int]]:
        """The documents that statements cite and the period has not, each with the lines of those statements."""
        cited = self._of_placeholders(lambda expression: [key[1]] if (key := _DOCUMENT.fullmatch(expression)) else [])
        return {key: lines for key, lines in cited.items() if key not in self._documents}

    def unknown_figures(self) -> dict[Select, list[int]]:
        """The cells that statements state and the period has not, each with the lines of those statements.

        What compares with another period is none of them, it is said not to be comparable; nor is what has ended.
        """
        asked = self._of_placeholders(
            lambda expression: [] if _DOCUMENT.fullmatch(expression) else _own(expressions.parse(expression))
        )
        own = self._period_row(self.period)
        held = ((select, lines) for select, lines in asked.items() if not any(self._validity.unheld(select, own)))
        return {select: lines for select, lines in held if self.evaluate(select).is_missing}

    def _of_placeholders(self, named: Callable[[str], Iterable[Name]]) -> dict[Name, list[int]]:
        """What the placeholders of statements name, with the lines of the statements."""
        found: dict[Name, list[int]] = {}
        for line, row in self._rows("statements").items():
            for match in PLACEHOLDER.finditer(row["text"]):
                for name in named(match["expression"].strip()):
                    found.setdefault(name, []).append(line)
        return found

    def unconfirmed(self) -> Rows:
        """The statements that were carried over and are still word for word what they were, and those of a new project."""
        carried = self._rows("statements").where((("state", (CARRIED,)),))
        before = {line: self.said_elsewhere(row) for line, row in carried.items()}
        return Rows((line, row) for line, row in carried.items() if not before[line] or row["text"] in before[line])

    def said_elsewhere(self, statement: Row) -> list[str]:
        """What the statement with the same key says in each other period, as it is written there and as corrected."""
        self._note_read("statements", (), tuple(TABLES["statements"].columns), shown=False)
        name = TABLES["statements"].row_id
        same = tuple((column, (statement[column],)) for column in TABLES["statements"].key)
        rows = self._read("statements").where(same).values()
        written = [row["text"] for row in rows if row["period"] not in (self.period, STANDING)]
        return written + [row["text"] for row in self._corrected_elsewhere if name(row) == name(statement)]

    @cached_property
    def _corrected_elsewhere(self) -> list[Row]:
        """The statements of other periods whose words a decided correction has changed."""
        periods = {row["period"] for row in self._read("corrections").values() if "statements." in row["figure"]}
        others = [self.of(period) for period in periods - {self.period}]
        return [row for other in others for row in other._rows("statements").values()]

    def verify(self) -> None:
        """Fill every statement and apply every correction; raises InputError for one that cannot be, or if nobody reports."""
        for name in TABLES:
            self._rows(name)
        self.all_statements()
        self.organisation("name")

    def _fill(self, template: str, line: int) -> str:
        """Text of a cell with its placeholders filled; the words between them keep their source.

        A sentence whose figures are all missing is left out: it is a gap, and no reason to leave out the others.
        """
        source = (Cells("statements", (line,), "text"),)
        matches = [*PLACEHOLDER.finditer(template)]
        each = every(partial(self._placeholder, match, line) for match in matches)
        filled = dict(zip((match[0] for match in matches), each, strict=True))
        if stray := _BRACE.search(PLACEHOLDER.sub("", template)):
            remedy = _("Write {expression} or {expression:format}; a sentence has no other braces.")
            raise InputError(_of_statement(line, stray[0], _("braces in pairs, with an expression between"), remedy))
        said = [
            sentence
            for sentence in SENTENCE.findall(template)
            if not says_nothing(PLACEHOLDER.sub(lambda match: filled[match[0]], sentence))
        ]
        template = "".join(said).rstrip() if any(map(says_nothing, filled.values())) else template
        parts, end = [], 0
        for match in PLACEHOLDER.finditer(template):
            parts += [self._words(template[end : match.start()], source), filled[match[0]]]
            end = match.end()
        mark = "" if PLACEHOLDER.sub("", template) else f"{Text('', source)}"  # it must be seen that it is printed
        return "".join([*parts, self._words(template[end:], source), mark]) if template else ""

    def _cited_by(self, line: int, key: str) -> Document:
        """The document that a statement cites: the period's, else, so that a draft can be read, another period's.

        What has ended is cited only by what is carried over and not confirmed yet.
        """
        self._note_read("documents", (("document", (key,)),), ("document",), of_all=True)
        carried = self._rows("statements")[line]["state"] == CARRIED
        held = self._validity.holds("documents.document", key, self._period_row(self.period))
        if key not in self._documents and (carried or held):
            having = [row["period"] for row in self._read("documents").values() if row["document"] == key]
            other = self.of(having[-1]) if any(having) else self.followed
            if other and key in other._documents:
                return other.document(key)
        return self.document(key)

    def _told_by(self, line: int, expression: str) -> Figure:
        """The figure that a statement states; only what is carried over and not confirmed yet may ask for what has ended."""
        parsed = expressions.parse(expression)
        unheld = next(self._validity.unheld(parsed, self._period_row(self.period)), None)
        if unheld and self._rows("statements")[line]["state"] != CARRIED:
            listed, name, code = unheld
            raise ExpressionError(
                _("{name} {code!r} holds {told}", name=name, code=code, told=self._validity.told(listed, code))
            )
        return self.evaluate(parsed)

    @staticmethod
    def _words(text: str, source: tuple[Cells, ...]) -> str:
        return f"{Text(text, source)}" if text else ""

    def _placeholder(self, match: re.Match, line: int) -> str:
        expression, spec = match["expression"].strip(), match["spec"] or ""
        document = _DOCUMENT.fullmatch(expression)
        try:
            return format(self._cited_by(line, document[1]) if document else self._told_by(line, expression), spec)
        except (ExpressionError, KeyError, ValueError, ArithmeticError) as error:
            why = _("It is too large to be printed.") if isinstance(error, ArithmeticError) else str(error).strip('"')
            raise InputError(_of_statement(line, match[0], _("an expression or document('NUMBER')"), why)) from None


def _entries(codes: Iterable[str] | Mapping[str, str], roles: Mapping[str, str]) -> list[str]:
    """Codes of an axis, with the labels that stand for them where they are given."""
    if not isinstance(codes, Mapping):
        return list(codes)
    return [Code(code, to_text(label), roles.get(code, "")) for code, label in codes.items()]


def _of_statement(line: int, found: str, expected: str, remedy: str) -> Problem:
    return Problem("statements.csv", line, "text", found, expected, remedy)


def _own(expression: Expression) -> Iterator[Select]:
    """The cells of its own period that an expression states."""
    if not (isinstance(expression, Call) and expression.function in expressions.CHANGES):
        yield from (select for select in expressions.selections(expression) if not select.period)


def _naming(table: str, chosen: Rows, rows: Rows) -> Expression:
    """The count of chosen rows by the table's key: one selection where that takes no other row, else one for each."""
    by = TABLES[table].key

    def count(some: Iterable[Row]) -> Select:
        return expressions.select(
            table, expressions.ROWS, **{name: list(dict.fromkeys(row[name] for row in some)) for name in by}
        )

    together = count(chosen.values())
    if rows.where(together.where).keys() == chosen.keys():
        return together
    if not by:
        raise ExpressionError(_("{table!r} has no key that names single rows", table=table))
    first, *others = (count([row]) for row in chosen.values())
    return reduce(lambda left, right: expressions.operation(left, "+", right), others, first)


def _order(row: Row) -> int:
    return int(row["order"])


def _day(value: str) -> Day | None:
    return Day.fromisoformat(value) if value else None


def typed_frame(rows: Rows, table: Table) -> pd.DataFrame:
    """Checked rows as pandas types: float64 numbers, dates, flags and text; an empty cell is missing."""
    import pandas as pd

    cells = [[row[name] for name in table.columns] for row in rows.values()]  # a file may have them in another order
    index = pd.Index(list(rows), name="line", dtype=int)
    frame = pd.DataFrame(cells, index=index, columns=list(table.columns), dtype=str)
    result = frame.copy()
    for name, field in table.columns.items():
        if field.kind == "number":
            result[name] = pd.to_numeric(frame[name].where(frame[name] != ""))
        elif field.kind == "date":
            result[name] = pd.to_datetime(frame[name].where(frame[name] != ""), format="%Y-%m-%d")
        elif field.kind == "flag":
            result[name] = frame[name] == "true"
    return result
