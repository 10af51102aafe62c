"""What a careful reader notices in the words of an edition: what is left over from another period, and what contradicts.

`typed` finds what is typed and neither computed, cited nor declared; the rules below look at one passage, a cell of text,
beside the figures that it prints. Together they are findings of the audit, accepted with a reason that falls when the
sentence changes; one cause, such as a name that has ended, is one finding. Nothing here is certain, so all are warnings.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from ..data.expressions import CHANGES, Call, Expression, Operation, Select, parse, selections
from ..data.rows import Records
from ..data.schema import TABLES
from ..data.units import RATIO, SCALES, counted_in
from ..data.validity import list_of
from ..editions import PLACEHOLDER, SENTENCE, Edition
from ..project import here
from ..values.figures import Figure
from ..values.vietnamese import lower_first, short_date
from .checks import Check, Proofread, Rule
from .literals import Literal, literals
from .names import ended, lexicon
from .passages import TextCell, passages
from .terms import Cell
from .times import Times
from .typed import typed
from .vocabulary import DOCUMENT, FIGURE

_SIGNS = FIGURE + DOCUMENT
_DUE = re.compile(r"\b(?:[Qq]uý [IV]+|[Tt]háng \d+)/(?P<year>20\d\d)\b|^Năm (?P<whole>20\d\d)$")
_CITED = re.compile(
    r"(?P<number>\d+[-/](?:[A-ZĐƯ][\w.]*[-/]?)+\w*)\s+ngày\s+(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})"
)
_TREND = re.compile(rf"\b(?P<word>tăng|giảm)\s+(?P<figure>{FIGURE})", re.IGNORECASE)
_PART_OF = re.compile(  # "trong {whole} có {part}", "{whole}, trong đó có {part}", "{part}/{whole}"
    rf"\b[Tt]rong(?: (?:tổng )?số)? ({FIGURE})[^{_SIGNS}.;]*? có ({FIGURE})"
    rf"|({FIGURE})[^{_SIGNS}.;]*?\btrong đó(?: có)? ({FIGURE})|(?P<part>{FIGURE})\s*/\s*(?P<whole>{FIGURE})"
)
_LISTED = re.compile(rf"{FIGURE} [^{FIGURE}.;:]{{2,40}}?(?:(?:, )?(?:gồm|là)|:| của)\s*:?\s*(?P<names>[^.;({FIGURE}]+)")
# typed: "03 đơn vị: A, B, C"
_COUNTED = re.compile(r"(?<![\w/.,-])(?P<count>\d{1,2}) [^\W\d][^\d.;:,()]{1,39}?: (?P<names>[^.;:(\d]+)")
_ESTIMATED = re.compile(r"\b(?:là số ước|số ước thực hiện|ước đạt|ước tính|ước thực hiện)\b", re.IGNORECASE)
_SHORTEST = 4  # spaces within a sentence
_OF_MANY_NAMES = ("%", RATIO, "người", "đơn vị", "nhiệm vụ")  # a share is of anything, people are called by their kinds
_MEASURES = {"m", "km", "m2", "m²", "m3", "ha", "kg", "tấn", "KB", "MB", "GB", "TB", "Kbps", "Mbps", "Gbps"}
_MOST_NAMES = 12  # more than these nobody lists in a sentence


Look = Callable[[TextCell, "Reader"], Iterable[str]]
STATED = {
    "hole": "Câu đã viết xong",
    "number": "Số nêu trong câu là số liệu được tính, trích dẫn hoặc khai báo",
    "time": "Thời gian nêu trong câu thuộc kỳ báo cáo",
    "judgment": "Từ đánh giá, từ chỉ toàn bộ có số liệu bảo đảm",
    "name": "Tên nêu trong câu đã khai báo",
}
RULES: dict[str, tuple[Look, bool]] = {}  # what looks at a passage, and whether at all or at statements only
OF_A_CAUSE = ("ended",)
_CAUSES = {"due": "due", "repeated": "repeated@{}"}  # deadlines left over as a whole; one sentence in several places


def noticed(rule: str, stated: str, of_all: bool = False) -> Callable[[Look], Look]:
    """Make a function a rule; stated: what holds where it says nothing."""

    def named(look: Look) -> Look:
        STATED[rule], RULES[rule] = stated, (look, of_all)
        return look

    return named


class Printed(NamedTuple):
    """A figure that a sentence prints, and how."""

    spec: str
    expression: Expression
    figure: Figure


class Reader:
    """An edition's passages beside those of the period before, and what its period allows."""

    def __init__(self, edition: Edition) -> None:
        self.edition, self.records = edition, edition.records
        base = edition.followed
        self.records_before: Records | None = base.records if base else None
        self.period = self.records.period
        self.times = Times(self.period, self.period["last_year"][:4])
        self.passages = list(passages(self.records))
        self.before = {each.name: each for each in passages(self.records_before)} if self.records_before else {}
        self.labels: dict[str, dict[str, str]] = defaultdict(dict)
        for row in self.records["codes"].values():
            self.labels[row["list"]][row["code"]] = row["label"]
        self.vouched: dict[str, list[str]] = defaultdict(list)
        for row in self.records["claims"].values():
            self.vouched[TABLES["statements"].row_id(row)].append(row["words"])
        self.sentences: dict[str, list[TextCell]] = defaultdict(list)  # where each of the department's own stands
        for passage in self.passages:
            for sentence in _sentences(passage):
                self.sentences[sentence].append(passage)
        self.ended = ended(self.records, self.records_before, self.labels)
        self.lexicon = lexicon(self.records, self.labels, self.passages, self.ended)
        self._printed: dict[Cell, dict[int, Printed]] = {}

    def printed(self, passage: TextCell) -> dict[int, Printed]:
        """The figures of a sentence, by where they stand in its words. Raises ExpressionError for what cannot be read."""
        if passage.cell not in self._printed:
            found = [match for match in PLACEHOLDER.finditer(passage.raw) if "document(" not in match[0]]
            figures = [
                Printed(match["spec"] or "", each := parse(match["expression"].strip()), self.edition.evaluate(each))
                for match in found
            ]
            places = (match.start() for match in re.finditer(FIGURE, passage.words))
            self._printed[passage.cell] = dict(zip(places, figures, strict=True))
        return self._printed[passage.cell]

    @cached_property
    def units(self) -> set[str]:
        """The units of all rows and columns, and those that they are multiples of."""
        columns = {column.unit for table in TABLES.values() for column in table.columns.values()}
        rows = {row.get("unit", "") for table in self.records for row in self.records[table].values()}
        known = columns | rows | SCALES.keys() | _MEASURES
        return (known | {counted_in(unit)[1] for unit in known}) - {"", "%"}

    def is_unit(self, words: str) -> bool:
        """Whether words are a unit, or one over another: "tỷ đồng/km"."""
        return all(part in self.units for part in lower_first(words).split("/"))

    @cached_property
    def titles(self) -> set[str]:
        """What tables and columns are called."""
        titles = {table.title for table in TABLES.values()}
        return titles | {column.title for table in TABLES.values() for column in table.columns.values()}

    @cached_property
    def dates(self) -> dict[str, set[str]]:
        """The dates of documents by their numbers, in the register and in the texts."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.records["documents"].values():
            if row["number"] and row["date"]:
                found[row["number"]].add(row["date"])
        return found

    @cached_property
    def used(self) -> dict[str, list[tuple[set[str], set[str]]]]:
        """The codes of each list that each column uses now, and those that it used in the period before."""
        found: dict[str, list[tuple[set[str], set[str]]]] = defaultdict(list)
        before = self.records_before or self.records
        columns = [(table.name, each) for table in TABLES.values() for each in table.columns.values() if each.codes]
        for table, column in columns:
            now, then = (each[table].by(column.name).keys() - {""} for each in (self.records, before))
            found[column.codes].append((now, then))
        return found


def proofread(edition: Edition) -> Proofread:
    """What is wrong with the words of an edition and its notebooks: a finding for each rule and passage, or for each cause."""
    reader = Reader(edition)
    said: dict[tuple[str, str], list[tuple[TextCell | Literal, str]]] = {}
    read: list[TextCell | Literal] = [*reader.passages, *literals(here().notebooks)]
    for passage in read:
        for rule, words in _found(passage, reader):
            where = words if rule in OF_A_CAUSE else passage.name
            said.setdefault((rule, where), []).append((passage, words))
    ids = [f"{rule}@{passage.name}" for passage in read for rule in STATED if rule not in OF_A_CAUSE]
    made = [_check(rule, where, found) for (rule, where), found in said.items()]
    ended = (f"ended@{words.partition('”')[0]}" for words in reader.ended)
    return Proofread(made, list(dict.fromkeys([*ids, *ended, *(check.id for check in made)])))


def _found(passage: TextCell | Literal, reader: Reader) -> Iterator[tuple[str, str]]:
    if isinstance(passage, Literal):
        yield from typed(passage, reader.lexicon, reader.times, _of_declaration(passage, reader))
        return
    if passage.column != "due" and passage.table != "documents":
        vouched = _vouched(passage, reader) if passage.is_statement else ()
        yield from typed(passage, reader.lexicon, reader.times, vouched)
    for rule, (look, of_all) in RULES.items():
        yield from ((rule, each) for each in (look(passage, reader) if of_all or passage.is_statement else ()))


def _of_declaration(passage: Literal, reader: Reader) -> Iterator[str]:
    """Words of a notebook that the declaration of the tables has: a heading, a unit in brackets or alone."""
    if reader.is_unit(passage.words) or re.sub(r" \([^()]*\)$", "", passage.words) in reader.titles:
        yield passage.words
    yield from (match[0] for match in re.finditer(r"\(([^()]+)\)", passage.words) if reader.is_unit(match[1]))


def _vouched(passage: TextCell, reader: Reader) -> list[str]:
    """Words of a sentence that a claim answers for, or that stand before a figure which bears them out."""
    return [
        *reader.vouched.get(TABLES[passage.table].row_id(passage.row), ()),
        *(f"{word} {FIGURE}" for word, _ in _signed(passage, reader)),
    ]


def _check(rule: str, where: str, found: list[tuple[TextCell | Literal, str]]) -> Check:
    """A violated check of a passage, or of what a cause quotes; what it saw holds the sentences, so that an acceptance falls
    when one changes.
    """
    passages = [passage for passage, _ in found]
    first = passages[0]
    file, line = (f"{first.table}.csv", first.line) if isinstance(first, TextCell) else (first.name, 0)
    said = "; ".join(dict.fromkeys(words for _, words in found))
    quoted: dict[str, TextCell | Literal] = {}
    for passage in passages:
        quoted.setdefault(passage.quoted, passage)
    sentence, *more = quoted
    others = f" và {len(more)} chỗ khác ({_places(quoted[each] for each in more)})" if more else ""
    cause = re.match(r"“(.+?)”", where) if rule in OF_A_CAUSE else None
    return Check.of_words(
        Rule(rule, "proofreading", "warning", STATED[rule], file, line),
        cause[1] if cause else where,
        tuple(dict.fromkeys(cell for passage in passages for cell in passage.cells)),
        f"{said}, trong {sentence}{others}",
        _CAUSES.get(rule, "").format(said),
    )


def _places(found: Iterable[TextCell | Literal]) -> str:
    """Where sentences stand, file by file: "headings.csv dòng 4, 9; statements.csv dòng 12"."""
    places: dict[str, list[str]] = defaultdict(list)
    for each in found:
        file, number = each.place
        places[file].append(str(number))
    return "; ".join(f"{file} {', '.join(own)}" for file, own in places.items())


# -- what is left over from another period -----------------------------------------------------------------------------


@noticed("identical", "Nội dung được viết lại hoặc xác nhận cho kỳ này", of_all=True)
def _identical(passage: TextCell, reader: Reader) -> Iterator[str]:
    """Word for word as last time, and nobody has said that it still is so."""
    before = reader.before.get(passage.name)
    anew = passage.column in TABLES[passage.table].next.changed or passage.row.get("state") == ""
    told = passage.told or passage.column in TABLES[passage.table].next.changed
    if before and told and anew and before.raw.split() == passage.raw.split():
        yield "nguyên văn như kỳ trước mà chưa có ai xác nhận"


@noticed("repeated", "Mỗi câu đứng ở một chỗ")
def _repeated(passage: TextCell, reader: Reader) -> Iterator[str]:
    """A sentence that stands elsewhere in the report, too: copied into a place of its own, and not written yet."""
    for sentence in dict.fromkeys(_sentences(passage)):
        if len(places := reader.sentences[sentence]) > 1:
            yield f"“{sentence}” đứng ở {len(places)} chỗ: {', '.join(each.row['section'] for each in places)}"


@noticed("due", "Thời hạn chưa qua trước kỳ báo cáo", of_all=True)
def _due(passage: TextCell, reader: Reader) -> Iterator[str]:
    """A deadline of a year that is over."""
    for match in _DUE.finditer(passage.words) if passage.column == "due" else ():
        if int(match["year"] or match["whole"]) < reader.times.first.year:
            yield f"thời hạn đã qua trước kỳ báo cáo ({match[0]})"


@noticed("ended", "Tên, văn bản, cấp nêu trong câu còn trong kỳ báo cáo")
def _cited(passage: TextCell, reader: Reader) -> Iterator[str]:
    """A document that is cited and does not hold any more."""
    for key in re.findall(r"document\('([^']*)'\)", passage.raw):
        if key in reader.ended:
            yield f"“{key}” {reader.ended[key]}"


# -- what contradicts the data -----------------------------------------------------------------------------------------


@noticed("names", "Tên nêu trong câu khớp với danh mục của số liệu")
def _codes(passage: TextCell, reader: Reader) -> Iterator[str]:
    """Names that are no longer in the figures, and an enumeration that was all of them and is no more: "Viettel và VNPT"."""
    if not reader.records_before:
        return
    for codes, labels in reader.labels.items():
        named = {code for code, label in labels.items() if _names(label, passage.words) and _is_name(label)}
        if not named:
            continue
        used, before = (set().union(*(pair[at] for pair in reader.used[codes])) for at in (0, 1))
        for code in sorted(named & before - used):
            yield f"“{labels[code]}” không còn trong số liệu của kỳ này"
        for now, then in reader.used[codes]:
            if len(named) > 1 and named == then and now - named:
                yield f"không kể {', '.join(sorted(labels[code] for code in now - named))}, nay có trong số liệu"


@noticed("listed", "Số lượng đúng với các tên kể trong câu")
def _listed(passage: TextCell, reader: Reader) -> Iterator[str]:
    """A number of things, and the names of more or fewer of them behind it: "02 đường truyền của Viettel, VNPT và FPT"."""
    for start, (_, _, count) in reader.printed(passage).items():
        if not (match := _LISTED.match(passage.words, start)):
            continue
        names = [each for each in re.split(r",? và |, (?:đến )?|,? từ ", match["names"]) if each.strip()]
        proper = all(name.strip()[:1].isupper() for name in names)
        number = count.value or 0  # a missing one is told by another rule
        if len(names) < 2 or not (proper or " của" not in match[0][: -len(match["names"])]):
            continue
        if not number or number != int(number) or number > _MOST_NAMES:
            continue
        if number > len(names) if count.qualifier else number != len(names):
            yield f"{count.text('unit')}, nhưng kể {len(names)} tên: {match['names'].strip()}"


@noticed("counted", "Số đếm đúng với danh sách đứng sau", of_all=True)
def _counted(passage: TextCell, reader: Reader) -> Iterator[str]:
    """A number typed into a text of the data, and a list of more or fewer behind it; in a statement any typed number is told."""
    for match in _COUNTED.finditer("" if passage.is_statement else passage.words):
        counts = {len(re.split(parting, match["names"].strip(" ,"))) for parting in (", ", ",? và |, ")}
        count = int(match["count"])
        if max(counts) > 1 and count <= _MOST_NAMES and count not in counts:
            yield f"“{match['count']}” nhưng kể {max(counts)}: {match['names'].strip()}"


@noticed("unit", "Đơn vị đứng sau số là đơn vị của số liệu")
def _unit(passage: TextCell, reader: Reader) -> Iterator[str]:
    """A unit behind a figure that is another than its own: "{counts.value(item='tourism_visits')} hồ sơ" of visits."""
    for at, (spec, _, figure) in reader.printed(passage).items():
        behind = re.match(r"\s+(\w+(?:[ /]\w+)*)", passage.words[at + 1 :])
        if not behind or re.search("unit|trend|times", spec):
            continue
        own, words = figure.unit, f"{behind[1]} "
        (times, of), (own_times, counted) = counted_in(words), counted_in(own)
        if figure.is_rescaled and of.startswith(counted):  # "tỷ đồng" behind a thousandth of triệu đồng
            if times * figure.factor != own_times:
                unit = words[: len(words) - len(of) + len(counted)]
                yield f"“{FIGURE} {unit}” nhưng là số liệu tính bằng {own} đã nhân hoặc chia cho 10, 100, 1000 …"
            continue
        named = max((unit for unit in reader.units if words.startswith(f"{unit} ")), key=len, default="")
        is_own = words.startswith(own) or own.startswith(f"{named} ")
        if own and named and own not in _OF_MANY_NAMES and not is_own:
            yield f"“{FIGURE} {named}” nhưng số liệu tính bằng {own}"


@noticed("other_figure", "Số in ra là của đối tượng nêu trong câu")
def _other_figure(passage: TextCell, reader: Reader) -> Iterator[str]:
    """A figure of one code behind the name of another: "Cấp tỉnh tiếp nhận" before that of the districts."""
    for at, (_, expression, figure) in reader.printed(passage).items():
        sentence = re.split(r"[.;] ", passage.words[:at])[-1].lower()
        before = re.split(rf"[.;:,](?!\d)|[{_SIGNS}]", sentence)[-1]
        for select in islice(selections(expression), 1):  # of a share the first selection is the part
            for name, codes in select.where:
                labels = reader.labels.get(list_of(TABLES[select.table], name), {})
                marks = _marks(labels)
                named = set()
                stems = (" ".join(re.findall(r"\w+", labels.get(code, code).lower())[:2]) for code in codes)
                if not any(_names(stem, passage.words.lower()) for stem in stems):  # they name things by first words
                    named = {code for code, label in labels.items() if _names(label.lower(), before)}
                if not any(_names(marks.get(code, code), sentence) for code in codes):
                    named |= {code for code, mark in marks.items() if before.endswith(f" {mark} ")}
                used = {row[name] for row in reader.records[select.table].values()}
                if named & used and not named & set(codes):
                    labels_of = " / ".join(labels.get(code, code) for code in codes)
                    yield f"“{labels[min(named & used)].lower()}” nhưng {figure.text('unit')} là của {labels_of.lower()}"


def _marks(labels: dict[str, str]) -> dict[str, str]:
    """What tells each label from the others of its list: "đi" of "Văn bản đi", beside "Văn bản đến"."""
    words = {code: label.lower().split() for code, label in labels.items()}
    shared = set.intersection(*map(set, words.values())) if words else set()
    return {code: " ".join(word for word in each if word not in shared) for code, each in words.items()}


@noticed("estimate", "Số ước, số thực hiện đúng với kỳ báo cáo")
def _estimate(passage: TextCell, reader: Reader) -> Iterator[str]:
    """ "Ước" in a period whose figures are none."""
    said = _ESTIMATED.search(passage.words)
    if said and reader.period["estimated"] != "true":
        yield f"“{said[0]}” nhưng số liệu của kỳ này là số thực hiện"


@noticed("trend", "Từ tăng, giảm đúng với số liệu")
def _trend(passage: TextCell, reader: Reader) -> Iterator[str]:
    """ "Tăng" before a change that is a decrease, and the other way round."""
    for word, change in _signed(passage, reader):
        rises = word.lower() == "tăng"
        if change.value is not None and (change.value <= 0 if rises else change.value >= 0):
            yield f"“{word}” nhưng mức thay đổi là {change.text('unit')}"


def _signed(passage: TextCell, reader: Reader) -> Iterator[tuple[str, Figure]]:
    """Each "tăng" or "giảm" before a figure that has a sign, with the figure."""
    for match in _TREND.finditer(passage.words):
        printed = reader.printed(passage)[match.start("figure")]
        if _is_change(printed.expression, reader.records):
            yield match["word"], printed.figure


@noticed("part_of", "Phần không lớn hơn toàn bộ")
def _part_of(passage: TextCell, reader: Reader) -> Iterator[str]:
    """A part that is larger than its whole."""
    for match in _PART_OF.finditer(passage.words):
        places = [match.start(group) for group in range(1, 7) if match[group]]
        part, whole = (reader.printed(passage)[at].figure for at in (places if match["part"] else reversed(places)))
        if part.unit == whole.unit and part > whole:
            yield f"{part.text('unit')} lớn hơn toàn bộ, {whole.text('unit')}"


@noticed("same_document", "Một văn bản có một ngày", of_all=True)
def _same_document(passage: TextCell, reader: Reader) -> Iterator[str]:
    """A document that is cited with another date than the register has."""
    for match in _CITED.finditer(passage.words):
        day = f"{match['y']}-{int(match['m']):02}-{int(match['d']):02}"
        known = reader.dates.get(match["number"], set())
        if known and day not in known:
            register = ", ".join(short_date(dt.date.fromisoformat(each)) for each in sorted(known))
            yield f"văn bản số {match['number']} ngày {match['d']}/{match['m']}/{match['y']}, danh mục ghi {register}"


# -- parts -------------------------------------------------------------------------------------------------------------


def _sentences(passage: TextCell) -> list[str]:
    """The sentences of a passage of the department's own, without what ends them; what is shorter is a heading."""
    found = (" ".join(each.split()).rstrip(".") for each in SENTENCE.findall(passage.raw) if passage.is_statement)
    return [each for each in found if each.count(" ") >= _SHORTEST]


def _is_change(expression: Expression, records: Records) -> bool:
    """Whether a figure has a sign that says what rises: a change on another period, stated or computed, or a difference."""
    match expression:
        case Call(function=function):
            return function in CHANGES
        case Operation(rest=rest):
            return any(sign == "-" for sign, _ in rest)
        case Select(table="controls", where=where):
            return {row["kind"] for row in records["controls"].where(where).values()} == {"growth"}
        case Select(column=column):
            return column in CHANGES
    return False


def _is_name(label: str) -> bool:
    """A proper name or a mark, "VNPT", "5G", "Viettel": what is no common word."""
    is_large_word = len(label.split()) == 1 and label[:1].isupper() and label not in _COMMON
    return is_large_word or bool(re.search(r"\d|[A-Z]{2}", label))


def _names(label: str, words: str) -> bool:
    return label in words and bool(re.search(rf"(?<!\w){re.escape(label)}(?!\w)", words))


_COMMON = ("Cao", "Thấp", "Luật", "Hoàn", "Khác")
