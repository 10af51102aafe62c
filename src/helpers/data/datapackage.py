"""What a `datapackage.json` declares: the tables, their columns with units and codes, and what identifies a row.

The program declares the tables that it needs for itself in `program.json`, a project those of its content beside its data, among
which it names the program's tables that it uses. `whole` puts both together and writes out what is
the same for every table, as the Data Package standard, version 2, has it (https://datapackage.org), so that other tools
read it too. Where the standard has no word there is one of ours: `titleVi` of a table and of a column that needs one beside
it; of a column `codes` (its list in codes.csv), `unit` ("@unit": the row's own column `unit`), `expression` (in the language
of figures), `asked` (see `Table.asked`), `derived`, `measure`, `ratio_of` and `part_of` (see `Field`); of a table `next` (see `Next`), `role`, `tasks`
(see `Tasks`) and `optional`: without a file it has no rows, as the program's tables that a project does not name. A periodic table has a column `period` that refers to
`periods`; a sourced table has a column `source`, which says where the source report states the row. As both are the same
in each table, their names are enough.
"""

import dataclasses
import json
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

from ..errors import InputError, Problem, refuse, wrong_input
from ..i18n import _
from ..project import project_of
from .csv_reader import decode, missing, parse_rows, read_file
from .declaration_check import KINDS, OF_TABLES, PERIOD, Descriptor, Kind, faults
from .declaration_check import YEARLY as YEARLY
from .indexed_rows import Row, Rows
from .reporting_period import KEY, Span

FILE = "datapackage.json"
_PROGRAM = Path(__file__).with_name("program.json")
QUALIFIER, ORDER = "qualifier", "order"
_COLUMN = 10  # blanks before a column: what is deeper stands beside it
_NAMED = {"description": "about", "titleVi": "title", "minimum": "least", "maximum": "most", "enum": "choices"}


@dataclass(frozen=True)
class Field:
    """A column. `unit` of a number may be "@unit": it stands in the row's own `unit` column."""

    name: str
    kind: Kind
    about: str = ""
    title: str = ""  # Vietnamese, where the table's title does not say what the column holds
    unit: str = ""
    codes: str = ""  # the list in codes.csv
    # code → `declaration_check.ROLES`: its colour in charts
    roles: Mapping[str, str] = dataclasses.field(default_factory=dict, hash=False)
    table: str = ""  # the table a reference points to
    names: str = ""  # and the column there that holds what is named
    empty: bool = False  # may be empty: not stated, not applicable
    whole: bool = False  # a number without decimals
    least: float | None = None  # a number's lower bound
    most: float | None = None  # a number's upper bound
    pattern: str = ""  # what a text must match
    choices: Sequence[str] = dataclasses.field(default=(), hash=False)  # what a text may be
    example: str = ""
    asked: bool | str | None = None  # declared for `Table.asked`, where it differs from what the kind says; or YEARLY
    derived: bool = False  # computed of the row's key, so that no file has it
    # in a period that consists of others: their sum ("flow"), the last one's ("stock"), the first one's ("opening"), none, as it
    # adds up neither over time nor over rows ("average"), as the row says ("@measure")
    measure: str = ""
    # the columns of which it is the quotient, in its unit
    ratio_of: Sequence[str] = dataclasses.field(default=(), hash=False)
    # the column that holds it, of a number; the value that holds each, of a column of the key
    part_of: str | Mapping[str, str] = dataclasses.field(default="", hash=False)

    def unit_in(self, row: Mapping[str, str]) -> str:
        """The unit of its number in a row."""
        return row.get("unit", "") if self.unit == "@unit" else self.unit

    def measure_in(self, row: Mapping[str, str]) -> str:
        return row.get("measure", "") if self.measure == "@measure" else self.measure

    def measures(self, rows: Iterable[Mapping[str, str]]) -> set[str]:
        return {self.measure_in(row) for row in rows} if self.measure == "@measure" else {self.measure}


@dataclass(frozen=True)
class Next:
    """What the next period does with a table: the property `next` of its declaration.

    rows: "measured": the same keys are asked for again, with new values; "others": it has rows of its own, and some;
        "carried": `briefing new` writes them into the next period; "": nothing is expected (decisions, controls).
    unless: column → values of rows that are not carried, as they are done.
    changed: column → text that a carried row gets, such as {"state": "carried"}, or "" for what must be stated anew.
    """

    rows: str = ""
    unless: Mapping[str, Collection[str]] = dataclasses.field(default_factory=dict)
    changed: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Tasks:
    """How the rows of a table stand to their deadlines (`due_by`): the property `tasks` of its declaration.

    done: column → values of rows that are done. as_reported: a result was reported, which need not be the end of the task.
    """

    done: Mapping[str, Collection[str]]
    as_reported: bool = False


@dataclass(frozen=True)
class Table:
    name: str
    title: str  # Vietnamese, shown to reviewers beside a figure's source
    about: str  # English, for the data dictionary
    columns: dict[str, Field]
    full_key: tuple[str, ...]  # the columns that identify a row
    next: Next = Next()
    observations: bool = False  # its rows are observations, such as waiting times: looked at as a whole, not one by one
    optional: bool = False  # without a file it has no rows
    role: str = ""  # what notebooks ask of it by a name of their own (see declaration.schema.json)
    tasks: Tasks | None = None  # its rows are tasks, or count them

    @property
    def header(self) -> bytes:
        """A file without rows."""
        return f"{','.join(self.written)}\n".encode()

    @property
    def written(self) -> tuple[str, ...]:
        """The columns of its file."""
        return tuple(name for name, field in self.columns.items() if not field.derived)

    @property
    def periodic(self) -> bool:
        return "period" in self.columns

    @property
    def joined(self) -> bool:
        """Whether a period that consists of others has the rows of these: numbers, observations, a department's own lists."""
        own_list = self.next.rows == "others" and self.name not in tables_of_program()
        return self.next.rows == "measured" or self.observations or own_list

    @cached_property
    def key(self) -> tuple[str, ...]:
        """What identifies a row of one period: the key without the reference to `periods`."""
        return tuple(name for name in self.full_key if name != "period" or self.columns[name].kind != "reference")

    @property
    def asked(self) -> tuple[str, ...]:
        """The columns that offices fill in: numbers, dates and codes outside the key, unless declared otherwise."""
        return tuple(
            name
            for name, field in self.columns.items()
            if name not in self.full_key
            and (field.kind in ("number", "date", "code") if field.asked is None else field.asked)
        )

    @property
    def naming(self) -> tuple[str, ...]:
        """The columns that name a row for readers."""
        return tuple(name for name in ("label", "name", "title") if name in self.columns)

    @cached_property
    def titles(self) -> dict[str, str]:
        """What readers call the table, behind an empty name, and its columns."""
        return {"": self.title} | {name: field.title for name, field in self.columns.items() if field.title}

    @property
    def qualified(self) -> str:
        """The number that the column `qualifier` ("hơn", "khoảng") belongs to, the one declared before it; else empty."""
        names = list(self.columns)
        before = names[: names.index(QUALIFIER)] if QUALIFIER in names else []
        return next((name for name in reversed(before) if self.columns[name].kind == "number"), "")

    def unstated(self, row: Mapping[str, str]) -> bool:
        """Whether a row waits for its first number: somebody has written it down so that it is asked for."""
        waits = self.next.rows == "measured" and "source" in self.columns and bool(self.asked)
        return waits and not any(row.get(name) for name in ("source", *self.asked))

    def row_id(self, row: Mapping[str, str]) -> str:
        """A row by its key, as ids name it: "level=district,timeliness=late". It lasts where line numbers do not."""
        return ",".join(f"{name}={row[name]}" for name in self.key)

    def place(self, row: Mapping[str, str], column: str = "", period: str = "") -> str:
        """A row, or a cell of it, in the language of figures: "licences.licences(licence='newsletter')".

        period: named if it is not the one in question.
        """
        own = [(name, row.get(name, "")) for name in self.key] + [("period", period)] * bool(period)
        where = ", ".join(f"{name}={value!r}" for name, value in own)
        return f"{self.name}{'.' + column if column else ''}({where})"

    @property
    def numbers(self) -> tuple[str, ...]:
        """The columns of numbers outside the key: what a row measures."""
        numbers = (name for name, field in self.columns.items() if field.kind == "number")
        return tuple(name for name in numbers if name not in self.full_key)

    def list_of(self, column: str) -> str:
        """The list that a column takes its values from, as validity.csv names it: of codes.csv, or a column of its own.

        >>> tables = Edition("2024-H1").tables
        >>> tables["edocuments"].list_of("level"), tables["citations"].list_of("document")
        ('level', 'documents.document')
        """
        field = self.columns[column]
        return field.codes or (f"{field.table}.{field.names}" if field.table else f"{self.name}.{column}")

    def read(self, data: Path) -> tuple[list[str], Rows]:
        """The header and the rows of its file in a data folder; no rows of an optional table that has no file."""
        path = data / f"{self.name}.csv"
        return self.parsed(None if self.optional and not os.path.lexists(path) else read_file(path))

    def parsed(self, content: bytes | None) -> tuple[list[str], Rows]:
        """The header and the rows of a file's bytes, of a period with what its key says; content: None where there is no file."""
        if content is None and not self.optional:
            raise missing(f"{self.name}.csv")
        header, rows = parse_rows(f"{self.name}.csv", self.header if content is None else content)
        if self.name != "periods":
            return header, rows

        def derived(row: Row) -> Row:
            told = Span.of(row["period"]).told if KEY.fullmatch(row.get("period", "")) else {}
            return dict.fromkeys(self.columns, "") | told | {column: cell for column, cell in row.items() if cell}

        return header, Rows((line, derived(row)) for line, row in rows.items())


class Declared(dict[str, Table]):
    """The tables that a data folder and the program declare, by name: what is kept of an expression is kept for these, and for
    no others."""

    __hash__ = object.__hash__  # type: ignore[assignment]
    __eq__ = object.__eq__

    def own_first(self) -> list[str]:
        """The names as an error lists them: those of the project before the program's."""
        return sorted(self, key=tables_of_program().__contains__)

    def with_role(self, role: str) -> Table:
        """The table that plays a role. Raises ValueError where the project declares none."""
        if found := next((table for table in self.values() if table.role == role), None):
            return found
        raise ValueError(
            _('no table has the role {role!r}: declare it in datapackage.json, "role": {role!r}', role=role)
        )

    def rows(self, data: Path, name: str) -> Rows:
        """The rows of a table in a data folder."""
        return self[name].read(data)[1]


def read_package(path: Path) -> Descriptor:
    """A datapackage.json as it stands. Raises InputError if it is missing or not JSON with a list of resources."""
    return _parsed(_content(path))[0]


def package_file(data: Path) -> Path:
    """The declaration of a data folder's tables: its own, else the project's."""
    own = data / FILE
    return own if own.exists() else project_of(data).data / FILE


def declared_in(data: Path, checked: bool = True) -> Declared:
    """The tables of a data folder. Raises InputError for no folder, and with all faults of the declaration.

    checked: False where it is read to see that nothing has changed: the check loads jsonschema, which takes longer than all else.
    """
    if not data.is_dir():
        remedy = _("Give the folder that holds the CSVs: --data DIR")
        raise wrong_input(str(data), expected=_("a data folder"), remedy=remedy, code="missing_file")
    return declared_by(_content(package_file(data)), checked)


def declared_by(content: bytes, checked: bool = True) -> Declared:
    """The tables of a datapackage.json. Raises InputError with all its faults. checked: as of `declared_in`."""
    if not checked:
        with suppress(Exception):  # what cannot be read is checked
            return _tables(content)
    _check(content)
    return _tables(content)


def _content(path: Path) -> bytes:
    if not path.exists():
        expected = _("the declaration of the tables in {parent}", parent=path.parent)
        raise _refused(expected, _("Restore it, or name the folder of the project: --project DIR."))
    return read_file(path)


def _refused(expected: str, remedy: str, line: int = 0) -> InputError:
    return wrong_input(FILE, line, expected=expected, remedy=remedy, code="unreadable_file")


def whole(package: Descriptor) -> Descriptor:
    """A declaration with the program's own tables, all written out: one valid Data Package, of what files hold."""
    complete = _whole(package)
    for schema in (table["schema"] for table in complete["resources"]):
        schema["fields"] = [field for field in schema["fields"] if not field.get("derived")]
    return complete


def _whole(package: Descriptor) -> Descriptor:
    """A declaration with the program's own tables, written out; one that the project names stands there, and needs its file."""
    needed = {
        name: {word: value for word, value in table.items() if word != "optional"}
        for name, table in tables_of_program().items()
    }
    own = [needed[table] if isinstance(table, str) else table for table in package["resources"]]
    named = [table["name"] for table in own]
    before, after = ([each for each in _program()[at] if each["name"] not in named] for at in ("before", "after"))
    return {**package, "resources": [_written_out(table) for table in (*before, *own, *after)]}


def _parsed(content: bytes) -> tuple[Descriptor, list[Descriptor]]:
    """A declaration as it stands, and its tables with the program's own, written out."""
    try:
        package: Descriptor = json.loads(decode(FILE, content), parse_constant=int)
        own = [
            table.get("schema", {}).get("fields", []) for table in package["resources"] if not isinstance(table, str)
        ]
        if not all(isinstance(each, list) for each in (package["resources"], *own)):
            raise TypeError
        resources: list[Descriptor] = _whole(package)["resources"]
        for table in resources:
            ".".join([table["name"], *(field["name"] for field in table["schema"]["fields"])])
    except json.JSONDecodeError as error:
        remedy = _("Look for a missing or superfluous comma, quote or bracket there or on the line before.")
        raise _refused(_("JSON ({error})", error=error.msg), remedy, error.lineno) from None
    except (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError):
        expected = _('an object with "resources", a list of tables that have a "name" and a "schema" with "fields"')
        remedy = _("Write each table as its neighbours are written.")
        raise wrong_input(FILE, expected=expected, remedy=remedy, code="no_tables") from None
    return package, resources


@lru_cache(maxsize=8)  # of a batch, whose rows may bring declarations of their own
def _check(content: bytes) -> None:
    resources = _parsed(content)[1]
    refuse(
        Problem(FILE, 0, place, value, expected, remedy, code="bad_declaration")
        for resource in resources
        for place, value, expected, remedy in faults(resource, resources)
    )


@lru_cache(maxsize=8)
def _tables(content: bytes) -> Declared:
    return Declared((resource["name"], _table(resource)) for resource in _parsed(content)[1])


@cache
def _program() -> Descriptor:
    declared: Descriptor = json.loads(_PROGRAM.read_text(encoding="utf-8"))
    return declared


def tables_of_program() -> dict[str, Descriptor]:
    return {table["name"]: table for table in (*_program()["before"], *_program()["after"])}


def _written_out(resource: Descriptor) -> Descriptor:
    """A table's declaration with what is the same for every table: how its file is written, its reference to the periods."""
    name, schema = resource["name"], resource["schema"]
    same_everywhere = {field["name"]: field for field in _program()["fields"]}
    fields = [same_everywhere[field] if isinstance(field, str) else field for field in schema["fields"]]
    keys = schema.get("foreignKeys", [])
    if isinstance(keys, list) and name != "periods" and PERIOD not in keys:
        keys = [PERIOD] * any(field["name"] == "period" for field in fields) + keys
    schema = {"fieldsMatch": "equal", **schema, "foreignKeys": keys, "fields": fields}
    if not keys and isinstance(keys, list):
        del schema["foreignKeys"]
    return {"name": name, **OF_TABLES, "path": f"{name}.csv", **resource, "schema": schema}


def lay_out(package: Descriptor) -> str:
    """The text of a datapackage.json: each property of a table on a line, each of its columns and foreign keys.

    >>> print(lay_out({"name": "data", "resources": [{"schema": {"primaryKey": ["a", "b"]}}]}), end="")
    {
      "name": "data",
      "resources": [
        {
          "schema": {
            "primaryKey": ["a", "b"]
          }
        }
      ]
    }
    """
    return f"{_laid_out(package)}\n"


def _laid_out(value: Any, indent: str = "") -> str:
    parts = [*value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ()
    if len(indent) == _COLUMN or not any(isinstance(part, dict | list) for part in parts):
        return json.dumps(value, ensure_ascii=False)
    inner = f"{indent}  "
    lines = [_laid_out(part, inner) for part in parts]
    if isinstance(value, dict):
        lines = [f"{json.dumps(name)}: {line}" for name, line in zip(value, lines, strict=True)]
    opened, closed = "{}" if isinstance(value, dict) else "[]"
    return f"{opened}\n{inner}" + f",\n{inner}".join(lines) + f"\n{indent}{closed}"


def _table(resource: Descriptor) -> Table:
    """A table from its declaration, which has no faults."""
    name, schema = resource["name"], resource["schema"]
    references = {key["fields"][-1]: key["reference"] for key in schema.get("foreignKeys", ())}
    following, tasks = resource.get("next", ""), resource.get("tasks")
    is_carried = isinstance(following, dict)
    return Table(
        name,
        resource["titleVi"],
        resource.get("description", ""),
        {field["name"]: _field(field, references.get(field["name"], {}), name) for field in schema["fields"]},
        tuple(schema["primaryKey"]),
        Next("carried", following.get("unless", {}), following.get("with", {})) if is_carried else Next(following),
        tasks=tasks and Tasks(tasks["done"], tasks.get("reported", False)),
        **{word: resource[word] for word in ("observations", "optional", "role") if word in resource},
    )


def _field(field: Descriptor, reference: Descriptor, own_table: str) -> Field:
    declared = {**field, **field.get("constraints", {})}
    own: Kind | Literal[""] = "code" if field.get("codes") else "expression" if field.get("expression") else ""
    return Field(
        kind="reference" if reference else own or KINDS[field["type"]],
        table=(reference.get("resource") or own_table) if reference else "",
        names=reference["fields"][-1] if reference else "",
        empty=not declared.get("required", False),
        whole=field["type"] == "integer",
        **{each.name: declared[each.name] for each in dataclasses.fields(Field) if each.name in declared},
        **{ours: declared[word] for word, ours in _NAMED.items() if word in declared},
    )
