"""What a department of culture, sport and tourism sent, and what came of each of its tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import briefing
from department import FIRST, answers

from briefing.begin.tables import add_table

pytestmark = pytest.mark.builds


def csv(project: Path, name: str, *lines: str) -> str:
    source = project.parent / f"{name}.csv"
    source.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return str(source)


def lines(project: Path, name: str) -> list[str]:
    """A table's rows without what they say of their source."""
    found = (project / "data" / f"{name}.csv").read_text(encoding="utf-8").splitlines()[1:]
    return [line.partition(",[")[0].partition(',"[')[0] for line in found]


def state(project: Path, section: str, text: str) -> None:
    with (project / "data" / "statements.csv").open("a", encoding="utf-8") as file:
        file.write(f'{FIRST},{section},result,result,2,"{text}",confirmed,{section}\n')


# -- statistics of rates ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "printed"),
    [("weighted(phong.cong_suat(), phong.so_phong())", "66,7"), ("mean(phong.cong_suat())", "56,7")],
)
def test_an_average_of_rates_is_stated(project, said, printed):
    """The audit, the gaps, proofread and the build were a fault of the program."""
    rows = "5 sao;100;78,5", "3 sao;50;55,1", "1 sao;20;36,5"
    source = csv(project, "phong", "Hạng;Số phòng (phòng);Công suất (%)", *rows)
    add_table(source, answers(), yes=True, key="hang")
    state(project, "I.1", f"Công suất bình quân {{{said}:.1}}.")
    assert briefing("gaps", cwd=project).code == 0
    assert briefing("audit", cwd=project).code == 0
    assert briefing("build", "--format", "html", cwd=project).code == 0
    page = (project / "reports" / FIRST / "briefing.html").read_text(encoding="utf-8")
    assert f'>{printed}%</data><span class="text" data-cells="statements:5:text">.' in page


# -- headings that name a period ------------------------------------------------------------------------------------------------

GUESTS = """LƯỢNG KHÁCH {0} NĂM 2031
Loại khách;Lượt khách: {0}/2031 (nghìn lượt);Lượt khách: {0}/2030 (nghìn lượt);So với cùng kỳ 2030 (%);Cộng {0} (lượt)"""


def test_headings_of_a_period_hold_in_the_next_one(project):
    """“Quý I/2031” stood above the second quarter's numbers in its template; its own file was refused."""
    first = GUESTS.format("quý I").split("\n")
    source = csv(project, "khach", *first, "Quốc tế;1245,3;1010,2;123,3;7", "Nội địa;1630,8;1512,6;107,8;9")
    _files, _left, doubts = add_table(source, answers(), yes=True, key="loai_khach")
    assert doubts == [
        "headings without the period that they name, to hold in the next one, too: "
        "Lượt khách, Lượt khách: cùng kỳ năm trước, So với cùng kỳ năm trước, Cộng"
    ]
    assert briefing("add", "section", "I.2. Khách", "--table", "khach", cwd=project).code == 0
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    second = GUESTS.format("quý II").split("\n")
    csv(project, "khach", *second[1:], "Quốc tế;1310,6;1070,8;122,4;8", "Nội địa;1631;1603,4;101,7;9")
    ran = briefing("import", source, "--yes", cwd=project)
    assert ran.code == 0, ran.err
    assert lines(project, "khach")[2:] == [
        "2031-Q2,Quốc tế,1310.6,1070.8,122.4,8",
        "2031-Q2,Nội địa,1631,1603.4,101.7,9",
    ]
    assert briefing("build", "--format", "html", cwd=project).code == 0
    page = (project / "reports" / "2031-Q2" / "briefing.html").read_text(encoding="utf-8")
    assert ">Lượt khách: cùng kỳ năm trước (nghìn lượt)</" in page and "quý I/" not in page.casefold()


@pytest.mark.parametrize("months", [["Tháng {}"] * 3, ["T{}"] * 3, ["{:02}/2031"] * 3], ids=lambda each: each[0])
def test_columns_of_months_are_those_of_each_quarter(project, months):
    """“Tháng 1” stood above April's numbers, and a half-year added January and April up."""
    heads = [";".join(["Chỉ tiêu", *(form.format(n) for n, form in enumerate(months, at))]) for at in (1, 4)]
    source = csv(project, "khach", heads[0], "Quốc tế;410,2;430,6;404,5")
    add_table(
        source, answers(), yes=True, key="chi_tieu", units=[f"thang_thu_{n}=nghìn lượt" for n in ("nhat", "hai", "ba")]
    )
    assert briefing("new", "2031-Q2", cwd=project).code == 0
    csv(project, "khach", heads[1], "Quốc tế;420,1;440,2;450,3")
    assert briefing("import", source, "--yes", cwd=project).code == 0
    assert lines(project, "khach") == ["2031-Q1,Quốc tế,410.2,430.6,404.5", "2031-Q2,Quốc tế,420.1,440.2,450.3"]
    declared = (project / "data" / "datapackage.json").read_text(encoding="utf-8")
    assert declared.count('"titleVi": "Tháng thứ ') == 3
    csv(project, "khach", heads[0], "Quốc tế;420,1;440,2;450,3")
    refused = briefing("import", source, "--yes", cwd=project)
    assert refused.code == 2 and "expected the columns period, Chỉ tiêu, Tháng thứ nhất" in refused.err
