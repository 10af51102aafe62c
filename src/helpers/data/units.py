"""Units of numbers: what computing does to them, and which differ only by a factor."""

import re
from collections import Counter
from collections.abc import Iterable
from math import inf
from typing import Any

from ..i18n import _
from .expressions import ExpressionError

RATIO = "ratio"  # of a quotient of like quantities; printed as a percentage
POINTS = "điểm phần trăm"  # in which a percentage has changed; to compute with they are percent
SCALES = {"nghìn đồng": ("đồng", 10**3), "triệu đồng": ("đồng", 10**6), "tỷ đồng": ("đồng", 10**9)}
_RATE = re.compile(r"ratio|%|.+/(?!(?:giây|phút|giờ|ngày(?: đêm)?|tuần|tháng|quý|năm|s|h)$).+")


class OtherUnit(ExpressionError):
    """A number is counted in another unit than in the period that it is compared with."""


def base(unit: str) -> tuple[str, int]:
    """The unit in which it can be compared with others of its kind, and how many of those it is.

    >>> base("triệu đồng"), base("hồ sơ"), base("ratio")
    (('đồng', 1000000), ('hồ sơ', 1), ('%', 100))
    """
    return ("%", 100) if unit == RATIO else SCALES.get(unit, (unit, 1))


def is_rate(unit: str) -> bool:
    """Whether it counts something for each of another, which does not add up. What is for each day or year does.

    >>> is_rate("tạ/ha"), is_rate("%"), is_rate("ratio"), is_rate("m3/ngày đêm"), is_rate("hồ sơ")
    (True, True, True, False, False)
    """
    return _RATE.fullmatch(unit) is not None


def no_sum(unit: str, average: bool = False) -> str:
    """What is said of numbers that do not add up, and what to write."""
    of: str = _("numbers in {unit!r}", unit=unit) if unit not in ("", RATIO) else _("shares, means and the like")
    return _(
        "{of} do not add up. Write the quotient of two sums, a.sum() / b.sum(), or their mean: values.mean(), mean(table.column()), weighted(rates, weights); parts of one whole are a + b.",
        of=_("temperatures, levels of water, averages") if average else of,
    )


def common(units: Iterable[str]) -> str:
    """The unit of numbers that are added or compared; a number without one fits all. Raises ExpressionError."""
    stated = list(dict.fromkeys(filter(None, units)))
    if len(stated) > 1:
        raise ExpressionError(_("cannot compute {one!r} with {other!r}", one=stated[0], other=stated[1]))
    return stated[0] if stated else ""


def fits(unit: str, number: Any) -> bool:
    """Whether a mere number may stand beside one in a unit: the whole is 1 of a share, 100 of a percentage.

    >>> fits("ratio", 1), fits("ratio", 95), fits("%", 95), fits("%", 1), fits("%", 0), fits("hồ sơ", 1)
    (True, False, True, False, True, True)
    """
    return not (1 < abs(number) < inf if unit == RATIO else unit == "%" and 0 < abs(number) <= 1)


def combined(left: str, sign: str, right: str, numbers: tuple[object, object] = (None, None), factor: Any = 1) -> str:
    """The unit of `left sign right`; numbers: those of the two that are mere numbers, which change no unit.

    A ratio times a hundred is in percent, as everybody writes it, and percent by a hundred are a ratio. Percent times counts
    are "%·hồ sơ", which an average weighs by, and which nobody prints (see `refuse_weighed`). factor: of what
    comes of it: a hundred times a part over its whole is in percent, wherever the hundred stands; a share by a thousand, such
    as for each 1.000 people, is no percentage, and has no unit. Raises ExpressionError.

    >>> combined("hồ sơ", "/", "hồ sơ"), combined("thành viên", "/", "tổ"), combined("ratio", "*", "hồ sơ")
    ('ratio', 'thành viên/tổ', 'hồ sơ')
    >>> combined("giờ", "/", "giờ/ngày"), combined("tạ/ha", "*", "ha"), combined("giờ", "*", "giờ"), combined("tạ/ha", "/", "tạ")
    ('ngày', 'tạ', 'giờ·giờ', '1/ha')
    >>> combined("ratio", "*", "", (None, 100), 100), combined("%", "/", "", (None, 100)), combined("học sinh", "/", "")
    ('%', 'ratio', 'học sinh')
    >>> combined("ratio", "*", "", (None, 1000), 1000), combined("hồ sơ", "*", "", (None, 1000), 1000)
    ('', 'hồ sơ')
    """
    unit = _combined(left, sign, right, numbers, factor)
    return "" if sign in "*/" and unit == RATIO and factor >= 1000 else unit


def _combined(left: str, sign: str, right: str, numbers: tuple[object, object], factor: object) -> str:
    if sign in "+-":
        return common((left, right))
    if sign == "*" and RATIO in (left, right) and 100 in numbers:
        return "%"
    if sign == "/" and "%" in left.split("·") and numbers[1] == 100:
        return "·".join(part for part in left.split("·") if part != "%") or RATIO
    plain = [number is not None for number in numbers]
    if plain[1] or right == RATIO:
        return left if not (plain[0] and sign == "*") else right
    if sign == "*":
        return right if plain[0] or left == RATIO else _multiplied(left, right)
    if right == "%" and left not in ("", "%"):
        said = _("{one!r} over '%' is no unit: the whole of which it is a part is count / (rate / 100).", one=left)
        raise ExpressionError(said)
    unit = _multiplied(left, right, inverse=True)
    return "%" if unit == RATIO and factor == 100 else unit


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


def factor_of(left: Any, sign: str, right: Any) -> Any:
    """By which mere numbers what comes of two has been multiplied, from those of the two."""
    if sign in "+-":
        return left if left == right else 1
    return left * right if sign == "*" else left / right


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
