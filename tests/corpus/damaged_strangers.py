"""Files from outside as a stranger thought of them who had read only the guides: workbooks and tables, for `import`.

Each command is a process of its own. Run it: `python tests/corpus/damaged_strangers.py [GROUP or words of a name ...]`.
"""

from __future__ import annotations

import io
import os
import re
import socket
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from corpus import damaged
from corpus.bench import Ran, run
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
PUBLISHED = "reports/published/2031-Q3/1"


def of(sandbox: Sandbox, *argv: str | Path, hang: float = 30) -> list[Ran]:
    """The command as people run it, whatever the number of commands before it."""
    return [run(argv, sandbox.project, hang=hang, program=("env",))]


def arrives(name: str, content: Callable[[Sandbox], bytes], *argv: str) -> Callable[[Sandbox], list[Ran]]:
    """What a command makes of a file in the inbox."""

    def act(sandbox: Sandbox) -> list[Ran]:
        write(sandbox.folder / "inbox" / name, content(sandbox))
        ready(sandbox)
        return of(sandbox, *argv)

    return act


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
        act = arrives(
            name, lambda sandbox, make=make: make(sandbox.base.workbook), "forms", "in", f"../inbox/{name}", "--yes"
        )
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


def counts(sandbox: Sandbox) -> bytes:
    """The table that was sent with the numbers of the period before."""
    return (sandbox.base.plain / "data" / "counts.csv").read_bytes().replace(b"2024-H1", PERIOD.encode())


def csv_cases() -> Iterator[Case]:
    for title, (make, want) in CSVS.items():
        act = arrives(
            "counts.csv",
            lambda sandbox, make=make: make(counts(sandbox)),
            "forms",
            "in",
            "../inbox/counts.csv",
            "--yes",
        )
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
                ran = of(sandbox, "forms", "in", f"../inbox/counts.{suffix}", "--yes")
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


def cases() -> list[Case]:
    return [*workbook_cases(), *csv_cases()]


if __name__ == "__main__":
    damaged.main(cases())
