"""One colour, one meaning, through the whole report; each scale differs in lightness, so that it survives grey print."""

import matplotlib as mpl
import pandas as pd

from ..data.declaration_check import ROLES
from ..errors import misused
from ..i18n import _

INK, MUTED, GRID = "#1d2733", "#55606b", "#d5dae0"
QUANTITY = "#2a76b0"  # how much there is
PARTS = ("#174a73", "#6ea9d6", "#b4d0e8", "#e3e7ec")  # of a whole, where no part is better than another
LATE = ROLES["done_late"]  # hatched, too
# of more parts, each lighter in grey print than the one before
SHADES = ("#0d2b45", "#254a69", "#3d6a8d", "#5589b1", "#6ea9d6", "#9bc2e2", "#c8dced", "#f4f6f8")
MOST_PARTS = len(SHADES)


def colours_of(columns: pd.Index) -> list[str]:
    """The colour of each part: by the role of its code, where all have one; else from dark to light."""
    own = [of_role(code) for code in columns]
    return own if all(own) else shades(len(columns))


def shades(count: int) -> list[str]:
    """So many colours of one scale, each lighter in grey print than the one before. Raises ValueError for too many."""
    if count <= len(PARTS):
        return list(PARTS[:count])
    if count > MOST_PARTS:
        most = _("{most_parts} parts at most, so that they can be told apart", most_parts=MOST_PARTS)
        raise misused("charts", str(count), most, _("Add up the least, or show a table."), code="too_many_parts")
    return [SHADES[round(at * (MOST_PARTS - 1) / (count - 1))] for at in range(count)]


def of_role(code: object) -> str:
    return ROLES.get(getattr(code, "role", ""), "")


def ink_on(colour: str) -> str:
    return INK if lightness(colour) > 0.52 else "white"


def lightness(colour: str) -> float:
    red, green, blue = mpl.colors.to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue
