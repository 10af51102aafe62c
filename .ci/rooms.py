"""Draws the rooms of `src` and the arrows between them, as the imports are, into ARCHITECTURE.md.

python .ci/rooms.py            # exits with 1 where the picture is not what the code says
python .ci/rooms.py --write
"""

import re
import sys
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "ARCHITECTURE.md"
PICTURE = re.compile(r"```mermaid\n.*?```", re.DOTALL)


def room(module: str) -> str:
    """The subpackage that a module lies in; "" for the single modules of `helpers` and `briefing`."""
    package, *rest = module.split(".")
    is_room = bool(rest) and (ROOT / "src" / package / rest[0]).is_dir()
    return f"{package}/{rest[0]}" if is_room else package if package == "receipts" else ""


def arrows() -> dict[str, set[str]]:
    """Room → the rooms that it uses, without those that it reaches through another."""
    graph = grimp.build_graph("receipts", "helpers", "briefing", cache_dir=None)
    used: dict[str, set[str]] = {}
    for module in graph.modules:
        found = map(room, graph.find_modules_directly_imported_by(module))
        used.setdefault(room(module), set()).update(found)
    used = {name: others - {name, ""} for name, others in used.items() if name}

    def reached(name: str) -> set[str]:
        return used[name].union(*map(reached, used[name]))

    return {name: others.difference(*map(reached, others)) for name, others in used.items()}


def picture() -> str:
    drawn, lines = arrows(), ["```mermaid", "flowchart BT"]
    for package in ("receipts", "helpers", "briefing"):
        rooms = sorted(name for name in drawn if name.split("/")[0] == package)
        lines += [f"  subgraph src/{package}", *(f"    {name}[{name.split('/')[-1]}]" for name in rooms), "  end"]
    lines += [f"  {name} --> {other}" for name in sorted(drawn) for other in sorted(drawn[name])]
    return "\n".join([*lines, "```"])


if __name__ == "__main__":
    page = PAGE.read_text(encoding="utf-8")
    new = PICTURE.sub(lambda _: picture(), page, count=1)
    if "--write" in sys.argv:
        PAGE.write_text(new, encoding="utf-8", newline="\n")
    elif new != page:
        sys.exit("ARCHITECTURE.md: the picture of the rooms is older than the code: make rooms")
