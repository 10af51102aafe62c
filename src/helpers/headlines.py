"""What a leader reads first: what the rules of headlines.csv choose of a period, and which numbers are in doubt."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import chain

from . import prose
from .audit.audit_run import Summary, by_number
from .editions import Edition
from .finding_text import Group, by_when, fault_of, in_error, is_of_words, severity, sign, state
from .headline_rules import Headline, address, offered
from .values.blocks import Front, List, Paragraph, Reference
from .values.blocks import Text as Words
from .values.display_bundle import NOWHERE, Shown, marked, parsed, sourced, to_text
from .values.sourced_text import Text
from .values.sources import Cell, cell_set

MOST, OF_FIRST = 6, 2  # sentences of the first page, and of them those of the gravest kind
TILE = "tile"  # the kind whose numbers stand above the sentences
_AND = marked(Words("; ", joins=True))
_STOP = marked(Words(".", joins=True))
_ALONE = "chưa có số liệu khác để đối chiếu"


def first_page(edition: Edition, checked: Summary) -> Shown:
    """What a leader reads first: numbers, at most `MOST` sentences, what is in doubt, who has to do what.

    Of each kind that is told which departs most; what other numbers guard comes first. Nothing is judged by a number of
    an open error. The document puts the page below the report's name.
    """
    all_, alone, wrong = offered(edition), cell_set(";".join(checked["unguarded"])), in_error(checked)
    found = [each for each in all_ if each.kind != TILE and each.rests_on.isdisjoint(wrong)]
    best = chosen(found, alone)
    said_of = {f"headlines/{each.name}": told(each, edition, alone) for each in best}
    parts = [
        _tiles([each for each in all_ if each.kind == TILE], checked),
        *([_list(said_of)] if best else ()),
        doubts(edition, checked),
        _to_do(best, checked),
    ]
    said = [part for part in parts if part.blocks]
    made = sum((part.blocks for part in said), ())
    return Shown((Front(made),), "\n".join(part.text for part in said)) if said else NOWHERE


def _list(lines: dict[str, str], lead: str = "") -> Shown:
    """Items by their ids, which stay whatever stands beside them in another period."""
    listed = prose.bullets(lines.values(), lead=lead)
    blocks = (replace(each, ids=tuple(lines)) if isinstance(each, List) else each for each in listed.blocks)
    return Shown(tuple(blocks), listed.text)


def chosen(found: list[Headline], alone: Collection[Cell] = ()) -> list[Headline]:
    """The sentences of the first page: of each kind what departs most, of the first one more; last what nothing guards (`alone`)."""
    kinds, taken = list(dict.fromkeys(each.kind for each in found)), list[Headline]()
    ranked = sorted(found, key=lambda each: (not each.rests_on.isdisjoint(alone), -each.departure))
    for kind in kinds:
        taken += [each for each in ranked if each.kind == kind][: OF_FIRST if kind == kinds[0] else 1]
    return sorted(taken, key=lambda each: not each.rests_on.isdisjoint(alone))[:MOST]


def told(headline: Headline, edition: Edition, alone: Collection[Cell] = ()) -> str:
    """A sentence and where more is told."""
    is_printed = headline.section and edition.project.notebook(headline.section)
    behind = [prose.link(headline.section) if is_printed else ""]
    behind.append("" if headline.rests_on.isdisjoint(alone) else _ALONE)
    return f"{headline.said}{f' ({said})' if (said := '; '.join(filter(None, behind))) else ''}."


def _tiles(tiles: list[Headline], checked: Summary) -> Shown:
    """The numbers above the sentences, and how many errors of the data are open, if any."""
    errors = len([group for group in _open(checked) if severity(group) == "error"])
    of_errors = [f"{_two(errors)} {_to_audit('lỗi số liệu chưa xử lý')}"] if errors else []
    if not (said := _AND.join([*(each.said for each in tiles), *of_errors])):
        return NOWHERE
    return Shown((Paragraph(parsed(f"{said}{_STOP}"), "tiles"),), to_text(f"{said}{_STOP}"))


def _to_audit(words: str) -> str:
    """A link to the annex of the audit."""
    return marked(Reference("annex", "kiem-tra-so-lieu", words))


def _to_do(best: list[Headline], checked: Summary) -> Shown:
    """Who has to decide or make clear what, and to answer how many findings by when, a line each."""
    asked: dict[str, list[str]] = {}
    for each in best:
        if each.decide and each.office:
            asked.setdefault(to_text(each.office), []).append(each.decide)
    open_: dict[str, list[Group]] = {}
    for group in _open(checked):
        for office in dict.fromkeys(finding["office"] for finding in group):
            open_.setdefault(office or "Chưa rõ đơn vị", []).append(group)
    lines = {}
    for office in dict.fromkeys([*asked, *open_]):
        said = _once(asked.get(office, []))
        if groups := open_.get(office):
            said.append(f"trả lời {_two(len(groups))} phát hiện{by_when(chain.from_iterable(groups))}")
        lines[f"to-do/{address(office)}"] = f"{Text(office)}: {'; '.join(said)}."
    return _list(lines, lead="Việc cần quyết định, làm rõ, trả lời:") if lines else NOWHERE


def _two(number: int) -> str:
    """A number about the audit, as prose writes it: "03"."""
    return sourced(f"{number:02}")


def _once(texts: Iterable[str]) -> list[str]:
    """Texts without those that a reader has read already."""
    return list({to_text(each): each for each in texts if each}.values())


# -- numbers in doubt ----------------------------------------------------------------------------------------------------


def _open(checked: Summary) -> list[Group]:
    """What is open of the numbers; what is to be looked at in words is for those who write them, in the annex."""
    found = [finding for finding in checked["findings"] if not is_of_words(finding)]
    return [group for group in by_number(found) if state(group) != "accepted"]


def doubts(edition: Edition, checked: Summary) -> Shown:
    """Which numbers are in doubt and why, an error a line, and how many others are to be looked at; nothing where none is."""
    open_ = _open(checked)
    errors = [group for group in open_ if severity(group) == "error"]
    faults: dict[str, str] = {}  # two sections may state the same
    for group in errors:
        fault = fault_of(group, edition)
        faults[fault] = faults.get(fault, "") + sign(group)
    lines = [f"{sourced(fault)}.{signs}" for fault, signs in faults.items()]
    if others := len(open_) - len(errors):
        lines.append(f"{_two(others)} số liệu, văn bản{' khác' if errors else ''} {_to_audit('cần xem lại')}.")
    if not lines:
        return NOWHERE
    listed = prose.bullets(lines, lead="Số liệu còn nghi vấn:")
    styled = (replace(each, style="doubts") for each in listed.blocks if isinstance(each, Paragraph | List))
    return Shown(tuple(styled), listed.text)
