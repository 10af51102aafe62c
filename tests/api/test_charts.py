"""Charts: titles computed from the figures, colours by meaning, words inside the picture; judgments and their days."""

import difflib
import itertools
import re
import shutil
from decimal import Decimal
from functools import cache
from math import cos, radians, sin
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
import seaborn as sns
from conftest import PUBLISHED
from doors import to_text
from lxml import etree
from lxml.html import fragment_fromstring
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath
from samples import SYNTHETIC, find, load, save

from helpers import charts, task_status
from helpers.editions import Edition
from helpers.prose import highest, lowest
from helpers.values.figures import RATIO, Figure
from helpers.values.sourced_text import Code, Day
from helpers.values.sources import Cells

SVG = "{http://www.w3.org/2000/svg}"
LEVELS = {"province": "Cấp tỉnh", "district": "Cấp huyện", "land_office": "Văn phòng Đăng ký quyền sử dụng đất"}

ROLES = {  # as data/datapackage.json declares them
    **{"on_time": "good", "late": "late", "positive": "good", "neutral": "neutral", "negative": "alert"},
    **{"critical": "alarm", "high": "alert", "medium": "unease", "low": "notice"},
    **{"reported": "reported", "in_progress": "begun", "": "unreported"},
    **{str(code): code.role for code in task_status.STANDINGS},
}
QUANTITY, THREE = "#2a76b0", ["#174a73", "#6ea9d6", "#b4d0e8"]  # how much there is; three parts of a whole
SCALES = (  # roles that stand side by side
    ("alarm", "alert", "unease", "notice"), ("good", "late"), ("good", "neutral", "alert"), ("reported", "begun", "unreported"), ("good", "reported", "begun", "late", "unreported"),
    ("good", "reported", "late", "open", "unsure"),  # and what came after its day, which is hatched
)  # fmt: skip


def figure(value, unit="", line=2):
    number = None if value is None else Decimal(str(value))
    decimals = 0 if number is None else -number.as_tuple().exponent
    return Figure(number, unit, None, (Cells("counts", (line,), "value"),), decimals)


def series(values, name="level", labels=None, unit=""):
    labels = labels or LEVELS
    index = pd.Index([Code(code, labels[code], ROLES.get(code, "")) for code in values], dtype=object, name=name)
    found = [figure(value, unit, line) for line, value in enumerate(values.values(), 2)]
    return pd.Series(found, index=index, dtype=object)


def frame(rows, columns, index="level"):
    codes = [Code(code, label, ROLES.get(code, "")) for code, label in columns.items()]
    heads = pd.Index(codes, dtype=object, name=index)
    return pd.DataFrame(
        [[figure(value) for value in row] for row in rows.values()], index=list(rows), columns=heads, dtype=object
    )


class Written(NamedTuple):
    html: str


def picture(shown):
    return re.search(r"<svg.*</svg>", shown.html, re.DOTALL)[0]


def drawing(shown):
    return etree.fromstring(picture(shown))


def caption(shown):
    return fragment_fromstring(shown.html).find("figcaption")


class Box(NamedTuple):
    """Words of a drawing, and the room in which they stand."""

    words: str
    left: float
    right: float
    top: float
    bottom: float


def boxes(drawing):
    """The words of a drawing where they stand, in the font that the drawing names first."""
    for text in etree.fromstring(drawing).iter("{*}text"):
        font = FontProperties(
            family=["Liberation Serif"], size=float(text.get("font-size")[:-2]), weight=text.get("font-weight", 400)
        )
        wide, high, below = TextToPath().get_text_width_height_descent(text.text, font, False)
        x, y, turned = float(text.get("x", 0)), float(text.get("y", 0)), 0.0
        for name, given in re.findall(r"(\w+)\(([^)]*)\)", text.get("transform", "")):
            numbers = [*map(float, given.replace(",", " ").split())]
            if name == "translate":
                x, y = x + numbers[0], y + numbers[1]
            else:  # rotate
                turned = radians(numbers[0])
        left = -wide * {"middle": 0.5, "end": 1}.get(text.get("text-anchor"), 0)
        corners = [(across, down) for across in (left, left + wide) for down in (below - high, below)]
        xs = [x + across * cos(turned) - down * sin(turned) for across, down in corners]
        ys = [y + across * sin(turned) + down * cos(turned) for across, down in corners]
        yield Box(text.text, min(xs), max(xs), min(ys), max(ys))


def words_over_another(drawing):
    """Pairs of words whose boxes overlap."""
    return [
        (one.words, two.words)
        for one, two in itertools.combinations(boxes(drawing), 2)
        if min(one.right, two.right) - max(one.left, two.left) > 0.5
        and min(one.bottom, two.bottom) - max(one.top, two.top) > 0.5
    ]


def words_outside(shown):
    """The words that are cut off at a side."""
    _, _, wide, high = map(float, drawing(shown).get("viewBox").split())
    return [
        (words, round(left), round(right), round(bottom))
        for words, left, right, top, bottom in boxes(picture(shown))
        if left < -0.5 or right > wide + 0.5 or top < -0.5 or bottom > high + 0.5
    ]


def bar_lengths(shown, colour):
    """The lengths of a chart's bars of a colour, in points."""
    paths = [path.get("d") for path in drawing(shown).iter(f"{SVG}path") if path.get("fill") == colour]
    across = [[float(x) for x in re.findall(r"(-?[\d.]+) -?[\d.]+", path)] for path in paths]
    return [max(each) - min(each) for each in across]


def test_bars_below_zero_are_as_long_as_their_numbers():
    """−199 and −39 were bars of one length, and of −3 alone there was none."""
    both = charts.bars(series({"province": -199, "district": -39, "land_office": 80}), "Chênh lệch")
    down, less, up = bar_lengths(both, QUANTITY)
    assert (less / down, up / down) == (pytest.approx(39 / 199, rel=0.01), pytest.approx(80 / 199, rel=0.01))
    (alone,) = bar_lengths(charts.bars(series({"province": -3}), "Chênh lệch"), QUANTITY)
    assert alone > 72


def fills(shown):
    return {
        path.get("fill")
        for path in drawing(shown).iter(f"{SVG}path")
        if path.get("fill", "none") not in ("none", "#ffffff")
    }


# -- titles ----------------------------------------------------------------------------------------------------------


def late(province, district, land_office):
    return series({"province": province, "district": district, "land_office": land_office}, unit=RATIO)


def highest_late(values):
    return to_text(highest(values, lambda label, figure: f"{label} có tỷ lệ trễ hạn cao nhất: {figure:.2%}"))


def test_the_title_follows_the_figures():
    assert highest_late(late(0.001, 0.0119, 0.0042)) == "Cấp huyện có tỷ lệ trễ hạn cao nhất: 1,19%"
    assert highest_late(late(0.001, 0.0012, 0.0042)) == (
        "Văn phòng Đăng ký quyền sử dụng đất có tỷ lệ trễ hạn cao nhất: 0,42%"
    )


@pytest.mark.parametrize(
    "values",
    [
        late(0.0042, 0.0042, 0.0042),  # a tie of all
        late(None, 0.0042, 0.001),  # the missing one may be higher
        late(0, 0, 0),
        late(0.001, 0.0042, 0.0119)[:1],  # nothing to compare with
    ],
)
def test_where_nothing_is_certain_the_title_is_what_is_measured(values):
    assert highest_late(values) == ""
    shown = charts.bars(values, "Tỷ lệ trễ hạn theo cấp", highest_late(values), unit="%", spec=".2%")
    assert caption(shown).text_content() == "Tỷ lệ trễ hạn theo cấp (%)"
    assert shown.text.splitlines()[0] == "Tỷ lệ trễ hạn theo cấp (%)"


def test_a_title_stands_over_what_is_measured_and_keeps_its_sources():
    values = late(0.001, 0.0119, 0.0042)
    shown = charts.bars(
        values, "Tỷ lệ trễ hạn", highest(values, lambda label, figure: f"{label} cao nhất: {figure:.2%}"), unit="%"
    )
    assert [span.text_content().strip() for span in caption(shown)] == [
        "Cấp huyện cao nhất: 1,19%",
        "Tỷ lệ trễ hạn (%)",
    ]
    (judgment,) = caption(shown).xpath('.//span[@class="judgment"]')
    assert judgment.get("data-cells") == "counts:2-4:value"  # all that it compares, not only the highest
    assert judgment.find("data").get("data-cells") == "counts:3:value"
    assert shown.text.splitlines()[:2] == ["Cấp huyện cao nhất: 1,19%", "Tỷ lệ trễ hạn (%)"]


# -- the picture -----------------------------------------------------------------------------------------------------


LONG = "Tỷ lệ số giờ phát thanh chương trình địa phương sản xuất cho trẻ em trên số giờ phát sóng dành cho trẻ em"
SEVERITY = {"critical": "Nghiêm trọng", "high": "Cao", "medium": "Trung bình", "low": "Thấp"}
STATE = {"reported": "Đã báo cáo kết quả", "in_progress": "Đang triển khai", "": "Chưa báo cáo kết quả"}
STANDING = {str(code): code.label for code in task_status.STANDINGS}


def test_of_two_that_are_equal_neither_is_the_greatest():
    medals = pd.Series([figure(12, line=2), figure(3, line=3), figure(12, line=4)], index=["Điền kinh", "Cờ", "Wushu"])
    assert highest(medals, lambda label, figure: f"{label} nhiều nhất: {figure}") == ""
    assert to_text(lowest(medals, lambda label, figure: f"{label} ít nhất: {figure}")) == "Cờ ít nhất: 3"


def test_the_greatest_row_of_a_register_is_named_as_the_row_is_not_by_its_line():
    stations = Edition("2024-H1", PUBLISHED).register("base_stations")["stations"]
    said = highest(stations, lambda label, figure: f"{label} có nhiều trạm nhất: {figure:unit}")
    assert to_text(said) == "4G có nhiều trạm nhất: 876\xa0trạm"


def deadlines():
    rows = {"a": [1, 0, 0, 2, 0, 1], "b": [0, 1, 0, 30, 2, 0], "c": [0, 0, 4, 0, 5, 0], "d": [0, 0, 0, 0, 1, 3]}
    counts = frame(rows, STANDING, "standing")
    days = [Day(2024, 1, 31), Day(2024, 9, 30), Day(2024, 12, 31), task_status.NO_DAY]
    counts.index = pd.Index(days, dtype=object)
    return counts


def growths():
    return series({"province": 87.37, "district": -25, "land_office": None}, unit="%")


EIGHT = {f"p{place}": f"Phần {place}" for place in range(8)}


def over_time(*columns):
    """Half-years down, a line for each column."""
    half_years = [Code(f"{2012 + at}-H1", f"6 tháng đầu năm {2012 + at}") for at in range(len(columns[0]))]
    names = [Code(letter, f"Đơn vị {letter}") for letter in "abcdef"[: len(columns)]]
    cells = [[figure(value) for value in row] for row in zip(*columns, strict=True)]
    return pd.DataFrame(
        cells, index=pd.Index(half_years, dtype=object), columns=pd.Index(names, dtype=object), dtype=object
    )


CHARTS = {
    "bars": lambda: charts.bars(series({"province": 12345678, "district": 1, "land_office": None}), "B"),
    "one bar": lambda: charts.bars(series({"province": 0}), "B"),
    "stacked": lambda: charts.bars(
        frame({"Máy chủ": [20, 3883, 7250, None], LONG: [1, 2, 3, 12345678]}, SEVERITY, "severity"),
        "S",
        unit="cảnh báo",
        stacked=True,
    ),
    "shares": lambda: charts.bars(frame({"Máy chủ": [20, 3883, 7250, None]}, SEVERITY, "severity"), "S", share=True),
    "changes": lambda: charts.bars(growths(), "C"),
    "all down": lambda: charts.bars(-growths()[:2] - figure(90, "%"), "C"),
    "deadlines": lambda: charts.bars(deadlines(), "D", stacked=True),
    "eight parts": lambda: charts.bars(
        frame({"Máy chủ": [5, 9, 7, 4, 6, 8, 5, 3], LONG: [1] * 8}, EIGHT), "S", stacked=True
    ),
    "grouped": lambda: charts.bars(frame({"Máy chủ": [20, 3883, None], LONG: [1, -2, 12345678]}, STATE), "G"),
    "long key": lambda: charts.bars(frame({"A": [1, 2, 3]}, {"reported": LONG, "in_progress": "B", "": LONG}), "G"),
    "a line": lambda: charts.lines(over_time([3, 5, None, 12345678, 9, 4, 2, 7, 8, 1, 6, 5]).iloc[:, 0], "L"),
    "lines": lambda: charts.lines(over_time([30, 50, 42, 61], [30, 48, None, 61], [29, 20, 10, 62]), "L", unit="hồ sơ"),
    "drawn": lambda: charts.custom(lambda axes, numbers: numbers.plot(ax=axes), over_time([1, 2, 3]), "D"),
}


@cache
def shown_as(name):
    """Each chart is drawn once: several tests look at it."""
    return CHARTS[name]()


@pytest.mark.parametrize("name", CHARTS)
def test_no_word_is_cut_off(name):
    shown = shown_as(name)
    assert list(drawing(shown).iter(f"{SVG}text"))
    assert words_outside(shown) == []


@pytest.mark.parametrize("name", CHARTS)
def test_no_word_stands_over_another(name):
    assert words_over_another(picture(shown_as(name))) == []


def test_the_test_of_overlapping_words_can_fail():
    shown = charts.bars(series({"province": 5, "district": 6}), "B")
    in_one_place = re.sub(r' (x|y|transform)="[^"]*"', "", shown.html)
    assert ("Cấp tỉnh", "Cấp huyện") in words_over_another(picture(Written(in_one_place)))


def test_the_test_of_cut_off_words_can_fail():
    shown = charts.bars(series({"province": 5}), "B")
    wide = re.sub(r">5<", ">một dãy chữ rất dài không còn chỗ<", shown.html)
    assert [word for word, *_place in words_outside(Written(wide))] == ["một dãy chữ rất dài không còn chỗ"]


def test_words_are_as_large_as_the_papers_notes_in_its_own_font():
    for shown in map(shown_as, CHARTS):
        svg = drawing(shown)
        assert float(svg.get("viewBox").split()[2]) == pytest.approx(150 / 25.4 * 72, abs=0.1)  # 150 mm: printed 1:1
        assert {text.get("font-size") for text in svg.iter(f"{SVG}text")} == {"10px"}
        assert {text.get("font-family").split(",")[0] for text in svg.iter(f"{SVG}text")} == {"Liberation Serif"}


def test_what_is_missing_is_said_and_drawn_as_nothing():
    assert "chưa có số liệu" in "".join(drawing(charts.bars(series({"province": 1, "district": None}), "B")).itertext())
    assert "chưa có số liệu" in "".join(drawing(charts.bars(growths(), "C")).itertext())
    assert charts.bars(series({"province": None}), "Số vụ", name="x").html == (
        '<p class="nothing" data-name="x">Số vụ: trong kỳ chưa có số liệu.</p>'
    )
    assert charts.bars(pd.Series(dtype=object), "Số vụ").text == "Số vụ: trong kỳ không có số liệu."
    assert charts.bars(pd.DataFrame(), "Hạn", stacked=True).text == "Hạn: trong kỳ không có số liệu."


# -- colours ---------------------------------------------------------------------------------------------------------


def lightness(colour):
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_what_is_after_its_day_is_hatched_and_nothing_else_is():
    """Grey print tells it from what is still to come: in bars, in squares, in the key."""
    counts = frame(
        {"Trong năm": [1, 1, 1]}, {"done": "Xong", "done_late": "Sau hạn", "open": "Chưa đến hạn"}, "standing"
    )
    counts.columns = [Code(code, code, role) for code, role in zip(counts, ("good", "done_late", "open"), strict=True)]
    drawn = drawing(charts.bars(counts, "S", stacked=True))
    hatched = [path for path in drawn.iter(f"{SVG}path", f"{SVG}rect") if "url(#" in path.get("fill", "")]
    assert len(hatched) == 2, "in the chart and in its key"
    plain = charts.bars(counts[[counts.columns[0], counts.columns[2]]], "S", stacked=True)
    assert "url(#h" not in plain.html


def test_one_colour_means_one_thing_in_every_chart():
    late_bars = charts.bars(late(0.1, 0.2, 0.3), "B", meaning="late")
    tones = charts.bars(series({"negative": 1}, "tone", {"negative": "Tiêu cực"}), "T")
    kinds = charts.bars(
        frame({"Cấp tỉnh": [5, 3]}, {"on_time": "Đúng hạn", "late": "Trễ hạn"}, "timeliness"), "K", stacked=True
    )
    assert fills(late_bars) == fills(tones) == {"#c2410c"}
    assert fills(kinds) == {"#0e5347", "#c2410c"}
    assert fills(charts.bars(series({"province": 1, "district": 2}), "B")) == {QUANTITY}


@pytest.mark.parametrize("roles", [*SCALES, *(("",) * count for count in range(2, 9))])
def test_colours_that_stand_side_by_side_differ_in_grey_print(roles):
    parts = frame({"Cả": [1 for _role in roles]}, {f"c{at}": f"Phần {at}" for at in range(len(roles))})
    parts.columns = [Code(f"c{at}", f"Phần {at}", role) for at, role in enumerate(roles)]
    drawn = [colour for colour in fills(charts.bars(parts, "S", stacked=True)) if colour.startswith("#")]
    assert len(drawn) == len(roles)
    greys = sorted(map(lightness, drawn))
    assert all(after - before > 16 for before, after in itertools.pairwise(greys))


# -- deadlines and the way to the plan -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def edition():
    return Edition("2031-Q3", SYNTHETIC)


def test_every_task_of_the_register_is_counted_once(edition):
    for table in ("decision_tasks", "plan_projects"):
        counts, by_day = task_status.by_standing(edition, table), task_status.by_deadline(edition, table)
        assert sum(counts) == edition.count(table) == sum(by_day.to_numpy().ravel())
        cells = {line for figure in counts for part in figure.cells for line in part.lines}
        assert cells == set(edition.lines(table))


@pytest.mark.parametrize(
    ("document", "date", "table", "late"),
    [
        ("931/KH-UBND", "2031-04-01", "decision_tasks", ["3"]),
        ("1158/KHPPH-STTTT-SGDĐT-TĐ", "2031-07-01", "decision_tasks", ["8"]),  # submitted only
        ("815/KH-STTTT", "2031-04-01", "plan_projects", ["p07"]),  # which the result names
        ("815/KH-STTTT", "2031-03-31", "plan_projects", []),
    ],
)
def test_what_is_late_follows_the_rules_of_the_edition(tmp_path, document, date, table, late):
    tables = load(SYNTHETIC)
    find(tables, "documents", document=document)["date"] = date
    edition = Edition("2031-Q3", save(tables, tmp_path / "data"))
    assert list(map(str, edition.register(table).loc[[*task_status.late(edition, table)]].iloc[:, 0])) == late
    tables["rules"] = [row for row in tables["rules"] if row["relation"] != "not after"]
    assert task_status.late(Edition("2031-Q3", save(tables, tmp_path / "without")), table) == set()


def test_a_standing_that_no_task_has_is_counted_too_and_knows_its_source(edition):
    counts = task_status.by_standing(edition, "decision_tasks")
    assert {str(code): (str(count), count.key) for code, count in counts.items()}["undated"] == (
        "0",
        "decision_tasks.rows(task=[])",
    )


@pytest.mark.parametrize(
    ("written", "day"), [("2024-05", "31/5/2024"), ("2024-05-29", "29/5/2024"), ("2024-07", "30/6/2024")]
)
def test_a_report_judges_no_later_than_it_was_written(tmp_path, written, day):
    data = shutil.copytree(PUBLISHED, tmp_path / "data")
    about = (data / "organisation.csv").read_text(encoding="utf-8")
    assert about.count(",2024-05,") == 1
    (data / "organisation.csv").write_text(about.replace(",2024-05,", f",{written},"), encoding="utf-8")
    edition = Edition("2024-H1", data)
    assert str(task_status.judged_on(edition, "decision_tasks")) == day
    assert str(task_status.judged_on(edition, "assigned_tasks")) == "27/5/2024"
    due = task_status.by_standing(edition, "decision_tasks").get("due")
    assert str(due) == ("2" if written == "2024-07" else "0")  # two tasks of 30 June are not done


def test_another_number_changes_few_lines_of_a_stored_chart():
    """An element a line, so that git shows the bar and its label; whole, the same chart is one line of 7 kB."""

    def stored(online):
        counts = {"province": online, "district": 3451, "land_office": 737}
        return (
            charts.bars(series(counts), title="Hồ sơ theo cấp", subtitle="Số hồ sơ")
            ._repr_mimebundle_()["text/html"]
            .splitlines()
        )

    before, after = stored(4495), stored(4595)
    changed = [line for line in difflib.unified_diff(before, after, n=0, lineterm="") if line[:3] not in ("---", "+++")]
    assert len(before) > 20
    assert len(changed) <= 40
    assert sum(map(len, changed)) < 20_000


# -- drawn by functions of one's own -----------------------------------------------------------------------------------------


def written(shown):
    return [box.words for box in boxes(picture(shown))]


COUNTED = {"A": [40, 30, 20], "B": [60, 10, 80], "C": [5, 15, 25]}
FORMS = {"x": "Trực tuyến", "y": "Trực tiếp", "z": "Bưu chính"}


def shares(axes, numbers):
    (numbers.div(numbers.sum(axis=1), axis=0) * 100).plot.barh(ax=axes, stacked=True, color=THREE)


def with_errors(axes, numbers):
    axes.bar(numbers.index, numbers.mean(axis=1), yerr=numbers.std(axis=1), capsize=3)
    axes.axhline(50)
    axes.plot(numbers.index, [70, 70, 70], linestyle=":")


def with_lines(axes, numbers):
    online = numbers["Trực tuyến"]
    axes.bar(numbers.index, online)
    beside = axes.twinx()
    beside.plot(numbers.index, online.cumsum() / online.sum() * 100)
    beside.plot(range(3), np.polyval(np.polyfit(range(3), online, 1), range(3)))


def by_seaborn(axes, numbers):
    long = numbers.reset_index().melt("index")
    sns.barplot(long, x="index", y="value", estimator="median", ax=axes)


@pytest.mark.parametrize(
    "draw",
    [
        shares,
        with_errors,
        with_lines,
        by_seaborn,
        lambda axes, numbers: axes.bar([*numbers.index, "Tổng"], [*numbers["Trực tuyến"], numbers["Trực tuyến"].sum()]),
        lambda axes, numbers: axes.hist(numbers.to_numpy().ravel(), bins=4),
        lambda axes, numbers: sns.boxplot(numbers, ax=axes),
        lambda axes, numbers: sns.kdeplot(numbers["Trực tuyến"], ax=axes),
        lambda axes, numbers: sns.heatmap(numbers / numbers.max(), ax=axes),
        lambda axes, numbers: axes.pie(numbers["Trực tuyến"], labels=numbers.index, colors=THREE),
        *(
            pytest.param(each, marks=pytest.mark.slow)
            for each in (
                lambda axes, numbers: axes.barh(numbers.index, -numbers["Trực tuyến"]),
                lambda axes, numbers: numbers.T.plot.bar(ax=axes, color=THREE),
                lambda axes, numbers: sns.histplot(numbers["Trực tuyến"], stat="density", bins=3, ax=axes),
                lambda axes, numbers: sns.stripplot(numbers["Trực tuyến"], ax=axes),
                lambda axes, numbers: sns.regplot(numbers, x="Trực tuyến", y="Trực tiếp", seed=0, ax=axes),
                lambda axes, numbers: axes.stackplot(range(3), numbers.T.to_numpy(), colors=THREE),
            )
        ),
    ],
)
def test_what_is_computed_of_the_values_is_drawn(draw):
    assert picture(charts.custom(draw, frame(COUNTED, FORMS), "Hồ sơ, bình quân và trung vị")) is not None


def test_what_has_no_number_is_said_below_the_picture():
    unknown = series({"province": 4, "district": None, "land_office": 2})
    shown = charts.custom(lambda axes, numbers: axes.barh(numbers.index, numbers.fillna(0)), unknown, "Khách")
    assert "<p class=note>" in shown.html and "Chưa có số liệu: Cấp huyện." in to_text(shown.html)


def test_of_a_row_with_other_numbers_the_empty_cell_is_said():
    counted = frame({**COUNTED, "B": [60, None, 80]}, FORMS)
    shown = charts.custom(lambda axes, numbers: numbers.plot.bar(ax=axes), counted, "Hồ sơ")
    assert "Chưa có số liệu: B – Trực tiếp." in to_text(shown.html)
