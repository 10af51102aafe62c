"""Proofreading: more than thirty kinds of leftovers and contradictions, each seeded into a sound second edition and found."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import samples
from conftest import PUBLISHED, briefing
from samples import find, load, save, with_next_year

from helpers import review
from helpers.audit.proofreading import proofread
from helpers.data.checking import check_folder
from helpers.data.schema import TABLES
from helpers.editions import Edition
from helpers.values.lunar import lunar_year

LAST, NOW = "2031-Q3", "2032-Q3"
SAID = [  # what is written into a sentence of its own, and the rule that notices
    ("a year that is over", "Kế hoạch năm 2031 được triển khai.", "time"),
    ("a year long ago", "Dự án năm 2023 được phê duyệt.", "time"),
    ("a year far ahead", "Chương trình năm 2052 được duyệt.", "time"),
    ("a day of last year", "Hội nghị tổ chức ngày 05/8/2031.", "time"),
    ("a day of last year in words", "Hội nghị tổ chức ngày 05 tháng 8 năm 2031.", "time"),
    ("a day after the period", "Lễ phát động ngày 20/11/2032 đã diễn ra.", "time"),
    ("a day that there is not", "Lễ phát động ngày 31/9/2032 đã diễn ra.", "time"),
    ("a day without its year", "Lễ phát động ngày 20/8 đã diễn ra.", "number"),
    ("another weekday than the day's", "Hội nghị tổ chức thứ Tư, ngày 05/8/2032.", "time"),
    ("a time that holds on the day of writing", "Mới đây, Sở họp báo.", "time"),
    ("last year's lunar year", "Dịp Tết Tân Hợi, mạng lưới thông suốt.", "time"),
    ("a lunar year beside another one's number", "Báo Xuân Nhâm Tý 2031 được phát hành.", "time"),
    ("a term that is over", "Nhiệm kỳ 2025-2030 được đánh giá.", "time"),
    ("a term that runs backwards", "Đề án giai đoạn 2035-2031 được duyệt.", "time"),
    ("another length of period", "Trong 6 tháng đầu năm, Sở họp báo.", "time"),
    ("another quarter", "Trong quý I, Sở họp báo.", "time"),
    ("an anniversary miscounted", "Tổ chức kỷ niệm 100 năm Ngày thành lập (1930-2032).", "time"),
    ("an anniversary that is over", "Tổ chức kỷ niệm 100 năm Ngày Báo chí (21/6/1931-21/6/2031).", "time"),
    ("last year's ordinal", "Hội thi Tin học trẻ tỉnh Bình An lần thứ XX đã khai mạc.", "number"),
    ("a number in words", "Sở tổ chức mười hai lớp.", "number"),
    ("a number of an Asian keyboard", "Sở tổ chức ４０ lớp.", "number"),
    ("a document that is not registered", "Thực hiện Quyết định số 1/QĐ-BTT.", "number"),
    ("a person", "Giám đốc Lưu Xuân Vĩnh chỉ đạo.", "name"),
    ("an agency", "Sở phối hợp Sở Ngoại vụ.", "name"),
    ("another language", "The province has it.", "name"),
    ("a hole", "Sở tổ chức ??? lớp.", "hole"),
    ("a word that nothing bears out", "Các đơn vị đều họp.", "judgment"),
    ("an estimate in a period of results", "Số liệu là số ước.", "estimate"),
    ("an increase that is a decrease", "Số đơn tăng {counts.change(item='petitions')} đơn.", "trend"),
    ("a computed increase that is none", "Văn bản tăng {growth(edocuments.documents())}.", "trend"),
    (
        "all that are not all",
        "Toàn bộ {coverage.done(subject='ngsp')}/{coverage.total(subject='ngsp')} hệ thống đã kết nối.",
        "judgment",
    ),
    (
        "a figure of another level",
        "Cấp tỉnh tiếp nhận {dossiers_received.dossiers(level='commune')} hồ sơ.",
        "other_figure",
    ),
    (
        "more names than are counted",
        "Có {counts.value(item='internet_lines'):02} đường truyền của Viettel, VNPT và FPT.",
        "listed",
    ),
    (
        "a part larger than its whole",
        "Trong {counts.value(item='shared_sites'):unit} có {counts.value(item='station_sites'):unit} dùng chung.",
        "part_of",
    ),
    (
        "what goes out counted as what came in",
        "Toàn tỉnh gửi đi {edocuments.documents(direction='incoming'):unit}.",
        "other_figure",
    ),
    (
        "last year's same period said of the period before",
        "So với quý trước, số đơn {growth(counts.value(item='petitions')):trend}.",
        "other_period",
    ),
    ("a sum called a mean", "Bình quân có {base_stations.stations():unit}.", "statistic"),
    (
        "a number of the year before",
        "Sở nhận {counts.value(item='petitions', period='@last_year'):unit}.",
        "other_period",
    ),
    (
        "a number over last year's called an increase",
        "Số đơn tăng {counts.value(item='petitions') / counts.value(item='petitions', period='@last_year'):.1%}.",
        "trend",
    ),
    ("a value that no row has", "Có {plan_projects.rows(result='Đã xong')} dự án đã triển khai.", "unknown"),
    ("a sentence of another section", "Công tác thông tin cơ sở được duy trì.", "repeated"),
    ("a sentence that stands in another section, too", "Công tác thông tin cơ sở  được duy trì.", "repeated"),
    ("a document with another date", "Thực hiện Quyết định số 159/QĐ-UBND ngày 19/3/2032.", "same_document"),
    ("the same things counted once", "Toàn tỉnh có 12 điểm phát sóng miễn phí công cộng.", "number"),
    ("the same things counted otherwise", "Đến nay có 15 điểm phát sóng miễn phí công cộng.", "number"),
]


def spoilt(tables: samples.Tables) -> dict[str, str]:
    """Spoil the second edition in every way; gives what must be found of each, by its name."""
    sentences = [row for row in tables["statements"] if row["period"] == NOW and row["section"][:3] in ("I.7", "I.4")]
    sentences += [
        row for row in tables["statements"] if row["period"] == NOW and row["section"] in ("II.3", "I.6.2", "III")
    ]
    wanted = {}
    for row, (name, text, rule) in zip(sentences, SAID, strict=False):
        row["text"] += f" {text}"
        wanted[name] = f"{rule}@statements.text,{TABLES['statements'].row_id(row)}"
    assert len(wanted) == len(SAID)
    find(tables, "counts", period=NOW, item="petitions")["change"] = "-1"
    organisation = find(tables, "organisation", period=NOW)
    organisation |= {"name": "Sở Khoa học và Công nghệ", "province": "tỉnh Khánh An", "parent": "UBND tỉnh Khánh An"}
    wanted["the organisation's old name"] = "ended@Sở Thông tin và Truyền thông"
    wanted["the province's old name"] = "ended@Bình An"
    tables["codes"].append({"list": "provider", "code": "mobifone", "order": "3", "label": "MobiFone"})
    links = find(tables, "internet_links", period=NOW, provider="vnpt", route="domestic")
    tables["internet_links"].append(links | {"provider": "mobifone"})
    wanted["a third provider"] = "names@statements.text,section=I.2.2,topic=internet,order=1"
    tables["base_stations"].remove(find(tables, "base_stations", period=NOW, generation="3G"))
    wanted["a name without figures"] = "names@statements.text,section=I.3.2,topic=fibre,order=1"
    find(tables, "statements", period=NOW, section="III", topic="directions", order="2")["state"] = ""
    wanted["a sentence copied by hand"] = "identical@statements.text,section=III,topic=directions,order=2"
    project = find(tables, "plan_projects", period=NOW, project="p01")
    project |= {"result": find(tables, "plan_projects", period=LAST, project="p01")["result"], "due": "Quý II/2031"}
    wanted["last year's result"] = "identical@plan_projects.result,project=p01"
    find(tables, "plan_projects", period=NOW, project="p02")["due"] = "Quý I/2031"
    wanted["deadlines that are over"] = "due@plan_projects.due,project=p01"
    counted = find(tables, "plan_projects", period=NOW, project="p03")
    counted["result"] = "Đã triển khai tại 02 địa bàn: xã An Hải, xã Bắc Sơn; tại 03 đơn vị: Văn phòng, Thanh tra."
    wanted["a typed number beside a list of fewer"] = "counted@plan_projects.result,project=p03"
    tables["counts"].remove(find(tables, "counts", period=NOW, item="email_use_low"))
    wanted["a figure missing inside a sentence"] = "counts.rows(item='email_use_low')"
    find(tables, "assigned_tasks", period=NOW, state="completed", deadline="overdue")["tasks"] = "2"
    wanted["a claim that figures contradict"] = (
        "claim@section=II.2,topic=assigned_tasks,order=1,words=không có văn bản trễ và tồn đọng"
    )
    find(tables, "statements", period=NOW, section="I.5", topic="publishing")["state"] = "confirmed"
    carried = find(tables, "statements", period=NOW, section="III", topic="directions", order="3")
    carried |= {
        "state": "carried",
        "text": find(tables, "statements", period=LAST, section="III", topic="directions", order="3")["text"],
    }
    wanted["a sentence nobody has looked at"] = "statements.rows(section='III', topic='directions', order='3')"
    tables["dossiers_received"] = [
        r for r in tables["dossiers_received"] if (r["period"], r["level"]) != (NOW, "district")
    ]
    wanted["all rows of a level"] = "dossiers_received.rows(level='district')"
    tables["licences"] = [row for row in tables["licences"] if row["period"] != NOW]
    wanted["all rows of a table"] = "licences.rows()"
    wanted["a row"] = "base_stations.rows(generation='3G')"
    find(tables, "documents", period=NOW, document="10/KH-STTTT")["number"] = ""
    wanted["a document without its number"] = "documents.rows(document='10/KH-STTTT')"
    organisation["request"] = ""
    wanted["a cell to be stated anew"] = "organisation.rows()"
    tables["controls"] = [row for row in tables["controls"] if row["period"] != NOW]
    return wanted


WANTED = spoilt(with_next_year(load()))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    tables = with_next_year(load())
    spoilt(tables)
    data = save(tables, tmp_path_factory.mktemp("spoilt") / "data")
    check_folder(data)
    checked = review.result(Edition(NOW, data))
    return {finding["id"] for finding in checked["findings"]} | {gap["rows"] for gap in checked["gaps"]}


def test_more_than_thirty_kinds_are_seeded():
    assert len(WANTED) >= 36 and len(set(WANTED.values())) == len(WANTED)


@pytest.mark.parametrize("leftover", WANTED)
def test_what_is_left_over_or_contradicts_is_found(found, leftover):
    assert WANTED[leftover] in found


def test_a_sound_second_edition_has_no_finding_and_no_gap(tmp_path):
    checked = review.result(Edition(NOW, save(with_next_year(load()), tmp_path)))
    assert ([finding["id"] for finding in checked["findings"]], checked["gaps"]) == ([], [])


def test_nothing_is_said_of_the_words_of_the_published_edition_and_of_the_synthetic_one():
    for data in (PUBLISHED, samples.SYNTHETIC):
        assert [check.id for check in proofread(Edition("", data)).checks] == []


@pytest.mark.parametrize(
    ("year", "name"), [(1984, "Giáp Tý"), (2023, "Quý Mão"), (2024, "Giáp Thìn"), (2025, "Ất Tỵ"), (2026, "Bính Ngọ"), (2043, "Quý Hợi"), (2044, "Giáp Tý")]
)  # fmt: skip
def test_lunar_years_follow_the_cycle_of_sixty(year, name):
    assert lunar_year(year) == name


@pytest.fixture
def stale(tmp_path: Path) -> Path:
    """The second edition with one sentence that speaks of last year."""
    tables = with_next_year(load())
    find(tables, "statements", period=NOW, section="II.3", order="2")["text"] += " Kế hoạch năm 2031 được triển khai."
    return save(tables, tmp_path / "data")


def test_the_command_says_what_where_and_which_id(stale):
    ran = briefing("check", NOW, "--data", stale)
    assert ran.code == 0, ran.err
    assert "“2031” đã qua trước kỳ báo cáo, trong “Trên cơ sở chỉ đạo đó" in ran.out
    assert "time@statements.text,section=II.3,topic=leadership,order=2" in ran.out


def test_a_finding_is_set_aside_with_a_reason_that_falls_when_the_sentence_changes(stale):
    (finding,) = review.result(Edition(NOW, stale))["findings"]
    tables = load(stale)
    tables["acceptances"] = [
        {"period": NOW, "finding": finding["id"], "seen": finding["seen"], "reason": "Nói về năm trước.", "decided_by": "VP", "date": "2032-09-30"}
    ]  # fmt: skip
    assert [f["state"] for f in review.result(Edition(NOW, save(tables, stale)))["findings"]] == ["accepted"]
    find(tables, "statements", period=NOW, section="II.3", order="2")["text"] += " Thêm câu."
    assert [f["state"] for f in review.result(Edition(NOW, save(tables, stale)))["findings"]] == ["open"]


def test_an_acceptance_of_what_is_no_finding_any_more_is_refused(stale):
    (finding,) = review.result(Edition(NOW, stale))["findings"]
    tables = load(stale)
    row = {"period": NOW, "seen": finding["seen"], "reason": "x", "decided_by": "VP", "date": "2032-09-30"}
    tables["acceptances"] = [row | {"finding": finding["id"].replace("order=2", "order=9")}]
    ran = briefing("check", NOW, "--data", save(tables, stale))
    assert ran.code == 2 and "near: time@statements.text,section=II.3" in ran.err
    text = find(tables, "statements", period=NOW, section="II.3", order="2")
    text["text"] = text["text"].replace("năm 2031", "năm 2032")
    tables["acceptances"] = [row | {"finding": finding["id"]}]
    ran = briefing("check", NOW, "--data", save(tables, stale))
    assert ran.code == 2 and "this check holds now" in ran.err


def test_unfinished_projects_with_old_deadlines_are_one_finding(tmp_path):
    tables = load()
    for row in tables["plan_projects"]:
        row["due"] = "Năm 2029"
    found = review.result(Edition("2031-Q3", save(tables, tmp_path)))["findings"]
    late = [finding for finding in found if finding["id"].startswith("due@")]
    assert len(late) == len(tables["plan_projects"]) > 1
    assert len({finding["number"] for finding in late}) == 1


def test_a_name_that_has_ended_is_one_finding_that_lists_its_places(tmp_path):
    tables = with_next_year(load())
    find(tables, "organisation", period=NOW)["name"] = "Sở Khoa học và Công nghệ"
    own = [(line, row) for line, row in enumerate(tables["statements"], 2) if row["period"] == NOW]
    for _line, row in own[:3]:
        row["text"] += " Sở Thông tin và Truyền thông đã có báo cáo."
    found = review.result(Edition(NOW, save(tables, tmp_path)))["findings"]
    (ended,) = (each for each in found if each["id"] == "ended@Sở Thông tin và Truyền thông")
    lines = re.search(r"chỗ khác \((.*)\)", json.dumps(ended, ensure_ascii=False))[1]
    assert [line for line, _row in own[1:3]] == [int(line) for line in re.findall(r"\d+", lines)][:2]
    assert lines.startswith("statements.csv dòng ")
