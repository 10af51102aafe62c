"""The fonts of the paper: the project's own and matplotlib's, never the system's. Which signs they have."""

from functools import cache
from pathlib import Path

import matplotlib
from matplotlib.ft2font import FT2Font

from helpers import FONTS

CHARTS = Path(matplotlib.get_data_path(), "fonts", "ttf")  # DejaVu Sans, in which it measures
FOLDERS = (FONTS, CHARTS)
FAMILIES = (FONTS, "LiberationSerif-*.ttf"), (CHARTS, "DejaVuSans[-.]*")
INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\t\n\r")  # signs without a glyph


@cache
def signs() -> frozenset[str]:
    """The signs that a text on paper may have: one of the fonts shows them in every weight and slope.

    >>> set("Đạt ✓ 🚀") - signs()
    {'🚀'}
    """
    families = [[set(FT2Font(face).get_charmap()) for face in folder.glob(faces)] for folder, faces in FAMILIES]
    return INVISIBLE.union(*(map(chr, set.intersection(*faces)) for faces in families))
