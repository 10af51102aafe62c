"""Two versions compared by the ids of what they say: what is said otherwise, and which change of the inputs it comes from."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from helpers.errors import InputError, Problem
from helpers.i18n import _
from helpers.values.blocks import Figure, plain
from helpers.values.sources import Cell, cell_set

from ..build.pipeline import locate
from ..build.version_contents import Version, newest, publications, versions
from ..build_request import PUBLISHED, BuildRequest
from ..document.passages import Passage, title
from .input_changes import CODE, Cause, causes


@dataclass(frozen=True)
class Effect:
    """One thing that is said otherwise.

    kind: section, heading, sentence, order (of sentences), note, table, chart, doubt or finding. id: in the document; where: the
    same for readers. old, new: the texts; empty for what is new or gone. causes: places
    in the list of causes; none where nothing explains it.
    """

    section: str
    kind: str
    id: str
    where: str
    old: str
    new: str
    causes: tuple[int, ...] = ()


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


def compare_versions(request: BuildRequest, a: str = "", b: str = "") -> Changes:
    """What changed from A, or the version before, to B, or the last build.

    A and B are numbers of versions, `published` for the last publication, or `published/1` for another one. Raises InputError for what
    names no version.
    """
    request, _tables = locate(request)
    sent = publications(request.out, request.period)
    known = {f"{each.number}": each for each in versions(request.folder)}
    known |= {f"{PUBLISHED}/{each.folder.name}": each for each in sent} | ({PUBLISHED: sent[-1]} if sent else {})
    for which, name in (("A", a), ("B", b)):
        if name and name not in known:
            expected = _(
                "a version of {period}: {known}", period=request.period, known=", ".join(known) or _("none yet")
            )
            remedy = _("{briefing} status lists the versions.")
            raise InputError(Problem(which, value=name, expected=expected, remedy=remedy, code="unknown_name"))
    new = known[b] if b else newest(request)
    return compare(known[a] if a else _before(new, known, request), new)


def _before(version: Version, known: dict[str, Version], request: BuildRequest) -> Version:
    """The last publication, else the version before this one."""
    # a signature changes the page alone
    kept = [each for each in known.values() if each.number < version.number and each.digest != version.digest]
    if PUBLISHED in known or kept:
        return known.get(PUBLISHED, kept[-1] if kept else version)
    remedy = _("Change something and build again, or name two versions: {briefing} diff A B")
    expected = _("a version of {period} before the newest", period=request.period)
    raise InputError(Problem("A", expected=expected, remedy=remedy, code="no_earlier_version"))


def compare(a: Version, b: Version) -> Changes:
    """What changed from one version to another."""
    why = _Why(a, b)
    old, new = a.printed, b.printed
    effects, titles = list[Effect](), dict[str, str]()
    for name in dict.fromkeys((*new, *old)):
        before, after = old.get(name, []), new.get(name, [])
        effects += [why.explained(*found) for found in _section(name, before, after)]
        titles[name] = title(after or before)
    return Changes(a, b, tuple(why.causes), (*effects, *why.findings()), titles)


# -- what is said otherwise --------------------------------------------------------------------------------------------

Found = tuple[Effect, list[Passage], list[Passage]]


def _section(name: str, old: list[Passage], new: list[Passage]) -> Iterator[Found]:
    """What a section says otherwise: what changed or came, in reading order, then what is gone."""
    before, after = ({each.id: each for each in side} for side in (old, new))
    for whole, own in groupby(new, _whole_in(old)):
        if whole:
            yield _came_or_went(whole, [], [*own])
            continue
        for each in own:
            if (was := before[each.id]).text != each.text:
                yield Effect(name, each.kind, each.id, each.where, was.text, each.text), [was], [each]
    for whole, own in groupby(old, _whole_in(new)):
        if whole:
            yield _came_or_went(whole, [*own], [])
    order = zip(
        *([each for each in side if each.kind == "sentence" and each.id in both] for side, both in ((old, after), (new, before))),
        strict=True,
    )  # fmt: skip
    if moved := next((pair for pair in order if pair[0].id != pair[1].id), None):
        was, now = moved
        yield Effect(name, "order", now.id, "", was.text, now.text), [was], [now]


def _whole_in(other: list[Passage]) -> Callable[[Passage], tuple[str, ...]]:
    """Of a passage the largest thing around it of which the other version has nothing: section, table, row, itself; else ()."""
    known = {each.path[:end] for each in other for end in range(1, len(each.path) + 1)}

    def whole(passage: Passage) -> tuple[str, ...]:
        ends = (passage.path[:end] for end in range(1, len(passage.path) + 1))
        return next((path for path in ends if path not in known), ())

    return whole


def _came_or_went(whole: tuple[str, ...], old: list[Passage], new: list[Passage]) -> Found:
    """A section, table, chart, row or passage that only one version has: of a section or table its title alone."""
    parts = [each for each in old or new if each.text]
    first, *more = parts or old or new
    is_row = len(whole) == len(first.path) - 1 > 1
    text = "; ".join(each.text for each in (first, *(more if is_row else ())))
    kind, where = ("section", "") if len(whole) == 1 else (first.kind, first.where if is_row or not more else "")
    return Effect(first.section, kind, whole[-1], where, text if old else "", text if new else ""), old, new


def _words(side: list[Passage]) -> list[str]:
    """What passages say beside their figures."""
    said = (inline for each in side for inline in each.said)
    return [plain((each,)) for each in said if not isinstance(each, Figure)]


# -- why -----------------------------------------------------------------------------------------------------------------


class _Why:
    """The causes of effects: changed cells that they are made of, else changed code, else all."""

    def __init__(self, a: Version, b: Version) -> None:
        self.causes, self._versions = causes(a, b), (a, b)
        self._by_cell: dict[tuple[int, Cell], list[int]] = defaultdict(list)  # of a version's side, and a cell in it
        for n, cause in enumerate(self.causes):
            for side, cells in enumerate((cause.before, cause.after)):
                for cell in cells:
                    self._by_cell[side, cell].append(n)
        self._code = {n for n, cause in enumerate(self.causes) if cause.kind in CODE}

    def _of_cells(self, *sides: Iterable[Cell]) -> set[int]:
        return {n for side, cells in enumerate(sides) for cell in cells for n in self._by_cell.get((side, cell), ())}

    def explained(self, effect: Effect, old: list[Passage], new: list[Passage]) -> Effect:
        found = self._of_cells(*({cell for each in side for cell in each.cells} for side in (old, new)))
        names = {version.notebooks.get(effect.section) for version in self._versions}
        # where nothing but figures changed the data explain it
        if not found or (old and new and _words(old) != _words(new)):
            found |= {n for n in self._code if self.causes[n].place in names}
        found = found or {n for n in self._code if self.causes[n].kind != "notebook"}
        found = found or {*range(len(self.causes))}  # such as of what the audit writes, which looks at all data
        return replace(effect, causes=tuple(sorted(found)))

    def findings(self) -> Iterator[Effect]:
        """Findings of the audit that came, went, or were decided: by their cells, their decision, else all that changed."""
        old, new = ({name: each for each in side.document.findings for name in each.ids} for side in self._versions)
        for name in dict.fromkeys((*old, *new)):
            sides = old.get(name), new.get(name)
            was, now = (f"{plain(one.fault)} ({one.standing})" if one else "" for one in sides)
            if was != now:
                found = self._of_cells(*(cell_set(one.about) if one else () for one in sides))
                found |= {
                    n for n, each in enumerate(self.causes) if any(row.get("finding") == name for row in each.rows)
                }
                why = tuple(sorted(found or {*range(len(self.causes))}))
                yield Effect("", "finding", name, name, was, now, why)
