"""The formats of the report, a module each, found by being there; nothing else lists them.

A module has `load`, which loads and gives the function that makes the bytes of a file from a `Report`, and says whether the
format is on PAPER, where a draft says so in its name. A publication has all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...build_request import BuildRequest
    from ..model import Document

FORMATS = tuple(module.name for module in iter_modules(__path__))
STAMP = "DỰ THẢO"  # on each page on paper that is not of the copy that is sent
DRAFT = "du-thao"  # dự thảo, in file names


@dataclass(frozen=True)
class Report:
    """What a format is made of: the document, and what is printed beside its sections.

    final: the copy that is sent. files: those of its folder, as `files_of` gives them. archive: of the commit of a publication.
    """

    data: Document
    final: bool = False
    files: Mapping[str, str] = field(default_factory=dict)
    archive: bytes = b""

    @property
    def stamp(self) -> str:
        """What stands on each page on paper, of a draft, or of a second publication and later ones; "" for nothing."""
        number = self.data.publication
        return (f"Bản {number}" if number > 1 else "") if self.final else STAMP

    def file(self, suffix: str) -> bytes:
        made: bytes = format_of(suffix).load()(self)
        return made


def format_of(name: str) -> ModuleType:
    return import_module(f"{__name__}.{name}")


def is_paper(file: str) -> bool:
    """Whether a file that a build has left is of a format on paper."""
    name = file.rpartition(".")[2]
    return name in FORMATS and format_of(name).PAPER


def data_files(report: Report) -> dict[str, tuple[bytes, str, str]]:
    """What a copy that is sent brings for other programs, on the page and in the paper: content, media type, what it holds."""
    from ..figures_csv import HOLDS, MEDIA, figures

    made = figures(report.data) if report.final else {}
    return {name: (content, MEDIA[name], HOLDS[name]) for name, content in made.items()}


def files_of(request: BuildRequest) -> dict[str, str]:
    """The files of the wanted formats, by name."""
    drafts = {name: f"-{DRAFT}" * (format_of(name).PAPER and not request.final) for name in request.formats}
    return {f"briefing{draft}.{name}": name for name, draft in drafts.items()}
