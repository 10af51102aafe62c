"""Two versions compared by the ids of what they say: what is said otherwise, and which change of the inputs it comes from."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from textwrap import shorten

from helpers.errors import InputError, Problem
from helpers.i18n import _
from helpers.values.blocks import Figure, Text, plain
from helpers.values.sources import Cell

from ..build.pipeline import locate
from ..build.version_contents import Version, newest, publications, versions
from ..build_request import PUBLISHED, BuildRequest
from ..document.passages import Passage, title
from .input_changes import Cause, causes

MOST = 400  # letters that are told of a table that came or went


@dataclass(frozen=True)
class Effect:
    """One thing that is said otherwise: a passage; of what came or went all of a table or chart together; a finding.

    section: "" of a finding. id: in the document; where: the same for readers. old, new: the texts; empty for what is new or
    gone. causes: places in the list of causes; none where nothing explains it.
    """

    section: str
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
    kept = [each for each in known.values() if each.number < version.number]
    if PUBLISHED in known or kept:
        return known.get(PUBLISHED, kept[-1] if kept else version)
    remedy = _("Change something and build again, or name two versions: {briefing} diff A B")
    expected = _("a version of {period} before the newest", period=request.period)
    raise InputError(Problem("A", expected=expected, remedy=remedy, code="no_earlier_version"))


def compare(a: Version, b: Version) -> Changes:
    """What changed from one version to another."""
    why = _Why(a, b)
    old, new = ({**version.printed, "": _findings(version)} for version in (a, b))
    effects, titles = list[Effect](), dict[str, str]()
    for name in dict.fromkeys((*new, *old)):
        before, after = old.get(name, []), new.get(name, [])
        effects += (why.explained(*found) for found in _section(before, after))
        titles[name] = title(after or before) if name else _("The audit")
    return Changes(a, b, tuple(why.causes), tuple(effects), titles)


# -- what is said otherwise --------------------------------------------------------------------------------------------

Found = tuple[Effect, list[Passage], list[Passage]]


def _findings(version: Version) -> list[Passage]:
    """The findings of the audit, by the names that decisions give them."""
    return [
        Passage("", name, (Text(f"{plain(each.fault)} ({each.standing})", each.about),), where=name)
        for each in version.document.findings
        for name in each.ids
    ]


def _section(old: list[Passage], new: list[Passage]) -> Iterator[Found]:
    """What a section says otherwise: what changed or came, in reading order, then what is gone."""
    before, after = ({each.id: each for each in side} for side in (old, new))
    for (_block, is_new), own in groupby(new, lambda each: (each.within or each.id, each.id not in before)):
        if is_new:
            yield _together([], [*own])
            continue
        for each in own:
            was = before[each.id]
            if was.text != each.text:
                yield Effect(each.section, each.id, each.where, was.text, each.text), [was], [each]
    for (_block, is_gone), own in groupby(old, lambda each: (each.within or each.id, each.id not in after)):
        if is_gone:
            yield _together([*own], [])


def _together(old: list[Passage], new: list[Passage]) -> Found:
    """What only one version has of a table or chart, or another passage."""
    first, texts = (old or new)[0], ("; ".join(each.text for each in side if each.text) for side in (old, new))
    was, now = (shorten(text, MOST, placeholder=" …") for text in texts)
    return Effect(first.section, first.id, first.where, was, now), old, new


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

    def _of_cells(self, *sides: Iterable[Cell]) -> set[int]:
        return {n for side, cells in enumerate(sides) for cell in cells for n in self._by_cell.get((side, cell), ())}

    def explained(self, effect: Effect, old: list[Passage], new: list[Passage]) -> Effect:
        found = self._of_cells(*({cell for each in side for cell in each.cells} for side in (old, new)))
        code = {n for n, cause in enumerate(self.causes) if cause.is_code}
        names = {version.notebooks.get(effect.section) for version in self._versions}
        if not effect.section:
            found |= {n for n, cause in enumerate(self.causes) if cause.finding == effect.id}
        # where nothing but figures changed the data explain it
        elif not found or (old and new and _words(old) != _words(new)):
            found |= {n for n in code if self.causes[n].place in names}
            found = found or {n for n in code if not self.causes[n].place.endswith(".ipynb")}
        # else all, such as of what the audit writes, which looks at all data
        return replace(effect, causes=tuple(sorted(found)) or tuple(range(len(self.causes))))
