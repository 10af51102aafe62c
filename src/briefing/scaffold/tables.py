"""`briefing add table`: a declaration proposed from a tidy file, which a person confirms, and its rows."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.data.csv_writer import csv_of, one_writer, replace_files, trial_copy, with_rows
from helpers.data.datapackage import FILE, ORDER, Declared, declared_in, lay_out, package_file, read_package
from helpers.data.declaration_check import is_name
from helpers.data.indexed_rows import Row, Rows
from helpers.data.reporting_period import choose_period
from helpers.data.source_reference import Origin
from helpers.data.units import is_rate
from helpers.data.validation import check_folder
from helpers.errors import InputError, Problem, refuse, unknown_name
from helpers.i18n import _
from helpers.project import Project
from helpers.values.vietnamese import sentence, slug

from ..intake.import_session import YES, NothingWritten
from ..intake.import_writer import Plan, kept_name
from ..intake.received_answers import Batch
from ..intake.tidy_file import Grid, read_grid
from ..intake.workbook_reader import text_of

Ask = Callable[[str], str]
_HEAD = re.compile(r"(?P<title>.+?)\s*\((?P<unit>[^()]+)\)")
_MOST_KEYS = 4
OWN = ("period", "source", "unit", ORDER)


@dataclass
class Column:
    """A column of the proposal; values: as its CSV has them. measure: as it would be declared."""

    name: str
    title: str
    kind: str  # number, date or string
    values: list[str]
    unit: str = ""
    codes: str = ""
    measure: str = ""

    def declared(self) -> dict[str, Any]:
        constraints: dict[str, bool | int] = {"required": True} if all(self.values) else {}
        if self.kind == "number":
            constraints |= {"minimum": 0} if not any(value.startswith("-") for value in self.values) else {}
        more = {"unit": self.unit, "codes": self.codes, "measure": self.measure, "constraints": constraints}
        return {"name": self.name, "type": self.kind, "titleVi": self.title} | {
            word: value for word, value in more.items() if value
        }


@dataclass
class Proposal:
    """A table as it would be declared."""

    name: str
    title: str
    grid: Grid
    columns: list[Column]
    key: list[str] = field(default_factory=list)
    observations: bool = False
    listed: bool = False

    def __getitem__(self, name: str) -> Column:
        """A column by its name, or as the file calls it."""
        found = next((each for each in self.columns if name.strip() in (each.name, each.title)), None)
        if found is None:
            raise unknown_name(self.grid.book.name, _("a column"), name, [each.name for each in self.columns])
        return found

    @property
    def measured(self) -> list[Column]:
        return [column for column in self.columns if column.kind == "number" and column.name != ORDER]

    @property
    def own(self) -> list[Column]:
        """Its columns but for those that every table has."""
        return [column for column in self.columns if column.name not in ("period", "source")]

    @property
    def resource(self) -> dict[str, Any]:
        own = [column.declared() for column in self.own]
        more: dict[str, object] = {"next": "others" if self.listed else "measured"}
        more |= {"next": "others", "observations": True} if self.observations else {}
        schema = {"primaryKey": ["period", *self.key], "fields": ["period", *own, "source"]}
        return {"name": self.name, **more, "titleVi": self.title, "schema": schema}

    def shown(self) -> Iterator[str]:
        """What a person has to confirm."""
        yield f"{self.name}: {self.title} ({_('{count} rows', count=len(self.grid.rows))})"
        for each in self.columns:
            key = _("tells rows apart") if each.name in self.key else ""
            gaps = "" if all(each.values) else _("may be empty")
            marks = filter(None, (each.kind, each.unit, each.codes, each.measure, key, gaps))
            yield f"  {each.name} · {each.title}: {', '.join(marks)}"

    def rows(self, period: str, file: str) -> Iterator[Row]:
        """Its rows, as its CSV has them: of a period of their own, else of this one; each with its place in the file."""
        for at, line in enumerate(self.grid.rows):
            own = {column.name: column.values[at] for column in self.columns}
            source = str(Origin(file, self.grid.sheet, {"": self.grid.cell(0, line)}))
            yield {"period": period, **own, "source": source}


def add_table(
    project: Project, file: str, ask: Ask, yes: bool = False, *, table: str = "", title: str = "", sheet: str = "", key: str = "",
    units: Sequence[str] = (), codes: Sequence[str] = (), measures: Sequence[str] = (),
    observations: bool = False, listed: bool = False, period: str = "",
) -> tuple[list[Path], list[str]]:  # fmt: skip
    """Declare a table and write its rows; gives the files, and what was proposed. The others: see `briefing add --help`.

    Raises InputError for a file that is not tidy, and for what only a person can say and has not said.
    """
    path, data = Path(file), project.data
    tables = declared_in(data)
    name = table or slug(path.stem).replace("-", "_")
    if name in tables or not is_name(name):
        remedy = _("Give it another with --table NAME; rows of a table that is there go into its CSV.")
        expected = _("a name that no table has, of letters a to z, digits and “_”")
        code = "duplicate_name" if name in tables else "wrong_form"
        raise InputError(Problem(path.name, value=name, expected=expected, remedy=remedy, code=code))
    grid = read_grid(path, name, sheet)
    made = Proposal(name, title or sentence(path.stem.replace("_", " ").replace("-", " ")), grid, columns_of(grid))
    made.observations, made.listed = observations, not observations and (listed or not made.measured)
    _settle(made, key, units, measures)
    added = [*_encoded(made, tables.rows(data, "codes"), codes)]
    if not yes and ask("\n".join([*made.shown(), _("Write it? [y/N] ")])).lower() not in YES:
        raise NothingWritten(_("Nothing was written."))
    with one_writer(data):
        contents = _contents(made, data, choose_period(tables.rows(data, "periods"), period), tables)
        contents |= {data / "codes.csv": with_rows(data, tables["codes"], added)} if added else {}
        try:
            with trial_copy(data, contents) as copy:
                check_folder(copy)
        except InputError as error:  # its lines are those of the file
            own = f"{name}.csv"
            said = (replace(each, file=path.name) if each.file == own else each for each in error.problems)
            raise InputError(said) from None
        replace_files(contents)
    return [*contents], [*made.shown()]


def _contents(made: Proposal, data: Path, period: str, tables: Declared) -> dict[Path, bytes]:
    """The declaration, the rows, and the file that they come from, which is kept."""
    book, plan, package = made.grid.book, Plan(tables), read_package(package_file(data))
    package["resources"].append(made.resource)
    batch = Batch(book.name, book.content, period, saved=book.saved)
    kept = kept_name(batch, [*tables.rows(data, "sources").values()])
    columns, rows = ["period", *(each.name for each in made.own), "source"], [*made.rows(period, kept)]
    for of in dict.fromkeys(row["period"] for row in rows):
        plan.keep(data, replace(batch, period=of), kept, dt.date.today())
    lines = [columns, *([row[column] for column in columns] for row in rows)]
    declared = {data / FILE: lay_out(package).encode(), data / f"{made.name}.csv": csv_of(lines).encode()}
    return declared | plan.contents(data)


def columns_of(grid: Grid) -> list[Column]:
    """The columns of a file: “Số giường (giường)” is in giường; a kind that each of its cells has."""
    columns = list[Column]()
    for at, head in enumerate(grid.head):
        found = _HEAD.fullmatch(head)
        title, unit = (found["title"], found["unit"]) if found else (head, "")
        values = [text_of(row[at]) for row in grid.rows.values()]
        given = [value for value in values if value]
        days = pd.to_datetime(pd.Series(given, dtype=object), format="%Y-%m-%d", errors="coerce")
        is_number = given and (unit or all(map(_is_number, given)))
        kind = "number" if is_number else "date" if given and days.notna().all() else "string"
        columns.append(Column(slug(title).replace("-", "_"), title, kind, values, unit))
    return columns


def _pairs(told: Sequence[str]) -> dict[str, str]:
    """The columns that options name, each with what it says of it. Raises InputError for one that is not COLUMN=VALUE."""
    expected, remedy = _("COLUMN=VALUE"), _("Write both.")
    wrong = (each for each in told if "=" not in each)
    refuse(Problem("add table", value=each, expected=expected, remedy=remedy, code="misused_command") for each in wrong)
    return {column.strip(): value.strip() for column, _sign, value in (each.partition("=") for each in told)}


def _is_number(value: str) -> bool:
    return bool(re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", value))


def _settle(made: Proposal, key: str, units: Sequence[str], measures: Sequence[str]) -> None:
    """Take what was said. Raises InputError for what was not and only a person knows."""
    unsaid = []
    for column in (made[each] for each in key.split(",") if each.strip() not in ("", ORDER)):
        column.kind = "string" if column.kind == "number" else column.kind  # numbers of slips are names
    for name, unit in _pairs(units).items():
        column = made[name]
        column.title += f" ({column.unit})" if column.unit not in ("", unit) else ""  # which was none, but words
        column.unit, column.kind = unit, "number"
    for column in (each for each in made.measured if not each.unit):
        if any(each.name == "unit" for each in made.columns):
            column.unit = "@unit"
        else:
            unsaid.append(f"--unit {column.name}=…")
    proposed = ",".join(_candidate(made))
    if not key and (proposed == ORDER or len([each for each in made.columns if each.kind != "number"]) > 1):
        unsaid.append(f"--key {proposed}")
    if unsaid:
        expected = _("what only you know: {options}", options=" ".join(unsaid))
        raise InputError(Problem(made.grid.book.name, expected=expected, remedy=_("Say it so."), code="missing_value"))
    names = [each.strip() for each in (key or proposed).split(",")]
    if ORDER in names and not any(each.name == ORDER for each in made.columns):
        made.columns.insert(0, Column(ORDER, "TT", "number", [str(n) for n in range(1, len(made.grid.rows) + 1)]))
    made.key = [made[each].name for each in names]
    for column in (each for each in made.measured if is_rate(each.unit)):
        column.measure = "rate"  # which whoever confirms the proposal sees
    for name, measure in _pairs(measures).items():
        made[name].measure = measure


def _candidate(made: Proposal) -> tuple[str, ...]:
    """The fewest columns that tell rows apart; the place in the order where none do."""
    frame = pd.DataFrame(
        {each.name: each.values for each in made.columns if each.kind != "number" and each.name not in OWN}
    )
    full = [name for name in frame if (frame[name] != "").all()]
    for some in (list(some) for count in range(1, _MOST_KEYS + 1) for some in combinations(full, count)):
        if not frame.duplicated(some).any():
            return tuple(some)
    return (ORDER,)


def _encoded(made: Proposal, known: Rows, lists: Sequence[str]) -> Iterator[Row]:
    """A row for each text of a column that the list of its codes lacks; the column's texts become codes."""
    found: dict[str, dict[str, str]] = {}  # two columns may have one list
    for name, codes in _pairs(lists).items():
        column = made[name]
        column.codes = codes
        labels = found.setdefault(codes, {row["label"]: row["code"] for row in known.values() if row["list"] == codes})
        for text in dict.fromkeys(filter(None, column.values)):
            if text not in labels and text not in labels.values():
                labels[text] = slug(text).replace("-", "_")
                yield {"list": codes, "code": labels[text], "order": str(len(labels)), "label": text}
        column.values = [labels.get(text, text) for text in column.values]
