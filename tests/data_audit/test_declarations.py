"""The program's own tables and a project's: put together, of each data folder its own, and none needed that nobody uses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import nbformat
import pytest
from conftest import Ran, briefing
from doors import audited, check_folder, columns, declared
from frictionless import Package
from samples import SYNTHETIC

from helpers import audit_report
from helpers.data.expressions import ExpressionError
from helpers.editions import Edition, sound
from helpers.errors import InputError
from helpers.tables import table

NEEDED = {
    "codes": "list,code,order,label\nperiod_kind,quarter,1,quý\nform,online,1,Trực tuyến\nform,paper,2,Tại chỗ\n",
    "periods": "period,label,previous,estimated\n2031-Q3,quý III năm 2031,2031-Q2,false\n",
    "organisation": "period,name,parent,short_name,province,place,report_kind,report_mark,subject,report_number,report_date,"
    "request,signatory_title,signatory_name,drafting_mark,source\n"
    "2031-Q3,Thư viện tỉnh,Sở Văn hóa,TV,tỉnh Bình An,Bình An,Tờ trình,TTr,Việc mở cửa buổi tối {period},,,,"
    "GIÁM ĐỐC,Lê Thị An,,I.1\n",
    "rules": "rule,kind,severity,each,left,relation,right,statement\n",
    "required_signatures": "section,role\n",
    "loans": "period,form,loans,source\n2031-Q3,online,310,I.1\n2031-Q3,paper,95,I.1\n",
}
LOANS = {
    "name": "loans",
    "next": "measured",
    "titleVi": "Lượt mượn",
    "schema": {
        "primaryKey": ["period", "form"],
        "fields": [
            "period",
            {"name": "form", "type": "string", "codes": "form", "constraints": {"required": True}},
            {"name": "loans", "type": "integer", "unit": "lượt", "constraints": {"required": True, "minimum": 0}},
            "source",
        ],
    },
}
HEADING = 'period: str = ""\ndata_dir: str = ""'
NOTEBOOKS = {
    "01_library": [
        "# I. Thư viện",
        "from helpers import letterhead\nfrom helpers.editions import Edition\nfrom helpers.prose import prose\n"
        "edition = Edition(period, data_dir)\nletterhead.heading(edition)",
        "prose(f\"Thư viện cho mượn {edition.figure('loans', 'loans'):unit}.\", *edition.statements('I'))",
        "letterhead.signature(edition)",
    ],
    "02_audit": [
        "# Kiểm tra số liệu",
        "from helpers import audit_report\nfrom helpers.editions import Edition\n"
        "edition = Edition(period, data_dir)\nchecked = audit_report.result(edition)\naudit_report.banner(checked)",
        "audit_report.findings(edition, checked)",
        "audit_report.decisions(edition)",
    ],
}


def declare(data: Path, *tables: dict | str, **more: object) -> None:
    (data / "datapackage.json").write_text(json.dumps({**more, "resources": list(tables)}), encoding="utf-8")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A project of one table, with no file that it does not need."""
    data = tmp_path / "library" / "data"
    data.mkdir(parents=True)
    for name, text in NEEDED.items():
        (data / f"{name}.csv").write_text(text, encoding="utf-8")
    declare(data, LOANS)
    (data.parent / "notebooks").mkdir()
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    for name, (title, *sources) in NOTEBOOKS.items():
        cells = [nbformat.v4.new_markdown_cell(title), *map(nbformat.v4.new_code_cell, [HEADING, *sources])]
        cells[1].metadata["tags"] = ["parameters"]
        notebook = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
        nbformat.write(notebook, data.parent / "notebooks" / f"{name}.ipynb")
    return data.parent


def of(project: Path, *arguments: object) -> Ran:
    return briefing(*arguments, "--project", project)


def test_a_project_needs_no_file_of_a_table_that_it_does_not_use(library):
    """Every command, with none of the optional tables."""
    tables = declared(library / "data")
    assert of(library, "maintain", "schema").out.splitlines()[-1].startswith(f"{len(tables)} tables, ")
    built = of(library, "build", "--format", "pdf", "--format", "docx")
    assert built.code == 0, built.err
    page = (library / "reports" / "2031-Q3" / "briefing.html").read_text(encoding="utf-8")
    assert "405\N{NO-BREAK SPACE}lượt" in page
    for command in ("check", "status"):
        ran = of(library, command)
        assert ran.code == 0, f"{command}: {ran.err}"
    assert of(library, "trace", "loans.loans()").code == 0
    assert of(library, "sign", "I", "--by", "An", "--role", "review").code == 0
    assert (
        (library / "data" / "signatures.csv").read_text(encoding="utf-8").startswith("period,section,role,name,date,")
    )
    begun = of(library, "new", "2031-Q4")
    assert begun.code == 0, begun.err
    assert "\n2031-Q4," in (library / "data" / "organisation.csv").read_text(encoding="utf-8")


def test_each_optional_table_may_be_away_while_the_others_are_there(library):
    """The program's own tables but those that every report needs."""
    data = library / "data"
    optional = {name: ",".join(columns(name, data)) + "\n" for name in declared(data) if name not in NEEDED}
    for name, header in optional.items():
        (data / f"{name}.csv").write_text(header, encoding="utf-8")
    assert optional.keys() > {"documents", "citations", "statements", "acceptances", "absences"}
    for name, header in optional.items():
        (data / f"{name}.csv").unlink()
        assert audited(sound(data, "").records) == []
        (data / f"{name}.csv").write_text(header, encoding="utf-8")


def test_a_table_that_the_project_names_needs_its_file(library):
    declare(library / "data", LOANS, "corrections")
    ran = of(library, "check")
    assert ran.code == 2 and "corrections.csv: expected the file in the data folder" in ran.err


def test_an_optional_table_that_is_used_is_missed_where_it_is_used(library):
    rows = (library / "data" / "organisation.csv").read_text(encoding="utf-8").replace(",,,,GIÁM", ",,,12/KH-UBND,GIÁM")
    (library / "data" / "organisation.csv").write_text(rows, encoding="utf-8")
    with pytest.raises(
        InputError, match=r"organisation\.csv, line 2, column request: found '12/KH-UBND'; expected a document of"
    ):
        check_folder(library / "data")


def test_a_reference_is_no_number_whatever_bounds_its_column_has(library):
    shelf = {"name": "shelf", "type": "integer", "constraints": {"required": True, "minimum": 1, "maximum": 9}}
    book, place = (
        {"name": "book", "type": "string"},
        {"fields": ["shelf"], "reference": {"resource": "shelves", "fields": ["shelf"]}},
    )
    declare(
        library / "data",
        LOANS,
        {"name": "shelves", "titleVi": "Kệ", "schema": {"primaryKey": ["shelf"], "fields": [shelf]}},
        {
            "name": "books",
            "titleVi": "Sách",
            "schema": {"primaryKey": ["book"], "foreignKeys": [place], "fields": [book, shelf]},
        },
    )
    (library / "data" / "shelves.csv").write_text("shelf\n1\n", encoding="utf-8")
    (library / "data" / "books.csv").write_text("book,shelf\na,1\nb,lầu\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"books\.csv, line 3, column shelf: found 'lầu'; expected a shelf of shelves"):
        check_folder(library / "data")


def test_the_heading_says_what_the_organisation_reports(library):
    assert of(library, "build").code == 0
    page = (library / "reports" / "2031-Q3" / "briefing.html").read_text(encoding="utf-8")
    assert "<h1>TỜ TRÌNH</h1>" in page and "/TTr-" in page and "Việc mở cửa buổi tối " in page
    assert "BÁO CÁO</h1>" not in page and "/BC-" not in page


def test_a_data_folder_brings_its_own_declaration(library, tmp_path):
    """Given by --data to a project that knows nothing of its tables."""
    other = tmp_path / "other"
    (other / "notebooks").mkdir(parents=True)
    shutil.copytree(SYNTHETIC, other / "data")
    ran = briefing("check", "--data", library / "data", "--project", other)
    assert ran.code == 0, ran.err
    spoilt = NEEDED["loans"].replace("310", "-310")
    (library / "data" / "loans.csv").write_text(spoilt, encoding="utf-8")
    ran = briefing("check", "--data", library / "data", "--project", other)
    assert ran.code == 2 and "loans.csv, line 2, column loans: found '-310'; expected 0 or more" in ran.err


def test_editions_of_several_folders_used_in_turn_have_each_its_own_tables(library, tmp_path):
    """One lends in another unit, under another title, and has a table that the first has not; one has nothing of both."""
    other = shutil.copytree(library, tmp_path / "other")
    lent = json.loads(json.dumps(LOANS, ensure_ascii=False).replace('"lượt"', '"cuốn"')) | {"titleVi": "Sách mượn"}
    declare(other / "data", lent, LOANS | {"name": "visits"})
    shutil.copy(other / "data" / "loans.csv", other / "data" / "visits.csv")
    one, two, far = (Edition("2031-Q3", data) for data in (library / "data", other / "data", SYNTHETIC))
    for _turn in range(2):
        for edition, unit, title in ((one, "lượt", "Lượt mượn"), (two, "cuốn", "Sách mượn")):
            assert edition.evaluate("loans.loans()").text("unit") == f"405\N{NO-BREAK SPACE}{unit}"
            assert f"{title} (loans.csv)" in table(edition.frame("loans"), "Mượn").html
        with pytest.raises(ExpressionError, match="table 'visits' is unknown"):
            one.evaluate("visits.loans()")
        assert far.fact("parcels_sent").text("unit") == "11.056.275\N{NO-BREAK SPACE}bưu gửi"
        assert [len(audit_report.result(each)["unguarded"]) for each in (one, two)] == [2, 4]


def test_whole_is_what_another_tool_reads_and_stays_whole(library, tmp_path):
    shutil.rmtree(library / "data")
    shutil.copytree(SYNTHETIC, library / "data")
    package = json.loads((library / "data" / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"].remove("absences")
    (library / "data" / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    (library / "data" / "absences.csv").unlink()
    assert of(library, "maintain", "schema", "--whole", tmp_path / "whole").code == 0
    report = Package(str(tmp_path / "whole" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "type", "note"])
    assert (tmp_path / "whole" / "absences.csv").read_text(encoding="utf-8") == (
        "period,rows,state,reason,stated_by,date\n"
    )
    refused = of(library, "maintain", "schema", "--whole", tmp_path / "whole")
    assert refused.code == 2 and "expected a folder that is not there yet" in refused.err


def test_a_role_that_no_table_plays_is_named(library):
    edition = Edition("2031-Q3", library / "data")
    with pytest.raises(ValueError, match=r"no table has the role 'facts': declare it in datapackage\.json"):
        edition.fact("visitors")
