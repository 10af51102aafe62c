"""The audit as notebooks show it: banner, findings, controls, corrections, and what nothing guards."""

from __future__ import annotations

import os
from collections.abc import Iterable
from decimal import Decimal

import pandas as pd

from . import show
from .audit.findings import audit, summary
from .data.schema import TABLES
from .editions import BUILD, Edition
from .values.figures import Figure
from .values.markup import Shown, attributes, to_html, to_text, trusted
from .values.sources import Cells, compress, merge, parse
from .values.texts import Text

_COLUMNS = {
    "growth": "mức tăng so với cùng kỳ",
    "change": "chênh lệch so với cùng kỳ",
    "capacity": "dung lượng",
    "classes": "số lớp",
    "learners": "số người",
    "done": "đã thực hiện",
    "total": "tổng số",
}
_KINDS = {"error": "Lỗi", "warning": "Cần xem lại"}


def result(edition: Edition) -> dict:
    """The audit of an edition in plain data (see `helpers.audit.findings.summary`)."""
    records = edition.records
    return summary(audit(records), records)


def section(edition: Edition) -> Shown | None:
    """The findings that touch what this notebook has read so far, for the analyst who works on it.

    Nothing in a build: the annex has them all, and a section need not run again whenever any table changes.
    """
    if BUILD in os.environ:
        return None
    cells = edition.cells_read()
    found = [
        finding
        for finding in summary(audit(edition.records, only=cells), edition.records)["findings"]
        if not finding["accepted"]
    ]
    if not found:
        return Shown(
            '<div class="review"><p>Kiểm tra số liệu: không có phát hiện.</p></div>',
            "Kiểm tra số liệu: không có phát hiện.",
        )
    lines = [
        f"{_KINDS[finding['severity']]}: {finding['statement']} ({finding['id']}). {_sides(finding)} {_first_proposal(finding, edition)}".strip()
        for finding in found
    ]
    items = "".join(f"<li>{to_html(Text(line))}</li>" for line in lines)
    return Shown(
        f'<div class="review"><p>Kiểm tra số liệu: có phát hiện.</p><ul>{items}</ul></div>',
        "\n".join(["Kiểm tra số liệu:", *(f"- {line}" for line in lines)]),
    )


def banner(checked: dict) -> Shown:
    """One line for the first page: how many figures, rules and findings."""
    open_ = [finding for finding in checked["findings"] if not finding["accepted"]]
    errors = sum(finding["severity"] == "error" for finding in open_)
    text = (
        f"Kiểm tra số liệu: {_count(checked['figures'])} số liệu, {_count(checked['rules'])} quy tắc với {_count(checked['checks'])} phép kiểm tra; "
        f"{_count(len(open_))} phát hiện chưa xử lý, trong đó {_count(errors)} lỗi. {trusted('<a href=#kiem-tra-so-lieu>Xem kết quả kiểm tra</a>')}."
    )
    return Shown(f'<p class="banner">{to_html(text)}</p>', to_text(text))


def rules(edition: Edition, checked: dict) -> Shown:
    """How many checks of each kind were tried, passed, violated or could not be tried."""
    kinds = [
        edition.code("rule_kind", kind) if kind in edition.codes("rule_kind") else edition.code("control_kind", kind)
        for kind in checked["kinds"]
    ]
    heads = {"checks": "Phép kiểm tra", "passed": "Đạt", "violated": "Không đạt", "untested": "Chưa đủ số liệu"}
    counts = [[_count(tried[name]) for name in heads] for tried in checked["kinds"].values()]
    frame = pd.DataFrame(counts, index=pd.Index(kinds, dtype=object), columns=list(heads), dtype=object)
    return show.table(frame, "Quy tắc kiểm tra theo loại", columns=heads, index="Loại quy tắc")


def findings(edition: Edition, checked: dict) -> Shown:
    """Every finding: what must hold, what does not, what is probably right, where it is printed.

    Findings that one and the same change would settle stand together.
    """
    if not checked["findings"]:
        return Shown('<p class="nothing">Không có phát hiện.</p>', "Không có phát hiện.")
    parts = [_article(place, group, edition) for place, group in enumerate(groups(checked["findings"]), 1)]
    return Shown("\n".join(part.html for part in parts), "\n".join(part.text for part in parts))


def controls(edition: Edition) -> Shown:
    """What the report states beside its parts, and what the parts give."""
    register = edition.register("controls")
    computed = [_computed(edition, row) for _, row in register.iterrows()]
    frame = pd.DataFrame(
        {
            "statement": [
                Text(f"{row['kind'].label}: {row['expression']}", row["expression"].cells)
                for _, row in register.iterrows()
            ],
            "stated": register["value"].tolist(),
            "computed": computed,
            "unit": register["unit"].tolist(),
            "source": register["source"].tolist(),
        }
    )
    heads = {
        "statement": "Số liệu",
        "stated": "Nêu trong báo cáo",
        "computed": "Tính từ các phần",
        "unit": "Đơn vị",
        "source": "Nơi nêu",
    }
    return show.table(frame, "Số kiểm soát: số nêu trong báo cáo và số tính lại", columns=heads, wide=True)


def corrections(edition: Edition) -> Shown:
    """The decided corrections and the accepted findings."""
    decided = edition.register("corrections")
    heads = {
        "figure": "Số liệu",
        "old": "Số đã báo cáo",
        "new": "Số đính chính",
        "reason": "Lý do",
        "decided_by": "Người quyết định",
        "date": "Ngày",
    }
    accepted = edition.register("acceptances")
    kept = {"finding": "Phát hiện", "reason": "Lý do chấp nhận", "decided_by": "Người quyết định", "date": "Ngày"}
    shown = show.table(decided, "Số liệu đính chính", columns=heads) + show.table(
        accepted, "Phát hiện được chấp nhận", columns=kept
    )
    marks = "".join(
        f'<span hidden class="corrected"{attributes(data_place=":".join(map(str, cell)), data_old=old)}></span>'
        for cell, old in edition.corrected.items()
    )
    return Shown(marks + shown.html, shown.text)


def unguarded(edition: Edition, checked: dict) -> Shown:
    """The figures that no rule reaches, by table."""
    rows = [_unguarded(edition, cell) for cell in checked["unguarded"]]
    frame = pd.DataFrame(rows, columns=["table", "label", "value"])
    heads = {"label": "Số liệu", "value": "Giá trị"}
    return show.table(
        frame, "Số liệu chưa có quy tắc kiểm tra", columns=heads, groups=frame["table"] if len(frame) else None
    )


# -- parts -------------------------------------------------------------------------------------------------------------


def _count(count: int) -> show.Count:
    """A number about the audit itself."""
    return show.Count(Figure(Decimal(count)).text())


def _sides(finding: dict) -> str:
    if finding["detail"]:
        return f"{finding['detail']}."
    if not finding["left"] or not finding["right"]:
        return ""
    unit = f" {finding['unit']}" if finding["unit"] and finding["unit"] != "%" else finding["unit"]
    return f"Hai vế: {finding['left']}{unit} và {finding['right']}{unit}; chênh lệch {finding['difference']}."


def _proposed(proposal: dict, edition: Edition) -> str:
    changes = "; ".join(
        f"{words(change['cell'], edition)}: {_vietnamese(change['old'])} → {_vietnamese(change['new'])} ({change['reason']})"
        for change in proposal["changes"]
    )
    return f"{changes}."


def _first_proposal(finding: dict, edition: Edition) -> str:
    return f"Có thể là: {_proposed(finding['proposals'][0], edition)}" if finding["proposals"] else ""


def _vietnamese(written: str) -> str:
    return Figure(Decimal(written), decimals=len(written.partition(".")[2])).text()


def words(cell: str, edition: Edition) -> str:
    """What a cell is, for readers: "Hồ sơ giải quyết (Cấp huyện, Trễ hạn)"."""
    (found,) = parse(cell)
    named = _named(found, edition)
    return named if found.table == "controls" else f"{TABLES[found.table].title} ({named})"


def _named(found: Cells, edition: Edition) -> str:
    """Which cell of its table it is: "Cấp huyện, Trễ hạn"; a control by its kind and expression."""
    if found.table == "controls":
        row = edition.row(found.table, found.lines[0])
        return f"{row['kind'].label}: {row['expression']!s}"
    return ", ".join(filter(None, [edition.row_name(found.table, found.lines[0]), _COLUMNS.get(found.column)]))


def groups(findings: list[dict]) -> list[list[dict]]:
    """Findings that the same first proposal settles, together; errors before warnings."""
    found: dict[str, list[dict]] = {}
    for finding in findings:
        cause = (
            str([(change["cell"], change["new"]) for change in finding["proposals"][0]["changes"]])
            if finding["proposals"]
            else finding["id"]
        )
        found.setdefault(cause, []).append(finding)
    return sorted(
        found.values(),
        key=lambda group: (
            all(finding["accepted"] for finding in group),
            all(finding["severity"] == "warning" for finding in group),
        ),
    )


def _article(place: int, group: list[dict], edition: Edition) -> Shown:
    first = group[0]
    severity = "error" if any(finding["severity"] == "error" for finding in group) else "warning"
    state = "Đã chấp nhận" if all(finding["accepted"] for finding in group) else _KINDS[severity]
    proposals = [_proposed(proposal, edition) for proposal in first["proposals"]]
    title = words(first["suspects"][0], edition) if first["proposals"] and len(group) > 1 else first["statement"]
    facts = [
        (
            "Không thỏa mãn",
            [
                f"{finding['statement']} ({finding['id']}). {_sides(finding)}" if len(group) > 1 else _sides(finding)
                for finding in group
            ],
        ),
        ("Phép kiểm tra", [finding["check"] for finding in group] if len(group) == 1 else []),
        ("Có thể đúng là (các khả năng như nhau)" if first["equally_good"] else "Có thể đúng là", proposals),
        ("Lý do chấp nhận", [finding["accepted"] for finding in group if finding["accepted"]]),
        ("Ô dữ liệu", _cell_words(first["suspects"] or first["cells"])),
    ]
    facts = [(term, [line for line in lines if line]) for term, lines in facts]
    rows = "".join(f"<dt>{term}</dt><dd>{'<br>'.join(map(to_html, lines))}</dd>" for term, lines in facts if lines)
    source = attributes(
        data_finding=" ".join(finding["id"].replace(" ", "_") for finding in group),
        data_suspects=";".join(first["suspects"]),
        data_parts="|".join(";".join(part) for part in ([] if first["suspects"] else first["parts"])),
        data_accepted="yes" if state == "Đã chấp nhận" else "",
    )
    html = (
        f'<article class="finding {severity}" id="phat-hien-{place}"{source}><h5><span class="text">{place}. {to_html(title)}</span> '
        f'<span class="state">{state}</span></h5><dl class="text">{rows}<dt class="printed">In tại</dt><dd class="printed"></dd></dl></article>'
    )
    text = "\n".join(
        [f"{place}. [{state}] {title}", *(f"   {term}: {' | '.join(lines)}" for term, lines in facts if lines)]
    )
    return Shown(html, text)


def _cell_words(cells: Iterable[str]) -> list[str]:
    return [f"{cell.table}.csv dòng {compress(cell.lines)} cột {cell.column}" for cell in merge(parse(";".join(cells)))]


def _computed(edition: Edition, row: pd.Series) -> Figure | str:
    if row["kind"] in ("growth", "density"):
        return ""
    return edition.evaluate(row["expression"])


def _unguarded(edition: Edition, cell: str) -> tuple[Text, Text, Figure]:
    (found,) = parse(cell)
    row = edition.row(found.table, found.lines[0])
    return Text(TABLES[found.table].title), Text(_named(found, edition)), row[found.column]
