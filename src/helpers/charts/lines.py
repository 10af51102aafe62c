"""Lines over time."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ..errors import misused
from ..i18n import _
from ..values.display_bundle import Shown
from .custom import custom

MOST_LINES = 6  # of colours and dashes that are told apart in grey print, as report.mplstyle has them
MOST_WORDS = 5  # below the axis: of more rows every second is named, every third …


def lines(
    values: pd.Series | pd.DataFrame, subtitle: str, title: str = "", name: str = "", unit: str = "", spec: str = ""
) -> Shown:
    """A line for each column over the rows, which are periods or days in their order; what is missing interrupts it.

    The axis begins at 0, or below it where a value does.

    >>> from decimal import Decimal
    >>> from helpers.values.figures import Figure
    >>> values = pd.Series([Figure(Decimal(2)), Figure(Decimal(7))], index=["Quý I", "Quý II"])
    >>> print(lines(values, "Hồ sơ theo quý").text)
    Hồ sơ theo quý
    Giá trị
    Quý I: 2
    Quý II: 7
    """

    if isinstance(values, pd.DataFrame) and len(values.columns) > MOST_LINES:
        most = _("{count} lines at most, so that they can be told apart", count=MOST_LINES)
        raise misused("charts.lines", str(len(values.columns)), most, _("Draw several charts."), code="too_many_parts")

    def draw(axes: Axes, numbers: pd.Series | pd.DataFrame) -> None:
        frame = numbers.to_frame() if isinstance(numbers, pd.Series) else numbers
        frame.plot(ax=axes, marker="o", legend=len(frame.columns) > 1, xlabel="")
        axes.xaxis.set_major_locator(MaxNLocator(MOST_WORDS, integer=True))
        axes.set_ylim(bottom=min(0, *frame.min()))

    return custom(draw, values, subtitle, title, name, unit, spec)
