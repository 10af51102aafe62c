"""What the two corpora about words share: a copy of frozen data, edits of its cells, and what `briefing` says of the copy.

The audit is asked in this process, as `briefing check --json` asks it; builds are made by the command, found beside this Python.
"""

import csv
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from briefing.build.auditing import check
from helpers.editions import sound
from helpers.problems import InputError

FROZEN = Path(__file__).parents[1] / "backtest/2024-H1/data"
SECONDS = 30  # a command that takes longer hangs (a build may take more on a busy machine: see BUILD_SECONDS)
BUILD_SECONDS = 400


class Result(NamedTuple):
    """What became of one case: its kind, its name, the verdict, and what came."""

    kind: str
    name: str
    verdict: str
    came: str


class Said(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str


def briefing(*arguments: object, seconds: int = SECONDS) -> Said:
    """Run the command line; code -1 when it hangs."""
    command = [str(Path(sys.executable).with_name("briefing")), *map(str, arguments)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return Said(-1, "", f"no answer within {seconds} s")
    return Said(done.returncode, done.stdout, done.stderr)


class Copy:
    """A copy of the frozen data whose cells can be edited as in an editor of CSV files."""

    def __init__(self, folder: Path, of: Path = FROZEN) -> None:
        self.folder = folder
        shutil.copytree(of, folder)

    def read(self, table: str) -> tuple[list[str], list[dict[str, str]]]:
        with (self.folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            return list(reader.fieldnames or []), list(reader)

    def write(self, table: str, columns: list[str], rows: list[dict[str, str]]) -> None:
        with (self.folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def row(self, rows: list[dict[str, str]], key: dict[str, str], period: str) -> dict[str, str]:
        """The one row of the key; a case that names no row is a fault of the case."""
        found = [r for r in rows if r.get("period", period) == period and all(r[c] == v for c, v in key.items())]
        if len(found) != 1:
            raise LookupError(f"{len(found)} rows for {key} of {period}")
        return found[0]

    def edit(self, table: str, key: dict[str, str], changes: dict[str, str], period: str) -> None:
        columns, rows = self.read(table)
        self.row(rows, key, period).update(changes)
        self.write(table, columns, rows)

    def add(self, table: str, *added: dict[str, str]) -> None:
        columns, rows = self.read(table)
        self.write(table, columns, [*rows, *({c: r.get(c, "") for c in columns} for r in added)])


def findings(copy: Copy, period: str) -> tuple[list[dict], str]:
    """The findings and gaps of an edition, each as a dict; and what went wrong, if it did."""
    try:
        answer = check(sound(copy.folder, period))
    except InputError as error:
        return [], f"exit 2: {error}"[:4000]
    gaps = [{"id": "gap", "words": json.dumps(g, ensure_ascii=False), "cells": [], "gap": True} for g in answer["gaps"]]
    return [f for f in answer["findings"] if f["state"] == "open"] + gaps, ""


def marks(found: list[dict]) -> set[str]:
    """What tells findings apart: the same rule may say something else of the same cells."""
    return {f["id"] + f.get("seen", "") + f["words"] for f in found}


def names(finding: dict, table: str, key: dict[str, str], column: str = "") -> bool:
    """Whether a finding or a gap names the row (and the column, if one is asked): by its id, its cells or its parts."""
    said = " ".join([finding["id"], *finding.get("cells", []), finding["words"] if finding.get("gap") else ""])
    if table not in said or (column and f"{table}.{column}" not in said):
        return False
    if not key:
        return f"{table}." in said
    return any(
        all(_value(c, v, part) for c, v in key.items()) for part in [finding["id"], *finding.get("cells", []), said]
    )


def _value(column: str, value: str, said: str) -> bool:
    return bool(re.search(rf"{column}=['\"]?{re.escape(value)}['\"]?(?=[,)\s]|$)", said))


def quoted(finding: dict) -> str:
    """What a finding says before it repeats the whole sentence."""
    words = " ".join([finding.get("words", ""), finding.get("detail", "")])
    return re.split(r",? trong “", words)[0].casefold()


def printed(page: str) -> list[str]:
    """The sentences of a page as a reader sees them: one element a line, marks of the audit left out."""
    text = re.sub(r"<(script|style|pre)\b.*?</\1>", "", page, flags=re.DOTALL)
    text = re.sub(r"<a [^>]*aria-label=\"Phát hiện kiểm tra[^>]*>[^<]*</a>", "", text)
    text = re.sub(r"</(p|h\d|tr|div|li|figcaption|td|th|title|text)>", "\n", text)
    text = re.sub(r"<[^>]+>", "", text)
    for entity, sign in (
        ("&nbsp;", " "),
        ("&amp;", "&"),
        ("&quot;", '"'),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
    ):
        text = text.replace(entity, sign)
    return [line for line in (re.sub(r"\s+", " ", part).strip() for part in text.split("\n")) if line]


def table_of(results: list[Result]) -> str:
    """Verdicts by kind, then each silent and broken case with what came."""
    kinds = {r.kind: Counter() for r in results}
    for result in results:
        kinds[result.kind][result.verdict] += 1
    order = ["right", "asked", "refused", "silent", "false finding", "broken"]
    total = Counter(r.verdict for r in results)
    lines = [f"{kind:28} " + "  ".join(f"{v} {n[v]}" for v in order if n[v]) for kind, n in sorted(kinds.items())]
    lines.append(f"{'ALL ' + str(len(results)):28} " + "  ".join(f"{v} {total[v]}" for v in order if total[v]))
    bad = [f"{r.verdict}: {r.kind}: {r.name}: {r.came}" for r in results if r.verdict in order[3:]]
    return "\n".join([*lines, "", *bad])
