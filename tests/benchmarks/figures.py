"""What it costs that numbers remember their cells: ordinary operations on 10,000 rows, with figures and with plain floats.

python tests/benchmarks/figures.py
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from receipts import figures_of

ROWS, TIMES = 10_000, 5
OPERATIONS: dict[str, Callable[[pd.DataFrame], object]] = {
    "share": lambda frame: frame["n"] / frame["n"].sum(),
    "cumsum": lambda frame: frame["n"].cumsum(),
    "groupby": lambda frame: frame.groupby("group")["n"].sum(),
    "pivot": lambda frame: frame.pivot_table(index="group", columns="kind", values="n", aggfunc="sum"),
    "sort": lambda frame: frame.sort_values("n"),
    "rank": lambda frame: frame["n"].rank(),
    "merge": lambda frame: frame.merge(frame.groupby("group", as_index=False)["n"].max(), on="group"),
}


def frames() -> tuple[pd.DataFrame, pd.DataFrame]:
    random = np.random.default_rng(seed=1)
    groups, kinds = (random.integers(0, many, ROWS).astype(str) for many in (50, 5))
    plain = pd.DataFrame({"group": groups, "kind": kinds, "n": random.integers(1, 1000, ROWS)})
    return figures_of(plain, "t.csv", ["n"]), plain


def milliseconds(operation: Callable[[pd.DataFrame], object], frame: pd.DataFrame) -> float:
    """Of the processor, the least of several."""
    took = []
    for _time in range(TIMES):
        began = time.process_time()
        operation(frame)
        took.append(time.process_time() - began)
    return min(took) * 1000


if __name__ == "__main__":
    figures, plain = frames()
    print(f"{'':10}{'figures':>10}{'plain':>10}  ms, {ROWS} rows")
    for name, operation in OPERATIONS.items():
        print(f"{name:10}{milliseconds(operation, figures):>10.1f}{milliseconds(operation, plain):>10.1f}")
