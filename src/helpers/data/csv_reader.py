"""From the bytes of a CSV to rows of text, by CSV line; what cannot be read is said, not guessed."""

import csv
import io
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from ..errors import InputError, Problem, refusal, refuse, wrong_input
from ..i18n import _
from .indexed_rows import Rows

_BOMS_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# what nobody sees, or what stands where a letter was lost: control and format characters, private use, no characters
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ue000-\uf8ff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\uffff\U0001fffe\U0001ffff\U000e0000-\U0010ffff\ud800-\udfff]"
)


def read_file(path: Path) -> bytes:
    """A file's bytes. Raises InputError where there is none, or none that can be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise missing(path.name) from None
    except OSError as error:  # a folder, a link to itself, another user's
        remedy = _("It cannot be read ({error}): restore it.", error=refusal(error))
        raise wrong_input(
            path.name, expected=_("a file that can be read"), remedy=remedy, code="unreadable_file"
        ) from None


def missing(name: str) -> InputError:
    """The error for a table without a file."""
    remedy = _(
        "Every table that is declared must be there, if only with its header: the columns that data/README.md lists."
    )
    return wrong_input(name, expected=_("the file in the data folder"), remedy=remedy, code="missing_file")


def parse_rows(name: str, content: bytes) -> tuple[list[str], Rows]:
    """The header and the rows of a CSV's bytes.

    name: the file's, for messages. Empty cells are empty strings. Raises InputError for bytes that are empty, not
    UTF-8, separated by semicolons, that have rows of the wrong length or characters that nobody sees.

    >>> parse_rows("forms.csv", b"level,forms\\n\\n commune ,7\\n")
    (['level', 'forms'], {3: {'level': 'commune', 'forms': '7'}})
    """
    header, rows = _parsed(name, content)
    return list(header), Rows(rows)


@lru_cache(maxsize=128)  # a build plans, checks and reads the same tables; rows are replaced, never changed in place
def _parsed(name: str, content: bytes) -> tuple[list[str], Rows]:
    text = decode(name, content)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    cells: dict[int, list[str]] = {}
    line = 1
    try:
        for row in reader:
            if row:
                cells[line] = row
            line = reader.line_num + 1
    except csv.Error as error:
        expected = _("a CSV row ({error})", error=error)
        remedy = _('Close every quote; write a quote inside a cell as "".')
        raise wrong_input(name, line, expected=expected, remedy=remedy, code="unreadable_file") from None
    if not cells:
        remedy = _("The file is empty; restore it or write the header of data/README.md.")
        raise wrong_input(name, expected=_("a header line"), remedy=remedy, code="missing_header")
    header = cells.pop(next(iter(cells)))
    _check_shape(name, header, cells)
    if _UNSEEN.search(text):  # hardly ever
        _check_characters(name, header, cells)
    return header, Rows({line: dict(zip(header, map(str.strip, row), strict=True)) for line, row in cells.items()})


def decode(name: str, content: bytes) -> str:
    """A file's text in NFC. Raises InputError where it is not UTF-8."""
    if content.startswith(_BOMS_UTF16) or content[:200].count(0) > len(content[:200]) // 4:
        raise wrong_input(name, value="UTF-16", expected="UTF-8", remedy=_convert(name), code="wrong_encoding")
    try:
        return unicodedata.normalize("NFC", content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        bad = content[error.start : error.start + 1]
        expected = _("UTF-8; this looks like a legacy Vietnamese encoding")
        remedy = _("{convert} TCVN3 and VNI fonts: convert with UniKey's Công cụ.", convert=_convert(name))
        raise wrong_input(
            name, line, value=f"byte 0x{bad.hex()}", expected=expected, remedy=remedy, code="wrong_encoding"
        ) from None


def _convert(name: str) -> str:
    return _("Save it as “CSV UTF-8” with commas, or let `{briefing} forms in {name}` read it as it is.", name=name)


def _check_characters(name: str, header: list[str], rows: dict[int, list[str]]) -> None:
    """Refuse cells that hold what nobody sees."""
    remedy = _("Delete the character, or type the text again.")
    problems = []
    for line, row in {1: header, **rows}.items():
        for column, cell in zip(header, row, strict=True):
            if found := _UNSEEN.search(cell):
                character = f"U+{ord(found[0]):04X} ({unicodedata.name(found[0], 'no letter').lower()})"
                expected = _("a text without {character}", character=character)
                problems.append(Problem(name, line, column, cell[:60], expected, remedy, code="invisible_characters"))
    refuse(problems)


def _check_shape(name: str, header: list[str], rows: dict[int, list[str]]) -> None:
    if len(header) == 1 and (found := next((mark for mark in ";\t" if mark in header[0]), "")):
        expected = _("commas between the columns, not {mark!r}", mark=found)
        raise wrong_input(name, 1, value=header[0], expected=expected, remedy=_convert(name), code="wrong_separator")
    once, second = _("each column once"), _("Delete the second one.")
    problems = [
        Problem(name, 1, column, expected=once, remedy=second, code="duplicate_name")
        for column in {each for each in header if header.count(each) > 1}
    ]
    remedy = _('A text with a comma needs quotes: "a, b"; numbers have a decimal point.')
    for line, row in rows.items():
        if len(row) != len(header):
            expected = _("{count} cells as in the header, found {found}", count=len(header), found=len(row))
            problems.append(Problem(name, line, "", ",".join(row), expected, remedy, code="ragged_row"))
    refuse(problems)
