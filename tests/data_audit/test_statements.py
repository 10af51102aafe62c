"""No statement of the period vanishes, and none is printed twice."""

import pytest
import samples
from doors import to_text

from helpers.editions import Edition
from helpers.errors import InputError


@pytest.fixture
def edition(tmp_path):
    """Three statements: one with a figure, one of words alone, one whose only figure is missing."""
    tables = samples.load()
    row = tables["statements"][0] | {"section": "I.5", "topic": "library"}
    texts = ("Có {counts.value(item='emails')} hộp thư.", "Mở cửa.", "Có {counts.growth(item='emails')} bạn đọc.")
    tables["statements"] = [
        row | {"order": str(n), "text": text, "id": f"library-{n}"} for n, text in enumerate(texts, 1)
    ]
    tables["corrections"] = []
    return Edition("2031-Q3", samples.save(tables, tmp_path / "data"))


def test_a_statement_that_says_nothing_need_not_be_printed(small):
    row = '2031-Q3,I.2,result,nowhere,1,"Trả {growth(loans.returned()):.1trend}.",confirmed,I.2,nowhere-1\n'
    with (small.data / "statements.csv").open("a", encoding="utf-8") as file:
        file.write(row)
    ran = small.briefing("build", "--format", "html")
    assert ran.exit == 0, ran.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Mở cửa cả tuần. Có {counts.growth(item='emails')} bạn đọc.", ""),
        (
            "Có {counts.growth(item='emails')} bạn đọc, {counts.value(item='emails')} hộp thư.",
            "Có - bạn đọc, 1.035 hộp thư.",
        ),
    ],
)
def test_a_statement_that_lacks_all_of_its_figures_is_left_out(edition, tmp_path, text, said):
    tables = samples.load(edition.data)
    tables["statements"] = [tables["statements"][0] | {"text": text}]
    tables["counts"] = [row | {"value": "1035"} if row["item"] == "emails" else row for row in tables["counts"]]
    (filled,) = Edition("2031-Q3", samples.save(tables, tmp_path / "data")).all_statements().values()
    assert to_text(filled) == said


def test_every_statement_that_cannot_be_filled_is_told_at_once(edition, tmp_path):
    tables = samples.load(edition.data)
    for row in tables["statements"][:2]:
        row["text"] = "{counts.value(item='nothing')} và {document('1/KH-KHÔNG-CÓ')}"
    with pytest.raises(InputError) as refused:
        Edition("2031-Q3", samples.save(tables, tmp_path / "data")).verify()
    assert [(problem.line, problem.value[:6]) for problem in refused.value.problems] == [
        (2, "{count"), (2, "{docum"), (3, "{count"), (3, "{docum"),
    ]  # fmt: skip


def test_a_build_refuses_a_statement_of_an_unknown_topic_and_keeps_the_last_edition(rebuilt):
    data, out, again = rebuilt
    page = (out / "2031-Q3" / "briefing.html").read_bytes()
    tables = samples.load(data)
    lost = tables["statements"][-1] | {"section": "I.2.7", "topic": "e-mail", "text": "Không ai in.", "id": "e-mail"}
    line = len(tables["statements"]) + 2
    tables["statements"].append(lost)
    samples.save(tables, data)
    ran = again("--format", "html")
    assert ran.code == 2 and f"statements.csv, line {line}, column topic: found 'e-mail'" in ran.err
    assert "Traceback" not in ran.err
    assert (out / "2031-Q3" / "briefing.html").read_bytes() == page
