"""Signatures stand for what a section says: they fall when that changes, and stand again when it is as it was."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import Built, Rebuilt, briefing
from data_edits import append, change

from helpers.errors import InputError

HEAD, DAY = "Trưởng phòng", dt.date.today()
SIGNED, CHANGED, OPEN = "✔", "✎", "○"


@dataclass(frozen=True)
class Edition:
    """An edition that was built, whose data and builds a test may change."""

    data: Path
    out: Path

    @property
    def told(self) -> tuple[object, ...]:
        return "--data", self.data, "--out", self.out

    @property
    def folder(self) -> Path:
        return self.out / "2031-Q3"


@pytest.fixture
def order(synthetic: Built, data: Path, tmp_path: Path) -> Edition:
    shutil.copytree(synthetic.folder, tmp_path / "out" / "2031-Q3")
    return Edition(data, tmp_path / "out")


@pytest.fixture
def order_of_few(rebuilt: Rebuilt) -> Edition:
    """The edition of few sections, I.5 among them: it is built again quickly."""
    data, out, _ = rebuilt
    return Edition(data, out)


def sign(order: Edition, sections: list[str], name: str) -> list[dict]:
    """What was signed. Raises InputError for what is refused."""
    ran = briefing("sign", *sections, "--by", name, "--role", HEAD, *order.told)
    if ran.refused:
        raise InputError(ran.refused)
    return ran.data["signed"]


def states(order: Edition) -> list[SimpleNamespace]:
    return [SimpleNamespace(**one) for one in briefing("status", *order.told).data["signatures"]]


def rebuild(order: Edition) -> None:
    ran = briefing("build", "--data", order.data, "--out", order.out, "--format", "html")
    assert ran.code == 0, ran.err


def state(order: Edition) -> dict[str, str]:
    return {one.section: one.state for one in states(order) if one.role == HEAD}


def rows(order: Edition) -> list[str]:
    return (order.data / "signatures.csv").read_text(encoding="utf-8").splitlines()[1:]


@pytest.mark.parametrize("words", [["--period", "2031-Q3", "I.5"], ["I.5", "-p", "2031-Q3"], ["I.5", "2031-Q3"]])
def test_a_period_is_named_as_for_any_command(order, words):
    """`publish 2031-Q3` was right, and `sign '*' 2031-Q3` an unknown section."""
    signed = briefing("sign", *words, "--by", "Nguyễn An", "--role", HEAD, *order.told)
    assert (signed.code, len(rows(order))) == (0, 1), signed.err


def test_every_section_waits_for_the_role_that_must_sign_it(order):
    assert set(state(order).values()) == {OPEN}
    assert " ".join(state(order)) == (
        "briefing toan-canh-ky-bao-cao I I.1 I.2 I.2.1 I.2.2 I.2.3 I.2.4 I.2.5 I.2.6 I.2.7 I.3 I.3.1 I.3.2 I.3.3 I.4 I.4.1 I.4.2 "
        "I.4.3 I.4.4 I.4.5 I.5 I.6 I.6.1 I.6.2 I.6.3 I.7 I.7.1 I.7.2 I.7.3 II II.1 II.2 II.3 III "
        "Phụ lục I Phụ lục II Phụ lục III Phụ lục IV"
    )
    (order.data / "required_signatures.csv").write_text("section,role\nI.5,Giám đốc\n", encoding="utf-8")
    assert [(one.section, one.role, one.state) for one in states(order)] == [("I.5", "Giám đốc", OPEN)]


def test_who_must_sign_a_chapter_must_sign_each_section_in_it(order):
    (order.data / "required_signatures.csv").write_text("section,role\nI.6,Trưởng phòng\n", encoding="utf-8")
    assert list(state(order)) == ["I.6", "I.6.1", "I.6.2", "I.6.3"]
    done = sign(order, ["*"], "Nguyễn An")
    assert [one["section"] for one in done] == ["I.6", "I.6.1", "I.6.2", "I.6.3"]


def test_a_row_about_a_section_that_there_is_not_is_told(order):
    append("required_signatures", "I.62,Trưởng phòng")(order.data)
    with pytest.raises(InputError) as refused:
        sign(order, ["I.5", "I.8"], "Nguyễn An")
    assert [line.partition("; ")[0] for line in str(refused.value).splitlines()] == [
        "SECTION: found 'I.8'",
        "required_signatures.csv, line 3, column section: found 'I.62'",
    ]


def test_what_was_changed_since_the_build_is_built_before_it_is_signed(order):
    """After `decide`, the old text was signed, and the signature had fallen at the next build."""
    change("licences", "newsletter,5", "newsletter,6")(order.data)
    with pytest.raises(InputError) as refused:
        sign(order, ["I.5"], "Nguyễn An")
    assert [each.code for each in refused.value.problems] == ["no_build"] and rows(order) == []


# -- what a signature covers ---------------------------------------------------------------------------------------------

NOT_ON_PAPER = ("fold", "source", "read", "corrected", "finding")


@pytest.mark.slow
def test_a_sentence_of_one_section_breaks_no_other_signature_although_one_notebook_writes_both(order):
    sign(order, ["I.6.1", "I.6.2", "I.6.3"], "Nguyễn An")
    change("statements", "Lịch tiếp công dân định kỳ", "Lịch tiếp dân định kỳ")(order.data)
    rebuild(order)
    assert [state(order)[section] for section in ("I.6.1", "I.6.2", "I.6.3")] == [SIGNED, CHANGED, SIGNED]
    said = briefing("diff", "1", "--data", order.data, "--out", order.out).out
    assert "I.6.2 Phòng, chống tham nhũng" in said and "Lịch tiếp [-công-] dân" in said and "I.6.1" not in said
    assert "statements.text(id='petitions-1')" in said


def test_a_signature_falls_when_its_section_says_something_else_and_stands_again(order_of_few):
    order = order_of_few
    sign(order, ["*"], "Nguyễn An")
    assert set(state(order).values()) == {SIGNED}
    change("licences", "newsletter,5", "newsletter,6")(order.data)
    rebuild(order)
    assert [section for section, found in state(order).items() if found != SIGNED] == ["I.5"]
    said = briefing("status", "--data", order.data, "--out", order.out).out
    title = "I.5 Cấp giấy phép xuất bản, họp báo, thông tin điện tử"
    assert f"✎ {title}  Trưởng phòng: Nguyễn An, {DAY}; changed since: briefing diff 1" in said
    change("licences", "newsletter,6", "newsletter,5")(order.data)
    rebuild(order)
    assert set(state(order).values()) == {SIGNED}


def test_a_signature_is_a_row_and_the_same_one_is_written_once(order):
    (done,) = sign(order, ["I.5"], "Nguyễn An")
    sign(order, ["I.5"], "Nguyễn An")
    assert rows(order) == [f"2031-Q3,I.5,{HEAD},Nguyễn An,{DAY},{done['digest']}"]
    assert state(order)["I.5"] == SIGNED and state(order)["I.4"] == OPEN


def printed_texts(node: object) -> Iterator[dict]:
    """The inlines of a part of document.json that a final copy prints with words of their own."""
    for each in node if isinstance(node, list) else node.values() if isinstance(node, dict) else ():
        if (
            isinstance(each, dict)
            and each.get("type") in ("text", "figure", "citation")
            and each.get("text", "").strip()
        ):
            yield each
        elif not (isinstance(each, dict) and each.get("type") in NOT_ON_PAPER):
            yield from printed_texts(each)


def test_a_signature_falls_with_every_printed_inline_of_its_section_and_with_nothing_else(order_of_few):
    """By construction: each inline of a section in document.json is another one, one after the other."""
    order = order_of_few
    assert sign(order, ["*"], "Nguyễn An")
    path = order.folder / "builds" / "1" / "document.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    (one,) = (each for each in document["sections"] if each["name"] == "I")
    found = {each["name"]: each for above in (one, *one["sections"]) for each in above.get("sections", [])}
    inlines = {name: [*printed_texts(found[name]["blocks"])] for name in ("I.5", "I.3.2", "I.2.3")}
    of = {id(each): name for name, own in inlines.items() for each in own}
    assert len(of) >= 15
    for each in itertools.chain(*inlines.values()):
        before, each["text"] = each["text"], f"{each['text']}!"
        path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        fallen = [section for section, state_ in state(order).items() if state_ != SIGNED]
        assert fallen == [of[id(each)]], before
        each["text"] = before
    told = {
        "type": "annotation",
        "target": "I.5",
        "kind": "revised",
        "label": "(R)",
        "words": "5",
    }  # what was published
    document["annotations"] = [told]
    found["I.5"]["blocks"].append({"type": "source", "language": "python", "source": "2", "id": "x:y:0"})
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    assert set(state(order).values()) == {SIGNED}
