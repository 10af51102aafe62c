"""What figures decide: conditional words, headlines, and the checks of rules and controls, for a page that tries them again."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import Any

from helpers.audit.audit_run import valid_checks
from helpers.audit.check_model import Check
from helpers.audit.numeric_formulas import Cell
from helpers.audit.ruleset import PEERS
from helpers.editions import Edition
from helpers.headline_rules import COMPARED, headlines
from helpers.values import blocks
from helpers.values.display_bundle import parsed
from helpers.values.figures import Figure

from .html_body import Page

_HTML = Page({})


@lru_cache(maxsize=1)
def comparisons(edition: Edition) -> tuple[dict[str, Any], list[Figure]]:
    """What figures decide, in plain data, and the figures whose keys it names; kept, as `build` makes it while sections run.

    Raises InputError for a rule that names what does not exist.
    """
    words, sentences, compared = [], [], list[Figure]()
    for condition in edition.conditions():
        before, said = (edition.filled(words, condition.line) for words in (condition.before, condition.words))
        inlines = parsed(before)
        told = [each for each in inlines if getattr(each, "cells", "") == f"statements:{condition.line}:text"]
        compared += condition.sides
        words.append(
            {
                "line": condition.line,
                "at": len(blocks.plain(told)),  # letters of the statement that stand before
                "behind": bool(inlines) and inlines[-1] not in told,  # a figure
                "words": _HTML.inlines(parsed(said)),
                "if": [condition.asked.function, *(side.key for side in condition.sides)],
                "holds": bool(condition.holds),
            }
        )
    for each in headlines(edition, relation=[*COMPARED]):
        compared += each.left, each.right
        asked_of = [{"<>": "!="}.get(each.relation, each.relation), each.left.key, each.right.key]
        sentences.append({"words": _HTML.inlines(parsed(each.words)), "if": asked_of, "holds": each.holds})
    measured = {name: [each for each in table.numbers if each != "order"] for name, table in edition.tables.items()}
    return {"words": words, "headlines": sentences, "measured": measured, **_checks_in_numbers(edition)}, compared


class Symbol:
    """A number that stands for any: how it is computed, in plain data: a function and its parts, cells by their places.

    What only looks at a number (the least of several, rounding) raises TypeError.
    """

    def __init__(self, formula: Any) -> None:
        self.formula = formula

    def __float__(self) -> float:
        return 0.0  # as each number is, it is finite

    def __lt__(self, other: object) -> bool:
        if isinstance(other, Symbol) or other != 0:
            raise TypeError(other)
        return False  # what a growth is relative to

    def __neg__(self) -> Symbol:
        return _computed("-", 0, self)

    def __abs__(self) -> Symbol:
        return _computed("abs", self)


def _computed(function: str, *parts: Any) -> Symbol:
    if (function, parts[0]) == ("+", 0) or (function == "*" and 1 in parts):  # a sum begins with 0; a unit is its own
        return next(part for part in parts if isinstance(part, Symbol))
    made = [_plain(part) for part in parts]
    first = made[0][1:] if function == "+" and isinstance(made[0], list) and made[0][0] == "+" else made[:1]
    return Symbol([function, *first, *made[1:]])


for _name, _sign in {"add": "+", "sub": "-", "mul": "*", "truediv": "/"}.items():
    setattr(Symbol, f"__{_name}__", lambda one, other, sign=_sign: _computed(sign, one, other))
    setattr(Symbol, f"__r{_name}__", lambda one, other, sign=_sign: _computed(sign, other, one))


def _plain(number: Any) -> Any:
    return number.formula if isinstance(number, Symbol) else None if number is None else f"{Decimal(str(number)):f}"


class _Symbols(dict[Cell, Symbol]):
    """Values of cells, none of which is known."""

    def __missing__(self, cell: Cell) -> Symbol:
        return self.setdefault(cell, Symbol(len(self)))


def _checks_in_numbers(edition: Edition) -> dict[str, Any]:
    """The checks that two numbers decide, their cells once, with what stands in them, and what each rule says."""
    records, symbols = edition.records, _Symbols()
    found = []
    for check in valid_checks(records):
        if not check.vague and (check.within or check.relation == "~"):
            with suppress(TypeError):
                found.append((check, _check(check, symbols)))
    rows = ((cell, records.row(*cell[:2]) if cell[1] else {}) for cell in symbols)
    return {
        "checks": [plain for _, plain in found],
        "cells": [(f"{table}:{line}:{column}", row.get(column, "")) for (table, line, column), row in rows],
        "rules": {check.rule.id: check.rule.statement for check, _ in found},
    }


def _check(check: Check, symbols: _Symbols) -> dict[str, Any]:
    """Its two sides, and what left - right may be at least (`low`) and at most (`high`), or how many times one the other (`ratio`)."""
    left, right = map(_plain, check.sides(symbols))  # type: ignore[arg-type]
    ends = {name: end for name, end in zip(("low", "high"), check.within or (), strict=False) if isfinite(end)}
    known = {"id": check.id, "rule": check.rule.id, "text": check.text, "left": left, "right": right}
    return known | (ends if check.within else {"ratio": PEERS})
