"""Orders of commands over two periods at once, by a clerk who finishes one edition while the next one has begun.

Written from the guides before the other cases were read.
"""

import shutil

from corpus.three_editions import (
    ASKED,
    FIRST,
    HALF,
    HEAD,
    NAMED,
    REFUSED,
    RIGHT,
    SECOND,
    SIGN1,
    Case,
    Walk,
    Years,
    correct,
    other_words,
)

GROUP = "two periods"


def sign_first_late(walk: Walk) -> str | None:
    ran = walk("sign", "I.1", "--by", "Trần Cường", "--role", HEAD, "--period", FIRST)
    return None if ran.code or f"{FIRST},I.1,{HEAD},Trần Cường" in walk.read("signatures") else "no row"


def sign_first_with_three_begun(walk: Walk) -> str | None:
    walk.must("new", HALF)
    walk.must("forms", "in", *walk.templates(HALF).values(), "--yes")
    return sign_first_late(walk)


def build_first_late(walk: Walk) -> str | None:
    page = walk.text(FIRST).partition("Tải số liệu")  # the publication brings a workbook and a package, too
    ran = walk("build", FIRST)
    now = walk.text(FIRST)
    return None if ran.code or page[0] in now else "the first edition says something else"


def old_workbook_after_publishing(walk: Walk) -> str | None:
    files = walk.templates(SECOND, {"exams": 151300})
    walk("forms", "in", files["P.NVY"], "--yes")
    return (
        "the published number was written over"
        if f"{SECOND},exams,Lượt khám bệnh,151300" in walk.read("counts")
        else None
    )


def two_begun_at_once(walk: Walk) -> str | None:
    walk.must("new", SECOND)
    ran = walk("new", HALF)
    return None if ran.code or f"\n{HALF}," in walk.read("periods") else "not begun"


def restated(walk: Walk) -> str | None:
    walk.edit("statements", f"{SECOND},I.1,result,result,1,\"Toàn ngành khám", f"{SECOND},I.1,result,result,1,\"Toàn ngành khám (năm trước {{counts.value(item='exams', period='@last_year')}}) là")  # fmt: skip
    correct(walk, FIRST, "exams", "148034", "149034")
    ran = walk("build", SECOND)
    page = walk.text(SECOND)
    return None if ran.code or ("149.034" in page and "(R)" in page) else "last year's corrected number is not marked"


def period_taken_away(walk: Walk) -> None:
    text = walk.read("periods")
    walk.path("periods").write_text(
        "".join(line for line in text.splitlines(True) if not line.startswith(SECOND)), "utf-8"
    )
    walk("check", FIRST)


def final_before_gaps_are_closed(walk: Walk) -> str | None:
    walk.must("new", SECOND)
    walk.must("forms", "in", *walk.templates(SECOND).values(), "--yes")
    said = walk.must("check", SECOND).said
    walk("build", SECOND, "--final")
    return "gaps says that nothing is missing" if said.startswith(f"{SECOND}: 0 ") else None


def template_then_correction(walk: Walk) -> str | None:
    walk.must("new", SECOND)
    files = walk.templates(SECOND)
    correct(walk, FIRST, "exams", "148034", "149034")
    ran = walk("forms", "in", *files.values(), "--yes")
    return None if "E6 says 148034, but the data have 149.034" in ran.said else "not told"


def owner_moves(walk: Walk) -> None:
    walk.must("new", SECOND)
    files = walk.templates(SECOND)
    walk.edit("owners", "counts.rows(item='exams'),P.NVY", "counts.rows(item='exams'),P.TTr")
    walk("forms", "in", files["P.NVY"], "--yes")


def office_renamed(walk: Walk) -> None:
    walk.must("new", SECOND)
    files = walk.templates(SECOND)
    for table in ("offices", "owners"):
        walk.edit(table, "P.NVY", "P.NGHIEPVU")
    walk("forms", "in", files["P.NVY"], "--yes")


def later_published_first(walk: Walk) -> str | None:
    Years.edition(walk, HALF)
    walk.sign_all(HALF)
    walk("publish", HALF)
    return None if walk.published(HALF) == ["1"] else "not published"


def signature_falls_with_last_year(walk: Walk) -> None:
    walk.edit("statements", f"{SECOND},I.1,result,result,1,\"Toàn ngành khám", f"{SECOND},I.1,result,result,1,\"Năm trước {{counts.value(item='exams', period='@last_year')}}, nay toàn ngành khám")  # fmt: skip
    walk.must("build", SECOND)
    walk.sign_all(SECOND)
    correct(walk, FIRST, "exams", "148034", "149034")
    walk.commit()
    walk("publish", SECOND)


def new_again_after_publishing(walk: Walk) -> str | None:
    tables = ("statements", "counts", "organisation", "periods")
    before = [walk.read(table) for table in tables]
    walk("new", SECOND)
    return None if [walk.read(table) for table in tables] == before else "rows were changed"


def sign_what_is_gone(walk: Walk) -> None:
    shutil.rmtree(walk.project / "reports" / SECOND)
    walk(*SIGN1, "--period", SECOND)


def sign_the_newest_unbuilt(walk: Walk) -> str | None:
    walk.must("new", HALF)
    walk(*SIGN1)
    return "an earlier edition was signed" if f"{SECOND},I.1" in walk.read("signatures") else None


def verify_first(walk: Walk) -> None:
    walk("verify", f"reports/published/{FIRST}/1")


def words_of_the_wrong_edition(walk: Walk) -> str | None:
    """Last year's sentence is edited where this year's was meant: the publication of last year says so."""
    other_words(walk, FIRST)
    walk.commit()
    walk("publish", FIRST)
    return "published again without a reason" if walk.published(FIRST) != ["1"] else None


def import_twice_between(walk: Walk) -> str | None:
    walk.must("new", SECOND)
    files = walk.templates(SECOND)
    walk.must("forms", "in", *files.values(), "--yes")
    walk.edit("statements", ",carried,", ",confirmed,")
    before = walk.read("counts")
    walk("forms", "in", *files.values(), "--yes")
    return None if walk.read("counts") == before else "rows doubled"


CASES = [
    Case("last year's section is signed by another after this year has begun", GROUP, "second", RIGHT, sign_first_late),
    Case("the same with a third period begun and filled in", GROUP, "second", RIGHT, sign_first_with_three_begun),
    Case("last year's edition is built again and says the same", GROUP, "half", RIGHT, build_first_late),
    Case("a late workbook of a published edition, while the next one is newest", GROUP, "half", NAMED, old_workbook_after_publishing),
    Case("two periods are begun one after the other, none filled in", GROUP, "first", RIGHT, two_begun_at_once),
    Case("last year's number is corrected while this year quotes it", GROUP, "second", RIGHT, restated),
    Case("the period's row is deleted, its rows stay", GROUP, "second", REFUSED, period_taken_away),
    Case("the final copy before the sentences are confirmed", GROUP, "first", REFUSED, final_before_gaps_are_closed),
    Case("a template made before last year was corrected", GROUP, "first", NAMED, template_then_correction),
    Case("a template made before its row got another owner", GROUP, "first", NAMED, owner_moves),
    Case("a template made before its office was renamed", GROUP, "first", NAMED, office_renamed),
    Case("the second half is published before the first half", GROUP, "second", RIGHT, later_published_first),
    Case("a signature over a number of last year that is corrected then", GROUP, "second", REFUSED, signature_falls_with_last_year),
    Case("new once more after the publication", GROUP, "published second", RIGHT, new_again_after_publishing),
    Case("the built folder is deleted before the signature", GROUP, "second", REFUSED, sign_what_is_gone),
    Case("a signature without a period while the newest is not built", GROUP, "second", REFUSED, sign_the_newest_unbuilt),
    Case("last year's publication is verified after this year's", GROUP, "published second", RIGHT, verify_first),
    Case("last year's sentence is changed by mistake and published", GROUP, "second", REFUSED, words_of_the_wrong_edition),
    Case("the same workbooks are imported again after sentences were confirmed", GROUP, "first", RIGHT | ASKED, import_twice_between),
]  # fmt: skip
