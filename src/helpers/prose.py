"""Sentences composed from data: paragraphs, lists, words that judge.

A word that judges (highest, in time, reached) rests on every figure that it compares, not only on those that it prints. It
carries the cells of all of them, and the document leaves it out while one of these cells is in doubt: the finding might
turn it round.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import chain
from operator import attrgetter
from typing import Any

import pandas as pd

from .editions import Edition
from .errors import misused, unknown_kind
from .i18n import _
from .project import project_of
from .tables import with_gaps
from .values import blocks, sources
from .values.blocks import Judgment, List, Paragraph, Reference
from .values.display_bundle import NO_PARTS, Shown, marked, parsed, says_nothing, titles_in, to_text
from .values.figures import Figure, only_figures
from .values.sourced_text import Text, note_list
from .values.vietnamese import NOT_COMPARED, join, place

_NOTHING = "Trong kỳ chưa có số liệu về nội dung này."
NOTHING = Shown((Paragraph((blocks.Text(_NOTHING),)),), _NOTHING)
_NO_OTHER = "Chưa có số liệu để so sánh."
_NO_OTHERS = Shown((Paragraph((blocks.Text(_NO_OTHER),)),), _NO_OTHER)


def prose(*paragraphs: str | Shown) -> Shown:
    """Paragraphs of the briefing, from f-strings with figures in them, and lists of `bullets` between them.

    A paragraph that is empty, whose figures are all missing in this period, or that lists parts of which there are
    none (`join_phrases`), is left out; if nothing is left, the briefing says so instead of printing dashes.

    >>> prose("Một đoạn.", "", bullets([], lead="Gồm:")).html
    '<p>Một đoạn.</p>'
    """
    for part in paragraphs:
        if not isinstance(part, str | Shown):
            remedy = _("Write a figure into an f-string; a list with a star: prose(*sentences).")
            raise unknown_kind("prose", part, _("texts"), remedy)
    said = [
        part if isinstance(part, Shown) else _paragraph(part)
        for part in paragraphs
        if part not in ("", NOTHING) and not (isinstance(part, str) and says_nothing(part))
    ]
    said = said or [_NO_OTHERS if any(NOT_COMPARED in str(part) for part in paragraphs) else NOTHING]
    return Shown(sum((part.blocks for part in said), ()), "\n\n".join(part.text for part in said))


def _paragraph(words: str) -> Shown:
    return Shown((Paragraph(parsed(words)),), to_text(words))


def bullets(items: Iterable[str], lead: str = "", phrases: bool = False) -> Shown:
    """A list, with an optional paragraph that leads it in; empty items and empty lists are left out.

    phrases: the items are parts of one sentence and get its marks, "…;" and at last "….".

    >>> bullets(["năm quyết định", "ba kế hoạch"], phrases=True).text
    '- năm quyết định;\\n- ba kế hoạch.'
    """
    items = _parts("bullets", items)
    if not items:
        return NOTHING
    if phrases:
        items = [f"{item};" for item in items[:-1]] + [f"{items[-1]}."]
    listed = Shown((List(tuple(map(parsed, items))),), "\n".join(f"- {to_text(item)}" for item in items))
    return prose(lead) + listed if lead else listed


def numbered(items: Iterable[str]) -> Shown:
    """Paragraphs numbered from 1, as a report lists the tasks ahead; empty items are left out.

    >>> numbered(["Tham mưu kế hoạch.", "Tổ chức hội thi."]).text
    '1. Tham mưu kế hoạch.\\n\\n2. Tổ chức hội thi.'
    """
    said = _parts("numbered", items)
    return prose(*(f"{Text(f'{number}.')} {item}" for number, item in enumerate(said, 1)))


def _parts(call: str, items: Iterable[str]) -> list[str]:
    """The items that say something. Raises InputError for what is no list."""
    if isinstance(items, str) or not isinstance(items, Iterable):
        raise unknown_kind(
            call, items, _("a list of texts, such as [f'{name}: {count}' for name, count in figures.items()]")
        )
    return [item for item in items if item and not says_nothing(item)]


def join_phrases(phrases: Iterable[object]) -> str:
    """An enumeration in a sentence: commas, and "và" before the last; `prose` leaves out a paragraph that enumerates nothing.

    Texts and figures keep their source, codes are read as their labels, documents are cited; empty phrases are left out.

    >>> join_phrases(["hai hồ sơ cấp tỉnh", "", "ba hồ sơ cấp xã"])
    'hai hồ sơ cấp tỉnh và ba hồ sơ cấp xã'
    >>> prose(f"Gồm {join_phrases([])}.") == NOTHING
    True
    """
    if isinstance(phrases, str) or not isinstance(phrases, Iterable):
        remedy = _("Write [f'{name}: {count}' for name, count in figures.items()].")
        raise unknown_kind("join_phrases", phrases, _("a list of phrases"), remedy)
    return join(phrases) or NO_PARTS


# -- words that judge ----


def judged(words: str, figures: Iterable[Figure] | Figure) -> str:
    """Words that rest on figures, for an f-string, a title or a sentence; empty where the words are, or one of the figures is missing.

    >>> from helpers.values.sources import Cells
    >>> from decimal import Decimal
    >>> parsed(judged("Tăng.", [Figure(Decimal(3), cells=(Cells("counts", (2,), "growth"),))]))[0].cells
    'counts:2:growth'
    """
    figures = only_figures("judged", [figures] if isinstance(figures, Figure) else with_gaps(figures))
    if not words or any(figure.is_missing for figure in figures):
        return ""
    cells = sources.join(sources.merge(cells for figure in figures for cells in figure.cells))
    return marked(Judgment(parsed(words), cells), titles=titles_in(words))


def highest(values: pd.Series, say: Callable[[Any, Figure], str]) -> str:
    """What is said of the greatest of at least two figures, as a judgment. say: gets its name and the figure.

    Empty where that is not certain: a figure is missing, another is as great, or the greatest is not above 0.

    >>> from decimal import Decimal
    >>> values = pd.Series([Figure(Decimal(2)), Figure(Decimal(7))], index=["Cấp xã", "Cấp tỉnh"])
    >>> to_text(highest(values, lambda level, count: f"{level} có nhiều nhất: {count}"))
    'Cấp tỉnh có nhiều nhất: 7'
    >>> highest(values[:1], lambda level, count: f"{level} có nhiều nhất: {count}")
    ''
    """
    said = _extreme("highest", values, say, max)
    return said if said and max(with_gaps(values)) > 0 else ""


def lowest(values: pd.Series, say: Callable[[Any, Figure], str]) -> str:
    """As `highest`, for the least; it may be 0 or below.

    >>> from decimal import Decimal
    >>> values = pd.Series([Figure(Decimal(2)), Figure(Decimal(-7))], index=["Cấp xã", "Cấp tỉnh"])
    >>> to_text(lowest(values, lambda level, change: f"{level} thấp nhất: {change}"))
    'Cấp tỉnh thấp nhất: -7'
    """
    return _extreme("lowest", values, say, min)


def _extreme(call: str, values: pd.Series, say: Callable[[Any, Figure], str], choose: Callable[[Any], Figure]) -> str:
    if not isinstance(values, pd.Series):
        remedy = _("One figure has none beside it.")
        raise unknown_kind(call, values, _("a series of figures, as edition.figures gives it"), remedy)
    if values.index.has_duplicates:
        twice = str(values.index[values.index.duplicated()][0])
        remedy = _("Add them up before: values.groupby(level=0).sum(), or name the rows by more columns.")
        raise misused(call, twice, _("each name once"), remedy, code="duplicate_name")
    named = with_gaps(values)
    figures = only_figures(call, named)
    if not figures or any(figure.is_missing for figure in figures):
        return ""
    first = choose(figures)
    names = [name for name, figure in zip(named.index, figures, strict=True) if figure == first]
    return judged(say(names[0], first), figures) if len(names) == 1 < len(figures) else ""


# -- what several sections say ----


def within(edition: Edition, subject: str) -> str:
    """The days that the figures of a subject cover (cutoffs.csv), as a sentence begins; else "Trong kỳ".

    >>> to_text(within(Edition("2024-H1"), "dossiers"))
    'Từ ngày 01/01/2024 đến ngày 28/5/2024'
    """
    first, last = (edition.day("cutoffs", column, subject=subject) for column in ("date_from", "date_to"))
    return f"Từ ngày {first} đến ngày {last}" if first and last else "Trong kỳ"


def how_many(count: Figure, noun: str) -> str:
    """A count and what it counts, for an f-string: "05 nhiệm vụ"; none is "không có nhiệm vụ", with its source too.

    >>> from decimal import Decimal
    >>> to_text(how_many(Figure(Decimal(0)), "nhiệm vụ quá hạn"))
    'không có nhiệm vụ quá hạn'
    """
    if not isinstance(count, Figure):
        raise unknown_kind("how_many", count, _("a figure, as edition.count(…) gives it"))
    none = replace(count.inline("02"), text=f"không có {to_text(noun)}")  # whole, so that a mark stands behind it
    return f"{count:02} {noun}" if count or count.is_missing else marked(none)


def counted(edition: Edition, section: str, nouns: Mapping[str, str]) -> list[str]:
    """How many documents a section cites in each role, "05 quyết định", the last with a footnote that lists them all.

    A long note may go on on the next page, but not one behind which others begin: so a clause has one.
    nouns: what the documents of a role are called, by role; roles without documents are left out.
    """
    cited = {role: documents for role in nouns if (documents := edition.cited(section, role))}
    counts = [f"{edition.count('citations', section=section, role=role):02} {nouns[role]}" for role in cited]
    return [*counts[:-1], *(f"{last}{note_list([*chain(*cited.values())])}" for last in counts[-1:])]


def listed(edition: Edition, section: str, role: str, lead: str) -> Shown:
    """The documents that a section cites in a role as a list, each with number, date, issuer and subject.

    lead: the paragraph above it, where `{count}` says how many there are. An issuer that it names, and the organisation
    that reports, are not named again. Documents of such a list call no footnote.
    """
    own, count = edition.organisation("name"), edition.count("citations", section=section, role=role)
    documents = [
        replace(document, issuer="") if document.issuer == own or document.issuer in lead else document
        for document in edition.cited(section, role)
    ]
    return bullets((f"{document:full}" for document in documents), lead=lead.format(count=count), phrases=True)


def by_issuer(edition: Edition, table: str, **where: str) -> pd.Series:
    """How many documents the rows of a table name, by who issued them, in the order of the rows.

    >>> of_units = by_issuer(Edition("2024-H1"), "task_documents", step="issued")
    >>> to_text(join_phrases(f'{count:02} của {issuer}' for issuer, count in of_units.items()))
    '03 của UBND tỉnh, 01 của Ban Chỉ đạo Chuyển đổi số tỉnh và 01 của Ban Điều hành Chuyển đổi số tỉnh'
    """
    documents = edition.register(table, **where)["document"]
    own = documents.map(attrgetter("key")).groupby(documents.map(attrgetter("issuer")), sort=False)
    return own.agg(lambda keys: edition.count(table, document=list(keys), **where))


def link(section: str) -> str:
    """A link to another section by its number, for an f-string: in JupyterLab to its notebook.

    >>> parsed(link("I.2.7"))[0].text, parsed(link("I.2.7"))[0].notebook
    ('mục I.2.7', '08_digital_government.ipynb')
    """
    notebook = project_of().notebook(section)
    return marked(Reference("section", section, place(section), notebook=notebook))


def reference(name: str) -> str:
    """(Hình 10): a link to a chart by its name, for an f-string, with the space before it.

    The document knows the number; where the period has no figures for the chart, it leaves the reference out.

    >>> to_text(f"Có 92 hồ sơ trễ hạn{reference('late_dossiers')}.")
    'Có 92 hồ sơ trễ hạn (Hình).'
    """
    return marked(Reference("chart", name, "Hình", " (", ")"))


def full_names(names: pd.Series, parents: pd.Series) -> pd.Series:
    """Each name behind the name of the whole that it is a part of; `names` and `parents` are indexed by their keys.

    >>> from helpers.values.sourced_text import Text
    >>> names = pd.Series([Text("Giờ phát sóng"), Text("Tiếng dân tộc")], index=["7", "7.2"], dtype=object)
    >>> full_names(names, pd.Series(["", "7"], index=["7", "7.2"])).tolist()
    ['Giờ phát sóng', 'Giờ phát sóng: tiếng dân tộc']
    """
    full = [name.behind(names[parent]) if parent else name for name, parent in zip(names, parents, strict=True)]
    return pd.Series(full, index=names.index, dtype=object)
