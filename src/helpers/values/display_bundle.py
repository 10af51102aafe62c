"""What a notebook shows: blocks, as HTML, as plain text and as the bundle that the document is made of.

A figure formats itself inside an f-string, next to text that came from a CSV. To tell the two apart, a figure puts itself,
as the JSON of an inline, between two private-use characters that the loader refuses in data; whatever stands outside them
is typed words. So `prose(f"{label}: {figure}")` is safe whatever the label holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import misused
from ..i18n import _
from .block_html import HTML
from .blocks import MIME, Block, Figure, Inline, Inlines, Text, bundle, from_json, inlines_of, plain, rewritten, to_json
from .vietnamese import typed

if TYPE_CHECKING:
    import pandas as pd

DOUBTS = "Số liệu còn nghi vấn:"  # what stands above a section's findings
UNPROVEN = "phần kiểm tra không tính lại"  # of a number that a function of one's own has computed
OPEN, CLOSE = "\ue000", "\ue001"
_BRACES = str.maketrans("{}", "\ue003\ue004")  # or str.format would take the JSON's for its own
_BACK = str.maketrans("\ue003\ue004", "{}")
_MARKED = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")
_BLOCKS = "article details summary header footer div p h[2-6] ul ol li dl dt dd figure figcaption table colgroup thead tbody tr th td"
_SHAPES = "svg g path rect circle line polyline polygon text use"
_BETWEEN = re.compile(rf">\n?(<(?:{'|'.join(f'{_BLOCKS} {_SHAPES}'.split())})\b)")  # where a blank is not seen
_HOW = _(
    "Print a number that pandas, numpy or len() gives as edition.computed(number, unit='…', name='…', of=frame), others with "
    "edition.figure or edition.count. Write {{edition.year}} for the year; take dates of rows from edition.register. Of a name "
    "the digits stand in quotes: {{'{phrase}'}}, in an f-string {{{{'{phrase}'}}}}."
)
_ABSENT = re.compile(r"(?<!\w)(?:None|NaT|<NA>)(?!\w)")  # what Python writes of a value that is not there
NAME = re.compile(r"\{'([^'{}]*)'\}")  # words with digits that count nothing: {'24/7'}


def marked(*nodes: Inline, titles: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """Inlines as a part of a string, which `parsed` reads again. titles: of the tables that they came from, by name."""
    written = json.dumps([to_json(nodes), titles or {}], ensure_ascii=False)
    return f"{OPEN}{written.translate(_BRACES)}{CLOSE}" if nodes else ""


NO_PARTS = marked(Text("", joins=True))  # where parts would be listed but there are none; its paragraph is left out


def parsed(text: object) -> Inlines:
    """The inlines of a string: what was marked, and the words around it, names without their quotes.

    >>> parsed(marked(Figure("05")) + " trạm {'4G'}")
    (Figure(of='', id='', text='05', value='', unit='', key='', cells='', formula='', spec=''), Text(of='', id='', text=' trạm ', cells='', typed=True, date='', joins=False), Text(of='', id='', text='4G', cells='', typed=False, date='', joins=False))

    Raises TypedDigits for a figure that was changed after it had written itself.
    """
    found: list[Inline] = []
    for at, part in enumerate(_MARKED.split(f"{text}")):
        if not at % 2:
            found += [Text(words, typed=not name % 2) for name, words in enumerate(NAME.split(part)) if words]
            continue
        try:
            found += from_json(json.loads(part.translate(_BACK))[0])
        except (ValueError, AttributeError, LookupError, TypeError):
            changed = _(
                "a figure was changed after it was written: {written!r}. Change its value, or its format.",
                written=part[:60],
            )
            raise TypedDigits(changed) from None
    return tuple(found)


def titles_in(text: str) -> dict[str, dict[str, str]]:
    """What readers call the tables from which a text has figures, and their columns, by name."""
    told = (json.loads(part.translate(_BACK))[1] for part in _MARKED.findall(text))
    return {name: titles for each in told for name, titles in each.items()}


def figures_in(text: object) -> Iterator[Figure]:
    """The figures in a text, those of judgments and notes among them."""
    return (each for each in inlines_of(parsed(text)) if isinstance(each, Figure))


def says_nothing(paragraph: str) -> bool:
    """True for a paragraph whose figures are all missing, or that lists parts of which there are none."""
    if NO_PARTS in paragraph:
        return True
    figures = [*figures_in(paragraph)] if OPEN in paragraph else []
    return bool(figures) and not any(figure.value for figure in figures)


def to_html(text: object) -> str:
    """Text with figures in it, as HTML: what was marked as its element, the rest escaped, names without their quotes.

    >>> to_html("R&D " + marked(Text("1", typed=False))), to_html("khai thác {'24/7'}")
    ('R&amp;D <span class="text">1</span>', 'khai thác <span class="text">24/7</span>')
    """
    return HTML.inlines(parsed(text))


def quoted(words: str) -> str:
    """Words of a declaration, whose digits are no numbers of the report, as a notebook writes them.

    >>> quoted("Thuê bao trên 100 dân")
    "Thuê bao trên {'100'} dân"
    """
    return re.sub(r"[^\s()]*\d[^\s()]*", lambda match: f"{{'{match[0]}'}}", words)


def to_text(text: object) -> str:
    """The same text without markup, as a person reads it."""
    return plain(parsed(text), notes=True)


def sourced(words: object) -> str:
    """Words whose digits are of the data."""
    return marked(Text(to_text(words), typed=False))


def in_lines(html: str) -> str:
    """HTML with a line for each row, item and shape, so that git shows what of a stored output has changed."""
    return _BETWEEN.sub(r">\n\1", html)


class TypedDigits(ValueError):
    """Digits in prose that no figure, date or document accounts for."""


@dataclass(frozen=True)
class Shown:
    """A piece of the briefing: Jupyter shows its HTML, nbval and the terminal its text, the document is made of its blocks.

    Raises TypedDigits for digits that no figure, date, document or text of the data accounts for.
    """

    blocks: tuple[Block, ...]
    text: str
    beside: tuple[Block, ...] = ()  # what only the analyst's screen shows

    def __post_init__(self) -> None:
        rewritten(self.blocks, _refuse_typed)

    @property
    def html(self) -> str:
        return HTML.several(self.blocks + self.beside)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {"text/html": in_lines(self.html), "text/plain": self.text, MIME: bundle(self.blocks)}

    def __repr__(self) -> str:
        return self.text

    def __add__(self, other: Shown) -> Shown:
        return Shown(self.blocks + other.blocks, f"{self.text}\n{other.text}", self.beside + other.beside)


def _refuse_typed(said: Inlines) -> Inlines:
    """Raises TypedDigits, with the words around them, for digits that come from nowhere, and for a second percent sign.

    >>> _refuse_typed((Text("Có 05 trạm."),))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    helpers.values.display_bundle.TypedDigits: digits typed into prose: '05' in 'Có 05 trạm.'. Print a number that pandas, ...
    """
    for each in said:
        if isinstance(each, Text) and each.typed and not each.date and typed(each.text):
            raise TypedDigits(_told(each.text, plain(said)))
        if isinstance(each, Text) and each.typed and (found := _ABSENT.search(each.text)):
            expected = _("a figure or words in each pair of braces")
            remedy = _("Leave it out, values.dropna(). A name is looked up as series['…'], which says what there is.")
            raise misused("prose", found[0], expected, remedy, code="missing_value")
    if twice := second_percent(said):
        raise TypedDigits(_("{said!r} says its unit twice: the figure prints its own.", said=twice))
    return said


def second_percent(said: Inlines) -> str:
    """A figure that prints its percent sign and has another one behind it, "77,2%%"; empty where there is none."""
    for figure, after in pairwise(said):
        if isinstance(figure, Figure) and figure.text.endswith("%") and plain((after,)).lstrip().startswith("%"):
            return f"{figure.text}%"
    return ""


def _told(text: str, around: str) -> str:
    numbers = ", ".join(repr(number) for number in re.findall(r"\d[\d.,/]*\d|\d", text))
    there = {
        "numbers": numbers,
        "sentence": around.strip()[:200],
        "remedy": _HOW.format(phrase=typed(text)[0].strip(" .,;:()")),
    }
    return _("digits typed into prose: {numbers} in {sentence!r}. {remedy}", **there)


NOWHERE = Shown((), "")  # nothing to show
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
