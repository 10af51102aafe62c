"""Frames side by side: pandas' merge, join and concat, but that they say which rows are left out."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

import pandas as pd

from .language import _, ngettext
from .problems import remark

_NAMED = 3  # rows that are named
_concat = pd.concat


class Joined:
    """A frame that says which rows, of its own and of the other's, find no partner."""

    def merge(self, right: Any, how: Any = "", **options: Any) -> Any:
        """As pandas has it; of rows that find no partner it is said, unless `how` is written."""
        pandas: Any = super()
        by = options.get("on") or options.get("left_on"), options.get("on") or options.get("right_on")
        if all(by) and not options.get("validate"):
            _say_repeated(
                *(
                    frame.loc[frame.duplicated(name, keep=False), name]
                    for frame, name in zip((self, right), by, strict=True)
                )
            )
        if not how:
            every = pandas.merge(right, "outer", indicator="_in", **options)
            alone = every[every["_in"] != "both"].drop(columns="_in")
            keys = [
                name for name in (by[0] if isinstance(by[0], list) else by) if isinstance(name, str) and name in alone
            ]
            rows = (alone[[*dict.fromkeys(keys), *alone.columns]]).itertuples(index=False)
            _say_left_out("merge", [next((value for value in row if value == value), "") for row in rows])
        return pandas.merge(right, how or "inner", **options)

    def join(self, other: Any, on: Any = None, how: Any = "left", **options: Any) -> Any:
        pandas: Any = super()
        made = pandas.join(other, on, how, **options)
        if how == "inner":
            _say_left_out("join", pandas.join(other, on, "outer", **options).index.difference(made.index, sort=False))
        return made


def merge(left: Any, *arguments: Any, **options: Any) -> Any:
    """pandas.merge, by the first frame's own."""
    return (left.to_frame() if isinstance(left, pd.Series) else left).merge(*arguments, **options)


def concat(objs: Any, **options: Any) -> Any:
    """pandas.concat; of rows that only some have it is said where they are left out."""
    parts = objs if isinstance(objs, dict) else [*objs]
    made = _concat(parts, **options)
    if options.get("join") == "inner" and options.get("axis") in (1, "columns"):
        _say_left_out("concat", _concat(parts, **options | {"join": "outer"}).index.difference(made.index, sort=False))
    return made


def _say_repeated(left: Any, right: Any) -> None:
    """Which names stand in several rows of both frames: each of these is joined with each, and counts again."""
    one, other = (
        list(map(str, (names if names.ndim == 1 else names.iloc[:, 0]).drop_duplicates())) for names in (left, right)
    )
    if both := [name for name in one if name in other]:
        remark(
            _(
                "merge repeats rows of both: {names}. What is added up of them counts twice; write validate='one_to_many' or 'many_to_one'.",
                names=", ".join(both[:_NAMED]),
            )
        )


def _say_left_out(call: str, names: Iterable[object]) -> None:
    """Which rows have no partner; a remark, as somebody may have meant it."""
    if count := len(alone := [f"{name!s}" for name in names]):
        said = ngettext(
            "{call} leaves out {count} row that has no partner: {names}.",
            "{call} leaves out {count} rows that have no partner: {names}.",
            count,
            call=call,
            names=", ".join(islice(dict.fromkeys(alone), _NAMED)) + (", …" if len({*alone}) > _NAMED else ""),
        )
        remedy = _("Write how='outer' to see them, one.merge(other, how='inner', …) to leave them out.")
        remark(f"{said} {remedy}")
