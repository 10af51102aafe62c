"""The data dictionary: data/README.md, written from data/datapackage.json."""

import textwrap

from ..project import here
from .datapackage import FILE, Field, Table, read_package
from .schema import TABLES

_INTRODUCTION = """# The shared data

Written by `make dictionary` from `datapackage.json`, which declares the report's tables, and from the program's own: edit that, not this file.

{origin}

**Conventions.** UTF-8, commas, a decimal point, no thousands marks, dates as YYYY-MM-DD, one fact a row. The first column
is the period (of a document that stands in every period it is empty); {timeless} belong to no period. A row that is not there means "not applicable" or "not
reported"; an empty cell means "unknown", and a sum over it is unknown too. Codes and their labels are in `codes.csv`. A
reference names a row of the same period. A period without rows of its own in a table that is measured, such as a year, consists of
those in `periods` that together are as long, if each has some: halves, quarters or months. What adds up is added, of levels the
last one is taken; a column that says neither (`accrual`) stays unknown, as does a number that a part lacks.

**Limits.** The figures of some periods are estimates (`periods.estimated`). Some sources count to an earlier day than the period's
end: see `cutoffs`. Shares, totals, densities and growth that the report states beside its parts are not facts but checks: they
are in `controls`, and the briefing prints what it computes from the parts.

**Decisions.** What was reported stays visible until somebody decides. Before a decision the page and the draft print the value as
reported, with the mark of its finding (`PH3`); where a stated total and its parts disagree, what the parts give stands behind it in
brackets. A correction (`corrections`) replaces the value: it is marked “(đính chính)” on the screen and in the draft, stands in the
annex's list with what was reported, and is plain in the copy that is sent. An acceptance (`acceptances`) leaves the value
as reported, also a stated total whose parts give another, and takes the mark away; a question (`questions`) leaves both. What was accepted is said once
in a footnote where it stands, with the reason. A draft is a working paper of the day on which it is made and lists all that was decided, whatever day
it will bear; the copy that is sent has no such lists, and says by when a question is to be answered only if it was asked before its own day.

**The language of figures.** `table.column(dimension='code')` is the sum of the matching cells, `table.rows(…)` their number;
`dimension=['code', 'code']` takes several codes, `period='@last_year'`, `'@previous'` or `'2023-H1'` cells of another period (not
in corrections); growth(…) and change(…) compare with the same period last year, growth(…, '2022-H1') with the same months of another year;
abs(…), weighted(rates, weights) and per(things, people, 100, 'dân') compute what they say;
they combine with + - * /, mean(…), min(…), max(…), median(…), stdev(…), quantile(0.9, …), rank(a, …), slope(…). Controls, rules, statements and corrections name figures in it.

**The language of rules.** A rule compares two figures, once or for each combination of codes of the dimensions `each`, or says what
holds of a column: `each row` takes a condition such as `date_from <= date_to <= period.date_to` or
`implies(state == 'completed', filled(result))`, in which a name is a column, `period.date_to` a column of the row
that `period` names, and `previous.value`, `last_year.value`, `previous.previous.value` … what the same row had in an earlier period.

{rules}

**The declaration.** Any tool that knows Data Packages can check what `briefing schema --whole DIR` writes. Three things only `briefing build` checks, as
the standard has no words for them: that a code stands in its list of `codes.csv` (`codes`), that an expression can be
computed (`expression`), and that a reference which may be empty names a row of the same period. `unit` and `titleVi` are the
project's own words too, and so are `roles`, what colour each code has in charts, `next`, what the next period does with a table's rows, and `list`: offices add its rows
themselves, and these keys are made of those columns; `role` and `tasks` say what a table is to the program. A table of the program's
that `datapackage.json` names needs its file, the others may be without one (`optional`). `briefing schema` checks and lays out the declaration; `briefing schema --update DIR` brings a data
folder of an older declaration up to it.
"""

_ACCRUALS = {
    "flow": "adds up over periods",
    "level": "as of a period's end",
    "@accrual": "flow or level, as its row says",
}


def dictionary(rules: str) -> str:
    """The dictionary as Markdown: one heading and one table of columns for each CSV. rules: the language of rules, described."""
    *names, last = (f"`{table.name}`" for table in TABLES.values() if not table.periodic)
    timeless = f"{', '.join(names)} and {last}" if names else last
    introduction = _INTRODUCTION.format(origin=_origin(), timeless=timeless, rules=rules)
    return "\n".join([introduction, *map(_describe, TABLES.values())])


def _origin() -> str:
    package = read_package(here().data / FILE)
    sources = "; ".join(source["title"] for source in package.get("sources", ()))
    licences = "; ".join(f"[{licence['title']}]({licence['path']})" for licence in package.get("licenses", ()))
    about = f"**Where it comes from.** {package.get('description', '')} Source: {sources}."
    text = f"{about} Licence of the data: {licences}."
    return textwrap.fill(text, 120, break_long_words=False, break_on_hyphens=False)


def _describe(table: Table) -> str:
    rows = "\n".join(
        f"| `{field.name}` | {_kind(field)} | {field.about}{' (follows from the key: in no file)' if field.derived else ' (may be empty)' if field.empty else ''} |"
        for field in table.columns.values()
    )
    about = f"{table.title}. {table.about} One row for each {' + '.join(table.full_key)}."
    return f"## {table.name}.csv\n\n{about}\n\n| column | kind | meaning |\n| --- | --- | --- |\n{rows}\n"


def _kind(field: Field) -> str:
    if field.kind == "code":
        return f"code of `{field.codes}`"
    if field.kind == "reference":
        return f"reference to `{field.table}`"
    if field.kind == "number" and (field.unit or field.accrual):
        unit = "in the unit of its row" if field.unit == "@unit" else field.unit
        return ", ".join(filter(None, ("number", unit, _ACCRUALS.get(field.accrual))))
    if field.choices:
        return f"one of {', '.join(field.choices)}"
    return "whole number" if field.whole else field.kind
