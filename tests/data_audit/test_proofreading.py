"""What is checked of words: typed digits, names that have ended, words on a condition; each seeded into a sound second edition."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import briefing, only
from samples import Tables, find, save, second_year

NOW = "2032-Q3"
ONLINE = "dossiers_received.dossiers(channel='online')"


@pytest.fixture
def second() -> Tables:
    return second_year()


def say(tables: Tables, text: str) -> None:
    """Write a sentence of its own behind the introduction."""
    find(tables, "statements", period=NOW, topic="introduction")["text"] += f" {text}"


def checked(tables: Tables, folder: Path) -> tuple[set[str], set[str]]:
    """The rules that find something in the words, and the kinds of gaps."""
    found = json.loads(briefing("check", NOW, "--json", "--data", save(tables, folder / "data")).out)
    words = {each["id"].partition("@")[0] for each in found["findings"] if each["kind"] == "proofreading"}
    return words, {gap["kind"] for gap in found["gaps"]}


SENTENCES = {  # each is one of an edition that was audited once: the rules that find something in it
    "": set(),
    "Sở tổ chức 12 lớp.": {"number"},
    "Hội nghị tổ chức ngày 05/8/2032.": {"number"},
    "Sở tổ chức １２ lớp.": {"number"},
    "Thực hiện Quyết định số 1/QĐ-BTT.": {"number"},
    "[[Sở tổ chức 12 lớp. | 1 == 1]]": {"number"},
    "Hệ thống khai thác {'24/7'} trên {'IPv6'} trong năm {year}, hơn năm {year - 1}.": set(),
    "Sở Cũ chỉ đạo.": {"ended"},
    "Sở Cũ và Mới chỉ đạo.": set(),
    f"[[Hầu hết nộp trực tuyến. | {ONLINE} > 0]]": set(),
    f"[[Hầu hết nộp trực tuyến. | {ONLINE} < 1]]": {"condition"},
}


@pytest.fixture(scope="module")
def audited(tmp_path_factory) -> dict:
    """What is found in a sound edition with these sentences behind its introduction."""
    tables = second_year()
    begun = find(tables, "statements", period=NOW, topic="introduction")
    tables["statements"] += [
        {**begun, "order": f"{number + 10}", "text": f"{begun['text']} {text}", "id": f"case-{number}"}
        for number, text in enumerate(SENTENCES)
    ]
    ended = {"list": "words", "code": "Sở Cũ", "valid_to": "2031-12-31", "reason": "Luật"}
    other = {"valid_from": "", "successor": ""}
    tables["validity"] = [
        {**other, **ended},
        {**other, **ended, "code": "Sở Cũ và Mới", "valid_from": "2032-01-01", "valid_to": ""},
    ]
    data = save(tables, tmp_path_factory.mktemp("sentences") / "data")
    return json.loads(briefing("check", NOW, "--json", "--data", data).out)


@pytest.mark.parametrize(("number", "text"), [*enumerate(SENTENCES)])
def test_what_is_found_in_a_sentence(audited, number, text):
    at = f"statements.text(id='case-{number}')"
    found = {each["id"].partition("@")[0] for each in audited["findings"] if at in each["cells"]}
    assert (found, audited["gaps"]) == (SENTENCES[text], [])
    assert {each["kind"] for each in audited["findings"]} == {"proofreading"}


def test_an_office_that_ended_is_no_recipient(second, tmp_path):
    second["recipients"][-1]["recipient"] = "Sở Cũ"
    assert second["recipients"][-1]["period"] == NOW
    ended = {"valid_from": "", "valid_to": "2031-12-31", "successor": "", "reason": "Luật"}
    second["validity"] = [{"list": "words", "code": "Sở Cũ", **ended}]
    assert checked(second, tmp_path) == ({"ended"}, set())


def test_words_whose_condition_is_unknown_wait(second, tmp_path):
    say(second, "[[Không ai gửi thư. | counts.value(item='petitions', period='@previous') == 0]]")
    words, gaps = checked(second, tmp_path)
    assert "condition" in gaps and "condition" not in words
    refused = briefing("build", NOW, "--final", "--data", tmp_path / "data", "--out", tmp_path / "out")
    assert refused.code == 2 and "expected no gap in a final edition" in refused.err


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[[Tất cả. | 1 = 1]]", "1 = 1"),
        ("[[Tất cả. | 1 + 2]]", "1 + 2"),
        ("[[Tất cả. | 0 < 1 < 2]]", "0 < 1 < 2"),
        ("[[Tất cả. | not 1 == 1]]", "not 1 == 1"),
        ("[[Tất cả. | filled(x)]]", "filled(x)"),
        ("[[Tất cả. | nosuch.rows() > 1]]", "nosuch.rows() > 1"),
        ("[[Tất cả.]]", "[[Tất cả.]]"),
        ("Tất cả. | 1 == 1]]", "]]"),
        ("{year - x}", "{year - x}"),
    ],
)
def test_what_is_no_condition_is_refused_with_its_place(second, text, found, tmp_path):
    say(second, text)
    ran = briefing("check", NOW, "--data", save(second, tmp_path / "data"))
    said = " ".join(ran.err.split())
    assert ran.code == 2 and re.search(r"statements\.csv, line \d+, column text", said) and found in said


@pytest.mark.builds
def test_a_true_condition_is_printed_and_a_false_one_is_not(second, checkout):
    said = f" Năm {{year}}[[, hơn năm {{year - 1}} | {ONLINE} > 0]][[, kém | {ONLINE} < 0]], có {{'24/7'}}."
    find(second, "statements", period=NOW, section="I.5")["text"] += said
    save(second, checkout.data)
    only(checkout.folder, "13_publishing")
    ran = checkout.briefing("build", NOW, "--format", "html")
    assert ran.code == 0, ran.err
    page = (checkout.folder / "reports" / NOW / "briefing.html").read_text(encoding="utf-8")
    assert "Năm 2032, hơn năm 2031, có 24/7." in " ".join(re.sub(r"<[^>]*>", "", page).split())
