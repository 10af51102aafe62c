"""What the cells of an executed notebook say, as blocks: the bundles that they have shown, beside their code and words.

A block has its cell's id, and what is in it (rows, cells, items, what is printed from cells) has ids of its own.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import count
from typing import Any

from helpers.errors import NotFinished
from helpers.i18n import _
from helpers.values import blocks
from helpers.values.blocks import MIME, Block, Chart, Front, Source, inlines_of, plain, rewritten, unbundled

LANGUAGES = {"code": "python", "markdown": "markdown"}  # of the kinds of cells that are printed
PARAMETERS = {"parameters", "injected-parameters"}  # cells that say how the notebook was run, not what it does
_PLACE = re.compile(r"^\d+_")  # in a notebook's name: its place among the others


@lru_cache(maxsize=64)
def notebook_blocks(name: str, notebook: bytes) -> tuple[Block, ...]:
    """The blocks of an executed notebook in reading order, each with the id of its cell; kept, as `watch` changes one of many.

    HTML, text or pictures of a cell that brings no bundle are a look, and no part of the document. Raises NotFinished for an
    output that is none of this program's.
    """
    stem = _PLACE.sub("", name.removesuffix(".ipynb"))
    found: list[Block] = []
    for cell in json.loads(notebook)["cells"]:
        if PARAMETERS & set(cell["metadata"].get("tags", [])):
            continue
        name, place = cell["id"], f"{stem}:{cell['id']}"
        if language := LANGUAGES.get(cell["cell_type"]):
            found.append(Source(language, "".join(cell["source"]), id=f"{place}:0"))
        bundles = (output.get("data", {}).get(MIME, []) for output in cell.get("outputs", ()))
        try:
            shown = [block for bundle in bundles for block in unbundled(bundle)]
        except (ValueError, TypeError, AttributeError, RecursionError):
            raise NotFinished(_("cell {cell} has an output that is no bundle of this program.", cell=name)) from None
        found += [_named(block, f"{place}:{at}") for at, block in enumerate(shown, 1)]
    return tuple(found)


def _named(block: Any, place: str) -> Any:
    """A block with its id, and what is in it with theirs."""
    if isinstance(block, Front):
        inner = tuple(_named(each, f"{place}.{at}") for at, each in enumerate(block.blocks, 1))
        return replace(block, blocks=inner, id=place)
    return _with_ids(replace(block, id=(block.name if isinstance(block, Chart) else "") or place))


def once(name: str, seen: Counter[str]) -> str:
    """An id that is given once: a second one that is alike gets "#2"."""
    seen[name] += 1
    return name if seen[name] == 1 else f"{name}#{seen[name]}"


def _with_ids(block: Any) -> Any:
    """A block whose inlines, cells and items have their ids; a line break that somebody typed is a blank."""
    seen = Counter[str]()
    match block:
        case blocks.Table() | blocks.Chart():
            head = tuple(_placed(block.head))
            names = _columns(head)
            rows = tuple(_row(row, names, block.id, seen) for row in _placed(block.rows))
            return replace(_inside(replace(block, head=head, rows=()), block.id, seen), rows=rows)
        case blocks.List():
            named = block.ids or tuple(f"{block.id}/{at}" for at in range(1, len(block.items) + 1))
            items = tuple(_inside(item, name, seen) for item, name in zip(block.items, named, strict=True))
            whole = tuple(_statement(item) or name for item, name in zip(items, named, strict=True))
            return replace(block, items=items, ids=whole)
        case blocks.Paragraph():
            named = _inside(block, block.id, seen)
            return replace(named, id=_statement(named.inlines) or block.id)
        case blocks.Finding():
            return replace(_inside(block, block.id, seen), id=f"finding:{block.ids[0] if block.ids else block.number}")
    return _inside(block, block.id, seen)


def _statement(said: blocks.Inlines) -> str:
    """The statement that inlines are printed from, if it is one alone."""
    of = {getattr(each, "of", "") for each in inlines_of(said)} - {""}
    typed = any(isinstance(each, blocks.Text) and each.typed and each.text.strip() for each in said)
    return of.pop() if len(of) == 1 and not typed else ""


def _placed(rows: tuple[blocks.Row, ...]) -> Iterator[blocks.Row]:
    """Rows whose cells know where they begin: cells of rows above reach down between them."""
    taken = set[tuple[int, int]]()
    for at, row in enumerate(rows):
        cells = list[blocks.Cell]()
        for cell in row.cells:
            column = next(each for each in count() if (at, each) not in taken)
            cells.append(replace(cell, column=column))
            taken |= {(at + down, column + across) for down in range(cell.down) for across in range(cell.span)}
        yield replace(row, cells=tuple(cells))


def _columns(head: tuple[blocks.Row, ...]) -> dict[int, str]:
    """The words of each column's heads."""
    names = defaultdict[int, str](str)
    for cell in (cell for row in head for cell in row.cells):
        for at in range(cell.column, cell.column + cell.span):
            names[at] = f"{names[at]} {plain(cell.inlines)}".strip()
    return names


def _row(row: blocks.Row, names: dict[int, str], place: str, seen: Counter[str]) -> blocks.Row:
    """A row whose cells are named by the words of its head or first cell, without figures, and those of their columns."""
    first = next((cell for cell in row.cells if cell.head), next(iter(row.cells), blocks.Cell()))
    words = "".join("#" if isinstance(each, blocks.Figure) else plain((each,)) for each in first.inlines)
    name, cells = once(f"{place}/{words}", seen), list[blocks.Cell]()
    for cell in row.cells:
        at = once(f"{name}/{names.get(cell.column, cell.column)}", seen)
        cells.append(replace(cell, id=at, inlines=_inside(cell.inlines, at, seen)))
    return replace(row, cells=tuple(cells))


def _inside(node: Any, place: str, seen: Counter[str]) -> Any:
    """A node whose inlines have ids: of what is printed from cells, under the id of its statement or of its place."""

    def named(said: blocks.Inlines) -> blocks.Inlines:
        return tuple(_with_id(each, at, place, seen) for at, each in enumerate(said))

    return rewritten(node, named)


def _with_id(each: blocks.Inline, at: int, place: str, seen: Counter[str]) -> blocks.Inline:
    if isinstance(each, blocks.Text) and each.typed and "\n" in each.text:
        each = replace(each, text=re.sub(r"\s*\n\s*", " ", each.text))
    if isinstance(each, blocks.Note | blocks.Reference) or each.id:
        return each
    if not (each.cells or isinstance(each, blocks.Figure)):
        return each
    key = each.key if isinstance(each, blocks.Figure) else each.document if isinstance(each, blocks.Citation) else ""
    return replace(each, id=once(f"{each.of or place}/{key or at}", seen))
