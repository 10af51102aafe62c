"""Two versions compared: what is said otherwise, section by section, and which change of the inputs it comes from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from helpers.data.periods import Read
from helpers.values.sources import Cell
from helpers.values.vietnamese import TRENDS

from ...build.versions import Version
from ...document.contents import Line, Passage, Piece, Section
from .aligning import aligned
from .causes import OUTSIDE, Cause, causes


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
    # the name of what says it now (`document.contents.Index`); where it is gone, of what stands there
    at: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True)
class Changes:
    """From one version to another. sections: the titles of the sections, by their names, in reading order."""

    a: Version
    b: Version
    causes: tuple[Cause, ...]
    effects: tuple[Effect, ...]
    sections: Mapping[str, str]

    @property
    def of_two_periods(self) -> bool:
        """Whether nothing has changed, but two periods are compared by what they say."""
        return self.a.about.period != self.b.about.period

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
    found = causes(a, b) if a.about.period == b.about.period else []
    findings = list(_findings(a, b, found))
    reader = _Explainer(a, b, found, [(cells, effect.causes) for effect, cells in findings])
    effects = []
    old, new = a.contents.sections, b.contents.sections
    names = [after or before or "" for before, after in aligned(list(old), list(new), str)]  # in reading order
    for name in names:
        effects += [reader.explained(*told) for told in _section(name, old.get(name), new.get(name))]
    effects += [effect for effect, _ in findings]
    return Changes(a, b, tuple(found), tuple(effects), {name: (old | new)[name].title for name in names})


# -- effects -------------------------------------------------------------------------------------------------------

Found = tuple[Effect, Piece | None, Piece | None]


def _section(name: str, old: Section | None, new: Section | None) -> Iterator[Found]:
    """What one section says otherwise."""
    if old is None or new is None:
        words = next(one.title for one in (old, new) if one) or name
        yield Effect(name, "section", "", words if old else "", words if new else ""), _joined(old), _joined(new)
    elif old.digest != new.digest:
        for one, other in _paired(old, new):
            yield from _passage(name, one, other)


def _paired(old: Section, new: Section) -> Iterator[tuple[Passage | None, Passage | None]]:
    """Passages of one kind and label; what is left over of a kind is paired if its words are alike."""
    before, after = ({(passage.kind, passage.label): passage for passage in side.passages} for side in (old, new))
    for key in [key for key in after if key in before]:
        yield before.pop(key), after.pop(key)
    for kind in dict.fromkeys(key[0] for key in (*before, *after)):
        left, right = ([passage for passage in side.values() if passage.kind == kind] for side in (before, after))
        yield from aligned(left, right, lambda passage: passage.label)


def _passage(section: str, old: Passage | None, new: Passage | None) -> Iterator[Found]:
    there = next(one for one in (new, old) if one)
    kind = {"text": "sentence"}.get(there.kind, there.kind)
    beside = new.name if new else ""  # what stands now where something is gone
    if (old is None or new is None) and kind in ("table", "chart"):
        words = there.pieces[0].text if there.pieces else there.label
        told = Effect(section, kind, "", words if old else "", words if new else "", at=beside)
        yield told, _joined(old), _joined(new)
        return
    before, after = (passage.lines if passage else () for passage in (old, new))
    for one, other in aligned(before, after, lambda line: line.label):
        beside = other.pieces[0].name if other and other.pieces else beside
        yield from _line(section, kind, there, one, other, beside)


def _line(
    section: str, kind: str, passage: Passage, old: Line | None, new: Line | None, beside: str
) -> Iterator[Found]:
    """What a row or a sentence says otherwise; a row that is new or gone is told as one."""
    if old is None or new is None or len(old.pieces) != len(new.pieces):
        texts = ["; ".join(piece.text for piece in line.pieces if piece.text) if line else "" for line in (old, new)]
        if texts[0] != texts[1]:
            yield Effect(section, kind, passage.title, texts[0], texts[1], at=beside), _joined(old), _joined(new)
        return
    for one, other in zip(old.pieces, new.pieces, strict=True):
        if one.text != other.text:
            place = dict.fromkeys(filter(None, (passage.title, new.label, other.column)))
            where = " · ".join(place) if kind in ("table", "chart") else ""
            judging = zip_longest(_judging(one), _judging(other), fillvalue="")
            flips = tuple((before, after) for before, after in judging if before != after)
            yield Effect(section, kind, where, one.text, other.text, flips, at=other.name), one, other


def _judging(piece: Piece) -> list[str]:
    """The words that judge: trends before figures, and computed judgments."""
    figures = (run.text.lstrip() for run in piece.runs if run.key is not None)
    trends = [word for text in figures for word in TRENDS if text.startswith(word)]
    said = "".join(run.text if run.key is None else "…" for run in piece.runs if run.judged)
    return [*trends, " ".join(said.split())]


def _joined(said: Section | Passage | Line | None) -> Piece | None:
    return Piece("", tuple(run for piece in said.pieces for run in piece.runs)) if said else None


# -- from effects to causes ------------------------------------------------------------------------------------------


class _Explainer:
    """Finds causes of effects, by cells, else by what was read. doubts: cells of findings that came or went, and why."""

    def __init__(
        self, a: Version, b: Version, found: list[Cause], doubts: list[tuple[frozenset[Cell], tuple[int, ...]]]
    ) -> None:
        self._causes, self._doubts = list(enumerate(found)), doubts
        self._versions = (a, b)

    def explained(self, effect: Effect, old: Piece | None, new: Piece | None) -> Effect:
        before, after = (piece.cells if piece else frozenset() for piece in (old, new))
        found = {place for place, cause in self._causes if cause.before & before or cause.after & after}
        notebooks = {version.notebooks.get(effect.section) for version in self._versions}
        own = {n for n, cause in self._causes if cause.kind == "notebook" and cause.place in notebooks}
        if found and old and new and old.masked == new.masked:
            own = set()  # nothing but figures changed: the data explain it
        found |= own
        found = found or self._doubted(old, new) or self._read(effect.section)
        found = found or {n for n, cause in self._causes if cause.kind in ("helper", "library")}
        return replace(effect, causes=tuple(sorted(found)))

    def _doubted(self, old: Piece | None, new: Piece | None) -> set[int]:
        """A judgment that rests on a cell in an open error is not printed: why that finding came or went."""
        runs = [run for piece in (old, new) if piece for run in piece.runs if run.judged]
        rests_on = Piece("", tuple(runs)).cells
        rows = {(table, line, "") for table, line, _ in rests_on}
        return {n for cells, causes in self._doubts if cells & (rests_on | rows) for n in causes}

    def _read(self, section: str) -> set[int]:
        """Changed rows that the section has looked at."""
        reads = [read for one in self._versions for read in one.reads.get(one.notebooks.get(section, ""), ())]
        of_data = ((n, cause) for n, cause in self._causes if cause.kind not in OUTSIDE)
        return {n for n, cause in of_data if any(_looked(read, cause) for read in reads)}


def _looked(read: Read, cause: Cause) -> bool:
    asked = {name for name, _ in read.where} | set(read.columns)
    return read.table == cause.table and bool(asked & cause.columns) and any(map(read.sees, cause.rows))


# -- findings ------------------------------------------------------------------------------------------------------


def _findings(a: Version, b: Version, found: list[Cause]) -> Iterator[tuple[Effect, frozenset[Cell]]]:
    """Findings of the audit that came, went, or were decided, with the cells that they are about."""
    old, new = a.contents.findings, b.contents.findings
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
        why = why or _of_rule(name, was | now, b, found)
        yield Effect("", "finding", name, words[0], words[1], causes=why, at=name if after else ""), was | now


def _of_rule(name: str, cells: frozenset[Cell], version: Version, found: list[Cause]) -> tuple[int, ...]:
    """Where a finding's own cells did not change: changes of the tables that it or its rule names, else of any data or program."""
    rules = [" ".join(row.values()) for row in version.rows("rules").values() if name.startswith(row["rule"])]
    rules += [row["expression"] for row in version.rows("controls").values() if row["control"] == name]
    tables = {cell[0] for cell in cells}
    tables |= {cause.table for cause in found if cause.table and any(f"{cause.table}." in rule for rule in rules)}
    named = [n for n, cause in enumerate(found) if cause.table in tables]
    data = [n for n, cause in enumerate(found) if cause.kind not in OUTSIDE]
    return tuple(named or data or range(len(found)))
