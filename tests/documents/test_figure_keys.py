"""Every printed figure says what it is in an expression that gives it again."""

from __future__ import annotations

from lxml import html

from helpers.editions import Edition
from helpers.values.sources import join


def test_every_printed_figure_is_what_its_key_evaluates_to(real, synthetic):
    for built, at_least in ((real, 900), (synthetic, 800)):
        edition = Edition(data_dir=built.data)
        printed = [
            tuple(element.get(name, "") for name in ("data-key", "value", "data-unit", "data-cells", "data-formula"))
            for element in html.fromstring(built.html).iter("data")
        ]
        assert len(printed) > at_least
        assert {tuple(said) for key, *said in printed if not key} <= {("", "", "", "")}  # a dash
        for key, *said in printed:
            if not key:
                continue
            figure = edition.evaluate(key)
            value = "" if figure.value is None else format(figure.value.normalize(), "f")
            assert [value, figure.unit, join(figure.cells), figure.formula] == said, key
