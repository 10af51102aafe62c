"""Answers become CSV rows whose source is the file, its sheet and its cells; the file itself is kept beside the data.

All or nothing: the rows are tried in a copy of the data folder, and put in place only where that is sound.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

from helpers.data import csv_writer
from helpers.data.csv_writer import one_writer, replace_files, with_rows
from helpers.data.datapackage import Declared, declared_in
from helpers.data.indexed_rows import Row, Rows
from helpers.data.period_rows import corrected_cell
from helpers.data.source_reference import Origin, origin
from helpers.data.validation import check_folder
from helpers.errors import InputError, Problem, refuse
from helpers.i18n import Message, _
from helpers.values.vietnamese import shown

from ..build_request import SOURCES
from .questionnaire import RowKey, key_of
from .received_answers import Absence, Answer, Batch, by_row

_LONGEST_NAME = 120


@dataclass
class Plan:
    """What an import writes. rows: table → key → row. answers: the cells of a row, with the file that they come from.

    withdrawn: the corrections of cells that get another value: who decided them saw the one before.
    """

    tables: Declared
    rows: dict[str, dict[RowKey, Row]] = field(default_factory=dict)
    answers: dict[RowKey, tuple[Batch, list[Answer]]] = field(default_factory=dict)
    kept: dict[Path, bytes] = field(default_factory=dict)
    withdrawn: list[Row] = field(default_factory=list)
    cells: int = 0

    def put(self, table: str, row: Row) -> None:
        self.rows.setdefault(table, {})[key_of(self.tables[table], row)] = row

    def keep(self, data: Path, batch: Batch, name: str, today: dt.date) -> None:
        """Keep the file that rows come from, once, and name it among the sources of its period."""
        is_it = ("period", (batch.period,)), ("sha256", (batch.sha256,))
        if not self.tables.rows(data, "sources").where(is_it):
            about = {"period": batch.period, "file": name, "sha256": batch.sha256, "office": batch.office}
            self.put("sources", {**about, "saved": batch.saved, "imported_on": f"{today}"})
        if not (data / SOURCES / batch.period / name).exists():
            self.kept[Path(SOURCES, batch.period, name)] = batch.content

    def contents(self, data: Path) -> dict[Path, bytes]:
        """The files of the data folder as they are to be."""
        tables = {
            data / f"{name}.csv": with_rows(data, self.tables[name], rows.values()) for name, rows in self.rows.items()
        }
        if self.withdrawn:
            tables[data / "corrections.csv"] = with_rows(data, self.tables["corrections"], (), self.withdrawn)
        return tables | {data / path: content for path, content in self.kept.items()}


def store(data: Path, batches: Sequence[Batch], today: dt.date) -> int:
    """Write what has changed; gives how many cells were written.

    Raises InputError, having changed nothing, for rows with which the data would not be sound.
    """
    with one_writer(data), trial_import(data, batches, today) as (plan, copy):
        check_folder(copy)
        if plan.rows:
            replace_files(plan.contents(data))
        return plan.cells


@contextmanager
def trial_import(data: Path, batches: Sequence[Batch], today: dt.date) -> Iterator[tuple[Plan, Path]]:
    """What would be written, and a copy of the data folder in which it is; InputErrors of the copy name the sent cells."""
    plan = planned(data, batches, today)
    with csv_writer.trial_copy(data, plan.contents(data)) as copy:
        try:
            yield plan, copy
        except InputError as error:
            raise InputError(_at_its_cell(problem, plan, copy) for problem in error.problems) from None


def _at_its_cell(problem: Problem, plan: Plan, copy: Path) -> Problem:
    """A problem of a CSV that nobody has, said of the cell of the file that its row comes from."""
    table = plan.tables.get(Path(problem.file).stem)
    if table is None or problem.line < 2 or table.name not in plan.rows:
        return problem
    row = plan.tables.rows(copy, table.name).get(problem.line, dict.fromkeys(table.columns, ""))
    batch, answers = plan.answers.get(key_of(table, row), (None, []))
    if batch is None:
        return problem
    of = next((each for each in answers if each.column == problem.column), answers[0])
    lacks = of.column != problem.column and problem.column in table.columns
    named = table.columns[problem.column].title or problem.column if lacks else ""
    expected = _("{column} too: {expected}", column=named, expected=problem.expected) if lacks else problem.expected
    said = of.typed, expected, problem.remedy, of
    return SentProblem(batch.name, 0, f"{of.sheet}!{of.cell}", *said, code=problem.code)


@dataclass(frozen=True)
class SentProblem(Problem):
    """A fault of a cell that was sent."""

    answer: Answer | None = None

    def as_plain(self) -> dict[str, object]:
        return {name: value for name, value in super().as_plain().items() if name != "answer"}

    @property
    def said(self) -> Message:
        return _("expected {expected}", expected=self.expected)


def planned(data: Path, batches: Sequence[Batch], today: dt.date) -> Plan:
    """What an import of these files would write."""
    plan = Plan(declared_in(data))
    rows_of = cache(partial(plan.tables.rows, data))  # whose rows are indexed once, not once a row
    known = list(rows_of("sources").values())
    for batch in batches:
        name = kept_name(batch, [*known, *plan.rows.get("sources", {}).values()])
        cells = plan.cells
        _put_answers(rows_of, batch, name, plan)
        for absence in batch.absences:
            _put_absence(rows_of("absences"), batch, absence, today, plan)
        if plan.cells != cells:
            plan.keep(data, batch, name, today)
    return plan


def _put_answers(rows_of: Callable[[str], Rows], batch: Batch, name: str, plan: Plan) -> None:
    """Put the changed rows of one file into the plan, and those of which an office says something else."""
    for key, answers in by_row(batch.answers).items():
        table = answers[0].table
        changed = {answer.column for answer in answers if answer.changes}
        there = rows_of(table.name)
        existing = plan.rows.get(table.name, {}).get(key) or there.like(answers[0].row, table.full_key)
        note = "; ".join(dict.fromkeys(each.note for each in answers if each.note))
        reason = "; ".join(dict.fromkeys(each.reason for each in answers if each.reason))
        before = origin(existing["source"]) if existing else None
        is_said = before and ((note and before.note != note) or (reason and before.reason != reason))
        if not (changed or is_said or not existing):
            continue
        refuse(_changed_meanwhile(answers, there))
        if before and not changed:
            note, reason = note or before.note, reason or before.reason
        row = dict(existing or answers[0].row)
        row |= {answer.column: answer.new for answer in answers}
        cells = {answer.column: answer.cell for answer in answers if answer.typed}  # what was left empty has none
        row["source"] = str(Origin(name, answers[0].sheet, cells or {"": answers[0].cell}, note, reason))
        plan.put(table.name, row)
        plan.answers[key] = batch, answers
        own = rows_of("corrections").where((("period", (batch.period,)),)).items()
        corrected = [(said, corrected_cell(line, said, plan.tables)) for line, said in own]
        plan.withdrawn += [said for said, cell in corrected if cell.column in changed and cell.takes(table.name, row)]
        plan.cells += len(changed) or 1


def _changed_meanwhile(answers: list[Answer], rows: Rows) -> Iterator[Problem]:
    """Cells of a row that say something else than when the file was read: somebody has written there meanwhile."""
    key = tuple((name, (answers[0].row[name],)) for name in answers[0].table.full_key)
    line, now = next(iter(rows.where(key).items()), (0, {}))
    for each in answers:
        if (value := now.get(each.column, "")) != each.old:
            there = {"old": shown(each.old) or _("nothing"), "new": shown(each.new) or _("nothing"), "cell": each.cell}
            expected = _("{old}, which stood there when the file was read; its cell {cell} says {new}", **there)
            remedy = _("Somebody has changed it meanwhile: import the file again, and look at both.")
            yield Problem(
                f"{each.table.name}.csv", line, each.column, value, expected, remedy, code="changed_meanwhile"
            )


def _put_absence(known: Rows, batch: Batch, absence: Absence, today: dt.date, plan: Plan) -> None:
    """Keep why an office has no number; one that is awaited stays a gap."""
    row = {"period": batch.period, "rows": absence.rows, "state": absence.state, "reason": absence.reason,
           "stated_by": batch.office, "date": today.isoformat()}  # fmt: skip
    there = known.like(row, plan.tables["absences"].full_key)
    if not there or (there["state"], there["reason"]) != (absence.state, absence.reason):
        plan.put("absences", row)
        plan.cells += 1


def kept_name(batch: Batch, known: Sequence[Mapping[str, str]]) -> str:
    """The name under which the file is kept: its own in plain characters, with its digest behind it if another has that."""
    own = {row["sha256"]: row["file"] for row in known if row["period"] == batch.period}
    name = Path(re.sub(r"[^\w ().,;+&@#%=~-]", "-", batch.name).strip(". "))
    plain, taken = f"{name.stem[:_LONGEST_NAME]}{name.suffix}", {file.casefold() for file in own.values()}
    apart = f"{name.stem[:_LONGEST_NAME]}-{batch.sha256[:8]}{name.suffix}"
    return own.get(batch.sha256) or (apart if plain.casefold() in taken else plain)
