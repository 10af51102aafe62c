"""Edits of a data folder as people and programs make them, for tests of what a build must notice."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import strategies as st

from helpers.data.schema import TABLES

Grid = list[list[str]]  # header and rows of a CSV
Edit = Callable[[Path], None]
CORRECTED = ("licences", "databases", "alerts", "training", "equipment", "online_rates")


def load(path: Path) -> Grid:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def save(path: Path, grid: Grid, quoting: int = csv.QUOTE_MINIMAL) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=quoting).writerows(grid)
    path.write_text(text.getvalue(), encoding="utf-8")


def change(table: str, old: str, new: str) -> Edit:
    """Replace the first occurrence of a text in a table's file."""

    def edit(folder: Path) -> None:
        path = folder / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text, (table, old)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def append(table: str, *lines: str) -> Edit:
    """Write rows at the end of a table's file."""

    def edit(folder: Path) -> None:
        with (folder / f"{table}.csv").open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)

    return edit


@st.composite
def edits(draw: st.DrawFn, tables: tuple[str, ...] = tuple(TABLES)) -> Edit:
    """Any edit of any of these tables: of a cell, a row, the file's form, or by a decided correction."""
    table = draw(st.sampled_from(tables))
    kind = draw(st.sampled_from((_cell, _cell, _cell, _row, _form, _correction)))
    made = draw(kind(table))
    made.__qualname__ = f"{kind.__name__[1:]} of {table}"
    return made


@st.composite
def _cell(draw: st.DrawFn, table: str) -> Edit:
    """Another value of the same column, a changed number or text, blanks around it."""
    at, other, column = (draw(st.integers(0, 10**6)) for _ in range(3))
    how = draw(st.sampled_from(("another's", "more", "blank", "empty")))

    def edit(folder: Path) -> None:
        grid = load(folder / f"{table}.csv")
        rows = [row for row in grid[1:] if row]
        if not rows:
            return
        row, source = rows[at % len(rows)], rows[other % len(rows)]
        place = column % len(row)
        value = row[place]
        more = f"{value}1" if value.replace(".", "").isdigit() else f"{value} thêm"
        row[place] = {"another's": source[place], "more": more, "blank": f" {value} ", "empty": ""}[how]
        save(folder / f"{table}.csv", grid)

    return edit


@st.composite
def _row(draw: st.DrawFn, table: str) -> Edit:
    """A row deleted, moved, repeated for another period, or a blank line."""
    at, other = (draw(st.integers(0, 10**6)) for _ in range(2))
    how = draw(st.sampled_from(("delete", "move", "period", "blank line")))

    def edit(folder: Path) -> None:
        grid = load(folder / f"{table}.csv")
        if len(grid) < 2:
            return
        place, target = 1 + at % (len(grid) - 1), 1 + other % (len(grid) - 1)
        if how == "delete":
            del grid[place]
        elif how == "move":
            grid.insert(target, grid.pop(place))
        elif how == "period":
            moved = ["2030-Q3" if name == "period" else cell for name, cell in zip(grid[0], grid[place], strict=True)]
            grid.insert(target, moved)
        else:
            grid.insert(other % (len(grid) + 1), [])
        save(folder / f"{table}.csv", grid)

    return edit


@st.composite
def _form(draw: st.DrawFn, table: str) -> Edit:
    """The same rows, written otherwise."""
    how = draw(st.sampled_from(("bom", "nfd", "crlf", "quotes", "columns")))

    def edit(folder: Path) -> None:
        path = folder / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        if how == "quotes":
            save(path, load(path), csv.QUOTE_ALL)
        elif how == "columns":
            save(path, [list(reversed(row)) for row in load(path)])
        else:
            other = {
                "bom": "\ufeff" + text,
                "nfd": unicodedata.normalize("NFD", text),
                "crlf": text.replace("\n", "\r\n"),
            }
            path.write_bytes(other[how].encode())

    return edit


@st.composite
def _correction(draw: st.DrawFn, table: str) -> Edit:
    """A decided correction of a number, its cell written in one of the ways that the language allows."""
    table = table if table in CORRECTED else draw(st.sampled_from(CORRECTED))
    at = draw(st.integers(0, 10**6))
    written = draw(st.sampled_from(("{}", "({})", "  {} ", "( ({}))")))
    named = draw(st.sampled_from(("{name}={value!r}", "{name} = [{value!r}]")))

    def edit(folder: Path) -> None:
        grid = load(folder / f"{table}.csv")
        row = dict(zip(grid[0], grid[1 + at % (len(grid) - 1)], strict=True))
        number = next(name for name, field in TABLES[table].columns.items() if field.kind == "number")
        where = ", ".join(named.format(name=name, value=row[name]) for name in TABLES[table].key)
        figure = written.format(f"{table}.{number}({where})")
        rows = load(folder / "corrections.csv")
        rows.append(["2031-Q3", figure, row[number], "3", "Đếm lại", "A", "2031-10-01"])
        save(folder / "corrections.csv", rows)

    return edit


def list_digests(folder: Path) -> None:
    """Have a folder list its files with their digests, as a publication does."""
    names = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "SHA256SUMS"]
    lines = (
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n" for path in names
    )
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def publication(folder: Path, data: Path, period: str, build: Path | None = None) -> Path:
    """A folder as a publication keeps it, of these tables: what a build keeps of a version, and its digests. build: what it says."""
    folder.mkdir(parents=True, exist_ok=True)
    kept: dict[str, bytes] = {}
    if build:
        (folder / "document.json").write_bytes((build / "document.json").read_bytes())
        with zipfile.ZipFile(build / "inputs.zip") as inputs:
            kept = {name: inputs.read(name) for name in inputs.namelist() if not name.endswith(".csv")}
    with zipfile.ZipFile(folder / "inputs.zip", "w") as inputs:
        for name, content in kept.items():
            inputs.writestr(name, content)
        for path in sorted(data.iterdir()):
            if path.suffix in (".csv", ".json") and f"data/{path.name}" not in kept:
                inputs.write(path, f"data/{path.name}")
    about = {"number": 1, "period": period, "digest": "", "made": ""}
    if build:
        about = json.loads((build / "version.json").read_text(encoding="utf-8"))
    (folder / "version.json").write_text(json.dumps(about), encoding="utf-8")
    (folder / "publication.json").write_text("{}", encoding="utf-8")
    list_digests(folder)
    return folder
