"""The closed world of words: what is typed in a sentence is declared, of the period, or found."""

from __future__ import annotations

import pytest

from helpers.audit.literals import Literal, _of_code
from helpers.audit.names import Lexicon
from helpers.audit.passages import TextCell
from helpers.audit.times import Times
from helpers.audit.typed import typed

HALF = Times({"date_from": "2025-01-01", "date_to": "2025-06-30", "kind": "half"}, "2024")
YEAR = Times({"date_from": "2025-01-01", "date_to": "2025-12-31", "kind": "year"}, "2024")
LEXICON = Lexicon(
    [
        ("Sở", ""),
        ("UBND", ""),
        ("24/7", ""),
        ("một số", ""),
        ("Ban Tuyên giáo", "không còn"),
        ("Ban Tuyên giáo và Dân vận", ""),
        ("Phan Rang", ""),
        ("thành phố Phan Rang - Tháp Chàm", ""),
        ("Huyện Ninh Hải", ""),
        ("Ninh Hải", ""),
        ("người đứng đầu", ""),
        ("sắp xếp", ""),
    ]
)


def found(
    text: str, kind: str = "activity", vouched: tuple[str, ...] = (), table: str = "statements", times: Times = HALF
) -> list[str]:
    """What is found in a text: the rule, and what it quotes."""
    passage = TextCell(table, 2, "text", {"kind": kind}, text)
    return [f"{rule} {said.split('”')[0][1:]}" for rule, said in typed(passage, LEXICON, times, vouched)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Sở tổ chức 10 lớp.", ["number tổ chức 10 lớp."]),
        ("Sở tổ chức \uff11\uff10 lớp.", ["number tổ chức \uff11\uff10 lớp."]),
        ("Phòng máy rộng 45m².", ["number máy rộng 45m²."]),
        ("Mô hình IV lớp.", ["number Mô hình IV lớp."]),
        ("Sở tổ chức mười hai lớp.", ["number tổ chức mười hai lớp."]),
        ("Thực hiện Quyết định số 1/QĐ-X.", ["number định số 1/QĐ-X.", "name Thực hiện Quyết định"]),
        ("Kết quả nêu tại trang 7.", ["number tại trang 7."]),
        ("Đến ngày 28/5, Sở họp.", ["number Đến ngày 28/5, Sở"]),
        ("Đến ngày 28/5/2024, Sở họp.", ["time 28/5/2024"]),
        ("Họp thứ Tư, ngày 15/5/2025.", ["time thứ Tư, ngày 15/5/2025"]),
        ("Trong quý III, Sở họp.", ["time quý III"]),
        ("Trong 9 tháng đầu năm, Sở họp.", ["time 9 tháng đầu năm"]),
        ("So với năm 2023, Sở họp.", ["time 2023"]),
        ("Đề án giai đoạn 2016-2020.", ["time 2016-2020"]),
        ("Mới đây, Sở họp.", ["time Mới đây, Sở"]),
        ("Dịp Tết Giáp Thìn vui.", ["time Giáp Thìn", "name Dịp Tết Giáp"]),
        ("Sở phối hợp Sở Ngoại vụ.", ["name hợp Sở Ngoại vụ."]),
        ("Giám đốc Lưu Xuân Vĩnh họp.", ["name Giám đốc Lưu Xuân Vĩnh họp."]),
        ("Riêng đặc khu Phú Quốc đạt.", ["name đặc khu Phú Quốc"]),
        ("The province has it.", ["name The province has it."]),
        ("Sở tổ chức ??? lớp.", ["hole tổ chức ??? lớp."]),
        ("Các đơn vị đều họp.", ["judgment đơn vị đều họp."]),
        ("Số đơn giảm.", ["judgment Số đơn giảm."]),
        ("Sở không nhận đơn nào.", ["judgment Sở không nhận đơn"]),
        ("Phối hợp Ban Tuyên giáo họp.", ["ended Ban Tuyên giáo"]),
        ("Sở họp tại thị xã Phan Rang.", ["name thị xã Phan Rang"]),
        ("Phường Ninh Hải họp.", ["name Phường Ninh Hải"]),
    ],
)
def test_what_nothing_bears_out_is_quoted_with_the_words_beside_it(text, said):
    assert found(text) == said


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (
            'parts = files[["a", "b"]].set_axis(["Đúng hạn", "Trễ hạn"], axis=1)',
            [("Đúng hạn", "head"), ("Trễ hạn", "head")],
        ),
        ('parts.columns = ["Đúng hạn", "Trễ hạn"]', [("Đúng hạn", "head"), ("Trễ hạn", "head")]),
        ('prose("Một câu.\\nSở_Y tế họp, ghi.")', [("Một câu.\nSở_Y tế họp, ghi.", "")]),
        (
            'axes.legend(loc="upper left", title="thu chi"); axes.annotate(name, at, textcoords="offset points")',
            [("thu chi", "")],
        ),
        ('late = tasks[tasks["state"] == "Chậm tiến độ"]', []),
        ('rows = [edition.of(k) for k in (f"{edition.year}-Q1", "2030-H1")]', []),
    ],
)
def test_heads_are_no_sentences(cell, told):
    assert list(_of_code(cell)) == told


def test_a_head_may_say_that_its_numbers_are_those_of_now():
    assert [each for each in typed(Literal("1.ipynb", 1, "Hiện tại (triệu m3)", "head"), LEXICON, HALF, ())] == []


@pytest.mark.parametrize(
    "text",
    [
        "Tăng cường phòng, chống cháy rừng.",
        "Xử lý dứt điểm hồ sơ tồn đọng.",
        "Hoàn thành toàn bộ nhiệm vụ đúng hạn, không để phát sinh khiếu nại.",
        "Tập trung giảm số học sinh bỏ học, tuyển dụng giáo viên.",
    ],
)
def test_what_a_task_is_to_reach_needs_no_figures(text):
    assert found(text, kind="direction") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Giải quyết hồ sơ tồn trước ngày 15/4/2025.", ["time 15/4/2025"]),
        ("Giải quyết hồ sơ tồn chậm nhất là ngày 30/6/2025.", ["time 30/6/2025"]),
        ("Hoàn thành trong tháng 5/2025.", ["time tháng 5/2025"]),
        ("Hoàn thành trong quý II.", ["time quý II"]),
        ("Giải quyết hồ sơ tồn trước ngày 15/7/2025.", []),
        ("Hoàn thành trong quý III.", []),
        ("Phát huy kết quả đạt được trong quý II.", []),
    ],
)
def test_what_is_to_be_done_after_the_period_is_not_due_in_it(text, said):
    """“trước ngày 15/4/2026” was carried into the report of June."""
    assert found(text, kind="direction", times=QUARTER) == said
    assert found("Sở họp trước ngày 15/4/2025.", times=QUARTER) == []


def test_a_half_year_may_be_called_by_its_months():
    assert found("Tổng số học sinh bỏ học sáu tháng lớn.", times=HALF) == []
    assert found("Tổng số học sinh bỏ học sáu tháng lớn.", times=QUARTER) == ["number bỏ học sáu tháng"]


def test_what_a_direction_says_of_today_needs_them():
    assert found("Tiếp tục giữ vững vị trí dẫn đầu.", kind="direction") == ["judgment vị trí dẫn đầu."]


QUARTER = Times({"date_from": "2025-04-01", "date_to": "2025-06-30", "kind": "quarter"}, "2024")


@pytest.mark.parametrize(
    ("text", "times", "said"),
    [
        ("Phương hướng, nhiệm vụ trọng tâm quý III", QUARTER, []),
        ("II. Nhiệm vụ trọng tâm quý III năm 2025", QUARTER, []),
        ("II. Nhiệm vụ trọng tâm quý II năm 2025", QUARTER, ["time quý II năm 2025"]),
        ("Phương hướng, nhiệm vụ quý I", QUARTER, ["time quý I"]),
        ("Phương hướng, nhiệm vụ 6 tháng cuối năm 2025", HALF, []),
        ("Phương hướng, nhiệm vụ 6 tháng đầu năm 2025", HALF, ["time 6 tháng đầu năm 2025"]),
        ("Phương hướng, nhiệm vụ 6 tháng cuối năm 2024", HALF, ["time 6 tháng cuối năm 2024"]),
        ("Phương hướng, nhiệm vụ năm 2024", HALF, ["time 2024"]),
        ("Phương hướng, nhiệm vụ năm 2025", QUARTER, []),
        ("Phương hướng, nhiệm vụ năm 2026", YEAR, []),
        ("Kết quả thực hiện nhiệm vụ trọng tâm quý III", QUARTER, ["time quý III"]),
    ],
)
def test_the_title_of_what_is_to_come_names_the_next_period(text, times, said):
    """“Nhiệm vụ trọng tâm quý II” of a first quarter's report was after its period; left over in the second it was right."""
    assert [each for each in found(text, kind="", times=times) if each.startswith("time")] == said


@pytest.mark.parametrize(
    "words",
    [
        *("dẫn đầu", "đứng đầu", "đi đầu", "dẫn dắt", "hàng đầu", "vượt trội", "vượt bậc", "nổi trội", "tiên phong"),
        *("xếp hạng cao", "xếp loại tốt", "xếp thứ nhì", "tăng hạng", "lên hạng", "tụt bậc", "kỷ lục", "cuối bảng"),
        *("đã hoàn thành", "đã được hoàn tất", "trễ hạn", "chậm tiến độ"),
    ],
)
def test_words_that_rank_and_that_complete_are_judgments(words):
    (said,) = found(f"Công việc của tỉnh {words}.")
    assert said.startswith("judgment")
    assert found(f"Công việc của tỉnh {words}.", vouched=(words,)) == []


@pytest.mark.parametrize(
    "words",
    [
        *(
            "nhiệm kỳ trước",
            "nhiệm kỳ này",
            "kỳ trước",
            "quý trước",
            "tháng trước",
            "tháng này",
            "tuần qua",
            "tuần này",
        ),
        *("vừa qua", "mới đây", "gần đây", "hiện nay", "hiện tại", "năm qua", "năm ngoái", "lần trước"),
        *("cùng kỳ năm ngoái", "giữa năm", "cuối năm", "đầu tháng", "đầu năm 2024", "lâu nay", "giai đoạn trước"),
    ],
)
def test_spans_relative_to_an_unnamed_day_are_found(words):
    (said,) = found(f"Công việc của {words}.")
    assert said.startswith("time")


@pytest.mark.parametrize(
    "text",
    [
        "Sở họp tại thành phố Phan Rang và huyện Ninh Hải.",
        "Vai trò của người đứng đầu được sắp xếp.",
        "Tỉnh xếp thứ {counts.value(item='x')}.",
        "Sở đã hoàn thành {counts.value(item='x'):unit}.",
        "Hiện nay, {counts.value(item='x'):unit} cán bộ có máy tính.",
        "Báo chí phản ánh những tháng đầu năm, từ đầu năm.",
        "Sở trực 24/7 và một số phòng họp.",
        "Sở phối hợp Ban Tuyên giáo và Dân vận.",
        "Sở họp ngày 15/5/2025.",
        "Sở họp thứ Năm, ngày 15/5/2025.",
        "Trong quý I/2025, Sở họp.",
        "Trong 6 tháng đầu năm, Sở họp.",
        "Đề án giai đoạn 2021-2025, tầm nhìn đến năm 2045.",
        "So với cùng kỳ năm 2024, Sở họp.",
        "Dịp Ất Tỵ, Sở họp.",
        "Có {counts.value(item='x'):unit} theo {document('1/QĐ-X')}.",
        "Các nhóm gồm: a) dữ liệu; b) nhân lực.",
        "So với cùng kỳ năm trước, Sở họp.",
    ],
)
def test_what_is_declared_computed_cited_or_of_the_period_passes(text):
    assert found(text) == []


def test_a_claim_answers_for_its_words_only():
    assert found("Các xã đều họp. Các huyện đều họp.", vouched=("Các xã đều họp",)) == ["judgment Các huyện đều họp."]


def test_tasks_to_come_may_name_what_is_not_over():
    text = "Sở sẽ họp trong tháng 9/2025."
    assert found(text) == ["time tháng 9/2025", "time Sở sẽ họp"]
    assert found(text, kind="direction") == []


def test_titles_and_labels_are_tried_for_what_is_over_only():
    assert found("Sản phẩm XYZ của 10 xã năm 2024", table="counts") == ["time 2024"]
    assert found("Ban Tuyên giáo", table="recipients") == ["ended Ban Tuyên giáo"]


@pytest.mark.parametrize(
    ("text", "in_a_half"),
    [
        ("Cả năm, Sở thu {counts.rows()}.", ["time Cả năm, Sở"]),
        ("Sở thu {counts.rows()}, bằng {counts.rows()} so với năm trước.", ["time so với năm trước."]),
        ("Thứ hạng của Ninh Hải là {counts.rows()}.", []),
        ("Thu trung bình một đơn vị là {counts.rows()}.", []),
        ("Diện tích trung vị của một đơn vị là {counts.rows()}.", []),
    ],
)
def test_what_a_years_report_says_of_its_year_is_exact(text, in_a_half):
    assert (found(text), found(text, times=YEAR)) == (in_a_half, [])


def test_what_is_vague_in_a_years_report_too_is_found():
    assert found("Thứ hạng được giữ vững.", times=YEAR) == ["judgment Thứ hạng được"]
    assert found("Năm trước, Sở họp.", times=YEAR) == ["time Năm trước, Sở"]
    assert found("Còn một đơn vị chậm.", times=YEAR)[:1] == ["number Còn một đơn"]


def test_what_holds_in_each_period_or_is_a_unit_is_no_finding():
    assert found("Tháng cuối quý có {a.b()} lượt.") == []
    assert found("Xây dựng kế hoạch sắp xếp tổ chức bộ máy của chính quyền địa phương hai cấp.") == []
    assert found("Đến cuối quý có {a.b()} lượt.") == ["time Đến cuối quý có"]

    def of_notebook(words: str, role: str) -> list[str]:
        return [rule for rule, _ in typed(Literal("01_a.ipynb", 3, words, role), LEXICON, HALF, ())]

    assert [of_notebook(each, "head") for each in ("Năm nay", "Năm trước", "Triệu đồng/học viên")] == [[], [], []]
    assert of_notebook("Việc làm năm nay và năm trước", "caption") == []
    assert of_notebook("Việc làm vừa qua", "caption") == ["time"]
    assert of_notebook("Năm nay tăng cao", "") == ["judgment"]


def test_the_number_of_a_document_is_no_month():
    """“88/2025/QĐ-UBND” was “88/2025”, a month that no calendar has."""
    found_in = found("Sở trình Quyết định số 88/2025/QĐ-UBND.")
    assert [each.partition(" ")[0] for each in found_in] == ["number", "name"]
    assert found("Sở họp tháng 13/2025.") == ["time tháng 13/2025"]


def test_what_is_no_number_is_none():
    assert found("Một số dự án giải ngân chậm.") == []
    assert found("Chênh lệch, điểm phần trăm") == []
    assert found("Chiếm năm phần trăm.") == ["number Chiếm năm phần trăm."]
    assert found("Sở vá {a.b()} ô trên {a.c()} tuyến.") == []
    assert found("Sở vá trên {a.c()} tuyến.") == ["judgment Sở vá trên ■"]


def test_the_greatest_may_be_called_so():
    assert found("Có {a.b()} hồ sơ, hồ sơ dài nhất mất {max(a.c()):unit}.") == []
    assert found("Thấp nhất là {min(a.c()):unit}, cao nhất {max(a.c())}.") == []
    assert found("Hồ sơ dài nhất mất {min(a.c()):unit}.") == ["judgment sơ dài nhất mất"]
    assert found("Có {max(a.c())} ngày, Sở đạt cao nhất.") == ["judgment đạt cao nhất."]


def test_a_name_is_quoted_whole():
    """“tra sở thông tin”, “tin và truyền” were two findings of one name."""
    assert found("Thanh tra Sở Thông tin và Truyền thông đã xử phạt.") == ["name tra Sở Thông tin và Truyền thông"]
    assert found("Theo đó Phong Điền và Quảng Điền đã báo cáo.") == [
        "name Theo đó Phong Điền",
        "name Điền và Quảng Điền",
    ]
