"""A briefing safe to open: hostile text in every column and hostile notebooks, in a browser without the page's policy.

Nothing runs, loads, leaves the page or changes its structure; and the panel of every number opens. Every day that of few
sections, with `-m slow` of all.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import samples
from conftest import FEW, ROOT, Built, Checkout, only
from doors import declared

HIT = "window.hit=true"
ATTACK = (
    f'</p></td></div></section></main><script>{HIT}</script><img src="http://attack.example/x" onerror="{HIT}">'
    f'"\'><svg onload={HIT}><a href="javascript:{HIT}" onclick="{HIT}">x</a><meta http-equiv="refresh" content=";url=about:blank">'
    '<form id=tables><base href=//attack.example> $và$ \\\\ <!-- =HYPERLINK("http://attack.example")'
)
PARTS = [  # of notebooks: as an output and as markdown
    f"<script>{HIT}</script>", f'<img src="http://attack.example/x" onerror="{HIT}">', '<meta http-equiv="refresh" content="0;url=about:blank">',
    f"<svg onload={HIT}></svg>", f'<svg onload="{HIT}"><script>{HIT}</script><image href="http://attack.example/x"/><path d="M0 0"/></svg>', '<svg data-n="0"></svg>', '<svg data-n="999"/>',
    f'<a href="javascript:{HIT}" autofocus onfocus="{HIT}">đi</a>', f'<details open ontoggle="{HIT}"><summary>x</summary></details>', f'<iframe srcdoc="<script>{HIT}</script>"></iframe>',
    '<link rel="stylesheet" href="http://attack.example/x">', "<style>body{display:none}</style>", '<p style="background:url(http://attack.example/x)">x</p>', '<base href="http://attack.example/">',
    '<form id="tables" action="http://attack.example/"><input name="rows"></form>', '<div id="source"></div><div id="briefing"></div><p id="find">x</p>', f'<math><mtext><table><mglyph><style><img src=x onerror="{HIT}">',
    "</div></div></section></main></body><h1>I. Lừa</h1>", "<figure></figure><figure class=chart></figure><figcaption>x</figcaption>", '<span class="chart-ref"></span><p class="heading-end">x</p>', '<data data-cells="x">x</data>',
    '<object data="http://attack.example/x"></object><embed src="http://attack.example/x"><video src="http://attack.example/x"></video>', 
    '<p><data value="1" data-cells="alerts:1-99999999999:alerts">x</data><data data-cells="alerts:-,-:alerts">x</data></p>', '<p><data value="1" data-cells="alerts:2:alerts" data-finding="999 zz">x</data></p>',
    '<figure class="table"><figcaption>x</figcaption><table><tr><td colspan="999999999" rowspan="x">a</td></tr></table></figure>', "<div>" * 300 + "x", "<plaintext>", "<textarea>", "<!--", "<![CDATA[", "<table><tr><td>",
]  # fmt: skip
# what names something for the program, or is compared with what stands elsewhere
_NAMES = {"previous", "last_year", "unit", "section", "topic", "each", "left", "right", "relation", "old", "new", "figure", "finding", "seen", "measure", "state", "statement"}  # fmt: skip


def attacked(data: Path) -> int:
    """Add the attack to every free text of a data folder; gives to how many columns."""
    tables, columns = samples.load(data), 0
    schemas = {name: table["schema"] for name, table in declared().items()}
    keys = [(name, key) for name, schema in schemas.items() for key in schema.get("foreignKeys", [])]
    named = {(of["reference"].get("resource") or name, each) for name, of in keys for each in of["reference"]["fields"]}
    named |= {(name, each) for name, of in keys for each in of["fields"]}
    for name, rows in tables.items():
        for field in schemas[name]["fields"]:
            column, bound = field["name"], field.get("constraints", {}).keys() & {"pattern", "enum"}
            special = column in (*schemas[name]["primaryKey"], *_NAMES) or bound or (name, column) in named
            if field["type"] != "string" or special or {"codes", "expression"} & field.keys():
                continue
            columns += bool(rows)
            for row in rows:
                row[column] += f" {ATTACK}" if row[column] else ""
    samples.save(tables, data)
    return columns


@pytest.fixture(scope="module", params=["four_sections", pytest.param("synthetic", marks=pytest.mark.slow)])
def sound_edition(request) -> Built:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def hostile(sound_edition, synthetic, tmp_path_factory) -> Built:
    checkout = Checkout.make(tmp_path_factory.mktemp("attack") / "checkout")
    if sound_edition != synthetic:
        only(checkout.folder, *FEW)
    assert attacked(checkout.folder / "data") > 25
    notebook = json.loads((ROOT / "notebooks" / "13_publishing.ipynb").read_text(encoding="utf-8"))
    cells = notebook["cells"][:2]
    cells[0]["source"] = "# I.5.1. Thử\n\nĐề."
    for part in PARTS:
        code = f"from IPython.display import HTML\nHTML({part!r})"
        cells.append({"cell_type": "code", "source": code, "metadata": {}, "outputs": [], "execution_count": None})
        cells.append({"cell_type": "markdown", "source": part, "metadata": {}})
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    attack = checkout.folder / "notebooks" / "13a_attack.ipynb"
    attack.write_text(json.dumps({**notebook, "cells": cells}), encoding="utf-8")
    ran = checkout.briefing("build", "--format", "html")
    assert ran.code == 0, ran.err
    return Built(checkout.folder / "reports" / "2031-Q3", checkout.folder / "data", ran)


@pytest.fixture(scope="module")
def opened(hostile, browser, tmp_path_factory):
    """The hostile edition in a browser, without its policy; gives the page and what it asked for and complained of."""
    html, removed = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", hostile.html)
    assert removed == 1
    folder = Path(shutil.copytree(hostile.folder, tmp_path_factory.mktemp("open") / "edition"))
    path = folder / "briefing.html"
    path.write_text(html, encoding="utf-8")
    page, heard = browser.new_page(), []
    page.on("request", lambda request: heard.append(request.url))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_load_state("networkidle")
    yield page, [url for url in heard if url != path.as_uri()]
    page.close()


@pytest.fixture(scope="module")
def sound(sound_edition, browser):
    page = browser.new_page()
    page.goto((sound_edition.folder / "briefing.html").as_uri())
    yield page
    page.close()


def test_nothing_runs_loads_or_leaves(opened):
    page, heard = opened
    assert heard == [] and page.url.endswith("briefing.html")
    assert page.evaluate("window.hit") is None
    links = page.evaluate("[...document.querySelectorAll('main a[href]')].map(link => link.getAttribute('href'))")
    assert [link for link in links if not re.match(r"#|https?:|mailto:", link)] == []
    assert (
        page.locator(
            "main :is(script, style, iframe, form, input, meta, link, base, object, embed, img, video)"
        ).count()
        == 0
    )
    acting = "[...document.querySelectorAll('main *')].flatMap(e => e.getAttributeNames()).filter(n => n.startsWith('on') || n === 'style')"
    assert page.evaluate(acting) == []


def test_the_page_has_the_structure_of_the_sound_one(opened, sound):
    page, _ = opened
    shape = "s => [...document.querySelectorAll(s)].map(e => e.tagName + '#' + e.id)"
    assert page.evaluate(shape, "body > *") == sound.evaluate(shape, "body > *")
    found, expected = (at.evaluate(shape, "section:not([id='I.5.1'])") for at in (page, sound))
    assert found == expected
    doubled = "Object.entries(Object.groupBy([...document.querySelectorAll('[id]')], e => e.id)).filter(([, all]) => all.length > 1)"
    assert page.evaluate(f"{doubled}.length") == 0


def test_words_of_the_data_are_printed_as_they_are(hostile):
    assert "$và$" in hostile.text() and "<script>" in hostile.text()
    assert "$và$" in "".join(re.findall(r"<svg\b.*?</svg>", hostile.html, re.DOTALL))


def test_no_cell_of_figures_csv_is_a_formula(hostile):
    import csv

    with (hostile.folder / "figures.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.DictReader(file) for name, cell in row.items() if name != "key"]
    assert [cell for cell in cells if re.match(r"[=@\t\r]|[+-]\W*\w*[a-zA-Z(|]", cell)] == []
