"""A data folder broken in every way that its declaration lets one think of: each column by its kind, each file by its form.

The cases follow from `data/datapackage.json` alone, so a new table or column is tried from the day it is declared. To try
another way of breaking things, add it to the texts of a kind below.
"""

from __future__ import annotations

import csv
import io
import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import samples

from helpers.data.schema import TABLES, Field, Table

REFUSED, SAME, EITHER = "refused", "same", "either"
Grid = list[list[str]]


@dataclass(frozen=True)
class Case:
    """One file of the folder, broken. wanted: refused at its place, the same edition, or either without a fall.

    way: what was done, the class in which the case is counted. line 0: the file as a whole.
    """

    file: str
    way: str
    wanted: str
    content: bytes | None  # None: the file is not there
    line: int = 0
    column: str = ""
    value: str | None = None

    def __str__(self) -> str:
        return f"{self.way}: {self.file}:{self.line}:{self.column} {self.value!r:.60}"


# -- what a cell can be broken with, by kind ---------------------------------------------------------------------------

UNSEEN = {
    "vertical tab": "a\x0bb", "escape": "a\x1b[31mb", "null": "a\x00b", "delete": "a\x7fb", "next line": "a\x85b", "zero width": "\u200b", "joiner": "a\u200db",
    "right to left": "a\u202eb", "line separator": "a\u2028b", "byte order mark": "a\ufeffb", "no character": "a\uffffb", "replacement": "a\ufffdb",
    "private use": "a\ue000b", "tag": "a\U000e0041b", "isolate": "\u2066a\u2069",
}  # fmt: skip
EMPTY = {"nothing": "", "blanks": "   ", "hard blanks": "\u00a0\u00a0", "tab": "\t"}
NUMBER = {
    "words": "nhiều", "decimal comma": "1,5", "thousands": "1.234,5", "two points": "1.234.567", "exponent": "1e5", "infinite": "Infinity", "nan": "NaN",
    "wide digits": "１２", "arabic digits": "٣", "plus": "+5", "no whole part": ".5", "no decimals": "1.", "blank inside": "1 000", "hard blank": "1\u00a0000",
    "hexadecimal": "0x10", "two signs": "--1", "underscore": "1_000", "percent": "5%", "formula": "=1+1", "fraction": "1/2", "half": "½", "superscript": "1²",
    "minus sign": "−5", "four hundred digits": "9" * 400, "three hundred decimals": "0." + "1" * 300, "leading zero": "007", "minus nothing": "-0", "letter O": "1O", "apostrophe": "'12", "hash": "#REF!",
}  # fmt: skip
WHOLE = {"point nothing": "1.0", "half of one": "0.5"}
DATE = {
    "day first": "28-05-2024", "slashes": "28/05/2024", "no day": "2024-05", "month 13": "2024-13-01", "February 30": "2024-02-30", "week": "2024-W01-1", "ordinal": "2024-149", "compact": "20240528",
    "one digit": "2024-5-8", "time": "2024-05-28T00:00", "serial": "45440", "wide": "２０２４-05-28", "year 0": "0000-01-01", "two digits": "24-05-28", "words": "ngày 28 tháng 5", "blank": "2024 05 28", "negative": "-024-01-01",
}  # fmt: skip
FLAG = {"capital": "True", "one": "1", "yes": "yes", "Vietnamese": "đúng", "upper": "TRUE"}
CODE = {"unknown": "zz_unknown", "dot": "{}.", "inner blank": "{} x", "wide": "ａ", "comma": "{},{}"}
PERIOD = {
    "lower": "2031-q3",
    "reverse": "Q3-2031",
    "slash": "2031/Q3",
    "quarter 5": "2031-Q5",
    "wide": "２０３１-Q3",
    "path": "../2031-Q3",
    "unknown": "2019-H1",
}
SOURCE = {"lower": "i.2", "blank": "I. 2", "unknown": "trang 5", "wide": "I.２", "trailing": "I.2."}
EXPRESSION = {
    "open": "media_items.items(", "unknown table": "nowhere.value()", "unknown column": "media_items.value()", "unknown dimension": "media_items.items(level='x')", "unknown code": "media_items.items(tone='x')",
    "divided by 0": "media_items.items() / 0", "weighted of one": "weighted(1)", "no function": "round(1)", "power": "2 ** 3", "attribute": "media_items.__class__", "call": "__import__('os').system('true')",
    "lambda": "(lambda: 1)()", "format": "{media_items.items():.99}", "exponent": "1e400", "four hundred digits": "9" * 400, "three hundred decimals": "0." + "1" * 300, "five thousand terms": "1" + " + 1" * 5000,
    "ten thousand brackets": "(" * 10000 + "1" + ")" * 10000, "minuses": "-" * 3000 + "1", "another period": "media_items.items(period='1999-H1')", "reserved": "media_items.items(period='@x')", "wide digits": "１ + ２",
    "comparison": "1 < 2", "string": "'x'", "nothing divided": "media_items.items() / (1 - 1)", "units": "media_items.items() + alerts.alerts()", "list": "[1]", "unpacked": "media_items.items(**{})", "star": "mean(*[1])", "walrus": "(x := 1)",
}  # fmt: skip
FREE = {
    "script": "<script>alert(1)</script>", "image": "<img src=x onerror=alert(1)>", "brace": "a { b", "placeholder": "{0.__class__}", "percent": "100 %s %(x)s", "dollar": "56$và$ 5", "backslash": "\\frac{1}{2}",
    "quote": "a \"b\" 'c'", "formula": "=HYPERLINK(\"http://x\")", "at": "@SUM(1)", "ampersand": "a & b &amp; c &#60;", "long": "rất dài " * 400, "emoji": "tốt 👍", "lines": "một\nhai", "markdown": "**a** [b](javascript:alert(1))", "typst": "#import \"x\"",
}  # fmt: skip


def ways(field: Field, table: Table, value: str) -> Iterator[tuple[str, str, str]]:
    """How a cell of a column can be broken: the way, what is written there, and what must come of it."""
    refused: dict[str, str] = dict(UNSEEN)
    if not field.empty:
        refused |= EMPTY
    either = {} if field.kind in ("number", "date", "flag") else dict(FREE)
    if field.kind == "number" or field.whole:
        refused |= NUMBER | (WHOLE if field.whole else {}) | ({"below": "-3"} if field.least is not None else {})
    elif field.kind == "date":
        refused |= DATE
    elif field.kind == "flag":
        refused |= FLAG
    elif field.kind == "code":
        refused |= (
            {way: text.format(value or "a", value or "a") for way, text in CODE.items()}
            | {"capital": (value or "a").upper()}
            | FREE
        )
    elif field.kind == "reference":
        refused |= (
            {"unknown": "zz-none", "wide": "１", "inner": f"{value or 'a'} x"}
            | FREE
            | (PERIOD if field.table == "periods" else {})
        )
    elif field.name in ("period", "previous", "last_year"):
        refused |= {way: text for way, text in PERIOD.items() if way != "unknown"}
    elif field.kind == "expression":
        either |= EXPRESSION
    elif field.pattern:
        refused |= {way: text for way, text in (SOURCE | FREE).items() if not re.fullmatch(field.pattern, text)}
    elif field.choices:
        refused |= {"capital": value.title(), "unknown": "zz"} | FREE
    if refused.keys() & either.keys() or field.kind in ("code", "reference") or field.pattern or field.choices:
        either = {}
    yield from ((way, text, REFUSED) for way, text in refused.items() if text != value)  # "4G" has no capitals to come
    yield from ((way, text, EITHER) for way, text in either.items())
    yield from (
        (way, text, SAME)
        for way, text in {"blanks around": f"  {value} ", "decomposed": unicodedata.normalize("NFD", value)}.items()
    )


# -- what a file can be broken with ------------------------------------------------------------------------------------


def of_file(name: str, grid: Grid) -> Iterator[Case]:
    """A table's file: its encoding, its marks, its header, its rows."""
    text, width = write(grid), len(grid[0])
    sound = text.encode()

    def whole(way: str, content: bytes | None, wanted: str = REFUSED, line: int = 0, column: str = "") -> Case:
        return Case(name, way, wanted, content, line, column)

    yield whole("missing", None)
    yield whole("empty", b"")
    yield whole("blank lines only", b"\n\n\n")
    yield whole("UTF-16", text.encode("utf-16"))
    yield whole("semicolons", write(grid, ";").encode(), line=1)
    yield whole("tabs", write(grid, "\t").encode())
    yield whole("a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    yield whole("a zip", b"PK\x03\x04" + bytes(range(128, 256)))
    yield whole("byte order mark", b"\xef\xbb\xbf" + sound, SAME)
    yield whole("CRLF", sound.replace(b"\n", b"\r\n"), SAME)
    yield whole("columns reversed", write([row[::-1] for row in grid]).encode(), SAME)
    yield whole("all quoted", write(grid, quoting=csv.QUOTE_ALL).encode(), SAME)
    yield whole("blank lines at the end", sound + b"\n\n", SAME)
    yield whole("blank lines between", sound.replace(b"\n", b"\n\n", 1), EITHER)  # rows stand on other lines
    yield whole("header only", write(grid[:1]).encode(), EITHER)
    yield whole("a column more", write([[*row, "x"] for row in grid]).encode(), line=1, column="x")
    yield whole("lone surrogate", sound + b"\xed\xa0\x80\n", line=sound.count(b"\n") + 1)
    yield whole("Vietnamese of Windows", "họ tên\n".encode("cp1258", "replace") + b"\xd2\xec", line=1)
    yield whole("open quote", sound + b'"\n')
    yield whole("a cell without end", sound + b'"' + b"x" * 200_000 + b'"\n', line=sound.count(b"\n") + 1)
    for place, column in enumerate(grid[0]):
        others = [row[:place] + row[place + 1 :] for row in grid]
        yield whole("a column less", write(others).encode(), line=1, column=column)
        doubled = [[*row, row[place]] for row in grid]
        yield whole("a column twice", write(doubled).encode(), line=1, column=column)
        named = [[*grid[0][:place], column.upper(), *grid[0][place + 1 :]], *grid[1:]]
        yield whole("a column in capitals", write(named).encode(), line=1, column=column.upper())
    for at in range(1, len(grid)):
        line = _line(grid, at)
        if at < 3:
            yield whole("a cell less", write([*grid[:at], grid[at][:-1], *grid[at + 1 :]]).encode(), line=line)
            yield whole("a cell more", write([*grid[:at], [*grid[at], ""], *grid[at + 1 :]]).encode(), line=line)
            twice = [*grid[: at + 1], grid[at], *grid[at + 1 :]]
            yield whole("a row twice", write(twice).encode(), line=_line(twice, at + 1))
        yield whole("a row less", write([*grid[:at], *grid[at + 1 :]]).encode(), EITHER)
    assert width


def write(grid: Grid, delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator="\n").writerows(grid)
    return text.getvalue()


def _line(grid: Grid, at: int) -> int:
    """The line on which a row begins; cells may have line breaks."""
    return write(grid[:at]).count("\n") + 1


def grids(folder: Path) -> dict[str, Grid]:
    return {
        name: list(csv.reader(io.StringIO((folder / f"{name}.csv").read_text(encoding="utf-8"), newline="")))
        for name in TABLES
    }


def cases(folder: Path, rows: int = 2, seed: int = 2031) -> Iterator[Case]:
    """Every case of a data folder; rows: how many of a table's rows are broken in each column."""
    chance = random.Random(seed)
    for name, grid in grids(folder).items():
        file, table = f"{name}.csv", TABLES[name]
        yield from of_file(file, grid)
        for place, column in enumerate(grid[0]):
            for at in sorted(chance.sample(range(1, len(grid)), min(rows, len(grid) - 1))):
                for way, text, wanted in ways(table.columns[column], table, grid[at][place]):
                    broken = [*grid[at][:place], text, *grid[at][place + 1 :]]
                    content = write([*grid[:at], broken, *grid[at + 1 :]]).encode()
                    yield Case(file, way, wanted, content, _line(grid, at), column, text)


def base(folder: Path) -> Path:
    """The synthetic edition with a decision of each kind, so that every table has rows to break."""
    tables = samples.load()
    day, period = "2031-10-01", "2031-Q3"
    samples.find(tables, "controls", control="resolved_late")["value"] = "1316"
    samples.find(tables, "licences", licence="newsletter")["licences"] = "6.5"
    tables["questions"] = [
        {"period": period, "finding": "resolved_late", "question": "Số nào đúng?", "asked_of": "P.CNTT"}
        | {"asked_on": day, "due": day, "answer": "Chưa rõ", "answered_on": day, "seen": ""}
    ]
    tables["acceptances"] = [
        {
            "period": period,
            "finding": "licences_whole@licence=newsletter",
            "seen": "6,5 ≠ 6",
            "reason": "Nêu trong văn bản",
        }
        | {"decided_by": "P.CNTT", "date": day}
    ]
    figure = "media_items.items(tone='negative')"
    tables["corrections"] = [
        {
            "period": period,
            "figure": figure,
            "old": "56735",
            "new": "56735",
            "reason": "Đếm lại",
            "decided_by": "P.CNTT",
        }
        | {"date": day}
    ]
    return samples.save(tables, folder)
