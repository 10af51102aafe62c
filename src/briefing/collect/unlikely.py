"""Numbers that an office may have mistyped, told by what it had last time, while it can still be asked.

The audit knows more (see `helpers.audit.plausibility`), but needs the same period last year; an office has the last
numbers before its eyes, whichever period they are of.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import combinations, pairwise
from math import log10

from helpers.audit.slips import meant
from helpers.language import Message, _
from helpers.values.vietnamese import shown

from .notation import Reading, plain

FEW = 20  # what is below it in both periods moves by any factor
FAR = 5  # times as much, or as little
EXCHANGED, MOST_MOVED = 0.08, 500  # as a logarithm: a fifth; rows of a column that are looked at in pairs
FAR_OFF = 100  # times as much as any other row of a list, or as little
_TENFOLD = 0.08  # of a power of ten, as a logarithm: within a fifth
SAME, LARGE = 3, 1000  # numbers that are all as last time are a copy if they are so many, or one is so large
COPIED = 6  # of those of one table that begin anew
STEADY = 4  # a column of which at least so many are as they were for each that is not
MANY, SHARE = 5, 5  # where so many are asked, and at least one in five, all of them are


def tenfold(now: str, before: str) -> Message | None:
    """Whether a number is ten or a thousand times an earlier one, or as little.

    >>> [tenfold(now, "187.62") for now in ("187620", "192.5", "35")]
    ['1.000 times as much: a digit or the unit may be wrong', None, None]
    """
    one, other = abs(Decimal(now)), abs(Decimal(before))
    power = log10(one / other) if one and other and max(one, other) >= FEW else 0
    if not round(power) or abs(power - round(power)) > _TENFOLD:
        return None
    times = shown(str(10 ** abs(round(power))))
    if power > 0:
        return _("{times} times as much: a digit or the unit may be wrong", times=times)
    return _("{times} times as little: a digit or the unit may be wrong", times=times)


def _apart(now: str, before: str) -> Message | None:
    """What tells a number from an earlier one; None where they are alike."""
    one, other = abs(Decimal(now)), abs(Decimal(before))
    exchanged = (slip.value for slip in meant(now) if slip.rank == 1 and len(now) == len(before))
    if Decimal(before) in exchanged:
        return _("two digits may be exchanged")
    if max(one, other) < FEW:
        return None
    if not one:
        return _("0 is read as none; what is not known yet is left empty")
    if not other:
        return _("there was none last time: is it in its own row?")
    return unlike(now, before)


def unlike(now: str, before: str) -> Message | None:
    """What tells the size of two numbers apart; of none at all nothing.

    >>> [bool(unlike(*pair)) for pair in (("2677500", "17850"), ("21000", "17850"), ("0", "17850"), ("17", "3"))]
    [True, False, False, False]
    """
    least, most = sorted((abs(Decimal(now)), abs(Decimal(before))))
    if not least or most < FEW:
        return None
    if (said := tenfold(now, before)) or most <= FAR * least:
        return said
    times = shown(plain(round(most / least, 1)))
    if abs(Decimal(now)) == most:
        return _("{times} times as much", times=times)
    return _("{times} times as little", times=times)


def unlikely(
    now: str, last: Iterable[str], tells: Callable[[str, str], Message | None] = _apart, last_year: str = ""
) -> Message | None:
    """Why a number is asked for a second look, beside all that are known of it; None where it is like one of them.

    tells: what tells two numbers apart. last_year: the one of last year, if it is known.

    >>> unlikely("110562750", ["11056275"])
    'asked: 110.562.750 now, 11.056.275 last time, 10 times as much: a digit or the unit may be wrong'
    >>> unlikely("54", ["45"]).into("vi")
    'kỳ này 54, kỳ trước 45: có thể hai chữ số liền nhau bị đổi chỗ; nếu đúng, đề nghị ghi lý do ở cột Ghi chú'
    >>> unlikely("12000000", ["11056275"])
    """
    known = [*dict.fromkeys(last)]
    reasons = [tells(now, before) for before in known]
    if not reasons or None in reasons:
        return None
    said = {"now": shown(now), "before": shown(known[0]), "reason": reasons[0]}
    if last_year == known[0]:
        return _("asked: {now} now, {before} in the same period last year, {reason}", **said)
    return _("asked: {now} now, {before} last time, {reason}", **said)


def likelier(reading: Reading, known: Sequence[str], written: str = "") -> Reading:
    """Of a number that may be a thousandth the one that is like what is known of it: “77.249” beside 77249.

    written: the one in the notation of its neighbours.

    >>> likelier(Reading(("77249", "77.249")), ["75000"]).values, likelier(Reading(("1313", "1.313")), ["14.8"]).values
    (('77249',), ('1313', '1.313'))
    """
    grouped, decimal = map(Decimal, reading.values[:2])
    if grouped != 1000 * decimal:  # “0,37” of percent, which may be a share: the number of last time does not tell
        return reading
    sizes = [abs(Decimal(each)) for each in known]
    low, high = (min(sizes) / FAR, FAR * max(sizes)) if sizes else (0, 0)
    likely = {each for each in reading.values if low <= abs(Decimal(each)) <= high}
    if written:
        likely = likely & {written} if likely else {written}
    return Reading((*likely,)) if len(likely) == 1 else reading


def sizes(others: Iterable[str]) -> tuple[Decimal, Decimal] | None:
    """The least and the greatest of what a column has had, without zeros; None where it has had few."""
    known = [size for each in others if each and (size := abs(Decimal(each)))]
    return (min(known), max(known)) if len(known) >= SAME else None


def far_off(now: str, known: tuple[Decimal, Decimal] | None) -> Message | None:
    """Whether a number of a list, whose rows are others in each period, is of another size than all that its column has had.

    >>> far_off("12500000", sizes(["5", "60", "12.5"]))
    'asked: 12.500.000 where the greatest was 60 until now; a digit or the unit may be wrong'
    >>> far_off("500", sizes(["5", "60", "12.5"])), far_off("0", sizes(["5", "60", "12.5"])), far_off("500", sizes(["5"]))
    (None, None, None)
    """
    size = abs(Decimal(now or 0))
    if known is None or not size:
        return None
    least, greatest = (shown(plain(each)) for each in known)
    if size >= FAR_OFF * known[1]:
        there = {"now": shown(now), "known": greatest}
        return _("asked: {now} where the greatest was {known} until now; a digit or the unit may be wrong", **there)
    if size * FAR_OFF <= known[0]:
        there = {"now": shown(now), "known": least}
        return _("asked: {now} where the least was {known} until now; a digit or the unit may be wrong", **there)
    return None


def gap(numbers: Iterable[Decimal]) -> tuple[Decimal, Decimal] | None:
    """The two numbers of a column between which it has none, where the larger is of another size; None where all are of one.

    >>> gap(map(Decimal, ("35.5", "0", "60", "12", "1250000")))
    (Decimal('60'), Decimal('1250000'))
    >>> gap(map(Decimal, ("12", "900", "60", "5000"))), gap(map(Decimal, ("1", "5000")))
    (None, None)
    """
    sizes = sorted({*numbers} - {Decimal(0)})
    less, more = max(pairwise(sizes), key=lambda pair: pair[1] / pair[0], default=(Decimal(1), Decimal(1)))
    return (less, more) if len(sizes) >= SAME and more >= FAR_OFF * less else None


def exchanged(moves: Sequence[tuple[str, str]]) -> list[tuple[int, int]]:
    """Of the numbers of a column, (now, then) each, those of which each is the other one's as it was.

    All others have moved little against that: numbers of one size change places by themselves.

    >>> exchanged([("9350", "6851"), ("6851", "9350"), ("8441", "8400"), ("6209", "6150"), ("5111", "5200")])
    [(0, 1)]
    >>> exchanged([("120", "100"), ("100", "120"), ("84", "61"), ("62", "90"), ("51", "44")])
    []
    """
    logs = [(log10(abs(float(now))), log10(abs(float(then)))) for now, then in moves if float(now) and float(then)]
    if len(logs) < len(moves) or not 4 <= len(logs) <= MOST_MOVED:
        return []
    moved = [abs(now - then) for now, then in logs]
    usual = sorted(moved)[len(moved) // 2]
    far = [at for at, each in enumerate(moved) if each > max(EXCHANGED, 5 * usual)]
    near = max(EXCHANGED / 4, usual)
    return [
        (one, other)
        for one, other in combinations(far, 2)
        if abs(logs[one][0] - logs[other][1]) <= near and abs(logs[other][0] - logs[one][1]) <= near
    ]


def moved_alone(pairs: Sequence[tuple[str, str]]) -> list[int]:
    """Of the values of a column, (now, then) each, those that are not as they were, where nearly all others are.

    >>> moved_alone([("237.6", "237.6"), ("112.4", "112.4"), ("180.8", "180.8"), ("63.5", "53.6"), ("54", "54.0")])
    [3]
    >>> moved_alone([("5", "4"), ("6", "6"), ("7", "7"), ("8", "8")])
    []
    """
    moved = [at for at, pair in enumerate(pairs) if len({*map(_as_one, pair)}) > 1]
    return moved if STEADY * len(moved) <= len(pairs) - len(moved) else []


def _as_one(value: str) -> str:
    """A number in one notation; a day as it is."""
    return value if value.count("-") > 1 else plain(Decimal(value))


def left_over(now: str, before: str) -> bool:
    """Whether a number that begins anew in each period is large, and that of last time.

    >>> left_over("301220", "301220"), left_over("12", "12"), left_over("301220", "")
    (True, False, False)
    """
    return bool(before) and Decimal(now) == Decimal(before) and abs(Decimal(now)) >= LARGE


def copied(title: str, pairs: Sequence[tuple[str, str]]) -> Message | None:
    """What is asked of numbers of one table that begin anew in each period, (now, then) each, and all are those of before.

    >>> same = [("151", "151"), ("40", "40"), *[("7", "7")] * 4]
    >>> bool(copied("Thu", same)), copied("Thu", [*same, ("9", "8")])
    (True, None)
    """
    large = any(abs(Decimal(now)) >= FEW for now, _then in pairs)
    if len(pairs) < COPIED or not large or any(Decimal(now) != Decimal(then) for now, then in pairs):
        return None
    there = {"count": len(pairs), "title": title}
    return _("asked: all {count} numbers of “{title}” are those of an earlier period; are they new?", **there)


def together(pairs: Sequence[tuple[str, str]], asked: int) -> Message | None:
    """What is asked of all numbers of an office, (now, then) each: they are those of last time, ten times as much, or many
    are unlike it.

    asked: how many of them are asked on their own.

    >>> [bool(together([(number, number)], 0)) for number in ("151200", "12")]
    [True, False]
    """
    telling = len(pairs) >= SAME or any(abs(Decimal(now)) >= LARGE for now, _then in pairs)
    if telling and all(Decimal(now) == Decimal(then) for now, then in pairs):
        return _("asked: all {count} numbers of this workbook are those of last time; are they new?", count=len(pairs))
    reasons = {tenfold(*pair) for pair in pairs}
    if len(pairs) >= SAME and len(reasons) == 1 and (reason := reasons.pop()):
        return _("asked: all {count} numbers are {reason}", count=len(pairs), reason=reason)
    if asked >= MANY and SHARE * asked >= len(pairs):
        there = {"asked": asked, "count": len(pairs)}
        return _("asked: {asked} of {count} numbers are unlike last time; were all pasted where they belong?", **there)
    return None
