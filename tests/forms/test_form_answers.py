"""What offices do to their form, and what comes of it: a cell in `answers.csv`, an honest mistake in `mistakes.csv`, a row each.

answers.csv: cell (of the form of the department `form_filled`) · type (text, number, day, formula, truth) · typed · outcome (stored,
asked, refused, or nothing: neither) · value (as stored) · origin. Many cells are typed into one form: the first of each cell
into one, the second into another.

mistakes.csv: name · what is done (verbs below, one after the other) · outcome · at (the cell of which it is said) · value ·
guide (words of the offices' guide, of what is not checked).

An import writes what it is sure of (`forms in --yes`); what it asks and refuses is among its problems. With nothing done the
form is an honest one: then no row may come out as it says.
"""

from __future__ import annotations

import ast
import csv
import datetime as dt
import json
import shutil
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from case_projects import FORM, project
from doors import ROOT, run
from openpyxl import Workbook
from openpyxl.comments import Comment
from workbook_form import cell as asked_in
from workbook_form import questions

HERE = Path(__file__).parent
CASES = list(csv.DictReader((HERE / "answers.csv").read_text(encoding="utf-8").splitlines()))
MISTAKES = list(csv.DictReader((HERE / "mistakes.csv").read_text(encoding="utf-8").splitlines()))
AS = {
    "text": str,
    "number": lambda typed: float(typed) if "." in typed or "e" in typed else int(typed),
    "day": dt.datetime.fromisoformat,
    "formula": lambda typed: f"={typed}",
    "truth": lambda typed: typed == "true",
}
WHOLE = {"rejected_cell": "refused", "differs_from_sent": "refused", "asked": "asked"}
Came = dict[str, tuple[str, str]]  # cell → what came of it, the value that is stored


def put(book: Workbook, at: str, kind: str, typed: str) -> None:
    cell = book.worksheets[1][at]
    cell.data_type = "n"
    cell.value = AS[kind](typed)
    if kind == "text":
        cell.data_type = "s"  # also what begins like a formula or an error


def came(edit: Callable[[Workbook], object]) -> Came:
    """What comes of each cell of the form after an edit."""
    with TemporaryDirectory() as folder:
        at = Path(shutil.copytree(project("form_filled"), Path(folder, "asked")))
        book = openpyxl.load_workbook(at / FORM)
        codes = {f"F{place.row}": place.code for place in questions(book)}
        edit(book)
        book.save(at / FORM)
        taken = run("forms", "in", FORM, "--yes", cwd=at)
        assert taken.exit == 0 or taken.problems, taken.err
        said = {each["column"].rpartition("!")[2]: WHOLE[each["code"]] for each in taken.problems}
        found = {}
        for cell in {*codes, *said, *(f"{letter}{cell[1:]}" for letter in "GJ" for cell in codes)}:
            value = stored(at / "data", codes[f"F{cell[1:]}"]) if f"F{cell[1:]}" in codes else ""
            found[cell] = (said.get(cell) or ("stored" if value else "nothing"), value)
        return found


def stored(data: Path, code: str) -> str:
    """What a table has for the code of a cell, such as visits.visits(branch='centre', reader='adult')."""
    call = ast.parse(code, mode="eval").body
    key = {word.arg: ast.literal_eval(word.value) for word in call.keywords} | {"period": "2032-Q3"}
    for row in csv.DictReader((data / f"{call.func.value.id}.csv").read_text(encoding="utf-8").splitlines()):
        if all(row[name] == value for name, value in key.items()):
            return row[call.func.attr]
    return ""


# -- one cell ----------------------------------------------------------------------------------------------------------


def packs() -> list[list[int]]:
    """The cases that share a form."""
    shared, so_far = defaultdict[int, list[int]](list), defaultdict[str, int](int)
    for number, case in enumerate(CASES):
        row = case["cell"][1:]
        shared[so_far[row]].append(number)
        so_far[row] += 1
    return list(shared.values())


@cache
def imported(cases: tuple[int, ...]) -> Came:
    def edit(book: Workbook) -> None:
        for case in (CASES[number] for number in cases):
            put(book, case["cell"], case["type"], case["typed"])
            if case["cell"][0] == "G":
                book.worksheets[1][f"F{case['cell'][1:]}"].value = None

    return came(edit)


@pytest.mark.parametrize("numbers", packs(), ids=str)
def test_what_is_typed_is_stored_asked_or_refused(numbers):
    cells = imported(tuple(numbers))
    found = {case["typed"]: cells[case["cell"]] for case in (CASES[number] for number in numbers)}
    assert found == {CASES[n]["typed"]: (CASES[n]["outcome"], CASES[n]["value"]) for n in numbers}


def test_an_honest_form_brings_none_of_it():
    cells = imported(())
    assert {outcome for cell, (outcome, _) in cells.items() if cell in {case["cell"] for case in CASES}} == {"stored"}
    said = [case for case in CASES if cells[case["cell"]] == (case["outcome"], case["value"])]
    assert [case["cell"] for case in said] == ["J9"]  # a note changes no number


# -- an honest mistake -------------------------------------------------------------------------------------------------


def copy(book: Workbook, source: str, target: str) -> None:
    sheet = book.worksheets[1]
    cells = zip(*([row[0] for row in sheet[f"{area}:{area}" if ":" not in area else area]] for area in (source, target)), strict=True)  # fmt: skip
    for one, other in cells:
        other.value = one.value


def exchange(book: Workbook, one: str, other: str) -> None:
    sheet = book.worksheets[1]
    sheet[one].value, sheet[other].value = sheet[other].value, sheet[one].value


VERBS: dict[str, Callable[..., object]] = {
    "type": lambda book, at, value: put(book, at, "number", value),
    "text": lambda book, at, *words: put(book, at, "text", " ".join(words)),
    "day": lambda book, at, value: put(book, at, "day", value),
    "copy": copy,
    "exchange": exchange,
    "row": lambda book, number: book.worksheets[1].insert_rows(int(number)),
    "sheet": lambda book, name: book.create_sheet(name).__setitem__("A1", "nháp"),
    "hide": lambda book, column: setattr(book.worksheets[1].column_dimensions[column], "hidden", True),
    "comment": lambda book, at, words: setattr(book.worksheets[1][at], "comment", Comment(words, "An")),
}


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in MISTAKES])
def test_an_honest_mistake_is_refused_asked_or_named_in_the_guide(case):
    def edit(book: Workbook) -> None:
        for step in case["what is done"].split("; "):
            verb, *words = step.split()
            VERBS[verb](book, *words)

    cells = came(edit)
    assert cells.get(case["at"]) == (case["outcome"], case["value"]), cells
    if case["guide"]:
        assert case["guide"] in " ".join((ROOT / "HUONG-DAN-DON-VI.md").read_text(encoding="utf-8").split())
    elif case["outcome"] != "stored":
        assert imported(()).get(case["at"]) != (case["outcome"], case["value"])


@pytest.mark.parametrize(("south", "answers", "exit_code"), [(1291, 1, 0), (1290, 1, 2), (1290, 2, 0)])
def test_the_same_move_of_two_cells_is_asked_once(tmp_path, south, answers, exit_code):
    at = Path(shutil.copytree(project("form_filled"), tmp_path / "asked"))
    book = openpyxl.load_workbook(at / FORM)
    for cell, value in (("F7", 1291), ("F10", south)):  # both 12.550 before
        book.worksheets[1][cell].value = value
    book.save(at / FORM)
    taken = run("forms", "in", FORM, cwd=at, typed="Đóng cửa sửa chữa\n" * answers + "c\n")
    assert taken.exit == exit_code, taken.out
    assert stored(at / "data", "visits.visits(branch='centre', reader='child')") == ("" if exit_code else "1291")


def test_a_form_that_comes_again_is_kept_beside_the_first_and_its_rows_cite_it(tmp_path):
    at = Path(shutil.copytree(project("form_filled"), tmp_path / "asked"))
    for value in (12916, 12917, 12917):
        book = openpyxl.load_workbook(at / FORM)
        book.worksheets[1]["F8"].value = value
        book.save(at / FORM)
        assert run("forms", "in", FORM, "--yes", cwd=at).exit == 0
    first, second, *_again = csv.DictReader((at / "data" / "sources.csv").read_text(encoding="utf-8").splitlines())
    assert (first["file"], second["file"]) == (FORM, f"TV_2032-Q3-{second['sha256'][:8]}.xlsx")
    cited = {row["visits"]: row["source"] for row in csv.DictReader((at / "data" / "visits.csv").read_text(encoding="utf-8").splitlines())}  # fmt: skip
    assert cited["12917"].startswith(f"[{second['file']}]") and cited["12937"].startswith(f"[{FORM}]")
    assert {each.name for each in (at / "data" / "sources" / "2032-Q3").iterdir()} >= {first["file"], second["file"]}


def test_another_number_for_a_corrected_cell_withdraws_the_correction_and_says_so_before(tmp_path):
    at = Path(shutil.copytree(project("form_filled"), tmp_path / "asked"))
    assert run("forms", "in", FORM, "--yes", cwd=at).exit == 0
    code, corrections = "visits.visits(branch='centre', reader='adult')", at / "data" / "corrections.csv"
    head, sent = "period,figure,old,new,reason,decided_by,date", stored(at / "data", code)
    corrections.write_text(f'{head}\n2032-Q3,"{code}",{sent},99,Nhầm,VP,2032-10-01\n', encoding="utf-8")
    assert "withdrawn" not in run("forms", "in", FORM, "--yes", cwd=at).out
    book = openpyxl.load_workbook(at / FORM)
    asked_in(book, code).value = int(sent) + 1
    book.save(at / FORM)
    refused, taken = (run("forms", "in", FORM, cwd=at, typed=answer) for answer in ("\n", "c\n"))
    for ran in (refused, taken):
        assert f"{code}, {sent} → 99, is withdrawn" in " ".join(ran.out.split())
    assert corrections.read_text(encoding="utf-8").splitlines() == [head]
    assert run("check", "2032-Q3", cwd=at).exit == 0


def test_what_a_rule_finds_of_a_number_is_written_and_stands_in_check(tmp_path):
    at = Path(shutil.copytree(project("form_filled"), tmp_path / "asked"))
    book = openpyxl.load_workbook(at / FORM)
    (lent, returned) = (asked_in(book, f"loans.{column}(branch='south')") for column in ("lent", "returned"))
    returned.value = lent.value + 1
    book.save(at / FORM)
    taken = run("forms", "in", FORM, cwd=at, typed="c\n")
    assert taken.exit == 0 and stored(at / "data", "loans.returned(branch='south')") == str(returned.value), taken.out
    found = json.loads(run("check", "2032-Q3", "--json", cwd=at).out)["findings"]
    assert [each["state"] for each in found if "loans.returned(branch='south')" in each["cells"]] == ["open"]


def test_a_reason_is_kept_with_who_gave_it_and_check_asks_no_more(tmp_path):
    at = Path(shutil.copytree(project("form_filled"), tmp_path / "asked"))
    with (at / "data" / "rules.csv").open("a", encoding="utf-8") as file:
        file.write("moves,bounds,warning,,visits,plausible,@previous,Số liệu không khác xa kỳ trước\n")
    book = openpyxl.load_workbook(at / FORM)
    book.worksheets[1]["F7"].value = 1291  # 12.550 before
    book.save(at / FORM)
    assert run("forms", "in", FORM, "--by", "An", cwd=at, typed="Đóng cửa sửa chữa\nc\n").exit == 0
    visits, said = at / "data" / "visits.csv", " (Giải trình: An: Đóng cửa sửa chữa)"
    text = visits.read_text(encoding="utf-8")
    assert text.count(said) == 1

    def found() -> list[str]:
        checked = json.loads(run("check", "2032-Q3", "--json", cwd=at).out)
        return [each["id"] for each in checked["findings"] if each["id"].startswith("moves@")]

    assert found() == []
    visits.write_text(text.replace(said, ""), encoding="utf-8")
    assert found() == ["moves@visits.visits:branch=centre,reader=child"]


def test_cells_that_are_refused_each_show_their_value_and_another_form_is_filled_in_anew(tmp_path):
    at = Path(shutil.copytree(project("form_filled"), tmp_path / "asked"))
    book = openpyxl.load_workbook(at / FORM)
    book.worksheets[1]["F6"].value, book.worksheets[1]["F7"].value = "452 tin", "khoảng 50"
    book.save(at / FORM)
    taken = run("forms", "in", FORM, "--yes", cwd=at)
    assert "F6 “452 tin”" in taken.out and "F7 “khoảng 50”" in taken.out
    book.worksheets[1]["B40"].value = 4
    book.save(at / FORM)
    assert run("forms", "back", FORM, "--out", "back", cwd=at).exit == 0
    told = openpyxl.load_workbook(next((at / "back").glob("*.xlsx"))).worksheets[0]["A2"].value
    assert "nhập vào một biểu mới" in told and "chính tệp này" not in told


def test_a_row_that_has_never_had_a_number_is_on_the_form_of_who_owns_it_as_check_misses_it(tmp_path):
    """The first of the year's indicators has a plan, and nobody has ever said how far it is."""
    at = tmp_path / "next"
    for name in ("data", "notebooks"):
        shutil.copytree(ROOT / name, at / name)
    assert run("new", "2024-H2", cwd=at).exit == 0
    assert run("forms", "out", "2024-H2", "--out", "sent", cwd=at).exit == 0
    sent = [questions(openpyxl.load_workbook(path)) for path in sorted((at / "sent").glob("*.xlsx"))]
    codes = [place.code for book in sent for place in book]
    assert codes.count("indicators.estimate(indicator='1')") == 1 and len(codes) == len({*codes}) == 326
