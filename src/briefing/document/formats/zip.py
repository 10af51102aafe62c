"""The figures that an edition prints as a Data Package, zipped: figures.csv, and what its columns mean."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

from helpers.data.datapackage import FILE

from ...foreign import zipped
from ...order import FIGURES
from . import Report

if TYPE_CHECKING:
    from ..tree import Tree

PAPER, PUBLISHED = False, True
DATA = "application/zip", "Mọi số liệu in trong báo cáo, kèm nguồn (Data Package)"
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


def make(report: Report, part: str = "") -> bytes:
    package = json.loads((report.edition.data / FILE).read_text(encoding="utf-8")) if report.edition else {}
    fields = [
        {"name": name, "type": "number" if name == "value" else "string", "title": title}
        for name, title in COLUMNS.items()
    ]
    about = {
        "$schema": "https://datapackage.org/profiles/2.1/datapackage.json",
        "name": "figures",
        "title": report.about.get("title", "Báo cáo"),
        **{name: package[name] for name in ("licenses", "sources") if name in package},
        "resources": [{"name": "figures", "type": "table", "path": FIGURES, "format": "csv", "encoding": "utf-8", "schema": {"fields": fields}}],
    }  # fmt: skip
    return zipped({FILE: json.dumps(about, ensure_ascii=False, indent=1).encode(), FIGURES: figures_csv(report.tree)})


def figures_csv(made: Tree) -> bytes:
    """Every printed figure with its source; a spreadsheet takes no cell for a formula: a dash and a signed number are none."""
    content = io.StringIO()
    writer = csv.DictWriter(content, list(COLUMNS), lineterminator="\n")
    writer.writeheader()
    for figure in made.figures:
        row = figure.row().items()
        writer.writerow({name: f"'{text}" if _FORMULA.match(text) else text for name, text in row})
    return content.getvalue().encode()
