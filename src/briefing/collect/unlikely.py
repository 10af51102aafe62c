"""Numbers that an office may have mistyped, told by what it had last time, while it can still be asked.

The audit knows more (see `helpers.audit.plausibility`), but needs the same period last year; an office has the last
numbers before its eyes, whichever period they are of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import log10

from helpers.audit.slips import meant

from .notation import plain, shown
from .remarks import Said

FEW = 20  # what is below it in both periods moves by any factor
FAR = 5  # times as much, or as little
_TENFOLD = 0.08  # of a power of ten, as a logarithm: within a fifth
SAME = 3  # numbers that stand as they were, of so many at least: a copy of last time
MANY, SHARE = 5, 5  # numbers that are asked, so many at least and a fifth of all: the others are, too


def unlikely(now: str, last: Iterable[str]) -> Said | None:
    """Why a number is asked for a second look, beside all that are known of it; None where it is like one of them.

    >>> unlikely("110562750", ["11056275"]).english
    'asked: 110562750 now, 11056275 last time, 10 times as much: a digit or the unit may be wrong'
    >>> unlikely("54", ["45"]).vietnamese
    'kỳ này 54, kỳ trước 45: có thể hai chữ số liền nhau bị đổi chỗ; nếu đúng, đề nghị ghi lý do ở cột Ghi chú'
    >>> unlikely("12000000", ["11056275"])
    """
    reasons = [_apart(now, before) for before in dict.fromkeys(last)]
    if not reasons or None in reasons:
        return None
    before, (english, vietnamese) = next(iter(dict.fromkeys(last))), reasons[0] or ("", "")
    return Said(
        f"asked: {now} now, {before} last time, {english}",
        f"kỳ này {shown(now)}, kỳ trước {shown(before)}: {vietnamese}; nếu đúng, đề nghị ghi lý do ở cột Ghi chú",
    )


def _apart(now: str, before: str) -> tuple[str, str] | None:
    """What tells a number from an earlier one, in both languages; None where they are alike."""
    one, other = abs(Decimal(now)), abs(Decimal(before))
    swapped = next((slip for slip in meant(now) if slip.value == Decimal(before) and slip.rank == 1), None)
    if swapped:
        return "two digits may be exchanged", f"có thể {swapped.reason}"
    if max(one, other) < FEW:
        return None
    if not one or not other:
        return "0 is none, not unknown", "0 là không phát sinh, không phải chưa có số liệu"
    power = log10(one / other)
    if round(power) and abs(power - round(power)) <= _TENFOLD:
        times = 10 ** abs(round(power))
        return (
            f"{times} times as {'much' if power > 0 else 'little'}: a digit or the unit may be wrong",
            f"lệch {shown(str(times))} lần, có thể {'thừa' if power > 0 else 'thiếu'} chữ số hoặc sai đơn vị",
        )
    times_apart = plain(round(max(one, other) / min(one, other), 1))
    if max(one, other) / min(one, other) > FAR:
        return (
            f"{times_apart} times as {'much' if power > 0 else 'little'}",
            f"{'gấp' if power > 0 else 'chỉ bằng một phần'} {shown(times_apart)} {'lần' if power > 0 else ''}".strip(),
        )
    return None


def together(pairs: Sequence[tuple[str, str]], asked: int) -> Said | None:
    """What is asked of all numbers of an office, (now, then) each: they are those of last time, or many are unlike it.

    asked: how many of them are asked on their own.
    """
    if len(pairs) >= SAME and all(Decimal(now) == Decimal(then) for now, then in pairs):
        return Said(
            f"asked: all {len(pairs)} numbers of this workbook are those of last time; are they this period's?",
            f"cả {len(pairs)} số liệu đều giống hệt kỳ trước; đề nghị xác nhận là số của kỳ này",
        )
    if asked >= MANY and SHARE * asked >= len(pairs):
        return Said(
            f"asked: {asked} of {len(pairs)} numbers of this workbook are unlike last time; were all pasted where they belong?",
            f"{asked} trong {len(pairs)} số liệu khác xa kỳ trước; đề nghị kiểm tra toàn bộ, có thể đã dán lệch dòng",
        )
    return None
