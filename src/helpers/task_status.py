"""How tasks stand to their deadlines: done in time, done late, due, open; and on which day that is judged."""

import calendar
import datetime as dt

import pandas as pd

from .audit.row_rules import late_documents
from .data.datapackage import Tasks
from .editions import Edition
from .errors import unknown_name
from .i18n import _
from .prose import judged, reference
from .values.figures import Figure
from .values.sourced_text import Code, Day, Text

DONE = Code("done", "Hoàn thành", "good")
DONE_LATE = Code("done_late", "Có kết quả nhưng văn bản ghi ngày sau hạn", "done_late")
REPORTED = Code("reported", "Đã báo cáo kết quả", "reported")
DUE = Code("due", "Đến hạn, chưa hoàn thành", "late")
OPEN = Code("open", "Chưa đến hạn", "open")
UNDATED = Code("undated", "Chưa hoàn thành, không ghi thời hạn", "unsure")
STANDINGS = (DONE, DONE_LATE, REPORTED, DUE, OPEN, UNDATED)
UNDER_WAY = Code("under_way", "Đang triển khai", "begun")
UNREPORTED = Code("unreported", "Chưa báo cáo kết quả", "unreported")
REPORTED_OTHERWISE = {"due": "Đến hạn, chưa báo cáo kết quả", "undated": "Chưa báo cáo kết quả, không ghi thời hạn"}
NO_DAY = Text("Không ghi thời hạn")
NOT_STATED = Figure(None)


# -- days ----------------------------------------------------------------------------------------------------------


def judged_on(edition: Edition, subject: str) -> Day:
    """The day on which tasks are judged: to which their figures were counted (cutoffs.csv), else the period's last day,
    but never after the day of the report itself (organisation.csv).

    A report written before its period ends cannot know what will be late. One that is dated by its month alone is of
    that month's last day.

    >>> str(judged_on(Edition("2024-H1"), "assigned_tasks")), str(judged_on(Edition("2024-H1"), "decision_tasks"))
    ('27/5/2024', '31/5/2024')
    """
    cutoff = edition.text("cutoffs", "date_to", subject=subject) if subject in edition.codes("cutoff") else ""
    counted = Day.fromisoformat(cutoff) if cutoff else edition.date_to
    written = edition.text("organisation", "report_date")
    if not written:
        return counted
    return min(counted, Day.fromisoformat(written) if written.count("-") > 1 else _last_day(written))


def as_of(edition: Edition, subject: str) -> Text:
    """The day of `judged_on` as the report may say it: of one that is dated by its month alone, that month.

    >>> str(as_of(Edition("2024-H1"), "assigned_tasks")), str(as_of(Edition("2024-H1"), "decision_tasks"))
    ('ngày 27/5/2024', 'tháng 5/2024')
    """
    day, written = judged_on(edition, subject), edition.organisation("report_date")
    of_month = written.count("-") == 1 and day == _last_day(written)
    return Text(f"tháng {day.month}/{day.year}" if of_month else f"ngày {day.text()}", written.cells)


def _last_day(month: str) -> Day:
    """Of "2024-05", 31/5/2024."""
    year, number = map(int, month.split("-"))
    return Day(year, number, calendar.monthrange(year, number)[1])


def overdue(edition: Edition, table: str) -> Figure:
    """How many tasks of a register are due and not done."""
    due: Figure = by_standing(edition, table)[DUE]
    return due


def coming(edition: Edition, table: str) -> Figure:
    """How many tasks of a register are not done and due after the day that they are judged on, by the period's last day.

    >>> coming(Edition("2024-H1"), "decision_tasks").text()
    '2'
    """
    rows, found = edition.register(table), standing(edition, table)
    soon = [line for line in rows.index if found[line] == OPEN and rows.at[line, "due_by"] <= edition.date_to]
    return edition.rows(table, soon)


def late(edition: Edition, table: str) -> set[int]:
    """The lines of a register whose documents are dated after the due day, as rules.csv compares them ("not after").

    What somebody has accepted (acceptances.csv) shows nothing against a task: one decision governs text, table, chart and finding.

    >>> sorted(str(task) for task in Edition("2024-H1").register("decision_tasks").loc[[*late(Edition("2024-H1"), "decision_tasks")]]["task"])
    ['3', '5']
    """
    accepted = set(edition.register("acceptances")["finding"].map(str))
    found: set[int] = set()
    for _line, rule in edition.register("rules", relation="not after").iterrows():
        left, right = str(rule["left"]), str(rule["right"])
        if right.startswith(f"{table}."):
            records = edition.records_of(left.partition(".")[0], table, "documents")
            for label, cells, wrong in late_documents(left, right, records):
                if wrong and f"{rule['rule']!s}@{label}" not in accepted:
                    found.add(cells[-1][1])
    return found


def standing(edition: Edition, table: str) -> pd.Series:
    """How each task of a register stands to its own deadline (`due_by`), by line; its declaration says what is done, or only reported.

    done: done, and no document is dated after the due day. done_late: done, with a document dated after it (see `late`).
    due: not done, and the due day is the day that is judged on or an earlier one. open: not done, the due day is still to come.
    undated: not done, without a due day.
    """
    rows, tasks, after = edition.register(table), _tasks(edition, table), late(edition, table)
    day, other = judged_on(edition, table), REPORTED_OTHERWISE if tasks.as_reported else {}
    words = {code: Code(str(code), other.get(code, code.label), code.role) for code in STANDINGS}
    done = pd.DataFrame({column: rows[column].isin(values) for column, values in tasks.done.items()}).all(axis=1)

    def of(line: int) -> Code:
        if done[line]:
            return words[DONE_LATE if line in after else REPORTED if tasks.as_reported else DONE]
        due = rows.at[line, "due_by"]
        return words[UNDATED if not _is_day(due) else DUE if due <= day else OPEN]

    return pd.Series([of(line) for line in rows.index], index=rows.index, dtype=object)


def _tasks(edition: Edition, table: str) -> Tasks:
    """What is declared of a table of tasks. Raises InputError for another one."""
    if (tasks := edition.tables[table].tasks) is None:
        known = (name for name, each in edition.tables.items() if each.tasks)
        raise unknown_name("task_status", _('a table with "tasks" in datapackage.json'), table, known)
    return tasks


def told_of_tasks(edition: Edition, table: str, reported: Figure = NOT_STATED, chart: str = "") -> str:
    """How the tasks of a register stand, as a sentence for `prose`; empty without tasks.

    reported: how many the source says were done in time; said while documents dated after their day speak against it.
    chart: the name of the chart that it refers to.

    >>> from helpers.values.display_bundle import to_text
    >>> to_text(told_of_tasks(Edition("2024-H1"), "decision_tasks"))
    'Sở đã hoàn thành 05/11 nhiệm vụ, trong đó 03 nhiệm vụ đúng thời hạn, 02 nhiệm vụ có văn bản ghi ngày sau hạn; 06/11 nhiệm vụ đang triển khai trong hạn.'
    """
    everything = edition.count(table)
    if not everything:
        return ""
    counts = by_standing(edition, table)
    done, late, due = (counts[code] for code in (DONE, DONE_LATE, DUE))
    completed = edition.count(table, **{column: list(values) for column, values in _tasks(edition, table).done.items()})
    pending = counts[OPEN] + counts[UNDATED]
    stated = "" if reported.is_missing else f" (số đã báo cáo: {reported:02}/{everything} nhiệm vụ đúng thời hạn)"
    apart = f"{done:02} nhiệm vụ đúng thời hạn, {late:02} nhiệm vụ có văn bản ghi ngày sau hạn"
    how = f", trong đó {apart}{stated}" if late else " đúng thời hạn" if completed else ""
    overdue = f"; {due:02}/{everything} nhiệm vụ đến hạn mà chưa hoàn thành" if due else ""
    in_time = f"; {pending:02}/{everything} nhiệm vụ đang triển khai trong hạn" if pending else ""
    link = reference(chart) if chart else ""
    return judged(f"Sở đã hoàn thành {completed:02}/{everything} nhiệm vụ{how}{in_time}{overdue}{link}.", counts)


def by_standing(edition: Edition, table: str) -> pd.Series:
    """How many tasks of a register have each standing, in the order of STANDINGS."""
    tasks = standing(edition, table)
    found = {str(code): code for code in tasks}
    codes = [found.get(code, code) for code in STANDINGS]
    counts = [edition.rows(table, tasks.index[tasks == code]) for code in codes]
    return pd.Series(counts, index=pd.Index(codes, dtype=object, name="standing"), name="rows", dtype=object)


def by_deadline(edition: Edition, table: str) -> pd.DataFrame:
    """How many tasks of a register have each standing (across), by due day (down); those without a day come last."""
    rows, tasks = edition.register(table), standing(edition, table)
    days = rows["due_by"].map(lambda day: day if _is_day(day) else NO_DAY)
    order = [*sorted({*days} - {NO_DAY}), *[NO_DAY] * (NO_DAY in {*days})]
    present = {str(code): code for code in tasks}
    columns = pd.Index([present[code] for code in STANDINGS if code in present], dtype=object, name="standing")
    counts = [[edition.rows(table, tasks.index[(days == day) & (tasks == code)]) for code in columns] for day in order]
    return pd.DataFrame(counts, pd.Index(order, dtype=object, name="due_by"), columns, dtype=object)


def _is_day(value: object) -> bool:
    return isinstance(value, dt.date)
