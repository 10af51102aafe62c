"""What a build notices: everything that changes what a section prints, however it is written."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import edits
import nbformat
import pandas as pd
import pytest
import samples
from conftest import ROOT
from differences import difference
from edits import append, change
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from briefing.build import freshness
from briefing.build.freshness import Tables
from briefing.build.recipe import build
from briefing.build.versions import versions
from briefing.order import Order
from helpers import editions
from helpers.data.schema import TABLES
from helpers.editions import Edition
from helpers.errors import InputError
from helpers.project import PROJECT

Probe = Callable[[Path], object]  # what a section asks of a data folder


def opened(ask: Callable[[Edition], object], period: str = "2031-Q3") -> Probe:
    return lambda data: ask(Edition(period, data, checked=True))


def observe(probe: Probe, data: Path) -> tuple[object, list]:
    """What a probe gets, and what it was noted to have read."""
    editions.reads()
    try:
        answer = plain(probe(data))
    except Exception as error:  # an answer, too
        answer = repr(error)
    return answer, editions.reads()


def plain(value: object) -> object:
    """A value with all that a page can show of it: units, qualifiers, labels, sources."""
    if isinstance(value, pd.DataFrame | pd.Series):
        columns = [(str(name), column.tolist()) for name, column in pd.DataFrame(value).items()]
        return plain([value.index.tolist(), columns])
    if isinstance(value, dict):  # a row is a mapping: in which order its columns stand in the file is not part of it
        items = sorted(value.items()) if all(isinstance(key, str) for key in value) else value.items()
        return [(plain(key), plain(other)) for key, other in items]
    if isinstance(value, list | tuple | set):
        return [plain(other) for other in value]
    if dataclasses.is_dataclass(value):
        return [(field.name, repr(getattr(value, field.name))) for field in dataclasses.fields(value)]
    return repr(value), str(value), plain(getattr(value, "__dict__", {}))


def is_fresh(reads: list, before: Path, after: Path) -> bool:
    """Whether a build would keep what was read."""
    last, now = Tables(before), Tables(after)
    try:
        return all(last.fingerprint(read) == now.fingerprint(read) for read in reads)
    except InputError:
        return False


# what a section can ask: each method of an edition, for each table
NUMBERS = [
    (name, column)
    for name, table in TABLES.items()
    for column, field in table.columns.items()
    if field.kind == "number"
]
DIMENSIONS = [(name, column, key) for name, column in NUMBERS for key in TABLES[name].key if key != "period"]


@st.composite
def probes(draw: st.DrawFn) -> Probe:
    table, column = draw(st.sampled_from(NUMBERS))
    by = draw(st.sampled_from(DIMENSIONS))
    word = draw(st.sampled_from([(name, column) for name, table in TABLES.items() for column in table.columns]))
    code = draw(st.sampled_from(("province", "online", "license", "server", "high", "other")))
    document = draw(st.sampled_from(("185/KH-UBND", "10/KH-STTTT", "9/none")))
    statement = draw(st.sampled_from((("I.2.7", "document_system"), ("I.1", "introduction"), ("I.1", "progress"))))
    asked = {
        "figure": lambda e: e.figure(table, column),
        "some": lambda e: e.figure(by[0], by[1], **{by[2]: code}),
        "figures": lambda e: e.figures(*by),
        "count": lambda e: e.count(table),
        "frame": lambda e: e.frame(table),
        "register": lambda e: e.register(table),
        "row": lambda e: e.row(table, 3),
        "text": lambda e: e.text(*word),
        "codes": lambda e: (e.codes("level"), e.code("level", "province")),
        "document": lambda e: e.document(document),
        "cited": lambda e: e.cited("I.1", "basis"),
        "statements": lambda e: e.statements(statement[0], topic=statement[1]),
        "weighted": lambda e: e.evaluate("weighted(online_rates.percent(measure='exchange'), edocuments.documents())"),
        "about": lambda e: (e.period, e.label, e.estimated, e.day("periods", "date_to")),
        "corrected": lambda e: e.corrected,
        "records": lambda e: e.records,
        "last year": lambda e: e.figure(table, column, period="@last_year"),
        "over": lambda e: e.over(e.figure(table, column)),
        "followed": lambda e: e.followed and e.followed.period,
        "growth": lambda e: e.growth(e.figure(table, column)),
        "change": lambda e: e.change(e.fact("petitions")),
        "before": lambda e: [
            other and other.figure(by[0], by[1]) for other in map(e.before, ("last_year", "previous"))
        ],
    }
    name = draw(st.sampled_from(list(asked)))
    period = draw(st.sampled_from(("2031-Q3", "2031-Q3", "2031-Q3", "", "2030-Q3")))
    probe = opened(asked[name], period)
    probe.__qualname__ = (
        f"{name} of {period or 'the newest'}: {table} {column} {by} {word} {code} {document} {statement}"
    )
    return probe


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """The data, some of it corrected already, and what a function makes of a copy."""
    base = samples.save(samples.load(), tmp_path_factory.mktemp("base") / "data")
    append("corrections", "2031-Q3,equipment.units(equipment='server'),21,22,Đếm lại,A,2031-10-01")(base)

    def edited(*made: edits.Edit) -> Path:
        folder = Path(tempfile.mkdtemp(dir=base.parent)) / "data"
        shutil.copytree(base, folder)
        for edit in made:
            edit(folder)
        return folder

    return edited


@settings(max_examples=40 if settings.default.derandomize else 120, deadline=None)  # every day the same forty
@given(probe=probes(), first=edits.edits(), second=edits.edits())
def test_what_is_fresh_would_be_read_again_as_it_was(folders, probe, first, second):
    """For any question and any edit: an equal fingerprint promises an equal answer."""
    note(f"{probe.__qualname__}; {first.__qualname__}; {second.__qualname__}")
    before = folders(first)
    answer, reads = observe(probe, before)
    with suppress(InputError):
        after = folders(first, second)
        if is_fresh(reads, before, after):
            assert observe(probe, after)[0] == answer
    for folder in (before, after):
        shutil.rmtree(folder.parent)


def nfd(table: str) -> edits.Edit:
    def edit(folder: Path) -> None:
        path = folder / f"{table}.csv"
        path.write_text(unicodedata.normalize("NFD", path.read_text(encoding="utf-8")), encoding="utf-8")

    return edit


def blank_line_first(table: str) -> edits.Edit:
    return lambda folder: change(table, "2031-Q3,", "\n2031-Q3,")(folder)


LAST_YEAR = "2030-Q3,Quý III năm 2030,2030-Q2,false"
OF_LAST_YEAR = "2030-Q3,Sở,UBND,S,tỉnh Bình An,Bình An,Báo cáo,BC,Kiểm điểm,,2030-10,,GIÁM ĐỐC,A,B,Mở đầu"
LICENCES = opened(lambda edition: edition.figure("licences", "licences"))
NINE = change("licences", "non_commercial,9", "non_commercial,8")


@pytest.mark.parametrize(
    ("probe", "first", "second"),
    [
        (LICENCES, change("licences", "2031-Q3,non_commercial", "2031-Q3 ,non_commercial"), NINE),
        (LICENCES, lambda folder: None, blank_line_first("licences")),
        (
            opened(lambda edition: edition.figure("databases", "value", item="tên")),
            lambda folder: (append("databases", "2031-Q3,x,tên,Tên,Nhãn,1,bản,,I.2.2")(folder), nfd("databases")(folder)),
            change("databases", unicodedata.normalize("NFD", "Nhãn") + ",1", unicodedata.normalize("NFD", "Nhãn") + ",2"),
        ),
        (
            LICENCES,
            lambda folder: None,
            append("corrections", '2031-Q3,"( licences.licences(licence = [\'non_commercial\']))",9,8,x,A,2031-10-01'),
        ),
        (
            opened(lambda edition: edition.fact("press_articles")),
            lambda folder: None,
            change("codes", "qualifier,over,1,hơn", "qualifier,over,1,quá"),
        ),
        (
            opened(lambda edition: edition.document("185/KH-UBND")),
            lambda folder: None,
            change("codes", "Kế hoạch", "Bản kế hoạch"),
        ),
        (
            opened(lambda edition: edition.figure("licences", "licences"), "2030-Q3"),
            lambda folder: (
                append("periods", "2030-Q3,Quý III năm 2030,2029,false")(folder),
                append("licences", "2030-Q3,non_commercial,4,I.5")(folder),
            ),
            change("licences", "2030-Q3,non_commercial,4", "2030-Q3,non_commercial,5"),
        ),
        (
            opened(lambda edition: edition.growth(edition.figure("licences", "licences", licence="non_commercial"))),
            lambda folder: (append("periods", LAST_YEAR)(folder), append("licences", "2030-Q3,non_commercial,4,I.5")(folder)),
            change("licences", "2030-Q3,non_commercial,4", "2030-Q3,non_commercial,5"),
        ),
        (
            opened(lambda edition: edition.followed and edition.followed.period),
            append("periods", LAST_YEAR),
            append("organisation", OF_LAST_YEAR),
        ),
        (
            opened(lambda edition: edition.over("licences.licences(licence='non_commercial')")),
            append("licences", "2030-Q3,non_commercial,4,I.5"),
            append("periods", LAST_YEAR),
        ),
        (
            opened(lambda edition: edition.figure("licences", "licences", period="@last_year")),
            append("licences", "2030-Q3,non_commercial,4,I.5"),
            append("periods", LAST_YEAR),
        ),
    ],
    ids=["blank after the period", "blank line", "NFD", "brackets", "qualifier", "kind of document", "another period",
         "last year's rows", "an edition before it", "one more period to look back to", "last year appears"],
)  # fmt: skip
def test_an_edit_that_changes_an_answer_is_noticed(folders, probe, first, second):
    before, after = folders(first), folders(first, second)
    answer, reads = observe(probe, before)
    assert observe(probe, after)[0] != answer
    assert not is_fresh(reads, before, after)


@pytest.mark.parametrize(
    "edit",
    [
        change("alerts", "7250", "7251"),
        append("licences", "2030-Q3,non_commercial,4,I.5"),
        append(
            "corrections", "2031-Q3,\"alerts.alerts(monitor='server', severity='medium')\",7250,7251,x,A,2031-10-01"
        ),
        nfd("licences"),
        change("licences", "non_commercial,9", "non_commercial, 9 "),
    ],
    ids=["another table", "another period", "a correction elsewhere", "NFD", "blanks"],
)
def test_an_edit_that_changes_no_answer_makes_nothing_stale(folders, edit):
    before, after = folders(), folders(edit)
    answer, reads = observe(LICENCES, before)
    assert observe(LICENCES, after)[0] == answer
    assert is_fresh(reads, before, after)


@pytest.mark.parametrize(
    "ask",
    [
        lambda edition: edition.followed,
        lambda edition: edition.over("licences.licences(licence='non_commercial')"),
        lambda edition: edition.statements("I.1", topic="introduction"),
    ],
    ids=["the edition before it", "a figure through the periods", "a sentence that cites documents"],
)
def test_a_later_period_changes_nothing_of_an_earlier_one(folders, ask):
    later = OF_LAST_YEAR.replace("2030", "2032")
    before = folders()
    cited = (before / "documents.csv").read_text(encoding="utf-8").splitlines()[1:]
    others = [append("documents", line.replace("2031-Q3,", "2032-Q3,", 1)) for line in cited]
    licences = append("licences", "2032-Q3,non_commercial,4,I.5")
    after = folders(
        append("periods", LAST_YEAR.replace("2030", "2032")), append("organisation", later), licences, *others
    )
    answer, reads = observe(opened(ask), before)
    assert observe(opened(ask), after)[0] == answer
    assert is_fresh(reads, before, after)


def test_editions_are_not_kept_when_nobody_uses_them(data):
    import gc
    import weakref

    gone = weakref.ref(Edition("2031-Q3", data, checked=True))
    gc.collect()
    assert gone() is None and editions.reads()


def test_columns_in_another_order_are_read_by_their_names(folders):
    turned = lambda folder: edits.save(  # noqa: E731
        folder / "licences.csv", [list(reversed(row)) for row in edits.load(folder / "licences.csv")]
    )
    frame = Edition("2031-Q3", folders(turned)).frame("licences")
    assert frame.loc[2, "licence"] == "non_commercial" and frame.loc[2, "licences"] == 9


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
READ = ("licences", "databases", "documents", "codes", "periods", "statements")


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
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(PROJECT, str(project))
        forget()
        build(Order("2031-Q3", out=project / "reports", formats=("html",)))
        yield project
    forget()


def forget() -> None:
    """Let the fingerprints of the program be computed again: a test changes its files."""
    freshness.program_digests.cache_clear()


def built(data: Path, out: Path) -> tuple[list[str], object]:
    """What ran, and what was printed; or why the data were refused."""
    try:
        done = build(Order("2031-Q3", data, out, ("html",)))
    except InputError as error:
        return [], str(error)
    return sorted(done.ran), [(done.folder / name).read_bytes() for name in ("briefing.html", "figures.csv")]


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(edit=edits.edits(READ))
def test_an_incremental_build_equals_a_fresh_one(checkout, edit):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(checkout / "data", folder / "data")
        shutil.copytree(checkout / "reports", folder / "again")
        edit(folder / "data")
        assert built(folder / "data", folder / "again")[1] == built(folder / "data", folder / "fresh")[1]


def test_a_section_with_several_editions_follows_each(checkout, tmp_path):
    data, out = tmp_path / "data", tmp_path / "out"
    shutil.copytree(checkout / "data", data)
    shutil.copytree(checkout / "reports", out)
    assert built(data, out)[0] == []
    append("periods", "2030-Q3,Quý III năm 2030,2029,false")(data)
    append("licences", "2030-Q3,non_commercial,4,I.5")(data)
    ran, printed = built(data, out)
    assert ran == ["14_two"] and "Quý III năm 2030" in printed[0].decode()
    change("licences", "2030-Q3,non_commercial,4", "2030-Q3,non_commercial,5")(data)
    assert built(data, out)[0] == ["14_two"]
    change("licences", "2031-Q3,non_commercial,9", "2031-Q3,non_commercial,8")(data)
    assert built(data, out)[0] == ["13_publishing", "14_two"]


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
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(PROJECT, str(tmp_path / "project"))
        forget()
        order = Order("2031-Q3", out=out, formats=("html",))
        assert (list(build(order).ran), list(build(order).ran)) == (["13_publishing"], [])
        (notebooks / "wording_of_ours.py").write_text('said = "Theo lời của Sở."\n', encoding="utf-8")
        assert build(order).ran == {"13_publishing": "the notebook changed, or a module beside it"}
        assert "Theo lời của Sở." in (out / "2031-Q3" / "briefing.html").read_text(encoding="utf-8")
        _first, second = versions(out / "2031-Q3")
        assert second.inputs["notebooks/wording_of_ours.py"].decode() == 'said = "Theo lời của Sở."\n'
        found = difference(tmp_path / "project" / "data", out, "1", "2")
        assert [(cause.kind, cause.place) for cause in found.causes] == [("helper", "notebooks/wording_of_ours.py")]
    forget()


@pytest.mark.parametrize(
    ("package", "name", "concerns_sections"),
    [
        pytest.param("HELPERS", "charts/bars.py", True, id="helper"),
        pytest.param("HELPERS", "values/notebook.css", True, id="style of notebooks"),
        pytest.param("HELPERS", "fonts/LiberationSerif-Bold.ttf", True, id="font"),
        pytest.param("PROGRAM", "document/marks.py", False, id="format"),
        pytest.param("PROGRAM", "document/template/report.typ", False, id="template of the PDF"),
        pytest.param("PROGRAM", "document/template/briefing.docx", False, id="template of the Word file"),
        pytest.param("PROGRAM", "document/template/screen/panel.js", False, id="script of the page"),
    ],
)
def test_every_file_of_the_program_concerns_what_it_makes(tmp_path, monkeypatch, package, name, concerns_sections):
    program = tmp_path / "program"
    shutil.copytree(getattr(freshness, package), program, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(freshness, package, program)

    def fingerprints() -> tuple[str, str]:
        forget()
        return freshness.helpers_fingerprint(), freshness.page_fingerprint()

    sections, page = fingerprints()
    (program / name).write_bytes((program / name).read_bytes() + b"\n")
    changed_sections, changed_page = fingerprints()
    assert (changed_sections != sections) is concerns_sections
    assert changed_page != page
    forget()


def test_what_is_kept_of_a_table_has_the_ends_of_lines_that_git_stores(tmp_path):
    """A publication of a table that Excel had saved never agreed with its commit."""
    data = Path(shutil.copytree(samples.SYNTHETIC, tmp_path / "data"))
    before = freshness.Tables(data)
    path = data / "statements.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    after = freshness.Tables(data)
    assert after.files == before.files and after.digest == before.digest
