"""Files from outside, damaged or hostile, and what must come of each: an end within limits, in clean words, and nothing changed.

Run it: `python tests/corpus/damaged.py [GROUP or words of a name ...]`. All cases are the same on every run.
"""

import csv
import io
import json
import os
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from helpers.data.datapackage import whole

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from corpus.bench import (
    REPOSITORY,
    UNSAFE,
    Outcome,
    Ran,
    Tally,
    changed,
    clone_project,
    commit,
    copy_project,
    judged,
    run,
    snapshot,
    thinned,
)

REFUSED = frozenset({"refused"})
EITHER = frozenset({"refused", "right", "asked"})  # taken in as it was meant, or not at all
NAMED = frozenset({"refused", "asked"})  # not taken in without a word
RIGHT = frozenset({"right"})
PERIOD, OFFICE = "2025-H1", "P.BCVT"
SHEET = "xl/worksheets/sheet2.xml"  # the first sheet with yellow cells
HIDDEN = "xl/worksheets/sheet6.xml"  # the program's own, hidden sheet
BIDI = "\u202e"
ESC = "\x1b]0;đã duyệt\x07\x1b[2J"


@dataclass
class Base:
    """What all cases start from; made once."""

    folder: Path
    project: Path = field(init=False)  # 2025-H1 begun, its workbooks not yet imported
    plain: Path = field(init=False)  # as in the repository
    workbook: bytes = b""
    reference: dict[str, str] = field(default_factory=dict)  # the data after the sound workbook has come in
    gaps: str = ""
    published: Path | None = None

    def __post_init__(self) -> None:
        self.project, self.plain = self.folder / "begun", self.folder / "plain"
        copy_project(self.plain)
        copy_project(self.project)
        for argv in (["new", PERIOD], ["forms", "out", PERIOD, "--out", "../templates"]):
            ran = run(argv, self.project)
            assert ran.code == 0, ran.said
        self.workbook = filled((self.folder / "templates" / f"{OFFICE}_{PERIOD}.xlsx").read_bytes())
        sandbox = self.folder / "reference"
        project = copy_project(sandbox / "project", self.project / "data")
        (sandbox / f"{OFFICE}_{PERIOD}.xlsx").write_bytes(self.workbook)
        ran = run(["forms", "in", f"../{OFFICE}_{PERIOD}.xlsx", "--yes"], project)
        assert ran.code == 0, ran.said
        self.reference = data_of(project, f"{OFFICE}_{PERIOD}.xlsx")
        self.gaps = run(["check", "2024-H1"], self.plain).said

    def publish(self) -> Path:
        """A published edition with two versions of its working copy behind it; half a minute, so only when asked for."""
        if self.published is None:
            project = clone_project(self.folder / "published")
            shutil.copytree(REPOSITORY / "tests" / "edition" / "data", project / "data", dirs_exist_ok=True)
            (project / "data" / "required_signatures.csv").write_text("section,role\n", encoding="utf-8")
            commit(project)
            ran = run(["publish", "2031-Q3"], project, hang=240, runaway=300)
            assert ran.code == 0, ran.said
            with open(project / "data" / "counts.csv", encoding="utf-8", newline="") as file:
                rows = list(csv.reader(file))
            rows[1][1:3] = rows[1][1:3]
            rows[1][3] = "99"
            with open(project / "data" / "counts.csv", "w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows(rows)
            ran = run(["build", "2031-Q3", "--format", "html"], project, hang=240, runaway=300)
            assert ran.code == 0, ran.said
            self.published = project
        return self.published


def filled(workbook: bytes) -> bytes:
    """A workbook that an office has filled in: last year's values once more, but for the first that is counted by many.

    All of last year's values at once are asked: are they this year's?
    """
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(workbook))
    more = 1
    for sheet in book.worksheets[1:]:
        if sheet.sheet_state != "visible":
            continue
        for row in range(5, sheet.max_row + 1):
            last = sheet.cell(row, 5).value
            if sheet.cell(row, 1).value and isinstance(last, (int, float)):
                added = more if isinstance(last, int) and last > 1000 else 0
                sheet.cell(row, 7).value, more = last + added, more - added
    saved = io.BytesIO()
    book.save(saved)
    return shared(saved.getvalue())


def shared(workbook: bytes) -> bytes:
    """As Excel saves it: each text once, in a part of its own."""
    parts, texts = parts_of(workbook), {}

    def by(match: re.Match[str]) -> str:
        return f'{match[1]} t="s"><v>{texts.setdefault(match[2], len(texts))}</v></c>'

    for name in sorted(parts):
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = re.sub(
                r'(<c [^>]*) t="inlineStr"><is>(<t.*?</t>)</is></c>', by, parts[name].decode(), flags=re.DOTALL
            ).encode()
    items = "".join(f"<si>{text}</si>" for text in texts)
    parts["xl/sharedStrings.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="{len(texts)}" uniqueCount="{len(texts)}">{items}</sst>'.encode()
    )
    kinds, links = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
    if b"sharedStrings" not in parts[links]:
        parts[kinds] = parts[kinds].replace(
            b"</Types>",
            b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
        )
        parts[links] = parts[links].replace(
            b"</Relationships>",
            b'<Relationship Id="rId90" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>',
        )
    return zipped(parts)


def data_of(project: Path, file: str) -> dict[str, str]:
    """The tables as text, whatever the name of the file that they came from; without the list of files."""
    stem = Path(file).stem
    found = {}
    for path in sorted((project / "data").glob("*.csv")):
        if path.name != "sources.csv":
            found[path.name] = path.read_text("utf-8", "replace").replace(stem, "TỆP")
    return found


# ---------------------------------------------------------------- zips and the workbooks in them

Parts = dict[str, bytes]


def parts_of(workbook: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", method, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return saved.getvalue()


def with_parts(workbook: bytes, **_: object) -> Parts:
    return parts_of(workbook)


def edited(part: str, edit: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    def make(workbook: bytes) -> bytes:
        parts = parts_of(workbook)
        parts[part] = edit(parts[part])
        return zipped(parts)

    return make


def swapped(
    part: str, pattern: str, by: str | Callable[[re.Match[str]], str], count: int = 1
) -> Callable[[bytes], bytes]:
    def edit(xml: bytes) -> bytes:
        text, made = re.subn(pattern, by, xml.decode("utf-8"), count=count, flags=re.DOTALL)
        assert made, f"{pattern} is not in {part}"
        return text.encode("utf-8")

    return edited(part, edit)


def added(**files: bytes | str) -> Callable[[bytes], bytes]:
    """More parts, beside those of the workbook; `__` is a slash and `_0` a dot in their names."""

    def make(workbook: bytes) -> bytes:
        parts = parts_of(workbook)
        for name, content in files.items():
            parts[name.replace("__", "/").replace("_0", ".")] = (
                content if isinstance(content, bytes) else content.encode()
            )
        return zipped(parts)

    return make


def lacking(*names: str) -> Callable[[bytes], bytes]:
    return lambda workbook: zipped({name: content for name, content in parts_of(workbook).items() if name not in names})


def cell(value: str, kind: str = "", formula: str = "", style: str = "", ref: str = "G6") -> Callable[[bytes], bytes]:
    """The yellow cell G6 with other XML inside."""

    def by(match: re.Match[str]) -> str:
        attributes = match[1]
        if kind:
            attributes = re.sub(r' t="[^"]*"', "", attributes) + f' t="{kind}"'
        if style:
            attributes = re.sub(r' s="[^"]*"', "", attributes) + f' s="{style}"'
        found = re.search(r"<v>(.*?)</v>", match[0])
        inside = value.replace("OLD", found[1] if found else "1")
        return f'<c r="{ref}"{attributes}>{formula}{inside}</c>'

    return swapped(SHEET, r'<c r="G6"([^>/]*)(?:/>|>.*?</c>)', by)


def beside(xml: str, after: str = "</sheetData>") -> Callable[[bytes], bytes]:
    return swapped(SHEET, re.escape(after), lambda _: after + xml)


def merges(*ranges: str) -> Callable[[bytes], bytes]:
    xml = "<mergeCells>" + "".join(f'<mergeCell ref="{place}"/>' for place in ranges) + "</mergeCells>"

    def edit(sheet: bytes) -> bytes:
        text = re.sub(r"<mergeCells.*?</mergeCells>", "", sheet.decode(), flags=re.DOTALL)
        return re.sub(r"</sheetData>(<sheetProtection[^>]*/>)?", lambda found: found[0] + xml, text, count=1).encode()

    return edited(SHEET, edit)


def flipped(seed: int) -> Callable[[bytes], bytes]:
    def make(workbook: bytes) -> bytes:
        dice = random.Random(seed)
        damaged = bytearray(workbook)
        for _ in range(dice.choice((1, 3, 20))):
            damaged[dice.randrange(len(damaged))] ^= 1 << dice.randrange(8)
        return bytes(damaged)

    return make


def headers(signature: bytes, offset: int, form: str, value: int, which: int = 1) -> Callable[[bytes], bytes]:
    """A field of a zip's headers with another value."""

    def make(workbook: bytes) -> bytes:
        damaged, start = bytearray(workbook), -1
        for _ in range(which):
            start = workbook.index(signature, start + 1)
        struct.pack_into(form, damaged, start + offset, value)
        return bytes(damaged)

    return make


def bomb(name: str, size: int, unit: bytes = b" " * 1_000_000) -> Callable[[bytes], bytes]:
    def make(workbook: bytes) -> bytes:
        saved = io.BytesIO()
        parts = parts_of(workbook)
        with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for each, content in parts.items():
                if each != name:
                    archive.writestr(each, content)
            with archive.open(name, "w", force_zip64=True) as file:
                head = parts.get(name, b"")
                file.write(head[:-20] if head else b"")
                for _ in range(size // len(unit)):
                    file.write(unit)
                file.write(head[-20:] if head else b"")
        return saved.getvalue()

    return make


def nested(workbook: bytes) -> bytes:
    inner = bomb("xl/media/a.bin", 200_000_000)(workbook)
    parts = parts_of(workbook)
    for number in range(20):
        parts[f"xl/embeddings/{number}.xlsx"] = inner
    return zipped(parts)


def twice(name: str, edit: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    def make(workbook: bytes) -> bytes:
        parts, saved = parts_of(workbook), io.BytesIO()
        with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
            for each, content in parts.items():
                archive.writestr(each, content)
            import warnings

            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                archive.writestr(name, edit(parts[name]))
        return saved.getvalue()

    return make


def many_entries(workbook: bytes) -> bytes:
    return zipped(
        {**parts_of(workbook), **{f"xl/media/{number}.png": b"" for number in range(60_000)}}, zipfile.ZIP_STORED
    )


def link_entry(workbook: bytes) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        for name, content in parts_of(workbook).items():
            if name == SHEET:
                known = zipfile.ZipInfo(name)
                known.external_attr = 0o120777 << 16
                archive.writestr(known, "/etc/passwd")
            else:
                archive.writestr(name, content)
    return saved.getvalue()


CFB = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + bytes.fromhex("3e000300feff0900") + bytes(480)
LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


def zips() -> Iterator[tuple[str, Callable[[bytes], bytes], frozenset[str]]]:
    """Files that are no zip, or not a sound one."""
    yield "an empty file, as Zalo leaves it when a download breaks off", lambda _: b"", REFUSED
    yield "one byte", lambda _: b"P", REFUSED
    yield (
        "an error page of the mail server under the workbook's name",
        lambda _: b"<html><body>502 Bad Gateway</body></html>",
        REFUSED,
    )
    yield (
        "a table in HTML, which an old system exports as Excel",
        lambda _: "<table><tr><td>Số liệu</td></tr></table>".encode("utf-16"),
        REFUSED,
    )
    yield "an .xls of 2003 renamed to .xlsx", lambda _: CFB + b"W\0o\0r\0k\0b\0o\0o\0k\0", REFUSED
    yield "a workbook with a password", lambda _: CFB + "EncryptedPackage".encode("utf-16-le") + bytes(4000), REFUSED
    yield "a PDF renamed", lambda _: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(3000), REFUSED
    yield "a RAR renamed", lambda _: b"Rar!\x1a\x07\x01\x00" + bytes(900), REFUSED
    yield (
        "a Word file renamed",
        lambda _: zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
        REFUSED,
    )
    yield (
        "an OpenDocument table renamed",
        lambda _: zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}),
        REFUSED,
    )
    yield "a zip with the workbook inside", lambda book: zipped({"P.BCVT.xlsx": book}), REFUSED
    yield "an empty zip", lambda _: zipped({}), REFUSED
    yield "zeros as long as the workbook", lambda book: bytes(len(book)), REFUSED
    for percent in (1, 10, 25, 40, 50, 60, 75, 85, 90, 95, 98, 99):
        yield (
            f"cut off after {percent} per cent",
            lambda book, percent=percent: book[: len(book) * percent // 100],
            REFUSED,
        )
    yield "the last byte missing", lambda book: book[:-1], EITHER
    yield "the first 4 kB missing", lambda book: book[4096:], REFUSED
    yield (
        "a block of zeros in the middle, as a bad USB stick gives it",
        lambda book: book[:9000] + bytes(4096) + book[13096:],
        REFUSED,
    )
    yield "line ends changed on the way (LF to CRLF)", lambda book: book.replace(b"\n", b"\r\n"), EITHER
    yield "sent as base64 text", lambda book: __import__("base64").encodebytes(book), REFUSED
    yield "letters above 127 lost (7-bit mail)", lambda book: bytes(byte & 0x7F for byte in book), REFUSED
    yield "rubbish in front", lambda book: b"X" * 700 + book, EITHER
    yield "rubbish behind", lambda book: book + b"X" * 700, EITHER
    yield "two workbooks one after the other", lambda book: book + book, EITHER
    for seed in range(24):
        yield f"bits turned over, throw {seed}", flipped(seed), EITHER
    for which in (2, 5, 9):
        yield f"wrong checksum of entry {which}", headers(CENTRAL, 16, "<I", 0xDEADBEEF, which), EITHER
        yield f"local header {which} of another size", headers(LOCAL, 22, "<I", 7, which), EITHER
        yield f"local header {which} with another name", headers(LOCAL, 30, "4s", b"evil", which), EITHER
        yield f"entry {which} starts elsewhere", headers(CENTRAL, 42, "<I", 0x7FFFFFFF, which), EITHER
        yield f"entry {which} is said to be encrypted", headers(CENTRAL, 8, "<H", 1, which), EITHER
        yield f"entry {which} is packed with an unknown method", headers(CENTRAL, 10, "<H", 99, which), EITHER
        yield f"entry {which} is said to be 4 GB", headers(CENTRAL, 24, "<I", 0xFFFFFFFE, which), EITHER
        yield f"entry {which} says zip64 and has none", headers(CENTRAL, 24, "<I", 0xFFFFFFFF, which), EITHER
    yield "the end says 65000 entries", headers(END, 10, "<H", 65000), EITHER
    yield "the end says no entries", headers(END, 10, "<H", 0), EITHER
    yield "the directory starts beyond the end", headers(END, 16, "<I", 0x7FFFFFFF), REFUSED
    yield (
        "a second sheet under the same name, with other values",
        twice(SHEET, lambda xml: re.sub(rb"<v>(\d)", rb"<v>9\1", xml)),
        REFUSED,
    )
    yield (
        "a second workbook.xml under the same name",
        twice("xl/workbook.xml", lambda xml: xml.replace(b"2025", b"2024")),
        REFUSED,
    )
    yield "a name that climbs out of the folder", added(**{"..__.." + "__evil_0txt": "x"}), EITHER
    yield "an absolute name", added(**{"__tmp__evil-corpus_0txt": "x"}), EITHER
    yield "a name that climbs with backslashes", added(**{"..\\..\\evil_0txt": "x"}), EITHER
    yield "a name with terminal escapes", added(**{f"xl__{ESC}_0xml": "x"}), EITHER
    yield "sixty thousand entries", many_entries, EITHER
    yield "a sheet that is a symbolic link", link_entry, REFUSED
    yield "a bomb of 1 GB in a sheet", bomb(SHEET, 1_000_000_000), REFUSED
    yield "a bomb of 1 GB in the shared strings", bomb("xl/sharedStrings.xml", 1_000_000_000), REFUSED
    yield "a bomb of 1 GB in the styles", bomb("xl/styles.xml", 1_000_000_000), REFUSED
    yield "a bomb of 1 GB in workbook.xml", bomb("xl/workbook.xml", 1_000_000_000), REFUSED
    yield "a bomb of 1 GB in a picture", bomb("xl/media/image1.png", 1_000_000_000, bytes(1_000_000)), EITHER
    yield "workbooks nested in the workbook, 4 GB in all", nested, EITHER
    yield "not packed at all", lambda book: zipped(parts_of(book), zipfile.ZIP_STORED), EITHER
    yield "packed with bzip2", lambda book: zipped(parts_of(book), zipfile.ZIP_BZIP2), EITHER
    yield "packed with LZMA", lambda book: zipped(parts_of(book), zipfile.ZIP_LZMA), EITHER
    for part in (
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        SHEET,
        HIDDEN,
        "xl/sharedStrings.xml",
    ):
        yield f"without {part}", lacking(part), EITHER if part in ("_rels/.rels",) else REFUSED
    yield "without styles", lacking("xl/styles.xml"), EITHER
    yield (
        "without theme and properties",
        lacking("xl/theme/theme1.xml", "docProps/app.xml", "docProps/core.xml"),
        EITHER,
    )


def doctype(xml: bytes, declared: str, used: str) -> bytes:
    text = re.sub(rb"^<\?xml.*?\?>\s*", b"", xml)
    root = re.match(rb"<([\w:]+)[^>]*>", text)
    assert root
    return (
        b'<?xml version="1.0"?>'
        + f"<!DOCTYPE x [{declared}]>".encode()
        + text[: root.end()]
        + used.encode()
        + text[root.end() :]
    )


LAUGHS = '<!ENTITY a "haha">' + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10))
XML_DAMAGES: dict[str, tuple[Callable[[bytes], bytes], frozenset[str]]] = {
    "half of it": (lambda xml: xml[: len(xml) // 2], REFUSED),
    "an entity of its own": (lambda xml: doctype(xml, '<!ENTITY a "b">', "&a;"), EITHER),
    "a file of this machine as an entity": (
        lambda xml: doctype(xml, '<!ENTITY a SYSTEM "file:///etc/passwd">', "&a;"),
        EITHER,
    ),
    "a web address as an entity": (
        lambda xml: doctype(xml, '<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;', ""),
        EITHER,
    ),
    "a billion laughs": (lambda xml: doctype(xml, LAUGHS, "&k;"), REFUSED),
    "one long entity, used often": (lambda xml: doctype(xml, f'<!ENTITY a "{"x" * 50_000}">', "&a;" * 20_000), REFUSED),
    "brackets a hundred thousand deep": (lambda xml: doctype(xml, "", "<a>" * 100_000 + "</a>" * 100_000), EITHER),
    "another root": (lambda _: b"<html><body/></html>", REFUSED),
    "UTF-16": (
        lambda xml: re.sub(r"<\?xml.*?\?>", '<?xml version="1.0" encoding="UTF-16"?>', xml.decode(), count=1).encode(
            "utf-16"
        ),
        EITHER,
    ),
    "UTF-7 declared": (
        lambda xml: b'<?xml version="1.0" encoding="UTF-7"?>' + re.sub(rb"^<\?xml.*?\?>", b"", xml),
        EITHER,
    ),
    "an encoding that does not exist": (
        lambda xml: b'<?xml version="1.0" encoding="TCVN3"?>' + re.sub(rb"^<\?xml.*?\?>", b"", xml),
        EITHER,
    ),
    "noise": (lambda _: random.Random(7).randbytes(3000), REFUSED),
    "nothing": (lambda _: b"", REFUSED),
    "a NUL byte inside": (lambda xml: xml[:200] + b"\0" + xml[200:], EITHER),
    "bytes that are no UTF-8": (lambda xml: xml.replace(b">", b">\xff\xfe", 3), EITHER),
    "two roots": (lambda xml: xml + b"<again/>", EITHER),
    "no namespace": (lambda xml: re.sub(rb' xmlns(:\w+)?="[^"]*"', b"", xml), EITHER),
    "processing instructions": (lambda xml: xml + b"<?php system('id') ?>" * 2000, EITHER),
    "an attribute of 5 MB": (
        lambda xml: re.sub(rb"<(\w+) ", rb'<\1 zz="' + b"y" * 5_000_000 + b'" ', xml, count=1),
        EITHER,
    ),
}
XML_PARTS = {
    "[Content_Types].xml": 9,
    "xl/_rels/workbook.xml.rels": 10,
    "xl/workbook.xml": 19,
    SHEET: 19,
    HIDDEN: 10,
    "xl/sharedStrings.xml": 19,
    "xl/styles.xml": 19,
    "docProps/core.xml": 12,
}  # how many of the damages each gets


def broken_xml() -> Iterator[tuple[str, Callable[[bytes], bytes], frozenset[str]]]:
    for place, (part, number) in enumerate(XML_PARTS.items()):
        kinds = list(XML_DAMAGES.items())
        for name, (edit, want) in [kinds[(place * 5 + step) % len(kinds)] for step in range(number)]:
            # Styles and properties hold no figures: a workbook without sound ones may be read all the same.
            yield (
                f"{part}: {name}",
                edited(part, edit),
                EITHER if part in ("xl/styles.xml", "docProps/core.xml") else want,
            )


FORMULAS = {
    "WEBSERVICE": 'WEBSERVICE("http://127.0.0.1:9/?"&amp;G7)',
    "HYPERLINK": 'HYPERLINK("http://127.0.0.1:9/","1")',
    "DDE": "cmd|'/C calc'!A0",
    "another workbook": "'[1]Tong hop'!$B$2",
    "a file of a share": r"'\\10.0.0.5\chung\[a.xlsx]S'!A1",
    "INDIRECT": 'INDIRECT("G"&amp;7)',
    "a circle": "G6+1",
    "a thousand brackets": "(" * 1000 + "1" + ")" * 1000,
}


def hostile_sheets() -> Iterator[tuple[str, Callable[[bytes], bytes], frozenset[str]]]:
    """Sound zips with odd content."""
    for value in ("99999999", "-1", "abc", "1e9", "", "1.5"):
        yield f"shared string {value!r}, which there is not", cell(f"<v>{value}</v>", kind="s"), REFUSED
    for value in ("1e999", "NaN", "INF", "-INF", "0x10", "9" * 400, "١٢٣", "1,5", "--1"):
        yield f"a number cell with {value[:12]}", cell(f"<v>{value}</v>", kind="n"), REFUSED
    yield "a cell of an unknown type", cell("<v>1</v>", kind="zz"), EITHER - {"right"}
    yield "a cell with an error", cell("<v>#REF!</v>", kind="e"), REFUSED
    yield "a cell with true", cell("<v>1</v>", kind="b"), REFUSED
    yield "a cell with a date", cell("<v>2025-06-30T00:00:00</v>", kind="d"), REFUSED
    yield "a cell with an impossible date", cell("<v>2025-99-99</v>", kind="d"), REFUSED
    yield (
        "a number as rich text in two pieces",
        cell("<is><r><t>OLD</t></r><r><t></t></r></is>", kind="inlineStr"),
        EITHER,
    )
    yield "a style that there is not", cell("<v>OLD</v>", style="99999"), EITHER
    yield "a style below zero", cell("<v>OLD</v>", style="-5"), EITHER
    for ref in ("ZZZZ1", "A0", "G99999999999", "6G", "", "G6:G7"):
        yield f"a cell that says it is at {ref!r}", cell("<v>OLD</v>", ref=ref), REFUSED
    yield "one cell twice, with two values", cell('<v>11</v></c><c r="G6"><v>12</v>'), REFUSED
    yield (
        "rows in wrong order",
        swapped(SHEET, r'(<row r="6".*?</row>)(<row r="7".*?</row>)', lambda found: found[2] + found[1]),
        EITHER,
    )
    yield (
        "one row twice",
        swapped(SHEET, r'<row r="6".*?</row>', lambda found: found[0] + found[0].replace("<v>", "<v>9")),
        REFUSED,
    )
    for number in ("0", "-3", "99999999999", "x", "1048577"):
        yield f"row {number}", swapped(SHEET, r'<row r="7"', f'<row r="{number}"'), EITHER
    yield "merged: one cell with itself", merges("A1"), EITHER
    yield "merged: a whole column", merges("A:A"), NAMED
    yield "merged: whole rows", merges("6:7"), NAMED
    yield "merged: from the last cell to the first", merges("XFD1048576:A1"), NAMED
    yield "merged: everything", merges("A1:XFD1048576"), NAMED
    yield "merged: overlapping", merges("G6:G9", "G8:H12"), NAMED
    yield "merged: two yellow cells", merges("G6:G7"), NAMED
    yield "merged: no range", merges("???"), EITHER
    yield "merged: nothing", merges(""), EITHER
    yield "merged: ten thousand pairs below", merges(*(f"A{row}:B{row}" for row in range(100, 10_100))), EITHER
    yield (
        "merged: a hundred areas of a million cells",
        merges(*(f"A{row}:XFD{row + 60}" for row in range(100, 6_400, 63))),
        EITHER,
    )
    yield (
        "dimension says A1:XFD1048576",
        swapped(SHEET, r"<dimension[^>]*/>", '<dimension ref="A1:XFD1048576"/>'),
        EITHER,
    )
    yield "dimension says nothing sensible", swapped(SHEET, r"<dimension[^>]*/>", '<dimension ref="hello"/>'), EITHER
    yield "dimension says A1", swapped(SHEET, r"<dimension[^>]*/>", '<dimension ref="A1"/>'), EITHER
    yield (
        "one more cell at XFD1048576",
        swapped(SHEET, "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
        EITHER,
    )
    yield (
        "columns hidden to the end of the world",
        swapped(SHEET, r"<sheetData>", '<cols><col min="1" max="99999999" hidden="1"/></cols><sheetData>'),
        EITHER,
    )
    yield (
        "55 MB of cells",
        swapped(
            SHEET,
            "</sheetData>",
            lambda _: (
                "".join(f'<row r="{row}">' + f"<c><v>{row}</v></c>" * 60 + "</row>" for row in range(200, 52_000))
                + "</sheetData>"
            ),
        ),
        EITHER,
    )
    yield (
        "a million empty rows, as Ctrl+Shift+End formats them",
        swapped(
            SHEET,
            "</sheetData>",
            lambda _: "".join(f'<row r="{row}" s="1"/>' for row in range(200, 1_000_000)) + "</sheetData>",
        ),
        EITHER,
    )
    links = "".join(f'<hyperlink ref="B{row}" location="A1"/>' for row in range(100, 10_100))
    yield (
        "ten thousand hyperlinks",
        swapped(
            SHEET,
            r"(<pageMargins|<pageSetup|</worksheet>)",
            lambda found: f"<hyperlinks>{links}</hyperlinks>{found[0]}",
        ),
        EITHER,
    )
    rules = "".join(
        f'<conditionalFormatting sqref="A{row}"><cfRule type="expression" priority="1"><formula>1</formula></cfRule></conditionalFormatting>'
        for row in range(10_000)
    )
    yield "ten thousand conditional formats, as copying rows for years makes them", beside(rules), EITHER
    for name, formula in FORMULAS.items():
        yield f"a formula, {name}, that shows the value", cell("<v>OLD</v>", formula=f"<f>{formula}</f>"), EITHER
        yield f"a formula, {name}, never computed", cell("", formula=f"<f>{formula}</f>"), NAMED
    yield (
        "an array formula over everything",
        cell("<v>OLD</v>", formula='<f t="array" ref="A1:XFD1048576">1</f>'),
        EITHER,
    )
    yield "a shared formula without a first", cell("<v>OLD</v>", formula='<f t="shared" si="77"/>'), EITHER
    yield "a macro", added(xl__vbaProject_0bin=CFB), REFUSED
    yield "a picture that is none", added(xl__media__image1_0png=b"no picture"), EITHER
    yield (
        "connections",
        added(
            xl__connections_0xml='<connections><connection id="1" type="4"><webPr url="http://127.0.0.1:9/"/></connection></connections>'
        ),
        EITHER,
    )
    yield "a link to another workbook", added(xl__externalLinks__externalLink1_0xml="<externalLink/>"), EITHER
    yield "an object from Word inside", added(xl__embeddings__oleObject1_0bin=CFB), EITHER
    yield "properties of a server", added(docProps__custom_0xml="<Properties/>", customXml__item1_0xml="<a/>"), EITHER
    names = "".join(f'<definedName name="n{number}">#REF!</definedName>' for number in range(10_000))
    yield "ten thousand dead names", swapped("xl/workbook.xml", "</definedNames>", f"{names}</definedNames>"), EITHER
    yield (
        "a name that starts a program",
        swapped(
            "xl/workbook.xml",
            "</definedNames>",
            "<definedName name=\"_xlnm.Auto_Open\">cmd|'/C calc'!A0</definedName></definedNames>",
        ),
        EITHER,
    )
    yield (
        "a sheet hidden deep",
        swapped("xl/workbook.xml", r'(<sheet [^>]*name="Số liệu đơn lẻ"[^>]*state=")visible"', r'\1veryHidden"'),
        REFUSED,
    )
    yield "a sheet named twice", swapped("xl/workbook.xml", 'name="Số liệu khác"', 'name="Số liệu đơn lẻ"'), REFUSED
    yield (
        "a sheet with escapes in its name",
        swapped("xl/workbook.xml", 'name="Số liệu khác"', f'name="{BIDI}khác&#133;"'),
        REFUSED,
    )
    yield (
        "a sheet with a name that is a path",
        swapped("xl/workbook.xml", 'name="Số liệu khác"', 'name="../../../evil"'),
        REFUSED,
    )
    yield "a sheet without a name", swapped("xl/workbook.xml", 'name="Số liệu khác"', 'name=""'), REFUSED
    yield (
        "ten thousand sheets that are not there",
        swapped(
            "xl/workbook.xml",
            "</sheets>",
            "".join(
                f'<sheet name="s{number}" sheetId="{number}" r:id="rId9{number}"/>' for number in range(100, 10_100)
            )
            + "</sheets>",
        ),
        EITHER,
    )
    strings = "xl/sharedStrings.xml"
    for name, text in {
        "a path": "../../../../tmp/evil",
        "an absolute path": "/etc/passwd",
        "a direction mark": f"2025-H1{BIDI}",
        "a line break": "2025-H1\n2024-H1",
        "ten thousand letters": "A" * 10_000,
        "a formula": "=1+1",
        "nothing": "",
        "a period of long ago": "0000-H1",
        "full-width digits": "２０２５-H1",
    }.items():
        yield (
            f"the hidden sheet says the period is {name}",
            swapped(strings, r"<t( [^>]*)?>2025-H1</t>", f"<t>{text}</t>"),
            {"a direction mark": EITHER, "full-width digits": NAMED}.get(name, REFUSED),  # nobody sees a mark
        )
        yield (
            f"the hidden sheet says the office is {name}",
            swapped(strings, r"<t( [^>]*)?>P\.BCVT</t>", f"<t>{text}</t>"),
            REFUSED,
        )
    for name, text in {
        "of Python": "__import__('os').system('touch evil')",
        "with ten thousand brackets": "(" * 10_000 + ")" * 10_000,
        "that squares forever": "9**9**9**9",
        "of another table": "signatures.name(section='I.5')",
        "of another period": "counts.value(item='postal_companies', period='2024-H1')",
        "with escapes": "counts.value(item='_x001b_[2J')",
        "twice": "counts.value(item='postal_offices')",
        "of all rows": "counts.value()",
    }.items():
        yield (
            f"a code {name}",
            swapped(
                strings,
                r"<t( [^>]*)?>counts\.value\(item='postal_companies'\)</t>",
                lambda _, text=text: f"<t>{text}</t>",
            ),
            REFUSED,
        )
    for name, text in {
        "terminal escapes": "_x001B_[2J_x001B_]0;đã duyệt_x0007_",
        "direction marks": f"{BIDI}gnàg iột",
        "32767 letters": "ghi chú " * 4095,
        "a formula": "=cmd|' /C calc'!A0",
        "HTML": "&lt;script&gt;alert(1)&lt;/script&gt;",
        "NUL": "_x0000_",
        "lone halves of letters": "_xD800_",
        "a line of CSV": 'a","b\nc,d,e',
    }.items():
        yield (
            f"a note with {name}",
            swapped(
                SHEET,
                r'<c r="J6"([^>/]*)(?:/>|>.*?</c>)',
                lambda found, text=text: (
                    f'<c r="J6"{re.sub(chr(32) + "t=" + chr(34) + "[^" + chr(34) + "]*" + chr(34), "", found[1])} t="inlineStr"><is><t>{text}</t></is></c>'
                ),
            ),
            EITHER,
        )


FILE_NAMES = {
    "with terminal escapes": "a\x1b[2J\x1b]0;x\x07.xlsx",
    "with a direction mark": f"a{BIDI}xslx.xlsx",
    "with a line break": "a\nimport: đã ghi.xlsx",
    "of 200 letters": "a" * 200 + ".xlsx",
    "that begins with a dash": "--yes.xlsx",
    "in brackets and with an exclamation mark": "[a]!b'c.xlsx",
    "that is a formula": "=1+1.xlsx",
    "with spaces and letters": "Biểu số liệu (bản cuối) 2.xlsx",
    "with bytes that are no UTF-8": os.fsdecode(b"s\xf4 li\xeau.xlsx"),
    "with decomposed letters": "Bie\u0302\u0309u so\u0302\u0301.xlsx",
    "in capitals": "P.BCVT_2025-H1.XLSX",
    "with a quarter of a name": ".xlsx",
    "with two dots up": "..xlsx",
    "with commas and quotes": 'a,"b",c.xlsx',
}


# ---------------------------------------------------------------- cases and how they are run


@dataclass
class Case:
    name: str
    group: str
    want: frozenset[str]
    act: Callable[["Sandbox"], list[Ran]]
    project: str = "plain"
    allowed: Callable[[str], bool] = lambda _: False
    false: Callable[["Sandbox", list[Ran]], str | None] = lambda *_: None
    asked: Callable[["Sandbox", list[Ran]], bool] = lambda *_: False
    seconds: float = 5.0
    megabytes: float = 500.0


@dataclass
class Sandbox:
    base: Base
    folder: Path
    project: Path

    def run(self, *argv: str | Path, **more: object) -> Ran:
        return run(argv, self.project, **more)  # type: ignore[arg-type]

    @property
    def data(self) -> Path:
        return self.project / "data"


def perform(base: Base, case: Case) -> Outcome:
    folder = Path(tempfile.mkdtemp(prefix="case-", dir=base.folder))
    (folder / "scratch").mkdir()
    (folder / "inbox").mkdir()
    try:
        if case.project == "published":
            source = base.publish()
            project = folder / "project"
            shutil.copytree(source, project, symlinks=True, ignore=shutil.ignore_patterns(".git", "tests", "src"))
            (project / "src").symlink_to(REPOSITORY / "src")
        else:
            project = copy_project(
                folder / "project", (base.project if case.project == "begun" else base.plain) / "data"
            )
        sandbox = Sandbox(base, folder, project)
        sandbox.before = {}  # type: ignore[attr-defined]
        runs = case.act(sandbox)
        before = sandbox.before  # type: ignore[attr-defined]
        altered = changed(before, snapshot(folder, ("project/src", "scratch")))
        if stray := [path for path in (Path("/tmp/evil"), Path("/tmp/evil-corpus.txt")) if path.exists()]:
            altered.append(str(stray[0]))
        false = case.false(sandbox, runs) if runs[-1].code in (0, 1) else None
        asked = case.asked(sandbox, runs) if runs[-1].code in (0, 1) else False
        return judged(
            case.name, case.group, case.want, runs, altered, case.allowed, false, asked, case.seconds, case.megabytes
        )
    except Exception as error:  # a case that cannot be made is a fault of the corpus, to be seen
        return Outcome(case.name, case.group, case.want, "broken", f"the case itself: {type(error).__name__} {error}")
    finally:
        subprocess.run(["chmod", "-R", "u+rwX", str(folder)], check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def ready(sandbox: Sandbox) -> None:
    """From here on, what changes is the command's doing."""
    sandbox.before = snapshot(sandbox.folder, ("project/src", "scratch"))  # type: ignore[attr-defined]


def imports(make: Callable[[bytes], bytes], name: str) -> Callable[[Sandbox], list[Ran]]:
    def act(sandbox: Sandbox) -> list[Ran]:
        (sandbox.folder / "inbox" / name).write_bytes(make(sandbox.base.workbook))
        ready(sandbox)
        return [sandbox.run("forms", "in", f"../inbox/{name}", "--yes")]

    return act


def as_meant(name: str, sandbox: Sandbox, runs: list[Ran]) -> str | None:
    """False if the data are other than after the sound workbook, or what is not text has come into them."""
    now, then = data_of(sandbox.project, name), sandbox.base.reference
    for table, text in now.items():
        if unsafe := UNSAFE.search(text):
            return f"{table} now holds {unsafe.group()!r}"
        # What an office notes stays with its row.
        text = re.sub(r'"?(\[TỆP[^\n(]*) \(Ghi chú: [^\n]*\)"?$', r"\1", text, flags=re.MULTILINE)
        if text != then.get(table):
            lost = [line for line in then.get(table, "").splitlines() if line not in text.splitlines()]
            come = [line for line in text.splitlines() if line not in then.get(table, "").splitlines()]
            return f"{table}: {'; '.join(come[:1]) or 'nothing'} instead of {'; '.join(lost[:1]) or 'nothing'}"[:220]
    return None


def within_data(key: str) -> bool:
    return key.startswith("project/data")


def workbook_cases() -> Iterator[Case]:
    number = 0
    for group, made in (("zips", zips()), ("broken XML", broken_xml()), ("hostile sheets", hostile_sheets())):
        for title, make, want in made:
            number += 1
            name = f"{number:03} {OFFICE}_{PERIOD}.xlsx"
            yield Case(title, group, want, imports(make, name), "begun", within_data, partial(as_meant, name))
    for title, name in FILE_NAMES.items():
        yield Case(f"a sound workbook {title}", "file names", EITHER, named(name), "begun", within_data, named_as_meant)
    for title, put in ODD_FILES.items():
        want = EITHER if "link to the workbook" in title else REFUSED
        yield Case(f"instead of a workbook {title}", "file names", want, odd(put), "begun", within_data)


def named(name: str) -> Callable[[Sandbox], list[Ran]]:
    def act(sandbox: Sandbox) -> list[Ran]:
        (sandbox.folder / "inbox" / name).write_bytes(sandbox.base.workbook)
        ready(sandbox)
        return [sandbox.run("forms", "in", "--yes", f"../inbox/{name}")]

    return act


def named_as_meant(sandbox: Sandbox, runs: list[Ran]) -> str | None:
    for path in sandbox.data.glob("*.csv"):
        text = path.read_text("utf-8", "replace")
        if unsafe := UNSAFE.search(text):
            return f"{path.name} now holds {unsafe.group()!r}"
    after = sandbox.run("check", PERIOD)
    return None if after.code == 0 else f"the data are refused afterwards: {after.gist}"


def odd(put: Callable[[Sandbox, Path], None]) -> Callable[[Sandbox], list[Ran]]:
    def act(sandbox: Sandbox) -> list[Ran]:
        put(sandbox, sandbox.folder / "inbox" / "a.xlsx")
        ready(sandbox)
        return [sandbox.run("forms", "in", "../inbox/a.xlsx", "--yes")]

    return act


def link_to_workbook(sandbox: Sandbox, path: Path) -> None:
    (path.parent / "b.xlsx").write_bytes(sandbox.base.workbook)
    path.symlink_to("b.xlsx")


ODD_FILES: dict[str, Callable[[Sandbox, Path], None]] = {
    "a folder": lambda _, path: path.mkdir(),
    "a pipe": lambda _, path: os.mkfifo(path),
    "a link to /dev/zero": lambda _, path: path.symlink_to("/dev/zero"),
    "a link to itself": lambda _, path: path.symlink_to("a.xlsx"),
    "a link to the workbook": link_to_workbook,
    "nothing": lambda *_: None,
    "a link to a folder": lambda _, path: path.symlink_to("/tmp"),
}

# ---------------------------------------------------------------- what `return` gives back

FORBIDDEN = re.compile(
    rb"WEBSERVICE|HYPERLINK\(|cmd\||externalLink|vbaProject|127\.0\.0\.1|10\.0\.0\.5|oleObject|connections|Auto_Open|<f[ >]|ENTITY"
)


def returned(make: Callable[[bytes], bytes], name: str) -> Callable[[Sandbox], list[Ran]]:
    def act(sandbox: Sandbox) -> list[Ran]:
        (sandbox.folder / "inbox" / name).write_bytes(make(sandbox.base.workbook))
        ready(sandbox)
        return [sandbox.run("forms", "back", f"../inbox/{name}")]

    return act


def clean(sandbox: Sandbox, runs: list[Ran]) -> str | None:
    path = next((sandbox.folder / "inbox").glob("*-tra-lai.xlsx"), sandbox.folder / "none")
    if not path.exists():
        return "no file, though the command says nothing of it"
    with zipfile.ZipFile(path) as archive:
        for part in archive.namelist():
            if found := FORBIDDEN.search(part.encode() + b"\n" + archive.read(part)):
                return f"{part} of what goes back holds {found.group().decode()}"
    return None


def return_cases() -> Iterator[Case]:
    chosen = [*hostile_sheets()]
    wanted = (
        "formula",
        "macro",
        "connections",
        "link",
        "object",
        "name",
        "merged",
        "55 MB",
        "code of Python",
        "note with",
        "style",
        "never",
        "dimension",
        "shared string 'abc'",
        "picture",
    )
    chosen = [each for each in chosen if any(word in each[0] for word in wanted)]
    chosen += [
        each
        for each in zips()
        if any(
            word in each[0]
            for word in (
                "bomb of 1 GB in a sheet",
                "climbs",
                "50 per cent",
                "empty",
                "password",
                "picture",
                "without styles",
                "throw 3",
            )
        )
    ]
    chosen += [each for each in broken_xml() if any(word in each[0] for word in ("this machine", "laughs", "deep"))]
    for number, (title, make, _) in enumerate(chosen):
        name = f"{number:03} {OFFICE}_{PERIOD}.xlsx"
        yield Case(
            title, "return", EITHER, returned(make, name), "begun", lambda key: key.endswith("-tra-lai.xlsx"), clean
        )


# ---------------------------------------------------------------- tables


def set_cells(content: bytes, column: int, value: str) -> bytes:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    for row in rows[1:2]:
        row[column] = value
    saved = io.StringIO()
    csv.writer(saved, lineterminator="\n").writerows(rows)
    return saved.getvalue().encode()


def write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def instead(put: Callable[[Path], None]) -> Callable[[Path], None]:
    def act(path: Path) -> None:
        path.unlink()
        put(path)

    return act


def text(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    return lambda path: write(path, change(path.read_bytes()))


def questioned(content: bytes) -> bytes:
    """As a program that knows only Western letters saves it."""
    return content.decode().encode("latin-1", "replace")


def cut(content: bytes) -> bytes:
    """In the middle of the last line, as a full disk leaves it."""
    last = content.rstrip(b"\n").rindex(b"\n") + 1 if b"\n" in content.rstrip(b"\n") else 0
    return content[: last + max(1, (len(content) - last) // 3)]


# Damage, what must come of it, and whether it needs a table with rows or with letters beyond ASCII.
TABLE_DAMAGES: dict[str, tuple[Callable[[Path], None], frozenset[str], str]] = {
    "cut off in its last line": (text(cut), REFUSED, "rows"),
    "with a byte order mark": (text(lambda content: b"\xef\xbb\xbf" + content), EITHER, ""),
    "in UTF-16": (text(lambda content: content.decode().encode("utf-16")), EITHER, ""),
    "in UTF-7": (text(lambda content: content.decode().encode("utf-7")), REFUSED, "letters"),
    "with question marks for letters": (text(questioned), NAMED, "letters"),
    "in Windows-1258": (text(lambda content: content.decode().encode("cp1258", "ignore")), NAMED, "letters"),
    "with line ends of Windows": (text(lambda content: content.replace(b"\n", b"\r\n")), RIGHT, ""),
    "with line ends of old Macs": (text(lambda content: content.replace(b"\n", b"\r")), EITHER, "rows"),
    "with a NUL byte": (text(lambda content: content[:-3] + b"\0" + content[-3:]), REFUSED, "rows"),
    "with a quote that nothing closes": (text(lambda content: content.rstrip(b"\n") + b'\n"2024-H1,"'), REFUSED, ""),
    "with one field of 3 MB": (text(lambda content: set_cells(content, -1, "x" * 3_000_000)), NAMED, "rows"),
    "with a hundred thousand columns": (
        text(lambda content: content.replace(b"\n", b"," * 100_000 + b"\n", 1)),
        REFUSED,
        "",
    ),
    "with a million columns": (
        text(lambda content: content.rstrip(b"\n") + b"\n" + b"," * 1_000_000 + b"\n"),
        REFUSED,
        "",
    ),
    "full of noise": (text(lambda content: random.Random(3).randbytes(5000)), REFUSED, ""),
    "empty": (text(lambda _: b""), REFUSED, ""),
    "of empty lines": (text(lambda _: b"\n" * 5000), REFUSED, ""),
    "with its header twice": (text(lambda content: content.split(b"\n")[0] + b"\n" + content), REFUSED, ""),
    "with a column twice": (
        text(lambda content: re.sub(rb"^([^,\n]+)", rb"\1,\1", content, flags=re.MULTILINE)),
        REFUSED,
        "",
    ),
    "without its first column": (
        text(lambda content: re.sub(rb"^[^,\n]+,?", b"", content, flags=re.MULTILINE)),
        REFUSED,
        "",
    ),
    "with semicolons": (text(lambda content: content.replace(b",", b";")), REFUSED, ""),
    "missing": (lambda path: path.unlink(), REFUSED, ""),
    "a folder": (instead(lambda path: path.mkdir()), REFUSED, ""),
    "a link to nothing": (instead(lambda path: path.symlink_to("nothing.csv")), REFUSED, ""),
    "a link to /dev/zero": (instead(lambda path: path.symlink_to("/dev/zero")), REFUSED, ""),
    "a pipe": (instead(os.mkfifo), REFUSED, ""),
    "with a path as key": (text(lambda content: set_cells(content, 0, "../../ESC")), REFUSED, "rows"),
    "with terminal escapes as key": (
        text(lambda content: set_cells(content, 0, "\x1b[2J\x1b]0;đã duyệt\x07")),
        REFUSED,
        "rows",
    ),
    "with direction marks as key": (text(lambda content: set_cells(content, 0, f"2024-H1{BIDI}")), REFUSED, "rows"),
    "with terminal escapes in its last column": (
        text(lambda content: set_cells(content, -1, "I.5\x1b[8m")),
        NAMED,
        "rows",
    ),
    "with direction marks in its last column": (
        text(lambda content: set_cells(content, -1, f"I.5{BIDI}")),
        NAMED,
        "rows",
    ),
    "with a space that does not show as key": (
        text(lambda content: set_cells(content, 0, "2024-H1\u200b")),
        REFUSED,
        "rows",
    ),
    "with a formula as key": (
        text(lambda content: set_cells(content, 0, '=HYPERLINK("http://127.0.0.1")')),
        REFUSED,
        "rows",
    ),
    "with a conflict that git left": (
        text(lambda content: content + b"<<<<<<< HEAD\n=======\n>>>>>>> a\n"),
        REFUSED,
        "",
    ),
    "with its last row three times": (
        text(lambda content: content + (content.rstrip(b"\n").rsplit(b"\n", 1)[-1] + b"\n") * 2),
        REFUSED,
        "rows",
    ),
    "of two hundred thousand rows": (
        text(
            lambda content: (
                content + (content.rstrip(b"\n").rsplit(b"\n", 1)[-1] + b"\n") * 200_000
                if len(content) < 3000
                else content + b"\n" * 200_000
            )
        ),
        EITHER,
        "rows",
    ),
}
NEEDLESS = {"of two hundred thousand rows"}
UNKEYED = {
    "codes",
    "validity",
    "headings",
    "offices",
    "owners",
    "rules",
    "authors",
    "required_signatures",
}  # keys that name no period
HARD_KEYS = {
    "with a path as key",
    "with terminal escapes as key",
    "with direction marks as key",
    "with a space that does not show as key",
    "with a formula as key",
}


def damaged_table(table: str, damage: Callable[[Path], None]) -> Callable[[Sandbox], list[Ran]]:
    def act(sandbox: Sandbox) -> list[Ran]:
        damage(sandbox.data / f"{table}.csv")
        ready(sandbox)
        return [sandbox.run("check", "2024-H1")]

    return act


def table_named(table: str, sandbox: Sandbox, runs: list[Ran]) -> bool:
    return runs[-1].code == 1 or (runs[-1].said != sandbox.base.gaps and table in runs[-1].said)


def table_cases() -> Iterator[Case]:
    """Each table gets six kinds of damage, each kind several tables."""
    kinds = list(TABLE_DAMAGES.items())
    for place, path in enumerate(sorted((REPOSITORY / "data").glob("*.csv"))):
        content = path.read_text("utf-8")
        rows, letters = content.count("\n") > 1, not content.isascii()
        taken = 0
        for step in range(len(kinds)):
            name, (damage, want, needs) = kinds[(place * 6 + step) % len(kinds)]
            if (needs == "rows" and not rows) or (needs == "letters" and not letters) or taken == 6:
                continue
            taken += 1
            if name in HARD_KEYS and path.stem in UNKEYED:
                want = NAMED
            yield Case(
                f"{path.name} {name}",
                "tables",
                want,
                damaged_table(path.stem, damage),
                asked=partial(table_named, path.stem),
            )


# The same, as a CSV that somebody sends.
def sent_table(table: str, damage: Callable[[Path], None]) -> Callable[[Sandbox], list[Ran]]:
    def act(sandbox: Sandbox) -> list[Ran]:
        path = sandbox.folder / "inbox" / f"{table}.csv"
        content = (sandbox.base.plain / "data" / f"{table}.csv").read_text("utf-8").replace("2024-H1", PERIOD)
        path.write_text(content, encoding="utf-8")
        damage(path)
        ready(sandbox)
        return [sandbox.run("forms", "in", f"../inbox/{table}.csv", "--yes")]

    return act


def sent_as_meant(table: str, sandbox: Sandbox, runs: list[Ran]) -> str | None:
    """False if letters got lost, or if a row that is no sound one came in."""
    with open(sandbox.data / f"{table}.csv", encoding="utf-8", newline="") as file:
        now = [row for row in csv.DictReader(file) if row.get("period") == PERIOD]
    with open(sandbox.base.plain / "data" / f"{table}.csv", encoding="utf-8", newline="") as file:
        meant = list(csv.DictReader(file))
    if unsafe := UNSAFE.search((sandbox.data / f"{table}.csv").read_text("utf-8", "replace")):
        return f"the table now holds {unsafe.group()!r}"
    if not now:
        return None
    for mine, theirs in zip(now, meant, strict=False):
        for column in theirs:
            if column not in ("period", "source") and mine[column] != theirs[column]:
                return f"{column} is now {mine[column][:40]!r} instead of {theirs[column][:40]!r}"
    return None if len(now) == len(meant) else f"{len(now)} rows instead of {len(meant)}"


def sent_cases() -> Iterator[Case]:
    tables = ["counts", "dossiers_received", "media_items", "training", "databases", "postal_points"]
    for place, (name, (damage, want, _)) in enumerate(TABLE_DAMAGES.items()):
        if name == "missing":
            continue
        table = tables[place % len(tables)] if "letters" not in TABLE_DAMAGES[name][2] else "counts"
        if want == NAMED and name in ("in Windows-1258",):
            want = EITHER
        if "in its last column" in name or "one field" in name:
            want = EITHER  # an import names its own source; what the sender wrote there is not taken over
        if name in ("with semicolons", "with its last row three times", "a link to nothing"):
            want = EITHER
        yield Case(
            f"{table}.csv {name}",
            "tables sent",
            want,
            sent_table(table, damage),
            "begun",
            within_data,
            partial(sent_as_meant, table),
        )
    for stem in (
        "../../evil",
        "signatures",
        "sources",
        "datapackage",
        "khong_co",
        "counts (1)",
        "COUNTS",
        "carried",
        "corrections",
    ):
        yield Case(f"a CSV named {stem}", "tables sent", EITHER, csv_named(stem), "begun", within_data)


def csv_named(stem: str) -> Callable[[Sandbox], list[Ran]]:
    def act(sandbox: Sandbox) -> list[Ran]:
        folder = sandbox.folder / "inbox" / "a" / "b"
        folder.mkdir(parents=True)
        path = folder / f"{stem}.csv"
        path.write_text("period,item,label,value,unit,qualifier,growth,change,source\n", encoding="utf-8")
        ready(sandbox)
        return [sandbox.run("forms", "in", f"../inbox/a/b/{stem}.csv", "--yes")]

    return act


# Values that are keys and paths: wherever they are written, nothing may come to lie outside of the data.
PATHLIKE = [
    "../../ESC",
    "/tmp/evil",
    "..",
    "a/b",
    "..\\..\\evil",
    "CON",
    "a\0b",
    "~root",
    "$(id)",
    "%2e%2e%2f",
    " ",
    "-rf",
    "*",
    "x" * 5000,
    f"{BIDI}a",
    "\x1b[31ma",
]


def key_case(table: str, column: str, value: str) -> Callable[[Sandbox], list[Ran]]:
    def act(sandbox: Sandbox) -> list[Ran]:
        path = sandbox.data / f"{table}.csv"
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        place = rows[0].index(column)
        if len(rows) == 1:
            rows.append(["2024-H1", "a.xlsx", "0" * 64, "", "", "2024-06-01"])
        rows[1][place] = value
        with open(path, "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
        ready(sandbox)
        period = value if table == "periods" and "\0" not in value and not value.startswith("-") else "2024-H1"
        return [sandbox.run("forms", "out", period, "--owner", "P.BCVT", "--out", "../inbox/out")]

    return act


def key_cases() -> Iterator[Case]:
    for table, column in (("periods", "period"), ("offices", "office"), ("sources", "file"), ("offices", "name")):
        for value in PATHLIKE:
            want = EITHER if column == "name" or value in ("~root", "CON", "%2e%2e%2f", "$(id)") else REFUSED
            yield Case(
                f"{table}.{column} is {value[:20]!r}",
                "keys as paths",
                want,
                key_case(table, column, value),
                allowed=lambda key: key.startswith("inbox/out"),
            )


# ---------------------------------------------------------------- the declaration

Edit = Callable[[dict], object]


def resource(package: dict, name: str = "dossiers_received") -> dict:
    return next(each for each in package["resources"] if each["name"] == name)


def fields(package: dict) -> list[dict]:
    return resource(package)["schema"]["fields"]


def assign(place: Callable[[dict], dict | list], key: str | int, value: object) -> Edit:
    def edit(package: dict) -> None:
        place(package)[key] = value  # type: ignore[index]

    return edit


DECLARATIONS: dict[str, Edit] = {
    **{
        f"a pattern that {name}": assign(lambda package: fields(package)[4]["constraints"], "pattern", pattern)
        for name, pattern in {
            "never ends": "(.*)*x",
            "never ends either": "(a|a)*(b|b)*(.*.*)*$z",
            "doubles at each letter": "(([A-Z.]+)+)+$!",
            "repeats too often": "a{99999999999}",
            "is not closed": "(((",
            "looks behind": "(?<=a+)b",
            "is ten thousand brackets": "(" * 10_000 + ")" * 10_000,
            "is a number": 5,
            "is a list": ["a"],
            "is 5 MB long": "a" * 5_000_000,
            "names a group twice": "(?P<a>x)(?P<a>y)",
            "repeats a repeat": "(a{1000}){1000}{1000}",
            "refers to itself": r"(\1)",
        }.items()
    },
    **{
        f"{key} of a field is {type(value).__name__}": assign(lambda package: fields(package)[3], key, value)
        for key, value in (
            ("type", 5),
            ("type", None),
            ("type", "geopoint"),
            ("type", "array"),
            ("name", 7),
            ("name", None),
            ("name", ""),
            ("constraints", "required"),
            ("constraints", []),
            ("unit", 5),
            ("unit", ["a"]),
            ("codes", 3),
            ("codes", "nothing"),
        )
    },
    **{
        f"{key} of a table is {value!r:.30}": assign(resource, key, value)
        for key, value in (
            ("name", 5),
            ("name", "../../evil"),
            ("name", "counts"),
            ("name", ""),
            ("path", "../../../etc/passwd"),
            ("path", "/etc/passwd"),
            ("path", ["a.csv", "b.csv"]),
            ("path", 5),
            ("path", "http://127.0.0.1:9/a.csv"),
            ("path", "counts.csv"),
            ("schema", "schema.json"),
            ("schema", []),
            ("schema", None),
            ("encoding", "utf-7"),
            ("format", "xlsx"),
            ("next", "nothing"),
            ("next", {}),
            ("type", 1),
            ("name", ESC),
            ("name", BIDI),
            ("description", 5),
            ("titleVi", ["a"]),
            ("list", 5),
            ("list", ["nothing"]),
        )
    },
    **{
        f"{key} of a schema is {value!r:.40}": assign(lambda package: resource(package)["schema"], key, value)
        for key, value in (
            ("primaryKey", 5),
            ("primaryKey", ["nothing"]),
            ("primaryKey", []),
            ("primaryKey", [["period"]]),
            ("fields", {}),
            ("fields", []),
            ("fields", [5]),
            ("fields", None),
            ("foreignKeys", {}),
            ("foreignKeys", [5]),
            ("foreignKeys", [{"fields": ["period"], "reference": {"resource": "nothing", "fields": ["period"]}}]),
            (
                "foreignKeys",
                [{"fields": ["level"], "reference": {"resource": "dossiers_received", "fields": ["level"]}}],
            ),
            ("foreignKeys", [{"fields": 5, "reference": 6}]),
            ("fieldsMatch", "some"),
            ("fieldsMatch", 5),
            ("missingValues", "x"),
        )
    },
    "two tables that refer to each other": lambda package: (
        resource(package)["schema"].__setitem__(
            "foreignKeys", [{"fields": ["level"], "reference": {"resource": "dossiers_resolved", "fields": ["level"]}}]
        ),
        resource(package, "dossiers_resolved")["schema"].__setitem__(
            "foreignKeys", [{"fields": ["level"], "reference": {"resource": "dossiers_received", "fields": ["level"]}}]
        ),
    ),
    "no tables": lambda package: package.__setitem__("resources", []),
    "tables that are numbers": lambda package: package.__setitem__("resources", [1, 2]),
    "tables in an object": lambda package: package.__setitem__("resources", {"a": 1}),
    "a table twice": lambda package: package["resources"].append(dict(resource(package))),
    "a field twice": lambda package: fields(package).append(dict(fields(package)[3])),
    "a table without fields": lambda package: package["resources"].append({"name": "a"}),
    "a minimum that is text": lambda package: fields(package)[3]["constraints"].__setitem__("minimum", "không"),
    "an enum that is text": lambda package: fields(package)[1]["constraints"].__setitem__("enum", "online"),
    "an empty enum": lambda package: fields(package)[1]["constraints"].__setitem__("enum", []),
    "required as a word": lambda package: fields(package)[3]["constraints"].__setitem__("required", "yes"),
}
HARMLESS = {
    "description of a table is 5",
    "titleVi of a table is ['a']",
    "type of a table is 1",
    "missingValues of a schema is 'x'",
    "next of a table is {}",  # its rows are carried as they are
    "names a group twice",
}
DOCUMENTS: dict[str, Callable[[str], bytes]] = {
    "empty": lambda _: b"",
    "a number": lambda _: b"5",
    "null": lambda _: b"null",
    "a list": lambda _: b"[]",
    "half of it": lambda text: text[: len(text) // 2].encode(),
    "in UTF-16": lambda text: text.encode("utf-16"),
    "with a byte order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "a hundred thousand brackets": lambda _: b"[" * 100_000,
    "a hundred thousand objects, closed": lambda _: b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "with NaN": lambda text: text.replace('"minimum": 0', '"minimum": NaN').encode(),
    "with a number of 10,000 digits": lambda text: text.replace('"minimum": 0', '"minimum": ' + "9" * 10_000).encode(),
    "with commas at the ends": lambda text: text.replace("}", ",}").encode(),
    "with a key twice": lambda text: text.replace('"resources":', '"resources": [], "resources":').encode(),
    "noise": lambda _: random.Random(5).randbytes(3000),
    "50 MB of spaces": lambda text: text.encode() + b" " * 50_000_000,
    "with half a letter": lambda text: text.replace('"titleVi": "', '"titleVi": "\\ud800', 1).encode(),
}


def declared(change: Callable[[Path], None], *argv: str) -> Callable[[Sandbox], list[Ran]]:
    def act(sandbox: Sandbox) -> list[Ran]:
        change(sandbox.data / "datapackage.json")
        ready(sandbox)
        return [sandbox.run(*argv)]

    return act


def declaration_edit(edit: Edit, path: Path) -> None:
    package = json.loads(json.dumps(whole(json.loads(path.read_text("utf-8")))))  # each column its own
    edit(package)
    path.write_text(json.dumps(package, ensure_ascii=False, indent=1), encoding="utf-8")


def declaration_cases() -> Iterator[Case]:
    commands = (
        (
            "maintain",
            "schema",
        ),
        ("check", "2024-H1"),
        (
            "maintain",
            "schema",
        ),
        ("check", "2024-H1"),
        ("build", "2024-H1", "--format", "html"),
    )
    for number, (name, edit) in enumerate(DECLARATIONS.items()):
        argv = commands[number % len(commands)]
        want = EITHER if name in HARMLESS else REFUSED
        yield Case(
            f"{argv[0]}: {name}",
            "declaration",
            want,
            declared(partial(declaration_edit, edit), *argv),
            allowed=lambda key: key.startswith("project/reports"),
            seconds=40 if argv[0] == "build" and want is EITHER else 5,
        )
    for number, (name, make) in enumerate(DOCUMENTS.items()):
        argv = commands[number % 4]
        want = EITHER if "byte order" in name or "spaces" in name else REFUSED
        yield Case(
            f"{argv[0]}: the declaration is {name}",
            "declaration",
            want,
            declared(lambda path, make=make: write(path, make(path.read_text("utf-8"))), *argv),
        )


# ---------------------------------------------------------------- built editions, and what was published

STATES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "a number": lambda _: b"5",
    "a list": lambda _: b"[]",
    "an empty object": lambda _: b"{}",
    "half of it": lambda content: content[: len(content) // 2],
    "noise": lambda _: random.Random(9).randbytes(2000),
    "brackets": lambda _: b"[" * 100_000,
    "all values numbers": lambda content: re.sub(rb': ?"[^"]*"', b": 7", content),
    "all values null": lambda content: re.sub(rb': ?"[^"]*"', b": null", content),
    "all values escapes": lambda content: re.sub(rb': ?"[^"]*"', rb': "\\u001b[2J\\u202e"', content),
    "all values paths": lambda content: re.sub(rb': ?"[^"]*"', b': "../../../../etc/passwd"', content),
}
FIGURES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "half a line": cut,
    "noise": lambda _: random.Random(9).randbytes(2000),
    "another header": lambda content: b"a,b\n1,2\n",
    "a NUL byte": lambda content: content[:500] + b"\0" + content[500:],
    "escapes": lambda content: content.replace(b",", b"\x1b[2J,", 40),
    "a field of 3 MB": lambda content: content + b"x" * 3_000_000 + b",a,b\n",
    "UTF-16": lambda content: content.decode().encode("utf-16"),
}
ARCHIVES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "half of it": lambda content: content[: len(content) // 2],
    "noise": lambda _: random.Random(9).randbytes(2000),
    "an empty zip": lambda _: zipped({}),
    "a name that climbs": lambda content: zipped({**parts_of(content), "../../../evil.txt": b"x"}),
    "absolute": lambda content: zipped({**parts_of(content), "/tmp/evil": b"x"}),
    "a bomb": lambda content: bomb("data/counts.csv", 1_000_000_000)(content),
    "a bad checksum": lambda content: headers(CENTRAL, 16, "<I", 1, 3)(content),
    "link": lambda content: content[:-30],
}


def built(damages: list[tuple[str, Callable[[bytes], bytes]]], *argv: str) -> Callable[[Sandbox], list[Ran]]:
    def act(sandbox: Sandbox) -> list[Ran]:
        for place, damage in damages:
            path = sandbox.project / "reports" / "2031-Q3" / place
            write(path, damage(path.read_bytes()))
        ready(sandbox)
        return [sandbox.run(*argv)]

    return act


def odd_built(put: Callable[[Path], None], *argv: str) -> Callable[[Sandbox], list[Ran]]:
    def act(sandbox: Sandbox) -> list[Ran]:
        put(sandbox.project / "reports" / "2031-Q3")
        ready(sandbox)
        return [sandbox.run(*argv)]

    return act


def replaced(name: str, by: Callable[[Path], None]) -> Callable[[Path], None]:
    def put(folder: Path) -> None:
        path = folder / name
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        by(path)

    return put


def built_cases() -> Iterator[Case]:
    sign = ("sign", "I.5", "--by", "Nguyễn An", "--role", "Trưởng phòng")
    for name, damage in STATES.items():
        for place, commands in (
            ("state.json", (("status",), sign)),
            ("versions/1/version.json", (("status",), ("diff", "1"))),
        ):
            for argv in commands:
                yield Case(
                    f"{argv[0]}: {place} is {name}",
                    "built editions",
                    EITHER,
                    built([(place, damage)], *argv),
                    "published",
                    allowed=lambda key: key.startswith("project/data/signatures"),
                    seconds=12 if argv[0] == "diff" else 5,
                )
    for name, damage in FIGURES.items():
        if name != "UTF-16":
            yield Case(
                f"diff: the contents of version 1 are {name}",
                "built editions",
                REFUSED,
                built([("versions/1/contents.json.gz", damage)], "diff", "1"),
                "published",
                seconds=12,
            )
        yield Case(
            f"sign: figures.csv is {name}",
            "built editions",
            EITHER,
            built([("figures.csv", damage)], *sign),
            "published",
            allowed=lambda key: key.startswith("project/data/signatures"),
        )
    for name, damage in ARCHIVES.items():
        want = EITHER if name in ("a name that climbs", "absolute", "a bomb", "a bad checksum") else REFUSED
        yield Case(
            f"diff: inputs.zip of version 1 is {name}",
            "built editions",
            want,
            built([("versions/1/inputs.zip", damage)], "diff", "1"),
            "published",
            seconds=12,
        )
    others: dict[str, Callable[[Path], None]] = {
        "state.json is a folder": replaced("state.json", lambda path: path.mkdir()),
        "state.json is a pipe": replaced("state.json", lambda path: os.mkfifo(path)),
        "version.json is missing": replaced("versions/1/version.json", lambda _: None),
        "version 1 is a file": replaced("versions/1", lambda path: path.write_text("x")),
        "version 1 is missing": replaced("versions/1", lambda _: None),
        "there is a version named a": lambda folder: (folder / "versions" / "a").mkdir(),
        "there is a version 99999999999999999999": lambda folder: (
            folder / "versions" / "99999999999999999999"
        ).mkdir(),
        "there is a version with escapes": lambda folder: (folder / "versions" / "\x1b[2J").mkdir(),
        "versions is a file": replaced("versions", lambda path: path.write_text("x")),
        "version 1 is a link to itself": replaced("versions/1", lambda path: path.symlink_to("1")),
        "version 3 is a link out": lambda folder: (folder / "versions" / "3").symlink_to("/tmp"),
    }
    for name, put in others.items():
        for argv in (("status",), ("status",), ("diff", "1")):
            yield Case(
                f"{argv[0]}: {name}",
                "built editions",
                EITHER,
                odd_built(put, *argv),
                "published",
                seconds=12 if argv[0] == "diff" else 5,
            )
    for first, second in (
        ("0", "1"),
        ("-1", "2"),
        ("99", "2"),
        ("1", "1"),
        ("../..", "1"),
        ("/etc", "1"),
        ("/dev/zero", "1"),
        ("\x1b[2J", "1"),
        ("1.0", "2"),
        ("HEAD~99", "1"),
        ("--upload-pack=id", "1"),
        ("2031-Q3", "2030-Q9"),
        ("a" * 5000, "1"),
        ("", "1"),
    ):
        yield Case(
            f"diff {first[:20]!r} {second}",
            "built editions",
            EITHER if first == "1" else REFUSED,
            odd_built(lambda _: None, "diff", "--", first, second),
            "published",
            seconds=12,
        )


def sums(folder: Path) -> Path:
    return folder / "SHA256SUMS"


def redone(folder: Path, name: str, content: bytes) -> None:
    """A file changed together with its digest."""
    import hashlib

    old = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / name).chmod(0o644)
    write(folder / name, content)
    listing = sums(folder).read_text("utf-8")
    sums(folder).write_text(listing.replace(old, hashlib.sha256(content).hexdigest()), encoding="utf-8")


TAMPERED: dict[str, Callable[[Path], object]] = {
    "a changed figure": lambda folder: write(
        folder / "figures.csv", (folder / "figures.csv").read_bytes().replace(b"1", b"2", 1)
    ),
    "a changed page": lambda folder: write(folder / "briefing.html", (folder / "briefing.html").read_bytes() + b" "),
    "a PDF changed together with its digest": lambda folder: redone(folder, "briefing.pdf", b"%PDF-1.7 other"),
    "data changed together with their digest": lambda folder: redone(
        folder, "data/counts.csv", (folder / "data/counts.csv").read_bytes().replace(b",99", b",98") + b"\n"
    ),
    "a page changed together with its digest": lambda folder: redone(
        folder, "briefing.html", (folder / "briefing.html").read_bytes().replace(b"<p>", b"<p> ", 1)
    ),
    "a digest listed twice": lambda folder: sums(folder).write_text(
        sums(folder).read_text() + sums(folder).read_text().splitlines()[0] + "\n"
    ),
    "a digest twice with another value": lambda folder: sums(folder).write_text(
        sums(folder).read_text() + "0" * 64 + sums(folder).read_text().splitlines()[0][64:] + "\n"
    ),
    "a line less in the list": lambda folder: sums(folder).write_text(
        "\n".join(sums(folder).read_text().splitlines()[1:]) + "\n"
    ),
    "an empty list": lambda folder: sums(folder).write_text(""),
    "no list": lambda folder: sums(folder).unlink(),
    "a list of noise": lambda folder: sums(folder).write_bytes(random.Random(2).randbytes(900)),
    "a list that climbs": lambda folder: sums(folder).write_text(
        sums(folder).read_text() + "e" * 64 + "  ../../../../pyproject.toml\n"
    ),
    "a list with escapes": lambda folder: sums(folder).write_text(
        sums(folder).read_text() + "e" * 64 + "  \x1b[2J\x1b]0;x\x07\n"
    ),
    "an added file": lambda folder: write(folder / "them.txt", b"x"),
    "an added hidden file": lambda folder: write(folder / "data" / ".them", b"x"),
    "an added empty folder": lambda folder: (folder / "trong").mkdir(),
    "an added pipe": lambda folder: os.mkfifo(folder / "pipe"),
    "an added link to a device": lambda folder: (folder / "zero").symlink_to("/dev/zero"),
    "an added link to itself": lambda folder: (folder / "self").symlink_to("self"),
    "an added link to a folder above": lambda folder: (folder / "up").symlink_to(".."),
    "a file that became a pipe": lambda folder: replaced("figures.csv", os.mkfifo)(folder),
    "a file that became a link to a device": lambda folder: replaced(
        "figures.csv", lambda path: path.symlink_to("/dev/zero")
    )(folder),
    "a file that became a link to its like": lambda folder: (
        shutil.move(folder / "figures.csv", folder.parent / "f.csv"),
        (folder / "figures.csv").symlink_to("../f.csv"),
    ),
    "a file that became a folder": lambda folder: replaced("figures.csv", lambda path: path.mkdir())(folder),
    "a name with escapes": lambda folder: write(folder / "a\x1b[2J\x1b]0;x\x07.txt", b"x"),
    "a name with a direction mark": lambda folder: write(folder / f"a{BIDI}fdp.exe", b"x"),
    "a name with a line break": lambda folder: write(folder / "a\nreports is as it was published.", b"x"),
    "a name that is no UTF-8": lambda folder: write(folder / os.fsdecode(b"b\xe1o c\xe1o"), b"x"),
    "a missing file": lambda folder: (folder / "briefing.docx").unlink(),
    "a renamed file": lambda folder: (folder / "briefing.docx").rename(folder / "Báo cáo.docx"),
    "a capital letter in a name": lambda folder: (folder / "briefing.docx").rename(folder / "Briefing.docx"),
    "publication.json of noise": lambda folder: write(folder / "publication.json", random.Random(2).randbytes(900)),
    "an emptied folder": lambda folder: (shutil.rmtree(folder / "data"), (folder / "data").mkdir()),
    "an empty file": lambda folder: write(folder / "briefing.pdf", b""),
}
# A digest that was changed together with its file is one that only the repository's history, or the report made again, can tell.
HISTORY = {name for name in TAMPERED if "together" in name}


def tampered(tamper: Callable[[Path], object], *argv: str) -> Callable[[Sandbox], list[Ran]]:
    def act(sandbox: Sandbox) -> list[Ran]:
        folder = sandbox.project / "reports" / "published" / "2031-Q3" / "1"
        subprocess.run(["chmod", "-R", "u+w", str(folder)], check=True)
        tamper(folder)
        ready(sandbox)
        return [sandbox.run(*argv, "reports/published/2031-Q3/1", hang=60, runaway=120)]

    return act


def published_cases() -> Iterator[Case]:
    nothing = partial(tampered, lambda _: None)
    yield Case("verify: as it was published", "published", RIGHT, nothing("verify"), "published")
    for name, tamper in TAMPERED.items():
        want = NAMED | RIGHT if name in HISTORY else NAMED
        yield Case(f"verify: {name}", "published", want, tampered(tamper, "verify"), "published")
    for name in (
        "data changed together with their digest",
        "a file that became a pipe",
        "an added link to a device",
        "no list",
        "a name with escapes",
    ):
        yield Case(
            f"reproduce: {name}",
            "published",
            NAMED | RIGHT if name in HISTORY else NAMED,  # it says what was compared
            tampered(TAMPERED[name], "verify", "--rebuild", "--here"),
            "published",
            seconds=60,
            megabytes=900,
        )


# ---------------------------------------------------------------- notebooks


def noted(
    code: str, notebook: str = "13_publishing.ipynb", also: Callable[[Path], None] = lambda _: None
) -> Callable[[Sandbox], list[Ran]]:
    def act(sandbox: Sandbox) -> list[Ran]:
        path = sandbox.project / "notebooks" / notebook
        content = json.loads(path.read_text("utf-8"))
        content["cells"].append(
            {
                "cell_type": "code",
                "id": "corpus",
                "metadata": {},
                "outputs": [],
                "execution_count": None,
                "source": code,
            }
        )
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        also(sandbox.project / "reports" / "2031-Q3")
        ready(sandbox)
        return [sandbox.run("build", "2031-Q3", "--format", "html", hang=60, runaway=120)]

    return act


def edition_changed(key: str) -> bool:
    return key.startswith("project/reports/2031-Q3")


def left_behind(sandbox: Sandbox, runs: list[Ran]) -> str | None:
    left = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=False).stdout
    return "the process that a cell started runs on, and nothing was said of it" if MARK in left else None


MARK = "sleep 97.31"
NOTES = {
    "a cell that prints 100 MB of lines": ("for _ in range(1_000_000):\n    print('x' * 99)", EITHER),
    "a cell that prints one line of 100 MB": ("print('x' * 100_000_000)", EITHER),
    "a cell that prints escapes": ("print('\\x1b[2J\\x1b]0;x\\x07\\u202e')", EITHER),
    "a cell that starts a process that stays behind": (
        f"import subprocess\nsubprocess.Popen('{MARK}'.split(), start_new_session=True)",
        EITHER,
    ),
    "a cell that ends the process": ("import os\nos._exit(3)", NAMED),
    "a cell that kills itself": ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", NAMED),
    "a cell that leaves by sys.exit": ("import sys\nsys.exit(0)", NAMED),
    "a cell that raises words with escapes": ("raise ValueError('\\x1b[2J\\u202e hỏng')", NAMED),
    "a cell that nests ten thousand calls": ("def f(n):\n    return f(n + 1)\nf(0)", NAMED),
    "a cell that asks for input": ("input('Tên? ')", NAMED),
    "a cell that writes to the data": ("open(str(edition.period) and '../data/counts.csv', 'a').close()", EITHER),
    "a cell that closes its outputs": ("import os\nos.close(1); os.close(2)", EITHER),
}


def notebook_cases() -> Iterator[Case]:
    for name, (code, want) in NOTES.items():
        false = left_behind if "stays behind" in name else (lambda *_: None)
        yield Case(name, "notebooks", want, noted(code), "published", edition_changed, false, seconds=40, megabytes=900)
    places: dict[str, Callable[[Path], None]] = {
        "a pipe in the edition's folder": lambda folder: os.mkfifo(folder / "ong"),
        "a link out of the edition's folder": lambda folder: (folder / "ra").symlink_to("/tmp"),
        "the page is a link to a file outside": replaced(
            "briefing.html", lambda path: path.symlink_to("../../../inbox/b.html")
        ),
        "the page is a pipe": replaced("briefing.html", os.mkfifo),
        "the page is a folder": replaced("briefing.html", lambda path: path.mkdir()),
        "the notebooks' folder is a link": replaced("notebooks", lambda path: path.symlink_to("/tmp")),
    }
    for name, put in places.items():
        yield Case(
            name, "notebooks", EITHER, noted("None", also=put), "published", edition_changed, seconds=40, megabytes=900
        )
    for name, content in {
        "empty": b"",
        "noise": random.Random(1).randbytes(999),
        "no cells": b"{}",
        "brackets": b"[" * 100_000,
        "a version of long ago": b'{"nbformat": 1, "nbformat_minor": 0, "metadata": {}, "cells": []}',
    }.items():
        yield Case(
            f"a notebook that is {name}",
            "notebooks",
            NAMED,
            lambda sandbox, content=content: noted(
                "None", also=lambda folder: write(folder.parents[1] / "notebooks" / "12_press.ipynb", content)
            )(sandbox),
            "published",
            edition_changed,
            seconds=40,
            megabytes=900,
        )


GROUPS: dict[Callable[[], Iterator[Case]], int] = {
    workbook_cases: 190,
    return_cases: 28,
    table_cases: 130,
    sent_cases: 36,
    key_cases: 32,
    declaration_cases: 80,
    published_cases: 40,
    built_cases: 64,
    notebook_cases: 18,
}  # how many of each a full run has time for


def cases() -> list[Case]:
    return [case for some, keep in GROUPS.items() for case in thinned(list(some()), keep)]


SAMPLE = (
    "cut off after 50 per cent",
    "a workbook with a password",
    "xl/workbook.xml: a billion laughs",
    "merged: a whole column",
    "a macro",
    "schema: a pattern that never ends",
    "instead of a workbook a folder",
    "gaps: the declaration is a number",
    ".csv of empty lines",
    ".csv with direction marks as key",
)  # how a name ends; which table has which damage changes with the number of tables


def sample() -> list[Case]:
    everything = [case for some in GROUPS for case in some()]
    return [next(case for case in everything if case.name.endswith(name)) for name in SAMPLE]


def run_cases(chosen: list[Case]) -> Tally:
    folder = Path(tempfile.mkdtemp(prefix="corpus-"))
    tally, started = Tally(), time.monotonic()
    try:
        base = Base(folder)
        if any(case.project == "published" for case in chosen):
            base.publish()
        for case in chosen:
            outcome = perform(base, case)
            tally.add(outcome)
            if not outcome.met:
                said = f"{outcome.verdict} [{outcome.group}] {outcome.name}: {outcome.note}"
                print(said, file=sys.stderr, flush=True)
    finally:
        subprocess.run(["chmod", "-R", "u+rwX", str(folder)], check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{time.monotonic() - started:.0f} s", file=sys.stderr)
    return tally


def main(every: list[Case]) -> None:
    """Run those of the groups, or with the words in their names, that the command line asks for; all where it asks for none."""
    words = [word for word in sys.argv[1:] if word != "--all"]
    asked = [case for case in every if not words or any(word == case.group or word in case.name for word in words)]
    print(run_cases(asked).report())


if __name__ == "__main__":
    main(cases())
