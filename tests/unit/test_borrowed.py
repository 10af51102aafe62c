"""What is used of other packages beside their documentation, as ARCHITECTURE.md lists it: still there after an upgrade?"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from importlib.metadata import version

import pandas as pd
import pytest
from conftest import ROOT
from IPython.core.interactiveshell import InteractiveShell

from briefing.document import fonts


def parameters(function: Callable) -> list[str]:
    return list(inspect.signature(function).parameters)


@pytest.mark.parametrize(
    ("package", "holds"),
    [
        ("ipython", lambda: parameters(InteractiveShell._showtraceback) == ["self", "etype", "evalue", "stb"]),
        ("matplotlib", lambda: (fonts.CHARTS / "DejaVuSans.ttf").exists()),
        ("pandas", lambda: pd.api.extensions.ExtensionArray._readonly is False),
    ],
)  # fmt: skip
def test_what_is_borrowed_is_as_it_was(package, holds):
    assert holds(), f"{package} {version(package)} is no longer as ARCHITECTURE.md says under “borrowed”"


def private_names(tree: ast.Module) -> Iterator[str]:
    """Names with an underscore in front that a module takes from other packages."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level]
    yield from (f"{node.module}.{name.name}" for node in froms for name in node.names if re.match("_.", name.name))
    names = {(name.asname or name.name).partition(".")[0] for node in [*imports, *froms] for name in node.names}
    attributes = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    yield from (name for name in attributes if re.match(r"(\w+)(\.\w+)*\._(?!_)", name) and name.split(".")[0] in names)


def test_no_private_name_of_another_package_is_used():
    used = {name for tree in trees() for name in private_names(tree)}
    documented, in_annotations = {"os._exit"}, {"argparse._SubParsersAction", "etree._Element"}
    assert used <= documented | in_annotations, used


def trees() -> list[ast.Module]:
    return [ast.parse(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "src").rglob("*.py"))]


def names_of(node: ast.AST) -> Iterator[tuple[str, bool]]:
    """Names, each with whether it is given a meaning here."""
    match node:
        case ast.Attribute(attr=name, value=of):
            yield name, isinstance(node.ctx, ast.Store) and ast.unparse(of) in ("self", "cls")
        case ast.Name(id=name):
            yield name, isinstance(node.ctx, ast.Store)
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name, True


def test_of_private_names_of_other_packages_objects_each_has_its_test_above():
    names = {found for tree in trees() for node in ast.walk(tree) for found in names_of(node)}
    own = {name for name, is_own in names if is_own}
    others = {name for name, _is_own in names if re.match("_(?!_)", name)} - own
    documented, in_annotations = {"_asdict", "_exit", "_fields", "_replace", "_thread"}, {"_Element"}
    assert others - documented - in_annotations == {"_readonly"}
