"""What a cell shows and the document would drop or print without a source: a plain picture, a plain number, what is shown before a cell's last line."""

import ast
import re
from itertools import chain

from nbformat import NotebookNode

from helpers.language import Message, _
from helpers.problems import NotFinished

# what Python says of a drawing
_PICTURED = re.compile(r"<Figure size|<Axes|<BarContainer|Axes\(|\[?<matplotlib\.|<seaborn\.")
_SHOWING = {"charts", "official", "show", "review"}  # whose functions give what a document prints
_SHOWN = {"prose", "bullets", "numbered", "listed", "heading", "introduction", "reported_on", "signature"}
_DRAW = "charts.drawn(values, lambda axes, numbers: numbers.plot(ax=axes), 'what it shows')"


def refuse(notebook: NotebookNode) -> None:
    """Raises NotFinished, with section, line and what to write, for the first cell that would lose something."""
    words = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    section = words.lstrip("# \n").partition("\n")[0]
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        pictures = (_picture(cell.source, output) for output in cell.get("outputs", ()))
        if fault := next(filter(None, chain(pictures, [_unshown(cell.source)])), None):
            raise NotFinished(_("section {section}: {state}", section=section, state=fault) if section else fault)


def _picture(source: str, output: NotebookNode) -> Message | None:
    data = output.get("data", {})
    plain = "".join(data.get("text/plain", ""))
    line = next((line.strip() for line in reversed(source.splitlines()) if line.strip()), "")
    if "text/html" not in data and (any(kind.startswith("image/") for kind in data) or _PICTURED.match(plain)):
        return _(
            "{line!r} shows a picture that has neither values nor caption nor source. Write {draw}, with the figures that are drawn as values and whatever draws them in the function.",
            line=line,
            draw=_DRAW,
        )
    if "text/html" not in data and re.search(r"\d", plain):
        return _(
            "{line!r} would print numbers that have no source. What is only looked at ends with a semicolon; what is printed stands in prose(…) or show.table(…).",
            line=line,
        )
    return None


def _unshown(source: str) -> Message | None:
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):  # of IPython: %magic, !command
        return None
    for statement in body if source.rstrip().endswith(";") else body[:-1]:
        match statement:
            case ast.Expr(ast.Call(func=ast.Name(id=name))) if name in _SHOWN:
                pass
            case ast.Expr(ast.Call(func=ast.Attribute(value=ast.Name(id=name)))) if name in _SHOWING:
                pass
            case _:
                continue
        line = source.splitlines()[statement.lineno - 1].strip()
        return _(
            "line {line_number} of a cell, {line!r}, is not printed: a cell shows its last line. Give it a cell of its own, without a semicolon behind it, or join it with + to what the cell shows.",
            line_number=statement.lineno,
            line=line,
        )
    return None
