"""`briefing init --from`: an old report as a start. Headings become sections, tables CSVs with a drafted declaration, and
sentences statements whose numbers are typed still: which cell a number is, nobody but the analyst decides.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import docx

from helpers.data.datapackage import FILE, lay_out
from helpers.data.declared import Descriptor
from helpers.data.rows import Rows
from helpers.data.updating import csv_of
from helpers.language import _, ngettext
from helpers.problems import InputError, Problem

from ..collect.returned import word_file
from .doubts import left_out
from .filling import TEMPLATE, filled
from .outline import Outline, Part
from .sections import NOTEBOOK, named, of_table, of_tables
from .tables import Asked, Draft

DIRECTIONS, EXAMPLE = "notebooks/80_directions.ipynb", "notebooks/01_results.ipynb"
_EXAMPLES = re.compile(r"(?<=^6\. ).*$", re.MULTILINE)  # what the README says of them
_UNUSED = "Bảng lấy từ báo cáo cũ (`bang_1` …) mà không dùng: xoá ô in bảng đó trong sổ tay, khai báo trong `data/datapackage.json` và tệp trong `data/`."
_MARK = re.compile(r"^(?:[-–+•]|\d{1,2}[.)/])\s*(?=[^\W\d])")  # of a list, typed
_MOST, _WIDEST = 79, 63  # sections before the last one, whose notebook is the template's; columns of a table in Word


class Report(Outline):
    """What an old report says, as a project. Raises InputError for a file that is none, or that has no numbered heading."""

    def __init__(self, path: Path) -> None:
        word_file(path)  # refuses what no report needs: macros, links, entities
        try:
            document = docx.Document(str(path))
            if any(int("".join(span.values())) > _WIDEST for span in document.element.iter("{*}gridSpan")):
                raise ValueError(_("a table of more than {most} columns", most=_WIDEST))
        except (KeyError, ValueError) as error:  # a part of it is missing
            expected, remedy = _("a Word document (.docx)"), _("Save it again in Word.")
            raise InputError(
                Problem(path.name, value=str(error), expected=expected, remedy=remedy, code="no_word_document")
            ) from None
        super().__init__(document)
        main = [part for part in self.parts if not part.is_appendix]
        if not main or len(self.parts) > _MOST:
            expected = _("a report with headings such as “I. …” and “1. …”, at most {most}", most=_MOST)
            remedy = _("Give its headings their numbers, or Word's heading styles; or begin without --from.")
            raise InputError(Problem(path.name, expected=expected, remedy=remedy, code="no_headings"))
        self.last = main[-1]

    @property
    def words(self) -> dict[str, str]:
        """What the template's last notebook is called, what the report is about and who signs it."""
        office, name = self.signed
        said = {"subject": self.subject, "signatory_title": office, "signatory_name": name}
        return {"last": self.last.number, "last_title": self.last.title} | {
            key: each for key, each in said.items() if each
        }

    @property
    def told(self) -> list[str]:
        """What was taken of it, and what was not."""
        sections = ngettext("{count} section", "{count} sections", len(self.parts))
        texts = sum(len(part.texts) for part in self.parts) + len(self.opening)
        tables = sum(len(part.tables) for part in self.parts)
        counts = {"sections": sections, "texts": texts, "tables": tables}
        taken = _(
            "{sections}, {texts} statements, {tables} tables; their numbers are typed still: {briefing} check",
            **counts,
        )
        return [taken, *(_("not taken: {what}", what=what) for what in self.left)]

    def contents(self, contents: Mapping[str, bytes], words: Mapping[str, str]) -> dict[str, bytes]:
        """A project's files with what the report says in the place of the template's examples."""
        made = {name: content for name, content in contents.items() if name != EXAMPLE}
        made["README.md"] = _EXAMPLES.sub(_UNUSED, contents["README.md"].decode()).encode()
        package = json.loads(contents[f"data/{FILE}"])
        for table in (*(each["name"] for each in package["resources"]), "rules"):  # without the examples
            name = f"data/{table}.csv"
            made[name] = contents[name].splitlines(keepends=True)[0]
        headings, notebooks = list[tuple[str, str]](), Counter[bool]()
        for part in self.parts:
            drafts = list(self._drafts(part, package, words["period"]))
            for draft in drafts:
                made[f"data/{draft.name}.csv"] = draft.rows(words["period"], part.source)
            if not (part.texts or drafts or part is self.last):
                headings.append((part.number, part.title))
                continue
            notebooks[part.is_appendix] += part is not self.last
            name = f"{notebooks[part.is_appendix] + 80 * part.is_appendix:02}_{named(part.title)}"
            shown = [of_table(draft.name, package, Rows()) for draft in drafts]
            of_part = {"number": part.number, "title": part.title, **of_tables(shown)}
            path = TEMPLATE / DIRECTIONS if part is self.last else NOTEBOOK
            notebook = DIRECTIONS if part is self.last else f"notebooks/{name}.ipynb"
            made[notebook] = filled(path, {**words, **of_part}, shown)
        made[f"data/{FILE}"] = lay_out(package).encode()
        made["data/headings.csv"] = csv_of([("section", "title"), *headings]).encode()
        if self.recipients:
            header = contents["data/recipients.csv"].decode().splitlines()[0].split(",")
            sent = ((words["period"], str(n), each, self.last.number) for n, each in enumerate(self.recipients, 1))
            made["data/recipients.csv"] = csv_of([header, *sent]).encode()
        header = contents["data/statements.csv"].decode().splitlines()[0].split(",")
        made["data/statements.csv"] = csv_of([header, *self._statements(words["period"])]).encode()
        return made

    def _statements(self, period: str) -> Iterator[tuple[str, ...]]:
        for order, text in enumerate(self.opening, 1):
            yield period, "Mở đầu", "note", "introduction", str(order), text, "carried", "Mở đầu"
        for part in self.parts:
            kind = "direction" if part is self.last else "result"
            for order, text in enumerate(part.texts, 1):
                text = _MARK.sub("", text) if part is self.last else text  # tasks are counted anew
                yield period, part.number, kind, "report", str(order), text, "carried", part.source

    def _drafts(self, part: Part, package: Descriptor, period: str) -> Iterator[Draft]:
        """Its tables as they would be declared; a column whose numbers can be read in two ways holds texts."""
        for sheet in part.tables:
            names = [each["name"] for each in package["resources"] if isinstance(each, dict)]
            name = next(each for n in range(1, 999) if (each := f"bang_{n}") not in names)
            try:
                draft = Draft(part.source, sheet, name, Rows(), period, sheet.name)
            except InputError as error:
                self.left += error.said
                continue
            for column in draft.columns:
                nobody = Asked(None)
                if draft.read(column, nobody) or nobody.options:
                    column.kind, column.unit = "string", ""
                    draft.read(column, nobody)
                    self.left.append(
                        _("{name}: the numbers of {title}, which are texts", name=name, title=column.title)
                    )
            draft.take_units()  # now that the numbers are read: in a report “45.000” is no 45, whatever it counts
            self.left += [f"{name}: {each}" for each in left_out(draft)]
            draft.identify(draft.candidate())
            draft.listed = not draft.measured
            if titles := "; ".join(column.title for column in draft.accruing if not column.accrual):
                self.left.append(
                    _(
                        "{name}: what becomes of {titles} in a longer period; say it in datapackage.json, “accrual”: “flow” for what adds up, “level” for what is as it stands at the end",
                        name=name,
                        titles=titles,
                    )
                )
            package["resources"].append(draft.resource)
            yield draft
