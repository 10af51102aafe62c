"""What an edition still lacks beside the one that it is compared with, and who is to give it by when.

A gap is what was there last time and is not now, what was carried over and nobody has looked at, and what is not known
yet. What the period says it does not have (absences.csv) is none.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from ..data.absences import AWAITED
from ..data.datapackage import QUALIFIER, Table
from ..data.expressions import CHANGES, ROWS, Select, rows_named, selections
from ..data.indexed_rows import Row, Rows
from ..data.period_sums import periods_in
from ..data.reporting_period import Span
from ..editions import Edition
from ..values.vietnamese import place, sentence
from .plausibility import fact_columns

OPEN = "…"  # in a cell of the organisation: nobody has said it yet


@dataclass(frozen=True)
class Gap:
    """Something that is missing.

    kind: "table" (all of it), "rows", "cells", "figure" (that a sentence names), "condition" (on which words
        are printed), "organisation", "carried", "number" (of a document). rows: which rows, in the language of figures.
    words: in Vietnamese, for who is to give it.
    """

    kind: str
    rows: str
    words: str
    office: str = ""
    due: str = ""

    @property
    def table(self) -> str:
        return self.rows.partition(".")[0]


def find_gaps(edition: Edition) -> list[Gap]:
    """All gaps of an edition, table by table. Without a period before there is nothing to be missed in its tables."""
    of_rows = chain(_of_tables(edition), _of_parts(edition), _unnumbered(edition))
    owned = list(_with_owners(edition, of_rows))
    figures = _with_owners(edition, _unknown_figures(edition, owned))
    conditions = _unknown_conditions(edition, owned)
    others = (_left_open, _unconfirmed)
    return [*owned, *figures, *conditions, *chain.from_iterable(each(edition) for each in others)]


def _with_owners(edition: Edition, gaps: Iterable[tuple[Row, Gap]]) -> Iterator[Gap]:
    """Gaps with the office that owns the row of each, and the day by which it is to give it."""
    for row, gap in gaps:
        owner, told = edition.owners.of(gap.table, row), edition.absences.about(gap.table, row)
        if said := [each["reason"] for each in told if each["state"] == AWAITED]:
            gap = replace(gap, words=f"{gap.words} (đơn vị ghi chú: {'; '.join(said)})")
        yield replace(gap, office=owner.name, due=owner.due(edition.records.period).isoformat()) if owner else gap


def _expected(table: Table, edition: Edition, base: Edition | None) -> Rows:
    """The rows of a table that an edition should have, from those that it looks back to.

    base: the one that it is compared with. What the other one had, last year's or the period before, is missed too: a
    row of last year that was typed for one comparison is no reason to ask for nothing else.
    """
    if base is None:
        return Rows()
    others = [other for name in ("last_year", "previous") if (other := edition.before(name)) and other is not base]
    found: dict[str, tuple[int, Row]] = {}
    for other in (base, *others) if table.next.rows == "measured" else (base,):
        for line, row in other.records[table.name].items():
            if other is base or not base.absences.ended(table.name, row):
                found.setdefault(table.row_id(row), (line, row))
    said = ((line, row) for line, row in found.values() if not edition.absences.covers(table.name, row))
    return Rows((line, row) for line, row in said if not any(edition.out_of_time(table, row)))


def _of_tables(edition: Edition) -> Iterator[tuple[Row, Gap]]:
    """What each table lacks, with a row of its owner's."""
    base, lent = edition.base, edition.before("last_year")  # lent: numbers of no edition, to compare with
    for table in edition.tables.values():
        now, before = edition.records[table.name], _expected(table, edition, base or lent)
        if table.next.rows == "measured" or (base and table.next.rows == "carried"):
            yield from _of_cells(table, now, before, edition)
        if base is None:
            continue
        if table.next.rows in ("measured", "others") and before and not now:
            yield from _of_all(table, before, edition)
        elif table.next.rows == "measured":
            yield from _of_rows(table, now, before, base)


def _of_parts(edition: Edition) -> Iterator[tuple[Row, Gap]]:
    """What the periods of which this one consists give and it does not have, and what of theirs does not add up."""
    for table in (table for table in edition.tables.values() if table.joined and edition.parts):
        now = {line: row for line, row in edition.records[table.name].items() if row["period"]}
        given = edition.of_parts(table)
        of = {key: list(part.records[table.name].values()) if part else [] for key, part in edition.parts.items()}
        rows, lacking = [*chain.from_iterable(of.values())], [Span.of(key).label for key, own in of.items() if not own]
        if rows and not now and (given or edition.base is None):
            why = f"chưa cộng từ {' + '.join(of)}: chạy lại briefing new {edition.period}"
            why = f"chưa có dòng nào của {', '.join(lacking)}" if lacking else why
            yield rows[0], Gap("table", _all(table), f"{table.title}: {why}")
        for line, row in now.items() if all(of.values()) else ():
            key = table.row_id(row)
            lost = [name for name in fact_columns(table) if not row[name] and periods_in(row["source"])]
            having = {part: next((each for each in own if table.row_id(each) == key), {}) for part, own in of.items()}
            ended = edition.of([*of][-1]).absences.ended(table.name, row)
            lost = [name for name in lost if any(each.get(name) for each in having.values())]
            lost = [name for name in lost if not (ended and table.columns[name].measure_in(row) == "stock")]
            if lost and not edition.absences.covers(table.name, row):
                without = [part for part, each in having.items() if not all(each.get(name) for name in lost)]
                why = (
                    f"không có ở {', '.join(Span.of(part).label for part in without)}" if without else "không cộng được"
                )
                titles = ", ".join(table.columns[name].title or name for name in lost)
                about = f"“{_beginning(edition.row_name(table.name, line))}”"
                yield row, Gap("cells", table.place(row, ROWS), f"{table.title} {about}: chưa có {titles} ({why})")


def _of_all(table: Table, before: Rows, edition: Edition) -> Iterator[tuple[Row, Gap]]:
    """A table without a row, once for each office that owns some of its rows."""
    owned: dict[str, list[Row]] = {}
    for row in before.values():
        owner = edition.owners.of(table.name, row)
        owned.setdefault(owner.office if owner else "", []).append(row)
    for rows in owned.values():
        yield rows[0], Gap("table", _all(table), f"{table.title}: chưa có dòng nào, kỳ trước có {len(rows)}")


def _of_rows(table: Table, now: Rows, before: Rows, base: Edition) -> Iterator[tuple[Row, Gap]]:
    """Keys that are gone: all rows of a code together, "no row district/*", the others one by one."""
    there = {table.row_id(row) for row in now.values()}
    gone = {line: row for line, row in before.items() if table.row_id(row) not in there}
    for name in table.key if len(table.key) > 1 else ():
        for value in dict.fromkeys(row[name] for row in gone.values()):
            alike = before.where(((name, (value,)),))
            if len(alike) > 1 and alike.keys() <= gone.keys():
                label = base.label_of(table.name, name, value)
                words = f"{table.title}: thiếu mọi dòng của “{label}” (kỳ trước {len(alike)} dòng)"
                yield next(iter(alike.values())), Gap("rows", str(Select.of(table, where=((name, (value,)),))), words)
                gone = {line: row for line, row in gone.items() if line not in alike}
    for line, row in gone.items():
        name = base.row_name(table.name, line)
        yield row, Gap("rows", table.place(row, ROWS), f"{table.title}: thiếu dòng “{_beginning(name)}”")


def _of_cells(table: Table, now: Rows, before: Rows, edition: Edition) -> Iterator[tuple[Row, Gap]]:
    """Cells that are stated anew, had something the time before and are empty; a growth need not be stated again.

    Of a row that waits for its first number all that is asked.
    """
    stated = {table.row_id(row): row for row in before.values()}
    anew = [*fact_columns(table), *(name for name, value in table.next.changed.items() if not value)]
    for line, row in now.items():
        last, first = stated.get(table.row_id(row), {}), table.unstated(row)
        if first and edition.absences.covers(table.name, row):
            continue
        asked = [name for name in table.asked if name not in (QUALIFIER, *CHANGES)] if first else anew
        empty = [table.columns[name].title or name for name in asked if not row[name] and (first or last.get(name))]
        if empty and not periods_in(row.get("source", "")):
            about = f" “{_beginning(edition.row_name(table.name, line))}”" if table.key else ""
            yield row, Gap("cells", table.place(row, ROWS), f"{table.title}{about}: chưa có {', '.join(empty)}")


def _unknown_figures(edition: Edition, gaps: list[Gap]) -> Iterator[tuple[Row, Gap]]:
    """Figures that a sentence names and the period does not have; of rows that are missed already nothing is said."""
    missed = [rows_named(gap.rows, edition.tables) for gap in gaps]
    for select, lines in edition.unknown_figures().items():
        table, rows = select.declared, replace(select, column=ROWS)
        if not any(each.includes(rows) for each in missed):
            words = f"{table.title}: chưa có số liệu mà câu ở {_places(edition, lines)} cần"
            of_row = {name: "" for name in table.columns} | {name: values[0] for name, values in select.where}
            yield of_row, Gap("figure", str(select), words)


def _unknown_conditions(edition: Edition, gaps: list[Gap]) -> Iterator[Gap]:
    """Words of which nobody knows whether they are printed; of rows that are missed already nothing is said."""
    missed = [rows_named(gap.rows, edition.tables) for gap in gaps]
    for each in edition.conditions():
        if each.holds is not None:
            continue
        rows = [replace(select, column=ROWS) for select in selections(each.asked)]
        if not any(gap.includes(own) for gap in missed for own in rows):
            row = edition.records.row("statements", each.line)
            words = f"{sentence(place(row['section']))}: chưa in “{_beginning(each.words.strip())}”, chưa có số liệu của điều kiện {each.text}"
            yield Gap("condition", edition.tables["statements"].place(row, ROWS), words)


def _left_open(edition: Edition) -> Iterator[Gap]:
    """What `briefing init` could not know of the organisation."""
    table = edition.tables["organisation"]
    for row in edition.records[table.name].values():
        if names := [table.columns[name].title or name for name in row if OPEN in row[name]]:
            yield Gap("organisation", _all(table), f"{table.title}: chưa có {', '.join(names)}")


def _places(edition: Edition, lines: list[int], most: int = 3) -> str:
    """Where sentences stand: "Mục I.2.1, Mục I.5"."""
    rows = edition.records["statements"]
    places = list(dict.fromkeys(sentence(place(rows[line]["section"])) for line in lines))
    return ", ".join(places[:most]) + (" …" if len(places) > most else "")


def _unconfirmed(edition: Edition) -> Iterator[Gap]:
    """Statements that were carried over and are still word for word what they were."""
    table = edition.tables["statements"]
    for row in edition.unconfirmed().values():
        words = f"{sentence(place(row['section']))}, {row['topic']} {row['order']}: mang sang, chưa rà soát: “{_beginning(row['text'])}”"
        yield Gap("carried", table.place(row, ROWS), words)


def _unnumbered(edition: Edition) -> Iterator[tuple[Row, Gap]]:
    """Documents of the period that have no number yet; those that stand in every period are cited by name."""
    table = edition.tables["documents"]
    for row in edition.records["documents"].values():
        if row["period"] and not row["number"] and not edition.absences.covers("documents", row):
            title = row["title"] or row["document"]
            yield row, Gap("number", table.place(row, ROWS), f"Văn bản viện dẫn “{_beginning(title)}”: chưa có số")


def _all(table: Table) -> str:
    """The rows of a table, in the language of figures."""
    return str(Select.of(table))


def _beginning(text: str, most: int = 80) -> str:
    """The first words of a text."""
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} …"
