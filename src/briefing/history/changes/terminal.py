"""Changes as lines for the terminal: by section, causes first, then what they do to what is said."""

from collections.abc import Iterator

from helpers.language import _

from ...build.versions import Version
from .aligning import words_changed
from .causes import Cause
from .comparing import Changes, Effect

_KINDS = {  # of causes and of effects
    "cell": _("cell"), "correction": _("correction"), "decision": _("decision"), "statement": _("statement"),
    "notebook": _("notebook"), "helper": _("helper"), "library": _("library"), "section": _("section"),
    "heading": _("heading"), "sentence": _("sentence"), "note": _("note"), "table": _("table"), "chart": _("chart"),
    "finding": _("finding"),
}  # fmt: skip
AROUND = 6  # words of a sentence that are shown on each side of a change


def lines(changes: Changes) -> Iterator[str]:
    """What changed, in words for an analyst; what is said is quoted as it is said."""
    of = [f"{version.about.period}, " if changes.of_two_periods else "" for version in (changes.a, changes.b)]
    yield f"{of[0]}{named(changes.a)} → {of[1]}{named(changes.b)}: {summary(changes)}"
    for section, effects in changes.by_section().items():
        yield ""
        yield f"{section} {changes.sections.get(section, '')}".strip() or _("The audit")
        for causes in dict.fromkeys(effect.causes for effect in effects):
            yield from ("  " + cause_words(changes.causes[place]) for place in causes)
            yield from (
                [] if causes or changes.of_two_periods else [_("  no change of data, notebook or program explains:")]
            )
            for effect in effects:
                if effect.causes == causes:
                    yield from ("    " + line for line in _effect(effect))
    if changes.silent:
        yield ""
        yield _("Changed, but nothing is said otherwise:")
        yield from ("  " + cause_words(cause) for cause in changes.silent)


def summary(changes: Changes) -> str:
    """How much changed, in a few words."""
    if not changes.effects and not changes.causes:
        return _("nothing changed")
    counts = {"causes": len(changes.causes), "effects": len(changes.effects)}
    counts["sections"] = len({effect.section for effect in changes.effects})
    if changes.of_two_periods:
        return _("{effects} difference(s) of what they say, in {sections} section(s)", **counts)
    return _("{causes} change(s) of what it is made of, {effects} of what it says, in {sections} section(s)", **counts)


def named(version: Version) -> str:
    """A version as a person knows it: "version 3 (2031-10-02 08:15, commit 1a2b3c4d5e and changes)"."""
    about = version.about
    commit = f", commit {about.commit[:10]}{_(' and changes') if about.dirty else ''}" if about.commit else ""
    return f"{version.name or _('version {number}', number=about.number)} ({about.made[:16].replace('T', ' ')}{commit})"


def cause_words(cause: Cause) -> str:
    """One cause: "cell licences.licences(licence='newsletter'): 5 → 6"."""
    change = f": {cause.old or '∅'} → {cause.new or '∅'}" if cause.old or cause.new else ""
    why = "; ".join(filter(None, (cause.by, cause.reason)))
    return f"{_KINDS[cause.kind]} {cause.place}{change}{f' ({why})' if why else ''}"


def _effect(effect: Effect) -> Iterator[str]:
    where = f" {effect.where}:" if effect.where else ":"
    if not effect.old or not effect.new:
        yield f"{_KINDS[effect.kind]}{where} {_('new') if effect.new else _('gone')}: {effect.new or effect.old}"
    else:
        yield f"{_KINDS[effect.kind]}{where} {marked(effect.old, effect.new)}"
    for old, new in effect.flips:
        yield _("  judges otherwise: {old} → {new}", old=old or _("nothing"), new=new or _("nothing"))


def marked(old: str, new: str) -> str:
    """Both texts in one, what went in [- -], what came in {+ +}; unchanged words far from a change are left out.

    >>> marked("Có 5 trạm", "Có 6 trạm")
    'Có [-5-] {+6+} trạm'
    """
    parts = []
    for before, after in words_changed(old, new, AROUND):
        same = before == after
        parts += [before] if same else [f"[-{before}-]"] * bool(before) + [f"{{+{after}+}}"] * bool(after)
    return " ".join(parts)
