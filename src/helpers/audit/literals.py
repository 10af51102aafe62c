"""What notebooks print in words of their own: headings, and the texts in their code, as sentences, titles and captions."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar

from ..values.vietnamese import APPENDIX, HEADING_NUMBER
from .terms import Cell
from .vocabulary import FIGURE, PLACE

_HEADING = re.compile(rf"^#+ (?:{HEADING_NUMBER})?(?P<title>.+)$", re.MULTILINE)
_SECTION = re.compile(rf"(?:{APPENDIX} )?[IVX]+(?:\.\d+)*")  # an argument that names a section is not printed
# an expression of figures, for `edition.evaluate`; codes alone, as `charts.tile_map` gets them
_CODE = re.compile(r"[a-z_]\w*\.\w+\(|\w=|\A[\s.a-z0-9_]*[a-z]_[\s.a-z0-9_]*\Z")
# what prints its words only where numbers bear them out
_CONDITIONAL = {"said_if", "how_many", "judged", "highest", "lowest"}


@dataclass(frozen=True)
class Literal:
    """A text of a notebook's cell, counted from 1. computed: it is printed on a condition that numbers meet."""

    notebook: str
    number: int
    words: str
    computed: bool
    cells: ClassVar[tuple[Cell, ...]] = ()
    told: ClassVar[bool] = True
    looks_ahead: ClassVar[bool] = False

    @property
    def name(self) -> str:
        return f"notebooks/{self.notebook},cell={self.number}"

    @property
    def place(self) -> tuple[str, int]:
        return f"{self.notebook} ô", self.number

    @property
    def quoted(self) -> str:
        return f"“{self.words}” ({self.notebook}, ô {self.number})"

    def borne_out(self, at: int) -> bool:
        """Whether a judging word that stands there is computed, or has a figure in its clause."""
        start = max(self.words.rfind(sign, 0, at) for sign in ".;,")
        return self.computed or FIGURE in re.split(r"[.;,]", self.words[start + 1 :])[0]


def literals(notebooks: Path) -> Iterator[Literal]:
    """The texts of the section notebooks in a folder, in reading order."""
    for path in sorted(notebooks.glob("[0-9]*.ipynb")):
        yield from _of_notebook(path, path.stat().st_mtime_ns)


@cache
def _of_notebook(path: Path, changed: int) -> list[Literal]:
    """The texts of a notebook as it was changed last; none of one that cannot be read, which a build refuses."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))["cells"]
        cells = [(cell["cell_type"], "".join(cell["source"])) for cell in stored]
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        return []
    return [
        Literal(path.name, number, words, computed)
        for number, (kind, source) in enumerate(cells, 1)
        for words, computed in (
            [(match["title"], False) for match in _HEADING.finditer(source)] if kind == "markdown" else _of_code(source)
        )
    ]


def _of_code(source: str) -> Iterator[tuple[str, bool]]:
    """The texts of a cell that a reader may see, and whether each is computed; none of a cell that is no Python."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    conditions = [node for node in ast.walk(tree) if _is_condition(node)]
    named = {each.id for node in conditions for each in ast.walk(node) if isinstance(each, ast.Name)}
    for words, computed in _texts(tree, named):
        if (" " in words.strip() or not words.isascii()) and not _SECTION.fullmatch(words):
            yield words, computed


def _texts(node: ast.AST, named: set[str], computed: bool = False) -> Iterator[tuple[str, bool]]:
    """The texts below a node, with signs in the place of figures. named: what conditions print by its name."""
    inside: list[ast.AST]
    match node:
        case ast.JoinedStr(values=parts):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else FIGURE for part in parts), computed
            inside = [part.value for part in parts if isinstance(part, ast.FormattedValue)]
        case ast.Constant(value=str() as words):
            if not _CODE.search(words):
                yield PLACE.sub(FIGURE, words), computed
            return
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            inside, computed = [value], computed or name in named
        case _:
            inside, computed = [*ast.iter_child_nodes(node)], computed or _is_condition(node)
    for each in inside:
        yield from _texts(each, named, computed)


def _is_condition(node: ast.AST) -> bool:
    match node:
        case ast.IfExp() | ast.BoolOp():
            return True
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in _CONDITIONAL
    return False
