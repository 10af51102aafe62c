"""Which sections are stale: what a section depends on, as fingerprints, and how they compare with the last build.

Nothing here imports pandas: a build with nothing to do reads the CSVs as text and ends.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from .sections import Section

STATE = "state.json"
HELPERS = Path(__file__).parents[1]
LOCK = Path(__file__).parents[3] / "requirements.lock"
PERIOD, CORRECTIONS = "period", "corrections"


class Tables:
    """The CSVs of a data folder as they are at this moment, for one period.

    A build takes one before it runs anything, and its sections read that.
    """

    def __init__(self, data: Path, period: str) -> None:
        self._period = period
        self._bytes = {path.stem: path.read_bytes() for path in sorted(data.glob("*.csv"))}
        self._rows: dict[str, list[tuple[int, dict[str, str]]]] = {}

    def digest(self) -> str:
        """Of all tables: unchanged tables need no second check."""
        return digest(*(part for name, content in self._bytes.items() for part in (name, content)))

    def rows(self, table: str) -> list[tuple[int, dict[str, str]]]:
        """Line and cells of each row of the period (of all rows, where the table has no period)."""
        if table not in self._rows:
            text = self._bytes.get(table, b"").decode("utf-8-sig")
            reader = csv.DictReader(io.StringIO(text, newline=""))
            rows, line = [], 2
            for row in reader:
                if table == "periods" or row.get(PERIOD, self._period) == self._period:
                    rows.append((line, row))
                line = reader.line_num + 1
            self._rows[table] = rows
        return self._rows[table]

    def fingerprint(self, table: str, where: list, columns: list[str]) -> str:
        """A digest of what a read saw: the lines and the cells of its columns."""
        wanted = {name: set(values) for name, values in where}
        seen = [
            [line, *(row.get(column, "") for column in columns)]
            for line, row in self.rows(table)
            if all((row.get(name) or "").strip() in values for name, values in wanted.items())
        ]
        return digest(json.dumps([seen, self._corrections(table)], ensure_ascii=False))

    def _corrections(self, table: str) -> list[dict[str, str]]:
        """The corrections that change a table when it is read."""
        if table == CORRECTIONS:
            return []
        return [row for _, row in self.rows(CORRECTIONS) if (row.get("figure") or "").strip().startswith(f"{table}.")]

    @contextmanager
    def saved(self, within: str | None = None) -> Iterator[Path]:
        """A folder with the tables as they were, for sections to read: whatever is saved meanwhile concerns the next build."""
        with tempfile.TemporaryDirectory(prefix="tables-", dir=within) as name:
            for table, content in self._bytes.items():
                Path(name, f"{table}.csv").write_bytes(content)
            yield Path(name)


def digest(*parts: str | bytes) -> str:
    """A short digest of texts."""
    hasher = hashlib.sha256()
    for part in parts:
        hasher.update(part.encode() if isinstance(part, str) else part)
        hasher.update(b"\0")
    return hasher.hexdigest()[:20]


@cache
def helpers_fingerprint() -> str:
    """Of the code that sections run, and the locked versions of what they import."""
    files = sorted(path for path in HELPERS.rglob("*.py") if not path.is_relative_to(HELPERS / "pipeline"))
    locked = LOCK.read_bytes() if LOCK.exists() else b""
    return digest(sys.version, locked, *(file.read_bytes() for file in files))


@cache
def page_fingerprint() -> str:
    """Of the code that makes the formats from the executed sections."""
    files = sorted(
        path
        for path in (HELPERS / "pipeline").rglob("*")
        if path.suffix in (".py", ".j2", ".css", ".js", ".json", ".docx")
    )
    return digest(helpers_fingerprint(), *(file.read_bytes() for file in files))


def notebook_fingerprint(section: Section) -> str:
    """Of what is written in the notebook; stored outputs and execution counts do not matter."""
    cells = [
        ["".join(cell["source"]), cell["cell_type"], cell.get("metadata", {}).get("tags", [])]
        for cell in section.notebook["cells"]
    ]
    return digest(json.dumps(cells, ensure_ascii=False))


def depends_on(section: Section, parameters: dict[str, str], reads: list, tables: Tables) -> dict:
    """What a section that ran just now depended on, to be compared by `reason`."""
    return {
        "notebook": notebook_fingerprint(section),
        "parameters": parameters,
        "helpers": helpers_fingerprint(),
        "reads": [[*read, tables.fingerprint(*read)] for read in reads],
    }


def reason(section: Section, parameters: dict[str, str], last: dict | None, tables: Tables) -> str:
    """Why a section is stale, in words; empty if it is fresh."""
    if last is None:
        return "not built yet"
    if last["notebook"] != notebook_fingerprint(section):
        return "the notebook changed"
    if last["parameters"] != parameters:
        return "the parameters changed"
    if last["helpers"] != helpers_fingerprint():
        return "the helpers or the locked libraries changed"
    changed = sorted(
        {
            f"{table}.csv"
            for table, where, columns, seen in last["reads"]
            if tables.fingerprint(table, where, columns) != seen
        }
    )
    return f"rows it read changed: {', '.join(changed)}" if changed else ""


def load_state(folder: Path) -> dict:
    """What the last build of an edition left, or an empty state."""
    try:
        state = json.loads((folder / STATE).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}
