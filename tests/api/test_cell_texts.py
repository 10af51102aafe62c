"""Texts and codes keep their source or label, however they are put together."""

import json

from conftest import LIBRARY
from doors import run, to_html, to_text

from helpers.editions import Edition
from helpers.values.sourced_text import Code, Text
from helpers.values.sources import Cells
from helpers.values.vietnamese import join

NAME = Text("Cổng R&D", (Cells("t", (2,), "name"),))
LEVEL = Code("province", "Cấp tỉnh")


def test_a_code_in_words_is_its_label_and_on_request_itself():
    assert to_text(f"{LEVEL:lower}") == "cấp tỉnh"
    assert f"{LEVEL!s}_share" == LEVEL + "_share" == "province_share"


def test_an_enumeration_keeps_sources_and_labels_and_leaves_empty_parts_out():
    assert to_html(join([NAME, "", LEVEL, "xã"])) == (
        '<span class="text" data-cells="t:2:name">Cổng R&amp;D</span>, Cấp tỉnh và xã'
    )
    assert join([]) == join([""]) == ""


def test_a_document_by_number_and_date(data):
    table = data / "documents.csv"
    table.write_text(
        table.read_text(encoding="utf-8").replace("10/KH-STTTT,2031-01-03", "10/KH-STTTT,"), encoding="utf-8"
    )
    edition = Edition("2031-Q3", data)
    assert to_text(f"{edition.document('185/KH-UBND'):dated}") == "185/KH-UBND ngày\u00a013/01/2031"
    assert to_text(f"{edition.document('10/KH-STTTT'):dated}") == "10/KH-STTTT"


def test_a_result_for_machines_steers_no_terminal():
    name = "một\x9b2J, hai\u202e\u2028 \U000e0001"
    ran = run("add", "section", name, "--json", cwd=LIBRARY)
    assert json.loads(ran.out)["problems"][0]["value"] == name
    assert not set(ran.out) & set("\x9b\u202e\u2028\U000e0001") and "một" in ran.out
