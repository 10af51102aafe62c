"""Blocks as HTML: what JupyterLab shows, and what the page of a document is made of."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from markupsafe import escape

from . import blocks
from .blocks import Cell, Fact, Figure, Inline, Note, Row, Text, plain

FINDING = "PH"  # phát hiện: how readers see the number of a finding; no network, document or unit is called so


def attributes(**values: object) -> str:
    """HTML attributes from keywords: `data_key` becomes `data-key`; empty and missing ones are left out.

    >>> attributes(data_key="a", data_unit="")
    ' data-key="a"'
    """
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for name, value in values.items()
        if value not in (None, "")
    )


def element(tag: str, content: str, **values: object) -> str:
    return f"<{tag}{attributes(**values)}>{content}</{tag}>"


class Html:
    """Writes inlines and blocks as HTML; a page says more of them by `about`. Everything that is no markup is escaped."""

    def inlines(self, nodes: Iterable[Inline]) -> str:
        return "".join(map(self.inline, nodes)).replace(
            "</sup><sup", "</sup>\u00a0<sup"
        )  # marks that stand side by side

    def inline(self, node: Any) -> str:
        said: str = getattr(self, f"_{type(node).__name__.lower()}")(node)
        return said

    def several(self, nodes: Iterable[blocks.Block]) -> str:
        return "\n".join(filter(None, map(self.block, nodes)))

    block = inline

    # -- inlines -------------------------------------------------------------------------------------------------------

    def _text(self, node: Text) -> str:
        if node.date:
            return element("time", str(escape(node.text)), datetime=node.date)
        if node.joins:
            return element("span", str(escape(node.text)), class_="and")
        if node.typed:
            return str(escape(node.text))
        if node.text == "\n":
            return "<br>"
        words = "<br>".join(escape(line) for line in node.text.split("\n"))
        return element("span", words, class_="text", data_cells=node.cells, **self.about(node))

    def _figure(self, node: Figure) -> str:
        source = attributes(
            value=node.value, data_key=node.key, data_unit=node.unit, data_cells=node.cells, data_formula=node.formula
        )  # fmt: skip
        return f"<data{source}{attributes(**self.about(node))}>{escape(node.text)}</data>"

    def _citation(self, node: blocks.Citation) -> str:
        about = {"data_document": node.document, "data_cells": node.cells, "title": node.full}
        return element("cite", str(escape(node.text)), **about, **self.about(node))

    def _note(self, node: Note) -> str:
        """A note where it is called; in a document, which numbers it and prints it below, its number."""
        if not node.number:
            return element("span", self.inlines(node.inlines), class_="footnote")
        link = f'<a href="#chu-thich-{node.number}" aria-label="Chú thích {node.number}">{node.number}</a>'
        return f'<sup class="call" id="goi-{node.number}">{link}</sup>'

    def _judgment(self, node: blocks.Judgment) -> str:
        return element("span", self.inlines(node.inlines), class_="judgment", data_cells=node.cells, **self.about(node))

    def _reference(self, node: blocks.Reference) -> str:
        words, to = str(escape(node.text)), f"#{node.link or node.to}"
        match node.kind:
            case "chart":
                link = element("a", words, data_chart="" if node.link else node.to, href=to)
                return element("span", f"{escape(node.before)}{link}{escape(node.after)}", class_="chart-ref")
            case "section" if not node.link:
                return element("a", words, data_section=node.to, href=node.notebook)
            case "mark" | "flag":
                to = node.link or (finding_anchor(node.to) if node.to else "")
                named = f"Phát hiện kiểm tra {node.text[2:]}" if node.link else ""
                return element(
                    "sup", element("a", words, href=f"#{to}", aria_label=named) if to else words, class_="flag"
                )
            case "finding":
                return element("a", words, class_="text", href=to if node.link else f"#{finding_anchor(node.to)}")
        return element("a", words, href=to)

    def about(self, node: Any) -> dict[str, object]:
        """What a page says of an inline besides: attributes."""
        return {}

    def heading(self, level: int) -> str:
        return f"h{level}"

    # -- text blocks ---------------------------------------------------------------------------------------------------

    def _paragraph(self, node: blocks.Paragraph) -> str:
        if node.style == "tiles":
            parts = groupby(node.inlines, lambda each: isinstance(each, Text) and each.joins)
            said = "".join(
                self.inlines(each) if joins else element("span", self.inlines(each), class_="tile")
                for joins, each in parts
            )
        else:
            said = self.inlines(node.inlines)
        if node.style == "missing":
            return f'<p class="banner"><span class="missing">{said}</span></p>'
        return element("p", said, class_=node.style, data_name=node.name, **self.about(node))

    def _list(self, node: blocks.List) -> str:
        ids = node.ids or ("",) * len(node.items)
        items = "\n".join(element("li", self.inlines(item), id=id_) for item, id_ in zip(node.items, ids, strict=True))
        said = element("ul", f"\n{items}\n", **self.about(node))
        return element("div", said, class_=node.style) if node.style else said

    def _front(self, node: blocks.Front) -> str:
        return f'<div class="headlines">{self.several(node.blocks)}</div>'

    def _read(self, node: Any) -> str:
        return ""  # what only the document says

    _corrected = _read

    # -- tables and charts ---------------------------------------------------------------------------------------------

    def _table(self, node: blocks.Table) -> str:
        if not node.caption:  # a list that is no table of the report
            return f'<div class="scroll">{self.grid(node.head, node.rows)}</div>'
        wide = "table wide" if node.wide else "table"
        return (
            f'<figure class="{wide}"{attributes(**self.about(node))}><figcaption>{self.caption(node)}</figcaption>'
            f'<div class="scroll">{self.grid(node.head, node.rows)}</div>{self.sources(node.sources)}</figure>'
        )

    def caption(self, node: blocks.Table | blocks.Chart) -> str:
        number = f'<a class="number" href="#{node.anchor}">{node.number}.</a> ' if node.number else ""
        if isinstance(node, blocks.Table):
            return f"{number}{self.inlines(node.caption)}"
        title, measured = self.inlines(node.title), self.inlines(node.subtitle)
        unit = f"({self.inlines(node.unit)})" if node.unit else ""
        if title:
            measured = f"{measured} {unit}".strip()
            return f'{number}<span class="says">{title} <br></span><span class="unit">{measured}</span>'
        return f"{number}{measured} {element('span', unit, class_='unit') if unit else ''}".rstrip()

    def _chart(self, node: blocks.Chart) -> str:
        named = attributes(data_name=node.name, **(self.about(node) or {"id": node.name}))
        note = f"<p class=note>{self.inlines(node.note)}</p>" if node.note else ""
        return (
            f'<figure class="chart"{named}><figcaption>{self.caption(node)}</figcaption>'
            f'<div class="picture" role="img"{attributes(aria_label=node.described)}>{self.drawing(node)}</div>'
            f'<details><summary>Số liệu của biểu đồ</summary><div class="scroll">{self.grid(node.head, node.rows)}</div></details>'
            f"{note}{self.sources(node.sources)}</figure>"
        )

    def drawing(self, node: blocks.Chart) -> str:
        return node.drawing

    def sources(self, names: tuple[str, ...]) -> str:
        return f'<p class="source">Nguồn: <span class="text">{escape(", ".join(names))}</span>.</p>' if names else ""

    def grid(self, head: tuple[Row, ...], rows: tuple[Row, ...]) -> str:
        spans = self.columns(head)
        groups = "".join(f'<colgroup span="{span}"></colgroup>' for span in spans)
        heads = "".join(self.row(row, in_head=True) for row in head)
        return f"<table>{groups}<thead>{heads}</thead><tbody>{''.join(map(self.row, rows))}</tbody></table>"

    def columns(self, head: tuple[Row, ...]) -> list[int]:
        """How many columns stand under each head that spans some; nothing where none does."""
        first = head[0].cells if head else ()
        if not any(cell.span > 1 for cell in first):
            return []
        runs = groupby(first, lambda cell: cell.span if cell.span > 1 else 0)
        return [span for run, cells in runs for span in ([run] * len([*cells]) if run else [len([*cells])])]

    def row(self, row: Row, in_head: bool = False) -> str:
        return element("tr", "".join(self.cell(cell, row, in_head) for cell in row.cells), class_=row.kind)

    def cell(self, cell: Cell, row: Row, in_head: bool) -> str:
        text = cell.inlines[0] if len(cell.inlines) == 1 and isinstance(cell.inlines[0], Text) else Text("")
        of_row = bool(text.cells) and not in_head  # a cell of text carries its source itself
        words = "<br>".join(escape(line) for line in text.text.split("\n")) if of_row else self.inlines(cell.inlines)
        where = {"colspan": cell.span if cell.span > 1 else "", "rowspan": cell.down if cell.down > 1 else ""}
        if cell.head and in_head:
            scope = "colgroup" if cell.span > 1 else "col"
            return element("th", words, scope=scope, **where, class_=cell.kind, **self.about(cell))
        if row.kind == "group":
            return element("th", words, colspan=cell.span, scope="rowgroup")
        about = attributes(**where, class_=cell.kind, data_cells=text.cells if of_row else "", **self.about(cell))
        return f"<th scope=row{about}>{words}</th>" if cell.head else f"<td{about}>{words}</td>"

    # -- the form ------------------------------------------------------------------------------------------------------

    def _form(self, node: blocks.Form) -> str:
        def of(name: str, style: str = "") -> str:
            said = (self.inlines(line.inlines) for line in node.lines if line.name == name)
            return "".join(element("p", words, class_=style) for words in said)

        if node.kind == "signature":
            recipients = f'<div class="recipients"><p class="lead">Nơi nhận:</p>{of("recipient")}</div>'
            signer = f'<div class="signer">{of("post", "strong upper")}{of("signer", "strong name")}</div>'
            return f'<footer class="signature">{recipients}{signer}</footer>'
        title = next(self.inlines(line.inlines) for line in node.lines if line.name == "title")
        return (
            f'<header class="form"><div class="issuer">{of("parent", "upper")}{of("issuer", "upper strong rule")}</div>'
            f'<div class="nation">{of("nation", "strong")}{of("motto", "strong rule motto")}</div>'
            f'<div class="registered">{of("registered")}</div>'
            f'<div class="dated"{attributes(data_day=node.day)}>{of("dated", "date")}</div></header>'
            f'<header class="subject"><h1>{title}</h1>{of("subject", "rule")}{of("notice", "notice")}</header>'
        )

    # -- findings ------------------------------------------------------------------------------------------------------

    def _finding(self, node: blocks.Finding) -> str:
        """The mark of a finding, the fault, how grave it is and how far it is decided; its facts."""
        decided = f"{', ' if node.grave else ''}{node.decided}"
        label = f'{node.grave}<span class="decided">{decided}</span>' if node.decided else node.grave
        fault = f'<span class="fault"> {escape(plain(node.fault))}.</span>'
        mark = f'<span class="text">{FINDING}{node.number}.{fault}</span>'
        behind, tag = element("dl", self.facts(node.behind), class_="text"), self.heading(5)
        return (
            f'<article class="finding {node.severity}"{attributes(id=finding_anchor(node.number), **self.about(node))}>'
            f'<{tag}>{mark} <span class="state">{label}.</span></{tag}><dl class="text">{self.facts(node.facts)}</dl>'
            f"<details><summary>Quy tắc và dữ liệu</summary>{behind}</details></article>"
        )

    def facts(self, facts: Iterable[Fact]) -> str:
        return "".join(
            f"<dt>{fact.term}</dt><dd{attributes(class_=fact.kind)}>{'<br>'.join(map(self.inlines, fact.lines))}</dd>"
            for fact in facts
        )


def finding_anchor(number: object) -> str:
    return f"phat-hien-{number}"


HTML = Html()
