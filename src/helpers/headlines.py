"""What a leader reads first: what the rules of headlines.csv choose of a period, and which numbers are in doubt.

A row says when something is worth a sentence (`left relation right`, once or for each code of a dimension), what the
sentence is, and what is to be decided. Of each kind that which departs most is told, then the next of each, until the page
has `MOST`: another period's numbers choose other sentences.
"""

from __future__ import annotations

import operator
import re
from collections import defaultdict
from decimal import Decimal
from html import unescape
from itertools import chain, zip_longest
from typing import NamedTuple

import pandas as pd

from . import judgments, prose
from .audit.findings import Summary, by_number
from .data.evaluation import complete
from .data.expressions import CHANGES, Call, ExpressionError, Select, naming, parse, selections
from .data.schema import TABLES
from .doubts import Group
from .doubts import sentence as said_of
from .editions import PLACEHOLDER, Edition
from .language import _
from .problems import InputError, Problem
from .values.figures import Figure
from .values.markup import Shown, to_html, to_text
from .values.sources import Cells
from .values.texts import Day, Text

MOST = 6
DUE = "due"  # a relation of tasks: how many of them are due and not done (`judgments.of`), more than the right side
_RELATIONS = {">": operator.gt, "<": operator.lt, "<>": operator.ne, DUE: operator.gt}
_CODE = re.compile(r"\{(\w+)\}")
_FIGURE = re.compile(r'<data value="[^"]*" data-key="([^"]*)"[^>]*>([^<]*)</data>')
_ESCAPES = str.maketrans({sign: f"\\{sign}" for sign in "\\'\""})


class Headline(NamedTuple):
    """A sentence that a rule offers. departure: how far its figure is from what it is measured against, relative to that."""

    kind: str
    departure: float
    words: str


def told(edition: Edition, lead: str = "") -> Shown:
    """The headlines of a period as a list, at most `MOST` of them; each with last year's level where that is known."""
    listed = prose.bullets([headline.words for headline in chosen(offered(edition))], lead=lead)
    note = "Chưa có số liệu cùng kỳ năm trước để so sánh, ngoài các mức tăng, giảm nêu trong báo cáo."
    said = listed if edition.before("last_year") or listed is prose.NOTHING else listed + prose.prose(note)
    return Shown(f'<div class="headlines">{said.html}</div>', said.text)


def chosen(found: list[Headline]) -> list[Headline]:
    """Of each kind, in the order in which kinds come, what departs most; then the next of each, until there are `MOST`.

    >>> of = lambda kind, departure: Headline(kind, departure, f"{kind}{departure}")
    >>> [each.words for each in chosen([of("a", 1), of("a", 3), of("a", 2), of("b", 0)])]
    ['a3', 'b0', 'a2', 'a1']
    """
    kinds = defaultdict(list)
    for headline in sorted(found, key=lambda headline: -headline.departure):  # equals stay in their order
        kinds[headline.kind].append(headline)
    order = dict.fromkeys(headline.kind for headline in found)
    in_turn = zip_longest(*(kinds[kind] for kind in order))
    return [headline for headline in chain(*in_turn) if headline][:MOST]


def offered(edition: Edition) -> list[Headline]:
    """Everything that headlines.csv finds worth a sentence in a period, in the order of the kinds.

    Raises InputError, with line and column, for a rule or a sentence that cannot be read.
    """
    found = []
    rows = edition.register("headlines")
    for line, row in rows.iterrows():
        try:
            found += [each for code in _codes(edition, row) if (each := _offered(edition, line, row, code))]
        except (ExpressionError, ValueError) as error:
            column = getattr(error, "column", "") or "text"
            expected, remedy = _("figures in the words of the tables"), f"{error}."
            raise InputError(Problem("headlines.csv", line, column, str(row[column])[:200], expected, remedy)) from None
    kinds = edition.codes("headline_kind")
    return sorted(found, key=lambda headline: kinds.index(headline.kind))


def _codes(edition: Edition, row: pd.Series) -> list[str]:
    """The codes of the dimension `each` in the first table of the rule's left side."""
    if not row["each"]:
        return [""]
    with naming("left"):
        first = next(selections(parse(_CODE.sub("", str(row["left"])))))
    where = {name: list(values) for name, values in first.where if values != ("",)}
    return list(dict.fromkeys(str(code) for code in edition.register(first.table, **where)[str(row["each"])]))


def _offered(edition: Edition, line: int, row: pd.Series, code: str) -> Headline | None:
    left, right = (_value(edition, row, side, code) for side in ("left", "right"))
    values = complete((left.value, right.value))
    if not values or not _RELATIONS[str(row["relation"])](*values):
        return None
    said = _filled(edition, line, row, code, {"value": left, "against": right}) + _last_year(edition, row, code)
    asked = f" {Text(row['decide'], row['decide'].cells)}" if row["decide"] else ""
    place = f" ({prose.link(str(row['section']))})" if row["section"] else ""
    words = judgments.judged(f"{row['kind']}: {said}{place}.{asked}", [left, right])
    departure = abs(values[0] - values[1]) / (abs(values[1]) or 1)
    return Headline(str.__str__(row["kind"]), float(departure), words)


def _value(edition: Edition, row: pd.Series, side: str, code: str) -> Figure:
    """One side of a rule; a growth that cannot be computed is what the source states."""
    with naming(side):
        expression = parse(_of_code(str(row[side]), str(row["each"]), code))
        match expression:
            case Call("growth", (of, _)):
                return edition.growth(edition.evaluate(of))
            case Select(table) if side == "left" and row["relation"] == DUE:
                due: Figure = judgments.by_standing(edition, table, judgments.of(edition, table))[judgments.DUE]
                return due
        return edition.evaluate(expression)


def _last_year(edition: Edition, row: pd.Series, code: str) -> str:
    """What the figure was in the same period last year, where that has it."""
    before, expression = edition.before("last_year"), parse(_of_code(str(row["left"]), str(row["each"]), code))
    if before is None or isinstance(expression, Call) or row["relation"] == DUE:
        return ""
    then, spec = before.evaluate(expression), re.search(r"\{value:?([^}]*)\}", str(row["text"]))
    return "" if then.is_missing else f"; cùng kỳ năm trước {format(then, spec[1] if spec else '')}"


def _of_code(words: str, each: str, code: str) -> str:
    return words.replace(f"{{{each}}}", code.translate(_ESCAPES)) if each else words


def _filled(edition: Edition, line: int, row: pd.Series, code: str, known: dict[str, Figure]) -> str:
    """The sentence with its figures: {value} and {against} are the rule's sides, {name} whom it is about."""
    source = (Cells("headlines", (line,), "text"),)
    template, parts, end = _of_code(str(row["text"]), str(row["each"]), code), [], 0
    named = known | ({"name": _name(edition, row, code)} if code else {})
    for match in PLACEHOLDER.finditer(template):
        asked = match["expression"].strip()
        with naming("text"):
            value = named[asked] if asked in named else edition.evaluate(asked)
        words = template[end : match.start()]
        parts += [f"{Text(words, source)}" if words else "", format(value, match["spec"] or "")]
        end = match.end()
    return "".join([*parts, f"{Text(template[end:], source)}" if template[end:] else ""])


def _name(edition: Edition, row: pd.Series, code: str) -> object:
    """Whom a sentence is about: the label of a code, the name of a row."""
    table, each = next(selections(parse(_CODE.sub("", str(row["left"]))))).table, str(row["each"])
    field = TABLES[table].columns[each]
    if field.kind == "code":
        return edition.code(field.codes, code)
    return edition.register(table, **{each: code})["name"].iloc[0]


# -- for the analyst -----------------------------------------------------------------------------------------------------

LARGEST = 10  # changes that are worth a look


def suggested(edition: Edition) -> list[Headline]:
    """Sentences that the analyst may take: what headlines.csv offers, then the largest changes since last year.

    A change is told of each cell of a table of facts that last year's edition has too, with its share in the change of
    the whole column where all its cells are of one unit: who makes it up.
    """
    return [*offered(edition), *_changes(edition)]


def _changes(edition: Edition) -> list[Headline]:
    found = []
    for name, table in TABLES.items():
        columns = [
            column for column, field in table.columns.items() if field.kind == "number" and column not in CHANGES
        ]
        if not table.sourced or name == "controls" or not edition.before("last_year"):
            continue
        for line in edition.lines(name):
            found += [_change(edition, name, line, column) for column in columns]
    return sorted(filter(None, found), key=lambda headline: -headline.departure)[:LARGEST]


def _change(edition: Edition, table: str, line: int, column: str) -> Headline | None:
    figure = edition.number(table, line, column)
    growth = edition.growth(figure) if not figure.is_missing else figure
    if growth.is_missing or not growth:
        return None
    about = f"{TABLES[table].title} ({edition.row_name(table, line)})"
    said = f"{Text(about)}: {figure:unit}, {growth:trend} so với cùng kỳ năm trước"
    whole = Figure(None) if "unit" in TABLES[table].columns else edition.change(edition.figure(table, column))
    share = edition.change(figure) / whole
    part = "" if share.is_missing else f", bằng {share:.1%} mức thay đổi chung"
    return Headline("largest", abs(float(growth)), judgments.judged(f"{said}{part}.", [figure, growth]))


def lines(found: list[Headline]) -> list[str]:
    """Sentences for the terminal, each with the figures that it is made of: never a word without a cell."""
    told = []
    for headline in found:
        figures = dict.fromkeys(_FIGURE.findall(to_html(headline.words)))
        told += [to_text(headline.words), *(f"    {unescape(text)} = {unescape(key)}" for key, text in figures)]
    return told


# -- numbers in doubt ----------------------------------------------------------------------------------------------------


def doubts(edition: Edition, checked: Summary) -> Shown:
    """Which numbers of the report are in doubt: what does not agree, who answers by when; nothing where none is.

    Errors one by one; of what is to be looked at only how many there are. The document puts it behind the headlines.
    """
    open_ = [group for group in by_number(checked["findings"]) if any(one["state"] != "accepted" for one in group)]
    errors = [group for group in open_ if any(one["severity"] == "error" for one in group)]
    if not open_:
        return Shown("", "")
    others = len(open_) - len(errors)
    asked = [one["decision"]["due"] for group in open_ for one in group if one["decision"]]
    answers = f", các đơn vị được hỏi trả lời chậm nhất ngày {Day.fromisoformat(max(asked))}" if asked else ""
    count = Text(Figure(Decimal(others)).text("02")) if others else ""
    more = f"{count} số liệu, văn bản khác cần xem lại{answers}." if others else ""
    listed = prose.bullets([*(_doubt(group, edition) for group in errors), more], lead="Số liệu còn nghi vấn:")
    return Shown(f'<div class="doubts">{listed.html}</div>', listed.text)


def _doubt(group: Group, edition: Edition) -> str:
    """What is asked, or what does not agree, and who answers by when."""
    decided = next((one["decision"] for one in group if one["decision"]), None)
    if not decided:
        return f"{Text(said_of(group[0], edition))}; chưa có đơn vị được giao trả lời."
    asked = f"{Text(decided['words'])} {Text(decided['office'])} trả lời chậm nhất ngày {Day.fromisoformat(decided['due'])}."
    return asked
