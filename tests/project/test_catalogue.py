"""What the program says stands in the catalogue, in Vietnamese too; what an analyst types is said as it can be typed here."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from conftest import COMMAND, ROOT, briefing
from doors import MADE_UP, in_own_process

CATALOGUE = runpy.run_path(str(ROOT / ".ci" / "catalogue.py"))


def test_the_catalogue_has_what_the_program_says_in_vietnamese_and_nothing_else():
    said, known = CATALOGUE["said"](), CATALOGUE["known"]()
    assert {message.id for message in said} == {message.id for message in known}, "run: make catalogue"
    lacking = [message.id for message in known if message.id and not all([message.string, *message.string])]
    assert lacking == [], "translate them in src/helpers/locale/vi/LC_MESSAGES/briefing.po"


def test_a_translation_names_the_values_of_its_text():
    def values(text: str) -> set[str]:
        return {*re.findall(r"(?<!{){(\w+)", text), *re.findall(r"%\((\w+)\)", text)} - {"briefing"}

    for message in CATALOGUE["known"]():
        if message.id:
            one = message.id if isinstance(message.id, str) else message.id[1]
            for translated in [message.string] if isinstance(message.string, str) else message.string:
                assert values(one) == values(translated), message.id


# -- who reads it ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "vi_VN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "BRIEFING_LANG": "vi"}, "vi"),
        ({"LANG": "vi_VN.UTF-8", "BRIEFING_LANG": "en"}, "en"),
        ({}, "en"),
    ],
)
def test_the_readers_language_is_the_machines_unless_told(environment: dict[str, str], spoken: str):
    unset = dict.fromkeys(("BRIEFING_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"), "")
    shown = in_own_process([COMMAND, "--help"], **{**unset, **environment}).out
    assert shown.startswith({"vi": "Cách dùng: ", "en": "Usage: "}[spoken])


# -- what to type ------------------------------------------------------------------------------------------------------


def test_a_command_is_named_as_it_can_be_typed(tmp_path: Path):
    told = [COMMAND, "status", "2031-Q3", "--data", str(MADE_UP), "--out", str(tmp_path)]
    for path, typed in ((str(tmp_path), ".venv/bin/briefing"), (str(Path(COMMAND).parent), "briefing")):
        said = in_own_process(told, ROOT, PATH=path).out.splitlines()[-1]
        assert said == f"2031-Q3 has no version yet; {typed} build makes the first."


def test_usage_and_the_list_of_commands_are_vietnamese():
    shown = briefing("--help", BRIEFING_LANG="vi").out
    assert "Cách dùng: briefing" in shown and "Hiện hướng dẫn này rồi thoát." in shown and "Các lệnh:" in shown
    refused = briefing("sign", "I.1", BRIEFING_LANG="vi")
    assert refused.code == 2 and "Lỗi: Thiếu tùy chọn '--by'." in refused.err
