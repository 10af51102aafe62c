"""From the bytes of a CSV to rows of text, by CSV line; what cannot be read is said, not guessed."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from pathlib import Path

from ..problems import InputError, Problem
from .rows import Rows

_BOMS_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")


def read_rows(path: Path) -> tuple[list[str], Rows]:
    """A CSV's header and its rows of NFC text, by the line on which each row begins (see `parse_rows`)."""
    try:
        return parse_rows(path.name, path.read_bytes())
    except FileNotFoundError:
        raise InputError(missing(path.name)) from None


def missing(name: str) -> Problem:
    """What is wrong where a table has no file."""
    remedy = "Every table must be there, if only with its header: briefing schema --update DIR adds what is missing."
    return Problem(name, expected="the file in the data folder", remedy=remedy)


def parse_rows(name: str, content: bytes) -> tuple[list[str], Rows]:
    """The header and the rows of a CSV's bytes.

    name: the file's, for messages. Empty cells are empty strings. Raises InputError for bytes that are empty, not
    UTF-8, separated by semicolons, or that have rows of the wrong length.

    >>> parse_rows("forms.csv", b"level,forms\\n\\n commune ,7\\n")
    (['level', 'forms'], {3: {'level': 'commune', 'forms': '7'}})
    """
    reader = csv.reader(io.StringIO(decode(name, content), newline=""), strict=True)
    cells: dict[int, list[str]] = {}
    line = 1
    try:
        for row in reader:
            if row:
                cells[line] = row
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            Problem(
                name,
                line,
                expected=f"a CSV row ({error})",
                remedy='Close every quote; write a quote inside a cell as "".',
            )
        ) from None
    if not cells:
        raise InputError(
            Problem(
                name,
                expected="a header line",
                remedy="The file is empty; restore it or write the header of data/README.md.",
            )
        )
    header = cells.pop(next(iter(cells)))
    _check_shape(name, header, cells)
    return header, Rows((line, dict(zip(header, map(str.strip, row), strict=True))) for line, row in cells.items())


def decode(name: str, content: bytes) -> str:
    """A file's text in NFC. Raises InputError where it is not UTF-8, or has private-use characters."""
    if content.startswith(_BOMS_UTF16) or b"\x00" in content[:200]:
        raise InputError(Problem(name, value="UTF-16", expected="UTF-8", remedy=_convert("UTF-16", name)))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        bad = content[error.start : error.start + 1]
        remedy = f"{_convert('WINDOWS-1258', name)} (TCVN3 and VNI fonts: convert with UniKey's Công cụ)."
        raise InputError(
            Problem(
                name,
                line,
                value=f"byte 0x{bad.hex()}",
                expected="UTF-8; this looks like a legacy Vietnamese encoding",
                remedy=remedy,
            )
        ) from None
    text = unicodedata.normalize("NFC", text)
    if private := _PRIVATE_USE.search(text):
        raise InputError(
            Problem(
                name,
                text.count("\n", 0, private.start()) + 1,
                value="a private-use character",
                expected="ordinary text",
                remedy="Delete the character or type the word again.",
            )
        )
    return text


def _convert(encoding: str, name: str) -> str:
    return f"Convert it: iconv -f {encoding} -t UTF-8 data/{name} > new.csv"


def _check_shape(name: str, header: list[str], rows: dict[int, list[str]]) -> None:
    if len(header) == 1 and ";" in header[0]:
        remedy = f"Convert it: python -c \"import csv,sys; csv.writer(sys.stdout).writerows(csv.reader(sys.stdin, delimiter=';'))\" < data/{name} > new.csv"
        raise InputError(Problem(name, 1, value=header[0], expected="commas between the columns", remedy=remedy))
    problems = [
        Problem(name, 1, column, expected="each column once", remedy="Delete the second one.")
        for column in {c for c in header if header.count(c) > 1}
    ] + [
        Problem(
            name,
            line,
            value=",".join(row),
            expected=f"{len(header)} cells as in the header, found {len(row)}",
            remedy='A text with a comma needs quotes: "a, b"; numbers have a decimal point.',
        )
        for line, row in rows.items()
        if len(row) != len(header)
    ]
    if problems:
        raise InputError(problems)
