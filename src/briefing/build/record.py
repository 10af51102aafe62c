"""`build.jsonl` of an edition: what its build read, ran, found and wrote, one fact a line, for machines.

It alone of an edition's files tells of a time: two builds of the same inputs differ in nothing else.
"""

import json
import platform
import re
from functools import cache
from pathlib import Path

from ..order import Order
from ..sections import Section
from .freshness import Tables
from .outputs import manifest

RECORD = "build.jsonl"


def write_record(
    new: Path, order: Order, tables: Tables, ran: dict[Section, tuple[str, float]], open_: dict[str, int]
) -> None:
    """Write the record of a build into its new folder, when all else is there.

    ran: why each section ran, and how many seconds it took. open_: how many findings and errors are open.
    """
    facts = [
        {"what": "build", "period": order.period, "formats": order.formats, "final": order.final},
        {"what": "versions", "python": platform.python_version(), **versions_used()},
        *({"what": "input", "file": name, "digest": seen} for name, seen in tables.digests.items()),
        *(
            {"what": "section", "name": section.name, "why": why, "seconds": round(seconds, 3)}
            for section, (why, seconds) in sorted(ran.items(), key=lambda item: item[0].name)
        ),
        {"what": "findings", **open_},
        *({"what": "output", "file": name, "digest": seen} for name, seen in sorted(manifest(new).items())),
    ]
    lines = (json.dumps(fact, ensure_ascii=False) for fact in facts)
    (new / RECORD).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


@cache
def versions_used() -> dict[str, str]:
    """Of what the project itself asks for; the lock file has the rest."""
    from importlib.metadata import PackageNotFoundError, requires, version  # only where something was built

    try:
        asked = requires("briefing") or ()
    except PackageNotFoundError:  # `reproduce` runs the project as its publication keeps it: nobody installed it
        return {}
    found = {}
    for wanted in asked:
        name = re.split(r"[^\w.-]", wanted)[0]
        try:
            found[name] = version(name)
        except PackageNotFoundError:  # of an extra that is not installed
            continue
    return found
