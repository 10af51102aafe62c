"""Signatures stand for what a section says: they fall when that changes, and stand again when it is as it was."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from conftest import Built, briefing
from edits import append, change
from lxml import html as lxml_html

from briefing.document.signed import OPEN, SIGNED
from briefing.history.signing import sign, states
from briefing.order import Order
from helpers.problems import InputError

HEAD, DAY = "Trưởng phòng", dt.date(2031, 10, 2)


@pytest.fixture
def order(synthetic: Built, data: Path, tmp_path: Path) -> Order:
    shutil.copytree(synthetic.folder, tmp_path / "out" / "2031-Q3")
    return Order("2031-Q3", data, tmp_path / "out", ("html",))


def rebuild(order: Order) -> None:
    ran = briefing("build", "--data", order.data, "--out", order.out, "--format", "html")
    assert ran.code == 0, ran.err


def state(order: Order) -> dict[str, str]:
    return {one.section: one.state for one in states(order) if one.role == HEAD}


def rows(order: Order) -> list[str]:
    return (order.data / "signatures.csv").read_text(encoding="utf-8").splitlines()[1:]


def test_every_section_waits_for_the_role_that_must_sign_it(order):
    assert set(state(order).values()) == {OPEN} and len(state(order)) == 22
    (order.data / "required_signatures.csv").write_text("section,role\nI.5,Giám đốc\n", encoding="utf-8")
    assert [(one.section, one.role, one.state) for one in states(order)] == [("I.5", "Giám đốc", OPEN)]


def test_a_signature_falls_when_its_section_says_something_else_and_stands_again(order):
    sign(order, ["*"], "Nguyễn An", HEAD, DAY)
    assert set(state(order).values()) == {SIGNED}
    change("licences", "newsletter,5", "newsletter,6")(order.data)
    rebuild(order)
    assert [section for section, found in state(order).items() if found != SIGNED] == ["I.5"]
    said = briefing("status", "--data", order.data, "--out", order.out).out
    title = "I.5 Cấp giấy phép xuất bản, họp báo, thông tin điện tử"
    page = lxml_html.document_fromstring((order.folder / "briefing.html").read_text(encoding="utf-8"))
    (mark,) = page.xpath("//nav//a[@href='#I.5']/span[@class='signed']")
    since = "Trưởng phòng: Nguyễn An ký ngày 02/10/2031, nội dung đã thay đổi sau khi ký"
    assert (mark.text, mark.get("title")) == ("✎", since)
    assert f"✎ {title}  Trưởng phòng: Nguyễn An, 2031-10-02; changed since: briefing diff 1" in said
    change("licences", "newsletter,6", "newsletter,5")(order.data)
    rebuild(order)
    assert set(state(order).values()) == {SIGNED}


def test_a_signature_is_a_row_and_the_same_one_is_written_once(order):
    (done,) = sign(order, ["I.5"], "Nguyễn An", HEAD, DAY)
    sign(order, ["I.5"], "Nguyễn An", HEAD, DAY)
    assert rows(order) == [f"2031-Q3,I.5,{HEAD},Nguyễn An,2031-10-02,{done.digest}"]
    assert state(order)["I.5"] == SIGNED and state(order)["I.4"] == OPEN


def test_a_signature_makes_no_new_version(order):
    sign(order, ["I.5"], "Nguyễn An", HEAD, DAY)
    ran = briefing("build", "--data", order.data, "--out", order.out, "--format", "html")
    assert ", version 1, as before" in ran.out and state(order)["I.5"] == SIGNED


def test_an_author_does_not_sign_their_own_section(order):
    append("authors", "I.5,Nguyễn An")(order.data)
    with pytest.raises(
        InputError, match=r"--by: found 'nguyễn an'; expected a person other than who writes section I\.5"
    ):
        sign(order, ["I.4", "I.5"], "nguyễn an", HEAD, DAY)
    assert rows(order) == []
    sign(order, ["I.4"], "Nguyễn An", HEAD, DAY)
    assert len(rows(order)) == 1


def test_what_is_not_there_or_not_built_is_not_signed(order):
    ran = briefing("sign", "I.9", "--by", "B", "--role", HEAD, "--data", order.data, "--out", order.out)
    assert ran.code == 2 and "SECTION: found 'I.9'; expected one of toan-canh-ky-bao-cao, I.1, I.2.1" in ran.err
    change("licences", "newsletter,5", "newsletter,6")(order.data)
    with pytest.raises(InputError, match=r"Build it first \(rows it read changed: licences\.csv\)"):
        sign(order, ["I.5"], "Nguyễn An", HEAD, DAY)
    assert rows(order) == []


@pytest.mark.parametrize(
    ("name", "role", "said"),
    [
        (" ", HEAD, "--by: found ''; expected some words"),
        (
            "Nguyễn An",
            "Trưởng phong",
            "--role: found 'Trưởng phong'; expected a role that required_signatures.csv names",
        ),
        ("Nguyễn\u200b An", HEAD, r"--by: found .*; expected words without U\+200B"),
    ],
)
def test_nobody_signs_as_nobody_or_with_what_nobody_sees(order, name, role, said):
    with pytest.raises(InputError, match=said):
        sign(order, ["I.5"], name, role, DAY)
    assert rows(order) == []
