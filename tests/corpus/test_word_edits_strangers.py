"""Sixty edits of people who do not know the program, each in a file of its own, and sixty of others: how many come back as what they are, and none silently."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
import word_edits_desks
import word_edits_strangers
from conftest import briefing
from words_returned import RIGHT, judged


@pytest.fixture(scope="module")
def sent(real, tmp_path_factory) -> Path:
    """The published edition with its Word file, as it was sent."""
    out = tmp_path_factory.mktemp("sent")
    shutil.copytree(real.folder, out / "2024-H1")
    ran = briefing("build", "2024-H1", "--data", real.data, "--out", out, "--format", "docx")
    assert ran.code == 0, ran.err
    return out


@pytest.fixture(scope="module")
def later(sent, real, tmp_path_factory) -> tuple[Path, Path]:
    """The same edition two builds on: in each another sentence has changed."""
    folder = tmp_path_factory.mktemp("later")
    data, out = shutil.copytree(real.data, folder / "data"), shutil.copytree(sent, folder / "out")
    path = data / "statements.csv"
    for old, new in (
        ("Không có kiến nghị, đề xuất.", "Sở không có kiến nghị."),
        ("Nền tảng khảo sát VNForm", "Hệ thống khảo sát VNForm"),
    ):
        assert old in path.read_text(encoding="utf-8")
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        assert briefing("build", "2024-H1", "--data", data, "--out", out, "--format", "html").code == 0
    return data, out


def wrong(verdicts: dict[str, tuple[str, str]]) -> str:
    counts = Counter(result for result, _came in verdicts.values())
    return "\n\n".join(
        [str(counts), *(f"{result}: {name}: {came}" for name, (result, came) in verdicts.items() if result != RIGHT)]
    )


@pytest.mark.slow
def test_sixty_edits_of_strangers_come_back(sent, real, later, tmp_path):
    assert len(word_edits_strangers.CASES) == 60
    verdicts = {}
    for number, each in enumerate(word_edits_strangers.CASES):
        (folder := tmp_path / str(number)).mkdir()
        into = later if each.state == "later" else (real.data, sent)
        verdicts[each.name] = judged(each, *into, sent, folder)
        shutil.rmtree(folder)
    assert {result for result, _came in verdicts.values()} == {RIGHT}, wrong(verdicts)


@pytest.mark.slow
def test_sixty_edits_at_the_desks_of_an_office_come_back(synthetic, tmp_path):
    assert len(word_edits_desks.CASES) == 60
    out = tmp_path / "sent"
    shutil.copytree(synthetic.folder, out / "2031-Q3")
    ran = briefing("build", "--data", synthetic.data, "--out", out, "--format", "docx")
    assert ran.code == 0, ran.err
    verdicts = {}
    for number, each in enumerate(word_edits_desks.CASES):
        (folder := tmp_path / str(number)).mkdir()
        verdicts[each.name] = judged(each, synthetic.data, out, out, folder)
        shutil.rmtree(folder)
    assert {result for result, _came in verdicts.values()} == {RIGHT}, wrong(verdicts)
