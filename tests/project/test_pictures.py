"""The guides' pictures and the example are of what is built. `make pictures` takes them again."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from pathlib import Path

import office_forms
import openpyxl
import pytest
from conftest import ROOT, briefing
from PIL import Image, PngImagePlugin
from playwright.sync_api import Page
from pypdf import PdfReader

PICTURES = ROOT / "reports" / "pictures"
SAID = "Description"  # the picture's own word for it
NAMES = ("trang", "con-so", "bieu-mau", "bam-so", "phat-hien", "dinh-chinh")
GUIDES = ("README.md", "HUONG-DAN.md", "HUONG-DAN-DON-VI.md")


def is_true(name: str, said: str, picture: bytes, most: int = 120_000) -> None:
    """Compare a picture with what it should show or, where `make pictures` asks for that, take it again."""
    path = PICTURES / f"{name}.png"
    if os.environ.get("BRIEFING_PICTURES"):
        own = PngImagePlugin.PngInfo()
        own.add_itxt(SAID, said)
        with Image.open(io.BytesIO(picture)) as taken:
            taken.convert("RGB").quantize(32).save(path, pnginfo=own, optimize=True)
    with Image.open(path) as kept:
        assert kept.text[SAID] == said, f"{path.relative_to(ROOT)} shows something else: make pictures"
    assert path.stat().st_size < most


@pytest.fixture
def page(browser, real):
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, locale="vi", reduced_motion="reduce")
    page = context.new_page()
    page.goto((real.folder / "briefing.html").as_uri())
    yield page
    context.close()


def words(page: Page, selector: str) -> str:
    return " ".join(page.locator(selector).first.inner_text().split())


def test_the_first_page(page):
    said = words(page, ".headlines")
    is_true("trang", said, page.screenshot())


def test_a_number_and_where_it_comes_from(page):
    number = page.locator("section#I\\.2\\.7 tr.total data[data-formula]").first  # 99,77%, of two totals
    number.click()
    page.get_by_text("Chi tiết", exact=True).click()
    is_true("con-so", words(page, "#source"), page.screenshot())


@pytest.fixture
def story(browser, real):
    context = browser.new_context(viewport={"width": 800, "height": 640}, locale="vi", reduced_motion="reduce")
    page = context.new_page()
    page.goto((real.folder / "briefing.html").as_uri())
    yield page
    context.close()


def click(page: Page, selector: str) -> None:
    """Click a number in the middle of the window."""
    number = page.locator(selector).first
    number.evaluate("element => element.scrollIntoView({ block: 'center' })")
    number.click()


def test_a_total_and_its_parts(story):
    click(story, "#I\\.3\\.2 p data[data-key=\"subscribers.total(service='phone')\"]")
    details = story.get_by_text("Chi tiết", exact=True)
    details.click()
    details.evaluate("element => element.scrollIntoView({ block: 'start' })")
    said = words(story, "#source")
    assert all(part in said for part in ("709.982", "44.000", "58.363", "607.619", "subscribers.csv"))
    is_true("bam-so", said, story.screenshot())


def test_the_finding_about_it(story):
    story.locator("#source, article.finding", has_text="710.482").first.evaluate(
        "element => { element.closest('details').open = true; element.scrollIntoView({ block: 'start' }); }"
    )
    is_true("phat-hien", words(story, "article.finding:has-text('710.482')"), story.screenshot())


def test_a_sentence_that_a_decision_corrected(story):
    click(story, "#I\\.2\\.7 p data.corrected:has-text('71')")
    is_true("dinh-chinh", words(story, "p:has(data.shown)") + words(story, "#source"), story.screenshot())


def test_the_example_says_what_is_built(real):
    """Page and paper, stored for those who run nothing; the page's digest of what it says changes with any word or number."""
    stored = ROOT / "reports" / "example"
    if os.environ.get("BRIEFING_PICTURES"):
        for name in ("briefing.html", "briefing-du-thao.pdf"):
            shutil.copy(real.folder / name, stored)
    says = [
        re.search(r'id="edition">(.*?)</script>', (folder / "briefing.html").read_text(encoding="utf-8"))[1]
        for folder in (stored, real.folder)
    ]
    assert says[0] == says[1], "reports/example says something else: make pictures"
    first, second = (PdfReader(folder / "briefing-du-thao.pdf").pages for folder in (stored, real.folder))
    assert [page.extract_text() for page in first] == [page.extract_text() for page in second]


def test_a_workbook_that_comes_back(tmp_path: Path):
    data, workbook = office_forms.asking(tmp_path / "data"), tmp_path / f"P.BCVT_{office_forms.PERIOD}.xlsx"
    workbook.write_bytes(office_forms.blank(data, "P.BCVT"))
    values = {"counts.value(item='parcels_sent')": "nhiều hơn kỳ trước", "counts.value(item='postal_companies')": 17}
    office_forms.filled(workbook, workbook, office_forms.typed(values))
    briefing("forms", "back", workbook, "--data", data)
    (marked,) = tmp_path.glob("*-tra-lai.xlsx")
    book = openpyxl.load_workbook(marked)
    shown = [cell for row in book["Số liệu"].iter_rows(max_row=20) for cell in row]
    said = " ".join(str(text) for cell in shown for text in (cell.value, cell.comment and cell.comment.text) if text)
    for title in [title for title in book.sheetnames if title != "Số liệu"]:
        del book[title]
    book.save(marked)
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, marked]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "LC_ALL": "vi_VN.UTF-8"})
    pdf = marked.with_suffix(".pdf")
    drawn = ["pdftoppm", "-r", "100", "-f", "1", "-l", "1", "-x", "30", "-y", "100", "-W", "1080", "-H", "380", "-png"]
    is_true("bieu-mau", said, subprocess.run([*drawn, pdf], check=True, capture_output=True).stdout)


def test_the_guides_show_them_and_no_others():
    shown = "".join((ROOT / page).read_text(encoding="utf-8") for page in GUIDES)
    assert {path.name for path in PICTURES.iterdir()} == {f"{name}.png" for name in NAMES}
    assert [path.name for path in PICTURES.iterdir() if f"](reports/pictures/{path.name})" not in shown] == []
