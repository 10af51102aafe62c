"""The doors of tests themselves: what they say of a command that is told to do wrong, or to do something."""

from __future__ import annotations

from pathlib import Path

from doors import findings, run, word_rows


def test_a_bad_cell_is_a_problem_at_its_place_and_changes_nothing(data: Path):
    path = data / "licences.csv"
    header, first, *rest = path.read_text(encoding="utf-8").splitlines()
    column = header.split(",").index("licences")
    cells = first.split(",")
    cells[column] = "vài"
    path.write_text("\n".join([header, ",".join(cells), *rest, ""]), encoding="utf-8")
    ran = run("check", "--data", data)
    assert ran.exit == 2 and ran.changes == [] and ran.files == []
    (problem,) = ran.problems
    assert (Path(problem["file"]).name, problem["line"], problem["column"]) == ("licences.csv", 2, "licences")
    assert problem["value"] == "vài"


def test_what_a_command_writes_is_a_change(data: Path):
    before = (data / "periods.csv").read_text(encoding="utf-8")
    ran = run("new", "2031-Q4", "--data", data)
    assert ran.exit == 0, ran.err
    assert "data/periods.csv" in ran.changes and before != (data / "periods.csv").read_text(encoding="utf-8")


def test_findings_of_a_sound_folder_are_none(data: Path):
    assert findings(data) == []


def test_words_of_a_page_stand_once_in_the_block_that_holds_them():
    page = "<main><section id='I'><h2>A <b>b</b></h2><ul><li>one<ul><li>two</li></ul></li></ul><script>no</script></section></main>"
    assert [(row["section"], row["kind"], row["words"]) for row in word_rows(page)] == [
        ("I", "heading", "A b"),
        ("I", "words", "one"),
        ("I", "words", "two"),
    ]
