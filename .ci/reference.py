"""Print the reference of what notebooks can say (notebooks/REFERENCE.md), from the docstrings of `helpers`."""

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from types import FunctionType, ModuleType

from helpers.data import expressions

_INTRODUCTION = """# What notebooks can say

Written by `make dictionary` from the docstrings of `src/helpers`, whose examples the tests run: edit those, not this file.

## Look with pandas, print with figures

```python
df = edition.frame("dossiers_received")  # an ordinary DataFrame; its number columns have the dtype `figure`
df.groupby("level")["dossiers"].sum()  # looked at: in JupyterLab, never in the document
online = df[df["channel"] == "online"]["dossiers"].sum()
prose(f"Trực tuyến {online:unit}, bằng {online / df['dossiers'].sum():.1%} số hồ sơ.")  # printed, with the cells
tables.table(df.pivot_table(index="level", columns="channel", values="dossiers", aggfunc="sum"), "Hồ sơ", index="Cấp")
```

| to print | write |
| --- | --- |
| what pandas adds up, groups, pivots, merges, sorts, divides | its elements, as they are |
| one cell or a sum of cells, exactly | `edition.figure("dossiers_received", "dossiers", channel="online")` |
| how many rows; by codes | `edition.count("training", course="mooc")`; `edition.figures("training", "rows", by="course")` |
| anything else that pandas, numpy, a model or `len()` gives | `edition.computed(number, unit="lượt", name="dự báo", of=df)` |
| the same of this year and last | `now, then = edition.compare(lambda e: e.frame("visits")["adults"].sum(), "last_year")` |
| rows with their texts, days and documents | `edition.register("decision_tasks")` |

Formats: `{x}` 112.361 · `{x:unit}` 42 hồ sơ · `{x:.1f}` or `{x:.1}` 3.022,5 · `{x:,.0f}` · `{x:.1%}` of a quotient · `{x:02}` · `{x:trend}` · `{x:.1times}`.

An empty cell is left out, as in pandas, and named where the result is printed: “17 (không gồm Bơi: chưa có số liệu)”. What does not add up
(a rate, an average, what there is at the end of two periods, a cell twice, a part with its whole) is refused, whoever adds. A comparison
with an empty cell is neither true nor false: a filter and `groupby` leave it out.
"""
_PARTS = {  # heading → module, and the class in it whose methods a notebook calls
    "An edition's numbers, words and documents": ("helpers.editions", "Edition"),
    "Figures": ("helpers.values.figures", "Figure"),
    "Sentences": ("helpers.prose", ""),
    "Tables": ("helpers.tables", ""),
    "Charts": ("helpers.charts", ""),
    "Words that judge": ("helpers.task_status", ""),
    "Citations and notes": ("helpers.values.citations", ""),
    "The official form": ("helpers.letterhead", ""),
}
_EXAMPLE = re.compile(r"(?ms)^>>> .*?(?=^\s*$|\Z)")


def main() -> None:
    print(_INTRODUCTION)
    for heading, (module, of) in _PARTS.items():
        print(f"## {heading}\n")
        print("\n\n".join(_entries(import_module(module), of)), end="\n\n")
    print("## The language of figures", _text(expressions), sep="\n\n")


def _entries(module: ModuleType, of: str) -> Iterator[str]:
    """The docstring of a module or class, then that of each of its functions."""
    owner = getattr(module, of) if of else module
    package, _dot, name = module.__name__.rpartition(".")
    yield f"`from {module.__name__ if of else package} import {of or name}`"
    yield _text(owner)
    parts = [
        part for part in getattr(owner, "__mro__", (owner,)) if part is owner or part.__module__.startswith("helpers.")
    ]
    names = getattr(owner, "__all__", None) or {
        name for part in parts for name in vars(part) if not name.startswith("_")
    }
    for name, value in ((name, inspect.unwrap(getattr(owner, name))) for name in sorted(names)):
        read = isinstance(value, property)  # without brackets
        value = value.fget if read else value
        own = of or getattr(value, "__module__", "").startswith(module.__name__)
        if isinstance(value, FunctionType) and value.__doc__ and own:
            yield f"### {name}{'' if read else _parameters(value)}\n\n{_text(value)}"


def _parameters(function: FunctionType) -> str:
    """How it is called, without types."""
    shown = [
        parameter.replace(annotation=inspect.Parameter.empty)
        for name, parameter in inspect.signature(function).parameters.items()
        if name != "self"
    ]
    return str(inspect.Signature(shown))


def _text(documented: object) -> str:
    """A docstring as Markdown, its examples as code."""
    text = inspect.getdoc(documented) or ""
    return _EXAMPLE.sub(lambda match: f"```python\n{match[0].rstrip()}\n```", text)


if __name__ == "__main__":
    main()
