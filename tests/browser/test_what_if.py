"""What if a cell were another: the page tells what a build with that cell tells."""

from __future__ import annotations

import csv
import random
import re
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import ROOT, briefing

# what a reader reads in each place under what is supposed there; what the audit says apart, which the findings tell
SAID = """() => {
  const found = {}, seen = new Map();
  for (const element of document.querySelectorAll('#briefing :is(p, li)[id], #briefing :is(td, th)')) {
    if (element.closest('.annex, .headlines, .review, .code') || /^(to-do\\/|audit:)/.test(element.id)) continue;
    const row = element.closest('tr'), section = element.closest('section');
    const figure = element.closest('figure')?.dataset.name ?? [...section?.querySelectorAll('figure') ?? []].indexOf(element.closest('figure'));
    const copy = element.cloneNode(true), label = row?.cells[0].cloneNode(true);
    for (const data of label?.querySelectorAll('data') ?? []) data.textContent = '#';
    for (const mark of copy.querySelectorAll('sup, .stated, del, a.anchor, .back')) mark.remove();
    for (const data of copy.querySelectorAll('[data-otherwise]')) data.textContent = data.dataset.otherwise;
    const about = row ? `${section?.id} ${figure} ${label.textContent} ${[...row.cells].indexOf(element)}` : element.id;
    seen.set(about, (seen.get(about) ?? 0) + 1);
    const section_ = element.closest('[data-section]') || section?.parentElement.closest('section') || section, isMade = Boolean(row) || element.id.includes(':');
    const rests = Boolean(element.querySelector('.rests') || element.closest('.rests:not(figure)'));
    found[`${about} ${seen.get(about)}`] = { text: copy.textContent.replace(/\\s+/g, ' ').replaceAll(' /', '/').trim(), rests, by: isMade ? section_?.id ?? '' : null };
  }
  return found;
}"""
FINDINGS = "() => [...document.querySelectorAll('article[data-ids]')].flatMap(each => JSON.parse(each.dataset.ids))"
CHECKED = "() => tryChecks().filter(({ holds }) => holds === false).map(({ check }) => check.id)"
FLIPPED = "() => [...document.querySelectorAll('#what-if [data-check]')].map(each => each.dataset.check)"
READING = """() => comparisons.read.filter(([, cells]) => cellNames({ dataset: { cells } }).some(name => supposed.has(name)))
  .map(([id]) => { const section = document.getElementById(id); return (section?.closest('[data-section]') || section)?.id ?? id; })"""
HEADLINES = "() => comparisons.headlines.map(each => [...each.if, each.holds])"
OFFERED = "() => { const then = evaluator(otherRows(), period); return comparisons.headlines.map(each => [...each.if, isTrue(each, then)]); }"
CELLS = """() => [...new Set([...document.querySelectorAll('#briefing data[data-key]')].flatMap(cellNames))].filter(cellAt)
  .map(name => [name, cellAt(name).number])"""


def opened(page, file: Path, state: str = ""):
    page.goto("about:blank")
    page.goto(file.as_uri() + (f"#if={state}" if state else ""))
    return page


def change(data: Path, cell: str, number: str) -> None:
    table, line, column = cell.split(":")
    path = data / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [*csv.reader(file)]
    rows[int(line) - 1][rows[0].index(column)] = number
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def compare(page, built, folder: Path, cell: str, number: str) -> bool:
    """Whether a build with the cell was made, after what it tells is what the page tells of it."""
    data, out, period = folder / "data", folder / "out", built.folder.name
    shutil.copytree(built.data, data)
    shutil.copytree(built.folder, out / period)
    change(data, cell, number)
    own = built.data.parent if (built.data.parent / "notebooks").exists() else ROOT
    ran = briefing("build", period, "--project", own, "--data", data, "--out", out, "--format", "html")
    if ran.exit:
        return False
    opened(page, built.folder / "briefing.html", f"{cell}={number}")
    told, flipped, offered = page.evaluate(SAID), set(page.evaluate(FLIPPED)), page.evaluate(OFFERED)
    reading = set(page.evaluate(READING))  # sections whose code chooses words and their order by the cell
    opened(page, built.folder / "briefing.html")
    failed = set(page.evaluate(CHECKED))
    opened(page, out / period / "briefing.html")
    after = page.evaluate(SAID)
    assert (
        failed ^ flipped
        == set(page.evaluate(CHECKED))
        == set(page.evaluate(FINDINGS)) & {*page.evaluate("() => comparisons.checks.map(each => each.id)")}
    )
    assert offered == page.evaluate(HEADLINES)
    both = told.keys() & after.keys()
    others = {place for place in both if told[place]["text"] != after[place]["text"] and not told[place]["rests"]}
    others |= {place for place in told.keys() ^ after.keys() if not flipped}
    unsaid = {place for place in others if (told.get(place) or after[place])["by"] not in reading}
    assert {place: (told.get(place), after.get(place)) for place in unsaid} == {}
    return True


def slips(cells: list[list[str]], seed: int):
    """Cells with a digit too many, or another last one."""
    chosen = random.Random(seed)
    for cell, number in chosen.sample(cells, len(cells)):
        yield (
            cell,
            f"{number}{chosen.randint(1, 9)}"
            if chosen.random() < 0.5
            else number[:-1] + str((int(number[-1]) + 3) % 10),
        )


@pytest.mark.parametrize(
    "edition", [*(pytest.param(name, marks=pytest.mark.slow) for name in ("real", "synthetic")), "four_sections"]
)
@pytest.mark.parametrize("seed", [3, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(5, 15))])
def test_a_page_tells_what_a_build_with_another_cell_tells(
    empty_page, request, tmp_path: Path, edition: str, seed: int
):
    count, built, page = 3, request.getfixturevalue(edition), empty_page(1280)
    cells = opened(page, built.folder / "briefing.html").evaluate(CELLS)
    sevens = [(cell, "71") for cell, number in cells if number == "7"]
    named = [*sevens[:1], ("coverage:9:done", "39")]  # the last decides on words of a sentence
    todo = [*(named if seed == count else ()), *slips(cells, seed=seed)]
    done = refused = 0
    for at, (cell, number) in enumerate(todo):
        made = compare(page, built, tmp_path / f"{at}", cell, number)
        done, refused = done + made, refused + (not made)
        if done == count:
            break
    assert done == count and refused < count, (done, refused)


@pytest.mark.parametrize("edition", ["real", "synthetic"])
def test_a_page_supposes_nothing_and_its_conditions_are_those_of_the_build(empty_page, request, edition: str):
    page = opened(empty_page(1280), request.getfixturevalue(edition).folder / "briefing.html")
    findings, checked = set(page.evaluate(FINDINGS)), page.evaluate("() => comparisons.checks.map(each => each.id)")
    read = {section for section, _cells in page.evaluate("() => comparisons.read")}
    assert {"toan-canh-ky-bao-cao", "II.2", "II.3"} <= read  # what a notebook reads, each of its sections has read
    assert len(checked) > 50 and set(page.evaluate(CHECKED)) == findings & {*checked}
    assert page.evaluate(OFFERED) == page.evaluate(HEADLINES) != []
    wrong = "() => comparisons.words.filter(each => isTrue(each, evaluatorOfPage) !== each.holds).length"
    assert page.evaluate(wrong) == 0
    assert (
        page.locator("[data-otherwise], .otherwise, .rests").count() == 0 and not page.locator("#what-if").is_visible()
    )


@pytest.mark.parametrize("width", [1280, 390])
def test_a_reader_supposes_with_the_keyboard_and_is_told(empty_page, four_sections, width: int):
    page = opened(empty_page(width, bypass_csp=True, reduced_motion="reduce"), four_sections.folder / "briefing.html")
    page.evaluate("() => $$('.folded').forEach(each => each.open = true)")
    cell, _number = next(each for each in page.evaluate(CELLS) if "." not in each[1])
    figure = page.locator(f'#briefing data[data-key][data-cells="{cell}"]').first
    figure.focus()
    page.keyboard.press("Enter")
    field = page.locator("#source input").first
    for _step in range(12):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("() => document.activeElement.textContent") == "Nếu … thì …":
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            break
    assert field.evaluate("each => each === document.activeElement")
    page.keyboard.press("End")
    page.keyboard.type("1x")
    assert (
        field.get_attribute("aria-invalid") == "true"
        and "Viết số như trong báo cáo" in page.locator("#what-if").inner_text()
    )
    page.keyboard.press("Backspace")
    told = page.locator("#what-if [role=status]").inner_text()
    assert re.search(r"Nếu .* là [\d.]+1 \(số liệu gốc: .*\) thì [\d.]+ số", told), told
    assert "theo giả định" in figure.get_attribute("aria-label") and figure.get_attribute("data-otherwise")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    found = (
        Axe()
        .run(page, context="#what-if", options={"runOnly": ["wcag2a", "wcag2aa", "wcag22aa"]})
        .response["violations"]
    )
    assert [(violation["id"], violation["nodes"][0]["html"][:120]) for violation in found] == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Bỏ giả định").click()
    assert page.locator("[data-otherwise], .rests").count() == 0 and not page.locator("#what-if").is_visible()


def test_an_address_that_names_no_cell_supposes_nothing(empty_page, four_sections):
    page = opened(empty_page(1280), four_sections.folder / "briefing.html", "counts:99999:value=7&x=<b>")
    assert (
        "không còn trong bản báo cáo này" in page.locator("#hits").inner_text()
        and not page.locator("#what-if").is_visible()
    )
