"""Sentences composed from data: paragraphs, lists and headline cards."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .figures import Figure
from .markup import Shown, to_html, to_text, trusted

NOTHING = "Trong kỳ chưa có số liệu về nội dung này."
_VALUES = re.compile(r'<data(?P<value> value="[^"]*")?')


def prose(*paragraphs: str) -> Shown:
    """Paragraphs of the briefing, from f-strings with figures in them.

    A paragraph that is empty, or whose figures are all missing in this period, is left out; if nothing is left,
    the briefing says so instead of printing dashes.

    >>> prose("Một đoạn.", "").html
    '<p>Một đoạn.</p>'
    """
    said = [paragraph for paragraph in paragraphs if paragraph and not _says_nothing(paragraph)]
    said = said or [NOTHING]
    return Shown("\n".join(f"<p>{to_html(p)}</p>" for p in said), "\n\n".join(map(to_text, said)))


def bullets(items: Iterable[str], lead: str = "") -> Shown:
    """A list, with an optional paragraph that leads it in; empty items and empty lists are left out."""
    items = [item for item in items if item and not _says_nothing(item)]
    if not items:
        return prose()
    html = "<ul>\n" + "\n".join(f"<li>{to_html(item)}</li>" for item in items) + "\n</ul>"
    text = "\n".join(f"- {to_text(item)}" for item in items)
    return (prose(lead) if lead else Shown("", "")) + Shown(html, text) if lead else Shown(html, text)


def card(figure: Figure, label: str, note: str = "", spec: str = "", section: str = "") -> str:
    """A headline: a large figure, what it is, a remark; `section` links to where it is explained."""
    body = f'<span class="card-figure">{to_html(format(figure, spec))}</span><span class="card-label">{to_html(label)}</span>'
    if note:
        body += f'<span class="card-note">{to_html(note)}</span>'
    more = f'<span class="card-more">{to_html(link(section))}</span>' if section else ""
    return trusted(f'<div class="card">{body}{more}</div>')


def cards(*items: str) -> Shown:
    """Headline cards in a row."""
    return Shown(f'<div class="cards">{to_html("".join(items))}</div>', "\n".join(to_text(item) for item in items))


def link(section: str, words: str = "") -> str:
    """A link to another section by its number, for an f-string.

    >>> to_html(f"xem {link('I.2.7')}")
    'xem <a data-section="I.2.7">mục I.2.7</a>'
    """
    name = section if section.startswith("Phụ lục") else f"mục {section}"
    return trusted(f'<a data-section="{section}">{to_html(words or name)}</a>')


def _says_nothing(paragraph: str) -> bool:
    """True for a paragraph whose figures are all missing."""
    values = [match["value"] for match in _VALUES.finditer(paragraph)]
    return bool(values) and not any(values)
