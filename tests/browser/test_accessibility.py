"""The page for everyone: no violation of WCAG 2.2 AA that axe can see, nothing lost on a narrow or enlarged screen."""

from __future__ import annotations

import io

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import Built
from PIL import Image
from playwright.sync_api import ElementHandle, Page

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # describing every element that passes takes longer than finding out
}


@pytest.fixture
def at(empty_page, real):
    """Opens the page at a width; axe's own script needs a context that passes over the page's content policy."""

    def open_(width: int, height: int = 800, edition: Built = real) -> Page:
        # no smooth scrolling: what is focused is where it will be
        page = empty_page(width, height, bypass_csp=True, reduced_motion="reduce")
        page.goto((edition.folder / "briefing.html").as_uri())
        return page

    return open_


def unfold(page: Page) -> None:
    page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")  # sizes are known


# of a whole report axe takes half a minute; 680 px is what a screen of 1360 px shows at 200 %
WHOLE = [pytest.param("real", width, marks=pytest.mark.slow) for width in (1360, 680, 390, 320)]


@pytest.mark.parametrize(
    ("edition", "width"), [("small_built", 1360), pytest.param("four_sections", 1360, marks=pytest.mark.slow), *WHOLE]
)
def test_axe_finds_no_violation(at, request, edition, width):
    page = at(width, edition=request.getfixturevalue(edition))
    unfold(page)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(violation["id"], violation["nodes"][0]["html"][:120]) for violation in found] == []


# -- contrast that axe leaves undecided --------------------------------------------------------------------------------

ASKED = "targets => { window.asked = targets.map(target => document.querySelector(target)) }"
MEASURED = """asked.map(text => {
    const drawn = text instanceof SVGElement, style = getComputedStyle(text);
    const around = text.closest('svg, table, figcaption'), box = text.getBoundingClientRect(), whole = around.getBoundingClientRect();
    const size = parseFloat(style.fontSize) * (drawn ? around.getScreenCTM().a : 1);
    return { words: text.textContent, colour: (drawn ? style.fill : style.color).match(/[0-9]+/g).map(Number), box: [box.x - whole.x, box.y - whole.y, box.width, box.height],
             least: size >= 24 || size >= 18.66 && style.fontWeight >= 700 ? 3 : 4.5, around: (window.arounds ||= []).indexOf(around) + 1 || arounds.push(around) };
})"""


def luminance(colours: np.ndarray) -> np.ndarray:
    """Of sRGB colours, as WCAG defines it."""
    parts = np.asarray(colours) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4) @ (0.2126, 0.7152, 0.0722)


def contrast(colour: list[int], grounds: np.ndarray) -> float:
    """The least contrast of a colour with those behind it."""
    one, others = luminance(np.array(colour)), luminance(grounds)
    return float(((np.maximum(one, others) + 0.05) / (np.minimum(one, others) + 0.05)).min())


def pixels(element: ElementHandle) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(element.screenshot())).convert("RGB")).astype(int)


def undecided(page: Page, place: str = "#briefing") -> list[tuple[str, float, float]]:
    """The words whose contrast axe does not know, the contrast with the worst pixel behind their ink, and what is enough.

    Ink is where a picture with the words differs from one without them.
    """
    unfold(page)
    options = {"runOnly": ["color-contrast"], "resultTypes": ["incomplete"]}
    asked = Axe().run(page, context=place, options=options).response["incomplete"]
    page.evaluate(ASKED, [node["target"][0] for rule in asked for node in rule["nodes"]])
    page.set_viewport_size({"width": 2400, "height": 1600})  # nothing lies outside what scrolls
    page.add_style_tag(
        content="#briefing > * { max-width: none } .bar { position: static } .unsaid, .unsaid * { color: transparent !important } .unsaid text { fill: transparent }"
    )
    words = page.evaluate(MEASURED)
    found = []
    for number in sorted({word["around"] for word in words}):
        around = page.evaluate_handle(f"arounds[{number - 1}]").as_element()
        said = pixels(around)
        around.evaluate("element => element.classList.add('unsaid')")
        unsaid = pixels(around)
        for word in (word for word in words if word["around"] == number):
            x, y, wide, high = word["box"]
            part = np.s_[max(0, int(y)) : int(y + high) + 2, max(0, int(x)) : int(x + wide) + 2]
            ink = (said[part] != unsaid[part]).any(axis=-1)
            assert ink.any(), f"{word['words']!r} is not to be seen"
            found.append((word["words"], contrast(word["colour"], unsaid[part][ink]), word["least"]))
    return found


# -- a narrow or enlarged screen ---------------------------------------------------------------------------------------


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
    unfold(page)
    page.wait_for_selector(".scroll.cue")
    silent = page.evaluate(
        """[...document.querySelectorAll('.scroll, .picture')].filter(e => !e.closest('details:not([open])') && e.scrollWidth > e.clientWidth + 1
        && !(e.tabIndex === 0 && e.getAttribute('aria-label') && e.classList.contains('cue'))).length"""
    )
    assert silent == 0
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.scroll.cue'), '::before').content")
        == '"↔ Kéo ngang để xem hết"'
    )


def test_search_lists_hits_by_section_and_leads_there_by_keyboard_alone(at):
    page = at(1280)
    page.keyboard.press("/")
    page.keyboard.type("tre han")  # without marks, as people type
    hits = page.locator("#hits")
    assert hits.is_visible()
    assert "chỗ" in hits.locator("[role=status]").inner_text()
    assert "Toàn cảnh kỳ báo cáo" in hits.locator("b").all_inner_texts()
    assert all("trễ hạn" in words.lower() for words in hits.locator("mark").all_inner_texts())
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert not hits.is_visible()
    assert "trễ hạn" in page.evaluate("document.activeElement.textContent").lower()
    page.keyboard.press("/")
    page.keyboard.type("không có chữ zzz này")
    hits.locator("[role=status]", has_text="Không tìm thấy").wait_for()
    page.keyboard.press("Escape")
    assert not hits.is_visible()


# -- by keyboard alone -------------------------------------------------------------------------------------------------

CONTROLS = """window.controls = [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex]')]
    .filter(e => e.tabIndex >= 0 && e.checkVisibility({ visibilityProperty: true }))"""
FOCUSED = """() => {
    const at = document.activeElement, number = controls.indexOf(at);
    if (number < 0) return null;
    const seen = [...at.getClientRects()].some(box => {
        const x = Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 1), y = Math.min(Math.max(box.y + box.height / 2, 1), innerHeight - 1);
        const top = document.elementFromPoint(x, y);
        return box.width && top && (at.contains(top) || top.closest('label')?.control === at || top.closest('main')?.contains(at));
    });
    const { outlineStyle: line, outlineWidth: width } = getComputedStyle(at);
    return { number, what: at.outerHTML.slice(0, 120), seen, marked: line !== 'none' && parseFloat(width) >= 2 };
}"""
HERE = "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent"


@pytest.mark.parametrize(("edition", "width"), [("four_sections", 1360), *WHOLE[::2]])
def test_tab_reaches_every_control_in_reading_order_and_each_is_seen(at, request, edition, width):
    page, walked = at(width, edition=request.getfixturevalue(edition)), []
    count = page.evaluate(f"({CONTROLS}).length")
    for _ in range(count):
        page.keyboard.press("Tab")
        walked.append(page.evaluate(FOCUSED))
    assert 30 < count < 300 and [focused["number"] for focused in walked] == [*range(count)]
    assert [focused["what"] for focused in walked if not (focused["seen"] and focused["marked"])] == []
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "BODY"  # and it ends: the browser's own controls follow


def test_arrow_keys_reach_every_number(at):
    page = at(1360)
    unreached = page.evaluate("""() => {
        for (const folded of document.querySelectorAll('details')) folded.open = true;
        const waiting = new Set(document.querySelectorAll('data[role=button], sup a'));
        for (const first of document.querySelectorAll('main :is(data, sup a, a.anchor)[tabindex="0"]')) {
            let at = first, last = null;
            for (at.focus(); at !== last; at = document.activeElement) {
                waiting.delete(last = at);
                at.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
            }
        }
        return [...waiting].filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 120));
    }""")
    assert unreached == []


def test_arrow_keys_reach_every_sentence(at):
    """Itself, or a number in it: where somebody goes up to the first line and down from there."""
    page = at(1360)
    count, unreached = page.evaluate("""() => {
        const waiting = new Set([...document.querySelectorAll('#briefing :is(p, li)[id]')].filter(e => e.checkVisibility())), count = waiting.size;
        document.querySelector('#briefing [tabindex="0"]').focus();
        for (const key of ['ArrowUp', 'ArrowDown']) {
            for (let last = []; last[0] !== document.activeElement || last[1] !== document.activeElement.parentElement;) {
                const at = document.activeElement;
                last = [at, at.parentElement];
                waiting.delete(at.closest(':is(p, li)[id]'));
                at.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
            }
        }
        return [count, [...waiting].map(e => e.outerHTML.slice(0, 120))];
    }""")
    assert count > 250 and unreached == []


def test_a_panel_stands_after_its_number_and_closes_when_the_reader_goes_on(at):
    page = at(1360)
    page.locator("#I\\.2\\.7-1 > h5 > a.anchor").focus()
    page.keyboard.press("ArrowRight")
    page.evaluate(CONTROLS)
    figure = page.locator("section#I\\.2\\.7 p data[tabindex='0']").first
    figure.focus()
    number, panel = page.evaluate(FOCUSED)["number"], page.locator("#source")
    page.keyboard.press("Enter")
    assert panel.is_visible() and page.evaluate(HERE) == "Đóng"
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["number"] == number + 1 and not panel.is_visible()
    figure.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Shift+Tab")  # to a link in the panel
    assert panel.is_visible() and page.evaluate("document.activeElement.closest('#source') !== null")
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUSED)["number"] == number and not panel.is_visible()


def test_search_and_links_open_what_is_folded(at):
    page = at(1280)
    finding = page.locator("article.finding").first
    assert not finding.is_visible()
    page.locator(".tiles a").click()
    finding.wait_for(state="visible")
