"""What a careful reader notices in the words of an edition: what is left over from another period, and what contradicts.

`typed` finds what is typed and neither computed, cited nor declared; the rules below look at one passage, a cell of text,
beside the figures that it prints. Together they are findings of the audit, accepted with a reason that falls when the
sentence changes; one cause, such as a name that has ended, is one finding. Nothing here is certain, so all are warnings.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from ..data.expressions import CHANGES, Call, Expression, ExpressionError, Operation, Select, parse, selections
from ..data.rows import Records, Row
from ..data.schema import TABLES
from ..data.units import RATIO, SCALES
from ..data.validity import WORDS, Validity, list_of
from ..editions import PLACEHOLDER, SENTENCE, Edition
from ..project import here
from ..values.figures import Figure
from ..values.vietnamese import short_date
from .checks import Check, Proofread, Rule
from .literals import Literal, literals
from .passages import TextCell, passages
from .times import Times
from .typed import Lexicon, typed
from .vocabulary import FIGURE, WORD, is_syllable

_DUE = re.compile(r"\b(?:[Qq]uý [IV]+|[Tt]háng \d+)/(?P<year>20\d\d)\b|^Năm (?P<whole>20\d\d)$")
_CITED = re.compile(
    r"(?P<number>\d+[-/](?:[A-ZĐƯ][\w.]*[-/]?)+\w*)\s+ngày\s+(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})"
)
_TREND = re.compile(r"\b(?P<word>tăng|giảm)\s+(?P<figure>\{[^{}]+\})", re.IGNORECASE)
_ALL = re.compile(r"\b(toàn bộ|tất cả|đầy đủ|100%|đều)", re.IGNORECASE)
_COUNTED = re.compile(r"(?<![\w/.,-])(?P<n>\d{1,3}(?:\.\d{3})*)\s+(?P<things>(?:[^\W\d_]+\s+){3}[^\W\d_]+)")
_PART_OF = re.compile(  # "trong {whole} có {part}", "{whole}, trong đó có {part}", "{part}/{whole}"
    r"\b[Tt]rong(?: (?:tổng )?số)? (\{[^{}]+\})[^{}.;]*? có (\{[^{}]+\})"
    r"|(\{[^{}]+\})[^{}.;]*?\btrong đó(?: có)? (\{[^{}]+\})"
    r"|(?P<part>\{[^{}]+\})\s*/\s*(?P<whole>\{[^{}]+\})"
)
_LISTED = re.compile(rf"{FIGURE} [^{FIGURE}.;:]{{2,40}}?(?:(?:, )?(?:gồm|là)|:| của)\s*:?\s*(?P<names>[^.;({FIGURE}]+)")
_ESTIMATED = re.compile(r"\b(?:là số ước|số ước thực hiện|ước đạt|ước tính|ước thực hiện)\b", re.IGNORECASE)
_LARGE = re.compile(r"(?<=.)[A-ZĐ]")  # within a label: it is a name, or holds one
_SHORTEST = 4  # spaces within a sentence
_OF_MANY_NAMES = ("%", RATIO, "người", "đơn vị", "nhiệm vụ")  # a share is of anything, people are called by their kinds
_MEASURES = {"m", "km", "m2", "m²", "ha", "kg", "tấn", "KB", "MB", "GB", "TB", "Kbps", "Mbps", "Gbps"}
_MOST_NAMES = 12  # more than these nobody lists in a sentence


class Reader:
    """An edition's passages beside those of the period before, and what its period allows."""

    def __init__(self, edition: Edition) -> None:
        self.edition, self.records = edition, edition.records
        base = edition.followed
        self.records_before: Records | None = base.records if base else None
        (self.period,) = self.records["periods"].values()
        self.times = Times(self.period, self.period["last_year"][:4])
        self.passages = list(passages(self.records))
        self.before = {each.name: each for each in passages(self.records_before)} if self.records_before else {}
        self.labels: dict[str, dict[str, str]] = defaultdict(dict)
        for row in self.records["codes"].values():
            self.labels[row["list"]][row["code"]] = row["label"]
        self.vouched: dict[str, list[str]] = defaultdict(list)
        for row in self.records["claims"].values():
            self.vouched[TABLES["statements"].row_id(row)].append(row["words"])

    @cached_property
    def ended(self) -> dict[str, str]:
        """Words for what does not hold in the period, with what is wrong with them."""
        validity = Validity(self.records["validity"])
        found = {}
        at_the_end = {**self.period, "date_from": self.period["date_to"]}  # a name is that of the day of the report
        for listed, code in (*validity.not_held(self.period), *validity.not_held(at_the_end)):
            if listed in self.labels and validity.holds(listed, code, self.period):
                continue
            label, now = (self._label(listed, each) for each in (code, validity.now(listed, code, at_the_end)))
            found[label] = f"không còn trong kỳ này{f', nay là “{now}”' if now else ''}"
        found |= {label[0].lower() + label[1:]: fault for label, fault in found.items()}
        (now_row,), (row_before,) = (_organisation(records) for records in (self.records, self.records_before))
        for column in ("name", "parent", "province", "signatory_name"):
            old = row_before.get(column, "").removeprefix("tỉnh ")
            if old and old not in now_row.get(column, ""):
                found[old] = f"nay là “{now_row.get(column, '')}”"
        numbers = {row["number"] for row in self.records["documents"].values()}
        for row in (self.records_before or {"documents": {}})["documents"].values():
            if row["number"] and row["number"] not in numbers:
                found.setdefault(row["number"], "là văn bản của kỳ trước, không có trong danh mục của kỳ này")
        return found

    def _label(self, listed: str, code: str) -> str:
        return self.labels.get(listed, {}).get(code, code)

    @cached_property
    def lexicon(self) -> Lexicon:
        """What sentences may name: declared words, registered documents, and the names that stand in the data."""
        ranks = {words for words in self.ended if " " not in words}  # a phrase that names one does not hold, either
        held = [words for words in self._held() if words not in self.ended and not ranks & set(words.split())]
        return Lexicon([*self.ended.items(), *((words, "") for words in held)])

    def _held(self) -> Iterator[str]:
        yield from (row["code"] for row in self.records["validity"].values() if row["list"] == WORDS)
        for row in self.records["documents"].values():
            yield from filter(None, (row["number"], *row["issuer"].split(", ")))
            if row["title"]:
                name = f"{self._label('document_kind', row['kind'])} {row['title']}"
                yield from (name, f"{name} {row['date'][:4]}", f"{name} năm {row['date'][:4]}")
        for row in _organisation(self.records):
            yield from (row.get(name, "") for name in ("name", "parent", "province", "place"))
        yield from (label for labels in self.labels.values() for label in labels.values() if _LARGE.search(label))
        named = " ".join(each.raw for each in self.passages if each.column == "label")
        yield from (word for word in WORD.findall(named) if not is_syllable(word))

    @cached_property
    def units(self) -> set[str]:
        """The units of all rows and columns, and those that they are multiples of."""
        columns = {column.unit for table in TABLES.values() for column in table.columns.values()}
        rows = {row.get("unit", "") for table in self.records for row in self.records[table].values()}
        return (columns | rows | SCALES.keys() | _MEASURES) - {"", "%"}

    @cached_property
    def counted(self) -> dict[str, set[str]]:
        """How many of what the edition says, wherever it says it."""
        found: dict[str, set[str]] = defaultdict(set)
        for passage in self.passages:
            for number, things in _counts(passage):
                found[things].add(number)
        return found

    @cached_property
    def sentences(self) -> dict[str, list[TextCell]]:
        """Where each sentence of the department's own stands."""
        found: dict[str, list[TextCell]] = defaultdict(list)
        for passage in self.passages:
            for sentence in _sentences(passage):
                found[sentence].append(passage)
        return found

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
        columns = [
            (table.name, column) for table in TABLES.values() for column in table.columns.values() if column.codes
        ]
        for table, column in columns:
            now, then = (each[table].by(column.name).keys() - {""} for each in (self.records, before))
            found[column.codes].append((now, then))
        return found


def proofread(edition: Edition) -> Proofread:
    """What is wrong with the words of an edition: a finding for each rule and passage, or for each cause.

    Its words are those of the tables and those that the project's notebooks print themselves.
    """
    reader = Reader(edition)
    said: dict[tuple[str, str], list[tuple[TextCell | Literal, str]]] = {}
    read: list[TextCell | Literal] = [*reader.passages, *literals(here().notebooks)]
    for passage in read:
        for rule, words in _found(passage, reader):
            where = words if rule in OF_A_CAUSE else passage.name
            said.setdefault((rule, where), []).append((passage, words))
    ids = [f"{rule}@{passage.name}" for passage in read for rule in STATED if rule not in OF_A_CAUSE]
    made = [_check(rule, where, found) for (rule, where), found in said.items()]
    ended = (_id("ended", f"“{words}” {fault}") for words, fault in reader.ended.items())
    return Proofread(made, list(dict.fromkeys([*ids, *ended, *(check.id for check in made)])))


def _found(passage: TextCell | Literal, reader: Reader) -> Iterator[tuple[str, str]]:
    if isinstance(passage, Literal):
        yield from typed(passage, reader.lexicon, reader.times, ())
        return
    if passage.column != "due" and passage.table != "documents":
        yield from typed(
            passage, reader.lexicon, reader.times, _vouched(passage, reader) if passage.is_statement else ()
        )
    for rule, look in {**RULES, **(OF_SENTENCES if passage.is_statement else {})}.items():
        yield from ((rule, each) for each in look(passage, reader))


def _vouched(passage: TextCell, reader: Reader) -> list[str]:
    """Words of a sentence that a claim answers for, or that stand before a figure which bears them out."""
    return [*reader.vouched.get(TABLES[passage.table].row_id(passage.row), ()), *_trends(passage, reader)]


def _id(rule: str, where: str) -> str:
    """The id of a finding: its rule and its passage; of a cause, what is quoted of it."""
    quoted = re.match(r"“(.+?)”", where)
    return f"{rule}@{quoted[1]}" if rule in OF_A_CAUSE and quoted else f"{rule}@{where}"


def _check(rule: str, where: str, found: list[tuple[TextCell | Literal, str]]) -> Check:
    """A violated check; what it saw holds the sentences, so that an acceptance falls when one changes."""
    passages = [passage for passage, _ in found]
    first = passages[0]
    place = (first.name, 0) if isinstance(first, Literal) else (f"{first.table}.csv", first.line)
    about = Rule(rule, "proofreading", "warning", STATED[rule], *place)
    said = "; ".join(dict.fromkeys(words for _, words in found))
    quoted: dict[str, TextCell | Literal] = {}
    for passage in passages:
        quoted.setdefault(passage.quoted, passage)
    sentence, *more = quoted
    others = f" và {len(more)} chỗ khác ({_places(quoted[each] for each in more)})" if more else ""
    cells = tuple(dict.fromkeys(passage.cell for passage in passages if isinstance(passage, TextCell)))
    return Check(
        _id(rule, where),
        about,
        where,
        cells,
        holds=lambda values: False,
        numeric=False,
        parts=tuple((cell,) for cell in cells),
        cause=_CAUSES.get(rule, "").format(said),
        detail=lambda values: f"{said}, trong {sentence}{others}",
    )


def _places(found: Iterable[TextCell | Literal]) -> str:
    """Where sentences stand, file by file: "headings.csv dòng 4, 9; statements.csv dòng 12"."""
    places: dict[str, list[str]] = defaultdict(list)
    for each in found:
        if isinstance(each, Literal):
            places[f"{each.notebook} ô"].append(str(each.number))
        else:
            places[f"{each.table}.csv dòng"].append(str(each.line))
    return "; ".join(f"{file} {', '.join(own)}" for file, own in places.items())


# -- what is left over from another period -----------------------------------------------------------------------------


def _identical(passage: TextCell, reader: Reader) -> Iterator[str]:
    """Word for word as last time, and nobody has said that it still is so."""
    before = reader.before.get(passage.name)
    anew = passage.column in TABLES[passage.table].next.changed or passage.row.get("state") == ""
    told = passage.told or passage.column in TABLES[passage.table].next.changed
    if before and told and anew and before.raw.split() == passage.raw.split():
        yield "nguyên văn như kỳ trước mà chưa có ai xác nhận"


def _repeated(passage: TextCell, reader: Reader) -> Iterator[str]:
    """A sentence that stands elsewhere in the report, too: copied into a place of its own, and not written yet."""
    for sentence in dict.fromkeys(_sentences(passage)):
        if len(places := reader.sentences[sentence]) > 1:
            yield f"“{sentence}” đứng ở {len(places)} chỗ: {', '.join(each.row['section'] for each in places)}"


def _due(passage: TextCell, reader: Reader) -> Iterator[str]:
    """A deadline of a year that is over."""
    for match in _DUE.finditer(passage.words) if passage.column == "due" else ():
        if int(match["year"] or match["whole"]) < reader.times.first.year:
            yield f"thời hạn đã qua trước kỳ báo cáo ({match[0]})"


def _cited(passage: TextCell, reader: Reader) -> Iterator[str]:
    """A document that is cited and does not hold any more."""
    for key in re.findall(r"document\('([^']*)'\)", passage.raw):
        if key in reader.ended:
            yield f"“{key}” {reader.ended[key]}"


def _signatory(passage: TextCell, reader: Reader) -> Iterator[str]:
    """Who signed for an organisation that has another name now."""
    (now,), (before,) = (_organisation(records) for records in (reader.records, reader.records_before))
    signs = passage.cell[::2] == ("organisation", "signatory_name")
    if signs and before and before["name"] != now["name"] and before["signatory_name"] == passage.raw:
        yield f"người ký “{passage.raw}” như kỳ trước, khi cơ quan còn là “{before['name']}”"


# -- what contradicts the data -----------------------------------------------------------------------------------------


def _codes(passage: TextCell, reader: Reader) -> Iterator[str]:
    """Names that are no longer in the figures, and an enumeration that was all of them and is no more: "Viettel và VNPT"."""
    if not reader.records_before:
        return
    for codes, labels in reader.labels.items():
        named = {code for code, label in labels.items() if _is_name(label) and _names(label, passage.words)}
        if not named:
            continue
        used, before = (set().union(*(pair[at] for pair in reader.used[codes])) for at in (0, 1))
        for code in sorted(named & before - used):
            yield f"“{labels[code]}” không còn trong số liệu của kỳ này"
        for now, then in reader.used[codes]:
            if len(named) > 1 and named == then and now - named:
                yield f"không kể {', '.join(sorted(labels[code] for code in now - named))}, nay có trong số liệu"


def _listed(passage: TextCell, reader: Reader) -> Iterator[str]:
    """A number of things, and the names of more or fewer of them behind it: "02 đường truyền của Viettel, VNPT và FPT"."""
    figures = iter(_figures(passage))
    places = [(match.start(), next(figures, None)) for match in re.finditer(FIGURE, passage.words)]
    for start, figure in places:
        match = _LISTED.match(passage.words, start)
        names = (
            [each for each in re.split(r",? và |, (?:đến )?|,? từ ", match["names"]) if each.strip()] if match else []
        )
        proper = names and all(name.strip()[:1].isupper() for name in names)
        if not match or not figure or len(names) < 2 or not (proper or " của" not in match[0][: -len(match["names"])]):
            continue
        count = reader.edition.evaluate(figure["expression"].strip())
        number = count.value or 0  # a missing one is told by another rule
        if not number or number != int(number) or number > _MOST_NAMES:
            continue
        if number > len(names) if count.qualifier else number != len(names):
            yield f"{count.text('unit')}, nhưng kể {len(names)} tên: {match['names'].strip()}"


def _unit(passage: TextCell, reader: Reader) -> Iterator[str]:
    """A unit behind a figure that is another than its own: "{counts.value(item='tourism_visits')} hồ sơ" of visits."""
    for match in _figures(passage):
        behind = re.match(r"\s+(\w+(?:[ /]\w+)*)", passage.raw[match.end() :])
        if not behind or re.search("unit|trend", match["spec"] or ""):
            continue
        own = reader.edition.evaluate(match["expression"].strip()).unit
        words = f"{behind[1]} "
        named = max((unit for unit in reader.units if words.startswith(f"{unit} ")), key=len, default="")
        if own and named and own not in _OF_MANY_NAMES and not words.startswith(own) and not own.startswith(named):
            yield f"“{FIGURE} {named}” nhưng số liệu tính bằng {own}"


def _other_figure(passage: TextCell, reader: Reader) -> Iterator[str]:
    """A figure of one code behind the name of another: "Cấp tỉnh tiếp nhận" before that of the districts."""
    for figure in _figures(passage):
        if not (expression := _expression(figure)):
            continue
        sentence = re.split(r"[.;] ", passage.raw[: figure.start()])[-1].lower()
        before = re.split(r"[.;:,](?!\d)|\}", sentence)[-1]
        for select in selections(expression):
            for name, codes in select.where:
                labels = reader.labels.get(list_of(TABLES[select.table], name), {})
                marks = _marks(labels)
                named = set()
                if not any(_names(_stem(labels.get(code, code)), passage.words.lower()) for code in codes):
                    named = {code for code, label in labels.items() if _names(label.lower(), before)}
                if not any(_names(marks.get(code, code), sentence) for code in codes):
                    named |= {code for code, mark in marks.items() if before.endswith(f" {mark} ")}
                used = {row[name] for row in reader.records[select.table].values()}
                if named & used and not named & set(codes):
                    labels_of = " / ".join(labels.get(code, code) for code in codes)
                    printed = reader.edition.evaluate(expression).text("unit")
                    yield f"“{labels[min(named & used)].lower()}” nhưng {printed} là của {labels_of.lower()}"
            break  # of a share the first selection is the part


def _stem(label: str) -> str:
    """The first words of a label, by which sentences name what it stands for."""
    return " ".join(re.findall(r"\w+", label.lower())[:2])


def _marks(labels: dict[str, str]) -> dict[str, str]:
    """What tells each label from the others of its list: "đi" of "Văn bản đi", beside "Văn bản đến"."""
    words = {code: label.lower().split() for code, label in labels.items()}
    shared = set.intersection(*map(set, words.values())) if words else set()
    return {code: " ".join(word for word in each if word not in shared) for code, each in words.items()}


def _estimate(passage: TextCell, reader: Reader) -> Iterator[str]:
    """ "Ước" in a period whose figures are none."""
    said = _ESTIMATED.search(passage.words)
    if said and reader.period["estimated"] != "true":
        yield f"“{said[0]}” nhưng số liệu của kỳ này là số thực hiện"


def _missing(passage: TextCell, reader: Reader) -> Iterator[str]:
    """A figure that the period does not have, inside a sentence that is printed."""
    figures = [(match, reader.edition.evaluate(match["expression"].strip())) for match in _figures(passage)]
    missing = [match["expression"].strip() for match, figure in figures if figure.is_missing]
    if missing and len(missing) < len(figures):
        yield f"thiếu số liệu {', '.join(missing)}"


def _trend(passage: TextCell, reader: Reader) -> Iterator[str]:
    """ "Tăng" before a change that is a decrease, and the other way round."""
    for match, change in _signed(passage, reader):
        rises = match["word"].lower() == "tăng"
        if change.value is not None and (change.value <= 0 if rises else change.value >= 0):
            yield f"“{match['word']}” nhưng mức thay đổi là {change.text('unit')}"


def _trends(passage: TextCell, reader: Reader) -> list[str]:
    """The words "tăng", "giảm" that stand before a figure which bears them out."""
    return [f"{match['word']} {FIGURE}" for match, _ in _signed(passage, reader)]


def _signed(passage: TextCell, reader: Reader) -> Iterator[tuple[re.Match[str], Figure]]:
    """Each "tăng" or "giảm" before a figure that has a sign, with the figure."""
    for match in _TREND.finditer(passage.raw):
        expression = _expression(PLACEHOLDER.fullmatch(match["figure"]))
        if expression and _is_change(expression, reader.records):
            yield match, reader.edition.evaluate(expression)


def _all_of(passage: TextCell, reader: Reader) -> Iterator[str]:
    """ "All" beside a part that is not the whole."""
    for sentence in re.split(r"(?<=[.;]) ", passage.raw) if _ALL.search(passage.raw) else ():
        pairs = re.findall(r"\{([^{}:]+?)(?::[^{}()']*)?\}\s*/\s*\{([^{}:]+?)(?::[^{}()']*)?\}", sentence)
        for part, whole in pairs if _ALL.search(sentence) else ():
            done, total = reader.edition.evaluate(part.strip()), reader.edition.evaluate(whole.strip())
            if done < total:
                yield f"“{_ALL.search(sentence)[0]}” nhưng mới {done.text()}/{total.text()}"  # type: ignore[index]


def _part_of(passage: TextCell, reader: Reader) -> Iterator[str]:
    """A part that is larger than its whole."""
    for match in _PART_OF.finditer(passage.raw):
        printed = (_expression(PLACEHOLDER.fullmatch(each)) for each in match.groups() if each)
        figures = [reader.edition.evaluate(each) for each in printed if each]
        if len(figures) < 2:  # a document, or what another rule tells that it cannot be read
            continue
        part, whole = figures if match["part"] else reversed(figures)
        if part.unit == whole.unit and part > whole:
            yield f"{part.text('unit')} lớn hơn toàn bộ, {whole.text('unit')}"


def _same_document(passage: TextCell, reader: Reader) -> Iterator[str]:
    """A document that is cited with another date than the register has."""
    for match in _CITED.finditer(passage.words):
        day, known = (
            f"{match['y']}-{int(match['m']):02}-{int(match['d']):02}",
            reader.dates.get(match["number"], set()),
        )
        if known and day not in known:
            register = ", ".join(short_date(dt.date.fromisoformat(each)) for each in sorted(known))
            yield f"văn bản số {match['number']} ngày {match['d']}/{match['m']}/{match['y']}, danh mục ghi {register}"


def _same_count(passage: TextCell, reader: Reader) -> Iterator[str]:
    """The same things counted otherwise elsewhere."""
    for number, things in _counts(passage):
        if len(reader.counted[things]) > 1:
            others = sorted(reader.counted[things] - {number})
            yield f"“{number} {things}”, nơi khác {', '.join(others)}"


STATED = {
    "hole": "Câu đã viết xong",
    "number": "Số nêu trong câu là số liệu được tính, trích dẫn hoặc khai báo",
    "time": "Thời gian nêu trong câu thuộc kỳ báo cáo",
    "judgment": "Từ đánh giá, từ chỉ toàn bộ có số liệu bảo đảm",
    "name": "Tên nêu trong câu đã khai báo",
    "ended": "Tên, văn bản, cấp nêu trong câu còn trong kỳ báo cáo",
    "identical": "Nội dung được viết lại hoặc xác nhận cho kỳ này",
    "repeated": "Mỗi câu đứng ở một chỗ",
    "due": "Thời hạn chưa qua trước kỳ báo cáo",
    "signatory": "Người ký là của cơ quan trong kỳ này",
    "names": "Tên nêu trong câu khớp với danh mục của số liệu",
    "listed": "Số lượng đúng với các tên kể trong câu",
    "other_figure": "Số in ra là của đối tượng nêu trong câu",
    "unit": "Đơn vị đứng sau số là đơn vị của số liệu",
    "figure_missing": "Câu in ra có đủ số liệu",
    "trend": "Từ tăng, giảm đúng với số liệu",
    "part_of": "Phần không lớn hơn toàn bộ",
    "all_of": "Từ toàn bộ, tất cả đúng với số liệu",
    "estimate": "Số ước, số thực hiện đúng với kỳ báo cáo",
    "same_document": "Một văn bản có một ngày",
    "same_count": "Cùng nội dung thì cùng số",
}
OF_A_CAUSE = ("ended",)
_CAUSES = {"due": "due", "repeated": "repeated@{}"}  # deadlines left over as a whole; one sentence in several places
RULES: dict[str, Callable[[TextCell, Reader], Iterable[str]]] = {
    "identical": _identical,
    "due": _due,
    "signatory": _signatory,
    "same_document": _same_document,
    "same_count": _same_count,
}
OF_SENTENCES: dict[str, Callable[[TextCell, Reader], Iterable[str]]] = {
    "ended": _cited,
    "repeated": _repeated,
    "names": _codes,
    "listed": _listed,
    "other_figure": _other_figure,
    "unit": _unit,
    "figure_missing": _missing,
    "trend": _trend,
    "all_of": _all_of,
    "part_of": _part_of,
    "estimate": _estimate,
}


# -- parts -------------------------------------------------------------------------------------------------------------


def _organisation(records: Records | None) -> list[Row]:
    """The row of the organisation, or an empty one."""
    return list(records["organisation"].values())[:1] if records and records["organisation"] else [{}]


def _counts(passage: TextCell) -> Iterator[tuple[str, str]]:
    """Numbers typed or printed in a passage, each with the four words behind it."""
    for match in _COUNTED.finditer(passage.words):
        yield match["n"], " ".join(match["things"].lower().split())


def _sentences(passage: TextCell) -> list[str]:
    """The sentences of a passage of the department's own, without what ends them; what is shorter is a heading."""
    found = (" ".join(each.split()).rstrip(".") for each in SENTENCE.findall(passage.raw) if passage.is_statement)
    return [each for each in found if each.count(" ") >= _SHORTEST]


def _figures(passage: TextCell) -> list[re.Match[str]]:
    found = PLACEHOLDER.finditer(passage.raw) if passage.is_statement else ()
    return [match for match in found if "document(" not in match[0]]


def _expression(match: re.Match[str] | None) -> Expression | None:
    """The expression of a place for a figure; None of a document, and of what cannot be read."""
    try:
        return parse(match["expression"].strip()) if match and "document(" not in match[0] else None
    except ExpressionError:
        return None


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
    return (len(label.split()) == 1 and label[:1].isupper() and label not in _COMMON) or bool(
        re.search(r"\d|[A-Z]{2}", label)
    )


def _names(label: str, words: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(label)}(?!\w)", words))


_COMMON = ("Cao", "Thấp", "Luật", "Hoàn", "Khác")
