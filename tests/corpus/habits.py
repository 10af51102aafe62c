"""Run a corpus of habits: how offices fill in workbooks, and what must come of each.

A habit is an edit of an honestly filled workbook and what an official expects of it. Everything goes through the command line,
on a copy of frozen data in a temporary folder. Many habits share one `briefing forms in`: each in cells, or in a workbook, of its own.
"""

import ast
import csv
import io
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from unittest import mock

import openpyxl

from briefing.cli import run

TESTS = Path(__file__).resolve().parent.parent
BRIEFING = Path(sys.executable).parent / "briefing"
OFFICES = ("P.BCVT", "P.CNTT", "P.TTBCXB", "TT.CNTTTT", "TTr", "VP")
PERIODS = {"2025-H1": TESTS / "backtest" / "2024-H1" / "data", "2032-Q3": TESTS / "edition" / "data"}


@dataclass(frozen=True)
class Want:
    """What must come: `values` stand in the tables, `rows` stand in them, one of `named` is named, a `check` of the data holds."""

    verdict: str  # right, asked, refused, or "fair": right or named
    values: dict = field(default_factory=dict)
    rows: tuple = ()
    named: tuple = ()
    check: Callable | None = None


def right(values=None, *rows, check=None):
    """Taken in as it was meant: these values of figures, these rows (table, {column: value})."""
    return Want("right", values or {}, rows, (), check)


def fair(values=None, *rows, named=(), check=None):
    """Either taken in as it was meant or named as doubtful: both are honest."""
    return Want("fair", values or {}, rows, named, check)


def asked(*named, values=None):
    """Named as doubtful, or a finding of the audit; what is named: a word or a cell."""
    return Want("asked", values or {}, (), named)


def refused(*named):
    return Want("refused", {}, (), named)


@dataclass(frozen=True)
class Habit:
    name: str
    office: str
    edit: Callable  # edit(book): change the openpyxl workbook; or write(path): make the file
    want: Want
    cells: tuple = ()  # codes of cells, if the habit is in these cells alone
    period: str = "2025-H1"
    raw: bool = False  # edit(path) works on the saved file and returns the path to import (or several)
    alone: tuple | None = None  # arguments of an import of its own, without the usual --yes --only-good
    audit: bool = False  # a finding of the audit counts as asked


class Book:
    """An honestly filled workbook, with its cells found by the code in the hidden column."""

    def __init__(self, path):
        self.path = Path(path)
        self.wb = openpyxl.load_workbook(path)
        self.places = {}
        for ws in self.wb:
            if ws.title.startswith(("_", "DS", "Hướng")):
                continue
            for (code,) in ws.iter_rows(min_col=1, max_col=1):
                if code.value and code.value != "sum":
                    self.places[code.value] = (ws, code.row)

    def cell(self, code, column="G"):
        ws, row = self.places[code]
        return ws[f"{column}{row}"]

    def where(self, code, column="G"):
        if code.startswith("row "):
            return code
        ws, row = self.places[code]
        return f"{ws.title}!{column}{row}"

    def sheet(self, code):
        return self.places[code][0]

    def list(self, part=""):
        return next(ws for ws in self.wb if ws.title.startswith("DS") and part in ws.title)


# -- data ---------------------------------------------------------------------------------------------------------------------------------


@cache
def parsed(code):
    """table, column, dimensions of a code such as counts.value(item='petitions')."""
    call = ast.parse(code, mode="eval").body
    return call.func.value.id, call.func.attr, {k.arg: ast.literal_eval(k.value) for k in call.keywords}


def table(data, name):
    with open(Path(data) / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def same(text, value):
    if value is None:
        return text in ("", None)
    try:
        return Decimal(str(text)) == Decimal(str(value))
    except InvalidOperation:
        return text == str(value)


class Tables:
    """The tables of a data folder, each read once."""

    def __init__(self, data, period):
        self.data, self.period, self.read = data, period, {}

    def rows(self, name):
        if name not in self.read:
            self.read[name] = [row for row in table(self.data, name) if row.get("period") == self.period]
        return self.read[name]

    def value(self, code):
        """The text that stands for a figure, or None where its row is missing."""
        name, column, dimensions = parsed(code)
        for row in self.rows(name):
            if all(row[k] == v for k, v in dimensions.items()):
                return row[column]
        return None

    def anywhere(self, text):
        """Does a text stand in any table, of any period?"""
        return any(text in path.read_text(encoding="utf-8") for path in Path(self.data).glob("*.csv"))

    def has(self, name, wanted):
        return any(all(same(row[k], v) for k, v in wanted.items()) for row in self.rows(name))


# -- honest workbooks ---------------------------------------------------------------------------------------------------------------------


def grown(code, last, unit):
    """A plausible new value: what is counted grows by some percent, shares and technical counts stay."""
    name, column, _ = parsed(code)
    if column in ("growth", "change") or name in (
        "indicators",
        "coverage",
        "internet_links",
        "online_rates",
        "plan_projects",
    ):
        return last
    if not isinstance(last, int | float) or unit == "%" or abs(last) < 20:
        return last
    if not isinstance(last, int):
        return round(last * 1.04, 2)
    more = round(last * 1.04)
    return more + (sorted(str(more)) == sorted(str(last)))  # 464 after 446 is asked, rightly: digits exchanged?


FEW = 4  # slips in one workbook; of more an import asks all of its numbers at once, which says nothing of each
REAL = 20  # every so many commands runs as a process of its own, as people run it


_COMMANDS = itertools.count(1)


def command(*args):
    """Exit code and output of a command; most run within this process, which takes a third of the time."""
    if next(_COMMANDS) % REAL == 0:
        environment = os.environ | {"COLUMNS": "3000", "PYTHONUTF8": "1", "LANG": "C.UTF-8"}
        line = [str(BRIEFING), *map(str, args)]
        done = subprocess.run(line, input="", capture_output=True, text=True, timeout=180, env=environment, check=False)
        return done.returncode, done.stdout + "\n" + done.stderr
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), mock.patch.dict(os.environ, COLUMNS="3000"):
        code = run(list(map(str, args))).exit
    return code, out.getvalue() + "\n" + err.getvalue()


class Desk:
    """The collecting office: data in which a period has begun, and honestly filled workbooks, made once."""

    def __init__(self, folder, period, offices):
        self.folder, self.period, self.offices = Path(folder) / period, period, offices
        self.data = self.folder / "data"
        shutil.copytree(PERIODS[period], self.data)
        self.templates, self.honest = self.folder / "templates", self.folder / "honest"
        self.honest.mkdir()
        for args in (
            ("new", period, "--data", self.data),
            ("forms", "out", period, "--data", self.data, "--out", self.templates),
        ):
            code, out = command(*args)
            assert code == 0, out
        self.filled = {office: self.fill(office) for office in offices}
        self.groups = {office: self.grouped(office) for office in offices}

    def fill(self, office):
        book = Book(self.templates / f"{office}_{self.period}.xlsx")
        filled = {}
        for code, (ws, row) in book.places.items():
            value = grown(code, ws[f"E{row}"].value, ws[f"D{row}"].value)
            if value is not None:
                ws[f"G{row}"] = value
                filled[code] = value
        book.wb.save(self.path(office))
        return filled

    def path(self, office):
        return self.honest / f"{office}_{self.period}.xlsx"

    def grouped(self, office):
        """code → what waits together with it: its row, or the whole table where totals are compared."""
        book, summed, groups = Book(self.path(office)), set(), {}
        for ws in book.wb:
            block = None
            if ws.title.startswith(("_", "DS", "Hướng")):
                continue
            for row in ws.iter_rows(min_row=5, max_col=1):
                code = row[0].value
                if code and code != "sum":
                    block = parsed(code)[0]
                elif code == "sum":
                    summed.add(block)
        for code in book.places:
            name, _, dimensions = parsed(code)
            groups[code] = (name,) if name in summed else (name, *dimensions.values())
        return groups


# -- running ------------------------------------------------------------------------------------------------------------------------------

COMPLAINTS = ("refused", "doubtful", "finding", "said", "corrections.csv")
HEAD = re.compile(r"^(\S.*?) · (\S+) · (\S+) · saved ")


def sections(out):
    """file name → the lines that the import says of it; "" → the others."""
    parts, now = {"": []}, ""
    for line in out.splitlines():
        head = HEAD.match(line)
        if head:
            now = head.group(1)
            parts.setdefault(now, [])
        elif re.match(r"^\S+: \d of \d offices", line) or re.match(r"^\d+ problem", line):
            now = ""
        parts[now].append(line)
    return parts


def told(lines):
    """Lines that say something is not, or perhaps not, taken in as it stands: all but the table of changes."""
    text, table_of_changes = [], False
    for line in lines:
        if line.startswith("cell ") and "against last period" in line:
            table_of_changes = True
            continue
        is_row = re.match(r"[A-Z]{1,2}\d+\S* ", line)
        if table_of_changes and (is_row or line.startswith(" ")):
            continue
        table_of_changes = False
        text += [line] if not re.fullmatch(r"sheet [^,:]+", line) else []
    return [line for line in text if not re.match(r"^\d+ change\(s\), ", line)]


def holds(run, cell):
    """Does "G6:G9", or "G6", hold a cell?"""
    (letter, first), *last = re.findall(r"([A-Z]+)(\d+)", run)
    own, row = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()
    return own == letter and int(first) <= int(row) <= int(last[0][1] if last else first)


def in_rows(run, row):
    """Does "G6:G9", or "G6", have a cell in a row?"""
    first, *last = map(int, re.findall(r"\d+", run))
    return first <= row <= (last[0] if last else first)


def names(line, place):
    """Does a line name a cell (Sheet!G6) or a word?"""
    line = unicodedata.normalize("NFC", line)
    if place.startswith("row "):  # "row SHEET!7": any cell of this line of a list
        sheet, row = place[4:].rsplit("!", 1)
        several = re.search(rf"sheet {re.escape(sheet)}, \d+ cells ([A-Z0-9:, ]+):", line)
        among = several and any(in_rows(run, int(row)) for run in several[1].split(","))
        return bool(among or re.search(rf"{re.escape(sheet)}(, cell |!)[A-Z]+{row}(?!\d)", line))
    if re.fullmatch(r".+![A-Z]+\d+", place):
        sheet, cell = place.rsplit("!", 1)
        several = re.search(rf"sheet {re.escape(sheet)}, \d+ cells ([A-Z0-9:, ]+):", line)
        among = several and any(holds(run, cell) for run in several[1].split(","))
        alone = f"sheet {sheet}, cell {cell}:" in line or re.search(re.escape(place) + r"(?!\d)", line)
        return bool(alone or among)
    if re.fullmatch(r"[A-Z]{1,2}\d+", place):
        return re.search(rf"\b{place}\b", line) is not None
    return place.lower() in line.lower()


@dataclass
class Outcome:
    habit: Habit
    verdict: str
    note: str
    named: bool = True  # a refusal that does not name the place is not met

    @property
    def met(self):
        want = self.habit.want.verdict
        named = self.verdict in ("asked", "refused") and self.named
        return (
            self.verdict == want
            or (want == "fair" and (self.verdict == "right" or named))
            or (want in ("asked", "refused") and named)
        )


class Run:
    def __init__(self, folder):
        self.folder, self.desks, self.count, self.outcomes = Path(folder), {}, 0, []
        self.imports = 0

    def desk(self, period):
        return self.desks[period]

    def fresh(self, desk):
        self.count += 1
        place = self.folder / f"run{self.count}"
        shutil.copytree(desk.data, place / "data")
        return place

    def run(self, habits):
        for period in sorted({habit.period for habit in habits}):
            mine = [habit for habit in habits if habit.period == period]
            every = any(habit.audit for habit in mine)
            offices = [office for office in OFFICES if every or any(habit.office == office for habit in mine)]
            self.desks[period] = Desk(self.folder, period, offices)
            for pack in self.packs(period, mine):
                self.outcomes += self.packed(pack)
        return self.outcomes

    def packs(self, period, habits):
        """Habits that can share an import: cells that do not wait for each other, at most one habit a workbook otherwise."""
        desk, packs = self.desk(period), []
        for habit in habits:
            if habit.alone is not None:
                packs.append(([habit], None))
                continue
            groups = {(habit.office, desk.groups[habit.office].get(code, code)) for code in habit.cells}
            taken = groups or {(habit.office, None)}
            for pack, used in packs:
                if used is None or pack[0].audit != habit.audit:
                    continue
                if habit.audit and sum(each.office == habit.office for each in pack) == FEW:
                    continue
                whole = any(office == habit.office and group is None for office, group in used)
                clash = (
                    bool(taken & used) or whole or (not groups and any(office == habit.office for office, _ in used))
                )
                if not clash:
                    pack.append(habit)
                    used |= taken
                    break
            else:
                packs.append(([habit], set(taken)))
        return [pack for pack, _ in packs]

    def packed(self, pack):
        desk = self.desk(pack[0].period)
        place = self.fresh(desk)
        inbox, files, failed = place / "inbox", {}, []
        inbox.mkdir()
        for office in dict.fromkeys(habit.office for habit in pack):
            path = inbox / f"{office}_{desk.period}.xlsx"
            mine = [habit for habit in pack if habit.office == office]
            plain = [habit for habit in mine if not habit.raw]
            book = Book(desk.path(office))
            for habit in plain:
                habit.edit(book)
            book.wb.save(path)
            files[office] = [path]
            for habit in mine:
                if habit.raw:
                    made = habit.edit(path)
                    files[office] = [Path(p) for p in (made if isinstance(made, list | tuple) else [made or path])]
        paths = [path for made in files.values() for path in made]
        usual = ("--yes", "--only-good")
        extra = pack[0].alone if pack[0].alone is not None else usual
        before = {path.name: path.read_bytes() for path in (place / "data").glob("*.csv")}
        code, out = command("forms", "in", *paths, *extra, "--data", place / "data")
        self.imports += 1
        bad = code not in (0, 2) or "Traceback" in out
        changed = any((place / "data" / name).read_bytes() != content for name, content in before.items())
        lied = "nothing was changed" in out and changed
        if (bad or lied or (code == 2 and not changed)) and len(pack) > 1:
            half = len(pack) // 2  # one of them spoils the import of all: find it
            return self.packed(pack[:half]) + self.packed(pack[half:])
        findings = self.findings(place, desk, code) if pack[0].audit else []
        if bad or lied:
            what = "says that nothing was changed, but it was" if lied else f"exit {code}"
            failed = [Outcome(pack[0], "broken", f"{what}: {out.strip().splitlines()[-1][:160]}")]
        result = failed or [self.judge(habit, desk, place, files[habit.office], code, out, findings) for habit in pack]
        shutil.rmtree(place, ignore_errors=True)
        return result

    def findings(self, place, desk, code):
        """What the audit finds in these data and not in the honest ones: the cells named."""
        if not hasattr(desk, "calm"):
            desk.calm = set()
            calm = self.fresh(desk)
            command("forms", "in", *(desk.path(office) for office in OFFICES), "--yes", "--data", calm / "data")
            desk.calm = {f["id"] + "|" + f["left"] + "|" + f["right"] for f in audited(calm / "data", desk.period)}
        return [
            f
            for f in audited(place / "data", desk.period)
            if f["id"] + "|" + f["left"] + "|" + f["right"] not in desk.calm
        ]

    def judge(self, habit, desk, place, files, code, out, findings):
        parts = sections(out)
        lines = [line for path in files for line in parts.get(path.name, [])]
        lines = told(lines) + parts[""]
        tables = Tables(place / "data", desk.period)
        book = Book(desk.path(habit.office))
        cells = tuple(book.where(c) for c in habit.cells)
        wanted = habit.want
        places = tuple(book.where(p) if p in book.places else p for p in wanted.named) + cells
        hits = [line for line in lines if any(names(line, p) for p in places) and not line.startswith("said ")]
        if not places:  # any refusal of this workbook names what was done to it
            hits += [line for line in lines if line.startswith(("refused", "doubtful", "finding"))]
        soft = [line for line in lines if any(names(line, p) for p in places) and line.startswith("said ")]
        found = [f["id"] for f in findings if any(c in f["cells"] for c in habit.cells or wanted.named)]
        empty = [line for line in lines if re.match(r"^\d+ (empty|no number yet): ", line)]
        labels = [str(book.cell(c, "C").value) for c in habit.cells if c in book.places]
        hits += [line for line in empty if any(label in line for label in labels) or (labels and "…" in line)]
        values = {c: tables.value(c) for c in wanted.values}
        stands = (
            all(same(values[c], v) for c, v in wanted.values.items())
            and all(tables.has(*row) for row in wanted.rows)
            and (wanted.check is None or wanted.check(tables))
        )
        stated = bool(wanted.values or wanted.rows or wanted.check)
        lost = self.lost(habit, desk, tables, lines, book)
        if wanted.verdict in ("right", "fair") and stated and stands and not lost:
            return Outcome(habit, "right", "")
        if hits or found:
            note = (hits or [f"audit: {found}"])[0].strip()[:170]
            doubtful = any(line.startswith(("doubtful", "finding")) for line in hits) or (not hits)
            return Outcome(habit, "asked" if doubtful else "refused", note)
        if soft and wanted.verdict != "right":
            return Outcome(habit, "asked", soft[0][:170])
        if code == 2:
            return Outcome(
                habit,
                "refused",
                "without naming the place: " + " | ".join(x.strip() for x in lines if x.strip())[:170],
                named=False,
            )
        if lost:
            return Outcome(habit, "silent", f"lost without a word: {', '.join(lost[:3])}")
        now = values or {c: tables.value(c) for c in habit.cells if c in book.places}
        note = f"stands now: {now}" if now else "accepted without a word"
        first = [x for x in lines if x.startswith(COMPLAINTS[:4])]
        if first:
            note += f"; said elsewhere: {first[0][:90]}"
        return Outcome(habit, "silent", note)

    def lost(self, habit, desk, tables, lines, book):
        """Honest cells of this workbook that are neither in the data nor named; a refused file or sheet names all of its cells."""
        if habit.cells or habit.want.verdict != "right":
            return []
        missing = []
        for c in desk.filled[habit.office]:
            if c in habit.want.values:
                continue
            sheet, text = book.places[c][0].title, tables.value(c)
            named = any(names(line, book.where(c)) or f"refused sheet {sheet}:" in line for line in lines)
            if text in (None, "") and not named:
                missing.append(c)
        return missing


def audited(data, period):
    _, out = command("check", period, "--data", data, "--json")
    try:
        return json.loads(out[out.index("{") :])["findings"]
    except (ValueError, KeyError):
        return []


def report(outcomes, seconds, imports):
    """The counts, then each silent, broken and unexpected habit with what came."""
    counts = Counter(o.verdict for o in outcomes)
    kinds = ", ".join(f"{counts[k]} {k}" for k in ("right", "asked", "refused", "silent", "broken"))
    lines = [
        f"{len(outcomes)} habits: {kinds}; {sum(o.met for o in outcomes)} as they must be ({imports} imports, {seconds:.0f} s)"
    ]
    for verdict in ("broken", "silent"):
        lines += [
            f"{verdict}: {o.habit.name} (must be {o.habit.want.verdict}): {o.note}"
            for o in outcomes
            if o.verdict == verdict
        ]
    lines += [
        f"{o.verdict}, must be {o.habit.want.verdict}: {o.habit.name}: {o.note}"
        for o in outcomes
        if not o.met and o.verdict not in ("broken", "silent")
    ]
    return "\n".join(lines)


def run_all(folder, habits):
    start = time.monotonic()
    run = Run(folder)
    outcomes = run.run(habits)
    return outcomes, report(outcomes, time.monotonic() - start, run.imports)
