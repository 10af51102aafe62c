"""Versions of an edition: each build that changes something keeps one, and no paper of an earlier one is lost."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from conftest import briefing

from briefing.build.versions import open_version, versions
from briefing.document import files
from briefing.document.contents import Index, read, read_page
from briefing.document.exporters import document
from briefing.foreign import zipped
from helpers.data.schema import read_table
from helpers.errors import InputError


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
    assert version.contents == Index(read_page(synthetic.html)).contents
    assert version.contents.figures["I.5", "licences.licences(licence='newsletter')"].text == "05"
    assert len(version.about.commit) == 40 and version.about.packages["lxml"]
    assert "briefing/build/versions.py" in version.about.program
    assert any(read.table == "licences" for read in version.reads[version.notebooks["I.5"]])
    assert version.notebooks["I.6.1"] == version.notebooks["I.6.2"] == "notebooks/14_inspection.ipynb"


def test_a_change_of_nothing_makes_no_new_version_and_a_change_makes_one(rebuilt):
    data, out, again = rebuilt
    folder = out / "2031-Q3"
    assert ", version 1, as before" in again("--force", "--format", "html").out and numbers(folder) == [1]
    (data / "licences.csv").write_text((data / "licences.csv").read_text(encoding="utf-8"), encoding="utf-8")
    spoil(data, "licences", "newsletter,5", "newsletter,6")
    assert ", version 2:" in again("--format", "html").out
    first, second = versions(folder)
    assert "newsletter,5" in first.inputs["data/licences.csv"].decode()
    assert "newsletter,6" in second.inputs["data/licences.csv"].decode()
    spoil(data, "licences", "newsletter,6", "newsletter,5")
    assert ", version 3:" in again("--format", "html").out  # what was said before is said again: that is a change, too
    assert numbers(folder) == [1, 2, 3]


def test_versions_are_listed(rebuilt):
    data, out, again = rebuilt
    for old, new in (("5", "6"), ("6", "7")):
        spoil(data, "licences", f"newsletter,{old}", f"newsletter,{new}")
        assert again("--format", "html").code == 0
    listed = briefing("status", "--data", data, "--out", out).out.splitlines()
    assert [line.split()[0] for line in listed if line[:4].strip().isdigit()] == ["1", "2", "3"]


def test_a_folder_without_a_version_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"expected a version, with its version\.json"):
        open_version(tmp_path)


# -- versions that somebody sent, or that a disk has spoilt ---------------------------------------------------------------


def _holds(name: str, content: bytes) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink() or (folder / name).write_bytes(content)


def _inputs(**changed: bytes) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        with zipfile.ZipFile(folder / "inputs.zip") as archive:
            kept = {name: archive.read(name) for name in archive.namelist()}
        new = {name.replace("__", "/"): content for name, content in changed.items()}
        _holds("inputs.zip", zipped({**kept, **new}))(folder)

    return spoil


def test_a_page_is_read_once_whoever_asks_for_it(synthetic):
    """Of a thousand remarks each is looked for in it."""
    version = open_version(synthetic.build)
    assert version.index is version.index and version.index.letters is version.index.letters


@pytest.mark.parametrize("content", [b"[1]", b'{"I.5": 1}', b"{"])
def test_what_sections_have_read_is_refused_in_words_where_no_build_has_written_it(synthetic, tmp_path, content):
    folder = Path(shutil.copytree(synthetic.build, tmp_path / "1"))
    _inputs(**{"reads.json": content})(folder)
    with pytest.raises(InputError, match=r"reads\.json: found .*expected a version's file as a build keeps it"):
        _ = open_version(folder).reads


# -- what a page says ------------------------------------------------------------------------------------------------


def said(html: str) -> dict:
    return Index(read_page(f'<main id="briefing">{html}</main>')).contents.sections


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
    assert [(passage.kind, [line.label for line in passage.lines]) for passage in plain.passages] == [
        ("heading", ["Cấp phép"]),
        ("text", ["Cấp 5 phép.", "Không thu hồi."]),
    ]
    other = said(SECTION.format("<p>Cấp <data>6</data> phép. Không thu hồi.</p>"))["I.5"]
    assert other.digest != plain.digest


def test_every_word_of_a_page_is_said_once(synthetic):
    """Nothing that a reader reads is left out of the comparison, and nothing is compared twice."""
    body = read_page(synthetic.html)
    spoken = "".join(piece.text for section in Index(body).contents.sections.values() for piece in section.pieces)
    for silent in body.xpath(
        "//div[@class='code'] | //div[@class='analyst'] | //*[@class='annex'] | //p[@class='banner'] | //summary"
        "| //sup | //a[@class='back'] | //span[@class='number'] | //a[@class='number'] | //p[@class='source']"
        "| //div[@class='review'] | //span[@class='chart-ref'] | //svg"
    ):
        silent.drop_tree()
    assert sorted("".join(spoken.split())) == sorted("".join(body.text_content().split()))


def test_a_name_lasts_while_figures_change_and_is_the_name_of_one_thing():
    table = "<table><tr><th>Loại</th><th>Số</th></tr><tr><th>Báo</th><td><data data-key='n'>{}</data></td></tr></table>"
    before, after = (
        Index(read_page(f'<main id="briefing">{SECTION.format(html.format(number) + table.format(number))}</main>'))
        for number, html in (
            (5, "<p>Cấp <data>{}</data> phép. Hết.</p>"),
            (6, "<p>Mới. Cấp <data>{}</data> phép. Hết.</p>"),
        )
    )
    names = [piece.name for piece in before.contents.sections["I.5"].pieces]
    assert len(names) == len(set(names)) == 7
    assert set(names) < after.elements.keys()
    cell = before.contents.sections["I.5"].pieces[-1]
    assert (cell.text, before.elements[cell.name].tag, after.elements[cell.name].text_content()) == ("5", "td", "6")


def test_paper_is_made_of_a_tree_in_which_sentences_have_the_names_of_the_page(synthetic):
    paths = sorted((synthetic.build / "notebooks").glob("*.ipynb"))
    about = files.about_of("2031-Q3", partial(read_table, synthetic.data))
    made = Index(document([path.read_bytes() for path in paths], about).body)
    (kept,) = versions(synthetic.folder)
    named = {
        piece.name: (passage.kind, piece.text)
        for section in kept.contents.sections.values()
        for passage in section.passages
        for piece in passage.pieces
    }
    assert {kind for name, (kind, _) in named.items() if name not in made.elements} == {
        "note"
    }  # stands in its sentence
    (name,) = (name for name, (_, words) in named.items() if words.startswith("Trong kỳ, Sở tham mưu cấp qua dịch vụ"))
    assert "05 giấy phép xuất bản" in made.elements[name].text_content()


def test_contents_are_the_same_when_they_are_read_again():
    page = SECTION.format(
        "<p>Cấp <data value='5' data-key='n' data-cells='licences:2-3:licences'><b>0</b>5</data> phép.</p>"
    )
    contents = Index(read_page(f'<main id="briefing">{page}</main>')).contents
    assert read(contents.written()) == contents
    figure = contents.figures["I.5", "n"]
    assert (figure.text, figure.value, figure.cells) == ("05", "5", "licences:2-3:licences")
