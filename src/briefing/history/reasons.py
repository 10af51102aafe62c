"""What changed since a publication, as the next one lists it: what, of which class, why, and what it changes in the report."""

import datetime as dt
from collections.abc import Callable, Iterator

from helpers.data.csv_writer import append_rows
from helpers.data.datapackage import ORDER
from helpers.data.rows import Rows
from helpers.data.schema import TABLES
from helpers.errors import InputError, Problem
from helpers.i18n import _
from helpers.values.vietnamese import sentence

from ..document.publication import CLASSES, CORRECTED, REVISED, Publication, Revision
from ..order import Order
from .causes import Cause
from .change_list import KINDS, place, teller, words_changed
from .compare import Changes, Effect

_BY_ITSELF = {  # kinds of causes whose reason is known
    "helper": "Chương trình lập báo cáo được cập nhật",
    "library": "Thư viện của chương trình được cập nhật",
}
UNEXPLAINED = "Không rõ nguyên nhân"
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

    def unexplained(self, causes: list[Cause] | None = None) -> Iterator[Problem]:
        """Causes of effects that have no reason: those that are given, or all."""
        expected = _("why it changed since publication {number}: class and reason", number=self.number - 1)
        remedy = _("{briefing} publish --reasons asks for them; or add the row.")
        for cause in self.missing if causes is None else causes:
            yield Problem("revisions.csv", 0, "", cause.place, expected, remedy, code="missing_reason")

    def wrong(self) -> Iterator[Problem]:
        """Rows about what has not changed, and classes that a change cannot have."""
        expected = _("a place that changed since publication {number}", number=self.number - 1)
        remedy = _("Correct the place, or delete the row.")
        for each in self.unfounded:
            yield Problem("revisions.csv", 0, "place", each, expected, remedy, code="unfounded_reason")
        for cause, kind in self.misnamed:
            expected = _("one of {classes}: a number changed", classes=", ".join(self.classes(cause)))
            remedy = _("Correct its class.")
            yield Problem("revisions.csv", 0, cause.place, kind, expected, remedy, code="wrong_reason_class")

    @property
    def unfounded(self) -> list[str]:
        """The places of which a reason is given, and that nothing has changed."""
        return sorted(self._rows.keys() - {cause.place for cause in self._changes.causes})

    def publication(self) -> Publication:
        """The publication that follows, once no reason is missing."""
        by_cause: dict[int, list[Effect]] = {}
        for effect in self._changes.effects:
            for cause in effect.causes or (-1,):
                by_cause.setdefault(cause, []).append(effect)
        with teller(self._changes) as tell:
            revisions = []
            for place, effects in sorted(by_cause.items()):
                of = self._changes.causes[place] if place >= 0 else None
                what = f"{sentence(KINDS[of.kind].into('vi'))}: {tell(of)}" if of else UNEXPLAINED
                kind, reason = (self.of(of) if of else None) or ("wording", UNEXPLAINED)
                said = [*map(_effect, effects[:MOST])]
                said += [f"… và {len(effects) - MOST} chỗ khác"] if len(effects) > MOST else []
                revisions.append(Revision(what, kind, reason, tuple(said)))
        return Publication(self.number, tuple(revisions), tuple(self._marks()))

    def _marks(self) -> Iterator[tuple[str, str]]:
        """The figures that are other than in the last publication, by their ids, each with its mark."""
        for effect in self._changes.effects:
            classes = {(self.of(self._changes.causes[place]) or ("", ""))[0] for place in effect.causes}
            for figure in effect.figures:
                yield figure, CORRECTED if classes == {"correction"} else REVISED


def _effect(effect: Effect) -> str:
    """ "Mục I.5, câu: 05 → 06; 16 → 17"."""
    kind = str(KINDS[effect.kind].into("vi"))
    where = f"Mục {effect.section}, {kind}" if effect.section[:1].isupper() else sentence(kind)
    where = f"{where} {effect.where}" if effect.where else where
    if not effect.old or not effect.new:
        return f"{where}: {'thêm' if effect.new else 'bỏ'} “{effect.new or effect.old}”"
    pairs = ((old or "∅", new or "∅") for old, new in words_changed(effect.old, effect.new) if old != new)
    return f"{where}: {'; '.join(f'{old} → {new}' for old, new in pairs)}"


_CLASSES = {"update": _("update"), "source": _("source"), "correction": _("correction"), "wording": _("wording")}


def ask_for(reasons: Reasons, order: Order, office: str, ask: Callable[[str], str], today: dt.date) -> int:
    """Ask for the class and the reason of each change since the last publication that has none, and write them down.

    ask: shows a question and gives the answer; an empty one takes the class that is proposed. Raises InputError where the
    answers end before the questions do; what was answered is written.
    """
    lacking = reasons.missing
    for at, cause in enumerate(lacking):
        print(place(cause))
        probably, known = reasons.proposed(cause), reasons.classes(cause)
        names = {str(_CLASSES[each]): each for each in known}
        classes = ", ".join(names)
        asked = _("   Class ({classes})", classes=classes) + (f" [{_CLASSES[probably]}]: " if probably else ": ")
        try:
            while (kind := names.get(said := ask(asked).strip(), said) or probably) not in known:
                print(f"   {_('found {kind!r}, expected one of {classes}', kind=kind, classes=classes)}")
            while not (reason := ask(_("   Reason, in Vietnamese: ")).strip()):
                print(f"   {_('expected a reason, which the publication prints')}")
        except EOFError:
            raise InputError(reasons.unexplained(lacking[at:])) from None
        row = {"period": order.period, "publication": str(reasons.number), "place": cause.place, "class": kind}
        row |= {"reason": reason, "decided_by": office, "date": today.isoformat()}
        append_rows({order.data / "revisions.csv": [row]})
    return len(lacking)
