"""The reader's workbook: contents, notes, one table a sheet, numbers as numbers, their sources, the same bytes."""

from __future__ import annotations

import dataclasses
import io
import re
from decimal import Decimal

import openpyxl
import pytest
from lxml.html import fragment_fromstring

from briefing.document.formats import Report
from briefing.document.formats.xlsx import make
from briefing.document.tree import Tree

TABLE = """<figure class="table" id="bang-1"><figcaption><a class="number">Bảng 1.</a> Hồ sơ theo cấp</figcaption><table>
<thead><tr><th rowspan="2">Cấp</th><th colspan="2">Trễ hạn</th></tr><tr><th>Hồ sơ</th><th>Tỷ lệ</th></tr></thead><tbody>
<tr><th>Cấp tỉnh</th><td><data value="45985" data-cells="dossiers:2:dossiers">45.985</data><sup class="flag"><a>PH5</a></sup></td>
<td><data value="0.9985430033532021" data-unit="ratio" data-cells="dossiers:2-3:dossiers">99,85%</data></td></tr>
<tr><th>=HYPERLINK(1)</th><td></td><td>-</td></tr></tbody></table><p class="source">Nguồn: Hồ sơ (dossiers.csv).</p></figure>"""
FINDING = '<article class="finding" data-finding="5"><h4>PH5. Không khớp.</h4></article>'


@pytest.fixture
def report() -> Report:
    sheet = Tree(fragment_fromstring(f'<main>{TABLE}<section class="annex">{TABLE}{FINDING}</section></main>'), [], [])
    return Report(sheet, sheet, {"title": "Báo cáo 6 tháng", "agency": "Sở"})


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
    cell = f'<td><data value="{number}" data-unit="{unit}" data-cells="t:2:c">{printed}</data></td>'
    table = re.sub(r'<td><data value="0\.99.*?</td>', cell, TABLE)
    tree = Tree(fragment_fromstring(f"<main>{table}</main>"), [], [])
    made = openpyxl.load_workbook(io.BytesIO(make(Report(tree, tree, {"title": "T", "agency": "S"}))))["Bảng 1"]
    assert (made["C4"].value, made["C4"].number_format) == (value, shown)


def test_no_words_become_a_formula_and_a_share_is_shown_as_printed(report):
    sheet = openpyxl.load_workbook(io.BytesIO(make(report)))["Bảng 1"]
    assert (sheet["A5"].data_type, sheet["B4"].number_format, sheet["C4"].number_format) == ("s", "#,##0", "#,##0.00%")
    assert not sheet.merged_cells.ranges


def test_findings_are_noted_but_in_the_copy_that_is_sent(report):
    assert ("PH5. Không khớp.",) in rows(make(report), "Ghi chú")
    assert ("PH5. Không khớp.",) not in rows(make(dataclasses.replace(report, final=True)), "Ghi chú")


def test_the_same_document_is_the_same_bytes(report):
    assert make(report) == make(report)


def test_every_number_of_a_built_editions_tables_is_in_the_workbook(real):
    shown = fragment_fromstring(real.html, create_parent="div")
    sheet = Tree(shown.xpath("//main")[0], [], [])
    book = openpyxl.load_workbook(io.BytesIO(make(Report(sheet, sheet, {}))))
    cells = (cell for page in book for row in page.iter_rows() for cell in row)
    values = {round(cell.value, 12) for cell in cells if isinstance(cell.value, int | float)}  # a file holds 16 digits
    totals = shown.xpath(
        "//figure[not(ancestor::section[@class='annex'])]//tr[contains(@class, 'total')]/td/data/@value"
    )
    assert len(totals) > 10 and {round(float(Decimal(value)), 12) for value in totals} <= values


def test_what_the_folder_keeps_and_the_paper_brings_is_made_once(report):
    assert report.file("xlsx") is report.file("xlsx")
