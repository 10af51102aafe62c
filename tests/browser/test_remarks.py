"""Remarks that a reader writes on the page: they stay in the browser, are saved in a file, taken in, and stand at their sentence."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from conftest import Checkout, Ran, only
from playwright.sync_api import Browser, BrowserContext, Page

from briefing.build.versions import versions
from briefing.document.contents import Contents, Index, read_page

SELECT = """([holder, words]) => {
    const walker = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT), nodes = [];
    for (let node; (node = walker.nextNode());) nodes.push(node);
    const text = nodes.map(node => node.data).join(''), start = words ? text.indexOf(words) : 0, range = document.createRange();
    const place = at => { for (const node of nodes) { if (at <= node.length) return [node, at]; at -= node.length; } };
    if (start < 0) throw new Error(`${words} is not in ${text}`);
    range.setStart(...place(start + 1)), range.setStart(range.startContainer, range.startOffset - 1);
    range.setEnd(...place(words ? start + words.length : text.length));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""
DOSSIERS = "section#I\\.2\\.7 figure.table:has-text('Hồ sơ đã giải quyết theo cấp')"  # behind which a mark may stand
LICENCES = "section#I\\.5 p:has-text('tài liệu không kinh doanh')"
DOCUMENTS = "section#I\\.2\\.7 p:has-text('toàn tỉnh có')"
SOFTWARE = "section#I\\.2\\.7 p:has-text('TD.Office')"
EMPTY = "empty.html"  # what a reader sees before a report
JOINED = "👩\u200d💻"  # parts that a character which nobody sees joins

# where, what is done there ("select": these words, all for none; "number": clicked; "caption": its ⤓), what is said;
# then in which section it must come back, and what it must quote
REMARKS = [
    (SOFTWARE, "select", "Phần mềm quản lý văn bản", "Đầu câu", "I.2.7", "Phần mềm quản lý văn bản và hồ sơ công việc"),
    (SOFTWARE, "select", "chức năng quản lý tài liệu", "Câu thứ hai", "I.2.7", "đồng thời bổ sung chức năng"),
    (SOFTWARE, "select", "lưu trữ điện tử", "Câu thứ hai, lần nữa", "I.2.7", "đồng thời bổ sung chức năng"),
    (DOCUMENTS, "select", "", "Cả đoạn", "I.2.7", "Từ ngày 01/01/2031"),
    (f"{DOCUMENTS} >> data >> nth=0", "number", "", "Số này", "I.2.7", "Từ ngày 01/01/2031"),
    (f"{DOCUMENTS} >> data:has-text('505.990')", "number", "", "Số của câu sau", "I.2.7", "gồm 505.990 văn bản đi"),
    (LICENCES, "select", "giấy phép", 'Có "ngoặc kép", phẩy, và \\ ', "I.5", "Trong kỳ, Sở tham mưu"),
    (f"{LICENCES} >> data >> nth=0", "number", "", f"Tốt 👍 {JOINED}", "I.5", "Trong kỳ, Sở tham mưu"),
    (LICENCES, "select", "qua dịch vụ công", "<img src=x onerror=alert(1)><script>alert(2)</script>", "I.5", "Trong kỳ"),
    (LICENCES, "select", "Sở", "Dòng một\nDòng hai", "I.5", "Trong kỳ, Sở tham mưu"),
    (LICENCES, "select", "", '=HYPERLINK("http://x")', "I.5", "Trong kỳ, Sở tham mưu"),
    (LICENCES, "select", "cấp", "dài " * 700, "I.5", "Trong kỳ, Sở tham mưu"),
    (f"{DOSSIERS} >> tr:has-text('Cấp tỉnh') >> data >> nth=0", "number", "", "Ô số", "I.2.7", "229.925"),
    (f"{DOSSIERS} >> tr:has-text('Cấp huyện') >> th", "select", "Cấp huyện", "Tên dòng", "I.2.7", "Cấp huyện"),
    (DOSSIERS, "caption", "", "Cả bảng", "I.2.7", "Hồ sơ đã giải quyết theo cấp và thời hạn"),
    ("#hinh-1", "caption", "", "Cả biểu đồ", "I.2.7", "Cấp xã mới có 22,9% dịch vụ là toàn trình"),
    ("#hinh-1 figcaption data", "number", "", "Số trong tên biểu đồ", "I.2.7", "Cấp xã mới có 22,9%"),
    ("#hinh-1 details td:has-text('1.540') data", "number", "", "Số của biểu đồ", "I.2.7", "1.540"),
    ("section#I\\.2\\.3 > :is(h2, h3, h4)", "select", "Phát triển nguồn dữ liệu", "Tên mục", "I.2.3", "Phát triển nguồn dữ liệu"),
    ("section#I\\.2\\.3 ol.footnotes li >> nth=0", "select", "Quyết định", "Chú thích", "I.2.3", "Quyết định số 45"),
    ("section#I\\.2 > :is(h2, h3)", "select", "Công nghệ thông tin", "Tên của phần", "I.2", "Lĩnh vực Công nghệ thông tin"),
    ("section#I\\.2\\.3 :is(p, li):has-text('đăng ký doanh nghiệp')", "select", "", "Mục nhỏ", "I.2.3", "Các cơ sở dữ liệu"),
]  # fmt: skip

# of a whole report: where, what is done there ("heading": its #) with which words, in which section it comes back, and where its mark stands
PLACES = [
    ("header.subject h1", "select", "", "briefing", "header.subject h1"),
    (".headlines li >> nth=0", "select", "nhiệm vụ", "toan-canh-ky-bao-cao", ".headlines li >> nth=0"),
    (".headlines li data >> nth=0", "number", "", "toan-canh-ky-bao-cao", ".headlines li >> nth=0"),
    (".doubts li >> nth=0", "select", "", "toan-canh-ky-bao-cao", "#toan-canh-ky-bao-cao > h2"),
    ("#toan-canh-ky-bao-cao-1 > h3", "heading", "", "toan-canh-ky-bao-cao", "#toan-canh-ky-bao-cao-1 > h3"),
    ("#I\\.2\\.3 > h4", "heading", "", "I.2.3", "#I\\.2\\.3 > h4"),
    ("#I\\.2\\.3 > h4", "select", "nguồn dữ liệu", "I.2.3", "#I\\.2\\.3 > h4"),
    ("#I\\.2\\.7-2 > h5", "heading", "", "I.2.7", "#I\\.2\\.7-2 > h5"),
    (DOCUMENTS, "select", "", "I.2.7", DOCUMENTS),
    (SOFTWARE, "select", "quản lý tài liệu", "I.2.7", SOFTWARE),
    (f"{DOCUMENTS} >> data >> nth=0", "number", "", "I.2.7", DOCUMENTS),
    (f"{DOSSIERS} >> tbody data >> nth=0", "number", "", "I.2.7", f"{DOSSIERS} >> tbody td >> nth=0"),
    (f"{DOSSIERS} >> thead th >> nth=0", "select", "", "I.2.7", f"{DOSSIERS} >> thead th >> nth=0"),
    (f"{DOSSIERS} >> figcaption", "select", "theo cấp", "I.2.7", f"{DOSSIERS} >> figcaption"),
    (DOSSIERS, "caption", "", "I.2.7", f"{DOSSIERS} >> figcaption"),
    ("#hinh-5", "caption", "", "I.2.7", "#hinh-5 figcaption"),
    ("#I\\.2\\.1 ol.footnotes li >> nth=0", "select", "", "I.2.1", "#I\\.2\\.1 ol.footnotes li >> nth=0"),
    ("footer.signature .name", "select", "", "III", "footer.signature .name"),
    ("footer.signature .recipients p >> nth=1", "select", "", "III", "footer.signature .recipients p >> nth=1"),
    ("#phu-luc-II tbody td:not(.number) >> nth=0", "select", "", "Phụ lục II", "#phu-luc-II tbody td:not(.number) >> nth=0"),
    ("article.finding >> nth=0 >> h4", "select", "", "kiem-tra-so-lieu", "article.finding >> nth=0 >> h4"),
    ("article.finding >> nth=1", "heading", "", "kiem-tra-so-lieu", "article.finding >> nth=1 >> h4"),
    ("article.finding >> nth=2 >> dd >> nth=0", "select", "", "kiem-tra-so-lieu", "article.finding >> nth=2 >> h4"),
    (".review p >> nth=0", "select", "", "", "#phat-hien-10 > h4"),
    ("#kiem-tra-so-lieu-1 > h3", "heading", "", "kiem-tra-so-lieu", "#kiem-tra-so-lieu h2"),
]  # fmt: skip


# written by somebody who had not read how it is done: at which width, on what ("words" selected, a "number" clicked, the ⤓ of a "figure", the # of
# a "section", a "finding" or a "sentence"), in which section it must come back, what is said
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
STRANGERS = [
    (DESKTOP, "words", "Bám sát chỉ đạo của Chính phủ", "I.1", "Nêu cả Thủ tướng Chính phủ"),
    (DESKTOP, "number", "446", "I.2.6", "Đối chiếu lại với huyện Bác Ái"),
    (DESKTOP, "figure", "Băng thông đường truyền internet", "I.2.2", "Thêm cột năm trước"),
    (DESKTOP, "figure", "Cấp xã mới có 22,9%", "I.2.7", "Đổi thứ tự cột"),
    (DESKTOP, "section", "Phát triển nền tảng số", "I.2.4", "Mục này quá ngắn"),
    (DESKTOP, "finding", "PH3.", "", "Phòng đã hỏi doanh nghiệp"),
    (DESKTOP, "sentence", "Nền tảng kho dữ liệu dùng chung (Data", "I.2.4", "Hoàn thành tháng nào?"),
    (DESKTOP, "number", "3.904", "I.2.7", "Có tính hồ sơ chuyển kỳ?"),
    (DESKTOP, "words", "Hệ thống giáo dục thông minh", "I.2.5", "Ghi đủ tên hệ thống"),
    (DESKTOP, "words", "Quyết định số 428/QĐ-UBND", "I.2.1", '<b>Không</b> in đậm & "kiểm tra"'),
    (PHONE, "words", "Không có kiến nghị, đề xuất", "I.7.3", "Phòng CNTT có kiến nghị"),
    (PHONE, "number", "8.929", "I.2.7", "Số thư hay số hộp thư?"),
    (PHONE, "figure", "Chỉ tiêu và mức thực hiện trong kỳ", "Phụ lục I", "Bổ sung cột ghi chú"),
    (PHONE, "figure", "29 trong 44 nhiệm vụ, dự án chưa báo cáo", "Phụ lục IV", "Chữ nhỏ quá"),
    (PHONE, "section", "Công tác thanh tra", "I.6.1", "Thêm kết quả quý II"),
    (PHONE, "finding", "PH11.", "", "Ngày ghi sai, là 03/01"),
    (PHONE, "sentence", "Riêng Sở đăng ký 03 sản phẩm", "Phụ lục IV", "Liệt kê ba sản phẩm"),
    (PHONE, "number", "559", "I.3.2", "Đơn vị tỷ hay triệu?"),
    (PHONE, "words", "Sở Kế hoạch và Đầu tư", "", "Bỏ nơi nhận này"),
    (PHONE, "words", "Nhìn chung, thời gian qua", "I.2.5", "=1+1 câu này chung chung"),
]  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A project of three sections and the annex, built."""
    project = Checkout.make(tmp_path_factory.mktemp("built") / "project")
    only(project.folder, "04_digital_data", "08_digital_government", "13_publishing", "22_audit")
    ran = project.briefing("build", "--format", "html", "--format", "xlsx")  # which the page offers
    assert ran.code == 0, ran.err
    return project.folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Checkout:
    return Checkout(Path(shutil.copytree(built, tmp_path / "project")), program=False)


def begun(context: BrowserContext) -> Page:
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    return page


@pytest.fixture(scope="module")
def readers(browser: Browser) -> Iterator[list[BrowserContext]]:
    """Browsers that tests use one after the other, each with a page: a new one is a new process, which takes as long as the report."""
    made: list[BrowserContext] = []
    yield made
    for context in made:
        context.close()


@pytest.fixture
def reader(browser: Browser, readers: list[BrowserContext], tmp_path: Path) -> Callable[[], BrowserContext]:
    """Gives somebody who has seen no report."""
    free, empty = list(readers), tmp_path / EMPTY
    empty.touch()

    def new() -> BrowserContext:
        if not free:
            made = browser.new_context(viewport=DESKTOP, reduced_motion="reduce", accept_downloads=True)
            begun(made)
            readers.append(made)
            free.append(made)
        context = free.pop()
        page, *others = context.pages
        for other in others:
            other.close()
        page.goto(empty.as_uri())
        page.evaluate("localStorage.clear()")  # the same for all files
        page.set_viewport_size(DESKTOP)
        return context

    return new


def opened(context: BrowserContext, project: Checkout, period: str = "2031-Q3") -> Page:
    page = next((page for page in context.pages if page.url.endswith(EMPTY)), None) or begun(context)
    page.goto((project.folder / "reports" / period / "briefing.html").as_uri())
    return page


def write(page: Page, place: str, how: str, words: str, said: str, by: str = "Nguyễn An") -> None:
    at = page.locator(place).first
    at.evaluate("e => { for (let at = e; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true; }")
    if how == "select":
        at.scroll_into_view_if_needed()
        page.evaluate(SELECT, [at.element_handle(), words])
        page.locator("#chosen").click()
    else:
        at.hover()
        on = {"caption": "figcaption > a.number", "heading": "a.anchor"}.get(how)
        (at.locator(on) if on else at).click()
        page.locator("#source button", has_text="Viết nhận xét").click()
    page.locator("#source textarea").fill(said)
    page.locator("#source input").fill(by)
    page.locator("#source button", has_text="Ghi nhận xét").click()


def saved(page: Page, folder: Path) -> Path:
    page.locator("#own").click()
    with page.expect_download() as download:
        page.locator("#source button", has_text="Lưu nhận xét").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def imported(project: Checkout, *paths: Path) -> Ran:
    return project.briefing("forms", "in", "--yes", *paths)


def rows(project: Checkout) -> list[dict[str, str]]:
    with (project.folder / "data" / "remarks.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read(project: Checkout) -> Contents:
    """What the page with its marks says."""
    return Index(read_page((project.folder / "reports" / "2031-Q3" / "briefing.html").read_text())).contents


def names(contents: Contents) -> list[str]:
    return [piece.name for section in contents.sections.values() for piece in section.pieces]


def marks(page: Page) -> list[str]:
    return page.locator("sup.remark").all_inner_texts()


def test_a_remark_is_written_saved_taken_in_and_stands_on_the_next_page(project, reader, tmp_path):
    page = opened(reader(), project)
    assert not page.locator("#own").is_visible()
    write(page, SOFTWARE, "select", "chức năng", "Nêu rõ chức năng nào.")
    page.reload()  # the browser keeps it
    assert page.locator("#own").inner_text() == "Nhận xét của tôi ✎ 1"
    assert page.locator(f"{SOFTWARE} >> sup.own").count() == 1
    path = saved(page, tmp_path)
    assert path.name == "nhan-xet-2031-Q3-NguyenAn.json" and path.stat().st_size < 1000
    ran = imported(project, path)
    assert ran.code == 0 and "1 remarks written" in ran.out, ran.err
    assert project.briefing("build", "--format", "html").code == 0
    again = opened(reader(), project)
    mark = again.locator(f"{SOFTWARE} >> sup.remark.open a")
    assert mark.get_attribute("aria-label") == "Nhận xét 1, chờ trả lời"
    assert mark.evaluate("e => e.parentElement.previousSibling.textContent").endswith("đồng thời bổ sung chức năng")
    mark.click()
    panel = again.locator("#source").inner_text()
    assert "chức năng" in panel and "Nêu rõ chức năng nào." in panel and "Nguyễn An" in panel
    status = project.briefing("status").out
    (line,) = [line for line in status.splitlines() if line.startswith("open remark")]
    assert ", I.2.7: “chức năng” Nêu rõ chức năng nào. (Nguyễn An, " in line


@pytest.mark.slow
def test_remarks_of_all_kinds_come_back_at_their_sentence(project, reader, tmp_path):
    first, second = reader(), reader()
    page = opened(first, project)
    for place, how, words, said, _section, _quoted in REMARKS:
        write(page, place, how, words, said)
    other = opened(second, project)
    write(other, LICENCES, "select", "giấy phép", "Ý của người thứ hai", by="Lê Bình")
    write(other, LICENCES, "select", "giấy phép", 'Có "ngoặc kép", phẩy, và \\ ', by="Lê Bình")  # as the first one said
    paths = [saved(page, tmp_path), saved(other, tmp_path)]
    ran = imported(project, *paths)
    assert ran.code == 0, ran.err
    assert "0 remarks written" in imported(project, paths[0]).out  # the same file twice is taken once
    found = rows(project)
    assert len(found) == len(REMARKS) + 2 and {row["state"] for row in found} == {"open"}
    assert [row["by"] for row in found[-2:]] == ["Lê Bình", "Lê Bình"]
    for (_place, _how, words, said, section, quoted), row in zip(REMARKS, found, strict=False):
        assert row["section"] == section and row["stood"].startswith(quoted), (said, row)
        wanted = said[:2000].replace("\u200d", "").strip()
        assert row["said"].endswith(wanted), (said, row["said"])
        assert not row["said"].startswith("="), row["said"]
        assert words in ("", row["quoted"]), (words, row["quoted"])
    assert len({row["about"] for row in found if row["section"] == "I.5"}) == 1
    assert project.briefing("build", "--format", "html").code == 0
    again = opened(reader(), project)
    assert again.locator("article.remark.open").count() == len(found) == again.locator("sup.remark.open").count()
    assert again.locator("article.remark img, article.remark script").count() == 0
    for place, *_ in REMARKS:
        holder = again.locator(place).first.locator("xpath=ancestor-or-self::*[self::p or self::li or self::td or self::th or self::figcaption or self::figure or self::h2 or self::h3 or self::h4][1]")  # fmt: skip
        assert holder.locator("sup.remark").count() > 0, place
    *_, version = versions(project.folder / "reports" / "2031-Q3")  # remarks are of no version
    said, marked = version.contents, read(project)
    assert marked.digest == said.digest and names(marked) == names(said)


@pytest.mark.slow
@pytest.mark.parametrize("places", [PLACES[::3], PLACES], ids=["some", "all"])
def test_remarks_on_every_kind_of_place_stand_there_on_the_next_page(real, reader, tmp_path, places):
    project = Checkout.make(tmp_path / "project")
    shutil.copytree(real.data, project.folder / "data", dirs_exist_ok=True)
    shutil.copytree(real.folder, project.folder / "reports" / "2024-H1")
    page = opened(reader(), project, "2024-H1")
    for number, (place, how, words, *_) in enumerate(places):
        write(page, place, how, words, f"Ý {number}.\n\nDòng sau")
    assert imported(project, saved(page, tmp_path)).code == 0
    assert project.briefing("build", "--format", "html").code == 0
    found = {row["said"].partition("Ý ")[2]: row for row in rows(project)}
    again = opened(reader(), project, "2024-H1")
    assert again.locator("article.remark.open").count() == len(places) == len(found)
    again.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
    for number, (place, _how, words, section, holder) in enumerate(places):
        row = found[f"{number}.\n\nDòng sau"]  # a line stays a line
        assert section in ("", row["section"]), (place, row)
        assert words in row["quoted"] + row["said"] and not {"✎", "#"} & set(row["quoted"] + row["said"]), (place, row)
        article = again.locator("article.remark", has_text=f"Ý {number}.")
        marks = again.locator(f"sup.remark a[href='#{article.get_attribute('id')}']")
        assert marks.count() == bool(holder), place
        at = again.locator(holder).first if holder else None
        assert not holder or at.evaluate("(e, mark) => e.contains(mark) || e.parentElement.contains(mark)", marks.element_handle()), place  # fmt: skip


def place_of(page: Page, kind: str, words: str, section: str) -> tuple[str, str]:
    """Where somebody points, and how the page is asked there."""
    within = f"section[data-section='{section}']" if section else "body"
    if section and not page.locator(within).count():
        within = f"section[id='{section}']"
    paragraph = f"{within} :is(p, li, td, th, dd):not(:has(p)):has-text('{words}') >> nth=0"
    return {
        "words": (paragraph, "select"),
        "number": (f"{within} data:text-matches('^{words}([^0-9]|$)') >> nth=0", "number"),
        "figure": (f"{within} figure:has-text('{words}') >> nth=0", "caption"),
        "section": (f"{within} > :is(h2, h3, h4) >> nth=0", "heading"),
        "finding": (f"article.finding:has(h4:has-text('{words}')) >> nth=0", "heading"),
        "sentence": (paragraph, "heading"),
    }[kind]


@pytest.mark.slow
def test_twenty_remarks_of_strangers_at_the_desk_and_on_a_phone_come_back(real, reader, tmp_path):
    assert len(STRANGERS) == 20
    project = Checkout.make(tmp_path / "project")
    shutil.copytree(real.data, project.folder / "data", dirs_exist_ok=True)
    shutil.copytree(real.folder, project.folder / "reports" / "2024-H1")
    paths = []
    for number, size in enumerate((DESKTOP, PHONE)):
        page = opened(reader(), project, "2024-H1")
        page.set_viewport_size(size)
        page.evaluate("for (const folded of document.querySelectorAll('details.phone')) folded.open = true")
        for _size, kind, words, section, said in (each for each in STRANGERS if each[0] == size):
            place, how = place_of(page, kind, words, section)
            write(page, place, how, words if how == "select" else "", said)
        (folder := tmp_path / str(number)).mkdir()
        paths.append(saved(page, folder))
    assert imported(project, *paths).code == 0
    assert project.briefing("build", "--format", "html").code == 0
    found, again = rows(project), opened(reader(), project, "2024-H1")
    assert len(found) == 20 == again.locator("article.remark.open").count()
    for _size, kind, words, section, said in STRANGERS:
        (row,) = [row for row in found if row["said"].removeprefix("'") == said]
        assert section in ("", row["section"]), row
        assert words in row["quoted"] + row["stood"] or kind == "finding", row
        mark = again.locator(
            f"sup.remark a[href='#{again.locator('article.remark', has_text=said).get_attribute('id')}']"
        )
        holder = mark.locator(
            "xpath=ancestor::*[self::p or self::li or self::td or self::figcaption or self::h2 or self::h3 or self::h4][1]"
        )
        assert words in " ".join(holder.text_content().split()), (said, holder.text_content())  # folded ones, too


def test_a_remark_on_a_chart_says_what_its_values_were(project, reader, tmp_path):
    page = opened(reader(), project)
    write(page, "#hinh-1", "caption", "", "Cả biểu đồ")
    write(page, LICENCES, "select", "giấy phép", "Câu")
    chart, sentence = json.loads(saved(page, tmp_path).read_text())["remarks"]
    assert "1.540" in chart["stood"] and "1.540" not in chart["passage"]
    assert sentence["stood"] == sentence["passage"]


@pytest.mark.slow
def test_a_remark_is_void_once_its_sentence_changes_and_says_what_it_was_about(project, reader, tmp_path):
    page = opened(reader(), project)
    write(page, LICENCES, "select", "cấp qua dịch vụ công", "Nêu số cũ.")
    write(page, SOFTWARE, "select", "ba cấp", "Câu này còn.")
    path = saved(page, tmp_path)
    licences = project.folder / "data" / "licences.csv"
    licences.write_text(licences.read_text().replace("newsletter,5", "newsletter,4"))
    assert project.briefing("build", "--format", "html").code == 0
    assert imported(project, path).code == 0  # written on a version before
    assert project.briefing("build", "--format", "html").code == 0
    again = opened(reader(), project)
    assert again.locator("section#I\\.5 sup.remark").count() == 0 and marks(again) == ["NX1"]
    void = again.locator("article.remark.void").inner_text()
    assert "không còn hiệu lực" in void and "Trong kỳ, Sở tham mưu" in void and "I.5" in void and "Nêu số cũ." in void
    (line,) = [line for line in project.briefing("status").out.splitlines() if line.startswith("void remark")]
    assert ", I.5: “Trong kỳ, Sở tham mưu" in line and line.endswith("; it says something else now")
    licences.write_text(licences.read_text().replace("newsletter,4", "newsletter,5"))
    assert project.briefing("build", "--format", "html").code == 0
    assert opened(reader(), project).locator("article.remark.void").count() == 0  # as a signature it stands again


def test_a_remark_whose_version_is_gone_is_open_only_on_words_that_its_writer_saw(project, reader, tmp_path):
    page = opened(reader(), project)
    write(page, LICENCES, "select", "giấy phép", "Câu đổi")
    write(page, f"{LICENCES} >> data >> nth=0", "number", "", "Số đổi")
    write(page, "#hinh-1", "caption", "", "Hình đổi")
    write(page, SOFTWARE, "select", "ba cấp", "Câu còn")
    write(page, "#hinh-2", "caption", "", "Hình còn")
    path = saved(page, tmp_path)
    for name, old, new in (("licences", "newsletter,5", "newsletter,4"), ("online_services", "1540", "1541")):
        table = project.folder / "data" / f"{name}.csv"
        assert old in table.read_text()
        table.write_text(table.read_text().replace(old, new))
    shutil.rmtree(project.folder / "reports")
    assert project.briefing("build", "--format", "html").code == 0
    assert imported(project, path).code == 0
    told = project.briefing("status").out
    states = {
        said: line.split()[0] for line in told.splitlines() for said in re.findall("(?:Câu|Số|Hình) (?:đổi|còn)", line)
    }
    assert states == {"Câu đổi": "void", "Số đổi": "void", "Hình đổi": "void", "Câu còn": "open", "Hình còn": "open"}
    assert all(row["stood"] for row in rows(project))


@pytest.mark.slow
def test_remarks_on_a_chart_from_word_and_from_the_page_are_void_once_a_value_changes(project, reader, tmp_path):
    assert project.briefing("build", "--format", "docx").code == 0
    page = opened(reader(), project)
    write(page, "#hinh-1", "caption", "", "Từ trang")
    path = tmp_path / "bao-cao.docx"
    word = docx.Document(str(project.folder / "reports" / "2031-Q3" / "briefing-du-thao.docx"))
    at = next(number for number, each in enumerate(word.paragraphs) if each.text.startswith("Hình 1. "))
    caption, picture = word.paragraphs[at : at + 2]
    word.add_comment(caption.runs, text="Từ tên hình", author="An", initials="A")
    word.add_comment(picture.runs, text="Từ ảnh", author="An", initials="A")
    word.save(str(path))
    assert imported(project, saved(page, tmp_path), path).code == 0
    wanted = {"Từ trang", "Từ tên hình", "Từ ảnh"}
    for old, new, state in (("", "", "open"), ("1540", "1541", "void"), ("1541", "1540", "open")):
        table = project.folder / "data" / "online_services.csv"
        table.write_text(table.read_text().replace(old, new))
        assert project.briefing("build", "--format", "html").code == 0
        told = project.briefing("status").out.splitlines()
        assert wanted == {said for said in wanted for line in told if line.startswith(state) and said in line}, told


def test_an_answer_stands_beside_the_remark(project, reader, tmp_path):
    page = opened(reader(), project)
    write(page, LICENCES, "select", "giấy phép", "Có đủ không?")
    assert imported(project, saved(page, tmp_path)).code == 0
    path = project.folder / "data" / "remarks.csv"
    path.write_text(path.read_text().replace("open,", "answered,Đã đối chiếu."))
    assert project.briefing("build", "--format", "html").code == 0
    again = opened(reader(), project)
    again.locator("section#I\\.5 sup.remark.answered a").click()
    assert again.locator("#source").inner_text().endswith("Trả lời: Đã đối chiếu.\n\n×")
    assert "remark" not in project.briefing("status").out


# -- the browser -------------------------------------------------------------------------------------------------------


def test_where_the_browser_keeps_nothing_the_page_says_so_and_keeps_it_itself(project, browser, tmp_path):
    context = browser.new_context(reduced_motion="reduce")
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden'); } })"
    )
    page = opened(context, project)
    write(page, LICENCES, "select", "giấy phép", "Một")
    page.locator("#own").click()
    assert "không cho trang này ghi vào máy" in page.locator("#source .where").inner_text()
    page.keyboard.press("Escape")
    assert len(json.loads(saved(page, tmp_path).read_text())["remarks"]) == 1
    context.close()


@pytest.mark.slow
def test_what_is_written_in_two_windows_is_kept_and_what_was_taken_in_goes(project, reader, tmp_path):
    context = reader()
    one, other = opened(context, project), opened(context, project)
    write(one, LICENCES, "select", "giấy phép", "Một")
    other.locator("#own b", has_text="✎ 1").wait_for()
    write(other, SOFTWARE, "select", "ba cấp", "Hai\nDòng sau")
    one.locator("#own b", has_text="✎ 2").wait_for()
    assert imported(project, saved(one, tmp_path)).code == 0
    assert project.briefing("build", "--format", "html").code == 0
    write(one, SOFTWARE, "select", "lưu trữ", "Ba")
    again = opened(context, project)
    assert again.locator("#own b").inner_text() == "✎ 1" and marks(again) == ["NX1", "NX2"]


def test_a_remark_that_is_not_finished_stays_when_the_panel_closes_and_blanks_are_none(project, reader):
    page = opened(reader(), project)
    page.locator(f"{LICENCES} >> data >> nth=0").click()
    page.locator("#source button", has_text="Viết nhận xét").click()
    page.locator("#source textarea").fill("Chưa xong")
    page.locator(SOFTWARE).first.click(position={"x": 2, "y": 2})
    assert not page.locator("#source").is_visible()
    page.locator(f"{LICENCES} >> data >> nth=0").click()
    page.locator("#source button", has_text="Viết nhận xét").click()
    assert page.locator("#source textarea").input_value() == "Chưa xong"
    page.locator("#source textarea").fill("  \n ")
    page.locator("#source input").fill("An")
    page.locator("#source button", has_text="Ghi nhận xét").click()
    assert page.locator("#source textarea").is_visible() and not page.locator("#own").is_visible()


def test_words_of_several_paragraphs_are_quoted_as_they_are_seen(project, reader, tmp_path):
    page = opened(reader(), project)
    page.locator("section#I\\.5").evaluate("e => getSelection().selectAllChildren(e)")
    page.locator("#chosen").click()
    page.locator("#source textarea").fill("Cả mục")
    page.locator("#source input").fill("An")
    page.locator("#source button", has_text="Ghi nhận xét").click()
    (remark,) = json.loads(saved(page, tmp_path).read_text())["remarks"]
    assert remark["quoted"].startswith("Cấp giấy phép xuất bản, họp báo, thông tin điện tử ")  # not its number
    assert (
        "Trong kỳ, Sở tham mưu" in remark["quoted"] and "edition." not in remark["quoted"]
    )  # nor code, which is hidden


def typed(page, words):
    """Write a remark on what has the focus, by keyboard."""
    page.keyboard.press("Enter")
    page.locator("#source button", has_text="Viết nhận xét").focus()
    page.keyboard.press("Enter")
    page.keyboard.type(words)
    page.keyboard.press("Tab")
    page.keyboard.type("An")
    page.keyboard.press("Enter")


def test_a_section_is_remarked_on_by_keyboard_alone(project, reader):
    page = opened(reader(), project)
    page.locator("#I\\.2\\.3 > :is(h2, h3, h4) > a.anchor").focus()
    typed(page, "Mục này")
    assert page.locator("#I\\.2\\.3 > :is(h2, h3, h4) > sup.own").count() == 1


def test_a_sentence_without_a_number_is_remarked_on_by_keyboard_alone(project, reader, tmp_path):
    page = opened(reader(), project)
    stops = page.locator("#briefing [tabindex='0']").count()
    page.locator(f"{SOFTWARE} >> xpath=ancestor::section[1]/*[1]").locator("a.anchor").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    reached = page.evaluate("document.activeElement.matches('a.sentence') && document.activeElement.parentElement.id")
    assert reached == page.locator(SOFTWARE).get_attribute("id")
    label = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert label.startswith("Nhận xét, sao chép câu: Phần mềm quản lý văn bản")
    typed(page, "Câu này")
    assert page.locator("#briefing [tabindex='0']").count() == stops < 601  # not one more for Tab
    (remark,) = json.loads(saved(page, tmp_path).read_text())["remarks"]
    assert remark["names"][0] == reached and remark["section"] == "I.2.7" and remark["quoted"] == ""


def test_a_remark_of_ones_own_can_be_written_otherwise(project, reader, tmp_path):
    page = opened(reader(), project)
    write(page, LICENCES, "select", "giấy phép", "Một")
    write(page, SOFTWARE, "select", "ba cấp", "Hai")
    page.locator("#own").click()
    page.get_by_role("button", name="Sửa nhận xét: Một").click()
    text = page.locator("#source textarea")
    assert (text.input_value(), page.locator("#source input").input_value()) == ("Một", "Nguyễn An")
    text.fill("Một, hay đúng hơn: hai")
    page.locator("#source button", has_text="Ghi nhận xét").click()
    page.reload()
    found = json.loads(saved(page, tmp_path).read_text())["remarks"]
    assert [(each["said"], each["quoted"]) for each in found] == [
        ("Hai", "ba cấp"),
        ("Một, hay đúng hơn: hai", "giấy phép"),
    ]
    assert page.locator("section#I\\.5 sup.own").count() == 1


def test_a_remark_of_ones_own_can_be_taken_back(project, reader):
    page = opened(reader(), project)
    write(page, LICENCES, "select", "giấy phép", "Một")
    write(page, SOFTWARE, "select", "ba cấp", "Hai")
    page.locator("#own").click()
    page.get_by_role("button", name="Xóa nhận xét: Một").click()
    assert page.locator("#own b").inner_text() == "✎ 1" and page.locator("section#I\\.5 sup.own").count() == 0


def test_a_remark_is_written_by_keyboard_alone(project, reader):
    page = opened(reader(), project)
    page.locator(f"{LICENCES} >> data >> nth=0").focus()
    page.keyboard.press("Enter")
    page.locator("#source button", has_text="Viết nhận xét").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Bằng bàn phím")
    page.keyboard.press("Tab")
    page.keyboard.type("An")
    page.keyboard.press("Enter")
    assert page.locator("#own b").inner_text() == "✎ 1" and not page.locator("#source").is_visible()


# -- what a reviewer sees ----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_reviewer_sees_only_the_remarks_of_a_section_or_a_writer(project, reader, tmp_path):
    page = opened(reader(), project)
    write(page, LICENCES, "select", "giấy phép", "Một")
    write(page, SOFTWARE, "select", "ba cấp", "Hai", by="Lê Bình")
    assert imported(project, saved(page, tmp_path)).code == 0
    assert project.briefing("build", "--format", "html").code == 0
    again = opened(reader(), project)
    seen = "() => [...document.querySelectorAll('#briefing :is(p, article.remark)')].filter(e => e.checkVisibility()).map(e => e.innerText)"
    again.locator("#view").select_option("remarks")
    assert [text[:8] for text in again.evaluate(seen) if not text.startswith(("“", "Trả", "Một", "Hai"))] == [
        "Phần mềm",
        "Trong kỳ",
        "NX1. Lê ",
        "NX2. Ngu",
    ]
    again.locator("#view").select_option("I.5")
    assert again.locator(LICENCES).is_visible() and not again.locator(SOFTWARE).is_visible()
    again.locator("#view").select_option(label="Lê Bình")
    assert again.locator(SOFTWARE).is_visible() and not again.locator(LICENCES).is_visible()


def test_the_page_tells_what_changed_since_this_reader_saw_it_last(project, reader, tmp_path):
    context = reader()
    page = opened(context, project)
    assert page.locator("option[value=changes]").count() == 0
    older = shutil.copy(project.folder / "reports" / "2031-Q3" / "briefing.html", tmp_path / "ban-1.html")
    licences = project.folder / "data" / "licences.csv"
    licences.write_text(licences.read_text().replace("newsletter,5", "newsletter,4"))
    assert project.briefing("build", "--format", "html").code == 0
    seen = "() => [...document.querySelectorAll('#briefing .changed')].filter(e => e.checkVisibility()).map(e => e.closest('section').id)"
    page = opened(context, project)
    page.locator("#view").select_option("changes")
    assert page.evaluate(seen) == ["I.5"] and not page.locator(SOFTWARE).is_visible()
    page.reload()
    page.locator("#view").select_option("changes")
    assert page.evaluate(seen) == ["I.5"]  # until there is another version
    another = opened(reader(), project)  # by the older file, who sees the report for the first time
    another.locator("#older").set_input_files(older)
    another.locator("#view").select_option("changes")
    assert another.evaluate(seen) == ["I.5"]
    assert another.locator("option[value=changes]").inner_text() == "Chỉ chỗ thay đổi từ ban-1.html (1)"
    less = tmp_path / "ban-0.html"
    whole = '<main id="briefing">'
    less.write_text(older.read_text().replace(whole, f'{whole}<p id="cmoi">Câu đã bỏ.</p>'))
    another.locator("#older").set_input_files(less)
    another.locator("option[value=changes]", has_text="ban-0.html (1, bỏ 1)").wait_for(state="attached")
    (tmp_path / "khac.html").write_text("<p>Không phải báo cáo")
    another.locator("#older").set_input_files(tmp_path / "khac.html")
    another.wait_for_function("document.querySelector('#older').validationMessage.includes('không phải là một bản')")


# -- hostile files -----------------------------------------------------------------------------------------------------


def a_file(folder: Path, **changes: object) -> Path:
    """What the page would have saved, but for these changes; of a remark: `said=…`."""
    remark = {
        "says": "0" * 20, "section": "I.5", "names": [], "figure": "", "row": -1, "cell": -1, "at": 0, "passage": "Không có câu này",
        "quoted": "", "said": "Một", "by": "An", "day": "2031-10-02",
    }  # fmt: skip
    stored = {"period": "2031-Q3", "remarks": [remark]}
    for name, value in changes.items():
        (stored if name in stored else remark)[name] = value
    path = folder / "nhan-xet.json"
    path.write_text(json.dumps(stored), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"period": "../../etc"}, "remarks on period"),
        ({"period": ["2031-Q3"]}, "remarks on period"),
        ({"remarks": "x"}, "at most 1000 remarks"),
        ({"remarks": [{}] * 1001}, "at most 1000 remarks"),
        ({"remarks": [1]}, "column remarks 1: found '1'; expected a remark"),
        ({"said": "x" * 2001}, "column remarks 1, said: found"),
        ({"said": " \u200b\n"}, "expected what was said"),
        ({"said": {"a": 1}}, "at most 2000 letters"),
        ({"by": "x" * 201}, "column remarks 1, by"),
        ({"day": "hôm qua"}, "found 'hôm qua'; expected a day"),
        ({"day": "2031-13-45"}, "expected a day"),
        ({"names": [3]}, "column remarks 1, names"),
    ],
)
def test_a_file_that_no_page_has_saved_is_refused_whole(project, tmp_path, changes, told):
    ran = imported(project, a_file(tmp_path, **changes))
    assert ran.code == 2 and told in ran.err and "nothing was written" in ran.err
    assert rows(project) == []


@pytest.mark.parametrize("content", [b"", b"{", b"[" * 100_000, b"\xff\xfe{", b"x" * (1 << 21), b'"a"', b"null"])
def test_what_is_no_json_of_remarks_is_refused(project, tmp_path, content):
    path = tmp_path / "x.json"
    path.write_bytes(content)
    ran = imported(project, path)
    assert ran.code == 2 and "Traceback" not in ran.err and rows(project) == []


def test_a_remark_on_what_nobody_knows_stands_at_its_section_and_is_void(project, tmp_path):
    strange = a_file(tmp_path, row=10**9, cell=True, at="x", names={"a": 1}, figure="Bảng 99.", said="\ue000<b>\ue001")
    assert imported(project, strange).code == 0
    (row,) = rows(project)
    assert (row["section"], row["about"], row["quoted"], row["said"]) == ("I.5", "I.5", "Không có câu này", "<b>")
    assert project.briefing("status").out.count("void remark") == 1
