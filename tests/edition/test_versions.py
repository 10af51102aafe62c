"""Versions of an edition: each build that changes something keeps one, and no paper of an earlier one is lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import briefing, wait_until

from briefing.build.locks import holder, if_free, locked
from briefing.build.outputs import recover
from briefing.build.recipe import build
from briefing.build.versions import open_version, versions
from briefing.document.said import read_page, sections
from briefing.order import Order
from helpers.problems import InputError


def spoil(data: Path, table: str, old: str, new: str) -> None:
    path = data / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def numbers(folder: Path) -> list[int]:
    return [version.number for version in versions(folder)]


def test_the_first_build_keeps_what_it_said_and_what_it_was_made_of(synthetic):
    (version,) = versions(synthetic.folder)
    assert version.page == synthetic.html
    assert version.inputs["data/licences.csv"] == (synthetic.data / "licences.csv").read_bytes()
    assert (version.folder / "figures.csv").read_bytes() == (synthetic.folder / "figures.csv").read_bytes()
    assert len(version.about.commit) == 40 and version.about.packages["lxml"]
    assert "briefing/build/versions.py" in version.about.program
    assert any(read.table == "licences" for read in version.reads["I.5"])


def test_a_change_of_nothing_makes_no_new_version_and_a_change_makes_one(rebuilt):
    data, out, again = rebuilt
    folder = out / "2031-Q3"
    assert ", version 1, as before" in again("--section", "I.5", "--force", "--format", "html").out and numbers(
        folder
    ) == [1]
    (data / "licences.csv").write_text((data / "licences.csv").read_text(encoding="utf-8"), encoding="utf-8")
    spoil(data, "licences", "newsletter,5", "newsletter,6")
    assert ", version 2:" in again("--format", "html").out
    first, second = versions(folder)
    assert "newsletter,5" in first.inputs["data/licences.csv"].decode()
    assert "newsletter,6" in second.inputs["data/licences.csv"].decode()
    assert json.loads((folder / "state.json").read_text(encoding="utf-8"))["version"] == 2
    spoil(data, "licences", "newsletter,6", "newsletter,5")
    assert ", version 3:" in again("--format", "html").out  # what was said before is said again: that is a change, too
    assert numbers(folder) == [1, 2, 3]


def test_a_draft_that_was_not_asked_for_again_is_kept_with_its_version(rebuilt):
    data, out, again = rebuilt
    folder = out / "2031-Q3"
    assert again("--format", "docx").code == 0
    word, paper = ((folder / f"briefing-du-thao.{suffix}").read_bytes() for suffix in ("docx", "pdf"))
    spoil(data, "licences", "newsletter,5", "newsletter,6")
    ran = again("--format", "pdf")
    assert "briefing-du-thao.docx is of version 1; it is now versions/1/briefing-du-thao.docx" in ran.err
    assert "pdf is of version" not in ran.err  # it was asked for, and is replaced
    assert not (folder / "briefing-du-thao.docx").exists()
    assert (folder / "versions/1/briefing-du-thao.docx").read_bytes() == word
    assert (folder / "versions/1/briefing-du-thao.pdf").read_bytes() == paper
    assert (folder / "briefing-du-thao.pdf").read_bytes() != paper
    assert "with briefing-du-thao.docx, briefing-du-thao.pdf" in briefing("versions", "--data", data, "--out", out).out


@pytest.mark.slow
def test_a_final_copy_of_an_earlier_version_is_made_again_when_it_is_asked_for(rebuilt):
    data, out, again = rebuilt
    folder = out / "2031-Q3"
    assert again("--final", "--format", "pdf").code == 0
    first = (folder / "briefing.pdf").read_bytes()
    spoil(data, "licences", "newsletter,5", "newsletter,6")
    assert "briefing.pdf is the final copy of version 1: something changed since" in again().err
    assert (folder / "briefing.pdf").read_bytes() == first
    ran = again("--final", "--format", "pdf")
    assert ran.out.startswith("Formats written"), ran.out
    assert (folder / "briefing.pdf").read_bytes() != first == (folder / "versions/1/briefing.pdf").read_bytes()


def test_a_version_with_a_final_copy_is_not_written_over_by_the_saves_of_a_watch(rebuilt):
    data, out, again = rebuilt
    folder = out / "2031-Q3"
    watched = Order("2031-Q3", data, out, ("html",))
    spoil(data, "licences", "newsletter,5", "newsletter,6")
    watched.over = build(watched).version
    spoil(data, "licences", "newsletter,6", "newsletter,7")
    assert build(watched).version == 2 and numbers(folder) == [1, 2]  # the saves of one watch make one version
    assert again("--final", "--format", "pdf").code == 0
    first = (folder / "briefing.pdf").read_bytes()
    spoil(data, "licences", "newsletter,7", "newsletter,8")
    built = build(watched)
    assert built.version == 3 and numbers(folder) == [1, 2, 3]
    assert built.notes == ("briefing.pdf is the final copy of version 2: something changed since",)
    assert again("--final", "--format", "pdf").out.startswith("Formats written")
    assert (folder / "briefing.pdf").read_bytes() != first == (folder / "versions/2/briefing.pdf").read_bytes()


def test_versions_are_listed_and_pruned(rebuilt):
    data, out, again = rebuilt
    folder = out / "2031-Q3"
    for old, new in (("5", "6"), ("6", "7")):
        spoil(data, "licences", f"newsletter,{old}", f"newsletter,{new}")
        assert again("--format", "html").code == 0
    listed = briefing("versions", "--data", data, "--out", out).out.splitlines()
    assert [line.split()[0] for line in listed] == ["1", "2", "3"]
    assert "2 version(s) deleted, 1 kept" in briefing("versions", "--data", data, "--out", out, "--keep", "1").out
    assert numbers(folder) == [3]
    refused = briefing("versions", "--data", data, "--out", out, "--keep", "0")
    assert refused.code == 2 and "at least 1" in refused.err and numbers(folder) == [3]


def test_a_folder_without_a_version_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"expected a version, with its version\.json"):
        open_version(tmp_path)


# -- what a page says ------------------------------------------------------------------------------------------------


def said(html: str) -> dict:
    return sections(read_page(f'<main id="briefing">{html}</main>'))


SECTION = (
    '<section id="I.5" class="numbered" data-section="I.5"><h3><span class="number">5.</span> Cấp phép</h3>{}</section>'
)


def test_what_is_said_is_words_and_figures_not_layout_or_marks():
    plain = said(SECTION.format("<p>Cấp <data>5</data> phép. Không thu hồi.</p>"))["I.5"]
    marked = said(
        SECTION.format(
            '<div class="code">x</div><div class="output"><p class="big">Cấp <data><b>5</b></data>'
            '<sup class="flag">PH1</sup>\u00a0phép. Không\n thu hồi.</p></div>'
        )
    )["I.5"]
    assert plain.digest == marked.digest
    assert [(block.kind, [line.label for line in block.lines]) for block in plain.blocks] == [
        ("heading", ["Cấp phép"]),
        ("text", ["Cấp 5 phép.", "Không thu hồi."]),
    ]
    other = said(SECTION.format("<p>Cấp <data>6</data> phép. Không thu hồi.</p>"))["I.5"]
    assert other.digest != plain.digest


def test_every_word_of_a_page_is_said_once(synthetic):
    """Nothing that a reader reads is left out of the comparison, and nothing is compared twice."""
    body = read_page(synthetic.html)
    spoken = "".join(
        piece.text
        for section in sections(body).values()
        for block in section.blocks
        for line in block.lines
        for piece in line.pieces
    )
    for silent in body.xpath(
        "//div[@class='code'] | //div[@class='analyst'] | //*[@class='annex'] | //p[@class='banner'] | //summary"
        "| //sup | //a[@class='back'] | //span[@class='number'] | //a[@class='number'] | //p[@class='source']"
        "| //div[@class='review'] | //span[@class='chart-ref'] | //svg"
    ):
        silent.drop_tree()
    assert sorted("".join(spoken.split())) == sorted("".join(body.text_content().split()))


# -- locks -------------------------------------------------------------------------------------------------------------

HOLD = "from briefing.build.locks import locked; from pathlib import Path; import sys\nwith locked(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"


@pytest.fixture
def other(tmp_path):
    """Another process that holds an edition; its end of input lets go."""
    folder = tmp_path / "out" / "2031-Q3"
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    yield folder, process
    process.stdin.close()
    process.wait()
    process.stdout.close()


def test_who_holds_an_edition_is_said_and_a_wait_has_an_end(other, capsys):
    folder, process = other
    with (
        pytest.raises(
            InputError, match=f"process {process.pid} on .*; expected an edition that no other command writes"
        ),
        locked(folder, patience=0.1),
    ):
        pass
    assert f"2031-Q3 is held by -c {folder}, process {process.pid} on " in capsys.readouterr().err


@pytest.mark.slow
def test_a_build_waits_for_the_other_writer(other, synthetic, data):
    folder, process = other
    building = subprocess.Popen(
        [Path(sys.executable).with_name("briefing"), "build", "--data", data, "--out", folder.parent, "--format", "html"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert "2031-Q3 is held by" in building.stderr.readline()
    assert not folder.exists()
    process.stdin.close()
    out, _ = building.communicate(timeout=120)
    assert building.returncode == 0 and ", version 1:" in out and folder.exists()


def test_a_lock_falls_with_its_process(other):
    folder, process = other
    process.kill()
    process.wait()
    with locked(folder, patience=30):
        assert f"process {os.getpid()} on " in holder(folder)


def test_what_a_living_build_has_set_aside_is_not_put_back(other):
    folder, process = other
    old = folder.with_name(f".2031-Q3.{process.pid}.old")
    old.mkdir()
    recover(folder)
    assert old.exists() and not folder.exists()
    process.stdin.close()
    wait_until(lambda: _free(folder), "the other process lets go")
    recover(folder)
    assert folder.exists() and not old.exists()


def _free(folder: Path) -> bool:
    with if_free(folder) as free:
        return free


def test_a_version_costs_no_copy_of_the_earlier_ones(rebuilt):
    data, out, again = rebuilt
    page = out / "2031-Q3" / "versions" / "1" / "briefing.html.gz"
    before = page.stat().st_ino
    spoil(data, "licences", "newsletter,5", "newsletter,6")
    assert again("--format", "html").code == 0
    assert page.stat().st_ino == before and shutil.which("git")
