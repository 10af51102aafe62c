"""`briefing add section`: a notebook in its place, and the headings above it."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from string import ascii_lowercase

from helpers.data.csv_writer import one_writer, replace_files, with_rows
from helpers.data.datapackage import declared_in, package_file, read_package, whole
from helpers.data.declaration_check import Descriptor
from helpers.data.reporting_period import choose_period
from helpers.errors import InputError, Problem, unknown_name
from helpers.i18n import Message, _
from helpers.project import Project
from helpers.values.display_bundle import quoted
from helpers.values.vietnamese import slug

from ..sections import HEADING, NUMBERS, Section, discover, place_of
from .filling import filled

Ask = Callable[[str], str]  # a question → what somebody answers; empty: the proposal in it
NOTEBOOK = Path(__file__).with_name("section.ipynb")
_NAME = re.compile(r"\d+[a-z]?(?=_|$)")
_WORDS = 4  # of a title in the name of its notebook


def add_section(project: Project, heading: str, table: str, ask: Ask) -> list[Path]:
    """Write a section's notebook, and a row of headings.csv for each part above it that has no title; gives the files.

    table: whose rows it shows; empty: none. ask: for the titles. Raises InputError for a heading without a number, or
    with one that another section has.
    """
    tables = declared_in(project.data)
    if table and table not in tables:
        raise unknown_name("--table", _("a table"), table, tables.own_first())
    found = HEADING.fullmatch(f"# {' '.join(heading.split())}")
    if not found or not found["number"]:
        raise _refused(heading, NUMBERS, _("Begin with it."), code="missing_number")
    number, title = found["number"], found["title"]
    sections = discover(project.notebooks)
    if there := next((section.name for section in sections if number in section.parts), ""):
        expected = _("a number that no section has")
        remedy = _("Give it the next number, or delete notebooks/{name}.ipynb first.", name=there)
        raise _refused(heading, expected, remedy, code="duplicate_name")
    with one_writer(project.data):
        titled = {row["section"] for row in tables.rows(project.data, "headings").values()}
        titled |= {part for section in sections for part in section.parts}
        above = [number.rsplit(".", down)[0] for down in range(number.count("."), 0, -1)]
        rows = [
            {"section": part, "title": ask(_("Title of {part}: ", part=part))} for part in above if part not in titled
        ]
        if missing := [row["section"] for row in rows if not row["title"]]:
            expected = _("a title of {parts}, which stands above it", parts=", ".join(missing))
            remedy = _("Write it into headings.csv, or add that section first.")
            raise _refused(heading, expected, remedy, code="missing_value")
        period = choose_period(tables.rows(project.data, "periods"))
        words = {"number": number, "title": title, "period": period}
        package = read_package(package_file(project.data))
        shown = of_table(table, package) if table else {"alone": "statements"}
        words |= {"tables": "`statements`" if not table else f"`{table}`, `statements`", **shown}
        name = f"{_place(number, sections)}_{named(title)}.ipynb"
        contents = {project.notebooks / name: filled(NOTEBOOK, words)}
        if rows:
            contents[project.data / "headings.csv"] = with_rows(project.data, tables["headings"], rows)
        replace_files(contents)
    return [*contents]


def _refused(heading: str, expected: Message, remedy: Message, code: str) -> InputError:
    return InputError(Problem("add section", value=heading, expected=expected, remedy=remedy, code=code))


def of_table(name: str, package: Descriptor) -> dict[str, str]:
    """What a notebook says of the table that it shows, as it is declared.

    Of observations, such as a hundred waiting times, their statistics are printed.
    """
    declared = next(each for each in whole(package)["resources"] if each["name"] == name)
    fields = [each for each in declared["schema"]["fields"] if each["name"] not in ("period", "source")]
    units = {each["name"]: each.get("unit", "@").partition("@")[0] for each in fields}
    heads = {each["name"]: each.get("titleVi") or each.get("description") or each["name"] for each in fields}
    columns = {name: f"{head} ({units[name]})" if units[name] else head for name, head in heads.items()}
    columns = {name: quoted(head) for name, head in columns.items()}
    words = {"table": name, "caption": json.dumps(quoted(declared["titleVi"]), ensure_ascii=False)}
    measured = {each: columns[each] for each in units if units[each]} if declared.get("observations") else {}
    if measured:
        words |= {"measured": json.dumps([*measured]), "measures": json.dumps(measured, ensure_ascii=False)}
    else:
        words["columns"] = json.dumps(columns, ensure_ascii=False)
    return words


def named(title: str) -> str:
    """What the name of a notebook says of its title.

    >>> named("Phát triển hạ tầng công nghệ")
    'phat_trien_ha_tang'
    """
    return "_".join(slug(title).split("-")[:_WORDS])


def _place(number: str, sections: list[Section]) -> str:
    """What a notebook's name begins with, between its neighbours': "04" after "03", "04a" where "05" is taken.

    Sections without a number stand where they are: what opens the report first, annexes last.
    """
    numbered = [at for at, each in enumerate(sections) if each.number and place_of(each.number) < place_of(number)]
    before = numbered[-1] if numbered else next((at for at, each in enumerate(sections) if each.number), 1) - 1
    taken = ["00", *(match[0] for each in sections if (match := _NAME.match(each.name))), "99z"]
    low, high = taken[before + 1], taken[before + 2]
    digits = low.rstrip(ascii_lowercase)
    tries = (f"{int(digits) + 1:0{len(digits)}}", *(digits + letter for letter in ascii_lowercase))
    if found := next((each for each in tries if low < each < high), ""):
        return found
    expected = _("room between {one} and {other}", one=low, other=high)
    remedy = _("Rename the notebooks behind it.")
    raise InputError(Problem("notebooks", expected=expected, remedy=remedy, code="no_room_between_notebooks"))
