"""Sixty more edits of the Word file, on the synthetic edition: what a director, a deputy, a head of division and a clerk do to it in Word, LibreOffice,
Google Docs, OnlyOffice and WPS; written before reading how the program takes them in.

Each says what must come of it, as in `word_edits_strangers.py`. `prints`: what the command must say of it, beside the rows.
"""

from __future__ import annotations

import copy
import unicodedata

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.shared import RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree
from word_edits_strangers import NOTHING, REFUSED, Case, Word, collecting, mark, runs_of, told

from briefing.document.formats.docx.wordml import W, w

CASES: list[Case] = []
case = collecting(CASES)

DIRECTOR, DEPUTY, HEAD, CLERK = "Phạm Văn Bình", "Lê Thị Hạnh", "Trần Quốc Dũng", "Ngô Thị Mai"
W14, W15 = (f"http://schemas.microsoft.com/office/word/{year}/wordml" for year in (2010, 2012))
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"


def whole(word: Word, at: str) -> tuple[Paragraph, list[Run]]:
    """A paragraph and the runs of all its words."""
    paragraph = word.p(at)
    return paragraph, [Run(each, paragraph) for each in runs_of(paragraph._p)]


def sentence(word: Word, words: str) -> list[Run]:
    paragraph = word.p(words)
    return [Run(each, paragraph) for each in word.runs(paragraph, words)]


def heading(word: Word, words: str) -> Paragraph:
    """The last paragraph of these words: the one behind the table of contents."""
    return word.p(words, -1)


def row(word: Word, table: str, words: str) -> etree._Element:
    return word.row(word.table(table), words)._tr


def new_row(old: etree._Element, *words: str) -> etree._Element:
    """A row like another with other words."""
    made = copy.deepcopy(old)
    for each in list(made.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        each.getparent().remove(each)
    for cell, said in zip(made.findall(f"{W}tc"), words, strict=True):
        first, *others = cell.iter(f"{W}t")
        first.text = said
        for other in others:
            other.text = ""
    return made


def properties(of: etree._Element, name: str) -> etree._Element:
    """The properties of a row, a run or a paragraph, made where there are none."""
    found = of.find(f"{W}{name}")
    if found is None:
        of.insert(0, found := w(name))
    return found


def notes(word: Word, kind: str = "footnotes") -> tuple[Part, etree._Element]:
    part = word.part(f"/{kind}.xml")
    return part, etree.fromstring(part.blob)


def everywhere(word: Word, old: str, new: str) -> None:
    for text in word.body.iter(f"{W}t"):
        text.text = (text.text or "").replace(old, new)


def comment(word: Word, at: str, words: str, said: str, by: str, day: str) -> etree._Element:
    """A comment of an author on a day."""
    made = word.comment(word.p(at), words, said, by)._comment_elm
    made.set(f"{W}date", f"{day}T09:00:00Z")
    return made


# What a director does


@case("a sentence in red", told("I.2.5", "Nhìn chung, thời gian qua", ""))
def _(word):
    for run in whole(word, "Nhìn chung, thời gian qua")[1]:
        run.font.color.rgb = RGBColor(0xFF, 0, 0)


@case("a sentence of numbers is struck through", told("I.2.7", "Cấp huyện có tỷ lệ trễ hạn cao nhất", ""))
def _(word):
    for run in whole(word, "Cấp huyện có tỷ lệ trễ hạn cao nhất")[1]:
        run.font.strike = True


@case("words on a grey ground", told("I.7.2", "còn hạn chế", ""))
def _(word):
    for run in sentence(word, "còn hạn chế"):
        properties(run._r, "rPr").append(w("shd", val="clear", color="auto", fill="BFBFBF"))


@case("a tick behind a sentence", told("I.2.4", "Nền tảng kho dữ liệu dùng chung", ""))
def _(word):
    word.p("Nền tảng kho dữ liệu dùng chung (Data")._p.append(w("r", w("sym", font="Wingdings", char="F0FC")))


@case("“Cơ cấu” becomes “Tỷ trọng”: one change", told("I.2.5", "Cơ cấu cảnh báo", "Tỷ trọng cảnh báo"))
def _(word):
    word.swap(word.p("Cơ cấu cảnh báo theo mức độ"), "Cơ cấu", "Tỷ trọng")


@case(
    "two words of a statement, one beside the other",
    told("I.6.3", "Qua đó, góp phần", "từng bước tăng cường hiệu lực và hiệu quả", "statement"),
)
def _(word):
    paragraph = word.p("Qua đó, góp phần nâng cao")
    word.track(paragraph, "góp phần nâng cao", "từng bước tăng cường", by=DIRECTOR)
    word.track(paragraph, "hiệu lực, hiệu quả", "hiệu lực và hiệu quả", by=DIRECTOR)


@case("another ending of the signature", told("", "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"))
def _(word):
    word.swap(word.p("GIÁM ĐỐC"), "GIÁM ĐỐC", "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC")


@case("an order is typed below a paragraph", told("I.7.3", "", "Đồng chí Dũng bổ sung kiến nghị"))
def _(word):
    word.new_after(word.p("Không có kiến nghị, đề xuất"), "Đồng chí Dũng bổ sung kiến nghị về nhân lực.")


@case("a headline's order is reworded", told("", "Cần xác định trách nhiệm", "Phải xác định rõ trách nhiệm"))
def _(word):
    word.swap(word.p("Quá hạn: 04 trong 11"), "Cần xác định trách nhiệm", "Phải xác định rõ trách nhiệm")


@case("a headline is deleted", told("", "Chênh lệch giữa các đơn vị", ""), at_most=1)
def _(word):
    gone = word.p("Chênh lệch giữa các đơn vị")._p
    gone.getparent().remove(gone)


@case("a number is rounded", told("I.3.2", "2.795", "2.800", "number"))
def _(word):
    word.swap(word.p("Tổng doanh thu dịch vụ viễn thông"), "2.795", "gần 2.800")


@case("a number becomes a word", told("I.2.6", "1.930", "nhiều"))
def _(word):
    word.swap(word.p("Trong kỳ, Sở tổ chức 10 lớp"), "hơn 1.930", "nhiều")


@case("a number's middle digits, tracked", told("I.2.6", "2.230", "2.320", "number"))
def _(word):
    word.track(word.p("Đã thành lập 2.230"), "23", "32", by=DIRECTOR)


@case("a sentence is hidden", told("I.4.4", "Thông tin trên các trang mạng", ""))
def _(word):
    for run in whole(word, "Thông tin trên các trang mạng xã hội cá nhân")[1]:
        run.font.hidden = True


@case("all numbers bold, nothing said", NOTHING)
def _(word):
    for run in sentence(word, "Tổng băng thông đạt"):
        run.font.bold = True


# What a deputy does


@case("the table of contents is reworded", told("", "", "Xây dựng nền tảng số"))
def _(word):
    paragraph = word.p("2.4. Phát triển nền tảng số")
    word.swap(paragraph, "Phát triển nền tảng số", "Xây dựng nền tảng số")


@case("a row is struck on the record", told("I.2.5", "Hệ thống giáo dục thông minh", ""), at_most=1)
def _(word):
    properties(row(word, "Hệ thống giáo dục thông minh", "Hệ thống giáo dục thông minh"), "trPr").append(
        mark("w:del", DEPUTY, "2031-10-02")
    )


@case(
    "a row is added on the record",
    told("I.2.2", "", "Máy phát điện dự phòng", by=DEPUTY, day="2031-10-02"),
    at_most=1,
)
def _(word):
    old = row(word, "Thiết bị, hệ thống", "Máy chủ")
    old.addnext(made := new_row(old, "Máy phát điện dự phòng", "1"))
    properties(made, "trPr").append(mark("w:ins", DEPUTY, "2031-10-02"))


@case("a footnote's mark is taken away", told("I.1", "04/QĐ-STTTT", ""))
def _(word):
    paragraph = word.p("Bám sát chỉ đạo của Chính phủ")._p
    gone = next(paragraph.iter(f"{W}footnoteReference")).getparent()
    gone.getparent().remove(gone)


@case("a footnote with its mark is taken away", told("I.1", "04/QĐ-STTTT", ""))
def _(word):
    paragraph = word.p("Bám sát chỉ đạo của Chính phủ")._p
    gone = next(paragraph.iter(f"{W}footnoteReference"))
    part, root = notes(word)
    root.remove(next(each for each in root if each.get(f"{W}id") == gone.get(f"{W}id")))
    gone.getparent().getparent().remove(gone.getparent())
    part._blob = etree.tostring(root, encoding="UTF-8", xml_declaration=True)


@case("an endnote", told("I.5", "", "Theo Công văn của Sở Văn hóa"))
def _(word):
    content = f'<w:endnotes xmlns:w="{W[1:-1]}"><w:endnote w:id="2"><w:p><w:r><w:t>Theo Công văn của Sở Văn hóa.</w:t></w:r></w:p></w:endnote></w:endnotes>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
    part = Part(PackURI("/word/endnotes.xml"), kind, content.encode(), word.document.part.package)
    word.document.part.relate_to(part, f"{OFFICE}/relationships/endnotes")
    word.p("Chào mừng Ngày Sách")._p.append(w("r", w("endnoteReference", id=2)))


@case("a heading becomes one of a higher rank", told("I.2.4", "Phát triển nền tảng số", ""))
def _(word):
    paragraph = heading(word, "2.4. Phát triển nền tảng số")
    paragraph._p.pPr.find(f"{W}pStyle").set(f"{W}val", "Heading2")


@case("one picture is replaced", told("I.2.7", "Hình 8", ""), at_most=1)
def _(word):
    picture(word, "Hình 8. ")


@case("all pictures are compressed: told once", told("", "Hình 12", "12"))
def _(word):
    for number in range(1, 13):
        picture(word, f"Hình {number}. ")


def picture(word: Word, caption: str) -> None:
    """Other bytes in the frame of a picture."""
    paragraph = heading(word, caption)._p.getnext()
    blip = next(each for each in paragraph.iter() if etree.QName(each).localname == "blip")
    part = word.document.part.related_parts[blip.get(f"{{{OFFICE}/relationships}}embed")]
    part._blob = part.blob[:-12] + b"\0\0\0\0tEXt\0\0\0\0" + part.blob[-12:]


@case("the first page's header", told("", "", "LƯU HÀNH NỘI BỘ"))
def _(word):
    word.document.sections[0].first_page_header.paragraphs[-1].add_run(" LƯU HÀNH NỘI BỘ")


@case("a paragraph is cut and pasted into another section", told("I.2.4", "", "Nền tảng khảo sát VNForm"), at_most=2)
def _(word):
    word.p("Nền tảng kho dữ liệu dùng chung (Data")._p.addnext(word.p("Nền tảng khảo sát VNForm")._p)


@case(
    "a paragraph is cut in two and its second half reworded",
    told("I.2.3", "100% hồ sơ giải quyết", "Toàn bộ hồ sơ giải quyết"),
    at_most=2,
)
def _(word):
    paragraph = word.p("Ngoài ra, Sở xây dựng cơ sở dữ liệu trạm BTS")
    runs = word.runs(paragraph, paragraph.text[paragraph.text.index("100% hồ sơ") :].rstrip())
    below = word.new_after(paragraph, "")
    for run in runs:
        below._p.append(run)
    word.swap(below, "100% hồ sơ", "Toàn bộ hồ sơ")


@case("two paragraphs become one, with another number", told("I.2.7", "200", "210", "number"), at_most=1)
def _(word):
    first, second = word.p("không giấy tờ đã triển khai đến Tỉnh ủy"), word.p("đến ngày 28/9/2031 đã tổ chức")
    word.swap(first, "200", "210")
    first.add_run(" ")
    for child in list(second._p):
        if child.tag != f"{W}pPr":
            first._p.append(child)
    second._p.getparent().remove(second._p)


@case(
    "a sentence moves into a paragraph of another section",
    told("I.2.2", "", "100% hồ sơ giải quyết thủ tục hành chính"),
    at_most=2,
)
def _(word):
    paragraph, target = word.p("Ngoài ra, Sở xây dựng cơ sở dữ liệu trạm BTS"), word.p("Đến nay, 19 sở, ban, ngành")
    runs = word.runs(paragraph, paragraph.text[paragraph.text.index("100% hồ sơ") :].rstrip())
    target.add_run(" ")
    for run in runs:
        target._p.append(run)


# What a head of division does


@case(
    "a word is replaced everywhere",
    told("I.2.2", "Trung tâm kết nối internet", "Internet"),
    told("I.2.7", "Thông tin trên internet", "Internet"),
    at_most=20,
    prints="“internet” → “Internet”",
)
def _(word):
    everywhere(word, "internet", "Internet")


@case("straight quotes, short dashes", NOTHING)
def _(word):
    for old, new in (("“", '"'), ("”", '"'), (" – ", " - ")):
        everywhere(word, old, new)


@case("spaces that do not break", NOTHING)
def _(word):
    everywhere(word, " ", "\u00a0")


@case("tone marks as on old typewriters", NOTHING)
def _(word):
    for old, new in (("hóa", "hoá"), ("Hóa", "Hoá"), ("tòa", "toà"), ("thủy", "thuỷ"), ("khóa", "khoá")):
        everywhere(word, old, new)


@case("letters put together otherwise", NOTHING)
def _(word):
    for text in word.body.iter(f"{W}t"):
        text.text = unicodedata.normalize("NFD", text.text or "")


@case(
    "i for y everywhere",
    told("I.2.3", "quản lý giáo dục", "quản lí giáo dục"),
    at_most=60,
    prints="“lý” → “lí”",
)
def _(word):
    everywhere(word, "quản lý", "quản lí")


@case("Word makes a list of typed numbers", NOTHING)
def _(word):
    for number in range(1, 10):
        paragraph = next(
            each
            for each in word.document.paragraphs
            if each.text.startswith(f"{number}. ") and each.style.name == "Body Text"
        )
        first = next(each for each in paragraph._p.iter(f"{W}t") if each.text)
        assert first.text.startswith(f"{number}.")
        first.text = first.text.removeprefix(f"{number}.").lstrip()
        properties(paragraph._p, "pPr").append(w("numPr", w("ilvl", val=0), w("numId", val=1)))


@case(
    "a task is put between two others, later ones renumbered",
    told("III", "", "Xây dựng quy chế an toàn dữ liệu"),
    at_most=1,
)
def _(word):
    tasks = {
        number: next(
            each
            for each in word.document.paragraphs
            if each.text.startswith(f"{number}. ") and each.style.name == "Body Text"
        )
        for number in range(1, 10)
    }
    for number in range(3, 10):
        first = next(each for each in tasks[number]._p.iter(f"{W}t") if each.text)
        first.text = first.text.replace(f"{number}.", f"{number + 1}.", 1)
    word.new_after(tasks[2], "3. Xây dựng quy chế an toàn dữ liệu của tỉnh.")


@case("“1.” becomes “1,”", NOTHING)
def _(word):
    first = next(each for each in word.p("1. Tham mưu chương trình, kế hoạch")._p.iter(f"{W}t") if each.text)
    first.text = first.text.replace("1.", "1,", 1)


@case("a decimal point for a comma", told("I.2.3", "92,47%", "92.47%"))
def _(word):
    word.swap(word.p("Riêng cơ sở dữ liệu cán bộ"), "92,47%", "92.47%")


@case("a number in a table is cleared", told("I.2.2", "21", ""), at_most=1)
def _(word):
    word.swap(word.cell("Thiết bị, hệ thống", "Máy chủ", 1), "21", "")


@case("a dash in a table becomes 0", told("I.2.7", "-", "0"), at_most=1)
def _(word):
    word.swap(word.cell("Qua bưu chính công ích", "Cấp xã", 6), "-", "0")


@case("a share in a table", told("I.2.7", "1,19%", "1,2%", "number"), at_most=1)
def _(word):
    word.swap(word.cell("Sớm hạn, đúng hạn", "Cấp huyện", 5), "1,19%", "1,2%")


@case("a row changes its place", told("I.2.2", "Máy chủ", ""), at_most=2)
def _(word):
    moved, last = row(word, "Thiết bị, hệ thống", "Máy chủ"), row(word, "Thiết bị, hệ thống", "Thiết bị chuyển mạch")
    last.addnext(moved)


@case("one more column", told("I.2.2", "", "Ghi chú"), at_most=5)
def _(word):
    for at, each in enumerate(word.table("Nhà cung cấp")._tbl.findall(f"{W}tr")):
        cell = copy.deepcopy(each.findall(f"{W}tc")[-1])
        for bookmark in list(cell.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
            bookmark.getparent().remove(bookmark)
        first, *_others = cell.iter(f"{W}t")
        first.text = "đủ dùng" if at else "Ghi chú"
        each.append(cell)


@case("a caption", told("I.2.3", "Quy mô các cơ sở dữ liệu", "Hiện trạng các cơ sở dữ liệu"))
def _(word):
    word.swap(word.p("Bảng 3. "), "Quy mô", "Hiện trạng")


@case("a source below a table", told("I.2.2", "Thiết bị Trung tâm", "Báo cáo của Trung tâm"))
def _(word):
    paragraph = word.p("Nguồn: Thiết bị Trung tâm")
    word.swap(paragraph, "Thiết bị Trung tâm Tích hợp dữ liệu", "Báo cáo của Trung tâm Tích hợp dữ liệu")


# What a clerk does


@case("the number in the line of an annex", told("Phụ lục III", "Kèm theo Báo cáo số", "512/BC-STTTT"))
def _(word):
    paragraph = word.p("(Kèm theo Báo cáo số", 2)
    text = next(each for each in paragraph._p.iter(f"{W}t") if "/BC-STTTT" in (each.text or ""))
    text.text = "(Kèm theo Báo cáo số 512/BC-STTTT " + text.text.partition("/BC-STTTT ")[2]


@case("a recipient goes", told("", "Sở Nội vụ", ""), at_most=1)
def _(word):
    gone = word.p("- Sở Nội vụ")._p
    gone.getparent().remove(gone)


@case("an address in a sentence", told("I.2.7", "dichvucong2.ninhthuan.gov.vn", "dichvucong.binhan.gov.vn"))
def _(word):
    paragraph = word.p("Hệ thống thông tin giải quyết thủ tục hành chính tỉnh đã được nâng cấp")
    word.swap(paragraph, "dichvucong2.ninhthuan.gov.vn", "dichvucong.binhan.gov.vn")


@case("empty lines, a page break, proofing marks", NOTHING)
def _(word):
    for at in ("Nhìn chung, thời gian qua", "Đã thành lập 2.230"):
        word.p(at)._p.addnext(w("p", w("r", w("br", type="page"))))
        word.p(at)._p.addnext(w("p"))
        word.p(at)._p.append(w("proofErr", type="spellStart"))


@case("a new table", told("I.5", "", "Giấy phép đã thu hồi"), at_most=4)
def _(word):
    made = w("tbl", w("tblPr"), w("tblGrid", w("gridCol", w=4000), w("gridCol", w=4000)))
    for words in (("Loại", "Số"), ("Giấy phép đã thu hồi", "0")):
        made.append(w("tr", *(w("tc", w("p", text_run(said))) for said in words)))
    word.p("Trong kỳ, Sở tham mưu cấp qua dịch vụ công")._p.addnext(made)


def text_run(words: str) -> etree._Element:
    made = w("r", text := w("t"))
    text.text = words
    return made


@case("a text box of WPS", told("I.2.6", "", "Xin ý kiến Phòng Nội vụ"), finish=["wps"])
def _(word):
    box = etree.fromstring(
        f"""<w:r xmlns:w="{W[1:-1]}" xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape style="width:200pt;height:40pt"><v:textbox>
        <w:txbxContent><w:p><w:r><w:t>Xin ý kiến Phòng Nội vụ.</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"""
    )
    word.p("Đã thành lập 2.230")._p.append(box)


@case(
    "words and a number, all accepted in Google Docs",
    told("I.2.3", "Riêng cơ sở dữ liệu cán bộ", "68.765", "number"),
    told("I.7.1", "Hạ tầng công nghệ thông tin tại", "tiếp tục được quan tâm đầu tư", "statement"),
    finish=["google"],
)
def _(word):
    word.swap(word.p("Riêng cơ sở dữ liệu cán bộ"), "68.675", "68.765")
    word.swap(word.p("Hạ tầng công nghệ thông tin tại"), "được quan tâm đầu tư", "tiếp tục được quan tâm đầu tư")


@case("opened and saved in Google Docs", NOTHING, finish=["google"])
def _(word):
    pass


@case(
    "words and a comment, in OnlyOffice",
    told("I.4.2", "Sở trả lời kiến nghị", "đã trả lời kiến nghị", by=HEAD, day="2031-10-03"),
    told("I.3.1", "585", "Gồm cả điểm tạm dừng?", by=HEAD, day="2031-10-04"),
    finish=["onlyoffice"],
)
def _(word):
    word.track(word.p("Sở trả lời kiến nghị"), "trả lời kiến nghị", "đã trả lời kiến nghị", by=HEAD, day="2031-10-03")
    comment(word, "Toàn tỉnh có 10 doanh nghiệp", "585", "Gồm cả điểm tạm dừng?", HEAD, "2031-10-04")


@case(
    "by way of .doc",
    told("I.2.4", "Nền tảng kho dữ liệu dùng chung", "cơ bản hoàn thành"),
    told("I.2.7", "44.645", "44.654", "number"),
    finish=["doc"],
)
def _(word):
    word.swap(word.p("Nền tảng kho dữ liệu dùng chung (Data"), "đã hoàn thành", "đã cơ bản hoàn thành")
    word.swap(word.p("Đến nay, đã tạo mới 6.195"), "44.645", "44.654")


@case(
    "a thread of three people, resolved",
    told(
        "I.2.7", "1.845", "Đã trừ chứng thư hết hạn chưa?", by=DIRECTOR, day="2031-10-01", answer="Đã trừ 12 chứng thư."
    ),
    at_most=1,
)
def _(word):
    at = "Đến nay, đã cấp 1.845 chứng thư số"
    thread = [
        comment(word, at, "1.845", *each)
        for each in (
            ("Đã trừ chứng thư hết hạn chưa?", DIRECTOR, "2031-10-01"),
            ("Phòng kiểm tra lại.", DEPUTY, "2031-10-02"),
            ("Đã trừ 12 chứng thư.", HEAD, "2031-10-03"),
        )
    ]
    names = [f"00AA00{number:02}" for number in range(3)]
    for name, each in zip(names, thread, strict=True):
        each[-1].set(f"{{{W14}}}paraId", name)
    parts = "".join(
        f'<w15:commentEx w15:paraId="{name}" {f"w15:paraIdParent={names[0]!r}" if at else ""} w15:done="1"/>'
        for at, name in enumerate(names)
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"
    content = f'<w15:commentsEx xmlns:w15="{W15}">{parts}</w15:commentsEx>'.encode()
    part = Part(PackURI("/word/commentsExtended.xml"), kind, content, word.document.part.package)
    word.document.part.relate_to(part, "http://schemas.microsoft.com/office/2011/relationships/commentsExtended")


@case(
    "three people, each in a place of their own",
    told("I.2.4", "nâng cấp", "Từ năm nào?", by=DIRECTOR, day="2031-10-01"),
    told("I.6.3", "Trong kỳ, Sở ban hành 09", "Liệt kê ra phụ lục", by=DEPUTY, day="2031-10-02"),
    told("I.4.1", "Sở thông tin, tuyên truyền", "đã thông tin, tuyên truyền", by=HEAD, day="2031-10-03"),
)
def _(word):
    comment(word, "Nền tảng tích hợp, chia sẻ dữ liệu của tỉnh", "nâng cấp", "Từ năm nào?", DIRECTOR, "2031-10-01")
    comment(word, "Trong kỳ, Sở ban hành 09", "Trong kỳ, Sở ban hành 09", "Liệt kê ra phụ lục", DEPUTY, "2031-10-02")
    word.track(
        word.p("Sở thông tin, tuyên truyền"),
        "thông tin, tuyên truyền",
        "đã thông tin, tuyên truyền",
        by=HEAD,
        day="2031-10-03",
    )


@case("only looks are on the record", NOTHING)
def _(word):
    for run in sentence(word, "Đã có 28/28 hệ thống"):
        run.font.bold = True
        change = mark("w:rPrChange", CLERK, "2031-10-04")
        change.append(w("rPr"))
        properties(run._r, "rPr").append(change)


@case("a file that is locked with a password", REFUSED, finish=["locked"])
def _(word):
    pass
