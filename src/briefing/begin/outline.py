"""The headings of an old report in Word, in whichever form they are, and what stands below each."""

import re
from collections import Counter
from dataclasses import dataclass, field

from docx.document import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from helpers.data.spans import Span
from helpers.language import _
from helpers.values.vietnamese import APPENDIX, arabic, lower_first, numbered_otherwise, roman, sentence

from ..collect.layouts import OF_ALL, in_small_letters, sheet_of_word, title_of
from ..collect.months import named_first
from ..collect.notation import tidy
from ..collect.workbooks import Sheet

_STOP = r"(?:[.):/–-]\s*|\s+)(?P<title>[^\W\d].*)"
_PART = re.compile(rf"(?:(?:PHẦN|Phần) )?(?![VX]\s)(?P<number>[IVX]+){_STOP}")
_IN_WORDS = re.compile(r"phần thứ (?:nhất|hai|ba|tư|năm|sáu)(?:[.:]?\s+(?P<title>.+))?", re.IGNORECASE)
_BELOW = re.compile(rf"(?P<number>\d{{1,2}}(?:\.\d{{1,2}})+|\d{{1,2}}(?=[.):/–-])){_STOP}")
_WHOLE = re.compile(rf"(?P<number>[IVX]+(?:\.\d+)+){_STOP}")
_APPENDIX = re.compile(rf"(?i:{APPENDIX})(?: (?:[IVX]+|\d+))?[.:]?(?: (?P<title>.+))?")
_OTHER, _TOPIC = re.compile(r"[A-ZĐ][.)] "), re.compile(r"[a-zđ]\) ")
_TITLE = re.compile(r"(?:Bảng|Biểu|Hình|Biểu đồ)(?: số)? [\dIVX.]+[.:]? (?P<title>[^\W\d].+)")  # of a table or a chart
_IN_TITLE = re.compile(r"(?P<title>.+?)\s*(?P<unit>[(\[][^()\[\]]+[)\]])")  # “Giải ngân (ĐVT: triệu đồng)”
_END, _RECIPIENTS, _SOURCE, _LETTERHEAD = "Trên đây là", "Nơi nhận:", "Nguồn", 60  # no line of the letterhead is longer
_BRACES = str.maketrans("{}", "()")  # a sentence's own would be taken for a figure's


@dataclass
class Part:
    """A heading with what stands below it. in_words: “Phần thứ hai”, which has its number by its place."""

    number: str
    words: str
    in_words: bool = False
    texts: list[str] = field(default_factory=list)
    tables: list[Sheet] = field(default_factory=list)

    @property
    def title(self) -> str:
        return in_small_letters(self.words.strip(" .:")) or self.number  # an appendix may have none

    @property
    def is_appendix(self) -> bool:
        return self.number.startswith(APPENDIX)

    @property
    def source(self) -> str:
        """Where the old report has it, as rows name it."""
        return f"{APPENDIX} {arabic(self.number.split()[-1])}" if self.is_appendix else self.number


class Outline:
    """What an old report says. opening: its sentences before the first heading. left: what of it is not taken."""

    def __init__(self, document: Document) -> None:
        self.opening: list[str] = []
        self.parts: list[Part] = []
        self.left: list[str] = []
        self._titles: list[str] = []  # of the report itself
        self._counts: Counter[int] = Counter()
        self._offset = 0  # how many parts stand before “Phần thứ hai”, below which “I.” begins again
        self._above: list[str] = []  # lines that may belong to the table behind them
        self._before = ""  # what the paragraph before was, as `_take` says it
        self._ended = False
        self._end: list[str] = []  # recipients and who signs
        self.recipients: list[str] = []
        self.signed = ("", "")  # office and name
        marked = [(_level(each), tidy(each.text)) for each in document.paragraphs if _is_marked(each)]
        self._typed = any(_PART.fullmatch(text) for _heading, text in marked)
        levels = Counter(level for level, _text in marked)
        self._highest = 2 if levels[1] == 1 and levels[2] else 1  # the report's title is the only one of its level
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                self._before = self._table(block)
            elif text := tidy(block.text).translate(_BRACES):
                self._before = self._take(block, text)
        self._leave_above()
        if self._end:
            signs = next((at for at, line in enumerate(self._end) if line.isupper()), len(self._end))
            self._signed(self._end[:signs], self._end[signs:])
        title = " ".join(self._titles)
        self.left += [_("the report's own title, which the program writes: “{text}”", text=title)] if title else []
        for what, tags in (
            (_("footnotes"), ("{*}footnoteReference", "{*}endnoteReference")),
            (_("pictures, charts and text boxes"), ("{*}drawing", "{*}pict")),
        ):
            count = sum(1 for _each in document.element.body.iter(*tags))
            self.left += [f"{what}: {count}"] if count else []

    def _take(self, paragraph: Paragraph, text: str) -> str:
        """Take a paragraph; says what it is: heading, other (a heading of a form that is not ours), title, or text."""
        before = self._before
        marked = _is_marked(paragraph) or (
            not self.parts and (text.casefold() == "báo cáo" or (self._is_below and text[-1] not in ".:;"))
        )
        if _TITLE.fullmatch(text) or OF_ALL.fullmatch(text) or _style_of(paragraph).startswith(("Caption", _SOURCE)):
            self._above.append(text)
            return "text"
        self._leave_above()
        if heading := self._heading(paragraph, text):
            self._ended = False
            self.parts.append(heading)
            return "heading"
        if before == "heading" and (not self.parts[-1].words or (marked and _goes_on(self.parts[-1].words, text))):
            self.parts[-1].words = f"{self.parts[-1].words} {text}".strip()
            return before
        if not self.parts:
            (self._titles if marked else self.opening).extend([text] if marked or len(text) > _LETTERHEAD else [])
            return "title" if marked else "text"
        texts = self.parts[-1].texts
        if before == "other" and marked and _goes_on(texts[-1], text):
            texts[-1] += f" {text}"
            return before
        if text.startswith(_RECIPIENTS) and not self.parts[-1].is_appendix:
            self._ended = True
        if before == "end" or (self._ended and text.startswith(_RECIPIENTS)):
            self._end += filter(None, map(tidy, paragraph.text.splitlines()))
            return "end"
        self._ended = self._ended or text.startswith(_END)
        texts += [] if self._ended else [text]
        if self._ended or text[-1] in ".;:," or not (marked or _OTHER.match(text)):
            return "text"
        self.left.append(_("the heading “{text}”; it is a sentence of {part}", text=text, part=self.parts[-1].number))
        return "other"

    def _heading(self, paragraph: Paragraph, text: str) -> Part | None:
        """The heading that a paragraph is: of Word's styles, else bold or a line that is no sentence, by its number."""
        if not (_is_marked(paragraph) or (len(text) <= 150 and text[-1] not in ".;:,")):
            return None
        level, tops = _level(paragraph), [part for part in self.parts if "." not in part.number]
        if found := _APPENDIX.fullmatch(text):
            before = sum(each.is_appendix for each in tops)
            return Part(f"{APPENDIX} {roman(before + 1)}", found["title"] or "")
        if found := _IN_WORDS.fullmatch(text):
            self._offset = len(tops)
            return Part(roman(self._offset + 1), found["title"] or "", in_words=True)
        number = ""
        if found := _WHOLE.fullmatch(text):
            number = found["number"]
        elif (found := _PART.fullmatch(text)) and not (tops and tops[-1].is_appendix):
            number = self._counted_on(found["number"], text)
        elif tops and (found := _BELOW.fullmatch(text)):
            number = f"{tops[-1].number}.{found['number']}"
        elif level and not self._typed and not _TOPIC.match(text):
            return None if self._is_title(level, text) else self._counted(level, text)
        if not found or not number or any(each.number == number for each in self.parts):
            return None
        return Part(number, found["title"])

    def _counted_on(self, number: str, text: str) -> str:
        """A part's number. “Phần thứ hai” above it is none itself, and “I.” below it goes on where the first has ended."""
        last = self.parts[-1] if self.parts else None
        if last and last.in_words and not (last.texts or last.tables):
            self.left.append(_("the heading “{text}”; parts of their own stand below it", text=self.parts.pop().words))
        elif last and last.in_words:
            self._offset += 1
        here = roman(self._offset + arabic(number))
        if here != number:
            self.left.append(_("the number of “{text}”; it is {number} here", text=text, number=here))
        return here

    def _is_title(self, level: int, text: str) -> bool:
        """Whether a heading of Word's styles is the report's own title: “BÁO CÁO”, and what stands right below it."""
        return level < self._highest or (not self.parts and (self._is_below or text.casefold().startswith("báo cáo")))

    @property
    def _is_below(self) -> bool:
        """Whether the line before is “BÁO CÁO” alone: what the report is about stands below it, also in plain letters."""
        return self._before == "title" and self._titles[-1].casefold() == "báo cáo"

    def _counted(self, level: int, text: str) -> Part:
        """A heading whose number Word counts."""
        self._counts = Counter({each: count for each, count in self._counts.items() if each <= level})
        self._counts[level] += 1
        first, *below = [str(self._counts[each] or 1) for each in range(self._highest, level + 1)]
        return Part(".".join([roman(int(first)), *below]), text)

    def _table(self, table: Table) -> str:
        """Take a table that has numbers; letterheads and signatures have none."""
        rows = [[tidy(cell.text) for cell in row.cells] for row in table.rows]
        if self.parts and any(re.fullmatch(r"[\d.,%\s]+", cell) for row in rows[1:] for cell in row):
            of_all = [text for text in self._above if OF_ALL.fullmatch(text)]
            titles = [text for text in self._above if text not in of_all and not text.startswith(_SOURCE)]
            title = _TITLE.sub(r"\g<title>", titles[-1]) if titles else self.parts[-1].title
            if (found := _IN_TITLE.fullmatch(title)) and OF_ALL.fullmatch(found["unit"]):
                title, of_all = found["title"], [*of_all, found["unit"]]
            self.parts[-1].tables.append(sheet_of_word(title_of([title]) or title, table, of_all))
            self._above = []
        elif any(row[0].startswith(_RECIPIENTS) for row in rows):
            self._signed(
                *([line for cell in column.cells for line in cell.text.splitlines()] for column in table.columns)
            )
        else:
            self.left.append(_("a table without numbers: “{text}”", text=" | ".join(rows[0])[:60] if rows else ""))
        return "table"

    def _signed(self, recipients: list[str], *signing: list[str]) -> None:
        """Take who receives it and who signs it, from the table at its end."""
        told = (re.sub(r"\s*\(.*|[;./]+$", "", tidy(line).lstrip("-–+ ")) for line in recipients)
        self.recipients = [line for line in told if line and not line.startswith(_RECIPIENTS)]
        *office, name = [line for column in signing for line in map(tidy, column) if re.search(r"\w", line)] or [""]
        self.signed = (" ".join(each for each in office if each.isupper()), "" if name.isupper() else name)

    @property
    def period(self) -> tuple[Span, str] | None:
        """The one that its title names, and in which words."""
        return named_first(" ".join(self._titles))

    @property
    def subject(self) -> str:
        """What it is about, with a place for its period; without the next one's tasks, which are another period's next time."""
        about = re.sub(r"^báo cáo\b[\s:]*", "", " ".join(self._titles), flags=re.IGNORECASE)
        if not self.period:
            return ""
        before, _words, behind = about.partition(self.period[1])
        after = "" if re.search(r"\d{4}", behind) else lower_first(in_small_letters(behind.strip(" .")))
        return f"{sentence(in_small_letters(before))}{{period}} {after}".strip()

    def _leave_above(self) -> None:
        self.left += [
            _("what stands beside a table or a chart: “{text}”", text=text)
            for text in self._above
            if not text.startswith(_SOURCE)
        ]
        self._above = []


def _style_of(paragraph: Paragraph) -> str:
    return str(paragraph.style.name) if paragraph.style else ""


def _level(paragraph: Paragraph) -> int:
    """The level of a heading of Word's styles, else 0."""
    found = re.fullmatch(r"Heading ([1-4])", _style_of(paragraph))
    return int(found[1]) if found else 0


def _is_marked(paragraph: Paragraph) -> bool:
    """Whether a paragraph looks like a heading: by its style, or wholly bold."""
    runs = [run for run in paragraph.runs if run.text.strip()]
    return bool(runs) and (
        _style_of(paragraph).startswith(("Heading", "Title", "Subtitle")) or all(run.bold for run in runs)
    )


def _goes_on(words: str, text: str) -> bool:
    """Whether a heading goes on in the next paragraph.

    >>> _goes_on("Về việc bồi dưỡng theo Chương trình", "giáo dục phổ thông"), _goes_on("ĐỘI NGŨ", "Toàn ngành")
    (True, False)
    """
    return not numbered_otherwise(text) and (text[0].islower() or (text.isupper() and words.isupper()))
