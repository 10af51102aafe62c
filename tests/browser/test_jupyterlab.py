"""A section in a real JupyterLab: it looks as it will be printed, its links lead somewhere, saving it changes nothing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

import nbformat
import pytest
from conftest import briefing, end, free_port, wait_until
from playwright.sync_api import Page, expect
from samples import SYNTHETIC

JUPYTER = str(Path(sys.executable).with_name("jupyter"))
LOADED = "from helpers import charts, tables\nfrom helpers.editions import Edition\nfrom helpers.prose import *\nfrom helpers.values.sourced_text import note\n\nedition = Edition(period, data_dir)"
CELLS = {
    "look": 'edition.look("dossiers_received")',
    "prose": """received = edition.figures("dossiers_received", "dossiers", by=("level", "channel"))
prose(f"Có {received.iat[0, 0]} hồ sơ.{note('Theo báo cáo.')} Xem {link('I.2')}{reference('received')}.")""",
    "table": 'tables.table(edition.register("licences"), "Giấy phép", {"licence": "Loại", "licences": "Số lượng"})',
    "chart": 'charts.bars(received, "Hồ sơ tiếp nhận", name="received", unit="hồ sơ", stacked=True)',
}


def write(path: Path, heading: str, *cells: str) -> None:
    """A section notebook as a person would begin it in JupyterLab."""
    parameters = nbformat.v4.new_code_cell(
        'period: str = "2031-Q3"\ndata_dir: str = ""', metadata={"tags": ["parameters"]}
    )
    code = [nbformat.v4.new_code_cell(source) for source in cells]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(heading), parameters, *code], metadata=kernel)
    nbformat.write(made, path)


class Lab:
    """A JupyterLab on a project of two sections, with settings of its own."""

    def __init__(self, folder: Path, browser) -> None:
        self.notebooks, self._browser = folder / "notebooks", browser
        self.notebooks.mkdir()
        shutil.copytree(SYNTHETIC, folder / "data")
        write(self.notebooks / "01_one.ipynb", "# I.1. One", LOADED, *CELLS.values())
        write(self.notebooks / "02_two.ipynb", "# I.2. Two", LOADED, CELLS["look"])
        own = {f"JUPYTER{name}_DIR": str(folder / name.lower()) for name in ("_DATA", "_CONFIG", "_RUNTIME")}
        own |= {f"JUPYTERLAB_{name}_DIR": str(folder / name.lower()) for name in ("SETTINGS", "WORKSPACES")}
        quiet = folder / "settings" / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
        quiet.parent.mkdir(parents=True)
        quiet.write_text('{"fetchNews": "false"}', encoding="utf-8")
        with patch.dict(os.environ, own):  # where it is kept which notebooks are trusted
            stored = briefing("maintain", "notebooks", cwd=folder)
        assert stored.code == 0, stored.err
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        options = ["--no-browser", "--allow-root", f"--port={port}", "--IdentityProvider.token="]
        with (folder / "log").open("w") as log:
            self.process = subprocess.Popen(
                [JUPYTER, "lab", *options],
                cwd=folder,
                env={**os.environ, **own},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_until(self._answers, "JupyterLab starts")

    def _answers(self) -> bool:
        with suppress(OSError):
            return urllib.request.urlopen(f"{self.url}/api").status == 200
        return False

    def open(self, name: str) -> Page:
        page = self._browser.new_page(viewport={"width": 1300, "height": 900}, bypass_csp=True)
        page.goto(f"{self.url}/lab/tree/notebooks/{name}?reset")
        page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]", timeout=60_000)
        return page


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, browser) -> Iterator[Lab]:
    started = Lab(tmp_path_factory.mktemp("lab"), browser)
    yield started
    end(started.process)


@pytest.fixture(scope="module")
def page(lab: Lab) -> Iterator[Page]:
    """The first notebook, opened once: each opening takes seconds."""
    opened = lab.open("01_one.ipynb")
    yield opened
    opened.close()


def style(page: Page, selector: str, name: str, part: str = "") -> str:
    found = page.wait_for_selector(f".jp-OutputArea-output {selector}", state="attached")
    return found.evaluate("(e, [name, part]) => getComputedStyle(e, part || null)[name]", [name, part])


# WCAG's contrast of every text in the outputs with its ground; drawings stand on white in both themes
CONTRASTS = """() => {
    const ground = e => e ? over(getComputedStyle(e).backgroundColor, () => ground(e.parentElement)) : [255, 255, 255];
    const over = (colour, below) => {
        const [r, g, b, alpha = 1] = colour.match(/[\\d.]+/g).map(Number);
        return alpha === 1 ? [r, g, b] : below().map((under, i) => under * (1 - alpha) + [r, g, b][i] * alpha);
    };
    const linear = part => part / 255 <= .04045 ? part / 255 / 12.92 : ((part / 255 + .055) / 1.055) ** 2.4;
    const luminance = ([r, g, b]) => .2126 * linear(r) + .7152 * linear(g) + .0722 * linear(b);
    const contrast = e => {
        const behind = ground(e), words = over(getComputedStyle(e).color, () => behind);
        const [dark, light] = [luminance(behind), luminance(words)].sort((one, other) => one - other);
        return (light + .05) / (dark + .05);
    };
    return [...document.querySelectorAll('.jp-OutputArea-output.jp-RenderedHTML :not(style, svg *)')]
        .filter(e => [...e.childNodes].some(child => child.nodeType === 3 && child.data.trim()))
        .map(e => [contrast(e), e.outerHTML.slice(0, 80)]);
}"""


def choose(page: Page, menu: str, *entries: str) -> None:
    page.click(f".lm-MenuBar-itemLabel:text-is('{menu}')")
    for entry in entries:
        page.click(f".lm-Menu-itemLabel:text-is('{entry}')")


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_stored_outputs_look_as_they_will_be_printed(page, theme):
    choose(page, "Settings", "Theme", f"JupyterLab {theme}")
    page.wait_for_selector(f"body[data-jp-theme-name='JupyterLab {theme}']", state="attached")
    assert style(page, ".footnote", "content", "::before") == '" ["'
    assert (
        style(page, "figure td:not(.number)", "textAlign") == "left"
        and style(page, "td.number", "textAlign") == "right"
    )
    assert style(page, ".picture", "backgroundColor") == "rgb(255, 255, 255)"
    contrasts = page.evaluate(CONTRASTS)
    assert len(contrasts) > 40 and [found for found in contrasts if found[0] < 4.5] == []


def test_opening_and_saving_leaves_no_difference(lab, page):
    path = lab.notebooks / "01_one.ipynb"
    before, saved = path.read_bytes(), path.stat().st_mtime_ns
    page.click(".jp-Notebook h1")
    page.keyboard.press("Control+s")
    wait_until(lambda: path.stat().st_mtime_ns != saved and path.read_bytes().endswith(b"}\n"), "JupyterLab has saved")
    assert path.read_bytes().decode() == before.decode()


def test_a_link_opens_the_section_and_a_reference_shows_the_chart(page):
    page.click(".jp-OutputArea-output a:text-is('Hình')")
    page.wait_for_function("document.getElementById('received').getBoundingClientRect().top < innerHeight")
    page.click(".jp-OutputArea-output p a:text-is('mục I.2')")
    page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden) h1:text('I.2. Two')")


def run_all(page: Page) -> None:
    """Run every cell, and come back when the last one has its number. JupyterLab calls a kernel idle while it still
    connects to it, and what is run then is forgotten without a word: so ask until the cells are numbered."""
    last = page.locator(".jp-Notebook .jp-CodeCell .jp-InputPrompt").last

    def ran() -> bool:
        page.click(".jp-Notebook h1")
        choose(page, "Run", "Run All Cells")
        with suppress(AssertionError):
            expect(last).to_have_text(re.compile(r"\[\d+\]:"), timeout=10_000)
            return True
        return False

    wait_until(ran, "the cells are run")


@pytest.mark.slow
def test_typed_digits_are_named_under_their_cell(lab):
    page = lab.open("02_two.ipynb")
    run_all(page)
    page.click(".jp-Notebook .jp-CodeCell >> nth=-1")
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.keyboard.type("prose('Có 05 trạm.')")
    page.keyboard.press("Shift+Enter")
    said = page.wait_for_selector(
        ".jp-RenderedText[data-mime-type*=stderr], .jp-OutputArea-output pre:has-text('TypedDigits')"
    ).inner_text()
    assert "----> 1 prose('Có 05 trạm.')" in said
    assert "digits typed into prose: '05' in 'Có 05 trạm.'" in said
    page.close()
