"""What a leader reads first: what the rules of headlines.csv choose of a period, and which numbers are in doubt.

A row says when something is worth a sentence (`left relation right`, once or for each code of a dimension), what the
sentence is, and what is to be decided or made clear. Of each kind that is told which departs most: another period's numbers
choose other sentences.
"""

import operator
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import chain
from typing import Any
from urllib.parse import quote

import pandas as pd

from . import prose, task_status
from .audit.audit_run import Summary, by_number
from .audit.check_model import of_codes
from .audit.ruleset import codes_of
from .data.evaluation import complete
from .data.expressions import Call, ExpressionError, Select, naming, parse, selections
from .editions import Edition, fill
from .errors import wrong_input
from .finding_text import Group, by_when, fault_of, in_error, is_of_words, severity, sign, state
from .i18n import _
from .values.blocks import Front, List, Paragraph, Reference
from .values.blocks import Text as Words
from .values.display_bundle import NOWHERE, Shown, figures_in, marked, parsed, sourced, to_text
from .values.figures import Figure
from .values.sourced_text import Text
from .values.sources import Cell, Cells, cell_set
from .values.sources import join as join_cells

MOST, OF_FIRST = 6, 2  # sentences of the first page, and of them those of the gravest kind
TILE = "tile"  # the kind whose numbers stand above the sentences
# relations of tasks: how many of them are due and not done, or will be by the period's last day, more than the right side
_TASKS = {"due": task_status.overdue, "coming": task_status.coming}
COMPARED = {">": operator.gt, "<": operator.lt, "<>": operator.ne}
_ESCAPES = str.maketrans({sign: f"\\{sign}" for sign in "\\'\""} | {"\n": "\\n", "\r": "\\r"})
_RELATIONS = {
    **COMPARED,
    **dict.fromkeys(_TASKS, operator.gt),
    "": operator.eq,
}  # without one, both sides are the same figure
_AND = marked(Words("; ", joins=True))
_STOP = marked(Words(".", joins=True))
_ALONE = "chưa có số liệu khác để đối chiếu"


@dataclass(frozen=True)
class Headline:
    """What a row of headlines.csv says, for one code of its dimension, where its two figures compare as it asks.

    name: of its row, and of whom it is about; its id on the page. whole: what its departure is relative to.
    decide, office: what is to be decided or made clear, and who knows the number. section: which one tells more.
    """

    name: str
    kind: str
    left: Figure
    relation: str
    right: Figure
    whole: Figure
    words: str
    decide: str = ""
    office: str = ""
    section: str = ""

    @property
    def holds(self) -> bool:
        values = complete((self.left.value, self.right.value))
        return bool(values and _RELATIONS[self.relation](*values))

    @property
    def departure(self) -> float:
        return abs(float(self.left) - float(self.right)) / abs(float(self.whole.value or 1))

    @cached_property
    def said(self) -> str:
        """Its words, which judge where they compare."""
        return prose.judged(self.words, [self.left, self.right]) if self.relation else self.words

    @cached_property
    def rests_on(self) -> frozenset[Cell]:
        """The cells of the figures that it compares and tells."""
        told = (figure.cells for figure in figures_in(self.words))
        return cell_set(join_cells([*self.left.cells, *self.right.cells])).union(*map(cell_set, told))


def first_page(edition: Edition, checked: Summary) -> Shown:
    """What a leader reads first: numbers, at most `MOST` sentences, what is in doubt, who has to do what.

    Of each kind that is told which departs most; what other numbers guard comes first. Nothing is judged by a number of
    an open error. The document puts the page below the report's name.
    """
    all_, alone, wrong = offered(edition), cell_set(";".join(checked["unguarded"])), in_error(checked)
    found = [each for each in all_ if each.kind != TILE and each.rests_on.isdisjoint(wrong)]
    best = chosen(found, alone)
    said_of = {f"headlines/{each.name}": told(each, edition, alone) for each in best}
    parts = [
        _tiles([each for each in all_ if each.kind == TILE], checked),
        *([_list(said_of)] if best else ()),
        doubts(edition, checked),
        _to_do(best, checked),
    ]
    said = [part for part in parts if part.blocks]
    made = sum((part.blocks for part in said), ())
    return Shown((Front(made),), "\n".join(part.text for part in said)) if said else NOWHERE


def _list(lines: dict[str, str], lead: str = "") -> Shown:
    """Items by their ids, which stay whatever stands beside them in another period."""
    listed = prose.bullets(lines.values(), lead=lead)
    blocks = (replace(each, ids=tuple(lines)) if isinstance(each, List) else each for each in listed.blocks)
    return Shown(tuple(blocks), listed.text)


def chosen(found: list[Headline], alone: Collection[Cell] = ()) -> list[Headline]:
    """The sentences of the first page: of each kind what departs most, of the first one more; last what nothing guards (`alone`)."""
    kinds, taken = list(dict.fromkeys(each.kind for each in found)), list[Headline]()
    ranked = sorted(found, key=lambda each: (not each.rests_on.isdisjoint(alone), -each.departure))
    for kind in kinds:
        taken += [each for each in ranked if each.kind == kind][: OF_FIRST if kind == kinds[0] else 1]
    return sorted(taken, key=lambda each: not each.rests_on.isdisjoint(alone))[:MOST]


def told(headline: Headline, edition: Edition, alone: Collection[Cell] = ()) -> str:
    """A sentence and where more is told."""
    is_printed = headline.section and edition.project.notebook(headline.section)
    behind = [prose.link(headline.section) if is_printed else ""]
    behind.append("" if headline.rests_on.isdisjoint(alone) else _ALONE)
    return f"{headline.said}{f' ({said})' if (said := '; '.join(filter(None, behind))) else ''}."


def _tiles(tiles: list[Headline], checked: Summary) -> Shown:
    """The numbers above the sentences, and how many errors of the data are open, if any."""
    errors = len([group for group in _open(checked) if severity(group) == "error"])
    of_errors = [f"{_two(errors)} {_to_audit('lỗi số liệu chưa xử lý')}"] if errors else []
    if not (said := _AND.join([*(each.said for each in tiles), *of_errors])):
        return NOWHERE
    return Shown((Paragraph(parsed(f"{said}{_STOP}"), "tiles"),), to_text(f"{said}{_STOP}"))


def _to_audit(words: str) -> str:
    """A link to the annex of the audit."""
    return marked(Reference("annex", "kiem-tra-so-lieu", words))


def _to_do(best: list[Headline], checked: Summary) -> Shown:
    """Who has to decide or make clear what, and to answer how many findings by when, a line each."""
    asked: dict[str, list[str]] = {}
    for each in best:
        if each.decide and each.office:
            asked.setdefault(to_text(each.office), []).append(each.decide)
    open_: dict[str, list[Group]] = {}
    for group in _open(checked):
        for office in dict.fromkeys(finding["office"] for finding in group):
            open_.setdefault(office or "Chưa rõ đơn vị", []).append(group)
    lines = {}
    for office in dict.fromkeys([*asked, *open_]):
        said = _once(asked.get(office, []))
        if groups := open_.get(office):
            said.append(f"trả lời {_two(len(groups))} phát hiện{by_when(chain.from_iterable(groups))}")
        lines[f"to-do/{_id(office)}"] = f"{Text(office)}: {'; '.join(said)}."
    return _list(lines, lead="Việc cần quyết định, làm rõ, trả lời:") if lines else NOWHERE


def _two(number: int) -> str:
    """A number about the audit, as prose writes it: "03"."""
    return sourced(f"{number:02}")


def _once(texts: Iterable[str]) -> list[str]:
    """Texts without those that a reader has read already."""
    return list({to_text(each): each for each in texts if each}.values())


def offered(edition: Edition) -> list[Headline]:
    """Everything that headlines.csv finds worth a sentence in a period, in the order of the kinds."""
    kinds = edition.codes("headline_kind")
    return sorted((each for each in headlines(edition) if each.holds), key=lambda each: kinds.index(each.kind))


def headlines(edition: Edition, **where: Any) -> Iterator[Headline]:
    """Every sentence of rows of headlines.csv, whether its figures compare as it asks or not.

    Raises InputError, with line and column, for a rule or a sentence that cannot be read.
    """
    for line, row in edition.register("headlines", **where).iterrows():
        try:
            yield from _of_row(edition, line, row)
        except (ExpressionError, ValueError) as error:
            column = getattr(error, "column", "") or "text"
            expected, remedy = _("figures in the words of the tables"), f"{error}."
            at = "headlines.csv", line, column, str(row[column])[:200]
            raise wrong_input(*at, expected, remedy=remedy, code="bad_expression") from None


def _of_row(edition: Edition, line: int, row: pd.Series) -> Iterator[Headline]:
    """The sentences of a row: {value} and {against} are its figures, {name} whom it is about, {until} the period's end."""
    each, relation, text = (str(row[name]) for name in ("each", "relation", "text"))
    with naming("left"):
        codes = codes_of(str(row["left"]), each, edition.records)
    names = _names(edition, row) if each else str
    for code in ("".join(each.values()) for each in codes):
        left = _value(edition, row, "left", code)
        right = _value(edition, row, "right", code) if relation else left
        named = {"value": left, "against": right, "until": edition.date_to}
        named |= {"name": names(code)} if each else {}

        def value(match: re.Match[str], named: Mapping[str, object] = named) -> str:
            asked = match["expression"].strip()
            with naming("text"):
                return format(named[asked] if asked in named else edition.evaluate(asked), match["spec"] or "")

        words = text.replace(f"{{{each}}}", code.translate(_ESCAPES)) if each else text
        name = "/".join(filter(None, (str(row["headline"]), _id(code))))
        whole = edition.count(left.cells[0].table) if relation in _TASKS and left.cells else right
        said = fill(words, (Cells("headlines", (line,), "text"),), value)
        decide = f"{Text(row['decide'], row['decide'].cells)}" if row["decide"] else ""
        about = left, relation, right, whole, said, decide, _office(edition, left), str(row["section"])
        yield Headline(name, str(row["kind"]), *about)


def _id(name: str) -> str:
    """A code, or an office's name, in an address: different ones stay different."""
    return quote(name, safe="")


def _office(edition: Edition, figure: Figure) -> str:
    """Who knows a figure: the office that owns the first row of this period that it is made of (owners.csv)."""
    tables = ((at, edition.records_of(at.table)[at.table]) for at in figure.cells)
    first = next(((at.table, rows[line]) for at, rows in tables for line in at.lines if line in rows), None)
    office = edition.owners.of(*first) if first else None
    return f"{Text(office.name)}" if office else ""


def _value(edition: Edition, row: pd.Series, side: str, code: str) -> Figure:
    """One side of a rule; a growth that cannot be computed is what the source states."""
    with naming(side):
        expression = of_codes(parse(str(row[side]), edition.tables), {str(row["each"]): code} if row["each"] else {})
        match expression:
            case Call("growth", (of, _)):
                return edition.growth(edition.evaluate(of))
            case Select(table) if side == "left" and row["relation"] in _TASKS:
                return _TASKS[str(row["relation"])](edition, table)
        if side == "left" and not any(selections(expression)):
            raise ExpressionError(_("write a figure here: this is a number, which nothing in the tables can change"))
        return edition.evaluate(expression)


def _names(edition: Edition, row: pd.Series) -> Callable[[str], object]:
    """Whom a sentence is about, by code: the label of a code, the name of a row."""
    table, each = next(selections(parse(str(row["left"]), edition.tables))).declared, str(row["each"])
    field = table.columns[each]
    if field.kind == "code":
        return partial(edition.code, field.codes)
    rows = edition.register(table.name).set_index(each, drop=False)
    own = next(iter(table.naming), each)  # of a table whose key is the name
    names: pd.Series = prose.full_names(rows[own], rows["parent"]) if "parent" in rows else rows[own]
    return lambda code: names[code]


# -- numbers in doubt ----------------------------------------------------------------------------------------------------


def _open(checked: Summary) -> list[Group]:
    """What is open of the numbers; what is to be looked at in words is for those who write them, in the annex."""
    found = [finding for finding in checked["findings"] if not is_of_words(finding)]
    return [group for group in by_number(found) if state(group) != "accepted"]


def doubts(edition: Edition, checked: Summary) -> Shown:
    """Which numbers are in doubt and why, an error a line, and how many others are to be looked at; nothing where none is."""
    open_ = _open(checked)
    errors = [group for group in open_ if severity(group) == "error"]
    faults: dict[str, str] = {}  # two sections may state the same
    for group in errors:
        fault = fault_of(group, edition)
        faults[fault] = faults.get(fault, "") + sign(group)
    lines = [f"{sourced(fault)}.{signs}" for fault, signs in faults.items()]
    if others := len(open_) - len(errors):
        lines.append(f"{_two(others)} số liệu, văn bản{' khác' if errors else ''} {_to_audit('cần xem lại')}.")
    if not lines:
        return NOWHERE
    listed = prose.bullets(lines, lead="Số liệu còn nghi vấn:")
    styled = (replace(each, style="doubts") for each in listed.blocks if isinstance(each, Paragraph | List))
    return Shown(tuple(styled), listed.text)
