"""Whatever a number's notation, it is read as it was meant, or asked."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.collect.notation import Scale, counted, read_choice, read_date, read_number
from helpers.values import vietnamese
from helpers.values.vietnamese import shown

COUNTED, MEASURED = Scale.of("hồ sơ"), Scale.of("tỷ đồng")
MACHINE = "{:,}"


@given(st.integers(0, 10**12))
def test_a_count_is_read_in_every_notation(number):
    for written in (vietnamese.number(Decimal(number)), MACHINE.format(number), f"{number:,}".replace(",", "\u00a0")):
        assert read_number(written, COUNTED).values == (str(number),)
    assert read_number(number, COUNTED).values == (str(number),)


@given(st.decimals(0, 10**9, places=2))
def test_a_measured_number_is_read_back_or_is_one_of_the_readings(number):
    written = vietnamese.number(number, 2)
    assert [Decimal(reading) for reading in read_number(written, MEASURED).values] == [number]


def test_what_follows_a_nought_is_no_group_of_digits():
    """0,370 tỷ was stored as 370: nothing else in its column was read so."""
    assert [read_number(text, MEASURED).values for text in ("0,370", "0.370", "-0,05")] == [
        ("0.37",),
        ("0.37",),
        ("-0.05",),
    ]
    assert read_number("0.370", COUNTED).values == ()


@given(st.integers(1, 999), st.integers(0, 999))
def test_three_digits_behind_one_mark_are_two_readings_of_a_measured_number(head, tail):
    for mark in ".,":
        readings = read_number(f"{head}{mark}{tail:03}", MEASURED).values
        assert set(map(Decimal, readings)) == {Decimal(f"{head}{tail:03}"), Decimal(f"{head}.{tail:03}")}


@pytest.mark.parametrize(
    "text", ["", "-", "nhiều", "1.23.456", "1,2,3", "12 3", "12a", "1.313.5", "١٢", "1e5", "∞", "NaN"]
)
def test_what_is_no_number_is_refused(text):
    reading = read_number(text, COUNTED)
    assert reading.values == () and reading.said.into("vi") and reading.said


@pytest.mark.parametrize("text", ["13'062", "13’062", "'13062", "１３０６２", "１３.０６２"])
def test_apostrophes_and_full_width_digits_are_read(text):
    assert read_number(text, COUNTED).values == ("13062",)


@pytest.mark.parametrize("value", [10**15, float("inf"), "9" * 400, "1" + "0" * 400 + " triệu"])
def test_more_digits_than_excel_keeps_are_refused(value):
    assert read_number(value, COUNTED).said == "expected at most fifteen digits; correct it"


def test_a_negative_number_keeps_its_sign_whatever_dash_it_has():
    assert [read_number(f"{dash}1.250", COUNTED).values for dash in ("-", "−", "–")] == [("-1250",)] * 3


def test_units_tell_what_is_counted():
    assert [counted(unit) for unit in ("hồ sơ", "tin, bài", "người", "trạm")] == [True] * 4
    assert [counted(unit) for unit in ("%", "km", "triệu đồng", "giờ/ngày", "thuê bao/100 dân", "TB", "Mbps")] == [
        False
    ] * 7


def test_a_rate_below_one_is_asked_unless_it_was_below_one_before():
    assert read_number(0.6, Scale("%", False, Decimal("0.6"))).values == ("0.6",)
    assert read_number("0,9977", Scale("%", False, Decimal("99.5"))).values == ("99.77", "0.9977")
    assert read_number(0.5, Scale("%", False)).values == ("50", "0.5")


@pytest.mark.parametrize("text", ["31/02/2024", "2024", "hôm qua", "5/2024", True])
def test_what_is_no_day_is_refused(text):
    assert read_date(text).values == ()


def test_a_label_in_decomposed_letters_is_its_code():
    assert read_choice("Tre\u0302\u0303 ha\u0323n", {"late": "Trễ hạn"}).values == ("late",)


def test_numbers_are_shown_as_vietnamese_readers_write_them():
    assert [shown(value) for value in ("1234567.5", "0", "-3", "2024-05-28")] == [
        "1.234.567,5",
        "0",
        "-3",
        "2024-05-28",
    ]
