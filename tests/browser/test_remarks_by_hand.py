"""Twelve remarks as a hand makes them: dragged with the mouse over sentences, cells and pictures, tapped on a narrow phone, in the dark."""

from __future__ import annotations

import shutil
from typing import NamedTuple

import pytest
from conftest import Checkout
from playwright.sync_api import Browser, Locator, Page
from test_remarks import SELECT, imported, rows, saved

DESK, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
# where letters of an element stand in the window
PLACE = """(holder, words) => {
    const walker = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT), range = document.createRange();
    for (let node; (node = walker.nextNode());) {
        const at = node.data.indexOf(words);
        if (at < 0) continue;
        range.setStart(node, at), range.setEnd(node, at + words.length);
        const boxes = [...range.getClientRects()], first = boxes[0], last = boxes.at(-1);
        return [first.left, first.top + first.height / 2, last.right, last.top + last.height / 2];
    }
    throw new Error(`${words} is not in ${holder.textContent}`);
}"""


class Hand(NamedTuple):
    """What is dragged over, from words of one element to words of another ("" for the same); where it comes back, and what it quotes."""

    at: str
    start: str
    to: str
    end: str
    section: str
    quoted: str


DRAGGED = {
    "Hai câu này trùng ý": Hand("p:has-text('Mạng truyền số liệu chuyên dùng cấp II')", "từ Trung ương", "", "Thông qua mạng", "I.2.2", "từ Trung ương"),
    "Gộp hai đoạn": Hand("p:has-text('Đã có 28/28')", "được nhập lên", "p:has-text('Máy chủ tại Trung tâm')", "Máy chủ tại", "I.2.5", "được nhập lên"),
    "Tên hệ thống này đổi rồi": Hand("#bang-4 td:has-text('du lịch thông minh')", "du lịch", "", "thông minh", "I.2.5", "du lịch thông minh"),
    "Cả dòng này": Hand("#bang-2 tr:has-text('Viettel') >> th, td >> nth=0", "Viettel", "#bang-2 tr:has-text('Viettel') >> data >> nth=0", "50", "I.2.2", "Viettel"),
    "Đặt lại tên bảng": Hand("#bang-3 figcaption", "Quy mô", "", "của tỉnh", "I.2.3", "Quy mô"),
    "Chữ trong hình nhỏ": Hand("#hinh-4 svg text:has-text('Máy chủ')", "Máy chủ", "", "Máy chủ", "I.2.5", "Máy chủ: 2.063 cảnh báo"),
    "Đổi tên tiểu mục": Hand("h5:has-text('họp không giấy tờ')", "Hội nghị", "", "giấy tờ", "I.2.7", "họp không giấy tờ"),
    "Thiếu trích yếu": Hand("li:has-text('Quyết định số 428')", "kiện toàn", "", "Ban Biên tập", "I.2.1", "kiện toàn"),
    "Chú thích sai ngày": Hand("ol.footnotes li:has-text('04/QĐ-STTTT')", "Quyết định", "", "của Sở", "I.1", "04/QĐ-STTTT"),
    "Sở đã giải trình": Hand("article.finding >> nth=1 >> dd >> nth=0", "Doanh thu bưu chính", "", "sai đơn vị tính", "", "Doanh thu bưu chính 1,030 tỷ đồng"),
}  # fmt: skip
TAPPED = {  # on the phone, in the dark: words that a finger holds, "" for a number that it taps
    "Nội dung này do phòng khác": Hand("#phu-luc-II tbody td:has-text('Giải Báo chí')", "Giải Báo chí", "", "", "Phụ lục II", "Giải Báo chí"),
    "29 có đúng không?": Hand(".headlines li data >> nth=0", "", "", "", "toan-canh-ky-bao-cao", "29"),
}  # fmt: skip


def drag(page: Page, first: Locator, start: str, last: Locator, end: str) -> None:
    """Press where words begin, and let go where others end."""
    first.evaluate("e => { for (let at = e; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true; }")
    first.evaluate("e => e.scrollIntoView({ block: 'center' })")
    left, top, *_behind = first.evaluate(PLACE, start)
    *_before, right, bottom = last.evaluate(PLACE, end)
    page.mouse.move(left + 1, top)
    page.mouse.down()
    page.mouse.move((left + right) / 2, (top + bottom) / 2, steps=4)
    page.mouse.move(right - 1, bottom, steps=4)
    page.mouse.up()


def say(page: Page, said: str) -> None:
    page.locator("#source textarea").fill(said)
    page.locator("#source input").fill("Lê Bình")
    page.locator("#source button", has_text="Ghi nhận xét").click()


@pytest.mark.slow
@pytest.mark.parametrize("step", [3, 1])
def test_twelve_remarks_made_by_hand_come_back_where_they_were_made(real, browser: Browser, tmp_path, step):
    """Every day every third that is dragged."""
    assert len(DRAGGED) + len(TAPPED) == 12
    dragged = dict([*DRAGGED.items()][::step])
    project = Checkout.make(tmp_path / "project")
    shutil.copytree(real.data, project.folder / "data", dirs_exist_ok=True)
    shutil.copytree(real.folder, project.folder / "reports" / "2024-H1")
    address = (project.folder / "reports" / "2024-H1" / "briefing.html").as_uri()
    desk = browser.new_context(viewport=DESK, reduced_motion="reduce", accept_downloads=True)
    phone = browser.new_context(
        viewport=PHONE,
        reduced_motion="reduce",
        accept_downloads=True,
        color_scheme="dark",
        has_touch=True,
        is_mobile=True,
    )
    paths, missed = [], []
    for number, (context, hands) in enumerate(((desk, dragged), (phone, TAPPED))):
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(address)
        page.evaluate("for (const folded of document.querySelectorAll('details.phone')) folded.open = true")
        for said, hand in hands.items():
            try:
                first = page.locator(hand.at).first
                if context is desk:
                    drag(page, first, hand.start, page.locator(hand.to).first if hand.to else first, hand.end)
                    page.locator("#chosen").click(timeout=3000)
                elif hand.start:
                    first.scroll_into_view_if_needed()
                    page.evaluate(SELECT, [first.element_handle(), hand.start])
                    page.locator("#chosen").tap(timeout=3000)
                else:
                    first.tap()
                    page.locator("#source button", has_text="Viết nhận xét").tap(timeout=3000)
                say(page, said)
            except Exception as error:  # the others are tried nevertheless
                missed.append(f"{said}: {error}"[:400])
                page.goto(address)
        (folder := tmp_path / str(number)).mkdir()
        paths.append(saved(page, folder))
        context.close()
    assert imported(project, *paths).code == 0
    found = {row["said"]: row for row in rows(project)}
    for said, hand in (dragged | TAPPED).items():
        row = found.get(said, {"section": "–", "quoted": "", "stood": ""})
        if not row["section"].startswith(hand.section) or hand.quoted not in row["quoted"] + row["stood"]:
            missed.append(f"{said}: {row}")
    assert not missed, "\n".join(missed)
