"""What to build: a project, a period, its data, where the edition goes, and in which formats."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.project import Project

if TYPE_CHECKING:
    from .document.revised_figures import Revised

HTML, NOTEBOOKS, FIGURES, DOCUMENT = "briefing.html", "notebooks", "figures.csv", "document.json"
PUBLISHED, PUBLICATION = "published", "publication.json"  # the folder of publications, and what each of them is
SUMS = "SHA256SUMS"  # the digests of a publication's files
SOURCE = "source.zip"  # of a publication: the archive of its commit, with the program
# the folder of an edition's builds, what each of them is, and what it was made of when it was looked at last
BUILDS, VERSION, STATE = "builds", "version.json", "state.json"
SOURCES = "sources"  # below the data folder: sources/PERIOD/FILE, what offices have sent


@dataclass(frozen=True)
class BuildRequest:
    """A request. `period` empty: the newest (`build.pipeline.locate` settles it); `out`: gets a folder for each edition."""

    project: Project  # whose notebooks it is made of
    period: str
    data: Path
    out: Path
    formats: tuple[str, ...] = ("html", "pdf")
    force: bool = False
    isolated: bool = False  # all sections run, each in a process of its own, and give what the last build has of them
    final: bool = False  # the copy that is sent, not a draft
    publication: int = 0  # its number
    archive: bytes = b""  # of the commit of a publication: its paper brings it
    revised: tuple[Revised, ...] | None = None  # of what was published; None: found among the publications in `out`

    @property
    def folder(self) -> Path:
        """The edition's, once its period is settled."""
        return self.out / self.period
