"""From what people write in cells to what a CSV holds, by the declared kind; what can be read in two ways is asked.

"154.297" is a Vietnamese grouped number or a machine's decimal: in a column of counted things the first, in a column
of measured things "1.313" has two readings. Nothing is guessed: one reading, or a doubt that names both.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from helpers.data.datapackage import Field
from helpers.values.vietnamese import number as vietnamese_number

from .remarks import Said

_MEASURED = re.compile(r"%|k?m|TB|[MG]bps|giờ|(nghìn |triệu |tỷ )?đồng|.*/.*")  # what has decimals by nature
_GROUPED = {  # notation → a whole number in groups, then its decimals
    "vi": re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?", re.ASCII),
    "machine": re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII),
    "blanks": re.compile(r"\d{1,3}( \d{3})+([.,]\d+)?", re.ASCII),
}
_PLAIN = re.compile(r"\d+([.,]\d+)?", re.ASCII)
_TWO_READINGS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_DATES = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")
NOTHING = "Không phát sinh"
_NOTHING = {"không phát sinh", "không có phát sinh", "kps"}


class Reading(NamedTuple):
    """What a cell may mean, as CSVs write it: one value, or several of which somebody chooses, or none and why.

    note: what was understood beyond the plain value.
    """

    values: tuple[str, ...]
    said: Said | None = None

    @property
    def value(self) -> str | None:
        return self.values[0] if len(self.values) == 1 else None


def tidy(text: str) -> str:
    """NFC without control characters, with plain single blanks: what people see of a text.

    >>> tidy(" 154\\u00a0297 ")
    '154 297'
    """
    text = unicodedata.normalize("NFC", text).replace("\u200b", "").replace("\ufeff", "")
    return " ".join(text.split())


def counted(unit: str) -> bool:
    """True for a unit of things that are counted, which have no decimals.

    >>> counted("hồ sơ"), counted("tỷ đồng"), counted("%")
    (True, False, False)
    """
    return not _MEASURED.fullmatch(unit)


class Scale(NamedTuple):
    """What a number is of. whole: things that are counted, which have no decimals. reference: what it was last time."""

    unit: str
    whole: bool
    reference: Decimal | None = None

    @classmethod
    def of(cls, unit: str, reference: Decimal | None = None) -> Scale:
        return cls(unit, counted(unit), reference)


def read_number(value: object, scale: Scale, percent: bool = False) -> Reading:
    """A number cell. percent: Excel shows the cell as a percentage.

    >>> read_number("154.297", Scale.of("hồ sơ")).values
    ('154297',)
    >>> read_number("1.313", Scale.of("tỷ đồng")).values
    ('1313', '1.313')
    >>> read_number(0.9977, Scale.of("%"), percent=True).values
    ('99.77',)
    """
    if isinstance(value, bool):
        return _refused("a number", "một số", "type digits", "nhập chữ số")
    if isinstance(value, int | float | Decimal):
        exact = Decimal(format(value, ".15g") if isinstance(value, float) else value)  # the digits that Excel keeps
        return _of_number(exact, scale, percent)
    if isinstance(value, dt.date | dt.datetime | dt.time):
        return _refused(
            "a number, not a date",
            "một số, không phải ngày",
            "format the cell as a number and type it again",
            "định dạng lại ô là số rồi nhập lại",
        )
    return _of_text(tidy(str(value)), scale)


def _of_number(value: Decimal, scale: Scale, percent: bool) -> Reading:
    unit, whole, reference = scale
    if unit == "%":
        return _percentage(value, percent, reference)
    if percent:
        return _refused(
            f"a number of {unit}, not a percentage",
            f"số {unit}, không phải tỷ lệ phần trăm",
            "format the cell as a number",
            "định dạng lại ô là số",
        )
    if not whole or value == value.to_integral_value():
        return Reading((plain(value),))
    digits = plain(value)
    if _TWO_READINGS.fullmatch(digits):
        return _doubt((digits.replace(".", ""), digits), reference)
    return _whole_expected(unit)


def _percentage(value: Decimal, shown: bool, reference: Decimal | None) -> Reading:
    """A rate of 99.77 %: Excel keeps it as 0.9977 where the cell is shown as a percentage."""
    hundredfold = plain(value * 100)
    if shown:
        return Reading(
            (hundredfold,), Said("a percentage: taken as it is shown", "ô định dạng phần trăm: lấy theo số hiển thị")
        )
    small = 0 < abs(value) <= 1
    if small and (reference is None or abs(reference) > abs(value) * 10):
        return _doubt((hundredfold, plain(value)), reference)
    return Reading((plain(value),))


def _of_text(text: str, scale: Scale) -> Reading:
    unit, counts, reference = scale
    written = text.removesuffix(unit).strip() if unit else text
    sign = "-" if written[:1] in "-−–" and written[1:] else ""
    digits = written[1:].strip() if sign else written
    if not _PLAIN.fullmatch(digits) and not any(form.fullmatch(digits) for form in _GROUPED.values()):
        if re.search(r"\d", digits) and re.search(r"[^\W\d_]", digits):
            return _refused(
                f"a number of {unit} alone",
                f"chỉ một số, đơn vị {unit}",
                "write the number without words; put words into the notes",
                "chỉ ghi số; lời giải thích ghi ở cột Ghi chú",
            )
        return _refused("a number", "một số", "write digits, such as 1.250 or 2,5", "ghi chữ số, ví dụ 1.250 hoặc 2,5")
    readings = tuple(dict.fromkeys(plain(Decimal(sign + reading)) for reading in _readings(digits)))
    if counts:  # three digits behind a mark are a group: "25.000" of counted things is never 25
        return Reading(readings[:1]) if "." not in readings[0] else _whole_expected(unit)
    if len(readings) > 1:
        return _doubt(readings, reference)
    if unit == "%" and not text.endswith("%"):
        return _percentage(Decimal(readings[0]), False, reference)
    return Reading(readings)


def _readings(digits: str) -> list[str]:
    """A number's readings with a decimal point, the Vietnamese one first where its mark is a dot."""
    if _TWO_READINGS.fullmatch(digits):
        return [digits.replace(".", "").replace(",", ""), digits.replace(",", ".")]
    if _GROUPED["blanks"].fullmatch(digits):
        return [digits.replace(" ", "").replace(",", ".")]
    if _GROUPED["vi"].fullmatch(digits):
        return [digits.replace(".", "").replace(",", ".")]
    if _GROUPED["machine"].fullmatch(digits):
        return [digits.replace(",", "")]
    return [digits.replace(",", ".")]


def plain(value: Decimal) -> str:
    """As CSVs write it: no exponent, no zeros behind the point.

    >>> plain(Decimal("12.0")), plain(Decimal("1E+3"))
    ('12', '1000')
    """
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def shown(value: str) -> str:
    """A CSV's number as Vietnamese readers write it; other texts as they are.

    >>> shown("1234.5"), shown("completed")
    ('1.234,5', 'completed')
    """
    if not re.fullmatch(r"-?\d+(\.\d+)?", value):
        return value
    return vietnamese_number(Decimal(value), len(value.partition(".")[2]))


def _doubt(values: tuple[str, ...], reference: Decimal | None) -> Reading:
    before = "" if reference is None else plain(reference)
    readings = " or ".join(values)
    words = " hay ".join(map(shown, values))
    return Reading(
        values,
        Said(
            f"one of two readings, {readings}{f'; last time it was {before}' if before else ''}; choose one, or ask the office",
            f"có thể hiểu là {words}{f' (kỳ trước {shown(before)})' if before else ''}; đề nghị ghi lại cho rõ",
        ),
    )


def _whole_expected(unit: str) -> Reading:
    return _refused(
        f"a whole number of {unit}",
        f"số nguyên, đơn vị {unit}",
        "correct it; a dot groups thousands, a comma begins decimals",
        "sửa lại; dấu chấm phân nhóm nghìn, dấu phẩy thập phân",
    )


def _refused(english: str, vietnamese: str, remedy: str, cach_sua: str) -> Reading:
    return Reading((), Said(f"expected {english}; {remedy}", f"cần {vietnamese}; {cach_sua}"))


def read_date(value: object, macintosh: bool = False, near: dt.date | None = None) -> Reading:
    """A date cell: a date, a text dd/mm/yyyy, or Excel's count of days from 1900 or 1904 (macintosh).

    near: a day of the period; a count of days that leads further than five years from it is asked in both epochs.

    >>> read_date("28/5/2024").values, read_date(45440).values
    (('2024-05-28',), ('2024-05-28',))
    """
    if isinstance(value, dt.datetime | dt.date):
        found = value.date() if isinstance(value, dt.datetime) else value
        return Reading((found.isoformat(),))
    if isinstance(value, int | float) and not isinstance(value, bool) and 20_000 <= value <= 80_000:
        return _of_serial(value, macintosh, near)
    for form in _DATES:
        try:
            return Reading((dt.datetime.strptime(tidy(str(value)), form).date().isoformat(),))
        except ValueError:
            continue
    return _refused(
        "a date", "một ngày", "write dd/mm/yyyy, such as 28/05/2024", "ghi ngày/tháng/năm, ví dụ 28/05/2024"
    )


def _of_serial(value: float, macintosh: bool, near: dt.date | None) -> Reading:
    own, other = (CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900) if macintosh else (CALENDAR_WINDOWS_1900, CALENDAR_MAC_1904)
    days = [from_excel(value, epoch).date() for epoch in (own, other)]
    far = near is not None and abs((days[0] - near).days) > 5 * 366
    return _doubt(tuple(day.isoformat() for day in days), None) if far else Reading((days[0].isoformat(),))


def read_choice(value: object, labels: Mapping[str, str]) -> Reading:
    """A code by its label, or the code itself; labels: code → label. Blanks and capital letters do not matter.

    >>> read_choice("đã hoàn thành ", {"completed": "Đã hoàn thành"}).values
    ('completed',)
    """
    wanted = tidy(str(value)).casefold()
    for code, label in labels.items():
        if wanted in (tidy(label).casefold(), code.casefold()):
            return Reading((code,))
    choices = ", ".join(labels.values())
    return _refused(
        f"one of {choices}",
        f"một trong: {choices}",
        "choose it from the list of the cell",
        "chọn trong danh sách của ô",
    )


def read_value(
    value: object, field: Field, scale: Scale, choices: Mapping[str, str], *,
    percent: bool = False, macintosh: bool = False, near: dt.date | None = None,
) -> Reading:  # fmt: skip
    """A cell by what its column is declared to hold. choices: value → label, where it holds one of few.

    percent, macintosh and near: see `read_number` and `read_date`.
    """
    if field.kind == "number":
        reading = read_number(value, scale, percent)
        if field.least is not None and any(Decimal(each) < Decimal(str(field.least)) for each in reading.values):
            return Reading(
                (), Said(f"expected {field.least:g} or more; correct it", f"số không được nhỏ hơn {field.least:g}")
            )
        return reading
    if field.kind == "date":
        return read_date(value, macintosh, near)
    if choices:
        return read_choice(value, choices)
    if isinstance(value, dt.date | dt.datetime | dt.time):
        return _refused("a text", "một đoạn chữ", "format the cell as text", "định dạng lại ô là văn bản (Text)")
    text = format(value, ".15g") if isinstance(value, float) else str(value)
    return Reading(("\n".join(tidy(line) for line in text.splitlines()).strip(),))


def is_nothing(value: object) -> bool:
    """True for "không phát sinh" in words: stated as none, which is not the same as not stated."""
    return isinstance(value, str) and tidy(value).casefold() in _NOTHING
