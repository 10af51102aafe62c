"""What a cell shows and the document leaves out: what is only looked at; what is to be printed, and would be lost, is refused."""

import ast
import re
from collections.abc import Iterator

from nbformat import NotebookNode

from helpers.errors import NotFinished
from helpers.i18n import Message, _

_CLOCK = re.compile(r"(?:^|\.)(?:today|now|utcnow)$|^time\.(?:time|localtime|strftime)$")
_SHOWING = {"charts", "letterhead", "tables", "review"}  # whose functions give what a document prints
_SHOWN = {"prose", "bullets", "numbered", "listed", "heading", "introduction", "reported_on", "signature"}


def refuse(notebook: NotebookNode) -> None:
    """Raises NotFinished, with section, line and what to write, for each cell that would lose something."""
    words = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    section = words.lstrip("# \n").partition("\n")[0]
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    parsed = [_parsed(cell.source) for cell in cells]
    used = set[str]().union(*map(_used, parsed))
    faults = []
    for cell, body in zip(cells, parsed, strict=True):
        if fault := _unshown(cell.source, body, used):
            faults.append(_("section {section}: {state}", section=section, state=fault) if section else fault)
    if faults:
        raise NotFinished("\n".join(faults))


def _parsed(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):  # of IPython: %magic, !command
        return ast.Module([], [])


def _used(cell: ast.Module) -> set[str]:
    """The names that a cell reads."""
    names = (node for node in ast.walk(cell) if isinstance(node, ast.Name))
    return {name.id for name in names if isinstance(name.ctx, ast.Load)}


def _unshown(source: str, cell: ast.Module, used: set[str]) -> Message | None:
    """used: names that some cell of the notebook reads."""
    for each in ast.walk(cell):
        if isinstance(each, ast.Call) and _CLOCK.search(ast.unparse(each.func)):
            return _(
                "line {line_number} of a cell, {line!r}, asks the clock: each day the report would be another one. Write edition.date_to for the period's last day, or edition.day(…) for one that is stated.",
                line_number=each.lineno,
                line=source.splitlines()[each.lineno - 1].strip(),
            )
    last = None if source.rstrip().endswith(";") else cell.body[-1:]
    for each in _statements(cell):
        if isinstance(each, ast.Expr) and _shows(each.value) and [each] != last:
            return _(
                "line {line_number} of a cell, {line!r}, is not printed: a cell shows its last line, and nothing from inside an if or a loop. Give it a cell of its own, without a semicolon behind it, or join it with + to what the cell shows. Write prose(words if condition else '') for a condition, prose(*[… for row in frame.itertuples()]) for a loop.",
                line_number=each.lineno,
                line=source.splitlines()[each.lineno - 1].strip(),
            )
    match cell.body[-1:]:
        case [ast.Assign([ast.Name(id=name)], value)] if name not in used and _shows(value):
            return _("{name!r} is kept and not printed: no cell reads it. End the cell with {name}.", name=name)
    return None


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """What a cell does, also inside an if, a loop or another block; the lines of a function run where it is called."""
    for part in ast.iter_child_nodes(node):
        if not isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.expr):
            yield part
            yield from _statements(part)


def _shows(value: ast.expr) -> bool:
    match value:
        case ast.Call(func=ast.Name(id=name)):
            return name in _SHOWN
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name))):
            return name in _SHOWING
    return False
