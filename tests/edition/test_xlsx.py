"""The reader's workbook: contents, notes, one table a sheet, numbers as numbers, their sources, the same bytes."""

from __future__ import annotations

import io
import json
from decimal import Decimal

import openpyxl
import pytest
from lxml.html import fragment_fromstring

from briefing.document.formats import Document, Report
from briefing.document.formats.xlsx import make

NUMBER = {"type": "figure", "text": "45.985", "value": "45985", "cells": "dossiers:2:dossiers", "id": "n"}
SHARE = {
    "type": "figure",
    "text": "99,85%",
    "value": "0.9985430033532021",
    "unit": "ratio",
    "cells": "dossiers:2-3:dossiers",
}


def cell(said: object, **more: object) -> dict[str, object]:
    inline = {"type": "text", "text": said} if isinstance(said, str) else said
    return {"type": "cell", "inlines": [inline] if said else [], **more}


def row(*cells: dict[str, object]) -> dict[str, object]:
    return {"type": "row", "cells": [*cells]}


def made_of(share: dict[str, object] = SHARE, final: bool = False) -> Report:
    """A report of one table, and an annex with that and a finding."""
    head = [
        row(cell("Cấp", head=True, down=2), cell("Trễ hạn", head=True, span=2)),
        row(cell("Hồ sơ", head=True), cell("Tỷ lệ", head=True)),
    ]
    rows = [
        row(cell("Cấp tỉnh", head=True), cell(NUMBER), cell(share)),
        row(cell("=HYPERLINK(1)", head=True), cell(""), cell("-")),
    ]
    caption = [{"type": "text", "text": "Hồ sơ theo cấp"}]
    table = {
        "type": "table",
        "caption": caption,
        "head": head,
        "rows": rows,
        "sources": ["Hồ sơ (dossiers.csv)"],
        "number": "Bảng 1",
    }
    finding = {"type": "finding", "number": 5, "fault": [{"type": "text", "text": "Không khớp"}], "standing": "Lỗi"}
    about = {"type": "section", "name": "", "anchor": "", "number": "", "title": "", "level": 1}
    sections = [
        {**about, "kind": "numbered", "blocks": [table]},
        {**about, "kind": "annex", "blocks": [{**table, "number": "Bảng 2"}, finding]},
    ]
    mark = {"type": "annotation", "target": "n", "kind": "finding", "label": "PH5"}
    document = {
        "type": "document",
        "title": "Báo cáo 6 tháng",
        "agency": "Sở",
        "sections": sections,
        "annotations": [mark],
    }
    return Report(Document.read(json.dumps(document)), final)


@pytest.fixture
def report() -> Report:
    return made_of()


def rows(content: bytes, sheet: str) -> list[tuple]:
    return [*openpyxl.load_workbook(io.BytesIO(content))[sheet].iter_rows(values_only=True)]


def test_the_cover_lists_a_sheet_for_each_table_of_the_report(report):
    made = make(report)
    assert openpyxl.load_workbook(io.BytesIO(made)).sheetnames == ["Nội dung", "Ghi chú", "Bảng 1"]
    assert rows(made, "Nội dung") == [
        ("Báo cáo 6 tháng", None),
        ("Sở", None),
        ("Trang tính", "Nội dung"),
        ("Bảng 1", "Bảng 1. Hồ sơ theo cấp"),
    ]


def test_numbers_are_numbers_beside_their_sources(report):
    assert rows(make(report), "Bảng 1") == [
        ("Bảng 1. Hồ sơ theo cấp", None, None, None),
        ("Nguồn: Hồ sơ (dossiers.csv).", None, None, None),
        ("Cấp", "Trễ hạn: Hồ sơ", "Trễ hạn: Tỷ lệ", "Nguồn"),
        ("Cấp tỉnh", 45985, 0.9985430033532021, "dossiers:2:dossiers;dossiers:2-3:dossiers"),
        ("=HYPERLINK(1)", None, "-", None),
    ]


@pytest.mark.parametrize(
    ("printed", "unit", "value", "shown"),
    [
        ("1,20 lần", "ratio", 1.20207792, '#,##0.00" lần"'),
        ("1.024 hồ sơ", "hồ sơ", 1024, '#,##0" hồ sơ"'),
        ("98,15%", "%", 98.15, "#,##0.00"),
        ("giảm 3,1%", "%", -3.1, "#,##0.0"),
        ("hơn 30", "đài", "hơn 30", "General"),
    ],
)
def test_a_number_with_its_unit_is_shown_as_printed(printed, unit, value, shown):
    """“1,20 lần” was 120,207792%."""
    number = value if isinstance(value, float | int) else 30
    report = made_of(SHARE | {"value": f"{number}", "unit": unit, "text": printed})
    made = openpyxl.load_workbook(io.BytesIO(make(report)))["Bảng 1"]
    assert (made["C4"].value, made["C4"].number_format) == (value, shown)


def test_no_words_become_a_formula_and_a_share_is_shown_as_printed(report):
    sheet = openpyxl.load_workbook(io.BytesIO(make(report)))["Bảng 1"]
    assert (sheet["A5"].data_type, sheet["B4"].number_format, sheet["C4"].number_format) == ("s", "#,##0", "#,##0.00%")
    assert not sheet.merged_cells.ranges


def test_findings_are_noted_but_in_the_copy_that_is_sent(report):
    assert ("PH5. Không khớp. Lỗi.",) in rows(make(report), "Ghi chú")
    assert ("PH5. Không khớp. Lỗi.",) not in rows(make(made_of(final=True)), "Ghi chú")


def test_the_same_document_is_the_same_bytes(report):
    assert make(report) == make(report)


def test_every_number_of_a_built_editions_tables_is_in_the_workbook(real):
    shown = fragment_fromstring(real.html, create_parent="div")
    document = (real.folder / "document.json").read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(make(Report(Document.read(document)))))
    cells = (cell for page in book for row in page.iter_rows() for cell in row)
    values = {round(cell.value, 12) for cell in cells if isinstance(cell.value, int | float)}  # a file holds 16 digits
    totals = shown.xpath(
        "//figure[not(ancestor::section[@class='annex'])]//tr[contains(@class, 'total')]/td/data/@value"
    )
    assert len(totals) > 10 and {round(float(Decimal(value)), 12) for value in totals} <= values


def test_what_the_folder_keeps_and_the_paper_brings_is_made_once(report):
    assert report.file("xlsx") is report.file("xlsx")
