"""A map of tiles: each place a square where it lies among the others, the darker the more."""

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ..language import _
from ..problems import unknown_name
from ..values.markup import Shown
from .colours import INK, ink_on
from .drawing import LINE, NAMES, PAD, Layout, width, wrap
from .shown import Caption, chart, label, said_figure, taking

_SCALE = mpl.colors.LinearSegmentedColormap.from_list("amount", ["#eef4fa", "#6ea9d6", "#0d2b45"])
_EMPTY = "."  # where no place lies


@taking(pd.Series)
def tile_map(values: pd.Series, places: str, caption: Caption, spec: str = "") -> Shown:
    """A tile for each code, where `places` has it: a line of codes for each row of tiles, a dot where none lies.

        places = '''
        .          bac_ai     thuan_bac
        ninh_son   ninh_hai   phan_rang
        '''

    A blank of a name is written as _. Raises InputError for a code that the map does not have.
    """
    grid = [line.split() for line in places.strip().splitlines()]
    at = {code: (row, column) for row, line in enumerate(grid) for column, code in enumerate(line) if code != _EMPTY}
    named = {code: str(code).replace(" ", "_") for code in values.index}
    for name in named.values():
        if name not in at:
            raise unknown_name("charts.tile_map, places", _("a place of the map"), name, at)
    across = max(map(len, grid))
    widest = Layout([""]).room / across - 2 * PAD
    texts = {code: f"{_within(label(code), widest)}\n{said_figure(figure, spec)}" for code, figure in values.items()}
    most = max((text.count("\n") + 1 for text in texts.values()), default=1)
    side = max(LINE * most + 2 * PAD, 40)
    layout = Layout([""], least=side * len(grid), narrows=False)

    def draw(axes: Axes) -> None:
        wide = min(max(map(width, texts.values())) + 2 * PAD, layout.room / across)
        left = (layout.room - wide * across) / 2
        axes.set_xlim(0, layout.room)
        greatest = max((float(figure) for figure in values if not figure.is_missing), default=0) or 1.0
        for code, figure in values.items():
            row, column = at[named[code]]
            colour = "#ffffff" if figure.is_missing else mpl.colors.to_hex(_SCALE(max(float(figure), 0) / greatest))
            x, y = left + column * wide, row * side
            axes.add_patch(
                Rectangle((x + 1, y + 1), wide - 2, side - 2, facecolor=colour, edgecolor=INK, linewidth=0.4)
            )
            axes.text(x + wide / 2, y + side / 2, texts[code], ha="center", va="center", color=ink_on(colour))

    return chart(values, caption, layout, draw, spec)


def _within(name: str, wide: float) -> str:
    """A name in as few lines as fit into a tile."""
    return next((lines for most in range(NAMES, 3, -1) if width(lines := wrap(name, most)) <= wide), wrap(name, 4))
