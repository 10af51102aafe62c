"""What the cells of an executed notebook say, as blocks: the bundles that they have shown, beside their code and words."""

import json
import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

from helpers.errors import NotFinished
from helpers.i18n import _
from helpers.values.blocks import MIME, Block, Chart, Front, Source, unbundled

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
    """A block with its id, and those in it with theirs."""
    if isinstance(block, Front):
        inner = tuple(_named(each, f"{place}.{at}") for at, each in enumerate(block.blocks, 1))
        return replace(block, blocks=inner, id=place)
    return replace(block, id=(block.name if isinstance(block, Chart) else "") or place)
