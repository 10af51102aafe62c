"""What changed, as lines: by section, causes first, then what they do to what is said; for the terminal, a page and Word."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from helpers.data.schema import TABLES
from helpers.i18n import Message, _
from helpers.values.vietnamese import shown

from ..build.versions import Version
from ..document.model import SCREEN, Annotation, Document
from ..document.page_templates import TEMPLATE, page
from ..document.screen import page_of
from .causes import Cause
from .compare import Changes, Effect

KINDS = {  # of causes and of effects
    "cell": _("data"), "correction": _("correction"), "decision": _("decision"), "statement": _("statement"),
    "notebook": _("notebook"), "helper": _("helper"), "section": _("section"), "heading": _("heading"),
    "sentence": _("sentence"), "order": _("order"), "note": _("note"), "table": _("table"), "chart": _("chart"),
    "finding": _("finding"), "doubt": _("line of doubts"),
}  # fmt: skip
AROUND = 6  # words of a sentence that are shown on each side of a change
MOST = 20  # causes that are shown of one change
GONE, NEW = "gone", "new"
CHANGES = TEMPLATE / "changes.css"
_INDENT = {"cause": "  ", "change": "    "}


@dataclass(frozen=True)
class Line:
    """kind: "head", "section", "cause" or "change". parts: words, each with what has become of them: "", GONE or NEW."""

    kind: str
    parts: tuple[tuple[str, str], ...]

    def into(self, language: str) -> "Line":
        """The same in a language of the catalogue."""
        return Line(
            self.kind, tuple((w.into(language) if isinstance(w, Message) else w, mark) for w, mark in self.parts)
        )


def listed(changes: Changes, named: bool = True) -> Iterator[Line]:
    """The whole list. named: causes in words for readers, else by their places in the tables."""
    yield _line("head", *_named(changes.a), " → ", *_named(changes.b), ": ", summary(changes))
    for section, title in {**changes.sections, "": _("The audit")}.items():
        effects = [each for each in changes.effects if each.section == section]
        if effects:
            yield _line("section", f"{section} " if section[:1].isupper() else "", title)
        by_causes: dict[tuple[int, ...], list[Effect]] = {}
        for effect in effects:
            by_causes.setdefault(effect.causes, []).append(effect)
        for causes, own in by_causes.items():
            yield from _causes([changes.causes[place] for place in causes], changes, named)
            if not causes and not changes.of_two_periods:
                yield _line("cause", _("no change of data, notebook or program explains:"))
            yield from map(effect_line, own)
    if silent := changes.silent:
        yield _line("section", _("Changed, but nothing is said otherwise:"))
        yield from _causes(silent, changes, named)


def _line(kind: str, *words: str) -> Line:
    return Line(kind, tuple((each, "") for each in words if each))


def _causes(causes: list[Cause], changes: Changes, named: bool) -> Iterator[Line]:
    for cause in causes[:MOST]:
        why = "; ".join(filter(None, (cause.by, cause.reason)))
        said = told(cause, changes) if named else place(cause)
        yield _line("cause", KINDS[cause.kind], f" {said}", f" ({why})" if why else "")
    if len(causes) > MOST:
        yield _line("cause", _("… and {count} more", count=len(causes) - MOST))


def effect_line(effect: Effect) -> Line:
    """What is said otherwise."""
    head = [(KINDS[effect.kind], ""), (f" {effect.where}: " if effect.where else ": ", "")]
    if not effect.old or not effect.new:
        state = (_("new") if effect.new else _("gone"), "")
        return Line("change", (*head, state, (": ", ""), (effect.new or effect.old, NEW if effect.new else GONE)))
    return Line("change", (*head, *[*_marked(effect.old, effect.new)][:-1]))


def words_changed(old: str, new: str, around: int = AROUND) -> list[tuple[str, str]]:
    """Both texts in pieces, the words before and after; of unchanged words so many are left on each side of a change.

    >>> words_changed("Có 5 trạm", "Có 6 trạm mới")
    [('Có', 'Có'), ('5', '6'), ('trạm', 'trạm'), ('', 'mới')]
    >>> words_changed("Toàn tỉnh có 5 trạm", "Toàn tỉnh có 6 trạm", around=1)
    [('… có', '… có'), ('5', '6'), ('trạm', 'trạm')]
    """
    before, after = old.split(), new.split()
    pieces = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        words = before[i:j]
        if kind == "equal":
            head, tail = (words[:around] if i else []), (words[-around:] if j < len(before) or m < len(after) else [])
            words = [*head, "…", *tail] if len(words) > len(head) + len(tail) + 1 else words
        pieces.append((" ".join(words), " ".join(words if kind == "equal" else after[k:m])))
    return pieces


def _marked(old: str, new: str) -> Iterator[tuple[str, str]]:
    for before, after in words_changed(old, new):
        pieces = [(before, "")] if before == after else [(before, GONE), (after, NEW)]
        for words, mark in pieces:
            if words:
                yield words, mark
                yield " ", ""


def summary(changes: Changes) -> str:
    """How much changed, in a few words."""
    if not changes.effects and not changes.causes:
        return _("nothing changed")
    counts = {"causes": len(changes.causes), "effects": len(changes.effects)}
    counts["sections"] = len({effect.section for effect in changes.effects})
    if changes.of_two_periods:
        return _("{effects} difference(s) of what they say, in {sections} section(s)", **counts)
    return _("{causes} change(s) of what it is made of, {effects} of what it says, in {sections} section(s)", **counts)


def _named(version: Version) -> Iterator[str]:
    """A version as a person knows it: "2031-Q3, version 3 (2031-10-02 08:15, commit 1a2b3c4d5e and changes)"."""
    about = version.about
    yield f"{about.period}, "
    yield version.name or _("version {number}", number=about.number)
    yield f" ({about.made[:16].replace('T', ' ')}{f', commit {about.commit[:10]}' if about.commit else ''}"
    yield _(" and changes") if about.commit and about.dirty else ""
    yield ")"


def place(cause: Cause) -> str:
    """One cause: "licences.licences(licence='newsletter'): 5 → 6"."""
    return f"{cause.place}: {cause.old or '∅'} → {cause.new or '∅'}" if cause.old or cause.new else cause.place


def told(cause: Cause, changes: Changes) -> str:
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


# -- for the terminal, a page and Word ---------------------------------------------------------------------------------


def terminal(changes: Changes) -> Iterator[str]:
    """For an analyst: causes by their places in the tables, words that went as [-…-], that came as {+…+}."""
    marks = {"": "{}", GONE: "[-{}-]", NEW: "{{+{}+}}"}
    for line in listed(changes, named=False):
        if line.kind == "section":
            yield ""
        yield _INDENT.get(line.kind, "") + "".join(marks[mark].format(words) for words, mark in line.parts)


def web_page(changes: Changes) -> str:
    """For readers: the page of the newer version with its changes marked in place, and the list beside it."""
    lines = [line.into("vi") for line in listed(changes)]
    return page_of(_marked_in_place(changes), page("changes.html.j2", lines=lines), CHANGES.read_text(encoding="utf-8"))


def _marked_in_place(changes: Changes) -> Document:
    old, new = (
        {id_: text for own in side.printed.values() for each in own for id_, text in each.texts}
        for side in (changes.a, changes.b)
    )
    marks = (
        Annotation(id_, "changed", old.get(id_, ""), audiences=(SCREEN,))
        for id_, text in new.items()
        if old.get(id_) != text
    )
    document = changes.b.document
    return replace(document, annotations=(*document.annotations, *marks))


def word_file(changes: Changes) -> bytes:
    """For those who sign, in the report's styles: what is gone struck out, what is new underlined."""
    from ..document.formats.docx.template import open_template

    opened, title = open_template(), f"Nội dung thay đổi của {changes.b.document.title}"
    styles = {"section": "Heading 1", "change": "List Bullet", "Title": "Title", "Subtitle": "Subtitle"}
    begin = (_line("Title", "DANH MỤC THAY ĐỔI"), _line("Subtitle", title))
    for line in (*begin, *(each.into("vi") for each in listed(changes))):
        paragraph = opened.word.add_paragraph(style=styles.get(line.kind, "Body Text"))
        for words, mark in line.parts:
            run = paragraph.add_run(words)
            run.font.strike, run.font.underline = mark == GONE or None, mark == NEW or None
    return opened.packed(opened.notes, title, changes.b.document.agency, changes.b.about.period)
