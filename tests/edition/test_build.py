"""The built edition: complete, its own, reproducible; rebuilt only where something it read has changed."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
import samples
from conftest import ROOT, Built, briefing
from lxml import html as lxml_html

from helpers.values.markup import to_text
from helpers.values.vietnamese import number


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def text_of(built: Built, between: str = "") -> str:
    """The text of the document without notes' calls and audit's marks; `between` stands between its elements."""
    main = lxml_html.document_fromstring(built.html).get_element_by_id("briefing")
    for sign in main.xpath("//main//sup"):
        sign.drop_tree()
    return " ".join(between.join(main.itertext()).replace("\u00a0", " ").split())


def report_of(built: Built) -> str:
    """The text of the report as it is signed: without analysts' notes, code, sources and the audit's annex."""
    main = lxml_html.document_fromstring(built.html).get_element_by_id("briefing")
    for apart in main.xpath(
        ".//section[@class='annex'] | .//div[@class='analyst' or @class='code' or @class='review'] | .//details | .//sup"
    ):
        apart.drop_tree()
    return " ".join("".join(main.itertext()).replace("\u00a0", " ").split())


def test_the_build_says_what_it_does(real):
    assert real.ran.code == 0, real.ran.err
    assert real.ran.out.startswith("Built in") and real.ran.out.strip().endswith("2024-H1/briefing.html")
    assert len(re.findall(r"done +\d+\.\d s", real.ran.err)) == len(list((ROOT / "notebooks").glob("*.ipynb")))


def test_it_leaves_figures_and_executed_notebooks(real):
    figures = list(csv.DictReader((real.folder / "figures.csv").open(encoding="utf-8")))
    assert list(figures[0]) == ["section", "key", "text", "value", "unit", "table", "lines", "column", "formula"]
    received = next(
        row for row in figures if row["key"] == "dossiers_received.dossiers()" and row["section"] == "I.2.7"
    )
    assert (received["value"], received["table"], received["column"]) == ("112361", "dossiers_received", "dossiers")
    assert {path.name for path in (real.folder / "notebooks").iterdir()} == {
        path.name for path in (ROOT / "notebooks").glob("*.ipynb")
    }


# each total recounted with nothing but the csv module, and looked for in the text
@pytest.mark.parametrize(
    ("table", "column", "where", "printed"),
    [
        ("edocuments", "documents", {}, "445.422"),
        ("edocuments", "documents", {"direction": "outgoing"}, "101.198"),
        ("edocuments", "documents", {"direction": "incoming"}, "344.224"),
        ("online_services", "services", {}, "858"),
        ("online_services", "services", {"kind": "full"}, "377"),
        ("online_services", "services", {"kind": "partial"}, "481"),
        ("dossiers_received", "dossiers", {}, "112.361"),
        ("dossiers_received", "dossiers", {"channel": "online"}, "86.678"),
        ("dossiers_received", "dossiers", {"channel": "direct"}, "25.641"),
        ("dossiers_received", "dossiers", {"channel": "postal"}, "42"),
        ("dossiers_resolved", "dossiers", {}, "112.113"),
        ("dossiers_resolved", "dossiers", {"timeliness": "on_time"}, "111.914"),
        ("dossiers_resolved", "dossiers", {"timeliness": "late"}, "199"),
        ("report_forms", "forms", {}, "880"),
        ("base_stations", "stations", {}, "2.418"),
        ("subscribers", "total", {"service": "phone"}, "709.982"),
        ("subscribers", "total", {"service": "internet"}, "355.377"),
        ("subscribers_added", "added", {"service": "phone"}, "10.518"),
        ("subscribers_added", "added", {"service": "internet"}, "11.197"),
        ("postal_points", "points", {}, "117"),
        ("alerts", "alerts", {"monitor": "server"}, "13.196"),
        ("alerts", "alerts", {"monitor": "workstation"}, "301.546"),
        ("training", "learners", {"course": "onetouch"}, "1.532"),
        ("training", "learners", {"course": "mooc"}, "717"),
        ("training", "learners", {"course": "digital_skills"}, "903"),
        ("assigned_tasks", "tasks", {}, "95"),
        ("licences", "licences", {}, "16"),
    ],
)
def test_printed_totals_are_what_the_rows_add_up_to(real, table, column, where, printed):
    total = sum(
        int(row[column])
        for row in rows(ROOT / "data", table)
        if all(row[name] == value for name, value in where.items())
    )
    assert f"{total:,}".replace(",", ".") == printed
    assert re.search(rf"(?<![\d.,]){re.escape(printed)}(?![\d]|[.,]\d)", text_of(real, between=" "))


def test_every_stated_figure_and_register_row_is_there(real):
    text = text_of(real)
    counts: dict[str, int] = {}
    for row in rows(ROOT / "data", "controls"):
        decimals = len(row["value"].partition(".")[2])
        assert number(Decimal(row["value"]), decimals) in text, row["control"]
        counts["controls"] = counts.get("controls", 0) + 1
    for table, column in (
        ("connected_systems", "name"),
        ("decision_tasks", "name"),
        ("indicators", "name"),
        ("plan_projects", "name"),
        ("plan_groups", "title"),
        ("recipients", "recipient"),
    ):
        for row in rows(ROOT / "data", table):
            assert " ".join(row[column].split()) in text, (table, row[column])
            counts[table] = counts.get(table, 0) + 1
    for row in rows(ROOT / "data", "documents"):
        cited = [other for other in rows(ROOT / "data", "citations") if other["document"] == row["document"]]
        if cited or row["number"]:
            assert (row["number"] or row["title"][:40]) in text, row["document"]
            counts["documents"] = counts.get("documents", 0) + 1
    for row in rows(ROOT / "data", "plan_projects"):
        for line in filter(None, row["result"].split("\n")):
            assert " ".join(line.split()) in text
    print("found in the briefing:", counts)


def test_every_document_is_cited_where_the_report_cites_it(real):
    main = lxml_html.document_fromstring(real.html).get_element_by_id("briefing")
    counts: dict[str, int] = {}
    for row in rows(ROOT / "data", "citations"):
        anchor = row["section"].replace("Phụ lục ", "phu-luc-")
        path = "//p[@class='introduction']" if anchor == "Mở đầu" else f"//section[@id='{anchor}']"
        section = main.xpath(path)[0]
        assert section.xpath(f'.//cite[@data-document="{row["document"]}"]'), (row["section"], row["document"])
        counts[row["section"]] = counts.get(row["section"], 0) + 1
    print("citations by section:", counts)


def test_the_report_opens_with_why_it_is_made(real):
    main = lxml_html.document_fromstring(real.html).get_element_by_id("briefing")
    form, subject, banner, introduction, glance = main[:5]
    classes = [element.get("class") for element in (form, subject, banner, introduction)]
    assert classes == ["form", "subject", "banner", "introduction"]
    assert " ".join(introduction.text_content().split()) == (
        "Thực hiện Công văn số 2226/UBND-KTTH ngày 21/5/2024 của Chủ tịch UBND tỉnh về tham mưu xây dựng báo cáo kiểm điểm "
        "công tác chỉ đạo, điều hành 6 tháng đầu năm 2024, Sở Thông tin và Truyền thông (sau đây gọi tắt là Sở) báo cáo kết "
        "quả thực hiện như sau:"
    )
    assert glance.get("id") == "toan-canh-ky-bao-cao"


def test_appendices_on_a_decision_name_it_in_their_heading_and_in_the_contents(real):
    page = lxml_html.document_fromstring(real.html)
    ends = {
        "phu-luc-II": "các nhiệm vụ theo Quyết định số 36/QĐ-UBND ngày 12/01/2024 của UBND tỉnh",
        "phu-luc-IV": "theo Kế hoạch số 1446/KH-BĐHCĐS ngày 04/4/2024 của Ban Điều hành Chuyển đổi số tỉnh",
    }
    for name, end in ends.items():
        for place in (f"//section[@id='{name}']/h2", f"//nav//a[@href='#{name}']"):
            assert " ".join(page.xpath(f"string({place})").replace("\u00a0", " ").split()).rstrip(" ¶").endswith(end)


def test_the_tasks_ahead_are_numbered(real):
    main = lxml_html.document_fromstring(real.html).get_element_by_id("briefing")
    paragraphs = [" ".join(p.text_content().split()) for p in main.xpath("//section[@id='III']//p")]
    tasks = [p for p in paragraphs if re.match(r"\d+\. ", p)]
    assert [int(p.partition(".")[0]) for p in tasks] == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert tasks[1].startswith("2. Tham mưu UBND tỉnh ký kết thỏa thuận hợp tác")


def test_the_words_mean_what_the_source_says(real):
    """Wordings that changed the source's meaning, and what stands there instead."""
    text = report_of(real)
    assert "một số phòng ban, đơn vị còn dùng máy tính cũ" in text and "nhiều nơi" not in text
    assert "góp phần đạt và vượt các chỉ tiêu" in text and "liên thông văn bản điện tử 04 cấp" in text
    assert "03 của UBND tỉnh, 01 của Ban Chỉ đạo Chuyển đổi số tỉnh và 01 của Ban Điều hành Chuyển đổi số tỉnh" in text
    assert "12 nhiệm vụ, dự án đã báo cáo kết quả; 03 đang triển khai; 29 chưa báo cáo kết quả" in text
    assert "Tổng băng thông đạt 390 Mbps trong nước và 8 Mbps quốc tế" in text
    assert "Bán kính phục vụ bình quân khoảng 2,96 km/điểm" in text
    for left_out in ("liệt kê tại chú thích", "cuối kỳ", "thời gian của năm", "Dịch vụ công trực tuyến toàn trình là"):
        assert left_out not in text


@pytest.mark.parametrize(
    "said",
    ["841/858", "35/35", "5.348.172", "Trung tâm IOC để theo dõi", "không có văn bản trễ", "đưa vào vận hành, kết nối"],
)
def test_a_fact_is_said_once(real, said):
    assert report_of(real).count(said) == 1


def test_every_single_fact_is_printed(real):
    printed = {
        (row["table"], line)
        for row in csv.DictReader((real.folder / "figures.csv").open(encoding="utf-8"))
        for line in _lines(row)
    }
    for table in (
        "counts",
        "databases",
        "coverage",
        "equipment",
        "internet_links",
        "licences",
        "training",
        "alerts",
        "media_items",
    ):
        for line, row in enumerate(rows(ROOT / "data", table), 2):
            assert (table, line) in printed, (table, row)


def _lines(row: dict[str, str]) -> list[int]:
    from helpers.values.sources import expand

    parts = zip(row["table"].split(";"), row["lines"].split(";"), strict=True)
    return (
        [line for table, lines in parts if table == row["table"].split(";")[0] for line in expand(lines)]
        if row["lines"]
        else []
    )


def test_statement_text_appears_with_its_figures_filled_in(real):
    text = text_of(real)
    assert "{" not in to_text(text.split("Kiểm tra số liệu")[0])
    for row in rows(ROOT / "data", "statements"):
        words = re.split(r"\{[^}]*\}", row["text"])[0].strip()
        assert " ".join(words.split())[:60] in text, row["text"]


def test_the_synthetic_edition_prints_only_its_own(synthetic):
    assert synthetic.ran.code == 0, synthetic.ran.err
    assert "2024" not in synthetic.html and "Ninh Thuận" not in synthetic.html
    assert "Quý III năm 2031" in synthetic.html and "Bình An" in synthetic.html
    text = text_of(synthetic)
    for figure in ("112.361", "445.422", "86.678", "709.982", "2.418", "5.348.172", "8.929"):
        assert figure not in text
    received = sum(int(row["dossiers"]) for row in rows(synthetic.data, "dossiers_received"))
    assert f"{received:,}".replace(",", ".") in text


def test_an_edition_with_empty_tables_says_that_nothing_was_reported(tmp_path):
    empty = (
        "media_items",
        "alerts",
        "licences",
        "databases",
        "base_stations",
        "statements",
        "plan_projects",
        "training",
        "assigned_tasks",
        "citations",
    )
    data = samples.save(samples.another(without=empty), tmp_path / "data")
    ran = briefing("build", "--data", data, "--out", tmp_path / "out")
    assert ran.code == 0, ran.err
    html = (tmp_path / "out" / "2031-Q3" / "briefing.html").read_text(encoding="utf-8")
    assert html.count("chưa có số liệu") + html.count("không có số liệu") > 8
    assert 'id="I.2.5"' in html and ">nan<" not in html


def test_two_builds_give_the_same_bytes(real, tmp_path):
    ran = briefing("build", "2024-H1", "--out", tmp_path)
    assert ran.code == 0
    assert (tmp_path / "2024-H1" / "briefing.html").read_bytes() == (real.folder / "briefing.html").read_bytes()
    assert (tmp_path / "2024-H1" / "figures.csv").read_bytes() == (real.folder / "figures.csv").read_bytes()


@pytest.fixture
def rebuilt(real, tmp_path):
    """A copy of the data and of its build, and how to build again."""
    data = samples.save(samples.load(), tmp_path / "data")
    out = tmp_path / "out"
    assert briefing("build", "--data", data, "--out", out).code == 0

    def again(*more: str):
        return briefing("build", "--data", data, "--out", out, *more)

    return data, out, again


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_only_sections_that_read_a_changed_row_run_again(rebuilt):
    data, out, again = rebuilt
    assert again().out.startswith("Nothing to run")
    change(data / "licences.csv", "non_commercial,9", "non_commercial,8")
    status = briefing("status", "--data", data, "--out", out).out
    stale = {line.split()[1] for line in status.splitlines() if line.startswith("stale")}
    assert stale == {"13_publishing.ipynb", "22_audit.ipynb"}
    assert "rows it read changed: licences.csv" in status
    ran = again()
    assert ran.code == 0 and len(re.findall(r"done", ran.err)) == 2
    printed = [
        row["text"]
        for row in csv.DictReader((out / "2024-H1" / "figures.csv").open(encoding="utf-8"))
        if row["section"] == "I.5"
    ]
    assert "15" in printed and "16" not in printed
    assert again().out.startswith("Nothing to run")


def test_what_changes_while_a_build_runs_concerns_the_next(data, tmp_path):
    from helpers.pipeline.build import Order, build, plan

    order = Order("2024-H1", data, tmp_path / "out", ("html",))
    build(order, started=lambda stale: change(data / "licences.csv", "non_commercial,9", "non_commercial,8"))
    printed = [row["value"] for row in printed_figures(order.folder) if row["key"] == "licences.licences()"]
    assert set(printed) == {"16"}  # what the tables held when the build began
    assert {section.name for section in plan(order).stale} == {"13_publishing", "22_audit"}
    change(data / "licences.csv", "non_commercial,8", "non_commercial,9")
    assert plan(order).done


def printed_figures(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader((folder / "figures.csv").open(encoding="utf-8")))


def test_a_decided_correction_and_a_withdrawn_one_are_printed_at_once(rebuilt):
    data, out, again = rebuilt

    def servers() -> set[str]:
        return {row["value"] for row in printed_figures(out / "2024-H1") if "equipment='server'" in row["key"]}

    corrections = data / "corrections.csv"
    before = corrections.read_text(encoding="utf-8")
    assert servers() == {"21"}
    corrections.write_text(f"{before}2024-H1,equipment.units(equipment='server'),21,22,Đếm lại,A,2024-06-01\n", "utf-8")
    assert again().code == 0 and servers() == {"22"}
    corrections.write_text(before, encoding="utf-8")
    assert again().code == 0 and servers() == {"21"}


def test_a_lost_state_is_built_anew(rebuilt):
    _, out, again = rebuilt
    (out / "2024-H1" / "state.json").unlink()
    ran = again("--section", "10")
    assert ran.code == 0, ran.err
    assert again().out.startswith("Nothing to run")


def test_formats_that_still_say_the_same_are_kept(rebuilt):
    data, out, again = rebuilt
    folder = out / "2024-H1"
    assert again("--format", "docx").out.startswith("Formats written")
    assert {path.suffix for path in folder.glob("briefing.*")} == {".html", ".pdf", ".docx"}
    change(data / "licences.csv", "non_commercial,9", "non_commercial,8")
    again("--format", "pdf")
    assert {path.suffix for path in folder.glob("briefing.*")} == {".html", ".pdf"}  # an old Word file would be untrue


def test_a_deleted_notebook_leaves_the_report(tmp_path):
    checkout, out = tmp_path / "checkout", tmp_path / "out"
    for name in ("notebooks", "src", "data"):
        shutil.copytree(ROOT / name, checkout / name)

    def built() -> str:
        script = "import sys; from helpers.pipeline.cli import main; sys.exit(main())"
        command = [sys.executable, "-c", script, "build", "--out", str(out), "--format", "html"]
        environment = {"PYTHONPATH": str(checkout / "src"), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
        done = subprocess.run(command, capture_output=True, text=True, env=environment)
        assert done.returncode == 0, done.stderr
        return (out / "2024-H1" / "briefing.html").read_text(encoding="utf-8")

    assert 'id="I.5"' in built()
    (checkout / "notebooks" / "13_publishing.ipynb").unlink()
    assert 'id="I.5"' not in built()


def test_an_interrupted_swap_keeps_the_last_edition(tmp_path):
    from helpers.pipeline.build import beside

    folder = tmp_path / "2024-H1"
    folder.mkdir()
    (folder / "briefing.html").write_text("last", encoding="utf-8")
    with pytest.raises(FileNotFoundError), beside(folder) as new:
        shutil.rmtree(new)  # the second rename fails
    assert (folder / "briefing.html").read_text(encoding="utf-8") == "last"


def test_no_path_of_a_machine_is_a_parameter(rebuilt):
    _, out, _ = rebuilt
    for path in (out / "2024-H1" / "notebooks").glob("*.ipynb"):
        assert json.loads(path.read_text(encoding="utf-8"))["metadata"]["papermill"]["parameters"] == {
            "period": "2024-H1"
        }


def test_a_changed_notebook_is_stale(rebuilt, tmp_path):
    from helpers.pipeline.freshness import notebook_fingerprint
    from helpers.pipeline.sections import Section

    source = ROOT / "notebooks" / "13_publishing.ipynb"
    shutil.copy(source, tmp_path / source.name)
    before = notebook_fingerprint(Section(source))
    change(tmp_path / source.name, "Trong kỳ", "Kỳ này")
    assert notebook_fingerprint(Section(tmp_path / source.name)) != before


def test_a_failing_section_is_named_and_the_last_edition_stays(rebuilt, tmp_path):
    data, out, _ = rebuilt
    before = (out / "2024-H1" / "briefing.html").read_bytes()
    checkout = tmp_path / "checkout"
    shutil.copytree(ROOT / "notebooks", checkout / "notebooks")
    shutil.copytree(ROOT / "src", checkout / "src")
    shutil.copytree(ROOT / "data", checkout / "data")
    change(
        checkout / "notebooks" / "13_publishing.ipynb",
        "edition = Edition(period, data_dir)",
        "edition = Edition(period, data_dir)\\n1 / 0",
    )
    script = "import sys; from helpers.pipeline.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", script, "build", "--data", str(data), "--out", str(out)],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(checkout / "src"), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
    )
    assert done.returncode == 1, done.stderr
    assert (
        "notebooks/13_publishing.ipynb: cell 3" in done.stderr
        and "ZeroDivisionError" in done.stderr
        and "Traceback" not in done.stderr
    )
    assert (out / "2024-H1" / "briefing.html").read_bytes() == before
    assert [path.name for path in out.iterdir()] == ["2024-H1"]


def test_trace_lists_what_a_line_feeds(real):
    out = real.folder.parent
    lines = briefing("trace", "data/dossiers_received.csv:2", "--out", out).out.splitlines()
    assert any(line.startswith("I.2.7: ") and "hồ sơ" in line for line in lines)
    assert any("Hình" in line for line in lines) and any("Bảng" in line for line in lines)
    assert briefing("trace", "data/dossiers_received.csv:2:level", "--out", out).out.startswith("nothing")
    assert briefing("trace", "somewhere", "--out", out).code == 2


def test_typed_digits_stop_the_build():
    from helpers.pipeline.formats.tree import UntracedNumber, assemble

    cells = (
        '<div id="n"><div class="markdown"><h1>I.1. Title</h1></div><div class="output"><p>Có 12 việc.</p></div></div>'
    )
    with pytest.raises(UntracedNumber, match=r"section I\.1: .*Có 12 việc"):
        assemble(cells, {})


def test_papermill_alone_runs_a_notebook_from_any_folder(tmp_path):
    command = [
        sys.executable,
        "-m",
        "papermill",
        str(ROOT / "notebooks" / "13_publishing.ipynb"),
        str(tmp_path / "out.ipynb"),
        "-p",
        "period",
        "2024-H1",
        "--no-progress-bar",
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "giấy phép" in (tmp_path / "out.ipynb").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("exporter", "suffix", "begins"),
    [("briefing", "html", b"<!doctype html>"), ("briefing-pdf", "pdf", b"%PDF-1"), ("briefing-docx", "docx", b"PK")],
)
def test_nbconvert_finds_the_exporters(real, tmp_path, exporter, suffix, begins):
    notebook = real.folder / "notebooks" / "13_publishing.ipynb"
    command = [sys.executable, "-m", "nbconvert", "--to", exporter, notebook, "--output-dir", tmp_path]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / f"13_publishing.{suffix}").read_bytes().startswith(begins)
