"""How charts are drawn: the paper's letters, what colours mean, and the drawing as SVG."""

import io
import textwrap
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.textpath import TextToPath

from .. import FONTS
from .colours import LATE, MUTED, lightness

# The paper's font, Times New Roman's metric twin, and its equals on other machines
FONT = "Liberation Serif"
FAMILIES = f"{FONT}, Times New Roman, Tinos, Times, serif"
SIZE = 10  # points, as the paper's notes
WIDTH = 150 / 25.4 * 72  # points: as wide as paper prints it
PHONE = 300.0  # points: as wide as a phone shows it
ROW, LINE, GAP, PAD = 25.0, 12.0, 6.0, 5.0  # points: a bar's room, a line of words, what keeps things apart
NAMES = 28  # characters in a line of a row's name
PALE = 0.93  # from here on a colour is not told from paper
UNKNOWN = "chưa có số liệu"

STYLE = str(Path(__file__).with_name("report.mplstyle"))
for face in ("Regular", "Bold"):
    fontManager.addfont(FONTS / f"LiberationSerif-{face}.ttf")


def styled() -> AbstractContextManager[None, bool | None]:
    """The style of a report, whatever a notebook has set before."""
    return style.context(STYLE, after_reset=True)


def look(colour: str, edge: str = "") -> dict[str, Any]:
    """How a piece of a colour is drawn: with an edge where it is as good as white.

    What is after its day is hatched, or grey print would not tell it from what is to come.
    """
    edge = MUTED if lightness(colour) > PALE else edge
    hatched = {"hatch": "/////", "hatchcolor": MUTED} if colour == LATE else {}
    return {"facecolor": colour, "edgecolor": edge or colour, "linewidth": 0.8 if edge else 0, **hatched}


def add_key(canvas: Canvas, axes: Axes, wide: float) -> None:
    """Say above a drawing what its colours mean, and make it higher by the lines that this takes."""
    handles, labels = axes.get_legend_handles_labels()
    words = [wrap(label, 2 * NAMES) for label in labels]

    def needed(count: int) -> float:
        """How wide so many columns are."""
        return sum(max(map(width, words[at::count])) + 3 * SIZE for at in range(count))

    columns = next((count for count in range(len(words), 1, -1) if needed(count) < wide), 1)
    high = sum(max(map(lines_of, words[at : at + columns])) + GAP for at in range(0, len(words), columns))
    canvas.set_figheight(canvas.get_figheight() + (high + GAP) / 72)
    order = [
        at for column in range(columns) for at in range(column, len(words), columns)
    ]  # it is filled column by column
    sizes = {"handlelength": 0.9, "handleheight": 0.9, "handletextpad": 0.5, "columnspacing": 1.5, "borderpad": 0}
    entries = zip(*((handles[at], words[at]) for at in order), strict=True)
    canvas.legend(*entries, loc="outside upper left", ncols=columns, **sizes)


def lines_of(words: str) -> float:
    """How high words stand."""
    return LINE * (words.count("\n") + 1)


_measure = TextToPath()


@cache
def width(words: str, bold: bool = False) -> float:
    """How wide words are as they are drawn, in points; of several lines the widest."""
    font = FontProperties(family=[FONT], size=SIZE, weight="bold" if bold else "normal")
    return max(_measure.get_text_width_height_descent(line, font, False)[0] for line in words.split("\n"))


def wrap(text: str, most: int = NAMES) -> str:
    """A name in lines of much the same length: no more of them than needed, and none that holds a word alone."""
    lines = textwrap.wrap(text, most)
    narrower = (textwrap.wrap(text, wide) for wide in range(most // 2, most))
    return "\n".join(next((found for found in narrower if len(found) == len(lines)), lines))


def svg(canvas: Canvas, name: str = "") -> str:
    """The drawing as inline SVG: no XML header, no metadata, no style attributes (the page's CSP forbids them)."""
    buffer = io.StringIO()
    canvas.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    text = buffer.getvalue()
    root = etree.fromstring(text.encode(), etree.XMLParser(remove_comments=True, remove_blank_text=True))
    for node in root.xpath("//*[local-name()='metadata' or local-name()='style']"):
        node.getparent().remove(node)
    for node in root.iter():
        _style_to_attributes(node)
        if f"#{node.get('id')}" not in text:  # nothing refers to it
            node.attrib.pop("id", None)
    root.set("aria-hidden", "true")
    if name:
        root.set("class", name)
    root.set("width", "100%")
    del root.attrib["height"]
    etree.cleanup_namespaces(root)
    return str(etree.tostring(root, encoding="unicode"))


def _style_to_attributes(node: etree._Element) -> None:
    style = node.attrib.pop("style", "")
    for name, value in (part.split(":", 1) for part in style.split(";") if ":" in part):
        node.set(name.strip(), value.strip())
    if node.get("font-family"):
        node.set("font-family", FAMILIES)
        wide = width(node.text, bold=node.get("font-weight") == "700") * float(node.get("font-size")[:-2]) / SIZE
        node.set("textLength", f"{wide:.2f}")  # a machine without these fonts draws it as wide
        node.set("lengthAdjust", "spacingAndGlyphs")
