"""From what people write in cells to what a CSV holds, by the declared kind; what can be read in two ways is asked.

"154.297" is a Vietnamese grouped number or a machine's decimal: in a column of counted things the first, in a column
of measured things "1.313" has two readings. Nothing is guessed: one reading, or a doubt that names both.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple, Self

from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from helpers.data.datapackage import Field
from helpers.data.reading import unseen
from helpers.language import Message, _
from helpers.values.vietnamese import shown

_MEASURED = re.compile(
    r"%|k?m[23²³]?|ha|kg|tạ|tấn|lít|TB|[MG]bps|giờ|(nghìn |triệu |tỷ )?(đồng|tấn)|.*/.*"
)  # what has decimals by nature
_GROUPED = {  # notation → a whole number in groups, then its decimals; no group comes after a 0
    "vi": re.compile(r"[1-9]\d{0,2}(\.\d{3})+(,\d+)?", re.ASCII),
    "machine": re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", re.ASCII),
    "blanks": re.compile(r"[1-9]\d{0,2}([ '’]\d{3})+([.,]\d+)?", re.ASCII),
}
_PLAIN = re.compile(r"\d+([.,]\d+)?", re.ASCII)
_TWO_READINGS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
# “145.000” and “6,10” as Vietnamese write them, and as machines do: digits in groups, then decimals
_NOTATIONS = {
    point: re.compile(rf"\D*([1-9]\d{{0,2}}(\{group}\d{{3}})+|\d+)(\{point}\d+)?\D*") for group, point in (".,", ",.")
}
_DATES = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%d/%m/%y", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M:%S")
_DATE = re.compile(r"\d{1,4}[-/.]\s?\d{1,2}[-/.]\s?\d")  # to try the forms takes a third of a millisecond
_IN_WORDS = re.compile(r"(?:ngày )?(\d{1,2}) tháng (\d{1,2}),? năm (\d{4})", re.ASCII | re.IGNORECASE)
NOTHING, NOT_YET, NONE_COLUMN = "Không phát sinh", "Chưa có số liệu", "Nếu không có số"
_INSTEAD = dict.fromkeys(("không phát sinh", "không có phát sinh", "kps"), NOTHING)
_INSTEAD |= dict.fromkeys(("chưa có số liệu", "chưa có", "chưa có số"), NOT_YET)
_NO_NUMBER = {"-", "–", "—", "--", "---", "không có", "không", "không có số liệu", "k", "x", "n/a", "na", "?", "…", "...", "/", "//"}  # fmt: skip
# sign, digits, words
_PARTS = re.compile(r"([+\-−–]?)\s*(\d(?:[\d.,\s]|['’](?=\d{3}))*?)\s*([^\d.,\s'’].*)?", re.ASCII | re.DOTALL)
_MAGNITUDES = {"nghìn": 3, "ngàn": 3, "triệu": 6, "tr": 6, "tỷ": 9, "tỉ": 9}
_MAGNITUDE = re.compile(r"(nghìn|ngàn|triệu|tr(?=[.\sđ]|$)|tỷ|tỉ|1[.,]?000)(?:[.\s]+|(?=đ)|$)(.*)")
# letters of TCVN3 and VNI fonts, read as what they are not; question marks and UTF-7 in the place of letters
_FOREIGN = "µ¸¶¹¨¾¼½ÆÇËÎÏÑªÖØÜÞßäåæçëîïñö÷øûüþ"
_LEGACY = re.compile(
    rf"(?<=[^\W\d_])[{_FOREIGN}]|[{_FOREIGN}®«](?=[a-z])|(?<=[^\W\d_])[À-Þ](?=[a-z])|[aeo][âÂ]|[aeiouy][ùõ]"
    r"|(?<=[a-z])\?(?=[a-z])|\+[A-Za-z0-9+/]*[A-Z][A-Za-z0-9+/]*-"
)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")  # its К and Н look like Latin letters: no search finds that document again
_MOST = Decimal(10) ** 15  # Excel keeps fifteen digits
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # full-width digits and marks, of Asian keyboards
_LEGACY_FONT = re.compile(r"\.?Vn[A-Z]\w*|VNI[ -].*", re.IGNORECASE)


class Reading(NamedTuple):
    """What a cell may mean, as CSVs write it: one value, or several of which somebody chooses, or none and why.

    said: what was understood beyond the plain value. sure: False for one value that somebody has to confirm.
    """

    values: tuple[str, ...]
    said: Message | None = None
    sure: bool = True

    @property
    def value(self) -> str | None:
        return self.values[0] if len(self.values) == 1 and self.sure else None

    @property
    def doubtful(self) -> bool:
        return bool(self.values) and self.value is None


_TOO_LONG = Reading((), _("expected at most fifteen digits; correct it"))


class Days(NamedTuple):
    """The days that a date may be of."""

    first: dt.date
    last: dt.date


def tidy(text: str) -> str:
    """NFC without characters that nobody sees, with plain single blanks: what people see of a text.

    >>> tidy(" 154\\u00a0297\\u200b ")
    '154 297'
    """
    text = unicodedata.normalize("NFC", text.replace("_x000D_", " "))
    return " ".join("".join(char for char in text if unicodedata.category(char) != "Cf").split())


def unreadable(text: str, font: str = "") -> Message | None:
    """What is to be said of a text whose letters are another font's, are lost, or cannot be seen.

    >>> unreadable("QuyÕt ®Þnh").into("vi")
    'chữ gõ bằng phông TCVN3, VNI hoặc bị mất dấu; đề nghị chuyển sang Unicode (UniKey) rồi nhập lại'
    >>> unreadable("Quyết định"), unreadable("Sở TT&TT (Q.1)")
    (None, None)
    >>> unreadable("Quyáº¿t Ä‘á»‹nh")[:40]
    'expected Unicode: this text is of a TCVN'
    """
    if _LEGACY.search(text) or _is_misread(text) or (not text.isascii() and _LEGACY_FONT.fullmatch(font)):
        return _(
            "expected Unicode: this text is of a TCVN3 or VNI font, or its letters are lost; convert it with UniKey"
        )
    if character := unseen(text.replace("\n", " ")) or unseen(text, _CYRILLIC):
        return _("expected a text without {character}; type it again", character=character)
    return None


def _is_misread(text: str) -> bool:
    """True for UTF-8 that was read as another encoding: "Quyáº¿t"."""
    try:
        return not text.isascii() and bool(text.encode("cp1252").decode("utf-8"))
    except UnicodeError:
        return False


def counted(unit: str) -> bool:
    """True for a unit of things that are counted, which have no decimals.

    >>> counted("hồ sơ"), counted("tỷ đồng"), counted("%"), counted("tấn")
    (True, False, False, False)
    """
    return not _MEASURED.fullmatch(unit)


class Scale(NamedTuple):
    """What a number is of. whole: things that are counted, which have no decimals. reference: what it was last time."""

    unit: str
    whole: bool
    reference: Decimal | None = None

    @classmethod
    def of(cls, unit: str, reference: Decimal | None = None, decimals: bool = False) -> Self:
        """decimals: some numbers of its column and unit have them, as marks have: it counts nothing."""
        return cls(unit, counted(unit) and not decimals, reference)


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
        return Reading((), _("expected a number; type digits"))
    if isinstance(value, int | float | Decimal):
        exact = Decimal(format(value, ".15g") if isinstance(value, float) else value)  # the digits that Excel keeps
        return _of_number(exact, scale, percent)
    if isinstance(value, dt.date | dt.datetime | dt.time):
        return Reading((), _("expected a number, not a date; format the cell as a number and type it again"))
    return _of_text(tidy(str(value)), scale)


def _of_number(value: Decimal, scale: Scale, percent: bool) -> Reading:
    unit, whole, reference = scale
    if not value.is_finite() or abs(value) >= _MOST:
        return _TOO_LONG
    if unit == "%":
        return _percentage(value, percent, reference)
    if percent:
        return Reading((), _("expected a number of {unit}, not a percentage; format the cell as a number", unit=unit))
    if not whole or value == value.to_integral_value():
        return Reading((plain(value),))
    digits = plain(value)
    if _TWO_READINGS.fullmatch(digits):
        return _doubt((digits.replace(".", ""), digits), reference)
    return _whole_expected(unit)


def _percentage(value: Decimal, shown: bool, reference: Decimal | None) -> Reading:
    """A rate of 99.77 %: Excel keeps it as 0.9977 where the cell is shown as a percentage."""
    hundredfold = plain(value * 100)
    if shown and abs(value) > 1:  # 14.8 formatted afterwards is shown as 1480 %
        return _doubt((plain(value), hundredfold), reference)
    if shown:
        return Reading((hundredfold,), _("a percentage: taken as it is shown"))
    small = 0 < abs(value) <= 1
    if small and (reference is None or abs(reference) > abs(value) * 10):
        return _doubt((hundredfold, plain(value)), reference)
    return Reading((plain(value),))


def _of_text(text: str, scale: Scale) -> Reading:
    unit, counts, reference = scale
    text = text.translate(_WIDE).lstrip("'")  # an apostrophe makes Excel keep a number as text
    if text.casefold() in _NO_NUMBER:
        said = _(
            "expected a number, or “{nothing}” or “{not_yet}” chosen in the column “{column}”; this may mean either",
            nothing=NOTHING, not_yet=NOT_YET, column=NONE_COLUMN,
        )  # fmt: skip
        return Reading((), said)
    parts = _PARTS.fullmatch(text)
    sign, digits, words = parts.groups() if parts else ("", text, "")
    digits, times = digits.strip(), multiple(words or "", unit)
    if times is None and re.search(r"\d", text):
        said = _(
            "expected a number of {unit} alone; write the number without words; put words into the notes", unit=unit
        )
        return Reading((), said)
    if times is None or not any(form.fullmatch(digits) for form in (_PLAIN, *_GROUPED.values())):
        return Reading((), _("expected a number; write digits, such as 1.250 or 2,5"))
    minus = "-" if sign in ("-", "−", "–") else ""
    numbers = [Decimal(minus + each) * times for each in _readings(digits)]
    if not all(abs(number) < _MOST for number in numbers):
        return _TOO_LONG
    if counts:  # three digits behind a mark are a group: "25.000" of counted things is never 25
        numbers = [each for each in (numbers if times != 1 else numbers[:1]) if each == each.to_integral_value()]
    readings = tuple(dict.fromkeys(map(plain, numbers)))
    if not readings:
        return _whole_expected(unit)
    if len(readings) > 1:
        return _doubt(readings, reference)
    if unit == "%" and not text.endswith("%"):
        return _percentage(Decimal(readings[0]), False, reference)
    if times == 1:
        return Reading(readings)
    taken = {"value": shown(readings[0]), "unit": unit}
    if not counts:
        return Reading(readings, _("taken as {value} {unit}", **taken))
    said = _("taken as {value} {unit}; rounded? Write it in full, or choose its degree", **taken)
    return Reading(readings, said, sure=False)


def unit_behind(text: str) -> str:
    """The words behind a number, which may be its unit; empty where nothing stands there, or no number before it.

    >>> unit_behind("1.250 hộ"), unit_behind("15"), unit_behind("Phường 7"), unit_behind("12/2031")
    ('hộ', '', '', '')
    """
    parts = _PARTS.fullmatch(text)
    is_number = parts and any(form.fullmatch(parts[2]) for form in (_PLAIN, *_GROUPED.values()))
    return parts[3] if parts and is_number and re.match(r"[^\W\d]", parts[3] or "") else ""


def multiple(words: str, unit: str) -> Decimal | None:
    """What a number is multiplied with for the words behind it; None where they are not its unit.

    >>> multiple("tỷ", "tỷ đồng"), multiple("tỷ đồng", "triệu đồng"), multiple("hồ sơ", "hồ sơ"), multiple("tấn", "hồ sơ")
    (Decimal('1'), Decimal('1000'), Decimal('1'), None)
    >>> [multiple(unit, "triệu đồng") for unit in ("trđ", "Tr. đồng", "1.000 đồng", "trẻ")]
    [Decimal('1'), Decimal('1'), Decimal('0.001'), None]
    """

    def parted(text: str) -> tuple[int, str]:
        text = text.casefold().strip()
        found = _MAGNITUDE.fullmatch(text)
        power, rest = (_MAGNITUDES.get(found[1], 3), found[2]) if found else (0, text)
        return power, {"đ": "đồng", "vnđ": "đồng", "vnd": "đồng"}.get(rest, rest)

    (said, thing), (own, of) = parted(words), parted(unit)
    if not words:
        return Decimal(1)
    return Decimal(10) ** (said - own) if thing in (of, "" if said else of) else None


def _readings(digits: str) -> list[str]:
    """A number's readings with a decimal point, the Vietnamese one first where its mark is a dot."""
    if _TWO_READINGS.fullmatch(digits):
        return [digits.replace(".", "").replace(",", ""), digits.replace(",", ".")]
    if _GROUPED["blanks"].fullmatch(digits):
        return [re.sub("[ '’]", "", digits).replace(",", ".")]
    if _GROUPED["vi"].fullmatch(digits):
        return [digits.replace(".", "").replace(",", ".")]
    if _GROUPED["machine"].fullmatch(digits):
        return [digits.replace(",", "")]
    return [digits.replace(",", ".")]


def decimal_mark(texts: Iterable[str]) -> str:
    """What begins decimals in numbers of one hand, as those of one reading say; empty where none does.

    >>> decimal_mark(["1.313", "12,5"]), decimal_mark(["1.313", "145"]), decimal_mark(["12.5", "12,5"])
    (',', '', '')
    """
    known = [*texts]
    points = [point for point, form in _NOTATIONS.items() if all(map(form.fullmatch, filter(None, known)))]
    return points[0] if len(points) == 1 else ""


def plain(value: Decimal) -> str:
    """As CSVs write it: no exponent, no zeros behind the point.

    >>> plain(Decimal("12.0")), plain(Decimal("1E+3"))
    ('12', '1000')
    """
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def some(texts: Iterable[str], most: int = 5) -> str:
    """The first of several texts, each once, for one line.

    >>> some(["A", "B", "A", "C"], most=2)
    'A, B …'
    """
    unique = list(dict.fromkeys(texts))
    return ", ".join(unique[:most]) + (" …" if len(unique) > most else "")


def _doubt(values: tuple[str, ...], reference: Decimal | None) -> Reading:
    """One of several readings, written as a Vietnamese reads them: 1313 · 1,313."""
    there = {"readings": " · ".join(value.replace(".", ",") for value in values)}
    if reference is None:
        return Reading(values, _("one of two readings, {readings}; choose one, or ask the office", **there))
    there["before"] = plain(reference).replace(".", ",")
    said = _("one of two readings, {readings}; last time it was {before}; choose one, or ask the office", **there)
    return Reading(values, said)


def _whole_expected(unit: str) -> Reading:
    said = _(
        "expected a whole number of {unit}; correct it; a dot groups thousands, a comma begins decimals", unit=unit
    )
    return Reading((), said)


def read_date(value: object, macintosh: bool = False, days: Days | None = None) -> Reading:
    """A date cell: a date, a text dd/mm/yyyy, or Excel's count of days from 1900 or 1904 (macintosh).

    days: those that it may be of. Another one is asked where day and month may be exchanged, or the days counted from
    the other year; else it is refused.

    >>> read_date("28/5/2024").values, read_date(45440).values
    (('2024-05-28',), ('2024-05-28',))
    >>> read_date("05/12/2024", days=Days(dt.date(2000, 1, 1), dt.date(2024, 6, 30))).values
    ('2024-05-12', '2024-12-05')
    """
    found = _days(value, macintosh)
    if not found:
        return Reading((), _("expected a date; write dd/mm/yyyy, such as 28/05/2024"))
    day = found[0]
    if days is None or days.first <= day <= days.last:
        return Reading((day.isoformat(),))
    # with its day and its month exchanged, as a program of another language reads it
    exchanged = [day.replace(month=day.day, day=day.month)] if day.day <= 12 else []
    if likely := [other for other in (*found[1:], *exchanged) if days.first <= other <= days.last]:
        either = " · ".join(f"{each:%d/%m/%Y}" for each in (likely[0], day))
        readings = tuple(each.isoformat() for each in (likely[0], day))
        return Reading(readings, _("one of {days}; choose one, or ask the office", days=either))
    there = {"first": days.first, "last": days.last}
    return Reading((), _("expected a day from {first} to {last}; correct the year, or the day", **there))


def _days(value: object, macintosh: bool) -> list[dt.date]:
    """The day of a cell, then what else it may be; none where it is no day."""
    if isinstance(value, dt.datetime):
        return [value.date()]
    if isinstance(value, dt.date):
        return [value]
    if isinstance(value, int | float) and not isinstance(value, bool) and 20_000 <= value <= 80_000:
        epochs = (CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900)
        return [from_excel(value, epoch).date() for epoch in (epochs if macintosh else epochs[::-1])]
    text = tidy(str(value))
    if words := _IN_WORDS.fullmatch(text):
        text = "/".join(words.groups())
    for form in _DATES if _DATE.match(text) else ():
        try:
            return [dt.datetime.strptime(text, form).date()]
        except ValueError:
            continue
    return []


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
    return Reading((), _("expected one of {choices}; choose it from the list of the cell", choices=choices))


def read_value(
    value: object, field: Field, scale: Scale, choices: Mapping[str, str], *,
    percent: bool = False, macintosh: bool = False, days: Days | None = None, font: str = "",
) -> Reading:  # fmt: skip
    """A cell by what its column is declared to hold. choices: value → label, where it holds one of few.

    percent, macintosh and days: see `read_number` and `read_date`; font: see `unreadable`.
    """
    if field.kind == "number":
        reading = read_number(value, scale, percent)
        if field.least is None:
            return reading
        if any(Decimal(each) < Decimal(str(field.least)) for each in reading.values):
            return Reading((), _("expected {least} or more; correct it", least=f"{field.least:g}"))
        if isinstance(value, str) and value.strip().startswith("+") and reading.values:
            said = _("is it the number, or by how much it grew? Write the number alone")
            return reading._replace(sure=False, said=said)
        return reading
    if field.kind == "date":
        return read_date(value, macintosh, days)
    if choices:
        return read_choice(value, choices)
    if isinstance(value, dt.date | dt.datetime | dt.time):
        return Reading((), _("expected a text; format the cell as text"))
    text = format(value, ".15g") if isinstance(value, float) else str(value)
    text = "\n".join(tidy(line) for line in text.splitlines()).strip()
    fault = unreadable(text, font)
    return Reading((), fault) if fault else Reading((text,))


def same(field: Field, one: str, other: str) -> bool:
    """Whether two values of a column are one, numbers by what they are worth: 2.50 and 2.5."""
    return one == other or (bool(one and other) and field.kind == "number" and Decimal(one) == Decimal(other))


def instead(value: object) -> str:
    """What words say in a number's place: that there is none, which is not the same as not stated, or not yet; else empty."""
    return _INSTEAD.get(tidy(value).casefold(), "") if isinstance(value, str) else ""


def is_not_yet(text: str) -> bool:
    """Whether a cell says that its number is not known yet; a dash may be a 0.

    >>> is_not_yet("…"), is_not_yet("Chưa có số liệu"), is_not_yet("-")
    (True, True, False)
    """
    return text in ("…", "...") or instead(text) == NOT_YET
