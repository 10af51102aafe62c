"""Answers become CSV rows whose source is the file, its sheet and its cells; the file itself is kept beside the data.

All or nothing: the data folder is checked with the new rows, and is as it was if they do not fit.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from pathlib import Path

from helpers.data.checking import check_folder
from helpers.data.origins import Origin
from helpers.data.reading import read_rows
from helpers.data.rows import Row
from helpers.data.schema import TABLES
from helpers.data.updating import one_writer, put_rows, replace_files
from helpers.problems import InputError

from .received import Answer, Received, unwritable

FOLDER = "sources"  # below the data folder: sources/PERIOD/FILE


def store(data: Path, files: Iterable[Received], today: dt.date) -> int:
    """Write what has changed; gives how many cells were written.

    Raises InputError, having changed nothing, for rows with which the data would not be sound.
    """
    with one_writer(data):
        return _store(data, files, today)


def _store(data: Path, files: Iterable[Received], today: dt.date) -> int:
    tables: dict[str, dict[tuple[str, ...], Row]] = {}
    sources, kept, written = [], {}, 0
    known = list(read_rows(data / "sources.csv")[1].values())
    for received in files:
        changed = [answer for answer in received.answers if answer.changes]
        if not changed:
            continue
        name = _kept_name(received, [*known, *sources])
        written += _rows(data, received, name, tables)
        if not any(row["sha256"] == received.sha256 and row["period"] == received.period for row in known):
            sources.append(
                {"period": received.period, "file": name, "sha256": received.sha256, "office": received.office,
                 "saved": received.saved, "imported_on": today.isoformat()}
            )  # fmt: skip
        kept[data / FOLDER / received.period / name] = received.content
    if not written:
        return 0
    contents = {
        data / f"{table}.csv": put_rows(data / f"{table}.csv", rows.values(), TABLES[table].full_key)
        for table, rows in tables.items()
    }
    contents[data / "sources.csv"] = put_rows(data / "sources.csv", sources, TABLES["sources"].full_key)
    _write(data, contents, kept)
    return written


def _rows(data: Path, received: Received, name: str, tables: dict[str, dict[tuple[str, ...], Row]]) -> int:
    """Put the changed rows of one file into `tables`; gives how many cells that changes."""
    written = 0
    groups: dict[tuple[str, ...], list[Answer]] = {}
    for answer in received.answers:
        if answer.reading.value is not None:
            groups.setdefault(answer.row_key, []).append(answer)
    for (table, *key), answers in groups.items():
        changed = [answer for answer in answers if answer.changes]
        existing = tables.get(table, {}).get(tuple(key)) or _existing(data, table, tuple(key))
        if not changed or unwritable(answers, existing):
            continue
        row = dict(existing or answers[0].carried)
        row |= {answer.column: answer.new for answer in answers}
        row["source"] = str(_source(name, answers))
        tables.setdefault(table, {})[tuple(key)] = row
        written += len(changed)
    return written


def _source(name: str, answers: list[Answer]) -> Origin:
    """The cells of a row; what was left empty has none."""
    cells = {answer.column: answer.cell for answer in answers if answer.typed}
    return Origin(name, answers[0].sheet, cells)


def _existing(data: Path, table: str, key: tuple[str, ...]) -> Row | None:
    where = tuple((name, (value,)) for name, value in zip(TABLES[table].full_key, key, strict=True))
    return next(iter(read_rows(data / f"{table}.csv")[1].where(where).values()), None)


def _kept_name(received: Received, known: list[Row]) -> str:
    """The name under which the file is kept: its own, with a number behind it if another file has that already."""
    own = [row for row in known if row["period"] == received.period]
    for row in own:
        if row["sha256"] == received.sha256:
            return row["file"]
    name = Path(received.name.translate(str.maketrans("[]/\\!", "()---")))
    taken = {row["file"] for row in own}
    numbered = (f"{name.stem}-{number}{name.suffix}" for number in range(2, len(taken) + 3))
    return next(each for each in (name.name, *numbered) if each not in taken)


def _write(data: Path, contents: dict[Path, bytes], kept: dict[Path, bytes]) -> None:
    before = {path: path.read_bytes() for path in contents}
    new = [path for path in kept if not path.exists()]
    for path in new:
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        replace_files({**contents, **{path: kept[path] for path in new}})
        check_folder(data)
    except (InputError, OSError):
        replace_files(before)
        for path in new:
            path.unlink(missing_ok=True)
            for folder in (path.parent, path.parent.parent):
                if folder.is_dir() and not os.listdir(folder):
                    folder.rmdir()
        raise
