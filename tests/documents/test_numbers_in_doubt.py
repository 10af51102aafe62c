"""Doubt travels: no number of an open error, nor one that states the same fact, stands unmarked anywhere in the document."""

from __future__ import annotations

from pathlib import Path

from doors import Built, audit, run
from lxml import html as lxml_html
from lxml.html import HtmlElement
from samples import SYNTHETIC, find, load, save

from helpers.editions import Edition

Cell = tuple[str, int, str]


def single(cells: str) -> set[Cell]:
    """ "counts:2,4-5:value" as three cells."""
    found = set()
    for table, lines, column in (each.split(":") for each in cells.split(";") if each):
        for run_ in lines.split(","):
            first, _, last = run_.partition("-")
            found |= {(table, line, column) for line in range(int(first), int(last or first) + 1)}
    return found


def in_error(data: Path, period: str) -> set[Cell]:
    """The cells that open errors put in doubt, as `check --json` names them."""
    edition, found = Edition(period, data), set()
    for finding in audit(data, period)["findings"]:
        if finding["severity"] == "error" and finding["state"] != "accepted":
            for name in finding["doubtful"]:
                found |= {(at.table, line, at.column) for at in edition.evaluate(name).cells for line in at.lines}
    return found


def printed(page: str) -> list[HtmlElement]:
    main = lxml_html.document_fromstring(page).get_element_by_id("briefing")
    return main.xpath(".//data[@data-cells][not(ancestor::*[@class='annex'])]")


def is_marked(figure: HtmlElement) -> bool:
    """Whether a reader sees a finding's mark: in the sentence, row or caption that has the number."""
    around = figure.xpath(
        "ancestor::figure[contains(@class, 'chart')]/figcaption | ancestor::*[self::p or self::li or self::tr]"
    )
    return any(each.xpath(".//sup[@class='flag']") for each in around)


def unmarked(built: Built, period: str) -> tuple[list[str], list[str]]:
    """The figures of the document that rest on a doubted cell: all, and those without a mark; judgments are never printed of one."""
    doubted = in_error(built.data, period)
    found = [each for each in printed(built.html) if single(each.get("data-cells")) & doubted]
    judgments = lxml_html.document_fromstring(built.html).xpath("//span[@class='judgment']//data[@data-cells]")
    judged = [each.text_content() for each in judgments if single(each.get("data-cells")) & doubted]
    return [each.text_content() for each in found], [
        each.text_content() for each in found if not is_marked(each)
    ] + judged


def test_no_number_of_an_open_error_nor_one_tied_to_it_stands_unmarked(real):
    numbers, bare = unmarked(real, "2024-H1")
    assert {"98,9", "16,7", "99,50%"} <= set(numbers)  # the indicators of Phụ lục I, which state the doubted densities
    assert bare == []


def test_so_in_an_edition_with_errors_put_in(tmp_path):
    tables = load(SYNTHETIC)
    find(tables, "controls", control="internet_density")["value"] = "9.5"
    find(tables, "indicators", indicator="3")["estimate"] = "9.5"
    find(tables, "dossiers_resolved", level="district", timeliness="late")["dossiers"] = "3550"
    for row in tables["decision_tasks"]:
        row["state"] = "completed"
    data = save(tables, tmp_path / "data")
    ran = run("build", "2031-Q3", "--data", data, "--out", tmp_path / "out", "--format", "html")
    assert ran.exit == 0, ran.err
    numbers, bare = unmarked(Built(tmp_path / "out" / "2031-Q3", data, ran), "2031-Q3")
    assert "3.550" in numbers and bare == []
