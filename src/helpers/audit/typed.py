"""What is typed in a sentence and could grow old or be false: a closed world of words.

A number, a time, a name, a word that judges or counts all is computed (a figure), cited (a document) or declared: by a
row of validity.csv whose list is `words`, by the documents' register, by a claim (claims.csv). What is left is a finding.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from . import vocabulary
from .literals import Literal
from .passages import TextCell
from .times import Times

Found = tuple[str, str]  # the rule, and what is wrong
_KNOWN = "\u25a3"  # stands where words are declared
_FIRST = re.compile(r"\w+")
_RANK = re.compile(r"\b(tỉnh|thành phố|thị xã|huyện|quận|phường|xã|thị trấn) ", re.IGNORECASE)
_RANK_BEFORE = re.compile(f"{_RANK.pattern}$", re.IGNORECASE)
_JOINED = re.compile(r" (?:và|-|&) ")
_BEGINS = re.compile(r"(?:^|[.!?:;“(\n]\s*|[-–] )$")


class Lexicon:
    """Words that are declared, each with what is wrong with it now, or "" while it holds."""

    def __init__(self, words: Iterable[tuple[str, str]]) -> None:
        self._by_first: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
        self._ended: set[str] = set()
        self._ranks: dict[str, set[str]] = defaultdict(set)  # of a place: "Phan Rang" is a "thành phố"
        for each, fault in chain.from_iterable(map(_as_written, words)):
            if ranked := _RANK.match(each):
                self._ranks[_short(each[ranked.end() :])].add(ranked[1].lower())
            self._ended |= {each[1:].lower()} if fault else set()
            if first := _FIRST.search(each):
                self._by_first[first[0].lower()].append((each, first.start(), fault))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: (-len(entry[0]), entry[2]))  # the longest; what holds before what does not

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
            for words, offset, fault in self._by_first.get(token[0].lower(), ()):
                start = token.start() - offset
                if start >= 0 and _stands(words, text, start):
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
    """Whether words stand there as whole words.

    A first letter may be large, as it is where a sentence begins; a name of three words is known in any letters.
    """
    there, after = text[start : start + len(words)], text[start + len(words) : start + len(words) + 1]
    if words.count(" ") > 1:
        if there.lower() != words.lower():
            return False
    elif there[1:] != words[1:] or there[:1] not in (words[0], words[0].upper()):
        return False
    return not (words[-1].isalnum() and after.isalnum())


def typed(passage: TextCell | Literal, lexicon: Lexicon, times: Times, vouched: Iterable[str]) -> Iterator[Found]:
    """What is wrong with the words of a passage, with the words themselves and some beside them.

    vouched: what claims.csv answers for.
    """
    words = passage.words
    plain = _without(words, (match.span() for each in vouched for match in re.finditer(re.escape(each), words)))
    declared = list(lexicon.found(plain)) if passage.told or lexicon.has_ended(plain) else []
    for start, end, fault in declared:
        if fault:
            yield "ended", fault
        elif passage.told and (fault := lexicon.other_rank(words[:start], words[start:end])):
            yield "name", fault
    known = [(start, end) for start, end, _ in declared]
    plain = _without(plain, (match.span() for match in vocabulary.IDIOM.finditer(plain.lower())))
    dated = list(times.typed(_without(plain, known), passage.looks_ahead))
    for start, end, fault in dated:
        if fault and not _of_document(passage, words[:start]):
            yield "time", f"“{words[start:end].strip()}” {fault}"
    if passage.told:
        plain = _without(plain, ((start, end) for start, end, _ in dated))
        yield from _undeclared(passage, plain, known)


def _undeclared(passage: TextCell | Literal, plain: str, known: list[tuple[int, int]]) -> Iterator[Found]:
    """Numbers, vague times, judging words, names and signs that nothing bears out.

    known: where declared words stand; of an expression that they are a part of only, "sau Tết", nothing is declared.
    """
    words, rest = passage.words, _without(plain, known)
    for rule, pattern, why in _RULES:
        whole = pattern in _OF_WORDS
        text = plain if whole else rest
        spans = [match.span() for match in pattern.finditer(text if pattern is vocabulary.ROMAN else text.lower())]
        for start, end in spans:
            settled = any(first <= start and end <= last for first, last in known)
            ahead = pattern is vocabulary.AHEAD and passage.looks_ahead
            if not settled and not ahead and not (rule == "judgment" and passage.borne_out(start)):
                yield rule, f"“{_around(words, start, end)}” {why}"
        plain, rest = _without(plain, spans), _without(rest, spans)
    end = -1
    for match in vocabulary.WORD.finditer(rest):
        name = match[0][0].isupper() and not _BEGINS.search(words[: match.start()])
        if (name or not vocabulary.is_syllable(match[0])) and match.start() > end:
            start, end = match.start(), _end_of_name(rest, match.end())
            yield "name", f"“{_around(words, start, end)}” chưa khai báo (validity.csv, danh mục words)"


def _end_of_name(rest: str, end: int) -> int:
    """Where a run of large or foreign words ends."""
    while (more := re.match(r"\s+([^\W\d_]+)", rest[end:])) and (
        more[1][0].isupper() or not vocabulary.is_syllable(more[1])
    ):
        end += more.end()
    return end


def _of_document(passage: TextCell | Literal, before: str) -> bool:
    """Whether a time belongs to a document's number, in a text that was not written for this report."""
    return not passage.told and bool(_NUMBERED.search(before) or before.endswith(("(", "từ ngày ")))


_NUMBERED = re.compile(r"(?:\d+[-/][\w/.-]*\w|□),?\s*(?:ngày\s*)?$")  # before the date of a document
_UNCOMPUTED = "không phải số liệu được tính, chưa khai báo"
_RULES = (  # in this order: what one has found the next does not look at
    ("hole", vocabulary.HOLE, "chưa viết xong"),
    ("hole", vocabulary.NOTE, "chưa viết xong"),
    ("number", vocabulary.DIGITS, _UNCOMPUTED),
    ("number", vocabulary.ROMAN, _UNCOMPUTED),
    ("time", vocabulary.VAGUE, "chỉ đúng vào lúc viết"),
    ("time", vocabulary.AHEAD, "chỉ đúng vào lúc viết"),
    ("judgment", vocabulary.JUDGING, "chưa có số liệu bảo đảm (claims.csv)"),
    ("number", vocabulary.NUMERAL, _UNCOMPUTED),
)
_OF_WORDS = (vocabulary.VAGUE, vocabulary.AHEAD, vocabulary.JUDGING, vocabulary.NUMERAL)


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """A text with signs in the place of what is settled."""
    for start, end in spans:
        text = text[:start] + _KNOWN * (end - start) + text[end:]
    return text


def _around(words: str, start: int, end: int) -> str:
    """A part of a text with two words before it and one behind it."""
    before = re.search(r"(?:\S+\s)?(?:\S+\s)?\S*$", words[:start])
    after = re.match(r"\S*(?:\s\S+)?", words[end:])
    return (before[0] if before else "") + words[start:end] + (after[0] if after else "")
