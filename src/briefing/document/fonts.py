"""The fonts of the paper: the project's own and matplotlib's, never the system's. Which signs they have.

>>> set("Đạt ✓ 🚀") - SIGNS
{'🚀'}
"""

from importlib.metadata import distribution
from pathlib import Path

from fontTools.ttLib import TTFont

from helpers import FONTS

# DejaVu Sans, in which it measures; found without loading it, which takes longer than to read its fonts
CHARTS = Path(str(distribution("matplotlib").locate_file("matplotlib/mpl-data/fonts/ttf")))
FOLDERS = (FONTS, CHARTS)
FAMILIES = (FONTS, "LiberationSerif-*.ttf"), (CHARTS, "DejaVuSans[-.]*")
INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\t\n\r")  # signs without a glyph

_FACES = [[set(TTFont(face).getBestCmap()) for face in folder.glob(faces)] for folder, faces in FAMILIES]
# the signs that a text on paper may have: one of the fonts shows them in every weight and slope
SIGNS = INVISIBLE.union(*(map(chr, set.intersection(*faces)) for faces in _FACES))
