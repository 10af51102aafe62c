"""The sentences of a period (statements.csv), with their figures and documents filled in."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cached_property, partial
from typing import NamedTuple, TypeVar

from ..data import expressions
from ..data.expressions import Call, Expression, ExpressionError, Select
from ..data.indexed_rows import Rows
from ..data.reporting_period import is_later
from ..errors import InputError, every, wrong_input
from ..i18n import _
from ..values.blocks import Judgment, Note, Reference
from ..values.display_bundle import NAME, marked, parsed, says_nothing, second_percent, titles_in
from ..values.figures import Figure
from ..values.sourced_text import Document, Text
from ..values.sources import Cells
from .period_data import in_order
from .period_figures import PeriodFigures

PLACEHOLDER = re.compile(r"\{(?P<expression>[^{}]*?)(?::(?P<spec>[^{}()':]*))?\}")
CONDITIONAL = re.compile(r"\[\[(?P<words>.*?)\|(?P<condition>[^|]*?)\]\]", re.DOTALL)
_STRAY = re.compile(r"(?:[{}]|\[\[|\]\]).{0,30}")
_DOCUMENT = re.compile(r"document\('([^']+)'\)")
_YEAR = re.compile(r"year(?: ?(?P<more>[+-] ?\d{1,2}))?")
Name = TypeVar("Name")
CARRIED = "carried"  # the state of a statement that nobody has looked at since it was carried over


class Condition(NamedTuple):
    """Words of a statement, as they are written, and what they are printed on.

    before: what stands before them. text, asked: the condition. sides: what it compares. holds: None where one of these is missing.
    """

    line: int
    before: str
    words: str
    text: str
    asked: Call
    sides: tuple[Figure, ...]
    holds: bool | None


class Statements(PeriodFigures):
    """What a period's sentences say, and what they name that it does not have."""

    def statements(self, section: str, topic: str = "") -> list[str]:
        """A section's statements on a topic, with their figures and documents filled in, ready for `prose`.

        Without a topic all of the section, topics in the order of the table. A build refuses a statement that no
        section prints.

        >>> len(Edition("2024-H1").statements("I.2.7", topic="email"))
        2
        """
        wanted = {"section": section} | ({"topic": topic} if topic else {})
        rows = self._rows_where("statements", ("topic", "order", "text", "state"), **wanted)
        topics = list(dict.fromkeys(row["topic"] for row in rows.values()))
        ordered = sorted(rows.items(), key=lambda item: (topics.index(item[1]["topic"]), in_order(item[1])))
        return [self.filled(row["text"], line) for line, row in ordered]

    def all_statements(self) -> dict[int, str]:
        """Every statement of the period by its line, filled in. Raises InputError for one that cannot be."""
        return dict(self._filled)

    @cached_property
    def _filled(self) -> dict[int, str]:
        rows = self._rows("statements")
        return dict(
            zip(rows, every(partial(self.filled, row["text"], line) for line, row in rows.items()), strict=True)
        )

    def statement_id(self, line: int) -> str:
        """What a statement is called as long as it is one, whatever it says."""
        return self._rows("statements")[line]["id"]

    def unknown_figures(self) -> dict[Select, list[int]]:
        """The cells that statements state and the period lacks, with their lines; not what compares periods, or has ended."""
        asked = self._of_placeholders(self._asked)
        own = self._row
        held = ((select, lines) for select, lines in asked.items() if not any(self._validity.unheld(select, own)))
        # not evaluated: the cells of a weighted average are rates, which have no sum
        return {select: lines for select, lines in held if self._of_rows(select, self._matching(select)).is_missing}

    def _asked(self, expression: str) -> Iterable[Select]:
        """The cells of its own period that a placeholder states; none of a document, a name or the year."""
        if expression.startswith("'") or _DOCUMENT.fullmatch(expression) or _YEAR.fullmatch(expression):
            return ()
        asked = expressions.parse(expression, self.tables)
        is_change = isinstance(asked, Call) and asked.function in expressions.CHANGES
        return () if is_change else (select for select in expressions.selections(asked) if not select.period)

    def conditions(self) -> Iterator[Condition]:
        """What the period's statements say on a condition: `[[ở cả ba cấp | coverage.done() == coverage.total()]]`."""
        for line, row in self._rows("statements").items():
            yield from (self._condition(match, line) for match in CONDITIONAL.finditer(row["text"]))

    def _condition(self, match: re.Match[str], line: int) -> Condition:
        before, words, text = match.string[: match.start()], match["words"].rstrip(), match["condition"].strip()
        try:
            asked = expressions.condition(text, self.tables)
            sides = tuple(self._told_by(line, side) for side in asked.arguments)
            return Condition(line, before, words, text, asked, sides, self.holds(asked))
        except (ExpressionError, ArithmeticError) as error:
            raise _wrong(line, text, _("a comparison of figures"), str(error)) from None

    def _of_placeholders(self, named: Callable[[str], Iterable[Name]]) -> dict[Name, list[int]]:
        """What the placeholders of statements name, with the lines of the statements."""
        found: dict[Name, list[int]] = {}
        for line, row in self._rows("statements").items():
            for match in PLACEHOLDER.finditer(CONDITIONAL.sub(lambda each: each["words"], row["text"])):
                for name in named(match["expression"].strip()):
                    found.setdefault(name, []).append(line)
        return found

    def unconfirmed(self) -> Rows:
        """The statements that were carried over, and those of a new project, until somebody says that they hold."""
        return self._rows("statements").where((("state", (CARRIED,)),))

    def filled(self, template: str, line: int) -> str:
        """A statement with its figures and documents; empty where it lacks all of its figures: a gap, which is listed."""
        source = (Cells("statements", (line,), "text"),)
        template = CONDITIONAL.sub(
            lambda match: match["words"].rstrip() if self._condition(match, line).holds else "", template
        )
        template = NAME.sub(r"\1", template)
        matches = [*PLACEHOLDER.finditer(template)]
        each = every(partial(self._placeholder, match, line) for match in matches)
        filled = dict(zip((match[0] for match in matches), each, strict=True))
        if stray := _STRAY.search(PLACEHOLDER.sub("", template)):
            expected = _("braces in pairs, with an expression between")
            remedy = _("Write {expression}, {expression:format} or [[words | condition]]; a sentence has no other braces.")  # fmt: skip
            raise _wrong(line, stray[0], expected, remedy, code="stray_brace")
        mark = "" if PLACEHOLDER.sub("", template) else f"{Text('', source)}"  # it must be seen that it is printed
        text = fill(template, source, lambda match: filled[match[0]]) + mark if template else ""
        name, said = self.statement_id(line), () if says_nothing(text) else parsed(text)
        nodes = [node if isinstance(node, Note | Judgment | Reference) else replace(node, of=name) for node in said]
        if twice := second_percent(tuple(nodes)):
            remedy = _("Leave out what stands behind it.")
            raise _wrong(line, twice, _("a figure, which prints its own unit"), remedy, code="wrong_digits")
        return marked(*nodes, titles=titles_in(text))

    def _cited_by(self, line: int, key: str) -> Document:
        """The document that a statement cites: the period's, else that of the newest period before which has it."""
        self._note_read("documents", (("document", (key,)),), ("document",), earlier=True)
        carried = self._rows("statements")[line]["state"] == CARRIED
        held = self._validity.holds("documents.document", key, self._row)
        if key not in self._documents and (carried or held):
            rows = self._read("documents").where((("document", (key,)),)).values()
            having = [row["period"] for row in rows if not is_later(row["period"], self.period)]
            other = self.of(having[-1]) if any(having) else self.followed
            if other and key in other._documents:
                return other.document(key)
        return self.document(key)

    def _told_by(self, line: int, expression: str | Expression) -> Figure:
        """The figure that a statement states; only what is carried over and not confirmed yet may ask for what has ended."""
        parsed = expressions.parse(expression, self.tables) if isinstance(expression, str) else expression
        unheld = next(self._validity.unheld(parsed, self._row), None)
        if unheld and self._rows("statements")[line]["state"] != CARRIED:
            listed, name, code = unheld
            raise ExpressionError(
                _("{name} {code!r} holds {told}", name=name, code=code, told=self._validity.told(listed, code))
            )
        return self.evaluate(parsed)

    def _placeholder(self, match: re.Match[str], line: int) -> str:
        expression, spec = match["expression"].strip(), match["spec"] or ""
        document = _DOCUMENT.fullmatch(expression)
        if year := _YEAR.fullmatch(expression):
            more = int((year["more"] or "0").replace(" ", ""))
            return format(Text(f"{int(self.year) + more}", self.year.cells), spec)
        try:
            return format(self._cited_by(line, document[1]) if document else self._told_by(line, expression), spec)
        except (ExpressionError, KeyError, ValueError, ArithmeticError) as error:
            why = _("It is too large to be printed.") if isinstance(error, ArithmeticError) else str(error).strip('"')
            raise _wrong(line, match[0], _("an expression or document('NUMBER')"), why) from None


def fill(template: str, source: tuple[Cells, ...], value: Callable[[re.Match[str]], str]) -> str:
    """The text of a cell with its placeholders filled; the words between them keep their source."""
    parts, end = [], 0
    for match in [*PLACEHOLDER.finditer(template), None]:
        words = template[end : match.start() if match else None]
        parts += [f"{Text(words, source)}" if words else "", value(match) if match else ""]
        end = match.end() if match else 0
    return "".join(parts)


def _wrong(line: int, found: str, expected: str, remedy: str, code: str = "bad_expression") -> InputError:
    return wrong_input("statements.csv", line, "text", found, expected, remedy, code=code)
