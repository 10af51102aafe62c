"""Charts of figures: one call a chart, named by family; all styling lives here.

Every chart takes figures (a Series by one dimension, a DataFrame by two), draws them with seaborn or matplotlib
as an SVG whose words are text (found by search, read by screen readers), labels values directly, and carries
its values as a table: behind a disclosure for readers, as plain text for nbval. Titles and numbers stand in
HTML, so figures in them keep their source. Colours differ in lightness too: the order survives grey print.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import accumulate

import matplotlib as mpl
import matplotlib.backends.backend_svg
import pandas as pd
import seaborn as sns
from lxml import etree
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from . import show
from .values import vietnamese
from .values.figures import RATIO, Figure
from .values.markup import Shown, attributes, to_html, to_text
from .values.texts import Code

# Okabe and Ito's colours for colour-blind readers, ordered by lightness from dark to light
PALETTE = ("#0b3c5d", "#0072b2", "#d98a00", "#8cc5e8", "#c9c9c9")
ALERT = "#b3400f"
UNKNOWN = "chưa có số liệu"
PROGRESS_WRAP = 42  # characters
LINE, GAP = 0.47, 0.2  # of a bar's room: a line of its label, and what parts it from the next
INK, MUTED, GRID = "#1d2733", "#55606b", "#d5dae0"
WIDTH, ROW = 6.2, 0.34  # inches
FONT = "DejaVu Sans, Verdana, sans-serif"
STYLE = {
    "font.family": ["DejaVu Sans"],
    "font.size": 9.5,
    "svg.fonttype": "none",
    "svg.hashsalt": "briefing",
    "text.color": INK,
    "axes.labelcolor": MUTED,
    "axes.edgecolor": GRID,
    "xtick.color": MUTED,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.bottom": False,
    "axes.axisbelow": True,
    "ytick.major.size": 0,
    "hatch.linewidth": 0.6,
}


def bars(values: pd.Series, title: str, unit: str = "", spec: str = "", highlight: Iterable[str] = ()) -> Shown:
    """Horizontal bars, one a code, each labelled with its value; `highlight` names the codes that stand out."""

    def draw(axes: Axes) -> None:
        colours = [ALERT if code in highlight else PALETTE[1] for code in values.index]
        names = [_wrap(label) for label in _labels(values.index)]
        sns.barplot(
            x=_floats(values),
            y=list(range(len(values))),
            orient="h",
            hue=list(range(len(values))),
            palette=colours,
            legend=False,
            width=0.62,
            saturation=1,
            ax=axes,
            errorbar=None,
        )
        axes.set_yticks(range(len(values)), names)
        _label_ends(axes, values, spec)

    return _chart(
        values.to_frame(values.name or "value"),
        title,
        unit,
        draw,
        rows=len(values),
        spec=spec,
        heads=[vietnamese.sentence(unit) or "Giá trị"],
    )


def stacked(values: pd.DataFrame, title: str, unit: str = "", share: bool = False, spec: str = "") -> Shown:
    """Stacked horizontal bars: rows down, parts across; `share` draws each row as 100 %."""

    def draw(axes: Axes) -> None:
        floats = values.map(float).fillna(0.0).astype(float)
        drawn = floats.div(floats.sum(axis=1), axis=0).fillna(0.0) * 100 if share else floats
        longest = drawn.sum(axis=1).max() or 1
        left = pd.Series(0.0, index=drawn.index)
        for colour, column in zip(_colours(len(drawn.columns)), drawn.columns, strict=True):
            axes.barh(
                range(len(drawn)),
                drawn[column],
                left=left,
                height=0.62,
                color=colour,
                label=_label(column),
                edgecolor="white",
                linewidth=0.8,
            )
            for y, (row, width) in enumerate(drawn[column].items()):
                text = f"{vietnamese.number(Decimal(str(width)), 1)}%" if share else values.at[row, column].text(spec)
                if width / longest > 0.018 * len(text):
                    axes.text(
                        left[row] + width / 2, y, text, ha="center", va="center", fontsize=8.5, color=_ink_on(colour)
                    )
            left = left + drawn[column]
        axes.set_yticks(range(len(drawn)), [_wrap(label) for label in _labels(drawn.index)])
        axes.invert_yaxis()
        axes.set_xlim(0, longest * (1 if share else 1.13))
        if not share:
            for y, (row, end) in enumerate(left.items()):
                stated = [figure for figure in values.loc[row] if figure.cells]
                if len(stated) > 1:
                    axes.text(end + longest * 0.012, y, sum(stated).text(spec), va="center", fontsize=9, weight="bold")
        _legend(axes, len(drawn.columns))

    return _chart(values, title, unit, draw, rows=len(values) + 0.6, spec=spec)


def grouped(values: pd.DataFrame, title: str, unit: str = "", spec: str = "") -> Shown:
    """Bars side by side: rows down, one bar for each column, each labelled."""

    def draw(axes: Axes) -> None:
        long = (
            values.map(float)
            .rename_axis(index="row", columns="column")
            .reset_index()
            .melt(id_vars="row", value_name="value")
        )
        sns.barplot(
            data=long,
            x="value",
            y="row",
            hue="column",
            orient="h",
            order=list(values.index),
            hue_order=list(values.columns),
            palette=list(_colours(len(values.columns))),
            saturation=1,
            width=0.74,
            ax=axes,
            errorbar=None,
        )
        axes.set_yticks(range(len(values)), [_wrap(label) for label in _labels(values.index)])
        longest = long["value"].max() or 1
        for container, column in zip(axes.containers, values.columns, strict=True):
            for patch, figure in zip(container, values[column], strict=True):
                if figure.cells:
                    axes.text(
                        patch.get_width() + longest * 0.012,
                        patch.get_y() + patch.get_height() / 2,
                        figure.text(spec),
                        va="center",
                        fontsize=8.5,
                    )
        axes.set_xlim(0, longest * 1.16)
        handles = axes.get_legend().legend_handles
        axes.get_legend().remove()
        axes.legend(handles, [_label(column) for column in values.columns], **_legend_place(len(values.columns)))

    return _chart(values, title, unit, draw, rows=len(values) * max(1, len(values.columns) * 0.62) + 0.6, spec=spec)


def progress(done: pd.Series, title: str, mark: Figure | None = None, mark_label: str = "", spec: str = ".1%") -> Shown:
    """Progress bars towards 100 %, each labelled; `mark` draws where the period's end should have brought them."""

    names = [_wrap(label, PROGRESS_WRAP) for label in _labels(done.index)]
    # each bar has the room that its own label needs
    heights = [max(1.0, LINE * (name.count("\n") + 1) + GAP) for name in names]
    ends = list(accumulate(heights))
    places = [end - height / 2 for end, height in zip(ends, heights, strict=True)]
    above = 0.8 if mark is not None else 0  # room for the mark's words

    def draw(axes: Axes) -> None:
        percent = [float(figure) * (100 if figure.unit == RATIO else 1) for figure in done]
        limit = max([100.0, *(p for p in percent if p == p)]) * 1.16
        axes.barh(places, [100] * len(done), height=0.5, color="#eceff2")
        axes.barh(places, [0 if p != p else p for p in percent], height=0.5, color=PALETTE[1])
        axes.axvline(100, color=GRID, linewidth=1)
        for place, value, figure in zip(places, percent, done, strict=True):
            end, said, weight = (
                (max(100.0, value), figure.text(spec), "bold") if value == value else (100.0, UNKNOWN, None)
            )
            axes.text(end + 1.5, place, said, va="center", fontsize=8.5, weight=weight)
        if mark is not None and not mark.is_missing:
            axes.plot([float(mark)] * 2, [0, ends[-1]], color=ALERT, linewidth=1.4, linestyle=(0, (4, 2)))
            said = f"{mark_label} {mark.text()}".strip()
            axes.text(float(mark), -0.12, said, color=ALERT, ha="center", va="bottom", fontsize=8.5)
        axes.set_ylim(ends[-1], -above)
        axes.set_xlim(0, limit)
        axes.set_yticks(places, names)

    return _chart(
        done.to_frame(done.name or "value"),
        title,
        "%",
        draw,
        rows=sum(heights) + above,
        spec=spec,
        heads=["Tỷ lệ"],
    )


def _chart(
    values: pd.DataFrame,
    title: str,
    unit: str,
    draw: Callable[[Axes], None],
    rows: float,
    spec: str,
    heads: list[str] | None = None,
) -> Shown:
    """Draw, and put title, picture, data table and source around it."""
    if values.empty or all(figure.is_missing for figure in values.to_numpy().ravel()):
        return Shown(
            f'<p class="nothing">{to_html(title)}: trong kỳ không có số liệu.</p>',
            f"{to_text(title)}: trong kỳ không có số liệu.",
        )
    heads = heads or list(values.columns)
    with mpl.rc_context(STYLE):
        canvas = Canvas(figsize=(WIDTH, 0.2 + ROW * max(rows, 1.2)), layout="constrained")
        canvas.get_layout_engine().set(w_pad=0.02, h_pad=0.02)
        axes = canvas.subplots()
        draw(axes)
        axes.set_xlabel("")
        axes.set_ylabel("")
        axes.set_xticks([])
        axes.spines["left"].set_visible(False)
        svg = _svg(canvas)
    twin = _twin(values, heads, spec)
    described = f"{to_text(title)}. " + "; ".join(twin[1:])
    html = (
        f'<figure class="chart"><figcaption>{to_html(title)}{_unit(unit)}</figcaption>'
        f'<div class="picture" role="img"{attributes(aria_label=described)}>{svg}</div>'
        f'<details><summary>Số liệu của biểu đồ</summary><div class="scroll">{_twin_html(values, heads, spec)}</div></details>'
        f"{show.source_line(values)}</figure>"
    )
    return Shown(html, "\n".join([f"{to_text(title)}{f' ({unit})' if unit else ''}", *twin]))


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
        name, value = name.strip(), value.strip()
        if name == "font":
            weight, size = re.match(r"(?:(bold|\d{3}) )?([\d.]+px)", value).groups()
            node.set("font-size", size)
            node.set("font-family", FONT)
            if weight:
                node.set("font-weight", weight)
        else:
            node.set(name, value)


def _label_ends(axes: Axes, values: pd.Series, spec: str) -> None:
    longest = max((float(v) for v in values if not v.is_missing), default=1) or 1
    for y, figure in enumerate(values):
        at = 0 if figure.is_missing else float(figure)
        axes.text(at + longest * 0.012, y, figure.text(spec), va="center", fontsize=9)
    axes.set_xlim(0, longest * 1.16)


def _legend(axes: Axes, entries: int) -> None:
    axes.legend(**_legend_place(entries))


def _legend_place(entries: int) -> dict[str, object]:
    return {
        "loc": "lower left",
        "bbox_to_anchor": (0, 1.0),
        "ncols": min(entries, 4),
        "frameon": False,
        "fontsize": 9,
        "handlelength": 1,
        "handleheight": 1,
        "borderpad": 0.2,
        "columnspacing": 1.4,
    }


def _colours(count: int) -> tuple[str, ...]:
    return {1: PALETTE[1:2], 2: (PALETTE[1], PALETTE[2])}.get(count, PALETTE[:count])


def _ink_on(colour: str) -> str:
    red, green, blue = mpl.colors.to_rgb(colour)
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 0.52 else "white"


def _labels(index: pd.Index) -> list[str]:
    return [_label(entry) for entry in index]


def _label(entry: object) -> str:
    return entry.label if isinstance(entry, Code) else str(entry)


def _wrap(text: str, width: int = 26) -> str:
    return "\n".join(textwrap.wrap(text, width))


def _floats(values: pd.Series) -> list[float]:
    return [0.0 if figure.is_missing else float(figure) for figure in values]


def _unit(unit: str) -> str:
    return f' <span class="unit">({to_html(unit)})</span>' if unit else ""
