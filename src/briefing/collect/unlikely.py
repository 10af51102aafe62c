"""Numbers that an office may have mistyped, told by what it had last time, while it can still be asked.

The audit knows more (see `helpers.audit.plausibility`), but needs the same period last year; an office has the last
numbers before its eyes, whichever period they are of.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from math import log10

from helpers.audit.slips import meant
from helpers.language import Message, _

from .notation import plain, shown

FEW = 20  # what is below it in both periods moves by any factor
FAR = 5  # times as much, or as little
_TENFOLD = 0.08  # of a power of ten, as a logarithm: within a fifth
SAME, LARGE = 3, 1000  # numbers that are all as last time are a copy if they are so many, or one is so large
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
    ratio = max(one, other) / min(one, other)
    if (said := tenfold(now, before)) or ratio <= FAR:
        return said
    times = shown(plain(round(ratio, 1)))
    return _("{times} times as much", times=times) if one > other else _("{times} times as little", times=times)


def unlikely(now: str, last: Iterable[str], tells: Callable[[str, str], Message | None] = _apart) -> Message | None:
    """Why a number is asked for a second look, beside all that are known of it; None where it is like one of them.

    tells: what tells two numbers apart.

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
    return _("asked: {now} now, {before} last time, {reason}", **said)


def left_over(now: str, before: str) -> bool:
    """Whether a number that begins anew in each period is large, and that of last time.

    >>> left_over("301220", "301220"), left_over("12", "12"), left_over("301220", "")
    (True, False, False)
    """
    return bool(before) and Decimal(now) == Decimal(before) and abs(Decimal(now)) >= LARGE


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
