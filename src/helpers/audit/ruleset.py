"""Rules bound to an edition: from rules.csv, controls.csv and the project's checks.py to checks that can be computed.

A rule says what must hold, for the whole edition or for each code of a dimension.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, partial
from itertools import chain
from math import inf

from ..data.expressions import Expression, ExpressionError, columns_named, naming, parse, selections
from ..data.indexed_rows import Records, Row
from ..data.period_sums import periods_in
from ..data.units import is_rate
from ..errors import Problem, refuse
from ..i18n import _
from ..values.vietnamese import lower_first
from .check_model import EACH, Check, Codes, Rule, Sides, decimals_in, key_of, of_codes
from .controls import from_control
from .custom_checks import custom_checks
from .numeric_formulas import Cell, Formula, Values, rows_of
from .plausibility import plausible
from .row_rules import not_after, whole

OF_FIGURES = {  # relations between two of them
    "=": "both are the same",
    "<=": "the left one is no greater",
    ">=": "the left one is no less",
    "~": "both are of one order of magnitude",
    "rounds to": "the right one gives the stated one on the left, at its decimals",
}
PEERS = 30.0  # a value this many times another of its kind is a slip of unit, not a development
_ONE_SIDED = ("<=", ">=", "~")


@lru_cache(maxsize=1)
def checks(records: Records) -> list[Check]:
    """Every check of an edition, kept: the audit tries them, and the page what they would say of other numbers. Raises InputError for a rule that names what does not exist, with its line."""
    stated = _made("controls", "expression", from_control, records)  # first: rules name controls
    made = _made("rules", "left", _from_rule, records), stated
    return [*chain(*made), *custom_checks(records)]


def _made(
    table: str, column: str, make: Callable[[Row, int, Records], Iterator[Check]], records: Records
) -> list[Check]:
    """The checks of a table's rows; column: the one that is wrong unless the error names another."""
    found: list[Check] = []
    problems: list[Problem] = []
    for line, row in records[table].items():
        try:
            found += make(row, line, records)
        except ExpressionError as error:
            at, expected = error.column or column, _("a figure in the words of the tables")
            problems.append(
                Problem(f"{table}.csv", line, at, row[at][:200], expected, f"{error}.", code="bad_expression")
            )
    refuse(problems)
    return found


# -- rules.csv -----------------------------------------------------------------------------------------------------


def _from_rule(row: Row, line: int, records: Records) -> Iterator[Check]:
    rule = Rule(row["rule"], row["kind"], row["severity"], row["statement"], "rules.csv", line)
    if row["relation"] not in _RELATIONS:
        with naming("relation"):
            there = {"relation": row["relation"][:200], "relations": ", ".join(_RELATIONS)}
            raise ExpressionError(_("relation {relation!r} is unknown; there are {relations}", **there))
    yield from _RELATIONS[row["relation"]](rule, row, records)


def described() -> str:
    """The language of rules as the dictionary prints it: of relations, what their functions say."""
    helps = {
        name: lower_first((made.__doc__ or "").partition("\n")[0].rstrip(".")) for name, made in _RELATIONS.items()
    }
    listed = [f"- `{name}`: {OF_FIGURES.get(name, help)}" for name, help in helps.items()]
    return "\n".join(["Relations of `rules.csv`:", "", *listed])


def _of_figures(rule: Rule, row: Row, records: Records) -> Iterator[Check]:
    sides = dict[str, Expression]()
    for side in ("left", "right"):
        with naming(side):
            sides[side] = parse(row[side], records.tables)
    for codes in codes_of(row["left"], row["each"], records):
        asked = dict[str, Expression]()
        for side, expression in sides.items():
            with naming(side):
                asked[side] = of_codes(expression, codes)
        yield from _compare(rule, "+".join(codes.values()), asked["left"], row["relation"], asked["right"], records)


def codes_of(left: str, each: str, records: Records) -> list[Codes]:
    """The codes that a rule is asked for: those of the dimensions `each` in the first table of its left side, as its rows have them."""
    if not each:
        return [{}]
    first = next(selections(parse(left, records.tables)), None)
    with naming("each"):
        if first is None:
            raise ExpressionError(_("`each` needs a table on the left side, whose codes it goes through"))
        names = columns_named(each, first.declared)
    where = tuple((name, values) for name, values in first.where if not any(map(EACH.search, values)))
    rows = rows_of(replace(first, where=where), records).values()
    found = dict.fromkeys(tuple(record[name] for name in names) for record in rows)
    return [dict(zip(names, codes, strict=True)) for codes in found if all(codes)]


def _compare(
    rule: Rule, code: str, left: Expression, relation: str, right: Expression, records: Records
) -> Iterator[Check]:
    with naming("left"):
        a = Formula(left, records)
    with naming("right"):
        b = Formula(right, records)
    states = str(key_of(right, records)) if relation == "rounds to" else ""
    if not any(each.cells for each in ((a,) if states else (a, b))):
        raise ExpressionError(_("write a figure here: this is a number, which nothing in the tables can change"))
    is_quotient = is_rate(a.unit) or is_rate(b.unit)
    half = 0.5 * 10.0 ** -decimals_in(a.cells, records) if states else 0.0
    low, high = {"<=": (-inf, 0.0), ">=": (0.0, inf)}.get(relation, (-half, half))

    cells = tuple(dict.fromkeys(a.cells + b.cells))
    if any(cell[1] == 0 for cell in cells):
        return  # a side has no row in this period, or in the one that it is compared with: the rule does not apply
    if states and not all(records.row(table, line)[column] for table, line, column in a.cells):
        return  # nothing is stated
    sums = [a.cells, b.cells] if relation in _ONE_SIDED else [cells]  # what is paid is no more than the year's plan
    if not is_quotient and any(_of_each_part(each, records) for each in sums):
        return  # it holds of each of the periods that were added up, and is tried there
    made = Check.of_sides(
        rule,
        code,
        cells,
        lambda values: (a.value(values), b.value(values)),
        (low, high),
        text=f"{left} {relation} {right}",
        decimals=decimals_in(cells, records),
        unit=a.unit or b.unit,
        other_unit=b.unit or a.unit,
        parts=(a.cells, b.cells),
        relation=relation,
        states=states,
    )
    yield made if relation != "~" else replace(made, holds=partial(_of_one_order, made.sides), within=None)


def _of_each_part(cells: Iterable[Cell], records: Records) -> bool:
    """Whether what came in several periods stands beside what there is at the end of the last: of received, done and open
    dossiers that holds in each of them, of their sums with what was open at the beginning only.
    """
    measures, added = set[str](), False
    for table, line, column in cells:
        row = records.row(table, line)
        measures.add(measure := records.tables[table].columns[column].measure_in(row))
        added |= measure == "flow" and bool(periods_in(row.get("source", "")))
    return added and len({"stock", "opening"} & measures) == 1


def _of_one_order(sides: Callable[[Values], Sides], values: Values) -> bool | None:
    left, right = sides(values)
    if left is None or right is None:
        return None
    return not left or not right or 1 / PEERS < left / right < PEERS


_RELATIONS: dict[str, Callable[[Rule, Row, Records], Iterator[Check]]] = {
    **dict.fromkeys(OF_FIGURES, _of_figures),
    "not after": not_after,
    "whole": whole,
    "plausible": plausible,
}
