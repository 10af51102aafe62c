"""The data dictionary: data/README.md, written from data/datapackage.json."""

import textwrap
from pathlib import Path

from ..project import Project
from .datapackage import FILE, Field, Table, declared_in, read_package

_INTRODUCTION = Path(__file__).with_suffix(".md")


def dictionary(project: Project, rules: str) -> str:
    """The dictionary as Markdown: one heading and one table of columns for each CSV. rules: the language of rules, described."""
    tables = declared_in(project.data).values()
    *names, last = (f"`{table.name}`" for table in tables if not table.periodic)
    timeless = f"{', '.join(names)} and {last}" if names else last
    introduction = _INTRODUCTION.read_text(encoding="utf-8").format(
        origin=_origin(project), timeless=timeless, rules=rules
    )
    return "\n".join([introduction, *map(_describe, tables)])


def _origin(project: Project) -> str:
    package = read_package(project.data / FILE)
    sources = "; ".join(source["title"] for source in package.get("sources", ()))
    licences = "; ".join(f"[{licence['title']}]({licence['path']})" for licence in package.get("licenses", ()))
    about = f"**Where it comes from.** {package.get('description', '')} Source: {sources}."
    text = f"{about} Licence of the data: {licences}."
    return textwrap.fill(text, 120, break_long_words=False, break_on_hyphens=False)


def _describe(table: Table) -> str:
    rows = "\n".join(
        f"| `{field.name}` | {_kind(field)} | {field.about}{' (follows from the key: in no file)' if field.derived else ' (may be empty)' if field.empty else ''} |"
        for field in table.columns.values()
    )
    about = f"{table.title}. {table.about} One row for each {' + '.join(f'`{name}`' for name in table.full_key)}."
    return f"## {table.name}.csv\n\n{about}\n\n| column | kind | meaning |\n| --- | --- | --- |\n{rows}\n"


def _kind(field: Field) -> str:
    if field.kind == "code":
        return f"code of `{field.codes}`"
    if field.kind == "reference":
        return f"reference to `{field.table}`"
    if field.kind == "number" and (field.unit or field.measure):
        unit = "in the unit of its row" if field.unit == "@unit" else field.unit
        return ", ".join(filter(None, ("number", unit, field.measure.replace("@measure", "as its row says"))))
    if field.choices:
        return f"one of {', '.join(field.choices)}"
    return "whole number" if field.whole else field.kind
