"""The audit as notebooks show it: banner, findings, controls, corrections, and what nothing guards."""

from __future__ import annotations

import csv
import io
import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

import pandas as pd

from . import show
from .audit.findings import audit, by_number, summary
from .audit.gaps import find_gaps
from .audit.proofreading import proofread
from .data.expressions import Number, Operation, rows_named
from .data.expressions import parse as parse_expression
from .data.origins import origin
from .data.owners import Owners
from .data.periods import corrected_cell
from .data.rows import Records, Row
from .data.schema import TABLES
from .editions import BUILD, Edition
from .project import here
from .values.figures import Figure
from .values.markup import DOUBTS, FINDING, Shown, attributes, to_html, to_text, trusted
from .values.sources import Cell, Cells, cell_set, compress, merge, parse, touch
from .values.texts import Day, Text
from .values.vietnamese import join, lower_first
from .values.vietnamese import sentence as sentence_case
from .wording import cell, control, words

_KINDS = {"error": "Lỗi", "warning": "Cần xem"}
REMARKS = "Nhận xét chưa trả lời:"
SETTLED = Text("Chưa ghi trả lời; số liệu nay đã khớp")


def result(edition: Edition) -> dict:
    """The audit of an edition in plain data (see `helpers.audit.findings.summary`), with its gaps."""
    records = edition.records
    owners = Owners(records["offices"], records["owners"])
    checked = summary(audit(records, read=proofread(edition)), records)
    for finding in checked["findings"]:
        finding["office"] = finding["decision"].get("office") or _owner(finding, records, owners)
    return checked | {"gaps": [asdict(gap) for gap in find_gaps(edition, owners)]}


def _owner(finding: dict, records: Records, owners: Owners) -> str:
    """The office that knows what a finding is about; "" where no row of owners.csv says so."""
    places = map(_place, [*finding["suspects"], *finding["cells"]])
    found = (owners.of(table, records.row(table, line)) for table, line, _ in places if line)
    return next((office.name for office in found if office), "")


def section(edition: Edition) -> Shown:
    """The findings of the whole audit that touch what this notebook has read so far.

    A build notes what was read, and the document fills in the findings of its annex (see `briefing.document.marks`): a
    section need not run again whenever any table changes. In JupyterLab the audit is made here.
    """
    read = edition.cells_read()
    if BUILD in os.environ:
        return Shown(f'<div class="review"{attributes(data_read=_written(read))}></div>', "")
    groups = [group for group in by_number(result(edition)["findings"]) if _state(group) != "accepted"]
    touching = [
        group for group in groups if touch(cell_set(";".join(_about(group))), read, rows=not group[0]["numeric"])
    ]
    lists = {DOUBTS: [_brief(group, edition) for group in touching], REMARKS: list(map(_remark, _remarks(edition)))}
    listed = {title: items for title, items in lists.items() if items}
    html = "".join(f"<p>{title}</p><ul><li>{'</li><li>'.join(items)}</li></ul>" for title, items in listed.items())
    lines = [line for title, items in listed.items() for line in (title, *(f"- {to_text(trusted(item))}" for item in items))]
    said = "Kiểm tra số liệu: không có phát hiện."
    return Shown(f'<div class="review">{html or f"<p>{said}</p>"}</div>', "\n".join(lines or [said]))


def _remarks(edition: Edition) -> list[Row]:
    """The remarks that wait for an answer on what this notebook prints; none where JupyterLab does not say which one it is."""
    notebook = Path(os.environ.get("JPY_SESSION_NAME", "")).name
    rows = edition.records["remarks"].values() if notebook else ()
    return [row for row in rows if row["state"] == "open" and here().notebook(row["section"]) == notebook]


def _remark(row: Row) -> str:
    quoted = f"“{row['quoted']}” " if row["quoted"] else ""
    return _sourced(f"{quoted}{row['said']} ({', '.join(filter(None, (row['by'], row['day'])))})")


def banner(checked: dict) -> Shown:
    """Lines for the first page: what is missing, if something is; how many figures, rules and findings."""
    open_ = [group for group in by_number(checked["findings"]) if _state(group) != "accepted"]
    errors = sum(_severity(group) == "error" for group in open_)
    empty = f" ({_count(len(checked['empty']))} bảng chưa có số liệu)" if checked["empty"] else ""
    text = (
        f"Kiểm tra số liệu: {_count(checked['figures'])} số liệu{empty}, {_count(checked['rules'])} quy tắc với {_count(checked['checks'])} phép kiểm tra; "
        f"{_count(len(open_))} phát hiện chưa xử lý, trong đó {_count(errors)} lỗi. {trusted('<a href=#kiem-tra-so-lieu>Xem kết quả kiểm tra</a>')}."
    )
    lines = [*_missing(checked["gaps"]), text]
    return Shown(f'<p class="banner">{"<br>".join(map(to_html, lines))}</p>', "\n".join(map(to_text, lines)))


_MISSING = {
    "table": "bảng chưa có số liệu",
    "rows": "dòng số liệu kỳ trước có mà kỳ này chưa có",
    "cells": "dòng mang sang còn ô trống",
    "base": "mức tăng, giảm không có số liệu kỳ so sánh",
    "carried": "nội dung mang sang chưa rà soát",
    "number": "văn bản viện dẫn chưa có số",
}


def _missing(gaps: list[dict]) -> list[str]:
    """What an edition lacks, how many of each kind, as one line; none where it lacks nothing."""
    kinds = Counter(gap["kind"] for gap in gaps if gap["blocks"])
    counts = [f"{_count(kinds[kind])} {words}" for kind, words in _MISSING.items() if kinds[kind]]
    return [f"Còn thiếu: {', '.join(counts)}."] if counts else []


def decide(edition: Edition) -> Shown:
    """The open findings with the rows that would decide them, ready to be copied into the CSVs; for the analyst only.

    On the terminal `briefing decide` asks and writes the rows itself.
    """
    open_ = [finding for finding in result(edition)["findings"] if finding["state"] == "open"]
    parts = [
        f"<h4>{to_html(sentence(finding, edition))}</h4>"
        + "".join(
            f"<p>{table}.csv</p><pre>{to_html(_csv(row))}</pre>" for table, row in _ready(finding, edition.period)
        )
        for finding in open_
    ] or ["<p>Không còn phát hiện nào chưa xử lý.</p>"]
    text = "\n".join(_csv(row) for finding in open_ for _, row in _ready(finding, edition.period))
    return Shown(f'<div class="analyst">{"".join(parts)}</div>', text)


def _ready(finding: dict, period: str) -> list[tuple[str, list[str]]]:
    """The rows that would settle a finding: one for each proposed change, an acceptance, a question."""
    changes = [change for proposal in finding["proposals"] for change in proposal["changes"]]
    return [
        *(
            ("corrections", [period, change["figure"], change["old"], change["new"], "LÝ DO", "ĐƠN VỊ", "NGÀY"])
            for change in changes
        ),
        ("acceptances", [period, finding["id"], finding["seen"], "LÝ DO", "ĐƠN VỊ", "NGÀY"]),
        (
            "questions",
            [period, finding["id"], "CÂU HỎI", "ĐƠN VỊ ĐƯỢC HỎI", "NGÀY HỎI", "HẠN TRẢ LỜI", "", "", finding["seen"]],
        ),
    ]


def _csv(row: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(row)
    return line.getvalue()


def rules(edition: Edition, checked: dict) -> Shown:
    """How many checks of each kind were tried, passed, violated or could not be tried."""
    kinds = [
        edition.code("rule_kind", kind) if kind in edition.codes("rule_kind") else edition.code("control_kind", kind)
        for kind in checked["kinds"]
    ]
    heads = {"checks": "Phép kiểm tra", "passed": "Đạt", "violated": "Không đạt", "untested": "Chưa đủ số liệu"}
    counts = [[_count(tried[name]) for name in heads] for tried in checked["kinds"].values()]
    frame = pd.DataFrame(counts, index=pd.Index(kinds, dtype=object), columns=list(heads), dtype=object)
    shown = show.table(frame, "Quy tắc kiểm tra theo loại", columns=heads, index="Loại quy tắc")
    return _folded("Xem các loại quy tắc", shown)


def findings(edition: Edition, checked: dict) -> Shown:
    """Every finding: what does not agree, what is probably right, what was decided, where it is printed.

    Findings that one and the same change would settle stand together, under one number.
    """
    if not checked["findings"]:
        return Shown('<p class="nothing">Không có phát hiện.</p>', "Không có phát hiện.")
    groups = by_number(checked["findings"])
    parts = [_by_office(groups), *(_article(group, edition) for group in groups)]
    return Shown("\n".join(part.html for part in parts), "\n".join(part.text for part in parts))


def _by_office(groups: list[list[dict]]) -> Shown:
    """What each office is to answer, and by when; nothing where nothing is open."""
    open_ = [finding for group in groups for finding in group if finding["state"] != "accepted"]
    offices = dict.fromkeys(finding["office"] for finding in open_)
    rows = []
    for office in offices:
        own = [finding for finding in open_ if finding["office"] == office]
        due = sorted({finding["decision"]["due"] for finding in own if finding["decision"]})
        days = to_html(Text(join([Day.fromisoformat(day).text() for day in due])))
        marks = join(list(dict.fromkeys(_link(finding["number"]) for finding in own)))
        rows.append((office or "Chưa rõ đơn vị", marks, trusted(f'<span class="decided">{days}</span>') if due else ""))
    heads = {"office": "Đơn vị", "findings": "Phát hiện cần trả lời", "due": "Hạn"}
    if not rows:
        return Shown("", "")
    shown = show.table(pd.DataFrame(rows, columns=list(heads)), "Phát hiện theo đơn vị", columns=heads)
    decided = max(finding["decision"].get("date", "") for finding in open_)
    return Shown(f"<div{attributes(data_decided=decided)}>{shown.html}</div>", shown.text)


def _link(number: int) -> str:
    return trusted(f'<a class="text" href="#phat-hien-{number}">{FINDING}{number}</a>')


def controls(edition: Edition, checked: dict) -> Shown:
    """The figures that the report states beside their parts: those that disagree in full, the others folded."""
    stated = edition.register("controls")
    violated = {finding["id"] for finding in checked["findings"]}
    unlike = stated["control"].isin(violated)
    caption = "Số nêu trong báo cáo không khớp số tính lại"
    shown = _controls(edition, stated[unlike], caption) if unlike.any() else Shown("", "")
    rest = _controls(edition, stated[~unlike], "Số nêu trong báo cáo khớp số tính lại, hoặc chưa tính lại được")
    said = f"{_count(int((~unlike).sum()))} số khác nêu trong báo cáo khớp với số tính lại, hoặc không có các phần để tính lại."
    return shown + Shown(f"<p>{to_html(said)}</p>", to_text(said)) + _folded("Xem các số này", rest)


def decisions(edition: Edition, checked: dict) -> Shown:
    """What was decided: corrected figures with what was reported, accepted findings, questions and their answers."""
    corrected, asked_of = edition.register("corrections"), edition.register("questions")
    for line, row in corrected.iterrows():
        place = _corrected_place(line, row, edition)
        corrected.loc[line, ["figure", "old", "new"]] = _correction_words(row, place, edition)
    numbers = {finding["id"]: finding["number"] for finding in checked["findings"]}
    asked_of["finding"] = [
        Text(f"{FINDING}{numbers[str(finding)]}" if str(finding) in numbers else str(finding), finding.cells)
        for finding in asked_of["finding"]
    ]
    for line in asked_of.index[edition.register("questions")["finding"].isin(checked["settled"])]:
        asked_of.loc[line, "answer"] = SETTLED
    heads = {
        "figure": "Số liệu",
        "old": "Đã báo cáo",
        "new": "Đính chính",
        "reason": "Lý do",
        "decided_by": "Người quyết định",
        "date": "Ngày",
    }
    accepted = {
        "finding": "Phát hiện",
        "seen": "Nội dung",
        "reason": "Lý do chấp nhận",
        "decided_by": "Người quyết định",
        "date": "Ngày",
    }
    asked = {
        "finding": "Phát hiện",
        "question": "Câu hỏi",
        "asked_of": "Hỏi",
        "asked_on": "Ngày hỏi",
        "due": "Hạn trả lời",
        "answer": "Trả lời",
    }
    shown = (
        _of_a_day(show.table(corrected, "Số liệu đính chính", columns=heads) + _accepted(edition, accepted))
        + _absent(edition)
        + _of_a_day(show.table(asked_of, "Câu hỏi gửi đơn vị nắm số liệu", columns=asked))
    )
    marks = "".join(_corrected_mark(cell, old, edition) for cell, old in edition.corrected.items())
    return Shown(marks + shown.html, shown.text)


def _of_a_day(decided: Shown) -> Shown:
    """Tables of decisions, of which a paper shows those that were taken by its day."""
    return Shown(f'<div class="decisions">{decided.html}</div>', decided.text)


def _corrected_mark(cell: Cell, old: str, edition: Edition) -> str:
    """What the document needs to mark a corrected figure: its cell, of a control also the figure that it states."""
    table, line, _ = cell
    states = str(edition.row(table, line)["expression"]) if table == "controls" else ""
    place = ":".join(map(str, cell))
    return f'<span hidden class="corrected"{attributes(data_place=place, data_states=states, data_old=old)}></span>'


def received(edition: Edition) -> Shown | None:
    """Which offices have sent their numbers as files, how many rows each, and who is missing; nothing where none has.

    A sum over agencies is the sum of those that reported: here stands which these are.
    """
    files = edition.register("sources")
    if files.empty:
        return None
    records = edition.records
    owners = Owners(records["offices"], records["owners"])
    tables = [name for name, table in TABLES.items() if table.sourced]
    origins = [origin(row["source"]) for name in tables for row in records[name].values()]
    rows = Counter(found.file for found in origins if found)
    sent = {str(office): list(own["file"]) for office, own in files.groupby(files["office"].map(str), sort=False)}
    listed = pd.DataFrame(
        [
            [office.name, join(sent.get(office.office, [])), _rows_sent(sent.get(office.office), rows)]
            for office in owners.expected()
        ],
        columns=["office", "file", "rows"],
    )
    heads = {"office": "Đơn vị", "file": "Tệp", "rows": "Dòng số liệu"}
    return show.table(listed, "Số liệu nhận từ các đơn vị", columns=heads)


def _rows_sent(files: list[Text] | None, rows: Counter) -> show.Count | str:
    return "Chưa gửi" if files is None else _count(sum(rows[str(file)] for file in files))


def unguarded(edition: Edition, checked: dict) -> Shown:
    """The figures that no rule reaches, by table; observations, which are looked at as a whole, in one row."""
    rows = [_unguarded(edition, cell) for cell in checked["unguarded"]]
    rows += [_observed(column, count) for column, count in checked.get("observations", {}).items()]
    frame = pd.DataFrame(rows, columns=["table", "label", "value"])
    heads = {"label": "Số liệu", "value": "Giá trị"}
    shown = show.table(
        frame, "Số liệu chưa có quy tắc kiểm tra", columns=heads, groups=frame["table"] if len(frame) else None
    )
    said = f"{_count(len(checked['unguarded']))} số liệu chưa có quy tắc kiểm tra."
    return Shown(f"<p>{to_html(said)}</p>", to_text(said)) + _folded("Xem các số liệu này", shown)


# -- parts -------------------------------------------------------------------------------------------------------------


def _count(count: int) -> show.Count:
    """A number about the audit itself."""
    return show.Count(Figure(Decimal(count)).text())


def _folded(summary: str, shown: Shown) -> Shown:
    """What only those who check want to see; paper leaves it out."""
    return Shown(f"<details><summary>{to_html(summary)}</summary>{shown.html}</details>", shown.text)


def _state(group: list[dict]) -> str:
    """Of the findings of one number: accepted if all are, asked if one is, otherwise open."""
    states = {finding["state"] for finding in group}
    return "accepted" if states == {"accepted"} else "asked" if "asked" in states else "open"


def _severity(group: list[dict]) -> str:
    return "error" if any(finding["severity"] == "error" for finding in group) else "warning"


_RELATIONS = {">": "lớn hơn", "<": "nhỏ hơn", "≠": "khác", "khác cỡ": "khác xa"}


def sentence(finding: dict, edition: Edition) -> str:
    """What does not agree, in one sentence: "Hồ sơ giải quyết: báo cáo nêu 112.177 hồ sơ, cộng các phần 112.113 hồ sơ"."""
    unit = f" {finding['unit']}" if finding["unit"] and finding["unit"] != "%" else finding["unit"]
    if finding["states"]:
        how = "cộng các phần" if finding["kind"] == "total" else "tính lại"
        what = words(finding["states"], edition)
        return f"{sentence_case(what)}: báo cáo nêu {finding['left']}{unit}, {how} được {finding['right']}{unit}"
    if finding["vague"]:
        return f"{cell(*_place(finding['cells'][0]), edition)}: {finding['detail']}"
    if finding["detail"] or not finding["left"] or not finding["right"]:
        return f"{finding['statement']}{': ' + finding['detail'] if finding['detail'] else ''}"
    left, right = _sides(finding, unit, edition)
    return f"{finding['statement']}: {left}, {_RELATIONS[finding['relation']]} {right}"


def _sides(finding: dict, unit: str, edition: Edition) -> tuple[str, str]:
    """What a rule compares, each side in words with its value; a plain number is its own words.

    Of a quotient that should be 1 the two figures, "95 nhiệm vụ" and "82 nội dung": they differ in unit.
    """
    for relation in ("<=", ">=", "~", "="):
        left, found, right = finding["check"].partition(f" {relation} ")
        if found:
            break
    else:
        return f"{finding['left']}{unit}", f"{finding['right']}{unit}"
    quotient = parse_expression(left)
    if right == "1" and isinstance(quotient, Operation) and [sign for sign, _ in quotient.rest] == ["/"]:
        parts = [(part, edition.evaluate(part)) for part in (quotient.first, quotient.rest[0][1])]
        return tuple(to_text(f"{lower_first(words(part, edition))} {figure:unit}") for part, figure in parts)
    sides = ((parse_expression(side), finding[name]) for side, name in ((left, "left"), (right, "right")))
    return tuple(
        f"{'' if isinstance(side, Number) else lower_first(words(side, edition))} {value}{unit}".strip()
        for side, value in sides
    )


def proposed(proposal: dict, edition: Edition) -> str:
    """What the figures probably should be: "Hồ sơ giải quyết (Cấp huyện, Trễ hạn): 7 → 71 (một chữ số bị bỏ sót)"."""
    return "; ".join(
        f"{cell(*_place(change['cell']), edition)}: {_vietnamese(change['old'])} → {_vietnamese(change['new'])} ({change['reason']})"
        for change in proposal["changes"]
    )


def _written(cells: Iterable[Cell]) -> str:
    """Cells as the document reads them."""
    return ";".join(map(str, merge(Cells(table, (line,), column) for table, line, column in sorted(cells))))


def _place(written: str) -> tuple[str, int, str]:
    table, line, column = written.split(":")
    return table, int(line), column


def _vietnamese(written: str) -> str:
    return Figure(Decimal(written), decimals=len(written.partition(".")[2])).text()


def _accepted(edition: Edition, columns: dict[str, str]) -> Shown:
    accepted, caption = edition.register("acceptances"), "Phát hiện được chấp nhận"
    if accepted.empty:
        return Shown(f"<p>{caption}: không có.</p>", f"{caption}: không có.")
    return show.table(accepted, caption, columns=columns)


def _absent(edition: Edition) -> Shown:
    """What the period says it does not have; nothing where it says nothing."""
    absent = edition.register("absences")
    if absent.empty:
        return Shown("", "")
    absent["rows"] = [Text(_absent_words(str(rows), edition), rows.cells) for rows in absent["rows"]]
    heads = {"rows": "Nội dung", "state": "Tình trạng", "reason": "Lý do", "stated_by": "Đơn vị nêu", "date": "Ngày"}
    return show.table(absent, "Nội dung không có trong kỳ", columns=heads)


def _absent_words(rows: str, edition: Edition) -> str:
    """Rows in words; documents as they are cited, for their keys are not for readers."""
    select = rows_named(rows)
    keys = [key for name, values in select.where if (select.table, name) == ("documents", "document") for key in values]
    return join([edition.document(key).short for key in keys]) if keys else words(select, edition)


def _corrected_place(line: int, correction: pd.Series, edition: Edition) -> tuple[str, int, str]:
    """The cell that a correction names."""
    named = corrected_cell(line, {name: str(value) for name, value in correction.items()})
    where = {name: list(values) for name, values in named.where}
    return named.table, edition.lines(named.table, **where)[0], named.column


def _correction_words(correction: pd.Series, place: tuple[str, int, str], edition: Edition) -> list[Text]:
    """A corrected cell in words, and what it was and is, as the report writes it; each with its source."""
    table, _, column = place
    is_number = TABLES[table].columns[column].kind == "number"
    figure, old, new = correction["figure"], correction["old"], correction["new"]
    return [
        Text(cell(*place, edition), figure.cells),
        *(Text(_vietnamese(str(value)) if is_number else str(value), value.cells) for value in (old, new)),
    ]


_STATES = {"accepted": "Đã chấp nhận", "asked": "chờ trả lời"}
_TO_DO = {
    "density": "Cho biết số dân đã dùng.",
    "total": "Cho biết số tổng hợp hay số thành phần đúng.",
    "growth": "Cho biết số kỳ này, số kỳ trước và mức tăng, giảm đúng.",
    "duplicate": "Cung cấp lại từng số liệu.",
    "sequence": "Xác nhận số và ngày.",
    "plausibility": "Xác nhận số liệu và nêu lý do, hoặc cung cấp số đúng.",
    "comparison": "Nêu lý do, hoặc cung cấp số liệu so sánh được.",
    "proofreading": "Sửa câu, hoặc xác nhận nội dung còn đúng.",
}
_CONFIRM = "Xác nhận số đúng, hoặc nêu lý do khác nhau."


def _article(group: list[dict], edition: Edition) -> Shown:
    first, number = group[0], group[0]["number"]
    facts = [
        (
            "Cần làm",
            [] if _state(group) == "accepted" else [_sourced(_to_do(group))],
            "todo",
        ),
        ("Câu hỏi", _questions(group), ""),
        ("Không khớp", _unlike(group, edition), "evidence unlike"),
        (
            "Có thể đúng là (các khả năng như nhau)" if first["equally_good"] else "Có thể đúng là",
            [f"{proposed(proposal, edition)}." for proposal in first["proposals"]],
            "evidence",
        ),
        ("Quyết định", _decided(group), "decided"),
    ]
    behind = [
        ("Quy tắc", list(dict.fromkeys(finding["statement"] for finding in group)), ""),
        ("Dữ liệu", _cell_words(first["suspects"] or _about(group)), ""),
        ("Mã phát hiện", [finding["id"] for finding in group], ""),
    ]
    html = (
        f'<article class="finding {_severity(group)}" id="phat-hien-{number}"{_for_marks(group, _state(group))}>'
        f'<h5>{_title(group, edition)}</h5><dl class="text">{_facts(facts)}<dt class="printed">In tại</dt><dd class="printed"></dd></dl>'
        f'<details><summary>Quy tắc và dữ liệu</summary><dl class="text">{_facts(behind)}</dl></details></article>'
    )
    text = "\n".join(
        [
            to_text(trusted(_title(group, edition))),
            *(f"   {term}: {' | '.join(map(to_text, lines))}" for term, lines, _ in [*facts, *behind] if lines),
        ]
    )
    return Shown(html, text)


def _facts(facts: list[tuple[str, list[str], str]]) -> str:
    return "".join(
        f"<dt>{term}</dt><dd{attributes(class_=css)}>{'<br>'.join(map(to_html, lines))}</dd>"
        for term, lines, css in facts
        if lines
    )


def _brief(group: list[dict], edition: Edition) -> str:
    """A finding in a line, the same wherever a section shows it: its title, and who is to do what by when.

    A question that was asked says itself what does not agree.
    """
    return f'{_title(group, edition, brief=True)} <span class="todo">{to_html(_sourced(_to_do(group)))}</span>'


def _title(group: list[dict], edition: Edition, brief: bool = False) -> str:
    """The mark of a finding, the fault, how grave it is and how far it is decided. brief: without a fault that a question tells."""
    state, asked = _state(group), len(_asked(group)) == 1
    fault = (
        ""
        if brief and asked
        else f'<span class="{"fault asked" if asked else "fault"}"> {to_html(_fault_of(group, edition))}.</span>'
    )
    grave = "" if state == "accepted" else _KINDS[_severity(group)]
    decided = f"{', ' if grave else ''}{_STATES[state]}" if state in _STATES else ""
    label = f'{grave}<span class="decided">{decided}</span>' if decided else grave
    return f'<span class="text">{FINDING}{group[0]["number"]}.{fault}</span> <span class="state">{label}.</span>'


def _sourced(words: str) -> str:
    """Words whose digits are of the data that the audit read."""
    return trusted(f'<span class="text">{to_html(words)}</span>')


def _to_do(group: list[dict]) -> str:
    """Who is to do what, by when: what an office was asked, else what settles such a finding."""
    asked = [finding["decision"] for finding in group if finding["state"] == "asked"]
    if questions := _asked(group):
        what = questions[0] if len(questions) == 1 else f"Trả lời {_count(len(questions))} câu hỏi."
        due = Day.fromisoformat(max(decision["due"] for decision in asked)).text()
        offices = join(list(dict.fromkeys(decision["office"] for decision in asked)))
        by = trusted(f'<span class="decided">, hạn {due}</span>')
        return f"{what} Đơn vị trả lời: {offices}{by}."
    until = "trước khi ký báo cáo" if _severity(group) == "error" else "khi rà soát báo cáo"
    who = ", ".join(filter(None, [group[0]["office"], until]))
    return f"{_TO_DO.get(group[0]['kind'], _CONFIRM)} ({sentence_case(who)}.)"


def _asked(group: list[dict]) -> list[str]:
    """The questions that were asked about findings of one cause, each once."""
    return list(dict.fromkeys(finding["decision"]["words"] for finding in group if finding["state"] == "asked"))


def _questions(group: list[dict]) -> list[str]:
    """What was asked, with the answers; a single question is told by what is to do."""
    asked = [finding["decision"] for finding in group if finding["state"] == "asked"]
    told = {f"{each['office']}: {each['words']}{_answer(each)}" for each in asked}
    return sorted(told) if len(told) > 1 or any(each["answer"] for each in asked) else []


def _answer(decision: dict) -> str:
    return f" Trả lời: {decision['answer']}" if decision["answer"] else ""


def _decided(group: list[dict]) -> list[str]:
    accepted = [finding["decision"] for finding in group if finding["state"] == "accepted"]
    return list(dict.fromkeys(f"{each['office']} chấp nhận: {each['words']}" for each in accepted))


def _fault_of(group: list[dict], edition: Edition) -> str:
    """What is wrong, as the title of the findings of one cause."""
    first, more = group[0], len(group) - 1
    if more and first["proposals"]:
        change = first["proposals"][0]["changes"][0]
        return f"{cell(*_place(change['cell']), edition)} ghi {_vietnamese(change['old'])}, không khớp với {_count(len(group))} số liệu khác"
    return _fault(first, edition) + (f"; {_count(more)} trường hợp khác cũng vậy" if more else "")


def _fault(finding: dict, edition: Edition) -> str:
    """What is wrong, without the rule: "Doanh thu dịch vụ 625 tỷ đồng, lớn hơn doanh thu bưu chính 1 tỷ đồng"."""
    if finding["kind"] == "density":
        rates = len(finding["detail"].split("; "))
        return f"{rates} tỷ lệ tính theo dân số ứng với các số dân khác nhau ({finding['right']}–{finding['left']})"
    if finding["states"] or finding["vague"] or not (finding["detail"] or " " in finding["check"]):
        return sentence(finding, edition)
    return sentence_case(
        (finding["detail"] or sentence(finding, edition).removeprefix(f"{finding['statement']}: ")).partition(
            ", trong “"
        )[0]
    )


def _unlike(group: list[dict], edition: Edition) -> list[str]:
    """What does not agree, line by line, where the title does not say it already."""
    if len(group) == 1 and group[0]["kind"] not in ("density", "proofreading"):
        return []
    lines = (finding["detail"] or _fault(finding, edition) for finding in group)
    return [f"{sentence_case(line)}." for line in lines]


def _for_marks(group: list[dict], state: str) -> str:
    """What the document asks of a finding to mark the figures that it is about (see `briefing.document.marks`)."""
    first, about = group[0], _about(group)
    stated = [finding for finding in group if finding["states"] and finding["state"] != "accepted"]
    return attributes(
        data_finding=first["number"],
        data_state=state,
        data_about=";".join(about),
        data_decided=max((finding["decision"].get("date", "") for finding in group), default=""),
        data_suspects=";".join(first["suspects"]),
        data_parts="|".join(";".join(part) for part in ([] if first["suspects"] else first["parts"])),
        data_rows="" if first["numeric"] else ";".join(dict.fromkeys(cell.rpartition(":")[0] for cell in about)),
        data_stated=json.dumps([_stated(finding) for finding in stated], ensure_ascii=False) if stated else "",
    )


def _about(group: list[dict]) -> list[str]:
    """The cells that findings of one cause are about."""
    return list(dict.fromkeys(cell for finding in group for cell in [*finding["cells"], *finding["suspects"]]))


def _stated(finding: dict) -> list[str]:
    """A figure that the report states otherwise: its expression, its cells, what they give, and what is stated."""
    sign = "%" if finding["unit"] == "%" else ""
    cells = ";".join(cell for part in finding["parts"][1:] for cell in part)
    return [finding["states"], cells, f"{finding['right']}{sign}", f"{finding['left']}{sign}"]


def _cell_words(cells: Iterable[str]) -> list[str]:
    return [
        f"{found.table}.csv, dòng {compress(found.lines)}, cột {found.column}"
        for found in merge(parse(";".join(cells)))
    ]


def _controls(edition: Edition, stated: pd.DataFrame, caption: str) -> Shown:
    frame = pd.DataFrame(
        {
            "statement": [
                Text(control(row["kind"].label, str(row["expression"]), edition), row["expression"].cells)
                for _, row in stated.iterrows()
            ],
            "stated": stated["value"].tolist(),
            "computed": [_computed(edition, row) for _, row in stated.iterrows()],
            "unit": stated["unit"].tolist(),
            "source": stated["source"].tolist(),
        }
    )
    heads = {
        "statement": "Số liệu",
        "stated": "Báo cáo nêu",
        "computed": "Tính lại",
        "unit": "Đơn vị",
        "source": "Nơi nêu",
    }
    return show.table(frame, caption, columns=heads)


def _computed(edition: Edition, row: pd.Series) -> Figure | str:
    """What a control restates; nothing where it cannot be computed: a density, a growth without last year's rows."""
    if row["kind"] == "density":
        return ""
    if row["kind"] != "growth":
        return edition.evaluate(row["expression"])
    growth = edition.evaluate(f"growth({row['expression']!s})")
    return "" if growth.is_missing else growth


def _observed(name: str, count: int) -> tuple[Text, Text, show.Count]:
    """Observations in one row: what they are, and how many."""
    table, column = name.split(".")
    return (
        Text(TABLES[table].title),
        Text(f"Số quan sát: {TABLES[table].columns[column].title or column}"),
        _count(count),
    )


def _unguarded(edition: Edition, place: str) -> tuple[Text, Text, Figure]:
    table, line, column = _place(place)
    about = ", ".join(filter(None, [edition.row_name(table, line), TABLES[table].columns[column].title]))
    name = cell(table, line, column, edition) if table == "controls" else about
    return Text(TABLES[table].title), Text(name), edition.row(table, line)[column]
