"""What changed since a publication, as the next one lists it: where, of which class, and why."""

from collections.abc import Iterator

from helpers.data.indexed_rows import Rows
from helpers.errors import Problem
from helpers.i18n import _
from helpers.values.vietnamese import sentence

from ..document.revised_figures import CLASSES, Publication, corrected_place
from .change_lines import KINDS
from .compare import Changes, Effect
from .input_changes import Cause

UPDATED = "Chương trình lập báo cáo được cập nhật"
UNEXPLAINED = "Không rõ nguyên nhân"


class Reasons:
    """Why an edition is other than its last publication: rows of revisions.csv, and what explains itself."""

    def __init__(self, changes: Changes, number: int, revisions: Rows) -> None:
        """number: of the publication that follows."""
        self._changes, self.number = changes, number
        asked = (changes.b.period, str(number))
        own = [row for row in revisions.values() if (row["period"], row["publication"]) == asked]
        self._rows = {row["place"]: (row["class"], row["reason"]) for row in reversed(own)}

    def of(self, cause: Cause) -> tuple[str, str] | None:
        """The class of a change and its reason."""
        if cause.place in self._rows:
            return self._rows[cause.place]
        if cause.kind in ("correction", "decision") and cause.reason:
            return ("correction" if cause.kind == "correction" else "wording"), cause.reason
        return ("wording", UPDATED) if cause.kind == "helper" else None

    def problems(self) -> Iterator[Problem]:
        """Causes of effects that have no reason, and reasons of what has not changed."""
        expected = _("why it changed since publication {number}: class and reason", number=self.number - 1)
        remedy = _("Add its row with this place; class is one of {classes}.", classes=", ".join(CLASSES))
        for at in sorted({at for effect in self._changes.effects for at in effect.causes}):
            if not self.of(cause := self._changes.causes[at]):
                yield Problem("revisions.csv", 0, "", cause.place, expected, remedy, code="missing_reason")
        expected = _("a place that changed since publication {number}", number=self.number - 1)
        remedy = _("Correct the place, or delete the row.")
        for each in sorted(self._rows.keys() - {cause.place for cause in self._changes.causes}):
            yield Problem("revisions.csv", 0, "place", each, expected, remedy, code="unknown_name")

    def publication(self) -> Publication:
        """The publication that follows, once no reason is missing: every change that has an effect, by its first effect's section."""
        others = dict[int, tuple[str, str, str]]()
        for effect in self._changes.effects:
            for at in effect.causes or (-1,):
                others.setdefault(at, self._told(self._changes.causes[at] if at >= 0 else None, effect))
        return Publication(self.number, tuple(told for _at, told in sorted(others.items())))

    def _told(self, cause: Cause | None, effect: Effect) -> tuple[str, str, str]:
        """The place of a change, where it shows, and its reason."""
        title = {**self._changes.sections, "": _("The audit").into("vi")}[effect.section]
        where = f"{effect.section} {title}" if effect.section[:1].isupper() else title
        kind, reason = (self.of(cause) if cause else None) or ("wording", UNEXPLAINED)
        place = cause.place if cause else ""
        if cause and cause.kind == "correction":
            (row,) = cause.rows
            place = corrected_place(0, row, row["period"] if row["period"] != self._changes.b.period else "")
        what = KINDS[cause.kind if cause else effect.kind].into("vi")
        return place, f"{sentence(what)}: {where}", f"{CLASSES[kind]}: {reason}"
