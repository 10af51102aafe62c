"""The empty signature field at the signature block: official signing software signs into it without changing a page.

Decree 68/2024/NĐ-CP has agencies sign with software of their own; an empty field tells it where. The field is a form field of the
structure tree with an appearance, as PDF/UA-1 (7.18) and PDF/A-2 (6.3.3) ask of every field.
"""

from typing import Any

from pikepdf import Array, Dictionary, Name, NumberTree, Pdf, Stream, String

PRINTED = 4  # an annotation's flag


def add_field(pdf: Pdf, room: dict[str, Any]) -> None:
    """Add a field to a page, and to the uppermost element of the structure tree. room: its name, what it is for and where, by report.typ."""
    page = pdf.pages[room["page"] - 1]
    left, down, width, height = (float(room[side].removesuffix("pt")) for side in ("x", "y", "width", "height"))
    bottom = float(page.mediabox[3]) - down
    box = [left, bottom, left + width, bottom + height]
    look = Stream(pdf, b"")
    look.Type, look.Subtype, look.Resources = Name.XObject, Name.Form, Dictionary()
    look.BBox = Array([0, 0, width, height])
    tree = NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    key = max(tree.keys(), default=-1) + 1
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String(room["name"]), TU=String(room["about"]), F=PRINTED, P=page.obj,
            Rect=Array(box), AP=Dictionary(N=pdf.make_indirect(look)), StructParent=key,
        )
    )  # fmt: skip
    root = pdf.Root.StructTreeRoot.K
    document = root[0] if isinstance(root, Array) else root
    shown = Dictionary(Type=Name.OBJR, Obj=widget, Pg=page.obj)
    element = pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.Form, P=document, Alt=String(room["about"]), K=Array([shown]))
    )
    kids = document.get("/K", Array())
    document.K = Array([*(kids if isinstance(kids, Array) else [kids]), element])
    tree[key] = element
    pdf.Root.StructTreeRoot.ParentTreeNextKey = key + 1
    page.Annots = Array([*page.get("/Annots", Array()), widget])
    page.Tabs = Name.S
    pdf.Root.AcroForm = Dictionary(Fields=Array([widget]), SigFlags=1)
