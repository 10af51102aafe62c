"""What a function of one's own makes of numbers, tried with others: whether it is a statistic that is known, and of them alone."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from inspect import getclosurevars, isfunction
from math import isclose
from typing import Any
from warnings import catch_warnings, simplefilter

import pandas as pd
from numpy.random import default_rng

from .careful import Careful
from .language import _
from .problems import line_of_notebook, misused
from .values.digits import TypedDigits
from .values.figures import Figure


def known_statistic(numbers: pd.Series, how: Callable[[Any], float], result: float) -> str:
    """What pandas calls the statistic that a function gives, of these numbers and of others: the audit computes that again."""
    other = pd.Series(default_rng(len(numbers)).random(len(numbers)), index=numbers.index)
    with suppress(ValueError, ArithmeticError, LookupError):
        of_others = float(how(other.copy()))
        for name in ("sum", "mean", "median", "min", "max", "std"):
            if isclose(getattr(numbers, name)(), result) and isclose(getattr(other, name)(), of_others):
                return name
    return ""


def grows_with(numbers: pd.Series, how: Callable[[Any], float], result: float) -> bool:
    """Whether it is in the unit of its numbers, and no count or share of them."""
    with suppress(ValueError, ArithmeticError, LookupError):
        return all(isclose(how(times * numbers), times * result, abs_tol=1e-12) for times in (2, 1000))
    return True


def refuse_scaled(numbers: pd.Series, how: Callable[[Any], float], result: float) -> None:
    """Raises TypedDigits for a statistic in another power of ten: it would be printed in the column's unit."""
    for times in (10.0**power for power in (1, 2, 3, 6, 9, -1, -2, -3, -6, -9)):
        if name := known_statistic(numbers, partial(_over, how, times), result / times):
            there = {"name": how.__name__, "where": line_of_notebook(), "times": f"{times:g}", "statistic": name}
            raise TypedDigits(
                _(
                    "{name} at {where} gives {times} times what {statistic}() is: say its unit, computed(…, unit='…')",
                    **there,
                )
            )


def _over(how: Callable[[Any], float], times: float, numbers: Any) -> float:
    return float(how(numbers)) / times


def refuse_what_is_taken_besides(how: Callable[[Any], float]) -> None:
    """Raises InputError for a function that names other figures, whose cells nobody would know."""
    known = getclosurevars(how) if isfunction(how) else None
    for name, value in {**known.globals, **known.nonlocals}.items() if known else ():
        if isinstance(value, Careful | Figure):
            remedy = _("Give all columns as one frame, of=frame[['a', 'b']], or compute with the figure afterwards.")
            expected = _("what is computed of its numbers alone: the cells of {name} would be left out", name=name)
            raise misused(f"computed({how.__name__})", name, expected, remedy, code="captured_figure")


def refuse_what_is_not_of(numbers: Any, how: Callable[[Any], float], result: float) -> None:
    """Raises TypedDigits for a function that gives another number each time, or the same whatever the numbers are."""
    names = {"name": how.__name__, "value": f"{result:g}", "where": line_of_notebook()}
    again = float(how(numbers.copy()))
    if again != result and again == again:
        raise TypedDigits(
            _("{name} at {where} gives another number each time: give what it draws at random a seed", **names)
        )
    rising = (numbers.fillna(0) * 0).add(pd.Series(range(1, len(numbers) + 1), index=numbers.index), axis=0) * 1e6
    for other in (rising * 0, rising, -rising) if len(numbers) else ():
        with suppress(ValueError, ArithmeticError), catch_warnings():
            simplefilter("ignore")  # of numbers that nobody has asked for
            if float(how(other)) == result:
                continue
        return
    raise TypedDigits(
        _(
            "{name} at {where} gives {value} whatever the numbers are: compute it of them, or read it with edition.figure or edition.count",
            **names,
        )
    )
