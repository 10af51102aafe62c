"""What changed since a publication, as the next one lists it: what, of which class, why, and what it changes in the report."""

from collections.abc import Iterator

from helpers.data.rows import Rows
from helpers.data.schema import TABLES
from helpers.errors import Problem
from helpers.i18n import _
from helpers.values.vietnamese import sentence, shown

from ..document.publication_marks import CLASSES, Publication
from .change_lines import KINDS, place
from .compare import Changes
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
        """The publication that follows, once no reason is missing: its revisions, and each figure that is another one."""
        sections: dict[int, dict[str, None]] = {}
        for effect in self._changes.effects:
            for cause in effect.causes or (-1,):
                sections.setdefault(cause, {})[effect.section] = None
        revisions = []
        for at, names in sorted(sections.items()):
            of = self._changes.causes[at] if at >= 0 else None
            what = f"{sentence(KINDS[of.kind].into('vi'))}: {_told(of, self._changes)}" if of else UNEXPLAINED
            kind, reason = (self.of(of) if of else None) or ("wording", UNEXPLAINED)
            revisions.append(
                (what, CLASSES[kind], reason, ", ".join(name if name[:1].isupper() else "–" for name in names))
            )
        marks = tuple(figure for each in self._changes.effects for figure in each.figures)
        return Publication(self.number, tuple(revisions), marks)


def _told(cause: Cause, changes: Changes) -> str:
    """One cause in words, "Trạm BTS (4G): 4.380 → 4.040", with the names that the documents have for rows."""
    side, cells = (changes.b, cause.after) if cause.after else (changes.a, cause.before)
    if cause.kind == "statement":
        return f"{cause.rows[-1]['section']}, {cause.rows[-1]['topic']} (statements.csv)"
    table, line, column = min(cells, default=("", 0, ""))
    name = side.document.rows.get(table, {}).get(str(line), {}).get("", "")
    if not name:
        return place(cause)
    about = f"{TABLES[table].title} ({name})"
    if len(cells) > 1:  # a whole row
        return about
    about += f", {TABLES[table].columns[column].title}" if len(TABLES[table].numbers) > 1 else ""
    return f"{about}: {shown(cause.old) or '∅'} → {shown(cause.new) or '∅'}"
