"""What comes back from reviewers, as a stranger thought of it: Word files, and remarks that the page saved.

Run it: `python tests/corpus/damaged_returned.py [GROUP or words of a name ...]`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from corpus import damaged
from corpus.bench import UNSAFE, Ran
from corpus.damaged import EITHER, REFUSED, Case, Sandbox, added, parts_of, swapped, within_data, zipped
from corpus.damaged_strangers import DEEP, PUBLISHED, Make, arrives

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def body(xml: str) -> Make:
    return swapped("word/document.xml", r"</w:body>", lambda _: xml + "</w:body>")


def deep(tag: str, many: int = DEEP) -> str:
    return f"<{tag}>" * many + f"</{tag}>" * many


WORDS: dict[str, tuple[Make, frozenset[str]]] = {
    "without its document": (lambda content: zipped({name: part for name, part in parts_of(content).items() if name != "word/document.xml"}), REFUSED),
    "with 60,000 nested insertions": (body("<w:p>" + deep("w:ins") + "</w:p>"), EITHER),
    "with 5,000 nested tables": (body("<w:tbl><w:tr><w:tc>" * 5000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 5000), EITHER),
    "with 500,000 empty paragraphs": (body("<w:p/>" * 500_000), EITHER),
    "with a paragraph of 30 MB": (body("<w:p><w:r><w:t>" + "a " * 15_000_000 + "</w:t></w:r></w:p>"), EITHER),
    "with 20,000 bookmarks of one name": (body("<w:p>" + "<w:bookmarkStart w:id='1' w:name='_c000000000000'/>" * 20_000 + "</w:p>"), EITHER),
    "with a cell over 999,999,999 columns": (body("<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='999999999'/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>"), EITHER),
    "with escapes and direction marks": (body("<w:p><w:r><w:t>\u202eSở &#x85; \u2066hỏng</w:t></w:r></w:p>"), EITHER),
    "that says of itself ../../..": (swapped("docProps/custom.xml", r"<vt:lpwstr>[^<]*", "<vt:lpwstr>../../../etc/passwd"), EITHER),
    "that says nothing of itself": (lambda content: zipped({name: part for name, part in parts_of(content).items() if "custom" not in name}), EITHER),
    "with comments that answer each other": (added(**{"word/comments.xml": f'<w:comments xmlns:w="{W}">' + "".join(f'<w:comment w:id="{each % 2}" w:author="\u202ea" w:date="0000-00-00T99:99:99Z"><w:p/></w:comment>' for each in range(9)) + "</w:comments>"}), EITHER),
    "that declares entities": (swapped("word/document.xml", r"<w:document", lambda _: "<!DOCTYPE a [<!ENTITY b 'cc'><!ENTITY d '&b;&b;&b;'>]><w:document"), REFUSED),
    "that is a workbook": (lambda content: zipped({"xl/workbook.xml": b"<workbook/>", "[Content_Types].xml": b"<Types/>"}), REFUSED),
    "cut in the middle": (lambda content: content[: len(content) // 2], REFUSED),
}  # fmt: skip
REMARK = {
    "says": "0" * 20, "section": "I.5", "names": [], "figure": "", "row": -1, "cell": -1, "at": 0, "passage": "Không có câu này",
    "stood": "", "quoted": "", "said": "Một", "by": "An", "day": "2031-10-02",
}  # fmt: skip


def saved(**changes: object) -> bytes:
    return json.dumps({"period": "2031-Q3", "remarks": [{**REMARK, **changes}]}).encode()


REMARKS: dict[str, tuple[bytes, frozenset[str]]] = {
    "with half a pair of letters": (saved(said="a\ud83d b", by="\udcff"), EITHER),
    "by half a pair of letters alone": (saved(by="\ud83d"), EITHER),
    "with escapes": (saved(said="\x1b[2J\x00\u202e"), EITHER),
    "with a number of 5,000 digits": (saved(row=1).replace(b'"row": 1', b'"row": ' + b"9" * 5000), EITHER),
    "with NaN": (saved(row=1).replace(b'"row": 1', b'"row": NaN'), EITHER),
    "with 1e400 for a place": (saved(at=1).replace(b'"at": 1', b'"at": 1e400'), EITHER),
    "with two periods": (saved().replace(b'"period"', b'"period": "../..", "period"', 1), EITHER),
    "with a formula": (saved(said='=WEBSERVICE("http://10.0.0.5")', by="@SUM(A1)"), EITHER),
    "about nothing": (saved(section="../../x", figure="\u202e", names=["x"] * 200, row=999_999, cell=999_999), EITHER),
    "of the year 0001": (saved(day="0001-01-01"), EITHER),
    "of a day with other digits": (saved(day="٢٠٣١-١٠-٠٢"), REFUSED),
    "of a week": (saved(day="2031-W40-4"), EITHER),
    "in UTF-16": (saved().decode().encode("utf-16"), EITHER),
    "with a mark in front": (b"\xef\xbb\xbf" + saved(), EITHER),
    "that are a list": (b"[" + saved() + b"]", REFUSED),
    "of 150,000 nested objects": (b'{"a":' * 150_000 + b"1" + b"}" * 150_000, REFUSED),
    "a thousand of them, all equal": (json.dumps({"period": "2031-Q3", "remarks": [REMARK] * 1000}).encode(), EITHER),
}  # fmt: skip


def published(sandbox: Sandbox) -> bytes:
    return (sandbox.project / PUBLISHED / "briefing.docx").read_bytes()


def returned_cases() -> Iterator[Case]:
    for title, (make, want) in WORDS.items():
        act = arrives(
            "bao-cao.docx",
            lambda sandbox, make=make: make(published(sandbox)),
            "forms",
            "in",
            "../inbox/bao-cao.docx",
            "--yes",
        )
        yield Case(f"a Word file {title}", "Word files", want, act, "published", within_data, still_read)
    for title, (content, want) in REMARKS.items():
        noted = arrives(
            "nhan-xet.json", lambda _, content=content: content, "forms", "in", "../inbox/nhan-xet.json", "--yes"
        )
        yield Case(f"remarks {title}", "remarks", want, noted, "published", within_data, still_read)


def still_read(sandbox: Sandbox, runs: list[Ran]) -> str | None:
    """False if what came in is refused by the next command, or is not text."""
    for path in sandbox.data.glob("*.csv"):
        if unsafe := UNSAFE.search(path.read_text("utf-8")):
            return f"{path.name} now holds {unsafe.group()!r}"
    after = sandbox.run("check", "2031-Q3")
    return None if after.code == 0 else f"the data are refused afterwards: {after.gist}"


def cases() -> list[Case]:
    return list(returned_cases())


if __name__ == "__main__":
    damaged.main(cases())
