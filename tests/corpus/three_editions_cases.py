"""The cases of three_editions.py: a slip or an order of commands each, where it begins, and what must come of it."""

import sys
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from corpus.bench import run
from corpus.three_editions import (
    CHIEF,
    EITHER,
    FIRST,
    HEAD,
    NAMED,
    REFUSED,
    RIGHT,
    SECOND,
    SIGN1,
    SIGN2,
    THIRD,
    Case,
    Walk,
    at,
    correct,
    other_number,
    other_words,
    run_cases,
    typing,
)  # fmt: skip

CASES: list[Case] = []
Way = frozenset[str]


def case(name: str, group: str, start: str, want: Way, tells: str = ""):
    """Register what is typed as a case."""

    def register(act):
        CASES.append(Case(name, group, start, want, act, tells))
        return act

    return register


def signatures(walk: Walk, period: str = FIRST) -> list[str]:
    return [line for line in walk.read("signatures").splitlines() if line.startswith(f"{period},")]


def stands(walk: Walk, section: str, *period: str) -> bool:
    """Whether `status` says that this section is signed, as the edition now stands."""
    return any(line.startswith(f"✔ {section} ") for line in walk("status", *period).said.splitlines())


# ---------------------------------------------------------------- signing

for _name, _start, _argv, _want in (
    ("sign before any build", "begun", SIGN1, REFUSED),
    ("sign a section that there is not", "built", ("sign", "I.9", *SIGN1[2:]), REFUSED),
    ("sign by the words of the heading", "built", ("sign", "Thanh tra", *SIGN2[2:]), REFUSED),
    ("sign a section whose number is misspelt: I,1", "built", ("sign", "I,1", *SIGN1[2:]), REFUSED),
    ("sign I1 without its point", "built", ("sign", "I1", *SIGN1[2:]), REFUSED),
    ("sign Mục I.1", "built", ("sign", "Mục I.1", *SIGN1[2:]), REFUSED),
    ("sign two sections, one of them wrong", "built", ("sign", "I.1", "I.9", *SIGN1[2:]), REFUSED),
    ("sign without a name", "built", ("sign", "I.1", "--by", "", "--role", HEAD), REFUSED),
    ("sign with blanks as a name", "built", ("sign", "I.1", "--by", "   ", "--role", HEAD), REFUSED),
    ("sign with a name of two lines", "built", ("sign", "I.1", "--by", "An\nBình", "--role", HEAD), EITHER),
    ("sign without a role", "built", ("sign", "I.1", "--by", "Nguyễn An", "--role", ""), REFUSED),
    ("sign a period that there is not", "built", at("2023-H1", *SIGN1), REFUSED),
    ("sign a misspelt period", "built", at("2024-6T", *SIGN1), REFUSED),
    ("sign in another folder of editions", "built", (*SIGN1, "--out", "../elsewhere"), REFUSED),
    ("verify what was not published", "built", ("verify", "reports/published/2024-H1/1"), REFUSED),
    ("verify a draft", "built", ("verify", "reports/2024-H1"), REFUSED),
    ("publish before anybody has signed", "built", ("publish",), REFUSED),
    ("publish a misspelt period", "signed", ("publish", "2024H1"), REFUSED),
    ("publish a period that there is not", "signed", ("publish", "2031-H1"), REFUSED),
    ("publish what was published, unchanged", "first", ("publish",), NAMED),
    ("reasons without a name, nothing changed", "first", ("publish", "--reasons"), EITHER),
    ("begin a period that there is", "published second", ("new", SECOND), EITHER),
    ("begin the published first period again", "third", ("new", FIRST), EITHER),
):
    case(_name, "as typed", _start, _want)(typing(*_argv))


@case("sign twice", "signing", "built", RIGHT)
def _(walk: Walk) -> str | None:
    walk.must(*SIGN1)
    walk(*SIGN1)
    return None if len(signatures(walk)) == 1 else f"{len(signatures(walk))} rows of one signature"


@case("another person signs the same section in the same role", "signing", "built", EITHER)
def _(walk: Walk) -> str | None:
    walk.must(*SIGN1)
    ran = walk("sign", "I.1", "--by", "Trần Cường", "--role", HEAD)
    gone = not any("Nguyễn An" in line for line in signatures(walk))
    return "the first signature is gone and nobody said so" if gone and "Nguyễn An" not in ran.said else None


@case("sign in a role that nobody asks for", "signing", "built", EITHER, tells="nobody yet")
def _(walk: Walk) -> str | None:
    walk("sign", "I.1", "--by", "Nguyễn An", "--role", "Phó phòng")
    return "Trưởng phòng counts as having signed" if stands(walk, "I.1") else None


@case("sign in a role written in small letters", "signing", "built", EITHER)
def _(walk: Walk) -> str | None:
    ran = walk("sign", "I.1", "--by", "Nguyễn An", "--role", "trưởng phòng")
    if ran.code or stands(walk, "I.1"):
        return None
    return None if HEAD in ran.said else "written, counts for nobody, and nobody said so"


@case("sign in a role that another section requires", "signing", "built", EITHER)
def _(walk: Walk) -> str | None:
    ran = walk("sign", "I.1", "--by", "Lê Bình", "--role", CHIEF)
    return None if ran.code or HEAD in ran.said else "said to be signed, the required role was not named"


@case("sign all that the role must", "signing", "built", RIGHT)
def _(walk: Walk) -> str | None:
    walk("sign", "*", "--by", "Nguyễn An", "--role", HEAD)
    return None if [line.split(",")[1] for line in signatures(walk)] == ["I.1"] else "signed other sections"


@case("sign all of a chapter", "signing", "built", RIGHT)
def _(walk: Walk) -> str | None:
    walk("sign", "I.*", "--by", "Lê Bình", "--role", CHIEF)
    return None if [line.split(",")[1] for line in signatures(walk)] == ["I.2"] else "signed other sections"


@case("the author signs what he has written", "signing", "built", REFUSED)
def _(walk: Walk) -> None:
    walk.append("authors", "section,author", "I.1,Nguyễn An")
    walk(*SIGN1)


@case("the author signs, his name written without marks", "signing", "built", NAMED)
def _(walk: Walk) -> None:
    walk.append("authors", "section,author", "I.1,Nguyễn An")
    walk("sign", "I.1", "--by", "nguyễn  an", "--role", HEAD)


@case("sign after a number was changed and not built", "signing", "built", NAMED)
def _(walk: Walk) -> None:
    other_number(walk, FIRST)
    walk(*SIGN1)


@case("sign after a sentence was changed and not built", "signing", "built", NAMED)
def _(walk: Walk) -> None:
    other_words(walk, FIRST)
    walk(*SIGN1)


@case("sign after its notebook was changed and not built", "signing", "built", NAMED)
def _(walk: Walk) -> None:
    notebook = next((walk.project / "notebooks").glob("02_*.ipynb"))
    notebook.write_text(notebook.read_text("utf-8").replace("I.2. Thanh tra", "I.2. Thanh tra, kiểm tra"), "utf-8")
    walk(*SIGN2)


@case("sign a section with an open error", "signing", "built", REFUSED)
def _(walk: Walk) -> None:
    other_number(walk, FIRST, "100000")
    walk.must("build")
    walk(*SIGN1)


@case("sign a section with an open error, the reason left empty", "signing", "built", REFUSED)
def _(walk: Walk) -> None:
    other_number(walk, FIRST, "100000")
    walk.must("build")
    walk(*SIGN1, "--despite", "")


@case("an error opens after the signature, in words that stay", "signing", "signed", REFUSED)
def _(walk: Walk) -> None:
    walk.append("rules", "", "few,bounds,error,,counts.value(item='exams'),<=,1000 lượt,Ít lượt khám")
    walk.edit("rules", "1000 lượt", "1000")
    walk.must("build")
    walk.commit()
    walk("publish")


@case("a reason although no error is open", "signing", "built", EITHER)
def _(walk: Walk) -> str | None:
    walk(*SIGN1, "--despite", "Chờ đối soát")
    return (
        "a reason is kept for an error that is not there"
        if any("đối soát" in row for row in signatures(walk))
        else None
    )


@case("a signature with a reason, then the error is settled and another opens", "signing", "built", REFUSED)
def _(walk: Walk) -> None:
    other_number(walk, FIRST, "100000")
    walk.must("build")
    for sign in (SIGN1, SIGN2):
        walk.must(*sign, "--despite", "Chờ bảo hiểm xã hội đối soát")
    correct(walk, FIRST, "exams", "100000", "148034")
    correct(walk, FIRST, "fined", "17", "71")
    walk.must("build")
    walk.commit()
    walk("publish")


@case("a signature falls when its sentence changes", "signing", "signed", REFUSED)
def _(walk: Walk) -> None:
    other_words(walk, FIRST)
    walk.must("build")
    walk.commit()
    walk("publish")


@case("a signature stands when another section changes", "signing", "signed", RIGHT)
def _(walk: Walk) -> str | None:
    other_words(walk, FIRST, "I.2")
    walk.must("build")
    return None if stands(walk, "I.1") and not stands(walk, "I.2") else "the wrong signature fell"


@case("a signature stands again when the sentence is as it was", "signing", "signed", RIGHT)
def _(walk: Walk) -> str | None:
    other_words(walk, FIRST)
    walk.must("build")
    walk.edit("statements", "Cả ngành khám", "Toàn ngành khám")
    walk.must("build")
    return None if stands(walk, "I.1") else "it does not stand again"


@case("status of what was changed since and not built", "signing", "signed", RIGHT, tells="")
def _(walk: Walk) -> str | None:
    other_number(walk, FIRST)
    ran = walk("status")
    return (
        None
        if "stale" in ran.said and "01_" in ran.said.split("stale", 1)[1]
        else "signed words are not what the data say"
    )


@case("the numbers of an older commit after signing", "signing", "first", REFUSED)
def _(walk: Walk) -> None:
    other_number(walk, FIRST)
    walk.must("build")
    walk.must(*SIGN1)
    walk.commit()
    walk.git("checkout", "-q", "HEAD~1", "--", "data/counts.csv")
    walk.commit()
    walk("publish")


@case("sentences sorted in Excel after signing", "signing", "signed", RIGHT)
def _(walk: Walk) -> str | None:
    head, *rows = walk.read("statements").splitlines()
    assert sorted(rows) != rows  # those of numbers are printed as a table, in their order
    walk.path("statements").write_text("\n".join([head, *sorted(rows)]) + "\n", encoding="utf-8")
    walk.must("build")
    return (
        None if stands(walk, "I.1") else "the same numbers, and the signature fell"
    )  # I.2 prints the table, in its order


@case("CRLF of a Windows checkout after signing", "signing", "signed", RIGHT)
def _(walk: Walk) -> str | None:
    for path in (walk.project / "data").glob("*.csv"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    walk.must("build")
    return None if stands(walk, "I.1") and stands(walk, "I.2") else "the same rows, and a signature fell"


@case("signatures.csv names a section that there is not", "signing", "signed", NAMED)
def _(walk: Walk) -> None:
    walk.edit("signatures", f"{FIRST},I.2,", f"{FIRST},I.7,")
    walk.commit()
    walk("publish")


@case("the digest of a signature changed by hand", "signing", "signed", REFUSED)
def _(walk: Walk) -> None:
    row = signatures(walk)[0]
    digest = row.split(",")[5]
    walk.edit("signatures", digest, digest[::-1])
    walk.commit()
    walk("publish")


@case("a signature of a day to come, by hand", "signing", "signed", NAMED)
def _(walk: Walk) -> None:
    row = signatures(walk)[0]
    walk.edit("signatures", row, row.replace(row.split(",")[4], "2099-01-01"))
    walk.commit()
    walk("publish")


@case("a section that must be signed and is not there", "signing", "signed", REFUSED)
def _(walk: Walk) -> None:
    walk.append("required_signatures", "", "I.9,Giám đốc")
    walk.commit()
    walk("publish")


@case("another signature is required after all have signed", "signing", "signed", REFUSED)
def _(walk: Walk) -> None:
    walk.append("required_signatures", "", "II,Giám đốc")
    walk.commit()
    walk("publish")


@case("a section renamed after signing", "signing", "signed", REFUSED)
def _(walk: Walk) -> None:
    notebook = next((walk.project / "notebooks").glob("02_*.ipynb"))
    notebook.write_text(notebook.read_text("utf-8").replace("I.2. Thanh tra", "I.2. Xử phạt"), "utf-8")
    walk.must("build")
    walk.commit()
    walk("publish")


@case("a section renumbered after signing", "signing", "signed", REFUSED)
def _(walk: Walk) -> None:
    notebook = next((walk.project / "notebooks").glob("02_*.ipynb"))
    notebook.write_text(notebook.read_text("utf-8").replace("I.2", "I.3"), "utf-8")
    walk.edit("statements", f"{FIRST},I.2,", f"{FIRST},I.3,")
    walk.must("build")
    walk.commit()
    walk("publish")


@case("a notebook deleted after signing", "signing", "signed", REFUSED)
def _(walk: Walk) -> None:
    next((walk.project / "notebooks").glob("02_*.ipynb")).unlink()
    walk.commit()
    walk("publish")


@case("a finding accepted after signing", "signing", "signed", RIGHT)
def _(walk: Walk) -> str | None:
    walk("decide", "--by", "Lê Bình", typed="g\n\n\nĐã xem\n\n".encode())
    walk.must("build")
    return None if stands(walk, "I.1") else "a decision that changes no word, and the signature fell"


@case("a correction after signing", "signing", "signed", REFUSED)
def _(walk: Walk) -> None:
    correct(walk, FIRST, "exams", "148034", "148043")
    walk.must("build")
    walk.commit()
    walk("publish")


@case("a correction of what no longer stands there", "signing", "signed", REFUSED)
def _(walk: Walk) -> None:
    correct(walk, FIRST, "exams", "140000", "148043")
    walk.commit()
    walk("publish")


@case("a workbook imported after signing", "signing", "signed second", REFUSED)
def _(walk: Walk) -> None:
    walk.must("forms", "in", walk.templates(SECOND, {"exams": 151900})["P.NVY"], "--yes")
    walk.must("build")
    walk.commit()
    walk("publish")


@case("the same workbook imported again after signing", "signing", "signed second", RIGHT)
def _(walk: Walk) -> str | None:
    walk.must("forms", "in", walk.templates(SECOND)["P.NVY"], "--yes")
    walk.must("build")
    return None if stands(walk, "I.1") else "the same numbers, and the signature fell"


@case("sign without --period while a new period was begun", "signing", "half", REFUSED)
def _(walk: Walk) -> None:
    walk.must("new", THIRD)
    walk(*SIGN1)


@case("sign an earlier period by its name", "signing", "third", EITHER)
def _(walk: Walk) -> str | None:
    before = signatures(walk, THIRD)
    walk(*SIGN1, "--period", SECOND)
    return None if signatures(walk, THIRD) == before else "the new period's signature changed"


@case("new carries no signature", "signing", "half", RIGHT)
def _(walk: Walk) -> str | None:
    walk("new", THIRD)
    return "a signature was carried" if signatures(walk, THIRD) else None


@case("killed while signing", "signing", "built", RIGHT)
def _(walk: Walk) -> str | None:
    before = walk.read("signatures")
    for seconds in (0.05, 0.1, 0.15, 0.2):
        run(SIGN1, walk.project, kill_after=seconds)
    walk(*SIGN1)
    return None if len(signatures(walk)) == 1 and before != walk.read("signatures") else "the signature is not whole"


@case("killed in a build, then signed", "signing", "built", NAMED)
def _(walk: Walk) -> None:
    other_words(walk, FIRST)
    run(["build"], walk.project, kill_after=0.6)
    walk(*SIGN1)


if __name__ == "__main__":
    from corpus import three_editions_later

    words = sys.argv[1:]
    chosen = [each for each in three_editions_later.CASES if not words or any(word in each.name for word in words)]
    print(run_cases(chosen).report())
