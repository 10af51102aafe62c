"""The empty signature field at the signature block: official signing software signs into it without changing a page.

Decree 68/2024/NĐ-CP has agencies sign with software of their own; an empty field tells it where. The field is a form field of the
structure tree with an appearance, as PDF/UA-1 (7.18) and PDF/A-2 (6.3.3) ask of every field.
"""

from __future__ import annotations

from dataclasses import dataclass

from pikepdf import Array, Dictionary, Name, NumberTree, Object, Pdf, Stream, String

NAME, ABOUT = "ChuKySo", "Chữ ký số của người ký"
WIDTH, HEIGHT, INSET = 233.0, 74.0, 16.0  # points: the right half of the text, the room above the name
PRINTED = 4  # an annotation's flag


@dataclass(frozen=True)
class SignatureRoom:
    """Where the room for the signature ends: page from 1, points from the page's left and upper edge."""

    page: int
    x: float
    y: float


def add_field(pdf: Pdf, place: SignatureRoom, document: Object) -> None:
    """Add the field. document: the uppermost element of the structure tree."""
    page = pdf.pages[place.page - 1]
    bottom = float(page.mediabox[3]) - place.y + 3
    box = [place.x + INSET, bottom, place.x + WIDTH - INSET, bottom + HEIGHT]
    look = Stream(pdf, b"")
    look.Type, look.Subtype, look.Resources = Name.XObject, Name.Form, Dictionary()
    look.BBox = Array([0, 0, box[2] - box[0], box[3] - box[1]])
    tree = NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    key = max(tree.keys(), default=-1) + 1
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String(NAME), TU=String(ABOUT), F=PRINTED, P=page.obj,
            Rect=Array(box), AP=Dictionary(N=pdf.make_indirect(look)), StructParent=key,
        )
    )  # fmt: skip
    shown = Dictionary(Type=Name.OBJR, Obj=widget, Pg=page.obj)
    element = pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.Form, P=document, Alt=String(ABOUT), K=Array([shown]))
    )
    kids = document.get("/K", Array())
    document.K = Array([*(kids if isinstance(kids, Array) else [kids]), element])
    tree[key] = element
    pdf.Root.StructTreeRoot.ParentTreeNextKey = key + 1
    page.Annots = Array([*page.get("/Annots", Array()), widget])
    page.Tabs = Name.S
    pdf.Root.AcroForm = Dictionary(Fields=Array([widget]), SigFlags=1)
