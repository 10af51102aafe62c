"""The form of the Word document: its styles, settings and empty package (Nghị định 30/2020/NĐ-CP, appendix I)."""

from __future__ import annotations

import io
import unicodedata
import zipfile

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FONT, LANGUAGE = "Times New Roman", "vi-VN"
CENTER, RIGHT, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
TEXT_WIDTH = 165  # mm between the margins of an upright page

# Sizes are those of the decree's sample. Word's own names give the navigation pane, the table of contents and
# the footnotes; the Vietnamese names are what colleagues see in the list of styles.
_HEADING = {
    "bold": True,
    "first_line_indent": Mm(10),
    "space_before": Pt(8),
    "space_after": Pt(6),
    "keep_with_next": True,
}
_CENTERED = {"alignment": CENTER}
PARAGRAPHS: dict[str, dict] = {
    "Body Text": {"alignment": JUSTIFY, "first_line_indent": Mm(10), "space_after": Pt(6), "line_spacing": 1.15},
    "List Bullet": {"base": "Body Text"},
    **{f"Heading {level}": {**_HEADING, "next": "Body Text", "all_caps": level == 1} for level in (1, 2, 3, 4)},
    "Title": {"bold": True, **_CENTERED, "space_before": Pt(18), "next": "Subtitle"},
    "Subtitle": {"bold": True, **_CENTERED},
    "TOC Heading": {"bold": True, **_CENTERED, "page_break_before": True, "space_after": Pt(10)},
    **{f"toc {level}": {"size": Pt(13), "left_indent": Mm(6 * level), "first_line_indent": Mm(-6), "space_after": Pt(3)} for level in (1, 2, 3)},
    "Caption": {"size": Pt(12), "bold": True, **_CENTERED, "space_before": Pt(6), "space_after": Pt(4), "keep_with_next": True},
    "Header": {"size": Pt(13), **_CENTERED},
    "footnote text": {"size": Pt(10.5), "alignment": JUSTIFY, "space_after": Pt(2)},
    "Quốc hiệu": {"size": Pt(12), "bold": True, **_CENTERED, "all_caps": True},
    "Tiêu ngữ": {"size": Pt(13), "bold": True, **_CENTERED},
    "Cơ quan chủ quản": {"size": Pt(12), **_CENTERED, "all_caps": True},
    "Cơ quan ban hành": {"size": Pt(12), "bold": True, **_CENTERED, "all_caps": True},
    "Số, ký hiệu": {"size": Pt(13), **_CENTERED, "space_before": Pt(8)},
    "Địa danh, thời gian": {"size": Pt(13), "italic": True, **_CENTERED, "space_before": Pt(8)},
    "Đường kẻ": {"size": Pt(2), "line_spacing": Pt(3), "space_before": Pt(3)},
    "Nơi nhận": {"size": Pt(12), "bold": True, "italic": True, "space_before": Pt(12)},
    "Danh sách nơi nhận": {"size": Pt(11)},
    "Chức vụ người ký": {"bold": True, "space_before": Pt(12), **_CENTERED, "all_caps": True},
    "Họ tên người ký": {"bold": True, **_CENTERED, "space_before": Mm(28)},
    "Kèm theo": {"italic": True, **_CENTERED, "left_indent": Mm(15), "right_indent": Mm(15), "space_after": Pt(10)},
    "Chữ trong bảng": {"size": Pt(11.5), "space_before": Pt(2), "space_after": Pt(2)},
    "Số trong bảng": {"base": "Chữ trong bảng", "alignment": RIGHT},
    "Đầu bảng": {"base": "Chữ trong bảng", "bold": True, **_CENTERED, "keep_with_next": True},
    "Hình vẽ": {**_CENTERED, "keep_with_next": True},
    "Nguồn số liệu": {"size": Pt(10), "italic": True, "space_before": Pt(2), "space_after": Pt(8)},
    "Chưa có số liệu": {"base": "Body Text", "italic": True},
    "Số nổi bật": {"base": "Số trong bảng", "size": Pt(13), "bold": True},
    "Phát hiện": {"size": Pt(12), "bold": True, "left_indent": Mm(3), "space_before": Pt(10), "keep_with_next": True},
    "Mục của phát hiện": {"size": Pt(11.5), "italic": True, "left_indent": Mm(3), "keep_with_next": True},
    "Nội dung phát hiện": {"size": Pt(11.5), "left_indent": Mm(8)},
    "Kết quả máy tính": {"size": Pt(10), "space_after": Pt(6)},
    "Ngắt phần": {"size": Pt(1), "line_spacing": Pt(1), "space_after": Pt(8)},
}  # fmt: skip
CHARACTERS: dict[str, dict] = {"footnote reference": {"superscript": True}, "Dấu kiểm tra": {"superscript": True}}
_OF_FONT = {"size", "bold", "italic", "all_caps", "superscript"}
_OF_WORD = {"List Bullet", "Title", "Subtitle", "TOC Heading", "Body Text", "Caption", "Header"}
_KEPT = {"Normal", "Default Paragraph Font", "Normal Table", "No List"}


def w(name: str, /, *children: object, **attributes: object) -> OxmlElement:
    """An element of WordprocessingML with its children in the order given, which must be the schema's.

    >>> w("jc", val="center").xml.splitlines()[0].rpartition(" ")[2]
    'w:val="center"/>'
    """
    element = OxmlElement(f"w:{name}", {qn(f"w:{key}"): str(value) for key, value in attributes.items()})
    element.extend(children)
    return element


def identifier(name: str) -> str:
    """The style's name inside the file, in plain letters as Word makes it: "Chữ trong bảng" → "Chutrongbang"."""
    plain = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in plain if char.isascii() and char.isalnum())


def empty() -> WordDocument:
    """A Word document without text, with the decree's styles and without the library's own sample parts."""
    word = docx.Document()
    _drop_parts(word.part, {"stylesWithEffects", "webSettings", "customXml"})
    _drop_parts(word.part.package, {"extended-properties", "thumbnail"})
    word.element.body.clear()
    _defaults(word)
    for name, look in PARAGRAPHS.items():
        _add_style(word, name, WD_STYLE_TYPE.PARAGRAPH, look)
    for name, look in CHARACTERS.items():
        _add_style(word, name, WD_STYLE_TYPE.CHARACTER, look)
    _table_style(word)
    _levels(word)
    _bullets(word)
    _settings(word)
    _fonts(word)
    return word


def packed(word: WordDocument) -> bytes:
    """The file's bytes, the same for the same document: no clock in the archive."""
    buffer, fixed = io.BytesIO(), io.BytesIO()
    word.save(buffer)
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name), source.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def describe(word: WordDocument, title: str, agency: str, keywords: str) -> None:
    """Title, author, keywords and language of the file; the dates are left out, as nobody has signed it yet."""
    properties = word.core_properties
    for element in list(properties._element):
        properties._element.remove(element)
    properties.title, properties.author, properties.keywords, properties.language = title, agency, keywords, LANGUAGE


def _drop_parts(owner: object, kinds: set[str]) -> None:
    for key, relation in list(owner.rels.items()):
        if relation.reltype.rpartition("/")[2] in kinds:
            del owner.rels[key]


def _defaults(word: WordDocument) -> None:
    """The font, size and language of everything, in place of the library's styles."""
    styles = word.styles.element
    for style in list(styles.style_lst):
        if style.name_val not in _KEPT:
            styles.remove(style)
    fonts = {name: FONT for name in ("ascii", "hAnsi", "eastAsia", "cs")}
    run = w(
        "rPr",
        w("rFonts", **fonts),
        w("sz", val=28),
        w("szCs", val=28),
        w("lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA"),
    )
    styles.replace(styles.find(qn("w:docDefaults")), w("docDefaults", w("rPrDefault", run), w("pPrDefault")))
    word.styles["Normal"].element._remove_rPr()


def _add_style(word: WordDocument, name: str, kind: WD_STYLE_TYPE, look: dict) -> None:
    builtin = name in _OF_WORD or name.startswith(("Heading ", "toc ", "footnote "))
    style = word.styles.add_style(name, kind, builtin)
    style.element.styleId = identifier(name)
    style.hidden, style.quick_style = False, True
    paragraph = kind == WD_STYLE_TYPE.PARAGRAPH
    style.base_style = word.styles[look.get("base", "Normal")] if paragraph else None
    for key, value in look.items():
        if key not in ("base", "next"):
            setattr(style.font if key in _OF_FONT else style.paragraph_format, key, value)
    if "next" in look:
        style.element.insert_element_before(
            w("next", val=identifier(look["next"])), "w:link", "w:uiPriority", "w:qFormat", "w:pPr", "w:rPr"
        )


def _table_style(word: WordDocument) -> None:
    """Tables of figures: thin lines all round."""
    sides = [
        w(side, val="single", sz=4, space=0, color="auto")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    ]
    padding = [w(side, w=80, type="dxa") for side in ("left", "right")]
    word.styles.element.append(
        w("style", w("name", val="Table Grid"), w("basedOn", val="TableNormal"), w("uiPriority", val=39), w("qFormat"),
          w("tblPr", w("tblBorders", *sides), w("tblCellMar", *padding)), type="table", styleId="TableGrid")
    )  # fmt: skip


def _levels(word: WordDocument) -> None:
    """What the library's styles cannot say: outline levels, the contents' tab, the border of a finding."""
    for level in (1, 2, 3, 4):
        word.styles[f"Heading {level}"].element.get_or_add_pPr().append(w("outlineLvl", val=level - 1))
    for level in (1, 2, 3):
        stops = word.styles[f"toc {level}"].paragraph_format.tab_stops
        stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    for name, space in (("Phát hiện", 6), ("Mục của phát hiện", 6), ("Nội dung phát hiện", 20)):  # one straight line
        _border(word.styles[name].element.get_or_add_pPr(), "left", 12, space)
    _border(word.styles["Đường kẻ"].element.get_or_add_pPr(), "top", 6, 1)


def _border(properties: OxmlElement, side: str, eighths: int, space: int) -> None:
    """Give paragraph properties a line at one side, `eighths` of a point thick and `space` points away."""
    line = w("pBdr", w(side, val="single", sz=eighths, space=space, color="auto"))
    properties.insert_element_before(line, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _bullets(word: WordDocument) -> None:
    """Lists as administrative prose has them: a hyphen after the first line's indent."""
    numbering = word.part.numbering_part.element
    numbering.clear()
    level = w("lvl", w("start", val=1), w("numFmt", val="bullet"), w("pStyle", val="ListBullet"), w("suff", val="space"),
              w("lvlText", val="-"), w("lvlJc", val="left"), w("pPr", w("ind", left=0, firstLine=Mm(10).twips)), ilvl=0)  # fmt: skip
    numbering.append(w("abstractNum", w("multiLevelType", val="singleLevel"), level, abstractNumId=0))
    numbering.append(w("num", w("abstractNumId", val=0), numId=1))
    word.styles["List Bullet"].element.get_or_add_pPr()._insert_numPr(w("numPr", w("numId", val=1)))


def _settings(word: WordDocument) -> None:
    """Present-day layout (15 is Word 2013 and later), footnotes, and Vietnamese signs in fields."""
    settings = word.settings.element
    for element in list(settings):
        settings.remove(element)
    newest = w("compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15)
    settings.extend([
        w("zoom", percent=100), w("defaultTabStop", val=567), w("characterSpacingControl", val="doNotCompress"),
        w("footnotePr", w("footnote", id=-1), w("footnote", id=0)), w("compat", newest),
        w("themeFontLang", val=LANGUAGE), w("decimalSymbol", val=","), w("listSeparator", val=";"),
    ])  # fmt: skip


def _fonts(word: WordDocument) -> None:
    """The table of fonts names the one that the form prescribes."""
    font = w("font", w("charset", val="00"), w("family", val="roman"), w("pitch", val="variable"), name=FONT)
    word.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)._blob = serialize_part_xml(w("fonts", font))
