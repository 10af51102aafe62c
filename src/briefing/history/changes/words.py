"""Changes in Vietnamese words, for reviewers and for those who sign."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from helpers.data.schema import TABLES
from helpers.editions import Edition
from helpers.values.vietnamese import shown
from helpers.wording import cell

from ...build.versions import Version
from .causes import Cause
from .comparing import Changes

KINDS = {
    "cell": "Số liệu", "correction": "Đính chính", "decision": "Quyết định", "statement": "Câu chữ", "notebook": "Sổ tính",
    "helper": "Chương trình", "library": "Thư viện",
}  # fmt: skip
EFFECTS = {
    "section": "Mục", "heading": "Tiêu đề", "sentence": "Câu", "note": "Chú thích", "table": "Bảng",
    "chart": "Biểu đồ", "finding": "Phát hiện",
}  # fmt: skip
NEW, GONE, EMPTY, UNEXPLAINED = "thêm", "bỏ", "(trống)", "Không rõ nguyên nhân"


def name(version: Version) -> str:
    """A version as readers name it: "bản 3"."""
    return version.name or f"bản {version.number}"


class Teller:
    """Says causes in words, with the names that rows have in the two versions."""

    def __init__(self, changes: Changes, old: Edition, new: Edition) -> None:
        self._changes, self._old, self._new = changes, old, new

    def cause(self, place: int, why: bool = True) -> str:
        """One cause: "Số liệu: Trạm BTS (4G): 4.380 → 4.040"."""
        cause = self._changes.causes[place]
        has_values = cause.kind in ("cell", "correction", "library")
        change = f": {shown(cause.old) or EMPTY} → {shown(cause.new) or EMPTY}" if has_values else ""
        reason = "; ".join(filter(None, (cause.by, cause.reason))) if why else ""
        return f"{KINDS[cause.kind]}: {self._about(cause)}{change}{f' ({reason})' if reason else ''}"

    def _about(self, cause: Cause) -> str:
        if cause.kind == "statement":
            row = cause.rows[-1]
            return f"mục {row['section']}, statements.csv ({row['topic']})"
        if not cause.table:
            return cause.place
        edition, cells = (self._new, cause.after) if cause.after else (self._old, cause.before)
        if len(cells) > 1:  # a whole row
            table, line, _ = min(cells)
            return f"{TABLES[table].title} ({edition.row_name(table, line)})"
        return cell(*min(cells), edition)


@contextmanager
def teller(changes: Changes) -> Iterator[Teller]:
    """A teller, with the data of both versions laid out for its time."""
    with tempfile.TemporaryDirectory(prefix="versions-") as folder:
        editions = []
        for version, place in ((changes.a, "a"), (changes.b, "b")):
            data = Path(folder, place)
            data.mkdir()
            for path, content in version.inputs.items():
                if path.startswith("data/"):
                    (data / Path(path).name).write_bytes(content)
            editions.append(Edition(version.about.period, data, checked=True))
        yield Teller(changes, *editions)
