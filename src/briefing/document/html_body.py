"""What stands in the page for the screen, of the document's data: words, tables, marks, and the source of every figure."""

from __future__ import annotations

import json
import re
from typing import Any

from markupsafe import escape

from helpers.values.block_html import Html
from helpers.values.blocks import (
    Cell,
    Chart,
    Figure,
    Finding,
    List,
    Note,
    Paragraph,
    Source,
    Table,
    Text,
    inlines_of,
)  # fmt: skip

from .model import Annotation, Section

_IDS = re.compile(r'(\bid="|url\(#|href="#)')  # in a drawing, before each


class Page(Html):
    """Writes what stands in the sections of the page; page.html.j2 lays these out."""

    def __init__(self, said: dict[str, list[Annotation]]) -> None:
        """said: beside the document."""
        self._said = said
        self._above = [1]  # the levels, as written, of the headings that the next one may stand under

    def heading(self, level: int) -> str:
        """Headings go down one level at a time (ISO 14289-1, 7.4.2): a finding stands right under its topic."""
        self._above = [*(other for other in self._above if other < min(level, 5)), min(level, 5)]
        return f"h{len(self._above)}"

    def notes(self, section: Section) -> list[Note]:
        """The notes that a section calls, with its topics."""
        own = (section, *(each for each in section.sections if each.kind == "topic"))
        said = (one for each in own for one in inlines_of(each.blocks))
        return [one for one in said if isinstance(one, Note)]

    def about(self, node: Any) -> dict[str, object]:
        said: dict[str, list[Annotation]] = {}
        if isinstance(node, Cell) and len(node.inlines) == 1 and isinstance(node.inlines[0], Text):
            node = node.inlines[0]  # which the cell stands for
        for each in self._said.get(getattr(node, "id", ""), ()):
            said.setdefault(each.kind, []).append(each)
        found: dict[str, object] = {"data_finding": " ".join(each.label[2:] for each in said.get("finding", ()))}
        match node:
            case Table() | Chart():
                return {"id": node.anchor, **found}
            case Finding():
                return {"data_finding": node.number, "data_ids": json.dumps(node.ids, ensure_ascii=False)}
            case Paragraph() | List():
                return {"id": node.id} if isinstance(node, Paragraph) else {}
            case Figure():
                was = {"data_old": said["corrected"][0].label, "class_": "corrected"} if "corrected" in said else {}
                was |= {"data_published": said["revised"][0].words} if "revised" in said else {}
                return {**was, **found, "data_spec": node.spec}
        return found

    def _source(self, node: Source) -> str:
        look = "analyst" if node.language == "markdown" else "code"
        return f'<div class="{look}"><pre>{escape(node.source)}</pre></div>'

    def drawing(self, node: Chart) -> str:
        """The drawings with ids of their own: two of a page may not share one."""
        drawn = enumerate(filter(None, (node.drawing, node.narrow)))
        return "".join(_IDS.sub(rf"\1{node.anchor}-{at}-", drawing) for at, drawing in drawn)
