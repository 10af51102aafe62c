"""What is wrong with a declaration of tables: each of its properties with what it can be.

`datapackage` makes tables of a declaration without faults; here nothing is taken for granted of what somebody has written.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from math import inf
from operator import eq
from typing import Any, Literal, NamedTuple

from ..i18n import _

LONGEST = 500  # characters of a pattern
Descriptor = dict[str, Any]  # a JSON object
Kind = Literal["text", "code", "number", "date", "reference", "expression", "flag"]

KINDS: dict[str, Kind] = {"string": "text", "number": "number", "integer": "number", "date": "date", "boolean": "flag"}
OF_TABLES = {"type": "table", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
PERIOD = {"fields": ["period"], "reference": {"resource": "periods", "fields": ["period"]}}
# of a whole table: single facts by their names; how many of how many, by subject; the tasks of the year's plan; those of
# another plan; numbers of assigned tasks
TABLE_ROLES = ("facts", "coverage", "tasks", "projects", "assigned")
ROLES = {  # what a code can mean, and so its colour in every chart; each scale differs in lightness
    "good": "#0e5347",  # done, in time, positive
    "neutral": "#ccd2d9",
    "unsure": "#717c89",  # cannot be told
    "late": "#c2410c",
    "alarm": "#7a1f04",
    "alert": "#c2410c",
    "unease": "#f0a57c",
    "notice": "#fbe0d0",
    "done_late": "#f4b98d",
    "reported": "#74ab9d",  # it has a result, which need not be the end
    "begun": "#b9d8cf",
    "open": "#dfe4ea",  # still to come
    "unreported": "#3a0420",  # nothing is known of it: the darkest, so that it is the strongest in grey print
}
STANDINGS = ("done", "done_late", "reported", "due", "open", "undated")  # of a task to its deadline
# what a number measures: what happened, what there is at the end, at the beginning, since the year began, an average, a rate; as its row says
MEASURES = ("flow", "stock", "opening", "year_to_date", "average", "rate", "@measure")
NO_SUM = ("average", "rate")  # they add up neither over time nor over rows
QUOTIENTS = ("ratio_of", "growth_of")  # of a number: the part and its whole, or the number and that it is compared with
YEARLY = "yearly"  # asked for once a year: what holds for all of it, such as its plan
_STANDARD = ("name", "type", "description", "example", "missingValues", "constraints")  # properties of every column
_BY_KIND = dict.fromkeys(
    ("unit", "minimum", "reliability", "measure", *QUOTIENTS), ("number", "integer")
) | dict.fromkeys(("codes", "expression", "pattern", "enum"), ("string",))


class Fault(NamedTuple):
    """What is wrong with a declaration. `place`: the table, or table.column."""

    place: str
    value: str | None
    expected: str
    remedy: str = _("Correct or delete it.")


class _Property(NamedTuple):
    """What a property can be: whether a value fits, that in words, and what to do."""

    fits: Callable[[Any], object]
    expected: str
    remedy: str = _("Correct or delete it.")
    needed: bool = False


def _exactly(word: str, wanted: object, remedy: str) -> _Property:
    return _Property(partial(eq, wanted), f'"{word}": {json.dumps(wanted)}', remedy, True)


def _text(word: str) -> _Property:
    return _Property(lambda value: isinstance(value, str), _('a text as "{word}"', word=word), _("Write it in quotes."))


def _flag(word: str) -> _Property:
    return _Property(lambda value: isinstance(value, bool), _('"{word}": true or false', word=word))


def _compiles(pattern: str) -> bool:
    if len(pattern) > LONGEST:
        return False
    with suppress(re.error, OverflowError, RecursionError):
        return bool(re.compile(pattern, re.ASCII))
    return False


def _are_texts(values: object, *, some: bool = False) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values) and bool(values or not some)


def _are_two(values: object) -> bool:
    return isinstance(values, list) and _are_texts(values) and len(values) == 2


def _is_number(value: object, above: float = -inf) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and above < value < inf


_CSV = _("A table is a UTF-8 CSV that has the table's name.")
_TITLE = _Property(
    lambda value: value and isinstance(value, str), _('a Vietnamese title as "titleVi"'),
    _("Add it: reviewers read it beside figures."), True,
)  # fmt: skip
is_name = re.compile(r"\w+", re.ASCII).fullmatch  # of a table, and so of a file
_OF_TABLE = {
    "name": _Property(
        is_name, _("a name of letters a to z, digits and “_”"), _("Rename the table, and its CSV."), True
    ),
    **{word: _exactly(word, wanted, _CSV) for word, wanted in OF_TABLES.items()},
    "titleVi": _TITLE,
    "description": _text("description"),
    "observations": _flag("observations"),
    "optional": _flag("optional"),
    "role": _Property(
        lambda role: role in ("", *TABLE_ROLES), _('"role": {table_roles}', table_roles=", ".join(TABLE_ROLES))
    ),
}
_OF_SCHEMA = {"fieldsMatch": _exactly("fieldsMatch", "equal", _("Columns are found by their names."))}
_OF_FLAG = {
    word: _exactly(word, [value], _("A flag is written true or false."))
    for word, value in (("trueValues", "true"), ("falseValues", "false"))
}
_OF_FIELD = {
    **{word: _text(word) for word in ("description", "example", "titleVi", "unit", "codes")},
    "roles": _Property(
        lambda roles: isinstance(roles, dict) and {*roles.values()} <= {*ROLES},
        _('"roles" of the codes of a list: {roles}', roles=", ".join(ROLES)),
    ),
    "expression": _flag("expression"),
    "asked": _Property(
        lambda value: value in (True, False, YEARLY), _('"asked": true, false, or "{yearly}"', yearly=YEARLY)
    ),
    "derived": _flag("derived"),
    **{word: _Property(_are_two, _('"{word}": the two columns that it is made of', word=word)) for word in QUOTIENTS},
    "part_of": _Property(
        lambda value: isinstance(value, str) or (isinstance(value, dict) and _are_texts([*value.values()])),
        _('"part_of": the column, or of each value the value, that is its whole'),
    ),
    "measure": _Property(
        lambda value: value in MEASURES,
        _('"measure": one of {measures}; the last with a column `measure`', measures=", ".join(MEASURES)),
    ),
    "reliability": _Property(partial(_is_number, above=0), _('"reliability": a number above 0; 1 is usual')),
}
_CONSTRAINTS = {
    "required": _flag("required"),
    "minimum": _Property(_is_number, _('"minimum": a number')),
    "pattern": _Property(
        lambda value: isinstance(value, str) and _compiles(value),
        _("a pattern of at most {longest_pattern} characters that can be compiled", longest_pattern=LONGEST),
        _("Close its brackets."),
    ),
    "enum": _Property(lambda value: _are_texts(value, some=True), _('"enum": a list of texts')),
}


def faults(resource: Descriptor, resources: list[Descriptor]) -> Iterator[Fault]:
    """What is wrong with one table's declaration, beside those of the others."""
    name, schema = resource["name"], resource["schema"]
    columns = [field["name"] for field in schema["fields"]]
    if [other["name"] for other in resources].count(name) > 1:
        yield Fault(name, name, _("each table once"), _("Delete or rename one."))
    yield from _wrong(name, resource, _OF_TABLE | {"path": _exactly("path", f"{name}.csv", _CSV)})
    yield from _wrong(name, schema, _OF_SCHEMA)
    for word, (fits, example) in _OF_COLUMNS.items():
        if (word in resource or word == "primaryKey") and not fits(value := {**resource, **schema}.get(word), columns):
            expected = _('"{word}", {example}; of {columns}', word=word, example=example, columns=", ".join(columns))
            yield Fault(name, _found(value), expected)
    for column in dict.fromkeys(column for column in columns if columns.count(column) > 1):
        yield Fault(f"{name}.{column}", column, _("each column once"), _("Delete or rename one."))
    for field in schema["fields"]:
        yield from _of_field(f"{name}.{field['name']}", field, columns)
    keys = schema.get("foreignKeys", [])
    for foreign in keys if isinstance(keys, list) else [keys]:
        yield from _of_reference(name, foreign, columns, resources)


def _wrong(place: str, declared: Descriptor, properties: dict[str, _Property]) -> Iterator[Fault]:
    for word, (fits, expected, remedy, needed) in properties.items():
        if (needed or word in declared) and not fits(value := declared.get(word)):
            yield Fault(place, _found(value), expected, remedy)


def _found(value: object) -> str | None:
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return None if value is None else said[:60]


# -- properties that name columns --------------------------------------------------------------------------------------


def _is_next(declared: object, columns: list[str]) -> bool:
    """What the next period does with the table: see `datapackage.Next`."""
    match declared:
        case "measured" | "others":
            return "period" in columns
        case {"moved": column, **rest}:
            return not rest and column in columns and "period" in columns
        case dict(words) if "period" in columns and words.keys() <= {"unless", "with"}:
            unless, changed = words.get("unless", {}), words.get("with", {})
            texts = isinstance(changed, dict) and all(isinstance(value, str) for value in changed.values())
            return texts and _are_lists(unless) and {*unless, *changed} <= {*columns}
    return False


def _is_list(declared: Any, columns: list[str]) -> bool:
    """Columns that are made of others: see `datapackage.Table.listed`."""
    named = {name for made, of in declared.items() for name in (made, *of)} if _are_lists(declared) else {""}
    return named <= {*columns} and {"period", "source"} <= {*columns}


def _is_tasks(declared: object, columns: list[str]) -> bool:
    """How rows stand to their deadlines: see `datapackage.Tasks`."""
    match declared:
        case {"counted": dict(counted), **rest} if counted and not rest and counted.keys() <= {*STANDINGS}:
            return all(isinstance(each, dict) and each.keys() <= {*columns} for each in counted.values())
        case {"done": done, **rest} if rest.keys() <= {"reported"} and isinstance(rest.get("reported", False), bool):
            return _are_lists(done) and {*done} <= {*columns}
    return False


def _are_lists(named: object) -> bool:
    return isinstance(named, dict) and all(map(_are_texts, named.values()))


_OF_COLUMNS: dict[str, tuple[Callable[[Any, list[str]], bool], str]] = {
    "primaryKey": (
        lambda key, columns: _are_texts(key, some=True) and {*key} <= {*columns},
        _("a list of the columns that identify a row"),
    ),
    "next": (
        _is_next,
        _(
            '"measured", "others", {moved}, or what is carried, such as {example}, of a table with periods',
            example='{"unless": {"state": ["done"]}, "with": {"result": ""}}',
            moved='{"moved": "month"}',
        ),
    ),
    "list": (
        _is_list,
        _(
            "the columns that are made of others, such as {example}, of a table with periods and sources",
            example='{"document": ["number"]}',
        ),
    ),
    "tasks": (
        _is_tasks,
        _(
            "such as {example}, with the standings {standings}",
            example='{"done": {"state": ["completed"]}}, or {"counted": {"open": {"state": "pending"}}}',
            standings=", ".join(STANDINGS),
        ),
    ),
}


# -- columns and references --------------------------------------------------------------------------------------------


def _of_field(place: str, field: Descriptor, columns: list[str]) -> Iterator[Fault]:
    kind, constraints = str(field.get("type")), field.get("constraints", {})
    if kind not in KINDS:
        yield Fault(place, kind, _("a type: {kinds}", kinds=", ".join(KINDS)), _("Correct the type."))
        return
    properties = _OF_FIELD | (_OF_FLAG if kind == "boolean" else {})
    yield from _wrong(place, field, properties)
    known = (*_STANDARD, *properties)
    for word in (word for word in field if word not in known):
        yield Fault(place, word, _("only the properties {value}", value=", ".join(known)))
    if not isinstance(constraints, dict) or not constraints.keys() <= _CONSTRAINTS.keys():
        expected = _("constraints: {constraints}", constraints=", ".join(_CONSTRAINTS))
        yield Fault(place, _found(constraints), expected)
        return
    yield from _wrong(place, constraints, _CONSTRAINTS)
    for word in (word for word in (*field, *constraints) if kind not in _BY_KIND.get(word, KINDS)):
        expected = _("it only with the types {by_kind}", by_kind=", ".join(_BY_KIND[word]))
        yield Fault(place, word, expected, _("Correct the type or delete it."))
    named = [column for word in QUOTIENTS if _are_two(field.get(word)) for column in field[word]]
    named += [field["part_of"]] if isinstance(field.get("part_of"), str) else []
    for column in (each for each in named if each not in columns):
        yield Fault(place, str(column), _("columns of {columns}", columns=", ".join(columns)), _("Correct the name."))
    for word in ("unit", "measure"):
        if field.get(word) == f"@{word}" and word not in columns:
            expected = _("a column `{column}` in the table", column=word)
            yield Fault(place, f"@{word}", expected, _("Add the column or write the {column}.", column=word))


def _of_reference(name: str, foreign: object, columns: list[str], resources: list[Descriptor]) -> Iterator[Fault]:
    match foreign:
        case {"fields": [*_before, str(column)] as own, "reference": {"fields": [*_key, str(_last)] as others, **rest}}:
            table = str(rest.get("resource") or name)
        case _:
            remedy = _("Write it as {example}", example=json.dumps(PERIOD))
            yield Fault(name, _found(foreign), _("a foreign key"), remedy)
            return
    place, keys = f"{name}.{column}", {resource["name"]: resource["schema"].get("primaryKey") for resource in resources}
    if unknown := [column for column in own if column not in columns]:
        expected = _("columns of {name} in the foreign key", name=name)
        yield Fault(name, ", ".join(map(str, unknown)), expected, _("Correct the name."))
    elif table not in keys:
        expected = _("a table to refer to: {keys}", keys=", ".join(keys))
        yield Fault(place, table, expected, _("Correct the name, or declare the table."))
    elif isinstance(keys[table], list) and (
        others[-1:] != keys[table][-1:] or own[:-1] != others[:-1] or others[:-1] not in ([], ["period"])
    ):
        expected = _("a reference to the key of {table}: {keys}", table=table, keys=", ".join(map(str, keys[table])))
        remedy = _("Name the last column of that key; before it, on both sides, `period` if both tables have one.")
        yield Fault(place, ", ".join(map(str, others)), expected, remedy)
