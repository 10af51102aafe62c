"""What stands beside figures, a head, a unit, a format, a row's name, and would say of them what they are not."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from .audit import meanings
from .data.expressions import ROWS, Call, Expression, Select, selections
from .data.schema import TABLES
from .data.spans import Span, is_running
from .data.units import MANY, POINTS, RATIO, counted_in, misnamed
from .data.wholes import is_whole
from .editions import Edition
from .language import _
from .problems import InputError, Problem, misused, remark
from .values import digits
from .values.figures import Figure
from .values.markup import figures_in, to_html, to_text
from .values.sources import cell_set, join
from .values.texts import Code, Text
from .values.together import periods_of

_STATISTICS = ("count", "sum", "mean", "median", "std", "min", "max", "size", "nunique")
_AS_PROGRAMS = re.compile(r"[a-z_][a-z0-9_]*")
_UNIT_IN = re.compile(r"\((?:ĐVT|[Đđ]ơn vị tính)?:? ?([^()]+)\)")
_UNIT_BEHIND = re.compile(r"(?<!\d)[, ] ?\b((?:nghìn|ngàn|triệu|tỷ)(?: [^\W\d]+)*)$", re.IGNORECASE)
_UNIT_AT_END = re.compile(r"\([^()]+\)$|(?<=[^\W\d]) %$|, (?:nghìn|ngàn|triệu|tỷ)$", re.IGNORECASE)
_NEIGHBOUR = re.compile(r"\b(?:trước|sau|liền|kế)\b", re.IGNORECASE)


class Headed(NamedTuple):
    """Figures under one head. name: of their column; spec: how they are printed."""

    name: object
    head: object
    values: Sequence[object]
    spec: str = ""

    @property
    def figures(self) -> list[Figure]:
        return [value for value in self.values if isinstance(value, Figure)]


def look_at(
    call: str, caption: str, words: Iterable[object], labels: Sequence[Iterable[object]], columns: Sequence[Headed]
) -> None:
    """Refuse words around numbers that say of them what they are not; say what may be meant so.

    words: besides the caption; labels: what each row is called.
    """
    values, words = [value for column in columns for value in column.values], [*words, *(each.head for each in columns)]
    refuse_unit_of_caption(call, caption, values)
    for column in columns:
        _refuse_unit_of_head(call, column)
        refuse_other_head(call, column.head, column.figures)
        _say_count_of_rows(call, column)
        _say_one_base(call, column)
        _refuse_levels(call, column)
    refuse_other_rows(call, labels, columns)
    _say_other_column(call, caption, columns)
    _say_other_period(call, caption, words, values)
    _say_uncalled_mean(call, [caption, *words], columns)


def names_of_program(names: Iterable[object]) -> list[object]:
    """Those that are called as programs call things: "stations", "ma_2", ("stations", "sum")."""
    return [name for name in names if type(name) is tuple or (type(name) is str and _AS_PROGRAMS.fullmatch(name))]


def names_of_columns(words: Iterable[object]) -> list[object]:
    """Those that are the name of a declared column or of a statistic, of which `melt` and `agg` make words."""
    names = {*_STATISTICS, *(name for table in TABLES.values() for name in table.columns)}
    return [word for word in dict.fromkeys(word for word in words if type(word) is str) if word in names]


def refuse_names(call: str, names: Sequence[object], written: str) -> None:
    """Raises InputError for names that stand where readers expect words. written: how words are given, with {} for them."""
    if names:
        example = written.replace("{}", f"{{{', '.join(f'{name!r}: …' for name in names)}}}")
        remedy = _("Write {example}", example=example.replace("…", "'…'"))
        raise misused(call, None, _("words for readers, not names of a program"), remedy, code="program_name_as_words")


def refuse_other_unit(call: str, said: str, values: Iterable[object]) -> None:
    """Raises InputError where a heading or an axis names another unit than its figures have, “tỷ đồng” of “triệu đồng”."""
    for figure in (value for value in values if isinstance(value, Figure)):
        if misnamed(said, figure.unit, figure.factor if figure.is_rescaled else 1) or _is_other(said, figure.unit):
            times = f"{1 / figure.factor:f} " if figure.is_rescaled else ""
            expected = _("the unit of its figures, {unit}", unit=times + figure.unit)
            raise misused(
                call, said, expected, _("Write the unit, or bring the figures to it: values / 1000."), code="wrong_unit"
            )


def refuse_unit_of_caption(call: str, caption: object, values: Iterable[object]) -> None:
    """The same of words, "Ngân sách (ĐVT: tỷ đồng)", "Tổng số, nghìn lượt", over figures that count what they name in other thousands."""
    words, figures = to_text(caption), [value for value in values if isinstance(value, Figure)]
    for unit in (*_UNIT_IN.findall(words), *_UNIT_BEHIND.findall(words)):
        thing = counted_in(unit.lower())[1]
        alike = [each for each in figures if re.match(rf"{re.escape(thing)}(?!\w)", counted_in(each.unit.lower())[1])]
        refuse_other_unit(call, unit, alike)


def _refuse_unit_of_head(call: str, column: Headed) -> None:
    """The same of a column's head, which names the unit at its end, "Tổng số (nghìn)", "Tổng số %", and no other one."""
    for unit in _UNIT_AT_END.findall(to_text(column.head)):
        refuse_other_unit(call, unit.strip("(), "), column.figures)
    refuse_unit_of_caption(call, column.head, column.figures)


def _is_other(said: str, unit: str) -> bool:
    """Whether a heading's unit is one of the tables', and not that of figures that are read or added up."""
    said, unit = said.lower(), unit.lower()
    alike = f"{counted_in(unit)[1]} ".startswith(f"{counted_in(said)[1]} ")  # "nghìn lượt" of what counts "lượt khách"
    if (
        not said
        or unit in ("", RATIO, POINTS)
        or "/" in unit
        or alike
        or (unit == "%" and ("/" in said or said in POINTS))
    ):
        return False
    units = (field.unit.lower() for table in TABLES.values() for field in table.columns.values())
    return said in ("%", *MANY) or said in units


def _say_other_period(call: str, caption: str, words: Iterable[object], values: Iterable[object]) -> None:
    """Of what prints nothing but numbers of another period, if no word says so, or of its own under the name of another."""
    edition = digits.speaking()
    known = [each.expression for each in values if isinstance(each, Figure) and each.expression and each.cells]
    if not isinstance(edition, Edition) or not known:
        return
    periods, there = [meanings.other_periods(each, edition) for each in known], {"call": call, "period": edition.period}
    if all(periods) and not meanings.EARLIER.search(" ".join(map(to_text, (caption, *words)))):
        there["periods"] = ", ".join(sorted(set().union(*periods)))
        remark(
            _(
                "{call}: all its numbers are of {periods}, and no word says so: name that period, or take {period}",
                **there,
            )
        )
    fields = (TABLES[each.table].columns.get(each.column) for of in known for each in selections(of))
    titles = {field.title for field in fields if field}
    if not any(periods) and (named := _other_time(to_text(caption), edition.period, titles, edition)[0]):
        remark(_("{call}: all its numbers are of {period}, and it is called “{named}”", named=named, **there))


def _other_time(words: str, period: str, titles: Collection[str], edition: Edition) -> tuple[str, str]:
    """By which name words call numbers of a period that is another one, and its key; by none where they compare two.

    titles: what the columns are called, which may name it as well: “Nợ năm trước”.
    """
    own, named = Span.of(period), meanings.times_named(words, period[:4], edition)
    also = [
        title for title in titles if meanings.OF_TWO_TIMES.search(title) or meanings.times_named(title, "", edition)
    ]
    if also or meanings.OF_TWO_TIMES.search(words):
        return "", ""
    running = any(map(is_running, titles))
    right = (own.holds(key) or (running and Span.of(key).last == own.last) for key in named.values())
    return ("", "") if any(right) else next(iter(named.items()), ("", ""))


def say_title_of_others(call: str, title: str, values: Iterable[object]) -> None:
    """Of a title that prints a number of the columns that are drawn, and of none of their rows that are."""
    drawn = [
        cells for value in values if isinstance(value, Figure) and value.value is not None for cells in value.cells
    ]
    own, columns = cell_set(join(drawn)), {(cells.table, cells.column) for cells in drawn}
    for said in figures_in(to_html(title)):
        cells = cell_set(said.get("data-cells", ""))
        if cells and not cells & own and {(table, column) for table, _line, column in cells} & columns:
            remark(
                _("{call}: the title says {number}, which is of no row of the chart", call=call, number=said["text"])
            )


def _say_uncalled_mean(call: str, words: Iterable[object], columns: Iterable[Headed]) -> None:
    """Of a column of means that nothing calls so, as pivot_table makes them where no aggfunc is given, or of the greatest."""
    if meanings.STATISTICS.search(" ".join(map(to_text, words))):
        return
    for column in columns:
        figures = [figure for figure in column.figures if figure.cells]
        of = {each.expression.function if isinstance(each.expression, Call) else "" for each in figures}
        if of <= meanings.NO_SUMS and any(len(cells.lines) > 1 for figure in figures for cells in figure.cells):
            there = {"call": call, "head": to_text(column.head), "function": next(iter(of))}
            remark(
                _(
                    "{call}: “{head}” is the {function} of rows, and no word says so: write “bình quân”, “cao nhất” …, or sum them, aggfunc='sum'",
                    **there,
                )
            )


def _say_count_of_rows(call: str, column: Headed) -> None:
    """Of how many rows there are under the head of what these rows count, as groupby(…).count() has it."""
    selects = [figure.expression for figure in column.figures]
    tables = {each.table if isinstance(each, Select) and each.column == ROWS else "" for each in selects}
    name = tables.pop() if len(tables) == 1 else ""
    field, words = TABLES[name].columns.get(str(column.name)) if name else None, to_text(column.head).lower()
    title = field.title.lower() if field and field.kind == "number" else ""
    if title and (words in title or title in words):
        there = {"call": call, "head": to_text(column.head), "column": column.name}
        said = _(
            "{call}: under “{head}” stands how many rows there are: add up {column}, or call it “số dòng” …", **there
        )
        remark(said)


def _say_other_column(call: str, caption: str, columns: Sequence[Headed]) -> None:
    """Of a caption that names another column than the only one whose numbers stand below it, “Số lớp …” over schools."""
    named = {figure.expression for column in columns for figure in column.figures}
    own = {(each.table, each.column) if isinstance(each, Select) else ("", "") for each in named}
    (table, name), *others = own or [("", "")]
    said = {*re.findall(r"\w+", to_text(caption).lower())}
    for mark, own_mark in meanings.told_apart(table, name) if table and not others else ():
        if {*mark} <= said and not {*own_mark} & said:
            there = {"call": call, "caption": to_text(caption), "own": TABLES[table].columns[name].title}
            remark(_("{call}: “{caption}” stands over numbers of “{own}”. Look which of the two is meant.", **there))


def _say_one_base(call: str, column: Headed) -> None:
    """Of a ratio or difference to one and the same number in all rows, under “So với tháng trước”."""
    asked = [{*selections(figure.expression)} for figure in column.figures if figure.expression]
    base = set.intersection(*asked) if len(asked) > 2 else set()
    if meanings.RELATIVE["previous"].search(to_text(column.head)) and any(each - base for each in asked) and base:
        there = {"call": call, "head": to_text(column.head), "base": next(iter(base))}
        said = _(
            "{call}: under “{head}” all rows are compared with {base}, and none with the row before: values / values.shift() …",
            **there,
        )
        remark(said)


def _refuse_levels(call: str, column: Headed) -> None:
    """Raises InputError for a number that is to be printed as a rise or a fall, “tăng 953.210”, and is none."""
    edition, spec = digits.speaking(), column.spec
    if not isinstance(edition, Edition) or not ("trend" in spec or spec.startswith("+")):
        return
    for figure in (each for each in column.figures if each.expression and each.value):
        if not meanings.is_signed(figure.expression, edition):
            expected = _("a change, as the format “{spec}” says what rises", spec=spec)
            remedy = _("Give edition.growth(figure), values.pct_change() or now - before, or another format.")
            raise misused(call, figure.text("unit"), expected, remedy, code="level_as_change")


def refuse_other_head(call: str, head: object, figures: Sequence[Figure]) -> None:
    """Raises InputError for numbers of one column under the title of another, or of one period under the name of another."""
    places = {(cells.table, cells.column) for figure in figures for cells in figure.cells}
    if len(places) != 1 or not all(isinstance(figure.expression, Select) for figure in figures):
        return
    ((table, column),) = places
    fields, words = TABLES[table].columns, to_text(head)
    called = {name: (field.title.lower(), field.title.rpartition(": ")[2].lower()) for name, field in fields.items()}
    other = next((name for name in called if words.lower() in called[name]), column)
    if other != column and words.lower() not in called[column]:
        there = {"column": column, "title": fields[column].title, "other": other}
        expected = _("a head of {column}, “{title}”: this is what {other} is called", **there)
        raise misused(call, words, expected, _("Write the head over its own column."), code="other_columns_head")
    edition, periods = digits.speaking(), {period for figure in figures for period in periods_of(figure) if period}
    for period in periods:
        titles = [fields[column].title]
        if isinstance(edition, Edition) and (wanted := _other_time(words, period, titles, edition)[1]):
            there = {"wanted": wanted, "periods": ", ".join(sorted(periods))}
            expected = _("figures of {wanted}, these are of {periods}", **there)
            raise misused(call, words, expected, _("Name the period that they are of."), code="other_times_head")


def refuse_other_rows(call: str, labels: Sequence[Iterable[object]], columns: Iterable[Headed]) -> None:
    """Raises InputError for a number that stands in another row than the one that its key names.

    labels: what each row is called. One number in all rows is what they are compared with; each row may have that of its
    neighbour, if the head says so, “Tháng trước”.
    """
    places = {
        str(name): place for place, called in enumerate(labels) for name in called if isinstance(name, Text | Code)
    }
    for column in columns:
        figures = [value if isinstance(value, Figure) else Figure(None) for value in column.values]
        others = {
            place: (name, own, figure)
            for place, (called, figure) in enumerate(zip(labels, figures, strict=True))
            for name, own in _named(called, figure.expression)
            if own != name
        }
        others |= _written_over(labels, figures)
        steps = {places.get(own, -1) - place for place, (_name, own, _figure) in others.items()}
        one_in_all = len(figures) > 1 and len({figure.expression for figure in figures}) == 1
        if not others or one_in_all or (len(steps) == 1 and _NEIGHBOUR.search(to_text(column.head))):
            continue
        name, own, figure = next(iter(others.values()))
        expected = _("numbers of {name}; this one is of {own}", name=name, own=getattr(own, "label", own))
        remedy = _(
            "Join them by their names: one.merge(other, …), frame.assign(new=series), never list(…) or .values of another order."
        )
        raise misused(call, figure.text(), expected, remedy, code="misaligned_rows")


def _written_over(labels: Sequence[Iterable[object]], figures: Sequence[Figure]) -> dict[int, tuple[str, str, Figure]]:
    """The rows under names that somebody has typed in another order than that of their numbers: all are values of one column."""
    names = [next((label for label in called if type(label) is str), "") for called in labels]
    asked = [dict(each.expression.where) if isinstance(each.expression, Select) else {} for each in figures]
    for column in asked[0] if asked else ():
        owns = [values[0] if len(values) == 1 else "" for values in (each.get(column, ()) for each in asked)]
        if {*owns} == {*names} and len({*owns}) == len(owns):
            together = enumerate(zip(names, owns, figures, strict=True))
            return {place: (name, str(own), of) for place, (name, own, of) in together if own != name}
    return {}


def say_some_of_all(call: str, words: str, columns: Iterable[Sequence[Figure]]) -> None:
    """Of words for all, a last row “Tổng cộng”, “nhất toàn tỉnh”, over rows chosen by their names: those of `head()`, or above a limit."""
    edition, said = digits.speaking(), meanings.ALL.search(words)
    if not isinstance(edition, Edition) or not (said or is_whole(words)):
        return
    for figures in columns:
        together = edition.together([*figures])
        if together and (chosen := edition.chosen_by_name(together)):
            there = {"own": chosen[0], "among": chosen[1], "table": together.table}
            return remark(
                _(
                    "{call}: “{words}” is said of {own} of {among} rows of {table}: take all, or say of which: “các dòng trên” …",
                    call=call,
                    words=said[0] if said else words,
                    **there,
                )
            )


def refuse_row_as_total(call: str, columns: Mapping[object, Iterable[object]], total: Mapping[object, object]) -> None:
    """Raises InputError for a last row that repeats one of those above it, and is no total of them."""
    for name, values in columns.items():
        above = {value.expression for value in values if isinstance(value, Figure) and value.value is not None}
        last = total.get(name)
        if isinstance(last, Figure) and last.expression and len(above) > 1 and last.expression in above:
            expected, remedy = (
                _("a total, and no row again"),
                _("Write its label: total='Cộng' adds up, where numbers do."),
            )
            raise InputError(Problem(call, 0, "total", last.text(), expected, remedy, code="row_as_total"))


def _named(called: Iterable[object], expression: Expression | None) -> Iterator[tuple[str, str]]:
    """What a row is called by the dimensions of which a number is one value, each with that value."""
    asked = [each for each in selections(expression) if each.table in TABLES] if expression else []
    mixed = expression is not None and any(meanings.of_two_rows(expression))
    for label in called:
        for table, column in _dimensions(label, asked):
            of = {dict(each.where).get(column, ()) for each in asked if each.table == table}
            own = [values[0] for values in of if len(values) == 1]
            if column in TABLES[table].key and own and (len(of) == 1 or mixed):
                yield str(label), next((each for each in own if each != label), own[0])


def _dimensions(label: object, asked: Iterable[Select]) -> set[tuple[str, str]]:
    """In which tables and columns a label is a value: that of its cells, in other tables too; a code in whichever knows it."""
    edition = digits.speaking()
    if not isinstance(label, Text | Code) or not isinstance(edition, Edition):
        return set()
    columns = {cells.column for cells in label.cells} if isinstance(label, Text) else None
    found = {
        (each.table, name): values
        for each in asked
        for name, values in each.where
        if name != "period" and (columns is None or name in columns)
    }
    own = {of for of, values in found.items() if str(label) in values}
    return own or {of for of in found if str(label) in _values_of(edition, *of)}


def _values_of(edition: Edition, table: str, name: str) -> Collection[str]:
    codes = TABLES[table].columns[name].codes
    return edition.labels.get(codes, {}) if codes else edition.names(table, name)
