"""A stranger's sentences: what is left over is found where it stands, what is as it should be passes, in tables and in notebooks."""

import json
import re
from pathlib import Path

import pytest
from corpus import leftovers_counter, leftovers_fourth, leftovers_second, leftovers_third
from corpus.leftovers_strangers import IN_NOTEBOOKS, INNOCENT, LEFT_IN_2025_H1, LEFT_IN_2026_H1, MISSED
from corpus.test_leftovers import new_edition
from corpus.words_runner import Copy

from helpers.audit.literals import literals
from helpers.audit.proofreading import proofread
from helpers.data.carrying import begin
from helpers.editions import Edition
from helpers.project import PROJECT

OF_THE_PLACE = {"identical", "repeated"}  # says nothing of the words
LOOKS_AHEAD = ("I.1", "III")


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """2025-H1 and 2026-H1, begun one after the other."""
    copy = new_edition(tmp_path_factory.mktemp("strangers") / "data")
    begin(copy.folder, "2026-H1", "2025-H1")
    return copy


def found(copy: Copy, period: str, sentences: list[str]) -> dict[str, set[str]]:
    """The rules that speak of each sentence, written into a statement of its own."""
    columns, kept = copy.read("statements")
    _, rows = copy.read("statements")
    places = [r for r in rows if r["period"] == period and r["section"] not in LOOKS_AHEAD]
    said: dict[str, set[str]] = {}
    for start in range(0, len(sentences), len(places)):
        group = sentences[start : start + len(places)]
        for row, text in zip(places, group, strict=False):
            row |= {"text": text, "state": "confirmed"}
        copy.write("statements", columns, rows)
        edition = Edition(period, copy.folder)
        texts = {line: row["text"] for line, row in edition.records["statements"].items()}
        said |= {text: set() for text in group}
        for check in proofread(edition).checks:
            for table, line, _ in check.cells:
                if table == "statements" and texts[line] in group:
                    said[texts[line]] |= {check.id.partition("@")[0]} - OF_THE_PLACE
    copy.write("statements", columns, kept)
    return said


@pytest.mark.parametrize(
    ("period", "sentences"),
    [
        ("2025-H1", LEFT_IN_2025_H1),
        ("2026-H1", LEFT_IN_2026_H1),
        ("2025-H1", leftovers_second.LEFT_IN_2025_H1),
        ("2026-H1", leftovers_second.LEFT_IN_2026_H1),
        ("2025-H1", leftovers_third.LEFT_IN_2025_H1),
        ("2025-H1", leftovers_fourth.LEFT_IN_2025_H1),
        ("2025-H1", leftovers_counter.LEFT_IN_2025_H1),
        ("2025-H1", leftovers_counter.WITHOUT_DIGITS),
    ],
)
def test_what_a_stranger_left_over_is_found(editions: Copy, period: str, sentences: list[str]) -> None:
    said = found(editions, period, sentences)
    assert [text for text in sentences if not said[text]] == []


def test_what_is_not_found_and_what_has_to_be_declared_is_known(editions: Copy) -> None:
    missed = [*MISSED, *leftovers_second.MISSED, *leftovers_fourth.MISSED, *leftovers_counter.MISSED]
    names = [*leftovers_second.TO_DECLARE, *leftovers_fourth.TO_DECLARE]
    said = found(editions, "2025-H1", [*missed, *names])
    assert said == {text: set() for text in missed} | {text: {"name"} for text in names}
    waves = (leftovers_second, leftovers_fourth, leftovers_counter)
    leftovers = [
        LEFT_IN_2025_H1,
        LEFT_IN_2026_H1,
        leftovers_second.LEFT_IN_2026_H1,
        *(wave.LEFT_IN_2025_H1 for wave in waves),
        leftovers_counter.WITHOUT_DIGITS,
    ]
    assert len(missed) <= 0.05 * sum(map(len, leftovers))


@pytest.mark.parametrize(
    "sentences",
    [
        INNOCENT,
        leftovers_second.INNOCENT,
        leftovers_third.INNOCENT,
        leftovers_fourth.INNOCENT,
        leftovers_counter.INNOCENT,
    ],
)
def test_what_a_stranger_wrote_rightly_passes(editions: Copy, sentences: list[str]) -> None:
    said = found(editions, "2025-H1", sentences)
    assert {text: rules for text, rules in said.items() if rules} == {}


def test_a_sign_that_stands_for_a_figure_is_none_where_it_is_typed(editions: Copy) -> None:
    text = "Trong ■ có {counts.value(item='petitions')} đơn, □ xã."
    assert found(editions, "2025-H1", [text]) == {text: {"hole"}}


def notebook(*cells: tuple[str, str]) -> str:
    made = [{"cell_type": kind, "metadata": {}, "source": source.splitlines(keepends=True)} for kind, source in cells]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made}, ensure_ascii=False)


@pytest.fixture
def in_notebook(editions: Copy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The rules that speak of each cell of a project's only notebook, by the cell's number."""
    (tmp_path / "data").mkdir()
    (tmp_path / "notebooks").mkdir()
    monkeypatch.setenv(PROJECT, str(tmp_path))

    def rules(*cells: tuple[str, str]) -> dict[int, set[str]]:
        (tmp_path / "notebooks/01_one.ipynb").write_text(notebook(*cells), encoding="utf-8")
        said: dict[int, set[str]] = {}
        for check in proofread(Edition("2025-H1", editions.folder)).checks:
            rule, _, place = check.id.partition("@notebooks/01_one.ipynb,cell=")
            listed = re.findall(r"01_one\.ipynb,? ô (\d+(?:, \d+)*)", check.detail({}))
            named = ", ".join(listed).split(", ") if listed else []  # also of a cause that stands elsewhere first
            for number in {*named, *filter(None, [place])}:
                said.setdefault(int(number), set()).add(rule)
        return said

    return rules


def test_what_a_stranger_left_over_in_notebooks_is_found(in_notebook) -> None:
    cells = [("code", f'prose(f"{words}")') for words in [*IN_NOTEBOOKS, *leftovers_counter.IN_NOTEBOOKS]]
    assert set(in_notebook(*cells)) == set(range(1, len(cells) + 1))


def test_headings_titles_captions_and_columns_of_notebooks_are_read(in_notebook) -> None:
    said = in_notebook(
        ("markdown", "# I.3.2. Viễn thông năm 2024\n\nCâu hỏi của năm 2024 không in."),
        ("markdown", "Trong năm 2024, hạ tầng đã đáp ứng nhu cầu chưa?"),
        ("code", 'charts.bars(added, "Thuê bao dịp Tết Giáp Thìn", title="Viettel dẫn đầu")'),
        ("code", 'show.table(rows, "Kết quả", {"previous": "Cùng kỳ 2023"})'),
        ("code", "prose(f\"Có {edition.count('licences'):02} giấy phép.\")"),
        ("code", 'more = f" Trong {count:02} giấy phép có {own}."'),  # a sentence that another goes before
    )
    assert said == {1: {"time"}, 3: {"time", "judgment"}, 4: {"time"}}


def test_judging_words_that_a_condition_or_a_figure_bears_out_are_computed(in_notebook) -> None:
    said = in_notebook(
        ("code", 'rise = f"Các số liệu đều tăng, từ {least}."\nprose(said_if(least > 0, rise))'),
        ("code", 'charts.bars(added, "Thuê bao", title=charts.highest(added, "{label} nhiều nhất"))'),
        ("code", 'prose(f"{met:02} chỉ tiêu vượt kế hoạch năm.")'),
        ("code", 'prose(f"Tỉnh có {met:02} chỉ tiêu, dẫn đầu khu vực.")'),
    )
    assert said == {4: {"judgment"}}


def test_what_names_a_measure_judges_nothing(in_notebook) -> None:
    said = in_notebook(
        (
            "code",
            'show.table(rows, "Kết quả", {"late": "Trễ hạn (hồ sơ)", "done": "Đã hoàn thành (căn)"}, index="Xếp loại")',
        ),
        ("code", 'rows["Đúng hạn (%)"] = rows.done / rows.all\nrows[["done", "Trễ hạn"]]'),
        ("code", 'charts.changes(rise, "Tăng, giảm diện tích (%)", name="rise")'),
        ("code", 'show.table(rows, "Xếp loại giải quyết hồ sơ")'),
        ("code", 'charts.bars(late, "Tỷ lệ hồ sơ giải quyết đúng hạn", name="late")'),
        ("code", 'charts.bars(cost, "Suất đầu tư theo tuyến", unit="Tỷ đồng/km")'),
        (
            "code",
            'prose(f"Tứ phân vị thứ ba là {q:.1}, trung bình động ba tháng là {m:.1}; trễ hạn {late} trên {all}.")',
        ),
        ("code", 'charts.bars(added, "Thuê bao tăng", name="added")'),
        ("code", 'charts.bars(added, "Ninh Thuận dẫn đầu, trễ hạn ít", name="added")'),
        ("code", 'prose("Hồ sơ đều đúng hạn, tăng.")'),
        ("code", 'prose("Các xã giải quyết đúng hạn.")'),
    )
    assert said == {cell: {"judgment"} for cell in (8, 9, 10, 11)}


def test_a_cell_that_is_no_python_and_a_file_that_is_no_notebook_say_nothing(tmp_path: Path) -> None:
    (tmp_path / "01_one.ipynb").write_text(notebook(("code", "%matplotlib năm 2023")), encoding="utf-8")
    (tmp_path / "02_two.ipynb").write_text("{", encoding="utf-8")
    assert list(literals(tmp_path)) == []
