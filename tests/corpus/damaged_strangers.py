"""Files from outside as a stranger thought of them who had read only the guides; each command is a process of its own.

Run it: `python tests/corpus/damaged_strangers.py [GROUP or words of a name ...]`.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import socket
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from corpus import damaged
from corpus.bench import UNSAFE, Ran, run
from corpus.damaged import (
    EITHER,
    NAMED,
    OFFICE,
    PERIOD,
    REFUSED,
    Case,
    Sandbox,
    added,
    beside,
    cell,
    parts_of,
    ready,
    swapped,
    within_data,
    write,
    zipped,
)

Make = Callable[[bytes], bytes]
DEEP = 60_000
SIGN = ("sign", "I.5", "--by", "Nguyễn An", "--role", "Trưởng phòng")
PUBLISHED = "reports/published/2031-Q3/1"


def of(sandbox: Sandbox, *argv: str | Path, hang: float = 30) -> list[Ran]:
    """The command as people run it, whatever the number of commands before it."""
    return [run(argv, sandbox.project, hang=hang, program=("env",))]


# ---------------------------------------------------------------- workbooks


def core(text: str) -> Make:
    """The workbook's own description of itself."""
    head = '<?xml version="1.0"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    return added(**{"docProps/core.xml": f"{head}{text}</cp:coreProperties>"})


def styled(xml: str, before: str = "</styleSheet>") -> Make:
    return swapped("xl/styles.xml", re.escape(before), lambda _: xml + before)


def stored_by(method: int) -> Make:
    return lambda content: zipped(parts_of(content), method)


def renamed_within(content: bytes) -> bytes:
    """The name that stands before a part's bytes is another than the one in the list at the end."""
    at = content.index(b"xl/workbook.xml")
    return content[:at] + b"xl/workbooX.xml" + content[at + 15 :]


def strict(content: bytes) -> bytes:
    """As Excel saves “Strict Open XML”: other namespaces."""
    old, new = (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    return zipped({name: part.replace(old, new) for name, part in parts_of(content).items()})


def streamed(content: bytes) -> bytes:
    """As a web form writes a zip: the sizes stand behind each part."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.got = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, more: object) -> int:
            self.got += bytes(more)  # type: ignore[call-overload]
            return len(bytes(more))  # type: ignore[call-overload]

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[type-var]
        for name, part in parts_of(content).items():
            archive.writestr(name, part)
    return bytes(pipe.got)


def inline(text: str) -> Make:
    """A number that somebody typed as a text."""
    return cell(f"<v>{text}</v>", "str")


def number(text: str) -> Make:
    return cell(f"<v>{text}</v>")


WORKBOOKS: dict[str, tuple[Make, frozenset[str]]] = {
    "created on no day": (core("<dcterms:created xsi:type='dcterms:W3CDTF'>2024-13-45T99:99:99Z</dcterms:created>"), EITHER),
    "created in the year 99999": (core("<dcterms:created xsi:type='dcterms:W3CDTF'>99999-01-01T00:00:00Z</dcterms:created>"), EITHER),
    "packed with bzip2": (stored_by(zipfile.ZIP_BZIP2), EITHER),
    "packed with LZMA": (stored_by(zipfile.ZIP_LZMA), EITHER),
    "with junk before the zip": (lambda content: b"#!/bin/sh\n" * 400 + content, EITHER),
    "with two names for a part": (renamed_within, EITHER),
    "in Strict Open XML": (strict, EITHER),
    "streamed by a web form": (streamed, EITHER),
    "with a number format of 2 MB": (styled("<numFmts><numFmt numFmtId='999' formatCode='" + "[$-409]" * 300_000 + "'/></numFmts>", "<fonts"), EITHER),
    "with a number format of brackets": (styled("<numFmts><numFmt numFmtId='999' formatCode='" + "[" * 20_000 + "'/></numFmts>", "<fonts"), EITHER),
    "with 60,000 nested extensions": (beside("<extLst>" + "<ext>" * DEEP + "</ext>" * DEEP + "</extLst>"), EITHER),
    "with 200,000 conditional formats": (beside("<conditionalFormatting sqref='A1'><cfRule type='expression' priority='1'><formula>1</formula></cfRule></conditionalFormatting>" * 200_000), EITHER),
    "with a validation of 200,000 places": (beside("<dataValidations count='1'><dataValidation type='list' sqref='" + "A1 " * 200_000 + "'/></dataValidations>"), EITHER),
    "with a number of 5,000 digits": (number("1" + "0" * 5000), NAMED),
    "with a number of 5,000 digits as text": (inline("1" + "0" * 5000), NAMED),
    "with 1e99999": (number("1e99999"), NAMED),
    "with Arabic digits": (inline("\u0661\u0662\u0663"), EITHER),
    "with full-width digits": (inline("\uff11\uff12\uff13"), EITHER),
    "with mathematical digits": (inline("\U0001d7cf\U0001d7d0"), EITHER),
    "with a superscript": (inline("12²"), NAMED),
    "with a fraction sign": (inline("½"), NAMED),
    "with a Roman numeral sign": (inline("Ⅻ"), NAMED),
    "with a soft hyphen in a number": (inline("12\u00ad345"), EITHER),
    "with a text of 30,000 brackets": (inline("(" * 30_000), NAMED),
    "with a text of 30,000 points": (inline("1." * 15_000), NAMED),
    "with a half of a pair of letters": (inline("&#xD83D;"), REFUSED),
    "with a picture of 60,000 by 60,000": (added(**{"xl/media/image9.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xea\x60\x00\x00\xea\x60\x08\x06\x00\x00\x00" + b"\0" * 99}), EITHER),
    "that is a Word file": (lambda content: zipped({"[Content_Types].xml": parts_of(content)["[Content_Types].xml"], "word/document.xml": b"<w:document/>"}), REFUSED),
    "that is a page": (lambda _: b"<html><table><tr><td>1</td></tr></table></html>", REFUSED),
}  # fmt: skip


def workbook_cases() -> Iterator[Case]:
    for number, (title, (make, want)) in enumerate(WORKBOOKS.items()):
        name = f"{number:03} {OFFICE}_{PERIOD}.xlsx"

        def act(sandbox: Sandbox, make: Make = make, name: str = name) -> list[Ran]:
            write(sandbox.folder / "inbox" / name, make(sandbox.base.workbook))
            ready(sandbox)
            return of(sandbox, "import", f"../inbox/{name}", "--yes")

        yield Case(f"a workbook {title}", "workbooks", want, act, "begun", within_data)


# ---------------------------------------------------------------- tables somebody sends


def last_cell(value: str, column: str = "value") -> Make:
    def make(content: bytes) -> bytes:
        head, *rows = content.decode().splitlines()
        cells = rows[0].split(",")
        cells[head.split(",").index(column)] = value
        return "\n".join([head, ",".join(cells), *rows[1:]]).encode("utf-8", "surrogatepass") + b"\n"

    return make


CSVS: dict[str, tuple[Make, frozenset[str]]] = {
    "with a number of 5,000 digits": (last_cell("9" * 5000), REFUSED),
    "with 1e999999999": (last_cell("1e999999999"), REFUSED),
    "with -0": (last_cell("-0"), EITHER),
    "with 1_000": (last_cell("1_000"), REFUSED),
    "with 0x1F": (last_cell("0x1F"), REFUSED),
    "with Infinity": (last_cell("Infinity"), REFUSED),
    "with digits of Bengal": (last_cell("৩৪"), EITHER),
    "with a half of a pair of letters": (last_cell("\ud83d", "label"), REFUSED),
    "with 100,000 columns": (lambda content: b"a," * 100_000 + b"b\n" + content, REFUSED),
    "with a line of 60 MB": (lambda content: content + b"x" * 60_000_000, REFUSED),
    "with a quotation mark that never ends": (lambda content: content + b'"' + b"x,\n" * 2_000_000, REFUSED),
    "with 3,000,000 empty fields": (lambda content: content + b"," * 3_000_000 + b"\n", REFUSED),
    "in UTF-16 with half a letter": (lambda content: b"\xff\xfe" + content.decode().encode("utf-16-le") + b"\x41", REFUSED),
    "in UTF-16 without a mark": (lambda content: content.decode().encode("utf-16-be"), EITHER),
    "in UTF-32": (lambda content: content.decode().encode("utf-32"), EITHER),
    "in GB18030": (lambda content: content.decode().encode("gb18030"), EITHER),
    "in decomposed letters": (lambda content: unicodedata.normalize("NFD", content.decode()).encode(), EITHER),
    "with a Cyrillic letter in its heading": (lambda content: content.replace(b"period", "реriod".encode(), 1), REFUSED),
    "that says sep=;": (lambda content: b"sep=;\r\n" + content.replace(b",", b";"), EITHER),
    "with a command of Excel's": (last_cell("=cmd|' /C calc'!A0", "label"), EITHER),
    "packed with gzip": (lambda content: __import__("gzip").compress(content), REFUSED),
    "that is a page": (lambda content: b"<html><body><table><tr><td>period</td></tr></table></body></html>", REFUSED),
    "that is a picture": (lambda content: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, REFUSED),
    "with its heading only": (lambda content: content.splitlines()[0] + b"\n", EITHER),
    "with the period as a formula": (lambda content: content.replace(PERIOD.encode(), b'"=""2025-H1"""'), REFUSED),
    "with a period of 5,000 letters": (lambda content: content.replace(PERIOD.encode(), b"2" * 5000), REFUSED),
    "with a period of another planet": (lambda content: content.replace(PERIOD.encode(), "𝟚𝟘𝟚𝟝-H1".encode()), REFUSED),
}  # fmt: skip


def csv_cases() -> Iterator[Case]:
    for title, (make, want) in CSVS.items():

        def act(sandbox: Sandbox, make: Make = make) -> list[Ran]:
            content = (sandbox.base.plain / "data" / "counts.csv").read_bytes().replace(b"2024-H1", PERIOD.encode())
            write(sandbox.folder / "inbox" / "counts.csv", make(content))
            ready(sandbox)
            return of(sandbox, "import", "../inbox/counts.csv", "--yes")

        yield Case(f"a CSV {title}", "tables sent", want, act, "begun", within_data)
    odd: dict[str, Callable[[Path], object]] = {
        "a pipe": os.mkfifo,
        "a link to /dev/urandom": lambda path: path.symlink_to("/dev/urandom"),
        "a link to the working memory": lambda path: path.symlink_to("/proc/self/mem"),
        "a socket": lambda path: bound(path),
        "20 GB of nothing": lambda path: os.truncate(os.open(path, os.O_CREAT | os.O_RDWR), 20_000_000_000),
    }
    for title, put in odd.items():
        for suffix in ("csv", "json", "docx"):

            def act(sandbox: Sandbox, put: Callable[[Path], object] = put, suffix: str = suffix) -> list[Ran]:
                put(sandbox.folder / "inbox" / f"counts.{suffix}")
                sandbox.before = damaged.snapshot(sandbox.project, ("src",))  # type: ignore[attr-defined]
                ran = of(sandbox, "import", f"../inbox/counts.{suffix}", "--yes")
                os.unlink(sandbox.folder / "inbox" / f"counts.{suffix}")
                return unchanged(sandbox, ran)

            yield Case(f"instead of a .{suffix} {title}", "odd files", REFUSED, act, "begun")


def bound(path: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)  # a socket's name is short
    socket.socket(socket.AF_UNIX).bind(path.name)
    os.chdir(here)


def unchanged(sandbox: Sandbox, ran: list[Ran]) -> list[Ran]:
    """For files too large to be digested: the project is compared here."""
    now = damaged.snapshot(sandbox.project, ("src",))
    if altered := damaged.changed(sandbox.before, now):  # type: ignore[attr-defined]
        ran[0].said += f"Traceback (most recent call last) — no: written {altered[:3]}"
    ready(sandbox)
    return ran


# ---------------------------------------------------------------- Word files, and remarks of the page

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
    "with a table of 3,000,000 columns": (body("<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='999999999'/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>"), EITHER),
    "with escapes and direction marks": (body("<w:p><w:r><w:t>\u202eSở &#x85; \u2066hỏng</w:t></w:r></w:p>"), EITHER),
    "that says of itself ../../..": (swapped("docProps/custom.xml", r"<vt:lpwstr>[^<]*", "<vt:lpwstr>../../../etc/passwd"), EITHER),
    "that says nothing of itself": (lambda content: zipped({name: part for name, part in parts_of(content).items() if "custom" not in name}), EITHER),
    "with comments that answer each other": (added(**{"word/comments.xml": f'<w:comments xmlns:w="{W}">' + "".join(f'<w:comment w:id="{each % 2}" w:author="\u202ea" w:date="0000-00-00T99:99:99Z"><w:p/></w:comment>' for each in range(9)) + "</w:comments>"}), EITHER),
    "with a laugh of a billion": (swapped("word/document.xml", r"<w:document", lambda _: "<!DOCTYPE a [<!ENTITY b 'cc'><!ENTITY d '&b;&b;&b;'>]><w:document"), REFUSED),
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
    "of 900 000 nested objects": (b'{"a":' * 150_000 + b"1" + b"}" * 150_000, REFUSED),
    "a thousand of them, all equal": (json.dumps({"period": "2031-Q3", "remarks": [REMARK] * 1000}).encode(), EITHER),
}  # fmt: skip


def returned_cases() -> Iterator[Case]:
    for title, (make, want) in WORDS.items():

        def act(sandbox: Sandbox, make: Make = make) -> list[Ran]:
            content = (sandbox.project / PUBLISHED / "briefing.docx").read_bytes()
            write(sandbox.folder / "inbox" / "bao-cao.docx", make(content))
            ready(sandbox)
            return of(sandbox, "import", "../inbox/bao-cao.docx", "--yes")

        yield Case(f"a Word file {title}", "Word files", want, act, "published", within_data, still_read)
    for title, (content, want) in REMARKS.items():

        def noted(sandbox: Sandbox, content: bytes = content) -> list[Ran]:
            write(sandbox.folder / "inbox" / "nhan-xet.json", content)
            ready(sandbox)
            return of(sandbox, "import", "../inbox/nhan-xet.json", "--yes")

        yield Case(f"remarks {title}", "remarks", want, noted, "published", within_data, still_read)


def still_read(sandbox: Sandbox, runs: list[Ran]) -> str | None:
    """False if what came in is refused by the next command, or is not text."""
    for path in sandbox.data.glob("*.csv"):
        if unsafe := UNSAFE.search(path.read_text("utf-8")):
            return f"{path.name} now holds {unsafe.group()!r}"
    after = sandbox.run("gaps", "2031-Q3")
    return None if after.code == 0 else f"the data are refused afterwards: {after.gist}"


# ---------------------------------------------------------------- publications and built editions


def listed(change: Callable[[str], str | bytes]) -> Callable[[Path], object]:
    def put(folder: Path) -> None:
        new = change((folder / "SHA256SUMS").read_text("utf-8"))
        write(folder / "SHA256SUMS", new if isinstance(new, bytes) else new.encode())

    return put


def tall(folder: Path) -> None:
    here = os.getcwd()
    os.chdir(folder)
    for _ in range(900):
        os.mkdir("sâu")
        os.chdir("sâu")
    os.chdir(here)


def sparse(name: str) -> Callable[[Path], object]:
    def put(folder: Path) -> None:
        os.close(os.open(folder / name, os.O_CREAT | os.O_RDWR))
        os.truncate(folder / name, 200_000_000_000)

    return put


FOLDERS: dict[str, tuple[Callable[[Path], object], frozenset[str]]] = {
    "with a list of Windows' line ends": (listed(lambda text: text.replace("\n", "\r\n")), EITHER),
    "with a list with a mark in front": (listed(lambda text: "\ufeff" + text), EITHER),
    "with digests in capitals": (listed(lambda text: re.sub("^[0-9a-f]+", lambda found: found[0].upper(), text, flags=re.MULTILINE)), EITHER),
    "with a list of 3,000,000 lines": (listed(lambda text: text + (text.splitlines()[0] + "\n") * 300_000), NAMED),
    "with an absolute name in the list": (listed(lambda text: text + "e" * 64 + "  /etc/passwd\n"), NAMED),
    "with a device in the list": (listed(lambda text: text + "e" * 64 + "  ../../../../../../../../dev/zero\n"), NAMED),
    "with a NUL in the list": (listed(lambda text: text + "e" * 64 + "  a\0b\n"), NAMED),
    "with half a pair of letters in the list": (listed(lambda text: text.encode() + b"e" * 64 + b"  \xed\xa0\x80\n"), NAMED),
    "with the list in its list": (listed(lambda text: text + "e" * 64 + "  SHA256SUMS\n"), NAMED),
    "with ./ before a name": (listed(lambda text: text.replace("  briefing.html", "  ./briefing.html")), NAMED),
    "whose list is a folder": (damaged.replaced("SHA256SUMS", lambda path: path.mkdir()), NAMED),
    "whose list is a pipe": (damaged.replaced("SHA256SUMS", os.mkfifo), NAMED),
    "whose list is /dev/zero": (damaged.replaced("SHA256SUMS", lambda path: path.symlink_to("/dev/zero")), NAMED),
    "whose list is 200 GB": (sparse("SHA256SUMS"), NAMED),
    "with a file that became 200 GB": (sparse("briefing.html"), NAMED),
    "with an added file of 200 GB": (sparse("them.bin"), NAMED),
    "900 folders deep": (tall, NAMED),
    "with a socket": (lambda folder: bound(folder / "s"), NAMED),
    "with two names that differ in how letters are composed": (lambda folder: (write(folder / "Báo.txt", b"a"), write(folder / unicodedata.normalize("NFD", "Báo.txt"), b"b")), NAMED),
    "with a name of a line break": (lambda folder: write(folder / "a\r\nOK\x85", b"x"), NAMED),
}  # fmt: skip


def small(act: Callable[[Sandbox], list[Ran]]) -> Callable[[Sandbox], list[Ran]]:
    """Of such folders only the data are compared: nobody digests 200 GB, nor walks 900 folders down."""

    def within(sandbox: Sandbox) -> list[Ran]:
        ran = act(sandbox)
        shutil.rmtree(sandbox.project / "reports")
        ready(sandbox)
        return ran

    return within


def folder_cases() -> Iterator[Case]:
    for title, (put, want) in FOLDERS.items():
        for verb in ("verify", "diff"):

            def act(sandbox: Sandbox, put: Callable[[Path], object] = put, verb: str = verb) -> list[Ran]:
                folder = sandbox.project / PUBLISHED
                os.system(f"chmod -R u+w {folder}")
                put(folder)
                sandbox.before = damaged.snapshot(sandbox.data)  # type: ignore[attr-defined]
                ran = of(sandbox, verb, *([PUBLISHED] if verb == "verify" else [PUBLISHED, "2"]))
                if altered := damaged.changed(sandbox.before, damaged.snapshot(sandbox.data)):  # type: ignore[attr-defined]
                    ran[0].said += f"Traceback (most recent call last) — no: written {altered[:3]}"
                return ran

            yield Case(f"{verb}: a folder {title}", "folders", want if verb == "verify" else EITHER, small(act), "published", seconds=5 if verb == "verify" else 12)  # fmt: skip
    for title, damage in {
        "half a pair of letters": lambda content: re.sub(rb': ?"[^"]*"', rb': "\\ud83d"', content),
        "numbers of 5,000 digits": lambda content: re.sub(rb': ?("[^"]*"|\d+)', b": " + b"9" * 5000, content),
        "NaN": lambda content: re.sub(rb': ?("[^"]*"|\d+)', b": NaN", content),
        "UTF-16": lambda content: content.decode().encode("utf-16"),
        "keys twice": lambda content: b'{"period": 7, ' + content.lstrip()[1:],
        "80 MB": lambda content: content[:-2] + b" " * 80_000_000 + content[-2:],
        "lists for texts": lambda content: re.sub(rb': ?"[^"]*"', b': ["a"]', content),
        "days that are none": lambda content: re.sub(rb"\d{4}-\d{2}-\d{2}", b"2024-02-31", content),
    }.items():
        for place, argv in (
            ("state.json", ("status",)), ("state.json", SIGN), ("versions/1/version.json", ("versions",)), ("versions/1/version.json", ("diff", "1")),
            ("versions/1/version.json", ("status",)), ("state.json", ("trace", "data/counts.csv:2")),
        ):  # fmt: skip

            def told(sandbox: Sandbox, damage: Make = damage, place: str = place, argv: tuple[str, ...] = argv) -> list[Ran]:  # fmt: skip
                path = sandbox.project / "reports" / "2031-Q3" / place
                write(path, damage(path.read_bytes()))
                ready(sandbox)
                return of(sandbox, *argv)

            yield Case(f"{argv[0]}: {place} of {title}", "editions", EITHER, told, "published", lambda key: key.startswith("project/data/signatures"), seconds=12)  # fmt: skip


# ---------------------------------------------------------------- signatures, manifests, declarations

SIGNED = "2031-Q3,I.5,Trưởng phòng,Nguyễn An,2031-10-05,{digest},,\n"
SIGNATURES: dict[str, str] = {
    "whose digest is no digest": SIGNED.format(digest="../../x"),
    "of a section that climbs": SIGNED.format(digest="0" * 64).replace("I.5", "../../I.5"),
    "by half a screen of escapes": SIGNED.format(digest="0" * 64).replace("An", "\x1b[2J\x1b[H"),
    "by a name that turns round": SIGNED.format(digest="0" * 64).replace("An", "\u202eAn"),
    "of the year 0000": SIGNED.format(digest="0" * 64).replace("2031-10", "0000-00"),
    "of a period that is none": SIGNED.format(digest="0" * 64).replace("2031-Q3", "2031-Q9"),
    "twice": SIGNED.format(digest="0" * 64) * 2,
    "100,000 times": SIGNED.format(digest="0" * 64) * 100_000,
    "with a digest of 1,000,000 letters": SIGNED.format(digest="a" * 1_000_000),
}
HEAD = "data,period,output\n"
MANIFESTS: dict[str, tuple[bytes, frozenset[str]]] = {
    "that climbs": (f"{HEAD}project/data,2024-H1,../../ESC\n".encode(), REFUSED),
    "with an absolute output": (f"{HEAD}project/data,2024-H1,/tmp/evil\n".encode(), REFUSED),
    "with a NUL": (f"{HEAD}project/data,2024-H1,a\0b\n".encode(), REFUSED),
    "with a pipe for data": (f"{HEAD}inbox/pipe,2024-H1,out\n".encode(), NAMED),
    "with a device for data": (f"{HEAD}/dev/zero,2024-H1,out\n".encode(), NAMED),
    "with one output twice": (f"{HEAD}project/data,2024-H1,out\nproject/data,2024-H1,./out\n".encode(), REFUSED),
    "with one output in another": (f"{HEAD}project/data,2024-H1,out\nproject/data,2024-H1,out/2024-H1/versions\n".encode(), NAMED),
    "with the data for an output": (f"{HEAD}project/data,2024-H1,project/data\n".encode(), NAMED),
    "with a link for an output": (f"{HEAD}project/data,2024-H1,inbox/out/x\n".encode(), REFUSED),
    "with escapes": (f"{HEAD}\x1b[2J,\u202e2024-H1,out\n".encode(), REFUSED),
    "with an output of 5,000 letters": (f"{HEAD}project/data,2024-H1,{'x' * 5000}\n".encode(), NAMED),
    "with half a pair of letters": (f"{HEAD}project/data,2024-H1,".encode() + b"\xed\xa0\x80\n", REFUSED),
    "of noise": (bytes(range(256)) * 30, REFUSED),
    "empty": (b"", REFUSED),
    "with 100,000 headings": (b"data,period,output," + b"a," * 100_000 + b"\n", REFUSED),
}  # fmt: skip
PATTERNS = {
    "(a|a)*$ in a pattern": "(a|a)*b", "nested repeats": r"^(([a-z])+.)+[A-Z]([a-z])+$", "words that may end": r"(\w+\s?)*!",
    "a flag in the middle": "a(?i)b", "an open set": "[z-a]", "a name that is none": "(?P<1>a)", "half a pair": "\ud83d", "5,000 digits": "a{" + "9" * 5000 + "}",
    "an atomic group": "(?>(a+)+)b", "a possessive repeat": "(a++)+b", "a conditional": "(a)?(?(1)b|c){99}", "a comment": "(?#" + "(" * 100 + ")", "no text": 7,
}  # fmt: skip


def other_cases() -> Iterator[Case]:
    for title, rows in SIGNATURES.items():
        for argv in (("status",), SIGN):

            def act(sandbox: Sandbox, rows: str = rows, argv: tuple[str, ...] = argv) -> list[Ran]:
                with (sandbox.data / "signatures.csv").open("a", encoding="utf-8") as file:
                    file.write(rows)
                ready(sandbox)
                return of(sandbox, *argv, "--period", "2031-Q3")

            yield Case(f"{argv[0]}: a signature {title}", "signatures", EITHER, act, "published", within_data)
    for title, (content, want) in MANIFESTS.items():

        def batch(sandbox: Sandbox, content: bytes = content) -> list[Ran]:
            os.mkfifo(sandbox.folder / "inbox" / "pipe")
            (sandbox.folder / "inbox" / "out").symlink_to("/tmp/evil")
            write(sandbox.folder / "m.csv", content)
            ready(sandbox)
            return of(sandbox, "batch", "../m.csv", "--format", "html")

        yield Case(f"a manifest {title}", "manifests", want, batch, allowed=lambda key: key.startswith("out"), seconds=40)  # fmt: skip
    for title, pattern in PATTERNS.items():

        def schema(sandbox: Sandbox, pattern: object = pattern) -> list[Ran]:
            path = sandbox.data / "datapackage.json"
            package = json.loads(json.dumps(damaged.whole(json.loads(path.read_text("utf-8")))))
            column = next(
                each for each in damaged.resource(package, "counts")["schema"]["fields"] if each["name"] == "item"
            )
            column.setdefault("constraints", {})["pattern"] = pattern
            path.write_text(json.dumps(package), encoding="utf-8")
            with (sandbox.data / "counts.csv").open("a", encoding="utf-8") as file:
                file.write("2024-H1," + "a" * 200 + ",x,1,,,,,x\n")
            ready(sandbox)
            return of(sandbox, "audit", "2024-H1")

        yield Case(f"audit: {title}", "patterns", REFUSED, schema)


def cases() -> list[Case]:
    return [*workbook_cases(), *csv_cases(), *returned_cases(), *folder_cases(), *other_cases()]


if __name__ == "__main__":
    words = sys.argv[1:]
    chosen = [case for case in cases() if not words or any(word == case.group or word in case.name for word in words)]
    print(damaged.run_cases(chosen).report())
