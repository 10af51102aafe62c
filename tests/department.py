"""A department that this project knows nothing of: made with `init`, `add` and its own rows, as its analyst would."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from csv import reader as csv_rows
from csv import writer as csv_writer
from pathlib import Path

import openpyxl
from conftest import Ran, briefing
from doors import columns
from workbook_form import fill, questions

HERE = Path(__file__).parent / "fixtures" / "department"
FIRST, SECOND = "2031-Q1", "2031-Q2"
SLIP = "vaccines.tre_da_tiem(vac_xin='soi')"  # of the second quarter, as its office typed it
CORRECTED = f"{SECOND},{SLIP},2160,2106,Gõ đảo chữ số,Phòng Nghiệp vụ Y,2031-07-05"
TABLES = {  # file → what only the department knows of it
    "beds": ["--title", "Giường bệnh", "--key", "co_so", "--unit", "giuong_ke_hoach=giường", "--unit", "giuong_thuc_ke=giường",
             "--unit", "ngay_dieu_tri=ngày", "--codes", "co_so=site", "--codes", "tuyen=level",
             "--measure", "giuong_ke_hoach=stock", "--measure", "giuong_thuc_ke=stock", "--measure", "ngay_dieu_tri=flow"],
    "visits": ["--title", "Lượt khám", "--key", "co_so,hinh_thuc", "--unit", "luot_kham=lượt", "--codes", "co_so=site",
               "--codes", "hinh_thuc=payment", "--measure", "luot_kham=flow"],
    "vaccines": ["--title", "Tiêm chủng", "--key", "vac_xin", "--unit", "tre_thuoc_dien=trẻ", "--unit", "tre_da_tiem=trẻ",
                 "--codes", "vac_xin=vaccine", "--measure", "tre_thuoc_dien=flow", "--measure", "tre_da_tiem=flow"],
    "waiting": ["--title", "Thời gian chờ khám", "--observations", "--key", "phieu", "--unit", "thoi_gian_cho=phút",
                "--codes", "co_so=site"],
}  # fmt: skip
SECTIONS = {  # heading → the table that it shows, its notebook
    "I.2. Giường bệnh": ("beds", "02_giuong_benh"),
    "I.3. Khám bệnh, chữa bệnh": ("visits", "03_kham_benh_chua_benh"),
    "I.4. Tiêm chủng mở rộng": ("vaccines", "04_tiem_chung_mo_rong"),
    "I.5. Thời gian chờ khám": ("waiting", "05_thoi_gian_cho_kham"),
}
IMPORTS = """import pandas as pd

from helpers import audit_report, charts, tables
from helpers.editions import Edition
from helpers.prose import highest, prose

edition = Edition(period, data_dir)"""


class Department:
    """Its project, and what its analyst types there."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"

    def __call__(self, *arguments: object) -> Ran:
        ran = briefing(*arguments, cwd=self.folder)
        assert ran.code == 0, f"{arguments}\n{ran.out}{ran.err}"
        return ran

    def begin(self) -> None:
        """From nothing to the first quarter: four tables, four sections, its own words, rules and helper."""
        made = briefing("init", self.folder, "--name", "Sở Y tế tỉnh Bình An", "--period", FIRST)
        assert made.code == 0, made.err
        for name, known in TABLES.items():
            self("add", "table", HERE / "rows" / f"{name}.csv", "--yes", *known)
        for heading, (table, _name) in SECTIONS.items():
            self("add", "section", heading, "--table", table)
        for name in ("statements", "rules", "offices", "owners", "required_signatures", "validity"):
            shutil.copy(HERE / "own" / f"{name}.csv", self.data)
        self.change("organisation", "…", "Nguyễn Thị Bình")
        self.change("counts", "".join(self.rows("counts")[1:]))  # the examples are nobody's numbers
        shutil.copy(HERE / "ours.py", self.folder / "notebooks")
        for table, name in SECTIONS.values():
            if (cells := HERE / "cells" / f"{table}.py").exists():
                self.write(name, cells.read_text(encoding="utf-8").split("# %%\n"))

    def write(self, notebook: str, cells: list[str]) -> None:
        """Write cells before the last one of a notebook, as in JupyterLab."""
        path = self.folder / "notebooks" / f"{notebook}.ipynb"
        made = json.loads(path.read_text(encoding="utf-8"))
        loads = next(cell for cell in made["cells"] if "edition = Edition" in "".join(cell["source"]))
        loads["source"] = IMPORTS
        new = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}
        made["cells"][-1:-1] = [{**new, "id": f"own-{n}", "source": cell.strip()} for n, cell in enumerate(cells)]
        path.write_text(json.dumps(made, ensure_ascii=False, indent=1), encoding="utf-8")

    def own(self, name: str) -> list[str]:
        """Rows that its analyst has ready."""
        return (HERE / "own" / f"{name}.csv").read_text(encoding="utf-8").splitlines()[1:]

    def rows(self, table: str) -> list[str]:
        return (self.data / f"{table}.csv").read_text(encoding="utf-8").splitlines(keepends=True)

    def change(self, table: str, old: str, new: str = "") -> None:
        path = self.data / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text, (table, old)
        path.write_text(text.replace(old, new), encoding="utf-8")

    def append(self, table: str, *lines: str) -> None:
        path = self.data / f"{table}.csv"
        if not path.exists():
            lines = (",".join(columns(table)), *lines)
        with path.open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)

    def collect(self, numbers: dict[str, str], period: str = SECOND) -> None:
        """Send a workbook out, let the office fill it in, and read it: question → number; all others grow by a twentieth."""
        self("forms", "out", period, "--out", self.folder)
        (path,) = self.folder.glob("*.xlsx")
        fill(path, answer=lambda before: before * 21 // 20 if isinstance(before, int) else before, **numbers)
        self("forms", "in", path, "--yes")

    def two_years(self) -> None:
        """The other two quarters of the year, and the year before of which only the numbers are there."""
        self("new", "2031-Q3")
        self("new", "2031-Q4")
        self.append("periods", "2030,năm 2030,2029,false", *(f"2030-Q{n},quý {n} năm 2030,,false" for n in range(1, 5)))
        for table in TABLES:
            rows = list(csv_rows(self.rows(table)))
            repeated = {"2031-Q3": SECOND, "2031-Q4": SECOND} | {f"2030-Q{n}": FIRST for n in range(1, 5)}
            for key, of in repeated.items():
                for row in (row for row in rows if row[0] == of):
                    right = [cell.replace("2160", "2106") for cell in row[1:-1]]
                    self.append(table, ",".join([key, *right, "I"]))

    def git(self, *arguments: str) -> None:
        named = ("-c", "user.name=Bình", "-c", "user.email=binh@example.org")
        subprocess.run(["git", *named, *arguments], cwd=self.folder, check=True, capture_output=True)

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "as it is")

    def send(self, period: str) -> None:
        """Sign and publish what is in the project's history."""
        self.git("init", "-q")
        self.commit()
        self("sign", "I.4", "--by", "Nguyễn An", "--role", "Trưởng phòng", "--period", period)
        self.commit()
        assert f"Published: reports/published/{period}/1" in self("publish", period).out

    def publish(self, period: str) -> None:
        """Send a period's edition, and make it again."""
        self.send(period)
        made_again = self("verify", "--rebuild", f"reports/published/{period}/1")
        assert "made again, byte for byte the same" in made_again.out


def add_table(source: str, *, project: Path | None = None, **said: object) -> Ran:
    """`briefing add table`, by somebody who has said all that is to be said."""
    words = {"listed": "list"}
    measures = {"flows": "flow", "stocks": "stock", "openings": "opening"}
    named = [(column, measure) for name, measure in measures.items() for column in f"{said.pop(name, '')}".split(",")]
    options = [word for column, measure in named if column for word in ("--measure", f"{column}={measure}")]
    options += [
        word
        for name, value in said.items()
        for word in ([f"--{words.get(name, name)}"] if value is True else [f"--{words.get(name, name)}", value])
    ]
    ran = briefing("add", "table", source, "--yes", *options, cwd=project or Path(source).parent / "new")
    assert ran.code == 0, ran.err
    return ran


def related(project: Path, **of: dict[str, object]) -> None:
    """Declare what columns are of each other: column → words of its declaration, such as {"part_of": "khach"}."""
    path = project / "data" / "datapackage.json"
    text = path.read_text(encoding="utf-8")
    for column, words in of.items():
        more = json.dumps(words, ensure_ascii=False)[1:-1]
        text = text.replace(f'"name": "{column}", "type"', f'"name": "{column}", {more}, "type"')
    path.write_text(text, encoding="utf-8")


def asked(project: Path, period: str) -> list[str]:
    """What the one form of a period asks for, by codes; nothing where there is none."""
    folder = project.parent / f"forms-{period}"
    ran = briefing("forms", "out", period, "--out", folder, cwd=project)
    assert ran.code == 0 or [each["code"] for each in ran.problems] == ["nothing_to_do"], ran.err
    return [place.code for path in folder.glob("*.xlsx") for place in questions(openpyxl.load_workbook(path))]


def csv(project: Path, name: str, *lines: str) -> str:
    """A tidy file beside the project, of lines as people write them: “Bơi;5”, “2,4”, “5/1/2031”."""
    return tidy(project.parent / f"{name}.csv", "\n".join(lines))


def tidy(source: Path, text: str) -> str:
    """Such lines as a tidy file."""

    def cell(written: str) -> str:
        if day := re.fullmatch(r"(\d\d?)/(\d\d?)/(\d{4})", written):
            return f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}"
        return re.sub(r"^(-?\d+),(\d+)$", r"\1.\2", written)

    with source.open("w", encoding="utf-8", newline="") as file:
        rows = ([cell(each) for each in line.split(";")] for line in text.splitlines())
        csv_writer(file, lineterminator="\n").writerows(rows)
    return str(source)


def paste(project: Path, source: str | Path, period: str) -> None:
    """Paste the rows of a tidy file into its table, each with its period and its source, in the place of those of the period."""
    path = project / "data" / f"{Path(source).stem}.csv"
    (head, *rows), (_, *new) = (list(csv_rows(each.read_text("utf-8").splitlines())) for each in (path, Path(source)))
    others = [row for row in rows if row[0] != period]
    with path.open("w", encoding="utf-8", newline="") as file:
        made = ([period, *row, "I"] for row in new)
        csv_writer(file, lineterminator="\n").writerows([head, *others, *made])


def workbook(path: Path, *rows: list[object]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return book


def lines(project: Path, name: str) -> list[str]:
    """A table's rows without what they say of their source."""
    found = (project / "data" / f"{name}.csv").read_text(encoding="utf-8").splitlines()[1:]
    return [line.partition(",[")[0].partition(',"[')[0] for line in found]


def owned(project: Path, *tables: str) -> None:
    """Give tables to one office, which is asked for them."""
    (project / "data" / "offices.csv").write_text("office,name,contact,due_days,collects\nVP,Văn phòng,An,5,true\n")
    rows = [f"{table}.rows(),VP" for table in tables]
    (project / "data" / "owners.csv").write_text("\n".join(["rows,office", *rows, ""]))
