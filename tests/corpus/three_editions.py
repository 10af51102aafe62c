"""Signing, publishing and revising over three editions and a second half-year, as somebody does who has read the guides only.

Written from README.md, HUONG-DAN.md and reports/README.md before the code was read: orders of commands and slips, each
with what a careful official expects. Run it: `python tests/corpus/three_editions.py [words of a name ...]`.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from corpus.bench import Outcome, Ran, Tally, changed, commit, judged, run, snapshot

FIRST, SECOND, HALF, THIRD = "2024-H1", "2025-H1", "2025-H2", "2026-H1"
RIGHT, ASKED, REFUSED = frozenset({"right"}), frozenset({"asked"}), frozenset({"refused"})
NAMED, EITHER = REFUSED | ASKED, REFUSED | ASKED | RIGHT
SLOW = {"hang": 200, "runaway": 200}
HEAD, CHIEF = "Trưởng phòng", "Chánh Thanh tra"
SIGN1 = ("sign", "I.1", "--by", "Nguyễn An", "--role", HEAD)
SIGN2 = ("sign", "I.2", "--by", "Lê Bình", "--role", CHIEF)

COUNTS = """period,item,label,value,unit,source
2024-H1,exams,Lượt khám bệnh,148034,lượt,I.1
2024-H1,insured,Lượt khám bảo hiểm y tế,121841,lượt,I.1
2024-H1,inspections,Cuộc thanh tra,42,cuộc,I.2
2024-H1,fined,Cuộc có xử phạt,17,cuộc,I.2
"""
STATEMENTS = """period,section,kind,topic,order,text,state,source
2024-H1,Mở đầu,note,introduction,1,Sở Y tế báo cáo kết quả công tác 6 tháng đầu năm 2024 như sau:,confirmed,Mở đầu
2024-H1,I.1,result,result,1,"Toàn ngành khám {counts.value(item='exams'):unit}, trong đó {counts.value(item='insured'):unit} có bảo hiểm y tế.",confirmed,I.1
2024-H1,I.2,result,result,1,"Sở tổ chức {counts.value(item='inspections'):unit} thanh tra, {counts.value(item='fined'):unit} có xử phạt.",confirmed,I.2
2024-H1,II,direction,direction,1,Tiếp tục thực hiện các nhiệm vụ được giao.,confirmed,II
"""
RULES = """rule,kind,severity,each,left,relation,right,statement
insured,bounds,error,,counts.value(item='insured'),<=,counts.value(item='exams'),Lượt khám bảo hiểm y tế không vượt tổng số lượt khám
fined,bounds,error,,counts.value(item='fined'),<=,counts.value(item='inspections'),Số cuộc có xử phạt không vượt số cuộc thanh tra
"""
OFFICES = """office,name,contact,due_days,collects
P.NVY,Phòng Nghiệp vụ Y,Trưởng phòng,-10,false
P.TTr,Thanh tra Sở,Chánh Thanh tra,-10,false
"""
OWNERS = """rows,office
counts.rows(item='exams'),P.NVY
counts.rows(item='insured'),P.NVY
counts.rows(item='inspections'),P.TTr
counts.rows(item='fined'),P.TTr
"""
NUMBERS = {
    SECOND: {"exams": 151200, "insured": 126300, "inspections": 45, "fined": 19},
    HALF: {"exams": 160400, "insured": 133100, "inspections": 51, "fined": 23},
    THIRD: {"exams": 158700, "insured": 131200, "inspections": 47, "fined": 21},
}


@dataclass
class Walk:
    """A project at a point of its years, and what is typed there."""

    project: Path
    runs: list[Ran] = field(default_factory=list)
    before: dict[str, str] = field(default_factory=dict)

    def __call__(self, *argv: str | Path, **more: object) -> Ran:
        self.before = snapshot(self.project, (".git", "../scratch"))
        self.runs.append(run(argv, self.project, **{**SLOW, **more}))  # type: ignore[arg-type]
        return self.runs[-1]

    def must(self, *argv: str | Path, **more: object) -> Ran:
        """A command that only prepares what is tried."""
        ran = run(argv, self.project, **{**SLOW, **more})  # type: ignore[arg-type]
        assert ran.code == 0, f"{argv}: {ran.said}"
        return ran

    def path(self, table: str) -> Path:
        return self.project / "data" / f"{table}.csv"

    def read(self, table: str) -> str:
        return self.path(table).read_text("utf-8") if self.path(table).exists() else ""

    def edit(self, table: str, old: str, new: str, count: int = -1) -> None:
        text = self.read(table)
        assert old in text, (table, old)
        self.path(table).write_text(text.replace(old, new, count), encoding="utf-8")

    def append(self, table: str, head: str, *lines: str) -> None:
        text = self.read(table) or head + "\n"
        self.path(table).write_text(text + "".join(line + "\n" for line in lines), encoding="utf-8")

    def git(self, *argv: str) -> str:
        said = subprocess.run(["git", "-C", str(self.project), *argv], capture_output=True, text=True, check=True)
        return said.stdout

    def commit(self) -> None:
        commit(self.project)

    def templates(self, period: str, numbers: dict[str, object] | None = None, name: str = "mau") -> dict[str, Path]:
        """The workbooks of a period, filled in: office → file."""
        folder = self.project.parent / name
        self.must("forms", "out", period, "--out", folder)
        files = {path.name.partition("_")[0]: path for path in sorted(folder.glob("*.xlsx"))}
        for path in files.values():
            book = openpyxl.load_workbook(path)
            for sheet in book.worksheets:
                for row in range(1, sheet.max_row + 1):
                    for item, value in {**NUMBERS.get(period, {}), **(numbers or {})}.items():
                        if f"item='{item}'" in str(sheet.cell(row, 1).value or ""):
                            sheet.cell(row, 7).value = value
            book.save(path)
        return files

    def published(self, period: str) -> list[str]:
        folder = self.project / "reports" / "published" / period
        return sorted(path.name for path in folder.glob("[0-9]*")) if folder.is_dir() else []

    def text(self, folder: str) -> str:
        """What an edition's page says."""
        from lxml import html

        page = html.parse(str(self.project / "reports" / folder / "briefing.html")).getroot()
        return " ".join(page.text_content().split())

    def sign_all(self, period: str) -> None:
        self.must(*SIGN1, "--period", period)
        self.must(*SIGN2, "--period", period)
        self.commit()

    def fill(self, period: str, numbers: dict[str, object] | None = None) -> None:
        """Begin a period, bring its workbooks in, confirm its sentences, commit."""
        self.must("new", period)
        self.must("forms", "in", *self.templates(period, numbers).values(), "--yes")
        self.edit("statements", ",carried,", ",confirmed,")
        for row in self.read("organisation").splitlines():
            if row.startswith(f"{period},") and not row.endswith("Mở đầu"):
                self.edit("organisation", row, row + "Mở đầu")
        self.commit()


def begin(folder: Path) -> Path:
    """A department's project as `init` makes it, with two offices, two sections, rules and signatures to be given."""
    project = folder / "project"
    ran = run(
        ["init", project, "--name", "Sở Y tế tỉnh Bình An", "--kind", "half-year", "--period", FIRST], folder, **SLOW
    )
    assert ran.code == 0, ran.said
    walk = Walk(project)
    walk.must("add", "section", "I.2. Thanh tra", "--table", "counts")
    for table, text in {
        "counts": COUNTS,
        "statements": STATEMENTS,
        "rules": RULES,
        "offices": OFFICES,
        "owners": OWNERS,
        "required_signatures": f"section,role\nI.1,{HEAD}\nI.2,{CHIEF}\n",
    }.items():
        walk.path(table).write_text(text, encoding="utf-8")
    walk.edit("organisation", "…", "Nguyễn Thị Bình")
    (project / ".gitignore").write_text("reports/*\n!reports/published/\n", encoding="utf-8")
    walk.git("init", "-q")
    for key, value in (("user.name", "Văn phòng Sở"), ("user.email", "vp@example.vn"), ("commit.gpgsign", "false")):
        walk.git("config", key, value)
    walk.commit()
    return project


class Years:
    """The project at each point of its years, made once and copied for each case."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.places = {"begun": begin(self.made("begun"))}
        walk = self.next("built", "begun")
        walk.must("build", FIRST)
        walk = self.next("signed", "built")
        walk.sign_all(FIRST)
        walk = self.next("first", "signed")
        walk.must("publish", FIRST)
        walk.commit()
        walk = self.next("second", "first")
        self.edition(walk, SECOND)
        walk = self.next("signed second", "second")
        walk.sign_all(SECOND)
        walk = self.next("published second", "signed second")
        walk.must("publish", SECOND)
        walk.commit()
        walk = self.next("half", "published second")
        self.edition(walk, HALF)
        walk.sign_all(HALF)
        walk.must("publish", HALF)
        walk.commit()
        walk = self.next("third", "half")
        self.edition(walk, THIRD)
        walk.sign_all(THIRD)

    def made(self, name: str) -> Path:
        folder = self.folder / name.replace(" ", "-")
        for each in (folder, folder / "scratch"):
            each.mkdir()
        return folder

    def next(self, name: str, before: str) -> Walk:
        project = self.made(name) / "project"
        shutil.copytree(self.places[before], project, symlinks=True)
        self.places[name] = project
        return Walk(project)

    @staticmethod
    def edition(walk: Walk, period: str) -> None:
        walk.fill(period)
        label = {SECOND: "đầu năm 2025", HALF: "cuối năm 2025", THIRD: "đầu năm 2026"}[period]
        for old in ("đầu năm 2024", "đầu năm 2025", "cuối năm 2025"):
            was = f"{period},Mở đầu,note,introduction,1,Sở Y tế báo cáo kết quả công tác 6 tháng {old}"
            if was in walk.read("statements") and old != label:
                walk.edit("statements", was, was.replace(old, label))
        walk.must("build", period)
        walk.commit()


Act = Callable[[Walk], str | None]  # what is false at the end, if something is


@dataclass
class Case:
    name: str
    group: str
    start: str
    want: frozenset[str]
    act: Act
    tells: str = ""  # words by which a command that ends well has told what is not as it should be


def built(key: str) -> bool:
    """What `publish` may make before it refuses, for signatures are held against the words: the working edition."""
    return key == "reports" or (key.startswith("reports/") and not key.startswith("reports/published"))


def perform(years: Years, case: Case) -> Outcome:
    folder = Path(tempfile.mkdtemp(prefix="year-", dir=years.folder))
    (folder / "scratch").mkdir()
    try:
        project = folder / "project"
        shutil.copytree(years.places[case.start], project, symlinks=True)
        walk = Walk(project)
        false = case.act(walk)
        altered = [key for key in changed(walk.before, snapshot(project, (".git",))) if not built(key)]
        told = bool(case.tells) and case.tells.casefold() in walk.runs[-1].said.casefold()
        return judged(
            case.name, case.group, case.want, walk.runs, altered, lambda _: True, false, told, 200.0, 1500.0
        )  # fmt: skip
    except Exception as error:
        return Outcome(case.name, case.group, case.want, "broken", f"the walk itself: {type(error).__name__} {error}")
    finally:
        subprocess.run(["chmod", "-R", "u+rwX", str(folder)], check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def run_cases(cases: list[Case]) -> Tally:
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="years-") as folder:
        years = Years(Path(folder))
        with ThreadPoolExecutor(2) as pool:
            for outcome in pool.map(lambda case: perform(years, case), cases):
                tally.add(outcome)
        subprocess.run(["chmod", "-R", "u+rwX", folder], check=False)
    return tally


# ---------------------------------------------------------------- what several cases type

EXAMS = {FIRST: "148034", SECOND: "151200", HALF: "160400", THIRD: "158700"}


def typing(*argv: str) -> Act:
    return lambda walk: walk(*argv) and None


def at(period: str, *argv: str) -> tuple[str, ...]:
    return (*argv, "--period", period)


def other_number(walk: Walk, period: str, new: str = "149034") -> None:
    walk.edit("counts", f"{period},exams,Lượt khám bệnh,{EXAMS[period]},", f"{period},exams,Lượt khám bệnh,{new},")


def other_words(walk: Walk, period: str, section: str = "I.1") -> None:
    text = walk.read("statements")
    lines = [
        line.replace("Toàn ngành khám", "Cả ngành khám").replace("Sở tổ chức", "Sở đã tổ chức")
        if line.startswith(f"{period},{section},")
        else line
        for line in text.splitlines(keepends=True)
    ]
    assert "".join(lines) != text
    walk.path("statements").write_text("".join(lines), encoding="utf-8")


def correct(walk: Walk, period: str, item: str, old: str, new: str) -> None:
    walk.append(
        "corrections",
        "period,figure,old,new,reason,decided_by,date",
        f"{period},counts.value(item='{item}'),{old},{new},Gõ nhầm chữ số,Phòng Nghiệp vụ Y,{period[:4]}-07-02",
    )


def explain(walk: Walk, period: str, place: str, kind: str, why: str, publication: int = 2) -> None:
    """A reason written into revisions.csv by hand."""
    walk.append(
        "revisions",
        "period,publication,place,class,reason,decided_by,date",
        f"{period},{publication},{place},{kind},{why},Lê Bình,{period[:4]}-08-01",
    )
