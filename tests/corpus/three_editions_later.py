"""More cases of three_editions.py: publishing, revising, later editions, and workbooks that come late."""

import shutil
import sys
from pathlib import Path

import openpyxl

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from corpus.bench import run
from corpus.three_editions import (
    EITHER,
    EXAMS,
    FIRST,
    HALF,
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
from corpus.three_editions_cases import CASES, case

__all__ = ["CASES"]
EXAMS_CELL = "counts.value(item='exams')"


def cell_of(walk: Walk, period: str, item: str = "exams") -> str:
    """A number as the data have it now."""
    return next(row.split(",")[3] for row in walk.read("counts").splitlines() if row.startswith(f"{period},{item},"))


def again(walk: Walk, period: str) -> None:
    """Built, signed and committed once more."""
    walk.must("build", period)
    walk.sign_all(period)


# ---------------------------------------------------------------- publishing


@case("publish with one of two signatures", "publishing", "built", REFUSED)
def _(walk: Walk) -> None:
    walk.must(*SIGN1)
    walk.commit()
    walk("publish")


@case("publish without git", "publishing", "signed", REFUSED)
def _(walk: Walk) -> None:
    shutil.rmtree(walk.project / ".git")
    walk("publish")


@case("publish from a repository without a commit", "publishing", "signed", REFUSED)
def _(walk: Walk) -> None:
    shutil.rmtree(walk.project / ".git")
    walk.git("init", "-q")
    walk("publish")


@case("publish with signatures that no commit has", "publishing", "built", REFUSED)
def _(walk: Walk) -> None:
    walk.must(*SIGN1)
    walk.must(*SIGN2)
    walk("publish")


@case("publish with a changed number that no commit has", "publishing", "signed", REFUSED)
def _(walk: Walk) -> None:
    other_number(walk, FIRST)
    walk("publish")


@case("publish with a change that is staged and not committed", "publishing", "signed", REFUSED)
def _(walk: Walk) -> None:
    other_words(walk, FIRST)
    walk.git("add", "-A")
    walk("publish")


@case("publish with a note beside the project's files", "publishing", "signed", EITHER)
def _(walk: Walk) -> None:
    (walk.project / "ghi chú của An.txt").write_text("gọi lại P.NVY\n", encoding="utf-8")
    walk("publish")


@case("publish from a detached commit", "publishing", "signed", RIGHT)
def _(walk: Walk) -> str | None:
    walk.git("checkout", "-q", "--detach")
    walk("publish")
    return None if walk.published(FIRST) == ["1"] else "it was not published"


@case("publish twice, the first publication not committed", "publishing", "signed", NAMED)
def _(walk: Walk) -> None:
    walk.must("publish")
    walk("publish")


@case("publish while a gap is open", "publishing", "published second", REFUSED)
def _(walk: Walk) -> None:
    walk.must("new", HALF)
    walk.commit()
    walk("publish")


@case("publish while a question of a misspelt finding is late", "publishing", "signed", NAMED)
def _(walk: Walk) -> None:
    walk.append(
        "questions",
        "period,finding,question,asked_of,asked_on,due,answer,answered_on,seen",
        f"{FIRST},insurde,Số lượt khám đúng chưa?,P.NVY,2024-06-20,2024-06-25,,,",
    )
    walk.commit()
    walk("publish")


@case("publish while a question of a finding that is gone is open", "publishing", "signed", EITHER)
def _(walk: Walk) -> None:
    walk.append(
        "questions",
        "period,finding,question,asked_of,asked_on,due,answer,answered_on,seen",
        f"{FIRST},insured,Số lượt khám đúng chưa?,P.NVY,2024-06-20,2099-06-25,,,",
    )
    walk.commit()
    walk("publish")


@case("killed while publishing, then published", "publishing", "signed", RIGHT)
def _(walk: Walk) -> str | None:
    for seconds in (1.0, 2.5):
        run(["publish"], walk.project, kill_after=seconds, hang=200, runaway=200)
    halves = walk.published(FIRST)
    walk("publish") if not halves else walk("verify", f"reports/published/{FIRST}/1")
    said = run(["verify", f"reports/published/{FIRST}/1"], walk.project).said
    return None if "is as it was published" in said else f"half a publication: {halves}"


@case("a publication's folder deleted, then published again", "publishing", "first", NAMED)
def _(walk: Walk) -> None:
    shutil.rmtree(walk.project / "reports" / "published")
    other_number(walk, FIRST)
    walk.must("build")
    walk.must(*SIGN1)
    walk.must(*SIGN2)
    walk.git("add", "data")
    walk.git("commit", "-q", "-m", "số mới")
    walk("publish")


@case("a publication's deletion committed, then published again", "publishing", "first", NAMED)
def _(walk: Walk) -> None:
    shutil.rmtree(walk.project / "reports" / "published")
    other_number(walk, FIRST)
    again(walk, FIRST)
    walk("publish")


@case("a publication's file changed, verified", "publishing", "first", NAMED)
def _(walk: Walk) -> None:
    path = walk.project / "reports" / "published" / FIRST / "1" / "figures.csv"
    path.parent.chmod(0o755)
    path.chmod(0o644)
    path.write_text(path.read_text("utf-8").replace("148034", "149034"), encoding="utf-8")
    walk("verify", f"reports/published/{FIRST}/1")


@case("a publication's file changed, then a revision published", "publishing", "first", NAMED)
def _(walk: Walk) -> None:
    path = walk.project / "reports" / "published" / FIRST / "1" / "figures.csv"
    path.parent.chmod(0o755)
    path.chmod(0o644)
    path.write_text(path.read_text("utf-8") + "x\n", encoding="utf-8")
    other_number(walk, FIRST)
    explain(walk, FIRST, EXAMS_CELL, "source", "Đối soát")
    again(walk, FIRST)
    walk("publish")


# ---------------------------------------------------------------- revising


@case("a number changed after publishing, no reason", "revising", "first", REFUSED)
def _(walk: Walk) -> None:
    other_number(walk, FIRST)
    again(walk, FIRST)
    walk("publish")


@case("a correction after publishing, no other reason", "revising", "first", EITHER)
def _(walk: Walk) -> str | None:
    correct(walk, FIRST, "exams", "148034", "148043")
    again(walk, FIRST)
    if walk("publish").code:
        return None
    return None if "148.043" in walk.text(f"published/{FIRST}/2") else "the second publication has the old number"


@case("a correction after publishing, with its reason", "revising", "first", RIGHT)
def _(walk: Walk) -> str | None:
    correct(walk, FIRST, "exams", "148034", "148043")
    explain(walk, FIRST, EXAMS_CELL, "correction", "Gõ nhầm chữ số")
    again(walk, FIRST)
    walk("publish")
    text = walk.text(f"published/{FIRST}/2")
    return (
        None if "148.043" in text and "Gõ nhầm chữ số" in text else "the page does not say what was corrected and why"
    )


@case("a reason asked in the terminal", "revising", "first", RIGHT)
def _(walk: Walk) -> str | None:
    other_number(walk, FIRST)
    walk.must("publish", "--reasons", "--by", "Lê Bình", typed="source\nĐối soát lại\n".encode() * 4)
    again(walk, FIRST)
    walk("publish")
    return None if walk.published(FIRST) == ["1", "2"] else "it was not published"


@case("a reason of another class than the change", "revising", "first", REFUSED)
def _(walk: Walk) -> str | None:
    other_number(walk, FIRST)
    explain(walk, FIRST, EXAMS_CELL, "wording", "Bỏ chữ thừa")
    again(walk, FIRST)
    return None if "a number changed" in walk("publish").said else "it is not said why"


@case("a reason for a place where nothing changed", "revising", "first", NAMED)
def _(walk: Walk) -> None:
    other_number(walk, FIRST)
    explain(walk, FIRST, EXAMS_CELL, "source", "Đối soát")
    explain(walk, FIRST, "counts.value(item='fined')", "source", "Đối soát")
    again(walk, FIRST)
    walk("publish")


@case("a reason of a class that there is not", "revising", "first", REFUSED)
def _(walk: Walk) -> None:
    other_number(walk, FIRST)
    explain(walk, FIRST, EXAMS_CELL, "typo", "Đối soát")
    walk.commit()
    walk("publish")


@case("a reason of the publication before", "revising", "first", REFUSED)
def _(walk: Walk) -> None:
    other_number(walk, FIRST)
    explain(walk, FIRST, EXAMS_CELL, "source", "Đối soát", publication=1)
    again(walk, FIRST)
    walk("publish")


@case("a number changed back before the revision", "revising", "first", NAMED)
def _(walk: Walk) -> None:
    other_number(walk, FIRST)
    walk.commit()
    walk.edit("counts", "149034", EXAMS[FIRST])
    again(walk, FIRST)
    walk("publish")


@case("a sentence taken away after publishing", "revising", "first", REFUSED)
def _(walk: Walk) -> None:
    lines = walk.read("statements").splitlines(keepends=True)
    walk.path("statements").write_text("".join(line for line in lines if f"{FIRST},II," not in line), encoding="utf-8")
    again(walk, FIRST)
    walk("publish")


@case("a heading renamed after publishing", "revising", "first", REFUSED)
def _(walk: Walk) -> None:
    notebook = next((walk.project / "notebooks").glob("02_*.ipynb"))
    notebook.write_text(notebook.read_text("utf-8").replace("I.2. Thanh tra", "I.2. Xử phạt"), "utf-8")
    again(walk, FIRST)
    walk("publish")


@case("the director's name changed after publishing", "revising", "first", REFUSED)
def _(walk: Walk) -> None:
    walk.edit("organisation", "Nguyễn Thị Bình", "Phạm Văn Dũng")
    again(walk, FIRST)
    walk("publish")


@case("another recipient after publishing", "revising", "first", REFUSED)
def _(walk: Walk) -> None:
    walk.append("recipients", "", f"{FIRST},3,Bộ Y tế,II")
    again(walk, FIRST)
    walk("publish")


@case("the period's name changed after publishing", "revising", "first", NAMED)
def _(walk: Walk) -> None:
    walk.edit("periods", "6 tháng đầu năm 2024", "sáu tháng đầu năm 2024")
    again(walk, FIRST)
    walk("publish")


@case("a finding accepted after publishing", "revising", "first", EITHER)
def _(walk: Walk) -> str | None:
    walk.must("decide", "--by", "Lê Bình", typed="g\n\n\nĐã xem\n\n".encode())
    again(walk, FIRST)
    walk("publish")
    return None


@case("an earlier edition revised while a later one is published", "revising", "published second", RIGHT)
def _(walk: Walk) -> str | None:
    other_number(walk, FIRST)
    explain(walk, FIRST, EXAMS_CELL, "source", "Đối soát")
    again(walk, FIRST)
    walk("publish", FIRST)
    text = walk.text(f"published/{FIRST}/2")
    if walk.published(FIRST) != ["1", "2"] or "149.034" not in text or "151.200" in text.split("Kiểm tra số liệu")[0]:
        return "the second publication is not of the first period's numbers"
    return None


@case(
    "the newest edition published, when an earlier one was meant to be revised", "revising", "published second", NAMED
)
def _(walk: Walk) -> None:
    other_number(walk, FIRST)
    explain(walk, FIRST, EXAMS_CELL, "source", "Đối soát")
    again(walk, FIRST)
    walk("publish")


@case("last year's number changed since its publication, this year built", "revising", "second", RIGHT)
def _(walk: Walk) -> str | None:
    other_number(walk, FIRST)
    walk.edit("statements", f"{SECOND},I.1,result,result,1,\"Toàn ngành khám {{counts.value(item='exams'):unit}}",
              f"{SECOND},I.1,result,result,1,\"Toàn ngành khám {{counts.value(item='exams'):unit}} ({{growth(counts.value(item='exams')):trend}})")  # fmt: skip
    walk("build", SECOND)
    return None if "(R)" in walk.text(SECOND) else "the page does not say that last year's number is another now"


@case("a publication verified after two later editions", "revising", "third", RIGHT)
def _(walk: Walk) -> str | None:
    ran = walk("verify", f"reports/published/{FIRST}/1")
    return None if "is as it was published" in ran.said else "it is not said to be intact"


@case("a publication made again after two later editions", "revising", "third", RIGHT)
def _(walk: Walk) -> str | None:
    ran = walk("verify", "--rebuild", f"reports/published/{SECOND}/1", "--here")
    return None if "byte for byte the same" in ran.said else "it was not made again"


@case("the third edition published", "revising", "third", RIGHT)
def _(walk: Walk) -> str | None:
    walk("publish")
    text = walk.text(f"published/{THIRD}/1")
    return None if "158.700" in text and "đầu năm 2026" in text else "its numbers are not those of its period"


@case("an earlier edition published although nothing changed in it", "revising", "third", NAMED)
def _(walk: Walk) -> None:
    walk("publish", FIRST)


# ---------------------------------------------------------------- later editions and late workbooks


@case("a period between two others begun late", "later", "published second", EITHER)
def _(walk: Walk) -> str | None:
    before = [row for row in walk.read("statements").splitlines() if row.startswith(SECOND)]
    walk("new", "2024-H2", "--from", FIRST)
    same = before == [row for row in walk.read("statements").splitlines() if row.startswith(SECOND)]
    return None if same and walk.must("status", SECOND).said.count("✔") == 2 else "the published edition changed"


@case("a year begun beside its halves is compared with no half", "later", "half", EITHER)
def _(walk: Walk) -> str | None:
    walk.must("new", "2025", "--from", SECOND)
    said = walk("check", "2025").said.splitlines()[-1]
    return f"it says {said!r}" if "compared with" in said else None


@case("words of the year before are left over", "later", "half", RIGHT)
def _(walk: Walk) -> str | None:
    walk.must("new", THIRD)
    said = walk("check", THIRD).said
    return None if "6 tháng đầu năm 2025" in said else "not found"


@case("a correction of last year is not this year's", "later", "first", RIGHT)
def _(walk: Walk) -> str | None:
    correct(walk, FIRST, "exams", "148034", "148043")
    walk("new", SECOND)
    rows = [row for row in walk.read("corrections").splitlines() if row.startswith(SECOND)]
    return f"carried: {rows}" if rows else None


def late(walk: Walk, period: str, sent: str, numbers: dict, *more: str) -> str:
    """A workbook of a period, renamed and imported."""
    path = walk.templates(period, numbers, "cu")["P.NVY"]
    path = path.rename(path.with_name(sent))
    return walk("forms", "in", path, "--yes", *more).said


@case("a workbook of last year imported into this one", "later", "second", EITHER)
def _(walk: Walk) -> str | None:
    late(walk, FIRST, "P.NVY_2024-H1.xlsx", {"exams": 150000})
    return "the published period's number was written over" if cell_of(walk, FIRST) != EXAMS[FIRST] else None


@case("a workbook of last year under this year's name", "later", "second", EITHER)
def _(walk: Walk) -> str | None:
    late(walk, FIRST, "P.NVY_2025-H1.xlsx", {"exams": 150000})
    if cell_of(walk, FIRST) != EXAMS[FIRST]:
        return "the published period's number was written over"
    return "last year's workbook is this year's number" if cell_of(walk, SECOND) == "150000" else None


@case("a workbook of last year with --period of this one", "later", "second", REFUSED)
def _(walk: Walk) -> None:
    late(walk, FIRST, "P.NVY_2024-H1.xlsx", {"exams": 150000}, "--period", SECOND)


@case("a late workbook of the second half-year in the third edition", "later", "third", EITHER)
def _(walk: Walk) -> str | None:
    late(walk, HALF, "P.NVY_2025-H2.xlsx", {"exams": 161000})
    return "the published period's number was written over" if cell_of(walk, HALF) != EXAMS[HALF] else None


@case("a workbook for a published edition, its period named", "later", "third", RIGHT, tells="")
def _(walk: Walk) -> str | None:
    late(walk, HALF, "P.NVY_2025-H2.xlsx", {"exams": 161000}, "--period", HALF)
    kept = [row for row in walk.read("signatures").splitlines() if row.startswith(HALF)]
    return None if cell_of(walk, HALF) == "161000" and len(kept) == 2 else "not written, or signatures are gone"


@case("two workbooks of one office with other numbers", "later", "published second", REFUSED)
def _(walk: Walk) -> None:
    walk.must("new", HALF)
    one = walk.templates(HALF, {"exams": 161000}, "một")["P.NVY"]
    two = walk.templates(HALF, {"exams": 162000}, "hai")["P.NVY"]
    walk("forms", "in", one, two, "--yes")


@case("a second workbook of an office that corrects its first", "later", "published second", RIGHT)
def _(walk: Walk) -> str | None:
    walk.must("new", HALF)
    walk.must("forms", "in", walk.templates(HALF, {"exams": 161000}, "một")["P.NVY"], "--yes")
    ran = walk("forms", "in", walk.templates(HALF, {"exams": 162000}, "hai")["P.NVY"], "--yes")
    return None if "161.000" in ran.said and "162.000" in ran.said else "old and new were not both shown"


@case("a number that two offices own", "later", "published second", NAMED)
def _(walk: Walk) -> None:
    walk.append("owners", "", "counts.rows(item='exams'),P.TTr")
    walk("new", HALF)


@case("all of last year's numbers sent again", "later", "published second", REFUSED)
def _(walk: Walk) -> None:
    walk.must("new", HALF)
    late(walk, HALF, "P.NVY_2025-H2.xlsx", {"exams": int(EXAMS[SECOND]), "insured": 126300})


@case("a copy of a workbook with its office renamed", "later", "published second", REFUSED)
def _(walk: Walk) -> None:
    walk.must("new", HALF)
    path = walk.templates(HALF)["P.NVY"]
    book = openpyxl.load_workbook(path)
    book.worksheets[1]["A6"] = "counts.value(item='inspections')"
    book.save(path)
    walk("forms", "in", path, "--yes")


if __name__ == "__main__":
    from corpus.three_editions import run_cases

    words = sys.argv[1:]
    print(run_cases([each for each in CASES if not words or any(word in each.name for word in words)]).report())
