"""Texts and codes keep their source or label, however they are put together."""

import json

import pytest

from briefing.terminal import print_json
from helpers.values.citations import Document
from helpers.values.markup import to_html, to_text
from helpers.values.sources import Cells
from helpers.values.texts import Code, Day, Text
from helpers.values.vietnamese import join

NAME = Text("Cổng R&D", (Cells("t", (2,), "name"),))
OTHER = Text("tỉnh", (Cells("t", (5,), "name"),))
LEVEL = Code("province", "Cấp tỉnh")


@pytest.mark.parametrize(
    ("put_together", "text", "lines"),
    [
        (lambda: NAME + " tỉnh", "Cổng R&D tỉnh", (2,)),
        (lambda: "Cổng " + OTHER, "Cổng tỉnh", (5,)),
        (lambda: NAME + " " + OTHER, "Cổng R&D tỉnh", (2, 5)),
    ],
)
def test_texts_added_up_have_the_sources_of_all(put_together, text, lines):
    made = put_together()
    assert made == text and made.cells == (Cells("t", lines, "name"),)


def test_a_text_added_to_marked_words_is_marked_itself():
    marked = f"{OTHER}: "
    assert to_html(marked + NAME) == (
        '<span class="text" data-cells="t:5:name">tỉnh</span>: <span class="text" data-cells="t:2:name">Cổng R&amp;D</span>'
    )
    assert to_html(NAME + marked).count("<span") == 2


@pytest.mark.parametrize("put_together", [lambda: LEVEL + "_share", lambda: "Ở " + LEVEL, lambda: NAME + LEVEL])
def test_a_code_added_to_words_is_refused_for_it_may_mean_code_or_label(put_together):
    with pytest.raises(TypeError, match="label 'Cấp tỉnh'"):
        put_together()


def test_a_code_in_words_is_its_label_and_on_request_itself():
    assert to_text(f"{LEVEL:lower}") == "cấp tỉnh"
    assert f"{LEVEL!s}_share" == "province_share"


def test_an_enumeration_keeps_sources_and_labels_and_leaves_empty_parts_out():
    assert to_html(join([NAME, "", LEVEL, "xã"])) == (
        '<span class="text" data-cells="t:2:name">Cổng R&amp;D</span>, Cấp tỉnh và xã'
    )
    assert join([]) == join([""]) == ""


def test_text_is_added_to_text_only():
    with pytest.raises(TypeError):
        NAME + 3


def test_a_document_by_number_and_date():
    dated = Document("5/QĐ", "Quyết định", "5/QĐ", Day(2024, 1, 12), "", "", ())
    undated = Document("6/QĐ", "Quyết định", "6/QĐ", None, "", "", ())
    assert to_text(f"{dated:dated}") == "5/QĐ ngày\u00a012/01/2024"
    assert to_text(f"{undated:dated}") == "6/QĐ"


def test_a_result_for_machines_steers_no_terminal(capsys):
    result = {"words": "một\x9b2J, hai\u202e\u2028 \U000e0001", "cells": ["ba\nbốn"]}
    print_json(result)
    out = capsys.readouterr().out
    assert json.loads(out) == result
    assert not set(out) & set("\x9b\u202e\u2028\U000e0001") and "một" in out
