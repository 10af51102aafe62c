"""The page for everyone: no violation of WCAG 2.2 AA that axe can see, nothing lost on a narrow or enlarged screen."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # describing every element that passes takes longer than finding out
}


@pytest.fixture
def at(browser, real):
    """Opens the page at a width; axe's own script needs a context that passes over the page's content policy."""
    opened = []

    def open_(width: int, height: int = 800) -> Page:
        page = browser.new_page(viewport={"width": width, "height": height}, bypass_csp=True)
        page.goto((real.folder / "briefing.html").as_uri())
        opened.append(page)
        return page

    yield open_
    for page in opened:
        page.close()


@pytest.mark.parametrize("width", [1360, *(pytest.param(width, marks=pytest.mark.slow) for width in (390, 320))])
def test_axe_finds_no_violation(at, width):
    page = at(width)
    page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")  # sizes are known
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(violation["id"], violation["nodes"][0]["html"][:120]) for violation in found] == []


@pytest.mark.parametrize("width", [320, 640])  # 640 px is what a screen of 1280 px shows at 200 %
def test_nothing_is_cut_off_on_a_narrow_screen(at, width):
    page = at(width)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    lost = page.evaluate(
        """[...document.querySelectorAll('#briefing :is(p, li, figcaption, h1, h2, h3, h4, h5, td, th, svg)')]
        .filter(e => { const box = e.getBoundingClientRect(); return box.width && box.right > innerWidth + 1 && !e.closest('.scroll, .picture, .code, details:not([open])'); })
        .map(e => e.textContent.slice(0, 60))"""
    )
    assert lost == []


def test_what_scrolls_sideways_says_so_and_is_reached_by_keyboard(at):
    page = at(360)
    page.wait_for_selector(".picture.cue")
    silent = page.evaluate(
        """[...document.querySelectorAll('.scroll, .picture')].filter(e => !e.closest('details:not([open])') && e.scrollWidth > e.clientWidth + 1
        && !(e.tabIndex === 0 && e.getAttribute('aria-label') && e.classList.contains('cue'))).length"""
    )
    assert silent == 0
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.picture.cue'), '::after').content")
        == '"↔ Kéo ngang để xem hết"'
    )


def test_marks_are_large_enough_to_touch(at):
    """Target Size (Minimum), WCAG 2.2, 2.5.8: 24 CSS pixels; marks stand in lines of text, which are exempt, and still are."""
    page = at(390)
    sizes = page.evaluate(
        "[...document.querySelectorAll('sup.flag a, sup.call a, a.back')].filter(e => e.offsetParent).map(e => { const box = e.getBoundingClientRect(); return Math.round(box.height); })"
    )
    assert sizes and min(sizes) >= 24


def test_search_lists_hits_by_section_and_leads_there_by_keyboard_alone(at):
    page = at(1280)
    page.keyboard.press("/")
    page.keyboard.type("tre han")  # without marks, as people type
    hits = page.locator("#hits")
    assert hits.is_visible()
    assert "chỗ" in hits.locator("[role=status]").inner_text()
    assert "Việc cần chú ý" in hits.locator("b").all_inner_texts()
    assert all("trễ hạn" in words.lower() for words in hits.locator("mark").all_inner_texts())
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert not hits.is_visible()
    assert "trễ hạn" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("/")
    page.keyboard.type("không có chữ zzz này")
    hits.locator("[role=status]", has_text="Không tìm thấy").wait_for()
    page.keyboard.press("Escape")
    assert not hits.is_visible()


def test_search_and_links_open_what_is_folded(at):
    page = at(1280)
    finding = page.locator("article.finding").first
    assert not finding.is_visible()
    page.locator(".banner a").click()
    finding.wait_for(state="visible")


def test_every_figures_panel_opens(at):
    page = at(1280)
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    figures = page.evaluate(
        """() => { const figures = [...document.querySelectorAll('data[role=button]')], panel = document.querySelector('#source');
        for (const figure of figures) { figure.click(); if (!panel.matches(':popover-open')) throw Error(figure.outerHTML); panel.hidePopover(); }
        return figures.length; }"""
    )
    assert figures > 900
    assert heard == []


def test_the_panel_says_what_stands_in_the_cells(at):
    page = at(1280)
    page.locator("section#I\\.2\\.7 figure.table tr.total td data").first.click()
    said = page.locator("#source").inner_text()
    assert "Cấp huyện, Trực tuyến: 3.904" in said
    assert "Văn phòng Đăng ký quyền sử dụng đất, Trực tiếp: 21.592" in said
