"""The fonts of the paper: the project's own and matplotlib's, never the system's. Which signs they have."""

from functools import cache
from pathlib import Path

import matplotlib
from matplotlib.ft2font import FT2Font

from helpers import FONTS

CHARTS = Path(matplotlib.get_data_path(), "fonts", "ttf")  # DejaVu Sans, in which it measures
FOLDERS = (FONTS, CHARTS)
INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\t\n\r")  # signs without a glyph


def lacking(text: str) -> set[str]:
    """The signs of a text that the fonts cannot show in every weight and slope.

    >>> lacking("Đạt ✓ 🚀")
    {'🚀'}
    """
    signs = {sign for sign in set(text) if ord(sign) not in _signs("LiberationSerif-*")} - INVISIBLE
    return {sign for sign in signs if ord(sign) not in _signs("DejaVuSans*")}


@cache
def _signs(pattern: str) -> frozenset[int]:
    """The signs that all faces of a family have. The pattern leaves out DejaVu Sans Mono and Display."""
    others = ("DejaVuSansMono", "DejaVuSansDisplay")
    faces = [path for folder in FOLDERS for path in folder.glob(f"{pattern}.ttf") if not path.stem.startswith(others)]
    return frozenset.intersection(*(frozenset(FT2Font(face).get_charmap()) for face in faces))
