"""A finding in words: what does not agree, what is probably right, who is to do what by when.

Findings that one and the same change would settle stand together, as a group under one number.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from operator import itemgetter
from typing import Any, TypeAlias

from .audit.audit_run import PlainFinding, Summary
from .data.expressions import Expression, selections
from .data.expressions import parse as parse_expression
from .data.source_reference import origin
from .editions import Edition
from .expression_text import cell, code_of, words
from .values import blocks
from .values.block_html import FINDING
from .values.blocks import Fact, Finding, Inlines, Reference
from .values.display_bundle import Shown, marked, parsed, sourced, to_text
from .values.figures import Figure
from .values.sourced_text import Count, Day
from .values.sources import Cell, compress, merge, parse
from .values.vietnamese import join, lower_first, short_date, shown
from .values.vietnamese import sentence as sentence_case

Group: TypeAlias = list[PlainFinding]  # of one number
TOLD = 3  # faults of one cause that a title names
_KINDS = {"error": "Lỗi", "warning": "Cần xem"}
_RELATIONS = {">": "lớn hơn", "<": "nhỏ hơn", "≠": "khác", "khác cỡ": "khác xa"}
_STATES = {"accepted": "Đã chấp nhận", "asked": "chờ trả lời"}
_OF_WORDS = "Sửa câu, hoặc xác nhận nội dung còn đúng."
_OF_NUMBERS = "Xác nhận số đúng, hoặc nêu lý do khác nhau."
BESIDE_THE_REPORT = ("plausibility", "comparison", "proofreading")  # what these compare stands in no sentence


def is_of_words(finding: PlainFinding) -> bool:
    """Whether it is for those who write to look at, and says of no number that it is wrong."""
    return bool(finding["kind"] == "proofreading" and finding["severity"] != "error")


def count(number: int) -> Count:
    """A number about the audit itself."""
    return Count(Figure(Decimal(number)).text())


def place(written: str) -> tuple[str, int, str]:
    table, line, column = written.split(":")
    return table, int(line), column


def by_when(findings: Iterable[PlainFinding]) -> str:
    """By when all that was asked of findings is to be answered."""
    asked = (finding["decision"] for finding in findings if finding["state"] == "asked")
    if not (question := max(asked, key=itemgetter("due"), default=None)):
        return ""
    words = f", chậm nhất ngày {Day.fromisoformat(question['due']).text()}"
    return marked(blocks.Text(words, typed=False))


# -- a finding ---------------------------------------------------------------------------------------------------------


def sentence(finding: PlainFinding, edition: Edition) -> str:
    """What does not agree, in one sentence: "Hồ sơ giải quyết: báo cáo nêu 112.177 hồ sơ, cộng các phần 112.113 hồ sơ"."""
    left, right = (
        _counted(finding[side], unit) for side, unit in zip(("left", "right"), finding["units"], strict=True)
    )
    if finding["states"]:
        how = "cộng các phần" if finding["kind"] == "total" else "tính lại"
        what, stated = words(finding["states"], edition), edition.row(*place(finding["cells"][0])[:2])
        return f"{sentence_case(what)}: {'đơn vị' if origin(str(stated['source'])) else 'báo cáo'} nêu {left}, {how} được {right}"
    if finding["of_cell"]:
        return f"{cell(*place(finding['cells'][0]), edition)}: {finding['detail']}"
    if finding["detail"] or not finding["left"] or not finding["right"]:
        return f"{finding['statement']}{': ' + finding['detail'] if finding['detail'] else ''}"
    fault = f"{finding['statement']}: {left}, {_RELATIONS[finding['relation']]} {right}"
    asked = chain.from_iterable(map(selections, _compared(finding, edition)))
    row = code_of(finding["id"].partition("@")[2], asked, edition)
    return f"{row}: {lower_first(fault)}" if row else fault


def _compared(finding: PlainFinding, edition: Edition) -> list[Expression]:
    """The two sides of what a rule compares; none of a register's rule."""
    signs = ("<=", ">=", "~", "=")
    sides: list[str] = next((parts for sign in signs if len(parts := finding["check"].split(f" {sign} ", 1)) > 1), [])
    return [parse_expression(side, edition.tables) for side in sides]


def _counted(number: str, unit: str) -> str:
    unit = unit.removesuffix("/năm")  # of a part of the year, "giờ/năm" are hours
    return f"{number} {unit}" if unit and unit != "%" else f"{number}{unit}"


def proposed(proposal: dict[str, Any], edition: Edition) -> str:
    """What the figures probably should be: "Hồ sơ giải quyết (Cấp huyện, Trễ hạn): 7 → 71 (một chữ số bị bỏ sót)"."""
    return "; ".join(
        f"{cell(*place(change['cell']), edition)}: {shown(change['old'])} → {shown(change['new'])} ({change['reason']})"
        for change in proposal["changes"]
    )


def _fault(finding: PlainFinding, edition: Edition) -> str:
    """What is wrong: of two numbers the rule and both, "Số trạm có hồ sơ không nhiều hơn số trạm: 12 trạm, lớn hơn 10 trạm"."""
    said = sentence(finding, edition)
    if finding["states"] or finding["of_cell"] or not finding["detail"]:
        return said
    return sentence_case(finding["detail"].partition(", trong “")[0])


# -- a group -----------------------------------------------------------------------------------------------------------


def state(group: Group) -> str:
    """Accepted if all findings are, asked if one is, otherwise open."""
    states = {finding["state"] for finding in group}
    return "accepted" if states == {"accepted"} else "asked" if "asked" in states else "open"


def severity(group: Group) -> str:
    return "error" if any(finding["severity"] == "error" for finding in group) else "warning"


def about(group: Group) -> list[str]:
    """The cells that it is about."""
    return list(dict.fromkeys(cell for finding in group for cell in [*finding["cells"], *finding["doubtful"]]))


def sign(group: Group) -> str:
    """The mark that leads to a group's article, as it stands beside the figures that it is about."""
    number = group[0]["number"]
    return marked(Reference("mark", str(number), f"{FINDING}{number}"))


def in_error(checked: Summary) -> frozenset[Cell]:
    """The cells of open errors, and those that state the same facts: nothing is judged by them."""
    errors = [each for each in checked["findings"] if each["severity"] == "error" and each["state"] != "accepted"]
    cells = ([*(each["suspects"] or chain.from_iterable(each["parts"])), *each["doubtful"]] for each in errors)
    return frozenset(map(place, chain.from_iterable(cells)))


def article(group: Group, edition: Edition) -> Shown:
    """All that is known of a group, under its title."""
    first = group[0]
    alike = " (các khả năng như nhau)" if first["equally_good"] else ""
    decided = (finding["decision"] for finding in group if finding["state"] == "accepted")
    accepted = (
        f"{each['office']} chấp nhận ngày {short_date(dt.date.fromisoformat(each['date']))}: {each['words']}"
        for each in decided
    )
    data = merge(parse(";".join(first["suspects"] or about(group))))
    is_told = len(group) == 1 and first["kind"] != "proofreading"  # by the title
    faults = (sentence_case(finding["detail"] or _fault(finding, edition)) for finding in group)
    unlike = [] if is_told else [f"{fault}." for fault in faults]
    facts = [
        ("Cần làm", [] if state(group) == "accepted" else [sourced(_to_do(group))], "todo"),
        ("Câu hỏi", _questions(group), ""),
        ("Không khớp", unlike, "evidence unlike"),
        (
            f"Nếu là lỗi gõ, có thể đúng là{alike}",
            [f"{proposed(each, edition)}." for each in first["proposals"]],
            "evidence",
        ),
        ("Quyết định", list(dict.fromkeys(accepted)), "decided"),
    ]
    behind = [
        ("Quy tắc", list(dict.fromkeys(finding["statement"] for finding in group)), ""),
        ("Dữ liệu", [f"{at.table}.csv, dòng {compress(at.lines)}, cột {at.column}" for at in data], ""),
        ("Mã phát hiện", [finding["id"] for finding in group], ""),
    ]
    made = _finding(group, edition, _facts(facts), _facts(behind))
    told = (f"   {term}: {' | '.join(map(to_text, lines))}" for term, lines, _ in [*facts, *behind] if lines)
    return Shown((made,), "\n".join([brief(group, edition), *told]))


def _facts(facts: list[tuple[str, list[str], str]]) -> tuple[Fact, ...]:
    return tuple(Fact(term, tuple(map(_of_data, lines)), kind) for term, lines, kind in facts if lines)


def _of_data(words: str) -> Inlines:
    """Words of the audit: their digits are of the data that it read."""
    return tuple(replace(each, typed=False) if isinstance(each, blocks.Text) else each for each in parsed(words))


def brief(group: Group, edition: Edition) -> str:
    """A group in a line: the mark of a group, the fault, how grave it is and how far it is decided."""
    said = to_text(fault_of(group, edition))
    return f"{FINDING}{group[0]['number']}. {said}. {', '.join(filter(None, _standing(group)))}."


def _standing(group: Group) -> tuple[str, str]:
    """How grave a group is, and how far it is decided; each empty where there is nothing to say."""
    settled = state(group)
    return "" if settled == "accepted" else _KINDS[severity(group)], _STATES.get(settled, "")


def fault_of(group: Group, edition: Edition) -> str:
    """What is wrong, as the title."""
    first, more = group[0], len(group) - 1
    if more and first["proposals"]:
        change = first["proposals"][0]["changes"][0]
        wrong = f"{cell(*place(change['cell']), edition)} ghi {shown(change['old'])}"
        return f"{wrong}, không khớp với {count(len(group))} số liệu khác"
    faults = [_fault(finding, edition) for finding in group[:TOLD]]
    others = f"; {count(len(group) - TOLD)} trường hợp khác" if more >= TOLD else ""
    return "; ".join([faults[0], *map(lower_first, faults[1:])]) + others


def _to_do(group: Group) -> str:
    """Who is to do what, by when: who was asked, else what settles such a finding."""
    if offices := dict.fromkeys(each["decision"]["office"] for each in group if each["state"] == "asked"):
        return f"Đơn vị trả lời: {join([*offices])}{by_when(group)}."
    until = "trước khi ký báo cáo" if severity(group) == "error" else "khi rà soát báo cáo"
    who = ", ".join(filter(None, [group[0]["office"], until]))
    return f"{_OF_WORDS if is_of_words(group[0]) else _OF_NUMBERS} ({sentence_case(who)}.)"


def _questions(group: Group) -> list[str]:
    """What was asked, with the answers."""
    asked = [finding["decision"] for finding in group if finding["state"] == "asked"]
    answers = (f" Trả lời: {each['answer']}" if each["answer"] else "" for each in asked)
    told = (f"{each['office']}: {each['words']}{answer}" for each, answer in zip(asked, answers, strict=True))
    return sorted({*told})


def _finding(group: Group, edition: Edition, facts: tuple[Fact, ...], behind: tuple[Fact, ...]) -> Finding:
    """A group as the document has it: what is said of it, and what it is about."""
    first, cells = group[0], about(group)
    return Finding(
        first["number"],
        _of_data(" ".join(fault_of(group, edition).split())),
        severity(group),
        *_standing(group),
        state(group),
        facts,
        behind,
        ids=tuple(finding["id"] for finding in group),
        about=";".join(cells),
        suspects=";".join(first["suspects"]),
        doubtful=";".join(dict.fromkeys(cell for finding in group for cell in finding["doubtful"])),
        sides=tuple(";".join(_printed(part, first, edition)) for part in first["parts"]),
        rows=() if first["numeric"] else tuple(dict.fromkeys(cell.rpartition(":")[0] for cell in cells)),
        accepted="" if first["kind"] in BESIDE_THE_REPORT else _kept(group, edition),
        of_words=is_of_words(first),
    )


def _kept(group: Group, edition: Edition) -> str:
    """What does not agree and may stay, with the reason, of many the reason alone; nothing of what nobody has accepted."""
    reasons = [lower_first(each["decision"]["words"]).rstrip(".") for each in group if each["state"] == "accepted"]
    why = "; ".join(dict.fromkeys(reasons))
    if len(group) > TOLD:
        return f"{sentence_case(why)}." if why else ""
    return f"{to_text(fault_of(group, edition))}. Lý do giữ nguyên: {why}." if why else ""


def _printed(part: list[str], finding: PlainFinding, edition: Edition) -> list[str]:
    """The cells of a number that a finding compares; of one that a control states, those that give it, which are printed."""
    table, line, _column = place(part[0]) if len(part) == 1 else ("", 0, "")
    if table != "controls" or finding["states"] or not finding["numeric"]:
        return part
    return list(map(str, edition.evaluate(str(edition.row(table, line)["expression"])).cells))
