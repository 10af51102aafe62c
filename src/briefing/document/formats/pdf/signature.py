"""The empty signature fields, at the signature block and on an appendix that is a file of its own: official signing software signs into it without changing a page.

Decree 68/2024/NĐ-CP has agencies sign with software of their own; an empty field tells it where. The field is a form field of the
structure tree with an appearance, as PDF/UA-1 (7.18) and PDF/A-2 (6.3.3) ask of every field.

An appendix that is no part of the report's file is signed by the issuer as well (Decree 30/2020/NĐ-CP, appendix I): at the top right of
its first page stand the document's number and the time of signing, which only the one who signs knows.
"""

from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, NumberTree, Pdf, Stream, String

NAME, ABOUT = "ChuKySo", "Chữ ký số của người ký"
WIDTH, HEIGHT, INSET = 201.0, 74.0, 16.0  # points: within the right half of the text, the room above the name
PRINTED = 4  # an annotation's flag


@dataclass(frozen=True)
class SignatureRoom:
    """Where the room for a signature is: page from 1, points from the page's edges.

    x: of its left side; negative: of its right side, from the page's right edge. y: of its lower side, from the upper edge.
    """

    page: int
    x: float
    y: float
    width: float
    height: float
    name: str = NAME
    about: str = ABOUT


OF_APPENDIX = SignatureRoom(
    1, -15 / 25.4 * 72, 18 / 25.4 * 72, 227.0, 30.0, "ChuKySoCoQuan",
    "Chữ ký số của cơ quan trên phụ lục: số, ký hiệu văn bản; thời gian ký",
)  # fmt: skip


def of_signatory(position: dict[str, Any]) -> SignatureRoom:
    """The room in the signature block. position: as Typst gives it, of what stands below the room."""
    x, y = (float(position[axis].removesuffix("pt")) for axis in ("x", "y"))
    return SignatureRoom(position["page"], x + INSET, y - 3, WIDTH, HEIGHT)


def add_field(pdf: Pdf, place: SignatureRoom) -> None:
    """Add the field to a page, and to the uppermost element of the structure tree."""
    page = pdf.pages[place.page - 1]
    across, top = (float(side) for side in page.mediabox[2:])
    left, bottom = place.x if place.x > 0 else across + place.x - place.width, top - place.y
    box = [left, bottom, left + place.width, bottom + place.height]
    look = Stream(pdf, b"")
    look.Type, look.Subtype, look.Resources = Name.XObject, Name.Form, Dictionary()
    look.BBox = Array([0, 0, box[2] - box[0], box[3] - box[1]])
    tree = NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    key = max(tree.keys(), default=-1) + 1
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String(place.name), TU=String(place.about), F=PRINTED, P=page.obj,
            Rect=Array(box), AP=Dictionary(N=pdf.make_indirect(look)), StructParent=key,
        )
    )  # fmt: skip
    root = pdf.Root.StructTreeRoot.K
    document = root[0] if isinstance(root, Array) else root
    shown = Dictionary(Type=Name.OBJR, Obj=widget, Pg=page.obj)
    element = pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.Form, P=document, Alt=String(place.about), K=Array([shown]))
    )
    kids = document.get("/K", Array())
    document.K = Array([*(kids if isinstance(kids, Array) else [kids]), element])
    tree[key] = element
    pdf.Root.StructTreeRoot.ParentTreeNextKey = key + 1
    page.Annots = Array([*page.get("/Annots", Array()), widget])
    page.Tabs = Name.S
    pdf.Root.AcroForm = Dictionary(Fields=Array([widget]), SigFlags=1)
