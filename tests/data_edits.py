"""Edits of a data folder as people and programs make them, for tests of what a build must notice."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

Edit = Callable[[Path], None]


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
