"""Units of numbers: what computing does to them."""

from collections import Counter
from collections.abc import Iterable
from math import inf, log10
from typing import Any

from ..i18n import _
from .expressions import ExpressionError

RATIO = "ratio"  # of a quotient of like quantities; printed as a percentage
POINTS = "điểm phần trăm"  # in which a percentage has changed; to compute with they are percent


class Scaled(str):
    """The unit of what was brought to another power of ten, such as millions: none, as only its sentence knows it.

    of: what is counted. power: of ten by which the number is larger.
    """

    of = ""
    power = 0


def is_rate(unit: str) -> bool:
    """Whether it is that of a quotient.

    >>> is_rate("tạ/ha"), is_rate("%"), is_rate("ratio"), is_rate("hồ sơ")
    (True, True, True, False)
    """
    return unit in ("%", RATIO) or "/" in unit


def no_sum(unit: str, average: bool = False) -> str:
    """What is said of numbers that do not add up, and what to write."""
    of: str = _("numbers in {unit!r}", unit=unit) if unit not in ("", RATIO) else _("shares, means and the like")
    return _(
        "{of} do not add up. Write the quotient of two sums, a.sum() / b.sum(), or their mean: values.mean(), mean(table.column()), weighted(rates, weights); parts of one whole are a + b.",
        of=_("temperatures, levels of water, averages") if average else of,
    )


def common(units: Iterable[str]) -> str:
    """The unit of numbers that are added or compared; a number without one fits all. Raises ExpressionError."""
    units = list(units)
    stated = list(dict.fromkeys(filter(None, units)))
    if len(stated) > 1:
        raise ExpressionError(_("cannot compute {one!r} with {other!r}", one=stated[0], other=stated[1]))
    scaled = {(each.of, each.power): each for each in units if isinstance(each, Scaled)}
    return stated[0] if stated else next(iter(scaled.values())) if len(scaled) == 1 else ""


def fits(unit: str, number: Any) -> bool:
    """Whether a mere number may stand beside one in a unit: the whole is 1 of a share, 100 of a percentage.

    >>> fits("ratio", 1), fits("ratio", 95), fits("%", 95), fits("%", 1), fits("%", 0), fits("hồ sơ", 1)
    (True, False, True, False, True, True)
    """
    return not (1 < abs(number) < inf if unit == RATIO else unit == "%" and 0 < abs(number) <= 1)


def combined(left: str, sign: str, right: str, numbers: tuple[Any, Any] = (None, None)) -> str:
    """The unit of `left sign right`; numbers: the values of those of the two that are mere numbers, which change no unit.

    But a ratio times a hundred is in percent, as everybody writes it, wherever the hundred stands, and percent by a hundred are
    a ratio. What else is brought to another power of ten is `Scaled`. Percent times counts are "%·hồ sơ", which an average
    weighs by, and which nobody prints (see `refuse_weighed`). Raises ExpressionError.

    >>> combined("hồ sơ", "/", "hồ sơ"), combined("thành viên", "/", "tổ"), combined("ratio", "*", "hồ sơ")
    ('ratio', 'thành viên/tổ', 'hồ sơ')
    >>> combined("giờ", "/", "giờ/ngày"), combined("tạ/ha", "*", "ha"), combined("giờ", "*", "giờ"), combined("tạ/ha", "/", "tạ")
    ('ngày', 'tạ', 'giờ·giờ', '1/ha')
    >>> combined("ratio", "*", "", (None, 100)), combined("%", "/", "", (None, 100)), combined("học sinh", "/", "", (None, 3))
    ('%', 'ratio', 'học sinh')
    >>> combined("hồ sơ", "*", "", (None, 100)), combined(combined("hồ sơ", "*", "", (None, 100)), "/", "hồ sơ")
    ('', '%')
    """
    if sign in "+-":
        return common((left, right))
    sides = [_of_scaled(unit, number) for unit, number in zip((left, right), numbers, strict=True)]
    (left, power), (right, other) = sides
    return _scaled(_combined(left, sign, right, numbers), power + other if sign == "*" else power - other)


def _combined(left: str, sign: str, right: str, numbers: tuple[Any, Any]) -> str:
    is_plain, is_plain_right = (number is not None for number in numbers)
    if is_plain_right or right == RATIO:
        return right if is_plain and sign == "*" else left
    if sign == "*":
        return right if is_plain or left == RATIO else _multiplied(left, right)
    if right == "%" and left not in ("", "%"):
        said = _("{one!r} over '%' is no unit: the whole of which it is a part is count / (rate / 100).", one=left)
        raise ExpressionError(said)
    return _multiplied(left, right, inverse=True) if right or not is_plain else ""


def _of_scaled(unit: str, number: Any) -> tuple[str, int]:
    """What is counted, and the power of ten to which it, or a mere number, was brought; 0 of other numbers."""
    if isinstance(unit, Scaled):
        return unit.of, unit.power
    size = abs(float(number or 0))
    return unit, int(log10(size)) if 0 < size < inf and log10(size).is_integer() else 0


def _scaled(unit: str, power: int) -> str:
    if power == 2 and unit == RATIO:
        return "%"
    if power == -2 and "%" in unit.split("·"):
        return "·".join(part for part in unit.split("·") if part != "%") or RATIO
    if not power:
        return unit
    made = Scaled()
    made.of, made.power = unit, power
    return made


def refuse_weighed(unit: str) -> None:
    """Raises ExpressionError for percent times counts, which look like a percentage of them.

    >>> refuse_weighed("%·hồ sơ")
    Traceback (most recent call last):
    helpers.data.expressions.ExpressionError: numbers in '%·hồ sơ' are no counts: a percentage of something is rate / 100 * count; an average is (rate * count).sum() / count.sum().
    """
    if "·" in unit and "%" in unit.split("·"):
        said = _(
            "numbers in {unit!r} are no counts: a percentage of something is rate / 100 * count; an average is (rate * count).sum() / count.sum().",
            unit=unit,
        )
        raise ExpressionError(said)


def _multiplied(left: str, right: str, inverse: bool = False) -> str:
    """The unit of a product, or of a quotient (`inverse`): what stands above and below the line is left out."""
    above, below = Counter[str](), Counter[str]()
    for unit, over, under in ((left, above, below), (right, *((below, above) if inverse else (above, below)))):
        counted, _slash, each = unit.partition("/")
        over.update(filter(None, counted.split("·")))
        under.update(filter(None, each.split("/")))
    above, below = above - below, below - above
    if inverse and max(below.values(), default=1) > 1:
        there = {"one": left, "other": right}
        said = _("{one!r} over {other!r} is no unit: divide what it counts, not what is for each.", **there)
        raise ExpressionError(said)
    if not above and not below:
        return RATIO if inverse else ""
    return "/".join(["·".join(above.elements()) or "1", *below.elements()])
