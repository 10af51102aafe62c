"""What the words of a sentence say against the figures that it prints.

Of a statement each is a finding, which somebody may accept with a reason; of a sentence of a notebook it is said where the
sentence is composed, and what no sentence can mean, "giảm" before a rise, is refused there (`helpers.prose`).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from ..data.expressions import ROWS, Call, Expression, Number, Operation, Select, operands, selections
from ..data.periods import periods_named
from ..data.quotients import quotients_of
from ..data.schema import TABLES
from ..data.spans import is_nth_month
from ..data.statistics import SAID
from ..data.units import AVERAGE, RATIO, counted_in, is_rate
from ..data.validity import list_of
from ..editions import Edition
from ..problems import nearest
from ..values.figures import Figure
from . import extremes, meanings
from .meanings import names
from .vocabulary import DOCUMENT, FIGURE

SIGNS = FIGURE + DOCUMENT
_CLAUSE = re.compile(rf"[.;:,](?!\d)|[{SIGNS}]")
_TREND = re.compile(rf"\b(?P<word>tăng|giảm)\s+(?P<figure>{FIGURE})", re.IGNORECASE)
_PART_OF = re.compile(  # "trong {whole} có {part}", "{whole}, trong đó có {part}", "{part}/{whole}"
    rf"\b[Tt]rong(?: (?:tổng )?số)? ({FIGURE})[^{SIGNS}.;]*? có ({FIGURE})"
    rf"|({FIGURE})[^{SIGNS}.;]*?\btrong đó(?: có)? ({FIGURE})|(?P<part>{FIGURE})\s*/\s*(?P<whole>{FIGURE})"
)
_LISTED = re.compile(rf"{FIGURE} [^{FIGURE}.;:]{{2,40}}?(?:(?:, )?(?:gồm|là)|:| của)\s*:?\s*(?P<names>[^.;({FIGURE}]+)")
_ESTIMATED = re.compile(r"\b(?:là số ước|số ước thực hiện|ước đạt|ước tính|ước thực hiện)\b", re.IGNORECASE)
_BEHIND = re.compile(r"\s+\(?(\w+(?:[ /]\w+)*)")
_WHOLE = re.compile(rf"\btổng (?:số|cộng)\b(?=[^{SIGNS}.;,]*$)", re.IGNORECASE)
_OF_MANY_NAMES = ("%", RATIO, "người", "đơn vị", "nhiệm vụ")  # a share is of anything, people are called by their kinds
_MOST_NAMES = 12  # more than these nobody lists in a sentence
_FOR_EACH = re.compile(r"\b(?:mỗi|một|bình quân)\b", re.IGNORECASE)
_TOTAL = re.compile(
    r"\btổng (?!cục\b|công ty\b|đài\b|hợp\b|kết\b|thể\b|quan\b|.*\b(?:của|nhóm|nhất|trừ|ngoài)\b)(?:số |cộng )?"
)
_STATISTIC = re.compile(rf"\b(?:{'|'.join(meanings.SAID_OF.values())})\b(?=[^{SIGNS}.;,]*$)", re.IGNORECASE)
_ALL_MONTHS, _MONTHS = re.compile(r"\b(?:cả|toàn) (?:quý|kỳ)\b", re.IGNORECASE), 3
_MAKES_UP = re.compile(r"\b(chiếm|đạt)(?: tỷ (?:lệ|trọng))? $")
_NAMED_BEHIND = r"(?:\s+(?!(?:và|còn|với|trong|riêng)\b)\w+){0,3}?\s+"
_OF_WHOLE = re.compile(r"^trong đó:? (?:có )?", re.IGNORECASE)  # before what a part is called


@dataclass(frozen=True)
class Printed:
    """A figure that a sentence prints, and how: "unit", ".1trend"; "trend", "times" or "unit" where only its text is known."""

    spec: str
    expression: Expression
    figure: Figure

    @property
    def said(self) -> str:
        """The figure for a message, in its unit while it has that."""
        return self.figure.text("" if self.figure.is_rescaled else "unit")


class Place(NamedTuple):
    """A figure and the words around it, in small letters: those of its sentence so far, those of its clause before and behind it."""

    printed: Printed
    so_far: str
    before: str
    behind: str


@dataclass(frozen=True)
class Sentence:
    """Words with signs in the place of figures, and the figures by where they stand. names: those that it has from cells."""

    words: str
    printed: Mapping[int, Printed]
    names: Sequence[str] = ()

    @cached_property
    def places(self) -> list[Place]:
        """The figures in their places."""
        words = self.words.lower()
        return [
            Place(
                each,
                re.split(r"[.;] ", words[:at])[-1],
                _CLAUSE.split(words[:at])[-1],
                _CLAUSE.split(words[at + 1 :])[0],
            )
            for at, each in self.printed.items()
        ]


class Facts:
    """What an edition knows of codes, units and names of columns, without a look at rows that a sentence does not print."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    @property
    def labels(self) -> dict[str, dict[str, str]]:
        """The labels of each list, by code."""
        return self.edition.labels

    def named(self, table: str, name: str) -> dict[str, str]:
        """What the rows of a table are called in a dimension, by code."""
        return self.labels.get(list_of(TABLES[table], name), {})

    def beside(self, select: Select) -> Iterator[tuple[dict[str, str], set[str], bool]]:
        """What a selection could be of, by code, and what it is of: for each dimension, and for its column; which of the two.

        Rates name the columns of which they are: "93,4% biên chế được giao".
        """
        for name, codes in select.where:
            yield self.named(select.table, name), {*codes}, False
        table = TABLES[select.table]
        titles = {name: _OF_WHOLE.sub("", table.columns[name].title) for name in table.numbers}
        if select.column in titles and not is_rate(table.columns[select.column].unit):
            yield {name: title for name, title in titles.items() if title}, {select.column}, True

    def are_all(self, named: Sequence[Select]) -> bool:
        """Whether selections name all rows of each of their columns, in each of their periods, one by one."""
        columns: dict[tuple[str, str, str], list[Select]] = {}
        for each in named:
            columns.setdefault((each.table, each.column, each.period), []).append(each)
        several = (own for own in columns.values() if len(own) > 1)
        found = [self.edition.together([*map(self.edition.evaluate, own)]) for own in several]
        return len(found) == len(columns) and not any(
            each is None or self.edition.chosen_by_name(each, 1) for each in found
        )

    def rate_of(self, every: Sequence[Select]) -> set[str]:
        """The columns of which a rule says that they are the quotient of two such selections: “tỷ lệ đạt” of passed and sat."""
        if len({each.table for each in every}) != 1:
            return set()
        known = quotients_of(TABLES[every[0].table], self.edition.records_of("rules")["rules"])
        columns = [each.column for each in every]
        return {rate for rate, of in known.items() if [each.column for each in selections(of)] == columns}

    @cached_property
    def units(self) -> set[str]:
        """The units that words behind a figure may name in the place of its own: those that columns are declared with."""
        return {column.unit for table in TABLES.values() for column in table.columns.values()} - {"", "%"}


Look = Callable[[Sentence, Facts], Iterable[str]]
CONTRADICTIONS: dict[str, tuple[Look, str]] = {}  # what looks at a sentence, and what holds where it says nothing


def contradiction(rule: str, stated: str) -> Callable[[Look], Look]:
    """Make a function a rule; stated: what holds where it says nothing."""

    def named(look: Look) -> Look:
        CONTRADICTIONS[rule] = look, stated
        return look

    return named


@contradiction("listed", "Số lượng đúng với các tên kể trong câu")
def _listed(sentence: Sentence, facts: Facts) -> Iterator[str]:
    """A number of things, and the names of more or fewer of them behind it: "02 đường truyền của Viettel, VNPT và FPT"."""
    for start, printed in sentence.printed.items():
        count = printed.figure
        if not (match := _LISTED.match(sentence.words, start)):
            continue
        listed = match["names"]
        for name in sentence.names:  # “Cầu sông Ba, phường Ayun Pa” is one
            listed = listed.replace(name, re.sub(r",| và | từ ", " ", name))
        names = [each for each in re.split(r",? và |, (?:đến )?|,? từ ", listed) if each.strip()]
        proper = all(name.strip()[:1].isupper() for name in names)
        number = count.value or 0  # a missing one is told by another rule
        if len(names) < 2 or not (proper or " của" not in match[0][: -len(match["names"])]):
            continue
        if not number or number != int(number) or number > _MOST_NAMES:
            continue
        if number > len(names) if count.qualifier else number != len(names):
            yield f"{count.text('unit')}, nhưng kể {len(names)} tên: {match['names'].strip()}"


@contradiction("unit", "Đơn vị đứng sau số là đơn vị của số liệu")
def _unit(sentence: Sentence, facts: Facts) -> Iterator[str]:
    """A unit behind a figure that is another than its own: "{counts.value(item='tourism_visits')} hồ sơ" of visits."""
    for at, printed in sentence.printed.items():
        behind, figure = _BEHIND.match(sentence.words[at + 1 :]), printed.figure
        if not behind or re.search("unit|trend|times", printed.spec):
            continue
        own, words = figure.unit, f"{behind[1]} "
        if not words.startswith(own) and _FOR_EACH.search(sentence.words[:at]):  # "mỗi lớp … triệu đồng"
            own = own.partition("/")[0]
        (times, of), (own_times, counted) = counted_in(words), counted_in(own)
        if figure.is_rescaled and of.startswith(counted):  # "tỷ đồng" behind a thousandth of triệu đồng
            if times * figure.factor != own_times:
                unit = words[: len(words) - len(of) + len(counted)]
                yield f"“{FIGURE} {unit}” nhưng là số liệu tính bằng {own} đã nhân hoặc chia cho 10, 100, 1000 …"
            continue
        named = max((unit for unit in facts.units if words.startswith(f"{unit} ")), key=len, default="")
        is_own = words.startswith(own) or own.startswith(f"{named} ")
        if own and named and not is_own and not _may_be_called(own, named, printed.expression):
            yield f"“{FIGURE} {named}” nhưng số liệu tính bằng {own}"


def _may_be_called(unit: str, name: str, expression: Expression) -> bool:
    """Whether what is counted in a unit may be called so: people are, but by no unit that another column of theirs has."""
    tables = {select.table for select in selections(expression)}
    beside = (column.unit for table in tables for column in TABLES[table].columns.values())
    return unit in _OF_MANY_NAMES and not (unit == "người" and name in beside)


@contradiction("other_figure", "Số in ra là của đối tượng nêu trong câu")
def _other_figure(sentence: Sentence, facts: Facts) -> Iterator[str]:
    """A figure of one code, or column, beside the name of another: "Cấp tỉnh tiếp nhận" before that of the districts."""
    for printed, said, before, behind in sentence.places:
        every = list(selections(printed.expression))
        for select in every[:1]:  # of a share the first selection is the part, and its whole may be named, too
            of_whole = {code for each in every[1:] for _, codes in each.where for code in codes}
            of_whole |= {each.column for each in every[1:]}
            for labels, own, is_column in facts.beside(select):
                around = before if is_column else f"{before}{FIGURE}{behind}"
                marks = _marks(labels)
                named = set()
                stems = (" ".join(re.findall(r"\w+", labels.get(code, code).lower())[:2]) for code in own)
                if not any(names(stem, sentence.words.lower()) for stem in stems):  # they name things by first words
                    named = {code for code, label in labels.items() if names(label.lower(), around)}
                if not any(names(marks.get(code, code), said) for code in own):
                    named |= {code for code, mark in marks.items() if before.endswith(f" {mark} ")}
                if named and not named & (own | of_whole) and not named & facts.rate_of(every):
                    labels_of = " / ".join(labels.get(code, code) for code in sorted(own))
                    yield f"“{labels[min(named)].lower()}” nhưng {printed.said} là của {labels_of.lower()}"


def _marks(labels: Mapping[str, str]) -> dict[str, str]:
    """What tells each label from the others of its list: "đi" of "Văn bản đi", beside "Văn bản đến"."""
    words = {code: label.lower().split() for code, label in labels.items()}
    shared = set.intersection(*map(set, words.values())) if words else set()
    return {code: " ".join(word for word in each if word not in shared) for code, each in words.items()}


@contradiction("other_column", "Số in ra là của cột nêu trong câu")
def _other_column(sentence: Sentence, facts: Facts) -> Iterator[str]:
    """ "Đàn đầu kỳ" before what there was at its end: of the column beside, which one word tells from it."""
    for printed, _so_far, before, behind in sentence.places:
        around = {*before.split(), *behind.split()[:4]}
        match printed.expression:
            case Select(table, column):
                own = meanings.titles(table).get(column, "")
                shared = "|".join(re.findall(r"\w+", own))
                for mark, own_mark in meanings.told_apart(table, column):
                    ends = rf"\b{' '.join(mark)}\b(?: (?:là|đạt|có|còn|{shared}))* $"
                    if not {*own_mark} & around and re.search(ends, before):
                        yield f"“{' '.join(mark)}” nhưng {printed.said} là của {own}"


@contradiction("statistic", "Bình quân, tổng số đúng với phép tính")
def _statistic(sentence: Sentence, facts: Facts) -> Iterator[str]:
    """ "Bình quân" before a sum of several numbers, "tổng số" before a mean or the greatest of them."""
    for printed, so_far, _before, _behind in sentence.places:
        several = sum(len(cells.lines) for cells in printed.figure.cells) > 1
        match printed.expression:
            case Select(table, column) if several and (said := _STATISTIC.search(so_far)):
                title = TABLES[table].columns[column].title if column in TABLES[table].columns else ""
                if not AVERAGE.search(f"{TABLES[table].title} {title}") and not is_rate(printed.figure.unit):
                    yield f"“{said[0]}” nhưng {printed.said} là tổng"
            case Call("mean" | "median" as function, arguments) if len(arguments) > 1 and not facts.edition.parts:
                cells = sum(len(cells.lines) for cells in printed.figure.cells)
                if cells > len(arguments) and all(isinstance(each, Select) for each in arguments):
                    yield f"{printed.said} là {SAID[function]} của {cells} ô; của {len(arguments)} tổng thì ghi {function}(sum(…), sum(…))"
            case Call("quantile", (Number(half), *_rest)) if half * 2 == 1:
                continue  # a median
            case Call(function) if function in meanings.NO_SUMS:
                own = meanings.SAID_OF.get(function, "")
                said = _WHOLE.search(so_far) or (_STATISTIC.search(so_far) if own else None)
                if not said and function == "mean" and is_rate(printed.figure.unit):
                    said = meanings.ALL.search(so_far)  # the rate of all is no mean of rates
                if said and not re.fullmatch(own, said[0]):
                    yield f"“{said[0]}” nhưng {printed.said} là {SAID[function]}"


@contradiction("stock", "Số đầu kỳ không cộng với số cuối kỳ")
def _stock(sentence: Sentence, facts: Facts) -> Iterator[str]:
    """What there was at the beginning and what there is at the end of a period, added up; half of it is an average."""
    for printed, *_words in sentence.places:
        match printed.expression:
            case Operation(Select()) as total if total.signs == {"+"}:
                added = (part for part in operands(total) if isinstance(part, Select))
                columns = [TABLES[each.table].columns.get(each.column) for each in added]
                if {"opening", "level"} <= {column.accrual for column in columns if column}:
                    yield f"{printed.said} là số đầu kỳ cộng với số cuối kỳ"


@contradiction("months", "Số của cả kỳ tính đủ các tháng")
def _months(sentence: Sentence, facts: Facts) -> Iterator[str]:
    """ "Cả quý" beside one or two of its three months."""
    for printed, so_far, _before, behind in sentence.places:
        every = [*selections(printed.expression)]
        titles = {TABLES[each.table].columns[each.column].title for each in every if each.column != ROWS}
        said = _ALL_MONTHS.search(f"{so_far}{FIGURE}{behind}")
        if said and 0 < len(titles) < _MONTHS and all(map(is_nth_month, titles)):
            yield f"“{said[0]}” nhưng {printed.said} chỉ tính {len(titles)} trong {_MONTHS} tháng"


@contradiction("whole", "Số nêu là của tất cả tính đủ các dòng")
def _whole(sentence: Sentence, facts: Facts) -> Iterator[str]:
    """ "Toàn tỉnh" beside a sum of rows that were chosen by their names, those of `head()`, or a share of such a sum."""
    for printed, so_far, _before, behind in sentence.places:
        up_to = re.split(r"\btrong đó\b|\briêng\b", so_far)[-1]
        of_all = meanings.ALL.search(f"{up_to}{FIGURE}{behind}")
        said, least = of_all or _TOTAL.search(up_to), 1 if of_all and not meanings.SOME.search(up_to) else 2
        of = [*selections(_denominator(printed.expression))] if said else []
        for select in of if not facts.are_all(of) else ():
            chosen = facts.edition.chosen_by_name(select, least)
            if said and chosen and not _are_named(select, sentence.words.lower()):
                there = f"{chosen[0]} trên {chosen[1]} dòng của {TABLES[select.table].title}"
                yield f"“{said[0].strip()}” nhưng {printed.said} chỉ tính {there}"


def _are_named(select: Select, words: str) -> bool:
    """Whether words name two of the rows that a selection takes by their names, or say a word of the only one."""
    columns = TABLES[select.table].columns
    names_of = (values for name, values in select.where if columns[name].kind != "code" and name != "period")
    values = [value.lower() for values in names_of for value in values]
    return sum(names(each, words) for each in (values if len(values) > 1 else " ".join(values).split())) >= min(
        2, len(values)
    )


def _denominator(expression: Expression) -> Expression:
    """What a share is of; all of anything else."""
    match expression:
        case Operation(_, rest) if found := [part for sign, part in rest if sign == "/" and any(selections(part))]:
            return found[0]
    return expression


@contradiction("share", "Phần không quá toàn bộ")
def _share(sentence: Sentence, facts: Facts) -> Iterator[str]:
    """ "Chiếm 174,2%": a whole over its part; "đạt 168,8%", where no word says of which plan or other base."""
    for printed, _so_far, before, behind in sentence.places:
        whole, said = {RATIO: 1, "%": 100}.get(printed.figure.unit), _MAKES_UP.search(before)
        if said and whole and printed.figure.value and printed.figure.value > whole:
            of_base = (
                behind.strip() or meanings.OF_TWO_TIMES.search(sentence.words) or not _is_share(printed.expression)
            )
            if said[1] == "chiếm" or not of_base:
                yield f"“{said[0].strip()}” nhưng {printed.figure.text('.1%')} lớn hơn toàn bộ"


def _is_share(expression: Expression) -> bool:
    """Whether it is one number over another of its period that is no plan."""
    match expression:
        case Operation(Select() as part, (("/", Select(table, column) as whole),)):
            plan = meanings.OF_TWO_TIMES.search(meanings.titles(table).get(column, ""))
            return part.period == whole.period and not plan
    return False


@contradiction("denominator", "Tỷ lệ tính trên số nêu sau nó")
def _other_whole(sentence: Sentence, facts: Facts) -> Iterator[str]:
    """ "{late / in_time} số hồ sơ tiếp nhận": a share of another column than is named right behind it."""
    for printed, _so_far, _before, behind in sentence.places:
        match printed.expression:
            case Operation(Select(table, part), (("/", Select(of_table, whole)),)) if table == of_table:
                titles = meanings.titles(table)
                named = {
                    name: title for name, title in titles.items() if re.match(_NAMED_BEHIND + re.escape(title), behind)
                }
                if named and whole in titles and named.keys().isdisjoint({part, whole}):
                    yield f"“{min(named.values())}” nhưng {printed.said} là trên {titles[whole]}"


@contradiction("rows", "Thương số là của một dòng")
def _rows(sentence: Sentence, facts: Facts) -> Iterator[str]:
    """ "Năng suất 4,44": one row's number over another's."""
    for printed in sentence.printed.values():
        for one, other in islice(meanings.of_two_rows(printed.expression), 1):
            yield f"{printed.said} là số của “{one}” trên số của “{other}”, không phải của một dòng"


@contradiction("counted", "Số đếm được là của đối tượng nêu sau số")
def _counted(sentence: Sentence, facts: Facts) -> Iterator[str]:
    """ "18 chi nhánh" of eighteen rows, of six branches in three months."""
    for printed, _so_far, _before, behind in sentence.places:
        match printed.expression:
            case Select(table, column) if column == ROWS and len(TABLES[table].key) > 1:
                lines = [line for each in printed.figure.cells for line in each.lines]
                titles = {name: TABLES[table].columns[name].title.lower() for name in TABLES[table].key}
                for name in (name for name, title in titles.items() if title and names(title, behind)):
                    different = len({str(facts.edition.row(table, line, (name,))[name]) for line in lines})
                    if behind.strip().startswith(titles[name]) and different != len(lines):
                        yield f"“{titles[name]}” nhưng {len(lines)} là số dòng, có {different} {titles[name]} khác nhau"


@contradiction("extreme", "Số nêu là cao nhất, thấp nhất đúng là như vậy")
def _extreme(sentence: Sentence, facts: Facts) -> Iterator[str]:
    """ "Nhiều nhất" beside numbers of rows of which others have more; "thấp nhất" before the greatest."""
    for said, places in extremes.called(sentence.words):
        printed = [sentence.printed[at] for at in places if at in sentence.printed]
        for each in printed[:1]:
            own = each.expression.function if isinstance(each.expression, Call) else ""
            if own in ("max", "min") and (own == "min") != bool(said["least"]):
                yield f"“{said[0]}” nhưng {each.said} là {SAID[own]}"
        alike = [each.expression for each in printed if each.spec == printed[0].spec]
        for row, figure in islice(extremes.beaten(alike, bool(said["least"]), facts.edition), 1):
            label = facts.named(row.table, row.dimension).get(row.value, row.value)
            yield f"“{said[0]}” nhưng {label} là {figure.text('unit')}"


@contradiction("estimate", "Số ước, số thực hiện đúng với kỳ báo cáo")
def _estimate(sentence: Sentence, facts: Facts) -> Iterator[str]:
    """ "Ước" in a period whose figures are none."""
    said = _ESTIMATED.search(sentence.words)
    if said and not facts.edition.estimated:
        yield f"“{said[0]}” nhưng số liệu của kỳ này là số thực hiện"


@contradiction("trend", "Từ tăng, giảm đúng với số liệu")
def _trend(sentence: Sentence, facts: Facts) -> Iterator[str]:
    """ "Tăng" before a change that is a decrease, and the other way round; a number as a change that is none."""
    for word, change in signed(sentence, facts):
        rises = word.lower() == "tăng"
        if change.value is not None and (change.value <= 0 if rises else change.value >= 0):
            yield f"“{word}” nhưng mức thay đổi là {change.text('unit')}"
    for match in _TREND.finditer(sentence.words):
        printed = sentence.printed.get(match.start("figure"))
        if printed and meanings.is_of_then(printed.expression):
            yield f"“{match['word']}” nhưng {printed.said} là tỷ lệ so với kỳ trước, không phải mức thay đổi"
        elif printed and "trend" in printed.spec:
            yield f"“{match['word']}” nói hai lần: {printed.figure.text(printed.spec)}"
    for printed in sentence.printed.values():
        if "trend" in printed.spec and _change(printed, facts) is None:
            yield f"“{printed.figure.text('trend')}” nhưng số liệu không phải là mức thay đổi"


def signed(sentence: Sentence, facts: Facts) -> Iterator[tuple[str, Figure]]:
    """Each "tăng" or "giảm" before a figure that has a sign, with the change."""
    for match in _TREND.finditer(sentence.words):
        printed = sentence.printed.get(match.start("figure"))
        if printed and (change := _change(printed, facts)) is not None:
            yield match["word"], change


@contradiction("part_of", "Phần không lớn hơn toàn bộ")
def _part_of(sentence: Sentence, facts: Facts) -> Iterator[str]:
    """A part that is larger than its whole."""
    for match in _PART_OF.finditer(sentence.words):
        places = [match.start(group) for group in range(1, 7) if match[group]]
        found = [sentence.printed[at].figure for at in places if at in sentence.printed]
        if len(found) < 2 or any(each.is_missing for each in found):
            continue
        part, whole = found if match["part"] else found[::-1]
        if part.unit == whole.unit and part > whole:
            yield f"{part.text('unit')} lớn hơn toàn bộ, {whole.text('unit')}"


@contradiction("other_period", "Số in ra là của kỳ nêu trong câu")
def _other_period(sentence: Sentence, facts: Facts) -> Iterator[str]:
    """A figure of another period in a sentence that names none; one of the period before as "cùng kỳ", or the other way round."""
    own, named = facts.edition.period, (one.figure.expression or one.expression for one in sentence.printed.values())
    others = set().union(*map(periods_named, named)) - {"", own, *facts.edition.parts}
    if said := meanings.belied_time(sentence.words.lower(), own, others):
        yield f"“{said}” nhưng số liệu so sánh là của {', '.join(sorted(others))}"
    year = str(facts.edition.year)
    times = meanings.times_named(sentence.words, year, facts.edition)
    if meanings.EARLIER.search(sentence.words) and {*times.values()} != {own}:
        return
    parts = {*facts.edition.parts} if {*times.values()} == {own} else set()  # of what is named a part is another
    for printed in sentence.printed.values():
        of_parts = {each.period for each in selections(printed.expression)} & parts
        if periods := meanings.other_periods(printed.expression, facts.edition) or of_parts:
            yield f"{printed.said} là của kỳ khác ({', '.join(sorted(periods))})"


@contradiction("unknown", "Số in ra là của dòng có trong số liệu")
def _unknown(sentence: Sentence, facts: Facts) -> Iterator[str]:
    """A count of rows with a value that no row of any period has: "Đã xong" where the rows say "Hoàn thành"."""
    for printed in (each for each in sentence.printed.values() if not each.figure):
        for select in selections(printed.expression):
            columns = TABLES[select.table].columns
            for name, values in select.where:
                if columns[name].kind == "text" and name != "period":
                    known = facts.edition.names(select.table, name)
                    for value in (each for each in values if each not in known):
                        near = nearest(value, known)
                        yield f"{name}='{value}' không có ở dòng nào của {select.table}.csv, gần đúng: {near}"


def _change(printed: Printed, facts: Facts) -> Figure | None:
    """The change that a figure is, of which a sign says what rises: on another period, stated or computed, or a difference."""
    change = meanings.signed_part(printed.expression, facts.edition)
    if change is None:
        return None
    return printed.figure if change == printed.expression else facts.edition.evaluate(change)
