"""The data dictionary: data/README.md, written from the table declarations."""

from __future__ import annotations

from .schema import TABLES, Field

_INTRODUCTION = """# The shared data

Written by `make dictionary` from the table declarations in `src/helpers/data/schema.py`; edit those, not this file.

**Where it comes from.** The 2024-H1 rows were transcribed from the department's report "Báo cáo kiểm điểm công tác chỉ đạo,
điều hành 6 tháng đầu năm 2024" of May 2024, figures exactly as printed, also where they look wrong: mending them is a
decision, and decisions stand in `corrections.csv`. The column `source` names the section, footnote (chú thích) or appendix
(Phụ lục) of the report that states the row. Two readers compared every row with the report.

**Conventions.** UTF-8, commas, a decimal point, no thousands marks, dates as YYYY-MM-DD, one fact a row. The first column
is the period; `codes`, `headings` and `rules` belong to no period. A row that is not there means "not applicable" or "not
reported"; an empty cell means "unknown", and a sum over it is unknown too. Codes and their labels are in `codes.csv`.

**Limits.** Half-year indicators are estimates (`periods.estimated`). Some sources count to an earlier day than the period's
end: see `cutoffs`. Shares, totals, densities and growth that the report states beside its parts are not facts but checks: they
are in `controls`, and the briefing prints what it computes from the parts.

**The language of figures.** `table.column(dimension='code')` is the sum of the matching cells, `table.rows(…)` their number;
`dimension=['code', 'code']` takes several codes, `period='2023-H1'` cells of another period (not in rules and corrections);
abs(…), weighted(rates, weights) and per(things, people, 100, 'dân') compute what they say;
they combine with + - * /, mean(…), min(…), max(…). Controls, rules, statements and corrections name figures in it.
"""


def dictionary() -> str:
    """The dictionary as Markdown: one heading and one table of columns for each CSV."""
    return "\n".join([_INTRODUCTION, *(_describe(name) for name in TABLES)])


def _describe(name: str) -> str:
    table = TABLES[name]
    key = " + ".join(table.full_key)
    rows = "\n".join(
        f"| `{field.name}` | {_kind(field)} | {field.about}{' (may be empty)' if field.empty else ''} |"
        for field in table.columns.values()
    )
    return f"## {name}.csv\n\n{table.title}. {table.about}{f' One row for each {key}.' if key else ''}\n\n| column | kind | meaning |\n| --- | --- | --- |\n{rows}\n"


def _kind(field: Field) -> str:
    if field.kind == "code":
        return f"code of `{field.codes}`"
    if field.kind == "reference":
        return f"reference to `{field.table}`"
    if field.kind == "number" and field.unit:
        return "number, in the unit of its row" if field.unit == "@unit" else f"number, {field.unit}"
    return field.kind
