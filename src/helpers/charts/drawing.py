"""How charts are drawn: the paper's letters, the room that words need, and the drawing as SVG."""

import io
import textwrap
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from pathlib import Path

from lxml import etree
from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.patches import Rectangle
from matplotlib.textpath import TextToPath

from .. import FONTS
from .colours import LATE, MUTED, lightness

# The paper's font, Times New Roman's metric twin, and its equals on other machines
FONT = "Liberation Serif"
FAMILIES = f"{FONT}, Times New Roman, Tinos, Times, serif"
SIZE = 10  # points, as the paper's notes
WIDTH = 150 / 25.4 * 72  # points: as wide as paper prints it
PHONE = 300.0  # points: as wide as a phone shows it, and as drawing.js makes the room of bars
ROW, LINE, GAP, PAD, EDGE = 25.0, 12.0, 6.0, 5.0, 2.0  # points: a bar's room, a line of words, what keeps things apart
BAR = 0.62  # of a bar's room
NAMES = 28  # characters in a line of a row's name
PALE = 0.93  # from here on a colour is not told from paper
UNKNOWN = "chưa có số liệu"

STYLE = str(Path(__file__).with_name("report.mplstyle"))
for face in ("Regular", "Bold"):
    fontManager.addfont(FONTS / f"LiberationSerif-{face}.ttf")


def styled() -> AbstractContextManager[None, bool | None]:
    """The style of a report, whatever a notebook has set before."""
    return style.context(STYLE, after_reset=True)


@dataclass(frozen=True)
class Layout:
    """The room that a chart's words need, in points; what is left over is for the bars.

    names: of the rows, wrapped. ends: words right of the bars. key: colour and words of each part.
    least: height of a row.
    """

    names: list[str]
    ends: Sequence[str] = ()
    key: Sequence[tuple[str, str]] = ()
    least: float = ROW
    bold: bool = False

    @cached_property
    def heights(self) -> list[float]:
        return [max(self.least, lines_of(name) + GAP) for name in self.names]

    @cached_property
    def left(self) -> float:
        return _room(map(width, self.names))

    @cached_property
    def right(self) -> float:
        return _room(width(words, self.bold) for words in self.ends)

    @cached_property
    def keys(self) -> list[tuple[float, float, str, str]]:
        return list(_key(self.key))

    @property
    def room(self) -> float:
        """How wide the bars can be: an inch at least, whatever the words want."""
        return max(WIDTH - self.left - self.right, 72)

    @property
    def height(self) -> float:
        """Of all rows."""
        return sum(self.heights)

    @property
    def places(self) -> list[float]:
        """The middle of each row, from the top."""
        return [end - high / 2 for end, high in zip(accumulate(self.heights), self.heights, strict=True)]

    @property
    def key_height(self) -> float:
        return (self.keys[-1][1] + lines_of(self.keys[-1][3]) + GAP) if self.keys else 0.0

    def axes(self) -> tuple[Canvas, Axes]:
        """A canvas of the height that is needed, and its part for the rows, measured in points from the top."""
        whole = EDGE + self.key_height + self.height + EDGE
        canvas = Canvas(figsize=(WIDTH / 72, whole / 72))
        canvas.set_layout_engine("none")  # its rooms are measured
        axes = canvas.add_axes((self.left / WIDTH, EDGE / whole, self.room / WIDTH, self.height / whole))
        for x, y, colour, words in self.keys:
            middle = 1 - (EDGE + y + lines_of(words) / 2) / whole
            block(canvas.add_artist, (x / WIDTH, middle - 4.5 / whole), 9 / WIDTH, 9 / whole, colour)
            canvas.text((x + 9 + PAD) / WIDTH, middle, words, va="center")
        return canvas, axes


def _room(widths: Iterable[float]) -> float:
    """For the widest of some words beside the bars."""
    widest = max(widths, default=0)
    return widest + PAD + EDGE if widest else EDGE


def _key(entries: Sequence[tuple[str, str]]) -> Iterable[tuple[float, float, str, str]]:
    """The place of each entry of a key, and the entry: as many in a line as there is room for."""
    x, y = EDGE, 0.0
    high = LINE  # of the line's tallest entry
    for colour, said in entries:
        words = wrap(said, 3 * NAMES)
        wide = 9 + PAD + width(words)
        if x > EDGE and x + wide > WIDTH - EDGE:
            x, y, high = EDGE, y + high + 2, LINE
        yield x, y, colour, words
        high = max(high, lines_of(words))
        x += wide + 3 * PAD


def block(
    add: Callable[[Rectangle], object],
    corner: tuple[float, float],
    wide: float,
    high: float,
    colour: str,
    edge: str = "",
) -> None:
    """A piece in its colour, with an edge where that is as good as white.

    What is after its day is hatched, or grey print would not tell it from what is to come.
    """
    edge = MUTED if lightness(colour) > PALE else edge
    add(Rectangle(corner, wide, high, facecolor=colour, edgecolor=edge or colour, linewidth=0.8 if edge else 0))
    if colour == LATE:
        add(Rectangle(corner, wide, high, fill=False, hatch="/////", edgecolor=MUTED, linewidth=0))


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
