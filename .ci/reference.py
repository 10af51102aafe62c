"""Print the reference of what notebooks can say (notebooks/REFERENCE.md), from the docstrings of `helpers`."""

import inspect
import re
from importlib import import_module

_INTRODUCTION = """# What notebooks can say

Written by `make dictionary` from the docstrings of `src/helpers`, whose examples the tests run, in the order of `.ci/reference.py`: edit those, not this file. In JupyterLab
Shift+Tab behind a name shows its docstring with examples.

## Look with pandas, print with figures

```python
df = edition.frame("dossiers_received")  # an ordinary DataFrame; its number columns have the dtype `figure`
df.groupby("level")["dossiers"].sum()  # looked at: in JupyterLab, never in the document
online = df[df["channel"] == "online"]["dossiers"].sum()
prose(f"Trực tuyến {online:unit}, bằng {online / df['dossiers'].sum():.1%} số hồ sơ.")  # printed, with the cells
by_level = edition.figures("dossiers_received", "dossiers", by="level")
prose(f"Gồm {join_phrases(f'{level:lower} {count}' for level, count in by_level.items())}.")
prose("Có hồ sơ nộp trực tuyến." if online else "")  # an empty paragraph is left out
tables.table(df.pivot_table(index="level", columns="channel", values="dossiers", aggfunc="sum"), "Hồ sơ", index="Cấp")
charts.bars(by_level, "Hồ sơ theo cấp", unit="hồ sơ")
charts.custom(lambda axes, numbers: sns.boxplot(numbers, ax=axes), df["dossiers"], "Hồ sơ mỗi dòng", unit="hồ sơ")
```

| to print | write |
| --- | --- |
| what pandas adds up, groups, pivots, merges, sorts, divides | its elements, as they are |
| one cell or a sum of cells, exactly | `edition.figure("dossiers_received", "dossiers", channel="online")` |
| how many rows; by codes | `edition.count("training", course="mooc")`; `edition.figures("training", "rows", by="course")` |
| anything else that pandas, numpy, a model or `len()` gives | `edition.computed(number, unit="lượt", name="dự báo", of=df)` |
| a column or a frame of it, such as `size`, `rolling`, `crosstab` | `by["n"] = edition.computed(by["n"], unit="lớp", name="số lớp", of=df)` |
| a rank, a correlation: no unit | `edition.computed(df["plan"].corr(df["estimate"]), unit="", name="hệ số tương quan", of=df)` |
| the last row of `margins=True`, which has no cells | `tables.table(wide.assign(Tổng=wide.sum(axis=1)), "Hồ sơ", index="Cấp", total="Tổng")` |
| the same of this year and last | `now, then = edition.compare(lambda e: e.frame("visits")["adults"].sum(), "last_year")` |
| rows with their texts, days and documents | `edition.register("decision_tasks")` |

Formats: `{x}` 112.361 · `{x:unit}` 42 hồ sơ · `{x:.1f}` or `{x:.1}` 3.022,5 · `{x:,.0f}` · `{x:.1%}` of a quotient · `{x:02}` · `{x:+}` · `{x:trend}` tăng 3,1%.
Of a label, `{level:lower}` cấp tỉnh.

A column of codes holds codes: filter and group by them; they print as their labels, and an empty one is missing (`isna()`). `describe`,
`corr`, `rank`, `pd.cut`, `np.average` and seaborn take a frame as it is; what they give is looked at, or printed as the table says.

An empty cell is left out, as in pandas, and named where the result is printed: “17 (không gồm Bơi: chưa có số liệu)”. What does not add up
(a rate, an average, what there is at the end of two periods, a cell twice, a part with its whole) is refused, whoever adds. A comparison
with an empty cell is neither true nor false: a filter and `groupby` leave it out. A heat map takes plain numbers,
`sns.heatmap(frame.astype(float))`; `charts.custom` hands your function plain numbers, beside columns of words.
"""
_EDITION = (
    "figure figures frame register count computed compare evaluate fact growth stated before of "
    "statements cited document organisation text day code label year year_share date_to look"
)
_PARTS = {  # heading → module, the class of which it lists methods, and the names (none: all that it gives)
    "An edition: numbers, words, documents": ("helpers.editions", "Edition", _EDITION),
    "Sentences": (
        "helpers.prose",
        "",
        "prose join_phrases bullets numbered judged highest lowest how_many reference link within "
        "counted listed by_issuer full_names",
    ),
    "Tables": ("helpers.tables", "", "table"),
    "Charts": ("helpers.charts", "", ""),
    "Tasks and their deadlines": (
        "helpers.task_status",
        "",
        "by_standing by_deadline told_of_tasks as_of",
    ),
    "The official form": ("helpers.letterhead", "", "heading introduction reported_on signature"),
    "The audit of a section, and its annex": (
        "helpers.audit_report",
        "",
        "section result banner findings decisions controls unguarded",
    ),
    "Notes": ("helpers.values.sourced_text", "", "note"),
}
_EXAMPLE = re.compile(r"(?ms)\n*^>>> .*?(?=^\s*$|\Z)")


def main() -> None:
    print(_INTRODUCTION)
    for heading, (module, of, names) in _PARTS.items():
        found = import_module(module)
        package, _dot, name = module.rpartition(".")
        alone = of or names.partition(" ")[0] if name in ("prose", "sourced_text") or of else ""
        brought = f"from {module} import {alone}" if alone else f"from {package} import {name}"
        print(f"## {heading}\n\n`{brought}`\n")
        owner = getattr(found, of) if of else found
        for each in names.split() or found.__all__:
            print(_entry(each, getattr(owner, each), short=bool(of)))
        print()
    print("## The language of figures\n", _text(import_module("helpers.data.expressions"), short=False), sep="\n")


def _entry(name: str, value: object, short: bool) -> str:
    """A name with its arguments, and its docstring without examples. short: only the first paragraph."""
    read = isinstance(value, property)  # without brackets
    value = value.fget if read else value
    return f"- `{name}{'' if read else _parameters(value)}`\n" + "\n".join(
        f"  {line}" for line in _text(value, short).splitlines() if line.strip()
    )


def _parameters(function: object) -> str:
    """How it is called, without types."""
    shown = [
        parameter.replace(annotation=inspect.Parameter.empty, **({"default": None} if name == "reported" else {}))
        for name, parameter in inspect.signature(function).parameters.items()
        if name != "self"
    ]
    return str(inspect.Signature(shown))


def _text(documented: object, short: bool) -> str:
    text = _EXAMPLE.sub("", inspect.getdoc(documented) or "").strip()
    return text.partition("\n\n")[0] if short else text


if __name__ == "__main__":
    main()
