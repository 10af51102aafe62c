"""What the audit's annex says, put beside what the report prints."""

from __future__ import annotations

import json

import pytest
from lxml.html import HtmlElement, fragment_fromstring
from lxml.html.builder import E

from briefing.document.marks import mark, put_beside


def article(number: int, state: str = "open", **about: str) -> str:
    data = "".join(f" data-{name}='{value}'" for name, value in about.items() if value)
    return (
        f"<article class='finding error' id='phat-hien-{number}' data-finding='{number}' data-state='{state}'{data}>"
        f"<h5><span class='text'>{number}</span></h5><dl><dt>Cần làm</dt><dd class='todo'><span>việc {number}</span></dd><dt class='printed'>In tại</dt><dd class='printed'></dd></dl></article>"
    )


def document(report: str, *articles: str) -> HtmlElement:
    body = fragment_fromstring(
        f"<main><section id='I.1' data-section='I.1' class='numbered'><h2>Một</h2>{report}</section>"
        f"<section id='annex' class='annex'><h2>Kiểm tra</h2>{''.join(articles)}</section></main>"
    )
    mark(body)
    return body


def report(body: HtmlElement) -> str:
    return body[0].text_content().replace("\u00a0", " ")


def data(text: str, cells: str, key: str = "") -> str:
    return f'<data value="1" data-key="{key}" data-cells="{cells}">{text}</data>'


def test_a_figure_made_of_a_suspect_cell_is_marked_and_the_finding_says_where():
    body = document(f"<p>Có {data('199', 'd:2-3:n')} và {data('5', 'd:9:n')}.</p>", article(4, suspects="d:3:n"))
    assert report(body) == "MộtCó 199PH4 và 5."
    assert body.xpath("string(//dd[@class='printed'])") == "I.1."


def test_two_findings_about_one_figure_show_one_mark_and_are_both_noted():
    body = document(f"<p>{data('199', 'd:2:n')}</p>", article(1, suspects="d:2:n"), article(2, suspects="d:2:n"))
    assert report(body) == "Một199PH1"
    assert body.xpath("//data")[0].get("data-finding") == "1 2"


@pytest.mark.parametrize(
    ("behind", "said"), [(" lớp tập huấn.", "11 lớp tập huấn.PH1"), ("", "11PH1")], ids=["words", "nothing"]
)
def test_a_sentence_is_marked_behind_it_and_never_before_a_number(behind, said):
    """ "tổ chức PH111 lớp" was read and copied as a hundred and eleven."""
    before, end = (f"<span class='text' data-cells='s:2:text'>{words}</span>" for words in ("tổ chức ", behind))
    sentence = f"<p>{before}{data('11', 't:2:n')}{end if behind else ''}</p>"
    assert report(document(sentence, article(1, parts="s:2:text", of="words"))) == f"Mộttổ chức {said}"
    assert report(document(sentence, article(1, rows="s:2", of="words"))) == f"Mộttổ chức {said}"


def test_an_accepted_finding_marks_nothing_but_says_where_it_is_printed():
    body = document(f"<p>{data('199', 'd:2:n')}</p>", article(1, "accepted", suspects="d:2:n"))
    assert report(body) == "Một199"
    assert body.xpath("string(//dd[@class='printed'])") == "I.1."


def test_what_was_accepted_is_said_once_in_a_footnote_where_it_stands_in_words():
    kept = article(1, "accepted", suspects="d:2:n", accepted="Cộng được 198.")
    table = f"<figure class='table'><table><tr><td>{data('199', 'd:2:n')}</td></tr></table></figure>"
    body = document(f"{table}<p>{data('199', 'd:2:n')} hồ sơ, đúng hạn.</p>", kept)
    assert report(body) == "Một199199 hồ sơCộng được 198., đúng hạn."
    assert body.xpath("string(//p/span[@class='footnote'])") == "Cộng được 198."


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (" trạm (BTS), mới", " trạm[1] (BTS), mới"),
        ("<span class='text'> sở, ban, ngành, 07 huyện</span>", " sở, ban, ngành[1], 07 huyện"),
        (" ở tỉnh<span class='and'>, </span>5 ở xã", " ở tỉnh[1], 5 ở xã"),
        (" là số cũ", "[1] là số cũ"),
        ("<span class='text'>; mới</span>", "[1]; mới"),
    ],
)
def test_the_note_of_what_was_accepted_stands_behind_what_the_number_counts(words, said):
    body = document(f"<p>{data('19', 'd:2:n')}{words}</p>", article(1, "accepted", suspects="d:2:n", accepted="[1]"))
    assert body.xpath("string(//p)") == f"19{said}"


def test_two_notes_of_one_number_stand_apart():
    body = document(
        f"<p>{data('19', 'd:2:n')}<span class='call'>1</span></p>",
        article(1, "accepted", suspects="d:2:n", accepted="2"),
    )
    assert body.xpath("string(//p)") == "192\u00a01"


def test_both_numbers_that_do_not_agree_are_marked_and_a_share_of_the_same_cells_is_not():
    share = data("12%", "e:4-5:n").replace("<data", "<data data-unit='ratio'")
    found = article(7, suspects="d:2:n", parts="d:2:n|e:4-5:n")
    body = document(f"<p>{data('1.911', 'd:2:n')} và {data('2.418', 'e:4-5:n')}, {share}</p>", found)
    assert report(body) == "Một1.911PH7 và 2.418PH7, 12%"


def test_a_fraction_is_marked_behind_both_numbers():
    body = document(f"<p>{data('82', 'd:2:n')}/{data('82', 'd:2-3:n')} nội dung</p>", article(6, suspects="d:2:n"))
    assert report(body).startswith("Một82/82PH6")


def test_the_number_of_a_note_stands_behind_the_marks():
    body = document(f"<p>{data('199', 'd:2:n')} hồ sơ</p>", article(1, suspects="d:2:n"))
    put_beside(body.xpath("//p/data")[0], E.span({"class": "footnote"}, "chú thích"))
    assert report(body) == "Một199PH1chú thích hồ sơ"


def test_a_row_of_numbers_is_marked_at_each():
    tasks = ((line, f"decision_tasks.task(task='{line}')") for line in (2, 3))
    row = "".join(f"<td>{data('99', f'decision_tasks:{line}:task', key)}</td>" for line, key in tasks)
    body = document(f"<table><tr>{row}</tr></table>", article(4, rows="decision_tasks:2;decision_tasks:3"))
    assert report(body) == "Một99PH499PH4"


def test_a_finding_says_which_text_alone_names_its_document():
    told = "<span class='text' data-cells='plan_projects:9:result'>Công văn số 877/STTTT ngày 10/4/2024</span>"
    ids = json.dumps(["subjects_once@document=877/STTTT"], ensure_ascii=False)
    body = document(f"<p>{told}.</p>", article(14, rows="documents:7", ids=ids))
    assert body.xpath("string(//dd[@class='printed'])") == "I.1."


def test_what_a_notebook_says_in_words_of_its_own_is_printed_in_its_section(tmp_path, monkeypatch):
    for name in ("data", "notebooks"):
        (tmp_path / name).mkdir()
    (tmp_path / "notebooks" / "01_one.ipynb").write_text('{"cells": [{"source": ["# I.1. Một\\n"]}]}', encoding="utf-8")
    said = article(1, ids=json.dumps(["number@notebooks/01_one.ipynb,cell=8"]), of="words")
    monkeypatch.chdir(tmp_path)
    body = document("<p>Ba địa phương.</p>", said.replace("finding error", "finding warning"))
    assert body.xpath("string(//dd[@class='printed'])") == "I.1."


def test_what_is_printed_nowhere_says_so():
    body = document("<p>Không có số.</p>", article(1, suspects="d:2:n"))
    assert body.xpath("string(//dd[@class='printed'])") == "Không in trong báo cáo."


def test_a_chart_is_marked_at_its_caption_once():
    chart = (
        "<figure class='chart' id='hinh-1'><figcaption><a class='number'>Hình 1.</a> Trễ hạn</figcaption>"
        f"<details><table><tr><td>{data('7', 'd:2:n')}</td><td>{data('8', 'd:2-3:n')}</td></tr></table></details></figure>"
    )
    body = document(chart, article(5, suspects="d:2:n"))
    assert body.xpath("string(//figcaption)") == "Hình 1. Trễ hạnPH5"
    assert body.xpath("string(//dd[@class='printed'])") == "Hình 1."


def test_a_finding_about_a_register_marks_the_documents_that_its_rows_name():
    body = document("<p>Theo <cite data-cells='documents:7:document'>số 51</cite>.</p>", article(9, rows="documents:7"))
    assert report(body) == "MộtTheo số 51PH9."


def test_a_row_of_a_register_is_marked_once_and_where_it_is_chosen_but_no_count_of_rows_is():
    cells = "".join(
        f"<td><span class='text' data-cells='decision_tasks:4:{n}'>{n}</span></td>" for n in ("name", "due")
    )
    number = data("3", "decision_tasks:4:task", "decision_tasks.task(task='3')")
    late = data("01", "decision_tasks:4:task", "decision_tasks.rows(task='3')")
    completed = data("1", "decision_tasks:4:task", "decision_tasks.rows(state='completed')")
    everything = data("05", "decision_tasks:2-6:task", "decision_tasks.rows()")
    row = f"<table><tr><td>{number}</td>{cells}</tr></table><p>{late} {completed} {everything}</p>"
    body = document(row, article(11, rows="decision_tasks:4"), article(12, rows="decision_tasks:4"))
    assert report(body) == "Một3namePH11due01PH11 1 05"
    assert body.xpath("//td/span")[0].get("data-finding") == "11 12"


def test_where_a_finding_is_printed_is_said_in_the_order_of_the_report():
    report = (
        f"<p>{data('1', 'z:5:n')}</p></section><section id='I.2' data-section='I.2' class='numbered'>"
        f"<h2>Hai</h2><p>{data('2', 'b:2:n')}</p>"
    )
    body = document(report, article(1, suspects="b:2:n;z:5:n"))
    assert body.xpath("string(//dd[@class='printed'])") == "I.1; I.2."


def test_what_is_stated_has_its_own_mark_where_the_figure_has_another():
    given = json.dumps([["d.n()", "d:2-4:n", "709.982", "710.482", "c.total", "c:7:value"]])
    figure = f"<p>{data('709.982', 'd:2-4:n')} thuê bao</p>"
    body = document(figure, article(1, suspects="d:3:n"), article(3, stated=given))
    assert report(body) == "Một710.482 (tính lại được 709.982)PH3 PH1 thuê bao"


def test_what_the_report_states_and_somebody_has_accepted_is_printed_from_its_own_cell():
    given = json.dumps([["d.n()", "d:2-4:n", "709.982", "710.482", "c.total", "c:7:value"]])
    body = document(f"<p>{data('709.982', 'd:2-4:n')} thuê bao</p>", article(3, "accepted", stated=given))
    assert report(body) == "Một710.482 thuê bao"
    (figure,) = body.xpath("//data")
    assert [figure.get(name) for name in ("value", "data-key", "data-cells")] == [
        "710482",
        "c.total",
        "c:7:value",
    ]


@pytest.mark.parametrize(
    ("key", "cells", "text"),
    [
        ("d.n() / d.m()", "x:1:y", "99,82%"),  # known by its expression
        ("a sum of its parts", "d:2-4:n", "112.113"),  # known by its cells and what they give
    ],
)
def test_what_the_report_states_stands_before_what_is_computed(key, cells, text):
    given = [
        ["d.n() / d.m()", "e:1:y", "0%", "99,77%", "c.total", "c:7:value"],
        ["d.n()", "d:2-4:n", "112.113", "112.177", "c.total", "c:7:value"],
    ]
    stated = "99,77%" if text == "99,82%" else "112.177"
    body = document(f"<p>Đạt {data(text, cells, key)} hồ sơ.</p>", article(3, stated=json.dumps(given)))
    assert report(body) == f"MộtĐạt {stated} (tính lại được {text})PH3 hồ sơ."


@pytest.mark.parametrize(
    ("stated", "computed", "text", "said"),
    [
        ("4,1%", "8,61%", "tăng 8,61%", "tăng 4,1%"),
        ("-4,1%", "8,61%", "tăng 8,61%", "giảm 4,1%"),
        ("-4,1%", "-8,61%", "giảm 8,61%", "giảm 4,1%"),
        ("0%", "-8,61%", "giảm 8,61%", "không đổi"),
    ],
)
def test_a_change_that_is_stated_goes_up_or_down_as_the_computed_one_does(stated, computed, text, said):
    """“4,1% (tính lại được tăng 8,61%)”; an accepted “-4,1%” became “tăng -4,1%”, or was not printed at all."""
    given = json.dumps([["growth(d.n())", "d:2-4:n", computed, stated, "c.total", "c:7:value"]])
    body = document(f"<p>{data(text, 'd:2-4:n', 'growth(d.n())')} đàn</p>", article(3, stated=given))
    assert report(body) == f"Một{said} (tính lại được {text})PH3 đàn"
    body = document(f"<p>{data(text, 'd:2-4:n', 'growth(d.n())')} đàn</p>", article(3, "accepted", stated=given))
    assert report(body) == f"Một{said} đàn"


def test_what_two_controls_state_of_a_figure_is_said_once():
    given = [json.dumps([["d.n()", "d:2-4:n", "04", stated, "c.total", "c:7:value"]]) for stated in ("5", "5", "6")]
    articles = [article(number, stated=stated) for number, stated in enumerate(given, 1)]
    assert report(document(f"<p>{data('04', 'd:2-4:n')}</p>", *articles[:2])) == "Một5 (tính lại được 04)PH1 PH2"
    assert report(document(f"<p>{data('04', 'd:2-4:n')}</p>", *articles)) == "Một5, 6 (tính lại được 04)PH1 PH2 PH3"


def test_a_section_shows_the_open_findings_that_touch_what_it_has_read():
    """A finding about a register touches whoever has read its rows, one about numbers whoever has read its cells."""
    review = '<div class="review" data-read="d:2-3:n;documents:7:title"></div>'
    articles = (
        article(1, about="d:3:n;e:2:n"),
        article(2, about="d:3:m"),
        article(3, "accepted", about="d:2:n"),
        article(4, about="documents:7:number", rows="documents:7"),
    )
    body = document(review, *articles)
    assert report(body) == "MộtSố liệu còn nghi vấn: PH1, PH4."
    assert body.xpath("//div[@class='review']//a/@href") == ["#phat-hien-1", "#phat-hien-4"]


def test_what_states_the_fact_of_a_cell_in_doubt_is_marked_too_and_no_judgment_rests_on_it():
    """A rule of equality ties an indicator to the density that is doubted; a share of it is marked as it is."""
    judged = f"<p><span class='judgment' data-cells='i:3:n'>Tăng {data('44%', 'i:3:n')}.</span></p>"
    found = article(1, parts="c:69:n|s:2-9:n", doubtful="c:69:n;i:3:n")
    body = document(f"<p>{data('98,9', 'i:3:n')} và {data('99,5%', 'i:3:n;i:3:plan')}</p>{judged}", found)
    assert report(body) == "Một98,9PH1 và 99,5%PH1"


def test_a_section_that_no_finding_touches_says_nothing():
    assert report(document('<div class="review" data-read="d:9:n"></div>', article(1, about="d:3:n"))) == "Một"


def test_what_a_corrected_control_states_is_marked():
    correction = (
        "<span hidden class='corrected' data-place='controls:2:value' data-states='d.n()' data-old='445442'></span>"
    )
    body = document(f"<p>{data('445.422', 'd:2-7:n', 'd.n()')} {data('1', 'd:2-7:n', 'd.m()')}</p>", correction)
    assert [figure.get("data-old") for figure in body.xpath("//data")] == ["445442", None]


def test_another_figure_of_the_same_cells_is_not_what_is_stated():
    given = [["d.n()", "d:2-4:n", "112.113", "112.177", "c.total", "c:7:value"]]
    body = document(f"<p>{data('99,82%', 'd:2-4:n', 'share')}</p>", article(3, stated=json.dumps(given)))
    assert report(body) == "Một99,82%"


def test_a_judgment_that_rests_on_an_open_error_is_not_printed():
    judgment = (
        f"<p>Cấp xã cao nhất: <span class='judgment' data-cells='d:2-3:n'>{data('7', 'd:3:n')}</span>.</p><p>Hết.</p>"
    )
    assert report(document(judgment, article(1, suspects="d:2:n"))) == "MộtHết."
    assert report(document(judgment, article(1, "accepted", suspects="d:2:n"))) == "MộtCấp xã cao nhất: 7.Hết."


@pytest.mark.parametrize(("suspect", "said"), [("d:2:n", "Trễ hạn: 8 hồ sơ."), ("d:3:n", "Trễ hạn: 7 hồ sơ.")])
def test_of_what_a_sentence_enumerates_only_the_doubtful_judgment_goes(suspect, said):
    sign = "<span class='and'>; </span>"
    judged = [f"<span class='judgment' data-cells='d:{n}:n'>{text} hồ sơ</span>" for n, text in ((2, "7"), (3, "8"))]
    body = document(f"<ul><li>Trễ hạn: {sign.join(judged)}.</li></ul>", article(1, suspects=suspect))
    assert body.xpath("string(//li)") == said


def test_a_corrected_figure_says_so_and_a_sum_that_holds_it_does_not():
    correction = "<span hidden class='corrected' data-place='d:2:n' data-old='7'></span>"
    body = document(f"<p>{data('71', 'd:2:n')} {data('263', 'd:2-5:n')}</p>", correction)
    corrected, whole = body.xpath("//data")
    assert (corrected.get("class"), corrected.get("data-old")) == ("corrected", "7")
    assert (whole.get("class"), whole.get("data-old")) == (None, None)
