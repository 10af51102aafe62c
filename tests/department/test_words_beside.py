"""What a sentence says of its figures that they are not, as a department's tables and heads know it."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from department import answers, csv

from briefing.begin.tables import add_table
from helpers.editions import Edition
from helpers.problems import InputError
from helpers.prose import enumerated, prose


@pytest.fixture
def edition(project: Path) -> Edition:
    head = "Địa phương;Lúa: diện tích (ha);Lúa: sản lượng (tấn);Ngô: diện tích (ha);Được tưới (%)"
    add_table(
        csv(project, "cay", head, "Ea Súp;30;240;7;8", "Lắk;20;100;6;5", "Krông Ana;10;70;5;7"),
        answers(),
        yes=True,
        key="dia_phuong",
    )
    head = "Vật nuôi;Tổng đàn đầu kỳ (con);Tổng đàn cuối kỳ (con)"
    add_table(csv(project, "dan", head, "Trâu;10;12", "Bò;30;28"), answers(), yes=True, key="vat_nuoi")
    head = "Dự án;Kế hoạch vốn (tỷ đồng);Giải ngân vốn (tỷ đồng);Hộ hưởng lợi (hộ)"
    add_table(csv(project, "von", head, "Bảo tồn voi;10;4;50", "Hồ Lắk;90;20;30"), answers(), yes=True, key="du_an")
    return Edition("2031-Q1", project / "data")


def told(edition: Edition, words: str) -> list[str]:
    """What is said of a sentence, whose figures stand as expressions."""
    first, *rest = words.split("{")
    figures = (part.partition("}") for part in rest)
    said = first + "".join(
        format(edition.evaluate(expression.partition("|")[0]), expression.partition("|")[2]) + after
        for expression, _brace, after in figures
    )
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        prose(said)
    return [str(each.message).replace("\xa0", " ") for each in caught]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("Toàn tỉnh có {cay.lua_dien_tich(dia_phuong='Ea Súp')|unit} lúa.", "“toàn tỉnh” nhưng 30 ha chỉ tính 1 trên 3 dòng"),
        ("Diện tích ngô {cay.lua_dien_tich()|unit}.", "“ngô” nhưng 60 ha là của lúa"),
        ("Đàn bò đầu kỳ {dan.tong_dan_cuoi_ky(vat_nuoi='Bò')|unit}.", "“đầu” nhưng 28 con là của tổng đàn cuối kỳ"),
        ("Kế hoạch vốn là {von.giai_ngan_von()|unit}.", "24 tỷ đồng là của giải ngân vốn"),
        ("Đạt {von.giai_ngan_von() / von.ke_hoach_von(du_an='Bảo tồn voi')|.1%} kế hoạch.", "không phải của một dòng"),
        ("Trung vị diện tích {quantile(0.9, cay.lua_dien_tich())|.0}.", "“trung vị” nhưng 28 ha là phân vị"),
        ("Bình quân mỗi địa phương {median(cay.lua_dien_tich())|.0unit}.", "“bình quân” nhưng 20 ha là trung vị"),
        ("Tỷ lệ được tưới toàn tỉnh là {mean(cay.duoc_tuoi())|.1}.", "“toàn tỉnh” nhưng 6,67% là bình quân"),
        ("Lắk có {cay.lua_dien_tich(dia_phuong='Lắk')|unit} lúa, thấp nhất tỉnh.", "“thấp nhất” nhưng Krông Ana là 10 ha"),
        ("Nhiều nhất là Ea Súp ({cay.lua_dien_tich(dia_phuong='Ea Súp')|unit}) và Krông Ana ({cay.lua_dien_tich(dia_phuong='Krông Ana')|unit}).", "“Nhiều nhất” nhưng Lắk là 20 ha"),
        ("Giải ngân cao nhất là Hồ Lắk, {von.giai_ngan_von(du_an='Hồ Lắk') / von.ke_hoach_von(du_an='Hồ Lắk')|.1%}.", "“cao nhất” nhưng Bảo tồn voi là 40,00%"),
        ("Diện tích cao nhất là {min(cay.lua_dien_tich())|unit}.", "“cao nhất” nhưng 10 ha là số nhỏ nhất"),
        ("Bằng {von.giai_ngan_von() / von.ke_hoach_von()|.1%} số hộ hưởng lợi.", "“hộ hưởng lợi” nhưng 24,00% là trên kế hoạch vốn"),
    ],
)  # fmt: skip
def test_words_that_are_not_those_of_the_figure_are_said(edition, words, says):
    assert any(says in each for each in told(edition, words)), told(edition, words)


def test_a_change_says_only_once_that_it_rises(edition):
    with pytest.raises((InputError, ValueError), match="tăng"):
        told(edition, "Đàn tăng {dan.tong_dan_cuoi_ky() - dan.tong_dan_dau_ky()|trend}.")


@pytest.mark.parametrize(
    "words",
    [
        "Toàn tỉnh có {cay.lua_dien_tich()|unit} lúa, Ea Súp {cay.lua_dien_tich(dia_phuong='Ea Súp')|unit}.",
        "Toàn tỉnh có {dan.tong_dan_cuoi_ky(vat_nuoi='Bò')} con bò.",
        "Diện tích lúa {cay.lua_dien_tich()|unit}, ngô {cay.ngo_dien_tich()|unit}.",
        "Sản lượng {cay.lua_san_luong()|unit}, năng suất {cay.lua_san_luong() / cay.lua_dien_tich()|.1unit}.",
        "Tổng đàn đầu kỳ {dan.tong_dan_dau_ky()|unit}, cuối kỳ {dan.tong_dan_cuoi_ky()|unit}.",
        "Từ đầu kỳ đến nay tổng đàn là {dan.tong_dan_cuoi_ky()|unit}.",
        "Đạt {von.giai_ngan_von() / von.ke_hoach_von()|.1%} kế hoạch với {von.giai_ngan_von()|unit}.",
        "So với kế hoạch vốn, đã giải ngân {von.giai_ngan_von()|unit}.",
        "Trung vị {median(cay.lua_dien_tich())|unit}, bình quân {mean(cay.lua_dien_tich())|.1unit}, cao nhất {max(cay.lua_dien_tich())|unit}.",
        "Giải ngân đạt {von.ke_hoach_von() / von.giai_ngan_von()|.1%} nhu cầu; tại các hộ có {von.ke_hoach_von()|unit}.",
        "Đạt {von.giai_ngan_von() / von.ke_hoach_von()|.1%} và hộ hưởng lợi là {von.ho_huong_loi()|unit}.",
        "Giải ngân gấp {von.giai_ngan_von() / von.giai_ngan_von(du_an='Hồ Lắk')|.1times} Hồ Lắk.",
        "Ea Súp chiếm {cay.lua_dien_tich(dia_phuong='Ea Súp') / cay.lua_dien_tich()|.1%} diện tích lúa toàn tỉnh.",
    ],
)
def test_a_sentence_that_says_what_its_figures_are_is_left_alone(edition, words):
    assert told(edition, words) == []


@pytest.mark.parametrize(
    "words",
    [
        "Nhiều nhất là Ea Súp ({cay.lua_dien_tich(dia_phuong='Ea Súp')|unit}) và Lắk ({cay.lua_dien_tich(dia_phuong='Lắk')|unit}), ít nhất là Krông Ana ({cay.lua_dien_tich(dia_phuong='Krông Ana')|unit}).",
        "Lắk có {cay.lua_dien_tich(dia_phuong='Lắk')|unit} lúa, nhiều nhất trong các địa phương còn lại.",
        "Cao nhất là {max(cay.lua_dien_tich())|unit}; cả vùng có {cay.lua_dien_tich()|unit}.",
        "Giải ngân thấp nhất là Hồ Lắk, {von.giai_ngan_von(du_an='Hồ Lắk') / von.ke_hoach_von(du_an='Hồ Lắk')|.1%}.",
    ],
)
def test_what_is_the_highest_or_the_lowest_may_be_called_so(edition, words):
    assert told(edition, words) == []


def test_a_name_with_a_comma_is_one_of_those_that_are_listed(project):
    """“3 dự án: Cầu sông Ba, phường Ayun Pa, …” were five."""
    head = "Dự án;Vốn (tỷ đồng)"
    rows = ["Cầu sông Ba, phường Ayun Pa;4", "Đường ven biển;20", "Kè và cống An Khê;7"]
    add_table(csv(project, "duan", head, *rows), answers(), yes=True, key="du_an")
    edition = Edition("2031-Q1", project / "data")
    funds = edition.register("duan").set_index("du_an")["von"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        prose(f"Có {funds.rows()} dự án: {enumerated(funds, '{label}')}.")
    with pytest.warns(UserWarning, match="3, nhưng kể 2 tên"):
        prose(f"Có {funds.rows()} dự án: {enumerated(funds.head(2), '{label}')}.")


def test_a_mean_for_each_in_another_thousand_has_its_unit(project):
    head = "Lĩnh vực;Tiền phạt (đồng);Quyết định (quyết định)"
    add_table(csv(project, "phat", head, "A;4000000;2", "B;9000000;3"), answers(), yes=True, key="linh_vuc")
    edition = Edition("2031-Q1", project / "data")
    each = "phat.tien_phat() / phat.quyet_dinh() / 1000000"
    assert told(edition, f"Bình quân mỗi quyết định phạt {{{each}|.1}} triệu đồng.") == []
    (said,) = told(edition, f"Bình quân mỗi quyết định phạt {{{each}|.1}} nghìn đồng.")
    assert "“■ nghìn đồng” nhưng" in said
