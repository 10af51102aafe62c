"""The fonts of the paper: the project's own and matplotlib's, never the system's. How wide text is, which signs exist."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

SERIF = Path(__file__).parents[1] / "template" / "fonts"
CHARTS = Path(find_spec("matplotlib").origin).parent / "mpl-data" / "fonts" / "ttf"  # DejaVu Sans, in which it measures
FOLDERS = (SERIF, CHARTS)
INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\t\n\r")  # signs without a glyph


def width(text: str, bold: bool = False) -> float:
    """How wide a line of text is, for letters of 1 point, in points.

    >>> width("12") == 2 * width("0") == 1.0
    True
    """
    _, widths, units = _letters(SERIF / f"LiberationSerif-{'Bold' if bold else 'Regular'}.ttf")
    return sum(widths.get(ord(sign), units) for sign in text) / units


def missing(text: str) -> str:
    """The first sign of a text that the fonts cannot show in every weight and slope; empty if there is none."""
    return next((sign for sign in text if ord(sign) not in _signs("LiberationSerif-*") and not _is_spare(sign)), "")


def _is_spare(sign: str) -> bool:
    return sign in INVISIBLE or ord(sign) in _signs("DejaVuSans*")


@cache
def _signs(pattern: str) -> frozenset[int]:
    """The signs that all faces of a family have. The pattern leaves out DejaVu Sans Mono and Display."""
    faces = [path for folder in FOLDERS for path in folder.glob(f"{pattern}.ttf") if _is_face(path)]
    return frozenset.intersection(*(_letters(path)[0] for path in faces))


def _is_face(path: Path) -> bool:
    return not path.stem.startswith(("DejaVuSansMono", "DejaVuSansDisplay"))


@cache
def _letters(path: Path) -> tuple[frozenset[int], dict[int, int], int]:
    """A font's signs, their widths, and how many units make the size of its letters."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        names, widths = font.getBestCmap(), font["hmtx"]
        return frozenset(names), {sign: widths[name][0] for sign, name in names.items()}, font["head"].unitsPerEm
