"""Tables as people lay them out, in Word, Excel or a CSV: heads of several lines, merged cells, totals, lines across."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from docx.table import Table
from openpyxl.utils import column_index_from_string, get_column_letter

from helpers.language import _
from helpers.problems import InputError, Problem, refuse
from helpers.values.vietnamese import lower_first

from .notation import tidy, unreadable
from .totals import totals_in
from .workbooks import HIDDEN_COLUMN, HIDDEN_ROW, SHOW_IT, Cell, Sheet

Place = tuple[int, str]  # row and letter
Lines = dict[int, dict[str, Cell]]  # cells by row and letter
# a line above a table: the unit of all that stands in it
OF_ALL = re.compile(r"[(\[]?(?:(?:đơn vị tính|đvt)[\s:]+|đơn vị\s*:\s*)(?P<unit>[^()\[\]]{1,90}?)[)\]]?", re.IGNORECASE)
# a table or a sheet that nobody named
UNNAMED = re.compile(r"(?:sheet|trang tính|biểu|bảng|mẫu|phụ lục)[ _]?(?:số )?\d*", re.IGNORECASE)
# what stands above a table and is no title: whose it is, what it belongs to
_LETTERHEAD = re.compile(
    r"\(.*|(?:cộng hòa|độc lập|ubnd|ủy ban|sở|chi cục|kỳ|kèm theo|nguồn|thời điểm|(?:số liệu )?tính đến|số liệu đến)\b.*",
    re.IGNORECASE,
)
_BEFORE_UNIT = re.compile(r"\s*[;,.–-]\s*(?=(?:đơn vị tính|đvt)\s*:)", re.IGNORECASE)  # “Thời điểm 31/3; ĐVT: người”
_STAR = re.compile(r"\s*(?:\(\*+\)|\*+)$")  # of a footnote
_MARK = re.compile(r"(?:biểu|bảng|mẫu|phụ lục)(?: số)? [\w/-]+\s*[.:-]\s*(?=\w)", re.IGNORECASE)  # “Bảng 2. ”
_OF_PERIOD = re.compile(  # with what leads to it, “đến cuối”; a “tháng” without its number, “hằng tháng”, is of no period
    r"[\s,(-]*(?:\b(?:tính|đến|cuối|hết|trong|của|đầu|ngày(?: \d+)?)\s+)*\b"
    r"(?:(?:(?:[369]|ba|sáu|chín) tháng|tháng(?= \d)|(?<!\d )năm(?= (?:\d|học)))\b[^;:]*\d{4}|quý (?:IV|I{1,3}|[1-4])\b(?:[^;:]*\d{4})?|\d{1,2}/\d{1,2}/\d{4})\)?$",
    re.IGNORECASE,
)
_SAID = r"(?:đơn vị(?: tính)?|đvt)\s*:?\s+"
_NO_UNIT = r"ước|dự kiến|kế hoạch|thực hiện|lũy kế|cộng dồn|sơ bộ|chính thức|cùng kỳ|kỳ trước|năm trước|nếu có|tổng"
UNIT = re.compile(  # “(triệu đồng)”, “[ĐVT: giường]”, a “%” at the end; “(1)”, “(năm 2030)” and “(ước)” are none
    rf"(?P<title>.+?)\s*(?:[(\[](?!\s*(?:{_NO_UNIT})\b|[^)\]]*(?<![^\W\d])\d+\s*[)\]])\s*(?:{_SAID})?(?P<unit>[^()\[\]]+?)\s*[)\]]|(?<= )(?P<bare>%))",
    re.IGNORECASE,
)
# who signs a table, below it: no row of it, and nothing behind it either
_SIGNS = re.compile(
    r"(?:người (?:lập|tổng hợp|báo cáo)|lập (?:biểu|bảng)|thủ trưởng|(?:kt\. ?)?(?:phó )?giám đốc|kế toán trưởng"
    r"|(?:phó )?(?:trưởng phòng|chi cục trưởng)|chánh văn phòng)(?! \w+ \w+ \w+).*",
    re.IGNORECASE,
)
# what stands below a total and is no row of its table: what it is compared with, or a mean of it
COMPARES = re.compile(
    r"(?:%|(?:so (?:với|sánh)|cùng kỳ|kỳ trước|năm trước|(?:tỷ|tỉ) lệ|bình quân|chênh lệch)(?!\w)|kế hoạch(?=$| (?:năm|quý|giao|\d))"
    r"|trung bình(?= (?:chung|toàn|cả|mỗi))|(?:tăng|giảm|đạt)(?=$|\s*(?:[,/%(]|so với|(?:tỷ|tỉ) lệ))).*",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"trong đó\s*:?\s*(?=\w)", re.IGNORECASE)
_RATE = re.compile(r"(?:tỷ|tỉ) (?:lệ|trọng)|so sánh|cơ cấu|tốc độ|bình quân", re.IGNORECASE)
_GROUP = re.compile(r"(?:[A-ZĐ]|[IVX]+)[.)]?")  # which of several: “A”, “II”
_NUMBER, _YEAR = re.compile(r"-?\d[\d., ]*"), re.compile(r"(?:19|20)\d\d")


class Layout:
    """A sheet with one heading a column and one fact a row; what is neither is in `totals` and `across`.

    Raises InputError where no line of headings stands above rows, and for a number of several rows.
    """

    def __init__(self, file: str, sheet: Sheet) -> None:
        self._file, self.sheet = file, sheet
        rows = self._rows()
        apart = {row: cells for row, cells in rows.items() if len({self._first(row, at) for at in cells}) > 1}
        widest = max(map(len, apart.values()), default=0)
        self.head = head = next((row for row, cells in apart.items() if len(cells) == widest), 0)
        over = {row: [*map(_lines, cells.values())] for row, cells in rows.items() if row < head}
        self.above = [line for cells in over.values() for lines in cells for line in lines]
        self.title = title_of(line for row, (first, *_others) in over.items() if row not in apart for line in first)
        heads = self._heads({row: cells for row, cells in rows.items() if row >= head})
        self.heads = {
            at: [*dict.fromkeys(rows[row][at].text for row in heads if at in rows[row])] for at in apart.get(head, ())
        }
        below = {row: cells for row, cells in rows.items() if row > max(heads, default=0)}
        if _counts_columns([[cell.text for cell in cells.values()] for cells in below.values()]):
            below.pop(min(below))
        signed = next(
            (row for row, cells in below.items() if all(_SIGNS.fullmatch(each.text) for each in cells.values())), 0
        )
        apart = {row: cells for row, cells in apart.items() if not signed or row < signed}
        groups = self._groups(below)
        apart = {row: cells for row, cells in apart.items() if row not in groups and not self._is_head(cells)}
        # the rows that are totals, each with those that it adds up
        self.parts = totals_in({row: cells for row, cells in below.items() if row in apart})
        self.totals = {row: below[row] for row in self.parts}
        behind = [row for row in apart if row > max(self.parts, default=row)]
        names = (next((cell.text for cell in below[row].values() if not is_number(cell)), "") for row in behind)
        if 2 * len(behind) < len(apart) and all(map(COMPARES.fullmatch, names)):
            apart = {row: cells for row, cells in apart.items() if row not in behind}
        bare = self._bare([*below], apart)
        self.rows = {row: cells for row, cells in below.items() if row in {*apart, *bare} - self.totals.keys()}
        self.across = {
            row: [*cells.values()][row in groups].text for row, cells in below.items() if row not in {*apart, *bare}
        }
        self._check(head)

    @property
    def facts(self) -> Lines:
        """Its rows and its totals as they stand."""
        return dict(sorted({**self.rows, **self.totals}.items()))

    @property
    def place(self) -> str:
        """The letter of the column that only numbers the rows; empty: none."""
        return next((at for at, titles in self.heads.items() if _is_place(titles)), "")

    def unseen(self) -> Iterator[Problem]:
        """Cells that people do not see, and texts that they see otherwise."""
        for at, titles in self.heads.items():
            texts = {at: ": ".join(titles)} | {
                f"{at}{row}": cells[at].text for row, cells in self.facts.items() if at in cells
            }
            if at in self.sheet.hidden_columns:
                yield self.fault("hidden_column", at, texts[at], HIDDEN_COLUMN, SHOW_IT)
            for place, text in texts.items():
                if wrong := unreadable(text):
                    yield self.fault("unreadable_letters", place, text[:60], _("letters that can be read"), wrong)
        for row in sorted(self.sheet.hidden_rows & self.facts.keys()):
            text = " | ".join(cell.text for cell in self.facts[row].values())
            yield self.fault("hidden_row", f"{row}", text, HIDDEN_ROW, SHOW_IT)

    def fault(self, code: str, at: str, text: str, expected: str, remedy: str) -> Problem:
        """What is wrong with a cell, a row or a column of the sheet."""
        return Problem(self._file, 0, f"{self.sheet.name}!{at}", text, expected, remedy, code=code)

    def _rows(self) -> Lines:
        """The cells in which something stands, a merged one in each of its places."""
        cells = self.sheet.rows
        stands = {(row, at): cell for row in cells for at, cell in cells[row].items() if not cell.is_blank}
        stands |= {place: stands[first] for place, first in self.sheet.merged.items() if first in stands}
        rows: Lines = {}
        for row, at in sorted(stands, key=lambda place: (place[0], column_index_from_string(place[1]))):
            rows.setdefault(row, {})[at] = stands[row, at]
        return rows

    def _first(self, row: int, at: str) -> Place:
        return self.sheet.merged.get((row, at), (row, at))

    def _heads(self, rows: Lines) -> list[int]:
        """The lines of the head: those of its merged cells, and one more below a heading of several columns."""
        heads: list[int] = []
        bottom = min(rows, default=0)
        for row, cells in rows.items():
            own = [cell for at, cell in cells.items() if self._first(row, at) == (row, at)]
            if row > bottom or (heads and any(map(is_number, own))):
                break
            heads.append(row)
            firsts = {self._first(row, at) for at in cells}
            places = [(place, first) for place, first in self.sheet.merged.items() if first in firsts]
            wide = {first for (_row, at), first in places if at != first[1]}
            bottom = max([bottom, *(below + (first in wide) for (below, _at), first in places)])
        return heads

    def _is_head(self, cells: Mapping[str, Cell]) -> bool:
        """Whether a row says the headings again, as on each page of a long table, or most of them."""
        return 2 * sum(cell.text in self.heads.get(at, ()) for at, cell in cells.items()) > len(cells)

    def _groups(self, below: Lines) -> set[int]:
        """Rows of a letter and a name, “A | Giao thông”, above those that are numbered."""
        numbers = {row: cells[self.place] for row, cells in below.items() if self.place in cells}
        letters = {row for row, cell in numbers.items() if len(below[row]) == 2 and _GROUP.fullmatch(cell.text)}
        return letters if any(map(is_number, numbers.values())) else set()

    def _bare(self, below: Sequence[int], apart: Lines) -> set[int]:
        """Rows of which only the name is stated: a line that no row of its own follows, but a total, is no heading of others."""
        found, following = set[int](), 0
        for row in reversed(below):
            following = row if row in apart else following
            alone = (
                row not in apart
                and len(self.sheet.rows[row]) - sum(c.is_blank for c in self.sheet.rows[row].values()) == 1
            )
            found |= {row} if alone and following in self.totals else set()
        return found

    def _check(self, head: int) -> None:
        expected, remedy = _("a line of headings, and rows below it"), _("Let each column have one heading.")
        if len(self.heads) < 2 or not self.rows:
            raise InputError(Problem(self._file, expected=expected, remedy=remedy, code="no_headings"))
        cells = self.sheet.rows[head].values()
        if 2 * sum(map(is_number, cells)) > len(cells):
            found = ", ".join(cell.text for cell in cells)
            remedy = _("Write one line of headings, or merge the cells of a heading that stands over several columns.")
            raise InputError(
                Problem(self._file, head, value=found, expected=expected, remedy=remedy, code="several_heading_lines")
            )
        expected, remedy = _("a number of one row"), _("Split the merged cells.")
        refuse(
            self.fault("merged_number", f"{at}{row}", cell.text, expected, remedy)
            for row, cells in self.rows.items()
            for at, cell in cells.items()
            if self._first(row, at) != (row, at) and is_number(cell) and not _is_place(self.heads.get(at, []))
        )


def _lines(cell: Cell) -> list[str]:
    """What a cell above a table says; the unit stands on a line of its own."""
    return _BEFORE_UNIT.split(cell.text)


def title_of(lines: Iterable[str]) -> str:
    """The title of a table among the lines above it, without the period, which the report says itself; empty: none.

    >>> title_of(["SỞ Y TẾ", "TÌNH HÌNH DỊCH BỆNH QUÝ I NĂM 2031", "(ĐVT: ca)"])
    'Tình hình dịch bệnh'
    >>> title_of(["NHIỆM VỤ QUÝ I"]), title_of(["TRỢ CẤP HẰNG THÁNG QUÝ I NĂM 2031"]), title_of(["BIÊN CHẾ TÍNH ĐẾN CUỐI QUÝ I/2031"])
    ('Nhiệm vụ', 'Trợ cấp hằng tháng', 'Biên chế')
    >>> title_of(["Hộ nghèo đến ngày 31/3/2031"]), title_of(["Kế hoạch 5 năm 2031-2035"]), title_of(["Thu 3 tháng đầu năm 2031"])
    ('Hộ nghèo', 'Kế hoạch 5 năm 2031-2035', 'Thu')
    """
    said = (_OF_PERIOD.sub("", _MARK.sub("", line)) for line in lines)
    titles = (line for line in said if not any(each.fullmatch(line) for each in (OF_ALL, UNNAMED, _LETTERHEAD)))
    return in_small_letters(max(titles, key=len, default=""))


# a syllable of Vietnamese without its tone: an initial, one to three vowels, an ending
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|gh|gi|ph|qu|th|tr|kh|ch|[bcdđghklmnprstvx])?[aăâeêioôơuưy]{1,3}(?:nh|ng|ch|[cmnpt])?|[a-zđ]"
)
_TONES = str.maketrans(dict.fromkeys("\u0300\u0301\u0303\u0309\u0323"))


def _is_syllable(word: str) -> bool:
    return bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).translate(_TONES))))


def in_small_letters(words: str) -> str:
    """A heading in capitals as others are written: abbreviations and numbers of quarters keep theirs.

    >>> in_small_letters("NHIỆM VỤ QUÝ II CỦA UBND, OCOP"), in_small_letters("Sở Y tế")
    ('Nhiệm vụ quý II của UBND, OCOP', 'Sở Y tế')
    """

    def small(word: re.Match[str]) -> str:
        return word[0].lower() if _is_syllable(word[0].lower()) and not word["counted"] else word[0]

    if not words.isupper():
        return words
    made = re.sub(r"(?:(?<=QUÝ )|(?<=KỲ )|(?<=KHÓA )|(?<=THỨ ))(?P<counted>[IVX]+)\b|[^\W\d_]+", small, words)
    return made[:1].upper() + made[1:]


def heading(titles: Sequence[str], measured: bool) -> tuple[str, str]:
    """What a column is called, and the unit that its heading says; titles: those above it in a head of several lines.

    measured: it holds numbers. Of others “(nếu có)” is a part of the name.

    >>> heading(["Học sinh* (học sinh)", "Trong đó: nữ (*)"], True), heading(["Học sinh (nếu có)"], False)
    (('Học sinh: nữ', 'học sinh'), ('Học sinh (nếu có)', ''))
    """
    titles = [_STAR.sub("", each) for each in titles]
    found = [UNIT.fullmatch(each) if measured else None for each in titles]
    unit = next((each["unit"] or each["bare"] for each in reversed(found) if each), "")
    parts = [_STAR.sub("", each["title"]) if each else text for each, text in zip(found, titles, strict=True)]
    return ": ".join([*parts[:1], *(lower_first(_WITHIN.sub("", part)) for part in parts[1:])]), unit


def units_of(above: Iterable[str], titles: Sequence[str]) -> dict[str, str]:
    """The units that a line above a table says of its headings: of all but rates, of each by its name, or in their order.

    >>> units_of(["ĐVT: triệu đồng"], ["Kế hoạch", "Tỷ lệ"])
    {'Kế hoạch': 'triệu đồng'}
    >>> units_of(["(Đơn vị tính: Diện tích: ha; sản lượng: tấn)"], ["Diện tích", "Sản lượng", "Giá"])
    {'Diện tích': 'ha', 'Sản lượng': 'tấn'}
    >>> units_of(["Đơn vị tính: ha, tạ/ha, tấn"], ["Diện tích", "Năng suất", "Sản lượng"])
    {'Diện tích': 'ha', 'Năng suất': 'tạ/ha', 'Sản lượng': 'tấn'}
    """
    said = next((found["unit"] for text in above if (found := OF_ALL.fullmatch(text))), "")
    parts = [part.partition(":") for part in re.split(r"[;,]\s+", said)]
    if all(sign for _name, sign, _unit in parts):
        named = {name.strip().casefold(): unit.strip() for name, _sign, unit in parts}
        return {title: named[title.casefold()] for title in titles if title.casefold() in named}
    if len(parts) == 1:
        return {title: said for title in titles if said and not _RATE.match(title)}
    return {title: part[0] for title, part in zip(titles, parts, strict=True)} if len(parts) == len(titles) else {}


def sheet_of(name: str, rows: Iterable[Sequence[str]]) -> Sheet:
    """Rows of texts as a sheet has them."""
    cells = (({get_column_letter(at): Cell(tidy(text)) for at, text in enumerate(row, 1)}) for row in rows)
    return Sheet(name, rows=dict(enumerate(cells, 1)))


def sheet_of_word(name: str, table: Table, above: Sequence[str] = ()) -> Sheet:
    """A table of a Word file as a sheet. above: the lines before it that belong to it."""
    sheet, firsts, merged = sheet_of(name, [[text] for text in above]), dict[object, Place](), dict[Place, Place]()
    rows = {row: {**cells} for row, cells in sheet.rows.items()}
    for number, row in enumerate(table.rows, len(above) + 1):
        rows[number] = {}
        for at, cell in enumerate(row.cells, row.grid_cols_before + 1):
            place = number, get_column_letter(at)
            merged[place] = firsts.setdefault(cell._tc, place)
            if merged[place] == place:
                rows[number][place[1]] = Cell(tidy(cell.text))
    return Sheet(name, rows=rows, merged=merged)


def _is_place(titles: Sequence[str]) -> bool:
    """Whether a column only numbers the rows."""
    return " ".join(titles).casefold() in ("tt", "stt")


def is_number(cell: Cell) -> bool:
    """Whether a cell holds a number that is no year."""
    return bool(_NUMBER.fullmatch(cell.text)) and not _YEAR.fullmatch(cell.text)


def _counts_columns(lines: list[list[str]]) -> bool:
    """Whether the first line numbers the columns: A | B | 1 | 2, which the next one does not.

    >>> _counts_columns([["A", "B", "(1)", "2=1+3"], ["1", "Mầm non", "120", "7"]]), _counts_columns([["1", "2"], ["2", "3"]])
    (True, False)
    """
    numbers = [re.sub(r"[()]|\s*=.*", "", text) for text in chain(*lines[:1]) if not re.fullmatch("[A-Z]", text)]
    counted = bool(numbers) and numbers == [f"{number}" for number in range(1, len(numbers) + 1)]
    return counted and not all(map(_NUMBER.fullmatch, chain(*lines[1:2])))
