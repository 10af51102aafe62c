"""Every published edition, built again from its frozen data by today's code: the same figures, and all that it held."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from decimal import Decimal
from difflib import unified_diff
from itertools import groupby

import pytest
from conftest import BACKTEST, Built
from freeze import digests, read_figures
from frozen import corrected, rows
from lxml import html as lxml_html

from briefing.build.versions import open_version, versions
from briefing.history.changes.comparing import compare
from briefing.history.changes.terminal import lines
from helpers.data.schema import TABLES
from helpers.values.markup import to_text
from helpers.values.sources import expand
from helpers.values.vietnamese import number

EDITIONS = sorted(path.parent.name for path in BACKTEST.glob("*/figures.csv"))


@pytest.fixture(scope="module", params=EDITIONS)
def edition(request, published) -> Built:
    return published(request.param)


def by_section(figures: Iterable[tuple[str, ...]]) -> dict[str, list[str]]:
    """Each section's figures, a line each."""
    ordered = sorted(figures, key=lambda figure: figure[0])
    return {
        section: [" | ".join(rest) for _, *rest in of_one] for section, of_one in groupby(ordered, lambda row: row[0])
    }


def difference(then: dict[str, list[str]], now: dict[str, list[str]]) -> str:
    """What an edition's sections print otherwise than they did; a section that they did not have is no difference."""
    lines = []
    for section, figures in then.items():
        changed = unified_diff(
            figures, now.get(section, []), f"{section}: published", f"{section}: now", lineterm="", n=0
        )
        lines += [line for line in changed if not line.startswith("@@")]
    return "\n".join(lines)


def test_nobody_has_edited_what_was_frozen(edition):
    folder = edition.data.parent
    assert digests(folder) == (folder / "SHA256SUMS").read_text(encoding="utf-8")


def test_it_gives_the_published_figures_again(edition):
    assert edition.ran.code == 0, edition.ran.err
    then, now = read_figures(edition.data.parent / "figures.csv"), read_figures(edition.folder / "figures.csv")
    changed = difference(by_section(then), by_section(now))
    assert not changed, f"the edition prints other figures than were published:\n{changed}"


@pytest.mark.slow
def test_what_it_says_otherwise_is_listed_and_comes_of_the_program_not_of_its_facts(edition):
    """Words may change with the notebooks and helpers, and rules may be added: the list says what they changed."""
    found = compare(open_version(edition.data.parent / "version"), versions(edition.folder)[-1])
    listed = "\n".join(lines(found))
    print(listed)
    facts = [cause for cause in found.causes if cause.table and TABLES[cause.table].periodic]
    assert not facts, listed
    assert all(effect.causes for effect in found.effects), listed
    silent = {
        section for section, words in found.a.contents.sections.items() if section not in found.b.contents.sections
    }
    assert not silent, listed


def test_a_difference_names_section_and_figure_and_a_new_section_is_none():
    then = by_section([("I.5", "licences.licences()", "16", "16", "giấy phép")])
    now = by_section([("I.5", "licences.licences()", "15", "15", "giấy phép"), ("I.5.1", "x", "1", "1", "")])
    assert difference(then, now).splitlines() == [
        "--- I.5: published",
        "+++ I.5: now",
        "-licences.licences() | 16 | 16 | giấy phép",
        "+licences.licences() | 15 | 15 | giấy phép",
    ]
    assert difference(then, then | {"I.5.1": ["x | 1 | 1 | "]}) == ""
    assert "I.5: published" in difference(then, {})


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
        assert section.xpath(f'.//cite[@data-document="{row["document"]}"]'), (row["section"], row["document"])
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
    assert "{" not in to_text(text.split("Kiểm tra số liệu")[0])
    for row in rows(edition.data, "statements"):
        words = re.split(r"\{[^}]*\}", row["text"])[0].strip()
        assert " ".join(words.split())[:60] in text, row["text"]
