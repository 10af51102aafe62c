"""Two versions compared by the ids of what they say: what is said otherwise, and which change of the inputs it comes from."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from helpers.errors import InputError, Problem
from helpers.i18n import _
from helpers.values.blocks import Text, plain

from ..build.pipeline import locate
from ..build.version_contents import Version, newest, publications, versions
from ..build_request import PUBLISHED, BuildRequest
from ..document.passages import Passage, title
from .input_changes import Cause, causes


@dataclass(frozen=True)
class Effect:
    """One thing that is said otherwise: a passage, or a finding.

    section: "" of a finding. id: in the document; where: the same for readers. old, new: the texts; empty for what is new or
    gone. causes: places in the list of causes.
    """

    section: str
    id: str
    where: str
    old: str
    new: str
    causes: tuple[int, ...]


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
    of = {"period": request.period, "known": ", ".join(known) or _("none yet")}
    for which, name in (("A", a), ("B", b)):
        if name and name not in known:
            expected = _("a version of {period}: {known}", **of)
            remedy = _("{briefing} status lists the versions.")
            raise InputError(Problem(which, value=name, expected=expected, remedy=remedy, code="unknown_name"))
    new = known[b] if b else newest(request)
    before = [*(each for each in known.values() if each.number < new.number and not each.name), *sent[-1:]]
    if not a and not before:
        expected = _("a version of {period} before the newest", period=request.period)
        remedy = _("Change something and build again, or name two versions: {briefing} diff A B")
        raise InputError(Problem("A", expected=expected, remedy=remedy, code="no_earlier_version"))
    return compare(known[a] if a else before[-1], new)


def compare(a: Version, b: Version) -> Changes:
    """What changed from one version to another: of each section in the order in which the newer one says it, then what is gone."""
    why, effects, titles = _Why(a, b), list[Effect](), dict[str, str]()
    old, new = ({**version.printed, "": _findings(version)} for version in (a, b))
    for section in dict.fromkeys((*new, *old)):
        before, after = ({each.id: each for each in side.get(section, ())} for side in (old, new))
        titles[section] = title([*(after or before).values()]) if section else _("The audit")
        for name in dict.fromkeys((*after, *before)):
            was, now = before.get(name), after.get(name)
            if (old_text := was.text if was else "") != (new_text := now.text if now else ""):
                where = now.where if now else before[name].where
                effects.append(Effect(section, name, where, old_text, new_text, why.of(section, name, was, now)))
    return Changes(a, b, tuple(why.causes), tuple(effects), titles)


def _findings(version: Version) -> list[Passage]:
    """The findings of the audit, by the names that decisions give them."""
    return [
        Passage("", name, (Text(f"{plain(each.fault)} ({each.standing})", each.about),), where=name)
        for each in version.document.findings
        for name in each.ids
    ]


class _Why:
    """The causes of effects: changed cells that they are made of, the notebook of their section; else the program, else all."""

    def __init__(self, a: Version, b: Version) -> None:
        self.causes, self._versions = causes(a, b), (a, b)
        self._by: dict[object, list[int]] = defaultdict(list)  # a version's cell, a file, a finding that was decided
        for number, cause in enumerate(self.causes):
            for name in filter(None, (*cause.cells, cause.place, cause.finding)):
                self._by[name].append(number)
        code = [number for number, cause in enumerate(self.causes) if cause.is_code]
        self._else = [number for number in code if not self.causes[number].place.endswith(".ipynb")]

    def of(self, section: str, name: str, was: Passage | None, now: Passage | None) -> tuple[int, ...]:
        """The numbers of what may explain a passage that is said otherwise."""
        made_of = [(side, cell) for side, each in enumerate((was, now)) if each for cell in each.cells]
        files = [version.notebooks.get(section) for version in self._versions]
        found = {number for each in (*made_of, *files, name) for number in self._by.get(each, ())}
        return tuple(sorted(found or self._else or range(len(self.causes))))
