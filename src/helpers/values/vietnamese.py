"""Numbers, dates and trend words as Vietnamese administrative prose writes them.

Thousands dot and decimal comma come from Babel's ``vi`` locale. The rules Babel does not have are here: half
up rounding, the leading zero of counts below ten, and the dates of Nghị định 30/2020/NĐ-CP (appendix I).
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

MISSING = "-"
NOT_COMPARED = "chưa so sánh được"  # one of the two periods lacks it
SHARE_DECIMALS = 4
APPENDIX = "Phụ lục"
HEADING_NUMBER = rf"(?P<number>(?:[IVX]+|{APPENDIX} [IVX]+)(?:\.\d+)*)\. "  # of a part, a section or an appendix
_NO_MORE_THAN_COMPUTED = Decimal("1e-12")  # by which three thirds differ from one
_PHRASE = re.compile(r"\S*\d\S*")
_MEASURE = re.compile(r"\b[kcd]?m[23]\b")  # its digit counts nothing
_EXACT = Context(prec=100_000)  # rounding never runs out of digits


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Round a tie away from zero, as Vietnamese statistics does (Babel and Python round it to even).

    >>> round_half_up(Decimal("0.125"), 2)
    Decimal('0.13')
    """
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=_EXACT)


def decimals(value: Decimal) -> int:
    """With how many decimals a number is written."""
    return max(0, -int(value.as_tuple().exponent))


def typed(words: str) -> list[str]:
    """The words with digits in them, but for units such as m2.

    >>> typed("Có 05 trạm trên 2 km2.")
    ['05', '2']
    """
    return _PHRASE.findall(_MEASURE.sub("", words))


def place(section: str) -> str:
    """A section in a sentence: "mục I.2.7", "Phụ lục II"."""
    return section if section.startswith(APPENDIX) else f"mục {section}"


_TENS = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")
_UNITS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def roman(count: int) -> str:
    """A number of a part or an appendix.

    >>> roman(14)
    'XIV'
    """
    return _TENS[count // 10] + _UNITS[count % 10]


def arabic(written: str) -> int:
    """What a number of a part or an appendix counts; 0 of what is none below a hundred.

    >>> arabic("XIV"), arabic("A")
    (14, 0)
    """
    return next((count for count in range(1, 100) if roman(count) == written), 0)


@lru_cache(maxsize=4096)  # a figure is written several times: in words, in HTML, for screen readers
def number(value: Decimal | None, decimals: int = 0, leading_zero: bool = False) -> str:
    """Format a number; ``leading_zero`` writes a count below ten with a zero, as in "05 Quyết định".

    A missing value (``None``) is "-", never 0.

    >>> number(Decimal("1234567.25"), 1)
    '1.234.567,3'
    >>> number(Decimal(5), leading_zero=True)
    '05'
    """
    if value is None:
        return MISSING
    from babel.numbers import format_decimal  # a build with nothing to do writes no number

    rounded = round_half_up(value, decimals)
    if rounded == 0:
        rounded = abs(rounded)  # -0,4 rounds to 0, not to -0
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    text = format_decimal(rounded, format=pattern, locale="vi")
    return text.zfill(2) if leading_zero and decimals == 0 and 0 < rounded < 10 else text


def shown(text: str) -> str:
    """A cell's number as Vietnamese readers write it, with all its decimals; another text as it is.

    >>> shown("1234.50"), shown("completed")
    ('1.234,50', 'completed')
    """
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
        return text
    return number(Decimal(text), len(text.partition(".")[2]))


def stated(value: Decimal | None, decimals: int = 0, leading_zero: bool = False) -> str:
    """Format a number so that it is 0 in print only if it is: with its first two digits, if need be.

    >>> stated(Decimal("0.3")), stated(Decimal("0.0042"), 1), stated(Decimal("-0.4")), stated(Decimal("1.25"), 1)
    ('0,3', '0,0042', '-0,4', '1,3')
    """
    if value and not round_half_up(value, decimals) and abs(value) > _NO_MORE_THAN_COMPUTED:
        decimals = min(1 - value.adjusted(), -int(value.normalize().as_tuple().exponent))
    return number(value, decimals, leading_zero)


def share(value: Decimal | None, decimals: int = 0, leading_zero: bool = False) -> str:
    """Format a percentage so that it is 0 or 100 in print only if it is: with up to four decimals, else in words.

    >>> share(Decimal("99.64")), share(Decimal("99.99999"), 2), share(Decimal("0.00001"), 2), share(Decimal(100), 2)
    ('99,6', 'trên 99,99', 'dưới 0,01', '100,00')
    """
    if value is None:
        return MISSING
    for places in range(decimals, max(decimals, SHARE_DECIMALS) + 1):
        rounded = round_half_up(value, places)
        if rounded not in (0, 100) or abs(value - rounded) < _NO_MORE_THAN_COMPUTED:
            return number(value, places, leading_zero)
    return "dưới 0,01" if value < 1 else "trên 99,99" if value < 100 else "trên 100"


def trend(value: Decimal | int | None) -> str:
    """The word for a change of this sign: tăng, giảm or không đổi.

    >>> trend(Decimal("-2.5"))
    'giảm'
    """
    if value is None:
        return NOT_COMPARED
    return "tăng" if value > 0 else "giảm" if value < 0 else "không đổi"


def short_date(day: dt.date) -> str:
    """A date in figures: a leading zero for days below ten and for months 1 and 2 only.

    >>> short_date(dt.date(2024, 2, 4)), short_date(dt.date(2024, 5, 28))
    ('04/02/2024', '28/5/2024')
    """
    return f"{day.day:02}/{month(day.month)}/{day.year}"


def long_date(day: dt.date) -> str:
    """A date in words.

    >>> long_date(dt.date(2024, 6, 5))
    'ngày 05 tháng 6 năm 2024'
    """
    return f"ngày {day.day:02} tháng {month(day.month)} năm {day.year}"


def month(number: int) -> str:
    """A month's number in a date: "02", but "3".

    >>> month(2), month(12)
    ('02', '12')
    """
    return f"{number:02}" if number < 3 else str(number)


def join(parts: Iterable[object], last: str = " và ") -> str:
    """Enumerate in a sentence: commas, and "và" before the last; empty parts are left out.

    Texts and figures keep their source, codes are read as their labels, documents are cited.

    >>> join(["tỉnh", "huyện", "", "xã"])
    'tỉnh, huyện và xã'
    """
    said = [words for part in parts if (words := f"{part}")]
    return said[0] if len(said) == 1 else ", ".join(said[:-1]) + last + said[-1] if said else ""


def sentence(text: str) -> str:
    """The text with its first letter in upper case, as a sentence begins."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """The text with its first letter in lower case, as it stands inside a sentence; abbreviations keep theirs.

    >>> lower_first("Trực tuyến"), lower_first("UBND tỉnh")
    ('trực tuyến', 'UBND tỉnh')
    """
    return text if len(text) > 1 and text[1].isupper() else text[:1].lower() + text[1:]


_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng


@lru_cache(maxsize=8192)
def alphabetical(text: str) -> tuple[object, ...]:
    """What a text is sorted by: letters as the alphabet has them, numbers as they count, then tones, then capitals.

    >>> sorted(["Vận", "Đoàn 10", "Ấn", "An", "Đoàn 2", "Dân"], key=alphabetical)
    ['An', 'Ấn', 'Dân', 'Đoàn 2', 'Đoàn 10', 'Vận']
    """
    letters, tones = list[tuple[int, int]](), list[int]()
    for part in re.findall(r"[0-9]+|.", unicodedata.normalize("NFC", text.lower()), re.DOTALL):
        marks = unicodedata.normalize("NFD", part)
        tone = next((mark for mark in marks if mark in _TONES), "")
        letter = unicodedata.normalize("NFC", marks.replace(tone, "")) if tone else part
        at = _ALPHABET.find(letter)
        letters.append((1, int(part)) if part.isdecimal() else (2, at) if at >= 0 else (0, ord(letter[0])))
        tones.append(_TONES.find(tone) + 1 if tone else 0)
    return letters, tones, text


def slug(text: str) -> str:
    """A text in plain letters, for anchors and keys.

    >>> slug("Toàn cảnh kỳ, đến 30/6")
    'toan-canh-ky-den-30-6'
    """
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", "".join(char for char in plain if not unicodedata.combining(char))).strip("-")
