"""What changed since a publication, as the next one lists it: what, of which class, why, and what it changes in the report."""

from collections.abc import Iterator

from helpers.data.datapackage import ORDER
from helpers.data.rows import Rows
from helpers.data.schema import TABLES
from helpers.values.sources import cell_set

from ...document.contents import FRONT
from ...document.publication import CLASSES, CORRECTED, REVISED, Publication, Revision
from .aligning import words_changed
from .causes import Cause
from .comparing import Changes, Effect
from .words import EFFECTS, GONE, NEW, UNEXPLAINED, teller

_BY_ITSELF = {  # kinds of causes whose reason is known
    "helper": "Chương trình lập báo cáo được cập nhật",
    "library": "Thư viện của chương trình được cập nhật",
}
MOST = 6  # effects of one change that the list shows


class Reasons:
    """Why an edition is other than its last publication: rows of revisions.csv, and what explains itself."""

    def __init__(self, changes: Changes, number: int, revisions: Rows) -> None:
        """number: of the publication that follows."""
        self._changes, self.number = changes, number
        asked = (changes.b.about.period, str(number))
        own = [row for row in revisions.values() if (row["period"], row["publication"]) == asked]
        self._rows = {row["place"]: (row["class"], row["reason"]) for row in reversed(own)}

    def of(self, cause: Cause) -> tuple[str, str] | None:
        """The class of a change and its reason."""
        if cause.place in self._rows:
            return self._rows[cause.place]
        if cause.kind in ("correction", "decision") and cause.reason:
            return ("correction" if cause.kind == "correction" else "wording"), cause.reason
        return ("wording", _BY_ITSELF[cause.kind]) if cause.kind in _BY_ITSELF else None

    @staticmethod
    def classes(cause: Cause) -> list[str]:
        """The classes that a change may have: a number that is another one is no wording."""
        numbers = {*TABLES[cause.table].numbers} - {ORDER} if cause.table else set()
        is_number = cause.kind in ("cell", "correction") and cause.columns & numbers
        return [kind for kind in CLASSES if kind != "wording" or not is_number]

    @property
    def misnamed(self) -> list[tuple[Cause, str]]:
        """The changes whose class they cannot have, with it."""
        given = ((cause, self._rows[cause.place][0]) for cause in self._changes.causes if cause.place in self._rows)
        return [(cause, kind) for cause, kind in given if kind not in self.classes(cause)]

    def proposed(self, cause: Cause) -> str:
        """The class that a change probably has: what was published as an estimate is updated; empty where nothing says it."""
        if cause.kind != "cell":
            return "wording" if cause.kind in ("statement", "notebook") else ""
        before = self._changes.a
        own = all(row.get("period") == before.about.period for row in cause.rows)
        of = before.rows("periods").where((("period", (before.about.period,)),)).values()
        is_estimate = any(row["estimated"] == "true" for row in of)
        return "update" if own and is_estimate and "wording" not in self.classes(cause) else ""

    @property
    def missing(self) -> list[Cause]:
        """The causes of effects that have no reason."""
        told = sorted({place for effect in self._changes.effects for place in effect.causes})
        return [cause for cause in (self._changes.causes[place] for place in told) if not self.of(cause)]

    @property
    def unfounded(self) -> list[str]:
        """The places of which a reason is given, and that nothing has changed."""
        return sorted(self._rows.keys() - {cause.place for cause in self._changes.causes})

    def publication(self) -> Publication:
        """The publication that follows, once no reason is missing."""
        alone: dict[int, list[Effect]] = {}
        for effect in self._changes.effects:
            for cause in effect.causes or (-1,):
                alone.setdefault(cause, []).append(effect)
        with teller(self._changes) as tell:
            revisions = []
            for cause, effects in sorted(alone.items()):
                what = UNEXPLAINED if cause < 0 else tell.cause(cause, why=False)
                why = self.of(self._changes.causes[cause]) if cause >= 0 else None
                kind, reason = why or ("wording", UNEXPLAINED)
                said = [*map(_effect, effects[:MOST])]
                said += [f"… và {len(effects) - MOST} chỗ khác"] if len(effects) > MOST else []
                revisions.append(Revision(what, kind, reason, tuple(said)))
        return Publication(self.number, tuple(revisions), tuple(self._marks()))

    def _marks(self) -> Iterator[tuple[str, str, str]]:
        """The figures that are other than in the last publication, each with its mark."""
        old, new = (version.contents.figures for version in (self._changes.a, self._changes.b))
        for (section, key), figure in new.items():
            if (section, key) in old and old[section, key].text != figure.text:
                cells = cell_set(figure.cells)
                causes = [cause for cause in self._changes.causes if cause.after & cells]
                classes = {(self.of(cause) or ("", ""))[0] for cause in causes}
                if classes:
                    mark = CORRECTED if classes == {"correction"} else REVISED
                    yield "" if section == FRONT else section, key, mark


def _effect(effect: Effect) -> str:
    """ "Mục I.5, câu: 05 → 06; 16 → 17"."""
    in_section = effect.section not in ("", FRONT)
    where = f"Mục {effect.section}, {EFFECTS[effect.kind].lower()}" if in_section else EFFECTS[effect.kind]
    about = f" {effect.where}" if effect.where else ""
    if not effect.old or not effect.new:
        return f"{where}{about}: {NEW if effect.new else GONE} “{effect.new or effect.old}”"
    pairs = ((old or "∅", new or "∅") for old, new in words_changed(effect.old, effect.new) if old != new)
    return f"{where}{about}: {'; '.join(f'{old} → {new}' for old, new in pairs)}"
