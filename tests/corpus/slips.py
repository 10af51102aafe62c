"""Single slips in numbers and documents, as people make them at a keyboard, and whether `briefing check` notices them.

Everything here is deterministic by a seed. Nothing of the project is imported: the tables are read as CSV, the program is asked through
`audit(data_dir, period)`, a callable that gives what `briefing check PERIOD --json` prints (as a dict), raises Refused (exit code 2, with its
words) or Broken. `command_line` is the default; whoever develops the audit may pass a quicker one.

    python slips.py                     # today's table
    python slips.py --seed 2 --cells 4  # another sample, cells per kind, edition and setting
    python slips.py --documents         # only slips in documents and dates
"""

import argparse
import ast
import csv
import json
import math
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from helpers.data.datapackage import whole
from helpers.data.schema import parsed

TESTS = Path(__file__).resolve().parent.parent
EDITIONS = {"2024-H1": TESTS / "backtest/2024-H1/data", "2031-Q3": TESTS / "edition/data"}
SETTINGS = ("alone", "last year", "last year, growth", "three years")  # growth: offices state it beside their numbers
GUARDS = ("identity", "loosely", "unguarded")

# Tables that are numbers of the report; `order`, `task` and the like are places, not figures.
NOT_FIGURES = {"order", "task", "year_share", "due_days"}
NOT_CONTENT = {
    "codes",
    "periods",
    "recipients",
    "offices",
    "citations",
    "statements",
    "claims",
    "plan_groups",
    "plan_projects",
    "task_documents",
}


class Refused(Exception):
    """Exit code 2, with the program's words."""


class Broken(Exception):
    """A traceback, exit 70 or 74, no JSON, or more than thirty seconds."""


def command_line(data: Path, period: str) -> dict:
    """What `briefing check PERIOD --json` says of a folder."""
    command = [str(Path(sys.executable).parent / "briefing"), "check", period, "--json", "--data", str(data)]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, timeout=30, cwd=TESTS.parent, check=False)
    except subprocess.TimeoutExpired as error:
        raise Broken("more than 30 s") from error
    if ran.returncode == 2:
        raise Refused(ran.stdout + ran.stderr)
    if ran.returncode:
        raise Broken(f"exit {ran.returncode}: {(ran.stderr or ran.stdout)[-300:]}")
    return json.loads(ran.stdout)


Audit = Callable[[Path, str], dict]


# --- tables ---------------------------------------------------------------------------------------------------------------------------------


class Tables:
    """A data folder as rows of text, in order."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.header: dict[str, list[str]] = {}
        self.rows: dict[str, list[dict[str, str]]] = {}
        for path in sorted(folder.glob("*.csv")):
            self.header[path.stem], rows = parsed(path.stem, path.read_bytes())
            self.rows[path.stem] = [{**row} for row in rows.values()]
        self.package = whole(json.loads((folder / "datapackage.json").read_text(encoding="utf-8")))
        self.keys, self.numeric, self.required, self.carried, self.units = {}, {}, set(), set(), set()
        for resource in self.package["resources"]:
            name, schema = resource["name"], resource["schema"]
            self.keys[name] = [key for key in schema.get("primaryKey", ()) if key != "period"]
            self.numeric[name] = [
                each["name"]
                for each in schema["fields"]
                if each["type"] in ("number", "integer") and each["name"] not in NOT_FIGURES
            ]
            self.units |= {(name, each["name"], each.get("unit", "")) for each in schema["fields"]}
            self.required |= {
                (name, each["name"]) for each in schema["fields"] if each.get("constraints", {}).get("required")
            }
            if resource.get("next") == "measured":
                self.carried.add(name)

    def copy(self) -> "Tables":
        other = object.__new__(Tables)
        other.__dict__.update(self.__dict__)
        other.rows = {name: [dict(row) for row in rows] for name, rows in self.rows.items()}
        return other

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.folder / "datapackage.json", folder / "datapackage.json")
        for name, rows in self.rows.items():
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, self.header[name], extrasaction="ignore", lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)

    def named(self, table: str, row: dict[str, str], column: str) -> str:
        """The cell as the program names it."""
        return f"{table}.{column}({', '.join(f'{key}={row[key]!r}' for key in self.keys[table])})"

    def line(self, table: str, row: dict[str, str]) -> int:
        """Its first line in the file."""
        at = 2
        for each in self.rows[table]:
            if each is row:
                return at
            at += 1 + sum(value.count("\n") for value in each.values() if value)
        raise ValueError(row)


def number(text: str) -> float:
    return float(text)


def digits_after(text: str) -> int:
    return len(text.split(".")[1]) if "." in text else 0


def written(value: float, places: int) -> str:
    return f"{round(value, places) + 0:.{places}f}"  # none below 0: a table has no "-0.0"


# --- what ties cells: the expressions of rules.csv and controls.csv ---------------------------------------------------------------------

CALL = re.compile(r"\b(?!weighted\b|growth\b|change\b)([a-z_]+)\.([a-z_]+)\(([^()]*)\)")


def matching(tables: Tables, period: str, table: str, arguments: str) -> list[dict[str, str]]:
    call = ast.parse(f"f({arguments})", mode="eval").body
    wanted = {each.arg: ast.literal_eval(each.value) for each in call.keywords}
    if "period" in wanted:  # of another period: nothing here
        return []
    wanted = {column: value if isinstance(value, list) else [value] for column, value in wanted.items()}
    return [
        row
        for row in tables.rows[table]
        if row.get("period") == period and all(row.get(column) in values for column, values in wanted.items())
    ]


def cells_in(tables: Tables, period: str, expression: str) -> list[tuple[str, dict, str]]:
    """The cells that an expression sums or counts."""
    found = []
    for table, column, arguments in CALL.findall(expression):
        if table in tables.rows and column != "rows":
            found += [(table, row, column) for row in matching(tables, period, table, arguments) if row.get(column)]
    return found


def value_of(tables: Tables, period: str, expression: str) -> float | None:
    """An expression's value; None where a cell is missing."""
    weighted = re.fullmatch(r"weighted\((.*\)), (.*\))\)", expression)
    if weighted:
        (one, two) = (CALL.fullmatch(part).groups() for part in weighted.groups())
        rates, weights = matching(tables, period, one[0], one[2]), matching(tables, period, two[0], two[2])
        shared = [key for key in tables.keys[one[0]] if key in tables.keys[two[0]]]
        over = under = 0.0
        for rate in rates:
            weight = sum(number(row[two[1]]) for row in weights if all(row[key] == rate[key] for key in shared))
            over, under = over + weight * number(rate[one[1]]), under + weight
        return over / under if under else None
    missing = False

    def put(match: re.Match) -> str:
        nonlocal missing
        table, column, arguments = match.groups()
        rows = matching(tables, period, table, arguments)
        if column == "rows":
            return f"({len(rows)})"
        values = [number(row[column]) for row in rows if row.get(column)]
        missing = missing or not values
        return f"({sum(values)!r})"

    arithmetic = CALL.sub(put, expression)
    if missing or not re.fullmatch(r"[\d.e()+\-*/ ]+", arithmetic):
        return None
    try:
        return float(eval(arithmetic, {"__builtins__": {}}))  # only digits, brackets and signs: see above
    except ZeroDivisionError:
        return None


def expanded(tables: Tables, period: str) -> list[dict[str, str]]:
    """The rules, one for each code of `each`, without those that look at registers or at two periods."""
    months = {"quarter": "3", "half": "6", "nine_months": "9", "year": "12"}
    kind = next(row["kind"] for row in tables.rows["periods"] if row["period"] == period)
    out = []
    for rule in tables.rows["rules"]:
        codes = [""]
        if each := rule["each"]:
            used = {
                table for table, _, _ in re.findall(r"\b([a-z_]+)\.([a-z_]+)\(([^()]*)\)", rule["left"] + rule["right"])
            }
            codes = sorted(
                {
                    row[each]
                    for table in used
                    for row in tables.rows.get(table, ())
                    if row.get(each) and row["period"] == period
                }
            )
        for code in codes:
            put = {"left": rule["left"], "right": rule["right"]}
            for side in put:
                put[side] = put[side].replace(f"{{{each}}}", code).replace("{months}", months.get(kind, "3"))
            out.append({**rule, **put})
    return out


def guards(tables: Tables, period: str) -> dict[str, str]:
    """How each cell is guarded, as far as rules.csv and controls.csv say it.

    identity: in an equality, a balance, or a stated total, share, average, ratio or count with its parts;
    loosely: only within bounds, of one size, of one population, or compared with a stated growth; unguarded: neither
    (that it is a whole number guards no digit).
    """
    found: dict[str, str] = {}

    def note(expression: str, guard: str) -> None:
        for table, row, column in cells_in(tables, period, expression):
            name = tables.named(table, row, column)
            if found.get(name) != "identity":
                found[name] = guard

    for rule in expanded(tables, period):
        if rule["kind"] in ("growth", "format", "sequence", "comparison", "plausibility"):
            continue
        guard = "identity" if rule["relation"] == "=" else "loosely"
        if not rule["left"].endswith(")") and "(" not in rule["left"]:  # a whole column: table.column
            table, _, column = rule["left"].partition(".")
            for row in tables.rows.get(table, ()):
                if row.get("period") == period and row.get(column):
                    found.setdefault(tables.named(table, row, column), "loosely")
            continue
        note(rule["left"], guard)
        note(rule["right"], guard)
    for control in tables.rows["controls"]:
        if control["period"] == period:
            guard = "loosely" if control["kind"] in ("growth", "density") else "identity"
            inner = control["expression"]
            note(inner, guard)
            name = tables.named("controls", control, "value")
            if control["kind"] == "growth" and not control["control"].startswith("edocuments"):
                found.setdefault(name, "unguarded")
            elif found.get(name) != "identity":
                found[name] = guard
    return found


def neighbours(tables: Tables, period: str) -> dict[str, set[str]]:
    """Which cells stand in one rule or one control, so that slips in both could not be told apart."""
    linked: dict[str, set[str]] = defaultdict(set)

    def tie(names: set[str]) -> None:
        for name in names:
            linked[name] |= names

    def names(*expressions: str) -> set[str]:
        return {
            tables.named(table, row, column)
            for each in expressions
            for table, row, column in cells_in(tables, period, each)
        }

    for rule in expanded(tables, period):
        tie(names(rule["left"], rule["right"]))
    for control in tables.rows["controls"]:
        if control["period"] == period:
            tie(names(control["expression"]) | {tables.named("controls", control, "value")})
    return linked


# --- years before --------------------------------------------------------------------------------------------------------------------------


def corrected(tables: Tables, period: str) -> Tables:
    """The figures as decided: what a year before is made from."""
    other = tables.copy()
    for row in other.rows["corrections"]:
        if row["period"] == period:
            for _table, cell, column in cells_in(other, period, row["figure"]):
                cell[column] = row["new"]
    return other


def year_before(tables: Tables, period: str, earlier: str, seed: int, low: float, high: float) -> None:
    """Add to the tables a plausible `earlier`: each value of `period` is the earlier one moved by low … high, identities kept.

    Parts are moved, stated totals, shares, averages and ratios are computed from them anew; where a rule would not hold any more, its
    cells stay as they are this year. Growth that `period` states is stated anew from both.
    """
    this = corrected(tables, period)
    rng = random.Random(f"{seed} {period} {earlier}")
    years = int(period[:4]) - int(earlier[:4])
    added: list[tuple[str, dict]] = []
    for table in sorted(tables.carried | {"controls", "cutoffs"}):
        for row in this.rows[table]:
            if row.get("period") == period and not (table == "controls" and row["kind"] == "growth"):
                added.append((table, {**row, "period": earlier}))
    back = {"period": earlier}
    for row in this.rows["periods"]:
        if row["period"] == period:
            for column in ("date_from", "date_to"):
                back[column] = shifted(row[column], years)
            back["label"] = row["label"].replace(period[:4], earlier[:4])
            for column in ("previous", "last_year"):
                back[column] = re.sub(r"^\d{4}", lambda match: str(int(match[0]) - years), row[column])
            tables.rows["periods"].append({**row, **back})
            this.rows["periods"].append({**row, **back})
    fixed: set[str] = set()  # cells that stay
    originals = {}
    for table, row in added:
        if table == "cutoffs":
            row["date_from"], row["date_to"] = shifted(row["date_from"], years), shifted(row["date_to"], years)
        if table == "counts":
            row["growth"] = row["change"] = ""
        for column in this.numeric[table]:
            if row.get(column):
                originals[id(row), column] = row[column]
        this.rows[table].append(row)
        tables.rows[table].append(row)
    moves = {key: 1 / (1 + moved_by(rng, low, high)) for key in originals}
    broken_now = {index for index, rule in enumerate(expanded(this, period)) if not holds(this, period, rule)}
    for _ in range(12):
        for table, row in added:
            for column in this.numeric[table]:
                if (id(row), column) not in originals or table == "controls":
                    continue
                text = originals[id(row), column]
                name = this.named(table, row, column)
                value = number(text) if name in fixed else number(text) * moves[id(row), column]
                if row.get("unit") == "%" or table == "online_rates":
                    value = min(value, 100.0) if number(text) <= 100 else value
                if number(text) and not digits_after(text):
                    value = max(1, round(value))
                row[column] = written(value, digits_after(text))
        for index, rule in enumerate(
            expanded(this, earlier)
        ):  # one fact at two places: copied from the more composed side
            if rule["relation"] == "=" and index not in broken_now:
                left, right = copied_sides(this, earlier, rule)
                if len(left) == 1 and right:
                    value = sum(number(row[column]) for _, row, column in right)
                    table, row, column = left[0]
                    if table != "controls":
                        row[column] = written(value, digits_after(row[column]))
        restate(this, period, earlier, [row for table, row in added if table == "controls"], originals)
        bad = [
            rule
            for index, rule in enumerate(expanded(this, earlier))
            if index not in broken_now and not holds(this, earlier, rule)
        ]
        names = {
            this.named(*each)
            for rule in bad
            for side in ("left", "right")
            for each in cells_in(this, earlier, rule[side])
        }
        if not names - fixed:
            break
        fixed |= names
    # what this period states of its growth
    for row in tables.rows["counts"]:
        if row["period"] == period:
            old = next((each for table, each in added if table == "counts" and each["item"] == row["item"]), None)
            if old is None:
                continue
            if row["growth"]:
                row["growth"] = written(
                    (number(row["value"]) / number(old["value"]) - 1) * 100, digits_after(row["growth"])
                )
            if row["change"]:
                row["change"] = written(number(row["value"]) - number(old["value"]), digits_after(row["change"]))
    for row in tables.rows["controls"]:
        if row["period"] == period and row["kind"] == "growth":
            now, then = value_of(this, period, row["expression"]), value_of(this, earlier, row["expression"])
            if now and then:
                row["value"] = written((now / then - 1) * 100, max(2, digits_after(row["value"])))


def moved_by(rng: random.Random, low: float, high: float) -> float:
    """By how much a number moves in a year: evenly between two bounds; with heavy tails (t, 3 degrees, `low` its scale) if `high` is none."""
    if high < math.inf:
        return rng.uniform(low, high)
    of, *degrees = (rng.gauss(0, 1) for _ in range(4))
    return max(-0.95, math.expm1(low * of / math.sqrt(sum(each**2 for each in degrees) / 3)))


def state_growths(tables: Tables, period: str, known: dict[str, str]) -> None:
    """Beside each number of a row of its own that nothing ties, what its office states of its growth, in percent with one decimal.

    As the workbook asks for it: of numbers that are no percentages and were more than 0 last year. It becomes a row of `controls`.
    """
    this, earlier = corrected(tables, period), f"{int(period[:4]) - 1}{period[4:]}"
    like = next(row for row in tables.rows["controls"] if row["period"] == period)
    percent = {(table, column) for table, column, unit in tables.units if unit == "%"}
    for table in sorted(tables.carried - {"controls"}):
        rows = [row for row in this.rows[table] if row.get("period") in (period, earlier)]
        for column in (each for each in tables.numeric[table] if each not in ("growth", "change")):
            then = {tables.named(table, row, column): row[column] for row in rows if row["period"] == earlier}
            for row in (each for each in rows if each["period"] == period):
                name = tables.named(table, row, column)
                tied = known.get(name) == "identity" or row.get("growth") or row.get("change")
                if (
                    tied
                    or row.get("unit") == "%"
                    or (table, column) in percent
                    or not row[column]
                    or not number(then.get(name) or "0")
                ):
                    continue
                grown = written((number(row[column]) / number(then[name]) - 1) * 100, 1)
                control = re.sub(r"\W+", "_", name).strip("_") + "_growth"
                stated = {"control": control, "kind": "growth", "expression": name, "value": grown, "unit": "%"}
                tables.rows["controls"].append({**like, **stated})


def shifted(day: str, years: int) -> str:
    when = date.fromisoformat(day)
    return when.replace(year=when.year - years, day=28 if (when.month, when.day) == (2, 29) else when.day).isoformat()


def copied_sides(tables: Tables, period: str, rule: dict[str, str]) -> tuple[list, list]:
    """(the single cell, the cells whose sum it repeats) of an equality, also of one written as `a / b = 1`."""
    left, right = rule["left"], rule["right"]
    if right == "1" and " / " in left:
        left, right = left.split(" / ")
    one, two = cells_in(tables, period, left), cells_in(tables, period, right)
    if len(one) > 1 and len(two) == 1:
        one, two = two, one
    return one, two


def holds(tables: Tables, period: str, rule: dict[str, str]) -> bool:
    if rule["relation"] not in ("=", "<=", ">=", "~"):
        return True
    left, right = value_of(tables, period, rule["left"]), value_of(tables, period, rule["right"])
    if left is None or right is None:
        return True
    if rule["relation"] == "=":
        return abs(left - right) <= 1e-3 * max(1, abs(right))
    if rule["relation"] == "~":
        return bool(left and right) and 0.1 <= left / right <= 10
    return left <= right + 1e-9 if rule["relation"] == "<=" else left >= right - 1e-9


def restate(tables: Tables, period: str, earlier: str, controls: list[dict], originals: dict) -> None:
    """What `earlier` states beside its parts, computed from them."""
    for row in controls:
        text = originals[id(row), "value"]
        now, then = value_of(tables, period, row["expression"]), value_of(tables, earlier, row["expression"])
        if row["kind"] in ("total", "count") and then is not None:
            row["value"] = written(then, digits_after(text))
        elif row["kind"] in ("share", "ratio") and then is not None:
            row["value"] = written(then * 100, digits_after(text))
        elif row["kind"] == "average" and then is not None:
            row["value"] = written(then, digits_after(text))
        elif row["kind"] == "density" and now and then:
            by_head = "/điểm" not in row["unit"]
            row["value"] = written(
                number(text) * (then / now if by_head else now / then), max(2, digits_after(text)) if by_head else 0
            )
            if by_head:  # the appendix repeats it
                for rule in expanded(tables, earlier):
                    if row["control"] in rule["left"] and "indicators" in rule["left"]:
                        for table, cell, column in cells_in(tables, earlier, rule["left"].split(" / ")[1]):
                            if table == "indicators":
                                cell[column] = row["value"] = written(number(row["value"]), digits_after(cell[column]))
    counted = {"citations", "documents", "statements", "plan_projects", "decision_tasks"}
    for row in list(controls):
        if row["kind"] == "count" and any(f"{name}." in row["expression"] for name in counted):  # noqa: SIM102
            if row in tables.rows["controls"] and value_of(tables, earlier, row["expression"]) == 0:
                row["value"] = "0"


# --- slips in numbers -----------------------------------------------------------------------------------------------------------------------

MISREAD = {"1": "7", "7": "1", "3": "8", "8": "3", "0": "6", "6": "05", "5": "6"}


def transposed(text: str, rng: random.Random) -> str | None:
    pairs = [
        at
        for at in range(len(text) - 1)
        if text[at] != text[at + 1] and (text[at] + text[at + 1]).isdigit() and not (at == 0 and text[1] == "0")
    ]
    if not pairs:
        return None
    at = rng.choice(pairs)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def misread(text: str, rng: random.Random) -> str | None:
    places = [at for at, each in enumerate(text) if each in MISREAD and not (len(text) > 1 and at == 0 and each == "0")]
    if not places:
        return None
    at = rng.choice(places)
    new = [each for each in MISREAD[text[at]] if at or each != "0"]
    return text[:at] + rng.choice(new) + text[at + 1 :]


def another_digit(text: str, rng: random.Random) -> str | None:
    places = [at for at, each in enumerate(text) if each.isdigit()]
    at = rng.choice(places)
    return text[:at] + rng.choice([each for each in "123456789" if each != text[at]]) + text[at + 1 :]


def dropped(text: str, rng: random.Random) -> str | None:
    whole = text.split(".")[0]
    if len(whole.lstrip("-")) < 2:
        return None
    places = [at for at in range(len(whole)) if whole[at].isdigit() and not (at == 0 and whole[1] == "0")]
    at = rng.choice(places)
    return text[:at] + text[at + 1 :]


def doubled(text: str, rng: random.Random) -> str | None:
    places = [at for at, each in enumerate(text.split(".")[0]) if each.isdigit() and not (at == 0 and each == "0")]
    if not places:
        return None
    at = rng.choice(places)
    return text[: at + 1] + text[at:]


def times(power: int) -> Callable[[str, random.Random], str | None]:
    def by(text: str, _: random.Random) -> str | None:
        if not number(text):
            return None
        whole, _, part = text.partition(".")
        sign, whole = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
        if power > 0:
            part = part.ljust(power, "0")
            whole, part = whole + part[:power], part[power:]
        else:
            whole = whole.rjust(1 - power, "0")
            whole, part = whole[:power], whole[power:] + part
        part = part.rstrip("0")
        return sign + (whole.lstrip("0") or "0") + ("." + part if part else "")

    return by


def zero(text: str, _: random.Random) -> str | None:
    return "0" if number(text) else None


def emptied(_: str, __: random.Random) -> str | None:
    return ""


DIGITS: dict[str, Callable[[str, random.Random], str | None]] = {
    "digits transposed": transposed,
    "digit misread": misread,
    "another digit": another_digit,
    "digit dropped": dropped,
    "digit doubled": doubled,
    "times 10": times(1),
    "times 100": times(2),
    "times 1000": times(3),
    "divided by 10": times(-1),
    "divided by 100": times(-2),
    "divided by 1000": times(-3),
    "number to 0": zero,
    "number to empty": emptied,
}
OTHERS = ("wrong unit", "last edition's value", "empty to 0", "exchanged in row", "exchanged in column")
KINDS = (*DIGITS, *OTHERS)
UNITS = {
    "triệu đồng": "tỷ đồng",
    "tỷ đồng": "triệu đồng",
    "km": "m",
    "giờ/ngày": "giờ",
    "giờ/tháng": "giờ",
    "giờ/năm": "giờ/tháng",
}


@dataclass
class Slip:
    """One slip: what stands where instead of what."""

    kind: str
    period: str
    table: str
    cells: list[str]  # the names of the cells that are wrong: one, or two that were exchanged
    changes: list[tuple[str, int, str, str, str]]  # table, row, column, right, wrong
    guard: str = ""
    setting: str = ""
    note: str = ""
    lines: list[tuple[str, int]] = field(default_factory=list)
    # what came of it
    noticed: bool = False
    first: bool = False
    three: bool = False
    value: bool = False
    refused: bool = False
    broken: str = ""
    said: str = ""
    tried: bool = False

    def words(self) -> str:
        return f"{self.kind}: " + "; ".join(
            f"{name} {old!r} → {new!r}" for name, (*_, old, new) in zip(self.cells, self.changes, strict=False)
        )


def figures(tables: Tables, period: str) -> list[tuple[str, int, str]]:
    """All numeric cells of the content tables, empty ones too; without those that a correction already speaks of."""
    spoken = {row["figure"] for row in tables.rows["corrections"] if row["period"] == period}
    taken = set()
    for figure in spoken:
        taken |= {tables.named(*each) for each in cells_in(tables, period, figure)}
    return [
        (table, at, column)
        for table in sorted(tables.rows)
        if table not in NOT_CONTENT
        for at, row in enumerate(tables.rows[table])
        if row.get("period") == period
        for column in tables.numeric.get(table, ())
        if tables.named(table, row, column) not in taken
    ]


def slip(
    tables: Tables, before: Tables, period: str, kind: str, place: tuple[str, int, str], rng: random.Random
) -> Slip | None:
    """The slip of a kind at a place, if it can be made there."""
    table, at, column = place
    row = tables.rows[table][at]
    text = row[column]
    name = tables.named(table, row, column)

    def made(new: str | None, where: str = column, old: str = text) -> Slip | None:
        same = (
            new is None or new == old or (new and where in tables.numeric[table] and old and number(new) == number(old))
        )
        return None if same else Slip(kind, period, table, [name], [(table, at, where, old, new)])

    if kind == "empty to 0":
        return made("0") if not text else None
    if not text:
        return None
    if kind in DIGITS:
        return made(DIGITS[kind](text, rng))
    if kind == "last edition's value":
        earlier = str(int(period[:4]) - 1) + period[4:]
        for other in before.rows[table]:
            if other.get("period") == earlier and all(other[key] == row[key] for key in tables.keys[table]):
                return made(other[column] or None)
        return None
    if kind == "wrong unit":
        unit = row.get("unit", "")
        if unit in UNITS and table != "controls" and column == "value":
            return made(UNITS[unit], "unit", unit)  # the number is right, its unit is another
        if unit == "%" or table == "online_rates":
            return made(times(-2)(text, rng))  # a fraction typed into a column of percents
        if column == "capacity":
            return made(written(number(text) * 1024, 0))  # GB for TB
        if column == "speed":
            return made(times(-3)(text, rng))  # Gbps for Mbps
        return None
    # two cells exchanged
    if kind == "exchanged in row":
        others = [(at, each) for each in tables.numeric[table] if each != column and row[each]]
    else:
        near = [to for to in (at - 1, at + 1) if 0 <= to < len(tables.rows[table])]
        others = [
            (to, column)
            for to in near
            if tables.rows[table][to].get("period") == period and tables.rows[table][to][column]
        ]
    rng.shuffle(others)
    for to, where in others:
        other = tables.rows[table][to]
        if number(other[where]) != number(text):
            return Slip(
                kind,
                period,
                table,
                [name, tables.named(table, other, where)],
                [(table, at, column, text, other[where]), (table, to, where, other[where], text)],
            )
    return None


# --- slips in documents and dates -------------------------------------------------------------------------------------------------------

DOCUMENT_KINDS = (
    "number mistyped everywhere",
    "number differs from its key",
    "year before",
    "year after",
    "day and month swapped",
    "another day",
    "another month",
    "another issuer",
    "date after the period",
    "dates of neighbours in the register exchanged",
    "numbers of neighbours in the register exchanged",
    "date of a document emptied",
    "submitted after it was issued",
    "task due before its document",
    "due_by is not the deadline as printed",
    "project due_by is not the deadline as printed",
    "cutoff begins after it ends",
    "cutoff ends after the period",
    "cutoff of last year",
    "question due before it was asked",
)


def documents_slips(tables: Tables, period: str, seed: int, cells: int) -> list[Slip]:
    """Slips in documents.csv and in the dates of other rows: `cells` of each kind, where there are so many."""
    rng = random.Random(f"documents {seed} {period}")
    year = int(period[:4])
    end = next(row["date_to"] for row in tables.rows["periods"] if row["period"] == period)
    documents = tables.rows["documents"]
    own = [at for at, row in enumerate(documents) if row["period"] == period and row["date"] and row["number"]]
    by_id = {row["document"]: at for at, row in enumerate(documents)}
    out: list[Slip] = []

    def add(
        kind: str, table: str, at: int, column: str, new: str | None, *more: tuple[str, int, str, str], note: str = ""
    ) -> bool:
        row = tables.rows[table][at]
        if new is None or new == row[column]:
            return False
        changes = [(table, at, column, row[column], new)]
        names = [tables.named(table, row, column)]
        for other, to, where, value in more:
            changes.append((other, to, where, tables.rows[other][to][where], value))
            names.append(tables.named(other, tables.rows[other][to], where))
        out.append(Slip(kind, period, table, names, changes, guard="documents", setting="alone", note=note))
        return True

    def some(kind: str, places: list[int], make: Callable[[int], bool]) -> None:
        places, count = list(places), 0
        rng.shuffle(places)
        for at in places:
            count += make(at)
            if count == cells:
                return

    def on(at: int) -> date:
        return date.fromisoformat(documents[at]["date"])

    def near(at: int) -> list[int]:
        """The next number of the same register: kind, issuer, year."""
        row = documents[at]
        same = [
            to
            for to in own
            if to != at
            and all(documents[to][key] == row[key] for key in ("kind", "issuer"))
            and on(to).year == on(at).year
        ]
        after = [to for to in same if leading(documents[to]["number"]) > leading(row["number"])]
        return sorted(after, key=lambda to: leading(documents[to]["number"]))[:1]

    def leading(text: str) -> int:
        match = re.match(r"\d+", text)
        return int(match[0]) if match else 0

    def renamed(at: int) -> bool:
        # The number is read wrongly from the paper, and the wrong one is then written wherever the document is cited.
        old = documents[at]["document"]
        head = re.match(r"\d{2,}", old)
        if not head or documents[at]["number"] != old:
            return False
        new = transposed(head[0], rng) or another_digit(head[0], rng)
        new = new + old[head.end() :]
        if new in by_id:
            return False
        whole = re.compile(rf"(?<![\w/-]){re.escape(old)}(?![\w/-])")
        more = [
            (table, to, column, whole.sub(new, value))
            for table in (
                "documents",
                "citations",
                "statements",
                "task_documents",
                "plan_projects",
                "absences",
                "organisation",
                "claims",
                "controls",
            )
            for to, row in enumerate(tables.rows[table])
            for column, value in row.items()
            if value and whole.search(value) and not (table == "documents" and to == at and column == "number")
        ]
        done = add("number mistyped everywhere", "documents", at, "number", new, *more)
        out[-1].cells = [f"documents.number(document={new!r})"]
        return done

    def misnumbered(at: int) -> bool:
        head = re.match(r"\d{2,}", documents[at]["number"])
        if not head:
            return False
        return add(
            "number differs from its key",
            "documents",
            at,
            "number",
            (transposed(head[0], rng) or another_digit(head[0], rng)) + documents[at]["number"][head.end() :],
        )

    def dated(kind: str, new: Callable[[date], date | None]) -> Callable[[int], bool]:
        def make(at: int) -> bool:
            try:
                day = new(on(at))
            except ValueError:
                return False
            return day is not None and add(kind, "documents", at, "date", day.isoformat())

        return make

    some("number mistyped everywhere", own, renamed)
    some("number differs from its key", own, misnumbered)
    some("year before", own, dated("year before", lambda day: day.replace(year=day.year - 1)))
    some("year after", own, dated("year after", lambda day: day.replace(year=day.year + 1)))
    some(
        "day and month swapped",
        own,
        dated("day and month swapped", lambda day: day.replace(day=day.month, month=day.day)),
    )
    some(
        "another day",
        own,
        dated("another day", lambda day: day.replace(day=int(transposed(f"{day.day:02}", rng) or "0"))),
    )
    some("another month", own, dated("another month", lambda day: day.replace(month=day.month % 12 + 1)))
    issuers = sorted({row["issuer"] for row in documents if row["issuer"]})
    some(
        "another issuer",
        own,
        lambda at: add(
            "another issuer",
            "documents",
            at,
            "issuer",
            rng.choice([each for each in issuers if each != documents[at]["issuer"]]),
        ),
    )
    some(
        "date after the period",
        own,
        lambda at: add(
            "date after the period",
            "documents",
            at,
            "date",
            (date.fromisoformat(end) + timedelta(days=rng.randint(5, 60))).isoformat(),
        ),
    )
    some("date of a document emptied", own, lambda at: add("date of a document emptied", "documents", at, "date", ""))
    for kind, column in (
        ("dates of neighbours in the register exchanged", "date"),
        ("numbers of neighbours in the register exchanged", "number"),
    ):

        def exchanged(at: int, kind: str = kind, column: str = column) -> bool:
            other = near(at)
            if not other or documents[at]["date"] == documents[other[0]]["date"]:
                return False
            return add(
                kind,
                "documents",
                at,
                column,
                documents[other[0]][column],
                ("documents", other[0], column, documents[at][column]),
            )

        some(kind, own, exchanged)

    links = [row for row in tables.rows["task_documents"] if row["period"] == period]
    tasks = {row["task"]: at for at, row in enumerate(tables.rows["decision_tasks"]) if row["period"] == period}

    def late(at: int) -> bool:  # the draft that was submitted gets a day after the decision that it led to
        row = links[at]
        issued = [
            documents[by_id[each["document"]]]["date"]
            for each in links
            if each["task"] == row["task"] and each["step"] == "issued"
        ]
        if row["step"] != "submitted" or not issued or not all(issued):
            return False
        return add(
            "submitted after it was issued",
            "documents",
            by_id[row["document"]],
            "date",
            (date.fromisoformat(max(issued)) + timedelta(days=9)).isoformat(),
        )

    some("submitted after it was issued", list(range(len(links))), late)

    def overdue(at: int) -> bool:
        day = documents[by_id[links[at]["document"]]]["date"]
        if not day:
            return False
        return add(
            "task due before its document",
            "decision_tasks",
            tasks[links[at]["task"]],
            "due_by",
            (date.fromisoformat(day) - timedelta(days=20)).isoformat(),
        )

    some("task due before its document", list(range(len(links))), overdue)
    for kind, table in (
        ("due_by is not the deadline as printed", "decision_tasks"),
        ("project due_by is not the deadline as printed", "plan_projects"),
    ):
        rows = [
            at
            for at, row in enumerate(tables.rows[table])
            if row["period"] == period and row["due_by"] and re.match(r"(Quý|Năm|Tháng) ", row["due"])
        ]

        def other_day(at: int, kind: str = kind, table: str = table) -> bool:
            day = date.fromisoformat(tables.rows[table][at]["due_by"])
            return add(kind, table, at, "due_by", day.replace(year=day.year + 1, day=min(day.day, 28)).isoformat())

        some(kind, rows, other_day)
    cut = [at for at, row in enumerate(tables.rows["cutoffs"]) if row["period"] == period]
    rows = tables.rows["cutoffs"]
    some(
        "cutoff begins after it ends",
        cut,
        lambda at: add(
            "cutoff begins after it ends",
            "cutoffs",
            at,
            "date_from",
            (date.fromisoformat(rows[at]["date_to"]) + timedelta(days=31)).isoformat(),
        ),
    )
    some(
        "cutoff ends after the period",
        cut,
        lambda at: add(
            "cutoff ends after the period",
            "cutoffs",
            at,
            "date_to",
            (date.fromisoformat(end) + timedelta(days=31)).isoformat(),
        ),
    )
    some(
        "cutoff of last year",
        cut,
        lambda at: add(
            "cutoff of last year",
            "cutoffs",
            at,
            "date_from",
            shifted(rows[at]["date_from"], 1),
            ("cutoffs", at, "date_to", shifted(rows[at]["date_to"], 1)),
        ),
    )
    asked = [at for at, row in enumerate(tables.rows["questions"]) if row["period"] == period]
    some(
        "question due before it was asked",
        asked,
        lambda at: add("question due before it was asked", "questions", at, "due", f"{year - 1}-12-09"),
    )
    return out


# --- asking the audit ---------------------------------------------------------------------------------------------------------------------


def identity(finding: dict) -> str:
    return finding["id"]


def substance(finding: dict) -> str:
    """What of a finding may change: not its number, nor what was decided."""
    return json.dumps(
        {key: value for key, value in finding.items() if key not in ("number", "state", "decision", "rule")},
        sort_keys=True,
        ensure_ascii=False,
    )


def news(clean: dict, said: dict) -> list[dict]:
    """The findings and gaps that a clean copy does not have, or has otherwise, in printed order."""
    known = {identity(each): substance(each) for each in clean["findings"]}
    fresh = [each for each in said["findings"] if known.get(identity(each)) != substance(each)]
    old = {asked(each) for each in clean["gaps"] + clean["settled"]}
    return fresh + [{"gap": each} for each in said["gaps"] + said["settled"] if asked(each) not in old]


def asked(gap: dict | str) -> str:
    """What a gap asks for: its words, not the day by which it does, for a day that is only repeated is not doubted."""
    return gap if isinstance(gap, str) else " ".join(str(gap.get(key)) for key in ("kind", "rows", "words"))


def named_in(finding: dict) -> list[str]:
    """The cells of a finding, as a reader meets them: what is proposed, what is suspected, all."""
    if "gap" in finding:
        return re.findall(r"[a-z_]+\.[a-z_]+\([^()]*\)", json.dumps(finding["gap"], ensure_ascii=False))
    names = (
        list(finding["suspects"])
        + [change["figure"] for each in finding["proposals"] for change in each["changes"]]
        + list(finding["cells"])
    )
    return list(dict.fromkeys(names))


def rows_of(name: str) -> str:
    """A cell's row: a finding that names the row names the cell."""
    return re.sub(r"\.[a-z_]+\(", "(", name, count=1)


def covers(finding: dict, name: str) -> bool:
    if "gap" in finding:
        return rows_of(name) in {rows_of(each) for each in named_in(finding)}
    if name in named_in(finding):
        return True
    document = re.search(r"\(document='([^']+)'\)", name)
    if document and re.search(
        rf"(?<![\w/-]){re.escape(document[1])}(?![\w/-])", f"{finding['words']} {finding['detail']}"
    ):
        return True  # the words name the document
    return name.partition(".")[0] in (
        "documents",
        "decision_tasks",
        "plan_projects",
        "cutoffs",
        "questions",
        "task_documents",
    ) and (rows_of(name) in {rows_of(each) for each in named_in(finding)})


def judge(each: Slip, fresh: list[dict]) -> None:
    """Write into a slip what came of it."""
    for finding in fresh:
        if not any(covers(finding, name) for name in each.cells[:2]):
            continue
        if not each.noticed:
            each.noticed = True
            each.said = finding.get("words") or str(finding.get("gap"))
            order = [rows_of(name) if each.guard == "documents" else name for name in named_in(finding)]
            mine = {rows_of(name) if each.guard == "documents" else name for name in each.cells}
            each.first, each.three = bool(mine & set(order[:1])), bool(mine & set(order[:3]))
            proposals = finding.get("proposals") or []
            if proposals:
                proposed = {(change["figure"], change["new"]) for change in proposals[0]["changes"]}
                each.value = all(
                    any(figure == name and same_value(new, right) for figure, new in proposed)
                    for name, (_, _, _, right, _) in zip(each.cells, each.changes, strict=False)
                )


def same_value(one: str, two: str) -> bool:
    try:
        return float(one) == float(two)
    except ValueError:
        return one == two


class Bench:
    """One edition in one setting: its clean copy, what is said of it, and slips on copies of it."""

    def __init__(
        self,
        period: str,
        setting: str,
        seed: int,
        audit: Audit = command_line,
        moved: tuple[float, float] = (-0.15, 0.20),
    ):
        self.period, self.setting, self.audit, self.runs = period, setting, audit, 0
        self.tables = Tables(EDITIONS[period])
        years = {"alone": 0, "last year": 1, "last year, growth": 1, "three years": 3}[setting]
        later = period
        for back in range(1, years + 1):
            earlier = f"{int(period[:4]) - back}{period[4:]}"
            year_before(self.tables, later, earlier, seed, *moved)
            later = earlier
        self.before = self.tables
        if not years:
            self.before = self.tables.copy()
            year_before(self.before, period, f"{int(period[:4]) - 1}{period[4:]}", seed, *moved)
        self.guards, self.linked = guards(self.tables, period), neighbours(self.tables, period)
        self.places = figures(
            self.tables, period
        )  # slips are made in numbers; what offices state beside them stays right
        if setting == "last year, growth":
            state_growths(self.tables, period, self.guards)
        self.clean = self.ask(self.tables)

    def ask(self, tables: Tables) -> dict:
        self.runs += 1
        with tempfile.TemporaryDirectory() as folder:
            tables.write(Path(folder) / "data")
            return self.audit(Path(folder) / "data", self.period)

    def findings(self) -> list[dict]:
        return self.clean["findings"]

    def tells_the_truth(self, finding: dict) -> bool:
        """Whether the years that were made do what it says: contradict a sentence, or leave a number as it was, to the digit."""
        return finding["id"].startswith("claim@") or (bool(finding["cells"]) and finding["cells"][0] in self.left())

    def left(self) -> set[str]:
        """The cells that hold what they held a year before, whatever others did."""
        earlier = f"{int(self.period[:4]) - 1}{self.period[4:]}"
        years: dict[str, dict[str, str]] = {self.period: {}, earlier: {}}
        for table, columns in self.tables.numeric.items():
            for row in self.tables.rows[table]:
                if (known := years.get(row.get("period", ""))) is not None:
                    known |= {self.tables.named(table, row, column): row[column] for column in columns}
        return {name for name, text in years[self.period].items() if text and years[earlier].get(name) == text}

    def sample(self, seed: int, cells: int) -> list[Slip]:
        """`cells` slips of each kind, spread over guards and tables."""
        out = []
        for kind in KINDS:
            rng = random.Random(f"{seed} {self.period} {kind}")  # the same cells in each setting
            pools = {guard: [] for guard in GUARDS}
            for place in self.places:
                table, at, column = place
                pools[
                    self.guards.get(self.tables.named(table, self.tables.rows[table][at], column), "unguarded")
                ].append(place)
            for pool in pools.values():
                rng.shuffle(pool)
            used: dict[str, int] = defaultdict(int)
            count = 0
            for take in range(cells * 40):
                guard = GUARDS[take % 3]
                if count == cells:
                    break
                pools[guard].sort(key=lambda place: used[place[0]])  # first the tables that had no turn
                while pools[guard]:
                    place = pools[guard].pop(0)
                    made = slip(self.tables, self.before, self.period, kind, place, rng)
                    if made:
                        made.guard, made.setting = guard, self.setting
                        used[place[0]] += 1
                        count += 1
                        out.append(made)
                        break
        return out

    def apart(self, one: Slip, two: Slip) -> bool:
        """Whether two slips may stand in one copy: no rule, no control, no register looks at both."""
        if one.guard == "documents" or two.guard == "documents":
            if "documents" not in (one.table, two.table):
                return one.table != two.table
            rows = [
                [self.tables.rows["documents"][change[1]] for change in each.changes if change[0] == "documents"]
                for each in (one, two)
            ]
            if not rows[0] or not rows[1]:
                return False  # a task and a document: the task's document may be this one
            return not any(
                a["kind"] == b["kind"] or a["issuer"] == b["issuer"] or a["date"][:4] != b["date"][:4]
                for a in rows[0]
                for b in rows[1]
            )
        if one.kind == "number to empty" or two.kind == "number to empty":  # noqa: SIM102  (one refusal hides the others)
            if any(
                (each.table, each.changes[0][2]) in self.tables.required
                for each in (one, two)
                if each.kind == "number to empty"
            ):
                return False
        size = len([row for row in self.tables.rows[one.table] if row.get("period") == self.period])
        if one.table == two.table and size < 40:
            return False
        near = set().union(*(self.linked[name] | {name} for name in one.cells))
        return not any((self.linked[name] | {name}) & near for name in two.cells)

    def packed(self, slips: list[Slip], most: int = 14, in_table: int = 3) -> list[list[Slip]]:
        copies: list[list[Slip]] = []
        for each in slips:
            for copy in copies:
                if (
                    len(copy) < most
                    and sum(other.table == each.table for other in copy) < in_table
                    and all(self.apart(each, other) for other in copy)
                ):
                    copy.append(each)
                    break
            else:
                copies.append([each])
        return copies

    def measure(self, slips: list[Slip], most: int = 14, until: float = float("inf")) -> list[Slip]:
        """What came of each; those for which the time did not suffice are left out."""
        copies = self.packed(slips, most)
        random.Random(1).shuffle(copies)  # where the time does not suffice, each kind has had some
        while copies and time.monotonic() < until:
            copy = copies.pop(0)
            tables = self.tables.copy()
            for each in copy:
                for table, at, column, _, wrong in each.changes:
                    tables.rows[table][at][column] = wrong
                each.lines = [
                    (change[0], tables.line(change[0], tables.rows[change[0]][change[1]])) for change in each.changes
                ]
            try:
                fresh = news(self.clean, self.ask(tables))
            except Refused as refused:
                words = str(refused)
                hit = [
                    each
                    for each in copy
                    if any(re.search(rf"\b{table}\.csv, line {line}\b", words) for table, line in each.lines)
                ]
                if not hit and len(copy) > 1:  # whose it is shows when they stand alone
                    copies += [[each] for each in copy]
                    continue
                for each in hit or copy:
                    each.noticed = each.refused = True
                    each.first = each.three = bool(hit)
                    each.said, each.tried = words.strip(), True
                rest = [each for each in copy if each not in hit]
                if hit and rest:
                    copies.append(rest)
                continue
            except Broken as broken:
                if len(copy) > 1:
                    copies += [[each] for each in copy]
                else:
                    copy[0].broken, copy[0].tried = str(broken), True
                continue
            for each in copy:
                judge(each, fresh)
                each.tried = True
        return [each for each in slips if each.tried]


# --- tables for readers --------------------------------------------------------------------------------------------------------------------


def percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}" if whole else "-"


def table_of(
    slips: list[Slip], kinds: tuple[str, ...], guard_names: tuple[str, ...], settings: tuple[str, ...] = SETTINGS
) -> str:
    """kind × guard × setting: noticed / right cell first / in the first three / right value first, in percent, and how many."""
    groups: dict[tuple, list[Slip]] = defaultdict(list)
    for each in slips:
        for kind in (each.kind, "ALL"):
            for guard in (each.guard, "all"):
                groups[kind, guard, each.setting].append(each)
    lines = [f"{'kind':<48}{'guard':<11}" + "".join(f"{setting:>24}" for setting in settings)]
    lines.append(" " * 59 + f"{'seen cell top3 val  (n)':>24}" * len(settings))
    for kind in (*kinds, "ALL"):
        for guard in (*guard_names, "all") if len(guard_names) > 1 else guard_names:
            if not any((kind, guard, setting) in groups for setting in settings):
                continue
            line = f"{kind:<48}{guard:<11}"
            for setting in settings:
                group = groups.get((kind, guard, setting), [])
                seen = [
                    percent(sum(getattr(each, what) for each in group), len(group))
                    for what in ("noticed", "first", "three", "value")
                ]
                line += f"{seen[0]:>6}{seen[1]:>5}{seen[2]:>5}{seen[3]:>4}{f'({len(group)})':>4}"[:24].rjust(24)
            lines.append(line)
    return "\n".join(lines)


def verdict(each: Slip) -> str:
    return "broken" if each.broken else "refused" if each.refused else "asked" if each.noticed else "silent"


def counted(slips: list[Slip]) -> dict[str, int]:
    out = dict.fromkeys(("right", "asked", "refused", "silent", "broken"), 0)
    for each in slips:
        out[verdict(each)] += 1
    return out


def clean_findings(
    seeds: tuple[int, ...], audit: Audit = command_line, settings: tuple[str, ...] = ("last year", "three years")
) -> list[tuple[str, str, int, list[dict]]]:
    """Findings on data without a slip that the edition alone does not have and that are not so: each of them is false."""
    out = []
    for period in EDITIONS:
        alone = {identity(each) for each in Bench(period, "alone", 1, audit).findings()}
        usual = {each: (-0.15, 0.20) for each in settings}
        for setting, moved in {**usual, "moved by a quarter": (-0.25, 0.25), "heavy tails": (0.1, math.inf)}.items():
            for seed in seeds:
                bench = Bench(period, setting if setting in usual else "last year", seed, audit, moved)
                fresh = [each for each in bench.findings() if identity(each) not in alone]
                out.append((period, setting, seed, [each for each in fresh if not bench.tells_the_truth(each)]))
    return out


def numbers(
    seed: int = 1,
    cells: int = 6,
    audit: Audit = command_line,
    settings: tuple[str, ...] = SETTINGS,
    seconds: float = float("inf"),
) -> list[Slip]:
    out = []
    parts = [(period, setting) for setting in settings for period in EDITIONS]
    end = time.monotonic() + seconds
    for done, (period, setting) in enumerate(parts):
        bench = Bench(period, setting, seed, audit)
        share = (end - time.monotonic()) / (len(parts) - done)  # what is left, in equal parts
        out += bench.measure(bench.sample(seed, cells), until=time.monotonic() + share)
    return out


def documents(seed: int = 1, cells: int = 2, audit: Audit = command_line, seconds: float = float("inf")) -> list[Slip]:
    out, end = [], time.monotonic() + seconds
    for done, period in enumerate(EDITIONS):
        bench = Bench(period, "alone", seed, audit)
        share = (end - time.monotonic()) / (len(EDITIONS) - done)
        out += bench.measure(documents_slips(bench.tables, period, seed, cells), until=time.monotonic() + share)
    return out


def report(slips: list[Slip], papers: list[Slip], clean: list, listed: int = 1000) -> str:
    parts = []
    if slips:
        parts.append(table_of(slips, KINDS, GUARDS))
    if papers:
        parts.append(table_of(papers, DOCUMENT_KINDS, ("documents",), ("alone",)))
    for period, setting, seed, found in clean:
        parts.append(
            f"clean {period} {setting} seed {seed}: {len(found)} false"
            + "".join(f"\n    {each['id']}: {each['words'][:200]}" for each in found[:6])
        )
    for what in ("broken", "silent"):
        lines = [
            f"{each.period} {each.setting:<12} {each.guard:<10} {each.words()} {each.broken}"[:260]
            for each in slips + papers
            if verdict(each) == what
        ]
        parts.append(f"{what}: {len(lines)}\n" + "\n".join(lines[:listed]))
    parts.append(str(counted(slips + papers)))
    return "\n\n".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cells", type=int, default=6, help="slips of each kind, edition and setting")
    parser.add_argument(
        "--minutes", type=float, default=float("inf"), help="for the slips in numbers: stop then, with what is known"
    )
    parser.add_argument("--numbers", action="store_true", help="only numbers")
    parser.add_argument("--documents", action="store_true", help="only documents and dates")
    parser.add_argument("--clean", action="store_true", help="only clean data")
    options = parser.parse_args()
    both = not (options.documents or options.clean or options.numbers)
    clean = clean_findings((1, 2)) if options.clean or both else []
    papers = documents(options.seed) if options.documents or both else []
    slips = numbers(options.seed, options.cells, seconds=options.minutes * 60) if options.numbers or both else []
    print(report(slips, papers, clean))


if __name__ == "__main__":
    main()
