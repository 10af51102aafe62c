"""What the program says, in the language of whoever reads it: English as the code has it, Vietnamese as the catalogue does.

    _("{count} cells of {office}", count=3, office="VP")

The catalogue is `locale/vi/LC_MESSAGES/briefing.po`; `make catalogue` adds what the code says now. What a report says is
the report's own, in its own words, and stands in no catalogue.
"""

from __future__ import annotations

import gettext
import io
import locale
import os
import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).with_name("locale")
# where the compiled catalogue is kept, as Python keeps modules: it is no part of the program
COMPILED = Path(__file__).with_name("__pycache__")
_VARIABLES = ("BRIEFING_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


class Message(str):
    """A text of the catalogue with its values, in the reader's language; `into` says it in another, for somebody else.

    >>> Message("expected {expected}", expected=Message("a table")).into("vi")
    'cần một bảng'
    """

    words: tuple[str, ...]
    values: dict[str, object]

    def __new__(cls, *words: str, **values: object) -> Message:
        made = super().__new__(cls, _said(language(), words, values))
        made.words, made.values = words, values
        return made

    def into(self, language: str) -> str:
        return _said(language, self.words, self.values)


def _said(language: str, words: tuple[str, ...], values: dict[str, object]) -> str:
    catalogue = _catalogue(language)
    text = catalogue.gettext(words[0]) if len(words) == 1 else catalogue.ngettext(*words, values["count"])  # type: ignore[arg-type, call-arg]
    own = {name: value.into(language) if isinstance(value, Message) else value for name, value in values.items()}
    if "{briefing}" in text:
        own["briefing"] = command()
    return text.format(**own) if own else text


_ = Message


def ngettext(one: str, many: str, count: int, **values: object) -> Message:
    """A text that differs with a number, `{count}` in it.

    >>> ngettext("{count} cell", "{count} cells", 1), ngettext("{count} cell", "{count} cells", 2)
    ('1 cell', '2 cells')
    """
    return Message(one, many, count=count, **values)


def language() -> str:
    """The reader's, "vi" or "en": as BRIEFING_LANG says, else as the machine is set (Windows knows no variable)."""
    chosen = next((told for name in _VARIABLES if (told := os.environ.get(name))), "") or locale.getlocale()[0] or ""
    return "vi" if chosen.lower().startswith("vi") else "en"


def speak() -> None:
    """Let click, whose texts are in the catalogue, too, speak the reader's language: it asks gettext."""
    if language() == "vi":
        _catalogue("vi")
        os.environ["LANGUAGE"] = "vi"
        gettext.bindtextdomain("briefing", COMPILED)
        gettext.textdomain("briefing")


def command() -> str:
    """How this program is typed here, `{briefing}` in a text, with the project that was named."""
    import click  # which notebooks have no need of

    context = click.get_current_context(silent=True)
    return f"{program()} --project {context.obj.root}" if context and context.obj else program()


@cache
def program() -> str:
    """How this program is typed here: its name where the shell finds that, else its path."""
    typed = Path(sys.argv[0])
    if shutil.which("briefing") or typed.stem != "briefing":
        return "briefing"
    return str(typed.relative_to(Path.cwd()) if typed.is_relative_to(Path.cwd()) else typed)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """A language's texts; they are compiled when they are first asked for, and kept where that can be written."""
    below = Path(language, "LC_MESSAGES", "briefing")
    source, kept = (LOCALE / below).with_suffix(".po"), (COMPILED / below).with_suffix(".mo")
    if not source.exists():
        return gettext.NullTranslations()
    if not kept.exists() or kept.stat().st_mtime < source.stat().st_mtime:
        content = compiled(source)
        try:
            kept.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as file:
                file.write(content)
            os.replace(file.name, kept)
        except OSError:  # somebody else's folder
            return gettext.GNUTranslations(io.BytesIO(content))
    return gettext.GNUTranslations(io.BytesIO(kept.read_bytes()))


def compiled(source: Path) -> bytes:
    """A catalogue as gettext reads it."""
    from babel.messages import mofile, pofile  # not at the start of every command

    out = io.BytesIO()
    with source.open("rb") as file:
        mofile.write_mo(out, pofile.read_po(file, locale=source.parents[1].name))
    return out.getvalue()
