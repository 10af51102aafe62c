"""What the rules of headlines.csv find worth a sentence in a period.

A row says when something is worth a sentence (`left relation right`, once or for each code of a dimension), what the
sentence is, and what is to be decided or made clear. Another period's numbers choose other sentences.
"""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any
from urllib.parse import quote

from .audit.check_model import of_codes
from .audit.ruleset import codes_of
from .data.evaluation import complete
from .data.expressions import Call, ExpressionError, Select, naming, parse, selections
from .editions import Edition, fill
from .errors import wrong_input
from .i18n import _
from .values.display_bundle import figures_in
from .values.figures import Figure
from .values.sourced_text import Text
from .values.sources import Cell, Cells, cell_set
from .values.sources import join as join_cells

COMPARED = {">": operator.gt, "<": operator.lt, "<>": operator.ne}
# relations of tasks: how many of them are due and not done, or will be by the period's last day, more than the right side
TASKS = ("due", "coming")
# without one, both sides are the same figure
_RELATIONS = {**COMPARED, **dict.fromkeys(TASKS, operator.gt), "": operator.eq}
_ESCAPES = str.maketrans({sign: f"\\{sign}" for sign in "\\'\""} | {"\n": "\\n", "\r": "\\r"})


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
        from .prose import judged  # which needs pandas

        return judged(self.words, [self.left, self.right]) if self.relation else self.words

    @cached_property
    def rests_on(self) -> frozenset[Cell]:
        """The cells of the figures that it compares and tells."""
        told = (figure.cells for figure in figures_in(self.words))
        return cell_set(join_cells([*self.left.cells, *self.right.cells])).union(*map(cell_set, told))


def offered(edition: Edition) -> list[Headline]:
    """Everything that headlines.csv finds worth a sentence in a period, in the order of the kinds."""
    kinds = edition.codes("headline_kind")
    return sorted((each for each in headlines(edition) if each.holds), key=lambda each: kinds.index(each.kind))


def headlines(edition: Edition, **where: Any) -> Iterator[Headline]:
    """Every sentence of rows of headlines.csv, whether its figures compare as it asks or not.

    Raises InputError, with line and column, for a rule or a sentence that cannot be read.
    """
    for line in edition.lines("headlines", **where):
        row = edition.row("headlines", line)
        try:
            yield from _of_row(edition, line, row)
        except (ExpressionError, ValueError) as error:
            column = getattr(error, "column", "") or "text"
            expected, remedy = _("figures in the words of the tables"), f"{error}."
            at = "headlines.csv", line, column, str(row[column])[:200]
            raise wrong_input(*at, expected, remedy=remedy, code="bad_expression") from None


def _of_row(edition: Edition, line: int, row: dict[str, Any]) -> Iterator[Headline]:
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
        name = "/".join(filter(None, (str(row["headline"]), address(code))))
        whole = edition.count(left.cells[0].table) if relation in TASKS and left.cells else right
        said = fill(words, (Cells("headlines", (line,), "text"),), value)
        decide = f"{Text(row['decide'], row['decide'].cells)}" if row["decide"] else ""
        about = left, relation, right, whole, said, decide, _office(edition, left), str(row["section"])
        yield Headline(name, str(row["kind"]), *about)


def address(name: str) -> str:
    """A code, or an office's name, in an address: different ones stay different."""
    return quote(name, safe="")


def _office(edition: Edition, figure: Figure) -> str:
    """Who knows a figure: the office that owns the first row of this period that it is made of (owners.csv)."""
    tables = ((at, edition.records_of(at.table)[at.table]) for at in figure.cells)
    first = next(((at.table, rows[line]) for at, rows in tables for line in at.lines if line in rows), None)
    office = edition.owners.of(*first) if first else None
    return f"{Text(office.name)}" if office else ""


def _value(edition: Edition, row: dict[str, Any], side: str, code: str) -> Figure:
    """One side of a rule; a growth that cannot be computed is what the source states."""
    with naming(side):
        expression = of_codes(parse(str(row[side]), edition.tables), {str(row["each"]): code} if row["each"] else {})
        match expression:
            case Call("growth", (of, _)):
                return edition.growth(edition.evaluate(of))
            case Select(table) if side == "left" and row["relation"] in TASKS:
                from . import task_status  # which needs pandas

                return (task_status.overdue if row["relation"] == "due" else task_status.coming)(edition, table)
        if side == "left" and not any(selections(expression)):
            raise ExpressionError(_("write a figure here: this is a number, which nothing in the tables can change"))
        return edition.evaluate(expression)


def _names(edition: Edition, row: dict[str, Any]) -> Callable[[str], object]:
    """Whom a sentence is about, by code: the label of a code, the name of a row."""
    table, each = next(selections(parse(str(row["left"]), edition.tables))).declared, str(row["each"])
    field = table.columns[each]
    if field.kind == "code":
        return partial(edition.code, field.codes)
    own = next(iter(table.naming), each)  # of a table whose key is the name
    named = (each, own, *table.columns.keys() & {"parent"})
    found: list[dict[str, Any]] = [edition.row(table.name, line, named) for line in edition.lines(table.name)]
    rows = {str(row[each]): row for row in found}

    def name(code: str) -> object:
        row = rows[code]
        return row[own].behind(rows[str(row["parent"])][own]) if row.get("parent") else row[own]

    return name
