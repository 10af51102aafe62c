"""Remarks that a reader writes on the page: they stay in the browser, are saved in a file, taken in, and stand at their sentence."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Checkout, Ran, only
from playwright.sync_api import Browser, BrowserContext, Page

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
LICENCES = "section#I\\.5 p:has-text('tài liệu không kinh doanh')"
SOFTWARE = "section#I\\.2\\.7 p:has-text('TD.Office')"
EMPTY = "empty.html"  # what a reader sees before a report


# written by somebody who had not read how it is done: at which width, on what ("words" selected, a "number" clicked, the ⤓ of a "figure", the # of
# a "section", a "finding" or a "sentence"), in which section it must come back, what is said
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


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


def test_a_remark_on_a_chart_says_what_its_values_were(project, reader, tmp_path):
    page = opened(reader(), project)
    write(page, "#hinh-1", "caption", "", "Cả biểu đồ")
    write(page, LICENCES, "select", "giấy phép", "Câu")
    chart, sentence = json.loads(saved(page, tmp_path).read_text())["remarks"]
    assert "1.540" in chart["stood"] and "1.540" not in chart["passage"]
    assert sentence["stood"] == sentence["passage"]


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
