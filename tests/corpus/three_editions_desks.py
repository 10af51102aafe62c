"""Still more cases of three_editions.py, written from the guides: two analysts and one repository, offices and people that
change in the middle of a year, earlier editions touched while later ones stand, tables that other programs saved.
"""

import shutil
import sys
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from corpus.three_editions import (
    CHIEF,
    EITHER,
    FIRST,
    HALF,
    HEAD,
    NAMED,
    REFUSED,
    RIGHT,
    SECOND,
    SIGN1,
    SIGN2,
    THIRD,
    Walk,
    correct,
    explain,
    other_number,
    other_words,
)  # fmt: skip
from corpus.three_editions_cases import CASES, case, signatures, stands
from corpus.three_editions_later import EXAMS_CELL, again, cell_of

__all__ = ["CASES"]


def line_of(walk: Walk, table: str, beginning: str) -> str:
    return next(line for line in walk.read(table).splitlines() if line.startswith(beginning))


def conflict(walk: Walk, table: str, beginning: str, theirs: str) -> None:
    """What `git merge` leaves where both have changed one line."""
    ours = line_of(walk, table, beginning)
    walk.edit(table, ours + "\n", f"<<<<<<< HEAD\n{ours}\n=======\n{theirs}\n>>>>>>> an\n")


# ---------------------------------------------------------------- two analysts, one repository


@case("a conflict left in the numbers", "two analysts", "built", REFUSED)
def _(walk: Walk) -> str | None:
    conflict(walk, "counts", f"{FIRST},exams", f"{FIRST},exams,Lượt khám bệnh,149034,lượt,I.1")
    return None if "counts.csv" in walk("build").said else "the table is not named"


@case("a conflict left in the sentences", "two analysts", "built", REFUSED)
def _(walk: Walk) -> None:
    conflict(walk, "statements", f"{FIRST},II,", f"{FIRST},II,direction,direction,1,Làm tốt hơn.,confirmed,II")
    walk("check", FIRST)


@case("a conflict left in the sources of an import", "two analysts", "second", REFUSED)
def _(walk: Walk) -> None:
    line = line_of(walk, "sources", SECOND)
    conflict(walk, "sources", SECOND, line.replace("P.NVY", "P.NVY2"))
    walk("check", SECOND)


@case("a row twice after a merge of both sides", "two analysts", "built", NAMED)
def _(walk: Walk) -> None:
    walk.append("counts", "", line_of(walk, "counts", f"{FIRST},exams"))
    walk("build")


@case("a row twice with two numbers after a merge of both sides", "two analysts", "built", REFUSED)
def _(walk: Walk) -> None:
    walk.append("counts", "", line_of(walk, "counts", f"{FIRST},exams").replace("148034", "149034"))
    walk("build")


@case("two corrections of one number after a merge", "two analysts", "built", REFUSED)
def _(walk: Walk) -> None:
    correct(walk, FIRST, "exams", "148034", "148043")
    correct(walk, FIRST, "exams", "148034", "148304")
    walk("build")


@case("two sentences in one place after a merge", "two analysts", "built", NAMED)
def _(walk: Walk) -> None:
    walk.append("statements", "", f"{FIRST},II,direction,direction,1,Sở tiếp tục thực hiện.,confirmed,II")
    walk("build")


@case("signed by one, its number changed by the other, merged", "two analysts", "built", REFUSED)
def _(walk: Walk) -> None:
    walk.git("checkout", "-q", "-b", "bình")
    other_number(walk, FIRST)
    walk.commit()
    walk.git("checkout", "-q", "-")
    walk.must(*SIGN1)
    walk.must(*SIGN2)
    walk.commit()
    walk.git("merge", "-q", "--no-edit", "bình")
    walk("publish")


@case("each signs a section on a branch, merged", "two analysts", "built", RIGHT)
def _(walk: Walk) -> str | None:
    (walk.project / ".gitattributes").write_text("*.csv merge=union\n", encoding="utf-8")
    walk.must(*SIGN1)
    walk.commit()
    walk.git("checkout", "-q", "-b", "bình", "HEAD~1")
    (walk.project / ".gitattributes").write_text("*.csv merge=union\n", encoding="utf-8")
    walk.must(*SIGN2)
    walk.commit()
    walk.git("merge", "-q", "--no-edit", "-")
    walk("publish")
    return None if walk.published(FIRST) == ["1"] else "it was not published"


@case("two people in one role after a merge", "two analysts", "signed", EITHER)
def _(walk: Walk) -> str | None:
    row = signatures(walk)[0]
    walk.append("signatures", "", row.replace("Nguyễn An", "Trần Cường"))
    walk.commit()
    ran = walk("status")
    return None if ran.code or ("Trần Cường" in ran.said and "Nguyễn An" in ran.said) else "one of the two is not told"


@case("both have begun the period, merged", "two analysts", "first", EITHER)
def _(walk: Walk) -> str | None:
    walk.must("new", SECOND)
    for path in (walk.project / "data").glob("*.csv"):
        rows = [line for line in path.read_text("utf-8").splitlines() if line.startswith(f"{SECOND},")]
        walk.append(path.stem, "", *rows)
    walk("check", SECOND)
    return None


@case("a copy of a table beside it, with other numbers", "two analysts", "signed", EITHER)
def _(walk: Walk) -> str | None:
    text = walk.read("counts").replace("148034", "149034")
    (walk.project / "data" / "counts (1).csv").write_text(text, encoding="utf-8")
    ran = walk("build")
    return None if ran.code or ("148.034" in walk.text(FIRST) and "149.034" not in walk.text(FIRST)) else "the copy was read"  # fmt: skip


@case("LibreOffice's lock beside a table", "two analysts", "signed", RIGHT)
def _(walk: Walk) -> None:
    (walk.project / "data" / ".~lock.counts.csv#").write_text(",an,may1,27.11.2026 08:00;", encoding="utf-8")
    walk("build")


# ---------------------------------------------------------------- tables that Excel saved


def saved(change, encoding: str = "utf-8"):
    def act(walk: Walk) -> str | None:
        walk.path("counts").write_bytes(change(walk.read("counts")).encode(encoding))
        if walk("build").code:
            return None
        return None if "148.034" in walk.text(FIRST) else "the number is another one"

    return act


for _name, _want, _act in (
    ("semicolons", EITHER, saved(lambda text: text.replace(",", ";"))),
    ("a mark of its encoding", RIGHT, saved(lambda text: text, "utf-8-sig")),
    ("the letters of Windows", REFUSED, saved(lambda text: text.encode("cp1258", "replace").decode("cp1258"), "cp1258")),
    ("UTF-16 and tabs", EITHER, saved(lambda text: text.replace(",", "\t"), "utf-16")),
    ("an exponent", NAMED, saved(lambda text: text.replace("148034", "1.48E+05"))),
    ("a blank behind an item", EITHER, saved(lambda text: text.replace(",exams,", ",exams ,"))),
    ("lines of commas below", EITHER, saved(lambda text: text + ",,,,,\n" * 3)),
    ("numbers in quotes", RIGHT, saved(lambda text: text.replace("148034", '"148034"'))),
    ("a column of remarks", REFUSED, saved(lambda text: text.replace("\n", ",\n").replace("source,", "source,ghi chú", 1))),
    ("its columns in another order", EITHER, saved(lambda text: "\n".join(",".join(line.split(",")[::-1]) for line in text.splitlines()) + "\n")),
):  # fmt: skip
    case(f"a table saved with {_name}", "saved by Excel", "built", _want)(_act)


@case("a dot between thousands typed into a table", "saved by Excel", "built", EITHER, tells="1 of them errors")
def _(walk: Walk) -> None:
    walk.edit("counts", "148034", "148.034")
    walk("build")


# ---------------------------------------------------------------- signatures that go, people that change


@case("a signature withdrawn", "people", "signed", REFUSED)
def _(walk: Walk) -> None:
    walk.edit("signatures", signatures(walk)[0] + "\n", "")
    walk.commit()
    walk("publish")


@case("a signature withdrawn, given by another", "people", "signed", RIGHT)
def _(walk: Walk) -> str | None:
    walk.edit("signatures", signatures(walk)[0] + "\n", "")
    walk.must("sign", "I.1", "--by", "Trần Cường", "--role", HEAD)
    walk.commit()
    walk("publish")
    page = (walk.project / f"reports/published/{FIRST}/1/briefing.html").read_text("utf-8")
    return None if "Trần Cường ký" in page and "Nguyễn An" not in page else "the page says that another has signed"


@case("a signature withdrawn after publishing", "people", "first", RIGHT)
def _(walk: Walk) -> str | None:
    walk.edit("signatures", signatures(walk)[0] + "\n", "")
    walk.commit()
    intact = "is as it was published" in walk("verify", f"reports/published/{FIRST}/1").said
    return None if intact and not stands(walk, "I.1") else "it still stands, or the publication is said to be changed"


@case("the role of a signature renamed after it was given", "people", "signed", REFUSED)
def _(walk: Walk) -> None:
    walk.edit("required_signatures", HEAD, "Trưởng phòng Nghiệp vụ Y")
    walk.commit()
    walk("publish")


@case("the director replaced between the signatures and publishing", "people", "signed", EITHER)
def _(walk: Walk) -> str | None:
    walk.edit("organisation", "Nguyễn Thị Bình", "Phạm Văn Dũng")
    walk.commit()
    if walk("publish").code:
        return None
    text = walk.text(f"published/{FIRST}/1")
    return None if "Phạm Văn Dũng" in text and "Nguyễn Thị Bình" not in text else "the old name was published"


@case("who signs is asked in a new period", "people", "first", RIGHT)
def _(walk: Walk) -> str | None:
    said = walk("new", SECOND).said + walk("check", SECOND).said
    return None if "Nguyễn Thị Bình" in said or "signs" in said else "the old name was carried without a word"


@case("two offices become one in the middle of the year", "people", "first", RIGHT)
def _(walk: Walk) -> str | None:
    walk.edit("owners", "P.TTr", "P.NVY")
    walk.must("new", SECOND)
    files = walk.templates(SECOND)
    walk("forms", "in", *files.values(), "--yes")
    return None if set(files) == {"P.NVY"} and cell_of(walk, SECOND, "fined") == "19" else f"workbooks of {set(files)}"


@case("a workbook of an office that is no longer there", "people", "first", NAMED)
def _(walk: Walk) -> None:
    walk.must("new", SECOND)
    path = walk.templates(SECOND)["P.TTr"]
    walk.edit("owners", "P.TTr", "P.NVY")
    walk.edit("offices", "P.TTr,Thanh tra Sở,Chánh Thanh tra,-10,false\n", "")
    walk("forms", "in", path, "--yes")


@case("a workbook of an office whose numbers another has now", "people", "first", NAMED)
def _(walk: Walk) -> None:
    walk.must("new", SECOND)
    path = walk.templates(SECOND)["P.TTr"]
    walk.edit("owners", "P.TTr", "P.NVY")
    walk("forms", "in", path, "--yes")


@case("an office taken away that still owns numbers", "people", "first", REFUSED)
def _(walk: Walk) -> None:
    walk.edit("offices", "P.TTr,Thanh tra Sở,Chánh Thanh tra,-10,false\n", "")
    walk("new", SECOND)


# ---------------------------------------------------------------- earlier editions while later ones stand


@case("last year corrected after this year began: the template", "earlier", "second", RIGHT)
def _(walk: Walk) -> str | None:
    correct(walk, FIRST, "exams", "148034", "148043")
    import openpyxl

    walk("forms", "out", SECOND, "--out", walk.project.parent / "mau2")
    book = openpyxl.load_workbook(next((walk.project.parent / "mau2").glob("P.NVY*")))
    shown = {cell.value for sheet in book for row in sheet for cell in row}
    return None if 148043 in shown and 148034 not in shown else "it shows last year's number as it was"


@case("last year corrected after this year was signed", "earlier", "signed second", EITHER)
def _(walk: Walk) -> str | None:
    correct(walk, FIRST, "exams", "148034", "148043")
    walk.commit()
    if walk("publish", SECOND).code:
        return None
    return None if "148.034" not in walk.text(f"published/{SECOND}/1") else "it states the number as it was"


@case("an earlier edition signed where it was never built", "earlier", "third", REFUSED)
def _(walk: Walk) -> str | None:
    shutil.rmtree(walk.project / "reports" / FIRST)
    said = walk(*SIGN1, "--period", FIRST).said
    return None if f"briefing build {FIRST}" in said else "it is not said what to build"


@case("an earlier edition signed after a later one began", "earlier", "half", RIGHT)
def _(walk: Walk) -> str | None:
    walk.must("new", THIRD)
    walk("sign", "I.1", "--by", "Trần Cường", "--role", HEAD, "--period", HALF)
    return None if stands(walk, "I.1", HALF) else "it does not stand"


@case("both sections of an earlier edition signed after a later one began", "earlier", "built", RIGHT)
def _(walk: Walk) -> str | None:
    walk.must("new", SECOND)
    said = walk(*SIGN1, "--period", FIRST).said  # the audit could have compared it with that period
    if "Build it first" in said and f"briefing build {FIRST}" not in said:
        return "it is not said what to build"
    walk.must("build", FIRST)
    walk.must(*SIGN1, "--period", FIRST)
    walk(*SIGN2, "--period", FIRST)
    return None if stands(walk, "I.1", FIRST) and stands(walk, "I.2", FIRST) else "one of them does not stand"


@case("an earlier edition decided while a later one is begun", "earlier", "second", EITHER)
def _(walk: Walk) -> str | None:
    correct(walk, FIRST, "fined", "17", "71")
    walk("decide", FIRST, "--by", "Lê Bình", typed="a\nĐã xem\n\n\n".encode())
    rows = [row for row in walk.read("acceptances").splitlines()[1:] if not row.startswith(f"{FIRST},")]
    return f"decided of another period: {rows}" if rows else None


@case("a number of a published period deleted", "earlier", "second", NAMED)
def _(walk: Walk) -> None:
    walk.edit("counts", line_of(walk, "counts", f"{FIRST},exams") + "\n", "")
    walk("build", FIRST, "--final")


@case("a published period taken out of periods.csv", "earlier", "second", NAMED)
def _(walk: Walk) -> None:
    walk.edit("periods", line_of(walk, "periods", FIRST) + "\n", "")
    walk("build", SECOND)


@case("a period opened again by a sentence, nobody signs again", "earlier", "first", REFUSED)
def _(walk: Walk) -> None:
    other_words(walk, FIRST)
    explain(walk, FIRST, "I.1", "wording", "Rõ hơn")
    walk.must("build")
    walk.commit()
    walk("publish")


@case("three publications of one edition", "earlier", "first", RIGHT)
def _(walk: Walk) -> str | None:
    for number, (old, new) in enumerate((("148034", "149034"), ("149034", "149134")), 2):
        walk.edit("counts", f",{old},", f",{new},", 1)
        explain(walk, FIRST, EXAMS_CELL, "source", f"Đối soát lần {number}", number)
        again(walk, FIRST)
        walk("publish")
        walk.commit()
    text = walk.text(f"published/{FIRST}/3") if walk.published(FIRST) == ["1", "2", "3"] else ""
    return None if "149.134" in text and "Đối soát lần 3" in text else "the third is not what it should be"


@case("a number changed and changed back over two publications", "earlier", "first", EITHER)
def _(walk: Walk) -> str | None:
    for number, (old, new) in enumerate((("148034", "149034"), ("149034", "148034")), 2):
        walk.edit("counts", f",{old},", f",{new},", 1)
        explain(walk, FIRST, EXAMS_CELL, "source", f"Đối soát lần {number}", number)
        again(walk, FIRST)
        if walk("publish").code:
            return None
        walk.commit()
    return None if "149.034 → 148.034" in walk.text(f"published/{FIRST}/3") else "the way back is not told"


@case("the next half-year begun before this one is published", "earlier", "second", RIGHT)
def _(walk: Walk) -> str | None:
    walk("new", HALF)
    row = line_of(walk, "periods", HALF)
    return None if SECOND in row else f"it is compared with something else: {row}"


@case("an edition published whose sentences nobody has confirmed", "earlier", "second", REFUSED)
def _(walk: Walk) -> None:
    walk.edit("statements", f"{SECOND},II,direction,direction,1,Tiếp tục thực hiện các nhiệm vụ được giao.,confirmed", f"{SECOND},II,direction,direction,1,Tiếp tục thực hiện các nhiệm vụ được giao.,carried")  # fmt: skip
    walk.must("build", SECOND)
    walk.sign_all(SECOND)
    walk("publish", SECOND)


@case("a publication verified in an older commit", "earlier", "published second", RIGHT)
def _(walk: Walk) -> str | None:
    walk.git("checkout", "-q", "HEAD~3")
    said = walk("verify", f"reports/published/{FIRST}/1").said
    return None if "is as it was published" in said else "it is not said to be intact"


@case("two editions compared, one never built", "earlier", "first", REFUSED)
def _(walk: Walk) -> None:
    walk.must("new", SECOND)
    walk("diff", FIRST, SECOND)


@case("a correction without who decided it", "earlier", "built", REFUSED)
def _(walk: Walk) -> None:
    correct(walk, FIRST, "exams", "148034", "148043")
    walk.edit("corrections", "Phòng Nghiệp vụ Y", "")
    walk("build")


@case("the first workbook again after its correction", "earlier", "published second", EITHER)
def _(walk: Walk) -> str | None:
    walk.must("new", HALF)
    first = walk.templates(HALF, {"exams": 161000}, "một")["P.NVY"]
    walk.must("forms", "in", first, "--yes")
    walk.must("forms", "in", walk.templates(HALF, {"exams": 162000}, "hai")["P.NVY"], "--yes")
    said = walk("forms", "in", first, "--yes").said
    back = cell_of(walk, HALF) == "161000"
    return "the corrected number is gone without a word" if back and not ("162.000" in said and "161.000" in said) else None  # fmt: skip


@case("a returned workbook sent again as it was", "earlier", "published second", REFUSED)
def _(walk: Walk) -> None:
    walk.must("new", HALF)
    path = walk.templates(HALF, {"exams": "nhiều"}, "một")["P.NVY"]
    walk("forms", "back", path)
    walk("forms", "in", *path.parent.glob("P.NVY*tra-lai*.xlsx"), "--yes")


@case("another signs in the same role after the first has signed", "people", "signed", RIGHT)
def _(walk: Walk) -> str | None:
    said = walk("sign", "I.1", "--by", "Trần Cường", "--role", HEAD).said
    written = any("Trần Cường" in row for row in signatures(walk))
    return None if written or "Trần Cường" not in said else "said to be signed, and no row says so"


@case("signed with the role of the other section", "earlier", "built", EITHER)
def _(walk: Walk) -> str | None:
    walk("sign", "I.2", "--by", "Nguyễn An", "--role", HEAD)
    return f"{CHIEF} counts as having signed" if stands(walk, "I.2") else None
