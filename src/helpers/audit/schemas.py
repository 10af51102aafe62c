"""pandera schemas of the tables, and the check of a whole data folder.

A CSV is text: the schemas check the text as written, so that "1,5" can be told from "1.5".
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from .loading import frame_of, read_rows
from .problems import InputError, Problem
from .tables import TABLES, Field, Table

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_SOURCE = re.compile(r"(Mở đầu|(I|II|III)(\.\d+)*( \(chú thích \d+\))?|Phụ lục \d+)")
_TO_MEND = {
    "a number": "Write digits with a decimal point and without thousands marks: 1234.5",
    "a date": "Write YYYY-MM-DD: 2024-05-28",
    "not empty": "Fill it in; a figure that is not stated needs no row.",
    "true or false": "Write true or false.",
}


def check_folder(data: Path) -> None:
    """Check every table of a data folder. Raises InputError with all problems of all files: one look, one repair."""
    frames: dict[str, pd.DataFrame] = {}
    problems: list[Problem] = []
    if not data.is_dir():
        raise InputError(
            Problem(str(data), expected="a data folder", remedy="Give the folder that holds the CSVs: --data DIR")
        )
    for name in TABLES:
        try:
            frames[name] = frame_of(*read_rows(data / f"{name}.csv"))
        except InputError as error:
            problems += error.problems
    if "codes" not in frames:
        raise InputError(problems)
    codes = (
        frames["codes"].groupby("list")["code"].agg(list).to_dict() if {"list", "code"} <= set(frames["codes"]) else {}
    )
    for name, frame in frames.items():
        problems += check(frame, TABLES[name], codes)
    problems += _check_references(frames) if not problems else []
    if problems:
        raise InputError(problems)


def check(frame: pd.DataFrame, table: Table, codes: dict[str, list[str]]) -> list[Problem]:
    """The problems of one table, each with its line."""
    try:
        schema(table, codes).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return [problem for case in errors.failure_cases.itertuples() if (problem := _problem(case, table))]
    return []


def schema(table: Table, codes: dict[str, list[str]]) -> pa.DataFrameSchema:
    """The pandera schema of a table's text."""
    unique = pa.Check(
        lambda frame: ~frame.duplicated(list(table.full_key)),
        name="unique",
        error=f"each {' + '.join(table.full_key) or 'row'} once",
    )
    return pa.DataFrameSchema(
        {name: pa.Column(str, _checks(field, codes), description=field.about) for name, field in table.columns.items()},
        strict=True,
        checks=[unique] if table.full_key else [],
        name=table.name,
        title=table.title,
        description=table.about,
    )


def _checks(field: Field, codes: dict[str, list[str]]) -> list[pa.Check]:
    def must(expected: str, holds: Callable[[str], bool]) -> pa.Check:
        # each value once: tables grow by rows, not by codes, dates and periods
        return pa.Check(lambda cells: cells.isin([value for value in cells.unique() if holds(value)]), error=expected)

    def filled(holds: Callable[[str], bool]) -> Callable[[str], bool]:
        return lambda value: value == "" or holds(value)

    checks = [] if field.empty else [must("not empty", bool)]
    if field.kind == "number":
        checks.append(must("a number", filled(lambda value: bool(_NUMBER.fullmatch(value)))))
        if field.least is not None:
            checks.append(
                must(
                    f"{field.least:g} or more",
                    filled(lambda value: not _NUMBER.fullmatch(value) or float(value) >= field.least),
                )
            )
    elif field.kind == "date":
        checks.append(must("a date", filled(_is_date)))
    elif field.kind == "flag":
        checks.append(must("true or false", filled(lambda value: value in ("true", "false"))))
    elif field.kind == "code":
        allowed = codes.get(field.codes, [])
        checks.append(
            must(
                f"a code of the list {field.codes} in codes.csv: {', '.join(allowed)}",
                filled(lambda value: value in allowed),
            )
        )
    elif field.name == "source":
        checks.append(
            must(
                "a section, footnote or appendix of the source report, such as I.2.7, I.2.7 (chú thích 18), Phụ lục 2",
                filled(lambda value: bool(_SOURCE.fullmatch(value))),
            )
        )
    return checks


def _is_date(value: str) -> bool:
    try:
        return len(value) == 10 and bool(dt.date.fromisoformat(value))
    except ValueError:
        return False


def _problem(case: tuple, table: Table) -> Problem | None:
    """A row of pandera's failure cases as a problem."""
    file = f"{table.name}.csv"
    if case.check == "column_in_dataframe":
        return Problem(
            file,
            1,
            case.failure_case,
            expected="this column",
            remedy=f"Add it; the columns are {', '.join(table.columns)}.",
        )
    if case.check == "column_in_schema":
        return Problem(
            file,
            1,
            case.failure_case,
            expected=f"only the columns {', '.join(table.columns)}",
            remedy="Delete or rename it.",
        )
    if case.schema_context == "DataFrameSchema":
        # pandera reports a failed row check once for each column: one of them names the row
        if case.column != table.full_key[-1]:
            return None
        return Problem(
            file,
            int(case.index),
            " + ".join(table.full_key),
            case.failure_case,
            case.check,
            "The row is there already on another line; delete one or change its key.",
        )
    return Problem(
        file, int(case.index), case.column, case.failure_case, case.check, _remedy(case.check, case.failure_case)
    )


def _remedy(check: str, value: str) -> str:
    if check == "a number" and re.fullmatch(r"-?[\d.]+,\d+", value):
        return f"Write the decimal comma as a point and no thousands marks: {value.replace('.', '').replace(',', '.')}"
    if check.startswith("a code"):
        return "Mend the spelling, or add the code with its label to codes.csv."
    return _TO_MEND.get(check, "")


def _check_references(frames: dict[str, pd.DataFrame]) -> list[Problem]:
    """Foreign keys: every document cited exists, every part's whole exists, within the same period."""
    problems = []
    for name, frame in frames.items():
        for field in (f for f in TABLES[name].columns.values() if f.kind == "reference"):
            target = TABLES[field.table]
            column = target.key[-1]
            by_period = target.periodic and field.table != "periods"
            known = (
                set(zip(frames[field.table]["period"], frames[field.table][column], strict=True))
                if by_period
                else set(frames[field.table][column])
            )
            filled = frame[frame[field.name] != ""]
            keys = zip(filled["period"], filled[field.name], strict=True) if by_period else filled[field.name]
            for line, value, key in zip(filled.index, filled[field.name], keys, strict=True):
                if key not in known:
                    problems.append(
                        Problem(
                            f"{name}.csv",
                            line,
                            field.name,
                            value,
                            f"a {column} of {field.table}.csv",
                            f"Add it to {field.table}.csv or mend the spelling.",
                        )
                    )
    return problems
