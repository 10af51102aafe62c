"""What the sentences of an edition may name, and what of it does not hold any more."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from ..data.rows import Records, Row
from ..data.schema import TABLES
from ..data.validity import WORDS, Validity
from .passages import TextCell
from .vocabulary import WORD, is_syllable

Labels = Mapping[str, Mapping[str, str]]  # of codes, list by list
_FIRST = re.compile(r"\w+")
_RANK = re.compile(r"\b(tỉnh|thành phố|thị xã|huyện|quận|phường|xã|thị trấn) ", re.IGNORECASE)
_RANK_BEFORE = re.compile(f"{_RANK.pattern}$", re.IGNORECASE)
_JOINED = re.compile(r" (?:và|-|&) ")
_LARGE = re.compile(r"(?<=.)[A-ZĐ]")  # within a label: it is a name, or holds one
# a key of two words or with a number of its own, "Phường Mỹ Tho", "M'Đrắk", "ĐT.857", and no year
_NAME = re.compile(r"(?!.*\b(?:19|20)\d\d\b).*(?: \S*[A-ZĐ]|\w'[A-ZĐ]|[^\W\d][.-]?\d)")


def organisation(records: Records | None) -> list[Row]:
    """The row of the organisation, or an empty one."""
    return list(records["organisation"].values())[:1] if records and records["organisation"] else [{}]


def ended(records: Records, before: Records | None, labels: Labels) -> dict[str, str]:
    """Words for what does not hold in the period, with what is wrong with them."""
    period, validity, found = records.period, Validity(records["validity"]), {}
    at_the_end = {**period, "date_from": period["date_to"]}  # a name is that of the day of the report
    for listed, code in (*validity.not_held(period), *validity.not_held(at_the_end)):
        if listed in labels and validity.holds(listed, code, period):
            continue
        label, now = (labels.get(listed, {}).get(each, each) for each in (code, validity.now(listed, code, at_the_end)))
        found[label] = f"không còn trong kỳ này{f', nay là “{now}”' if now else ''}"
    found |= {label[0].lower() + label[1:]: fault for label, fault in found.items()}
    (now_row,), (row_before,) = organisation(records), organisation(before)
    for column in ("name", "parent", "province", "signatory_name"):
        old = row_before.get(column, "").removeprefix("tỉnh ")
        if old and old not in now_row.get(column, ""):
            found[old] = f"nay là “{now_row.get(column, '')}”"
    numbers = {row["number"] for row in records["documents"].values()}
    for row in before["documents"].values() if before else ():
        if row["number"] and row["number"] not in numbers:
            found.setdefault(row["number"], "là văn bản của kỳ trước, không có trong danh mục của kỳ này")
    return found


def lexicon(records: Records, labels: Labels, passages: Iterable[TextCell], ended: Mapping[str, str]) -> "Lexicon":
    """What sentences may name: declared words, registered documents, and the names that stand in the data."""
    ranks = {words for words in ended if " " not in words}  # a phrase that names one does not hold, either
    held = (words for words in _held(records, labels, passages) if words not in ended)
    return Lexicon([*ended.items(), *((words, "") for words in held if not ranks & set(words.split()))])


def _held(records: Records, labels: Labels, passages: Iterable[TextCell]) -> Iterator[str]:
    yield from (row["code"] for row in records["validity"].values() if row["list"] == WORDS)
    for row in records["documents"].values():
        yield from filter(None, (row["number"], *row["issuer"].split(", ")))
        if row["title"]:
            name = f"{labels['document_kind'].get(row['kind'], row['kind'])} {row['title']}"
            yield from (name, f"{name} {row['date'][:4]}", f"{name} năm {row['date'][:4]}")
    for row in organisation(records):
        yield from (row.get(name, "") for name in ("name", "parent", "province", "place"))
        yield row.get("parent", "").removesuffix(row.get("province", "").removeprefix("tỉnh ")).strip()  # "UBND tỉnh"
    yield from (row["name"] for row in records["offices"].values())
    yield from (label for own in labels.values() for label in own.values() if _LARGE.search(label))
    units = {column.unit for table in TABLES.values() for column in table.columns.values()}
    yield from sorted(unit for unit in units if not all(map(is_syllable, WORD.findall(unit))))  # "đồng/kg"
    for table in TABLES.values():  # rows of this period are called so
        keys = [name for name in table.key if table.columns[name].kind == "text"] if table.next.rows else []
        latest = [records, *records.before.values()] if keys else []  # those before while none of this period have come
        of_period = next(filter(None, ([*each[table.name].values()] for each in latest)), [])
        of_period = [row for row in of_period if row.get("period", "-")]
        yield from dict.fromkeys(row[name] for row in of_period for name in keys if _NAME.match(row[name]))
    named = " ".join(each.raw for each in passages if each.column == "label")
    yield from (word for word in WORD.findall(named) if not is_syllable(word))


class Lexicon:
    """Words that are declared, each with what is wrong with it now, or "" while it holds."""

    def __init__(self, words: Iterable[tuple[str, str]]) -> None:
        self._by_first: dict[str, list[tuple[str, str, int, str]]] = defaultdict(list)
        self._ended: set[str] = set()
        self._ranks: dict[str, set[str]] = defaultdict(set)  # of a place: "Phan Rang" is a "thành phố"
        for each, fault in chain.from_iterable(map(_as_written, words)):
            if ranked := _RANK.match(each):
                self._ranks[_short(each[ranked.end() :])].add(ranked[1].lower())
            self._ended |= {each[1:].lower()} if fault else set()
            if first := _FIRST.search(each):
                self._by_first[first[0].lower()].append((each, each.lower(), first.start(), fault))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: (-len(entry[0]), entry[3]))  # the longest; what holds before what does not

    def has_ended(self, text: str) -> bool:
        """Whether a text may hold words that do not hold any more; quickly."""
        text = text.lower()
        return any(words in text for words in self._ended)

    def other_rank(self, before: str, place: str) -> str:
        """What is wrong with the rank that stands before a place: it is declared with another one.

        >>> Lexicon([("thành phố Phan Rang - Tháp Chàm", "")]).other_rank("tại thị xã ", "Phan Rang")
        '“thị xã Phan Rang”, nơi khai báo là thành phố'
        """
        said, known = _RANK_BEFORE.search(before), self._ranks.get(_short(place), ())
        if not said or not known or said[1].lower() in known:
            return ""
        return f"“{said[0]}{place}”, nơi khai báo là {', '.join(sorted(known))}"

    def found(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Where declared words stand, the longest at each place, and what is wrong with them, with the words."""
        end = 0
        for token in _FIRST.finditer(text):
            if token.start() < end:
                continue
            for words, low, offset, fault in self._by_first.get(token[0].lower(), ()):
                start = token.start() - offset
                alike = start >= 0 and text[start : start + len(words)].lower() == low
                if alike and _stands(words, text, start):
                    end = start + len(words)
                    named = words if words.count(" ") > 1 else text[start:end]
                    yield start, end, fault and f"“{named}” {fault}"
                    break


def _as_written(entry: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Words as they are declared; of a name that has ended also how else people join its parts, and its short form."""
    each, fault = entry
    forms = [_JOINED.sub(sign, each) for sign in (" và ", ", ", " - ", " & ")] if fault and _JOINED.search(each) else []
    short = [_short(each)] if fault and _RANK.match(each) else []
    yield from ((form, fault) for form in dict.fromkeys([each, *forms, *short]))


def _short(place: str) -> str:
    """The first of the names of a place: "Phan Rang - Tháp Chàm" is called "Phan Rang"."""
    return place.split(" - ")[0]


def _stands(words: str, text: str, start: int) -> bool:
    """Whether words that stand there in some letters do so as whole words.

    A first letter may be large, as it is where a sentence begins; a name of three words is known in any letters.
    """
    there, after = text[start : start + len(words)], text[start + len(words) : start + len(words) + 1]
    alike = words.count(" ") > 1 or there in (words, words[0].upper() + words[1:])
    return alike and not (words[-1].isalnum() and after.isalnum())
