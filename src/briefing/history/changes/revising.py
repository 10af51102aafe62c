"""What changed since a publication, as the next one lists it: what, of which class, why, and what it changes in the report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from helpers.data.rows import Row, Rows
from helpers.data.schema import TABLES
from helpers.values.sources import cell_set

from ...build.versions import whole
from ...document.contents import FRONT
from ...document.publication import CORRECTED, REVISED, Publication, Revision
from .aligning import words_changed
from .causes import Cause
from .comparing import Changes, Effect
from .words import EFFECTS, GONE, NEW, UNEXPLAINED, teller

_BY_ITSELF = {  # kinds of causes whose reason is known
    "helper": "Chương trình lập báo cáo được cập nhật",
    "library": "Thư viện của chương trình được cập nhật",
}
MOST = 6  # effects of one change that the list shows


class _HasRows(Protocol):
    rows: Callable[[str], Rows]


def missing(changes: Changes, number: int, tables: _HasRows) -> list[Cause]:
    """The causes of effects that have neither a reason of their own nor a row in revisions.csv."""
    told = {place for effect in changes.effects for place in effect.causes}
    return [
        changes.causes[n] for n in sorted(told) if not _class_and_reason(changes.causes[n], changes, number, tables)
    ]


def proposed(cause: Cause, changes: Changes) -> str:
    """The class that a change probably has; empty where nothing says it.

    A number that was published as an estimate (`periods.estimated`) is updated; what is no number is wording.
    """
    if cause.kind != "cell":
        return "wording" if cause.kind in ("statement", "notebook") else ""
    period = changes.a.about.period
    own = all(row.get("period") == period for row in cause.rows) and cause.columns & {*TABLES[cause.table].numbers}
    of = changes.a.rows("periods").where((("period", (period,)),)).values()
    return "update" if own and any(row["estimated"] == "true" for row in of) else ""


def publication_of(changes: Changes, number: int, tables: _HasRows) -> Publication:
    """The publication that follows another one."""
    groups: dict[tuple[int, ...], list[Effect]] = {}
    for effect in changes.effects:
        groups.setdefault(effect.causes, []).append(effect)
    alone: dict[int | None, list[Effect]] = {}
    for causes, effects in groups.items():
        for cause in causes or (None,):
            alone.setdefault(cause, []).extend(effects)
    with teller(changes) as tell:
        revisions = []
        for cause, effects in sorted(alone.items(), key=lambda item: -1 if item[0] is None else item[0]):
            kind, reason = (
                ("wording", UNEXPLAINED)
                if cause is None
                else _class_and_reason(changes.causes[cause], changes, number, tables)
            )
            what = UNEXPLAINED if cause is None else tell.cause(cause, why=False)
            revisions.append(Revision(what, kind, reason, _effects(effects)))
    return Publication(number, tuple(revisions), _marks(changes, number, tables))


def _class_and_reason(cause: Cause, changes: Changes, number: int, tables: _HasRows) -> tuple[str, str] | None:
    for row in tables.rows("revisions").values():
        if _is_about(row, cause, changes, number):
            return row["class"], row["reason"]
    if cause.kind == "correction" and cause.reason:
        return "correction", cause.reason
    if cause.kind == "decision" and cause.reason:
        return "wording", cause.reason
    return ("wording", _BY_ITSELF[cause.kind]) if cause.kind in _BY_ITSELF else None


def _is_about(row: Row, cause: Cause, changes: Changes, number: int) -> bool:
    return row["period"] == changes.b.about.period and row["publication"] == str(number) and row["place"] == cause.place


def _effects(effects: list[Effect]) -> tuple[str, ...]:
    said = [_effect(effect) for effect in effects[:MOST]]
    return (*said, *([f"… và {len(effects) - MOST} chỗ khác"] if len(effects) > MOST else []))


def _effect(effect: Effect) -> str:
    """ "Mục I.5, câu: 05 → 06; 16 → 17"."""
    in_section = effect.section not in ("", FRONT)
    where = f"Mục {effect.section}, {EFFECTS[effect.kind].lower()}" if in_section else EFFECTS[effect.kind]
    about = f" {effect.where}" if effect.where else ""
    if not effect.old or not effect.new:
        return f"{where}{about}: {NEW if effect.new else GONE} “{effect.new or effect.old}”"
    words = "; ".join(
        f"{old or '∅'} → {new or '∅'}" for old, new in words_changed(effect.old, effect.new) if old != new
    )
    return f"{where}{about}: {words}"


def _marks(changes: Changes, number: int, tables: _HasRows) -> tuple[tuple[str, str, str], ...]:
    """The figures that are other than in the last publication, each with its mark."""
    with whole(changes.a, changes.b):
        old, new = (version.contents.figures for version in (changes.a, changes.b))
    found = []
    for (section, key), figure in new.items():
        if (section, key) in old and old[section, key].text != figure.text:
            cells = cell_set(figure.cells)
            classes = {
                (_class_and_reason(cause, changes, number, tables) or ("", ""))[0]
                for cause in changes.causes
                if cause.after & cells
            }
            if classes:
                found.append(
                    ("" if section == FRONT else section, key, CORRECTED if classes == {"correction"} else REVISED)
                )
    return tuple(found)
