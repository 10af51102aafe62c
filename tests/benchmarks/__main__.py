"""Every benchmark in one run, as one table of aims, met or not: python tests/benchmarks

What counts are the ratios; the seconds are this machine's. A quiet machine ends within six minutes.
"""

from __future__ import annotations

import sys

import audit
import batch
import build
import growth
import watch
import workbooks
from timing import print_table

CASES = {
    "builds, against papermill and jupyter-cache": build.measure,
    "watch, in a browser": watch.measure,
    "batches": batch.measure,
    "growing tables": growth.measure,
    "years in one folder": growth.measure_years,
    "the audit": audit.measure,
    "what offices send": workbooks.measure,
}

results = []
for name, measure in CASES.items():
    print(f"measuring {name} …", file=sys.stderr)
    found = measure()
    print_table(found)  # at once: a case that breaks takes no other's numbers with it
    results += found
print_table(results)
