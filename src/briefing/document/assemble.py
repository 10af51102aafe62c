"""From the blocks of the sections to the document: headings, ids, numbers of tables, charts and notes, links.

What is known only in the finished document (which mention of a document is the first, which number a table has) is worked
out here, once, for all formats.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import count
from typing import Any, TypeAlias

from helpers.data.indexed_rows import Rows
from helpers.errors import NotFinished
from helpers.i18n import _
from helpers.values import blocks
from helpers.values.block_html import finding_anchor
from helpers.values.blocks import plain, rewritten
from helpers.values.vietnamese import APPENDIX, HEADING_NUMBER, lower_first, roman, sentence, slug

from ..sections import section_id
from .model import Document, Section

_LETTERS = "abcdđeghiklmnopqrstuvxy"  # the order of the Vietnamese alphabet
_HEADING = re.compile(r"^(##?) +(.+?) *#*$", re.MULTILINE)
_NUMBERED = re.compile(rf"{HEADING_NUMBER}(?P<title>.+)")
OPENING = "briefing"  # the anchor of what stands before the first section


Shown: TypeAlias = Iterable[tuple[str, tuple[blocks.Block, ...]]]  # what the cells of notebooks show, by their files
Tables: TypeAlias = Callable[[str], Rows]  # gives all rows of a table


def assembled(notebooks: Shown, period: str, rows: Tables) -> Document:
    """The document of the sections' blocks, in order, with its title and agency."""
    own = (("period", (period,)),)
    label = next(row["label"] for row in rows("periods").where(own).values())
    of = next(iter(rows("organisation").where(own).values()), {"name": "", "report_kind": "Báo cáo", "subject": ""})
    title = f"{of['report_kind']} {lower_first(of['subject'])}".strip().replace("{period}", label)
    sections = _Sections({row["section"]: row["title"].replace("{period}", label) for row in rows("headings").values()})
    for notebook, shown in notebooks:
        sections.fill(notebook, shown)
    letterhead = next((each for each in sections.beside if isinstance(each, blocks.Form)), None)
    said = [each for each in sections.beside if each is not letterhead]
    return Document(
        period,
        title,
        of["name"],
        day=letterhead.day if letterhead else "",
        letterhead=letterhead,
        introduction=tuple(sorted(said, key=lambda each: getattr(each, "style", "") != "missing")),
        sections=sections.whole.finished().sections,
    )


class _Draft:
    """A section that is being filled."""

    def __init__(self, about: Section) -> None:
        self.about, self.blocks, self.inner = about, list[blocks.Block](), list[_Draft]()

    def finished(self) -> Section:
        """The section with its blocks and the sections in it, topics first."""
        inner = sorted(self.inner, key=lambda each: each.about.kind != "topic")
        own, sections = tuple(self.blocks), tuple(each.finished() for each in inner)
        return replace(self.about, blocks=own, sections=sections)


class _Sections:
    """Numbered sections, nested as the numbers say. whole: holds the uppermost; beside: what the document has elsewhere."""

    def __init__(self, headings: dict[str, str]) -> None:
        """headings: titles of parts and groups ("I", "I.2") that no notebook carries."""
        self.whole = _Draft(Section("", "", "", "", "", 0))
        self.beside: list[blocks.Block] = []
        self._headings = headings
        self._named: dict[str, _Draft] = {}
        self._notebook = ""

    def fill(self, notebook: str, shown: Iterable[blocks.Block]) -> None:
        """Put a notebook's blocks under their sections; what stands before its first heading is of none."""
        self._notebook = notebook
        current = holder = self.whole
        for block in shown:
            match block:
                case blocks.Source(language="markdown"):
                    parts = ["", "", *_HEADING.split(block.source)]
                    for mark, title, words in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
                        if numbered := _NUMBERED.fullmatch(title):
                            current = holder = self._numbered(numbered["number"], numbered["title"])
                        elif mark == "#":
                            current = holder = self._unnumbered(title)
                        elif mark and holder is not self.whole:
                            current = self._topic(holder, title)
                        current.blocks += [replace(block, source=words.strip())] if words.strip() else []
                case blocks.Paragraph(style="heading-end"):
                    holder.about = replace(holder.about, title=f"{holder.about.title} {plain(block.inlines)}")
                case blocks.Front():
                    opened = (each.blocks for each in self.whole.inner if each.about.kind == "opening")
                    next(opened, self.beside)[:0] = block.blocks
                case blocks.Paragraph(style="introduction" | "missing") | blocks.Form(kind="heading"):
                    self.beside.append(block)
                case _:
                    current.blocks.append(block)

    def _unnumbered(self, title: str) -> _Draft:
        """What opens the report; an annex, which stands behind the last appendix, "Phụ lục V."."""
        above, name = self.whole.inner, slug(title)
        if not above:
            return self._begun(Section(name, name, "", title, "opening", 1), self.whole)
        place = 1 + sum(each.about.number.startswith(APPENDIX) for each in above)
        return self._begun(Section(name, name, f"{APPENDIX} {roman(place)}.", title, "annex", 1), self.whole)

    def _numbered(self, number: str, title: str) -> _Draft:
        if number in self._named:
            return self._named[number]
        parent = number.rpartition(".")[0]
        within = self._numbered(parent, self._headings.get(parent, "")) if parent else self.whole
        part, _, below = number.partition(".")
        printed = f"{below or part}."  # as the official form has it: I., 1., 2.7. under a part; "Phụ lục I."
        kind = "appendix" if number.startswith(APPENDIX) else "numbered"
        return self._begun(Section(number, section_id(number), printed, title, kind, number.count(".") + 1), within)

    def _topic(self, holder: _Draft, title: str) -> _Draft:
        """A topic of a section, lettered a), b) … as the official form does; numbered 1., 2. … in an appendix, under its title."""
        place, of = sum(each.about.kind == "topic" for each in holder.inner), holder.about
        numbers = {"numbered": f"{_LETTERS[place : place + 1] or place + 1})", "appendix": f"{place + 1}."}
        name, anchor = f"{of.name}-{place + 1}", f"{of.anchor}-{place + 1}"
        return self._begun(Section(name, anchor, numbers.get(of.kind, ""), title, "topic", of.level + 1), holder)

    def _begun(self, about: Section, within: _Draft) -> _Draft:
        if about.name not in self._named:
            self._named[about.name] = _Draft(replace(about, notebook=self._notebook))
            within.inner.append(self._named[about.name])
        return self._named[about.name]


# -- numbers and links -------------------------------------------------------------------------------------------------


def numbered(document: Document) -> Document:
    """A document whose tables and charts are numbered. Raises NotFinished for two charts of one name."""
    numbers, names = Counter[str](), set[str]()

    def of(section: Section | None, block: Any) -> Any:
        if not isinstance(block, blocks.Table | blocks.Chart):
            return block
        word, prefix = ("Bảng", "bang") if isinstance(block, blocks.Table) else ("Hình", "hinh")
        numbers[word] += 1
        name = block.name if isinstance(block, blocks.Chart) else ""
        if name in names:
            raise unfinished(section, _("two charts have the name {name!r}; give each a name of its own.", name=name))
        names.update({name} - {""})
        return replace(block, number=f"{word} {numbers[word]}", anchor=f"{prefix}-{numbers[word]}")

    return document.rebuilt(of)


def linked(document: Document, whole: bool = True) -> Document:
    """A document whose links lead somewhere, with a note behind each first mention of a document, and all notes numbered.

    whole: False for a section alone, whose links may lead outside it. Raises NotFinished, with the section, for a link to what
    the document does not have.
    """
    every = [block for _section, block in document.parts()]
    charts = {each.name: each for each in every if isinstance(each, blocks.Chart | blocks.Paragraph) and each.name}
    anchors = {section.anchor for section in document.walk()} | {OPENING}
    anchors |= {finding_anchor(finding.number) for finding in document.findings}
    mentioned, numbers = set[str](), count(1)

    def leads(each: blocks.Reference, section: Section | None) -> blocks.Reference | None:
        """A link with its anchor; None to a chart that has no figures in this period."""
        if each.link:
            return each
        if each.kind == "chart" and each.to in charts:
            chart = charts[each.to]
            return replace(each, text=chart.number, link=chart.anchor) if isinstance(chart, blocks.Chart) else None
        link = {"section": section_id(each.to), "annex": each.to}.get(each.kind, finding_anchor(each.to))
        if each.kind == "chart" or (link not in anchors and whole):
            raise unfinished(section, _("there is no {target!r} to link to.", target=each.to))
        return replace(each, link=link)

    def noted(said: blocks.Inlines, section: Section | None, cites: bool) -> blocks.Inlines:
        """cites: documents have notes; in tables and charts they have none."""
        found: list[blocks.Inline] = []
        for each in said:
            match each:
                case blocks.Judgment():
                    found.append(replace(each, inlines=noted(each.inlines, section, cites)))
                case blocks.Note():
                    found.append(blocks.Note(noted(each.inlines, section, False), next(numbers)))
                case blocks.Reference():
                    found += filter(None, (leads(each, section),))
                case _:
                    found.append(each)
            if cites and isinstance(each, blocks.Citation) and each.document not in mentioned:
                mentioned.add(each.document)
                full = (blocks.Text(f"{sentence(each.full)}.", typed=False),)
                found += [blocks.Note(full, next(numbers))] if each.full else []
        return tuple(found)

    def of(section: Section | None, block: Any) -> Any:
        match block:
            case blocks.Paragraph():
                return replace(block, inlines=noted(block.inlines, section, True))
            case blocks.List():
                return replace(block, items=tuple(noted(item, section, True) for item in block.items))
        return rewritten(block, lambda said: noted(said, section, False))

    return document.rebuilt(of)


def unfinished(section: Section | None, said: str) -> NotFinished:
    name = section.name if section else _("the opening")
    return NotFinished(_("section {section}: {state}", section=name, state=said))
