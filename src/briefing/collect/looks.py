"""How a cell looks: what its number's format adds or hides, and whether its letters can be told from their ground."""

import datetime as dt
import re
from typing import NamedTuple

from openpyxl.styles.colors import COLOR_INDEX, Color

_ALIKE = 48  # of 255: letters that differ less from their ground in red, green and blue are not seen
_TEXT = r'"[^"]*"|\\.'
_SECTION = re.compile(rf"((?:{_TEXT}|[^;])*);")
_CURRENCY = re.compile(r"\[\$([^\]-]*)[^\]]*\]")
_BLANK = re.compile(r'\[[a-z]+ ?\d*\]|[_*].|\\ |" *"', re.IGNORECASE)  # colours, too
_DIGITS = r"General|@|[0#?](?:[0#?.,/ ]*[0#?.,])?(?:E[+-]?0+)?"
_NUMBER = re.compile(rf"((?:{_TEXT}|[^0#?@])*?)({_DIGITS})((?:{_TEXT}|[^0#?@])*)", re.IGNORECASE)


class Look(NamedTuple):
    """How Excel shows a number: with words, as a percentage; seen: False where it is scaled or hidden."""

    before: str = ""
    behind: str = ""
    percent: bool = False
    seen: bool = True


def look_of(value: float | dt.date, form: str) -> Look:
    """By the number format of the cell; of a day that is shown without its day or its year Excel has made that up.

    >>> look_of(190, '#,##0" nghìn"')
    Look(before='', behind=' nghìn', percent=False, seen=True)
    >>> look_of(0.148, "0.0%").percent, look_of(190000, "#,##0,").seen, look_of(190, ";;;").seen
    (True, False, False)
    >>> look_of(-1, "#,##0") == look_of(-1, "#,##0;[Red](#,##0)") == Look()
    True
    >>> look_of(0, r'_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)') == look_of(190, "General") == Look()
    True
    >>> look_of(dt.date(2024, 5, 1), "mm/yyyy").seen, look_of(dt.date(2024, 5, 28), "dd/mm/yyyy").seen
    (False, True)
    """
    if isinstance(value, dt.date):
        return Look(seen={"d", "y"} <= set(re.sub(_TEXT, "", form).lower()))
    sections = _SECTION.findall(f"{form or 'General'};")[:3]
    at = 1 if value < 0 and len(sections) > 1 else 2 if value == 0 and len(sections) > 2 else 0
    found = _NUMBER.fullmatch(_BLANK.sub("", _CURRENCY.sub(r'"\1"', sections[at])))
    if not found or re.search(r",(?![0#?])", found[2]):
        return Look(seen=False)
    percent = "%" in re.sub(_TEXT, "", found[1] + found[3])
    texts = (re.sub(rf"({_TEXT})|%", lambda text: (text[1] or "").strip('"\\'), each) for each in (found[1], found[3]))
    before, behind = (text.strip(" -()") if at else text if text.strip() else "" for text in texts)
    return Look(before, behind, percent)


def colour_of(color: Color | None) -> str:
    """A colour as six hexadecimal digits, one that only the file's theme knows by its number; empty for the usual one."""
    if color is None or color.type == "auto":
        return ""
    if color.type == "theme":
        return {0: "FFFFFF", 1: "000000"}.get(color.theme, "theme") if not color.tint else "theme"
    known = COLOR_INDEX[color.indexed] if color.type == "indexed" and color.indexed < len(COLOR_INDEX) else color.rgb
    return known[-6:].upper() if isinstance(known, str) else ""


def alike(ink: str, ground: str) -> bool:
    """Whether letters of a colour cannot be seen on another.

    >>> alike("FFFFFF", "FFF9DB"), alike("000000", ""), alike("", "")
    (True, False, False)
    """
    one, other = ink or "000000", ground or "FFFFFF"
    if "theme" in (one, other):
        return one == other
    return max(abs(a - b) for a, b in zip(bytes.fromhex(one), bytes.fromhex(other), strict=True)) < _ALIKE
