"""Expressions of the language in Vietnamese words, for readers who do not read code.

>>> from helpers.editions import Edition
>>> words("dossiers_resolved.dossiers(level='district', timeliness='late')", Edition("2024-H1"))
'Hồ sơ giải quyết (Cấp huyện, Trễ hạn)'
>>> words("media_items.items(tone='neutral') / media_items.items()", Edition("2024-H1"))
'tỷ lệ Tin liên quan đến tỉnh (Trung lập) trên Tin liên quan đến tỉnh'
"""

from collections.abc import Iterable

from .data.datapackage import Table
from .data.expressions import ROWS, Call, Expression, ExpressionError, Number, Select, Words, parse, signed_part
from .editions import Edition
from .i18n import _
from .values import vietnamese

_SIGNS = {"+": "cộng", "-": "trừ", "*": "nhân", "/": "chia"}
_FUNCTIONS = {
    "mean": "bình quân {}",
    "min": "mức thấp nhất của {}",
    "max": "mức cao nhất của {}",
    "median": "trung vị của {}",
    "abs": "độ lớn của {}",
    "weighted": "bình quân {} theo {}",
}
_CHANGES = {"growth": "mức tăng, giảm", "change": "số tăng, giảm"}
_COMPARED = {"last_year": "cùng kỳ năm trước", "previous": "kỳ trước"}


def words(expression: str | Expression, edition: Edition) -> str:
    """What an expression names, in words. Raises ExpressionError for one that cannot be read."""
    match parse(expression, edition.tables) if isinstance(expression, str) else expression:
        case Select() as select:
            return _selection(select, edition)
        case Number(value):
            return vietnamese.number(value, vietnamese.decimals(value))
        case Call("-", (part,)):
            return f"trừ {words(part, edition)}"
        case Call("*", (left, Call("/", (right,)))):
            over, under = words(left, edition), words(right, edition)
            of_rates = over.startswith("Tỷ lệ")
            return f"{over} so với {vietnamese.lower_first(under)}" if of_rates else f"tỷ lệ {over} trên {under}"
        case Call(("+" | "*") as chain, (first, *rest)):
            signed = (signed_part(part, chain) for part in rest)
            return " ".join(
                [words(first, edition), *(f"{_SIGNS[sign]} {words(part, edition)}" for sign, part in signed)]
            )
        case Call(("growth" | "change") as function, (of, Words(since))):
            return f"{_CHANGES[function]} của {vietnamese.lower_first(words(of, edition))} so với {_period(since, edition)}"
        case Call(function, arguments):
            parts = [words(part, edition) for part in arguments if isinstance(part, Select | Call)]
            form = _FUNCTIONS[function]
            return form.format(*parts) if form.count("{}") == len(parts) else form.format(vietnamese.join(parts))
    raise ExpressionError(_("{expression} has no words", expression=expression))


def cell(name: str, line: int, column: str, edition: Edition) -> str:
    """Which cell of a table it is: "Hồ sơ giải quyết (Cấp huyện, Trễ hạn)"; a control by what it states."""
    if name == "controls":
        row = edition.row(name, line)
        return control(edition.label_of(name, "kind", str(row["kind"])), str(row["expression"]), edition)
    table = edition.tables[name]
    row_name, title = edition.row_name(name, line), table.columns[column].title
    if _has_names(table):  # the row's name says it all
        return f"{row_name} ({title})" if title else row_name
    return f"{table.title} ({', '.join(filter(None, [row_name, title]))})"


def control(kind: str, expression: str, edition: Edition) -> str:
    """What a control states: "Tổng số: hồ sơ giải quyết"; a quotient is not called a ratio twice, unless it is one of ratios."""
    said = vietnamese.lower_first(words(expression, edition))
    twice = kind.startswith("Tỷ") and " so với " not in said
    return f"{kind}: {said.removeprefix('tỷ lệ ') if twice else said}"


def _selection(select: Select, edition: Edition) -> str:
    """A selection: its table's title and what it is narrowed to."""
    table = select.declared
    said = [_values(table, name, values, edition) for name, values in select.where if values != ("",)]
    narrowed = list(dict.fromkeys(said))  # two columns of a key name the same row
    if select.table == "controls":
        lines = edition.lines("controls", **{name: list(values) for name, values in select.where})
        return vietnamese.join([cell("controls", line, "value", edition) for line in lines])
    title = table.title if select.column != ROWS else f"số {vietnamese.lower_first(table.title)}"
    column = "" if select.column == ROWS else select.field.title
    if _has_names(table) and select.column != ROWS and len(narrowed) == 1:  # the row's name says it all
        title, narrowed = narrowed[0], []
    about = ", ".join(filter(None, [*narrowed, column]))
    return f"{title} ({about})" if about else title


def code_of(value: str, selects: Iterable[Select], edition: Edition) -> str:
    """The code or the row that the first of these selections names by a value of its key, in words; empty if none does."""
    where = [(select.declared, name) for select in selects for name, values in select.where if values == (value,)]
    return next((_values(table, name, (value,), edition) for table, name in where if name in table.key), "")


def _has_names(table: Table) -> bool:
    """True for a table whose rows have names of their own."""
    return any(not table.columns[name].title for name in table.naming)


def _values(table: Table, name: str, values: tuple[str, ...], edition: Edition) -> str:
    """The codes of one condition as their labels; rows chosen by key as their names."""
    if name == "period":
        return vietnamese.join([_period(value, edition) for value in values])
    field = table.columns[name]
    if field.kind == "code":
        return vietnamese.join([edition.code(field.codes, value).label if value else "chưa nêu" for value in values])
    if name in table.key and _has_names(table):
        lines = edition.lines(table.name, **{name: list(values)})
        return vietnamese.join(
            list(dict.fromkeys(edition.row_name(table.name, line) for line in lines)) or list(values)
        )
    return vietnamese.join(list(values))


def _period(period: str, edition: Edition) -> str:
    """Another period, as the edition speaks of it: "cùng kỳ năm trước", "kỳ trước", or its label."""
    for name, said in _COMPARED.items():
        if period in (f"@{name}", str(edition.text("periods", name, period=edition.period))):
            return said
    return str(edition.of(period).label)
