"""Bring the catalogue of texts to what the program says: new ones without a translation, none that nobody says any more.

    .venv/bin/python .ci/catalogue.py

What click says to whoever types a command belongs to it.
"""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Iterator
from pathlib import Path

import click
from babel.messages import Catalog, pofile

from receipts.sources import SAID

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ROOT / "src" / "helpers" / "data" / "program.json"
SCHEMA = PROGRAM.with_name("declaration.schema.json")
PO = ROOT / "src" / "helpers" / "locale" / "vi" / "LC_MESSAGES" / "briefing.po"
SPEAKERS = {"_": 1, "ngettext": 2}  # how many of their arguments are texts
CLICK = ("core", "decorators", "exceptions", "formatting", "parser", "types")


def said() -> Catalog:
    """Every text of the program, and where it stands."""
    found = Catalog(locale="vi", project="briefing", version="1", fuzzy=False)
    for path in [ROOT / ".ci" / "prepare.py", *sorted((ROOT / "src").rglob("*.py"))]:
        name = path.relative_to(ROOT).as_posix()
        for message in texts(path):
            found.add(message, locations=[(name, 0)])
        if path.parent.name == "commands":
            for node in ast.parse(path.read_bytes()).body:
                if isinstance(node, ast.FunctionDef) and any(
                    "command" in ast.unparse(one) for one in node.decorator_list
                ):
                    found.add(inspect.cleandoc(ast.get_docstring(node) or ""), locations=[(name, 0)])
    for about in patterned(json.loads(PROGRAM.read_bytes())):
        found.add(about, locations=[(PROGRAM.relative_to(ROOT).as_posix(), 0)])
    for expected in described(json.loads(SCHEMA.read_bytes())):
        found.add(expected, locations=[(SCHEMA.relative_to(ROOT).as_posix(), 0)])
    for message in SAID.values():
        found.add(message, locations=[("src/receipts/sources.py", 0)])
    found.add("required", locations=[("click", 0)])  # said of an option, and no constant in the code
    for module in CLICK:
        for message in texts(Path(click.__file__).with_name(f"{module}.py")):
            found.add(message, locations=[("click", 0)])
    return found


def patterned(declared: object) -> Iterator[str]:
    """What the program's tables say of columns that have a form: a refusal tells it."""
    if isinstance(declared, dict) and "pattern" in declared.get("constraints", {}) and "description" in declared:
        yield declared["description"]
    for part in declared.values() if isinstance(declared, dict) else declared if isinstance(declared, list) else ():
        yield from patterned(part)


def described(schema: object) -> Iterator[str]:
    """What the schema of declarations expects: a refusal tells it."""
    if isinstance(schema, dict) and isinstance(schema.get("description"), str):
        yield schema["description"]
    for part in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from described(part)


def texts(path: Path) -> Iterator[str | tuple[str, ...]]:
    """What a module says, in f-strings too, where Babel's own extraction looks from Python 3.12 on."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Call) and (count := SPEAKERS.get(getattr(node.func, "id", ""))):
            words = tuple(each.value for each in node.args[:count] if isinstance(each, ast.Constant))
            if len(words) == count:
                yield words if count > 1 else words[0]


def known() -> Catalog:
    with PO.open("rb") as file:
        return pofile.read_po(file, locale="vi")


def main() -> None:
    catalogue = said()
    if PO.exists():
        for message in known():
            if message.id and message.id in catalogue:
                catalogue[message.id].string = message.string
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        pofile.write_po(file, catalogue, width=0, omit_header=True, sort_output=True, include_lineno=False)
    lacking = [
        message.id
        for message in catalogue
        if message.id and not (message.string if isinstance(message.string, str) else all(message.string or [""]))
    ]
    print(f"{len(catalogue)} texts, {len(lacking)} without a translation")


if __name__ == "__main__":
    main()
