"""What an import will write, shown on one screen before it is written: what is asked, what moved most, column totals."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rich.console import Console
from rich.text import Text

from helpers.audit.plausibility import C, Pair, expected
from helpers.data.expressions import CHANGES
from helpers.errors import printable
from helpers.i18n import Message, _, ngettext
from helpers.values.vietnamese import shown
from receipts.sources import AT_ONE_TIME

from .received_answers import Answer, Batch
from .workbook_reader import plain

_SHOWN, _NAMED = 8, 2  # lines of a kind on the one screen, labels in a question
_SAME, _LARGE = 3, 10  # a block that is all as before may be a copy if it has so many numbers that are so large


@dataclass(frozen=True)
class Doubt:
    """What is asked of cells before they are written."""

    answers: Sequence[Answer]
    said: Message

    @property
    def noted(self) -> bool:
        """Whether the office has given its reason beside the number."""
        return all(answer.note for answer in self.answers)

    def __str__(self) -> str:
        labels = list(dict.fromkeys(answer.label for answer in self.answers))
        told = "; ".join(labels) if len(labels) <= _NAMED else self.answers[0].table.title
        notes = "; ".join(dict.fromkeys(answer.note for answer in self.answers if answer.note))
        return f"{self.places} {told}: {self.said}{f' “{notes}”' if notes else ''}"

    @property
    def places(self) -> str:
        cells = list(dict.fromkeys(f"{answer.sheet}!{answer.cell}" for answer in self.answers))
        return "; ".join(cells[:4]) + (" …" if len(cells) > 4 else "")


def doubts(batch: Batch) -> list[Doubt]:
    """The numbers that move otherwise than the others do, by the audit's one rule; what comes in a period and is all as it was.

    What several cells of a table state, the same before and the same now, is asked once.
    """
    compared = [answer for answer in batch.answers if _is_compared(answer)]
    moves: dict[tuple[str, str, str, str], list[Answer]] = {}
    for answer in (answer for answer, distance in _farthest(compared) if distance > C and answer.changes):
        alike = answer.new, answer.then, answer.table.name, answer.field.unit_in(answer.row)
        moves.setdefault(alike, []).append(answer)
    found = [
        Doubt(own, _("{now} now, {then} before: why?", now=shown(now), then=shown(then)))
        for (now, then, *_of), own in moves.items()
    ]
    blocks: dict[tuple[str, str], list[Answer]] = {}
    for answer in compared:
        if answer.field.measure_in(answer.row) == "flow":  # what there is at the end may well stay as it is
            blocks.setdefault((answer.table.name, answer.column), []).append(answer)
    for block in blocks.values():
        told = sum(Decimal(each.new) >= _LARGE for each in block) >= _SAME
        if told and not any(_moves(each) for each in block) and any(each.changes for each in block):
            said = _("all {count} numbers are those of the earlier period: are they new?", count=len(block))
            found.append(Doubt(block, said))
    return found


def _is_compared(answer: Answer) -> bool:
    """Whether a number stands beside an earlier one; how much something grew says nothing of how much it will grow."""
    grows = answer.column in CHANGES or answer.row.get("kind") == "growth"
    numbers = answer.field.kind == "number" and answer.then and answer.new and not grows
    return bool(numbers) and min(Decimal(answer.new), Decimal(answer.then)) >= 0


def _moves(answer: Answer) -> bool:
    return Decimal(answer.new) != Decimal(answer.then)


def _farthest(answers: Sequence[Answer]) -> list[tuple[Answer, float]]:
    """Each with how unlike the others it moves, the most unlike first."""
    pairs = [Pair(f"{answer.table.name}.{answer.column}", answer.new, answer.then) for answer in answers]
    distances = (each.distance(float(pair.now)) for pair, each in zip(pairs, expected(pairs), strict=True))
    return sorted(zip(answers, distances, strict=True), key=lambda each: -each[1])


def show(batch: Batch, asked: Sequence[Doubt], console: Console, everything: bool = False) -> None:
    """One screen: what is rejected, what is asked, what moved most, how many moved as usual, column totals."""
    most = None if everything else _SHOWN

    def line(text: str, label: str = "", style: str = "") -> None:
        """A line with what others wrote, behind its label: no markup, nothing that a terminal obeys."""
        console.print(Text.assemble((label, style), " " if label else "", printable(text)), highlight=False)

    def listed(lines: Sequence[str], label: str = "", style: str = "") -> None:
        for text in lines[:most]:
            line(text, label, style)
        if more := len(lines) - len(lines[:most]):
            line(_("… and {count} more: --all", count=more))

    about = " · ".join(filter(None, (batch.office, batch.period, _("saved {saved}", saved=batch.saved or "?"))))
    console.print(Text.assemble("\n", (printable(batch.name), "bold"), f" · {printable(about)}"))
    listed([str(each) for each in batch.rejections], _("not taken"), "red")
    for nth, doubt in enumerate(asked, 1):
        line(f"[{nth}] {doubt}", _("asked"), "yellow")
    doubted = {id(answer) for each in asked for answer in each.answers}
    changes = [answer for answer in batch.changes if id(answer) not in doubted]
    moved = [answer for answer, _at in _farthest([each for each in changes if _is_compared(each) and _moves(each)])]
    moved = [*moved[:most], *[answer for answer in changes if answer.old and not _is_compared(answer)][:most]]
    moved += [answer for answer in changes if everything and answer not in moved]
    for answer in moved:
        now = answer.typed if answer.field.codes else shown(answer.new)  # what was chosen, not its code
        line(f"{answer.label}: {shown(answer.old or answer.then) or '–'} → {now or '–'}", answer.cell)
    usual, same = len(changes) - len(moved), sum(bool(each.old) and not each.changes for each in batch.answers)
    if usual > 0:
        line(_("… {count} more that are new or moved less", count=usual))
    if same:
        line(ngettext("… {count} as it is in the data already", "… {count} as they are in the data already", same))
    listed([*_totals(batch)])
    left, none = batch.empty, [each.label for each in batch.absences]
    empty, without = _("{count} left empty", count=len(left)), _("{count} without a number, as the office says", count=len(none))  # fmt: skip
    for labels, said in ((left, empty), (none, without)):
        if labels:
            line(f"{said}: {'; '.join(labels[:5])}{' …' if len(labels) > 5 else ''}")


def _totals(batch: Batch) -> Iterator[str]:
    """Of each column that adds up, in one unit: its total before and now, of the cells that have both."""
    columns: dict[tuple[str, str], list[Answer]] = {}
    for answer in batch.answers:
        adds_up = answer.field.measure_in(answer.row) in ("flow", *AT_ONE_TIME) and answer.field.unit != "@unit"
        if adds_up and _is_compared(answer):
            columns.setdefault((answer.table.name, answer.column), []).append(answer)
    for answers in columns.values():
        if len(answers) > 1 and any(map(_moves, answers)):
            title = filter(None, (answers[0].table.title, answers[0].field.title))
            then, now = (sum((Decimal(getattr(each, of)) for each in answers), Decimal(0)) for of in ("then", "new"))
            there = {"title": " · ".join(title), "then": shown(plain(then)), "now": shown(plain(now))}
            yield _("total of {title}: {then} before, {now} now", **there)
