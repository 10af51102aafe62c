"""The page computes its own figures again: every key on the cells that it carries, as Python did, digit for digit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DIGIT = ">709.982<", ">709.983<"
CELL = '"=total": "607619"', '"=total": "607618"'
KEY = "counts.value(item=&#39;switching_points&#39;)", "counts.value(item=&#39;parcels_sent&#39;)"


def said(page, file: Path) -> list[str]:
    page.goto(file.as_uri())
    page.locator("#menu").click() if page.locator("#menu").is_visible() else None
    page.locator("#recompute").click()
    return page.locator("#recompute + output").inner_text().splitlines()


@pytest.mark.parametrize("edition", ["real", "synthetic"])
def test_every_figure_is_its_key_evaluated(empty_page, request, edition: str):
    (only,) = said(empty_page(1280), request.getfixturevalue(edition).folder / "briefing.html")
    checked, of = re.match(r"([\d.]+)/([\d.]+) số khớp với ô số liệu", only).groups()
    assert checked == of and int(of.replace(".", "")) > 200


@pytest.mark.parametrize("changed", [DIGIT, CELL, KEY], ids=["a digit", "a cell", "a key"])
def test_a_page_in_which_one_character_was_changed_says_where(
    empty_page, real, tmp_path: Path, changed: tuple[str, str]
):
    page = (real.folder / "briefing.html").read_text(encoding="utf-8")
    old, new = changed
    assert old in page
    (tmp_path / "changed.html").write_text(page.replace(old, new, 1), encoding="utf-8")
    first, *wrong = said(empty_page(1280), tmp_path / "changed.html")
    assert wrong and not re.match(r"([\d.]+)/\1 ", first)
