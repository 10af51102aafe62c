"""`briefing init --from`: the headings of an old report as sections to be written."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import docx

from helpers.data.csv_writer import csv_of
from helpers.data.datapackage import FILE
from helpers.errors import InputError, Problem
from helpers.i18n import _, ngettext
from helpers.values.vietnamese import APPENDIX, arabic, roman, sentence

from ..review.returned import word_file
from .filling import TEMPLATE, filled
from .sections import NOTEBOOK, named, of_tables

DIRECTIONS, EXAMPLE = "notebooks/80_directions.ipynb", "notebooks/01_results.ipynb"
EMPTY = "Nội dung của mục này chưa được viết."
_STYLE = re.compile(r"Heading ([1-3])")
_NUMBER = re.compile(r"(?:[IVX]+|\d+)(?:\.\d+)*[.)]\s+")  # typed before a title: sections are counted anew
_MOST = 79  # sections before the last one, whose notebook is the template's


class Heading(NamedTuple):
    number: str
    title: str


class Report:
    """The headings of an old report. Raises InputError for a file that is none, or that has no heading styles."""

    def __init__(self, path: Path) -> None:
        word_file(path)  # refuses what no report needs: macros, links, entities
        try:
            paragraphs = docx.Document(str(path)).paragraphs
        except (KeyError, ValueError) as error:  # a part of it is missing
            expected, remedy = _("a Word document (.docx)"), _("Save it again in Word.")
            raise InputError(
                Problem(path.name, value=str(error), expected=expected, remedy=remedy, code="no_word_document")
            ) from None
        styled = ((_STYLE.fullmatch(each.style.name if each.style else ""), each.text.strip()) for each in paragraphs)
        self.headings = list(_numbered((int(found[1]), text) for found, text in styled if found and text))
        main = [each for each in self.headings if not each.number.startswith(APPENDIX)]
        if not main or len(self.headings) > _MOST:
            expected = _("a report with Word's heading styles (Heading 1 to 3), at most {most} headings", most=_MOST)
            remedy = _("Give its headings their styles, or begin without --from.")
            raise InputError(Problem(path.name, expected=expected, remedy=remedy, code="no_headings"))
        self.last = main[-1]

    @property
    def words(self) -> dict[str, str]:
        """What the template's last notebook is called."""
        return {"last": self.last.number, "last_title": self.last.title}

    @property
    def told(self) -> str:
        """What was taken of it."""
        count = len(self.headings)
        return ngettext(
            "{count} heading taken; its section waits", "{count} headings taken; their sections wait", count
        )

    def contents(self, contents: Mapping[str, bytes], words: Mapping[str, str]) -> dict[str, bytes]:
        """A project's files with the report's headings in the place of the template's examples."""
        made = {name: content for name, content in contents.items() if name != EXAMPLE}
        tables = [each["name"] for each in json.loads(contents[f"data/{FILE}"])["resources"]]
        for table in (*tables, "rules"):  # without the examples
            name = f"data/{table}.csv"
            made[name] = contents[name].splitlines(keepends=True)[0]
        following = [*(each.number for each in self.headings[1:]), ""]
        whole = [
            each for each, behind in zip(self.headings, following, strict=True) if behind.startswith(f"{each.number}.")
        ]
        places, rows = Counter[bool](), []
        for each in (each for each in self.headings if each not in whole):
            is_appendix = each.number.startswith(APPENDIX)
            places[is_appendix] += each is not self.last
            name = f"notebooks/{places[is_appendix] + 80 * is_appendix:02}_{named(each.title)}.ipynb"
            notebook = NOTEBOOK if each is not self.last else TEMPLATE / DIRECTIONS
            told = {**words, "number": each.number, "title": each.title, **of_tables([])}
            made[DIRECTIONS if each is self.last else name] = filled(notebook, told)
            kind = "direction" if each is self.last else "result"
            source = f"{APPENDIX} {arabic(each.number.split()[-1])}" if is_appendix else each.number
            rows.append((words["period"], each.number, kind, "report", "1", EMPTY, "carried", source, each.number))
        made["data/headings.csv"] = csv_of([("section", "title"), *whole]).encode()
        header = contents["data/statements.csv"].decode().splitlines()[0].split(",")
        made["data/statements.csv"] = csv_of([header, *rows]).encode()
        return made


def _numbered(headings: Iterator[tuple[int, str]]) -> Iterator[Heading]:
    """Headings with the numbers of their order: I., I.1., I.1.1., Phụ lục I."""
    counts, appendices = [0, 0, 0], 0
    for level, text in headings:
        title = sentence(_NUMBER.sub("", text, count=1))
        if level == 1 and text.casefold().startswith(APPENDIX.casefold()):
            appendices += 1
            yield Heading(f"{APPENDIX} {roman(appendices)}", title)
            continue
        counts = [*counts[: level - 1], counts[level - 1] + 1, *[0] * (3 - level)]
        yield Heading(".".join([roman(max(counts[0], 1)), *(str(max(each, 1)) for each in counts[1:level])]), title)
