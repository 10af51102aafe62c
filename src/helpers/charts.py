"""Charts of figures: one call a chart, named by family; all styling lives here.

Every chart takes figures (a Series by one dimension, a DataFrame by two), draws them with seaborn or matplotlib
as an SVG whose words are text (found by search, read by screen readers), labels values directly, and carries
its values as a table: behind a disclosure for readers, as plain text for nbval. Titles and numbers stand in
HTML, so figures in them keep their source.

A chart's title says what it shows (`highest`, `lowest`, or an f-string of figures), its subtitle what is measured. Where
nothing is certain the title is empty, and the subtitle stands in its place. A sentence refers to a chart by its name
(`reference`); its number is known in the finished document only.

Everything is laid out in points, at the size at which paper prints it, by the widths of the words: nothing is cut off.
"""

from __future__ import annotations

import calendar
import datetime as dt
import io
import re
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from itertools import accumulate

import matplotlib as mpl
import matplotlib.backends.backend_svg
import pandas as pd
import seaborn as sns
from lxml import etree
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.patches import Rectangle
from matplotlib.textpath import TextToPath

from . import FONTS, show
from .judgments import highest, lowest
from .series import totals
from .values import vietnamese
from .values.figures import RATIO
from .values.markup import Shown, attributes, to_html, to_text, trusted
from .values.texts import Code, Day

__all__ = [
    "bars", "changes", "deadlines", "highest", "lowest", "reference", "referring", "stacked", "tiles", "way",
]  # fmt: skip

# The paper's font, Times New Roman's metric twin, and its equals on other machines
FONT = "Liberation Serif"
FAMILIES = f"{FONT}, Times New Roman, Tinos, Times, serif"
SIZE = 10  # points, as the paper's notes
WIDTH = 150 / 25.4 * 72  # points: as wide as paper prints it
ROW, LINE, GAP, PAD, EDGE = 25.0, 12.0, 6.0, 5.0, 2.0  # points: a bar's room, a line of words, what keeps things apart
BAR = 0.62  # of a bar's room
NAMES = 28  # characters in a line of a row's name
UNKNOWN = "chưa có số liệu"

# One colour, one meaning, through the whole report; each scale differs in lightness, so that it survives grey print.
INK, MUTED, GRID = "#1d2733", "#55606b", "#d5dae0"
QUANTITY = "#2a76b0"  # how much there is
PARTS = ("#174a73", "#6ea9d6", "#b4d0e8", "#e3e7ec")  # of a whole, where no part is better than another
GOOD, NEUTRAL, UNSURE = "#0e5347", "#ccd2d9", "#717c89"  # done, in time, positive; neither; cannot be told
ALERT, ALARM, UNEASE, NOTICE = "#c2410c", "#7a1f04", "#f0a57c", "#fbe0d0"  # late, overdue, negative; worse; less
LATE, SHOWN, BEGUN, STILL = "#f4b98d", "#74ab9d", "#b9d8cf", "#dfe4ea"  # after its day; a result; begun; to come
MEANINGS = {
    "severity": {"critical": ALARM, "high": ALERT, "medium": UNEASE, "low": NOTICE},
    "timeliness": {"on_time": GOOD, "late": ALERT},
    "tone": {"positive": GOOD, "neutral": NEUTRAL, "negative": ALERT},
    "standing": {"done": GOOD, "done_late": LATE, "reported": SHOWN, "due": ALERT, "open": STILL, "undated": UNSURE},
    "state": {"reported": SHOWN, "in_progress": BEGUN, "": STILL},
}

STYLE = {
    "font.family": [FONT],
    "font.size": SIZE,
    "text.parse_math": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "briefing",
    "text.color": INK,
    "ytick.color": INK,
    "ytick.labelsize": SIZE,
    "ytick.major.size": 0,
    "ytick.major.pad": PAD,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.bottom": False,
    "axes.spines.left": False,
    "axes.axisbelow": True,
    "figure.dpi": 72,  # a dot is a point
}
for face in ("Regular", "Bold"):
    fontManager.addfont(FONTS / f"LiberationSerif-{face}.ttf")


# -- what a notebook calls -------------------------------------------------------------------------------------------


def reference(name: str) -> str:
    """(Hình 10): a link to a chart by its name, for an f-string, with the space before it.

    The document knows the number; where the period has no figures for the chart, it leaves the reference out.

    >>> to_text(f"Có 92 hồ sơ trễ hạn{reference('late_dossiers')}.")
    'Có 92 hồ sơ trễ hạn (Hình).'
    """
    return trusted(f'<span class="chart-ref"> (<a{attributes(data_chart=name, href=f"#{name}")}>Hình</a>)</span>')


def referring(sentences: Sequence[str], name: str) -> list[str]:
    """Sentences of which the last refers to a chart, before its full stop: for `edition.statements(…)`.

    >>> [to_text(sentence) for sentence in referring(["Có cảnh báo.", "Đã xử lý."], "alerts")]
    ['Có cảnh báo.', 'Đã xử lý (Hình).']
    """
    if not sentences:
        return []
    *others, last = sentences
    words, stop, tags = re.fullmatch(r"(.*?)(\.?)((?:</\w+>)*)", to_html(last), re.DOTALL).groups()
    return [*others, trusted(f"{words}{to_html(reference(name))}{stop}{tags}")]


def bars(
    values: pd.Series,
    subtitle: str,
    title: str = "",
    name: str = "",
    unit: str = "",
    spec: str = "",
    meaning: str = "",
) -> Shown:
    """Horizontal bars, one a code, each labelled with its value.

    meaning: what all of them mean, such as "late" of "timeliness", if not plain quantities.
    """
    said = _said(values, spec)
    layout = Layout(_names(values.index), said, alike=True)

    def draw(axes: Axes) -> None:
        colours = [_colour(values.index.name, code) or _colour_of(meaning) or QUANTITY for code in values.index]
        places = list(range(len(values)))
        floats = [0.0 if figure.is_missing else float(figure) for figure in values]
        sns.barplot(
            x=floats,
            y=places,
            orient="h",
            color=QUANTITY,
            width=BAR,
            saturation=1,
            ax=axes,
            errorbar=None,
        )
        for bar, colour in zip(axes.patches, colours, strict=True):  # as `hue` does, at half the cost
            bar.set_facecolor(colour)
        axes.set_yticks(places, layout.names)
        longest = max(floats) or 1.0
        axes.set_xlim(0, longest)
        axes.set_ylim(len(values) - 0.5, -0.5)
        for place, at, words in zip(places, floats, said, strict=True):
            axes.text(at + PAD * longest / layout.room, place, words, va="center")

    heads = [vietnamese.sentence(unit) or "Giá trị"]
    return _chart(
        values.to_frame(values.name or "value"), Caption(subtitle, title, name, unit), layout, draw, spec, heads
    )


def stacked(
    values: pd.DataFrame,
    subtitle: str,
    title: str = "",
    name: str = "",
    unit: str = "",
    share: bool = False,
    spec: str = "",
) -> Shown:
    """Stacked horizontal bars: rows down, parts across.

    share: each row is drawn as 100 %, and its parts are labelled in percent; with a unit, by their figures.
    """
    colours = _colours(values.columns)
    floats = values.map(float).fillna(0.0).astype(float)
    drawn = floats.div(floats.sum(axis=1), axis=0).fillna(0.0) * 100 if share else floats
    parts = [sum(bool(figure.cells) for figure in row) for row in values.itertuples(index=False)]
    sums = [
        figure.text(spec) if count > 1 and (unit or not share) else ""
        for figure, count in zip(totals(values), parts, strict=True)
    ]
    layout = Layout(
        _names(values.index),
        sums,
        key=_parts(colours, values.columns),
        bold=True,
    )

    def draw(axes: Axes) -> None:
        longest = drawn.sum(axis=1).max() or 1.0
        left = pd.Series(0.0, index=drawn.index)
        for colour, column in zip(colours, drawn.columns, strict=True):
            widths = drawn[column]
            axes.barh(
                layout.places, widths, left=left, height=BAR * ROW, color=colour, edgecolor="white", linewidth=0.8
            )
            for place, start, width, figure in zip(layout.places, left, widths, values[column], strict=True):
                words = figure.text(spec) if unit or not share else f"{vietnamese.number(Decimal(str(width)), 1)}%"
                if width * layout.room / longest > _width(words) + PAD:
                    axes.text(start + width / 2, place, words, ha="center", va="center", color=_ink_on(colour))
            left = left + widths
        axes.set_xlim(0, longest)
        for place, end, words in zip(layout.places, left, sums, strict=True):
            axes.text(end + PAD * longest / layout.room, place, words, va="center", weight="bold")

    return _chart(values, Caption(subtitle, title, name, unit), layout, draw, spec)


def changes(values: pd.Series, subtitle: str, title: str = "", name: str = "", spec: str = "+.2%") -> Shown:
    """Bars left and right of a zero line: growth against an earlier period, deviation from a plan."""
    percent = [0.0 if at != at else at for at in _percents(values)]
    said = _said(values, spec)
    lows = [_width(words) + PAD for words, p in zip(said, percent, strict=True) if p < 0]
    highs = [_width(words) + PAD for words, p in zip(said, percent, strict=True) if p >= 0]
    layout = Layout(_names(values.index))

    def draw(axes: Axes) -> None:
        low, high = min(0.0, *percent, 0.0), max(0.0, *percent, 0.0)
        sides = max(lows, default=0.0), max(highs, default=0.0)
        dot = ((high - low) or 1.0) / (layout.room - sum(sides))
        axes.set_xlim(low - sides[0] * dot, high + sides[1] * dot)
        axes.barh(layout.places, percent, height=BAR * ROW, color=QUANTITY)
        axes.plot([0, 0], [0, layout.height], color=INK, linewidth=1)
        for place, at, words in zip(layout.places, percent, said, strict=True):
            side = -1 if at < 0 else 1
            axes.text(at + side * PAD * dot, place, words, ha="right" if side < 0 else "left", va="center")

    return _chart(
        values.to_frame(values.name or "value"), Caption(subtitle, title, name, "%"), layout, draw, spec, ["Tỷ lệ"]
    )


def way(rows: pd.DataFrame, subtitle: str, title: str = "", name: str = "", key: Sequence[str] = ()) -> Shown:
    """From last year's value over the estimate to the plan, each row on a scale of its own.

    rows: figures in three columns, last year's, the estimate and the plan, in this order; key: what they are called.
    A row whose plan is last year's value has no way to go and is refused with ValueError.
    """
    before, now, plan = (list(rows[column]) for column in rows.columns)
    for label, first, last in zip(_labels(rows.index), before, plan, strict=True):
        if first.is_missing or last.is_missing or first == last:
            raise ValueError(f"{label!r} has no way from last year's value to the plan; leave it out of the chart")
    gone = [float(n - b) / float(p - b) for b, n, p in zip(before, now, plan, strict=True)]
    said = [[figure.text() for figure in row] for row in zip(before, now, plan, strict=True)]
    start = max((_width(words[0]) for words in said), default=0) + 2 * PAD
    layout = Layout(
        _names(rows.index),
        [words[2] for words in said],
        key=list(zip(("o" + MUTED, "o" + GOOD, "|" + INK), key, strict=True)),
        least=ROW + LINE,
    )

    def draw(axes: Axes) -> None:
        known = [g for g in gone if g == g]
        low, high = min(0.0, *known, 0.0), max(1.0, *known, 1.0)
        dot = (high - low) / (layout.room - start - PAD)
        axes.set_xlim(low - start * dot, high + PAD * dot)
        for place, at, words in zip(layout.places, gone, said, strict=True):
            axes.plot([low, high], [place] * 2, color=GRID, linewidth=1.5, zorder=1)
            axes.plot([0], [place], "o", color=MUTED, markerfacecolor="white", markersize=7, zorder=3)
            axes.plot([1, 1], [place - 7, place + 7], color=INK, linewidth=2, zorder=2)
            axes.text(low - (PAD + 3.5) * dot, place, words[0], ha="right", va="center")
            axes.text(high + PAD * dot + PAD * dot, place, words[2], va="center")
            if at == at:
                axes.plot([0, at], [place] * 2, color=GOOD, linewidth=2.5, zorder=2)
                axes.plot([at], [place], "o", color=GOOD, markersize=8, zorder=3)
                axes.text(at, place - 7, words[1], ha="center", va="bottom", weight="bold")
            else:
                axes.text(0.5, place - 4, UNKNOWN, ha="center", va="bottom", color=MUTED)

    return _chart(rows, Caption(subtitle, title, name, ""), layout, draw, "", list(key))


SQUARE = 8.0  # points
HIGHEST = 12  # squares in a month's column, before it is made broader


def deadlines(
    counts: pd.DataFrame,
    subtitle: str,
    title: str = "",
    name: str = "",
    unit: str = "",
    day: Day | None = None,
) -> Shown:
    """Tasks on a time axis by the month in which they are due, a square for each, coloured by how it stands to its deadline.

    counts: as `judgments.by_deadline` gives them. day: the day to which they were counted, drawn as a line.
    """
    colours = _colours(counts.columns)
    months, squares = _months(counts, colours, day)
    apart = [place for place in squares if isinstance(place, str)]  # of no month
    most = max((len(column) for column in squares.values()), default=1)
    across = min(3, -(-most // (HIGHEST // 2)))
    rows = -(-most // across)
    high = rows * (SQUARE + 1) + LINE + GAP
    layout = Layout(
        [""],
        key=_parts(colours, counts.columns),
        above=LINE + GAP if day else 0,
        below=LINE + GAP + LINE * bool(apart),
        least=high,
    )

    def draw(axes: Axes) -> None:
        month = layout.room / (len(months) + 2 * len(apart))
        axes.set_xlim(0, layout.room)
        bottom = layout.height - 1
        axes.plot([0, len(months) * month], [layout.height] * 2, color=MUTED, linewidth=0.8)
        middles = [(at + 0.5) * month for at in range(len(months))]
        middles += [(len(months) + 1 + 2 * at) * month for at in range(len(apart))]
        for place, middle in zip([*months, *apart], middles, strict=True):
            words = place.replace(" ghi ", " ghi\n") if isinstance(place, str) else _month(place, months)
            axes.text(middle, layout.height + GAP / 2, words, ha="center", va="top", color=MUTED)
            _stack(axes, squares.get(place, []), middle, bottom, across)
        if day:
            at = (months.index((day.year, day.month)) + day.day / calendar.monthrange(day.year, day.month)[1]) * month
            _line(axes, at, layout)
            half = _width(str(day)) / 2
            axes.text(min(max(at, half), layout.room - half), -GAP, str(day), ha="center", va="bottom")

    return _chart(counts, Caption(subtitle, title, name, unit), layout, draw, "")


def tiles(counts: pd.DataFrame, subtitle: str, title: str = "", name: str = "", unit: str = "") -> Shown:
    """A tile for each thing that is counted: groups down, coloured by state; as many tiles as things, none estimated."""
    colours = _colours(counts.columns)
    sums = [figure.text() for figure in totals(counts)]
    layout = Layout(_names(counts.index), sums, key=_parts(colours, counts.columns), bold=True)

    def draw(axes: Axes) -> None:
        axes.set_xlim(0, layout.room)
        most = max((int(float(figure)) for figure in totals(counts)), default=1)
        step = min(BAR * ROW + 2, layout.room / max(most, 1))
        for place, row, words in zip(layout.places, counts.itertuples(index=False), sums, strict=True):
            at = 0.0
            for colour, figure in zip(colours, row, strict=True):
                for _ in range(int(figure.value or 0)):
                    corner = at, place - BAR * ROW / 2
                    axes.add_patch(Rectangle(corner, step - 2, BAR * ROW, color=colour, linewidth=0))
                    at += step
            axes.text(at + PAD, place, words, va="center", weight="bold")

    return _chart(counts, Caption(subtitle, title, name, unit), layout, draw, "")


Month = tuple[int, int]  # year, month


def _months(
    counts: pd.DataFrame, colours: Sequence[str], day: Day | None
) -> tuple[list[Month], dict[Month | str, list[str]]]:
    """The months of the axis, without gaps and whole years, and the colour of each square due in a month or apart."""
    squares: dict[Month | str, list[str]] = {}
    for due, row in zip(counts.index, counts.itertuples(index=False), strict=True):
        month = (due.year, due.month) if isinstance(due, dt.date) else to_text(str(due))
        for colour, figure in zip(colours, row, strict=True):
            squares.setdefault(month, []).extend([colour] * int(figure.value or 0))
    years = [month[0] for month in squares if not isinstance(month, str)] + ([day.year] if day else [])
    months = [(year, month) for year in range(min(years), max(years) + 1) for month in range(1, 13)] if years else []
    return months, squares


def _month(month: Month, months: Sequence[Month]) -> str:
    """A month on the axis; its year too where there are several and it begins one."""
    several = months[0][0] != months[-1][0]
    return f"T{month[1]}" if not several else str(month[0]) if month[1] == 1 else ""


def _line(axes: Axes, at: float, layout: Layout) -> None:
    """A dashed line from above the rows to their end, seen on light and on dark."""
    reach = [-GAP / 2, layout.height]
    axes.plot([at, at], reach, color="white", linewidth=3, clip_on=False)
    axes.plot([at, at], reach, color=INK, linewidth=1.2, linestyle=(0, (4, 2)), clip_on=False)


def _stack(axes: Axes, colours: Sequence[str], middle: float, bottom: float, across: int) -> None:
    """Squares row by row from the bottom, and how many there are above them."""
    if not colours:
        return
    step, across = SQUARE + 1, min(across, len(colours))
    left = middle - across * step / 2
    for at, colour in enumerate(colours):
        corner = left + at % across * step, bottom - (at // across + 1) * step
        axes.add_patch(Rectangle(corner, SQUARE, SQUARE, color=colour, linewidth=0))
    top = bottom - -(-len(colours) // across) * step
    axes.text(middle, top - 1, str(len(colours)), ha="center", va="bottom", weight="bold")


# -- layout ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Caption:
    """What stands above a chart: `title` says what it shows, `subtitle` what is measured, in which unit."""

    subtitle: str
    title: str
    name: str
    unit: str

    def html(self) -> str:
        unit = f"({to_html(self.unit)})" if self.unit else ""
        if not self.title:
            return f'{to_html(self.subtitle)}{unit and f""" <span class="unit">{unit}</span>"""}'
        return f'<span class="says">{to_html(self.title)} <br></span><span class="unit">{f"{to_html(self.subtitle)} {unit}".strip()}</span>'

    def text(self) -> str:
        neutral = to_text(self.subtitle) + (f" ({self.unit})" if self.unit else "")
        return f"{to_text(self.title)}\n{neutral}" if self.title else neutral


@dataclass(frozen=True)
class Layout:
    """The room that a chart's words need, in points; what is left over is for the bars.

    names: of the rows, wrapped. ends: words right of the bars. key: colour and words of each part.
    above, below: room for words over and under the rows. least: height of a row. alike: all rows are as high as the
    highest.
    """

    names: list[str]
    ends: Sequence[str] = ()
    key: Sequence[tuple[str, str]] = ()
    above: float = 0
    below: float = 0
    least: float = ROW
    alike: bool = False
    bold: bool = False
    heights: list[float] = field(init=False)
    left: float = field(init=False)
    right: float = field(init=False)
    keys: list[tuple[float, float, str, str]] = field(init=False)

    def __post_init__(self) -> None:
        heights = [max(self.least, LINE * (name.count("\n") + 1) + GAP) for name in self.names]
        put = object.__setattr__
        put(self, "heights", [max(heights, default=0)] * len(heights) if self.alike else heights)
        put(self, "left", max(map(_width, self.names), default=0) + PAD + EDGE if any(self.names) else EDGE)
        widest = max((_width(words, self.bold) for words in self.ends), default=0)
        put(self, "right", widest + PAD + EDGE if widest else EDGE)
        put(self, "keys", list(_key(self.key)))

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
        return (self.keys[-1][1] + LINE + GAP) if self.keys else 0.0

    def axes(self) -> tuple[Canvas, Axes]:
        """A canvas of the height that is needed, and its part for the rows, measured in points from the top."""
        whole = EDGE + self.key_height + self.above + self.height + self.below + EDGE
        canvas = Canvas(figsize=(WIDTH / 72, whole / 72))
        axes = canvas.add_axes((self.left / WIDTH, (EDGE + self.below) / whole, self.room / WIDTH, self.height / whole))
        for x, y, colour, words in self.keys:
            middle = 1 - (EDGE + y + LINE / 2) / whole
            _swatch(canvas, colour, x / WIDTH, middle, 9 / WIDTH, 9 / whole)
            canvas.text((x + 9 + PAD) / WIDTH, middle, words, va="center")
        return canvas, axes


def _key(entries: Sequence[tuple[str, str]]) -> Iterable[tuple[float, float, str, str]]:
    """The place of each entry of a key, and the entry: as many in a line as there is room for."""
    x, y = EDGE, 0.0
    for colour, words in entries:
        wide = 9 + PAD + _width(words)
        if x > EDGE and x + wide > WIDTH - EDGE:
            x, y = EDGE, y + LINE + 2
        yield x, y, colour, words
        x += wide + 3 * PAD


def _swatch(canvas: Canvas, colour: str, x: float, middle: float, wide: float, high: float) -> None:
    """The sign of a key: a square, or as the chart draws it a ring (o) or a line (|)."""
    sign, colour = (colour[0], colour[1:]) if colour[0] in "o|" else ("", colour)
    if sign:
        line = mpl.lines.Line2D([x + wide / 2], [middle], marker=sign, color=colour, linestyle="", markersize=8)
        line.set(markerfacecolor="white" if colour == MUTED else colour, markeredgewidth=2 if sign == "|" else 1)
        canvas.add_artist(line)
    else:
        canvas.add_artist(Rectangle((x, middle - high / 2), wide, high, color=colour, linewidth=0))


_measure = TextToPath()


@cache
def _width(words: str, bold: bool = False) -> float:
    """How wide words are as they are drawn, in points; of several lines the widest."""
    font = FontProperties(family=[FONT], size=SIZE, weight="bold" if bold else "normal")
    return max(_measure.get_text_width_height_descent(line, font, False)[0] for line in words.split("\n"))


def _wrap(text: str) -> str:
    """A name in lines of much the same length: no more of them than needed, and none that holds a word alone."""
    lines = textwrap.wrap(text, NAMES)
    narrower = (textwrap.wrap(text, width) for width in range(NAMES // 2, NAMES))
    return "\n".join(next((found for found in narrower if len(found) == len(lines)), lines))


# -- a chart in the document -----------------------------------------------------------------------------------------


def _chart(
    values: pd.DataFrame,
    caption: Caption,
    layout: Layout,
    draw: Callable[[Axes], None],
    spec: str,
    heads: list[str] | None = None,
) -> Shown:
    """Draw, and put title, picture, data table and source around it."""
    named = attributes(data_name=caption.name)
    if values.empty or all(figure.is_missing for figure in values.to_numpy().ravel()):
        return Shown(
            f'<p class="nothing"{named}>{to_html(caption.subtitle)}: trong kỳ không có số liệu.</p>',
            f"{to_text(caption.subtitle)}: trong kỳ không có số liệu.",
        )
    heads = heads or list(values.columns)
    with mpl.rc_context(STYLE):
        canvas, axes = layout.axes()
        axes.set_yticks(layout.places, layout.names)
        axes.set_ylim(layout.height, 0)
        draw(axes)
        axes.set(xlabel="", ylabel="", xticks=[])
        svg = _svg(canvas)
    twin = _twin(values, heads, spec)
    # the title is not said here: where its figures are in doubt, it is not printed
    described = f"{to_text(caption.subtitle)}. " + "; ".join(twin[1:])
    html = (
        f'<figure class="chart"{named}{attributes(id=caption.name)}><figcaption>{caption.html()}</figcaption>'
        f'<div class="picture" role="img"{attributes(aria_label=described)}>{svg}</div>'
        f'<details><summary>Số liệu của biểu đồ</summary><div class="scroll">{_twin_html(values, heads, spec)}</div></details>'
        f"{show.source_line(values)}</figure>"
    )
    return Shown(html, "\n".join([caption.text(), *twin]))


def _twin(values: pd.DataFrame, heads: list[str], spec: str) -> list[str]:
    """The plotted values as lines of text: what nbval compares and what screen readers say."""
    heads = [_label(head) for head in heads]
    lines = [" | ".join(["", *heads]).strip(" |")]
    for label, row in zip(_labels(values.index), values.itertuples(index=False), strict=True):
        lines.append(
            f"{label}: "
            + ", ".join(
                f"{head} {figure.text(spec)}" if len(heads) > 1 else figure.text(spec)
                for head, figure in zip(heads, row, strict=True)
            )
        )
    return lines


def _twin_html(values: pd.DataFrame, heads: list[str], spec: str) -> str:
    head = "".join(f'<th scope="col" class="number">{to_html(text)}</th>' for text in heads)
    rows = "".join(
        f"<tr><th scope=row>{to_html(label)}</th>"
        + "".join(f'<td class="number">{figure.html(spec)}</td>' for figure in row)
        + "</tr>"
        for label, row in zip(values.index, values.itertuples(index=False), strict=True)
    )
    return f"<table><thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _svg(canvas: Canvas) -> str:
    """The drawing as inline SVG: no XML header, no metadata, no style attributes (the page's CSP forbids them)."""
    buffer = io.StringIO()
    canvas.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    root = etree.fromstring(buffer.getvalue().encode(), etree.XMLParser(remove_comments=True, remove_blank_text=True))
    for node in root.xpath("//*[local-name()='metadata' or local-name()='style']"):
        node.getparent().remove(node)
    for node in root.iter():
        _style_to_attributes(node)
        if re.fullmatch(
            r"(figure|axes|patch|text|matplotlib\.axis|[xy]tick|line2d|legend|LineCollection|PathCollection|PolyCollection)_?\d*",
            node.get("id", ""),
        ):
            del node.attrib["id"]
    root.set("aria-hidden", "true")
    root.set("width", "100%")
    del root.attrib["height"]
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode")


def _style_to_attributes(node: etree._Element) -> None:
    style = node.attrib.pop("style", "")
    for name, value in (part.split(":", 1) for part in style.split(";") if ":" in part):
        node.set(name.strip(), value.strip())
    if node.get("font-family"):
        node.set("font-family", FAMILIES)
        wide = _width(node.text, bold=node.get("font-weight") == "700")
        node.set("textLength", f"{wide:.2f}")  # the room that it has: a machine without these fonts draws it as wide
        node.set("lengthAdjust", "spacingAndGlyphs")


# -- colours and labels ----------------------------------------------------------------------------------------------


def _colours(columns: pd.Index) -> list[str]:
    """The colour of each part: by its meaning, where its list has one."""
    own = [_colour(columns.name, code) for code in columns]
    return own if all(own) else list(PARTS[: len(columns)])


def _colour(dimension: str | None, code: str) -> str:
    return MEANINGS.get(dimension or "", {}).get(str(code), "")


def _colour_of(code: str) -> str:
    return code and next((colours[code] for colours in MEANINGS.values() if code in colours), "")


def _ink_on(colour: str) -> str:
    red, green, blue = mpl.colors.to_rgb(colour)
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 0.52 else "white"


def _labels(index: pd.Index) -> list[str]:
    return [_label(entry) for entry in index]


def _names(index: pd.Index) -> list[str]:
    """The rows' names as they stand left of them."""
    return [_wrap(label) for label in _labels(index)]


def _parts(colours: Sequence[str], columns: pd.Index) -> list[tuple[str, str]]:
    """A key of colours and what they stand for."""
    return list(zip(colours, _labels(columns), strict=True))


def _said(figures: pd.Series, spec: str, unknown: str = UNKNOWN) -> list[str]:
    return [unknown if figure.is_missing else figure.text(spec) for figure in figures]


def _percents(figures: pd.Series) -> list[float]:
    """Ratios and percentages as percent; nan where one is missing."""
    return [float(figure) * (100 if figure.unit == RATIO else 1) for figure in figures]


def _label(entry: object) -> str:
    return entry.label if isinstance(entry, Code) else str(entry)
