"""What a build notices: everything that changes what a section prints, however it is written."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import zipfile
from pathlib import Path

import nbformat
import pytest
import samples
from conftest import ROOT, Checkout, briefing
from data_edits import append, change
from version_diff import difference

# -- real builds -------------------------------------------------------------------------------------------------------

TWO_EDITIONS = """
edition, newest = Edition(period, data_dir), Edition("", data_dir)
try:
    earlier = Edition("2030-Q3", data_dir)
except Exception:
    earlier = None
prose(
    f"{edition.label}: {edition.figure('licences', 'licences')} giấy phép; {edition.document('185/KH-UBND')}.",
    f"Mới nhất: {newest.label}, {newest.figure('licences', 'licences')}.",
    f"Trước: {earlier.label}, {earlier.figure('licences', 'licences')}." if earlier else "",
)
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A project with three sections, one of them with several editions; and a build of it, in a copy."""
    project = tmp_path_factory.mktemp("checkout")
    (project / "notebooks").mkdir()
    for name in ("04_digital_data", "13_publishing"):
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", project / "notebooks")
    made = nbformat.read(ROOT / "notebooks" / "13_publishing.ipynb", as_version=4)
    made.cells = made.cells[:3]
    for at, cell in enumerate(made.cells):
        cell["id"] = f"two-{at}"
    made.cells[0].source = "# II.9. Hai kỳ"
    made.cells[2].source = f"from helpers.editions import Edition\nfrom helpers.prose import prose\n{TWO_EDITIONS}"
    nbformat.write(made, project / "notebooks" / "14_two.ipynb")
    shutil.copytree(samples.SYNTHETIC, project / "data")
    tables = samples.load()
    tables["statements"] = [row for row in tables["statements"] if row["section"] in ("I.2.3", "I.5")]  # what it prints
    samples.save(tables, project / "data")
    built(project, project / "data", project / "reports")
    return project


def stale(project: Path, data: Path, out: Path) -> dict[str, str]:
    """The sections that a build would run, and why."""
    ran = briefing("status", "2031-Q3", "--project", project, "--data", data, "--out", out)
    return {each["notebook"].removesuffix(".ipynb"): each["stale"] for each in ran.data["sections"] if each["stale"]}


def built(project: Path, data: Path, out: Path) -> tuple[list[str], object]:
    """What ran, and what was printed; or why the data were refused."""
    ran = sorted(stale(project, data, out))
    done = briefing("build", "2031-Q3", "--project", project, "--data", data, "--out", out, "--format", "html")
    if done.exit:
        return [], done.err
    assert len(re.findall(r"done +\d", done.err)) == len(ran)
    return ran, [(out / "2031-Q3" / name).read_bytes() for name in ("briefing.html", "figures.csv")]


@pytest.mark.parametrize(
    "edit",
    [
        change("licences", "non_commercial,9", "non_commercial,8"),
        change("licences", "2031-Q3,newsletter,5,I.5\n", ""),
        change("codes", "Kế hoạch", "Bản kế hoạch"),
        append("corrections", "2031-Q3,licences.licences(licence='newsletter'),5,6,Đếm lại,A,2031-10-01"),
    ],
    ids=["another number", "a row less", "a label", "a correction"],
)
def test_an_incremental_build_equals_a_fresh_one(checkout, edit):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(checkout / "data", folder / "data")
        shutil.copytree(checkout / "reports", folder / "again")
        edit(folder / "data")
        assert (
            built(checkout, folder / "data", folder / "again")[1]
            == built(checkout, folder / "data", folder / "fresh")[1]
        )


def test_a_section_with_several_editions_follows_each(checkout, tmp_path):
    data, out = tmp_path / "data", tmp_path / "out"
    shutil.copytree(checkout / "data", data)
    shutil.copytree(checkout / "reports", out)
    assert built(checkout, data, out)[0] == []
    append("periods", "2030-Q3,Quý III năm 2030,2029,false")(data)
    append("licences", "2030-Q3,non_commercial,4,I.5")(data)
    ran, printed = built(checkout, data, out)
    assert ran == ["14_two"], printed
    assert "Quý III năm 2030" in printed[0].decode()
    change("licences", "2030-Q3,non_commercial,4", "2030-Q3,non_commercial,5")(data)
    assert built(checkout, data, out)[0] == ["14_two"]
    change("licences", "2031-Q3,non_commercial,9", "2031-Q3,non_commercial,8")(data)
    assert built(checkout, data, out)[0] == ["13_publishing", "14_two"]


def test_a_declaration_that_is_spoilt_after_a_build_is_refused_by_the_next(checkout, tmp_path):
    """One build takes over what another has checked, but as it was: a property that nobody knows makes no section stale."""
    data, out = tmp_path / "data", tmp_path / "out"
    shutil.copytree(checkout / "data", data)
    assert built(checkout, data, out)[0]
    change("licences", "2031-Q3,non_commercial,9", "2031-Q3,non_commercial,8")(data)
    package = data / "datapackage.json"
    package.write_text(
        package.read_text(encoding="utf-8").replace('"unit":', '"unitt": "%", "unit":', 1), encoding="utf-8"
    )
    assert stale(checkout, data, out).keys() < {"04_digital_data", "13_publishing", "14_two"}
    done = briefing("build", "2031-Q3", "--project", checkout, "--data", data, "--out", out, "--format", "html")
    assert (done.exit, {each["code"] for each in done.problems}) == (2, {"bad_declaration"}), done.err


def test_a_module_beside_the_notebooks_concerns_its_sections_and_goes_with_the_edition(checkout, tmp_path):
    notebooks, out = tmp_path / "project" / "notebooks", tmp_path / "out"
    shutil.copytree(checkout, tmp_path / "project", ignore=shutil.ignore_patterns("04_*", "14_*"))
    made = nbformat.read(notebooks / "13_publishing.ipynb", as_version=4)
    made.cells[2].source += "\nfrom wording_of_ours import said"
    made.cells.append(nbformat.v4.new_code_cell("prose(said)"))
    nbformat.write(made, notebooks / "13_publishing.ipynb")
    (notebooks / "wording_of_ours.py").write_text('said = "Theo cách nói của Sở."\n', encoding="utf-8")
    tables = samples.load()
    tables["statements"] = [row for row in tables["statements"] if row["section"] == "I.5"]
    samples.save(tables, tmp_path / "project" / "data")
    project = tmp_path / "project"
    of_project = (project, project / "data", out)
    assert [built(*of_project)[0] for _time in range(2)] == [["13_publishing"], []]
    (notebooks / "wording_of_ours.py").write_text('said = "Theo lời của Sở."\n', encoding="utf-8")
    assert stale(*of_project) == {"13_publishing": "the notebook changed, or a module beside it"}
    built(*of_project)
    assert "Theo lời của Sở." in (out / "2031-Q3" / "briefing.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(out / "2031-Q3" / "builds" / "2" / "inputs.zip") as inputs:
        assert inputs.read("notebooks/wording_of_ours.py").decode() == 'said = "Theo lời của Sở."\n'
    found = difference(tmp_path / "project" / "data", out, "1", "2")
    assert [cause.place for cause in found.causes] == ["notebooks/wording_of_ours.py"]


@pytest.mark.parametrize(
    ("name", "concerns_sections"),
    [
        pytest.param("helpers/charts/bars.py", True, id="helper"),
        pytest.param("helpers/fonts/LiberationSerif-Bold.ttf", True, id="font", marks=pytest.mark.slow),
        pytest.param("briefing/document/model.py", False, id="format"),
        pytest.param("briefing/document/template/report.typ", False, id="template of the PDF", marks=pytest.mark.slow),
        pytest.param(
            "briefing/document/template/briefing.docx", False, id="template of the Word file", marks=pytest.mark.slow
        ),
        pytest.param("briefing/document/template/screen/05_panel.js", False, id="script of the page"),
    ],
)
def test_every_file_of_the_program_concerns_what_it_makes(own_program, name, concerns_sections):
    path = own_program.folder / "src" / name
    before = path.read_bytes()
    path.write_bytes(before + b"\n")
    told = own_program.briefing("status", "2031-Q3", "--json")
    if not concerns_sections:  # the page is made anew all the same
        made = own_program.briefing("build", "2031-Q3", "--format", "html")
        assert made.out.startswith("Built in"), made.out
    path.write_bytes(before)
    sections = [each["stale"] for each in json.loads(told.out)["sections"]]
    assert [bool(each) for each in sections] == [concerns_sections] * 3


@pytest.fixture(scope="module")
def own_program(tmp_path_factory, small_built) -> Checkout:
    """The library's report, built, with a program of its own."""
    folder = tmp_path_factory.mktemp("program") / "library"
    shutil.copytree(small_built.data.parent, folder)
    shutil.copytree(ROOT / "src", folder / "src")
    made = Checkout(folder, program=True)
    assert (ran := made.briefing("build", "2031-Q3", "--format", "html")).exit == 0, ran.err
    return made


def test_what_is_kept_of_a_table_has_the_ends_of_lines_that_git_stores(small_page):
    """A publication of a table that Excel had saved never agreed with its commit."""
    path = small_page.data / "statements.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    ran = small_page.briefing("build", "--format", "html", "--force")
    assert ran.exit == 0 and ", version 1, as before" in ran.out, ran.out
