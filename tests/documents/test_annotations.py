"""What the audit's annex says, put beside what the report prints; numbers, links and headings of the document.

Each case is a notebook whose cells have shown blocks, as nbconvert prints it.
"""

from __future__ import annotations

import json
import re

import pytest
from lxml import html as lxml_html
from nbconvert.exporters import get_exporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.errors import NotFinished

MIME = "application/vnd.briefing+json"
COLUMNS = {"counts": "value", "controls": "value", "alerts": "alerts", "decision_tasks": "task", "documents": "document", "statements": "text"}  # fmt: skip


def cells(written: str) -> str:
    """Cells without their column: "counts:2-3;alerts:9"."""
    return ";".join(f"{part}:{COLUMNS[part.partition(':')[0]]}" for part in filter(None, written.split(";")))


def text(words: str, of: str = "", **more):
    return {"type": "text", "text": words, "typed": False, "cells": cells(of), **more}


def figure(words: str, of: str, key: str = "", **more):
    return {"type": "figure", "text": words, "value": "1", "key": key, "cells": cells(of), **more}


def judgment(*inlines, of: str):
    return {"type": "judgment", "inlines": [*inlines], "cells": cells(of)}


def said(*inlines, **more):
    return {"type": "paragraph", "inlines": [text(each) if isinstance(each, str) else each for each in inlines], **more}


def table(*rows, caption: str = "", head=()):
    body = [{"type": "row", "cells": [{"type": "cell", "inlines": [each]} for each in row]} for row in rows]
    return {"type": "table", "caption": [text(caption)] if caption else [], "head": [*head], "rows": body}


def chart(name: str, title=(), rows=()):
    return table(*rows) | {
        "type": "chart", "name": name, "title": [*title], "subtitle": [text("Theo cấp")], "unit": [],
        "drawing": '<svg viewBox="0 0 2 1"><rect width="1"/></svg>', "described": "", "caption": None,
    }  # fmt: skip


def finding(number: int, state: str = "open", **more):
    """more: suspects, doubtful, sides, rows, about: cells as `cells` takes them."""
    for name in {"suspects", "doubtful", "about"} & more.keys():
        more[name] = cells(more[name])
    more["sides"] = [cells(side) for side in more.get("sides", ())]
    return {
        "type": "finding",
        "number": number,
        "fault": [text(f"Lỗi {number}")],
        "severity": "error",
        "state": state,
    } | more


def page(*parts):
    """The page of a notebook without what is folded away: a text is a markdown cell, anything else a block that a cell shows."""
    body = whole_page(*parts)
    for silent in body.xpath(".//*[@class='code'] | .//summary | .//*[@class='back'] | .//section/*[@class='number']"):
        silent.drop_tree()
    return body


def whole_page(*parts):
    made = []
    for each in parts:
        if isinstance(each, str):
            made.append(new_markdown_cell(each))
            continue
        block = {name: value for name, value in each.items() if value is not None}
        made.append(new_code_cell("", outputs=[new_output("display_data", {MIME: [json.dumps(block)]})]))
    printed, _ = get_exporter("briefing")().from_notebook_node(new_notebook(cells=made))
    return lxml_html.document_fromstring(re.sub(r"<svg.*?</svg>", "", printed.decode())).get_element_by_id("briefing")


def report(*blocks, findings=()) -> str:
    """What the report's section says under its heading, its notes behind "|"."""
    body = page("# I.1. Một", *blocks, "# Kiểm tra", *findings)
    section = body.xpath(".//section[@data-section='I.1']")[0]
    notes = section.xpath(".//ol[@class='footnotes']/li")
    for each in section.xpath(".//ol[@class='footnotes'] | .//h3 | .//h2"):
        each.drop_tree()
    words = " ".join("\n".join(part.text_content() for part in section).split())
    return " | ".join([words, *(" ".join(note.text_content().split()) for note in notes)])


def printed_at(*blocks, findings) -> list[str]:
    """ "In tại" of each finding."""
    body = page("# I.1. Một", *blocks, "# Kiểm tra", *findings)
    return [" ".join(each.text_content().split()) for each in body.xpath(".//article//dd[@class='printed']")]


# -- findings --------------------------------------------------------------------------------------------------------


def test_a_figure_made_of_a_suspect_cell_is_marked_and_the_finding_says_where():
    told = said("Có ", figure("199", "counts:2-3"), " và ", figure("5", "counts:9"), ".")
    found = [finding(4, suspects="counts:3")]
    assert report(told, findings=found) == "Có 199PH4 và 5."
    assert printed_at(told, findings=found) == ["I.1."]


def test_two_findings_about_one_figure_both_mark_it():
    found = [finding(1, suspects="counts:2"), finding(2, suspects="counts:2")]
    assert report(said(figure("199", "counts:2")), findings=found) == "199PH1 PH2"
    body = page("# I.1. Một", said(figure("199", "counts:2")), "# Kiểm tra", *found)
    assert body.xpath("//data")[0].get("data-finding") == "1 2"


@pytest.mark.parametrize(("behind", "end"), [(" lớp tập huấn.", " lớp tập huấn.PH1"), ("", "PH1")])
def test_a_sentence_is_marked_behind_it_and_never_before_a_number(behind, end):
    """ "tổ chức PH111 lớp" was read and copied as a hundred and eleven."""
    last = [text(behind, "statements:2")] if behind else []
    told = said(*({**each, "of": "a"} for each in (text("tổ chức ", "statements:2"), figure("11", "alerts:2"), *last)))
    assert report(told, findings=[finding(1, sides=["statements:2"], of_words=True)]) == f"tổ chức 11{end}"


def test_an_accepted_finding_marks_nothing_but_says_where_it_is_printed():
    told, found = said(figure("199", "counts:2")), [finding(1, "accepted", suspects="counts:2")]
    assert (report(told, findings=found), printed_at(told, findings=found)) == ("199", ["I.1."])


def test_why_what_was_accepted_may_stay_is_said_at_the_end_of_each_section_that_has_read_it():
    found = [finding(1, "accepted", about="counts:2", accepted="Cộng được 198."), finding(2, about="counts:2")]
    read = {"type": "read", "cells": "counts:2:value"}
    assert report(said("199 hồ sơ."), read, findings=found) == "199 hồ sơ. Số liệu còn nghi vấn: PH2. Cộng được 198."
    assert report(read, findings=found[:1]) == "Cộng được 198."


def test_both_numbers_that_do_not_agree_are_marked_and_a_share_of_the_same_cells_is_not():
    found = [finding(7, suspects="counts:2", sides=["counts:2", "alerts:4-5"])]
    share = figure("12%", "alerts:4-5", unit="ratio")
    told = said(figure("1.911", "counts:2"), " và ", figure("2.418", "alerts:4-5"), ", ", share)
    assert report(told, findings=found) == "1.911PH7 và 2.418PH7, 12%"


def test_a_fraction_is_marked_at_each_number():
    told = said(figure("82", "counts:2"), "/", figure("82", "counts:2-3"), " nội dung")
    assert report(told, findings=[finding(6, suspects="counts:2")]).startswith("82PH6/82PH6")


def test_the_number_of_a_note_stands_behind_the_marks():
    note = {"type": "note", "inlines": [text("chú thích")]}
    told = said(figure("199", "counts:2"), note, " hồ sơ")
    assert report(told, findings=[finding(1, suspects="counts:2")]) == "199PH1 1 hồ sơ | chú thích"


def test_a_row_of_numbers_is_marked_at_each():
    row = [figure("99", f"decision_tasks:{line}", f"decision_tasks.task(task='{line}')") for line in (2, 3)]
    found = [finding(4, rows=["decision_tasks:2", "decision_tasks:3"])]
    assert report(table(row), findings=found) == "99PH499PH4"


def test_what_is_printed_nowhere_says_so():
    assert printed_at(said("Không có số."), findings=[finding(1, suspects="counts:2")]) == [
        "Không chỗ nào in từ các ô này."
    ]


def test_a_chart_is_marked_at_its_caption_once():
    shown = chart("late", rows=[[figure("7", "counts:2"), figure("8", "counts:2-3")]])
    body = page("# I.1. Một", shown, "# Kiểm tra", finding(5, suspects="counts:2"))
    assert body.xpath("string(//figcaption)").split() == ["Hình", "1.", "Theo", "cấpPH5"]
    assert body.xpath("string(//dd[@class='printed'])") == "I.1."


def test_a_finding_about_a_register_marks_the_documents_that_its_rows_name():
    cited = {"type": "citation", "text": "số 51", "document": "51", "cells": "documents:7:document"}
    assert report(said("Theo ", cited, "."), findings=[finding(9, rows=["documents:7"])]) == "Theo số 51PH9."


def test_a_row_of_a_register_is_marked_once_and_where_it_alone_is_counted_but_no_count_of_others_is():
    number = figure("3", "decision_tasks:4", "decision_tasks.task(task='3')")
    row = [number, text("tên", "decision_tasks:4"), text("hạn") | {"cells": "decision_tasks:4:due"}]
    late = figure("01", "decision_tasks:4", "decision_tasks.rows(task='3')")
    completed = figure("1", "decision_tasks:4", "decision_tasks.rows(state='completed')")
    everything = figure("05", "decision_tasks:2-6", "decision_tasks.rows()")
    found = [finding(11, rows=["decision_tasks:4"])]
    told = said(late, " ", completed, " ", everything)
    assert report(table(row), told, findings=found) == "3PH11tênhạn 01PH11 1PH11 05"


def test_where_a_finding_is_printed_is_said_in_the_order_of_the_report():
    body = page(
        "# I.1. Một", said(figure("1", "counts:5")), "# I.2. Hai", said(figure("2", "alerts:2")),
        "# Kiểm tra", finding(1, suspects="alerts:2;counts:5"),
    )  # fmt: skip
    assert body.xpath("string(//dd[@class='printed'])") == "I.1; I.2."


def test_a_section_shows_the_open_findings_that_touch_what_it_has_read():
    """A finding about a register touches whoever has read its rows, one about numbers whoever has read its cells."""
    read = {"type": "read", "cells": "counts:2-3:value;documents:7:title"}
    found = [
        finding(1, about="counts:3;alerts:2"),
        finding(2) | {"about": "counts:3:growth"},
        finding(3, "accepted", about="counts:2"),
        finding(4, rows=["documents:7"]) | {"about": "documents:7:document"},
    ]
    assert report(read, findings=found) == "Số liệu còn nghi vấn: PH1, PH4."
    assert report(read, findings=[finding(1, about="alerts:3")]) == ""


def test_what_states_the_fact_of_a_cell_in_doubt_is_marked_too_and_no_judgment_rests_on_it():
    found = [finding(1, sides=["counts:69", "alerts:2-9"], doubtful="counts:69;controls:3")]
    judged = said(judgment(text("Tăng "), figure("44%", "controls:3"), text("."), of="controls:3"))
    assert report(said(figure("98,9", "controls:3")), judged, findings=found) == "98,9PH1"


def test_a_corrected_figure_says_so_and_a_sum_that_holds_it_does_not():
    corrected = {"type": "corrected", "cells": "counts:2:value", "states": "", "old": "7"}
    body = page("# I.1. Một", said(figure("71", "counts:2"), " ", figure("263", "counts:2-5")), corrected)
    assert [made.get("data-old") for made in body.xpath("//data")] == ["7", None]
    states = {"type": "corrected", "cells": "controls:2:value", "states": "counts.sum()", "old": "445442"}
    figures = said(figure("445.422", "counts:2-7", "counts.sum()"), " ", figure("1", "counts:2-7", "counts.rows()"))
    assert [made.get("data-old") for made in page("# I.1. Một", figures, states).xpath("//data")] == ["445442", None]


# -- judgments in doubt ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "is_left"),
    [
        (finding(1, suspects="counts:2"), False),  # not the printed figure, but compared with it
        (finding(1, sides=["counts:9", "counts:2"]), False),
        (finding(1, rows=["counts:2"]), False),
        (finding(1, "accepted", suspects="counts:2"), True),
        (finding(1, suspects="counts:2") | {"severity": "warning"}, True),
        (finding(1, suspects="counts:4"), True),
    ],
)
def test_a_judgment_that_an_open_error_might_turn_round_is_not_printed(found, is_left):
    told = judgment(text("Nhiều nhất: "), figure("7", "counts:3"), text("."), of="counts:2-3")
    body = page("# I.1. Một", chart("c", [told]), said("Hai đơn vị."), said(told), "# Kiểm tra", found)
    for flag in body.xpath("//sup"):
        flag.drop_tree()
    shown = [
        " ".join(each.text_content().split()) for each in body.xpath("//figcaption | //section[@data-section='I.1']//p")
    ]
    title = ["Hình 1. Nhiều nhất: 7. Theo cấp", "Hai đơn vị.", "Nhiều nhất: 7."]
    assert shown == (title if is_left else ["Hình 1. Theo cấp", "Hai đơn vị."])


# -- numbers, links, headings ------------------------------------------------------------------------------------------


def reference(kind: str, to: str, **more):
    return {"type": "reference", "kind": kind, "to": to, "text": to, **more}


def test_a_reference_becomes_a_link_to_the_numbered_chart():
    told = said("Cấp huyện", reference("chart", "late", before=" (", after=")"), ".")
    body = page("# I.1. Một", told, chart("all"), chart("late"))
    (link,) = body.xpath("//p//a")
    assert (link.get("href"), link.text_content(), body.xpath("string(//section//p)")) == (
        "#hinh-2",
        "Hình 2",
        "Cấp huyện (Hình 2).",
    )
    nothing = said("Không có.", style="nothing", name="late")  # without figures in this period
    assert report(told, nothing) == "Cấp huyện. Không có."


def test_an_unknown_chart_stops_the_build_with_its_section():
    told = said("Có", reference("chart", "late_dosier"), ".")
    with pytest.raises(NotFinished, match=r"section I\.1: there is no 'late_dosier' to link to\."):
        page("# I.1. Một", told, chart("late_dossiers"), chart("postal"))


def test_what_opens_the_report_stands_with_its_first_page_and_is_left_out_where_it_says_nothing():
    front = {"type": "front", "blocks": [said("Một điều.")]}
    opened = page("# Toàn cảnh", front, "# I.1. Một", said("Hai."))
    assert [section.get("id") for section in opened.xpath("./section")] == ["toan-canh", "I"]
    assert opened.xpath("string(./section[1]/div[@class='headlines'])").strip() == "Một điều."
    silent = page("# Toàn cảnh", "# I.1. Một", said("Hai."))
    assert [section.get("id") for section in silent.xpath("./section")] == ["I"]


@pytest.mark.parametrize(
    ("heading", "topics"), [("I.1. Một", ["a) Một", "b) Hai"]), ("Phụ lục I. Một", ["1. Một", "2. Hai"])]
)
def test_topics_are_lettered_in_a_section_and_numbered_in_an_appendix(heading, topics):
    """As the form has it: "a)" under "1.", "1." under a title; the annex, which is not sent, has none."""
    body = page(f"# {heading}\n\n## Một\n\n## Hai")
    assert [topic[0].text_content() for topic in body.xpath("//section[@class='topic']")] == topics


def test_annexes_are_counted_with_the_appendices_and_an_end_of_no_heading_is_left_out():
    """Both were "Phụ lục II."; a preview of a notebook without a numbered heading fell."""
    body = whole_page("# Phụ lục I. Một\n\nA\n\n# Phụ trương\n\nB\n\n# Kiểm tra\n\nC")
    numbers = [each.text_content() for each in body.xpath("//h2/span[@class='number']")]
    assert numbers == ["Phụ lục I.", "Phụ lục II.", "Phụ lục III."]
    assert "cuối" not in page("Một", said("cuối", style="heading-end")).text_content()


def test_each_chart_is_referred_to_and_each_reference_leads_to_its_chart(synthetic):
    tree = lxml_html.document_fromstring(synthetic.html)
    charts = {each.get("id"): each for each in tree.xpath("//figure[contains(@class, 'chart')]")}
    links = tree.xpath("//span[@class='chart-ref']/a")
    assert len(charts) >= 12 and {link.get("href").lstrip("#") for link in links} == set(charts)
    for link in links:
        assert charts[link.get("href").lstrip("#")].xpath("string(figcaption)").startswith(f"{link.text}.")
    for name, each in charts.items():
        around = each.iterancestors("section")
        assert any(f"#{name}" in parent.xpath(".//p//a/@href | .//li//a/@href") for parent in around), name
