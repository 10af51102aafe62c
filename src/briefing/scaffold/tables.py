"""`briefing add table`: a declaration proposed from a tidy file, which a person confirms, and its rows."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.data.csv_writer import csv_of, one_writer, replace_files, trial_copy, with_rows
from helpers.data.datapackage import FILE, ORDER, lay_out, read_package
from helpers.data.declaration_check import is_name
from helpers.data.indexed_rows import Row, Rows
from helpers.data.table_registry import TABLES, package_file, read_table, use_tables
from helpers.data.units import is_rate
from helpers.data.validation import check_folder
from helpers.errors import InputError, Problem, refuse, unknown_name
from helpers.i18n import _
from helpers.project import Project
from helpers.values.vietnamese import decimals, sentence, slug

from ..intake import import_writer
from ..intake.import_session import YES, NothingWritten
from ..intake.table_reader import Grid, batches_of, read_grid
from ..intake.workbook_reader import text_of

Ask = Callable[[str], str]
_HEAD = re.compile(r"(?P<title>.+?)\s*\((?P<unit>[^()]+)\)")
_MOST_KEYS = 4
_FEWEST = 3  # rows that a rule needs to be proposed
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
    of: dict[str, Any] = field(default_factory=dict)  # ratio_of, part_of

    @property
    def numbers(self) -> list[Decimal | None]:
        return [Decimal(value) if _is_number(value) else None for value in self.values]

    def declared(self) -> dict[str, Any]:
        constraints: dict[str, bool | int] = {"required": True} if all(self.values) else {}
        if self.kind == "number":
            constraints |= {"minimum": 0} if not any(value < 0 for value in self.numbers if value) else {}
        more = {"unit": self.unit, "codes": self.codes, "measure": self.measure, "constraints": constraints, **self.of}
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
    rules: list[Row] = field(default_factory=list)

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
        more: dict[str, object] = {"next": "others", "list": {}} if self.listed else {"next": "measured"}
        more |= {"next": "others", "observations": True} if self.observations else {}
        schema = {"primaryKey": ["period", *self.key], "fields": ["period", *own, "source"]}
        return {"name": self.name, **more, "titleVi": self.title, "schema": schema}

    def shown(self) -> Iterator[str]:
        """What a person has to confirm."""
        yield f"{self.name}: {self.title} ({_('{count} rows', count=len(self.grid.rows))})"
        for each in self.columns:
            key = _("tells rows apart") if each.name in self.key else ""
            marks = filter(None, (each.kind, each.unit, each.codes, each.measure, key))
            yield f"  {each.name} · {each.title}: {', '.join(marks)}"
        for rule in self.rules:
            yield "  " + _("rule: {statement}", statement=rule["statement"])


def add_table(
    project: Project, file: str, ask: Ask, yes: bool = False, *, table: str = "", title: str = "", sheet: str = "", key: str = "",
    units: Sequence[str] = (), codes: Sequence[str] = (), flows: str = "", stocks: str = "", openings: str = "",
    observations: bool = False, listed: bool = False, period: str = "",
) -> tuple[list[Path], list[str]]:  # fmt: skip
    """Declare a table and import its rows; gives the files, and what was proposed. The others: see `briefing add --help`.

    Raises InputError for a file that is not tidy, and for what only a person can say and has not said.
    """
    path, data = Path(file), project.data
    use_tables(data)
    name = table or slug(path.stem).replace("-", "_")
    if name in TABLES or not is_name(name):
        remedy = _("Give it another with --table NAME; rows of a table that is there go into its CSV.")
        expected = _("a name that no table has, of letters a to z, digits and “_”")
        code = "duplicate_name" if name in TABLES else "wrong_form"
        raise InputError(Problem(path.name, value=name, expected=expected, remedy=remedy, code=code))
    grid = read_grid(path, name, sheet)
    made = Proposal(name, title or sentence(path.stem.replace("_", " ").replace("-", " ")), grid, columns_of(grid))
    made.observations, made.listed = observations, not observations and (listed or not made.measured)
    _settle(made, key, units, {"flow": flows, "stock": stocks, "opening": openings})
    added = {"codes": [*_encoded(made, read_table(data, "codes"), _pairs(codes))]}
    added["rules"] = made.rules = [] if observations or made.listed else [*_rules(made)]
    if not yes and ask("\n".join([*made.shown(), _("Write it? [y/N] ")])).lower() not in YES:
        raise NothingWritten(_("Nothing was written."))
    with one_writer(data):
        package = read_package(package_file(data))
        package["resources"].append(made.resource)
        contents = {data / f"{of}.csv": with_rows(data / f"{of}.csv", rows) for of, rows in added.items() if rows}
        head = csv_of([["period", *(each.name for each in made.own), "source"]])
        contents |= {data / FILE: lay_out(package).encode(), data / f"{name}.csv": head.encode()}
        with trial_copy(data, contents) as copy:
            use_tables(copy)
            batches = batches_of(grid, [each.name for each in columns_of(grid)], copy, name, period)
            with import_writer.trial_import(copy, batches, dt.date.today()) as (plan, whole):
                check_folder(whole)
            contents |= {data / each.relative_to(copy): content for each, content in plan.contents(copy).items()}
        replace_files(contents)
    use_tables(data)
    return [*contents], [*made.shown()]


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


def _settle(made: Proposal, key: str, units: Sequence[str], measures: Mapping[str, str]) -> None:
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
    for measure, told in measures.items():
        for column in (made[each] for each in told.split(",") if each.strip()):
            column.measure = measure


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


def _encoded(made: Proposal, known: Rows, lists: Mapping[str, str]) -> Iterator[Row]:
    """A row for each text of a column that the list of its codes lacks."""
    found: dict[str, dict[str, str]] = {}  # two columns may have one list
    for name, codes in lists.items():
        made[name].codes = codes
        labels = found.setdefault(codes, {row["label"]: row["code"] for row in known.values() if row["list"] == codes})
        for text in dict.fromkeys(filter(None, made[name].values)):
            if text not in labels and text not in labels.values():
                labels[text] = slug(text).replace("-", "_")
                yield {"list": codes, "code": labels[text], "order": str(len(labels)), "label": text}


def _rules(made: Proposal) -> Iterator[Row]:
    """A rule for each column that in every row is the exact sum of others beside it, or the ratio of two in percent."""
    for column in made.measured:
        others = [each for each in made.measured if each is not column]
        found: Sequence[Column]
        if column.unit == "%":
            found = next(
                (pair for pair in permutations(others, 2) if pair[0].unit == pair[1].unit and _is_ratio(column, pair)),
                (),
            )
            form, relation, sign = "100 * {} / {}", "rounds to", " : "
        else:
            alike = [each for each in others if each.unit == column.unit]
            runs = (
                alike[at : at + count] for count in range(len(alike), 1, -1) for at in range(len(alike) - count + 1)
            )
            found = next((run for run in runs if _is_sum(column, run)), ())
            form, relation, sign = " + ".join(["{}"] * len(found)), "=", " + "
        if found:
            if relation == "=":
                for part in found:
                    part.of.setdefault("part_of", column.name)
            else:
                column.of["ratio_of"] = [each.name for each in found]
            where = ", ".join(f"{name}='{{{name}}}'" for name in made.key)
            left, *right = (f"{made.name}.{each.name}({where})" for each in (column, *found))
            yield {
                "rule": f"{made.name}_{column.name}", "kind": "equality", "severity": "error", "each": " ".join(made.key),
                "left": left, "relation": relation, "right": form.format(*right),
                "statement": f"{made.title}: “{column.title}” phải bằng " + sign.join(f"“{each.title}”" for each in found),
            }  # fmt: skip


def _stated(*columns: Column) -> list[tuple[Decimal, ...]]:
    """The rows that state all of them; without those where nothing would be told."""
    rows = zip(*(each.numbers for each in columns), strict=True)
    return [tuple(value for value in row if value is not None) for row in rows if row[0] and None not in row]


def _is_sum(column: Column, parts: Sequence[Column]) -> bool:
    rows = _stated(column, *parts)
    return len(rows) >= _FEWEST and all(whole == sum(each) for whole, *each in rows)


def _is_ratio(column: Column, pair: Sequence[Column]) -> bool:
    rows = [row for row in _stated(column, *pair) if row[2]]
    half = [Decimal(5).scaleb(-decimals(stated) - 1) for stated, *_pair in rows]
    near = (abs(stated - 100 * one / other) for stated, one, other in rows)
    return len(rows) >= _FEWEST and all(each <= most for each, most in zip(near, half, strict=True))
