"""What a project keeps, as a stranger would spoil it: publications, built editions, signatures, manifests, declarations.

Run it: `python tests/corpus/damaged_kept.py [GROUP or words of a name ...]`.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from corpus import damaged
from corpus.bench import Ran
from corpus.damaged import EITHER, NAMED, REFUSED, Case, Sandbox, ready, within_data, write
from corpus.damaged_strangers import PUBLISHED, Make, bound, of

SIGN = ("sign", "I.5", "--by", "Nguyễn An", "--role", "Trưởng phòng")

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
    "with a list of 300,000 lines": (listed(lambda text: text + (text.splitlines()[0] + "\n") * 300_000), NAMED),
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
            ("state.json", ("status",)), ("state.json", SIGN), ("versions/1/version.json", ("status",)), ("versions/1/version.json", ("diff", "1")),
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
            return of(sandbox, "build", "--manifest", "../m.csv", "--format", "html")

        yield Case(f"a manifest {title}", "manifests", want, batch, allowed=lambda key: key.startswith("out"), seconds=40)  # fmt: skip


def cases() -> list[Case]:
    return [*folder_cases(), *other_cases()]


if __name__ == "__main__":
    damaged.main(cases())
