"""What changed, as lines of the terminal: by section, causes first, then what they do to what is said."""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from helpers.i18n import _

from ..build.version_contents import Version
from .compare import Changes, Effect
from .input_changes import Cause

MOST = 20  # causes of one change, and changes of the same causes, that are shown


def terminal(changes: Changes) -> Iterator[str]:
    """The whole list: causes by their places in the tables, words that went as [-…-], that came as {+…+}."""
    yield f"{_named(changes.a)} → {_named(changes.b)}: {summary(changes)}"
    by_causes: dict[str, dict[tuple[int, ...], list[Effect]]] = {}
    for effect in changes.effects:
        by_causes.setdefault(effect.section, {}).setdefault(effect.causes, []).append(effect)
    for section, several in by_causes.items():
        heading = changes.sections[section]
        yield from ("", f"{section} {heading}" if section[:1].isupper() else heading)
        for causes, own in several.items():
            yield from _first("  ", (_cause(changes.causes[number]) for number in causes))
            yield from _first("    ", map(_effect, own))
    if silent := changes.silent:
        yield from ("", f"{_('Changed, but nothing is said otherwise:')}", *_first("  ", map(_cause, silent)))


def _first(indent: str, lines: Iterable[str]) -> list[str]:
    several = [f"{indent}{line}" for line in lines]
    left = [f"{indent}{_('… and {count} more', count=len(several) - MOST)}"] if len(several) > MOST else []
    return [*several[:MOST], *left]


def _effect(effect: Effect) -> str:
    return f"{effect.where}{': ' if effect.where else ''}{words_changed(effect.old, effect.new)}"


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


def _cause(cause: Cause) -> str:
    """One cause: "licences.licences(licence='newsletter'): 5 → 6 (Văn phòng; Đếm sót)"."""
    changed = f": {cause.old or '∅'} → {cause.new or '∅'}" if cause.old or cause.new else ""
    why = "; ".join(filter(None, (cause.by, cause.reason)))
    return f"{cause.place}{changed}{f' ({why})' if why else ''}"
