"""What else directors do to a report in Word, each written down with what must come of it before anything read it.

`do` edits the file as Word would keep it. `section`, `quoted` and `said` are what the remark says that it becomes; `kind` as what it is told,
"" where nothing was said. Where several say one thing, any place that is right is named.
"""

from __future__ import annotations

import base64
import copy
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.text.run import Run
from editors import W14, Editor, runs_of, text_of
from lxml import etree

from briefing.document.formats.docx.wordml import W, w

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
DIRECTOR = "Phạm Thị Hoa"
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Further(NamedTuple):
    """section: where it must be told; kind: "sentence", "row", "number", "remark", "reply", "told" (as any of these), "" (nothing)."""

    name: str
    do: Callable[[Editor], None]
    section: str
    quoted: str
    said: str
    kind: str = "remark"


def run(words: str) -> etree._Element:
    made = w("r", text := w("t"))
    text.text = words
    text.set(SPACE, "preserve")
    return made


def words(at: str, old: str, new: str) -> Callable[[Editor], None]:
    return lambda editor: editor.do(at, "replace", old, new)


def comment(at: str, quoted: str, *said: str) -> Callable[[Editor], None]:
    """A comment of one or more paragraphs on words of a paragraph ("" for all of it)."""

    def do(editor: Editor) -> None:
        paragraph = editor.paragraph(at)
        text = text_of(paragraph)
        start = text.index(quoted)
        runs = runs_of(paragraph, start, start + len(quoted or text))
        editor.word.add_comment([Run(each, None) for each in runs], "\n".join(said), author=DIRECTOR, initials="PTH")

    return do


def both(*acts: Callable[[Editor], None]) -> Callable[[Editor], None]:
    def do(editor: Editor) -> None:
        for act in acts:
            act(editor)

    return do


def broken_line(editor: Editor) -> None:
    comment("Sở xây dựng tiêu chuẩn, thông số", "năm 2024", "Dòng một")(editor)
    last = editor.word.part._comments_part.element[-1]
    last.findall(f".//{W}r")[-1].append(w("br"))
    last.findall(f".//{W}r")[-1].append(text := w("t"))
    text.text = "Dòng hai"


def over_two(editor: Editor) -> None:
    """One comment from within a paragraph to within the next."""
    first, second = editor.paragraph("Tỉnh chưa thu hút được"), editor.paragraph("Tỷ lệ người dân, doanh nghiệp tự")
    runs = [runs_of(first, 0, 20)[0], runs_of(second, 0, 20)[-1]]
    editor.word.add_comment([Run(each, None) for each in runs], "Gộp hai ý này.", author=DIRECTOR, initials="PTH")


def at_a_point(editor: Editor) -> None:
    """A comment without a range, as some editors leave it."""
    comment("Hệ thống camera giúp kịp thời", "nội đô", "Nêu số vụ đã xử lý.")(editor)
    mark = editor.paragraph("Hệ thống camera giúp kịp thời")
    for each in list(mark.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd")):
        each.getparent().remove(each)


def done(editor: Editor) -> None:
    """A comment that Word keeps as resolved."""
    comment("Đến nay chưa xảy ra vướng mắc", "vướng mắc", "Đã thống nhất, không sửa.")(editor)
    paragraph = editor.word.part._comments_part.element[-1][-1]
    paragraph.set(f"{W14}paraId", "00C0FFEE")
    space = "http://schemas.microsoft.com/office/word/2012/wordml"
    content = (
        f'<w15:commentsEx xmlns:w15="{space}"><w15:commentEx w15:paraId="00C0FFEE" w15:done="1"/></w15:commentsEx>'
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"
    part = Part(PackURI("/word/commentsExtended.xml"), kind, content.encode(), editor.word.part.package)
    editor.word.part.relate_to(part, "http://schemas.microsoft.com/office/2011/relationships/commentsExtended")


def header(editor: Editor) -> None:
    for section in editor.word.sections:
        for each in (*section.header._element.iter(f"{W}t"), *section.first_page_header._element.iter(f"{W}t")):
            if each.text == "DỰ THẢO":
                each.text = "DỰ THẢO LẦN 2"


def footer(editor: Editor) -> None:
    editor.word.sections[-1].footer.is_linked_to_previous = False
    editor.word.sections[-1].footer.paragraphs[0].add_run("Người lập: Phòng Công nghệ thông tin")


def text_box(editor: Editor) -> None:
    """A text box as Word keeps it: drawn, and once more for what cannot draw it."""
    shape, size = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape", 'cx="2000000" cy="400000"'
    draw = "http://schemas.openxmlformats.org/drawingml/2006"
    box = "<w:txbxContent><w:p><w:r><w:t>Bổ sung kết quả diễn tập thực chiến.</w:t></w:r></w:p></w:txbxContent>"
    made = f"""<w:r xmlns:w="{W[1:-1]}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
      xmlns:wp="{draw}/wordprocessingDrawing" xmlns:a="{draw}/main" xmlns:wps="{shape}" xmlns:v="urn:schemas-microsoft-com:vml">
    <mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
      <wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1"
        allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>
      <wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV><wp:extent {size}/><wp:wrapNone/>
      <wp:docPr id="900" name="Text Box 1"/><a:graphic><a:graphicData uri="{shape}"><wps:wsp><wps:cNvSpPr txBox="1"/>
      <wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>
      <wps:txbx>{box}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>
    <mc:Fallback><w:pict><v:shape style="width:200pt;height:40pt"><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>
    </mc:AlternateContent></w:r>"""
    editor.paragraph("Nhìn chung, thời gian qua, công tác bảo đảm").append(etree.fromstring(made))


def equation(editor: Editor) -> None:
    editor.paragraph("Đến nay, đã cấp 369 chứng thư số").append(
        etree.fromstring(f'<m:oMath xmlns:m="{M}"><m:r><m:t>369=300+69</m:t></m:r></m:oMath>')
    )


def note(editor: Editor, at: str, kind: str, said: str) -> None:
    """A new footnote or endnote behind a paragraph's words."""
    part = next((each for each in editor.word.part.package.iter_parts() if each.partname == f"/word/{kind}s.xml"), None)
    if part is None:
        content = f'<w:{kind}s xmlns:w="{W[1:-1]}"/>'.encode()
        mime = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml"
        part = Part(PackURI(f"/word/{kind}s.xml"), mime, content, editor.word.part.package)
        editor.word.part.relate_to(part, f"{OFFICE}/relationships/{kind}s")
    root = etree.fromstring(part.blob)
    added, reference = w(kind, w("p", run(said)), id=2), w(f"{kind}Reference", id=2)
    editor.paragraph(at).append(w("r", reference))
    for each in editor.word.element.iter(f"{W}{kind}Reference"):  # Word numbers the notes in the order of the text
        if each is reference:
            break
        added.set(f"{W}id", str(int(each.get(f"{W}id")) + 1))
    number = int(added.get(f"{W}id"))
    for each in (*editor.word.element.iter(f"{W}{kind}Reference"), *root):
        if each is not reference and int(each.get(f"{W}id")) >= number:
            each.set(f"{W}id", str(int(each.get(f"{W}id")) + 1))
    reference.set(f"{W}id", str(number))
    place = next((each for each in root if int(each.get(f"{W}id")) > number), None)
    root.append(added) if place is None else place.addprevious(added)
    part._blob = etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def old_note(editor: Editor) -> None:
    part = next(each for each in editor.word.part.package.iter_parts() if each.partname == "/word/footnotes.xml")
    before, after = (f"07/5/2024 của UBND tỉnh về {words} ".encode() for words in ("triển khai", "tổ chức triển khai"))
    assert part.blob.count(before) == 1
    part._blob = part.blob.replace(before, after)


def table(editor: Editor, caption: str) -> etree._Element:
    found = editor.paragraph(caption).getnext()
    while found.tag != f"{W}tbl":
        found = found.getnext()
    return found


def row_of(editor: Editor, caption: str, words: str) -> etree._Element:
    return next(each for each in table(editor, caption).findall(f"{W}tr") if words in text_of(each))


def less_a_row(editor: Editor) -> None:
    row = row_of(editor, "Bảng 4.", "Hệ thống quan trắc môi trường")
    row.getparent().remove(row)


def one_more_row(editor: Editor) -> None:
    row = row_of(editor, "Bảng 1.", "Tường lửa")
    added = copy.deepcopy(row)
    for cell, said in zip(added.findall(f"{W}tc"), ("Máy phát điện dự phòng", "2", "tốt"), strict=False):
        paragraph = cell.find(f"{W}p")
        for each in paragraph.findall(f"{W}r"):
            paragraph.remove(each)
        paragraph.append(run(said))
    row.addnext(added)


def no_table(editor: Editor) -> None:
    gone = table(editor, "Bảng 12.")
    for each in (gone, editor.paragraph("Bảng 12.")):
        each.getparent().remove(each)


def no_picture(editor: Editor) -> None:
    paragraph = editor.paragraph("Hình 7.").getnext()
    assert paragraph.find(f".//{W}drawing") is not None
    paragraph.getparent().remove(paragraph)


def another_picture(editor: Editor) -> None:
    """As Word changes a picture: the frame with its name and its description stays."""
    paragraph = editor.paragraph("Hình 9.").getnext()
    blip = next(paragraph.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}blip"))
    relation = next(value for key, value in blip.attrib.items() if key.endswith("}embed"))
    editor.word.part.related_parts[relation]._blob = PIXEL


def one_more_picture(editor: Editor) -> None:
    picture = copy.deepcopy(next(editor.paragraph("Hình 2.").getnext().iter(f"{W}r")))
    editor.paragraph("Sở kiểm tra đột xuất việc chấp hành").append(picture)


def no_section(editor: Editor) -> None:
    for at in ("7.3. Kiến nghị, đề xuất", "Không có kiến nghị, đề xuất."):
        gone = editor.paragraph(at)
        gone.getparent().remove(gone)


def new_section(editor: Editor) -> None:
    above = editor.paragraph("9. Tiếp tục thực hiện nhiệm vụ theo kế hoạch về thanh tra")
    above.addnext(w("p", run("Đề nghị Bộ bố trí kinh phí cho hai nhiệm vụ này.")))
    heading = w("p", w("pPr", w("pStyle", val="Heading2")), run("Kiến nghị với Bộ Thông tin và Truyền thông"))
    above.addnext(heading)


def sentence(editor: Editor, at: str, words: str) -> list[etree._Element]:
    paragraph = editor.paragraph(at)
    start = text_of(paragraph).index(words)
    return runs_of(paragraph, start, start + len(words))


def swap(editor: Editor) -> None:
    """The last sentence of a paragraph stands first."""
    at = "Điểm phục vụ bưu chính phủ đều"
    text = text_of(editor.paragraph(at)).rstrip()
    last = text[text.rindex(". ", 0, -1) + 2 :]
    runs = sentence(editor, at, last)
    before = editor.paragraph(at).find(f"{W}r")
    for each in (*runs, run(" ")):
        before.addprevious(each)


def moved_sentence(editor: Editor) -> None:
    runs = sentence(
        editor,
        "Trung tâm kết nối internet bằng",
        "Trung tâm kết nối internet bằng 02 đường truyền của Viettel và VNPT.",
    )
    target = editor.paragraph("Tổng băng thông đạt 390")
    target.append(run(" "))
    for each in runs:
        target.append(each)


def no_sentence(editor: Editor) -> None:
    at = "Hạ tầng kỹ thuật công nghệ thông tin của tỉnh"
    for each in sentence(editor, at, text_of(editor.paragraph(at)).split(". ")[0] + ". "):
        each.getparent().remove(each)


def joined(editor: Editor) -> None:
    """Two paragraphs become one, and a word of the second another."""
    words("Các văn bản được phổ biến, triển khai", "kịp thời", "nhanh chóng, kịp thời")(editor)
    editor.do("Căn cứ văn bản hướng dẫn, chỉ đạo của Tỉnh ủy", "join", "", "")


def divided(editor: Editor) -> None:
    """A paragraph becomes two, and a word of the second another."""
    words("Hạ tầng mạng viễn thông phủ tương đối tốt", "chất lượng", "có chất lượng")(editor)
    editor.do("Hạ tầng mạng viễn thông phủ tương đối tốt", "split", "công nghệ hiện đại,", "")


def one_more_recipient(editor: Editor) -> None:
    above = editor.paragraph("- Sở Nội vụ")
    added = copy.deepcopy(above)
    for each in added.findall(f"{W}r")[1:]:
        added.remove(each)
    added.find(f".//{W}t").text = "- Công an tỉnh;"
    above.addnext(added)


def decomposed(editor: Editor) -> None:
    for each in editor.paragraph("Các đơn vị cập nhật số liệu, báo cáo đúng").iter(f"{W}t"):
        each.text = unicodedata.normalize("NFD", each.text)


def looks(editor: Editor) -> None:
    """Bold, a link and a control around words: nothing that is said."""
    paragraph = editor.paragraph("Thông tin trên các trang mạng xã hội cá nhân")
    for each in paragraph.iter(f"{W}r"):
        each.insert(0, w("rPr", w("b")))
    link = w("hyperlink", anchor="x")
    first = paragraph.find(f"{W}r")
    first.addprevious(link)
    link.append(first)
    control = w("sdt", content := w("sdtContent"))
    paragraph.addprevious(control)
    content.append(paragraph)


def in_a_control(editor: Editor) -> None:
    at = "Sở còn tuyên truyền về chuyển đổi số năm 2024"
    words(at, "Sở còn tuyên truyền", "Sở tiếp tục tuyên truyền")(editor)
    paragraph = editor.paragraph(at.replace("còn", "tiếp tục"))
    control = w("sdt", content := w("sdtContent"))
    paragraph.addprevious(control)
    content.append(paragraph)


def dashed(editor: Editor) -> None:
    """Crossed out twice by hand."""
    for each in sentence(editor, "Phần mềm quản lý văn bản, hồ sơ công việc và ý kiến", " với hiệu quả ngày càng cao"):
        each.insert(0, w("rPr", w("dstrike")))


def tracked_move(editor: Editor) -> None:
    """A paragraph moved in Word's own record: it stands at both places, once as gone."""
    marks = {"author": DIRECTOR, "date": "2024-06-05T09:00:00Z"}
    here = editor.paragraph("Trang thông tin điện tử của các sở, ngành, UBND")
    there = copy.deepcopy(here)
    for paragraph, kind, number in ((here, "moveFrom", "9901"), (there, "moveTo", "9902")):
        for mark in list(paragraph.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
            mark.getparent().remove(mark)
        runs = paragraph.findall(f"{W}r")
        runs[0].addprevious(mark := w(kind, id=number, **marks))
        for each in runs:
            mark.append(each)
    editor.paragraph("Cổng thông tin điện tử tỉnh và các trang thành phần").addnext(there)


def in_a_note(editor: Editor) -> None:
    """A comment on words of a footnote."""
    comment("Thực hiện Kế hoạch số 3308/KH-STTTT", "Kết luận", "Ghi rõ ngày ban hành.")(editor)
    number = editor.word.part._comments_part.element[-1].get(f"{W}id")
    paragraph = editor.paragraph("Thực hiện Kế hoạch số 3308/KH-STTTT")
    for each in list(paragraph.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")):
        each.getparent().remove(each)
    part = next(each for each in editor.word.part.package.iter_parts() if each.partname == "/word/footnotes.xml")
    root = etree.fromstring(part.blob)
    text = next(each for each in root.iter(f"{W}t") if "94/KH-STTTT" in (each.text or ""))
    text.getparent().addprevious(w("commentRangeStart", id=number))
    text.getparent().addnext(w("commentRangeEnd", id=number))
    text.getparent().getparent().append(w("r", w("commentReference", id=number)))
    part._blob = etree.tostring(root, encoding="UTF-8", xml_declaration=True)


FURTHER = (
    # comments: what they quote is more than the sentence says, or less
    Further(
        "a comment on words with a chart's number",
        comment("Các nhiệm vụ, dự án được giao được đối chiếu", "ngày văn bản (Hình 1).", "Nêu rõ thời hạn."),
        "toan-canh",
        "(Hình 1)",
        "Nêu rõ thời hạn.",
    ),
    Further(
        "on words with a correction's mark",
        comment(
            "Từ ngày 01/01/2024 đến ngày 28/5/2024, toàn tỉnh có 445.422",
            "445.422 (đính chính) văn bản đi, đến",
            "Đã gồm văn bản mật?",
        ),
        "I.2.7",
        "(đính chính)",
        "Đã gồm văn bản mật?",
    ),
    Further(
        "on a source line",
        comment("Nguồn: Trạm BTS (base_stations.csv).", "Trạm BTS", "Ghi rõ thời điểm."),
        "I.3.2",
        "Trạm BTS",
        "Ghi rõ thời điểm.",
    ),
    Further(
        "on a whole paragraph",
        comment("Sở phối hợp Công an các huyện, thành phố rà soát", "", "Chuyển lên mục 4.1."),
        "I.4.4",
        "Sở phối hợp Công an các huyện",
        "Chuyển lên mục 4.1.",
    ),
    Further("from one paragraph into the next", over_two, "I.7.2", "Tỉnh chưa thu hút được", "Gộp hai ý này."),
    Further(
        "on a number", comment("Tổng doanh thu dịch vụ viễn thông", "559", "Nguồn nào?"), "I.3.2", "559", "Nguồn nào?"
    ),
    Further(
        "of three paragraphs",
        comment("Lịch tiếp công dân định kỳ", "thường xuyên", "Ý thứ nhất.", "Ý thứ hai.", "Ý thứ ba."),
        "I.6.2",
        "thường xuyên",
        "Ý thứ nhất.\nÝ thứ hai.\nÝ thứ ba.",
    ),
    Further("of two lines", broken_line, "I.2.1", "năm 2024", "Dòng một\nDòng hai"),
    Further("at a point", at_a_point, "I.2.7", "camera", "Nêu số vụ đã xử lý."),
    Further("that Word keeps as done", done, "II.2", "vướng mắc", "Đã thống nhất, không sửa."),
    Further(
        "on a chart's caption",
        comment("Hình 4.", "cảnh báo mức nghiêm trọng", "Vẽ thêm máy trạm."),
        "I.2.5",
        "cảnh báo mức nghiêm trọng",
        "Vẽ thêm máy trạm.",
    ),
    Further(
        "on a table's cell",
        comment("Lãnh đạo UBND cấp xã", "UBND cấp xã", "Gồm cả Phó Chủ tịch?"),
        "I.2.6",
        "UBND cấp xã",
        "Gồm cả Phó Chủ tịch?",
    ),
    Further(
        "on a heading",
        comment("6.1. Công tác thanh tra", "Công tác thanh tra", "Bổ sung kết quả xử phạt."),
        "I.6.1",
        "Công tác thanh tra",
        "Bổ sung kết quả xử phạt.",
    ),
    Further(
        "on a finding in its section's list",
        comment("PH4. Cần xem", "trùng nhau ở cả ba cấp", "Hai tỷ lệ dùng chung một phần mềm."),
        "I.2.7",
        "trùng nhau ở cả ba cấp",
        "Hai tỷ lệ dùng chung một phần mềm. (PH4)",
    ),
    Further(
        "on a finding in the annex",
        comment("PH8. Số trạm BTS của cơ sở dữ liệu", "1.911 trạm", "Cách đếm khác nhau."),
        "I.2.3",
        "1.911 trạm",
        "Cách đếm khác nhau. (PH8)",
    ),
    Further("on words of a footnote", in_a_note, "I.6.1", "94/KH-STTTT", "Ghi rõ ngày ban hành."),
    # what stands beside the text
    Further("a header", header, "briefing", "DỰ THẢO", "DỰ THẢO LẦN 2"),
    Further("a footer", footer, "briefing", "", "Người lập: Phòng Công nghệ thông tin"),
    Further("a text box", text_box, "I.2.5", "", "Bổ sung kết quả diễn tập thực chiến."),
    Further("an equation", equation, "I.2.7", "369 chứng thư số", "369=300+69", "told"),
    Further(
        "a new footnote",
        lambda editor: note(editor, "Báo Ninh Thuận và Hội Nhà báo tỉnh", "footnote", "Số liệu của Hội Nhà báo tỉnh."),
        "I.4.3",
        "",
        "Số liệu của Hội Nhà báo tỉnh.",
    ),
    Further(
        "a new endnote",
        lambda editor: note(editor, "Chào mừng Ngày Sách và Văn hóa đọc", "endnote", "Theo báo cáo của Sở Văn hóa."),
        "I.5",
        "",
        "Theo báo cáo của Sở Văn hóa.",
    ),
    Further("an old footnote", old_note, "I.3.3", "triển khai", "tổ chức triển khai", "row"),
    # captions
    Further(
        "a chart's caption",
        words("Hình 9.", "Trạm BTS theo thế hệ mạng", "Trạm BTS chia theo thế hệ mạng"),
        "I.3.2",
        "Trạm BTS theo thế hệ mạng",
        "Trạm BTS chia theo thế hệ mạng",
        "told",
    ),
    Further(
        "a table's caption that is commented, too",
        both(
            comment("Bảng 5.", "Số người học", "Tách theo huyện."),
            words("Bảng 5.", "theo nội dung và đối tượng", "theo nội dung, đối tượng"),
        ),
        "I.2.6",
        "theo nội dung và đối tượng",
        "theo nội dung, đối tượng",
        "told",
    ),
    Further("the comment of that caption", lambda editor: None, "I.2.6", "Số người học", "Tách theo huyện."),
    Further(
        "a chart's caption that is commented, too",
        both(
            comment("Hình 6.", "Văn phòng Đăng ký", "Gộp hai loại."),
            words("Hình 6.", "Hồ sơ tiếp nhận theo nơi xử lý", "Hồ sơ đã nhận theo nơi xử lý"),
        ),
        "I.2.7",
        "Hồ sơ tiếp nhận theo nơi xử lý",
        "Hồ sơ đã nhận theo nơi xử lý",
        "told",
    ),
    Further("the comment of that chart", lambda editor: None, "I.2.7", "Văn phòng Đăng ký", "Gộp hai loại."),
    Further("a number in a caption", words("Hình 8.", "11.347", "11.374"), "I.2.7", "11.347", "11.374", "number"),
    # tables and pictures
    Further("a row less", less_a_row, "I.2.5", "Hệ thống quan trắc môi trường", "Bỏ"),
    Further("a row more", one_more_row, "I.2.2", "", "Máy phát điện dự phòng"),
    Further("a table less", no_table, "Phụ lục IV", "Bảng 12", "Bỏ", "told"),
    Further("a picture less", no_picture, "I.2.7", "[Hình 7]", "Bỏ"),
    Further("another picture", another_picture, "I.3.2", "[Hình 9]", "Đã thay hình"),
    Further("a picture more", one_more_picture, "I.6.1", "Sở kiểm tra đột xuất", "Đã thêm một hình vẽ hoặc ảnh"),
    Further("a recipient more", one_more_recipient, "III", "", "Công an tỉnh"),
    # sections, paragraphs, sentences
    Further("a section less", no_section, "I.7.3", "Không có kiến nghị", "Bỏ"),
    Further("a heading more", new_section, "III", "", "Kiến nghị với Bộ Thông tin và Truyền thông"),
    Further("the paragraph below that heading", lambda editor: None, "III", "", "Đề nghị Bộ bố trí kinh phí"),
    Further(
        "sentences that change places",
        swap,
        "I.7.1",
        "Điểm phục vụ bưu chính phủ đều",
        "pháp luật. Điểm phục vụ bưu chính",
        "sentence",
    ),
    Further(
        "a sentence moved to another paragraph",
        moved_sentence,
        "I.2.2",
        "",
        "Trung tâm kết nối internet bằng 02 đường truyền của Viettel và VNPT.",
    ),
    Further(
        "a sentence less",
        no_sentence,
        "I.2.2",
        "Hạ tầng kỹ thuật công nghệ thông tin của tỉnh",
        "Sửa thành: “Trung tâm tích hợp",
        "sentence",
    ),
    Further(
        "a word in paragraphs that were joined",
        joined,
        "I.6.2",
        "triển khai kịp thời",
        "nhanh chóng, kịp thời",
        "sentence",
    ),
    Further("a word in a paragraph that was divided", divided, "I.7.1", "chất lượng", "có chất lượng", "sentence"),
    Further(
        "a word in a control", in_a_control, "I.4.3", "Sở còn tuyên truyền", "Sở tiếp tục tuyên truyền", "sentence"
    ),
    Further("words crossed out twice", dashed, "I.7.1", "với hiệu quả ngày càng cao", "Sửa thành", "sentence"),
    Further(
        "a paragraph moved on the record", tracked_move, "I.7.1", "", "Trang thông tin điện tử của các sở, ngành, UBND"
    ),
    Further(
        "a stop becomes a semicolon",
        words("Sở trả lời kiến nghị, đề xuất của Ban Tuyên giáo", "phối hợp, cung cấp", "phối hợp và cung cấp"),
        "I.4.2",
        "phối hợp, cung cấp",
        "phối hợp và cung cấp",
        "sentence",
    ),
    # numbers in other dress
    Further(
        "a unit",
        words("Hội nghị truyền hình trực tuyến liên thông", "04 cấp", "04 ngành"),
        "I.2.7",
        "04 cấp",
        "04 ngành",
        "told",
    ),
    Further(
        "a number in words",
        words("Phần mềm quản lý văn bản và hồ sơ công việc (TD.Office)", "cả ba cấp", "cả bốn cấp"),
        "I.2.7",
        "cả ba cấp",
        "cả bốn cấp",
        "told",
    ),
    Further(
        "a day",
        words("Từ ngày 01/01/2024 đến ngày 28/5/2024 đã tổ chức 78", "28/5/2024", "31/5/2024"),
        "I.2.7",
        "28/5/2024",
        "31/5/2024",
        "told",
    ),
    Further(
        "a document's number",
        words("Sở tham mưu UBND tỉnh ban hành Kế hoạch số 1956/KH-UBND", "1956/KH-UBND", "1965/KH-UBND"),
        "I.3.3",
        "1956/KH-UBND",
        "1965/KH-UBND",
        "told",
    ),
    Further(
        "a heading",
        words("2.3. Phát triển nguồn dữ liệu", "nguồn dữ liệu", "dữ liệu số"),
        "I.2.3",
        "Phát triển nguồn dữ liệu",
        "Phát triển dữ liệu số",
        "sentence",
    ),
    # what says nothing new
    Further("letters put together otherwise", decomposed, "", "Các đơn vị cập nhật số liệu", "", ""),
    Further("bold, a link and a control", looks, "", "Thông tin trên các trang mạng xã hội cá nhân", "", ""),
)
