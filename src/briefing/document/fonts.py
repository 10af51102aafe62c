"""The fonts of the paper: the project's own and matplotlib's, never the system's. How wide text is, which signs exist."""

from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from helpers import FONTS

_MATPLOTLIB = find_spec("matplotlib")
assert _MATPLOTLIB and _MATPLOTLIB.origin
CHARTS = Path(_MATPLOTLIB.origin).parent / "mpl-data" / "fonts" / "ttf"  # DejaVu Sans, in which it measures
FOLDERS = (FONTS, CHARTS)
REGULAR, BOLD = FONTS / "LiberationSerif-Regular.ttf", FONTS / "LiberationSerif-Bold.ttf"
INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\t\n\r")  # signs without a glyph


@lru_cache(maxsize=16384)  # most words come again
def width(text: str, bold: bool = False) -> float:
    """How wide a line of text is, for letters of 1 point, in points.

    >>> width("12") == 2 * width("0") == 1.0
    True
    """
    _, widths, units = _letters(BOLD if bold else REGULAR)
    return sum(widths.get(ord(sign), units) for sign in text) / units


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
    return frozenset.intersection(*(_letters(path)[0] for path in faces))


@cache
def _letters(path: Path) -> tuple[frozenset[int], dict[int, int], int]:
    """A font's signs, their widths, and how many units make the size of its letters."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        names, widths, units = font.getBestCmap(), font["hmtx"], int(font["head"].unitsPerEm)
        return frozenset(names), {sign: widths[name][0] for sign, name in names.items()}, units
