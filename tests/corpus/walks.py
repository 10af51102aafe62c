"""A year of work as people type it: orders of commands, typing errors, interruptions; and what must come of each.

Run it: `python tests/corpus/walks.py [GROUP or words of a name ...]`.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from corpus.bench import Outcome, Ran, Tally, changed, clone_project, commit, copy_project, judged, run, snapshot
from corpus.damaged import filled

from helpers.data.schema import parsed

EITHER, NAMED = frozenset({"refused", "right", "asked"}), frozenset({"refused", "asked"})
REFUSED, RIGHT = frozenset({"refused"}), frozenset({"right"})
PERIOD, OFFICE = "2025-H1", "P.BCVT"
APART = ("project/src", "scratch", "project/.git", "stick")  # of a walk's folder, what no snapshot looks at
SIGN = ("sign", "I.5", "--by", "Nguyễn An", "--role", "Trưởng phòng")


@dataclass
class Base:
    folder: Path
    begun: Path = field(init=False)
    built: Path = field(init=False)
    templates: Path = field(init=False)

    def __post_init__(self) -> None:
        self.begun, self.templates, self.built = self.folder / "begun", self.folder / "templates", self.folder / "built"
        copy_project(self.begun)
        for argv in (["new", PERIOD], ["forms", "out", PERIOD, "--out", "../templates"]):
            ran = run(argv, self.begun)
            assert ran.code == 0, ran.said
        for path in self.templates.glob("*.xlsx"):
            path.write_bytes(filled(path.read_bytes()))
        clone_project(self.built)
        ran = run(["build", "2024-H1", "--format", "html"], self.built, hang=200, runaway=200)
        assert ran.code == 0, ran.said


@dataclass
class Walk:
    base: Base
    folder: Path
    project: Path
    runs: list[Ran] = field(default_factory=list)
    before: dict[str, str] = field(default_factory=dict)

    def __call__(self, *argv: str | Path, **more: object) -> Ran:
        """Type a command; what the folder looked like before the last one is kept."""
        self.before = snapshot(self.folder, APART)
        self.runs.append(run(argv, self.project, **more))  # type: ignore[arg-type]
        return self.runs[-1]

    @property
    def data(self) -> Path:
        return self.project / "data"

    @property
    def workbook(self) -> Path:
        path = self.folder / "inbox" / f"{OFFICE}_{PERIOD}.xlsx"
        if not path.exists():
            shutil.copy(self.base.templates / path.name, path)
        return path

    def table(self, name: str) -> list[dict[str, str]]:
        return [{**row} for row in parsed(name, (self.data / f"{name}.csv").read_bytes())[1].values()]

    def edit(self, name: str, change: Callable[[str], str]) -> None:
        path = self.data / f"{name}.csv"
        path.write_text(change(path.read_text("utf-8")), encoding="utf-8")

    def git(self, *argv: str) -> str:
        return subprocess.run(
            ["git", "-C", str(self.project), *argv], capture_output=True, text=True, check=False
        ).stdout


Act = Callable[[Walk], str | None]  # what is false at the end, if something is


@dataclass
class Step:
    name: str
    group: str
    want: frozenset[str]
    act: Act
    start: str = "begun"  # begun: 2025-H1 begun; plain: as cloned; git: a clone, built
    allowed: Callable[[str], bool] = lambda key: key.startswith(
        ("project/data", "project/reports", "inbox", "project/inbox", "project/templates")
    )
    seconds: float = 60.0


def perform(base: Base, step: Step) -> Outcome:
    folder = Path(tempfile.mkdtemp(prefix="walk-", dir=base.folder))
    for name in ("scratch", "inbox"):
        (folder / name).mkdir()
    try:
        project = folder / "project"
        if step.start == "git":
            shutil.copytree(base.built, project, symlinks=True)
        elif step.start == "clone":
            clone_project(project)
        else:
            copy_project(project, base.begun / "data" if step.start == "begun" else None)
        walk = Walk(base, folder, project)
        false = step.act(walk)
        altered = changed(walk.before, snapshot(folder, APART))
        return judged(
            step.name, step.group, step.want, walk.runs, altered, step.allowed, false, False, step.seconds, 1500
        )
    except Exception as error:
        return Outcome(step.name, step.group, step.want, "broken", f"the walk itself: {type(error).__name__} {error}")
    finally:
        subprocess.run(["chmod", "-R", "u+rwX", str(folder)], check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


# ---------------------------------------------------------------- periods as they are typed

MISSPELLED = [
    "2025H1",
    "2025-h1",
    "2025-H3",
    "25-H1",
    "H1-2025",
    "6T2025",
    "2025-6T",
    "2025_H1",
    " 2025-H1",
    "2025-H1 ",
    "２０２５-H1",
    "2025–H1",
    "2025-Н1",
    "2052-H1",
    "0000-H1",
    "2025-H01",
    "",
    "2025-H1/..",
    "../2025-H1",
    "2025-H1\n",
    "6 tháng đầu năm 2025",
]
COMMANDS: list[tuple[str, ...]] = [
    ("check", "?"),
    ("forms", "out", "?", "--out", "../inbox/t"),
    ("build", "?"),
    ("decide", "?", "--by", "VP"),
    ("status", "?"),
    (*SIGN, "--period", "?"),
    ("publish", "?"),
    ("diff", "--period", "?"),
]


def typed(*commands: tuple[str, ...]) -> Act:
    def act(walk: Walk) -> None:
        for argv in commands:
            walk(*argv)

    return act


def misspelled() -> Iterator[Step]:
    for number, period in enumerate(MISSPELLED):
        argv = tuple(period if word == "?" else word for word in COMMANDS[number % len(COMMANDS)])
        want = EITHER if period in (" 2025-H1", "2025-H1 ", "2025-H1\n", "2025-h1") else REFUSED
        yield Step(
            f"{argv[0]} of {period!r}", "misspelled periods", want, typed(argv), allowed=lambda _: False, seconds=5
        )
        if period not in ("2052-H1", "0000-H1") or period == "0000-H1":
            yield Step(
                f"new {period!r}",
                "misspelled periods",
                REFUSED if want is REFUSED else EITHER,
                typed(("new", "--", period)),
                "plain",
                seconds=5,
            )
    for wrong in ("2024-H2", "2024-H9"):
        yield Step(
            f"new 2026-H1 --from {wrong}",
            "misspelled periods",
            REFUSED,
            typed(("new", "2026-H1", "--from", wrong)),
            seconds=5,
        )
    for table in (
        "counts",
        "dossiers_received",
        "statements",
        "citations",
        "documents",
        "organisation",
        "recipients",
        "controls",
        "coverage",
        "databases",
        "training",
        "plan_projects",
        "corrections",
        "questions",
        "absences",
        "cutoffs",
    ):
        wrong = random.Random(table).choice(["2024-h1", "2024H1", "2024-H2", "2024-H1 ", "2042-H1", "2024‑H1"])

        def act(walk: Walk, table: str = table, wrong: str = wrong) -> str | None:
            meant = run(["check", "2024-H1"], walk.project).said
            walk.edit(table, lambda text: text.replace("\n2024-H1,", f"\n{wrong},", 1))
            return (
                None
                if walk("check", "2024-H1").said == meant and wrong.strip() == "2024-H1"
                else "the row is gone from the edition"
            )

        yield Step(
            f"{table}.csv with the period {wrong!r} in one row",
            "misspelled periods",
            EITHER if wrong.endswith(" ") else NAMED,
            act,
            "plain",
            seconds=5,
        )
    for table, column in (
        ("counts", "value"),
        ("periods", "label"),
        ("sources", "file"),
        ("owners", "office"),
        ("rules", "left"),
        ("signatures", "digest"),
        ("statements", "text"),
    ):

        def act(walk: Walk, table: str = table, column: str = column) -> None:
            walk.edit(table, lambda text: text.replace(column, column[:-1], 1))
            walk("check", "2024-H1")

        yield Step(
            f"{table}.csv with the column {column[:-1]!r}", "misspelled columns", REFUSED, act, "plain", seconds=5
        )


# ---------------------------------------------------------------- orders of commands


def rows_of(walk: Walk, period: str) -> int:
    return sum(row["period"] == period for row in walk.table("counts"))


def new_twice(walk: Walk) -> str | None:
    first = snapshot(walk.data)
    walk("new", PERIOD)
    return "the second `new` changed the data" if changed(first, snapshot(walk.data)) else None


def new_after_deleting(walk: Walk) -> str | None:
    walk.edit(
        "statements",
        lambda text: "".join(line for line in text.splitlines(True) if not line.startswith(f"{PERIOD},I.5,")),
    )
    first = snapshot(walk.data)
    walk("new", PERIOD)
    return "the second `new` brought back what was deleted" if changed(first, snapshot(walk.data)) else None


def import_before_new(walk: Walk) -> None:
    walk("forms", "in", walk.workbook, "--yes")


def import_twice(walk: Walk) -> str | None:
    walk("forms", "in", walk.workbook, "--yes")
    first = snapshot(walk.data)
    walk("forms", "in", walk.workbook, "--yes")
    return (
        f"the second import changed {changed(first, snapshot(walk.data))}"
        if changed(first, snapshot(walk.data))
        else None
    )


def import_old(walk: Walk) -> None:
    walk("forms", "out", "2024-H1", "--out", "../inbox/old")
    path = walk.folder / "inbox" / "old" / f"{OFFICE}_2024-H1.xlsx"
    path.write_bytes(put_value(path, 6, 4321))
    walk("forms", "in", path, "--yes", "--period", PERIOD)


def import_old_unasked(walk: Walk) -> str | None:
    walk("forms", "out", "2024-H1", "--out", "../inbox/old")
    path = walk.folder / "inbox" / "old" / f"{OFFICE}_2024-H1.xlsx"
    path.write_bytes(put_value(path, 6, 4321))
    ran = walk("forms", "in", path, "--yes")
    return None if ran.code or "2024-H1" in ran.said else "last year's numbers were overwritten without a word"


def put_value(path: Path, row: int, value: object) -> bytes:
    import io

    import openpyxl

    book = openpyxl.load_workbook(path)
    book.worksheets[1].cell(row, 7).value = value
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def import_corrected(walk: Walk) -> str | None:
    walk("forms", "in", walk.workbook, "--yes")
    walk.workbook.write_bytes(put_value(walk.workbook, 6, 17))
    ran = walk("forms", "in", walk.workbook, "--yes")
    if ran.code:
        return None
    found = [
        row["value"] for row in walk.table("counts") if row["period"] == PERIOD and row["item"] == "postal_companies"
    ]
    return None if found == ["17"] else f"the corrected cell is {found}"


def import_answer(answer: bytes, wanted: bool | None) -> Act:
    def act(walk: Walk) -> str | None:
        ran = walk("forms", "in", walk.workbook, typed=answer)
        if ran.code == 2:
            return None
        came = rows_of(walk, PERIOD) > 0
        return f"{'nothing' if wanted else 'something'} was written" if wanted is not None and came != wanted else None

    return act


def three_editions(*periods: str) -> Act:
    def act(walk: Walk) -> str | None:
        for period in periods:
            if walk("new", period).code:
                return None
            if walk("forms", "out", period, "--out", f"../inbox/{period}").code:
                return None
            path = walk.folder / "inbox" / period / f"{OFFICE}_{period}.xlsx"
            if not path.exists():
                return f"no workbook of {OFFICE} for {period}"
            path.write_bytes(put_value(path, 6, 16))
            ran = walk("forms", "in", path, "--yes")
            if ran.code:
                return None
            if not any(f"[{path.name}]" in table.read_text("utf-8") for table in walk.data.glob("*.csv")):
                return f"nothing of {period} was written"
            if walk("check", period).code:
                return None
        rows = walk.table("periods")
        for row in rows:
            if row["period"] in periods:
                year = int(row["period"][:4])
                half = row["period"][5:]
                days = {
                    "H1": (f"{year}-01-01", f"{year}-06-30"),
                    "H2": (f"{year}-07-01", f"{year}-12-31"),
                    "": (f"{year}-01-01", f"{year}-12-31"),
                    "9M": (f"{year}-01-01", f"{year}-09-30"),
                    "Q3": (f"{year}-07-01", f"{year}-09-30"),
                }[half]
                if (row["date_from"], row["date_to"]) != days:
                    return f"{row['period']} is said to be from {row['date_from']} to {row['date_to']}"
                if str(year) not in row["label"]:
                    return f"{row['period']} is labelled {row['label']}"
                if half == "H2" and "đầu" in row["label"]:
                    return f"{row['period']} is labelled {row['label']}"
                if row["last_year"][:4] != str(year - 1) or row["last_year"][4:] != row["period"][4:]:
                    return f"last year of {row['period']} is {row['last_year']}"
        return None

    return act


def correction_after(walk: Walk) -> str | None:
    """A number is corrected by hand in the CSV after the import, then the same workbook comes again."""
    walk("forms", "in", walk.workbook, "--yes")
    rows = [row for row in walk.table("counts") if row["period"] == PERIOD]
    if not rows:
        return "nothing was imported"
    walk.edit("counts", lambda text: text.replace(f"{PERIOD},{rows[0]['item']},", f"{PERIOD},{rows[0]['item']},", 1))
    ran = walk("forms", "in", walk.workbook, "--yes")
    return None if ran.code in (0, 2) else "no answer"


def sign_without_build(walk: Walk) -> None:
    walk(*SIGN)


def sign_then(period: str | None, change: bool) -> Act:
    def act(walk: Walk) -> str | None:
        walk(*SIGN, *(("--period", period) if period else ()))
        if not walk.table("signatures") and walk.runs[-1].code == 0:
            return "no row in signatures.csv"
        if change:
            walk.edit("counts", lambda text: text.replace("Số", "Số ", 1))
        ran = walk("status", "2024-H1")
        return None if "Nguyễn An" in ran.said else "`status` does not tell of the signature"

    return act


def sign_odd(section: str, name: str, role: str) -> Act:
    def act(walk: Walk) -> None:
        walk("sign", "--by", name, "--role", role, "--", section)

    return act


def sign_newest_unbuilt(walk: Walk) -> str | None:
    walk("new", PERIOD)
    ran = walk(*SIGN)
    return None if ran.code == 2 or PERIOD in ran.said else "what was signed is not said"


def publishes(prepare: Callable[[Walk], object], says: str = "") -> Act:
    def act(walk: Walk) -> str | None:
        prepare(walk)
        ran = walk("publish", "2024-H1", hang=60)
        if ran.code == 0:
            return "it was published"
        return None if says in ran.said else f"nothing is said of {says}"

    return act


def accept_all(walk: Walk) -> None:
    walk.edit("required_signatures", lambda _: "section,role\n")


def decide(typed: bytes, argv: tuple[str, ...] = ("--by", "Văn phòng Sở")) -> Act:
    """Without the questions of the repository all thirteen findings are open again."""

    def act(walk: Walk) -> str | None:
        walk.edit("questions", lambda text: text.splitlines(True)[0])
        ran = walk("decide", "2024-H1", *argv, typed=typed)
        if ran.code == 2:
            return None
        after = run(["check", "2024-H1"], walk.project)
        return None if after.code in (0, 1) else f"afterwards the data are refused: {after.gist}"

    return act


def elsewhere(place: str, *argv: str) -> Act:
    def act(walk: Walk) -> None:
        walk.before = snapshot(walk.folder, APART)
        walk.runs.append(run(argv, walk.project / place))

    return act


def moved(name: str, *argv: str) -> Act:
    def act(walk: Walk) -> None:
        target = walk.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        walk.project.rename(target)
        walk.before = snapshot(walk.folder, (f"{name}/src", *APART))
        walk.runs.append(run(argv, target))
        target.rename(walk.project)
        walk.before = {key.replace(name, "project", 1): value for key, value in walk.before.items()}
        if "/" in name:
            shutil.rmtree(walk.folder / name.split("/")[0], ignore_errors=True)
            walk.before = {key: value for key, value in walk.before.items() if not key.startswith(name.split("/")[0])}

    return act


def locked_data(*argv: str) -> Act:
    """In a project that may only be read; root obeys that without its powers alone."""

    def act(walk: Walk) -> None:
        subprocess.run(["chmod", "-R", "a-w", str(walk.data)], check=True)
        walk(*argv, program=() if os.getuid() else ("setpriv", "--bounding-set", "-all", "--inh-caps", "-all"))

    return act


def full_disk(*argv: str) -> Act:
    def act(walk: Walk) -> str | None:
        size = sum(path.stat().st_size for path in walk.data.iterdir()) + 60 * 4096
        stick = walk.folder / "stick"
        stick.mkdir()
        if (
            os.getuid()
            or subprocess.run(
                ["mount", "-t", "tmpfs", "-o", f"size={size // 1024 + 40}k", "tmpfs", str(stick)],
                capture_output=True,
                check=False,
            ).returncode
        ):
            walk("maintain", "schema")  # no disk of our own on this machine
            return None
        try:
            shutil.copytree(walk.data, stick / "data")
            filler, room = stick / "filler", os.statvfs(stick)
            filler.write_bytes(bytes(max(0, room.f_bavail * room.f_frsize - 8192)))
            first = snapshot(stick / "data")
            walk(*argv, "--data", stick / "data")
            last = walk.runs[-1]
            differs = changed(first, snapshot(stick / "data"))
            if last.code == 74:
                last.code = 2  # README: the machine refused something, such as a full disk
            if last.code and differs:
                return_code, last.code = last.code, 0
                return f"exit code {return_code}, yet changed: {differs[:3]}"
            return None
        finally:
            subprocess.run(["umount", str(stick)], check=False)

    return act


def at_once(first: tuple[str, ...], second: tuple[str, ...]) -> Act:
    """Two people, one shared folder."""

    def act(walk: Walk) -> str | None:
        book = walk.workbook
        words = [tuple(str(book) if word == "BOOK" else word for word in argv) for argv in (first, second)]
        walk.before = snapshot(walk.folder, APART)
        runs: list[Ran | None] = [None, None]

        def one(place: int) -> None:
            runs[place] = run(words[place], walk.project)

        threads = [threading.Thread(target=one, args=(place,)) for place in (0, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        walk.runs += [ran for ran in runs if ran]
        walk.runs.sort(key=lambda ran: ran.code == 2)
        if walk.runs[-1].code == 2:  # one of two may be refused; both together must leave sound data
            walk.runs[-1].code = 1
        after = run(["check", PERIOD], walk.project)
        if after.code:
            return f"afterwards the data are refused: {after.gist}"
        if "BOOK" in first and all(ran.code == 0 for ran in walk.runs) and not rows_of(walk, PERIOD):
            return "the import is lost"
        return None

    return act


def kills(argv: tuple[str, ...], number: int, longest: float, start: str) -> Iterator[Step]:
    for throw in range(number):

        def act(walk: Walk, throw: int = throw) -> str | None:
            book = walk.workbook if "BOOK" in argv else None
            words = tuple(str(book) if word == "BOOK" else word for word in argv)
            if argv[0] == "decide":
                walk.edit("questions", lambda text: text.splitlines(True)[0])
            typed = b"c\n\n\n" * 60 if argv[0] == "decide" else b""
            after = random.Random(f"{argv[0]} {throw}").uniform(0.15 if throw % 3 else longest * 0.5, longest)
            first = snapshot(walk.data)
            killed = run(words, walk.project, typed, kill_after=after)
            middle = snapshot(walk.data)
            walk("check", "2024-H1")
            if walk.runs[-1].code == 2:
                walk.runs[-1].code = 0
                return f"killed after {after:.2f} s, the data are refused: {walk.runs[-1].gist}"
            if stray := [
                key
                for key in middle.keys() - first.keys()
                if not key.startswith("sources") and not key.endswith(".lock")
            ]:
                left = stray[:3]
            else:
                left = []
            again = walk(*words, typed=typed)
            if again.code not in (0, 1, 2):
                return None
            if again.code == 2:
                again.code = 0
                return f"killed after {after:.2f} s (code {killed.code}), run again it is refused: {again.gist}"
            whole = expected(walk.base, argv, start)
            now = {
                key: value
                for key, value in snapshot(walk.data).items()
                if not key.endswith(".lock") and not key.endswith("sources.csv")
            }
            if whole is not None and (
                differs := [key for key in changed(whole, now) if key not in ("sources.csv", "carried.csv")]
            ):
                return f"killed after {after:.2f} s and run again, the data are not as without the kill: {differs[:3]}{' left: ' + str(left) if left else ''}"
            return None

        yield Step(f"kill -9 in `{argv[0]}`, throw {throw}, and the same command again", "kills", RIGHT, act, start)


def publish_killed(throw: int) -> Act:
    """With the frozen edition, which nothing keeps from being published."""

    def act(walk: Walk) -> str | None:
        (walk.data / "required_signatures.csv").write_text("section,role\n", encoding="utf-8")
        commit(walk.project)
        long = {"hang": 240, "runaway": 300}
        after = random.Random(f"publish {throw}").uniform(1, 9)
        run(["publish", "2031-Q3"], walk.project, kill_after=after, **long)
        was_done = (walk.project / "reports/published/2031-Q3/1").exists()
        again = walk("publish", "2031-Q3", **long)
        if again.code == 2 and was_done:
            again.code = 0  # the same is not published twice
        elif again.code == 2:
            again.code = 0
            return f"killed after {after:.2f} s, run again it is refused: {again.gist}"
        walk("verify", "reports/published/2031-Q3/1")
        left = [
            path.name
            for path in (walk.project / "reports").iterdir()
            if path.suffix not in ("", ".lock", ".md", ".png")
        ]
        return f"killed after {after:.2f} s, it leaves {left}" if left else None

    return act


EXPECTED: dict[tuple[str, ...], dict[str, str] | None] = {}
GUARD = threading.Lock()


def expected(base: Base, argv: tuple[str, ...], start: str) -> dict[str, str] | None:
    """What the command makes of the data when nothing stops it."""
    with GUARD:
        if argv not in EXPECTED:
            folder = Path(tempfile.mkdtemp(prefix="whole-", dir=base.folder))
            for name in ("scratch", "inbox"):
                (folder / name).mkdir()
            project = folder / "project"
            if start == "git":
                shutil.copytree(base.built, project, symlinks=True)
            else:
                copy_project(project, base.begun / "data" if start == "begun" else None)
            walk = Walk(base, folder, project)
            words = tuple(str(walk.workbook) if word == "BOOK" else word for word in argv)
            if argv[0] == "decide":
                EXPECTED[argv] = None
            else:
                walk(*words)
                EXPECTED[argv] = {
                    key: value
                    for key, value in snapshot(project / "data").items()
                    if not key.endswith(".lock") and not key.endswith("sources.csv")
                }
        return EXPECTED[argv]


def steps() -> list[Step]:
    found = list(misspelled())

    def add(*step: Any, **more: Any) -> None:
        found.append(Step(*step, **more))

    orders = "orders"
    add("new twice", orders, RIGHT, new_twice)
    add("new again after a sentence was deleted", orders, RIGHT, new_after_deleting)
    add("new of the period that the report is of", orders, EITHER, typed(("new", "2024-H1")), "plain")
    add("new of a period before the first", orders, EITHER, typed(("new", "2023-H1")), "plain")
    add("new from itself", orders, REFUSED, typed(("new", "2025-H1", "--from", "2025-H1")), "plain")
    add("import before new", orders, REFUSED, import_before_new, "plain")
    add("import twice", orders, RIGHT, import_twice)
    add("import of last year's workbook with --period", orders, REFUSED, import_old)
    add(
        "import of last year's workbook with a value that the report has otherwise",
        orders,
        EITHER,
        import_old_unasked,
    )
    add("import, correct the workbook, import again", orders, EITHER, import_corrected)
    add("import, a CSV edited, import again", orders, EITHER, correction_after)
    for answer, wanted in (
        (b"", False),
        (b"n\n", False),
        (b"y\n", True),
        (b"c\n", None),
        ("không\n".encode(), False),
        (b"\n", None),
        (b"\x03", False),
        (b"\x1b[A\n", False),
        (b"xin chao\n" * 3, False),
        (b"\xff\xfe\n", False),
    ):
        add(f"import answered with {answer!r:.30}", orders, EITHER, import_answer(answer, wanted))
    for periods in (
        ("2025-H1", "2025-H2"),
        ("2025-H1", "2026-H1"),
        ("2025",),
        ("2024-H2", "2025-H1"),
        ("2025-9M",),
        ("2024-Q3", "2025-Q3"),
        ("2025-H1", "2025", "2026-H1"),
    ):
        add(
            f"editions {', '.join(periods)}, each from new to gaps",
            orders,
            EITHER,
            three_editions(*periods),
            "plain",
        )
    add("template before new", orders, REFUSED, typed(("forms", "out", PERIOD, "--out", "../inbox/t")), "plain")
    add(
        "template for an office that there is not",
        orders,
        REFUSED,
        typed(("forms", "out", PERIOD, "--owner", "P.KHONG", "--out", "../inbox/t")),
    )
    add("template into a file", orders, REFUSED, typed(("forms", "out", PERIOD, "--out", "pyproject.toml")))
    add("template over workbooks that offices have filled in", orders, EITHER, template_over)
    add(
        "check of what was just begun",
        orders,
        EITHER,
        typed(("check", PERIOD)),
    )
    add("status before the first build", orders, EITHER, typed(("status",)), "plain")
    add("status before any build", orders, EITHER, typed(("status",)), "plain")
    add("diff before the first build", orders, REFUSED, typed(("diff",)), "plain")

    signs = "signatures"
    add("sign before the first build", signs, REFUSED, sign_without_build, "plain")
    add("sign, then status", signs, RIGHT, sign_then(None, False), "git")
    add("sign with --period, then status", signs, RIGHT, sign_then("2024-H1", False), "git")
    add("sign the newest period, which is not built yet", signs, NAMED, sign_newest_unbuilt, "git")
    add(
        "sign of last year's edition with the newest begun",
        signs,
        EITHER,
        lambda walk: (
            [walk("new", PERIOD), walk(*SIGN, "--period", "2024-H1")]
            and (
                None
                if walk.runs[-1].code == 2 or any(row["period"] == "2024-H1" for row in walk.table("signatures"))
                else "signed for another period"
            )
        ),
        "git",
    )
    for section in ("I.9.9", "i.5", "I.5.", "1.5", "Phu luc I", "", "../..", "\x1b[2J", "I.5;I.6"):
        add(
            f"sign section {section!r}",
            signs,
            REFUSED if section not in ("i.5", "I.5.", "Phu luc I") else EITHER,
            sign_odd(section, "Nguyễn An", "Trưởng phòng"),
            "git",
        )
    for name, role in (
        ("", "Trưởng phòng"),
        ("Nguyễn An", ""),
        ("An\x1b[2J", "Trưởng phòng"),
        ("\u202enA", "Trưởng phòng"),
        ("A\nB", "Trưởng phòng"),
        ("A" * 5000, "x"),
        (" ", " "),
        ("=cmd|'/C calc'!A0", "x"),
    ):
        add(
            f"sign by {name[:12]!r} as {role[:12]!r}",
            signs,
            REFUSED if name[:1] not in ("A=") or "\x1b" in name else EITHER,
            sign_odd("I.5", name, role),
            "git",
        )

    publish = "publish"
    add("publish with errors open", publish, REFUSED, publishes(lambda _: None, "decide"), "clone")
    add(
        "publish with a changed table",
        publish,
        REFUSED,
        publishes(lambda walk: walk.edit("counts", lambda text: text + "\n")),
        "clone",
    )
    add(
        "publish with an untracked file",
        publish,
        REFUSED,
        publishes(lambda walk: (walk.project / "ghi chú.txt").write_text("x")),
        "clone",
    )
    add(
        "publish with an ignored file",
        publish,
        REFUSED,
        publishes(lambda walk: (walk.project / "build").mkdir()),
        "clone",
    )
    add("publish after sign, not committed", publish, REFUSED, publishes(lambda walk: walk(*SIGN)), "git")
    add(
        "publish without a repository",
        publish,
        REFUSED,
        publishes(lambda walk: shutil.rmtree(walk.project / ".git")),
        "clone",
    )
    add(
        "publish in a repository without a commit",
        publish,
        REFUSED,
        publishes(lambda walk: (shutil.rmtree(walk.project / ".git"), walk.git("init", "-q"))),
        "clone",
    )
    add(
        "publish in the middle of a merge",
        publish,
        REFUSED,
        publishes(lambda walk: (walk.project / ".git" / "MERGE_HEAD").write_text(walk.git("rev-parse", "HEAD"))),
        "clone",
    )
    add(
        "publish from a new checkout, signed, all errors accepted, template written beside: three times",
        publish,
        EITHER,
        year_of_publishing,
        "edition",
        seconds=120,
    )

    decides = "decide"
    answers = {
        "nothing (EOF)": b"",
        "Enter only": b"\n" * 80,
        "nonsense": b"xyz\n" * 80,
        "Ctrl-C": b"\x03\n",
        "the first choice always": b"1\nly do\n\n" * 60,
        "c": b"c\n5\nl\xc3\xbd do\n" * 40,
        "a": b"a\nl\xc3\xbd do\n" * 40,
        "q": b"q\nP.CNTT\n2026-12-31\n" * 40,
        "s": b"s\n" * 80,
        "Vietnamese": "có\nkhông\nđính chính\n".encode() * 30,
        "escapes": b"\x1b[A\x1b[2J\n" * 60,
        "a with escapes as reason": b"a\n\x1b[2Jx\n" * 40,
        "no UTF-8": b"\xe1\xbb\n" * 60,
        "a line of 1 MB": b"a\n" + b"x" * 1_000_000 + b"\n",
        "EOF in the middle": b"a\nl\xc3\xbd do\nc\n",
        "CSV": b'a\n"x",\n"y\n' * 30,
    }
    for name, typed_in in answers.items():
        add(f"decide answered with {name}", decides, EITHER, decide(typed_in), "plain")
    add("decide by nobody", decides, EITHER, decide(b"", ("--by", "")), "plain")
    add("decide by escapes", decides, NAMED | RIGHT, decide(b"a\nx\n" * 30, ("--by", "\x1b[2J")), "plain")

    places = "places"
    for argv in (
        ("check", PERIOD),
        ("new", "2026-H1"),
        ("forms", "out", PERIOD, "--out", "../inbox/t"),
        (
            "maintain",
            "schema",
        ),
    ):
        add(f"{argv[0]} in data/", places, RIGHT, elsewhere("data", *argv))
        add(f"{argv[0]} outside of a project", places, REFUSED, elsewhere("..", *argv))
        add(
            f"{argv[0]} in a folder with spaces and letters",
            places,
            RIGHT,
            moved("Báo cáo 6 tháng (bản cuối) [1]", *argv),
        )
        add(
            f"{argv[0]} in a very long path",
            places,
            RIGHT,
            moved("/".join(["Thư mục dùng chung " * 4] * 6) + "/p", *argv),
        )
    for argv in (("check", PERIOD), ("new", "2026-H1"), ("sign", "I.5", "--by", "A", "--role", "B")):
        add(
            f"{argv[0]} in a project that may only be read",
            places,
            EITHER if argv[0] == "check" else NAMED,
            machine_said(locked_data(*argv)),
        )
    for argv in (("new", "2026-H1"), ("forms", "in", "BOOK", "--yes")):
        add(
            f"{argv[0]} on a full disk",
            places,
            NAMED | RIGHT,
            machine_said(
                lambda walk, argv=argv: full_disk(*(str(walk.workbook) if word == "BOOK" else word for word in argv))(
                    walk
                )
            ),
        )

    together = "at once"
    for first, second in (
        (("forms", "in", "BOOK", "--yes"), ("forms", "in", "BOOK", "--yes")),
        (("forms", "in", "BOOK", "--yes"), ("new", "2026-H1")),
        (("new", "2026-H1"), ("new", "2026-H1")),
        (("new", "2026-H1"), ("new", "2025-H2")),
        (("forms", "out", PERIOD, "--out", "../inbox/t"), ("forms", "out", PERIOD, "--out", "../inbox/t")),
        (("forms", "out", PERIOD, "--out", "../inbox/t"), ("forms", "in", "BOOK", "--yes")),
        (("forms", "in", "BOOK", "--yes"), ("check", PERIOD)),
    ):
        name = f"{first[0]} and {' '.join(second) if second == ('new', '2025-H2') else second[0]} at once"
        add(name, together, EITHER, at_once(first, second))
    add("two signatures at once", together, EITHER, two_signatures, "git")

    found += kills(("new", "2026-H1"), 30, 0.45, "begun")
    found += kills(("forms", "in", "BOOK", "--yes"), 26, 1.6, "begun")
    found += kills(("forms", "out", PERIOD, "--out", "../inbox/t"), 10, 2.2, "begun")
    found += kills(("decide", "2024-H1", "--by", "VP"), 16, 2.6, "plain")
    found += kills((*SIGN, "--period", "2024-H1"), 14, 0.6, "git")
    for throw in range(6):
        name = f"kill -9 in `publish`, throw {throw}, and the same command again"
        add(name, "kills", RIGHT, publish_killed(throw), "edition", seconds=120)
    return found


def machine_said(act: Act) -> Act:
    """Exit code 74, the machine refused something, is a refusal here."""

    def wrapped(walk: Walk) -> str | None:
        false = act(walk)
        for ran in walk.runs:
            if ran.code == 74:
                ran.code = 2
        return false

    return wrapped


def template_over(walk: Walk) -> str | None:
    walk("forms", "out", PERIOD, "--out", "../inbox/t")
    path = walk.folder / "inbox" / "t" / f"{OFFICE}_{PERIOD}.xlsx"
    path.write_bytes(put_value(path, 6, 16))
    mine = path.read_bytes()
    ran = walk("forms", "out", PERIOD, "--out", "../inbox/t")
    return (
        "what an office had filled in is overwritten without a word"
        if ran.code == 0 and path.read_bytes() != mine
        else None
    )


def two_signatures(walk: Walk) -> str | None:
    walk.before = snapshot(walk.folder, APART)
    runs: list[Ran] = []

    def one(section: str, name: str) -> None:
        runs.append(run(["sign", section, "--by", name, "--role", "Trưởng phòng", "--period", "2024-H1"], walk.project))

    threads = [threading.Thread(target=one, args=pair) for pair in (("I.5", "Nguyễn An"), ("I.2.2", "Trần Bình"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    walk.runs += runs
    said = sum(ran.code == 0 for ran in runs)
    return None if len(walk.table("signatures")) == said else f"{said} signatures, {len(walk.table('signatures'))} rows"


def year_of_publishing(walk: Walk) -> str | None:
    """With the frozen edition that has no open error: build, sign, commit, template beside, publish; change, reasons, publish again."""
    period = "2031-Q3"
    (walk.data / "required_signatures.csv").write_text("section,role\nI.5,Trưởng phòng\n", encoding="utf-8")
    commit(walk.project)
    walk("build", period, "--format", "html", hang=120, runaway=200)
    if walk("sign", "I.5", "--by", "Nguyễn An", "--role", "Trưởng phòng").code:
        return "the section could not be signed"
    subprocess.run(["git", "-C", str(walk.project), "add", "data"], check=True)
    subprocess.run(["git", "-C", str(walk.project), "commit", "-qm", "Ký"], check=True)
    left = walk.git("status", "--porcelain").strip()
    ran = walk("publish", period, hang=240, runaway=300)
    if ran.code:
        return (
            f"after build, sign and commit it cannot be published ({left!r}): {ran.gist}"
            if not left.startswith(" M")
            else None
        )
    if walk("verify", f"reports/published/{period}/1").code:
        return "what was just published does not verify"
    ran = walk("publish", period, hang=240, runaway=300)
    if ran.code == 0 and (walk.project / "reports" / "published" / period / "2").exists():
        return "the same was published twice"
    walk.runs[-1].code = 0 if ran.code == 2 else ran.code
    return None


SAMPLE = (
    "new twice",
    "import before new",
    "gaps of '2025H1'",
    "counts.csv with the column 'valu'",
    "decide answered with nothing (EOF)",
    "gaps in data/",
    "sign before the first build",
    "kill -9 in `new`, throw 1, and the same command again",
    "import and new at once",
)


def sample() -> list[Step]:
    everything = steps()
    return [step for name in SAMPLE for step in everything if step.name == name]


def run_steps(chosen: list[Step], workers: int | None = None) -> Tally:
    folder = Path(tempfile.mkdtemp(prefix="walks-"))
    tally, started = Tally(), time.monotonic()
    try:
        base = Base(folder) if any(step.start == "git" for step in chosen) else light(folder)
        with ThreadPoolExecutor(workers or min(2, os.cpu_count() or 1)) as pool:
            for outcome in pool.map(partial(perform_edition, base), chosen):
                tally.add(outcome)
                if not outcome.met:
                    print(
                        f"{outcome.verdict} [{outcome.group}] {outcome.name}: {outcome.note}",
                        file=sys.stderr,
                        flush=True,
                    )
    finally:
        subprocess.run(["chmod", "-R", "u+rwX", str(folder)], check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{time.monotonic() - started:.0f} s", file=sys.stderr)
    return tally


def light(folder: Path) -> Base:
    """Without a built edition, which nothing chosen needs."""
    base = Base.__new__(Base)
    base.folder, base.begun, base.templates, base.built = (
        folder,
        folder / "begun",
        folder / "templates",
        folder / "built",
    )
    copy_project(base.begun)
    for argv in (["new", PERIOD], ["forms", "out", PERIOD, "--owner", OFFICE, "--out", "../templates"]):
        ran = run(argv, base.begun)
        assert ran.code == 0, ran.said
    for path in base.templates.glob("*.xlsx"):
        path.write_bytes(filled(path.read_bytes()))
    return base


def perform_edition(base: Base, step: Step) -> Outcome:
    if step.start != "edition":
        return perform(base, step)

    def act(walk: Walk) -> str | None:
        frozen = walk.project / "tests" / "edition" / "data"
        shutil.copytree(frozen, walk.data, dirs_exist_ok=True)
        return step.act(walk)

    return perform(base, replace(step, act=act, start="clone"))


if __name__ == "__main__":
    words = sys.argv[1:]
    print(
        run_steps(
            [step for step in steps() if not words or any(word == step.group or word in step.name for word in words)]
        ).report()
    )
