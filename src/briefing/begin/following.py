"""What the columns of a new table say of each other: a total of the row, a ratio of two, a part of another. Where nearly all
rows agree it is drafted as a rule, and the rows that do not are named."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from itertools import chain, permutations
from typing import TYPE_CHECKING, NamedTuple

from helpers.audit.checks import decimals_of
from helpers.data.datapackage import ORDER
from helpers.data.expressions import Select
from helpers.data.rows import Row
from helpers.data.spans import is_running
from helpers.data.units import is_rate
from helpers.language import Message, _
from helpers.values.vietnamese import shown

from ..collect.notation import plain, some
from ..collect.totals import PART, Stated, control
from .columns import Column, adds_up, is_mean, is_measured
from .doubts import parts_of, stated_in, wholes_of_rows

if TYPE_CHECKING:
    from .tables import Draft

_TOTAL = re.compile(r"\b(?:tổng|cộng|chung|cả năm|toàn)\b", re.IGNORECASE)
_WHOLE = re.compile(r"(?:tổng(?: số| cộng)?|cộng|chung|toàn tỉnh)", re.IGNORECASE)
_FEWEST, _FEWEST_OF_ANY = 2, 4  # rows that agree: fewer may do so by chance, where no heading says that it is a total
Values = list[Decimal]


class Following(NamedTuple):
    """A column whose numbers follow from others. form: how, with a place for each; agree: how many rows do; broken: rows →
    what they should have; in_total: whether the totals do; alike: other ways that fit as well, of which nobody knows which is meant.
    """

    column: Column
    parts: Sequence[Column]
    relation: str
    form: str
    agree: int
    broken: dict[int, Decimal]
    in_total: bool
    alike: "Sequence[Following]" = ()

    @property
    def is_kept(self) -> bool:
        """Whether nearly all rows that state all of it keep it."""
        fewest = _FEWEST if self.relation != "=" or _TOTAL.search(self.column.title) else _FEWEST_OF_ANY
        return self.agree >= max(fewest, 3 * len(self.broken))

    @property
    def is_likely(self) -> bool:
        """Whether all of a few rows keep it but one, which is about that, or not what their total counts."""
        if self.agree < _FEWEST or len(self.broken) != 1 or self.relation == "<=":
            return False
        ((row, value),) = self.broken.items()
        return self.in_total or abs(Decimal(self.column.values[row]) - value) <= abs(value) / 10

    @property
    def is_rule(self) -> bool:
        return self.is_kept and not self.alike

    @property
    def words(self) -> str:
        parts = self.form.format(*(f"“{each.title}”" for each in self.parts)).replace("*", "×").replace("/", ":")
        return f"“{self.column.title}” {'không quá' if self.relation == '<=' else 'phải bằng'} {parts}"

    def rule(self, draft: "Draft") -> Row:
        where = ", ".join(f"{name}='{{{name}}}'" for name in draft.key)
        of = {each.name: f"{draft.name}.{each.name}({where})" for each in (self.column, *self.parts)}
        right = self.form.format(*(of[each.name] for each in self.parts))
        kind = "bounds" if self.relation == "<=" else "equality"
        return {"rule": f"{draft.name}_{self.column.name}", "kind": kind, "severity": "error", "each": " ".join(draft.key),
                "left": of[self.column.name], "relation": self.relation, "right": right, "statement": f"{draft.title}: {self.words}"}  # fmt: skip

    def said(self, draft: "Draft") -> Message:
        if self.alike:
            return _(
                "no rule is written into rules.csv, as several fit alike; write the one that is meant: {rules}",
                rules=some([each.words for each in (self, *self.alike)]),
            )
        values = self.column.values
        rows = [
            f"{draft.named(row)} ({shown(values[row])}, {shown(plain(value))})" for row, value in self.broken.items()
        ]
        if not self.is_kept:
            of = {"statement": self.words, "agree": self.agree, "count": self.agree + len(rows), "rows": some(rows)}
            if self.in_total:
                return _(
                    "{statement} in {agree} of {count} rows and in the total, not in {rows}: no rule is written into rules.csv",
                    **of,
                )
            return _("{statement} in {agree} of {count} rows, not in {rows}: no rule is written into rules.csv", **of)
        said = _("a rule is written into rules.csv: {statement}", statement=self.words)
        broken = _("rows that break it (stated, computed): {rows}", rows=some(rows))
        return _("{one}; {other}", one=said, other=broken) if rows else said


def followings(draft: "Draft") -> Iterator[Following]:
    """Of each column the relation that most rows keep, if any; of a few rows one that all but one do."""
    stated = [stated_in(draft, row) for row in draft.layout.totals]
    totals = [{each.column: each.readings[0] for each in of if each.readings} for of in stated]
    for column in draft.measured if ORDER not in draft.key else ():
        sums = (_totals, _balances, _wholes)
        ways = _ratios(draft, column) if column.unit == "%" else chain(*(of(draft, column) for of in sums))
        found = [_held(draft, column, way, totals) for way in ways]
        kept = [each for each in found if each.is_kept]
        least = min((len(each.broken) for each in kept), default=0)
        best = [each for each in kept if len(each.broken) == least] or [each for each in found if each.is_likely]
        if best:
            first, *others = sorted(best, key=lambda each: -len(each.parts))
            # where “Thực hiện” is “Lũy kế”, as in a first quarter, either gives the rate
            yield first._replace(alike=others if first.relation == "rounds to" and kept else ())


def relate(draft: "Draft", follow: Sequence[Following]) -> None:
    """Propose what columns and rows are of each other: `ratio_of`, `growth_of` and `part_of` in the declaration."""
    for column in (each for each in draft.measured if not each.accrual and (is_mean(each) or is_measured(each))):
        column.accrual = "average"
    for each in follow:
        names = [part.name for part in each.parts]
        if each.relation == "rounds to":
            each.column.of["growth_of" if each.form.endswith("- 100") else "ratio_of"] = names
        elif each.relation == "<=":
            each.column.of.setdefault("part_of", names[0])
        elif " - " not in each.form:
            for part in each.parts:
                part.of.setdefault("part_of", each.column.name)
    for whole, part in permutations(draft.measured, 2):
        head, _of, own = whole.title.rpartition(": ")
        other, _of, beside = part.title.rpartition(": ")
        of_head = head and head == other and _WHOLE.fullmatch(own) and not _WHOLE.fullmatch(beside)
        running = is_running(whole.title) and "trước" not in whole.title and part.accrual == "flow"
        if whole.unit == part.unit != "@unit" and (of_head or running):
            part.of.setdefault("part_of", whole.name)
    if len(draft.key) == 1 and _asked_again(draft) and (rows := wholes_of_rows(draft)):
        key = draft[draft.key[0]]
        key.of["part_of"] = {key.values[part]: key.values[whole] for whole, parts in rows.items() for part in parts}


def rules_of_rows(draft: "Draft") -> Iterator[Row]:
    """A rule for each number of a row that the rows below it add up to."""
    wholes = wholes_of_rows(draft) if _asked_again(draft) else {}
    for nth, (whole, parts) in enumerate(wholes.items(), 1):
        for column in (each for each in draft.measured if not is_rate(each.unit) and each.values[whole]):
            left, *right = (
                str(Select(draft.name, column.name, tuple((name, (draft[name].values[row],)) for name in draft.key)))
                for row in (whole, *parts)
            )
            words = " + ".join(f"“{draft.named(row)}”" for row in parts)
            statement = f"{draft.title}: “{column.title}” của “{draft.named(whole)}” phải bằng {words}"
            yield {"rule": f"{draft.name}_{column.name}_{nth}", "kind": "equality", "severity": "error", "each": "",
                   "left": left, "relation": "=", "right": " + ".join(right), "statement": statement}  # fmt: skip


def rules_of_openings(draft: "Draft") -> Iterator[Row]:
    """A rule for each number of the beginning that stands beside that of the end, “Tổng đàn đầu kỳ” and “Tổng đàn cuối kỳ”: it is
    the end of the period before.
    """
    of = "(" + ", ".join(f"{name}='{{{name}}}'" for name in draft.key)
    ends = {column.title.casefold(): column for column in draft.measured}
    for column in (each for each in draft.measured if each.accrual == "opening" and _asked_again(draft)):
        like = ends.get(column.title.casefold().replace("đầu", "cuối"), column)
        end = _end_of(draft, column) if like is column else like
        if end is not column:
            statement = f"{draft.title}: “{column.title}” phải bằng “{end.title}” kỳ trước"
            left, right = f"{draft.name}.{column.name}{of})", f"{draft.name}.{end.name}{of}, period='@previous')"
            yield {"rule": f"{draft.name}_{column.name}", "kind": "equality", "severity": "warning", "each": " ".join(draft.key),
                   "left": left, "relation": "=", "right": right, "statement": statement}  # fmt: skip


def rules_of_running(draft: "Draft") -> Iterator[Row]:
    """A rule for each number that counts since January, “Lũy kế”: within a year it does not become less."""
    for column in (each for each in draft.measured if is_running(each.title) and not is_rate(each.unit)):
        if _asked_again(draft) and not draft.months:
            name, same = column.name, "year(previous.period.date_to) == year(period.date_to)"
            statement = f"{draft.title}: “{column.title}” không ít hơn kỳ trước trong năm"
            yield {"rule": f"{draft.name}_{name}_running", "kind": "comparison", "severity": "error", "each": "",
                   "left": f"{draft.name}.{name}", "relation": "each row",
                   "right": f"implies({same}, {name} >= previous.{name})", "statement": statement}  # fmt: skip


def _end_of(draft: "Draft", begin: Column) -> Column:
    """The one column in the same unit that is of the end, “Kỳ trước chuyển sang” and “Đang giải quyết cuối kỳ”; else itself."""
    like = [each for each in draft.measured if each.unit == begin.unit and each is not begin]
    found = [each for each in like if _OF_THE_END.search(each.title)]
    return found[0] if len(found) == 1 and not any(each.accrual == "opening" for each in like) else begin


def said_of_rules(of_rows: Sequence[Row], of_openings: Sequence[Row]) -> Iterator[Message]:
    """Which rules are written besides those that columns follow from others."""
    if of_rows:
        yield _(
            "{count} rules are written into rules.csv: such rows are the sums of those below them in each period",
            count=len(of_rows),
        )
    for rule in of_openings:
        yield _("a rule is written into rules.csv: {statement}", statement=rule["statement"])


def _asked_again(draft: "Draft") -> bool:
    """Whether the next period has the same rows; a list has others."""
    return not (draft.listed or draft.observations or ORDER in draft.key)


def controls_of(draft: "Draft", period: str) -> Iterator[tuple[Stated, Row]]:
    """A control for each number that a total states and its rows do not give."""
    lines = {row: {name: draft[name].values[row] for name in draft.key} for row in draft.lines}
    for row in draft.layout.parts:
        of_parts = [lines[each] for each in parts_of(draft, row)]
        for stated in stated_in(draft, row):
            made = control(stated, draft.name, period, draft.key, [*lines.values()], of_parts)
            if made and stated.is_kept:
                yield stated, made


_OF_THE_END = re.compile(r"\bcuối kỳ\b|chuyển (?:sang )?kỳ sau|\bcòn lại\b", re.IGNORECASE)
_Way = tuple[Sequence[Column], str, str, Callable[[Values], Decimal]]


def _ratios(draft: "Draft", column: Column) -> Iterator[_Way]:
    """A part in percent of its whole, or by how much it is more."""
    for one, other in permutations([each for each in draft.measured if not is_rate(each.unit)], 2):
        if one.unit == other.unit:
            yield (one, other), "rounds to", "100 * {} / {}", lambda of: 100 * of[0] / of[1]
            yield (one, other), "rounds to", "100 * {} / {} - 100", lambda of: 100 * of[0] / of[1] - 100


def _totals(draft: "Draft", column: Column) -> Iterator[_Way]:
    """The sum of the columns that stand before it, or behind it; what counts since January is one in the first quarter only."""
    if not adds_up(column):
        return
    at = draft.measured.index(column)
    for beside in (draft.measured[:at][::-1], draft.measured[at + 1 :]):
        alike = [each for each in beside if each.unit == column.unit]
        for count in range(2, len(alike) + 1):
            if alike[:count] == beside[:count]:
                parts = [each for each in draft.measured if each in alike[:count]]
                yield parts, "=", " + ".join(["{}"] * count), lambda of: sum(of, Decimal(0))


def _balances(draft: "Draft", column: Column) -> Iterator[_Way]:
    """What there was at the beginning, with what came and without what went: “Còn lại cuối kỳ”."""
    before = draft.measured[: draft.measured.index(column)]
    begin = next((at for at, each in enumerate(before) if each.accrual == "opening"), len(before))
    parts = [each for each in before[begin:] if each.unit == column.unit]
    for came in range(2, len(parts)):
        form = " + ".join(["{}"] * came) + " - {}" * (len(parts) - came)
        yield parts, "=", form, partial(_left, came)


def _left(came: int, of: Values) -> Decimal:
    return sum(of[:came], Decimal(0)) - sum(of[came:])


def _wholes(draft: "Draft", column: Column) -> Iterator[_Way]:
    """The column before it of which its heading says that it is a part: “Tổng số”, “Trong đó: nữ”."""
    heads = {each.letter: [*draft.layout.heads.get(each.letter, ())] for each in draft.measured}
    own = heads[column.letter]
    at = next((at for at, title in enumerate(own) if PART.match(title)), None)
    for whole in draft.measured[: draft.measured.index(column)][::-1] if at is not None else ():
        titles = heads[whole.letter]
        if titles[:at] == own[:at] and whole.unit == column.unit and not any(map(PART.match, titles)):
            yield (whole,), "<=", "{}", lambda of: of[0]
            return


def _held(draft: "Draft", column: Column, way: _Way, totals: Sequence[Mapping[str, str]]) -> Following:
    """The relation, with the rows that keep it and those that do not. totals: what each states of which column."""
    (parts, relation, form, compute), agree, broken = way, 0, dict[int, Decimal]()

    def computed(numbers: Mapping[str, str]) -> tuple[Decimal, bool] | None:
        """What a row should have, and whether it has; None where it does not state all of it."""
        stated, *of = (numbers.get(each.name, "") for each in (column, *parts))
        if not stated or not all(of) or (relation == "rounds to" and not Decimal(of[1])):
            return None
        value = compute([Decimal(each) for each in of])
        half = Decimal(5).scaleb(-decimals_of(stated) - 1) if relation == "rounds to" else Decimal(0)
        return value, abs(Decimal(stated) - value) <= half or (relation == "<=" and Decimal(stated) < value)

    for row in draft.lines:
        if found := computed({each.name: each.values[row] for each in (column, *parts)}):
            value, fits = found
            if fits:
                agree += bool(value)
            else:
                broken[row] = round(value, decimals_of(column.values[row]))
    of_totals = [each for each in map(computed, totals) if each]
    return Following(
        column, parts, relation, form, agree, broken, bool(of_totals) and all(fits for _value, fits in of_totals)
    )
