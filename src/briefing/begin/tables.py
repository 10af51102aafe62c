"""`briefing add table`: a declaration drafted from header and values, and the rows; what nobody can read there is asked."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

from helpers.data.checking import check_folder
from helpers.data.datapackage import FILE, ORDER, lay_out, read_package
from helpers.data.declared import is_name
from helpers.data.origins import Origin
from helpers.data.periods import choose_period
from helpers.data.rows import Row, Rows
from helpers.data.schema import TABLES, package_file, read_table, use_tables
from helpers.data.spans import Span, is_nth_month, is_opening
from helpers.data.updating import csv_of, one_writer, replace_files, tried
from helpers.language import _
from helpers.problems import InputError, Problem, refuse, unknown_name
from helpers.project import here
from helpers.values.vietnamese import sentence, slug

from ..collect.excel_csv import rows_of, text_of
from ..collect.layouts import UNIT, UNNAMED, Layout, heading, sheet_of, units_of
from ..collect.limits import bytes_of
from ..collect.months import TERMS, lasting, month_in, of_another_period
from ..collect.notation import (
    Reading,
    Scale,
    decimal_mark,
    is_not_yet,
    multiple,
    read_date,
    read_number,
    unit_behind,
)
from ..collect.questions import repeats
from ..collect.received import Received
from ..collect.separated import MOST_TOLD
from ..collect.storing import Plan, kept_name
from ..collect.workbooks import Cell, Sheet, open_workbook
from .columns import Column, adds_up, as_written, is_mean, percent_of, unit_of
from .doubts import OWN, given_twice, left_out, not_told_apart, of_another_size, of_later, to_look_at, without_value
from .following import (
    controls_of,
    followings,
    relate,
    rules_of_openings,
    rules_of_rows,
    rules_of_running,
    said_of_rules,
)

Ask = Callable[[str], str]
_NAMES = {"ky": "period", "ky_bao_cao": "period", "nguon": "source", "tt": ORDER, "stt": ORDER, "don_vi_tinh": "unit", "dvt": "unit"}  # fmt: skip
_NUMBERED = ("phieu", "phieu_so", "so_phieu", "ma", "ma_so", "ma_phieu")  # names that look like numbers
_MOST_CODES, _MOST_KEYS = 30, 4
_LIKE_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d\d)")  # “31/02/2031”, “3/31/2031”
_YEAR = re.compile(r"(?:19|20)\d\d")
_LIKE_UNIT = re.compile(r"%|[a-zđ][^\W\d]*[²³23]?(?: [^\W\d]+){0,2}(?:/.{1,20})?")  # “đồng/bao”, but “Phòng Kế hoạch”
_DASHES = ("-", "–", "—", "--")


def add_table(
    file: str, ask: Ask, yes: bool = False, *, table: str = "", title: str = "", sheet: str = "", key: str = "",
    units: Sequence[str] = (), codes: Sequence[str] = (), read: Sequence[str] = (), flows: str = "", levels: str = "",
    observations: bool = False, listed: bool = False, period: str = "",
) -> tuple[list[Path], list[str], list[str]]:  # fmt: skip
    """Declare a table and write its rows, as a CSV or a sheet has them; gives the files, what of it was not taken, and what to look at.

    table: its name; default: the file's. title: default: what stands above it, else the sheet's name or the file's. The others: see `briefing add --help`.
    Raises InputError for what cannot be a table, for a cell that cannot be read, and, with `yes`, for what must be asked.
    """
    path, data = Path(file), here().data
    content = bytes_of(path)
    use_tables(data)
    grid, saved = _sheet(path, content, sheet)
    where = grid.name
    name = table or slug(path.stem).replace("-", "_")
    if name in TABLES or not is_name(name):
        remedy = _("Give it another with --table NAME; rows of a table that is there: {briefing} forms in.")
        expected = _("a name that no table has, of letters a to z, digits and “_”")
        raise InputError(Problem(path.name, value=name, expected=expected, remedy=remedy, code="taken_or_bad_name"))
    period = choose_period(read_table(data, "periods"), period)
    asked = Asked(None if yes else ask)
    draft = Draft(path.name, grid, name, read_table(data, "codes"), period)
    of_file = re.sub(r"[\s_-]+", " ", path.stem if UNNAMED.fullmatch(where) else where)
    proposal = draft.layout.title or sentence(of_file)
    draft.title = asked(_("Title of the table, in Vietnamese"), proposal, title) or proposal
    becomes = flows or levels or observations or listed
    draft.settle(asked, key, *(dict(map(_pair, told)) for told in (units, codes, read)), accrued=bool(becomes))
    draft.observations, draft.listed = observations, not observations and (listed or not draft.measured)
    follow = [*followings(draft)]
    for one in (one for one in follow if one.is_rule and all(part in draft.months_apart for part in one.parts)):
        one.column.accrual = "flow"  # it adds months up, and so quarters
    if not draft.listed or flows or levels:
        draft.accrue(asked, flows, levels)
    refuse([*of_another_period(draft.file, draft.layout.above, draft.span), *of_later(draft, observations)][:MOST_TOLD])
    told = [*to_look_at(draft, observations, data), *(each.said(draft) for each in follow)]
    if yes and not key:
        told.append(_("only “{title}” tells rows apart: it is the key", title=draft[draft.key[0]].title))
    relate(draft, [each for each in follow if each.is_rule])
    of_rows, of_openings = [*rules_of_rows(draft)], [*rules_of_openings(draft), *rules_of_running(draft)]
    told += said_of_rules(of_rows, of_openings)
    with one_writer(data):
        package = read_package(package_file(data))
        package["resources"].append(draft.resource | ({"next": "others", "observations": True} if observations else {}))
        plan, sent = Plan(), Received(path.name, content, period, saved=saved)
        kept = kept_name(sent, list(read_table(data, "sources").values()))
        for each in draft.periods(period):
            plan.keep(data, replace(sent, period=each), kept, dt.date.today())
        for row in draft.new_codes:
            plan.put("codes", row)
        for rule in (*(each.rule(draft) for each in follow if each.is_rule), *of_rows, *of_openings):
            plan.put("rules", rule)
        for stated, control in controls_of(draft, period):
            plan.put("controls", control | {"source": str(Origin(kept, where, {"value": stated.cell}))})
        contents = {
            data / FILE: lay_out(package).encode(),
            data / f"{name}.csv": draft.rows(period, lambda cells: str(Origin(kept, where, cells))),
            **plan.contents(data),
        }
        with tried(data, contents) as copy:
            check_folder(copy)
        replace_files(contents)
    return [*contents], [*left_out(draft)], told


class Asked:
    """Who answers: what was typed with the command, else somebody, else (`--yes`) nobody."""

    def __init__(self, ask: Ask | None) -> None:
        self.ask = ask
        self.options: list[str] = []  # with which it could have been said

    def __call__(self, question: str, proposal: str = "", told: str = "", option: str = "") -> str:
        if self.ask is None:
            self.options += [option] if option and not told else []
            return told or (proposal if option else "")
        answer = told or self.ask(f"{question}{f' [{proposal}]' if proposal else ''}: ") or proposal
        self.options += [option] if option and not answer else []
        return answer


class Draft:
    """A table as it would be declared. Raises InputError for a grid that has no header above rows."""

    def __init__(self, file: str, sheet: Sheet, name: str, codes: Rows, period: str, title: str = "") -> None:
        self.file, self.sheet, self.name, self.title, self.span = file, sheet.name, name, title, Span.of(period)
        self.known: dict[str, dict[str, str]] = {}  # list → label → code
        for row in codes.values():
            self.known.setdefault(row["list"], {})[row["label"]] = row["code"]
        self.layout = Layout(file, sheet)
        self.lines = [*self.layout.rows]
        self.dashes: list[str] = []  # cells of numbers in which a dash stands for none
        self.converted: list[str] = []  # in which another unit than the column's stands
        self.not_yet: list[str] = []  # in which words or dots say that nobody knows it yet
        self.columns: list[Column] = []
        self.said = said = {letter: heading(titles, True)[0] for letter, titles in self.layout.heads.items()}
        lasts = zip(said.items(), lasting([*said.values()], self.span), strict=True)
        self.renamed = {letter: new for (letter, old), new in lasts if new != old}  # headings that name the period
        for letter in self.layout.heads:
            self.columns.append(self._column(letter))
        self.key: tuple[str, ...] = ()
        self.months = ""  # the column of the key that moves on with the period
        self.new_codes: list[Row] = []
        self.listed = self.observations = False  # each period has rows of its own

    def _column(self, letter: str, measured: bool = False) -> Column:
        """A column by its heading, “Số giường (giường)”, and by what most of its cells can be read as.

        measured: it is one of numbers, whatever its cells are; somebody says its unit.
        """
        titles = self.layout.heads[letter]  # “Học sinh” and “Nữ” of a head of two lines
        cells: Mapping[int, Cell] = {row: at[letter] for row, at in self.layout.rows.items() if letter in at}
        stated = {row: each for row, each in cells.items() if each.text not in _DASHES and not is_not_yet(each.text)}
        sound = [
            each for each in stated.values() if not each.fault
        ]  # “#DIV/0!” makes no column of numbers one of texts
        rate = percent_of("%" if each.percent else str(each.value) for each in sound) or self._behind(sound)
        numbers = [
            read_number(each.value, Scale("%" if each.percent else rate, False), each.percent).values for each in sound
        ]
        dates = [read_date(each.value).values or _LIKE_DAY.fullmatch(each.text) for each in cells.values()]
        kind = next(
            (kind for kind, read in (("number", numbers), ("date", dates)) if 2 * sum(map(bool, read)) > len(read)),
            "string",
        )
        if measured or (kind == "string" and any(numbers) and any(map(UNIT.fullmatch, titles))):
            kind = "number"  # its heading has a unit: “9 (1)” and “khoảng 850” are for somebody to correct
        if kind == "number":
            for row in (row for row in cells if row not in stated):
                (self.not_yet if is_not_yet(cells[row].text) else self.dashes).append(f"{letter}{row}")
            cells = stated
        title, said = heading(titles, kind == "number")
        title = self.renamed.get(letter, title)
        unit = unit_of(said) or rate
        name = slug(title).replace("-", "_")
        name = _NAMES.get(name, name) if kind == "number" or _NAMES.get(name) != ORDER else name
        if name == "don_vi" and all(_LIKE_UNIT.fullmatch(each.text) for each in cells.values()):
            name = "unit"
        name = name if name[:1].isalpha() else f"c_{name}"
        taken = [column.name for column in self.columns if column.letter != letter]
        name = next(each for each in (name, *(f"{name}_{n}" for n in range(2, 99))) if each not in taken)
        years = all(_YEAR.fullmatch(each.text) for each in cells.values())  # else “Nam” are boys
        of_term = (name in TERMS and name != "nam") or (years and title.casefold().startswith("năm"))
        kind = "string" if name in OWN or (kind == "number" and (of_term or name in _NUMBERED)) else kind
        accrual = "opening" if kind == "number" and is_opening(title) else ""
        return Column(letter, name, title, kind, cells, dict.fromkeys(self.lines, ""), unit, accrual=accrual)

    def _behind(self, cells: Sequence[Cell]) -> str:
        """The unit that cells say behind their numbers, “15 đợt” beside 12; of a first column, or of few sorts, it is a name, “4 sao”."""
        texts = [each.text for each in cells]
        words = {unit_behind(text) for text in texts}
        said = "".join(words)
        is_unit = words - {""} == {said} and multiple(said, "") is None and _LIKE_UNIT.fullmatch(said)
        bare = any(read_number(each.value, Scale("", False)).values for each in cells)
        apart = any(each.kind == "string" for each in self.columns) and (bare or len({*texts}) == len(texts))
        return said if is_unit and apart and all(read_number(each, Scale(said, False)).values for each in texts) else ""

    def take_units(self) -> None:
        """Give the columns whose headings say none the units of a line above the table, or those that its rows have."""
        last = {column.name: self.layout.heads[column.letter][-1] for column in self.measured}
        units = units_of(self.layout.above, [*dict.fromkeys(last.values())])
        of_rows = "@unit" if any(each.name == "unit" for each in self.columns) else ""
        for column in self.measured:
            column.unit = column.unit or unit_of(units.get(last[column.name], "")) or of_rows

    def __getitem__(self, name: str) -> Column:
        found = next((column for column in self.columns if name in (column.name, column.title)), None)
        found = found or next(
            (each for each in self.columns if slug(self.said.get(each.letter, "")) == slug(name)), None
        )
        parts = [
            column for column in self.columns if f"_{name}_" in f"_{column.name}_"
        ]  # “noi_dia” of “trong_do_noi_dia”
        if found is None and len(parts) == 1:
            return parts[0]
        if found is None:
            raise unknown_name(
                self.file, _("a column"), name, [column.name for column in self.columns], code="unknown_column"
            )
        return found

    def settle(
        self, asked: Asked, key: str, units: Mapping[str, str], codes: Mapping[str, str], read: Mapping[str, str], *, accrued: bool
    ) -> None:  # fmt: skip
        """Ask what the values cannot say: units, which reading of a number, the key, lists of codes.

        accrued: it is said what becomes of its numbers in longer periods, which is not asked here, but told with what is.
        """
        for column in map(self.__getitem__, units):
            if column.kind != "number":
                self.columns[self.columns.index(column)] = self._column(column.letter, measured=True)
        self.take_units()
        units, codes, read = ({self[name].name: said for name, said in told.items()} for told in (units, codes, read))
        for column in self.measured:
            proposal = column.unit
            question, option = _("Unit of “{title}”", title=column.title), f"--unit {column.name}=…"
            told = units.get(column.name) or (proposal if asked.ask is None else "")  # the heading says it
            column.unit = asked(question, proposal, told, option)
        own = [column for column in self.columns if column.name != ORDER]
        problems = [each for column in own for each in self.read(column, asked, read.get(column.name, ""))]
        expected, remedy = _("a number, or an empty cell where none is stated"), _("Write 0 for none at all.")
        problems += [self.layout.fault("dash_as_number", place, "-", expected, remedy) for place in self.dashes]
        problems += self.layout.unseen()
        problems += [*without_value(self), *of_another_size(self, read)]
        proposal = ",".join(self.candidate())
        option = f"--key {proposal}"
        if proposal == ORDER and asked.ask is None and not key:
            problems += given_twice(self)
        if proposal == ORDER:  # of observations nobody is asked for each of a hundred
            option += " [--observations]"
        if names := ",".join(column.name for column in self.accruing if not column.accrual) if not accrued else "":
            option += f" [--flows|--levels {names}]"
        elif asked.ask is None and [proposal] == [column.name for column in self._texts]:
            key = key or proposal  # nothing else could tell its rows apart
        key = asked(_("Columns that tell rows apart"), proposal, key, option)
        if asked.options:
            expected = _("what only you know: {options}", options=" ".join(asked.options))
            problems.append(
                Problem(
                    self.file, expected=expected, remedy=_("Say it so, or where you are asked."), code="unsaid_choice"
                )
            )
        refuse(problems)
        self.identify([name.strip() for name in key.split(",")])
        places = [
            column for column in self.columns if column.name == ORDER and column.letter
        ]  # else “I”, “II” may stand there
        refuse(each for column in places for each in self.read(column, asked, read.get(ORDER, "")))
        refuse(not_told_apart(self))
        for column in self.columns:
            texts = list(dict.fromkeys(filter(None, column.values.values())))
            repeated = len(texts) < len(self.lines) and column.name not in OWN
            may = (column.name in (*self.key, *codes) or repeated) and column.name != self.months
            if may and column.kind == "string" and len(texts) <= _MOST_CODES:
                known = (name for name, labels in self.known.items() if {*texts} <= {*labels, *labels.values()})
                some = ", ".join(texts[:5]) + (" …" if len(texts) > 5 else "")
                question = _(
                    "List of codes.csv for “{title}” ({shown}); nothing: texts", title=column.title, shown=some
                )
                self._encode(column, texts, asked(question, next(known, ""), codes.get(column.name, "")))

    def named(self, row: int) -> str:
        return ", ".join(column.values[row] for column in self.columns if column.name in self.key)

    @property
    def measured(self) -> list[Column]:
        return [column for column in self.columns if column.kind == "number" and column.name != ORDER]

    @property
    def months_apart(self) -> list[Column]:
        """Its numbers of one month each: of the first months of two quarters nothing adds up or stands at the end."""
        return [column for column in self.measured if is_nth_month(column.title)]

    @property
    def accruing(self) -> list[Column]:
        """Its numbers that can be added up, or stand at the end; averages of a period are no longer one's."""
        return [each for each in self.measured if each not in self.months_apart and not is_mean(each)]

    def accrue(self, asked: Asked, flows: str, levels: str) -> None:
        """Ask what becomes of its numbers in a period that consists of others; of the rest it stays unknown."""
        for accrual, told in (("flow", flows), ("level", levels)):
            can = [each for each in self.accruing if accrual == "level" or adds_up(each)]
            names = ",".join(column.name for column in can if not column.accrual)
            question = {
                "flow": _("Which of {names} add up from period to period, as visits do; nothing: none", names=names),
                "level": _("Which of {names} are as they stand at the end, as beds are; nothing: none", names=names),
            }[accrual]
            said = asked(question, "", told) if names else told
            named = map(self.__getitem__, filter(None, map(str.strip, said.split(","))))
            for column in (each for each in named if each not in self.months_apart):  # which `to_look_at` tells
                if column not in can:
                    rates = _(
                        "columns whose numbers of two periods are one: no averages, no sum of rates or of what is counted since the year began"
                    )
                    expected = rates if column.kind == "number" else _("columns of numbers; --unit makes it one")
                    place, remedy = f"{self.file}, --{accrual}s", _("Leave it out.")
                    raise InputError(
                        Problem(place, value=column.name, expected=expected, remedy=remedy, code="wrong_accrual")
                    )
                column.accrual = accrual if column.accrual != "opening" else column.accrual

    def read(self, column: Column, asked: Asked, told: str = "") -> list[Problem]:
        """Turn a column's cells into what the CSV has; gives what is wrong with those that cannot be read.

        told: a number of it, which says how all are read that have two readings. Where some of the column have one reading
        only, they say it: beside “12,5” a dot groups thousands.
        """
        cells, scale, chosen = column.cells, Scale.of(column.unit), dict[object, int]()
        texts = [each.value for each in cells.values() if isinstance(each.value, str)]
        whole = all(read_number(each.value, scale, each.percent).values for each in cells.values())
        if not whole or any("," in text for text in texts):
            # whatever is counted by its unit, it has decimals: marks, averages
            scale = Scale(percent_of(texts) or column.unit.replace("@unit", ""), False)
        readers: dict[str, tuple[Callable[[Cell], Reading], str]] = {
            "number": (lambda cell: read_number(cell.value, scale, cell.percent), _("a number")),
            "date": (lambda cell: read_date(cell.value), _("a date")),
            "string": (lambda cell: Reading((cell.text,)), ""),
        }
        reader, kind = readers[column.kind]
        point = decimal_mark(texts)
        problems = []
        for row, cell in cells.items():
            reading, place = reader(cell), f"{self.sheet}!{column.letter}{row}"
            values, mark = reading.values, next((mark for mark in ",." if mark in str(cell.value)), "")
            two = len(values) > 1
            like = (mark, times := Decimal(values[0]) / Decimal(values[1])) if two else place
            if two and mark and point and times == 1000:  # else it may be a share: “0,985” beside “97,2”
                chosen[like] = int(mark == point)
            if reading.doubtful and like not in chosen:
                chosen[like] = self._asked(asked, column, place, cell.value, values, told)
            if not values:
                expected = _("{kind}, or an empty cell where none is stated", kind=kind)
                problems.append(
                    Problem(self.file, 0, place, str(cell.value), expected, _("Correct it."), code="unreadable_value")
                )
            elif reading.value and reading.said and not cell.percent:  # “35,5 tỷ” among triệu đồng
                self.converted.append(f"{place} “{cell.text}”: {reading.said}")
            value = next(iter(values[chosen.get(like, 0) :]), "")
            column.values[row] = as_written(value, cell.value) if column.kind == "number" else value
        return problems

    @staticmethod
    def _asked(asked: Asked, column: Column, place: str, found: object, values: tuple[str, ...], told: str) -> int:
        """Which of its readings a number has, as somebody says it."""
        readings = [each.replace(".", ",") for each in values]
        choices = " · ".join(f"[{n}] {each}" for n, each in enumerate(readings, 1))
        told = next((str(n) for n, each in enumerate(readings, 1) if each == told.replace(".", ",")), "")
        option = f"--read {column.name}={'|'.join(readings)}"
        answer = asked(f"{place} {column.title}: {found!r} {choices}", "", told, option)
        if answer in map(str, range(1, len(values) + 1)):
            return int(answer) - 1
        asked.options += [option] if answer else []
        return len(values)

    @property
    def _texts(self) -> list[Column]:
        return [column for column in self.columns if column.kind != "number" and column.name not in ("source", "unit")]

    def candidate(self) -> tuple[str, ...]:
        """The fewest columns that tell rows apart; the place in the order where none do."""
        full = [column for column in self._texts if all(column.values.values())]
        for some in (some for count in range(1, _MOST_KEYS + 1) for some in combinations(full, count)):
            if len(set(zip(*(column.values.values() for column in some), strict=True))) == len(self.lines):
                return tuple(column.name for column in some if column.name != "period") or (ORDER,)
        return (ORDER,)

    def identify(self, key: Sequence[str]) -> None:
        """Take columns as the key; the order of rows as one of them, which it adds where no column has it."""
        if ORDER in key and not any(column.name == ORDER for column in self.columns):
            places = {row: str(n) for n, row in enumerate(self.lines, 1)}
            self.columns.insert(0, Column("", ORDER, "TT", "number", {}, places))
        elif ORDER not in key:  # offices send no numbers of rows: the key says which row it is
            self.columns = [column for column in self.columns if column.name != ORDER]
        self.key = tuple(self[name].name for name in key)
        for column in (column for column in map(self.__getitem__, self.key) if column.kind != "number"):
            bare = column.name == "thang"  # elsewhere “1”, “2”, “3” are no months, but slips or teams
            months = {
                row: month_in(text, self.span) if bare or not text.isdigit() else ""
                for row, text in column.values.items()
            }
            told = column.kind == "string" or bare or len({*months.values()}) > 1
            if all(months.values()) and told:
                column.values, column.kind, self.months = months, "string", column.name

    def periods(self, period: str) -> list[str]:
        """The periods of its rows: those that they name, else the one."""
        named = next((column.values.values() for column in self.columns if column.name == "period"), ())
        return list(dict.fromkeys(named)) or [period]

    def _encode(self, column: Column, texts: list[str], codes: str) -> None:
        """Write a column's texts as codes of a list, with a row for each that the list lacks."""
        if not codes:
            return
        known = self.known.setdefault(codes, {})
        for text in texts:
            if text not in known and text not in known.values():
                known[text] = slug(text).replace("-", "_")
                self.new_codes.append({"list": codes, "code": known[text], "order": str(len(known)), "label": text})
        column.codes = codes
        column.values = {row: known.get(text, text) for row, text in column.values.items()}

    @property
    def fields(self) -> list[Any]:
        own = [column for column in self.columns if column.name not in ("period", "source")]
        fields = [each.declared() | ({"asked": True} if self.varies(each) else {}) for each in own]
        return ["period", *fields, "source"]

    def varies(self, column: Column) -> bool:
        """Whether a text may be another one in the next period: it tells of which sort a row is, such as its state."""
        if self.listed or self.observations or column.kind != "string" or column.codes:
            return False
        return column.name not in (*self.key, *OWN) and repeats(column.values.values())

    @property
    def resource(self) -> dict[str, Any]:
        """Its declaration."""
        schema = {"primaryKey": ["period", *self.key], "fields": self.fields}
        asked_again = {"next": {"moved": self.months} if self.months else "measured"}
        next_ = {"next": "others", "list": {}} if self.listed else asked_again
        return {"name": self.name, **next_, "titleVi": self.title, "schema": schema}

    def rows(self, period: str, source: str | Callable[[dict[str, str]], str]) -> bytes:
        """Its CSV. source: of all rows, or of each, by its cells that are none of the key; of a row without any, by its key's."""
        names = [each if isinstance(each, str) else each["name"] for each in self.fields]
        own = [column for column in self.columns if column.letter]
        made = [names]
        for row in self.lines:
            written = {each.name: f"{each.letter}{row}" for each in own if each.values[row]}
            cells = {name: cell for name, cell in written.items() if name not in self.key} or written
            told = {
                "period": period,
                "source": source if isinstance(source, str) else source(cells),
                **{each.name: each.values[row] for each in self.columns},
            }
            made.append([told[name] for name in names])
        return csv_of(made).encode()


def _pair(told: str) -> tuple[str, str]:
    column, sign, value = told.partition("=")
    if not sign:
        raise InputError(
            Problem("add table", value=told, expected=_("COLUMN=VALUE"), remedy=_("Write both."), code="not_a_pair")
        )
    return column.strip(), value.strip()


def _sheet(path: Path, content: bytes, sheet: str) -> tuple[Sheet, str]:
    """The sheet, and when it was saved."""
    if path.suffix.lower() == ".csv":
        return sheet_of(path.stem, rows_of(path.name, text_of(path.name, content))), ""
    book = open_workbook(path)
    if sheet not in book.sheets and (sheet or len(book.sheets) > 1):
        raise unknown_name(f"{path.name}, --sheet", _("a sheet"), sheet, book.sheets, code="unknown_sheet")
    return book.sheets[sheet or next(iter(book.sheets))], book.saved
