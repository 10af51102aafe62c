"""A CSV as Excel saves it in Vietnam: semicolons or tabs, decimal commas, UTF-8 with BOM, UTF-16 or Windows-1258."""

import csv
import io
import unicodedata
from collections.abc import Sequence
from statistics import mode

from helpers.language import _
from helpers.problems import InputError, Problem

_MOST_COLUMNS = 16_384  # of Excel
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def decode(content: bytes) -> str:
    """The text of a CSV in NFC, whichever of Excel's encodings it has.

    >>> decode("mã;số\\n".encode("utf-16")), decode("ma\\u0303".encode("cp1258"))
    ('mã;số\\n', 'mã')
    """
    encoding = next((name for bom, name in _BOMS.items() if content.startswith(bom)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = "" if encoding == "utf-16" else content.decode("cp1258", errors="replace")
    return unicodedata.normalize("NFC", text)


def text_of(name: str, content: bytes) -> str:
    """The text of a CSV. Raises InputError for one that cannot be read."""
    text = decode(content)
    if "\ufffd" in text or not text.strip():
        remedy = _("Save it in Excel as “CSV UTF-8”; convert TCVN3 and VNI fonts with UniKey first.")
        raise InputError(
            Problem(name, expected=_("a text in UTF-8, UTF-16 or Windows-1258"), remedy=remedy, code="unknown_encoding")
        )
    return text.lstrip("\r\n")


def separator_of(text: str) -> str:
    """What stands between the cells of a CSV, by its first line, or by most of them where that stands above the table.

    >>> separator_of("a,b\\n1,2"), separator_of("Dân số, lao động\\nXã;Số;Tỷ lệ\\nA;1;2,5\\nB;3;4,5"), separator_of("Dân số\\na,b")
    (',', ';', ',')
    """
    lines = text.splitlines()
    usual = {mark: mode(line.count(mark) for line in lines) for mark in ";\t"}  # a comma may begin decimals
    counts = {mark: max(lines[0].count(mark), usual.get(mark, 0)) for mark in ";\t,"}
    return max(counts, key=lambda mark: counts[mark]) if any(mark in text for mark in usual) else ","


def rows_of(name: str, text: str) -> list[list[str]]:
    """The rows of a CSV. Raises InputError for what Excel does not write."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True))
        if max(map(len, rows), default=0) > _MOST_COLUMNS:
            raise csv.Error(_("more than {most:,} columns", most=_MOST_COLUMNS))
        return rows
    except csv.Error as error:
        expected, remedy = _("rows as Excel writes them ({error})", error=error), _("Save it again in Excel.")
        raise InputError(Problem(name, expected=expected, remedy=remedy, code="bad_csv")) from None


def refuse_ragged(name: str, rows: Sequence[Sequence[str]], separator: str) -> None:
    """Refuse rows with other cells than most: a separator is too many or too few. A line above the table may have fewer."""
    written = {number: row for number, row in enumerate(rows, 1) if any(map(str.strip, row))}
    usual = mode(map(len, written.values()))
    head = next(number for number, row in written.items() if len(row) >= usual)
    for number, row in written.items():
        if number > head and len(row) != len(written[head]):
            found, remedy = separator.join(row)[:200], _("Look for a separator too many or too few.")
            expected = _("{count} cells as in the header", count=len(written[head]))
            raise InputError(Problem(name, number, value=found, expected=expected, remedy=remedy, code="ragged_row"))
