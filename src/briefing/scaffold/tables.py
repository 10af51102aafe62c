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

from helpers.data.csv_writer import csv_of, one_writer, replace_files, tried
from helpers.data.datapackage import FILE, ORDER, lay_out, read_package
from helpers.data.declaration_schema import is_name
from helpers.data.periods import choose_period
from helpers.data.rows import Row, Rows
from helpers.data.schema import TABLES, package_file, read_table, use_tables
from helpers.data.source_reference import Origin
from helpers.data.units import is_rate
from helpers.data.validation import check_folder
from helpers.errors import InputError, Problem, refuse, unknown_name
from helpers.i18n import Message, _
from helpers.project import Project
from helpers.values.vietnamese import decimals, sentence, slug

from ..intake.import_batch import Batch
from ..intake.import_session import YES, NothingWritten
from ..intake.import_writer import Plan, kept_name
from ..intake.table_reader import Grid, read_grid
from ..intake.workbook import text_of

Ask = Callable[[str], str]
_HEAD = re.compile(r"(?P<title>.+?)\s*\((?P<unit>[^()]+)\)")
_MOST_KEYS = 4
_FEWEST = 3  # rows that a rule needs to be proposed
OWN = ("period", "source", "unit", ORDER)


@dataclass
class Column:
    """A column of the proposal; values: as its CSV has them. measure: as it would be declared."""

    at: int
    name: str
    title: str
    kind: str  # number, date or string
    values: list[str]
    unit: str = ""
    codes: str = ""
    measure: str = ""
    of: dict[str, Any] = field(default_factory=dict)  # ratio_of, part_of

    @property
    def numbers(self) -> "pd.Series[Any]":
        return pd.Series([Decimal(value) if value else None for value in self.values], dtype=object)

    def declared(self) -> dict[str, Any]:
        constraints: dict[str, bool | int] = {"required": True} if all(self.values) else {}
        if self.kind == "number":
            constraints |= {"minimum": 0} if (self.numbers.dropna() >= 0).all() else {}
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
    codes: list[Row] = field(default_factory=list)
    rules: list[Row] = field(default_factory=list)

    def __getitem__(self, name: str) -> Column:
        """A column by its name, or as the file calls it."""
        found = next((each for each in self.columns if name.strip() in (each.name, each.title)), None)
        if found is None:
            raise unknown_name(self.grid.file, _("a column"), name, [each.name for each in self.columns])
        return found

    @property
    def measured(self) -> list[Column]:
        return [column for column in self.columns if column.kind == "number" and column.name != ORDER]

    @property
    def resource(self) -> dict[str, Any]:
        own = [column.declared() for column in self.columns if column.name not in ("period", "source")]
        more: dict[str, object] = {"next": "others", "list": {}} if self.listed else {"next": "measured"}
        more |= {"next": "others", "observations": True} if self.observations else {}
        schema = {"primaryKey": ["period", *self.key], "fields": ["period", *own, "source"]}
        return {"name": self.name, **more, "titleVi": self.title, "schema": schema}

    def rows(self, period: str, file: str) -> bytes:
        names = ["period", *(each.name for each in self.columns if each.name not in ("period", "source")), "source"]
        made = [names]
        for nth, number in enumerate(self.grid.rows):
            told = {"period": period} | {each.name: each.values[nth] for each in self.columns}
            written = {
                each.name: self.grid.cell(each.at, number) for each in self.columns if each.at >= 0 and each.values[nth]
            }
            cells = {name: cell for name, cell in written.items() if name not in self.key} or written
            told["source"] = str(Origin(file, self.grid.sheet, cells))
            made.append([told[name] for name in names])
        return csv_of(made).encode()

    def periods(self, period: str) -> list[str]:
        named = next((each.values for each in self.columns if each.name == "period"), [])
        return list(dict.fromkeys(filter(None, named))) or [period]

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
    units: Sequence[str] = (), codes: Sequence[str] = (), flows: str = "", stocks: str = "",
    openings: str = "", averages: str = "",
    observations: bool = False, listed: bool = False, period: str = "",
) -> tuple[list[Path], list[str]]:  # fmt: skip
    """Declare a table and write its rows; gives the files, and what was proposed. The others: see `briefing add --help`.

    Raises InputError for a file that is not tidy, and, with `yes`, for what only a person can say.
    """
    path, data = Path(file), project.data
    use_tables(data)
    name = table or slug(path.stem).replace("-", "_")
    if name in TABLES or not is_name(name):
        remedy = _("Give it another with --table NAME; rows of a table that is there: {briefing} import.")
        expected = _("a name that no table has, of letters a to z, digits and “_”")
        code = "duplicate_name" if name in TABLES else "wrong_form"
        raise InputError(Problem(path.name, value=name, expected=expected, remedy=remedy, code=code))
    grid = read_grid(path, name, sheet)
    period = choose_period(read_table(data, "periods"), period)
    made = Proposal(name, title or sentence(path.stem.replace("_", " ").replace("-", " ")), grid, columns_of(grid))
    made.observations, made.listed = observations, not observations and (listed or not made.measured)
    _settle(made, ask, yes, key, units, {"flow": flows, "stock": stocks, "opening": openings, "average": averages})
    _encode(made, read_table(data, "codes"), dict(map(_pair, codes)))
    made.rules = [] if observations or made.listed else [*_rules(made)]
    if not yes and ask("\n".join([*made.shown(), _("Write it? [y/N] ")])).lower() not in YES:
        raise NothingWritten(_("Nothing was written."))
    with one_writer(data):
        package = read_package(package_file(data))
        package["resources"].append(made.resource)
        plan, batch = Plan(), Batch(path.name, grid.content, period, saved=grid.saved)
        kept = kept_name(batch, list(read_table(data, "sources").values()))
        for each in made.periods(period):
            plan.keep(data, Batch(path.name, grid.content, each, saved=grid.saved), kept, dt.date.today())
        for of, rows in (("codes", made.codes), ("rules", made.rules)):
            for row in rows:
                plan.put(of, row)
        new = {data / FILE: lay_out(package).encode(), data / f"{name}.csv": made.rows(period, kept)}
        contents = new | plan.contents(data)
        with tried(data, contents) as copy:
            check_folder(copy)
        replace_files(contents)
    return [*contents], [*made.shown()]


def columns_of(grid: Grid) -> list[Column]:
    """The columns of a file: “Số giường (giường)” is in giường; a kind that each of its cells has.

    Raises InputError for a cell that is no number in a column whose head has a unit.
    """
    columns, problems = list[Column](), list[Problem]()
    expected, remedy = _("a number as 1234.5, or an empty cell where none is stated"), _("Correct it.")
    for at, head in enumerate(grid.head):
        found = _HEAD.fullmatch(head)
        title, unit = (found["title"], found["unit"]) if found else (head, "")
        values = [text_of(row[at]) for row in grid.rows.values()]
        given = {number: value for number, value in zip(grid.rows, values, strict=True) if value}
        wrong = {
            f"{grid.sheet}!{grid.cell(at, number)}": each for number, each in given.items() if not _is_number(each)
        }
        days = pd.to_datetime(pd.Series(given, dtype=object), format="%Y-%m-%d", errors="coerce")
        kind = "number" if given and (not wrong or unit) else "date" if given and days.notna().all() else "string"
        problems += [
            Problem(grid.file, 0, place, each, expected, remedy, code="wrong_type")
            for place, each in (wrong.items() if kind == "number" else ())
        ]
        columns.append(Column(at, slug(title).replace("-", "_"), title, kind, values, unit))
    refuse(problems)
    return columns


def _is_number(value: str) -> bool:
    return bool(re.fullmatch(r"-?\d+(\.\d+)?", value)) and not re.match(r"0\d", value)


def _settle(made: Proposal, ask: Ask, yes: bool, key: str, units: Sequence[str], measures: Mapping[str, str]) -> None:
    """Take what was said, ask for what was not; with `yes` that is refused."""
    unsaid = []
    for column in (made[each] for each in key.split(",") if each.strip() not in ("", ORDER)):
        column.kind = "string" if column.kind == "number" else column.kind  # numbers of slips are names
    for name, unit in map(_pair, units):
        made[name].unit, made[name].kind = unit, "number"
    for column in made.measured:
        if not column.unit and any(each.name == "unit" for each in made.columns):
            column.unit = "@unit"
        elif not column.unit:
            column.unit = "" if yes else ask(_("Unit of “{title}”: ", title=column.title))
            unsaid += [f"--unit {column.name}=…"] if not column.unit else []
    proposed = ",".join(_candidate(made))
    if not key and yes and (proposed == ORDER or len([each for each in made.columns if each.kind != "number"]) > 1):
        unsaid.append(f"--key {proposed}")
    key = key or ("" if yes else ask(_("Columns that tell rows apart [{proposal}]: ", proposal=proposed))) or proposed
    if unsaid:
        expected = _("what only you know: {options}", options=" ".join(unsaid))
        remedy = _("Say it so, or where you are asked.")
        raise InputError(Problem(made.grid.file, expected=expected, remedy=remedy, code="missing_value"))
    names = [each.strip() for each in key.split(",")]
    if ORDER in names and not any(each.name == ORDER for each in made.columns):
        places = [str(n) for n in range(1, len(made.grid.rows) + 1)]
        made.columns.insert(0, Column(-1, ORDER, "TT", "number", places))
    made.key = [made[each].name for each in names]
    _tell_apart(made)
    questions = {
        "flow": _("Which of {names} add up from period to period, as visits do; nothing: none: "),
        "stock": _("Which of {names} are as they stand at the end, as beds are; nothing: none: "),
    }
    for column in (each for each in made.measured if is_rate(each.unit)):
        column.measure = "rate"  # which whoever confirms the proposal sees
    for measure, told in measures.items():
        open_ = ",".join(each.name for each in made.measured if not each.measure)
        mute = yes or not open_ or measure not in questions or made.observations or made.listed
        said = told or ("" if mute else ask(questions[measure].format(names=open_)))
        for column in (made[each] for each in said.split(",") if each.strip()):
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


def _tell_apart(made: Proposal) -> None:
    """Raises InputError for rows that the key does not tell apart."""
    names = [*({each.name for each in made.columns} & {"period"}), *made.key]
    frame = pd.DataFrame({name: made[name].values for name in names})
    grid, numbers, at = made.grid, list(made.grid.rows), max(made[made.key[0]].at, 0)
    once = _("each “{title}” once", title=" + ".join(made[each].title for each in made.key))
    remedy = _("Delete one; if both are right, say --key order.")
    places = {nth: f"{grid.sheet}!{grid.cell(at, numbers[nth])}" for nth in frame.index[frame.duplicated()]}
    refuse(
        Problem(grid.file, 0, place, ", ".join(frame.loc[nth]), once, remedy, code="duplicate_key")
        for nth, place in places.items()
    )


def _encode(made: Proposal, known: Rows, lists: Mapping[str, str]) -> None:
    """Write a column's texts as codes of a list, with a row for each that the list lacks."""
    for name, codes in lists.items():
        column = made[name]
        labels = {row["label"]: row["code"] for row in known.values() if row["list"] == codes}
        labels |= {row["label"]: row["code"] for row in made.codes if row["list"] == codes}
        for text in dict.fromkeys(filter(None, column.values)):
            if text not in labels and text not in labels.values():
                labels[text] = slug(text).replace("-", "_")
                made.codes.append({"list": codes, "code": labels[text], "order": str(len(labels)), "label": text})
        column.codes, column.values = codes, [labels.get(text, text) for text in column.values]


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
            words: Message | str = sign.join(f"“{each.title}”" for each in found)
            yield {
                "rule": f"{made.name}_{column.name}", "kind": "equality", "severity": "error", "each": " ".join(made.key),
                "left": left, "relation": relation, "right": form.format(*right),
                "statement": f"{made.title}: “{column.title}” phải bằng {words}",
            }  # fmt: skip


def _frame(column: Column, parts: Sequence[Column]) -> pd.DataFrame:
    """The rows that state all of it: the column first, then its parts; without those where nothing would be told."""
    frame = pd.concat([each.numbers for each in (column, *parts)], axis="columns", ignore_index=True).dropna()
    return frame[frame[0] != 0]


def _is_sum(column: Column, parts: Sequence[Column]) -> bool:
    frame = _frame(column, parts)
    return len(frame) >= _FEWEST and bool((frame.iloc[:, 1:].sum(axis="columns") == frame[0]).all())


def _is_ratio(column: Column, pair: Sequence[Column]) -> bool:
    frame = _frame(column, pair)
    fits = [
        abs(stated - 100 * one / other) <= Decimal(5).scaleb(-decimals(stated) - 1)
        for stated, one, other in frame[frame[2] != 0].itertuples(index=False)
    ]
    return len(fits) >= _FEWEST and all(fits)


def _pair(told: str) -> tuple[str, str]:
    column, sign, value = told.partition("=")
    if not sign:
        raise InputError(
            Problem(
                "add table", value=told, expected=_("COLUMN=VALUE"), remedy=_("Write both."), code="misused_command"
            )
        )
    return column.strip(), value.strip()
