"""Two versions compared: what is said otherwise, section by section, and which change of the inputs it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml.html import HtmlElement

from helpers.data.periods import Read
from helpers.data.rows import Row
from helpers.values.vietnamese import trend

from ...build.versions import Version, whole
from ...document.said import Cell, Line, Passage, Piece, SectionSaid
from .aligning import align
from .causes import OUTSIDE, Cause, causes

TRENDS = tuple(trend(sign) for sign in (1, -1, 0))


@dataclass(frozen=True)
class Effect:
    """One thing that is said otherwise.

    kind: section, heading, sentence, note, table, chart or finding. where: the table, row and column, the finding's id.
    old, new: the texts; empty for what is new or gone. flips: words that judge, before and after.
    causes: places in the list of causes; none where nothing explains it.
    """

    section: str
    kind: str
    where: str
    old: str
    new: str
    flips: tuple[tuple[str, str], ...] = ()
    causes: tuple[int, ...] = ()
    # where it is said now; of what is gone, what stood before it
    element: HtmlElement | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Changes:
    """From one version to another. sections: the titles of the sections, by their names, in reading order."""

    a: Version
    b: Version
    causes: tuple[Cause, ...]
    effects: tuple[Effect, ...]
    sections: Mapping[str, str]

    @property
    def silent(self) -> list[Cause]:
        """Changes of the inputs that change nothing of what is said."""
        told = {place for effect in self.effects for place in effect.causes}
        return [cause for place, cause in enumerate(self.causes) if place not in told]

    def by_section(self) -> dict[str, list[Effect]]:
        found: dict[str, list[Effect]] = {name: [] for name in self.sections}
        for effect in self.effects:
            found.setdefault(effect.section, []).append(effect)
        return {name: effects for name, effects in found.items() if effects}


def compare(a: Version, b: Version) -> Changes:
    """What changed from one version to another. Two periods are compared by what they say alone."""
    with whole(a, b):
        found = causes(a, b) if a.about.period == b.about.period else []
        findings = list(_findings(a, b, found))
        reader = _Explainer(a, b, found, [(cells, effect.causes) for effect, cells in findings])
        effects = []
        for name in _names(a.said, b.said):
            for effect in _section(name, a.said.get(name), b.said.get(name)):
                effects.append(reader.explained(*effect))
        effects += [effect for effect, _ in findings]
        titles = {name: said.title for name, said in (a.said | b.said).items()}
        return Changes(a, b, tuple(found), tuple(effects), {name: titles[name] for name in _names(a.said, b.said)})


def _names(old: Mapping[str, SectionSaid], new: Mapping[str, SectionSaid]) -> list[str]:
    """The sections of both, in reading order."""
    return [list(new)[k] if k is not None else list(old)[i] for i, k in align(list(old), list(new))]


# -- effects -------------------------------------------------------------------------------------------------------

Found = tuple[Effect, Piece | None, Piece | None]


def _section(name: str, old: SectionSaid | None, new: SectionSaid | None) -> Iterator[Found]:
    """What one section says otherwise."""
    if old is None or new is None:
        there = old or new
        words = there.title or name
        yield Effect(name, "section", "", words if old else "", words if new else ""), _whole(old), _whole(new)
        return
    if old.digest == new.digest:
        return
    before, after = ({(block.kind, block.name): block for block in said.blocks} for said in (old, new))
    for one, other in _paired(before, after):
        yield from _block(name, one, other)


def _paired(old: dict[tuple, Passage], new: dict[tuple, Passage]) -> Iterator[tuple[Passage | None, Passage | None]]:
    """Blocks of one kind and name; what is left over of a kind is paired if its words are alike."""
    for key in [key for key in new if key in old]:
        yield old[key], new[key]
    for kind in dict.fromkeys(key[0] for key in (*old, *new)):
        left, right = (
            [block for key, block in side.items() if key[0] == kind and key not in other]
            for side, other in ((old, new), (new, old))
        )
        for i, k in align([block.name for block in left], [block.name for block in right]):
            yield None if i is None else left[i], None if k is None else right[k]


def _block(section: str, old: Passage | None, new: Passage | None) -> Iterator[Found]:
    there = new or old
    kind = {"text": "sentence"}.get(there.kind, there.kind)
    if (old is None or new is None) and kind in ("table", "chart"):
        words = there.lines[0].pieces[0].text if there.lines and there.lines[0].pieces else there.name
        element = new.element if new else None
        yield (
            Effect(section, kind, "", words if old else "", words if new else "", element=element),
            _all(old),
            _all(new),
        )
        return
    before, after = (block.lines if block else () for block in (old, new))
    beside = there.element if new else None  # what stands now where something is gone
    for i, k in align([line.label for line in before], [line.label for line in after]):
        one, other = None if i is None else before[i], None if k is None else after[k]
        beside = other.pieces[0].element if other and other.pieces else beside
        yield from _line(section, kind, there, one, other, beside)


def _line(
    section: str, kind: str, block: Passage, old: Line | None, new: Line | None, beside: HtmlElement | None
) -> Iterator[Found]:
    """What a row or a sentence says otherwise; a row that is new or gone is told as one."""
    if old is None or new is None or len(old.pieces) != len(new.pieces):
        texts = ["; ".join(piece.text for piece in line.pieces if piece.text) if line else "" for line in (old, new)]
        if texts[0] != texts[1]:
            yield Effect(section, kind, _where(kind, block), *texts, element=beside), _joined(old), _joined(new)
        return
    for one, other in zip(old.pieces, new.pieces, strict=True):
        if one.text != other.text:
            where = _where(kind, block, new.label if kind in ("table", "chart") else "", other.column)
            yield (
                Effect(section, kind, where, one.text, other.text, _flips(one, other), element=other.element),
                one,
                other,
            )


def _where(kind: str, block: Passage, row: str = "", column: str = "") -> str:
    return " · ".join(dict.fromkeys(filter(None, (block.title, row, column)))) if kind in ("table", "chart") else ""


def _flips(old: Piece, new: Piece) -> tuple[tuple[str, str], ...]:
    """The words that judge, where they are not the same: trends before figures, and computed judgments."""
    before, after = _judging(old), _judging(new)
    if before == after:
        return ()
    return tuple((one, other) for one, other in _zipped(before, after) if one != other)


def _judging(piece: Piece) -> list[str]:
    trends = [
        word for run in piece.runs if run.kind == "figure" for word in TRENDS if run.text.lstrip().startswith(word)
    ]
    said = "".join("…" if run.kind == "figure" else run.text for run in piece.runs if run.judged)
    return [*trends, " ".join(said.split())]


def _zipped(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    for place in range(max(len(old), len(new))):
        yield old[place] if place < len(old) else "", new[place] if place < len(new) else ""


def _joined(line: Line | None) -> Piece | None:
    return Piece(tuple(run for piece in line.pieces for run in piece.runs)) if line else None


def _all(block: Passage | None) -> Piece | None:
    return Piece(tuple(run for line in block.lines for piece in line.pieces for run in piece.runs)) if block else None


def _whole(said: SectionSaid | None) -> Piece | None:
    return Piece(tuple(run for block in said.blocks for run in _all(block).runs)) if said else None


# -- from effects to causes ------------------------------------------------------------------------------------------


class _Explainer:
    """Finds the causes of effects: by the cells that words were made of, else by what the section has read.

    doubts: the cells of each finding that came or went, and why it did.
    """

    def __init__(
        self, a: Version, b: Version, found: list[Cause], doubts: list[tuple[frozenset[Cell], tuple[int, ...]]]
    ) -> None:
        self._causes, self._doubts = list(enumerate(found)), doubts
        self._versions = (a, b)

    def explained(self, effect: Effect, old: Piece | None, new: Piece | None) -> Effect:
        before, after = (piece.cells if piece else frozenset() for piece in (old, new))
        found = {place for place, cause in self._causes if cause.before & before or cause.after & after}
        own = self._notebook(effect.section)
        if found and old and new and old.masked == new.masked:
            own = set()  # nothing but figures changed: the data explain it
        found |= own
        found = (
            found
            or self._doubted(old, new)
            or self._read(effect.section)
            or {n for n, cause in self._causes if cause.kind in ("helper", "library")}
        )
        return replace(effect, causes=tuple(sorted(found)))

    def _notebook(self, section: str) -> set[int]:
        notebooks = {version.notebooks.get(section) for version in self._versions}
        return {n for n, cause in self._causes if cause.kind == "notebook" and cause.place in notebooks}

    def _doubted(self, old: Piece | None, new: Piece | None) -> set[int]:
        """A judgment that rests on a cell in an open error is not printed: why that finding came or went."""
        runs = [run for piece in (old, new) if piece for run in piece.runs if run.judged]
        rests_on = frozenset().union(*(run.cells for run in runs))
        rows = {(table, line, "") for table, line, _ in rests_on}
        return {n for cells, causes in self._doubts if cells & (rests_on | rows) for n in causes}

    def _read(self, section: str) -> set[int]:
        """Changed rows that the section has looked at."""
        reads = [
            read for version in self._versions for read in version.reads.get(version.notebooks.get(section, ""), ())
        ]
        return {
            n for n, cause in self._causes if cause.kind not in OUTSIDE and any(_looked(read, cause) for read in reads)
        }


def _looked(read: Read, cause: Cause) -> bool:
    if read.table != cause.table:
        return False
    asked = {name for name, _ in read.where} | set(read.columns)
    return bool(asked & cause.columns) and any(_matches(read, row) for row in cause.rows)


def _matches(read: Read, row: Row) -> bool:
    of_period = not read.period or row.get("period", read.period) == read.period
    return of_period and all(row.get(name) in values for name, values in read.where)


# -- findings ------------------------------------------------------------------------------------------------------


def _findings(a: Version, b: Version, found: list[Cause]) -> Iterator[tuple[Effect, frozenset[Cell]]]:
    """Findings of the audit that came, went, or were decided, with the cells that they are about."""
    old, new = a.findings, b.findings
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name), new.get(name)
        words = [one.words if one else "" for one in (before, after)]
        if words[0] == words[1]:
            continue
        was, now = (one.cells if one else frozenset() for one in (before, after))
        why = tuple(
            n for n, cause in enumerate(found)
            if cause.before & was or cause.after & now or any(row.get("finding") == name for row in cause.rows)
        )  # fmt: skip
        element = after.element if after else None
        why = why or _of_rule(name, was | now, b, found)
        yield Effect("", "finding", name, *words, causes=why, element=element), was | now


def _of_rule(name: str, cells: frozenset[Cell], version: Version, found: list[Cause]) -> tuple[int, ...]:
    """Where a finding's own cells did not change: changes of the tables that it or its rule names, else of any data or program."""
    rules = [" ".join(row.values()) for row in version.rows("rules").values() if name.startswith(row["rule"])]
    rules += [row["expression"] for row in version.rows("controls").values() if row["control"] == name]
    tables = {cell[0] for cell in cells}
    named = [
        n
        for n, c in enumerate(found)
        if c.table in tables or (c.table and any(f"{c.table}." in rule for rule in rules))
    ]
    data = [n for n, cause in enumerate(found) if cause.kind not in OUTSIDE]
    return tuple(named or data or range(len(found)))
