"""What a cell says, as typed blocks: the document is made of them, and every format is printed from them.

A value that a notebook shows gives, beside its HTML, a bundle of blocks (`MIME`). A bundle holds what the cell said and
nothing else: numbers of tables and notes, ids, and what the audit found are added once, when the document is assembled.

In JSON a node is an object with its `type`, the class in lower case; a field that has its default value is left out.
Cells are written as `helpers.values.sources` writes them: "dossiers_received:2-5,9:dossiers;counts:3:value".
"""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Iterable, Iterator
from dataclasses import Field, dataclass, field, fields, replace
from functools import cache
from typing import Any, ClassVar, TypeAlias, dataclass_transform

MIME = "application/vnd.briefing+json"
_KINDS: dict[str, Any] = {}  # of nodes, by their names


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Node:
    """A part of a document: a frozen dataclass, which is written as JSON and read back by the name of its class."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    holders: ClassVar[list[str]]  # the fields that hold other nodes

    def __init_subclass__(cls) -> None:
        cls.holders = [name for name, hint in cls.__annotations__.items() if hint.startswith(("tuple", "Inlines"))]
        _KINDS[cls.__name__.lower()] = dataclass(frozen=True)(cls)


class Sourced(Node):
    """What may be printed from cells. of: the id of its statement (statements.csv); id: its own, given when the document is assembled."""

    of: str = field(default="", kw_only=True)
    id: str = field(default="", kw_only=True)


class Placed(Node):
    """A block. id: "notebook:cell id:n", given when the document is assembled; it outlasts changed figures and moved cells."""

    id: str = field(default="", kw_only=True)


# -- inlines: what a sentence, a cell of a table, a caption is made of --------------------------------------------------


class Text(Sourced):
    """Words. A line break is "\\n".

    typed: by a person; False for words of the data, whose digits are no typed numbers. cells: where they stand.
    date: of a day, in ISO form. joins: what stands between tiles on the first page, or NO_PARTS.
    """

    text: str
    cells: str = ""
    typed: bool = True
    date: str = ""
    joins: bool = False


class Figure(Sourced):
    """A number as it is printed, with its source.

    text: as printed, "112.361", "99,82%", "tăng 3,1%". value: before rounding, plain decimal; "" if it is missing.
    unit: "ratio" for a share. key: the expression that gives it again. formula: how it was computed, for people.
    spec: how the text is made of the value, as in an f-string: "02", ".1%", "trend".
    """

    text: str
    value: str = ""
    unit: str = ""
    key: str = ""
    cells: str = ""
    formula: str = ""
    spec: str = ""


class Citation(Sourced):
    """A document that is cited: text as printed, `document` its key in documents.csv.

    full: what a footnote says of it at its first mention, "" for none. In an assembled document that Note stands behind it.
    """

    text: str
    document: str = ""
    full: str = ""
    cells: str = ""


class Note(Node):
    """A footnote. number: its number in the document, given when it is assembled."""

    inlines: tuple[Inline, ...]
    number: int = 0


class Judgment(Sourced):
    """Words that judge, with all cells that they rest on. While one of these is in an open error it is not printed."""

    inlines: tuple[Inline, ...]
    cells: str = ""


class Reference(Node):
    """A link inside the report. kind: "section", "chart", "annex" or "finding", to a finding also "mark" and "flag", which are
    printed small; to: its number or name.

    before, after: printed around it, and left out with it. link: the anchor in the assembled document. notebook: the file
    of a section. The text of a link to a chart ("Hình 3") is known when the document is assembled.
    """

    kind: str
    to: str
    text: str
    before: str = ""
    after: str = ""
    link: str = ""
    notebook: str = ""


Inline: TypeAlias = Text | Figure | Citation | Note | Judgment | Reference
Inlines: TypeAlias = tuple[Inline, ...]

# -- blocks ------------------------------------------------------------------------------------------------------------


class Paragraph(Placed):
    """A paragraph. style: "", "introduction" (printed under the report's name), "heading-end" (the end of its section's
    heading, as plain words), "nothing" (a table or chart without rows; `name` is then the chart's), "tiles" (numbers of the first page),
    "missing" (what the edition lacks; not in a final copy), "lead" (of a list).
    """

    inlines: Inlines
    style: str = ""
    name: str = ""


class List(Placed):
    """A list with dashes. style: "", or "doubts" on the first page. ids: of the items, where its place is none."""

    items: tuple[Inlines, ...]
    style: str = ""
    ids: tuple[str, ...] = ()


class Cell(Node):
    """A cell of a table, which begins here and spans columns and rows. kind: "number" (set right), "short" (kept on a line),
    "long" (needs room) or "". head: it names its row or columns. column: where it begins; id: of its place, when the document
    is assembled."""

    inlines: Inlines = ()
    span: int = 1
    down: int = 1
    kind: str = ""
    head: bool = False
    column: int = 0
    id: str = ""


class Row(Node):
    """A row. kind: "" or "group" (a heading over the rows below, one cell) or "total"."""

    cells: tuple[Cell, ...]
    kind: str = ""


class Table(Placed):
    """A table. head: one or two rows of heads, perhaps one that numbers the columns. wide: printed across in an appendix.

    sources: "Hồ sơ tiếp nhận (dossiers_received.csv)", printed below as "Nguồn: …, ….". number: "Bảng 3", and anchor: given
    when the document is assembled.
    """

    caption: Inlines
    head: tuple[Row, ...]
    rows: tuple[Row, ...]
    wide: bool = False
    sources: tuple[str, ...] = ()
    number: str = ""
    anchor: str = ""


class Chart(Placed):
    """A chart: title (what it shows, may be empty), subtitle (what is measured) and unit; the drawing as SVG, the same in
    words (`described`), and its values as a table, which the page shows and paper leaves out. narrow: the drawing for a phone; without one the
    page makes the room of the bars narrower.
    """

    title: Inlines
    subtitle: Inlines
    unit: Inlines
    drawing: str
    described: str
    head: tuple[Row, ...]
    rows: tuple[Row, ...]
    name: str = ""
    note: Inlines = ()
    sources: tuple[str, ...] = ()
    number: str = ""
    anchor: str = ""
    narrow: str = ""


class Line(Node):
    """A line of a form, by its name."""

    name: str
    inlines: Inlines


class Form(Placed):
    """What stands above or below an official document (Decree 30/2020).

    kind "heading": the lines parent, issuer, nation, motto, registered ("Số: …"), dated, title, subject, and notice (perhaps
    none). kind "signature": recipient (several), post (one or two), signer. day: the report's date, perhaps only a month.
    """

    kind: str
    lines: tuple[Line, ...]
    day: str = ""


class Fact(Node):
    """What is said of a finding under a term, in lines. kind: "", "todo", "evidence", "decided", "printed"."""

    term: str
    lines: tuple[Inlines, ...]
    kind: str = ""


class Finding(Placed):
    """Findings of the audit that one change would settle, under one number: what the annex prints, and what marks rest on.

    fault: what does not agree. severity: "error" or "warning", for people grave: "Lỗi". state: "open", "asked" or "accepted",
    for people decided: "chờ trả lời"; each empty where there is nothing to say. ids: as decisions name them. about: its cells; suspects: those that are probably wrong; doubtful: those in
    doubt by themselves; sides: the cells of each number that does not agree; rows: "table:line" of registers.
    accepted: why what does not agree stays, for the end of its sections. of_words: only for those who write.
    """

    number: int
    fault: Inlines
    severity: str = "warning"
    grave: str = ""
    decided: str = ""
    state: str = "open"
    facts: tuple[Fact, ...] = ()
    behind: tuple[Fact, ...] = ()
    ids: tuple[str, ...] = ()
    about: str = ""
    suspects: str = ""
    doubtful: str = ""
    sides: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    accepted: str = ""
    of_words: bool = False

    @property
    def standing(self) -> str:
        """How grave it is and how far it is decided: "Lỗi, chờ trả lời"."""
        return ", ".join(filter(None, (self.grave, self.decided)))


class Front(Placed):
    """What a leader reads first: the document puts it under the opening's heading."""

    blocks: tuple[Block, ...]


class Read(Placed):
    """The cells that a section has read: where it stands the document says which open findings touch them."""

    cells: str


class Corrected(Placed):
    """A correction that was decided: its cells, of a control the key of the figure that it states, and what was reported."""

    cells: str
    states: str
    old: str


class Source(Placed):
    """Code ("python") or words ("markdown") of a cell, for whoever looks how the report is made; only the page shows it."""

    language: str
    source: str


Block: TypeAlias = Paragraph | List | Table | Chart | Form | Finding | Front | Read | Corrected | Source


# -- JSON --------------------------------------------------------------------------------------------------------------


@cache
def _defaults(kind: Any) -> dict[str, Any]:
    """The fields of a kind of node, each with its default; none of a text or a number. A document asks for each of its nodes."""
    return {each.name: each.default for each in sorted(fields(kind), key=lambda each: each.kw_only is True)}


def to_json(node: Any) -> Any:
    """A node, or several, in plain data for `json.dumps`.

    >>> to_json((Text("Có "), Figure("05", "5", cells="counts:2:value")))
    [{'type': 'text', 'text': 'Có '}, {'type': 'figure', 'text': '05', 'value': '5', 'cells': 'counts:2:value'}]
    """
    if isinstance(node, tuple):
        return [to_json(each) for each in node]
    if not isinstance(node, Node):
        return node
    own = _defaults(type(node)).items()  # type: ignore[arg-type]
    told = {name: to_json(value) for name, default in own if (value := getattr(node, name)) != default}
    return {"type": type(node).__name__.lower()} | told


def from_json(data: Any) -> Any:
    """What `to_json` wrote. Raises ValueError for a node of no known kind, or one that lacks or has other fields.

    >>> from_json([{"type": "text", "text": "Có "}])
    (Text(of='', id='', text='Có ', cells='', typed=True, date='', joins=False),)
    """
    if isinstance(data, list):
        return tuple(map(from_json, data))
    if not isinstance(data, dict) or "type" not in data:
        return data
    given = {name: from_json(value) for name, value in data.items() if name != "type"}
    try:
        return _KINDS[data["type"]](**given)
    except (KeyError, TypeError) as error:
        raise ValueError(f"{data['type']}: {error}") from None


def bundle(blocks: tuple[Block, ...]) -> list[str]:
    """Blocks as an output of a notebook holds them: each in a line of JSON, so that git shows which has changed."""
    return [json.dumps(to_json(block), ensure_ascii=False) for block in blocks]


def unbundled(lines: Iterable[str]) -> tuple[Block, ...]:
    """What `bundle` wrote. Raises ValueError for anything else."""
    return tuple(from_json(json.loads(line)) for line in lines)


# -- what stands in what -----------------------------------------------------------------------------------------------


def inlines_of(node: Any) -> Iterator[Inline]:
    """Every inline of a node, of notes and judgments too, in reading order.

    >>> [each.text for each in inlines_of(Paragraph((Judgment((Text("Nhiều nhất: "), Figure("7"))),))) if type(each) is not Judgment]
    ['Nhiều nhất: ', '7']
    """
    for each in node if isinstance(node, tuple) else (node,):
        if isinstance(each, Inline):
            yield each
        for name in each.holders if isinstance(each, Node) else ():
            yield from inlines_of(getattr(each, name))


def plain(inlines: Iterable[Inline], notes: bool = False) -> str:
    """Inlines as a person reads them; without notes, unless these are asked for.

    >>> plain((Text("Có "), Figure("05"), Text(" trạm"), Note((Text("Chi tiết"),)), Text(".")))
    'Có 05 trạm.'
    """
    said = []
    for each in inlines:
        if isinstance(each, Note | Judgment):
            said.append(plain(each.inlines, notes) if notes or isinstance(each, Judgment) else "")
        else:
            said.append(f"{each.before}{each.text}{each.after}" if isinstance(each, Reference) else each.text)
    return "".join(said)


def rewritten(node: Any, change: Callable[[Inlines], Inlines]) -> Any:
    """A node with each run of inlines changed, those of judgments and notes first."""
    if isinstance(node, tuple):
        parts = tuple([rewritten(each, change) for each in node])
        parts = change(parts) if parts and isinstance(parts[0], Inline) else parts
        return node if len(parts) == len(node) and all(map(operator.is_, parts, node)) else parts
    if not isinstance(node, Node) or not node.holders:
        return node
    now = {name: getattr(node, name) for name in node.holders}
    new = {name: made for name, value in now.items() if (made := rewritten(value, change)) is not value}
    return replace(node, **new) if new else node
