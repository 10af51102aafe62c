"""`briefing init --from`: an old report as a start. Headings become sections, tables CSVs with a drafted declaration, and
sentences statements whose numbers are typed still: which cell a number is, nobody but the analyst decides.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import docx
from docx.table import Table
from docx.text.paragraph import Paragraph

from helpers.data.datapackage import FILE, lay_out
from helpers.data.declared import Descriptor
from helpers.data.rows import Rows
from helpers.data.updating import csv_of
from helpers.language import _, ngettext
from helpers.problems import InputError, Problem
from helpers.values.vietnamese import APPENDIX, arabic, roman

from ..collect.notation import tidy
from ..collect.returned import word_file
from .filling import filled
from .sections import NOTEBOOK, named, of_table
from .tables import Asked, Draft, Grid, grid_of

DIRECTIONS, EXAMPLE = "notebooks/80_directions.ipynb", "notebooks/01_results.ipynb"
_MOST, _WIDEST = 79, 63  # sections before the last one, whose notebook is the template's; columns of a table in Word
_PART = re.compile(r"(?:(?:PHẦN|Phần) )?(?P<number>[IVX]+)[.):]?\s+(?P<title>.+)")
_BELOW = re.compile(r"(?P<number>\d+(?:\.\d+)*)[.)]?\s+(?P<title>.+)")
_WHOLE = re.compile(r"(?P<number>[IVX]+(?:\.\d+)+)[.)]?\s+(?P<title>.+)")
_APPENDIX = re.compile(rf"(?i:{APPENDIX})(?: (?P<number>[IVX]+|\d+))?[.:]?(?: (?P<title>.+))?")
_TOPIC = re.compile(r"[a-zđ]\) ")
_END, _BESIDE = "Trên đây là", ("Caption", "Nguồn")  # what stands beside tables and charts is written anew
_BRACES = str.maketrans("{}", "()")  # a sentence's own would be taken for a figure's


@dataclass
class Part:
    """A heading with what stands below it."""

    number: str
    title: str
    texts: list[str] = field(default_factory=list)
    tables: list[Grid] = field(default_factory=list)

    @property
    def source(self) -> str:
        """Where the old report has it, as rows name it."""
        if not self.number.startswith(APPENDIX):
            return self.number
        return f"{APPENDIX} {arabic(self.number.split()[-1])}"


class Report:
    """What an old report says. Raises InputError for a file that is none, or that has no numbered heading."""

    def __init__(self, path: Path) -> None:
        word_file(path)  # refuses what no report needs: macros, links, entities
        try:
            document = docx.Document(str(path))
            if any(int("".join(span.values())) > _WIDEST for span in document.element.iter("{*}gridSpan")):
                raise ValueError(_("a table of more than {most} columns", most=_WIDEST))
        except (KeyError, ValueError) as error:  # a part of it is missing
            expected, remedy = _("a Word document (.docx)"), _("Save it again in Word.")
            raise InputError(Problem(path.name, value=str(error), expected=expected, remedy=remedy)) from None
        self.opening: list[str] = []
        self.parts: list[Part] = []
        self.left: list[str] = []
        self._counts: Counter[int] = Counter()
        self._numbered = False  # its headings have their numbers typed
        ended = False
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                self._table(block)
                continue
            style = block.style.name if block.style else ""
            text = "" if style.startswith(_BESIDE) else tidy(block.text).translate(_BRACES)
            heading = self._heading(block, text) if text else None
            if heading:
                ended = False
                self.parts.append(heading)
            elif self.parts and not self.parts[-1].title:  # of an appendix, on a line of its own
                self.parts[-1].title = text.capitalize() if text.isupper() else text
            elif text and not ended:
                ended = text.startswith(_END)
                if self.parts and not ended:
                    self.parts[-1].texts.append(text)
                elif len(text) > 60 and not ended:  # not the lines of the letterhead
                    self.opening.append(text)
        main = [part for part in self.parts if not part.number.startswith(APPENDIX)]
        if not main or len(self.parts) > _MOST:
            expected = _("a report with headings such as “I. …” and “1. …”, at most {most}", most=_MOST)
            remedy = _("Give its headings their numbers, or Word's heading styles; or begin without --from.")
            raise InputError(Problem(path.name, expected=expected, remedy=remedy))
        self.last = main[-1]

    def _heading(self, paragraph: Paragraph, text: str) -> Part | None:
        """The heading that a paragraph is: of Word's styles, else bold or a line that is no sentence, by its number."""
        style = re.fullmatch(r"Heading ([1-4])", paragraph.style.name if paragraph.style else "")
        bold = all(run.bold for run in paragraph.runs if run.text.strip())
        if not (style or bold or (len(text) <= 150 and text[-1] not in ".;:,")):
            return None
        part = next((each.number.partition(".")[0] for each in reversed(self.parts)), "")
        if found := _APPENDIX.fullmatch(text):
            before = sum(each.number.startswith(APPENDIX) and "." not in each.number for each in self.parts)
            return Part(f"{APPENDIX} {roman(before + 1)}", found["title"] or "")
        number = ""
        if found := _WHOLE.fullmatch(text) or _PART.fullmatch(text):
            number = found["number"]
        elif part and (found := _BELOW.fullmatch(text)):
            number = f"{part}.{found['number']}"
        elif style and not self._numbered and not _TOPIC.match(text):
            return self._counted(int(style[1]), text)
        if not found or any(each.number == number for each in self.parts):
            return None
        self._numbered = True
        title = found["title"].strip(" .:")
        return Part(number, title.capitalize() if title.isupper() else title)

    def _counted(self, level: int, text: str) -> Part:
        """A heading whose number Word counts."""
        self._counts = Counter({each: count for each, count in self._counts.items() if each <= level})
        self._counts[level] += 1
        below = [str(self._counts[each] or 1) for each in range(2, level + 1)]
        return Part(".".join([roman(self._counts[1] or 1), *below]), text)

    def _table(self, table: Table) -> None:
        """A table that has numbers; letterheads and signatures have none."""
        rows = [[tidy(cell.text) for cell in row.cells] for row in table.rows]
        if self.parts and len(rows) > 1 and any(re.fullmatch(r"[\d.,%\s]+", cell) for row in rows[1:] for cell in row):
            self.parts[-1].tables.append(grid_of(rows))
        else:
            self.left.append(_("a table without numbers: “{text}”", text=" | ".join(rows[0])[:60] if rows else ""))

    @property
    def words(self) -> dict[str, str]:
        """What the template's last notebook is called."""
        return {"last": self.last.number, "last_title": self.last.title}

    @property
    def told(self) -> list[str]:
        """What was taken of it, and what was not."""
        sections = ngettext("{count} section", "{count} sections", len(self.parts))
        texts = sum(len(part.texts) for part in self.parts) + len(self.opening)
        tables = sum(len(part.tables) for part in self.parts)
        counts = {"sections": sections, "texts": texts, "tables": tables}
        taken = _(
            "{sections}, {texts} statements, {tables} tables; their numbers are typed still: {briefing} proofread",
            **counts,
        )
        return [taken, *(_("not taken: {what}", what=what) for what in self.left)]

    def contents(self, contents: Mapping[str, bytes], words: Mapping[str, str]) -> dict[str, bytes]:
        """A project's files with what the report says in the place of the template's examples."""
        made = {name: content for name, content in contents.items() if name != EXAMPLE}
        package = json.loads(contents[f"data/{FILE}"])
        for table in package["resources"]:  # without the examples
            name = f"data/{table['name']}.csv"
            made[name] = contents[name].splitlines(keepends=True)[0]
        headings, notebooks = [], Counter[bool]()
        for part in self.parts:
            drafts = list(self._drafts(part, package, words["period"]))
            for draft in drafts:
                made[f"data/{draft.name}.csv"] = draft.rows(words["period"], part.source)
            if not (part.texts or drafts or part is self.last):
                headings.append((part.number, part.title))
            elif part is not self.last:
                apart = part.number.startswith(APPENDIX)
                notebooks[apart] += 1
                name = f"{notebooks[apart] + 80 * apart:02}_{named(part.title)}"
                of_part = {"number": part.number, "title": part.title}
                told = {**words, **of_part, **of_table(drafts[0].name if drafts else "", package, Rows())}
                made[f"notebooks/{name}.ipynb"] = filled(NOTEBOOK, told)
        made[f"data/{FILE}"] = lay_out(package).encode()
        made["data/headings.csv"] = csv_of([("section", "title"), *headings]).encode()
        header = contents["data/statements.csv"].decode().splitlines()[0].split(",")
        made["data/statements.csv"] = csv_of([header, *self._statements(words["period"])]).encode()
        return made

    def _statements(self, period: str) -> Iterator[tuple[str, ...]]:
        for order, text in enumerate(self.opening, 1):
            yield period, "Mở đầu", "note", "introduction", str(order), text, "carried", "Mở đầu"
        for part in self.parts:
            kind = "direction" if part is self.last else "result"
            for order, text in enumerate(part.texts, 1):
                yield period, part.number, kind, "report", str(order), text, "carried", part.source

    def _drafts(self, part: Part, package: Descriptor, period: str) -> Iterator[Draft]:
        """Its tables as they would be declared; a column whose numbers can be read in two ways holds texts."""
        for grid in part.tables:
            names = [each["name"] for each in package["resources"] if isinstance(each, dict)]
            place = part.source
            name = next(each for n in range(1, 999) if (each := f"bang_{n}") not in names)
            try:
                draft = Draft(place, place, grid, name, part.title, Rows(), period)
            except InputError as error:
                self.left += error.said
                continue
            for column in draft.columns:
                nobody = Asked(None)
                if draft.read(column, nobody) or nobody.options:
                    column.kind = "string"
                    draft.read(column, nobody)
            draft.identify(draft.candidate())
            if titles := ", ".join(column.title for column in draft.measured):
                self.left.append(_("{name}: whether {titles} add up (accrual)", name=name, titles=titles))
            package["resources"].append(draft.resource)
            yield draft
