"""The page as a place of review: the panel beside its number, addresses, what is taken along, only what one looks for; phone and dark."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
from doors import of_blocks
from doors import page_of as rendered
from PIL import Image
from playwright.sync_api import Page

LATE = "section#I\\.2\\.7 tr.total data[data-formula]"  # 99,77%, of two totals


def page_of(*blocks: dict, files=None, **more: object) -> str:
    """The page of a document of one section with blocks."""
    return rendered(of_blocks(*blocks, **more), files=files)


@pytest.fixture
def at(empty_page, real):
    """Opens the page at a width, in light or dark, with or without scripts."""

    def open_(width: int = 1280, hash: str = "", **options: object) -> Page:
        rights = ["clipboard-read", "clipboard-write"]
        page = empty_page(width, reduced_motion="reduce", permissions=rights, **options)
        page.goto((real.folder / "briefing.html").as_uri() + hash)
        return page

    return open_


def boxes(page: Page, *selectors: str) -> list[dict]:
    return [page.locator(selector).first.bounding_box() for selector in selectors]


def apart(a: dict, b: dict) -> bool:
    return (
        a["x"] + a["width"] <= b["x"]
        or b["x"] + b["width"] <= a["x"]
        or a["y"] + a["height"] <= b["y"]
        or b["y"] + b["height"] <= a["y"]
    )


# -- the panel ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [1280, 1900])
def test_the_panel_opens_at_its_numbers_height_and_covers_neither_search_nor_text(at, width):
    page = at(width)
    figure = page.locator("section#I\\.2\\.7 p data").first
    figure.scroll_into_view_if_needed()
    figure.click()
    number, panel, text, search = boxes(page, "data.shown", "#source", "section#I\\.2\\.7", "search")
    assert apart(panel, text) and apart(panel, search)
    assert panel["y"] <= number["y"] <= panel["y"] + panel["height"]
    page.keyboard.press("Escape")
    assert not page.locator("#source").is_visible()


def test_on_a_phone_the_panel_stands_below_its_number(at):
    page = at(390)
    page.evaluate("for (const folded of document.querySelectorAll('details.phone')) folded.open = true")
    figure = page.locator("section#I\\.7\\.1 p data, section#III p data").last
    figure.scroll_into_view_if_needed()
    figure.click()
    number, panel, bar = boxes(page, "data.shown", "#source", ".bar")
    assert number["y"] + number["height"] <= panel["y"] and apart(panel, bar)
    assert panel["x"] == 0 and panel["width"] == 390


def test_the_panel_says_in_words_what_a_number_is(at):
    page = at()
    page.locator("data[data-key='assigned_tasks.tasks()']").first.click()
    assert page.locator("#source .what").inner_text() == "Nhiệm vụ được giao, tất cả"
    assert (
        page.locator("#source .what")
        .evaluate("e => e.nextElementSibling.innerText")
        .startswith("Nơi nêu\nBáo cáo gốc, Phụ lục 3\n")
    )


# -- search and addresses ----------------------------------------------------------------------------------------------


LOOKED_FOR = {
    "445422": "445.422",
    "445.422": "445.422",
    "99.77%": "99,77%",  # as programs in English write it
    "99,77 %": "99,77%",
    "PH12": "PH12",
    "so voi cung ky": "so với cùng kỳ",
    "chưa báo cáo kết quả": "Chưa báo cáo kết quả",  # a card of the first page
    "I.2.7": "I.2.7",  # a section by its whole number
}


def test_search_finds(at):
    page = at()
    for typed, found in LOOKED_FOR.items():
        page.locator("#find").fill(typed)
        words = page.locator("#hits mark").all_inner_texts()
        assert found.lower() in {word.lower() for word in words}, typed
        assert page.evaluate(
            """[...document.querySelectorAll('#hits a')].every(a => document.getElementById(a.hash.slice(1)))"""
        ), typed


def test_a_hit_and_a_sentence_have_an_address_that_leads_back(at):
    page = at()
    page.locator("#find").fill("445422")
    page.keyboard.press("Enter")
    anchor = page.evaluate("location.hash")
    assert anchor == "#headlines/edocuments_change"  # what is shown, by its id
    again = at(hash=anchor)
    assert "445.422" in again.locator(".hit").inner_text()


# -- what a reader takes along -------------------------------------------------------------------------------------------


def copied(page: Page, button: str) -> str:
    page.locator("#source button", has_text=button).click()
    page.locator("#source button", has_text="Đã sao chép").wait_for()
    return page.evaluate("navigator.clipboard.readText()")


def test_a_number_is_copied_with_its_citation(at):
    page = at()
    page.locator(LATE, has_text="99,77%").first.click()
    assert copied(page, "Sao chép kèm trích dẫn") == (
        "99,77% (111.914/112.177), Báo cáo kiểm điểm công tác chỉ đạo, điều hành 6 tháng đầu năm 2024, mục I.2.7, "
        "nguồn: Báo cáo gốc, I.2.7, chú thích 22"
    )


def test_a_sentence_is_copied_with_its_citation_and_its_address(at):
    page = at()
    paragraph = page.locator("section#I\\.2\\.7 p[id]", has_text="445.422")
    paragraph.hover(position={"x": 3, "y": 3})
    paragraph.locator("a.sentence").click()
    said = copied(page, "Sao chép kèm trích dẫn")
    assert said.startswith("“Từ ngày 01/01/2024 đến ngày 28/5/2024, toàn tỉnh có 445.422 văn bản đi, đến, tăng 3,07%")
    assert ", mục I.2.7, nguồn: Báo cáo gốc, I.2.7" in said
    page.keyboard.press("Escape")
    paragraph.hover(position={"x": 3, "y": 3})
    paragraph.locator("a.sentence").click()
    assert copied(page, "Sao chép địa chỉ").endswith(f"briefing.html#{paragraph.get_attribute('id')}")


def taken(page: Page, figure: str, button: str) -> bytes:
    page.locator(f"{figure} > figcaption > a.number").click()
    with page.expect_download() as download:
        page.locator("#source button", has_text=button).click()
    return download.value.path().read_bytes()


def test_a_table_is_taken_as_csv_with_its_sources(at):
    page = at()
    table = page.locator("figure.table", has_text="Hồ sơ đã giải quyết theo cấp và thời hạn").first.get_attribute("id")
    text = taken(page, f"#{table}", "Tải CSV").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    total = next(row for row in rows if row and row[0] == "Toàn tỉnh")
    assert total[1:3] == ["112177", "111914"] and total[3].startswith("0.997655")
    assert total[-1].startswith("dossiers_resolved:2-") and rows[0][-1] == "Nguồn"
    assert ["Nguồn: Hồ sơ giải quyết (dossiers_resolved.csv)."] in rows
    assert rows[-1][0].endswith(f"#{table}")


def test_a_page_sent_alone_brings_its_data(browser, tmp_path):
    book = b"PK\x03\x04 1.234"
    files = {"briefing.zip": (book, "application/zip", "Mọi số liệu")}
    alone = tmp_path / "briefing.html"
    alone.write_text(page_of(files=files))
    page = browser.new_page(accept_downloads=True)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.on("console", lambda message: pytest.fail(message.text))
    page.goto(alone.as_uri())
    with page.expect_download() as download:
        page.get_by_role("link", name="briefing.zip").click()
    assert download.value.suggested_filename == "briefing.zip" and download.value.path().read_bytes() == book
    page.close()


# -- only what a reviewer looks for --------------------------------------------------------------------------------------


def test_a_reviewer_sees_only_the_findings_of_a_section(at):
    page = at()
    articles = page.locator("article.finding")
    seen = "() => [...document.querySelectorAll('article.finding')].filter(e => e.checkVisibility()).map(e => e.dataset.finding)"
    page.locator("#view").select_option("I.3.1")
    assert page.evaluate(seen) == ["1", "3", "8"]
    assert page.locator("section#I\\.3\\.1").is_visible() and not page.locator("section#III").is_visible()
    assert len(page.evaluate(seen)) < articles.count()
    page.locator("#view").select_option("findings")
    page.emulate_media(media="print")  # a part is never printed as the whole
    assert "TRÍCH" in page.locator("#briefing").evaluate("e => getComputedStyle(e, '::before').content")
    page.emulate_media(media="screen")
    assert articles.first.is_visible()
    assert page.locator("#contents a.here").inner_text().startswith("Toàn cảnh")  # the contents tell where one is
    assert "I.2.7. Phát triển chính quyền số" in page.locator("#view option").all_inner_texts()  # not "2.7."
    page.locator("#find").fill("445422")
    page.keyboard.press("Enter")  # what is looked for is seen, whatever was chosen
    assert page.locator(".hit").is_visible() and page.locator("#view").input_value() == ""


# -- phone, dark, without scripts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [360, 390])
def test_charts_are_drawn_for_a_phone(at, width):
    page = at(width)
    charts = page.locator("figure.chart .picture").count()
    assert (charts, page.locator("svg.narrow").count()) == (12, 12)
    assert page.locator(".picture.cue").count() == 0
    page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
    faults = """() => [...document.querySelectorAll('svg.narrow')].flatMap(svg => {
        const words = [...svg.querySelectorAll('text')].map(text => [text.textContent, text.getBoundingClientRect()]), whole = svg.getBoundingClientRect();
        const apart = (a, b) => a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 7 || b.bottom <= a.top + 7;
        return words.filter(([, a], at) => a.height < 10 || a.left < whole.left - 1 || a.right > whole.right + 1 || a.top < whole.top - 3 || a.bottom > whole.bottom + 3
            || words.some(([, b], other) => other > at && !apart(a, b))).map(([text]) => text);
    })"""
    assert page.evaluate(faults) == []
    lost = """() => [...document.querySelectorAll('svg.narrow')].flatMap(svg => { const said = e => [...e.querySelectorAll('text')].map(t => t.textContent);
        const now = said(svg); return said(svg.parentElement.firstElementChild).filter(word => !now.includes(word) && !/^[\\d.,]+%?$/.test(word)); })"""
    assert page.evaluate(lost) == []  # but for numbers in bars that are too short, every word is there
    key = """() => [...document.querySelectorAll('svg.narrow')].flatMap(svg => {
        const place = text => text.hasAttribute('x') ? [+text.getAttribute('x'), +text.getAttribute('y')] : text.getAttribute('transform').match(/translate\\(([-\\d.]+) ([-\\d.]+)/).slice(1).map(Number);
        const entries = svg => [...svg.querySelectorAll(':scope > g > g:nth-of-type(n+3) text')]
            .sort((a, b) => Math.abs(place(a)[1] - place(b)[1]) > 6 ? place(a)[1] - place(b)[1] : place(a)[0] - place(b)[0]).map(text => text.textContent);
        const read = entries(svg), heads = [...svg.closest('figure').querySelectorAll('thead th')].map(head => head.textContent.trim());
        const asIs = [entries(svg.parentElement.firstElementChild), heads.filter(head => read.includes(head))];
        return asIs.every(other => other.join() === read.join()) ? [] : [[read, ...asIs]]; })"""
    assert page.evaluate(key) == []  # from "nghiêm trọng" to "thấp", as on the paper and in the table
    hatched = """() => [...document.querySelectorAll('svg.narrow [fill^="url("]')].filter(shape => {
        const hatch = svg => svg && svg.contains(document.getElementById(shape.getAttribute('fill').slice(5, -1)));
        return !hatch(shape.closest('svg')); }).length"""
    assert page.evaluate(hatched) == 0 and page.locator("svg.narrow pattern").count() > 0


def test_dark_follows_the_system_and_charts_stay_readable(at):
    page = at(color_scheme="dark")
    ground = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("L"))[400:, 340:]
    assert np.median(ground) < 40
    chart = np.asarray(Image.open(io.BytesIO(page.locator("#hinh-1 .picture").screenshot())).convert("L"))
    assert np.median(chart) < 60 and chart.max() > 180


def test_without_scripts_a_line_says_what_is_missing(at):
    page = at(java_script_enabled=False)
    assert "không chạy mã" in page.locator("noscript").inner_text()
    assert not at().locator("noscript p").is_visible()
