"""Sentences composed from data: paragraphs, lists and headline cards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from .editions import Edition
from .values.citations import note_list
from .values.figures import Figure
from .values.markup import Shown, to_html, to_text, trusted

_NOTHING = "Trong kỳ chưa có số liệu về nội dung này."
NOTHING = Shown(f"<p>{_NOTHING}</p>", _NOTHING)
_VALUES = re.compile(r'<data(?P<value> value="[^"]*")?')


def prose(*paragraphs: str | Shown) -> Shown:
    """Paragraphs of the briefing, from f-strings with figures in them, and lists of `bullets` between them.

    A paragraph that is empty, or whose figures are all missing in this period, is left out; if nothing is left,
    the briefing says so instead of printing dashes.

    >>> prose("Một đoạn.", "", bullets([], lead="Gồm:")).html
    '<p>Một đoạn.</p>'
    """
    said = [
        part if isinstance(part, Shown) else Shown(f"<p>{to_html(part)}</p>", to_text(part))
        for part in paragraphs
        if part not in ("", NOTHING) and not (isinstance(part, str) and _says_nothing(part))
    ] or [NOTHING]
    return Shown("\n".join(part.html for part in said), "\n\n".join(part.text for part in said))


def bullets(items: Iterable[str], lead: str = "", phrases: bool = False) -> Shown:
    """A list, with an optional paragraph that leads it in; empty items and empty lists are left out.

    phrases: the items are parts of one sentence and get its marks, "…;" and at last "….".

    >>> bullets(["05 quyết định", "03 kế hoạch"], phrases=True).text
    '- 05 quyết định;\\n- 03 kế hoạch.'
    """
    items = [item for item in items if item and not _says_nothing(item)]
    if not items:
        return NOTHING
    if phrases:
        items = [f"{item};" for item in items[:-1]] + [f"{items[-1]}."]
    html = "<ul>\n" + "\n".join(f"<li>{to_html(item)}</li>" for item in items) + "\n</ul>"
    text = "\n".join(f"- {to_text(item)}" for item in items)
    return prose(lead) + Shown(html, text) if lead else Shown(html, text)


def how_many(count: Figure, noun: str) -> str:
    """A count and what it counts, for an f-string: "05 nhiệm vụ"; none is "không có nhiệm vụ", with its source too.

    >>> from decimal import Decimal
    >>> to_text(how_many(Figure(Decimal(0)), "nhiệm vụ quá hạn"))
    'không có nhiệm vụ quá hạn'
    """
    return trusted(count.html("02").replace(">0</data>", ">không có</data>")) + f" {noun}"


def counted(edition: Edition, section: str, nouns: Mapping[str, str]) -> list[str]:
    """How many documents a section cites in each role, "05 quyết định", each with a footnote that lists them.

    nouns: what the documents of a role are called, by role; roles without documents are left out.
    """
    cited = {role: edition.cited(section, role) for role in nouns}
    return [
        f"{edition.count('citations', section=section, role=role):02} {nouns[role]}{note_list(documents)}"
        for role, documents in cited.items()
        if documents
    ]


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
