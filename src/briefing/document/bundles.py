"""What the cells of an executed notebook say, as blocks: the bundles that they have shown, beside their code and words."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import Any

import nbformat

from helpers.data.schema import TABLES
from helpers.errors import NotFinished
from helpers.i18n import _
from helpers.values.blocks import MIME, Block, Chart, Fold, Front, Source, unbundled
from helpers.values.sources import parse

from . import dropped

PARAMETERS = {"parameters", "injected-parameters"}  # cells that say how the notebook was run, not what it does
_CELLS = {"cells", "about", "suspects", "doubtful", "sides"}  # fields of blocks
_LINES = r"[0-9]{1,6}(?:-[0-9]{1,6})?"  # of a CSV: a million at most, for each of them is looked at
_OF_COLUMN = rf"\w+:{_LINES}(?:,{_LINES})*:\w+"
_WRITTEN = re.compile(rf"{_OF_COLUMN}(?:;{_OF_COLUMN})*")
_PLACE = re.compile(r"^\d+_")  # in a notebook's name: its place among the others


@lru_cache(maxsize=64)
def collected(name: str, notebook: bytes) -> tuple[Block, ...]:
    """The blocks of an executed notebook in reading order, each with the id of its cell; kept, as `watch` changes one of many.

    HTML, text or pictures of a cell that brings no bundle are a look, and no part of the document. Raises NotFinished for a
    cell that would lose something.
    """
    read = nbformat.reads(notebook.decode(), as_version=4)
    dropped.refuse(read)
    stem = _PLACE.sub("", name.removesuffix(".ipynb"))
    found: list[Block] = []
    for cell in read.cells:
        if PARAMETERS & set(cell.metadata.get("tags", [])):
            continue
        place = f"{stem}:{cell.id}"
        if cell.cell_type in ("markdown", "code"):
            found.append(Source("python" if cell.cell_type == "code" else "markdown", cell.source, f"{place}:0"))
        bundles = (output.get("data", {}).get(MIME, []) for output in cell.get("outputs", ()))
        try:
            shown = [block for bundle in bundles for block in unbundled(bundle)]
        except (ValueError, TypeError, AttributeError, RecursionError):
            raise NotFinished(_("cell {cell} has an output that is no bundle of this program.", cell=cell.id)) from None
        if wrong := next((each for each in _written(tuple(shown)) if not _are_cells(each)), ""):
            raise NotFinished(
                _("cell {cell} names cells that there are not: {wrong!r}.", cell=cell.id, wrong=wrong[:60])
            )
        found += [_named(block, f"{place}:{at}") for at, block in enumerate(shown, 1)]
    return tuple(found)


def _written(node: Any) -> Iterator[str]:
    """The cells that a node names."""
    if isinstance(node, tuple):
        for part in node:
            yield from _written(part)
    elif is_dataclass(node):
        for each in fields(node):
            value = getattr(node, each.name)
            parts = value if isinstance(value, tuple) else (value,)
            if each.name in _CELLS and all(isinstance(part, str) for part in parts):
                yield from filter(None, parts)
            else:
                yield from _written(parts)


def _named(block: Any, place: str) -> Any:
    """A block with its id, and those in it with theirs."""
    if isinstance(block, Fold | Front):
        inner = tuple(_named(each, f"{place}.{at}") for at, each in enumerate(block.blocks, 1))
        return replace(block, blocks=inner, id=place)
    return replace(block, id=(block.name if isinstance(block, Chart) else "") or place)


def _are_cells(written: str) -> bool:
    """Whether cells are written as `helpers.values.sources` does, of tables and columns that there are."""
    return bool(_WRITTEN.fullmatch(written)) and all(
        cells.table in TABLES and cells.column in TABLES[cells.table].columns for cells in parse(written)
    )
