"""Files from outside by the ways that are used once a year: `return`, `add table`, `init --from`, other data folders, notebooks, keys typed.

Run it: `python tests/corpus/damaged_elsewhere.py [GROUP or words of a name ...]`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from corpus import damaged
from corpus.bench import Ran, run
from corpus.damaged import EITHER, NAMED, OFFICE, PERIOD, Case, Sandbox, ready, within_data, write
from corpus.damaged_returned import WORDS, published
from corpus.damaged_strangers import CSVS, WORKBOOKS, arrives, counts, of

TABLE = "Hình thức;Lượt mượn (lượt)\nTrực tuyến;310\nTrực tiếp;95\n".encode()
HEADED: dict[str, bytes] = {
    "of 20,000 columns": b";".join(b"c%d" % each for each in range(20_000)) + b"\n" + b"1;" * 20_000 + b"\n",
    "of 20,000 rows": b"a;b\n" + b"".join(b"k%d;1\n" % each for each in range(20_000)),
    "whose headings are all alike": b"a;a;a;a\n1;2;3;4\n",
    "without headings": b";;;\n1;2;3;4\n",
    "whose heading climbs": "../../x;Lượt (lượt)\na;1\n".encode(),
    "whose heading is a word of the program": "period;source;Lượt (lượt)\na;b;1\n".encode(),
    "whose heading has 100,000 letters": b"a" * 100_000 + b";b\n1;2\n",
    "whose heading turns round": "a\u202eb;Lượt (lượt)\nx;1\n".encode(),
    "whose heading is a formula": "=cmd|' /C calc'!A0;Lượt (lượt)\nx;1\n".encode(),
    "with escapes": b"a;b\n\x1b[2J;1\n",
    "with 5,000 digits": b"a;b (c)\nx;" + b"9" * 5000 + b"\n",
    "with 1e999999": b"a;b (c)\nx;1e999999\n",
    "with one column": b"a\nx\n",
    "without a letter": b"",
    "of every byte": bytes(range(256)) * 50,
    "in UTF-16 with half a letter": b"\xff\xfe" + TABLE.decode().encode("utf-16-le") + b"\x41",
    "with units without end": ("a;b (" + "(" * 5000 + "\nx;1\n").encode(),
}
STEMS = ["../../evil", "counts", "CON", "a" * 200, "\u202ea", "-rf", "datapackage", "class", "1", "đ"]


def added_cases() -> Iterator[Case]:
    add = ("add", "table", "--yes", "--key", "hinh_thuc")
    for title, content in HEADED.items():
        act = arrives("loans.csv", lambda _, content=content: content, *add, "../inbox/loans.csv")
        yield Case(f"a new table {title}", "add table", EITHER, act, allowed=within_data, false=read_again)  # fmt: skip
    for title, (make, _want) in CSVS.items():
        content = make((damaged.REPOSITORY / "data" / "counts.csv").read_bytes())
        act = arrives("more.csv", lambda _, content=content: content, *add, "../inbox/more.csv")
        yield Case(f"a table {title}", "add table", EITHER, act, allowed=within_data, false=read_again, megabytes=600)  # fmt: skip
    for stem in STEMS:
        name = f"{Path(stem).name}.csv"
        named = arrives(name, lambda _: TABLE, *add, "--flows", "luot_muon", f"--table={stem}", f"../inbox/{name}")
        yield Case(f"a table named {stem[:20]!r}", "add table", EITHER, named, allowed=within_data, false=read_again)


def read_again(sandbox: Sandbox, runs: list[Ran]) -> str | None:
    after = sandbox.run("check", "2024-H1")
    return None if after.code == 0 else f"the data are refused afterwards: {after.gist}"


def returned_cases() -> Iterator[Case]:
    for number, (title, (make, _want)) in enumerate(WORKBOOKS.items()):
        name = f"{number:03} {OFFICE}_{PERIOD}.xlsx"
        act = arrives(name, lambda sandbox, make=make: make(sandbox.base.workbook), "forms", "back", f"../inbox/{name}")
        yield Case(f"return: a workbook {title}", "returned", EITHER, act, "begun", lambda key: key.endswith("-tra-lai.xlsx"), damaged.clean)  # fmt: skip


def begun_cases() -> Iterator[Case]:
    for title, (make, _want) in WORDS.items():
        asked = ("init", "../inbox/so-y-te", "--name", "Sở Y tế tỉnh Bình An", "--period", "2031-Q1", "--from")
        act = arrives("cu.docx", lambda sandbox, make=make: make(published(sandbox)), *asked, "../inbox/cu.docx")
        yield Case(f"init from a Word file {title}", "init", EITHER, act, "published", lambda key: key.startswith("inbox/so-y-te"))  # fmt: skip


PUT: dict[str, Callable[[Path], object]] = {
    "a table is a pipe": damaged.replaced("counts.csv", os.mkfifo),
    "a table is a link to /dev/zero": damaged.replaced("counts.csv", lambda path: path.symlink_to("/dev/zero")),
    "a table is a link to itself": damaged.replaced("counts.csv", lambda path: path.symlink_to("counts.csv")),
    "the declaration is a pipe": damaged.replaced("datapackage.json", os.mkfifo),
    "the declaration is a link to /dev/zero": damaged.replaced(
        "datapackage.json", lambda path: path.symlink_to("/dev/zero")
    ),
    "a pipe lies beside the tables": lambda folder: os.mkfifo(folder / "more.csv"),
    "what was written before leads elsewhere": lambda folder: (folder / ".written").symlink_to(
        folder.parent / "theirs"
    ),
    "what was begun before leads elsewhere": lambda folder: (folder / ".writing").symlink_to(folder.parent / "theirs"),
    "the lock is a pipe": damaged.replaced(".lock", os.mkfifo),
    "the folder of kept files leads elsewhere": lambda folder: (folder / "sources").symlink_to(
        folder.parent / "theirs"
    ),
}


def folder_cases() -> Iterator[Case]:
    for title, put in PUT.items():
        for argv in (("check", "2024-H1"), ("forms", "in", "../inbox/counts.csv", "--yes")):

            def act(sandbox: Sandbox, put: Callable[[Path], object] = put, argv: tuple[str, ...] = argv) -> list[Ran]:
                theirs = sandbox.project / "theirs"
                theirs.mkdir()
                write(theirs / "a", b"theirs")
                write(sandbox.folder / "inbox" / "counts.csv", counts(sandbox))
                put(sandbox.data)
                sandbox.before = damaged.snapshot(theirs)  # type: ignore[attr-defined]
                ran = of(sandbox, *argv)
                if altered := damaged.changed(sandbox.before, damaged.snapshot(theirs)):  # type: ignore[attr-defined]
                    ran[0].said += f"Traceback (most recent call last) — no: written {altered[:3]}"
                ready(sandbox)
                return ran

            yield Case(f"{argv[0]}: {title}", "data folders", EITHER, act, "begun", within_data)


CELL = {"cell_type": "code", "id": "stranger", "metadata": {}, "outputs": [], "execution_count": None, "source": "None"}
NOTE = {"cell_type": "markdown", "id": "stranger", "metadata": {}, "source": ""}
CELLS: dict[str, dict] = {
    "of 100,000 brackets": NOTE | {"source": "[" * 100_000},
    "of 5,000 nested quotations": NOTE | {"source": ">" * 5_000 + " a"},
    "of 100,000 stars": NOTE | {"source": "*" * 100_000},
    "of 100,000 backquotes": NOTE | {"source": "`a" * 50_000},
    "of 3,000 nested lists": NOTE | {"source": "\n".join("  " * each + "- a" for each in range(3000))},
    "of half a pair of letters": NOTE | {"source": "a\ud83d"},
    "of escapes": NOTE | {"source": "\x1b[2J\x00\u202e"},
    "with a script": NOTE | {"source": "<script>alert(1)</script><iframe src='file:///etc/passwd'>"},
    "whose source is a number": CELL | {"source": 7},
    "of a kind that is none": CELL | {"cell_type": "prompt"},
    "without an id": {key: value for key, value in CELL.items() if key != "id"},
    "with the id of another": CELL | {"id": "13-00"},
    "whose metadata are a list": CELL | {"metadata": []},
    "whose tags are a number": CELL | {"metadata": {"tags": 7}},
    "with 300,000 lines": CELL | {"source": "None\n" * 300_000},
    "that is nested 500 times": CELL | {"source": "(" * 500 + ")" * 500},
    "with a NUL": CELL | {"source": "x = '\x00'"},
    "that takes 20 GB": CELL | {"source": "x = bytearray(20 << 30); x[::4096] = b'1' * (5 << 20)"},
    "that takes files without end": CELL | {"source": "opened = [open('/dev/null') for _ in range(10**7)]"},
    "that forks without end": CELL | {"source": "import os\nfor _ in range(60):\n    os.fork() or os._exit(0)"},
    "that is deaf": CELL
    | {"source": "import os, signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nos.kill(os.getppid(), 0)"},
    "that takes its folder away": CELL
    | {"source": "import os, shutil, tempfile\nf = tempfile.mkdtemp()\nos.chdir(f)\nshutil.rmtree(f)"},
    "that shows a page of 4 MB": CELL | {"source": "from IPython.display import HTML\nHTML('<b>' * 400_000 + 'x')"},
    "that shows 100,000 nested boxes": CELL
    | {"source": "from IPython.display import HTML\nHTML('<div>' * 100_000 + 'x')"},
}


def noted_cases() -> Iterator[Case]:
    for title, cell in CELLS.items():

        def act(sandbox: Sandbox, cell: dict = cell) -> list[Ran]:
            path = sandbox.project / "notebooks" / "13_publishing.ipynb"
            content = json.loads(path.read_text("utf-8"))
            content["cells"].append(cell)
            path.write_text(json.dumps(content), encoding="utf-8")
            ready(sandbox)
            argv = ("build", "2031-Q3", "--format", "html")
            return [run(argv, sandbox.project, hang=60, runaway=120, program=("sh", "-c", "ulimit -v 6000000; exec \"$@\"", "sh"))]  # fmt: skip

        yield Case(f"a cell {title}", "cells", EITHER, act, "published", damaged.edition_changed, seconds=40, megabytes=1500)  # fmt: skip


KEYS: dict[str, bytes] = {
    "nothing": b"",
    "no UTF-8": b"\xff\xfe\x00\n" * 40,
    "a line of 20 MB": b"1" * 20_000_000,
    "escapes": b"1\n\x1b[2J\x1b]0;x\x07\n" * 40,
    "a direction mark as the reason": "a\n\u202elý do\nx\n".encode() * 9,
    "5,000 digits": b"9" * 5000 + b"\n" + b"x\n",
    "a formula": b"1\n=cmd|' /C calc'!A0\nx\n",
    "NULs": b"\0" * 1000 + b"\n",
    "numbers of other letters": "²\n①\n৩\nx\n".encode(),
}


def typed_cases() -> Iterator[Case]:
    for title, keys in KEYS.items():

        def act(sandbox: Sandbox, keys: bytes = keys) -> list[Ran]:
            ready(sandbox)
            argv = ("decide", "2024-H1", "--by", "VP")
            return [run(argv, sandbox.project, typed=keys, program=("env",))]

        yield Case(f"decide: typed is {title}", "keys typed", EITHER | NAMED, act, allowed=within_data, false=read_again)  # fmt: skip


def cases() -> list[Case]:
    made = (added_cases, returned_cases, begun_cases, folder_cases, noted_cases, typed_cases)
    return [case for some in made for case in some()]


if __name__ == "__main__":
    damaged.main(cases())
