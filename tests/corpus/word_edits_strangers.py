"""Sixty edits of the Word file by directors, heads of division and clerks, written before reading how the program takes them in

Each says what must come of it: `told(section, quoted, said)`: a row or a statement at that section, about those words, saying this. A number typed
over has `kind="number"`; a sentence of statements.csv `kind="statement"`. `NOTHING` must come back as nothing; `REFUSED` in words, with exit 2.

Two were put as the program does it after it was seen: a moved sentence is told where it stands now, with the section that it comes from; of a sentence
that was divided and reworded, each part as what it is.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import docx
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

NOTHING, REFUSED = "nothing", "refused"


@dataclass
class Told:
    section: str
    quoted: str
    said: str
    kind: str = ""
    by: str = ""
    day: str = ""
    answer: str = ""


@dataclass
class Case:
    name: str
    edit: Callable
    told: list[Told]
    outcome: str = ""
    at_most: int = 0  # rows, beyond which something is told that nobody did; 0: as many as are told
    finish: list[str] = field(default_factory=list)  # what happens to the saved file: "office", "bare", "unmarked"
    file: str = ""
    state: str = (
        "same"  # the edition that it is imported into: "same", "later" (two builds on), "changed" (this very sentence)
    )
    twice: bool = False
    prints: str = ""  # what the command must say, too


CASES: list[Case] = []
told = Told


def collecting(cases):
    """A mark of functions that edit the file, each of which becomes a case"""

    def case(name, *wanted, **more):
        def add(edit):
            all_told = [one for one in wanted if isinstance(one, Told)]
            cases.append(Case(name, edit, all_told, next((one for one in wanted if isinstance(one, str)), ""), **more))
            return edit

        return add

    return case


case = collecting(CASES)


class Word:
    """A Word file under somebody's hands"""

    def __init__(self, path: Path):
        self.document = docx.Document(str(path))
        self.body = self.document.element.body

    def p(self, words, nth=0) -> Paragraph:
        return [Paragraph(one, self.document._body) for one in self.body.iter(qn("w:p")) if words in written(one)][nth]

    def runs(self, paragraph, words) -> list:
        """The runs of exactly these words, split where they begin and end"""
        for split in (True, True):
            at = 0
            start = written(paragraph._p).index(words)
            for run in runs_of(paragraph._p):
                text = written(run)
                for cut in (start - at, start + len(words) - at):
                    if split and 0 < cut < len(text):
                        after = copy.deepcopy(run)
                        run.addnext(after)
                        Run(run, paragraph).text, Run(after, paragraph).text = text[:cut], text[cut:]
                        break
                else:
                    at += len(text)
                    continue
                break
        at, found = 0, []
        for run in runs_of(paragraph._p):
            if start <= at < start + len(words) and written(run):
                found.append(run)
            at += len(written(run))
        assert "".join(map(written, found)) == words, (words, [written(one) for one in found])
        return found

    def swap(self, paragraph, old, new):
        first, *others = self.runs(paragraph, old)
        Run(first, paragraph).text = new
        for run in others:
            run.getparent().remove(run)

    def track(self, paragraph, old, new, by="Đào Xuân Kỳ", day="2024-06-03"):
        runs = self.runs(paragraph, old)
        gone = mark("w:del", by, day)
        runs[0].addprevious(gone)
        for run in runs:
            gone.append(run)
            for text in run.iter(qn("w:t")):
                text.tag = qn("w:delText")
        if new:
            added = mark("w:ins", by, day)
            run = OxmlElement("w:r")
            Run(run, paragraph).text = new
            added.append(run)
            gone.addnext(added)

    def insert_after(self, paragraph, words, new, by="Đào Xuân Kỳ"):
        added = mark("w:ins", by, "2024-06-03")
        run = OxmlElement("w:r")
        Run(run, paragraph).text = new
        added.append(run)
        self.runs(paragraph, words)[-1].addnext(added)

    def comment(self, paragraph, words, text, by="Nguyễn Thị Bình"):
        runs = [Run(one, paragraph) for one in self.runs(paragraph, words)]
        return self.document.add_comment(runs, text=text, author=by, initials="B")

    def new_after(self, paragraph, words) -> Paragraph:
        added = copy.deepcopy(paragraph._p)
        for child in list(added):
            if child.tag != qn("w:pPr"):
                added.remove(child)
        paragraph._p.addnext(added)
        Paragraph(added, paragraph._parent).add_run(words)
        return Paragraph(added, paragraph._parent)

    def table(self, words):
        return next(one for one in self.document.tables if words in one._tbl.xpath("string()"))

    def row(self, table, words):
        return next(row for row in table.rows if words in row._tr.xpath("string()"))

    def cell(self, table, row, number) -> Paragraph:
        return self.row(self.table(table), row).cells[number].paragraphs[0]

    def part(self, name):
        """The document of another part (footnotes, a header), written back when it is saved"""
        return next(part for part in self.document.part.package.iter_parts() if part.partname.endswith(name))


def mark(tag, by, day):
    made = OxmlElement(tag)
    for name, value in (("id", "9001"), ("author", by), ("date", f"{day}T08:00:00Z")):
        made.set(qn("w:" + name), value)
    return made


def runs_of(paragraph):
    return [one for one in paragraph.iter(qn("w:r")) if one.getparent().tag != qn("w:del")]


def written(element) -> str:
    return "".join(one.text or "" for one in element.iter(qn("w:t")))


STORAGE, BANDWIDTH = "Trung tâm có 05 hệ thống", "Tổng băng thông đạt"


@case("a word is added to a sentence of a notebook", told("I.2.2", STORAGE, "bao gồm 03"))
def _(word):
    word.swap(word.p(STORAGE), "gồm", "bao gồm")


@case("a word of a statement", told("I.1", "Bám sát chỉ đạo", "đã thực hiện nhiệm vụ", "statement"))
def _(word):
    word.swap(word.p("Bám sát chỉ đạo"), "đã triển khai", "đã thực hiện")


@case("words beside a figure of a statement", told("I.1", "Sở được giao", "Sở được UBND tỉnh giao", "statement"))
def _(word):
    word.swap(word.p("Sở được giao 11"), "Sở được giao", "Sở được UBND tỉnh giao")


@case(
    "tracked words of a statement", told("I.7.1", "Hạ tầng công nghệ thông tin tại", "vận hành thông suốt", "statement")
)
def _(word):
    word.track(word.p("Hạ tầng công nghệ thông tin tại"), "vận hành ổn định", "vận hành thông suốt")


@case("a number in a sentence", told("I.2.6", "446", "447", "number"))
def _(word):
    word.swap(word.p("Đã thành lập 446"), "446", "447")


@case("a number, tracked", told("I.2.6", "2.439", "2.493", "number"))
def _(word):
    word.track(word.p("Đã thành lập 446"), "2.439", "2.493")


@case(
    "a number and, in the next sentence, words",
    told("I.2.6", "210", "211", "number"),
    told("I.2.6", "Đây là lực lượng", "hạt nhân", "statement"),
)
def _(word):
    paragraph = word.p("cho 210 lãnh đạo")
    word.swap(paragraph, "210", "211")
    word.swap(paragraph, "nòng cốt", "hạt nhân")


@case("a number in a table", told("I.2.7", "3.904", "3.940", "number"))
def _(word):
    word.swap(word.cell("Qua bưu chính công ích", "Cấp huyện", 2), "3.904", "3.940")


@case("a number in a chart's caption", told("I.2.7", "22,9%", "23%", "number"))
def _(word):
    word.swap(word.p("Cấp xã mới có 22,9%"), "22,9%", "23%")


@case("a computed total", told("I.2.2", "390", "391", "number"))
def _(word):
    word.swap(word.cell("Nhà cung cấp", "Tổng", 1), "390", "391")


@case("a unit", told("I.3.2", "559 tỷ đồng", "triệu đồng"))
def _(word):
    word.swap(word.p("ước đạt 559"), "tỷ đồng", "triệu đồng")


@case("the unit in a caption", told("I.2.2", "Băng thông đường truyền", "(Gbps)"))
def _(word):
    word.swap(word.p("Băng thông đường truyền"), "(Mbps)", "(Gbps)")


@case("a section's heading", told("I.2.4", "Phát triển nền tảng số", "Xây dựng nền tảng số"))
def _(word):
    word.swap(word.p("2.4. Phát triển nền tảng số", -1), "Phát triển nền tảng số", "Xây dựng nền tảng số")


@case("a chapter's heading", told("I.2", "Lĩnh vực Công nghệ thông tin", "và chuyển đổi số"))
def _(word):
    word.swap(
        word.p("2. Lĩnh vực Công nghệ thông tin", -1), "Công nghệ thông tin", "Công nghệ thông tin và chuyển đổi số"
    )


@case("a heading within a section", told("I.2.2", "Máy tính và mạng tại cơ quan", "trong cơ quan nhà nước"))
def _(word):
    word.swap(word.p("Máy tính và mạng tại cơ quan", -1), "tại cơ quan", "trong cơ quan")


@case("a name in a table", told("I.2.5", "Hệ thống giáo dục thông minh", "Hệ thống thông tin giáo dục"))
def _(word):
    word.swap(word.p("Hệ thống giáo dục thông minh"), "Hệ thống giáo dục", "Hệ thống thông tin giáo dục")


@case("a day in a table", told("Phụ lục II", "185/KH-UBND", "13/01/2024"))
def _(word):
    word.swap(
        word.row(word.table("STT theo quyết định"), "185/KH-UBND").cells[8].paragraphs[0], "12/01/2024", "13/01/2024"
    )


@case(
    "one sentence becomes two",
    told("I.2.2", "100% cán bộ", "của tỉnh. 100% cơ quan", "statement"),
    told("I.2.2", "100% cơ quan", "Tất cả cơ quan"),
)
def _(word):
    word.swap(word.p("Hiện nay, 100% cán bộ"), "; 100% cơ quan", ". Tất cả cơ quan")


@case("two sentences become one", told("I.2.2", "Hạ tầng kỹ thuật công nghệ thông tin", "của tỉnh; Trung tâm tích hợp"))
def _(word):
    word.swap(word.p("Hạ tầng kỹ thuật công nghệ thông tin"), ". Trung tâm", "; Trung tâm")


@case("two paragraphs become one, no word changed", NOTHING)
def _(word):
    first, second = word.p("Hiện nay, 100% cán bộ"), word.p("Mạng truyền số liệu chuyên dùng cấp II")
    first.add_run(" ")
    for child in list(second._p):
        if child.tag != qn("w:pPr"):
            first._p.append(child)
    second._p.getparent().remove(second._p)


@case(
    "a sentence moves to another section",
    told("I.2.4", "", "Bảo đảm an toàn thông tin” đến đây: “Nhìn chung, thời gian qua"),
    at_most=2,
)
def _(word):
    moved = word.p("Nhìn chung, thời gian qua")
    word.p("Nền tảng kho dữ liệu dùng chung (Data")._p.addnext(moved._p)


@case("a paragraph is deleted", told("I.2.7", "Nền tảng khảo sát VNForm", ""))
def _(word):
    gone = word.p("Nền tảng khảo sát VNForm")._p
    gone.getparent().remove(gone)


@case("the second sentence of a paragraph is deleted, tracked", told("I.2.6", "Đây là lực lượng nòng cốt", ""))
def _(word):
    paragraph = word.p("Đây là lực lượng nòng cốt")
    word.track(paragraph, paragraph.text[paragraph.text.index(" Đây là") :], "")


@case("a list item is deleted", told("I.2.1", "Quyết định số 428/QĐ-UBND", ""))
def _(word):
    gone = word.p("Quyết định số 428/QĐ-UBND")._p
    gone.getparent().remove(gone)


@case("a list item is added", told("I.2.1", "", "Kế hoạch số 1111/KH-STTTT"))
def _(word):
    word.new_after(word.p("Kế hoạch số 989/KH-STTTT"), "Kế hoạch số 1111/KH-STTTT ngày 02/5/2024 về ứng phó sự cố;")


@case("a list item is reworded", told("I.7.2", "Kết quả chuyển đổi số, chính quyền số", "còn khiêm tốn", "statement"))
def _(word):
    word.swap(word.p("Kết quả chuyển đổi số, chính quyền số"), "còn hạn chế", "còn khiêm tốn")


@case("a footnote's words", told("I.1", "04/QĐ-STTTT", "18/01/2024"))
def _(word):
    part = word.part("footnotes.xml")
    part._blob = part.blob.replace("ngày 17/01/2024 của Sở".encode(), "ngày 18/01/2024 của Sở".encode())


@case("words are typed into the header", told("", "", "LƯU HÀNH NỘI BỘ"))
def _(word):
    word.document.sections[-1].header.paragraphs[0].add_run(" LƯU HÀNH NỘI BỘ")


@case("another signatory", told("", "Đào Xuân Kỳ", "Nguyễn Văn An"))
def _(word):
    word.swap(word.p("Đào Xuân Kỳ"), "Đào Xuân Kỳ", "Nguyễn Văn An")


@case("one more recipient", told("", "", "Văn phòng Tỉnh ủy"))
def _(word):
    word.new_after(word.p("- Sở Nội vụ"), "- Văn phòng Tỉnh ủy;")


@case("the report gets its number and day", told("", "", "1205/BC-STTTT"), told("", "", "ngày 29 tháng 5"))
def _(word):
    number = word.p("/BC-STTTT")
    word.swap(number, written(number._p), "Số: 1205/BC-STTTT")
    word.swap(word.p("ngày … tháng 5"), "ngày …", "ngày 29")


@case("words of an annex", told("Phụ lục IV", "Riêng Sở đăng ký", "nền tảng, sản phẩm"))
def _(word):
    word.swap(word.p("Riêng Sở đăng ký 03"), "sản phẩm", "nền tảng, sản phẩm")


@case("a number in an annex's table", told("Phụ lục IV", "16", "17", "number"))
def _(word):
    word.swap(word.cell("Đơn vị chủ trìĐã báo cáo", "Sở TTTT", 3), "16", "17")


@case("a sentence is marked yellow, without a word", told("I.2.5", "Nền tảng ứng cứu sự cố", ""))
def _(word):
    paragraph = word.p("Nền tảng ứng cứu sự cố được triển khai")
    Run(word.runs(paragraph, written(paragraph._p))[0], paragraph).font.highlight_color = WD_COLOR_INDEX.YELLOW


@case("a sentence is struck through: delete this", told("I.7.3", "Không có kiến nghị, đề xuất", ""))
def _(word):
    word.p("Không có kiến nghị, đề xuất").runs[0].font.strike = True


@case("a question mark beside a number", told("I.2.2", BANDWIDTH, "390 (?)"))
def _(word):
    word.swap(word.p(BANDWIDTH), "390", "390 (?)")


@case("“xem lại” is typed behind a number", told("I.2.7", "8.929", "xem lại"))
def _(word):
    word.swap(word.p("đã tạo mới 1.239"), "8.929", "8.929 (xem lại)")


@case("“xem lại” as tracked words at a sentence's end", told("I.3.2", "559 tỷ đồng", "xem lại số này"))
def _(word):
    word.insert_after(word.p("ước đạt 559"), "tỷ đồng.", " Phòng BCVT xem lại số này.", by="Trần Văn Cường")


@case(
    "find and replace over the whole file",
    told("I.2.2", "Trung tâm kết nối internet", "Internet"),
    told("I.3.2", "Trong kỳ phát triển 11.197", "Internet"),
    told("I.2.7", "Thông tin trên internet", "Internet"),
    at_most=60,
)
def _(word):
    for paragraph in list(word.body.iter(qn("w:p"))):
        for text in paragraph.iter(qn("w:t")):
            text.text = (text.text or "").replace("internet", "Internet")


@case(
    "all accepted in LibreOffice before sending",
    told("I.1", "Các nhiệm vụ, dự án ứng dụng", "được triển khai theo"),
    told("I.2.6", "87", "78", "number"),
    finish=["office"],
)
def _(word):
    word.swap(word.p("Các nhiệm vụ, dự án ứng dụng"), "được thực hiện theo", "được triển khai theo")
    word.swap(word.p("Toàn tỉnh hiện có 87"), "87", "78")


@case("opened and saved in LibreOffice, nothing changed", NOTHING, finish=["office"])
def _(word):
    pass


@case(
    "tracked by two people, through LibreOffice",
    told("I.2.5", "Nền tảng ứng cứu sự cố", "35", "number"),
    told("I.6.3", "Qua đó, góp phần", "hiệu lực thực thi", "statement"),
    finish=["office"],
)
def _(word):
    word.track(word.p("Nền tảng ứng cứu sự cố được"), "30", "35", by="Trần Văn Cường")
    word.track(
        word.p("Qua đó, góp phần nâng cao"), "hiệu lực, hiệu quả thực thi", "hiệu lực thực thi", by="Lê Thị Dung"
    )


@case(
    "comments through LibreOffice",
    told("I.2.4", "Nền tảng kho dữ liệu dùng chung", "Nêu tháng hoàn thành"),
    told("I.6.3", "09 kế hoạch", "Đủ 09 chưa?"),
    finish=["office"],
)
def _(word):
    word.comment(word.p("Nền tảng kho dữ liệu dùng chung (Data"), "đã hoàn thành", "Nêu tháng hoàn thành")
    word.comment(word.p("Trong kỳ, Sở ban hành 09"), "09", "Đủ 09 chưa?")


@case(
    "an editor that drops every id and property",
    told("I.2.2", STORAGE, "bao gồm 03"),
    told("I.2.6", "446", "447", "number"),
    finish=["bare"],
)
def _(word):
    word.swap(word.p(STORAGE), "gồm", "bao gồm")
    word.swap(word.p("Đã thành lập 446"), "446", "447")


@case(
    "bookmarks dropped, runs split",
    told("I.2.2", BANDWIDTH, "Tổng dung lượng đạt"),
    told("I.7.3", "Không có kiến nghị", "Chưa có kiến nghị", "statement"),
    finish=["unmarked"],
)
def _(word):
    word.swap(word.p(BANDWIDTH), "Tổng băng thông", "Tổng dung lượng")
    word.swap(word.p("Không có kiến nghị, đề xuất"), "Không có", "Chưa có")


@case("a comment on a number", told("I.2.6", "903", "Gồm cả cấp xã?"))
def _(word):
    word.comment(word.p("kỹ năng số cho 903"), "903", "Gồm cả cấp xã?")


@case(
    "comments on a heading, a cell and a chart",
    told("I.4.4", "Quản lý thông tin trên mạng", "Đổi tên mục"),
    told("I.2.2", "Máy chủ", "Ảo hay vật lý?"),
    told("I.2.7", "Tin tiêu cực: 11.347", "Đổi màu hình này"),
)
def _(word):
    word.comment(word.p("4.4. Quản lý thông tin", -1), "Quản lý thông tin", "Đổi tên mục")
    word.comment(word.cell("Thiết bị, hệ thống", "Máy chủ", 0), "Máy chủ", "Ảo hay vật lý?")
    picture = Paragraph(word.p("Tin tiêu cực: 11.347")._p.getnext(), word.document._body)
    word.document.add_comment([picture.runs[0]], text="Đổi màu hình này", author="Nguyễn Thị Bình", initials="B")


@case(
    "two people in one sentence",
    told("I.2.7", "Hệ thống có 880 biểu", "biểu mẫu điện tử"),
    told("I.2.7", "Hệ thống có 880 biểu", "Bỏ từ này?"),
    at_most=3,
)
def _(word):
    paragraph = word.p("Hệ thống có 880 biểu")
    word.comment(paragraph, "biểu số liệu", "Bỏ từ này?", by="Lê Thị Dung")
    word.track(paragraph, "biểu điện tử", "biểu mẫu điện tử", by="Trần Văn Cường")


@case("a paragraph is copied into another section", told("I.2.7", "", "Đã thành lập 446"))
def _(word):
    word.p("Nền tảng khảo sát VNForm")._p.addnext(copy.deepcopy(word.p("Đã thành lập 446")._p))


@case("a row of a table is deleted", told("I.2.5", "Hệ thống giáo dục thông minh", ""), at_most=2)
def _(word):
    row = word.row(word.table("Hệ thống giáo dục thông minh"), "Hệ thống giáo dục thông minh")._tr
    row.getparent().remove(row)


@case("a row is added to a table", told("I.2.5", "", "Hệ thống quan trắc môi trường"), at_most=2)
def _(word):
    row = word.row(word.table("Hệ thống giáo dục thông minh"), "Hệ thống giáo dục thông minh")
    added = copy.deepcopy(row._tr)
    row._tr.addnext(added)
    for paragraph, words in zip(added.iter(qn("w:p")), ("17", "Hệ thống quan trắc môi trường"), strict=True):
        for mark_ in list(paragraph.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
            mark_.getparent().remove(mark_)
        first, *others = list(paragraph.iter(qn("w:t")))
        first.text = words
        for other in others:
            other.text = ""


@case(
    "a table is deleted, later captions renumbered",
    told("Phụ lục IV", "Nhiệm vụ, dự án theo đơn vị chủ trì", ""),
    at_most=2,
)
def _(word):
    caption = word.p("Nhiệm vụ, dự án theo đơn vị chủ trì và tình trạng")._p
    table = caption.getnext()
    for gone in (table.getnext(), table, caption):
        gone.getparent().remove(gone)
    for number in range(13, 20):
        for text in word.p(f"Bảng {number}. ")._p.iter(qn("w:t")):
            text.text = str(number - 1) if text.text == str(number) else text.text


@case(
    "the file is renamed",
    told("I.2.4", "Nền tảng kho dữ liệu", "cơ bản hoàn thành"),
    file="Báo cáo 6 tháng (GĐ sửa lần 2) - Copy.docx",
)
def _(word):
    word.swap(word.p("Nền tảng kho dữ liệu dùng chung (Data"), "đã hoàn thành", "đã cơ bản hoàn thành")


@case("two versions old", told("I.2.2", STORAGE, "bao gồm 03"), told("I.2.6", "446", "447", "number"), state="later")
def _(word):
    word.swap(word.p(STORAGE), "gồm", "bao gồm")
    word.swap(word.p("Đã thành lập 446"), "446", "447")


@case(
    "its sentence has changed meanwhile: three texts",
    told("I.7.3", "Không có kiến nghị", "Chưa có kiến nghị"),
    state="later",
)
def _(word):
    word.swap(word.p("Không có kiến nghị, đề xuất"), "Không có", "Chưa có")


@case("the same file twice", told("I.2.2", STORAGE, "bao gồm 03"), told("I.2.6", "446", "447", "number"), twice=True)
def _(word):
    word.swap(word.p(STORAGE), "gồm", "bao gồm")
    word.swap(word.p("Đã thành lập 446"), "446", "447")


@case(
    "a whole section is deleted",
    told("I.6.3", "Trong kỳ, Sở ban hành 09", ""),
    told("I.6.3", "Qua đó, góp phần", ""),
    at_most=3,
)
def _(word):
    at = word.p("6.3. Công tác pháp chế", -1)._p
    for gone in (at.getnext().getnext(), at.getnext(), at):
        gone.getparent().remove(gone)


@case("the year in the title", told("", "Kiểm điểm công tác chỉ đạo", "2025"))
def _(word):
    word.swap(word.p("Kiểm điểm công tác chỉ đạo, điều hành 6 tháng"), "2024", "2025")


@case("a text box with a remark", told("I.2.4", "", "Bổ sung ảnh minh họa"))
def _(word):
    run = word.p("Nền tảng kho dữ liệu dùng chung (Data").add_run()._r
    box = OxmlElement("w:pict")
    shape = box.makeelement(
        "{urn:schemas-microsoft-com:vml}rect",
        {"style": "width:200pt;height:40pt"},
        {"v": "urn:schemas-microsoft-com:vml"},
    )
    inside, content, paragraph = (
        shape.makeelement("{urn:schemas-microsoft-com:vml}textbox"),
        OxmlElement("w:txbxContent"),
        OxmlElement("w:p"),
    )
    Paragraph(paragraph, word.document._body).add_run("Bổ sung ảnh minh họa")
    content.append(paragraph)
    inside.append(content)
    shape.append(inside)
    box.append(shape)
    run.append(box)


@case("another report's Word file", REFUSED, finish=["another"])
def _(word):
    pass
