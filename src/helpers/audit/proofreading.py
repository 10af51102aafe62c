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

from ..data.expressions import parse, selections
from ..data.rows import Records
from ..data.schema import TABLES
from ..data.spans import Span
from ..data.units import SCALES, counted_in
from ..editions import PLACEHOLDER, SENTENCE, Edition
from ..project import here
from ..values.vietnamese import lower_first, short_date
from .checks import Check, Proofread, Rule
from .contradictions import CONTRADICTIONS, Facts, Printed, Sentence, signed
from .literals import Literal, literals
from .meanings import names
from .names import ended, lexicon
from .passages import TextCell, passages
from .times import Times
from .typed import typed
from .vocabulary import FIGURE

_DUE = re.compile(r"\b(?:[Qq]uý [IV]+|[Tt]háng \d+)/(?P<year>20\d\d)\b|^Năm (?P<whole>20\d\d)$")
_CITED = re.compile(
    r"(?P<number>\d+[-/](?:[A-ZĐƯ][\w.]*[-/]?)+\w*)\s+ngày\s+(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})"
)
# typed: "03 đơn vị: A, B, C"
_COUNTED = re.compile(r"(?<![\w/.,-])(?P<count>\d{1,2}) [^\W\d][^\d.;:,()]{1,39}?: (?P<names>[^.;:(\d]+)")
_MEASURES = {"m", "km", "m2", "m²", "m3", "ha", "kg", "tấn", "KB", "MB", "GB", "TB", "Kbps", "Mbps", "Gbps"}
_SHORTEST = 4  # spaces within a sentence
_MOST_NAMES = 12  # more than these nobody lists in a sentence


Look = Callable[[TextCell, "Reader"], Iterable[str]]
STATED = {
    "hole": "Câu đã viết xong",
    "number": "Số nêu trong câu là số liệu được tính, trích dẫn hoặc khai báo",
    "time": "Thời gian nêu trong câu thuộc kỳ báo cáo",
    "judgment": "Từ đánh giá, từ chỉ toàn bộ có số liệu bảo đảm",
    "name": "Tên nêu trong câu đã khai báo",
    **{rule: stated for rule, (_look, stated) in CONTRADICTIONS.items()},
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


class Reader(Facts):
    """An edition's passages beside those of the period before, and what its period allows."""

    def __init__(self, edition: Edition) -> None:
        super().__init__(edition)
        self.records = edition.records
        base = edition.followed
        self.records_before: Records | None = base.records if base else None
        self.period = self.records.period
        self.times = Times(self.period, self.period["last_year"][:4])
        self.passages = list(passages(self.records))
        self.before = {each.name: each for each in passages(self.records_before)} if self.records_before else {}
        self.vouched: dict[str, list[str]] = defaultdict(list)
        for row in self.records["claims"].values():
            self.vouched[TABLES["statements"].row_id(row)].append(row["words"])
        self.sentences: dict[str, list[TextCell]] = defaultdict(list)  # where each of the department's own stands
        for passage in self.passages:
            for sentence in _sentences(passage):
                self.sentences[sentence].append(passage)
        self.ended = ended(self.records, self.records_before, self.labels)
        self.lexicon = lexicon(self.records, self.labels, self.passages, self.ended)

    def sentence(self, passage: TextCell) -> Sentence:
        """A statement with the figures that it prints. Raises ExpressionError for what cannot be read."""
        found = [match for match in PLACEHOLDER.finditer(passage.raw) if "document(" not in match[0]]
        figures = [
            Printed(match["spec"] or "", each := parse(match["expression"].strip()), self.edition.evaluate(each))
            for match in found
        ]
        places = (match.start() for match in re.finditer(FIGURE, passage.words))
        return Sentence(passage.words, dict(zip(places, figures, strict=True)))

    def named(self, table: str, name: str) -> dict[str, str]:
        """Only what has rows; a name that no list has is its own."""
        used = {row[name] for row in self.records[table].values()}
        labels = super().named(table, name) or {value: value for value in used}
        return {code: label for code, label in labels.items() if code in used}

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

    def called(self, period: str) -> list[str]:
        """What a sentence may call a period that one of its figures names: "quý I năm 2026", "quý I", "quý trước"."""
        key = self.period.get(period.removeprefix("@"), period)
        label = Span.of(key).label
        short = label.partition(" năm ")[0]
        before = (
            [f"{short.split(' ')[0]} trước", "kỳ trước"]
            if period == "@previous" or key == self.period["previous"]
            else []
        )
        return [each for words in (label, short, *before) for each in (words, words[:1].upper() + words[1:])]

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
    sentence = reader.sentence(passage) if passage.is_statement else None
    if passage.column != "due" and passage.table != "documents":
        vouched = _vouched(passage, sentence, reader) if sentence else ()
        yield from typed(passage, reader.lexicon, reader.times, vouched)
    for rule, (look, of_all) in RULES.items():
        yield from ((rule, each) for each in (look(passage, reader) if of_all or passage.is_statement else ()))
    if sentence:
        for rule, (contradicts, _stated) in CONTRADICTIONS.items():
            yield from ((rule, each) for each in contradicts(sentence, reader))


def _of_declaration(passage: Literal, reader: Reader) -> Iterator[str]:
    """Words of a notebook that the declaration of the tables has: a heading, a unit in brackets or alone."""
    if reader.is_unit(passage.words) or re.sub(r" \([^()]*\)$", "", passage.words) in reader.titles:
        yield passage.words
    yield from (match[0] for match in re.finditer(r"\(([^()]+)\)", passage.words) if reader.is_unit(match[1]))


def _vouched(passage: TextCell, sentence: Sentence, reader: Reader) -> list[str]:
    """Words of a sentence that a claim answers for, that stand before a figure which bears them out, or that its figures name."""
    asked = [pair for each in sentence.printed.values() for one in selections(each.expression) for pair in one.where]
    named = [value for _name, values in asked for value in values if " " in value or value[:1].isupper()]
    return [
        *(form for value in named for form in (value, lower_first(value))),
        *(words for name, values in asked if name == "period" for key in values for words in reader.called(key)),
        *reader.vouched.get(TABLES[passage.table].row_id(passage.row), ()),
        *(f"{word} {FIGURE}" for word, _ in signed(sentence, reader)),
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
        named = {code for code, label in labels.items() if names(label, passage.words) and _is_name(label)}
        if not named:
            continue
        used, before = (set().union(*(pair[at] for pair in reader.used[codes])) for at in (0, 1))
        for code in sorted(named & before - used):
            yield f"“{labels[code]}” không còn trong số liệu của kỳ này"
        for now, then in reader.used[codes]:
            if len(named) > 1 and named == then and now - named:
                yield f"không kể {', '.join(sorted(labels[code] for code in now - named))}, nay có trong số liệu"


@noticed("counted", "Số đếm đúng với danh sách đứng sau", of_all=True)
def _counted(passage: TextCell, reader: Reader) -> Iterator[str]:
    """A number typed into a text of the data, and a list of more or fewer behind it; in a statement any typed number is told."""
    for match in _COUNTED.finditer("" if passage.is_statement else passage.words):
        counts = {len(re.split(parting, match["names"].strip(" ,"))) for parting in (", ", ",? và |, ")}
        count = int(match["count"])
        if max(counts) > 1 and count <= _MOST_NAMES and count not in counts:
            yield f"“{match['count']}” nhưng kể {max(counts)}: {match['names'].strip()}"


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


def _is_name(label: str) -> bool:
    """A proper name or a mark, "VNPT", "5G", "Viettel": what is no common word."""
    is_large_word = len(label.split()) == 1 and label[:1].isupper() and label not in _COMMON
    return is_large_word or bool(re.search(r"\d|[A-Z]{2}", label))


_COMMON = ("Cao", "Thấp", "Luật", "Hoàn", "Khác")
