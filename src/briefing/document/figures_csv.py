"""The figures that an edition prints, as a table for other programs: figures.csv, and what its columns mean as a Data Package."""

import csv
import io
import json
import re

from helpers.data.datapackage import FILE
from helpers.values.blocks import Figure

from ..build_request import FIGURES
from .audit_marks import printed
from .model import Document

MEDIA = {FIGURES: "text/csv", FILE: "application/json"}
HOLDS = {FIGURES: "Mọi số liệu in trong báo cáo, kèm nguồn", FILE: "Ý nghĩa các cột của figures.csv (Data Package)"}
COLUMNS = {
    "section": "Mục của báo cáo",
    "key": "Biểu thức cho lại số liệu",
    "text": "Số như in trong báo cáo",
    "value": "Giá trị chưa làm tròn",
    "unit": "Đơn vị",
    "table": "Bảng dữ liệu nguồn",
    "lines": "Dòng của từng bảng nguồn",
    "column": "Cột của từng bảng nguồn",
    "formula": "Công thức",
}
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d., \u00a0]*%?$)")


def figures(document: Document) -> dict[str, bytes]:
    """The files by their names."""
    return {FIGURES: _csv(document), FILE: _package(document)}


def _csv(document: Document) -> bytes:
    """Every printed figure with its source. What is printed is no formula to a spreadsheet; a key is written as it is."""
    content = io.StringIO()
    writer = csv.writer(content, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in printed(document):
        if isinstance(one.node, Figure):
            cells = [part.split(":") for part in one.node.cells.split(";") if part]
            places = [";".join(part[at] for part in cells) for at in range(3)]
            text, formula = map(_plain, (one.node.text, one.node.formula))
            writer.writerow([one.section_name, one.key, text, one.node.value, one.node.unit, *places, formula])
    return content.getvalue().encode()


def _plain(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _package(document: Document) -> bytes:
    kinds = {"value": "number"}
    fields = [{"name": name, "type": kinds.get(name, "string"), "title": title} for name, title in COLUMNS.items()]
    about = {
        "$schema": "https://datapackage.org/profiles/2.1/datapackage.json",
        "name": "figures",
        "title": document.title,
        "resources": [{"name": "figures", "type": "table", "path": FIGURES, "format": "csv", "encoding": "utf-8", "schema": {"fields": fields}}],
    }  # fmt: skip
    return json.dumps(about, ensure_ascii=False, indent=1).encode()
