"""What to build: a period, its data, where the edition goes, and in which formats."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.project import here

if TYPE_CHECKING:
    from .document.publication import Publication
    from .document.revised import Revised

HTML, NOTEBOOKS, FIGURES = "briefing.html", "notebooks", "figures.csv"
PUBLISHED, PUBLICATION = "published", "publication.json"  # the folder of publications, and what each of them is
VERSIONS, VERSION = "versions", "version.json"  # the folder of an edition's versions, and what each of them is
FORMATS = ("html", "pdf", "docx")
DRAFT = "du-thao"  # dự thảo, in file names
BODY = "noi-dung"  # nội dung, in file names: the report without its appendices


@dataclass
class Order:
    """What to build. `period` empty: the newest; `out`: the folder that gets a folder for each edition."""

    period: str = ""
    data: Path = field(default_factory=lambda: here().data)
    out: Path = field(default_factory=lambda: here().reports)
    formats: tuple[str, ...] = ("html", "pdf")
    wanted: list[str] = field(default_factory=list)
    force: bool = False
    final: bool = False  # the copy that is sent, not a draft
    apart: bool = False  # on paper each appendix is a file of its own
    appendices: tuple[str, ...] = ()  # by the page's anchors; known once the build is planned
    publication: Publication | None = None  # what a publication adds to the document
    revised: tuple[Revised, ...] | None = None  # of earlier periods; None: found among the publications in `out`
    over: int = 0  # the version that this build replaces unless a final copy is of it: the same watch has made it

    @property
    def parameters(self) -> dict[str, str]:
        """Parameters of every notebook. The data folder is told to the sections, so that no result depends on where it is."""
        return {"period": self.period}

    def parts(self, suffix: str) -> tuple[str, ...]:
        """The parts of the report that a format has files of; "" is the whole."""
        return (BODY, *self.appendices) if self.apart and suffix != "html" else ("",)

    def file(self, suffix: str, part: str = "") -> str:
        """The name of a format's file; a draft on paper says so in its name, as it does on each page."""
        draft = "" if self.final or suffix == "html" else DRAFT
        return "-".join(filter(None, ("briefing", part, draft))) + f".{suffix}"

    @property
    def files(self) -> list[str]:
        """The files of the formats that are wanted."""
        return [self.file(suffix, part) for suffix in self.formats for part in self.parts(suffix)]

    @property
    def folder(self) -> Path:
        """The edition's. Raises ValueError before the period is settled (`build.locate`): it would be the folder of all."""
        if not self.period:
            raise ValueError("the order names no period yet")
        return self.out / self.period
