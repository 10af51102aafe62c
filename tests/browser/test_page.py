"""The page in a real browser, opened from disk: no request, no console error; pop-overs, contents, search, phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page


def opened(empty_page, real, width: int = 1280) -> tuple[Page, list[str]]:
    page = empty_page(width)
    heard: list[str] = []
    page.on("console", lambda message: heard.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: heard.append(f"error: {error}"))
    page.on(
        "request",
        lambda request: (
            heard.append(f"request: {request.url}") if not request.url.startswith(("file:", "data:")) else None
        ),
    )
    page.goto((real.folder / "briefing.html").as_uri())
    return page, heard


def test_it_is_quiet_and_requests_nothing(empty_page, real):
    page, heard = opened(empty_page, real)
    assert page.get_attribute("html", "lang") == "vi"
    assert page.title() == "Báo cáo kiểm điểm công tác chỉ đạo, điều hành 6 tháng đầu năm 2024"
    assert heard == []


def test_ids_are_unique_and_links_lead_somewhere(empty_page, real):
    page, _ = opened(empty_page, real)
    assert (
        page.evaluate(
            "(() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id); return ids.filter((id, i) => ids.indexOf(id) !== i); })()"
        )
        == []
    )
    assert (
        page.evaluate(
            "[...document.querySelectorAll('a[href^=\"#\"]')].filter(a => !document.getElementById(decodeURIComponent(a.hash.slice(1)))).map(a => a.hash)"
        )
        == []
    )
    assert page.evaluate("document.querySelectorAll('[style]').length") == 0


def test_a_figures_source_opens_by_keyboard(empty_page, real):
    page, heard = opened(empty_page, real)
    figure = page.locator("p data[data-key=\"counts.value(item='switching_points')\"]").first
    block = figure.locator("xpath=ancestor::p").locator("data").first
    block.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    panel = page.locator("#source")
    assert panel.is_visible()
    text = panel.inner_text()
    assert text.startswith("187 điểm\n\nĐiểm chuyển mạch\n\nNơi nêu\nBáo cáo gốc, I.3.2") and "counts.csv" not in text
    panel.locator("summary", has_text="Chi tiết").click()
    text = panel.inner_text()
    assert "Số liệu đơn lẻ" in text and "data/counts.csv" in text and "dòng 47" in text
    page.keyboard.press("Escape")
    assert not panel.is_visible()
    assert page.evaluate("document.activeElement.textContent") == "187"
    assert heard == []


def test_a_computed_figure_shows_its_formula_and_where_its_rows_are_used(empty_page, real):
    page, _ = opened(empty_page, real)
    page.locator("section#I\\.2\\.7 figure.table:has-text('Hồ sơ tiếp nhận') td data").first.click()
    page.locator("#source summary", has_text="Chi tiết").click()
    text = page.locator("#source").inner_text()
    assert "dossiers_received" in text and "còn dùng tại" in text
    link = page.locator("#source li a").first
    target = link.get_attribute("href")
    link.click()
    assert page.url.endswith(target) and not page.locator("#source").is_visible()


def test_touch_opens_the_source(browser, real):
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    page.goto((real.folder / "briefing.html").as_uri())
    page.locator("section#I\\.3\\.2 h4").tap(force=True)  # on a phone a section is folded to its heading and a line
    page.locator("section#I\\.3\\.2 p data").first.tap()
    assert page.locator("#source").is_visible()
    box = page.locator("#source").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    context.close()


def test_contents_follow_the_reader_and_lead_to_sections(empty_page, real):
    page, _ = opened(empty_page, real)
    page.locator("#contents a[href='#I.3.2']").click()
    page.locator("#contents a.here[href='#I.3.2']").wait_for()
    assert page.locator("#I\\.3\\.2 > h4").bounding_box()["y"] < 200
    levels = page.evaluate("[...document.querySelectorAll('#contents ol')].length")
    assert levels > 5


def test_code_is_hidden_until_asked_for(empty_page, real):
    page, _ = opened(empty_page, real)
    code = page.locator(".code").first
    assert not code.is_visible()
    page.locator("#code").check()
    assert code.is_visible()
    page.locator(".code.cue").first.wait_for()
    assert page.locator(".code .cue").count() == 0  # that it scrolls is said once


@pytest.mark.parametrize("width", [360, 390, 768, 1280])
def test_nothing_is_wider_than_the_screen(empty_page, real, width):
    page, _ = opened(empty_page, real, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


SCREENS = "document.documentElement.scrollHeight / innerHeight"


def test_a_phone_folds_what_a_desk_shows(browser, real):
    """Without the page's script, too; what is printed and what is searched lies open."""
    address = (real.folder / "briefing.html").as_uri()
    for script in (True, False):
        context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=script)
        page = context.new_page()
        page.goto(address)
        decrees, line = page.locator("section#I\\.2\\.1 li").first, page.locator("section#I\\.2\\.1 > .phone > summary")
        assert page.evaluate(SCREENS) < 20 if script else line.is_visible()
        assert not decrees.is_visible() and "Nội dung mục" in line.inner_text()
        page.locator("section#I\\.2\\.1 h4").click(force=True)  # its line lies over it
        assert decrees.is_visible()
        page.emulate_media(media="print")
        assert page.locator("section#I\\.2\\.7 figcaption").first.is_visible() and not line.is_visible()
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": 1280, "height": 844})
        assert page.locator("section#I\\.2\\.7 figcaption").first.is_visible() and not line.is_visible()
        context.close()


def test_a_rows_name_stays_beside_its_numbers_while_they_are_drawn_into_sight(empty_page, real):
    """Also where the name is a text behind a number, as an indicator's."""
    page, _ = opened(empty_page, real, 390)
    page.evaluate("for (const folded of document.querySelectorAll('details.phone')) folded.open = true")
    page.locator(".scroll.cue").first.wait_for()
    away = page.locator(".scroll.cue").evaluate_all(
        """all => all.filter(e => !e.closest('details:not(.folded)') && e.querySelector('.number ~ .number')).map(e => { e.scrollLeft = 1000;
        const left = e.getBoundingClientRect().left, rows = [...e.querySelectorAll('tbody tr')].filter(row => row.querySelector('.number ~ .number'));
        const named = cell => !cell.matches('.number, .short') && Math.abs(cell.getBoundingClientRect().left - left) < 2;
        return [e.getAttribute('aria-label'), rows.filter(row => ![...row.cells].some(named)).length]; })"""
    )
    assert len(away) >= 3 and [table for table, rows in away if rows] == []


def test_the_phones_contents_open_and_close(empty_page, real):
    page, _ = opened(empty_page, real, 390)
    assert not page.locator("#contents").is_visible()
    page.locator("#menu").click()
    page.locator("#contents a[href='#III']").click()
    assert not page.locator("#contents").is_visible()


WORDS_DRAWN = """() => [...document.querySelectorAll('.picture text')].filter(text => !text.children.length && text.checkVisibility()).map(text => {
    const room = +text.getAttribute('textLength'); text.removeAttribute('textLength'); const wide = text.getComputedTextLength();
    if (room) text.setAttribute('textLength', room);
    return [text.textContent, parseFloat(text.getAttribute('font-size')), +(text.getAttribute('font-weight') || 400) > 500, room, wide]; })"""


def test_a_chart_on_the_screen_is_in_the_pages_letters_and_squeezes_no_word(empty_page, real):
    """DejaVu Sans, the widest that a screen may have, keeps two thirds of its width in the room of the paper's letters."""
    page, _ = opened(empty_page, real)
    page.evaluate("document.fonts.ready")
    family = "getComputedStyle(document.querySelector({})).fontFamily"
    assert page.evaluate(family.format("'.picture text'")) == page.evaluate(family.format("'body'"))
    assert [word for word, _, _, room, wide in page.evaluate(WORDS_DRAWN) if room and room < wide / 1.5] == []


def test_flagged_figures_lead_to_their_finding(empty_page, real):
    page, _ = opened(empty_page, real)
    mark = page.locator("section#I\\.2\\.7 sup.flag a").first
    target = mark.get_attribute("href")
    assert page.locator(target).count() == 1
    assert page.locator("strong.draft").inner_text() == "DỰ THẢO"
