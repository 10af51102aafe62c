"""A half-year of tables that quarters have: what they give it, what they cannot give, and what is asked of it."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from conftest import briefing
from department import add_table, asked, csv, lines, owned, paste, related
from doors import gaps
from test_refused_sums import append

from helpers import tables
from helpers.editions import Edition

pytestmark = pytest.mark.builds


def two_quarters(project: Path, head: str, first: list[str], second: list[str], **said: str) -> None:
    """A table of two quarters, “von”, and the half-year that consists of them."""
    add_table(csv(project, "von", head, *first), **({"key": "nganh"} | said))
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    paste(project, csv(project, "von", head, *second), "2031-Q2")
    assert briefing("new", "2031-H1", cwd=project).code == 0


def found(project: Path, rule: str, period: str = "2031-H1") -> list[str]:
    ran = briefing("check", period, "--json", cwd=project)
    return [one["words"] for one in json.loads(ran.out)["findings"] if one["id"].startswith(f"{rule}@")]


def test_flows_of_a_list_are_added_up_over_the_quarters(project):
    """The last quarter's stood for the half-year: 200 of 300."""
    rows = {"first": ["A;100", "B;50"], "second": ["A;200", "C;70"]}
    two_quarters(project, "Ngành;Vốn (tỷ đồng)", **rows, flows="von", listed=True)
    edition = Edition("2031-H1", project / "data")
    assert [str(edition.figure("von", "von", nganh=name)) for name in "ABC"] == ["300", "50", "70"]
    (cells,) = edition.figure("von", "von").cells
    assert edition.figure("von", "von").value == 420 and sorted(cells.lines) == [6, 7, 8]
    assert {str(row["source"]) for row in edition.register("von").to_dict("records")} == {"2031-Q1 + 2031-Q2"}


HEAD = "Ngành;Vốn (tỷ đồng);Nợ cuối kỳ (tỷ đồng);Tỷ lệ giải ngân (%)"


def test_a_half_year_asks_only_for_what_its_quarters_cannot_give(project):
    """Sums and levels were asked again beside “Kỳ trước (quý I)”, and whoever answered took the quarters' numbers away."""
    first, second = ["A;40;7;20,5", "B;50;8;30,5"], ["A;45;9;41", "B;55;6;61"]
    two_quarters(project, HEAD, first, second, flows="von", stocks="no_cuoi_ky")
    owned(project, "von")
    assert asked(project, "2031-H1") == [f"von.ty_le_giai_ngan(nganh='{name}')" for name in "AB"]
    ran = briefing("forms", "out", "2031-H1", "--out", project.parent, cwd=project)
    assert ran.code == 0 and "2 cells for Văn phòng" in ran.out
    (path,) = project.parent.glob("VP_*.xlsx")
    book = openpyxl.load_workbook(path)
    book.worksheets[1]["F6"] = 31
    book.save(path)
    ran = briefing("forms", "in", path, "--period", "2031-H1", "--yes", cwd=project)
    assert ran.code == 0 and lines(project, "von")[4:] == ["2031-H1,A,85,9,31", "2031-H1,B,105,6,,2031-Q1 + 2031-Q2"]
    edition = Edition("2031-H1", project / "data")
    of_a = [edition.figure("von", name, nganh="A").value for name in ("von", "no_cuoi_ky", "ty_le_giai_ngan")]
    assert of_a == [85, 9, 31] and edition.figure("von", "von").value == 190


def test_what_a_row_did_not_have_before_is_not_asked(project):
    """The capacity of a firewall, which has none, was asked; who answered “Không phát sinh” had a printed “0 TB”."""
    head = "Mục;Số lượng (bộ);Công suất (kW)"
    add_table(csv(project, "may", head, "A;3;5", "B;4;", "C;7;"), key="muc", stocks="so_luong")
    owned(project, "may")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    wanted = {f"may.cong_suat(muc='{name}')" for name in "ABC"}
    assert wanted & {*asked(project, "2031-Q2")} == {"may.cong_suat(muc='A')"}
    paste(project, csv(project, "may", head, "A;3;5", "B;5;", "C;8;2"), "2031-Q2")
    assert briefing("new", "2031-Q3", cwd=project).code == 0
    now = asked(project, "2031-Q3")
    assert wanted - {*now} == {"may.cong_suat(muc='B')"} and len(now) == 5
    paste(project, csv(project, "may", head, "A;3;", "B;5;", "C;8;2"), "2031-Q3")
    assert briefing("new", "2031-Q4", cwd=project).code == 0
    assert {*asked(project, "2031-Q4")} == {*now}  # what A had two quarters ago is asked again


def test_what_one_quarter_lacks_is_missed_in_the_half_year(project):
    """“Lý Văn Lâm -” and “Đất Mũi -” were final: the first quarter had no number of the one, the second none of the other, and
    68 pupils were in no sum. A row that a quarter lacks was left out without a word.
    """
    head = "Xã;Bỏ học (học sinh);Trường (trường)"
    rows = (
        ["Lý Văn Lâm;;3", "Đất Mũi;57;4", "Năm Căn;6;5", "U Minh;8;"],
        ["Lý Văn Lâm;11;3", "Đất Mũi;;4", "U Minh;9;7"],
    )
    add_table(csv(project, "bo_hoc", head, *rows[0]), key="xa", flows="bo_hoc", stocks="truong")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    paste(project, csv(project, "bo_hoc", head, *rows[1]), "2031-Q2")
    data, absences = project / "data", project / "data" / "absences.csv"
    before = absences.read_text(encoding="utf-8") if absences.exists() else "period,rows,state,reason,stated_by,date\n"
    said = ["bo_hoc.rows(xa='Đất Mũi'),not_stated,Xã chưa gửi,VP,2031-07-01\n", "bo_hoc.rows(xa='Năm Căn'),ended,Đã sáp nhập,VP,2031-07-01\n"]  # fmt: skip
    absences.write_text(before + "".join(f"2031-Q2,{each}" for each in said), encoding="utf-8")
    assert briefing("new", "2031-H1", cwd=project).code == 0
    lost = [gap for gap in gaps(Edition("2031-H1", data)) if gap.table == "bo_hoc"]
    assert [(gap.rows, gap.words) for gap in lost] == [
        ("bo_hoc.rows(xa='Lý Văn Lâm')", "Bo hoc “Lý Văn Lâm”: chưa có Bỏ học (không có ở quý I năm 2031)"),
        ("bo_hoc.rows(xa='Đất Mũi')", "Bo hoc “Đất Mũi”: chưa có Bỏ học (không có ở quý II năm 2031)"),
        ("bo_hoc.rows(xa='Năm Căn')", "Bo hoc “Năm Căn”: chưa có Bỏ học (không có ở quý II năm 2031)"),
    ]
    with absences.open("a", encoding="utf-8") as file:
        file.write(f"2031-H1,{said[0]}")
    assert [gap.rows for gap in gaps(Edition("2031-H1", data)) if gap.table == "bo_hoc"] == [lost[0].rows, lost[2].rows]


def test_a_level_that_the_last_quarter_lacks_is_missed_in_the_half_year(project):
    """A sum of it counts one row less than a quarter had."""
    two_quarters(project, "Ngành;Nợ (tỷ đồng)", ["A;40", "B;50", "C;60"], ["A;45"], stocks="no")
    told = {gap.rows: gap.words for gap in gaps(Edition("2031-H1", project / "data")) if gap.table == "von"}
    assert told == {
        "von.rows(nganh='B')": "Von “B”: chưa có Nợ (không có ở quý II năm 2031)",
        "von.rows(nganh='C')": "Von “C”: chưa có Nợ (không có ở quý II năm 2031)",
    }


def test_what_is_corrected_in_a_quarter_is_a_finding_of_the_half_year_until_it_is_made_again(project):
    two_quarters(project, "Ngành;Vốn (tỷ đồng);Nợ (tỷ đồng)", ["A;41;6", "B;50;7"], ["A;35;8", "B;55;9"], flows="von", stocks="no")  # fmt: skip
    owned(project, "von")
    head = "period,figure,old,new,reason,decided_by,date\n"
    decided = [f"2031-Q1,von.{column}(nganh='A'),{numbers},Đếm lại,VP,2031-07-01\n" for column, numbers in (("von", "41,44"), ("no", "6,5"))]  # fmt: skip
    (project / "data" / "corrections.csv").write_text(head + "".join(decided), encoding="utf-8")
    told = found(project, "parts")
    assert told == ["Von (A, Vốn): nhập 76 tỷ đồng, các kỳ trong đó cho 79 tỷ đồng"], told
    assert briefing("new", "2031-H1", cwd=project).code == 0
    assert not found(project, "parts")
    edition = Edition("2031-H1", project / "data")
    assert edition.figure("von", "von", nganh="A").value == 79


def test_a_rate_that_is_declared_as_a_quotient_is_computed_of_the_half_years_own_numbers(project):
    """The rates of nine months were asked although both of their numbers were there."""
    head = "Ngành;Kế hoạch (tỷ đồng);Giải ngân (tỷ đồng);Tỷ lệ (%)"
    first, second = ["A;80;20;25,0", "B;60;15;25,0", "C;0;3;"], ["A;90;36;40,0", "B;60;20;33,3", "C;0;4;"]
    two_quarters(project, head, first, second, flows="giai_ngan", stocks="ke_hoach")
    related(project, ty_le={"ratio_of": ["giai_ngan", "ke_hoach"]})
    assert briefing("new", "2031-H1", cwd=project).code == 0
    owned(project, "von")
    edition = Edition("2031-H1", project / "data")
    rates = [edition.figure("von", "ty_le", nganh=name) for name in "ABC"]
    assert [str(each.value) for each in rates] == ["62.2", "58.3", "None"]  # 56 of 90, 35 of 60, 7 of none
    assert [gap.rows for gap in gaps(edition) if gap.table == "von"] == []
    assert not found(project, "von_ty_le")
    assert not asked(project, "2031-H1")


def test_a_rate_of_what_adds_up_and_a_plan_is_computed_although_it_is_declared_as_a_level(project):
    """17,8% of the year's plan after two quarters was the second one's alone."""
    head = "Ngành;Kế hoạch năm (tỷ đồng);Giải ngân (tỷ đồng);Tỷ lệ (%)"
    rows = ["A;80;20;25,0", "B;60;15;25,0"], ["A;80;24;30,0", "B;60;20;33,3"]
    two_quarters(project, head, *rows, flows="giai_ngan", stocks="ke_hoach_nam,ty_le")
    related(project, ty_le={"ratio_of": ["giai_ngan", "ke_hoach_nam"]})
    assert briefing("new", "2031-H1", cwd=project).code == 0
    funds = Edition("2031-H1", project / "data").register("von")
    assert [str(rate) for rate in funds["ty_le"]] == ["55,0%", "58,3%"]


def test_a_mere_number_of_a_rule_is_in_the_unit_of_the_column_beside_it(project):
    two_quarters(project, "Ngành;Vốn (tỷ đồng)", ["A;40", "B;20"], ["A;25", "B;30.5"], flows="von")
    append(project, "rules", "von_tran,bounds,warning,nganh,von.von(nganh='{nganh}'),<=,30,Vốn không quá trần")
    assert found(project, "von_tran", "2031-Q1") == ["A: vốn không quá trần: 40 tỷ đồng, lớn hơn 30 tỷ đồng"]
    assert found(project, "von_tran", "2031-Q2") == ["B: vốn không quá trần: 30,5 tỷ đồng, lớn hơn 30 tỷ đồng"]


def test_what_its_quarters_have_accepted_is_accepted_with_their_reason(project):
    """What both quarters had accepted was an error again, and the reason had to be typed a third time."""
    two_quarters(project, "Ngành;Vốn (tỷ đồng)", ["A;40"], ["A;45"], flows="von")
    append(
        project,
        "rules",
        "von_tran,bounds,warning,nganh,von.von(nganh='{nganh}'),<=,von.von(nganh='{nganh}') - 1,Vốn không quá trần",
    )
    for period in ("2031-Q1", "2031-Q2"):
        ran = briefing("decide", period, "--by", "Văn phòng", cwd=project, typed="v\nTrần đã nâng\n")
        assert "1 row written" in ran.out
    ran = briefing("decide", "2031-H1", "--by", "Văn phòng", cwd=project, typed="v\n\n")
    assert "[Trần đã nâng]: " in ran.out
    rows = (project / "data" / "acceptances.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert [row.split(",")[0] for row in rows] == ["2031-Q1", "2031-Q2", "2031-H1"]
    assert all(",Trần đã nâng,Văn phòng," in row for row in rows)


BALANCE = "Ngành;Tiếp nhận (hồ sơ);Đã giải quyết (hồ sơ);Đang giải quyết (hồ sơ)"


def test_a_rule_of_flows_and_levels_is_tried_in_each_quarter_and_not_of_their_sums(project):
    """“22.019 khác 20.934”: six errors of right numbers, with proposals to falsify them, as two quarters' dossiers stood beside
    what was open at the end of the second.
    """
    first, second = (
        ["A;100;90;10", "B;50;45;5", "C;9;9;0", "D;8;6;2"],
        ["A;200;170;30", "B;60;60;0", "C;7;4;3", "D;6;6;0"],
    )
    two_quarters(project, BALANCE, first, second, flows="tiep_nhan,da_giai_quyet", stocks="dang_giai_quyet")
    rules = project / "data" / "rules.csv"
    own = "(nganh='{nganh}')"
    said = "von: “Tiếp nhận” phải bằng “Đã giải quyết” + “Đang giải quyết”"
    with rules.open("a", encoding="utf-8") as file:
        file.write(
            f"balance,equality,error,nganh,von.tiep_nhan{own},=,von.da_giai_quyet{own} + von.dang_giai_quyet{own},{said}\n"
        )
    before = json.loads(briefing("check", "2031-H1", "--json", cwd=project).out)
    with rules.open("a", encoding="utf-8") as file:  # as what is paid is no more than the year's plan
        file.write("bound,bounds,error,,von.dang_giai_quyet(),<=,von.tiep_nhan(),Số mở không quá số tiếp nhận\n")
    checked = json.loads(briefing("check", "2031-H1", "--json", cwd=project).out)
    assert checked["findings"] == [] and checked["unguarded"] == []
    assert checked["checks"] == before["checks"] + 1  # one of both quarters' numbers is tried
    data = project / "data" / "von.csv"
    data.write_text(data.read_text(encoding="utf-8").replace("A,200,170,30", "A,200,170,31"), encoding="utf-8")
    assert briefing("new", "2031-H1", cwd=project).code == 0
    told = {
        period: json.loads(briefing("check", period, "--json", cwd=project).out)["findings"]
        for period in ("2031-Q2", "2031-H1")
    }
    assert told["2031-H1"] == []
    assert (
        "A: von: “Tiếp nhận” phải bằng “Đã giải quyết” + “Đang giải quyết”: 200 hồ sơ, khác 201 hồ sơ"
        in told["2031-Q2"][0]["words"]
    )


HERDS = "Vật nuôi;Tổng đàn đầu kỳ (con);Tổng đàn cuối kỳ (con);Xuất chuồng (con)"


def test_what_there_was_at_the_beginning_is_the_first_quarters(project):
    """“Đầu kỳ: 25.754” of a half-year was the opening of its second quarter: declared as a level, with a heading that says so."""
    source = csv(project, "von", HERDS, "Trâu;100;120;7", "Bò;300;310;9")
    add_table(source, key="vat_nuoi", flows="xuat_chuong", stocks="tong_dan_cuoi_ky", openings="tong_dan_dau_ky")
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    second = csv(project, "von", HERDS, "Trâu;120;130;8", "Bò;308;290;10")
    paste(project, second, "2031-Q2")
    assert briefing("new", "2031-H1", cwd=project).code == 0
    edition = Edition("2031-H1", project / "data")
    of = {name: edition.figure("von", f"tong_dan_{name}_ky", vat_nuoi="Trâu") for name in ("dau", "cuoi")}
    assert (of["dau"].value, of["cuoi"].value) == (100, 130)
    assert edition.figure("von", "tong_dan_dau_ky").value == 400 and edition.figure("von", "xuat_chuong").value == 34
    herd = edition.register("von").set_index("vat_nuoi")[["tong_dan_dau_ky", "tong_dan_cuoi_ky"]]
    sums = herd.sum()
    assert [str(each.value) for each in sums] == ["400", "420"] and sums.iloc[0].key == "von.tong_dan_dau_ky()"
    heads = {"tong_dan_dau_ky": "Đầu kỳ (con)", "tong_dan_cuoi_ky": "Cuối kỳ (con)"}
    assert "Cộng | 400 | 420" in tables.table(herd, "Đàn", heads, index="Vật nuôi", total="Cộng").text
    assert not [gap for gap in gaps(edition) if gap.table == "von"]


def test_what_was_there_and_came_is_what_went_and_is_there_in_a_half_year_too(project):
    """With what was open at the beginning such a rule holds of both quarters together, and is tried."""
    head = "Lĩnh vực;Kỳ trước chuyển sang (hồ sơ);Tiếp nhận (hồ sơ);Giải quyết (hồ sơ);Còn lại (hồ sơ)"
    rows = ["A;10;100;90;20"], ["A;20;200;170;51"]
    two_quarters(
        project,
        head,
        *rows,
        flows="tiep_nhan,giai_quyet",
        stocks="con_lai",
        openings="ky_truoc_chuyen_sang",
        key="linh_vuc",
    )
    with (project / "data" / "rules.csv").open("a", encoding="utf-8") as file:
        file.write("can_doi,equality,error,,von.ky_truoc_chuyen_sang() + von.tiep_nhan(),=,von.giai_quyet() + von.con_lai(),Cân đối\n")  # fmt: skip
    checked = json.loads(briefing("check", "2031-H1", "--json", cwd=project).out)
    assert "can_doi" in [each["id"] for each in checked["findings"]]


def test_the_quarters_of_a_half_year_are_named_by_its_year(project):
    """“<span class="text" …>2026</span>-Q1” was no period that anybody knew."""
    two_quarters(project, "Ngành;Vốn (tỷ đồng)", ["A;40"], ["A;45"], flows="von")
    edition = Edition("2031-H1", project / "data")
    assert edition.of(f"{edition.year}-Q1").period == "2031-Q1"
    months = [part.register("von").set_index("nganh")[["von"]].add_suffix(f" {part.label!s}") for part in edition.parts.values()]  # fmt: skip
    beside = pd.concat(months, axis=1)
    assert beside.map(str).to_dict("list") == {"von quý I năm 2031": ["40"], "von quý II năm 2031": ["45"]}
    heads = {"von quý I năm 2031": "Quý I", "von quý II năm 2031": "Quý II"}
    assert "A | 40 | 45" in tables.table(beside, "Vốn theo quý", heads, index="Ngành").text


def test_a_year_is_made_of_its_halves(project):
    two_quarters(
        project,
        HERDS,
        ["A;1;2;30"],
        ["A;2;3;40"],
        flows="xuat_chuong",
        stocks="tong_dan_cuoi_ky",
        openings="tong_dan_dau_ky",
        key="vat_nuoi",
    )
    for quarter, row in (("2031-Q3", "A;3;4;50"), ("2031-Q4", "A;4;5;60")):
        assert briefing("new", quarter, cwd=project).code == 0
        paste(project, csv(project, "von", HERDS, row), quarter)
    head = "period,figure,old,new,reason,decided_by,date\n"
    decided = [f"2031-Q1,von.{column}(vat_nuoi='A'),{numbers},Đếm lại,VP,2031-07-01\n" for column, numbers in (("xuat_chuong", "30,31"), ("tong_dan_dau_ky", "1,9"))]  # fmt: skip
    (project / "data" / "corrections.csv").write_text(head + "".join(decided), encoding="utf-8")
    for period in ("2031-H1", "2031-H2", "2031"):
        assert briefing("new", period, cwd=project).code == 0
    year = Edition("2031", project / "data")
    found = {name: year.figure("von", name) for name in ("xuat_chuong", "tong_dan_dau_ky", "tong_dan_cuoi_ky")}
    assert [str(each.value) for each in found.values()] == ["181", "9", "5"]
    assert {str(row["source"]) for row in year.register("von").to_dict("records")} == {"2031-H1 + 2031-H2"}


def test_a_sum_that_a_quarter_no_longer_gives_is_a_finding(project):
    """A quarter's number is taken back after the half-year was begun: its old sum may not stay without a word."""
    two_quarters(project, "Ngành;Vốn (tỷ đồng)", ["A;40", "B;7"], ["A;45", "B;8"], flows="von")
    assert found(project, "parts") == []
    data = project / "data" / "von.csv"
    text = data.read_text(encoding="utf-8")
    declared = project / "data" / "datapackage.json"
    declared.write_text(
        declared.read_text(encoding="utf-8").replace('"required": true, "minimum"', '"minimum"'), encoding="utf-8"
    )
    data.write_text(text.replace("2031-Q2,A,45,", "2031-Q2,A,,"), encoding="utf-8")
    (told,) = found(project, "parts")
    assert told.endswith("Von (A, Vốn): các kỳ trong đó (2031-Q1 + 2031-Q2) không cho số này"), told
    assert briefing("new", "2031-H1", cwd=project).code == 0
    assert found(project, "parts") == []
    assert Edition("2031-H1", project / "data").figure("von", "von", nganh="A").is_missing
