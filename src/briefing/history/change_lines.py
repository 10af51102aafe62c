"""What changed, as lines of the terminal: by section, causes first, then what they do to what is said."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from helpers.i18n import _

from ..build.version_contents import Version
from .compare import Changes, Effect
from .input_changes import Cause

MOST = 20  # causes that are shown of one change


def terminal(changes: Changes) -> Iterator[str]:
    """The whole list: causes by their places in the tables, words that went as [-…-], that came as {+…+}."""
    yield f"{_named(changes.a)} → {_named(changes.b)}: {summary(changes)}"
    for section, title in changes.sections.items():
        by_causes: dict[tuple[int, ...], list[Effect]] = {}
        for effect in changes.effects:
            if effect.section == section:
                by_causes.setdefault(effect.causes, []).append(effect)
        if by_causes:
            yield from ("", f"{section} {title}" if section[:1].isupper() else f"{title}")
        for causes, own in by_causes.items():
            yield from _causes([changes.causes[place] for place in causes])
            if not causes:
                yield f"  {_('no change of data, notebook or program explains:')}"
            yield from map(_effect, own)
    if silent := changes.silent:
        yield from ("", f"{_('Changed, but nothing is said otherwise:')}", *_causes(silent))


def _causes(causes: list[Cause]) -> Iterator[str]:
    for cause in causes[:MOST]:
        why = "; ".join(filter(None, (cause.by, cause.reason)))
        yield f"  {_place(cause)}{f' ({why})' if why else ''}"
    if len(causes) > MOST:
        yield f"  {_('… and {count} more', count=len(causes) - MOST)}"


def _effect(effect: Effect) -> str:
    return f"    {effect.where}{': ' if effect.where else ''}{words_changed(effect.old, effect.new)}"


def words_changed(old: str, new: str) -> str:
    """Both texts, what went and what came marked.

    >>> words_changed("Có 5 trạm", "Có 6 trạm mới")
    'Có [-5-] {+6+} trạm {+mới+}'
    """
    before, after, said = old.split(), new.split(), list[str]()
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        went, came = " ".join(before[i:j]), " ".join(after[k:m])
        said += [went] if kind == "equal" else [*filter(None, (went and f"[-{went}-]", came and f"{{+{came}+}}"))]
    return " ".join(said)


def summary(changes: Changes) -> str:
    """How much changed, in a few words."""
    if not changes.effects and not changes.causes:
        return _("nothing changed")
    counts = {"causes": len(changes.causes), "effects": len(changes.effects)}
    counts["sections"] = len({effect.section for effect in changes.effects})
    return _("{causes} change(s) of what it is made of, {effects} of what it says, in {sections} section(s)", **counts)


def _named(version: Version) -> str:
    """A version as a person knows it: "2031-Q3, version 3 (2031-10-02 08:15, commit 1a2b3c4d5e and changes)"."""
    name = version.name or _("version {number}", number=version.number)
    commit = f", commit {version.commit[:10]}{_(' and changes') if version.dirty else ''}" if version.commit else ""
    return f"{version.period}, {name} ({version.made[:16].replace('T', ' ')}{commit})"


def _place(cause: Cause) -> str:
    """One cause: "licences.licences(licence='newsletter'): 5 → 6"."""
    return f"{cause.place}: {cause.old or '∅'} → {cause.new or '∅'}" if cause.old or cause.new else cause.place
