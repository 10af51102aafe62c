"""What is typed in a sentence and could grow old or be false: a closed world of words.

A number, a time, a name, a word that judges or counts all is computed (a figure), cited (a document) or declared: by a
row of validity.csv whose list is `words`, by the documents' register, by a claim (claims.csv). What is left is a finding.
"""

import re
from collections.abc import Iterable, Iterator

from . import meanings, vocabulary
from .literals import Literal
from .names import Lexicon
from .passages import TextCell
from .times import Times

Found = tuple[str, str]  # the rule, and what is wrong
_KNOWN = "\u25a3"  # stands where words are declared
_BEGINS = re.compile(r"(?:(?:^|[.!?:;“(\n])\s*|[-–] )$")


def typed(passage: TextCell | Literal, lexicon: Lexicon, times: Times, vouched: Iterable[str]) -> Iterator[Found]:
    """What is wrong with the words of a passage, with some words beside them. vouched: what claims.csv answers for."""
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
    plain = _without(plain, times.exact(plain.lower()))
    dated = list(times.typed(_without(plain, known), passage.looks_ahead, passage.is_direction))
    for start, end, fault in dated:
        before = words[:start]  # the day of a document, in a text that was not written for this report
        if fault and (passage.told or not (_NUMBERED.search(before) or before.endswith(("(", "từ ngày ")))):
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
            ahead = passage.looks_ahead and (pattern is vocabulary.AHEAD or vocabulary.AIM.match(text.lower(), start))
            of_period = passage.is_head and _RELATIVE.search(words[:end].lower())
            if not settled and not ahead and not of_period and not (rule == "judgment" and passage.borne_out(start)):
                yield rule, f"“{_around(words, start, end)}” {why}"
        plain, rest = _without(plain, spans), _without(rest, spans)
    end = -1
    for match in vocabulary.WORD.finditer(rest):
        name = match[0][0].isupper() and not _BEGINS.search(words[: match.start()])
        if (name or not vocabulary.is_syllable(match[0])) and match.start() > end:
            start, end = match.start(), _end_of_name(rest, match.end())
            named = _NO_NAME.sub("", _around(words, start, end))
            yield "name", f"“{named}” chưa khai báo (validity.csv, danh mục words)"


def _end_of_name(rest: str, end: int) -> int:
    """Where a run of large or foreign words ends; one small word may stand between: “Thông tin và Truyền”."""
    while more := re.match(r"\s+([^\W\d_]+)", rest[end:]):
        if not more[1][0].isupper() and vocabulary.is_syllable(more[1]):
            more = _BETWEEN.match(rest[end:])
            if not more or not more[1][0].isupper():
                break
        end += more.end()
    return end


_NUMBERED = re.compile(r"(?:\d+[-/][\w/.-]*\w|□),?\s*(?:ngày\s*)?$")  # before the date of a document
# verbs and the like, with which no name ends that stands before them
_NOT_IN_NAMES = "đạt|là|có|còn|đã|đang|được|và|với|tại|trong|trên|từ|ước|tăng|giảm"
_NO_NAME = re.compile(rf"(?<=\w) (?:{_NOT_IN_NAMES})\W*$")
_BETWEEN = re.compile(rf"\s+(?!(?:{_NOT_IN_NAMES}|của|cho|do|ở|đến|hoặc|gồm)\b)[^\W\d_]+(?: và)?\s+([^\W\d_]+)")
# what a column, a series or a chart is called in each period
_RELATIVE = re.compile(rf"(?:{'|'.join(said.pattern for said in meanings.RELATIVE.values())}|\bhiện (?:tại|có))$")
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
