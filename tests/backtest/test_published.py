"""Every published edition, built again from its frozen data by today's code: all that it held is printed. What it
prints, word by word, stands in `test_frozen.py`."""

from __future__ import annotations

import csv
import re
from decimal import Decimal

import pytest
from conftest import BACKTEST, Built
from lxml import html as lxml_html
from reported_rows import corrected, rows

from helpers.values.sources import expand
from helpers.values.vietnamese import number

EDITIONS = sorted(path.parent.name for path in BACKTEST.glob("*/data"))


@pytest.fixture(scope="module", params=EDITIONS)
def edition(request, published) -> Built:
    return published(request.param)


def test_every_stated_figure_and_register_row_is_there(edition):
    text = edition.text()
    counts: dict[str, int] = {}
    for row in corrected(edition.data, "controls"):
        decimals = len(row["value"].partition(".")[2])
        assert number(Decimal(row["value"]), decimals) in text, row["control"]
        counts["controls"] = counts.get("controls", 0) + 1
    for table, column in (
        ("connected_systems", "name"),
        ("decision_tasks", "name"),
        ("indicators", "name"),
        ("plan_projects", "name"),
        ("plan_groups", "title"),
        ("recipients", "recipient"),
    ):
        for row in corrected(edition.data, table):
            assert " ".join(row[column].split()) in text, (table, row[column])
            counts[table] = counts.get(table, 0) + 1
    for row in corrected(edition.data, "documents"):
        cited = [other for other in rows(edition.data, "citations") if other["document"] == row["document"]]
        if cited or row["number"]:
            assert (row["number"] or row["title"][:40]) in text, row["document"]
            counts["documents"] = counts.get("documents", 0) + 1
    for row in corrected(edition.data, "plan_projects"):
        for line in filter(None, row["result"].split("\n")):
            assert " ".join(line.split()) in text
    print("found in the briefing:", counts)


def test_every_document_is_cited_where_the_report_cites_it(edition):
    main = lxml_html.document_fromstring(edition.html).get_element_by_id("briefing")
    counts: dict[str, int] = {}
    for row in rows(edition.data, "citations"):
        anchor = row["section"].replace("Phụ lục ", "phu-luc-")
        path = "//p[@class='introduction']" if anchor == "Mở đầu" else f"//section[@id='{anchor}']"
        section = main.xpath(path)[0]
        in_heading = row["document"] in "".join(section.xpath("./*[starts-with(name(), 'h')]//text()"))
        cited = section.xpath(f'.//cite[@data-document="{row["document"]}"]')
        assert in_heading or cited, (row["section"], row["document"])
        counts[row["section"]] = counts.get(row["section"], 0) + 1
    print("citations by section:", counts)


def test_every_single_fact_is_printed(edition):
    printed = {
        (row["table"], line)
        for row in csv.DictReader((edition.folder / "figures.csv").open(encoding="utf-8"))
        for line in _lines(row)
    }
    for table in (
        "counts",
        "databases",
        "coverage",
        "equipment",
        "internet_links",
        "licences",
        "training",
        "alerts",
        "media_items",
    ):
        for line, row in enumerate(rows(edition.data, table), 2):
            assert (table, line) in printed, (table, row)


def _lines(row: dict[str, str]) -> list[int]:
    parts = zip(row["table"].split(";"), row["lines"].split(";"), strict=True)
    return (
        [line for table, lines in parts if table == row["table"].split(";")[0] for line in expand(lines)]
        if row["lines"]
        else []
    )


def test_statement_text_appears_with_its_figures_filled_in(edition):
    text = edition.text()
    for row in rows(edition.data, "statements"):
        assert not [place for place in re.findall(r"\{[^}]*\}", row["text"]) if place in text], row["text"]
        words = re.split(r"\{[^}]*\}|\[\[|\|", row["text"])[0].strip()
        assert " ".join(words.split())[:60] in text, row["text"]
