"""What an import will write, shown on one screen before it is written: what is asked, what moved most, column totals."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from helpers.audit.findings import PlainFinding
from helpers.audit.plausibility import C, Pair, expected
from helpers.data.schema import TABLES
from helpers.errors import printable
from helpers.i18n import Message, _, ngettext
from helpers.values.vietnamese import shown

from .form_reader import plain
from .import_batch import Answer, Batch
from .table_reader import additive

_SHOWN = 10  # lines of a kind on the one screen
_SAME, _LARGE = 3, 10  # a block that is all as before may be a copy if it has so many numbers, and one so large


@dataclass(frozen=True)
class Doubt:
    """What is asked of cells before they are written; of a finding, which the audit keeps open, what is asked about it."""

    answers: Sequence[Answer]
    said: Message
    finding: PlainFinding | None = None

    @property
    def noted(self) -> bool:
        """Whether the office has given its reason beside the number."""
        return all(answer.note for answer in self.answers)

    def __str__(self) -> str:
        label = "" if self.finding else f" {self.answers[0].label}"
        notes = "; ".join(dict.fromkeys(answer.note for answer in self.answers if answer.note))
        return f"{self.places}{label}: {self.said}{f' “{notes}”' if notes else ''}"

    @property
    def places(self) -> str:
        cells = list(dict.fromkeys(f"{answer.sheet}!{answer.cell}" for answer in self.answers))
        return ", ".join(cells[:4]) + (" …" if len(cells) > 4 else "")


def doubts(batch: Batch) -> list[Doubt]:
    """The numbers that move otherwise than the others do, by the audit's one rule; a block that is all as it was before."""
    pairs = [(answer, _pair(answer)) for answer in batch.answers if _is_compared(answer)]
    far = [
        (answer, distance)
        for (answer, pair), each in zip(pairs, expected([pair for _answer, pair in pairs]), strict=True)
        if (distance := each.distance(float(pair.now))) > C and answer.changes
    ]
    found = [
        Doubt(
            [answer],
            _(
                "{now} now, {then} before: the others move otherwise; why?",
                now=shown(answer.new),
                then=shown(answer.then),
            ),
        )
        for answer, _distance in sorted(far, key=lambda each: -each[1])
    ]
    blocks: dict[tuple[str, str], list[Answer]] = {}
    for answer, _of in pairs:
        blocks.setdefault((answer.table, answer.column), []).append(answer)
    for block in blocks.values():
        same = all(Decimal(each.new) == Decimal(each.then) for each in block)
        told = len(block) >= _SAME and any(Decimal(each.new) >= _LARGE for each in block)
        if same and told and any(each.changes for each in block):
            found.append(
                Doubt(block, _("all {count} numbers are those of the earlier period: are they new?", count=len(block)))
            )
    return found


def _is_compared(answer: Answer) -> bool:
    numbers = answer.field.kind == "number" and answer.then and answer.new
    return bool(numbers) and min(_decimal(answer.new), _decimal(answer.then)) >= 0


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except ArithmeticError:  # which the check of the data refuses
        return Decimal(-1)


def _pair(answer: Answer) -> Pair:
    return Pair(f"{answer.table}.{answer.column}", answer.new, answer.then)


def contradictions(batch: Batch, findings: Iterable[PlainFinding]) -> list[Doubt]:
    """What the audit finds of the cells of a file: identities that do not hold; nothing of sentences, nor what is asked already."""
    sent = {answer.code: answer for answer in batch.changes}
    found = []
    for each in findings:
        answers = [sent[cell] for cell in dict.fromkeys([*each["suspects"], *each["cells"]]) if cell in sent]
        if answers and each["kind"] not in ("proofreading", "plausibility"):
            found.append(Doubt(answers, Message(each["words"]), each))
    return found


def show(batch: Batch, asked: Sequence[Doubt], console: Console, everything: bool = False) -> None:
    """One screen: what is rejected, what is asked, what moved most, how many moved as usual, column totals."""
    most = None if everything else _SHOWN

    def line(text: str, label: str = "", style: str = "") -> None:
        """A line with what others wrote, behind its label: no markup, nothing that a terminal obeys."""
        console.print(Text.assemble((label, style), " " if label else "", printable(text)), highlight=False)

    def listed(lines: Sequence[str], label: str, style: str) -> None:
        for text in lines[:most]:
            line(text, label, style)
        if more := len(lines) - len(lines[:most]):
            line(_("… and {count} more: --all", count=more))

    about = " · ".join(filter(None, (batch.office, batch.period, _("saved {saved}", saved=batch.saved or "?"))))
    console.print(Text.assemble("\n", (printable(batch.name), "bold"), f" · {printable(about)}"))
    listed([str(each) for each in batch.rejections], _("not taken"), "red")
    listed([str(each) for each in asked], _("asked"), "yellow")
    changes = batch.changes
    doubted = {id(answer) for each in asked for answer in each.answers}
    others = [answer for answer in changes if id(answer) not in doubted and _is_compared(answer)]
    ranked = sorted(zip(others, _distances(others), strict=True), key=lambda each: -each[1])
    moved = [answer for answer, _distance in ranked[:most]]
    moved += [answer for answer in changes if answer.old and not _is_compared(answer)][: None if everything else _SHOWN]
    if everything:
        moved += [answer for answer in changes if answer not in moved]
    if moved:
        _table(moved, console)
    usual, same = (
        len(changes) - len(moved) - len(doubted & {id(each) for each in changes}),
        len(batch.answers) - len(changes),
    )
    if usual > 0:
        line(_("… {count} more that are new or moved less", count=usual))
    if same:
        line(ngettext("… {count} as it is in the data already", "… {count} as they are in the data already", same))
    for text in _totals(batch):
        line(text)
    for labels, said in (
        (batch.empty, _("{count} left empty", count=len(batch.empty))),
        (
            [each.label for each in batch.absences],
            _("{count} without a number, as the office says", count=len(batch.absences)),
        ),
    ):
        if labels:
            line(f"{said}: {'; '.join(labels[:5])}{' …' if len(labels) > 5 else ''}")


def _distances(answers: Sequence[Answer]) -> Iterator[float]:
    pairs = [_pair(answer) for answer in answers]
    yield from (each.distance(float(pair.now)) for pair, each in zip(pairs, expected(pairs), strict=True))


def _table(answers: Sequence[Answer], console: Console) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in (_("cell"), _("what")):
        table.add_column(title, overflow="fold")
    for title in (_("before"), _("now")):
        table.add_column(title, justify="right", overflow="fold")
    for answer in answers:
        texts = (answer.cell, answer.label, shown(answer.old or answer.then) or "–", shown(answer.new) or "–")
        table.add_row(*(Text(printable(text)) for text in texts))
    console.print(table)


def _totals(batch: Batch) -> Iterator[str]:
    """Of each column that adds up: its total before and now, of the cells that have both."""
    columns: dict[tuple[str, str], list[Answer]] = {}
    for answer in batch.answers:
        if _is_compared(answer) and additive(answer):
            columns.setdefault((answer.table, answer.column), []).append(answer)
    for (table, column), answers in columns.items():
        if len(answers) > 1:
            title = TABLES[table].title, TABLES[table].columns[column].title or column
            then, now = (sum((Decimal(getattr(each, of)) for each in answers), Decimal(0)) for of in ("then", "new"))
            there = {"title": " · ".join(title), "then": shown(plain(then)), "now": shown(plain(now))}
            yield _("total of {title}: {then} before, {now} now", **there)
