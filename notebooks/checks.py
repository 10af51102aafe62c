"""What must hold of this report alone, beside the rules of data/rules.csv: tried by `briefing check` and in the annex.

How a check is written: `helpers.audit.custom_checks`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from helpers.audit.check_model import Ends, decimals_of
from helpers.audit.custom_checks import Found, check
from helpers.audit.numeric_formulas import Cell, Formula, Written
from helpers.audit.plausibility import fact_columns
from helpers.data.expressions import parse
from helpers.data.indexed_rows import Records
from helpers.data.reporting_period import KEY, Span
from helpers.values.sourced_text import Day
from helpers.values.vietnamese import number, shown

GROWTHS = ("edocuments_growth", "edocuments_outgoing_growth", "edocuments_incoming_growth")  # of all, of both parts
QUARTERS = ("", "I", "II", "III", "IV")
WORKED = ("2024-05-04",)  # Saturdays on which a holiday was made up for


def label(records: Records, listed: str, code: str) -> str:
    """What readers call a code of a list."""
    return records["codes"].like({"list": listed, "code": code}, ("list", "code")).get("label", code)


# -- what the report states of numbers that it does not have -------------------------------------------------------------


class Stated(NamedTuple):
    """A control of the period: its cell, its row, and the number of which it states something; None where that is not known."""

    cell: Cell
    row: dict[str, str]
    cells: tuple[Cell, ...]
    counted: float | None

    @property
    def ends(self) -> Ends:
        """What its value stands for, as it is rounded."""
        value, half = float(self.row["value"]), 0.5 * 10.0 ** -decimals_of(self.row["value"])
        return value - half, value + half


def stated(records: Records, column: str, code: str) -> list[Stated]:
    found = []
    for line, row in records["controls"].items():
        if row[column] == code and row["value"]:
            cell, quantity = ("controls", line, "value"), Formula(parse(row["expression"], records.tables), records)
            found.append(Stated(cell, row, (cell, *quantity.cells), quantity.value(Written(records))))
    return found


def agree(ranges: list[Ends]) -> bool:
    """Whether all the ranges of what a number can be have a value in common."""
    return max(low for low, _ in ranges) <= min(high for _, high in ranges)


@check(severity="error", kind="growth")
def edocuments_growth_parts(records: Records) -> Iterator[Found]:
    """Số kỳ trước suy từ mức tăng của tổng phải bằng tổng số kỳ trước suy từ mức tăng của văn bản đi và văn bản đến"""
    growths = [each for name in GROWTHS for each in stated(records, "control", name)]
    before = [ends for each in growths if (ends := _before(each))]
    if len(before) == len(GROWTHS):
        whole, *parts = before
        added = sum(low for low, _ in parts), sum(high for _, high in parts)
        one, other = (number(Decimal(round(sum(ends) / 2))) for ends in (whole, added))
        wrong = "" if agree([whole, added]) else f"số kỳ trước của tổng là {one}, của các phần là {other}"
        yield "", [cell for each in growths for cell in each.cells], wrong


def _before(growth: Stated) -> Ends | None:
    """What there was last year, as what there is now and its stated growth imply it."""
    low, high = growth.ends
    if growth.counted is None or low <= -100:
        return None
    return growth.counted / (1 + high / 100), growth.counted / (1 + low / 100)


@check(severity="error", kind="density")
def one_population(records: Records) -> Iterator[Found]:
    """Các mật độ đã nêu phải cùng dựa trên một số dân"""
    known = (each for each in stated(records, "kind", "density") if each.counted is not None)
    densities = [each for each in known if each.ends[0] > 0]
    people = [_people(each) for each in densities]
    if len(densities) > 1:
        said = (
            f"{shown(each.row['value'])} {each.row['unit']} ứng với {number(Decimal(round(sum(ends) / 2)))} người"
            for each, ends in zip(densities, people, strict=True)
        )
        wrong = "" if agree(people) else "; ".join(said)
        yield "", [cell for each in densities for cell in each.cells], wrong


def _people(density: Stated) -> Ends:
    """The population that a density allows: of “người/điểm” times the points, of “thuê bao/100 dân” the other way."""
    counted, (low, high) = density.counted or 0.0, density.ends
    if density.row["unit"].startswith("người/"):
        return counted * low, counted * high
    per = int(density.row["unit"].partition("/")[2].split()[0])
    return counted * per / high, counted * per / low


@check(severity="warning", kind="duplicate")
def rates_differ(records: Records) -> Iterator[Found]:
    """Hai tỷ lệ khác nhau không được trùng nhau ở mọi cấp"""
    blocks: dict[str, dict[str, int]] = defaultdict(dict)
    rows = records["online_rates"]
    for line, row in rows.items():
        blocks[row["measure"]][row["level"]] = line
    for one, two in sorted(combinations(sorted(blocks), 2), key=lambda pair: pair[::-1]):
        pairs = [(blocks[one][level], blocks[two][level]) for level in sorted({*blocks[one]} & {*blocks[two]})]
        same = len(pairs) > 1 and all(rows[a]["percent"] == rows[b]["percent"] for a, b in pairs)
        names = " và ".join(f"“{label(records, 'online_rate', code)}”" for code in (one, two))
        wrong = f"{names} trùng nhau ở cả {len(pairs)} số liệu" if same else ""
        yield f"{one}+{two}", [("online_rates", line, "percent") for pair in pairs for line in pair], wrong


# -- the register of documents -------------------------------------------------------------------------------------------


def split(number: str) -> tuple[str, str]:
    """A document's number and what stands behind its mark: 185/KH-UBND → 185, KH-UBND."""
    rest = number.lstrip("0123456789")
    return number.removesuffix(rest), rest[1:] if rest[:1] in ("/", "-") else ""


@check(severity="warning")
def subjects_once(records: Records) -> Iterator[Found]:
    """Hai văn bản cùng loại của một cơ quan không được cùng nội dung"""
    alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
    rows = records["documents"]
    for line, row in rows.items():
        if row["title"]:
            alike[row["title"], row["kind"], row["issuer"]].append(line)
    for lines in alike.values():
        names = " và ".join(rows[line]["number"] or f"dòng {line}" for line in lines)
        first = min(rows[line]["document"] for line in lines)  # whatever order they stand in
        wrong = f"văn bản {names} cùng nội dung" if len(lines) > 1 else ""
        yield f"document={first}", [("documents", line, "title") for line in lines], wrong


@check(severity="warning")
def numbers_spelt(records: Records) -> Iterator[Found]:
    """Một văn bản chỉ viết số theo một cách"""
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    rows = records["documents"]
    for line, row in rows.items():
        if row["number"] and row["date"]:
            alike[row["number"].replace("-", "/").partition("/")[0], row["date"]].append(line)
    for (first, day), lines in alike.items():
        names = list(dict.fromkeys(rows[line]["number"] for line in lines))
        wrong = f"văn bản {' và '.join(names)} cùng số, cùng ngày" if len(names) > 1 else ""
        yield f"number={first},date={day}", [("documents", line, "number") for line in lines], wrong


@check(severity="warning")
def documents_of_issuer(records: Records) -> Iterator[Found]:
    """Văn bản có cùng ký hiệu phải của cùng một cơ quan"""
    alike: dict[str, list[tuple[int, dict[str, str]]]] = defaultdict(list)
    for line, row in records["documents"].items():
        if (ending := split(row["number"])[1]) and row["issuer"]:
            alike[ending].append((line, row))
    for ending, found in alike.items():
        ((usual, count),) = Counter(row["issuer"] for _line, row in found).most_common(1)
        for line, row in found if count > 1 else ():
            wrong = f"“{row['issuer']}”, các văn bản khác có số /{ending} là của “{usual}”"
            cells = [("documents", line, column) for column in ("issuer", "number")]
            yield f"document={row['document']}", cells, wrong if row["issuer"] != usual else ""


@check(severity="error")
def documents_keyed(records: Records) -> Iterator[Found]:
    """Số văn bản phải đúng như khóa mà báo cáo viện dẫn"""
    for line, row in records["documents"].items():
        own, key = split(row["number"])[0], split(row["document"])[0]
        if own and key:
            cells = [("documents", line, column) for column in ("number", "document")]
            wrong = f"văn bản {row['document']} ghi số {row['number']}" if own != key else ""
            yield f"document={row['document']}", cells, wrong


@check(severity="warning", kind="bounds")
def documents_on_working_days(records: Records) -> Iterator[Found]:
    """Văn bản của kỳ báo cáo không ghi ngày thứ Bảy, Chủ nhật, trừ ngày làm bù"""
    for line, row in records["documents"].items():
        if row["period"] and row["date"]:
            day = {5: "thứ Bảy", 6: "Chủ nhật"}.get(date.fromisoformat(row["date"]).weekday(), "")
            wrong = f"văn bản {row['document']} ngày {shown_day(row['date'])}, là {day}"
            is_off = day and row["date"] not in WORKED
            yield f"document={row['document']}", [("documents", line, "date")], wrong if is_off else ""


def shown_day(iso: str) -> str:
    return Day.fromisoformat(iso).text()


# -- tasks, with their documents and their last days ---------------------------------------------------------------------


@check(severity="warning", kind="sequence")
def steps_dated(records: Records) -> Iterator[Found]:
    """Văn bản trình không được ghi ngày sau văn bản ban hành"""
    days = {row["document"]: row["date"] for row in records["documents"].values() if row["date"]}
    issued: dict[str, str] = {}
    for row in records["task_documents"].values():
        if row["step"] == "issued":
            issued[row["task"]] = max(issued.get(row["task"], ""), days.get(row["document"], ""))
    for line, row in records["task_documents"].items():
        day, last = days.get(row["document"], ""), issued.get(row["task"], "")
        if row["step"] == "submitted" and day and last:
            wrong = f"{row['document']} ngày {shown_day(day)}, bước sau xong ngày {shown_day(last)}"
            label = f"task={row['task']},step={row['step']},order={row['order']}"
            yield label, [("task_documents", line, "document")], wrong if day > last else ""


def last_day(due: str) -> str:
    """The last day of “Quý III/2024”, “Tháng 01/2024”, “Năm 2024”; empty for other words."""
    match due.replace("/", " ").split():
        case ["Quý", quarter, year] if quarter in QUARTERS:
            key = f"{year}-Q{QUARTERS.index(quarter)}"
        case ["Tháng", month, year]:
            key = f"{year}-{month:0>2}"
        case ["Năm", key]:
            pass
        case _:
            return ""
    return Span.of(key).told["date_to"] if KEY.fullmatch(key) else ""


def _due(records: Records, table: str, key: str) -> Iterator[Found]:
    for line, row in records[table].items():
        if row["due_by"] and (day := last_day(row["due"])):
            wrong = f"{row[key]}: {row['due']}, ghi {shown_day(row['due_by'])}" if day != row["due_by"] else ""
            yield f"{key}={row[key]}", [(table, line, column) for column in ("due_by", "due")], wrong


@check(severity="warning")
def tasks_due(records: Records) -> Iterator[Found]:
    """Ngày hết hạn phải là ngày cuối của thời hạn ghi trong quyết định"""
    yield from _due(records, "decision_tasks", "task")


@check(severity="warning")
def projects_due(records: Records) -> Iterator[Found]:
    """Ngày hết hạn phải là ngày cuối của thời hạn ghi trong kế hoạch"""
    yield from _due(records, "plan_projects", "project")


# -- each row by itself, and beside that of last year ----------------------------------------------------------------------


def before(records: Records, period: str, table: str, row: dict[str, str]) -> dict[str, str]:
    """The same row of another period, "@last_year" or "@previous"; empty where it has none."""
    key = records.tables[table].row_id
    rows = records.before[period][table].values() if period in records.before else ()
    return next((each for each in rows if key(each) == key(row)), {})


@check(severity="warning", kind="comparison")
def same_span(records: Records) -> Iterator[Found]:
    """Số liệu so sánh với cùng kỳ phải tính trong khoảng thời gian như nhau"""
    for line, row in records["cutoffs"].items():
        if then := before(records, "@last_year", "cutoffs", row):
            spans = [(each["date_from"], each["date_to"]) for each in (row, then)]
            now, last_year = (f"từ {shown_day(first)} đến {shown_day(last)}" for first, last in spans)
            same = all(day[5:] == other[5:] for day, other in zip(*spans, strict=True))
            wrong = f"{label(records, 'cutoff', row['subject'])}: {now}, cùng kỳ {last_year}"
            cells = [("cutoffs", line, column) for column in ("date_to", "date_from")]
            yield f"subject={row['subject']}", cells, "" if same else wrong


@check(severity="warning", kind="comparison")
def same_structure(records: Records) -> Iterator[Found]:
    """Số liệu so sánh với cùng kỳ phải của cùng một tổ chức"""
    for line, row in records["organisation"].items():
        if then := before(records, "@last_year", "organisation", row):
            wrong = f"{row['province']}, cùng kỳ {then['province']}" if row["province"] != then["province"] else ""
            yield "", [("organisation", line, "province")], wrong


@check(severity="error", kind="comparison")
def same_units(records: Records) -> Iterator[Found]:
    """Số liệu so sánh với cùng kỳ phải có cùng đơn vị tính"""
    for table in (each for each in records.tables.values() if "unit" in each.columns and fact_columns(each)):
        for line, row in records[table.name].items():
            if then := before(records, "@last_year", table.name, row):
                wrong = f"{row.get('label') or table.row_id(row)}: {then['unit']} → {row['unit']}"
                cells = [(table.name, line, column) for column in fact_columns(table)]
                yield f"{table.name}:{table.row_id(row)}", cells, wrong if row["unit"] != then["unit"] else ""


def of_period(records: Records) -> Iterator[tuple[int, dict[str, str]]]:
    """The documents of the period that have a date, by line."""
    return ((line, row) for line, row in records["documents"].items() if row["period"] and row["date"])


@check(severity="error", kind="bounds")
def documents_in_period(records: Records) -> Iterator[Found]:
    """Văn bản của kỳ báo cáo không được ghi ngày sau ngày cuối kỳ"""
    for line, row in of_period(records):
        wrong = f"văn bản {row['document']} ngày {shown_day(row['date'])}"
        is_late = row["date"] > records.period["date_to"]
        yield f"document={row['document']}", [("documents", line, "date")], wrong if is_late else ""


@check(severity="warning", kind="bounds")
def documents_of_year(records: Records) -> Iterator[Found]:
    """Văn bản của kỳ báo cáo ban hành trong năm báo cáo, quý cuối năm trước hoặc đã viện dẫn ở kỳ trước"""
    since = f"{int(records.period['date_to'][:4]) - 1}-10-01"
    for line, row in of_period(records):
        earlier = (before(records, each, "documents", row).get("date") for each in ("@last_year", "@previous"))
        wrong = f"văn bản {row['document']} ngày {shown_day(row['date'])}"
        is_old = row["date"] < since and row["date"] not in earlier
        yield f"document={row['document']}", [("documents", line, "date")], wrong if is_old else ""


@check(severity="warning", kind="format")
def documents_with_date(records: Records) -> Iterator[Found]:
    """Văn bản của kỳ báo cáo đã có số thì phải có ngày"""
    for line, row in records["documents"].items():
        wrong = f"văn bản {row['number']} chưa có ngày" if row["period"] and row["number"] and not row["date"] else ""
        yield f"document={row['document']}", [("documents", line, "date"), ("documents", line, "number")], wrong


@check(severity="error", kind="bounds")
def cutoffs_dated(records: Records) -> Iterator[Found]:
    """Thời gian tính số liệu phải theo thứ tự, trong năm và không quá ngày cuối kỳ"""
    last = records.period["date_to"]
    for line, row in records["cutoffs"].items():
        holds = f"{last[:4]}-01-01" <= row["date_from"] <= row["date_to"] <= last
        wrong = f"{label(records, 'cutoff', row['subject'])}: từ {shown_day(row['date_from'])} đến {shown_day(row['date_to'])}"
        cells = [("cutoffs", line, column) for column in ("date_to", "date_from")]
        yield f"subject={row['subject']}", cells, "" if holds else wrong


@check(severity="error", kind="bounds")
def questions_dated(records: Records) -> Iterator[Found]:
    """Hạn trả lời và ngày trả lời không được trước ngày hỏi"""
    for line, row in records["questions"].items():
        holds = row["asked_on"] <= row["due"] and not ("" < row["answered_on"] < row["asked_on"])
        wrong = f"{row['finding']}: hỏi ngày {shown_day(row['asked_on'])}, hạn {shown_day(row['due'])}"
        cells = [("questions", line, column) for column in ("due", "asked_on", "answered_on")]
        yield records.tables["questions"].row_id(row), cells, "" if holds else wrong


@check(severity="error", kind="comparison")
def projects_of_year(records: Records) -> Iterator[Found]:
    """Thời hạn của nhiệm vụ trong kế hoạch không thuộc năm trước: hạn mang sang cần được cập nhật hoặc xác nhận"""
    for line, row in records["plan_projects"].items():
        is_old = "" < row["due_by"] < records.period["date_to"][:4]
        wrong = f"{row['project']}: {shown_day(row['due_by'])}" if is_old else ""
        yield f"project={row['project']}", [("plan_projects", line, "due_by")], wrong
