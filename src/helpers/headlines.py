"""What a leader reads first: what the rules of headlines.csv choose of a period, and which numbers are in doubt.

A row says when something is worth a sentence (`left relation right`, once or for each code of a dimension), what the
sentence is, and what is to be decided or made clear. Of each kind those are told that depart most: another period's numbers
choose other sentences.
"""

import operator
import re
from collections.abc import Iterable
from contextlib import suppress
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

import pandas as pd

from . import judgments, prose
from .audit.checks import EACH, ESCAPES
from .audit.findings import Summary, by_number
from .data.evaluation import complete
from .data.expressions import CHANGES, Call, ExpressionError, Select, naming, parse, selections
from .data.schema import TABLES
from .doubts import Group, by_when, fault_of, is_of_words, severity, state
from .editions import Edition, fill
from .language import _
from .problems import InputError, Problem
from .series import full_names
from .values.figures import Figure
from .values.markup import OPEN, Shown, figures_in, to_text, trusted
from .values.sources import Cells, merge
from .values.texts import Code, Text
from .values.vietnamese import join, lower_first

MOST, OF_A_KIND = 6, 2  # kinds that the first page tells, and sentences of each
LONGEST = 60  # words of a sentence: what is longer is told in several
# relations of tasks: how many of them are due and not done, or will be by the period's last day, more than the right side
_TASKS = {"due": judgments.overdue, "coming": judgments.coming}
_RELATIONS = {">": operator.gt, "<": operator.lt, "<>": operator.ne, **dict.fromkeys(_TASKS, operator.gt)}
# what stands between two sentences goes with one that is not printed (`briefing.document.marks`)
_AND, _STOP = (trusted(f'<span class="and">{sign} </span>') for sign in ";.")
_BEGIN = re.compile(rf"^((?:{OPEN}|<[^>]*>)*)(\w)")
_PLACES = trusted('<span class="places"></span>')  # which sections these are in, as the document knows


class Headline(NamedTuple):
    """A sentence that a rule offers. departure: how far its figure is from what it is measured against, relative to that.

    about: what it is of, of which the page tells one thing of a kind. whole: what is said once of all of a kind. decide,
    office: what is to be decided or made clear, and who knows the number. section: which one tells more. figure: what is told.
    """

    kind: str
    departure: float
    words: str
    about: str = ""
    whole: str = ""
    decide: str = ""
    office: str = ""
    section: str = ""
    figure: Figure = judgments.NOT_STATED


def told(edition: Edition, lead: str = "") -> Shown:
    """The headlines of a period as a list, at most `MOST` kinds of them; each with last year's level where that is known."""
    if not (found := chosen(offered(edition))):
        return Shown("", "")  # no rule of headlines.csv is met, which is nothing to report
    listed = prose.bullets(map(item, found), lead=lead)
    note = "Ngoài các mức tăng, giảm nêu trong báo cáo, chưa có số liệu cùng kỳ năm trước để so sánh."
    said = listed if edition.before("last_year") else listed + prose.prose(note)
    return Shown(f'<div class="headlines">{said.html}</div>', said.text)


def chosen(found: list[Headline]) -> list[list[Headline]]:
    """Of each of the first kinds that come, what departs most: `OF_A_KIND` sentences, of the gravest one more, one of each thing.

    How many others there are is said behind them.

    >>> of = lambda kind, departure, about: Headline(kind, departure, f"{kind}{departure}", about)
    >>> [[each.words for each in kind] for kind in chosen([of("a", 1, "x"), of("a", 3, "y"), of("b", 0, "x"), of("a", 2, "y")])]
    [['a3', 'a1'], ['b0']]
    >>> [[to_text(each.words) for each in kind] for kind in chosen([of("a", number, f"{number}") for number in range(5)])]
    [['a4', 'a3', 'a2', 'còn 02 trường hợp khác']]
    """
    kinds: dict[str, dict[str, Headline]] = {headline.kind: {} for headline in found}
    for headline in sorted(found, key=lambda headline: -headline.departure):  # equals stay in their order
        kinds[headline.kind].setdefault(headline.about, headline)
    of_kind = [(list(each.values()), OF_A_KIND + (not place)) for place, each in enumerate(kinds.values())]
    return [[*each[:told], *_others(each[told:])] for each, told in of_kind][:MOST]


def _others(left_out: list[Headline]) -> list[Headline]:
    """How many of a kind are not told, as the last of it."""
    if not left_out:
        return []
    figures = [each.figure for each in left_out]
    cells = merge(each for figure in figures for each in figure.cells)
    count = Text(Figure(Decimal(len(figures))).text("02"), cells)
    return [Headline(left_out[0].kind, 0, judgments.judged(f"còn {count} trường hợp khác", figures))]


def item(group: list[Headline]) -> str:
    """The sentences of a kind: what it is, of whom, where more is told, and what is to be done by whom; as one, unless it is too long."""
    parts = [*(each.words for each in group), *_once(each.whole for each in group)]
    places = join(_once(prose.link(each.section) for each in group if each.section))
    told = f"{group[0].kind}: {_AND.join(parts)}{f' ({places})' if places else ''}."
    if len(to_text(told).split()) > LONGEST:
        told = told.replace(_AND.join(parts), _STOP.join([parts[0], *map(_begun, parts[1:])]))
    for what in _once(each.decide for each in group):
        who = join(_once(each.office for each in group if to_text(each.decide) == to_text(what)))
        told += f" {what}{f' ({who})' if who else ''}."
    return told


def _begun(words: str) -> str:
    """Words as a sentence begins."""
    return _BEGIN.sub(lambda first: first[1] + first[2].upper(), words)


def _once(texts: Iterable[str]) -> list[str]:
    """Texts without those that a reader has read already."""
    return list({to_text(each): each for each in texts if each}.values())


def offered(edition: Edition) -> list[Headline]:
    """Everything that headlines.csv finds worth a sentence in a period, in the order of the kinds.

    Raises InputError, with line and column, for a rule or a sentence that cannot be read.
    """
    found = []
    for line, row in edition.register("headlines").iterrows():
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
        first = next(selections(parse(EACH.sub("", str(row["left"])))))
    where = {name: list(values) for name, values in first.where if values != ("",)}
    return list(dict.fromkeys(str(code) for code in edition.register(first.table, **where)[str(row["each"])]))


def _offered(edition: Edition, line: int, row: pd.Series, code: str) -> Headline | None:
    left, right = (_value(edition, row, side, code) for side in ("left", "right"))
    values = complete((left.value, right.value))
    if not values or not _RELATIONS[str(row["relation"])](*values):
        return None
    known = {"value": left, "against": right, "until": edition.date_to}
    said, whole = (_filled(edition, line, row, code, known, column) for column in ("text", "whole"))
    value, against = values
    whole_of: Decimal | None = edition.count(left.cells[0].table).value if row["relation"] in _TASKS else against
    return Headline(
        kind=row["kind"],
        departure=float(abs(value - against) / (abs(whole_of) if whole_of else Decimal(1))),
        words=judgments.judged(said + _last_year(edition, row, code), [left, right]),
        about=code or str(row["headline"]),
        whole=judgments.judged(whole, [left, right]),
        decide=f"{Text(row['decide'], row['decide'].cells)}" if row["decide"] else "",
        office=_office(edition, left),
        section=str(row["section"]),
        figure=left,
    )


def _office(edition: Edition, figure: Figure) -> str:
    """Who knows a figure: the office that owns the first row of this period that it is made of (owners.csv)."""
    tables = ((at, edition.records_of(at.table)[at.table]) for at in figure.cells)
    first = next(((at.table, rows[line]) for at, rows in tables for line in at.lines if line in rows), None)
    office = edition.owners.of(*first) if first else None
    return f"{Text(office.name)}" if office else ""


def _value(edition: Edition, row: pd.Series, side: str, code: str) -> Figure:
    """One side of a rule; a growth that cannot be computed is what the source states."""
    with naming(side):
        expression = parse(_of_code(str(row[side]), str(row["each"]), code))
        match expression:
            case Call("growth", (of, _)):
                return edition.growth(edition.evaluate(of))
            case Select(table) if side == "left" and row["relation"] in _TASKS:
                return _TASKS[str(row["relation"])](edition, table)
        return edition.evaluate(expression)


def _last_year(edition: Edition, row: pd.Series, code: str) -> str:
    """What the figure was in the same period last year, where that has it."""
    before, expression = edition.before("last_year"), parse(_of_code(str(row["left"]), str(row["each"]), code))
    if before is None or isinstance(expression, Call) or row["relation"] in _TASKS:
        return ""
    then, spec = before.evaluate(expression), re.search(r"\{value:?([^}]*)\}", str(row["text"]))
    return "" if then.is_missing else f", cùng kỳ năm trước {format(then, spec[1] if spec else '')}"


def _of_code(words: str, each: str, code: str) -> str:
    return words.replace(f"{{{each}}}", code.translate(ESCAPES)) if each else words


def _filled(edition: Edition, line: int, row: pd.Series, code: str, known: dict[str, object], column: str) -> str:
    """The words of a column with their figures: {value} and {against} are the rule's sides, {name} whom it is about, {until} the period's end."""
    named = known | ({"name": _name(edition, row, code)} if code else {})

    def value(match: re.Match[str]) -> str:
        asked = match["expression"].strip()
        with naming(column):
            return format(named[asked] if asked in named else edition.evaluate(asked), match["spec"] or "")

    return fill(_of_code(str(row[column]), str(row["each"]), code), (Cells("headlines", (line,), column),), value)


def _name(edition: Edition, row: pd.Series, code: str) -> object:
    """Whom a sentence is about: the label of a code, the name of a row."""
    table, each = next(selections(parse(EACH.sub("", str(row["left"]))))).table, str(row["each"])
    field = TABLES[table].columns[each]
    if field.kind == "code":
        found = edition.code(field.codes, code)
        is_name = any(word[0].isupper() for word in found.label.split()[1:])  # “Văn phòng Đăng ký đất đai”
        return found if is_name else Code(found, lower_first(found.label))
    rows = edition.register(table).set_index(each, drop=False)
    own = next(iter(TABLES[table].naming), each)  # of a table whose key is the name
    names = full_names(rows[own], rows["parent"], lower=True) if "parent" in rows else rows[own]
    return names[code]


# -- for the analyst -----------------------------------------------------------------------------------------------------

LARGEST = 10  # changes that are worth a look


def suggested(edition: Edition) -> list[Headline]:
    """Sentences that the analyst may take: what headlines.csv offers, then the largest changes since last year.

    A change is told of each cell of a table of facts that last year's edition has too, with its share in the change of
    the whole column where all its cells are of one unit: who makes it up.
    """
    return [*(each._replace(words=item([each])) for each in offered(edition)), *_changes(edition)]


def _changes(edition: Edition) -> list[Headline]:
    found = []
    for name, table in TABLES.items():
        numbers = (column for column, field in table.columns.items() if field.kind == "number")
        columns = [column for column in numbers if column not in CHANGES]
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
    several = len(TABLES[table].numbers) > 1
    measured = f", {lower_first(TABLES[table].columns[column].title)}" if several else ""
    about = f"{TABLES[table].title}{measured} ({edition.row_name(table, line)})"
    said = f"{Text(about)}: {figure:unit}, {growth:trend} so với cùng kỳ năm trước"
    share = _share(edition, figure, table, column)
    part = f", bằng {share:.1%} mức thay đổi chung" if share and 0 < share <= 1 else ""
    return Headline("largest", abs(float(growth)), judgments.judged(f"{said}{part}.", [figure, growth]))


def _share(edition: Edition, figure: Figure, table: str, column: str) -> Figure | None:
    """The share of a cell in the change of its column; None where that does not add up."""
    if "unit" in TABLES[table].columns:
        return None
    with suppress(ExpressionError):
        return edition.change(figure) / edition.change(edition.figure(table, column))
    return None


def lines(found: list[Headline]) -> list[str]:
    """Sentences for the terminal, each with the figures that it is made of: never a word without a cell."""
    told = []
    for headline in found:
        known = (each for each in figures_in(headline.words) if each.keys() >= {"value", "data-key"})
        figures = dict.fromkeys((figure["text"], figure["data-key"]) for figure in known)
        told += [to_text(headline.words), *(f"    {text} = {key}" for text, key in figures)]
    return told


# -- numbers in doubt ----------------------------------------------------------------------------------------------------


def doubts(edition: Edition, checked: Summary) -> Shown:
    """Which numbers of the report are in doubt: what does not agree, who answers by when; nothing where none is.

    Errors one by one; of what is to be looked at only how many there are. The document puts it behind the headlines.
    What is to be looked at in words is for those who write them, in the annex.
    """
    found = [finding for finding in checked["findings"] if not is_of_words(finding)]
    open_ = [group for group in by_number(found) if state(group) != "accepted"]
    errors = [group for group in open_ if severity(group) == "error"]
    if not open_:
        return Shown("", "")
    others = [group for group in open_ if group not in errors]
    count = Text(Figure(Decimal(len(others))).text("02"))
    offices = join(_once(Text(one["office"]) for one in chain.from_iterable(others)))
    who = f": {offices} trả lời{by_when(chain.from_iterable(others))}" if offices else ""
    more = f"{count} số liệu, văn bản{' khác' if errors else ''} cần xem lại{who}.{_PLACES}"
    listed = prose.bullets(
        [*_once(_doubt(group, edition) for group in errors), more if others else ""], lead="Số liệu còn nghi vấn:"
    )
    return Shown(f'<div class="doubts">{listed.html}</div>', listed.text)


def _doubt(group: Group, edition: Edition) -> str:
    """What is asked, or what does not agree, and who answers by when."""
    decided = next((one["decision"] for one in group if one["decision"]), None)
    if not decided:
        offices = join(_once(Text(one["office"]) for one in group))
        return f"{Text(fault_of(group, edition))}; {f'{offices} trả lời' if offices else 'chưa có đơn vị được giao trả lời'}."
    return f"{Text(decided['words'])} {Text(decided['office'])} trả lời{by_when(group)}."
