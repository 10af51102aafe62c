"""Statistics of several numbers, in whatever kind they come: figures compute them in decimals, rules in floats.

Each takes the numbers in their order and gives a number, or None where it is not defined, such as a deviation of one.
"""

import statistics
from collections.abc import Callable, Sequence
from typing import Any

Numbers = Sequence[Any]  # floats, or decimals


def quantile(numbers: Numbers) -> Any:
    """The number below which the share lies that stands first; between two numbers in proportion (Hyndman and Fan 7).

    >>> quantile([0.25, 1, 2, 3, 5])
    1.75
    """
    share, *values = numbers
    if not values or not 0 <= share <= 1:
        return None
    values.sort()
    at = share * (len(values) - 1)
    below = min(int(at), max(len(values) - 2, 0))
    return values[below] + (values[min(below + 1, len(values) - 1)] - values[below]) * (at - below)


def rank(numbers: Numbers) -> int:
    """The place of the first among all, the greatest having place 1; equal ones share the better place (1, 2, 2, 4).

    >>> rank([7, 9, 7, 7, 3])
    2
    """
    first, *others = numbers
    return 1 + sum(1 for other in others if other > first)


def deviation(numbers: Numbers) -> Any:
    """The standard deviation of a sample (divided by n - 1)."""
    return statistics.stdev(numbers) if len(numbers) > 1 else None


def slope(numbers: Numbers) -> Any:
    """By how much they rise from one to the next: the line of least squares through them, in their order.

    >>> slope([1, 3, 5, 8])
    2.3
    """
    count = len(numbers)
    if count < 2:
        return None
    weights = [2 * place - count + 1 for place in range(count)]  # twice the distance from the middle
    weighted = (weight * number for weight, number in zip(weights, numbers, strict=True))
    return 2 * sum(weighted, numbers[0] * 0) / sum(weight * weight for weight in weights)


STATISTICS: dict[str, Callable[[Numbers], Any]] = {
    "min": min,
    "max": max,
    "median": statistics.median,
    "quantile": quantile,
    "stdev": deviation,
    "slope": slope,
    "rank": rank,
}
AS_WRITTEN = ("min", "max")  # one of the numbers themselves
SAID = {  # what readers call them
    "mean": "bình quân",
    "median": "trung vị",
    "max": "số lớn nhất",
    "min": "số nhỏ nhất",
    "quantile": "phân vị",
    "stdev": "độ lệch chuẩn",
    "slope": "mức thay đổi bình quân",
    "rank": "thứ hạng",
}
