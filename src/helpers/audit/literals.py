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
_NAMES = re.compile(  # an argument that names a section or a period is not printed
    rf"(?:{APPENDIX} )?[IVX]+(?:\.\d+)*|(?:{FIGURE}|\d{{4}})-(?:Q[1-4]|H[12]|9M|\d\d|{FIGURE})"
)
_OPTION = re.compile(r"[a-z ]+")  # "upper left", "offset points", unless it is what a label says
_LABELS = {"label", "labels", "xlabel", "ylabel", "title", "text", "s"}
# an expression of figures, for `edition.evaluate`; codes alone; a map of names, as `charts.tile_map` gets it: ". Bác_Ái"
_CODE = re.compile(
    r"[a-z_]\w*\.\w+\(|\w=|\A[\s.a-z0-9_]*[a-z]_[\s.a-z0-9_]*\Z|\A(?=[^\n]*\n)(?=[\s\S]*(?:(?<!\S)\.(?!\S)|\w_\w))[^,;:?!]*\Z"
)
# what prints its words only where numbers bear them out
_CONDITIONAL = {"said_if", "how_many", "judged", "highest", "lowest"}
_SHOWING = {"charts", "show"}  # modules that captions are given to
_ARGUMENTS = {"caption": "caption", **dict.fromkeys(("index", "total", "unit", "method"), "head")}
# what a caption names as measured, and does not say of it: "Số hồ sơ trễ hạn", "Xếp loại các xã"
_MEASURED = re.compile(r"(?:đúng|sớm|trong|trước|quá|trễ|chậm) (?:thời )?hạn\b|(?<![^ ])xếp (?:hạng|loại) (?!nhất|đầu)")


@dataclass(frozen=True)
class Literal:
    """A text of a notebook's cell, counted from 1.

    role: "computed" where it is printed on a condition that numbers meet; "head" of a column, row or axis, "caption" of a
    chart or table; "" where it is said.
    """

    notebook: str
    number: int
    words: str
    role: str
    cells: ClassVar[tuple[Cell, ...]] = ()
    told: ClassVar[bool] = True
    looks_ahead: ClassVar[bool] = False
    is_direction: ClassVar[bool] = False

    @property
    def is_head(self) -> bool:
        """Whether it is what a column, series or chart is called, whose numbers are those of each period: "Năm nay"."""
        return self.role in ("head", "caption")

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
        """Whether a judging word that stands there is computed, names what is measured, or has a figure in its clause."""
        if self.role == "caption" and _MEASURED.match(self.words.lower(), at):
            return True
        start = max(self.words.rfind(sign, 0, at) for sign in ".;,")
        return self.role in ("computed", "head") or FIGURE in re.split(r"[.;,]", self.words[start + 1 :])[0]


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
        Literal(path.name, number, words, role)
        for number, (kind, source) in enumerate(cells, 1)
        for words, role in (
            [(match["title"], "") for match in _HEADING.finditer(source)] if kind == "markdown" else _of_code(source)
        )
    ]


def _of_code(source: str) -> Iterator[tuple[str, str]]:
    """The texts of a cell that a reader may see, and the role of each; none of a cell that is no Python."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    conditions = [node for node in ast.walk(tree) if _is_condition(node)]
    named = {each.id for node in conditions for each in ast.walk(node) if isinstance(each, ast.Name)}
    for words, role in _texts(tree, named):
        if (" " in words.strip() or not words.isascii()) and not _NAMES.fullmatch(words):
            yield words, role


def _texts(node: ast.AST, named: set[str], role: str = "") -> Iterator[tuple[str, str]]:
    """The texts below a node, with signs in the place of figures. named: what conditions print by its name."""
    inside: list[tuple[ast.AST, str]]
    match node:
        case ast.JoinedStr(values=parts):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else FIGURE for part in parts), role
            inside = [(part.value, role) for part in parts if isinstance(part, ast.FormattedValue)]
        case ast.Constant(value=str() as words):
            if not _CODE.search(words):
                yield PLACE.sub(FIGURE, words), role
            return
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            inside = [(value, "computed" if name in named else role)]
        case ast.Dict(keys=keys, values=values):
            inside = [(each, _own(each, "head", role)) for each in (*keys, *values) if each]
        case ast.Subscript(value=value, slice=key):
            names = key.elts if isinstance(key, ast.List | ast.Tuple) else [key]
            asked = isinstance(node.ctx, ast.Load)  # by its name, which stands where it was given: that is read there
            inside = [(value, role)]
            inside += [
                (each, _own(each, "head", role)) for each in names if not (asked and isinstance(each, ast.Constant))
            ]
        case (
            ast.Call(func=ast.Attribute(attr="set_axis"), args=[ast.List(elts=heads), *_])
            | ast.Assign(targets=[ast.Attribute(attr="columns" | "index")], value=ast.List(elts=heads))
        ):
            inside = [(each, _own(each, "head", role)) for each in heads]
        case ast.Call(func=ast.Attribute(value=ast.Name(id=module)), args=given, keywords=options) if (
            module in _SHOWING
        ):
            inside = [(each, _own(each, "caption", role)) for each in given] + [(each, role) for each in options]
        case ast.keyword(arg=name, value=value) if name in _ARGUMENTS:
            inside = [(value, _own(value, _ARGUMENTS[name], role))]
        case ast.keyword(arg=name, value=ast.Constant(value=str() as words)) if (
            name not in _LABELS and _OPTION.fullmatch(words)
        ):
            return
        case ast.Compare(left=left, comparators=others):  # with what the rows say, which is not printed here
            inside = [(each, role) for each in (left, *others) if not isinstance(each, ast.Constant)]
        case _:
            below = "computed" if _is_condition(node) else role
            inside = [(each, below) for each in ast.iter_child_nodes(node)]
    for each, its_role in inside:
        yield from _texts(each, named, its_role)


def _own(node: ast.AST, of_place: str, role: str) -> str:
    """The role of a text where heads or captions stand; another expression has that of what it is part of."""
    return of_place if not role and isinstance(node, ast.Constant) and isinstance(node.value, str) else role


def _is_condition(node: ast.AST) -> bool:
    match node:
        case ast.IfExp() | ast.BoolOp():
            return True
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in _CONDITIONAL
    return False
