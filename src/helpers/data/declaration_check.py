"""What is wrong with a declaration of tables: `declaration.schema.json` says what each property can be, here is what they name.

`datapackage` makes tables of a declaration without faults; here nothing is taken for granted of what somebody has written.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ..i18n import Message, _

if TYPE_CHECKING:
    from jsonschema import ValidationError

SCHEMA = Path(__file__).with_name("declaration.schema.json")
Descriptor = dict[str, Any]  # a JSON object
Kind = Literal["text", "code", "number", "date", "reference", "expression"]

KINDS: dict[str, Kind] = {"string": "text", "number": "number", "integer": "number", "date": "date"}
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
def _schema() -> Descriptor:
    declared: Descriptor = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return declared


def faults(resource: Descriptor, resources: list[Descriptor]) -> Iterator[Fault]:
    """What is wrong with one table's declaration, beside those of the others."""
    name, columns = resource["name"], [field["name"] for field in resource["schema"]["fields"]]
    tables = [other["name"] for other in resources]
    if tables.count(name) > 1:
        yield Fault(name, name, _("each table once"), _("Delete or rename one."))
    for column in dict.fromkeys(column for column in columns if columns.count(column) > 1):
        yield Fault(f"{name}.{column}", column, _("each column once"), _("Delete or rename one."))
    wrong = sorted(_errors(resource, columns, tables), key=lambda error: [*map(str, error.absolute_path)])
    yield from dict.fromkeys(_of_error(error, resource) for error in wrong)


def _errors(resource: Descriptor, columns: list[str], tables: list[str]) -> "Iterator[ValidationError]":
    """What the schema says of a table, with its own columns and all tables as what may be named."""
    from jsonschema import Draft202012Validator, FormatChecker  # only where a declaration is read

    named = {"column": {"enum": columns, "$comment": "named"}, "table": {"enum": ["", *tables], "$comment": "named"}}
    path = {"const": f"{resource['name']}.csv"}
    missing = [f"@{column}" for column in ("unit", "measure") if column not in columns]
    schema = {**_schema(), "$defs": {**named, "path": path, "beside": {"not": {"enum": missing}}}}
    formats, refused = FormatChecker(()), (re.error, OverflowError, RecursionError, ValueError)
    formats.checks("regex", refused)(lambda text: not isinstance(text, str) or re.compile(text, re.ASCII))
    found: Iterator[ValidationError] = Draft202012Validator(schema, format_checker=formats).iter_errors(resource)
    return found


def _of_error(error: "ValidationError", resource: Descriptor) -> Fault:
    """What the schema says of a value, in its own words: the description that is nearest to what does not fit."""
    error = next((each for each in error.context or () if "$comment" in each.schema), error)
    path, steps, value = [*error.absolute_path], [*error.absolute_schema_path], error.instance
    place = resource["name"]
    if path[:2] == ["schema", "fields"] and path[2:]:
        place += f".{resource['schema']['fields'][path[2]]['name']}"
    if error.validator == "required":
        (missing,) = (each for each in error.validator_value if error.message.startswith(repr(each)))
        steps, value = [*steps[:-1], "properties", missing], None
    elif error.validator == "not" and not error.validator_value:
        value = path[-1]
    expected = Message(_description(steps))
    if "$comment" in error.schema:
        expected = _("{what}; of {columns}", what=expected, columns=", ".join(filter(None, error.validator_value)))
    return Fault(place, _found(value), expected)


def _description(steps: list[Any]) -> str:
    node: Any = _schema()
    found = ""
    for step in steps:
        node = node[step] if isinstance(node, list) or step in node else {}
        said = node.get("description") if isinstance(node, dict) else None
        found = said if isinstance(said, str) else found
    return found


def _found(value: object) -> str | None:
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return None if value is None else said[:60]
