"""Where things are: the project that a command or a notebook works on."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from .errors import InputError, Problem
from .i18n import _

PROJECT = "BRIEFING_PROJECT"  # in the environment: the project's folder; children of a command inherit it
DATA = "BRIEFING_DATA"  # in the environment: the data folder of notebooks whose parameter names none
_WITHIN: ContextVar[Path | None] = ContextVar("_WITHIN", default=None)  # the project that a caller names


class Project:
    """A folder with `data/` and `notebooks/`; its editions go to `reports/`. lock: the versions that the environment is made of."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.data = root / "data"
        self.notebooks = root / "notebooks"
        self.reports = root / "reports"
        self.lock = root / "requirements.lock"

    def notebook(self, section: str) -> str:
        """The file in `notebooks/` whose heading has a section's number, "I.2.7"; empty if none has."""
        paths = sorted(self.notebooks.glob("[0-9]*.ipynb"))
        return next((path.name for path in paths if section in _sections(path, path.stat().st_mtime_ns)), "")

    @property
    def is_one(self) -> bool:
        return self.data.is_dir() and self.notebooks.is_dir()


@cache
def _sections(path: Path, changed: int) -> frozenset[str]:
    """The numbers of the sections that a notebook, as it was changed last, has headings of; read once."""
    return frozenset(re.findall(r'"##? ([^".]+(?:\.\d+)*)\. ', path.read_text(encoding="utf-8")))


def data_folder() -> Path:
    """The data folder that a build names, else the project's, whatever folder the notebook or command runs in."""
    return Path(os.environ.get(DATA) or here().data)


def use(folder: str | Path) -> Project:
    """Make a folder the project of this process and of its children. Raises InputError if it is none."""
    os.environ[PROJECT] = str(Path(folder).resolve())
    return here()


@contextmanager
def within(folder: Path) -> Iterator[None]:
    """Make a folder the project for a while, in this thread only. Raises InputError if it is none."""
    token = _WITHIN.set(folder)
    try:
        here()
        yield
    finally:
        _WITHIN.reset(token)


def here(checkout: bool = True) -> Project:
    """The project that the environment names, else the one around the working folder, else this package's checkout.

    checkout: notebooks and workers that run elsewhere are of that; a command that is typed elsewhere must not change it.
    Raises InputError where none of them is a project.

    >>> here().data.name
    'data'
    """
    named = _WITHIN.get() or os.environ.get(PROJECT)
    if named and (project := Project(Path(named))).is_one:
        return project
    if named:
        expected = _("a folder with data/ and notebooks/")
        remedy = _("Give another --project DIR, or unset {project}.", project=PROJECT)
        raise InputError(
            Problem("--project", value=str(Path(named)), expected=expected, remedy=remedy, code="no_project")
        )
    folder = Path.cwd()
    own = Path(__file__).resolve().parents[2:3] if checkout else ()
    around = (Project(path) for path in (folder, *folder.parents, *own))
    found = next((project for project in around if project.is_one), None)
    if found:
        return found
    remedy = _("Go to the project's folder, or name it: --project DIR (or {project}=DIR).", project=PROJECT)
    raise InputError(
        Problem(
            str(folder), expected=_("a project (data/ and notebooks/) here or above"), remedy=remedy, code="no_project"
        )
    )
