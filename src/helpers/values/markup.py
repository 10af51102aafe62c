"""What a notebook shows: trusted HTML and its plain text, with everything else escaped.

A figure formats itself inside an f-string, next to text that came from a CSV. To tell the two apart, a figure
puts its HTML between two private-use characters that the loader refuses in data; `to_html` escapes whatever
stands outside them. So `prose(f"{label}: {figure}")` is safe whatever the label holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import escape

from . import digits

if TYPE_CHECKING:
    import pandas as pd

FINDING = "PH"  # phát hiện: how readers see the number of a finding; no network, document or unit is called so
DOUBTS = "Số liệu còn nghi vấn:"  # what stands above a section's findings
UNPROVEN = "phần kiểm tra không tính lại"  # of a number that a function of one's own has computed
OPEN, CLOSE = "\ue000", "\ue001"
_FIGURE = re.compile(r"<data([^>]*)>([^<]*)</data>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
_BLOCKS = "article details summary header footer div p h[2-6] ul ol li dl dt dd figure figcaption table colgroup thead tbody tr th td"
_SHAPES = "svg g path rect circle line polyline polygon text use"
_BETWEEN = re.compile(rf">\n?(<(?:{'|'.join(f'{_BLOCKS} {_SHAPES}'.split())})\b)")  # where a blank is not seen
_TRUSTED = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")
NAME = re.compile(r"\{'([^'{}]*)'\}")  # words with digits that count nothing: {'24/7'}


def trusted(html: str) -> str:
    """Mark HTML as made by the helpers, so that `to_html` lets it through."""
    return f"{OPEN}{html}{CLOSE}"


NO_PARTS = trusted("<i></i>")  # where parts would be listed but there are none; its paragraph is left out


def figures_in(text: str) -> list[dict[str, str]]:
    """The figures in a text as `Figure.html` wrote them: what each says of itself, and its `text`.

    >>> figures_in('Có <data value="1" data-key="a">một</data> trạm')
    [{'value': '1', 'data-key': 'a', 'text': 'một'}]
    """
    found = ({**dict(_ATTRIBUTE.findall(about)), "text": said} for about, said in _FIGURE.findall(text))
    return [{name: unescape(words) for name, words in each.items()} for each in found]


def says_nothing(paragraph: str) -> bool:
    """True for a paragraph whose figures are all missing, or that lists parts of which there are none."""
    figures = figures_in(paragraph)
    return NO_PARTS in paragraph or (bool(figures) and not any("value" in figure for figure in figures))


def attributes(**values: object) -> str:
    """HTML attributes from keywords: `data_key` becomes `data-key`; empty and missing ones are left out.

    >>> attributes(data_key="a", data_unit="")
    ' data-key="a"'
    """
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for name, value in values.items()
        if value not in (None, "")
    )


def to_html(text: object) -> str:
    """Text with figures in it, as HTML: trusted parts as they are, the rest escaped, names without their quotes.

    >>> to_html("R&D " + trusted("<b>1</b>")), to_html("khai thác {'24/7'}")
    ('R&amp;D <b>1</b>', 'khai thác <span class="text">24/7</span>')
    """
    parts = _TRUSTED.split(f"{text}")
    return "".join(part if i % 2 else _escaped(part) for i, part in enumerate(parts))


def _escaped(words: str) -> str:
    parts = NAME.split(words)
    return "".join(
        f'<span class="text">{escape(part)}</span>' if i % 2 else escape(part) for i, part in enumerate(parts)
    )


def quoted(words: str) -> str:
    """Words of a declaration, whose digits are no numbers of the report, as a notebook writes them.

    >>> quoted("Thuê bao trên 100 dân")
    "Thuê bao trên {'100'} dân"
    """
    return re.sub(r"[^\s()]*\d[^\s()]*", lambda match: f"{{'{match[0]}'}}", words)


def to_text(text: object) -> str:
    """The same text without markup, as a person reads it."""
    parts = _TRUSTED.split(f"{text}")
    return "".join(unescape(_TAG.sub("", part)) if i % 2 else NAME.sub(r"\1", part) for i, part in enumerate(parts))


def in_lines(html: str) -> str:
    """HTML with a line for each row, item and shape, so that git shows what of a stored output has changed."""
    return _BETWEEN.sub(r">\n\1", html)


def in_one(html: str) -> str:
    """The same HTML as it was before `in_lines`.

    >>> in_one(in_lines("<tr><td>1</td></tr><tr><td>2</td></tr>"))
    '<tr><td>1</td></tr><tr><td>2</td></tr>'
    """
    return _BETWEEN.sub(r">\1", html)


@dataclass(frozen=True)
class Shown:
    """A piece of the briefing: Jupyter shows its HTML, nbval and the terminal its text.

    Raises TypedDigits for digits that no figure, date, document or text of the data accounts for.
    """

    html: str
    text: str

    def __post_init__(self) -> None:
        digits.refuse(self.html)
        digits.refuse_slips(self.html)

    def _repr_html_(self) -> str:
        return in_lines(self.html)

    def __repr__(self) -> str:
        return self.text

    def __add__(self, other: Shown) -> Shown:
        return Shown(f"{self.html}\n{other.html}", f"{self.text}\n{other.text}")


LOOK = "look"  # in the metadata of an output: only the analyst sees it
LOOKED = 5  # rows: enough to see what a table is like
_STYLE = " ".join(Path(__file__).with_name("notebook.css").read_text(encoding="utf-8").split())  # in one line


@dataclass(frozen=True)
class Look:
    """Data on the analyst's screen: Jupyter shows it, the document leaves it out.

    With it comes the style of everything that the notebook shows: every section looks once, and the document has a
    style of its own.
    """

    html: str
    text: str

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Look:
        """The first rows of a frame, and how many there are."""
        more = f"… {len(frame)} rows" if len(frame) > LOOKED else ""
        html, text = frame.head(LOOKED).to_html(border=0), frame.head(LOOKED).to_string(max_colwidth=50)
        return cls(html + (f"<p>{more}</p>" if more else ""), "\n".join(filter(None, [text, more])))

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str], dict[str, bool]]:
        return {"text/html": f"<style>{_STYLE}</style>\n{self.html}", "text/plain": self.text}, {LOOK: True}

    def __repr__(self) -> str:
        return self.text
