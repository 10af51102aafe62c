"""The page printed from a browser: the paper's order, no heading alone at a foot, every page numbered and a draft."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader
from tagged import bookmarks, strays


@pytest.fixture(scope="module")
def printed_file(browser, real, tmp_path_factory) -> Path:
    page, path = browser.new_page(), tmp_path_factory.mktemp("printed") / "briefing.pdf"
    page.goto((real.folder / "briefing.html").as_uri())
    page.pdf(path=path, prefer_css_page_size=True, outline=True, tagged=True)
    page.close()
    return path


@pytest.fixture(scope="module")
def printed(printed_file) -> PdfReader:
    return PdfReader(printed_file)


@pytest.fixture(scope="module")
def texts(printed_file) -> list[str]:
    read = subprocess.run(["pdftotext", "-raw", printed_file, "-"], capture_output=True, text=True, check=True)
    return read.stdout.split("\f")[:-1]


def test_headings_stand_in_the_papers_order(printed, real):
    shown, paper = bookmarks(printed), bookmarks(PdfReader(real.folder / "briefing-du-thao.pdf"))
    begin = shown.index("pháthiệnvàviệccầnlàm") + 1
    findings = shown[
        begin : shown.index("quyếtđịnh")
    ]  # the paper's bookmarks leave them out, and the opening's headings
    opening = shown[1 : shown.index("icôngtácchỉđạo,điềuhành6thángđầunăm2024")]
    assert len(paper) > 90 and len(findings) > 10 and len(opening) == 4
    assert [title for title in shown if title not in (*findings, *opening)] == paper


def test_no_heading_stands_at_the_foot_of_a_printed_page(printed):
    assert strays(printed) == []


@pytest.mark.parametrize("width, lying", [(624, ""), (952, ".wide ")])  # A4 without its margins, upright and across
def test_nothing_is_printed_beyond_the_right_margin(browser, real, width, lying):
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.emulate_media(media="print")
    page.goto((real.folder / "briefing.html").as_uri())
    beyond = f"""[...document.querySelectorAll('#briefing {lying}*')].filter(e => e.getBoundingClientRect().right > innerWidth + 1
        && ({bool(lying):d} || !e.closest('.wide'))).map(e => e.outerHTML.slice(0, 80))"""
    assert page.evaluate(beyond) == []
    page.close()


def test_wide_tables_are_printed_across(printed, texts):
    pages = zip(printed.pages, texts, strict=True)
    across = " ".join(text for page, text in pages if page.mediabox.width > page.mediabox.height)
    for caption in ("Chỉ tiêu và mức thực hiện", "Nhiệm vụ chủ yếu"):
        assert re.search(rf"Bảng \d+\. {caption}", across), caption


def test_printed_pages_are_a4_numbered_and_say_that_they_are_a_draft(printed, texts):
    others = texts[1:]
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in printed.pages} == {
        (595, 842),
        (842, 595),
    }
    assert all("DỰ THẢO" in text for text in texts)
    assert [text.split()[0] for text in others] == [str(number) for number in range(2, len(others) + 2)]
