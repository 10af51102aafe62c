"""The beginning of a new period: what carries over from the one before is written, what must be measured is not.

Which tables carry their rows over is declared beside the data (`next` in datapackage.json). Standing documents, such as
laws, need no copy: their rows have no period.
"""

from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

from ..errors import wrong_input
from ..i18n import _
from .code_validity import Validity
from .csv_writer import one_writer, replace_files, trial_copy, with_rows
from .datapackage import Declared, Table
from .indexed_rows import Row, Rows
from .period_rows import PeriodRows
from .period_sums import of_parts, periods_in
from .read_record import STANDING
from .reporting_period import Span
from .source_reference import in_period, origin
from .validation import check_folder, is_named


def begin(data: Path, period: str) -> list[str]:
    """Write what a period takes over from another one; says what was written, nothing where nothing was to do.

    Rows are carried from the newest period of the same kind, as a quarter's words are a quarter's, else from the newest, which
    may be one of its parts.

    A row is carried as its edition says it, with decided corrections; what became of an imported one is told by its
    `source`, which names the period that has the file. A table of which the period has rows is left as it is, but for sums of
    parts that are others by now. Citations are carried of documents that stand in every period.

    Raises InputError, having changed nothing, for data that are not sound and periods that do not fit.
    """
    with one_writer(data):
        tables = check_folder(data)
        read = {name: tables.rows(data, name) for name in tables}
        source, about = _source(read, Span.of(period))
        known = read["periods"].by("period")
        periods = [row for row in (*_of_parts(known, about), about) if row["period"] not in known]
        sums = (each for key in (about["last_year"], period) for each in _sums(read, key, tables))
        written = [("periods", periods, source), *_carried(read, about, source, tables), *sums]
        contents = {}
        for name in dict.fromkeys(name for name, rows, _source in written if rows):
            rows = [row for each, own, _source in written if each == name for row in own]
            contents[data / f"{name}.csv"] = with_rows(data, tables[name], rows)
        with trial_copy(data, contents) as copy:
            check_folder(copy)
        replace_files(contents)
    said = ((f"{name}.csv", of, len(rows)) for name, rows, of in written if rows)
    return [_("{name}, rows as in {source}: {count}", name=name, source=of, count=count) for name, of, count in said]


def _carried(read: dict[str, Rows], about: Row, source: str, tables: Declared) -> Iterator[tuple[str, list[Row], str]]:
    """Table by table the rows with which a period begins as another one has them; none of a table of which it has rows."""
    validity, said = Validity(read["validity"]), PeriodRows(source, read.__getitem__, tables)
    for table in tables.values():
        if table.next.rows == "carried" and not _of(read[table.name], about["period"]):
            rows = (_as_carried(row, table, about, validity) for row in _of(said.rows(table.name), source))
            yield table.name, [row for row in rows if row and _names_what_is_there(row, table, read, tables)], source


def _sums(read: dict[str, Rows], period: str, tables: Declared) -> Iterator[tuple[str, list[Row], str]]:
    """Table by table the rows that a period has by those of which it consists, where they are not there, or are others by now.

    Of a table of which the period states rows itself that none of the others has, such as one total, there are none.
    """
    rows = cache(lambda key: PeriodRows(key, read.__getitem__, tables))
    for table in tables.values():
        there = {table.row_id(row): row for row in _of(read[table.name], period)} if table.joined else {}
        made = of_parts(table, period, rows, list(read["periods"].by("period")))
        own = {key for key, row in there.items() if not periods_in(row["source"])}
        if own <= {table.row_id(row) for row in made}:
            new = [row for row in made if table.row_id(row) not in own and there.get(table.row_id(row)) != row]
            yield table.name, new, new[-1]["source"] if new else ""


def _source(read: dict[str, Rows], span: Span) -> tuple[str, Row]:
    """The period that is carried over, its own for the first, and the new period's row. Raises InputError where there is none."""
    periods, reported = read["periods"], read["organisation"].by("period")
    kind, last_day = span.told["kind"], span.told["date_to"]
    # one that only lends numbers to compare with has no words
    others = [row for row in periods.values() if row["period"] in reported and row["period"] != span.key]
    words = [(row["kind"] == kind, row["date_to"], row["period"]) for row in others if row["date_to"] <= last_day]
    *_newest, source = max(words, default=(span.key if span.key in reported else "",))  # the first has nothing to carry
    if not source:
        there = f"{span.key},{span.label},,false"
        remedy = _(
            "To compare with its numbers, add its row to periods.csv ({row}), and theirs to the tables.", row=there
        )
        raise wrong_input(
            "periods.csv", value=span.key, expected=_("a period before it"), remedy=remedy, code="no_earlier_period"
        )
    carried = _of(periods, source)[0]
    own, last_year = (_of(periods, each) for each in (span.key, span.told["last_year"]))
    return source, own[0] if own else span.row((last_year or [carried])[0])


def _of_parts(known: Collection[str], about: Row) -> list[Row]:
    """The row of the same period of last year, where all its parts are there: the numbers to compare with are theirs."""
    last = Span.of(about["last_year"])
    return [last.row(about)] if any(last.parts(known)) else []


def _of(rows: Rows, period: str) -> list[Row]:
    """The rows of one period, standing ones apart."""
    return list(rows.where((("period", (period,)),)).values()) if period != STANDING else []


def _as_carried(row: Row, table: Table, period: Row, validity: Validity) -> Row | None:
    """A row as the next period begins with it, with the names that hold then; None for one that is done or has ended."""
    done = any(row[column] in values for column, values in table.next.unless.items())
    now = None if done else validity.carried(table, row, period)
    if now and origin(now.get("source", "")):
        now["source"] = in_period(now["source"], row["period"])
    return now and {**now, "period": period["period"], **table.next.changed}


def _names_what_is_there(row: Row, table: Table, read: dict[str, Rows], tables: Declared) -> bool:
    """Whether a carried row refers to nothing that its period does not have, such as a document of the one before."""
    references = (field for field in table.columns.values() if field.kind == "reference" and field.table != "periods")
    return all(
        tables[field.table].next.rows == "carried"  # it comes along
        or is_named(row[field.name], row["period"], field, read)
        for field in references
        if row[field.name]
    )
