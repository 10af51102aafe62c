"""Files from outside, spoilt at random by a seed: parts of workbooks, CSVs, declarations, and what a built edition is made of.

`damaged.py` lists what somebody thought of; here chance does, so that each seed is a new file that nobody has seen.
Run it: `python tests/corpus/mutated.py FIRST LAST [KIND ...]` for the seeds from FIRST up to LAST of each kind.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from corpus import damaged
from corpus.damaged import EITHER, OFFICE, PERIOD, Case

TOKENS = re.compile(rb"<[^>]*>|[^<]+")
NUMBERS = [b"-1", b"0", b"1e308", b"NaN", b"INF", b"9" * 20, b"1E-400", b"0x10", b"\xd9\xa1\xd9\xa2", b"1,5", b" 7 ", b"1_0", b"-0", b"TRUE", b""]  # fmt: skip
NAMES = [b'""', b'"../../x"', b'"&#x202e;a"', b'"A1:XFD1048576"', b'"rId999"', b'"\xff"', b'"' + b"9" * 400 + b'"']
ELEMENTS = [b"mc:AlternateContent", b"row", b"c", b"v", b"f", b"is", b"r"]
INSIDE = [
    b"<!-- -->",
    b"<![CDATA[x]]>",
    b"<?a b?>",
    b"&#0;",
    b"&#xD800;",
    b"&amp;&lt;",
    b"\x00",
    b"\xef\xbf\xbf",
    b"<f>1+</f>",
]
BYTES = [b'"', b'""', b"\r", b"\x0b", b"\x85", b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\x1a", b"\xc2\xa0"]
CELLS = [b",=1+1\n", b",@SUM(A1)\n", b",<script>\n", b"," + b"a" * 70_000 + b"\n", b",\xe2\x80\xaex\n"]
PERIODS = [b"2025", b"2025-h1", b"2025-H3", b"", b"2025-H1 ", b"../2025-H1", b"2024-H1", b"2025-H1\x1b[2J"]
ENCODINGS = ["utf-16-le", "utf-8-sig", "cp1258", "utf-7", "latin-1", "utf-32"]
PATTERNS = [
    "(a+)+$", "(?P<n>", "[\\", "a{1,65000}b{1,65000}", "(?i:(a|b)*)*c", "\\1", "(?<=a*)b", "(?R)", "(a?){60}a{60}",
    "a?" * 60 + "a" * 60, "((((((((((a*)*)*)*)*)*)*)*)*)*)*$", "[a-z]{1000}{1000}", "\\p{L}+", "(x+x+)+y",
]  # fmt: skip
VALUES: list[Any] = [None, True, -1, 0.1, 10**400, 1e308, "", [], {}, "x" * 100_000, ["a"] * 5000, {"a": {"a": {}}}, "\u202e", "\x1b[2J", "../../etc", [[[[]]]], *PATTERNS]  # fmt: skip
PROPERTIES = ["pattern", "enum", "name", "type", "role", "reliability", "decimals", "required", "\u202e", ""]
TABLES = ["counts", "media_items", "training", "databases", "alerts", "indicators"]


def xml(dice: random.Random, content: bytes) -> bytes:
    """One to five changes among the tags and texts of a part."""
    found = TOKENS.findall(content)
    for _ in range(dice.choice((1, 2, 5))):
        at = dice.randrange(len(found))
        kind = dice.randrange(9)
        if kind == 0:
            del found[at : at + dice.choice((1, 3))]
        elif kind == 1:
            found.insert(at, found[at])
        elif kind == 2:
            found[at] = re.sub(rb"\d+", lambda _: dice.choice(NUMBERS), found[at], count=dice.choice((1, 3)))
        elif kind == 3:
            other = dice.randrange(len(found))
            found[at], found[other] = found[other], found[at]
        elif kind == 4:
            found[at] = re.sub(rb'"[^"]*"', lambda _: dice.choice(NAMES), found[at], count=1)
        elif kind == 5:
            found[at] = found[at].replace(b"/>", b">").replace(b"</", b"<")
        elif kind == 6:
            found[at] = re.sub(rb"<\w+", lambda _: b"<" + dice.choice(ELEMENTS), found[at], count=1)
        elif kind == 7:
            found[at] += dice.choice(INSIDE)
        else:
            del found[max(1, at) :]
        found = found or [b""]
    return b"".join(found)


def workbook(seed: int) -> Callable[[bytes], bytes]:
    def make(sound: bytes) -> bytes:
        dice = random.Random(f"workbook {seed}")
        parts = damaged.parts_of(sound)
        one, two = dice.sample([name for name in parts if name.endswith((".xml", ".rels"))], 2)
        kind = dice.randrange(10)
        if kind < 8:
            for name in (one, two)[: dice.choice((1, 2))]:
                parts[name] = xml(dice, parts[name])
        elif kind == 8:
            parts[one], parts[two] = parts[two], parts[one]
        else:
            parts[dice.choice([one.upper(), f"/{one}", one.replace("/", "\\"), f"../{one}"])] = parts.pop(one)
        return bits(dice, damaged.zipped(parts)) if dice.random() < 0.2 else damaged.zipped(parts)

    return make


def bits(dice: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(dice.choice((1, 4))):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def table(seed: int) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        dice, content = random.Random(f"table {seed}"), path.read_bytes()
        for _ in range(dice.choice((1, 2, 4))):
            content = line(dice, content)
        path.write_bytes(content)

    return damage


def line(dice: random.Random, content: bytes) -> bytes:
    """One change of a CSV."""
    at, lines = dice.randrange(len(content) + 1), content.split(b"\n")
    one, kind = dice.randrange(len(lines)), dice.randrange(10)
    if kind == 0:
        return content[:at] + dice.choice(BYTES) + content[at:]
    if kind == 1:
        lines[one] = lines[one].replace(b",", dice.choice([b";", b"\t", b",,", b""]), 1)
    elif kind == 2:
        dice.shuffle(lines)
    elif kind == 3:
        head = lines[0]
        lines[0] = dice.choice([head.upper(), head + b",period", b" " + head, head.replace(b"period", b"ky"), b""])
    elif kind == 4:
        return re.sub(rb"\d+", lambda _: dice.choice(NUMBERS), content, count=dice.choice((1, 4)))
    elif kind == 5:
        lines[one] *= dice.choice((2, 3000))
    elif kind == 6:
        return content.decode("utf-8", "replace").encode(dice.choice(ENCODINGS), "replace")
    elif kind == 7:
        return content.replace(PERIOD.encode(), dice.choice(PERIODS), dice.choice((1, -1)))
    elif kind == 8:
        return content[:at] + dice.randbytes(dice.randrange(40))
    else:
        return re.sub(rb",[^,\n]+\n", lambda _: dice.choice(CELLS), content, count=1)
    return b"\n".join(lines)


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The paths to all that stands in a JSON document."""
    if path:
        yield path
    if isinstance(value, dict | list):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(each, (*path, key))


def spoilt(dice: random.Random, document: Any) -> None:
    """One change of a JSON document, in its place; every third is of a pattern."""
    found = list(places(document))
    patterns = [path for path in found if path[-1] == "pattern"]
    *path, last = dice.choice(patterns if patterns and dice.random() < 0.3 else found)
    parent = document
    for key in path:
        parent = parent[key]
    kind = dice.randrange(4)
    if kind == 0:
        del parent[last]
    elif kind == 1 and isinstance(parent, dict):
        parent[dice.choice(PROPERTIES)] = dice.choice(VALUES)
    elif kind == 1:
        parent.append(dice.choice(VALUES))
    else:
        parent[last] = dice.choice(PATTERNS if last == "pattern" else VALUES)


def document(seed: int, content: bytes) -> bytes:
    dice, read = random.Random(f"document {seed}"), json.loads(content)
    for _ in range(dice.choice((1, 2, 4))):
        spoilt(dice, read)
    return json.dumps(read).encode()


def archive(seed: int, content: bytes) -> bytes:
    dice, parts = random.Random(f"archive {seed}"), damaged.parts_of(content)
    name = dice.choice(sorted(parts))
    kind = dice.randrange(4)
    if kind == 0:
        parts[name] = parts[name][: len(parts[name]) // 2]
    elif kind == 1:
        del parts[name]
    elif kind == 2:
        parts[name] = dice.randbytes(500)
    else:
        parts[f"{name}/x"] = b"1"
    return bits(dice, damaged.zipped(parts)) if dice.random() < 0.6 else damaged.zipped(parts)


def of_workbook(seed: int) -> Case:
    name = f"{OFFICE}_{PERIOD}.xlsx"
    act, false = damaged.imports(workbook(seed), name), partial(damaged.as_meant, name)
    return Case(f"workbook {seed}", "workbooks", EITHER, act, "begun", damaged.within_data, false)


def of_csv(seed: int) -> Case:
    act = damaged.sent_table(TABLES[seed % len(TABLES)], table(seed))
    return Case(f"CSV {seed}", "tables sent", EITHER, act, "begun", damaged.within_data)


def of_table(seed: int) -> Case:
    return Case(f"table {seed}", "tables", EITHER, damaged.damaged_table(TABLES[seed % len(TABLES)], table(seed)))


def of_declaration(seed: int) -> Case:
    argv = (
        (
            "maintain",
            "schema",
        ),
        ("check", "2024-H1"),
        ("check", "2024-H1"),
    )[seed % 3]
    act = damaged.declared(lambda path: damaged.write(path, document(seed, path.read_bytes())), *argv)
    return Case(f"declaration {seed}", "declarations", EITHER, act)


def of_edition(seed: int) -> Case:
    sign = ("sign", "I.5", "--by", "Nguyễn An", "--role", "Trưởng phòng")
    place, argv = (
        ("state.json", ("status",)),
        ("state.json", sign),
        ("versions/1/version.json", ("status",)),
        ("versions/1/version.json", ("diff", "1")),
        ("versions/1/inputs.zip", ("diff", "1")),
    )[seed % 5]
    spoil = partial(archive if place.endswith(".zip") else document, seed)
    act = damaged.built([(place, spoil)], *argv)
    signed = "project/data/signatures"
    return Case(f"edition {seed}", "editions", EITHER, act, "published", lambda key: key.startswith(signed), seconds=12)


KINDS = {
    "workbook": of_workbook,
    "csv": of_csv,
    "table": of_table,
    "declaration": of_declaration,
    "edition": of_edition,
}


def cases(first: int, last: int, kinds: list[str]) -> list[Case]:
    return [KINDS[kind](seed) for kind in kinds for seed in range(first, last)]


if __name__ == "__main__":
    begin, end, *wanted = sys.argv[1:]
    print(damaged.run_cases(cases(int(begin), int(end), wanted or list(KINDS))).report())
