"""The formats of the report, a module each, found by being there; nothing else lists them.

A module has `make`, which gives the bytes of a file of its format, and says whether the format is on PAPER, where a draft
says so in its name and appendices may come apart, whether it is PUBLISHED, and whether it can be REMARKED: hold comments. One
that other programs read has DATA, its media type and what it holds: such files are attached to the paper that is sent, and the
page beside them offers them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import TYPE_CHECKING

from ...order import BODY
from ..model import Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from helpers.editions import Edition

    from ...order import Order
    from ..contents import Contents
    from ..tree import About, Tree

FORMATS = tuple(module.name for module in iter_modules(__path__))
DRAFT, REMARKED = "du-thao", "nhan-xet"  # dự thảo, nhận xét, in file names


@dataclass(frozen=True)
class Report:
    """What a format is made of: the document, and what is printed beside its sections.

    final: the copy that is sent. edition: of which the page shows the rows behind its figures. files: those of its folder, as
    `files_of` gives them. remarked: with what is open as comments. data: the document as data.
    """

    tree: Tree
    about: About
    final: bool = False
    edition: Edition | None = None
    files: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    remarked: bool = False
    data: Document = field(default_factory=Document)
    made: dict[tuple[str, str], bytes] = field(default_factory=dict)

    @cached_property
    def contents(self) -> Contents:
        """What the Word file names its sentences by, as long as it is made of a tree."""
        from ..contents import Index, read_page
        from ..html_page import body

        return Index(read_page(body(self.data, lambda *_, **__: "")), self.data.findings).contents

    def file(self, suffix: str, part: str = "") -> bytes:
        """A file of a format, made once: the folder keeps it, the paper may bring it, `watch` shows it before."""
        if (suffix, part) not in self.made:
            self.made[suffix, part] = format_of(suffix).make(self, part)
        return self.made[suffix, part]


def format_of(name: str) -> ModuleType:
    return import_module(f"{__name__}.{name}")


def is_paper(file: str) -> bool:
    """Whether a file that a build has left is of a format on paper."""
    name = file.rpartition(".")[2]
    return name in FORMATS and format_of(name).PAPER


def published() -> tuple[str, ...]:
    return tuple(name for name in FORMATS if format_of(name).PUBLISHED)


def data_files(report: Report, names: Iterable[str]) -> dict[str, tuple[bytes, str, str]]:
    """Of an edition's files those that other programs read: what stands in them, media type, what they hold; with the workbook the figures."""
    from ..figures_csv import HOLDS, MEDIA, figures

    found = {name: name.rpartition(".")[2] for name in names}
    made = {
        name: (report.file(suffix), *format_of(suffix).DATA)
        for name, suffix in found.items()
        if hasattr(format_of(suffix), "DATA")
    }
    more = figures(report.data, report.edition) if made else {}
    return made | {name: (content, MEDIA[name], HOLDS[name]) for name, content in more.items()}


def files_of(order: Order, appendices: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    """The files of the wanted formats by name: format and part, "" for the whole. appendices: anchors of those apart."""
    found = {}
    for name in order.formats:
        on_paper = format_of(name).PAPER
        for part in (BODY, *appendices) if order.apart and on_paper else ("",):
            draft = DRAFT if on_paper and not order.final else ""
            remarks = REMARKED if order.remarked and getattr(format_of(name), "REMARKED", False) else ""
            found["-".join(filter(None, ("briefing", part, draft, remarks))) + f".{name}"] = name, part
    return found
