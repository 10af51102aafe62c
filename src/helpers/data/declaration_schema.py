"""What is wrong with a declaration of tables: `declaration.schema.json` says what each property can be, here is what they name.

`datapackage` makes tables of a declaration without faults; here nothing is taken for granted of what somebody has written.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ..i18n import Message, _

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

SCHEMA = Path(__file__).with_name("declaration.schema.json")
Descriptor = dict[str, Any]  # a JSON object
Kind = Literal["text", "code", "number", "date", "reference", "expression", "flag"]

KINDS: dict[str, Kind] = {"string": "text", "number": "number", "integer": "number", "date": "date", "boolean": "flag"}
OF_TABLES = {"type": "table", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
PERIOD = {"fields": ["period"], "reference": {"resource": "periods", "fields": ["period"]}}
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
NO_SUM = ("average", "rate")  # measures of numbers that add up neither over time nor over rows
YEARLY = "yearly"  # asked for once a year: what holds for all of it, such as its plan
is_name = re.compile(r"\w+", re.ASCII).fullmatch  # of a table, and so of a file


class Fault(NamedTuple):
    """What is wrong with a declaration. `place`: the table, or table.column."""

    place: str
    value: str | None
    expected: str
    remedy: str = _("Correct or delete it.")


@cache
def _validator() -> "Draft202012Validator":
    from jsonschema import Draft202012Validator  # only where a declaration is read

    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def faults(resource: Descriptor, resources: list[Descriptor]) -> Iterator[Fault]:
    """What is wrong with one table's declaration, beside those of the others."""
    name, fields = resource["name"], resource["schema"]["fields"]
    columns = [field["name"] for field in fields]
    if [other["name"] for other in resources].count(name) > 1:
        yield Fault(name, name, _("each table once"), _("Delete or rename one."))
    for column in dict.fromkeys(column for column in columns if columns.count(column) > 1):
        yield Fault(f"{name}.{column}", column, _("each column once"), _("Delete or rename one."))
    if wrong := sorted(_validator().iter_errors(resource), key=lambda error: [*map(str, error.absolute_path)]):
        yield from dict.fromkeys(_of_error(error, resource) for error in wrong)
        return
    if resource["path"] != f"{name}.csv":
        yield Fault(name, resource["path"], f'"path": "{name}.csv"')
    for word in ("primaryKey", "next", "list", "tasks"):
        used = {*_named(word, declared := {**resource, **resource["schema"]}.get(word))}
        if not used <= {*columns}:
            about = Message(_description(["properties", *["schema", "properties"] * (word == "primaryKey"), word]))
            expected = _("{what}; of {columns}", what=about, columns=", ".join(columns))
            yield Fault(name, _found(declared), expected)
    for field in fields:
        yield from _of_field(f"{name}.{field['name']}", field, columns)
    for foreign in resource["schema"].get("foreignKeys", ()):
        yield from _of_reference(name, foreign, columns, resources)


def _of_error(error: "ValidationError", resource: Descriptor) -> Fault:
    """What the schema says of a value, in its own words: the description that is nearest to what does not fit."""
    path, steps, value = [*error.absolute_path], [*error.absolute_schema_path], error.instance
    place = resource["name"]
    if path[:2] == ["schema", "fields"]:
        place += f".{resource['schema']['fields'][path[2]]['name']}"
    if error.validator == "required":
        (missing,) = (each for each in error.validator_value if error.message.startswith(repr(each)))
        steps, value = [*steps[:-1], "properties", missing], None
    elif error.validator == "additionalProperties":
        known = error.schema["properties"]
        extra = next(each for each in value if each not in known)
        return Fault(place, extra, _("only the properties {value}", value=", ".join(known)))
    elif error.validator == "not":
        value = path[-1]
    return Fault(place, _found(value), Message(_description(steps)))


def _description(steps: list[Any]) -> str:
    node: Any = _validator().schema
    found = ""
    for step in steps:
        node = node[step]
        said = node.get("description") if isinstance(node, dict) else None
        found = said if isinstance(said, str) else found
    return found


def _found(value: object) -> str | None:
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return None if value is None else said[:60]


def _named(word: str, declared: Any) -> Iterator[str]:
    """The columns that a property of a table names, and those without which it says nothing."""
    yield from ("period",) if word in ("next", "list") and declared else ()
    yield from ("source",) if word == "list" and declared else ()
    match declared:
        case list():
            yield from declared
        case {"counted": counted}:
            yield from (column for each in counted.values() for column in each)
        case {"done": done}:
            yield from done
        case dict() if word == "next":
            yield from (*declared.get("unless", ()), *declared.get("with", ()))
        case dict():
            yield from (name for made, of in declared.items() for name in (made, *of))


def _of_field(place: str, field: Descriptor, columns: list[str]) -> Iterator[Fault]:
    """What a column names that there is not, and a pattern that is none."""
    named = [*field.get("ratio_of", ())]
    named += [field["part_of"]] if isinstance(field.get("part_of"), str) else []
    for column in (each for each in named if each not in columns):
        yield Fault(place, column, _("columns of {columns}", columns=", ".join(columns)), _("Correct the name."))
    for word in ("unit", "measure"):
        if field.get(word) == f"@{word}" and word not in columns:
            expected = _("a column `{column}` in the table", column=word)
            yield Fault(place, f"@{word}", expected, _("Add the column or write the {column}.", column=word))
    if (pattern := field.get("constraints", {}).get("pattern")) is not None:
        with suppress(re.error, OverflowError, RecursionError):
            re.compile(pattern, re.ASCII)
            return
        steps = ["schema", "fields", "items", "constraints", "pattern"]
        path = [step for each in steps for step in (("properties", each) if each != "items" else (each,))]
        yield Fault(place, _found(pattern), Message(_description(path)), _("Close its brackets."))


def _of_reference(name: str, foreign: Descriptor, columns: list[str], resources: list[Descriptor]) -> Iterator[Fault]:
    own, others = foreign["fields"], foreign["reference"]["fields"]
    table, column = foreign["reference"].get("resource") or name, own[-1]
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
