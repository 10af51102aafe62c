"""document.json: what an edition says, as data; the formats say the same."""

import json
import re

import pytest

import briefing


@pytest.fixture(scope="module")
def said(real):
    return json.loads((real.folder / "document.json").read_text(encoding="utf-8"))


def nodes(node):
    """Every node of the document, in reading order."""
    if isinstance(node, list):
        for each in node:
            yield from nodes(each)
    elif isinstance(node, dict):
        if "type" in node:
            yield node
        for name, each in node.items():
            if name not in ("rows", "meanings", "tables") or node.get("type") in ("table", "chart", "row"):
                yield from nodes(each)


def of(kind, node):
    return [each for each in nodes(node) if each["type"] == kind]


def test_the_document_has_every_figure_of_the_file_of_figures(said, real):
    in_data = sorted((one["text"], one.get("value", ""), one.get("key", "")) for one in of("figure", said))
    in_file = sorted((row["text"], row["value"], row["key"]) for row in real.figure_rows())
    assert len(in_file) > 900 and in_data == in_file


def test_ids_are_given_once_and_annotations_lie_beside_them(said):
    ids = [one["id"] for one in nodes(said) if one["type"] not in ("paragraph", "annotation") and one.get("id")]
    assert len(ids) > 2000 and len(ids) == len(set(ids))
    known = {*ids, "", *(one["id"] for one in of("paragraph", said)), *(one["name"] for one in of("section", said))}
    targets = {each["target"] for each in said["annotations"]}  # of a sentence in doubt, which is left out, too
    assert len(targets & known) > 80 and len(targets - known) < 5


def test_tables_charts_and_notes_are_numbered_once(said):
    for kind, word in (("table", "Bảng"), ("chart", "Hình")):
        numbers = [int(one["number"].removeprefix(f"{word} ")) for one in of(kind, said)]
        assert sorted(numbers) == list(range(1, len(numbers) + 1)) and len(numbers) > 5
    assert [one["number"] for one in of("note", said)] == list(range(1, len(of("note", said)) + 1))


def test_an_annotation_changes_no_word_of_the_text(said):
    words = " ".join(one["text"] for one in of("text", said["sections"][1]))
    assert not re.search(r"\bPH\d", words) and any(each["label"].startswith("PH") for each in said["annotations"])


def test_an_analyst_sees_his_section_as_it_will_be_printed(real, monkeypatch):
    """`%load_ext briefing`, `%printed`: the notebook's own bundles, with its heading and its numbers."""
    magics = {}

    class Shell:
        @staticmethod
        def register_magic_function(function, _kind, name):
            magics[name] = function

    briefing.load_ipython_extension(Shell)
    monkeypatch.setenv("JPY_SESSION_NAME", str(real.build / "notebooks" / "08_digital_government.ipynb"))
    shown = magics["printed"]("")._repr_mimebundle_()[0]["text/html"]
    assert (
        "Phát triển chính quyền số" in shown
        and "2.7." in shown
        and "Bảng 1." in shown
        and "Quản lý báo chí" not in shown
    )
