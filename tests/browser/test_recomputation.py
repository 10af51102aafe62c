"""The page computes its own figures again: every key on the cells that it carries, as Python did, digit for digit."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from conftest import LIBRARY, briefing

DIGIT = ">709.982<", ">709.983<"
CELL = '"=total": "607619"', '"=total": "607618"'
KEY = "counts.value(item=&#39;switching_points&#39;)", "counts.value(item=&#39;parcels_sent&#39;)"


def said(page, file: Path) -> tuple[str, str, int]:
    """What the page says of its figures and of its checks, and how many figures it names."""
    page.goto(file.as_uri())
    page.locator("#recompute").click()
    words = page.locator("#recompute + output")
    lines = words.inner_text().splitlines()
    figures, checks = lines[0], next(line for line in lines if "ràng buộc được" in line)
    return figures, checks, words.locator("> a").count()


@pytest.mark.parametrize("edition", ["real", "synthetic"])
def test_every_figure_is_its_key_evaluated(empty_page, request, edition: str):
    figures, checks, wrong = said(empty_page(1280), request.getfixturevalue(edition).folder / "briefing.html")
    checked, of = re.match(r"([\d.]+)/([\d.]+) số khớp với ô số liệu", figures).groups()
    assert checked == of and int(of.replace(".", "")) > 200 and not wrong
    assert re.match(r"[\d.]+/[\d.]+ ràng buộc được tính lại, khớp", checks)


@pytest.mark.parametrize(("old", "new"), [DIGIT, CELL, KEY], ids=["a digit", "a cell", "a key"])
def test_a_page_in_which_one_character_was_changed_says_where(empty_page, real, tmp_path: Path, old: str, new: str):
    page = (real.folder / "briefing.html").read_text(encoding="utf-8")
    assert old in page
    (tmp_path / "changed.html").write_text(page.replace(old, new, 1), encoding="utf-8")
    figures, _checks, wrong = said(empty_page(1280), tmp_path / "changed.html")
    assert wrong and not re.match(r"([\d.]+)/\1 ", figures)


CELLS = {
    "waiting": {site + days: {"period": "q" if site == "then" else "p", "site": site, "=days": days} for site, days in
        [("a", "31"), ("a", "9.5"), ("b", "72"), ("b", "19"), ("b", "40.25"), ("then", "10")]},
    "rates": {of: {"period": "p", "of": of, "=percent": percent} for of, percent in [("x", "40"), ("y", "50")]},
    "weights": {of: {"period": "p", "of": of, "direction": "out", "=papers": n} for of, n in [("x", "60"), ("y", "40")]},
}  # fmt: skip


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("median(waiting.days())", "31"),
        ("growth(waiting.days(), 'q')", "1617.500"),
        ("weighted(rates.percent(), weights.papers(direction='out'))", "44"),
        ("-waiting.days(site='a') - waiting.rows(site=['a', 'b']) / 4", "-41.75"),
    ],
)
def test_each_function_of_the_language_gives_pythons_digits(empty_page, real, key: str, value: str):
    page = empty_page(1280)
    page.goto((real.folder / "briefing.html").as_uri())
    assert page.evaluate("([cells, key]) => writeDecimal(evaluator(cells, 'p')(readKey(key)))", [CELLS, key]) == value


def test_a_table_of_which_only_computed_numbers_are_is_carried(empty_page, tmp_path: Path):
    project = Path(shutil.copytree(LIBRARY, tmp_path / "library"))
    statements = project / "data" / "statements.csv"
    text = statements.read_text(encoding="utf-8")
    assert "; kho có {stock.books():unit}" in text
    statements.write_text(text.replace("; kho có {stock.books():unit}", ""), encoding="utf-8")
    path = project / "notebooks" / "01_visits.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    most = "stock = edition.frame('stock')\nprose(f\"Nhiều nhất {edition.computed(float(stock['books'].max()), unit='cuốn', name='most', of=stock)} cuốn.\")"
    notebook["cells"].insert(5, {"cell_type": "code", "id": "most", "metadata": {}, "execution_count": None, "outputs": [], "source": most})  # fmt: skip
    path.write_text(json.dumps(notebook), encoding="utf-8")
    ran = briefing("build", "--project", project, "--out", tmp_path / "out", "--format", "html", cwd=project)
    assert ran.exit == 0, ran.err
    page = tmp_path / "out" / "2031-Q3" / "briefing.html"
    assert "Nhiều nhất" in page.read_text(encoding="utf-8")
    figures, _checks, wrong = said(empty_page(1280), page)
    assert re.match(r"([\d.]+)/\1 ", figures) and not wrong
