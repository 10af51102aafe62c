"""The tags that Typst 0.15 leaves undone: lists, heads of rows, what links lead to. Written with pikepdf."""

import io
from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from ...grid import Cell
from .calls import Calls
from .signature import add_field

BACK = "Chỗ gọi chú thích"
SAVES = 9  # at most; one in 25 needs a second


def complete(made: bytes, report: Calls) -> bytes:
    """The PDF with complete tags. report: what was set, in reading order."""
    with pikepdf.open(io.BytesIO(made)) as pdf:
        places = list(_places(pdf.Root.StructTreeRoot))
        tables = [place for place in places if place.tag == "/Table"]
        for table, cells in zip(tables, report.tables, strict=True):
            _complete_table(pdf, table, cells)
        _describe_links(places, report.links)
        parents = {place.parent.objgen: place.parent for place in places if _is_item(place.element)}
        for parent in parents.values():
            _make_lists(pdf, parent)
        if report.signed_at:
            add_field(pdf, report.signed_at, places[0].element)
        return _saved(pdf)


def _saved(pdf: Pdf) -> bytes:
    """The file, a third of its size as Typst writes it, with no stream whose data end in a carriage return.

    With the line feed that follows it would be one end of line, and the stream a byte too short (ISO 19005-2, 6.1.7.1).
    """
    for stream in pdf.objects:
        if isinstance(stream, pikepdf.Stream) and stream.read_raw_bytes().endswith(b"\r"):
            stream.write(stream.read_bytes() + b"\n")  # white space, after which the checksum at the end is another
    document = next(_places(pdf.Root.StructTreeRoot)).element
    for _ in range(SAVES):
        written = io.BytesIO()
        pdf.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        made = written.getvalue()
        if b"\r\nendstream" not in made:
            break
        # it was a stream of objects: with one more object for each of them, every such stream holds others
        more = [pdf.make_indirect(Dictionary(O=Name.Layout)) for _ in range(made.count(b"/ObjStm"))]  # they say nothing
        document.A = Array([*document.get("/A", ()), *more])
    return made


class _Place(NamedTuple):
    """An element of the structure tree, where it stands, and what is below it. Asking the file is slow: it is asked once."""

    element: Object
    tag: str
    parent: Object
    above: tuple[str, ...]  # tags, from the root down
    below: list["_Place"]  # elements of it, at any depth; of tables only


def _places(root: Object) -> Iterator[_Place]:
    """Every element of the structure tree in reading order."""
    waiting: list[tuple[Any, Object, tuple[str, ...], list[_Place] | None]] = [
        (kid, root, (), None) for kid in reversed(_kids(root))
    ]
    while waiting:
        element, parent, above, table = waiting.pop()
        if not _is_element(element):
            continue
        place = _Place(element, str(element.S), parent, above, [])
        if table is not None:
            table.append(place)
        yield place
        inside = place.below if place.tag == "/Table" else table
        waiting.extend((kid, element, (*above, place.tag), inside) for kid in reversed(_kids(element)))


def _kids(element: Object) -> list[Any]:
    """What an element holds: other elements, or the number of its marked content."""
    kids = element.get("/K")
    return [] if kids is None else list(kids) if isinstance(kids, Array) else [kids]


def _is_element(kid: object) -> bool:
    return isinstance(kid, Dictionary) and Name.S in kid


def _adopt(parent: Object, kids: list[Any]) -> None:
    """Put elements under a parent; their marked content stays theirs."""
    parent.K = Array(kids)
    for kid in kids:
        if _is_element(kid):
            kid.P = parent


# -- tables ------------------------------------------------------------------------------------------------------


def _complete_table(pdf: Pdf, place: _Place, rows: list[list[Cell]]) -> None:
    """One head, one body; heads of columns and rows say which they are; the source stands below the table.

    In the template rows that stay together are heads of a lower level or a foot, and the source is one of its rows.
    """
    table, parent = place.element, place.parent
    caption = [inner.element for inner in place.below if inner.tag == "/Caption"]
    found = [inner.element for inner in place.below if inner.tag == "/TR"]
    for row, cells in zip(found, rows, strict=False):
        for element, cell in zip(_kids(row), cells, strict=True):
            _complete_cell(element, cell)
    if len(found) > len(rows):
        (source,) = _kids(found.pop())
        source.S = Name.P
        del source.A
        kids = _kids(parent)
        own = (place for place, kid in enumerate(kids) if isinstance(kid, Object) and kid.objgen == table.objgen)
        kids.insert(1 + next(own), source)
        _adopt(parent, kids)
    heads = sum(cells[0].is_head for cells in rows)
    parts = []
    for name, members in ((Name.THead, found[:heads]), (Name.TBody, found[heads:])):
        part = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=name))
        _adopt(part, members)
        parts.append(part)
    _adopt(table, [*caption, *parts])


def _complete_cell(element: Object, cell: Cell) -> None:
    """A head's direction instead of a list of heads in every cell, which takes a group's row for a column's head."""
    head = cell.element.tag == "th"
    element.S = Name.TH if head else Name.TD
    own = [part for part in element.get("/A", Array()) if part.get("/O") == Name.Table]
    others = [part for part in element.get("/A", Array()) if part.get("/O") != Name.Table]
    about = own[0] if own else Dictionary(O=Name.Table)
    for name in ("/Headers", "/Scope"):
        if name in about:
            del about[name]
    if head:
        about.Scope = Name.Column if cell.is_head else Name.Row
    element.A = Array([*others, about])


# -- links and lists ---------------------------------------------------------------------------------------------


def _describe_links(places: list[_Place], titles: list[str]) -> None:
    """Links say where they lead (ISO 14289-1, 7.18.5): the report's by its titles, a note's number back to its call."""
    links = [place for place in places if place.tag == "/Link"]
    own = [link.element for link in links if link.above[-1] != "/Lbl"]
    back = [link.element for link in links if link.above[-2:] == ("/Note", "/Lbl")]
    said = zip([*own, *back], [*titles, *(f"{BACK} {n}" for n in range(1, len(back) + 1))], strict=True)
    for link, words in said:
        for kid in _kids(link):
            if isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR:
                kid.Obj.Contents = String(words)


def _is_item(element: Object) -> bool:
    """True for a paragraph that begins with the dash of a list, the only thing that the template makes strong."""
    return element.S == Name.P and any(_is_element(kid) and Name.Strong == kid.S for kid in _kids(element)[:1])


def _make_lists(pdf: Pdf, parent: Object) -> None:
    """Neighbouring items as a list: L, of LI, of Lbl (the dash) and LBody."""
    kids: list[Any] = []
    for item, run in groupby(_kids(parent), lambda kid: _is_element(kid) and _is_item(kid)):
        if not item:
            kids.extend(run)
            continue
        made = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.L))
        _adopt(made, [_list_item(pdf, paragraph) for paragraph in run])
        kids.append(made)
    _adopt(parent, kids)


def _list_item(pdf: Pdf, paragraph: Object) -> Object:
    dash, *rest = _kids(paragraph)
    dash.S, paragraph.S = Name.Lbl, Name.LBody
    paragraph.K = Array(rest)
    made = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.LI))
    _adopt(made, [dash, paragraph])
    return made
