"""The sections: notebooks in reading order, each with its number, title and parameters."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from helpers.errors import NotFinished, Problem, refuse
from helpers.i18n import _
from helpers.values.vietnamese import APPENDIX, HEADING_NUMBER, arabic, slug

HEADING = re.compile(rf"^# (?:{HEADING_NUMBER})?(?P<title>.+)$", re.MULTILINE)
_INSIDE = re.compile(rf"^##? {HEADING_NUMBER}", re.MULTILINE)
NUMBERS = _(
    "a number as the report has it: I. of a part, I.4. or I.4.2. of a section, {appendix} I. of an appendix, and a blank after the full stop",
    appendix=APPENDIX,
)


Notebook: TypeAlias = dict[str, Any]  # as nbformat has it


@dataclass(frozen=True)
class Section:
    """One notebook. `name` is its file name without suffix; it begins with the section's place, such as "08"."""

    path: Path
    content: bytes = field(repr=False)

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def file(self) -> str:
        """As errors name it."""
        return f"notebooks/{self.path.name}"

    @cached_property
    def notebook(self) -> Notebook:
        text = self.content.decode()
        read: Notebook = json.loads(text)
        if re.search(r"\\u[dD]", text):
            in_bytes(read)  # half a pair of letters is none: ValueError
        return read

    @cached_property
    def code(self) -> list[Any]:
        """What it does and says: of each cell the source, the kind and the tags."""
        cells = self.notebook["cells"]
        return [["".join(cell["source"]), cell["cell_type"], cell["metadata"].get("tags", [])] for cell in cells]

    @cached_property
    def heading(self) -> re.Match[str]:
        found = HEADING.search(self.code[0][0])
        assert found  # `discover` takes no other
        return found

    @property
    def timeout(self) -> int | None:
        """The seconds that it may take, as its notebook's metadata say: "execution": {"timeout": 600}; None where they don't."""
        seconds: int | None = self.notebook["metadata"].get("execution", {}).get("timeout")
        return seconds

    @property
    def number(self) -> str:
        """The number in the report, such as "I.3.2" or "Phụ lục I"; empty for the opening."""
        return self.heading["number"] or ""

    @property
    def title(self) -> str:
        return str(self.heading["title"])

    @cached_property
    def parts(self) -> list[str]:
        """What the page calls the sections that it writes: its own, and one for each numbered heading inside it."""
        texts = "\n".join(text for text, kind, _tags in self.code if kind == "markdown")
        inside = (heading["number"] for heading in _INSIDE.finditer(texts))
        return list(dict.fromkeys([self.number or slug(self.title), *inside]))

    @property
    def label(self) -> str:
        return f"{self.number}. {self.title}" if self.number else self.title


class SectionsFailed(NotFinished):
    """Sections that could not be run, each with cell, line and error."""

    def __init__(self, failed: list[tuple[Section, str]]) -> None:
        self.failed = sorted((section.file, error) for section, error in failed)
        super().__init__("\n".join(f"{name}: {line}" for name, error in self.failed for line in error.splitlines()))


def section_id(number: str) -> str:
    """The anchor of a section: "I.2.7" → "I.2.7", "Phụ lục I" → "phu-luc-I"."""
    return number.replace(f"{APPENDIX} ", "phu-luc-")


def discover(folder: Path) -> list[Section]:
    """The sections of a folder of notebooks, as `checked`."""
    paths = (path for path in sorted(folder.glob("[0-9]*.ipynb")) if path.is_file())
    return checked([Section(path, path.read_bytes()) for path in paths], folder)


def checked(sections: list[Section], folder: Path) -> list[Section]:
    """The sections in reading order. Raises InputError for a notebook that cannot be one, and for none."""
    problems = [problem for section in sections for problem in _faults(section)]
    problems = problems or [*_repeated(sections)]
    if not sections:
        expected, remedy = _("section notebooks named NN_name.ipynb"), _("Restore the notebooks folder.")
        problems = [Problem(folder.name, expected=expected, remedy=remedy, code="missing_file")]
    refuse(problems)
    return sections


def in_bytes(notebook: Notebook) -> bytes:
    """A notebook as its file has it, in the form of JupyterLab."""
    return (json.dumps(notebook, ensure_ascii=False, indent=1) + "\n").encode()


def _repeated(sections: list[Section]) -> Iterator[Problem]:
    """Notebooks that are the section of an earlier one, such as a copy that JupyterLab made: it would be printed twice."""
    first: dict[str, Section] = {}
    remedy = _("Delete the copy, give it a name without a number in front, or give the section another number.")
    for section in sections:
        if (other := first.setdefault(section.number or section.title, section)) is not section:
            expected = _("a number or title that notebooks/{name} does not have", name=other.path.name)
            yield Problem(section.file, 0, "", section.label, expected, remedy, code="duplicate_name")


def place_of(number: str) -> tuple[bool, int, tuple[int, ...]]:
    """Where a number stands: parts and their sections, then appendices."""
    part, *below = number.split(".")
    return part.startswith(APPENDIX), arabic(part.removeprefix(f"{APPENDIX} ")), tuple(map(int, below))


def _faults(section: Section) -> Iterator[Problem]:
    """Why a notebook cannot be a section: what is wrong with its form, else with its parameters."""
    name = section.file
    try:
        code: list[Any] | None = section.code
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError):  # no JSON, or another form
        code = None
    if code is None or section.notebook.get("nbformat") != 4:
        remedy = _("Restore it, or save it again in JupyterLab.")
        yield Problem(name, expected=_("a Jupyter notebook (nbformat 4)"), remedy=remedy, code="unreadable_file")
        return
    if not code or code[0][1] != "markdown" or not HEADING.search(code[0][0]):
        expected, remedy = _("a first cell with the heading: # I.3.2. Title"), _("Write number and title there.")
        yield Problem(name, 0, "", code[0][0][:40] if code else "", expected, remedy, code="missing_heading")
        return
    if sum("parameters" in tags for _text, _kind, tags in code) != 1:
        remedy = _('Let one cell tagged `parameters` hold period = "" and data_dir = "", nothing else.')
        yield Problem(name, expected=_("one cell tagged `parameters`"), remedy=remedy, code="wrong_parameters")
