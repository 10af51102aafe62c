"""Numbers of earlier periods that were revised after their reports were published: marked where they are used, and listed.

A figure is marked if it would be another one by the published numbers, be it last year's own or a comparison with it.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import count

from helpers.data.expressions import ExpressionError
from helpers.data.periods import PeriodRows, corrected_cell
from helpers.data.rows import Row, Rows
from helpers.data.schema import TABLES, read_table
from helpers.describe import cell
from helpers.editions import Edition
from helpers.values.blocks import Figure
from helpers.values.figures import Figure as Number
from helpers.values.vietnamese import TRENDS, shown

from .annotate import printed
from .model import AUDIENCES, SCREEN, Annotation, Document
from .publication import CLASSES, REVISED, listed

LIST, FILE = "so-lieu-dieu-chinh", "revised.json"  # the anchor of the list; what a version keeps of it
MEANING = f"Dấu {REVISED} chỉ số liệu của kỳ trước, hoặc số liệu so sánh với kỳ trước, đã thay đổi sau khi báo cáo của kỳ đó được công bố."
NO_REASON, NOT_THERE = "Chưa nêu lý do", "không có"


@dataclass(frozen=True)
class Revised:
    """A row with other numbers than its period published. line: now, 0 if it is gone; old, new: corrected; empty for none."""

    period: str
    publication: int
    table: str
    line: int
    old: Row
    new: Row

    @property
    def columns(self) -> list[str]:
        """The numbers that are other."""
        return [name for name in TABLES[self.table].numbers if self.old.get(name, "") != self.new.get(name, "")]


def written(rows: Sequence[Revised]) -> bytes:
    """As JSON, for `read`."""
    return (json.dumps([vars(row) for row in rows], ensure_ascii=False, indent=1) + "\n").encode()


def read(content: bytes) -> tuple[Revised, ...]:
    """What `written` wrote.

    >>> row = Revised("2024-H1", 1, "licences", 3, {"licences": "5"}, {"licences": "6"})
    >>> read(written([row])) == (row,), row.columns
    (True, ['licences'])
    """
    return tuple(Revised(**row) for row in json.loads(content))


def with_revised(document: Document, edition: Edition, rows: Sequence[Revised]) -> Document:
    """The document with a mark at each figure that would be another one by what was published, and the list of why at its end."""
    published, lines = _as_published(edition, rows)
    known = document.annotations_of(SCREEN)
    used: set[tuple[str, int]] = set()
    marks = []
    for one in printed(document):
        touched = {cell[:2] for cell in one.cells} & lines.keys()
        if not touched or one.in_annex or not isinstance(one.node, Figure):
            continue
        if words := _published(one.node, published, [lines[place] for place in touched]):
            corrected = any(each.kind == "corrected" for each in known.get(one.node.id, ()))  # which says so already
            marks.append(Annotation(one.node.id, "revised", "" if corrected else REVISED, "", AUDIENCES, words=words))
            used |= touched
    tables = {(table, lines[table, line].period) for table, line in used}
    told = [
        row for row in rows if (row.table, row.line) in used or (not row.line and (row.table, row.period) in tables)
    ]
    made = replace(document, annotations=(*document.annotations, *marks))
    if not told:
        return made
    heads = ("Số liệu", "Đã công bố", "Trong báo cáo này", "Lý do")
    entries = [entry for row in told for entry in _entries(row, edition, published)]
    title = "Số liệu kỳ trước thay đổi sau khi công bố"
    return listed(made, LIST, "Danh mục số liệu điều chỉnh.", title, heads, entries, MEANING)


def _published(figure: Figure, published: Edition, origins: list[Revised]) -> str:
    """What was published of a figure that is another one by the published numbers; nothing of one that is not."""
    try:
        old = published.evaluate(figure.key)
    except ExpressionError:  # what it was computed from was not there
        old = Number(None)
    if ("" if old.value is None else format(old.value.normalize(), "f")) == figure.value:
        return ""
    spec = "trend" if figure.text.startswith(TRENDS) else "+" if figure.text[:1] in ("+", "-") else ""
    where = dict.fromkeys(_publication(origin, published) for origin in origins)
    return f"{old.text(spec)} ({'; '.join(sorted(where))})"


def _publication(row: Revised, edition: Edition) -> str:
    return f"báo cáo {edition.of(row.period).label!s}, bản {row.publication}"


def _entries(row: Revised, edition: Edition, published: Edition) -> Iterator[tuple[str, ...]]:
    """A line of the list for each number of a row."""
    for column in row.columns:
        texts = (there.get(column, "") for there in (row.old, row.new))
        old, new = (shown(text) or NOT_THERE for text in texts)
        told = f"{old} ({_publication(row, edition)})"
        yield _name(row, column, edition, published), told, new, _reason(row, column, edition)


def _name(row: Revised, column: str, edition: Edition, published: Edition) -> str:
    if row.line:
        return cell(row.table, row.line, column, edition)
    try:
        key = {name: row.old[name] for name in TABLES[row.table].key}
        (line,) = published.of(row.period).lines(row.table, **key)
        return cell(row.table, line, column, published)
    except ExpressionError:  # a code that only the published report had
        return TABLES[row.table].place(row.old, column)


def _reason(row: Revised, column: str, edition: Edition) -> str:
    """Why the number was revised, as that period's own next publication says or will say."""
    place = TABLES[row.table].place(row.new or row.old, column)
    for revision in read_table(edition.data, "revisions").values():
        if (revision["period"], revision["place"]) == (row.period, place):
            return f"{CLASSES[revision['class']]}: {revision['reason']}"
    for line, correction in read_table(edition.data, "corrections").items():
        of = corrected_cell(line, correction)
        is_of_row = all(row.new.get(name) in values for name, values in of.where)
        if correction["period"] == row.period and (of.table, of.column) == (row.table, column) and is_of_row:
            return f"{CLASSES['correction']}: {correction['reason']}"
    return NO_REASON


def _as_published(edition: Edition, rows: Sequence[Revised]) -> tuple[Edition, dict[tuple[str, int], Revised]]:
    """The edition beside the earlier periods as they were published; and the lines of their changed tables, each with a change."""
    tables: dict[str, Rows] = {}
    lines: dict[tuple[str, int], Revised] = {}
    for table in {row.table for row in rows}:
        own = [row for row in rows if row.table == table]
        known = read_table(edition.data, table)
        for row in own:
            lines |= {(table, line): row for line, found in known.items() if found["period"] == row.period}
        lines |= {(table, row.line): row for row in own if row.line}
        tables[table] = _put_back(table, known, own, edition)
    periods, corrections = {row.period for row in rows}, read_table(edition.data, "corrections")
    tables["corrections"] = Rows(
        (line, row)
        for line, row in corrections.items()
        if row["period"] not in periods or corrected_cell(line, row).table not in tables
    )
    return Edition(edition.period, edition.data, True, tables), lines


def _put_back(table: str, known: Rows, rows: Sequence[Revised], edition: Edition) -> Rows:
    """A table's rows, those of the earlier periods corrected as they are read, and those that changed as they were."""
    found: dict[int, Row] = dict(known)
    for period in {row.period for row in rows}:
        found |= PeriodRows(period, partial(read_table, edition.data)).rows(table)
    behind = count(max(known, default=1) + 1)  # lines for rows that are gone
    for row in rows:
        if row.old:
            found[row.line or next(behind)] = dict.fromkeys(TABLES[table].columns, "") | row.old
        else:
            del found[row.line]
    return Rows(found)
