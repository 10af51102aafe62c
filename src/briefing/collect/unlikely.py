"""Numbers that somebody may have mistyped, told by those of an earlier period, while their office can still be asked."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from helpers.audit.plausibility import C, Pair, expected
from helpers.language import Message, _
from helpers.values.vietnamese import shown

from .notation import Reading

FAR = 5  # times as much, or as little
SAME, LARGE = 3, 1000  # numbers that are all as last time are a copy if they are so many, or one is so large


def unlikely(pairs: Mapping[int, Pair]) -> dict[int, Message]:
    """Which numbers move otherwise than the others do, as the audit has it, and what is asked of them.

    >>> moved = ["105", "96", "102", "99", "101", "980"]
    >>> unlikely({at: Pair("a", now, "100") for at, now in enumerate(moved)})
    {5: 'asked: 980 now, 100 in the earlier period; the others move otherwise'}
    >>> unlikely({7: Pair("a", "110562750", "11056275")}).keys(), unlikely({7: Pair("a", "12000000", "11056275")})
    (dict_keys([7]), {})
    """
    far = (
        each.distance(float(pair.now)) > C
        for pair, each in zip(pairs.values(), expected([*pairs.values()]), strict=True)
    )
    return {
        at: _(
            "asked: {now} now, {before} in the earlier period; the others move otherwise",
            now=shown(pair.now),
            before=shown(pair.then),
        )
        for (at, pair), stands in zip(pairs.items(), far, strict=True)
        if stands
    }


def copied(pairs: Iterable[tuple[str, str]]) -> Message | None:
    """What is asked of numbers, (now, then) each, that all are those of an earlier period.

    >>> [bool(copied([(number, number)])) for number in ("151200", "12")]
    [True, False]
    """
    pairs = [*pairs]
    telling = len(pairs) >= SAME or any(abs(Decimal(now)) >= LARGE for now, _then in pairs)
    if not telling or any(Decimal(now) != Decimal(then) for now, then in pairs):
        return None
    return _("asked: all {count} numbers are those of an earlier period; are they new?", count=len(pairs))


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
