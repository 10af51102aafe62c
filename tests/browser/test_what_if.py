"""What if a cell were another: the page tells what a build with that cell tells."""

from __future__ import annotations

from pathlib import Path

import pytest

FINDINGS = "() => [...document.querySelectorAll('article[data-ids]')].flatMap(each => JSON.parse(each.dataset.ids))"
CHECKED = "() => tryChecks().filter(({ holds }) => holds === false).map(({ check }) => check.id)"
HEADLINES = "() => comparisons.headlines.map(each => [...each.if, each.holds])"
OFFERED = "() => { const then = evaluator(otherRows(), period); return comparisons.headlines.map(each => [...each.if, isTrue(each, then)]); }"


def opened(page, file: Path, state: str = ""):
    page.goto("about:blank")
    page.goto(file.as_uri() + (f"#if={state}" if state else ""))
    return page


@pytest.mark.parametrize("edition", ["real", "synthetic"])
def test_a_page_supposes_nothing_and_its_conditions_are_those_of_the_build(empty_page, request, edition: str):
    page = opened(empty_page(1280), request.getfixturevalue(edition).folder / "briefing.html")
    findings, checked = set(page.evaluate(FINDINGS)), page.evaluate("() => comparisons.checks.map(each => each.id)")
    assert len(checked) > 50 and set(page.evaluate(CHECKED)) == findings & {*checked}
    assert page.evaluate(OFFERED) == page.evaluate(HEADLINES) != []
    wrong = "() => comparisons.words.filter(each => isTrue(each, evaluatorOfPage) !== each.holds).length"
    assert page.evaluate(wrong) == 0
    assert (
        page.locator("[data-otherwise], .otherwise, .rests").count() == 0 and not page.locator("#what-if").is_visible()
    )
