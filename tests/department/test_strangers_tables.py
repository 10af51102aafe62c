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
