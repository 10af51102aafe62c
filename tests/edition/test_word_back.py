"""A Word file that comes back: what it names, what is taken of it and what is refused."""

from __future__ import annotations

import base64
import csv
import io
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from conftest import Checkout, Ran, briefing, only
from editors import TRACKED, Editor

from briefing.build.versions import versions
from briefing.document.formats.docx.reading import Paragraph, read_words
from briefing.document.formats.docx.wordml import W
from briefing.review.aligned import counted_as_sent

STATIONS = "Ngoài ra, Sở xây dựng"
LICENCES = "Trong kỳ, Sở tham mưu cấp qua dịch vụ công"
DRAFT = "briefing-du-thao.docx"
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=")
FAULTY_TOTAL = ",edocuments.documents(),2227110,", ",edocuments.documents(),2227111,"


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A project of two sections and the annex, built with its Word file."""
    project = Checkout.make(tmp_path_factory.mktemp("built") / "project")
    only(project.folder, "04_digital_data", "13_publishing", "22_audit")
    ran = project.briefing("build", "--format", "docx")
    assert ran.code == 0, ran.err
    return project.folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "project"))


@pytest.fixture
def edition(project: Path) -> Path:
    return project / "reports" / "2031-Q3"


def edited(edition: Path, *edits: tuple[str, str, str, str], tracked: bool = False) -> Path:
    """The edition's Word file with edits, beside the project."""
    word = Editor(edition / DRAFT, tracked)
    for edit in edits:
        word.do(*edit)
    path = edition.parents[2] / "bao-cao.docx"
    word.save(path, stripped=False)
    return path


def imported(project: Path, path: Path, *more: str, said: str = "") -> Ran:
    """`briefing forms in` of a file by somebody who answers."""
    return briefing("forms", "in", path, *more, cwd=project, typed=said)


def remarks(project: Path) -> list[dict[str, str]]:
    with (project / "data" / "remarks.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_file_names_what_it_says_and_its_sentences(edition: Path):
    (version,) = versions(edition)
    file = read_words((edition / DRAFT).read_bytes())
    assert file.says == version.contents.digest
    (sent,) = version.words
    assert sent.says == file.says and [each.text for each in sent.paragraphs] == [each.text for each in file.paragraphs]
    named = {name: each.text for each in file.paragraphs for name in each.names}
    pieces = {piece.name: piece.text for section in version.contents.sections.values() for piece in section.pieces}
    assert len(named) > 40 and all(
        pieces[name] in " ".join(re.sub("PH[0-9]+", "", text).split()) for name, text in named.items()
    )


def test_nothing_else_is_in_the_file_for_that(edition: Path):
    with zipfile.ZipFile(edition / DRAFT) as file:
        document = file.read("word/document.xml").decode()
        names = set(file.namelist())
    assert "docProps/custom.xml" in names and "word/comments.xml" not in names
    assert all(
        re.fullmatch("_Ref[0-9]{6}|_c[0-9a-f]{12}", name)
        for name in re.findall(r'<w:bookmarkStart w:id="[0-9]+" w:name="([^"]+)', document)
    )
    identifiers = re.findall(r'<w:bookmarkStart w:id="([0-9]+)"', document)
    assert len(identifiers) == len(set(identifiers)) == document.count("<w:bookmarkEnd")


def test_a_file_that_nobody_changed_says_nothing(project: Path, edition: Path):
    ran = imported(project, edition / DRAFT)
    assert ran.code == 0 and ran.out == "0 sentences taken, 0 answers and 0 remarks written to data/remarks.csv.\n"


def test_a_sentence_is_written_with_its_figures_as_expressions(project: Path, edition: Path):
    before = (project / "data" / "statements.csv").read_text(encoding="utf-8")
    path = edited(
        edition, ("Sở cùng các đơn vị liên quan", "replace", "đã hoàn thành kết nối", "đã kết nối"), tracked=True
    )
    ran = imported(project, path, "--yes")
    assert ran.code == 0, ran.err
    after = (project / "data" / "statements.csv").read_text(encoding="utf-8")
    assert after == before.replace(
        "liên quan đã hoàn thành kết nối, liên thông {coverage", "liên quan đã kết nối, liên thông {coverage"
    )
    (row,) = remarks(project)
    assert (row["state"], row["by"], row["day"], row["file"]) == (
        "taken",
        TRACKED["author"],
        "2024-06-03",
        "bao-cao.docx",
    )


def test_words_of_a_notebook_are_written_where_somebody_agrees(project: Path, edition: Path):
    path = edited(edition, (LICENCES, "replace", "tổng cộng", "tất cả"))
    notebook = project / "notebooks" / "13_publishing.ipynb"
    before = notebook.read_text(encoding="utf-8")
    ran = imported(project, path, said="y\ny\n")
    assert ran.code == 0 and "words of notebooks/13_publishing.ipynb, cell 13-03" in ran.out
    after = notebook.read_text(encoding="utf-8")
    changed = [(old, new) for old, new in zip(before.splitlines(), after.splitlines(), strict=True) if old != new]
    assert [new == old.replace("tổng cộng", "tất cả") for old, new in changed] == [True]
    assert [row["state"] for row in remarks(project)] == ["taken"]


def test_words_of_a_notebook_are_a_remark_where_nobody_is_asked(project: Path, edition: Path):
    path = edited(edition, (LICENCES, "replace", "tổng cộng", "tất cả"))
    before = (project / "notebooks" / "13_publishing.ipynb").read_bytes()
    assert imported(project, path, "--yes").code == 0
    assert (project / "notebooks" / "13_publishing.ipynb").read_bytes() == before
    (row,) = remarks(project)
    assert row["state"] == "open" and row["said"].endswith("(notebooks/13_publishing.ipynb, cell 13-03)")


HEADING = ("2. Lĩnh vực Công nghệ", "replace", "Lĩnh vực", "Về lĩnh vực")
NAME = ("Hạ tầng ngầm đô thị", "replace", "ngầm đô thị", "kỹ thuật ngầm đô thị")


def test_a_heading_and_a_name_are_cells_of_tables_written_where_somebody_agrees(project: Path, edition: Path):
    tables = [project / "data" / name for name in ("headings.csv", "codes.csv")]
    before = [path.read_text(encoding="utf-8") for path in tables]
    ran = imported(project, edited(edition, HEADING, NAME), said="y\ny\ny\n")
    assert ran.code == 0 and "cell of a table: headings:" in ran.out, ran.err
    assert [path.read_text(encoding="utf-8") for path in tables] == [
        before[0].replace(",Lĩnh vực Công nghệ thông tin", ",Về lĩnh vực Công nghệ thông tin"),
        before[1].replace(",Hạ tầng ngầm đô thị", ",Hạ tầng kỹ thuật ngầm đô thị"),
    ]
    assert [row["state"] for row in remarks(project)] == ["taken", "taken"]


def test_cells_of_tables_are_remarks_where_nobody_is_asked(project: Path, edition: Path):
    before = (project / "data" / "headings.csv").read_bytes()
    assert imported(project, edited(edition, HEADING), "--yes").code == 0
    assert (project / "data" / "headings.csv").read_bytes() == before
    (row,) = remarks(project)
    assert row["state"] == "open" and row["said"].startswith("Sửa thành: “Về lĩnh vực Công nghệ thông tin” (headings:")


def test_what_a_killed_import_had_begun_to_write_is_finished_in_tables_and_notebooks(project: Path):
    """Its files lie together until all are in their places, and no name of them stands there before."""
    written = project / ".written"
    for name in ("notebooks/13_publishing.ipynb", "data/headings.csv"):
        (written / name).parent.mkdir(parents=True)
        (written / name).write_bytes((project / name).read_bytes() + b"\n")
    ran = briefing("check", cwd=project)
    assert "data/headings.csv, notebooks/13_publishing.ipynb" in ran.err + ran.out and not written.exists()
    assert (project / "notebooks" / "13_publishing.ipynb").read_bytes().endswith(b"\n\n")


def with_remarks(project: Path) -> Path:
    """The Word file in which what is open is asked."""
    ran = briefing("build", "--format", "docx", "--with-remarks", cwd=project)
    assert ran.code == 0, ran.err
    return project / "reports" / "2031-Q3" / "briefing-du-thao-nhan-xet.docx"


def test_what_is_asked_in_word_is_answered_there(project: Path, edition: Path):
    controls = project / "data" / "controls.csv"
    controls.write_text(controls.read_text(encoding="utf-8").replace(*FAULTY_TOTAL), encoding="utf-8")
    assert briefing("build", "--format", "docx", cwd=project).code == 0
    name, finding = next(each for each in versions(edition)[-1].contents.findings.items() if each[1].is_open)
    questions = project / "data" / "questions.csv"
    row = f'2031-Q3,"{name}",Số nào đúng?,Văn phòng Sở,2031-06-01,2031-06-15,,,\n'
    questions.write_text(questions.read_text(encoding="utf-8") + row, encoding="utf-8")
    assert imported(project, edited(edition, (STATIONS, "comment", "xây dựng", "Từ khi nào?")), "--yes").code == 0
    (asked,) = remarks(project)
    word = Editor(with_remarks(project), tracked=False)
    word.do(STATIONS, "answer", f"PH{finding.number}:", "Số thứ hai đúng.")
    word.do(STATIONS, "reply", f"{asked['remark']}:", "Từ tháng 3.")
    word.save(project / "tra-loi.docx", stripped=False)
    ran = imported(project, project / "tra-loi.docx", "--yes")
    assert ran.code == 0 and "0 sentences taken, 2 answers and 0 remarks" in ran.out, ran.err + ran.out
    with questions.open(encoding="utf-8", newline="") as file:
        (answered,) = csv.DictReader(file)
    assert answered["answer"] == "Số thứ hai đúng." and answered["answered_on"]
    (answered,) = remarks(project)
    assert (answered["state"], answered["answer"]) == ("answered", "Từ tháng 3. (Lê Văn Cường, 2024-06-03)")
    ran = imported(project, project / "tra-loi.docx", "--yes")
    assert "0 sentences taken, 0 answers and 0 remarks" in ran.out


def test_a_file_with_remarks_that_nobody_answered_says_nothing_and_is_the_same_bytes(project: Path, edition: Path):
    assert imported(project, edited(edition, (STATIONS, "comment", "xây dựng", "Từ khi nào?")), "--yes").code == 0
    path = with_remarks(project)
    ran = imported(project, path, "--yes")
    assert ran.out == "0 sentences taken, 0 answers and 0 remarks written to data/remarks.csv.\n", ran.err
    before = path.read_bytes()
    assert b"word/comments.xml" in before and with_remarks(project).read_bytes() == before
    ran = briefing("build", "--format", "docx", "--with-remarks", "--final", cwd=project)
    assert ran.code == 2 and "--with-remarks" in ran.err


def test_what_is_typed_into_a_question_is_an_answer_with_all_that_it_says(project: Path, edition: Path):
    assert imported(project, edited(edition, (STATIONS, "comment", "xây dựng", "Từ khi nào?")), "--yes").code == 0
    path = with_remarks(project)

    def typed(parts: dict[str, bytes]) -> None:
        words = "Từ khi nào?".encode()
        parts["word/comments.xml"] = parts["word/comments.xml"].replace(words, words + " Tháng 3.".encode())

    assert imported(project, changed(path, typed), "--yes").code == 0
    (answered,) = remarks(project)
    assert answered["state"] == "answered" and "Từ khi nào? Tháng 3." in answered["answer"]


def test_a_thread_is_one_remark_with_its_answers(project: Path, edition: Path):
    path = edited(
        edition,
        (STATIONS, "comment", "xây dựng", "Từ khi nào?"),
        (STATIONS, "reply", "Từ khi nào?", "Từ tháng 3."),
    )
    assert imported(project, path, "--yes").code == 0
    (row,) = remarks(project)
    assert (row["said"], row["by"], row["answer"], row["state"]) == (
        "Từ khi nào?", "Trần Thị Bình", "Từ tháng 3. (Lê Văn Cường, 2024-06-03)", "open"
    )  # fmt: skip


def test_a_project_without_remarks_gets_its_first_ones(project: Path, edition: Path):
    package = project / "data" / "datapackage.json"
    package.write_text(package.read_text(encoding="utf-8").replace('    "remarks",\n', ""), encoding="utf-8")
    (project / "data" / "remarks.csv").unlink()
    ran = imported(project, edited(edition, (STATIONS, "comment", "xây dựng", "Từ khi nào?")), "--yes")
    assert ran.code == 0, ran.err
    assert [row["said"] for row in remarks(project)] == ["Từ khi nào?"]


def test_who_does_not_agree_has_everything_as_it_was(project: Path, edition: Path):
    path = edited(
        edition,
        (STATIONS, "replace", "Sở xây dựng", "Sở lập"),
        (LICENCES, "replace", "qua dịch vụ công", "trực tuyến"),
    )
    before = {
        each: each.read_bytes() for each in project.rglob("*") if each.is_file() and each.suffix in (".csv", ".ipynb")
    }
    ran = imported(project, path, said="y\ny\nn\n")
    assert ran.code == 2 and "Nothing was written." in ran.err
    assert {each: each.read_bytes() for each in before} == before


def test_only_the_text_of_a_row_is_written(project: Path, edition: Path):
    path = edited(edition, (STATIONS, "replace", "Sở xây dựng", "Sở lập"))
    table = project / "data" / "statements.csv"
    now = table.read_text(encoding="utf-8").replace('lưu trữ dạng số.",,I.2.3', 'lưu trữ dạng số.",confirmed,I.2.3')
    assert "confirmed" in now
    table.write_text(now, encoding="utf-8")
    assert imported(project, path, "--yes").code == 0
    assert table.read_text(encoding="utf-8") == now.replace(
        "Sở xây dựng cơ sở dữ liệu trạm BTS", "Sở lập cơ sở dữ liệu trạm BTS"
    )


def test_a_sentence_that_has_changed_meanwhile_is_shown_with_three_texts_and_not_taken(project: Path, edition: Path):
    path = edited(edition, (STATIONS, "replace", "Sở xây dựng", "Sở lập"))
    table = project / "data" / "statements.csv"
    now = table.read_text(encoding="utf-8").replace(
        "Sở xây dựng cơ sở dữ liệu trạm BTS", "Sở dựng cơ sở dữ liệu trạm BTS"
    )
    table.write_text(now, encoding="utf-8")
    ran = imported(project, path, "--yes")
    assert ran.code == 0, ran.err
    shown = re.findall(r"Sở ([\w ]+) cơ sở dữ liệu trạm BTS", ran.out)
    assert shown == ["xây dựng", "lập", "dựng"]
    assert table.read_text(encoding="utf-8") == now
    assert [row["state"] for row in remarks(project)] == ["open"]


def test_a_file_is_compared_with_its_own_version_however_often_the_report_was_built_since(project: Path, edition: Path):
    path = edited(edition, (STATIONS, "replace", "Sở xây dựng", "Sở lập"))
    table = project / "data" / "statements.csv"
    for old, new in (
        ("Sở xây dựng cơ sở dữ liệu trạm BTS", "Sở dựng cơ sở dữ liệu trạm BTS"),
        (LICENCES, f"{LICENCES} đã"),
    ):
        table.write_text(table.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        assert briefing("build", "--format", "html", cwd=project).code == 0
    ran = imported(project, path, "--yes")
    assert ran.code == 0, ran.err
    assert "names no version" not in ran.out
    assert re.findall(r"Sở ([\w ]+) cơ sở dữ liệu trạm BTS", ran.out) == ["xây dựng", "lập", "dựng"]


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (["Hình 1. Ba", "[Hình 3]", "Xem Hình 1."], ["Hình 3. Ba", "[Hình 3]", "Xem Hình 3."]),  # two are gone
        (["Hình 1. Mới", "Hình 2. Một", "Hình 3. Hai", "Xem Hình 3."], ["Hình 1. Mới", "Hình 1. Một", "Hình 2. Hai", "Xem Hình 2."]),
        (["Hình 1. Một", "Hình 5. Hai", "Hình 3. Ba"], ["Hình 1. Một", "Hình 5. Hai", "Hình 3. Ba"]),  # by hand
    ],
)  # fmt: skip
def test_captions_that_word_counts_anew_are_as_they_were_sent(now, told):
    sent = [Paragraph(text, text) for text in ("Hình 1. Một", "Hình 2. Hai", "Hình 3. Ba", "Xem Hình 3.")]
    assert counted_as_sent(sent, [Paragraph(text, text) for text in now]) == [Paragraph(text, text) for text in told]


def test_an_open_remark_is_told_until_its_sentence_changes(project: Path, edition: Path):
    path = edited(
        edition,
        (STATIONS, "comment", "xây dựng", "Từ khi nào?"),
        (LICENCES, "comment", "dịch vụ công", "Cổng nào?"),
    )
    assert imported(project, path, "--yes").code == 0
    told = briefing("status", cwd=project).out
    assert "“xây dựng” Từ khi nào? (Trần Thị Bình, " in told and "Cổng nào?" in told
    table = project / "data" / "statements.csv"
    table.write_text(
        table.read_text(encoding="utf-8").replace(
            "Sở xây dựng cơ sở dữ liệu trạm BTS", "Sở dựng cơ sở dữ liệu trạm BTS"
        ),
        encoding="utf-8",
    )
    assert briefing("build", "--format", "html", cwd=project).code == 0
    told = briefing("status", cwd=project).out
    (void,) = [line for line in told.splitlines() if "Từ khi nào?" in line]
    assert void.startswith("void remark") and void.endswith("; it says something else now") and "Cổng nào?" in told


@pytest.mark.parametrize(
    ("at", "quoted"),
    [
        ("Bảng 1.", "Quy mô các cơ sở dữ liệu của tỉnh"),
        ("Nguồn: Cơ sở dữ liệu", "Cơ sở dữ liệu (databases.csv)"),
    ],
)
def test_a_remark_on_a_table_is_open_until_one_of_its_values_changes(project: Path, edition: Path, at, quoted):
    path = edited(edition, (at, "comment", quoted, "Nêu thời điểm."), (LICENCES, "comment", "cấp qua", "Ai cấp?"))
    assert imported(project, path, "--yes").code == 0
    assert [row["quoted"] for row in remarks(project)] == [quoted, "cấp qua"]
    assert briefing("status", cwd=project).out.count("open remark") == 2
    table = project / "data" / "databases.csv"
    content = table.read_text(encoding="utf-8")
    assert "64200" in content
    table.write_text(content.replace("64200", "64201"), encoding="utf-8")
    assert briefing("build", "--format", "html", cwd=project).code == 0
    told = briefing("status", cwd=project).out
    (void,) = [line for line in told.splitlines() if line.startswith("void remark")]
    assert "“Quy mô các cơ sở dữ liệu của tỉnh … " in void and "Nêu thời điểm." in void and "Ai cấp?" in told


def test_a_remark_on_more_or_less_than_a_sentence_stays_open(project: Path, edition: Path):
    """What somebody selected is not what the sentence says: marks of the paper, a part, a whole paragraph."""
    path = edited(
        edition,
        (STATIONS, "comment", "không gian mạng. 100% hồ sơ giải quyết", "Tách hai ý."),
        ("Sở cùng các đơn vị", "comment", "liên thông 03/06 cơ sở", "Nêu tên."),
    )
    assert imported(project, path, "--yes").code == 0
    assert [(row["quoted"], row["stood"][:26]) for row in remarks(project)] == [
        ("liên thông 03/06 cơ sở", "Sở cùng các đơn vị liên qu"),
        ("không gian mạng. 100% hồ sơ giải quyết", "Ngoài ra, Sở xây dựng cơ s"),
    ]
    told = briefing("status", cwd=project).out
    assert told.count("open remark") == 2 and "void remark" not in told


def test_a_comment_keeps_its_lines(project: Path, edition: Path):
    path = edited(edition, (STATIONS, "comment", "xây dựng", "Ý một.\nÝ hai."))
    ran = imported(project, path, "--yes")
    assert "   + Ý một.\n     Ý hai.\n   remark\n" in ran.out
    assert [row["said"] for row in remarks(project)] == ["Ý một.\nÝ hai."]
    told = briefing("status", cwd=project).out
    assert "“xây dựng” Ý một." in told
    asked = with_remarks(project)
    assert imported(project, asked, "--yes").out.startswith("0 sentences taken, 0 answers and 0 remarks")


def test_a_header_that_was_changed_is_told(project: Path, edition: Path):
    word = docx.Document(str(edition / DRAFT))
    for section in word.sections:
        for header in (section.header, section.first_page_header):
            for text in header._element.xpath(".//w:t[.='DỰ THẢO']"):
                text.text = "DỰ THẢO LẦN 2"
    word.save(str(project / "bao-cao.docx"))
    assert imported(project, project / "bao-cao.docx", "--yes").code == 0
    assert [(row["section"], row["quoted"], row["said"]) for row in remarks(project)] == [
        ("briefing", "[Đầu trang] DỰ THẢO", "Sửa thành: “[Đầu trang] DỰ THẢO LẦN 2”")
    ]
    assert "open remark" in briefing("status", cwd=project).out


def test_a_comment_on_a_finding_is_about_it(project: Path, edition: Path):
    controls = project / "data" / "controls.csv"
    controls.write_text(controls.read_text(encoding="utf-8").replace(*FAULTY_TOTAL), encoding="utf-8")
    assert briefing("build", "--format", "docx", cwd=project).code == 0
    name, finding = next(iter(versions(edition)[-1].contents.findings.items()))
    path = edited(edition, (f"PH{finding.number}.", "comment", f"PH{finding.number}", "Đã hỏi Văn phòng."))
    assert imported(project, path, "--yes").code == 0
    ((about, said),) = [(row["about"], row["said"]) for row in remarks(project)]
    assert (about, said) == (name, f"Đã hỏi Văn phòng. (PH{finding.number})")
    assert "open remark" in briefing("status", cwd=project).out
    ran = briefing("build", "--format", "html", cwd=project)
    assert ran.code == 0 and 'class="remark open"' in (edition / "briefing.html").read_text(encoding="utf-8")
    said = [
        each.said
        for paragraph in read_words(with_remarks(project).read_bytes()).paragraphs
        for each in paragraph.comments
    ]
    assert any("Đã hỏi Văn phòng." in each for each in said)


def test_a_remark_makes_no_new_version(project: Path, edition: Path):
    path = edited(edition, (STATIONS, "comment", "xây dựng", "Từ khi nào?"))
    assert imported(project, path, "--yes").code == 0
    ran = briefing("build", "--format", "html", cwd=project)
    assert "version 2, as before" in ran.out, ran.out


def test_a_settled_comment_and_its_reply_come_back(edition: Path, tmp_path: Path):
    path = edited(
        edition,
        (STATIONS, "comment", "xây dựng", "Từ khi nào?"),
        (STATIONS, "comment", "xây dựng", "Từ tháng 3."),
    )
    more = b"""<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">
    <w15:commentEx w15:paraId="0A" w15:done="1"/><w15:commentEx w15:paraId="0B" w15:paraIdParent="0A" w15:done="0"/></w15:commentsEx>"""

    def with_ids(parts: dict[str, bytes]) -> None:
        names = iter(("0A", "0B"))
        space = b' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" w14:paraId="%s"'
        parts["word/comments.xml"] = re.sub(
            rb"<w:p(?=[ >])", lambda found: found[0] + space % next(names).encode(), parts["word/comments.xml"]
        )
        parts["word/commentsExtended.xml"] = more

    file = read_words(changed(path, with_ids).read_bytes())
    said = [comment for each in file.paragraphs for comment in each.comments]
    (comment,) = said
    assert (comment.said, comment.about, comment.done) == ("Từ khi nào?", "xây dựng", True)
    assert comment.answer.startswith("Từ tháng 3. (Trần Thị Bình, 20")


def test_marks_by_hand_and_pictures_are_told(project: Path, edition: Path):
    path = edited(
        edition,
        (STATIONS, "strike", "Ngoài ra, ", ""),
        (LICENCES, "highlight", "dịch vụ công", ""),
    )
    word = docx.Document(str(path))
    word.add_paragraph().add_run().add_picture(io.BytesIO(PIXEL))
    word.save(str(path))
    ran = imported(project, path, "--yes")
    assert ran.code == 0, ran.err
    told = {(row["state"], row["said"].partition(":")[0], row["quoted"]) for row in remarks(project)}
    taken = [quoted for state, _said, quoted in told if state == "taken"]
    assert len(taken) == 1 and taken[0].startswith("Ngoài ra, Sở xây dựng")
    assert ("open", "Được tô màu", "dịch vụ công") in told
    assert any(said == "Đã thêm một hình vẽ hoặc ảnh" for _state, said, _quoted in told)
    statements = (project / "data" / "statements.csv").read_text(encoding="utf-8")
    assert "Ngoài ra, Sở xây dựng cơ sở dữ liệu trạm BTS" not in statements
    assert "Sở xây dựng cơ sở dữ liệu trạm BTS" in statements


def test_a_file_that_went_through_three_hands_brings_the_names_and_days_of_all(
    project: Path, edition: Path, monkeypatch
):
    hands = {
        ("Phạm Văn Bình", "2031-10-01"): (STATIONS, "replace", "Ngoài ra", "Bên cạnh đó"),
        ("Lê Thị Hạnh", "2031-10-02"): (LICENCES, "delete", "", ""),
        ("Trần Quốc Dũng", "2031-10-03"): ("Riêng cơ sở dữ liệu cán bộ", "insert", "", "Bổ sung số liệu trạm 5G."),
    }
    path = edition / DRAFT
    for number, ((by, day), edit) in enumerate(hands.items()):
        monkeypatch.setitem(TRACKED, "author", by)
        monkeypatch.setitem(TRACKED, "date", f"{day}T08:00:00Z")
        word = Editor(path, tracked=True)
        word.do(*edit)
        word.word.core_properties.last_modified_by = by
        word.save(path := project / f"bao-cao-{number}.docx", stripped=False)
    assert imported(project, path, "--yes").code == 0
    assert {(row["by"], row["day"]) for row in remarks(project)} == set(hands)


def test_the_same_words_replaced_in_many_places_are_shown_and_asked_once(project: Path, edition: Path):
    word = docx.Document(str(edition / DRAFT))
    for text in word.element.body.iter(f"{W}t"):
        text.text = (text.text or "").replace("cơ sở dữ liệu", "CSDL")
    word.save(path := project / "bao-cao.docx")
    ran = imported(project, path, said="y\ny\n" + "n\n" * 30)
    shown = [line for line in ran.out.splitlines() if line.startswith("“cơ sở dữ liệu” → “CSDL”, in ")]
    assert len(shown) == 1 and ran.out.count("- Ngoài ra, Sở xây dựng") == 0
    assert {row["state"] for row in remarks(project) if "CSDL trạm BTS" in row["said"]} == {"taken"}
    assert "CSDL trạm BTS" in (project / "data" / "statements.csv").read_text(encoding="utf-8")


def test_the_contents_tell_what_is_reworded_and_left_out_and_no_page_number(project: Path, edition: Path):
    word = docx.Document(str(edition / DRAFT))
    entries = [
        each for each in word.element.body.iter(f"{W}p") if each.xpath("w:pPr/w:pStyle[starts-with(@w:val, 'toc')]")
    ]
    texts = [list(each.iter(f"{W}t"))[-1] for each in entries]
    for text in texts:
        text.text += "12"
    reworded, gone = (
        next(at for at, text in enumerate(texts) if words in text.text) for words in ("nguồn dữ liệu", "xuất bản")
    )
    texts[reworded].text = texts[reworded].text.replace("nguồn dữ liệu", "dữ liệu số")
    entries[gone].getparent().remove(entries[gone])
    word.save(path := project / "bao-cao.docx")
    assert imported(project, path, "--yes").code == 0
    told = {(row["section"], row["said"].partition(":")[0]) for row in remarks(project)}
    assert told == {("I.2.3", "Trong mục lục"), ("I.5", "Bỏ khỏi mục lục")}


# -- files that are refused --------------------------------------------------------------------------------------------


def changed(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A Word file with its parts changed."""
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    change(parts)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    path.write_bytes(buffer.getvalue())
    return path


def test_a_file_that_names_no_version_is_compared_with_the_one_that_says_most_of_it(project: Path, edition: Path):
    path = edited(edition, (STATIONS, "comment", "xây dựng", "Từ khi nào?"))

    def unnamed(parts: dict[str, bytes]) -> None:
        parts["docProps/custom.xml"] = re.sub(rb"lpwstr>[0-9a-f]+<", b"lpwstr><", parts["docProps/custom.xml"])

    ran = imported(project, changed(path, unnamed), "--yes")
    assert (
        "names no version that is kept here: it is compared with version 1 of 2031-Q3" in ran.out
        and len(remarks(project)) == 1
    )


def test_a_file_of_another_edition_is_refused(project: Path, edition: Path):
    other = edition.rename(edition.with_name("2030-Q3"))
    about = other / "builds" / "1" / "version.json"
    about.write_text(about.read_text(encoding="utf-8").replace('"2031-Q3"', '"2030-Q3"'), encoding="utf-8")
    ran = imported(project, other / DRAFT, "--yes", "--period", "2031-Q3")
    assert ran.code == 2 and "found 'a report of 2030-Q3'; expected a report of 2031-Q3" in ran.err, ran.err


def test_another_report_is_refused(project: Path, tmp_path: Path):
    other = docx.Document()
    for number in range(9):
        other.add_paragraph(f"Báo cáo khác, đoạn {number}")
    other.save(tmp_path / "khac.docx")
    ran = imported(project, tmp_path / "khac.docx", "--yes")
    assert ran.code == 2 and "expected a report that was built here" in ran.err
