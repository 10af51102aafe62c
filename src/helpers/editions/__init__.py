"""An edition: the shared tables as one period's report sees them, read as figures, texts and documents."""

from pathlib import Path

from ..data.validation import check_folder
from ..project import Project
from ..values.display_bundle import NAME
from .period_data import reads
from .period_frames import Frames
from .statements import CONDITIONAL, PLACEHOLDER, Statements, fill

__all__ = ["CONDITIONAL", "NAME", "PLACEHOLDER", "Edition", "fill", "reads", "sound"]


class Edition(Frames, Statements):
    """The briefing of one period.

    period: key in periods.csv, such as "2024-H1"; empty: the newest.
    data_dir: folder of the CSVs; empty: `data/` of the project.
    checked: the tables need no check. Otherwise each is checked when it is first asked for, except in the kernels
        of a build, which has checked them all.
    project: whose notebooks and checks they are; None: the one around the data, else around the working folder.
    tables, rows: what editions of the same data have read of it: what is declared, and rows of all periods; read once for all.

    Everything that is looked at is noted (see `reads`), before it is looked at: errors are answers, too.

    Raises InputError with file, line, column and remedy for anything in them that cannot be used, or for an unknown
    period.
    """

    def verify(self) -> None:
        """Fill every statement and apply every correction; raises InputError for one that cannot be, or if nobody reports."""
        for name in self.tables:
            self._rows(name)
        self.all_statements()
        self.organisation("name")


def sound(data: Path, period: str, project: Project | None = None, check_declaration: bool = True) -> Edition:
    """The edition of a period (empty: the newest) of a data folder. Raises InputError for data that are not sound.

    check_declaration: as of `check_folder`.
    """
    check_folder(data, check_declaration)
    edition = Edition(period, data, checked=True, project=project)
    edition.verify()
    return edition
