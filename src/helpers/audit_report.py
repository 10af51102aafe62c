"""The audit as notebooks show it: banner, findings, controls, corrections, and what nothing guards."""

from dataclasses import replace

import pandas as pd

from . import finding_text, prose, tables
from .audit.audit_run import Summary, by_number
from .audit_result import result
from .data.expressions import rows_named, selection
from .editions import Edition
from .expression_text import cell, words
from .finding_text import count, place
from .values.blocks import Corrected, List, Paragraph
from .values.blocks import Read as ReadBlock
from .values.display_bundle import DOUBTS, NOWHERE, Shown, parsed, sourced, to_text
from .values.figures import Figure
from .values.sourced_text import Count, Text
from .values.sources import Cell, Cells, cell_set, merge, touch
from .values.sources import join as join_cells
from .values.vietnamese import shown as written


def section(edition: Edition) -> Shown:
    """The findings of the whole audit that touch what this notebook has read so far.

    A build notes what was read, and the document fills in the findings of its annex (see `briefing.document.audit_marks`): a
    section need not run again whenever any table changes. In JupyterLab the audit is made here.
    """
    read = edition.cells_read()
    noted = ReadBlock(join_cells(merge(Cells(table, (line,), column) for table, line, column in sorted(read))))
    if edition.is_of_build:
        return Shown((noted,), "")
    groups = [group for group in by_number(result(edition)["findings"]) if finding_text.state(group) != "accepted"]
    touching = [
        group
        for group in groups
        if touch(cell_set(";".join(finding_text.about(group))), read, rows=not group[0]["numeric"])
    ]
    found = [sourced(finding_text.brief(group, edition)) for group in touching]
    listed = prose.bullets(found, lead=DOUBTS) if found else _said("Kiểm tra số liệu: không có phát hiện.")
    styled = (replace(each, style="review") for each in listed.blocks if isinstance(each, Paragraph | List))
    return Shown((noted,), listed.text, tuple(styled))


def _said(words: str) -> Shown:
    return Shown((Paragraph(parsed(words)),), to_text(words))


def banner(checked: Summary) -> Shown:
    """How many figures, rules and findings there are; what is missing, if something is, goes to the first page."""
    open_ = [group for group in by_number(checked["findings"]) if finding_text.state(group) != "accepted"]
    errors = sum(finding_text.severity(group) == "error" for group in open_)
    empty = f" ({count(len(checked['empty']))} bảng chưa có số liệu)" if checked["empty"] else ""
    text = (
        f"Kiểm tra số liệu: {count(checked['figures'])} số liệu{empty}, {count(checked['rules'])} quy tắc với {count(checked['checks'])} phép kiểm tra; "
        f"{count(len(open_))} phát hiện chưa xử lý, trong đó {count(errors)} lỗi."
    )
    if not checked["gaps"]:
        return _said(text)
    missing = f"Còn thiếu {count(len(checked['gaps']))} nội dung: briefing check nêu từng nội dung."
    return Shown((Paragraph(parsed(missing), "missing"),), to_text(missing)) + _said(text)


def findings(edition: Edition, checked: Summary) -> Shown:
    """Every finding: what does not agree, what is probably right, what was decided, where it is printed.

    Findings that one and the same change would settle stand together, under one number.
    """
    if not checked["findings"]:
        return tables.nothing("Không có phát hiện.")
    parts = [finding_text.article(group, edition) for group in by_number(checked["findings"])]
    return Shown(sum((part.blocks for part in parts), ()), "\n".join(part.text for part in parts))


def controls(edition: Edition, checked: Summary) -> Shown:
    """How many of the figures that the report states beside their parts agree with them; those that disagree are findings."""
    stated, agree = edition.lines("controls"), checked["agreeing"]
    unknown = len(stated) - agree - sum(finding["rule"].startswith("controls.csv:") for finding in checked["findings"])
    said = f"{count(agree)} số nêu trong báo cáo khớp với số tính lại"
    said += f"; {count(unknown)} số chưa tính lại được do chưa có đủ số liệu để tính." if unknown else "."
    return _said(said)


def decisions(edition: Edition) -> Shown:
    """What was decided: corrected figures with what was reported, what the period says it does not have."""
    by = {"decided_by": "Người quyết định", "date": "Ngày quyết định"}
    heads = {"figure": "Số liệu", "old": "Đã báo cáo", "new": "Đính chính", "reason": "Lý do", **by}
    marks = tuple(_corrected_mark(cell, old, edition) for cell, old in edition.corrected.items())
    what = "Số liệu đính chính của kỳ báo cáo"
    used = tables.table(_corrections(edition), what, columns=heads, none=f"{what}: không có.")
    return Shown((*marks, *used.blocks), used.text) + _absent(edition)


def _corrections(edition: Edition) -> pd.DataFrame:
    """What was decided of a period's cells, in words."""
    corrected = edition.register("corrections")
    corrected["figure"] = [_cell_named(each, edition) for each in corrected["figure"]]
    for column in ("old", "new"):
        corrected[column] = [Text(written(str(each)), each.cells) for each in corrected[column]]
    return corrected


def _cell_named(figure: Text, edition: Edition) -> Text:
    select = selection(figure, edition.tables)
    line, *_others = edition.lines(select.table, **{name: list(codes) for name, codes in select.where})
    return Text(cell(select.table, line, select.column, edition), figure.cells)


def _corrected_mark(cell: Cell, old: str, edition: Edition) -> Corrected:
    """What the document needs to mark a corrected figure: its cell, of a control also the figure that it states."""
    table, line, column = cell
    states = str(edition.row(table, line)["expression"]) if table == "controls" else ""
    cells = getattr(edition.row(table, line, (column,))[column], "cells", ())  # of a year those of its parts
    at = join_cells(cells) or ":".join(map(str, cell))
    return Corrected(at, states, old)


def unguarded(edition: Edition, checked: Summary) -> Shown:
    """The figures that no rule reaches, by table; observations, which are looked at as a whole, in one row."""
    rows: list[tuple[Text, Text, Figure | Count]] = [_unguarded(edition, cell) for cell in checked["unguarded"]]
    for name, observed in checked.get("observations", {}).items():  # in one row: what they are, and how many
        of, column = name.split(".")
        table = edition.tables[of]
        what = f"Số quan sát: {table.columns[column].title or column}"
        rows.append((Text(table.title), Text(what), count(observed)))
    frame = pd.DataFrame(rows, columns=["table", "label", "value"])
    heads = {"label": "Số liệu", "value": "Giá trị"}
    shown = tables.table(
        frame, "Số liệu chưa có quy tắc kiểm tra", columns=heads, groups=frame["table"] if len(frame) else None
    )
    said = f"{count(len(checked['unguarded']))} số liệu chưa có quy tắc kiểm tra."
    return _said(said) + shown


def _absent(edition: Edition) -> Shown:
    """What the period says it does not have; nothing where it says nothing."""
    absent = edition.register("absences")
    if absent.empty:
        return NOWHERE
    rows = [
        [Text(words, row["rows"].cells), f"{row['state']}: {row['reason']} ({row['stated_by']}, {row['date']})"]
        for _, row in absent.iterrows()
        for words in _absent_words(str(row["rows"]), edition)
    ]
    frame = pd.DataFrame(rows, columns=["rows", "why"])
    return tables.table(frame, "Nội dung không có trong kỳ", {"rows": "Nội dung"}, groups=frame["why"])


def _absent_words(rows: str, edition: Edition) -> list[str]:
    """Rows in words; documents each as it is cited, for their keys are not for readers."""
    select = rows_named(rows, edition.tables)
    keys = [key for name, values in select.where if (select.table, name) == ("documents", "document") for key in values]
    return [str(edition.document(key).short) for key in keys] or [words(select, edition)]


def _unguarded(edition: Edition, written: str) -> tuple[Text, Text, Figure]:
    table, line, column = place(written)
    declared = edition.tables[table]
    about = ", ".join(filter(None, [edition.row_name(table, line), declared.columns[column].title]))
    name = cell(table, line, column, edition) if table == "controls" else about
    return Text(declared.title), Text(name), edition.number(table, line, column)
