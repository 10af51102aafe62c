"""Where things are: the project that a command or a notebook works on."""

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .errors import InputError, Problem
from .i18n import _

CHECKS = "checks.py"  # beside the notebooks: what must hold of this report alone
SNAPSHOT = (
    ".snapshot"  # a file of a project that a build has copied: what lies there is checked, and nothing changes it
)


@dataclass(frozen=True)
class Project:
    """A folder with `data/` and `notebooks/`; its editions go to `reports/`. lock: the versions that the environment is made of."""

    root: Path

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def notebooks(self) -> Path:
        return self.root / "notebooks"

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    @property
    def lock(self) -> Path:
        return self.root / "requirements.lock"

    def notebook(self, section: str) -> str:
        """The file in `notebooks/` whose heading has a section's number, "I.2.7"; empty if none has."""
        paths = sorted(self.notebooks.glob("[0-9]*.ipynb"))
        return next((path.name for path in paths if section in _sections(path, path.stat().st_mtime_ns)), "")

    @property
    def is_one(self) -> bool:
        return self.data.is_dir() and self.notebooks.is_dir()

    def is_checked(self, data: Path) -> bool:
        """Whether a data folder is of the copy that a build has made, and checked before it runs notebooks."""
        return (self.root / SNAPSHOT).exists() and data.resolve().is_relative_to(self.root.resolve())


@cache
def _sections(path: Path, changed: int) -> frozenset[str]:
    """The numbers of the sections that a notebook, as it was changed last, has headings of; read once."""
    cells = []
    with suppress(ValueError, KeyError):  # no notebook as it stands: whoever builds it tells of that
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    texts = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return frozenset(
        found for text in texts for found in re.findall(r"^##? ([^.\n]+(?:\.\d+)*)\. ", text, re.MULTILINE)
    )


def project_around(*places: Path) -> Project:
    """The nearest project at or above the first of these places that has one. Raises InputError where none has.

    >>> project_around(Path(__file__)).data.name
    'data'
    """
    for place in places:
        folder = place.resolve()
        for each in (folder, *folder.parents):
            if (project := Project(each)).is_one:
                return project
    expected, remedy = (
        _("a project (data/ and notebooks/) here or above"),
        _("Go to the project's folder, or name it: --project DIR."),
    )
    raise InputError(Problem(str(places[0]), expected=expected, remedy=remedy, code="no_project"))


def project_of(data: Path = Path()) -> Project:
    """The project of a data folder: the one around it, else around the working folder, else this package's checkout."""
    return project_around(data, Path.cwd(), Path(__file__))
