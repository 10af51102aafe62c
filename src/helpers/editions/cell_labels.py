"""What a period's cells say in words: texts, codes with their labels, days, documents."""

from functools import cached_property

from ..data import expressions
from ..data.declared_tables import TABLES
from ..data.text_rows import Row, Rows
from ..errors import InputError, Problem, nearest, unknown_name
from ..i18n import _
from ..values.document_citations import Document
from ..values.sourced_text import Code, Day, Text
from .edition_rows import PeriodData


class Labels(PeriodData):
    """The texts of a period's tables, each with the cell that it stands in."""

    @cached_property
    def estimated(self) -> bool:
        """True if the period's figures are estimates (ước thực hiện)."""
        return self.text("periods", "estimated", period=self.period) == "true"

    @property
    def label(self) -> Text:
        """The period as the report's title names it: "6 tháng đầu năm 2024"."""
        return self.text("periods", "label", period=self.period)

    @property
    def date_to(self) -> Day:
        """The period's last day."""
        return Day.fromisoformat(str(self.text("periods", "date_to", period=self.period)))

    @property
    def year(self) -> Text:
        """The year in which the period ends."""
        last_day = self.text("periods", "date_to", period=self.period)
        return Text(last_day.partition("-")[0], last_day.cells)

    def codes(self, codes: str) -> list[str]:
        """The codes of a list that hold in the period, in order."""
        self._note_read("codes", (("list", (codes,)),), tuple(TABLES["codes"].columns))
        period = self._row
        return [code for code in self._codes.get(codes, []) if self._validity.holds(codes, code, period)]

    def code(self, codes: str, code: str, role: str = "") -> Code:
        """A code of a list with its label, and the role that it plays in the column that holds it."""
        self._note_read("codes", (("list", (codes,)),), tuple(TABLES["codes"].columns))
        labels = self.labels.get(codes)
        if labels is None:
            raise unknown_name("edition.code", _("a list of codes.csv"), codes, self.labels)
        if code not in labels:
            raise unknown_name("edition.code", _("a code of {codes}", codes=codes), code, labels)
        return Code(code, labels[code], role, [*labels].index(code))

    def text(self, table: str, column: str, **where: str) -> Text:
        """The text of one cell; empty where no row matches."""
        if table in TABLES and column not in TABLES[table].columns:
            raise unknown_name(
                "edition.text",
                _("a column of {table}", table=table),
                column,
                TABLES[table].columns,
            )
        rows = self._matching(expressions.select(table, expressions.ROWS, **where), (column,))
        for line, row in rows.items():
            return Text(row[column], self._cells(table, Rows({line: row}), column))
        return Text("")

    def organisation(self, column: str) -> Text:
        """What organisation.csv says of whoever reports. Raises InputError where the period has no row."""
        if not self._rows("organisation"):
            expected = _("a row for {period}: who reports, to whom and who signs", period=self.period)
            remedy = _("Add it: {columns}.", columns=", ".join(TABLES["organisation"].columns))
            raise InputError(Problem("organisation.csv", expected=expected, remedy=remedy, code="missing_organisation"))
        return self.text("organisation", column)

    def day(self, table: str, column: str, **where: str) -> Day | None:
        """The date of one cell."""
        return day_of(self.text(table, column, **where))

    def label_of(self, table: str, column: str, value: str) -> str:
        """What readers call a value of a column: the label of a code, else the value."""
        return self.labels.get(TABLES[table].columns[column].codes, {}).get(value, value)

    @cached_property
    def _documents(self) -> dict[str, Document]:
        found = {}
        for line, row in self._rows("documents").items():
            kind, day = self.labels["document_kind"][row["kind"]], day_of(row["date"])
            about = (row["document"], kind, row["number"], day, row["issuer"], row["title"])
            found[row["document"]] = Document(*about, self._cells("documents", Rows({line: row}), "document"))
        return found

    def document(self, key: str) -> Document:
        """A document of the register by its number as printed. Raises KeyError naming near ones."""
        self._note_read("documents", (("document", (key,)),), tuple(TABLES["documents"].columns))
        if key not in self._documents:
            self._note_read("documents", (), ("document",), shown=False)  # the error names near ones
            alike = [known for known in self._documents if known.split("/")[0] == key.split("/")[0]]
            near = ", ".join(alike) or nearest(key, self._documents)
            home = next((row["period"] for row in self._read("documents").values() if row["document"] == key), "")
            hint: str = _("; {owner} has it: empty the period of its row if it stands in every one", owner=home)
            hint = hint if home else ""
            if not self._validity.holds("documents.document", key, self._row):
                hint = _("; it holds {told}", told=self._validity.told("documents.document", key))
            there = {"key": key, "period": self.period, "near": near, "hint": hint}
            raise KeyError(_("document {key!r} is not in documents.csv for {period}; near: {near}{hint}", **there))
        return self._documents[key]

    def cited(self, section: str, role: str, by_others: bool = False) -> list[Document]:
        """The documents a section cites in a role, in order; `by_others`: only those that others have issued."""
        rows = self._matching(
            expressions.select("citations", expressions.ROWS, section=section, role=role), ("order", "document")
        )
        documents = [self.document(row["document"]) for row in sorted(rows.values(), key=in_order)]
        return [each for each in documents if not by_others or each.issuer != self.organisation("name")]


def in_order(row: Row) -> int:
    return int(row["order"])


def day_of(value: str) -> Day | None:
    return Day.fromisoformat(value) if value else None
