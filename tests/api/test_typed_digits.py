"""Digits typed into prose are refused where they are composed; what comes from data passes."""

from decimal import Decimal

import pandas as pd
import pytest
import samples

from helpers import charts, letterhead, tables
from helpers.editions import Edition
from helpers.prose import bullets, link, numbered, prose
from helpers.values.figures import Figure
from helpers.values.sourced_text import Text, note
from helpers.values.sources import Cells

FIVE = Figure(Decimal(5), "trạm", cells=(Cells("counts", (2,), "value"),))
ROWS = pd.Series([FIVE], index=["Cấp tỉnh"], name="Trạm", dtype=object)


@pytest.mark.parametrize(
    ("compose", "named"),
    [
        (lambda: prose("Có 05 trạm."), r"'05' in 'Có 05 trạm\.'"),
        (lambda: prose(f"Có {FIVE} trạm, tăng 3,1% so với năm 2023."), "'3,1', '2023' in 'Có 5 trạm, tăng"),
        (lambda: bullets(["một", "28/5 kế hoạch"]), "'28/5' in '28/5 kế hoạch'"),
        (lambda: bullets(["một"], lead="Gồm 2:"), "'2' in 'Gồm 2:'"),
        (lambda: numbered(["Hội thi 2024."]), "'2024'"),
        (lambda: prose(f"Đã ban hành.{note('Quyết định 76')}"), "'76' in 'Quyết định 76'"),
        (lambda: tables.table(ROWS, "Bảng năm 2024", index="Mạng"), "'2024'"),
        (lambda: charts.bars(ROWS, "Trạm", title="Cấp tỉnh có 5"), "'5' in 'Cấp tỉnh có 5"),
        (lambda: prose("Có １２ trạm."), "'１２' in 'Có １２ trạm"),
        (lambda: letterhead.introduction(["Thực hiện Công văn số 2226."]), "'2226'"),
    ],
)
def test_typed_digits_are_refused_and_named(compose, named):
    with pytest.raises(ValueError, match=f"digits typed into prose: {named}.*digits stand in quotes"):
        compose()


def test_a_typed_threshold_is_refused():
    with pytest.raises(ValueError, match="digits typed into prose: '20'"):
        prose(f"Có {FIVE} hồ sơ kéo dài trên 20 ngày.")
    with pytest.raises(ValueError, match=r"'5%%' says its unit twice: the figure prints its own."):
        prose(f"Đạt {Figure(Decimal(5), '%', cells=FIVE.cells)}%.")


def test_the_digit_of_a_unit_counts_nothing():
    assert "sàn (m2)" in tables.table(ROWS, "Diện tích sàn (m2), khối lượng (m3)", index="Mạng").html
    with pytest.raises(ValueError, match="'5', '2'"):
        prose("Có 5 m2 sàn.")


def test_what_knows_its_source_passes():
    edition = Edition("2031-Q3", samples.SYNTHETIC)
    shown = prose(
        f"Có {FIVE:02} trạm đến {edition.date_to} theo {edition.document('2226/UBND-KTTH')}; {Text('IPv6')}.",
        f"Xem {link('I.2.7')}.{note(f'{FIVE}')}",
        *edition.statements("I.2.7"),
    )
    assert "IPv6" in shown.text and "05 trạm" in shown.text
    assert letterhead.heading(edition).text
